//! A Word document of 1997 to 2003 (.doc) → paper, after [MS-DOC].
//! It must not know what the document says; every offset in it may be a lie.

mod lists;
mod properties;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use super::container::Fault;
use super::symbol;
use crate::import::paper::{Aside, Block, Cell, EMPTY, Paper, Paragraph, TICKED, Table};
use lists::Lists;
use properties::{Characters, Paragraphs, Row, Styles};

/// The largest stream that is read, in bytes, and the most characters of a document.
const MOST_STREAM: u64 = 64 * 1024 * 1024;
const MOST_CHARACTERS: usize = 8_000_000;

/// Where the parts of the file are told, by their place in the table of the file's head.
const STYLES: usize = 1;
const CHARACTERS: usize = 12;
const PARAGRAPHS: usize = 13;
const FONTS: usize = 15;
const PIECES: usize = 33;
const LISTS: usize = 73;
const LIST_USES: usize = 74;

/// Bytes that are read without trusting any place.
#[derive(Clone, Copy)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    pub fn part(self, at: usize, len: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(len)?)
    }

    pub fn u8(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    pub fn u16(self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(self.part(at, 2)?.try_into().ok()?))
    }

    pub fn u32(self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.part(at, 4)?.try_into().ok()?))
    }

    pub fn place(self, at: usize) -> Option<usize> {
        usize::try_from(self.u32(at)?).ok()
    }

    /// Returns characters of two bytes each.
    pub fn text(self, at: usize, letters: usize) -> Option<String> {
        let bytes = self.part(at, letters.checked_mul(2)?)?;
        let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect())
    }
}

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
    parts.paper().ok_or(Fault::Damaged)
}

/// The streams of a document.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    pub main: Bytes<'a>,
    pub table: Bytes<'a>,
    pub data: Bytes<'a>,
}

/// A character with the place in the file that its properties go by.
#[derive(Clone, Copy)]
struct Letter {
    unit: u16,
    place: usize,
}

impl<'a> Parts<'a> {
    /// Returns a part of the table stream by its number in the head.
    pub fn table_part(self, number: usize) -> Option<Bytes<'a>> {
        let at = 0x9a + number * 8;
        let (start, len) = (self.main.place(at)?, self.main.place(at + 4)?);
        Some(Bytes(self.table.part(start, len)?))
    }

    /// Returns where a part of the table stream begins.
    pub fn start(self, number: usize) -> Option<usize> {
        self.main.place(0x9a + number * 8)
    }

    fn paper(self) -> Option<Paper> {
        let letters = self.letters()?;
        let stories = self.stories()?;
        let mut reader = Reader {
            styles: self.table_part(STYLES).map(Styles::read).unwrap_or_default(),
            lists: Lists::read(self, LISTS, LIST_USES).unwrap_or_default(),
            fonts: self.table_part(FONTS).map(fonts).unwrap_or_default(),
            paragraphs: Paragraphs::read(self, PARAGRAPHS).unwrap_or_default(),
            characters: Characters::read(self, CHARACTERS).unwrap_or_default(),
            data: self.data,
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
                    let lines = crate::import::paper::lines(&blocks);
                    if !lines.is_empty() {
                        let told = format!("{} 行{name}里的文字，放在文件最后", lines.len());
                        reader.paper.remarks.push(told);
                        reader.paper.blocks.extend(blocks);
                    }
                }
                place => {
                    let texts = crate::import::paper::lines(&blocks).into_iter();
                    reader.paper.aside.extend(texts.map(|text| Aside { place, text }));
                }
            }
            start = end;
        }
        reader.remark();
        Some(reader.paper)
    }

    /// Returns how many characters each story of the document has, in their order.
    fn stories(self) -> Option<[(&'static str, usize); 8]> {
        let count = |at: usize| self.main.place(at);
        Some([
            ("", count(0x4c)?),
            ("脚注", count(0x50)?),
            ("页眉、页脚", count(0x54)?),
            ("宏", count(0x58)?),
            ("批注", count(0x5c)?),
            ("尾注", count(0x60)?),
            ("文本框", count(0x64)?),
            ("页眉里的文本框", count(0x68)?),
        ])
    }

    /// Puts the pieces of the text together.
    fn letters(self) -> Option<Vec<Letter>> {
        let told = self.table_part(PIECES)?;
        let mut at = 0;
        // Before the table of pieces stand changes of formatting.
        while told.u8(at)? == 1 {
            at += 3 + usize::from(told.u16(at + 1)?);
        }
        if told.u8(at)? != 2 {
            return None;
        }
        let len = told.place(at + 1)?;
        let table = Bytes(told.part(at + 5, len)?);
        let pieces = len.checked_sub(4)? / 12;
        let mut letters = Vec::new();
        for piece in 0..pieces {
            let (from, to) = (table.place(piece * 4)?, table.place(piece * 4 + 4)?);
            let count = to.checked_sub(from)?;
            if letters.len() + count > MOST_CHARACTERS {
                return None;
            }
            let place = table.u32((pieces + 1) * 4 + piece * 8 + 2)?;
            let start = usize::try_from(place & 0x3fff_ffff).ok()?;
            if place & 0x4000_0000 != 0 {
                let start = start / 2;
                let bytes = self.main.part(start, count)?;
                letters.extend(
                    bytes
                        .iter()
                        .enumerate()
                        .map(|(i, byte)| Letter { unit: western(*byte), place: start + i }),
                );
            } else {
                let bytes = self.main.part(start, count.checked_mul(2)?)?;
                letters.extend(bytes.chunks_exact(2).enumerate().map(|(i, pair)| Letter {
                    unit: u16::from_le_bytes([pair[0], pair[1]]),
                    place: start + i * 2,
                }));
            }
        }
        Some(letters)
    }
}

