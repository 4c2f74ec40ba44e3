//! What must hold, as data: the official forms by year, and the rules.
//! It must not know how either is read or evaluated.

mod form;
mod rule;

pub use form::{FORM, FORM_ITEM, FORM_STEP};
pub use rule::*;
