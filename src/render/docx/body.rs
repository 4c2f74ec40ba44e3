//! The body of a Word file: title, sections, paragraphs and provisions in reading order.
//! It must not know how a style looks, nor what a text is about.

use super::inlines::{Links, Look, has_run_of, leads_outside, line_break, run, runs};
use super::signature::{Stands, places};
use super::table::{is_turned, table};
use super::title::lines;
use super::xml::{Element, element, value};
use crate::document::{Block, Document, Imprint, Inline, Kind, Level, Role, Section, plain_text};
use crate::render::lines::characters;

/// Before a run of so many Latin letters, which no line's end falls into, a justified line would be torn
/// apart.
const LONG: usize = 30;

/// How many characters a line has, and by how many the first is indented.
const LINE: u32 = 28;
const INDENT: u32 = 2;

/// Styles of headings by their level; deeper ones look like the last.
const HEADINGS: [&str; 4] = ["Heading1", "Heading2", "Heading3", "Heading4"];
/// The same for a 章 or 节, which is centred.
const CENTRED: [&str; 4] = ["Heading1", "Centred2", "Centred3", "Centred4"];

/// Returns `w:body`.
pub fn body(document: &Document, imprint: &Imprint, links: &Links) -> Element {
    let mut writer = Writer { links, sealed: imprint.sealed, out: Vec::new() };
    writer.letterhead(document, imprint);
    writer.title(document);
    writer.blocks(imprint.preamble(document), &document.title);
    document.sections.iter().for_each(|section| writer.section(1, section));
    writer.blocks(&document.closing, &document.title);
    if let Some(letterhead) = &imprint.letterhead {
        writer.colophon(document, letterhead);
    }
    element("w:body").with(writer.out).with([page(Lies::Upright)])
}

/// How a page lies.
#[derive(Clone, Copy)]
pub enum Lies {
    Upright,
    OnItsSide,
}

/// A4 and its margins after GB/T 9704: 37 mm above, 28 mm left, 26 mm right, 35 mm below, in twentieths
/// of a point. That 22 lines of 28 characters stand on it is for the styles: other programs than Word
/// set a grid of characters too wide.
pub fn page(lies: Lies) -> Element {
    let size = element("w:pgSz");
    let size = match lies {
        Lies::Upright => size.set("w:w", 11906).set("w:h", 16838),
        Lies::OnItsSide => size.set("w:w", 16838).set("w:h", 11906).set("w:orient", "landscape"),
    };
    let margins = element("w:pgMar")
        .set("w:top", 2098)
        .set("w:right", 1474)
        .set("w:bottom", 1984)
        .set("w:left", 1588)
        .set("w:header", 851)
        .set("w:footer", 1304)
        .set("w:gutter", 0);
    let footers = [("default", "footer1"), ("even", "footer2")]
        .map(|(kind, id)| element("w:footerReference").set("w:type", kind).set("r:id", id));
    element("w:sectPr").with(footers).with([value("w:type", "nextPage"), size, margins])
}

/// What sets a paragraph apart from others of its style.
#[derive(Clone, Copy, Default)]
pub struct Apart {
    /// Stays on the page of what follows.
    keep_next: bool,
    /// Begins a page.
    page_break: bool,
    /// Holds an address, and so is not justified.
    ragged: bool,
    /// Stands by itself as a line of a signature.
    stands: Option<Stands>,
}

pub struct Writer<'a> {
    links: &'a Links,
    /// Whether the signature leaves room for a seal.
    sealed: bool,
    out: Vec<Element>,
}

