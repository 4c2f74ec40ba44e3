//! The encodings in which spreadsheets save a table that is not UTF-8, and their bytes as text.
//! It must not guess where bytes are in none of them: those are told, not read.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// In what a table was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// GB 18030, and GBK and GB 2312 within it: what Excel writes as plain CSV in China.
    Gb18030,
    /// UTF-16 with its byte order mark: what Excel calls Unicode text.
    Utf16,
}

/// Returns the text of bytes that are not UTF-8, when every one of them is of a known encoding.
pub fn decoded(bytes: &[u8]) -> Option<(String, Encoding)> {
    let utf_16 = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = utf_16 {
        let text = encoding.decode_without_bom_handling_and_without_replacement(rest)?;
        return Some((text.into_owned(), Encoding::Utf16));
    }
    let broken = std::str::from_utf8(bytes).err()?;
    let before = std::str::from_utf8(&bytes[..broken.valid_up_to()]).expect("valid up to there");
    // GBK passes for a few Greek or Cyrillic letters, never for 汉字: those are UTF-8, and damaged.
    if before.chars().any(|c| c >= '\u{800}') {
        return None;
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    // A picture or a program may decode too, but not as the words of a table.
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    text.chars().all(is_text).then(|| (text.into_owned(), Encoding::Gb18030))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_spreadsheets_are_read_in_what_they_were_saved() {
        let text = "序号,姓名\r\n1,林知夏\r\n";
        let (gbk, ..) = GB18030.encode(text);
        assert_eq!(decoded(&gbk), Some((text.to_owned(), Encoding::Gb18030)));
        let units: Vec<u16> = text.encode_utf16().collect();
        let little = units.iter().flat_map(|unit| unit.to_le_bytes());
        let big = units.iter().flat_map(|unit| unit.to_be_bytes());
        let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(little).collect();
        let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(big).collect();
        assert_eq!(decoded(&little), Some((text.to_owned(), Encoding::Utf16)));
        assert_eq!(decoded(&big), Some((text.to_owned(), Encoding::Utf16)));
    }

    #[test]
    fn what_is_utf_8_or_damaged_is_not_taken_for_something_else() {
        let utf_8 = "序号,姓名\n1,林知夏\n".as_bytes();
        assert_eq!(decoded(utf_8), None);
        let cut = [&utf_8[..utf_8.len() - 2], &b"\n2,\xe6"[..]].concat();
        assert_eq!(decoded(&cut), None);
        assert_eq!(decoded(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), None);
        assert_eq!(decoded(b"\xff\xfe\x00\xd8"), None, "half a pair");
    }
}
