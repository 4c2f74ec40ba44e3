//! One look at one college: what it serves is read, verified, kept, and held against the last look.
//! It must not judge what a document says; that is for the audit.

mod against;
mod all;
mod withdrawn;

pub use all::{Progress, all};

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gongkai::academic_year::AcademicYear;
use gongkai::archive::{Key, LEDGER, SIGNATURE};
use gongkai::edition::{Edition, Union};
use gongkai::failure::Failure;
use gongkai::language::{Both, both};
use gongkai::manifest::{GENERATOR, Manifest, SITE_LIST, sha256};
use time::Date;

use crate::colleges::College;
use crate::fetch::{Got, Limits, Own, Site, Tag};
use crate::finding::{Finding, Kind};
use crate::served::{self, MOST_DOCUMENT, MOST_FILE, MOST_LIST};
use crate::store::{Held, Known, Seen, Store};

/// How a look is to be taken.
#[derive(Clone, Debug)]
pub struct How {
    /// The day of the look; nothing reads the clock.
    pub on: Date,
    pub limits: Limits,
    /// Whether every file of a bundle is read and held against its list, or lists and documents alone.
    pub whole: bool,
    /// A year that must be there by a day.
    pub due: Option<(AcademicYear, Date)>,
    /// Where the secrets of object stores' keys lie.
    pub secrets: Option<PathBuf>,
}

/// Looks at a college. What was kept of it before stays kept, whatever the site has become.
pub fn look(college: &College, store: &Store, how: &How) -> Result<Known, Failure> {
    let before = store.known(college)?.unwrap_or_default();
    let incoming = store.incoming();
    let own = Own { incoming: &incoming, secrets: how.secrets.as_deref() };
    let site = Site::new(&college.address, how.limits, &own)?;
    let (now, listed) = (Known::default(), BTreeSet::new());
    let mut look = Look { college, store, how, site, before: &before, now, listed };
    look.now.looked_on = how.on.to_string();
    match look.reach()? {
        Reached::No(finding) => {
            // Of a host that is away nothing is known but what was known.
            let findings = vec![finding];
            Ok(Known { looked_on: how.on.to_string(), findings, ..before })
        }
        Reached::Yes => {
            look.late();
            look.now.findings.sort_by(Finding::order);
            look.now.findings.dedup();
            Ok(look.now)
        }
    }
}

enum Reached {
    Yes,
    No(Finding),
}

struct Look<'a> {
    college: &'a College,
    store: &'a Store,
    how: &'a How,
    site: Site,
    before: &'a Known,
    now: Known,
    /// What the list of the site has, whether it could be taken or not.
    listed: BTreeSet<Edition>,
}

/// What reading one file came to, besides what was found.
enum Read {
    Bytes(Vec<u8>),
    /// The same bytes as last time, by their digest; they were not sent again.
    Same(String),
}

