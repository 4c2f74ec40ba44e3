//! Every stretch of text an author wrote for a year, as a reader sees it: unbroken by marks of
//! emphasis or line ends in the source, with the place of each part of it.
//! It must not know what is looked for in it.

use std::ops::Range;

use crate::datum::prose::{self, Node, Run};
use crate::datum::{Datum, Field, FieldName, Need, Shape, Value, Visibility};
use crate::model::round::{ABSENTEE, CONTACT, SUBJECT, contact};
use crate::model::{GUIDE, PERSON, person};
use crate::source::{Sources, Span};

/// Stands in a passage where the program fills in a fact.
pub const FILLED: char = '\u{fffc}';

/// What kind of text a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The words of a paragraph, an article or an item.
    Body,
    Heading,
    /// A value of the data.
    Cell,
    /// A person's name in its own cell.
    Name,
    /// Where a link leads.
    Target,
}

/// A stretch of text.
#[derive(Clone, Debug)]
pub struct Passage {
    pub text: String,
    pub kind: Kind,
    /// The section it stands in, by its English name.
    pub section: FieldName,
    /// Whether it is hidden from the public.
    pub hidden: bool,
    pieces: Vec<Piece>,
}

/// A part of a passage that stands in one place of the source.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: usize,
    span: Span,
    /// Whether it is written out there letter by letter.
    literal: bool,
}

impl Passage {
    fn push(&mut self, text: &str, span: Span, sources: &Sources) {
        let literal = sources.text(span) == text;
        self.pieces.push(Piece { at: self.text.len(), span, literal });
        self.text.push_str(text);
    }

    /// Returns the place of a part of it.
    pub fn place(&self, part: Range<usize>) -> Span {
        let of = |byte: usize| {
            let at = self.pieces.partition_point(|piece| piece.at <= byte);
            self.pieces[at.saturating_sub(1)]
        };
        let first = of(part.start);
        let last = of(part.end.saturating_sub(1).max(part.start));
        let start = match first.literal {
            true => (first.span.start + part.start - first.at).min(first.span.end),
            false => first.span.start,
        };
        let end = match last.literal {
            true => (last.span.start + part.end - last.at).min(last.span.end),
            false => last.span.end,
        };
        Span::new(first.span.file, start, end.max(start))
    }
}

/// Collects every passage of a year or a round, in the order of its table.
pub fn passages(root: &Datum, sources: &Sources) -> Vec<Passage> {
    let mut found = Vec::new();
    let Value::Fields(table, sections) = &root.value else { return found };
    for (field, section) in table.fields.iter().zip(sections) {
        if field.need != Need::Derived {
            let walk = Walk { sources, section: field.name, hidden: false, name: false };
            walk.field(field, section, &mut found);
        }
    }
    found
}

/// Where in the year a walk has come to.
#[derive(Clone, Copy)]
struct Walk<'a> {
    sources: &'a Sources,
    section: FieldName,
    hidden: bool,
    name: bool,
}

impl Walk<'_> {
    fn field(mut self, field: &Field, datum: &Datum, found: &mut Vec<Passage>) {
        self.hidden |= field.visibility == Visibility::Hidden;
        // What is chosen from a list is nobody's own wording; a mailbox that is hidden by its field
        // was declared to be a person's.
        match field.shape {
            Shape::Choice(_) => {}
            Shape::Email if self.hidden => {}
            _ => self.datum(datum, found),
        }
    }

    fn datum(self, datum: &Datum, found: &mut Vec<Passage>) {
        match (&datum.value, datum.span) {
            (Value::Text(text), Some(span)) => {
                let kind = if self.name { Kind::Name } else { Kind::Cell };
                let mut passage = self.empty(kind);
                passage.push(text, span, self.sources);
                found.push(passage);
            }
            (Value::Fields(record, data), _) => {
                let people = [&PERSON, &GUIDE, &SUBJECT, &ABSENTEE, &CONTACT];
                let of_person = people.iter().any(|known| record.is(known));
                for (field, datum) in record.fields.iter().zip(data) {
                    if field.need != Need::Derived {
                        let is_name = matches!(field.name, person::NAME | contact::PERSON);
                        let name = (of_person && is_name) || field.visibility == Visibility::Named;
                        Walk { name, ..self }.field(field, datum, found);
                    }
                }
            }
            (Value::Items(items), _) => items.iter().for_each(|item| self.datum(item, found)),
            (Value::Prose(prose), _) => prose.walk(&mut |node, _| self.node(node, found)),
            _ => {}
        }
    }

    fn empty(self, kind: Kind) -> Passage {
        let Walk { section, hidden, .. } = self;
        Passage { text: String::new(), kind, section, hidden, pieces: Vec::new() }
    }

    fn node(self, node: &Node, found: &mut Vec<Passage>) {
        let heads = matches!(node.kind, prose::Kind::Chapter | prose::Kind::Section);
        let mut passage = self.empty(if heads { Kind::Heading } else { Kind::Body });
        let mut targets = Vec::new();
        self.runs(&node.runs, node.span, &mut passage, &mut targets);
        if !passage.text.is_empty() {
            found.push(passage);
        }
        found.extend(targets);
    }

    fn runs(self, runs: &[Run], around: Span, passage: &mut Passage, targets: &mut Vec<Passage>) {
        for run in runs {
            match run {
                Run::Text { text, span } => passage.push(text, *span, self.sources),
                Run::Strong(runs) | Run::Emphasis(runs) => {
                    self.runs(runs, around, passage, targets);
                }
                Run::Link { target, runs, span } => {
                    let mut passage_of_target = self.empty(Kind::Target);
                    passage_of_target.push(&decoded(target), *span, self.sources);
                    targets.push(passage_of_target);
                    self.runs(runs, *span, passage, targets);
                }
                Run::Fact { span, .. } => {
                    passage.push(FILLED.encode_utf8(&mut [0; 4]), *span, self.sources);
                }
                Run::LineBreak => {
                    let end = passage.pieces.last().map_or(around.at_start(), |piece| {
                        Span::new(piece.span.file, piece.span.end, piece.span.end)
                    });
                    passage.push("\n", end, self.sources);
                }
            }
        }
    }
}

/// Returns an address with `%31` and the like written out.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'%');
        let hex = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Tells whether a character is a 汉字.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_lead() {
        assert_eq!(decoded("tel:%31%338a"), "tel:138a");
        assert_eq!(decoded("a%2"), "a%2");
    }
}
