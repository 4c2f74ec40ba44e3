//! The list of a year's rounds of appraisals, with their released versions.
//! It must not know what a round says beyond its title.

use serde::Serialize;

use super::{Listed, Site, Version, YearEntry, listed};
use crate::document::{Document, Page};
use crate::edition::ROUNDS;
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::theme::{Day, Theme};

/// One round of appraisals as the lists show it.
#[derive(Clone, Debug, Serialize)]
pub struct RoundEntry {
    /// The folder of its bundle below the site's, `2025-2026/appraisal/spring`.
    pub folder: String,
    /// Its page, from the site's folder.
    pub href: String,
    pub title: String,
    pub published: Day,
    /// Its PDF, from the site's folder.
    pub pdf_href: String,
    /// The page of its results where it names people, from the site's folder.
    pub roster_href: Option<String>,
    /// Its released versions, newest first.
    pub versions: Vec<Version>,
}

impl RoundEntry {
    pub fn describe(document: &Document, versions: Vec<Version>) -> Self {
        let folder = document.edition().to_string();
        let lists_people = document.sections.iter().any(|section| section.page == Page::Roster);
        Self {
            href: format!("{folder}/index.html"),
            pdf_href: format!("{folder}/{}", document.kind.pdf()),
            roster_href: lists_people.then(|| format!("{folder}/roster.html")),
            title: document.title.clone(),
            published: Day::parse(&document.published),
            versions,
            folder,
        }
    }
}

#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    site: &'a Site,
    /// The way from this page to the site's folder.
    up: &'a str,
    /// Its own path below the site's folder.
    own: String,
    label: &'a str,
    rounds: &'a [RoundEntry],
    all: &'a [Listed<'a>],
}

/// Makes the list of rounds in the folder of each year's rounds, and one for each released round:
/// `versions.html`, where the pages of a bundle lead.
pub fn rounds(site: &Site, years: &[YearEntry], theme: &Theme) -> Result<Vec<Artifact>, Failure> {
    let templates = theme.templates()?;
    let all = listed(years);
    let mut files = Vec::new();
    for year in years.iter().filter(|year| !year.rounds.is_empty()) {
        let mut page = |folder: &str, rounds: &[RoundEntry]| {
            let up = "../".repeat(folder.split('/').count());
            let own = format!("{folder}/versions.html");
            let view = View { site, up: &up, own, label: &year.label, rounds, all: &all };
            let page = templates.fill("rounds.html", &view)?;
            files.push(Artifact::new(view.own, page));
            Ok::<(), Failure>(())
        };
        page(&format!("{}/{ROUNDS}", year.year), &year.rounds)?;
        for round in year.rounds.iter().filter(|round| !round.versions.is_empty()) {
            page(&round.folder, std::slice::from_ref(round))?;
        }
    }
    Ok(files)
}
