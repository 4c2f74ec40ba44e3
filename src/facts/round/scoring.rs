//! What follows from the score sheets of a round: sums of maxima, weights and quotas, bands without
//! gap, and the names by which sheets, kinds, raters and subjects find one another.
//! It must not judge, nor read a score.

use crate::datum::{Datum, FieldName, Value, flag, list, number, word, word_list};
use crate::facts::numbering;
use crate::facts::publication::PARTS_OF_RESULTS;
use crate::model::round::{
    BAND_FAULT, STRANGER, band_fault, dimension, folder, grade, kind, knock_out, notice, quota,
    rater, scoring, sheet, stranger, subject, work,
};
use crate::model::{MENTION, mention};
use crate::name::plain_name;
use crate::numeral;
use crate::scoring::{Standing, Step, TieBreak};
use crate::source::Span;

/// The last step of a rule for ties: the place is shared.
const SHARED: &str = "并列";

pub fn derive_scoring(root: &mut Datum) {
    let work = root.get(folder::NOTICE).get(notice::WORK).clone();
    let kinds_of_work: Vec<Datum> = work.items().iter().flat_map(applies_to).collect();
    let Some(scoring) =
        root.get_mut(folder::SCORING).filter(|it| matches!(it.value, Value::Fields(..)))
    else {
        return;
    };
    // Of lists that could not be read nobody can say what they lack.
    let whole = |name: FieldName| matches!(scoring.get(name).value, Value::Items(_));
    if ![scoring::SHEETS, scoring::KINDS, scoring::SUBJECTS].into_iter().all(whole) {
        return;
    }
    let strangers = strangers(scoring, &kinds_of_work);
    scoring.set(scoring::STRANGERS, list(strangers, None));
    let persons = scoring.get(scoring::KINDS).items().iter();
    let persons = persons.filter(|kind| kind.get(kind::SORT).text() == Some("个人")).count() > 0;
    scoring.set(scoring::PERSONS, flag(persons, scoring.get(scoring::KINDS).span));
    kinds(scoring, &work);
    sheets(scoring);
    subjects(scoring);
}

/// Returns the kinds of subject that an arrangement is for: those it names, or the one it is called by.
pub fn applies_to(work: &Datum) -> Vec<Datum> {
    match work.get(work::APPLIES_TO).items() {
        [] => vec![work.get(work::KIND).clone()],
        kinds => kinds.to_vec(),
    }
}

/// Returns the names of the entries of a list.
fn names(list: &Datum, field: FieldName) -> Vec<String> {
    let entries = list.items().iter().filter_map(|entry| entry.get(field).text());
    entries.map(str::to_owned).collect()
}

fn kinds(scoring: &mut Datum, work: &Datum) {
    let sheets = scoring.get(scoring::SHEETS).clone();
    let subjects = names(scoring.get(scoring::SUBJECTS), subject::KIND);
    for kind in scoring.get_mut(scoring::KINDS).map(Datum::items_mut).unwrap_or_default() {
        let name = kind.get(kind::NAME).clone();
        let Some(text) = name.text() else { continue };
        let listed = subjects.iter().filter(|kind| *kind == text).count();
        kind.set(kind::LISTED, number(listed as i64, kind.get(kind::COUNT).span));
        raters(kind, text, name.span);
        let wanted = kind.get(kind::SHEET).clone();
        let sheet =
            sheets.items().iter().find(|sheet| sheet.get(sheet::TITLE).text() == wanted.text());
        if let Some(sheet) = sheet {
            dimensions(kind, sheet);
        }
        let of_kind =
            |entry: &&Datum| applies_to(entry).iter().any(|kind| kind.text() == Some(text));
        let arranged = work.items().iter().find(of_kind);
        if let Some(minutes) = arranged.map(|entry| entry.get(work::MINUTES).clone()) {
            kind.set(kind::MINUTES, minutes);
        }
    }
}

