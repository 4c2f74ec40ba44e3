//! A spreadsheet's workbook (.xlsx, .xls, .ods) → its cells, each where it stands.
//! It must not know what a cell is for, nor make room for more than it has read.

mod open_document;
pub mod package;
pub mod patch;
mod records;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use crate::contained::contained;

/// The farthest cell that is read: a roster of ten thousand, and then some.
const MOST_ROWS: u32 = 20_000;
const MOST_COLUMNS: u32 = 512;

/// The most cells of a worksheet that hold something, and the most worksheets.
const MOST_CELLS: usize = 400_000;
const MOST_WORKSHEETS: usize = 200;

/// The most that a workbook's parts may unpack to, together, in bytes.
const MOST_UNPACKED: u64 = 96 * 1024 * 1024;

/// The marks of a ZIP and of the older container of Office.
const ZIP: &[u8] = b"PK";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// What the worksheets hold that a reader sees.
#[derive(Clone, Debug, Default)]
pub struct Workbook {
    pub worksheets: Vec<Worksheet>,
    /// The names of worksheets that are hidden, which are not read.
    pub hidden: Vec<String>,
    /// The names of sheets that hold a chart and no cells.
    pub charts: Vec<String>,
}

/// One worksheet.
#[derive(Clone, Debug, Default)]
pub struct Worksheet {
    pub name: String,
    /// By row and column, from 0; cells that hold nothing are left out.
    pub cells: BTreeMap<Place, Cell>,
    /// The cells that are merged: from the first to the last of each.
    pub merged: Vec<(Place, Place)>,
}

/// Row and column, from 0.
pub type Place = (u32, u32);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub look: Look,
}

/// What stands behind the text of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Plain,
    /// A formula whose value was not kept, or was an error.
    Uncounted,
}

/// Why a file cannot be read as a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    Damaged,
    /// It is, or would be once unpacked, larger than any roster.
    TooLarge,
    Locked,
    /// It is no workbook of the three kinds: a binary one, or another file under its name.
    OtherFormat,
    TooManyWorksheets(usize),
    /// It holds something beyond any table.
    TooFar {
        worksheet: String,
        cell: String,
    },
}

/// Reads the worksheets that are seen.
///
/// # Errors
/// When it is no workbook, damaged, locked, or out of all measure.
pub fn read(bytes: &[u8]) -> Result<Workbook, Unusable> {
    // The readers have no bound of their own within a damaged file.
    contained(|| match () {
        () if bytes.starts_with(ZIP) => zipped(bytes),
        () if bytes.starts_with(OLE) => older(bytes),
        () => Err(Unusable::OtherFormat),
    })
    .unwrap_or(Err(Unusable::Damaged))
}

/// Returns how a cell is called: `C5`.
pub fn called((row, column): Place) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect::<String>() + &(row + 1).to_string()
}

impl Worksheet {
    /// Puts a cell in its place, unless it holds nothing.
    fn put(&mut self, place: Place, text: String, look: Look) -> Result<(), Unusable> {
        if text.is_empty() && look != Look::Uncounted {
            return Ok(());
        }
        let (row, column) = place;
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            let cell = called(place);
            return Err(Unusable::TooFar { worksheet: self.name.clone(), cell });
        }
        self.cells.insert(place, Cell { text, look });
        if self.cells.len() > MOST_CELLS { Err(Unusable::TooLarge) } else { Ok(()) }
    }

    /// Returns how far its cells reach: rows and columns.
    pub fn reach(&self) -> Place {
        let rows = self.cells.keys().next_back().map_or(0, |(row, _)| row + 1);
        (rows, self.cells.keys().map(|(_, column)| column + 1).max().unwrap_or(0))
    }
}

fn zipped(bytes: &[u8]) -> Result<Workbook, Unusable> {
    let mut archive = package::open(bytes).ok_or(Unusable::Damaged)?;
    let names = package::names(&archive);
    let has = |name: &str| names.iter().any(|part| part == name);
    if !package::fits(&archive, MOST_UNPACKED) {
        return Err(Unusable::TooLarge);
    }
    if has("content.xml") {
        return open_document::read(&mut archive);
    }
    let is_binary = has("xl/workbook.bin");
    if is_binary || !names.iter().any(|name| name.ends_with("workbook.xml")) {
        return Err(Unusable::OtherFormat);
    }
    if !package::is_honest(&mut archive) {
        return Err(Unusable::Damaged);
    }
    drop(archive);
    xlsx(bytes)
}

