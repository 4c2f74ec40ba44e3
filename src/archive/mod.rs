//! What is kept for good: folders written once and never changed, and the chain of them.
//! It must not know what a year says, nor how a bundle is made.

mod copy;
mod disk;
mod ledger;
mod signature;
mod verify;

pub use copy::{Held, Known, known_ledger};
use ledger::SCHEMA;
pub use ledger::{Entry, Kind, Ledger};
pub use signature::{Key, SIGNATURE, Signer};
pub use verify::{Signed, Verified, verify};

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::lock::{self, Lock, WORKSHOP};
use crate::manifest::{Artifact, Manifest, sha256};
use crate::source::{Bounded, MAX_KEPT_BYTES, paths_below, read_bytes, read_file, read_whole};

/// The name of the ledger in the folder of releases.
pub const LEDGER: &str = "ledger.json";
/// The largest ledger that is read, in bytes; one of a hundred years has less than a megabyte.
pub(crate) const MOST_LEDGER: u64 = 64 * 1024 * 1024;
/// The name of the list of a release's sources, among them.
pub const SOURCES: &str = "sources.json";

/// The releases of a site.
#[derive(Clone, Debug)]
pub struct Archive {
    /// `content/releases`
    pub folder: PathBuf,
    pub ledger: Ledger,
}

