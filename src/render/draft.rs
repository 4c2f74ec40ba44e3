//! A draft → its pages and a PDF to be looked at, each marked as a draft, whatever the theme looks like.
//! It must not make a file that can be published: what it gives is no `Artifact`.

use std::collections::BTreeSet;

use super::html::{self, Around, without_refused_links};
use super::pdf::Press;
use crate::document::draft::{Draft, MARK};
use crate::document::{Block, Document, Json, Section};
use crate::failure::Failure;
use crate::theme::Theme;

/// How a page of a draft is marked on a screen and on paper.
const STYLE: &str = include_str!("draft.css");

/// One file of a draft, to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Its name, as in a bundle: what its pages lead to.
    pub path: String,
    /// What it is called when somebody keeps it.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Shown {
    fn mark(path: String, bytes: Vec<u8>) -> Self {
        Self { name: format!("{MARK}-{path}"), path, bytes }
    }
}

/// Makes one page of a draft, or one file beside its pages; none where there is none of that name.
/// `script` is the address of a module of script that each page runs; empty for none.
///
/// # Errors
/// A template that cannot be read or filled.
pub fn page(
    draft: &Draft,
    theme: &Theme,
    script: &str,
    name: &str,
) -> Result<Option<Shown>, Failure> {
    let document = settled(draft.to_be_shown())?;
    let wanted = |known: &str| known == name;
    let around = Around::default();
    let files = html::wanted_around(&document, &no_json(), around, theme, &wanted)?;
    let file = files.into_iter().find(|file| wanted(&file.path));
    Ok(file.map(|file| {
        let is_page = file.path.ends_with(".html");
        let bytes = file.bytes.to_vec();
        let bytes = if is_page { marked(bytes, script) } else { bytes };
        Shown::mark(file.path, bytes)
    }))
}

/// Sets the PDF of a draft, marked on every sheet.
///
/// # Errors
/// Where a template is at fault, where no font has a character, and where words run off the page.
pub fn pdf(draft: &Draft, press: &Press) -> Result<Shown, Failure> {
    let document = settled(draft.to_be_shown())?;
    let bytes = press.draft(&document, &no_json())?;
    Ok(Shown::mark(document.kind.pdf().to_owned(), bytes))
}

/// What stands in for a draft's data: there is none, and no digest of it.
fn no_json() -> Json {
    Json { bytes: [].into(), digest: MARK.to_owned() }
}

/// Puts the mark into a page: a style that every theme's page obeys, and a line for those who do not
/// see it.
fn marked(page: Vec<u8>, script: &str) -> Vec<u8> {
    let page = String::from_utf8(page).expect("templates make text");
    let script = match script {
        "" => String::new(),
        script => format!("<script type=\"module\" src=\"{script}\"></script>\n"),
    };
    let head =
        format!("<meta name=\"robots\" content=\"noindex\">\n<style>\n{STYLE}</style>\n{script}");
    let page = before(page, "</head>", &head);
    let line = format!("<p class=\"gongkai-draft\" role=\"note\">{MARK}，不能公开</p>\n");
    before(page, "</body>", &line).into_bytes()
}

/// Puts something before the last place that reads so; at the end where none does.
fn before(mut page: String, place: &str, what: &str) -> String {
    let at = page.rfind(place).unwrap_or(page.len());
    page.insert_str(at, what);
    page
}

/// Returns a document every address of which is there once, and every link of which leads somewhere:
/// an unclear year may have neither.
fn settled(document: &Document) -> Result<Document, Failure> {
    let mut document = document.clone();
    let mut known = BTreeSet::new();
    let Document { preamble, sections, closing, report, .. } = &mut document;
    addressed(preamble, &mut known);
    sections.iter_mut().chain([report]).for_each(|section| address(section, &mut known));
    addressed(closing, &mut known);
    without_refused_links(&document)
}

fn address(section: &mut Section, known: &mut BTreeSet<String>) {
    once(&mut section.id, known);
    addressed(&mut section.blocks, known);
    section.sections.iter_mut().for_each(|inner| address(inner, known));
}

fn addressed(blocks: &mut [Block], known: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Paragraph { .. } | Block::List { .. } => {}
            Block::Provision { id, children, .. } => {
                once(id, known);
                addressed(children, known);
            }
            Block::Table(table) => {
                once(&mut table.id, known);
                table.rows.iter_mut().for_each(|row| once(&mut row.id, known));
            }
        }
    }
}

/// Makes an address plain and different from all before it.
fn once(id: &mut String, known: &mut BTreeSet<String>) {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "/-.".contains(c) { c } else { '-' };
    let mut wanted: String = id.chars().map(plain).collect();
    if wanted.is_empty() {
        wanted.push_str("part");
    }
    let first = wanted.clone();
    let mut times = 1;
    while known.contains(&wanted) {
        times += 1;
        wanted = format!("{first}-{times}");
    }
    known.insert(wanted.clone());
    *id = wanted;
}
