//! One writer at a time on a site, and who it is.
//! It must not know what is written.

use std::env;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

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
    refuse_strangers(workshop)?;
    let path = workshop.join("lock");
    // Never emptied: what is written through it, were it a link after all, is nothing.
    let options = File::options().create(true).truncate(false).write(true).open(&path);
    let file = options.map_err(|e| Failure::io(&path, e))?;
    // Apart from the lock itself, which some systems let nobody else read.
    let holder = workshop.join("holder");
    match file.try_lock() {
        Ok(()) => {
            // Who holds it is said to be helpful; without it the lock holds all the same.
            let _ = fs::remove_file(&holder);
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

/// How often, and how far apart, another name is asked for again where somebody holds the old one.
const TRIES: u32 = 20;
const APART: Duration = Duration::from_millis(100);

/// Gives a file or folder another name. A scanner, a window or a drive that is being synchronised may
/// hold it for a moment: that is waited for, two seconds at most.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for _ in 1..TRIES {
        match fs::rename(from, to) {
            Err(error) if is_held(&error) => thread::sleep(APART),
            other => return other,
        }
    }
    fs::rename(from, to)
}

/// Tells whether a refusal may pass by itself; Windows calls a folder that is open in a window denied.
fn is_held(error: &io::Error) -> bool {
    let held = matches!(error.kind(), ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy);
    held || cfg!(windows)
        && (error.kind() == ErrorKind::PermissionDenied
            || matches!(error.raw_os_error(), Some(32 | 33)))
}

/// Refuses a workshop that is a link, or has one within: whatever is written there would be written
/// to where it leads; a pipe would wait for ever. What is being staged is looked at by nobody else.
fn refuse_strangers(workshop: &Path) -> Result<(), Failure> {
    let mut paths = vec![workshop.to_owned()];
    while let Some(path) = paths.pop() {
        let kind = fs::symlink_metadata(&path).map_err(|e| Failure::io(&path, e))?.file_type();
        if !kind.is_dir() && !kind.is_file() {
            let why = match kind.is_symlink() {
                true => both!("这是一个链接，没有写入", "this is a link; nothing was written"),
                false => both!(
                    "这是管道或设备，没有写入",
                    "this is a pipe or a device; nothing was written"
                ),
            };
            return Err(Failure::new(path, why).with_help(both!(
                "删去它再运行：程序只在自己的文件夹里写",
                "delete it and run again: the program writes in its own folder only"
            )));
        }
        let staged = path.file_name().is_some_and(|name| name == "staging" || name == "old");
        if kind.is_dir() && !staged {
            let entries = fs::read_dir(&path).map_err(|e| Failure::io(&path, e))?;
            paths.extend(entries.flatten().map(|entry| entry.path()));
        }
    }
    Ok(())
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

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        for name in ["lock", "holder", "keys/output/2025-2026"] {
            let site = tempfile::tempdir().unwrap();
            let (workshop, target) = (site.path().join(WORKSHOP), site.path().join("论文.md"));
            fs::create_dir_all(workshop.join(name).parent().unwrap()).unwrap();
            fs::write(&target, "很长的论文").unwrap();
            symlink(&target, workshop.join(name)).unwrap();
            let refused = hold(&workshop).unwrap_err();
            assert!(refused.path.ends_with(name), "{refused}");
            assert_eq!(fs::read_to_string(&target).unwrap(), "很长的论文", "{name}");
        }
        let site = tempfile::tempdir().unwrap();
        fs::create_dir(site.path().join("elsewhere")).unwrap();
        symlink(site.path().join("elsewhere"), site.path().join(WORKSHOP)).unwrap();
        assert!(hold(&site.path().join(WORKSHOP)).is_err());
    }

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