impl Archive {
    /// Reads the ledger below a site's root; a site that has released nothing has none.
    ///
    /// # Errors
    /// When the ledger is broken or was changed.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let folder = root.join("content/releases");
        let path = folder.join(LEDGER);
        let help = both!(
            "从备份恢复 content/releases；gongkai verify 说明哪里不对",
            "restore content/releases from a backup; gongkai verify tells what is wrong"
        );
        let broken = |what: Both| Failure::new(&path, what).with_help(help.clone());
        let bytes = match read_whole(&path, MOST_LEDGER) {
            Ok(Bounded::Read(bytes)) => bytes,
            Ok(_) => {
                return Err(broken(both!(
                    "账本不是文件，或者大得不像账本，没有读取",
                    "the ledger is no file, or too large to be one; it was not read"
                )));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return match kept_below(&folder)? {
                    Some(kept) => Err(broken(both!(
                        "账本不见了，而 {kept} 还在；没有账本就分不清公开过哪些版本",
                        "the ledger is gone and {kept} still there; without it nobody can tell which versions were released"
                    ))),
                    None => Ok(Self { folder, ledger: Ledger::default() }),
                };
            }
            Err(error) => return Err(Failure::io(&path, error)),
        };
        let ledger: Ledger = serde_json::from_slice(&bytes).map_err(|_| {
            broken(both!(
                "账本读不出来，已被改动或损坏",
                "the ledger cannot be read: it was changed or damaged"
            ))
        })?;
        if ledger.schema > SCHEMA {
            let newer = Failure::new(
                &path,
                both!("账本来自更新的 gongkai", "the ledger comes from a newer gongkai"),
            );
            return Err(
                newer.with_help(both!("升级 gongkai 后再运行", "upgrade gongkai, then run again"))
            );
        }
        match ledger.faults().into_iter().next() {
            Some(fault) => Err(broken(both!("账本已被改动：", "the ledger was changed: ") + fault)),
            None => Ok(Self { folder, ledger }),
        }
    }

    /// Returns the years and rounds of which any version was released.
    pub fn released(&self) -> BTreeSet<&Edition> {
        let released = self.ledger.entries.iter().filter(|entry| entry.kind == Kind::Release);
        released.map(|entry| &entry.edition).collect()
    }

    /// Returns the released version somebody means, `2025-2026/v1`, with its entry.
    pub fn version(&self, name: &str) -> Result<(Edition, &Entry), Failure> {
        let releases = self.ledger.entries.iter().filter(|entry| entry.kind == Kind::Release);
        let known: BTreeMap<Edition, &Entry> =
            releases.map(|entry| (entry.released(), entry)).collect();
        if let Some(failure) = self.never_released(name) {
            return Err(failure);
        }
        let meant = Edition::meant(name, known.keys())?;
        Ok((meant.clone(), known[meant]))
    }

    /// Says that nothing was released of the year or round whose version somebody names, if so.
    pub fn never_released(&self, name: &str) -> Option<Failure> {
        let named = Edition::parse(name).filter(|edition| edition.version.is_some())?;
        let own = Edition { version: None, ..named };
        if self.released().contains(&own) {
            return None;
        }
        let why = both!("{own} 还没有公开过版本", "no version of {own} was released yet");
        Some(Failure::new(name, why).with_help(both!(
            "公开一版用 gongkai release {own}；公开过哪些，gongkai status 列出",
            "gongkai release {own} releases one; gongkai status lists what was released"
        )))
    }

    /// Returns the versions of a year or a round, newest first.
    pub fn versions(&self, edition: &Edition) -> impl Iterator<Item = &Entry> {
        self.of_kind(edition, Kind::Release)
    }

    /// Returns the entries of a year or a round that are of one kind, newest first.
    pub fn of_kind(&self, edition: &Edition, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.ledger.entries_of(edition).filter(move |entry| entry.kind == kind)
    }

    /// Returns what stands at a year's own address says, if anything was released of it: of a year
    /// from which people were withdrawn, the edition without them.
    pub fn document(&self, edition: &Edition) -> Result<Option<Document>, Failure> {
        let Some(entry) = self.ledger.standing(edition) else { return Ok(None) };
        Ok(Some(document_in(&self.bundle(entry)?, &self.folder.join(entry.folder()))?))
    }

    /// Returns where something is kept: at its own name or, when a run was broken off right after
    /// chaining it, at the name it was made ready under.
    fn place(&self, entry: &Entry) -> PathBuf {
        let own = self.folder.join(entry.folder());
        let ready = staging_of(&own);
        if ready.exists() && !own.exists() { ready } else { own }
    }

    /// Returns the list of a kept bundle, and its bytes.
    ///
    /// # Errors
    /// When it is not what was kept.
    pub fn manifest(&self, entry: &Entry) -> Result<(Manifest, Vec<u8>), Failure> {
        let path = self.place(entry).join("bundle/manifest.json");
        let list = read_file(&path, MAX_KEPT_BYTES)?;
        let manifest = serde_json::from_slice::<Manifest>(&list).ok();
        let manifest = manifest.filter(|_| sha256(&list) == entry.manifest);
        Ok((manifest.ok_or_else(|| changed(path))?, list))
    }

    /// Returns the files of a kept bundle as they were.
    ///
    /// # Errors
    /// When any of them is not what was kept.
    pub fn bundle(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let folder = self.place(entry).join("bundle");
        let (manifest, list) = self.manifest(entry)?;
        let mut files = vec![Artifact::new("manifest.json", list)];
        for (path, digest) in manifest.files {
            let bytes = read_file(&folder.join(&path), MAX_KEPT_BYTES).unwrap_or_default();
            if sha256(&bytes) != digest {
                return Err(changed(folder.join(path)));
            }
            files.push(Artifact::new(path, bytes));
        }
        Ok(files)
    }

    /// Returns the sources a release was made from, by their paths below the site's root; those
    /// that were purged are missing.
    pub fn sources(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let folder = self.place(entry).join("sources");
        let path = folder.join(SOURCES);
        let list = read_file(&path, MAX_KEPT_BYTES)?;
        let all = serde_json::from_slice::<BTreeMap<String, String>>(&list).ok();
        let all = all.filter(|_| sha256(&list) == entry.sources);
        let Some(mut all) = all else { return Err(changed(path)) };
        for path in self.purged(entry) {
            all.remove(&path);
        }
        let files = read_bytes(&folder, |path| all.contains_key(path))?;
        if let Some((path, _)) = all.iter().find(|(path, digest)| {
            !files.iter().any(|(known, bytes)| known == *path && sha256(bytes) == **digest)
        }) {
            return Err(changed(folder.join(path)));
        }
        Ok(files.into_iter().map(|(path, bytes)| Artifact::new(path, bytes)).collect())
    }

    /// Returns the paths of the sources of a release that were purged.
    pub fn purged(&self, entry: &Entry) -> Vec<String> {
        let within = format!("{}/sources/", entry.folder());
        let removed = self.ledger.removed().into_keys();
        removed.filter_map(|path| path.strip_prefix(&within)).map(str::to_owned).collect()
    }

    /// Returns every file that is kept of a bundle and its sources but their lists, by its path
    /// below the folder of releases; what was purged or is missing is not among them.
    pub fn kept(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let within = entry.folder();
        let files = read_bytes(&self.place(entry), |path| {
            path != "bundle/manifest.json" && path != format!("sources/{SOURCES}")
        })?;
        let below = |(path, bytes)| Artifact::new(format!("{within}/{path}"), bytes);
        Ok(files.into_iter().map(below).collect())
    }

    /// Returns a kept document of an older year.
    ///
    /// # Errors
    /// When it is not what was kept.
    pub fn older(&self, entry: &Entry) -> Result<Artifact, Failure> {
        let path = self.place(entry).join(&entry.file);
        let bytes = read_file(&path, MAX_KEPT_BYTES)?;
        match sha256(&bytes) == entry.manifest {
            true => Ok(Artifact::new(&entry.file, bytes)),
            false => Err(changed(path)),
        }
    }

    /// Keeps a bundle and its sources as `entry` says, and chains it; returns the entry. Whatever
    /// fails, what was kept before stays as it was.
    pub fn keep(
        self,
        entry: Entry,
        bundle: &[Artifact],
        sources: &[Artifact],
    ) -> Result<Entry, Failure> {
        let manifest = bundle.iter().find(|file| file.path == "manifest.json");
        let manifest = manifest.expect("every bundle has its list");
        let list: BTreeMap<&str, String> =
            sources.iter().map(|file| (file.path.as_str(), sha256(&file.bytes))).collect();
        let mut list = serde_json::to_vec_pretty(&list).expect("a list is plain data");
        list.push(b'\n');
        let entry = Entry { manifest: sha256(&manifest.bytes), sources: sha256(&list), ..entry };
        let put = |within: &str, file: &Artifact| file.at(format!("{within}/{}", file.path));
        let mut files: Vec<Artifact> = bundle.iter().map(|file| put("bundle", file)).collect();
        files.extend(sources.iter().map(|file| put("sources", file)));
        files.push(Artifact::new(format!("sources/{SOURCES}"), list));
        self.chain(entry, &files)
    }

    /// Keeps an older year's own file, and chains it.
    pub fn keep_older(
        self,
        edition: &Edition,
        note: &str,
        file: Artifact,
    ) -> Result<Entry, Failure> {
        let entry = Entry {
            manifest: sha256(&file.bytes),
            file: file.path.clone(),
            ..Entry::new(edition.clone(), Kind::Document, note)
        };
        self.chain(entry, &[file])
    }

    /// Deletes some kept files, by their paths below the folder of releases; the ledger keeps their
    /// digests. The ledger is written first: a run broken off is finished by [`Archive::sweep`].
    pub fn purge(
        self,
        edition: &Edition,
        note: &str,
        files: &[Artifact],
    ) -> Result<Entry, Failure> {
        let removed = files.iter().map(|file| (file.path.clone(), sha256(&file.bytes)));
        let entry =
            Entry { removed: removed.collect(), ..Entry::new(edition.clone(), Kind::Purge, note) };
        let folder = self.folder.clone();
        let entry = self.chain(entry, &[])?;
        delete(&folder, entry.removed.keys())?;
        Ok(entry)
    }

    /// Finishes what a broken purge left to be deleted, and clears away what broken releases of a
    /// year left behind.
    pub fn sweep(&self, edition: &Edition) -> Result<(), Failure> {
        delete(&self.folder, self.ledger.removed().into_keys())?;
        let within = self.folder.join(edition.to_string());
        let Ok(entries) = fs::read_dir(&within) else { return Ok(()) };
        let kept: Vec<PathBuf> = self.ledger.entries.iter().map(|e| self.place(e)).collect();
        let left = entries.flatten().filter(|e| is_staging(&e.file_name().to_string_lossy()));
        for entry in left.filter(|left| !kept.contains(&left.path())) {
            fs::remove_dir_all(entry.path()).map_err(|e| Failure::io(&entry.path(), e))?;
        }
        Ok(())
    }

    /// Writes the folder of an entry, when it has files, and then the ledger with it.
    fn chain(self, entry: Entry, files: &[Artifact]) -> Result<Entry, Failure> {
        let Self { folder, ledger } = self;
        disk::make_folder(&folder)?;
        let ledger = ledger.with(entry);
        let entry = ledger.entries.last().expect("one was added").clone();
        let place = folder.join(entry.folder());
        set_aside(&place)?;
        let ready = Staging::filled(&place, files)?;
        replace(&folder.join(LEDGER), &ledger.to_json())?;
        // From here on it is kept, whatever it is called: the ledger lists it.
        ready.keep();
        settle(&place);
        Ok(entry)
    }

    /// Takes back the last withdrawal of a year or round: what stood before it stands again.
    pub fn undo(self, edition: &Edition, note: &str, on: &str) -> Result<Entry, Failure> {
        let entry = Entry::new(edition.clone(), Kind::Undo, note);
        self.chain(Entry { on: on.to_owned(), ..entry }, &[])
    }

    /// Signs the ledger as it stands on disk; returns where the signature is.
    pub fn sign(root: &Path, signer: &Signer) -> Result<PathBuf, Failure> {
        let folder = root.join("content/releases");
        let ledger = folder.join(LEDGER);
        let bytes = read_file(&ledger, MOST_LEDGER)?;
        let place = folder.join(SIGNATURE);
        replace(&place, signer.sign(&bytes)?.as_bytes())?;
        Ok(place)
    }
}

