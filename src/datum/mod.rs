//! A tree of named values, each with its place, and the tables of fields that give it its shape.
//! It must not know what any field is for, nor how a file is read.

mod made;
mod name;
pub mod prose;

pub use made::{flag, list, number, word, word_list};
pub use name::FieldName;
use prose::{Prose, Use};
use time::Date;

use crate::source::Span;

/// A kind of record: the fields it may have, in the order of the form.
#[derive(Debug)]
pub struct Record {
    /// What one of it is called, for a reader.
    pub title: &'static str,
    pub fields: &'static [Field],
    /// The table it is, with fields of a site's own besides; absent of the program's own tables.
    pub extends: Option<&'static Record>,
}

/// One line of the table of fields; decoder, facts, view and glossary all come from it.
#[derive(Clone, Debug)]
pub struct Field {
    /// What an author writes: the official form's own words.
    pub key: &'static str,
    /// What a rule writes.
    pub name: FieldName,
    pub shape: Shape,
    pub need: Need,
    pub visibility: Visibility,
    pub meaning: &'static str,
}

/// The shape of a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Text,
    /// A whole number, which may be followed by its unit: `34` or `34人`.
    Count(&'static str),
    /// A day of the calendar.
    Date,
    /// 是 or 否 as plain data.
    YesNo,
    /// The answer to an indicator, 是 or 否; reported as SE-01 when it is neither or both.
    Verdict,
    /// Answers on one line, with blanks between them.
    Verdicts,
    Choice(&'static [&'static str]),
    /// An academic year, `2025-2026`.
    Year,
    Email,
    Url,
    /// A short list of texts.
    Texts,
    One(&'static Record),
    Many(&'static Record),
    /// A mapping whose keys are the first field of each entry; a bare value is its second.
    Keyed(&'static Record),
    /// A Markdown text, in the file of the section's name.
    Prose(Use),
}

/// Whether a field must be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    /// A table of the official form, required: a section without it is reported as STR-02.
    Part,
    Optional,
    /// Made by the program from others; never written.
    Derived,
}

/// Who may see a field's value. What lies below a hidden field is hidden too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    Public,
    /// Hidden when the year chose to publish less (`排名公开方式`).
    ByChoice,
    /// Names people: goes with the names of the roster, and is withdrawn with them.
    Named,
    /// Serves the checks and never leaves the source.
    Hidden,
}

/// A value of a field, with its place.
#[derive(Clone, Debug)]
pub struct Datum {
    pub value: Value,
    /// Where it was written; of an absent value, where it would stand; of a derived one, its source.
    pub span: Option<Span>,
}

#[derive(Clone, Debug)]
pub enum Value {
    /// Not written.
    Absent,
    /// Missing or misspelt in a way that has been reported where it stands: as absent as can be,
    /// but nothing that should be told again.
    Faulty,
    Text(String),
    Number(i64),
    Date(Date),
    Bool(bool),
    Fields(&'static Record, Vec<Datum>),
    Items(Vec<Datum>),
    Prose(Prose),
}

impl Record {
    /// Returns a record in which nothing is given.
    pub fn empty(&'static self) -> Value {
        Value::Fields(self, self.fields.iter().map(|field| field.nothing(None)).collect())
    }

    /// Returns a record of which nothing can be used, as has been reported.
    pub fn faulty(&'static self) -> Value {
        let fault = |field: &'static Field| match field.need {
            Need::Derived => field.nothing(None),
            _ => Datum::faulty(None),
        };
        Value::Fields(self, self.fields.iter().map(fault).collect())
    }

    /// Returns the place of a field among those of this record.
    pub fn position(&self, name: FieldName) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Returns what the table says of a field.
    pub fn field(&self, name: FieldName) -> Option<&'static Field> {
        self.position(name).map(|at| &self.fields[at])
    }

    /// Returns the names that lead to what an author calls 代表.总数, one record below another.
    pub fn path(&self, keys: &str) -> Option<Vec<FieldName>> {
        let (key, rest) =
            keys.split_once('.').map_or((keys, None), |(key, rest)| (key, Some(rest)));
        let field = self.fields.iter().find(|field| field.key == key)?;
        let mut path = vec![field.name];
        if let Some(rest) = rest {
            let Shape::One(inner) = field.shape else { return None };
            path.extend(inner.path(rest)?);
        }
        Some(path)
    }

    /// Tells whether this is a table, with or without fields of a site's own.
    pub fn is(&self, table: &'static Record) -> bool {
        std::ptr::eq(self, table) || self.extends.is_some_and(|it| std::ptr::eq(it, table))
    }

    /// Returns the name that somebody wrote, a rule or a file, when this record has such a field.
    pub fn name(&self, written: &str) -> Option<FieldName> {
        self.fields.iter().map(|field| field.name).find(|name| name.as_str() == written)
    }
}

