//! The order of the work: read, check, clear, compose, render, bundle.
//! It must not know how any stage does its part, nor print.

mod appraisal;
mod blank;
mod build;
mod discretion;
mod draft;
mod due;
mod editors;
mod explain;
mod export;
mod files;
mod fingerprint;
mod import;
mod inputs;
mod internal;
mod memory;
mod neighbours;
mod new;
mod new_round;
mod older;
mod pages;
mod plan;
mod progress;
mod publish;
mod purge;
mod questions;
mod rebuild;
mod release;
mod verify;
mod withdraw;
mod written;

pub use appraisal::{Round, handed_in, round};
use appraisal::{counted, is_bare, shown_without_sheets, vanished};
pub use build::{imprint_of, plan};
pub use discretion::discreet;
pub use draft::{Drafted, draft, key_of};
pub use due::{Due, due};
pub use explain::{Explained, consequence};
pub use export::export;
pub use files::{OwnFile, begun, files};
pub use import::{Imported, SITE_FILE, import};
pub use inputs::{Inputs, Resources, examples, sample, standards_only, tables};
pub use new::{Filling, NewYear, filled, filling, new_year};
pub use new_round::{NewRound, new_round};
pub use older::{Added, Read, add_older};
pub use plan::{Built, How, OlderFile, Plan, Why, Wish, Withheld};
pub use progress::progress;
pub use publish::{Destination, Place, destination, names_brought_back, up_to_ledger};
pub use purge::{Purge, purge};
pub use questions::{Question, Unanswered, unanswered};
pub use rebuild::{Rebuilt, rebuild};
pub use release::{Asked, Releasing, STEPS, Standing, release, standing};
pub use verify::{verify, verify_in_steps};
pub use withdraw::{Undoing, Whom, Withdrawal, undoing, withdrawal};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::{Deserialize, Serialize};

use crate::archive::Archive;
use crate::bundle::Notes;
use crate::datum::Datum;
use crate::diagnostic::{Diagnostic, Level};
use crate::edition::{Edition, Union};
use crate::facts::{Beside, Facts, Service, YEARS_OF_SERVICE, each_public_text, facts, served};
use crate::failure::Failure;
use crate::halves;
use crate::language::both;
use crate::load::scores::HandedIn;
use crate::load::{self, Content, Folder, Standards};
use crate::model::round::{folder, notice};
use crate::model::{head, site, year};
use crate::render::pdf::Fonts;
use crate::rules::{self, Cleared, Numbers, Outcome, Refused, Verdict};
use crate::scoring;
use crate::source::{FileId, Sources, Span};
use crate::standard::{Rule, word_lists};
use neighbours::Neighbours;

/// The notes on what was found of years and rounds.
const FINDINGS: &str = "findings";

/// A site opened for checking and building; its years are read one at a time.
pub struct Run {
    pub inputs: Inputs,
    pub standards: Arc<Standards>,
    pub resources: Arc<Resources>,
    pub site: Datum,
    /// The day a build is for: from a roster's take-down date on, its names are masked.
    pub on: Option<time::Date>,
    /// The disclosures of all years and unions, in the order of their editions.
    pub years: Vec<Folder>,
    /// The rounds of appraisals of all of them, likewise.
    pub rounds: Vec<Folder>,
    /// What the raters of each of them handed in, with what is wrong with the files.
    handed_in: Vec<(HandedIn, Vec<Diagnostic>)>,
    /// The names of those of which the site shows results though nothing is handed in.
    shown: BTreeSet<Edition>,
    /// Who served in the years that another asked for last.
    served: Mutex<BTreeMap<Edition, Service>>,
    /// The year that was read last: the next one is held against it.
    last: Mutex<Option<load::Year>>,
    /// The others that one is held against, where they are kept.
    neighbours: Neighbours,
    /// What is wrong besides the years: the site's file, a rule, a folder.
    pub faults: Vec<Diagnostic>,
    /// What is wrong with the standards, which stands among those faults.
    of_standards: Vec<Diagnostic>,
}

