//! What follows from what was written: sums, joins and texts read for clues, each made once.
//! It must not judge; a value that lacks any of its sources is absent.

use time::{Date, Month};

use super::{
    Beside, claims, clauses, congress, controls, dates, evidence, figures, grade, labels, links,
    mentions, names, numbering, owners, passages, placeholder, previous, private, publication,
    regulation, rounds, spelling, staff, statutes, tallies, wholes, wording,
};
use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Shape, Value};
use crate::load::{Year, dated_form, decode};
use crate::model::MENTION;
use crate::source::{Sources, Span};
use crate::standard::Words;

/// Fills every derived field of a year's tree.
pub fn derive(root: &mut Datum, year: &Year, beside: &Beside, sources: &Sources) {
    head(root, year, beside.site);
    if let Some(form) = beside.form {
        root.set("form", dated_form(form, year.edition.year));
    }
    indicators(root);
    units(root);
    people(root, counted_in(root, year.edition.year), beside.words);
    publication::derive(root, beside.on);
    totals(root);
    numbers(root);
    for section in ["charter", "election", "appraisal"] {
        let prose = root.get(section).get("text").prose();
        let breaks = prose.map(|prose| match section {
            "charter" => numbering::articles_lost(prose)
                .map_or_else(|| numbering::breaks(prose), |it| vec![it]),
            _ => numbering::breaks(prose),
        });
        let span = root.get(section).get("text").span;
        if let (Some(breaks), Some(section)) = (breaks, root.get_mut(section)) {
            section.set("breaks", Datum::new(Value::Items(breaks), span));
        }
    }
    staff::derive(root, counted_in(root, year.edition.year), beside);
    controls::derive(root, beside.words);
    congress::derive(root, beside, sources);
    evidence::derive(root);
    spelling::derive(root, sources);
    labels::derive(root, sources);
    previous::derive(root, year, beside.before, beside.words);
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

/// Returns the year in which the academic year began on whose grades the roster was counted: that of
/// the day of its data, when it lies in this academic year or the next.
pub(super) fn counted_in(root: &Datum, year: AcademicYear) -> i32 {
    let start = year.start();
    let day = root.get("head").get("as_of").date();
    let of = |day: Date| day.year() - i32::from(u8::from(day.month()) < 9);
    day.map(of).filter(|of| (start..=start + 1).contains(of)).unwrap_or(start)
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
    let dates = dates::all(&passages, dates::Known::of(root), &owners::Own::of(root, beside.words));
    let sides = match root.at("appraisal.written_dimensions").items().len() {
        0 => root.at("appraisal.dimensions").items().len(),
        sides => sides,
    };
    let sides = i64::try_from(sides).ok().filter(|sides| *sides > 0);
    let mut wholes = wholes::find(&passages, sides);
    wholes.extend(tallies::find(&passages, root, beside.words));
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
    placeholder::mark(root, beside.words);
    if let Some(texts) = root.get_mut("texts") {
        texts.set("dates", Datum::new(Value::Items(dates), None));
        texts.set("wholes", Datum::new(Value::Items(wholes), None));
        wording::find(&passages, beside.words, plain, texts);
        let entries = repeated(&year.root);
        texts.set("repeated_entries", Datum::new(Value::Items(entries), None));
        let links = links::find(&passages, beside.site);
        texts.set("links", Datum::new(Value::Items(links), None));
        let placeholders = placeholder::hosts(&passages, beside.site);
        texts.set("placeholders", Datum::new(Value::Items(placeholders), None));
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
            // Who serves in two units counts in the first.
            let first = |of: &str| of == name || of.split(BETWEEN_OFFICES).next() == Some(&name);
            let members = people.iter().filter(|of| first(of)).count();
            unit.set("members", number(members as i64, unit.get("headcount").span));
        } else {
            unit.set("members", Datum::absent(lacking.filter(|_| !none_given).unwrap_or(roster)));
        }
    }
}

/// What stands between the two offices or units of one person.
pub(super) const BETWEEN_OFFICES: [char; 9] = ['、', '，', ',', '/', '／', '兼', '；', ';', '＋'];

fn people(root: &mut Datum, start: i32, words: &Words) {
    let rows = root.at("self_evaluation.matrix").items();
    let known: Vec<String> = rows.iter().flat_map(|row| departments(row, words)).collect();
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
        let grade = person.get("grade").clone();
        if let Some(text) = grade.text() {
            let read = grade::Grade::read(text, words);
            let graduate = all_graduates || read.as_ref().is_some_and(grade::Grade::is_graduate);
            let freshman = !graduate && read.as_ref().is_some_and(|grade| grade.is_first(start));
            for (name, yes) in
                [("graduate", graduate), ("freshman", freshman), ("exempt", graduate || freshman)]
            {
                person.set(name, Datum::new(Value::Bool(yes), grade.span));
            }
        }
        // Who need not give a rank may say so in the cell.
        let exempt = person.get("exempt").bool() == Some(true);
        if exempt && cell.text().is_some_and(|text| words.blanks.iter().any(|it| it == text)) {
            person.set("rank_cell", Datum::absent(cell.span));
        }
        let (rank, cohort) = rank(cell.text());
        let place = |value: Option<i64>| match value {
            Some(value) => number(value, cell.span),
            None => Datum::absent(cell.span),
        };
        person.set("rank", place(rank));
        person.set("cohort", place(cohort));
        if let Some(what) = cell.text().filter(|_| cohort.is_none()).and_then(dated) {
            person.set("rank_as_date", word(&what, cell.span));
        }
        let political = person.get("political").clone();
        if let Some(status) = political.text().and_then(|text| words.status(text)) {
            person.set("status", word(&status.names[0], political.span));
        }
        let department = person.get("department").clone();
        if let Some(text) = department.text().filter(|_| !known.is_empty()) {
            let is_known = known.iter().any(|name| name == text);
            person.set("department_known", Datum::new(Value::Bool(is_known), department.span));
        }
        let unit = person.get("unit").clone();
        if let Some(text) = unit.text().filter(|_| !units.is_empty()) {
            let known = |part: &str| units.iter().any(|name| name == part);
            let all = known(text) || text.split(BETWEEN_OFFICES).all(known);
            person.set("unit_known", flag(all, unit.span));
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

/// Returns the departments that a second-level body is of: those it declares, its name, and its name
/// without what says that it is a union.
pub(super) fn departments(row: &Datum, words: &Words) -> Vec<String> {
    let Some(name) = row.get("name").text() else { return Vec::new() };
    let declared = row.get("departments").items().iter();
    let mut names: Vec<String> = declared.filter_map(Datum::text).map(str::to_owned).collect();
    names.push(name.to_owned());
    let bare = words.body_ends.iter().filter_map(|end| name.strip_suffix(end.as_str()));
    let bare = bare.filter(|bare| !bare.is_empty()).min_by_key(|bare| bare.len());
    names.extend(bare.map(str::to_owned));
    names
}

/// Returns the day that a spreadsheet made of a rank, as it was meant: `3月12日` is 3/12.
fn dated(cell: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let plain: String = cell.chars().map(decode::half_width).filter(|c| *c != ' ').collect();
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

/// Returns a name without the blanks that spread two characters over three, its dots as one.
pub(super) fn plain_name(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_whitespace());
    plain.map(|c| if "•・‧∙⋅･．".contains(c) { '·' } else { c }).collect()
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
            (
                "second_departments",
                list("self_evaluation.matrix").map(|rows| {
                    rows.iter().map(|row| row.get("departments").items().len().max(1) as i64).sum()
                }),
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
