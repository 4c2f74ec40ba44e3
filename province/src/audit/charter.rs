//! A charter as it is compared with others': its words without the college's own name, and a sketch
//! of them, small enough that those of a whole province are held at once.
//! It must not know whose charters are compared.

use std::collections::BTreeSet;

use gongkai::document::{Block, Document, Section, plain_text};
use serde::{Deserialize, Serialize};

/// How many characters in a row are looked at together.
const SHINGLE: usize = 6;
/// How many places a sketch has; two charters agree in as many of them as they share words.
pub const PLACES: usize = 64;

/// A sketch of a text (MinHash): the least of each of many hashes over its shingles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sketch(pub Vec<u32>);

impl Sketch {
    pub fn draw(shingles: &BTreeSet<u64>) -> Option<Self> {
        let least = |place: u64| {
            let salt = place.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            shingles.iter().map(|it| (mixed(it ^ salt) >> 32) as u32).min()
        };
        (0..PLACES as u64).map(least).collect::<Option<Vec<u32>>>().map(Self)
    }
}

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Returns the articles of a document's charter, each with its label, in order.
pub fn articles(document: &Document) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in document.sections.iter().filter(|section| section.id == "charter") {
        collect(section, &mut found);
    }
    found
}

fn collect(section: &Section, found: &mut Vec<(String, String)>) {
    for block in &section.blocks {
        if let Block::Provision { label, content, children, .. } = block {
            let mut text = plain_text(content);
            for child in children {
                child.each_text(&mut |words| text.push_str(words));
            }
            found.push((label.clone(), text));
        }
    }
    section.sections.iter().for_each(|section| collect(section, found));
}

/// Returns the shingles of a charter, by hash, without a college's own name.
pub fn shingles(articles: &[(String, String)], college: &str) -> BTreeSet<u64> {
    let text: String = articles.iter().map(|(_, text)| text.replace(college, "")).collect();
    let words: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    words.windows(SHINGLE).map(hashed).collect()
}

fn hashed(words: &[char]) -> u64 {
    words.iter().fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Returns the share of their words that two charters have in common, in thousandths.
pub fn alike(a: &BTreeSet<u64>, b: &BTreeSet<u64>) -> i64 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    (common * 1000).checked_div(all).unwrap_or(0) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shingles_of(text: &str) -> BTreeSet<u64> {
        shingles(&[("第一条".to_owned(), text.to_owned())], "甲学院")
    }

    #[test]
    fn what_is_alike_has_a_like_sketch_and_the_own_name_counts_for_nothing() {
        let text: String =
            (0..400).map(|i| char::from_u32(0x4e00 + i * 7 % 900).unwrap()).collect();
        let same = shingles_of(&format!("甲学院{text}"));
        assert_eq!(alike(&shingles_of(&text), &same), 1000);
        let other: String = text.chars().rev().collect();
        let (a, b) = (Sketch::draw(&same).unwrap(), Sketch::draw(&shingles_of(&other)).unwrap());
        let agree = a.0.iter().zip(&b.0).filter(|(a, b)| a == b).count();
        assert!(alike(&same, &shingles_of(&other)) < 50 && agree < 8, "{agree}");
        assert_eq!(Sketch::draw(&BTreeSet::new()), None);
    }
}
