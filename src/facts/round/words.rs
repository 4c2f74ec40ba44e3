//! Slips in the words of a notice: times no day has, scores in two grades, headings with a number of
//! their own, and what is put off. It must not judge when anything is due.

use std::sync::LazyLock;

use regex::Regex;

use super::naming::mentions;
use crate::datum::prose::{Kind, Prose};
use crate::datum::{Datum, word};
use crate::facts::private::each_text;
use crate::facts::statutes::passage::clause;
use crate::model::round::{folder, notice};
use crate::model::{BREAK, MENTION, mention, numbering_break};
use crate::source::{Sources, Span};

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

/// A time of day: 14:30, 17时30分.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<h>[0-9]{1,2})[:：](?P<m>[0-9]{2})|(?P<hour>[0-9]{1,2})[时点](?:(?P<minute>[0-9]{1,2})分)?")
        .expect("a pattern of our own")
});

/// Finds where a notice says that something will be told separately.
pub fn deferred(root: &Datum, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    for path in [
        &[folder::NOTICE, notice::TEXT],
        &[folder::NOTICE, notice::WORK],
        &[folder::NOTICE, notice::METHOD],
    ] {
        each_text(root.at(path), &mut |text, span| {
            found.extend(mentions(&DEFERRED, text, span, sources, |_| String::new()));
        });
    }
    found
}

/// Finds times that no day has. A ratio, 3:20 of a score sheet, stands in no notice.
pub fn bad_times(text: &str, span: Span, sources: &Sources) -> Vec<Datum> {
    let digit = |c: char| c.is_ascii_digit() || c == ':' || c == '：';
    let bad = |hit: &regex::Captures| {
        let part = |a: &str, b: &str| {
            hit.name(a).or(hit.name(b)).and_then(|part| part.as_str().parse::<u32>().ok())
        };
        let whole = hit.get(0).expect("a match has a whole").range();
        let joined = text[..whole.start].ends_with(digit) || text[whole.end..].starts_with(digit);
        // 30点 of a list and 24时 are right.
        let hours = part("h", "hour").is_some_and(|hour| hour > 24);
        let minutes = part("m", "minute").is_some_and(|minute| minute > 59);
        !joined && (hours || minutes) && !text[whole.end..].starts_with(['建', '意', '要'])
    };
    let hits = TIME.captures_iter(text).filter(bad).filter_map(|hit| hit.get(0));
    let mention = |hit: regex::Match| {
        let place = Some(sources.part(span, text, hit.range()));
        let mut mention = Datum::new(MENTION.empty(), place);
        mention.set(mention::WORDS, word(hit.as_str(), place));
        mention
    };
    hits.map(mention).collect()
}

/// Finds ranges of scores that begin or end where another of the same text does, unless the text
/// says what is included.
pub fn shared_bounds(text: &str, span: Span, sources: &Sources) -> Vec<Datum> {
    let mut seen: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for range in SCORES.captures_iter(text) {
        let whole = range.get(0).expect("a match has a whole");
        // The sentence may say what is included.
        if clause(text, whole.start(), &['。', '\n']).contains('含') {
            continue;
        }
        // Minutes are no scores.
        if text[whole.end()..].starts_with('钟') {
            continue;
        }
        let bounds = [&range[1], &range[2]];
        if let Some(shared) = bounds.iter().find(|bound| seen.iter().any(|known| known == *bound)) {
            let place = Some(sources.part(span, text, whole.range()));
            let mut mention = Datum::new(MENTION.empty(), place);
            mention.set(mention::WORDS, word(whole.as_str(), place));
            mention.set(mention::EXPECTED, word(format!("{shared}分"), place));
            found.push(mention);
        }
        seen.extend(bounds.map(str::to_owned));
    }
    found
}

/// Finds headings that carry a number: the program numbers the parts of a notice, its own among them.
pub fn own_numbers(prose: &Prose) -> Vec<Datum> {
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
            let mut entry = Datum::new(BREAK.empty(), place);
            entry.set(numbering_break::LEVEL, word("标题", place));
            entry.set(numbering_break::FOUND, word(&written, place));
            entry.set(numbering_break::EXPECTED, word("不写编号", place));
            found.push(entry);
        }
    });
    found
}
