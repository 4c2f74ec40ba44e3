//! Scores written as a CSV table or as YAML → the sheets of one group.
//!
//! A CSV table has the columns `评委`, `述职对象` and one a dimension. YAML has an entry a rater,
//! in it one line a subject, with the scores in the order of the dimensions:
//! `1号: { 林知夏: 18 9 17 }`. It must not know workbooks.

use super::{FOREIGN, Reading, Written, no_number, score};
use crate::diagnostic::{Diagnostic, brief};
use crate::load::yaml::{Kind, Node};
use crate::load::{data, is_readable, report_unreadable};
use crate::scoring::{Form, MARK, Table};
use crate::source::{FileId, Sources, Span};

/// The columns of a CSV table besides the dimensions.
const RATER: &str = "评委";
const SUBJECT: &str = "述职对象";

/// Reads the sheets of the group that a file is named after.
pub fn read<'f>(
    file: FileId,
    forms: &'f [Form],
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(&'f Form, Reading)> {
    report_unreadable(&[file], sources, faults);
    if !is_readable(file, sources) {
        return Vec::new();
    }
    let path = &sources.file(file).path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let Some(form) = forms.iter().find(|form| form.stem(forms) == stem) else {
        let stems: Vec<String> = forms.iter().map(|form| form.stem(forms)).collect();
        let message = format!("这一轮没有“{}”这一组评委", brief(stem));
        faults.push(
            Diagnostic::violation(FOREIGN, Span::new(file, 0, 0), message)
                .help(format!("文件按评委组取名：{}", stems.join("、"))),
        );
        return Vec::new();
    };
    if sources.file(file).text.trim_start_matches('\u{feff}').starts_with(MARK) {
        let fault = "这是从评分表的工作簿另存的一张表，不是一组的分数";
        faults.push(Diagnostic::violation(FOREIGN, Span::new(file, 0, 0), fault).help(
            "把填好的工作簿（.xlsx）原样放进来；要用 CSV 的，列写：评委、述职对象，再写各维度",
        ));
        return Vec::new();
    }
    let Some(node) = data(file, sources, faults) else { return Vec::new() };
    let readings = match &node.kind {
        Kind::Empty => Vec::new(),
        Kind::List(rows) if name.ends_with(".csv") => table(form, rows, faults),
        Kind::Map(raters) => raters
            .iter()
            .filter_map(|(rater, rows)| by_rater(form, rater, rows, sources, faults))
            .collect(),
        _ => {
            let message = format!("应当每位评委写一项，如“1号: …”，这里是{}", node.described());
            faults.push(Diagnostic::violation("SC-03", node.span, message).help(
                "一位评委一项，里面每个述职对象一行，依次写各维度的分数，如 林知夏: 18 9 17",
            ));
            Vec::new()
        }
    };
    readings.into_iter().map(|reading| (form, reading)).collect()
}

/// Reads `3`, `3号` or `3号评委`.
fn number(node: &Node, faults: &mut Vec<Diagnostic>) -> Option<usize> {
    let Kind::Scalar(text) = &node.kind else {
        faults.push(no_rater("空着的", node.span));
        return None;
    };
    let plain = text.trim_end_matches("评委").trim_end_matches('号').trim();
    let found = plain.parse().ok().filter(|number| (1..=9999).contains(number));
    if found.is_none() {
        faults.push(no_rater(&format!("“{}”", brief(text)), node.span));
    }
    found
}

fn no_rater(what: &str, span: Span) -> Diagnostic {
    Diagnostic::violation("SC-03", span, format!("{what}不是评委的编号"))
        .help("评委按编号写，不写姓名：1号、2号……")
}

/// Reads a table in which each row is what one rater gave one subject.
fn table(form: &Form, rows: &[Node], faults: &mut Vec<Diagnostic>) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    if let Some(Node { kind: Kind::Map(cells), .. }) = rows.first() {
        faults.extend(wrong_heads(form, cells));
    }
    for row in rows {
        let Kind::Map(cells) = &row.kind else { continue };
        let (Some(rater), Some(subject)) = (cell(cells, RATER), cell(cells, SUBJECT)) else {
            continue;
        };
        let Some(rater_number) = number(rater, faults) else { continue };
        let Kind::Scalar(name) = &subject.kind else {
            let fault = Diagnostic::violation("SC-04", row.span, "这一行没有写述职对象");
            faults.push(fault.help("补上姓名或名称"));
            continue;
        };
        let name = form.subject(name);
        let known = readings.iter().position(|reading| reading.sheet.rater == rater_number);
        let at = known.unwrap_or_else(|| {
            readings.push(Reading::new(&form.group, rater_number, rater.span));
            readings.len() - 1
        });
        let given: Vec<(&str, Span)> = match table_of(form, name) {
            Some(table) => table
                .dimensions
                .iter()
                .map(|dimension| match cell(cells, &dimension.name) {
                    Some(Node { kind: Kind::Scalar(text), span }) => (text.as_str(), *span),
                    Some(Node { span, .. }) => ("", *span),
                    None => ("", row.span),
                })
                .collect(),
            None => Vec::new(),
        };
        faults.extend(out_of_place(form, name, cells));
        let reading = &mut readings[at];
        take(reading, name, subject.span, &given, faults);
        let unheaded = (0..).zip(table_of(form, name).into_iter().flat_map(|of| &of.dimensions));
        let unheaded = unheaded.filter(|(_, dimension)| cell(cells, &dimension.name).is_none());
        // A column that is missing has been told.
        reading.faulty.extend(unheaded.map(|(at, _)| (name.to_owned(), at)));
    }
    readings
}

