//! Values with their places, made by the program.
//! It must not know what a value is for.

use super::{Datum, Value};
use crate::source::Span;

/// Makes a text.
pub fn word(text: impl Into<String>, place: impl Into<Option<Span>>) -> Datum {
    Datum::new(Value::Text(text.into()), place.into())
}

/// Makes a whole number.
pub fn number(value: i64, place: impl Into<Option<Span>>) -> Datum {
    Datum::new(Value::Number(value), place.into())
}

/// Makes an answer, 是 or 否.
pub fn flag(value: bool, place: impl Into<Option<Span>>) -> Datum {
    Datum::new(Value::Bool(value), place.into())
}

/// Makes a list.
pub fn list(entries: Vec<Datum>, place: impl Into<Option<Span>>) -> Datum {
    Datum::new(Value::Items(entries), place.into())
}

/// Makes a list of texts that were written at one place.
pub fn word_list<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    place: impl Into<Option<Span>>,
) -> Datum {
    let place = place.into();
    list(texts.into_iter().map(|text| word(text, place)).collect(), place)
}
