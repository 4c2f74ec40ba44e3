//! A day as templates are given it.
//! It must not know calendars: it is handed dates that were checked long before.

use serde::Serialize;

/// A day, for machines and for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `2025-09-30`
    pub iso: String,
    /// `2025年9月30日`
    pub text: String,
}

impl Day {
    /// Reads an ISO date; what is not one is shown as it is.
    pub fn parse(iso: &str) -> Self {
        let parts: Vec<&str> = iso.split('-').collect();
        let text = match parts.as_slice() {
            [year, month, day] => {
                let bare = |part: &str| part.trim_start_matches('0').to_owned();
                format!("{year}年{}月{}日", bare(month), bare(day))
            }
            _ => iso.to_owned(),
        };
        Self { iso: iso.to_owned(), text }
    }
}
