//! What follows from the adopted texts: their limits, references, ordinals and the words they share
//! with the data. It must not judge; a fact whose text is absent is absent.

pub mod amounts;
mod appraisal;
mod dimensions;
mod election;
mod limits;
mod ordinals;
pub mod passage;
mod references;
mod words;

use crate::datum::{Datum, FieldName, number, word};
use crate::model::{charter, congress, person, texts, totals, unit, year};
use crate::source::{Sources, Span};
use crate::standard::Words;
use passage::{pieces, prose, set};

/// Fills the derived fields that rest on the charter, the election method and the appraisal rules.
pub fn read_statutes(root: &mut Datum, vocabulary: &Words, sources: &Sources) {
    for section in [year::CHARTER, year::ELECTION, year::APPRAISAL] {
        titled(root, section);
    }
    limits::join_limits(root, sources);
    staff(root);
    election::read_election(root, sources);
    appraisal::read_appraisal(root, sources);
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
