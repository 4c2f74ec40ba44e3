//! What is planted in a province is found, and nothing is invented: from folders and from the web,
//! at once, in shards, and after a look was broken off.

mod support;

use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use gongkai::document::{Block, Document, Inline, Subject};
use gongkai::edition::Edition;
use gongkai::redaction::{self, Withdrawn, redacted};
use gongkai_province::collect::{self, How};
use gongkai_province::colleges::{self, Shard};
use gongkai_province::fetch::Limits;
use gongkai_province::store::Store;
use support::{Server, collect, expected, found, how, province, sample, tree, wish};

#[test]
fn what_is_planted_is_found_and_nothing_is_invented() {
    let root = tempfile::tempdir().unwrap();
    let wish = wish(60, 2);
    let (colleges, planted) = province(root.path(), &wish);
    let store = Store::new(&root.path().join("data"));
    collect(&colleges, &store, &how("2025-12-01"));
    assert_eq!(found(&colleges, &store), expected(&planted));

    // A day later nothing has changed, and all is found again.
    collect(&colleges, &store, &how("2025-12-02"));
    assert_eq!(found(&colleges, &store), expected(&planted));

    // What is then changed in silence is found besides.
    let later = sample::later(root.path(), &wish).unwrap();
    let before: Vec<_> = tree(&root.path().join("data/kept"));
    collect(&colleges, &store, &how("2025-12-03"));
    let mut both = expected(&planted);
    both.extend(expected(&later));
    assert_eq!(found(&colleges, &store), both);
    // Nothing that was kept is gone.
    let after: std::collections::BTreeSet<_> =
        tree(&root.path().join("data/kept")).into_iter().collect();
    assert!(before.iter().all(|it| after.contains(it)));
}

#[test]
fn shards_and_runs_broken_off_come_to_the_same() {
    let root = tempfile::tempdir().unwrap();
    let (colleges, _) = province(root.path(), &wish(30, 1));
    let [whole, parts] = ["whole", "parts"].map(|name| root.path().join(name));
    collect(&colleges, &Store::new(&whole), &how("2025-12-01"));
    let store = Store::new(&parts);
    for shard in ["2/3", "1/3"] {
        let shard = Shard::parse(shard).unwrap();
        collect::all(&colleges, shard, &store, &how("2025-12-01"), 2, false, &|_| {}).unwrap();
    }
    // The third was broken off: one of it is there, and a half-written file.
    fs::write(parts.join("colleges/.c0003.json.4711"), "{\"sch").unwrap();
    let (looked, known) =
        collect::all(&colleges, Shard::WHOLE, &store, &how("2025-12-01"), 2, false, &|_| {})
            .unwrap();
    assert_eq!((looked, known), (10, 20));
    fs::remove_file(parts.join("colleges/.c0003.json.4711")).unwrap();
    assert_eq!(tree(&whole), tree(&parts));
}

