//! What crawlers ask for: the list of pages to read, and of those to stay away from.
//! It must not know what stands on a page.

use super::{YearEntry, escaped};
use crate::manifest::Artifact;

/// The pages of a year that may be listed; the one that names people is not among them, and an
/// older year's own file, which may name anybody, neither.
const LISTED: [&str; 3] = ["index.html", "compliance.html", "disclosure.pdf"];
const UNLISTED: &str = "roster.html";

/// Makes `sitemap.xml` and `robots.txt` of a site at an address that ends in `/`.
pub fn crawlers(address: &str, years: &[YearEntry]) -> Vec<Artifact> {
    let mut years: Vec<&YearEntry> = years.iter().collect();
    years.sort_by(|a, b| b.year.cmp(&a.year));
    vec![
        Artifact::new("sitemap.xml", sitemap(address, &years)),
        Artifact::new("robots.txt", robots(address, &years)),
    ]
}

fn sitemap(address: &str, years: &[&YearEntry]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let mut add = |page: &str, date: Option<&str>| {
        let date =
            date.map_or(String::new(), |date| format!("<lastmod>{}</lastmod>", escaped(date)));
        xml.push_str(&format!("  <url><loc>{}{page}</loc>{date}</url>\n", escaped(address)));
    };
    let checked: Vec<&&YearEntry> = years.iter().filter(|year| year.has_pages()).collect();
    add("index.html", checked.first().map(|year| year.published.as_str()));
    for year in checked {
        for page in LISTED {
            add(&format!("{}/{page}", year.year), Some(&year.published));
        }
    }
    for round in years.iter().flat_map(|year| &year.rounds) {
        let report = format!("{}/compliance.html", round.folder);
        for page in [&round.href, &report, &round.pdf_href] {
            add(page, Some(&round.published.iso));
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Crawlers read this file at the root of a host only; a site further down says so in it.
fn robots(address: &str, years: &[&YearEntry]) -> String {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    let folder = after_scheme.find('/').map_or("/", |at| &after_scheme[at..]);
    let mut text = String::new();
    if folder != "/" {
        text.push_str("# 搜索引擎只读域名根目录下的 robots.txt：请把下面几行并入那个文件\n");
    }
    text.push_str("User-agent: *\n");
    for year in years {
        let mut away: Vec<String> = year.older.iter().map(|older| encoded(&older.file)).collect();
        away.extend(year.has_pages().then(|| UNLISTED.to_owned()));
        let lines = away.iter().map(|page| format!("Disallow: {folder}{}/{page}\n", year.year));
        text.extend(lines);
        let results = year.rounds.iter().filter_map(|round| round.roster_href.as_ref());
        text.extend(results.map(|page| format!("Disallow: {folder}{page}\n")));
    }
    text.push_str(&format!("Sitemap: {address}sitemap.xml\n"));
    text
}

/// A file's name as an address has it.
fn encoded(name: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let encoded = |byte: u8| match plain(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    name.bytes().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, address: &str) -> String {
        let entry = |year: &str| YearEntry {
            year: year.to_owned(),
            label: String::new(),
            title: String::new(),
            published: "2025-11-14".to_owned(),
            facts: vec![],
            pdf: None,
            older: vec![],
            rounds: vec![],
        };
        let files = crawlers(address, &[entry("2024-2025"), entry("2025-2026")]);
        let file = files.into_iter().find(|file| file.path == path).unwrap();
        String::from_utf8(file.bytes).unwrap()
    }

    #[test]
    fn an_older_years_file_is_stayed_away_from() {
        let older = super::super::Older {
            file: "旧.pdf".to_owned(),
            note: String::new(),
            digest: String::new(),
        };
        let year = YearEntry {
            year: "2021-2022".to_owned(),
            label: String::new(),
            title: String::new(),
            published: String::new(),
            facts: vec![],
            pdf: None,
            older: vec![older],
            rounds: vec![],
        };
        let files = crawlers("https://x.example/", &[year]).into_iter();
        let files: Vec<String> = files.map(|f| String::from_utf8(f.bytes).unwrap()).collect();
        assert!(!files[0].contains("2021-2022"), "{}", files[0]);
        assert!(files[1].contains("Disallow: /2021-2022/%E6%97%A7.pdf\n"), "{}", files[1]);
    }

    #[test]
    fn the_roster_is_listed_nowhere_but_as_forbidden() {
        let map = text("sitemap.xml", "https://x.example/a&b/");
        assert!(map.contains(
            "<loc>https://x.example/a&amp;b/2025-2026/index.html</loc><lastmod>2025-11-14<"
        ));
        assert!(!map.contains("roster"));
        let robots = text("robots.txt", "https://x.example/gongkai/");
        assert!(robots.contains("\nDisallow: /gongkai/2024-2025/roster.html\n"), "{robots}");
        assert!(robots.starts_with('#') && robots.ends_with("/gongkai/sitemap.xml\n"));
        let robots = text("robots.txt", "https://x.example/");
        assert!(
            robots.starts_with("User-agent") && robots.contains("Disallow: /2025-2026/roster.html")
        );
    }
}
