//! An author's own file, written back with the smallest change, or not at all.
//! It must not decide what is written, nor write anything outside `content/`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::cells;
use super::edit::is_ours;
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::lock::{self, WORKSHOP};
use crate::manifest::sha256;
use crate::source::original::Original;
use crate::source::{Bounded, MAX_FILE_BYTES, read_whole};

/// How many changes of a file can be taken back.
const MOST: usize = 100;

/// A file as it is on disk.
#[derive(Debug)]
pub struct Read {
    held: Held,
    /// SHA-256 of its bytes: what a change is a change of.
    pub digest: String,
}

#[derive(Debug)]
enum Held {
    Text(Original),
    /// A workbook, and its worksheet as a text.
    Workbook {
        bytes: Vec<u8>,
        text: String,
    },
}

impl Read {
    pub fn text(&self) -> &str {
        match &self.held {
            Held::Text(original) => original.text(),
            Held::Workbook { text, .. } => text,
        }
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.held {
            Held::Text(original) => original.bytes(),
            Held::Workbook { bytes, .. } => bytes,
        }
    }

    pub fn is_workbook(&self) -> bool {
        matches!(self.held, Held::Workbook { .. })
    }

    /// Returns the bytes of the file with another text.
    pub fn with(&self, text: &str) -> Result<Vec<u8>, NotSaved> {
        let Held::Text(original) = &self.held else {
            return Err(NotSaved::Refused(both!(
                "工作簿在这里逐格改，不能当文字改",
                "a workbook is changed here cell by cell, not as a text"
            )));
        };
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        original.with(&text).ok_or_else(|| {
            NotSaved::Refused(both!(
                "文件的编码里没有这些字，请先把文件另存为 UTF-8",
                "the encoding of the file has no such characters; save it as UTF-8 first"
            ))
        })
    }
}

/// Why a file was not written.
#[derive(Debug)]
pub enum NotSaved {
    /// It may not be written here, or the new text not into it.
    Refused(Both),
    /// It has changed since it was read: this is how it is now.
    Changed(Box<Read>),
    /// The machine refused.
    Failed(Failure),
}

impl From<Failure> for NotSaved {
    fn from(failure: Failure) -> Self {
        NotSaved::Failed(failure)
    }
}

/// Reads a file of the site, by its path below the root.
pub fn read(root: &Path, path: &str) -> Result<Read, NotSaved> {
    let whole = place(root, path)?;
    let bytes = match read_whole(&whole, MAX_FILE_BYTES).map_err(|e| Failure::io(&whole, e))? {
        Bounded::Read(bytes) => bytes,
        _ => {
            return Err(NotSaved::Refused(both!(
                "这不是能在这里改的文件",
                "no file to be changed here"
            )));
        }
    };
    let digest = sha256(&bytes);
    let why = || {
        both!(
            "文件不是能原样写回的文字，请用别的编辑器改",
            "the file is no text that could be written back as it was; use another editor"
        )
    };
    let held = match path.ends_with(cells::ENDING) {
        true => match cells::text(path, &bytes) {
            Some(text) => Held::Workbook { bytes, text },
            None => return Err(NotSaved::Refused(cells::unread())),
        },
        false => Held::Text(Original::decode(path, bytes).ok_or_else(|| NotSaved::Refused(why()))?),
    };
    Ok(Read { held, digest })
}

/// Makes a file of the site that is not there yet.
pub fn create(root: &Path, path: &str, text: &str) -> Result<Read, NotSaved> {
    allowed(path)?;
    let (folder, name) = path.rsplit_once('/').expect("it lies below content/");
    let whole = unlinked(root, folder)?.join(name);
    let _lock = lock::hold(&root.join(WORKSHOP))?;
    // The name is taken first: what somebody else makes meanwhile is not written over.
    match File::options().write(true).create_new(true).open(&whole) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let why = both!("已经有这个文件了", "this file is there already");
            return Err(NotSaved::Refused(why));
        }
        taken => drop(taken.map_err(|error| Failure::io(&whole, error))?),
    }
    put(root, &whole, text.as_bytes()).inspect_err(|_| drop(fs::remove_file(&whole)))?;
    read(root, path)
}

/// Returns where a file lies, when it may be written: an author's own, and no link on the way to it.
fn place(root: &Path, path: &str) -> Result<PathBuf, NotSaved> {
    allowed(path)?;
    unlinked(root, path)
}

