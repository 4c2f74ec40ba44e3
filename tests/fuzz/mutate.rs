//! Bytes → other bytes, by a sequence of numbers that begins anew with each run.
//! It must not know what reads them, but for the words it is given.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The longest input, in bytes.
const LONGEST: usize = 512 * 1024;

/// What any reader may trip over.
const ODD: [&[u8]; 16] = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"99999999999999999999",
    b"-1",
    b"\r\n",
    b"\t",
    b"\"",
    b"'",
    b"<![CDATA[",
    b"&#x110000;",
    "\u{202e}".as_bytes(),
    "　".as_bytes(),
    "𠮷".as_bytes(),
    "第九十九万条".as_bytes(),
];

pub struct Mutator {
    state: u64,
    words: &'static [&'static str],
}

impl Mutator {
    pub fn new(seed: u64, words: &'static [&'static str]) -> Self {
        Self { state: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1, words }
    }

    /// Returns the next number below another, by Marsaglia's xorshift.
    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state % end.max(1) as u64) as usize
    }

    /// Returns one of the seeds, changed.
    pub fn bytes(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            self.change(&mut bytes, seeds);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    /// Returns one of the seeds, an archive, with one of its parts changed; now and then the archive
    /// itself.
    pub fn archive(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let seed = &seeds[self.below(seeds.len())];
        let Ok(mut from) = ZipArchive::new(Cursor::new(seed)) else { return self.bytes(seeds) };
        if self.below(8) == 0 {
            return self.bytes(seeds);
        }
        let chosen = self.below(from.len());
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        for at in 0..from.len() {
            let Ok(mut part) = from.by_index(at) else { continue };
            let name = String::from_utf8_lossy(part.name_raw()).into_owned();
            let mut data = Vec::new();
            if part.read_to_end(&mut data).is_err() {
                continue;
            }
            drop(part);
            if at == chosen {
                for _ in 0..=self.below(4) {
                    self.change(&mut data, &[]);
                }
            }
            if to.start_file(name, SimpleFileOptions::default()).is_ok() {
                to.write_all(&data).unwrap();
            }
        }
        to.finish().unwrap().into_inner()
    }

    fn change(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(bytes.len() + 1);
        let length = match self.below(3) {
            0 => 1,
            1 => self.below(16),
            _ => self.below(bytes.len() + 1),
        };
        let to = (at + length).min(bytes.len());
        match self.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = self.below(256) as u8,
            2 => drop(bytes.drain(at..to)),
            3 => {
                let odd = ODD[self.below(ODD.len())];
                bytes.splice(at..at, odd.iter().copied());
            }
            4 if !self.words.is_empty() => {
                let word = self.words[self.below(self.words.len())];
                bytes.splice(at..at, word.bytes());
            }
            5 => {
                // Depth and length: the same again and again.
                let part = bytes[at..to].to_vec();
                let times = 1 << self.below(14);
                let times = (LONGEST / part.len().max(1)).min(times);
                bytes.splice(at..at, part.repeat(times));
            }
            6 if !self.words.is_empty() => {
                let word = self.words[self.below(self.words.len())];
                bytes.splice(at..at, word.repeat(1 << self.below(15)).bytes());
            }
            7 => self.number(bytes, at),
            _ if !seeds.is_empty() => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len() + 1);
                bytes.truncate(at);
                bytes.extend(&other[from..]);
            }
            _ => bytes.truncate(at),
        }
        bytes.truncate(LONGEST);
    }

    /// Makes the next number into a wild one.
    fn number(&mut self, bytes: &mut Vec<u8>, at: usize) {
        const WILD: [&str; 8] =
            ["0", "-1", "4294967295", "4294967296", "18446744073709551615", "1e999", "0.1", "９"];
        let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit) else { return };
        let start = at + start;
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let wild = WILD[self.below(WILD.len())];
        bytes.splice(start..start + length, wild.bytes());
    }
}
