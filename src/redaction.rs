//! Takes people out of a document: their rows in its roster, and their names wherever they stand.
//! It must not know why, nor how what is left is printed.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::{
    Block, Cell, Document, Inline, Named, Page, Role, Said, Section, Statement, Subject, Table,
    Value, plain_text,
};

/// What stands in the place of a name that was withdrawn.
pub const TAKEN_DOWN: &str = "已撤下";

/// The address of the section that tells what an appraisal came to.
pub const STANDINGS: &str = "standings";

/// The fields a list keeps of somebody it no longer names.
const KEPT: &str = "no";

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
    let names = Names::among(&names, &self::names(document));
    let mut redacted = Document { read_from: None, ..document.clone() };
    for section in redacted.sections.iter_mut().filter(|section| lists_people(section)) {
        for table in rosters(section) {
            take_down(table, |name| withdrawn.everybody || names.is_one(name));
        }
        section.blocks.retain(|block| !is_note(block));
        if withdrawn.everybody {
            section.blocks.retain(|block| !names_people(block));
        }
        section.blocks.extend(note_of(taken_down(section)));
    }
    mask(&mut redacted, &names, TAKEN_DOWN);
    redacted
}

/// Returns a document in which no text names some people and the roster lists nobody.
pub fn without_people(document: Document, names: &BTreeSet<String>, word: &str) -> Document {
    let mut without = Document { read_from: None, ..document };
    for section in without.sections.iter_mut().filter(|section| lists_people(section)) {
        section.blocks.retain(|block| !is_note(block) && !names_people(block));
        rosters(section).for_each(|table| table.rows.clear());
    }
    mask(&mut without, &Names::longest_first(names), word);
    without
}

/// Returns a document whose lists leave some people out, and with a word whose texts have it in the
/// place of their names.
pub fn left_out(document: &Document, names: &BTreeSet<String>, word: Option<&str>) -> Document {
    let mut left = Document { read_from: None, ..document.clone() };
    let names = Names::longest_first(names);
    for section in left.sections.iter_mut().filter(|section| lists_people(section)) {
        for table in rosters(section) {
            let is_left_out =
                |cell: &Cell| cell.person.is_some() && names.is_one(&cell.plain_text());
            table.rows.retain(|row| !row.cells.iter().any(is_left_out));
        }
    }
    if let Some(word) = word {
        mask(&mut left, &names, word);
    }
    left
}

/// Masks the rows of a roster whose names are wanted: all but their numbers.
pub fn take_down(table: &mut Table, wanted: impl Fn(&str) -> bool) {
    for row in &mut table.rows {
        let is_wanted = |cell: &Cell| cell.person.is_some() && wanted(&cell.plain_text());
        if !row.cells.iter().any(is_wanted) {
            continue;
        }
        for (column, cell) in table.columns.iter().zip(&mut row.cells) {
            *cell = match cell.person {
                _ if column.key == KEPT => continue,
                Some(_) => Cell {
                    person: Some(Named::Withdrawn),
                    ..Cell::showing(vec![Inline::text(TAKEN_DOWN)])
                },
                None => Cell::nothing(),
            };
        }
    }
}

/// Returns the names a document's roster still lists.
pub fn names(document: &Document) -> BTreeSet<String> {
    document.sections.iter().flat_map(listed).collect()
}

/// Counts the people a document's roster no longer names.
pub fn withdrawn_from(document: &Document) -> usize {
    document.sections.iter().map(taken_down).sum()
}

/// Tells whether a document names somebody outside the list of those responsible. A part of the name
/// of somebody it lists is not a name.
pub fn mentions(document: &Document, name: &str) -> bool {
    let names = Names::among(&BTreeSet::from([name.to_owned()]), &names(document));
    let mut found = false;
    let mut see = |text: &str| found |= !names.find(text).is_empty();
    document.preamble.iter().chain(&document.closing).for_each(|block| block.each_text(&mut see));
    document.sections.iter().chain([&document.report]).for_each(|section| {
        each_open_text(section, &mut see);
    });
    found
}

