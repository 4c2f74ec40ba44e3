//! FTP, WebDAV and S3 by curl, which is given all it is to do on its standard input: no password
//! stands where other people of the machine could read it.
//! It must not know what a file says.

use std::path::Path;
use std::process::Command;

use super::program::{last_words, run};
use super::{Access, Address, Bounds, Remote, Scheme, part_of};
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::sha256;
use crate::media_type;

/// Where what a server answers with goes that nobody reads.
const NOWHERE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// One thing for curl to do: lines of its configuration, and which answers are right.
struct Errand {
    lines: Vec<String>,
    /// Of HTTP; empty takes what is no error.
    right: &'static [u16],
}

/// How one errand ended.
struct End {
    code: u16,
    /// The number curl ends with, 0 where all went well.
    exit: u16,
    words: String,
}

pub(super) fn get(remote: &Remote, paths: &[String], into: &Path) -> Result<(), Failure> {
    for path in paths {
        let to = into.join(path);
        let mut lines =
            vec![said("url", &url(remote, path)), said("output", &to.to_string_lossy())];
        lines.extend(of_no_body(remote));
        let end = &errands(remote, vec![Errand { lines, right: &[] }])?[0];
        // FTP says of a file or folder that is not there: 78, 9, 19; the web 404.
        let missing = matches!(end.exit, 78 | 9 | 19) || end.code == 404;
        if end.exit != 0 {
            // What it began with is no file.
            let _ = std::fs::remove_file(&to);
        }
        if end.exit != 0 && !missing {
            return Err(refused(remote, end));
        }
    }
    Ok(())
}

/// What came of asking for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// It is there, with the tag the server gave it.
    Whole {
        tag: String,
    },
    /// It is as it was when the server gave the tag.
    Unchanged,
    Missing,
    TooLarge,
    TooSlow,
    /// The status of an answer that is no file, or 0 where there was no answer.
    Refused(u16),
}

/// The longest tag that is sent back.
const LONGEST_TAG: usize = 200;

pub(super) fn bring(
    remote: &Remote,
    path: &str,
    into: &Path,
    bounds: Bounds,
    tag: &str,
) -> Result<Brought, Failure> {
    let heads = into.with_extension("heads");
    let mut lines = vec![
        said("url", &url(remote, path)),
        said("output", &into.to_string_lossy()),
        said("dump-header", &heads.to_string_lossy()),
        format!("max-filesize = {}", bounds.file),
        format!("max-time = {}", bounds.seconds),
        "limit-rate = 40M".to_owned(),
    ];
    lines.extend(of_no_body(remote));
    if !tag.is_empty() {
        lines.push(said("header", &format!("If-None-Match: {tag}")));
    }
    let ends = errands(remote, vec![Errand { lines, right: &[] }])?;
    let (exit, code) = ends.first().map_or((1, 0), |end| (end.exit, end.code));
    let told = std::fs::read(&heads).unwrap_or_default();
    let _ = std::fs::remove_file(&heads);
    let size = into.metadata().map_or(0, |it| it.len());
    Ok(match (exit, code) {
        (0, 304) if !tag.is_empty() => Brought::Unchanged,
        (63, _) => Brought::TooLarge,
        (0, _) if size > bounds.file => Brought::TooLarge,
        (0, 200) => Brought::Whole { tag: tag_in(&String::from_utf8_lossy(&told)) },
        (28, _) => Brought::TooSlow,
        (_, 404) => Brought::Missing,
        _ => Brought::Refused(code),
    })
}

/// Returns the tag that the heads of an answer give a file, if one may be sent back.
fn tag_in(heads: &str) -> String {
    let named = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("etag").then(|| value.trim().to_owned())
    };
    let plain =
        |tag: &String| tag.len() <= LONGEST_TAG && tag.bytes().all(|b| b.is_ascii_graphic());
    heads.lines().filter_map(named).next_back().filter(plain).unwrap_or_default()
}

