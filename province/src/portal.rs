//! The portal: static pages over what was audited, in the theme of a college's own pages. It works
//! from a folder and names nobody.
//! It must not know how a college was looked at or audited; it reads the rows and the charters.

mod college;
mod feed;
mod findings;
mod indicators;
mod overview;
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
use gongkai::load::Standards;
use gongkai::manifest::Artifact;
use gongkai::standard::{form, form_item};
use gongkai::theme::{Templates, Theme};
use serde::Serialize;

use crate::across::{Across, Rules};
use crate::audit::Audited;
use crate::colleges::College;
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

/// What the pages over all colleges need of one: a byte a year, and a byte a year and indicator.
struct Summary {
    state: State,
    /// Whether it has published each year.
    years: Vec<bool>,
    /// Whether each indicator was met, a year after another, of the first union.
    met: Vec<Option<bool>>,
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
    /// What to do about each finding, by its code.
    advice: BTreeMap<String, String>,
    /// Traditional characters, each with the one that is written for it.
    traditional: Vec<(char, char)>,
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
    for found in rules.held(colleges, store)? {
        across.entry(found.college).or_default().push(found);
    }
    let (years, on) = years_and_day(colleges, store)?;
    let newest = years.last().cloned().unwrap_or_default();
    let files = THEME.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let theme = Theme::over_built_in("province", files);
    let standards = standards::read(wish.standards)?;
    let ready = crate::dataset::beside(folder, "ready");
    let _ = fs::remove_dir_all(&ready);
    let portal = Portal {
        folder: ready.clone(),
        templates: theme.templates()?,
        wish,
        on,
        indicators: indicators(&newest, &standards),
        advice: findings::advice(&standards, rules),
        traditional: standards.words.traditional.clone(),
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
fn indicators(year: &str, standards: &Standards) -> Vec<(String, i64, String)> {
    let year = AcademicYear::parse(year).unwrap_or(AcademicYear::starting(2025));
    let Some(form) = standards.form(year) else { return Vec::new() };
    let item = |item: &Datum| {
        let key = item.get(form_item::KEY).text()?.to_owned();
        let words = item.get(form_item::TEXT).text()?.to_owned();
        Some((key, item.get(form_item::NO).number()?, words))
    };
    form.get(form::SCHOOL).items().iter().filter_map(item).collect()
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
        let mut index = search::Index::new(&self.traditional);
        let mut sums = sums::Sums::default();
        let mut summaries = Vec::new();
        let mut findings = findings::Found::new();
        let mut news = feed::Newest::default();
        for college in colleges {
            let audited = store.audited(college)?;
            let of_college = across.get(&college.number).map(Vec::as_slice).unwrap_or_default();
            let found = self.found(audited.as_ref(), of_college);
            for (code, title, edition) in &found {
                findings.entry((code.clone(), title.clone())).or_default().add(college, edition);
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
                news.add((since, college.id.clone(), college.name.clone(), edition));
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
        self.feed(news)?;
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
        let mut years = vec![false; self.years.len()];
        let mut met = vec![None; self.years.len() * self.indicators.len()];
        let nth = |year: &str| self.years.iter().position(|known| known == year);
        for row in audited.into_iter().flat_map(|it| rows(it, "bundles")) {
            if let (Cell::YesNo(false), Some(year)) =
                (cell(row, "bundles", "is_round"), nth(text(row, "bundles", "year")))
            {
                years[year] = true;
            }
        }
        for row in audited.into_iter().flat_map(|it| rows(it, "indicators")) {
            let it = |column: &str| text(row, "indicators", column);
            let indicator = self.indicators.iter().position(|(key, ..)| key == it("key"));
            if let (Cell::YesNo(yes), "first", Some(year), Some(indicator)) =
                (cell(row, "indicators", "met"), it("union"), nth(it("year")), indicator)
            {
                met[year * self.indicators.len() + indicator] = Some(*yes);
            }
        }
        let has = |code: &str| found.iter().any(|(known, ..)| known == code);
        let newest = years.last().is_some_and(|has| *has);
        let state = match audited {
            None => State::NotLooked,
            Some(_) if has("unreachable") => State::Unreachable,
            Some(_) if newest && found.is_empty() => State::Published,
            Some(_) if newest => State::PublishedWithFindings,
            Some(_) if has("refused") => State::NotTaken,
            Some(_) => State::NotSeen,
        };
        Summary { state, years, met }
    }

    /// Returns what a college answers to an indicator in a year, each by its number.
    fn answer(&self, summary: &Summary, year: usize, indicator: usize) -> &'static str {
        match summary.met[year * self.indicators.len() + indicator] {
            Some(true) => "是",
            Some(false) => "否",
            None => "",
        }
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
}

fn page_of(college: &College) -> String {
    format!("colleges/{}.html", college.id)
}

fn city_file(nth: usize) -> String {
    format!("city-{}.html", nth + 1)
}
