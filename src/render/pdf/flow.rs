//! What the templates read of a document: its parts one after another, each with all it is set by.
//! It must not know how any of it looks, nor what it is about.
//!
//! Typst remembers every call of a template's function by all it was given. A tree walked by
//! functions is read again at every level, the more often the deeper; a list is read once.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use crate::document::{
    Align, Block, Document, Imprint, Inline, Kind, Level, Role, Row, Section, Table, plain_text,
};
use crate::render::lines::{self, Room};
use crate::render::title;
use crate::theme::Day;

/// How long a run of Latin letters may be in running text before it may be broken anywhere.
const LONGEST_RUN: usize = 30;
/// How many characters a line of running text has, and one of a note.
const LINE: u32 = 28;
const LINE_OF_NOTE: u32 = 36;
/// By how many characters the first line is indented.
const INDENT: u32 = 2;
/// A piece that is kept whole and has more characters than this leaves a wide gap before it.
const WIDE_PIECE: usize = 7;
/// A cell of fewer characters stands on one line.
const SHORT_CELL: usize = 8;

/// What stands at the head of a document and on its pages' margins.
#[derive(Serialize)]
pub struct Head<'a> {
    kind: Kind,
    title: &'a str,
    title_pieces: Vec<&'a str>,
    /// What the file is called by those who list files.
    file_title: String,
    college: &'a str,
    organisation: &'a str,
    year_label: &'a str,
    language: &'a str,
    description: &'a str,
    issuer: &'a str,
    published: &'a str,
    /// The day a round's results were made public; empty where there is none.
    results_on: &'a str,
    as_of: &'a str,
    form: &'a str,
    /// The number of the released version this is; none of what was not released.
    version: Option<u32>,
    /// The day it was released, `2026年1月5日`, or people were withdrawn from; absent where nobody said.
    issued: Option<String>,
    /// Why this issue was made; empty of a first version.
    note: &'a str,
    /// Whether it is an edition without some people.
    withdrawn: bool,
    letterhead: Option<LetterheadView<'a>>,
}

/// The head and the foot of an official document that has them.
#[derive(Serialize)]
struct LetterheadView<'a> {
    mark: String,
    /// 发文字号; absent of a document without one.
    number: Option<String>,
    copies: &'a [String],
    printed_by: &'a str,
    /// The day of the document, `2026年1月5日`.
    printed_on: String,
}

impl<'a> Head<'a> {
    pub fn describe(document: &'a Document, imprint: &'a Imprint) -> Self {
        let issue = imprint.issue.as_ref();
        let Document { title, college, organisation, year_label, language, .. } = document;
        let Document { kind, description, issuer, published, results_on, .. } = document;
        let Document { as_of, form, .. } = document;
        let kind = *kind;
        let on = issue.map_or("", |issue| &issue.on);
        Self {
            kind,
            title,
            title_pieces: title::pieces(title, college),
            file_title: document.file_title(),
            college,
            organisation,
            year_label,
            language,
            description,
            issuer,
            published,
            results_on,
            as_of,
            form,
            version: issue.and_then(|issue| issue.version),
            issued: (!on.is_empty()).then(|| Day::parse(on).text),
            note: issue.map_or("", |issue| &issue.note),
            withdrawn: issue.is_some_and(|issue| issue.version.is_none()),
            letterhead: imprint.letterhead.as_ref().map(|it| LetterheadView {
                mark: it.mark.clone().unwrap_or_else(|| format!("{issuer}文件")),
                number: imprint.number(document),
                copies: &it.copies,
                printed_by: &it.printed_by,
                printed_on: Day::parse(published).text,
            }),
        }
    }
}

