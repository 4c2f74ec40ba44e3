//! The outside of a workbook of 2007 and later: a ZIP of bounded size that says no wild numbers.
//! It must not unpack more than it has room for: a few bytes may come to more than a machine holds.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use crate::contained::contained;

/// The part that holds the texts of all cells, and the most it unpacks to.
const TEXTS: &str = "sharedstrings.xml";
const MOST_TEXTS_UNPACKED: u64 = 4 * 1024 * 1024;
/// It says how many texts it holds, and its reader makes room for as many at once.
const MOST_TEXTS: u64 = 100_000;

/// The record that ends an archive of less than 4 GB without a comment.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;

pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens an archive that begins with its first part and ends with its directory.
pub fn open(bytes: &[u8]) -> Option<Archive<'_>> {
    let end = bytes.len().checked_sub(END_BYTES)?;
    bytes[end..].starts_with(END).then_some(())?;
    contained(|| ZipArchive::new(Cursor::new(bytes))).ok()?.ok()
}

/// Returns the names of the parts, in small letters, with `/` between folders.
pub fn names(archive: &Archive) -> Vec<String> {
    let name = |name| String::from_utf8_lossy(name).to_lowercase().replace('\\', "/");
    archive.file_names_raw().map(name).collect()
}

/// Tells whether the parts unpack to no more than so many bytes. The archive's reader holds each
/// part to the size it declares.
pub fn fits(archive: &Archive, most: u64) -> bool {
    let mut sizes = (0..archive.len()).map(|at| Some(archive.by_index_data(at).ok()?.size()));
    let sum = sizes.try_fold(0u64, |sum, size| sum.checked_add(size?));
    sum.is_some_and(|sum| sum <= most)
}

/// Tells whether the parts with the texts are whole and say no wild number of how many there are.
pub fn is_honest(archive: &mut Archive) -> bool {
    let names = names(archive);
    let mut texts = (0..names.len()).filter(|at| names[*at].ends_with(TEXTS));
    texts.all(|at| {
        let data = contained(|| unpack(archive, at, MOST_TEXTS_UNPACKED)).ok();
        let data = data.and_then(Result::ok);
        data.is_some_and(|data| is_count_sane(&String::from_utf8_lossy(&data)))
    })
}

/// Unpacks a part, unless it comes to more than so many bytes.
pub fn unpack(archive: &mut Archive, at: usize, most: u64) -> io::Result<Vec<u8>> {
    let part = archive.by_index(at)?;
    if part.size() > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut data = Vec::new();
    part.take(most).read_to_end(&mut data)?;
    Ok(data)
}

fn is_count_sane(text: &str) -> bool {
    text.split("uniqueCount").skip(1).all(|after| {
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || "='\"".contains(c));
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.is_empty() || digits.parse().is_ok_and(|count: u64| count <= MOST_TEXTS)
    })
}
