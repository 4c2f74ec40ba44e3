//! Where the links and addresses of a year or a round lead, in texts, evidence and remarks alike.
//! It must not judge; which sites are a college's own is for its `site.yaml` to say.

use super::passages::{Kind, Passage, is_han};
use crate::datum::{Datum, Value};
use crate::model::{LINK, link, site};

/// Finds every address that leads to a page.
pub fn find(passages: &[Passage], site: &Datum) -> Vec<Datum> {
    let hosts = hosts_of(site);
    let mut found = Vec::new();
    for passage in passages.iter().filter(|passage| !passage.hidden) {
        for (start, address) in addresses(passage) {
            let place = passage.place(start..start + address.len());
            let value = |value: Value| Datum::new(value, Some(place));
            let host = host(address);
            let mut link = Datum::new(LINK.empty(), Some(place));
            link.set(link::ADDRESS, value(Value::Text(address.to_owned())));
            link.set(link::FORMED, value(Value::Bool(host.is_some())));
            if let Some(host) = &host {
                link.set(link::HOST, value(Value::Text(host.clone())));
            }
            if let Some(hosts) = &hosts {
                let known = host.is_some_and(|host| hosts.contains(&host));
                link.set(link::ALLOWED, value(Value::Bool(known)));
            }
            found.push(link);
        }
    }
    found
}

/// Returns the sites that links may lead to; nothing where a site does not say.
fn hosts_of(site: &Datum) -> Option<Vec<String>> {
    let Value::Fields(..) = site.value else { return None };
    let hosts = site.get(site::HOSTS);
    let texts = hosts.items().iter().filter_map(|host| host.text());
    (!hosts.is_absent()).then(|| texts.map(str::to_lowercase).collect())
}

/// Returns the addresses of pages in a passage, each with where it begins.
fn addresses(passage: &Passage) -> Vec<(usize, &str)> {
    let text = passage.text.as_str();
    let lower = text.to_ascii_lowercase();
    let is_page = |text: &str| text.starts_with("http:") || text.starts_with("https:");
    if passage.kind == Kind::Target || passage.kind == Kind::Cell && is_page(&lower) {
        let elsewhere = is_page(&lower) || text.starts_with("//");
        return if elsewhere { vec![(0, text)] } else { Vec::new() };
    }
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = lower[from..].find("http") {
        let start = from + at;
        from = start + 4;
        let rest = &lower[start..];
        if !["http://", "https://"].iter().any(|scheme| rest.starts_with(scheme)) {
            continue;
        }
        let ends = |c: char| {
            c.is_whitespace() || is_han(c) || "，。；：、！？（）《》“”【】<>\"'".contains(c)
        };
        let end = rest.find(ends).map_or(text.len(), |at| start + at);
        let address = text[start..end].trim_end_matches(['.', ',', ';', ')']);
        found.push((start, address));
        from = end.max(from);
    }
    found
}

/// Returns the site an address leads to, in lower case; nothing where a browser and a reader could
/// take it for different ones.
pub fn host(address: &str) -> Option<String> {
    let lower = address.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or(lower.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.split_once(':').unwrap_or((authority, "0"));
    let plain = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let formed = host.contains('.')
        && host.split('.').all(plain)
        && !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit());
    formed.then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_host_is_read_as_a_browser_reads_it_or_not_at_all() {
        for (address, expected) in [
            ("https://xsh.a.example/b?c#d", Some("xsh.a.example")),
            ("HTTPS://XSH.a.example:8443", Some("xsh.a.example")),
            ("https://xsh.a.example.evil.example/", Some("xsh.a.example.evil.example")),
            ("https:///xsh.a.example/", None),
            ("https://xsh.a.example;evil.example/", None),
            ("https://xsh.a.example@evil.example/", None),
            ("https://evil.example\\@xsh.a.example/", None),
            ("https://xsh.a.example:/", None),
            ("https://xsh。a.example/", None),
            ("https://localhost/", None),
            ("//xsh.a.example/", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }
}
