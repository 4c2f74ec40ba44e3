//! Holds a copy of a site, or of a part of one, against what is known of it elsewhere: the ledger of
//! its releases, and the output it was copied from.
//! It must not know what any file says, but which year or round a bundle is of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::MOST_LEDGER;
use super::ledger::{Kind, Ledger};
use super::verify::{Check, MANIFEST, not_of_the_ledger, unreadable};
use crate::document::Document;
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::{SITE_LIST, SiteList, sha256};
use crate::source::{MAX_KEPT_BYTES, paths_below, read_bytes, read_file};

/// What is known of a site besides a copy of it.
#[derive(Debug, Default)]
pub struct Known {
    /// The ledger of its releases.
    pub ledger: Option<Ledger>,
    /// The folder it was copied from.
    pub output: Option<PathBuf>,
}

/// The file by which an output folder is known as ours.
const MARKER: &str = ".gongkai-output";

/// What a copy was held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Whether the copy is of a whole site, not of a part of one.
    pub whole: bool,
    /// The site's own list of all its files, which whoever alters a file can alter too.
    pub site_list: bool,
    /// The ledger of the site's releases.
    pub ledger: bool,
    /// The output of the site.
    pub output: bool,
    /// How many bundles the ledger does not have, for nothing was released of their year or round.
    pub unreleased: usize,
}

