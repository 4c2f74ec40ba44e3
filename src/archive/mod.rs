//! What is kept for good: folders written once and never changed, and the chain of them.
//! It must not know what a year says, nor how a bundle is made.

mod ledger;
mod signature;
mod verify;

pub use ledger::{Entry, Ledger};
pub use signature::{Key, SIGNATURE, Signer};
pub use verify::{Signed, Verified, verify};

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::academic_year::AcademicYear;
use crate::document::Document;
use crate::failure::Failure;
use crate::lock::{self, Lock, WORKSHOP};
use crate::manifest::{Artifact, Manifest, sha256};
use crate::source::read_bytes;

/// The name of the ledger in the folder of releases.
pub const LEDGER: &str = "ledger.json";
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
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self { folder, ledger: Ledger::default() });
            }
            Err(error) => return Err(Failure::io(&path, error)),
        };
        let help = "从备份恢复 content/releases；gongkai verify 说明哪里不对";
        let broken = |what: String| Failure::new(&path, what).with_help(help);
        let ledger: Ledger = serde_json::from_slice(&bytes)
            .map_err(|_| broken("账本读不出来，已被改动或损坏".to_owned()))?;
        match ledger.faults().into_iter().next() {
            Some(fault) => Err(broken(format!("账本已被改动：{fault}"))),
            None => Ok(Self { folder, ledger }),
        }
    }

    /// Returns the years of which anything was released.
    pub fn years(&self) -> BTreeSet<AcademicYear> {
        self.ledger.entries.iter().filter_map(|entry| AcademicYear::parse(&entry.year)).collect()
    }

    /// Returns the versions of a year, newest first.
    pub fn versions(&self, year: AcademicYear) -> impl Iterator<Item = &Entry> {
        let year = year.to_string();
        self.ledger.entries.iter().rev().filter(move |entry| entry.year == year)
    }

    /// Returns what the newest version of a year says, if there is one.
    pub fn document(&self, year: AcademicYear) -> Result<Option<Document>, Failure> {
        let Some(newest) = self.versions(year).next() else { return Ok(None) };
        self.document_of(newest, &self.bundle(newest)?).map(Some)
    }

    /// Returns what a release says, whose bundle these files are.
    pub fn document_of(&self, entry: &Entry, bundle: &[Artifact]) -> Result<Document, Failure> {
        let json = bundle.iter().find(|file| file.path == "document.json");
        let document = json.and_then(|json| Document::from_json(&json.bytes));
        document.ok_or_else(|| Failure::new(self.place(entry), "document.json 读不出来"))
    }

    /// Returns the files of a released bundle as they were released.
    ///
    /// # Errors
    /// When any of them is not what was released.
    pub fn bundle(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let folder = self.place(entry).join("bundle");
        let changed = |path: PathBuf| {
            Failure::new(path, "和公开时不同，已被改动")
                .with_help("从备份恢复 content/releases；gongkai verify 列出全部不对的文件")
        };
        let path = folder.join("manifest.json");
        let list = fs::read(&path).map_err(|e| Failure::io(&path, e))?;
        let manifest = serde_json::from_slice::<Manifest>(&list).ok();
        let manifest = manifest.filter(|_| sha256(&list) == entry.manifest);
        let Some(manifest) = manifest else { return Err(changed(path)) };
        let mut files = vec![Artifact::new("manifest.json", list)];
        for (path, digest) in manifest.files {
            let bytes = fs::read(folder.join(&path)).unwrap_or_default();
            if sha256(&bytes) != digest {
                return Err(changed(folder.join(path)));
            }
            files.push(Artifact::new(path, bytes));
        }
        Ok(files)
    }

    /// Returns where a release stands: at its own name or, when a run was broken off right after
    /// chaining it, at the name it was made ready under.
    fn place(&self, entry: &Entry) -> PathBuf {
        let own = self.folder.join(entry.folder());
        let ready = staging_of(&own);
        if ready.exists() && !own.exists() { ready } else { own }
    }

    /// Returns the sources a release was made from, by their paths below the site's root.
    pub fn sources(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let folder = self.place(entry).join("sources");
        let path = folder.join(SOURCES);
        let changed = |path: PathBuf| Failure::new(path, "和公开时不同，已被改动");
        let list = fs::read(&path).map_err(|e| Failure::io(&path, e))?;
        let all = serde_json::from_slice::<BTreeMap<String, String>>(&list).ok();
        let all = all.filter(|_| sha256(&list) == entry.sources);
        let Some(all) = all else { return Err(changed(path)) };
        let files = read_bytes(&folder, |path| all.contains_key(path))?;
        if let Some((path, _)) = all.iter().find(|(path, digest)| {
            !files.iter().any(|(known, bytes)| known == *path && sha256(bytes) == **digest)
        }) {
            return Err(changed(folder.join(path)));
        }
        Ok(files.into_iter().map(|(path, bytes)| Artifact::new(path, bytes)).collect())
    }

    /// Keeps a bundle and its sources as the next version of a year, and chains it; returns the
    /// entry. Whatever fails, what was released before stays as it was.
    pub fn release(
        self,
        year: &str,
        note: &str,
        bundle: &[Artifact],
        sources: &[Artifact],
    ) -> Result<Entry, Failure> {
        let manifest = bundle.iter().find(|file| file.path == "manifest.json");
        let manifest = manifest.expect("every bundle has its list");
        let list: BTreeMap<&str, String> =
            sources.iter().map(|file| (file.path.as_str(), sha256(&file.bytes))).collect();
        let mut list = serde_json::to_vec_pretty(&list).expect("a list is plain data");
        list.push(b'\n');
        let ledger = self.ledger.with(Entry {
            year: year.to_owned(),
            note: note.to_owned(),
            manifest: sha256(&manifest.bytes),
            sources: sha256(&list),
            ..Entry::default()
        });
        let entry = ledger.entries.last().expect("one was added").clone();
        let put = |within: &str, file: &Artifact| {
            Artifact::new(format!("{within}/{}", file.path), file.bytes.clone())
        };
        let mut files: Vec<Artifact> = bundle.iter().map(|file| put("bundle", file)).collect();
        files.extend(sources.iter().map(|file| put("sources", file)));
        files.push(Artifact::new(format!("sources/{SOURCES}"), list));
        let folder = self.folder.join(entry.folder());
        set_aside(&folder)?;
        let ready = Staging::filled(&folder, &files)?;
        replace(&self.folder.join(LEDGER), &ledger.to_json())?;
        // From here on it is released, whatever it is called: the ledger lists it.
        ready.keep();
        settle(&folder);
        Ok(entry)
    }

    /// Signs the ledger as it stands on disk.
    pub fn sign(root: &Path, signer: &Signer) -> Result<PathBuf, Failure> {
        let folder = root.join("content/releases");
        let ledger = folder.join(LEDGER);
        let bytes = fs::read(&ledger).map_err(|e| Failure::io(&ledger, e))?;
        let place = folder.join(SIGNATURE);
        replace(&place, signer.sign(&bytes)?.as_bytes())?;
        Ok(place)
    }
}

