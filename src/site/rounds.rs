//! The list of a year's rounds of appraisals, with their released versions.
//! It must not know what a round says beyond its title.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Site, Version};
use crate::document::Document;
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::theme::{Day, Theme};

/// One round of appraisals as the list shows it.
#[derive(Clone, Debug, Serialize)]
pub struct RoundEntry {
    /// The folder of its bundle, `2025-2026/appraisal/spring`.
    #[serde(skip)]
    folder: String,
    /// `spring`
    round: String,
    /// `2025—2026学年`
    #[serde(skip)]
    year_label: String,
    title: String,
    published: Day,
    /// The name of its PDF.
    pdf: &'static str,
    /// Its released versions, newest first.
    versions: Vec<Version>,
}

impl RoundEntry {
    pub fn of(folder: String, document: &Document, versions: Vec<Version>) -> Self {
        Self {
            folder,
            round: document.round.clone().unwrap_or_default(),
            year_label: document.year_label.clone(),
            title: document.title.clone(),
            published: Day::of(&document.published),
            pdf: document.kind.pdf(),
            versions,
        }
    }
}

#[derive(Serialize)]
struct View<'a> {
    #[serde(flatten)]
    site: &'a Site,
    /// The way from this page to the site's folder.
    up: &'a str,
    label: &'a str,
    /// Whether the page stands in the folder of its one round.
    within: bool,
    rounds: Vec<&'a RoundEntry>,
}

/// Makes the list of rounds in the folder of each year's rounds, and one for each released round:
/// `versions.html`, where the pages of a bundle lead.
pub fn rounds(site: &Site, rounds: &[RoundEntry], theme: &Theme) -> Result<Vec<Artifact>, Failure> {
    let templates = theme.templates()?;
    let mut folders: BTreeMap<&str, Vec<&RoundEntry>> = BTreeMap::new();
    for round in rounds {
        let above = round.folder.rsplit_once('/').map_or("", |(above, _)| above);
        folders.entry(above).or_default().push(round);
        if !round.versions.is_empty() {
            folders.insert(&round.folder, vec![round]);
        }
    }
    let mut files = Vec::new();
    for (folder, rounds) in folders {
        let up = "../".repeat(folder.split('/').count());
        let within = rounds[0].folder == folder;
        let label = &rounds[0].year_label;
        let view = View { site, up: &up, label, within, rounds };
        let page = templates.fill("rounds.html", &view)?;
        files.push(Artifact::new(format!("{folder}/versions.html"), page));
    }
    Ok(files)
}
