//! What follows from what was written: sums, joins and texts read for clues, each made once.
//! It must not judge; a value that lacks any of its sources is absent.

use time::{Date, Month};

use super::beside::Beside;
use super::persons::{BETWEEN_OFFICES, departments, plain_name};
use super::terms::counted_in;
use super::{
    claims, clauses, congress, controls, dates, evidence, figures, grade, labels, links, mentions,
    names, numbering, owners, passages, placeholder, previous, private, publication, regulation,
    rounds, service, spelling, staff, statutes, tallies, wholes, wording,
};
use crate::datum::{Datum, FieldName, Shape, Value, flag, list, number, word, word_list};
use crate::load::{Year, dated_form, decode};
use crate::model::{
    self, MENTION, appraisal, charter, delegates, delegation, head, indicator, mailbox, matrix_row,
    mention, person, second_item, self_evaluation, site, texts, totals, unit, year,
};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, form, form_item};

/// Fills every derived field of a year's tree.
pub fn derive_year(root: &mut Datum, year: &Year, beside: &Beside, sources: &Sources) {
    head(root, year, beside.site);
    if let Some(form) = beside.form {
        root.set(year::FORM, dated_form(form, year.edition.year));
    }
    indicators(root);
    units(root);
    people(root, counted_in(root, year.edition.year), beside.words);
    publication::mark_shown(root, beside.on);
    totals(root, beside.words);
    numbers(root);
    for section in [year::CHARTER, year::ELECTION, year::APPRAISAL] {
        let prose = root.get(section).get(charter::TEXT).prose();
        let breaks = prose.map(|prose| match section {
            year::CHARTER => numbering::articles_lost(prose)
                .map_or_else(|| numbering::breaks(prose), |it| vec![it]),
            _ => numbering::breaks(prose),
        });
        let span = root.get(section).get(charter::TEXT).span;
        if let (Some(breaks), Some(section)) = (breaks, root.get_mut(section)) {
            section.set(charter::BREAKS, list(breaks, span));
        }
    }
    staff::join_staff(root, counted_in(root, year.edition.year), beside);
    controls::compare_totals(root, beside.words);
    congress::join_congress(root, beside, sources);
    evidence::date_evidence(root);
    spelling::find_misspellings(root, sources);
    labels::find_marked_labels(root, sources);
    previous::compare_with_before(root, year, beside.before, beside.words);
    service::count_terms(root, beside.service, beside.words);
    rounds::cite_rounds(root, beside);
    statutes::read_statutes(root, beside.words, sources);
    congress::quorum(root);
    let years = mentions::years(root, year.edition.year, beside.words, sources);
    let grace = mentions::grace(root, year.edition.year, sources);
    wording(root, year, beside, sources);
    if let Some(texts) = root.get_mut(year::TEXTS) {
        texts.set(texts::YEARS, list(years, None));
        texts.set(texts::GRACE, list(grace, None));
    }
}

