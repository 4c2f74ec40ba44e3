//! What one college may serve, and what is made of it, is bounded: each bound that no hostile bundle
//! exceeds is exceeded here, and only what is beyond it goes without.

mod support;

use std::collections::BTreeMap;
use std::fs::{self, File};

use gongkai::academic_year::AcademicYear;
use gongkai::document::{Block, Cell as DocumentCell, Document, Inline, Role, Subject, Table};
use gongkai::edition::{Edition, Union};
use gongkai::manifest::{Manifest, SITE_LIST, SiteList, sha256};
use gongkai_province::audit::{Audited, Auditor};
use gongkai_province::colleges::College;
use gongkai_province::store::{Held, Known, Store};
use gongkai_province::tables::{Cell, Row};
use support::{collect, found, how, province, sample, wish};

/// A file of 64 MB and a byte more is not read, and the rest of the bundle is.
#[test]
fn a_file_beyond_its_bound_is_refused_by_its_size() {
    let root = tempfile::tempdir().unwrap();
    let (colleges, _) = province(root.path(), &sample::Wish { planted: false, ..wish(1, 1) });
    let site = sample::site(root.path(), 0);
    let edition = "2025-2026";
    let (path, list) = (site.join(edition).join("large.pdf"), format!("{edition}/manifest.json"));
    File::create(path).unwrap().set_len((64 << 20) + 1).unwrap();
    let mut manifest: Manifest =
        serde_json::from_slice(&fs::read(site.join(&list)).unwrap()).unwrap();
    manifest.files.insert("large.pdf".to_owned(), sha256(b""));
    let bytes = serde_json::to_vec(&manifest).unwrap();
    fs::write(site.join(&list), &bytes).unwrap();
    let all = site.join(SITE_LIST);
    let mut of_site: SiteList = serde_json::from_slice(&fs::read(&all).unwrap()).unwrap();
    of_site.files.insert(list, sha256(&bytes));
    fs::write(&all, serde_json::to_vec(&of_site).unwrap()).unwrap();

    let store = Store::new(&root.path().join("data"));
    collect(&colleges, &store, &how("2025-12-01"));
    let refused = (colleges[0].id.clone(), edition.to_owned(), "refused".to_owned());
    assert_eq!(found(&colleges, &store), [refused].into());
    let known = store.known(&colleges[0]).unwrap().unwrap();
    assert!(known.findings.iter().any(|it| it.detail.english == "the file is too large"));
    assert!(known.editions.contains_key(&year(2025)));
}

/// A document of more than six million bytes is not held against the rules, nor any beyond sixty
/// million of one college; each says so, and all that it says itself is in the tables.
#[test]
fn what_is_too_large_to_be_judged_says_so() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(root.path());
    let (college, document) = honest();
    // Blanks behind a document belong to its bytes and cost nothing else.
    let padded = |begins: i32, length: usize| {
        let mut bytes = of_year(&document, begins);
        bytes.resize(length, b' ');
        bytes
    };
    let one = kept(&store, [(2024, of_year(&document, 2024)), (2025, padded(2025, 6_000_001))]);
    let audited = Auditor::new(None).unwrap().audit(&college, &one, &store).unwrap();
    assert_eq!(not_audited(&audited), ["2025-2026"]);
    assert_eq!(audited.rows["bundles"].len(), 2);

    let many = kept(&store, (2015..=2025).map(|begins| (begins, padded(begins, 6_000_000))));
    let audited = Auditor::new(None).unwrap().audit(&college, &many, &store).unwrap();
    assert_eq!(not_audited(&audited), ["2025-2026"], "ten of six million bytes are sixty million");
    assert_eq!(audited.rows["bundles"].len(), 11);
}

