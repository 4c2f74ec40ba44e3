//! What the raters handed in → sheets of scores: filled workbooks, CSV tables or YAML.
//! It must not add up anything; what is wrong with the scores, `scoring` tells.

mod container;
mod filled;
mod workbook;
mod written;

pub use container::MOST_BYTES;
pub use workbook::{Worksheet, not_a_file, too_large, worksheets};

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Label};
use crate::scoring::{Exact, Fault, Form, Place, Problem, ScoreTable, Sheet, check_sheets};
use crate::source::{FileId, Sources, Span};

/// The folder of a round that holds what the raters handed in. Nothing in it is ever published.
pub const FOLDER: &str = "评分表";

/// The code of a sheet that is none of this round's.
const FOREIGN: &str = "SC-02";

/// What the raters of a round handed in.
#[derive(Clone, Debug, Default)]
pub struct HandedIn {
    /// Of workbooks.
    pub worksheets: Vec<Worksheet>,
    /// CSV and YAML, a file a group, named after it.
    pub files: Vec<FileId>,
    /// Whether any workbook could not be read, as has been told.
    pub unread: bool,
}

/// A sheet on its way: its scores, and where each stands.
struct Reading {
    sheet: Sheet,
    /// Where the rater is named.
    span: Span,
    /// By subject, and by dimension where it is one score.
    places: BTreeMap<(String, Option<usize>), Written>,
    /// Cells whose fault has been told.
    faulty: BTreeSet<(String, usize)>,
}

/// A place, and how it is called where that is not seen, `单元格 C5`.
struct Written {
    span: Span,
    called: String,
}

impl Reading {
    fn new(group: &str, rater: usize, span: Span) -> Self {
        let scores = BTreeMap::new();
        let sheet = Sheet { group: group.to_owned(), rater, scores, is: None };
        Self { sheet, span, places: BTreeMap::new(), faulty: BTreeSet::new() }
    }

    /// Tells whether anything was filled in.
    fn is_filled(&self) -> bool {
        !self.faulty.is_empty() || self.sheet.scores.values().flatten().any(Option::is_some)
    }
}

/// Reads the sheets of a round, for each of its score tables; sheets on which nothing was written
/// are passed over. What is wrong with them, alone and together, is told with its place; what has
/// no place of its own, such as a sheet not handed in, at `anchor`.
///
/// The sheets of a table about which anything was told must not be counted.
pub fn scores(
    round: &str,
    tables: &[ScoreTable],
    handed_in: &HandedIn,
    anchor: Span,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Vec<Sheet>> {
    let before = faults.len();
    let forms = Form::all(round, tables);
    let mut readings: Vec<Vec<Reading>> = tables.iter().map(|_| Vec::new()).collect();
    let mut add = |form: &Form, reading: Reading| {
        let table = tables.iter().position(|table| table.title == form.title);
        let table = table.expect("forms are made from the tables");
        readings[table].push(reading);
    };
    for worksheet in &handed_in.worksheets {
        if let Some((form, reading)) = filled::read(worksheet, &forms, faults) {
            add(form, reading);
        }
    }
    for file in &handed_in.files {
        for (form, reading) in written::read(*file, &forms, sources, faults) {
            add(form, reading);
        }
    }
    // Sheets that could not be read are not missing besides.
    let unread = handed_in.unread || faults[before..].iter().any(|fault| fault.code == FOREIGN);
    let mut all = Vec::new();
    for (table, mut readings) in tables.iter().zip(readings) {
        readings.retain(Reading::is_filled);
        for reading in &mut readings {
            let peers = table.scheme.peers(&reading.sheet.group, &table.subjects);
            let own = reading.sheet.rater.checked_sub(1).and_then(|at| peers.get(at));
            reading.sheet.is = own.map(|subject| subject.name.clone());
        }
        let sheets: Vec<Sheet> = readings.iter().map(|reading| reading.sheet.clone()).collect();
        if !sheets.is_empty() {
            let problems = check_sheets(&table.scheme, &table.subjects, &sheets);
            let counts = |problem: &&Problem| matches!(problem.fault, Fault::Count { .. });
            let problems = problems.iter().filter(|problem| !unread || !counts(problem));
            faults
                .extend(problems.filter_map(|problem| report_problem(problem, &readings, anchor)));
        }
        all.push(sheets);
    }
    all
}

/// Tells a problem of a scheme or of what came of it, at the place of the scheme.
pub fn diagnostic(problem: &Problem, anchor: Span) -> Diagnostic {
    Diagnostic::violation(code(&problem.fault), anchor, problem.message()).help(problem.help())
}

/// Tells a problem of the sheets where it stands; nothing where that has been told.
fn report_problem(problem: &Problem, readings: &[Reading], anchor: Span) -> Option<Diagnostic> {
    let mut fault = diagnostic(problem, anchor);
    let Place { sheet: Some(sheet), subject, dimension, .. } = &problem.place else {
        return Some(fault);
    };
    let reading = &readings[*sheet];
    fault.primary = Label { span: reading.span, text: String::new() };
    if let Some(subject) = subject {
        let told = |at: &usize| reading.faulty.contains(&(subject.clone(), *at));
        if dimension.as_ref().is_some_and(told) {
            return None;
        }
        let place = |at| reading.places.get(&(subject.clone(), at));
        if let Some(place) = place(*dimension).or_else(|| place(None)) {
            fault.primary = Label { span: place.span, text: place.called.clone() };
        }
    }
    if let Fault::Doubled { first, .. } = &problem.fault {
        fault = fault.related(readings[*first].span, "第一张在这里");
    }
    Some(fault)
}

fn code(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing { .. }
        | Fault::Width { .. }
        | Fault::AboveMaximum { .. }
        | Fault::BelowZero { .. } => "SC-03",
        Fault::SelfRated { .. } => "SC-05",
        Fault::UnknownGroup { .. }
        | Fault::Count { .. }
        | Fault::NoSuchRater { .. }
        | Fault::Doubled { .. }
        | Fault::UnknownSubject { .. }
        | Fault::NotRated { .. }
        | Fault::NoRow { .. }
        | Fault::NoRater { .. } => "SC-04",
        Fault::Scheme(_)
        | Fault::Weights { .. }
        | Fault::Bands(_)
        | Fault::UnknownKind { .. }
        | Fault::Unbalanced { .. }
        | Fault::Undecided { .. } => "SC-06",
    }
}

/// Reads one score as it was written; nothing was written in an empty one.
fn score(text: &str) -> Result<Option<Exact>, ()> {
    if text.is_empty() {
        return Ok(None);
    }
    crate::scoring::parse(text.strip_suffix('分').unwrap_or(text)).map(Some).ok_or(())
}

fn no_number(text: &str, span: Span) -> Diagnostic {
    let message = format!("“{}”不是分数", crate::diagnostic::brief(text));
    Diagnostic::violation("SC-03", span, message).help(match text.ends_with(['%', '％']) {
        true => "填分数本身，如 18，不写百分号；程序不猜 90% 是 90 分还是满分的九成",
        false => "填一个数字，如 18 或 18.5；程序不猜，也不当作 0 分",
    })
}
