//! The format-neutral document: one tree of sections, blocks and inlines behind HTML, PDF and JSON.
//! It must not know where its words came from, nor how a format sets them.

mod blank;
pub mod draft;
mod meaning;
mod schema_1;

pub use meaning::{Cell, Named, Said, Statement, Subject, Value};

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::academic_year::AcademicYear;
use crate::edition::{Edition, Union};
use crate::manifest::sha256;

/// The number of this tree's form. Readers accept every number up to theirs, for ever: what is older
/// is brought to this form when it is read.
pub const SCHEMA: u32 = 2;

/// What one academic year, or one round of appraisals, makes public, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Document {
    pub schema: u32,
    /// What it is; a document without this word is a disclosure.
    #[serde(default, skip_serializing_if = "Kind::is_disclosure")]
    pub kind: Kind,
    /// The name of the round of appraisals whose notice it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
    /// Which of the college's unions it is of; a document without this word is of the first.
    #[serde(default, skip_serializing_if = "Union::is_first")]
    pub union: Union,
    /// The academic year as printed, `2025—2026学年`.
    pub year_label: String,
    /// The academic year as it stands in addresses, `2025-2026`.
    pub year: String,
    /// A BCP 47 tag, `zh-CN`.
    pub language: String,
    pub college: String,
    /// 学生会, 研究生会 or 学生联合会.
    pub organisation: String,
    pub title: String,
    /// One sentence for search engines and PDF metadata.
    pub description: String,
    pub issuer: String,
    /// ISO dates.
    pub published: String,
    pub as_of: String,
    /// The ISO day the results of a round were made public; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub results_on: String,
    /// The official form this year was written to, as shown to a reader.
    pub form: String,
    /// What stands before section 一.
    pub preamble: Vec<Block>,
    /// The ten sections of a disclosure; the parts of a notice, the last one with its signature,
    /// then its annexes, and the results once they are public.
    pub sections: Vec<Section>,
    /// What stands after section 十: the line with the complaint mailboxes, issuer and date. A notice
    /// has none: its annexes stand behind the signature.
    pub closing: Vec<Block>,
    /// The compliance report: a page of its own, not printed in the PDF.
    pub report: Section,
    /// The bytes of the file it was read from, where that was of an older form: they, and not those
    /// this document would have now, are what was published.
    #[serde(skip)]
    pub read_from: Option<Arc<[u8]>>,
}

/// What a document is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The yearly disclosure of a student union.
    #[default]
    Disclosure,
    /// The notice of a round of appraisals.
    Notice,
}

impl Kind {
    fn is_disclosure(&self) -> bool {
        *self == Kind::Disclosure
    }

    /// The name of its PDF within the bundle.
    pub fn pdf(self) -> &'static str {
        match self {
            Kind::Disclosure => "disclosure.pdf",
            Kind::Notice => "notice.pdf",
        }
    }
}

/// What a printed copy can be traced by, beside the content digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// The address of the site on the web, ending in `/`, when it has one.
    pub home: Option<String>,
    /// The address of the year's page on the web, when the site has one.
    pub address: Option<String>,
    /// Whether the PDF carries `document.json` within.
    pub attached: bool,
    /// Whether a PDF without the roster is printed beside the whole one.
    pub public_pdf: bool,
    /// Whether paper is sealed: the signature leaves room for the seal.
    pub sealed: bool,
    /// What stands at the head of the first page and at the foot of the last, of an official document
    /// that has it.
    pub letterhead: Option<Letterhead>,
    /// Which issue this is a copy of; none of a year not released.
    pub issue: Option<Issue>,
}

/// The head and the foot of an official document by GB/T 9704: 版头 and 版记.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// 发文机关标志; where none is given, the issuer's name and 文件.
    pub mark: Option<String>,
    /// 抄送机关
    pub copies: Vec<String>,
    /// 印发机关
    pub printed_by: String,
}

/// One issue of a year or round, kept for good: a version, or an edition without some people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    /// The number of the version; an edition from which people were withdrawn has none.
    pub version: Option<u32>,
    /// The ISO day it was released, or people were withdrawn from; empty where nobody said.
    pub on: String,
    /// Why it was made; empty for a first version.
    pub note: String,
}

impl Imprint {
    /// Returns the number of the released version this is a copy of.
    pub fn version(&self) -> Option<u32> {
        self.issue.as_ref()?.version
    }