/// Reads every text once and notes what there is to say of its wording and its numbers.
fn wording(root: &mut Datum, year: &Year, beside: &Beside, sources: &Sources) {
    let passages = passages::passages(root, sources);
    let mailboxes = root.get(year::HEAD).get(head::MAILBOXES).items().iter();
    let offices: Vec<&str> =
        mailboxes.filter_map(|mailbox| mailbox.get(mailbox::ADDRESS).text()).collect();
    let private = private::hits(&passages, &offices, beside.site, &year.files, sources);
    let people = root.get(year::ROSTER).items().iter();
    let people = people.filter_map(|person| person.get(person::NAME).text());
    let named = names::find(&passages, people, &[year::ROSTER, year::GUIDES]);
    let figures = figures::find(&passages, root, beside.words);
    let dates =
        dates::all(&passages, dates::Known::gather(root), &owners::Own::gather(root, beside.words));
    let sides = match root.get(year::APPRAISAL).get(appraisal::WRITTEN_DIMENSIONS).items().len() {
        0 => root.get(year::APPRAISAL).get(appraisal::DIMENSIONS).items().len(),
        sides => sides,
    };
    let sides = i64::try_from(sides).ok().filter(|sides| *sides > 0);
    let mut wholes = wholes::find(&passages, sides);
    wholes.extend(tallies::find(&passages, root, beside.words));
    clauses::match_clauses(&passages, root, &beside.words.clauses);
    claims::look_up_claims(&passages, root, beside.words);
    let gaps = regulation::band_gaps(root, sources);
    let told = root.get(year::APPRAISAL).get(appraisal::TEXT).span;
    if let Some(appraisal) =
        root.get_mut(year::APPRAISAL).filter(|it| matches!(it.value, Value::Fields(..)))
    {
        appraisal.set(appraisal::BAND_GAPS, list(gaps, told));
    }
    let consent = root.get(year::HEAD).get(head::CONSENT).clone();
    if let Some(head) = root.get_mut(year::HEAD).filter(|it| matches!(it.value, Value::Fields(..)))
        && let Some(day) = consent.text().and_then(dates::last_day)
    {
        head.set(head::CONSENTED_ON, Datum::new(Value::Date(day), consent.span));
    }
    let plain = one_tier(root);
    placeholder::mark(root, beside.words);
    if let Some(texts) = root.get_mut(year::TEXTS) {
        texts.set(texts::DATES, list(dates, None));
        texts.set(texts::WHOLES, list(wholes, None));
        wording::find(&passages, beside.words, plain, texts);
        let entries = repeated(&year.root);
        texts.set(texts::REPEATED_ENTRIES, list(entries, None));
        let links = links::find(&passages, beside.site);
        texts.set(texts::LINKS, list(links, None));
        let placeholders = placeholder::hosts(&passages, beside.site);
        texts.set(texts::PLACEHOLDERS, list(placeholders, None));
        texts.set(texts::FIGURES, list(figures, None));
        texts.set(texts::PRIVATE, list(private, None));
        texts.set(texts::NAMED, list(named, None));
    }
}

/// Tells whether 院 and 校 are both the whole college: none of its departments is an 学院.
fn one_tier(root: &Datum) -> bool {
    let rows = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).items().iter();
    let mut names = rows.filter_map(|row| row.get(matrix_row::NAME).text()).peekable();
    names.peek().is_some()
        && !names.any(|name| ["学院", "书院", "分院", "学部"].iter().any(|end| name.contains(end)))
}

