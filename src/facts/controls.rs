//! The totals a college counted apart, beside what its tables add up to.
//! It must not judge; what cannot be counted is absent.

use super::derive::{number, plain_name, word};
use crate::datum::{Datum, Value};
use crate::load::decode;
use crate::model::CHECK;
use crate::standard::Words;

/// Fills the list of control totals that were written, each with what the data come to.
pub fn derive(root: &mut Datum, words: &Words) {
    let checks = match root.at("head.controls").value {
        Value::Fields(..) => checks(root, words),
        _ => Vec::new(),
    };
    root.set("checks", Datum::new(Value::Items(checks), root.at("head.controls").span));
}

fn checks(root: &Datum, words: &Words) -> Vec<Datum> {
    let controls = root.at("head.controls");
    let people = root.get("roster").items();
    let mut checks = Vec::new();
    let mut check = |stated: &Datum, name: &str, source: &str, counted: Option<i64>| {
        if stated.number().is_none() {
            return;
        }
        let mut check = Datum::new(decode::empty(&CHECK), stated.span);
        let counted = counted.map_or(Datum::absent(stated.span), |n| number(n, stated.span));
        check.set("name", word(name, stated.span));
        check.set("stated", stated.clone());
        check.set("counted", counted);
        check.set("source", word(source, stated.span));
        checks.push(check);
    };
    let count = |of: &dyn Fn(&Datum) -> Option<bool>| -> Option<i64> {
        let answers: Option<Vec<bool>> = people.iter().map(of).collect();
        answers.map(|answers| answers.into_iter().filter(|yes| *yes).count() as i64)
    };
    // Blank cells count for nothing in a sum: the control of how many are filled in tells of them.
    let sum = |field: &str| {
        let mut numbers = people.iter().filter_map(|person| person.get(field).number());
        numbers.try_fold(0_i64, i64::checked_add)
    };
    let party = |person: &Datum| {
        Some(words.status(person.get("political").text()?).is_some_and(|status| status.party))
    };
    let roster = [
        ("party_members", "党员人数", "名单的“政治面貌”", count(&party)),
        (
            "ranked",
            "填写排名人数",
            "名单的“排名”",
            count(&|person| Some(!person.get("rank_cell").is_absent())),
        ),
        ("rank_sum", "名次之和", "名单的“排名”斜线前的数", sum("rank")),
        ("cohort_sum", "专业人数之和", "名单的“排名”斜线后的数", sum("cohort")),
        (
            "from_college_union",
            "来自院系学生会人数",
            "名单的“来自院系学生会”",
            count(&|person| person.get("from_college_union").bool()),
        ),
        ("name_letters", "姓名总字数", "名单的“姓名”", letters(people)),
    ];
    for (field, name, source, counted) in roster {
        check(controls.get(field), name, source, counted);
    }
    for control in controls.get("by_department").items() {
        let Some(department) = control.get("department").text() else { continue };
        let of = |person: &Datum| Some(person.get("department").text()? == department);
        let name = format!("各院系人数的“{department}”");
        check(control.get("count"), &name, "名单的“院系”", count(&of));
    }
    let less = |all: &str, part: &str| Some(root.at(all).number()? - root.at(part).number()?);
    let absent = less("congress.due", "congress.present");
    check(controls.get("absent"), "缺席代表", "应到代表减实到代表", absent);
    let officers = less("delegates.total", "delegates.non_officers");
    check(controls.get("officers"), "骨干代表", "代表总数减非学生骨干", officers);
    let indicators = root.at("self_evaluation.school").items().iter();
    let evidence = indicators.map(|item| item.get("evidence").items().len() as i64).sum();
    check(controls.get("evidence"), "佐证件数", "自评表的“佐证”", Some(evidence));
    checks
}

/// Counts the characters of all names; the dot within a name is none.
fn letters(people: &[Datum]) -> Option<i64> {
    let of = |person: &Datum| {
        let name = plain_name(person.get("name").text()?);
        Some(name.chars().filter(|c| c.is_alphanumeric()).count() as i64)
    };
    people.iter().map(of).sum()
}
