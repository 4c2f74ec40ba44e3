//! The pages over all years: the list of them, the search, and what crawlers ask for.
//! It must not know how a year was made, nor touch the disk.

mod crawlers;
mod feed;
mod rounds;
mod search;
mod servers;
mod versions;

pub use crawlers::{Days, crawlers};
pub use feed::{FEED, Published, feed};
pub use rounds::{RoundEntry, rounds};
pub use search::{Passages, Searchable};
pub use servers::servers;
pub use versions::{Older, Version, Withdrawal, YearVersions, versions};

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::academic_year::AcademicYear;
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::manifest::{Artifact, Audience, SITE_LIST};
use crate::theme::{Day, Theme};

/// The page of what changed between the second union's two newest years.
pub const GRADUATE_CHANGES: &str = "changes-graduate.html";

/// The files of a site that belong to no bundle: each by its name, for whom it is, and what it is,
/// as README says it.
pub static FILES: &[(&str, Audience, &str)] = &[
    ("index.html", Audience::Public, "all years"),
    (
        "search.html",
        Audience::Public,
        "full-text search, from a folder too, with nobody's name in it; 第13条 finds 第十三条, 學生會 finds 学生会",
    ),
    ("search-index.js", Audience::Machine, "what the search looks in"),
    (
        "versions.html",
        Audience::Public,
        "all years with their versions; the same page of one year or round stands in its folder",
    ),
    (
        "history.html",
        Audience::Public,
        "all years side by side: indicators, figures, charts; nobody named",
    ),
    ("history-indicators.csv", Audience::Public, "its indicators, a row a year and indicator"),
    ("history-figures.csv", Audience::Public, "its figures, a row a year"),
    (
        "history-limits.csv",
        Audience::Public,
        "the limits of its charters, a row a year and limit, where they are registered",
    ),
    ("history-ranks.csv", Audience::Public, "how ranks lie, where exact ranks are public"),
    (
        "history-delegates.csv",
        Audience::Public,
        "delegates by department, beside students where they are said",
    ),
    ("history.xlsx", Audience::Public, "the five of them in one workbook"),
    ("changes.html", Audience::Repeated, "what changed between the two newest years"),
    (GRADUATE_CHANGES, Audience::Repeated, "the same of the second union, 研究生会"),
    (FEED, Audience::Machine, "Atom, an entry a version, nobody named"),
    ("sitemap.xml", Audience::Machine, "the public pages, for search engines"),
    ("robots.txt", Audience::Machine, "the files that search engines shall stay away from"),
    (SITE_LIST, Audience::Machine, "the SHA-256 of every other file of the site"),
];

/// Tells for whom a file of the site's own is, by its name.
pub fn audience(file: &str) -> Audience {
    let known = FILES.iter().find(|(name, ..)| *name == file);
    // The rest are the theme's styles and scripts.
    known.map_or(Audience::Machine, |(_, audience, _)| *audience)
}

/// What the pages over all years say of the site itself.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// A BCP 47 tag, `zh-CN`.
    pub language: String,
    pub college: String,
    /// The heading of the list of years.
    pub title: String,
    /// One sentence for readers and search engines.
    pub description: String,
    /// The style sheet of rarer characters, where one stands beside the pages.
    pub rare_style: Option<String>,
    /// Whether `changes.html`, between the two newest years, stands beside the pages.
    pub has_changes: bool,
    /// Whether `changes-graduate.html` does, the same of the second union.
    pub has_graduate_changes: bool,
    /// Whether `history.html`, all years side by side, stands beside the pages.
    pub has_history: bool,
    /// Where the site stands on the web, ending in `/`, where it says so.
    pub address: Option<String>,
    /// The feed, where the site has an address and so can have one.
    pub feed: Option<&'static str>,
}

/// One academic year as the list shows it.
#[derive(Clone, Debug)]
pub struct YearEntry {
    /// The folder of the year's bundle, `2025-2026`.
    pub year: String,
    /// `2025—2026学年`, `2025—2026学年研究生会`
    pub label: String,
    pub title: String,
    /// An ISO date.
    pub published: String,
    /// A few figures, each a label and its value, such as 工作人员 and 34人.
    pub facts: Vec<Fact>,
    /// The path of the PDF below the year's folder, when there is one.
    pub pdf: Option<String>,
    /// Files of the year's own, not checked by this program.
    pub older: Vec<Older>,
    /// Its rounds of appraisals, newest first.
    pub rounds: Vec<RoundEntry>,
}

impl YearEntry {
    /// A year that has no pages, or none yet.
    pub fn bare(edition: &Edition) -> Self {
        Self {
            year: edition.to_string(),
            label: edition.label(),
            title: String::new(),
            published: String::new(),
            facts: Vec::new(),
            pdf: None,
            older: Vec::new(),
            rounds: Vec::new(),
        }
    }

