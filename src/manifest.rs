//! What a bundle holds: its files, and the list of them by digest.
//! It must not know how a file was made, nor touch the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub const SCHEMA: u32 = 1;

/// The name and version of this program, as lists name it.
pub const GENERATOR: &str = concat!("gongkai ", env!("CARGO_PKG_VERSION"));

/// Tells builds of one version apart: a digest of what the program was compiled from.
pub const BUILD: &str = env!("GONGKAI_BUILD");

/// One file to be published, not yet on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// The path below the bundle's folder, with `/` between its parts.
    pub path: String,
    pub bytes: Arc<[u8]>,
}

impl Artifact {
    pub fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into().into() }
    }

    /// Returns the same file at another path.
    pub fn at(&self, path: impl Into<String>) -> Self {
        Self { path: path.into(), bytes: self.bytes.clone() }
    }
}

/// For whom a file is. What search engines are offered and kept from follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: it names nobody but who answers for the union by office.
    Public,
    /// Everybody, but it repeats what other pages say, and asks search engines to pass it by.
    Repeated,
    /// Readers who come for it: it names students. A page says so itself; anything else cannot, and
    /// is refused to search engines from outside.
    NamesPeople,
    /// Programs, and the pages beside it.
    Machine,
}

/// A file as the site's own pages speak of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The folder it stands in below the site's, `2025-2026/v1`; empty for the site's own.
    pub folder: String,
    /// Its name in that folder.
    pub file: String,
    pub audience: Audience,
    /// Whether it is a page that this program made, which asks search engines itself to stay away
    /// where they shall.
    pub page: bool,
}

/// The name of the list of a site's files.
pub const SITE_LIST: &str = "site.json";

/// `site.json`: the digest of every file of a site but itself, made anew with each build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteList {
    pub schema: u32,
    pub generator: String,
    /// Path below the site's folder and SHA-256.
    pub files: BTreeMap<String, String>,
}

/// `manifest.json`: the digest of every file of a bundle but itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub schema: u32,
    pub year: String,
    /// Name and version of the program, `gongkai 0.1.0`.
    pub generator: String,
    /// Which build of it, sixteen hexadecimal digits; bundles of before there were such have none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub build: String,
    /// SHA-256 of `document.json`; the PDF prints it.
    pub content: String,
    /// SHA-256 over the forms and rules the year was checked by.
    pub standards: String,
    /// Name of the theme and SHA-256 over its files.
    pub theme: Named,
    /// Every font the PDF was set with.
    pub fonts: Vec<Named>,
    /// Path and SHA-256 of every other file.
    pub files: BTreeMap<String, String>,
}

/// A part that went into a bundle, by name and digest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Named {
    pub name: String,
    pub sha256: String,
}

/// Returns the SHA-256 of some bytes in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
