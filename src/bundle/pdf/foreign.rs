//! Reads a PDF that another program wrote for all that it tells, on its pages and besides.
//! It must not know what is looked for in it.

use lopdf::{Dictionary, Document, Object, Stream};

use super::words::{Fonts, read_form, read_page};
use super::{LARGEST_STREAM, load, strings};
use crate::failure::Failure;
use crate::language::both;

/// What a PDF of another program tells, as far as it can be read.
#[derive(Debug, Default)]
pub struct Foreign {
    /// The words of each page, twice: run together and parted, then what fields, notes, bookmarks,
    /// properties and attached texts say.
    pub texts: Vec<String>,
    /// The numbers of the pages that draw something, and nothing or not all of which can be read as
    /// words.
    pub unread: Vec<usize>,
    /// The numbers of the pages that show a picture beside words: what is written in it is not read.
    pub pictured: Vec<usize>,
    /// How many attached files, scripts and the like are no text.
    pub packed: usize,
}

/// Reads a PDF of another program; small faults of its writer are passed over.
///
/// # Errors
/// When it is no PDF, has no page, or is encrypted.
pub fn foreign(bytes: &[u8]) -> Result<Foreign, Failure> {
    let document = load(bytes, false)?;
    if document.page_iter().next().is_none() {
        return Err(Failure::new("PDF", both!("一页也没有", "it has no page")));
    }
    let mut foreign = Foreign::default();
    let fonts = Fonts::default();
    for (i, page) in document.page_iter().enumerate() {
        let Ok(page) = read_page(&document, &fonts, page) else {
            foreign.unread.push(i + 1);
            continue;
        };
        let text = page.text();
        if page.mute || text.trim().is_empty() && page.drawn {
            foreign.unread.push(i + 1);
        } else if page.pictured {
            foreign.pictured.push(i + 1);
        }
        foreign.texts.extend([text, page.apart]);
    }
    if foreign.texts.iter().all(|text| text.trim().is_empty()) {
        foreign.unread = (1..=foreign.texts.len() / 2).collect();
    }
    let besides = strings(&document).into_iter();
    let besides = besides.map(|text| String::from_utf8_lossy(&text).into_owned());
    let mut besides: Vec<String> = besides.collect();
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        // The look of fields and notes; that of pages is read once more.
        if is(&stream.dict, b"Subtype", b"Form")
            && let Ok(form) = read_form(&document, &fonts, stream)
        {
            besides.extend([form.text(), form.apart]);
        }
    }
    for stream in told(&document) {
        match text_of(stream) {
            Some(text) => besides.push(text),
            None => foreign.packed += 1,
        }
    }
    foreign.texts.push(besides.join("\n"));
    Ok(foreign)
}

/// Returns the streams that hold words and draw nothing: properties, attached files, forms' data,
/// scripts, long texts of fields and notes.
fn told(document: &Document) -> Vec<&Stream> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let typed = |stream: &&Stream| {
        [&b"Metadata"[..], b"EmbeddedFile"].iter().any(|kind| is(&stream.dict, b"Type", kind))
    };
    let mut told: Vec<&Stream> = streams.filter(typed).collect();
    let mut named = Vec::new();
    document.objects.values().for_each(|object| under_key(object, false, &mut named));
    let named = named.into_iter().filter_map(|object| document.dereference(object).ok());
    told.extend(named.filter_map(|(_, object)| object.as_stream().ok()).filter(|s| !typed(s)));
    told
}

/// Finds what stands below the keys under which a PDF keeps words in streams.
fn under_key<'a>(object: &'a Object, within: bool, found: &mut Vec<&'a Object>) {
    const KEYS: [&[u8]; 7] = [b"EF", b"XFA", b"JS", b"RC", b"RV", b"V", b"Metadata"];
    let entries: Option<&Dictionary> = match object {
        Object::Dictionary(entries) => Some(entries),
        Object::Stream(stream) => Some(&stream.dict),
        Object::Array(items) => {
            items.iter().for_each(|item| under_key(item, within, found));
            None
        }
        Object::Reference(_) if within => {
            found.push(object);
            None
        }
        _ => None,
    };
    for (key, value) in entries.into_iter().flat_map(Dictionary::iter) {
        under_key(value, within || KEYS.contains(&key.as_slice()), found);
    }
}

fn is(entries: &Dictionary, key: &[u8], name: &[u8]) -> bool {
    entries.get(key).and_then(Object::as_name).is_ok_and(|known| known == name)
}

/// Reads a stream as text; none when it is something else.
fn text_of(stream: &Stream) -> Option<String> {
    let bytes = stream.get_plain_content_with_limit(LARGEST_STREAM).ok()?;
    let big = |pair: &[u8]| u16::from_be_bytes([pair[0], pair[1]]);
    let text = match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            String::from_utf16(&wide.chunks_exact(2).map(big).collect::<Vec<_>>()).ok()?
        }
        None => String::from_utf8(bytes).ok()?,
    };
    (!text.contains('\0')).then_some(text)
}
