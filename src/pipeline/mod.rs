//! The order of the work: read, check, clear, compose, render, bundle.
//! It must not know how any stage does its part, nor print.

mod appraisal;
mod build;
mod discretion;
mod export;
mod fingerprint;
mod inputs;
mod new;
mod older;
mod purge;
mod rebuild;
mod release;
mod withdraw;

pub use appraisal::{Round, handed_in, round};
pub use build::{Built, How, build};
pub use discretion::discreet;
pub use export::{Exported, export};
pub use inputs::{Inputs, Resources, specimen, standards_only};
pub use new::new_year;
pub use older::{Read, add_older};
pub use purge::{Purged, purge};
pub use rebuild::{Rebuilt, rebuild};
pub use release::{Releasing, Standing, release, standing};
pub use withdraw::{Withdrawal, is_due, withdraw};

use crate::academic_year::AcademicYear;
use crate::datum::Datum;
use crate::diagnostic::{Diagnostic, Level};
use crate::facts::{Beside, Facts, each_public_text, facts};
use crate::failure::Failure;
use crate::language::{both, joined};
use crate::load::{self, Content, Folder, Standards};
use crate::render::pdf::Fonts;
use crate::rules::{self, Cleared, Outcome, Refused};
use crate::source::{Sources, Span};

/// A site opened for checking and building; its years are read one at a time.
pub struct Run {
    pub inputs: Inputs,
    pub standards: Standards,
    pub resources: Resources,
    pub site: Datum,
    /// The day a build is for: from a roster's take-down date on, its names are masked.
    pub on: Option<time::Date>,
    /// Oldest first.
    pub years: Vec<Folder>,
    /// What is wrong besides the years: the site's file, a rule, a folder.
    pub faults: Vec<Diagnostic>,
}

/// What holding a year against the standards came to.
#[derive(Debug)]
pub struct Checked {
    pub year: AcademicYear,
    /// Whether its author says that it is unfinished.
    pub in_work: bool,
    /// What became of each rule.
    pub outcomes: Vec<Outcome>,
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// Tells whether any finding stops the build.
    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Violation)
    }
}

/// Reads the standards and reports what is wrong with them.
pub fn read_standards(inputs: &Inputs, faults: &mut Vec<Diagnostic>) -> Standards {
    let standards = load::standards(&inputs.standards, &inputs.sources, faults);
    for rule in &standards.rules {
        faults.extend(rules::check(rule));
    }
    standards
}

impl Run {
    /// Reads what a site's root holds, besides the data of its years.
    pub fn open(inputs: Inputs) -> Result<Self, Failure> {
        let mut faults = Vec::new();
        let standards = read_standards(&inputs, &mut faults);
        let Content { site, years } = load::content("content", &inputs.sources, &mut faults);
        if years.is_empty() && faults.is_empty() {
            return Err(Failure::new(
                "content",
                both!(
                    "没有任何学年的文件夹，如 content/2025-2026/",
                    "there is no folder of a year, such as content/2025-2026/"
                ),
            ));
        }
        let theme = if site.is_absent() { None } else { site.get("theme").text() };
        let resources = Resources::read(&inputs, theme)?;
        Ok(Self { inputs, standards, resources, site, on: None, years, faults })
    }

    /// Returns the folders of the years asked for; of all when none is.
    pub fn choose(&self, only: &[AcademicYear]) -> Result<Vec<&Folder>, Failure> {
        if let Some(missing) = only.iter().find(|y| self.years.iter().all(|f| f.year != **y)) {
            let known = self.years.iter().map(|folder| folder.year.to_string().into());
            let known =
                both!("现有的学年：", "the years there are: ") + joined(known, both!("、", ", "));
            return Err(Failure::new(
                format!("content/{missing}"),
                both!("没有这个学年的文件夹", "this year has no folder"),
            )
            .with_help(known));
        }
        let wanted = |folder: &&Folder| only.is_empty() || only.contains(&folder.year);
        Ok(self.years.iter().filter(wanted).collect())
    }

    /// Returns the folder of the year right before one.
    pub fn before(&self, folder: &Folder) -> Option<&Folder> {
        self.years.iter().find(|other| other.year == folder.year.previous())
    }

    /// Holds one year against the standards.
    pub fn check(&self, folder: &Folder) -> Checked {
        let result = self.clear(folder);
        let (facts, outcomes, findings) = match result {
            Ok(cleared) => (cleared.facts, cleared.outcomes, cleared.remarks),
            Err(refused) => (refused.facts, refused.outcomes, refused.findings),
        };
        Checked { year: folder.year, in_work: is_in_work(&facts), outcomes, findings }
    }

    /// Returns how many values of a year are still to be filled in.
    pub fn unfilled(&self, folder: &Folder) -> usize {
        load::year(folder, &self.inputs.sources, &mut Vec::new()).unfilled
    }

    /// Reads one year and clears it, or says why not.
    pub fn clear(&self, folder: &Folder) -> Result<Cleared, Refused> {
        let sources = &self.inputs.sources;
        let mut faults = Vec::new();
        let year = load::year(folder, sources, &mut faults);
        // Read once more rather than kept: memory does not grow with the number of years.
        let before = self.before(folder).map(|before| load::year(before, sources, &mut Vec::new()));
        let beside = Beside {
            form: self.standards.form(year.year),
            site: &self.site,
            words: &self.standards.words,
            before: before.as_ref(),
            on: self.on,
        };
        let facts = facts(&year, &beside, sources);
        each_public_text(&facts.root, &mut |text, span| {
            let found = unprintable(text, span, &self.resources.fonts, sources);
            let known = |found: &Diagnostic| {
                faults.iter().any(|fault| fault.primary.span.contains(found.primary.span))
            };
            faults.extend(found.filter(|found| !known(found)));
        });
        rules::clear(year.year, facts, &self.standards, faults)
    }
}

fn is_in_work(facts: &Facts) -> bool {
    let status = facts.root.get("head").and_then(|head| head.get("status"));
    status.and_then(|status| status.printed()).as_deref() == Some("在编")
}

/// Reports the first character of a text that no font can print.
fn unprintable(text: &str, span: Span, fonts: &Fonts, sources: &Sources) -> Option<Diagnostic> {
    let (at, c) = text.char_indices().find(|(_, c)| !fonts.covers(*c))?;
    let place = sources.part(span, text, at..at + c.len_utf8());
    let message = format!("字体里没有“{c}”（U+{:04X}），印出来会是空框", u32::from(c));
    Some(
        Diagnostic::violation("PB-04", place, message)
            .help("核对是不是打错的字；确是人名用字的，把含有它的字体文件放进 content/fonts/"),
    )
}
