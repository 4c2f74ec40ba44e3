//! What joins the congress, its delegates and the second level to the rest of the year.
//! It must not judge; a value that lacks any of its sources is absent.

use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::asked::Maker;
use super::links;
use super::persons::departments;
use super::private::each_text;
use crate::datum::{Datum, FieldName, Value, flag, list, number, word};
use crate::model::{
    DAY_MENTION, STEP, charter, charter_limit, congress, day_mention, delegates, delegation,
    election, matrix_row, self_evaluation, site, step, year,
};
use crate::numeral;
use crate::source::Sources;
use crate::standard::{Words, form, form_item, form_step, word_lists};

/// What the agenda comes to, and when the congress was held before.
pub static AGENDA: Maker = Maker {
    makes: &[&[year::CONGRESS, congress::TOPICS], &[year::CONGRESS, congress::MONTHS_SINCE]],
    of: &[&[year::FORM]],
    make: |it| agenda(it.root),
};

/// Where the report of the congress stands.
pub static LINK: Maker = Maker {
    makes: &[
        &[year::CONGRESS, congress::LINK_SECURE],
        &[year::CONGRESS, congress::LINK_HOST],
        &[year::CONGRESS, congress::LINK_ALLOWED],
    ],
    of: &[],
    make: |it| link(it.root, it.beside.site),
};

/// The days in the report that come after the congress.
pub static LATER_DAYS: Maker = Maker {
    makes: &[&[year::CONGRESS, congress::LATER_DAYS]],
    of: &[],
    make: |it| days(it.root, it.sources),
};

/// How delegates came about, and of which department each delegation is.
pub static DELEGATES: Maker = Maker {
    makes: &[
        &[year::DELEGATES, delegates::LINKS],
        &[year::DELEGATES, delegates::COVERAGE],
        &[year::DELEGATES, delegates::BY_DEPARTMENT, delegation::KNOWN],
        &[year::DELEGATES, delegates::BY_DEPARTMENT, delegation::OF_ANOTHER_BODY],
        &[year::DELEGATES, delegates::BY_DEPARTMENT, delegation::ROW],
        &[year::DELEGATES, delegates::BY_DEPARTMENT, delegation::ROW_BEFORE],
    ],
    of: &[&[year::FORM]],
    make: |it| delegates(it.root, it.beside.words),
};

/// The unions of departments beside the delegates and the roster.
pub static SECOND_LEVEL: Maker = Maker {
    makes: &[
        &[year::SELF_EVALUATION, self_evaluation::MATRIX, matrix_row::STAFF_MET],
        &[year::SELF_EVALUATION, self_evaluation::MATRIX, matrix_row::PRESIDIUM_MET],
        &[year::SELF_EVALUATION, self_evaluation::MATRIX, matrix_row::CONGRESS_MET],
        &[year::SELF_EVALUATION, self_evaluation::MATRIX, matrix_row::DELEGATES],
        &[year::SELF_EVALUATION, self_evaluation::MATRIX, matrix_row::MEMBERS],
    ],
    of: &[&[year::FORM]],
    make: |it| second_level(it.root, it.beside.words),
};

/// The share of delegates that must be present: the charter's, where it has one.
pub static QUORUM: Maker = Maker {
    makes: &[&[year::CONGRESS, congress::QUORUM_NUM], &[year::CONGRESS, congress::QUORUM_DEN]],
    of: &[&[year::CHARTER, charter::KNOWN_LIMITS]],
    make: |it| quorum(it.root),
};

fn agenda(root: &mut Datum) {
    let topics = steps(
        root.get(year::FORM).get(form::AGENDA),
        root.get(year::CONGRESS).get(congress::AGENDA),
    );
    let congress = root.get(year::CONGRESS);
    let (date, before) =
        (congress.get(congress::DATE).clone(), congress.get(congress::PREVIOUS_DATE).date());
    let Some(congress) = root.get_mut(year::CONGRESS) else { return };
    if let Some(topics) = topics {
        congress.set(congress::TOPICS, topics);
    }
    if let (Some(day), Some(before)) = (date.date(), before) {
        congress.set(congress::MONTHS_SINCE, number(months(before, day), date.span));
    } else {
        let lacking =
            if date.is_absent() { date.span } else { congress.get(congress::PREVIOUS_DATE).span };
        congress.set(congress::MONTHS_SINCE, Datum::absent(lacking));
    }
}

