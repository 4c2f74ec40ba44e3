//! What follows from what was written: sums, joins and texts read for clues, each made once.
//! It must not judge; a value that lacks any of its sources is absent.

use time::{Date, Month};

use super::{numbering, private};
use crate::datum::{Datum, Value};
use crate::load::{Year, dated_form, decode};
use crate::model::YEAR_MENTION;
use crate::source::{Sources, Span};

/// Fills every derived field of a year's tree.
pub fn derive(
    root: &mut Datum,
    year: &Year,
    form: Option<&Datum>,
    site: &Datum,
    sources: &Sources,
) {
    head(root, year);
    if let Some(form) = form {
        root.set("form", dated_form(form, year.year));
    }
    indicators(root);
    units(root);
    people(root);
    totals(root);
    for section in ["charter", "election", "appraisal"] {
        let breaks = root.get(section).get("text").prose().map(numbering::breaks);
        let span = root.get(section).get("text").span;
        if let (Some(breaks), Some(section)) = (breaks, root.get_mut(section)) {
            section.set("breaks", Datum::new(Value::Items(breaks), span));
        }
    }
    let mentions = year_mentions(root, year, sources);
    let hits = private::hits(root, site, sources);
    if let Some(texts) = root.get_mut("texts") {
        texts.set("years", Datum::new(Value::Items(mentions), None));
        texts.set("private", Datum::new(Value::Items(hits), None));
    }
}

fn number(value: i64, span: Option<Span>) -> Datum {
    Datum::new(Value::Number(value), span)
}

fn head(root: &mut Datum, year: &Year) {
    let span = root.get("head").span.map(Span::at_start);
    let start = year.year.start();
    let day = |year, month, day| {
        Date::from_calendar_date(year, month, day).map_or(Value::Absent, Value::Date)
    };
    if let Some(head) = root.get_mut("head") {
        head.set("year_start", number(start.into(), span));
        let label = format!("{start}—{}", start + 1);
        head.set("year", Datum::new(Value::Text(label), span));
        head.set("first_day", Datum::new(day(start, Month::September, 1), span));
        head.set("last_day", Datum::new(day(start + 1, Month::August, 31), span));
    }
}

/// Joins each indicator with the form's item of its number, and reads the amounts in remarks.
fn indicators(root: &mut Datum) {
    for (list, form_list) in [("school", "school"), ("second", "second")] {
        let items: Vec<Datum> = root.get("form").get(form_list).items().to_vec();
        let rows: Vec<Datum> = root.get("self_evaluation").get("matrix").items().to_vec();
        let Some(evaluation) = root.get_mut("self_evaluation") else { return };
        for entry in evaluation.get_mut(list).map(Datum::items_mut).unwrap_or_default() {
            let no = entry.get("no").number();
            if let Some(item) =
                items.iter().find(|item| no.is_some() && item.get("no").number() == no)
            {
                entry.set("item", item.clone());
            }
            if list == "school" {
                amount(entry);
            } else if let Some(column) = no.and_then(|no| usize::try_from(no - 1).ok()) {
                let answers =
                    rows.iter().map(|row| row.get("verdicts").items().get(column)?.bool());
                let answers: Option<Vec<bool>> = answers.collect();
                let span = entry.get("stated").span;
                if let Some(answers) = answers.filter(|answers| !answers.is_empty()) {
                    entry.set(
                        "counted",
                        number(answers.iter().filter(|yes| **yes).count() as i64, span),
                    );
                }
            }
        }
    }
}

fn amount(entry: &mut Datum) {
    let stated = entry.get("stated").clone();
    let Some(text) = stated.text() else { return };
    let split = text.trim_end_matches(|c: char| !c.is_ascii_digit() && !('０'..='９').contains(&c));
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
    if let Some(value) = decode::count(digits, "") {
        entry.set("stated_count", number(value, stated.span));
    }
    if !unit.trim().is_empty() {
        entry.set("stated_unit", Datum::new(Value::Text(unit.trim().to_owned()), stated.span));
    }
}

fn units(root: &mut Datum) {
    let people: Vec<Option<String>> = root
        .get("roster")
        .items()
        .iter()
        .map(|p| p.get("unit").text().map(str::to_owned))
        .collect();
    let whole: Option<Vec<String>> = people.into_iter().collect();
    for unit in root.get_mut("units").map(Datum::items_mut).unwrap_or_default() {
        let Some(name) = unit.get("name").text().map(str::to_owned) else { continue };
        let span = unit.get("name").span;
        unit.set("is_presidium", Datum::new(Value::Bool(name == "主席团"), span));
        if let Some(people) = whole.as_ref().filter(|people| !people.is_empty()) {
            let members = people.iter().filter(|of| **of == name).count();
            unit.set("members", number(members as i64, unit.get("headcount").span));
        }
    }
}