    /// Returns what stands before the text of a document as it is printed: below a letterhead without
    /// the number, which the letterhead has.
    pub fn preamble<'a>(&self, document: &'a Document) -> impl Iterator<Item = &'a Block> {
        let lifted = self.letterhead.is_some();
        document.preamble.iter().filter(move |block| !(lifted && is_number(block)))
    }

    /// Returns the number of a document that its letterhead has.
    pub fn number(&self, document: &Document) -> Option<String> {
        let number = document.preamble.iter().find(|block| is_number(block))?;
        let mut words = String::new();
        number.each_text(&mut |text| words.push_str(text));
        self.letterhead.as_ref().map(|_| words)
    }
}

fn is_number(block: &Block) -> bool {
    block.statement().is_some_and(|statement| statement.subject == Subject::Number)
}

/// `document.json` of a document, written once: all that prints or lists it takes it from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Json {
    pub bytes: Arc<[u8]>,
    /// The content digest, SHA-256 of the bytes.
    pub digest: String,
}

/// A document with the digest of what it is published as.
#[derive(Clone, Copy, Debug)]
pub struct Digested<'a> {
    pub document: &'a Document,
    /// SHA-256 of its `document.json`.
    pub digest: &'a str,
}

/// A part with a heading. Levels nest by containment: a section of the document, then 章, then 节.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Section {
    /// The address, unique in the document: `charter`, `charter/chapter-2`. Never holds a name.
    pub id: String,
    /// The number as it is printed before the title (`一、`, `第二章`); empty when there is none.
    pub number: String,
    pub title: String,
    /// Where HTML puts this section. The parts of a section beside the main page share its page.
    pub page: Page,
    pub blocks: Vec<Block>,
    pub sections: Vec<Section>,
}

/// Where HTML puts a section; the PDF prints all in order, whatever their page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// On `index.html`.
    Main,
    /// On `roster.html`, which asks search engines to stay away; `index.html` links to it.
    Roster,
    /// On `compliance.html`.
    Compliance,
}

impl Page {
    /// Every page, in the order of a bundle.
    pub const ALL: [Page; 3] = [Page::Main, Page::Roster, Page::Compliance];

    /// The name of its file within the bundle.
    pub fn file(self) -> &'static str {
        match self {
            Page::Main => "index.html",
            Page::Roster => "roster.html",
            Page::Compliance => "compliance.html",
        }
    }
}

/// A block of text, or a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    Paragraph {
        role: Role,
        content: Vec<Inline>,
        /// What it says as data, where it was made from data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<Statement>,
    },
    /// A numbered provision: 条, 项 or 目, with what belongs to it.
    Provision {
        id: String,
        level: Level,
        /// As the author wrote it: `第十一条`, `（一）`, `1.`.
        label: String,
        content: Vec<Inline>,
        children: Vec<Block>,
        /// What it says as data, where it was made from data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        statement: Option<Statement>,
    },
    /// An unordered list of short entries.
    List {
        entries: Vec<Vec<Inline>>,
    },
    Table(Table),
}

/// What a paragraph is for; formats set each in its own manner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Running text; the first line is indented by two characters.
    Body,
    /// The title of a regulation inside its section, centred.
    Title,
    /// To whom a notice is sent, not indented.
    Addressee,
    /// A line under such a title, e.g. when it was adopted, centred.
    Subtitle,
    /// A note to a table or a hint, smaller.
    Note,
    /// A line of the list of annexes, between the text and the signature.
    Enclosure,
    /// Issuer or date at the end, set to the right.
    Signature,
    /// A statement that stands out, e.g. the result at the head of the report.
    Lead,
}

/// The level of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// 条
    Article,
    /// 项
    Item,
    /// 目
    Subitem,
}

