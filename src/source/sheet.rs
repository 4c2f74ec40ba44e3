//! A worksheet as a text: a row a line, and where each cell of it stands.
//! It must not know what a cell is for.

use std::collections::BTreeSet;

use crate::workbook::{Look, Place, Workbook, Worksheet, called};

/// Parts two cells of a line.
const PARTING: &str = " | ";

/// The most cells of a worksheet, empty ones between others counted.
const MOST_CELLS: u64 = 400_000;

/// The worksheet a text was laid out from.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    /// In the order of the text; between the first and the last column every row has all of them.
    pub cells: Vec<Laid>,
}

/// A cell, and where its text stands.
#[derive(Clone, Copy, Debug)]
pub struct Laid {
    /// Row and column, from 0.
    pub place: Place,
    pub start: usize,
    pub end: usize,
    pub look: Look,
}

/// Why no one worksheet was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// Several hold something.
    Several(Vec<String>),
    TooLarge,
}

impl Sheet {
    /// Returns the cell in which a byte of the text stands.
    pub fn at(&self, byte: usize) -> Option<&Laid> {
        let after = self.cells.partition_point(|cell| cell.start <= byte);
        self.cells[..after].last().or(self.cells.first())
    }

    /// Returns how the cell in which a byte stands is called: `名单!F7`.
    pub fn called(&self, byte: usize) -> Option<String> {
        self.at(byte).map(|cell| format!("{}!{}", self.name, called(cell.place)))
    }
}

/// Lays out the one worksheet that holds something; among several the one named like the file.
pub fn laid_out(stem: &str, workbook: Workbook) -> Result<(String, Sheet), Undecided> {
    let mut filled: Vec<Worksheet> =
        workbook.worksheets.into_iter().filter(|sheet| !sheet.cells.is_empty()).collect();
    let worksheet = match filled.iter().position(|sheet| sheet.name.trim() == stem) {
        Some(own) => filled.swap_remove(own),
        None if filled.len() > 1 => {
            let names = filled.into_iter().map(|sheet| sheet.name).collect();
            return Err(Undecided::Several(names));
        }
        None => filled.pop().unwrap_or_default(),
    };
    let (rows, columns) = worksheet.reach();
    if u64::from(rows) * u64::from(columns) > MOST_CELLS {
        return Err(Undecided::TooLarge);
    }
    let Worksheet { name, mut cells, .. } = worksheet;
    let first = cells.keys().map(|(_, column)| *column).min().unwrap_or(0);
    let filled: BTreeSet<u32> = cells.keys().map(|(row, _)| *row).collect();
    let (mut text, mut laid) = (String::new(), Vec::new());
    for row in 0..rows {
        text.push_str(if row > 0 { "\n" } else { "" });
        if !filled.contains(&row) {
            continue;
        }
        for column in first..columns {
            text.push_str(if column > first { PARTING } else { "" });
            let start = text.len();
            let cell = cells.remove(&(row, column));
            let look = cell.as_ref().map_or(Look::Plain, |cell| cell.look);
            text.push_str(&cell.map_or(String::new(), |cell| cell.text));
            laid.push(Laid { place: (row, column), start, end: text.len(), look });
        }
    }
    Ok((text, Sheet { name, cells: laid }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::Cell;

    fn worksheet(name: &str, cells: &[(Place, &str)]) -> Worksheet {
        let cell = |text: &str| Cell { text: text.to_owned(), look: Look::Plain };
        let cells = cells.iter().map(|(place, text)| (*place, cell(text))).collect();
        Worksheet { name: name.to_owned(), cells, merged: Vec::new() }
    }

    fn workbook(worksheets: Vec<Worksheet>) -> Workbook {
        Workbook { worksheets, ..Workbook::default() }
    }

    #[test]
    fn rows_are_lines_and_cells_keep_their_names() {
        let own = worksheet("名单", &[((1, 1), "姓名"), ((1, 2), "排名"), ((3, 2), "5/12")]);
        let (text, sheet) = laid_out("名单", workbook(vec![own])).unwrap();
        assert_eq!(text, "\n姓名 | 排名\n\n | 5/12");
        assert_eq!(sheet.called(text.find("5/12").unwrap() + 2).unwrap(), "名单!C4");
        assert_eq!(sheet.called(text.rfind('\n').unwrap() + 1).unwrap(), "名单!B4");
    }

    #[test]
    fn among_several_the_one_of_the_files_name_is_taken_or_none() {
        let both =
            || vec![worksheet("附表", &[((0, 0), "甲")]), worksheet("名单", &[((0, 0), "乙")])];
        assert_eq!(laid_out("名单", workbook(both())).unwrap().0, "乙");
        let several = Undecided::Several(vec!["附表".to_owned(), "名单".to_owned()]);
        assert_eq!(laid_out("别的", workbook(both())).unwrap_err(), several);
    }
}
