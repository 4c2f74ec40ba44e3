//! Freezes a year as a version of its own, and tells where released years stand.
//! It must not know how a version is kept, nor rendered.

use std::collections::BTreeSet;
use std::path::Path;

use time::Date;

use super::build::{Against, imprint_of, printed};
use super::withdraw::{fit_to_print, withdrawn_file, withdrawn_of};
use super::written::Written;
use super::{Checked, Run, is_in_work};
use crate::archive::{Archive, Entry, Kind};
use crate::compose::compose;
use crate::diagnostic::{Count, Diagnostic};
use crate::document::{Document, Imprint};
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::both;
use crate::load::Folder;
use crate::load::scores::{FOLDER as SCORES, MOST_BYTES};
use crate::load::yaml::{self, Node};
use crate::manifest::Artifact;
use crate::redaction::{Withdrawn, names, redacted};
use crate::render::changes::Corrected;
use crate::rules::edit::Texts;
use crate::source::{Bounded, FileId, Sources, Span, has_litter, read_bounded, read_bytes};
use crate::theme::DEFAULT_NAME;

/// The folder, among what a version is kept with, of the document its changes were told against.
pub(super) const COMPARED: &str = "compared";

/// How a year of `content/` stands to what was released of it.
#[derive(Debug)]
pub enum Standing {
    Unreleased,
    /// It says what its newest version says.
    Released(Entry),
    /// It has changed since, and its author says why.
    Corrected(Entry, String),
    /// What it says has not changed; the scores of a round have come in since its notice was
    /// released.
    Scored(Entry),
    /// It has changed since without a word.
    Changed(Entry, Box<Diagnostic>),
}

/// How many steps a release is told in.
pub const STEPS: usize = 3;

/// What is said when a release is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// What it corrects.
    pub note: Option<&'a str>,
    /// The day it is released.
    pub on: Option<Date>,
    /// Who approved it; kept in the ledger and printed nowhere.
    pub approved_by: Option<&'a str>,
}

/// What came of asking for a release.
#[derive(Debug)]
pub enum Releasing {
    /// With the rounds of the year that it may cite and of which nothing is released.
    Released(Entry, Vec<Edition>),
    /// Something is wrong with the site besides its years.
    Faulty,
    /// A rule is violated.
    Refused(Checked),
    /// The newest version says the same.
    Unchanged(Entry),
    /// A correction must say what it corrects.
    Unexplained(Entry),
}

/// Tells how a year stands to what was released of it.
pub fn standing(run: &Run, archive: &Archive, folder: &Folder) -> Result<Standing, Failure> {
    let Some(entry) = archive.ledger.newest(&folder.edition) else {
        return Ok(Standing::Unreleased);
    };
    let entry = entry.clone();
    let all_kept = archive.sources(&entry)?;
    let scores = changed_scores(run, folder, &all_kept, archive, &entry)?;
    let kept = kept(all_kept, folder);
    let sources = &run.inputs.sources;
    let mut now = texts(folder, &folder.files, sources);
    // What was purged has nothing left to be compared with.
    let purged = archive.purged(&entry);
    now.0.retain(|(path, _)| !purged.contains(&format!("{}/{path}", folder.path)));
    let same = |(path, text): &&(String, String)| {
        kept.0.iter().any(|(known, old)| known == path && old == text)
    };
    let different = now.0.iter().find(|file| !same(file));
    let gone = kept.0.iter().find(|(path, _)| now.0.iter().all(|(known, _)| known != path));
    let path = match (different.or(gone), scores) {
        (Some((path, _)), _) => path.clone(),
        (None, Scores::Same) => return Ok(Standing::Released(entry)),
        (None, Scores::Came) => return Ok(Standing::Scored(entry)),
        (None, Scores::Changed(path)) => path,
    };
    let note = note(folder, &now).filter(|note| self::note(folder, &kept).as_ref() != Some(note));
    if let Some(note) = note {
        return Ok(Standing::Corrected(entry, note));
    }
    let file = sources.find(&format!("{}/{path}", folder.path)).unwrap_or(folder.files[0]);
    let name = &folder.edition;
    let message = format!("{name} 已公开第 {} 版，{path} 后来改动了", entry.version);
    let fault = Diagnostic::violation("PB-08", Span::new(file, 0, 0), message).help(format!(
        "确要更正的，在 {}.yaml 里写“更正说明: …”，或运行 gongkai release {name} --note 说明；改错了的，改回原样",
        head(folder)
    ));
    Ok(Standing::Changed(entry, Box::new(fault)))
}

