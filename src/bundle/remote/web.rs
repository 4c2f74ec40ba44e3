//! Brings a site from the web as anybody would, within bounds, by curl.
//! It must not know what a file says, and believes nothing it is given.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::address::is_loopback;
use super::curl::encoded;
use super::program::{last_words, run};
use crate::failure::Failure;
use crate::language::both;

/// How much is brought at most, and how long is waited.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all files.
    pub all: u64,
    /// Seconds for one file.
    pub seconds: u64,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    Whole,
    /// The server says that there is none.
    Missing,
    /// Why it is not known.
    Failed(String),
}

/// How many files one run of curl brings.
const AT_ONCE: usize = 200;

/// Brings files below an address that ends in `/` into a folder of ours, by the same paths.
///
/// # Errors
/// When the address is not HTTPS, nor of this machine, unless `clear` allows it; when there is no
/// curl; when more comes than the bounds allow.
pub fn fetch(
    address: &str,
    paths: &[String],
    into: &Path,
    bounds: Bounds,
    clear: bool,
) -> Result<Vec<Fetched>, Failure> {
    let host = host_of(address)
        .ok_or_else(|| Failure::new(address, both!("不是网址", "this is no address of the web")))?;
    let clear = clear || is_loopback(without_port(host));
    if address.starts_with("http:") && !clear {
        let why = both!("不加密的网址不取", "an address that is not encrypted is not fetched");
        return Err(Failure::new(address, why).with_help(both!(
            "改用 https://，或者加 --allow-http",
            "use https://, or add --allow-http"
        )));
    }
    let mut fetched = vec![Fetched::Failed(String::new()); paths.len()];
    let mut brought = 0;
    for (nth, some) in paths.chunks(AT_ONCE).enumerate() {
        let first = nth * AT_ONCE;
        let config = config(address, some, into, bounds, clear);
        let output =
            run(Command::new("curl").args(["--disable", "--config", "-"]), &config, "curl")?;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((at, how)) = outcome(line, host) {
                fetched[first + at.min(some.len() - 1)] = how;
            }
        }
        for (path, how) in some.iter().zip(&mut fetched[first..]) {
            let file = into.join(path);
            let size = file.metadata().map_or(0, |it| it.len());
            brought += size;
            match how {
                Fetched::Whole if size > bounds.file => {
                    *how = Fetched::Failed(format!("{size} > {}", bounds.file));
                }
                Fetched::Failed(words) if words.is_empty() => *words = last_words(&output),
                _ => {}
            }
            if *how != Fetched::Whole {
                // What it began with, or an error's page, is no file of the site.
                let _ = fs::remove_file(&file);
            }
        }
        if brought > bounds.all {
            let why = both!("取来的太多，没有取完", "too much came; not all was fetched");
            return Err(Failure::new(address, why));
        }
    }
    Ok(fetched)
}

fn config(address: &str, paths: &[String], into: &Path, bounds: Bounds, clear: bool) -> String {
    let protocols = if clear { "=http,https" } else { "=https" };
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut config = String::from("silent\nparallel\nparallel-max = 4\n");
    for (at, path) in paths.iter().enumerate() {
        if at > 0 {
            config += "next\n";
        }
        let to = quoted(&into.join(path).to_string_lossy());
        let Bounds { file, seconds, .. } = bounds;
        config += &format!(
            "url = \"{}{}\"\noutput = \"{to}\"\ncreate-dirs\ngloboff\nfail\nlocation\nmax-redirs = 3\n\
             proto = \"{protocols}\"\nproto-redir = \"{protocols}\"\nmax-filesize = {file}\n\
             max-time = {seconds}\nconnect-timeout = 20\nlimit-rate = 40M\nuser-agent = \"gongkai\"\n\
             write-out = \"{at} %{{http_code}} %{{exitcode}} %{{url_effective}} %{{errormsg}}\\n\"\n",
            quoted(address),
            encoded(path),
        );
    }
    config
}

/// Reads what curl says of one file. A file that another host gave is none of this site.
fn outcome(line: &str, host: &str) -> Option<(usize, Fetched)> {
    let mut parts = line.splitn(5, ' ');
    let at = parts.next()?.parse().ok()?;
    let code: u16 = parts.next()?.parse().ok()?;
    let exit: u16 = parts.next()?.parse().ok()?;
    let from = parts.next().and_then(host_of).unwrap_or_default();
    let words = parts.next().unwrap_or_default();
    let how = match (exit, code) {
        (0, _) if from != host => Fetched::Failed(format!("→ {from}")),
        (0, _) => Fetched::Whole,
        (_, 404 | 410) => Fetched::Missing,
        (22, _) => Fetched::Failed(format!("HTTP {code}")),
        _ => Fetched::Failed(words.to_owned()),
    };
    Some((at, how))
}

/// Returns the host of an address of the web, with its port.
fn host_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let plain = |c: char| c.is_alphanumeric() || "-.:[]".contains(c);
    (!host.is_empty() && host.chars().all(plain)).then_some(host)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_host_itself_gives_is_of_the_site() {
        let host = "x.example";
        let whole = outcome("3 200 0 https://x.example/a ", host);
        assert_eq!(whole, Some((3, Fetched::Whole)));
        assert_eq!(outcome("0 404 22 https://x.example/a e", host), Some((0, Fetched::Missing)));
        let other = outcome("0 200 0 https://y.example/a ", host).unwrap().1;
        assert!(matches!(other, Fetched::Failed(_)));
        assert_eq!(host_of("https://u@x/"), None);
        assert_eq!(without_port("127.0.0.1:80"), "127.0.0.1");
        assert!(is_loopback(without_port("[::1]")));
    }
}
