//! Whatever a hostile college serves is refused and named; nothing of it reaches anybody, and the
//! others are looked at, audited and shown as if it were not there.

mod support;

use std::fs;
use std::path::Path;

use gongkai_province::across::Rules;
use gongkai_province::audit::Auditor;
use gongkai_province::colleges;
use gongkai_province::dataset;
use gongkai_province::finding::Kind;
use gongkai_province::portal;
use gongkai_province::store::Store;
use support::{collect, expected, found, how, sample, templates, tree};

/// What none of the program's own files may hold: what hostile texts say, and what terminals obey.
const NOWHERE: [&str; 7] =
    ["evil.example", "<ScRiPt", "onerror", "javascript:", "169.254", "\u{1b}[", "\u{202e}"];

#[test]
fn every_hostile_bundle_is_refused_and_named_and_harms_nothing() {
    let root = tempfile::tempdir().unwrap();
    let planted = sample::hostile_province(templates(), root.path()).unwrap();
    let colleges = colleges::read(&root.path().join("colleges.csv")).unwrap();
    assert!(colleges.len() > 20 && planted.len() == colleges.len());
    let store = Store::new(&root.path().join("data"));
    collect(&colleges, &store, &how("2025-11-01"));
    assert_eq!(found(&colleges, &store), expected(&planted));
    let mut auditor = Auditor::new(None).unwrap();
    for college in &colleges {
        let known = store.known(college).unwrap().unwrap();
        for finding in known.findings.iter().filter(|it| it.kind == Kind::Refused) {
            let why = &finding.detail;
            assert!(!why.chinese.is_empty() && why.english.is_ascii(), "{}: {why:?}", college.id);
        }
        assert!(known.editions.is_empty(), "{} was taken", college.id);
        store.put_audited(college, &auditor.audit(college, &known, &store).unwrap()).unwrap();
    }
    let [tables, pages] = ["dataset", "portal"].map(|name| root.path().join(name));
    let rules = Rules::read(None).unwrap();
    dataset::write(&colleges, &store, &rules, &tables).unwrap();
    let wish =
        portal::Wish { title: "一省", address: Some("https://p.example/"), standards: None };
    portal::write(&colleges, &store, &rules, &pages, &wish).unwrap();
    for folder in [&tables, &pages, &root.path().join("data/colleges")] {
        harmless(folder);
    }
    // Nothing was written but below the folders it was asked for.
    let mut beside: Vec<_> =
        fs::read_dir(root.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["colleges.csv", "data", "dataset", "portal", "sites"]);
}

/// Looks for what hostile texts say; scripts and styles are the program's own.
fn harmless(folder: &Path) {
    let own = |path: &str| path.ends_with(".js") && !path.contains('/');
    for (path, _) in tree(folder).into_iter().filter(|(path, _)| !own(path)) {
        let text = String::from_utf8_lossy(&fs::read(folder.join(&path)).unwrap()).into_owned();
        for odd in NOWHERE {
            assert!(!text.contains(odd), "{path} holds {odd}");
        }
    }
}
