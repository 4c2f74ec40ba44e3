//! A Word document of 1997 to 2003 (.doc) → paper, after [MS-DOC].
//! It must not know what the document says; every offset in it may be a lie.

mod bytes;
mod letters;
mod lists;
mod parts;
mod properties;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::container::Fault;
use crate::import::paper::{Aside, Block, Paper, Paragraph, lines};
use bytes::Bytes;
use letters::{Field, Text};
use lists::Lists;
use parts::{CHARACTERS, FONTS, LIST_USES, LISTS, Letter, PARAGRAPHS, Parts, STYLES};
use properties::{Characters, Paragraphs, Row, Styles};
use rows::Rows;

/// The largest stream that is read, in bytes.
const MOST_STREAM: u64 = 64 * 1024 * 1024;

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Paper, Fault> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let mut stream = |name: &str| -> Result<Option<Vec<u8>>, Fault> {
        if !file.is_stream(name) {
            return Ok(None);
        }
        let stream = file.open_stream(name).map_err(|_| Fault::Damaged)?;
        let mut bytes = Vec::new();
        stream.take(MOST_STREAM).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
        Ok(Some(bytes))
    };
    let main = match stream("/WordDocument")? {
        Some(main) => main,
        None if stream("/EncryptedPackage")?.is_some() => return Err(Fault::Locked),
        None => return Err(Fault::Missing),
    };
    let head = Bytes(&main);
    let flags = head.u16(10).ok_or(Fault::Damaged)?;
    if flags & 0x0100 != 0 {
        return Err(Fault::Locked);
    }
    // The format before Word 97 is another.
    if head.u16(0) != Some(0xa5ec) || head.u16(2).is_none_or(|version| version < 101) {
        return Err(Fault::Missing);
    }
    let name = if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" };
    let table = stream(name)?.ok_or(Fault::Damaged)?;
    let data = stream("/Data")?.unwrap_or_default();
    let parts = Parts { main: head, table: Bytes(&table), data: Bytes(&data) };
    paper(parts).ok_or(Fault::Damaged)
}

/// Reads the stories of a document, one after another.
fn paper(parts: Parts) -> Option<Paper> {
    let letters = parts.letters()?;
    let stories = parts.stories()?;
    let mut reader = Reader {
        styles: parts.table_part(STYLES).map(Styles::read).unwrap_or_default(),
        lists: Lists::read(parts, LISTS, LIST_USES).unwrap_or_default(),
        fonts: parts.table_part(FONTS).map(parts::fonts).unwrap_or_default(),
        paragraphs: Paragraphs::read(parts, PARAGRAPHS).unwrap_or_default(),
        characters: Characters::read(parts, CHARACTERS).unwrap_or_default(),
        data: parts.data,
        fields: Vec::new(),
        seen: BTreeMap::new(),
        paper: Paper::default(),
    };
    let mut start = 0;
    for (name, len) in stories {
        let end = (start + len).min(letters.len());
        let blocks = reader.story(letters.get(start..end).unwrap_or_default());
        match name {
            "" => reader.paper.blocks = blocks,
            "脚注" | "尾注" | "文本框" => {
                let own = lines(&blocks);
                if !own.is_empty() {
                    let told = format!("{} 行{name}里的文字，放在文件最后", own.len());
                    reader.paper.remarks.push(told);
                    reader.paper.blocks.extend(blocks);
                }
            }
            place => {
                let texts = lines(&blocks).into_iter();
                reader.paper.aside.extend(texts.map(|text| Aside { place, text }));
            }
        }
        start = end;
    }
    reader.remark();
    Some(reader.paper)
}

/// What is known while the stories are read.
struct Reader<'a> {
    styles: Styles,
    lists: Lists,
    fonts: Vec<String>,
    paragraphs: Paragraphs,
    characters: Characters,
    data: Bytes<'a>,
    fields: Vec<Field>,
    seen: BTreeMap<String, usize>,
    paper: Paper,
}

impl Reader<'_> {
    /// Reads a story, paragraph by paragraph.
    fn story(&mut self, letters: &[Letter]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut table = Rows::default();
        let mut start = 0;
        for (at, letter) in letters.iter().enumerate() {
            if !matches!(letter.unit, 0x0d | 0x07 | 0x0c) {
                continue;
            }
            let own = self.paragraphs.at(letter.place);
            let properties = self.styles.over(own);
            let paragraph = self.paragraph(&letters[start..at], &properties);
            start = at + 1;
            if properties.row_end {
                let row = std::mem::take(&mut table.cells);
                table.rows.push((row, properties.row.unwrap_or_default()));
                continue;
            }
            if !properties.in_table {
                blocks.extend(table.end());
                blocks.push(Block::Paragraph(paragraph));
                continue;
            }
            table.cell.push(Block::Paragraph(paragraph));
            // The end of an inner table's cell is a line of the outer cell.
            if letter.unit == 0x07 && properties.depth <= 1 {
                let cell = std::mem::take(&mut table.cell);
                table.cells.push(cell);
            }
        }
        if start < letters.len() {
            let paragraph = self.paragraph(&letters[start..], &properties::Paragraph::default());
            table.cell.push(Block::Paragraph(paragraph));
        }
        if !table.cell.is_empty() {
            let cell = std::mem::take(&mut table.cell);
            table.cells.push(cell);
        }
        if !table.cells.is_empty() {
            let row = std::mem::take(&mut table.cells);
            if table.rows.is_empty() {
                blocks.extend(row.into_iter().flatten());
            } else {
                table.rows.push((row, Row::default()));
            }
        }
        blocks.extend(table.end());
        blocks
    }

    fn paragraph(&mut self, letters: &[Letter], properties: &properties::Paragraph) -> Paragraph {
        let mut text = Text::default();
        for letter in letters {
            self.letter(*letter, &mut text);
        }
        let words = text.decoded();
        let number = match properties.list {
            // A row's end and an empty cell have no number of their own to show.
            Some((list, level)) if !properties.row_end => self.lists.next(list, level),
            _ => String::new(),
        };
        Paragraph { number, text: words, links: text.links, heading: properties.heading }
    }

    fn remark(&mut self) {
        let bullets = self.lists.bullets();
        if bullets > 0 {
            let told = format!("{bullets} 处项目符号，只读了文字，没有带符号");
            self.paper.remarks.push(told);
        }
        for (what, n) in &self.seen {
            self.paper.remarks.push(format!("{n} {what}"));
        }
    }
}
