//! The rarer characters of a year as a web font: a phone that lacks them shows an empty box.
//! It must not use a font but the built-in one, whose licence lets anybody pass it on.

use std::collections::BTreeSet;
use std::sync::Mutex;

use allsorts::Font;
use allsorts::binary::read::ReadScope;
use allsorts::font::MatchingPresentation;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use encoding_rs::GBK;

use crate::document::Document;
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::theme::built_in_font;

/// The style sheet that names the font; a page that needs it links to it.
pub const STYLE: &str = "rare.css";
pub const FONT: &str = "rare.woff2";
/// All files it makes.
pub const NAMES: [&str; 2] = [STYLE, FONT];
const SOURCE: &str = "NotoSerifSC-Regular.ttf";

/// Returns the characters of a document that common fonts may lack: 汉字 outside both levels of
/// GB 2312, among them all beyond U+FFFF, as far as the built-in font has them.
pub fn rare_characters(document: &Document) -> Result<BTreeSet<char>, Failure> {
    // Each character is looked up once: the text of a year repeats some nine hundred. A bit tells
    // whether it was seen.
    let mut seen = vec![0_u64; (char::MAX as usize + 1) / 64];
    let mut all = Vec::new();
    let mut see = |text: &str| {
        for c in text.chars() {
            let (seen, bit) = (&mut seen[c as usize / 64], 1 << (c as u32 % 64));
            if *seen & bit == 0 {
                *seen |= bit;
                all.push(c);
            }
        }
    };
    see(&document.title);
    see(&document.college);
    see(&document.issuer);
    document.preamble.iter().chain(&document.closing).for_each(|block| block.each_text(&mut see));
    document.sections.iter().chain([&document.report]).for_each(|part| part.each_text(&mut see));
    let rare: BTreeSet<char> = all.into_iter().filter(|c| is_rare(*c)).collect();
    if rare.is_empty() {
        return Ok(rare);
    }
    let has = glyphs(&rare)?;
    Ok(has.into_iter().map(|(c, _)| c).collect())
}

/// Makes the font of some characters and the style sheet that names it; nothing for none.
pub fn files(characters: &BTreeSet<char>) -> Result<Vec<Artifact>, Failure> {
    if characters.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Artifact::new(FONT, font(characters)?), Artifact::new(STYLE, style(FONT, characters))])
}

/// How hard a font is pressed. A font of some characters has little to find twice, and a higher one
/// takes 33 MB of tables for looking.
const QUALITY: u8 = 5;

/// The font that was made last: neighbouring years often have the same characters.
static LAST: Mutex<(BTreeSet<char>, Vec<u8>)> = Mutex::new((BTreeSet::new(), Vec::new()));

/// Returns the bytes of a WOFF2 font that holds some characters.
pub fn font(characters: &BTreeSet<char>) -> Result<Vec<u8>, Failure> {
    let last = || LAST.lock().expect("nothing fails while it is held");
    if !characters.is_empty() && last().0 == *characters {
        return Ok(last().1.clone());
    }
    let made = made(characters)?;
    *last() = (characters.clone(), made.clone());
    Ok(made)
}

fn made(characters: &BTreeSet<char>) -> Result<Vec<u8>, Failure> {
    let mut numbers: Vec<u16> = glyphs(characters)?.into_iter().map(|(_, glyph)| glyph).collect();
    // Number 0 is the glyph of what is missing; a font must have it. No number may stand twice.
    numbers.push(0);
    numbers.sort_unstable();
    numbers.dedup();
    let data = ReadScope::new(built_in_font(SOURCE)).read::<FontData>().map_err(|e| fault(&e))?;
    let provider = data.table_provider(0).map_err(|e| fault(&e))?;
    let plain = subset(&provider, &numbers, &SubsetProfile::Minimal, CmapTarget::Unicode)
        .map_err(|e| fault(&e))?;
    ttf2woff2::encode(&plain, QUALITY.into()).map_err(|e| fault(&e))
}

/// Returns the style sheet of a font at an address: it serves these characters and no others.
pub fn style(address: &str, characters: &BTreeSet<char>) -> String {
    let range: Vec<String> = characters.iter().map(|c| format!("U+{:X}", u32::from(*c))).collect();
    format!(
        "/* 本学年的生僻字，取自 Noto Serif SC（SIL Open Font License 1.1） */\n\
         @font-face {{\n  font-family: \"Gongkai Rare\";\n  src: url(\"{address}\") format(\"woff2\");\n  \
         font-display: swap;\n  unicode-range: {};\n}}\n",
        range.join(", ")
    )
}

/// Returns the number of the glyph of each character that the built-in font has.
fn glyphs(characters: &BTreeSet<char>) -> Result<Vec<(char, u16)>, Failure> {
    let data = ReadScope::new(built_in_font(SOURCE)).read::<FontData>().map_err(|e| fault(&e))?;
    let provider = data.table_provider(0).map_err(|e| fault(&e))?;
    let mut font = Font::new(provider).map_err(|e| fault(&e))?;
    let mut found = Vec::new();
    for &c in characters {
        let (glyph, _) = font.lookup_glyph_index(c, MatchingPresentation::NotRequired, None);
        if glyph != 0 {
            found.push((c, glyph));
        }
    }
    Ok(found)
}

/// Tells whether a character is a 汉字 that GB 2312 does not have.
fn is_rare(c: char) -> bool {
    let han = matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
    han && !in_gb2312(c)
}

/// Tells whether a 汉字 stands in rows 16 to 87 of GB 2312, which GBK keeps in place.
fn in_gb2312(c: char) -> bool {
    let mut text = [0; 4];
    let (bytes, _, failed) = GBK.encode(c.encode_utf8(&mut text));
    match (&*bytes, failed) {
        (&[row, cell], false) => (0xB0..=0xF7).contains(&row) && cell >= 0xA1,
        _ => false,
    }
}

fn fault(error: &dyn std::fmt::Display) -> Failure {
    Failure::new(FONT, format!("生僻字的网页字体没有做成：{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_is_what_gb_2312_lacks() {
        for c in "𫘧𬭚䶮㛃镕喆".chars() {
            assert!(is_rare(c), "{c}");
        }
        for c in "一夏座亍鼾a。“★〇·".chars() {
            assert!(!is_rare(c), "{c}");
        }
    }

    #[test]
    fn the_font_is_small_and_the_same_each_time() {
        let some: BTreeSet<char> = "𫘧𬭚䶮喆".chars().collect();
        let first = files(&some).unwrap();
        // Once as it was kept, once made anew.
        assert_eq!(first, files(&some).unwrap());
        assert_ne!(first, files(&some.iter().skip(1).copied().collect()).unwrap());
        assert_eq!(first, files(&some).unwrap());
        assert!(first[0].bytes.starts_with(b"wOF2") && first[0].bytes.len() < 6000);
        let style = std::str::from_utf8(&first[1].bytes).unwrap();
        assert!(style.contains("unicode-range: U+4DAE, U+5586, U+2B627, U+2CB5A;"), "{style}");
        assert!(files(&BTreeSet::new()).unwrap().is_empty());
    }
}
