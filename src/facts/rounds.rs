//! What a year's disclosure may say of the rounds of appraisals in its folder, and of those it lacks.
//! It must not judge, nor look into a round that is unfinished or came after the disclosure.

use time::{Date, Month};

use super::Beside;
use super::derive::{number, plain_name, word};
use super::round::{applies_to, committee_counts};
use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Value};
use crate::load::{Year, decode};
use crate::model::{HELD, MENTION, MISSED, UNAPPRAISED};
use crate::scoring::Standing;

/// What an officer's post says.
const OFFICES: [&str; 4] = ["主席团成员", "执行主席", "负责人", "部长"];

/// Fills what follows from the rounds that were made public by the day of the disclosure.
pub fn derive(root: &mut Datum, beside: &Beside) {
    let published = root.get("head").get("published").date();
    let told = |(round, _): &&(Year, Vec<Standing>)| {
        let notice = round.root.get("notice");
        let issued = notice.get("issued").date();
        let finished = !notice.is_absent() && notice.get("status").text() != Some("在编");
        finished && issued.zip(published).is_none_or(|(issued, published)| issued <= published)
    };
    let (told, standings): (Vec<&Year>, Vec<&Vec<Standing>>) =
        beside.rounds.iter().filter(told).map(|(round, standings)| (round, standings)).unzip();
    let start = root.get("head").get("year_start").number();
    let own = |round: &&&Year| start == Some(i64::from(round.edition.year.start()));
    let scored = told.iter().zip(standings).filter(|(round, _)| own(round));
    let held: Vec<Datum> =
        scored.map(|(round, standings)| held(round, standings, beside)).collect();
    let missed = published.map_or_else(Vec::new, |day| missed(&told, day));
    let unappraised: Vec<Datum> =
        told.iter().filter(own).flat_map(|round| unappraised(round, root, beside)).collect();
    let bodies = root.at("self_evaluation.matrix").clone();
    let unknown: Vec<Datum> =
        told.iter().filter(own).flat_map(|round| unknown_bodies(round, &bodies)).collect();
    let Some(rounds) = root.get_mut("rounds") else { return };
    for (name, entries) in [
        ("held", held),
        ("missed", missed),
        ("unknown_bodies", unknown),
        ("unappraised", unappraised),
    ] {
        rounds.set(name, Datum::new(Value::Items(entries), None));
    }
}

/// What is told of one round.
fn held(round: &Year, standings: &[Standing], beside: &Beside) -> Datum {
    let notice = round.root.get("notice");
    let title = notice.get("title");
    let mut held = Datum::new(decode::empty(&HELD), title.span);
    for (name, path) in [
        ("title", "title"),
        ("college", "college"),
        ("organisation", "organisation"),
        ("level", "level"),
        ("year", "year"),
        ("semester", "semester"),
        ("issued", "issued"),
        ("range", "range"),
    ] {
        held.set(name, notice.get(path).clone());
    }
    let meetings = notice.get("work").items().iter().map(|work| work.get("meeting"));
    if let Some(last) = meetings.filter(|day| day.date().is_some()).max_by_key(|day| day.date()) {
        held.set("meeting", last.clone());
    }
    let subjects = round.root.at("scoring.subjects");
    if let Value::Items(entries) = &subjects.value {
        held.set("subjects", number(entries.len() as i64, subjects.span));
    }
    if let Some(results) = results(round, standings) {
        held.set("results", word(&results, title.span));
    }
    let committee = notice.get("committee");
    for (name, sum) in ["committee", "delegates"].into_iter().zip(committee_counts(committee)) {
        if let Some(sum) = sum {
            held.set(name, number(sum, committee.span));
        }
    }
    persons(round, &mut held);
    let site = match &beside.site.value {
        Value::Fields(..) => beside.site.get("address").text(),
        _ => None,
    };
    if let Some(site) = site {
        let site = site.trim_end_matches('/');
        let address = format!("{site}/{}/index.html", round.edition);
        held.set("address", word(&address, title.span));
    }
    held
}

