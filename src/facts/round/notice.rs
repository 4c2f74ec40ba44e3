//! What follows from the notice of a round: numbering, open matters, annexes, how it names its year.
//! It must not judge when anything is due.

use std::sync::LazyLock;

use regex::Regex;

use super::list;
use crate::academic_year::AcademicYear;
use crate::datum::prose::{Kind, Prose};
use crate::datum::{Datum, Value};
use crate::facts::derive::{flag, number, word};
use crate::facts::numbering;
use crate::facts::private::each_text;
use crate::load::decode;
use crate::model::round::ANNEX;
use crate::model::{BREAK, MENTION};
use crate::source::{Sources, Span};
use crate::standard::Words;

/// An academic year called as if it were a year of the calendar.
static YEAR_WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[0-9０-９]{4} *[-—–－~～至] *[0-9０-９]{4} *年度").expect("a pattern of our own")
});

/// What is put off.
static DEFERRED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("另行(?:通知|安排|告知|确定|公布)").expect("a pattern of our own"));

/// From one score to another, in either order.
static SCORES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("([0-9]{1,3}) *分? *[-—–－~～至到]+ *([0-9]{1,3}) *分")
        .expect("a pattern of our own")
});

/// How a heading begins that carries its own number.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]+[.．、])")
        .expect("a pattern of our own")
});

pub fn derive(root: &mut Datum, words: &Words, sources: &Sources) {
    let mut year_words = Vec::new();
    let mut shared_bounds = Vec::new();
    each_text(root.get("notice"), &mut |text, span| {
        shared_bounds.extend(self::shared_bounds(text, span, sources));
        year_words.extend(mentions(&YEAR_WORD, text, span, sources, |found| {
            found.trim_end_matches("年度").trim_end().to_owned() + "学年"
        }));
    });
    let mut deferred = Vec::new();
    for path in ["notice.text", "notice.work", "notice.method"] {
        each_text(root.at(path), &mut |text, span| {
            deferred.extend(mentions(&DEFERRED, text, span, sources, |_| String::new()));
        });
    }
    let annexes = annexes(root);
    let Some(notice) = root.get_mut("notice").filter(|it| matches!(it.value, Value::Fields(..)))
    else {
        return;
    };
    let year = notice.get("year").clone();
    if let Some(of) = year.text().and_then(AcademicYear::parse) {
        notice.set("year_start", number(of.start().into(), year.span));
        notice.set("year_label", word(&of.label(), year.span));
    }
    if let Some(prose) = notice.get("text").prose() {
        let mut breaks = numbering::breaks(prose);
        breaks.extend(own_numbers(prose));
        let span = notice.get("text").span;
        notice.set("breaks", list(breaks, span));
    }
    notice.set("year_words", list(year_words, None));
    notice.set("deferred", list(deferred, None));
    notice.set("shared_bounds", list(shared_bounds, None));
    notice.set("annex_list", annexes);
    committee(notice);
    recipients(notice, words);
    open_matters(notice);
}

/// Finds a pattern in a text, each hit with what it should be, when that is known.
fn mentions(
    pattern: &Regex,
    text: &str,
    span: Span,
    sources: &Sources,
    expected: impl Fn(&str) -> String,
) -> Vec<Datum> {
    let mention = |hit: regex::Match| {
        let place = Some(sources.part(span, text, hit.range()));
        let mut mention = Datum::new(decode::empty(&MENTION), place);
        mention.set("words", word(hit.as_str(), place));
        let expected = expected(hit.as_str());
        if !expected.is_empty() {
            mention.set("expected", word(&expected, place));
        }
        mention
    };
    pattern.find_iter(text).map(mention).collect()
}

/// Finds ranges of scores that begin or end where another of the same text does, unless the text
/// says what is included.
fn shared_bounds(text: &str, span: Span, sources: &Sources) -> Vec<Datum> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for range in SCORES.captures_iter(text).filter(|_| !text.contains('含')) {
        let whole = range.get(0).expect("a match has a whole");
        // Minutes are no scores.
        if text[whole.end()..].starts_with('钟') {
            continue;
        }
        let bounds = [&range[1], &range[2]];
        if let Some(shared) = bounds.iter().find(|bound| seen.iter().any(|known| known == *bound)) {
            let place = Some(sources.part(span, text, whole.range()));
            let mut mention = Datum::new(decode::empty(&MENTION), place);
            mention.set("words", word(whole.as_str(), place));
            mention.set("expected", word(&format!("{shared}分"), place));
            found.push(mention);
        }
        seen.extend(bounds.map(str::to_owned));
    }
    found
}

/// Counts the committee and its student delegates, where each part says how many it has.
fn committee(notice: &mut Datum) {
    let committee = notice.get("committee").clone();
    let place = committee.span;
    let names = ["committee_count", "committee_delegates"];
    for (name, count) in names.into_iter().zip(committee_counts(&committee)) {
        notice.set(name, count.map_or(Datum::absent(place), |count| number(count, place)));
    }
    let parts = committee.items().iter().map(|part| part.get("name").clone()).collect();
    notice.set("committee_parts", list(parts, place));
}

