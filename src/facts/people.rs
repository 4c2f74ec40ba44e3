//! What the cells of a unit and of a person say, each by itself.
//! It must not judge; a value that lacks any of its sources is absent.

use time::{Date, Month};

use super::asked::Maker;
use super::grade;
use super::persons::BETWEEN_OFFICES;
use super::terms::counted_in;
use crate::datum::{Datum, FieldName, flag, number, word};
use crate::load::decode;
use crate::model::{head, person, unit, year};
use crate::name::plain_name;
use crate::numeral;
use crate::source::Span;
use crate::standard::{Words, word_lists};

/// The units, and how many are of each.
pub static UNITS: Maker = Maker {
    makes: &[&[year::UNITS, unit::IS_PRESIDIUM], &[year::UNITS, unit::MEMBERS]],
    of: &[],
    make: |it| units(it.root),
};

/// What the cells of a person say, one by one.
pub static PEOPLE: Maker = Maker {
    makes: &[
        &[year::ROSTER, person::RANK_CELL],
        &[year::ROSTER, person::GRADUATE],
        &[year::ROSTER, person::FRESHMAN],
        &[year::ROSTER, person::EXEMPT],
        &[year::ROSTER, person::RANK],
        &[year::ROSTER, person::COHORT],
        &[year::ROSTER, person::RANK_AS_DATE],
        &[year::ROSTER, person::STATUS],
        &[year::ROSTER, person::UNIT_KNOWN],
        &[year::ROSTER, person::SAME_AS],
    ],
    of: &[],
    make: |it| people(it.root, counted_in(it.root, it.year.edition.year), it.beside.words),
};

/// Tells whether a unit is the presidium.
pub fn is_presidium(unit: &Datum) -> bool {
    unit.get(unit::NAME).text().is_some_and(|name| name.ends_with("主席团"))
}

fn units(root: &mut Datum) {
    let people = root.get(year::ROSTER).items().iter().map(|person| person.get(person::UNIT));
    let lacking = people.clone().find(|unit| unit.is_absent()).map(|unit| unit.span);
    let none_given = people.clone().all(Datum::is_absent);
    let whole: Option<Vec<String>> = people.map(|unit| unit.text().map(str::to_owned)).collect();
    let roster = root.get(year::ROSTER).span.map(Span::at_start);
    for unit in root.get_mut(year::UNITS).map(Datum::items_mut).unwrap_or_default() {
        let Some(name) = unit.get(unit::NAME).text().map(str::to_owned) else { continue };
        let span = unit.get(unit::NAME).span;
        unit.set(unit::IS_PRESIDIUM, flag(is_presidium(unit), span));
        if let Some(people) = whole.as_ref().filter(|people| !people.is_empty()) {
            // Who serves in two units counts in the first.
            let first = |of: &str| of == name || of.split(BETWEEN_OFFICES).next() == Some(&name);
            let members = people.iter().filter(|of| first(of)).count();
            unit.set(unit::MEMBERS, number(members as i64, unit.get(unit::HEADCOUNT).span));
        } else {
            unit.set(
                unit::MEMBERS,
                Datum::absent(lacking.filter(|_| !none_given).unwrap_or(roster)),
            );
        }
    }
}

