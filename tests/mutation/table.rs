//! `fields.md`: what is spoilt in which manner, whether that is caught, and why not.
//! It must not know how anything is spoilt.

use std::collections::{BTreeMap, BTreeSet};

use gongkai::datum::{Need, Record};
use gongkai::model::YEAR;
use gongkai::model::round::ROUND;

use crate::support::project;

/// What becomes of the corruptions of a field in one manner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Another place of the form says the same, or a bound is crossed: the build stops.
    Caught,
    /// What is gone was all there was to verify by.
    Unverified,
    /// Another place says the same; no rule stops at it.
    Missed,
    /// Nothing else says it.
    Free,
    /// Nothing else says it; beyond some bound it is caught.
    FreeWithinBounds,
}

/// The word for a field that the sample does not write.
const UNWRITTEN: &str = "未写";

const CLASSES: [(&str, Class); 5] = [
    ("查出", Class::Caught),
    ("无法核实", Class::Unverified),
    ("未查出", Class::Missed),
    ("自由", Class::Free),
    ("界内自由", Class::FreeWithinBounds),
];

impl Class {
    pub fn word(self) -> &'static str {
        CLASSES.iter().find(|(_, class)| *class == self).expect("each class has its word").0
    }
}

/// The table, read.
pub struct Table {
    /// By field and manner; `*` is every manner that has no line of its own.
    lines: BTreeMap<(String, String), Class>,
    /// The files that state what a section states too.
    counterparts: Vec<(String, String)>,
    /// Fields the sample does not write.
    unwritten: BTreeSet<String>,
}

impl Table {
    pub fn read() -> Self {
        let text = std::fs::read_to_string(project("tests/mutation/fields.md")).unwrap();
        let mut table =
            Self { lines: BTreeMap::new(), counterparts: Vec::new(), unwritten: BTreeSet::new() };
        let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
        for row in rows {
            let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
            match cells[..] {
                ["字段" | "部分" | "归类", ..] => {}
                [word, _] if word == UNWRITTEN || CLASSES.iter().any(|(of, _)| *of == word) => {}
                [field, files] => table.counterparts.push((field.to_owned(), files.to_owned())),
                [field, "—", UNWRITTEN, _] => drop(table.unwritten.insert(field.to_owned())),
                [field, kinds, class, reason] => {
                    let (_, class) = CLASSES
                        .into_iter()
                        .find(|(word, _)| *word == class)
                        .unwrap_or_else(|| panic!("{row}: no class {class}"));
                    assert!(
                        class == Class::Caught || reason.chars().count() > 3,
                        "{row}: no reason"
                    );
                    for kind in kinds.split('、') {
                        let key = (field.to_owned(), kind.to_owned());
                        assert!(table.lines.insert(key, class).is_none(), "{row}: {kind} twice");
                    }
                }
                _ => panic!("{row}: not a line of this table"),
            }
        }
        table
    }

    /// Returns the class of a manner of spoiling a field.
    pub fn class(&self, field: &str, kind: &str) -> Option<Class> {
        self.line(field, kind).map(|line| self.lines[&line])
    }

    fn line(&self, field: &str, kind: &str) -> Option<(String, String)> {
        let lines = [kind, "*"].map(|kind| (field.to_owned(), kind.to_owned()));
        lines.into_iter().find(|line| self.lines.contains_key(line))
    }

    /// Tells whether a file states what a field states too; of a round, by its name alone.
    pub fn is_counterpart(&self, field: &str, file: &str) -> bool {
        let of = |section: &str| {
            field == section
                || field.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'))
        };
        let file = file.rsplit('/').next().unwrap_or(file);
        self.counterparts
            .iter()
            .any(|(section, files)| of(section) && files.split('、').any(|name| name == file))
    }

    /// Says which lines no corruption answers to, and which fields the table does not name.
    pub fn stale(&self, spoilt: &[(&str, &str)]) -> Vec<String> {
        let used: BTreeSet<_> =
            spoilt.iter().filter_map(|(field, kind)| self.line(field, kind)).collect();
        let idle = self.lines.keys().filter(|line| !used.contains(line));
        let idle = idle.map(|(field, kind)| format!("{field}, {kind}: nothing is spoilt so"));
        let mut wrong: Vec<String> = idle.collect();
        for field in fields() {
            let written = spoilt.iter().any(|(spoilt, _)| *spoilt == field);
            match (written, self.unwritten.contains(&field)) {
                (true, true) => wrong.push(format!("{field} is written")),
                (false, false) => wrong.push(format!("{field}: not in fields.md")),
                _ => {}
            }
        }
        wrong
    }
}

/// Returns every field that somebody writes, in an author's words.
fn fields() -> Vec<String> {
    fn visit(record: &Record, above: &str, out: &mut Vec<String>) {
        for field in record.fields.iter().filter(|field| field.need != Need::Derived) {
            let path = if above.is_empty() {
                field.key.to_owned()
            } else {
                format!("{above}.{}", field.key)
            };
            match field.shape.record() {
                Some(record) => visit(record, &path, out),
                None => out.push(path),
            }
        }
    }
    let mut out = Vec::new();
    visit(&YEAR, "", &mut out);
    visit(&ROUND, "", &mut out);
    out
}
