//! What texts say about school years: which they name, and for which they claim a grace.
//! It must not judge whether they may.

use std::ops::Range;

use super::private::each_text;
use crate::academic_year::AcademicYear;
use crate::datum::{Datum, flag, word};
use crate::model::{GRACE_CLAIM, YEAR_MENTION, grace_claim, head, year, year_mention};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, form};

/// How the form says that a ▲ indicator does not bind yet.
const GRACE: &str = "暂不作硬性要求";
const WORD: &str = "学年";

/// Finds every 学年 a text names, and tells whether it may: this one, a declared one, one in 《》, or
/// an earlier one that the text speaks of as such.
pub fn years(root: &Datum, year: AcademicYear, words: &Words, sources: &Sources) -> Vec<Datum> {
    let history: Vec<AcademicYear> = root
        .get(year::HEAD)
        .get(head::HISTORY)
        .items()
        .iter()
        .filter_map(|entry| AcademicYear::parse(entry.text()?))
        .collect();
    let mut found = Vec::new();
    each_text(root, &mut |text, span| {
        for (range, named) in mentions(text) {
            let before = &text[..range.start];
            let titled = before.rfind('《').is_some_and(|open| !before[open..].contains('》'));
            let known = named.is_some_and(|n| n == year || history.contains(&n));
            let earlier = named.is_some_and(|n| n < year && is_past(text, &range, words));
            let place = sources.part(span, text, range.clone());
            let mut mention = Datum::new(YEAR_MENTION.empty(), Some(place));
            let dash = text[range.clone()].chars().nth(4).filter(|_| !titled);
            if let Some(dash) = dash {
                mention.set(year_mention::DASH, word(dash.encode_utf8(&mut [0; 4]), place));
            }
            mention.set(year_mention::YEAR, word(&text[range], place));
            mention.set(year_mention::ALLOWED, flag(titled || known || earlier, Some(place)));
            found.push(mention);
        }
    });
    found
}

/// Tells whether a text speaks of the year in a part of it as of one gone by: 自2023—2024学年起.
fn is_past(text: &str, range: &Range<usize>, words: &Words) -> bool {
    const ENDS: [char; 5] = ['，', '。', '；', '：', '\n'];
    let before = text[..range.start].rsplit(ENDS).next().unwrap_or_default();
    // What follows may go beyond a comma, where a phrase does: 2021—2022学年有52人，此后逐年精简.
    let after = text[range.end..].split(['。', '；', '\n']).next().unwrap_or_default();
    let clause = format!("{before}※{after}");
    words.past_years.iter().any(|phrase| phrase.find(&clause, &words.denials).is_some())
}

/// Finds every claim that ▲ indicators do not bind yet, in texts and in the form's legend.
pub fn grace(root: &Datum, year: AcademicYear, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    let mut see = |text: &str, span: Span| {
        for (at, _) in text.match_indices(GRACE) {
            let start = text[..at]
                .rfind(['。', '；', '！', '？', '\n'])
                .map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8));
            let sentence = &text[start..at + GRACE.len()];
            let named = mentions(sentence).pop().map(|(range, _)| sentence[range].to_owned());
            let said = named.unwrap_or_else(|| year.label());
            let said = said.trim_end_matches(WORD).trim_end();
            let said = AcademicYear::parse(said).map_or(said.to_owned(), |y| y.label());
            let place = sources.part(span, text, at..at + GRACE.len());
            let mut claim = Datum::new(GRACE_CLAIM.empty(), Some(place));
            claim.set(grace_claim::YEAR, word(said.trim_end_matches(WORD), place));
            claim.set(grace_claim::WORDS, word(sentence, place));
            found.push(claim);
        }
    };
    each_text(root, &mut see);
    let legend = root.get(year::FORM).get(form::LEGEND);
    if let (Some(text), Some(span)) = (legend.text(), legend.span) {
        see(text, span);
    }
    found
}

/// Finds `2025—2026学年` with any dash and digits of any width, and the year it is, if it is one.
fn mentions(text: &str) -> Vec<(Range<usize>, Option<AcademicYear>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(WORD) {
        let before: Vec<(usize, char)> = text[..at].trim_end().char_indices().collect();
        let Some(first) = before.len().checked_sub(9) else { continue };
        let years: Vec<char> =
            before[first..].iter().map(|(_, c)| numeral::half_width(*c)).collect();
        let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
        if digits(&years[..4]) && digits(&years[5..]) && "-–—－～~至".contains(years[4]) {
            let start = before[first].0;
            let plain: String = years.iter().map(|c| if *c == '至' { '-' } else { *c }).collect();
            found.push((start..at + WORD.len(), AcademicYear::parse(&plain)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_found_however_they_are_spelt() {
        let named = |text: &str| -> Vec<Option<i32>> {
            mentions(text).into_iter().map(|(_, year)| year.map(AcademicYear::start)).collect()
        };
        for text in
            ["2023—2024学年", "２０２３－２０２４学年", "自2023至2024 学年起", "2023–2024学年度"]
        {
            assert_eq!(named(text), [Some(2023)], "{text}");
        }
        assert_eq!(named("2023—2025学年"), [None]);
        assert_eq!(named("学年，每学年，最近1学年，2024学年"), []);
    }
}
