//! What must hold, as data: the official forms by year, and the rules.
//! It must not know how either is read or evaluated.

mod calendar;
mod charter;
mod clauses;
mod fields;
mod forms;
mod matters;
mod phrase;
mod rule;
mod sayings;
mod words;

use crate::datum::{Datum, FieldName};

pub use calendar::{CALENDAR, Calendar, Day};
pub use charter::{Bounding, KnownLimit, LIMIT_WORDS, Limits, Unit, known_limit, limit_words};
pub use clauses::{Alike, CLAUSES, Clauses, Forbidden, Wanted};
pub use fields::{FIELDS, OWN_FIELD, own_field, own_fields};
pub use forms::{FORM, FORM_ITEM, FORM_STEP, form, form_item, form_step, limits, ratio};
pub use matters::{MATTERS, Matters, ends_in, has};
pub use phrase::{Denials, Letters, Phrase};
pub use rule::*;
pub use sayings::{SAYINGS, Saying, Sayings};
pub use words::words as word_lists;
pub use words::{Cause, Status, Track, WORDS, Words, WrongWord};

/// Returns the texts of a record's field, which may be one.
fn texts(record: &Datum, name: FieldName) -> Vec<String> {
    let field = record.get(name);
    field.text().into_iter().chain(field.texts()).map(str::to_owned).collect()
}
