//! Turns the sections and blocks of a document into the view of the page they stand on.
//! It must not know what any section is about.

use super::address::{Addresses, page_within};
use super::amended::Amended;
use super::view::{
    BlockView, CellView, ColumnView, Entry, FrameView, RowView, SectionView, Span, TableView,
};
use super::words;
use crate::document::{
    Align, Block, Cell, Column, Inline, Level, Page, Role, Row, Section, Subject, Table,
};
use crate::failure::Failure;

/// How much fits on half the width of a phone's card, in halves of a 汉字.
const HALF_CARD: usize = 16;

/// How long a column's title may be to stand beside its cell on a card, in halves of a 汉字.
const CARD_LABEL: usize = 8;

/// The column of what an outcome rests on: a sentence each is enough to read first.
const EVIDENCE: &str = "evidence";

/// How many outcomes are read without being asked for: more are those that found nothing.
const MOST_OPEN: usize = 20;

/// How many levels of sections a table of contents shows.
const CONTENTS_DEPTH: u8 = 2;

/// The page that is being laid out.
pub struct Placing<'a, 'b> {
    pub addresses: &'b Addresses<'a>,
    pub page: Page,
    /// Which articles changed since the document before.
    pub amended: &'b Amended,
    pub frame: &'b FrameView<'a>,
}

impl<'a> Placing<'a, '_> {
    /// Views a section with all it holds; one that stands on another page keeps its heading only.
    pub fn section(&self, section: &'a Section, level: u8) -> Result<SectionView<'a>, Failure> {
        let page = page_within(self.page, section);
        let mut view = SectionView {
            id: &section.id,
            number: &section.number,
            title: &section.title,
            level: level.clamp(1, 6),
            between: if section.number.ends_with(char::is_alphanumeric) { "　" } else { "" },
            chapter: section.number.starts_with('第'),
            elsewhere: None,
            address: None,
            complaint: None,
            blocks: Vec::new(),
            sections: Vec::new(),
        };
        if page != self.page {
            view.elsewhere = Some(format!("{}#{}", page.file(), section.id));
            view.address = Some(self.frame.beside(page.file()));
            return Ok(view);
        }
        view.blocks = self.blocks(&section.blocks, &section.title)?;
        let inner = section.sections.iter().map(|inner| self.section(inner, level + 1));
        view.sections = inner.collect::<Result<_, _>>()?;
        Ok(view)
    }

    /// Views blocks; `name` is what a table without a caption goes by.
    pub fn blocks(
        &self,
        blocks: &'a [Block],
        name: &'a str,
    ) -> Result<Vec<BlockView<'a>>, Failure> {
        blocks.iter().map(|block| self.block(block, name)).collect()
    }

    fn block(&self, block: &'a Block, name: &'a str) -> Result<BlockView<'a>, Failure> {
        Ok(match block {
            Block::Paragraph { role, content, .. } => {
                BlockView::Paragraph { role: role_class(*role), spans: self.spans(content)? }
            }
            Block::Provision { id, level, label, content, children, .. } => BlockView::Provision {
                id,
                level: level_class(*level),
                label: label.trim_end(),
                cited: *level == Level::Article,
                spans: self.spans(content)?,
                blocks: self.blocks(children, name)?,
                amended: self.amended.get(id).cloned(),
            },
            Block::List { entries } => {
                let entries = entries.iter().map(|entry| self.spans(entry));
                BlockView::List { entries: entries.collect::<Result<_, _>>()? }
            }
            Block::Table(table) => BlockView::Table(self.table(table, name)?),
        })
    }

    fn table(&self, table: &'a Table, name: &'a str) -> Result<TableView<'a>, Failure> {
        let sizes: Vec<&'static str> =
            (0..table.columns.len()).map(|column| cell_size(table, column)).collect();
        let proves = table.subject == Subject::RuleOutcome;
        let row = |row: &'a Row| -> Result<RowView<'a>, Failure> {
            let cells = table.columns.iter().zip(&sizes).zip(&row.cells);
            let cells = cells.map(|((column, size), cell)| {
                Ok(CellView {
                    label: &column.title,
                    align: align_class(column.align),
                    head: column.heads_row,
                    size,
                    folded: proves && column.key == EVIDENCE && !cell.words.is_empty(),
                    spans: words::spans_of_cell(&cell.words, self.addresses, self.page)?,
                })
            });
            Ok(RowView { id: &row.id, cells: cells.collect::<Result<_, Failure>>()? })
        };
        Ok(TableView {
            id: &table.id,
            caption: &table.caption,
            name: if table.caption.is_empty() { name } else { &table.caption },
            wide: table.wide,
            folded: proves && table.rows.len() > MOST_OPEN,
            columns: columns(table),
            rows: table.rows.iter().map(row).collect::<Result<_, _>>()?,
        })
    }

    fn spans(&self, inlines: &'a [Inline]) -> Result<Vec<Span<'a>>, Failure> {
        words::spans(inlines, self.addresses, self.page)
    }
}

/// Lists sections for a table of contents on the page that shows them.
pub fn contents<'a>(sections: &[&'a Section], page: Page) -> Vec<Entry<'a>> {
    sections.iter().map(|section| entry(section, page, CONTENTS_DEPTH)).collect()
}

fn entry<'a>(section: &'a Section, page: Page, depth: u8) -> Entry<'a> {
    let here = page_within(page, section) == page;
    let inner = section.sections.iter().filter(|_| here && depth > 1);
    Entry {
        number: &section.number,
        title: &section.title,
        href: format!("#{}", section.id),
        entries: inner.map(|inner| entry(inner, page, depth - 1)).collect(),
    }
}

/// Shares the width among the columns by weight, in tenths of a per cent.
fn columns(table: &Table) -> Vec<ColumnView<'_>> {
    let total: u32 = table.columns.iter().map(|column| column.weight.max(1)).sum();
    let (mut weighed, mut edge) = (0, 0);
    let mut columns = Vec::new();
    for Column { title, weight, align, .. } in &table.columns {
        weighed += (*weight).max(1);
        let left = std::mem::replace(&mut edge, 1000 * weighed / total);
        let width = format!("{}.{}", (edge - left) / 10, (edge - left) % 10);
        columns.push(ColumnView { title, width, align: align_class(*align) });
    }
    columns
}

/// Says how the cells of a column, with its title before them, stand on a card.
fn cell_size(table: &Table, column: usize) -> &'static str {
    let title = half_widths(&table.columns[column].title);
    let short = |cell: &Cell| title + half_widths(&cell.plain_text()) <= HALF_CARD;
    let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column));
    match cells.all(short) {
        true => "short",
        false if title <= CARD_LABEL => "long",
        false => "tall",
    }
}

/// Counts half the width of a 汉字 for what is narrow, and its whole width for all else.
fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn role_class(role: Role) -> &'static str {
    match role {
        Role::Body => "body",
        Role::Title => "title",
        Role::Addressee => "addressee",
        Role::Subtitle => "subtitle",
        Role::Note => "note",
        Role::Enclosure => "enclosure",
        Role::Signature => "signature",
        Role::Lead => "lead",
    }
}

fn level_class(level: Level) -> &'static str {
    match level {
        Level::Article => "article",
        Level::Item => "item",
        Level::Subitem => "subitem",
    }
}

fn align_class(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}
