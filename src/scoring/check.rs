//! Whether a scheme can be counted by, and whether the sheets are whole; all faults at once.
//! It must not judge whether a scheme is fair: that is for the rules.

use std::collections::{BTreeMap, BTreeSet};

use super::{Exact, Fault, Kind, Limit, Place, Problem, Scheme, Sheet, Subject, TieBreak, decimal};

/// The most raters of a group and groups of a kind: more than any meeting has, and few enough for
/// every sum to be exact.
pub(super) const MOST_RATERS: usize = 500;
pub(super) const MOST_GROUPS: usize = 6;

/// The most decimals of a final score.
const MOST_DIGITS: u32 = 4;

/// Tells what keeps a scheme from being counted by.
pub fn check_scheme(scheme: &Scheme, subjects: &[Subject]) -> Vec<Problem> {
    let mut faults = Vec::new();
    let mut say = |said: String| faults.push(Fault::Scheme(said));
    doubles("述职对象类别", scheme.kinds.iter().map(|kind| &kind.name), &mut say);
    doubles("述职对象", subjects.iter().map(|subject| &subject.name), &mut say);
    doubles("等次", scheme.grades.iter(), &mut say);
    doubles("分数段", scheme.bands.iter().map(|band| &band.grade), &mut say);
    if scheme.rounding.digits > MOST_DIGITS {
        say(format!("总分至多保留 {MOST_DIGITS} 位小数"));
    }
    for kind in &scheme.kinds {
        let name = &kind.name;
        doubles("评分维度", kind.dimensions.iter().map(|d| &d.name), &mut say);
        doubles("评分主体", kind.groups.iter().map(|group| &group.name), &mut say);
        if kind.dimensions.is_empty() || kind.groups.is_empty() {
            say(format!("“{name}”没有写评分维度或评分主体"));
        }
        if kind.groups.len() > MOST_GROUPS {
            say(format!("“{name}”的评分主体有 {} 组，至多 {MOST_GROUPS} 组", kind.groups.len()));
        }
        for group in kind.groups.iter().filter(|g| !(1..=MOST_RATERS).contains(&g.raters)) {
            let (group, raters) = (&group.name, group.raters);
            say(format!("“{group}”写了 {raters} 名评委，应当是 1 至 {MOST_RATERS} 名"));
        }
    }
    for group in scheme.groups() {
        let raters = scheme.rated_by(group).filter_map(|kind| Some(kind.group(group)?.raters));
        if raters.collect::<BTreeSet<_>>().len() > 1 {
            say(format!("“{group}”给几类述职对象评分，写的评委人数不一样"));
        }
    }
    if let Some(grade) = &scheme.knock_out
        && !scheme.grades.contains(grade)
    {
        say(format!("否决后定为“{grade}”，等次里没有"));
    }
    ties(scheme, &mut say);
    quotas(scheme, &mut say);
    for kind in &scheme.kinds {
        let sum: Exact = kind.groups.iter().map(|group| group.weight).sum();
        let negative = kind.groups.iter().any(|group| group.weight < Exact::default());
        if (sum != Exact::from_integer(100) || negative) && !kind.groups.is_empty() {
            faults.push(Fault::Weights { kind: kind.name.clone(), sum });
        }
    }
    faults.extend(bands(scheme));
    for subject in subjects.iter().filter(|subject| scheme.kind(&subject.kind).is_none()) {
        faults.push(Fault::UnknownKind { kind: subject.kind.clone() });
    }
    faults.into_iter().map(|fault| Problem::new(fault, Place::default())).collect()
}

fn doubles<'a>(what: &str, names: impl Iterator<Item = &'a String>, say: &mut impl FnMut(String)) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            say(format!("{what}“{name}”写了两次"));
        }
    }
}

fn ties(scheme: &Scheme, say: &mut impl FnMut(String)) {
    for tie in &scheme.ties {
        let (what, name, known) = match tie {
            TieBreak::Shared => continue,
            TieBreak::Dimension(name) => {
                let has = |kind: &Kind| kind.dimensions.iter().any(|d| d.name == *name);
                ("评分维度", name, scheme.kinds.iter().all(has))
            }
            TieBreak::Group(name) => {
                ("评分主体", name, scheme.kinds.iter().all(|kind| kind.group(name).is_some()))
            }
        };
        if !known {
            say(format!("得分相同时要比“{name}”，但不是每一类述职对象都有这个{what}"));
        }
    }
}

