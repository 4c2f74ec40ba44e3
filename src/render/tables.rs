//! The tables of a document as CSV, one file a table, and the keys of their columns beside them.
//! It must not know what a table is about: files are named by subjects, columns by keys.

use std::collections::BTreeMap;

use csv::{Terminator, Writer, WriterBuilder};

use crate::document::{Block, Cell, Column, Document, Said, Section, Subject, Table, Value};
use crate::manifest::Artifact;

/// The file that lists the columns of all others.
pub const COLUMNS: &str = "columns.csv";

/// Spreadsheets take a file for UTF-8 when it begins with this.
const BOM: &str = "\u{feff}";

/// Prints every table of a document, those of its report among them. A file's first row holds the
/// labels of the columns; `columns.csv` says which key stands behind each, and the unit of numbers.
pub fn tables(document: &Document) -> Vec<Artifact> {
    let mut found = Vec::new();
    let blocks = document.preamble.iter().chain(&document.closing);
    blocks.for_each(|block| in_block(block, &mut found));
    document.sections.iter().for_each(|section| in_section(section, &mut found));
    in_section(&document.report, &mut found);
    let mut files = Vec::new();
    let mut listed = vec![["文件", "主题", "列", "名称", "键", "单位"].map(str::to_owned).to_vec()];
    let mut used = BTreeMap::new();
    for table in found {
        let file = file_name(table, &mut used);
        let columns = columns(table);
        for (at, column) in columns.iter().enumerate() {
            let Shown { label, key, unit, .. } = column;
            let line = [&file, &subject(table.subject), &(at + 1).to_string(), label, key, unit];
            listed.push(line.map(String::clone).to_vec());
        }
        let labels = columns.iter().map(|column| column.label.clone()).collect();
        let line = |at: usize| columns.iter().map(|column| column.cells[at].clone()).collect();
        let lines = std::iter::once(labels).chain((0..table.rows.len()).map(line));
        files.push(Artifact::new(file, csv(lines)));
    }
    files.push(Artifact::new(COLUMNS, csv(listed)));
    files
}

fn in_section<'a>(section: &'a Section, found: &mut Vec<&'a Table>) {
    section.blocks.iter().for_each(|block| in_block(block, found));
    section.sections.iter().for_each(|inner| in_section(inner, found));
}

fn in_block<'a>(block: &'a Block, found: &mut Vec<&'a Table>) {
    match block {
        Block::Table(table) => found.push(table),
        Block::Provision { children, .. } => {
            children.iter().for_each(|child| in_block(child, found));
        }
        Block::Paragraph { .. } | Block::List { .. } => {}
    }
}

/// Names a table's file by its subject, and by its own name where several are about the same.
fn file_name(table: &Table, used: &mut BTreeMap<String, u32>) -> String {
    let mut name = subject(table.subject);
    if let Some(of) = &table.of {
        name.push('-');
        name.extend(of.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }));
    }
    let times = used.entry(name.clone()).or_default();
    *times += 1;
    if *times == 1 { format!("{name}.csv") } else { format!("{name}-{times}.csv") }
}

/// Returns the word for a subject that `document.json` has.
fn subject(subject: Subject) -> String {
    let word = serde_json::to_value(subject).expect("a subject is a word");
    word.as_str().expect("a subject is a word").to_owned()
}

/// A column as it is written: one of the table, or one of the fields its cells say besides.
struct Shown {
    label: String,
    key: String,
    /// What all its numbers are counted by; empty where they are written with different units.
    unit: String,
    cells: Vec<String>,
}

fn columns(table: &Table) -> Vec<Shown> {
    let mut columns = Vec::new();
    if table.rows.iter().any(|row| row.key.is_some()) {
        let keys = table.rows.iter().map(|row| row.key.clone().unwrap_or_default()).collect();
        let (label, key) = ("键".to_owned(), "key".to_owned());
        columns.push(Shown { label, key, unit: String::new(), cells: keys });
    }
    for (at, column) in table.columns.iter().enumerate() {
        let cells: Vec<&Cell> = table.rows.iter().map(|row| &row.cells[at]).collect();
        let shown = cells.iter().map(|cell| (cell.plain_text(), cell.value.as_ref()));
        columns.push(column_of(column.label().to_owned(), column.key.clone(), shown.collect()));
        columns.extend(said(&cells).into_iter().map(|first| besides(column, first, &cells)));
    }
    columns
}

/// Returns the fields that some cells say besides, each once, as the first cell says it.
fn said<'a>(cells: &[&'a Cell]) -> Vec<&'a Said> {
    let mut found: Vec<&Said> = Vec::new();
    for said in cells.iter().flat_map(|cell| &cell.says) {
        if !found.iter().any(|known| is_same(known, said)) {
            found.push(said);
        }
    }
    found
}

fn is_same(one: &Said, other: &Said) -> bool {
    (&one.key, &one.of) == (&other.key, &other.of)
}

/// A field that the cells of a column say besides: `remark/stated`, `quotas/quotas[学生会]`.
fn besides(column: &Column, field: &Said, cells: &[&Cell]) -> Shown {
    let of = field.of.as_deref();
    let of_label = of.map(|of| format!("（{of}）")).unwrap_or_default();
    let of_key = of.map(|of| format!("[{of}]")).unwrap_or_default();
    let shown = cells.iter().map(|cell| {
        let said = cell.says.iter().find(|said| is_same(said, field));
        said.map_or((String::new(), None), |said| (said.words.clone(), said.value.as_ref()))
    });
    column_of(
        format!("{}：{}{of_label}", column.label(), field.label),
        format!("{}/{}{of_key}", column.key, field.key),
        shown.collect(),
    )
}

/// Writes the values of a column where they say all that its words do; else the words.
fn column_of(label: String, key: String, shown: Vec<(String, Option<&Value>)>) -> Shown {
    let counts = || shown.iter().filter_map(|(words, value)| counted(words, *value));
    let unit = counts().next().map(|(_, unit)| unit).unwrap_or_default();
    let alike = counts().all(|(_, other)| other == unit);
    let cells = shown.iter().map(|(words, value)| match (counted(words, *value), value) {
        (Some((number, _)), _) if alike => number.to_string(),
        (_, Some(Value::Date { date })) => date.clone(),
        _ => words.replace('\n', "；"),
    });
    let unit = if alike { unit } else { "" };
    Shown { label, key, cells: cells.collect(), unit: unit.to_owned() }
}

/// Returns the number and unit that some words are, where they are nothing else.
fn counted<'a>(words: &str, value: Option<&'a Value>) -> Option<(i64, &'a str)> {
    let Some(Value::Count { number, unit }) = value else { return None };
    let bare = words.strip_suffix(unit.as_str()).unwrap_or(words);
    (bare == number.to_string()).then_some((*number, unit))
}

fn csv(lines: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    const MEMORY: &str = "memory takes every line, and all lines are as long";
    let mut writer: Writer<Vec<u8>> =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BOM.into());
    lines.into_iter().for_each(|line| writer.write_record(line).expect(MEMORY));
    writer.into_inner().expect(MEMORY)
}
