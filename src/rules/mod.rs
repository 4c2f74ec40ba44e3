//! Evaluates the rules over the facts of a year, collects the evidence, and clears the year.
//! It must not know what a rule is about, nor how a year is printed.

mod causes;
mod claims;
pub mod edit;
mod evaluate;
mod exempt;
mod language;
mod lists;
mod numbers;
pub mod test;
mod work;

pub use causes::{fold, fold_unverified, keep_causes, put_last};
pub use evaluate::{Evidence, Outcome, Verdict};
pub use language::check;
pub use numbers::Numbers;

use std::collections::BTreeSet;

use crate::academic_year::AcademicYear;
use crate::diagnostic::{Diagnostic, Level};
use crate::facts::Facts;
use crate::halves;
use crate::load::Standards;
use crate::source::{FileId, Span};
use crate::standard::{Evaluation, Rule, Words};
use work::Work;

/// A year, or a round of appraisals, that no rule forbids to publish. Only [`clear`] makes one.
#[derive(Debug)]
pub struct Cleared {
    pub year: AcademicYear,
    pub facts: Facts,
    pub outcomes: Vec<Outcome>,
    /// What was found besides violations.
    pub remarks: Vec<Diagnostic>,
    _seal: Seal,
}

#[derive(Debug)]
struct Seal;

/// A year or a round that may not be published as it stands.
#[derive(Debug)]
pub struct Refused {
    pub facts: Facts,
    pub outcomes: Vec<Outcome>,
    pub findings: Vec<Diagnostic>,
}

/// Holds a year, or one of its rounds, against every rule that is about such a thing. `faults` are
/// those of reading it; one violation refuses it.
pub fn clear(
    year: AcademicYear,
    facts: Facts,
    standards: &Standards,
    faults: Vec<Diagnostic>,
) -> Result<Cleared, Refused> {
    // The files that were not read in full, among them those of rules, for what stands nowhere.
    let unread: BTreeSet<FileId> = faults
        .iter()
        .filter(|fault| fault.level == Level::Violation)
        .map(|fault| fault.primary.span.file)
        .collect();
    let mut findings = faults;
    findings.extend(facts.faults.iter().cloned());
    let mut outcomes = Vec::new();
    let rules = standards.rules.iter().filter(|rule| rule.about.contains(&facts.about()));
    let rules: Vec<&Rule> = rules.collect();
    let evaluated = evaluated(&rules, year, &facts, &standards.words);
    for (rule, evaluated) in rules.into_iter().zip(evaluated) {
        match (&rule.evaluation, evaluated) {
            (_, Some((outcome, found))) => {
                outcomes.push(outcome);
                findings.extend(found);
            }
            (Evaluation::Built, None) => outcomes.push(Outcome::built(rule, &findings)),
            (_, None) => {}
        }
    }
    exempt::apply(&facts, standards, &mut outcomes, &mut findings);
    // What could not be read has been told once; each rule that misses it need not say so again.
    let of_rule = |span: Span| standards.rules.iter().any(|rule| rule.place.file == span.file);
    findings.retain(|finding| {
        let span = finding.primary.span;
        let told = unread.contains(&span.file) || (!unread.is_empty() && of_rule(span));
        finding.level != Level::Unverified || !told
    });
    if findings.iter().any(|finding| finding.level == Level::Violation) {
        return Err(Refused { facts, outcomes, findings });
    }
    Ok(Cleared { year, facts, outcomes, remarks: findings, _seal: Seal })
}

/// Evaluates those of some rules that are expressions, half of them on a thread of their own: none
/// knows of another, and each has all its steps.
fn evaluated(
    rules: &[&Rule],
    year: AcademicYear,
    facts: &Facts,
    words: &Words,
) -> Vec<Option<(Outcome, Vec<Diagnostic>)>> {
    let each = |rules: &[&Rule]| -> Vec<_> {
        let work = Work::default();
        let env = language::environment(&work, words);
        let one = |rule: &&Rule| match &rule.evaluation {
            Evaluation::Expression(expression) => {
                Some(evaluate::evaluate(rule, expression, year, facts, &env, &work))
            }
            _ => None,
        };
        rules.iter().map(one).collect()
    };
    halves::of(rules, each)
}
