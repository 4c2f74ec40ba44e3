//! Puts a whole tree of files in the place of the one before it, or changes nothing.
//! It must not know what the files are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::exchange;
use super::upload::{Files, Record, Upload};
use crate::failure::Failure;
use crate::language::both;
use crate::lock::{self, Lock, WORKSHOP, rename};
use crate::manifest::{Artifact, GENERATOR, SCHEMA, SITE_LIST, SiteList, sha256};
use crate::source::{MAX_KEPT_BYTES, is_litter, read_file};

/// The file in an output folder that lists what we wrote there, a path a line. A folder without
/// it, or with other files than it lists, holds somebody's work.
const MARKER: &str = ".gongkai-output";

/// The next tree, made ready beside the output folder and then exchanged with it whole.
///
/// A reader sees the old tree or the new one, and any failure leaves the old one byte for byte.
/// A folder that holds anything not made by a stage is refused, and so is a second run at once.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    workshop: PathBuf,
    staging: PathBuf,
    /// The files staged so far, path and SHA-256, by what a system without upper and lower case
    /// tells them apart by.
    files: BTreeMap<String, (String, String)>,
    /// The folders made for them.
    folders: BTreeSet<PathBuf>,
    /// The keys to remember once the exchange has succeeded.
    keys: Vec<(PathBuf, Together)>,
    /// Files that are to lie beside the output then, in the workshop.
    beside: Vec<Artifact>,
    _lock: Lock,
}

/// Files that one run made together.
#[derive(Debug, Serialize, Deserialize)]
struct Together {
    /// All that they follow from, in one digest.
    key: String,
    files: Files,
}

