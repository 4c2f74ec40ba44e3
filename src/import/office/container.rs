//! The outside of an office file: a ZIP of parts, none of which may unpack without bound.
//! It must not know what a part holds.

use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The largest file that is read, in bytes; a college's disclosure with pictures has some ten MB.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The most that one part may unpack to, and all that are read together, in bytes.
const MOST_PART: u64 = 48 * 1024 * 1024;
const MOST_UNPACKED: u64 = 96 * 1024 * 1024;

/// The most parts; a document with hundreds of pictures has a thousand.
const MOST_PARTS: usize = 5000;

/// Why a part or the whole cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Damaged,
    /// It would unpack to more than any document holds.
    Bomb,
    /// Its text is longer than that of any such document.
    TooLong,
    Missing,
    /// It has a password.
    Locked,
    /// It is a document of a kind that is not read.
    OtherText,
    /// It is a spreadsheet of a kind that is not read.
    OtherSheet,
}

/// An opened container.
pub struct Container<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: u64,
}

impl<'a> Container<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
        if archive.len() > MOST_PARTS {
            return Err(Fault::Bomb);
        }
        Ok(Self { archive, unpacked: 0 })
    }

    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.file_names().flatten().any(|known| known == name)
    }

    /// Unpacks one part, up to the bound.
    pub fn part(&mut self, name: &str) -> Result<Vec<u8>, Fault> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(zip::result::ZipError::FileNotFound) => return Err(Fault::Missing),
            Err(zip::result::ZipError::UnsupportedArchive(_)) => return Err(Fault::Locked),
            Err(_) => return Err(Fault::Damaged),
        };
        let mut bytes = Vec::new();
        part.take(MOST_PART + 1).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > MOST_PART || self.unpacked > MOST_UNPACKED {
            return Err(Fault::Bomb);
        }
        Ok(bytes)
    }
}
