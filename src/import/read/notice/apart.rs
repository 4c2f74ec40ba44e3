//! A notice taken apart: title, body, signature, annexes and score sheets.
//! It must not know what the body says.

use std::sync::LazyLock;

use regex::Regex;
use time::Date;

use super::own;
use crate::import::paper::{Block, Table};
use crate::import::read::{Draft, prose, table};
use crate::standard::{Words, has, word_lists};

static MAXIMUM: LazyLock<Regex> =
    LazyLock::new(|| own("^(?P<n>[^（(]{2,20})[（(](?P<m>[0-9]+) *分[）)]$"));
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| own("^\\p{Han}{2,12}[〔\\[［][0-9]{4}[〕\\]］] *[0-9]{1,4} *号$"));
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^附件 *[一二三四五六七八九十0-9]* *[:：.、．]? *(?:[0-9一二三]+[.、．])? *(?P<n>\\S.{2,40})$",
    )
});

static ANNEX_MARK: LazyLock<Regex> =
    LazyLock::new(|| own("^附件 *[一二三四五六七八九十0-9]{0,2} *[:：]?$"));

/// A score sheet with what was printed below it.
pub struct Sheet {
    pub title: String,
    pub dimensions: Vec<(String, String)>,
    pub remark: Option<String>,
    /// The names in its rows.
    pub subjects: Vec<String>,
    pub of_persons: bool,
    pub notes: Vec<String>,
}

/// What the whole of a notice says.
pub struct Notice {
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    pub addressee: Option<String>,
    pub body: Vec<String>,
    pub issuer: Option<String>,
    pub issued: Option<Date>,
    pub annexes: Vec<String>,
    pub sheets: Vec<Sheet>,
    /// Who reports, where an annex lists them.
    pub subjects: Vec<Subject>,
}

/// A person who reports, as an annex lists them.
pub struct Subject {
    pub name: String,
    pub unit: String,
    pub post: String,
}

/// Takes title, body, signature, annexes and score sheets apart.
pub fn take_apart(blocks: &[Block], words: &Words, draft: &mut Draft) -> Notice {
    let mut notice = Notice {
        title: String::new(),
        number: None,
        addressee: None,
        body: Vec::new(),
        issuer: None,
        issued: None,
        annexes: Vec::new(),
        sheets: Vec::new(),
        subjects: Vec::new(),
    };
    for block in blocks {
        match block {
            Block::Table(table) => {
                // The line above a score sheet, or a list, is its title.
                let is_title = |line: &mut String| line.contains("表") || line.contains("名单");
                let above = match notice.sheets.last_mut() {
                    Some(sheet) => &mut sheet.notes,
                    None => &mut notice.body,
                };
                let title = above.pop_if(is_title);
                let named = title.clone().unwrap_or_default();
                if let Some(sheet) = sheet(table, named, words, draft) {
                    notice.sheets.push(sheet);
                } else if let Some(listed) = subjects(table, words, draft) {
                    notice.subjects.extend(listed);
                    draft.printed.extend(title);
                } else {
                    notice.body.extend(title);
                    notice.body.extend(rows(table));
                }
            }
            Block::Paragraph(paragraph) => {
                for line in paragraph.lines() {
                    place_line(line, &mut notice, words, draft);
                }
            }
        }
    }
    notice
}

fn place_line(line: String, notice: &mut Notice, words: &Words, draft: &mut Draft) {
    if !notice.title.contains("通知") {
        if NUMBER.is_match(&line) {
            notice.number = Some(line);
        } else if line.starts_with("关于") {
            // What stands above it is the head of the paper.
            draft.printed.push(std::mem::replace(&mut notice.title, line));
        } else {
            notice.title.push_str(&line);
        }
    } else if ANNEX_MARK.is_match(&line) {
        draft.printed.push(line);
    } else if notice.body.is_empty() && NUMBER.is_match(&line) {
        notice.number = Some(line);
    } else if notice.body.is_empty() && notice.addressee.is_none() && line.ends_with(['：', ':']) {
        notice.addressee = Some(line.trim_end_matches(['：', ':']).to_owned());
    } else if let Some(sheet) = notice.sheets.last_mut() {
        sheet.notes.push(line);
    } else if let Some(hit) = ANNEX.captures(&line) {
        notice.annexes.push(hit["n"].to_owned());
        draft.printed.push(line.clone());
    } else if let Some(hit) = further_annex(&line, notice) {
        notice.annexes.push(hit);
        draft.printed.push(line.clone());
    } else if notice.issuer.is_some() || is_issuer(&line, words) || is_date(&line) {
        match prose::dates(&line).first().filter(|_| is_date(&line)) {
            Some((date, _)) => {
                draft.printed.push(line.clone());
                notice.issued = Some(*date);
            }
            None if notice.issuer.is_none() => notice.issuer = Some(line),
            // The title of the first score sheet.
            None => notice.body.push(line),
        }
    } else {
        notice.body.push(line);
    }
}