pub(super) fn put(remote: &mut Remote, paths: &[String], from: &Path) -> Result<(), Failure> {
    let mut all = Vec::new();
    if matches!(remote.address.scheme, Scheme::Dav | Scheme::Davs) {
        if remote.made.insert(String::new()) {
            all.extend(above(&remote.address.path).map(|folder| make(&host(remote), &folder)));
        }
        let folders = remote.folders_for(paths);
        let base = format!("{}{}", host(remote), encoded(&remote.address.path));
        all.extend(folders.iter().map(|folder| make(&base, &format!("/{folder}"))));
    }
    for path in paths {
        let own = from.join(path);
        let file = said("upload-file", &own.to_string_lossy());
        match remote.address.scheme {
            Scheme::S3 => {
                let bytes = std::fs::read(&own).map_err(|error| Failure::io(&own, error))?;
                let digest = said("header", &format!("x-amz-content-sha256: {}", sha256(&bytes)));
                let kind =
                    said("header", &format!("Content-Type: {}", media_type::from_path(path)));
                let lines = vec![said("url", &url(remote, path)), file, digest, kind, silent()];
                all.push(Errand { lines, right: &[] });
            }
            Scheme::Dav | Scheme::Davs => {
                let part = url(remote, &part_of(path));
                all.push(Errand { lines: vec![said("url", &part), file, silent()], right: &[] });
                let lines = vec![
                    said("url", &part),
                    said("request", "MOVE"),
                    said("header", &format!("Destination: {}", url(remote, path))),
                    said("header", "Overwrite: T"),
                    silent(),
                ];
                all.push(Errand { lines, right: &[] });
            }
            _ => {
                let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
                let part = part_of(path);
                let lines = vec![
                    said("url", &url(remote, &part)),
                    file,
                    "ftp-create-dirs".to_owned(),
                    said("quote", &format!("-RNFR {}", name(&part))),
                    said("quote", &format!("-RNTO {}", name(path))),
                    silent(),
                ];
                all.push(Errand { lines, right: &[] });
            }
        }
    }
    for end in errands(remote, all)? {
        if end.exit != 0 {
            return Err(refused(remote, &end));
        }
    }
    Ok(())
}

pub(super) fn remove(remote: &Remote, paths: &[String]) -> Result<(), Failure> {
    let is_ftp = matches!(remote.address.scheme, Scheme::Ftp | Scheme::Ftps);
    let errand = |path: &String| {
        let lines = match is_ftp {
            true => vec![
                said("url", &format!("{}/", host(remote))),
                "head".to_owned(),
                said("quote", &format!("*DELE {}{path}", ftp_folder(&remote.address))),
                silent(),
            ],
            false => {
                let lines =
                    vec![said("url", &url(remote, path)), said("request", "DELETE"), silent()];
                lines.into_iter().chain(of_no_body(remote)).collect()
            }
        };
        Errand { lines, right: &[404] }
    };
    for end in errands(remote, paths.iter().map(errand).collect())? {
        if end.exit != 0 {
            return Err(refused(remote, &end));
        }
    }
    Ok(())
}

/// The digest of what is sent where nothing is: S3 wants it signed, and curl before 8.0 adds none.
fn of_no_body(remote: &Remote) -> Option<String> {
    let digest = || said("header", &format!("x-amz-content-sha256: {}", sha256(b"")));
    (remote.address.scheme == Scheme::S3).then(digest)
}

/// Makes a folder of WebDAV; that it is there already is right (405, and 301 of some servers).
fn make(base: &str, folder: &str) -> Errand {
    let lines = vec![
        said("url", &format!("{base}{}/", encoded(folder))),
        said("request", "MKCOL"),
        silent(),
    ];
    Errand { lines, right: &[405, 301, 409] }
}

/// Returns the folders a path goes through, outer ones first, itself the last.
fn above(path: &str) -> impl Iterator<Item = String> + '_ {
    let ends = path.match_indices('/').map(|(at, _)| at).skip(1).chain([path.len()]);
    ends.map(|at| path[..at].to_owned()).filter(|folder| !folder.is_empty())
}

/// Runs errands one after another over one connection, and ends with the first that fails.
fn errands(remote: &Remote, all: Vec<Errand>) -> Result<Vec<End>, Failure> {
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let every = general(&remote.address, &remote.access)?;
    let mut config = String::from("silent\nfail-early\n");
    for (at, errand) in all.iter().enumerate() {
        if at > 0 {
            config += "next\n";
        }
        every.iter().chain(&errand.lines).for_each(|line| config += &format!("{line}\n"));
        // What is right though the web calls it an error is not to end the run.
        if errand.right.is_empty() {
            config += "fail\n";
        }
        config += "write-out = \"%{http_code} %{exitcode} %{errormsg}\\n\"\n";
    }
    let output = run(Command::new("curl").args(["--disable", "--config", "-"]), &config, "curl")?;
    let ends = String::from_utf8_lossy(&output.stdout);
    let mut ends: Vec<End> = ends.lines().filter_map(end).collect();
    for (errand, end) in all.iter().zip(&mut ends) {
        let wrong = end.code >= 400 && !errand.right.contains(&end.code);
        if end.exit == 0 && wrong {
            end.exit = 22;
        }
        if end.exit == 22 && end.words.is_empty() {
            end.words = format!("HTTP {}", end.code);
        }
    }
    if ends.len() < all.len() && ends.iter().all(|end| end.exit == 0) {
        let words = last_words(&output);
        ends.push(End { code: 0, exit: 1, words });
    }
    Ok(ends)
}