    /// Whether this program made pages of it.
    pub fn has_pages(&self) -> bool {
        !self.published.is_empty()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// Makes `index.html` with every year, the latest first, `search.html` with the index of their
/// texts, and the theme's files beside them. The search takes `traditional` characters for those
/// that are written for them.
pub fn pages(
    site: &Site,
    years: &[YearEntry],
    texts: &[Searchable],
    traditional: &[(char, char)],
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    let mut years: Vec<YearView> = years.iter().map(YearView::describe).collect();
    years.sort_by_key(|year| newest_first(year.year));
    let mut artifacts = theme.assets();
    artifacts.extend(theme.site_assets());
    let templates = theme.templates()?;
    let view = SiteView { site, years };
    for (page, template) in [("index.html", "site.html"), ("search.html", "search.html")] {
        artifacts.push(Artifact::new(page, templates.fill(template, &view)?));
    }
    artifacts.push(search::index(texts, traditional)?);
    Ok(artifacts)
}

/// A year as the pages list it that frozen pages lead to, which cannot know what came after them.
#[derive(Serialize)]
struct Listed<'a> {
    year: String,
    label: String,
    /// What is published of it; nothing of the years right before the first and after the last.
    entry: Option<YearView<'a>>,
}

/// Lists every year, newest first, and those around them of which nothing is published.
fn listed(entries: &[YearEntry]) -> Vec<Listed<'_>> {
    let known = |edition: &Edition| entries.iter().find(|entry| entry.year == edition.to_string());
    let editions = entries.iter().filter_map(|entry| Edition::parse(&entry.year));
    let all: BTreeSet<Edition> =
        editions.flat_map(|edition| [edition.after(), edition.before(), edition]).collect();
    let mut listed: Vec<Listed> = all
        .iter()
        .map(|edition| Listed {
            year: edition.to_string(),
            label: edition.label(),
            entry: known(edition).map(YearView::describe),
        })
        .collect();
    listed.sort_by_key(|listed| newest_first(&listed.year));
    listed
}

/// Orders the folders of years for readers: the newest first, in a year the first union before the
/// second.
fn newest_first(folder: &str) -> (Reverse<Option<AcademicYear>>, Option<Union>) {
    let edition = Edition::parse(folder);
    (Reverse(edition.as_ref().map(|edition| edition.year)), edition.map(|edition| edition.union))
}

/// Writes a text so that XML reads it as that text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[derive(Serialize)]
struct SiteView<'a> {
    #[serde(flatten)]
    site: &'a Site,
    years: Vec<YearView<'a>>,
}

#[derive(Serialize)]
struct YearView<'a> {
    year: &'a str,
    label: &'a str,
    title: &'a str,
    facts: &'a [Fact],
    href: String,
    pdf_href: Option<String>,
    published: Option<Day>,
    older: &'a [Older],
    rounds: &'a [RoundEntry],
}

impl<'a> YearView<'a> {
    fn describe(entry: &'a YearEntry) -> Self {
        let below = |file: &str| format!("{}/{file}", entry.year);
        Self {
            year: &entry.year,
            label: &entry.label,
            title: &entry.title,
            facts: &entry.facts,
            href: match (entry.older.first(), entry.rounds.first()) {
                _ if entry.has_pages() => below("index.html"),
                (Some(older), _) => below(&older.file),
                (None, Some(round)) => round.href.clone(),
                (None, None) => below("index.html"),
            },
            pdf_href: entry.pdf.as_deref().map(below),
            published: entry.has_pages().then(|| Day::parse(&entry.published)),
            older: &entry.older,
            rounds: &entry.rounds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(year: &str, title: &str) -> YearEntry {
        YearEntry {
            year: year.to_owned(),
            label: format!("{}学年", year.replace('-', "—")),
            title: title.to_owned(),
            published: "2025-11-08".to_owned(),
            facts: vec![Fact { label: "工作人员".to_owned(), value: "24人".to_owned() }],
            pdf: Some("disclosure.pdf".to_owned()),
            older: vec![],
            rounds: vec![],
        }
    }

    fn page(years: &[YearEntry]) -> String {
        let site = Site {
            language: "zh-CN".to_owned(),
            college: "江临职业技术学院".to_owned(),
            title: "学生会改革情况公开".to_owned(),
            description: "各学年改革情况。".to_owned(),
            rare_style: None,
            has_changes: years.len() > 1,
            has_graduate_changes: false,
            has_history: false,
            address: None,
            feed: None,
        };
        let artifacts = pages(&site, years, &[], &[], &Theme::built_in()).unwrap();
        let page = artifacts.into_iter().find(|artifact| artifact.path == "index.html");
        String::from_utf8(page.unwrap().bytes.to_vec()).unwrap()
    }

    #[test]
    fn the_latest_year_stands_first() {
        let html = page(&[entry("2024-2025", "<旧>"), entry("2025-2026", "新")]);
        let place = |text: &str| html.find(text).unwrap_or_else(|| panic!("no {text}"));
        assert!(place("2025-2026/index.html") < place("2024-2025/index.html"));
        assert!(place("2025年11月8日") < place("&lt;旧&gt;"));
        assert!(html.contains("href=\"2024-2025/disclosure.pdf\""));
    }

    #[test]
    fn changes_are_linked_where_there_are_any() {
        let (one, two) = (entry("2024-2025", "旧"), entry("2025-2026", "新"));
        assert!(page(&[one.clone(), two]).contains("href=\"changes.html\""));
        assert!(!page(&[one]).contains("changes.html"));
    }

    #[test]
    fn a_site_without_years_says_so() {
        assert!(page(&[]).contains("尚未发布任何学年"));
    }
}
