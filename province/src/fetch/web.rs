//! One connection to one host over HTTP.
//! It must not know what is asked for, nor follow anybody to another host.

use std::io::Read;
use std::time::Duration;

use gongkai::language::{Both, both};
use ureq::{Agent, Error};

use super::{Got, Tag, answered, broken_off, refused, too_slow};

/// What this program calls itself to a host, which `robots.txt` may name.
pub const AGENT: &str = concat!("gongkai-province/", env!("CARGO_PKG_VERSION"));

/// The most times that a host may send on to another address of its own.
const MOST_SENT_ON: usize = 3;

pub struct Web {
    agent: Agent,
    /// `https://host:port`
    host: String,
    /// The path of the site on it, from `/` to `/`.
    below: String,
}

/// What is asked for: a path of the host, or one below the site.
pub enum Of<'a> {
    Host(&'a str),
    Site(&'a str),
}

impl Web {
    /// Makes ready for a site, whose address ends in `/`.
    pub fn new(url: &str) -> Self {
        let after = url.find("://").map_or(0, |at| at + 3);
        let at = url[after..].find('/').map_or(url.len(), |at| at + after);
        let agent = Agent::config_builder()
            .user_agent(AGENT)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(32 * 1024)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .build()
            .into();
        Self { agent, host: url[..at].to_owned(), below: encoded(&url[at..]) }
    }

    /// Returns the path of the host that a file of the site has.
    pub fn path_of(&self, path: &str) -> String {
        format!("{}{}", self.below, encoded(path))
    }

    /// Asks for a file, of at most so many bytes, within some time.
    pub fn get(&self, of: Of, most: u64, tag: &Tag, within: Duration) -> Got {
        let mut path = match of {
            Of::Host(path) => path.to_owned(),
            Of::Site(path) => self.path_of(path),
        };
        for _ in 0..=MOST_SENT_ON {
            match self.ask(&path, most, tag, within) {
                Ok(Answer::Got(got)) => return got,
                Ok(Answer::SentOn(to)) => path = to,
                Err(why) => return Got::Failed(describe_error(&why)),
            }
        }
        Got::Failed(both!("转来转去没有结果", "it sends on and on"))
    }

    fn ask(&self, path: &str, most: u64, tag: &Tag, within: Duration) -> Result<Answer, Error> {
        let mut request = self.agent.get(format!("{}{path}", self.host));
        if !tag.etag.is_empty() {
            request = request.header("If-None-Match", &tag.etag);
        }
        if !tag.modified.is_empty() {
            request = request.header("If-Modified-Since", &tag.modified);
        }
        let request = request.config().timeout_global(Some(within)).build();
        let mut response = request.call()?;
        let header = |name: &str| {
            let text = response.headers().get(name).and_then(|value| value.to_str().ok());
            text.filter(|text| text.len() <= 200).unwrap_or_default().to_owned()
        };
        let got = match response.status().as_u16() {
            200 => {
                let tag = Tag { etag: header("etag"), modified: header("last-modified") };
                if response.body().content_length().is_some_and(|length| length > most) {
                    return Ok(Answer::Got(Got::TooLarge));
                }
                let mut bytes = Vec::new();
                let mut body = response.body_mut().with_config().limit(u64::MAX).reader();
                body.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(Error::from)?;
                match bytes.len() as u64 > most {
                    true => Got::TooLarge,
                    false => Got::Fresh { bytes, tag },
                }
            }
            304 if !tag.is_empty() => Got::Unchanged,
            301 | 302 | 303 | 307 | 308 => {
                let to = header("location");
                return Ok(match self.own_path(&to) {
                    Some(path) => Answer::SentOn(path),
                    None if self.is_encrypted_self(&to) => Answer::Got(Got::Failed(both!(
                        "网站转到了 https，名单里的网址要写 https://",
                        "it sends on to https; list its https:// address"
                    ))),
                    None => Answer::Got(Got::Failed(both!(
                        "转到了别的网站",
                        "it sends on to another host"
                    ))),
                });
            }
            404 | 410 => Got::Absent,
            401 | 403 => Got::Failed(refused()),
            status => Got::Failed(answered(status)),
        };
        Ok(Answer::Got(got))
    }

    /// Tells whether an address is of the same host, encrypted, while the list has it unencrypted.
    fn is_encrypted_self(&self, to: &str) -> bool {
        let name = |address: &str, scheme: &str| {
            address.strip_prefix(scheme)?.split(['/', ':']).next().map(str::to_owned)
        };
        let own = name(&self.host, "http://");
        own.is_some() && own == name(to, "https://")
    }

    /// Returns the path of an address of the same host, or nothing of any other.
    fn own_path(&self, to: &str) -> Option<String> {
        let path = match to.strip_prefix(&self.host) {
            Some(path) => path,
            None => to,
        };
        (path.starts_with('/') && !path.starts_with("//")).then(|| path.to_owned())
    }
}

enum Answer {
    Got(Got),
    SentOn(String),
}

/// Says why a host did not answer, in this program's words: a message of a library may quote it.
fn describe_error(error: &Error) -> Both {
    match error {
        Error::Timeout(_) => too_slow(),
        Error::HostNotFound => both!("没有这个主机名", "there is no such host"),
        Error::Tls(_) | Error::Rustls(_) => {
            both!("证书不可信", "its certificate is not to be trusted")
        }
        Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            both!("连接被拒绝", "the connection was refused")
        }
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => too_slow(),
        Error::Io(_) | Error::ConnectionFailed => broken_off(),
        _ => both!("答复读不懂", "its answer cannot be read"),
    }
}

/// Writes a path as addresses write it: letters beyond ASCII by their bytes.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut out, byte| {
        match byte.is_ascii_graphic() && !b"\"<>`{}|^\\".contains(&byte) {
            true => out.push(byte.into()),
            false => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_parted_and_a_host_is_never_left() {
        let web = Web::new("https://a.example:8443/公开/");
        assert_eq!(web.host, "https://a.example:8443");
        assert_eq!(web.path_of("x/插.svg"), "/%E5%85%AC%E5%BC%80/x/%E6%8F%92.svg");
        assert_eq!(web.own_path("/b").as_deref(), Some("/b"));
        assert_eq!(web.own_path("https://a.example:8443/b").as_deref(), Some("/b"));
        for other in [
            "https://a.example:8443@b.example/",
            "https://a.example:8443.b.example/",
            "http://127.0.0.1/latest",
            "http://169.254.169.254/latest",
            "http://[::1]/",
            "file:///etc/passwd",
            "//b.example/",
            "https://b.example/",
            "https://a.example:84433/",
            "b",
            "",
        ] {
            assert_eq!(web.own_path(other), None, "{other}");
        }
        let plain = Web::new("http://a.example/");
        assert!(plain.is_encrypted_self("https://a.example/gongkai/site.json"));
        for other in ["https://a.example.b.example/", "https://b.example/", "http://a.example:8/"] {
            assert!(!plain.is_encrypted_self(other), "{other}");
        }
        assert!(!web.is_encrypted_self("https://a.example/"));
    }
}
