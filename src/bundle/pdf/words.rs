//! The words drawn on each page and in the forms it places, each run with the mark that tells
//! content from furniture.
//! It must not know in which order a reader is meant to take them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{
    DecompressError, Dictionary, Document, Encoding, Object, ObjectId, Stream, decode_text_string,
};

use super::content::Operations;
use super::{LARGEST_STREAM, unreadable};
use crate::failure::Failure;

/// Forms placed in forms deeper than this draw nothing that a person made.
const DEEPEST: usize = 10;

/// What placing a form costs, in bytes of content, besides its own.
const PLACING: usize = 16 * 1024;

/// How much work a file may make, in bytes of content that are read: a form placed again is read
/// again, so that a few kilobytes could ask for any amount.
#[derive(Debug)]
struct Work(Cell<usize>);

impl Default for Work {
    fn default() -> Self {
        Self(Cell::new(512 * 1024 * 1024))
    }
}

impl Work {
    /// Takes some of what is left.
    fn take(&self, bytes: usize) -> lopdf::Result<()> {
        match self.0.get().checked_sub(bytes) {
            Some(left) => {
                self.0.set(left);
                Ok(())
            }
            None => {
                self.0.set(0);
                Err(DecompressError::MemoryLimitExceeded { limit: LARGEST_STREAM }.into())
            }
        }
    }
}

/// The words of a PDF, page by page.
pub struct Words {
    pub pages: Vec<Page>,
}

/// What a page, or a form, draws.
#[derive(Default)]
pub struct Page {
    pub runs: Vec<Run>,
    /// The same words, parted wherever the pen was moved: cells of a table stand apart.
    pub apart: String,
    /// Whether it draws anything besides words.
    pub drawn: bool,
    /// Whether it shows a picture.
    pub pictured: bool,
    /// Whether it draws words in a font that does not say which characters they are, or forms in
    /// forms without end.
    pub mute: bool,
}

impl Page {
    /// Returns the words as they are drawn.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// Some words drawn under one mark.
pub struct Run {
    pub mark: Mark,
    pub text: String,
}

/// What the page says some words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Running heads, page numbers, table heads repeated on a further page.
    Furniture,
    /// Content, known to the structure tree by its page and number.
    Content(ObjectId, i64),
    /// Neither; a tagged PDF has none.
    None,
}

impl Words {
    pub fn read(document: &Document) -> Result<Words, Failure> {
        let fonts = Fonts::default();
        let pages = document.page_iter().map(|page| read_page(document, &fonts, page));
        let pages = pages.collect::<lopdf::Result<_>>().map_err(|e| unreadable(&e))?;
        Ok(Words { pages })
    }
}

/// One marked-content sequence that is open.
struct Open {
    mark: Option<Mark>,
    /// Whether its words were given as a whole, so that what is drawn in it is not read again.
    replaced: bool,
}

/// How to read the fonts of a file, each looked at once; none of one that does not say which
/// characters it draws. With it goes how much work the file may still make.
#[derive(Default)]
pub struct Fonts<'a> {
    known: RefCell<BTreeMap<ObjectId, Option<Rc<Encoding<'a>>>>>,
    work: Work,
}

impl<'a> Fonts<'a> {
    fn encoding(
        &self,
        document: &'a Document,
        named: &'a Object,
    ) -> lopdf::Result<Option<Option<Rc<Encoding<'a>>>>> {
        let Ok((id, font)) = document.dereference(named) else { return Ok(None) };
        let Ok(font) = font.as_dict() else { return Ok(None) };
        if let Some(known) = id.and_then(|id| self.known.borrow().get(&id).cloned()) {
            return Ok(Some(known));
        }
        let encoding = || font.get_font_encoding_with_limit(document, LARGEST_STREAM);
        let encoding = (!is_mute(font)).then(encoding).transpose()?.map(Rc::new);
        if let Some(id) = id {
            self.known.borrow_mut().insert(id, encoding.clone());
        }
        Ok(Some(encoding))
    }
}

/// What names stand for in the content of a page or form.
struct Scope<'a> {
    resources: Vec<&'a Dictionary>,
    /// How to read each font; none of one that does not say which characters it draws.
    encodings: BTreeMap<Vec<u8>, Option<Rc<Encoding<'a>>>>,
    font: Vec<u8>,
}