/// One part of the text, in reading order.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Part<'a> {
    Heading {
        id: &'a str,
        level: usize,
        number: &'a str,
        title: &'a str,
        /// Whether a page begins with it: an annex, or what stands behind the annexes.
        annex: bool,
        breaks: bool,
    },
    Paragraph {
        role: Role,
        words: Words<'a>,
        /// Whether it is the first line of an annex list.
        opens: bool,
        /// Whether its lines are not justified.
        loose: bool,
        /// Whether it leads in to what follows.
        leads: bool,
        breaks: bool,
    },
    Provision {
        id: &'a str,
        level: Level,
        label: &'a str,
        words: Words<'a>,
        /// Whether its lines are not justified.
        loose: bool,
        leads: bool,
        breaks: bool,
    },
    /// Provisions below an article that follow one another: （一）, （二） and so on.
    Numbered {
        level: Level,
        items: Vec<Part<'a>>,
        /// Whether it stays with what follows: its one item leads in to that.
        leads: bool,
        breaks: bool,
    },
    /// Who signed, then the day: lines that are set by each other.
    Signature {
        lines: Vec<Words<'a>>,
    },
    List {
        entries: Vec<Words<'a>>,
        breaks: bool,
    },
    Table(TableView<'a>),
    /// Parts that stay with what follows, which never begins a page by itself.
    Together {
        parts: Vec<Part<'a>>,
    },
}

/// The words of a paragraph or cell: most are one text alone.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Words<'a> {
    Plain(&'a str),
    Runs(Vec<Run<'a>>),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Run<'a> {
    Text {
        text: &'a str,
    },
    /// What a line's end must not tear.
    Kept {
        text: &'a str,
        /// Whether a gap is left before it, as between a 汉字 and a digit.
        gap: bool,
        /// The same behind it.
        gap_behind: bool,
        /// About how many characters it takes, and what of it is kept in a cell that has not so many.
        width: u32,
        parts: Vec<Run<'a>>,
    },
    Strong {
        words: Words<'a>,
    },
    Emphasis {
        words: Words<'a>,
    },
    /// To an address outside, or to one that this PDF prints.
    Link {
        target: &'a str,
        within: bool,
        words: Words<'a>,
    },
    Verdict {
        yes: bool,
    },
    LineBreak,
}

#[derive(Serialize)]
pub struct TableView<'a> {
    id: &'a str,
    caption: &'a str,
    /// The longest run of Latin letters of the caption.
    caption_run: usize,
    wide: bool,
    /// A wide table with a column that is empty throughout, to be filled in by hand.
    form: bool,
    columns: Vec<ColumnView<'a>>,
    rows: Vec<RowView<'a>>,
}

#[derive(Serialize)]
struct ColumnView<'a> {
    title: &'a str,
    /// The longest run of Latin letters of the title.
    run: usize,
    weight: u32,
    /// How many characters its longest cell is as wide as, and the widest piece of one that is kept whole.
    longest: f64,
    piece: u32,
    align: Align,
    heads_row: bool,
}

#[derive(Serialize)]
struct RowView<'a> {
    id: &'a str,
    cells: Vec<Words<'a>>,
    /// How many characters each cell has.
    lengths: Vec<usize>,
    /// The longest run of Latin letters of each cell.
    runs: Vec<usize>,
}

/// Returns the parts of a document as its PDF prints them.
pub fn parts<'a>(document: &'a Document, imprint: &Imprint) -> Vec<Part<'a>> {
    let flow = Flow { printed: printed_addresses(document) };
    let mut parts = Vec::new();
    let preamble: Vec<&Block> = imprint.preamble(document).collect();
    flow.blocks(&preamble, &mut parts);
    document.sections.iter().for_each(|section| flow.section(section, 1, &mut parts));
    flow.blocks(&document.closing.iter().collect::<Vec<_>>(), &mut parts);
    numbered(parts)
}

/// Puts provisions that follow one another together. One that leads in to what follows stands alone,
/// to stay with that.
fn numbered(parts: Vec<Part>) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for part in parts {
        let (own, own_leads, own_breaks) = match &part {
            Part::Provision { level, leads, breaks, .. } if *level != Level::Article => {
                (*level, *leads, *breaks)
            }
            Part::Together { .. } => {
                let Part::Together { parts } = part else { continue };
                all.push(Part::Together { parts: numbered(parts) });
                continue;
            }
            _ => {
                all.push(part);
                continue;
            }
        };
        match all.last_mut() {
            Some(Part::Numbered { level, items, leads: false, breaks })
                if *level == own && !own_leads =>
            {
                *breaks |= own_breaks;
                items.push(part);
            }
            _ => all.push(Part::Numbered {
                level: own,
                items: vec![part],
                leads: own_leads,
                breaks: own_breaks,
            }),
        }
    }
    all
}