/// What came of an exchange.
#[derive(Debug)]
pub struct Exchanged {
    /// How the output differs from what was uploaded last.
    pub upload: Upload,
    /// Where that is listed, unless there is nothing to upload.
    pub list: PathBuf,
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
        let lock = lock::hold(&workshop)?;
        bring_back(&set_aside(&workshop, &output), &output)?;
        check_ours(&output)?;
        let staging = workshop.join("staging");
        clear(&staging)?;
        fs::create_dir(&staging).map_err(|e| Failure::io(&staging, e))?;
        Ok(Self {
            output,
            workshop,
            staging,
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            keys: Vec::new(),
            beside: Vec::new(),
            _lock: lock,
        })
    }

    /// Stages one file.
    pub fn write_file(&mut self, file: &Artifact) -> Result<(), Failure> {
        self.write_digested(file, sha256(&file.bytes))
    }

    fn write_digested(&mut self, file: &Artifact, digest: String) -> Result<(), Failure> {
        let path = self.place(&file.path, digest)?;
        fs::write(&path, &file.bytes).map_err(|e| Failure::io(&path, e))?;
        keep_time(&path, &self.output.join(&file.path), &file.bytes);
        Ok(())
    }

    /// Stages files that are made together, to be known by `key` in later runs under a name: the
    /// folder of a bundle, or what else names them. `known` has the SHA-256 of those whose was taken
    /// before, by path.
    pub fn write(
        &mut self,
        name: &str,
        key: &str,
        files: &[Artifact],
        known: &Files,
    ) -> Result<(), Failure> {
        let mut digests = Files::new();
        for file in files {
            let known = known.get(&file.path).cloned();
            let digest = known.unwrap_or_else(|| sha256(&file.bytes));
            self.write_digested(file, digest.clone())?;
            digests.insert(file.path.clone(), digest);
        }
        let together = Together { key: key.to_owned(), files: digests };
        self.keys.push((self.key_file(name), together));
        Ok(())
    }

    /// Stages the files that stand in the output under a name again, when they were made under this
    /// key and not a byte of them has changed; returns them, path and SHA-256.
    pub fn keep(&mut self, name: &str, key: &str) -> Result<Option<Files>, Failure> {
        let note = read(&self.key_file(name)).unwrap_or_default();
        let Ok(known) = serde_json::from_slice::<Together>(&note) else { return Ok(None) };
        let same = |(path, digest): (&String, &String)| {
            read(&self.output.join(path)).is_ok_and(|bytes| sha256(&bytes) == *digest)
        };
        if known.key != key || !known.files.iter().all(same) {
            return Ok(None);
        }
        for (path, digest) in &known.files {
            let new = self.place(path, digest.clone())?;
            let from = self.output.join(path);
            // A copy serves where the file system has no second name for a file.
            let linked = fs::hard_link(&from, &new).or_else(|_| fs::copy(&from, &new).map(|_| ()));
            linked.map_err(|e| Failure::io(&new, e))?;
        }
        Ok(Some(known.files))
    }

    /// Where a file that was kept is to be read.
    pub fn kept(&self, path: &str) -> PathBuf {
        self.output.join(path)
    }

    /// Returns the paths of what was staged so far, below the output folder.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|(path, _)| path.as_str())
    }

    /// Stages the list of all that was staged, by which a copy of the whole site can be checked.
    pub fn write_list(&mut self) -> Result<(), Failure> {
        let list = SiteList {
            schema: SCHEMA,
            generator: GENERATOR.to_owned(),
            files: self.files.values().cloned().collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&list).expect("a list is plain data");
        bytes.push(b'\n');
        self.write_file(&Artifact::new(SITE_LIST, bytes))
    }

    /// Remembers a file that is to lie beside the output, in the workshop, once that is exchanged.
    pub fn write_beside(&mut self, file: Artifact) {
        self.beside.push(file);
    }

    /// Puts what was staged in the place of the output folder, and lists what is to be uploaded.
    pub fn exchange(self) -> Result<Exchanged, Failure> {
        let now: Files = self.files.values().cloned().collect();
        let list: String = now.keys().map(|path| format!("{path}\n")).collect();
        let marker = self.staging.join(MARKER);
        fs::write(&marker, list).map_err(|e| Failure::io(&marker, e))?;
        swap(&self.staging, &self.output, &set_aside(&self.workshop, &self.output))?;
        for Artifact { path, bytes } in &self.beside {
            // What is told to web servers is no part of the site, which stands without it.
            let path = self.workshop.join(path);
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            let _ = folder.and_then(|()| fs::write(path, bytes));
        }
        for (path, together) in &self.keys {
            let note = serde_json::to_vec(together).expect("a note is plain data");
            // Without its key a bundle is made again, which is slower and nothing else.
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            let _ = folder.and_then(|()| fs::write(path, note));
        }
        self.list_upload(now)
    }

    /// Lists what is to be uploaded, and remembers what this was worked out from.
    ///
    /// While the list lies there, nothing of it counts as uploaded; that it was taken away says that
    /// all of it is.
    fn list_upload(&self, now: Files) -> Result<Exchanged, Failure> {
        let folder = self.workshop.join("upload");
        let name = self.output.file_name().unwrap_or_default().to_string_lossy();
        let (list, memory) =
            (folder.join(format!("{name}.txt")), folder.join(format!("{name}.json")));
        let known = read(&memory).ok().and_then(|json| serde_json::from_slice(&json).ok());
        let known: Record = known.unwrap_or_default();
        let uploaded = if list.exists() { known.uploaded } else { known.built };
        let upload = Upload::between(&uploaded, &now);
        let record = Record { uploaded, built: now };
        let record = serde_json::to_vec(&record).expect("a record is plain data");
        // The list first: a run broken off between the two lists too much later, never too little.
        let write = || {
            fs::create_dir_all(&folder)?;
            match upload.is_empty() {
                true => ignore_missing(fs::remove_file(&list))?,
                false => write_whole(&list, upload.list(&name).as_bytes())?,
            }
            write_whole(&memory, &record)
        };
        let failed = |error| {
            let Failure { path, message, .. } = Failure::io(&list, error);
            let what = both!(
                "{name} 已经更新，但是上传清单没有写成：",
                "{name} was replaced, but the list for the upload was not written: "
            );
            Failure::new(path, what + message)
        };
        write().map_err(failed)?;
        Ok(Exchanged { upload, list })
    }

    /// Checks a path, remembers it and makes the folders it lies in.
    fn place(&mut self, path: &str, digest: String) -> Result<PathBuf, Failure> {
        check_path(path)?;
        if self.files.insert(path.to_lowercase(), (path.to_owned(), digest)).is_some() {
            return Err(Failure::new(path, "两个输出文件用了同一个路径"));
        }
        let place = self.staging.join(path);
        if let Some(folder) = place.parent().filter(|folder| !self.folders.contains(*folder)) {
            fs::create_dir_all(folder).map_err(|e| Failure::io(folder, e))?;
            self.folders.insert(folder.to_owned());
        }
        Ok(place)
    }

    /// Where the key of a bundle is remembered, apart for each output folder.
    fn key_file(&self, folder: &str) -> PathBuf {
        let output = self.output.file_name().unwrap_or_default();
        // A round's bundle stands within its year's; their keys stand side by side.
        self.workshop.join("keys").join(output).join(folder.replace('/', "+"))
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

/// Refuses a folder with files that we did not write.
fn check_ours(output: &Path) -> Result<(), Failure> {
    let listed = read(&output.join(MARKER)).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed);
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
        } else if !ours.contains(path.as_str()) && !is_litter(&name) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Reads a file of an output or a workshop, where anything may lie by now.
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path, MAX_KEPT_BYTES)
}

