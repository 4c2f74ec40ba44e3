//! Carries a built site to a folder that a web server serves, so that it is whole at every moment.
//! It must not know what any file says, and touches nothing in the folder that it did not bring.
//!
//! A page comes after all it links to, the list of the site after all pages, and what is no longer
//! part of the site goes last. A run that is broken off is finished by the next: what arrived whole
//! is not carried again, and `.gongkai-publishing.json` remembers what may be there.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

use super::upload::Files;
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::{SITE_LIST, SiteList, sha256};

/// What may have been brought by runs that did not end.
pub(super) const UNDER_WAY: &str = ".gongkai-publishing.json";

/// What is to be done in a folder, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    pub from: PathBuf,
    pub to: PathBuf,
    /// Files that are missing there or differ.
    pub put: Vec<String>,
    /// Files that were part of the site and are no more.
    pub remove: Vec<String>,
    /// Files that are there already.
    pub same: usize,
    /// Every file of the site but its list, by digest.
    files: Files,
    known: BTreeSet<String>,
}

/// Works out what is to be done to make a folder hold a built site.
///
/// # Errors
/// When the site is not as its list says, or the folder holds files of which no site's list speaks.
pub fn publication(from: &Path, to: &Path) -> Result<Publication, Failure> {
    let files = sound(from)?;
    let mut known: BTreeSet<String> = list_of(to)?.unwrap_or_default().into_keys().collect();
    known.extend(under_way(to)?);
    known.retain(|path| is_below(path));
    if known.is_empty() && !is_empty(to)? {
        let why = both!(
            "文件夹里已有别的文件，又不是发布过的网站，没有发布",
            "the folder holds other files and is no site that was published; nothing was published"
        );
        return Err(Failure::new(to, why).with_help(both!(
            "换一个空的文件夹，或者网站下面一个单独的文件夹",
            "choose an empty folder, or one of its own below the web site"
        )));
    }
    let mut put = Vec::new();
    let mut same = 0;
    for (path, digest) in &files {
        match digest_at(&placed(to, path)?)?.as_ref() == Some(digest) {
            true => same += 1,
            false => put.push(path.clone()),
        }
    }
    put.sort_by_key(|path| order(path));
    let remove = known.iter().filter(|path| !files.contains_key(*path) && *path != SITE_LIST);
    let remove = remove.filter(|path| to.join(path).symlink_metadata().is_ok()).cloned().collect();
    Ok(Publication { from: from.to_owned(), to: to.to_owned(), put, remove, same, files, known })
}

/// Returns the files of a built site but its list, all of which are as the list says.
pub(super) fn sound(from: &Path) -> Result<Files, Failure> {
    let files = list_of(from)?.ok_or_else(|| {
        let why = both!("这里没有生成好的网站", "there is no site that was built");
        Failure::new(from, why).with_help(both!("先运行 gongkai build", "run gongkai build first"))
    })?;
    for (path, digest) in &files {
        if digest_at(&from.join(path))?.as_ref() != Some(digest) {
            let why = both!(
                "和 site.json 里的摘要不符，没有发布",
                "not of the digest in site.json; nothing was published"
            );
            return Err(Failure::new(from.join(path), why)
                .with_help(both!("重新运行 gongkai build", "run gongkai build again")));
        }
    }
    Ok(files)
}

impl Publication {
    /// Does it; `tell` is called after each file.
    ///
    /// # Errors
    /// What the disk refuses. What was done until then stays, and the next run goes on from there.
    pub fn carry_out(&self, tell: &mut dyn FnMut()) -> Result<(), Failure> {
        fs::create_dir_all(&self.to).map_err(|error| Failure::io(&self.to, error))?;
        let known: BTreeSet<&String> = self.known.iter().chain(self.files.keys()).collect();
        let known = serde_json::to_vec(&known).expect("a list is plain data");
        write(&self.to.join(UNDER_WAY), &known)?;
        for path in &self.put {
            self.bring(path)?;
            tell();
        }
        self.bring(SITE_LIST)?;
        for path in &self.remove {
            let gone = placed(&self.to, path)?;
            fs::remove_file(&gone).map_err(|error| Failure::io(&gone, error))?;
            // A folder goes with its last file.
            let above = gone.ancestors().skip(1).take_while(|above| *above != self.to);
            let _ = above.map(fs::remove_dir).take_while(Result::is_ok).count();
            tell();
        }
        self.verify()?;
        let done = self.to.join(UNDER_WAY);
        fs::remove_file(&done).map_err(|error| Failure::io(&done, error))
    }

