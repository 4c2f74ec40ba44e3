//! The facts of a year: what was written and what follows from it, as one tree of named values.
//! It must not judge; that is for the rules.

mod derive;
mod mentions;
mod narrative;
mod numbering;
mod private;
mod public;
mod tracked;
mod tree;

pub use public::each_public_text;
pub use tracked::{Reading, Tracked, Trail, place_of};
pub use tree::{Fact, FactValue};

use std::sync::Arc;

use crate::datum::Datum;
use crate::diagnostic::Diagnostic;
use crate::load::Year;
use crate::source::Sources;

/// Everything known of one year.
#[derive(Debug)]
pub struct Facts {
    pub root: Arc<Fact>,
    /// What narratives name and cannot be filled in.
    pub faults: Vec<Diagnostic>,
}

/// Makes the facts of a year: derives what follows, then names every value.
pub fn facts(year: &Year, form: Option<&Datum>, site: &Datum, sources: &Sources) -> Facts {
    let mut root = year.root.clone();
    derive::derive(&mut root, year, form, site, sources);
    let root = tree::name(root);
    let faults = narrative::faults(&root);
    Facts { root, faults }
}
