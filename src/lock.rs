//! One writer at a time on a site, and who it is.
//! It must not know what is written.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::language::{Both, both};

/// The folder beside what is written in which a site's runs make things ready.
pub const WORKSHOP: &str = ".gongkai";

/// Holds other runs off for as long as it lives. The system lets go of it when a run is killed.
#[derive(Debug)]
pub struct Lock {
    holder: PathBuf,
    _file: File,
}

/// Takes the lock of a workshop, a folder which is made.
///
/// # Errors
/// When another run has it; the message says which.
pub fn hold(workshop: &Path) -> Result<Lock, Failure> {
    fs::create_dir_all(workshop).map_err(|e| Failure::io(workshop, e))?;
    let path = workshop.join("lock");
    let file = File::create(&path).map_err(|e| Failure::io(&path, e))?;
    // Apart from the lock itself, which some systems let nobody else read.
    let holder = workshop.join("holder");
    match file.try_lock() {
        Ok(()) => {
            // Who holds it is said to be helpful; without it the lock holds all the same.
            let _ = fs::write(&holder, who());
            Ok(Lock { holder, _file: file })
        }
        Err(TryLockError::WouldBlock) => {
            let who = fs::read_to_string(&holder).unwrap_or_default();
            Err(Failure::new(path, busy(&who))
                .with_help(both!("等它结束后再运行一次", "run again when it has ended")))
        }
        Err(TryLockError::Error(error)) => Err(Failure::io(&path, error)),
    }
}

/// Writes down which run this is: its number and, where that is known, whose.
fn who() -> String {
    let user = env::var("USER").or_else(|_| env::var("USERNAME")).unwrap_or_default();
    format!("{} {user}", std::process::id())
}

/// Says that a run has the lock, and which, if that was written down.
fn busy(who: &str) -> Both {
    let busy = both!("另一个 gongkai 正在写入此处", "another gongkai is writing here");
    busy + match who.trim().split_once(' ') {
        Some((run, user)) => {
            both!("（用户 {user}，进程 {run}）", " (user {user}, process {run})")
        }
        None if who.trim().is_empty() => Both::default(),
        None => both!("（进程 {}）", " (process {})", who.trim()),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.holder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is() {
        let site = tempfile::tempdir().unwrap();
        let held = hold(site.path()).unwrap();
        let refused = hold(site.path()).unwrap_err();
        let process = format!("进程 {}", std::process::id());
        assert!(refused.message.chinese.contains(&process), "{refused}");
        drop(held);
        hold(site.path()).unwrap();
    }
}
