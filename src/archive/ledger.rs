//! The ledger: what was released, in order, each entry chained to the one before it.
//! It must not touch the disk.

use serde::{Deserialize, Serialize};

use crate::language::{Both, both};
use crate::manifest::sha256;

/// `ledger.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    pub schema: u32,
    /// Over all years, in the order they were released.
    pub entries: Vec<Entry>,
}

/// One release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1, over all years.
    pub number: usize,
    /// `2025-2026`
    pub year: String,
    /// From 1, within the year.
    pub version: u32,
    /// What a correction corrects; empty for a first version.
    pub note: String,
    /// SHA-256 of the bundle's `manifest.json`.
    pub manifest: String,
    /// SHA-256 of the list of the sources it was made from.
    pub sources: String,
    /// The digest of the entry before; empty for the first.
    pub before: String,
    /// SHA-256 over the fields above.
    pub digest: String,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { schema: 1, entries: Vec::new() }
    }
}

impl Entry {
    /// Returns the digest this entry must bear.
    fn own_digest(&self) -> String {
        let bare = Self { digest: String::new(), ..self.clone() };
        sha256(&serde_json::to_vec(&bare).expect("an entry is plain data"))
    }

    /// Returns the folder of the release below the folder of all.
    pub fn folder(&self) -> String {
        format!("{}/v{}", self.year, self.version)
    }
}

impl Ledger {
    /// Returns the digest of the last entry, on which all before it hang; empty without entries.
    pub fn head(&self) -> &str {
        self.entries.last().map_or("", |entry| &entry.digest)
    }

    /// Returns the newest version of a year.
    pub fn newest(&self, year: &str) -> Option<&Entry> {
        self.entries.iter().rfind(|entry| entry.year == year)
    }

    /// Returns the version that a release of a year would be.
    pub fn next_version(&self, year: &str) -> u32 {
        self.newest(year).map_or(1, |last| last.version + 1)
    }

    /// Returns the ledger with one entry more; what chains the entry is worked out here.
    pub fn with(mut self, entry: Entry) -> Self {
        let version = self.next_version(&entry.year);
        let number = self.entries.len() + 1;
        let before = self.head().to_owned();
        let mut entry = Entry { number, version, before, ..entry };
        entry.digest = entry.own_digest();
        self.entries.push(entry);
        self
    }

    pub fn to_json(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).expect("a ledger is plain data");
        bytes.push(b'\n');
        bytes
    }

    /// Says what is wrong with the chain.
    pub fn faults(&self) -> Vec<Both> {
        let mut faults = Vec::new();
        let mut known = Self::default();
        for (i, entry) in self.entries.iter().enumerate() {
            let version = known.next_version(&entry.year);
            let nth = i + 1;
            if entry.digest != entry.own_digest() {
                faults.push(both!(
                    "第 {nth} 条的内容和它自己的摘要不符",
                    "entry {nth} is not of its own digest"
                ));
            }
            if entry.before != known.head() {
                faults.push(both!(
                    "第 {nth} 条没有接在前一条后面",
                    "entry {nth} does not follow the one before"
                ));
            }
            if entry.number != nth || entry.version != version {
                faults.push(both!(
                    "第 {nth} 条的编号或版本不连续",
                    "the number or version of entry {nth} does not follow"
                ));
            }
            known.entries.push(entry.clone());
        }
        faults
    }
}