/// Calls `see` with every run of words in a section but those of the official list.
fn each_open_text(section: &Section, see: &mut impl FnMut(&str)) {
    see(&section.title);
    let open = section.blocks.iter().filter(|block| !is_official(block));
    open.for_each(|block| block.each_text(see));
    section.sections.iter().for_each(|inner| each_open_text(inner, see));
}

/// Tells whether a block lists those officially responsible; they are never masked.
fn is_official(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.subject == Subject::Guide)
}

/// Tells whether a text names any of some people.
pub fn names_any(text: &str, names: &BTreeSet<String>) -> bool {
    !Names::longest_first(names).find(text).is_empty()
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

/// The cells of a section's lists that name somebody, or did.
fn people(section: &Section) -> impl Iterator<Item = &Cell> {
    let tables = section.blocks.iter().filter_map(move |block| match block {
        Block::Table(table) if lists_people(section) => Some(table),
        _ => None,
    });
    tables.flat_map(Table::people).map(|(_, cell)| cell)
}

/// The names a section lists, when it is the roster.
fn listed(section: &Section) -> impl Iterator<Item = String> {
    let named = people(section).filter(|cell| cell.person == Some(Named::Named));
    let fields = section.blocks.iter().filter(|block| names_people(block));
    let said = fields.filter_map(Block::statement).flat_map(|statement| &statement.says);
    let own = said.flat_map(|said| said.words.split(['、', '，', '；']).map(str::to_owned));
    named.map(Cell::plain_text).chain(own).filter(|name| !name.is_empty())
}

fn taken_down(section: &Section) -> usize {
    people(section).filter(|cell| cell.person == Some(Named::Withdrawn)).count()
}

/// Returns what the roster says of those it no longer names.
fn note_of(withdrawn: usize) -> Option<Block> {
    let text = format!("名单中{withdrawn}人的信息已经撤下，人数不变。");
    let count = Some(Value::count(withdrawn as i64, "人"));
    let said = Said::new("withdrawn", "已撤下", format!("{withdrawn}人"), count);
    let note = Block::Paragraph {
        role: Role::Note,
        content: vec![Inline::text(text)],
        statement: Some(Statement {
            subject: Subject::Withdrawal,
            of: None,
            label: String::new(),
            says: vec![said],
        }),
    };
    (withdrawn > 0).then_some(note)
}

/// Tells whether a block is the roster's own note on those it no longer names.
pub fn is_note(block: &Block) -> bool {
    block.statement().is_some_and(|statement| statement.subject == Subject::Withdrawal)
}

/// Tells whether a block says a field of a site's own that names people.
fn names_people(block: &Block) -> bool {
    block.statement().is_some_and(|statement| statement.subject == Subject::NamedField)
}

/// Puts a word in the place of names wherever a document has them but in the official list.
fn mask(document: &mut Document, names: &Names, word: &str) {
    let mask = Mask { names, word };
    mask.blocks(&mut document.preamble);
    mask.blocks(&mut document.closing);
    document.sections.iter_mut().for_each(|section| mask.section(section));
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
        for block in blocks.iter_mut().filter(|block| !is_official(block)) {
            match block {
                Block::Paragraph { content, statement, .. } => {
                    self.inlines(content);
                    self.statement(statement);
                }
                Block::Provision { content, children, statement, .. } => {
                    self.inlines(content);
                    self.statement(statement);
                    self.blocks(children);
                }
                Block::List { entries } => entries.iter_mut().for_each(|entry| self.inlines(entry)),
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn table(&self, table: &mut Table) {
        table.of.iter_mut().for_each(|of| self.string(of));
        self.string(&mut table.caption);
        for column in &mut table.columns {
            self.string(&mut column.title);
            column.label.iter_mut().for_each(|label| self.string(label));
            self.says(&mut column.says);
        }
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            self.inlines(&mut cell.words);
            self.value(&mut cell.value);
            self.says(&mut cell.says);
        }
    }

    fn statement(&self, statement: &mut Option<Statement>) {
        let Some(Statement { of, label, says, .. }) = statement else { return };
        of.iter_mut().for_each(|of| self.string(of));
        self.string(label);
        self.says(says);
    }

    fn says(&self, says: &mut [Said]) {
        for Said { of, label, words, value, .. } in says {
            of.iter_mut().for_each(|of| self.string(of));
            self.string(label);
            self.string(words);
            self.value(value);
        }
    }

    /// Takes a value away that names somebody, whose words are covered.
    fn value(&self, value: &mut Option<Value>) {
        let mut named = false;
        let mut see = |text: &str| named |= !self.names.find(&decoded(text)).is_empty();
        value.iter().for_each(|value| value.each_text(&mut see));
        if named {
            *value = None;
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
struct Names {
    names: Vec<Vec<char>>,
    /// Names of others, in which a name that is looked for does not count.
    others: BTreeSet<Vec<char>>,
    /// The characters any of them begins with, sorted.
    firsts: Vec<char>,
}

impl Names {
    fn longest_first(names: &BTreeSet<String>) -> Self {
        Self::among(names, &BTreeSet::new())
    }

    /// Names to be looked for where others are named too: 王芳 is not found in 王芳菲, who stays.
    fn among(names: &BTreeSet<String>, others: &BTreeSet<String>) -> Self {
        let folded_all = |names: &BTreeSet<String>| -> BTreeSet<Vec<char>> {
            let names = names.iter().map(|name| name.chars().filter_map(folded).collect());
            names.filter(|name: &Vec<char>| name.len() > 1).collect()
        };
        let wanted = folded_all(names);
        let others: BTreeSet<_> = folded_all(others).difference(&wanted).cloned().collect();
        let mut names: Vec<Vec<char>> = wanted.union(&others).cloned().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let firsts: BTreeSet<char> = names.iter().map(|name| name[0]).collect();
        Self { names, others, firsts: firsts.into_iter().collect() }
    }

    fn is_one(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().filter_map(folded).collect();
        self.names.contains(&name) && !self.others.contains(&name)
    }

    /// Finds where a text names any of them.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let begins = |c: char| self.firsts.binary_search(&c).is_ok();
        if !text.chars().filter_map(folded).any(begins) {
            return Vec::new();
        }
        let chars: Vec<(usize, char)> =
            text.char_indices().filter_map(|(at, c)| Some((at, folded(c)?))).collect();
        let mut found = Vec::new();
        let mut i = 0;
        while i < chars.len() {
            let stands_here = |name: &&Vec<char>| {
                let here = chars.get(i..i + name.len());
                here.is_some_and(|here| here.iter().map(|(_, c)| c).eq(name.iter()))
            };
            let named = begins(chars[i].1).then(|| self.names.iter().find(stands_here));
            match named.flatten() {
                Some(name) => {
                    let last = chars[i + name.len() - 1].0;
                    let width = text[last..].chars().next().map_or(0, char::len_utf8);
                    if !self.others.contains(name) {
                        found.push(chars[i].0..last + width);
                    }
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
        Block::paragraph(Role::Body, content)
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
    fn who_bears_a_longer_name_stays_named() {
        let mut document = document();
        let name = names(&document).into_iter().find(|name| name.chars().count() == 3).unwrap();
        let part: String = name.chars().take(2).collect();
        assert!(mentions(&document, &name) && !mentions(&document, &part));
        document.preamble =
            vec![paragraph(vec![Inline::text(format!("{part}主持，{name}记录，{part}发言。"))])];
        assert!(mentions(&document, &part));
        let redacted = redacted(&document, &one(&part));
        let mut said = String::new();
        redacted.preamble[0].each_text(&mut |text| said.push_str(text));
        assert_eq!(said, format!("已撤下主持，{name}记录，已撤下发言。"));
        assert_eq!(names(&redacted), names(&document));
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
        let guides = none.sections.iter().find(|section| section.id == "guides").unwrap();
        guides.each_text(&mut |text| official.push_str(text));
        assert!(!official.contains(TAKEN_DOWN));
    }
}
