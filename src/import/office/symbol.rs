//! What the characters of symbol fonts show: ticks, boxes, bullets.
//! It must not know where they stand.

use crate::import::paper::{EMPTY, TICKED};

/// Returns what a character of a symbol font shows; `None` where that is not known.
///
/// Word stores such a character at U+F000 and above, or as the Latin letter of its code with the
/// font beside it: R in Wingdings 2 is a ticked box.
pub fn shown(font: &str, c: char) -> Option<char> {
    let code = match u32::from(c) {
        code @ 0xf000..=0xf0ff => code - 0xf000,
        code @ 0x20..=0xff => code,
        _ => return None,
    };
    let font = font.to_lowercase().replace([' ', '-'], "");
    let shown = match (font.as_str(), code) {
        (_, 0x20) => ' ',
        ("wingdings", 0xfe | 0xfd | 0x78) => TICKED,
        ("wingdings", 0x6f | 0xa8 | 0x71 | 0x72) => EMPTY,
        ("wingdings", 0xfc) => '√',
        ("wingdings", 0xfb) => '×',
        ("wingdings", 0x6e | 0xa7) => '■',
        ("wingdings", 0x6c | 0x9f) => '●',
        ("wingdings", 0xa1) => '○',
        ("wingdings", 0xd8) => '➢',
        ("wingdings", 0x76) => '❖',
        ("wingdings", code @ 0x81..=0x8a) => char::from_u32(0x2460 + code - 0x81)?,
        ("wingdings", code @ 0x8c..=0x95) => char::from_u32(0x2776 + code - 0x8c)?,
        ("wingdings2", 0x52..=0x55) => TICKED,
        ("wingdings2", 0xa3 | 0x2a | 0x30) => EMPTY,
        ("wingdings2", 0x50) => '√',
        ("wingdings2", 0x4f) => '×',
        ("wingdings2", 0xa2) => '■',
        ("wingdings2", 0x97 | 0x98) => '●',
        ("wingdings2", code @ 0x6a..=0x73) => char::from_u32(0x2460 + code - 0x6a)?,
        ("symbol", 0xb7) => '•',
        ("symbol", 0xb0) => '°',
        ("symbol", 0xb4) => '×',
        ("symbol", 0xb3) => '≥',
        ("symbol", 0xa3) => '≤',
        ("symbol", 0xb1) => '±',
        ("symbol", 0xd6) => '√',
        ("symbol", 0x2d) => '-',
        ("webdings", 0x61) => '√',
        ("webdings", 0x63) => EMPTY,
        _ => return None,
    };
    Some(shown)
}

/// Tells whether a font's letters are pictures.
pub fn is_symbolic(font: &str) -> bool {
    let font = font.to_lowercase();
    ["wingdings", "webdings", "symbol"].iter().any(|known| font.starts_with(known))
}

/// Returns what a character from the private area shows in the fonts such characters come from,
/// where the font is lost: a web page, a copy.
pub fn without_font(c: char) -> Option<char> {
    match u32::from(c) {
        0xf052 | 0xf0fe | 0xf0fd | 0xf053 | 0xf054 => Some(TICKED),
        0xf0a3 | 0xf0a8 | 0xf06f => Some(EMPTY),
        0xf0fc | 0xf050 => Some('√'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_is_read_in_the_font_it_is_set_in() {
        assert_eq!(shown("Wingdings 2", '\u{f052}'), Some(TICKED));
        assert_eq!(shown("Wingdings 2", 'R'), Some(TICKED));
        assert_eq!(shown("Wingdings 2", '£'), Some(EMPTY));
        assert_eq!(shown("Wingdings", '\u{f0fe}'), Some(TICKED));
        assert_eq!(shown("Wingdings", 'o'), Some(EMPTY));
        assert_eq!(shown("Wingdings", 'þ'), Some(TICKED));
        assert_eq!(shown("Wingdings", '\u{f04a}'), None);
        assert_eq!(shown("宋体", 'R'), None);
    }
}
