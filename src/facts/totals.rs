//! What the tables of a year add up to, and where their numbers do not run on.
//! It must not judge; a sum that lacks any of its parts is absent.

use super::asked::Maker;
use super::numbering;
use super::persons::departments;
use crate::datum::{Datum, FieldName, Value, list, number, word_list};
use crate::model::{
    self, delegates, delegation, matrix_row, person, self_evaluation, totals, unit, year,
};
use crate::source::Span;
use crate::standard::{Words, form};

/// Sums of the tables.
pub static TOTALS: Maker = Maker {
    makes: &[
        &[year::TOTALS, totals::STAFF],
        &[year::TOTALS, totals::FAILED_COURSES],
        &[year::TOTALS, totals::HEADCOUNT],
        &[year::TOTALS, totals::PRESIDIUM],
        &[year::TOTALS, totals::DEPARTMENTS],
        &[year::TOTALS, totals::DELEGATES],
        &[year::TOTALS, totals::STUDENTS],
        &[year::TOTALS, totals::SECOND_LEVEL],
        &[year::TOTALS, totals::SECOND_DEPARTMENTS],
        &[year::TOTALS, totals::DEPARTMENT_NAMES],
    ],
    of: &[&[year::UNITS, unit::IS_PRESIDIUM]],
    make: |it| totals(it.root, it.beside.words),
};

/// Where the numbers of tables do not run on.
pub static NUMBERS: Maker =
    Maker { makes: &[&[year::NUMBERING]], of: &[&[year::FORM]], make: |it| numbers(it.root) };

/// Adds up the tables. A sum stands where it would be written: at the last entry.
const ROSTER: [FieldName; 1] = [year::ROSTER];
const UNITS: [FieldName; 1] = [year::UNITS];
const DELEGATIONS: [FieldName; 2] = [year::DELEGATES, delegates::BY_DEPARTMENT];
const MATRIX: [FieldName; 2] = [year::SELF_EVALUATION, self_evaluation::MATRIX];

fn totals(root: &mut Datum, vocabulary: &Words) {
    let matrix = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX);
    let known = matrix.items().iter().flat_map(|row| departments(row, vocabulary));
    let known: Vec<String> = known.collect();
    let names = match known.is_empty() {
        true => Datum::absent(matrix.span),
        false => word_list(known.iter().map(String::as_str), matrix.span),
    };
    if let Some(totals) = root.get_mut(year::TOTALS) {
        totals.set(totals::DEPARTMENT_NAMES, names);
    }
    let (sums, lacking) = {
        let list = |path: &[FieldName]| match &root.at(path).value {
            Value::Items(items) => Some(items.iter().collect::<Vec<&Datum>>()),
            _ => None,
        };
        let units = |presidium: bool| {
            let of = move |unit: &&Datum| unit.get(unit::IS_PRESIDIUM).bool() == Some(presidium);
            list(&UNITS).map(|units| units.into_iter().filter(of).collect::<Vec<&Datum>>())
        };
        let lacking = |path: &[FieldName], field: FieldName| {
            let entries = list(path).unwrap_or_default();
            let absent = entries.iter().map(|entry| entry.get(field)).find(|it| it.is_absent());
            absent.map_or(root.at(path).span, |it| it.span)
        };
        let lacking = [
            (totals::FAILED_COURSES, lacking(&ROSTER, person::FAILED_COURSES)),
            (totals::HEADCOUNT, lacking(&UNITS, unit::HEADCOUNT)),
            (totals::PRESIDIUM, lacking(&UNITS, unit::HEADCOUNT)),
            (totals::DELEGATES, lacking(&DELEGATIONS, delegation::COUNT)),
        ];
        let sums = [
            (totals::STAFF, count(list(&ROSTER)), place(list(&ROSTER), person::NO)),
            (
                totals::FAILED_COURSES,
                sum(list(&ROSTER), person::FAILED_COURSES),
                place(list(&ROSTER), person::FAILED_COURSES),
            ),
            (
                totals::HEADCOUNT,
                sum(list(&UNITS), unit::HEADCOUNT),
                place(list(&UNITS), unit::HEADCOUNT),
            ),
            (
                totals::PRESIDIUM,
                sum(units(true), unit::HEADCOUNT),
                place(units(true), unit::HEADCOUNT),
            ),
            (totals::DEPARTMENTS, count(units(false)), place(units(false), unit::NAME)),
            (
                totals::DELEGATES,
                sum(list(&DELEGATIONS), delegation::COUNT),
                place(list(&DELEGATIONS), delegation::COUNT),
            ),
            (
                totals::STUDENTS,
                sum(list(&DELEGATIONS), delegation::STUDENTS),
                place(list(&DELEGATIONS), delegation::STUDENTS),
            ),
            (totals::SECOND_LEVEL, count(list(&MATRIX)), place(list(&MATRIX), matrix_row::NAME)),
            (
                totals::SECOND_DEPARTMENTS,
                list(&MATRIX).map(|rows| {
                    rows.iter()
                        .map(|row| row.get(matrix_row::DEPARTMENTS).items().len().max(1) as i64)
                        .sum()
                }),
                place(list(&MATRIX), matrix_row::NAME),
            ),
        ];
        (sums, lacking)
    };
    for (name, place) in lacking {
        if let Some(totals) = root.get_mut(year::TOTALS) {
            totals.set(name, Datum::absent(place));
        }
    }
    for (name, value, span) in sums {
        if let (Some(totals), Some(value)) = (root.get_mut(year::TOTALS), value) {
            totals.set(name, number(value, span));
        }
    }
}

fn count(list: Option<Vec<&Datum>>) -> Option<i64> {
    list.map(|entries| entries.len() as i64)
}

/// Returns a sum; absent when the list or any of its numbers is.
fn sum(list: Option<Vec<&Datum>>, field: FieldName) -> Option<i64> {
    list?.iter().try_fold(0i64, |sum, entry| sum.checked_add(entry.get(field).number()?))
}

fn place(list: Option<Vec<&Datum>>, field: FieldName) -> Option<Span> {
    list?.last()?.get(field).span
}

/// Finds where the numbers of a table do not run on; the form says how far its own must go.
fn numbers(root: &mut Datum) {
    let form_count = |name: FieldName| {
        let count = root.get(year::FORM).get(name).number();
        count.map(|count| u32::try_from(count).unwrap_or(u32::MAX))
    };
    let found = [
        (
            model::numbering::SCHOOL,
            entries_of(
                root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL),
                form_count(form::SCHOOL_COUNT),
            ),
        ),
        (
            model::numbering::SECOND,
            entries_of(
                root.get(year::SELF_EVALUATION).get(self_evaluation::SECOND),
                form_count(form::SECOND_COUNT),
            ),
        ),
        (model::numbering::UNITS, entries_of(root.get(year::UNITS), None)),
        (model::numbering::ROSTER, entries_of(root.get(year::ROSTER), None)),
    ];
    for (name, gaps) in found {
        if let (Some(numbering), Some(gaps)) = (root.get_mut(year::NUMBERING), gaps) {
            numbering.set(name, list(gaps, None));
        }
    }
}

fn entries_of(list: &Datum, up_to: Option<u32>) -> Option<Vec<Datum>> {
    let Value::Items(entries) = &list.value else { return None };
    let numbers: Option<Vec<_>> = entries
        .iter()
        .map(|entry| Some((entry.get(unit::NO).number()?, entry.get(unit::NO).span?)))
        .collect();
    numbers.map(|numbers| numbering::gaps(&numbers, up_to))
}
