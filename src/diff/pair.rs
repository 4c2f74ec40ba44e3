//! Which piece of one document is which of the other.
//! It must not know what changed in a piece. Addresses are not identities, but where they are
//! permanent keys.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Piece, Subject, on_one_line, round_name};
use crate::align::{self, in_order};
use crate::document::{self, Block, Level, Role, Row, Statement, Table, plain_text};

/// A piece with what it stands in.
pub struct Entry<'a> {
    pub at: usize,
    pub piece: &'a Piece,
    /// The outermost section: its address, or its title where addresses are but numbers.
    pub part: &'a str,
    /// The address of that section.
    pub section: &'a str,
    /// The heading or caption right above it.
    pub above: &'a str,
    /// The table a row belongs to.
    pub table: Option<&'a Table>,
    /// Whether it belongs to the compliance report.
    pub reported: bool,
}

/// A piece of either document, or of both.
pub struct Paired<'e, 'a> {
    pub old: Option<&'e Entry<'a>>,
    pub new: Option<&'e Entry<'a>>,
    pub moved: bool,
}

/// Gives each piece what it stands in.
pub fn entries(pieces: &[Piece]) -> Vec<Entry<'_>> {
    let (mut part, mut section, mut above) = ("head", "head", "");
    let (mut table, mut closed) = (None, false);
    let mut entries = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Heading { depth: 0, id, title, .. } => {
                (part, section, above) = (part_of(id, title), id, title);
            }
            Piece::Heading { title, .. } => above = title,
            Piece::Closing => (part, section, closed) = ("closing", "closing", true),
            Piece::Table { table: head } => {
                table = Some(head);
                above = if head.caption.is_empty() { above } else { &head.caption };
            }
            Piece::Block { .. } if part == "head" => (part, section) = ("preamble", "preamble"),
            _ => {}
        }
        let of_table = table.filter(|_| matches!(piece, Piece::Row { .. }));
        let reported = closed && part != "closing";
        entries.push(Entry { at, piece, part, section, above, table: of_table, reported });
    }
    entries
}

/// What a section is known by: the chapters and annexes of a notice are counted in their addresses.
fn part_of<'a>(id: &'a str, title: &'a str) -> &'a str {
    let counted = id.starts_with("notice/") || id.starts_with("annex/");
    if counted && !title.is_empty() { title } else { id }
}

/// Pairs the pieces of two documents, part by part.
pub fn pair<'e, 'a>(old: &'e [Entry<'a>], new: &'e [Entry<'a>]) -> Vec<Paired<'e, 'a>> {
    let (old_parts, new_parts) = (parts(old), parts(new));
    let names = |parts: &[(&'a str, Range<usize>)]| -> Vec<&'a str> {
        parts.iter().map(|(name, _)| *name).collect()
    };
    let (old_names, new_names) = (names(&old_parts), names(&new_parts));
    let address = |entries: &[Entry<'a>], range: &Range<usize>| entries[range.start].section;
    // By its name, or by its address when neither name stands in the other document and both say
    // much the same.
    let find = |(o, (name, range)): (usize, &(&str, Range<usize>))| {
        let renamed = || {
            let same = |(other, there): &(&str, Range<usize>)| {
                !old_names.contains(other)
                    && address(new, there) == address(old, range)
                    && are_alike(&old[range.clone()], &new[there.clone()])
            };
            new_parts.iter().position(same)
        };
        new_names.iter().position(|other| other == name).or_else(renamed).map(|n| (o, n))
    };
    let shared: Vec<(usize, usize)> = old_parts.iter().enumerate().filter_map(find).collect();
    let sizes: Vec<usize> = shared.iter().map(|(o, _)| old_parts[*o].1.len()).collect();
    let stays = in_order(&shared, &sizes);
    let mut found = Vec::new();
    let (mut seen_old, mut seen_new) = (vec![false; old.len()], vec![false; new.len()]);
    for (&(o, n), _) in shared.iter().zip(&stays).filter(|(_, stays)| **stays) {
        let (o, n) = (&old[old_parts[o].1.clone()], &new[new_parts[n].1.clone()]);
        for Paired { old, new, moved } in pair_part(o, n) {
            let (Some(o), Some(n)) = (old, new) else { continue };
            (seen_old[o.at], seen_new[n.at]) = (true, true);
            found.push(Paired { old, new, moved });
        }
    }
    let gone = old.iter().filter(|entry| !seen_old[entry.at]);
    found.extend(gone.map(|entry| Paired { old: Some(entry), new: None, moved: false }));
    let come = new.iter().filter(|entry| !seen_new[entry.at]);
    found.extend(come.map(|entry| Paired { old: None, new: Some(entry), moved: false }));
    found
}

/// Tells whether two parts say much the same below their headings.
fn are_alike(old: &[Entry], new: &[Entry]) -> bool {
    let words = |entries: &[Entry]| -> String {
        let below = entries.iter().filter(|entry| depth(entry).is_none());
        let words = below.map(|entry| match entry.piece {
            Piece::Table { table } => table.columns.iter().map(|c| c.title.as_str()).collect(),
            _ => entry.all_words(),
        });
        words.collect()
    };
    !align::pairs(&[&words(old)], &[&words(new)]).is_empty()
}

/// Returns the runs of entries of one part, by its name; a name that comes again is left out.
fn parts<'a>(entries: &[Entry<'a>]) -> Vec<(&'a str, Range<usize>)> {
    let mut parts: Vec<(&str, Range<usize>)> = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let known = parts.iter_mut().find(|(name, _)| *name == entry.part);
        match known {
            Some((_, range)) if range.end == i => range.end += 1,
            Some(_) => {}
            None => parts.push((entry.part, i..i + 1)),
        }
    }
    parts
}

