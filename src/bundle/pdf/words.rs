//! The words drawn on each page, each run with the mark that tells content from furniture.
//! It must not know in which order a reader is meant to take them.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, decode_text_string};

use super::{LARGEST_STREAM, unreadable};
use crate::failure::Failure;

/// The words of a PDF, page by page.
pub struct Words {
    pub pages: Vec<Vec<Run>>,
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
        let pages = document.page_iter().map(|page| read_page(document, page));
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

struct PageReader<'a> {
    page: ObjectId,
    document: &'a Document,
    properties: Option<&'a Dictionary>,
    encodings: BTreeMap<Vec<u8>, Encoding<'a>>,
    font: Vec<u8>,
    open: Vec<Open>,
    runs: Vec<Run>,
}

fn read_page(document: &Document, page: ObjectId) -> lopdf::Result<Vec<Run>> {
    let mut encodings = BTreeMap::new();
    for (name, font) in document.get_page_fonts(page)? {
        encodings.insert(name, font.get_font_encoding_with_limit(document, LARGEST_STREAM)?);
    }
    let (own, inherited) = document.get_page_resources(page)?;
    let inherited = inherited.first().and_then(|&id| document.get_dictionary(id).ok());
    let properties = own
        .or(inherited)
        .and_then(|resources| resources.get_deref(b"Properties", document).ok()?.as_dict().ok());
    let content = document.get_page_content_with_limit(page, LARGEST_STREAM)?;
    let content = Content::decode(&content)?;
    let (font, open, runs) = (Vec::new(), Vec::new(), Vec::new());
    let mut reader = PageReader { page, document, properties, encodings, font, open, runs };
    for operation in &content.operations {
        reader.take(operation)?;
    }
    Ok(reader.runs)
}

impl<'a> PageReader<'a> {
    fn take(&mut self, operation: &Operation) -> lopdf::Result<()> {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BMC" | "BDC" => self.begin(operands),
            "EMC" => {
                self.open.pop();
            }
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.font = name.unwrap_or_default().to_vec();
            }
            "Tj" | "'" | "\"" | "TJ" => {
                if let Some(shown) = operands.last() {
                    self.show(shown)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, operands: &[Object]) {
        let tag = operands.first().and_then(|tag| tag.as_name().ok()).unwrap_or_default();
        let properties = match operands.get(1) {
            Some(Object::Dictionary(inline)) => Some(inline),
            Some(Object::Name(name)) => self
                .properties
                .and_then(|named| named.get_deref(name, self.document).ok()?.as_dict().ok()),
            _ => None,
        };
        let number = properties.and_then(|p| p.get(b"MCID").ok()?.as_i64().ok());
        let mark = match number {
            _ if tag == b"Artifact" => Some(Mark::Furniture),
            Some(number) => Some(Mark::Content(self.page, number)),
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

    /// Takes the operand of an operator that shows text: a string, or strings and shifts.
    fn show(&mut self, shown: &Object) -> lopdf::Result<()> {
        let Some(encoding) = self.encodings.get(&self.font) else { return Ok(()) };
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
        match self.runs.last_mut() {
            Some(last) if last.mark == mark => last.text.push_str(&text),
            _ => self.runs.push(Run { mark, text }),
        }
    }
}
