//! A place in what an author wrote → the address of what a document makes of it.
//! It must not know what is wrong there.

use super::prose::addresses;
use super::sections::indicator_address;
use super::view::{View, prose_of};
use crate::datum::FieldName;
use crate::facts::{Fact, FactValue, Facts};
use crate::model::round::folder;
use crate::model::{delegates, indicator, preface, self_evaluation, year};
use crate::source::Span;
use crate::standard::{About, form_item};

/// Returns the address of the smallest part of a document that a place is printed in: of a row, an
/// article, else of the section; none for what is printed at the head or nowhere.
///
/// `key` is the author's word for the file the place is in, `章程`.
pub fn address(facts: &Facts, key: &str, span: Span) -> Option<String> {
    let part = facts.root.get_by_key(key)?;
    let FactValue::Fields(record, _) = &facts.root.value else { return None };
    let name = record.fields.iter().find(|field| field.key == key)?.name;
    let section = section_of(facts.about(), name)?;
    let within = row(facts, part, section, span).or_else(|| provision(part, section, span));
    within.or_else(|| (facts.about() == About::Year).then(|| section.to_owned()))
}

/// Returns the address of the section that is made of a file.
fn section_of(about: About, name: FieldName) -> Option<&'static str> {
    match (about, name) {
        (About::Year, year::SELF_EVALUATION) => Some("self-evaluation"),
        (About::Year, year::HEAD | year::PREFACE) => None,
        (About::Round, folder::NOTICE) => Some("notice"),
        (About::Round, folder::ANNEXES) => Some("annex"),
        (About::Round, _) => None,
        (About::Year, name) => Some(name.as_str()),
    }
}

/// Returns the address of the row of a table that a place is in.
fn row(facts: &Facts, part: &Fact, section: &str, span: Span) -> Option<String> {
    let at = |list: &Fact| list.items().iter().position(|item| holds(item, span));
    match section {
        "units" | "roster" | "guides" => Some(format!("{section}/row-{}", at(part)? + 1)),
        "delegates" => {
            Some(format!("delegates/row-{}", at(part.get(delegates::BY_DEPARTMENT)?)? + 1))
        }
        "self-evaluation" => {
            let view = View::public(facts).child(year::SELF_EVALUATION);
            let school = part.get(self_evaluation::SCHOOL).and_then(|list| at(list));
            let second = part.get(self_evaluation::SECOND).and_then(|list| at(list));
            let matrix = part.get(self_evaluation::MATRIX).and_then(|list| at(list));
            let item = |name: FieldName, at: usize| view.children(name).into_iter().nth(at);
            match (school, second, matrix) {
                (Some(at), _, _) => {
                    item(self_evaluation::SCHOOL, at).map(|it| indicator_address(&it))
                }
                (_, Some(at), _) => item(self_evaluation::SECOND, at).map(|it| {
                    format!(
                        "self-evaluation/second/{}",
                        it.child(indicator::ITEM).text(form_item::KEY)
                    )
                }),
                (_, _, Some(at)) => Some(format!("self-evaluation/matrix/row-{}", at + 1)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Tells whether a place lies within an entry: in its own, or in that of any of its values.
fn holds(entry: &Fact, span: Span) -> bool {
    entry.span.is_some_and(|whole| whole.contains(span))
        || match &entry.value {
            FactValue::Fields(_, facts) | FactValue::Items(facts) => {
                facts.iter().any(|fact| !fact.derived && holds(fact, span))
            }
            _ => false,
        }
}

/// Returns the address of the smallest provision of a text that a place is in.
fn provision(part: &Fact, section: &str, span: Span) -> Option<String> {
    let prose = part.get(preface::TEXT).and_then(|text| prose_of(text))?;
    let around = addresses(prose, section).into_iter().filter(|(of, _)| of.contains(span));
    around.min_by_key(|(of, _)| of.end - of.start).map(|(_, address)| address)
}
