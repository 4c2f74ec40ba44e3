//! Whether an expression can only come to a number: “*” repeats a text or a list as willingly.
//! It must not know what any number means.

use std::collections::BTreeMap;

use crate::datum::{Record, Shape};

/// The words of the language, and the functions that come to a number.
const WORDS: [&str; 12] = [
    "and",
    "or",
    "not",
    "in",
    "if",
    "else",
    "true",
    "false",
    "none",
    "ceil_ratio",
    "rounds_to",
    "length",
];

/// Whether the facts of a name are numbers, in whatever record of a table they stand.
#[derive(Debug)]
pub struct Numbers(BTreeMap<&'static str, bool>);

impl Numbers {
    /// Reads the names of a table and of all below it.
    pub fn read(table: &'static Record) -> Self {
        let mut names = BTreeMap::new();
        visit(table, &mut Vec::new(), &mut names);
        Self(names)
    }

    /// Tells whether all that an expression reads are numbers; `lets` are names that do.
    pub fn only(&self, text: &str, lets: &[&str]) -> bool {
        let text = &without_list_functions(text);
        if text.contains(['"', '\'', '~', '[', '{']) || has_tuple(text) {
            return false;
        }
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        text.split(|c: char| !is_part(c)).filter(|path| !path.is_empty()).all(|path| {
            let last = path.rsplit('.').next().unwrap_or(path);
            let is_literal = path.chars().all(|c| c.is_ascii_digit());
            let is_fact = path.contains('.') && self.0.get(last) == Some(&true);
            let asks = path.contains(".given.");
            is_literal || is_fact || asks || WORDS.contains(&path) || lets.contains(&path)
        })
    }
}

fn visit(
    record: &'static Record,
    seen: &mut Vec<*const Record>,
    names: &mut BTreeMap<&'static str, bool>,
) {
    if seen.contains(&std::ptr::from_ref(record)) {
        return;
    }
    seen.push(record);
    for field in record.fields {
        let shape = field.shape;
        // A record cannot be repeated.
        let is_number = matches!(
            shape,
            Shape::Count(_) | Shape::Date | Shape::YesNo | Shape::Verdict | Shape::One(_)
        );
        *names.entry(field.name.as_str()).or_insert(true) &= is_number;
        shape.record().into_iter().for_each(|below| visit(below, seen, names));
    }
}

/// Writes a number for each function that makes one of a list: its arguments are none.
fn without_list_functions(text: &str) -> String {
    let mut text = text.to_owned();
    for name in ["sum(", "count(", "max(", "workdays(", "month("] {
        while let Some(start) = text.find(name) {
            let joined = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            match text[start..].find(')') {
                Some(end) if !joined => text.replace_range(start..=start + end, "1"),
                _ => break,
            }
        }
    }
    text
}

/// Tells whether a comma parts anything but the arguments of a function.
fn has_tuple(text: &str) -> bool {
    let mut calls = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => calls.push(text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')),
            ')' => drop(calls.pop()),
            ',' if calls.last() != Some(&true) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::Numbers;
    use crate::model::YEAR;

    #[test]
    fn texts_and_lists_are_no_numbers() {
        let only = |text: &str, lets: &[&str]| Numbers::read(&YEAR).only(text, lets);
        assert!(only("person.rank * form.limits.rank.den <= ceil_ratio(congress.due, 2, 3)", &[]));
        assert!(only("sum(units, 'headcount') * 2", &[]));
        assert!(only("den * 3 if person.given.name else 4", &["den"]));
        for text in [
            "person.name * 9",
            "roster * 9",
            "'a' * 9",
            "[1] * 9",
            "x * 9",
            "(a ~ b) * 9",
            "(1, 2) * 9",
        ] {
            assert!(!only(text, &[]), "{text}");
        }
    }
}
