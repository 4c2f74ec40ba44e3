//! 一、the self-assessment: indicators with their ticks, the second level, its matrix, the wording.
//! It must not know what an indicator demands.

use std::sync::LazyLock;

use regex::Regex;
use time::Date;

use super::prose;
use super::table::{self, Headed};
use super::verdict::verdict;
use super::{Draft, Known};
use crate::import::paper::{Block, Table};
use crate::import::written::Yaml;
use crate::load::decode;
use crate::numeral;
use crate::standard::{Words, word_lists};

/// An indicator as the document prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    pub number: u32,
    pub mark: Option<char>,
    pub text: String,
}

/// What the document prints of the form itself.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    pub legend: Option<String>,
    pub school: Vec<Printed>,
    pub second: Vec<Printed>,
}

static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?P<a>[★▲☆△])?\\s*(?P<n>[0-9０-９]{1,2})\\s*(?P<b>[★▲☆△])?\\s*[.．、。]?\\s*(?P<c>[★▲☆△])?\\s*(?P<text>\\S.*)$")
        .expect("a pattern of our own")
});

static STATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^实有(?:人数|数量)?[:：为]?\\s*(?P<n>[0-9０-９]+|[一二三四五六七八九十百两]+)\\s*(?P<u>[人个名])?[。；]?$")
        .expect("a pattern of our own")
});

/// What stands beside the date of a congress in a remark that gives nothing else.
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:本次|本届|最近一次)?(?:学生|研究生)?(?:代表大会|学代会|研代会|大会)?(?:于)?(?:召开)?(?:日期|时间|于)?[为是]?[:：]?日?(?:召开|举行)?[。；]?$")
        .expect("a pattern of our own")
});

/// A piece of evidence as the form prints it: name and day.
static EVIDENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?P<n>\\S.*?)[（(](?P<d>[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)[)）]$")
        .expect("a pattern of our own")
});

/// What stands before it.
const EVIDENCE_HEAD: &str = "佐证：";

/// Reads the part into `自评.yaml`; returns what the form prints.
pub fn read(blocks: &[Block], known: &mut Known, standard: &Words, draft: &mut Draft) -> Wording {
    let heads = |column| standard.under(word_lists::HEADS, column);
    let mut wording = Wording::default();
    let mut yaml = Yaml::new("自评");
    let mut school: Option<Headed> = None;
    let mut second: Option<Headed> = None;
    let mut matrix: Option<Vec<(String, Vec<String>)>> = None;
    for (at, block) in blocks.iter().enumerate() {
        let before_table = blocks.get(at + 1).is_some_and(|next| next.table().is_some());
        match block {
            Block::Paragraph(paragraph) => {
                for line in paragraph.lines() {
                    match line.contains('★') && line.contains("指标") {
                        true => wording.legend = Some(line),
                        // The titles of the tables are printed by the form.
                        false
                            if is_title(&line, standard)
                                || before_table && table::is_caption(&line) =>
                        {
                            draft.printed.push(line);
                        }
                        false => draft.left_out("自评表里的文字", &line),
                    }
                }
            }
            Block::Table(table) => {
                let of_school = table::headed(table, &[heads("校级.指标"), heads("校级.结论")])
                    .map(|headed| answered(headed, standard))
                    .or_else(|| in_two_columns(table, standard));
                let of_second = table::headed(table, &[heads("二级.指标"), heads("二级.数量")]);
                let of_matrix = self::matrix(table);
                match (of_school, of_second) {
                    (Some(headed), _) if school.is_none() => school = Some(headed),
                    (_, Some(headed)) if second.is_none() => second = Some(headed),
                    _ if of_matrix.is_none() => {
                        table.rows.iter().flatten().for_each(|cell| {
                            draft.left_out("自评表里的表格", &cell.text());
                        });
                    }
                    _ => {}
                }
                // The matrix may be the lower half of the table above it.
                if let Some(rows) = of_matrix {
                    matrix = Some(rows);
                }
            }
        }
    }
    draft.printed.extend(wording.legend.clone());
    write_school(school.as_ref(), &mut yaml, known, &mut wording, standard, draft);
    if second.is_some() || matrix.is_none() {
        write_second(second.as_ref(), &mut yaml, &mut wording, standard, draft);
    }
    write_matrix(matrix, wording.second.len(), &mut yaml, known, standard, draft);
    draft.yaml(yaml);
    wording
}

