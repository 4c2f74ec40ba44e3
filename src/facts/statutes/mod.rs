//! What follows from the adopted texts: their limits, references, ordinals and the words they share
//! with the data. It must not judge; a fact whose text is absent is absent.

pub mod amounts;
pub mod appraisal;
pub mod ballots;
mod dimensions;
pub mod document_numbers;
pub mod election;
pub mod limits;
mod ordinals;
pub mod passage;
mod references;
pub mod stated_limits;
mod told_limits;
mod words;

use super::asked::{Maker, Making};
use crate::datum::{Datum, FieldName, number, word};
use crate::model::{charter, congress, person, texts, totals, unit, year};
use crate::source::Span;
use crate::standard::{Words, word_lists};
use passage::{pieces, prose, set};

pub static TITLES: Maker = Maker {
    makes: &[
        &[year::CHARTER, charter::TITLE],
        &[year::ELECTION, charter::TITLE],
        &[year::APPRAISAL, charter::TITLE],
    ],
    of: &[],
    make: |it| {
        for section in [year::CHARTER, year::ELECTION, year::APPRAISAL] {
            titled(it.root, section);
        }
    },
};

/// Who leads each unit, who is new and who comes from a department's union.
pub static LEADERS: Maker = Maker {
    makes: &[
        &[year::UNITS, unit::HEADS],
        &[year::TOTALS, totals::FRESHMEN],
        &[year::TOTALS, totals::FROM_COLLEGE_UNION],
    ],
    of: &[&[year::ROSTER, person::FRESHMAN]],
    make: |it| staff(it.root, it.beside.words),
};

/// Which congress and which union the texts call themselves of.
pub static ORDINALS: Maker = Maker {
    makes: &[
        &[year::TEXTS, texts::ORDINALS],
        &[year::TEXTS, texts::CONGRESS_UNITS],
        &[year::CONGRESS, congress::COUNTED_BY],
    ],
    of: &[],
    make: put_ordinals,
};

pub static REFERENCES: Maker = Maker {
    makes: &[&[year::TEXTS, texts::REFERENCES]],
    of: &[
        &[year::CHARTER, charter::TITLE],
        &[year::ELECTION, charter::TITLE],
        &[year::APPRAISAL, charter::TITLE],
    ],
    make: |it| {
        let found = references::all(it.root, it.beside.words, it.sources);
        set(it.root, year::TEXTS, texts::REFERENCES, found);
    },
};

/// The words that adopted texts share with the data.
pub static WORDS: Maker = Maker {
    makes: &[
        &[year::TEXTS, texts::CHAIRS],
        &[year::TEXTS, texts::CHARTER_CHAIRS],
        &[year::TEXTS, texts::APPROVALS],
        &[year::TEXTS, texts::STROKES],
        &[year::TEXTS, texts::CITED],
        &[year::TEXTS, texts::WRONG_NUMBERS],
    ],
    of: &[
        &[year::CHARTER, charter::TITLE],
        &[year::ELECTION, charter::TITLE],
        &[year::APPRAISAL, charter::TITLE],
    ],
    make: |it| {
        for (name, mentions) in words::all(it.root, it.beside.words, it.sources) {
            set(it.root, year::TEXTS, name, mentions);
        }
    },
};

fn put_ordinals(it: &mut Making) {
    let found = ordinals::all(it.root, it.beside.words, it.sources);
    set(it.root, year::TEXTS, texts::ORDINALS, found.mentions);
    set(it.root, year::TEXTS, texts::CONGRESS_UNITS, found.units);
    if let Some(unit) = found.counted_by {
        set(it.root, year::CONGRESS, congress::COUNTED_BY, unit);
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
fn staff(root: &mut Datum, words: &Words) {
    let heads: Option<Vec<(String, bool)>> = root
        .get(year::ROSTER)
        .items()
        .iter()
        .map(|person| {
            let post = person.get(person::POST).text()?;
            let leads = words.has(word_lists::LEADERS, post);
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