/// Refuses what is no file of an author's by its path.
fn allowed(path: &str) -> Result<(), NotSaved> {
    let strange =
        |part: &str| part.is_empty() || part.starts_with('.') || part.contains(['\\', '\0', ':']);
    if !is_ours(path) || path.split('/').any(strange) {
        return Err(NotSaved::Refused(both!(
            "这个文件不能在这里改",
            "this file cannot be changed here"
        )));
    }
    Ok(())
}

/// Returns where something lies, when there is no link on the way to it.
fn unlinked(root: &Path, path: &str) -> Result<PathBuf, NotSaved> {
    let mut whole = root.to_owned();
    for part in path.split('/') {
        whole.push(part);
        let told = fs::symlink_metadata(&whole).map_err(|e| Failure::io(&whole, e))?;
        if told.file_type().is_symlink() {
            let why = both!("这是一个链接，没有写入", "this is a link; nothing was written");
            return Err(NotSaved::Refused(why));
        }
    }
    Ok(whole)
}

/// What was written before, file by file, so that it can be taken back to the byte.
#[derive(Default)]
pub struct History(Mutex<BTreeMap<String, Vec<Step>>>);

struct Step {
    before: Vec<u8>,
    /// The digest of what was then written.
    after: String,
}

impl History {
    /// Writes new bytes into a file that still is what it was when it was read.
    pub fn save(
        &self,
        root: &Path,
        path: &str,
        digest: &str,
        bytes: &[u8],
    ) -> Result<Read, NotSaved> {
        let whole = place(root, path)?;
        // Who builds or writes here waits for whoever was first.
        let _lock = lock::hold(&root.join(WORKSHOP))?;
        let now = read(root, path)?;
        if now.digest != digest {
            return Err(NotSaved::Changed(Box::new(now)));
        }
        if bytes != now.bytes() {
            put(root, &whole, bytes)?;
            let mut steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let steps = steps.entry(path.to_owned()).or_default();
            steps.push(Step { before: now.bytes().to_vec(), after: sha256(bytes) });
            let surplus = steps.len().saturating_sub(MOST);
            steps.drain(..surplus);
        }
        read(root, path)
    }

    /// Takes the last change of a file back, as long as nobody else has changed it since.
    pub fn undo(&self, root: &Path, path: &str) -> Result<Read, NotSaved> {
        let whole = place(root, path)?;
        let _lock = lock::hold(&root.join(WORKSHOP))?;
        let now = read(root, path)?;
        let mut steps = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let steps = steps.entry(path.to_owned()).or_default();
        match steps.last() {
            None => {
                Err(NotSaved::Refused(both!("没有可以撤销的改动", "there is nothing to take back")))
            }
            Some(step) if step.after != now.digest => Err(NotSaved::Changed(Box::new(now))),
            Some(step) => {
                put(root, &whole, &step.before)?;
                steps.pop();
                read(root, path)
            }
        }
    }

    /// Returns how many changes of a file can be taken back.
    pub fn steps(&self, path: &str) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).map_or(0, Vec::len)
    }
}

