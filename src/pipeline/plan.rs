//! What a build comes to: what of every year and round is made, kept, put back or withheld, and why.
//! It must not decide any of it, nor print.

use std::path::Path;

use time::Date;

use crate::bundle::{Exchanged, Stage};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::failure::Failure;

/// What is asked of a build.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The folder that is written.
    pub output: &'a Path,
    /// Whether warnings, and what cannot be verified, refuse the build too.
    pub strict: bool,
    /// The day by which a take-down date counts as come where the build is for no day of its own.
    pub today: Option<Date>,
    /// Whether the internal notices of the rounds are wanted as well.
    pub internal: bool,
}

/// A build made ready, or refused; nothing that is published has changed yet.
#[derive(Debug, Default)]
pub struct Plan {
    /// All that was found, of the site and of every year and round that is not in work.
    pub findings: Vec<Diagnostic>,
    /// What stands at the address of each year and round; nothing when the build is refused.
    pub built: Vec<Built>,
    /// The older years' own files that are put there as they are.
    pub older: Vec<OlderFile>,
    /// What is not published as it stands in the content.
    pub withheld: Vec<Withheld>,
    /// The internal notices that were asked for, by the names of their files.
    pub internal: Vec<(String, Vec<u8>)>,
    /// The next tree, whole; none when the build is refused.
    pub(super) stage: Option<Stage>,
}

impl Plan {
    /// Tells whether anything forbids to publish.
    pub fn is_refused(&self) -> bool {
        self.stage.is_none()
    }

    /// Puts what was made ready in the place of the output; nothing when the build is refused.
    pub fn carry_out(self) -> Result<Option<Exchanged>, Failure> {
        self.stage.map(Stage::exchange).transpose()
    }
}

/// What one year or round came to.
#[derive(Debug)]
pub struct Built {
    pub edition: Edition,
    pub how: How,
    /// SHA-256 of `document.json`.
    pub content: String,
}

/// Where what stands at the address of a year or a round came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Made,
    /// Nothing it depends on had changed, so that it was left as it stood.
    Kept,
    /// A released version, put there as it was kept.
    Version(u32),
    /// The edition without those who were withdrawn, put there as it was kept.
    Withdrawn,
}

/// A file of an older year that was kept by hand.
#[derive(Debug)]
pub struct OlderFile {
    pub edition: Edition,
    pub file: String,
}

/// A year or round that is not, or not as it now stands, among what is published.
#[derive(Debug, PartialEq, Eq)]
pub struct Withheld {
    pub edition: Edition,
    pub why: Why,
}

/// Why something is withheld, or should be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A correction is written and not released yet.
    Corrected,
    /// Scores came in after this version, which still stands.
    Scored(u32),
    /// Its author says that it is unfinished.
    InWork,
}