fn people(root: &mut Datum, start: i32, words: &Words) {
    let units: Vec<String> = root
        .get(year::UNITS)
        .items()
        .iter()
        .filter_map(|unit| unit.get(unit::NAME).text().map(str::to_owned))
        .collect();
    let mut seen: Vec<([String; 3], i64)> = Vec::new();
    // Whoever works for the union of graduates is one, however their grade is written.
    let all_graduates = root.get(year::HEAD).get(head::ORGANISATION).text() == Some("研究生会");
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let cell = person.get(person::RANK_CELL).clone();
        let grade = person.get(person::GRADE).clone();
        if let Some(text) = grade.text() {
            let read = grade::Grade::read(text, words);
            let graduate = all_graduates || read.as_ref().is_some_and(grade::Grade::is_graduate);
            let freshman = !graduate && read.as_ref().is_some_and(|grade| grade.is_first(start));
            for (name, yes) in [
                (person::GRADUATE, graduate),
                (person::FRESHMAN, freshman),
                (person::EXEMPT, graduate || freshman),
            ] {
                person.set(name, flag(yes, grade.span));
            }
        }
        // Who need not give a rank may say so in the cell.
        let exempt = person.get(person::EXEMPT).bool() == Some(true);
        if exempt
            && cell
                .text()
                .is_some_and(|text| words.list(word_lists::BLANKS).iter().any(|it| it == text))
        {
            person.set(person::RANK_CELL, Datum::absent(cell.span));
        }
        let (rank, cohort) = rank(cell.text());
        let place = |value: Option<i64>| match value {
            Some(value) => number(value, cell.span),
            None => Datum::absent(cell.span),
        };
        person.set(person::RANK, place(rank));
        person.set(person::COHORT, place(cohort));
        if let Some(what) = cell.text().filter(|_| cohort.is_none()).and_then(dated) {
            person.set(person::RANK_AS_DATE, word(&what, cell.span));
        }
        let political = person.get(person::POLITICAL).clone();
        if let Some(status) = political.text().and_then(|text| words.status(text)) {
            person.set(person::STATUS, word(&status.names[0], political.span));
        }
        let unit = person.get(person::UNIT).clone();
        if let Some(text) = unit.text().filter(|_| !units.is_empty()) {
            let known = |part: &str| units.iter().any(|name| name == part);
            let all = known(text) || text.split(BETWEEN_OFFICES).all(known);
            person.set(person::UNIT_KNOWN, flag(all, unit.span));
        }
        let word = |name: FieldName| person.get(name).text().map(plain_name);
        let (Some(name), Some(department), Some(grade)) =
            (word(person::NAME), word(person::DEPARTMENT), word(person::GRADE))
        else {
            continue;
        };
        let who = [name, department, grade];
        match seen.iter().find(|(known, _)| *known == who) {
            Some((_, no)) => {
                let span = person.get(person::NAME).span;
                person.set(person::SAME_AS, number(*no, span));
            }
            None => seen.push((who, person.get(person::NO).number().unwrap_or_default())),
        }
    }
}

/// Returns the day that a spreadsheet made of a rank, as it was meant: `3月12日` is 3/12.
fn dated(cell: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let plain: String = cell.chars().map(numeral::half_width).filter(|c| *c != ' ').collect();
    let month = |text: &str| MONTHS.iter().position(|it| it.eq_ignore_ascii_case(text));
    let count = |text: &str| text.parse::<i64>().ok();
    let pair = |a: i64, b: i64| Some(format!("{a}/{b}"));
    if let Some((a, b)) = plain.split_once('-').filter(|(_, b)| !b.contains('-')) {
        return match (month(a), month(b)) {
            (Some(month), None) => pair(month as i64 + 1, count(b)?),
            (None, Some(month)) => pair(month as i64 + 1, count(a)?),
            _ => None,
        };
    }
    if let Ok(day) = decode::date(&plain) {
        return pair(u8::from(day.month()).into(), day.day().into());
    }
    if let Some((a, b)) = plain.trim_end_matches(['日', '号']).split_once('月') {
        return match a.split_once('年') {
            Some((year, month)) if b.is_empty() => pair(count(month)?, count(year)? % 100),
            None => pair(count(a)?, count(b)?),
            _ => None,
        };
    }
    // Days are counted from the end of 1899: what a date is when the cell's format is lost.
    let serial = count(&plain).filter(|n| (30_000..70_000).contains(n))?;
    let day = Date::from_calendar_date(1899, Month::December, 30).ok()?;
    let day = day.checked_add(time::Duration::days(serial))?;
    pair(u8::from(day.month()).into(), day.day().into())
}

/// Reads `31/100`; a bare number is a rank without its cohort.
fn rank(cell: Option<&str>) -> (Option<i64>, Option<i64>) {
    let Some(cell) = cell else { return (None, None) };
    let plain: String = cell.chars().map(numeral::half_width).collect();
    let digits = |text: &str| {
        let text = text.trim();
        // No major has ten million students; a longer number would not multiply.
        let all = (1..8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        all.then(|| text.parse().ok()).flatten()
    };
    // Others may have the same rank: 20/92（并列）.
    let shared = ["（并列）", "(并列)", "并列"].iter().find_map(|it| plain.strip_suffix(it));
    let plain = shared.unwrap_or(&plain).trim_end();
    match plain.split_once('/') {
        Some((rank, cohort)) => (digits(rank), digits(cohort)),
        None => (digits(plain), None),
    }
}
