//! The portal: static pages over what was audited, in the theme of a college's own pages. It works
//! from a folder and names nobody.
//! It must not know how a college was looked at or audited; it reads the rows and the charters.

mod search;
mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use gongkai::academic_year::AcademicYear;
use gongkai::datum::Datum;
use gongkai::document::Document;
use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::manifest::Artifact;
use gongkai::standard::{form, form_item};
use gongkai::theme::{Templates, Theme};
use serde::Serialize;

use crate::across::{Across, Rules};
use crate::audit::Audited;
use crate::colleges::College;
use crate::dataset::held_across;
use crate::standards;
use crate::store::Store;
use crate::tables::{Cell, Row, table};

/// The pages' templates and styles, which stand beside those of the default theme.
const THEME: [(&str, &str); 9] = [
    ("province.html", include_str!("../theme/province.html")),
    ("province-index.html", include_str!("../theme/province-index.html")),
    ("province-city.html", include_str!("../theme/province-city.html")),
    ("province-college.html", include_str!("../theme/province-college.html")),
    ("province-indicators.html", include_str!("../theme/province-indicators.html")),
    ("province-findings.html", include_str!("../theme/province-findings.html")),
    ("province-search.html", include_str!("../theme/province-search.html")),
    ("province.css", include_str!("../theme/province.css")),
    ("province-search.js", include_str!("../theme/province-search.js")),
];

/// The pages that every page leads to.
const PAGES: [(&str, &str); 4] = [
    ("index.html", "各市各校"),
    ("indicators.html", "各项指标"),
    ("findings.html", "要查问的"),
    ("search.html", "搜索章程"),
];

/// By this file a folder is known as a portal.
const MARK: &str = ".gongkai-province";
/// The most places that are listed of one kind of finding.
const MOST_PLACES: usize = 200;
/// The most entries of the feed.
const MOST_ENTRIES: usize = 200;

/// What a portal is called and where it will stand.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    pub title: &'a str,
    /// Its address on the web, ending in `/`; without one there is no feed.
    pub address: Option<&'a str>,
    /// The folder of the province's own standards, whose form the indicators are of.
    pub standards: Option<&'a Path>,
}

/// How far a college has come with the newest year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Published,
    PublishedWithFindings,
    NotSeen,
    NotTaken,
    Unreachable,
    NotLooked,
}

impl State {
    const ALL: [State; 6] = [
        State::Published,
        State::PublishedWithFindings,
        State::NotSeen,
        State::NotTaken,
        State::Unreachable,
        State::NotLooked,
    ];

    fn label(self) -> &'static str {
        match self {
            State::Published => "已公开",
            State::PublishedWithFindings => "已公开，有要查问的",
            State::NotSeen => "连上了，没有看到这一学年",
            State::NotTaken => "内容不成样子，没有收下",
            State::Unreachable => "当日没有连上",
            State::NotLooked => "还没有看",
        }
    }
}

/// What the pages over all colleges need of one; it is small.
struct Summary {
    state: State,
    years: BTreeSet<String>,
    /// Whether each indicator was met, by year and key, of the first union.
    met: BTreeMap<String, BTreeMap<String, bool>>,
}

#[derive(Serialize)]
struct Frame<'a> {
    title: &'a str,
    college: &'a str,
    language: &'a str,
    heading: &'a str,
    description: String,
    up: &'a str,
    feed: bool,
    on: &'a str,
    newest: &'a str,
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Page {
    file: &'static str,
    name: &'static str,
    current: bool,
}

/// What is being written.
struct Portal<'a> {
    folder: PathBuf,
    templates: Templates<'a>,
    wish: &'a Wish<'a>,
    on: String,
    newest: String,
    years: Vec<String>,
    /// Keys, numbers and texts of the newest form's indicators.
    indicators: Vec<(String, i64, String)>,
}