/// What holding a year or a round against the standards came to.
#[derive(Debug)]
pub struct Checked {
    pub edition: Edition,
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
    let numbers = Numbers::read(standards.tables.year);
    let words = &standards.words;
    // A rule that may not be evaluated is not: its fault stops the build.
    let check = |rules: &[Rule]| -> Vec<_> {
        rules.iter().map(|rule| rules::check(rule, words, &numbers)).collect()
    };
    let mut found = halves::of(&standards.rules, check).into_iter();
    standards.rules.retain(|_| {
        let found = found.next().expect("each rule was checked");
        let is_sound = found.is_empty();
        faults.extend(found);
        is_sound
    });
    standards
}

impl Run {
    /// Reads what a site's root holds, besides the data of its years.
    pub fn open(inputs: Inputs) -> Result<Self, Failure> {
        let mut faults = Vec::new();
        let standards = thread::scope(|threads| {
            // The faces are read beside them.
            threads.spawn(Fonts::built_in);
            Arc::new(read_standards(&inputs, &mut faults))
        });
        Self::opened(inputs, standards, faults, None)
    }

    /// Reads a site again of which a run was opened before, and takes from that what cannot have
    /// changed: the standards while their files read the same, and what pages are printed with, which
    /// the caller knows to be as it was.
    pub fn reopen(inputs: Inputs, before: &Run) -> Result<Self, Failure> {
        let (now, then) = (inputs.standards_files(), before.inputs.standards_files());
        let same = now == then && inputs.digest_of(&now) == before.inputs.digest_of(&then);
        let mut faults = before.of_standards.clone();
        let standards = match same {
            true => before.standards.clone(),
            false => {
                faults.clear();
                Arc::new(read_standards(&inputs, &mut faults))
            }
        };
        let mut run = Self::opened(inputs, standards, faults, Some(before.resources.clone()))?;
        if same {
            run.neighbours = Neighbours::carried(&run, before);
        }
        Ok(run)
    }