/// The free entries of one part, and what was paired so far.
struct Pairing<'e, 'a> {
    old: &'e [Entry<'a>],
    new: &'e [Entry<'a>],
    free_old: Vec<bool>,
    free_new: Vec<bool>,
    pairs: Vec<(usize, usize)>,
}

fn pair_part<'e, 'a>(old: &'e [Entry<'a>], new: &'e [Entry<'a>]) -> Vec<Paired<'e, 'a>> {
    let (free_old, free_new) = (vec![true; old.len()], vec![true; new.len()]);
    let mut pairing = Pairing { old, new, free_old, free_new, pairs: Vec::new() };
    pairing.by_key(|entry| entry.identity());
    pairing.by_former_name();
    pairing.by_sole_name();
    pairing.by_content();
    pairing.by_key(|entry| entry.address());
    pairing.headings_by_what_they_hold();
    pairing.by_key(|entry| match entry.piece {
        Piece::Heading { depth, id, .. } => Some(format!("{depth} {id}")),
        _ => None,
    });
    let Pairing { mut pairs, .. } = pairing;
    pairs.sort_unstable();
    let weight = |&(o, _): &(usize, usize)| old[o].all_words().len();
    let stays = in_order(&pairs, &pairs.iter().map(weight).collect::<Vec<_>>());
    let pairs = pairs.into_iter().zip(stays);
    pairs
        .map(|((o, n), stays)| Paired { old: Some(&old[o]), new: Some(&new[n]), moved: !stays })
        .collect()
}

impl<'e, 'a> Pairing<'e, 'a> {
    fn join(&mut self, o: usize, n: usize) {
        if self.free_old[o] && self.free_new[n] {
            (self.free_old[o], self.free_new[n]) = (false, false);
            self.pairs.push((o, n));
        }
    }

    /// Lists the free entries with a key, under it.
    fn keyed(
        entries: &[Entry],
        free: &[bool],
        key: impl Fn(&Entry) -> Option<String>,
    ) -> BTreeMap<String, Vec<usize>> {
        let mut keyed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for i in (0..entries.len()).filter(|i| free[*i]) {
            if let Some(key) = key(&entries[i]) {
                keyed.entry(key).or_default().push(i);
            }
        }
        keyed
    }