/// Counts the months from one day to another; a part of one is one.
fn months(from: Date, to: Date) -> i64 {
    let count = |day: Date| i64::from(day.year()) * 12 + i64::from(u8::from(day.month()));
    count(to) - count(from) + i64::from(to.day() > from.day())
}

/// Finds where a list first comes to each of the form's steps.
fn steps(form: &Datum, written: &Datum) -> Option<Datum> {
    let Value::Items(wanted) = &form.value else { return None };
    let Value::Items(entries) = &written.value else { return None };
    let words = |step: &Datum, name: FieldName| -> Vec<String> {
        step.get(name).items().iter().filter_map(|w| w.text().map(str::to_owned)).collect()
    };
    let mut after = None;
    let found = wanted.iter().map(|step| {
        let (all, none) = (words(step, form_step::WORDS), words(step, form_step::WITHOUT));
        let objects = words(step, form_step::OTHER_OBJECTS);
        let synonyms = words(step, form_step::SYNONYMS);
        let is_it = |entry: &Datum| {
            let text = entry.text().unwrap_or_default();
            let told = |word: &String| has_of_its_own(text, word, &objects);
            (all.iter().all(told) || synonyms.iter().any(told))
                && !none.iter().any(|word| text.contains(word.as_str()))
        };
        let at = entries.iter().position(is_it);
        let mut found = Datum::new(STEP.empty(), written.span);
        found.set(step::NAME, Datum::new(step.get(form_step::NAME).value.clone(), written.span));
        if let Some(after) = after.take() {
            found.set(step::AFTER, after);
        }
        if let Some(at) = at {
            let step = number(at as i64 + 1, entries[at].span);
            found.set(step::STEP, step.clone());
            after = Some(step);
        }
        found
    });
    Some(list(found.collect(), written.span))
}

/// Tells whether a text has a word that is not said of something else: 选举常任代表 elects no
/// presidium, 选举常任代表和主席团成员 does.
fn has_of_its_own(text: &str, word: &str, others: &[String]) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let after = text[at + word.len()..].split(['，', '；', '。', ';']).next();
        let mut objects = after.unwrap_or_default().split(['、', '和', '及', '与']);
        objects.any(|object| !others.iter().any(|other| object.contains(other.as_str())))
    })
}

fn quorum(root: &mut Datum) {
    let limits = root.get(year::CHARTER).get(charter::KNOWN_LIMITS).items();
    let limit =
        limits.iter().find(|limit| limit.get(charter_limit::NAME).text() == Some("到会比例"));
    let stated = limit
        .map_or(root.get(year::ELECTION).get(election::QUORUM), |limit| {
            limit.get(charter_limit::VALUE)
        })
        .clone();
    let ratio = stated.text().and_then(ratio);
    let Some(congress) = root.get_mut(year::CONGRESS) else { return };
    let place = |value: Option<i64>| {
        value.map_or(Datum::absent(stated.span), |value| number(value, stated.span))
    };
    congress.set(congress::QUORUM_NUM, place(ratio.map(|(num, _)| num)));
    congress.set(congress::QUORUM_DEN, place(ratio.map(|(_, den)| den)));
}

/// Reads `4/5`, `80%`, `五分之四` and `三分之二以上`.
fn ratio(text: &str) -> Option<(i64, i64)> {
    let plain: String = text.chars().map(numeral::half_width).collect();
    let plain = plain.trim().trim_end_matches("以上");
    if let Some(percent) = plain.strip_suffix('%') {
        return Some((numeral::count(percent, "")?, 100));
    }
    if let Some((num, den)) = plain.split_once('/') {
        return Some((numeral::count(num, "")?, numeral::count(den, "").filter(|den| *den > 0)?));
    }
    let (den, num) = plain.split_once("分之")?;
    let den = numeral::parse(den).filter(|den| *den > 0)?;
    Some((numeral::parse(num)?.into(), den.into()))
}

