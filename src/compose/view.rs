//! The facts as the public may see them: hidden fields do not exist here, but in what stays within.
//! It must not know what is printed where.

use std::sync::Arc;

use crate::datum::prose::Prose;
use crate::datum::{Field, FieldName, Need, Shape};
use crate::document::Value;
use crate::facts::{Fact, FactValue, Facts};
use crate::model::declared;

/// A fact, or nothing where there is none to be seen; and whether hidden ones are seen.
#[derive(Clone)]
pub struct View(Option<Arc<Fact>>, Sight);

/// Whose eyes a view is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Public,
    /// Those who prepare the work: nothing made of it may be published.
    Internal,
}

impl View {
    /// A view of what may be published.
    pub fn public(facts: &Facts) -> Self {
        Self(Some(facts.root.clone()), Sight::Public)
    }

    /// A view in which hidden fields are seen too, for what is never published.
    pub fn internal(facts: &Facts) -> Self {
        Self(Some(facts.root.clone()), Sight::Internal)
    }

    fn of_fact(&self, fact: Option<&Arc<Fact>>) -> View {
        let seen = |fact: &&Arc<Fact>| !fact.hidden || self.1 == Sight::Internal;
        View(fact.filter(seen).cloned(), self.1)
    }

    /// Returns a field by its name.
    ///
    /// # Panics
    /// When the table has no such field: the caller is wrong about the table.
    pub fn child(&self, name: FieldName) -> View {
        let Some(fact) = &self.0 else { return self.of_fact(None) };
        match &fact.value {
            FactValue::Fields(record, _) => {
                let child =
                    fact.get(name).unwrap_or_else(|| panic!("`{}` has no `{name}`", record.title));
                self.of_fact(Some(child).filter(|child| !child.is_absent()))
            }
            _ => self.of_fact(None),
        }
    }

    /// Returns the entries of a list.
    pub fn children(&self, name: FieldName) -> Vec<View> {
        let list = self.child(name).0;
        let items = list.iter().flat_map(|fact| fact.items());
        items.map(|item| self.of_fact(Some(item))).collect()
    }

    /// Returns a field as printed; empty where there is none.
    pub fn text(&self, name: FieldName) -> String {
        self.child(name).printed()
    }

    pub fn printed(&self) -> String {
        match self.0.as_ref().map(|fact| &fact.value) {
            Some(FactValue::Day(date)) => {
                format!("{}年{}月{}日", date.year(), u8::from(date.month()), date.day())
            }
            _ => self.0.as_ref().and_then(|fact| fact.printed()).unwrap_or_default(),
        }
    }

    pub fn iso_date(&self, name: FieldName) -> String {
        self.child(name).0.and_then(|fact| fact.printed()).unwrap_or_default()
    }

    /// Returns the typed value of a field, as the table of fields shapes it; absent where there is
    /// none to be seen, or where it is no single value.
    pub fn value(&self, name: FieldName) -> Option<Value> {
        let child = self.child(name);
        let printed = child.printed();
        if printed.is_empty() {
            return None;
        }
        match self.field(name)?.shape {
            Shape::Count(unit) => Some(Value::count(printed.parse().ok()?, unit)),
            Shape::Date => Some(Value::Date { date: self.iso_date(name) }),
            Shape::YesNo | Shape::Verdict => Some(Value::YesNo { yes: printed == "是" }),
            Shape::Texts => {
                let texts = self.children(name).iter().map(View::printed).collect();
                Some(Value::texts(texts))
            }
            Shape::Text | Shape::Choice(_) | Shape::Year | Shape::Email | Shape::Url => {
                Some(Value::text(printed))
            }
            Shape::Verdicts | Shape::One(_) | Shape::Many(_) | Shape::Keyed(_) => None,
            Shape::Prose(_) => None,
        }
    }

    /// Returns the values of several fields as one entry.
    pub fn entry<const N: usize>(&self, names: [FieldName; N]) -> Option<Value> {
        Value::entry(names.map(|name| (name.as_str(), self.value(name))))
    }

    /// Returns what the table says of a field.
    fn field(&self, name: FieldName) -> Option<&'static Field> {
        match self.0.as_ref().map(|fact| &fact.value) {
            Some(FactValue::Fields(record, _)) => record.field(name),
            _ => None,
        }
    }

    /// Returns the parts of a record that are records themselves, as they were written.
    pub fn records(&self) -> Vec<(FieldName, View)> {
        let Some(FactValue::Fields(record, _)) = self.0.as_ref().map(|fact| &fact.value) else {
            return Vec::new();
        };
        let written = record.fields.iter().filter(|field| field.need != Need::Derived);
        let one = written.filter(|field| matches!(field.shape, Shape::One(_)));
        one.map(|field| (field.name, self.child(field.name))).collect()
    }

    /// Returns the fields of a record that the site declared.
    pub fn declared(&self) -> Vec<&'static Field> {
        match self.0.as_ref().map(|fact| &fact.value) {
            Some(FactValue::Fields(record, _)) => declared(record).collect(),
            _ => Vec::new(),
        }
    }

    /// Tells whether a field is there to be seen.
    pub fn has(&self, name: FieldName) -> bool {
        self.child(name).0.is_some()
    }

    pub fn prose(&self, name: FieldName) -> Option<Arc<Fact>> {
        self.child(name).0.filter(|fact| matches!(fact.value, FactValue::Prose(_)))
    }

    /// Follows an author's words, `代表.总数`; returns the record they lead to with the field in it,
    /// and the path in the names of the table, `delegates.total`.
    pub fn by_keys(&self, path: &str) -> Option<(View, &'static Field, String)> {
        let mut view = self.clone();
        let mut names: Vec<&str> = Vec::new();
        let mut keys = path.split('.').map(str::trim).peekable();
        while let Some(key) = keys.next() {
            let fact = view.0.as_ref()?;
            let FactValue::Fields(record, _) = &fact.value else { return None };
            let field = record.fields.iter().find(|field| field.key == key)?;
            names.push(field.name.as_str());
            if keys.peek().is_none() {
                return Some((view, field, names.join(".")));
            }
            view = view.child(field.name);
        }
        None
    }
}

/// Returns the text a fact holds.
pub fn prose_of(fact: &Fact) -> Option<&Prose> {
    match &fact.value {
        FactValue::Prose(prose) => Some(prose),
        _ => None,
    }
}
