//! 三、units, 四、the roster, 十、who is responsible: tables with a head.
//! It must not judge a cell.

use super::table::{self, Headed};
use super::verdict::verdict;
use super::{Draft, Known};
use crate::import::paper::{Block, Table};
use crate::import::written::{Yaml, row};
use crate::load::decode::UNFILLED;
use crate::model::ROSTER_HEADS;
use crate::numeral;
use crate::standard::{Words, word_lists};

/// Finds the first table with a head of these words; every other block is handed back.
fn find<'a>(blocks: &'a [Block], wanted: &[&[String]]) -> (Option<Headed>, Vec<&'a Block>) {
    let mut found = None;
    let mut others = Vec::new();
    for block in blocks {
        let headed = block.table().and_then(|table| table::headed(table, wanted));
        match headed {
            Some(headed) if found.is_none() => found = Some(headed),
            // A table goes on behind the end of a page, without its head or with it again.
            _ => others.push(block),
        }
    }
    (found, others)
}

/// Says of the lines of blocks that they stand in no file.
fn leave_out(blocks: &[&Block], place: &str, draft: &mut Draft) {
    for line in blocks.iter().flat_map(|block| block.lines()) {
        draft.left_out(place, &line);
    }
}

/// Reads the units into `机构.yaml`.
pub fn units(blocks: &[Block], known: &mut Known, words: &Words, draft: &mut Draft) {
    let heads = |column| words.under(word_lists::HEADS, column);
    let (headed, others) = find(blocks, &[heads("机构.机构名称"), heads("机构.主要职责")]);
    let mut yaml = Yaml::new("机构");
    let Some(headed) = headed else {
        leave_out(&others, "组织架构部分的文字", draft);
        yaml.as_entry(0, |yaml| {
            yaml.given(1, "序号", "1");
            yaml.unfilled(1, "机构名称", "没有找到组织架构表");
            yaml.unfilled(1, "人数", "没有找到组织架构表");
            yaml.unfilled(1, "主要职责", "没有找到组织架构表");
        });
        draft.yaml(yaml);
        return;
    };
    leave_out(&others, "组织架构部分的文字", draft);
    draft.printed.extend(headed.columns.iter().cloned());
    let number = headed.column(heads("序号"));
    let name = headed.column(heads("机构.机构名称"));
    let count = headed.column(heads("机构.人数"));
    let duties = headed.column(heads("机构.主要职责"));
    let known_columns = [number, name, count, duties];
    for (at, cells) in headed.rows.iter().enumerate() {
        let title = headed.cell(cells, name);
        if is_total(cells, words) {
            draft.printed.extend(cells.iter().cloned());
            draft.report.remarks.push("组织架构表的合计一行没有写入，程序自己会算".to_owned());
            continue;
        }
        known.units.push(title.to_owned());
        yaml.as_entry(0, |yaml| {
            let counted = (at + 1).to_string();
            let written = headed.cell(cells, number);
            yaml.given(1, "序号", if written.is_empty() { &counted } else { written });
            let columns = [("机构名称", name), ("人数", count), ("主要职责", duties)];
            for (key, column) in columns {
                match headed.cell(cells, column) {
                    "" => yaml.unfilled(1, key, &format!("原文“{title}”一行没有{key}")),
                    text => yaml.given(1, key, text),
                }
            }
            for (column, head) in headed.columns.iter().enumerate() {
                let text = headed.cell(cells, Some(column));
                if !known_columns.contains(&Some(column)) && !text.is_empty() {
                    yaml.comment(1, &format!("{head}：{text}"));
                }
            }
        });
    }
    draft.take("组织架构表", "机构.yaml", &format!("{} 个机构", known.units.len()));
    draft.yaml(yaml);
}

/// The columns of the roster as the program reads them.
const COLUMNS: [&str; 12] = [
    "序号",
    "姓名",
    "政治面貌",
    "院系",
    "年级",
    "排名",
    "部门",
    "职务",
    "专业",
    "入学年份",
    "不及格门数",
    "来自院系学生会",
];

/// Returns the heads that a column is known by, those it is likeliest to have first: its own name, those
/// of [`ROSTER_HEADS`], and what a head has besides.
fn heads<'a>(name: &'a str, words: &'a Words) -> Vec<&'a str> {
    let known = ROSTER_HEADS.iter().filter(|(_, own)| *own == name).map(|(head, _)| *head);
    let others = words.under(word_lists::HEADS, &format!("名单.{name}"));
    std::iter::once(name).chain(known).chain(others.iter().map(String::as_str)).collect()
}

