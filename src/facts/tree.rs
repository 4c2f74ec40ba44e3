//! The tree of facts: each knows its field, its path in an author's words, and who may see it.
//! It must not know how a rule reads it.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value as Jinja;

use super::publication::Publication;
use crate::datum::prose::Prose;
use crate::datum::{Datum, Field, FieldName, Need, Record, Shape, Value, Visibility};
use crate::model::round::SUBJECT;
use crate::model::{PERSON, person};
use crate::source::Span;
use crate::standard::{FORM, FORM_ITEM};

/// A named value.
#[derive(Debug)]
pub struct Fact {
    /// The path in an author's words, `名单[3].排名`; entries are named by number, never by name.
    pub path: String,
    /// The last part of the path, or what the entry is called.
    pub key: &'static str,
    /// What the table says of it.
    pub meaning: &'static str,
    pub span: Option<Span>,
    /// Whether it, or anything above it, is hidden.
    pub hidden: bool,
    pub derived: bool,
    /// Whether an author wrote it, or it follows from what one wrote: a form's words and limits
    /// are nobody's evidence.
    pub authored: bool,
    /// Whether it is absent for a fault that has been reported.
    pub faulty: bool,
    /// Whether its author left it out and the program filled it in: nobody's proof.
    pub worked_out: bool,
    pub value: FactValue,
}

#[derive(Debug)]
pub enum FactValue {
    Absent,
    Leaf(Jinja),
    /// A day, kept as its Julian day number, so that rules can compare and subtract.
    Day(time::Date),
    Fields(&'static Record, Vec<Arc<Fact>>),
    Items(Vec<Arc<Fact>>),
    Prose(Prose),
}

impl FactValue {
    /// A text, for facts that are made elsewhere than of a year.
    pub fn text(text: &str) -> Self {
        Self::Leaf(Jinja::from(text))
    }

    /// A number, likewise.
    pub fn number(number: i64) -> Self {
        Self::Leaf(Jinja::from(number))
    }

    /// 是 or 否, likewise.
    pub fn yes(yes: bool) -> Self {
        Self::Leaf(Jinja::from(yes))
    }
}

impl Fact {
    pub fn is_absent(&self) -> bool {
        matches!(self.value, FactValue::Absent)
    }

    pub fn items(&self) -> &[Arc<Fact>] {
        match &self.value {
            FactValue::Items(items) => items,
            _ => &[],
        }
    }

    /// Returns a field by its name.
    pub fn get(&self, name: FieldName) -> Option<&Arc<Fact>> {
        match &self.value {
            FactValue::Fields(record, facts) => record.position(name).map(|at| &facts[at]),
            _ => None,
        }
    }

    /// Returns a field by the name that a rule wrote.
    pub fn get_written(&self, name: &str) -> Option<&Arc<Fact>> {
        match &self.value {
            FactValue::Fields(record, _) => self.get(record.name(name)?),
            _ => None,
        }
    }

    /// Returns a field by the author's word for it.
    pub fn get_by_key(&self, key: &str) -> Option<&Arc<Fact>> {
        match &self.value {
            FactValue::Fields(record, facts) => {
                record.fields.iter().position(|field| field.key == key).map(|at| &facts[at])
            }
            _ => None,
        }
    }

    /// Returns the value as printed; absent for what is no single value.
    pub fn printed(&self) -> Option<String> {
        match &self.value {
            FactValue::Leaf(value) => Some(match value.as_str() {
                Some(text) => text.to_owned(),
                None if value.is_true() && value.kind() == minijinja::value::ValueKind::Bool => {
                    "是".to_owned()
                }
                None if value.kind() == minijinja::value::ValueKind::Bool => "否".to_owned(),
                None => value.to_string(),
            }),
            FactValue::Day(date) => Some(date.to_string()),
            FactValue::Items(items) => Some(format!("{} 项", items.len())),
            _ => None,
        }
    }
}

/// Names every value of the tree of a year or a round; `worked_out` are the paths of what the program
/// filled in.
///
/// # Panics
/// When the root is no record: nothing else is read from a folder.
pub fn name(root: Datum, worked_out: &BTreeSet<String>) -> Arc<Fact> {
    let Value::Fields(table, _) = &root.value else { panic!("a root is a record") };
    let whole = Setting {
        shape: Shape::One(table),
        meaning: "",
        hidden: false,
        derived: false,
        authored: true,
        publication: Publication::read(&root),
        worked_out,
    };
    fact(root, String::new(), "", whole)
}

/// What a value has from the field it fills and those above it.
#[derive(Clone, Copy)]
struct Setting<'a> {
    shape: Shape,
    meaning: &'static str,
    hidden: bool,
    derived: bool,
    authored: bool,
    publication: Publication,
    /// The paths of what the program filled in.
    worked_out: &'a BTreeSet<String>,
}

impl Setting<'_> {
    /// Whether a field of a record is hidden, besides what lies above it.
    fn hides(self, record: &Record, field: &Field) -> bool {
        let people = self.publication.people;
        let of_person = record.is(&PERSON) || record.is(&SUBJECT);
        let taken_down = !people && of_person && field.name != person::NO;
        taken_down
            || match field.visibility {
                Visibility::Public => false,
                Visibility::ByChoice => !self.publication.chose(field.name),
                Visibility::Named => !people,
                Visibility::Hidden => true,
            }
    }

    fn below(self, record: &Record, field: &Field) -> Self {
        let form =
            |record: &Record| std::ptr::eq(record, &FORM) || std::ptr::eq(record, &FORM_ITEM);
        Self {
            shape: field.shape,
            meaning: field.meaning,
            hidden: self.hidden || self.hides(record, field),
            derived: field.need == Need::Derived,
            authored: self.authored && !field.shape.record().is_some_and(form),
            publication: self.publication,
            worked_out: self.worked_out,
        }
    }
}

fn fact(datum: Datum, path: String, key: &'static str, setting: Setting) -> Arc<Fact> {
    let faulty = matches!(datum.value, Value::Faulty);
    let value = match datum.value {
        Value::Absent | Value::Faulty => FactValue::Absent,
        Value::Text(text) => FactValue::Leaf(Jinja::from(text)),
        Value::Number(number) => FactValue::Leaf(Jinja::from(number)),
        Value::Bool(value) => FactValue::Leaf(Jinja::from(value)),
        Value::Date(date) => FactValue::Day(date),
        Value::Prose(prose) => FactValue::Prose(prose),
        Value::Fields(record, data) => {
            let facts = record.fields.iter().zip(data).map(|(field, datum)| {
                let dot = if path.is_empty() { "" } else { "." };
                fact(
                    datum,
                    format!("{path}{dot}{}", field.key),
                    field.key,
                    setting.below(record, field),
                )
            });
            FactValue::Fields(record, facts.collect())
        }
        Value::Items(items) => {
            let record = setting.shape.record();
            let entry = Setting { shape: record.map_or(Shape::Text, Shape::One), ..setting };
            let key = record.map_or(key, |record| record.title);
            let facts = items
                .into_iter()
                .enumerate()
                .map(|(i, datum)| fact(datum, format!("{path}[{}]", i + 1), key, entry));
            FactValue::Items(facts.collect())
        }
    };
    let Setting { meaning, hidden, derived, authored, .. } = setting;
    Arc::new(Fact {
        worked_out: setting.worked_out.contains(&path),
        path,
        key,
        meaning,
        span: datum.span,
        hidden,
        derived,
        authored,
        faulty,
        value,
    })
}