impl Field {
    /// Returns what stands in a field that nobody wrote: of a derived record the record, for its
    /// fields to be filled.
    pub fn nothing(&'static self, span: Option<Span>) -> Datum {
        match self.shape {
            Shape::One(table) if self.need == Need::Derived => Datum::new(table.empty(), span),
            _ => Datum::absent(span),
        }
    }
}

impl Shape {
    /// Returns the record below this shape, if there is one.
    pub fn record(self) -> Option<&'static Record> {
        match self {
            Shape::One(record) | Shape::Many(record) | Shape::Keyed(record) => Some(record),
            _ => None,
        }
    }

    /// Tells whether the value is a list.
    pub fn is_list(self) -> bool {
        matches!(self, Shape::Many(_) | Shape::Keyed(_) | Shape::Texts | Shape::Verdicts)
    }
}

impl Datum {
    pub fn absent(span: Option<Span>) -> Self {
        Self { value: Value::Absent, span }
    }

    pub fn new(value: Value, span: Option<Span>) -> Self {
        Self { value, span }
    }

    /// A value whose fault has been reported.
    pub fn faulty(span: Option<Span>) -> Self {
        Self { value: Value::Faulty, span }
    }

    pub fn is_absent(&self) -> bool {
        matches!(self.value, Value::Absent | Value::Faulty)
    }

    /// Returns a field of a record by its name; absent when this is no record.
    ///
    /// # Panics
    /// When the record has no field of that name: the caller is wrong about the table.
    pub fn get(&self, name: FieldName) -> &Datum {
        static NOTHING: Datum = Datum { value: Value::Absent, span: None };
        match &self.value {
            Value::Fields(record, data) => {
                let at = record.position(name);
                &data[at.unwrap_or_else(|| panic!("`{}` has no field `{name}`", record.title))]
            }
            _ => &NOTHING,
        }
    }

    /// Follows names from record to record.
    pub fn at(&self, path: &[FieldName]) -> &Datum {
        path.iter().fold(self, |datum, name| datum.get(*name))
    }

    pub fn items(&self) -> &[Datum] {
        match &self.value {
            Value::Items(items) => items,
            _ => &[],
        }
    }

    /// Returns the texts of a list of texts.
    pub fn texts(&self) -> Vec<&str> {
        self.items().iter().filter_map(Datum::text).collect()
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<i64> {
        match self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn date(&self) -> Option<Date> {
        match self.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    pub fn bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub fn prose(&self) -> Option<&Prose> {
        match &self.value {
            Value::Prose(prose) => Some(prose),
            _ => None,
        }
    }

    /// Sets a field of a record by its name; for derived values.
    ///
    /// # Panics
    /// When this is no record or has no field of that name: the caller is wrong about the table.
    pub fn set(&mut self, name: FieldName, datum: Datum) {
        let Value::Fields(record, data) = &mut self.value else {
            panic!("no record to set `{name}` in")
        };
        let at = record.position(name);
        data[at.unwrap_or_else(|| panic!("`{}` has no field `{name}`", record.title))] = datum;
    }

    pub fn items_mut(&mut self) -> &mut [Datum] {
        match &mut self.value {
            Value::Items(items) => items,
            _ => &mut [],
        }
    }

    /// Returns a field for changing it; see [`Datum::get`].
    pub fn get_mut(&mut self, name: FieldName) -> Option<&mut Datum> {
        match &mut self.value {
            Value::Fields(record, data) => {
                let at = record.position(name);
                let at = at.unwrap_or_else(|| panic!("`{}` has no field `{name}`", record.title));
                data.get_mut(at)
            }
            _ => None,
        }
    }
}

/// Writes a table of fields: a record, and beside it a module with the name of each field.
#[macro_export]
macro_rules! record {
    ($(#[$doc:meta])* $visible:vis static $RECORD:ident, $module:ident: $title:literal {
        $( $word:literal $NAME:ident: $shape:expr, $need:ident $visibility:ident, $meaning:literal; )*
    }) => {
        $(#[$doc])*
        $visible static $RECORD: $crate::datum::Record = $crate::datum::Record {
            title: $title,
            fields: &[ $( $crate::datum::Field {
                key: $word,
                name: $module::$NAME,
                shape: $shape,
                need: $crate::datum::Need::$need,
                visibility: $crate::datum::Visibility::$visibility,
                meaning: $meaning,
            }, )* ],
            extends: None,
        };

        #[doc = concat!("The names of the fields of 〔", $title, "〕.")]
        $visible mod $module {
            $(
                #[doc = $meaning]
                pub const $NAME: $crate::datum::FieldName = {
                    const LETTERS: [u8; stringify!($NAME).len()] =
                        $crate::datum::FieldName::letters(stringify!($NAME));
                    $crate::datum::FieldName::of_table(&LETTERS)
                };
            )*
        }
    };
}
