//! One request and one answer over a connection, bounded in every length.
//! It must not know what is asked for, nor trust a byte of it.

use std::io::{Read, Write};

use crate::media_type::{JSON, PDF, TEXT};

/// The longest head of a request, in bytes, and the most lines it may have.
const HEAD: usize = 16 * 1024;
const LINES: usize = 64;

/// The largest body, in bytes: a Word file with pictures that is dropped on the window.
pub const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub post: bool,
    /// The parts of the path, decoded; none of them is empty, `.` or `..`, or holds a separator.
    pub path: Vec<String>,
    /// What stands behind the question mark, decoded.
    pub query: Vec<(String, String)>,
    /// What the browser says of itself: `Host`, `Origin` and `Sec-Fetch-Site`.
    pub host: Option<String>,
    pub origin: Option<String>,
    pub from: Option<String>,
    pub body: Vec<u8>,
}

impl Request {
    /// Returns a value of the query; empty where it is not given.
    pub fn asked(&self, name: &str) -> &str {
        let given = self.query.iter().find(|(known, _)| known == name);
        given.map_or("", |(_, value)| value)
    }
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: Status,
    /// The type of the body.
    pub kind: &'static str,
    pub body: Vec<u8>,
    /// What the file is called when it is kept.
    pub name: Option<String>,
    /// Where to look instead.
    pub location: Option<String>,
    /// Whether styles may stand in the page itself, as a theme's do.
    pub styled_within: bool,
}

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok,
    Elsewhere,
    Malformed,
    Forbidden,
    NotFound,
    NotAllowed,
    Conflict,
    TooLarge,
    Failed,
    Busy,
}

impl Status {
    pub fn line(self) -> &'static str {
        match self {
            Status::Ok => "200 OK",
            Status::Elsewhere => "303 See Other",
            Status::Malformed => "400 Bad Request",
            Status::Forbidden => "403 Forbidden",
            Status::NotFound => "404 Not Found",
            Status::NotAllowed => "405 Method Not Allowed",
            Status::Conflict => "409 Conflict",
            Status::TooLarge => "413 Content Too Large",
            Status::Failed => "500 Internal Server Error",
            Status::Busy => "503 Service Unavailable",
        }
    }
}

impl Response {
    pub fn new(status: Status, kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Self { status, kind, body, name: None, location: None, styled_within: false }
    }

    pub fn json(status: Status, data: &impl serde::Serialize) -> Self {
        let body = serde_json::to_vec(data).expect("texts, numbers and lists");
        Self::new(status, JSON, body)
    }

    pub fn elsewhere(location: impl Into<String>) -> Self {
        let location = Some(location.into());
        Self { location, ..Self::new(Status::Elsewhere, TEXT, "") }
    }
}

/// Reads one request.
///
/// # Errors
/// What to answer to a request that is none, or is too large.
pub fn read(stream: &mut impl Read) -> Result<Request, Status> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let read = stream.read(&mut piece).map_err(|_| Status::Malformed)?;
        bytes.extend_from_slice(&piece[..read]);
        let mut lines = [httparse::EMPTY_HEADER; LINES];
        let mut head = httparse::Request::new(&mut lines);
        match head.parse(&bytes) {
            Ok(httparse::Status::Complete(length)) => {
                let (mut request, expected) = understood(&head)?;
                let mut body = bytes.split_off(length);
                if expected > MAX_BODY_BYTES || body.len() > expected {
                    return Err(Status::TooLarge);
                }
                let missing = (expected - body.len()) as u64;
                let read = stream.take(missing).read_to_end(&mut body);
                if read.is_err() || body.len() != expected {
                    return Err(Status::Malformed);
                }
                request.body = body;
                return Ok(request);
            }
            Ok(httparse::Status::Partial) if read > 0 && bytes.len() < HEAD => {}
            Ok(httparse::Status::Partial) if bytes.len() >= HEAD => return Err(Status::TooLarge),
            _ => return Err(Status::Malformed),
        }
    }
}