/// Writes a portal of all colleges into a folder, which is made anew; returns how many pages it has.
pub fn write(
    colleges: &[College],
    store: &Store,
    rules: &Rules,
    folder: &Path,
    wish: &Wish,
) -> Result<usize, Failure> {
    if folder.exists() && !folder.join(MARK).exists() {
        let why =
            both!("这个文件夹不是门户，没有动它", "this folder is no portal and was left alone");
        return Err(Failure::new(folder, why));
    }
    let mut across: BTreeMap<usize, Vec<Across>> = BTreeMap::new();
    for found in held_across(colleges, store, rules)? {
        across.entry(found.college).or_default().push(found);
    }
    let (years, on) = years_and_day(colleges, store)?;
    let newest = years.last().cloned().unwrap_or_default();
    let files = THEME.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let theme = Theme::over_built_in("province", files);
    let ready = crate::dataset::beside(folder, "ready");
    let _ = fs::remove_dir_all(&ready);
    let portal = Portal {
        folder: ready.clone(),
        templates: theme.templates()?,
        wish,
        on,
        indicators: indicators(&newest, wish.standards)?,
        newest,
        years,
    };
    theme.assets().into_iter().chain(theme.site_assets()).try_for_each(|it| portal.put(&it))?;
    portal.put(&Artifact::new(MARK, ""))?;
    let pages = portal.pages(colleges, store, &across)?;
    let fail = |error| Failure::io(folder, error);
    let old = crate::dataset::beside(folder, "old");
    let _ = fs::remove_dir_all(&old);
    if folder.exists() {
        fs::rename(folder, &old).map_err(fail)?;
    }
    fs::rename(&ready, folder).map_err(fail)?;
    let _ = fs::remove_dir_all(&old);
    Ok(pages)
}

/// Returns every year that anything was audited of, and the last day anybody was looked at.
fn years_and_day(colleges: &[College], store: &Store) -> Result<(Vec<String>, String), Failure> {
    let (mut years, mut on) = (BTreeSet::new(), String::new());
    for college in colleges {
        let Some(audited) = store.audited(college)? else { continue };
        let of_bundles = audited.rows.get("bundles").into_iter().flat_map(BTreeMap::keys);
        years.extend(of_bundles.cloned());
        for row in rows(&audited, "colleges") {
            on = on.max(text(row, "colleges", "looked_on").to_owned());
        }
    }
    Ok((years.into_iter().collect(), on))
}

/// Returns the indicators of the form of a year, or of the newest form there is.
fn indicators(year: &str, own: Option<&Path>) -> Result<Vec<(String, i64, String)>, Failure> {
    let standards = standards::read(&standards::inputs(own)?)?;
    let year = AcademicYear::parse(year).unwrap_or(AcademicYear::starting(2025));
    let Some(form) = standards.form(year) else { return Ok(Vec::new()) };
    let item = |item: &Datum| {
        let key = item.get(form_item::KEY).text()?.to_owned();
        let words = item.get(form_item::TEXT).text()?.to_owned();
        Some((key, item.get(form_item::NO).number()?, words))
    };
    Ok(form.get(form::SCHOOL).items().iter().filter_map(item).collect())
}

fn rows<'a>(audited: &'a Audited, name: &str) -> impl Iterator<Item = &'a Row> + use<'a> {
    audited.rows.get(name).into_iter().flat_map(|years| years.values().flatten())
}

fn cell<'a>(row: &'a Row, name: &str, column: &str) -> &'a Cell {
    let columns = table(name).columns;
    let at = columns.iter().position(|it| it.name == column);
    &row[at.unwrap_or_else(|| panic!("`{name}` has no column `{column}`"))]
}

fn text<'a>(row: &'a Row, name: &str, column: &str) -> &'a str {
    match cell(row, name, column) {
        Cell::Text(words) => words.as_str(),
        _ => "",
    }
}