    /// Pairs entries of one key in the order they come.
    fn by_key(&mut self, key: impl Fn(&Entry) -> Option<String>) {
        let old = Self::keyed(self.old, &self.free_old, &key);
        let new = Self::keyed(self.new, &self.free_new, &key);
        for (key, olds) in old {
            let news = new.get(&key).into_iter().flatten();
            olds.into_iter().zip(news).for_each(|(o, n)| self.join(o, *n));
        }
    }

    /// Pairs a row with the one that declares its name as a former one.
    fn by_former_name(&mut self) {
        for n in 0..self.new.len() {
            let Piece::Row { row } = self.new[n].piece else { continue };
            if row.former.is_empty() {
                continue;
            }
            let was_called = |o: &usize| {
                let same = self.old[*o].subject() == self.new[n].subject();
                self.free_old[*o] && same && row.former.contains(&self.old[*o].name())
            };
            if let Some(o) = (0..self.old.len()).find(was_called) {
                self.join(o, n);
            }
        }
    }

    /// Pairs people of one name where both sides have only one left: they changed department or
    /// post.
    fn by_sole_name(&mut self) {
        let name = |entry: &Entry| entry.subject().is_person().then(|| entry.name());
        let old = Self::keyed(self.old, &self.free_old, name);
        let new = Self::keyed(self.new, &self.free_new, name);
        for (name, olds) in old {
            if let ([o], Some([n])) = (&olds[..], new.get(&name).map(|news| &news[..])) {
                self.join(*o, *n);
            }
        }
    }

    /// Pairs provisions, paragraphs and lists, each kind among its own.
    fn by_content(&mut self) {
        let kind = |entry: &Entry| match entry.piece {
            Piece::Block { block: Block::Provision { level, .. } } => Some(format!("{level:?}")),
            Piece::Block { block: Block::Paragraph { role, .. } } => Some(format!("{role:?}")),
            Piece::Block { block: Block::List { .. } } => Some("List".to_owned()),
            _ => None,
        };
        let old = Self::keyed(self.old, &self.free_old, kind);
        let new = Self::keyed(self.new, &self.free_new, kind);
        for (kind, olds) in old {
            let Some(news) = new.get(&kind) else { continue };
            let words = |entries: &[Entry], at: &[usize]| -> Vec<String> {
                at.iter().map(|i| entries[*i].all_words()).collect()
            };
            let (a, b) = (words(self.old, &olds), words(self.new, news));
            let a: Vec<&str> = a.iter().map(String::as_str).collect();
            let b: Vec<&str> = b.iter().map(String::as_str).collect();
            for (o, n) in align::pairs(&a, &b) {
                self.join(olds[o], news[n]);
            }
        }
    }

    /// Pairs headings of one depth by how many of the pieces below them were paired.
    fn headings_by_what_they_hold(&mut self) {
        let mut votes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        let (above_old, above_new) = (above(self.old), above(self.new));
        for &(o, n) in &self.pairs {
            let (Some(o), Some(n)) = (above_old[o], above_new[n]) else { continue };
            if self.free_old[o] && self.free_new[n] {
                *votes.entry((o, n)).or_default() += 1;
            }
        }
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_by_key(|(pair, count)| (std::cmp::Reverse(*count), *pair));
        for ((o, n), _) in votes {
            if depth(&self.old[o]) == depth(&self.new[n]) {
                self.join(o, n);
            }
        }
    }
}

/// Returns the heading each piece stands under; headings stand under none.
fn above(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut heading = None;
    let place = |(at, entry)| {
        if depth(entry).is_some() {
            heading = Some(at);
            return None;
        }
        heading
    };
    entries.iter().enumerate().map(place).collect()
}

fn depth(entry: &Entry) -> Option<usize> {
    match entry.piece {
        Piece::Heading { depth, .. } => Some(*depth),
        _ => None,
    }
}

