//! The pages over all years and rounds, made from what each of them says.
//! It must not decide what is built, nor know how a page looks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::build::{address_of, imprint_of};
use super::plan::Built;
use super::written::Placed;
use super::{Run, fingerprint};
use crate::archive::{Archive, Entry, Kind};
use crate::bundle::Stage;
use crate::document::{Block, Document, Subject};
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::manifest::{Artifact, Audience, Offered};
use crate::model;
use crate::render::html::FrameView;
use crate::render::{self, formats, history, web_font};
use crate::site::{
    self, Days, Fact, Older, Passages, Published, RoundEntry, Searchable, Site, Version,
    Withdrawal, YearEntry, YearVersions,
};
use crate::theme::Day;

/// The name these pages are kept by from run to run.
const PAGES: &str = "pages";

/// What the newest two years of each union say, the older first.
pub type Newest = BTreeMap<Union, (Arc<Placed>, Arc<Placed>)>;

/// What the pages are made from.
#[derive(Default)]
pub struct Gathered {
    /// What is needed of each year, oldest first, and then of each round.
    told: Vec<Told>,
    /// The passages that were met so far.
    passages: Passages,
    /// What each version changed of the one before it.
    pub changed: Changed,
}

/// What is needed of one year or round.
enum Told {
    Gist(Box<Gist>),
    /// It was kept from last time, and is read if the pages are made anew.
    Kept(Edition, Box<Placed>),
}

/// What the pages need of one document.
struct Gist {
    edition: Edition,
    college: String,
    rare: BTreeSet<char>,
    published: Vec<Published>,
    text: Searchable,
    listed: Listed,
}

/// How a year or round is listed.
enum Listed {
    Year(Box<(YearEntry, history::Year)>),
    Round(RoundEntry),
}

impl Gathered {
    /// Takes what is needed of what stands at an address, and was `published` there.
    pub fn take(
        &mut self,
        edition: &Edition,
        document: &Document,
        published: Vec<Published>,
    ) -> Result<(), Failure> {
        let gist = self.gist(edition, document, published)?;
        self.told.push(Told::Gist(Box::new(gist)));
        Ok(())
    }

    /// Remembers where what was kept from last time can be read.
    pub fn keep(&mut self, edition: &Edition, placed: Placed) {
        self.told.push(Told::Kept(edition.clone(), Box::new(placed)));
    }

    fn gist(
        &mut self,
        edition: &Edition,
        document: &Document,
        published: Vec<Published>,
    ) -> Result<Gist, Failure> {
        Ok(Gist {
            edition: edition.clone(),
            college: document.college.clone(),
            rare: web_font::rare_characters(document)?,
            published,
            text: Searchable::gather(document, &mut self.passages),
            listed: match edition.is_round() {
                true => Listed::Round(RoundEntry::describe(document, Vec::new())),
                false => Listed::Year(Box::new((entry(document), history::Year::gather(document)))),
            },
        })
    }

    /// Puts together what is needed of all, reading what was kept.
    fn all(mut self, archive: &Archive) -> Result<All, Failure> {
        let mut all = All::default();
        for told in std::mem::take(&mut self.told) {
            let gist = match told {
                Told::Gist(gist) => *gist,
                Told::Kept(edition, placed) => {
                    let document = placed.digested()?.document;
                    self.gist(&edition, document, vec![Published::from_document(document)])?
                }
            };
            all.add(gist, archive, &self.changed);
        }
        for year in &mut all.entries {
            year.rounds.sort_by(|a, b| b.published.iso.cmp(&a.published.iso));
        }
        Ok(all)
    }
}

/// What is needed of all years and rounds.
#[derive(Default)]
struct All {
    /// Whose site it is: the college of each edition.
    colleges: Vec<(Edition, String)>,
    entries: Vec<YearEntry>,
    texts: Vec<Searchable>,
    rare: BTreeSet<char>,
    published: Vec<Published>,
    history: Vec<history::Year>,
}

impl All {
    fn add(&mut self, gist: Gist, archive: &Archive, changed: &Changed) {
        let Gist { edition, college, rare, published, text, listed } = gist;
        self.rare.extend(rare);
        self.published.extend(published);
        self.texts.push(text);
        match listed {
            Listed::Year(of_year) => {
                let (entry, year) = *of_year;
                self.entries.push(entry);
                self.history.push(year);
            }
            Listed::Round(mut round) => {
                round.versions = versions_of(&edition, archive, changed);
                self.listed(&edition.own_disclosure()).rounds.push(round);
            }
        }
        self.colleges.push((edition, college));
    }

    /// Returns the entry of a year, which may have no pages.
    fn listed(&mut self, edition: &Edition) -> &mut YearEntry {
        let name = edition.to_string();
        let at = self.entries.iter().position(|entry| entry.year == name);
        let at = at.unwrap_or_else(|| {
            self.entries.push(YearEntry::bare(edition));
            self.entries.len() - 1
        });
        &mut self.entries[at]
    }

