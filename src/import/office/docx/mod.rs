//! A Word document (.docx) → paper.
//! It must not know what the document says; what it does not understand it counts and tells.

mod runs;
mod seen;
mod styles;
mod tables;

use std::collections::BTreeMap;

use super::container::{Container, Fault};
use super::numbering::Numbering;
use super::xml::{self, Element, Node};
use crate::import::paper::{Aside, Block, Paper, Paragraph};
use runs::Field;
pub use runs::hyperlink;
use seen::Seen;
use styles::{Styles, number_of};

/// How deeply tables and text boxes are followed into each other.
const DEPTH: usize = 40;

/// Elements that say nothing that would be printed as text.
const SILENT: [&str; 34] = [
    "bookmarkStart",
    "bookmarkEnd",
    "proofErr",
    "permStart",
    "permEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "sectPr",
    "tblPr",
    "tblGrid",
    "trPr",
    "tcPr",
    "pPr",
    "rPr",
    "sdtPr",
    "sdtEndPr",
    "tblPrEx",
    "lastRenderedPageBreak",
    "annotationRef",
    "footnoteRef",
    "endnoteRef",
    "separator",
    "continuationSeparator",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "softHyphen",
    "customXmlPr",
    "smartTagPr",
    "fldData",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "background",
];

/// Elements that only hold what is printed.
const HOLDERS: [&str; 16] = [
    "ins",
    "moveTo",
    "sdt",
    "sdtContent",
    "customXml",
    "smartTag",
    "hyperlink",
    "fldSimple",
    "dir",
    "bdo",
    "ruby",
    "rubyBase",
    "body",
    "subDoc",
    "contentPart",
    "comment",
];

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Paper, Fault> {
    let mut container = Container::open(bytes)?;
    let main = main_part(&mut container)?;
    let document = xml::parse(container.part(&main)?)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut part = |name: &str| -> Result<Option<Element>, Fault> {
        match container.part(&format!("{folder}/{name}")) {
            Ok(bytes) => xml::parse(bytes).map(Some),
            Err(Fault::Missing) => Ok(None),
            Err(fault) => Err(fault),
        }
    };
    let styles = Styles::read(part("styles.xml")?.as_ref());
    let numbering = match part("numbering.xml")? {
        Some(part) => Numbering::read(&part, &styles.numbering_styles()),
        None => Numbering::default(),
    };
    let (_, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let links = targets(part(&format!("_rels/{file}.rels"))?.as_ref());
    let notes = [
        ("footnoteReference", notes(part("footnotes.xml")?, "footnote")),
        ("endnoteReference", notes(part("endnotes.xml")?, "endnote")),
    ];
    let mut reader = Reader {
        styles,
        numbering,
        links,
        notes: notes.into_iter().collect(),
        fields: Vec::new(),
        seen: Seen::default(),
        paper: Paper::default(),
    };
    let body = document.child("body").ok_or(Fault::Missing)?;
    let blocks = reader.blocks(body, 0);
    reader.paper.blocks = blocks;
    reader.asides(&mut part)?;
    reader.remark();
    Ok(reader.paper)
}

/// Finds the part that holds the text, which some programs name otherwise.
fn main_part(container: &mut Container) -> Result<String, Fault> {
    let usual = "word/document.xml".to_owned();
    if container.has(&usual) {
        return Ok(usual);
    }
    let links = xml::parse(container.part("_rels/.rels")?)?;
    let is_main = |link: &&Element| {
        link.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
    };
    let target = links.elements().find(is_main).and_then(|link| link.attribute("Target"));
    Ok(target.ok_or(Fault::Missing)?.trim_start_matches('/').to_owned())
}

fn targets(part: Option<&Element>) -> BTreeMap<String, String> {
    let link = |link: &Element| {
        Some((link.attribute("Id")?.to_owned(), link.attribute("Target")?.to_owned()))
    };
    part.map(|part| part.elements().filter_map(link).collect()).unwrap_or_default()
}

/// Returns the notes of a part by their numbers, without those that only draw a line.
fn notes(part: Option<Element>, name: &str) -> BTreeMap<String, Element> {
    let mut notes = BTreeMap::new();
    let children = part.map(|part| part.children).unwrap_or_default();
    for child in children {
        let Node::Element(note) = child else { continue };
        let is_text = note.name == name && note.attribute("type").is_none_or(|it| it == "normal");
        if let Some(id) = note.attribute("id").map(str::to_owned).filter(|_| is_text) {
            notes.insert(id, note);
        }
    }
    notes
}

struct Reader {
    styles: Styles,
    numbering: Numbering,
    links: BTreeMap<String, String>,
    notes: BTreeMap<&'static str, BTreeMap<String, Element>>,
    fields: Vec<Field>,
    seen: Seen,
    paper: Paper,
}

/// A paragraph being put together.
#[derive(Default)]
struct Draft {
    text: String,
    links: Vec<String>,
    /// What hangs on it and stands after it: text boxes, notes.
    after: Vec<Block>,
    font: Option<String>,
}

impl Reader {
    fn blocks(&mut self, parent: &Element, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        if depth > DEPTH {
            *self.seen.strange.entry("层层嵌套的内容".to_owned()).or_default() += 1;
            return blocks;
        }
        let mut joins = false;
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => {
                    let deleted = self.paragraph(element, depth, joins, &mut blocks);
                    joins = deleted;
                }
                "tbl" => {
                    let table = self.table(element, depth);
                    blocks.push(Block::Table(table));
                }
                "del" | "moveFrom" => self.count_removed(element),
                "AlternateContent" => {
                    let chosen = element.child("Choice").or(element.child("Fallback"));
                    if let Some(chosen) = chosen {
                        blocks.extend(self.blocks(chosen, depth + 1));
                    }
                }
                "altChunk" => self.seen.embedded += 1,
                "oMathPara" | "oMath" => {
                    self.seen.formulas += 1;
                    blocks.push(Block::Paragraph(Paragraph::plain(element.text())));
                }
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    blocks.extend(self.blocks(element, depth + 1));
                }
            }
        }
        blocks
    }

    fn count_holder(&mut self, name: &str) {
        match name {
            "ins" => self.seen.inserted += 1,
            "moveTo" => self.seen.moved += 1,
            name if HOLDERS.contains(&name) => {}
            name => *self.seen.strange.entry(name.to_owned()).or_default() += 1,
        }
    }

    fn count_removed(&mut self, element: &Element) {
        match element.name.as_str() {
            "moveFrom" => {}
            _ => self.seen.deleted += 1,
        }
    }

    /// Reads a paragraph; tells whether its end was deleted, so that the next one goes on with it.
    fn paragraph(
        &mut self,
        element: &Element,
        depth: usize,
        joins: bool,
        blocks: &mut Vec<Block>,
    ) -> bool {
        let properties = element.child("pPr");
        let mark = properties.and_then(|it| it.child("rPr"));
        let ends_deleted = mark.is_some_and(|mark| mark.child("del").is_some());
        let style = properties.and_then(|it| it.value("pStyle")).unwrap_or("Normal").to_owned();
        let mut draft = Draft::default();
        self.runs(element, depth, &mut draft);
        let is_bare = draft.text.trim().is_empty();
        let own = properties.and_then(|it| it.child("numPr")).map(number_of);
        let number = match joins || (is_bare && ends_deleted) {
            true => String::new(),
            false => self.label(own, &style),
        };
        // An empty line of a list prints its number and says nothing.
        let heading = self.styles.chain(&style).iter().any(|(_, style)| style.heading)
            || properties
                .is_some_and(|it| it.value("outlineLvl").is_some_and(|level| level != "9"));
        let Draft { text, links, after, .. } = draft;
        match blocks.last_mut() {
            Some(Block::Paragraph(before)) if joins => {
                before.text.push_str(&text);
                before.links.extend(links);
            }
            _ => blocks.push(Block::Paragraph(Paragraph { number, text, links, heading })),
        }
        blocks.extend(after);
        ends_deleted
    }

    /// Returns the automatic number of a paragraph: its own list, else that of its style.
    fn label(&mut self, own: Option<(Option<String>, Option<usize>)>, style: &str) -> String {
        let (own_list, own_level) = own.unwrap_or((None, None));
        let chain = self.styles.chain(style);
        let from_style = chain.iter().find_map(|(id, style)| {
            let (list, level) = style.number.as_ref()?;
            Some((list.clone()?, *level, (*id).to_owned()))
        });
        let (list, level) = match (own_list, from_style) {
            (Some(list), _) => (list, own_level.unwrap_or(0)),
            (None, Some((list, level, id))) => {
                let by_style = self.numbering.level_of_style(&list, &id);
                (list, own_level.or(by_style).or(level).unwrap_or(0))
            }
            (None, None) => return String::new(),
        };
        if list == "0" { String::new() } else { self.numbering.next(&list, level) }
    }

    /// Gathers what stands beside the text: heads and feet, comments.
    fn asides(
        &mut self,
        part: &mut impl FnMut(&str) -> Result<Option<Element>, Fault>,
    ) -> Result<(), Fault> {
        let links: Vec<String> = self.links.values().cloned().collect();
        for target in links {
            let place = match target.rsplit('/').next().unwrap_or_default() {
                name if name.starts_with("header") => "页眉",
                name if name.starts_with("footer") => "页脚",
                "comments.xml" => "批注",
                _ => continue,
            };
            let Some(element) = part(&target)? else { continue };
            let blocks = self.blocks(&element, 1);
            for text in crate::import::paper::lines(&blocks) {
                self.paper.aside.push(Aside { place, text });
            }
        }
        // A note that no place of the text refers to.
        let left: Vec<Element> =
            self.notes.values_mut().flat_map(std::mem::take).map(|(_, note)| note).collect();
        for note in left {
            let blocks = self.blocks(&note, 1);
            for text in crate::import::paper::lines(&blocks) {
                self.paper.aside.push(Aside { place: "没有引用的注", text });
            }
        }
        Ok(())
    }

    /// Tells what was read in another way than it looks.
    fn remark(&mut self) {
        self.paper.remarks.extend(self.seen.remarks(self.numbering.bullets));
        let words = std::mem::take(&mut self.seen.alternatives);
        let aside = words.into_iter().map(|text| Aside { place: "图片的说明", text });
        self.paper.aside.extend(aside);
    }
}