/// Adds up the weights of a kind's raters; a kind without raters has none.
fn raters(kind: &mut Datum, name: &str, place: Option<Span>) {
    let raters = kind.get(kind::RATERS);
    let place = raters.span.filter(|_| !raters.is_absent()).or(place);
    let weights =
        raters.items().iter().map(|rater| rater.get(rater::WEIGHT).text().and_then(percent));
    let total = weights.clone().try_fold(0i64, |sum, weight| sum.checked_add(weight?));
    let of_delegates = raters
        .items()
        .iter()
        .zip(weights)
        .filter(|(rater, _)| rater.get(rater::DELEGATES).bool() == Some(true));
    let delegates = of_delegates
        .filter_map(|(_, weight)| weight.filter(|weight| *weight > 0))
        .fold(0i64, i64::saturating_add);
    let said = match total {
        _ if raters.items().is_empty() => "没有写".to_owned(),
        Some(total) => printed(total),
        None => "不是百分数".to_owned(),
    };
    let count = raters.items().iter().map(|rater| {
        let own = rater.get(rater::PEERS).bool() == Some(true);
        rater.get(rater::COUNT).number().map(|count| count - i64::from(own))
    });
    if let Some(count) = count.sum::<Option<i64>>() {
        kind.set(kind::RATER_COUNT, number(count, place));
    }
    kind.set(kind::WEIGHTS, word(&said, place));
    kind.set(kind::DELEGATES_WEIGHT, word(printed(delegates), place));
    for rater in kind.get_mut(kind::RATERS).map(Datum::items_mut).unwrap_or_default() {
        let from = rater.get(rater::FROM).clone();
        let place = from.span.filter(|_| !from.is_absent()).or(rater.get(rater::NAME).span);
        rater.set(rater::SAME_KIND, flag(from.text() == Some(name), place));
    }
}

/// Lays what a report must cover beside what is scored.
fn dimensions(kind: &mut Datum, sheet: &Datum) {
    let scored = names(sheet.get(sheet::DIMENSIONS), rater::NAME);
    let demanded = kind.get(kind::DEMANDED).clone();
    let unscored: Vec<Datum> = demanded
        .items()
        .iter()
        .filter(|text| text.text().is_some_and(|text| !scored.iter().any(|name| name == text)))
        .cloned()
        .collect();
    let known = demanded.texts();
    let undemanded = scored.iter().map(String::as_str).filter(|name| !known.contains(name));
    kind.set(kind::UNDEMANDED, word_list(undemanded, demanded.span));
    kind.set(kind::UNSCORED, list(unscored, demanded.span));
}

fn sheets(scoring: &mut Datum) {
    let kinds = scoring.get(scoring::KINDS).clone();
    let subjects = names(scoring.get(scoring::SUBJECTS), subject::KIND);
    let mut unread = Vec::new();
    for sheet in scoring.get_mut(scoring::SHEETS).map(Datum::items_mut).unwrap_or_default() {
        let title = sheet.get(sheet::TITLE).clone();
        let of_sheet = |kind: &&Datum| kind.get(kind::SHEET).text() == title.text();
        let of_sheet: Vec<&str> = kinds
            .items()
            .iter()
            .filter(of_sheet)
            .filter_map(|k| k.get(kind::NAME).text())
            .collect();
        let count = subjects.iter().filter(|kind| of_sheet.contains(&kind.as_str())).count() as i64;
        sheet.set(sheet::SUBJECTS, number(count, title.span));
        let dimensions = sheet.get(sheet::DIMENSIONS).clone();
        let maxima = dimensions.items().iter().map(|dimension| dimension.get(dimension::MAXIMUM));
        let last = maxima.clone().next_back().and_then(|maximum| maximum.span).or(dimensions.span);
        let total = maxima.into_iter().try_fold(0i64, |sum, max| sum.checked_add(max.number()?));
        if let Some(total) = total {
            sheet.set(sheet::TOTAL, number(total, last));
        }
        quotas(sheet, count);
        grades(sheet, total);
        let written = sheet.get(sheet::QUOTAS).items().iter();
        let written = written.filter(|quota| quota.get(quota::COUNT).is_absent());
        unread.extend(written.filter_map(|quota| {
            let at_most = quota.get(quota::AT_MOST);
            let mut mention = Datum::new(MENTION.empty(), at_most.span);
            mention.set(mention::WORDS, word(at_most.text()?, at_most.span));
            Some(mention)
        }));
    }
    scoring.set(scoring::UNREAD_QUOTAS, list(unread, None));
}

