//! What follows from what was written: sums, joins and texts read for clues, each made once.
//! It must not judge; a value that lacks any of its sources is absent.

use time::{Date, Month};

use super::{
    Beside, claims, clauses, congress, controls, dates, figures, labels, mentions, names,
    numbering, owners, passages, previous, private, publication, regulation, rounds, spelling,
    staff, statutes, wholes, wording,
};
use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Shape, Value};
use crate::load::{Year, dated_form, decode};
use crate::model::MENTION;
use crate::source::{Sources, Span};

/// Fills every derived field of a year's tree.
pub fn derive(root: &mut Datum, year: &Year, beside: &Beside, sources: &Sources) {
    head(root, year, beside.site);
    if let Some(form) = beside.form {
        root.set("form", dated_form(form, year.edition.year));
    }
    indicators(root);
    units(root);
    people(root, year.edition.year);
    publication::derive(root, beside.on);
    totals(root);
    numbers(root);
    for section in ["charter", "election", "appraisal"] {
        let breaks = root.get(section).get("text").prose().map(numbering::breaks);
        let span = root.get(section).get("text").span;
        if let (Some(breaks), Some(section)) = (breaks, root.get_mut(section)) {
            section.set("breaks", Datum::new(Value::Items(breaks), span));
        }
    }
    staff::derive(root, year.edition.year);
    controls::derive(root);
    congress::derive(root, beside.site, sources);
    spelling::derive(root, sources);
    labels::derive(root, sources);
    previous::derive(root, year, beside.before);
    rounds::derive(root, beside);
    statutes::derive(root, beside.words, sources);
    let years = mentions::years(root, year.edition.year, sources);
    let grace = mentions::grace(root, year.edition.year, sources);
    wording(root, year, beside, sources);
    if let Some(texts) = root.get_mut("texts") {
        texts.set("years", Datum::new(Value::Items(years), None));
        texts.set("grace", Datum::new(Value::Items(grace), None));
    }
}

/// Reads every text once and notes what there is to say of its wording and its numbers.
fn wording(root: &mut Datum, year: &Year, beside: &Beside, sources: &Sources) {
    let passages = passages::passages(root, sources);
    let mailboxes = root.get("head").get("mailboxes").items().iter();
    let offices: Vec<&str> =
        mailboxes.filter_map(|mailbox| mailbox.get("address").text()).collect();
    let private = private::hits(&passages, &offices, beside.site, &year.files, sources);
    let people = root.get("roster").items().iter();
    let people = people.filter_map(|person| person.get("name").text());
    let named = names::find(&passages, people, &["roster", "guides"]);
    let figures = figures::find(&passages, root, beside.words);
    let dates = dates::all(&passages, dates::Known::of(root), &owners::Own::of(root));
    let sides = match root.at("appraisal.written_dimensions").items().len() {
        0 => root.at("appraisal.dimensions").items().len(),
        sides => sides,
    };
    let wholes = wholes::find(&passages, i64::try_from(sides).ok().filter(|sides| *sides > 0));
    clauses::derive(&passages, root, &beside.words.clauses);
    claims::derive(&passages, root, beside.words);
    let gaps = regulation::band_gaps(root, sources);
    let told = root.at("appraisal.text").span;
    if let Some(appraisal) =
        root.get_mut("appraisal").filter(|it| matches!(it.value, Value::Fields(..)))
    {
        appraisal.set("band_gaps", Datum::new(Value::Items(gaps), told));
    }
    let consent = root.at("head.consent").clone();
    if let Some(head) = root.get_mut("head").filter(|it| matches!(it.value, Value::Fields(..)))
        && let Some(day) = consent.text().and_then(dates::last_day)
    {
        head.set("consented_on", Datum::new(Value::Date(day), consent.span));
    }
    let plain = one_tier(root);
    if let Some(texts) = root.get_mut("texts") {
        texts.set("dates", Datum::new(Value::Items(dates), None));
        texts.set("wholes", Datum::new(Value::Items(wholes), None));
        wording::find(&passages, beside.words, plain, texts);
        let entries = repeated(&year.root);
        texts.set("repeated_entries", Datum::new(Value::Items(entries), None));
        texts.set("figures", Datum::new(Value::Items(figures), None));
        texts.set("private", Datum::new(Value::Items(private), None));
        texts.set("named", Datum::new(Value::Items(named), None));
    }
}

