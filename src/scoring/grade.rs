//! The grade of each subject: by band, then by quota, or the lowest when it was knocked out.
//! It must not know how a score came about.

use super::order::Rank;
use super::{Band, Exact, Fault, Limit, Place, Problem, Quota, Scheme, Scored, Step, TieBreak};

/// The grade by the bands alone, and the one that counts.
#[derive(Clone, Default)]
pub(super) struct Grade {
    pub banded: Option<String>,
    pub grade: Option<String>,
}

/// Grades every subject, in the order of `scored`.
///
/// By the bands first; in a scheme that has none, all begin with the best grade. Then each quota
/// that is over-full sends the last in order down to the grade below it, the best quota first.
/// Knocked-out subjects get the grade of that and take no place in a quota.
pub(super) fn grade(
    scheme: &Scheme,
    scored: &mut [Scored],
    ranks: &[Rank],
) -> Result<Vec<Grade>, Vec<Problem>> {
    let names = &scheme.grades;
    let mut grades = vec![Grade::default(); scored.len()];
    if names.is_empty() {
        return Ok(grades);
    }
    // By subject, the position among the names; nothing for one that was knocked out.
    let mut held: Vec<Option<usize>> = vec![None; scored.len()];
    for &member in ranks.iter().flat_map(|rank| &rank.members) {
        let score = scored[member].composite.as_ref().map(|composite| composite.score);
        let band = score.and_then(|score| band(scheme, score));
        let grade = band.and_then(|band| names.iter().position(|name| *name == band.grade));
        held[member] = Some(grade.unwrap_or_default());
        scored[member].steps.extend(band.cloned().map(Step::Band));
        grades[member].banded = band.map(|band| band.grade.clone());
    }
    let mut quotas: Vec<&Quota> = scheme.quotas.iter().collect();
    quotas.sort_by_key(|quota| last(quota, names));
    for quota in quotas {
        fill(quota, scheme, ranks, &mut held, scored)?;
    }
    for (at, one) in scored.iter_mut().enumerate() {
        let lowest = &names[names.len() - 1];
        let barred = scheme.knock_out.as_ref().unwrap_or(lowest);
        grades[at].grade = Some(held[at].map_or(barred, |held| &names[held]).clone());
        if let Some(reason) = &one.subject.knocked_out {
            let score = one.composite.as_ref().map(|composite| composite.score);
            grades[at].banded =
                score.and_then(|score| band(scheme, score)).map(|band| band.grade.clone());
            let grade = grades[at].grade.clone();
            one.steps.push(Step::KnockedOut { reason: reason.clone(), grade });
        }
    }
    Ok(grades)
}

/// Returns the band a final score falls into.
fn band(scheme: &Scheme, score: Exact) -> Option<&Band> {
    let top = scheme.bands.iter().map(|band| band.to).max()?;
    let within = |band: &&Band| {
        band.from <= score && (score < band.to || (score == band.to && band.to == top))
    };
    scheme.bands.iter().find(within)
}

fn last(quota: &Quota, names: &[String]) -> usize {
    names.iter().rposition(|name| quota.grades.contains(name)).unwrap_or_default()
}

/// Sends down who has no room in a quota.
fn fill(
    quota: &Quota,
    scheme: &Scheme,
    ranks: &[Rank],
    held: &mut [Option<usize>],
    scored: &mut [Scored],
) -> Result<(), Vec<Problem>> {
    let names = &scheme.grades;
    let holds = holds(quota, scored.len());
    let within = |at: &usize| held[*at].is_some_and(|at| quota.grades.contains(&names[at]));
    let claims: Vec<Vec<usize>> =
        ranks.iter().map(|rank| rank.members.iter().copied().filter(within).collect()).collect();
    let mut taken = 0;
    let mut down: Vec<usize> = Vec::new();
    for tied in claims.into_iter().filter(|tied| !tied.is_empty()) {
        if down.is_empty() && taken + tied.len() <= holds {
            taken += tied.len();
            continue;
        }
        let splits = down.is_empty() && taken < holds;
        if splits && !scheme.ties.contains(&TieBreak::Shared) {
            let grades = quota.grades.clone();
            return Err(problem(Fault::Undecided { tied: called(&tied, scored), grades, holds }));
        }
        down.extend(tied);
    }
    let below = last(quota, names) + 1;
    if !down.is_empty() && below == names.len() {
        let all = ranks.iter().flat_map(|rank| &rank.members).copied().filter(within);
        let due = called(&all.collect::<Vec<_>>(), scored);
        return Err(problem(Fault::Unbalanced { grades: quota.grades.clone(), holds, due }));
    }
    for at in down {
        let from = names[held[at].expect("only who holds a grade is sent down")].clone();
        let (quota, to) = (quota.clone(), names[below].clone());
        scored[at].steps.push(Step::Quota { quota, holds, from, to });
        held[at] = Some(below);
    }
    Ok(())
}

/// Returns how many subjects a quota holds.
fn holds(quota: &Quota, subjects: usize) -> usize {
    match quota.limit {
        Limit::Number(number) => number,
        Limit::Share(share) => {
            let all = Exact::from_integer(subjects as i128);
            let whole = (share * all / Exact::from_integer(100)).to_integer();
            usize::try_from(whole).unwrap_or_default()
        }
    }
}

fn called(members: &[usize], scored: &[Scored]) -> Vec<String> {
    members.iter().map(|at| scored[*at].subject.name.clone()).collect()
}

fn problem(fault: Fault) -> Vec<Problem> {
    vec![Problem::new(fault, Place::default())]
}
