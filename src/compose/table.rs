//! Columns and cells, made from the fields they show.
//! It must not know which table they are for.

use super::view::View;
use crate::datum::FieldName;
use crate::document::{Align, Cell, Column, Inline, Said, Value};

/// A column that shows a field, by the field's name.
pub fn column(
    key: impl Into<String>,
    title: impl Into<String>,
    weight: u32,
    align: Align,
) -> Column {
    Column {
        key: key.into(),
        title: title.into(),
        label: None,
        says: Vec::new(),
        weight,
        align,
        heads_row: false,
    }
}

/// The same column, its cells naming their rows.
pub fn heading(column: Column) -> Column {
    Column { heads_row: true, ..column }
}

/// The cell of a field, as it is printed, with its value.
pub fn field(view: &View, name: FieldName) -> Cell {
    match view.text(name) {
        text if text.is_empty() => Cell::default(),
        text => Cell { value: view.value(name), ..Cell::showing(vec![Inline::text(text)]) },
    }
}

/// The cell of several fields, each said apart.
pub fn several(words: Vec<Inline>, says: Vec<Said>) -> Cell {
    Cell { says, ..Cell::showing(words) }
}

/// The cell of a text that was put together, with the value it was made from.
pub fn made(text: impl Into<String>, value: Option<Value>) -> Cell {
    Cell { value, ..Cell::text(text) }
}

/// What a cell says of one field, in the words it is printed in.
pub fn said_of(view: &View, name: FieldName, label: &str) -> Option<Said> {
    view.has(name).then(|| Said::new(name.as_str(), label, view.text(name), view.value(name)))
}
