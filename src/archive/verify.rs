//! Checks an archive byte for byte, without the content it was made from.
//! It must not know what any file says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{LEDGER, Ledger, SOURCES};
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::{Manifest, sha256};

/// What checking an archive came to.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many bundles were looked at, and how many files in all.
    pub bundles: usize,
    pub files: usize,
    /// The last digest of the chain, when there is a ledger.
    pub head: Option<String>,
    /// Each file with what is wrong with it.
    pub faults: Vec<(String, Both)>,
    /// Files that belong to no bundle, so that nothing can be said of them.
    pub unlisted: usize,
}

/// Checks a folder of releases with their ledger, or a folder with bundles anywhere below it.
pub fn verify(folder: &Path) -> Result<Verified, Failure> {
    let files = walk(folder)?;
    let mut verified = Verified::default();
    let mut known = BTreeSet::new();
    if files.contains(LEDGER) {
        with_ledger(folder, &files, &mut known, &mut verified)?;
        for path in files.difference(&known) {
            verified
                .fault(path, both!("账本里没有，是多出来的", "not in the ledger: it was added"));
        }
        return Ok(verified);
    }
    if files.iter().any(|path| is_release(path)) {
        verified.fault(LEDGER, both!("账本不见了", "the ledger is gone"));
    }
    for path in files.iter().filter(|path| name(path) == "manifest.json") {
        bundle(folder, path, None, &files, &mut known, &mut verified)?;
    }
    verified.unlisted = files.difference(&known).count();
    Ok(verified)
}

impl Verified {
    fn fault(&mut self, path: &str, what: impl Into<Both>) {
        self.faults.push((path.to_owned(), what.into()));
    }
}

fn unreadable() -> Both {
    both!("读不出来，已被改动或损坏", "cannot be read: it was changed or damaged")
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Tells whether a path is that of a release's list of sources, which stands in archives only.
fn is_release(path: &str) -> bool {
    path.ends_with(&format!("/sources/{SOURCES}"))
}

fn with_ledger(
    folder: &Path,
    files: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
    verified: &mut Verified,
) -> Result<(), Failure> {
    known.insert(LEDGER.to_owned());
    let bytes = read(folder, LEDGER)?;
    let Ok(ledger) = serde_json::from_slice::<Ledger>(&bytes) else {
        verified.fault(LEDGER, unreadable());
        return Ok(());
    };
    if ledger.to_json() != bytes {
        verified.fault(
            LEDGER,
            both!("不是 gongkai 写成的样子，已被改动", "not as gongkai writes it: it was changed"),
        );
    }
    for fault in ledger.faults() {
        verified.fault(LEDGER, fault);
    }
    for entry in &ledger.entries {
        let below = entry.folder();
        let manifest = format!("{below}/bundle/manifest.json");
        bundle(folder, &manifest, Some(&entry.manifest), files, known, verified)?;
        let list = format!("{below}/sources/{SOURCES}");
        sources(folder, &list, &entry.sources, files, known, verified)?;
    }
    verified.head = Some(ledger.head().to_owned());
    Ok(())
}

/// Checks one bundle by its list; `digest` is what the list itself must be.
fn bundle(
    folder: &Path,
    list: &str,
    digest: Option<&str>,
    files: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
    verified: &mut Verified,
) -> Result<(), Failure> {
    verified.bundles += 1;
    let Some(bytes) = listed(folder, list, digest, files, known, verified)? else { return Ok(()) };
    let Ok(manifest) = serde_json::from_slice::<Manifest>(&bytes) else {
        verified.fault(list, unreadable());
        return Ok(());
    };
    let below = list.strip_suffix("manifest.json").unwrap_or_default();
    if manifest.files.get("document.json") != Some(&manifest.content) {
        verified.fault(
            list,
            both!(
                "内容摘要和 document.json 的摘要不符",
                "its content digest is not that of document.json"
            ),
        );
    }
    each(folder, below, &manifest.files, files, known, verified)?;
    if digest.is_none() {
        let added = |path: &&String| path.starts_with(below) && *path != list;
        let others: Vec<&String> = files.difference(known).filter(added).collect();
        for path in others.into_iter().filter(|_| !below.is_empty() || files.len() > 1) {
            verified.fault(path, both!("清单里没有，是多出来的", "not in the list: it was added"));
        }
    }
    Ok(())
}

fn sources(
    folder: &Path,
    list: &str,
    digest: &str,
    files: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
    verified: &mut Verified,
) -> Result<(), Failure> {
    let Some(bytes) = listed(folder, list, Some(digest), files, known, verified)? else {
        return Ok(());
    };
    let Ok(all) = serde_json::from_slice::<BTreeMap<String, String>>(&bytes) else {
        verified.fault(list, unreadable());
        return Ok(());
    };
    let below = list.strip_suffix(SOURCES).unwrap_or_default();
    each(folder, below, &all, files, known, verified)
}

/// Reads a list, unless it is missing, and checks its digest.
fn listed(
    folder: &Path,
    list: &str,
    digest: Option<&str>,
    files: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
    verified: &mut Verified,
) -> Result<Option<Vec<u8>>, Failure> {
    known.insert(list.to_owned());
    if !files.contains(list) {
        verified.fault(list, both!("不见了", "is gone"));
        return Ok(None);
    }
    verified.files += 1;
    let bytes = read(folder, list)?;
    if digest.is_some_and(|digest| sha256(&bytes) != digest) {
        verified.fault(
            list,
            both!(
                "和账本里的摘要不符，已被改动",
                "not of the digest in the ledger: it was changed"
            ),
        );
    }
    Ok(Some(bytes))
}

/// Checks every file of a list against its digest.
fn each(
    folder: &Path,
    below: &str,
    list: &BTreeMap<String, String>,
    files: &BTreeSet<String>,
    known: &mut BTreeSet<String>,
    verified: &mut Verified,
) -> Result<(), Failure> {
    for (path, digest) in list {
        let path = format!("{below}{path}");
        known.insert(path.clone());
        if !files.contains(&path) {
            verified.fault(&path, both!("不见了", "is gone"));
            continue;
        }
        verified.files += 1;
        if sha256(&read(folder, &path)?) != *digest {
            verified.fault(
                &path,
                both!(
                    "和清单里的摘要不符，已被改动",
                    "not of the digest in the list: it was changed"
                ),
            );
        }
    }
    Ok(())
}

fn read(folder: &Path, path: &str) -> Result<Vec<u8>, Failure> {
    let path = folder.join(path);
    match fs::read(&path) {
        Ok(bytes) => Ok(bytes),
        // A link that leads nowhere holds nothing.
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Failure::io(&path, error)),
    }
}

/// Returns the paths of all that is no folder below a folder; what was being made ready when a
/// run was broken off is passed over.
fn walk(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let mut files = BTreeSet::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        let here = folder.join(&below);
        for entry in fs::read_dir(&here).map_err(|e| Failure::io(&here, e))? {
            let entry = entry.map_err(|e| Failure::io(&here, e))?;
            let kind = entry.file_type().map_err(|e| Failure::io(&entry.path(), e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            match kind.is_dir() {
                true if super::is_staging(&name) => {}
                true => folders.push(path),
                false => drop(files.insert(path)),
            }
        }
    }
    Ok(files)
}
