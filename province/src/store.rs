//! What was collected: lists and documents by their digest, and what is known of each college.
//! It must not know how anything was fetched, nor what a document says.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gongkai::edition::Edition;
use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::manifest::sha256;
use serde::{Deserialize, Serialize};

use crate::colleges::College;
use crate::disk;
use crate::fetch::Tag;
use crate::finding::Finding;
use crate::served::MOST_DOCUMENT;

/// The form of what is written of a college.
const SCHEMA: u32 = 1;
const MOST_KNOWN: u64 = 64 * 1024 * 1024;

/// What is known of a college since it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub schema: u32,
    /// The day of the last look, and of the last one that the host answered.
    pub looked_on: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reached_on: String,
    /// The program that made the site, as its list says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub generator: String,
    pub editions: BTreeMap<Edition, Held>,
    /// The digests of the ledger's entries, where one is served; the last is its head.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<String>,
    /// Whether the signature of the ledger held.
    #[serde(default)]
    pub signed: bool,
    pub findings: Vec<Finding>,
    /// Each file as it was read last, by its path below the site.
    pub files: BTreeMap<String, Seen>,
}

/// One edition as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// SHA-256 of its `manifest.json`.
    pub manifest: String,
    /// SHA-256 of its `document.json`, by which the document is kept.
    pub content: String,
    pub generator: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub build: String,
    /// The day it was first seen as it is now.
    pub since: String,
}

/// A file as it was read last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub sha256: String,
    #[serde(default, skip_serializing_if = "Tag::is_empty")]
    pub tag: Tag,
}

/// The folder of all that was collected.
#[derive(Clone, Debug)]
pub struct Store {
    pub folder: PathBuf,
}

impl Store {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Returns the folder that files of object stores are put down in while they are brought.
    pub fn incoming(&self) -> PathBuf {
        self.folder.join(".incoming")
    }

    fn path_of_known(&self, college: &College) -> PathBuf {
        self.folder.join("colleges").join(format!("{}.json", college.id))
    }

    /// Returns what is known of a college; nothing before it was looked at.
    pub fn known(&self, college: &College) -> Result<Option<Known>, Failure> {
        let path = self.path_of_known(college);
        let Some(bytes) = disk::read(&path, MOST_KNOWN)? else { return Ok(None) };
        let known: Known = serde_json::from_slice(&bytes).map_err(|_| unreadable(&path))?;
        if known.schema > SCHEMA {
            let why = both!("是更新的程序写的", "was written by a newer program");
            return Err(Failure::new(path, why));
        }
        Ok(Some(known))
    }

    /// Puts down what is known of a college.
    pub fn know(&self, college: &College, known: &Known) -> Result<(), Failure> {
        let known = Known { schema: SCHEMA, ..known.clone() };
        let mut bytes = serde_json::to_vec_pretty(&known).expect("what is known is plain data");
        bytes.push(b'\n');
        disk::write(&self.path_of_known(college), &bytes)
    }

    fn path_of_kept(&self, digest: &str) -> PathBuf {
        self.folder.join("kept").join(&digest[..2]).join(digest)
    }

    /// Keeps bytes by their digest.
    pub fn keep(&self, bytes: &[u8]) -> Result<String, Failure> {
        let digest = sha256(bytes);
        let path = self.path_of_kept(&digest);
        if !path.exists() {
            disk::write(&path, bytes)?;
        }
        Ok(digest)
    }

    /// Returns what is kept by a digest, if it is there and still of that digest.
    pub fn kept(&self, digest: &str) -> Result<Option<Vec<u8>>, Failure> {
        let bytes = disk::read(&self.path_of_kept(digest), MOST_DOCUMENT)?;
        Ok(bytes.filter(|bytes| sha256(bytes) == digest))
    }

    /// Deletes what is kept by a digest.
    pub fn forget(&self, digest: &str) -> Result<(), Failure> {
        let path = self.path_of_kept(digest);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::io(&path, error)),
            _ => Ok(()),
        }
    }
}

pub(crate) fn unreadable(path: &Path) -> Failure {
    Failure::new(path, both!("读不出来", "cannot be read")).with_help(both!(
        "删去这个文件，下次收集时重新核对这所学校",
        "delete it; the next collecting looks at this college anew"
    ))
}