#[test]
fn the_web_is_asked_politely_and_never_trusted() {
    let root = tempfile::tempdir().unwrap();
    let sites = root.path().join("sites");
    let server = Server::start(&sites);
    let mut wish = wish(30, 1);
    wish.served_at = server.address.clone();
    let (mut colleges, planted) = province(root.path(), &wish);
    // More hosts: one is silent, one sends on to another, one to itself for ever, one never ends.
    let list = root.path().join("colleges.csv");
    let text = fs::read_to_string(&list).unwrap();
    let silent = Server::silent();
    let at = &server.address;
    let more = format!(
        "{text}silent,默学院,高职,市,{silent},,\nmoved,迁学院,高职,市,{at}elsewhere/,,\n\
         round,转学院,高职,市,{at}round/,,\nendless,长学院,高职,市,{at}endless/,,\n"
    );
    fs::write(&list, more).unwrap();
    colleges.extend(colleges::read(&list).unwrap().split_off(30));
    let limits = Limits { file: Duration::from_secs(3), ..Limits::default() };
    let how = |on: &str| How { limits, ..how(on) };
    let store = Store::new(&root.path().join("data"));
    collect(&colleges, &store, &how("2025-12-01"));
    let mut must = expected(&planted);
    let tuple = |id: &str, kind: &str| (id.to_owned(), String::new(), kind.to_owned());
    must.extend([
        tuple("silent", "unreachable"),
        tuple("moved", "unreachable"),
        tuple("round", "unreachable"),
        tuple("endless", "refused"),
    ]);
    assert_eq!(found(&colleges, &store), must);

    // The second time almost nothing is sent again: ledgers alone are, and what was refused.
    let sent = server.sent.swap(0, Ordering::Relaxed);
    collect(&colleges, &store, &how("2025-12-02"));
    assert_eq!(found(&colleges, &store), must);
    let again = server.sent.load(Ordering::Relaxed);
    assert!(again * 4 < sent, "{again} of {sent} files were sent again");

    // Whoever asks to be left alone is.
    fs::write(sites.join("robots.txt"), "User-agent: gongkai-province\nDisallow: /c0001/\n")
        .unwrap();
    collect(&colleges, &store, &how("2025-12-03"));
    let known = store.known(&colleges[0]).unwrap().unwrap();
    assert_eq!(known.findings[0].kind.key(), "kept-out");
    assert_eq!(known.reached_on, "2025-12-02");
    assert!(!known.editions.is_empty(), "what was taken stays");
}

/// Of what was not reached in time nothing is said: it is neither late nor gone, nor unsigned.
#[test]
fn a_look_that_is_broken_off_accuses_nobody() {
    let root = tempfile::tempdir().unwrap();
    let (colleges, _) = province(root.path(), &sample::Wish { planted: false, ..wish(4, 2) });
    let few = How { limits: Limits { bytes: 100_000, ..Limits::default() }, ..how("2025-12-02") };
    let kinds = |store: &Store| -> Vec<&'static str> {
        let known = store.known(&colleges[0]).unwrap().unwrap();
        let mut kinds: Vec<_> = known.findings.iter().map(|it| it.kind.key()).collect();
        kinds.dedup();
        kinds
    };
    let [first, second] = ["first", "second"].map(|name| Store::new(&root.path().join(name)));
    collect(&colleges, &first, &few);
    assert_eq!(kinds(&first), ["broken-off"]);
    // After a whole look, too; and what was taken then stays.
    collect(&colleges, &second, &how("2025-12-01"));
    let editions = second.known(&colleges[3]).unwrap().unwrap().editions;
    let none = How { limits: Limits { bytes: 0, ..Limits::default() }, ..how("2025-12-02") };
    collect(&colleges, &second, &none);
    assert_eq!(kinds(&second), ["broken-off"]);
    assert_eq!(second.known(&colleges[3]).unwrap().unwrap().editions, editions);
}