fn quotas(scheme: &Scheme, say: &mut impl FnMut(String)) {
    let at = |grade: &String| scheme.grades.iter().position(|known| known == grade);
    for quota in &scheme.quotas {
        let said = quota.grades.join("、");
        let places: Vec<_> = quota.grades.iter().map(at).collect();
        if places.iter().any(Option::is_none) {
            say(format!("名额“{said}”里有没有列出的等次"));
            continue;
        }
        let follow = places.windows(2).all(|two| two[0].map(|at| at + 1) == two[1]);
        if places.is_empty() || !follow {
            say(format!("名额“{said}”里的等次应当是相邻的，从高到低写"));
        }
        if let Limit::Share(share) = quota.limit
            && !(Exact::default()..=Exact::from_integer(100)).contains(&share)
        {
            say(format!("名额“{said}”的比例是 {}%，应当在 0 到 100% 之间", decimal(share)));
        }
    }
}

/// Tells where the bands do not cover every score once.
fn bands(scheme: &Scheme) -> Vec<Fault> {
    let mut bands: Vec<_> = scheme.bands.iter().collect();
    bands.sort_by_key(|band| (band.from, band.to));
    let (Some(lowest), Some(highest)) = (bands.first(), bands.last()) else { return Vec::new() };
    let mut said = Vec::new();
    let downwards = bands.iter().rev().map(|band| &band.grade);
    if !downwards.eq(scheme.grades.iter()) {
        said.push("分数段由高到低的等次，和列出的等次不一致".to_owned());
    }
    for band in bands.iter().filter(|band| band.from >= band.to) {
        said.push(format!(
            "“{}”从 {} 分到 {} 分，一个分数也没有",
            band.grade,
            decimal(band.from),
            decimal(band.to)
        ));
    }
    for two in bands.windows(2) {
        let (low, high) = (two[0], two[1]);
        if low.to != high.from {
            let fault = if low.to > high.from { "重叠" } else { "没有等次" };
            let (a, b) = (low.to.min(high.from), low.to.max(high.from));
            said.push(format!(
                "“{}”和“{}”之间，{} 分到 {} 分{fault}",
                low.grade,
                high.grade,
                decimal(a),
                decimal(b)
            ));
        }
    }
    let top = scheme.kinds.iter().map(Kind::maximum).max().unwrap_or_default();
    if lowest.from > Exact::default() {
        said.push(format!("低于 {} 分的没有等次", decimal(lowest.from)));
    }
    if highest.to < top {
        said.push(format!("满分 {} 分，高于 {} 分的没有等次", decimal(top), decimal(highest.to)));
    }
    said.into_iter().map(Fault::Bands).collect()
}

/// Tells what is wrong with the sheets by themselves and together.
pub fn check_sheets(scheme: &Scheme, subjects: &[Subject], sheets: &[Sheet]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut first: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    let unscored = unscored(subjects, sheets);
    for (at, sheet) in sheets.iter().enumerate() {
        let place = Place { sheet: Some(at), ..Place::default() };
        let mut say = |fault, place| problems.push(Problem::new(fault, place));
        let group = &sheet.group;
        if scheme.rated_by(group).next().is_none() {
            say(Fault::UnknownGroup { group: group.clone() }, place);
            continue;
        }
        if let Some(first) = first.get(&(group.as_str(), sheet.rater)) {
            say(Fault::Doubled { rater: sheet.rater, first: *first }, place);
            continue;
        }
        first.insert((group, sheet.rater), at);
        let raters = scheme.sheets(group, subjects);
        let peers = !scheme.peers(group, subjects).is_empty();
        if sheet.rater == 0 || (peers && sheet.rater > raters) {
            let (group, rater) = (group.clone(), sheet.rater);
            say(Fault::NoSuchRater { group, rater, raters }, place);
        }
        rows(scheme, subjects, sheet, at, &unscored, &mut say);
    }
    for group in scheme.groups() {
        let sheets = first.keys().filter(|(of, _)| *of == group).count();
        let raters = scheme.rated_by(group).find_map(|kind| kind.group(group));
        let raters = raters.map_or(0, |group| group.raters);
        if raters != sheets {
            let place = Place { group: Some(group.to_owned()), ..Place::default() };
            let group = group.to_owned();
            problems.push(Problem::new(Fault::Count { group, raters, sheets }, place));
        }
    }
    if problems.is_empty() {
        problems.extend(unrated(scheme, subjects, sheets, &unscored));
    }
    problems
}

