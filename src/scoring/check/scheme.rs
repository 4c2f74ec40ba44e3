//! Whether a scheme can be counted by: names, weights, bands, quotas; all faults at once.
//! It must not judge whether a scheme is fair: that is for the rules.

use std::collections::BTreeSet;

use crate::scoring::{
    Exact, Fault, Kind, Limit, Place, Problem, Scheme, Subject, TieBreak, decimal,
};

/// The most raters of a group and groups of a kind: more than any meeting has, and few enough for
/// every sum to be exact.
const MOST_RATERS: usize = 500;
const MOST_GROUPS: usize = 6;

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
    kinds(scheme, &mut say);
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

fn kinds(scheme: &Scheme, say: &mut impl FnMut(String)) {
    for kind in &scheme.kinds {
        let name = &kind.name;
        doubles("评分维度", kind.dimensions.iter().map(|d| &d.name), say);
        doubles("评分主体", kind.groups.iter().map(|group| &group.name), say);
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