impl Entry<'_> {
    /// What says of two pieces at once that they are the same thing; absent where only their
    /// content can tell.
    fn identity(&self) -> Option<String> {
        match self.piece {
            Piece::Field { name, .. } => Some(format!("field {name}")),
            Piece::Closing => Some("closing".to_owned()),
            Piece::Table { table } => Some(format!("table {}", table_name(table))),
            // The part's own heading, whatever it says.
            Piece::Heading { depth: 0, .. } => Some("heading".to_owned()),
            Piece::Heading { depth, title, .. } => Some(format!("heading {depth} {title}")),
            Piece::Block { block: Block::Paragraph { role, .. } } => match role {
                Role::Title | Role::Subtitle | Role::Lead | Role::Addressee => {
                    Some(format!("{role:?}"))
                }
                _ => self.arrangement().map(statement_name),
            },
            Piece::Block { .. } => self.arrangement().map(statement_name),
            Piece::Row { row } => {
                let table = self.table.map_or("", table_name);
                let what = match self.subject() {
                    Subject::Person => format!("{} {}", self.name(), self.cell("department")),
                    Subject::Officer => format!("{} {}", self.name(), self.cell("post")),
                    // The same round of another year.
                    Subject::Round => self.name().replace(|c: char| c.is_ascii_digit(), ""),
                    Subject::Matrix
                    | Subject::Unit
                    | Subject::Delegation
                    | Subject::Guide
                    | Subject::Grade
                    | Subject::Appraised => self.name(),
                    _ => row.key.clone().unwrap_or_else(|| row.id.clone()),
                };
                Some(format!("row {table} {what}"))
            }
        }
    }

    /// Where a table of grades stands, and which grade a row of it is: sheets may be renamed.
    fn address(&self) -> Option<String> {
        match self.piece {
            Piece::Table { table } => Some(table.id.clone()),
            Piece::Row { row } if self.subject() == Subject::Grade => {
                let table = self.table.map_or("", |table| &table.id);
                Some(format!("{table} {}", self.row_name(row)))
            }
            _ => None,
        }
    }

    /// What it lays down, when it is a sentence that is compared by what it says.
    pub fn arrangement(&self) -> Option<&Statement> {
        match self.piece {
            Piece::Block { block } => {
                block.statement().filter(|statement| arranged(statement.subject).is_some())
            }
            _ => None,
        }
    }

    pub fn subject(&self) -> Subject {
        if let Some(subject) = self.arrangement().and_then(|it| arranged(it.subject)) {
            return subject;
        }
        match self.piece {
            Piece::Field { .. } => Subject::Head,
            Piece::Heading { .. } | Piece::Closing => Subject::Heading,
            Piece::Table { table } if is_sheet(table) => Subject::Sheet,
            Piece::Table { .. } => Subject::Table,
            Piece::Block { block: Block::Provision { .. } } => Subject::Article,
            Piece::Block { .. } => Subject::Paragraph,
            Piece::Row { row } => {
                self.table.map_or(Subject::Row, |table| listed(table.subject, row))
            }
        }
    }

    /// What a reader calls it.
    pub fn name(&self) -> String {
        if let Some(statement) = self.arrangement() {
            return statement.label.clone();
        }
        match self.piece {
            Piece::Field { name, .. } => super::facet::field_name(name).to_owned(),
            Piece::Heading { number, title, .. } => {
                let between = if number.starts_with(['第', '附']) { "　" } else { "" };
                format!("{number}{between}{title}")
            }
            Piece::Closing => "文末".to_owned(),
            Piece::Table { table } if is_sheet(table) => "评分维度".to_owned(),
            Piece::Table { table } if table.caption.is_empty() => "表头".to_owned(),
            Piece::Table { table } => table.caption.clone(),
            Piece::Row { row } => match self.subject() {
                Subject::Round => round_name(&self.row_name(row)).to_owned(),
                Subject::Grade => {
                    let sheet = self.table.and_then(|table| table.of.as_deref());
                    format!("{}的“{}”", sheet.unwrap_or(self.above), self.row_name(row))
                }
                _ => self.row_name(row),
            },
            Piece::Block { block: Block::Provision { level, label, .. } } => {
                article_name(*level, label)
            }
            Piece::Block { block: Block::Paragraph { role: Role::Title, .. } } => "标题".to_owned(),
            Piece::Block { block: Block::Paragraph { role: Role::Subtitle, .. } } => {
                let of_notice = self.section == "preamble";
                if of_notice { "文号" } else { "题注" }.to_owned()
            }
            Piece::Block { block: Block::Paragraph { role: Role::Addressee, .. } } => {
                "主送".to_owned()
            }
            Piece::Block { block: Block::Paragraph { role: Role::Enclosure, .. } } => {
                "附件".to_owned()
            }
            Piece::Block { .. } => "正文".to_owned(),
        }
    }

    /// The cell that names a row.
    fn row_name(&self, row: &Row) -> String {
        let at = self.table.map_or(0, Table::head);
        row.cells.get(at).map(|cell| on_one_line(&cell.words)).unwrap_or_default()
    }

    /// The text of a row's cell, by the key of its column.
    fn cell(&self, key: &str) -> String {
        let Piece::Row { row } = self.piece else { return String::new() };
        let at = self.table.and_then(|table| table.position(key));
        at.and_then(|at| row.cells.get(at)).map(|cell| cell.plain_text()).unwrap_or_default()
    }

    /// All its words but its own number.
    fn all_words(&self) -> String {
        let mut words = String::new();
        match self.piece {
            Piece::Block { block } => content(block, &mut words),
            Piece::Row { row } => row.cells.iter().for_each(|cell| words += &cell.plain_text()),
            _ => words = self.name(),
        }
        words
    }
}

