//! Builds every finished year, or none: compose, render, audit, stage, exchange.
//! It must not know a format, nor how a stage is written.

use std::path::Path;

use super::{Run, fingerprint};
use crate::academic_year::AcademicYear;
use crate::bundle::{self, Stage, audit};
use crate::compose::compose;
use crate::diff::diff;
use crate::document::{Block, Document, Section};
use crate::failure::Failure;
use crate::load::Folder;
use crate::manifest::{Artifact, sha256};
use crate::render;
use crate::rules::Cleared;
use crate::site::{self, Fact, Site, YearEntry};

/// What one year came to.
#[derive(Debug)]
pub struct Built {
    pub year: AcademicYear,
    /// Whether nothing it depends on had changed, so that it was kept as it stood.
    pub kept: bool,
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
    let mut previous: Option<Document> = None;
    for (i, folder) in years.iter().enumerate() {
        tell(folder.year);
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
                let (files, document) = bundle_of(&cleared, previous.as_ref(), run, &standards)?;
                stage.write(&name, &key, &files)?;
                (document, false)
            }
        };
        let content = sha256(&document.to_json());
        entries.push(entry(&document));
        built.push(Built { year: folder.year, kept, content, document: brief(document.clone()) });
        previous = Some(document);
    }
    let site = site_of(run, built.last().map(|built| &built.document));
    for file in site::index(&site, &entries, &run.resources.theme)? {
        stage.write_file(&file)?;
    }
    stage.exchange()?;
    Ok(built)
}

/// Renders one year, with what changed since the one before, and audits what came of it.
fn bundle_of(
    cleared: &Cleared,
    previous: Option<&Document>,
    run: &Run,
    standards: &str,
) -> Result<(Vec<Artifact>, Document), Failure> {
    let resources = &run.resources;
    let document = compose(cleared, &run.standards.rules);
    let json = document.to_json();
    let difference = previous.map(|previous| diff(previous, &document));
    let theme = &resources.theme;
    let mut files = render::html::pages_after(&document, difference.as_ref(), theme)?;
    let pdf = render::pdf::pdf(&document, theme, &resources.fonts, &sha256(&json))?;
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
