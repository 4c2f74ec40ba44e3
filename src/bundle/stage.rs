//! Puts a whole tree of files in the place of the one before it, or changes nothing.
//! It must not know what the files are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
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

/// Where the notes on what is staged lie, in the workshop, until it has taken its place.
const NEW_NOTES: &str = "new-keys";

/// How many bytes of a file are read at once.
const BUFFER: usize = 256 * 1024;

/// The next tree, made ready beside the output folder and then exchanged with it whole; where not a
/// byte of it is new, the output is left as it stands.
///
/// A reader sees the old tree or the new one, and any failure leaves the old one byte for byte.
/// A folder that holds anything not made by a stage is refused, and so is a second run at once.
#[derive(Debug)]
pub struct Stage {
    output: PathBuf,
    workshop: PathBuf,
    staging: PathBuf,
    /// The files staged so far, by what a system without upper and lower case tells them apart by.
    files: BTreeMap<String, Staged>,
    /// The folders made for them.
    folders: BTreeSet<PathBuf>,
    /// Files that are to lie beside the output then, in the workshop.
    beside: Vec<Artifact>,
    /// What files of the output are read through.
    buffer: Vec<u8>,
    _lock: Lock,
}

/// One file of the next tree.
#[derive(Debug)]
struct Staged {
    path: String,
    /// Its SHA-256.
    digest: String,
    /// Whether it stands in the output as it is to be; what does not lies in the staging.
    stands: bool,
}

/// Files that one run made together.
#[derive(Debug, Serialize, Deserialize)]
struct Together {
    /// All that they follow from, in one digest.
    key: String,
    files: BTreeMap<String, Digests>,
}

