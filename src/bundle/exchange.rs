//! A folder takes the place of another, at once where the system can.
//! It must not know what either holds.

use std::io;
use std::path::Path;

use crate::failure::Failure;
use crate::lock::rename;

/// Exchanges two folders at once; tells whether system and file system can.
#[cfg(target_os = "linux")]
pub fn at_once(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

/// Exchanges two folders at once; tells whether system and file system can.
#[cfg(not(target_os = "linux"))]
pub fn at_once(_one: &Path, _other: &Path) -> bool {
    false
}

/// Puts a folder in a place; afterwards `new` holds what stood there, if anything did.
///
/// # Errors
/// When one of them cannot be moved; then both are where they were.
pub fn put(new: &Path, place: &Path) -> Result<(), Failure> {
    let moved = match place.exists() {
        false => rename(new, place),
        true if at_once(new, place) => Ok(()),
        true => by_way_of(&new.with_extension("old"), new, place),
    };
    moved.map_err(|error| Failure::io(place, error))
}

/// Exchanges two folders by way of a third name.
fn by_way_of(spare: &Path, new: &Path, place: &Path) -> io::Result<()> {
    rename(place, spare)?;
    match rename(new, place) {
        Ok(()) => rename(spare, new),
        Err(error) => {
            rename(spare, place)?;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_folder_takes_a_place_and_what_stood_there_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let [new, place, spare] = ["new", "place", "spare"].map(|name| root.path().join(name));
        let make = |folder: &Path, text: &str| {
            fs::create_dir_all(folder).unwrap();
            fs::write(folder.join("a"), text).unwrap();
        };
        let text = |folder: &Path| fs::read_to_string(folder.join("a")).unwrap();
        make(&new, "1");
        put(&new, &place).unwrap();
        assert!(!new.exists());
        make(&new, "2");
        put(&new, &place).unwrap();
        assert_eq!((text(&new), text(&place)), ("1".to_owned(), "2".to_owned()));
        by_way_of(&spare, &new, &place).unwrap();
        assert_eq!((text(&new), text(&place)), ("2".to_owned(), "1".to_owned()));
        assert!(!spare.exists());
    }
}
