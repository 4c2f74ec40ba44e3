//! Reads a PDF back: the words on its pages, and everything its bytes hold.
//! It must not know what the words should be, nor how the PDF was written.

mod content;
mod foreign;
mod hidden;
mod structure;
mod words;

pub use foreign::{Foreign, foreign};
pub use structure::{Part, parts};

use lopdf::{Document, LoadOptions, Object, decode_text_string};

use crate::failure::Failure;
use words::{Fonts, Page, Words, read_page};

/// No stream of ours comes near this many bytes; a file that swells beyond it is not ours.
const LARGEST_STREAM: usize = 64 * 1024 * 1024;

/// Opens a PDF, strictly: nothing in it is mended.
pub(super) fn open(bytes: &[u8]) -> Result<Document, Failure> {
    load(bytes, true)
}

fn load(bytes: &[u8], strict: bool) -> Result<Document, Failure> {
    let options = LoadOptions {
        strict,
        max_decompressed_size: Some(LARGEST_STREAM),
        ..LoadOptions::default()
    };
    Document::load_mem_with_options(bytes, options).map_err(|e| unreadable(&e))
}

/// Returns the words of each page as they are drawn, running heads and page numbers among them.
pub fn pdf_text(bytes: &[u8]) -> Result<Vec<String>, Failure> {
    Ok(Words::read(&open(bytes)?)?.pages.iter().map(Page::text).collect())
}

/// Returns the words of the last page.
pub fn last_page(bytes: &[u8]) -> Result<String, Failure> {
    let document = open(bytes)?;
    let fonts = Fonts::default();
    let last = document.page_iter().last().map(|page| read_page(&document, &fonts, page));
    Ok(last.transpose().map_err(|e| unreadable(&e))?.map_or_else(String::new, |page| page.text()))
}

/// Returns the contents of a PDF unpacked: every stream decoded, and after them every string
/// outside streams as UTF-8, such as bookmarks and metadata.
pub fn pdf_streams(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let document = open(bytes)?;
    let mut streams = Vec::new();
    for object in document.objects.values() {
        if let Object::Stream(stream) = object {
            let plain = stream.get_plain_content_with_limit(LARGEST_STREAM);
            streams.push(plain.map_err(|e| unreadable(&e))?);
        }
    }
    streams.extend(strings(&document));
    Ok(streams)
}

/// Returns every string of a PDF outside its streams.
fn strings(document: &Document) -> Vec<Vec<u8>> {
    let mut strings = Vec::new();
    document.objects.values().for_each(|object| collect_strings(object, &mut strings));
    document.trailer.iter().for_each(|(_, value)| collect_strings(value, &mut strings));
    strings
}

fn collect_strings(object: &Object, strings: &mut Vec<Vec<u8>>) {
    match object {
        Object::String(raw, _) => match decode_text_string(object) {
            Ok(text) => strings.push(text.into_bytes()),
            Err(_) => strings.push(raw.clone()),
        },
        Object::Array(items) => items.iter().for_each(|item| collect_strings(item, strings)),
        Object::Dictionary(entries) => {
            entries.iter().for_each(|(_, value)| collect_strings(value, strings));
        }
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| collect_strings(value, strings));
        }
        _ => {}
    }
}

pub(in crate::bundle) fn unreadable(error: &lopdf::Error) -> Failure {
    Failure::new("disclosure.pdf", format!("PDF 读不回来：{error}"))
}