impl Look<'_> {
    fn found(&mut self, finding: Finding) {
        self.now.findings.push(finding);
    }

    /// Reads the list of the site, then all that it leads to.
    fn reach(&mut self) -> Result<Reached, Failure> {
        if let Err(why) = self.site.read_robots() {
            return Ok(Reached::No(Finding::new(Kind::Unreachable).detail(why)));
        }
        let tag = self.tag(SITE_LIST);
        let got = self.site.get(SITE_LIST, MOST_LIST, &tag);
        let of_site = |kind: Kind| Finding::new(kind).file(SITE_LIST);
        let bytes = match got {
            Got::Failed(why) => {
                return Ok(Reached::No(Finding::new(Kind::Unreachable).detail(why)));
            }
            Got::Spent => return Ok(Reached::No(Finding::new(Kind::BrokenOff))),
            Got::KeptOut => return Ok(Reached::No(of_site(Kind::KeptOut))),
            Got::Absent => return Ok(Reached::No(of_site(Kind::NotThere))),
            Got::TooLarge => {
                return Ok(Reached::No(
                    of_site(Kind::Refused).detail(both!("文件太大", "the file is too large")),
                ));
            }
            Got::Fresh { bytes, tag } => {
                self.seen(SITE_LIST, sha256(&bytes), tag);
                self.store.keep(&bytes)?;
                bytes
            }
            Got::Unchanged => match self.kept(SITE_LIST)? {
                Some(bytes) => bytes,
                None => return self.anew(SITE_LIST),
            },
        };
        self.now.reached_on = self.how.on.to_string();
        let listed = served::site_list(&bytes);
        let listed = listed.and_then(|list| Ok((served::editions(&list)?, list)));
        let (editions, list) = match listed {
            Ok(listed) => listed,
            // It answered; what it says is of no use, so that what is known stays.
            Err(why) => return Ok(Reached::No(of_site(Kind::Refused).detail(why))),
        };
        self.now.generator = program(&list.generator);
        if is_older(&list.generator) {
            self.found(of_site(Kind::OlderProgram).detail(self.now.generator.clone()));
        }
        self.listed = editions.iter().map(|(edition, _)| edition.clone()).collect();
        for (edition, digest) in &editions {
            self.edition(edition, digest)?;
        }
        self.ledger()?;
        against::last_look(self)?;
        Ok(Reached::Yes)
    }

    /// Forgets what was known of a file whose bytes are no longer kept, and reads it anew.
    fn anew(&mut self, path: &str) -> Result<Reached, Failure> {
        let Got::Fresh { bytes, tag } = self.site.get(path, MOST_LIST, &Tag::default()) else {
            return Ok(Reached::No(Finding::new(Kind::BrokenOff).file(path)));
        };
        self.seen(path, self.store.keep(&bytes)?, tag);
        Ok(Reached::No(Finding::new(Kind::BrokenOff).file(path)))
    }

    /// Returns what a file was told by when it was read last, while its bytes are known.
    fn tag(&self, path: &str) -> Tag {
        self.before.files.get(path).map(|seen| seen.tag.clone()).unwrap_or_default()
    }

    fn seen(&mut self, path: &str, sha256: String, tag: Tag) {
        self.now.files.insert(path.to_owned(), Seen { sha256, tag });
    }

    /// Returns the bytes of a file as it was read last, and notes it as seen.
    fn kept(&mut self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Some(seen) = self.before.files.get(path) else { return Ok(None) };
        let bytes = self.store.kept(&seen.sha256)?;
        if bytes.is_some() {
            self.now.files.insert(path.to_owned(), seen.clone());
        }
        Ok(bytes)
    }

    /// Reads one file of an edition, and says of what is not there that it is not.
    fn file(&mut self, path: &str, most: u64, edition: &Edition, ask: &Tag) -> Option<Read> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let of_file = |kind: Kind| Finding::new(kind).about(edition).file(name);
        let finding = match self.site.get(path, most, ask) {
            Got::Fresh { bytes, tag } => {
                self.seen(path, sha256(&bytes), tag);
                return Some(Read::Bytes(bytes));
            }
            Got::Unchanged => {
                let seen = self.before.files.get(path).expect("it was asked for by its tag");
                self.now.files.insert(path.to_owned(), seen.clone());
                return Some(Read::Same(seen.sha256.clone()));
            }
            Got::Absent => of_file(Kind::Missing),
            Got::KeptOut => of_file(Kind::KeptOut),
            Got::TooLarge => {
                of_file(Kind::Refused).detail(both!("文件太大", "the file is too large"))
            }
            Got::Spent => Finding::new(Kind::BrokenOff),
            Got::Failed(why) => of_file(Kind::BrokenOff).detail(why),
        };
        self.found(finding);
        None
    }

    /// Reads a list or document, whose bytes must be of a digest, and keeps it.
    fn part(
        &mut self,
        path: &str,
        most: u64,
        edition: &Edition,
        digest: &str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        // What is kept already need only be asked for by its tag.
        let kept = self.store.kept(digest)?;
        let known = self.before.files.get(path).is_some_and(|seen| seen.sha256 == digest);
        let tag = if kept.is_some() && known { self.tag(path) } else { Tag::default() };
        let bytes = match self.file(path, most, edition, &tag) {
            Some(Read::Bytes(bytes)) => bytes,
            Some(Read::Same(_)) => return Ok(kept),
            None => return Ok(None),
        };
        if sha256(&bytes) != digest {
            let name = path.rsplit('/').next().unwrap_or(path);
            self.found(Finding::new(Kind::Altered).about(edition).file(name));
            return Ok(None);
        }
        self.store.keep(&bytes)?;
        Ok(Some(bytes))
    }

    /// Reads one edition: its list, its document, and every other file.
    fn edition(&mut self, edition: &Edition, digest: &str) -> Result<(), Failure> {
        let path = |file: &str| format!("{edition}/{file}");
        let list = path("manifest.json");
        let Some(bytes) = self.part(&list, MOST_LIST, edition, digest)? else { return Ok(()) };
        let list = match served::manifest(&bytes, edition) {
            Ok(list) => list,
            Err(why) => {
                let refused = Finding::new(Kind::Refused).about(edition).file("manifest.json");
                self.found(refused.detail(why));
                return Ok(());
            }
        };
        let document = self.part(&path("document.json"), MOST_DOCUMENT, edition, &list.content)?;
        if let Some(bytes) = document {
            match served::document(&bytes, edition, &self.college.name) {
                Ok(_) => {
                    self.hold(edition, digest, &list);
                }
                Err(why) => {
                    let refused = Finding::new(Kind::Refused).about(edition).file("document.json");
                    self.found(refused.detail(why));
                }
            }
        }
        if self.how.whole {
            self.others(edition, &list.files);
        }
        Ok(())
    }

    fn hold(&mut self, edition: &Edition, digest: &str, list: &Manifest) {
        let same = self.before.editions.get(edition).filter(|held| held.manifest == digest);
        let held = Held {
            manifest: digest.to_owned(),
            content: list.content.clone(),
            generator: program(&list.generator),
            build: Some(&list.build).filter(|build| is_hex(build, 16)).cloned().unwrap_or_default(),
            since: same.map_or_else(|| self.how.on.to_string(), |held| held.since.clone()),
        };
        self.now.editions.insert(edition.clone(), held);
    }

    /// Holds every other file of a bundle against its list.
    fn others(&mut self, edition: &Edition, files: &BTreeMap<String, String>) {
        for (name, digest) in files.iter().filter(|(name, _)| *name != "document.json") {
            let path = format!("{edition}/{name}");
            let tag = self.tag(&path);
            let is = match self.file(&path, MOST_FILE, edition, &tag) {
                Some(Read::Bytes(bytes)) => sha256(&bytes),
                Some(Read::Same(is)) => is,
                None => continue,
            };
            if is != *digest {
                self.found(Finding::new(Kind::Altered).about(edition).file(name));
            }
        }
    }

    /// Reads the ledger and its signature, where a college serves them.
    fn ledger(&mut self) -> Result<(), Failure> {
        let key = self.college.key.as_deref().and_then(Key::read);
        let bytes = match self.site.get(LEDGER, MOST_LIST, &Tag::default()) {
            Got::Fresh { bytes, .. } => bytes,
            Got::Absent if key.is_some() => {
                let told = Finding::new(Kind::SignatureBroken).file(LEDGER);
                self.found(told.detail(both!(
                    "登记了公钥，没有公开账本",
                    "a key is listed, and no ledger is published"
                )));
                return Ok(());
            }
            Got::Absent => {
                self.found(Finding::new(Kind::LedgerNotServed).file(LEDGER));
                return Ok(());
            }
            other => {
                self.not_read(LEDGER, other);
                return Ok(());
            }
        };
        let broken = |why: Both| Finding::new(Kind::LedgerBroken).file(LEDGER).detail(why);
        let ledger = match served::ledger(&bytes) {
            Ok(ledger) => ledger,
            Err(why) => {
                self.found(broken(why));
                return Ok(());
            }
        };
        self.now.chain = ledger.entries.iter().map(|entry| entry.digest.clone()).collect();
        if self.before.chain.last().is_some_and(|head| !self.now.chain.contains(head)) {
            self.found(broken(both!(
                "不是接着上次看到的账本写下去的",
                "it does not continue the one seen before"
            )));
        }
        for entry in ledger.entries.iter().filter(|it| it.kind == gongkai::archive::Kind::Release) {
            let version = entry.released();
            let shown = ledger.shown_at(entry);
            let is = self.now.editions.get(&version).map(|held| held.manifest.as_str());
            // What is listed and was not taken has been told of.
            if is.is_none() && self.listed.contains(&version) {
                continue;
            }
            if is != Some(shown.manifest.as_str()) {
                let kind = if is.is_none() { Kind::Missing } else { Kind::Rewritten };
                let told = Finding::new(kind).about(&version).file("manifest.json");
                self.found(told.detail(both!("和账本里的不同", "it is not what the ledger has")));
            }
        }
        let Some(key) = key else { return Ok(()) };
        let signature = match self.site.get(SIGNATURE, 16 * 1024, &Tag::default()) {
            Got::Fresh { bytes, .. } => String::from_utf8_lossy(&bytes).into_owned(),
            Got::Absent => String::new(),
            other => {
                self.not_read(SIGNATURE, other);
                return Ok(());
            }
        };
        match key.fault(&bytes, &signature) {
            None => self.now.signed = true,
            Some(_) => {
                let told = Finding::new(Kind::SignatureBroken).file(SIGNATURE);
                let why = match signature.is_empty() {
                    true => both!("没有签名文件", "there is no signature"),
                    false => {
                        both!("和公钥或账本不符", "it is not of this key or of this ledger")
                    }
                };
                self.found(told.detail(why));
            }
        }
        Ok(())
    }

    /// Says of a file of the site why it was not read, from which nothing follows.
    fn not_read(&mut self, path: &str, got: Got) {
        let of_file = |kind: Kind| Finding::new(kind).file(path);
        self.found(match got {
            Got::KeptOut => of_file(Kind::KeptOut),
            Got::TooLarge => {
                of_file(Kind::Refused).detail(both!("文件太大", "the file is too large"))
            }
            Got::Failed(why) => of_file(Kind::BrokenOff).detail(why),
            _ => Finding::new(Kind::BrokenOff),
        });
    }

    /// Says so when a year that is due is not there.
    fn late(&mut self) {
        let Some((year, by)) = self.how.due.filter(|(_, by)| self.how.on > *by) else { return };
        let of_year = |edition: &Edition| {
            edition.year == year && !edition.is_round() && edition.version.is_none()
        };
        // A year that is listed and could not be taken, or not yet, is not late; nor one that was there
        // and is there no longer.
        if !self.listed.iter().chain(self.now.editions.keys()).any(of_year) {
            let edition = Edition::disclosure(year, Union::First);
            self.found(
                Finding::new(Kind::Late)
                    .about(&edition)
                    .detail(both!("应在 {by} 前", "due by {by}")),
            );
        }
    }
}

/// Returns a program's name and version as lists write it, `gongkai 0.1.0`, and nothing of another
/// form.
fn program(text: &str) -> String {
    version(text).map_or_else(String::new, |[a, b, c]| format!("gongkai {a}.{b}.{c}"))
}

fn version(text: &str) -> Option<[u32; 3]> {
    let mut parts = text.strip_prefix("gongkai ")?.split('.').map(|part| part.parse().ok());
    let version = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(version)
}

fn is_older(generator: &str) -> bool {
    version(generator) < version(GENERATOR)
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
