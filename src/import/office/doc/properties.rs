//! How paragraphs and characters of an old Word document are set: what of it bears on reading.
//! It must not know what is written in them.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use super::parts::Parts;

/// The size of a page of properties, in bytes.
const PAGE: usize = 512;

/// What is set of a paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    pub style: u16,
    pub in_table: bool,
    pub row_end: bool,
    pub depth: u32,
    /// List and level; list 0 is none.
    pub list: Option<(u16, usize)>,
    level: Option<usize>,
    pub heading: bool,
    pub row: Option<Row>,
}

/// The cells of a row: their edges in twips, and which go on from above or from the left.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub edges: Vec<i32>,
    pub continued: Vec<bool>,
    pub joined: Vec<bool>,
}

/// What is set of a character.
#[derive(Clone, Copy, Debug, Default)]
pub struct Character {
    pub deleted: bool,
    pub hidden: bool,
    pub symbol: Option<(u16, u16)>,
    pub font: Option<u16>,
    pub picture: Option<usize>,
}

/// The paragraphs of a document by the place where each ends.
#[derive(Debug, Default)]
pub struct Paragraphs(BTreeMap<usize, (usize, Paragraph)>);

/// Runs of characters by the place where each begins.
#[derive(Debug, Default)]
pub struct Characters(BTreeMap<usize, (usize, Character)>);

impl Paragraphs {
    pub fn read(parts: Parts, number: usize) -> Option<Self> {
        let mut found = BTreeMap::new();
        for page in pages(parts, number)? {
            let Some(runs) = page.u8(PAGE - 1).map(usize::from) else { continue };
            for run in 0..runs {
                let (Some(from), Some(to)) = (page.place(run * 4), page.place(run * 4 + 4)) else {
                    break;
                };
                let offset = page.u8((runs + 1) * 4 + run * 13).map_or(0, |at| usize::from(at) * 2);
                let set = self::set(page, offset).map(|set| paragraph(set, parts.data));
                found.insert(from, (to, set.unwrap_or_default()));
            }
        }
        Some(Self(found))
    }

    pub fn at(&self, place: usize) -> Paragraph {
        let run = self.0.range(..=place).next_back().filter(|(_, (to, _))| place < *to);
        run.map(|(_, (_, set))| set.clone()).unwrap_or_default()
    }
}

impl Characters {
    pub fn read(parts: Parts, number: usize) -> Option<Self> {
        let mut found = BTreeMap::new();
        for page in pages(parts, number)? {
            let Some(runs) = page.u8(PAGE - 1).map(usize::from) else { continue };
            for run in 0..runs {
                let (Some(from), Some(to)) = (page.place(run * 4), page.place(run * 4 + 4)) else {
                    break;
                };
                let offset = page.u8((runs + 1) * 4 + run).map_or(0, |at| usize::from(at) * 2);
                if offset == 0 {
                    continue;
                }
                let Some(len) = page.u8(offset).map(usize::from) else { continue };
                let set = page.part(offset + 1, len).unwrap_or_default();
                found.insert(from, (to, character(Bytes(set))));
            }
        }
        Some(Self(found))
    }

    pub fn at(&self, place: usize) -> Character {
        let run = self.0.range(..=place).next_back().filter(|(_, (to, _))| place < *to);
        run.map(|(_, (_, set))| *set).unwrap_or_default()
    }
}

/// Returns the pages of properties that the table stream names.
fn pages<'a>(parts: Parts<'a>, number: usize) -> Option<Vec<Bytes<'a>>> {
    let told = parts.table_part(number)?;
    let count = told.0.len().checked_sub(4)? / 8;
    let page = |i: usize| {
        let number = told.place((count + 1) * 4 + i * 4)? & 0x3f_ffff;
        parts.main.part(number.checked_mul(PAGE)?, PAGE).map(Bytes)
    };
    Some((0..count).filter_map(page).collect())
}

/// Returns what a page says of a paragraph: style, then changes.
fn set<'a>(page: Bytes<'a>, offset: usize) -> Option<&'a [u8]> {
    if offset == 0 {
        return None;
    }
    match usize::from(page.u8(offset)?) {
        0 => page.part(offset + 2, usize::from(page.u8(offset + 1)?) * 2),
        len => page.part(offset + 1, len * 2 - 1),
    }
}

fn paragraph(set: &[u8], data: Bytes) -> Paragraph {
    let set = Bytes(set);
    let mut paragraph = Paragraph { style: set.u16(0).unwrap_or(0), ..Paragraph::default() };
    change(&mut paragraph, set.0.get(2..).unwrap_or_default(), data, 0);
    paragraph
}

