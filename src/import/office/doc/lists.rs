//! The lists of an old Word document → the numbering that a new one has too.
//! It must not know what is numbered.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use super::parts::Parts;
use crate::import::office::numbering::{Level, Numbering, Used};

/// The lists of a document, by the number that a paragraph names.
#[derive(Debug, Default)]
pub struct Lists(Numbering);

impl Lists {
    pub fn read(parts: Parts, lists: usize, uses: usize) -> Option<Self> {
        let told = parts.table_part(lists)?;
        let count = usize::from(told.u16(0)?);
        // The levels stand behind the lists, outside what their length says.
        let start = parts.start(lists)?;
        let after = Bytes(parts.table.0.get(start + 2 + count * 28..)?);
        let mut at = 0;
        let mut read: BTreeMap<String, Vec<Level>> = BTreeMap::new();
        for list in 0..count {
            let head = 2 + list * 28;
            let id = told.u32(head)?.to_string();
            let simple = told.u8(head + 26)? & 1 != 0;
            let mut levels = Vec::new();
            for _ in 0..if simple { 1 } else { 9 } {
                let (level, len) = level(Bytes(after.0.get(at..)?))?;
                levels.push(level);
                at += len;
            }
            read.insert(id, levels);
        }
        let used = self::uses(parts, uses).unwrap_or_default();
        Some(Self(Numbering::from_lists(read, used)))
    }

    pub fn next(&mut self, list: u16, level: usize) -> String {
        self.0.next(&list.to_string(), level)
    }

    pub fn bullets(&self) -> usize {
        self.0.bullets
    }
}

fn uses(parts: Parts, number: usize) -> Option<BTreeMap<String, Used>> {
    let told = parts.table_part(number)?;
    let count = told.place(0)?.min(4096);
    let mut at = 4 + count * 16;
    let mut uses = BTreeMap::new();
    for i in 0..count {
        let head = 4 + i * 16;
        let list = told.u32(head)?.to_string();
        let changes = told.u8(head + 12)?;
        let mut starts = BTreeMap::new();
        let mut levels = BTreeMap::new();
        // Before the changes of each use stands a number that says nothing.
        at += 4;
        for _ in 0..changes {
            let Some(bits) = told.u32(at + 4) else { break };
            let at_level = (bits & 0xf) as usize;
            if bits & 0x10 != 0 && bits & 0x20 == 0 {
                starts.extend(told.u32(at).map(|start| (at_level, start)));
            }
            at += 8;
            if bits & 0x20 != 0 {
                let Some((level, len)) = told.0.get(at..).and_then(|rest| level(Bytes(rest)))
                else {
                    break;
                };
                if bits & 0x10 != 0 {
                    starts.insert(at_level, level.start);
                }
                levels.insert(at_level, level);
                at += len;
            }
        }
        uses.insert((i + 1).to_string(), (list, starts, levels));
    }
    Some(uses)
}

/// Reads a level, and how many bytes it takes.
fn level(bytes: Bytes) -> Option<(Level, usize)> {
    let flags = bytes.u8(5)?;
    let (characters, paragraph) = (usize::from(bytes.u8(24)?), usize::from(bytes.u8(25)?));
    let at = 28 + characters + paragraph;
    let letters = usize::from(bytes.u16(at)?);
    let mut pattern = String::new();
    for c in bytes.text(at + 2, letters)?.chars() {
        match u32::from(c) {
            level @ 0..=8 => pattern.push_str(&format!("%{}", level + 1)),
            _ => pattern.push(c),
        }
    }
    let level = Level {
        start: bytes.u32(0)?,
        format: format(bytes.u8(4)?).to_owned(),
        pattern,
        after: if bytes.u8(15)? == 2 { "" } else { " " },
        restart: (flags & 8 != 0).then(|| usize::from(bytes.u8(26).unwrap_or(0))),
        legal: flags & 4 != 0,
        ..Level::default()
    };
    Some((level, at + 2 + letters * 2))
}

/// Names a number format as a new document does.
fn format(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        10 | 33 | 34 | 35 | 37 | 39 => "chineseCountingThousand",
        11 | 38 => "chineseLegalSimplified",
        14 | 19 => "decimalFullWidth",
        16 | 17 | 36 => "ideographDigital",
        18 | 28 | 29 => "decimalEnclosedCircle",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        255 => "none",
        _ => "decimal",
    }
}
