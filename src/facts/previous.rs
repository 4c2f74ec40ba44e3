//! What a year must know of the one before it: a few values and joins, not its whole tree.
//! It must not judge; of a first year all of it is absent.

use std::collections::BTreeSet;

use super::asked::Maker;
use super::grade::Grade;
use super::people::is_presidium;
use super::persons::departments;
use super::terms::counted_in;
use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, FieldName, Value, flag, list, number, word};
use crate::load::Year;
use crate::model::{
    PREVIOUS_UNIT, charter, college, congress, delegates, head, person, previous, previous_unit,
    self_evaluation, unit, year,
};
use crate::name::plain_name;
use crate::source::Span;
use crate::standard::Words;

/// What follows from the year before; of a first year there were no units to account for.
pub static PREVIOUS: Maker = Maker {
    makes: &[
        &[year::PREVIOUS],
        &[year::UNITS, unit::FORMER_KNOWN],
        &[year::ROSTER, person::PREVIOUS_STATUS],
        &[year::ROSTER, person::PREVIOUS_DEPARTMENT],
        &[year::ROSTER, person::PREVIOUS_GRADE],
        &[year::ROSTER, person::GRADE_STEP],
    ],
    of: &[],
    make: |it| compare_with_before(it.root, it.year, it.beside.before, it.beside.words),
};

fn compare_with_before(root: &mut Datum, year: &Year, before: Option<&Year>, words: &Words) {
    let Some(before) = before else {
        if let Some(previous) = root.get_mut(year::PREVIOUS) {
            previous.set(previous::UNITS, list(Vec::new(), None));
        }
        return;
    };
    let charter = changes(
        root.get(year::CHARTER).get(charter::TEXT),
        before.root.get(year::CHARTER).get(charter::TEXT),
    );
    let (units, continued) =
        units(root, before).unwrap_or_else(|| (Vec::new(), Datum::absent(None)));
    people(root, year, before, words);
    former(root, before);
    let congress = before.root.get(year::CONGRESS);
    let all = before.root.get(year::UNITS);
    let (presiding, working): (Vec<&Datum>, Vec<&Datum>) =
        all.items().iter().partition(|unit| is_presidium(unit));
    let counted =
        |count: i64| if count > 0 { number(count, all.span) } else { Datum::absent(None) };
    let departments = counted(working.len() as i64);
    let presidium =
        counted(presiding.iter().filter_map(|unit| unit.get(unit::HEADCOUNT).number()).sum());
    let values = [
        (previous::CONGRESS_NUMBER, congress.get(congress::NUMBER).clone()),
        (previous::CONGRESS_DATE, congress.get(congress::DATE).clone()),
        (previous::DELEGATES, before.root.get(year::DELEGATES).get(delegates::TOTAL).clone()),
        (
            previous::STUDENTS,
            before.root.at(&[year::HEAD, head::COLLEGE, college::STUDENTS]).clone(),
        ),
        (previous::DEPARTMENTS, departments),
        (previous::PRESIDIUM, presidium),
        (previous::UNITS, list(units, None)),
        (previous::CONTINUED, continued),
    ];
    let here = root.get(year::CONGRESS).get(congress::NUMBER).span;
    let roster = before.root.get(year::ROSTER);
    let staff = match &roster.value {
        Value::Items(rows) => number(rows.len() as i64, roster.span),
        _ => Datum::absent(here),
    };
    let Some(previous) = root.get_mut(year::PREVIOUS) else { return };
    previous.set(previous::YEAR, word(before.edition.year.label().trim_end_matches("学年"), None));
    previous.set(previous::STAFF, staff);
    for (name, mut value) in values {
        if value.is_absent() {
            value.span = here;
        }
        previous.set(name, value);
    }
    if let Some((count, place, first)) = charter {
        previous.set(previous::CHARTER_CHANGES, number(count as i64, place));
        if count > 0 {
            previous.set(previous::CHARTER_CHANGE, word(&first, place));
        }
    }
}

