//! Puts a folder of an author's files into a site, whole or not at all; what stood there is kept aside.
//! It must not know what a file is for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::exchange;
use crate::failure::Failure;
use crate::manifest::Artifact;

/// What becomes of the folder that stood there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It is kept below this name: files of it were replaced.
    Kept,
    /// It is dropped: all of it is in the new one.
    Dropped,
}

/// Puts files into a folder below a root, and some beside it; what else stands in it stays. It takes the
/// place of the old one in a single step, so that who is stopped midway leaves the old one. Returns
/// where what stood there is kept.
pub fn folder(
    root: &Path,
    folder: &str,
    files: &[Artifact],
    beside: &[Artifact],
    workshop: &Path,
    before: Before,
) -> Result<Option<PathBuf>, Failure> {
    let ready = workshop.with_extension("ready");
    // A run that was stopped left it; it may hold what stood there before.
    keep(&ready, workshop)?;
    let (made, place) = (ready.join(folder), root.join(folder));
    let mut stood = place.exists();
    if stood {
        copy(&place, &made)?;
    }
    for file in files {
        write(&made.join(&file.path), &file.bytes)?;
    }
    for file in beside {
        let path = root.join(&file.path);
        if let Ok(old) = fs::read(&path) {
            write(&ready.join(&file.path), &old)?;
            stood = true;
        }
        write(&path, &file.bytes)?;
    }
    make_room(&place)?;
    exchange::put(&made, &place)?;
    match before {
        Before::Kept if stood => keep(&ready, workshop),
        _ => {
            let _ = fs::remove_dir_all(&ready);
            Ok(None)
        }
    }
}

/// Moves a folder, if it is there, to a name that nothing has; returns where.
fn keep(ready: &Path, name: &Path) -> Result<Option<PathBuf>, Failure> {
    if !ready.exists() {
        return Ok(None);
    }
    let numbered = (2..).map(|n| PathBuf::from(format!("{}-{n}", name.display())));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|path| !path.exists());
    let free = free.expect("there is no end of numbers");
    fs::rename(ready, &free).map_err(|error| Failure::io(ready, error))?;
    Ok(Some(free))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let fail = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::io(&path, error)
    };
    fs::create_dir_all(to).map_err(fail(to))?;
    for entry in fs::read_dir(from).map_err(fail(from))? {
        let entry = entry.map_err(fail(from))?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type().map_err(fail(&from))?.is_dir() {
            true => copy(&from, &to)?,
            false => drop(fs::copy(&from, &to).map_err(fail(&from))?),
        }
    }
    Ok(())
}

/// Writes a file so that a reader sees the old bytes or the new.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    make_room(path)?;
    let fail = |error| Failure::io(path, error);
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, bytes).map_err(fail)?;
    fs::rename(&beside, path).map_err(fail)
}

fn make_room(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(above) => fs::create_dir_all(above).map_err(|error| Failure::io(above, error)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_all_be_put_is_not_put_at_all() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        write(&root.join("content/a"), b"old").unwrap();
        // A file stands where a folder would have to be made.
        write(&root.join("content/b"), b"file").unwrap();
        let files = [Artifact::new("a", "new"), Artifact::new("b/c", "new")];
        let aside = root.join(".gongkai/import/before");
        let put = |files: &[Artifact]| folder(root, "content", files, &[], &aside, Before::Kept);
        assert!(put(&files).is_err());
        assert_eq!(fs::read(root.join("content/a")).unwrap(), b"old");
        // What was made ready then is kept under a name of its own.
        assert_eq!(put(&files[..1]).unwrap().unwrap(), aside.with_file_name("before-2"));
        assert_eq!(fs::read(root.join("content/a")).unwrap(), b"new");
        assert_eq!(fs::read(root.join("content/b")).unwrap(), b"file");
        assert_eq!(fs::read(aside.with_file_name("before-2/content/a")).unwrap(), b"old");
        assert!(!aside.with_extension("ready").exists());
    }
}
