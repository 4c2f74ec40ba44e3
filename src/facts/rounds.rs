//! What a year's disclosure may say of the rounds of appraisals in its folder, and of those it lacks.
//! It must not judge, nor look into a round that is unfinished or came after the disclosure.

use time::{Date, Month};

use super::asked::Maker;
use super::beside::Beside;
use super::round::{applies_to, committee_counts};
use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Value, list, number, word};
use crate::load::Year;
use crate::model::round::{folder, grade, kind, notice, scoring, sheet, subject, work};
use crate::model::{
    HELD, MENTION, MISSED, UNAPPRAISED, head, held, matrix_row, mention, missed, person, rounds,
    self_evaluation, site, unappraised, year,
};
use crate::name::plain_name;
use crate::scoring::Standing;
use crate::standard::word_lists;

/// What follows from the rounds that were made public by the day of the disclosure.
pub static ROUNDS: Maker = Maker {
    makes: &[&[year::ROUNDS]],
    of: &[&[year::HEAD, head::YEAR_START]],
    make: |it| cite_rounds(it.root, it.beside),
};

fn cite_rounds(root: &mut Datum, beside: &Beside) {
    let published = root.get(year::HEAD).get(head::PUBLISHED).date();
    let told = |(round, _): &&(Year, Vec<Standing>)| {
        let notice = round.root.get(folder::NOTICE);
        let issued = notice.get(notice::ISSUED).date();
        let finished = !notice.is_absent() && notice.get(notice::STATUS).text() != Some("在编");
        finished && issued.zip(published).is_none_or(|(issued, published)| issued <= published)
    };
    let (told, standings): (Vec<&Year>, Vec<&Vec<Standing>>) =
        beside.rounds.iter().filter(told).map(|(round, standings)| (round, standings)).unzip();
    let start = root.get(year::HEAD).get(head::YEAR_START).number();
    let own = |round: &&&Year| start == Some(i64::from(round.edition.year.start()));
    let scored = told.iter().zip(standings).filter(|(round, _)| own(round));
    let held: Vec<Datum> =
        scored.map(|(round, standings)| held(round, standings, beside)).collect();
    let missed = published.map_or_else(Vec::new, |day| missed(&told, day));
    let unappraised: Vec<Datum> =
        told.iter().filter(own).flat_map(|round| unappraised(round, root, beside)).collect();
    let bodies = root.get(year::SELF_EVALUATION).get(self_evaluation::MATRIX).clone();
    let unknown: Vec<Datum> =
        told.iter().filter(own).flat_map(|round| unknown_bodies(round, &bodies)).collect();
    let Some(rounds) = root.get_mut(year::ROUNDS) else { return };
    for (name, entries) in [
        (rounds::HELD, held),
        (rounds::MISSED, missed),
        (rounds::UNKNOWN_BODIES, unknown),
        (rounds::UNAPPRAISED, unappraised),
    ] {
        rounds.set(name, list(entries, None));
    }
}

/// What is told of one round.
fn held(round: &Year, standings: &[Standing], beside: &Beside) -> Datum {
    let notice = round.root.get(folder::NOTICE);
    let title = notice.get(notice::TITLE);
    let mut held = Datum::new(HELD.empty(), title.span);
    for (name, path) in [
        (held::TITLE, notice::TITLE),
        (held::COLLEGE, notice::COLLEGE),
        (held::ORGANISATION, notice::ORGANISATION),
        (held::LEVEL, notice::LEVEL),
        (held::YEAR, notice::YEAR),
        (held::SEMESTER, notice::SEMESTER),
        (held::ISSUED, notice::ISSUED),
        (held::RANGE, notice::RANGE),
    ] {
        held.set(name, notice.get(path).clone());
    }
    let meetings = notice.get(notice::WORK).items().iter().map(|work| work.get(work::MEETING));
    if let Some(last) = meetings.filter(|day| day.date().is_some()).max_by_key(|day| day.date()) {
        held.set(held::MEETING, last.clone());
    }
    let subjects = round.root.get(folder::SCORING).get(scoring::SUBJECTS);
    if let Value::Items(entries) = &subjects.value {
        held.set(held::SUBJECTS, number(entries.len() as i64, subjects.span));
    }
    if let Some(results) = results(round, standings) {
        held.set(held::RESULTS, word(&results, title.span));
    }
    let committee = notice.get(notice::COMMITTEE);
    for (name, sum) in
        [held::COMMITTEE, held::DELEGATES].into_iter().zip(committee_counts(committee))
    {
        if let Some(sum) = sum {
            held.set(name, number(sum, committee.span));
        }
    }
    persons(round, &mut held);
    let site = match &beside.site.value {
        Value::Fields(..) => beside.site.get(site::ADDRESS).text(),
        _ => None,
    };
    if let Some(site) = site {
        let site = site.trim_end_matches('/');
        let address = format!("{site}/{}/index.html", round.edition);
        held.set(held::ADDRESS, word(&address, title.span));
    }
    held
}

