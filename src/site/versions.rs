//! The list of released versions, of each year and of all.
//! It must not know what any version says.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Listed, Site, YearEntry, listed};
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::theme::{Day, Theme};

/// One union's academic year with its released versions.
#[derive(Clone, Debug, Serialize)]
pub struct YearVersions {
    /// Its folder below the site's, `2025-2026`, `2025-2026/graduate`.
    pub year: String,
    /// `2025—2026学年`, `2025—2026学年研究生会`
    pub label: String,
    /// Newest first.
    pub versions: Vec<Version>,
    /// Newest first.
    pub withdrawals: Vec<Withdrawal>,
    /// Files of the year's own, kept as they are and not checked.
    pub older: Vec<Older>,
    /// Whether the year's own address shows pages.
    pub current: bool,
}

impl YearVersions {
    /// A year that is published as it stands, of which nothing is kept.
    pub fn unreleased(year: &YearEntry) -> Self {
        Self {
            year: year.year.clone(),
            label: year.label.clone(),
            versions: Vec::new(),
            withdrawals: Vec::new(),
            older: Vec::new(),
            current: true,
        }
    }

    fn is_kept(&self) -> bool {
        !self.versions.is_empty() || !self.older.is_empty()
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub number: u32,
    /// What it corrects; empty for a first version.
    pub note: String,
    /// The day it was released, where that is known.
    pub on: Option<Day>,
    /// What it changed of the version before, in sentences.
    pub changed: Vec<String>,
    /// SHA-256 of its `manifest.json`.
    pub digest: String,
    /// Whether its address shows an edition without people who were withdrawn since.
    pub withdrawn: bool,
}

/// When people were withdrawn from the versions before, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Withdrawal {
    pub on: Day,
    pub reason: String,
}

/// An older year's own file.
#[derive(Clone, Debug, Serialize)]
pub struct Older {
    /// Its name below the year's folder.
    pub file: String,
    pub note: String,
    /// SHA-256 of the file.
    pub digest: String,
}

#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    site: &'a Site,
    /// The way from this page to the site's folder.
    up: String,
    /// Its own path below the site's folder.
    own: String,
    years: Vec<Shown<'a>>,
    all: &'a [Listed<'a>],
}

/// A year on a page of versions.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    year: &'a YearVersions,
    /// The way from the page to the year's folder, nothing or ending in `/`.
    at: String,
}

/// Makes `versions.html`, where frozen pages lead: for the site with every year, for each year of which anything is kept, and
/// for each year of which a second union has pages, which lead to the one in the folder above.
pub fn versions(
    site: &Site,
    years: &[YearVersions],
    entries: &[YearEntry],
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    let templates = theme.templates()?;
    let all = listed(entries);
    let editions = entries.iter().filter_map(|entry| Edition::parse(&entry.year));
    let second = editions.filter(|edition| !edition.union.is_first());
    let mut folders: BTreeSet<String> =
        second.map(|edition| Edition::disclosure(edition.year, Union::First).to_string()).collect();
    folders.extend(years.iter().filter(|year| year.is_kept()).map(|year| year.year.clone()));
    folders.insert(String::new());
    let page = |folder: String| {
        let own = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let within = years.iter().filter_map(|year| {
            let whole = format!("{}/", year.year);
            Some(Shown { year, at: whole.strip_prefix(&own)?.to_owned() })
        });
        let up = "../".repeat(own.matches('/').count());
        let own = format!("{own}versions.html");
        let view = View { site, up, own, years: within.collect(), all: &all };
        let page = templates.fill("versions.html", &view)?;
        Ok(Artifact::new(view.own, page))
    };
    folders.into_iter().map(page).collect()
}
