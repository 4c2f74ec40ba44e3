//! What a document says, as data: what a table is about, which field a column shows, what a
//! sentence lays down. It must not know how any of it is printed.
//!
//! Keys are the names of the table of fields (`src/model.rs`). A value never says more than the
//! words it stands beside, and goes when they are masked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Inline, plain_text};

/// What each row of a table, or a sentence that was made from data, is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An indicator of the self-evaluation.
    Indicator,
    /// An item of the self-evaluation of second-level unions.
    SecondItem,
    /// A second-level union, with its answer to each of those items.
    SecondUnion,
    /// A unit of the union.
    Unit,
    /// A member of staff.
    Person,
    /// The delegates of one department.
    Delegation,
    /// A round of appraisals that a disclosure cites.
    Round,
    /// One of those officially responsible.
    Guide,
    /// A grade of a score sheet.
    Grade,
    /// A row of a blank score sheet: who is to be scored.
    ScoreSheet,
    /// What the appraisal of a person or body came to.
    Result,
    /// A matter a notice leaves to a later one.
    OpenMatter,
    /// An exception a year declares.
    Exemption,
    /// How far data bear an indicator out.
    IndicatorOutcome,
    /// A rule, and what came of it.
    RuleOutcome,
    /// An author's own words, into which data were filled.
    Narrative,
    /// The legend above the self-evaluation.
    Legend,
    /// When and by which congress the charter was adopted.
    Adoption,
    /// What limits an article of the charter lays down.
    CharterLimit,
    /// Where the congress is reported.
    CongressReport,
    /// The note below the roster.
    RosterNote,
    /// How many people a list no longer names.
    Withdrawal,
    /// Whom to write to about what is not true.
    Complaints,
    /// The issuer, or the day, at the end.
    Signature,
    /// How many rules came out how, at the head of the report.
    OutcomeCounts,
    /// The number of a notice.
    Number,
    /// Whom a notice is sent to.
    Addressee,
    /// The documents a notice rests on.
    Basis,
    /// Who is appraised, for which time.
    Appraised,
    /// Who the committee is made up of.
    Committee,
    /// The written report of one kind of subject: what, by when, to whom.
    Report,
    /// The hearing of one kind of subject: when, where, how.
    Meeting,
    /// How grades are determined, in an author's words.
    Method,
    /// How the scores of one sheet are rounded.
    Rounding,
    /// What decides between equal scores of one sheet.
    Ties,
    /// What rules a grade out on one sheet.
    KnockOut,
    /// Where results are made public, and who is told.
    Publication,
    /// Who scores one kind of subject, and with what weight.
    Raters,
    /// The remark below a score sheet.
    SheetRemark,
    /// An office to write to.
    Contact,
    /// An annex of a notice.
    Enclosure,
    /// A field that a college or province has besides those of the form.
    OwnField,
    /// A field of its own that names people.
    NamedField,
}

/// A typed value, as the table of fields shapes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Value {
    Text {
        text: String,
    },
    /// A whole number, with the unit it is counted by where there is one, `人`.
    Count {
        number: i64,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        unit: String,
    },
    /// A day, as ISO 8601 writes it: `2025-06-04`.
    Date {
        date: String,
    },
    YesNo {
        yes: bool,
    },
    Texts {
        texts: Vec<String>,
    },
    /// Several fields that belong together, by their keys.
    Entry {
        fields: BTreeMap<String, Value>,
    },
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text { text: text.into() }
    }

    pub fn count(number: i64, unit: impl Into<String>) -> Self {
        Value::Count { number, unit: unit.into() }
    }

    pub fn texts(texts: Vec<String>) -> Self {
        Value::Texts { texts }
    }

    /// Puts the fields that are there together; absent where none is.
    pub fn entry<'a>(fields: impl IntoIterator<Item = (&'a str, Option<Value>)>) -> Option<Self> {
        let there = |(key, value): (&str, Option<Value>)| Some((key.to_owned(), value?));
        let fields: BTreeMap<String, Value> = fields.into_iter().filter_map(there).collect();
        (!fields.is_empty()).then_some(Value::Entry { fields })
    }

    /// Calls `see` with every text in it.
    pub fn each_text(&self, see: &mut impl FnMut(&str)) {
        match self {
            Value::Text { text } => see(text),
            Value::Texts { texts } => texts.iter().for_each(|text| see(text)),
            Value::Entry { fields } => fields.values().for_each(|value| value.each_text(see)),
            Value::Count { unit, .. } => see(unit),
            Value::Date { .. } | Value::YesNo { .. } => {}
        }
    }
}

/// One thing that a sentence, a cell or the head of a column says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Said {
    /// The field: below the row's own in a table, `stated`; in a sentence from the outermost one on,
    /// `notice.committee.count`.
    pub key: String,
    /// Which entry of a list the field is of, by the entry's own name, `学生代表`; below the one the
    /// whole statement is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What a reader calls it: `总人数`.
    pub label: String,
    /// What it says, in words; empty where an entry is named and its field left open.
    pub words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

impl Said {
    pub fn new(
        key: impl Into<String>,
        label: impl Into<String>,
        words: impl Into<String>,
        value: Option<Value>,
    ) -> Self {
        Self { key: key.into(), of: None, label: label.into(), words: words.into(), value }
    }

    /// The same, of one entry of a list.
    pub fn for_entry(self, entry: impl Into<String>) -> Self {
        Self { of: Some(entry.into()), ..self }
    }
}

/// What a paragraph or provision says that was made from data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Statement {
    pub subject: Subject,
    /// Which of several of its kind, by name: `主席团成员`, the title of a score sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// What a reader calls it: `主席团成员的述职报告`.
    pub label: String,
    pub says: Vec<Said>,
}

/// A cell of a table: its words, and beside them what they say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cell {
    pub words: Vec<Inline>,
    /// The value of the column's field; absent of a cell that is empty or says several things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// What a cell says that shows several fields, each by its own key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<Said>,
    /// Whether it names somebody; absent of a cell for anything but a person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Named>,
}

/// Whether a cell for a person's name still has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Named {
    /// It names somebody.
    Named,
    /// It named somebody who was withdrawn since.
    Withdrawn,
}

/// What is printed where there is nothing to say.
const NOTHING: &str = "—";

impl Cell {
    /// A cell that says nothing as data.
    pub fn showing(words: Vec<Inline>) -> Self {
        Self { words, ..Self::default() }
    }

    /// A cell that shows that there is nothing to say, where an empty one would look forgotten.
    pub fn nothing() -> Self {
        Self::showing(vec![Inline::text(NOTHING)])
    }

    /// Whether it shows that there is nothing to say.
    pub fn is_nothing(&self) -> bool {
        self.value.is_none() && self.plain_text() == NOTHING
    }

    /// A cell of one text, which is also its value; empty where the text is.
    pub fn text(text: impl Into<String>) -> Self {
        let text: String = text.into();
        if text.is_empty() {
            return Self::default();
        }
        let words = vec![Inline::text(text.clone())];
        Self { words, value: Some(Value::text(text)), ..Self::default() }
    }

    /// The same cell, marked as naming somebody.
    pub fn naming(self) -> Self {
        Self { person: Some(Named::Named), ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns its words as a reader sees them.
    pub fn plain_text(&self) -> String {
        plain_text(&self.words)
    }
}
