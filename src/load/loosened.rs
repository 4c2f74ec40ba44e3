//! Where a site's own form demands less than the official form of the same years: refused.
//! It must not know which years are judged; it compares two forms.

use crate::datum::{Datum, FieldName, Value};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::standard::{form, form_item, form_step, limits, ratio};

/// The limits that must not be higher.
const CEILINGS: [FieldName; 8] = [
    limits::STAFF_MAX,
    limits::STAFF_MAX_LARGE,
    limits::PRESIDIUM_MAX,
    limits::DEPARTMENTS_MAX,
    limits::SECOND_STAFF_MAX,
    limits::SECOND_PRESIDIUM_MAX,
    limits::CONGRESS_INTERVAL,
    limits::CONGRESS_DELAY,
];
/// The shares that must not be higher, and those that must not be lower.
const SHARES: [(FieldName, bool); 5] = [
    (limits::RANK, true),
    (limits::DELEGATES_MIN, false),
    (limits::NON_OFFICER_MIN, false),
    (limits::FROM_COLLEGE_MIN, false),
    (limits::CANDIDATE_SURPLUS, false),
];
/// The lists that must hold all that the official form's hold.
const AT_LEAST: [FieldName; 5] =
    [form::ADMIN_WORDS, form::TIER_WORDS, form::AGENDA, form::DELEGATE_LINKS, form::COVERAGE];
/// The lists that may hold only what one of the official forms holds.
const AT_MOST: [FieldName; 4] =
    [form::POSTS, form::POLITICAL, form::GUIDE_POSTS, form::SECRETARY_POSTS];

/// Reports what the own form demands less than `official`; an older official form's list of posts or
/// of statuses is no loosening.
pub fn report(own: &Datum, official: &Datum, all: &[Datum], faults: &mut Vec<Diagnostic>) {
    let mut found: Vec<(Option<Span>, String)> = Vec::new();
    for name in CEILINGS {
        let (mine, theirs) = (limit(own, name), limit(official, name));
        if let (Some(most), Some(more)) = (theirs.number(), mine.number())
            && more > most
        {
            found.push((mine.span, format!("{}是 {more}，官方表样是 {most}", called(own, name))));
        }
    }
    for (name, ceiling) in SHARES {
        let (mine, theirs) = (limit(own, name), limit(official, name));
        let (Some((a, b)), Some((c, d))) = (share(mine), share(theirs)) else { continue };
        let looser = if ceiling { a * d > c * b } else { a * d < c * b };
        if looser {
            let text = format!("{}是 {a}/{b}，官方表样是 {c}/{d}", called(own, name));
            found.push((mine.span, text));
        }
    }
    for list in [form::SCHOOL, form::SECOND] {
        items(own.get(list), official.get(list), &mut found);
    }
    let years = |form: &Datum| entry_names(form.get(form::GRACE_YEARS));
    for year in years(own).iter().filter(|year| !years(official).contains(year)) {
        let text = format!("{year}学年暂缓▲指标，官方表样没有");
        found.push((own.get(form::GRACE_YEARS).span, text));
    }
    for name in AT_LEAST {
        let mine = entry_names(own.get(name));
        for word in entry_names(official.get(name)).iter().filter(|word| !mine.contains(word)) {
            let text = format!("“{}”里没有“{word}”，官方表样有", key(own, name));
            found.push((own.get(name).span.or(own.span), text));
        }
    }
    for name in AT_MOST {
        let known: Vec<String> = all.iter().flat_map(|form| entry_names(form.get(name))).collect();
        for word in entry_names(own.get(name)).iter().filter(|word| !known.contains(word)) {
            let text = format!("“{}”里有“{word}”，官方表样没有", key(own, name));
            found.push((own.get(name).span, text));
        }
    }
    let Some(place) = own.span else { return };
    faults.extend(found.into_iter().map(|(span, what)| {
        let message = format!("自备的表样比官方表样宽：{what}");
        Diagnostic::violation("RL-04", span.unwrap_or(place), message)
            .help("自备的表样可以要求得更多，不能更少；照通知原文改正")
    }));
}