/// Puts bytes in the place of a file at once: whoever reads it sees the old or the new. One that is
/// marked as read-only is meant to stay.
fn put(root: &Path, whole: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let rights = fs::metadata(whole).map_err(|e| Failure::io(whole, e))?.permissions();
    if rights.readonly() {
        let why =
            both!("这个文件是只读的，没有写入", "this file is read-only; nothing was written");
        return Err(Failure::new(whole, why).with_help(both!(
            "要改它，先在文件的属性里去掉“只读”",
            "to change it, make it writable first"
        )));
    }
    let ready = root.join(WORKSHOP).join("edit");
    let failed = |error| Failure::io(&ready, error);
    let _ = fs::remove_file(&ready);
    let mut file = File::options().write(true).create_new(true).open(&ready).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
    fs::set_permissions(&ready, rights).map_err(failed)?;
    fs::rename(&ready, whole).map_err(|e| Failure::io(whole, e))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "content/2025-2026/年度.yaml";

    fn site() -> tempfile::TempDir {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("content/2025-2026")).unwrap();
        fs::write(site.path().join(FILE), "标题: 甲\r\n").unwrap();
        site
    }

    #[test]
    fn a_change_is_written_and_taken_back_to_the_byte() {
        let (site, history) = (site(), History::default());
        let root = site.path();
        let first = read(root, FILE).unwrap();
        let second =
            history.save(root, FILE, &first.digest, &first.with("标题: 乙\n").unwrap()).unwrap();
        assert_eq!(fs::read(root.join(FILE)).unwrap(), "标题: 乙\r\n".as_bytes());
        assert_eq!((second.text(), history.steps(FILE)), ("标题: 乙\n", 1));
        let third = history.undo(root, FILE).unwrap();
        assert_eq!(third.bytes(), first.bytes());
        assert!(matches!(history.undo(root, FILE), Err(NotSaved::Refused(_))));
    }

    #[test]
    fn what_somebody_else_wrote_stays() {
        let (site, history) = (site(), History::default());
        let root = site.path();
        let first = read(root, FILE).unwrap();
        history.save(root, FILE, &first.digest, "标题: 乙\n".as_bytes()).unwrap();
        fs::write(root.join(FILE), "标题: 丙\n").unwrap();
        let new = "标题: 丁\n".as_bytes();
        let Err(NotSaved::Changed(now)) = history.save(root, FILE, &first.digest, new) else {
            panic!("it was written over")
        };
        assert_eq!(now.text(), "标题: 丙\n");
        assert!(matches!(history.undo(root, FILE), Err(NotSaved::Changed(_))));
        assert_eq!(fs::read_to_string(root.join(FILE)).unwrap(), "标题: 丙\n");
    }

    #[test]
    fn a_file_that_is_read_only_stays() {
        let (site, history) = (site(), History::default());
        let whole = site.path().join(FILE);
        let mut rights = fs::metadata(&whole).unwrap().permissions();
        rights.set_readonly(true);
        fs::set_permissions(&whole, rights).unwrap();
        let first = read(site.path(), FILE).unwrap();
        let Err(NotSaved::Failed(failure)) = history.save(site.path(), FILE, &first.digest, b"new")
        else {
            panic!("it was written over")
        };
        assert!(failure.message.chinese.contains("只读"), "{failure}");
        assert_eq!(fs::read(&whole).unwrap(), first.bytes());
    }

    #[test]
    fn only_an_authors_files_are_written() {
        let site = site();
        let root = site.path();
        for path in [
            "content/releases/a.yaml",
            "content/2025-2026/../../secret.yaml",
            "content/2025-2026/年度.exe",
            "content/2025-2026/.git/a.yaml",
            "content/2025-2026/appraisal/a/评分表/甲.csv",
            "output/index.yaml",
            "/content/a.yaml",
            "content/C:/a.yaml",
        ] {
            assert!(matches!(read(root, path), Err(NotSaved::Refused(_))), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let (site, history) = (site(), History::default());
        let root = site.path();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("前言.md"), "外面的").unwrap();
        std::os::unix::fs::symlink(outside.path(), root.join("content/2024-2025")).unwrap();
        let linked = root.join("content/2025-2026/前言.md");
        std::os::unix::fs::symlink(outside.path().join("前言.md"), linked).unwrap();
        for path in ["content/2024-2025/前言.md", "content/2025-2026/前言.md"] {
            assert!(matches!(read(root, path), Err(NotSaved::Refused(_))), "{path}");
            let saved = history.save(root, path, &sha256("外面的".as_bytes()), b"new");
            assert!(matches!(saved, Err(NotSaved::Refused(_))), "{path}");
        }
        assert_eq!(fs::read_to_string(outside.path().join("前言.md")).unwrap(), "外面的");
    }

    #[test]
    fn nothing_is_written_while_another_run_writes() {
        let (site, history) = (site(), History::default());
        let root = site.path();
        let first = read(root, FILE).unwrap();
        let held = lock::hold(&root.join(WORKSHOP)).unwrap();
        let busy = history.save(root, FILE, &first.digest, b"new");
        assert!(matches!(busy, Err(NotSaved::Failed(_))));
        drop(held);
        history.save(root, FILE, &first.digest, b"new").unwrap();
    }

    #[test]
    fn a_missing_file_is_made_and_none_is_written_over() {
        let site = site();
        let root = site.path();
        let path = "content/2025-2026/前言.md";
        assert_eq!(create(root, path, "待填\n").unwrap().text(), "待填\n");
        assert!(matches!(create(root, path, "别的"), Err(NotSaved::Refused(_))));
        assert_eq!(fs::read_to_string(root.join(path)).unwrap(), "待填\n");
        for path in ["content/2031-2032/前言.md", "content/2025-2026/a.exe", "output/a.md"] {
            assert!(create(root, path, "").is_err(), "{path}");
            assert!(!root.join(path).exists(), "{path}");
        }
    }
}
