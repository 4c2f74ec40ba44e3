//! Which congress and which union the texts and data speak of: 第六次学生代表大会, 第八届学生会.
//! It must not judge which it should be; it tells only whether this one or the last is meant. Of
//! another body's, another year's or a planned event's it says nothing.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::passage::{BESIDE_CHARTER, COMMAS, clause, entry};
use crate::datum::{Datum, FieldName, list, number, word};
use crate::facts::owners::{self, Own};
use crate::facts::private::each_text;
use crate::model::{
    ORDINAL, SLIP, congress, election, evidence, head, indicator, ordinal, second_item,
    self_evaluation, slip, year,
};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

static MENTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "第 *(?P<number>[0-9０-９]+|[零〇一二三四五六七八九十百]+) *(?P<unit>[次届]) *\
         (?P<body>学生代表大会|研究生代表大会|学代会|研代会|学生会|研究生会|学生联合会|主席团)",
    )
    .expect("a pattern of our own")
});

const THIS: &str = "本次";
const LAST: &str = "上次";
const EITHER: &str = "不定";

/// What the texts say of ordinals.
pub struct Ordinals {
    pub mentions: Datum,
    /// The mentions of this congress that count it otherwise than most.
    pub units: Datum,
    /// 次 or 届, as most count it.
    pub counted_by: Option<Datum>,
}

/// What is looked for in the sections.
struct Scan<'a> {
    own: Own<'a>,
    words: &'a Words,
    /// The words for events that are no congress and no union.
    events: &'a [String],
    /// The years that mentions of this congress and the last one may name.
    years: Vec<i32>,
    /// The years of this congress and of the last.
    held: [Option<i32>; 2],
    sources: &'a Sources,
    found: Vec<Datum>,
    /// The unit each mention of a congress has, with the place of the unit.
    units: Vec<(String, Span)>,
}

/// Finds every ordinal outside the charter, which may tell of its own past; and each mention of the
/// congress that calls 届 what most call 次, or the other way round.
pub fn all(root: &Datum, words: &Words, sources: &Sources) -> Ordinals {
    let mut scan = Scan {
        own: Own::gather(root, words),
        words,
        events: words.list(word_lists::EVENTS),
        years: [
            [year::CONGRESS, congress::DATE],
            [year::CONGRESS, congress::PREVIOUS_DATE],
            [year::HEAD, head::PUBLISHED],
        ]
        .iter()
        .filter_map(|path| Some(root.at(path).date()?.year()))
        .collect(),
        held: [congress::DATE, congress::PREVIOUS_DATE]
            .map(|name| Some(root.get(year::CONGRESS).get(name).date()?.year())),
        sources,
        found: Vec::new(),
        units: Vec::new(),
    };
    for (path, role) in [
        (&[year::ELECTION, election::CONGRESS_NO], THIS),
        (&[year::CONGRESS, congress::PREVIOUS_NUMBER], LAST),
    ] {
        let datum = root.at(path);
        if let (Some(value), Some(span)) = (datum.number(), datum.span) {
            scan.found.push(one("代表大会", &value.to_string(), value, role, span));
        }
    }
    for section in BESIDE_CHARTER {
        each_text(root.get(section), &mut |text, span| scan.text(section, None, text, span));
    }
    evidence(root, &mut scan);
    let counted_by = usual(&scan.units).map(|(unit, place)| word(unit, place));
    let units = list(minority(&scan.units), None);
    Ordinals { mentions: list(scan.found, None), units, counted_by }
}

/// What is dated after the congress is the new union's.
fn evidence(root: &Datum, scan: &mut Scan) {
    let held = root.get(year::CONGRESS).get(congress::DATE).date();
    for indicator in root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL).items() {
        for material in indicator.get(indicator::EVIDENCE).items() {
            let after = held.is_some_and(|held| material.get(evidence::DATE).date() >= Some(held));
            let role = Some(if after { THIS } else { EITHER });
            each_text(material, &mut |text, span| scan.text(indicator::EVIDENCE, role, text, span));
        }
        for name in [indicator::REMARK, indicator::REASON] {
            each_text(indicator.get(name), &mut |text, span| {
                scan.text(year::SELF_EVALUATION, None, text, span);
            });
        }
    }
    for item in root.get(year::SELF_EVALUATION).get(self_evaluation::SECOND).items() {
        each_text(item.get(second_item::REMARK), &mut |text, span| {
            scan.text(year::SELF_EVALUATION, None, text, span);
        });
    }
}

