//! The facts as the public may see them: hidden fields do not exist here, but in what stays within.
//! It must not know what is printed where.

use std::sync::Arc;

use crate::datum::prose::Prose;
use crate::facts::{Fact, FactValue, Facts};

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
    pub fn of(facts: &Facts) -> Self {
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

    /// Returns a field by its English name.
    ///
    /// # Panics
    /// When the table has no such field: the caller is wrong about the table.
    pub fn child(&self, name: &str) -> View {
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
    pub fn children(&self, name: &str) -> Vec<View> {
        let list = self.child(name).0;
        let items = list.iter().flat_map(|fact| fact.items());
        items.map(|item| self.of_fact(Some(item))).collect()
    }

    /// Returns a field as printed; empty where there is none.
    pub fn text(&self, name: &str) -> String {
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

    pub fn iso_date(&self, name: &str) -> String {
        self.child(name).0.and_then(|fact| fact.printed()).unwrap_or_default()
    }

    /// Tells whether a field is there to be seen.
    pub fn has(&self, name: &str) -> bool {
        self.child(name).0.is_some()
    }

    pub fn prose(&self, name: &str) -> Option<Arc<Fact>> {
        self.child(name).0.filter(|fact| matches!(fact.value, FactValue::Prose(_)))
    }

    /// Follows an author's words, `代表.总数`.
    pub fn by_keys(&self, path: &str) -> View {
        path.split('.').fold(self.clone(), |view, key| {
            let child = view.0.as_ref().and_then(|fact| fact.get_by_key(key.trim()));
            view.of_fact(child.filter(|fact| !fact.is_absent()))
        })
    }
}

/// Returns the text a fact holds.
pub fn prose_of(fact: &Fact) -> Option<&Prose> {
    match &fact.value {
        FactValue::Prose(prose) => Some(prose),
        _ => None,
    }
}
