//! The indicators beside the items of the official form, and the amounts in their remarks.
//! It must not judge an answer.

use super::asked::{Maker, Making};
use crate::datum::{Datum, number, word};
use crate::load::dated_form;
use crate::model::{indicator, matrix_row, second_item, self_evaluation, year};
use crate::numeral;
use crate::standard::{form, form_item};

/// The official form, as it is in this year.
pub static FORM: Maker = Maker { makes: &[&[year::FORM]], of: &[], make: put_form };

/// Each indicator beside the item of the form, and the amounts in remarks.
pub static INDICATORS: Maker = Maker {
    makes: &[
        &[year::SELF_EVALUATION, self_evaluation::SCHOOL, indicator::ITEM],
        &[year::SELF_EVALUATION, self_evaluation::SCHOOL, indicator::STATED_COUNT],
        &[year::SELF_EVALUATION, self_evaluation::SCHOOL, indicator::STATED_UNIT],
        &[year::SELF_EVALUATION, self_evaluation::SECOND, second_item::ITEM],
        &[year::SELF_EVALUATION, self_evaluation::SECOND, second_item::COUNTED],
    ],
    of: &[&[year::FORM]],
    make: |it| indicators(it.root),
};

fn put_form(it: &mut Making) {
    if let Some(form) = it.beside.form {
        it.root.set(year::FORM, dated_form(form, it.year.edition.year));
    }
}

/// Joins each indicator with the form's item of its number, and reads the amounts in remarks.
fn indicators(root: &mut Datum) {
    for (list, form_list) in
        [(self_evaluation::SCHOOL, form::SCHOOL), (self_evaluation::SECOND, form::SECOND)]
    {
        let items: Vec<Datum> = root.get(year::FORM).get(form_list).items().to_vec();
        let rows: Vec<Datum> =
            root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().to_vec();
        let Some(evaluation) = root.get_mut(year::SELF_EVALUATION) else { return };
        for entry in evaluation.get_mut(list).map(Datum::items_mut).unwrap_or_default() {
            let no = entry.get(indicator::NO).number();
            let own =
                items.iter().find(|item| no.is_some() && item.get(form_item::NO).number() == no);
            let place = entry.get(indicator::ITEM).span;
            entry.set(indicator::ITEM, own.cloned().unwrap_or_else(|| Datum::absent(place)));
            if list == self_evaluation::SCHOOL {
                amount(entry);
            } else if let Some(column) = no.and_then(|no| usize::try_from(no - 1).ok()) {
                let answers = rows
                    .iter()
                    .map(|row| row.get(matrix_row::VERDICTS).items().get(column)?.bool());
                let answers: Option<Vec<bool>> = answers.collect();
                let span = entry.get(second_item::STATED).span;
                if let Some(answers) = answers.filter(|answers| !answers.is_empty()) {
                    entry.set(
                        second_item::COUNTED,
                        number(answers.iter().filter(|yes| **yes).count() as i64, span),
                    );
                }
            }
        }
    }
}

/// Reads `34人`, `３４ 人`, `三十四人` and `实有34人`.
fn amount(entry: &mut Datum) {
    let stated = entry.get(indicator::STATED).clone();
    let Some(text) = stated.text() else { return };
    let text = text.strip_prefix("实有").unwrap_or(text).trim_start_matches(['：', ':', ' ', '共']);
    let split = text.trim_end_matches(|c: char| !numeral::is_digit(c));
    let (digits, unit) = if split.is_empty() {
        // 三十四人
        let unit = text
            .chars()
            .last()
            .filter(|c| matches!(c, '人' | '名' | '个'))
            .map_or(0, char::len_utf8);
        text.split_at(text.len() - unit)
    } else {
        text.split_at(split.len())
    };
    if let Some(value) = numeral::count(digits, "") {
        entry.set(indicator::STATED_COUNT, number(value, stated.span));
    }
    if !unit.trim().is_empty() {
        entry.set(indicator::STATED_UNIT, word(unit.trim(), stated.span));
    }
}