/// Counts each quota, and all of them where together they hold every grade.
fn quotas(sheet: &mut Datum, subjects: i64) {
    let grades = names(sheet.get(sheet::GRADES), grade::NAME);
    let mut held: Vec<String> = Vec::new();
    let mut sum = Some(0i64);
    let mut last = None;
    for quota in sheet.get_mut(sheet::QUOTAS).map(Datum::items_mut).unwrap_or_default() {
        held.extend(quota.get(quota::GRADES).texts().into_iter().map(str::to_owned));
        let written = quota.get(quota::AT_MOST).clone();
        last = written.span;
        let text = written.text().unwrap_or_default();
        let share = percent(text).filter(|_| text.contains(['%', '％']));
        let count = match share {
            Some(share) => Some(subjects * share / (100 * SCALE)),
            None => numeral::count(text, "个"),
        };
        sum = sum.zip(count.filter(|_| share.is_none())).map(|(sum, count)| sum + count);
        if let Some(count) = count {
            quota.set(quota::COUNT, number(count, written.span));
        }
    }
    if let (Some(sum), true) = (sum, !grades.is_empty() && grades.iter().all(|g| held.contains(g)))
    {
        sheet.set(sheet::QUOTA_TOTAL, number(sum, last));
    }
    for grade in sheet.get_mut(sheet::GRADES).map(Datum::items_mut).unwrap_or_default() {
        let name = grade.get(grade::NAME).clone();
        let by_quota = name.text().is_some_and(|name| held.iter().any(|held| held == name));
        grade.set(grade::IN_QUOTA, flag(by_quota, name.span));
    }
}

/// Follows the bands from nothing to the full score.
fn grades(sheet: &mut Datum, total: Option<i64>) {
    let grades = sheet.get(sheet::GRADES).clone();
    let band = |grade: &'_ Datum| {
        let (from, to) = (grade.get(grade::FROM).number(), grade.get(grade::TO).number());
        let name = grade.get(grade::NAME).text()?.to_owned();
        Some((from?, to?, name, [grade.get(grade::FROM).span, grade.get(grade::TO).span]))
    };
    let mut bands: Vec<_> = grades.items().iter().filter_map(band).collect();
    let bare = grades.items().iter().filter(|grade| band(grade).is_none());
    let bare: Vec<&Datum> = bare.filter(|_| !bands.is_empty()).collect();
    let banded = !bands.is_empty() && bare.is_empty();
    sheet.set(sheet::BANDED, flag(banded, grades.span));
    let Some(total) = total else { return };
    bands.sort_by_key(|(from, to, ..)| (*from, *to));
    let mut faults = Vec::new();
    let mut report = |name: &str, what: &str, from: i64, to: i64, place: Option<Span>| {
        let mut fault = Datum::new(BAND_FAULT.empty(), place);
        fault.set(band_fault::GRADE, word(name, place));
        fault.set(band_fault::WHAT, word(what, place));
        fault.set(band_fault::FROM, number(from, place));
        fault.set(band_fault::TO, number(to, place));
        faults.push(fault);
    };
    for grade in bare {
        let name = grade.get(grade::NAME);
        report(name.text().unwrap_or_default(), "没有分数范围", 0, total, name.span);
    }
    if banded && let Some(lower) = out_of_order(&grades) {
        let name = lower.get(grade::NAME);
        let (from, to) = (lower.get(grade::FROM).number(), lower.get(grade::TO).number());
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        report(name.text().unwrap_or_default(), "次序的颠倒", from, to, name.span);
    }
    let mut reached = 0;
    for (from, to, name, [place, _]) in &bands {
        if from >= to {
            report(name, "下限不低于上限", *from, *to, *place);
        } else if *from > reached {
            report(name, "缺口", reached, *from, *place);
        } else if *from < reached {
            report(name, "重叠", *from, reached, *place);
        }
        reached = reached.max(*to);
    }
    if let Some((_, _, name, [_, place])) = bands.last() {
        if reached < total {
            report(name, "缺口", reached, total, *place);
        } else if reached > total {
            report(name, "超出满分的一段", total, reached, *place);
        }
    }
    sheet.set(sheet::BAND_FAULTS, list(faults, grades.span));
}

/// Returns the first grade that stands below one of fewer points: quotas go down the list.
fn out_of_order(grades: &Datum) -> Option<&Datum> {
    let pair = grades.items().windows(2).find(|pair| {
        let [above, below] = [&pair[0], &pair[1]].map(|grade| grade.get(grade::FROM).number());
        above < below
    });
    pair.map(|pair| &pair[1])
}

