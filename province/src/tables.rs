//! The tables of the dataset: their columns, what each means, and rows of them.
//! It must not know where a row came from, nor how a table is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::nameless::Words;

/// The form of the dataset, which its readers may ask for.
pub const SCHEMA: u32 = 1;

/// A table, a row about one thing of one edition of one college.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub meaning: &'static str,
    pub columns: &'static [Column],
}

#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub shape: Shape,
    pub meaning: &'static str,
}

/// The shape of a column's values; each may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    Number,
    YesNo,
}

/// One value. A text is made of [`Words`] alone, which name nobody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cell {
    Absent,
    YesNo(bool),
    Number(i64),
    Text(Words),
}

pub type Row = Vec<Cell>;

/// Rows by table and academic year.
pub type Rows = BTreeMap<String, BTreeMap<String, Vec<Row>>>;

const fn column(name: &'static str, shape: Shape, meaning: &'static str) -> Column {
    Column { name, shape, meaning }
}

const COLLEGE: Column = column("college", Shape::Text, "代号，和 colleges 表相同");
const YEAR: Column = column("year", Shape::Text, "学年，如 2025-2026；分区也按它");
const UNION: Column = column("union", Shape::Text, "first 或 graduate（第二个组织，研究生会）");

use Shape::{Number, Text, YesNo};

/// Every table, in the order they are written.
pub static TABLES: [Table; 7] = [
    Table {
        name: "colleges",
        meaning: "名单上的每所学校；没有学年",
        columns: &[
            COLLEGE,
            column("name", Text, "名称"),
            column("kind", Text, "类型，高职或本科"),
            column("city", Text, "城市"),
            column("looked_on", Text, "最近一次看的日期"),
            column("reached_on", Text, "最近一次连上的日期；没有连上过的不填"),
            column("generator", Text, "网站由哪一版程序生成"),
            column("signed", YesNo, "账本的签名核对相符"),
        ],
    },
    Table {
        name: "bundles",
        meaning: "每一份公开：学年、述职评议、版本",
        columns: &[
            YEAR,
            COLLEGE,
            UNION,
            column("edition", Text, "在网站里的地址"),
            column("is_round", YesNo, "是一轮述职评议"),
            column("version", Number, "第几版；不是版本的不填"),
            column("published", Text, "公开日期"),
            column("as_of", Text, "数据截止日"),
            column("generator", Text, "由哪一版程序生成"),
            column("content", Text, "内容摘要，document.json 的 SHA-256"),
            column("since", Text, "从哪一天起看到它是现在的样子"),
        ],
    },
    Table {
        name: "indicators",
        meaning: "校级自评表的每一项",
        columns: &[
            YEAR,
            COLLEGE,
            UNION,
            column("key", Text, "指标的名称，历年不变"),
            column("no", Number, "序号"),
            column("core", YesNo, "标有 ★"),
            column("met", YesNo, "自评写“是”"),
        ],
    },
    Table {
        name: "units",
        meaning: "每个机构",
        columns: &[
            YEAR,
            COLLEGE,
            UNION,
            column("no", Number, "序号"),
            column("name", Text, "机构名称"),
            column("headcount", Number, "人数"),
        ],
    },
    Table {
        name: "limits",
        meaning: "章程里的每个数字限额",
        columns: &[
            YEAR,
            COLLEGE,
            UNION,
            column("key", Text, "限额的名称"),
            column("num", Number, "分子；人数、个数就是它本身"),
            column("den", Number, "分母"),
            column("ceiling", YesNo, "是不得超过的数"),
        ],
    },
    Table {
        name: "counts",
        meaning: "公开写明的各个数",
        columns: &[
            YEAR,
            COLLEGE,
            UNION,
            column("key", Text, "字段，和 document.json 相同；staff 是名单人数，units 是机构个数"),
            column("value", Number, "数值"),
        ],
    },
    Table {
        name: "findings",
        meaning: "发现要查问的事；不写是谁",
        columns: &[
            YEAR,
            COLLEGE,
            column("edition", Text, "哪一份；整个网站的不填"),
            column("source", Text, "collect 收集时，rule 按公开部分的规则，across 各校之间"),
            column("code", Text, "发现的种类或规则代号"),
            column("level", Text, "violation、warning、notice；没有核查成的是 unverified"),
            column("title", Text, "说的是什么"),
            column("times", Number, "几处"),
            column("day", Text, "收集的日期"),
        ],
    },
];

impl Table {
    /// Tells whether its rows are of academic years; then the year is the first column.
    pub fn is_yearly(&self) -> bool {
        self.columns[0].name == YEAR.name
    }
}

/// Returns a table by its name.
///
/// # Panics
/// When there is none: the caller is wrong about the tables.
pub fn table(name: &str) -> &'static Table {
    let found = TABLES.iter().find(|table| table.name == name);
    found.unwrap_or_else(|| panic!("there is no table `{name}`"))
}

/// Adds a row to a table; the year of a yearly one is put before the rest.
///
/// # Panics
/// When the row is not of the table's columns: the caller is wrong about the table.
pub fn add(rows: &mut Rows, name: &str, year: &str, rest: Vec<Cell>) {
    let table = table(name);
    let columns = table.columns;
    let row: Row = table.is_yearly().then(|| key(year)).into_iter().chain(rest).collect();
    let fits = |(cell, column): (&Cell, &Column)| match cell {
        Cell::Absent => true,
        Cell::YesNo(_) => column.shape == YesNo,
        Cell::Number(_) => column.shape == Number,
        Cell::Text(_) => column.shape == Text,
    };
    assert!(
        row.len() == columns.len() && row.iter().zip(columns).all(fits),
        "a row of `{name}` has its columns: {row:?}"
    );
    rows.entry(name.to_owned()).or_default().entry(year.to_owned()).or_default().push(row);
}

/// A word of machines as a cell; absent when it is of another form.
pub fn key(text: &str) -> Cell {
    Words::key(text).map_or(Cell::Absent, Cell::Text)
}
