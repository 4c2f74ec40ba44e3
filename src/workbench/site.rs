//! The site as it stands: read again whenever a file changes, every year and round of it a draft once
//! it is looked at.
//! It must not know who looks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::edition::Edition;
use crate::failure::Failure;
use crate::pipeline::{self, Drafted, Inputs, Run};
use crate::render::draft::{Shown, page, pdf};
use crate::source::watch::Seen;

/// How long nothing is looked at between two looks for changes, while somebody is there.
const SHORT: Duration = Duration::from_millis(10);
/// The same while nobody is.
const LONG: Duration = Duration::from_secs(1);
/// Looking may take this part of the time, which is more on a slow disk.
const SHARE: u32 = 8;
/// So long after the last question somebody is still there.
const PRESENT: Duration = Duration::from_secs(60);

/// What one state of the files comes to.
pub struct Stand {
    /// Counts the states, from 1.
    pub number: u64,
    /// The site, or why it cannot be read.
    pub run: Result<Run, Failure>,
    drafts: BTreeMap<Edition, Sheet>,
}

/// A year or round of one state, made when it is looked at.
#[derive(Default)]
struct Sheet {
    drafted: OnceLock<Drafted>,
    pdf: OnceLock<Result<Shown, Failure>>,
}

impl Stand {
    fn new(number: u64, run: Result<Run, Failure>) -> Self {
        let editions = run.iter().flat_map(Run::folders).map(|folder| folder.edition.clone());
        let drafts = editions.map(|edition| (edition, Sheet::default())).collect();
        Self { number, run, drafts }
    }

    /// Returns a year or round as it stands; none where there is none of that name.
    pub fn drafted(&self, edition: &Edition) -> Option<(&Run, &Drafted)> {
        let run = self.run.as_ref().ok()?;
        let folder = run.folder(edition)?;
        let sheet = self.drafts.get(edition)?;
        Some((run, sheet.drafted.get_or_init(|| pipeline::draft(run, folder))))
    }

    /// Makes a page of a draft, which runs a module of script, or a file beside the pages: those that
    /// nobody looks at are not waited for.
    pub fn page(
        &self,
        edition: &Edition,
        script: &str,
        name: &str,
    ) -> Result<Option<Shown>, Failure> {
        let Some((run, drafted)) = self.drafted(edition) else { return Ok(None) };
        page(&drafted.draft, &run.resources.theme, script, name)
    }

    /// Returns the PDF of a draft, which is set when it is first asked for.
    pub fn pdf(&self, edition: &Edition) -> Option<&Result<Shown, Failure>> {
        let (run, drafted) = self.drafted(edition)?;
        let make = || pdf(&drafted.draft, &run.resources.press);
        Some(self.drafts.get(edition)?.pdf.get_or_init(make))
    }
}

/// The site, watched.
pub struct Site {
    root: PathBuf,
    /// What the files were like before they were first read.
    first: Seen,
    now: Mutex<Now>,
    changed: Condvar,
}

struct Now {
    stand: Arc<Stand>,
    /// When somebody asked last.
    asked: Instant,
}

impl Site {
    /// Reads a site; one that cannot be read is watched too, until it can be.
    pub fn open(root: &Path) -> Self {
        let first = Inputs::look(root, &Seen::default());
        let run = Inputs::read(root).and_then(Run::open);
        let stand = Arc::new(Stand::new(1, run));
        let now = Now { stand, asked: Instant::now() };
        Self { root: root.to_owned(), first, now: Mutex::new(now), changed: Condvar::new() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        // It is whole whatever happened to who held it.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the site as it stands.
    pub fn stand(&self) -> Arc<Stand> {
        let mut now = self.lock();
        now.asked = Instant::now();
        now.stand.clone()
    }

    /// Returns the site as it stands once that is another state than the one of a number; the same
    /// after a while.
    pub fn stand_after(&self, number: u64, patience: Duration) -> Arc<Stand> {
        let mut now = self.lock();
        now.asked = Instant::now();
        let same = |now: &mut Now| now.stand.number == number;
        let waited = self.changed.wait_timeout_while(now, patience, same);
        let (mut now, _) = waited.unwrap_or_else(PoisonError::into_inner);
        now.asked = Instant::now();
        now.stand.clone()
    }

    /// Looks for changes for ever, and reads the site again after each.
    pub fn watch(&self) -> ! {
        let mut seen = self.first.clone();
        loop {
            let begun = Instant::now();
            let later = Inputs::look(&self.root, &seen);
            if later != seen {
                let later = self.settled(&seen, later);
                let looks = self.looks(&seen.changed(&later));
                seen = later;
                self.read_again(looks);
            }
            let there = self.lock().asked.elapsed() < PRESENT;
            let least = if there { SHORT } else { LONG };
            std::thread::sleep(least.max(begun.elapsed() * SHARE).min(LONG * 2));
        }
    }

    /// Looks until what is being written is written to its end, which takes an instant; a file that
    /// stays empty is meant to be.
    fn settled(&self, seen: &Seen, mut later: Seen) -> Seen {
        for _ in 0..60 {
            std::thread::sleep(Duration::from_millis(2));
            let now = Inputs::look(&self.root, &later);
            let same = now == later;
            later = now;
            let hollow = seen.changed(&later).iter().any(|path| later.is_empty(path));
            if same && !hollow {
                break;
            }
        }
        later
    }

    /// Tells what may be kept when these files change.
    fn looks(&self, changed: &[&Path]) -> Looks {
        let below = |folder: &str| {
            let folder = self.root.join(folder);
            changed.iter().any(|path| path.starts_with(&folder))
        };
        match ["themes", "content/fonts", "content/site.yaml"].into_iter().any(below) {
            true => Looks::Changed,
            false => Looks::Same,
        }
    }

    fn read_again(&self, looks: Looks) {
        let before = self.lock().stand.clone();
        let inputs = Inputs::read(&self.root);
        let run = match (&before.run, looks) {
            (Ok(run), Looks::Same) => inputs.and_then(|inputs| Run::reopen(inputs, run)),
            _ => inputs.and_then(Run::open),
        };
        let stand = Arc::new(Stand::new(before.number + 1, run));
        self.lock().stand = stand;
        self.changed.notify_all();
    }
}

/// Whether what pages are printed with, theme and fonts, is as it was.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    Same,
    Changed,
}
