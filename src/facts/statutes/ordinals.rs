//! Which congress and which union the texts and data speak of: 第六次学生代表大会, 第八届学生会.
//! It must not judge which it should be; it tells only whether this one or the last is meant.

use std::sync::LazyLock;

use regex::Regex;

use super::{COMMAS, entry, number, word};
use crate::datum::{Datum, Value};
use crate::facts::private::each_text;
use crate::load::decode;
use crate::model::ORDINAL;
use crate::source::{Sources, Span};

static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "第 *(?P<number>[0-9０-９]+|[零〇一二三四五六七八九十百]+) *[次届] *\
         (?P<body>学生代表大会|研究生代表大会|学代会|研代会|学生会|研究生会)",
    )
    .expect("a pattern of our own")
});

const THIS: &str = "本次";
const LAST: &str = "上次";
const EITHER: &str = "不定";

/// Finds every ordinal outside the charter, which may tell of its own past.
pub fn all(root: &Datum, sources: &Sources) -> Datum {
    let mut found = Vec::new();
    for (path, role) in [("election.congress_no", THIS), ("congress.previous_number", LAST)] {
        let datum = root.at(path);
        if let (Some(value), Some(span)) = (datum.number(), datum.span) {
            found.push(one("代表大会", &value.to_string(), value, role, span));
        }
    }
    let sections = [
        "preface",
        "self_evaluation",
        "units",
        "nomination",
        "election",
        "congress",
        "delegates",
        "appraisal",
    ];
    for section in sections {
        each_text(root.get(section), &mut |text, span| {
            let hits: Vec<regex::Captures> = MENTION.captures_iter(text).collect();
            for (i, hit) in hits.iter().enumerate() {
                let whole = hit.get(0).expect("the whole match").range();
                let Some(value) = decode::count(&hit["number"], "") else { continue };
                let congress = hit["body"].contains("代");
                let beyond = |range: Option<&regex::Captures>| {
                    range.and_then(|hit| hit.get(0)).map(|m| m.range())
                };
                let from = beyond(i.checked_sub(1).map(|i| &hits[i])).map_or(0, |r| r.end);
                let to = beyond(hits.get(i + 1)).map_or(text.len(), |r| r.start);
                let before = text[from..whole.start].rsplit(COMMAS).next().unwrap_or_default();
                let after = text[whole.end..to].split(COMMAS).next().unwrap_or_default();
                let ahead = &text[..whole.start];
                let titled = ahead.rfind('《').is_some_and(|open| !ahead[open..].contains('》'));
                // The title of a report may name either.
                let role = if titled { EITHER } else { role(section, congress, before, after) };
                let body = if congress { "代表大会" } else { "学生会" };
                let place = sources.part(span, text, whole.clone());
                found.push(one(body, &text[whole], value, role, place));
            }
        });
    }
    Datum::new(Value::Items(found), None)
}

/// Tells which one is meant, by the section and by the words around.
fn role(section: &str, congress: bool, before: &str, after: &str) -> &'static str {
    let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(before, &["上次", "上一次", "上届", "上一届"]) || has(after, &["以来", "闭幕后"])
    {
        return LAST;
    }
    if congress {
        let about = matches!(section, "election" | "congress");
        return if about { THIS } else { EITHER };
    }
    if has(after, &["报告"]) {
        LAST
    } else if section == "election"
        || has(before, &["选举", "产生"])
        || has(after, &["选举", "产生", "当选"])
    {
        THIS
    } else {
        EITHER
    }
}

fn one(body: &str, words: &str, value: i64, role: &str, place: Span) -> Datum {
    entry(
        &ORDINAL,
        Some(place),
        [
            ("body", word(body, place)),
            ("words", word(words, place)),
            ("number", number(value, Some(place))),
            ("role", word(role, place)),
        ],
    )
}
