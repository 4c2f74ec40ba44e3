//! One worksheet of ours, filled in → the scores of one rater.
//! It must not know how a cell is stored.

use super::workbook::{Cell, Look, Worksheet};
use super::{FOREIGN, Reading, Written, no_number, score};
use crate::diagnostic::{Diagnostic, Level, brief};
use crate::scoring::{CLOSED, Dimension, Exact, Form, HEADS, MARK, Table};
use crate::source::Span;
use crate::workbook::called;

/// Reads the sheet of one rater; nothing when the worksheet is not one of the forms, which is told
/// unless it is empty.
pub fn read<'f>(
    worksheet: &Worksheet,
    forms: &'f [Form],
    faults: &mut Vec<Diagnostic>,
) -> Option<(&'f Form, Reading)> {
    if worksheet.cells.is_empty() {
        return None;
    }
    let (form, rater) = whose(worksheet, forms, faults)?;
    let mut reading = Reading::new(&form.group, rater, worksheet.span(2, 0));
    let own = rater.checked_sub(1).and_then(|at| form.own.get(at)?.as_deref());
    let rows = worksheet.cells.keys().map(|(row, _)| *row).max().unwrap_or_default();
    let mut tables = form.tables.iter();
    let mut columns: Option<Vec<Column>> = None;
    for row in 1..=rows {
        let cell = |column| worksheet.text(row, column);
        if [cell(0), cell(1)] == HEADS {
            columns = tables.next().map(|table| columns_of(table, row, worksheet, faults));
        } else if let Some(columns) = columns.as_ref().filter(|_| !cell(1).is_empty()) {
            let subject = form.subject(cell(1));
            read_row(worksheet, row, subject, columns, own, &mut reading, faults);
        }
    }
    Some((form, reading))
}

/// Reads the hidden first row: which form this is, and whose.
fn whose<'f>(
    worksheet: &Worksheet,
    forms: &'f [Form],
    faults: &mut Vec<Diagnostic>,
) -> Option<(&'f Form, usize)> {
    let place = Span::new(worksheet.file, 0, 0);
    let mut foreign = |message: String, help: &str| {
        faults.push(Diagnostic::violation(FOREIGN, place, message).help(help));
        None
    };
    let [mark, round, group, rater, digest] =
        [0, 1, 2, 3, 4].map(|column| worksheet.text(0, column));
    if mark != MARK {
        return foreign(
            "这张工作表不是本程序生成的评分表".to_owned(),
            "用 gongkai appraisal sheets 生成的文件填写；不是评分表的，移到别的文件夹",
        );
    }
    let ours = forms.first().map_or("", |form| form.round.as_str());
    if round != ours {
        return foreign(
            format!("这是“{}”一轮的评分表，不是“{ours}”的", brief(round)),
            "放到那一轮的文件夹里",
        );
    }
    let mut of_group = forms.iter().filter(|form| form.group == group).peekable();
    if of_group.peek().is_none() {
        return foreign(
            format!("这一轮没有“{}”这一组评委", brief(group)),
            "核对评分办法里评委的名称；名称改过的，重新生成评分表",
        );
    }
    let form = of_group.find(|form| form.digest() == digest);
    match (form, rater.parse().ok().filter(|rater| *rater > 0)) {
        (Some(form), Some(rater)) => Some((form, rater)),
        _ => foreign(
            "这张评分表生成以后，评分办法或述职对象改过".to_owned(),
            "用 gongkai appraisal sheets 重新生成，请评委按新表打分；不该改的，改回去",
        ),
    }
}

/// A dimension and the column it stands in; none where its heading is missing.
type Column<'f> = (&'f Dimension, Option<u32>);

/// Finds the column of each dimension by its heading.
fn columns_of<'f>(
    table: &'f Table,
    row: u32,
    worksheet: &Worksheet,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Column<'f>> {
    let mut columns = Vec::new();
    for dimension in &table.dimensions {
        let heading = dimension.heading();
        let heads = worksheet.cells.range((row, 0)..(row + 1, 0));
        let named: Vec<u32> = heads
            .filter(|(_, cell)| cell.text == heading)
            .map(|((_, column), _)| *column)
            .collect();
        if named.len() != 1 {
            let message = format!("表头应当有一列“{heading}”，这里有 {} 列", named.len());
            let fault = Diagnostic::violation(FOREIGN, worksheet.span(row, 0), message);
            faults.push(
                fault
                    .label(format!("第 {} 行", row + 1))
                    .help("表头不能改；用 gongkai appraisal sheets 重新生成"),
            );
        }
        columns.push((dimension, named.first().copied()));
    }
    columns
}

