//! One column of some rows as a page has it: which values are there, then those that are, plain.
//! It must not know of what table, nor where it is written.

use crate::tables::Cell;

/// A page that is being filled.
#[derive(Default)]
pub struct Page {
    /// Runs of rows with a value, and without one.
    levels: Vec<u8>,
    run: Option<(bool, u64)>,
    values: Vec<u8>,
    bits: Vec<bool>,
}

impl Page {
    pub fn put(&mut self, cell: &Cell) {
        let there = *cell != Cell::Absent;
        self.run = match self.run {
            Some((is, length)) if is == there => Some((is, length + 1)),
            other => {
                other.iter().for_each(|run| put_run(&mut self.levels, *run));
                Some((there, 1))
            }
        };
        match cell {
            Cell::Absent => {}
            Cell::YesNo(yes) => self.bits.push(*yes),
            Cell::Number(number) => self.values.extend(number.to_le_bytes()),
            Cell::Text(words) => {
                self.values.extend((words.as_str().len() as u32).to_le_bytes());
                self.values.extend(words.as_str().as_bytes());
            }
        }
    }

    /// Returns the bytes of the page.
    pub fn end(mut self) -> Vec<u8> {
        self.run.iter().for_each(|run| put_run(&mut self.levels, *run));
        let mut page = (self.levels.len() as u32).to_le_bytes().to_vec();
        page.extend(self.levels);
        page.extend(self.values);
        let byte = |bits: &[bool]| {
            bits.iter().enumerate().fold(0, |byte, (i, bit)| byte | (u8::from(*bit) << i))
        };
        page.extend(self.bits.chunks(8).map(byte));
        page
    }
}

fn put_run(out: &mut Vec<u8>, (there, length): (bool, u64)) {
    put_varint(out, length << 1);
    out.push(u8::from(there));
}

pub fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number as u8) | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
