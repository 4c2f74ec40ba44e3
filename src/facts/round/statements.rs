//! What the words of a round say of its own data: how many sit on the committee, and supplements that
//! name a day gone by. It must not judge; beside each stands what the data have.

use std::sync::LazyLock;

use regex::Regex;

use crate::datum::{Datum, list, word};
use crate::facts::dates;
use crate::facts::passages::{FILLED, Kind, Passage};
use crate::facts::wholes;
use crate::model::round::{notice, supplement};
use crate::model::{MENTION, mention};
use crate::source::Span;

static COMMITTEE: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "评议(?:小组|会|委员会)(?:全体|共有|共|由|的|有)* *(?P<n>N) *[名人](?:成员|评委|组成|委员)",
    )
});

/// Notes both among the facts about a notice.
pub fn compare_statements(notice: &mut Datum, passages: &[Passage]) {
    let count = notice.get(notice::COMMITTEE_COUNT).clone();
    let said = match count.number() {
        Some(sits) => passages.iter().flat_map(|passage| committee(passage, sits)).collect(),
        None => Vec::new(),
    };
    let supplements = notice.get(notice::SUPPLEMENTS).items();
    let gone = supplements.iter().filter_map(gone_by).collect();
    notice.set(notice::COMMITTEE_SAID, list(said, None));
    notice.set(notice::GONE_BY, list(gone, None));
}

fn mention(words: &str, place: Option<Span>) -> Datum {
    let mut mention = Datum::new(MENTION.empty(), place);
    mention.set(mention::WORDS, word(words, place));
    mention
}

/// Finds where a text has another number sit on the committee than the data.
fn committee(passage: &Passage, sits: i64) -> Vec<Datum> {
    if passage.hidden || !matches!(passage.kind, Kind::Body | Kind::Cell) {
        return Vec::new();
    }
    let text = passage.text.as_str();
    let hits = COMMITTEE.captures_iter(text).filter_map(|hit| {
        let range = hit.get(0)?.range();
        let other = wholes::number(&hit["n"])? != sits && !hit[0].contains(FILLED);
        other.then(|| mention(&text[range.clone()], Some(passage.place(range))))
    });
    hits.collect()
}

/// Finds a day before the supplement's own that it sets for something still to come.
fn gone_by(supplement: &Datum) -> Option<Datum> {
    let date = supplement.get(supplement::DATE).date()?;
    let content = supplement.get(supplement::CONTENT);
    let text = content.text()?;
    let moved = ["原定", "原", "改为", "改到", "改在", "推迟", "提前", "延期"];
    if moved.iter().any(|word| text.contains(word)) {
        return None;
    }
    let before = dates::find(text).into_iter().find(|written| {
        let mut whole = written.clone();
        whole.year = whole.year.or(Some(date.year()));
        // A day of January told in December is the next year's.
        let wraps = written.year.is_none() && u8::from(date.month()) == 12;
        !wraps && whole.date().is_some_and(|day| day < date)
    })?;
    Some(mention(&text[before.range], content.span))
}
