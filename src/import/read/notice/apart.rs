//! A notice taken apart: title, body, signature, annexes and score sheets.
//! It must not know what the body says.

use std::sync::LazyLock;

use regex::Regex;
use time::Date;

use super::own;
use crate::import::paper::{Block, Table};
use crate::import::read::{Draft, prose, table};

static MAXIMUM: LazyLock<Regex> =
    LazyLock::new(|| own("^(?P<n>[^（(]{2,20})[（(](?P<m>[0-9]+) *分[）)]$"));
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| own("^\\p{Han}{2,12}[〔\\[［][0-9]{4}[〕\\]］] *[0-9]{1,4} *号$"));
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^附件 *[一二三四五六七八九十0-9]* *[:：.、．]? *(?:[0-9一二三]+[.、．])? *(?P<n>\\S.{2,40})$",
    )
});

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
}

/// Takes title, body, signature, annexes and score sheets apart.
pub fn take_apart(blocks: &[Block], draft: &mut Draft) -> Notice {
    let mut notice = Notice {
        title: String::new(),
        number: None,
        addressee: None,
        body: Vec::new(),
        issuer: None,
        issued: None,
        annexes: Vec::new(),
        sheets: Vec::new(),
    };
    for block in blocks {
        match block {
            Block::Table(table) => {
                // The line above a score sheet is its title.
                let title = match notice.sheets.last_mut() {
                    Some(sheet) => sheet.notes.pop_if(|line| line.contains("表")),
                    None => notice.body.pop_if(|line| line.contains("表")),
                };
                match sheet(table, title.clone().unwrap_or_default(), draft) {
                    Some(sheet) => notice.sheets.push(sheet),
                    None => {
                        notice.body.extend(title);
                        notice.body.extend(block.lines());
                    }
                }
            }
            Block::Paragraph(paragraph) => {
                for line in paragraph.lines() {
                    place_line(line, &mut notice, draft);
                }
            }
        }
    }
    notice
}

fn place_line(line: String, notice: &mut Notice, draft: &mut Draft) {
    if !notice.title.contains("通知") {
        notice.title.push_str(&line);
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
    } else if notice.issuer.is_some() || is_issuer(&line) || is_date(&line) {
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

pub fn is_issuer(line: &str) -> bool {
    line.chars().count() <= 40
        && ["委员会", "团委", "学生会", "研究生会", "学生工作部", "学生工作处"]
            .iter()
            .any(|end| line.ends_with(end))
        && !line.contains(['，', '。', '：'])
        && (line.contains("学院") || line.contains("大学") || line.contains("学校"))
        && !line.contains('向')
}

pub fn is_date(line: &str) -> bool {
    matches!(&prose::dates(line)[..], [(_, range)] if line.trim().len() <= range.len() + 6)
}

/// Reads a score sheet: columns that say how many points they are worth.
pub fn sheet(table: &Table, title: String, draft: &mut Draft) -> Option<Sheet> {
    let width = table.width();
    let head: Vec<String> = (0..width).map(|column| table::flat(&table.shown(0, column))).collect();
    let dimensions: Vec<(String, String)> = head
        .iter()
        .filter_map(|cell| MAXIMUM.captures(cell))
        .map(|hit| (hit["n"].trim().to_owned(), hit["m"].to_owned()))
        .collect();
    if dimensions.len() < 2 {
        return None;
    }
    let names = ["汇报人", "姓名", "述职人", "学院", "院系", "系", "组织", "单位", "名称", "部门"];
    let column = names.iter().find_map(|word| head.iter().position(|cell| cell.contains(word)));
    let of_persons =
        head.iter().any(|cell| ["汇报人", "姓名", "述职人"].iter().any(|word| cell.contains(word)));
    let remark = head.iter().find_map(|cell| cell.strip_prefix("备注")).map(str::to_owned);
    let mut subjects = Vec::new();
    for row in 1..table.rows.len() {
        // Several names may stand in one cell, one a line.
        let cell = column.map(|column| table.shown(row, column)).unwrap_or_default();
        let names = cell.lines().map(|name| name.trim().to_owned());
        let is_name = |name: &String| !name.is_empty() && name.chars().count() <= 20;
        subjects.extend(names.filter(is_name));
        draft.printed.push(table::flat(&table.shown(row, 0)));
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
