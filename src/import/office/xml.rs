//! XML as a tree of elements, of bounded size and depth.
//! It must not know what any element means.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::container::Fault;

/// How deeply elements may stand in each other; Word's own nest some thirty deep.
const DEPTH: usize = 400;

/// The most tags and texts of one part: some thousand pages of Word.
const NODES: usize = 500_000;

/// An element by its local name: prefixes differ between programs, names do not.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    /// Whether it belongs to drawing or mathematics rather than to the text: its prefix.
    pub prefix: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Returns an attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns the attribute `val` of a child.
    pub fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("val")
    }

    /// Tells whether a property is there and not switched off.
    pub fn is_on(&self, child: &str) -> bool {
        let off = |value: &str| matches!(value, "0" | "false" | "off" | "none");
        self.child(child).is_some_and(|child| !child.attribute("val").is_some_and(off))
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.gather(text),
            }
        }
    }
}

/// Reads a part.
///
/// # Errors
/// When it is damaged or declares a document type, or when it is out of all measure.
pub fn parse(bytes: Vec<u8>) -> Result<Element, Fault> {
    let text = decoded(bytes).ok_or(Fault::Damaged)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    let mut nodes = 0;
    loop {
        nodes += 1;
        if open.len() > DEPTH {
            return Err(Fault::Damaged);
        }
        if nodes > NODES {
            return Err(Fault::TooLong);
        }
        let event = reader.read_event().map_err(|_| Fault::Damaged)?;
        if let Event::Eof = event {
            break;
        }
        take(event, &mut open).ok_or(Fault::Damaged)?;
    }
    // Whatever is still open was cut off.
    let [root] = <[Element; 1]>::try_from(open).map_err(|_| Fault::Damaged)?;
    let first = root.children.into_iter().find_map(|child| match child {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    first.ok_or(Fault::Damaged)
}

/// Adds what was read to the elements that are open; `None` when it fits none of them.
fn take(event: Event, open: &mut Vec<Element>) -> Option<()> {
    match event {
        Event::Start(start) => open.push(element(&start)?),
        Event::Empty(start) => {
            let element = element(&start)?;
            open.last_mut()?.children.push(Node::Element(element));
        }
        Event::End(_) => {
            let element = open.pop()?;
            open.last_mut()?.children.push(Node::Element(element));
        }
        Event::Text(text) => push(open.last_mut()?, &text.xml10_content()),
        Event::CData(text) => push(open.last_mut()?, &text.xml10_content()),
        Event::GeneralRef(reference) => {
            let name: &str = &reference;
            match reference.resolve_char_ref().ok()? {
                Some(c) => push(open.last_mut()?, &c.to_string()),
                None => push(open.last_mut()?, quick_xml::escape::resolve_predefined_entity(name)?),
            }
        }
        Event::DocType(_) => return None,
        Event::Eof | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
    }
    Some(())
}

fn push(element: &mut Element, words: &str) {
    match element.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(words),
        _ => element.children.push(Node::Text(words.to_owned())),
    }
}

fn element(start: &BytesStart) -> Option<Element> {
    let name: &str = start.local_name().into_inner();
    let whole: &str = start.name().into_inner();
    let prefix = whole.strip_suffix(name).unwrap_or_default().trim_end_matches(':');
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let key: &str = attribute.key.local_name().into_inner();
        // In which session something was typed is told of every paragraph, and says nothing.
        if key.starts_with("rsid") {
            continue;
        }
        let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
        attributes.push((key.to_owned(), value.into_owned()));
    }
    Some(Element {
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        attributes,
        children: Vec::new(),
    })
}

/// Office writes its parts in UTF-8, some programs in UTF-16.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, skip)) => encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[skip..])
            .map(|text| text.into_owned()),
        None => String::from_utf8(bytes).ok(),
    }
}