/// How many came to each grade, where the round makes its grades public: `优秀4、良好11`.
fn results(round: &Year, standings: &[Standing]) -> Option<String> {
    let scoring = round.root.get("scoring");
    if !scoring.get("shown").items().iter().any(|what| what.text() == Some("等次")) {
        return None;
    }
    let sheets = scoring.get("sheets").items().iter();
    let grades = sheets.flat_map(|sheet| sheet.get("grades").items());
    let mut names: Vec<&str> = Vec::new();
    for name in grades.filter_map(|grade| grade.get("name").text()) {
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
    let scoring = round.root.get("scoring");
    let kinds = scoring.get("kinds").items().iter();
    let kinds: Vec<&Datum> = kinds.filter(|kind| kind.get("sort").text() == Some("个人")).collect();
    let Some(first) = kinds.first() else { return };
    held.set("dimensions", first.get("demanded").clone());
    let title = first.get("sheet").text();
    let sheet =
        scoring.get("sheets").items().iter().find(|sheet| sheet.get("title").text() == title);
    if let Some(grades) = sheet.map(|sheet| sheet.get("grades")) {
        let names = grades.items().iter().map(|grade| grade.get("name").clone()).collect();
        held.set("grades", Datum::new(Value::Items(names), grades.span));
    }
    let of_persons = |work: &&Datum| {
        let named =
            |kind: &Datum| kinds.iter().any(|known| known.get("name").text() == kind.text());
        applies_to(work).iter().any(named)
    };
    let work: Vec<&Datum> =
        round.root.at("notice.work").items().iter().filter(of_persons).collect();
    let lead = |work: &&&Datum| {
        let (deadline, meeting) = (work.get("deadline").date()?, work.get("meeting").date()?);
        Some((meeting - deadline).whole_days())
    };
    if let Some((days, shortest)) =
        work.iter().filter_map(|it| Some((lead(&it)?, it))).min_by_key(|(days, _)| *days)
    {
        held.set("lead_days", number(days, shortest.get("deadline").span));
    }
    let minutes = work.iter().map(|work| work.get("minutes"));
    if let Some(most) = minutes.filter(|it| it.number().is_some()).max_by_key(|it| it.number()) {
        held.set("minutes", most.clone());
    }
}

/// A semester by number: the autumn of an academic year, then its spring.
fn term(round: &Year) -> Option<i32> {
    let notice = round.root.get("notice");
    let year = AcademicYear::parse(notice.get("year").text()?)?.start();
    Some(2 * year + i32::from(notice.get("semester").text()? != "秋季"))
}

/// Returns the semesters without an appraisal of the school's officers: from the first that has one
/// to the last that had ended by a day.
fn missed(rounds: &[&Year], day: Date) -> Vec<Datum> {
    let of_school = |round: &&&Year| round.root.at("notice.level").text() == Some("校级");
    let rounds: Vec<&Year> = rounds.iter().filter(of_school).copied().collect();
    let terms: Vec<i32> = rounds.iter().filter_map(|round| term(round)).collect();
    let Some(first) = terms.iter().min() else { return Vec::new() };
    let place = rounds.last().and_then(|round| round.root.at("notice.semester").span);
    let ended = |term: &i32| {
        let (month, last) = if term % 2 == 0 { (Month::January, 31) } else { (Month::August, 31) };
        Date::from_calendar_date(term / 2 + 1, month, last).is_ok_and(|end| end < day)
    };
    let missed = (*first..).take_while(ended).filter(|term| !terms.contains(term));
    let entry = |term: i32| {
        let season = if term % 2 == 0 { "秋季" } else { "春季" };
        let mut entry = Datum::new(decode::empty(&MISSED), place);
        entry.set("term", word(&format!("{}—{}学年{season}", term / 2, term / 2 + 1), place));
        entry
    };
    missed.map(entry).collect()
}

/// Returns the bodies appraised in a round of the second level that the second table does not have.
fn unknown_bodies(round: &Year, bodies: &Datum) -> Vec<Datum> {
    let known: Vec<&str> = bodies.items().iter().filter_map(|row| row.get("name").text()).collect();
    if round.root.at("notice.level").text() != Some("二级") || known.is_empty() {
        return Vec::new();
    }
    let scoring = round.root.get("scoring");
    let kinds = scoring.get("kinds").items().iter();
    let kinds: Vec<&str> = kinds
        .filter(|kind| kind.get("sort").text() == Some("组织"))
        .filter_map(|kind| kind.get("name").text())
        .collect();
    let names = scoring.get("subjects").items().iter();
    let names = names.filter(|it| it.get("kind").text().is_some_and(|kind| kinds.contains(&kind)));
    let names = names.map(|subject| subject.get("name"));
    let unknown = names.filter(|name| {
        name.text().is_some_and(|name| !known.iter().any(|known| name.contains(known)))
    });
    let mention = |name: &Datum| {
        let mut mention = Datum::new(decode::empty(&MENTION), name.span);
        mention.set("words", name.clone());
        mention
    };
    unknown.map(mention).collect()
}

/// Returns the officers of the roster of a round's year who were neither appraised nor excused.
fn unappraised(round: &Year, root: &Datum, beside: &Beside) -> Vec<Datum> {
    let notice = round.root.get("notice");
    let year = notice.get("year").text().and_then(AcademicYear::parse).map(AcademicYear::start);
    let start = root.get("head").get("year_start").number();
    let before = beside.before.filter(|before| Some(before.edition.year.start()) == year);
    let roster = match before {
        _ if notice.get("level").text() != Some("校级") => return Vec::new(),
        Some(before) => before.root.get("roster"),
        None if year.map(i64::from) == start => root.get("roster"),
        None => return Vec::new(),
    };
    let scoring = round.root.get("scoring");
    // Of a list that could not be read nobody can say who is missing.
    if !matches!(scoring.get("subjects").value, Value::Items(_)) {
        return Vec::new();
    }
    let known: Vec<String> = ["subjects", "absentees"]
        .iter()
        .flat_map(|list| scoring.get(list).items())
        .filter_map(|entry| entry.get("name").text().map(plain_name))
        .collect();
    let place = scoring.get("subjects").span.map(crate::source::Span::at_start);
    let officers = roster.items().iter().filter(|person| {
        let post = person.get("post").text().unwrap_or_default();
        let name = person.get("name").text().map(plain_name);
        OFFICES.iter().any(|office| post.contains(office))
            && name.is_some_and(|name| !known.contains(&name))
    });
    let entry = |person: &Datum| {
        let mut entry = Datum::new(decode::empty(&UNAPPRAISED), place);
        entry.set("no", person.get("no").clone());
        entry.set("post", person.get("post").clone());
        entry.set("unit", person.get("unit").clone());
        entry.set("title", notice.get("title").clone());
        entry
    };
    officers.map(entry).collect()
}
