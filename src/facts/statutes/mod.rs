//! What follows from the adopted texts: their limits, references, ordinals and the words they share
//! with the data. It must not judge; a fact whose text is absent is absent.

pub mod amounts;
mod appraisal;
mod dimensions;
mod election;
mod limits;
mod ordinals;
mod references;
mod words;

use crate::datum::prose::{Node, Prose};
use crate::datum::{Datum, FieldName, Record, Value};
use crate::load::decode;
use crate::model::{charter, congress, person, texts, totals, unit, year};
use crate::source::{Sources, Span};
use crate::standard::Words;

/// The sections whose texts speak of the union's congress and offices, besides the charter.
const BESIDE_CHARTER: [FieldName; 7] = [
    year::PREFACE,
    year::UNITS,
    year::NOMINATION,
    year::ELECTION,
    year::CONGRESS,
    year::DELEGATES,
    year::APPRAISAL,
];

/// Fills the derived fields that rest on the charter, the election method and the appraisal rules.
pub fn derive(root: &mut Datum, vocabulary: &Words, sources: &Sources) {
    for section in [year::CHARTER, year::ELECTION, year::APPRAISAL] {
        titled(root, section);
    }
    limits::derive(root, sources);
    staff(root);
    election::derive(root, sources);
    appraisal::derive(root, sources);
    let ordinals = ordinals::all(root, vocabulary, sources);
    let references = references::all(root, sources);
    let words = words::all(root, vocabulary, sources);
    if let Some(texts) = root.get_mut(year::TEXTS) {
        texts.set(texts::ORDINALS, ordinals.mentions);
        texts.set(texts::CONGRESS_UNITS, ordinals.units);
        texts.set(texts::REFERENCES, references);
        for (name, mentions) in words {
            texts.set(name, mentions);
        }
    }
    if let Some(unit) = ordinals.counted_by {
        set(root, year::CONGRESS, congress::COUNTED_BY, unit);
    }
}

/// Sets a derived field of a section that was written.
fn set(root: &mut Datum, section: FieldName, name: FieldName, datum: Datum) {
    if let Some(section) = root.get_mut(section).filter(|s| matches!(s.value, Value::Fields(..))) {
        section.set(name, datum);
    }
}

fn prose(root: &Datum, section: FieldName) -> Option<&Prose> {
    root.get(section).get(charter::TEXT).prose()
}

fn titled(root: &mut Datum, section: FieldName) {
    let Some(prose) = prose(root, section) else { return };
    let place = root.get(section).get(charter::TEXT).span;
    let title = match prose.title.as_ref().and_then(|title| pieces(title).into_iter().next()) {
        Some((text, span)) => word(&text, span),
        None => Datum::absent(place.map(Span::at_start)),
    };
    set(root, section, charter::TITLE, title);
}

/// Counts who leads each unit, who is new and who comes from a college's union.
fn staff(root: &mut Datum) {
    let heads: Option<Vec<(String, bool)>> = root
        .get(year::ROSTER)
        .items()
        .iter()
        .map(|person| {
            let post = person.get(person::POST).text()?;
            let leads = ["负责人", "部长"].iter().any(|word| post.contains(word));
            Some((person.get(person::UNIT).text()?.to_owned(), leads))
        })
        .collect();
    if let Some(heads) = heads.filter(|heads| !heads.is_empty()) {
        for unit in root.get_mut(year::UNITS).map(Datum::items_mut).unwrap_or_default() {
            let Some(name) = unit.get(unit::NAME).text().map(str::to_owned) else { continue };
            let count = heads.iter().filter(|(of, leads)| *leads && *of == name).count();
            let span = unit.get(unit::NAME).span;
            unit.set(unit::HEADS, number(count as i64, span));
        }
    }
    for (field, name) in [
        (person::FRESHMAN, totals::FRESHMEN),
        (person::FROM_COLLEGE_UNION, totals::FROM_COLLEGE_UNION),
    ] {
        let people = root.get(year::ROSTER).items();
        let answers: Option<Vec<bool>> = people.iter().map(|p| p.get(field).bool()).collect();
        let place = people.last().and_then(|person| person.get(person::NO).span);
        let lacking = people.iter().map(|p| p.get(field)).find(|answer| answer.is_absent());
        let total = match answers.filter(|answers| !answers.is_empty()) {
            Some(answers) => number(answers.iter().filter(|yes| **yes).count() as i64, place),
            None => Datum::absent(lacking.and_then(|answer| answer.span).or(place)),
        };
        set(root, year::TOTALS, name, total);
    }
}

/// Every node below one, in reading order.
fn flat(node: &Node) -> Vec<&Node> {
    node.children.iter().flat_map(|child| std::iter::once(child).chain(flat(child))).collect()
}

/// The words of one node, joined where they adjoin, each with its place.
fn pieces(node: &Node) -> Vec<(String, Span)> {
    let mut pieces = Vec::new();
    super::private::node_texts(node, &mut |text, span| pieces.push((text.to_owned(), span)));
    pieces
}

fn word(text: &str, place: Span) -> Datum {
    Datum::new(Value::Text(text.to_owned()), Some(place))
}

fn number(value: i64, place: Option<Span>) -> Datum {
    Datum::new(Value::Number(value), place)
}

fn yes(value: bool, place: Option<Span>) -> Datum {
    Datum::new(Value::Bool(value), place)
}

/// Makes a record of a table with some of its fields given; the rest lack, at its place.
fn entry<const N: usize>(
    table: &'static Record,
    place: Option<Span>,
    fields: [(FieldName, Datum); N],
) -> Datum {
    let mut entry = Datum::new(decode::empty(table), place);
    for (name, datum) in fields {
        entry.set(name, datum);
    }
    entry
}

/// The clause in which a byte stands: from the mark before it to the mark behind it.
pub(super) fn clause<'a>(text: &'a str, at: usize, marks: &[char]) -> &'a str {
    let start = text[..at]
        .rfind(marks)
        .map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8));
    let end = text[at..].find(marks).map_or(text.len(), |i| at + i);
    &text[start..end]
}

pub(super) const COMMAS: [char; 7] = ['，', '。', '；', '：', ',', ';', '\n'];
