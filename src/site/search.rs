//! The index of the full-text search: the passages of all years and notices, nobody being named.
//! It must not know how a page looks or is scanned.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::document::{
    Block, Cell, Document, Kind, Named, Page, Role, Row, Section, Subject, Table, Value, plain_text,
};
use crate::edition::Edition;
use crate::failure::Failure;
use crate::manifest::Artifact;

/// The file that holds the index: a script, so that it can be loaded from a plain folder.
const FILE: &str = "search-index.js";

/// The sections whose texts report nothing, and so mention nobody.
const ADOPTED: [&str; 3] = ["charter", "election", "appraisal"];

/// What the rows are about whose heads are the form's own wording.
const ITEMS: [Subject; 2] = [Subject::Indicator, Subject::SecondItem];

/// The field of a running number, which nobody looks for.
const NUMBER: &str = "no";

/// What stands between the cells of a row, and between lines: no words of the page run over it.
const BETWEEN: &str = "　";

/// What one year, or the notice of a round, has to be found.
#[derive(Clone, Debug)]
pub struct Searchable {
    /// `2025-2026`, `2025-2026/appraisal/spring`.
    folder: String,
    edition: Edition,
    label: String,
    passages: Box<[Arc<Passage>]>,
    /// The names of persons in the year's tables, a line each; a report that mentions one is not
    /// indexed.
    names: Box<str>,
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
    /// Whether it is the form's wording, and not the year's own.
    of_form: bool,
}