/// Tells whether 院 and 校 are both the whole college: none of its departments is an 学院.
fn one_tier(root: &Datum) -> bool {
    let rows = root.at("self_evaluation.matrix").items().iter();
    let mut names = rows.filter_map(|row| row.get("name").text()).peekable();
    names.peek().is_some()
        && !names.any(|name| ["学院", "书院", "分院", "学部"].iter().any(|end| name.contains(end)))
}

/// Finds the entries of lists that are the same as the one right before. Numbered rows have rules
/// of their own.
fn repeated(root: &Datum) -> Vec<Datum> {
    fn visit(datum: &Datum, found: &mut Vec<Datum>) {
        let Value::Fields(record, data) = &datum.value else { return };
        for (field, datum) in record.fields.iter().zip(data) {
            let listed = matches!(field.shape, Shape::Many(of) if of.position("no").is_none());
            if listed || matches!(field.shape, Shape::Texts) {
                let pairs = datum.items().windows(2).map(|pair| (words(&pair[0]), &pair[1]));
                let same = pairs.filter(|(before, entry)| *before == words(entry));
                found.extend(same.map(|(same, entry)| {
                    let mut mention = Datum::new(decode::empty(&MENTION), entry.span);
                    let brief = same.lines().next().unwrap_or_default();
                    mention.set("words", word(brief, entry.span));
                    mention
                }));
            }
            visit(datum, found);
            datum.items().iter().for_each(|entry| visit(entry, found));
        }
    }
    let mut found = Vec::new();
    visit(root, &mut found);
    found
}

/// All values of an entry, a line each.
fn words(entry: &Datum) -> String {
    match &entry.value {
        Value::Text(text) => format!("{text}\n"),
        Value::Number(number) => format!("{number}\n"),
        Value::Date(date) => format!("{date}\n"),
        Value::Bool(yes) => format!("{yes}\n"),
        Value::Fields(_, data) | Value::Items(data) => data.iter().map(words).collect(),
        Value::Absent | Value::Faulty | Value::Prose(_) => String::new(),
    }
}

pub(super) fn number(value: i64, span: Option<Span>) -> Datum {
    Datum::new(Value::Number(value), span)
}

pub(super) fn word(text: &str, span: Option<Span>) -> Datum {
    Datum::new(Value::Text(text.to_owned()), span)
}

pub(super) fn flag(value: bool, span: Option<Span>) -> Datum {
    Datum::new(Value::Bool(value), span)
}

