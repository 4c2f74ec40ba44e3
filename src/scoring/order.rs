//! The order of the final scores, and how equal ones are told apart.
//! It must not know grades.

use std::cmp::Reverse;

use super::{Composite, Exact, Scheme, Scored, Step, TieBreak};

/// Subjects of one place.
pub(super) struct Rank {
    /// Their positions among the subjects.
    pub members: Vec<usize>,
}

/// Orders the subjects that take part, best first; notes in their steps how ties were broken.
///
/// A subject that was knocked out takes no place.
pub(super) fn rank(scheme: &Scheme, scored: &mut [Scored]) -> Vec<Rank> {
    let breaks: Vec<&TieBreak> =
        scheme.ties.iter().take_while(|tie| **tie != TieBreak::Shared).collect();
    let mut order: Vec<(Vec<Reverse<Exact>>, usize)> = Vec::new();
    for (at, one) in scored.iter().enumerate() {
        if let (Some(composite), None) = (&one.composite, &one.subject.knocked_out) {
            let values = breaks.iter().map(|tie| Reverse(value(composite, tie)));
            let key = std::iter::once(Reverse(composite.score)).chain(values).collect();
            order.push((key, at));
        }
    }
    order.sort();
    note_ties(&order, &breaks, scored);
    let mut ranks: Vec<Rank> = Vec::new();
    for equal in order.chunk_by(|a, b| a.0 == b.0) {
        ranks.push(Rank { members: equal.iter().map(|(_, at)| *at).collect() });
    }
    let mut place = 1;
    for rank in &ranks {
        for member in &rank.members {
            scored[*member].steps.push(Step::Place(place));
        }
        place += rank.members.len();
    }
    ranks
}

/// Returns what a tie is broken by.
fn value(composite: &Composite, tie: &TieBreak) -> Exact {
    let known = match tie {
        TieBreak::Dimension(name) => composite.dimensions.get(name),
        TieBreak::Group(name) => composite.groups.get(name),
        TieBreak::Shared => None,
    };
    known.copied().unwrap_or_default()
}

/// Notes with every subject that shares its final score with others, who they are and what told
/// it apart from all of them.
fn note_ties(order: &[(Vec<Reverse<Exact>>, usize)], breaks: &[&TieBreak], scored: &mut [Scored]) {
    for equal in order.chunk_by(|a, b| a.0[0] == b.0[0]).filter(|equal| equal.len() > 1) {
        for (key, at) in equal {
            let others: Vec<_> = equal.iter().filter(|(_, other)| other != at).collect();
            let with = others.iter().map(|(_, at)| scored[*at].subject.name.clone()).collect();
            // The first comparison after which nobody else has the same values.
            let alone = |n: &usize| others.iter().all(|(other, _)| other[..=*n] != key[..=*n]);
            let last = (1..key.len()).find(alone);
            let compared = (1..=last.unwrap_or(key.len() - 1)).map(|n| {
                let theirs = others.iter().map(|(other, _)| other[n].0).collect();
                (breaks[n - 1].clone(), key[n].0, theirs)
            });
            let compared = compared.collect();
            scored[*at].steps.push(Step::Tie { with, compared, decided: last.is_some() });
        }
    }
}
