//! The order of the work: read, check, clear, compose, render, bundle.
//! It must not know how any stage does its part, nor print.

mod appraisal;
mod build;
mod discretion;
mod export;
mod fingerprint;
mod import;
mod inputs;
mod internal;
mod memory;
mod new;
mod older;
mod plan;
mod purge;
mod rebuild;
mod release;
mod verify;
mod withdraw;

pub use appraisal::{Round, handed_in, round};
use appraisal::{counted, is_bare, shown_without_sheets, vanished};
pub use build::plan;
pub use discretion::discreet;
pub use export::{Exported, export};
pub use import::{Imported, import};
pub use inputs::{Inputs, Resources, specimen, standards_only};
pub use new::{Filling, filling, new_year};
pub use older::{Added, Read, add_older};
pub use plan::{Built, How, OlderFile, Plan, Why, Wish, Withheld};
pub use purge::{Purged, purge};
pub use rebuild::{Rebuilt, rebuild};
pub use release::{Releasing, Standing, release, standing};
pub use verify::verify;
pub use withdraw::{Withdrawal, is_due, withdraw};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::academic_year::AcademicYear;
use crate::bundle::Notes;
use crate::datum::Datum;
use crate::diagnostic::{Diagnostic, Level};
use crate::facts::{Beside, Facts, each_public_text, facts};
use crate::failure::Failure;
use crate::language::{both, joined};
use crate::load::scores::HandedIn;
use crate::load::{self, Content, Folder, Standards};
use crate::render::pdf::Fonts;
use crate::rules::{self, Cleared, Outcome, Refused, Verdict};
use crate::scoring;
use crate::source::{FileId, Sources, Span};

/// The notes on what was found of years and rounds.
const FINDINGS: &str = "findings";

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
    /// The rounds of appraisals of all years, oldest year first.
    pub rounds: Vec<Folder>,
    /// What the raters of each of them handed in, with what is wrong with the files.
    handed_in: Vec<(HandedIn, Vec<Diagnostic>)>,
    /// The names of those of which the site shows results though nothing is handed in.
    shown: BTreeSet<String>,
    /// What is wrong besides the years: the site's file, a rule, a folder.
    pub faults: Vec<Diagnostic>,
}

/// What holding a year or a round against the standards came to.
#[derive(Debug)]
pub struct Checked {
    /// What its bundle goes by, `2025-2026`, or `2025-2026/appraisal/spring` of a round.
    pub name: String,
    /// Whether its author says that it is unfinished.
    pub in_work: bool,
    /// What became of each rule.
    pub outcomes: Vec<Seen>,
    pub findings: Vec<Diagnostic>,
}

/// What became of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub code: String,
    pub verdict: Verdict,
    /// How many items were looked at.
    pub items: usize,
}

impl Seen {
    fn all(outcomes: &[Outcome]) -> Vec<Self> {
        let seen = outcomes.iter().map(|Outcome { code, verdict, items, .. }| Self {
            code: code.clone(),
            verdict: *verdict,
            items: *items,
        });
        seen.collect()
    }
}

impl Checked {
    /// Tells whether any finding stops the build.
    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Violation)
    }
}

/// Reads the standards and reports what is wrong with them.
pub fn read_standards(inputs: &Inputs, faults: &mut Vec<Diagnostic>) -> Standards {
    let mut standards = load::standards(&inputs.standards, &inputs.sources, faults);
    // A rule that may not be evaluated is not: its fault stops the build.
    standards.rules.retain(|rule| {
        let found = rules::check(rule);
        let is_sound = found.is_empty();
        faults.extend(found);
        is_sound
    });
    standards
}

