//! Takes people out of a document: their rows in its roster, and their names wherever they stand.
//! It must not know why, nor how what is left is printed.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{Block, Document, Inline, Page, Role, Row, Section, Table, plain_text};

/// What stands in the place of a name that was withdrawn.
pub const TAKEN_DOWN: &str = "已撤下";

/// What stands in the place of all else that a roster said of a person.
const NOTHING: &str = "—";

/// The address of the section that tells what an appraisal came to.
pub const STANDINGS: &str = "standings";

/// The address of the section that lists those officially responsible; it is never masked.
const OFFICIAL: &str = "guides";

/// Whom a year no longer names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Everybody its roster lists.
    pub everybody: bool,
    /// People by name, listed or only mentioned.
    pub names: BTreeSet<String>,
}

impl Withdrawn {
    pub fn is_empty(&self) -> bool {
        !self.everybody && self.names.is_empty()
    }

    /// Adds those whom another withdraws.
    pub fn extend(&mut self, other: Self) {
        self.everybody |= other.everybody;
        self.names.extend(other.names);
    }
}

/// Returns the edition of a document that no longer names some people: their rows keep nothing but
/// their place, mentions of them read 已撤下, and the roster says how many were withdrawn.
pub fn redacted(document: &Document, withdrawn: &Withdrawn) -> Document {
    if withdrawn.is_empty() {
        return document.clone();
    }
    let mut names = withdrawn.names.clone();
    if withdrawn.everybody {
        names.extend(self::names(document));
    }
    let names = Names::of(&names);
    let mut redacted = document.clone();
    for section in redacted.sections.iter_mut().filter(|section| lists_people(section)) {
        let before = note_of(taken_down(section));
        for table in rosters(section) {
            take_down(table, |name| withdrawn.everybody || names.is_one(name));
        }
        let note = note_of(taken_down(section));
        section.blocks.retain(|block| Some(block) != before.as_ref());
        section.blocks.extend(note);
    }
    mask(&mut redacted, &names, TAKEN_DOWN);
    redacted
}

/// Returns a document in which no text names some people and the roster lists nobody.
pub fn without_people(document: &Document, names: &BTreeSet<String>, word: &str) -> Document {
    let mut without = document.clone();
    for section in without.sections.iter_mut().filter(|section| lists_people(section)) {
        let note = note_of(taken_down(section));
        section.blocks.retain(|block| Some(block) != note.as_ref());
        rosters(section).for_each(|table| table.rows.clear());
    }
    mask(&mut without, &Names::of(names), word);
    without
}

/// Returns a document whose lists leave some people out, and with a word whose texts have it in the
/// place of their names.
pub fn left_out(document: &Document, names: &BTreeSet<String>, word: Option<&str>) -> Document {
    let mut left = document.clone();
    for section in left.sections.iter_mut().filter(|section| lists_people(section)) {
        for table in rosters(section) {
            let Some(named) = table.columns.iter().position(|column| column.title == "姓名")
            else {
                continue;
            };
            table.rows.retain(|row| !names.contains(&name_in(row, named)));
        }
    }
    if let Some(word) = word {
        mask(&mut left, &Names::of(names), word);
    }
    left
}

/// Masks the rows of a roster whose names are wanted: all but their numbers.
pub fn take_down(table: &mut Table, wanted: impl Fn(&str) -> bool) {
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    let Some(named) = titles.iter().position(|title| *title == "姓名") else { return };
    for row in &mut table.rows {
        if !wanted(&name_in(row, named)) {
            continue;
        }
        for (title, cell) in titles.iter().zip(&mut row.cells) {
            match *title {
                "序号" => {}
                "姓名" => *cell = vec![Inline::text(TAKEN_DOWN)],
                _ => *cell = vec![Inline::text(NOTHING)],
            }
        }
    }
}

/// Returns the names a document's roster still lists.
pub fn names(document: &Document) -> BTreeSet<String> {
    let listed = document.sections.iter().flat_map(listed);
    listed.filter(|name| name != TAKEN_DOWN && !name.is_empty()).collect()
}

/// Counts the people a document's roster no longer names.
pub fn withdrawn_from(document: &Document) -> usize {
    document.sections.iter().map(taken_down).sum()
}

/// Tells whether a document names somebody outside the list of those responsible.
pub fn mentions(document: &Document, name: &str) -> bool {
    let names = Names::of(&BTreeSet::from([name.to_owned()]));
    let mut found = false;
    let mut see = |text: &str| found |= !names.find(text).is_empty();
    document.preamble.iter().chain(&document.closing).for_each(|block| block.each_text(&mut see));
    let open = document.sections.iter().filter(|section| section.id != OFFICIAL);
    open.chain([&document.report]).for_each(|section| section.each_text(&mut see));
    found
}

