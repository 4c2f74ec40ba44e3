//! A file as it stands on disk, byte for byte, and how words in it are changed without touching the
//! rest: its encoding, byte order mark and line ends stay.
//! It must not know what the file says, nor write it.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::encoding::{self, Encoding};
use super::normalise;

/// The bytes of a file, and the text [`super::Sources`] reads from them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    bytes: Vec<u8>,
    /// The text as it is written: with byte order mark and line ends.
    written: String,
    /// The text as it is read.
    text: String,
    encoding: Option<Encoding>,
}

impl Original {
    /// Takes the bytes of a file, by whose name it may be a table in another encoding than UTF-8;
    /// none where they are no text that can be written back as it was.
    pub fn decode(path: &str, bytes: Vec<u8>) -> Option<Self> {
        let table = path.ends_with(".csv").then(|| encoding::decoded(&bytes)).flatten();
        let (written, encoding) = match table {
            Some((text, encoding)) => (text, Some(encoding)),
            None => (String::from_utf8(bytes.clone()).ok()?, None),
        };
        let text = normalise(written.clone());
        let original = Self { bytes, written, text, encoding };
        (original.encoded(&original.written)? == original.bytes).then_some(original)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the bytes of the file with another text: what both texts have in common at their
    /// beginning and end stays as it is written; none where its encoding has no such characters.
    pub fn with(&self, text: &str) -> Option<Vec<u8>> {
        let same = |(a, b): &(char, char)| a == b;
        let before: usize =
            self.text.chars().zip(text.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let (old, new) = (&self.text[before..], &text[before..]);
        let ends = old.chars().rev().zip(new.chars().rev());
        let after: usize = ends.take_while(same).map(|(c, _)| c.len_utf8()).sum();
        let from = self.place(before);
        let to = self.place(self.text.len() - after);
        let new = &new[..new.len() - after];
        let new = new.replace('\n', self.line_end());
        let written = format!("{}{new}{}", &self.written[..from], &self.written[to..]);
        // Where lines end in several ways, one end may run into the next; then all end alike.
        let same = normalise(written.clone()) == text;
        let mark = if self.written.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        let alike = || format!("{mark}{}", text.replace('\n', self.line_end()));
        self.encoded(&if same { written } else { alike() })
    }

    /// Returns where a byte of the text stands in what is written.
    fn place(&self, byte: usize) -> usize {
        let mut read = 0;
        let mut rest = self.written.char_indices().peekable();
        if self.written.starts_with('\u{feff}') {
            rest.next();
        }
        while let Some(&(at, c)) = rest.peek() {
            if read >= byte {
                return at;
            }
            rest.next();
            read += c.len_utf8();
            if c == '\r' && rest.peek().is_some_and(|(_, next)| *next == '\n') {
                rest.next();
            }
        }
        self.written.len()
    }

    /// Returns how lines end: as the first one does.
    fn line_end(&self) -> &'static str {
        let end = self.written.find(['\r', '\n']).map(|at| &self.written[at..]);
        match end {
            Some(end) if end.starts_with("\r\n") => "\r\n",
            Some(end) if end.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    fn encoded(&self, written: &str) -> Option<Vec<u8>> {
        match self.encoding {
            None => Some(written.as_bytes().to_vec()),
            Some(Encoding::Gb18030) => {
                let (bytes, _, lost) = GB18030.encode(written);
                (!lost).then(|| bytes.into_owned())
            }
            Some(Encoding::Utf16) => {
                let little = self.bytes.starts_with(&[0xff, 0xfe]);
                let mark = if little { UTF_16LE } else { UTF_16BE };
                let units = std::iter::once(0xfeff).chain(written.encode_utf16());
                let bytes = units.flat_map(|unit| match mark == UTF_16LE {
                    true => unit.to_le_bytes(),
                    false => unit.to_be_bytes(),
                });
                Some(bytes.collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edited(path: &str, bytes: &[u8], text: &str) -> Vec<u8> {
        Original::decode(path, bytes.to_vec()).unwrap().with(text).unwrap()
    }

    #[test]
    fn only_what_changed_is_written_anew() {
        let mixed = "\u{feff}标题: 甲\r\n# 注\r\n学校: 乙\n".as_bytes();
        let changed = edited("a.yaml", mixed, "标题: 丙\n# 注\n学校: 乙\n");
        assert_eq!(changed, "\u{feff}标题: 丙\r\n# 注\r\n学校: 乙\n".as_bytes());
        let longer = edited("a.yaml", mixed, "标题: 甲\n新: 丁\n# 注\n学校: 乙\n");
        assert_eq!(longer, "\u{feff}标题: 甲\r\n新: 丁\r\n# 注\r\n学校: 乙\n".as_bytes());
        let (gbk, ..) = GB18030.encode("序号,姓名\r\n1,林知夏\r\n");
        let changed = edited("a.csv", &gbk, "序号,姓名\n1,林知秋\n");
        assert_eq!(changed, GB18030.encode("序号,姓名\r\n1,林知秋\r\n").0.into_owned());
        let wide: Vec<u8> = "\u{feff}序号\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let changed = edited("a.csv", &wide, "序列\n");
        let wanted: Vec<u8> =
            "\u{feff}序列\r\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(changed, wanted);
    }

    #[test]
    fn what_is_no_text_is_not_taken() {
        assert!(Original::decode("a.yaml", vec![0xff, 0xfe, 0]).is_none());
        assert!(Original::decode("a.md", vec![0x80]).is_none());
    }

    proptest! {
        #[test]
        fn the_same_text_is_the_same_bytes(
            lines in prop::collection::vec(("[甲a 𠮷]{0,4}", prop::sample::select(vec!["\n", "\r\n", "\r"])), 0..6),
            mark in any::<bool>(),
            changed in "[甲b\n]{0,6}",
            at in any::<prop::sample::Index>(),
        ) {
            let mut written: String = lines.iter().map(|(text, end)| format!("{text}{end}")).collect();
            if mark { written.insert(0, '\u{feff}'); }
            let original = Original::decode("a.md", written.clone().into_bytes()).unwrap();
            let text = original.text().to_owned();
            prop_assert_eq!(original.with(&text).unwrap(), written.as_bytes());
            // What is put in is read back, and what stands before and behind is as it was.
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = places[at.index(places.len())];
            let new = format!("{}{changed}{}", &text[..at], &text[at..]);
            let bytes = original.with(&new).unwrap();
            let read = Original::decode("a.md", bytes).unwrap();
            prop_assert_eq!(read.text(), new);
        }
    }
}
