//! A workbook → texts, a worksheet a text and a row a line, so that each cell has a place.
//! It must not know what any cell is for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{DataRef, Reader, Style, Xlsx};

use super::container::{Unusable, unusable};
use crate::contained::contained;
use crate::diagnostic::{Diagnostic, brief};
use crate::source::{FileId, Sources, Span};
use crate::workbook::called;

/// The farthest cell that is read, and the most worksheets.
const MOST_ROWS: u32 = 2000;
const MOST_COLUMNS: u32 = 100;
const MOST_WORKSHEETS: usize = 500;

/// Parts two cells of a line.
const PARTING: &str = " | ";

/// One worksheet of a workbook.
#[derive(Clone, Debug)]
pub struct Worksheet {
    /// Its text, named `…/教师代表.xlsx，1号评委`.
    pub file: FileId,
    /// By row and column, from 0; cells that hold nothing are left out.
    pub cells: BTreeMap<(u32, u32), Cell>,
}

#[derive(Clone, Debug)]
pub struct Cell {
    pub text: String,
    pub span: Span,
    pub look: Look,
}

/// What a cell shows in place of the text it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Just that.
    Plain,
    /// The text was computed: it may say something else elsewhere.
    Formula,
    /// The text is a number, shown as the date so many days after the end of 1899.
    Date,
    /// The text is a number, shown as a hundred times as much and `%`.
    Percentage,
}

impl Worksheet {
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.cells.get(&(row, column)).map_or("", |cell| cell.text.as_str())
    }

    /// Returns the place of a cell; that of its row's first where it holds nothing.
    pub fn span(&self, row: u32, column: u32) -> Span {
        let before = self.cells.range((row, 0)..=(row, column)).next_back();
        before.map_or(Span::new(self.file, 0, 0), |(_, cell)| cell.span)
    }
}

/// Reports a file that was too large to be read at all.
pub fn too_large(path: &str, sources: &mut Sources) -> Diagnostic {
    Unusable::TooLarge.diagnostic(whole(path, sources))
}

/// Reports what lies among the files and is none.
pub fn not_a_file(path: &str, sources: &mut Sources) -> Diagnostic {
    Unusable::NotAFile.diagnostic(whole(path, sources))
}

fn whole(path: &str, sources: &mut Sources) -> Span {
    let file = sources.find(path).unwrap_or_else(|| sources.add(path, ""));
    Span::new(file, 0, 0)
}

/// Reads the worksheets of a workbook, adding a text for each to the sources.
pub fn worksheets(
    path: &str,
    bytes: &[u8],
    sources: &mut Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Worksheet> {
    let whole = whole(path, sources);
    if let Some(why) = unusable(path, bytes) {
        faults.push(why.diagnostic(whole));
        return Vec::new();
    }
    let raw = match contained(|| read(bytes)).unwrap_or_else(|said| Err(Unread::Said(said))) {
        Ok(raw) => raw,
        Err(why) => {
            faults.push(why.diagnostic(whole));
            return Vec::new();
        }
    };
    raw.into_iter()
        .map(|(name, cells)| lay_out(&format!("{path}，{name}"), cells, sources))
        .collect()
}

/// The texts of a worksheet's cells and how they look, by row and column.
type Cells = BTreeMap<(u32, u32), (String, Look)>;

/// A worksheet's name and its cells.
type Raw = (String, Cells);

/// Why the inside of a workbook could not be read.
enum Unread {
    Said(String),
    TooManyWorksheets(usize),
    TooFar { worksheet: String, cell: String },
}

impl Unread {
    fn diagnostic(self, place: Span) -> Diagnostic {
        let fault = |message: String| Diagnostic::violation("SC-01", place, message);
        match self {
            Unread::Said(said) => fault("文件里的内容已经损坏，读不出来".to_owned())
                .help("在表格软件里打开看看；打不开的，请评委重新交一份")
                .said(said),
            Unread::TooManyWorksheets(n) => {
                fault(format!("文件里有 {n} 张工作表，至多 {MOST_WORKSHEETS} 张"))
                    .help("一组评委一个文件，一位评委一张工作表")
            }
            Unread::TooFar { worksheet, cell } => {
                fault(format!("工作表“{}”在 {cell} 还有内容，评分表没有这么大", brief(&worksheet)))
                    .help("删去评分表以外的内容")
            }
        }
    }
}

fn read(bytes: &[u8]) -> Result<Vec<Raw>, Unread> {
    let said = |error: calamine::XlsxError| Unread::Said(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(said)?;
    let names = workbook.sheet_names();
    if names.len() > MOST_WORKSHEETS {
        return Err(Unread::TooManyWorksheets(names.len()));
    }
    let mut all = Vec::new();
    for name in names {
        let mut cells = Cells::new();
        // Cell by cell: the table of all cells up to the farthest may be larger than memory.
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(said)?;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(said)? {
            let is_formula = cell.formula.is_some();
            let text = match written(&cell.value) {
                text if !text.is_empty() => text,
                _ if is_formula => "=".to_owned(),
                _ => continue,
            };
            let (row, column) = cell.pos;
            if row >= MOST_ROWS || column >= MOST_COLUMNS {
                let cell = called((row, column));
                return Err(Unread::TooFar { worksheet: name, cell });
            }
            let look = match cell.value {
                _ if is_formula => Look::Formula,
                DataRef::DateTime(_) => Look::Date,
                _ => Look::Plain,
            };
            cells.insert((row, column), (text, look));
        }
        drop(reader);
        // Once more, for no reader tells both a cell's formula and its style.
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(said)?;
        let percentages = percentages(reader.styles());
        while let Some((row, column, style)) = reader.next_style_id().map_err(said)? {
            let cell = cells.get_mut(&(row, column)).filter(|_| percentages.contains(&style));
            if let Some((_, look @ Look::Plain)) = cell {
                *look = Look::Percentage;
            }
        }
        all.push((name, cells));
    }
    Ok(all)
}

/// Returns which of a workbook's styles show a number as a percentage.
fn percentages(styles: &[Style]) -> BTreeSet<usize> {
    let shows = |style: &Style| {
        style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%'))
    };
    (0..).zip(styles).filter(|(_, style)| shows(style)).map(|(at, _)| at).collect()
}

/// Returns what a cell says, on one line. The shortest decimal of a stored number is what was typed.
fn written(value: &DataRef) -> String {
    let text = match value {
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(day) => day.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    };
    let text = text.replace(['\n', '\r'], "").replace(['\t', '\u{a0}', '\u{3000}'], " ");
    brief(text.trim())
}

/// Writes the cells of a worksheet as lines and remembers where each stands.
fn lay_out(path: &str, cells: Cells, sources: &mut Sources) -> Worksheet {
    let mut text = String::new();
    let mut row_now = 0;
    let mut places = BTreeMap::new();
    for (&(row, column), (cell, look)) in &cells {
        if row > row_now {
            text.push_str(&"\n".repeat((row - row_now) as usize));
            row_now = row;
        } else if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(PARTING);
        }
        let start = text.len();
        text.push_str(cell);
        places.insert((row, column), (start, text.len(), cell.clone(), *look));
    }
    let file = sources.add(path, text);
    let cell = |(start, end, text, look)| Cell { text, span: Span::new(file, start, end), look };
    Worksheet { file, cells: places.into_iter().map(|(at, place)| (at, cell(place))).collect() }
}
