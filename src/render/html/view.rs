//! What the page templates are given: the wire form of a page, in the order it is placed.
//! It must not know the document it is made from; its field names are the theme's interface.

use serde::Serialize;

use crate::document::{Document, Imprint, Kind, Page};
use crate::theme::Day;

/// What every page of a bundle says beside its text: which issue it is, where it stands, and what
/// stands around it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FrameView<'a> {
    /// Which issue the page belongs to; none of what was not released.
    pub issue: Option<IssueView<'a>>,
    /// Whether `correction.html` stands beside it.
    pub has_correction: bool,
    /// Whether `public.pdf`, without the roster, stands beside it.
    pub has_public_pdf: bool,
    /// The page's own address on the web, where the newest issue always stands.
    pub canonical: Option<String>,
    /// The address of the site's feed.
    pub feed: Option<String>,
    /// The addresses of the years before and after below the site's, `2024-2025`.
    pub before: String,
    pub after: String,
    /// Whether it is a page of a draft, which has neither `document.json` and what goes with it beside
    /// it nor the pages over all years above it.
    pub is_draft: bool,
}

/// One issue of a year or round, as its pages tell of it.
#[derive(Clone, Debug, Serialize)]
pub struct IssueView<'a> {
    /// An edition from which people were withdrawn has none.
    pub version: Option<u32>,
    pub on: Option<Day>,
    pub note: &'a str,
}

impl<'a> FrameView<'a> {
    /// Returns where another page of the bundle stands, beside this one on the web or else on disk.
    pub fn beside(&self, file: &str) -> String {
        let folder = self.canonical.as_ref().and_then(|own| own.rsplit_once('/'));
        folder.map_or(file.to_owned(), |(folder, _)| format!("{folder}/{file}"))
    }

    /// Tells of the page `file` of a document.
    pub fn describe(document: &Document, imprint: &'a Imprint, file: &str) -> Self {
        let edition = document.edition();
        let below = |path: String| imprint.home.as_ref().map(|home| format!("{home}{path}"));
        Self {
            issue: imprint.issue.as_ref().map(|issue| IssueView {
                version: issue.version,
                on: (!issue.on.is_empty()).then(|| Day::parse(&issue.on)),
                note: issue.note.trim_end_matches('。'),
            }),
            has_correction: false,
            has_public_pdf: imprint.public_pdf
                && document.kind == Kind::Disclosure
                && document.sections.iter().any(|section| section.page == Page::Roster),
            canonical: below(format!("{edition}/{file}")),
            feed: below("feed.xml".to_owned()),
            before: edition.before().to_string(),
            after: edition.after().to_string(),
            is_draft: false,
        }
    }
}

/// What is said at the place of an article that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AmendedView {
    /// `2025年修改`
    pub words: String,
    pub href: String,
}

/// One HTML file of a year's bundle.
#[derive(Debug, Serialize)]
pub struct PageView<'a> {
    #[serde(flatten)]
    pub frame: FrameView<'a>,
    pub language: &'a str,
    /// What a browser's tab and a search result show.
    pub window_title: String,
    pub description: &'a str,
    /// The `h1` of the page, where no section's own heading is it.
    pub heading: Option<&'a str>,
    pub year_label: &'a str,
    pub college: &'a str,
    pub organisation: &'a str,
    pub title: &'a str,
    /// The title in pieces that a line holds whole where it can.
    pub title_pieces: Vec<&'a str>,
    pub issuer: &'a str,
    pub published: Day,
    pub as_of: Day,
    /// The day a round's results were made public.
    pub results_on: Option<Day>,
    pub form: &'a str,
    /// What this bundle is called in its own pages, `2025—2026学年`.
    pub home: &'a str,
    /// What its digest is of, `本学年`.
    pub what: &'static str,
    /// The name of its PDF.
    pub pdf: &'static str,
    /// SHA-256 of `document.json`, as the PDF prints it too.
    pub digest: &'a str,
    pub has_roster: bool,
    /// The way from the page to the site's folder.
    pub up: &'static str,
    /// The style sheet of the year's rarer characters, when it has any.
    pub rare_style: Option<&'static str>,
    /// Whether `changes.html` stands beside it.
    pub has_changes: bool,
    pub contents: Vec<Entry<'a>>,
    pub preamble: Vec<BlockView<'a>>,
    pub sections: Vec<SectionView<'a>>,
    pub closing: Vec<BlockView<'a>>,
}

