//! A Word document (.docx) → paper.
//! It must not know what the document says; what it does not understand it counts and tells.

use std::collections::BTreeMap;

use super::container::{Container, Fault};
use super::numbering::Numbering;
use super::symbol;
use super::xml::{self, Element, Node};
use crate::import::paper::{Aside, Block, Cell, EMPTY, Paper, Paragraph, TICKED, Table};

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

#[derive(Debug, Default, Clone)]
struct Style {
    based_on: Option<String>,
    number: Option<(Option<String>, Option<usize>)>,
    font: Option<String>,
    hidden: bool,
    heading: bool,
}

#[derive(Debug, Default)]
struct Styles(BTreeMap<String, Style>);

impl Styles {
    fn read(part: Option<&Element>) -> Self {
        let mut styles = BTreeMap::new();
        for style in part.into_iter().flat_map(Element::elements).filter(|e| e.name == "style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let name = style.value("name").unwrap_or_default().to_lowercase();
            let properties = style.child("pPr");
            let run = style.child("rPr");
            let read = Style {
                based_on: style.value("basedOn").map(str::to_owned),
                number: properties.and_then(|it| it.child("numPr")).map(number_of),
                font: run.and_then(font_of),
                hidden: run.is_some_and(|run| run.is_on("vanish")),
                heading: name.starts_with("heading")
                    || name == "title"
                    || properties
                        .is_some_and(|it| it.value("outlineLvl").is_some_and(|level| level != "9")),
            };
            styles.insert(id.to_owned(), read);
        }
        Self(styles)
    }

    /// Returns the styles a style rests on, itself first.
    fn chain<'a>(&'a self, id: &str) -> Vec<(&'a str, &'a Style)> {
        let mut chain: Vec<(&str, &Style)> = Vec::new();
        let mut next = self.0.get_key_value(id);
        while let Some((id, style)) = next {
            if chain.len() > 30 {
                break;
            }
            chain.push((id, style));
            next = style.based_on.as_ref().and_then(|id| self.0.get_key_value(id));
        }
        chain
    }

    fn numbering_styles(&self) -> BTreeMap<String, String> {
        let number =
            |(id, style): (&String, &Style)| Some((id.clone(), style.number.as_ref()?.0.clone()?));
        self.0.iter().filter_map(number).collect()
    }
}

/// Reads which list a paragraph belongs to, and on which level.
fn number_of(element: &Element) -> (Option<String>, Option<usize>) {
    let level = element.value("ilvl").and_then(|text| text.parse().ok());
    (element.value("numId").map(str::to_owned), level)
}

/// Returns the symbol font of a run, if it is set in one.
fn font_of(properties: &Element) -> Option<String> {
    let fonts = properties.child("rFonts")?;
    let named = ["ascii", "hAnsi", "cs", "eastAsia"].iter().filter_map(|at| fonts.attribute(at));
    let named: Vec<&str> = named.collect();
    let symbolic = named.iter().find(|font| symbol::is_symbolic(font));
    symbolic.or(named.first()).map(|font| (*font).to_owned())
}

/// What is counted to be told.
#[derive(Debug, Default)]
struct Seen {
    inserted: usize,
    deleted: usize,
    moved: usize,
    hidden: usize,
    pictures: usize,
    alternatives: Vec<String>,
    boxes: usize,
    notes: usize,
    formulas: usize,
    embedded: usize,
    strange: BTreeMap<String, usize>,
    symbols: BTreeMap<String, usize>,
}

/// A field of Word being read: its instruction is not printed, its result is.
#[derive(Debug)]
struct Field {
    in_result: bool,
    instruction: String,
    /// The tick of an old check box.
    tick: Option<char>,
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

