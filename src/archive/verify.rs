//! Checks an archive byte for byte, without the content it was made from.
//! It must not know what any file says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::copy::{Held, Known, only_line_ends, other_line_ends};
use super::signature::{self, Key, SIGNATURE};
use super::{Entry, LEDGER, Ledger, SOURCES, is_staging, name_of, staging_of};
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::{Manifest, sha256};
use crate::source::{MAX_KEPT_BYTES, read_file};

/// The list of a bundle's files.
pub(super) const MANIFEST: &str = "manifest.json";
/// The one page above the bundles of versions, or of rounds, that changes.
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
    /// The last digest of the chain, when there is a ledger and nothing is wrong with it.
    pub head: Option<String>,
    /// The digests of all entries of that ledger, the last among them.
    pub chain: Vec<String>,
    pub signed: Signed,
    /// The PDFs that are as they were, by their paths, with the content digest they must print.
    pub printed: Vec<(String, String)>,
    /// Each file with what is wrong with it.
    pub faults: Vec<(String, Both)>,
    /// Files that belong to no bundle, and folders of broken runs: nothing can be said of them.
    pub unlisted: usize,
    /// Files that could not be held against anything, for what lists them was lost: they may be
    /// changed, or missing because they were purged.
    pub unjudged: usize,
    /// Releases that are whole but still bear the name they were made ready under.
    pub unsettled: Vec<String>,
    /// How many of the faults are line ends alone.
    pub line_ends: usize,
    /// What a copy of a site was held against.
    pub held: Held,
}

/// What is known of the ledger's signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signed {
    #[default]
    Not,
    /// There is one, and no key to hold it against.
    Unchecked,
    /// There is one and a key, and they were held against each other.
    Checked,
}

/// Checks a folder of releases with their ledger, or a folder with bundles anywhere below it.
///
/// What is wrong is named once: where a list is damaged, the files it lists are not held against
/// it, and where the ledger is, each bundle is held against its own list. The true list may stand
/// under another name; then it counts.
///
/// A copy of a site is held against what is `known` of it besides.
pub fn verify(folder: &Path, key: Option<&Key>, known: &Known) -> Result<Verified, Failure> {
    let (files, strange, judged, removed, empty, verified) = Default::default();
    let mut check = Check { folder, files, strange, judged, removed, empty, verified };
    check.walk("")?;
    let is_archive = check.files.contains(LEDGER) || check.files.iter().any(|p| is_release(p));
    match check.ledger(is_archive)? {
        Some(ledger) => check.by_ledger(&ledger)?,
        None => check.by_own_lists()?,
    }
    check.signature(key)?;
    if !is_archive {
        if let Some(ledger) = &known.ledger {
            check.by_known_ledger(ledger)?;
        }
        check.by_site_list()?;
        if let Some(output) = &known.output {
            check.by_output(output)?;
        }
    }
    check.strangers(is_archive);
    check.empty_folders();
    check.verified.faults.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(check.verified)
}

/// Tells whether a path is that of a release's list of sources, which stands in archives only.
fn is_release(path: &str) -> bool {
    path.ends_with(&format!("/sources/{SOURCES}"))
}

/// Reads a ledger, or says what is wrong with it.
pub(super) fn sound_ledger(bytes: &[u8]) -> Result<Ledger, Vec<Both>> {
    let Ok(ledger) = serde_json::from_slice::<Ledger>(bytes) else {
        return Err(vec![unreadable()]);
    };
    let mut faults = ledger.faults();
    if ledger.to_json() != bytes {
        faults.push(both!(
            "不是 gongkai 写成的样子，已被改动",
            "not as gongkai writes it: it was changed"
        ));
    }
    if faults.is_empty() { Ok(ledger) } else { Err(faults) }
}

pub(super) fn unreadable() -> Both {
    both!("读不出来，已被改动或损坏", "cannot be read: it was changed or damaged")
}

pub(super) fn gone() -> Both {
    both!("不见了", "is gone")
}

fn not_of_its_list() -> Both {
    both!("和清单里的摘要不符，已被改动", "not of the digest in the list: it was changed")
}

pub(super) fn not_of_the_ledger() -> Both {
    both!("和账本里的摘要不符，已被改动", "not of the digest in the ledger: it was changed")
}

/// A check under way.
pub(super) struct Check<'a> {
    folder: &'a Path,
    /// Every file there is.
    pub(super) files: BTreeSet<String>,
    /// What is not looked into: links, which may lead anywhere, devices, files out of all measure.
    strange: BTreeSet<String>,
    /// Those of which something was said, or which are as they must be.
    pub(super) judged: BTreeSet<String>,
    /// What the ledger says was purged, with the digests it had.
    removed: BTreeMap<String, String>,
    /// Folders with nothing in them.
    empty: BTreeSet<String>,
    pub(super) verified: Verified,
}

