//! All colleges of a shard, several hosts at once and of each host one after another.
//! It must not know what a look is.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{self, AtomicUsize};

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
        let looked_on = store.known(college)?.map(|known| known.looked_on).unwrap_or_default();
        match looked_on.cmp(&day) {
            _ if again => {}
            Ordering::Less => {}
            Ordering::Equal => return Ok(Progress::Known),
            Ordering::Greater => return Err(before_the_last_look(college, &looked_on)),
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
        while let Some(host) = hosts.get(next.fetch_add(1, atomic::Ordering::Relaxed)) {
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

/// What a college was seen as lately is not overwritten by a slip in the date.
fn before_the_last_look(college: &College, looked_on: &str) -> Failure {
    let why = both!(
        "已经在 {looked_on} 看过，比 --on 写的日期晚",
        "was looked at on {looked_on}, which is after the day --on says"
    );
    Failure::new(&college.name, why).with_help(both!(
        "核对日期；日期没有写错的，加 --again",
        "check the date; if it is right, add --again"
    ))
}

/// Returns what is asked one thing at a time: a host, or a folder.
fn host(college: &College) -> String {
    match &college.address {
        Address::Web(url) => url.split('/').nth(2).unwrap_or(url).to_lowercase(),
        Address::Folder(path) => path.display().to_string(),
        Address::Bucket(bucket) => bucket.endpoint.to_lowercase(),
    }
}
