//! CSV → the same tree as YAML: a list of rows, each a mapping from the first row's words.
//! It must not know any column.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, brief};
use crate::load::yaml::{Kind, Node};
use crate::source::{FileId, Sources, Span};

/// Parses a table as a spreadsheet exports it; the first row holds the keys.
pub fn parse(file: FileId, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    let text = &sources.file(file).text;
    let whole = sources.whole(file);
    let start = separator_line(text);
    if start > 0 {
        let message = "第一行是“sep=”，电子表格用它记分隔符，不是表格的内容";
        let place = Span::new(file, 0, text[..start].trim_end().len());
        faults.push(
            Diagnostic::violation("IN-01", place, message).help("删去这一行，第一行写各列的名称"),
        );
    }
    let mut rows = rows(file, text, start, faults)?.into_iter();
    let Some(head) = rows.next() else {
        return Some(Node { kind: Kind::Empty, span: whole });
    };
    if let Some(fault) = no_heading(&head) {
        faults.push(fault);
        return None;
    }
    faults.extend(doubles(&head));
    let mut items = Vec::new();
    for row in rows {
        if row.iter().all(|cell| matches!(cell.kind, Kind::Empty)) {
            continue;
        }
        if is_total(&row) {
            continue;
        }
        if row.len() != head.len() {
            let span =
                row.first().map_or(whole, |first| row.iter().fold(first.span, |s, c| s.to(c.span)));
            faults.push(uneven(&row, head.len(), span));
            continue;
        }
        let span = row[0].span.to(row[row.len() - 1].span);
        let pairs = head.iter().cloned().zip(row).collect();
        items.push(Node { kind: Kind::Map(pairs), span });
    }
    Some(Node { kind: Kind::List(items), span: whole })
}

/// Writes a table as it is parsed: the first row holds the keys.
pub fn text(rows: &[Node]) -> String {
    let word = |node: &Node| match &node.kind {
        Kind::Scalar(text) => text.clone(),
        _ => String::new(),
    };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |row: Vec<String>| writer.write_record(row).expect("it is written to memory");
    for (at, row) in rows.iter().enumerate() {
        let Kind::Map(pairs) = &row.kind else { continue };
        if at == 0 {
            write(pairs.iter().map(|(key, _)| word(key)).collect());
        }
        write(pairs.iter().map(|(_, value)| word(value)).collect());
    }
    let bytes = writer.into_inner().expect("it is written to memory");
    String::from_utf8(bytes).expect("only text was written")
}

/// Returns where the table begins: behind a first line `sep=,`.
fn separator_line(text: &str) -> usize {
    let line = text.split_inclusive('\n').next().unwrap_or_default();
    let is_it = line.trim_end().len() <= "\"sep=,\"".len()
        && line.trim_start_matches(['"', '\u{feff}']).to_ascii_lowercase().starts_with("sep=");
    if is_it { line.len() } else { 0 }
}

/// Reports a row with more or fewer cells than the head has, and a full-width comma that may be why.
fn uneven(row: &[Node], wanted: usize, span: Span) -> Diagnostic {
    let commas = |cell: &Node| match &cell.kind {
        Kind::Scalar(text) => text.matches('，').count(),
        _ => 0,
    };
    let missed: usize = row.iter().map(commas).sum();
    if missed > 0 && row.len() < wanted && row.len() + missed >= wanted {
        return Diagnostic::violation("IN-01", span, "这一行有全角逗号“，”，没有把各格分开")
            .help("各格之间改成半角逗号“,”；逗号是内容的，整格用双引号括起来");
    }
    let message = format!("这一行有 {} 格，表头有 {wanted} 格", row.len());
    Diagnostic::violation("IN-01", span, message)
        .help("检查有没有多写或漏写逗号；内容里有逗号的格子要用双引号括起来")
}

/// Says why a first row cannot be the row of the columns' names.
fn no_heading(head: &[Node]) -> Option<Diagnostic> {
    let named = |cell: &&Node| matches!(cell.kind, Kind::Scalar(_));
    let first = head.iter().find(named)?;
    let Kind::Scalar(text) = &first.kind else { return None };
    let fault = |message: &str| Diagnostic::violation("IN-01", first.span, message);
    if head.len() == 1 && text.contains([';', '；', '，', '\t', '、']) {
        return Some(
            fault("各列之间应当是半角逗号")
                .help("在表格软件里另存为“CSV UTF-8（逗号分隔）”，不要另存为其他格式"),
        );
    }
    (head.len() > 2 && head.iter().filter(named).count() == 1).then(|| {
        fault("第一行应当是各列的名称").help("删去表格上方的标题行，让“序号、姓名……”在第一行")
    })
}

/// Words in the first filled cell of a row that adds up the others. They stand here, for a file is read alike
/// whatever standards it is held against.
const TOTALS: [&str; 4] = ["合计", "总计", "共计", "小计"];

/// Tells whether a row adds up the others, and is none of the table's entries.
pub fn is_total(row: &[Node]) -> bool {
    let filled = row.iter().find_map(|cell| match &cell.kind {
        Kind::Scalar(text) => Some(text.as_str()),
        _ => None,
    });
    filled.is_some_and(|word| TOTALS.contains(&word))
}

/// Reports the columns that have one name.
pub fn doubles(head: &[Node]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<&str, Span> = BTreeMap::new();
    let mut faults = Vec::new();
    for cell in head {
        let Kind::Scalar(name) = &cell.kind else { continue };
        match known.get(name.as_str()) {
            None => drop(known.insert(name, cell.span)),
            Some(first) => faults.push(
                Diagnostic::violation("IN-04", cell.span, format!("“{}”有两列", brief(name)))
                    .label("第二列在这里")
                    .related(*first, "第一列在这里")
                    .help("两列只留一列；程序不猜哪一列是对的"),
            ),
        }
    }
    faults
}