/// Checks, renders and audits a year, and keeps it for good with its sources.
///
/// `tell` is called after each of [`STEPS`]: checked, printed, kept.
pub fn release(
    run: &Run,
    folder: &Folder,
    wish: Asked,
    tell: &mut dyn FnMut(),
) -> Result<Releasing, Failure> {
    if Count::by_level(&run.faults).violations > 0 {
        return Ok(Releasing::Faulty);
    }
    let note = wish.note.map(str::trim).filter(|note| !note.is_empty());
    let archive = Archive::read(&run.inputs.root)?;
    let note = match (standing(run, &archive, folder)?, note) {
        // What was purged cannot be compared: its author knows whether it changed.
        (Standing::Released(entry), note)
            if note.is_none() || archive.purged(&entry).is_empty() =>
        {
            return Ok(Releasing::Unchanged(entry));
        }
        (Standing::Changed(entry, _) | Standing::Scored(entry), None) => {
            return Ok(Releasing::Unexplained(entry));
        }
        (Standing::Corrected(_, written), None) => written,
        (_, note) => note.unwrap_or_default().to_owned(),
    };
    let checked = run.check(folder);
    if checked.is_refused() || checked.in_work {
        return Ok(Releasing::Refused(checked));
    }
    let cleared = run
        .clear(folder)
        .map_err(|_| Failure::new(&folder.path, "这个学年没有通过检查，不能公开"))?;
    tell();
    let standards = run.inputs.digest_of(&run.inputs.standards_files());
    let document = compose(&cleared, &run.standards);
    let withdrawn = withdrawn_of(&archive, &folder.edition, &document)?;
    fit_to_print(&note, &(&names(&document) | &withdrawn.names), run)?;
    let document = redacted(&document, &withdrawn);
    let version = archive.ledger.next_version(&folder.edition, Kind::Release);
    let on = wish.on.map_or(String::new(), |day| day.to_string());
    let approved_by = wish.approved_by.unwrap_or_default().trim().to_owned();
    let entry = Entry::new(folder.edition.clone(), Kind::Release, note);
    let entry = Entry { version, on, approved_by, ..entry };
    dated_in_order(&archive, folder, &entry)?;
    dated_by_its_text(folder, &document, &entry)?;
    let imprint = imprint_of(run, &entry.released());
    let imprint = Imprint { issue: Some(entry.issue()), ..imprint };
    let before = document_before(run, &archive, &folder.edition)?;
    let corrected = archive.document(&folder.edition)?;
    let corrected = corrected.map(|document| Corrected::new(version - 1, document));
    let before = before.map(Written::from_document);
    let previous = before.as_ref().map(Written::digested);
    let against = Against { previous, corrected: corrected.as_ref() };
    let bundle =
        printed(&Written::from_document(document), against, &run.resources, &standards, &imprint)?;
    tell();
    let sources = kept_sources(run, folder, against, &withdrawn)?;
    let rounds = run.rounds.iter().map(|round| &round.edition);
    let cited = rounds.filter(|round| round.own_disclosure() == folder.edition);
    let unreleased =
        cited.filter(|round| archive.ledger.newest(round).is_none()).cloned().collect();
    let kept = archive.keep(entry, &bundle, &sources)?;
    tell();
    Ok(Releasing::Released(kept, unreleased))
}

/// Refuses a day before that of the version before: versions follow one another.
fn dated_in_order(archive: &Archive, folder: &Folder, entry: &Entry) -> Result<(), Failure> {
    let last =
        archive.versions(&folder.edition).map(|version| &version.on).find(|on| !on.is_empty());
    match last.filter(|last| !entry.on.is_empty() && entry.on < **last) {
        None => Ok(()),
        Some(last) => Err(Failure::new(
            &folder.path,
            both!(
                "--on {} 早于前一版的 {last}",
                "--on {} is before {last}, the day of the version before",
                entry.on
            ),
        )),
    }
}

