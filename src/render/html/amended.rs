//! Which articles changed since the document before, and what is said of that at their place.
//! It must not know how a page looks, nor how a change was found.

use std::collections::BTreeMap;

use super::view::AmendedView;
use crate::diff::{Change, Difference, Kind, Piece, Subject};
use crate::document::{Block, Document, Section, Value};
use crate::render::changes::{FILE, address};

/// What is said at the place of each changed article, by its address.
pub type Amended = BTreeMap<String, AmendedView>;

/// Finds the articles that a difference tells of. One that only names others by the numbers they
/// now have was not amended.
pub fn amended(difference: &Difference, old: &Document, new: &Document) -> Amended {
    let changes = difference.changes.iter().enumerate();
    let articles = changes.filter(|(_, it)| it.subject == Subject::Article && !it.only_references);
    articles
        .filter(|(_, it)| !it.facets.is_empty() || it.kind != Kind::Changed)
        .filter_map(|(at, change)| {
            let when = when(change, old, new);
            let what = match change.kind {
                Kind::Added => "新增",
                Kind::Changed | Kind::SplitOff => "修改",
                Kind::Removed | Kind::MergedInto => return None,
            };
            let href = format!("{FILE}#{}", address(at));
            Some((article(change)?, AmendedView { words: format!("{when}{what}"), href }))
        })
        .collect()
}

/// Returns the address of the article as it is now.
fn article(change: &Change) -> Option<String> {
    match &change.new.as_ref()?.piece {
        Piece::Block { block: Block::Provision { id, .. } } => Some(id.clone()),
        _ => None,
    }
}

/// Says when it was changed: in the year its regulation was last adopted, where that was after the
/// document before was published; else no more than since which document.
fn when(change: &Change, old: &Document, new: &Document) -> String {
    let section = new.sections.iter().find(|section| section.id == change.part);
    match section.and_then(adopted).filter(|day| **day > *old.published) {
        Some(day) => format!("{}年", day.split('-').next().unwrap_or_default()),
        None => format!("较{}", old.year_label),
    }
}

/// Returns the ISO day on which the regulation of a section was adopted, where that is data.
fn adopted(section: &Section) -> Option<&str> {
    let said = section.blocks.iter().filter_map(Block::statement).flat_map(|it| &it.says);
    said.filter(|said| said.key.ends_with(".adopted_on")).find_map(|said| match &said.value {
        Some(Value::Date { date }) => Some(date.as_str()),
        _ => None,
    })
}