/// The columns every roster has.
const NEEDED: usize = 6;

/// The column that a union of graduates does not have.
const RANK: &str = "排名";

/// Finds a roster among the blocks of a document that is nothing else.
pub fn is_roster(table: &Table, words: &Words) -> bool {
    let wanted = ["名单.姓名", "只有名单"].map(|column| words.under(word_lists::HEADS, column));
    table::headed(table, &wanted).is_some()
}

/// Reads the roster into `名单.csv`, and what is said below it into its note.
pub fn roster(blocks: &[Block], known: &mut Known, words: &Words, draft: &mut Draft) {
    let wanted = ["名单.姓名", "名单"].map(|column| words.under(word_lists::HEADS, column));
    let mut joined: Option<Headed> = None;
    let mut note = Vec::new();
    for block in blocks {
        let headed = block.table().and_then(|table| {
            table::headed(table, &wanted).or_else(|| {
                let joined = joined.as_ref()?;
                goes_on(table, joined, words)
            })
        });
        match (headed, &mut joined) {
            (Some(headed), None) => joined = Some(headed),
            (Some(more), Some(joined)) if more.columns.len() == joined.columns.len() => {
                draft.printed.extend(more.columns.iter().cloned());
                joined.rows.extend(more.rows);
            }
            _ => note.extend(block.lines()),
        }
    }
    let Some(headed) = joined else {
        note.iter().for_each(|line| draft.left_out("名单部分的文字", line));
        let heads: Vec<String> = COLUMNS[..NEEDED].iter().map(|name| (*name).to_owned()).collect();
        let heads: Vec<String> =
            heads.into_iter().filter(|name| name != RANK || !known.is_of_graduates()).collect();
        let blank: Vec<String> = heads
            .iter()
            .map(|head| if head == "序号" { "1".to_owned() } else { UNFILLED.to_owned() })
            .collect();
        draft.unfilled("名单", "没有找到工作人员名单");
        draft.file("名单.csv", row(&heads) + &row(&blank));
        return;
    };
    draft.printed.extend(headed.columns.iter().chain(&headed.above).cloned());
    known.roster_note = note;
    write_roster(&headed, known, words, draft);
}

/// Reads a table that goes on where the one before it broke off: as wide, without a head.
fn goes_on(table: &Table, before: &Headed, words: &Words) -> Option<Headed> {
    let width = before.columns.len();
    let number = before.column(words.under(word_lists::HEADS, "序号"))?;
    let rows: Vec<Vec<String>> = (0..table.rows.len())
        .map(|row| (0..width).map(|column| table::flat(&table.shown(row, column))).collect())
        .collect();
    let counts = |row: &Vec<String>| numeral::count(&row[number], "").is_some();
    let fits = table.width() == width && rows.first().is_some_and(counts);
    let columns = vec![String::new(); width];
    fits.then(|| Headed::from_rows(columns, rows))
}