impl Portal<'_> {
    fn put(&self, file: &Artifact) -> Result<(), Failure> {
        crate::disk::write(&self.folder.join(&file.path), &file.bytes)
    }

    fn frame<'a>(&'a self, file: &str, heading: &'a str, about: impl Into<String>) -> Frame<'a> {
        let up = if file.contains('/') { "../" } else { "" };
        let pages = PAGES.map(|(known, name)| Page { file: known, name, current: known == file });
        Frame {
            title: self.wish.title,
            college: self.wish.title,
            language: "zh-CN",
            heading,
            description: about.into(),
            up,
            feed: self.wish.address.is_some(),
            on: &self.on,
            newest: &self.newest,
            pages: pages.into(),
        }
    }

    fn fill(&self, template: &str, file: &str, view: &impl Serialize) -> Result<(), Failure> {
        let bytes = self.templates.fill(template, view)?;
        self.put(&Artifact::new(file, bytes))
    }

    /// Writes every page, one college after another; returns how many there are.
    fn pages(
        &self,
        colleges: &[College],
        store: &Store,
        across: &BTreeMap<usize, Vec<Across>>,
    ) -> Result<usize, Failure> {
        let cities: BTreeSet<&str> = colleges.iter().map(|it| it.city.as_str()).collect();
        let cities: Vec<&str> = cities.into_iter().collect();
        let mut index = search::Index::default();
        let mut sums = sums::Sums::default();
        let mut summaries = Vec::new();
        let mut findings: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
        let mut news: Vec<(String, String, String, String)> = Vec::new();
        for college in colleges {
            let audited = store.audited(college)?;
            let of_college = across.get(&college.number).map(Vec::as_slice).unwrap_or_default();
            let found = self.found(audited.as_ref(), of_college);
            for (code, title, edition) in &found {
                let (name, file) = (college.name.clone(), page_of(college));
                let place = Place { name, file, edition: edition.clone() };
                findings.entry((code.clone(), title.clone())).or_default().push(place);
            }
            if let Some(audited) = &audited {
                sums.add(college, audited, of_college);
            }
            let summary = self.summary(audited.as_ref(), &found);
            let city = cities.iter().position(|it| *it == college.city).unwrap_or_default();
            self.college(college, audited.as_ref(), &summary, found, &city_file(city))?;
            let document = self.charter(audited.as_ref(), store)?;
            let texts = index.add(&college.id, &college.name, document.as_ref());
            texts.iter().try_for_each(|file| self.put(file))?;
            for row in audited.iter().flat_map(|it| rows(it, "bundles")) {
                let [since, edition] =
                    ["since", "edition"].map(|it| text(row, "bundles", it).to_owned());
                news.push((since, college.id.clone(), college.name.clone(), edition));
            }
            // Only the newest can come into the feed.
            if news.len() > MOST_ENTRIES * 20 {
                newest_first(&mut news);
            }
            summaries.push(summary);
        }
        index.end().iter().chain(&sums.end()).try_for_each(|file| self.put(file))?;
        self.index(colleges, &summaries, &cities)?;
        for (nth, city) in cities.iter().enumerate() {
            self.city(colleges, &summaries, city, &city_file(nth))?;
        }
        self.all_indicators(&summaries)?;
        self.findings(findings)?;
        let about = "在各校最近一份章程里查找文字。";
        let frame = self.frame("search.html", "搜索章程", about);
        self.fill("province-search.html", "search.html", &frame)?;
        newest_first(&mut news);
        self.feed(&news)?;
        Ok(colleges.len() + cities.len() + PAGES.len())
    }

    /// Returns what is to be asked about of a college: code, title, edition. Remarks are no such
    /// thing, nor is a version that is spoiled like the year it is of.
    fn found(&self, audited: Option<&Audited>, across: &[Across]) -> Vec<(String, String, String)> {
        let of = |row: &Row| {
            let it = |column: &str| text(row, "findings", column).to_owned();
            (it("code"), it("title"), it("edition"))
        };
        let is_remark = |row: &&Row| text(row, "findings", "level") != "notice";
        let own = audited.into_iter().flat_map(|it| rows(it, "findings"));
        let own = own.filter(is_remark).map(of);
        let across = across.iter().filter(|it| it.level != gongkai::diagnostic::Level::Notice);
        let across = across.map(|it| (it.code.clone(), it.title.clone(), it.edition.to_string()));
        let found: BTreeSet<(String, String, String)> = own.chain(across).collect();
        found.into_iter().collect()
    }

    fn summary(&self, audited: Option<&Audited>, found: &[(String, String, String)]) -> Summary {
        let mut years = BTreeSet::new();
        let mut met: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::new();
        for row in audited.into_iter().flat_map(|it| rows(it, "bundles")) {
            if *cell(row, "bundles", "is_round") == Cell::YesNo(false) {
                years.insert(text(row, "bundles", "year").to_owned());
            }
        }
        for row in audited.into_iter().flat_map(|it| rows(it, "indicators")) {
            let it = |column: &str| text(row, "indicators", column);
            if let (Cell::YesNo(yes), "first") = (cell(row, "indicators", "met"), it("union")) {
                let year = met.entry(it("year").to_owned()).or_default();
                year.insert(it("key").to_owned(), *yes);
            }
        }
        let has = |code: &str| found.iter().any(|(known, ..)| known == code);
        let state = match audited {
            None => State::NotLooked,
            Some(_) if has("unreachable") => State::Unreachable,
            Some(_) if years.contains(&self.newest) && found.is_empty() => State::Published,
            Some(_) if years.contains(&self.newest) => State::PublishedWithFindings,
            Some(_) if has("refused") => State::NotTaken,
            Some(_) => State::NotSeen,
        };
        Summary { state, years, met }
    }

    /// Returns the document of a college's newest charter.
    fn charter(
        &self,
        audited: Option<&Audited>,
        store: &Store,
    ) -> Result<Option<Document>, Failure> {
        let newest = audited.and_then(|it| it.compared.iter().rfind(|(e, _)| e.union.is_first()));
        let Some((_, compared)) = newest else { return Ok(None) };
        Ok(store.kept(&compared.content)?.and_then(|bytes| Document::from_json(&bytes)))
    }

    fn college(
        &self,
        college: &College,
        audited: Option<&Audited>,
        summary: &Summary,
        found: Vec<(String, String, String)>,
        city_file: &str,
    ) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            site: Option<&'a str>,
            kind: &'a str,
            city: &'a str,
            city_file: &'a str,
            state: &'static str,
            years: &'a [String],
            editions: Vec<BTreeMap<&'static str, String>>,
            findings: Vec<BTreeMap<&'static str, String>>,
            indicators: Vec<Line>,
            figures: Vec<Line>,
        }
        let editions = audited.into_iter().flat_map(|it| rows(it, "bundles")).map(|row| {
            let it = |column: &str| text(row, "bundles", column).to_owned();
            let version = match cell(row, "bundles", "version") {
                Cell::Number(number) => format!("第 {number} 版"),
                _ => "最新".to_owned(),
            };
            BTreeMap::from([
                ("edition", it("edition")),
                ("published", it("published")),
                ("since", it("since")),
                ("version", version),
            ])
        });
        let findings = found.into_iter().map(|(code, title, edition)| {
            BTreeMap::from([("code", code), ("title", title), ("edition", edition)])
        });
        let mut counts: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
        for row in audited.into_iter().flat_map(|it| rows(it, "counts")) {
            let it = |column: &str| text(row, "counts", column).to_owned();
            if let (Cell::Number(value), "first") = (cell(row, "counts", "value"), &*it("union")) {
                counts.entry(it("key")).or_default().insert(it("year"), *value);
            }
        }
        let figures = FIGURES.iter().filter_map(|(key, name)| {
            let of_key = counts.get(*key)?;
            let cell = |year: &String| of_key.get(year).map(ToString::to_string);
            let cells = self.years.iter().map(|year| cell(year).unwrap_or_default());
            Some(Line { name: (*name).to_owned(), cells: cells.collect() })
        });
        let indicators = self.indicators.iter().map(|(key, no, words)| {
            let cells = self.years.iter().map(|year| answer(summary, year, key).to_owned());
            Line { name: format!("{no}. {words}"), cells: cells.collect() }
        });
        let file = page_of(college);
        let about = format!("{}学生会历年公开的内容、指标和数字。", college.name);
        let view = View {
            frame: self.frame(&file, &college.name, about),
            site: college.address.public(),
            kind: &college.kind,
            city: &college.city,
            city_file,
            state: summary.state.label(),
            years: &self.years,
            editions: editions.collect(),
            findings: findings.collect(),
            indicators: if summary.met.is_empty() { Vec::new() } else { indicators.collect() },
            figures: figures.collect(),
        };
        self.fill("province-college.html", &file, &view)
    }

    fn index(
        &self,
        colleges: &[College],
        summaries: &[Summary],
        cities: &[&str],
    ) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            states: Vec<Tally>,
            kinds: Vec<&'a str>,
            cities: Vec<City<'a>>,
        }
        #[derive(Serialize)]
        struct Tally {
            name: &'static str,
            count: usize,
        }
        #[derive(Serialize)]
        struct City<'a> {
            name: &'a str,
            file: String,
            cells: Vec<String>,
        }
        let states = State::ALL.iter().map(|state| {
            let count = summaries.iter().filter(|it| it.state == *state).count();
            Tally { name: state.label(), count }
        });
        let kinds: BTreeSet<&str> = colleges.iter().map(|it| it.kind.as_str()).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let list = |city: &str, kind: Option<&str>| {
            let all = colleges.iter().filter(|it| it.city == city);
            let all: Vec<_> = all.filter(|it| kind.is_none_or(|kind| it.kind == kind)).collect();
            let has = |it: &&&College| summaries[it.number].years.contains(&self.newest);
            format!("{} / {}", all.iter().filter(has).count(), all.len())
        };
        let cities = cities.iter().enumerate().map(|(nth, name)| City {
            name,
            file: city_file(nth),
            cells: kinds
                .iter()
                .map(|kind| list(name, Some(kind)))
                .chain([list(name, None)])
                .collect(),
        });
        let about = format!("{} 所学校公开的学生会改革情况。", colleges.len());
        let view = View {
            frame: self.frame("index.html", "各市各校", about),
            states: states.filter(|it| it.count > 0).collect(),
            cities: cities.collect(),
            kinds: kinds.clone(),
        };
        self.fill("province-index.html", "index.html", &view)
    }

    fn city(
        &self,
        colleges: &[College],
        summaries: &[Summary],
        city: &str,
        file: &str,
    ) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            years: &'a [String],
            numbers: Vec<i64>,
            colleges: Vec<Of<'a>>,
        }
        #[derive(Serialize)]
        struct Of<'a> {
            name: &'a str,
            file: String,
            kind: &'a str,
            site: Option<&'a str>,
            state: &'static str,
            years: Vec<bool>,
            met: Vec<&'static str>,
        }
        let of_city = colleges.iter().filter(|it| it.city == city).map(|college| {
            let summary = &summaries[college.number];
            let met = self.indicators.iter().map(|(key, ..)| answer(summary, &self.newest, key));
            Of {
                name: &college.name,
                file: page_of(college),
                kind: &college.kind,
                site: college.address.public(),
                state: summary.state.label(),
                years: self.years.iter().map(|year| summary.years.contains(year)).collect(),
                met: met.collect(),
            }
        });
        let view = View {
            frame: self.frame(file, city, format!("{city}各校公开的情况和各项指标。")),
            years: &self.years,
            numbers: self.indicators.iter().map(|(_, no, _)| *no).collect(),
            colleges: of_city.collect(),
        };
        self.fill("province-city.html", file, &view)
    }

    fn all_indicators(&self, summaries: &[Summary]) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            years: &'a [String],
            rows: Vec<Moved>,
            bars: Vec<Bar>,
            height: usize,
            said: String,
        }
        #[derive(Serialize)]
        struct Moved {
            name: String,
            cells: Vec<String>,
            gained: usize,
            lost: usize,
        }
        #[derive(Serialize)]
        struct Bar {
            no: i64,
            y: usize,
            width: usize,
            words: String,
        }
        let before = self.years.iter().rev().nth(1).cloned().unwrap_or_default();
        let count = |year: &str, key: &str, is: &str| {
            summaries.iter().filter(|it| answer(it, year, key) == is).count()
        };
        let moved = |key: &str, from: &str, to: &str| {
            let has = |it: &&Summary| {
                answer(it, &before, key) == from && answer(it, &self.newest, key) == to
            };
            summaries.iter().filter(has).count()
        };
        let rows = self.indicators.iter().map(|(key, no, words)| {
            let cells = self.years.iter().map(|year| {
                let (yes, no) = (count(year, key, "是"), count(year, key, "否"));
                if yes + no == 0 { "—".to_owned() } else { format!("{yes} / {}", yes + no) }
            });
            Moved {
                name: format!("{no}. {words}"),
                cells: cells.collect(),
                gained: moved(key, "否", "是"),
                lost: moved(key, "是", "否"),
            }
        });
        let not_met: Vec<usize> =
            self.indicators.iter().map(|(key, ..)| count(&self.newest, key, "否")).collect();
        let most = not_met.iter().max().copied().unwrap_or(0).max(1);
        let bars = self.indicators.iter().zip(&not_met).enumerate().map(|(i, ((_, no, _), n))| {
            Bar { no: *no, y: i * 34, width: n * 500 / most, words: n.to_string() }
        });
        let said = self.indicators.iter().zip(&not_met);
        let said: Vec<String> = said.map(|((_, no, _), n)| format!("第 {no} 项 {n} 所")).collect();
        let about = "各项指标有多少学校写“是”，和上一学年相比怎样变动。";
        let view = View {
            frame: self.frame("indicators.html", "各项指标", about),
            years: &self.years,
            rows: rows.collect(),
            bars: bars.collect(),
            height: self.indicators.len() * 34,
            said: said.join("，"),
        };
        self.fill("province-indicators.html", "indicators.html", &view)
    }

    fn findings(&self, found: BTreeMap<(String, String), Vec<Place>>) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            findings: Vec<Finding>,
        }
        #[derive(Serialize)]
        struct Finding {
            code: String,
            title: String,
            count: usize,
            places: Vec<Place>,
            more: usize,
        }
        let findings = found.into_iter().map(|((code, title), mut places)| {
            let count = places.len();
            places.truncate(MOST_PLACES);
            Finding { code, title, count, more: count - places.len(), places }
        });
        let about = "收集、核查和各校比较时发现的，都要问过学校才知道究竟。";
        let view = View {
            frame: self.frame("findings.html", "要查问的", about),
            findings: findings.collect(),
        };
        self.fill("province-findings.html", "findings.html", &view)
    }

    /// Writes the feed of what is new: an entry an edition, of the day it was first seen so.
    fn feed(&self, news: &[(String, String, String, String)]) -> Result<(), Failure> {
        let Some(address) = self.wish.address else { return Ok(()) };
        let home = escaped(address);
        let entries = news.iter().map(|(since, id, name, edition)| {
            let page = format!("{home}colleges/{id}.html");
            let title = format!("{}公开了 {}", escaped(name), escaped(edition));
            format!(
                "  <entry>\n    <id>{page}#{edition}-{since}</id>\n    <title>{title}</title>\n    \
                 <updated>{since}T00:00:00+08:00</updated>\n    \
                 <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n  </entry>\n",
                edition = escaped(edition),
                since = escaped(since),
            )
        });
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n  <id>{home}</id>\n  \
             <title>{title}</title>\n  <updated>{on}T00:00:00+08:00</updated>\n  \
             <author><name>{title}</name></author>\n  \
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{home}feed.xml\"/>\n{entries}</feed>\n",
            title = escaped(self.wish.title),
            on = escaped(&self.on),
            entries = entries.collect::<String>(),
        );
        self.put(&Artifact::new("feed.xml", xml))
    }
}

