//! The years and rounds that another is held against, kept from one state of a site to the next while
//! their files read the same.
//! It must not know what they are read for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Run;
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::load::{Folder, Year};
use crate::scoring::Standing;
use crate::source::FileId;

/// What counting the scores of a round came to, with what is wrong with them.
type Counted = (Vec<Standing>, Vec<Diagnostic>);

/// What was read of neighbours. A run that is opened once keeps nothing: its memory does not grow with
/// the years.
#[derive(Default)]
pub struct Neighbours(Option<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    years: BTreeMap<Edition, Arc<Year>>,
    counted: BTreeMap<Edition, Arc<Counted>>,
}

impl Neighbours {
    /// Keeps what a run before read of years and rounds whose files read the same now; of what is
    /// read from now on, all.
    pub fn carried(now: &Run, before: &Run) -> Self {
        let mut kept = Kept::default();
        if let Some(known) = &before.neighbours.0 {
            let known = known.lock().unwrap_or_else(PoisonError::into_inner);
            for folder in now.folders().filter(|folder| reads_the_same(folder, now, before)) {
                let edition = &folder.edition;
                let year = known.years.get(edition).cloned();
                kept.years.extend(year.map(|year| (edition.clone(), year)));
                let counted = known.counted.get(edition).cloned();
                kept.counted.extend(counted.map(|counted| (edition.clone(), counted)));
            }
        }
        Self(Some(Mutex::new(kept)))
    }

    /// Returns a year or round, which is read where it is not kept.
    pub fn year(&self, edition: &Edition, read: impl FnOnce() -> Year) -> Year {
        self.known(|kept| &mut kept.years, edition, read)
    }

    /// Returns what counting the scores of a round came to, which is done where it is not kept.
    pub fn counted(&self, edition: &Edition, count: impl FnOnce() -> Counted) -> Counted {
        self.known(|kept| &mut kept.counted, edition, count)
    }

    fn known<T: Clone>(
        &self,
        part: impl Fn(&mut Kept) -> &mut BTreeMap<Edition, Arc<T>>,
        edition: &Edition,
        make: impl FnOnce() -> T,
    ) -> T {
        let Some(kept) = &self.0 else { return make() };
        let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = part(&mut lock()).get(edition).cloned();
        let made = found.unwrap_or_else(|| {
            let made = Arc::new(make());
            part(&mut lock()).insert(edition.clone(), made.clone());
            made
        });
        (*made).clone()
    }
}

/// Tells whether every file of a year or round, with what raters handed in, is what it was, at the
/// same place among the sources, and could be read.
fn reads_the_same(folder: &Folder, now: &Run, before: &Run) -> bool {
    let Some(was) = before.folder(&folder.edition) else { return false };
    let files = |run: &Run, folder: &Folder| -> Vec<FileId> {
        folder.files.iter().copied().chain(run.score_files(folder)).collect()
    };
    let (new, old) = (files(now, folder), files(before, was));
    let faults = |run: &Run| run.handed_in(folder).map_or(0, |(_, found)| found.len());
    let same = |file: &FileId| {
        let (now, before) = (&now.inputs.sources, &before.inputs.sources);
        let unread = |id: &FileId| now.unreadable().iter().any(|(bad, _)| bad == id);
        let (a, b) = (now.file(*file), before.file(*file));
        a.path == b.path && *a.text == *b.text && !unread(file)
    };
    let shown = now.shown.contains(&folder.edition) == before.shown.contains(&folder.edition);
    shown && new == old && faults(now) + faults(before) == 0 && new.iter().all(same)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Inputs, sample};
    use super::*;

    /// What is found of the newest year.
    fn found(run: &Run) -> Vec<String> {
        let newest = run.years.last().unwrap();
        run.check(newest).findings.into_iter().map(|it| it.code + &it.message).collect()
    }

    #[test]
    fn what_is_kept_is_what_would_be_read() {
        let site = tempfile::tempdir().unwrap();
        for file in sample() {
            let path = site.path().join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.bytes).unwrap();
        }
        let inputs = || Inputs::read(site.path()).unwrap();
        let mut run = Run::reopen(inputs(), &Run::open(inputs()).unwrap()).unwrap();
        let at_first = found(&run);
        let kept = |run: &Run| run.neighbours.0.as_ref().unwrap().lock().unwrap().years.len();
        assert!(kept(&run) > 0 && kept(&run) == kept(&Run::reopen(inputs(), &run).unwrap()));
        let rounds: Vec<FileId> = run.rounds.iter().flat_map(|it| it.files.clone()).collect();
        let paths: Vec<String> =
            rounds.iter().map(|id| run.inputs.sources.file(*id).path.clone()).collect();
        let mut differ = 0;
        for path in paths {
            let path = site.path().join(path);
            let Ok(text) = fs::read_to_string(&path) else { continue };
            // Every number of a round is another.
            fs::write(&path, text.replace('1', "2")).unwrap();
            run = Run::reopen(inputs(), &run).unwrap();
            let now = found(&run);
            assert_eq!(now, found(&Run::open(inputs()).unwrap()), "{path:?}");
            differ += usize::from(now != at_first);
            fs::write(&path, text).unwrap();
            run = Run::reopen(inputs(), &run).unwrap();
            assert_eq!(found(&run), at_first, "{path:?}");
        }
        assert!(differ > 0, "what is beside a year counts");
    }
}
