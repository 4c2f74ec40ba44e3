//! Tables as they were meant: one that goes on in another below is one, and one that is drawn only to
//! hold a text is no table.
//! It must not know what a table is about.

use super::table::flat;
use crate::import::paper::{Block, Table};
use crate::numeral;

/// How many paragraphs in one cell make it a text.
const TEXT: usize = 12;

/// Joins tables that go on and opens those that hold a text; returns also the lines between the parts
/// of a table, which say that it goes on.
pub fn joined(blocks: Vec<Block>) -> (Vec<Block>, Vec<String>) {
    let mut whole: Vec<Block> = Vec::new();
    let mut between = Vec::new();
    for block in blocks.into_iter().flat_map(opened) {
        let Block::Table(table) = block else {
            whole.push(block);
            continue;
        };
        let last = whole.iter().rposition(|block| !parts_nothing(block));
        let rows = last.and_then(|last| Some((last, more(whole[last].table()?, &table)?)));
        match rows {
            Some((last, from)) => {
                let lines = whole.drain(last + 1..).flat_map(|block| block.lines());
                between.extend(lines);
                if let Some(Block::Table(before)) = whole.last_mut() {
                    before.rows.extend(table.rows.into_iter().skip(from));
                }
            }
            None => whole.push(Block::Table(table)),
        }
    }
    (whole, between)
}

/// Tells a paragraph between two parts of one table: it is empty, or says 续表.
fn parts_nothing(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let text: String = paragraph.lines().concat();
    let text = text.trim_matches(['（', '）', '(', ')', ' ', '：', ':']);
    matches!(text, "" | "续" | "续表" | "续上表" | "接上表" | "接上页" | "转下页")
}

/// Returns from which row on a table goes on with the one before it, if it does: below the same head, or
/// with the next number.
fn more(before: &Table, table: &Table) -> Option<usize> {
    let width = table.width();
    if width < 2 || width != before.width() {
        return None;
    }
    let texts =
        |table: &Table, row| (0..width).map(|c| flat(&table.shown(row, c))).collect::<Vec<_>>();
    let head = texts(table, 0);
    if head == texts(before, 0) && head.iter().filter(|cell| !cell.is_empty()).count() > 1 {
        return Some(1);
    }
    let number = |table: &Table, row| numeral::count(flat(&table.shown(row, 0)).trim(), "");
    let last = number(before, before.rows.len().checked_sub(1)?)?;
    (number(table, 0)? == last + 1).then_some(0)
}

/// Returns what a table holds where it has one column and a whole text, or a table, stands in it.
fn opened(block: Block) -> Vec<Block> {
    let Block::Table(table) = block else { return vec![block] };
    let alone = table.rows.iter().all(|row| row.len() == 1 && !row[0].continued);
    let cells = table.rows.iter().flatten();
    let is_text = cells.clone().any(|cell| cell.blocks.iter().any(|block| block.table().is_some()))
        || cells.clone().map(|cell| cell.blocks.len()).sum::<usize>() > TEXT.max(table.rows.len());
    match alone && is_text {
        true => table.rows.into_iter().flatten().flat_map(|cell| cell.blocks).collect(),
        false => vec![Block::Table(table)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::paper::Paragraph;

    fn table(rows: &[&[&str]]) -> Block {
        let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
        Block::Table(Table::of_texts(rows.iter().map(row).collect()))
    }

    fn line(text: &str) -> Block {
        Block::Paragraph(Paragraph::plain(text))
    }

    #[test]
    fn a_table_that_goes_on_is_one() {
        let blocks = vec![
            table(&[&["序号", "姓名"], &["1", "甲"]]),
            line("（续表）"),
            line(""),
            table(&[&["序号", "姓名"], &["2", "乙"]]),
            table(&[&["3", "丙"]]),
            line("说明"),
            table(&[&["序号", "姓名"], &["4", "丁"]]),
        ];
        let (whole, between) = joined(blocks);
        let rows = |block: &Block| block.table().map_or(0, |table| table.rows.len());
        assert_eq!(whole.iter().map(rows).collect::<Vec<_>>(), [4, 0, 2]);
        assert_eq!(between, ["（续表）"]);
    }

    #[test]
    fn a_frame_around_a_text_is_no_table() {
        let mut frame = Table::of_texts(vec![vec!["一、甲".to_owned()]]);
        frame.rows[0][0].blocks.push(table(&[&["序号", "姓名"]]));
        let (whole, _) = joined(vec![Block::Table(frame)]);
        assert_eq!(whole.len(), 2);
        let (whole, _) = joined(vec![table(&[&["一格"]])]);
        assert!(whole[0].table().is_some());
    }
}
