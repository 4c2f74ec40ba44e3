//! The streams of an old Word document: where its parts are told, and the pieces its text lies in.
//! It must not know how a character is set.

use super::bytes::Bytes;

/// The most characters of a document.
const MOST_CHARACTERS: usize = 8_000_000;

/// Where the parts of the file are told, by their place in the table of the file's head.
pub const STYLES: usize = 1;
pub const CHARACTERS: usize = 12;
pub const PARAGRAPHS: usize = 13;
pub const FONTS: usize = 15;
pub const PIECES: usize = 33;
pub const LISTS: usize = 73;
pub const LIST_USES: usize = 74;

/// The streams of a document.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    pub main: Bytes<'a>,
    pub table: Bytes<'a>,
    pub data: Bytes<'a>,
}

/// A character with the place in the file that its properties go by.
#[derive(Clone, Copy)]
pub struct Letter {
    pub unit: u16,
    pub place: usize,
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

    /// Returns how many characters each story of the document has, in their order.
    pub fn stories(self) -> Option<[(&'static str, usize); 8]> {
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
    pub fn letters(self) -> Option<Vec<Letter>> {
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
pub fn fonts(told: Bytes) -> Vec<String> {
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
