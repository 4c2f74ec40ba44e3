//! What follows from a round of appraisals: sums, joins and its texts read for clues.
//! It must not judge; a value that lacks any of its sources is absent.

mod matters;
mod naming;
mod notice;
mod scoring;
mod statements;
mod units;
mod words;

pub use matters::committee_counts;
pub use scoring::applies_to;

use super::beside::Beside;
use super::owners::Own;
use super::{claims, dates, links, names, passages, private, publication, regulation, wording};
use crate::datum::{Datum, Value, list};
use crate::load::{Year, dated_form};
use crate::model::round::{contact, folder, kind, subject};
use crate::model::{round, texts};
use crate::source::Sources;

/// Fills every derived field of a round's tree.
pub fn derive_round(root: &mut Datum, round: &Year, beside: &Beside, sources: &Sources) {
    if let Some(form) = beside.form {
        root.set(folder::FORM, dated_form(form, round.edition.year));
    }
    scoring::derive_scoring(root);
    scoring::results(root, beside.standings);
    notice::derive_notice(root, beside, sources);
    against(root, beside, sources);
    root.get_mut(folder::NOTICE)
        .into_iter()
        .for_each(|notice| publication::take_down(notice, beside.on));
    let passages = passages::passages(root, sources);
    let scoring = root.get(folder::SCORING).clone();
    if let Some(notice) =
        root.get_mut(folder::NOTICE).filter(|it| matches!(it.value, Value::Fields(..)))
    {
        statements::compare_statements(notice, &scoring, &passages, beside.words);
    }
    let contacts = root.get(folder::NOTICE).get(round::notice::CONTACTS).items().iter();
    let offices: Vec<&str> = contacts.filter_map(|of| of.get(contact::MAILBOX).text()).collect();
    let private = private::hits(&passages, &offices, beside.site, &round.files, sources);
    let named = names::find(&passages, persons(root), &[]);
    let issued = root.get(folder::NOTICE).get(round::notice::ISSUED).date();
    let known = dates::Known { published: issued, issued, ..dates::Known::default() };
    let dates = dates::all(&passages, known, &Own::unnamed(beside.words), beside.words);
    let seen = passages.iter().filter(|passage| !passage.hidden);
    let leftovers: Vec<Datum> =
        seen.flat_map(|passage| claims::leftovers(passage, beside.words)).collect();
    if let Some(texts) = root.get_mut(folder::TEXTS) {
        wording::find(&passages, beside.words, false, texts);
        texts.set(texts::DATES, list(dates, None));
        texts.set(texts::LEFTOVERS, list(leftovers, None));
        texts.set(texts::PRIVATE, list(private, None));
        texts.set(texts::LINKS, list(links::find(&passages, beside.site), None));
        texts.set(texts::NAMED, list(named, None));
    }
}

/// Lays a round beside the rules of appraisal that were in force on its day.
fn against(root: &mut Datum, beside: &Beside, sources: &Sources) {
    let years = beside.years;
    let rules = regulation::in_force(root, years);
    let place = root.get(folder::NOTICE).get(round::notice::BASIS).span;
    let found = match rules {
        Some(year) => {
            let rules = regulation::Regulation::gather(&year.root, beside.words, sources);
            let early = regulation::not_begun(root, year);
            let found = early.map_or_else(|| regulation::against(root, &rules), |it| vec![it]);
            list(found, place)
        }
        None => list(regulation::misnamed(root, years), place),
    };
    if let Some(notice) =
        root.get_mut(folder::NOTICE).filter(|it| matches!(it.value, Value::Fields(..)))
    {
        notice.set(round::notice::AGAINST, found);
    }
}

/// The names of those appraised, where they are persons, and of those to turn to.
fn persons(root: &Datum) -> impl Iterator<Item = &str> {
    let contacts = root.get(folder::NOTICE).get(round::notice::CONTACTS).items().iter();
    let contacts = contacts.filter_map(|contact| contact.get(contact::PERSON).text());
    let kinds = root.get(folder::SCORING).get(round::scoring::KINDS).items().iter();
    let kinds: Vec<&str> = kinds
        .filter(|kind| kind.get(kind::SORT).text() == Some("个人"))
        .filter_map(|kind| kind.get(kind::NAME).text())
        .collect();
    let subjects = root.get(folder::SCORING).get(round::scoring::SUBJECTS).items().iter();
    let of_them = move |subject: &&Datum| {
        subject.get(subject::KIND).text().is_some_and(|kind| kinds.contains(&kind))
    };
    subjects.filter(of_them).filter_map(|subject| subject.get(subject::NAME).text()).chain(contacts)
}