/// Gives a file the time of the one before it where both hold the same, so that what copies by
/// time does not copy it again. A system that cannot do so is none the worse.
fn keep_time(new: &Path, old: &Path, bytes: &[u8]) {
    let same = read(old).is_ok_and(|before| before == bytes);
    let time = || fs::metadata(old)?.modified();
    if same && let Ok(time) = time() {
        let _ = File::options().write(true).open(new).and_then(|file| file.set_modified(time));
    }
}

/// Where the tree before stands for the moment between two steps, apart for each output folder.
fn set_aside(workshop: &Path, output: &Path) -> PathBuf {
    workshop.join("old").join(output.file_name().unwrap_or_default())
}

/// Puts the tree before back, when a run was broken off between setting it aside and putting the
/// new one in its place; after that step it is only left over.
fn bring_back(old: &Path, output: &Path) -> Result<(), Failure> {
    match old.exists() && !output.exists() {
        true => rename(old, output).map_err(|error| left_aside(output, old, error)),
        false => clear(old),
    }
}

/// Puts `staging` in the place of `output`; afterwards `staging` holds what stood there, if
/// anything did.
fn swap(staging: &Path, output: &Path, old: &Path) -> Result<(), Failure> {
    let fail = |error| Failure::io(output, error);
    if !output.exists() {
        return rename(staging, output).map_err(fail);
    }
    if exchange::at_once(staging, output) {
        return Ok(());
    }
    // Not every system and file system can exchange.
    step_by_step(staging, output, old, rename)
}

/// Puts `staging` in the place of `output` in two steps, between which nothing stands there; the
/// next run sees that by what was set aside.
fn step_by_step(
    staging: &Path,
    output: &Path,
    old: &Path,
    rename: impl Fn(&Path, &Path) -> io::Result<()>,
) -> Result<(), Failure> {
    let set_aside = || {
        old.parent().map_or(Ok(()), fs::create_dir_all)?;
        ignore_missing(fs::remove_dir_all(old))?;
        rename(output, old)
    };
    set_aside().map_err(|e| Failure::io(output, e))?;
    if let Err(error) = rename(staging, output) {
        return Err(match rename(old, output) {
            Ok(()) => Failure::io(output, error),
            Err(_) => left_aside(output, old, error),
        });
    }
    let _ = fs::remove_dir_all(old);
    Ok(())
}

/// Says that nothing stands in the place of the output, and where its last state does.
fn left_aside(output: &Path, old: &Path, error: io::Error) -> Failure {
    let old = old.display();
    let what = both!(
        "新的没有换上去，原来的也没能放回：",
        "the new state could not be put in place, nor the old one put back: "
    );
    Failure::new(output, what + Failure::io(output, error).message)
        .with_help(both!(
        "原来的内容完好，在 {old}；能读写以后再运行一次，会先把它放回原处",
        "the old state is whole, in {old}; run again once the folder can be written, which first puts it back"
    ))
}

/// Writes a file so that a reader sees the old bytes or the new.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    fs::write(&beside, bytes)?;
    rename(&beside, path)
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn clear(folder: &Path) -> Result<(), Failure> {
    ignore_missing(fs::remove_dir_all(folder)).map_err(|e| Failure::io(folder, e))
}

#[cfg(test)]
mod tests;