/// Returns what a change of a sentence is about, when it is one that is compared by what it says
/// and not word by word.
fn arranged(subject: document::Subject) -> Option<Subject> {
    use document::Subject as Of;
    match subject {
        Of::Basis
        | Of::Appraised
        | Of::Committee
        | Of::Report
        | Of::Meeting
        | Of::Rounding
        | Of::Ties
        | Of::KnockOut
        | Of::Publication => Some(Subject::Arrangement),
        Of::Raters => Some(Subject::Raters),
        _ => None,
    }
}

/// Returns what a change of a row is about; what an appraisal came to is a person's or a body's.
fn listed(subject: document::Subject, row: &Row) -> Subject {
    use document::Subject as Of;
    match subject {
        Of::Indicator => Subject::Indicator,
        Of::SecondItem => Subject::SecondItem,
        Of::SecondUnion => Subject::Matrix,
        Of::Unit => Subject::Unit,
        Of::Person => Subject::Person,
        Of::Delegation => Subject::Delegation,
        Of::Guide => Subject::Guide,
        Of::Round => Subject::Round,
        Of::Grade => Subject::Grade,
        Of::Result if row.cells.iter().any(|cell| cell.person.is_some()) => Subject::Officer,
        Of::Result | Of::ScoreSheet => Subject::Appraised,
        _ => Subject::Row,
    }
}

/// What a sentence is known by: what it is about, and of which of several.
fn statement_name(statement: &Statement) -> String {
    format!("{:?} {}", statement.subject, statement.of.as_deref().unwrap_or_default())
}

/// Tells whether a table is the blank score sheet annexed to a notice.
fn is_sheet(table: &Table) -> bool {
    table.subject == document::Subject::ScoreSheet
}

/// What a table is known by: the sheets of a notice are counted in their addresses.
fn table_name(table: &Table) -> &str {
    match table.subject {
        document::Subject::Grade => table.of.as_deref().unwrap_or(&table.caption),
        document::Subject::ScoreSheet => "sheet",
        _ => &table.id,
    }
}

/// Adds the words of a block without the numbers before its provisions.
pub fn content(block: &Block, words: &mut String) {
    match block {
        Block::Provision { content: own, children, .. } => {
            *words += &plain_text(own);
            for child in children {
                words.push('\n');
                content(child, words);
            }
        }
        other => other.each_text(&mut |text| *words += text),
    }
}

/// `第十六条`; a regulation whose articles are a plain list has `第1条`.
pub fn article_name(level: Level, label: &str) -> String {
    let bare = label.trim_end_matches(['.', '．', '、']);
    match level {
        Level::Article => label.to_owned(),
        _ if align::is_number(bare) => format!("第{bare}条"),
        _ => label.to_owned(),
    }
}
