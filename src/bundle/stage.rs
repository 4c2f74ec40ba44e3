//! Puts a whole tree of files in the place of the one before it, or changes nothing.
//! It must not know what the files are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::language::both;
use crate::manifest::{Artifact, Manifest, sha256};

use super::MANIFEST;

/// The file in an output folder that lists what we wrote there, a path a line. A folder without
/// it, or with other files than it lists, holds somebody's work.
const MARKER: &str = ".gongkai-output";

/// The folder beside the output folder in which the next tree is made ready.
const WORKSHOP: &str = ".gongkai";

/// What systems leave in folders without being asked.
const LITTER: &[&str] = &[".DS_Store", "Thumbs.db", "desktop.ini"];

/// The next tree, made ready beside the output folder and then exchanged with it whole.
///
/// A reader sees the old tree or the new one, and any failure leaves the old one byte for byte.
/// A folder that holds anything not made by a stage is refused, and so is a second run at once.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    workshop: PathBuf,
    staging: PathBuf,
    /// The paths staged so far, as a system without upper and lower case tells them apart.
    paths: BTreeMap<String, String>,
    /// The keys to remember once the exchange has succeeded.
    keys: Vec<(PathBuf, String)>,
    _lock: File,
}

impl Stage {
    /// Makes ready to replace the folder `output`.
    pub fn open(output: &Path) -> Result<Self, Failure> {
        let output = resolve(output)?;
        let beside = output.parent().ok_or_else(|| {
            Failure::new(
                &output,
                both!("不能把根目录作为输出", "the root of a disk cannot be the output"),
            )
        })?;
        let workshop = beside.join(WORKSHOP);
        fs::create_dir_all(&workshop).map_err(|e| Failure::io(&workshop, e))?;
        let lock = lock(&workshop.join("lock"))?;
        check_ours(&output)?;
        let staging = workshop.join("staging");
        clear(&staging)?;
        fs::create_dir(&staging).map_err(|e| Failure::io(&staging, e))?;
        Ok(Self {
            output,
            workshop,
            staging,
            paths: BTreeMap::new(),
            keys: Vec::new(),
            _lock: lock,
        })
    }

    /// Stages one file.
    pub fn write_file(&mut self, file: &Artifact) -> Result<(), Failure> {
        let path = self.place(&file.path)?;
        fs::write(&path, &file.bytes).map_err(|e| Failure::io(&path, e))?;
        keep_time(&path, &self.output.join(&file.path), &file.bytes);
        Ok(())
    }

    /// Stages the files of a bundle below `folder`, to be known by `key` in later runs.
    pub fn write(&mut self, folder: &str, key: &str, files: &[Artifact]) -> Result<(), Failure> {
        for file in files {
            let path = format!("{folder}/{}", file.path);
            self.write_file(&Artifact { path, bytes: file.bytes.clone() })?;
        }
        let manifest = files.iter().find(|file| file.path == MANIFEST);
        let digest = manifest.map(|file| sha256(&file.bytes)).unwrap_or_default();
        self.keys.push((self.key_file(folder), format!("{key} {digest}\n")));
        Ok(())
    }

    /// Stages the bundle that stands in the output under `folder` again, when it was made under
    /// this key and not a byte of it has changed; returns its `document.json`.
    pub fn keep(&mut self, folder: &str, key: &str) -> Result<Option<Vec<u8>>, Failure> {
        let note = fs::read_to_string(self.key_file(folder)).unwrap_or_default();
        let Some((known, digest)) = note.trim_end().split_once(' ') else { return Ok(None) };
        let old = self.output.join(folder);
        let Ok(manifest) = fs::read(old.join(MANIFEST)) else { return Ok(None) };
        if known != key || sha256(&manifest) != digest {
            return Ok(None);
        }
        let Ok(list) = serde_json::from_slice::<Manifest>(&manifest) else { return Ok(None) };
        let same = |(path, digest): (&String, &String)| {
            fs::read(old.join(path)).is_ok_and(|bytes| sha256(&bytes) == *digest)
        };
        if !list.files.iter().all(same) {
            return Ok(None);
        }
        for path in list.files.keys().map(String::as_str).chain([MANIFEST]) {
            let new = self.place(&format!("{folder}/{path}"))?;
            let from = old.join(path);
            // A copy serves where the file system has no second name for a file.
            let linked = fs::hard_link(&from, &new).or_else(|_| fs::copy(&from, &new).map(|_| ()));
            linked.map_err(|e| Failure::io(&new, e))?;
        }
        Ok(fs::read(old.join("document.json")).ok())
    }

    /// Puts what was staged in the place of the output folder.
    pub fn exchange(self) -> Result<(), Failure> {
        let list: String = self.paths.values().map(|path| format!("{path}\n")).collect();
        let marker = self.staging.join(MARKER);
        fs::write(&marker, list).map_err(|e| Failure::io(&marker, e))?;
        swap(&self.staging, &self.output, &self.workshop.join("old"))?;
        for (path, note) in &self.keys {
            // Without its key a bundle is made again, which is slower and nothing else.
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            let _ = folder.and_then(|()| fs::write(path, note));
        }
        Ok(())
    }