fn head(root: &mut Datum, year: &Year, site: &Datum) {
    let allowed: Vec<&str> = match site.value {
        Value::Fields(..) => site.get("mailboxes").items().iter().filter_map(Datum::text).collect(),
        _ => Vec::new(),
    };
    let pattern = match site.value {
        Value::Fields(..) => site.get("student_number").clone(),
        _ => Datum::absent(None),
    };
    let span = root.get("head").span.map(Span::at_start);
    let start = year.edition.year.start();
    let day = |year, month, day| {
        Date::from_calendar_date(year, month, day).map_or(Value::Absent, Value::Date)
    };
    if let Some(head) = root.get_mut("head") {
        head.set("year_start", number(start.into(), span));
        let label = format!("{start}—{}", start + 1);
        head.set("year", Datum::new(Value::Text(label), span));
        head.set("first_day", Datum::new(day(start, Month::September, 1), span));
        head.set("last_day", Datum::new(day(start + 1, Month::August, 31), span));
        if let Some(text) = pattern.text() {
            let usable = private::student_number(text).is_some();
            head.set("student_pattern", flag(usable, pattern.span));
        }
        let boxes = head.get_mut("mailboxes").map(Datum::items_mut).unwrap_or_default();
        for mailbox in boxes.iter_mut().filter(|_| !allowed.is_empty()) {
            let address = mailbox.get("address").clone();
            if let Some(text) = address.text() {
                mailbox.set("allowed", flag(allowed.contains(&text), address.span));
            }
        }
        let mailboxes = head.get("mailboxes").clone();
        if let Value::Items(boxes) = &mailboxes.value {
            let levels: Option<Vec<&str>> = boxes.iter().map(|b| b.get("level").text()).collect();
            let place = boxes.first().and_then(|first| first.get("level").span).or(mailboxes.span);
            for (name, wanted) in [("provincial_mailboxes", "省级"), ("national_mailboxes", "全国")]
            {
                let of_level = |levels: &Vec<&str>| levels.iter().filter(|l| **l == wanted).count();
                if let Some(count) = levels.as_ref().map(of_level) {
                    head.set(name, number(count as i64, place));
                }
            }
        }
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

/// Reads `34人`, `３４ 人`, `三十四人` and `实有34人`.
fn amount(entry: &mut Datum) {
    let stated = entry.get("stated").clone();
    let Some(text) = stated.text() else { return };
    let text = text.strip_prefix("实有").unwrap_or(text).trim_start_matches(['：', ':', ' ', '共']);
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
    let people = root.get("roster").items().iter().map(|person| person.get("unit"));
    let lacking = people.clone().find(|unit| unit.is_absent()).map(|unit| unit.span);
    let none_given = people.clone().all(Datum::is_absent);
    let whole: Option<Vec<String>> = people.map(|unit| unit.text().map(str::to_owned)).collect();
    let roster = root.get("roster").span.map(Span::at_start);
    for unit in root.get_mut("units").map(Datum::items_mut).unwrap_or_default() {
        let Some(name) = unit.get("name").text().map(str::to_owned) else { continue };
        let span = unit.get("name").span;
        unit.set("is_presidium", Datum::new(Value::Bool(name.ends_with("主席团")), span));
        if let Some(people) = whole.as_ref().filter(|people| !people.is_empty()) {
            let members = people.iter().filter(|of| **of == name).count();
            unit.set("members", number(members as i64, unit.get("headcount").span));
        } else {
            unit.set("members", Datum::absent(lacking.filter(|_| !none_given).unwrap_or(roster)));
        }
    }
}

fn people(root: &mut Datum, year: AcademicYear) {
    let known: Vec<String> = root
        .get("self_evaluation")
        .get("matrix")
        .items()
        .iter()
        .filter_map(|row| row.get("name").text().map(str::to_owned))
        .collect();
    let units: Vec<String> = root
        .get("units")
        .items()
        .iter()
        .filter_map(|unit| unit.get("name").text().map(str::to_owned))
        .collect();
    let mut seen: Vec<([String; 3], i64)> = Vec::new();
    // Whoever works for the union of graduates is one, however their grade is written.
    let all_graduates = root.get("head").get("organisation").text() == Some("研究生会");
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
            let graduate = all_graduates || text.contains(['研', '硕', '博']);
            let freshman = !graduate && is_first_year(text, year);
            for (name, yes) in
                [("graduate", graduate), ("freshman", freshman), ("exempt", graduate || freshman)]
            {
                person.set(name, Datum::new(Value::Bool(yes), grade.span));
            }
        }
        let department = person.get("department").clone();
        if let Some(text) = department.text().filter(|_| !known.is_empty()) {
            let is_known = known.iter().any(|name| name == text);
            person.set("department_known", Datum::new(Value::Bool(is_known), department.span));
        }
        let unit = person.get("unit").clone();
        if let Some(text) = unit.text().filter(|_| !units.is_empty()) {
            person.set("unit_known", flag(units.iter().any(|name| name == text), unit.span));
        }
        let word = |name: &str| person.get(name).text().map(plain_name);
        let (Some(name), Some(department), Some(grade)) =
            (word("name"), word("department"), word("grade"))
        else {
            continue;
        };
        let who = [name, department, grade];
        match seen.iter().find(|(known, _)| *known == who) {
            Some((_, no)) => {
                let span = person.get("name").span;
                person.set("same_as", number(*no, span));
            }
            None => seen.push((who, person.get("no").number().unwrap_or_default())),
        }
    }
}

/// Tells whether a grade is the first of its programme: 一年级, 大一, or the year of entry as 2025级.
fn is_first_year(grade: &str, year: AcademicYear) -> bool {
    let plain: String = grade.chars().map(decode::half_width).collect();
    plain.starts_with('一')
        || plain.contains("一年级")
        || plain.starts_with("大一")
        || plain.starts_with(&format!("{}级", year.start()))
}

