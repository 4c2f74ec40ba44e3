//! A spreadsheet (.xlsx, .xls, .ods) or CSV → paper: each worksheet a table.
//! It must not know what a column is.

use std::collections::BTreeMap;

use super::MOST_PIECES;
use super::container::Fault;
use crate::import::paper::{Block, Cell, Paper, Paragraph, Table};
use crate::workbook::{self, Look, Place, Unusable, Worksheet};

/// The most cells that are read of a worksheet, empty ones between others counted.
const CELLS: u64 = 400_000;

/// Reads a workbook.
pub fn workbook(bytes: &[u8]) -> Result<Paper, Fault> {
    let workbook = workbook::read(bytes).map_err(|why| match why {
        Unusable::Damaged => Fault::Damaged,
        Unusable::Locked => Fault::Locked,
        Unusable::OtherFormat => Fault::OtherSheet,
        Unusable::TooLarge | Unusable::TooManyWorksheets(_) | Unusable::TooFar { .. } => {
            Fault::Bomb
        }
    })?;
    let mut paper = Paper::default();
    let hidden = workbook.hidden.iter().map(|name| format!("隐藏的工作表“{name}”没有读"));
    let charts = workbook.charts.iter().map(|name| format!("“{name}”是图表，没有读"));
    paper.remarks.extend(hidden.chain(charts));
    for worksheet in workbook.worksheets.iter().filter(|sheet| !sheet.cells.is_empty()) {
        let (rows, columns) = worksheet.reach();
        if u64::from(rows) * u64::from(columns) > CELLS {
            return Err(Fault::Bomb);
        }
        let uncounted = worksheet.cells.values().filter(|cell| cell.look == Look::Uncounted);
        let uncounted = uncounted.filter(|cell| cell.text.is_empty()).count();
        if uncounted > 0 {
            let name = &worksheet.name;
            let told = format!("工作表“{name}”有 {uncounted} 个公式没有算出的值，是空的");
            paper.remarks.push(told);
        }
        paper.blocks.push(Block::Table(table(worksheet)));
    }
    Ok(paper)
}

/// Lays a worksheet out; a merged cell is one, as wide as all it covers, going on below.
fn table(worksheet: &Worksheet) -> Table {
    let (rows, columns) = worksheet.reach();
    let mut covered: BTreeMap<Place, (Place, Place)> = BTreeMap::new();
    let last = (rows.saturating_sub(1), columns.saturating_sub(1));
    let mut room = CELLS;
    for (from, to) in &worksheet.merged {
        let to = (to.0.min(last.0), to.1.min(last.1));
        for row in from.0..=to.0 {
            for column in from.1..=to.1 {
                // A damaged file may merge the same cells without end.
                room = room.saturating_sub(1);
                if room > 0 {
                    covered.insert((row, column), (*from, to));
                }
            }
            if room == 0 {
                break;
            }
        }
    }
    let cell = |place: Place| {
        let text = worksheet.cells.get(&place).map_or("", |cell| cell.text.as_str());
        let blocks = match text {
            "" => Vec::new(),
            text => vec![Block::Paragraph(Paragraph::plain(text))],
        };
        let column = place.1 as usize;
        match covered.get(&place) {
            Some((from, to)) if place.1 == from.1 => Some(Cell {
                column,
                width: (to.1 - from.1) as usize + 1,
                continued: place.0 > from.0,
                blocks,
            }),
            Some(_) => None,
            None => Some(Cell { column, width: 1, continued: false, blocks }),
        }
    };
    let row = |row| (0..columns).filter_map(|column| cell((row, column))).collect();
    Table { rows: (0..rows).map(row).collect() }
}

/// Reads a CSV file in UTF-8, UTF-16 or GBK, with commas, semicolons or tabs.
pub fn csv(bytes: &[u8]) -> Result<Paper, Fault> {
    let (text, encoding) = super::plain::decoded(bytes).ok_or(Fault::Damaged)?;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |c: char| first.matches(c).count();
    let delimiter = [b',', b'\t', b';'].into_iter().max_by_key(|c| count(char::from(*c)));
    if text.matches([',', '\t', ';', '\n', '\r']).count() > MOST_PIECES {
        return Err(Fault::TooLong);
    }
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
