//! The list of released versions, of each year and of all.
//! It must not know what any version says.

use serde::Serialize;

use super::Site;
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::theme::{Day, Theme};

/// One academic year with its released versions.
#[derive(Clone, Debug, Serialize)]
pub struct YearVersions {
    /// `2025-2026`
    pub year: String,
    /// `2025—2026学年`
    pub label: String,
    /// Newest first.
    pub versions: Vec<Version>,
    /// Newest first.
    pub withdrawals: Vec<Withdrawal>,
    /// Files of the year's own, kept as they are and not checked.
    pub older: Vec<Older>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Version {
    pub number: u32,
    /// What it corrects; empty for a first version.
    pub note: String,
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
    up: &'a str,
    years: Vec<&'a YearVersions>,
    /// Whether the page stands in the folder of its one year.
    within: bool,
}

/// Makes `versions.html` for the site and for each released year.
pub fn versions(
    site: &Site,
    years: &[YearVersions],
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    let templates = theme.templates()?;
    let page = |path: String, template: &str, view: &View| {
        Ok(Artifact::new(path, templates.fill(template, view)?))
    };
    let all = View { site, up: "", years: years.iter().collect(), within: false };
    let mut files = vec![page("versions.html".to_owned(), "versions.html", &all)?];
    for year in years {
        let view = View { site, up: "../", years: vec![year], within: true };
        files.push(page(format!("{}/versions.html", year.year), "versions.html", &view)?);
    }
    Ok(files)
}