/// Reads a table whose answers have a column for each word, 是 and 否.
fn in_two_columns(table: &Table, words: &Words) -> Option<Headed> {
    let [yes, no] = [["是".to_owned()], ["否".to_owned()]];
    let indicators = words.under(word_lists::HEADS, "两栏.指标");
    let headed = table::headed(table, &[indicators, &yes, &no])?;
    let column = |word: &str| headed.columns.iter().position(|head| head.trim() == word);
    column("是").and(column("否"))?;
    Some(answered(headed, words))
}

/// Puts marks in a column of 是 and one of 否 into one answer.
fn answered(mut headed: Headed, words: &Words) -> Headed {
    let column = |word: &str| headed.columns.iter().position(|head| head.trim() == word);
    let below = |word: &str| {
        let first = headed.rows.first()?;
        first.iter().position(|cell| cell.trim() == word)
    };
    let over = |yes: usize, no: usize| headed.columns[yes] == headed.columns[no];
    let (yes, no, from) = match (column("是").zip(column("否")), below("是").zip(below("否"))) {
        (Some((yes, no)), _) => (yes, no, 0),
        // 结论 stands over both.
        (None, Some((yes, no))) if over(yes, no) => (yes, no, 1),
        _ => return headed,
    };
    headed.rows.drain(..from);
    for row in &mut headed.rows {
        let marks = (row[yes].trim().to_owned(), row[no].trim().to_owned());
        row[yes] = match (marks.0.as_str(), marks.1.as_str()) {
            ("是", "") => "是".to_owned(),
            ("", "否") => "否".to_owned(),
            (yes, no) => format!("[{yes}]是[{no}]否"),
        };
        row[no].clear();
    }
    headed.columns[yes] = "结论".to_owned();
    headed.columns[no].clear();
    if !headed.columns.iter().any(|head| head.contains("指标")) {
        let text = headed.column(words.under(word_lists::HEADS, "两栏.指标"));
        if let Some(text) = text {
            headed.columns[text] = "指标".to_owned();
        }
    }
    headed
}

fn is_title(line: &str, words: &Words) -> bool {
    line.chars().count() <= 60 && words.has(word_lists::EVALUATION_TITLES, line)
}

fn item(cell: &str, next: u32) -> Option<Printed> {
    match ITEM.captures(cell) {
        Some(hit) => {
            let mark = ["a", "b", "c"].iter().find_map(|name| hit.name(name));
            // Some set the mark behind the words.
            let words = hit["text"].trim_end_matches(['★', '▲', '☆', '△']);
            let behind = hit["text"][words.len()..].chars().next();
            let mark =
                mark.and_then(|mark| mark.as_str().chars().next()).or(behind).map(
                    |mark| match mark {
                        '☆' => '★',
                        '△' => '▲',
                        mark => mark,
                    },
                );
            let number = numeral::count(&hit["n"], "").and_then(|n| u32::try_from(n).ok())?;
            Some(Printed { number, mark, text: words.trim_end().to_owned() })
        }
        None if cell.chars().count() > 6 => {
            Some(Printed { number: next, mark: None, text: cell.to_owned() })
        }
        None => None,
    }
}

