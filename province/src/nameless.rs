//! Words that may stand in a table for everybody: nobody's name can get into them.
//! It must not know what a table is.
//!
//! A table holds [`Words`], and these are made here alone: of the province's own list, of the titles
//! of rules, of a document's own words once they were held against all whom the document names.

use std::collections::BTreeSet;

use gongkai::document::{Block, Document, Section};
use serde::{Deserialize, Serialize};

use crate::colleges::College;

/// A text without anybody's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Words(String);

impl Words {
    /// The name, kind and city of a college, as the province's list has them.
    pub fn of_list(college: &College) -> [Self; 3] {
        [&college.name, &college.kind, &college.city].map(|text| Self(text.clone()))
    }

    /// The title of a rule, which is a document of the standards.
    pub fn of_rule(title: &str) -> Self {
        Self(title.to_owned())
    }

    /// What this program says itself.
    pub fn own(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// A word of machines: ASCII letters, digits and `-_./ `, such as an edition, a key, a digest, a
    /// day. Nothing when it is of another form, or longer than such words are.
    pub fn key(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./ ".contains(&byte);
        let key = !text.is_empty() && text.len() <= 100 && text.bytes().all(fits);
        key.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// All whom a document names.
#[derive(Debug)]
pub struct Nameless {
    people: BTreeSet<String>,
}

/// How the names of units end; a name of another form may be anything.
const UNITS: [&str; 12] =
    ["主席团", "部", "中心", "办公室", "处", "组", "团", "室", "委员会", "秘书处", "会", "队"];
/// What stands for a name that is none of a unit.
const OTHER: &str = "（其他机构）";
/// The longest name of a unit, in characters.
const LONGEST: usize = 20;

impl Nameless {
    /// Gathers everybody whom a document marks as a person, in any of its tables.
    pub fn gather(document: &Document) -> Self {
        let mut people = BTreeSet::new();
        let sections = document.sections.iter().chain([&document.report]);
        sections.for_each(|section| gather(section, &mut people));
        Self { people }
    }

    /// Tells whether a text names nobody of the document.
    pub fn clears(&self, text: &str) -> bool {
        // A name may be written with blanks between.
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '·').collect();
        self.people.iter().all(|name| !plain.contains(name.as_str()))
    }

    /// Returns the name of a unit, or what stands for one that may be something else.
    pub fn unit(&self, name: &str) -> Words {
        let is_unit = UNITS.iter().any(|end| name.ends_with(end))
            && name.chars().count() <= LONGEST
            && name.chars().all(|c| c.is_alphanumeric() || "（）()、·".contains(c));
        let clear = is_unit && self.clears(name);
        Words(if clear { name } else { OTHER }.to_owned())
    }
}

fn gather(section: &Section, people: &mut BTreeSet<String>) {
    for block in &section.blocks {
        let Block::Table(table) = block else { continue };
        // Whatever stands in a column of persons, marked or not by who wrote the document.
        let marked = table.people().map(|(_, cell)| cell.plain_text());
        let of_people = ["person", "guide", "result"];
        let subject = serde_json::to_value(table.subject).unwrap_or_default();
        let named = of_people.iter().any(|it| subject == **it);
        let column = table.columns.iter().position(|column| named && column.key == "name");
        let written = column.into_iter().flat_map(|at| {
            table.rows.iter().filter_map(move |row| Some(row.cells.get(at)?.plain_text()))
        });
        for name in marked.chain(written) {
            let plain: String = name.chars().filter(|c| !c.is_whitespace() && *c != '·').collect();
            if plain.chars().count() >= 2 {
                people.insert(plain);
            }
        }
    }
    section.sections.iter().for_each(|section| gather(section, people));
}
