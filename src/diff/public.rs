//! A difference as everybody may read it: people are numbers, by department.
//! It must not hold a name of either roster, for a frozen page would keep it for good.

use std::collections::BTreeMap;

use super::{Difference, Edition, Kind, Piece, Placed, Subject, diff, summary};
use crate::document::{Document, Page, plain_text};
use crate::redaction::{names, without_people};

/// What stands where a text names somebody of either roster.
const OMITTED: &str = "〔姓名从略〕";

/// A difference without people, and how many of them came and went.
#[derive(Clone, Debug, PartialEq)]
pub struct Public {
    pub difference: Difference,
    pub movements: Vec<Movement>,
}

/// What became of the people of a department.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Movement {
    pub department: String,
    pub come: usize,
    pub left: usize,
    /// Those who stayed, and came from or went to another department.
    pub moved_in: usize,
    pub moved_out: usize,
}

/// Tells what changed from one document to another without naming anybody of their rosters, in
/// texts neither; those officially responsible are named.
pub fn public(old: &Document, new: &Document) -> Public {
    let people = diff(&roster_alone(old), &roster_alone(new));
    let mut all = names(old);
    all.extend(names(new));
    let without = |document| without_people(document, &all, OMITTED);
    let mut difference = diff(&without(old), &without(new));
    (difference.old, difference.new) = (Edition::of(old), Edition::of(new));
    let movements = movements(&people);
    let told = difference.changes.len();
    let people = people.changes.into_iter().filter(|change| change.subject == Subject::Person);
    difference.changes.extend(people);
    difference.summary = summary::summary(&difference);
    difference.changes.truncate(told);
    Public { difference, movements }
}

fn roster_alone(document: &Document) -> Document {
    let mut alone = document.clone();
    alone.sections.retain(|section| section.page == Page::Roster);
    alone
}

fn movements(people: &Difference) -> Vec<Movement> {
    let mut found: BTreeMap<String, Movement> = BTreeMap::new();
    let mut count = |department: String, one: fn(&mut Movement)| {
        let known = found.entry(department.clone());
        one(known.or_insert_with(|| Movement { department, ..Movement::default() }));
    };
    let changes = people.changes.iter().filter(|change| change.subject == Subject::Person);
    for change in changes {
        let [old, new] = [&change.old, &change.new].map(|placed| placed.as_ref().map(department));
        match (change.kind, old, new) {
            (Kind::Added, _, Some(new)) => count(new, |m| m.come += 1),
            (Kind::Removed, Some(old), _) => count(old, |m| m.left += 1),
            (Kind::Changed, Some(old), Some(new)) if old != new => {
                count(old, |m| m.moved_out += 1);
                count(new, |m| m.moved_in += 1);
            }
            _ => {}
        }
    }
    found.into_values().collect()
}

/// The cell of a roster's row that tells the department: the fourth, as the form has it.
fn department(placed: &Placed) -> String {
    match &placed.piece {
        Piece::Row { row } => row.cells.get(3).map(|cell| plain_text(cell)).unwrap_or_default(),
        _ => String::new(),
    }
}
