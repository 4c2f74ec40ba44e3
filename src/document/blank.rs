//! The official form with nothing filled in, to be handed out and written into.
//! It must not keep anything that an author wrote but what the form itself asks.

use super::{Block, Cell, Document, Inline, Row, Section, Subject, Table};

/// How many rows a list has to write into.
const ROWS: usize = 12;
/// The same of the roster.
const PEOPLE: usize = 28;

/// Takes all answers out of a disclosure: headings, heads of tables and what each indicator asks stay.
pub fn form(document: Document) -> Document {
    let title = format!("{}（空白表样）", document.title);
    Document {
        description: title.clone(),
        title,
        preamble: Vec::new(),
        sections: document.sections.into_iter().map(section).collect(),
        closing: Vec::new(),
        ..document
    }
}

fn section(section: Section) -> Section {
    // The charter is headed by its own title.
    let title = if section.id == "charter" { "章程".to_owned() } else { section.title };
    let tables = section.blocks.into_iter().filter_map(|block| match block {
        Block::Table(table) if is_of_the_form(table.subject) => Some(Block::Table(blank(table))),
        _ => None,
    });
    let parts = section.sections.into_iter().filter(|part| part.id.starts_with("self-evaluation"));
    Section {
        title,
        blocks: tables.collect(),
        sections: parts.map(self::section).collect(),
        ..section
    }
}

/// Tells the tables of the form from those a year adds.
fn is_of_the_form(subject: Subject) -> bool {
    use Subject::*;
    matches!(subject, Indicator | SecondItem | SecondUnion | Unit | Person | Delegation | Guide)
}

fn blank(table: Table) -> Table {
    let asked = |at: usize| match table.columns[at].key.as_str() {
        "item" => true,
        "category" => table.subject == Subject::Guide,
        _ => false,
    };
    let rows = match table.subject {
        Subject::Indicator | Subject::SecondItem | Subject::Guide => table
            .rows
            .iter()
            .map(|row| {
                let cells = (0..table.columns.len()).map(|at| match row.cells.get(at) {
                    Some(cell) if asked(at) => cell.clone(),
                    _ => to_fill_in(&table.columns[at].key),
                });
                Row::new(row.id.clone(), cells.collect())
            })
            .collect(),
        Subject::Person => listed(&table, PEOPLE),
        _ => listed(&table, ROWS),
    };
    Table { rows, ..table }
}

/// Returns empty rows, numbered where the table numbers them.
fn listed(table: &Table, rows: usize) -> Vec<Row> {
    let cell =
        |n: usize, key: &str| if key == "no" { Cell::text(n.to_string()) } else { Cell::default() };
    let row = |n: usize| {
        let cells = table.columns.iter().map(|column| cell(n, &column.key)).collect();
        Row::new(format!("{}-{n}", table.id), cells)
    };
    (1..=rows).map(row).collect()
}

/// Returns what stands where an answer goes: two boxes to tick, or nothing.
fn to_fill_in(key: &str) -> Cell {
    match key {
        "verdict" | "full_time" => {
            Cell::showing(vec![Inline::text("□是"), Inline::LineBreak, Inline::text("□否")])
        }
        _ => Cell::default(),
    }
}
