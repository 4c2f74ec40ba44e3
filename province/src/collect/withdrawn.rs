//! Whether a document differs from the one before by nothing but people who were withdrawn from it,
//! or put back: that is no rewriting.
//! It must not know where either stands.

use gongkai::document::Document;
use gongkai::redaction::{TAKEN_DOWN, Withdrawn, names, redacted, withdrawn_from};
use serde_json::Value;

/// The most characters of a name, which 已撤下 may stand for.
const LONGEST_NAME: usize = 30;

/// Tells whether a released document is the one before without some people, or with them again.
pub(super) fn differ_by_people_alone(then: &Document, now: &Document) -> bool {
    then != now && (is_without_people(then, now) || is_without_people(now, then))
}

/// Tells whether a document that was never released names fewer people than the one before: what its
/// year no longer names on the day its roster comes down.
pub(super) fn names_fewer(then: &Document, now: &Document) -> bool {
    withdrawn_from(now) > withdrawn_from(then)
}

/// Tells whether a document is another without some people, as the college's program leaves them out.
fn is_without_people(whole: &Document, without: &Document) -> bool {
    let (listed, left) = (names(whole), names(without));
    let everybody = !listed.is_empty() && left.is_empty();
    let gone = Withdrawn { everybody, names: listed.difference(&left).cloned().collect() };
    let as_value = |document: &Document| serde_json::to_value(document).ok();
    match (as_value(&redacted(whole, &gone)), as_value(without)) {
        (Some(whole), Some(without)) => is_masked(&whole, &without),
        _ => false,
    }
}

/// Tells whether a part is another one in which 已撤下 may stand for a name: of somebody whom no list
/// names, only texts do. A value that named them is gone.
fn is_masked(whole: &Value, without: &Value) -> bool {
    match (whole, without) {
        (Value::String(whole), Value::String(without)) => is_masked_text(whole, without),
        (Value::Array(whole), Value::Array(without)) => {
            whole.len() == without.len()
                && whole.iter().zip(without).all(|(whole, without)| is_masked(whole, without))
        }
        (Value::Object(whole), Value::Object(without)) => {
            without.keys().all(|key| whole.contains_key(key))
                && whole.iter().all(|(key, value)| match without.get(key) {
                    Some(other) => is_masked(value, other),
                    None => key == "value",
                })
        }
        _ => whole == without,
    }
}

fn is_masked_text(whole: &str, without: &str) -> bool {
    let mut parts = without.split(TAKEN_DOWN);
    let Some(mut rest) = whole.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<&str> = parts.collect();
    for (nth, part) in parts.iter().enumerate() {
        let is_last = nth + 1 == parts.len();
        let at = if is_last { rest.len().checked_sub(part.len()) } else { rest.find(part) };
        let Some(at) = at.filter(|at| rest.is_char_boundary(*at) && rest[*at..].starts_with(part))
        else {
            return false;
        };
        let name = rest[..at].chars().count();
        if !(1..=LONGEST_NAME).contains(&name) {
            return false;
        }
        rest = &rest[at + part.len()..];
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_covered_and_nothing_else() {
        for (whole, without, is) in [
            ("由林知夏主持", "由林知夏主持", true),
            ("由林知夏主持", "由已撤下主持", true),
            ("林知夏、韩𫘧", "已撤下、已撤下", true),
            ("由林知夏主持", "由已撤下召集", false),
            ("由林知夏主持，到会100人", "由已撤下主持，到会120人", false),
            ("由主持", "由已撤下主持", false),
            ("已撤下", "已撤下", true),
            ("甲", "乙", false),
        ] {
            assert_eq!(is_masked_text(whole, without), is, "{whole} {without}");
        }
        let long = "字".repeat(LONGEST_NAME + 1);
        assert!(!is_masked_text(&long, TAKEN_DOWN));
    }
}