    /// Checks a path, remembers it and makes the folders it lies in.
    fn place(&mut self, path: &str) -> Result<PathBuf, Failure> {
        check_path(path)?;
        if self.paths.insert(path.to_lowercase(), path.to_owned()).is_some() {
            return Err(Failure::new(path, "两个输出文件用了同一个路径"));
        }
        let place = self.staging.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|e| Failure::io(folder, e))?;
        }
        Ok(place)
    }

    /// Where the key of a bundle is remembered, apart for each output folder.
    fn key_file(&self, folder: &str) -> PathBuf {
        let output = self.output.file_name().unwrap_or_default();
        self.workshop.join("keys").join(output).join(folder)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Holds what failed or the tree before; what cannot be removed now is removed next time.
        let _ = clear(&self.staging);
    }
}

/// Refuses a path that could lead out of the folder or that two systems read differently.
fn check_path(path: &str) -> Result<(), Failure> {
    let strange = |part: &str| matches!(part, "" | "." | "..") || part.ends_with(['.', ' ']);
    let forbidden = |c: char| c.is_control() || r#"\:*?"<>|"#.contains(c);
    if path.split('/').any(strange) || path.contains(forbidden) || path == MARKER {
        return Err(Failure::new(path, "输出文件的路径不合规定"));
    }
    Ok(())
}

/// Follows a link that the output folder may be, and names its place in full.
fn resolve(output: &Path) -> Result<PathBuf, Failure> {
    match output.canonicalize() {
        Ok(found) if found.is_dir() => return Ok(found),
        Ok(found) => {
            return Err(Failure::new(
                found,
                both!(
                    "输出的位置上已有一个文件，不是文件夹",
                    "the output is there as a file, not a folder"
                ),
            ));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::io(output, error)),
    }
    let name = output.file_name().ok_or_else(|| {
        Failure::new(output, both!("不能作为输出文件夹", "this cannot be the output folder"))
    })?;
    let parent = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|e| Failure::io(parent, e))?;
    let parent = parent.canonicalize().map_err(|e| Failure::io(parent, e))?;
    Ok(parent.join(name))
}

/// Holds other runs off for as long as the file returned lives.
fn lock(path: &Path) -> Result<File, Failure> {
    let file = File::create(path).map_err(|e| Failure::io(path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Failure::new(
            path,
            both!("另一个 gongkai 正在写入此处", "another gongkai is writing here"),
        )
        .with_help(both!("等它结束后再运行一次", "run again when it has ended"))),
        Err(TryLockError::Error(error)) => Err(Failure::io(path, error)),
    }
}

/// Refuses a folder with files that we did not write.
fn check_ours(output: &Path) -> Result<(), Failure> {
    let listed = fs::read_to_string(output.join(MARKER)).unwrap_or_default();
    let ours: BTreeSet<&str> = listed.lines().chain([MARKER]).collect();
    let Some(stranger) = stranger_in(output, "", &ours)? else { return Ok(()) };
    let message = both!(
        "输出文件夹中有不是本程序生成的文件：{stranger}",
        "the output folder holds a file this program did not write: {stranger}"
    );
    Err(Failure::new(output, message)
        .with_help(both!("输出文件夹每次都整体替换；请把这个文件移到别处，或换一个输出文件夹", "the output folder is replaced whole each time: move that file elsewhere, or choose another folder")))
}

/// Returns the first file below a folder whose path is not among ours.
fn stranger_in(
    output: &Path,
    below: &str,
    ours: &BTreeSet<&str>,
) -> Result<Option<String>, Failure> {
    let folder = output.join(below);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::io(&folder, error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| Failure::io(&folder, e))?;
        let kind = entry.file_type().map_err(|e| Failure::io(&entry.path(), e))?;
        names.push((entry.file_name().to_string_lossy().into_owned(), kind));
    }
    names.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, kind) in names {
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if kind.is_dir() {
            let found = stranger_in(output, &path, ours)?;
            if found.is_some() {
                return Ok(found);
            }
        } else if !ours.contains(path.as_str()) && !LITTER.contains(&name.as_str()) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Gives a file the time of the one before it where both hold the same, so that what copies by
/// time does not copy it again. A system that cannot do so is none the worse.
fn keep_time(new: &Path, old: &Path, bytes: &[u8]) {
    let same = fs::read(old).is_ok_and(|before| before == bytes);
    let time = || fs::metadata(old)?.modified();
    if same && let Ok(time) = time() {
        let _ = File::options().write(true).open(new).and_then(|file| file.set_modified(time));
    }
}

/// Puts `staging` in the place of `output`; afterwards `staging` holds what stood there, if
/// anything did.
fn swap(staging: &Path, output: &Path, old: &Path) -> Result<(), Failure> {
    let fail = |error| Failure::io(output, error);
    if !output.exists() {
        return fs::rename(staging, output).map_err(fail);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, staging, CWD, output, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    // Not every system and file system can exchange; between these two steps nothing stands there.
    clear(old)?;
    fs::rename(output, old).map_err(fail)?;
    if let Err(error) = fs::rename(staging, output) {
        fs::rename(old, output).map_err(fail)?;
        return Err(fail(error));
    }
    let _ = clear(old);
    Ok(())
}

fn clear(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Failure::io(folder, error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