/// Returns a name without the blanks that spread two characters over three.
pub(super) fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Reads `31/100`; a bare number is a rank without its cohort.
fn rank(cell: Option<&str>) -> (Option<i64>, Option<i64>) {
    let Some(cell) = cell else { return (None, None) };
    let plain: String = cell.chars().map(decode::half_width).collect();
    let digits = |text: &str| {
        let text = text.trim();
        // No major has ten million students; a longer number would not multiply.
        let all = (1..8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        all.then(|| text.parse().ok()).flatten()
    };
    match plain.split_once('/') {
        Some((rank, cohort)) => (digits(rank), digits(cohort)),
        None => (digits(&plain), None),
    }
}

/// Adds up the tables. A sum stands where it would be written: at the last entry.
fn totals(root: &mut Datum) {
    let (sums, lacking) = {
        let list = |path: &'static str| match &root.at(path).value {
            Value::Items(items) => Some(items.iter().collect::<Vec<&Datum>>()),
            _ => None,
        };
        let units = |presidium: bool| {
            let of = move |unit: &&Datum| unit.get("is_presidium").bool() == Some(presidium);
            list("units").map(|units| units.into_iter().filter(of).collect::<Vec<&Datum>>())
        };
        let lacking = |path: &'static str, field: &'static str| {
            let entries = list(path).unwrap_or_default();
            let absent = entries.iter().map(|entry| entry.get(field)).find(|it| it.is_absent());
            absent.map_or(root.at(path).span, |it| it.span)
        };
        let lacking = [
            ("headcount", lacking("units", "headcount")),
            ("presidium", lacking("units", "headcount")),
            ("delegates", lacking("delegates.by_department", "count")),
        ];
        let sums = [
            ("staff", count(list("roster")), place(list("roster"), "no")),
            ("headcount", sum(list("units"), "headcount"), place(list("units"), "headcount")),
            ("presidium", sum(units(true), "headcount"), place(units(true), "headcount")),
            ("departments", count(units(false)), place(units(false), "name")),
            (
                "delegates",
                sum(list("delegates.by_department"), "count"),
                place(list("delegates.by_department"), "count"),
            ),
            (
                "second_level",
                count(list("self_evaluation.matrix")),
                place(list("self_evaluation.matrix"), "name"),
            ),
        ];
        (sums, lacking)
    };
    for (name, place) in lacking {
        if let Some(totals) = root.get_mut("totals") {
            totals.set(name, Datum::absent(place));
        }
    }
    for (name, value, span) in sums {
        if let (Some(totals), Some(value)) = (root.get_mut("totals"), value) {
            totals.set(name, number(value, span));
        }
    }
}

fn count(list: Option<Vec<&Datum>>) -> Option<i64> {
    list.map(|entries| entries.len() as i64)
}

/// Returns a sum; absent when the list or any of its numbers is.
fn sum(list: Option<Vec<&Datum>>, field: &str) -> Option<i64> {
    list?.iter().try_fold(0i64, |sum, entry| sum.checked_add(entry.get(field).number()?))
}

fn place(list: Option<Vec<&Datum>>, field: &str) -> Option<Span> {
    list?.last()?.get(field).span
}

/// Finds where the numbers of a table do not run on; the form says how far its own must go.
fn numbers(root: &mut Datum) {
    let form_count = |name: &str| {
        let count = root.get("form").at(name).number();
        count.map(|count| u32::try_from(count).unwrap_or(u32::MAX))
    };
    let found = [
        ("school", entries_of(root.at("self_evaluation.school"), form_count("school_count"))),
        ("second", entries_of(root.at("self_evaluation.second"), form_count("second_count"))),
        ("units", entries_of(root.get("units"), None)),
        ("roster", entries_of(root.get("roster"), None)),
    ];
    for (name, gaps) in found {
        if let (Some(numbering), Some(gaps)) = (root.get_mut("numbering"), gaps) {
            numbering.set(name, Datum::new(Value::Items(gaps), None));
        }
    }
}

fn entries_of(list: &Datum, up_to: Option<u32>) -> Option<Vec<Datum>> {
    let Value::Items(entries) = &list.value else { return None };
    let numbers: Option<Vec<_>> = entries
        .iter()
        .map(|entry| Some((entry.get("no").number()?, entry.get("no").span?)))
        .collect();
    numbers.map(|numbers| numbering::gaps(&numbers, up_to))
}
