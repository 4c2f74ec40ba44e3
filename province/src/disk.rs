//! Files on disk: written whole or not at all, read only up to a size.
//! It must not know what any file is for.

use std::fs;
use std::path::Path;

use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::source::{Bounded, read_whole};

/// Writes a file so that whoever reads it finds the old one or the new one, never a part.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let fail = |error| Failure::io(path, error);
    let folder = path.parent().expect("a file lies in a folder");
    fs::create_dir_all(folder).map_err(fail)?;
    let name = path.file_name().expect("a file has a name").to_string_lossy();
    // Two processes may write the same file, of the same bytes; each has a name of its own for it.
    let ready = folder.join(format!(".{name}.{}", std::process::id()));
    fs::write(&ready, bytes).and_then(|()| fs::rename(&ready, path)).map_err(fail)
}

/// Reads a file; nothing when there is none.
///
/// # Errors
/// When it is larger than `most`, is no file, or cannot be read.
pub fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Failure> {
    match read_whole(path, most) {
        Ok(Bounded::Read(bytes)) => Ok(Some(bytes)),
        Ok(_) => {
            let why = both!("不是文件，或者太大", "is no file, or too large");
            Err(Failure::new(path, why))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io(path, error)),
    }
}
