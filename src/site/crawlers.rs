//! What crawlers ask for: the list of pages to read, and of the files to stay away from.
//! It must not know what stands on a page, nor which file is for whom.

use std::collections::BTreeMap;

use super::{YearEntry, escaped};
use crate::manifest::{Artifact, Audience, Offered};

/// The ISO day each year and round last had something to tell, by its folder.
pub type Days = BTreeMap<String, String>;

/// Makes `sitemap.xml` and `robots.txt` of a site at an address that ends in `/`, from all that it
/// offers.
///
/// What names people is in no list. A page that does asks search engines itself to stay away, and
/// they must be able to read that; any other file cannot, and is refused to them in every version.
pub fn crawlers(
    address: &str,
    years: &[YearEntry],
    days: &Days,
    offered: &[Offered],
) -> Vec<Artifact> {
    vec![
        Artifact::new("sitemap.xml", sitemap(address, years, days, offered)),
        Artifact::new("robots.txt", robots(address, offered)),
    ]
}

/// Lists the public pages, of each year and round those at its own address.
fn sitemap(address: &str, years: &[YearEntry], days: &Days, offered: &[Offered]) -> String {
    let mut years: Vec<&YearEntry> = years.iter().collect();
    years.sort_by_key(|year| super::newest_first(&year.year));
    let of_years = years.iter().filter(|year| year.has_pages()).map(|year| year.year.as_str());
    let of_rounds = years.iter().flat_map(|year| &year.rounds).map(|round| round.folder.as_str());
    // The pages over all years change with any of them.
    let newest = days.values().max();
    let own = of_years.chain(of_rounds).map(|folder| (folder, days.get(folder)));
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (folder, day) in std::iter::once(("", newest)).chain(own) {
        let date = day.filter(|day| !day.is_empty());
        let date = date.map_or(String::new(), |day| format!("<lastmod>{}</lastmod>", escaped(day)));
        let listed =
            |it: &&Offered| it.folder == folder && it.page && it.audience == Audience::Public;
        for page in offered.iter().filter(listed) {
            let loc = format!("{}{}", escaped(address), path_of(page));
            xml.push_str(&format!("  <url><loc>{loc}</loc>{date}</url>\n"));
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Crawlers read this file at the root of a host only; a site further down says so in it.
fn robots(address: &str, offered: &[Offered]) -> String {
    let folder = folder_of(address);
    let mut text = String::new();
    if folder != "/" {
        text.push_str("# 搜索引擎只读域名根目录下的 robots.txt：请把下面几行并入那个文件\n");
    }
    text.push_str(
        "# 名单所在的网页自己写明了不要收录，所以这里不拦；PDF 和数据文件写不了，只能在这里拦\n",
    );
    text.push_str("User-agent: *\n");
    for file in offered.iter().filter(refused) {
        text.push_str(&format!("Disallow: {folder}{}\n", path_of(file)));
    }
    text.push_str(&format!("Sitemap: {address}sitemap.xml\n"));
    text
}

/// Tells whether a file names people and cannot itself ask search engines to stay away.
pub(super) fn refused(file: &&Offered) -> bool {
    file.audience == Audience::NamesPeople && !file.page
}

/// Returns the folder of an address, as paths of its host begin: `/gongkai/`.
pub(super) fn folder_of(address: &str) -> &str {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    after_scheme.find('/').map_or("/", |at| &after_scheme[at..])
}

/// A file's path below the site's folder, as an address has it.
pub(super) fn path_of(offered: &Offered) -> String {
    let file = encoded(&offered.file);
    if offered.folder.is_empty() { file } else { format!("{}/{file}", offered.folder) }
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

    fn offered(path: &str, audience: Audience) -> Offered {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let page = file.ends_with(".html");
        Offered { folder: folder.to_owned(), file: file.to_owned(), audience, page }
    }

    fn text(path: &str, address: &str, offered: &[Offered]) -> String {
        let year = YearEntry {
            published: "2025-11-14".to_owned(),
            ..YearEntry::bare(&crate::edition::Edition::parse("2025-2026").unwrap())
        };
        let days = [("2025-2026", "2025-11-14"), ("2024-2025", "2026-01-05")];
        let days = days.map(|(folder, day)| (folder.to_owned(), day.to_owned())).into();
        let files = crawlers(address, &[year], &days, offered);
        let file = files.into_iter().find(|file| file.path == path).unwrap();
        String::from_utf8(file.bytes.to_vec()).unwrap()
    }

    fn some() -> Vec<Offered> {
        let kept = Offered { page: false, ..offered("2021-2022/旧.html", Audience::NamesPeople) };
        vec![
            offered("index.html", Audience::Public),
            kept,
            offered("2025-2026/index.html", Audience::Public),
            offered("2025-2026/changes.html", Audience::Repeated),
            offered("2025-2026/base.css", Audience::Machine),
            offered("2025-2026/roster.html", Audience::NamesPeople),
            offered("2025-2026/disclosure.pdf", Audience::NamesPeople),
            offered("2025-2026/v1/index.html", Audience::Public),
            offered("2025-2026/v1/document.json", Audience::NamesPeople),
        ]
    }

    #[test]
    fn public_pages_are_listed_at_their_own_address_and_nothing_else() {
        let map = text("sitemap.xml", "https://x.example/a&b/", &some());
        let listed: Vec<&str> = map.lines().filter(|line| line.contains("<loc>")).collect();
        assert_eq!(
            listed,
            [
                "  <url><loc>https://x.example/a&amp;b/index.html</loc><lastmod>2026-01-05</lastmod></url>",
                "  <url><loc>https://x.example/a&amp;b/2025-2026/index.html</loc><lastmod>2025-11-14</lastmod></url>",
            ]
        );
    }

    #[test]
    fn what_cannot_ask_for_it_is_refused_and_what_can_is_not() {
        let robots = text("robots.txt", "https://x.example/gongkai/", &some());
        let refused: Vec<&str> = robots.lines().filter(|l| l.starts_with("Disallow")).collect();
        assert_eq!(
            refused,
            [
                "Disallow: /gongkai/2021-2022/%E6%97%A7.html",
                "Disallow: /gongkai/2025-2026/disclosure.pdf",
                "Disallow: /gongkai/2025-2026/v1/document.json",
            ]
        );
        assert!(robots.contains("并入") && robots.ends_with("/gongkai/sitemap.xml\n"), "{robots}");
        let robots = text("robots.txt", "https://x.example/", &some());
        assert!(
            !robots.contains("并入") && robots.contains("Disallow: /2025-2026/disclosure.pdf\n")
        );
    }
}
