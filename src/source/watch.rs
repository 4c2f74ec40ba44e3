//! Whether any file below some folders has changed, by looking: that works on every disk, on network
//! drives and within WSL too, where the system tells nobody of changes.
//! It must not know what a file is for.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Bounded, MAX_FILE_BYTES, MAX_FILES, read_whole};

/// Some disks tell the time of a change to two seconds: what changed just now is read besides.
const COARSEST: Duration = Duration::from_secs(3);

/// What was seen of every file at one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(BTreeMap<PathBuf, Stamp>);

/// What tells a file from what it was before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    /// Of what it held, where that was read.
    held: Option<u64>,
}

impl Seen {
    /// Looks at every file below some folders, of which any may be missing; hidden ones, and what
    /// `skip` refuses by its path, are passed over.
    #[must_use]
    pub fn look(&self, folders: &[PathBuf], skip: impl Fn(&Path) -> bool) -> Self {
        let now = SystemTime::now();
        let mut seen = BTreeMap::new();
        for folder in folders {
            let walk = walkdir::WalkDir::new(folder).follow_links(false).into_iter();
            let shown = |entry: &walkdir::DirEntry| {
                let name = entry.file_name().to_string_lossy();
                entry.depth() == 0 || !(name.starts_with(['.', '~']) || skip(entry.path()))
            };
            // A file that goes away while it is looked at is seen to be gone.
            for entry in walk.filter_entry(shown).flatten().take(MAX_FILES) {
                let Ok(told) = entry.metadata() else { continue };
                if told.is_dir() {
                    continue;
                }
                let (bytes, modified) = (told.len(), told.modified().ok());
                let path = entry.into_path();
                let before = self.0.get(&path);
                let young = modified.is_none_or(|at| now < at + COARSEST);
                let held = match before {
                    _ if young => held(&path),
                    Some(before) if (before.bytes, before.modified) == (bytes, modified) => {
                        before.held
                    }
                    _ => None,
                };
                seen.insert(path, Stamp { bytes, modified, held });
            }
        }
        Self(seen)
    }

    /// Tells whether a file is there and has nothing in it, as while it is being written.
    pub fn is_empty(&self, path: &Path) -> bool {
        self.0.get(path).is_some_and(|stamp| stamp.bytes == 0)
    }

    /// Returns the files that are new, gone or different in a later look.
    pub fn changed<'a>(&'a self, later: &'a Self) -> Vec<&'a Path> {
        let gone = self.0.keys().filter(|path| !later.0.contains_key(*path));
        let new = later.0.iter().filter(|(path, stamp)| match self.0.get(*path) {
            Some(before) => before != *stamp,
            None => true,
        });
        gone.chain(new.map(|(path, _)| path)).map(PathBuf::as_path).collect()
    }
}

fn held(path: &Path) -> Option<u64> {
    let Ok(Bounded::Read(bytes)) = read_whole(path, MAX_FILE_BYTES) else { return None };
    let mut hasher = DefaultHasher::new();
    hasher.write(&bytes);
    Some(hasher.finish())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_changes_is_seen_and_nothing_else() {
        let site = tempfile::tempdir().unwrap();
        let folders = [site.path().join("content"), site.path().join("none")];
        fs::create_dir_all(folders[0].join("releases")).unwrap();
        let file = folders[0].join("年度.yaml");
        fs::write(&file, "标题: 甲").unwrap();
        let skip = |path: &Path| path.ends_with("releases");
        let first = Seen::default().look(&folders, skip);
        assert_eq!(first.look(&folders, skip), first);
        // The same length, and at once: on many disks at the same time.
        let told = fs::metadata(&file).unwrap().modified().unwrap();
        fs::write(&file, "标题: 乙").unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(told).unwrap();
        let second = first.look(&folders, skip);
        assert_eq!(first.changed(&second), [file.as_path()]);
        // What is passed over is not seen; what is gone is.
        fs::write(folders[0].join("releases/a"), "").unwrap();
        fs::write(folders[0].join(".年度.yaml.swp"), "").unwrap();
        assert_eq!(second.look(&folders, skip), second);
        fs::remove_file(&file).unwrap();
        let third = second.look(&folders, skip);
        assert_eq!(second.changed(&third), [file.as_path()]);
    }
}
