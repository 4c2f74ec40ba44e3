//! Puts files into a site, all of them or none; what they replace is kept aside.
//! It must not know what a file is for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::manifest::Artifact;

/// Puts files by their paths below a root; what was there is moved below `aside`.
pub fn all_or_none(root: &Path, files: &[Artifact], aside: &Path) -> Result<(), Failure> {
    let ready = aside.with_extension("ready");
    let result = ready_and_move(root, files, aside, &ready);
    let _ = fs::remove_dir_all(&ready);
    result
}

fn ready_and_move(
    root: &Path,
    files: &[Artifact],
    aside: &Path,
    ready: &Path,
) -> Result<(), Failure> {
    for file in files {
        write(&ready.join(&file.path), &file.bytes)?;
    }
    let mut done: Vec<(PathBuf, Option<PathBuf>)> = Vec::new();
    for file in files {
        if let Err(failure) = exchange(root, file, aside, ready, &mut done) {
            take_back(&done);
            return Err(failure);
        }
    }
    Ok(())
}

fn exchange(
    root: &Path,
    file: &Artifact,
    aside: &Path,
    ready: &Path,
    done: &mut Vec<(PathBuf, Option<PathBuf>)>,
) -> Result<(), Failure> {
    let target = root.join(&file.path);
    let mut kept = None;
    if target.symlink_metadata().is_ok() {
        let old = aside.join(&file.path);
        make_room(&old)?;
        fs::rename(&target, &old).map_err(|error| Failure::io(&target, error))?;
        kept = Some(old);
    }
    done.push((target.clone(), kept));
    make_room(&target)?;
    fs::rename(ready.join(&file.path), &target).map_err(|error| Failure::io(&target, error))
}

/// Puts everything back as it was.
fn take_back(done: &[(PathBuf, Option<PathBuf>)]) {
    for (target, kept) in done.iter().rev() {
        let _ = match kept {
            Some(kept) => fs::rename(kept, target),
            None => fs::remove_file(target),
        };
    }
}

pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    make_room(path)?;
    fs::write(path, bytes).map_err(|error| Failure::io(path, error))
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
        let files = [Artifact::new("content/a", "new"), Artifact::new("content/b/c", "new")];
        let aside = root.join(".gongkai/import/before");
        assert!(all_or_none(root, &files, &aside).is_err());
        assert_eq!(fs::read(root.join("content/a")).unwrap(), b"old");
        assert!(!aside.with_extension("ready").exists());
        all_or_none(root, &files[..1], &aside).unwrap();
        assert_eq!(fs::read(root.join("content/a")).unwrap(), b"new");
        assert_eq!(fs::read(aside.join("content/a")).unwrap(), b"old");
    }
}
