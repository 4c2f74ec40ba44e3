//! What is kept for good: folders written once and never changed, and the chain of them.
//! It must not know what a year says, nor how a bundle is made.

mod ledger;
mod verify;

pub use ledger::{Entry, Ledger};
pub use verify::{Verified, verify};

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::academic_year::AcademicYear;
use crate::document::Document;
use crate::failure::Failure;
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

    /// Returns the versions of a year or a round, by its name, newest first.
    pub fn versions(&self, year: &str) -> impl Iterator<Item = &Entry> {
        self.ledger.entries.iter().rev().filter(move |entry| entry.year == year)
    }

    /// Returns what the newest version of a year or a round says, if there is one.
    pub fn document(&self, year: &str) -> Result<Option<Document>, Failure> {
        let Some(newest) = self.versions(year).next() else { return Ok(None) };
        let files = self.bundle(newest)?;
        let json = files.iter().find(|file| file.path == "document.json");
        let document = json.and_then(|json| Document::from_json(&json.bytes));
        let broken = || Failure::new(self.folder.join(newest.folder()), "document.json 读不出来");
        Ok(Some(document.ok_or_else(broken)?))
    }

    /// Returns the files of a released bundle as they were released.
    ///
    /// # Errors
    /// When any of them is not what was released.
    pub fn bundle(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let folder = self.folder.join(entry.folder()).join("bundle");
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

    /// Returns the sources a release was made from, by their paths below the site's root.
    pub fn sources(&self, entry: &Entry) -> Result<Vec<Artifact>, Failure> {
        let folder = self.folder.join(entry.folder()).join("sources");
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
        write_new(&folder, &files)?;
        let next = self.folder.join(".ledger.gongkai");
        write_file(&next, &ledger.to_json())?;
        let place = self.folder.join(LEDGER);
        fs::rename(&next, &place).map_err(|e| Failure::io(&place, e))?;
        Ok(entry)
    }
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

/// Holds builds and other releases of a site off for as long as the file returned lives.
pub fn lock(root: &Path) -> Result<File, Failure> {
    let workshop = root.join(".gongkai");
    fs::create_dir_all(&workshop).map_err(|e| Failure::io(&workshop, e))?;
    let path = workshop.join("lock");
    let file = File::create(&path).map_err(|e| Failure::io(&path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::new(path, "另一个 gongkai 正在写入此处").with_help("等它结束后再运行一次"))
        }
        Err(TryLockError::Error(error)) => Err(Failure::io(&path, error)),
    }
}

/// Writes a folder that must not exist yet, whole or not at all.
pub fn write_new(folder: &Path, files: &[Artifact]) -> Result<(), Failure> {
    if folder.symlink_metadata().is_ok() {
        return Err(Failure::new(folder, "这个文件夹已经有了，没有改动"));
    }
    let beside = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let beside = beside.unwrap_or(Path::new("."));
    fs::create_dir_all(beside).map_err(|e| Failure::io(beside, e))?;
    let name = folder.file_name().ok_or_else(|| Failure::new(folder, "不能作为文件夹的名称"))?;
    let staging = Staging(beside.join(format!(".{}.gongkai", name.to_string_lossy())));
    staging.clear()?;
    for file in files {
        let path = staging.0.join(&file.path);
        let within = path.parent().unwrap_or(&staging.0);
        fs::create_dir_all(within).map_err(|e| Failure::io(within, e))?;
        write_file(&path, &file.bytes)?;
    }
    fs::rename(&staging.0, folder).map_err(|e| Failure::io(folder, e))
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
