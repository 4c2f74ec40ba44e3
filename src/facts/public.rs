//! The words of a year that may be printed, each with its place.
//! It must not know where they are printed.

use super::tree::{Fact, FactValue};
use crate::datum::prose::{self, Prose};
use crate::source::Span;

/// Calls `see` with every text an author wrote that is not hidden.
pub fn each_public_text(fact: &Fact, see: &mut impl FnMut(&str, Span)) {
    if fact.hidden || fact.derived {
        return;
    }
    match (&fact.value, fact.span) {
        (FactValue::Leaf(value), Some(span)) => {
            if let Some(text) = value.as_str() {
                see(text, span);
            }
        }
        (FactValue::Fields(_, facts) | FactValue::Items(facts), _) => {
            facts.iter().for_each(|fact| each_public_text(fact, see));
        }
        (FactValue::Prose(text), _) => each_word(text, see),
        _ => {}
    }
}

fn each_word(text: &Prose, see: &mut impl FnMut(&str, Span)) {
    text.walk(&mut |node, _| {
        if let Some(label) = &node.label {
            see(&label.text, label.span);
        }
        prose::each_text(&node.runs, see);
    });
}
