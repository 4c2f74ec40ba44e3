//! The words in the order a reader is meant to take them, by the structure tree.
//! It must not know what the words should be.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::words::{Mark, Words};
use crate::failure::Failure;
use crate::language::Both;

/// A tree nested deeper than this is not ours.
const DEEPEST: usize = 100;

/// The words from one heading of the first level to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The words, heading first, without page furniture, table of contents and the bullets of lists;
    /// what numbers a list are words.
    pub text: String,
}

/// Returns what stands before the first heading, then a part for each heading of the first level.
pub fn parts(document: &Document) -> Result<Vec<Part>, Failure> {
    let mut texts: BTreeMap<(ObjectId, i64), String> = BTreeMap::new();
    for run in Words::read(document)?.pages.iter().flat_map(|page| &page.runs) {
        match run.mark {
            Mark::Furniture => {}
            Mark::Content(page, number) => {
                texts.entry((page, number)).or_default().push_str(&run.text);
            }
            Mark::None if run.text.trim().is_empty() => {}
            Mark::None => return Err(outside(&run.text)),
        }
    }
    let root =
        document.catalog().and_then(|catalog| catalog.get_deref(b"StructTreeRoot", document));
    let root = root.and_then(Object::as_dict).map_err(|_| fault("没有结构树"))?;
    let (seen, parts) = (BTreeSet::new(), vec![Part::default()]);
    let mut walk = Walk { document, texts: &texts, seen, parts };
    let top = Place { page: None, parent: b"", kept: true, in_label: false, depth: 0 };
    walk.children(root, top)?;
    let left =
        texts.iter().find(|(place, text)| !walk.seen.contains(place) && !text.trim().is_empty());
    match left {
        Some((_, text)) => Err(outside(text)),
        None => Ok(walk.parts),
    }
}

struct Walk<'a> {
    document: &'a Document,
    texts: &'a BTreeMap<(ObjectId, i64), String>,
    seen: BTreeSet<(ObjectId, i64)>,
    parts: Vec<Part>,
}

/// Where in the tree an element stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    page: Option<ObjectId>,
    /// The type of the element around it.
    parent: &'a [u8],
    /// Whether its words belong to the text.
    kept: bool,
    /// Whether it is the label of an item of a list.
    in_label: bool,
    depth: usize,
}

impl<'a> Walk<'a> {
    fn children(&mut self, element: &'a Dictionary, place: Place<'a>) -> Result<(), Failure> {
        match element.get(b"K") {
            Ok(kids) => self.kid(kids, place),
            Err(_) => Ok(()),
        }
    }

    fn kid(&mut self, kid: &'a Object, place: Place<'a>) -> Result<(), Failure> {
        if place.depth > DEEPEST {
            return Err(fault("结构树嵌套过深"));
        }
        let place = Place { depth: place.depth + 1, ..place };
        match kid {
            Object::Reference(id) => match self.document.get_object(*id) {
                Ok(object) => self.kid(object, place),
                Err(_) => Err(fault("结构树指向不存在的对象")),
            },
            Object::Array(kids) => kids.iter().try_for_each(|kid| self.kid(kid, place)),
            Object::Integer(number) => {
                self.content(*number, place);
                Ok(())
            }
            Object::Dictionary(entry) => self.entry(entry, place),
            _ => Ok(()),
        }
    }

    /// Takes an element of the tree, a piece of content on a page, or an annotation.
    fn entry(&mut self, entry: &'a Dictionary, place: Place<'a>) -> Result<(), Failure> {
        let page = entry.get(b"Pg").and_then(Object::as_reference).ok().or(place.page);
        let kind = match entry.get(b"S").and_then(Object::as_name) {
            Ok(kind) => kind,
            Err(_) => {
                if let Ok(number) = entry.get(b"MCID").and_then(Object::as_i64) {
                    self.content(number, Place { page, ..place });
                }
                return Ok(());
            }
        };
        if kind == b"H1" {
            self.parts.push(Part::default());
        }
        let in_label = place.in_label || kind == b"Lbl" && place.parent == b"LI";
        let kept = place.kept && kind != b"TOC";
        self.children(entry, Place { page, parent: kind, kept, in_label, ..place })
    }

    fn content(&mut self, number: i64, place: Place) {
        let Some(page) = place.page else { return };
        let Some(text) = self.texts.get(&(page, number)) else { return };
        let first_time = self.seen.insert((page, number));
        let bullet = place.in_label && !text.contains(char::is_alphanumeric);
        if first_time
            && place.kept
            && !bullet
            && let Some(part) = self.parts.last_mut()
        {
            part.text.push_str(text);
        }
    }
}

fn outside(text: &str) -> Failure {
    let some: String = text.trim().chars().take(12).collect();
    fault(format!("有文字不在结构树中，读屏软件读不到：{some}"))
}

fn fault(message: impl Into<Both>) -> Failure {
    Failure::new("disclosure.pdf", message)
}
