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

/// The one page in a year's folder that belongs to no version and may change.
const MUTABLE: &str = "versions.html";

/// What checking an archive came to.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many bundles were looked at, and how many files in all.
    pub bundles: usize,
    pub files: usize,
    /// How many older years' own files were looked at.
    pub older: usize,
    /// How many files were purged, as the ledger says.
    pub purged: usize,
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
    // A year's folder holds its versions: what stands deeper is known before it is missed above.
    let mut lists: Vec<&String> =
        files.iter().filter(|path| name(path) == "manifest.json").collect();
    lists.sort_by_key(|path| std::cmp::Reverse(path.matches('/').count()));
    for path in lists {
        let removed = BTreeMap::new();
        let mut found = Files { folder, files: &files, known: &mut known, removed };
        bundle(&mut found, path, None, &mut verified)?;
    }
    verified.unlisted = files.difference(&known).count();
    Ok(verified)
}

impl Verified {
    fn fault(&mut self, path: &str, what: Both) {
        self.faults.push((path.to_owned(), what));
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
    let mut found = Files { folder, files, known, removed: ledger.removed() };
    for path in ledger.removed().into_keys().filter(|path| files.contains(*path)) {
        verified.fault(
            path,
            both!("账本写明已经清除，却还在", "purged as the ledger says, and yet still there"),
        );
        found.known.insert(path.to_owned());
    }
    for entry in &ledger.entries {
        let below = entry.folder();
        if entry.has_bundle() {
            let manifest = format!("{below}/bundle/manifest.json");
            bundle(&mut found, &manifest, Some(&entry.manifest), verified)?;
            sources(&mut found, &format!("{below}/sources/{SOURCES}"), &entry.sources, verified)?;
        } else if !entry.file.is_empty() {
            verified.older += 1;
            listed(
                &mut found,
                &format!("{below}/{}", entry.file),
                Some(&entry.manifest),
                verified,
            )?;
        }
    }
    verified.purged = ledger.removed().len();
    verified.head = Some(ledger.head().to_owned());
    Ok(())
}

/// The files that were found, which of them anything was said of, and what was purged.
struct Files<'a> {
    folder: &'a Path,
    files: &'a BTreeSet<String>,
    known: &'a mut BTreeSet<String>,
    removed: BTreeMap<&'a str, &'a str>,
}

/// Checks one bundle by its list; `digest` is what the list itself must be.
fn bundle(
    found: &mut Files,
    list: &str,
    digest: Option<&str>,
    verified: &mut Verified,
) -> Result<(), Failure> {
    verified.bundles += 1;
    let Some(bytes) = listed(found, list, digest, verified)? else { return Ok(()) };
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
    each(found, below, &manifest.files, verified)?;
    if digest.is_none() {
        let within = |path: &&String| path.starts_with(below) && *path != list;
        let has_versions =
            found.known.iter().filter(within).any(|path| name(path) == "manifest.json");
        let beside = has_versions.then(|| format!("{below}{MUTABLE}"));
        let added = |path: &&String| within(path) && beside.as_ref() != Some(*path);
        let others: Vec<&String> = found.files.difference(found.known).filter(added).collect();
        for path in others.into_iter().filter(|_| !below.is_empty() || found.files.len() > 1) {
            verified.fault(path, both!("清单里没有，是多出来的", "not in the list: it was added"));
        }
    }
    Ok(())
}

fn sources(
    found: &mut Files,
    list: &str,
    digest: &str,
    verified: &mut Verified,
) -> Result<(), Failure> {
    let Some(bytes) = listed(found, list, Some(digest), verified)? else {
        return Ok(());
    };
    let Ok(all) = serde_json::from_slice::<BTreeMap<String, String>>(&bytes) else {
        verified.fault(list, unreadable());
        return Ok(());
    };
    let below = list.strip_suffix(SOURCES).unwrap_or_default();
    each(found, below, &all, verified)
}

/// Reads a list, unless it is missing, and checks its digest.
fn listed(
    found: &mut Files,
    list: &str,
    digest: Option<&str>,
    verified: &mut Verified,
) -> Result<Option<Vec<u8>>, Failure> {
    found.known.insert(list.to_owned());
    if !found.files.contains(list) {
        verified.fault(list, both!("不见了", "is gone"));
        return Ok(None);
    }
    verified.files += 1;
    let bytes = read(found.folder, list)?;
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
    found: &mut Files,
    below: &str,
    list: &BTreeMap<String, String>,
    verified: &mut Verified,
) -> Result<(), Failure> {
    for (path, digest) in list {
        let path = format!("{below}{path}");
        found.known.insert(path.clone());
        if found.removed.get(path.as_str()) == Some(&digest.as_str()) {
            continue;
        }
        if !found.files.contains(&path) {
            verified.fault(&path, both!("不见了", "is gone"));
            continue;
        }
        verified.files += 1;
        if sha256(&read(found.folder, &path)?) != *digest {
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
