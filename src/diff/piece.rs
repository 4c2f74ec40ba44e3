//! A document as one row of pieces, and back: what is compared, carried and applied.
//! It must not know what any piece says.

use serde::{Deserialize, Serialize};

use crate::document::{Block, Document, Kind, Page, Row, Section, Table};
use crate::edition::Union;

/// The smallest part of a document that a change carries whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "piece", rename_all = "kebab-case")]
pub enum Piece {
    /// A field of the document's head, by its name in `document.json`.
    Field { name: String, value: String },
    /// The start of a section; what follows belongs to it, up to the next heading.
    Heading { depth: usize, id: String, number: String, title: String, page: Page },
    /// A paragraph, a list or a provision with all that belongs to it.
    Block { block: Block },
    /// A table without its rows.
    Table { table: Table },
    /// A row of the table before it.
    Row { row: Row },
    /// Between the sections and what stands after them.
    Closing,
}

/// Takes a document apart.
pub fn pieces(document: &Document) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = fields(document)
        .into_iter()
        .map(|(name, value)| Piece::Field { name: name.to_owned(), value })
        .collect();
    push_blocks(&document.preamble, &mut pieces);
    document.sections.iter().for_each(|section| push_section(section, 0, &mut pieces));
    pieces.push(Piece::Closing);
    push_blocks(&document.closing, &mut pieces);
    push_section(&document.report, 0, &mut pieces);
    pieces
}

/// How the field of a document that says of which union it is names the second.
const GRADUATE: &str = "graduate";

/// The fields of a document's head that are words, each by its name in `document.json`.
macro_rules! words_of_head {
    ($($name:ident)*) => {
        fn words_of_head(document: &Document) -> Vec<(&'static str, String)> {
            vec![$((stringify!($name), document.$name.clone())),*]
        }

        fn word_of_head<'a>(document: &'a mut Document, name: &str) -> Option<&'a mut String> {
            match name {
                $(stringify!($name) => Some(&mut document.$name),)*
                _ => None,
            }
        }
    };
}

words_of_head! {
    year_label year language college organisation title description issuer published as_of
    results_on form
}

fn fields(document: &Document) -> Vec<(&'static str, String)> {
    let union = if document.union.is_first() { "" } else { GRADUATE };
    let mut fields = vec![
        ("schema", document.schema.to_string()),
        ("round", document.round.clone().unwrap_or_default()),
        ("union", union.to_owned()),
    ];
    fields.extend(words_of_head(document));
    fields
}

fn push_section(section: &Section, depth: usize, pieces: &mut Vec<Piece>) {
    let Section { id, number, title, page, .. } = section.clone();
    pieces.push(Piece::Heading { depth, id, number, title, page });
    push_blocks(&section.blocks, pieces);
    section.sections.iter().for_each(|inner| push_section(inner, depth + 1, pieces));
}

fn push_blocks(blocks: &[Block], pieces: &mut Vec<Piece>) {
    for block in blocks {
        match block {
            Block::Table(table) => {
                pieces.push(Piece::Table { table: Table { rows: Vec::new(), ..table.clone() } });
                pieces.extend(table.rows.iter().map(|row| Piece::Row { row: row.clone() }));
            }
            block => pieces.push(Piece::Block { block: block.clone() }),
        }
    }
}

/// Puts a document together again; absent when the pieces make none.
pub fn document(pieces: Vec<Piece>) -> Option<Document> {
    let mut document = Document {
        schema: 0,
        kind: Kind::Disclosure,
        round: None,
        union: Union::First,
        year_label: String::new(),
        year: String::new(),
        language: String::new(),
        college: String::new(),
        organisation: String::new(),
        title: String::new(),
        description: String::new(),
        issuer: String::new(),
        published: String::new(),
        as_of: String::new(),
        results_on: String::new(),
        form: String::new(),
        preamble: Vec::new(),
        sections: Vec::new(),
        closing: Vec::new(),
        report: Section::EMPTY,
        read_from: None,
    };
    let mut closed = false;
    for piece in pieces {
        match piece {
            Piece::Field { name, value } => set(&mut document, &name, value)?,
            Piece::Closing => closed = true,
            Piece::Heading { depth, id, number, title, page } => {
                let section = Section { id, number, title, page, ..Section::EMPTY };
                let outermost = match depth {
                    0 if closed => {
                        document.report = section;
                        continue;
                    }
                    _ if closed => &mut document.report.sections,
                    _ => &mut document.sections,
                };
                let above = depth - usize::from(closed);
                list_at(outermost, above)?.push(section);
            }
            Piece::Block { block } => blocks(&mut document, closed).push(block),
            Piece::Table { table } => blocks(&mut document, closed).push(Block::Table(table)),
            Piece::Row { row } => match blocks(&mut document, closed).last_mut()? {
                Block::Table(table) => table.rows.push(row),
                _ => return None,
            },
        }
    }
    Some(document)
}

/// Returns the list a section of this depth is added to.
fn list_at(sections: &mut Vec<Section>, depth: usize) -> Option<&mut Vec<Section>> {
    match depth {
        0 => Some(sections),
        _ => list_at(&mut sections.last_mut()?.sections, depth - 1),
    }
}

/// Returns where the next block goes: to the section opened last, or before or after all.
fn blocks(document: &mut Document, closed: bool) -> &mut Vec<Block> {
    fn deepest(section: &mut Section) -> &mut Vec<Block> {
        match section.sections.is_empty() {
            true => &mut section.blocks,
            false => deepest(section.sections.last_mut().expect("it is not empty")),
        }
    }
    match (closed, document.sections.is_empty(), document.report.id.is_empty()) {
        (false, true, _) => &mut document.preamble,
        (false, false, _) => deepest(document.sections.last_mut().expect("it is not empty")),
        (true, _, true) => &mut document.closing,
        (true, _, false) => deepest(&mut document.report),
    }
}

fn set(document: &mut Document, name: &str, value: String) -> Option<()> {
    match name {
        "schema" => document.schema = value.parse().ok()?,
        // A round's is the only other kind.
        "round" => {
            document.round = Some(value).filter(|name| !name.is_empty());
            document.kind = if document.round.is_some() { Kind::Notice } else { Kind::Disclosure };
        }
        "union" => {
            document.union = if value == GRADUATE { Union::Graduate } else { Union::First };
        }
        name => *word_of_head(document, name)? = value,
    }
    Some(())
}
