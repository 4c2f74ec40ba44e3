//! The one table of what a bundle holds: each file, what makes it, and for whom it is.
//! It must not know where a bundle is put, nor how any format looks.

use super::changes::Corrected;
use super::html::Around;
use super::{html, pdf, web_font};
use crate::document::{Digested, Document, Imprint, JSON_SCHEMA, Json, Kind};
use crate::failure::Failure;
use crate::manifest::{Artifact, Audience};
use crate::theme::Theme;
use pdf::Press;

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The file's name in the bundle; [`OF_THEME`] for whatever else its maker gives.
    pub file: &'static str,
    pub audience: Audience,
    /// Makes this file, and others of the table at once where they are made in one go. The list of
    /// the others has none: it is made when all of them are there.
    pub maker: Option<Maker>,
    /// What it is, as README says it.
    pub what: &'static str,
}

/// The name of the PDF that names nobody of the roster.
pub const PUBLIC_PDF: &str = "public.pdf";

/// The file's name in the row of what a theme puts beside the pages.
pub const OF_THEME: &str = "*.css, icon.svg";

/// Makes files of a bundle.
pub type Maker = fn(&Printing) -> Result<Vec<Artifact>, Failure>;

/// What a bundle is printed from.
#[derive(Clone, Copy)]
pub struct Printing<'a> {
    pub document: &'a Document,
    pub json: &'a Json,
    /// What the document's changes are told against.
    pub previous: Option<Digested<'a>>,
    /// What stood published before it, where it is a correction.
    pub corrected: Option<&'a Corrected>,
    pub theme: &'a Theme,
    pub press: &'a Press,
    pub imprint: &'a Imprint,
}

const fn row(
    file: &'static str,
    audience: Audience,
    maker: Option<Maker>,
    what: &'static str,
) -> Format {
    Format { file, audience, maker, what }
}

/// Every file that a bundle may hold. To add a format, write its maker and its row.
pub static FORMATS: &[Format] = &[
    row("index.html", Audience::Public, Some(pages), "the disclosure, or the notice of a round"),
    row(
        "roster.html",
        Audience::NamesPeople,
        Some(pages),
        "the roster, or the results of a round where they name people",
    ),
    row(
        "compliance.html",
        Audience::Public,
        Some(pages),
        "each rule with its outcome and its public evidence",
    ),
    row(
        "changes.html",
        Audience::Repeated,
        Some(pages),
        "what changed since the year before; people by numbers alone",
    ),
    row(
        "correction.html",
        Audience::Repeated,
        Some(pages),
        "what this version changed of the one before; people by numbers alone",
    ),
    row(
        "disclosure.pdf",
        Audience::NamesPeople,
        Some(paper),
        "the disclosure on paper, PDF/A-2a and PDF/UA-1",
    ),
    row(
        PUBLIC_PDF,
        Audience::Public,
        Some(paper),
        "the same without the roster, where `site.yaml` asks for it",
    ),
    row(
        "notice.pdf",
        Audience::NamesPeople,
        Some(paper),
        "the notice on paper, each score sheet on a page of its own",
    ),
    row(
        "document.json",
        Audience::NamesPeople,
        Some(data),
        "the same document as data: tables by subject and key, typed values, what each generated \
         sentence says; with a schema number",
    ),
    row("document.schema.json", Audience::Machine, Some(data), "describes `document.json`"),
    row(
        web_font::FONT,
        Audience::Machine,
        Some(pages),
        "the 汉字 outside GB 2312, when there are any",
    ),
    row(web_font::STYLE, Audience::Machine, Some(pages), "the style sheet of those"),
    row(OF_THEME, Audience::Machine, Some(pages), "the theme's styles and pictures"),
    row("manifest.json", Audience::Machine, None, "the SHA-256 of every other file of the bundle"),
];

/// Prints every file of a bundle but the list of them. `pages` brings what [`pages`] makes, which may
/// be made by somebody else meanwhile.
///
/// # Errors
/// What a maker refuses; and a file that the table does not have, for nobody said for whom it is.
pub fn files(
    printing: &Printing,
    pages: impl FnOnce() -> Result<Vec<Artifact>, Failure>,
) -> Result<Vec<Artifact>, Failure> {
    let mut makers: Vec<Maker> = vec![self::pages];
    for maker in FORMATS.iter().filter_map(|format| format.maker) {
        if !makers.iter().any(|known| std::ptr::fn_addr_eq(*known, maker)) {
            makers.push(maker);
        }
    }
    let mut files = Vec::new();
    for maker in &makers[1..] {
        files.extend(maker(printing)?);
    }
    files.extend(pages()?);
    let of_theme = printing.theme.assets();
    let known = |file: &Artifact| {
        FORMATS.iter().any(|format| format.file == file.path)
            || of_theme.iter().any(|asset| asset.path == file.path)
    };
    match files.iter().find(|file| !known(file)) {
        Some(file) => Err(Failure::new(&file.path, "这个文件不在格式表里，不知道给谁看")),
        None => Ok(files),
    }
}

/// Tells for whom a file of a bundle is, by its name. What the table does not have, such as a file
/// of a bundle that an older program made, may name anybody.
pub fn audience(file: &str) -> Audience {
    let styles = [".css", ".svg", ".png", ".woff2"];
    match FORMATS.iter().find(|format| format.file == file) {
        Some(format) => format.audience,
        None if styles.iter().any(|end| file.ends_with(end)) => Audience::Machine,
        None => Audience::NamesPeople,
    }
}

/// Makes the pages, with the styles beside them.
pub fn pages(printing: &Printing) -> Result<Vec<Artifact>, Failure> {
    let Printing { document, json, previous, corrected, theme, imprint, .. } = *printing;
    html::pages_around(
        document,
        json,
        Around { previous, corrected, imprint: Some(imprint) },
        theme,
    )
}

fn paper(printing: &Printing) -> Result<Vec<Artifact>, Failure> {
    let Printing { document, json, press, imprint, .. } = printing;
    let mut files = Vec::new();
    let without = document.without_roster().filter(|_| imprint.public_pdf);
    if let Some(without) = without.filter(|document| document.kind == Kind::Disclosure) {
        // What the whole one may carry names people.
        let imprint = Imprint { attached: false, ..(*imprint).clone() };
        files.push(Artifact::new(PUBLIC_PDF, press.pdf(&without, json, &imprint)?));
    }
    files.push(Artifact::new(document.kind.pdf(), press.pdf(document, json, imprint)?));
    Ok(files)
}

fn data(printing: &Printing) -> Result<Vec<Artifact>, Failure> {
    Ok(vec![
        Artifact { path: "document.json".to_owned(), bytes: printing.json.bytes.clone() },
        Artifact::new("document.schema.json", JSON_SCHEMA),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Kind, Page};

    #[test]
    fn every_page_and_paper_has_its_row() {
        let pages = Page::ALL.map(Page::file);
        let papers = [Kind::Disclosure, Kind::Notice].map(Kind::pdf);
        for file in pages.into_iter().chain(papers) {
            assert_eq!(FORMATS.iter().filter(|format| format.file == file).count(), 1, "{file}");
        }
        assert_eq!(audience("anything.else"), Audience::NamesPeople);
    }
}