    fn bring(&self, path: &str) -> Result<(), Failure> {
        let own = self.from.join(path);
        let bytes = fs::read(&own).map_err(|error| Failure::io(&own, error))?;
        let to = placed(&self.to, path)?;
        let above = to.parent().unwrap_or(&self.to);
        fs::create_dir_all(above).map_err(|error| Failure::io(above, error))?;
        write(&to, &bytes)
    }

    /// Reads back all that the folder now holds of the site.
    fn verify(&self) -> Result<(), Failure> {
        let list = digest_at(&self.from.join(SITE_LIST))?;
        let all = self.files.iter().map(|(path, digest)| (path.as_str(), Some(digest.clone())));
        for (path, digest) in all.chain([(SITE_LIST, list)]) {
            let there = self.to.join(path);
            if digest_at(&there)? != digest {
                return Err(Failure::new(
                    there,
                    both!("发布以后读回来和本地不同", "read back, it is not what was published"),
                ));
            }
        }
        Ok(())
    }
}

/// Orders files so that a page comes after all it links to: what stands in folders before the pages
/// over all years, pictures and data before pages, the front page last.
pub(super) fn order(path: &str) -> (bool, bool, bool, String) {
    let in_folder = path.contains('/');
    let page = path.ends_with(".html") || path.ends_with(".xml") || path.ends_with(".js");
    (!in_folder, page, path == "index.html", path.to_owned())
}

/// Returns where a file is to stand, unless something other than a folder is in the way.
fn placed(to: &Path, path: &str) -> Result<PathBuf, Failure> {
    let place = to.join(path);
    let mut above: Vec<&Path> =
        place.ancestors().skip(1).take_while(|at| at.starts_with(to)).collect();
    above.reverse();
    for folder in above.into_iter().skip(1) {
        match folder.symlink_metadata() {
            Ok(it) if !it.is_dir() => {
                let why = both!(
                    "这里应当是文件夹，却是文件或者符号链接",
                    "a file or a symbolic link stands where a folder should"
                );
                return Err(Failure::new(folder, why));
            }
            _ => {}
        }
    }
    Ok(place)
}

/// Writes a file whole: whoever asks for it gets the old one or the new one.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.gongkai-part"));
    let put = || {
        match fs::remove_file(&part) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = File::options().write(true).create_new(true).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, path)
    };
    put().map_err(|error| Failure::io(path, error))
}

/// Returns the files that the list in a folder speaks of; nothing where there is no list.
///
/// # Errors
/// When the list cannot be read.
pub fn list_of(folder: &Path) -> Result<Option<Files>, Failure> {
    let path = folder.join(SITE_LIST);
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(&path, error)),
        Ok(bytes) => match serde_json::from_slice::<SiteList>(&bytes) {
            Ok(list) => Ok(Some(list.files.into_iter().collect())),
            Err(_) => Err(Failure::new(path, both!("清单读不出来", "the list cannot be read"))),
        },
    }
}

pub(super) fn under_way(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let path = folder.join(UNDER_WAY);
    match fs::read(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err(Failure::io(&path, error)),
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
    }
}

/// Tells whether a path leads nowhere but into the folder.
pub(super) fn is_below(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

fn is_empty(folder: &Path) -> Result<bool, Failure> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(Failure::io(folder, error)),
        Ok(mut entries) => Ok(entries.next().is_none()),
    }
}

/// Returns the digest of a file; nothing where there is none, or something else.
pub(super) fn digest_at(path: &Path) -> Result<Option<String>, Failure> {
    match path.symlink_metadata() {
        Ok(it) if it.is_file() => {
            let bytes = fs::read(path).map_err(|error| Failure::io(path, error))?;
            Ok(Some(sha256(&bytes)))
        }
        _ => Ok(None),
    }
}