/// Tells whether a text names any of some people.
pub fn names_any(text: &str, names: &BTreeSet<String>) -> bool {
    !Names::of(names).find(text).is_empty()
}

/// Tells whether a section lists people: the roster of a year, the results of a round.
pub fn lists_people(section: &Section) -> bool {
    section.page == Page::Roster
}

fn rosters(section: &mut Section) -> impl Iterator<Item = &mut Table> {
    section.blocks.iter_mut().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

/// The names a section lists, when it is the roster.
fn listed(section: &Section) -> Vec<String> {
    let tables = section.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if lists_people(section) => Some(table),
        _ => None,
    });
    let names = tables.filter_map(|table| {
        let named = table.columns.iter().position(|column| column.title == "姓名")?;
        Some(table.rows.iter().map(move |row| name_in(row, named)))
    });
    names.flatten().collect()
}

fn name_in(row: &Row, column: usize) -> String {
    row.cells.get(column).map(|cell| plain_text(cell)).unwrap_or_default()
}

fn taken_down(section: &Section) -> usize {
    listed(section).iter().filter(|name| *name == TAKEN_DOWN).count()
}

/// Returns what the roster says of those it no longer names.
pub fn note_of(withdrawn: usize) -> Option<Block> {
    let text = format!("名单中{withdrawn}人的信息已经撤下，人数不变。");
    let note = Block::Paragraph { role: Role::Note, content: vec![Inline::text(text)] };
    (withdrawn > 0).then_some(note)
}

/// Puts a word in the place of names wherever a document has them but in the official list.
fn mask(document: &mut Document, names: &Names, word: &str) {
    let mask = Mask { names, word };
    mask.blocks(&mut document.preamble);
    mask.blocks(&mut document.closing);
    let open = document.sections.iter_mut().filter(|section| section.id != OFFICIAL);
    open.for_each(|section| mask.section(section));
    mask.section(&mut document.report);
}

struct Mask<'a> {
    names: &'a Names,
    word: &'a str,
}

impl Mask<'_> {
    fn section(&self, section: &mut Section) {
        self.string(&mut section.title);
        self.blocks(&mut section.blocks);
        section.sections.iter_mut().for_each(|inner| self.section(inner));
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph { content, .. } => self.inlines(content),
                Block::Provision { content, children, .. } => {
                    self.inlines(content);
                    self.blocks(children);
                }
                Block::List { entries } => entries.iter_mut().for_each(|entry| self.inlines(entry)),
                Block::Table(table) => {
                    self.string(&mut table.caption);
                    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                    cells.for_each(|cell| self.inlines(cell));
                }
            }
        }
    }

    fn string(&self, text: &mut String) {
        *text = self.covered(text, 0, &self.names.find(text));
    }

    /// Covers names in a run of inlines, also where one runs over several of them.
    fn inlines(&self, content: &mut Vec<Inline>) {
        self.unlink(content);
        let found = self.names.find(&plain_text(content));
        if !found.is_empty() {
            self.cover(content, &mut 0, &found);
        }
    }

    /// Takes away links whose address names somebody; their words stay.
    fn unlink(&self, content: &mut Vec<Inline>) {
        let mut kept = Vec::new();
        for mut inline in content.drain(..) {
            match &mut inline {
                Inline::Strong { content } | Inline::Emphasis { content } => self.unlink(content),
                Inline::Link { target, content } => {
                    self.unlink(content);
                    if !self.names.find(&decoded(target)).is_empty() {
                        kept.append(content);
                        continue;
                    }
                }
                _ => {}
            }
            kept.push(inline);
        }
        *content = kept;
    }

    fn cover(&self, content: &mut [Inline], at: &mut usize, found: &[Range<usize>]) {
        for inline in content {
            match inline {
                Inline::Text { text } => {
                    let length = text.len();
                    *text = self.covered(text, *at, found);
                    *at += length;
                }
                Inline::Strong { content }
                | Inline::Emphasis { content }
                | Inline::Link { content, .. } => self.cover(content, at, found),
                other => *at += plain_text(std::slice::from_ref(other)).len(),
            }
        }
    }

    /// Covers the part of some ranges that lies in a text standing at `start`.
    fn covered(&self, text: &str, start: usize, found: &[Range<usize>]) -> String {
        let mut out = String::new();
        let mut done = 0;
        for range in found {
            let from = range.start.saturating_sub(start).min(text.len());
            let to = range.end.saturating_sub(start).min(text.len());
            if from >= to {
                continue;
            }
            out.push_str(&text[done..from]);
            if range.start >= start {
                out.push_str(self.word);
            }
            done = to;
        }
        out + &text[done..]
    }
}

