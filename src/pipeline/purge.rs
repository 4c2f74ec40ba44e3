//! Clears the names of withdrawn people out of what is kept of a year or round; digests stay.
//! It must not know how a file is kept, nor touch the content itself.

use std::collections::BTreeSet;

use super::Run;
use super::release::COMPARED;
use super::withdraw::{fit_to_print, withdrawn_in};
use crate::academic_year::{AcademicYear, ROUNDS, folder_of};
use crate::archive::{Archive, Entry, document_in};
use crate::bundle::held;
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::Artifact;
use crate::redaction::{mentions, names, names_any};

/// What came of a purge.
#[derive(Debug)]
pub struct Purged {
    /// Absent when nothing kept named them any more.
    pub entry: Option<Entry>,
    /// Files of the content itself that still do; their author decides.
    pub content: Vec<String>,
}

/// Deletes, from what is kept of a year or round, every file that names one person, or anybody of its
/// roster, but of bundles that stand at an address.
///
/// # Errors
/// When what stands published still names them: they must be withdrawn first.
pub fn purge(run: &Run, what: &str, name: Option<&str>, reason: &str) -> Result<Purged, Failure> {
    let archive = Archive::read(&run.inputs.root)?;
    let own = archive.named(what);
    let place = archive.folder.join(&own);
    let Some(published) = archive.document(&own)? else {
        return Err(Failure::new(
            place,
            both!(
                "{own} 还没有公开过版本，没有可以清除的",
                "no version of {own} was released: there is nothing to clear"
            ),
        ));
    };
    let still = match name {
        Some(name) => mentions(&published, name),
        None => !names(&published).is_empty(),
    };
    if still {
        let only = name.map_or(String::new(), |name| format!(" --name {name}"));
        return Err(Failure::new(
            place,
            both!(
                "现在公开的内容还印着，要先撤下再清除",
                "what stands published still prints the names: withdraw them first"
            ),
        )
        .with_help(both!(
            "gongkai withdraw {own} --on 日期 --reason 原因{only}",
            "gongkai withdraw {own} --on DATE --reason REASON{only}"
        )));
    }
    archive.sweep(&own)?;
    let people = match name {
        Some(name) => BTreeSet::from([name.to_owned()]),
        None => everybody(&archive, &own)?,
    };
    fit_to_print(reason, &people, run)?;
    let mut found = Vec::new();
    let shown = archive.ledger.shown();
    for entry in archive.ledger.entries.iter().filter(|entry| entry.has_bundle()) {
        let bundle = format!("{}/bundle/", entry.folder());
        for file in archive.kept(entry)? {
            let published = shown.contains(&entry.number) && file.path.starts_with(&bundle);
            if !published && is_about(&file.path, &own, entry) && tells_of(&file, &people) {
                found.push(file);
            }
        }
    }
    let content = run.inputs.sources.ids().map(|id| run.inputs.sources.file(id));
    let within = format!("content/{own}/");
    let content = content.filter(|file| file.path.starts_with(&within));
    let content = content.filter(|file| names_any(&file.text, &people));
    let content = content.map(|file| file.path.clone()).collect();
    let entry = match found.is_empty() {
        true => None,
        false => Some(archive.purge(&own, reason, &found)?),
    };
    Ok(Purged { entry, content })
}

/// Returns all whom any kept edition of a year or round names, as far as it was not purged.
fn everybody(archive: &Archive, own: &str) -> Result<BTreeSet<String>, Failure> {
    let mut people = BTreeSet::new();
    for entry in archive.ledger.of(own).filter(|entry| entry.has_bundle()) {
        let kept = archive.kept(entry)?;
        let json = format!("{}/bundle/document.json", entry.folder());
        let bundle = kept.iter().filter(|file| file.path == json);
        let bundle: Vec<Artifact> =
            bundle.map(|file| Artifact::new("document.json", file.bytes.clone())).collect();
        if !bundle.is_empty() {
            people.extend(names(&document_in(&bundle, &archive.folder)?));
        }
        let sources = format!("{}/sources/", entry.folder());
        let listed: Vec<Artifact> = kept
            .into_iter()
            .filter_map(|file| Some(Artifact::new(file.path.strip_prefix(&sources)?, file.bytes)))
            .collect();
        people.extend(withdrawn_in(&listed).into_iter().flat_map(|withdrawn| withdrawn.names));
    }
    Ok(people)
}

/// Tells whether a kept file is that of a year or round: another year's version keeps the files of
/// the year before, and a year's own keeps those of yet another. The rounds that a year speaks of
/// are kept with it, and cleared with it there.
fn is_about(path: &str, own: &str, entry: &Entry) -> bool {
    let within = format!("{}/sources/", entry.folder());
    let Some(source) = path.strip_prefix(&within) else { return entry.year == own };
    let is_year = |folder: &str| AcademicYear::parse(folder).is_some();
    let of = match source.split('/').collect::<Vec<_>>()[..] {
        ["content", year, ROUNDS, round, _, ..] if is_year(year) => folder_of(year, Some(round)),
        ["content", year, ..] if is_year(year) => year.to_owned(),
        [COMPARED, file] => file.trim_end_matches(".json").to_owned(),
        _ => entry.year.clone(),
    };
    of == own || entry.year == own && of.starts_with(&format!("{own}/"))
}

/// Files that may tell of somebody without a name to be found in them: the font of a year's rarer
/// characters, and packed workbooks.
const OPAQUE: [&str; 3] = ["/rare.woff2", "/rare.css", ".xlsx"];

/// Tells whether a file names any of some people, or may.
fn tells_of(file: &Artifact, people: &BTreeSet<String>) -> bool {
    if OPAQUE.iter().any(|end| file.path.ends_with(end)) {
        return true;
    }
    held(file).iter().any(|text| names_any(text, people))
}