impl Scan<'_> {
    /// Tells whether the year last named before a mention in its sentence is none of this one's:
    /// 2003年，第一届学生会成立.
    fn is_of_an_earlier_year(&self, text: &str, whole: &Range<usize>) -> bool {
        let sentence = sentence_around(text, whole);
        let start = sentence.as_ptr() as usize - text.as_ptr() as usize;
        let clauses = text[start..whole.start].rsplit(COMMAS);
        let named = clauses.into_iter().find(|clause| owners::names_a_year(clause));
        named.is_some_and(|clause| owners::of_another_year(clause, &self.years))
    }

    /// Tells whether a clause names the year of the last congress and not that of this one.
    fn is_of_last(&self, clause: &str) -> bool {
        let [Some(this), Some(last)] = self.held else { return false };
        this != last
            && owners::of_another_year(clause, &[this])
            && !owners::of_another_year(clause, &[last])
    }

    fn text(&mut self, section: FieldName, known: Option<&'static str>, text: &str, span: Span) {
        let hits: Vec<regex::Captures> = MENTION.captures_iter(text).collect();
        for (i, hit) in hits.iter().enumerate() {
            let whole = hit.get(0).expect("the whole match").range();
            let Some(value) = numeral::count(&hit["number"], "") else { continue };
            let congress = hit["body"].contains("代");
            let range = |at: usize| hits.get(at).and_then(|hit| hit.get(0)).map(|m| m.range());
            let from = i.checked_sub(1).and_then(range).map_or(0, |r| r.end);
            let to = range(i + 1).map_or(text.len(), |r| r.start);
            let before = text[from..whole.start].rsplit(COMMAS).next().unwrap_or_default();
            let after = text[whole.end..to].split(COMMAS).next().unwrap_or_default();
            let ahead = &text[..whole.start];
            let titled = ahead.rfind('《').is_some_and(|open| !ahead[open..].contains('》'));
            let event = self.events.iter().any(|event| after.starts_with(event.as_str()));
            let clause = clause(text, whole.start, &COMMAS);
            // The title of a document may name any; so may who tells of the past or of what is planned.
            if titled
                || event
                || self.own.is_other(before)
                || self.own.has_turned_to_others(&text[whole.clone()])
                || owners::of_another_year(clause, &self.years)
                || owners::is_of_another_time(clause, self.words)
                || owners::tells_since(sentence_around(text, &whole))
                || self.is_of_an_earlier_year(text, &whole)
            {
                continue;
            }
            let role = match known {
                Some(role) => of_evidence(role, congress, after, self.words),
                None if self.is_of_last(clause) => LAST,
                None => role(section, congress, before, after, self.words),
            };
            let body = if congress { "代表大会" } else { "学生会" };
            let place = self.sources.part(span, text, whole.clone());
            self.found.push(one(body, &text[whole], value, role, place));
            if congress && let Some(unit) = hit.name("unit") {
                let place = self.sources.part(span, text, unit.range());
                self.units.push((unit.as_str().to_owned(), place));
            }
        }
    }
}

/// Returns the sentence in which a part of a text lies.
fn sentence_around<'t>(text: &'t str, part: &Range<usize>) -> &'t str {
    const ENDS: [char; 4] = ['。', '；', '！', '\n'];
    let start = text[..part.start].rsplit(ENDS).next().map_or(0, |it| part.start - it.len());
    let end = text[part.end..].find(ENDS).map_or(text.len(), |at| part.end + at);
    &text[start..end]
}

/// Material dated after the congress speaks of the new union, unless it looks back.
fn of_evidence(role: &'static str, congress: bool, after: &str, words: &Words) -> &'static str {
    let looks_back = congress || words.has(word_lists::EVIDENCE_LOOKS_BACK, after);
    if looks_back { EITHER } else { role }
}

/// Tells which one is meant, by the section and by the words around.
fn role(
    section: FieldName,
    congress: bool,
    before: &str,
    after: &str,
    words: &Words,
) -> &'static str {
    let has = |text: &str, list| words.has(list, text);
    if has(before, word_lists::LAST_TIME)
        || has(before, word_lists::LAST_YEAR)
        || has(after, word_lists::SINCE_THEN)
    {
        return LAST;
    }
    if congress {
        // Reports tell of what an earlier congress asked for.
        let looks_back = has(after, word_lists::CONGRESS_LOOKS_BACK);
        let about = matches!(section, year::ELECTION | year::CONGRESS) && !looks_back;
        return if about { THIS } else { EITHER };
    }
    if has(after, word_lists::UNION_LOOKS_BACK) {
        LAST
    } else if section == year::ELECTION
        || has(before, word_lists::BEFORE_ELECTED)
        || has(after, word_lists::BEHIND_ELECTED)
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
            (ordinal::BODY, word(body, place)),
            (ordinal::WORDS, word(words, place)),
            (ordinal::NUMBER, number(value, Some(place))),
            (ordinal::ROLE, word(role, place)),
        ],
    )
}

/// Returns the unit that most mentions have, with its first place; of two as frequent the first.
fn usual(units: &[(String, Span)]) -> Option<(&str, Span)> {
    let count = |unit: &str| units.iter().filter(|(own, _)| own == unit).count();
    let (unit, place) = units.iter().rev().max_by_key(|(unit, _)| count(unit))?;
    let first = units.iter().find(|(own, _)| own == unit).map_or(*place, |(_, place)| *place);
    Some((unit.as_str(), first))
}

/// Returns the units that fewer mentions have.
fn minority(units: &[(String, Span)]) -> Vec<Datum> {
    let Some((most, first)) = usual(units) else { return Vec::new() };
    let wrong = units.iter().filter(|(unit, _)| unit != most);
    wrong
        .map(|(unit, place)| {
            let other = word(most, Some(first));
            let fields = [
                (slip::WORDS, word(unit, *place)),
                (slip::PROPER, word(most, *place)),
                (slip::OTHER, other),
            ];
            entry(&SLIP, Some(*place), fields)
        })
        .collect()
}