/// Gives a folder that was chained its own name. Where that fails now, the next run does it, and
/// until then it is found by the name it was made ready under.
fn settle(folder: &Path) {
    let ready = staging_of(folder);
    if ready.exists() && !folder.exists() && disk::rename(&ready, folder).is_ok() {
        let _ = disk::sync_above(folder);
    }
}

/// Puts new bytes in the place of a file, so that a reader sees the old or the new, and a disk that
/// lost its power has the one or the other.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let next = staging_of(path);
    disk::delete(&next)?;
    disk::write(&next, bytes)?;
    disk::rename(&next, path)?;
    disk::sync_above(path)
}

fn changed(path: PathBuf) -> Failure {
    Failure::new(path, both!("和公开时不同，已被改动", "not as released: it was changed"))
        .with_help(both!(
            "从备份恢复 content/releases；gongkai verify 列出全部不对的文件",
            "restore content/releases from a backup; gongkai verify lists every file that is wrong"
        ))
}

/// Reads the document among a bundle's files; `folder` is where they are kept.
pub fn document_in(bundle: &[Artifact], folder: &Path) -> Result<Document, Failure> {
    let json = bundle.iter().find(|file| file.path == "document.json");
    let document = json.and_then(|json| Document::from_json(&json.bytes));
    document.ok_or_else(|| {
        Failure::new(folder, both!("document.json 读不出来", "document.json cannot be read"))
    })
}

