//! What the page over all years takes of one year's document.
//! It must not know how any of it is shown, nor take a name.

use crate::document::{
    Block, Cell, Document, Named, Row, Said, Section, Statement, Subject, Table, Value,
};
use crate::edition::Union;

/// The figures of a year by their keys, which stay the same from year to year, and their names.
pub const FIGURES: &[(&str, &str)] = &[
    ("staff", "工作人员（人）"),
    ("units", "工作机构（个，含主席团）"),
    ("presidium", "主席团成员（人）"),
    ("congress_due", "大会应到代表（人）"),
    ("congress_present", "大会实到代表（人）"),
    ("delegates", "代表（名）"),
    ("students", "学生基数（人）"),
    ("delegates_share", "代表占比"),
    ("non_officers", "非学生骨干代表（名）"),
    ("nominated", "推荐人选（人）"),
    ("candidates", "主席团候选人（人）"),
    ("seats", "应选（人）"),
    ("elected", "当选（人）"),
];

/// Where ranks lie, by their keys.
pub const BANDS: &[(&str, &str)] = &[
    ("rank_10", "前10%"),
    ("rank_20", "10%至20%"),
    ("rank_30", "20%至30%"),
    ("rank_over", "30%以外"),
    ("rank_none", "不填排名（一年级新生等）"),
];

/// Where a figure is said in sentences, by the key of the field.
const STATEMENTS: &[(&str, &str)] = &[
    ("congress_due", "congress.due"),
    ("congress_present", "congress.present"),
    ("delegates", "delegates.total"),
    ("students", "delegates.base"),
    ("delegates_share", "delegates.percent"),
    ("non_officers", "delegates.non_officers"),
    ("nominated", "nomination.nominated"),
    ("candidates", "election.candidates"),
    ("seats", "election.seats"),
    ("elected", "congress.elected"),
];

/// What the official form calls the unit at the head of a union.
const PRESIDIUM: &str = "主席团";

/// One year of one union, without anybody's name.
#[derive(Clone, Debug)]
pub struct Year {
    pub union: Union,
    /// The folder of its bundle below the site's.
    pub folder: String,
    /// `2025-2026`
    pub start: String,
    /// `2025—2026学年`
    pub label: String,
    pub organisation: String,
    pub indicators: Vec<Indicator>,
    figures: Vec<(&'static str, String)>,
    /// How many of the staff lie in each of the bands; absent where exact ranks are not public, or
    /// those of somebody no longer are.
    pub ranks: Option<[usize; 5]>,
    pub delegates: Vec<Delegation>,
    /// What limits the charter lays down, in the order in which they were registered.
    pub limits: Vec<Limit>,
    /// Each unit with its headcount, in the order of the form.
    pub units: Vec<(String, i64)>,
}

/// The delegates of one department.
#[derive(Clone, Debug)]
pub struct Delegation {
    pub department: String,
    pub count: i64,
    /// How many students the department has, where the year says it.
    pub students: Option<i64>,
}

/// One limit of the charter.
#[derive(Clone, Debug)]
pub struct Limit {
    pub name: String,
    /// As it is written: `40人`, `4/5`.
    pub value: String,
    /// Where the article that states it stands in that year: `charter/article-22`.
    pub article: String,
}

/// The answer to one indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its permanent key.
    pub key: String,
    pub number: String,
    pub text: String,
    pub yes: Option<bool>,
    pub stated: String,
    pub reason: String,
    pub rectify_by: String,
}

impl Year {
    /// Takes what is told of a disclosure.
    pub fn gather(document: &Document) -> Self {
        let mut tables = Vec::new();
        let mut statements = Vec::new();
        document.sections.iter().for_each(|it| gather(it, &mut tables, &mut statements));
        let rows = |subject: Subject| -> Vec<(&Table, &Row)> {
            let own = tables.iter().filter(|table| table.subject == subject);
            own.flat_map(|table| table.rows.iter().map(|row| (*table, row))).collect()
        };
        let units: Vec<(String, i64)> =
            rows(Subject::Unit).iter().filter_map(|it| counted(it, "name", "headcount")).collect();
        let delegations = rows(Subject::Delegation);
        let edition = document.edition();
        let staff = rows(Subject::Person);
        Self {
            union: document.union,
            folder: edition.to_string(),
            start: document.year.clone(),
            label: document.year_label.clone(),
            organisation: document.organisation.clone(),
            indicators: rows(Subject::Indicator).iter().map(|(_, row)| indicator(row)).collect(),
            figures: figures(staff.len(), &units, &statements),
            ranks: ranks(&staff),
            delegates: delegations.iter().filter_map(delegation).collect(),
            limits: limits(document),
            units,
        }
    }

    /// Returns a figure as it is said; empty where the year does not say it.
    pub fn figure(&self, key: &str) -> &str {
        let found = self.figures.iter().find(|(own, _)| *own == key);
        found.map_or("", |(_, words)| words)
    }