fn people(root: &mut Datum) {
    let known: Vec<String> = root
        .get("self_evaluation")
        .get("matrix")
        .items()
        .iter()
        .filter_map(|row| row.get("name").text().map(str::to_owned))
        .collect();
    let mut seen: Vec<([String; 3], i64)> = Vec::new();
    for person in root.get_mut("roster").map(Datum::items_mut).unwrap_or_default() {
        let cell = person.get("rank_cell").clone();
        let (rank, cohort) = rank(cell.text());
        let place = |value: Option<i64>| match value {
            Some(value) => number(value, cell.span),
            None => Datum::absent(cell.span),
        };
        person.set("rank", place(rank));
        person.set("cohort", place(cohort));
        let grade = person.get("grade").clone();
        if let Some(text) = grade.text() {
            let exempt = text.starts_with('一')
                || text.starts_with("大一")
                || text.contains('研')
                || text.contains('博');
            person.set("exempt", Datum::new(Value::Bool(exempt), grade.span));
        }
        let department = person.get("department").clone();
        if let Some(text) = department.text().filter(|_| !known.is_empty()) {
            let is_known = known.iter().any(|name| name == text);
            person.set("department_known", Datum::new(Value::Bool(is_known), department.span));
        }
        let word = |name: &str| person.get(name).text().map(plain_name).unwrap_or_default();
        let who = [word("name"), word("department"), word("grade")];
        match seen.iter().find(|(known, _)| *known == who) {
            Some((_, no)) => {
                let span = person.get("name").span;
                person.set("same_as", number(*no, span));
            }
            None => seen.push((who, person.get("no").number().unwrap_or_default())),
        }
    }
}

/// Returns a name without the blanks that spread two characters over three.
fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Reads `31/100`; a bare number is a rank without its cohort.
fn rank(cell: Option<&str>) -> (Option<i64>, Option<i64>) {
    let Some(cell) = cell else { return (None, None) };
    let plain: String = cell.chars().map(decode::half_width).collect();
    let digits = |text: &str| {
        let text = text.trim();
        let all = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        all.then(|| text.parse().ok()).flatten()
    };
    match plain.split_once('/') {
        Some((rank, cohort)) => (digits(rank), digits(cohort)),
        None => (digits(&plain), None),
    }
}

fn totals(root: &mut Datum) {
    let count = |path: &str| match &root.at(path).value {
        Value::Items(items) => Some(items.len() as i64),
        _ => None,
    };
    let sum = |path: &str, field: &str, keep: &dyn Fn(&Datum) -> bool| {
        let items = match &root.at(path).value {
            Value::Items(items) => items,
            _ => return None,
        };
        items
            .iter()
            .filter(|item| keep(item))
            .map(|item| item.get(field).number())
            .sum::<Option<i64>>()
    };
    let presidium = |unit: &Datum| unit.get("is_presidium").bool() == Some(true);
    let departments = match &root.get("units").value {
        Value::Items(units) => Some(units.iter().filter(|unit| !presidium(unit)).count() as i64),
        _ => None,
    };
    let has_presidium = root.get("units").items().iter().find(|unit| presidium(unit));
    let values = [
        ("staff", count("roster"), root.get("roster").span),
        ("headcount", sum("units", "headcount", &|_| true), root.get("units").span),
        (
            "presidium",
            has_presidium.and_then(|unit| unit.get("headcount").number()),
            has_presidium.and_then(|unit| unit.get("headcount").span).or(root.get("units").span),
        ),
        ("departments", departments, root.get("units").span),
        (
            "delegates",
            sum("delegates.by_department", "count", &|_| true),
            root.at("delegates.by_department").span,
        ),
        ("second_level", count("self_evaluation.matrix"), root.at("self_evaluation.matrix").span),
    ];
    for (name, value, span) in values {
        if let (Some(totals), Some(value)) = (root.get_mut("totals"), value) {
            totals.set(name, number(value, span));
        }
    }
}

/// Finds every 学年 a text names, and tells whether it may: this one, a declared one, or in 《》.
fn year_mentions(root: &Datum, year: &Year, sources: &Sources) -> Vec<Datum> {
    let history: Vec<&str> =
        root.get("head").get("history").items().iter().filter_map(Datum::text).collect();
    let mut mentions = Vec::new();
    private::each_text(root, &mut |text, span| {
        for (at, _) in text.match_indices("学年") {
            let tail: Vec<(usize, char)> = text[..at].char_indices().collect();
            let start = tail.len().checked_sub(9).map(|i| tail[i].0);
            let Some((start, mention)) = start.and_then(|s| Some((s, text.get(s..at)?))) else {
                continue;
            };
            let years: Vec<char> = mention.chars().map(decode::half_width).collect();
            let digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
            if !digits(&years[..4]) || !digits(&years[5..]) || !"-–—－～~至".contains(years[4])
            {
                continue;
            }
            let parsed = crate::academic_year::AcademicYear::parse(mention);
            let titled =
                text[..start].rfind('《').is_some_and(|open| !text[open..start].contains('》'));
            let allowed = titled
                || parsed == Some(year.year)
                || parsed.is_some_and(|p| history.contains(&p.to_string().as_str()));
            let end = at + "学年".len();
            let place = sources.part(span, text, start..end);
            let mut mention = Datum::new(decode::empty(&YEAR_MENTION), Some(place));
            mention.set("year", Datum::new(Value::Text(text[start..end].to_owned()), Some(place)));
            mention.set("allowed", Datum::new(Value::Bool(allowed), Some(place)));
            mentions.push(mention);
        }
    });
    mentions
}