fn delete<'a>(
    folder: &Path,
    mut paths: impl Iterator<Item = impl AsRef<Path> + 'a>,
) -> Result<(), Failure> {
    paths.try_for_each(|path| disk::delete(&folder.join(path)))
}

/// Returns the path of the first thing kept below the folder of releases, if there is one.
fn kept_below(folder: &Path) -> Result<Option<String>, Failure> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let is_kept = |path: &str| {
        let parts: Vec<&str> = path.split('/').collect();
        parts.len() > 2 && parts[..2].iter().all(|part| !part.starts_with('.'))
    };
    let first = paths_below(folder)?.into_iter().find(|path| is_kept(path));
    let first = first.as_deref().and_then(|path| path.rsplitn(2, '/').last());
    Ok(first.map(str::to_owned))
}

/// Moves away a folder that no ledger lists: a run was broken off between folder and ledger.
fn set_aside(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    let aside = (1..).map(|n| folder.with_extension(format!("left-{n}")));
    let aside = aside.map(|path| path.with_file_name(format!(".{}.gongkai", name_of(&path))));
    let aside = aside.into_iter().find(|path| !path.exists()).expect("numbers do not end");
    fs::rename(folder, &aside).map_err(|e| Failure::io(folder, e))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Tells whether a name is one of a folder being made ready or left from a broken run.
fn is_staging(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".gongkai")
}

/// Returns the name beside a file or folder under which the next one is made ready.
fn staging_of(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.gongkai", name_of(path)))
}

