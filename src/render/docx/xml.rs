//! An XML part as a tree of elements, and its bytes.
//! It must not know which format the elements belong to.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An element with its attributes and what it holds, in the order they were given.
#[derive(Clone, Debug)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    held: Vec<Held>,
}

#[derive(Clone, Debug)]
enum Held {
    Element(Element),
    Text(String),
}

/// Starts an element.
pub fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), held: Vec::new() }
}

/// An element with the one attribute that most have, `w:val`.
pub fn value(name: &'static str, value: impl ToString) -> Element {
    element(name).set("w:val", value)
}

impl Element {
    pub fn set(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    pub fn with(mut self, inner: impl IntoIterator<Item = Element>) -> Self {
        self.held.extend(inner.into_iter().map(Held::Element));
        self
    }

    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.held.push(Held::Text(text.into()));
        self
    }

    /// Returns the bytes of the part whose root this is.
    pub fn to_part(&self) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new());
        let declaration = BytesDecl::new("1.0", Some("UTF-8"), Some("yes"));
        write(&mut writer, Event::Decl(declaration));
        self.write(&mut writer);
        writer.into_inner()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, value.as_str()));
        }
        if self.held.is_empty() {
            return write(writer, Event::Empty(start));
        }
        write(writer, Event::Start(start));
        for held in &self.held {
            match held {
                Held::Element(element) => element.write(writer),
                Held::Text(text) => write(writer, Event::Text(BytesText::new(text))),
            }
        }
        write(writer, Event::End(BytesEnd::new(self.name)));
    }
}

fn write(writer: &mut Writer<Vec<u8>>, event: Event) {
    writer.write_event(event).expect("memory takes every byte");
}
