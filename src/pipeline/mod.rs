//! The order of the work: read, check, clear, compose, render, bundle.
//! It must not know how any stage does its part, nor print.

mod build;
mod fingerprint;
mod inputs;

pub use build::{Built, Step, build};
pub use inputs::{Inputs, Resources, standards_only};

use crate::academic_year::AcademicYear;
use crate::datum::Datum;
use crate::diagnostic::{self, Diagnostic};
use crate::facts::{each_public_text, facts};
use crate::failure::Failure;
use crate::load::{self, Content, Standards, Year};
use crate::render::pdf::Fonts;
use crate::rules::{self, Cleared, Refused};
use crate::source::{FileId, Sources, Span};

/// A year held against the standards.
#[derive(Debug)]
pub struct Checked {
    pub year: AcademicYear,
    /// Whether its author says that it is unfinished.
    pub in_work: bool,
    pub files: Vec<FileId>,
    pub result: Result<Cleared, Refused>,
}

impl Checked {
    pub fn findings(&self) -> &[Diagnostic] {
        match &self.result {
            Ok(cleared) => &cleared.remarks,
            Err(refused) => &refused.findings,
        }
    }
}

/// Everything a run found out about a site.
#[derive(Debug)]
pub struct Report {
    pub site: Datum,
    /// Oldest first.
    pub years: Vec<Checked>,
    /// What is wrong besides the years: the site's file, a rule, a folder.
    pub faults: Vec<Diagnostic>,
}

impl Report {
    /// Returns all that was found, in the order it is shown.
    pub fn findings(&self, sources: &Sources) -> Vec<Diagnostic> {
        let years = self.years.iter().flat_map(Checked::findings);
        let mut all: Vec<Diagnostic> = self.faults.iter().chain(years).cloned().collect();
        diagnostic::sort(&mut all, sources);
        all
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

/// Holds the years of a site against the standards: those of `only`, or all when it is empty.
pub fn check(
    inputs: &Inputs,
    only: &[AcademicYear],
) -> Result<(Report, Standards, Resources), Failure> {
    let mut faults = Vec::new();
    let standards = read_standards(inputs, &mut faults);
    let sources = &inputs.sources;
    // Faults of a year's files belong to that year; each file is read once, all years together.
    let Content { site, years } = load::content("content", sources, &mut faults);
    if let Some(missing) = only.iter().find(|year| years.iter().all(|known| known.year != **year)) {
        let known: Vec<String> = years.iter().map(|year| year.year.to_string()).collect();
        return Err(Failure::new(format!("content/{missing}"), "没有这个学年的文件夹")
            .with_help(format!("现有的学年：{}", known.join("、"))));
    }
    if years.is_empty() {
        return Err(Failure::new("content", "没有任何学年的文件夹，如 content/2025-2026/"));
    }
    let theme = match site.is_absent() {
        true => None,
        false => site.get("theme").text(),
    };
    let resources = Resources::read(inputs, theme)?;
    let wanted = |year: &Year| only.is_empty() || only.contains(&year.year);
    let mut checked = Vec::new();
    for year in years {
        let own = |fault: &Diagnostic| year.files.contains(&fault.primary.span.file);
        let (mine, others): (Vec<_>, Vec<_>) = faults.into_iter().partition(own);
        faults = others;
        if wanted(&year) {
            checked.push(check_year(year, &site, &standards, &resources, mine, sources));
        }
    }
    Ok((Report { site, years: checked, faults }, standards, resources))
}

fn check_year(
    year: Year,
    site: &Datum,
    standards: &Standards,
    resources: &Resources,
    mut faults: Vec<Diagnostic>,
    sources: &Sources,
) -> Checked {
    let in_work = year.root.at("head.status").text() == Some("在编");
    let facts = facts(&year, standards.form(year.year), site, sources);
    each_public_text(&facts.root, &mut |text, span| {
        let found = unprintable(text, span, &resources.fonts, sources);
        let known = |found: &Diagnostic| {
            faults.iter().any(|fault| fault.primary.span.contains(found.primary.span))
        };
        faults.extend(found.filter(|found| !known(found)));
    });
    let result = rules::clear(year.year, facts, standards, faults);
    Checked { year: year.year, in_work, files: year.files, result }
}

/// Reports the first character of a text that no font can print.
fn unprintable(text: &str, span: Span, fonts: &Fonts, sources: &Sources) -> Option<Diagnostic> {
    let (at, c) = text.char_indices().find(|(_, c)| !fonts.covers(*c))?;
    let place = match sources.text(span) == text {
        true => Span::new(span.file, span.start + at, span.start + at + c.len_utf8()),
        false => span,
    };
    let message = format!("字体里没有“{c}”（U+{:04X}），印出来会是空框", u32::from(c));
    Some(
        Diagnostic::violation("PB-04", place, message)
            .help("核对是不是打错的字；确是人名用字的，把含有它的字体文件放进 content/fonts/"),
    )
}
