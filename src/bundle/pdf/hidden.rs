//! What a PDF's bytes hold and its reader never shows: revisions that a later one covers, objects
//! that nothing uses, and what stands beside the tables.
//! It must not know what is looked for in it.

use std::collections::BTreeSet;

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object, ObjectId};

use super::LARGEST_STREAM;

/// The most earlier revisions that are read.
const REVISIONS: usize = 8;

/// Counts the objects that stand in the bytes and that the tables of the document do not lead to:
/// older states of an object, deleted ones, and what was put between them.
pub fn covered(bytes: &[u8], document: &Document) -> usize {
    let start = bytes.windows(5).position(|part| part == b"%PDF-").unwrap_or(0);
    let entries = &document.reference_table.entries;
    let known: BTreeSet<usize> = entries
        .values()
        .filter_map(|entry| match entry {
            XrefEntry::Normal { offset, .. } => Some(*offset as usize),
            _ => None,
        })
        .flat_map(|offset| [offset, offset + start])
        .collect();
    let astray = heads(bytes).into_iter().filter(|at| !known.contains(at)).count();
    // What the tables lead to and cannot be read there.
    let lost = entries.iter().filter(|(number, entry)| {
        matches!(entry, XrefEntry::Normal { .. })
            && !document.objects.keys().any(|(known, _)| known == *number)
    });
    astray + lost.count() + packed_astray(document) + usize::from(goes_on(bytes))
}

/// Returns where each `12 0 obj` stands that a reader would not find within a stream of ours.
fn heads(bytes: &[u8]) -> Vec<usize> {
    let mut heads = Vec::new();
    for (at, _) in bytes.windows(3).enumerate().filter(|(_, part)| part == b"obj") {
        let before = &bytes[..at];
        let (rest, space) = trim(before, |b| b.is_ascii_whitespace());
        let (rest, generation) = trim(rest, |b| b.is_ascii_digit());
        let (rest, between) = trim(rest, |b| b.is_ascii_whitespace());
        let (rest, number) = trim(rest, |b| b.is_ascii_digit());
        let is_head = [generation, between, number].iter().all(|n| *n > 0) && space + at > 0;
        let parted = rest.last().is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'.');
        if is_head && parted {
            heads.push(rest.len());
        }
    }
    heads
}

fn trim(bytes: &[u8], is: impl Fn(u8) -> bool) -> (&[u8], usize) {
    let length = bytes.iter().rev().take_while(|b| is(**b)).count();
    (&bytes[..bytes.len() - length], length)
}

/// Counts what stands in streams of objects and is not the state that counts.
fn packed_astray(document: &Document) -> usize {
    let entries = &document.reference_table.entries;
    let mut astray = 0;
    for (id, object) in &document.objects {
        let Ok(stream) = object.as_stream() else { continue };
        if !stream.dict.has_type(b"ObjStm") {
            continue;
        }
        let count = stream.dict.get(b"N").and_then(Object::as_i64).unwrap_or(0);
        let content = stream.get_plain_content_with_limit(LARGEST_STREAM).unwrap_or_default();
        let text = String::from_utf8_lossy(&content);
        let count = usize::try_from(count).unwrap_or(0).min(content.len());
        let numbers = text.split_ascii_whitespace().step_by(2).take(count);
        astray += numbers
            .filter_map(|number| number.parse::<u32>().ok())
            .filter(|number| {
                let here = |entry: &XrefEntry| {
                    matches!(entry, XrefEntry::Compressed { container, .. } if *container == id.0)
                };
                !entries.get(number).is_some_and(here)
            })
            .count();
    }
    astray
}

/// Tells whether anything but white space follows the end of the file.
fn goes_on(bytes: &[u8]) -> bool {
    let end = bytes.windows(5).rposition(|part| part == b"%%EOF");
    let after = end.map_or(&[][..], |at| &bytes[at + 5..]);
    after.iter().any(|byte| !byte.is_ascii_whitespace() && *byte != 0)
}

/// Returns the file as it was before each later revision was added to it, the newest few.
pub fn revisions(bytes: &[u8]) -> Vec<&[u8]> {
    let ends = bytes.windows(5).enumerate().filter(|(_, part)| *part == b"%%EOF");
    let mut ends: Vec<usize> = ends.map(|(at, _)| at + 5).collect();
    ends.pop();
    ends.iter().rev().take(REVISIONS).map(|end| &bytes[..*end]).collect()
}

/// Returns the objects that nothing in the document leads to, but those by which it is stored.
pub fn unused(document: &Document) -> Vec<ObjectId> {
    let mut used: BTreeSet<ObjectId> = BTreeSet::new();
    let mut next = Vec::new();
    document.trailer.iter().for_each(|(_, value)| references(value, &mut next));
    while let Some(id) = next.pop() {
        if used.insert(id)
            && let Some(object) = document.objects.get(&id)
        {
            references(object, &mut next);
        }
    }
    let stored = |object: &Object| match object {
        Object::Stream(stream) => {
            ["ObjStm", "XRef"].iter().any(|it| stream.dict.has_type(it.as_bytes()))
        }
        Object::Dictionary(entries) => entries.has(b"Linearized"),
        Object::Null => true,
        _ => false,
    };
    let unused =
        document.objects.iter().filter(|(id, object)| !used.contains(id) && !stored(object));
    unused.map(|(id, _)| *id).collect()
}

fn references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| references(item, found)),
        Object::Dictionary(entries) => entries.iter().for_each(|(_, it)| references(it, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, it)| references(it, found)),
        _ => {}
    }
}
