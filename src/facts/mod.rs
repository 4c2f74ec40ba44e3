//! The facts of a year or a round: what was written and what follows from it, as one tree of named values.
//! It must not judge; that is for the rules.

mod asked;
mod beside;
mod claims;
mod clauses;
mod congress;
mod controls;
mod dates;
mod derive;
mod evidence;
mod figures;
mod grade;
mod head;
mod indicators;
mod labels;
mod links;
mod members;
mod mentions;
mod names;
mod narrative;
mod numbering;
mod owners;
mod passages;
mod pattern;
mod people;
mod persons;
mod placeholder;
mod previous;
mod private;
mod public;
mod publication;
mod regulation;
mod round;
mod rounds;
mod sayings;
mod score_tables;
mod served;
mod service;
mod spelling;
mod staff;
mod statutes;
mod tallies;
mod terms;
mod texts;
mod totals;
mod tracked;
mod tree;
mod units_named;
mod wholes;
mod wording;
mod worked_out;

pub use beside::Beside;
pub use private::{CODE as PRIVATE_CODE, covered, private_in};
pub use public::each_public_text;
pub use score_tables::score_tables;
pub use served::{Service, YEARS as YEARS_OF_SERVICE, served};
pub use statutes::{amounts, stated_limits};
pub use tracked::{Reading, Tracked, Trail, UNWRITTEN, place_of};
pub use tree::{Fact, FactValue};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::load::Year;
use crate::source::Sources;
use crate::standard::About;

/// Everything known of one year, or of one round of appraisals.
#[derive(Debug)]
pub struct Facts {
    /// What they are of.
    pub edition: Edition,
    pub root: Arc<Fact>,
    /// What narratives name and cannot be filled in.
    pub faults: Vec<Diagnostic>,
}

impl Facts {
    /// Tells what they are about.
    pub fn about(&self) -> About {
        if self.edition.is_round() { About::Round } else { About::Year }
    }
}

/// Makes the facts of a year or a round: derives what follows, from it and what stands beside it,
/// then names every value.
pub fn facts(year: &Year, beside: &Beside, sources: &Sources) -> Facts {
    let mut root = year.root.clone();
    let mut worked_out = BTreeSet::new();
    match year.edition.is_round() {
        true => round::derive_round(&mut root, year, beside, sources),
        false => {
            worked_out = worked_out::fill(&mut root);
            derive::derive_year(&mut root, year, beside, sources);
        }
    }
    let root = tree::name(root, &worked_out);
    let faults = narrative::faults(&root);
    Facts { edition: year.edition.clone(), root, faults }
}