    /// Returns what is kept of every year, newest first; a year that has nothing else than an older
    /// file is listed too.
    fn kept(&mut self, archive: &Archive, changed: &Changed) -> Vec<YearVersions> {
        let entries = archive.ledger.entries.iter().map(|entry| &entry.edition);
        let years: BTreeSet<&Edition> = entries.filter(|edition| !edition.is_round()).collect();
        let mut kept = Vec::new();
        for year in years.into_iter().rev() {
            let of_year = kept_of(year, archive, changed);
            if !of_year.older.is_empty() {
                self.listed(year).older = of_year.older.clone();
            }
            kept.push(of_year);
        }
        let others = self.entries.iter().filter(|year| year.has_pages());
        for year in others {
            match kept.iter_mut().find(|known| known.year == year.year) {
                Some(known) => known.current = true,
                None => kept.push(YearVersions::unreleased(year)),
            }
        }
        kept.sort_by(|a, b| b.year.cmp(&a.year));
        kept
    }
}

/// The pages over all years, to be staged under their key.
pub struct Made {
    key: String,
    all: All,
    files: Vec<Artifact>,
}

/// Makes the pages over all years; where nothing they follow from has changed, they are staged as they
/// stand in the output, and none is made.
pub fn make(
    run: &Run,
    archive: &Archive,
    standards: &str,
    built: &[Built],
    newest: &Newest,
    gathered: Gathered,
    stage: &mut Stage,
) -> Result<Option<Made>, Failure> {
    let key = fingerprint::of_pages(run, standards, &archive.ledger, built);
    if stage.keep(PAGES, &key)?.is_some() {
        return Ok(None);
    }
    let changed = gathered.changed.clone();
    let mut all = gathered.all(archive)?;
    let listed = all.kept(archive, &changed);
    let files = pages(run, &all, &listed, newest)?;
    Ok(Some(Made { key, all, files }))
}

impl Made {
    /// Stages them, behind all else, with what is told of it to search engines.
    pub fn put(self, run: &Run, archive: &Archive, stage: &mut Stage) -> Result<(), Failure> {
        let Self { key, all, mut files } = self;
        if let Some(address) = address_of(run) {
            let paths = stage.paths().chain(files.iter().map(|file| file.path.as_str()));
            let paths: BTreeMap<String, &str> =
                paths.map(|path| (path.to_lowercase(), path)).collect();
            let offered: Vec<Offered> =
                paths.into_values().map(|path| offered(path, &all.entries)).collect();
            let days = days(&all.published, archive);
            let crawlers = site::crawlers(&address, &all.entries, &days, &offered);
            files.extend(crawlers);
            let beside = site::servers(&address, &offered);
            beside.into_iter().for_each(|file| stage.write_beside(file));
        }
        stage.write(PAGES, &key, &files, &BTreeMap::new())
    }
}

/// Makes the pages over all years.
fn pages(
    run: &Run,
    all: &All,
    listed: &[YearVersions],
    newest: &Newest,
) -> Result<Vec<Artifact>, Failure> {
    let All { colleges, entries, texts, rare, published, history } = all;
    let address = address_of(run);
    let address = address.as_deref();
    let theme = &run.resources.theme;
    let rare_style = (!rare.is_empty()).then_some(web_font::STYLE);
    let site = Site {
        rare_style: rare_style.map(str::to_owned),
        has_changes: newest.contains_key(&Union::First),
        has_graduate_changes: newest.contains_key(&Union::Graduate),
        has_history: !history.is_empty(),
        address: address.map(str::to_owned),
        feed: address.filter(|_| !published.is_empty()).map(|_| site::FEED),
        ..site_of(run, colleges)
    };
    let traditional = &run.standards.words.traditional;
    let mut files = site::pages(&site, entries, texts, traditional, theme)?;
    files.extend(site::versions(&site, listed, entries, theme)?);
    files.extend(site::rounds(&site, entries, theme)?);
    for (union, (old, new)) in newest {
        let name = match union {
            Union::First => render::changes::FILE,
            Union::Graduate => site::GRADUATE_CHANGES,
        };
        let (old, new) = (old.digested()?, new.digested()?);
        let imprint = imprint_of(run, &new.document.edition());
        let own = FrameView::describe(new.document, &imprint, render::changes::FILE);
        let page = render::changes::site_page(old, new, theme, rare_style, own)?;
        files.push(page.at(name));
    }
    let licence = match run.site.is_absent() {
        true => None,
        false => run.site.get(model::site::LICENCE).text(),
    };
    let frame = history::Frame {
        language: &site.language,
        college: &site.college,
        title: &site.title,
        address,
        feed: site.feed,
        licence,
        rare_style,
    };
    files.extend(history::files(frame, history, theme)?);
    files.extend(address.and_then(|address| site::feed(address, &site, published)));
    files.extend(web_font::files(rare)?);
    Ok(files)
}

