//! Characters that nobody sees but a terminal or a browser obeys, and a text in which they are shown.
//! It must not know where the text came from, nor where it goes.

use std::borrow::Cow;

/// Tells whether a character leaves no mark of its own where it is printed: control characters but
/// line end and tab, marks of width zero, of direction and of line ends, private use.
pub fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // As pasted from a word processor.
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        // Private use: the letter is in the author's font only.
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => true,
        '\u{fff9}'..='\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// Returns a text with its invisible characters written as `<U+001B>`, so that no terminal obeys
/// them and no reader is deceived.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| match is_invisible(c) {
        true => format!("<U+{:04X}>", u32::from(c)),
        false => c.to_string(),
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Returns JSON with its invisible characters as escapes, so that it says the same to a program and
/// nothing to a terminal.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(is_invisible) {
        return Cow::Borrowed(json);
    }
    let escape = |c: char| match is_invisible(c) {
        true => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
        false => c.to_string(),
    };
    Cow::Owned(json.chars().map(escape).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_is_shown() {
        assert_eq!(visible("甲\u{1b}[2J\u{202e}乙\n"), "甲<U+001B>[2J<U+202E>乙\n");
        assert!(matches!(visible("“甲”，A–B"), Cow::Borrowed(_)));
    }

    #[test]
    fn data_says_the_same_without_a_character_that_is_obeyed() {
        let text = "甲\u{1b}[2J\u{9b}2J\u{202e}乙\u{10ffff}";
        let json = serde_json::to_string_pretty(&serde_json::json!({ text: [text] })).unwrap();
        let shown = escaped(&json);
        assert!(!shown.contains(is_invisible), "{shown}");
        let read: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(read[text][0], text);
    }
}