/// What a file that was written is known by.
#[derive(Debug, Serialize, Deserialize)]
struct Digests {
    /// What it is listed by in public.
    sha256: String,
    /// What tells whether it is still so: BLAKE3 takes a third of the time.
    blake3: String,
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
        clear(&workshop.join(NEW_NOTES))?;
        fs::create_dir(&staging).map_err(|e| Failure::io(&staging, e))?;
        Ok(Self {
            output,
            workshop,
            staging,
            files: BTreeMap::new(),
            folders: BTreeSet::new(),
            beside: Vec::new(),
            buffer: vec![0; BUFFER],
            _lock: lock,
        })
    }

    /// Stages one file.
    pub fn write_file(&mut self, file: &Artifact) -> Result<(), Failure> {
        self.write_digested(file, sha256(&file.bytes))
    }

    fn write_digested(&mut self, file: &Artifact, digest: String) -> Result<(), Failure> {
        let stands = holds(&self.output.join(&file.path), &file.bytes);
        self.list(&file.path, digest, stands)?;
        if stands {
            return Ok(());
        }
        let path = self.place(&file.path)?;
        fs::write(&path, &file.bytes).map_err(|e| Failure::io(&path, e))
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
        let mut digests = BTreeMap::new();
        for file in files {
            let known = known.get(&file.path).cloned();
            let sha256 = known.unwrap_or_else(|| sha256(&file.bytes));
            self.write_digested(file, sha256.clone())?;
            let blake3 = blake3::hash(&file.bytes).to_string();
            digests.insert(file.path.clone(), Digests { sha256, blake3 });
        }
        let together = Together { key: key.to_owned(), files: digests };
        let note = serde_json::to_vec(&together).expect("a note is plain data");
        // Without its note a bundle is made again, which is slower and nothing else.
        let notes = self.new_notes();
        let _ =
            fs::create_dir_all(&notes).and_then(|()| fs::write(notes.join(note_name(name)), note));
        Ok(())
    }

    /// Stages the files that stand in the output under a name again, when they were made under this
    /// key and not a byte of them has changed; returns them, path and SHA-256.
    pub fn keep(&mut self, name: &str, key: &str) -> Result<Option<Files>, Failure> {
        let note = read(&self.notes().join(note_name(name))).unwrap_or_default();
        let Ok(known) = serde_json::from_slice::<Together>(&note) else { return Ok(None) };
        let same = |(path, digests): (&String, &Digests)| {
            let found = blake3_of(&self.output.join(path), &mut self.buffer);
            found.is_ok_and(|found| found == digests.blake3)
        };
        if known.key != key || !known.files.iter().all(same) {
            return Ok(None);
        }
        let files = known.files.into_iter().map(|(path, digests)| (path, digests.sha256));
        let files: Files = files.collect();
        files.iter().try_for_each(|(path, digest)| self.list(path, digest.clone(), true))?;
        Ok(Some(files))
    }

    /// Where a file that was kept is to be read.
    pub fn kept(&self, path: &str) -> PathBuf {
        self.output.join(path)
    }

    /// Returns the paths of what was staged so far, below the output folder.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.values().map(|file| file.path.as_str())
    }

    /// Stages the list of all that was staged, by which a copy of the whole site can be checked.
    pub fn write_list(&mut self) -> Result<(), Failure> {
        let list =
            SiteList { schema: SCHEMA, generator: GENERATOR.to_owned(), files: self.digests() };
        let mut bytes = serde_json::to_vec_pretty(&list).expect("a list is plain data");
        bytes.push(b'\n');
        self.write_file(&Artifact::new(SITE_LIST, bytes))
    }

    /// Remembers a file that is to lie beside the output, in the workshop, once that is exchanged.
    pub fn write_beside(&mut self, file: Artifact) {
        self.beside.push(file);
    }

    /// Puts what was staged in the place of the output folder, and lists what is to be uploaded.
    pub fn exchange(mut self) -> Result<Exchanged, Failure> {
        let now = self.digests();
        let list: String = now.keys().map(|path| format!("{path}\n")).collect();
        let stands = self.files.values().all(|file| file.stands)
            && holds(&self.output.join(MARKER), list.as_bytes());
        if !stands {
            self.bring_what_stands()?;
            let marker = self.staging.join(MARKER);
            fs::write(&marker, list).map_err(|e| Failure::io(&marker, e))?;
            swap(&self.staging, &self.output, &set_aside(&self.workshop, &self.output))?;
        }
        for Artifact { path, bytes } in &self.beside {
            // What is told to web servers is no part of the site, which stands without it.
            let path = self.workshop.join(path);
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            let _ = folder.and_then(|()| fs::write(path, bytes));
        }
        let _ = self.leave_notes();
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

    /// Returns all files staged so far, path and SHA-256.
    fn digests(&self) -> Files {
        self.files.values().map(|file| (file.path.clone(), file.digest.clone())).collect()
    }

    /// Checks a path, and remembers it.
    fn list(&mut self, path: &str, digest: String, stands: bool) -> Result<(), Failure> {
        check_path(path)?;
        let file = Staged { path: path.to_owned(), digest, stands };
        match self.files.insert(path.to_lowercase(), file) {
            None => Ok(()),
            Some(_) => Err(Failure::new(path, "两个输出文件用了同一个路径")),
        }
    }

    /// Returns the place of a file in the staging; the folders it lies in are made.
    fn place(&mut self, path: &str) -> Result<PathBuf, Failure> {
        let place = self.staging.join(path);
        if let Some(folder) = place.parent().filter(|folder| !self.folders.contains(*folder)) {
            fs::create_dir_all(folder).map_err(|e| Failure::io(folder, e))?;
            self.folders.insert(folder.to_owned());
        }
        Ok(place)
    }

    /// Gives what stands in the output a second name in the staging.
    ///
    /// It keeps its time, so that what copies by time does not copy it again.
    fn bring_what_stands(&mut self) -> Result<(), Failure> {
        let stand = self.files.values().filter(|file| file.stands);
        let stand: Vec<String> = stand.map(|file| file.path.clone()).collect();
        for path in stand {
            let (from, new) = (self.output.join(&path), self.place(&path)?);
            // A copy serves where the file system has no second name for a file.
            let brought = fs::hard_link(&from, &new).or_else(|_| copy(&from, &new));
            brought.map_err(|e| Failure::io(&new, e))?;
        }
        Ok(())
    }

    /// Where the notes on what stands in this output lie.
    fn notes(&self) -> PathBuf {
        self.workshop.join("keys").join(self.output.file_name().unwrap_or_default())
    }

    /// Where those on what is staged lie.
    fn new_notes(&self) -> PathBuf {
        self.workshop.join(NEW_NOTES)
    }

    /// Leaves the notes on what was staged.
    fn leave_notes(&self) -> io::Result<()> {
        let (new, notes) = (self.new_notes(), self.notes());
        fs::create_dir_all(&notes)?;
        for note in fs::read_dir(&new)? {
            let note = note?;
            fs::rename(note.path(), notes.join(note.file_name()))?;
        }
        fs::remove_dir(&new)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Holds what failed or the tree before; what cannot be removed now is removed next time.
        let _ = clear(&self.staging);
        let _ = clear(&self.new_notes());
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

/// Returns what the note on some files is called: a round's bundle stands within its year's, and their
/// notes side by side.
fn note_name(name: &str) -> String {
    name.replace('/', "+")
}

/// Tells whether a regular file holds just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let told = path.symlink_metadata();
    told.is_ok_and(|told| told.is_file() && told.len() == bytes.len() as u64)
        && read(path).is_ok_and(|found| found == bytes)
}

/// Returns the BLAKE3 of a regular file, which is read through `buffer`.
fn blake3_of(path: &Path, buffer: &mut [u8]) -> io::Result<String> {
    let told = path.symlink_metadata()?;
    if !told.is_file() || told.len() > MAX_KEPT_BYTES {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut file = File::open(path)?.take(MAX_KEPT_BYTES);
    let mut hasher = blake3::Hasher::new();
    loop {
        match file.read(buffer)? {
            0 => return Ok(hasher.finalize().to_string()),
            read => hasher.update(&buffer[..read]),
        };
    }
}

/// Copies a file with its time, where the system can give it that.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    if let Ok(time) = from.metadata().and_then(|told| told.modified()) {
        let _ = File::options().write(true).open(to).and_then(|file| file.set_modified(time));
    }
    Ok(())
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
