//! Whether the sheets are whole: every rater once, every subject, every score; all faults at once.
//! It must not know whether the scheme they were filled in by can be counted by.

use std::collections::{BTreeMap, BTreeSet};

use crate::scoring::{Dimension, Exact, Fault, Kind, Place, Problem, Scheme, Sheet, Subject};

/// Tells what is wrong with the sheets by themselves and together.
pub fn check_sheets(scheme: &Scheme, subjects: &[Subject], sheets: &[Sheet]) -> Vec<Problem> {
    let unscored = unscored(subjects, sheets);
    let mut check = Check { scheme, subjects, unscored, problems: Vec::new() };
    let mut first: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let group = sheet.group.as_str();
        let place = Place { sheet: Some(at), ..Place::default() };
        if scheme.rated_by(group).next().is_none() {
            check.say(Fault::UnknownGroup { group: group.to_owned() }, place);
        } else if let Some(first) = first.get(&(group, sheet.rater)) {
            check.say(Fault::Doubled { rater: sheet.rater, first: *first }, place);
        } else {
            first.insert((group, sheet.rater), at);
            check.sheet(sheet, &place);
        }
    }
    for group in scheme.groups() {
        check.count(group, first.keys().filter(|(of, _)| *of == group).count());
    }
    if check.problems.is_empty() {
        check.raters(sheets);
    }
    check.problems
}

/// Returns the subjects that were knocked out and that nobody scored: they need no scores.
fn unscored<'a>(subjects: &'a [Subject], sheets: &[Sheet]) -> BTreeSet<&'a str> {
    let scored = |name: &str| sheets.iter().any(|sheet| first_score(sheet, name).is_some());
    let names = subjects.iter().filter(|s| s.knocked_out.is_some()).map(|s| s.name.as_str());
    names.filter(|name| !scored(name)).collect()
}

/// Returns the first dimension in which a sheet scores a subject.
fn first_score(sheet: &Sheet, subject: &str) -> Option<usize> {
    sheet.scores.get(subject)?.iter().position(Option::is_some)
}

struct Check<'a> {
    scheme: &'a Scheme,
    subjects: &'a [Subject],
    unscored: BTreeSet<&'a str>,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn say(&mut self, fault: Fault, place: Place) {
        self.problems.push(Problem::new(fault, place));
    }

    /// Checks one sheet by itself.
    fn sheet(&mut self, sheet: &Sheet, place: &Place) {
        let group = &sheet.group;
        let raters = self.scheme.sheets(group, self.subjects);
        let peers = !self.scheme.peers(group, self.subjects).is_empty();
        if sheet.rater == 0 || (peers && sheet.rater > raters) {
            let (group, rater) = (group.clone(), sheet.rater);
            self.say(Fault::NoSuchRater { group, rater, raters }, place.clone());
        }
        for name in sheet.scores.keys() {
            if self.subjects.iter().all(|subject| subject.name != *name) {
                let here = Place { subject: Some(name.clone()), ..place.clone() };
                self.say(Fault::UnknownSubject { subject: name.clone() }, here);
            }
        }
        let mut absent = Vec::new();
        for Subject { name, kind, .. } in self.subjects {
            let Some(kind) = self.scheme.kind(kind) else { continue };
            let here = Place { subject: Some(name.clone()), ..place.clone() };
            let own = sheet.is.as_ref() == Some(name);
            if own || kind.group(group).is_none() {
                self.closed(sheet, name, own, here);
            } else if !self.unscored.contains(name.as_str()) {
                match sheet.scores.get(name) {
                    Some(scores) => self.row(name, kind, scores, &here),
                    None => absent.push(name.clone()),
                }
            }
        }
        if !absent.is_empty() {
            self.say(Fault::NoRow { subjects: absent }, place.clone());
        }
    }

    /// Checks that nothing is written where the rater has no say.
    fn closed(&mut self, sheet: &Sheet, name: &str, own: bool, place: Place) {
        let Some(first) = first_score(sheet, name) else { return };
        let subject = name.to_owned();
        let fault = match own {
            true => Fault::SelfRated { subject },
            false => Fault::NotRated { subject, group: sheet.group.clone() },
        };
        self.say(fault, Place { dimension: Some(first), ..place });
    }

    /// Checks what one subject was given.
    fn row(&mut self, name: &str, kind: &Kind, scores: &[Option<Exact>], place: &Place) {
        let subject = name.to_owned();
        let (scored, dimensions) = (scores.len(), kind.dimensions.len());
        if scored != dimensions {
            self.say(Fault::Width { subject, scores: scored, dimensions }, place.clone());
            return;
        }
        for (at, (score, dimension)) in scores.iter().zip(&kind.dimensions).enumerate() {
            if let Some(fault) = wrong(*score, name, dimension) {
                self.say(fault, Place { dimension: Some(at), ..place.clone() });
            }
        }
    }

    /// Checks that a group handed in a sheet for each of its raters.
    fn count(&mut self, group: &str, sheets: usize) {
        let of = self.scheme.rated_by(group).find_map(|kind| kind.group(group));
        let raters = of.map_or(0, |group| group.raters);
        if raters != sheets {
            let group = group.to_owned();
            self.say(Fault::Count { group, raters, sheets }, Place::default());
        }
    }

    /// Checks that of every group somebody rates each subject: the only peer may be the subject.
    fn raters(&mut self, sheets: &[Sheet]) {
        for Subject { name, kind, .. } in self.subjects {
            let groups = self.scheme.kind(kind).into_iter().flat_map(|kind| &kind.groups);
            let unscored = self.unscored.contains(name.as_str());
            for group in groups.filter(|_| !unscored) {
                let of = |sheet: &&Sheet| sheet.group == group.name;
                let scores = |sheet: &Sheet| first_score(sheet, name).is_some();
                if !sheets.iter().filter(of).any(scores) {
                    let (subject, group) = (name.clone(), group.name.clone());
                    self.say(Fault::NoRater { subject, group }, Place::default());
                }
            }
        }
    }
}

/// Tells what is wrong with one score.
fn wrong(score: Option<Exact>, subject: &str, dimension: &Dimension) -> Option<Fault> {
    let named = dimension.name.clone();
    match score {
        None => Some(Fault::Missing { subject: subject.to_owned(), dimension: named }),
        Some(score) if score > dimension.maximum => {
            Some(Fault::AboveMaximum { score, maximum: dimension.maximum, dimension: named })
        }
        Some(score) if score < Exact::default() => {
            Some(Fault::BelowZero { score, dimension: named })
        }
        Some(_) => None,
    }
}
