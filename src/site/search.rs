//! The index of the full-text search: the passages of all years and notices, nobody being named.
//! It must not know how a page looks or is scanned.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::document::{
    Block, Cell, Document, Kind, Named, Page, Role, Section, Subject, Table, plain_text,
};
use crate::edition::Edition;
use crate::failure::Failure;
use crate::manifest::Artifact;

/// The file that holds the index: a script, so that it can be loaded from a plain folder.
const FILE: &str = "search-index.js";

/// The sections whose texts can be found. Those that list persons are not among them.
const ADOPTED: [&str; 3] = ["charter", "election", "appraisal"];
const NARRATIVES: [&str; 3] = ["nomination", "congress", "delegates"];
const INDICATORS: &str = "self-evaluation";

/// What the rows are about whose own words can be found.
const ITEMS: [Subject; 2] = [Subject::Indicator, Subject::SecondItem];

/// What one year, or the notice of a round, has to be found.
#[derive(Clone, Debug)]
pub struct Searchable {
    /// `2025-2026`, `2025-2026/appraisal/spring`.
    folder: String,
    edition: Edition,
    label: String,
    passages: Vec<Arc<Passage>>,
    /// The names of persons in the year's tables; a report that mentions one is not indexed.
    names: BTreeSet<String>,
}

/// The passages met so far: years share most of theirs, so that each is held once.
pub type Passages = BTreeSet<Arc<Passage>>;

/// A paragraph or provision with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    section: String,
    label: String,
    text: String,
    /// An address on the year's main page.
    address: String,
    /// Whether it reports, and so may mention somebody.
    narrative: bool,
}

impl Searchable {
    /// Takes the passages of a document, those that others have as they have them.
    pub fn gather(document: &Document, known: &mut Passages) -> Self {
        let mut passages = Vec::new();
        let preface = Place { section: "前言", address: "_preamble", narrative: true };
        preface.blocks(&document.preamble, &mut passages);
        for section in &document.sections {
            let id = section.id.as_str();
            let of_notice = document.kind == Kind::Notice && section.page == Page::Main;
            let narrative = of_notice || NARRATIVES.contains(&id);
            let place = Place { section: &section.title, address: id, narrative };
            if narrative || ADOPTED.contains(&id) {
                place.section(section, &mut passages);
            } else if id == INDICATORS {
                place.indicators(section, &mut passages);
            }
        }
        let mut names = BTreeSet::new();
        document.sections.iter().for_each(|section| collect_names(section, &mut names));
        let label = match document.kind {
            Kind::Disclosure => document.edition().label(),
            Kind::Notice => document.title.clone(),
        };
        Self {
            folder: document.edition().to_string(),
            edition: document.edition(),
            label,
            passages: passages.into_iter().map(|passage| shared(passage, known)).collect(),
            names,
        }
    }
}

/// Returns a passage as it is held already, or holds it from now on.
fn shared(passage: Passage, known: &mut Passages) -> Arc<Passage> {
    match known.get(&passage) {
        Some(held) => held.clone(),
        None => {
            let held = Arc::new(passage);
            known.insert(held.clone());
            held
        }
    }
}

/// Makes the index of some years and notices: a passage that several share stands in it once. Of the
/// `traditional` characters, each with the one written for it, it has those a reader may type for
/// what the passages say.
pub fn index(years: &[Searchable], traditional: &[(char, char)]) -> Result<Artifact, Failure> {
    let mut newest_first: Vec<&Searchable> = years.iter().collect();
    // A year before its notices.
    let order = |it: &Searchable| {
        let Edition { year, union, round, .. } = it.edition.clone();
        (round.is_some(), Reverse(year), union, Reverse(round))
    };
    newest_first.sort_by_key(|it| order(it));
    let names: BTreeSet<&str> =
        years.iter().flat_map(|year| &year.names).map(String::as_str).collect();
    let mut index = Index::default();
    let mut known: BTreeMap<&Passage, usize> = BTreeMap::new();
    for (number, year) in newest_first.into_iter().enumerate() {
        index.years.push((&year.folder, &year.label));
        let mentions = |text: &str| names.iter().any(|name| text.contains(name));
        for passage in year.passages.iter().map(Arc::as_ref) {
            if passage.narrative && mentions(&passage.text) {
                continue;
            }
            let at = *known.entry(passage).or_insert_with(|| index.add(passage));
            index.passages[at].4.push(number);
        }
    }
    index.traditional =
        pairs(traditional, &index.passages.iter().map(|it| it.2).collect::<Vec<_>>());
    let json = serde_json::to_string(&index)
        .map_err(|error| Failure::new(FILE, format!("搜索索引没有做成：{error}")))?;
    Ok(Artifact::new(FILE, format!("const GONGKAI_INDEX = {json};\n")))
}

/// Returns the pairs for characters that some texts hold, one behind the other. A script counts text
/// by units of UTF-16, so both of a pair must be one.
fn pairs(traditional: &[(char, char)], texts: &[&str]) -> String {
    let held: BTreeSet<char> = texts.iter().flat_map(|text| text.chars()).collect();
    let even = |pair: &[char; 2]| pair.iter().all(|c| c.len_utf16() == 1);
    let pairs = traditional.iter().filter(|(_, own)| held.contains(own));
    pairs.map(|(old, own)| [*old, *own]).filter(even).flatten().collect()
}

