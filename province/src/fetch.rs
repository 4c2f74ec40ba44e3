//! Bytes of a site, from the web, an object store or a folder: one connection, bounded in size and time, asked
//! for again only when they changed.
//! It must not know what any file says.

mod bucket;
mod robots;
mod web;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use gongkai::failure::Failure;
use gongkai::language::{Both, both};
use gongkai::manifest::sha256;
use gongkai::source::{Bounded, read_whole};
use serde::{Deserialize, Serialize};

use crate::colleges::Address;
use robots::Robots;
pub use web::AGENT;

/// How much of a site is taken at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of all that is read of one site in one look.
    pub bytes: u64,
    /// How many files are asked for.
    pub files: usize,
    /// How long one look at one site may take.
    pub time: Duration,
    /// How long one file may take.
    pub file: Duration,
    /// How long is waited between two requests to one host.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 1024 * 1024 * 1024,
            files: 20_000,
            time: Duration::from_secs(600),
            file: Duration::from_secs(60),
            pause: Duration::ZERO,
        }
    }
}

/// What a server, or a folder, said of a file when it was read, to ask next time whether it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub etag: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub modified: String,
}

impl Tag {
    pub fn is_empty(&self) -> bool {
        self.etag.is_empty() && self.modified.is_empty()
    }
}

/// What asking for a file came to.
#[derive(Debug, PartialEq)]
pub enum Got {
    Fresh {
        bytes: Vec<u8>,
        tag: Tag,
    },
    /// It is as it was when the tag was given.
    Unchanged,
    /// The host answered that there is none.
    Absent,
    /// `robots.txt` keeps programs from it.
    KeptOut,
    /// It is larger than it may be.
    TooLarge,
    /// The look has taken all it may, of bytes, of files or of time.
    Spent,
    /// The host did not answer, or not with a file; in this program's words.
    Failed(Both),
}

/// What is needed of this machine to look at a site.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// A folder that files may be put down in while they are brought.
    pub incoming: &'a Path,
    /// A folder with the secret of each key of an object store, in a file of the key's name that
    /// nobody else can read.
    pub secrets: Option<&'a Path>,
}

/// One site, being looked at.
pub struct Site {
    source: Source,
    limits: Limits,
    began: Instant,
    taken: u64,
    robots: Robots,
    /// How many files were asked for, and how many of them had not changed.
    pub asked: usize,
    pub unchanged: usize,
}

enum Source {
    Web(web::Web),
    Folder(PathBuf),
    Bucket(bucket::Bucket),
}

impl Site {
    /// Makes ready to look at a site; nothing is asked for yet.
    ///
    /// # Errors
    /// When it lies in a bucket and there is no key to read that with.
    pub fn new(address: &Address, limits: Limits, own: &Own) -> Result<Self, Failure> {
        let source = match address {
            Address::Web(url) => Source::Web(web::Web::new(url)),
            Address::Folder(path) => Source::Folder(path.clone()),
            Address::Bucket(it) => Source::Bucket(bucket::Bucket::new(it, own)?),
        };
        let (began, robots) = (Instant::now(), Robots::default());
        Ok(Self { source, limits, began, taken: 0, robots, asked: 0, unchanged: 0 })
    }

    /// Reads what the host asks of programs; a folder asks nothing.
    ///
    /// # Errors
    /// When the host does not answer: then nothing else is asked of it.
    pub fn read_robots(&mut self) -> Result<(), Both> {
        let Source::Web(web) = &self.source else { return Ok(()) };
        match web.get(web::Of::Host("/robots.txt"), 512 * 1024, &Tag::default(), self.limits.file) {
            Got::Fresh { bytes, .. } => {
                self.robots = Robots::read(&String::from_utf8_lossy(&bytes));
                Ok(())
            }
            // A file that is too large or kept back asks nothing that could be followed.
            Got::Failed(why) => Err(why),
            _ => Ok(()),
        }
    }

    /// Asks for a file by its path below the site, which must be [`is_plain`].
    pub fn get(&mut self, path: &str, most: u64, tag: &Tag) -> Got {
        assert!(is_plain(path), "paths are looked at before they are asked for");
        let left = self.limits.time.checked_sub(self.began.elapsed());
        let more = self.taken < self.limits.bytes && self.asked < self.limits.files;
        let Some(left) = left.filter(|_| more) else {
            return Got::Spent;
        };
        let rest = self.limits.bytes - self.taken;
        let (most, whole) = (most.min(rest), most);
        self.asked += 1;
        let got = match &self.source {
            Source::Web(web) if !self.robots.allows(&web.path_of(path)) => Got::KeptOut,
            Source::Web(web) => {
                std::thread::sleep(self.limits.pause);
                web.get(web::Of::Site(path), most, tag, self.limits.file.min(left))
            }
            Source::Folder(folder) => read_in_folder(folder, path, most, tag),
            Source::Bucket(bucket) => {
                std::thread::sleep(self.limits.pause);
                bucket.get(path, most, tag, self.limits.file.min(left))
            }
        };
        if got == Got::TooLarge && most < whole {
            // It may be as large as it should be: what is left of this look does not hold it.
            self.taken = self.limits.bytes;
            return Got::Spent;
        }
        match &got {
            Got::Fresh { bytes, .. } => self.taken += bytes.len() as u64,
            Got::Unchanged => self.unchanged += 1,
            _ => {}
        }
        got
    }
}