impl Run {
    /// Reads what a site's root holds, besides the data of its years.
    pub fn open(mut inputs: Inputs) -> Result<Self, Failure> {
        let mut faults = Vec::new();
        let standards = read_standards(&inputs, &mut faults);
        let Content { site, years, rounds } =
            load::content("content", &inputs.sources, &mut faults);
        if years.is_empty() && rounds.is_empty() && faults.is_empty() {
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
        let mut handed = Vec::new();
        for round in &rounds {
            let mut found = Vec::new();
            handed.push((handed_in(&mut inputs, &round.path, &mut found)?, found));
        }
        let shown = shown_without_sheets(&inputs.root, &rounds, &handed)?;
        Ok(Self {
            inputs,
            standards,
            resources,
            site,
            on: None,
            years,
            rounds,
            handed_in: handed,
            shown,
            faults,
        })
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

    /// Returns the folders asked for by name, a year with all its rounds, or a round with or without
    /// its year; all when none is.
    pub fn named(&self, names: &[String]) -> Result<Vec<&Folder>, Failure> {
        let all = || self.years.iter().chain(&self.rounds);
        let meant = |folder: &Folder, name: &str| {
            let round = folder.round.as_deref();
            folder.name() == name || folder.year.to_string() == name || round == Some(name)
        };
        if let Some(missing) = names.iter().find(|name| !all().any(|it| meant(it, name))) {
            let known = joined(all().map(|folder| folder.name().into()), both!("、", ", "));
            let help = both!(
                "学年要写成 2025-2026 的样子；现有的：",
                "a year is written like 2025-2026; there are: "
            );
            let why = both!("没有这个学年或这一轮述职评议", "there is no such year or round");
            return Err(Failure::new(missing, why).with_help(help + known));
        }
        let wanted = |it: &&Folder| names.is_empty() || names.iter().any(|name| meant(it, name));
        Ok(all().filter(wanted).collect())
    }

    /// Returns the folder of just this name.
    pub fn one(&self, name: &str) -> Result<&Folder, Failure> {
        let found = self.named(&[name.to_owned()])?;
        Ok(found[0])
    }

    /// Returns the folder of the year right before one.
    pub fn before(&self, folder: &Folder) -> Option<&Folder> {
        self.years.iter().find(|other| other.year == folder.year.previous())
    }

    /// Returns the rounds of appraisals that a year's disclosure may speak of: its own, and those of
    /// the year before.
    pub fn rounds_for(&self, year: AcademicYear) -> impl Iterator<Item = &Folder> {
        let near = move |round: &&Folder| round.year == year || round.year == year.previous();
        self.rounds.iter().filter(near)
    }

    /// Holds one year or round against the standards.
    pub fn check(&self, folder: &Folder) -> Checked {
        Self::checked(folder, &self.clear(folder))
    }

    /// Returns what was found last time of each of some years and rounds that nothing has changed
    /// for, and holds the others against the standards.
    pub fn recall_or_check(&self, folders: &[&Folder]) -> Vec<Checked> {
        let notes = Notes::beside(&self.inputs.root, FINDINGS);
        let standards = self.inputs.digest_of(&self.inputs.standards_files());
        let sources = &self.inputs.sources;
        let each = |folder: &&Folder| {
            let key = fingerprint::of_findings(self, folder, &standards);
            memory::recall(&notes, &folder.name(), &key, sources).unwrap_or_else(|| {
                let checked = self.check(folder);
                memory::keep(&notes, &key, &checked, sources);
                checked
            })
        };
        folders.iter().map(each).collect()
    }

    /// Returns what clearing a year or round found.
    fn checked(folder: &Folder, cleared: &Result<Cleared, Refused>) -> Checked {
        let (facts, outcomes, findings) = match cleared {
            Ok(Cleared { facts, outcomes, remarks, .. }) => (facts, outcomes, remarks),
            Err(Refused { facts, outcomes, findings }) => (facts, outcomes, findings),
        };
        Checked {
            name: folder.name(),
            in_work: is_in_work(facts),
            outcomes: Seen::all(outcomes),
            findings: findings.clone(),
        }
    }

    /// Returns what the raters of a round handed in, with what is wrong with the files; nothing of a
    /// year.
    fn handed_in(&self, folder: &Folder) -> Option<&(HandedIn, Vec<Diagnostic>)> {
        let at = self.rounds.iter().position(|known| known.name() == folder.name())?;
        self.handed_in.get(at)
    }

    /// Returns the texts of what the raters of a round handed in.
    fn score_files(&self, folder: &Folder) -> Vec<FileId> {
        let Some((handed_in, _)) = self.handed_in(folder) else { return Vec::new() };
        let worksheets = handed_in.worksheets.iter().map(|worksheet| worksheet.file);
        worksheets.chain(handed_in.files.iter().copied()).collect()
    }

    /// Counts what the raters of a round handed in. While anything is wrong with their sheets there
    /// are no results, and the round is refused: what was shown would vanish by an accident.
    fn standings(
        &self,
        folder: &Folder,
        round: &load::Year,
    ) -> (Vec<scoring::Standing>, Vec<Diagnostic>) {
        let Some((handed_in, found)) = self.handed_in(folder) else {
            return Default::default();
        };
        let scoring = round.root.get("scoring");
        if is_bare(handed_in, found) {
            let was_shown = self.shown.contains(&folder.name());
            let vanished = was_shown.then(|| vanished(scoring)).flatten();
            return (Vec::new(), vanished.into_iter().collect());
        }
        let mut faults = found.clone();
        let name = folder.round.as_deref().unwrap_or_default();
        let standings = counted(name, scoring, handed_in, &self.inputs.sources, &mut faults);
        (standings.concat(), faults)
    }

    /// Reads one year or round and clears it, or says why not.
    pub fn clear(&self, folder: &Folder) -> Result<Cleared, Refused> {
        let sources = &self.inputs.sources;
        let mut faults = Vec::new();
        let year = load::year(folder, sources, &mut faults);
        // Read once more rather than kept: memory does not grow with the number of years.
        let read = |folder: &Folder| load::year(folder, sources, &mut Vec::new());
        let (standings, mut unscored) = self.standings(folder, &year);
        let of_year = folder.round.is_none();
        let before = self.before(folder).filter(|_| of_year).map(read);
        let rounds = self.rounds_for(folder.year).filter(|_| of_year).map(|folder| {
            let round = read(folder);
            let (standings, found) = self.standings(folder, &round);
            // A year that tells of a round's grades would lose them with the round.
            let in_work = round.root.get("notice").get("status").text() == Some("在编");
            unscored.extend(found.into_iter().filter(|_| !in_work));
            (round, standings)
        });
        let rounds: Vec<(load::Year, Vec<scoring::Standing>)> = rounds.collect();
        let near = self.years.iter().filter(|other| {
            !of_year && (other.year == folder.year || other.year == folder.year.previous())
        });
        let years: Vec<load::Year> = near.map(read).collect();
        let beside = Beside {
            years: &years,
            form: self.standards.form(year.year),
            site: &self.site,
            words: &self.standards.words,
            before: before.as_ref(),
            rounds: &rounds,
            standings: &standings,
            on: self.on,
        };
        let facts = facts(&year, &beside, sources);
        faults.extend(unscored);
        each_public_text(&facts.root, &mut |text, span| {
            let found = unprintable(text, span, &self.resources.fonts, sources);
            let known = |found: &Diagnostic| {
                faults.iter().any(|fault| fault.primary.span.contains(found.primary.span))
            };
            faults.extend(found.filter(|found| !known(found)));
        });
        let cleared = rules::clear(year.year, facts, &self.standards, faults);
        cleared.map_err(|mut refused| {
            // What a rule says of a scheme need not be said again by who counts the scores.
            let of_scheme = |found: &Diagnostic| {
                found.level == Level::Violation && found.code.starts_with("AN-")
            };
            if refused.findings.iter().any(of_scheme) {
                refused.findings.retain(|found| found.code != "SC-06");
            }
            refused
        })
    }
}

fn is_in_work(facts: &Facts) -> bool {
    let head = facts.root.get("head").or(facts.root.get("notice"));
    let status = head.and_then(|head| head.get("status"));
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