/// How many came to each grade, where the round makes its grades public: `优秀4、良好11`.
fn results(round: &Year, standings: &[Standing]) -> Option<String> {
    let scoring = round.root.get(folder::SCORING);
    if !scoring.get(scoring::SHOWN).items().iter().any(|what| what.text() == Some("等次")) {
        return None;
    }
    let sheets = scoring.get(scoring::SHEETS).items().iter();
    let grades = sheets.flat_map(|sheet| sheet.get(sheet::GRADES).items());
    let mut names: Vec<&str> = Vec::new();
    for name in grades.filter_map(|grade| grade.get(grade::NAME).text()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let counted = names.into_iter().filter_map(|name| {
        let count = standings.iter().filter(|it| it.grade.as_deref() == Some(name)).count();
        (count > 0).then(|| format!("{name}{count}"))
    });
    let counted: Vec<String> = counted.collect();
    (!counted.is_empty()).then(|| counted.join("、"))
}

/// What is told of how persons are appraised: what they report on, their grades, by when, how long.
fn persons(round: &Year, held: &mut Datum) {
    let scoring = round.root.get(folder::SCORING);
    let kinds = scoring.get(scoring::KINDS).items().iter();
    let kinds: Vec<&Datum> =
        kinds.filter(|kind| kind.get(kind::SORT).text() == Some("个人")).collect();
    let Some(first) = kinds.first() else { return };
    held.set(held::DIMENSIONS, first.get(kind::DEMANDED).clone());
    let title = first.get(kind::SHEET).text();
    let sheet = scoring
        .get(scoring::SHEETS)
        .items()
        .iter()
        .find(|sheet| sheet.get(sheet::TITLE).text() == title);
    if let Some(grades) = sheet.map(|sheet| sheet.get(sheet::GRADES)) {
        let names = grades.items().iter().map(|grade| grade.get(grade::NAME).clone()).collect();
        held.set(held::GRADES, list(names, grades.span));
    }
    let of_persons = |work: &&Datum| {
        let named =
            |kind: &Datum| kinds.iter().any(|known| known.get(kind::NAME).text() == kind.text());
        applies_to(work).iter().any(named)
    };
    let work: Vec<&Datum> = round
        .root
        .get(folder::NOTICE)
        .get(notice::WORK)
        .items()
        .iter()
        .filter(of_persons)
        .collect();
    let lead = |work: &&&Datum| {
        let (deadline, meeting) =
            (work.get(work::DEADLINE).date()?, work.get(work::MEETING).date()?);
        Some((meeting - deadline).whole_days())
    };
    if let Some((days, shortest)) =
        work.iter().filter_map(|it| Some((lead(&it)?, it))).min_by_key(|(days, _)| *days)
    {
        held.set(held::LEAD_DAYS, number(days, shortest.get(work::DEADLINE).span));
    }
    let minutes = work.iter().map(|work| work.get(work::MINUTES));
    if let Some(most) = minutes.filter(|it| it.number().is_some()).max_by_key(|it| it.number()) {
        held.set(held::MINUTES, most.clone());
    }
}

/// A semester by number: the autumn of an academic year, then its spring.
fn term(round: &Year) -> Option<i32> {
    let notice = round.root.get(folder::NOTICE);
    let year = AcademicYear::parse(notice.get(notice::YEAR).text()?)?.start();
    Some(2 * year + i32::from(notice.get(notice::SEMESTER).text()? != "秋季"))
}

/// Returns the semesters without an appraisal of the school's officers: from the first that has one
/// to the last that had ended by a day.
fn missed(rounds: &[&Year], day: Date) -> Vec<Datum> {
    let of_school =
        |round: &&&Year| round.root.get(folder::NOTICE).get(notice::LEVEL).text() == Some("校级");
    let rounds: Vec<&Year> = rounds.iter().filter(of_school).copied().collect();
    let terms: Vec<i32> = rounds.iter().filter_map(|round| term(round)).collect();
    let Some(first) = terms.iter().min() else { return Vec::new() };
    let place =
        rounds.last().and_then(|round| round.root.get(folder::NOTICE).get(notice::SEMESTER).span);
    let ended = |term: &i32| {
        let (month, last) = if term % 2 == 0 { (Month::January, 31) } else { (Month::August, 31) };
        Date::from_calendar_date(term / 2 + 1, month, last).is_ok_and(|end| end < day)
    };
    let missed = (*first..).take_while(ended).filter(|term| !terms.contains(term));
    let entry = |term: i32| {
        let season = if term % 2 == 0 { "秋季" } else { "春季" };
        let mut entry = Datum::new(MISSED.empty(), place);
        entry.set(missed::TERM, word(format!("{}—{}学年{season}", term / 2, term / 2 + 1), place));
        entry
    };
    missed.map(entry).collect()
}

/// Returns the bodies appraised in a round of the second level that the second table does not have.
fn unknown_bodies(round: &Year, bodies: &Datum) -> Vec<Datum> {
    let known: Vec<&str> =
        bodies.items().iter().filter_map(|row| row.get(matrix_row::NAME).text()).collect();
    if round.root.get(folder::NOTICE).get(notice::LEVEL).text() != Some("二级") || known.is_empty()
    {
        return Vec::new();
    }
    let scoring = round.root.get(folder::SCORING);
    let kinds = scoring.get(scoring::KINDS).items().iter();
    let kinds: Vec<&str> = kinds
        .filter(|kind| kind.get(kind::SORT).text() == Some("组织"))
        .filter_map(|kind| kind.get(kind::NAME).text())
        .collect();
    let names = scoring.get(scoring::SUBJECTS).items().iter();
    let names =
        names.filter(|it| it.get(subject::KIND).text().is_some_and(|kind| kinds.contains(&kind)));
    let names = names.map(|subject| subject.get(subject::NAME));
    let unknown = names.filter(|name| {
        name.text().is_some_and(|name| !known.iter().any(|known| name.contains(known)))
    });
    let mention = |name: &Datum| {
        let mut mention = Datum::new(MENTION.empty(), name.span);
        mention.set(mention::WORDS, name.clone());
        mention
    };
    unknown.map(mention).collect()
}

/// Returns the officers of the roster of a round's year who were neither appraised nor excused.
fn unappraised(round: &Year, root: &Datum, beside: &Beside) -> Vec<Datum> {
    let notice = round.root.get(folder::NOTICE);
    let year =
        notice.get(notice::YEAR).text().and_then(AcademicYear::parse).map(AcademicYear::start);
    let start = root.get(year::HEAD).get(head::YEAR_START).number();
    let before = beside.before.filter(|before| Some(before.edition.year.start()) == year);
    let roster = match before {
        _ if notice.get(notice::LEVEL).text() != Some("校级") => return Vec::new(),
        Some(before) => before.root.get(year::ROSTER),
        None if year.map(i64::from) == start => root.get(year::ROSTER),
        None => return Vec::new(),
    };
    let scoring = round.root.get(folder::SCORING);
    // Of a list that could not be read nobody can say who is missing.
    if !matches!(scoring.get(scoring::SUBJECTS).value, Value::Items(_)) {
        return Vec::new();
    }
    let known: Vec<String> = [scoring::SUBJECTS, scoring::ABSENTEES]
        .into_iter()
        .flat_map(|list| scoring.get(list).items())
        .filter_map(|entry| entry.get(subject::NAME).text().map(plain_name))
        .collect();
    let place = scoring.get(scoring::SUBJECTS).span.map(crate::source::Span::at_start);
    let officers = roster.items().iter().filter(|person| {
        let post = person.get(person::POST).text().unwrap_or_default();
        let name = person.get(subject::NAME).text().map(plain_name);
        beside.words.has(word_lists::OFFICERS, post)
            && name.is_some_and(|name| !known.contains(&name))
    });
    let entry = |person: &Datum| {
        let mut entry = Datum::new(UNAPPRAISED.empty(), place);
        entry.set(unappraised::NO, person.get(person::NO).clone());
        entry.set(unappraised::POST, person.get(person::POST).clone());
        entry.set(unappraised::UNIT, person.get(person::UNIT).clone());
        entry.set(unappraised::TITLE, notice.get(notice::TITLE).clone());
        entry
    };
    officers.map(entry).collect()
}
