//! The totals a college counted apart, beside what its tables add up to.
//! It must not judge; what cannot be counted is absent.

use super::asked::Maker;
use crate::datum::{Datum, FieldName, Value, list, number, word};
use crate::model::{
    CHECK, check, congress, control, controls, delegates, head, indicator, person, self_evaluation,
    year,
};
use crate::name::plain_name;
use crate::standard::Words;

/// The control totals that were written, each with what the data come to.
pub static CHECKS: Maker = Maker {
    makes: &[&[year::CHECKS]],
    of: &[
        &[year::ROSTER, person::RANK_CELL],
        &[year::ROSTER, person::RANK],
        &[year::ROSTER, person::COHORT],
        &[year::ROSTER, person::EXEMPT],
        &[year::ROSTER, person::STATUS],
    ],
    make: |it| compare_totals(it.root, it.beside.words),
};

fn compare_totals(root: &mut Datum, words: &Words) {
    let checks = match root.get(year::HEAD).get(head::CONTROLS).value {
        Value::Fields(..) => checks(root, words),
        _ => Vec::new(),
    };
    root.set(year::CHECKS, list(checks, root.get(year::HEAD).get(head::CONTROLS).span));
}

fn checks(root: &Datum, words: &Words) -> Vec<Datum> {
    let controls = root.get(year::HEAD).get(head::CONTROLS);
    let people = root.get(year::ROSTER).items();
    let mut checks = Vec::new();
    let mut check = |stated: &Datum, name: &str, source: &str, counted: Option<i64>| {
        if stated.number().is_none() {
            return;
        }
        let mut check = Datum::new(CHECK.empty(), stated.span);
        let counted = counted.map_or(Datum::absent(stated.span), |n| number(n, stated.span));
        check.set(check::NAME, word(name, stated.span));
        check.set(check::STATED, stated.clone());
        check.set(check::COUNTED, counted);
        check.set(check::SOURCE, word(source, stated.span));
        checks.push(check);
    };
    let count = |of: &dyn Fn(&Datum) -> Option<bool>| -> Option<i64> {
        let answers: Option<Vec<bool>> = people.iter().map(of).collect();
        answers.map(|answers| answers.into_iter().filter(|yes| *yes).count() as i64)
    };
    // Blank cells count for nothing in a sum: the control of how many are filled in tells of them.
    let sum = |field: FieldName| {
        let mut numbers = people.iter().filter_map(|person| person.get(field).number());
        numbers.try_fold(0_i64, i64::checked_add)
    };
    let party = |person: &Datum| {
        Some(words.status(person.get(person::POLITICAL).text()?).is_some_and(|status| status.party))
    };
    let roster = [
        (controls::PARTY_MEMBERS, "党员人数", "名单的“政治面貌”", count(&party)),
        (
            controls::RANKED,
            "填写排名人数",
            "名单的“排名”",
            count(&|person| Some(!person.get(person::RANK_CELL).is_absent())),
        ),
        (controls::RANK_SUM, "名次之和", "名单的“排名”斜线前的数", sum(person::RANK)),
        (controls::COHORT_SUM, "专业人数之和", "名单的“排名”斜线后的数", sum(person::COHORT)),
        (
            controls::FROM_COLLEGE_UNION,
            "来自院系学生会人数",
            "名单的“来自院系学生会”",
            count(&|person| person.get(person::FROM_COLLEGE_UNION).bool()),
        ),
        (controls::NAME_LETTERS, "姓名总字数", "名单的“姓名”", letters(people)),
    ];
    for (field, name, source, counted) in roster {
        check(controls.get(field), name, source, counted);
    }
    for control in controls.get(controls::BY_DEPARTMENT).items() {
        let Some(department) = control.get(control::DEPARTMENT).text() else { continue };
        let of = |person: &Datum| Some(person.get(person::DEPARTMENT).text()? == department);
        let name = format!("各院系人数的“{department}”");
        check(control.get(control::COUNT), &name, "名单的“院系”", count(&of));
    }
    let less = |all: &[FieldName], part: &[FieldName]| {
        Some(root.at(all).number()? - root.at(part).number()?)
    };
    let absent = less(&[year::CONGRESS, congress::DUE], &[year::CONGRESS, congress::PRESENT]);
    check(controls.get(controls::ABSENT), "缺席代表", "应到代表减实到代表", absent);
    let officers =
        less(&[year::DELEGATES, delegates::TOTAL], &[year::DELEGATES, delegates::NON_OFFICERS]);
    check(controls.get(controls::OFFICERS), "骨干代表", "代表总数减非学生骨干", officers);
    let indicators = root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL).items().iter();
    let evidence = indicators.map(|item| item.get(indicator::EVIDENCE).items().len() as i64).sum();
    check(controls.get(controls::EVIDENCE), "佐证件数", "自评表的“佐证”", Some(evidence));
    checks
}

/// Counts the characters of all names; the dot within a name is none.
fn letters(people: &[Datum]) -> Option<i64> {
    let of = |person: &Datum| {
        let name = plain_name(person.get(person::NAME).text()?);
        Some(name.chars().filter(|c| c.is_alphanumeric()).count() as i64)
    };
    people.iter().map(of).sum()
}