    /// Returns a figure as a number.
    pub fn number(&self, key: &str) -> Option<i64> {
        self.figure(key).parse().ok()
    }

    /// Returns the year without the word for it, `2025—2026`.
    pub fn short(&self) -> String {
        self.label.trim_end_matches("学年").to_owned()
    }
}

fn gather<'a>(
    section: &'a Section,
    tables: &mut Vec<&'a Table>,
    statements: &mut Vec<&'a Statement>,
) {
    for block in &section.blocks {
        match block {
            Block::Table(table) => tables.push(table),
            _ => statements.extend(block.statement()),
        }
    }
    section.sections.iter().for_each(|inner| gather(inner, tables, statements));
}

fn figures(
    staff: usize,
    units: &[(String, i64)],
    statements: &[&Statement],
) -> Vec<(&'static str, String)> {
    let mut figures = Vec::new();
    if staff > 0 {
        figures.push(("staff", staff.to_string()));
    }
    if !units.is_empty() {
        figures.push(("units", units.len().to_string()));
    }
    let presidium = units.iter().find(|(name, _)| name == PRESIDIUM);
    figures.extend(presidium.map(|(_, count)| ("presidium", count.to_string())));
    let said = || statements.iter().flat_map(|statement| &statement.says);
    for (key, field) in STATEMENTS {
        figures.extend(said().find(|said| said.key == *field).map(|said| (*key, bare_value(said))));
    }
    figures
}

/// Returns a number without its unit, and anything else in its own words.
fn bare_value(said: &Said) -> String {
    match &said.value {
        Some(Value::Count { number, .. }) => number.to_string(),
        _ => said.words.clone(),
    }
}

fn indicator(row: &Row) -> Indicator {
    let says = || row.cells.iter().flat_map(|cell| &cell.says);
    let said = |key: &str| says().find(|said| said.key == key);
    let words = |key: &str| said(key).map_or(String::new(), |said| said.words.clone());
    let date = |key: &str| match said(key).and_then(|said| said.value.as_ref()) {
        Some(Value::Date { date }) => date.clone(),
        _ => words(key),
    };
    let yes = row.cells.iter().find_map(|cell| match cell.value {
        Some(Value::YesNo { yes }) => Some(yes),
        _ => None,
    });
    Indicator {
        key: row.key.clone().unwrap_or_default(),
        number: words("no"),
        text: words("item.text"),
        yes,
        stated: words("stated"),
        reason: words("reason"),
        rectify_by: date("rectify_by"),
    }
}

fn cell<'a>((table, row): &(&Table, &'a Row), key: &str) -> Option<&'a Cell> {
    row.cells.get(table.position(key)?)
}

fn delegation(it: &(&Table, &Row)) -> Option<Delegation> {
    let (department, count) = counted(it, "department", "count")?;
    let students = counted(it, "department", "students").map(|(_, students)| students);
    Some(Delegation { department, count, students })
}

fn limits(document: &Document) -> Vec<Limit> {
    let mut found = Vec::new();
    document.sections.iter().for_each(|section| find_limits(section, &mut found));
    found
}

fn find_limits(section: &Section, found: &mut Vec<Limit>) {
    for block in &section.blocks {
        let Block::Provision { id, statement: Some(statement), .. } = block else { continue };
        if statement.subject == Subject::CharterLimit {
            found.extend(statement.says.iter().map(|said| Limit {
                name: said.label.clone(),
                value: said.words.clone(),
                article: id.clone(),
            }));
        }
    }
    section.sections.iter().for_each(|part| find_limits(part, found));
}

/// Returns a row's name and its number.
fn counted(it: &(&Table, &Row), name: &str, count: &str) -> Option<(String, i64)> {
    match cell(it, count)?.value {
        Some(Value::Count { number, .. }) => Some((cell(it, name)?.plain_text(), number)),
        _ => None,
    }
}

/// Counts in which band each rank lies; nothing where any is not printed exactly, or was withdrawn.
fn ranks(staff: &[(&Table, &Row)]) -> Option<[usize; 5]> {
    let mut bands = [0; 5];
    for row in staff {
        if row.1.cells.iter().any(|cell| cell.person == Some(Named::Withdrawn)) {
            return None;
        }
        let words = cell(row, "rank_shown")?.plain_text();
        let words = words.trim();
        if words.is_empty() || words == "—" {
            bands[4] += 1;
            continue;
        }
        let (rank, cohort) = words.split_once('/')?;
        let (rank, cohort): (u64, u64) = (rank.trim().parse().ok()?, cohort.trim().parse().ok()?);
        let tenths = (10 * rank).div_ceil(cohort.max(1));
        bands[match tenths {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            _ => 3,
        }] += 1;
    }
    (!staff.is_empty()).then_some(bands)
}