/// Names to be looked for, the longest first; white space within them does not count, nor which
/// point parts them. Single characters are no names.
struct Names(Vec<Vec<char>>);

impl Names {
    fn of(names: &BTreeSet<String>) -> Self {
        let names = names.iter().map(|name| name.chars().filter_map(folded).collect());
        let mut names: Vec<Vec<char>> = names.filter(|name: &Vec<char>| name.len() > 1).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self(names)
    }

    fn is_one(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().filter_map(folded).collect();
        self.0.contains(&name)
    }

    /// Finds where a text names any of them.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let chars: Vec<(usize, char)> =
            text.char_indices().filter_map(|(at, c)| Some((at, folded(c)?))).collect();
        let mut found = Vec::new();
        let mut i = 0;
        while i < chars.len() {
            let stands_here = |name: &&Vec<char>| {
                let here = chars.get(i..i + name.len());
                here.is_some_and(|here| here.iter().map(|(_, c)| c).eq(name.iter()))
            };
            match self.0.iter().find(stands_here) {
                Some(name) => {
                    let last = chars[i + name.len() - 1].0;
                    let width = text[last..].chars().next().map_or(0, char::len_utf8);
                    found.push(chars[i].0..last + width);
                    i += name.len();
                }
                None => i += 1,
            }
        }
        found
    }
}

/// A character as names are compared by it.
fn folded(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() || c == '\u{200b}' => None,
        '•' | '・' | '‧' | '∙' | '⋅' => Some('·'),
        c => Some(c),
    }
}

/// An address with its `%E6…` read.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => (bytes.push(byte), rest = &tail[2..]),
            None => (bytes.push(*first), rest = tail),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let json = include_bytes!("../tests/fixtures/document.json");
        Document::from_json(json).unwrap()
    }

    fn paragraph(content: Vec<Inline>) -> Block {
        Block::Paragraph { role: Role::Body, content }
    }

    fn one(name: &str) -> Withdrawn {
        Withdrawn { names: BTreeSet::from([name.to_owned()]), ..Withdrawn::default() }
    }

    #[test]
    fn a_name_is_masked_however_it_is_set() {
        let mut document = document();
        let name = names(&document).into_iter().find(|name| name.chars().count() == 3).unwrap();
        let (first, rest) = name.split_at(name.chars().next().unwrap().len_utf8());
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        document.preamble = vec![
            paragraph(vec![Inline::text(format!(
                "大会选举{name}为主席团成员，{first} {rest}致辞。"
            ))]),
            paragraph(vec![
                Inline::text(format!("前{first}")),
                Inline::Strong { content: vec![Inline::text(format!("{rest}后"))] },
            ]),
            paragraph(vec![Inline::Link {
                target: format!("https://x.example/{encoded}"),
                content: vec![Inline::text("报道")],
            }]),
        ];
        let redacted = redacted(&document, &one(&name));
        let mut said = Vec::new();
        redacted.preamble.iter().for_each(|b| b.each_text(&mut |text| said.push(text.to_owned())));
        assert_eq!(said, ["大会选举已撤下为主席团成员，已撤下致辞。", "前已撤下后", "报道"]);
        let json = String::from_utf8(redacted.to_json()).unwrap();
        assert!(!json.contains(&name) && !json.contains(&encoded));
        assert_eq!(withdrawn_from(&redacted), 1);
        assert!(json.contains("名单中1人的信息已经撤下"));
    }

    #[test]
    fn everybody_is_masked_and_counted_and_masking_again_changes_nothing() {
        let document = document();
        let all = names(&document);
        let one = redacted(&document, &one(all.first().unwrap()));
        let everybody = Withdrawn { everybody: true, ..Withdrawn::default() };
        let none = redacted(&one, &everybody);
        assert_eq!(none, redacted(&none, &everybody));
        assert_eq!((withdrawn_from(&none), names(&none).len()), (all.len(), 0));
        let json = String::from_utf8(none.to_json()).unwrap();
        assert_eq!(json.matches("信息已经撤下").count(), 1);
        let mut official = String::new();
        let guides = none.sections.iter().find(|section| section.id == OFFICIAL).unwrap();
        guides.each_text(&mut |text| official.push_str(text));
        assert!(!official.contains(TAKEN_DOWN));
    }
}