struct Flow<'a> {
    /// Every address this PDF prints; a link to any other place is set as plain words.
    printed: BTreeSet<&'a str>,
}

impl<'a> Flow<'a> {
    fn section(&self, section: &'a Section, level: usize, parts: &mut Vec<Part<'a>>) {
        let Section { id, number, title, .. } = section;
        let annex = level == 1 && (number.is_empty() || number.starts_with("附件"));
        let breaks = longest_run(&format!("{number}{title}")) >= LONGEST_RUN;
        parts.push(Part::Heading { id, level, number, title, annex, breaks });
        self.blocks(&section.blocks.iter().collect::<Vec<_>>(), parts);
        section.sections.iter().for_each(|inner| self.section(inner, level + 1, parts));
    }

    fn blocks(&self, blocks: &[&'a Block], parts: &mut Vec<Part<'a>>) {
        for (at, &block) in blocks.iter().enumerate() {
            let own = ending(block);
            if let (Some(Role::Signature), Block::Paragraph { content, .. }) = (own, block) {
                self.sign(content, parts);
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| ending(blocks[at]));
            let next = blocks.get(at + 1).and_then(|block| ending(block));
            let opens = own.is_some() && before != own;
            if own.is_none() && next.is_some() {
                let mut together = Vec::new();
                self.block(block, opens, &mut together);
                parts.push(Part::Together { parts: together });
            } else {
                self.block(block, opens, parts);
            }
        }
    }

    /// Adds a line to the signature, or begins it.
    fn sign(&self, content: &'a [Inline], parts: &mut Vec<Part<'a>>) {
        let line = self.set_words(content, Vec::new());
        match parts.last_mut() {
            Some(Part::Signature { lines }) => lines.push(line),
            _ => parts.push(Part::Signature { lines: vec![line] }),
        }
    }

    fn block(&self, block: &'a Block, opens: bool, parts: &mut Vec<Part<'a>>) {
        match block {
            Block::Paragraph { role, content, .. } => {
                let kept = whole(*role, content);
                parts.push(Part::Paragraph {
                    role: *role,
                    loose: is_loose(content, &kept),
                    words: self.set_words(content, kept),
                    opens,
                    leads: leads(content),
                    breaks: breaks(content),
                });
            }
            Block::Provision { id, level, label, content, children, .. } => {
                let label = label.trim_end();
                let breaks = longest_run(label).max(longest_run_in(content)) >= LONGEST_RUN;
                let behind = if *level == Level::Article { INDENT + 1 } else { INDENT };
                let room = Room::new(LINE, behind).behind(label);
                let kept = lines::whole(&plain_text(content), room);
                parts.push(Part::Provision {
                    id,
                    level: *level,
                    label,
                    loose: is_loose(content, &kept),
                    words: self.set_words(content, kept),
                    leads: leads(content),
                    breaks,
                });
                children.iter().for_each(|child| self.block(child, false, parts));
            }
            Block::List { entries } => parts.push(Part::List {
                breaks: entries.iter().any(|entry| breaks(entry)),
                entries: entries.iter().map(|entry| self.set_words(entry, Vec::new())).collect(),
            }),
            Block::Table(table) => parts.push(Part::Table(self.table(table))),
        }
    }

    fn table(&self, table: &'a Table) -> TableView<'a> {
        let Table { id, caption, columns, rows, wide, .. } = table;
        let is_empty = |at: usize| rows.iter().all(|row| row.cells[at].words.is_empty());
        let texts = |at: usize| rows.iter().map(move |row| plain_text(&row.cells[at].words));
        let longest = |at: usize| {
            texts(at)
                .map(|text| text.lines().map(lines::ems).fold(0.0, f64::max))
                .fold(0.0, f64::max)
        };
        let columns_of = columns.iter().enumerate().map(|(at, column)| ColumnView {
            title: &column.title,
            run: longest_run(&column.title),
            weight: column.weight,
            longest: longest(at),
            piece: texts(at).map(|text| lines::widest(&text)).max().unwrap_or_default(),
            align: column.align,
            heads_row: column.heads_row,
        });
        TableView {
            id,
            caption,
            caption_run: longest_run(caption),
            wide: *wide,
            form: *wide && (0..columns.len()).any(is_empty),
            columns: columns_of.collect(),
            rows: rows.iter().map(|row| self.row(row)).collect(),
        }
    }

    fn row(&self, row: &'a Row) -> RowView<'a> {
        RowView {
            id: &row.id,
            cells: row.cells.iter().map(|cell| self.cell(&cell.words)).collect(),
            lengths: row.cells.iter().map(|cell| length(&cell.words)).collect(),
            runs: row.cells.iter().map(|cell| longest_run_in(&cell.words)).collect(),
        }
    }

    fn cell(&self, inlines: &'a [Inline]) -> Words<'a> {
        let text = plain_text(inlines);
        let kept =
            if length(inlines) < SHORT_CELL { Vec::new() } else { lines::counts_and_ranges(&text) };
        self.set_words(inlines, kept)
    }

    /// Some words, of which pieces are kept whole, given by their places in the plain text.
    fn set_words(&self, inlines: &'a [Inline], kept: Vec<Range<usize>>) -> Words<'a> {
        self.words_from(inlines, &mut Reading { at: 0, kept })
    }

    fn words_from(&self, inlines: &'a [Inline], reading: &mut Reading) -> Words<'a> {
        let mut runs = Vec::new();
        self.runs(inlines, reading, &mut runs);
        match &runs[..] {
            [] => Words::Plain(""),
            [Run::Text { text }] => Words::Plain(text),
            _ => Words::Runs(runs),
        }
    }

    fn runs(&self, inlines: &'a [Inline], reading: &mut Reading, runs: &mut Vec<Run<'a>>) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => reading.read(text, runs),
                Inline::Strong { content } => {
                    runs.push(Run::Strong { words: self.words_from(content, reading) });
                }
                Inline::Emphasis { content } => {
                    runs.push(Run::Emphasis { words: self.words_from(content, reading) });
                }
                Inline::Link { target, content } => match target.strip_prefix('#') {
                    Some(address) if !self.printed.contains(address) => {
                        self.runs(content, reading, runs);
                    }
                    within => runs.push(Run::Link {
                        target: within.unwrap_or(target),
                        within: within.is_some(),
                        words: self.words_from(content, reading),
                    }),
                },
                Inline::Verdict { yes } => {
                    reading.pass(inline);
                    runs.push(Run::Verdict { yes: *yes });
                }
                Inline::Mark { symbol, .. } => reading.read(symbol, runs),
                Inline::LineBreak => {
                    reading.pass(inline);
                    runs.push(Run::LineBreak);
                }
            }
        }
    }
}

/// How far some words were read, and which pieces of them are kept whole.
struct Reading {
    at: usize,
    kept: Vec<Range<usize>>,
}

impl Reading {
    /// Takes a text apart into what is kept whole and what is not. A piece that reaches beyond the
    /// text is no piece of one look: it is left as it is.
    fn read<'a>(&mut self, text: &'a str, runs: &mut Vec<Run<'a>>) {
        let (start, end) = (self.at, self.at + text.len());
        let mut done = start;
        for place in self.kept.iter().filter(|it| start <= it.start && it.end <= end) {
            if done < place.start {
                runs.push(Run::Text { text: &text[done - start..place.start - start] });
            }
            let kept = &text[place.start - start..place.end - start];
            let gap = lines::leave_a_gap(&text[..place.start - start], kept);
            let gap_behind = lines::leave_a_gap(kept, &text[place.end - start..]);
            let mut parts = Vec::new();
            let within = lines::counts(kept);
            if !matches!(&within[..], [all] if *all == (0..kept.len())) {
                Reading { at: 0, kept: within }.read(kept, &mut parts);
            }
            let width = lines::characters(kept);
            runs.push(Run::Kept { text: kept, gap, gap_behind, width, parts });
            done = place.end;
        }
        if done < end {
            runs.push(Run::Text { text: &text[done - start..] });
        }
        self.at = end;
    }

    fn pass(&mut self, inline: &Inline) {
        self.at += plain_text(std::slice::from_ref(inline)).len();
    }
}

/// What is kept whole of a paragraph.
fn whole(role: Role, content: &[Inline]) -> Vec<Range<usize>> {
    let room = match role {
        Role::Body => Room::new(LINE, INDENT),
        Role::Note => Room::new(LINE_OF_NOTE, INDENT),
        _ => return Vec::new(),
    };
    lines::whole(&plain_text(content), room)
}

/// Which part of the end of a text a block is: the list of annexes, the signature, or none.
fn ending(block: &Block) -> Option<Role> {
    match block {
        Block::Paragraph { role: role @ (Role::Enclosure | Role::Signature), .. } => Some(*role),
        _ => None,
    }
}

/// Tells whether a mailbox or a wide piece stands in some words: hardly broken, it would have a justified
/// line before it torn apart.
fn is_loose(content: &[Inline], kept: &[Range<usize>]) -> bool {
    let text = plain_text(content);
    let is_wide = |place: &Range<usize>| text[place.clone()].chars().count() > WIDE_PIECE;
    content.iter().any(is_mailbox) || kept.iter().any(is_wide)
}

fn is_mailbox(inline: &Inline) -> bool {
    matches!(inline, Inline::Link { target, .. } if target.starts_with("mailto:"))
}

/// Tells whether some words lead in to what stands below them.
fn leads(inlines: &[Inline]) -> bool {
    plain_text(inlines).ends_with('：')
}

fn breaks(inlines: &[Inline]) -> bool {
    longest_run_in(inlines) >= LONGEST_RUN
}

fn longest_run_in(inlines: &[Inline]) -> usize {
    match inlines {
        [Inline::Text { text }] => longest_run(text),
        _ => longest_run(&plain_text(inlines)),
    }
}

/// Returns the length of the longest run of Latin letters, digits and signs.
fn longest_run(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_graphic()).map(str::len).max().unwrap_or(0)
}

/// Counts the characters of a run of inlines; what is no text counts as one.
fn length(inlines: &[Inline]) -> usize {
    let one = |inline: &Inline| match inline {
        Inline::Text { text } => text.chars().count(),
        Inline::Strong { content }
        | Inline::Emphasis { content }
        | Inline::Link { content, .. } => length(content),
        Inline::Verdict { .. } | Inline::Mark { .. } | Inline::LineBreak => 1,
    };
    inlines.iter().map(one).sum()
}

fn printed_addresses(document: &Document) -> BTreeSet<&str> {
    let mut printed = BTreeSet::new();
    in_blocks(&document.preamble, &mut printed);
    document.sections.iter().for_each(|section| in_section(section, &mut printed));
    in_blocks(&document.closing, &mut printed);
    printed
}

fn in_section<'a>(section: &'a Section, printed: &mut BTreeSet<&'a str>) {
    printed.insert(&section.id);
    in_blocks(&section.blocks, printed);
    section.sections.iter().for_each(|inner| in_section(inner, printed));
}

fn in_blocks<'a>(blocks: &'a [Block], printed: &mut BTreeSet<&'a str>) {
    for block in blocks {
        match block {
            Block::Paragraph { .. } | Block::List { .. } => {}
            Block::Provision { id, children, .. } => {
                printed.insert(id);
                in_blocks(children, printed);
            }
            Block::Table(table) => {
                printed.insert(&table.id);
                printed.extend(table.rows.iter().map(|row| row.id.as_str()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_before_a_wide_piece_or_a_mailbox_is_not_torn_apart() {
        let text = |words: &str| vec![Inline::Text { text: words.to_owned() }];
        let is_loose = |content: &[Inline]| is_loose(content, &whole(Role::Body, content));
        let filler = "天".repeat(21);
        assert!(is_loose(&text(&format!("{filler}2024—2025学年春季学期的工作"))));
        assert!(!is_loose(&text(&format!("{filler}天天天34人参加会议并且发言"))));
        assert!(!is_loose(&text("2024—2025学年")));
        let target = "mailto:a@b.example".to_owned();
        assert!(is_loose(&[Inline::Link { target, content: text("a@b.example") }]));
    }
}