/// Returns a character of the Western code page; 汉字 are never stored so.
fn western(byte: u8) -> u16 {
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.encode_utf16().next().unwrap_or(0xfffd)
}

/// Reads the names of the fonts.
fn fonts(told: Bytes) -> Vec<String> {
    let mut fonts = Vec::new();
    let count = told.u16(0).unwrap_or(0);
    let mut at = 4;
    for _ in 0..count {
        let Some(len) = told.u8(at).map(usize::from) else { break };
        let name = Bytes(told.part(at + 1, len).unwrap_or_default());
        let text = name.text(39, len.saturating_sub(39) / 2).unwrap_or_default();
        fonts.push(text.split('\0').next().unwrap_or_default().to_owned());
        at += len + 1;
    }
    fonts
}

/// A field being read: its instruction is not printed, its result is.
struct Field {
    in_result: bool,
    instruction: String,
}

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

/// A table being read: rows with the edges of their cells.
#[derive(Default)]
struct Draft {
    rows: Vec<(Vec<Vec<Block>>, Row)>,
    cells: Vec<Vec<Block>>,
    cell: Vec<Block>,
}

impl Reader<'_> {
    /// Reads a story, paragraph by paragraph.
    fn story(&mut self, letters: &[Letter]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut draft = Draft::default();
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
                let row = std::mem::take(&mut draft.cells);
                draft.rows.push((row, properties.row.unwrap_or_default()));
                continue;
            }
            if !properties.in_table {
                blocks.extend(end_table(&mut draft));
                blocks.push(Block::Paragraph(paragraph));
                continue;
            }
            draft.cell.push(Block::Paragraph(paragraph));
            // The end of an inner table's cell is a line of the outer cell.
            if letter.unit == 0x07 && properties.depth <= 1 {
                let cell = std::mem::take(&mut draft.cell);
                draft.cells.push(cell);
            }
        }
        if start < letters.len() {
            let paragraph = self.paragraph(&letters[start..], &properties::Paragraph::default());
            draft.cell.push(Block::Paragraph(paragraph));
        }
        if !draft.cell.is_empty() {
            let cell = std::mem::take(&mut draft.cell);
            draft.cells.push(cell);
        }
        if !draft.cells.is_empty() {
            let row = std::mem::take(&mut draft.cells);
            if draft.rows.is_empty() {
                blocks.extend(row.into_iter().flatten());
            } else {
                draft.rows.push((row, Row::default()));
            }
        }
        blocks.extend(end_table(&mut draft));
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

    fn letter(&mut self, letter: Letter, text: &mut Text) {
        let own = self.characters.at(letter.place);
        if own.deleted {
            *self.seen.entry("处修订删除的文字，没有读".to_owned()).or_default() += 1;
            return;
        }
        match letter.unit {
            0x13 => {
                self.fields.push(Field { in_result: false, instruction: String::new() });
                return;
            }
            0x14 => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
                return;
            }
            0x15 => {
                let field = self.fields.pop();
                let target = field.and_then(|field| super::docx::hyperlink(&field.instruction));
                text.links.extend(target);
                return;
            }
            _ => {}
        }
        if let Some(field) = self.fields.last_mut().filter(|field| !field.in_result) {
            match letter.unit {
                // An old check box keeps its state beside the instruction.
                0x01 => {
                    let tick = own.picture.and_then(|place| check_box(self.data, place));
                    text.units.extend(tick.map(|c| c as u16));
                }
                unit => field.instruction.extend(char::from_u32(unit.into())),
            }
            return;
        }
        if own.hidden {
            *self.seen.entry("个隐藏的字，没有读".to_owned()).or_default() += 1;
            return;
        }
        match (own.symbol, letter.unit) {
            (Some((font, code)), _) => {
                let font = self.fonts.get(usize::from(font)).cloned().unwrap_or_default();
                self.symbol(&font, code, text);
            }
            (None, 0x01 | 0x08) => {
                *self.seen.entry("张图片或图形，没有读".to_owned()).or_default() += 1;
            }
            (None, 0x09) => text.units.push(0x20),
            (None, 0x0b | 0x0e) => text.units.push(0x0a),
            (None, 0x1e) => text.units.push(u16::from(b'-')),
            (None, 0..=0x1f) => {}
            (None, unit) => {
                let font = own.font.and_then(|font| self.fonts.get(usize::from(font))).cloned();
                let private = (0xe000..=0xf8ff).contains(&unit);
                match font.filter(|font| symbol::is_symbolic(font)) {
                    Some(font) => self.symbol(&font, unit, text),
                    None if private => self.symbol("", unit, text),
                    None => text.units.push(unit),
                }
            }
        }
    }

    fn symbol(&mut self, font: &str, code: u16, text: &mut Text) {
        let Some(c) = char::from_u32(code.into()) else { return };
        let shown = match font {
            "" => symbol::without_font(c),
            font => symbol::shown(font, c),
        };
        let mut units = [0; 2];
        match shown {
            Some(shown) => text.units.extend_from_slice(shown.encode_utf16(&mut units)),
            None => {
                let told =
                    format!("处符号字体的字符（{font} U+{code:04X}）不知道是什么，写成了 \u{fffd}");
                *self.seen.entry(told).or_default() += 1;
                text.units.push(0xfffd);
            }
        }
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

/// The words of a paragraph as they come, in units of UTF-16.
#[derive(Default)]
struct Text {
    units: Vec<u16>,
    links: Vec<String>,
}

impl Text {
    fn decoded(&self) -> String {
        char::decode_utf16(self.units.iter().copied()).map(|c| c.unwrap_or('\u{fffd}')).collect()
    }
}

/// Returns the state of an old check box, which stands in the stream of pictures.
fn check_box(data: Bytes, place: usize) -> Option<char> {
    let head = usize::from(data.u16(place + 4)?);
    let at = place + head;
    let bits = data.u16(at + 4)?;
    if bits & 3 != 1 {
        return None;
    }
    let result = (bits >> 2) & 0x1f;
    let on = match result {
        25 => {
            let name = usize::from(data.u16(at + 10)?);
            data.u16(at + 10 + 2 + name * 2 + 2)? != 0
        }
        result => result != 0,
    };
    Some(if on { TICKED } else { EMPTY })
}

/// Makes a table of the rows that were read: the edges of all cells are the lines of its grid.
fn end_table(draft: &mut Draft) -> Option<Block> {
    let rows = std::mem::take(&mut draft.rows);
    if rows.is_empty() {
        return None;
    }
    let mut edges: Vec<i32> = rows.iter().flat_map(|(_, row)| row.edges.iter().copied()).collect();
    edges.sort_unstable();
    // Programs draw the same line some twips apart.
    edges.dedup_by(|next, kept| *next - *kept < 20);
    let line = |edge: i32| edges.iter().rposition(|known| *known <= edge + 19).unwrap_or(0);
    let mut table = Table::default();
    for (contents, row) in rows {
        let mut cells: Vec<Cell> = Vec::new();
        for (at, blocks) in contents.into_iter().enumerate() {
            let bounds = (row.edges.get(at), row.edges.get(at + 1));
            let (column, width) = match bounds {
                (Some(from), Some(to)) => {
                    (line(*from), line(*to).saturating_sub(line(*from)).max(1))
                }
                _ => (cells.last().map_or(0, |cell| cell.column + cell.width), 1),
            };
            match cells.last_mut() {
                Some(before) if row.joined.get(at) == Some(&true) => before.width += width,
                _ => {
                    let continued = row.continued.get(at) == Some(&true);
                    cells.push(Cell { column, width, continued, blocks });
                }
            }
        }
        table.rows.push(cells);
    }
    Some(Block::Table(table))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
        bytes[at..at + value.len()].copy_from_slice(value);
    }

    fn little_endian(values: &[u32]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// A document of one row with two cells and a line below: 甲 with a tick, 乙, 丙.
    fn document() -> Vec<u8> {
        const TEXT: usize = 0x800;
        let text: Vec<u16> = "(甲\u{7}乙\u{7}\u{7}丙\r".encode_utf16().collect();
        let place = |letter: usize| (TEXT + letter * 2) as u32;
        let mut main = vec![0; 0x1400];
        put(&mut main, 0, &[0xec, 0xa5, 0xc1, 0]);
        put(&mut main, 10, &[0, 2]);
        put(&mut main, 0x4c, &little_endian(&[text.len() as u32]));
        let units: Vec<u8> = text.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        put(&mut main, TEXT, &units);
        let mut table = Vec::new();
        let mut told = |main: &mut Vec<u8>, number: usize, part: Vec<u8>| {
            put(main, 0x9a + number * 8, &little_endian(&[table.len() as u32, part.len() as u32]));
            table.extend(part);
        };
        let mut pieces = vec![2];
        pieces.extend(little_endian(&[16, 0, text.len() as u32]));
        pieces.extend([0, 0]);
        pieces.extend(little_endian(&[TEXT as u32]));
        pieces.extend([0, 0]);
        told(&mut main, PIECES, pieces);
        told(&mut main, PARAGRAPHS, little_endian(&[place(0), place(8), 8]));
        told(&mut main, CHARACTERS, little_endian(&[place(0), place(1), 9]));
        let mut font = vec![1, 0, 0, 0, 39 + 24];
        font.extend([0; 39]);
        font.extend("Wingdings 2\0".encode_utf16().flat_map(u16::to_le_bytes));
        told(&mut main, FONTS, font);
        // Paragraphs: two cells, the end of their row, a line.
        let page = 8 * 512;
        put(&mut main, page, &little_endian(&[place(0), place(3), place(5), place(6), place(8)]));
        main[page + 511] = 4;
        for (run, half) in [(0, 100), (1, 100), (2, 110)] {
            main[page + 20 + run * 13] = half;
        }
        put(&mut main, page + 200, &[3, 0, 0, 0x16, 0x24, 1]);
        let mut row = vec![30, 0, 0, 0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xd6, 48, 0, 2];
        row.extend([0, 0, 0xe8, 3, 0xd0, 7]);
        put(&mut main, page + 220, &row);
        // The bracket is a tick of a symbol font.
        let page = 9 * 512;
        put(&mut main, page, &little_endian(&[place(0), place(1)]));
        main[page + 8] = 50;
        main[page + 511] = 1;
        put(&mut main, page + 100, &[6, 0x09, 0x6a, 0, 0, 0x52, 0xf0]);
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        for (name, bytes) in [("/WordDocument", &main), ("/1Table", &table)] {
            file.create_stream(name).unwrap().write_all(bytes).unwrap();
        }
        file.into_inner().into_inner()
    }

    #[test]
    fn cells_and_ticks_of_an_old_document_are_read() {
        let paper = read(&document()).unwrap();
        let table = paper.blocks[0].table().unwrap();
        assert_eq!((table.shown(0, 0), table.shown(0, 1)), ("☑甲".to_owned(), "乙".to_owned()));
        assert_eq!(paper.blocks[1].lines(), ["丙"]);
    }

    #[test]
    fn an_old_document_with_lies_in_it_does_not_panic() {
        let whole = document();
        for at in (512..whole.len()).step_by(3) {
            for value in [0, 0x7f, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = value;
                let _ = read(&bytes);
            }
        }
    }
}