/// Applies changes to a paragraph; wide rows keep theirs in the stream of pictures.
fn change(paragraph: &mut Paragraph, changes: &[u8], data: Bytes, depth: usize) {
    for (code, operand) in Changes(changes) {
        let operand = Bytes(operand);
        let byte = operand.u8(0).unwrap_or(0);
        match code {
            0x2416 => paragraph.in_table = byte != 0,
            0x2417 => paragraph.row_end = byte != 0,
            0x6649 => {
                paragraph.depth = operand.u32(0).unwrap_or(0);
                paragraph.in_table = paragraph.in_table || paragraph.depth > 0;
            }
            0x460b => {
                let level = paragraph.level.unwrap_or(0);
                paragraph.list = operand.u16(0).map(|list| (list, level));
            }
            0x260a => {
                paragraph.level = Some(usize::from(byte));
                if let Some((_, level)) = &mut paragraph.list {
                    *level = usize::from(byte);
                }
            }
            0x2640 => paragraph.heading = byte < 9,
            0x6645 | 0x6646 if depth == 0 => {
                let more = operand.place(0).and_then(|at| {
                    let len = usize::from(data.u16(at)?);
                    data.part(at + 2, len)
                });
                change(paragraph, more.unwrap_or_default(), data, 1);
            }
            0xd608 => paragraph.row = row(operand),
            0xd62b => {
                if let (Some(cell), Some(flags), Some(row)) =
                    (operand.u8(0), operand.u8(1), &mut paragraph.row)
                    && let Some(continued) = row.continued.get_mut(usize::from(cell))
                {
                    *continued = flags == 1;
                }
            }
            _ => {}
        }
    }
}

/// Reads where the cells of a row stand.
fn row(operand: Bytes) -> Option<Row> {
    let count = usize::from(operand.u8(0)?);
    let edge = |i: usize| Some(i32::from(operand.u16(1 + i * 2)?.cast_signed()));
    let edges: Option<Vec<i32>> = (0..=count).map(edge).collect();
    let start = 1 + (count + 1) * 2;
    let flags: Vec<u16> = (0..count).map(|i| operand.u16(start + i * 20).unwrap_or(0)).collect();
    Some(Row {
        edges: edges?,
        continued: flags.iter().map(|flags| (flags >> 5) & 3 == 1).collect(),
        joined: flags.iter().map(|flags| flags & 3 == 1).collect(),
    })
}

fn character(changes: Bytes) -> Character {
    let mut character = Character::default();
    for (code, operand) in Changes(changes.0) {
        let operand = Bytes(operand);
        let on = operand.u8(0).is_some_and(|byte| byte == 1);
        match code {
            0x0800 => character.deleted = on,
            0x083c => character.hidden = on,
            0x6a09 => character.symbol = operand.u16(0).zip(operand.u16(2)),
            0x4a4f => character.font = operand.u16(0),
            0x6a03 => character.picture = operand.place(0),
            _ => {}
        }
    }
    character
}

/// Changes of properties, one after the other: a code and what it takes.
struct Changes<'a>(&'a [u8]);

impl<'a> Iterator for Changes<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = Bytes(self.0);
        let code = bytes.u16(0)?;
        let (skip, len) = match code >> 13 {
            0 | 1 => (2, 1),
            2 | 4 | 5 => (2, 2),
            3 => (2, 4),
            7 => (2, 3),
            _ if code == 0xd608 => (4, usize::from(bytes.u16(2)?).checked_sub(1)?),
            _ => (3, usize::from(bytes.u8(2)?)),
        };
        // A list of tab stops may be longer than its length can say; nothing after it bears on us.
        if code == 0xc615 && len == 255 {
            self.0 = &[];
            return None;
        }
        let operand = bytes.part(skip, len)?;
        self.0 = &self.0[skip + len..];
        Some((code, operand))
    }
}

/// The styles of a document: list, level and whether it is a heading.
#[derive(Debug, Default)]
pub struct Styles(Vec<Option<Style>>);

#[derive(Clone, Debug)]
struct Style {
    base: u16,
    list: Option<(u16, usize)>,
    heading: bool,
}

impl Styles {
    pub fn read(told: Bytes) -> Self {
        let mut styles = Vec::new();
        let Some(head) = told.u16(0).map(usize::from) else { return Self::default() };
        let count = told.u16(2).unwrap_or(0).min(4095);
        let base_size = told.u16(4).map_or(10, usize::from);
        let mut at = 2 + head;
        for _ in 0..count {
            let Some(len) = told.u16(at).map(usize::from) else { break };
            let style = told.part(at + 2, len).and_then(|bytes| style(Bytes(bytes), base_size));
            styles.push(style);
            at += 2 + len;
        }
        Self(styles)
    }

    /// Returns a paragraph's properties with those of its style beneath.
    pub fn over(&self, mut own: Paragraph) -> Paragraph {
        let mut next = Some(own.style);
        for _ in 0..20 {
            let style = next.and_then(|at| self.0.get(usize::from(at))?.as_ref());
            let Some(style) = style else { break };
            own.heading = own.heading || style.heading;
            if own.list.is_none() {
                own.list = style.list.map(|(list, level)| (list, own.level.unwrap_or(level)));
            }
            next = (style.base != 0xfff).then_some(style.base);
        }
        own.list = own.list.filter(|(list, _)| *list != 0);
        own
    }
}

fn style(bytes: Bytes, base_size: usize) -> Option<Style> {
    let known = bytes.u16(0)? & 0xfff;
    let second = bytes.u16(2)?;
    let (kind, base) = (second & 0xf, second >> 4);
    if kind != 1 {
        return Some(Style { base, list: None, heading: false });
    }
    let name = usize::from(bytes.u16(base_size)?);
    let mut at = base_size + 2 + (name + 1) * 2;
    at += at % 2;
    let len = usize::from(bytes.u16(at)?);
    let set = bytes.part(at + 2, len).unwrap_or_default();
    let mut paragraph = Paragraph::default();
    change(&mut paragraph, set.get(2..).unwrap_or_default(), Bytes(&[]), 1);
    let heading = (1..=9).contains(&known) || known == 62 || paragraph.heading;
    Some(Style { base, list: paragraph.list, heading })
}