/// Gives a release that was chained its own name. Where that fails now, the next run does it, and
/// until then it is found by the name it was made ready under.
fn settle(folder: &Path) {
    let ready = staging_of(folder);
    if ready.exists() && !folder.exists() {
        let _ = fs::rename(ready, folder);
    }
}

/// Puts new bytes in the place of a file, so that a reader sees the old or the new.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let next = staging_of(path);
    write_file(&next, bytes)?;
    fs::rename(&next, path).map_err(|e| Failure::io(path, e))
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
pub fn lock(root: &Path) -> Result<Lock, Failure> {
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
        return Err(Failure::new(folder, "这个文件夹已经有了，没有改动"));
    }
    let ready = Staging::filled(folder, files)?;
    fs::rename(&ready.0, folder).map_err(|e| Failure::io(folder, e))
}

/// Writes a file and waits until the disk has it.
fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| Failure::io(path, e))
}

/// A folder being made ready; what is left of it when something fails is taken away.
struct Staging(PathBuf);

impl Staging {
    /// Writes the files of a folder beside it, under another name.
    fn filled(folder: &Path, files: &[Artifact]) -> Result<Self, Failure> {
        folder.file_name().ok_or_else(|| Failure::new(folder, "不能作为文件夹的名称"))?;
        let staging = Self(staging_of(folder));
        staging.clear()?;
        for file in files {
            let path = staging.0.join(&file.path);
            let within = path.parent().unwrap_or(&staging.0);
            fs::create_dir_all(within).map_err(|e| Failure::io(within, e))?;
            write_file(&path, &file.bytes)?;
        }
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