/// A table with one row of column heads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Table {
    pub id: String,
    /// What each row is about.
    pub subject: Subject,
    /// Which of several tables about the same, by name: the title of a score sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Empty where the heading above names the table.
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Many narrow columns, as in the matrix of second-level unions.
    pub wide: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Column {
    /// The field it shows, by a name that stays the same from year to year: `headcount`. Of an entry
    /// that is a column of its own, the list's field and the entry's name: `verdicts.staff-max`.
    pub key: String,
    pub title: String,
    /// What it is called in short, where the title says more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What the title says besides, such as a maximum. Columns of one key whose heads say different
    /// things show different things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<Said>,
    /// The share of the width, beside the other columns'.
    pub weight: u32,
    pub align: Align,
    /// Whether cells of this column name their row (`th scope=row`); at most one column does.
    pub heads_row: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    Start,
    Center,
    End,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Row {
    /// The address, unique in the document: `self-evaluation/staff-max`, `roster/row-3`.
    pub id: String,
    /// The permanent key of what the row is about, where it has one: `staff-max`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// One entry a column.
    pub cells: Vec<Cell>,
    /// What this row's subject was called in earlier years, so that a difference finds it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
}

impl Row {
    /// A row whose subject was never called anything else.
    pub fn new(id: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { id: id.into(), key: None, cells, former: Vec::new() }
    }

    /// The same row, known by a permanent key.
    pub fn keyed(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }
}

impl Table {
    /// Returns which column shows a field.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }

    /// Returns which column names the rows.
    pub fn head(&self) -> usize {
        self.columns.iter().position(|column| column.heads_row).unwrap_or_default()
    }

    /// Returns each row's cell for a person's name, where its table has one.
    pub fn people(&self) -> impl Iterator<Item = (&Row, &Cell)> {
        let named = |row: &'_ Row| row.cells.iter().position(|cell| cell.person.is_some());
        self.rows.iter().filter_map(move |row| Some((row, &row.cells[named(row)?])))
    }
}

impl Column {
    /// What a reader calls it in short.
    pub fn label(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.title)
    }
}

/// A run of text within a block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    Text {
        text: String,
    },
    Strong {
        content: Vec<Inline>,
    },
    Emphasis {
        content: Vec<Inline>,
    },
    /// A link: `https:` or `mailto:`, or `#address` of a place in this document.
    Link {
        target: String,
        content: Vec<Inline>,
    },
    /// 是 or 否 as the answer to an indicator; always carries its text.
    Verdict {
        yes: bool,
    },
    /// ★ or ▲ with what it means.
    Mark {
        symbol: String,
        meaning: String,
    },
    LineBreak,
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text { text: text.into() }
    }
}

/// Returns the words of a run of inlines as a reader sees them.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_text(inlines, &mut out);
    out
}

fn push_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } => out.push_str(text),
            Inline::Strong { content }
            | Inline::Emphasis { content }
            | Inline::Link { content, .. } => push_text(content, out),
            Inline::Verdict { yes } => out.push(if *yes { '是' } else { '否' }),
            Inline::Mark { symbol, .. } => out.push_str(symbol),
            Inline::LineBreak => out.push('\n'),
        }
    }
}

impl Json {
    /// Takes the bytes of a `document.json`.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self { digest: sha256(&bytes), bytes: bytes.into() }
    }
}

impl Block {
    /// A paragraph that no data were put into.
    pub fn paragraph(role: Role, content: Vec<Inline>) -> Self {
        Block::Paragraph { role, content, statement: None }
    }

    /// Returns what it says as data.
    pub fn statement(&self) -> Option<&Statement> {
        match self {
            Block::Paragraph { statement, .. } | Block::Provision { statement, .. } => {
                statement.as_ref()
            }
            Block::List { .. } | Block::Table(_) => None,
        }
    }

    /// Calls `see` with every run of words in this block, in reading order.
    pub fn each_text(&self, see: &mut impl FnMut(&str)) {
        match self {
            Block::Paragraph { content, .. } => see(&plain_text(content)),
            Block::Provision { label, content, children, .. } => {
                see(label);
                see(&plain_text(content));
                children.iter().for_each(|block| block.each_text(see));
            }
            Block::List { entries } => entries.iter().for_each(|entry| see(&plain_text(entry))),
            Block::Table(table) => {
                see(&table.caption);
                table.columns.iter().for_each(|column| see(&column.title));
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    see(&cell.plain_text());
                }
            }
        }
    }
}

impl Section {
    /// A section of no name that holds nothing.
    pub const EMPTY: Self = Self {
        id: String::new(),
        number: String::new(),
        title: String::new(),
        page: Page::Main,
        blocks: Vec::new(),
        sections: Vec::new(),
    };

    /// Calls `see` with every run of words in this section, in reading order.
    pub fn each_text(&self, see: &mut impl FnMut(&str)) {
        see(&self.number);
        see(&self.title);
        self.blocks.iter().for_each(|block| block.each_text(see));
        self.sections.iter().for_each(|section| section.each_text(see));
    }