impl Searchable {
    /// Takes the passages of a document, those that others have as they have them.
    pub fn gather(document: &Document, known: &mut Passages) -> Self {
        let mut passages = Vec::new();
        let preface = Place::new("前言", "_preamble");
        preface.blocks(&document.preamble, &mut passages);
        for section in &document.sections {
            let adopted =
                document.kind == Kind::Disclosure && ADOPTED.contains(&section.id.as_str());
            let place = Place::new(&section.title, &section.id);
            Place { narrative: !adopted, ..place }.section(section, &mut passages);
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
            names: names.into_iter().collect::<Vec<_>>().join("\n").into(),
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
    let names: BTreeSet<&str> = years.iter().flat_map(|year| year.names.lines()).collect();
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
    let of_form = known.iter().filter(|(passage, _)| passage.of_form).map(|(_, at)| *at);
    index.form = of_form.collect();
    index.form.sort_unstable();
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
    /// Numbers of the passages that are the form's wording, which stand behind a year's own.
    form: Vec<usize>,
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
    /// What the part is called that stands nearest above, by which its tables go.
    part: &'a str,
    /// The nearest address above.
    address: &'a str,
    narrative: bool,
    of_form: bool,
}

impl<'a> Place<'a> {
    fn new(section: &'a str, address: &'a str) -> Self {
        Self { section, part: section, address, narrative: true, of_form: false }
    }

    /// Takes a section but those that list people, or stand on a page that is not for everybody.
    fn section(self, section: &Section, out: &mut Vec<Passage>) {
        if section.page != Page::Main || section.blocks.iter().any(lists_people) {
            return;
        }
        self.blocks(&section.blocks, out);
        for inner in &section.sections {
            Place { part: &inner.title, address: &inner.id, ..self }.section(inner, out);
        }
    }

    fn blocks(self, blocks: &[Block], out: &mut Vec<Passage>) {
        for block in blocks {
            let is_legend = block.statement().is_some_and(|it| it.subject == Subject::Legend);
            let place = Place { of_form: is_legend, ..self };
            match block {
                Block::Paragraph { role: Role::Title, .. } => {}
                Block::Paragraph { content, .. } => place.push("", plain_text(content), out),
                Block::Provision { id, label, .. } => {
                    let mut text = String::new();
                    block.each_text(&mut |words| text.push_str(words));
                    let text = text.strip_prefix(label.as_str()).unwrap_or(&text).trim();
                    Place { address: id, ..place }.push(label, text.to_owned(), out);
                }
                Block::List { entries } => {
                    entries.iter().for_each(|entry| place.push("", plain_text(entry), out));
                }
                Block::Table(table) => place.table(table, out),
            }
        }
    }

    /// Takes the name of a table, and each row; of a sheet to be filled in only what its heads ask.
    fn table(self, table: &Table, out: &mut Vec<Passage>) {
        let whole = Place { section: self.part, address: &table.id, narrative: true, ..self };
        if table.subject == Subject::ScoreSheet {
            let heads: Vec<&str> = table.columns.iter().map(|it| it.title.as_str()).collect();
            return whole.push("", heads.join(BETWEEN), out);
        }
        whole.push("", table.caption.clone(), out);
        for row in &table.rows {
            Place { address: &row.id, ..whole }.row(table, row, out);
        }
    }

    /// Takes what a row says: its head, then each cell behind what its column is called. What the form
    /// asks stands for itself, so that years share it.
    fn row(self, table: &Table, row: &Row, out: &mut Vec<Passage>) {
        let mut parts = Vec::new();
        let mut label = String::new();
        for (at, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
            let text = cell.plain_text();
            let is_answer = matches!(cell.value, Some(Value::YesNo { .. }));
            if column.key == NUMBER || is_answer || cell.is_empty() || cell.is_nothing() {
                continue;
            }
            match at == table.head() {
                true if ITEMS.contains(&table.subject) => {
                    let no = cell.says.iter().find(|said| said.key == NUMBER);
                    label = no.map_or(String::new(), |said| format!("{}.", said.words));
                    Place { narrative: false, of_form: true, ..self }.push("", text, out);
                }
                true => parts.push(text),
                false => parts.push(format!("{}{BETWEEN}{text}", column.label())),
            }
        }
        self.push(&label, parts.join(BETWEEN), out);
    }

    fn push(self, label: &str, text: String, out: &mut Vec<Passage>) {
        if text.trim().is_empty() {
            return;
        }
        out.push(Passage {
            section: self.section.to_owned(),
            label: label.to_owned(),
            text: text.replace('\n', BETWEEN),
            address: self.address.to_owned(),
            narrative: self.narrative,
            of_form: self.of_form,
        });
    }
}

/// Tells whether a block is a table that names people, or did.
fn lists_people(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.people().next().is_some())
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
        String::from_utf8(index(years, &[('學', '学'), ('龜', '龟')]).unwrap().bytes.to_vec())
            .unwrap()
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
    fn tables_are_found_row_by_row_but_those_of_people() {
        let mut document = document("2025-2026");
        let within = |address: &str| {
            let year = Searchable::gather(&document, &mut Passages::new());
            let own = year.passages.into_iter().filter(|it| it.address.starts_with(address));
            own.collect::<Vec<_>>()
        };
        let unit = &within("units/row-1")[0];
        assert!(unit.text.starts_with("主席团　人数　3　"), "{unit:?}");
        assert!(within("delegates/row-1")[0].text.contains("2160"));
        assert!(within("roster").is_empty() && within("guides").is_empty());
        // What the form asks is told from what the year answers.
        let wordings = within("self-evaluation/").iter().filter(|it| it.of_form).count();
        assert_eq!(wordings, 19);
        let text = written(&[Searchable::gather(&document, &mut Passages::new())]);
        assert!(text.contains("\"form\":["), "{text}");
        // A row that named somebody is not found when the name is gone, nor any row beside it.
        let mut blocks = document.sections.iter_mut().flat_map(|section| &mut section.blocks);
        let units = blocks.find_map(|block| match block {
            Block::Table(table) if table.subject == Subject::Unit => Some(table),
            _ => None,
        });
        units.unwrap().rows[0].cells[0].person = Some(Named::Withdrawn);
        let year = Searchable::gather(&document, &mut Passages::new());
        assert!(!year.passages.iter().any(|it| it.address.starts_with("units")));
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
