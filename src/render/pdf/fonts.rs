//! The faces a PDF is set with: what they are called, which characters they have, what they serve as.
//! It must not know where on the machine a face came from.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, hash128};

use crate::document::{Block, Document, Imprint, Section};
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::{Named, sha256};
use crate::theme::built_in_font;

/// The default theme's faces, compiled in, each with its SHA-256: to take it anew at each start
/// would be a tenth of a small build.
const BUILT_IN: [(&str, &str); 4] = [
    ("NotoSerifSC-Regular.ttf", "37a0f3646bfe6e4ddcbf58f1fddf7a0911f7173b04800920821dc4100167ee1a"),
    ("NotoSerifSC-Bold.ttf", "bf384542a6e136af1c10cb082c3e5981f3e56e335cbed2fcf2c843205890b223"),
    ("NotoSansSC-Bold.ttf", "db4dfb0bb5cf21d65623ccf9f127492c519e4095649fbccf99a8f1292f63329c"),
    ("GongkaiKai-Regular.ttf", "177af5bba31dc0a5ec1b6fbe3ac2e20ff70f9476a074370ede0c028f3a83f3f6"),
];

/// What a family serves as, by the words its name is known by.
const ROLES: &[(&str, &[&str])] = &[
    ("title", &["小标宋", "XiaoBiaoSong", "XBS"]),
    ("song", &["仿宋", "FangSong"]),
    ("kai", &["楷", "Kai"]),
    ("hei", &["黑", "Hei", "Noto Sans"]),
];

/// The faces of a run, best first.
#[derive(Clone)]
pub struct Fonts {
    faces: Arc<[Face]>,
    /// A bit a code point, set when some face has it.
    covered: Arc<[u64]>,
    book: Arc<LazyHash<FontBook>>,
}

#[derive(Clone)]
struct Face {
    /// The name of its file.
    name: String,
    /// The SHA-256 of its file, where that is known.
    digest: Option<&'static str>,
    font: Font,
}

/// A character that no face has, and where it first stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered {
    pub character: char,
    /// The title of the section, as printed.
    pub place: String,
}

impl Fonts {
    /// Returns the faces that come with the program, which are read once.
    pub fn built_in() -> Fonts {
        static READ: LazyLock<Fonts> = LazyLock::new(|| {
            let faces = BUILT_IN.iter().map(|&(name, digest)| {
                let font = Font::new(Bytes::new(built_in_font(name)), 0);
                let font = font.expect("our own faces can be read");
                Face { name: name.to_owned(), digest: Some(digest), font }
            });
            Fonts::from_faces(faces.collect())
        });
        READ.clone()
    }

    /// Puts more faces, each a file's name and bytes, in front of these.
    pub fn with(self, extra: Vec<(String, Vec<u8>)>) -> Result<Fonts, Failure> {
        if extra.is_empty() {
            return Ok(self);
        }
        let mut faces = Vec::new();
        for (name, bytes) in extra {
            let before = faces.len();
            let fonts = Font::iter(Bytes::new(bytes));
            faces.extend(fonts.map(|font| Face { name: name.clone(), digest: None, font }));
            if faces.len() == before {
                return Err(Failure::new(
                    name,
                    both!("不是能用的字体文件", "not a font file that can be used"),
                )
                .with_help(both!(
                    "换成 TTF、OTF 或 TTC 格式的字体文件，或移走此文件",
                    "take a font file in TTF, OTF or TTC in its place, or move it away"
                )));
            }
        }
        faces.extend(self.faces.iter().cloned());
        Ok(Self::from_faces(faces))
    }

    fn from_faces(faces: Vec<Face>) -> Fonts {
        let book = FontBook::from_fonts(faces.iter().map(|face| &face.font));
        let mut covered = vec![0; 0x11_0000 / 64];
        for point in faces.iter().flat_map(|face| face.font.info().coverage.iter()) {
            covered[point as usize / 64] |= 1 << (point % 64);
        }
        let book = Arc::new(LazyHash::new(book));
        Fonts { faces: faces.into(), covered: covered.into(), book }
    }

    /// Takes the digests that Typst knows the faces by, which are kept with them.
    pub(super) fn digest(&self) {
        for face in self.faces.iter() {
            hash128(&face.font);
        }
    }

    /// Says whether a character can be printed: a space or line end can, and what some face has,
    /// but for what faces have and nobody sees.
    pub fn covers(&self, c: char) -> bool {
        let point = u32::from(c);
        let covered = || self.covered[point as usize / 64] >> (point % 64) & 1 == 1;
        matches!(c, ' ' | '\n') || (!is_invisible(c) && covered())
    }

    /// Returns every character of a document that no face has, once each, in reading order.
    pub fn uncovered(&self, document: &Document) -> Vec<Uncovered> {
        let mut found: Vec<Uncovered> = Vec::new();
        each_printed_text(document, |place, words| {
            for c in words.chars().filter(|&c| !self.covers(c)) {
                if !found.iter().any(|seen| seen.character == c) {
                    found.push(Uncovered { character: c, place: place.to_owned() });
                }
            }
        });
        found
    }

    /// Returns the first character that no face has of what stands at the head and foot of paper.
    pub fn uncovered_in(&self, imprint: &Imprint) -> Option<Uncovered> {
        let it = imprint.letterhead.as_ref()?;
        let words = it.mark.iter().chain(&it.copies).chain([&it.printed_by]);
        let character = words.flat_map(|text| text.chars()).find(|&c| !self.covers(c))?;
        Some(Uncovered { character, place: "版头".to_owned() })
    }