/// Reports scores in dimensions of other kinds than the subject's.
fn out_of_place(form: &Form, subject: &str, cells: &[(Node, Node)]) -> Vec<Diagnostic> {
    let Some(own) = table_of(form, subject) else { return Vec::new() };
    let others = form.tables.iter().flat_map(|table| &table.dimensions);
    let mut faults: Vec<Diagnostic> = Vec::new();
    for dimension in others.filter(|other| own.dimensions.iter().all(|d| d.name != other.name)) {
        if let Some(Node { kind: Kind::Scalar(_), span }) = cell(cells, &dimension.name) {
            let message = format!("“{subject}”不评“{}”，这里却有分数", dimension.name);
            let fault = Diagnostic::violation("SC-03", *span, message).help("清空这一格");
            if faults.iter().all(|known| known.primary.span != *span) {
                faults.push(fault);
            }
        }
    }
    faults
}

fn cell<'n>(cells: &'n [(Node, Node)], name: &str) -> Option<&'n Node> {
    let is_it = |key: &Node| matches!(&key.kind, Kind::Scalar(text) if text == name);
    cells.iter().find(|(key, _)| is_it(key)).map(|(_, value)| value)
}

/// Reports columns that are missing or unknown.
fn wrong_heads(form: &Form, cells: &[(Node, Node)]) -> Vec<Diagnostic> {
    let mut known: Vec<&str> = vec![RATER, SUBJECT];
    let dimensions = form.tables.iter().flat_map(|table| &table.dimensions);
    for dimension in dimensions {
        if !known.contains(&dimension.name.as_str()) {
            known.push(&dimension.name);
        }
    }
    let mut faults = Vec::new();
    for (key, _) in cells {
        if let Kind::Scalar(text) = &key.kind
            && !known.contains(&text.as_str())
        {
            let message = format!("没有“{}”这个评分维度", brief(text));
            faults.push(
                Diagnostic::violation("SC-03", key.span, message)
                    .help(format!("可以写的列：{}", known.join("、"))),
            );
        }
    }
    for name in known.iter().filter(|name| cell(cells, name).is_none()) {
        let place = cells.first().map(|(key, _)| key.span);
        faults.extend(place.map(|place| {
            Diagnostic::violation("SC-03", place, format!("缺少“{name}”一列"))
                .help("补上这一列；程序不把缺的当作 0 分")
        }));
    }
    faults
}

/// Reads what one rater gave, a line a subject.
fn by_rater(
    form: &Form,
    rater: &Node,
    rows: &Node,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<Reading> {
    let number = number(rater, faults)?;
    let mut reading = Reading::new(&form.group, number, rater.span);
    let Kind::Map(rows) = &rows.kind else {
        let message = format!("{number}号评委的分数应当每个述职对象一行");
        let fault = Diagnostic::violation("SC-03", rows.span, message);
        faults.push(fault.help("写成“林知夏: 18 9 17”，分数依次是各维度的，用空格分开"));
        return None;
    };
    for (subject, scores) in rows {
        let Kind::Scalar(name) = &subject.kind else { continue };
        let name = form.subject(name);
        let given: Vec<(&str, Span)> = match &scores.kind {
            Kind::Scalar(text) => {
                let words = text.split_whitespace();
                words
                    .map(|word| {
                        let at = word.as_ptr() as usize - text.as_ptr() as usize;
                        (word, sources.part(scores.span, text, at..at + word.len()))
                    })
                    .collect()
            }
            Kind::Empty => Vec::new(),
            Kind::List(_) | Kind::Map(_) => {
                let fault = Diagnostic::violation("SC-03", scores.span, "分数应当写在一行里");
                faults.push(fault.help("用空格分开，如 18 9 17"));
                continue;
            }
        };
        take(&mut reading, name, subject.span, &given, faults);
    }
    Some(reading)
}

/// Returns the table a subject stands in.
fn table_of<'f>(form: &'f Form, subject: &str) -> Option<&'f Table> {
    form.tables.iter().find(|table| table.subjects.iter().any(|name| name == subject))
}

/// Takes down what a subject was given.
fn take(
    reading: &mut Reading,
    subject: &str,
    span: Span,
    given: &[(&str, Span)],
    faults: &mut Vec<Diagnostic>,
) {
    if let Some(first) = reading.places.get(&(subject.to_owned(), None)) {
        let rater = reading.sheet.rater;
        faults.push(
            Diagnostic::violation("SC-04", span, format!("{rater}号评委给“{subject}”打了两次分"))
                .related(first.span, "第一次在这里")
                .help("只留一次；程序不猜哪一次算数"),
        );
        return;
    }
    let place = |span| Written { span, called: String::new() };
    reading.places.insert((subject.to_owned(), None), place(span));
    let mut scores = Vec::new();
    for (at, (text, span)) in given.iter().enumerate() {
        scores.push(score(text).unwrap_or_else(|()| {
            faults.push(no_number(text, *span));
            reading.faulty.insert((subject.to_owned(), at));
            None
        }));
        reading.places.insert((subject.to_owned(), Some(at)), place(*span));
    }
    reading.sheet.scores.insert(subject.to_owned(), scores);
}
