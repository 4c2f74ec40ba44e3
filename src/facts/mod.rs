//! The facts of a year or a round: what was written and what follows from it, as one tree of named values.
//! It must not judge; that is for the rules.

mod claims;
mod clauses;
mod congress;
mod controls;
mod dates;
mod derive;
mod evidence;
mod figures;
mod grade;
mod labels;
mod links;
mod mentions;
mod names;
mod narrative;
mod numbering;
mod owners;
mod passages;
mod placeholder;
mod previous;
mod private;
mod public;
mod publication;
mod regulation;
mod round;
mod rounds;
mod score_tables;
mod spelling;
mod staff;
mod statutes;
mod tallies;
mod tracked;
mod tree;
mod wholes;
mod wording;
mod worked_out;

pub use private::{CODE as PRIVATE_CODE, covered, private_in};
pub use public::each_public_text;
pub use score_tables::score_tables;
pub use statutes::amounts;
pub use tracked::{Reading, Tracked, Trail, UNWRITTEN, place_of};
pub use tree::{Fact, FactValue};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::datum::Datum;
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::load::Year;
use crate::scoring::Standing;
use crate::source::Sources;
use crate::standard::{About, Words};

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

/// What the facts of a year are made with, besides the year.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// The official form the year is written to.
    pub form: Option<&'a Datum>,
    /// A record of [`crate::model::SITE`].
    pub site: &'a Datum,
    pub words: &'a Words,
    /// The year before, when the site has it.
    pub before: Option<&'a Year>,
    /// The rounds of appraisals in the folders of the year and of the one before it, with what their
    /// scores came to.
    pub rounds: &'a [(Year, Vec<Standing>)],
    /// Of a round, the year whose folder it is in and the one before: their rules of appraisal, their
    /// units.
    pub years: &'a [Year],
    /// What the scores of a round came to; nothing before they are in.
    pub standings: &'a [Standing],
    /// The day a build is for; nothing reads the clock.
    pub on: Option<time::Date>,
}

/// Makes the facts of a year or a round: derives what follows, from it and what stands beside it,
/// then names every value.
pub fn facts(year: &Year, beside: &Beside, sources: &Sources) -> Facts {
    let mut root = year.root.clone();
    let mut worked_out = BTreeSet::new();
    match year.edition.is_round() {
        true => round::derive(&mut root, year, beside, sources),
        false => {
            worked_out = worked_out::fill(&mut root);
            derive::derive(&mut root, year, beside, sources);
        }
    }
    let root = tree::name(root, &worked_out);
    let faults = narrative::faults(&root);
    Facts { edition: year.edition.clone(), root, faults }
}