/// Returns how many sit on a committee, and how many of them are student delegates.
pub fn committee_counts(committee: &Datum) -> [Option<i64>; 2] {
    let count = |delegates: bool| {
        let parts = committee.items().iter();
        let parts = parts.filter(|part| !delegates || part.get("delegates").bool() == Some(true));
        let sum = parts.map(|part| part.get("count").number()).sum::<Option<i64>>();
        sum.filter(|_| !committee.items().is_empty())
    };
    [count(false), count(true)]
}

/// Tells whether what each report is handed to ends as an office or a post does, rather than in a
/// person's name.
fn recipients(notice: &mut Datum, words: &Words) {
    for entry in notice.get_mut("work").map(Datum::items_mut).unwrap_or_default() {
        let written = entry.get("submitted_to").clone();
        let Some(text) = written.text() else { continue };
        let text = text.split(['，', ',', '；', ';', '：', ':']).next().unwrap_or(text).trim();
        let bracket = text.strip_suffix(['）', ')']).and_then(|text| text.rfind(['（', '(']));
        let text = bracket.map_or(text, |at| &text[..at]);
        let office = words.office_ends.iter().any(|end| text.ends_with(end.as_str()));
        entry.set("to_an_office", flag(office, written.span));
    }
}

/// Finds headings that carry a number: the program numbers the parts of a notice, its own among them.
fn own_numbers(prose: &Prose) -> Vec<Datum> {
    let mut found = Vec::new();
    prose.walk(&mut |node, _| {
        let text = node.plain_text();
        let written = match (&node.label, NUMBERED.find(&text)) {
            (Some(label), _) => label.text.clone(),
            (None, Some(number)) => number.as_str().to_owned(),
            (None, None) => return,
        };
        if matches!(node.kind, Kind::Chapter | Kind::Section) {
            let place = Some(node.span);
            let mut entry = Datum::new(decode::empty(&BREAK), place);
            entry.set("level", word("标题", place));
            entry.set("found", word(&written, place));
            entry.set("expected", word("不写编号", place));
            found.push(entry);
        }
    });
    found
}

/// Lays the annexes that the notice lists beside those that are there.
fn annexes(root: &Datum) -> Datum {
    let listed = root.at("notice.annexes");
    let named = listed.items();
    // Of sheets that could not be read nobody can say which are there.
    if !matches!(root.at("scoring.sheets").value, Value::Items(_)) {
        return Datum::absent(listed.span);
    }
    let sheets = root.at("scoring.sheets").items().iter();
    let mut present: Vec<(String, Option<Span>)> = sheets
        .map(|sheet| sheet.get("title"))
        .filter_map(|title| Some((title.text()?.to_owned(), title.span)))
        .collect();
    if let Some(prose) = root.at("annexes.text").prose() {
        let parts = prose.nodes.iter().filter(|node| node.kind == Kind::Chapter);
        present.extend(parts.map(|part| (part.plain_text().trim().to_owned(), Some(part.span))));
    }
    let mut entries = Vec::new();
    for at in 0..named.len().max(present.len()) {
        let (name, own) = (named.get(at), present.get(at));
        let place = name.and_then(|name| name.span).or(own.and_then(|(_, span)| *span));
        let mut entry = Datum::new(decode::empty(&ANNEX), place);
        let text = |text: Option<&str>| word(text.unwrap_or("没有"), place);
        let (name, own) = (name.and_then(Datum::text), own.map(|(title, _)| title.as_str()));
        entry.set("no", number(at as i64 + 1, place));
        entry.set("named", text(name));
        entry.set("present", text(own));
        entry.set("same", flag(name.is_some() && name == own, place));
        entries.push(entry);
    }
    list(entries, listed.span)
}

/// Joins what was left open with what closed it.
fn open_matters(notice: &mut Datum) {
    let of = |list: &Datum| -> Vec<String> {
        let matters = list.items().iter().filter_map(|entry| entry.get("matter").text());
        matters.map(str::to_owned).collect()
    };
    let (open, closed) = (of(notice.get("open")), of(notice.get("supplements")));
    for entry in notice.get_mut("open").map(Datum::items_mut).unwrap_or_default() {
        let matter = entry.get("matter").clone();
        if let Some(text) = matter.text() {
            entry.set("closed", flag(closed.iter().any(|known| known == text), matter.span));
        }
    }
    let unmatched = notice.get("supplements").items().iter().filter(|entry| {
        entry.get("matter").text().is_some_and(|matter| !open.iter().any(|known| known == matter))
    });
    let unmatched = unmatched.cloned().collect();
    notice.set("unmatched", list(unmatched, None));
}
