//! What stands at the address of a year or round: its document, and its `document.json`.
//! It must not know how either was made.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::document::{Digested, Document, Json};
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::sha256;
use crate::source::{Bounded, MAX_KEPT_BYTES, read_file, read_whole};

/// The largest document of a built site that is looked into, in bytes.
const MOST_SHOWN: u64 = 64 * 1024 * 1024;

/// Returns the document that a built site shows in a folder, where there is one that can be read.
pub fn shown(site: &Path, folder: &str) -> Option<Document> {
    match read_whole(&site.join(folder).join("document.json"), MOST_SHOWN) {
        Ok(Bounded::Read(bytes)) => Document::from_json(&bytes),
        _ => None,
    }
}

/// A document and its `document.json`, written once.
#[derive(Debug)]
pub struct Written {
    pub document: Document,
    pub json: Json,
}

impl Written {
    pub fn from_document(document: Document) -> Self {
        Self { json: document.json(), document }
    }

    pub fn digested(&self) -> Digested<'_> {
        Digested { document: &self.document, digest: &self.json.digest }
    }
}

/// What stands at an address. What was kept from last time is read when somebody asks what it says,
/// and not before: most builds of an archive ask that of no year.
#[derive(Debug)]
pub struct Placed {
    /// SHA-256 of `document.json`.
    pub digest: String,
    /// Where `document.json` lies, unless this run made it.
    place: PathBuf,
    document: OnceLock<Document>,
}

impl Placed {
    /// What this run made; `digest` is that of its `document.json`.
    pub fn made(document: Document, digest: String) -> Self {
        Self { digest, place: PathBuf::new(), document: document.into() }
    }

    /// What was kept, of this digest, at this place.
    pub fn kept(digest: String, place: PathBuf) -> Self {
        Self { digest, place, document: OnceLock::new() }
    }

    /// Returns what it says, with its digest.
    ///
    /// # Errors
    /// When what was kept cannot be read any more, or is not what it was a moment ago.
    pub fn digested(&self) -> Result<Digested<'_>, Failure> {
        let document = match self.document.get() {
            Some(document) => document,
            None => {
                let document = self.read()?;
                self.document.get_or_init(|| document)
            }
        };
        Ok(Digested { document, digest: &self.digest })
    }

    fn read(&self) -> Result<Document, Failure> {
        let json = read_file(&self.place, MAX_KEPT_BYTES)?;
        let document = Document::from_json(&json).filter(|_| sha256(&json) == self.digest);
        document.ok_or_else(|| {
            Failure::new(
                &self.place,
                both!("生成的同时被改动了", "it was changed while the site was built"),
            )
            .with_help(both!("再运行一次", "run again"))
        })
    }
}
