//! What only repeats other data need not be written: shares, differences, running numbers and counts are
//! worked out where an author left them out.
//! It must not fill in what is a statement of its own, nor be anybody's proof: a rule that reads such a
//! value does not hold because of it.

use std::collections::BTreeSet;

use crate::datum::{Datum, FieldName, Value, list, number, word};
use crate::model::{
    SECOND_ITEM, congress, delegates, election, matrix_row, person, second_item, self_evaluation,
    unit, year,
};

/// Fills in what was left out; returns the paths, in an author's words, of what was filled in and of
/// what says nothing more of it.
pub fn fill(root: &mut Datum) -> BTreeSet<String> {
    let mut filled = BTreeSet::new();
    let share = share(root.get(year::DELEGATES));
    put(root, year::DELEGATES, delegates::PERCENT, share, "代表.占比", &mut filled);
    let surplus = surplus(root.get(year::ELECTION));
    put(root, year::ELECTION, election::SURPLUS, surplus, "选举.差额", &mut filled);
    let departments = departments(root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX));
    put(root, year::CONGRESS, congress::DEPARTMENTS, departments, "代表大会.院系数", &mut filled);
    for (list, no, key) in [(year::ROSTER, person::NO, "名单"), (year::UNITS, unit::NO, "机构")]
    {
        number_entries(root, list, no, key, &mut filled);
    }
    count_second(root, &mut filled);
    filled
}

/// Puts a value where its author wrote none.
fn put(
    root: &mut Datum,
    section: FieldName,
    field: FieldName,
    value: Option<Datum>,
    path: &str,
    filled: &mut BTreeSet<String>,
) {
    let Some(section) = root.get_mut(section) else { return };
    if let (true, Some(value)) = (is_left_out(section.get(field)), value) {
        section.set(field, value);
        filled.insert(path.to_owned());
    }
}

/// Tells what was not written from what was written wrong.
fn is_left_out(datum: &Datum) -> bool {
    matches!(datum.value, Value::Absent)
}

/// Returns the share of the delegates in percent, rounded to one digit: `1.6%`.
fn share(delegates: &Datum) -> Option<Datum> {
    let total = delegates.get(delegates::TOTAL).number()?;
    let base = delegates.get(delegates::BASE).number().filter(|base| *base > 0)?;
    // Tenths of a percent, half of one rounded up.
    let tenths = total.checked_mul(2000)?.checked_add(base)? / (2 * base);
    let text = format!("{}.{}%", tenths / 10, tenths % 10);
    Some(word(text, delegates.get(delegates::TOTAL).span))
}

fn surplus(election: &Datum) -> Option<Datum> {
    let (candidates, seats) = (election.get(election::CANDIDATES), election.get(election::SEATS));
    let surplus = candidates.number()?.checked_sub(seats.number()?).filter(|it| *it >= 0)?;
    Some(number(surplus, candidates.span))
}

/// Counts the departments of the table of second-level unions.
fn departments(matrix: &Datum) -> Option<Datum> {
    let rows = matrix.items();
    let count = rows.len() as i64;
    (count > 0).then(|| number(count, matrix.span))
}

/// Numbers the entries of a list of which none has a number.
fn number_entries(
    root: &mut Datum,
    list: FieldName,
    no: FieldName,
    key: &str,
    filled: &mut BTreeSet<String>,
) {
    let entries = root.get_mut(list).map(Datum::items_mut).unwrap_or_default();
    if entries.is_empty() || !entries.iter().all(|entry| is_left_out(entry.get(no))) {
        return;
    }
    for (at, entry) in (1..).zip(entries) {
        entry.set(no, number(at, entry.span));
        filled.insert(format!("{key}[{at}].序号"));
    }
    filled.insert(format!("序号断点.{key}"));
}

/// Counts, for each item of the second level, the unions whose row says 是.
fn count_second(root: &mut Datum, filled: &mut BTreeSet<String>) {
    let Some(evaluation) = root.get_mut(year::SELF_EVALUATION) else { return };
    if !is_left_out(evaluation.get(self_evaluation::SECOND)) {
        return;
    }
    let matrix = evaluation.get(self_evaluation::MATRIX);
    let rows: Vec<Vec<bool>> = matrix
        .items()
        .iter()
        .map(|row| row.get(matrix_row::VERDICTS).items().iter().filter_map(Datum::bool).collect())
        .collect();
    let Some(columns) = rows.first().map(Vec::len).filter(|columns| *columns > 0) else { return };
    if rows.iter().any(|row| row.len() != columns) {
        return;
    }
    let span = matrix.span;
    let item = |at: usize| {
        let mut item = Datum::new(SECOND_ITEM.empty(), span);
        let count = rows.iter().filter(|row| row[at]).count() as i64;
        item.set(second_item::NO, number(at as i64 + 1, span));
        item.set(second_item::STATED, number(count, span));
        item
    };
    let items = (0..columns).map(item).collect();
    evaluation.set(self_evaluation::SECOND, list(items, span));
    for at in 1..=columns {
        filled.insert(format!("自评.二级[{at}].序号"));
        filled.insert(format!("自评.二级[{at}].数量"));
    }
    filled.insert("序号断点.二级自评".to_owned());
}