fn write_school(
    headed: Option<&Headed>,
    yaml: &mut Yaml,
    known: &mut Known,
    wording: &mut Wording,
    standard: &Words,
    draft: &mut Draft,
) {
    let Some(headed) = headed else {
        yaml.unfilled(0, "校级", "没有找到校级自评表");
        return;
    };
    draft.printed.extend(headed.columns.iter().cloned());
    let heads = |column| standard.under(word_lists::HEADS, column);
    let text = headed.column(heads("校级.指标"));
    let number = headed.column(heads("校级.序号"));
    let answer = headed.column(heads("校级.结论"));
    let remark = headed.column(heads("校级.备注"));
    yaml.open(0, "校级");
    let remark_column = remark;
    for (row_number, row) in headed.rows.iter().enumerate() {
        let cell = headed.cell(row, text);
        let numbered = match number.filter(|number| Some(*number) != text) {
            Some(number) => format!("{} {cell}", headed.cell(row, Some(number))),
            None => cell.to_owned(),
        };
        let next = wording.school.last().map_or(1, |last| last.number + 1);
        let Some(printed) = item(&numbered, next) else {
            row.iter().for_each(|cell| draft.left_out("校级自评表里的一行", cell));
            continue;
        };
        let cell = headed.cell(row, answer);
        let remark = headed.cell(row, remark).to_owned();
        let key = printed.number.to_string();
        match (verdict(cell), remark.is_empty()) {
            (Some(answer), true) => yaml.given(1, &key, if answer { "是" } else { "否" }),
            (answer, _) => {
                yaml.open(1, &key);
                match answer {
                    Some(answer) => yaml.given(2, "结论", if answer { "是" } else { "否" }),
                    None => {
                        let why = unclear(cell);
                        let place = format!("校级.{key}.结论");
                        yaml.comment(2, &why);
                        yaml.unfilled.push((format!("自评.{place}"), why));
                        yaml.given(2, "结论", decode::UNFILLED);
                    }
                }
                let (words, evidence) = evidence(&remark);
                let (words, shortfall) = match answer {
                    Some(false) => shortfall(words),
                    _ => (words, None),
                };
                let links = headed.links(row_number, remark_column);
                write_remark(words, &printed.text, yaml, known, standard, draft);
                write_shortfall(shortfall, yaml, draft);
                write_evidence(&evidence, links, yaml, known);
                if !evidence.is_empty() {
                    draft.printed.push(remark.clone());
                }
            }
        }
        draft.printed.extend([numbered, headed.cell(row, text).to_owned(), cell.to_owned()]);
        wording.school.push(printed);
    }
    draft.take("校级自评表", "自评.yaml", &format!("{} 项", wording.school.len()));
}

/// Says why a cell is no answer.
fn unclear(cell: &str) -> String {
    let shown = cell.replace(char::is_whitespace, "");
    let ticks = shown.chars().filter(|c| "☑☒√✓✔R(（þý".contains(*c)).count();
    match (shown.is_empty(), ticks) {
        (true, _) => "原文这一格是空的".to_owned(),
        (false, 0) => format!("原文“{shown}”，是和否都没有勾"),
        (false, 1) => format!("原文“{shown}”，看不出勾的是哪一个"),
        (false, _) => format!("原文“{shown}”，是和否都勾了"),
    }
}

/// Takes the evidence off the end of a remark, each piece with its day; where one of them is written
/// otherwise, the remark stays whole.
fn evidence(remark: &str) -> (&str, Vec<(String, Date)>) {
    let mut pieces = remark.split(EVIDENCE_HEAD);
    let words = pieces.next().unwrap_or_default();
    let piece = |piece: &str| {
        let hit = EVIDENCE.captures(piece.trim())?;
        let (day, _) = prose::dates(&hit["d"]).into_iter().next()?;
        Some((hit["n"].to_owned(), day))
    };
    match pieces.map(piece).collect::<Option<Vec<_>>>() {
        Some(evidence) => (words, evidence),
        None => (remark, Vec::new()),
    }
}

