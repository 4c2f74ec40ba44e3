//! XML as a tree of elements, of bounded size and depth.
//! It must not know what any element means.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deeply elements may stand in each other; Word's own nest some thirty deep.
const DEPTH: usize = 400;

/// The most elements and texts of one part.
const NODES: usize = 3_000_000;

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

/// Reads a part; `None` when it is damaged, declares a document type or is out of all measure.
pub fn parse(bytes: &[u8]) -> Option<Element> {
    let text = decoded(bytes)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    let mut nodes = 0;
    loop {
        nodes += 1;
        if open.len() > DEPTH || nodes > NODES {
            return None;
        }
        match reader.read_event().ok()? {
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
                    None => {
                        push(open.last_mut()?, quick_xml::escape::resolve_predefined_entity(name)?)
                    }
                }
            }
            Event::DocType(_) => return None,
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    // Whatever is still open was cut off.
    let [root] = <[Element; 1]>::try_from(open).ok()?;
    root.children.into_iter().find_map(|child| match child {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    })
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
fn decoded(bytes: &[u8]) -> Option<String> {
    let (encoding, skip) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[skip..])?;
    Some(text.into_owned())
}
