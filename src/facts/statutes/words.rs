//! Words of the texts that another text of the year speaks against, each at its place.
//! It must not judge them.

use std::ops::Range;

use super::{COMMAS, clause, entry, word};
use crate::datum::{Datum, Value};
use crate::facts::private::each_text;
use crate::model::MENTION;
use crate::source::{Sources, Span};

/// Returns the lists of words, by the name of their fact.
pub fn all(root: &Datum, sources: &Sources) -> [(&'static str, Datum); 5] {
    let list = |found: Vec<Datum>| Datum::new(Value::Items(found), None);
    [
        ("chairs", list(chairs(root, &ELSEWHERE, sources))),
        ("charter_chairs", list(chairs(root, &["charter"], sources))),
        ("approvals", list(approvals(root, sources))),
        ("strokes", list(strokes(root, sources))),
        ("cited", list(cited(root, sources))),
    ]
}

fn mention(text: &str, range: Range<usize>, span: Span, sources: &Sources) -> Datum {
    let place = sources.part(span, text, range.clone());
    entry(&MENTION, Some(place), [("words", word(&text[range], place))])
}

/// Where the union's offices are named besides the charter.
const ELSEWHERE: [&str; 7] =
    ["preface", "units", "nomination", "election", "congress", "delegates", "appraisal"];

/// Finds 主席 and 副主席 as offices of the union.
fn chairs(root: &Datum, sections: &[&str], sources: &Sources) -> Vec<Datum> {
    const OTHERS: [&str; 9] =
        ["执行", "国家", "党", "军委", "学联", "联合会", "团中央", "作协", "全国"];
    let mut found = Vec::new();
    for section in sections {
        each_text(root.get(section), &mut |text, span| {
            for (at, office) in text.match_indices("主席") {
                let start = if text[..at].ends_with('副') { at - '副'.len_utf8() } else { at };
                let end = at + office.len();
                let behind = text[end..].starts_with(['团', '台']);
                let other = OTHERS.iter().any(|word| text[..start].ends_with(word));
                if !behind && !other {
                    found.push(mention(text, start..end, span, sources));
                }
            }
        });
    }
    found
}

/// Finds clauses that have the federation of students approve an election.
fn approvals(root: &Datum, sources: &Sources) -> Vec<Datum> {
    const WORD: &str = "批准";
    let mut found = Vec::new();
    for section in ["nomination", "election", "congress"] {
        each_text(root.get(section), &mut |text, span| {
            for (at, _) in text.match_indices(WORD) {
                let words = clause(text, at, &COMMAS);
                if words.contains("学联") || words.contains("学生联合会") {
                    found.push(mention(text, at..at + WORD.len(), span, sources));
                }
            }
        });
    }
    found
}

/// Finds how the order by strokes of the surname is spelt.
fn strokes(root: &Datum, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    each_text(root, &mut |text, span| {
        for spelling in ["笔画", "笔划", "比划", "笔顺"] {
            for (at, _) in text.match_indices(spelling) {
                let start = text[..at].strip_suffix("姓氏").map_or(at, str::len);
                found.push(mention(text, start..at + spelling.len(), span, sources));
            }
        }
    });
    found
}

/// Finds every title in 《》; with one that is nearly a known title comes what it should be.
fn cited(root: &Datum, sources: &Sources) -> Vec<Datum> {
    let own = ["charter", "election", "appraisal"].map(|section| root.get(section).get("title"));
    let documents = root.at("head.documents").items();
    let known: Vec<&str> = documents.iter().chain(own).filter_map(Datum::text).collect();
    let college = root.at("head.college.name").text().unwrap_or_default();
    let mut found = Vec::new();
    each_text(root, &mut |text, span| {
        for (open, _) in text.match_indices('《') {
            let start = open + '《'.len_utf8();
            let Some(len) = text[start..].find('》') else { continue };
            let mut cited = mention(text, start..start + len, span, sources);
            let place = cited.span;
            let near = nearly(&text[start..start + len], &known, college);
            let expected = match (near, place) {
                (Some(near), Some(place)) => word(near, place),
                _ => Datum::absent(place),
            };
            cited.set("expected", expected);
            found.push(cited);
        }
    });
    found
}

/// Returns the known title that one differs from by 试行 or by one or two characters.
fn nearly<'a>(title: &str, known: &[&'a str], college: &str) -> Option<&'a str> {
    let short = |text: &str| text.strip_prefix(college).unwrap_or(text).to_owned();
    let tried = |text: &str| short(text).replace("（试行）", "").replace("(试行)", "");
    if known.iter().any(|known| short(known) == short(title)) {
        return None;
    }
    let alike = |known: &&&str| {
        let (a, b) = (tried(title), tried(known));
        a == b || (a.chars().count() >= 8 && distance(&a, &b) <= 2)
    };
    known.iter().find(alike).copied()
}

/// How many characters must change for one text to become another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
