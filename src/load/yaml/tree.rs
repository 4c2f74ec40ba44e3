//! YAML → a tree whose scalars keep the text they were written with, and where it stands; the tree packed
//! into few bytes. The build script reads the standards with it, so it must not name the crate's own.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Error, Spanned};

/// A value as it was written, and the bytes of the text it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    pub kind: Kind,
    pub place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Nothing, or the word `null` or `~`.
    Empty,
    Scalar(String),
    List(Vec<Tree>),
    /// Keys and values in the order they stand.
    Map(Vec<(Tree, Tree)>),
}

/// Reads a text.
pub fn read(text: &str) -> Result<Tree, Error> {
    let budget =
        serde_yaml::budget! { max_nodes: 200_000, max_depth: 24, max_aliases: 0, max_anchors: 0 };
    let merge_keys = serde_yaml::MergeKeyPolicy::AsOrdinary;
    let options = serde_yaml::options! { budget: budget, merge_keys: merge_keys };
    serde_yaml::from_str_with_options::<Spanned<Raw>>(text, options).map(|raw| tree(raw, text))
}

/// Returns where the front matter of a document stands, which begins and ends with a line `---`.
pub fn front_matter(text: &str) -> Option<Range<usize>> {
    let (open, close) = ("---\n", "\n---\n");
    let end = text.strip_prefix(open)?.find(close)? + open.len();
    Some(open.len()..end + 1)
}

/// Returns a part of a text behind blank lines in place of what stands before, which keep every offset
/// true.
pub fn padded(text: &str, part: Range<usize>) -> String {
    "\n".repeat(part.start) + &text[part]
}

/// What a scalar was taken for by the parser; only texts that were written as such are kept.
enum Raw {
    /// A plain scalar that YAML would type: its source text counts.
    Typed,
    Empty,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn tree(raw: Spanned<Raw>, text: &str) -> Tree {
    let at = raw.referenced.span();
    let start = at.byte_offset().unwrap_or(0) as usize;
    let end = start + at.byte_len().unwrap_or(0) as usize;
    let start = text.floor_char_boundary(start);
    let end = text.floor_char_boundary(end).max(start);
    let written = text[start..end].trim_end();
    let kind = match raw.value {
        Raw::Empty => Kind::Empty,
        Raw::Typed => Kind::Scalar(written.to_owned()),
        Raw::Text(text) => Kind::Scalar(text),
        Raw::List(items) => Kind::List(items.into_iter().map(|v| tree(v, text)).collect()),
        Raw::Map(pairs) => {
            Kind::Map(pairs.into_iter().map(|(k, v)| (tree(k, text), tree(v, text))).collect())
        }
    };
    // A collection's own place is its start; what it holds tells how far it reaches.
    let last = match &kind {
        Kind::List(items) => items.last().map(|last| last.place.end),
        Kind::Map(pairs) => pairs.last().map(|(k, v)| v.place.end.max(k.place.end)),
        _ => None,
    };
    let end = start + written.len();
    Tree { kind, place: start..end.max(last.unwrap_or(end)) }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Typed)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Raw::Map(pairs))
    }
}

// The first byte of a packed value.
const EMPTY: u8 = 0;
/// A scalar that says what stands at its place.
const AS_WRITTEN: u8 = 1;
/// A scalar that says something else: its own text follows.
const SCALAR: u8 = 2;
const LIST: u8 = 3;
const MAP: u8 = 4;

impl Tree {
    /// Adds this tree of a text to some bytes.
    pub fn pack(&self, text: &str, out: &mut Vec<u8>) {
        let tag = match &self.kind {
            Kind::Empty => EMPTY,
            Kind::Scalar(said) if *said == text[self.place.clone()] => AS_WRITTEN,
            Kind::Scalar(_) => SCALAR,
            Kind::List(_) => LIST,
            Kind::Map(_) => MAP,
        };
        out.push(tag);
        push_number(self.place.start, out);
        push_number(self.place.len(), out);
        match &self.kind {
            Kind::Scalar(said) if tag == SCALAR => {
                push_number(said.len(), out);
                out.extend(said.as_bytes());
            }
            Kind::Empty | Kind::Scalar(_) => {}
            Kind::List(items) => {
                push_number(items.len(), out);
                items.iter().for_each(|item| item.pack(text, out));
            }
            Kind::Map(pairs) => {
                push_number(pairs.len(), out);
                pairs.iter().for_each(|(key, value)| {
                    key.pack(text, out);
                    value.pack(text, out);
                });
            }
        }
    }

    /// Takes a tree of a text from the front of some bytes, which `pack` made.
    pub fn unpack(text: &str, bytes: &mut &[u8]) -> Self {
        let tag = take(1, bytes)[0];
        let start = take_number(bytes);
        let place = start..start + take_number(bytes);
        let kind = match tag {
            EMPTY => Kind::Empty,
            AS_WRITTEN => Kind::Scalar(text[place.clone()].to_owned()),
            SCALAR => {
                let length = take_number(bytes);
                Kind::Scalar(String::from_utf8_lossy(take(length, bytes)).into_owned())
            }
            LIST => {
                let length = take_number(bytes);
                Kind::List((0..length).map(|_| Self::unpack(text, bytes)).collect())
            }
            _ => {
                let length = take_number(bytes);
                let mut pair = || (Self::unpack(text, bytes), Self::unpack(text, bytes));
                Kind::Map((0..length).map(|_| pair()).collect())
            }
        };
        Self { kind, place }
    }
}

/// Adds a number, seven bits a byte, the lowest first.
fn push_number(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take_number(bytes: &mut &[u8]) -> usize {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let byte = take(1, bytes)[0];
        number |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn take<'a>(length: usize, bytes: &mut &'a [u8]) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(length);
    *bytes = rest;
    taken
}