fn xlsx(bytes: &[u8]) -> Result<Workbook, Unusable> {
    let why = |error: XlsxError| match error {
        XlsxError::Password => Unusable::Locked,
        _ => Unusable::Damaged,
    };
    let mut file = Xlsx::new(Cursor::new(bytes)).map_err(why)?;
    let mut workbook = Workbook::default();
    for name in workbook.seen(file.sheets_metadata())? {
        let mut worksheet = Worksheet { name, ..Worksheet::default() };
        // Cell by cell: the table of all cells up to the farthest may be larger than memory.
        let mut reader = file.worksheet_cells_reader(&worksheet.name).map_err(why)?;
        while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(why)? {
            let is_formula = cell.formula.is_some();
            let (text, look) = written(&Data::from(cell.value), is_formula);
            worksheet.put(cell.pos, text, look)?;
        }
        drop(reader);
        let merged = file.merge_cells_by_sheet_name(&worksheet.name).unwrap_or_default();
        worksheet.merged = merged.iter().map(|region| (region.start, region.end)).collect();
        workbook.worksheets.push(worksheet);
    }
    Ok(workbook)
}

fn older(bytes: &[u8]) -> Result<Workbook, Unusable> {
    records::bounded(bytes)?;
    let mut file = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Unusable::Locked,
        _ => Unusable::Damaged,
    })?;
    let mut workbook = Workbook::default();
    for name in workbook.seen(file.sheets_metadata())? {
        let mut worksheet = Worksheet { name, ..Worksheet::default() };
        let range = file.worksheet_range(&worksheet.name).map_err(|_| Unusable::Damaged)?;
        let start = range.start().unwrap_or((0, 0));
        for (row, column, data) in range.used_cells() {
            let (text, look) = written(data, false);
            worksheet.put((start.0 + row as u32, start.1 + column as u32), text, look)?;
        }
        let formulas = file.worksheet_formula(&worksheet.name).unwrap_or_default();
        let start = formulas.start().unwrap_or((0, 0));
        for (row, column, formula) in formulas.used_cells() {
            let place = (start.0 + row as u32, start.1 + column as u32);
            if !formula.is_empty() && !worksheet.cells.contains_key(&place) {
                worksheet.put(place, String::new(), Look::Uncounted)?;
            }
        }
        let merged = file.merge_cells_by_sheet_name(&worksheet.name).unwrap_or_default();
        worksheet.merged = merged.iter().map(|region| (region.start, region.end)).collect();
        workbook.worksheets.push(worksheet);
    }
    Ok(workbook)
}

impl Workbook {
    /// Returns the names of the worksheets to read, and keeps those of the others.
    fn seen(&mut self, sheets: &[calamine::Sheet]) -> Result<Vec<String>, Unusable> {
        if sheets.len() > MOST_WORKSHEETS {
            return Err(Unusable::TooManyWorksheets(sheets.len()));
        }
        let mut seen = Vec::new();
        for sheet in sheets {
            let name = sheet.name.clone();
            match (sheet.visible, sheet.typ) {
                (SheetVisible::Hidden | SheetVisible::VeryHidden, _) => self.hidden.push(name),
                (_, SheetType::WorkSheet) => seen.push(name),
                _ => self.charts.push(name),
            }
        }
        Ok(seen)
    }
}

/// Writes a cell as it looks, on one line; a date as a date, for whatever was typed is lost.
fn written(data: &Data, is_formula: bool) -> (String, Look) {
    match data {
        Data::Empty if is_formula => (String::new(), Look::Uncounted),
        Data::Empty => (String::new(), Look::Plain),
        Data::String(text) => (on_one_line(text), Look::Plain),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            (format!("{number:.0}"), Look::Plain)
        }
        Data::Float(number) => (number.to_string(), Look::Plain),
        Data::Int(number) => (number.to_string(), Look::Plain),
        Data::Bool(yes) => (if *yes { "是" } else { "否" }.to_owned(), Look::Plain),
        Data::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            (format!("{year}-{month:02}-{day:02}"), Look::Plain)
        }
        Data::DateTimeIso(text) => (text.split('T').next().unwrap_or(text).to_owned(), Look::Plain),
        Data::DurationIso(text) => (text.clone(), Look::Plain),
        Data::Error(error) => (error.to_string(), Look::Uncounted),
    }
}

/// Puts the lines of a cell into one; Latin words keep the blank that a line end was.
fn on_one_line(text: &str) -> String {
    let mut whole = String::new();
    for line in text.split(['\n', '\r']).map(|line| line.replace(['\t', '\u{a0}'], " ")) {
        let line = line.trim();
        let latin = |c: char| c.is_ascii_alphanumeric();
        if whole.ends_with(latin) && line.starts_with(latin) {
            whole.push(' ');
        }
        whole.push_str(line);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_called_as_spreadsheets_call_them() {
        assert_eq!(called((4, 2)), "C5");
        assert_eq!(called((0, 27)), "AB1");
    }

    #[test]
    fn the_lines_of_a_cell_are_one() {
        assert_eq!(on_one_line("智能\n制造系 "), "智能制造系");
        assert_eq!(on_one_line("web\r\ndesign"), "web design");
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        assert_eq!(read(b"a,b").unwrap_err(), Unusable::OtherFormat);
        assert_eq!(read(b"PK\x03\x04 nothing").unwrap_err(), Unusable::Damaged);
        assert_eq!(read(b"\xd0\xcf\x11\xe0 nothing").unwrap_err(), Unusable::Damaged);
    }
}