fn link(root: &mut Datum, site: &Datum) {
    let link = root.get(year::CONGRESS).get(congress::LINK).clone();
    let Some(address) = link.text() else { return };
    let host = links::host(address);
    let host = host.as_deref().unwrap_or(address);
    let hosts = match site.value {
        Value::Fields(..) => site.get(site::HOSTS).items(),
        _ => &[],
    };
    let allowed = hosts.iter().any(|known| known.text() == Some(host));
    if let Some(congress) = root.get_mut(year::CONGRESS) {
        congress.set(congress::LINK_SECURE, flag(address.starts_with("https://"), link.span));
        congress.set(congress::LINK_HOST, word(host, link.span));
        congress.set(congress::LINK_ALLOWED, flag(allowed, link.span));
    }
}

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]").expect("a pattern of our own")
});

/// Finds the days the congress's report names that come after the congress.
fn days(root: &mut Datum, sources: &Sources) {
    let congress = root.get(year::CONGRESS);
    let Some(held) = congress.get(congress::DATE).date() else { return };
    let text = congress.get(congress::TEXT);
    if text.prose().is_none() {
        return;
    }
    let mut found = Vec::new();
    each_text(text, &mut |text, span| {
        for hit in DAY.captures_iter(text) {
            let part = |i: usize| hit[i].parse::<u16>().unwrap_or_default();
            let month = Month::try_from(part(2) as u8);
            let day = month.ok().and_then(|month| {
                Date::from_calendar_date(part(1).into(), month, part(3) as u8).ok()
            });
            let day = day.filter(|day| *day > held);
            if let (Some(day), Some(whole)) = (day, hit.get(0))
                // 自某日起施行 tells of a rule, not of what happened.
                && !text[whole.end()..].starts_with('起')
            {
                let place = Some(sources.part(span, text, whole.range()));
                let mut mention = Datum::new(DAY_MENTION.empty(), place);
                mention.set(day_mention::DAY, Datum::new(Value::Date(day), place));
                found.push(mention);
            }
        }
    });
    if let Some(congress) = root.get_mut(year::CONGRESS) {
        congress.set(congress::LATER_DAYS, list(found, None));
    }
}

fn delegates(root: &mut Datum, words: &Words) {
    let form = root.get(year::FORM);
    let delegates = root.get(year::DELEGATES);
    let links = steps(form.get(form::DELEGATE_LINKS), delegates.get(delegates::STEPS));
    let mut said = Vec::new();
    each_text(delegates.get(delegates::TEXT), &mut |text, span| {
        said.push(word(text, span));
    });
    let prose = delegates.get(delegates::TEXT);
    let place = said.first().and_then(|first| first.span).or(prose.span);
    let coverage = prose.prose().and_then(|_| steps(form.get(form::COVERAGE), &list(said, place)));
    let matrix = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX);
    let rows = names(matrix, matrix_row::NAME);
    let rows: Option<Vec<Vec<String>>> =
        rows.map(|_| matrix.items().iter().map(|row| departments(row, words)).collect());
    let declared: Vec<String> = texts(delegates.get(delegates::OTHER_BODIES));
    let Some(delegates) = root.get_mut(year::DELEGATES) else { return };
    for (name, value) in [(delegates::LINKS, links), (delegates::COVERAGE, coverage)] {
        if let Some(value) = value {
            delegates.set(name, value);
        }
    }
    let Some(rows) = rows else { return };
    let mut last = None;
    let list =
        delegates.get_mut(delegates::BY_DEPARTMENT).map(Datum::items_mut).unwrap_or_default();
    for delegation in list {
        let department = delegation.get(delegation::DEPARTMENT).clone();
        let Some(name) = department.text() else { continue };
        let at = rows.iter().position(|row| row.iter().any(|known| known == name));
        let other = declared.iter().any(|body| body == name)
            || words.has(word_lists::OTHER_DELEGATIONS, name);
        delegation.set(delegation::KNOWN, flag(at.is_some(), department.span));
        delegation.set(delegation::OF_ANOTHER_BODY, flag(at.is_none() && other, department.span));
        for (name, row) in [(delegation::ROW, at), (delegation::ROW_BEFORE, last)] {
            let row = row.map(|row: usize| number(row as i64 + 1, department.span));
            row.into_iter().for_each(|row| delegation.set(name, row));
        }
        last = at.or(last);
    }
}

