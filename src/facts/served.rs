//! Who served in a year, as far as another year must know.
//! It must not know what follows from it; people are told apart by name and year of entry, then by
//! department or major.

use std::sync::Arc;

use super::persons::on_presidium;
use crate::datum::{Datum, FieldName};
use crate::model::person;
use crate::name::plain_name;
use crate::standard::Words;

/// The years before one that are looked at: nobody studies longer.
pub const YEARS: usize = 8;

/// Somebody on the roster of a year, as far as another year must know.
#[derive(Clone, Debug)]
pub struct Served {
    pub name: String,
    pub entry: Option<i64>,
    pub department: Option<String>,
    pub major: Option<String>,
    pub presides: Option<bool>,
}

impl Served {
    pub fn read(person: &Datum, words: &Words) -> Option<Self> {
        let text = |name: FieldName| person.get(name).text().map(plain_name);
        Some(Self {
            name: text(person::NAME)?,
            entry: person.get(person::ENTRY_YEAR).number(),
            department: text(person::DEPARTMENT),
            major: text(person::MAJOR),
            presides: on_presidium(person, words),
        })
    }

    /// Tells whether two are surely one person.
    pub fn is(&self, other: &Self) -> bool {
        let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        self.name == other.name
            && self.entry.is_some()
            && self.entry == other.entry
            && (same(&self.department, &other.department) || same(&self.major, &other.major))
    }
}

/// Who served in one year.
pub type Service = Arc<Vec<Served>>;

/// Returns who served in a year, by its roster.
pub fn served(roster: &Datum, words: &Words) -> Service {
    Arc::new(roster.items().iter().filter_map(|person| Served::read(person, words)).collect())
}