/// Reads a line below `附件：1. …` that goes on counting: `2. …`.
fn further_annex(line: &str, notice: &Notice) -> Option<String> {
    let listing = !notice.annexes.is_empty() && notice.issuer.is_none() && notice.issued.is_none();
    let next = (notice.annexes.len() + 1).to_string();
    let rest = line.strip_prefix(&next).filter(|_| listing)?;
    let title = rest.strip_prefix(['.', '．', '、'])?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

pub fn is_issuer(line: &str, words: &Words) -> bool {
    line.chars().count() <= 40
        && words.end(word_lists::ISSUING, line)
        && !line.contains(['，', '。', '：'])
        && (line.contains("学院") || line.contains("大学") || line.contains("学校"))
        && !line.contains('向')
}

pub fn is_date(line: &str) -> bool {
    matches!(&prose::dates(line)[..], [(_, range)] if line.trim().len() <= range.len() + 6)
}

/// Returns a table that is no sheet, a line for each row.
fn rows(table: &Table) -> Vec<String> {
    let row = |row: usize| {
        let cells = (0..table.width()).map(|column| table::flat(&table.shown(row, column)));
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("　")
    };
    (0..table.rows.len()).map(row).filter(|line| !line.is_empty()).collect()
}

/// Reads a list of those who report: names, with what they are.
fn subjects(table: &Table, words: &Words, draft: &mut Draft) -> Option<Vec<Subject>> {
    let heads = |column| words.under(word_lists::HEADS, column);
    let headed = table::headed(table, &[heads("对象.姓名"), heads("对象")])?;
    let name = headed.column(heads("对象.姓名"));
    let unit = headed.column(heads("对象.部门"));
    let post = headed.column(heads("对象.职务"));
    draft.printed.extend(headed.columns.iter().chain(&headed.above).cloned());
    let subject = |row: &Vec<String>| {
        let cell = |column| headed.cell(row, column).to_owned();
        Subject { name: cell(name), unit: cell(unit), post: cell(post) }
    };
    let taken = [name, unit, post];
    for row in &headed.rows {
        let others = row.iter().enumerate().filter(|(at, _)| !taken.contains(&Some(*at)));
        draft.printed.extend(others.map(|(_, cell)| cell.clone()));
    }
    Some(headed.rows.iter().map(subject).filter(|it| !it.name.is_empty()).collect())
}

/// Reads the points of columns from a row below their names.
fn points_below(table: &Table, head: &[String], words: &Words) -> Vec<(String, String)> {
    let total = words.under(word_lists::HEADS, "评分表.总分");
    let total = head.iter().position(|cell| has(cell, total));
    let Some(total) = total else { return Vec::new() };
    let points = |row: usize, column: usize| -> Option<u32> {
        let text = table::flat(&table.shown(row, column));
        text.trim_end_matches('分').parse().ok()
    };
    let found = (1..table.rows.len().min(3)).find_map(|row| {
        let columns: Vec<(usize, u32)> = (0..total)
            .filter(|column| !head[*column].contains("序号"))
            .filter_map(|column| Some((column, points(row, column)?)))
            .collect();
        let sum: u32 = columns.iter().map(|(_, points)| points).sum();
        (columns.len() >= 2 && points(row, total) == Some(sum)).then_some(columns)
    });
    let named = |(column, points): (usize, u32)| (head[column].clone(), points.to_string());
    found.unwrap_or_default().into_iter().map(named).collect()
}

/// Reads a score sheet: columns that say how many points they are worth.
pub fn sheet(table: &Table, title: String, words: &Words, draft: &mut Draft) -> Option<Sheet> {
    let width = table.width();
    let head: Vec<String> = (0..width).map(|column| table::flat(&table.shown(0, column))).collect();
    let mut dimensions: Vec<(String, String)> = head
        .iter()
        .filter_map(|cell| MAXIMUM.captures(cell))
        .map(|hit| (hit["n"].trim().to_owned(), hit["m"].to_owned()))
        .collect();
    if dimensions.len() < 2 {
        dimensions = points_below(table, &head, words);
    }
    if dimensions.len() < 2 {
        return None;
    }
    let persons = words.under(word_lists::HEADS, "评分表.述职人");
    let bodies = words.under(word_lists::HEADS, "评分表.述职组织");
    let holds = |word: &String| head.iter().position(|cell| cell.contains(word.as_str()));
    let column = persons.iter().chain(bodies).find_map(holds);
    let of_persons = head.iter().any(|cell| has(cell, persons));
    let remark = head.iter().find_map(|cell| cell.strip_prefix("备注")).map(str::to_owned);
    let mut subjects = Vec::new();
    for row in 1..table.rows.len() {
        // Several names may stand in one cell, one a line.
        let cell = column.map(|column| table.shown(row, column)).unwrap_or_default();
        let names = cell.lines().map(|name| name.trim().to_owned());
        let is_name = |name: &String| !name.is_empty() && name.chars().count() <= 20;
        subjects.extend(names.filter(is_name));
        // A row's number, and the points that stand in a row.
        let numbers = (0..width).map(|column| table::flat(&table.shown(row, column)));
        let is_number = |cell: &String| cell.chars().all(|c| c.is_ascii_digit());
        draft.printed.extend(numbers.filter(is_number));
    }
    subjects.dedup();
    draft.printed.extend(head);
    // The points a column is worth stand behind its name.
    draft.printed.extend(table.rows.first().into_iter().flatten().flat_map(|cell| {
        let text = cell.text();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    }));
    let remark = remark.filter(|remark| !remark.is_empty());
    Some(Sheet { title, dimensions, remark, subjects, of_persons, notes: Vec::new() })
}
