//! Reads a PDF that another program wrote for all that it tells, on its pages and besides.
//! It must not know what is looked for in it.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::words::{Fonts, read_form, read_page};
use super::{LARGEST_STREAM, hidden, load, strings};
use crate::bundle::active;
use crate::failure::Failure;
use crate::language::{Both, both};

/// What a PDF of another program tells, as far as it can be read.
#[derive(Debug, Default)]
pub struct Foreign {
    /// The words of each page, twice: run together and parted, then what fields, notes, bookmarks,
    /// properties, attached texts and what no reader shows say.
    pub texts: Vec<String>,
    /// The numbers of the pages that draw something, and nothing or not all of which can be read as
    /// words.
    pub unread: Vec<usize>,
    /// The numbers of the pages that show a picture beside words: what is written in it is not read.
    pub pictured: Vec<usize>,
    /// How many attached files, scripts and the like are no text.
    pub packed: usize,
    /// How many parts no reader shows and could not be read: states that a later revision covers,
    /// objects that nothing uses.
    pub covered: usize,
    /// How many forms, patterns and glyphs could not be read, or not to their end.
    pub undrawn: usize,
    /// What would run in it.
    pub active: Vec<Both>,
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
    let fonts = Fonts::default();
    let mut foreign = Foreign { active: active::in_pdf(&document), ..Foreign::default() };
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
    let unused = hidden::unused(&document);
    foreign.drawn(&document, &unused, &fonts, &mut besides);
    for stream in silent_streams(&document) {
        match text_of(stream) {
            Some(text) => besides.push(text),
            None => foreign.packed += 1,
        }
    }
    foreign.hidden(bytes, &document, &unused, &mut besides);
    foreign.texts.push(besides.join("\n"));
    Ok(foreign)
}

impl Foreign {
    /// Reads whatever draws besides the pages: the look of fields and notes, patterns, the glyphs of
    /// fonts that are drawn like pages. What pages place is read once more.
    fn drawn<'a>(
        &mut self,
        document: &'a Document,
        unused: &[ObjectId],
        fonts: &Fonts<'a>,
        besides: &mut Vec<String>,
    ) {
        let glyphs = glyphs(document);
        for (id, object) in &document.objects {
            let Ok(stream) = object.as_stream() else { continue };
            let resources = glyphs.get(id);
            let pattern = stream.dict.get(b"PatternType").and_then(Object::as_i64);
            let draws =
                is(&stream.dict, b"Subtype", b"Form") || pattern.is_ok_and(|kind| kind == 1);
            if !draws && resources.is_none() {
                continue;
            }
            match read_form(document, fonts, stream, resources.copied().flatten()) {
                Ok(form) => {
                    // Without names of its own it was read with those of what places it.
                    let own = stream.dict.has(b"Resources");
                    self.undrawn += usize::from(form.mute && (own || unused.contains(id)));
                    besides.extend([form.text(), form.apart]);
                }
                Err(_) => self.undrawn += 1,
            }
        }
    }

    /// Reads what no reader shows, as far as it can be: earlier revisions, unused streams.
    fn hidden(
        &mut self,
        bytes: &[u8],
        document: &Document,
        unused: &[ObjectId],
        besides: &mut Vec<String>,
    ) {
        self.covered = hidden::covered(bytes, document);
        for stream in unused.iter().filter_map(|id| document.objects[id].as_stream().ok()) {
            self.covered += 1;
            let content = stream.get_plain_content_with_limit(LARGEST_STREAM).unwrap_or_default();
            besides.push(String::from_utf8_lossy(&content).into_owned());
        }
        if self.covered == 0 {
            return;
        }
        for revision in hidden::revisions(bytes) {
            let Ok(older) = load(revision, false) else { continue };
            let fonts = Fonts::default();
            let pages = older.page_iter().filter_map(|page| read_page(&older, &fonts, page).ok());
            besides.extend(pages.flat_map(|page| [page.text(), page.apart]));
            let strings = strings(&older).into_iter();
            besides.extend(strings.map(|text| String::from_utf8_lossy(&text).into_owned()));
        }
    }
}

/// Returns the streams that draw the glyphs of fonts, with the names that they draw with.
fn glyphs(document: &Document) -> BTreeMap<ObjectId, Option<&Dictionary>> {
    let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
    let mut glyphs = BTreeMap::new();
    for font in fonts.filter(|font| is(font, b"Subtype", b"Type3")) {
        let resources = font.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let shapes = font.get_deref(b"CharProcs", document).and_then(Object::as_dict);
        let shapes = shapes.into_iter().flat_map(Dictionary::iter);
        let ids = shapes.filter_map(|(_, shape)| shape.as_reference().ok());
        glyphs.extend(ids.map(|id| (id, resources)));
    }
    glyphs
}

/// Returns the streams that hold words and draw nothing: properties, attached files, forms' data,
/// scripts, long texts of fields and notes.
fn silent_streams(document: &Document) -> Vec<&Stream> {
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
