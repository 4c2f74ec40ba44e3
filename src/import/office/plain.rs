//! Plain text and Markdown → paper, in whatever encoding they are.
//! It must not know what a line says.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::MOST_PIECES;
use super::container::Fault;
use crate::import::paper::{Block, Cell, Paper, Paragraph, Table};

/// Returns a file's text, and the name of its encoding where that is not UTF-8.
///
/// A byte order mark decides; then UTF-8 if every byte fits; then GB 18030, which holds GBK.
pub fn decoded(bytes: &[u8]) -> Option<(String, Option<&'static str>)> {
    let strict = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        encoding
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(|text| text.into_owned())
    };
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => Some((String::from_utf8(rest.to_vec()).ok()?, None)),
        [0xff, 0xfe, rest @ ..] => Some((strict(UTF_16LE, rest)?, Some("UTF-16"))),
        [0xfe, 0xff, rest @ ..] => Some((strict(UTF_16BE, rest)?, Some("UTF-16"))),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => Some((text.to_owned(), None)),
            Err(_) => Some((strict(GB18030, bytes)?, Some("GBK"))),
        },
    }
}

/// Reads a text; rows of `|` are a table, `#` begins a heading.
pub fn read(bytes: &[u8]) -> Result<Paper, Fault> {
    let (text, encoding) = decoded(bytes).ok_or(Fault::Damaged)?;
    if text.contains('\0') {
        return Err(Fault::Damaged);
    }
    if text.matches(['\t', '|', '\n', '\r']).count() > MOST_PIECES {
        return Err(Fault::TooLong);
    }
    let mut paper = Paper::default();
    paper.remarks.extend(encoding.map(|name| format!("文件按 {name} 编码读入")));
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for line in text.split('\n') {
        match cells(line) {
            Some(row) => rows.extend((!is_rule(&row)).then(|| Table::row(row))),
            None => {
                end_table(&mut rows, &mut paper);
                let bare = line.trim_start_matches('#');
                let heading = bare.len() < line.len() && bare.starts_with(' ');
                let text = if heading { bare.trim() } else { line };
                let paragraph = Paragraph { heading, ..Paragraph::plain(text) };
                paper.blocks.push(Block::Paragraph(paragraph));
            }
        }
    }
    end_table(&mut rows, &mut paper);
    Ok(paper)
}

fn end_table(rows: &mut Vec<Vec<Cell>>, paper: &mut Paper) {
    if !rows.is_empty() {
        paper.blocks.push(Block::Table(Table { rows: std::mem::take(rows) }));
    }
}

/// Takes a row apart: `| 甲 | 乙 |`, or cells with tabs between them.
fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim_end();
    let inner = line.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|'));
    let cut = |text: &str, c: char| text.split(c).map(|cell| cell.trim().to_owned()).collect();
    match inner {
        Some(inner) => Some(cut(inner, '|')),
        None if line.trim_start().contains('\t') => Some(cut(line, '\t')),
        None => None,
    }
}

/// Tells the rule below the head of a Markdown table.
fn is_rule(row: &[String]) -> bool {
    let drawn = |cell: &String| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'));
    row.iter().all(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_by_their_bytes() {
        assert_eq!(decoded("甲".as_bytes()), Some(("甲".to_owned(), None)));
        let (gbk, _, _) = encoding_rs::GBK.encode("姓名,院系");
        assert_eq!(decoded(&gbk), Some(("姓名,院系".to_owned(), Some("GBK"))));
        assert_eq!(decoded(b"\xff\xfe\x32\x75"), Some(("甲".to_owned(), Some("UTF-16"))));
        assert_eq!(decoded(b"\x81\xff\xff"), None);
    }

    #[test]
    fn rows_of_a_text_are_a_table() {
        let paper =
            read("# 标题\n| 序号 | 姓名 |\n|---|---|\n| 1 | 甲 |\n正文".as_bytes()).unwrap();
        assert_eq!(paper.blocks.len(), 3);
        assert_eq!(paper.blocks[1].table().unwrap().shown(1, 1), "甲");
    }
}