/// Holds builds and other releases of a site off for as long as the lock returned lives, and
/// finishes what a run that was broken off had chained.
///
/// # Errors
/// When another run holds it, and where there is no site: nothing is left in such a folder.
pub fn lock(root: &Path) -> Result<Lock, Failure> {
    let content = root.join("content");
    if !content.is_dir() {
        return Err(Failure::no_site(content));
    }
    let lock = lock::hold(&root.join(WORKSHOP))?;
    // A ledger that cannot be read is told by whoever needs it.
    if let Ok(archive) = Archive::read(root) {
        archive.ledger.entries.iter().for_each(|e| settle(&archive.folder.join(e.folder())));
    }
    Ok(lock)
}

/// Writes a folder that must not exist yet, whole or not at all.
pub fn write_new(folder: &Path, files: &[Artifact]) -> Result<(), Failure> {
    if folder.symlink_metadata().is_ok() {
        return Err(Failure::new(
            folder,
            both!(
                "这个文件夹已经有了，没有改动",
                "this folder is there already; nothing was changed"
            ),
        ));
    }
    let ready = Staging::filled(folder, files)?;
    disk::rename(&ready.0, folder)?;
    disk::sync_above(folder)
}

/// A folder being made ready; what is left of it when something fails is taken away.
struct Staging(PathBuf);

impl Staging {
    /// Writes the files of a folder beside it, under another name.
    fn filled(folder: &Path, files: &[Artifact]) -> Result<Self, Failure> {
        folder.file_name().ok_or_else(|| {
            Failure::new(folder, both!("不能作为文件夹的名称", "no name for a folder"))
        })?;
        let staging = Self(staging_of(folder));
        staging.clear()?;
        let mut within = BTreeSet::new();
        for file in files {
            let path = staging.0.join(&file.path);
            let above = path.parent().unwrap_or(&staging.0).to_owned();
            disk::make_folder(&above)?;
            disk::write(&path, &file.bytes)?;
            within.insert(above);
        }
        within.iter().try_for_each(|folder| disk::sync(folder))?;
        Ok(staging)
    }

    /// Leaves the folder where it is.
    fn keep(self) {
        std::mem::forget(self);
    }

    fn clear(&self) -> Result<(), Failure> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io(&self.0, error)),
            _ => Ok(()),
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academic_year::AcademicYear;
    use crate::edition::Union;

    /// A disk on which nothing but what was synced survives, fed with the steps that were taken.
    #[derive(Default)]
    struct Disk {
        /// Names within folders that the disk may not have yet.
        unsure: BTreeSet<PathBuf>,
    }

    impl Disk {
        fn take(&mut self, step: &str, path: &Path) {
            match step {
                "sync" => self.unsure.retain(|unsure| unsure.parent() != Some(path)),
                "write" | "make" | "rename" => drop(self.unsure.insert(path.to_owned())),
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn whatever_the_ledger_lists_is_on_the_disk_before_it_and_the_ledger_before_it_is_reported() {
        let site = tempfile::tempdir().unwrap();
        let edition = Edition::disclosure(AcademicYear::starting(2025), Union::First);
        let file = |path: &str| Artifact::new(path, path);
        disk::tests::STEPS.take();
        let archive = Archive::read(site.path()).unwrap();
        let entry = Entry::new(edition, Kind::Release, "");
        let bundle = [file("manifest.json"), file("index.html")];
        archive.keep(entry, &bundle, &[file("content/2025-2026/前言.md")]).unwrap();
        let steps = disk::tests::STEPS.take();
        let ledger = site.path().join("content/releases").join(LEDGER);
        let next = staging_of(&ledger);
        let mut disk = Disk::default();
        let mut listed = false;
        for (step, path) in &steps {
            if (*step, path) == ("rename", &ledger) {
                disk.unsure.remove(&next);
                assert!(disk.unsure.is_empty(), "listed before it is kept: {:?}", disk.unsure);
                listed = true;
            }
            disk.take(step, path);
        }
        assert!(listed && disk.unsure.is_empty(), "reported before it is kept: {:?}", disk.unsure);
        let written =
            |name: &str| steps.iter().any(|(step, path)| *step == "write" && path.ends_with(name));
        assert!(
            ["bundle/index.html", "sources/content/2025-2026/前言.md"].into_iter().all(written)
        );
    }
}
