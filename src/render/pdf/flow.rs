//! What the templates read of a document: its parts one after another, each with all it is set by.
//! It must not know how any of it looks, nor what it is about.
//!
//! Typst remembers every call of a template's function by all it was given. A tree walked by
//! functions is read again at every level, the more often the deeper; a list is read once.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::document::{
    Align, Block, Document, Inline, Issue, Kind, Level, Role, Row, Section, Table, plain_text,
};
use crate::theme::Day;

/// How long a run of Latin letters may be in running text before it may be broken anywhere.
const LONGEST_RUN: usize = 30;

/// What stands at the head of a document and on its pages' margins.
#[derive(Serialize)]
pub struct Head<'a> {
    kind: Kind,
    title: &'a str,
    /// What the file is called by those who list files.
    file_title: String,
    college: &'a str,
    organisation: &'a str,
    year_label: &'a str,
    language: &'a str,
    description: &'a str,
    issuer: &'a str,
    published: &'a str,
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
}

impl<'a> Head<'a> {
    pub fn of(document: &'a Document, issue: Option<&'a Issue>) -> Self {
        let Document { title, college, organisation, year_label, language, .. } = document;
        let Document { kind, description, issuer, published, as_of, form, .. } = document;
        let kind = *kind;
        let on = issue.map_or("", |issue| &issue.on);
        Self {
            kind,
            title,
            file_title: document.file_title(),
            college,
            organisation,
            year_label,
            language,
            description,
            issuer,
            published,
            as_of,
            form,
            version: issue.and_then(|issue| issue.version),
            issued: (!on.is_empty()).then(|| Day::of(on).text),
            note: issue.map_or("", |issue| &issue.note),
            withdrawn: issue.is_some_and(|issue| issue.version.is_none()),
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
        /// Whether it is the first line of an annex list or a signature.
        opens: bool,
        /// Whether a mailbox stands in it.
        mailbox: bool,
        /// Whether it leads in to what follows.
        leads: bool,
        breaks: bool,
    },
    Provision {
        id: &'a str,
        level: Level,
        label: &'a str,
        words: Words<'a>,
        leads: bool,
        breaks: bool,
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
pub fn parts(document: &Document) -> Vec<Part<'_>> {
    let flow = Flow { printed: printed_addresses(document) };
    let mut parts = Vec::new();
    flow.blocks(&document.preamble, &mut parts);
    document.sections.iter().for_each(|section| flow.section(section, 1, &mut parts));
    flow.blocks(&document.closing, &mut parts);
    parts
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
        self.blocks(&section.blocks, parts);
        section.sections.iter().for_each(|inner| self.section(inner, level + 1, parts));
    }

    fn blocks(&self, blocks: &'a [Block], parts: &mut Vec<Part<'a>>) {
        for (at, block) in blocks.iter().enumerate() {
            let own = ending(block);
            let before = at.checked_sub(1).and_then(|at| ending(&blocks[at]));
            let next = blocks.get(at + 1).and_then(ending);
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

    fn block(&self, block: &'a Block, opens: bool, parts: &mut Vec<Part<'a>>) {
        match block {
            Block::Paragraph { role, content, .. } => parts.push(Part::Paragraph {
                role: *role,
                words: self.words(content),
                opens,
                mailbox: content.iter().any(is_mailbox),
                leads: leads(content),
                breaks: breaks(content),
            }),
            Block::Provision { id, level, label, content, children, .. } => {
                let breaks = longest_run(label).max(longest_run_in(content)) >= LONGEST_RUN;
                let words = self.words(content);
                parts.push(Part::Provision {
                    id,
                    level: *level,
                    label,
                    words,
                    leads: leads(content),
                    breaks,
                });
                children.iter().for_each(|child| self.block(child, false, parts));
            }
            Block::List { entries } => parts.push(Part::List {
                breaks: entries.iter().any(|entry| breaks(entry)),
                entries: entries.iter().map(|entry| self.words(entry)).collect(),
            }),
            Block::Table(table) => parts.push(Part::Table(self.table(table))),
        }
    }

    fn table(&self, table: &'a Table) -> TableView<'a> {
        let Table { id, caption, columns, rows, wide, .. } = table;
        let is_empty = |at: usize| rows.iter().all(|row| row.cells[at].words.is_empty());
        let columns_of = columns.iter().map(|column| ColumnView {
            title: &column.title,
            run: longest_run(&column.title),
            weight: column.weight,
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
            cells: row.cells.iter().map(|cell| self.words(&cell.words)).collect(),
            lengths: row.cells.iter().map(|cell| length(&cell.words)).collect(),
            runs: row.cells.iter().map(|cell| longest_run_in(&cell.words)).collect(),
        }
    }

    fn words(&self, inlines: &'a [Inline]) -> Words<'a> {
        match inlines {
            [] => Words::Plain(""),
            [Inline::Text { text }] => Words::Plain(text),
            _ => {
                let mut runs = Vec::new();
                self.runs(inlines, &mut runs);
                Words::Runs(runs)
            }
        }
    }

    fn runs(&self, inlines: &'a [Inline], runs: &mut Vec<Run<'a>>) {
        for inline in inlines {
            match inline {
                Inline::Text { text } => runs.push(Run::Text { text }),
                Inline::Strong { content } => {
                    runs.push(Run::Strong { words: self.words(content) });
                }
                Inline::Emphasis { content } => {
                    runs.push(Run::Emphasis { words: self.words(content) });
                }
                Inline::Link { target, content } => match target.strip_prefix('#') {
                    Some(address) if !self.printed.contains(address) => self.runs(content, runs),
                    within => runs.push(Run::Link {
                        target: within.unwrap_or(target),
                        within: within.is_some(),
                        words: self.words(content),
                    }),
                },
                Inline::Verdict { yes } => runs.push(Run::Verdict { yes: *yes }),
                Inline::Mark { symbol, .. } => runs.push(Run::Text { text: symbol }),
                Inline::LineBreak => runs.push(Run::LineBreak),
            }
        }
    }
}

/// Which part of the end of a text a block is: the list of annexes, the signature, or none.
fn ending(block: &Block) -> Option<Role> {
    match block {
        Block::Paragraph { role: role @ (Role::Enclosure | Role::Signature), .. } => Some(*role),
        _ => None,
    }
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
