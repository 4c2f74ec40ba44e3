//! A table by the words at the head of its columns.
//! It must not know what any column is for.

use std::collections::BTreeMap;

use crate::import::paper::{Block, Table};

/// A table whose head was found: its columns by name, and the rows below.
#[derive(Clone, Debug, Default)]
pub struct Headed {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// What stands above the head: a title.
    pub above: Vec<String>,
    /// Where the links of each cell lead, by row and column.
    links: BTreeMap<(usize, usize), Vec<String>>,
}

impl Headed {
    /// Returns the first column whose head holds one of some words.
    pub fn column<S: AsRef<str>>(&self, words: &[S]) -> Option<usize> {
        let mut words_of = words.iter().map(AsRef::as_ref);
        let same = |word: &str| self.columns.iter().position(|head| head == word);
        let holding = |word: &str| self.columns.iter().position(|head| head.contains(word));
        words_of.clone().find_map(same).or_else(|| words_of.find_map(holding))
    }

    /// Makes a table of a head and rows that were found elsewhere.
    pub fn from_rows(columns: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self { columns, rows, ..Self::default() }
    }

    /// Returns where the links of a cell lead.
    pub fn links(&self, row: usize, column: Option<usize>) -> &[String] {
        column.and_then(|column| self.links.get(&(row, column))).map_or(&[], Vec::as_slice)
    }

    /// Returns the text of a cell.
    pub fn cell<'a>(&'a self, row: &'a [String], column: Option<usize>) -> &'a str {
        column.and_then(|column| row.get(column)).map_or("", String::as_str)
    }
}

/// Reads the first row that holds all of some words as the head of a table. A head of two rows,
/// merged over each other, is joined.
pub fn headed<S: AsRef<str>>(table: &Table, wanted: &[&[S]]) -> Option<Headed> {
    let width = table.width();
    let texts = |row: usize| -> Vec<String> {
        (0..width).map(|column| flat(&table.shown(row, column))).collect()
    };
    let fits = |cells: &[String]| {
        let stands = |word: &S| cells.iter().any(|cell| cell.contains(word.as_ref()));
        wanted.iter().all(|words| words.iter().any(stands))
    };
    let at = (0..table.rows.len().min(12)).find(|row| fits(&texts(*row)))?;
    let columns = texts(at);
    let mut above: Vec<String> = (0..at).flat_map(texts).filter(|cell| !cell.is_empty()).collect();
    above.dedup();
    let rows = (at + 1..table.rows.len()).map(|row| {
        // A cell merged over several rows is that of each of them.
        let mut cells = texts(row);
        for (column, cell) in cells.iter_mut().enumerate() {
            if table.rows[row].iter().any(|own| own.continued && own.column == column) {
                *cell = flat(&table.shown(row, column));
            }
        }
        cells
    });
    let mut headed = Headed { columns, rows: Vec::new(), above, ..Headed::default() };
    for (row, cells) in (at + 1..).zip(rows) {
        if cells.iter().all(String::is_empty) {
            continue;
        }
        for cell in &table.rows[row] {
            let links = cell.blocks.iter().filter_map(Block::paragraph).flat_map(|it| &it.links);
            headed.links.insert((headed.rows.len(), cell.column), links.cloned().collect());
        }
        headed.rows.push(cells);
    }
    Some(headed)
}

/// Tells a line that only names the table below it.
pub fn is_caption(line: &str) -> bool {
    line.chars().count() <= 24 && !line.contains(['。', '，', '；', '：'])
}

/// Puts the lines of a cell into one.
pub fn flat(text: &str) -> String {
    let mut flat = String::new();
    for line in text.split('\n') {
        let line = line.trim();
        // Latin words need the blank that a line end was.
        let joins = flat.ends_with(|c: char| c.is_ascii_alphanumeric())
            && line.starts_with(|c: char| c.is_ascii_alphanumeric());
        if joins {
            flat.push(' ');
        }
        flat.push_str(line);
    }
    flat
}