    fn opened(
        mut inputs: Inputs,
        standards: Arc<Standards>,
        of_standards: Vec<Diagnostic>,
        resources: Option<Arc<Resources>>,
    ) -> Result<Self, Failure> {
        let mut faults = of_standards.clone();
        let Content { site, years, rounds } =
            load::content("content", standards.tables, &inputs.sources, &mut faults);
        if years.is_empty() && rounds.is_empty() && faults.is_empty() {
            return Err(Failure::new(
                "content",
                both!(
                    "没有任何学年的文件夹，如 content/2025-2026/",
                    "there is no folder of a year, such as content/2025-2026/"
                ),
            ));
        }
        let theme = if site.is_absent() { None } else { site.get(site::THEME).text() };
        let resources = match resources {
            Some(resources) => resources,
            None => Arc::new(Resources::read(&inputs, theme)?),
        };
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
            served: Mutex::default(),
            last: Mutex::default(),
            neighbours: Neighbours::default(),
            faults,
            of_standards,
        })
    }

    /// Returns the folders of all years, then of all rounds.
    pub fn folders(&self) -> impl Iterator<Item = &Folder> {
        self.years.iter().chain(&self.rounds)
    }

    /// Returns the folder of a year or round.
    pub fn folder(&self, edition: &Edition) -> Option<&Folder> {
        self.folders().find(|folder| folder.edition == *edition)
    }

    /// Returns the folders asked for by name, a year with all that lies in its folder, or a round
    /// with or without its year; all when none is.
    pub fn named(&self, names: &[String]) -> Result<Vec<&Folder>, Failure> {
        let editions = || self.folders().map(|folder| &folder.edition);
        let mut wanted = BTreeSet::new();
        for name in names {
            wanted.extend(Edition::all_meant(name, editions())?);
        }
        let is_wanted = |it: &&Folder| names.is_empty() || wanted.contains(&it.edition);
        Ok(self.folders().filter(is_wanted).collect())
    }

    /// Returns the one folder somebody means by a name.
    pub fn one(&self, name: &str) -> Result<&Folder, Failure> {
        let meant = Edition::meant(name, self.folders().map(|folder| &folder.edition))?;
        Ok(self.folder(meant).expect("it is one of them"))
    }

    /// Returns the folder of the same union's year right before one.
    pub fn before(&self, folder: &Folder) -> Option<&Folder> {
        self.folder(&folder.edition.before())
    }

    /// Returns the folders of the same union's years before one, as far as there is no gap and as
    /// anybody may have served, the nearest first.
    pub fn all_before<'a>(&'a self, edition: &Edition) -> impl Iterator<Item = &'a Folder> {
        let first = self.folder(&edition.before());
        std::iter::successors(first, |folder| self.before(folder)).take(YEARS_OF_SERVICE)
    }

    /// Returns who served in a year, reading its roster once where years are gone through in order.
    fn service(&self, folder: &Folder) -> Service {
        let mut known = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || served(&load::roster(folder, &self.inputs.sources), &self.standards.words);
        let service = known.entry(folder.edition.clone()).or_insert_with(read).clone();
        // As many as both unions of a year can ask for.
        while known.len() > 2 * YEARS_OF_SERVICE {
            known.pop_first();
        }
        service
    }

    /// Returns the rounds of appraisals that a year's disclosure may speak of: its own, and those of
    /// the same union's year before.
    pub fn rounds_for(&self, edition: &Edition) -> impl Iterator<Item = &Folder> {
        let near = [edition.own_disclosure(), edition.before()];
        self.rounds.iter().filter(move |round| near.contains(&round.edition.own_disclosure()))
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
            memory::recall(&notes, &folder.edition, &key, sources).unwrap_or_else(|| {
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
            edition: folder.edition.clone(),
            in_work: is_in_work(facts),
            outcomes: Seen::all(outcomes),
            findings: findings.clone(),
        }
    }

    /// Returns what the raters of a round handed in, with what is wrong with the files; nothing of a
    /// year.
    fn handed_in(&self, folder: &Folder) -> Option<&(HandedIn, Vec<Diagnostic>)> {
        let at = self.rounds.iter().position(|known| known.edition == folder.edition)?;
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
        let scoring = round.root.get(folder::SCORING);
        if is_bare(handed_in, found) {
            let was_shown = self.shown.contains(&folder.edition);
            let vanished = was_shown.then(|| vanished(scoring)).flatten();
            return (Vec::new(), vanished.into_iter().collect());
        }
        let mut faults = found.clone();
        let name = folder.edition.round.as_deref().unwrap_or_default();
        let standings = counted(name, scoring, handed_in, &self.inputs.sources, &mut faults);
        (standings.concat(), faults)
    }

    /// Reports a disclosure that says it is the second union's while that has one of its own.
    fn twice(&self, folder: &Folder, year: &load::Year) -> Option<Diagnostic> {
        let Edition { year: of, union: Union::First, round: None, .. } = folder.edition else {
            return None;
        };
        self.folder(&Edition::disclosure(of, Union::Graduate))?;
        let organisation = year.root.get(year::HEAD).get(head::ORGANISATION);
        let is_second = organisation.text() == Some(Union::GRADUATE_FOLDER);
        let span = organisation.span.filter(|_| is_second)?;
        let message = "这个学年另有“研究生会”文件夹，这里的“组织”也写了研究生会";
        let help = "两份公开各是一个组织的：这里写学生会（或学生联合会），或者只留一份";
        Some(Diagnostic::violation("IN-09", span, message).help(help))
    }

    /// Reads one year or round and clears it, or says why not.
    pub fn clear(&self, folder: &Folder) -> Result<Cleared, Refused> {
        let sources = &self.inputs.sources;
        let mut faults = Vec::new();
        let year = load::year(folder, sources, &mut faults);
        faults.extend(self.twice(folder, &year));
        // Read once more rather than kept, but for the last, unless somebody follows the site.
        let read = |folder: &Folder| {
            let read = || load::year(folder, sources, &mut Vec::new());
            self.neighbours.year(&folder.edition, read)
        };
        let (standings, mut unscored) = self.standings(folder, &year);
        let of_year = !folder.edition.is_round();
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).take();
        let before = self.before(folder).filter(|_| of_year).map(|folder| match last {
            Some(last) if last.edition == folder.edition => last,
            _ => read(folder),
        });
        let rounds = self.rounds_for(&folder.edition).filter(|_| of_year).map(|folder| {
            let round = read(folder);
            let count = || self.standings(folder, &round);
            let (standings, found) = self.neighbours.counted(&folder.edition, count);
            // A year that tells of a round's grades would lose them with the round.
            let in_work = round.root.get(folder::NOTICE).get(notice::STATUS).text() == Some("在编");
            unscored.extend(found.into_iter().filter(|_| !in_work));
            (round, standings)
        });
        let rounds: Vec<(load::Year, Vec<scoring::Standing>)> = rounds.collect();
        let near = [folder.edition.own_disclosure(), folder.edition.before()];
        let near = self.years.iter().filter(|other| !of_year && near.contains(&other.edition));
        let years: Vec<load::Year> = near.map(read).collect();
        let service = self.all_before(&folder.edition).filter(|_| of_year);
        let service: Vec<Service> = service.map(|folder| self.service(folder)).collect();
        let beside = Beside {
            service: &service,
            years: &years,
            form: self.standards.form(year.edition.year),
            site: &self.site,
            words: &self.standards.words,
            before: before.as_ref(),
            rounds: &rounds,
            standings: &standings,
            on: self.on,
        };
        let facts = facts(&year, &beside, sources);
        faults.extend(older_than_every_form(&year, beside.form));
        faults.extend(unscored);
        each_public_text(&facts.root, &mut |text, span| {
            let found = unprintable(text, span, &self.resources.fonts, sources);
            let known = |found: &Diagnostic| {
                faults.iter().any(|fault| fault.primary.span.contains(found.primary.span))
            };
            faults.extend(found.filter(|found| !known(found)));
        });
        let cleared = rules::clear(year.edition.year, facts, &self.standards, faults);
        let unread = year.unread.clone();
        if of_year {
            *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(year);
        }
        let cleared = cleared.map(|mut cleared| {
            cleared.remarks = rules::fold(cleared.remarks, sources);
            cleared
        });
        cleared.map_err(|mut refused| {
            // What a rule says of a scheme need not be said again by who counts the scores.
            let of_scheme = |found: &Diagnostic| {
                found.level == Level::Violation && found.code.starts_with("AN-")
            };
            if refused.findings.iter().any(of_scheme) {
                refused.findings.retain(|found| found.code != "SC-06");
            }
            let words = &self.standards.words;
            rules::put_last(&mut refused.findings, words.list(word_lists::LAST));
            crate::diagnostic::sort(&mut refused.findings, sources);
            rules::keep_causes(&mut refused.findings, &words.causes, sources);
            let folded = rules::fold(refused.findings, sources);
            refused.findings = rules::fold_unverified(folded, &unread, sources);
            refused
        })
    }
}

/// Returns what somebody means by a name: a year or round of the content, or one that the archive
/// alone still has.
pub fn meant(run: &Run, archive: &Archive, name: &str) -> Result<Edition, Failure> {
    let content = run.folders().map(|folder| &folder.edition);
    let kept = archive.ledger.entries.iter().map(|entry| &entry.edition);
    Edition::meant(name, content.chain(kept)).cloned()
}

/// Reports a year for which there is no official form.
fn older_than_every_form(year: &load::Year, form: Option<&Datum>) -> Option<Diagnostic> {
    if form.is_some() || year.edition.round.is_some() {
        return None;
    }
    let place = Span::new(*year.files.first()?, 0, 0);
    let message = format!("没有适用于{}的官方表样，这一学年无法核对", year.edition.year.label());
    let help = "两条路：原来公开的 PDF 或网页用 gongkai archive add 存档，列为未经核查；\
        或者把那一年通知的表样写成 content/standards/forms/ 里的一份";
    Some(Diagnostic::violation("STR-16", place, message).help(help))
}

fn is_in_work(facts: &Facts) -> bool {
    let head = facts.root.get(year::HEAD).or(facts.root.get(folder::NOTICE));
    let status = head.and_then(|head| head.get(head::STATUS));
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