fn items(own: &Datum, official: &Datum, found: &mut Vec<(Option<Span>, String)>) {
    for theirs in official.items() {
        let key = theirs.get(form_item::KEY).text().unwrap_or_default();
        let no = theirs.get(form_item::NO).number().unwrap_or_default();
        let mine = own.items().iter().find(|mine| mine.get(form_item::KEY).text() == Some(key));
        let Some(mine) = mine else {
            found.push((own.span, format!("没有第 {no} 项（{key}），官方表样有")));
            continue;
        };
        let marked = |item: &Datum| item.get(form_item::MARK).text() == Some("★");
        if marked(theirs) && !marked(mine) {
            let text = format!("第 {no} 项没有标★，官方表样标了");
            found.push((mine.get(form_item::NO).span, text));
        }
        let decided = |item: &Datum| item.get(form_item::DECIDED).bool() == Some(true);
        if decided(theirs) && !decided(mine) {
            let text = format!("第 {no} 项不由数据判定，官方表样由数据判定");
            found.push((mine.get(form_item::NO).span, text));
        }
        if mine.get(form_item::VALUE).is_absent() && !theirs.get(form_item::VALUE).is_absent() {
            let what = theirs.get(form_item::VALUE).text().unwrap_or_default();
            found.push((
                mine.get(form_item::NO).span,
                format!("第 {no} 项备注不填{what}，官方表样要填"),
            ));
        }
    }
}

fn limit(form: &Datum, name: FieldName) -> &Datum {
    let limits = form.get(form::LIMITS);
    if limits.is_absent() { limits } else { limits.get(name) }
}

fn share(limit: &Datum) -> Option<(i64, i64)> {
    let Value::Fields(..) = limit.value else { return None };
    limit.get(ratio::NUM).number().zip(limit.get(ratio::DEN).number())
}

/// The author's word for a limit.
fn called(form: &Datum, name: FieldName) -> String {
    match &form.get(form::LIMITS).value {
        Value::Fields(..) => format!("“限额”的“{}”", key(form.get(form::LIMITS), name)),
        _ => name.to_string(),
    }
}

fn key(record: &Datum, name: FieldName) -> &'static str {
    let Value::Fields(table, _) = &record.value else { return name.as_str() };
    table.field(name).map_or(name.as_str(), |field| field.key)
}

/// The words of a list, or the names of its entries.
fn entry_names(list: &Datum) -> Vec<String> {
    let name = |entry: &Datum| match &entry.value {
        Value::Fields(..) => entry.get(form_step::NAME).text().map(str::to_owned),
        _ => entry.text().map(str::to_owned),
    };
    list.items().iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::form;
    use crate::source::Sources;

    #[test]
    fn a_looser_limit_a_lost_star_and_a_lost_item_are_named_with_both_values() {
        let text = include_str!("../../standards/forms/2023-2024.yaml");
        let mut sources = Sources::default();
        let mut read = |text: &str| {
            let file = sources.add("form.yaml", text);
            form(file, &sources, &mut Vec::new()).unwrap()
        };
        let official = read(text);
        let all = [official.clone()];
        let mut told = |text: &str| {
            let mut faults = Vec::new();
            report(&read(text), &official, &all, &mut faults);
            faults.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>()
        };
        assert!(told(text).is_empty());
        assert!(told(&text.replace("校级工作人员: 40人", "校级工作人员: 30人")).is_empty());
        let wide = told(&text.replace("校级工作人员: 40人", "校级工作人员: 80人"));
        assert_eq!(wide.len(), 1);
        assert!(wide[0].contains("80") && wide[0].contains("40"), "{wide:?}");
        let rank = told(&text.replace("成绩排名: {分子: 30,", "成绩排名: {分子: 90,"));
        assert!(rank[0].contains("90/100") && rank[0].contains("30/100"), "{rank:?}");
        let star = told(&text.replacen("    标记: ★\n", "", 1));
        assert!(star.iter().any(|it| it.contains("没有标★")), "{star:?}");
        let item = told(&text.replace("  19:\n    键: satisfaction", "  19:\n    键: something"));
        assert!(item.iter().any(|it| it.contains("没有第 19 项")), "{item:?}");
        let post = told(&text.replace("职务名称: [", "职务名称: [秘书长, "));
        assert!(post[0].contains("秘书长"), "{post:?}");
    }
}
