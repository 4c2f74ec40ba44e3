//! What a hostile college may serve: each must be refused and named, and harm nothing.

use std::collections::BTreeMap;

use gongkai::document::{Block, Cell, Document, Inline, Section};
use gongkai::edition::Edition;
use gongkai::manifest::{Manifest, SITE_LIST, SiteList, sha256};

type Files = BTreeMap<String, Vec<u8>>;

/// One way to be hostile.
#[derive(Clone, Copy)]
pub struct Hostile {
    /// Whether it spoils the list of the site, or one edition.
    pub of_site: bool,
    pub spoil: fn(&mut Files, &Edition),
}

const fn site(spoil: fn(&mut Files, &Edition)) -> Hostile {
    Hostile { of_site: true, spoil }
}

const fn bundle(spoil: fn(&mut Files, &Edition)) -> Hostile {
    Hostile { of_site: false, spoil }
}

pub const ALL: [Hostile; 29] = [
    bundle(|files, edition| document(files, edition, |_| deep())),
    // Sections in sections, and words in words, deeper than any document has them.
    bundle(|files, edition| parts(files, edition, sections_in_sections)),
    bundle(|files, edition| parts(files, edition, words_in_words)),
    bundle(|files, edition| {
        document(files, edition, |text| text.replace("\"schema\": 2", "\"schema\": \"2\""))
    }),
    bundle(|files, edition| {
        document(files, edition, |text| text.replace("\"schema\": 2", "\"schema\": 99"))
    }),
    bundle(|files, edition| {
        document(files, edition, |text| text.replace("https://xsh.", "javascript:alert(1)//"))
    }),
    bundle(|files, edition| {
        document(files, edition, |text| text.replacen("章程", "章\\u202e程", 1))
    }),
    bundle(|files, edition| document(files, edition, |_| "[".repeat(100_000))),
    // What a page would run, in a text.
    bundle(|files, edition| {
        document(files, edition, |text| {
            text.replacen("章程", "章程<ScRiPt src=https://evil.example/x.js>", 1)
        })
    }),
    bundle(|files, edition| {
        document(files, edition, |text| text.replacen("学生会", "<img src=x onerror=alert(1)>", 1))
    }),
    // What a terminal would obey.
    bundle(|files, edition| {
        document(files, edition, |text| text.replacen("章程", "\\u001b[2J\\u0007章程", 1))
    }),
    // Lists packed as gzip and as zip, which unpack to a thousand times as much.
    bundle(|files, edition| document(files, edition, |_| "\u{1f}\u{8b}\u{8}\0".repeat(1_000))),
    bundle(|files, edition| document(files, edition, |_| "PK\u{3}\u{4}".repeat(1_000))),
    // A row of a table, twenty thousand times and more.
    bundle(|files, edition| document(files, edition, long)),
    bundle(|files, edition| document(files, edition, |_| "1e999999".to_owned())),
    bundle(|files, edition| {
        list(files, edition, |list| {
            list.files.insert("C:\\windows\\evil".to_owned(), sha256(b""));
        });
    }),
    bundle(|files, edition| {
        list(files, edition, |list| {
            list.files.insert("http://169.254.169.254/latest".to_owned(), sha256(b""));
        });
    }),
    bundle(|files, edition| {
        document(files, edition, |text| text.replace("\"cells\": [", "\"cells\": [null, "))
    }),
    bundle(|files, edition| {
        document(files, edition, |text| text.replace("学院", "学园").replace("大学", "太学"))
    }),
    bundle(|files, edition| {
        list(files, edition, |list| {
            list.files.insert("../../../evil".to_owned(), sha256(b""));
        });
    }),
    // A path longer than any, more files than any list names, more years than any college has.
    bundle(|files, edition| {
        list(files, edition, |list| {
            list.files.insert("a".repeat(301), sha256(b""));
        });
    }),
    bundle(|files, edition| {
        list(files, edition, |list| {
            list.files.extend((0..20_000).map(|nth| (format!("{nth}.html"), sha256(b""))));
        });
    }),
    site(|files, _| {
        let mut list: SiteList = serde_json::from_slice(&files[SITE_LIST]).unwrap();
        let year = |nth: u32| format!("2000-2001/v{nth}/manifest.json");
        list.files.extend((1..=1_001).map(|nth| (year(nth), sha256(b""))));
        files.insert(SITE_LIST.to_owned(), super::json_of(&list));
    }),
    bundle(|files, edition| list(files, edition, |list| list.content = sha256(b"other"))),
    bundle(|files, edition| list(files, edition, |list| list.year = "1999-2000".to_owned())),
    // More than any document has.
    bundle(|files, edition| {
        document(files, edition, |text| text + &" ".repeat(17 * 1024 * 1024));
    }),
    site(|files, _| drop(files.insert(SITE_LIST.to_owned(), b"{\"files\": 3}".to_vec()))),
    site(|files, _| drop(files.insert(SITE_LIST.to_owned(), vec![b'['; 200_000]))),
    site(|files, _| {
        let text = String::from_utf8(files[SITE_LIST].clone()).unwrap();
        let text = text.replacen("\"files\": {", "\"files\": {\"/etc/passwd\": \"0\",", 1);
        files.insert(SITE_LIST.to_owned(), text.into_bytes());
    }),
];

