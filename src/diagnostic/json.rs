//! Diagnostics as data, for other programs; `standards/check.schema.json` says what each key means.
//! It must not decide what is a fault. Keys are only ever added while the schema number stands.

use serde::Serialize;

use super::{Diagnostic, Label, Level};
use crate::source::{Sources, Span};

/// The number of the schema; a key that changes its meaning raises it.
pub const SCHEMA: u32 = 1;

/// A place: lines and columns from 1, columns in Unicode characters, the end after the last one.
#[derive(Debug, Serialize)]
pub struct Place {
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// The cell, `名单!F7`, where the file is a workbook; line and column are its row and column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct Finding<'a> {
    pub code: &'a str,
    pub level: &'static str,
    pub message: &'a str,
    pub place: Place,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<&'a str>,
    pub related: Vec<Related<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<&'a str>,
}

/// Another place that takes part.
#[derive(Debug, Serialize)]
pub struct Related<'a> {
    pub place: Place,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub label: &'a str,
}

/// Returns diagnostics as data, in their order.
pub fn findings<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<Finding<'a>> {
    diagnostics.iter().map(|diagnostic| finding(diagnostic, sources)).collect()
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Finding<'a> {
    let related =
        |label: &'a Label| Related { place: place(label.span, sources), label: &label.text };
    Finding {
        code: &diagnostic.code,
        level: level(diagnostic.level),
        message: &diagnostic.message,
        place: place(diagnostic.primary.span, sources),
        label: &diagnostic.primary.text,
        found: diagnostic.found.as_deref(),
        expected: diagnostic.expected.as_deref(),
        related: diagnostic.related.iter().map(related).collect(),
        help: diagnostic.help.as_deref(),
        ground: diagnostic.note.as_deref(),
    }
}

/// Names a level as rule documents do.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Violation => "violation",
        Level::Warning => "warning",
        Level::Unverified => "unverified",
        Level::Notice => "notice",
    }
}

/// Returns a place as editors name it.
pub fn place(span: Span, sources: &Sources) -> Place {
    let file = sources.file(span.file);
    let (line, column) = file.line_column(span.start);
    let cell = file.sheet.as_ref().and_then(|sheet| sheet.called(span.start));
    let (end_line, end_column) = match cell {
        Some(_) => (line, column + 1),
        None => file.line_column(span.end),
    };
    Place { path: file.path.clone(), line, column, end_line, end_column, cell }
}