/// Refuses a day before that which the document itself gives: nothing is public before it is issued.
fn dated_by_its_text(folder: &Folder, document: &Document, entry: &Entry) -> Result<(), Failure> {
    let (on, own) = (&entry.on, &document.published);
    if on.is_empty() || on >= own {
        return Ok(());
    }
    let file = head(folder);
    let field = if folder.edition.is_round() { "印发日期" } else { "发布日期" };
    let why = both!(
        "--on {on} 早于 {file}.yaml 里的{field} {own}",
        "--on {on} is before {own}, the {field} of {file}.yaml"
    );
    Err(Failure::new(&folder.path, why).with_help(both!(
        "--on 写实际公开的日期；{field}写错了的，改 {file}.yaml",
        "give --on the day it was made public; where {field} is wrong, mend {file}.yaml"
    )))
}

/// Returns what the nearest earlier year of the same union says: as released, or else as it stands
/// finished. A round is told against nothing.
pub(super) fn document_before(
    run: &Run,
    archive: &Archive,
    edition: &Edition,
) -> Result<Option<Document>, Failure> {
    if edition.is_round() {
        return Ok(None);
    }
    let own = run.years.iter().map(|folder| &folder.edition);
    let all = own.chain(archive.released()).filter(|other| !other.is_round());
    let earlier: BTreeSet<&Edition> =
        all.filter(|other| other.union == edition.union && *other < edition).collect();
    for earlier in earlier.into_iter().rev() {
        if let Some(document) = archive.document(earlier)? {
            return Ok(Some(document));
        }
        let folder = run.folder(earlier);
        if let Some(cleared) = folder.and_then(|folder| run.clear(folder).ok())
            && !is_in_work(&cleared.facts)
        {
            return Ok(Some(compose(&cleared, &run.standards)));
        }
    }
    Ok(None)
}

/// Returns what a version is kept with, by which it can be made again: the site's file, the year's
/// files with its rounds and those of the year before, which rules read, or a round's, all with what
/// raters handed in, as they are on disk; the forms and rules it was checked by; the college's own
/// theme and fonts; the document its changes were told against; whom it no longer names.
fn kept_sources(
    run: &Run,
    folder: &Folder,
    against: Against,
    withdrawn: &Withdrawn,
) -> Result<Vec<Artifact>, Failure> {
    let inputs = &run.inputs;
    let path = |file: &FileId| inputs.sources.file(*file).path.clone();
    let years = [Some(folder), run.before(folder)].into_iter().flatten();
    let rounds = run.rounds_for(&folder.edition);
    let beside: Vec<&Folder> = years
        .chain(rounds)
        .filter(|beside| !folder.edition.is_round() || beside.edition == folder.edition)
        .collect();
    let own: Vec<String> = beside.iter().flat_map(|folder| &folder.files).map(path).collect();
    let mut kept = below(&inputs.root, "content", |below| {
        let is_own = own.contains(&format!("content/{below}"));
        is_own || below == "site.yaml" || below.starts_with("fonts/")
    })?;
    for folder in beside {
        kept.extend(score_files(&inputs.root, folder)?);
    }
    let theme = &run.resources.theme.name;
    if theme != DEFAULT_NAME {
        kept.extend(below(&inputs.root, &format!("themes/{theme}"), |_| true)?);
    }
    for file in &inputs.standards_files() {
        kept.push(Artifact::new(path(file), inputs.sources.file(*file).text.to_string()));
    }
    let corrected = against.corrected.map(|corrected| &corrected.document);
    let previous = against.previous.map(|previous| previous.document);
    kept.extend(previous.into_iter().chain(corrected).map(|compared| {
        Artifact::new(format!("{COMPARED}/{}.json", compared.edition()), compared.published_json())
    }));
    kept.extend((!withdrawn.is_empty()).then(|| withdrawn_file(withdrawn)));
    kept.sort_by(|a, b| a.path.cmp(&b.path));
    kept.dedup_by(|a, b| a.path == b.path);
    Ok(kept)
}

