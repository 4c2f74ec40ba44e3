//! A roster that is a workbook as a grid of cells, each put back where it stands in the file.
//! It must not know what any column means, nor how a workbook is packed.

use std::collections::BTreeMap;

use super::table::{self, Listed, NewRow, Table};
use crate::datum::Field;
use crate::language::{Both, both};
use crate::load::yaml::Node;
use crate::source::{FileId, Sources};
use crate::workbook::patch::{Unpatched, patched};

/// How the name of a workbook ends whose cells can be changed here.
pub const ENDING: &str = ".xlsx";

/// Returns the worksheet of a workbook as a text; none where it cannot be read.
pub fn text(path: &str, bytes: &[u8]) -> Option<String> {
    let (sources, file) = read(path, bytes)?;
    Some(sources.file(file).text.to_string())
}

/// Says that a workbook cannot be read.
pub fn unread() -> Both {
    both!(
        "这个工作簿读不出来，原因在问题清单里；在表格软件里改好、保存，这里会更新",
        "the workbook cannot be read, and the findings say why; mend and save it in a spreadsheet program"
    )
}

fn read(path: &str, bytes: &[u8]) -> Option<(Sources, FileId)> {
    let mut sources = Sources::default();
    let file = sources.add_bytes(path, bytes.to_vec());
    sources.file(file).sheet.is_some().then_some((sources, file))
}

fn items(sources: &Sources, file: FileId) -> Option<Vec<Node>> {
    let node = crate::load::data(file, sources, &mut Vec::new())?;
    table::entries(node)
}

/// A worksheet shows the columns of its head, whatever they are.
fn with_head(field: &'static Field) -> Listed {
    Listed { field, without: &[] }
}

/// Returns the worksheet as a grid whose rows stay; none where it is no list of records.
pub fn table(path: &str, bytes: &[u8], field: &'static Field) -> Option<Table> {
    let (sources, file) = read(path, bytes)?;
    let items = items(&sources, file)?;
    let mut table = table::shown(&items, with_head(field), &sources, true)?;
    table.is_fixed = true;
    Some(table)
}

/// Returns the workbook with the cells as they shall be.
///
/// # Errors
/// When more than cells would change, or a cell cannot be changed alone.
pub fn with(
    path: &str,
    bytes: &[u8],
    field: &'static Field,
    rows: &[NewRow],
) -> Result<Vec<u8>, Both> {
    let (sources, file) = read(path, bytes).ok_or_else(unread)?;
    let items = items(&sources, file).ok_or_else(unread)?;
    let old = table::shown(&items, with_head(field), &sources, true).ok_or_else(unread)?;
    let same_rows = rows.len() == old.rows.len()
        && rows.iter().enumerate().all(|(at, row)| row.from == Some(at));
    if !same_rows || rows.iter().any(|row| row.cells.len() != old.columns.len()) {
        return Err(both!(
            "工作簿里的行，请在表格软件里增删：保存以后这里会更新",
            "add and take out rows of a workbook in a spreadsheet program; once saved, they are here"
        ));
    }
    let sheet = sources.file(file).sheet.as_ref().expect("it was laid out from one");
    let mut cells = BTreeMap::new();
    for (item, row) in items.iter().zip(rows) {
        for (column, words) in old.columns.iter().zip(&row.cells) {
            if table::cell(item, &column.key) == *words {
                continue;
            }
            let (_, value) = table::value(item, &column.key).ok_or_else(unread)?;
            let laid = sheet.at(value.span.start).ok_or_else(unread)?;
            cells.insert(laid.place, words.clone());
        }
    }
    if cells.is_empty() {
        return Ok(bytes.to_vec());
    }
    let new = patched(bytes, &sheet.name, &cells).map_err(|why| refusal(&why))?;
    // What was asked for is read back, and nothing else.
    let again = table(path, &new, field).map(|table| table.rows);
    let wanted: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
    match again == Some(wanted) {
        true => Ok(new),
        false => Err(both!(
            "这样改写不进工作簿，请在表格软件里改",
            "the workbook cannot hold this; change it in a spreadsheet program"
        )),
    }
}

fn refusal(why: &Unpatched) -> Both {
    let elsewhere = both!(
        "，没有写入：请在表格软件里改，保存以后这里会更新",
        "; nothing was written: change it in a spreadsheet program, and once saved it is here"
    );
    let why = match why {
        Unpatched::Formula(cell) => {
            both!("{cell} 是公式算出来的", "{cell} is worked out by a formula")
        }
        Unpatched::Merged(cell) => both!("{cell} 和别的格合并了", "{cell} is merged with others"),
        Unpatched::Protected => both!("工作表设了保护", "the worksheet is protected"),
        Unpatched::Signed => {
            both!("文件有数字签名，改了就失效", "the file is signed, and a change would undo that")
        }
        Unpatched::Strange => both!(
            "这个工作簿不能只改一格",
            "no single cell of this workbook can be changed by itself"
        ),
    };
    why + elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::YEAR;

    fn roster() -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("名单").unwrap();
        sheet.merge_range(0, 0, 0, 2, "工作人员名单", &rust_xlsxwriter::Format::new()).unwrap();
        for (row, cells) in
            [["序号", "姓名", "排名"], ["1", "甲乙", "5/90"], ["2", "丙丁", ""]].iter().enumerate()
        {
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row as u32 + 1, column as u16, *cell).unwrap();
            }
        }
        sheet.write_formula(3, 0, "=1+1").unwrap();
        book.save_to_buffer().unwrap()
    }

    fn field() -> &'static Field {
        YEAR.field(YEAR.name("roster").unwrap()).unwrap()
    }

    const PATH: &str = "content/2025-2026/名单.xlsx";

    fn changed(change: impl Fn(&Table, &mut Vec<NewRow>)) -> Result<Vec<u8>, Both> {
        let roster = roster();
        let table = table(PATH, &roster, field()).unwrap();
        let rows = table.rows.iter().enumerate();
        let mut rows: Vec<NewRow> =
            rows.map(|(at, cells)| NewRow { from: Some(at), cells: cells.clone() }).collect();
        change(&table, &mut rows);
        let changed = with(PATH, &roster, field(), &rows);
        let same = table.rows.iter().eq(rows.iter().map(|row| &row.cells));
        if let (true, Ok(new)) = (same, &changed) {
            assert_eq!(*new, roster, "nothing was to be changed");
        }
        changed
    }

    #[test]
    fn cells_of_a_workbook_are_changed_below_its_title() {
        let new = changed(|table, rows| {
            let rank = table.columns.iter().position(|it| it.key == "排名").unwrap();
            rows[0].cells[rank] = "6/90".to_owned();
            rows[1].cells[rank] = "7/90".to_owned();
        });
        let text = text(PATH, &new.unwrap()).unwrap();
        assert_eq!(
            text,
            "工作人员名单 |  | \n序号 | 姓名 | 排名\n1 | 甲乙 | 6/90\n0 | 丙丁 | 7/90"
        );
        assert!(changed(|_, _| {}).is_ok());
    }

    #[test]
    fn what_is_more_than_a_cell_is_refused() {
        let refused = |change: &dyn Fn(&mut Vec<NewRow>)| {
            changed(|_, rows| change(rows)).unwrap_err().chinese
        };
        assert!(refused(&|rows| drop(rows.pop())).contains("在表格软件里增删"));
        assert!(refused(&|rows| rows[1].from = None).contains("在表格软件里增删"));
        assert!(refused(&|rows| rows[1].cells[0] = "9".to_owned()).contains("A4 是公式"));
        assert!(super::text(PATH, b"PK no workbook").is_none());
    }
}
