//! Deliberate exceptions: what a year's `豁免` takes out of the findings, and what it may not.
//! It must not know what a rule is about; families and marks decide.

use std::sync::Arc;

use super::claims;
use super::evaluate::{Outcome, Verdict};
use crate::datum::FieldName;
use crate::datum::prose::{Node, Prose};
use crate::diagnostic::{Diagnostic, Level};
use crate::facts::{Fact, FactValue, Facts};
use crate::load::Standards;
use crate::model::{charter, exemption, head, preface, year};
use crate::source::Span;
use crate::standard::Rule;

/// Families that bear no exception: whether files can be read, the official form's own tables,
/// privacy, what is published, and exceptions themselves.
const FIRM: [(&str, &str); 9] = [
    ("IN", "读取"),
    ("MD", "读取"),
    ("RL", "规则本身"),
    ("STR", "表样"),
    ("SE", "表样"),
    ("L2", "表样"),
    ("PV", "个人信息"),
    ("PB", "发布"),
    ("EX", "豁免"),
];

/// Takes what the year exempts out of the findings, and reports exceptions that may not be made
/// or that nothing answers to.
pub fn apply(
    facts: &Facts,
    standards: &Standards,
    outcomes: &mut [Outcome],
    findings: &mut Vec<Diagnostic>,
) {
    // A round declares none; its root has no head.
    let entries = facts.root.get(year::HEAD).and_then(|head| head.get(head::EXEMPTIONS));
    for entry in entries.iter().flat_map(|entries| entries.items()) {
        let text = |name: FieldName| entry.get(name).and_then(|fact| fact.printed());
        let span = |name: FieldName| entry.get(name).and_then(|fact| fact.span).or(entry.span);
        let (Some(code), Some(place)) = (text(exemption::CODE), text(exemption::PLACE)) else {
            continue;
        };
        let (Some(code_at), Some(place_at)) = (span(exemption::CODE), span(exemption::PLACE))
        else {
            continue;
        };
        let rule = standards.rule(&code);
        if let Some(why) = refusal(&code, rule, facts) {
            let message = format!("{code} 是{why}的规则，不能豁免");
            findings.push(
                Diagnostic::violation("EX-01", code_at, message)
                    .help("改正内容使它符合规则；★指标确未达到的，如实写“否”、原因和整改期限"),
            );
            continue;
        }
        let within = locate(&facts.root, &place);
        let before = findings.len();
        let exempted = |finding: &Diagnostic| {
            finding.code == code
                && finding.level != Level::Unverified
                && within.is_some_and(|within| within.contains(finding.primary.span))
        };
        findings.retain(|finding| !exempted(finding));
        if findings.len() == before {
            let message = match (rule, within) {
                (None, _) => format!("没有代号为 {code} 的规则"),
                (_, None) => format!("没有“{place}”这个位置"),
                _ => format!("{code} 在“{place}”没有发现问题，这条豁免没有用处"),
            };
            let at = if rule.is_none() { code_at } else { place_at };
            findings.push(
                Diagnostic::warning("EX-02", at, message)
                    .help("位置写成 名单[4].排名、章程.第五条 的样子；用不着的豁免应当删去"),
            );
        } else if !findings.iter().any(|finding| finding.code == code) {
            let outcome = outcomes.iter_mut().find(|outcome| outcome.code == code);
            outcome.into_iter().for_each(|outcome| outcome.verdict = Verdict::Exempted);
        }
    }
    // Whether an exception is of any use tells what became of its rule.
    let of_hidden = entries.iter().flat_map(|entries| entries.items()).any(|entry| {
        let code = entry.get(exemption::CODE).and_then(|fact| fact.printed());
        outcomes.iter().any(|outcome| outcome.hidden && Some(&outcome.code) == code.as_ref())
    });
    for code in ["EX-01", "EX-02"] {
        let outcome = outcomes.iter_mut().find(|outcome| outcome.code == code);
        if let Some(outcome) = outcome.filter(|_| findings.iter().any(|f| f.code == code)) {
            outcome.verdict = Verdict::Violated;
        }
        let outcome = outcomes.iter_mut().find(|outcome| outcome.code == code);
        outcome.into_iter().for_each(|outcome| outcome.hidden |= of_hidden);
    }
}

/// Says what kind of rule bears no exception, if this is one.
fn refusal(code: &str, rule: Option<&Rule>, facts: &Facts) -> Option<&'static str> {
    let family = code.split('-').next().unwrap_or_default();
    if let Some((_, why)) = FIRM.iter().find(|(firm, _)| *firm == family) {
        return Some(why);
    }
    let proves = rule?.proves.as_ref()?;
    (claims::mark(facts, proves).as_deref() == Some("★")).then_some("核心指标（★）")
}

/// Finds the place an author names: `名单[4].排名`, `章程.第五条`, `前言`.
fn locate(root: &Arc<Fact>, path: &str) -> Option<Span> {
    let mut fact = root.clone();
    for step in path.split('.') {
        let (key, number) = match step.split_once('[') {
            Some((key, rest)) => (key, Some(rest.strip_suffix(']')?.parse::<usize>().ok()?)),
            None => (step, None),
        };
        match fact.get_by_key(key.trim()) {
            Some(below) => fact = below.clone(),
            None => return labelled(prose_of(&fact)?, key),
        }
        if let Some(number) = number {
            fact = fact.items().get(number.checked_sub(1)?)?.clone();
        }
    }
    fact.span.or_else(|| fact.get(preface::TEXT)?.span)
}

fn prose_of(fact: &Fact) -> Option<&Prose> {
    match &fact.get(charter::TEXT)?.value {
        FactValue::Prose(prose) => Some(prose),
        _ => None,
    }
}

/// Finds the whole of an article or item by its label.
fn labelled(prose: &Prose, label: &str) -> Option<Span> {
    let mut found = None;
    prose.walk(&mut |node, _| {
        let is_it = node.label.as_ref().is_some_and(|known| known.text == label);
        if is_it && found.is_none() {
            found = Some(whole(node));
        }
    });
    found
}

fn whole(node: &Node) -> Span {
    node.children.iter().fold(node.span, |span, child| span.to(whole(child)))
}