impl Check<'_> {
    pub(super) fn fault(&mut self, path: &str, what: Both) {
        self.judged.insert(path.to_owned());
        if self.strange.contains(path) {
            // Named already; that it holds nothing follows.
            return;
        }
        self.verified.faults.push((path.to_owned(), what));
    }

    /// Names what is not looked into.
    fn strange(&mut self, path: String, what: Both) {
        self.fault(&path, what);
        self.strange.insert(path);
    }

    pub(super) fn is_faulty(&self, path: &str) -> bool {
        self.strange.contains(path) || self.verified.faults.iter().any(|(known, _)| known == path)
    }

    /// Names what nobody put there: but for what a purge emptied, or what lacks files already named.
    fn empty_folders(&mut self) {
        for folder in std::mem::take(&mut self.empty) {
            let within = format!("{folder}/");
            let had_files = |path: &String| path.starts_with(&within);
            if !self.removed.keys().any(had_files) && !self.judged.iter().any(had_files) {
                let what = both!("空文件夹，是多出来的", "an empty folder: it was added");
                self.fault(&within, what);
            }
        }
    }

    /// Reads the ledger; one that is not sound is a fault and tells nothing.
    fn ledger(&mut self, is_archive: bool) -> Result<Option<Ledger>, Failure> {
        if !self.files.contains(LEDGER) {
            if is_archive {
                self.fault(LEDGER, both!("账本不见了", "the ledger is gone"));
                return self.ledger_elsewhere();
            }
            return Ok(None);
        }
        self.judged.insert(LEDGER.to_owned());
        let bytes = self.read(LEDGER)?;
        match sound_ledger(&bytes) {
            Ok(ledger) => Ok(Some(ledger)),
            Err(faults) => {
                if let Ok(ledger) = sound_ledger(&other_line_ends(&bytes)) {
                    self.line_ends(LEDGER);
                    return Ok(Some(ledger));
                }
                faults.into_iter().for_each(|what| self.fault(LEDGER, what));
                self.ledger_elsewhere()
            }
        }
    }

    /// Looks for the true ledger under every other name.
    fn ledger_elsewhere(&self) -> Result<Option<Ledger>, Failure> {
        for path in &self.files {
            if let Ok(ledger) = sound_ledger(&self.read(path)?) {
                return Ok(Some(ledger));
            }
        }
        Ok(None)
    }

    /// Checks what a sound ledger lists.
    fn by_ledger(&mut self, ledger: &Ledger) -> Result<(), Failure> {
        let removed = ledger.removed().into_iter();
        self.removed = removed.map(|(path, digest)| (path.to_owned(), digest.to_owned())).collect();
        self.verified.purged = self.removed.len();
        let still: Vec<String> =
            self.removed.keys().filter(|path| self.files.contains(*path)).cloned().collect();
        for path in &still {
            let what =
                both!("账本写明已经清除，却还在", "purged as the ledger says, and yet still there");
            self.fault(path, what);
        }
        self.verified.head = Some(ledger.head().to_owned());
        self.verified.chain = ledger.entries.iter().map(|entry| entry.digest.clone()).collect();
        ledger.entries.iter().try_for_each(|entry| self.entry(entry))
    }

    /// Checks what one entry keeps.
    fn entry(&mut self, entry: &Entry) -> Result<(), Failure> {
        let own = entry.folder();
        let ready = staging_of(Path::new(&own)).to_string_lossy().replace('\\', "/");
        let stands = |below: &str| self.folder.join(below).exists();
        let below = if stands(&ready) && !stands(&own) {
            self.walk(&ready)?;
            self.verified.unlisted -= 1;
            self.verified.unsettled.push(own);
            ready
        } else {
            own
        };
        if entry.has_bundle() {
            self.bundle(&format!("{below}/bundle/"), Some(&entry.manifest))?;
            self.sources(&format!("{below}/sources/"), Some(&entry.sources))?;
        } else if !entry.file.is_empty() {
            self.verified.older += 1;
            self.one(format!("{below}/{}", entry.file), &entry.manifest, not_of_the_ledger)?;
        }
        Ok(())
    }

    /// Holds every bundle against its own list, and in an archive the sources against theirs.
    fn by_own_lists(&mut self) -> Result<(), Failure> {
        let lists: Vec<String> = self.files.iter().cloned().collect();
        for path in &lists {
            if let Some(below) = path.strip_suffix(MANIFEST).filter(|b| ends_a_folder(b)) {
                self.bundle(below, None)?;
            } else if is_release(path) {
                self.sources(path.strip_suffix(SOURCES).unwrap_or_default(), None)?;
            }
        }
        Ok(())
    }

    /// Checks the bundle in a folder; `digest` is what its list must be.
    fn bundle(&mut self, below: &str, digest: Option<&str>) -> Result<(), Failure> {
        self.verified.bundles += 1;
        let list = format!("{below}{MANIFEST}");
        let Some(bytes) = self.list(&list, below, digest)? else { return Ok(()) };
        match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(list_of) => {
                if list_of.files.get("document.json") != Some(&list_of.content) {
                    self.fault(
                        &list,
                        both!(
                            "内容摘要和 document.json 的摘要不符",
                            "the content digest is not that of document.json"
                        ),
                    );
                }
                self.each(below, &list_of.files)?;
                let pdfs = list_of.files.keys().filter(|path| path.ends_with(".pdf"));
                let pdfs = pdfs.map(|path| format!("{below}{path}"));
                let sound = pdfs.filter(|path| {
                    self.files.contains(path) && self.verified.faults.iter().all(|(f, _)| f != path)
                });
                let printed = sound.map(|path| (path, list_of.content.clone()));
                self.verified.printed.extend(printed.collect::<Vec<_>>());
                Ok(())
            }
            Err(_) => {
                self.fault(&list, unreadable());
                self.leave(below);
                Ok(())
            }
        }
    }

    /// Checks the sources in a folder; `digest` is what their list must be.
    fn sources(&mut self, below: &str, digest: Option<&str>) -> Result<(), Failure> {
        let list = format!("{below}{SOURCES}");
        let Some(bytes) = self.list(&list, below, digest)? else { return Ok(()) };
        match serde_json::from_slice::<BTreeMap<String, String>>(&bytes) {
            Ok(all) => self.each(below, &all),
            Err(_) => {
                self.fault(&list, unreadable());
                self.leave(below);
                Ok(())
            }
        }
    }

    /// Reads the list of a folder's files. When it is not what it must be, it is a fault, and the
    /// true list is looked for under every other name; without it the folder is left alone.
    fn list(
        &mut self,
        list: &str,
        below: &str,
        digest: Option<&str>,
    ) -> Result<Option<Vec<u8>>, Failure> {
        self.judged.insert(list.to_owned());
        if self.files.contains(list) {
            self.verified.files += 1;
            let bytes = self.read(list)?;
            if digest.is_none_or(|digest| sha256(&bytes) == digest) {
                return Ok(Some(bytes));
            }
            let other = other_line_ends(&bytes);
            if digest.is_some_and(|digest| sha256(&other) == digest) {
                self.line_ends(list);
                return Ok(Some(other));
            }
            self.fault(list, not_of_the_ledger());
        } else {
            self.fault(list, gone());
        }
        for path in self.files.iter().filter(|_| digest.is_some()) {
            let bytes = self.read(path)?;
            if digest.is_some_and(|digest| sha256(&bytes) == digest) {
                return Ok(Some(bytes));
            }
        }
        self.leave(below);
        Ok(None)
    }

    /// Checks every file of a list against its digest.
    fn each(&mut self, below: &str, list: &BTreeMap<String, String>) -> Result<(), Failure> {
        for (path, digest) in list {
            self.one(format!("{below}{path}"), digest, not_of_its_list)?;
        }
        Ok(())
    }

    /// Checks one file against its digest; `otherwise` says what it is when it is not that.
    pub(super) fn one(
        &mut self,
        path: String,
        digest: &str,
        otherwise: fn() -> Both,
    ) -> Result<(), Failure> {
        let first_time = self.judged.insert(path.clone());
        if self.removed.get(&path).is_some_and(|removed| removed == digest) {
            return Ok(());
        }
        if !self.files.contains(&path) {
            // Without the ledger of an archive it may as well have been purged.
            match self.ledger_is_named() && self.verified.head.is_none() {
                true => self.verified.unjudged += 1,
                false => self.fault(&path, gone()),
            }
            return Ok(());
        }
        self.verified.files += usize::from(first_time);
        let bytes = self.read(&path)?;
        if sha256(&bytes) == digest {
            return Ok(());
        }
        match sha256(&other_line_ends(&bytes)) == digest {
            true => self.line_ends(&path),
            false => self.fault(&path, otherwise()),
        }
        Ok(())
    }

    fn line_ends(&mut self, path: &str) {
        self.verified.line_ends += 1;
        self.fault(path, only_line_ends());
    }

    fn ledger_is_named(&self) -> bool {
        self.verified.faults.iter().any(|(path, _)| path == LEDGER)
    }

    /// Says of the files below a folder that nothing can be said of them.
    fn leave(&mut self, below: &str) {
        for path in self.files.iter().filter(|path| path.starts_with(below)) {
            self.verified.unjudged += usize::from(self.judged.insert(path.clone()));
        }
    }

    /// Holds the ledger's signature against a key. Without one it must at least be a signature.
    fn signature(&mut self, key: Option<&Key>) -> Result<(), Failure> {
        if !self.files.contains(SIGNATURE) {
            if key.is_some() {
                self.fault(SIGNATURE, both!("没有签名", "there is no signature"));
            }
            return Ok(());
        }
        self.judged.insert(SIGNATURE.to_owned());
        let text = String::from_utf8(self.read(SIGNATURE)?).unwrap_or_default();
        let Some(key) = key else {
            self.verified.signed = Signed::Unchecked;
            if signature::read(&text).is_none() {
                self.fault(SIGNATURE, signature::unreadable());
            }
            return Ok(());
        };
        self.verified.signed = Signed::Checked;
        let damaged = self.ledger_is_named();
        let fault = match damaged {
            // Of a ledger that is named already, the signature has nothing more to say.
            true => signature::read(&text).is_none().then(signature::unreadable),
            false => key.fault(&self.read(LEDGER)?, &text),
        };
        if let Some(fault) = fault {
            self.fault(SIGNATURE, fault);
        }
        Ok(())
    }

    /// Names the files that nothing lists: with a ledger all of them; without, those that stand
    /// beside a list, or where an archive has nothing else.
    fn strangers(&mut self, is_archive: bool) {
        let lists: Vec<&str> = self
            .judged
            .iter()
            .filter_map(|path| path.strip_suffix(MANIFEST).or(path.strip_suffix(SOURCES)))
            .filter(|below| ends_a_folder(below))
            .collect();
        let beside_a_list = |path: &str| {
            if !lists.iter().any(|below| path.starts_with(below)) {
                return false;
            }
            // Only a folder with bundles below it has the page.
            let of_versions = path.strip_suffix(MUTABLE).filter(|here| ends_a_folder(here));
            let within =
                |here: &str| lists.iter().any(|b| b.len() > here.len() && b.starts_with(here));
            !of_versions.is_some_and(within)
        };
        let has_ledger = self.verified.head.is_some();
        let is_named =
            |path: &String| has_ledger || beside_a_list(path) || is_archive && !path.contains('/');
        let strangers = self.files.difference(&self.judged).cloned();
        let (named, others): (Vec<String>, Vec<String>) = strangers.partition(is_named);
        match is_archive {
            true => self.verified.unjudged += others.len(),
            false => self.verified.unlisted += others.len(),
        }
        let what = match has_ledger {
            true => both!("账本里没有，是多出来的", "not in the ledger: it was added"),
            false => both!("清单里没有，是多出来的", "not in the list: it was added"),
        };
        named.iter().for_each(|path| self.fault(path, what.clone()));
    }

    /// Finds all that is no folder below a folder. What was being made ready when a run was broken
    /// off belongs to nothing; within a bundle or its sources nothing ever is.
    fn walk(&mut self, below: &str) -> Result<(), Failure> {
        let mut folders = vec![below.to_owned()];
        while let Some(below) = folders.pop() {
            let mut is_empty = !below.is_empty();
            let here = self.folder.join(&below);
            let kept = below.split('/').any(|part| matches!(part, "bundle" | "sources"));
            let kept = kept || ["bundle", MANIFEST].iter().any(|own| here.join(own).exists());
            for entry in fs::read_dir(&here).map_err(|e| Failure::io(&here, e))? {
                let entry = entry.map_err(|e| Failure::io(&here, e))?;
                is_empty = false;
                let kind = entry.file_type().map_err(|e| Failure::io(&entry.path(), e))?;
                let name = name_of(&entry.path());
                let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
                if is_staging(&name) && !kept {
                    self.verified.unlisted += 1;
                } else if kind.is_dir() {
                    folders.push(path);
                } else if !kind.is_file() {
                    let what = both!(
                        "是链接或设备，不是文件本身，里面的内容不能作数",
                        "a link or a device, not the file itself: what it holds counts for nothing"
                    );
                    self.strange(path, what);
                } else if entry.metadata().is_ok_and(|it| it.len() > MAX_KEPT_BYTES) {
                    let what = both!(
                        "比存档里能有的任何文件都大，没有读取，里面的内容不能作数",
                        "larger than any file that is kept: it was not read and counts for nothing"
                    );
                    self.strange(path, what);
                } else {
                    self.files.insert(path);
                }
            }
            if is_empty {
                self.empty.insert(below);
            }
        }
        Ok(())
    }

    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, Failure> {
        read_file(&self.folder.join(path), MAX_KEPT_BYTES)
    }
}

/// Tells whether the part of a path before a file's name is a whole folder, or none.
fn ends_a_folder(below: &str) -> bool {
    below.is_empty() || below.ends_with('/')
}