/// Returns when what stands at each own address last changed: by its document, by a version of it, or
/// by an edition without some people.
fn days(published: &[Published], archive: &Archive) -> Days {
    let mut days = Days::new();
    for it in published {
        let standing = archive.ledger.standing(&it.of).map(|entry| entry.on.as_str());
        let day = standing.unwrap_or_default().max(&it.day);
        let last = days.entry(it.of.to_string()).or_default();
        if last.as_str() < day {
            day.clone_into(last);
        }
    }
    days
}

/// Tells for whom a staged file is, by the table of what made it.
fn offered(path: &str, years: &[YearEntry]) -> Offered {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let year = years.iter().find(|year| year.year == folder);
    let is_older = year.is_some_and(|year| year.older.iter().any(|older| older.file == file));
    let audience = match folder {
        // Nobody has read what an older file says.
        _ if is_older => Audience::NamesPeople,
        "" => site::audience(file),
        _ if file == "versions.html" => site::audience(file),
        _ => formats::audience(file),
    };
    let page = file.ends_with(".html") && !is_older;
    Offered { folder: folder.to_owned(), file: file.to_owned(), audience, page }
}

/// What each version of a year or round changed of the one before it, in sentences without names.
pub type Changed = BTreeMap<Edition, Vec<String>>;

/// Returns the versions of a year or a round, newest first.
fn versions_of(edition: &Edition, archive: &Archive, changed: &Changed) -> Vec<Version> {
    let versions = archive.versions(edition).map(|version| Version {
        number: version.version,
        note: version.note.clone(),
        on: (!version.on.is_empty()).then(|| Day::parse(&version.on)),
        changed: changed.get(&version.released()).cloned().unwrap_or_default(),
        digest: version.manifest.clone(),
        withdrawn: archive.ledger.shown_at(version) != version,
    });
    versions.collect()
}

/// Returns what the pages of versions say of a year that anything is kept of.
fn kept_of(edition: &Edition, archive: &Archive, changed: &Changed) -> YearVersions {
    let withdrawals = archive
        .ledger
        .withdrawals(edition)
        .into_iter()
        .map(|entry| Withdrawal { on: Day::parse(&entry.on), reason: entry.note.clone() });
    YearVersions {
        versions: versions_of(edition, archive, changed),
        withdrawals: withdrawals.collect(),
        older: archive.of_kind(edition, Kind::Document).map(older_of).collect(),
        label: edition.label(),
        year: edition.to_string(),
        current: false,
    }
}

fn older_of(entry: &Entry) -> Older {
    Older { file: entry.file.clone(), note: entry.note.clone(), digest: entry.manifest.clone() }
}

fn entry(document: &Document) -> YearEntry {
    let rows = |subject: Subject| -> usize {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let rows = blocks.map(|block| match block {
            Block::Table(table) if table.subject == subject => table.rows.len(),
            _ => 0,
        });
        rows.sum()
    };
    let fact = |label: &str, n: usize, unit: &str| Fact {
        label: label.to_owned(),
        value: format!("{n}{unit}"),
    };
    YearEntry {
        year: document.edition().to_string(),
        label: document.edition().label(),
        title: document.title.clone(),
        published: document.published.clone(),
        facts: vec![
            fact("工作机构", rows(Subject::Unit), "个"),
            fact("工作人员", rows(Subject::Person), "人"),
            fact("参会院系", rows(Subject::Delegation), "个"),
        ],
        pdf: Some("disclosure.pdf".to_owned()),
        older: Vec::new(),
        rounds: Vec::new(),
    }
}

fn site_of(run: &Run, colleges: &[(Edition, String)]) -> Site {
    let of_first = colleges.iter().rev().find(|(edition, _)| edition.union.is_first());
    let college =
        of_first.or(colleges.last()).map_or(String::new(), |(_, college)| college.clone());
    let has = |union| colleges.iter().any(|(edition, _)| edition.union == union);
    let whose = match (has(Union::First), has(Union::Graduate)) {
        (true, true) => "学生会和研究生会",
        (false, true) => "研究生会",
        _ => "学生会",
    };
    let own = if run.site.is_absent() { None } else { run.site.get(model::site::TITLE).text() };
    Site {
        language: "zh-CN".to_owned(),
        title: own.map_or(format!("{whose}改革情况公开"), str::to_owned),
        description: format!("{college}各学年{whose}改革情况公开的网页和 PDF"),
        college,
        rare_style: None,
        has_changes: false,
        has_graduate_changes: false,
        has_history: false,
        address: None,
        feed: None,
    }
}
