//! Carries a built site to a folder on a server, so that it is whole at every moment.
//! It must not know how files travel, nor what any of them says.
//!
//! What is there is known from the list that stands there, and of a run that was broken off from what
//! this machine noted of it. What is not known is carried again.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::publish::{UNDER_WAY, digest_at, is_below, list_of, order, sound, under_way};
use super::remote::Remote;
use super::upload::Files;
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::SITE_LIST;

/// What was noted of a run that did not end.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// The digest of the list that stood there when it began; empty where there was none.
    base: String,
    /// Every file it was to put.
    planned: BTreeSet<String>,
    /// Those that arrived.
    done: Files,
}

/// What is to be done on a server, in this order.
pub struct Carriage {
    from: PathBuf,
    /// Where notes are kept.
    notes: PathBuf,
    /// Files that are missing there or differ.
    pub put: Vec<String>,
    /// Files that were part of the site and are no more.
    pub remove: Vec<String>,
    /// Files that are there already.
    pub same: usize,
    known: BTreeSet<String>,
    journal: Journal,
}

/// The most files, and about the most bytes, that are carried before it is noted that they arrived.
const AT_ONCE: usize = 60;
const BYTES_AT_ONCE: u64 = 8 << 20;

/// Works out what is to be done to make a folder on a server hold a built site; `notes` is a folder
/// of ours where notes on this server are kept.
///
/// # Errors
/// When the site is not as its list says, the server refuses, or something else stands there.
pub fn carriage(from: &Path, remote: &Remote, notes: &Path) -> Result<Carriage, Failure> {
    let files = sound(from)?;
    let there = notes.join("there");
    empty(&there)?;
    let lists = [SITE_LIST, UNDER_WAY].map(str::to_owned);
    remote.get(&lists, &there)?;
    let list = list_of(&there)?;
    let base = digest_at(&there.join(SITE_LIST))?.unwrap_or_default();
    let broken_off = there.join(UNDER_WAY).exists();
    if list.is_none() && !broken_off {
        refuse_strangers(remote, &there)?;
    }
    let mut known: BTreeSet<String> = under_way(&there)?;
    let mut state = list.unwrap_or_default();
    known.extend(state.keys().cloned());
    let mut journal = Journal { base, ..Journal::default() };
    if broken_off {
        match noted(notes) {
            // What the run was to change is what it says arrived, or not known.
            Some(earlier) if earlier.base == journal.base => {
                state.retain(|path, _| !earlier.planned.contains(path));
                state.extend(earlier.done.clone());
                journal.done = earlier.done;
            }
            _ => state.clear(),
        }
    }
    known.retain(|path| is_below(path));
    let differs = |path: &&String| state.get(*path) != files.get(*path);
    let mut put: Vec<String> = files.keys().filter(differs).cloned().collect();
    put.sort_by_key(|path| order(path));
    let gone = |path: &&String| !files.contains_key(*path) && *path != SITE_LIST;
    let remove = known.iter().filter(gone).cloned().collect();
    let same = files.len() - put.len();
    journal.planned = put.iter().cloned().chain(journal.done.keys().cloned()).collect();
    known.extend(files.into_keys());
    let (from, notes) = (from.to_owned(), notes.to_owned());
    Ok(Carriage { from, notes, put, remove, same, known, journal })
}

impl Carriage {
    /// Does it; `tell` is called with how many files were carried or removed.
    ///
    /// # Errors
    /// What the server refuses. What was done until then stays, and the next run goes on from there.
    pub fn carry_out(
        mut self,
        remote: &mut Remote,
        tell: &mut dyn FnMut(usize),
    ) -> Result<(), Failure> {
        let own = self.notes.join("ours");
        empty(&own)?;
        let known = serde_json::to_vec(&self.known).expect("a list is plain data");
        write(&own.join(UNDER_WAY), &known)?;
        self.note()?;
        let under_way = [UNDER_WAY.to_owned()];
        remote.put(&under_way, &own)?;
        let files = list_of(&self.from)?.unwrap_or_default();
        for some in self.portions() {
            remote.put(&some, &self.from)?;
            let arrived =
                some.iter().filter_map(|path| Some((path.clone(), files.get(path)?.clone())));
            self.journal.done.extend(arrived);
            self.note()?;
            tell(some.len());
        }
        remote.put(&[SITE_LIST.to_owned()], &self.from)?;
        for some in self.remove.chunks(AT_ONCE) {
            remote.remove(some)?;
            tell(some.len());
        }
        self.verify(remote)?;
        remote.remove(&under_way)?;
        let journal = self.notes.join(JOURNAL);
        fs::remove_file(&journal).map_err(|error| Failure::io(&journal, error))
    }

    /// Parts what is to be put into portions, none of which holds a page together with what the page
    /// links to.
    fn portions(&self) -> Vec<Vec<String>> {
        let mut portions: Vec<Vec<String>> = Vec::new();
        let (mut bytes, mut last) = (0, None);
        for path in &self.put {
            let (outside, page, front, _) = order(path);
            let stage = Some((outside, page, front));
            let size = self.from.join(path).metadata().map_or(0, |it| it.len());
            match portions.last_mut() {
                Some(some) if last == stage && some.len() < AT_ONCE && bytes < BYTES_AT_ONCE => {
                    some.push(path.clone());
                    bytes += size;
                }
                _ => {
                    portions.push(vec![path.clone()]);
                    bytes = size;
                }
            }
            last = stage;
        }
        portions
    }

    /// Reads the list back that now stands there.
    fn verify(&self, remote: &Remote) -> Result<(), Failure> {
        let there = self.notes.join("there");
        empty(&there)?;
        remote.get(&[SITE_LIST.to_owned()], &there)?;
        match digest_at(&there.join(SITE_LIST))? == digest_at(&self.from.join(SITE_LIST))? {
            true => Ok(()),
            false => Err(Failure::new(
                &remote.address.written,
                both!("发布以后读回来和本地不同", "read back, it is not what was published"),
            )),
        }
    }

    fn note(&self) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(&self.journal).expect("a journal is plain data");
        write(&self.notes.join(JOURNAL), &bytes)
    }
}

const JOURNAL: &str = "under-way.json";

fn noted(notes: &Path) -> Option<Journal> {
    serde_json::from_slice(&fs::read(notes.join(JOURNAL)).ok()?).ok()
}

/// Fails where a front page stands that no list speaks of: it is somebody else's.
fn refuse_strangers(remote: &Remote, there: &Path) -> Result<(), Failure> {
    let front = "index.html";
    remote.get(&[front.to_owned()], there)?;
    if !there.join(front).exists() {
        return Ok(());
    }
    let why = both!(
        "那里已有别的网页，又不是发布过的网站，没有发布",
        "other pages stand there and it is no site that was published; nothing was published"
    );
    Err(Failure::new(&remote.address.written, why).with_help(both!(
        "换一个空的文件夹，或者网站下面一个单独的文件夹",
        "choose an empty folder, or one of its own below the web site"
    )))
}

/// Makes a folder of ours with nothing in it.
pub fn empty(folder: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Failure::io(folder, error));
        }
        _ => {}
    }
    fs::create_dir_all(folder).map_err(|error| Failure::io(folder, error))
}

/// Writes a note whole or not at all: a run may end while it is written.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let new = path.with_extension("new");
    fs::write(&new, bytes).map_err(|error| Failure::io(&new, error))?;
    fs::rename(&new, path).map_err(|error| Failure::io(path, error))
}
