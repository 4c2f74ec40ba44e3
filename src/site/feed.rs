//! The Atom feed (RFC 4287): an entry for each year or round, or for each version that was released
//! of it. It must not know what it says; nobody is named in it.

use super::{Site, escaped};
use crate::document::Document;
use crate::edition::Edition;
use crate::manifest::Artifact;

/// The name of the feed in the site's folder.
pub const FEED: &str = "feed.xml";

/// What was published of a year or round at an address of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The year or round it is of.
    pub of: Edition,
    /// Its folder below the site's, `2025-2026/v1`.
    pub folder: String,
    pub version: Option<u32>,
    pub title: String,
    pub label: String,
    pub issuer: String,
    /// An ISO date.
    pub day: String,
}

impl Published {
    /// Takes what is told of a document.
    pub fn from_document(document: &Document) -> Self {
        Self::on(document, None, last_day(document))
    }

    /// Takes what is told of a released version, and the day it was released where that is known.
    pub fn version(document: &Document, number: u32, on: &str) -> Self {
        let day = if on.is_empty() { last_day(document) } else { on };
        Self::on(document, Some(number), day)
    }

    fn on(document: &Document, version: Option<u32>, day: &str) -> Self {
        let of = document.edition();
        Self {
            folder: Edition { version, ..of.clone() }.to_string(),
            version,
            title: document.title.clone(),
            label: of.label(),
            of,
            issuer: document.issuer.clone(),
            day: day.to_owned(),
        }
    }

    /// Returns the beginning of its day in China, which has one zone. A version is a second later
    /// than the one before it, so that readers of feeds see it come though nobody gave its day.
    fn instant(&self) -> String {
        let second = self.version.map_or(0, |version| version.saturating_sub(1).min(86_399));
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        format!("{}T{hour:02}:{minute:02}:{second:02}+08:00", escaped(&self.day))
    }

    fn title(&self) -> String {
        let version = self.version.map_or(String::new(), |version| format!("，第 {version} 版"));
        format!("{}（{}{version}）", self.title, self.label)
    }

    fn summary(&self) -> String {
        let Self { issuer, label, .. } = self;
        match self.version {
            Some(version) if version > 1 => {
                format!("{issuer}更正{label}的公开内容；更正说明和各版见各版本页。")
            }
            _ => format!("{issuer}公开{label}的内容，有网页和 PDF。"),
        }
    }
}

/// Returns the day a document last had something to tell: its own, or that of its results.
fn last_day(document: &Document) -> &str {
    document.published.as_str().max(&document.results_on)
}

/// Makes the feed of a site at an address that ends in `/`; none while nothing is published.
pub fn feed(address: &str, site: &Site, published: &[Published]) -> Option<Artifact> {
    let mut published: Vec<&Published> = published.iter().collect();
    published.sort_by(|a, b| (&b.day, b.version, &b.folder).cmp(&(&a.day, a.version, &a.folder)));
    let newest = published.first()?;
    let entries: String = published.iter().map(|published| entry(address, published)).collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n  \
         <id>{home}</id>\n  <title>{title}</title>\n  <updated>{updated}</updated>\n  \
         <author><name>{college}</name></author>\n  \
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{home}{FEED}\"/>\n  \
         <link rel=\"alternate\" type=\"text/html\" href=\"{home}index.html\"/>\n{entries}</feed>\n",
        language = escaped(&site.language),
        home = escaped(address),
        title = escaped(&site.title),
        updated = newest.instant(),
        college = escaped(&site.college),
    );
    Some(Artifact::new(FEED, xml))
}

fn entry(address: &str, published: &Published) -> String {
    let page = escaped(&format!("{address}{}/index.html", published.folder));
    format!(
        "  <entry>\n    <id>{page}</id>\n    <title>{title}</title>\n    \
         <updated>{updated}</updated>\n    <author><name>{issuer}</name></author>\n    \
         <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n    \
         <summary>{summary}</summary>\n  </entry>\n",
        title = escaped(&published.title()),
        updated = published.instant(),
        issuer = escaped(&published.issuer),
        summary = escaped(&published.summary()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        serde_json::from_str(include_str!("../../tests/fixtures/document.json")).unwrap()
    }

    fn published(year: &str, version: Option<u32>, day: &str) -> Published {
        let document = document();
        let (year, published) = (year.to_owned(), day.to_owned());
        let document = Document { year, published, ..document };
        match version {
            Some(version) => Published::version(&document, version, ""),
            None => Published::from_document(&document),
        }
    }

    #[test]
    fn every_version_has_an_entry_the_newest_first() {
        let site = Site {
            language: "zh-CN".to_owned(),
            college: "甲 & 乙学院".to_owned(),
            title: "学生会改革情况公开".to_owned(),
            description: String::new(),
            rare_style: None,
            has_changes: false,
            has_graduate_changes: false,
            has_history: false,
            address: None,
            feed: Some(FEED),
        };
        let all = [
            published("2024-2025", None, "2024-11-15"),
            published("2025-2026", Some(1), "2025-11-14"),
            published("2025-2026", Some(2), "2025-11-14"),
        ];
        let feed = feed("https://x.example/a/", &site, &all).unwrap();
        let xml = String::from_utf8(feed.bytes.to_vec()).unwrap();
        let at = |text: &str| xml.find(text).unwrap_or_else(|| panic!("no {text} in {xml}"));
        let page = |folder: &str| at(&format!("<id>https://x.example/a/{folder}/index.html</id>"));
        assert!(page("2025-2026/v2") < page("2025-2026/v1"));
        assert!(page("2025-2026/v1") < page("2024-2025"));
        assert!(at("<updated>2025-11-14T00:00:01+08:00</updated>") < at("<entry>"));
        let dated = Published::version(&document(), 2, "2026-01-05");
        assert_eq!(dated.instant(), "2026-01-05T00:00:01+08:00");
        assert!(xml.contains("甲 &amp; 乙学院") && xml.contains("第 2 版") && xml.contains("更正"));
        assert!(self::feed("https://x.example/a/", &site, &[]).is_none());
    }
}