/// A section in a section, five thousand deep.
fn deep() -> String {
    "{\"a\":".repeat(5_000) + "1" + &"}".repeat(5_000)
}

/// Spoils a document that stays one.
fn parts(files: &mut Files, edition: &Edition, spoil: fn(&mut Document)) {
    document(files, edition, |text| {
        let mut document = Document::from_json(text.as_bytes()).unwrap();
        spoil(&mut document);
        String::from_utf8(document.to_json()).unwrap()
    });
}

/// How deep things lie in one another that must be refused.
const TOO_DEEP: usize = 14;

fn sections_in_sections(document: &mut Document) {
    let last = document.sections.last_mut().unwrap();
    let empty = Section { blocks: Vec::new(), sections: Vec::new(), ..last.clone() };
    let nested = |inner: Section, _| Section { sections: vec![inner], ..empty.clone() };
    last.sections = vec![(0..TOO_DEEP).fold(empty.clone(), nested)];
}

fn words_in_words(document: &mut Document) {
    let nested = |inner: Inline, _| Inline::Strong { content: vec![inner] };
    let words = (0..TOO_DEEP).fold(Inline::text("章程"), nested);
    let paragraphs = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    let mut paragraphs = paragraphs.filter_map(|block| match block {
        Block::Paragraph { content, .. } => Some(content),
        _ => None,
    });
    paragraphs.next().unwrap().push(words);
}

/// A document whose first table has an empty row more often than any table has rows.
fn long(text: String) -> String {
    let mut document = Document::from_json(text.as_bytes()).unwrap();
    let tables = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    let rows = tables.filter_map(|block| match block {
        Block::Table(table) if !table.rows.is_empty() => Some(&mut table.rows),
        _ => None,
    });
    for rows in rows.take(1) {
        let mut row = rows[0].clone();
        row.cells.iter_mut().for_each(|cell| *cell = Cell::default());
        *rows = vec![row; 20_001];
    }
    String::from_utf8(document.to_json()).unwrap()
}

/// Spoils a document, and lists it as its college would.
fn document(files: &mut Files, edition: &Edition, spoil: impl Fn(String) -> String) {
    for edition in [edition.clone(), edition.version(1)] {
        let path = format!("{edition}/document.json");
        let text = String::from_utf8(files[&path].clone()).unwrap();
        let bytes = spoil(text).into_bytes();
        let digest = sha256(&bytes);
        files.insert(path, bytes);
        one_list(files, &edition, |list| {
            list.content = digest.clone();
            list.files.insert("document.json".to_owned(), digest.clone());
        });
    }
}

fn list(files: &mut Files, edition: &Edition, spoil: impl Fn(&mut Manifest)) {
    for edition in [edition.clone(), edition.version(1)] {
        one_list(files, &edition, &spoil);
    }
}

fn one_list(files: &mut Files, edition: &Edition, spoil: impl Fn(&mut Manifest)) {
    let path = format!("{edition}/manifest.json");
    let mut list: Manifest = serde_json::from_slice(&files[&path]).unwrap();
    spoil(&mut list);
    files.insert(path, super::json_of(&list));
}