/// Finds the entries of lists that are the same as the one right before. Numbered rows have rules
/// of their own.
fn repeated(root: &Datum) -> Vec<Datum> {
    fn visit(datum: &Datum, found: &mut Vec<Datum>) {
        let Value::Fields(record, data) = &datum.value else { return };
        for (field, datum) in record.fields.iter().zip(data) {
            let listed = matches!(field.shape, Shape::Many(of) if of.position(unit::NO).is_none());
            if listed || matches!(field.shape, Shape::Texts) {
                let pairs = datum.items().windows(2).map(|pair| (lines(&pair[0]), &pair[1]));
                let same = pairs.filter(|(before, entry)| *before == lines(entry));
                found.extend(same.map(|(same, entry)| {
                    let mut mention = Datum::new(MENTION.empty(), entry.span);
                    let brief = same.lines().next().unwrap_or_default();
                    mention.set(mention::WORDS, word(brief, entry.span));
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
fn lines(entry: &Datum) -> String {
    match &entry.value {
        Value::Text(text) => format!("{text}\n"),
        Value::Number(number) => format!("{number}\n"),
        Value::Date(date) => format!("{date}\n"),
        Value::Bool(yes) => format!("{yes}\n"),
        Value::Fields(_, data) | Value::Items(data) => data.iter().map(lines).collect(),
        Value::Absent | Value::Faulty | Value::Prose(_) => String::new(),
    }
}

fn head(root: &mut Datum, year: &Year, site: &Datum) {
    let allowed: Vec<&str> = match site.value {
        Value::Fields(..) => {
            site.get(site::MAILBOXES).items().iter().filter_map(Datum::text).collect()
        }
        _ => Vec::new(),
    };
    let pattern = match site.value {
        Value::Fields(..) => site.get(site::STUDENT_NUMBER).clone(),
        _ => Datum::absent(None),
    };
    let span = root.get(year::HEAD).span.map(Span::at_start);
    let start = year.edition.year.start();
    let day = |year, month, day| {
        Date::from_calendar_date(year, month, day).map_or(Value::Absent, Value::Date)
    };
    if let Some(head) = root.get_mut(year::HEAD) {
        head.set(head::YEAR_START, number(start.into(), span));
        let label = format!("{start}—{}", start + 1);
        head.set(head::YEAR, word(label, span));
        head.set(head::FIRST_DAY, Datum::new(day(start, Month::September, 1), span));
        head.set(head::LAST_DAY, Datum::new(day(start + 1, Month::August, 31), span));
        if let Some(text) = pattern.text() {
            let usable = private::student_number(text).is_some();
            head.set(head::STUDENT_PATTERN, flag(usable, pattern.span));
        }
        if !allowed.is_empty() {
            head.set(head::ALLOWED_MAILBOXES, word_list(allowed, span));
        }
        let mailboxes = head.get(head::MAILBOXES).clone();
        if let Value::Items(boxes) = &mailboxes.value {
            let levels: Option<Vec<&str>> =
                boxes.iter().map(|b| b.get(mailbox::LEVEL).text()).collect();
            let place =
                boxes.first().and_then(|first| first.get(mailbox::LEVEL).span).or(mailboxes.span);
            for (name, wanted) in
                [(head::PROVINCIAL_MAILBOXES, "省级"), (head::NATIONAL_MAILBOXES, "全国")]
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

fn units(root: &mut Datum) {
    let people = root.get(year::ROSTER).items().iter().map(|person| person.get(person::UNIT));
    let lacking = people.clone().find(|unit| unit.is_absent()).map(|unit| unit.span);
    let none_given = people.clone().all(Datum::is_absent);
    let whole: Option<Vec<String>> = people.map(|unit| unit.text().map(str::to_owned)).collect();
    let roster = root.get(year::ROSTER).span.map(Span::at_start);
    for unit in root.get_mut(year::UNITS).map(Datum::items_mut).unwrap_or_default() {
        let Some(name) = unit.get(unit::NAME).text().map(str::to_owned) else { continue };
        let span = unit.get(unit::NAME).span;
        unit.set(unit::IS_PRESIDIUM, flag(name.ends_with("主席团"), span));
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
        if exempt && cell.text().is_some_and(|text| words.blanks.iter().any(|it| it == text)) {
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
    match plain.split_once('/') {
        Some((rank, cohort)) => (digits(rank), digits(cohort)),
        None => (digits(&plain), None),
    }
}

/// Adds up the tables. A sum stands where it would be written: at the last entry.
const UNITS: [FieldName; 1] = [year::UNITS];
const DELEGATIONS: [FieldName; 2] = [year::DELEGATES, delegates::BY_DEPARTMENT];
const MATRIX: [FieldName; 2] = [year::SELF_EVALUATION, self_evaluation::MATRIX];

fn totals(root: &mut Datum, vocabulary: &Words) {
    let matrix = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX);
    let known = matrix.items().iter().flat_map(|row| departments(row, vocabulary));
    let known: Vec<String> = known.collect();
    let names = match known.is_empty() {
        true => Datum::absent(matrix.span),
        false => word_list(known.iter().map(String::as_str), matrix.span),
    };
    if let Some(totals) = root.get_mut(year::TOTALS) {
        totals.set(totals::DEPARTMENT_NAMES, names);
    }
    let (sums, lacking) = {
        let list = |path: &[FieldName]| match &root.at(path).value {
            Value::Items(items) => Some(items.iter().collect::<Vec<&Datum>>()),
            _ => None,
        };
        let units = |presidium: bool| {
            let of = move |unit: &&Datum| unit.get(unit::IS_PRESIDIUM).bool() == Some(presidium);
            list(&UNITS).map(|units| units.into_iter().filter(of).collect::<Vec<&Datum>>())
        };
        let lacking = |path: &[FieldName], field: FieldName| {
            let entries = list(path).unwrap_or_default();
            let absent = entries.iter().map(|entry| entry.get(field)).find(|it| it.is_absent());
            absent.map_or(root.at(path).span, |it| it.span)
        };
        let lacking = [
            (totals::HEADCOUNT, lacking(&UNITS, unit::HEADCOUNT)),
            (totals::PRESIDIUM, lacking(&UNITS, unit::HEADCOUNT)),
            (totals::DELEGATES, lacking(&DELEGATIONS, delegation::COUNT)),
        ];
        let sums = [
            (totals::STAFF, count(list(&[year::ROSTER])), place(list(&[year::ROSTER]), person::NO)),
            (
                totals::HEADCOUNT,
                sum(list(&UNITS), unit::HEADCOUNT),
                place(list(&UNITS), unit::HEADCOUNT),
            ),
            (
                totals::PRESIDIUM,
                sum(units(true), unit::HEADCOUNT),
                place(units(true), unit::HEADCOUNT),
            ),
            (totals::DEPARTMENTS, count(units(false)), place(units(false), unit::NAME)),
            (
                totals::DELEGATES,
                sum(list(&DELEGATIONS), delegation::COUNT),
                place(list(&DELEGATIONS), delegation::COUNT),
            ),
            (totals::SECOND_LEVEL, count(list(&MATRIX)), place(list(&MATRIX), matrix_row::NAME)),
            (
                totals::SECOND_DEPARTMENTS,
                list(&MATRIX).map(|rows| {
                    rows.iter()
                        .map(|row| row.get(matrix_row::DEPARTMENTS).items().len().max(1) as i64)
                        .sum()
                }),
                place(list(&MATRIX), matrix_row::NAME),
            ),
        ];
        (sums, lacking)
    };
    for (name, place) in lacking {
        if let Some(totals) = root.get_mut(year::TOTALS) {
            totals.set(name, Datum::absent(place));
        }
    }
    for (name, value, span) in sums {
        if let (Some(totals), Some(value)) = (root.get_mut(year::TOTALS), value) {
            totals.set(name, number(value, span));
        }
    }
}

fn count(list: Option<Vec<&Datum>>) -> Option<i64> {
    list.map(|entries| entries.len() as i64)
}

/// Returns a sum; absent when the list or any of its numbers is.
fn sum(list: Option<Vec<&Datum>>, field: FieldName) -> Option<i64> {
    list?.iter().try_fold(0i64, |sum, entry| sum.checked_add(entry.get(field).number()?))
}

fn place(list: Option<Vec<&Datum>>, field: FieldName) -> Option<Span> {
    list?.last()?.get(field).span
}

/// Finds where the numbers of a table do not run on; the form says how far its own must go.
fn numbers(root: &mut Datum) {
    let form_count = |name: FieldName| {
        let count = root.get(year::FORM).get(name).number();
        count.map(|count| u32::try_from(count).unwrap_or(u32::MAX))
    };
    let found = [
        (
            model::numbering::SCHOOL,
            entries_of(
                root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL),
                form_count(form::SCHOOL_COUNT),
            ),
        ),
        (
            model::numbering::SECOND,
            entries_of(
                root.get(year::SELF_EVALUATION).get(self_evaluation::SECOND),
                form_count(form::SECOND_COUNT),
            ),
        ),
        (model::numbering::UNITS, entries_of(root.get(year::UNITS), None)),
        (model::numbering::ROSTER, entries_of(root.get(year::ROSTER), None)),
    ];
    for (name, gaps) in found {
        if let (Some(numbering), Some(gaps)) = (root.get_mut(year::NUMBERING), gaps) {
            numbering.set(name, list(gaps, None));
        }
    }
}

fn entries_of(list: &Datum, up_to: Option<u32>) -> Option<Vec<Datum>> {
    let Value::Items(entries) = &list.value else { return None };
    let numbers: Option<Vec<_>> = entries
        .iter()
        .map(|entry| Some((entry.get(unit::NO).number()?, entry.get(unit::NO).span?)))
        .collect();
    numbers.map(|numbers| numbering::gaps(&numbers, up_to))
}
