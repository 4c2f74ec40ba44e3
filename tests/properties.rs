//! Whatever bytes a site holds: nothing panics, every place lies on characters of its file, and
//! the order in which files are read changes nothing that is found.

mod support;

use gongkai::datum::prose::{Node, Prose, Run, Use};
use gongkai::datum::{Datum, Value};
use gongkai::diagnostic::{self, Diagnostic};
use gongkai::facts::{Beside, Fact, FactValue, facts};
use gongkai::language::Language;
use gongkai::load::{self, Standards, markdown};
use gongkai::rules::{self, Cleared, Refused};
use gongkai::source::{Sources, Span};
use gongkai::standard::Issuer;
use proptest::prelude::*;

/// Files by their paths, with their bytes.
type Files = Vec<(String, Vec<u8>)>;

/// The specimen's files as a site's content.
fn specimen() -> Files {
    let files = support::tree(&support::project("standards/specimen"));
    files.into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes)).collect()
}

/// The national forms and rules, read once.
fn standards() -> (Files, Vec<(&'static str, Issuer)>) {
    let files = support::tree(&support::project("standards"));
    let wanted = |path: &String| path.starts_with("forms/") || path.starts_with("rules/");
    let files = files.into_iter().filter(|(path, _)| wanted(path));
    let files = files.map(|(path, bytes)| (format!("standards/{path}"), bytes)).collect();
    (files, vec![("standards", Issuer::National)])
}

/// What people, spreadsheets and word processors put where it does not belong.
const ODD: [&[u8]; 64] = [
    b"",
    b"\t",
    b"\0",
    b"\x1b[2J",
    b"\r\n",
    b"\r",
    b"\n",
    b"\n\n",
    b" ",
    b"    ",
    b"\"",
    b"'",
    b"`",
    b"[",
    b"]",
    b"{",
    b"}",
    b"{{",
    b"}}",
    b"- ",
    b"-",
    b"\n---\n",
    b"\n===\n",
    b"#",
    b" #",
    b"&a",
    b"*a",
    b"|",
    b">",
    b"**",
    b"__",
    b"*",
    b"<b>",
    b"<!--",
    b"![",
    b"](",
    b",",
    b": ",
    b":",
    b"!",
    b"%",
    b"@",
    b"1. ",
    b"99999999999999999999",
    b"\\",
    b"\xff",
    b"\xe4\xb8",
    b"\xd6\xdc",
    "：".as_bytes(),
    "，".as_bytes(),
    "\u{feff}".as_bytes(),
    "𠮷".as_bytes(),
    "e\u{301}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{3000}".as_bytes(),
    "⼀".as_bytes(),
    "\u{e000}".as_bytes(),
    "第十条　".as_bytes(),
    "（一）".as_bytes(),
    "{{ 代表.总数 }}".as_bytes(),
    "2024—2025学年".as_bytes(),
    "13800138000".as_bytes(),
];

/// One change of one file; places are parts of its length.
#[derive(Clone, Debug)]
enum Change {
    Flip { at: f64, bit: u8 },
    Delete { at: f64, bytes: usize },
    Insert { at: f64, odd: usize },
    Repeat { at: f64, bytes: usize, times: usize },
    Cut { at: f64 },
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => (0.0..1.0, 0..8u8).prop_map(|(at, bit)| Change::Flip { at, bit }),
        2 => (0.0..1.0, 1..40usize).prop_map(|(at, bytes)| Change::Delete { at, bytes }),
        6 => (0.0..1.0, 0..ODD.len()).prop_map(|(at, odd)| Change::Insert { at, odd }),
        1 => (0.0..1.0, 1..60usize, 1..4usize)
            .prop_map(|(at, bytes, times)| Change::Repeat { at, bytes, times }),
        1 => (0.0..1.0).prop_map(|at| Change::Cut { at }),
    ]
}

/// Some changes, each of some file.
fn changes() -> impl Strategy<Value = Vec<(usize, Change)>> {
    prop::collection::vec((0..64usize, change()), 1..8)
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let place = |at: f64| ((bytes.len() as f64 * at) as usize).min(bytes.len());
    match *change {
        Change::Flip { at, bit } => {
            let at = place(at);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << bit;
            }
        }
        Change::Delete { at, bytes: count } => {
            let at = place(at);
            bytes.drain(at..(at + count).min(bytes.len()));
        }
        Change::Insert { at, odd } => {
            let at = place(at);
            bytes.splice(at..at, ODD[odd].iter().copied());
        }
        Change::Repeat { at, bytes: count, times } => {
            let at = place(at);
            let part = bytes[at..(at + count).min(bytes.len())].repeat(times);
            bytes.splice(at..at, part);
        }
        Change::Cut { at } => bytes.truncate(place(at)),
    }
}

fn spoilt(changes: &[(usize, Change)]) -> Vec<(String, Vec<u8>)> {
    let mut files = specimen();
    let count = files.len();
    for (file, change) in changes {
        apply(&mut files[file % count].1, change);
    }
    files
}

/// What became of a site: the rendered findings, with every place that was given out.
struct Seen {
    words: String,
    spans: Vec<Span>,
}

