//! A round of appraisals by its name: its score tables, what its raters handed in, what it came to.
//! It must not publish anything: what raters wrote stays where it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Inputs;
use super::written::shown as shown_in;
use crate::archive::Archive;
use crate::datum::Datum;
use crate::diagnostic::{Diagnostic, Level};
use crate::edition::Edition;
use crate::facts::score_tables;
use crate::failure::Failure;
use crate::language::both;
use crate::load::scores::{self, FOLDER, HandedIn, MOST_BYTES};
use crate::load::{self, Folder, decode};
use crate::model::round::{SCORING, scoring};
use crate::scoring::{Form, ScoreTable, Standing, appraise, check_scheme};
use crate::source::{Bounded, FileId, Sources, Span, read_bounded};

/// Where a round's score tables stand below its folder.
const SCORING_FILE: &str = "评分.yaml";

/// A round opened for printing its sheets or counting its scores.
#[derive(Debug)]
pub struct Round {
    /// The name of its folder, `2025-autumn-school`.
    pub name: String,
    /// Its folder among the sources.
    folder: String,
    pub tables: Vec<ScoreTable>,
    /// The file of its score tables.
    file: FileId,
}

/// Finds a round by its folder's name, `2025-autumn-school`, or with its year before it,
/// `2025-2026/2025-autumn-school`; reads its score tables.
pub fn round(inputs: &Inputs, name: &str, faults: &mut Vec<Diagnostic>) -> Result<Round, Failure> {
    let (file, folder) = find(inputs, name)?;
    let name = folder.rsplit('/').next().unwrap_or(&folder).to_owned();
    let node = load::data(file, &inputs.sources, faults);
    let scoring = node.map(|node| decode::record(&SCORING, &node, faults));
    let tables = scoring.as_ref().map_or(Vec::new(), |of: &Datum| score_tables(of, faults));
    let anchor = Span::new(file, 0, 0);
    for table in &tables {
        let problems = check_scheme(&table.scheme, &table.subjects);
        faults.extend(problems.iter().map(|problem| scores::diagnostic(problem, anchor)));
    }
    if tables.is_empty() && faults.is_empty() {
        return Err(unscored(&inputs.sources.file(file).path));
    }
    Ok(Round { name, folder, tables, file })
}

/// Returns the score tables of the round somebody means, and its folder among the sources.
fn find(inputs: &Inputs, name: &str) -> Result<(FileId, String), Failure> {
    let sources = &inputs.sources;
    let paths = sources.ids().filter_map(|id| sources.file(id).path.strip_prefix("content/"));
    let editions = paths.filter_map(Edition::of_file).map(|(edition, _)| edition);
    let rounds: BTreeSet<Edition> = editions.filter(Edition::is_round).collect();
    let folder = format!("content/{}", Edition::meant(name, &rounds)?.content_folder());
    match sources.find(&format!("{folder}/{SCORING_FILE}")) {
        Some(file) => Ok((file, folder)),
        None => Err(unscored(folder)),
    }
}

fn unscored(path: impl Into<PathBuf>) -> Failure {
    let why = both!("这一轮没有由评委打分的评分表", "this round has no table that raters score");
    Failure::new(path, why).with_help(both!(
        "只按名额定等次的，没有评分表可以生成",
        "where grades go by quota alone, there are no score sheets"
    ))
}

impl Round {
    /// Returns its blank sheets, one form a group.
    pub fn forms(&self) -> Vec<Form> {
        Form::all(&self.name, &self.tables)
    }

