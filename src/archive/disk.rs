//! What an archive asks of the disk, each step so that it survives a power cut once the next is taken.
//! It must not know what is written.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::failure::Failure;
use crate::lock;

/// Writes a file that is not there yet and waits until the disk has it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let write = || {
        let mut file = File::options().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|e| Failure::io(path, e))?;
    note("write", path);
    Ok(())
}

/// Makes a folder and those above it that are missing, and waits until the disk has their names.
pub fn make_folder(folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(Failure::io(folder, error));
        }
        _ => note("make", folder),
    }
    sync_above(folder)
}

/// Gives a file or folder another name, whose place is left to be synced.
pub fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    lock::rename(from, to).map_err(|e| Failure::io(to, e))?;
    note("rename", to);
    Ok(())
}

/// Deletes a file, if it is there, and waits until the disk has forgotten its name.
pub fn delete(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::io(path, error)),
        Ok(()) => sync_above(path),
    }
}

/// Waits until the disk has the names within a folder.
pub fn sync(folder: &Path) -> Result<(), Failure> {
    // Elsewhere a folder cannot be opened for that; the system writes its names by itself.
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|e| Failure::io(folder, e))?;
    }
    note("sync", folder);
    Ok(())
}

/// Waits until the disk has the name of a file or folder.
pub fn sync_above(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(above) if !above.as_os_str().is_empty() => sync(above),
        _ => sync(Path::new(".")),
    }
}

/// Notes a step for the test of their order.
#[cfg(not(test))]
fn note(_step: &str, _path: &Path) {}

#[cfg(test)]
fn note(step: &'static str, path: &Path) {
    tests::STEPS.with_borrow_mut(|steps| steps.push((step, path.to_owned())));
}

#[cfg(test)]
pub mod tests {
    use std::cell::RefCell;
    use std::path::PathBuf;

    thread_local! {
        /// The steps taken in this thread, in their order.
        pub static STEPS: RefCell<Vec<(&'static str, PathBuf)>> = const { RefCell::new(Vec::new()) };
    }
}
