//! Runs of text within a paragraph of Word, links among them.
//! It must not know what the paragraph is for.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Element, element, value};
use crate::document::{Block, Document, Inline, Section, plain_text};

/// What the links of a document lead to.
#[derive(Debug, Default)]
pub struct Links {
    /// The addresses this file prints that something in it leads to, each with its bookmark's number.
    bookmarks: BTreeMap<String, usize>,
    /// The addresses outside, in the order of their relationships.
    pub outside: Vec<String>,
}

impl Links {
    pub fn collect(document: &Document) -> Self {
        let (mut printed, mut targets) = (BTreeSet::new(), Vec::new());
        let Document { preamble, sections, closing, .. } = document;
        preamble.iter().chain(closing).for_each(|it| in_block(it, &mut printed, &mut targets));
        sections.iter().for_each(|it| in_section(it, &mut printed, &mut targets));
        let mut links = Self::default();
        for target in targets {
            match target.strip_prefix('#') {
                Some(address) if printed.contains(address) => {
                    let next = links.bookmarks.len();
                    links.bookmarks.entry(address.to_owned()).or_insert(next);
                }
                Some(_) => {}
                None if links.outside.contains(target) => {}
                None => links.outside.push(target.clone()),
            }
        }
        links
    }

    /// Returns the bookmark of a place, where something leads to it.
    pub fn bookmark(&self, address: &str) -> Vec<Element> {
        let Some(number) = self.bookmarks.get(address) else { return Vec::new() };
        let start = element("w:bookmarkStart").set("w:id", number).set("w:name", named(*number));
        vec![start, element("w:bookmarkEnd").set("w:id", number)]
    }

    fn link(&self, target: &str) -> Option<Element> {
        let link = element("w:hyperlink");
        match target.strip_prefix('#') {
            Some(address) => Some(link.set("w:anchor", named(*self.bookmarks.get(address)?))),
            None => {
                let at = self.outside.iter().position(|known| known == target)?;
                Some(link.set("r:id", relationship(at)))
            }
        }
    }
}

fn named(number: usize) -> String {
    format!("place{number}")
}

/// Returns the name of the relationship of an address outside.
pub fn relationship(at: usize) -> String {
    format!("link{at}")
}

fn in_section<'a>(
    section: &'a Section,
    printed: &mut BTreeSet<&'a str>,
    targets: &mut Vec<&'a String>,
) {
    printed.insert(&section.id);
    section.blocks.iter().for_each(|block| in_block(block, printed, targets));
    section.sections.iter().for_each(|inner| in_section(inner, printed, targets));
}

fn in_block<'a>(block: &'a Block, printed: &mut BTreeSet<&'a str>, targets: &mut Vec<&'a String>) {
    match block {
        Block::Paragraph { content, .. } => in_words(content, targets),
        Block::Provision { id, content, children, .. } => {
            printed.insert(id);
            in_words(content, targets);
            children.iter().for_each(|child| in_block(child, printed, targets));
        }
        Block::List { entries } => entries.iter().for_each(|entry| in_words(entry, targets)),
        Block::Table(table) => {
            printed.insert(&table.id);
            for row in &table.rows {
                printed.insert(&row.id);
                row.cells.iter().for_each(|cell| in_words(&cell.words, targets));
            }
        }
    }
}

fn in_words<'a>(words: &'a [Inline], targets: &mut Vec<&'a String>) {
    for inline in words {
        match inline {
            Inline::Strong { content } | Inline::Emphasis { content } => in_words(content, targets),
            Inline::Link { target, content } => {
                targets.push(target);
                in_words(content, targets);
            }
            _ => {}
        }
    }
}

/// Whether some words lead out of the document. They show an address, before which a justified line
/// would be torn apart.
pub fn leads_outside(words: &[Inline]) -> bool {
    words.iter().any(|inline| match inline {
        Inline::Strong { content } | Inline::Emphasis { content } => leads_outside(content),
        Inline::Link { target, .. } => !target.starts_with('#'),
        _ => false,
    })
}

/// Whether some words hold a run of so many Latin letters.
pub fn has_run_of(length: usize, words: &[Inline]) -> bool {
    let is_latin = |c: char| c.is_ascii_graphic();
    plain_text(words).split(|c| !is_latin(c)).any(|run| run.len() >= length)
}

/// How a run looks, after what stands around it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The character style.
    pub style: Option<&'static str>,
    pub strong: bool,
    pub struck: bool,
    pub underlined: bool,
}

impl Look {
    pub fn styled(style: &'static str) -> Self {
        Self { style: Some(style), ..Self::default() }
    }
}

/// Returns the runs of some words.
pub fn runs(words: &[Inline], look: Look, links: &Links) -> Vec<Element> {
    words.iter().flat_map(|inline| of_inline(inline, look, links)).collect()
}

fn of_inline(inline: &Inline, look: Look, links: &Links) -> Vec<Element> {
    match inline {
        Inline::Text { text } => vec![run(text, look)],
        Inline::Strong { content } => runs(content, Look { strong: true, ..look }, links),
        Inline::Emphasis { content } => {
            runs(content, Look { style: Some("Emphasis"), ..look }, links)
        }
        Inline::Verdict { yes } => vec![run(if *yes { "是" } else { "否" }, look)],
        Inline::Mark { symbol, .. } => vec![run(symbol, look)],
        Inline::LineBreak => vec![line_break()],
        Inline::Link { target, content } => match links.link(target) {
            // On paper a reference within the text reads as text.
            Some(link) if target.starts_with('#') => vec![link.with(runs(content, look, links))],
            Some(link) => {
                let look = Look { style: Some("Hyperlink"), ..look };
                vec![link.with(runs(content, look, links))]
            }
            None => runs(content, look, links),
        },
    }
}

/// Returns a run of one text.
pub fn run(text: &str, look: Look) -> Element {
    // Without the hint, quotation marks and dashes are taken for Latin ones.
    let hint = element("w:rFonts").set("w:hint", "eastAsia");
    let style = look.style.map(|style| value("w:rStyle", style));
    let strong = look.strong.then(|| element("w:b"));
    let struck = look.struck.then(|| element("w:strike"));
    let underlined = look.underlined.then(|| value("w:u", "single"));
    let marks = strong.into_iter().chain(struck).chain(underlined);
    let properties = element("w:rPr").with(style).with([hint]).with(marks);
    element("w:r").with([properties, element("w:t").set("xml:space", "preserve").text(text)])
}

/// Returns a run that breaks the line.
pub fn line_break() -> Element {
    element("w:r").with([element("w:br")])
}