fn rows(
    file: FileId,
    text: &str,
    from: usize,
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<Vec<Node>>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(&text.as_bytes()[from..]);
    let mut rows = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let start = from + record.position().map_or(0, |at| at.byte() as usize);
                rows.push(cells(file, text, start, &record, faults)?);
            }
            Err(error) => {
                let at = from + error.position().map_or(0, |at| at.byte() as usize);
                let fault =
                    Diagnostic::violation("IN-01", Span::new(file, at, at), "这里不合 CSV 的写法");
                faults.push(fault.said(error.to_string()));
                return None;
            }
        }
    }
    Some(rows)
}

/// Finds each cell of a record in the source, from where the record starts.
fn cells(
    file: FileId,
    text: &str,
    start: usize,
    record: &csv::StringRecord,
    faults: &mut Vec<Diagnostic>,
) -> Option<Vec<Node>> {
    let mut at = start + (text[start..].len() - text[start..].trim_start_matches('\n').len());
    let mut cells = Vec::new();
    for value in record {
        let rest = &text[at..];
        let length = if rest.starts_with('"') { quoted(rest) } else { Some(plain(rest)) };
        let Some(length) = length else {
            faults.push(open_quote(Span::new(file, at, at + 1)));
            return None;
        };
        let value = value.trim();
        let written = &rest[..length];
        let offset = written.len() - written.trim_start().len();
        let span = Span::new(file, at + offset, at + offset + written.trim().len());
        if value.contains(['\n', '\r']) {
            faults.push(broken_line(value, span));
        }
        let value: String = value.chars().filter(|c| !matches!(c, '\n' | '\r')).collect();
        let kind = if value.is_empty() { Kind::Empty } else { Kind::Scalar(value) };
        cells.push(Node { kind, span });
        at = (at + length + 1).min(text.len());
    }
    Some(cells)
}

fn broken_line(value: &str, span: Span) -> Diagnostic {
    let shown = value.replace("\r\n", "↵").replace(['\n', '\r'], "↵");
    let message = format!("这一格里有换行：“{}”", brief(&shown));
    Diagnostic::violation("IN-01", span, message).help("删去换行，一格只写一行")
}

fn open_quote(span: Span) -> Diagnostic {
    Diagnostic::violation("IN-01", span, "双引号没有成对")
        .label("从这里开始，没有找到结束的双引号")
        .help("在这一格的末尾补上双引号；双引号是内容的，写成两个双引号，整格再用双引号括起来")
}

fn plain(rest: &str) -> usize {
    rest.find([',', '\n']).unwrap_or(rest.len())
}

/// Returns the length of a quoted cell, unless its quote is not closed.
fn quoted(rest: &str) -> Option<usize> {
    let mut bytes = rest.bytes().enumerate().skip(1).peekable();
    while let Some((i, byte)) = bytes.next() {
        if byte != b'"' {
            continue;
        }
        if bytes.peek().is_some_and(|(_, next)| *next == b'"') {
            bytes.next();
        } else {
            return Some(i + 1 + plain(&rest[i + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_in_the_source() {
        let mut sources = Sources::default();
        let file = sources.add("名单.csv", "姓名,专业\n\n林知夏,\"护理,\"\"甲\"\"\"\n阿里·木,\n");
        let mut faults = Vec::new();
        let table = parse(file, &sources, &mut faults).unwrap();
        let Kind::List(rows) = table.kind else { panic!("a list") };
        let mut seen = Vec::new();
        for row in &rows {
            let Kind::Map(pairs) = &row.kind else { panic!("a mapping") };
            for (key, value) in pairs {
                let Kind::Scalar(key) = &key.kind else { panic!("a word") };
                seen.push((key.as_str(), sources.text(value.span)));
            }
        }
        assert_eq!(seen[0], ("姓名", "林知夏"));
        assert_eq!(seen[2], ("姓名", "阿里·木"));
        assert_eq!(seen[3], ("专业", ""));
        assert!(faults.is_empty());
    }

    #[test]
    fn what_spreadsheets_leave_is_named() {
        let mut sources = Sources::default();
        let told = |text: &str, sources: &mut Sources| {
            let file = sources.add("名单.csv", text);
            let mut faults = Vec::new();
            let table = parse(file, sources, &mut faults).unwrap();
            let Kind::List(rows) = table.kind else { panic!("a list") };
            (rows.len(), faults.iter().map(|it| it.message.clone()).collect::<Vec<_>>())
        };
        let (rows, faults) = told("sep=,\n甲,乙\n1,2\n", &mut sources);
        assert_eq!((rows, faults.len()), (1, 1));
        assert!(faults[0].contains("sep="));
        let (_, faults) = told("甲,乙,丙\n1，2,3\n", &mut sources);
        assert_eq!(faults, ["这一行有全角逗号“，”，没有把各格分开"]);
        let (_, faults) = told("甲,乙\n\"机\n械\",2\n", &mut sources);
        assert_eq!(faults, ["这一格里有换行：“机↵械”"]);
    }

    #[test]
    fn a_short_row_is_reported() {
        let mut sources = Sources::default();
        let file = sources.add("名单.csv", "甲,乙\n1\n");
        let mut faults = Vec::new();
        parse(file, &sources, &mut faults);
        assert_eq!(faults[0].message, "这一行有 1 格，表头有 2 格");
    }
}
