//! Carries files to a server and back, through the programs that systems keep for it: OpenSSH's
//! `sftp`, `rsync`, and `curl` for FTP, WebDAV and S3.
//! It must not know what a file says, nor in what order files go.

mod address;
mod curl;
mod program;
mod rsync;
mod secret;
mod sftp;
mod web;

pub use address::{Access, Address, Scheme};
pub use curl::Brought;
pub use secret::secret_in;
pub use web::{Bounds, Fetched, fetch};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// A folder on a server, and what is known of it.
pub struct Remote {
    pub address: Address,
    pub access: Access,
    /// A folder of ours with nothing in it.
    empty: PathBuf,
    /// Folders known to be there.
    made: BTreeSet<String>,
}

impl Remote {
    /// Takes an address; `empty` is a folder of ours with nothing in it.
    pub fn new(address: Address, access: Access, empty: PathBuf) -> Self {
        Self { address, access, empty, made: BTreeSet::new() }
    }

    /// Brings files into a folder of ours, by the same paths; what is not there leaves no file.
    ///
    /// # Errors
    /// When the server cannot be reached, or refuses.
    pub fn get(&self, paths: &[String], into: &Path) -> Result<(), Failure> {
        match self.address.scheme {
            Scheme::Sftp => sftp::get(self, paths, into),
            Scheme::Rsync | Scheme::RsyncSsh => rsync::get(self, paths, into),
            Scheme::Ftps | Scheme::Ftp | Scheme::Dav | Scheme::Davs | Scheme::S3 => {
                curl::get(self, paths, into)
            }
        }
    }

    /// Brings one file of a bucket, within bounds, unless it is as it was when the server gave a tag.
    ///
    /// # Errors
    /// When there is no curl, or no key to sign with.
    ///
    /// # Panics
    /// Of any other scheme: the caller is wrong about the address.
    pub fn bring(
        &self,
        path: &str,
        into: &Path,
        bounds: Bounds,
        tag: &str,
    ) -> Result<Brought, Failure> {
        assert!(self.address.scheme == Scheme::S3, "only buckets are brought file by file");
        curl::bring(self, path, into, bounds, tag)
    }

    /// Puts files of a folder of ours there, in this order, each whole or not at all.
    ///
    /// # Errors
    /// At the first that does not arrive.
    pub fn put(&mut self, paths: &[String], from: &Path) -> Result<(), Failure> {
        match self.address.scheme {
            Scheme::Sftp => sftp::put(self, paths, from),
            Scheme::Rsync | Scheme::RsyncSsh => rsync::put(self, paths, from),
            Scheme::Ftps | Scheme::Ftp | Scheme::Dav | Scheme::Davs | Scheme::S3 => {
                curl::put(self, paths, from)
            }
        }
    }

    /// Removes files there; one that is gone already is no fault.
    ///
    /// # Errors
    /// When the server cannot be reached, or refuses.
    pub fn remove(&self, paths: &[String]) -> Result<(), Failure> {
        match self.address.scheme {
            Scheme::Sftp => sftp::remove(self, paths),
            Scheme::Rsync | Scheme::RsyncSsh => rsync::remove(self, paths),
            Scheme::Ftps | Scheme::Ftp | Scheme::Dav | Scheme::Davs | Scheme::S3 => {
                curl::remove(self, paths)
            }
        }
    }

    /// Returns the folders that some files need and that are not known to be there, outer ones first,
    /// and remembers them.
    fn folders_for(&mut self, paths: &[String]) -> Vec<String> {
        let mut new = Vec::new();
        for path in paths {
            let ends = path.match_indices('/').map(|(at, _)| at);
            for folder in ends.map(|at| &path[..at]) {
                if self.made.insert(folder.to_owned()) {
                    new.push(folder.to_owned());
                }
            }
        }
        new
    }
}

/// The name a file bears while it is carried.
fn part_of(path: &str) -> String {
    format!("{path}.gongkai-part")
}