#[derive(Clone, Serialize)]
struct Place {
    name: String,
    file: String,
    edition: String,
}

#[derive(Serialize)]
struct Line {
    name: String,
    cells: Vec<String>,
}

/// The figures a college's page shows, by their keys.
const FIGURES: [(&str, &str); 9] = [
    ("staff", "名单人数"),
    ("units", "机构个数"),
    ("second_unions", "二级学生会个数"),
    ("delegates.total", "代表总数"),
    ("delegates.base", "学生基数"),
    ("congress.due", "应到代表"),
    ("congress.present", "实到代表"),
    ("election.candidates", "主席团候选人"),
    ("congress.elected", "当选人数"),
];

fn answer(summary: &Summary, year: &str, key: &str) -> &'static str {
    match summary.met.get(year).and_then(|met| met.get(key)) {
        Some(true) => "是",
        Some(false) => "否",
        None => "",
    }
}

fn page_of(college: &College) -> String {
    format!("colleges/{}.html", college.id)
}

fn city_file(nth: usize) -> String {
    format!("city-{}.html", nth + 1)
}

fn newest_first(news: &mut Vec<(String, String, String, String)>) {
    news.sort_by(|a, b| (&b.0, &a.1, &a.3).cmp(&(&a.0, &b.1, &b.3)));
    news.truncate(MOST_ENTRIES);
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