/// Returns the subjects that were knocked out and that nobody scored: they need no scores.
fn unscored<'a>(subjects: &'a [Subject], sheets: &[Sheet]) -> BTreeSet<&'a str> {
    let scored = |name: &str| sheets.iter().any(|sheet| has_scores(sheet, name));
    let names = subjects.iter().filter(|s| s.knocked_out.is_some()).map(|s| s.name.as_str());
    names.filter(|name| !scored(name)).collect()
}

fn has_scores(sheet: &Sheet, subject: &str) -> bool {
    sheet.scores.get(subject).is_some_and(|scores| scores.iter().any(Option::is_some))
}

/// Checks the rows of one sheet.
fn rows(
    scheme: &Scheme,
    subjects: &[Subject],
    sheet: &Sheet,
    at: usize,
    unscored: &BTreeSet<&str>,
    say: &mut impl FnMut(Fault, Place),
) {
    let place = |subject: &str, dimension| Place {
        sheet: Some(at),
        group: Some(sheet.group.clone()),
        subject: Some(subject.to_owned()),
        dimension,
    };
    for name in sheet.scores.keys() {
        if subjects.iter().all(|subject| subject.name != *name) {
            say(Fault::UnknownSubject { subject: name.clone() }, place(name, None));
        }
    }
    let mut absent = Vec::new();
    for subject in subjects {
        let name = subject.name.clone();
        let Some(kind) = scheme.kind(&subject.kind) else { continue };
        let rated = kind.group(&sheet.group).is_some();
        let own = sheet.is.as_deref() == Some(&name);
        if !rated || own {
            let first =
                sheet.scores.get(&name).and_then(|row| row.iter().position(Option::is_some));
            if let Some(first) = first {
                let here = place(&name, Some(first));
                match own {
                    true => say(Fault::SelfRated { subject: name }, here),
                    false => {
                        let group = sheet.group.clone();
                        say(Fault::NotRated { subject: name, group }, here);
                    }
                }
            }
            continue;
        }
        if unscored.contains(name.as_str()) {
            continue;
        }
        match sheet.scores.get(&name) {
            None => absent.push(name),
            Some(scores) if scores.len() != kind.dimensions.len() => {
                let (scores, dimensions) = (scores.len(), kind.dimensions.len());
                let here = place(&name, None);
                say(Fault::Width { subject: name, scores, dimensions }, here);
            }
            Some(scores) => {
                for (at, (score, dimension)) in scores.iter().zip(&kind.dimensions).enumerate() {
                    let (maximum, named) = (dimension.maximum, dimension.name.clone());
                    let here = place(&name, Some(at));
                    match *score {
                        None => {
                            say(Fault::Missing { subject: name.clone(), dimension: named }, here);
                        }
                        Some(score) if score > maximum => {
                            say(Fault::AboveMaximum { score, maximum, dimension: named }, here);
                        }
                        Some(score) if score < Exact::default() => {
                            say(Fault::BelowZero { score, dimension: named }, here);
                        }
                        Some(_) => {}
                    }
                }
            }
        }
    }
    if !absent.is_empty() {
        let here = Place { sheet: Some(at), group: Some(sheet.group.clone()), ..Place::default() };
        say(Fault::NoRow { subjects: absent }, here);
    }
}

/// Reports each subject that nobody of a group rates, as when the only peer is the subject itself.
fn unrated(
    scheme: &Scheme,
    subjects: &[Subject],
    sheets: &[Sheet],
    unscored: &BTreeSet<&str>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for subject in subjects.iter().filter(|subject| !unscored.contains(subject.name.as_str())) {
        for group in scheme.kind(&subject.kind).into_iter().flat_map(|kind| &kind.groups) {
            let of = |sheet: &&Sheet| sheet.group == group.name;
            if !sheets.iter().filter(of).any(|sheet| has_scores(sheet, &subject.name)) {
                let (name, group) = (subject.name.clone(), group.name.clone());
                let fault = Fault::NoRater { subject: name.clone(), group };
                let place = Place { subject: Some(name), ..Place::default() };
                problems.push(Problem::new(fault, place));
            }
        }
    }
    problems
}
