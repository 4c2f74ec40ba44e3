//! The text of a PDF that was made from a document → paper: lines, paragraphs, and tables where lines
//! are drawn around their rows.
//! It must not guess a table that nobody drew; of a scan there is no text at all.

mod page;

use std::collections::BTreeMap;

use lopdf::{Document, LoadOptions};

use super::container::Fault;
use crate::contained::contained;
use crate::import::paper::{Aside, Block, Cell, Paper, Paragraph};
use page::{Line, Part};

const MOST_UNPACKED: usize = 64 * 1024 * 1024;
const PAGES: usize = 1000;

/// The most bytes of what draws all pages together; a page of text has some sixty thousand.
const MOST_DRAWN: usize = 64 * 1024 * 1024;

/// What a PDF came to.
pub enum Read {
    Text(Paper),
    /// Its pages hold pictures and no words.
    Scan,
}

pub fn read(bytes: &[u8]) -> Result<Read, Fault> {
    let pages = contained(|| pages(bytes)).unwrap_or(Err(Fault::Damaged))?;
    let words: usize = pages.iter().flatten().map(Part::letters).sum();
    if words < pages.len().saturating_mul(20) {
        return Ok(Read::Scan);
    }
    let mut paper = Paper::default();
    let pages = without_furniture(pages, &mut paper);
    let mut open = false;
    for part in pages.into_iter().flatten() {
        match part {
            Part::Table(table) => {
                match paper.blocks.last_mut() {
                    // A table goes on over a page, and may repeat its head.
                    Some(Block::Table(before)) if before.width() == table.width() => {
                        let texts =
                            |row: &Vec<Cell>| row.iter().map(Cell::text).collect::<Vec<_>>();
                        let head = before.rows.first().map(texts);
                        let own = table.rows.into_iter();
                        let mut own = own.filter(|row| Some(texts(row)) != head).peekable();
                        if let Some(row) = own.next_if(|row| goes_on(row))
                            && let Some(last) = before.rows.last_mut()
                        {
                            continue_row(last, row);
                        }
                        before.rows.extend(own);
                    }
                    _ => paper.blocks.push(Block::Table(table)),
                }
                open = false;
            }
            Part::Line(line) => {
                let begins = line.is_indented || crate::import::read::begins_anew(&line.text);
                match paper.blocks.last_mut() {
                    Some(Block::Paragraph(last)) if open && !begins => join(last, &line.text),
                    _ => paper.blocks.push(Block::Paragraph(Paragraph::plain(&line.text))),
                }
                // A word that did not fit leaves its line short, in the middle of a sentence.
                let ends = line.text.ends_with(['。', '；', '：', '！', '？', '”', '…']);
                open = line.is_full || line.is_long && !ends;
            }
        }
    }
    paper.remarks.push("PDF 里没有段落，只有一行行的字：段落是按缩进和行末接起来的，表格是按画出的线分格的；勾选和合并的格可能读不出来，有 Word 原件的请用原件".to_owned());
    Ok(Read::Text(paper))
}

/// Tells a row that the end of a page parted: it begins with nothing.
fn goes_on(row: &[Cell]) -> bool {
    row.len() > 1 && row[0].text().is_empty() && row.iter().any(|cell| !cell.text().is_empty())
}

/// Puts what stands on the next page below what the same cells hold.
fn continue_row(last: &mut [Cell], row: Vec<Cell>) {
    for cell in row {
        if let Some(above) = last.iter_mut().find(|above| above.column == cell.column) {
            above.blocks.extend(cell.blocks);
        }
    }
}

fn join(paragraph: &mut Paragraph, line: &str) {
    let latin = |c: char| c.is_ascii_alphanumeric();
    if paragraph.text.ends_with(latin) && line.starts_with(latin) {
        paragraph.text.push(' ');
    }
    paragraph.text.push_str(line);
}

fn pages(bytes: &[u8]) -> Result<Vec<Vec<Part>>, Fault> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..Default::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| Fault::Damaged)?;
    if document.is_encrypted() {
        return Err(Fault::Locked);
    }
    let pages = document.get_pages();
    if pages.len() > PAGES {
        return Err(Fault::Bomb);
    }
    let mut room = MOST_DRAWN;
    pages.into_values().map(|page| page::parts(&document, page, &mut room)).collect()
}

/// Takes off what stands at the head or foot of page after page: numbers of pages, running titles. A
/// running title is told as such.
fn without_furniture(mut pages: Vec<Vec<Part>>, paper: &mut Paper) -> Vec<Vec<Part>> {
    let bare = |line: &Line| line.text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let at_edges = |page: &[Part]| -> Vec<usize> {
        let last = page.len().saturating_sub(1);
        let mut edges = vec![0, 1, last.saturating_sub(1), last];
        edges.retain(|at| *at < page.len());
        edges.dedup();
        edges
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        for at in at_edges(page) {
            if let Part::Line(line) = &page[at] {
                *seen.entry(bare(line)).or_default() += 1;
            }
        }
    }
    let often = |line: &Line| seen.get(&bare(line)).is_some_and(|n| *n > 2 && *n * 2 > pages.len());
    let mut running: BTreeMap<String, ()> = BTreeMap::new();
    let mut cut = Vec::new();
    for page in &pages {
        let is_furniture = |at: &usize| match &page[*at] {
            Part::Line(line) => often(line) || crate::import::read::is_page_number(&line.text),
            Part::Table(_) => false,
        };
        let at: Vec<usize> = at_edges(page).into_iter().filter(is_furniture).collect();
        for at in &at {
            if let Part::Line(line) = &page[*at]
                && !bare(line).is_empty()
            {
                running.insert(bare(line), ());
            }
        }
        cut.push(at);
    }
    for (page, cut) in pages.iter_mut().zip(cut) {
        let mut at = 0;
        page.retain(|_| {
            at += 1;
            !cut.contains(&(at - 1))
        });
    }
    let aside = running.into_keys().map(|text| Aside { place: "页眉或页脚", text });
    paper.aside.extend(aside);
    pages
}