fn subjects(scoring: &mut Datum) {
    let entries = scoring.get(scoring::SUBJECTS).clone();
    let numbers: Option<Vec<(i64, Span)>> = entries
        .items()
        .iter()
        .map(|entry| Some((entry.get(subject::NO).number()?, entry.get(subject::NO).span?)))
        .collect();
    if let Some(numbers) = numbers {
        scoring.set(scoring::BREAKS, list(numbering::gaps(&numbers, None), entries.span));
    }
    let kinds = scoring.get(scoring::KINDS).clone();
    let sheets = scoring.get(scoring::SHEETS).clone();
    let bars = |kind: &&Datum| {
        let title = kind.get(kind::SHEET).text();
        let sheet = sheets.items().iter().find(|sheet| sheet.get(sheet::TITLE).text() == title);
        sheet.is_some_and(|sheet| !sheet.get(sheet::KNOCK_OUT).is_absent())
    };
    let barring = kinds.items().iter().filter(bars).map(|kind| kind.get(kind::NAME).clone());
    scoring.set(scoring::BARRING_KINDS, list(barring.collect(), kinds.span));
    let mut seen: Vec<([String; 2], i64)> = Vec::new();
    for subject in scoring.get_mut(scoring::SUBJECTS).map(Datum::items_mut).unwrap_or_default() {
        let why = subject.get(subject::KNOCKED_OUT).clone();
        subject.set(subject::BARRED, flag(!why.is_absent(), why.span));
        let name = subject.get(subject::NAME).clone();
        let (Some(who), Some(of)) = (name.text(), subject.get(subject::KIND).text()) else {
            continue;
        };
        let kind = kinds.items().iter().find(|kind| kind.get(kind::NAME).text() == Some(of));
        let sort = kind.map_or(Datum::absent(None), |kind| kind.get(kind::SORT).clone());
        let who = [plain_name(who), of.to_owned()];
        subject.set(subject::SORT, sort);
        match seen.iter().find(|(known, _)| *known == who) {
            Some((_, no)) => subject.set(subject::SAME_AS, number(*no, name.span)),
            None => seen.push((who, subject.get(subject::NO).number().unwrap_or_default())),
        }
    }
}

/// Puts down what the scores came to; a round is scored when every sheet of it is.
pub fn results(root: &mut Datum, standings: &[Standing]) {
    let Some(scoring) =
        root.get_mut(folder::SCORING).filter(|it| matches!(it.value, Value::Fields(..)))
    else {
        return;
    };
    let place = scoring.get(scoring::SUBJECTS).span.map(Span::at_start);
    scoring.set(scoring::SCORED, flag(!standings.is_empty(), place));
    let ties = ties_decided(standings);
    scoring.set(scoring::TIES_DECIDED, word_list(ties.iter().map(String::as_str), place));
    for subject in scoring.get_mut(scoring::SUBJECTS).map(Datum::items_mut).unwrap_or_default() {
        let (name, kind) = (subject.get(subject::NAME).clone(), subject.get(subject::KIND).text());
        let own = name.text().unwrap_or_default();
        // Where two bear one name, the score tables tell them apart by their units.
        let apart = format!("{own}（{}）", subject.get(subject::UNIT).text().unwrap_or_default());
        let is_it = |standing: &&Standing| {
            let same = standing.subject == own || standing.subject == apart;
            same && Some(standing.kind.as_str()) == kind
        };
        let Some(standing) = standings.iter().find(is_it) else { continue };
        let score = standing.score.as_deref().map(|score| word(score, name.span));
        let grade = standing.grade.as_deref().map(|grade| word(grade, name.span));
        let rank = standing.place.map(|place| number(place as i64, name.span));
        for (field, datum) in
            [(subject::SCORE, score), (subject::GRADE, grade), (subject::PLACE, rank)]
        {
            datum.into_iter().for_each(|datum| subject.set(field, datum));
        }
    }
}

/// Says of every tie that was decided which places it was about and what was compared, naming nobody.
fn ties_decided(standings: &[Standing]) -> Vec<String> {
    let tie = |standing: &Standing| {
        standing.steps.iter().find_map(|step| match step {
            Step::Tie { with, compared, .. } => Some((with.clone(), compared.clone())),
            _ => None,
        })
    };
    let mut said = Vec::new();
    for standing in standings {
        let (Some(first), Some((with, mut compared))) = (standing.place, tie(standing)) else {
            continue;
        };
        let mut places = vec![first];
        for other in standings.iter().filter(|it| with.contains(&it.subject)) {
            places.extend(other.place);
            if let Some((_, longer)) = tie(other).filter(|(_, it)| it.len() > compared.len()) {
                compared = longer;
            }
        }
        places.sort_unstable();
        places.dedup();
        // Each tie is told once, by the best of it; those that share one place were not told apart.
        if places.len() < 2 || places[0] != first {
            continue;
        }
        let places: Vec<String> = places.iter().map(|place| format!("第{place}名")).collect();
        let by = compared.iter().filter_map(|(by, ..)| match by {
            TieBreak::Dimension(name) => Some(format!("“{name}”的得分")),
            TieBreak::Group(name) => Some(format!("“{name}”的平均分")),
            TieBreak::Shared => None,
        });
        let by = by.collect::<Vec<_>>().join("、");
        said.push(format!("{}综合得分相同，依次比较{by}排定先后", places.join("、")));
    }
    said.sort();
    said.dedup();
    said
}

