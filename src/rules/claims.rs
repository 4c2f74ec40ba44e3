//! Rules that prove an indicator: what the self-evaluation says decides how a violation weighs.
//! It must not know which indicators there are.

use std::sync::Arc;

use super::evaluate::{Outcome, Verdict};
use crate::datum::FieldName;
use crate::diagnostic::{Diagnostic, Level};
use crate::facts::{Fact, Facts};
use crate::model::{indicator, self_evaluation, year};
use crate::standard::{Rule, form_item};

/// Weighs the findings of a rule against the verdict of the indicator it proves.
///
/// Under 是 a violated rule is a violation, whatever its own level, with the verdict beside it.
/// Under an honest 否 (with its reason; ★: and a date) the same is stated as not met; so is what a rule
/// finds that the indicator only eases.
pub fn weigh(rule: &Rule, facts: &Facts, outcome: &mut Outcome, findings: &mut Vec<Diagnostic>) {
    if outcome.verdict != Verdict::Violated {
        return;
    }
    let key = rule.proves.as_ref().or(rule.eased_by.as_ref());
    let Some(indicator) = key.and_then(|key| indicator(facts, key)) else {
        return;
    };
    let Some(verdict) = indicator.get(indicator::VERDICT) else { return };
    // Where the wording rests on a single source, it accuses nobody.
    let certain = indicator
        .get(indicator::ITEM)
        .and_then(|item| item.get(form_item::CERTAINTY))
        .is_none_or(|certainty| certainty.is_absent());
    match verdict.printed().as_deref() {
        Some("是") if rule.proves.is_some() => {
            for finding in findings.iter_mut().filter(|f| f.code == rule.code) {
                if finding.level == Level::Unverified {
                    continue;
                }
                if certain {
                    finding.level = Level::Violation;
                }
                if let Some(span) = verdict.span {
                    finding.related.push(crate::diagnostic::Label {
                        span,
                        text: "对应的指标写的是“是”".to_owned(),
                    });
                }
            }
        }
        Some("否")
            if is_honest(&indicator) && rule.severity.iter().all(|s| s.level != Level::Notice) =>
        {
            findings.retain(|f| f.code != rule.code);
            outcome.verdict = Verdict::StatedNotMet;
        }
        _ => {}
    }
}

/// Returns the indicator of the school's table with a permanent key.
fn indicator(facts: &Facts, key: &str) -> Option<Arc<Fact>> {
    let school = facts.root.get(year::SELF_EVALUATION)?.get(self_evaluation::SCHOOL)?;
    school.items().iter().find(|item| key_of(item).as_deref() == Some(key)).cloned()
}

/// Returns the mark of the indicator with a permanent key.
pub fn mark(facts: &Facts, key: &str) -> Option<String> {
    indicator(facts, key)?.get(indicator::ITEM)?.get(form_item::MARK)?.printed()
}

fn key_of(indicator: &Fact) -> Option<String> {
    indicator.get(indicator::ITEM)?.get(form_item::KEY)?.printed()
}

/// Tells whether a 否 gives its reason, and, for ★, the date by which it is put right.
fn is_honest(indicator: &Fact) -> bool {
    let given = |name: FieldName| indicator.get(name).is_some_and(|fact| !fact.is_absent());
    let mark = indicator
        .get(indicator::ITEM)
        .and_then(|item| item.get(form_item::MARK))
        .and_then(|m| m.printed());
    given(indicator::REASON) && (mark.as_deref() != Some("★") || given(indicator::RECTIFY_BY))
}
