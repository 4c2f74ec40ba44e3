//! The characters of a paragraph of an old Word document → what its reader sees: fields by their
//! results, symbols by their fonts, boxes by their state.
//! It must not know where a paragraph ends.

use super::Reader;
use super::bytes::Bytes;
use super::parts::Letter;
use crate::import::office::docx::hyperlink;
use crate::import::office::symbol;
use crate::import::paper::{EMPTY, TICKED};

/// A field being read: its instruction is not printed, its result is.
pub struct Field {
    in_result: bool,
    instruction: String,
}

/// The words of a paragraph as they come, in units of UTF-16.
#[derive(Default)]
pub struct Text {
    units: Vec<u16>,
    pub links: Vec<String>,
}

impl Text {
    pub fn decoded(&self) -> String {
        char::decode_utf16(self.units.iter().copied()).map(|c| c.unwrap_or('\u{fffd}')).collect()
    }
}

impl Reader<'_> {
    pub fn letter(&mut self, letter: Letter, text: &mut Text) {
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
                let target = field.and_then(|field| hyperlink(&field.instruction));
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