fn too_slow() -> Both {
    both!("超过了时限", "it took too long")
}

fn refused() -> Both {
    both!("网站不许读取", "the host does not let it be read")
}

fn broken_off() -> Both {
    both!("连接中断", "the connection broke off")
}

fn answered(status: impl std::fmt::Display) -> Both {
    both!("网站答复 {status}", "the host answered {status}")
}

/// Tells whether a path leads to a file below a folder and nowhere else, on any system and in any
/// address: a list that a stranger serves may say anything.
pub fn is_plain(path: &str) -> bool {
    let part =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.ends_with(['.', ' ']);
    path.len() <= 300
        && path.split('/').all(part)
        && !path.contains(|c: char| c.is_control() || "\\:?#%*\"<>|".contains(c))
}

fn read_in_folder(folder: &Path, path: &str, most: u64, tag: &Tag) -> Got {
    if !folder.is_dir() {
        return Got::Failed(both!("没有这个文件夹", "there is no such folder"));
    }
    // A link may lead anywhere.
    let mut whole = folder.to_owned();
    for part in path.split('/') {
        whole.push(part);
        match whole.symlink_metadata() {
            Ok(about) if about.is_symlink() => return Got::Absent,
            Ok(_) => {}
            Err(_) => return Got::Absent,
        }
    }
    match read_whole(&whole, most) {
        Ok(Bounded::Read(bytes)) => {
            let now = Tag { etag: sha256(&bytes), modified: String::new() };
            match now == *tag {
                true => Got::Unchanged,
                false => Got::Fresh { bytes, tag: now },
            }
        }
        Ok(Bounded::TooLarge { .. }) => Got::TooLarge,
        Ok(Bounded::NotAFile) => Got::Absent,
        Err(_) => Got::Failed(both!("读不出来", "it cannot be read")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_stranger_stays_below_the_site() {
        for plain in ["site.json", "2025-2026/v1/index.html", "2025-2026/插图.svg"] {
            assert!(is_plain(plain), "{plain}");
        }
        for odd in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/./b",
            "C:/x",
            "a\\b",
            "a%2e/b",
            "http://x/",
            "a?b",
            "a#b",
            "a\nb",
            "a/",
            "con. /x",
            "x/..",
        ] {
            assert!(!is_plain(odd), "{odd}");
        }
    }

    fn at(folder: &Path, limits: Limits) -> Site {
        let own = Own { incoming: folder, secrets: None };
        Site::new(&Address::Folder(folder.into()), limits, &own).unwrap()
    }

    #[test]
    fn a_folder_is_read_bounded_and_without_links() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a"), "four").unwrap();
        let mut site = at(folder.path(), Limits::default());
        let Got::Fresh { bytes, tag } = site.get("a", 10, &Tag::default()) else { panic!() };
        assert_eq!(bytes, b"four");
        assert_eq!(site.get("a", 10, &tag), Got::Unchanged);
        assert_eq!(site.get("a", 3, &Tag::default()), Got::TooLarge);
        assert_eq!(site.get("b", 3, &Tag::default()), Got::Absent);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc", folder.path().join("out")).unwrap();
            assert_eq!(site.get("out/hostname", 999, &Tag::default()), Got::Absent);
        }
        let limits = Limits { bytes: 4, ..Limits::default() };
        let mut site = at(folder.path(), limits);
        assert!(matches!(site.get("a", 10, &Tag::default()), Got::Fresh { .. }));
        assert_eq!(site.get("a", 10, &Tag::default()), Got::Spent);
        let limits = Limits { files: 1, ..Limits::default() };
        let mut site = at(folder.path(), limits);
        assert!(matches!(site.get("a", 10, &Tag::default()), Got::Fresh { .. }));
        assert_eq!(site.get("a", 10, &Tag::default()), Got::Spent);
        // A file that what is left does not hold is not therefore too large.
        let limits = Limits { bytes: 3, ..Limits::default() };
        assert_eq!(at(folder.path(), limits).get("a", 10, &Tag::default()), Got::Spent);
    }
}
