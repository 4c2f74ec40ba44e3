//! A sentence that is made from data, and beside its words what they say.
//! It must not know what any sentence is about.

use super::view::View;
use crate::datum::FieldName;
use crate::document::{Block, Inline, Level, Role, Said, Statement, Subject, Value};

/// The words so far, and what they say.
#[derive(Default)]
pub struct Sentence {
    content: Vec<Inline>,
    says: Vec<Said>,
}

impl Sentence {
    pub fn starting(words: &str) -> Self {
        Self::default().then(words)
    }

    /// Adds words that say nothing as data.
    pub fn then(mut self, words: &str) -> Self {
        match self.content.last_mut() {
            _ if words.is_empty() => {}
            Some(Inline::Text { text }) => text.push_str(words),
            _ => self.content.push(Inline::text(words)),
        }
        self
    }

    /// Adds what something says, in its own words.
    pub fn saying(self, said: Said) -> Self {
        let words = said.words.clone();
        self.then(&words).noting(said)
    }

    /// Notes what words already there say.
    pub fn noting(mut self, said: Said) -> Self {
        self.says.push(said);
        self
    }

    /// Adds a field as it is printed between two words; nothing where it is not there.
    pub fn field(self, view: &View, (before, after): (&str, &str), name: Key) -> Self {
        self.optional(before, name.read(view), after)
    }

    /// Adds what is said between two words; nothing where it is not said.
    pub fn optional(self, before: &str, said: Option<Said>, after: &str) -> Self {
        match said {
            Some(said) => self.then(before).saying(said).then(after),
            None => self,
        }
    }

    /// Adds a web address that leads where it says.
    pub fn link(self, said: Said) -> Self {
        let target = said.words.clone();
        self.linked(target, said)
    }

    /// Adds an address that can be written to.
    pub fn mailbox(self, said: Said) -> Self {
        let target = format!("mailto:{}", said.words);
        self.linked(target, said)
    }

    fn linked(mut self, target: String, said: Said) -> Self {
        let content = vec![Inline::text(said.words.clone())];
        self.content.push(Inline::Link { target, content });
        self.noting(said)
    }

    pub fn paragraph(self, role: Role, about: About) -> Block {
        let statement = about.statement(self.says);
        Block::Paragraph { role, content: self.content, statement }
    }

    /// Makes the sentence a numbered step with what belongs to it.
    pub fn step(self, id: String, label: String, children: Vec<Block>, about: About) -> Block {
        let statement = about.statement(self.says);
        let level = Level::Subitem;
        Block::Provision { id, level, label, content: self.content, children, statement }
    }
}

/// What a sentence is about, and what a reader calls that.
pub struct About {
    subject: Subject,
    of: Option<String>,
    label: String,
}

impl About {
    pub fn new(subject: Subject, label: impl Into<String>) -> Self {
        Self { subject, of: None, label: label.into() }
    }

    /// The same, for one of several of its kind.
    pub fn about_one(self, which: impl Into<String>) -> Self {
        Self { of: Some(which.into()), ..self }
    }

    /// Puts what is said under what it is about; absent where nothing is.
    fn statement(self, says: Vec<Said>) -> Option<Statement> {
        let About { subject, of, label } = self;
        (!says.is_empty()).then_some(Statement { subject, of, label, says })
    }
}

/// A field by the names that lead to it, with what a reader calls it.
pub struct Key<'a>(pub &'a [FieldName], pub &'a str);

impl Key<'_> {
    /// Returns what a view says of the field that the names end in.
    pub fn read(&self, view: &View) -> Option<Said> {
        let Key(path, label) = self;
        let name = *path.last()?;
        let names: Vec<&str> = path.iter().map(|name| name.as_str()).collect();
        let key = names.join(".");
        view.has(name).then(|| Said::new(key, *label, view.text(name), view.value(name)))
    }
}

/// Returns what a text says that has one field to say.
pub fn telling(key: &str, label: &str, text: impl Into<String>) -> Said {
    let text: String = text.into();
    Said::new(key, label, text.clone(), Some(Value::text(text)))
}
