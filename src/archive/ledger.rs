//! The ledger: what was kept or taken away, in order, each entry chained to the one before it.
//! It must not touch the disk.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::document::Issue;
use crate::edition::Edition;
use crate::language::{Both, both};
use crate::manifest::sha256;

/// The newest form of the ledger.
pub const SCHEMA: u32 = 4;

/// `ledger.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    pub schema: u32,
    /// Over all years, in the order they were made.
    pub entries: Vec<Entry>,
}

/// What an entry tells of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A version of a year, kept at `v1`, `v2`, …
    #[default]
    Release,
    /// An edition that no longer names some people, kept at `w1`, …; it takes the address of every
    /// version before it.
    Withdrawal,
    /// Files that name withdrawn people were deleted; nothing is kept.
    Purge,
    /// An older year's own file, kept unchecked at `d1`, …
    Document,
    /// The last withdrawal was a mistake: what stood before it stands again; nothing is kept.
    Undo,
}

/// One thing that was done. Fields that a release has no use for are not written, so that the
/// digests of ledgers made before there was anything else still hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1, over all years.
    pub number: usize,
    /// Whose it is, a union's year or a round of appraisals; never a version.
    #[serde(rename = "year")]
    pub edition: Edition,
    #[serde(default, skip_serializing_if = "Kind::is_release")]
    pub kind: Kind,
    /// From 1, within the year and kind.
    pub version: u32,
    /// What a correction corrects, or why something was taken away; empty for a first version.
    pub note: String,
    /// The day a version was released or a withdrawal is from, as `2026-12-31`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// Who approved the release; it is kept here and printed nowhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub approved_by: String,
    /// The name of a document's file.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// SHA-256 of the bundle's `manifest.json`, or of a document.
    pub manifest: String,
    /// SHA-256 of the list of the sources it was made from.
    pub sources: String,
    /// What a purge deleted: paths below the folder of releases, with the SHA-256 they had.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<String, String>,
    /// The digest of the entry before; empty for the first.
    pub before: String,
    /// SHA-256 over the fields above.
    pub digest: String,
}

impl Kind {
    fn is_release(&self) -> bool {
        *self == Kind::Release
    }

    /// Returns the first form of the ledger that knew of such an entry.
    fn schema(self) -> u32 {
        match self {
            Kind::Release => 1,
            Kind::Withdrawal | Kind::Purge | Kind::Document => 2,
            Kind::Undo => 3,
        }
    }
}

impl Default for Ledger {
    fn default() -> Self {
        Self { schema: 1, entries: Vec::new() }
    }
}

impl Entry {
    /// Makes an entry that is yet to be chained, with nothing kept.
    pub fn new(edition: Edition, kind: Kind, note: impl Into<String>) -> Self {
        Self {
            number: 0,
            edition,
            kind,
            version: 0,
            note: note.into(),
            on: String::new(),
            approved_by: String::new(),
            file: String::new(),
            manifest: String::new(),
            sources: String::new(),
            removed: BTreeMap::new(),
            before: String::new(),
            digest: String::new(),
        }
    }

    /// Returns what the pages kept with this entry say of themselves.
    pub fn issue(&self) -> Issue {
        let version = (self.kind == Kind::Release).then_some(self.version);
        Issue { version, on: self.on.clone(), note: self.note.clone() }
    }

    /// Names the version that a release made.
    pub fn released(&self) -> Edition {
        self.edition.version(self.version)
    }

    /// Returns the first form of the ledger that knew all this entry says.
    fn schema(&self) -> u32 {
        if self.approved_by.is_empty() { self.kind.schema() } else { SCHEMA }
    }

    /// Returns the digest this entry must bear.
    fn own_digest(&self) -> String {
        let bare = Self { digest: String::new(), ..self.clone() };
        sha256(&serde_json::to_vec(&bare).expect("an entry is plain data"))
    }

    /// Returns the folder of what is kept, below the folder of all.
    pub fn folder(&self) -> String {
        let letter = match self.kind {
            Kind::Release => 'v',
            Kind::Withdrawal => 'w',
            Kind::Purge => 'p',
            Kind::Document => 'd',
            Kind::Undo => 'u',
        };
        format!("{}/{letter}{}", self.edition, self.version)
    }

    /// Tells whether a bundle is kept, with what it was made from.
    pub fn has_bundle(&self) -> bool {
        matches!(self.kind, Kind::Release | Kind::Withdrawal)
    }
}

impl Ledger {
    /// Returns the digest of the last entry, on which all before it hang; empty without entries.
    pub fn head(&self) -> &str {
        self.entries.last().map_or("", |entry| &entry.digest)
    }

