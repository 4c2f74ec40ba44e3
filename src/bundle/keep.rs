//! What stands published at a named place, and what stood there before, kept here so that it can be
//! put back. It must not know how it got there.

use std::fs;
use std::path::{Path, PathBuf};

use super::carry::empty;
use super::publish::list_of;
use crate::failure::Failure;
use crate::lock::{WORKSHOP, rename};
use crate::manifest::SITE_LIST;

/// The folder below the workshop with a folder a place.
const PUBLISHED: &str = "publish";

/// What is kept of one place.
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// Returns where things are kept of a place, by its name.
    pub fn locate(root: &Path, name: &str) -> Self {
        let plain = |c: char| if c.is_alphanumeric() || "-_".contains(c) { c } else { '_' };
        let name: String = name.chars().map(plain).collect();
        Self { folder: root.join(WORKSHOP).join(PUBLISHED).join(name) }
    }

    /// Returns a folder for notes, which is made.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn notes(&self) -> Result<PathBuf, Failure> {
        fs::create_dir_all(&self.folder).map_err(|error| Failure::io(&self.folder, error))?;
        Ok(self.folder.clone())
    }

    /// Returns a folder with nothing in it.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn nothing(&self) -> Result<PathBuf, Failure> {
        let folder = self.folder.join("empty");
        empty(&folder)?;
        Ok(folder)
    }

    /// Returns the folder of what stands there now, as far as is known.
    pub fn now(&self) -> PathBuf {
        self.folder.join("now")
    }

    /// Returns the folder of what stood there before.
    pub fn before(&self) -> PathBuf {
        self.folder.join("before")
    }

    /// Remembers that a site stands there now; what stood there until now was there before.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn remember(&self, site: &Path) -> Result<(), Failure> {
        let (now, before, next) = (self.now(), self.before(), self.folder.join("next"));
        empty(&next)?;
        let files = list_of(site)?.unwrap_or_default();
        for path in files.keys().map(String::as_str).chain([SITE_LIST]) {
            let (own, copy) = (site.join(path), next.join(path));
            let above = copy.parent().expect("it is below a folder");
            fs::create_dir_all(above).map_err(|error| Failure::io(above, error))?;
            // A site is never written in place, so that a second name for its file will do.
            if fs::hard_link(&own, &copy).is_err() {
                fs::copy(&own, &copy).map_err(|error| Failure::io(&copy, error))?;
            }
        }
        let same = fs::read(now.join(SITE_LIST)).ok() == fs::read(next.join(SITE_LIST)).ok();
        if now.exists() && !same {
            empty(&before)?;
            let failed = |error| Failure::io(&before, error);
            fs::remove_dir(&before).and_then(|()| rename(&now, &before)).map_err(failed)?;
        } else if now.exists() {
            empty(&now)?;
            fs::remove_dir(&now).map_err(|error| Failure::io(&now, error))?;
        }
        rename(&next, &now).map_err(|error| Failure::io(&now, error))
    }
}

/// Returns the folders of all that stands or stood at any place.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    let Ok(places) = fs::read_dir(root.join(WORKSHOP).join(PUBLISHED)) else { return Vec::new() };
    let mut places: Vec<PathBuf> = places.filter_map(|it| Some(it.ok()?.path())).collect();
    places.sort();
    places.into_iter().flat_map(|place| [place.join("now"), place.join("before")]).collect()
}

/// Returns the files that putting a site back would bring, and that do not stand there as they would.
pub fn brought_back(kept: &Kept) -> Vec<String> {
    let list = |folder: PathBuf| list_of(&folder).ok().flatten().unwrap_or_default();
    let now = list(kept.now());
    let before = list(kept.before()).into_iter();
    before.filter(|(path, digest)| now.get(path) != Some(digest)).map(|(path, _)| path).collect()
}

/// Forgets what stands and stood at every place: somebody was withdrawn from it.
///
/// # Errors
/// What the disk refuses.
pub fn forget_published(root: &Path) -> Result<(), Failure> {
    let all = root.join(WORKSHOP).join(PUBLISHED);
    match fs::remove_dir_all(&all) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Failure::io(&all, error)),
        _ => Ok(()),
    }
}