impl<'a> Scope<'a> {
    fn open(
        document: &'a Document,
        fonts: &Fonts<'a>,
        resources: Vec<&'a Dictionary>,
    ) -> lopdf::Result<Self> {
        let mut encodings = BTreeMap::new();
        let named = resources.iter().filter_map(|named| named.get_deref(b"Font", document).ok());
        for (name, font) in
            named.filter_map(|fonts| fonts.as_dict().ok()).flat_map(Dictionary::iter)
        {
            if !encodings.contains_key(name)
                && let Some(encoding) = fonts.encoding(document, font)?
            {
                encodings.insert(name.clone(), encoding);
            }
        }
        Ok(Self { resources, encodings, font: Vec::new() })
    }

    fn named(&self, document: &'a Document, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let of_kind = |resources: &&'a Dictionary| {
            resources.get_deref(kind, document).ok()?.as_dict().ok()?.get_deref(name, document).ok()
        };
        self.resources.iter().find_map(of_kind)
    }
}

/// Tells whether a font draws shapes by their numbers, or shapes of its own, and does not say which
/// characters they are.
fn is_mute(font: &Dictionary) -> bool {
    let is =
        |key: &[u8], name: &[u8]| font.get(key).and_then(Object::as_name).is_ok_and(|n| n == name);
    let by_number = is(b"Encoding", b"Identity-H") || is(b"Encoding", b"Identity-V");
    let drawn = is(b"Subtype", b"Type3");
    (drawn || is(b"Subtype", b"Type0") && by_number) && font.get(b"ToUnicode").is_err()
}

struct PageReader<'a, 'f> {
    fonts: &'f Fonts<'a>,
    /// What marks belong to: the page, or in a form nothing.
    place: ObjectId,
    document: &'a Document,
    scope: Scope<'a>,
    depth: usize,
    open: Vec<Open>,
    page: Page,
}

/// Reads what a page draws.
pub fn read_page<'a>(
    document: &'a Document,
    fonts: &Fonts<'a>,
    page: ObjectId,
) -> lopdf::Result<Page> {
    let (own, inherited) = document.get_page_resources(page)?;
    let inherited = inherited.iter().filter_map(|&id| document.get_dictionary(id).ok());
    let resources = own.into_iter().chain(inherited).collect();
    let content = document.get_page_content_with_limit(page, LARGEST_STREAM)?;
    read(document, fonts, page, resources, &content)
}

/// Reads what a form, a pattern or a glyph draws, such as the look of a field or a note, with its own
/// names for what it draws with, or else with some others.
pub fn read_form<'a>(
    document: &'a Document,
    fonts: &Fonts<'a>,
    form: &'a Stream,
    others: Option<&'a Dictionary>,
) -> lopdf::Result<Page> {
    let content = form.get_plain_content_with_limit(LARGEST_STREAM)?;
    let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
    read(document, fonts, (0, 0), own.or(others).into_iter().collect(), &content)
}

fn read<'a>(
    document: &'a Document,
    fonts: &Fonts<'a>,
    place: ObjectId,
    resources: Vec<&'a Dictionary>,
    content: &[u8],
) -> lopdf::Result<Page> {
    fonts.work.take(PLACING + content.len())?;
    let scope = Scope::open(document, fonts, resources)?;
    let (depth, open, page) = (0, Vec::new(), Page::default());
    let mut reader = PageReader { fonts, place, document, scope, depth, open, page };
    reader.all(content)?;
    Ok(reader.page)
}

