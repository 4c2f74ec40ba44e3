//! The files a year or round has and could have, and the text that a missing one begins with.
//! It must not write any file.

use std::cmp::Ordering;

use super::Run;
use super::editors::for_editors;
use super::new_round::fill_in;
use crate::datum::{Field, Need, Record, Shape};
use crate::load::Folder;
use crate::load::decode::UNFILLED;
use crate::model::is_table;
use crate::source::WORKBOOKS;

/// A file that a year or round has, or could have.
#[derive(Debug)]
pub struct OwnFile {
    /// By its path below the root.
    pub path: String,
    /// What it is, by the table of fields.
    pub field: &'static Field,
    /// Whether it is there.
    pub is_there: bool,
}

/// Returns every file that a year or round has or could have, in the order of the form.
pub fn files(run: &Run, folder: &Folder) -> Vec<OwnFile> {
    let sources = &run.inputs.sources;
    let known = |path: &str| sources.find(path).is_some();
    let mut places = Vec::new();
    for field in folder.table.fields.iter().filter(|field| field.need != Need::Derived) {
        let at = |ending: &str| format!("{}/{}.{ending}", folder.path, field.key);
        let mut place = |path: String, is_there| places.push(OwnFile { path, field, is_there });
        let tables = ["csv"].into_iter().chain(WORKBOOKS).filter(|_| is_table(field));
        let data = ["yaml"].into_iter().chain(tables).map(at);
        let there: Vec<String> = data.filter(|path| known(path)).collect();
        if there.is_empty() && !only_prose(field) {
            place(at(if is_table(field) { "csv" } else { "yaml" }), false);
        }
        there.into_iter().for_each(|path| place(path, true));
        if has_prose(field) {
            let is_there = known(&at("md"));
            place(at("md"), is_there);
        }
    }
    places
}

/// Returns the text that a missing file of a year or round begins with: what must be said as 待填,
/// what may be said as comments; none where it has no such file, or has it.
pub fn begun(run: &Run, folder: &Folder, path: &str) -> Option<String> {
    let place = files(run, folder).into_iter().find(|it| it.path == path && !it.is_there)?;
    let text = match (path.rsplit('.').next()?, place.field.shape) {
        ("md", _) => format!("{UNFILLED}\n"),
        ("csv", Shape::Many(record)) => in_columns(record),
        (_, Shape::Many(record)) => entry(record),
        (_, shape) => {
            let mut text = String::new();
            fill_in(shape.record()?, 0, &|_| None, &mut text);
            text
        }
    };
    Some(for_editors(path, &text))
}

fn has_prose(field: &Field) -> bool {
    let fields = field.shape.record().map_or(&[][..], |record| record.fields);
    fields.iter().any(|field| matches!(field.shape, Shape::Prose(_)))
}

fn only_prose(field: &Field) -> bool {
    has_prose(field) && field.shape.record().is_some_and(|record| record.fields.len() == 1)
}

/// The first entry of a list, to be filled in.
fn entry(record: &Record) -> String {
    let mut text = String::new();
    fill_in(record, 1, &|_| None, &mut text);
    let first = text.lines().position(|line| !line.trim_start().starts_with('#')).unwrap_or(0);
    let lines = text.lines().enumerate().map(|(at, line)| match at.cmp(&first) {
        Ordering::Less => format!("{}\n", line.trim_start()),
        Ordering::Equal => format!("- {}\n", line.trim_start()),
        Ordering::Greater => format!("{line}\n"),
    });
    lines.collect()
}

/// The columns of a table, with one row to be filled in.
fn in_columns(record: &Record) -> String {
    let columns: Vec<&Field> = record.fields.iter().filter(|it| it.need != Need::Derived).collect();
    let heads: Vec<&str> = columns.iter().map(|field| field.key).collect();
    let cells: Vec<&str> = columns
        .iter()
        .map(|field| if field.need == Need::Optional { "" } else { UNFILLED })
        .collect();
    format!("{}\n{}\n", heads.join(","), cells.join(","))
}