fn end(line: &str) -> Option<End> {
    let mut parts = line.splitn(3, ' ');
    let (code, exit) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(End { code, exit, words: parts.next().unwrap_or_default().to_owned() })
}

/// What holds of every errand: who asks, how long is waited, what is trusted.
fn general(address: &Address, access: &Access) -> Result<Vec<String>, Failure> {
    let mut lines = vec![
        "connect-timeout = 30".to_owned(),
        "speed-limit = 1".to_owned(),
        "speed-time = 60".to_owned(),
    ];
    match address.scheme {
        Scheme::S3 => {
            let region = access.region.as_deref().unwrap_or("us-east-1");
            lines.push(said("aws-sigv4", &format!("aws:amz:{region}:s3")));
        }
        Scheme::Ftps => {
            // Under TLS 1.3 a server sends what curl has not read when it closes, and takes the reset
            // that follows for an upload that was cut (vsftpd: 426).
            lines.push(said("tls-max", "1.2"));
            if address.port != Some(990) {
                lines.push("ssl-reqd".to_owned());
            }
        }
        _ => {}
    }
    if let Some(user) = &address.user {
        let secret = access.secret.as_deref().ok_or_else(|| {
            address.failure(both!("没有给出密码", "no password was given")).with_help(both!(
                "写进环境变量 GONGKAI_PUBLISH_PASSWORD，或者 site.yaml 的“密码文件”所指的、只有自己能读的文件",
                "put it into the variable GONGKAI_PUBLISH_PASSWORD, or the file that 密码文件 of site.yaml names, which only you can read"
            ))
        })?;
        lines.push(said("user", &format!("{user}:{secret}")));
    }
    if let Some(certificate) = &access.certificate {
        lines.push(said("cacert", &certificate.to_string_lossy()));
    }
    Ok(lines)
}

/// Returns where a server is as curl has it, without a `/` at the end.
fn host(remote: &Remote) -> String {
    let Address { scheme, host, port, .. } = &remote.address;
    let port = port.map_or(String::new(), |port| format!(":{port}"));
    match scheme {
        Scheme::S3 => {
            let endpoint = remote.access.endpoint.as_deref().unwrap_or("https://s3.amazonaws.com");
            format!("{}/{host}", endpoint.trim_end_matches('/'))
        }
        Scheme::Davs => format!("https://{host}{port}"),
        Scheme::Dav => format!("http://{host}{port}"),
        Scheme::Ftps if port == ":990" => format!("ftps://{host}{port}"),
        _ => format!("ftp://{host}{port}"),
    }
}

fn url(remote: &Remote, path: &str) -> String {
    let folder = match remote.address.scheme {
        Scheme::Ftp | Scheme::Ftps => format!("/{}", ftp_folder(&remote.address)),
        _ => format!("{}/", remote.address.path),
    };
    format!("{}{}", host(remote), encoded(&format!("{folder}{path}")))
}

/// Returns the folder of an FTP server below the home of the user, with a `/` behind it.
fn ftp_folder(address: &Address) -> String {
    match address.path.trim_start_matches('/') {
        "" => String::new(),
        path => format!("{}/", path.trim_start_matches("~/")),
    }
}

/// Writes an option with its value as curl's configuration has them.
fn said(option: &str, value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("{option} = \"{value}\"")
}

fn silent() -> String {
    said("output", NOWHERE)
}

/// Writes a path as addresses have it.
pub(super) fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn refused(remote: &Remote, end: &End) -> Failure {
    let words = match end.words.as_str() {
        "" => format!("curl {}", end.exit),
        words => words.to_owned(),
    };
    remote.address.failure(both!("没有传完：{words}", "did not get through: {words}")).with_help(
        both!("传到的都在，再运行一次就接着传", "what arrived stays; run again to go on"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_curl_is_told_can_say_nothing_else() {
        assert_eq!(said("user", "a:b\"c\\"), "user = \"a:b\\\"c\\\\\"");
        assert_eq!(encoded("/2025-2026/旧 版.pdf"), "/2025-2026/%E6%97%A7%20%E7%89%88.pdf");
        assert_eq!(tag_in("HTTP/1.1 200 OK\r\nETag: \"a-1\"\r\n"), "\"a-1\"");
        assert_eq!(tag_in("ETag: a b\r\n"), "");
        assert_eq!(above("/a/b").collect::<Vec<_>>(), ["/a", "/a/b"]);
    }
}
