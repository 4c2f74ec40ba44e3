//! What the texts that have provisions are read with: their nodes, pieces and clauses.
//! It must not know what is looked for.

use crate::datum::prose::{Node, Prose};
use crate::datum::{Datum, FieldName, Record, Value};
use crate::facts::private::node_texts;
use crate::model::{charter, year};
use crate::source::Span;

/// Sets a derived field of a section that was written.
pub fn set(root: &mut Datum, section: FieldName, name: FieldName, datum: Datum) {
    if let Some(section) = root.get_mut(section).filter(|s| matches!(s.value, Value::Fields(..))) {
        section.set(name, datum);
    }
}

/// Returns the text of a section, of those that are adopted.
pub fn prose(root: &Datum, section: FieldName) -> Option<&Prose> {
    root.get(section).get(charter::TEXT).prose()
}

/// Returns every node below one, in reading order.
pub fn flat(node: &Node) -> Vec<&Node> {
    node.children.iter().flat_map(|child| std::iter::once(child).chain(flat(child))).collect()
}

/// Returns the words of one node, joined where they adjoin, each with its place.
pub fn pieces(node: &Node) -> Vec<(String, Span)> {
    let mut pieces = Vec::new();
    node_texts(node, &mut |text, span| pieces.push((text.to_owned(), span)));
    pieces
}

/// Makes a record of a table with some of its fields given; the rest lack, at its place.
pub fn entry<const N: usize>(
    table: &'static Record,
    place: Option<Span>,
    fields: [(FieldName, Datum); N],
) -> Datum {
    let mut entry = Datum::new(table.empty(), place);
    for (name, datum) in fields {
        entry.set(name, datum);
    }
    entry
}

/// Returns the clause in which a byte stands: from the mark before it to the mark behind it.
pub fn clause<'a>(text: &'a str, at: usize, marks: &[char]) -> &'a str {
    let start = text[..at]
        .rfind(marks)
        .map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8));
    let end = text[at..].find(marks).map_or(text.len(), |i| at + i);
    &text[start..end]
}

/// The marks at which a clause ends.
pub const COMMAS: [char; 7] = ['，', '。', '；', '：', ',', ';', '\n'];

/// The sections whose texts speak of the union's congress and offices, besides the charter.
pub const BESIDE_CHARTER: [FieldName; 7] = [
    year::PREFACE,
    year::UNITS,
    year::NOMINATION,
    year::ELECTION,
    year::CONGRESS,
    year::DELEGATES,
    year::APPRAISAL,
];