/// A column of the roster as it is written: its name, and where it stands in the table that is read.
type Found = (&'static str, Option<usize>);

fn write_roster(headed: &Headed, known: &mut Known, words: &Words, draft: &mut Draft) {
    let sizes = words.under(word_lists::HEADS, "名单.专业人数");
    let is_cohort = |head: &String| sizes.iter().any(|it| it == head.trim()) && !head.contains('/');
    let cohort = headed.columns.iter().position(is_cohort);
    let columns = find_columns(headed, cohort, words, draft);
    // A union of graduates has no ranks.
    let is_unranked = |(name, column): &Found| {
        let unranked = |row: &Vec<String>| rank(headed.cell(row, *column), "").is_empty();
        *name == RANK && known.is_of_graduates() && headed.rows.iter().all(unranked)
    };
    let present: Vec<Found> = columns
        .into_iter()
        .enumerate()
        .filter(|(at, column)| (*at < NEEDED || column.1.is_some()) && !is_unranked(column))
        .map(|(_, column)| column)
        .collect();
    let heads: Vec<String> = present.iter().map(|(name, _)| (*name).to_owned()).collect();
    let rows = Rows { headed, present: &present, cohort, words };
    let (text, count) = rows.written(known, draft);
    for (name, _) in
        present.iter().filter(|(name, at)| at.is_none() && !["序号", RANK].contains(name))
    {
        draft.unfilled(&format!("名单.{name}"), &format!("原表没有“{name}”一栏，共 {count} 人"));
    }
    rows.report_dates(draft);
    draft.take("工作人员名单", "名单.csv", &format!("{count} 人"));
    draft.file("名单.csv", row(&heads) + &text);
}

/// Finds where each column of the roster stands, and reports the columns that are not taken.
fn find_columns(
    headed: &Headed,
    cohort: Option<usize>,
    words: &Words,
    draft: &mut Draft,
) -> Vec<Found> {
    let mut taken: Vec<usize> = cohort.into_iter().collect();
    let mut columns: Vec<Found> = Vec::new();
    for name in COLUMNS {
        let heads = heads(name, words);
        let exact = heads
            .iter()
            .find_map(|head| headed.columns.iter().position(|known| known.trim() == *head));
        let near = || {
            let fits = |head: &String| {
                heads.iter().any(|word| head.contains(word))
                    && !words.has(word_lists::REFUSED, head)
            };
            headed.columns.iter().position(fits)
        };
        let column = exact.or_else(near).filter(|column| !taken.contains(column));
        taken.extend(column);
        columns.push((name, column));
    }
    // 班级 tells the year where every class is named by it alone, the college where nothing else does.
    let class = headed.columns.iter().position(|head| head.contains("班级"));
    let class = class.filter(|column| !taken.contains(column));
    let years = |column: &usize| {
        let mut cells = headed.rows.iter().map(|row| headed.cell(row, Some(*column)));
        cells.all(|cell| cell.is_empty() || is_year(cell))
    };
    let missing = match (columns[3].1, columns[4].1, class.filter(years)) {
        (_, None, Some(_)) => Some(4),
        (None, _, _) => Some(3),
        _ => None,
    };
    if let (Some(at), Some(class)) = (missing, class) {
        let name = columns[at].0;
        draft.report.remarks.push(format!("名单没有{name}一栏，{name}取自“班级”一栏"));
        taken.push(class);
        columns[at].1 = Some(class);
    }
    report_columns(headed, &taken, words, draft);
    columns
}

/// Reports the columns that hold something and are not taken.
fn report_columns(headed: &Headed, taken: &[usize], words: &Words, draft: &mut Draft) {
    for (at, head) in headed.columns.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        let filled =
            headed.rows.iter().filter(|row| !headed.cell(row, Some(at)).is_empty()).count();
        if filled == 0 {
            continue;
        }
        // The official list does not show these of anybody.
        let why = match words.has(word_lists::REFUSED, head) {
            true => "个人信息不进公开材料",
            false => "名单没有这一栏",
        };
        draft.report.remarks.push(format!("名单的“{head}”一栏（{filled} 格）没有带入：{why}"));
        let cells = headed.rows.iter().map(|row| headed.cell(row, Some(at)).to_owned());
        draft.refused.extend(cells);
    }
}

/// The rows of a roster, with the columns that are written of them.
struct Rows<'a> {
    headed: &'a Headed,
    present: &'a [Found],
    cohort: Option<usize>,
    words: &'a Words,
}

impl Rows<'_> {
    /// Returns the rows as they are written, and how many they are.
    fn written(&self, known: &mut Known, draft: &mut Draft) -> (String, usize) {
        let Self { headed, present, .. } = self;
        let name_at = present.iter().find(|(name, _)| *name == "姓名").and_then(|(_, at)| *at);
        let (mut text, mut count) = (String::new(), 0);
        for cells in &headed.rows {
            if self.is_no_person(cells) {
                draft.printed.extend(cells.iter().cloned());
                let remark = "名单里的合计、重复的表头没有写入".to_owned();
                if !draft.report.remarks.contains(&remark) {
                    draft.report.remarks.push(remark);
                }
                continue;
            }
            let name = headed.cell(cells, name_at);
            if name.is_empty() {
                cells.iter().for_each(|cell| draft.left_out("名单里没有姓名的一行", cell));
                continue;
            }
            count += 1;
            known.people.push(name.to_owned());
            let written: Vec<String> =
                present.iter().map(|column| self.cell(cells, *column, count)).collect();
            text.push_str(&row(&written));
        }
        (text, count)
    }

    /// Tells whether a row is a sum, or the head once more.
    fn is_no_person(&self, cells: &[String]) -> bool {
        is_total(cells, self.words)
            || self.headed.columns.iter().zip(cells).all(|(head, cell)| head == cell)
    }

    fn cell(&self, cells: &[String], (name, column): Found, count: usize) -> String {
        let cell = self.headed.cell(cells, column);
        match name {
            "序号" if cell.is_empty() => count.to_string(),
            RANK if is_date(cell) => UNFILLED.to_owned(),
            RANK => rank(cell, self.headed.cell(cells, self.cohort)),
            "来自院系学生会" => match verdict(cell) {
                Some(answer) => if answer { "是" } else { "否" }.to_owned(),
                None => cell.to_owned(),
            },
            _ if cell.is_empty() && column.is_none() => UNFILLED.to_owned(),
            _ => cell.to_owned(),
        }
    }

    /// Reports the ranks that a spreadsheet made days of.
    fn report_dates(&self, draft: &mut Draft) {
        let column = |wanted: &str| {
            self.present.iter().find(|(name, _)| *name == wanted).and_then(|(_, at)| *at)
        };
        let (name, rank) = (column("姓名"), column(RANK));
        let is_person = |cells: &&Vec<String>| {
            !self.is_no_person(cells) && !self.headed.cell(cells, name).is_empty()
        };
        for (count, cells) in (1..).zip(self.headed.rows.iter().filter(is_person)) {
            let cell = self.headed.cell(cells, rank);
            if is_date(cell) {
                let told = format!("第 {count} 人的排名被电子表格变成了日期，原文“{cell}”");
                draft.refused.push(cell.to_owned());
                draft.unfilled("名单.排名", &told);
            }
        }
    }
}