    /// Returns the entries of a year or round, newest first.
    pub fn entries_of(&self, edition: &Edition) -> impl Iterator<Item = &Entry> {
        self.entries.iter().rev().filter(move |entry| entry.edition == *edition)
    }

    /// Returns the newest version of a year.
    pub fn newest(&self, edition: &Edition) -> Option<&Entry> {
        self.entries_of(edition).find(|entry| entry.kind == Kind::Release)
    }

    /// Returns the withdrawals of a year or round that are in force, newest first: each undoing takes
    /// back the last one before it that still was.
    pub fn withdrawals(&self, edition: &Edition) -> Vec<&Entry> {
        let mut in_force = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.edition == *edition) {
            match entry.kind {
                Kind::Withdrawal => in_force.push(entry),
                Kind::Undo => drop(in_force.pop()),
                _ => {}
            }
        }
        in_force.into_iter().rev().collect()
    }

    /// Returns what stands at a year's own address: its newest version, or the edition that was
    /// withdrawn after it.
    pub fn standing(&self, edition: &Edition) -> Option<&Entry> {
        let withdrawn = self.withdrawals(edition).into_iter().next();
        withdrawn.into_iter().chain(self.newest(edition)).max_by_key(|entry| entry.number)
    }

    /// Returns what stands at the address of a version: itself, or the last edition made after it
    /// by a withdrawal.
    pub fn shown_at<'a>(&'a self, version: &'a Entry) -> &'a Entry {
        let last = self.withdrawals(&version.edition).into_iter().next();
        last.filter(|last| last.number > version.number).unwrap_or(version)
    }

    /// Returns the numbers of the entries whose bundles stand at some address.
    pub fn shown(&self) -> BTreeSet<usize> {
        let versions = self.entries.iter().filter(|entry| entry.kind == Kind::Release);
        versions.map(|version| self.shown_at(version).number).collect()
    }

    /// Returns all that purges deleted, with the digests it had.
    pub fn removed(&self) -> BTreeMap<&str, &str> {
        let removed = self.entries.iter().flat_map(|entry| &entry.removed);
        removed.map(|(path, digest)| (path.as_str(), digest.as_str())).collect()
    }

    /// Returns the number that the next entry of a year and kind will have.
    pub fn next_version(&self, edition: &Edition, kind: Kind) -> u32 {
        let last = self.entries_of(edition).find(|entry| entry.kind == kind);
        last.map_or(1, |last| last.version.saturating_add(1))
    }

    /// Returns the ledger with one entry more; what chains the entry is worked out here.
    pub fn with(mut self, entry: Entry) -> Self {
        let version = self.next_version(&entry.edition, entry.kind);
        let number = self.entries.len() + 1;
        let before = self.head().to_owned();
        let mut entry = Entry { number, version, before, ..entry };
        entry.digest = entry.own_digest();
        self.schema = self.schema.max(entry.schema());
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
        let schema = self.entries.iter().map(Entry::schema).max();
        if self.schema != schema.unwrap_or(1) {
            faults.push(both!("格式编号不对", "the number of its form is wrong"));
        }
        for (i, entry) in self.entries.iter().enumerate() {
            let version = known.next_version(&entry.edition, entry.kind);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academic_year::AcademicYear;
    use crate::edition::Union;

    #[test]
    fn a_version_that_has_no_next_is_a_fault_and_never_overflows() {
        let edition = Edition::disclosure(AcademicYear::starting(2025), Union::First);
        let release = |note: &str| Entry::new(edition.clone(), Kind::Release, note);
        let mut ledger = Ledger::default().with(release(""));
        assert_eq!(ledger.next_version(&edition, Kind::Release), 2);
        assert_eq!(ledger.next_version(&edition, Kind::Withdrawal), 1);
        let last = &mut ledger.entries[0];
        last.version = u32::MAX;
        last.digest = last.own_digest();
        assert_eq!(ledger.next_version(&edition, Kind::Release), u32::MAX);
        let next = ledger.clone().with(release("更正"));
        for lying in [ledger, next] {
            let faults: Vec<String> = lying.faults().into_iter().map(|it| it.english).collect();
            assert!(faults.iter().any(|it| it.contains("does not follow")), "{faults:?}");
            // Whoever reads it from disk refuses it before anything is kept by it.
            let bytes = lying.to_json();
            assert!(serde_json::from_slice::<Ledger>(&bytes).is_ok_and(|it| it == lying));
        }
    }
}