/// Returns one field of every entry; nothing when the list or any of them is absent.
fn names(list: &Datum, field: FieldName) -> Option<Vec<String>> {
    let Value::Items(entries) = &list.value else { return None };
    entries.iter().map(|entry| entry.get(field).text().map(str::to_owned)).collect()
}

fn texts(list: &Datum) -> Vec<String> {
    list.items().iter().filter_map(Datum::text).map(str::to_owned).collect()
}

fn second_level(root: &mut Datum, words: &Words) {
    let column = |key: &str| {
        let items = root.get(year::FORM).get(form::SECOND).items();
        items.iter().position(|item| item.get(form_item::KEY).text() == Some(key))
    };
    let columns = [
        (matrix_row::STAFF_MET, column("staff-max")),
        (matrix_row::PRESIDIUM_MET, column("presidium-max")),
        (matrix_row::CONGRESS_MET, column("congress-held")),
    ];
    let delegations = root.get(year::DELEGATES).get(delegates::BY_DEPARTMENT).clone();
    let people = names(root.get(year::ROSTER), delegation::DEPARTMENT);
    let Some(evaluation) = root.get_mut(year::SELF_EVALUATION) else { return };
    for row in evaluation.get_mut(self_evaluation::MATRIX).map(Datum::items_mut).unwrap_or_default()
    {
        for (name, column) in columns {
            let answer =
                column.and_then(|column| row.get(matrix_row::VERDICTS).items().get(column));
            if let Some(answer) = answer.cloned() {
                row.set(name, answer);
            }
        }
        let names = departments(row, words);
        let span = row.get(matrix_row::NAME).span;
        let is_own = |name: &str| names.iter().any(|own| own == name);
        let of = |d: &&Datum| d.get(delegation::DEPARTMENT).text().is_some_and(is_own);
        let own: Vec<&Datum> = delegations.items().iter().filter(of).collect();
        let sum = own
            .iter()
            .try_fold(0_i64, |sum, d| sum.checked_add(d.get(delegation::COUNT).number()?));
        if let (Some(first), Some(sum)) = (own.first(), sum) {
            row.set(matrix_row::DELEGATES, number(sum, first.get(delegation::COUNT).span));
        }
        if let Some(people) = &people {
            let count = people.iter().filter(|of| is_own(of)).count();
            row.set(matrix_row::MEMBERS, number(count as i64, span));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::decode;

    #[test]
    fn shares_are_read_however_they_are_spelt() {
        for text in ["4/5", "４／５", "五分之四", "五分之四以上"] {
            assert_eq!(ratio(text), Some((4, 5)), "{text}");
        }
        assert_eq!(ratio("80%"), Some((80, 100)));
        assert_eq!(ratio("多数"), None);
        assert_eq!(ratio("4/0"), None);
    }

    #[test]
    fn what_is_elected_is_named() {
        let others = ["办法", "常任代表", "监票"].map(str::to_owned);
        let elects = |text: &str| has_of_its_own(text, "选举", &others);
        for text in
            ["选举主席团成员", "选举常任代表和主席团成员", "通过选举办法，选举主席团", "换届选举"]
        {
            assert!(elects(text), "{text}");
        }
        for text in ["选举常任代表", "通过主席团成员选举办法", "选举监票人、常任代表", "听取报告"]
        {
            assert!(!elects(text), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_month_is_one() {
        let day = |text: &str| decode::date(text).unwrap();
        assert_eq!(months(day("2024-10-19"), day("2025-10-18")), 12);
        assert_eq!(months(day("2024-10-19"), day("2025-10-19")), 12);
        assert_eq!(months(day("2024-10-19"), day("2025-10-20")), 13);
    }
}
