//! A workbook → texts, a worksheet a text and a row a line, so that each cell has a place.
//! It must not know what any cell is for.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::container::{Unusable, unusable};
use crate::diagnostic::{Diagnostic, brief};
use crate::source::{FileId, Sources, Span};

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
    /// Whether the text was computed: it may say something else elsewhere.
    pub is_formula: bool,
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

/// Returns how a cell is called: `C5`.
pub fn called(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

/// Reports a file that was too large to be read at all.
pub fn too_large(path: &str, sources: &mut Sources) -> Diagnostic {
    Unusable::TooLarge.diagnostic(whole(path, sources))
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
    let raw = match read(bytes) {
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

/// A worksheet's name and its cells' texts, and whether they were computed.
type Raw = (String, BTreeMap<(u32, u32), (String, bool)>);

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
        let mut cells = BTreeMap::new();
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
                let cell = called(row, column);
                return Err(Unread::TooFar { worksheet: name, cell });
            }
            cells.insert((row, column), (text, is_formula));
        }
        all.push((name, cells));
    }
    Ok(all)
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
        DataRef::DateTime(_) => "日期".to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    };
    let text = text.replace(['\n', '\r'], "").replace(['\t', '\u{a0}', '\u{3000}'], " ");
    brief(text.trim())
}

/// Writes the cells of a worksheet as lines and remembers where each stands.
fn lay_out(
    path: &str,
    cells: BTreeMap<(u32, u32), (String, bool)>,
    sources: &mut Sources,
) -> Worksheet {
    let mut text = String::new();
    let mut row_now = 0;
    let mut places = BTreeMap::new();
    for (&(row, column), (cell, is_formula)) in &cells {
        if row > row_now {
            text.push_str(&"\n".repeat((row - row_now) as usize));
            row_now = row;
        } else if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(PARTING);
        }
        let start = text.len();
        text.push_str(cell);
        places.insert((row, column), (start, text.len(), cell.clone(), *is_formula));
    }
    let file = sources.add(path, text);
    let cell = |(start, end, text, is_formula)| Cell {
        text,
        span: Span::new(file, start, end),
        is_formula,
    };
    Worksheet { file, cells: places.into_iter().map(|(at, place)| (at, cell(place))).collect() }
}
