//! A spreadsheet (.xlsx, .xls, .ods) or CSV → paper: each worksheet a table.
//! It must not know what a column is.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};

use super::container::Fault;
use crate::import::paper::{Block, Cell, Paper, Paragraph, Table};

/// The most cells that are read of a worksheet.
const CELLS: usize = 400_000;

/// Reads a workbook.
pub fn workbook(bytes: &[u8]) -> Result<Paper, Fault> {
    // The reader of the format has no bound of its own within a damaged file.
    let opened = std::panic::catch_unwind(|| read_workbook(bytes));
    opened.unwrap_or(Err(Fault::Damaged))
}

fn read_workbook(bytes: &[u8]) -> Result<Paper, Fault> {
    let mut book =
        open_workbook_auto_from_rs(Cursor::new(bytes.to_vec())).map_err(|error| match error {
            calamine::Error::Xlsx(calamine::XlsxError::Password)
            | calamine::Error::Xls(calamine::XlsError::Password)
            | calamine::Error::Ods(calamine::OdsError::Password) => Fault::Locked,
            _ => Fault::Damaged,
        })?;
    let mut paper = Paper::default();
    let sheets = book.sheets_metadata().to_vec();
    for sheet in sheets {
        if sheet.visible != calamine::SheetVisible::Visible {
            paper.remarks.push(format!("隐藏的工作表“{}”没有读", sheet.name));
            continue;
        }
        if sheet.typ != calamine::SheetType::WorkSheet {
            paper.remarks.push(format!("“{}”是图表，没有读", sheet.name));
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(|_| Fault::Damaged)?;
        if range.width().saturating_mul(range.height()) > CELLS {
            return Err(Fault::Bomb);
        }
        let merged = merged(&mut book, &sheet.name);
        let uncounted = uncounted(&mut book, &sheet.name, &range);
        if uncounted > 0 {
            let told = format!("工作表“{}”有 {uncounted} 个公式没有算出的值，是空的", sheet.name);
            paper.remarks.push(told);
        }
        let start = range.start().unwrap_or((0, 0));
        let mut table = Table::default();
        for (r, row) in range.rows().enumerate() {
            let mut cells: Vec<Cell> = Vec::new();
            for (c, data) in row.iter().enumerate() {
                let place = (start.0 + r as u32, start.1 + c as u32);
                let within = merged.iter().find(|(from, to)| {
                    (from.0..=to.0).contains(&place.0) && (from.1..=to.1).contains(&place.1)
                });
                match within {
                    // A merged cell is one: as wide as all, going on below.
                    Some((from, to)) if place.1 == from.1 => cells.push(Cell {
                        column: c,
                        width: (to.1 - from.1) as usize + 1,
                        continued: place.0 > from.0,
                        blocks: block(data),
                    }),
                    Some(_) => {}
                    None => cells.push(Cell {
                        column: c,
                        width: 1,
                        continued: false,
                        blocks: block(data),
                    }),
                }
            }
            table.rows.push(cells);
        }
        if table.rows.iter().flatten().any(|cell| !cell.text().is_empty()) {
            paper.blocks.push(Block::Table(table));
        }
    }
    Ok(paper)
}

type Place = (u32, u32);

fn merged(book: &mut Sheets<Cursor<Vec<u8>>>, name: &str) -> Vec<(Place, Place)> {
    let regions = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).ok(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).ok(),
        _ => None,
    };
    regions.unwrap_or_default().into_iter().map(|region| (region.start, region.end)).collect()
}

/// Counts the formulas whose value was not kept.
fn uncounted(
    book: &mut Sheets<Cursor<Vec<u8>>>,
    name: &str,
    range: &calamine::Range<Data>,
) -> usize {
    let Ok(formulas) = book.worksheet_formula(name) else { return 0 };
    let Some(start) = formulas.start() else { return 0 };
    let is_empty = |row: usize, column: usize| {
        let place = (start.0 + row as u32, start.1 + column as u32);
        matches!(range.get_value(place), None | Some(Data::Empty))
    };
    formulas
        .used_cells()
        .filter(|(row, column, formula)| !formula.is_empty() && is_empty(*row, *column))
        .count()
}

fn block(data: &Data) -> Vec<Block> {
    let text = text(data);
    if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(Paragraph::plain(text))] }
}

/// Writes a cell as it looks; a date as a date, for whatever was typed is lost.
fn text(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(true) => "是".to_owned(),
        Data::Bool(false) => "否".to_owned(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or(text).to_owned(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => format!("#{error:?}"),
    }
}

/// Reads a CSV file in UTF-8, UTF-16 or GBK, with commas, semicolons or tabs.
pub fn csv(bytes: &[u8]) -> Result<Paper, Fault> {
    let (text, encoding) = super::plain::decoded(bytes).ok_or(Fault::Damaged)?;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|c| count(char::from(*c)));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Fault::Damaged)?;
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    let mut paper = Paper::default();
    paper.remarks.extend(encoding.map(|name| format!("表格按 {name} 编码读入")));
    paper.blocks.push(Block::Table(Table::of_texts(rows)));
    Ok(paper)
}