/// A provision or heading: its words, what it is called, where it stands.
type Piece = (String, String, Span);

/// Counts the provisions that differ, and names the first of them in the newer text.
fn changes(new: &Datum, old: &Datum) -> Option<(usize, Option<Span>, String)> {
    let (new, old) = (pieces(new.prose()?), pieces(old.prose()?));
    let words = |pieces: &[Piece]| -> BTreeSet<String> {
        pieces.iter().map(|(words, _, _)| words.clone()).collect()
    };
    let (known, kept) = (words(&old), words(&new));
    let mut changed = new.iter().filter(|(words, _, _)| !known.contains(words));
    let first = changed.next();
    let added = usize::from(first.is_some()) + changed.count();
    let removed = old.iter().filter(|(words, _, _)| !kept.contains(words)).count();
    let (label, place) = match first.or(new.last()) {
        Some((_, label, span)) => (label.clone(), Some(*span)),
        None => (String::new(), None),
    };
    Some((added.max(removed), place, label))
}

fn pieces(prose: &Prose) -> Vec<Piece> {
    fn whole(node: &Node, out: &mut String) {
        out.extend(node.plain_text().chars().filter(|c| !c.is_whitespace()));
        for child in &node.children {
            out.extend(child.label.iter().map(|label| label.text.as_str()));
            whole(child, out);
        }
    }
    let mut pieces = Vec::new();
    prose.walk(&mut |node, above| {
        if above.iter().any(|node| node.kind == Kind::Article) {
            return;
        }
        let mut words = String::new();
        match node.kind {
            Kind::Article => whole(node, &mut words),
            _ => words.extend(node.plain_text().chars().filter(|c| !c.is_whitespace())),
        }
        let (label, span) = match &node.label {
            Some(label) => (label.text.clone(), label.span),
            None => (node.plain_text(), node.span),
        };
        pieces.push((words, label, span));
    });
    pieces
}

/// Returns the units of the year before, each beside where its successor would be, and the names
/// that this year accounts for.
fn units(root: &Datum, before: &Year) -> Option<(Vec<Datum>, Datum)> {
    let Value::Items(now) = &root.get(year::UNITS).value else { return None };
    let Value::Items(then) = &before.root.get(year::UNITS).value else { return None };
    let texts = |list: &Datum| -> Vec<String> {
        list.items().iter().filter_map(|text| text.text().map(plain_name)).collect()
    };
    let mut known: BTreeSet<String> =
        texts(root.get(year::HEAD).get(head::ABOLISHED)).into_iter().collect();
    for unit in now {
        known.extend(unit.get(unit::NAME).text().map(plain_name));
        known.extend(texts(unit.get(unit::FORMER_NAMES)));
    }
    let entries = then.iter().enumerate().filter_map(|(i, unit)| {
        let name = unit.get(unit::NAME).text()?;
        // Where its successor would be: the row of its number.
        let place = now.get(i).or(now.last()).and_then(|unit| unit.get(unit::NAME).span);
        let mut entry = Datum::new(PREVIOUS_UNIT.empty(), unit.get(unit::NAME).span);
        entry.set(previous_unit::NAME, word(name, unit.get(unit::NAME).span));
        entry.set(previous_unit::PLAIN_NAME, word(plain_name(name), place));
        Some(entry)
    });
    let continued =
        crate::datum::word_list(known.iter().map(String::as_str), root.get(year::UNITS).span);
    Some((entries.collect(), continued))
}

/// Tells of each unit with former names whether the year before knew it by any of its names.
fn former(root: &mut Datum, before: &Year) {
    let text = |datum: &Datum| datum.text().map(plain_name);
    let then = before.root.get(year::UNITS).items().iter();
    let then: BTreeSet<String> = then.filter_map(|unit| text(unit.get(unit::NAME))).collect();
    for unit in root.get_mut(year::UNITS).map(Datum::items_mut).unwrap_or_default() {
        let former = unit.get(unit::FORMER_NAMES).clone();
        if !former.items().is_empty() && !then.is_empty() {
            let names = former.items().iter().chain([unit.get(unit::NAME)]);
            let known = names.filter_map(text).any(|name| then.contains(&name));
            unit.set(unit::FORMER_KNOWN, flag(known, former.span));
        }
    }
}

