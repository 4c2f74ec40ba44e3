//! The text of a PDF that was made from a document → paper.
//! It must not guess a table: a PDF has none, and of a scan there is no text at all.

use lopdf::{Document, LoadOptions};

use super::container::Fault;
use crate::import::paper::{Block, Paper, Paragraph};

const MOST_UNPACKED: usize = 64 * 1024 * 1024;
const PAGES: usize = 1000;

/// What a PDF came to.
pub enum Read {
    Text(Paper),
    /// Its pages hold pictures and no words.
    Scan,
}

pub fn read(bytes: &[u8]) -> Result<Read, Fault> {
    let opened = std::panic::catch_unwind(|| text_of(bytes));
    let (text, pages) = opened.unwrap_or(Err(Fault::Damaged))?;
    let words = text.chars().filter(|c| c.is_alphanumeric()).count();
    if words < pages.saturating_mul(20) {
        return Ok(Read::Scan);
    }
    let mut paper = Paper::default();
    for line in joined(&text) {
        paper.blocks.push(Block::Paragraph(Paragraph::plain(line)));
    }
    paper.remarks.push("PDF 里没有表格和段落，只有一行行的字：自评表、机构表、名单读不出来，请另给 Word 或表格；段落是按行末的标点接起来的，请核对".to_owned());
    Ok(Read::Text(paper))
}

fn text_of(bytes: &[u8]) -> Result<(String, usize), Fault> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..Default::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| Fault::Damaged)?;
    if document.is_encrypted() {
        return Err(Fault::Locked);
    }
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    if pages.len() > PAGES {
        return Err(Fault::Bomb);
    }
    let mut text = String::new();
    for page in &pages {
        text.push_str(&document.extract_text(&[*page]).unwrap_or_default());
        text.push('\n');
    }
    Ok((text, pages.len()))
}

/// Joins the lines of paragraphs: one goes on until it ends a sentence, or the next begins one.
fn joined(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        let is_page_number = line.chars().all(|c| c.is_ascii_digit() || "—-– ".contains(c));
        if line.is_empty() || is_page_number {
            continue;
        }
        let begins = crate::import::read::begins_anew(line);
        match lines.last_mut().filter(|_| open && !begins) {
            Some(last) => last.push_str(line),
            None => lines.push(line.to_owned()),
        }
        open = line.chars().count() >= 20 && !line.ends_with(['。', '；', '：', '！', '？']);
    }
    lines
}