/// Reads what the head of a request says, and how long its body is.
fn understood(head: &httparse::Request) -> Result<(Request, usize), Status> {
    let post = match head.method {
        Some("GET") => false,
        Some("POST") => true,
        _ => return Err(Status::NotAllowed),
    };
    let (path, query) = {
        let target = head.path.unwrap_or_default();
        target.split_once('?').unwrap_or((target, ""))
    };
    let path = path.strip_prefix('/').ok_or(Status::Malformed)?;
    let parts = path.split('/').filter(|part| !part.is_empty()).map(part);
    let path = parts.collect::<Option<Vec<String>>>().ok_or(Status::Malformed)?;
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decoded(name)?, decoded(value)?))
    });
    let query = pairs.collect::<Option<Vec<_>>>().ok_or(Status::Malformed)?;
    let mut request = Request { post, path, query, ..Request::default() };
    let mut length = 0;
    for line in head.headers.iter() {
        let value = std::str::from_utf8(line.value).map_err(|_| Status::Malformed)?.trim();
        let once = |field: &mut Option<String>| match field.replace(value.to_owned()) {
            None => Ok(()),
            Some(_) => Err(Status::Malformed),
        };
        match line.name.to_ascii_lowercase().as_str() {
            "host" => once(&mut request.host)?,
            "origin" => once(&mut request.origin)?,
            "sec-fetch-site" => once(&mut request.from)?,
            "transfer-encoding" => return Err(Status::Malformed),
            "content-length" => length = value.parse().map_err(|_| Status::Malformed)?,
            _ => {}
        }
    }
    Ok((request, length))
}

/// Reads one part of a path that may be said to name a file.
fn part(text: &str) -> Option<String> {
    let part = decoded(text)?;
    let names = !part.is_empty() && part != "." && part != "..";
    let plain = |c: char| !c.is_control() && !matches!(c, '/' | '\\');
    (names && part.chars().all(plain)).then_some(part)
}

/// Reads what an address writes as `%E5%AD%A6`; none where that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                let (high, low) = (digit(rest.next())?, digit(rest.next())?);
                bytes.push(u8::try_from(high * 16 + low).expect("two digits of sixteen"));
            }
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Writes what an address may hold of a text.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Writes an answer; the connection is then over.
pub fn write(stream: &mut impl Write, response: &Response) -> std::io::Result<()> {
    let Response { status, kind, body, name, location, styled_within } = response;
    let style = if *styled_within { "'self' 'unsafe-inline'" } else { "'self'" };
    let mut head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
         Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\n",
        status.line(),
        body.len(),
    );
    // A browser's own viewer of PDFs is made of what the policy forbids.
    if *kind != PDF {
        head += &format!(
            "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src {style}; \
             img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; \
             object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'\r\n",
        );
    }
    if let Some(name) = name {
        head += &format!("Content-Disposition: inline; filename*=UTF-8''{}\r\n", encoded(name));
    }
    if let Some(location) = location {
        head += &format!("Location: {}\r\n", encoded_address(location));
    }
    stream.write_all(head.as_bytes())?;
    stream.write_all(b"\r\n")?;
    stream.write_all(body)?;
    stream.flush()
}

/// Keeps what parts an address, and nothing that could end a line.
fn encoded_address(address: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic();
    address.chars().filter(|c| plain(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Request, Status> {
        read(&mut text.as_bytes())
    }

    #[test]
    fn a_request_is_read_whole() {
        let text = "POST /t/%E5%AD%A6?at=2025-2026&x=%26 HTTP/1.1\r\nHost: a:1\r\n\
            Origin: http://a:1\r\nContent-Length: 3\r\n\r\nabc";
        let request = asked(text).unwrap();
        assert!(request.post);
        assert_eq!(request.path, ["t", "学"]);
        assert_eq!((request.asked("at"), request.asked("x")), ("2025-2026", "&"));
        assert_eq!(request.host.as_deref(), Some("a:1"));
        assert_eq!(request.body, b"abc");
    }

    #[test]
    fn what_leads_out_or_is_unclear_is_refused() {
        for path in ["/%2e%2e/x", "/../x", "/./x", "/a%2fb", "/a%5cb", "/%00", "/%ff", "/%4", "x"] {
            let refused = asked(&format!("GET {path} HTTP/1.1\r\n\r\n"));
            assert_eq!(refused, Err(Status::Malformed), "{path}");
        }
        for lines in ["Host: a\r\nHost: b", "Transfer-Encoding: chunked", "Content-Length: -1"] {
            let refused = asked(&format!("GET / HTTP/1.1\r\n{lines}\r\n\r\n"));
            assert_eq!(refused, Err(Status::Malformed), "{lines}");
        }
        assert_eq!(asked("PUT / HTTP/1.1\r\n\r\n"), Err(Status::NotAllowed));
        let huge = format!("Content-Length: {}", MAX_BODY_BYTES + 1);
        assert_eq!(asked(&format!("POST / HTTP/1.1\r\n{huge}\r\n\r\n")), Err(Status::TooLarge));
        let long = "a".repeat(HEAD);
        assert_eq!(asked(&format!("GET /{long} HTTP/1.1\r\n\r\n")), Err(Status::TooLarge));
        assert_eq!(asked("GET / HTTP/1.1\r\nHost: a"), Err(Status::Malformed));
    }
}