/// Notes the department in which somebody of the same name, year of entry and major was before.
/// Only those of `still` count: a department that is no more was renamed.
fn moved(person: &mut Datum, then: &[Datum], (name, department): (&str, &str), still: &[String]) {
    let text = |person: &Datum, name: FieldName| person.get(name).text().map(plain_name);
    let entry = person.get(person::ENTRY_YEAR).number();
    let major = text(person, person::MAJOR);
    let same = |other: &&Datum| {
        text(other, person::NAME).as_deref() == Some(name)
            && entry.is_some()
            && other.get(person::ENTRY_YEAR).number() == entry
            && major.is_some()
            && text(other, person::MAJOR) == major
    };
    let mut same = then.iter().filter(same);
    if let (Some(other), None) = (same.next(), same.next())
        && let Some(was) = text(other, person::DEPARTMENT).filter(|was| still.contains(was))
    {
        let span = other.get(person::DEPARTMENT).span;
        // However it is spread over the cell, the same name is the same department.
        let own = person.get(person::DEPARTMENT).text().filter(|_| was == department);
        let was = word(own.unwrap_or(&was), span);
        person.set(person::PREVIOUS_DEPARTMENT, was);
    }
}

/// Finds the persons who were on the roster before, by name and department.
fn people(root: &mut Datum, year: &Year, before: &Year, words: &Words) {
    let then = before.root.get(year::ROSTER).items();
    let text = |person: &Datum, name: FieldName| person.get(name).text().map(plain_name);
    let rows = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items();
    let still: Vec<String> = rows.iter().flat_map(|row| departments(row, words)).collect();
    let starts =
        [counted_in(root, year.edition.year), counted_in(&before.root, before.edition.year)];
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let (Some(name), Some(department)) =
            (text(person, person::NAME), text(person, person::DEPARTMENT))
        else {
            continue;
        };
        let entry = person.get(person::ENTRY_YEAR).number();
        // Where the department itself bears another name now, nobody moved.
        let known = person
            .get(person::DEPARTMENT)
            .text()
            .is_some_and(|name| still.iter().any(|it| it == name));
        let among: &[String] = if known { &still } else { &[] };
        moved(person, then, (&name, &department), among);
        let mut same = then.iter().filter(|other| {
            let same_entry =
                entry.zip(other.get(person::ENTRY_YEAR).number()).is_none_or(|(a, b)| a == b);
            text(other, person::NAME).as_ref() == Some(&name)
                && text(other, person::DEPARTMENT).as_ref() == Some(&department)
                && same_entry
        });
        let (Some(other), None) = (same.next(), same.next()) else { continue };
        let political = other.get(person::POLITICAL);
        if let Some(status) = political.text().and_then(|text| words.status(text)) {
            person.set(person::PREVIOUS_STATUS, word(&status.names[0], political.span));
        }
        let grade = person.get(person::GRADE).clone();
        let old = other.get(person::GRADE);
        let (Some(now), Some(was)) = (grade.text(), old.text()) else { continue };
        let (Some(new), Some(older)) = (Grade::read(now, words), Grade::read(was, words)) else {
            continue;
        };
        // Who went on to another stage began it anew.
        let same_stage = new.is_graduate() == older.is_graduate()
            && new.track.zip(older.track).is_none_or(|(new, older)| new.names == older.names);
        let numbers = new.number(starts[0]).zip(older.number(starts[1]));
        if let Some((new, older)) = numbers.filter(|_| same_stage) {
            person.set(person::PREVIOUS_GRADE, word(was, old.span));
            // Grades counted in the same autumn, or two apart, differ by as much.
            let years = i64::from(starts[0] - starts[1]);
            person.set(person::GRADE_STEP, number(new - older - years + 1, grade.span));
        }
    }
}