impl<'a> PageReader<'a, '_> {
    fn all(&mut self, content: &[u8]) -> lopdf::Result<()> {
        let mut ours = Operations::new(content);
        while let Some((operator, operands)) = ours.next() {
            self.take(operator, operands)?;
        }
        let general = Content::decode(ours.rest())?.operations;
        general.iter().try_for_each(|it| self.take(&it.operator, &it.operands))
    }

    fn take(&mut self, operator: &str, operands: &[Object]) -> lopdf::Result<()> {
        match operator {
            "BMC" | "BDC" => self.begin(operands),
            "EMC" => {
                self.open.pop();
            }
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.scope.font = name.unwrap_or_default().to_vec();
            }
            "Tj" | "TJ" => self.show(operands)?,
            "'" | "\"" => {
                self.part();
                self.show(operands)?;
            }
            "BT" | "Td" | "TD" | "Tm" | "T*" => self.part(),
            "Do" => self.place(operands)?,
            "BI" => (self.page.drawn, self.page.pictured) = (true, true),
            "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" => self.page.drawn = true,
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, operands: &[Object]) {
        let tag = operands.first().and_then(|tag| tag.as_name().ok()).unwrap_or_default();
        let properties = match operands.get(1) {
            Some(Object::Dictionary(inline)) => Some(inline),
            Some(Object::Name(name)) => {
                let named = self.scope.named(self.document, b"Properties", name);
                named.and_then(|named| named.as_dict().ok())
            }
            _ => None,
        };
        let number = properties.and_then(|p| p.get(b"MCID").ok()?.as_i64().ok());
        let mark = match number {
            _ if tag == b"Artifact" => Some(Mark::Furniture),
            Some(number) => Some(Mark::Content(self.place, number)),
            None => None,
        };
        let instead = properties
            .and_then(|p| decode_text_string(p.get_deref(b"ActualText", self.document).ok()?).ok());
        let replaced = instead.is_some();
        self.open.push(Open { mark, replaced: false });
        if let Some(text) = instead {
            self.push(text);
        }
        if let Some(innermost) = self.open.last_mut() {
            innermost.replaced = replaced;
        }
    }

    /// Draws a form with its own names, or notes that a picture is shown.
    fn place(&mut self, operands: &[Object]) -> lopdf::Result<()> {
        let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let placed = self.scope.named(self.document, b"XObject", name);
        let Some(form) = placed.and_then(|placed| placed.as_stream().ok()) else { return Ok(()) };
        self.page.drawn = true;
        if form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") {
            self.page.pictured = true;
            return Ok(());
        }
        if self.depth == DEEPEST {
            self.page.mute = true;
            return Ok(());
        }
        let content = form.get_plain_content_with_limit(LARGEST_STREAM)?;
        self.fonts.work.take(PLACING + content.len())?;
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict);
        // A form without its own takes the names of what places it.
        let resources = own.map_or_else(|_| self.scope.resources.clone(), |own| vec![own]);
        let around =
            std::mem::replace(&mut self.scope, Scope::open(self.document, self.fonts, resources)?);
        self.depth += 1;
        self.part();
        self.all(&content)?;
        self.depth -= 1;
        self.scope = around;
        Ok(())
    }

    fn part(&mut self) {
        if !self.page.apart.is_empty() && !self.page.apart.ends_with('\n') {
            self.page.apart.push('\n');
        }
    }

    /// Takes the operands of an operator that shows text: the last is a string, or strings and
    /// shifts.
    fn show(&mut self, operands: &[Object]) -> lopdf::Result<()> {
        let Some(shown) = operands.last() else { return Ok(()) };
        let Some(Some(encoding)) = self.scope.encodings.get(&self.scope.font) else {
            self.page.mute = true;
            return Ok(());
        };
        let mut text = String::new();
        match shown {
            Object::String(codes, _) => encoding.write_to_string(codes, &mut text)?,
            Object::Array(items) => {
                for item in items {
                    if let Object::String(codes, _) = item {
                        encoding.write_to_string(codes, &mut text)?;
                    }
                }
            }
            _ => {}
        }
        self.push(text);
        Ok(())
    }

    fn push(&mut self, text: String) {
        if self.open.iter().any(|open| open.replaced) {
            return;
        }
        let marks = || self.open.iter().rev().filter_map(|open| open.mark);
        let mark = match marks().find(|&mark| mark == Mark::Furniture) {
            Some(furniture) => furniture,
            None => marks().next().unwrap_or(Mark::None),
        };
        self.page.apart.push_str(&text);
        match self.page.runs.last_mut() {
            Some(last) if last.mark == mark => last.text.push_str(&text),
            _ => self.page.runs.push(Run { mark, text }),
        }
    }
}