impl Writer<'_> {
    fn title(&mut self, document: &Document) {
        let lines = lines(&document.title, &document.college);
        let mut words = vec![run(lines[0], Look::default())];
        for line in &lines[1..] {
            words.extend([line_break(), run(line, Look::default())]);
        }
        self.paragraph("Title", Apart::default(), words);
        if document.kind == Kind::Disclosure {
            self.line("Subtitle", &format!("（{}）", document.year_label));
        }
    }

    fn section(&mut self, level: usize, section: &Section) {
        if level == 1 && (section.number.is_empty() || section.number.starts_with("附件")) {
            self.annex_heading(section);
        } else {
            self.heading(level, section);
        }
        self.blocks(&section.blocks, &section.title);
        section.sections.iter().for_each(|inner| self.section(level + 1, inner));
    }

    fn heading(&mut self, level: usize, section: &Section) {
        let Section { id, number, title, .. } = section;
        let chapter = number.starts_with('第') && level > 1;
        let at = level.min(HEADINGS.len()) - 1;
        let style = if chapter { CENTRED[at] } else { HEADINGS[at] };
        let between = if chapter { "　" } else { "" };
        let words = run(&format!("{number}{between}{title}"), Look::default());
        self.paragraph(style, Apart::default(), self.placed(id, vec![words]));
    }

    /// An annex begins a page: its number at the left, its title centred below. So does what stands
    /// behind the annexes without a number.
    fn annex_heading(&mut self, section: &Section) {
        let numbered = !section.number.is_empty();
        if numbered {
            let apart = Apart { page_break: true, ..Apart::default() };
            let words = vec![run(&section.number, Look::default())];
            self.paragraph("AnnexNumber", apart, words);
        }
        let apart = Apart { page_break: !numbered, ..Apart::default() };
        let words = vec![run(&section.title, Look::default())];
        self.paragraph("AnnexTitle", apart, self.placed(&section.id, words));
    }

    fn blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>, heading: &str) {
        let blocks: Vec<&Block> = blocks.into_iter().collect();
        let signs = |block: &Block| role(block) == Some(Role::Signature);
        let mut before = None;
        for blocks in blocks.chunk_by(|one, next| signs(one) && signs(next)) {
            match blocks {
                [block] if !signs(block) => self.block(block, before, heading),
                lines => self.signature(lines),
            }
            before = blocks.last().and_then(|block| role(block));
        }
    }

    /// Who signed, and the day below: lines that are set by each other.
    fn signature(&mut self, blocks: &[&Block]) {
        let style = if self.sealed { "SealedSignature" } else { "Signature" };
        let lines = blocks.iter().filter_map(|block| match block {
            Block::Paragraph { content, .. } => Some(content),
            _ => None,
        });
        let texts: Vec<String> = lines.clone().map(|line| plain_text(line)).collect();
        for (at, (line, stands)) in (1..).zip(lines.zip(places(&texts, self.sealed))) {
            let keep_next = at < blocks.len();
            let apart = Apart { keep_next, stands: Some(stands), ..Apart::default() };
            self.paragraph(style, apart, runs(line, Look::default(), self.links));
        }
    }

    fn block(&mut self, block: &Block, before: Option<Role>, heading: &str) {
        match block {
            Block::Paragraph { role, content, .. } => {
                let further = before == Some(Role::Enclosure);
                self.paragraph(style(*role, further), apart(content), self.words("", content));
            }
            Block::Provision { id, level, label, content, children, .. } => {
                let mut words = match level {
                    Level::Article => {
                        vec![run(label, Look::styled("Hei")), run("　", Look::default())]
                    }
                    Level::Item | Level::Subitem => vec![run(label.trim_end(), Look::default())],
                };
                words.extend(self.words(label, content));
                self.paragraph("BodyText", apart(content), self.placed(id, words));
                self.blocks(children, heading);
            }
            Block::List { entries } => {
                for entry in entries {
                    let words = runs(entry, Look::default(), self.links);
                    self.paragraph("ListBullet", apart(entry), words);
                }
            }
            Block::Table(it) => {
                if is_turned(it) {
                    self.end_pages(Lies::Upright);
                }
                let name = if it.caption.is_empty() { heading } else { &it.caption };
                if !it.caption.is_empty() {
                    self.line("Caption", &it.caption);
                }
                self.out.push(table(it, name, self.links));
                match is_turned(it) {
                    true => self.end_pages(Lies::OnItsSide),
                    // Word joins tables that nothing stands between.
                    false => self.paragraph("BehindTable", Apart::default(), Vec::new()),
                }
            }
        }
    }

    /// The words of a paragraph behind its label. A long address that does not fit behind what stands
    /// before it begins a line, where it fits one: it would else be broken at a hyphen.
    fn words(&self, label: &str, content: &[Inline]) -> Vec<Element> {
        let mut taken = INDENT + characters(label);
        let mut words = Vec::new();
        for inline in content.iter().map(std::slice::from_ref) {
            let own = characters(&plain_text(inline));
            let is_address = leads_outside(inline) && has_run_of(LONG, inline);
            if is_address && own <= LINE && taken > INDENT && taken + own > LINE {
                words.push(line_break());
            }
            words.extend(runs(inline, Look::default(), self.links));
            taken += own;
        }
        words
    }

    /// Ends the pages that lie in one way with an empty paragraph.
    fn end_pages(&mut self, lies: Lies) {
        let properties = element("w:pPr").with([value("w:pStyle", "BehindTable"), page(lies)]);
        self.out.push(element("w:p").with([properties]));
    }

    /// Puts the bookmark of a place before its words.
    fn placed(&self, id: &str, words: Vec<Element>) -> Vec<Element> {
        self.links.bookmark(id).into_iter().chain(words).collect()
    }

    fn line(&mut self, style: &str, text: &str) {
        self.paragraph(style, Apart::default(), vec![run(text, Look::default())]);
    }

    pub fn paragraph(&mut self, style: &str, apart: Apart, words: Vec<Element>) {
        self.place(paragraph(style, apart, words));
    }

    /// Puts what is made elsewhere behind all that was written.
    pub fn place(&mut self, block: Element) {
        self.out.push(block);
    }
}

/// Returns a paragraph of a style.
pub fn paragraph(style: &str, apart: Apart, words: Vec<Element>) -> Element {
    let begins = matches!(apart.stands, Some(Stands::Begins(_)));
    let properties = element("w:pPr")
        .with([value("w:pStyle", style)])
        .with(apart.keep_next.then(|| element("w:keepNext")))
        .with(apart.page_break.then(|| element("w:pageBreakBefore")))
        .with(apart.stands.map(|stands| match stands {
            Stands::Begins(off) => element("w:ind").set("w:left", off),
            Stands::Ends(off) => element("w:ind").set("w:right", off),
        }))
        .with((apart.ragged || begins).then(|| value("w:jc", "left")));
    element("w:p").with([properties]).with(words)
}

/// A lead-in stays with what it leads to.
fn apart(content: &[Inline]) -> Apart {
    let keep_next = plain_text(content).ends_with('：');
    let ragged = leads_outside(content) || has_run_of(LONG, content);
    Apart { keep_next, ragged, ..Apart::default() }
}

fn role(block: &Block) -> Option<Role> {
    match block {
        Block::Paragraph { role, .. } => Some(*role),
        _ => None,
    }
}

fn style(role: Role, further: bool) -> &'static str {
    match role {
        Role::Body => "BodyText",
        Role::Title => "RegulationTitle",
        Role::Addressee => "Addressee",
        Role::Subtitle => "RegulationSubtitle",
        Role::Note => "Note",
        Role::Enclosure if further => "FurtherEnclosure",
        Role::Enclosure => "Enclosure",
        Role::Signature => "Signature",
        Role::Lead => "Lead",
    }
}
