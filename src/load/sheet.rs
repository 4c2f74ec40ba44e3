//! A worksheet → the same tree as CSV: a list of rows, each a mapping from the head's words.
//! It must not know any column.

use crate::diagnostic::{Diagnostic, brief};
use crate::load::csv::{doubles, is_total};
use crate::load::yaml::{Kind, Node};
use crate::source::{FileId, Laid, Sheet, Sources, Span};
use crate::workbook::Look;

/// Reads the table of a worksheet. What stands above its head is a title; a row of totals is not one
/// of its entries.
pub fn parse(
    file: FileId,
    sheet: &Sheet,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let whole = sources.whole(file);
    let mut rows = rows(file, sheet, sources);
    let Some(at) = head(&rows) else {
        return Some(Node { kind: Kind::Empty, span: whole });
    };
    let mut body = rows.split_off(at + 1);
    let mut head = rows.pop().expect("the head stands where it was found");
    // Columns that hold nothing at all are only formatted.
    for column in (0..head.len()).rev() {
        if is_empty(&head[column]) && body.iter().all(|row| is_empty(&row[column])) {
            head.remove(column);
            body.iter_mut().for_each(|row| drop(row.remove(column)));
        }
    }
    faults.extend(doubles(&head));
    let mut items = Vec::new();
    for row in body.into_iter().filter(|row| !row.iter().all(is_empty)) {
        let filled: Vec<&Node> = row.iter().filter(|cell| !is_empty(cell)).collect();
        if is_total(&row) {
            continue;
        }
        if let ([only], true) = (filled.as_slice(), head.len() > 2) {
            faults.push(no_entry(only));
            continue;
        }
        let span = row[0].span.to(row[row.len() - 1].span);
        let pairs = head.iter().cloned().zip(row).collect();
        items.push(Node { kind: Kind::Map(pairs), span });
    }
    faults.extend(sheet.cells.iter().filter_map(|cell| uncounted(cell, file, sources)));
    Some(Node { kind: Kind::List(items), span: whole })
}

/// Returns the cells of each row that has any.
fn rows(file: FileId, sheet: &Sheet, sources: &Sources) -> Vec<Vec<Node>> {
    let mut rows: Vec<Vec<Node>> = Vec::new();
    let mut last = None;
    for cell in &sheet.cells {
        let span = Span::new(file, cell.start, cell.end);
        let text = sources.text(span);
        let kind = if text.is_empty() { Kind::Empty } else { Kind::Scalar(text.to_owned()) };
        if last != Some(cell.place.0) {
            rows.push(Vec::new());
            last = Some(cell.place.0);
        }
        rows.last_mut().expect("just begun").push(Node { kind, span });
    }
    rows
}

/// Finds the row of the columns' names: the first that is about as full as any below it. A title, and
/// the line that says who filled the table in, are not.
fn head(rows: &[Vec<Node>]) -> Option<usize> {
    let filled = |row: &Vec<Node>| row.iter().filter(|cell| !is_empty(cell)).count();
    let most = rows.iter().map(filled).max()?;
    rows.iter().position(|row| filled(row) * 3 >= most * 2)
}

fn is_empty(cell: &Node) -> bool {
    matches!(cell.kind, Kind::Empty)
}

fn word(cell: &Node) -> &str {
    match &cell.kind {
        Kind::Scalar(text) => text.as_str(),
        _ => "",
    }
}

/// Reports a row of one cell: a note below the table, or what is left of an entry.
fn no_entry(cell: &Node) -> Diagnostic {
    let message = format!("这一行只有一格有内容：“{}”", brief(word(cell)));
    Diagnostic::violation("IN-01", cell.span, message)
        .help("表下的说明写进 年度.yaml 的“名单脚注”，从表里删去；是名单的一行的，补全各格")
}

/// Reports a cell whose formula came to nothing.
fn uncounted(cell: &Laid, file: FileId, sources: &Sources) -> Option<Diagnostic> {
    let span = Span::new(file, cell.start, cell.end);
    let text = brief(sources.text(span));
    let fault = |message: String| Diagnostic::violation("IN-01", span, message);
    match cell.look {
        Look::Plain => None,
        Look::Uncounted if text.is_empty() => Some(
            fault("这一格的公式没有算出值".to_owned())
                .help("在表格软件里打开，重新计算后保存；或者复制这一格，选择性粘贴为“值”"),
        ),
        Look::Uncounted => {
            Some(fault(format!("这一格的公式出错：“{text}”")).help("改正公式，或者直接键入内容"))
        }
    }
}