impl Check<'_> {
    /// Holds every file against the list that the site has of them, and names those it does not have.
    pub(super) fn by_site_list(&mut self) -> Result<(), Failure> {
        if !self.files.contains(SITE_LIST) {
            return Ok(());
        }
        self.judged.insert(SITE_LIST.to_owned());
        self.judged.insert(MARKER.to_owned());
        self.verified.held.site_list = true;
        let Ok(list) = serde_json::from_slice::<SiteList>(&self.read(SITE_LIST)?) else {
            self.fault(SITE_LIST, unreadable());
            return Ok(());
        };
        let not_of_the_site = || {
            both!(
                "和 site.json 里的摘要不符，已被改动",
                "not of the digest in site.json: it was changed"
            )
        };
        for (path, digest) in &list.files {
            if !self.is_faulty(path) {
                self.one(path.clone(), digest, not_of_the_site)?;
            }
        }
        let strangers: Vec<String> =
            self.files.iter().filter(|path| !self.judged.contains(*path)).cloned().collect();
        for path in strangers {
            let what = both!("site.json 里没有，是多出来的", "not in site.json: it was added");
            self.fault(&path, what);
        }
        Ok(())
    }

    /// Holds what the copy has of each release against the ledger: the list of a bundle must be that
    /// of the version its address is for, and no version may be missing from a whole site.
    pub(super) fn by_known_ledger(&mut self, ledger: &Ledger) -> Result<(), Failure> {
        let whole = self.is_whole();
        self.verified.held.ledger = true;
        self.verified.held.whole = whole;
        let mut expected: BTreeMap<String, &str> = BTreeMap::new();
        let mut older: BTreeMap<String, &str> = BTreeMap::new();
        for entry in &ledger.entries {
            match entry.kind {
                Kind::Release => {
                    let shown = ledger.shown_at(entry);
                    expected.insert(format!("{}/", entry.folder()), &shown.manifest);
                    let edition = ledger.standing(&entry.edition).unwrap_or(shown);
                    expected.insert(format!("{}/", entry.edition), &edition.manifest);
                }
                Kind::Document => {
                    older.insert(format!("{}/{}", entry.edition, entry.file), &entry.manifest);
                }
                _ => {}
            }
        }
        for (below, digest) in &expected {
            let list = format!("{below}{MANIFEST}");
            if self.files.contains(&list) {
                let another = || {
                    both!(
                        "不是账本里这个地址的那一版，网页和清单被一起换掉了",
                        "not the version the ledger has for this address: pages and list were replaced together"
                    )
                };
                if !self.is_faulty(&list) {
                    self.one(list, digest, another)?;
                }
            } else if whole {
                let what = both!(
                    "账本里有这一版，这里整个不见了",
                    "the ledger has this version, and all of it is gone from here"
                );
                self.fault(below, what);
            }
        }
        for (path, digest) in older {
            let there = self.files.contains(&path);
            if there || whole {
                self.verified.older += 1;
            }
            if whole && !there {
                self.fault(&path, super::verify::gone());
            } else if there && !self.is_faulty(&path) {
                self.one(path, digest, not_of_the_ledger)?;
            }
        }
        self.by_digest(ledger, &expected)
    }

    /// Looks at bundles that stand elsewhere than a site has them, and at those of years and rounds
    /// of which nothing was released.
    fn by_digest(
        &mut self,
        ledger: &Ledger,
        expected: &BTreeMap<String, &str>,
    ) -> Result<(), Failure> {
        for below in self.bundles() {
            let list = format!("{below}{MANIFEST}");
            if expected.contains_key(&below) || self.is_faulty(&list) {
                continue;
            }
            let digest = sha256(&self.read(&list)?);
            if ledger.entries.iter().any(|it| it.has_bundle() && it.manifest == digest) {
                continue;
            }
            let json = format!("{below}document.json");
            let document = match self.files.contains(&json) {
                true => Document::from_json(&self.read(&json)?),
                false => None,
            };
            let edition = document.map(|document| document.edition());
            match edition.and_then(|edition| ledger.newest(&edition)) {
                Some(_) => self
                    .fault(&list, both!("账本里没有这样的一版", "the ledger has no such version")),
                None => self.verified.held.unreleased += 1,
            }
        }
        Ok(())
    }

    /// Holds a copy against the output of its site, file by file: of a whole site every one, of a
    /// part those of the bundle it is.
    pub(super) fn by_output(&mut self, output: &std::path::Path) -> Result<(), Failure> {
        let base = match self.is_whole() {
            true => String::new(),
            false => match self.place_in(output)? {
                Some(base) => base,
                None => return Ok(()),
            },
        };
        self.verified.held.output = true;
        let folder = output.join(&base);
        let own: BTreeSet<String> = paths_below(&folder)?.into_iter().collect();
        for path in &own {
            if self.is_faulty(path) || path == MARKER {
                continue;
            }
            if !self.files.contains(path) {
                self.fault(path, super::verify::gone());
            } else if self.read(path)? != read_file(&folder.join(path), MAX_KEPT_BYTES)? {
                let what = both!(
                    "和站点自己的 output 不同：被改动了，或者不是同一次生成的",
                    "not as in the site's own output: it was changed, or is of another build"
                );
                self.fault(path, what);
            } else {
                self.judged.insert(path.clone());
            }
        }
        let strange =
            |path: &&String| !own.contains(*path) && !self.is_faulty(path) && *path != MARKER;
        let strangers: Vec<String> = self.files.iter().filter(strange).cloned().collect();
        for path in strangers {
            let what = both!("站点自己的 output 里没有", "not in the site's own output");
            self.fault(&path, what);
        }
        Ok(())
    }

    /// Finds where in an output the bundle stands that the copy is: the one with the same list, or
    /// else the one of its year or round.
    fn place_in(&self, output: &std::path::Path) -> Result<Option<String>, Failure> {
        if !self.files.contains(MANIFEST) {
            return Ok(None);
        }
        let list = self.read(MANIFEST)?;
        let lists = read_bytes(output, |path| path.ends_with(&format!("/{MANIFEST}")))?;
        let same = lists.iter().filter(|(_, bytes)| *bytes == list).map(|(path, _)| path);
        // A version has its own address and, while it is the newest, the year's.
        let longest = same.max_by_key(|path| path.len());
        if let Some(path) = longest {
            let nested = self.files.iter().any(|own| own.ends_with(&format!("/{MANIFEST}")));
            let place = path.trim_end_matches(MANIFEST).trim_end_matches('/');
            let above = place.rsplit_once('/').map_or(place, |(above, _)| above);
            return Ok(Some(if nested { above } else { place }.to_owned()));
        }
        let json = match self.files.contains("document.json") {
            true => Document::from_json(&self.read("document.json")?),
            false => None,
        };
        let name = json.map(|document| document.edition().to_string());
        Ok(name.filter(|name| output.join(name).join(MANIFEST).exists()))
    }

    /// Tells whether the copy is of a whole site: it has the list of it, or a front page and no list
    /// of a bundle beside it.
    pub(super) fn is_whole(&self) -> bool {
        let has = |path: &str| self.files.contains(path);
        has(SITE_LIST) || has("index.html") && !has(MANIFEST) && has("versions.html")
    }

    fn bundles(&self) -> Vec<String> {
        let lists = self.files.iter().filter_map(|path| path.strip_suffix(MANIFEST));
        lists.filter(|below| below.is_empty() || below.ends_with('/')).map(str::to_owned).collect()
    }
}

/// Returns the bytes of a file as they would be with the other kind of line ends.
pub(super) fn other_line_ends(bytes: &[u8]) -> Vec<u8> {
    let has_return = bytes.windows(2).any(|pair| pair == b"\r\n");
    let mut other = Vec::with_capacity(bytes.len() + bytes.len() / 32);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if has_return && bytes.get(at + 1) == Some(&b'\n') => {}
            b'\n' if !has_return => other.extend(b"\r\n"),
            _ => other.push(byte),
        }
    }
    other
}

/// Says that nothing but line ends differs.
pub(super) fn only_line_ends() -> Both {
    both!("只有换行不同，文字没有改动", "only line ends differ: no word was changed")
}

/// Reads a ledger that somebody gives.
///
/// # Errors
/// When it cannot be read, or is not sound.
pub fn known_ledger(path: &std::path::Path) -> Result<Ledger, Failure> {
    let bytes = read_file(path, MOST_LEDGER)?;
    let sound = super::verify::sound_ledger(&bytes)
        .or_else(|_| super::verify::sound_ledger(&other_line_ends(&bytes)));
    sound.map_err(|faults| {
        let why = faults.into_iter().next().unwrap_or_default();
        Failure::new(path, both!("账本不可信：", "the ledger is not sound: ") + why)
    })
}