    /// Reads what a paragraph, or something within it, holds.
    fn runs(&mut self, parent: &Element, depth: usize, draft: &mut Draft) {
        if depth > DEPTH {
            return;
        }
        for element in parent.elements() {
            match element.name.as_str() {
                "r" if element.prefix != "m" => self.run(element, depth, draft),
                "hyperlink" => {
                    let id = element.attribute("id").and_then(|id| self.links.get(id).cloned());
                    let before = draft.text.len();
                    self.runs(element, depth + 1, draft);
                    self.link(id, before, draft);
                }
                "fldSimple" => {
                    let link = element.attribute("instr").and_then(hyperlink);
                    let before = draft.text.len();
                    self.runs(element, depth + 1, draft);
                    self.link(link, before, draft);
                }
                "sdt" => match checked(element) {
                    Some(tick) => draft.text.push(tick),
                    None => self.runs(element, depth + 1, draft),
                },
                "del" | "moveFrom" => self.count_removed(element),
                "oMath" | "oMathPara" => {
                    self.seen.formulas += 1;
                    draft.text.push_str(&element.text());
                }
                "ruby" => {
                    for base in element.elements().filter(|child| child.name == "rubyBase") {
                        self.runs(base, depth + 1, draft);
                    }
                }
                "AlternateContent" => {
                    let chosen = element.child("Choice").or(element.child("Fallback"));
                    if let Some(chosen) = chosen {
                        self.runs(chosen, depth + 1, draft);
                    }
                }
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    self.runs(element, depth + 1, draft);
                }
            }
        }
    }

    fn link(&mut self, target: Option<String>, before: usize, draft: &mut Draft) {
        let Some(target) = target else { return };
        if !draft.text[before..].contains(target.trim_end_matches('/')) {
            draft.links.push(target);
        }
    }

    fn run(&mut self, run: &Element, depth: usize, draft: &mut Draft) {
        let properties = run.child("rPr");
        let style = properties.and_then(|it| it.value("rStyle"));
        let of_style = |want: fn(&Style) -> Option<String>| {
            style.and_then(|id| self.styles.chain(id).iter().find_map(|(_, style)| want(style)))
        };
        let hidden_by_style = of_style(|style| style.hidden.then(String::new)).is_some();
        draft.font = properties.and_then(font_of).or_else(|| of_style(|style| style.font.clone()));
        let hidden = match properties.and_then(|it| it.child("vanish")) {
            Some(_) => properties.is_some_and(|it| it.is_on("vanish")),
            None => hidden_by_style,
        };
        if hidden && run.child("t").is_some() {
            self.seen.hidden += 1;
            self.paper.aside.push(Aside { place: "隐藏文字", text: run.text() });
            return;
        }
        self.run_content(run, depth, draft);
    }

    fn run_content(&mut self, run: &Element, depth: usize, draft: &mut Draft) {
        for element in run.elements() {
            let in_instruction = self.fields.iter().any(|field| !field.in_result);
            match element.name.as_str() {
                "t" if !in_instruction => self.words(&element.text(), draft),
                "t" => {}
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                "fldChar" => self.field(element, draft),
                "tab" | "ptab" => draft.text.push('\t'),
                "br" | "cr" => match element.attribute("type") {
                    Some("page" | "column") => {}
                    _ => draft.text.push('\n'),
                },
                "noBreakHyphen" => draft.text.push('-'),
                "sym" => self.symbol(element, draft),
                "footnoteReference" | "endnoteReference" => self.note(element, depth, draft),
                "commentReference" => {}
                "delText" | "delInstrText" => {}
                "drawing" | "pict" | "object" | "AlternateContent" => {
                    self.drawing(element, depth, draft);
                }
                "ruby" => {
                    for base in element.elements().filter(|child| child.name == "rubyBase") {
                        self.runs(base, depth + 1, draft);
                    }
                }
                "pgNum" | "dayLong" | "dayShort" | "monthLong" | "monthShort" | "yearLong"
                | "yearShort" => {}
                name if SILENT.contains(&name) => {}
                name => {
                    *self.seen.strange.entry(name.to_owned()).or_default() += 1;
                    self.words(&element.text(), draft);
                }
            }
        }
    }

    /// Adds words, those in a symbol font as what they show.
    fn words(&mut self, words: &str, draft: &mut Draft) {
        let font = draft.font.clone().filter(|font| symbol::is_symbolic(font));
        for c in words.chars() {
            let private = ('\u{e000}'..='\u{f8ff}').contains(&c);
            let shown = match &font {
                Some(font) => symbol::shown(font, c),
                None if private => symbol::without_font(c),
                None => Some(c),
            };
            match shown {
                Some(shown) => draft.text.push(shown),
                None => {
                    let font = font.as_deref().or(draft.font.as_deref()).unwrap_or("字体不明");
                    let told = format!("{font} U+{:04X}", u32::from(c));
                    *self.seen.symbols.entry(told).or_default() += 1;
                    draft.text.push(if private { '\u{fffd}' } else { c });
                }
            }
        }
    }

    fn symbol(&mut self, element: &Element, draft: &mut Draft) {
        let font = element.attribute("font").unwrap_or("Symbol");
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(c) = code.and_then(char::from_u32) else { return };
        match symbol::shown(font, c) {
            Some(shown) => draft.text.push(shown),
            None => {
                let told = format!("{font} U+{:04X}", u32::from(c));
                *self.seen.symbols.entry(told).or_default() += 1;
                draft.text.push('\u{fffd}');
            }
        }
    }

    fn field(&mut self, element: &Element, draft: &mut Draft) {
        match element.attribute("fldCharType") {
            Some("begin") => {
                let check_box = element.child("ffData").and_then(|data| data.child("checkBox"));
                let tick = check_box.map(|it| {
                    let on = match it.child("checked") {
                        Some(_) => it.is_on("checked"),
                        None => it.is_on("default"),
                    };
                    if on { TICKED } else { EMPTY }
                });
                self.fields.push(Field { in_result: false, instruction: String::new(), tick });
            }
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            Some("end") => {
                let Some(field) = self.fields.pop() else { return };
                draft.text.extend(field.tick);
                if let Some(target) = hyperlink(&field.instruction)
                    && !draft.text.contains(target.trim_end_matches('/'))
                {
                    draft.links.push(target);
                }
            }
            _ => {}
        }
    }

    /// Puts a note after the paragraph that refers to it.
    fn note(&mut self, element: &Element, depth: usize, draft: &mut Draft) {
        let id = element.attribute("id").unwrap_or_default();
        let notes = self.notes.get_mut(element.name.as_str());
        let Some(note) = notes.and_then(|notes| notes.remove(id)) else { return };
        self.seen.notes += 1;
        draft.after.extend(self.blocks(&note, depth + 1));
    }

    /// Reads the text boxes of a drawing, and counts its pictures.
    fn drawing(&mut self, element: &Element, depth: usize, draft: &mut Draft) {
        if depth > DEPTH {
            return;
        }
        match element.name.as_str() {
            "txbxContent" => {
                self.seen.boxes += 1;
                let fields = std::mem::take(&mut self.fields);
                draft.after.extend(self.blocks(element, depth + 1));
                self.fields = fields;
            }
            "AlternateContent" => {
                let chosen = element.child("Choice").or(element.child("Fallback"));
                if let Some(chosen) = chosen {
                    self.drawing(chosen, depth + 1, draft);
                }
            }
            "blip" | "imagedata" => self.seen.pictures += 1,
            "textpath" => {
                let words = element.attribute("string").unwrap_or_default().to_owned();
                draft.after.push(Block::Paragraph(Paragraph::plain(words)));
            }
            name => {
                if matches!(name, "docPr" | "cNvPr")
                    && let Some(words) = element.attribute("descr").filter(|it| !it.is_empty())
                {
                    self.seen.alternatives.push(words.to_owned());
                }
                if name == "t" && element.prefix == "a" {
                    let words = element.text();
                    draft.after.push(Block::Paragraph(Paragraph::plain(words)));
                    return;
                }
                for child in element.elements() {
                    self.drawing(child, depth + 1, draft);
                }
            }
        }
    }

    fn table(&mut self, element: &Element, depth: usize) -> Table {
        let mut table = Table::default();
        self.rows(element, depth, &mut table);
        table
    }

    fn rows(&mut self, parent: &Element, depth: usize, table: &mut Table) {
        for element in parent.elements() {
            match element.name.as_str() {
                "tr" => {
                    let properties = element.child("trPr");
                    if properties.is_some_and(|it| it.child("del").is_some()) {
                        self.seen.deleted += 1;
                        continue;
                    }
                    let before = properties.and_then(|it| it.value("gridBefore"));
                    let mut column = span(before, 0);
                    let mut row = Vec::new();
                    self.cells(element, depth, &mut column, &mut row);
                    table.rows.push(row);
                }
                "del" | "moveFrom" => self.count_removed(element),
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    self.rows(element, depth, table);
                }
            }
        }
    }

    fn cells(&mut self, parent: &Element, depth: usize, column: &mut usize, row: &mut Vec<Cell>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "tc" => {
                    let properties = element.child("tcPr");
                    let width = span(properties.and_then(|it| it.value("gridSpan")), 1).max(1);
                    let goes_on = |name: &str| {
                        let merge = properties.and_then(|it| it.child(name));
                        merge.is_some_and(|it| {
                            it.attribute("val").is_none_or(|value| value == "continue")
                        })
                    };
                    let blocks = self.blocks(element, depth + 1);
                    if goes_on("hMerge")
                        && let Some(before) = row.last_mut()
                    {
                        before.width += width;
                    } else {
                        let continued = goes_on("vMerge");
                        row.push(Cell { column: *column, width, continued, blocks });
                    }
                    *column += width;
                }
                "del" | "moveFrom" => self.count_removed(element),
                name if SILENT.contains(&name) => {}
                name => {
                    self.count_holder(name);
                    self.cells(element, depth, column, row);
                }
            }
        }
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
        let seen = &self.seen;
        let counted = [
            (seen.inserted, "处修订插入的文字，按接受修订读"),
            (seen.deleted, "处修订删除的文字，没有读"),
            (seen.moved, "处修订移动的文字，按新的位置读"),
            (seen.hidden, "处隐藏文字，没有读"),
            (seen.pictures, "张图片，没有读；图片里的文字要自己录入"),
            (seen.boxes, "个文本框，放在所在段落之后"),
            (seen.notes, "条脚注、尾注，放在所注的段落之后"),
            (seen.formulas, "处公式，只读了其中的文字"),
            (seen.embedded, "处嵌入的其他文件，没有读"),
            (self.numbering.bullets, "处项目符号，只读了文字，没有带符号"),
        ];
        let told = counted.into_iter().filter(|(n, _)| *n > 0);
        self.paper.remarks.extend(told.map(|(n, what)| format!("{n} {what}")));
        for (what, n) in &seen.symbols {
            let remark = format!("{n} 处符号字体的字符（{what}）不知道是什么，写成了 \u{fffd}");
            self.paper.remarks.push(remark);
        }
        for (what, n) in &seen.strange {
            let remark = format!("{n} 处不认识的标记“{what}”，只读了其中的文字");
            self.paper.remarks.push(remark);
        }
        let words = std::mem::take(&mut self.seen.alternatives);
        let aside = words.into_iter().map(|text| Aside { place: "图片的说明", text });
        self.paper.aside.extend(aside);
    }
}

fn span(text: Option<&str>, otherwise: usize) -> usize {
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise).min(200)
}

/// Returns the state of a check-box control.
fn checked(sdt: &Element) -> Option<char> {
    let check_box = sdt.child("sdtPr")?.child("checkbox")?;
    let on =
        |it: &Element| it.attribute("val").is_none_or(|value| value != "0" && value != "false");
    Some(if check_box.child("checked").is_some_and(on) { TICKED } else { EMPTY })
}

/// Returns where a field `HYPERLINK "…"` leads.
pub fn hyperlink(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let target = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!target.is_empty() && !target.starts_with('\\')).then(|| target.to_owned())
}