/// Tables of more than a thousand rows, for which some rules would take hours, and texts of a thousand
/// pages, which no import reads, are not judged; the college's other years are, and all other colleges.
#[test]
fn what_would_take_hours_is_not_judged_and_ends_nothing() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(root.path());
    let (college, document) = honest();
    let of_rows = |rows: usize| {
        let mut document = document.clone();
        let people = table_of(&mut document, Subject::Person);
        people.rows = vec![people.rows[0].clone(); rows];
        document
    };
    let rest = gongkai_province::served::count_rows(&of_rows(0).sections);
    let mut endless = document.clone();
    let page = Block::Paragraph {
        role: Role::Body,
        content: vec![Inline::text("学生会服务同学。".repeat(200_000))],
        statement: None,
    };
    endless.sections[0].blocks.push(page);
    let years = [
        (2022, of_year(&document, 2022)),
        (2023, of_year(&of_rows(1_000 - rest), 2023)),
        (2024, of_year(&of_rows(1_001 - rest), 2024)),
        (2025, of_year(&endless, 2025)),
    ];
    let known = kept(&store, years);
    let audited = Auditor::new(None).unwrap().audit(&college, &known, &store).unwrap();
    assert_eq!(not_audited(&audited), ["2024-2025", "2025-2026"]);
    let judged = &audited.rows["limits"];
    assert_eq!(judged.keys().collect::<Vec<_>>(), ["2022-2023", "2023-2024"]);
}

/// A college of whom a hundred thousand rows were made gets no more, and it says so of every edition.
#[test]
fn rows_of_one_college_come_to_an_end() {
    let root = tempfile::tempdir().unwrap();
    let store = Store::new(root.path());
    let (college, mut document) = honest();
    let units = table_of(&mut document, Subject::Unit);
    let mut row = units.rows[0].clone();
    row.cells.iter_mut().for_each(|cell| *cell = DocumentCell::default());
    units.rows = vec![row; 19_000];
    // Too large to be judged, so that the test takes no longer than it must.
    let mut bytes = document.to_json();
    bytes.resize(bytes.len().max(6_000_001), b' ');
    let many = kept(&store, (2018..=2025).map(|begins| (begins, bytes.clone())));
    let audited = Auditor::new(None).unwrap().audit(&college, &many, &store).unwrap();
    let years: Vec<&String> = audited.rows["units"].keys().collect();
    assert_eq!(years.len(), 6, "five of nineteen thousand are fewer, and six are more: {years:?}");
    assert_eq!(not_audited(&audited).len(), 8);
    let rows: usize = audited.rows.values().flat_map(BTreeMap::values).map(Vec::len).sum();
    assert!(rows < 120_000, "{rows}");
}

/// A college, and the newest document of it.
fn honest() -> (College, Document) {
    let root = tempfile::tempdir().unwrap();
    let (mut colleges, _) = province(root.path(), &sample::Wish { planted: false, ..wish(1, 1) });
    let path = sample::site(root.path(), 0).join("2025-2026/document.json");
    let document = Document::from_json(&fs::read(path).unwrap()).unwrap();
    (colleges.remove(0), document)
}

/// Returns the bytes of a document as of another year.
fn of_year(document: &Document, begins: i32) -> Vec<u8> {
    Document { year: format!("{begins}-{}", begins + 1), ..document.clone() }.to_json()
}

fn table_of(document: &mut Document, subject: Subject) -> &mut Table {
    let blocks = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
    let mut tables = blocks.filter_map(|block| match block {
        Block::Table(table) if table.subject == subject => Some(table),
        _ => None,
    });
    tables.next().unwrap()
}

fn year(begins: i32) -> Edition {
    Edition::disclosure(AcademicYear::starting(begins), Union::First)
}

/// Keeps documents as if they had been collected, a year each.
fn kept(store: &Store, documents: impl IntoIterator<Item = (i32, Vec<u8>)>) -> Known {
    let held = |(begins, bytes): (i32, Vec<u8>)| {
        let content = store.keep(&bytes).unwrap();
        let since = "2025-12-01".to_owned();
        let (manifest, generator, build) = (content.clone(), String::new(), String::new());
        (year(begins), Held { manifest, content, generator, build, since })
    };
    Known { editions: documents.into_iter().map(held).collect(), ..Known::default() }
}

/// Returns the editions of which it is told that the rules were not held against them.
fn not_audited(audited: &Audited) -> Vec<String> {
    let rows = audited.rows.get("findings").into_iter().flat_map(BTreeMap::values).flatten();
    let text = |cell: &Cell| match cell {
        Cell::Text(words) => words.as_str().to_owned(),
        _ => String::new(),
    };
    let is_it = |row: &&Row| text(&row[4]) == "not-audited";
    rows.filter(is_it).map(|row| text(&row[2])).collect()
}