    /// Returns what is said as data of a provision, by the provision's address; absent where neither
    /// this section nor a part of it has that provision.
    pub fn said_at(&mut self, provision: &str) -> Option<&mut Option<Statement>> {
        let own = self.blocks.iter_mut().find_map(|block| match block {
            Block::Provision { id, statement, .. } if id == provision => Some(statement),
            _ => None,
        });
        own.or_else(|| self.sections.iter_mut().find_map(|part| part.said_at(provision)))
    }
}

/// The JSON Schema of `document.json`; it goes with every bundle.
pub const JSON_SCHEMA: &str = include_str!("../standards/document.schema.json");

impl Document {
    /// Returns the document as it is printed without what names people on a page of its own: each
    /// such part keeps its heading and says where it is to be read. Nothing where there is none.
    pub fn without_roster(&self) -> Option<Self> {
        let mut document = self.clone();
        let mut parts =
            document.sections.iter_mut().filter(|it| it.page == Page::Roster).peekable();
        parts.peek()?;
        for part in parts {
            let told = Inline::text(format!("本件不含{}，见公开网页。", part.title));
            part.blocks = vec![Block::paragraph(Role::Note, vec![told])];
            part.sections = Vec::new();
        }
        Some(document)
    }

    /// Returns what a file of it is called among others: its title, and the year where that does not
    /// name it.
    pub fn file_title(&self) -> String {
        let Self { title, year_label, .. } = self;
        match self.kind == Kind::Notice || title.contains(year_label.as_str()) {
            true => title.clone(),
            false => format!("{title}（{year_label}）"),
        }
    }

    /// Returns what it goes by, which is where its bundle stands below the output.
    pub fn edition(&self) -> Edition {
        let year = AcademicYear::parse(&self.year).expect("a document tells its year");
        let disclosure = Edition::disclosure(year, self.union);
        self.round.as_ref().map_or(disclosure.clone(), |round| disclosure.round(round))
    }

    /// Returns the content digest: the SHA-256 of the `document.json` it is published as.
    pub fn digest(&self) -> String {
        sha256(&self.published_json())
    }

    /// Returns a document that says the same of itself and has no text.
    pub fn without_text(&self) -> Self {
        Self {
            schema: self.schema,
            kind: self.kind,
            round: self.round.clone(),
            union: self.union,
            year_label: self.year_label.clone(),
            year: self.year.clone(),
            language: self.language.clone(),
            college: self.college.clone(),
            organisation: self.organisation.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            issuer: self.issuer.clone(),
            published: self.published.clone(),
            as_of: self.as_of.clone(),
            results_on: self.results_on.clone(),
            form: self.form.clone(),
            preamble: Vec::new(),
            sections: Vec::new(),
            closing: Vec::new(),
            report: Section::EMPTY,
            read_from: None,
        }
    }

    /// Returns the bytes of the `document.json` it is published as.
    pub fn published_json(&self) -> Vec<u8> {
        self.read_from.as_ref().map_or_else(|| self.to_json(), |bytes| bytes.to_vec())
    }

    /// Returns the bytes of `document.json`; their SHA-256 is the content digest of what is published
    /// from now on.
    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a document is plain data");
        bytes.push(b'\n');
        bytes
    }

    /// Returns the `document.json` it is published as, with its digest.
    pub fn json(&self) -> Json {
        Json::from_bytes(self.published_json())
    }

    /// Reads `document.json` back; absent when it is none, or of a schema newer than ours. One of
    /// schema 1 is brought to today's form, or refused where it says something unknown: a list whose
    /// names are not known as such would be read as naming nobody.
    pub fn from_json(json: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Head {
            schema: u32,
        }
        let Head { schema } = serde_json::from_slice(json).ok()?;
        let document: Self = match schema {
            SCHEMA => serde_json::from_slice(json).ok()?,
            1 => Self { read_from: Some(json.into()), ..schema_1::read(json)? },
            _ => return None,
        };
        AcademicYear::parse(&document.year).is_some().then_some(document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `UPDATE=1 cargo test --release --lib` writes the file anew; read what changed.
    #[test]
    fn the_json_schema_is_of_this_tree() {
        let schema = schemars::schema_for!(Document);
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/standards/document.schema.json");
            std::fs::write(path, &made).unwrap();
        }
        assert_eq!(made, JSON_SCHEMA);
    }
}