/// A version that people were withdrawn from is another and no rewriting, and nobody names them on its
/// account any longer; whatever is changed besides, then or later, is found as ever.
#[test]
fn who_was_withdrawn_is_forgotten_and_nothing_else_is_excused() {
    let root = tempfile::tempdir().unwrap();
    let (colleges, _) = province(root.path(), &sample::Wish { planted: false, ..wish(1, 1) });
    let store = Store::new(&root.path().join("data"));
    let newest = Edition::try_from("2025-2026".to_owned()).unwrap();
    let (site, both) = (sample::site(root.path(), 0), [newest.version(1), newest.clone()]);
    let read = || {
        let bytes = fs::read(site.join("2025-2026/document.json")).unwrap();
        Document::from_json(&bytes).unwrap()
    };
    let publish = |document: &Document| {
        let json = document.to_json();
        both.iter().for_each(|it| sample::republish(&site, it, &json).unwrap());
    };
    let kinds = |on: &str| -> Vec<&'static str> {
        collect(&colleges, &store, &how(on));
        let findings = store.known(&colleges[0]).unwrap().unwrap().findings;
        let kinds = findings.iter().map(|it| it.kind.key());
        kinds.filter(|it| *it != "ledger-not-served").collect()
    };
    let names_in_kept = |name: &str| {
        let kept = root.path().join("data/kept");
        let text = |(path, _): (String, String)| fs::read_to_string(kept.join(path)).unwrap();
        tree(&kept).into_iter().map(text).any(|text| text.contains(name))
    };
    let whole = read();
    let person = redaction::names(&whole).pop_first().unwrap();
    assert!(kinds("2025-12-01").is_empty() && names_in_kept(&person));

    // One is withdrawn, then everybody; and the last withdrawal is taken back.
    let one = Withdrawn { everybody: false, names: [person.clone()].into() };
    publish(&redacted(&whole, &one));
    assert!(kinds("2025-12-02").is_empty() && !names_in_kept(&person));
    publish(&redacted(&whole, &Withdrawn { everybody: true, ..one.clone() }));
    assert!(kinds("2025-12-03").is_empty());
    publish(&redacted(&whole, &one));
    assert!(kinds("2025-12-04").is_empty());
    // Somebody whom texts alone name: what covers them stands in sentences, and values of them are gone.
    let mentioned = Withdrawn { everybody: false, names: ["代表大会".to_owned()].into() };
    let covered = redacted(&redacted(&whole, &one), &mentioned);
    assert!(covered.to_json() != redacted(&whole, &one).to_json());
    publish(&covered);
    assert!(kinds("2025-12-05").is_empty());
    publish(&redacted(&whole, &one));
    assert!(kinds("2025-12-06").is_empty());

    // A withdrawal excuses no other change, neither with it nor after it.
    let changed = |document: &Document| {
        let text = String::from_utf8(document.to_json()).unwrap().replacen("第十条", "第十条 ", 1);
        Document::from_json(text.as_bytes()).unwrap()
    };
    publish(&changed(&redacted(&whole, &one)));
    assert_eq!(kinds("2025-12-07"), ["rewritten", "changed-without-version"]);
    publish(&redacted(&whole, &Withdrawn { everybody: true, ..one.clone() }));
    assert_eq!(kinds("2025-12-08"), ["rewritten", "changed-without-version"]);
}

/// A year that was never released, and whose roster comes down on its day, did not change in silence.
#[test]
fn a_roster_that_comes_down_on_its_day_is_no_change() {
    let root = tempfile::tempdir().unwrap();
    let (colleges, _) = province(root.path(), &sample::Wish { planted: false, ..wish(1, 1) });
    let store = Store::new(&root.path().join("data"));
    let (site, year) = (sample::site(root.path(), 0), Edition::try_from("2025-2026".to_owned()));
    let year = year.unwrap();
    sample::unlist(&site, &year.version(1)).unwrap();
    collect(&colleges, &store, &how("2025-12-01"));
    let bytes = fs::read(site.join("2025-2026/document.json")).unwrap();
    let mut document = Document::from_json(&bytes).unwrap();
    for block in document.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Table(table) => redaction::take_down(table, |_| true),
            Block::Paragraph { content, statement: Some(it), .. }
                if it.subject == Subject::RosterNote =>
            {
                content.insert(0, Inline::text("名单的公开期限已过，只保留人数。"));
            }
            _ => {}
        }
    }
    sample::republish(&site, &year, &document.to_json()).unwrap();
    collect(&colleges, &store, &how("2025-12-02"));
    assert!(found(&colleges, &store).is_empty(), "{:?}", found(&colleges, &store));
    // What is then changed is told of.
    document.organisation += "会";
    sample::republish(&site, &year, &document.to_json()).unwrap();
    collect(&colleges, &store, &how("2025-12-03"));
    let told: Vec<String> = found(&colleges, &store).into_iter().map(|it| it.2).collect();
    assert_eq!(told, ["changed-without-version"]);
}