/// Why an indicator is not met, and by which day it is to be.
type Shortfall<'a> = (&'a str, Option<(&'a str, Date)>);

/// Takes the reason of a 否, and the day it is put right by, off the end of a remark.
fn shortfall(remark: &str) -> (&str, Option<Shortfall<'_>>) {
    let Some((words, rest)) = remark.split_once("原因：") else { return (remark, None) };
    // 主要原因： is a sentence of the remark.
    if words.ends_with(['要', '的', '其', '因', '和']) {
        return (remark, None);
    }
    let day = |text: &str| prose::dates(text).into_iter().next().map(|(day, _)| day);
    match rest.split_once("整改期限：") {
        Some((reason, by)) => match day(by) {
            Some(day) if by.chars().count() <= 12 => (words, Some((reason, Some((by, day))))),
            _ => (remark, None),
        },
        None => (words, Some((rest, None))),
    }
}

fn write_shortfall(shortfall: Option<Shortfall>, yaml: &mut Yaml, draft: &mut Draft) {
    let Some((reason, by)) = shortfall else { return };
    yaml.given(2, "原因", reason.trim());
    draft.printed.push(format!("原因：{reason}"));
    if let Some((words, day)) = by {
        yaml.given(2, "整改期限", &day.to_string());
        draft.printed.push(format!("整改期限：{words}"));
    }
}

/// Writes the evidence; a link is that of the piece whose day it names, or the only one there is.
fn write_evidence(
    evidence: &[(String, Date)],
    links: &[String],
    yaml: &mut Yaml,
    known: &mut Known,
) {
    if evidence.is_empty() {
        return;
    }
    yaml.open(2, "佐证");
    for (name, day) in evidence {
        let named = links.iter().find(|link| link.contains(&day.to_string()));
        let only = links.first().filter(|_| links.len() == 1 && evidence.len() == 1);
        yaml.as_entry(3, |yaml| {
            yaml.given(4, "名称", name);
            yaml.given(4, "日期", &day.to_string());
            if let Some(link) = named.or(only) {
                yaml.given(4, "链接", link);
                known.links.push(link.clone());
            }
        });
    }
}

/// Writes what stands in a remark: a number, the day of the congress, or words.
fn write_remark(
    remark: &str,
    indicator: &str,
    yaml: &mut Yaml,
    known: &mut Known,
    standard: &Words,
    draft: &mut Draft,
) {
    if remark.is_empty() {
        return;
    }
    if let Some(hit) = STATED.captures(remark) {
        let unit = hit.name("u").map_or("", |unit| unit.as_str());
        yaml.given(2, "实有", &format!("{}{unit}", &hit["n"]));
        return;
    }
    if remark.starts_with("实有") && !remark.chars().any(|c| c.is_numeric()) {
        // A blank of the form that nobody filled in.
        draft.printed.push(remark.to_owned());
        return;
    }
    let of_congress = remark.contains("召开") || standard.has(word_lists::CONGRESSES, indicator);
    if let [(date, range)] = &prose::dates(remark)[..]
        && of_congress
        && HELD.is_match(&[&remark[..range.start], &remark[range.end..]].concat())
    {
        yaml.quote(2, remark);
        yaml.given(2, "召开日期", &date.to_string());
        known.held_on = Some(*date);
        return;
    }
    yaml.given(2, "备注", remark);
}

fn write_second(
    headed: Option<&Headed>,
    yaml: &mut Yaml,
    wording: &mut Wording,
    standard: &Words,
    draft: &mut Draft,
) {
    let Some(headed) = headed else {
        yaml.unfilled(0, "二级", "没有找到二级自评表");
        return;
    };
    draft.printed.extend(headed.columns.iter().cloned());
    let heads = |column| standard.under(word_lists::HEADS, column);
    let text = headed.column(heads("二级.指标"));
    let count = headed.column(heads("二级.数量"));
    let remark = headed.column(heads("二级.备注"));
    yaml.open(0, "二级");
    // The matrix may be the lower half of the same table.
    let counts_on =
        |row: &Vec<String>| ["1", "2", "3"].iter().all(|n| row.iter().any(|cell| cell == n));
    let end = headed.rows.iter().position(counts_on).unwrap_or(headed.rows.len());
    for row in &headed.rows[..end] {
        let cell = headed.cell(row, text);
        let next = wording.second.last().map_or(1, |last| last.number + 1);
        let stated = headed.cell(row, count).to_owned();
        let is_count = numeral::count(&stated, "个").is_some();
        let printed = item(cell, next).filter(|_| is_count || stated.is_empty());
        let Some(printed) = printed else {
            let titles = end < headed.rows.len() && is_title_of_matrix(row, standard);
            let out = row.iter().filter(|_| !titles);
            out.for_each(|cell| draft.left_out("二级自评表里的一行", cell));
            continue;
        };
        draft.printed.push(cell.to_owned());
        let remark = headed.cell(row, remark).to_owned();
        let key = printed.number.to_string();
        match (stated.is_empty(), remark.is_empty()) {
            (true, _) => yaml.unfilled(1, &key, "原文这一格是空的"),
            (false, true) => yaml.given(1, &key, &stated),
            (false, false) => {
                yaml.open(1, &key);
                yaml.given(2, "数量", &stated);
                yaml.given(2, "备注", &remark);
            }
        }
        wording.second.push(printed);
    }
    draft.take("二级自评表", "自评.yaml", &format!("{} 项", wording.second.len()));
}

/// Tells the rows between the items and the matrix: 具体情况, 二级学生会组织.
fn is_title_of_matrix(row: &[String], words: &Words) -> bool {
    row.iter().all(|cell| cell.is_empty() || words.has(word_lists::MATRIX_TITLES, cell))
}

/// Finds the table with a row an organisation: below a row of the numbers 1, 2, 3, …
fn matrix(table: &Table) -> Option<Vec<(String, Vec<String>)>> {
    let width = table.width();
    let texts = |row: usize| -> Vec<String> {
        (0..width).map(|column| table::flat(&table.shown(row, column))).collect()
    };
    let (at, first) = (0..table.rows.len()).find_map(|row| {
        let cells = texts(row);
        let first = cells.iter().position(|cell| cell == "1")?;
        let runs_on = cells[first..].iter().enumerate().take(5);
        let runs_on = runs_on.filter(|(i, cell)| **cell == (i + 1).to_string()).count();
        (first > 0 && runs_on >= 3).then_some((row, first))
    })?;
    let head = texts(at);
    let columns: Vec<usize> =
        (first..width).filter(|column| numeral::count(&head[*column], "").is_some()).collect();
    let mut rows = Vec::new();
    for row in at + 1..table.rows.len() {
        let cells = texts(row);
        let name = cells[..first]
            .iter()
            .rev()
            .find(|cell| !cell.is_empty() && numeral::count(cell, "").is_none());
        let Some(name) = name else { continue };
        rows.push((name.clone(), columns.iter().map(|column| cells[*column].clone()).collect()));
    }
    (!rows.is_empty()).then_some(rows)
}

fn write_matrix(
    rows: Option<Vec<(String, Vec<String>)>>,
    items: usize,
    yaml: &mut Yaml,
    known: &mut Known,
    standard: &Words,
    draft: &mut Draft,
) {
    let Some(rows) = rows else {
        yaml.unfilled(0, "具体情况", "没有找到各二级组织的具体情况表");
        return;
    };
    draft.printed.extend(standard.list(word_lists::MATRIX_HEADS).iter().cloned());
    draft.printed.extend((1..=items.max(20)).map(|n| n.to_string()));
    yaml.open(0, "具体情况");
    for (name, cells) in &rows {
        known.departments.push(name.clone());
        let answers: Vec<Option<bool>> = cells.iter().map(|cell| verdict(cell)).collect();
        let written: Option<Vec<&str>> =
            answers.iter().map(|answer| Some(if (*answer)? { "是" } else { "否" })).collect();
        match written {
            Some(written) => yaml.given(1, name, &written.join(" ")),
            None => {
                let why = format!("原文“{}”，有的格看不出是还是否", cells.join(" "));
                yaml.unfilled(1, name, &why);
            }
        }
        if cells.iter().any(|cell| cell == "√" || cell == "×") {
            draft.printed.extend(["√".to_owned(), "×".to_owned()]);
        }
    }
    draft.take("二级组织具体情况表", "自评.yaml", &format!("{} 行", rows.len()));
}