    /// Reads what its raters handed in and counts it: standings by table, nothing where no sheet
    /// was handed in. Whatever is wrong is told instead.
    pub fn standings(
        &self,
        inputs: &mut Inputs,
        faults: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Vec<Standing>>, Failure> {
        let handed_in = handed_in(inputs, &self.folder, faults)?;
        let anchor = Span::new(self.file, 0, 0);
        Ok(count(&self.name, &self.tables, &handed_in, anchor, &inputs.sources, faults))
    }
}

/// Counts what was handed in under a record of `SCORING`: standings by table, nothing where no sheet
/// was handed in. Where anything is wrong, before or now, there are none.
pub(super) fn counted(
    name: &str,
    scoring: &Datum,
    handed_in: &HandedIn,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Vec<Standing>> {
    let Some(place) = scoring.span.or(scoring.get(scoring::SHEETS).span) else { return Vec::new() };
    let tables = score_tables(scoring, faults);
    count(name, &tables, handed_in, place.at_start(), sources, faults)
}

fn count(
    name: &str,
    tables: &[ScoreTable],
    handed_in: &HandedIn,
    anchor: Span,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Vec<Standing>> {
    let sheets = scores::scores(name, tables, handed_in, anchor, sources, faults);
    if faults.iter().any(|fault| fault.level == Level::Violation) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (table, sheets) in tables.iter().zip(&sheets) {
        if sheets.is_empty() {
            all.push(Vec::new());
            continue;
        }
        match appraise(&table.scheme, &table.subjects, sheets) {
            Ok(standings) => all.push(standings),
            Err(problems) => {
                faults.extend(problems.iter().map(|p| scores::diagnostic(p, anchor)));
            }
        }
    }
    all
}

/// Reads what the raters of a round handed in, of its folder among the sources; texts of the
/// workbooks join the sources.
pub fn handed_in(
    inputs: &mut Inputs,
    folder: &str,
    faults: &mut Vec<Diagnostic>,
) -> Result<HandedIn, Failure> {
    let mut handed_in = HandedIn::default();
    let below = format!("{folder}/{FOLDER}");
    let on_disk = inputs.root.join(&below);
    if !on_disk.is_dir() {
        return Ok(handed_in);
    }
    let before = faults.len();
    for (name, bytes) in read_bounded(&on_disk, MOST_BYTES)? {
        let path = format!("{below}/{name}");
        let sources = &mut inputs.sources;
        if let (true, Some(file)) = (is_text(&name), sources.find(&path)) {
            handed_in.files.push(file);
            continue;
        }
        match bytes {
            Bounded::Read(bytes) => {
                handed_in.worksheets.extend(scores::worksheets(&path, &bytes, sources, faults));
            }
            Bounded::TooLarge { .. } => faults.push(scores::too_large(&path, sources)),
            Bounded::NotAFile => faults.push(scores::not_a_file(&path, sources)),
        }
    }
    handed_in.unread = faults.len() > before;
    Ok(handed_in)
}

/// Returns the rounds without any sheets whose results the site shows: somebody took the sheets
/// away. Those that were released are kept whole, whatever becomes of their sheets.
pub(super) fn shown_without_sheets(
    root: &Path,
    rounds: &[Folder],
    handed_in: &[(HandedIn, Vec<Diagnostic>)],
) -> Result<BTreeSet<Edition>, Failure> {
    let mut shown = BTreeSet::new();
    let bare = rounds.iter().zip(handed_in).filter(|(_, (it, found))| is_bare(it, found));
    for (round, _) in bare {
        // Without a page there is nothing on it.
        let has_results = shown_in(&root.join("output"), &round.edition.to_string())
            .is_some_and(|document| document.sections.iter().any(|it| it.id == "standings"));
        if has_results && Archive::read(root)?.ledger.standing(&round.edition).is_none() {
            shown.insert(round.edition.clone());
        }
    }
    Ok(shown)
}

/// Tells whether nothing at all was handed in.
pub(super) fn is_bare(handed_in: &HandedIn, found: &[Diagnostic]) -> bool {
    handed_in.worksheets.is_empty() && handed_in.files.is_empty() && found.is_empty()
}

/// Reports that results would vanish which the site shows.
pub(super) fn vanished(scoring: &Datum) -> Option<Diagnostic> {
    let shown = scoring.get(scoring::SHOWN);
    let place = shown.span.filter(|_| !shown.is_absent())?;
    let message = "网站上有这一轮的评议结果，“评分表”文件夹里却没有评分表了";
    Some(Diagnostic::violation("SC-07", place, message).help(
        "把评分表放回去；确要撤下结果的，删去“结果公开”一项，已经用 release 公开的用 gongkai withdraw",
    ))
}

fn is_text(name: &str) -> bool {
    [".csv", ".yaml"].iter().any(|end| name.ends_with(end))
}