/// Reads and checks a site as `gongkai check` does.
fn check(files: &[(String, Vec<u8>)]) -> (Sources, Seen) {
    let (norms, folders) = standards();
    let mut sources = Sources::default();
    for (path, bytes) in files.iter().chain(&norms) {
        sources.add_bytes(path, bytes.clone());
    }
    let mut findings = Vec::new();
    let mut spans = Vec::new();
    let standards: Standards = load::standards(&folders, &sources, &mut findings);
    let content = load::content("content", standards.tables, &sources, &mut findings);
    spans_of(&content.site, &mut spans);
    for folder in content.years.iter().chain(&content.rounds) {
        let mut faults = Vec::new();
        let year = load::year(folder, &sources, &mut faults);
        spans_of(&year.root, &mut spans);
        let beside = Beside {
            form: standards.form(year.edition.year),
            site: &content.site,
            words: &standards.words,
            before: None,
            service: &[],
            years: &[],
            rounds: &[],
            standings: &[],
            on: None,
        };
        let facts = facts(&year, &beside, &sources);
        let (facts, found) = match rules::clear(year.edition.year, facts, &standards, faults) {
            Ok(Cleared { facts, remarks, .. }) => (facts, remarks),
            Err(Refused { facts, findings, .. }) => (facts, findings),
        };
        spans_of_fact(&facts.root, &mut spans);
        findings.extend(found);
    }
    diagnostic::sort(&mut findings, &sources);
    spans_of_diagnostics(&findings, &mut spans);
    let words = diagnostic::render(&findings, &sources, false, Language::Chinese);
    (sources, Seen { words, spans })
}

fn spans_of_diagnostics(findings: &[Diagnostic], spans: &mut Vec<Span>) {
    for finding in findings {
        spans.push(finding.primary.span);
        spans.extend(finding.related.iter().map(|label| label.span));
    }
}

fn spans_of(datum: &Datum, spans: &mut Vec<Span>) {
    spans.extend(datum.span);
    match &datum.value {
        Value::Fields(_, data) | Value::Items(data) => {
            data.iter().for_each(|datum| spans_of(datum, spans));
        }
        Value::Prose(prose) => spans_of_prose(prose, spans),
        _ => {}
    }
}

fn spans_of_fact(fact: &Fact, spans: &mut Vec<Span>) {
    spans.extend(fact.span);
    match &fact.value {
        FactValue::Fields(_, facts) | FactValue::Items(facts) => {
            facts.iter().for_each(|fact| spans_of_fact(fact, spans));
        }
        FactValue::Prose(prose) => spans_of_prose(prose, spans),
        _ => {}
    }
}

fn spans_of_prose(prose: &Prose, spans: &mut Vec<Span>) {
    prose.walk(&mut |node: &Node, _: &[&Node]| {
        spans.push(node.span);
        spans.extend(node.label.as_ref().map(|label| label.span));
        spans_of_runs(&node.runs, spans);
    });
}

fn spans_of_runs(runs: &[Run], spans: &mut Vec<Span>) {
    for run in runs {
        match run {
            Run::Text { span, .. } | Run::Fact { span, .. } => spans.push(*span),
            Run::Strong(runs) | Run::Emphasis(runs) => spans_of_runs(runs, spans),
            Run::Link { runs, span, .. } => {
                spans.push(*span);
                spans_of_runs(runs, spans);
            }
            Run::LineBreak => {}
        }
    }
}

/// Says which place does not lie on characters of its file.
fn misplaced(spans: &[Span], sources: &Sources) -> Option<String> {
    let sound = |span: &Span| {
        let text = &sources.file(span.file).text;
        span.start <= span.end && text.get(span.start..span.end).is_some()
    };
    let bad = spans.iter().find(|span| !sound(span))?;
    Some(format!("{bad:?} of {}", sources.file(bad.file).path))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_spoilt_site_is_read_and_every_place_lies_in_its_file(changes in changes()) {
        let (sources, seen) = check(&spoilt(&changes));
        prop_assert_eq!(misplaced(&seen.spans, &sources), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn the_order_of_files_changes_nothing(
        changes in changes(),
        order in Just((0..specimen().len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let files = spoilt(&changes);
        let shuffled: Vec<_> = order.iter().map(|at| files[*at].clone()).collect();
        prop_assert_eq!(check(&files).1.words, check(&shuffled).1.words);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn no_bytes_make_a_reader_panic(
        parts in prop::collection::vec(
            prop_oneof![
                3 => (0..ODD.len()).prop_map(|odd| ODD[odd].to_vec()),
                2 => "[\\PC]{0,8}".prop_map(String::into_bytes),
                1 => prop::collection::vec(any::<u8>(), 0..8),
            ],
            0..24,
        ),
    ) {
        let bytes = parts.concat();
        let mut sources = Sources::default();
        let files = ["名单.yaml", "名单.csv", "章程.md", "规则.md"]
            .map(|path| sources.add_bytes(path, bytes.clone()));
        let mut faults = Vec::new();
        let mut spans = Vec::new();
        load::data(files[0], &sources, &mut faults);
        load::data(files[1], &sources, &mut faults);
        for usage in [Use::Adopted, Use::Narrative] {
            spans_of_prose(&markdown::parse(files[2], &sources, usage, &mut faults), &mut spans);
        }
        spans_of_diagnostics(&faults, &mut spans);
        prop_assert_eq!(misplaced(&spans, &sources), None);
        diagnostic::render(&faults, &sources, false, Language::Chinese);
    }
}