/// Reads files below a folder of the site, by their paths below its root.
fn below(
    root: &Path,
    folder: &str,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<Artifact>, Failure> {
    let files = read_bytes(&root.join(folder), |path| wanted(path) && !has_litter(path))?;
    Ok(files.into_iter().map(|(p, bytes)| Artifact::new(format!("{folder}/{p}"), bytes)).collect())
}

/// What became of a round's score sheets since it was released.
enum Scores {
    Same,
    /// There were none.
    Came,
    /// One of them, by its path below the round's folder.
    Changed(String),
}

fn changed_scores(
    run: &Run,
    folder: &Folder,
    kept: &[Artifact],
    archive: &Archive,
    entry: &Entry,
) -> Result<Scores, Failure> {
    let within = format!("{}/{SCORES}/", folder.path);
    let kept: Vec<&Artifact> = kept.iter().filter(|file| file.path.starts_with(&within)).collect();
    let purged = archive.purged(entry);
    let mut now = score_files(&run.inputs.root, folder)?;
    now.retain(|file| !purged.contains(&file.path));
    let none_kept = kept.is_empty() && purged.iter().all(|path| !path.starts_with(&within));
    let changed = now.iter().find(|file| !kept.contains(file));
    let gone = || kept.iter().copied().find(|file| now.iter().all(|now| now.path != file.path));
    Ok(match changed.or_else(gone) {
        None => Scores::Same,
        Some(_) if none_kept => Scores::Came,
        Some(file) => Scores::Changed(file.path[folder.path.len() + 1..].to_owned()),
    })
}

/// Reads what the raters of a round handed in, by its paths below the site's root.
fn score_files(root: &Path, folder: &Folder) -> Result<Vec<Artifact>, Failure> {
    let below = format!("{}/{SCORES}", folder.path);
    if !folder.edition.is_round() || !root.join(&below).is_dir() {
        return Ok(Vec::new());
    }
    let files = read_bounded(&root.join(&below), MOST_BYTES)?.into_iter();
    Ok(files
        .filter_map(|(name, bytes)| match bytes {
            Bounded::Read(bytes) => Some(Artifact::new(format!("{below}/{name}"), bytes)),
            Bounded::TooLarge { .. } | Bounded::NotAFile => None,
        })
        .collect())
}

/// Returns the texts of a year as they were released.
fn kept(released: Vec<Artifact>, folder: &Folder) -> Texts {
    let mut sources = Sources::default();
    // Rounds are released by themselves, though a year is kept with those it speaks of. Score sheets
    // are no texts.
    let is_text = |(edition, below): (Edition, &str)| {
        edition == folder.edition && !below.starts_with(&format!("{SCORES}/"))
    };
    for file in released {
        let below = file.path.strip_prefix("content/");
        if below.and_then(Edition::of_file).is_some_and(is_text) {
            sources.add_bytes(file.path, file.bytes.to_vec());
        }
    }
    let files: Vec<FileId> = sources.ids().collect();
    texts(folder, &files, &sources)
}

fn texts(folder: &Folder, files: &[FileId], sources: &Sources) -> Texts {
    let name = |file: FileId| sources.file(file).path[folder.path.len() + 1..].to_owned();
    let text = |file: &FileId| (name(*file), sources.file(*file).text.to_string());
    Texts(files.iter().map(text).collect())
}

/// Returns the name of the file that says what a year or a round as a whole is.
fn head(folder: &Folder) -> &'static str {
    if folder.edition.is_round() { "通知" } else { "年度" }
}

/// Returns what a year or a round says of its correction.
fn note(folder: &Folder, texts: &Texts) -> Option<String> {
    let tree = texts.tree(head(folder));
    let Some(Node { kind: yaml::Kind::Map(pairs), .. }) = tree else { return None };
    let is = |key: &Node| matches!(&key.kind, yaml::Kind::Scalar(word) if word == "更正说明");
    match &pairs.iter().find(|(key, _)| is(key))?.1.kind {
        yaml::Kind::Scalar(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    }
}
