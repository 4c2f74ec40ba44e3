//! A difference without those whom either document hides; in public people are numbers.
//! It must not hold a name that a frozen page or a file would keep for good.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Compared, Difference, Kind, Subject, diff_told_of, summary};
use crate::document::{self, Digested, Document};
use crate::redaction::{self, names, withdrawn_from};

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

/// Tells what changed from one document to another, naming nobody whom one of them withdrew or whose
/// results it does not print: of them nothing is compared, and between two editions of one thing
/// the words that would show who they were are left out.
pub fn diff_published(old: &Document, new: &Document) -> Difference {
    let editions = (Compared::digested(old), Compared::digested(new));
    diff_told_of(&beside(old, new), &beside(new, old), editions)
}

/// Tells what changed from one document to another without naming anybody whom their rosters or
/// results list, in texts neither; those officially responsible are named. Of the reports, which
/// follow from all the rest, nothing is told.
pub fn public(old: Digested, new: Digested) -> Public {
    let editions = (Compared::from_digested(old), Compared::from_digested(new));
    let (old, new) = (old.document, new.document);
    let people = diff_told_of(
        &lists_alone(&beside(old, new)),
        &lists_alone(&beside(new, old)),
        editions.clone(),
    );
    let all = &names(old) | &names(new);
    let without = |document| redaction::without_people(texts(document), &all, OMITTED);
    let mut difference = diff_told_of(&without(old), &without(new), editions);
    let movements = movements(&people);
    let told = difference.changes.len();
    let people = people.changes.into_iter().filter(|change| change.subject.is_person());
    difference.changes.extend(people);
    difference.summary = summary::summary(&difference);
    difference.changes.truncate(told);
    Public { difference, movements }
}

/// Returns a document as it may be told beside another, which hides some people: those it lists and
/// the other does not may be the very same.
fn beside<'a>(document: &'a Document, other: &Document) -> Cow<'a, Document> {
    let hides = match other.kind {
        document::Kind::Disclosure => withdrawn_from(other) > 0,
        document::Kind::Notice => withdrawn_from(other) > 0 || names(other).is_empty(),
    };
    if !hides {
        return Cow::Borrowed(document);
    }
    let hidden = &names(document) - &names(other);
    let same = document.edition() == other.edition();
    Cow::Owned(redaction::left_out(document, &hidden, same.then_some(OMITTED)))
}

fn lists_alone(document: &Document) -> Document {
    let lists = document.sections.iter().filter(|section| redaction::lists_people(section));
    Document { sections: lists.cloned().collect(), ..document.without_text() }
}

/// Returns a document without its report.
fn texts(document: &Document) -> Document {
    Document {
        preamble: document.preamble.clone(),
        sections: document.sections.clone(),
        closing: document.closing.clone(),
        ..document.without_text()
    }
}

fn movements(people: &Difference) -> Vec<Movement> {
    let mut found: BTreeMap<String, Movement> = BTreeMap::new();
    let mut count = |department: String, one: fn(&mut Movement)| {
        let known = found.entry(department.clone());
        one(known.or_insert_with(|| Movement { department, ..Movement::default() }));
    };
    let changes = people.changes.iter().filter(|change| change.subject == Subject::Person);
    for change in changes {
        // Of one who came or left a difference tells all, of one who stayed what changed.
        let Some(department) = change.facet("department") else { continue };
        let (old, new) = (department.old.clone(), department.new.clone());
        match change.kind {
            Kind::Added => count(new, |m| m.come += 1),
            Kind::Removed => count(old, |m| m.left += 1),
            _ => {
                count(old, |m| m.moved_out += 1);
                count(new, |m| m.moved_in += 1);
            }
        }
    }
    found.into_values().collect()
}
