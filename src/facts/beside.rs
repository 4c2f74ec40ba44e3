//! What stands beside a year when its facts are made.
//! It must not know what is made of it.

use super::served::Service;
use crate::datum::Datum;
use crate::load::Year;
use crate::scoring::Standing;
use crate::standard::Words;

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
    /// Who served in the years before, without a gap, the nearest first.
    pub service: &'a [Service],
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
