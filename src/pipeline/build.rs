//! Builds every finished year, or none: compose, render, audit, stage, exchange.
//! It must not know a format, nor how a stage is written.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Run, fingerprint};
use crate::academic_year::AcademicYear;
use crate::archive::Archive;
use crate::bundle::{self, Stage, audit};
use crate::compose::compose;
use crate::document::{Block, Document, Section};
use crate::failure::Failure;
use crate::load::Folder;
use crate::manifest::{Artifact, sha256};
use crate::render;
use crate::rules::Cleared;
use crate::site::{self, Fact, Site, Version, YearEntry, YearVersions};

/// What one year came to.
#[derive(Debug)]
pub struct Built {
    pub year: AcademicYear,
    /// Whether nothing it depends on had changed, so that it was kept as it stood.
    pub kept: bool,
    /// Its newest released version, which was put there as it was kept.
    pub version: Option<u32>,
    /// SHA-256 of `document.json`.
    pub content: String,
    document: Document,
}

/// Writes the bundles of some years, oldest first, and the site's own pages to `output`.
///
/// Years are built one after another and let go, so that memory does not grow with their number.
/// `tell` is called before each. A year that is refused after all is a failure; nothing is written.
pub fn build(
    run: &Run,
    years: &[&Folder],
    output: &Path,
    tell: &mut dyn FnMut(AcademicYear),
) -> Result<Vec<Built>, Failure> {
    let mut stage = Stage::open(output)?;
    let standards = run.inputs.digest_of(&run.inputs.standards_files());
    let mut built: Vec<Built> = Vec::new();
    let mut entries = Vec::new();
    let archive = Archive::read(&run.inputs.root)?;
    let released = frozen(&archive, &mut stage, &mut entries, &mut built)?;
    for (i, folder) in years.iter().enumerate() {
        tell(folder.year);
        if released.iter().any(|known| known.year == folder.year.to_string()) {
            continue;
        }
        let before = i.checked_sub(1).map(|i| years[i]);
        let name = folder.year.to_string();
        let key = fingerprint::of(run, folder, before, years, &standards);
        let kept = stage.keep(&name, &key)?.and_then(|json| Document::from_json(&json));
        let (document, kept) = match kept {
            Some(document) => (document, true),
            None => {
                let cleared = run
                    .clear(folder)
                    .map_err(|_| Failure::new(&folder.path, "这个学年没有通过检查，不能生成"))?;
                let (files, document) = bundle_of(&cleared, run, &standards)?;
                stage.write(&name, &key, &files)?;
                (document, false)
            }
        };
        let content = sha256(&document.to_json());
        entries.push(entry(&document));
        let year = folder.year;
        built.push(Built { year, kept, version: None, content, document: brief(document) });
    }
    built.sort_by_key(|built| built.year);
    let site = site_of(run, built.last().map(|built| &built.document));
    for file in site::index(&site, &entries, &run.resources.theme)? {
        stage.write_file(&file)?;
    }
    for file in site::versions(&site, &released, &run.resources.theme)? {
        stage.write_file(&file)?;
    }
    stage.exchange()?;
    Ok(built)
}

/// Stages every released version as it was kept, newest of each year for the list of years.
fn frozen(
    archive: &Archive,
    stage: &mut Stage,
    entries: &mut Vec<YearEntry>,
    built: &mut Vec<Built>,
) -> Result<Vec<YearVersions>, Failure> {
    let mut years: BTreeMap<AcademicYear, YearVersions> = BTreeMap::new();
    for release in archive.ledger.entries.iter().rev() {
        let broken = || Failure::new(archive.folder.join(release.folder()), "读不出来");
        let year = AcademicYear::parse(&release.year).ok_or_else(broken)?;
        let files = archive.bundle(release)?;
        for file in &files {
            let path = format!("{}/{}", release.folder(), file.path);
            stage.write_file(&Artifact::new(path, file.bytes.clone()))?;
        }
        let known = years.entry(year).or_insert_with(|| YearVersions {
            year: release.year.clone(),
            label: year.label(),
            versions: Vec::new(),
        });
        if known.versions.is_empty() {
            let json = files.iter().find(|file| file.path == "document.json");
            let document = json.and_then(|json| Document::from_json(&json.bytes));
            let document = document.ok_or_else(broken)?;
            let content = sha256(&document.to_json());
            let pdf = Some(format!("v{}/disclosure.pdf", release.version));
            entries.push(YearEntry { pdf, ..entry(&document) });
            let version = Some(release.version);
            built.push(Built { year, kept: true, version, content, document: brief(document) });
        }
        known.versions.push(Version {
            number: release.version,
            note: release.note.clone(),
            digest: release.manifest.clone(),
        });
    }
    Ok(years.into_values().rev().collect())
}

/// Renders one year and audits what came of it.
pub(super) fn bundle_of(
    cleared: &Cleared,
    run: &Run,
    standards: &str,
) -> Result<(Vec<Artifact>, Document), Failure> {
    let resources = &run.resources;
    let document = compose(cleared, &run.standards.rules);
    let json = document.to_json();
    let mut files = render::html::pages(&document, &resources.theme)?;
    let pdf = render::pdf::pdf(&document, &resources.theme, &resources.fonts, &sha256(&json))?;
    let pdf = Artifact::new("disclosure.pdf", pdf);
    audit::audit(&document, &files, &pdf, &resources.fonts.post_script_names())?;
    files.push(pdf);
    files.push(Artifact::new("document.json", json));
    let theme = resources.theme_named.clone();
    let fonts = resources.fonts_named.clone();
    let (_, manifest) = bundle::manifest(&document, standards, theme, fonts, &files);
    files.push(manifest);
    Ok((files, document))
}

/// Lets go of all but what the site's own pages say of a year.
fn brief(mut document: Document) -> Document {
    document.preamble.clear();
    document.sections.clear();
    document.closing.clear();
    document.report.blocks.clear();
    document.report.sections.clear();
    document
}

fn entry(document: &Document) -> YearEntry {
    let rows = |section: &str| {
        let section = document.sections.iter().find(|s| s.id == section);
        section.map_or(0, rows_of)
    };
    let fact = |label: &str, n: usize, unit: &str| Fact {
        label: label.to_owned(),
        value: format!("{n}{unit}"),
    };
    YearEntry {
        year: document.year.clone(),
        label: document.year_label.clone(),
        title: document.title.clone(),
        published: document.published.clone(),
        facts: vec![
            fact("工作机构", rows("units"), "个"),
            fact("工作人员", rows("roster"), "人"),
            fact("参会院系", rows("delegates"), "个"),
        ],
        pdf: Some("disclosure.pdf".to_owned()),
    }
}

fn rows_of(section: &Section) -> usize {
    let tables = section.blocks.iter().map(|block| match block {
        Block::Table(table) => table.rows.len(),
        _ => 0,
    });
    tables.sum()
}

fn site_of(run: &Run, newest: Option<&Document>) -> Site {
    let college = newest.map(|document| document.college.clone()).unwrap_or_default();
    let own = if run.site.is_absent() { None } else { run.site.get("title").text() };
    Site {
        language: "zh-CN".to_owned(),
        title: own.unwrap_or("学生会改革情况公开").to_owned(),
        description: format!("{college}各学年学生会改革情况公开的网页和 PDF"),
        college,
    }
}
