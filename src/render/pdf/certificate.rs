//! The one-page record of a check: what was held against what, and what came of it.
//! It must not know how anything is checked, nor how the page looks.

use serde::Serialize;
use serde_json::json;
use typst::foundations::Bytes;

use super::{Fonts, Press, options};
use crate::failure::Failure;
use crate::manifest::sha256;
use crate::theme::Theme;

/// The template that is read first.
const MAIN: &str = "pdf/certificate.typ";
/// The day the file says it was made where nobody gave one: the same check gives the same bytes.
const UNDATED: &str = "2000-01-01";
/// How many faults the page has room for; the others are counted.
const MOST_FAULTS: usize = 6;
/// How many characters of what is checked are printed at most: it may be called anything.
const LONGEST: usize = 84;

/// What a check came to, in the words the page prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// The folder or address that was checked.
    pub of: String,
    /// The ISO day of the check; absent where nobody gave it, and left to be filled in by hand.
    pub on: Option<String>,
    /// What it came to: `核对了 3 个公开包、58 个文件：没有发现改动`.
    pub came_to: String,
    pub is_sound: bool,
    /// What it was held against, each with what that showed.
    pub held_against: Vec<(String, String)>,
    /// What could not be known.
    pub unknown: Vec<String>,
    /// What is wrong.
    pub faults: Vec<String>,
    /// Which program checked: `gongkai 0.1.0`.
    pub program: String,
}

#[derive(Serialize)]
struct Page<'a> {
    title: &'static str,
    language: &'static str,
    of: String,
    on: Option<&'a str>,
    came_to: String,
    is_sound: bool,
    held_against: Vec<(String, String)>,
    unknown: Vec<String>,
    faults: Vec<String>,
    /// How many faults are not printed.
    more: usize,
    program: &'a str,
}

/// Returns the page as PDF/A-2a and PDF/UA-1, by the theme's `pdf/certificate.typ`.
///
/// # Errors
/// When the day is none, or the template is at fault.
pub fn certificate(it: &Certificate, theme: &Theme, fonts: &Fonts) -> Result<Vec<u8>, Failure> {
    let words = |text: &String| printable(text, fonts);
    let shortened = |text: &String| printable(&shortened(text), fonts);
    let page = Page {
        title: "公开内容核对记录",
        language: "zh-CN",
        of: shortened(&it.of),
        on: it.on.as_deref(),
        came_to: words(&it.came_to),
        is_sound: it.is_sound,
        held_against: it.held_against.iter().map(|(what, how)| (words(what), words(how))).collect(),
        unknown: it.unknown.iter().map(words).collect(),
        faults: it.faults.iter().take(MOST_FAULTS).map(shortened).collect(),
        more: it.faults.len().saturating_sub(MOST_FAULTS),
        program: &it.program,
    };
    let data = serde_json::to_vec(&page).expect("a page is plain data");
    let options = options(it.on.as_deref().unwrap_or(UNDATED), &sha256(&data), false)?;
    let settings = json!({ "fonts": fonts.roles() });
    let files = [("certificate.json", Bytes::new(data))];
    Press::new(theme, fonts)?.set(MAIN, files, &settings, &options)
}

/// Leaves out the midst of what is too long: the beginning says where, the end what.
fn shortened(text: &str) -> String {
    let length = text.chars().count();
    if length <= LONGEST {
        return text.to_owned();
    }
    let half = LONGEST / 2;
    let begins = text.chars().take(half);
    begins.chain(['…']).chain(text.chars().skip(length - half)).collect()
}

/// Writes a character no font has by its number.
fn printable(text: &str, fonts: &Fonts) -> String {
    let written = |c: char| match fonts.covers(c) && !c.is_control() {
        true => c.to_string(),
        false => format!("〔U+{:04X}〕", u32::from(c)),
    };
    text.chars().map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_written_by_its_number() {
        let fonts = Fonts::built_in();
        assert_eq!(printable("v1/页\u{1f600}\n.html", &fonts), "v1/页〔U+1F600〕〔U+000A〕.html");
        let long = shortened(&format!("v1/{}：不见了", "长".repeat(400)));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.starts_with("v1/长") && long.ends_with("：不见了"), "{long}");
    }
}
