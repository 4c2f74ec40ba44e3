//! All colleges of a shard, several hosts at once and of each host one after another.
//! It must not know what a look is.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use gongkai::failure::Failure;
use gongkai::language::both;

use super::{How, look};
use crate::colleges::{Address, College, Shard};
use crate::finding::{Finding, Kind};
use crate::store::{Known, Store};

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A college was looked at.
    Looked,
    /// A college had been looked at for this day already, before a run was broken off.
    Known,
}

/// Looks at every college of a shard that was not yet looked at on that day, or at all of them
/// `again`; up to `at_once` hosts at a time. Returns how many were looked at and how many were known.
pub fn all(
    colleges: &[College],
    shard: Shard,
    store: &Store,
    how: &How,
    at_once: usize,
    again: bool,
    tell: &(dyn Fn(Progress) + Sync),
) -> Result<(usize, usize), Failure> {
    let mut hosts: BTreeMap<String, Vec<&College>> = BTreeMap::new();
    for college in colleges.iter().filter(|college| shard.has(college)) {
        hosts.entry(host(college)).or_default().push(college);
    }
    let hosts: Vec<Vec<&College>> = hosts.into_values().collect();
    let next = AtomicUsize::new(0);
    let done: Mutex<Result<(usize, usize), Failure>> = Mutex::new(Ok((0, 0)));
    let one = |college: &College| -> Result<Progress, Failure> {
        let day = how.on.to_string();
        let is_done = |known: Known| known.looked_on == day;
        if !again && store.known(college)?.is_some_and(is_done) {
            return Ok(Progress::Known);
        }
        let looked = std::panic::catch_unwind(|| look(college, store, how));
        let known = match looked {
            Ok(known) => known?,
            // Whatever a stranger serves must not end the look at all others.
            Err(_) => {
                let before = store.known(college)?.unwrap_or_default();
                let refused =
                    Finding::new(Kind::Refused).detail(both!("读取时出错", "reading it failed"));
                Known { looked_on: day, findings: vec![refused], ..before }
            }
        };
        store.know(college, &known)?;
        Ok(Progress::Looked)
    };
    let work = || {
        while let Some(host) = hosts.get(next.fetch_add(1, Ordering::Relaxed)) {
            for college in host {
                let came = one(college);
                let mut done = done.lock().expect("nobody panics while holding it");
                match (came, done.as_mut()) {
                    (Ok(came), Ok((looked, known))) => {
                        *(if came == Progress::Looked { looked } else { known }) += 1;
                        tell(came);
                    }
                    (Err(failure), Ok(_)) => *done = Err(failure),
                    (_, Err(_)) => {}
                }
                if done.is_err() {
                    return;
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..at_once.clamp(1, 64) {
            scope.spawn(work);
        }
    });
    done.into_inner().expect("nobody panics while holding it")
}

/// Returns what is asked one thing at a time: a host, or a folder.
fn host(college: &College) -> String {
    match &college.address {
        Address::Web(url) => url.split('/').nth(2).unwrap_or(url).to_lowercase(),
        Address::Folder(path) => path.display().to_string(),
        Address::Bucket(bucket) => bucket.endpoint.to_lowercase(),
    }
}