/// Finds every name that should be one of some others and is not.
fn strangers(scoring: &Datum, kinds_of_work: &[Datum]) -> Vec<Datum> {
    let mut found = Vec::new();
    let mut see = |written: &Datum, known: &[String], wanted: &str| {
        let Some(text) = written.text().filter(|text| !known.iter().any(|k| k == text)) else {
            return;
        };
        let mut stranger = Datum::new(STRANGER.empty(), written.span);
        stranger.set(stranger::NAME, word(text, written.span));
        let wanted = format!("{wanted}（{}）", known.join("、"));
        stranger.set(stranger::WANTED, word(&wanted, written.span));
        found.push(stranger);
    };
    let kinds = names(scoring.get(scoring::KINDS), stranger::NAME);
    for written in kinds_of_work {
        see(written, &kinds, "述职对象的类别");
    }
    for subject in scoring.get(scoring::SUBJECTS).items() {
        see(subject.get(subject::KIND), &kinds, "述职对象的类别");
    }
    for kind in scoring.get(scoring::KINDS).items() {
        for rater in kind.get(kind::RATERS).items() {
            see(rater.get(rater::FROM), &kinds, "述职对象的类别");
        }
    }
    for sheet in scoring.get(scoring::SHEETS).items() {
        let grades = names(sheet.get(sheet::GRADES), stranger::NAME);
        for quota in sheet.get(sheet::QUOTAS).items() {
            quota
                .get(quota::GRADES)
                .items()
                .iter()
                .for_each(|grade| see(grade, &grades, "等次的名称"));
        }
        if !sheet.get(sheet::KNOCK_OUT).is_absent() {
            see(sheet.get(sheet::KNOCK_OUT).get(knock_out::GRADE), &grades, "等次的名称");
        }
        let mut steps = names(sheet.get(sheet::DIMENSIONS), stranger::NAME);
        for kind in scoring.get(scoring::KINDS).items() {
            if kind.get(kind::SHEET).text() == sheet.get(sheet::TITLE).text() {
                steps.extend(names(kind.get(kind::RATERS), stranger::NAME));
            }
        }
        steps.push(SHARED.to_owned());
        for step in sheet.get(sheet::TIES).items() {
            see(step, &steps, "维度、评委的名称或“并列”");
        }
    }
    // What may be made public of results.
    let shown = PARTS_OF_RESULTS.map(str::to_owned);
    scoring.get(scoring::SHOWN).items().iter().for_each(|what| see(what, &shown, "可以公开的项目"));
    found
}

/// Parts of a per cent that are told apart.
const SCALE: i64 = 10_000;

/// Reads `40%`, `33.3％` or `40` as ten-thousandths of a per cent.
fn percent(text: &str) -> Option<i64> {
    let plain: String = text.trim().chars().map(numeral::half_width).collect();
    let plain = plain.strip_suffix('%').unwrap_or(&plain).trim();
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || part.len() > 4 || !digits(whole) || !digits(part) {
        return None;
    }
    let part = format!("{part:0<4}");
    Some(whole.parse::<i64>().ok()? * SCALE + part.parse::<i64>().ok()?)
}

fn printed(percent: i64) -> String {
    let (whole, part) = (percent / SCALE, percent % SCALE);
    match part {
        0 => format!("{whole}%"),
        part => format!("{whole}.{}%", format!("{part:04}").trim_end_matches('0')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact() {
        for (text, value) in
            [("40%", 400_000), ("33.3％", 333_000), ("３３.３％", 333_000), ("0.0001", 1)]
        {
            assert_eq!(percent(text), Some(value), "{text}");
        }
        for text in ["", "四成", "-3%", "1.23456%", "40%分", "1e3"] {
            assert_eq!(percent(text), None, "{text}");
        }
        assert_eq!(printed(3 * 333_000), "99.9%");
        assert_eq!(printed(1_000_000), "100%");
    }
}
