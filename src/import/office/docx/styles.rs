//! The styles of a Word document: what a paragraph or run takes from them, and from those they rest on.
//! It must not read any text.

use std::collections::BTreeMap;

use crate::import::office::symbol;
use crate::import::office::xml::Element;

#[derive(Debug, Default, Clone)]
pub struct Style {
    pub based_on: Option<String>,
    pub number: Option<(Option<String>, Option<usize>)>,
    pub font: Option<String>,
    pub hidden: bool,
    pub heading: bool,
}

#[derive(Debug, Default)]
pub struct Styles(BTreeMap<String, Style>);

impl Styles {
    pub fn read(part: Option<&Element>) -> Self {
        let mut styles = BTreeMap::new();
        for style in part.into_iter().flat_map(Element::elements).filter(|e| e.name == "style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let name = style.value("name").unwrap_or_default().to_lowercase();
            let properties = style.child("pPr");
            let run = style.child("rPr");
            let read = Style {
                based_on: style.value("basedOn").map(str::to_owned),
                number: properties.and_then(|it| it.child("numPr")).map(number_of),
                font: run.and_then(font_of),
                hidden: run.is_some_and(|run| run.is_on("vanish")),
                heading: name.starts_with("heading")
                    || name == "title"
                    || properties
                        .is_some_and(|it| it.value("outlineLvl").is_some_and(|level| level != "9")),
            };
            styles.insert(id.to_owned(), read);
        }
        Self(styles)
    }

    /// Returns the styles a style rests on, itself first.
    pub fn chain<'a>(&'a self, id: &str) -> Vec<(&'a str, &'a Style)> {
        let mut chain: Vec<(&str, &Style)> = Vec::new();
        let mut next = self.0.get_key_value(id);
        while let Some((id, style)) = next {
            if chain.len() > 30 {
                break;
            }
            chain.push((id, style));
            next = style.based_on.as_ref().and_then(|id| self.0.get_key_value(id));
        }
        chain
    }

    pub fn numbering_styles(&self) -> BTreeMap<String, String> {
        let number =
            |(id, style): (&String, &Style)| Some((id.clone(), style.number.as_ref()?.0.clone()?));
        self.0.iter().filter_map(number).collect()
    }
}

/// Reads which list a paragraph belongs to, and on which level.
pub fn number_of(element: &Element) -> (Option<String>, Option<usize>) {
    let level = element.value("ilvl").and_then(|text| text.parse().ok());
    (element.value("numId").map(str::to_owned), level)
}

/// Returns the symbol font of a run, if it is set in one.
pub fn font_of(properties: &Element) -> Option<String> {
    let fonts = properties.child("rFonts")?;
    let named = ["ascii", "hAnsi", "cs", "eastAsia"].iter().filter_map(|at| fonts.attribute(at));
    let named: Vec<&str> = named.collect();
    let symbolic = named.iter().find(|font| symbol::is_symbolic(font));
    symbolic.or(named.first()).map(|font| (*font).to_owned())
}
