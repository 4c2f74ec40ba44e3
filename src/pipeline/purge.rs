//! Clears the names of withdrawn people out of what is kept of a year or round; digests stay.
//! It must not know how a file is kept, nor touch the content itself.

use std::collections::BTreeSet;

use super::release::COMPARED;
use super::withdraw::{Whom, fit_to_print, withdrawn_in};
use super::{Run, meant};
use crate::archive::{Archive, Entry, document_in};
use crate::bundle::held;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::Artifact;
use crate::redaction::{mentions, names, names_any};
use crate::source::Sources;

/// A purge made ready; nothing is deleted yet.
#[derive(Debug)]
pub struct Purge {
    pub edition: Edition,
    /// The kept files that name them and will be deleted, by their paths below the folder of
    /// releases; none when nothing kept names them any more.
    pub files: Vec<String>,
    /// Files of the content itself that still do; their author decides.
    pub content: Vec<String>,
    archive: Archive,
    reason: String,
    found: Vec<Artifact>,
}

impl Purge {
    /// Deletes the files; the ledger keeps their digests. Nothing is chained where there are none.
    pub fn carry_out(self) -> Result<Option<Entry>, Failure> {
        self.archive.sweep(&self.edition)?;
        match self.found.is_empty() {
            true => Ok(None),
            false => self.archive.purge(&self.edition, &self.reason, &self.found).map(Some),
        }
    }
}

/// Finds, in what is kept of a year or round, every file that names one person, or anybody of its
/// roster, but of bundles that stand at an address.
///
/// # Errors
/// When what stands published still names them: they must be withdrawn first.
pub fn purge(run: &Run, what: &str, whom: Whom, reason: &str) -> Result<Purge, Failure> {
    let archive = Archive::read(&run.inputs.root)?;
    let own = meant(run, &archive, what)?;
    refuse_published(&archive, &own, whom)?;
    let people = match whom {
        Whom::One(name) => BTreeSet::from([name.to_owned()]),
        Whom::Everybody => everybody(&archive, &own)?,
    };
    fit_to_print(reason, &people, run)?;
    let mut found = Vec::new();
    let shown = archive.ledger.shown();
    let removed: BTreeSet<String> =
        archive.ledger.removed().into_keys().map(str::to_owned).collect();
    for entry in archive.ledger.entries.iter().filter(|entry| entry.has_bundle()) {
        let bundle = format!("{}/bundle/", entry.folder());
        for file in archive.kept(entry)? {
            let published = shown.contains(&entry.number) && file.path.starts_with(&bundle);
            let is_left = !published && !removed.contains(&file.path);
            if is_left && is_about(&file.path, &own, entry) && tells_of(&file, &people) {
                found.push(file);
            }
        }
    }
    let content = run.inputs.sources.ids().map(|id| run.inputs.sources.file(id));
    let own_folder = format!("content/{}/", own.content_folder());
    let content = content.filter(|file| file.path.starts_with(&own_folder));
    let content = content.filter(|file| names_any(&file.text, &people));
    Ok(Purge {
        files: found.iter().map(|file| file.path.clone()).collect(),
        content: content.map(|file| file.path.clone()).collect(),
        edition: own,
        archive,
        reason: reason.to_owned(),
        found,
    })
}

/// Refuses to clear names that stand published.
fn refuse_published(archive: &Archive, own: &Edition, whom: Whom) -> Result<(), Failure> {
    let place = archive.folder.join(own.to_string());
    let Some(published) = archive.document(own)? else {
        let why = both!(
            "{own} 还没有公开过版本，没有可以清除的",
            "no version of {own} was released: there is nothing to clear"
        );
        return Err(Failure::new(place, why));
    };
    let (still, flag) = match whom {
        Whom::One(name) => (mentions(&published, name), format!("--name {name}")),
        Whom::Everybody => (!names(&published).is_empty(), "--all".to_owned()),
    };
    if !still {
        return Ok(());
    }
    let why = both!(
        "现在公开的内容还印着，要先撤下再清除",
        "what stands published still prints the names: withdraw them first"
    );
    Err(Failure::new(place, why).with_help(both!(
        "gongkai withdraw {own} --on 日期 --reason 原因 {flag}",
        "gongkai withdraw {own} --on DATE --reason REASON {flag}"
    )))
}

/// Returns all whom any kept edition of a year or round names, as far as it was not purged.
pub(super) fn everybody(archive: &Archive, own: &Edition) -> Result<BTreeSet<String>, Failure> {
    let mut people = BTreeSet::new();
    for entry in archive.ledger.entries_of(own).filter(|entry| entry.has_bundle()) {
        let kept = archive.kept(entry)?;
        let json = format!("{}/bundle/document.json", entry.folder());
        let bundle = kept.iter().filter(|file| file.path == json);
        let bundle: Vec<Artifact> = bundle.map(|file| file.at("document.json")).collect();
        if !bundle.is_empty() {
            people.extend(names(&document_in(&bundle, &archive.folder)?));
        }
        let sources = format!("{}/sources/", entry.folder());
        let listed: Vec<Artifact> = kept
            .into_iter()
            .filter_map(|file| Some(file.at(file.path.strip_prefix(&sources)?)))
            .collect();
        people.extend(withdrawn_in(&listed).into_iter().flat_map(|withdrawn| withdrawn.names));
    }
    Ok(people)
}

/// Tells whether a kept file is that of a year or round: another year's version keeps the files of
/// the year before, and a year's own keeps those of yet another. The rounds that a year speaks of
/// are kept with it, and cleared with it there.
fn is_about(path: &str, own: &Edition, entry: &Entry) -> bool {
    let within = format!("{}/sources/", entry.folder());
    let Some(source) = path.strip_prefix(&within) else { return entry.edition == *own };
    let of = match source.split_once('/') {
        Some(("content", below)) => Edition::of_file(below).map(|(edition, _)| edition),
        Some((COMPARED, file)) => Edition::parse(file.trim_end_matches(".json")),
        _ => None,
    };
    let of = of.unwrap_or_else(|| entry.edition.clone());
    of == *own || entry.edition == *own && of.own_disclosure() == *own
}

/// Files that may tell of somebody without a name to be found in them: the font of a year's rarer
/// characters, and workbooks, whose hidden worksheets nobody reads.
const OPAQUE: [&str; 5] = ["/rare.woff2", "/rare.css", ".xlsx", ".xls", ".ods"];

/// Tells whether a file names any of some people, or may.
fn tells_of(file: &Artifact, people: &BTreeSet<String>) -> bool {
    if OPAQUE.iter().any(|end| file.path.ends_with(end)) {
        return true;
    }
    // A table may be in another encoding.
    let mut sources = Sources::default();
    let read = sources.add_bytes(file.path.as_str(), file.bytes.to_vec());
    names_any(&sources.file(read).text, people)
        || held(file).iter().any(|text| names_any(text, people))
}
