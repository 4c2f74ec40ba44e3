//! Names of people that stand in texts where no name belongs.
//! It must not judge whether they may.

use regex::Regex;

use super::passages::{Kind, Passage};
use crate::datum::{Datum, FieldName, word};
use crate::model::{SLIP, slip};

/// Finds every one of some names outside the cells and sections that are for names.
pub fn find<'a>(
    passages: &[Passage],
    names: impl Iterator<Item = &'a str>,
    sections: &[FieldName],
) -> Vec<Datum> {
    let names = names.map(|name| name.chars().filter(|c| !c.is_whitespace()).collect());
    let mut names: Vec<String> = names.filter(|name: &String| name.chars().count() > 1).collect();
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
    let pattern = names.iter().map(|name| regex::escape(name)).collect::<Vec<_>>().join("|");
    let Some(search) = Regex::new(&pattern).ok().filter(|_| !pattern.is_empty()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let elsewhere =
        |passage: &&Passage| passage.kind != Kind::Name && !sections.contains(&passage.section);
    for passage in passages.iter().filter(elsewhere) {
        for hit in search.find_iter(&passage.text) {
            let place = passage.place(hit.range());
            let mut name = Datum::new(SLIP.empty(), Some(place));
            name.set(slip::WORDS, word(hit.as_str(), Some(place)));
            found.push(name);
        }
    }
    found
}