/// One HTML file that stands alone, or a piece of one; the fields of its page and the styles.
#[derive(Debug, Serialize)]
pub struct WholeView<'a> {
    #[serde(flatten)]
    pub page: PageView<'a>,
    /// The style sheets for every medium, then those for paper.
    pub styles: Vec<&'a str>,
    pub print_styles: Vec<&'a str>,
    /// The font face of the rarer characters, with the font in it.
    pub rare_face: Option<String>,
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
pub struct Entry<'a> {
    pub number: &'a str,
    pub title: &'a str,
    pub href: String,
    pub entries: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
pub struct SectionView<'a> {
    pub id: &'a str,
    pub number: &'a str,
    /// What stands between number and title where no style sets them apart: nothing behind a mark.
    pub between: &'static str,
    pub title: &'a str,
    /// From 1 to 6.
    pub level: u8,
    /// A 章 or 节 of a regulation, whose heading is centred.
    pub chapter: bool,
    /// Where the section is to be read when it stands on another page; it is then empty here.
    pub elsewhere: Option<String>,
    /// The address of that page as paper tells it: on the web, where the site says its own.
    pub address: Option<String>,
    /// Where to write about what this section says; only on a part of the document itself.
    pub complaint: Option<String>,
    pub blocks: Vec<BlockView<'a>>,
    pub sections: Vec<SectionView<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockView<'a> {
    Paragraph {
        role: &'static str,
        spans: Vec<Span<'a>>,
    },
    Provision {
        id: &'a str,
        level: &'static str,
        label: &'a str,
        /// Whether the label is a link to its own place, for citing it.
        cited: bool,
        spans: Vec<Span<'a>>,
        blocks: Vec<BlockView<'a>>,
        /// What changed since the document before, and where that is told.
        amended: Option<AmendedView>,
    },
    List {
        entries: Vec<Vec<Span<'a>>>,
    },
    Table(TableView<'a>),
}

#[derive(Debug, Serialize)]
pub struct TableView<'a> {
    pub id: &'a str,
    pub caption: &'a str,
    /// What names the table where it has no caption: its section.
    pub name: &'a str,
    pub wide: bool,
    /// Whether it is a long list that a reader unfolds.
    pub folded: bool,
    pub columns: Vec<ColumnView<'a>>,
    pub rows: Vec<RowView<'a>>,
}

#[derive(Debug, Serialize)]
pub struct ColumnView<'a> {
    pub title: &'a str,
    /// Per cent of the table's width, `12.5`; all columns together give 100.
    pub width: String,
    pub align: &'static str,
}

#[derive(Debug, Serialize)]
pub struct RowView<'a> {
    pub id: &'a str,
    pub cells: Vec<CellView<'a>>,
}

/// A cell, with what it needs to stand alone when a narrow screen turns rows into cards.
#[derive(Debug, Serialize)]
pub struct CellView<'a> {
    /// The title of its column.
    pub label: &'a str,
    pub align: &'static str,
    /// Whether it names its row.
    pub head: bool,
    /// `short` when two such cells fit side by side on a card, `tall` when the label needs a line
    /// of its own, else `long`.
    pub size: &'static str,
    /// Whether a reader unfolds what it says.
    pub folded: bool,
    pub spans: Vec<Span<'a>>,
}

/// Neighbouring runs that share a link, or the lack of one.
#[derive(Debug, Serialize)]
pub struct Span<'a> {
    pub href: Option<String>,
    pub runs: Vec<Run<'a>>,
}

/// Words of one look. Runs do not nest, so a template needs no recursion to place them.
#[derive(Debug, Serialize)]
pub struct Run<'a> {
    /// `text`, `verdict`, `mark` or `break`.
    pub kind: &'static str,
    pub text: &'a str,
    /// What a mark means, or `yes` and `no` for a verdict.
    pub meaning: &'a str,
    pub strong: bool,
    pub emphasis: bool,
    /// Whether no line's end may fall into it: a number with its unit.
    pub kept: bool,
}
