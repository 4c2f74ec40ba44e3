//! The records of a workbook of 1997 to 2003, looked through before its reader makes room for what
//! they claim.
//! It must not know what a record holds but for the place of its cell.

use std::io::{Cursor, Read};

use super::{MOST_COLUMNS, MOST_ROWS, Unusable, called};

/// The most bytes of the stream; the readers of files hold the whole to less.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// How far a worksheet of that time reaches.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;

const DIMENSIONS: u16 = 0x0200;
/// Records of a cell that holds something begin with its row and column.
const CELLS: [u16; 7] = [0x0006, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];
/// A row of numbers: row, first column, numbers of six bytes, last column.
const NUMBERS: u16 = 0x00bd;

/// Tells why a workbook must not be handed on: its reader makes a table of all cells between the
/// first and the last.
pub fn bounded(bytes: &[u8]) -> Result<(), Unusable> {
    let stream = stream(bytes)?;
    let mut rest = stream.as_slice();
    while let [a, b, c, d, after @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        let Some((data, after)) = after.split_at_checked(length.into()) else { break };
        rest = after;
        let place = match kind {
            DIMENSIONS if !is_within(data) => return Err(Unusable::TooLarge),
            NUMBERS => number(data, 0).zip(number(data, data.len().saturating_sub(2))),
            kind if CELLS.contains(&kind) => number(data, 0).zip(number(data, 2)),
            _ => None,
        };
        if let Some(place) =
            place.filter(|(row, column)| *row >= MOST_ROWS || *column >= MOST_COLUMNS)
        {
            return Err(Unusable::TooFar { worksheet: String::new(), cell: called(place) });
        }
    }
    Ok(())
}

/// Returns the stream of the workbook.
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Unusable> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Unusable::Damaged)?;
    if file.is_stream("/EncryptedPackage") {
        return Err(Unusable::Locked);
    }
    let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"];
    let name = name.into_iter().find(|name| file.is_stream(name)).ok_or(Unusable::OtherFormat)?;
    let stream = file.open_stream(name).map_err(|_| Unusable::Damaged)?;
    let mut data = Vec::new();
    stream.take(MOST_BYTES).read_to_end(&mut data).map_err(|_| Unusable::Damaged)?;
    Ok(data)
}

/// Tells whether the claimed reach of a worksheet is one.
fn is_within(data: &[u8]) -> bool {
    let wide = |at: usize| {
        let four = data.get(at..at + 4)?;
        Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    };
    let (rows, columns) = match data.len() {
        14 => (wide(4), number(data, 10)),
        _ => (number(data, 2), number(data, 6)),
    };
    rows.is_none_or(|rows| rows <= ROWS) && columns.is_none_or(|columns| columns <= COLUMNS)
}

fn number(data: &[u8], at: usize) -> Option<u32> {
    let two = data.get(at..at + 2)?;
    Some(u16::from_le_bytes([two[0], two[1]]).into())
}
