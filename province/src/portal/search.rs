//! The index of all charters: which colleges have a pair of characters, in small files by a hash of
//! the pair, and the texts, some colleges a file. Memory holds a bit a college for each pair.
//! It must not know how a page is made.

use std::collections::BTreeMap;

use gongkai::document::Document;
use gongkai::manifest::Artifact;
use serde::Serialize;

use crate::audit::charter::articles;
use crate::nameless::Nameless;

/// How many colleges' texts stand in a file.
const CHUNK: usize = 8;
/// The most files of pairs.
const MOST_SHARDS: usize = 256;

/// An index being gathered, college by college.
#[derive(Default)]
pub struct Index {
    /// Traditional characters, each with the one that is written for it.
    traditional: BTreeMap<char, char>,
    colleges: Vec<[String; 2]>,
    /// A bit a college, by pair.
    pairs: BTreeMap<[char; 2], Vec<u8>>,
    held: Vec<Vec<(String, String)>>,
}

impl Index {
    /// Begins an index whose readers may type `traditional` characters, each for the one written for
    /// it. A script counts text by units of UTF-16, so both of a pair must be one.
    pub fn new(traditional: &[(char, char)]) -> Self {
        let even = |(old, own): &&(char, char)| old.len_utf16() == 1 && own.len_utf16() == 1;
        let traditional = traditional.iter().filter(even).copied().collect();
        Self { traditional, ..Self::default() }
    }

    /// Adds a college, with the document its charter stands in where there is one; returns a file of
    /// texts once there are enough of them.
    pub fn add(&mut self, id: &str, name: &str, document: Option<&Document>) -> Option<Artifact> {
        let nth = self.colleges.len();
        self.colleges.push([id.to_owned(), name.to_owned()]);
        let articles = document.map(|document| {
            let who = Nameless::gather(document);
            let all = articles(document).into_iter();
            all.filter(|(_, text)| who.clears(text)).collect::<Vec<_>>()
        });
        let articles = articles.unwrap_or_default();
        for (_, text) in &articles {
            let plain = self.folded(text);
            for pair in plain.windows(2) {
                let bits = self.pairs.entry([pair[0], pair[1]]).or_default();
                if bits.len() <= nth / 8 {
                    bits.resize(nth / 8 + 1, 0);
                }
                bits[nth / 8] |= 1 << (nth % 8);
            }
        }
        self.held.push(articles);
        (self.held.len() == CHUNK).then(|| self.texts())
    }

    /// Half width, lower case and simplified, as the script folds what a reader types.
    fn folded(&self, text: &str) -> Vec<char> {
        let half = |c: char| match u32::from(c) {
            code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
            _ => c,
        };
        let simple = |c: char| self.traditional.get(&c).copied().unwrap_or(c);
        text.chars().map(half).map(|c| simple(c.to_ascii_lowercase())).collect()
    }

    fn texts(&mut self) -> Artifact {
        let held = std::mem::take(&mut self.held);
        let from = self.colleges.len() - held.len();
        let path = format!("search/texts-{}.js", from / CHUNK);
        Artifact::new(path, call("texts", &[&script(&from), &script(&held)]))
    }

    /// Returns the last texts, the pairs, and the list of colleges.
    pub fn end(mut self) -> Vec<Artifact> {
        let mut files = Vec::new();
        if !self.held.is_empty() {
            files.push(self.texts());
        }
        let shards = (self.pairs.len() / 64).clamp(1, MOST_SHARDS);
        let mut parts: Vec<BTreeMap<String, String>> = vec![BTreeMap::new(); shards];
        for (pair, bits) in &self.pairs {
            parts[shard(pair) % shards].insert(pair.iter().collect(), packed(bits));
        }
        for (i, part) in parts.iter().enumerate() {
            let path = format!("search/pairs-{i}.js");
            files.push(Artifact::new(path, call("pairs", &[&script(part)])));
        }
        let traditional: String = self.traditional.iter().flat_map(|(a, b)| [a, b]).collect();
        let list =
            [&*script(&self.colleges), &script(&shards), &script(&CHUNK), &script(&traditional)];
        files.push(Artifact::new("search/colleges.js", call("colleges", &list)));
        files
    }
}

fn call(name: &str, arguments: &[&str]) -> String {
    format!("GONGKAI_PROVINCE.{name}({});\n", arguments.join(","))
}

/// Writes a value as a script may hold it, whatever page it should come to stand in.
fn script(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("an index is plain data");
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The same hash as the script's.
fn shard(pair: &[char; 2]) -> usize {
    pair.iter().fold(7, |hash, c| (hash * 31 + u32::from(*c) as usize) % 65_536)
}

/// Writes which colleges have a pair: as distances in base 36 where few do, else a bit a college.
fn packed(bits: &[u8]) -> String {
    let have = (0..bits.len() * 8).filter(|nth| bits[nth / 8] & (1 << (nth % 8)) != 0);
    let have: Vec<usize> = have.collect();
    if have.len() * 3 > bits.len() * 2 {
        return format!(".{}", base_64(bits));
    }
    let mut at = -1;
    let steps = have.iter().map(|nth| {
        let step = *nth as i64 - at;
        at = *nth as i64;
        base_36(step as u64)
    });
    steps.collect::<Vec<_>>().join(" ")
}

fn base_36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[(number % 36) as usize]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.reverse();
    String::from_utf8(digits).expect("digits are ASCII")
}

fn base_64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let all = three.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
        let all = all << (8 * (3 - three.len()));
        for i in 0..4 {
            let digit = DIGITS[(all >> (18 - 6 * i) & 63) as usize];
            out.push(if i > three.len() { '=' } else { digit.into() });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_what_the_script_unpacks() {
        assert_eq!(base_64(b"Man"), "TWFu");
        assert_eq!(base_64(b"Ma"), "TWE=");
        assert_eq!(base_64(b"M"), "TQ==");
        assert_eq!(base_36(0), "0");
        assert_eq!(base_36(36), "10");
        assert_eq!(packed(&[0b1111_1111]), "./w==");
        let mut few = vec![0_u8; 40];
        (few[0], few[39]) = (1, 0x80);
        assert_eq!(packed(&few), format!("1 {}", base_36(319)));
    }

    #[test]
    fn texts_are_folded_as_the_script_folds() {
        let index = Index::new(&[('廬', '𠂆'), ('學', '学'), ('𡃁', '吨')]);
        assert_eq!(index.folded("學生Ａ會１").iter().collect::<String>(), "学生a會1");
        // The script takes them two units at a time.
        let list = index.end().pop().unwrap();
        let list = String::from_utf8(list.bytes.to_vec()).unwrap();
        assert!(list.ends_with(",\"學学\");\n"), "{list}");
    }

    #[test]
    fn no_text_ends_a_script() {
        let text = script(&["</script><!-- \u{2028}"]);
        assert!(!text.contains('<') && !text.contains('\u{2028}'), "{text}");
    }
}