fn read_row(
    worksheet: &Worksheet,
    row: u32,
    subject: &str,
    columns: &[Column],
    own: Option<&str>,
    reading: &mut Reading,
    faults: &mut Vec<Diagnostic>,
) {
    let subject = subject.to_owned();
    let name = worksheet.span(row, 1);
    let here = |column: u32| Written {
        span: worksheet.span(row, column),
        called: format!("单元格 {}", called((row, column))),
    };
    if let Some(first) = reading.places.get(&(subject.clone(), None)) {
        faults.push(
            Diagnostic::violation("SC-04", name, format!("“{subject}”有两行"))
                .label(format!("单元格 {}", called((row, 1))))
                .related(first.span, "第一行在这里")
                .help("只留一行；程序不猜哪一行算数"),
        );
        return;
    }
    reading.places.insert((subject.clone(), None), here(1));
    let mut scores = Vec::new();
    for (at, (dimension, column)) in columns.iter().enumerate() {
        let Some(column) = *column else {
            // The heading's fault has been told.
            reading.faulty.insert((subject.clone(), at));
            scores.push(None);
            continue;
        };
        let place = here(column);
        let cell = worksheet.cells.get(&(row, column));
        let closed = own == Some(subject.as_str()) && cell.is_some_and(|it| it.text == CLOSED);
        let (score, fault) = match cell {
            Some(cell) if !closed => score_in(cell, dimension),
            _ => (None, None),
        };
        if fault.as_ref().is_some_and(|fault| fault.level == Level::Violation) {
            reading.faulty.insert((subject.clone(), at));
        }
        faults.extend(fault.map(|fault| fault.label(place.called.clone())));
        scores.push(score);
        reading.places.insert((subject.clone(), Some(at)), place);
    }
    reading.sheet.scores.insert(subject, scores);
}

/// Reads the score in a cell, with what is to be said of it.
fn score_in(cell: &Cell, dimension: &Dimension) -> (Option<Exact>, Option<Diagnostic>) {
    let Cell { text, span, look } = cell;
    let fits = |score: &Exact| (Exact::default()..=dimension.maximum).contains(score);
    match (look, score(text)) {
        (Look::Formula, _) => (None, Some(is_formula(*span))),
        (Look::Percentage, _) => (None, Some(is_percentage(*span))),
        (Look::Date, Ok(Some(score))) if fits(&score) => {
            (Some(score), Some(is_shown_as_a_date(text, *span)))
        }
        (Look::Date, _) => (None, Some(is_date(text, dimension, *span))),
        (Look::Plain, Ok(Some(score))) if !is_plain(text) => {
            (Some(score), Some(is_written_otherwise(text, score, *span)))
        }
        (Look::Plain, Ok(score)) => (score, None),
        (Look::Plain, Err(())) => (None, Some(no_number(text, *span))),
    }
}

/// Tells whether a score is written as a number and nothing else.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
}

fn is_written_otherwise(text: &str, score: Exact, span: Span) -> Diagnostic {
    let read = crate::scoring::decimal(score);
    let message = format!("这一格写的是“{}”，按 {read} 分读取", brief(text));
    Diagnostic::new(Level::Notice, "SC-03", span, message)
        .help("和评委核对；只写数字，如 18 或 18.5")
}

fn is_formula(span: Span) -> Diagnostic {
    Diagnostic::violation("SC-03", span, "这一格是公式，不是评委填的分数")
        .help("把公式换成分数本身：公式的结果会随别的格改变")
}

fn is_percentage(span: Span) -> Diagnostic {
    Diagnostic::violation("SC-03", span, "这一格是百分数，不是分数")
        .help("把单元格格式改成“常规”，再请评委填分数；程序不猜 90% 是 90 分还是满分的九成")
}

fn is_shown_as_a_date(text: &str, span: Span) -> Diagnostic {
    let message = format!("这一格的格式是日期，里面的数是 {text}，按 {text} 分读取");
    Diagnostic::new(Level::Notice, "SC-03", span, message)
        .help("和评委核对；把单元格格式改成“常规”就显示为分数")
}

fn is_date(text: &str, dimension: &Dimension, span: Span) -> Diagnostic {
    let most = crate::scoring::decimal(dimension.maximum);
    let message = format!("这一格是日期（里面的数是 {text}），不是 0 到 {most} 的分数");
    Diagnostic::violation("SC-03", span, message)
        .help("填 3/12、3-12 的，表格软件会改成日期：先把单元格格式改成“常规”，再请评委填一个分数")
}
