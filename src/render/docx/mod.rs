//! Prints a document as a Word file (ISO/IEC 29500, transitional), the same bytes for the same input.
//! It must not know a rule, a limit or a sentence of the standard: it places what the document says.

mod amendments;
mod body;
mod foot;
mod inlines;
mod letterhead;
mod signature;
mod table;
mod title;
mod xml;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipWriter};

use crate::document::{Document, Imprint, Kind};
pub use amendments::amendments;
use inlines::{Links, relationship};
use xml::{Element, element};

/// The parts that are the same for every document: styles, footers, settings.
const FIXED: [(&str, &str); 9] = [
    ("[Content_Types].xml", include_str!("parts/content-types.xml")),
    ("_rels/.rels", include_str!("parts/package-rels.xml")),
    ("docProps/app.xml", include_str!("parts/app.xml")),
    ("word/styles.xml", include_str!("parts/styles.xml")),
    ("word/numbering.xml", include_str!("parts/numbering.xml")),
    ("word/settings.xml", include_str!("parts/settings.xml")),
    ("word/fontTable.xml", include_str!("parts/fontTable.xml")),
    ("word/footer1.xml", include_str!("parts/footer1.xml")),
    ("word/footer2.xml", include_str!("parts/footer2.xml")),
];

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const DUBLIN: &str = "http://purl.org/dc/elements/1.1/";
const TERMS: &str = "http://purl.org/dc/terms/";
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Returns the Word file of a document: all that its PDF prints, with real headings, tables and links.
/// Its properties carry the content digest.
pub fn docx(document: &Document) -> Vec<u8> {
    docx_under(document, &Imprint::default())
}

/// Returns the same file under the letterhead of an imprint, and with its foot, where it has one.
pub fn docx_under(document: &Document, imprint: &Imprint) -> Vec<u8> {
    let links = Links::collect(document);
    let title = match document.kind {
        Kind::Disclosure => format!("{}（{}）", document.title, document.year_label),
        Kind::Notice => document.title.clone(),
    };
    let properties = Properties {
        title,
        creator: &document.issuer,
        description: document.description.clone(),
        digest: document.digest(),
        language: &document.language,
        keywords: format!("{}、{}", document.college, document.year_label),
        day: &document.published,
    };
    packed(properties, body::body(document, imprint, &links), &links)
}

/// What a file says of itself.
struct Properties<'a> {
    title: String,
    creator: &'a str,
    description: String,
    /// Of the data that it prints.
    digest: String,
    language: &'a str,
    keywords: String,
    /// An ISO date.
    day: &'a str,
}

/// Packs a body with the parts around it.
fn packed(properties: Properties, body: Element, links: &Links) -> Vec<u8> {
    let text = element("w:document").set("xmlns:w", WORD).set("xmlns:r", OFFICE).with([body]);
    let made = [
        ("docProps/core.xml", properties.to_element().to_part()),
        ("word/document.xml", text.to_part()),
        ("word/_rels/document.xml.rels", relationships(links).to_part()),
    ];
    let fixed = FIXED.map(|(path, text)| (path, text.as_bytes().to_vec()));
    zipped(fixed.into_iter().chain(made))
}

fn relationships(links: &Links) -> Element {
    let to = |id: &str, kind: &str, target: &str| {
        element("Relationship")
            .set("Id", id)
            .set("Type", format!("{OFFICE}/{kind}"))
            .set("Target", target)
    };
    let own = [
        ("styles", "styles", "styles.xml"),
        ("numbering", "numbering", "numbering.xml"),
        ("settings", "settings", "settings.xml"),
        ("fontTable", "fontTable", "fontTable.xml"),
        ("footer1", "footer", "footer1.xml"),
        ("footer2", "footer", "footer2.xml"),
    ];
    let outside = links.outside.iter().enumerate().map(|(at, target)| {
        to(&relationship(at), "hyperlink", target).set("TargetMode", "External")
    });
    element("Relationships")
        .set("xmlns", RELATIONSHIPS)
        .with(own.map(|(id, kind, target)| to(id, kind, target)))
        .with(outside)
}

impl Properties<'_> {
    fn to_element(&self) -> Element {
        let day = |name| {
            element(name).set("xsi:type", "dcterms:W3CDTF").text(format!("{}T00:00:00Z", self.day))
        };
        element("cp:coreProperties")
            .set("xmlns:cp", CORE)
            .set("xmlns:dc", DUBLIN)
            .set("xmlns:dcterms", TERMS)
            .set("xmlns:xsi", SCHEMA_INSTANCE)
            .with([
                element("dc:title").text(&self.title),
                element("dc:creator").text(self.creator),
                element("dc:description").text(&self.description),
                element("dc:identifier").text(format!("sha256:{}", self.digest)),
                element("dc:language").text(self.language),
                element("cp:keywords").text(&self.keywords),
                element("cp:lastModifiedBy").text(self.creator),
                day("dcterms:created"),
                day("dcterms:modified"),
            ])
    }
}

/// Packs the parts; every entry bears the same day, so that no clock is in the bytes.
fn zipped(parts: impl IntoIterator<Item = (&'static str, Vec<u8>)>) -> Vec<u8> {
    const MEMORY: &str = "memory takes every byte, and no part is too large";
    let options =
        SimpleFileOptions::default().last_modified_time(DateTime::default()).system(System::Unix);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in parts {
        zip.start_file(path, options).expect(MEMORY);
        zip.write_all(&bytes).expect(MEMORY);
    }
    zip.finish().expect(MEMORY).into_inner()
}