    /// Returns name and digest of each file the faces came from, for the manifest.
    pub fn named(&self) -> Vec<Named> {
        let mut named: Vec<Named> = Vec::new();
        for face in self.faces.iter() {
            if named.last().is_none_or(|last| last.name != face.name) {
                let known = face.digest.map(str::to_owned);
                let sha256 = known.unwrap_or_else(|| sha256(face.font.data()));
                named.push(Named { name: face.name.clone(), sha256 });
            }
        }
        named
    }

    /// Returns the names the faces go by inside a PDF.
    pub fn post_script_names(&self) -> Vec<String> {
        self.faces.iter().filter_map(|face| face.font.post_script_name()).collect()
    }

    /// Returns the families for each part of the page, best first; every family is in every list,
    /// so that a character is found wherever it is.
    pub(super) fn roles(&self) -> BTreeMap<&'static str, Vec<&str>> {
        let mut families: Vec<&str> = Vec::new();
        for face in self.faces.iter() {
            let family = face.font.info().family.as_str();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        // Song is what no other role claims, after a 仿宋 when a site brought one.
        let list = |role: &str| {
            let rank = |family: &&str| match claimed_by(family) {
                Some(claim) if claim == role => 0,
                None => 1,
                Some(_) => 2,
            };
            let mut list = families.clone();
            list.sort_by_key(rank);
            list
        };
        ROLES.iter().map(|&(role, _)| (role, list(role))).collect()
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.faces.get(index).map(|face| face.font.clone())
    }
}

impl Uncovered {
    /// Says that this character cannot be printed.
    pub fn failure(&self) -> Failure {
        let Uncovered { character, place } = self;
        let message = if is_invisible(*character) {
            both!(
                "“{place}”中有看不见的字符（U+{:04X}）",
                "“{place}” holds a character that cannot be seen (U+{:04X})",
                *character as u32
            )
        } else {
            both!(
                "没有字体含有“{place}”中的字符“{character}”（U+{:04X}）",
                "no font holds the character “{character}” of “{place}” (U+{:04X})",
                *character as u32
            )
        };
        Failure::new("content/fonts", message).with_help(both!(
            "核对这个字符；确为所需的，在 content/fonts/ 中放入含有它的字体文件",
            "check the character; if it is meant, put a font file that holds it into content/fonts/"
        ))
    }
}

/// Controls, soft hyphens, joiners and marks of direction: what is read would not be what is seen.
fn is_invisible(c: char) -> bool {
    let joiners = ['\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202e}', '\u{2060}'..='\u{206f}'];
    c.is_control() || matches!(c, '\u{ad}' | '\u{feff}') || joiners.iter().any(|r| r.contains(&c))
}

fn claimed_by(family: &str) -> Option<&'static str> {
    let claims = |(_, words): &&(&str, &[&str])| words.iter().any(|word| family.contains(word));
    ROLES.iter().find(claims).map(|&(role, _)| role)
}

/// Calls `see` with every text the PDF prints and the title of the section it stands in.
fn each_printed_text(document: &Document, mut see: impl FnMut(&str, &str)) {
    let title = document.title.as_str();
    for words in [title, &document.college, &document.organisation, &document.year_label] {
        see(title, words);
    }
    see(title, &document.form);
    let mut of_blocks = |blocks: &[Block]| {
        blocks.iter().for_each(|block| block.each_text(&mut |words| see(title, words)))
    };
    of_blocks(&document.preamble);
    of_blocks(&document.closing);
    for section in &document.sections {
        let place = printed_title(section);
        section.each_text(&mut |words| see(&place, words));
    }
}

fn printed_title(section: &Section) -> String {
    format!("{}{}", section.number, section.title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digests_of_our_own_faces_are_true() {
        for (name, digest) in BUILT_IN {
            assert_eq!(sha256(built_in_font(name)), digest, "{name}");
        }
    }

    #[test]
    fn rare_names_are_covered_and_check_boxes_are_not() {
        let fonts = Fonts::built_in();
        for c in "𬭚𫘧䶮㛃·★▲□—“”〔〕 \u{3000}\n".chars() {
            assert!(fonts.covers(c), "{c}");
        }
        for c in "☑☐\u{7}\t\u{ad}\u{200b}\u{feff}한".chars() {
            assert!(!fonts.covers(c), "{c}");
        }
    }

    #[test]
    fn each_role_has_its_family_first_and_all_families() {
        let fonts = Fonts::built_in();
        let roles = fonts.roles();
        let first = |role: &str| roles[role][0];
        assert_eq!(
            [first("song"), first("title"), first("hei"), first("kai")],
            ["Noto Serif SC", "Noto Serif SC", "Noto Sans SC", "Gongkai Kai"]
        );
        assert!(roles.values().all(|families| families.len() == 3));
    }

    #[test]
    fn a_family_is_known_by_its_name() {
        assert_eq!(claimed_by("仿宋_GB2312"), Some("song"));
        assert_eq!(claimed_by("FZXiaoBiaoSong-B05S"), Some("title"));
        assert_eq!(claimed_by("Noto Serif SC"), None);
    }

    #[test]
    fn what_is_no_font_is_refused_by_name() {
        let failure = Fonts::built_in().with(vec![("a.ttf".into(), vec![0; 9])]).err().unwrap();
        assert_eq!(failure.path, std::path::Path::new("a.ttf"));
    }
}