/// Tells a year of study and nothing else: 二年级, 2024级, 大二, 研一.
fn is_year(cell: &str) -> bool {
    let of = |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六".contains(c));
    let entry = |text: &str| text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
    cell.strip_suffix("年级").is_some_and(of)
        || cell.strip_suffix('级').is_some_and(entry)
        || cell.strip_prefix(['大', '研']).is_some_and(of)
}

/// Tells a rank that a spreadsheet made a date of; what was typed is lost.
fn is_date(cell: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let named = MONTHS.iter().any(|month| cell.contains(month));
    super::prose::dates(cell).len() == 1 || cell.contains('月') || named
}

/// Joins a rank with the number it is one of, where that has a column of its own.
fn rank(cell: &str, cohort: &str) -> String {
    // Freshmen have none, which is shown by a dash or a stroke.
    let none = cell.trim_matches(['—', '－', '–', '-', '/', '／', ' ', '无']).is_empty();
    let cell = if none { "" } else { cell };
    match cohort.is_empty() || cell.is_empty() || cell.contains('/') {
        true => cell.to_owned(),
        false => format!("{cell}/{cohort}"),
    }
}

fn is_total(cells: &[String], words: &Words) -> bool {
    cells.iter().any(|cell| words.knows(word_lists::TOTALS, &cell.replace(' ', "")))
}

/// Reads who is responsible into `责任人.yaml`.
pub fn guides(blocks: &[Block], known: &mut Known, words: &Words, draft: &mut Draft) {
    let heads = |column| words.under(word_lists::HEADS, column);
    let (headed, others) = find(blocks, &[heads("责任人.姓名"), heads("责任人.类别")]);
    leave_out(&others, "责任人部分的文字", draft);
    let mut yaml = Yaml::new("责任人");
    let Some(headed) = headed else {
        yaml.as_entry(0, |yaml| {
            for key in ["类别", "姓名", "专职团干部"] {
                yaml.unfilled(1, key, "没有找到责任人表");
            }
        });
        draft.yaml(yaml);
        return;
    };
    draft.printed.extend(headed.columns.iter().cloned());
    let category = headed.column(heads("责任人.类别"));
    let name = headed.column(heads("责任人.姓名"));
    let post = headed.column(heads("责任人.职务"));
    let full_time = headed.column(heads("责任人.专职团干部"));
    let remark = headed.column(heads("责任人.备注"));
    for cells in &headed.rows {
        known.people.push(headed.cell(cells, name).to_owned());
        yaml.as_entry(0, |yaml| {
            for (key, column) in [("类别", category), ("姓名", name)] {
                match headed.cell(cells, column) {
                    "" => yaml.unfilled(1, key, "原文这一格是空的"),
                    text => yaml.given(1, key, text),
                }
            }
            let optional = |yaml: &mut Yaml, key, column| {
                let text = headed.cell(cells, column);
                if !text.is_empty() {
                    yaml.given(1, key, text);
                }
            };
            optional(yaml, "职务", post);
            let cell = headed.cell(cells, full_time);
            match verdict(cell) {
                Some(answer) => yaml.given(1, "专职团干部", if answer { "是" } else { "否" }),
                None => yaml.unfilled(1, "专职团干部", &format!("原文“{cell}”，看不出是还是否")),
            }
            optional(yaml, "备注", remark);
        });
    }
    draft.take("责任人", "责任人.yaml", &format!("{} 行", headed.rows.len()));
    draft.yaml(yaml);
}
