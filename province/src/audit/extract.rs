//! What a document says, as rows: taken from its typed values, never from a sentence.
//! It must not judge.

use std::collections::BTreeMap;

use gongkai::document::{Block, Document, Row, Section, Subject, Table, Value};
use gongkai::edition::Edition;
use gongkai::facts::{FactValue, Facts};
use gongkai::manifest::sha256;
use gongkai::model::LIMIT_NAMES;

use super::{Compared, charter};
use crate::colleges::College;
use crate::nameless::{Nameless, Words};
use crate::store::Held;
use crate::tables::{Cell, Rows, add, key};

/// The row about an edition itself.
pub(super) fn bundle(
    rows: &mut Rows,
    college: &College,
    edition: &Edition,
    held: &Held,
    document: &Document,
) {
    let row = vec![
        key(&college.id),
        union(edition),
        key(&edition.to_string()),
        Cell::YesNo(edition.is_round()),
        edition.version.map_or(Cell::Absent, |version| Cell::Number(version.into())),
        day(&document.published),
        day(&document.as_of),
        key(&held.generator),
        key(&held.content),
        key(&held.since),
    ];
    add(rows, "bundles", &edition.year.to_string(), row);
}

/// The rows that a disclosure makes, and what of it is held against other colleges'.
pub(super) fn disclosure(
    rows: &mut Rows,
    college: &College,
    edition: &Edition,
    document: &Document,
) -> Compared {
    let nameless = Nameless::gather(document);
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    let mut link = String::new();
    let year = edition.year.to_string();
    let mut see = |block: &Block| {
        if let Block::Table(table) = block {
            match table.subject {
                Subject::Indicator => indicators(rows, college, edition, table),
                Subject::Unit => {
                    counts.insert("units".to_owned(), table.rows.len() as i64);
                    units(rows, college, edition, table, &nameless);
                }
                Subject::Person => {
                    counts.insert("staff".to_owned(), table.rows.len() as i64);
                }
                Subject::SecondUnion => {
                    counts.insert("second_unions".to_owned(), table.rows.len() as i64);
                }
                _ => {}
            }
        }
        for said in block.statement().into_iter().flat_map(|statement| &statement.says) {
            match &said.value {
                Some(Value::Count { number, .. }) if said.of.is_none() => {
                    counts.entry(said.key.clone()).or_insert(*number);
                }
                Some(Value::Text { text }) if said.key == "congress.link" => {
                    link = sha256(text.trim_end_matches('/').as_bytes());
                }
                _ => {}
            }
        }
    };
    document.sections.iter().for_each(|section| each_block(section, &mut see));
    counts.retain(|name, _| Words::key(name).is_some());
    for (name, value) in &counts {
        let row = vec![key(&college.id), union(edition), key(name), Cell::Number(*value)];
        add(rows, "counts", &year, row);
    }
    let articles = charter::articles(document);
    Compared {
        content: document.digest(),
        charter: charter::Sketch::draw(&charter::shingles(&articles, &college.name)),
        congress_link: link,
        figures: counts,
    }
}

fn each_block(section: &Section, see: &mut impl FnMut(&Block)) {
    section.blocks.iter().for_each(&mut *see);
    section.sections.iter().for_each(|section| each_block(section, see));
}

fn indicators(rows: &mut Rows, college: &College, edition: &Edition, table: &Table) {
    for row in &table.rows {
        let Some(name) = row.key.as_deref() else { continue };
        let met = match value(table, row, "verdict") {
            Some(Value::YesNo { yes }) => Cell::YesNo(*yes),
            _ => Cell::Absent,
        };
        let says = row.cells.iter().flat_map(|cell| &cell.says);
        let mut number = Cell::Absent;
        let mut core = false;
        for said in says {
            match (said.key.as_str(), &said.value) {
                ("no", Some(Value::Count { number: no, .. })) => number = Cell::Number(*no),
                ("item.mark", Some(Value::Text { text })) => core = text == "★",
                _ => {}
            }
        }
        let row = vec![key(&college.id), union(edition), key(name), number, Cell::YesNo(core), met];
        add(rows, "indicators", &edition.year.to_string(), row);
    }
}

fn units(rows: &mut Rows, college: &College, edition: &Edition, table: &Table, who: &Nameless) {
    for row in &table.rows {
        let count = |name: &str| match value(table, row, name) {
            Some(Value::Count { number, .. }) => Cell::Number(*number),
            _ => Cell::Absent,
        };
        let name = match value(table, row, "name") {
            Some(Value::Text { text }) => Cell::Text(who.unit(text)),
            _ => Cell::Absent,
        };
        let row = vec![key(&college.id), union(edition), count("no"), name, count("headcount")];
        add(rows, "units", &edition.year.to_string(), row);
    }
}

fn value<'a>(table: &Table, row: &'a Row, column: &str) -> Option<&'a Value> {
    let at = table.columns.iter().position(|it| it.key == column)?;
    row.cells.get(at)?.value.as_ref()
}

/// One limit of a charter, as the facts know it.
pub(super) struct Limit {
    name: String,
    num: Option<i64>,
    den: Option<i64>,
    ceiling: Option<bool>,
}

/// Returns the limits of the charter that facts were made of.
pub(super) fn limits_of(facts: &Facts) -> Vec<Limit> {
    let limits = facts.root.get_by_key("章程").and_then(|charter| charter.get_by_key("各项限额"));
    let items = limits.map(|limits| limits.items()).unwrap_or_default();
    let limit = |item: &std::sync::Arc<gongkai::facts::Fact>| {
        let leaf = |key: &str| match &item.get_by_key(key)?.value {
            FactValue::Leaf(value) => Some(value.clone()),
            _ => None,
        };
        Some(Limit {
            name: leaf("名称")?.as_str()?.to_owned(),
            num: leaf("分子").and_then(|value| value.try_into().ok()),
            den: leaf("分母").and_then(|value| value.try_into().ok()),
            ceiling: leaf("是上限").map(|value| value.is_true()),
        })
    };
    items.iter().filter_map(limit).collect()
}

/// Takes the limits that the program names; a charter's own words are not taken into a table.
pub(super) fn limits(rows: &mut Rows, college: &College, edition: &Edition, limits: Vec<Limit>) {
    for limit in limits {
        let Some(name) = LIMIT_NAMES.iter().find(|known| **known == limit.name) else { continue };
        let number = |number: Option<i64>| number.map_or(Cell::Absent, Cell::Number);
        let row = vec![
            key(&college.id),
            union(edition),
            Cell::Text(Words::own(name)),
            number(limit.num),
            number(limit.den),
            limit.ceiling.map_or(Cell::Absent, Cell::YesNo),
        ];
        add(rows, "limits", &edition.year.to_string(), row);
    }
}

fn union(edition: &Edition) -> Cell {
    key(if edition.union.is_first() { "first" } else { "graduate" })
}

/// A day as ISO 8601 writes it, and nothing else.
fn day(text: &str) -> Cell {
    let is_day = text.len() == 10
        && text.bytes().enumerate().all(|(i, byte)| match i {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_day { key(text) } else { Cell::Absent }
}