/// The index as the page reads it; a tuple takes less room than named fields.
#[derive(Default, Serialize)]
struct Index<'a> {
    /// Folder and label, newest first.
    years: Vec<(&'a str, &'a str)>,
    sections: Vec<&'a str>,
    /// Traditional characters, each with the one written for it.
    traditional: String,
    /// Number of the section, label, text, address, numbers of the years.
    passages: Vec<(usize, &'a str, &'a str, &'a str, Vec<usize>)>,
}

impl<'a> Index<'a> {
    /// Adds a passage and returns its number.
    fn add(&mut self, passage: &'a Passage) -> usize {
        let Passage { section, label, text, address, .. } = passage;
        let known = self.sections.iter().position(|known| known == section);
        let section = known.unwrap_or_else(|| {
            self.sections.push(section);
            self.sections.len() - 1
        });
        self.passages.push((section, label, text, address, Vec::new()));
        self.passages.len() - 1
    }
}

/// Where passages are being read.
#[derive(Clone, Copy)]
struct Place<'a> {
    section: &'a str,
    /// The nearest address above.
    address: &'a str,
    narrative: bool,
}

impl Place<'_> {
    fn section(self, section: &Section, out: &mut Vec<Passage>) {
        self.blocks(&section.blocks, out);
        for inner in &section.sections {
            Place { address: &inner.id, ..self }.section(inner, out);
        }
    }

    fn blocks(self, blocks: &[Block], out: &mut Vec<Passage>) {
        for block in blocks {
            match block {
                Block::Paragraph { role: Role::Title, .. } | Block::Table(_) => {}
                Block::Paragraph { content, .. } => self.push("", plain_text(content), out),
                Block::Provision { id, label, .. } => {
                    let mut text = String::new();
                    block.each_text(&mut |words| text.push_str(words));
                    let text = text.strip_prefix(label.as_str()).unwrap_or(&text).trim();
                    Place { address: id, ..self }.push(label, text.to_owned(), out);
                }
                Block::List { entries } => {
                    entries.iter().for_each(|entry| self.push("", plain_text(entry), out));
                }
            }
        }
    }

    /// Takes the words of the indicators, not their remarks.
    fn indicators(self, section: &Section, out: &mut Vec<Passage>) {
        for part in &section.sections {
            let tables = part.blocks.iter().filter_map(|block| match block {
                Block::Table(table) if ITEMS.contains(&table.subject) => Some(table),
                _ => None,
            });
            tables.for_each(|table| self.rows(&part.title, table, out));
        }
    }

    fn rows(self, title: &str, table: &Table, out: &mut Vec<Passage>) {
        for row in &table.rows {
            let words = row.cells.get(table.head()).map(Cell::plain_text).unwrap_or_default();
            Place { section: title, address: &row.id, ..self }.push("", words, out);
        }
    }

    fn push(self, label: &str, text: String, out: &mut Vec<Passage>) {
        if text.trim().is_empty() {
            return;
        }
        out.push(Passage {
            section: self.section.to_owned(),
            label: label.to_owned(),
            text: text.replace('\n', " "),
            address: self.address.to_owned(),
            narrative: self.narrative,
        });
    }
}

/// Collects the names that cells are marked as holding.
fn collect_names(section: &Section, names: &mut BTreeSet<String>) {
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let cells = tables.flat_map(Table::people).map(|(_, cell)| cell);
    let named = cells.filter(|cell| cell.person == Some(Named::Named)).map(Cell::plain_text);
    names.extend(named.filter(|name| !name.trim().is_empty()));
    section.sections.iter().for_each(|inner| collect_names(inner, names));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Inline;

    fn document(year: &str) -> Document {
        let json = include_str!("../../tests/fixtures/document.json");
        let document = Document::from_json(json.as_bytes()).unwrap();
        Document { year: year.to_owned(), year_label: format!("{year}学年"), ..document }
    }

    fn written(years: &[Searchable]) -> String {
        String::from_utf8(index(years, &[('學', '学'), ('龜', '龟')]).unwrap().bytes).unwrap()
    }

    #[test]
    fn a_passage_of_several_years_stands_once() {
        let mut known = Passages::new();
        let one = Searchable::gather(&document("2024-2025"), &mut known);
        let two = Searchable::gather(&document("2025-2026"), &mut known);
        assert!(Arc::ptr_eq(&one.passages[0], &two.passages[0]), "it is held once");
        let (single, double) = (written(std::slice::from_ref(&one)), written(&[one, two]));
        assert!(double.len() < single.len() * 11 / 10, "{} {}", single.len(), double.len());
        assert!(double.starts_with("const GONGKAI_INDEX = {\"years\":[[\"2025-2026\""));
        assert!(double.contains("charter/article-5"));
    }

    #[test]
    fn the_forms_of_characters_that_are_there_can_be_typed() {
        assert!(
            written(&[Searchable::gather(&document("2025-2026"), &mut Passages::new())])
                .contains("\"traditional\":\"學学\"")
        );
        assert_eq!(pairs(&[('釾', '𫓩')], &["𫓩"]), "", "of one unit each");
    }

    #[test]
    fn nobody_is_named() {
        let mut document = document("2025-2026");
        let mut names = BTreeSet::new();
        document.sections.iter().for_each(|section| collect_names(section, &mut names));
        assert!(names.len() > 3, "{names:?}");
        let name = names.first().unwrap().clone();
        let content = vec![Inline::text(format!("大会选举{name}为主席团成员。"))];
        document.preamble.push(Block::paragraph(Role::Body, content));
        let text = written(&[Searchable::gather(&document, &mut Passages::new())]);
        assert!(names.iter().all(|name| !text.contains(name.as_str())));
    }
}
