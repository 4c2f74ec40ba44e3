//! Builds every year that is finished, or none: compose, render, audit, stage, exchange.
//! It must not know a format, nor how a stage is written.

use std::path::Path;

use super::{Checked, Inputs, Report, Resources, fingerprint};
use crate::bundle::{self, Stage};
use crate::compose::compose;
use crate::document::Document;
use crate::failure::Failure;
use crate::load::Standards;
use crate::manifest::{Artifact, Named, sha256};
use crate::render;
use crate::rules::Cleared;
use crate::site::{self, Fact, Site, YearEntry};

/// What one year came to.
#[derive(Debug)]
pub struct Built {
    pub year: String,
    /// Whether nothing it depends on had changed, so that it was kept as it stood.
    pub kept: bool,
    pub pages: usize,
    pub rules: usize,
    /// SHA-256 of `document.json`.
    pub content: String,
}

/// Something a build tells while it runs.
pub enum Step<'a> {
    Year(&'a str),
    Done,
}

/// Writes the bundles of all finished years and the site's own pages to `output`.
///
/// The caller has seen that no finished year was refused; one that was is left out of nothing:
/// this function takes only [`Cleared`] years.
pub fn build(
    inputs: &Inputs,
    report: &Report,
    standards: &Standards,
    resources: &Resources,
    output: &Path,
    tell: &mut dyn FnMut(Step),
) -> Result<Vec<Built>, Failure> {
    let finished: Vec<(&Checked, &Cleared)> = report
        .years
        .iter()
        .filter(|year| !year.in_work)
        .filter_map(|year| Some((year, year.result.as_ref().ok()?)))
        .collect();
    let mut stage = Stage::open(output)?;
    let standards_digest = inputs.digest_of(&inputs.standards_files());
    let mut built = Vec::new();
    let mut entries = Vec::new();
    for (i, (checked, cleared)) in finished.iter().enumerate() {
        let name = cleared.year.to_string();
        tell(Step::Year(&name));
        let before = i.checked_sub(1).map(|i| finished[i].0);
        let years: Vec<String> = finished.iter().map(|(_, c)| c.year.to_string()).collect();
        let key = fingerprint::of(inputs, checked, before, &years, &standards_digest, resources);
        let mut outcome = match stage.keep(&name, &key)? {
            Some(document) => Built { kept: true, ..described(cleared, &document) },
            None => {
                let (files, document) =
                    bundle_of(cleared, standards, &standards_digest, resources)?;
                stage.write(&name, &key, &files)?;
                described(cleared, &document)
            }
        };
        outcome.year = name;
        entries.push(entry(cleared, &outcome));
        built.push(outcome);
    }
    let site = site_of(report, &finished);
    for file in site::index(&site, &entries, &resources.theme)? {
        stage.write_file(&file)?;
    }
    stage.exchange()?;
    tell(Step::Done);
    Ok(built)
}

/// Renders one year and audits what came of it.
fn bundle_of(
    cleared: &Cleared,
    standards: &Standards,
    standards_digest: &str,
    resources: &Resources,
) -> Result<(Vec<Artifact>, Vec<u8>), Failure> {
    let document: Document = compose(cleared, &standards.rules);
    let json = document.to_json();
    let content = sha256(&json);
    let mut files = render::html::pages(&document, &resources.theme)?;
    let pdf = render::pdf::pdf(&document, &resources.theme, &resources.fonts, &content)?;
    let pdf = Artifact::new("disclosure.pdf", pdf);
    bundle::audit::audit(&document, &files, &pdf, &resources.fonts.post_script_names())?;
    files.push(pdf);
    files.push(Artifact::new("document.json", json.clone()));
    let theme = Named { name: resources.theme.name.clone(), sha256: resources.theme.digest() };
    let fonts = resources.fonts.named();
    let (_, manifest) = bundle::manifest(&document, standards_digest, theme, fonts, &files);
    files.push(manifest);
    Ok((files, json))
}

fn described(cleared: &Cleared, document: &[u8]) -> Built {
    Built {
        year: String::new(),
        kept: false,
        pages: 0,
        rules: cleared.outcomes.len(),
        content: sha256(document),
    }
}

fn entry(cleared: &Cleared, built: &Built) -> YearEntry {
    let root = &cleared.facts.root;
    let text = |section: &str, name: &str| {
        root.get(section)
            .and_then(|s| s.get(name))
            .and_then(|fact| fact.printed())
            .unwrap_or_default()
    };
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    YearEntry {
        year: built.year.clone(),
        label: cleared.year.label(),
        title: text("head", "title"),
        published: text("head", "published"),
        facts: vec![
            fact("工作人员", format!("{}人", text("totals", "staff"))),
            fact("工作部门", format!("{}个", text("totals", "departments"))),
            fact("代表", format!("{}名", text("delegates", "total"))),
            fact("核查规则", format!("{}条", built.rules)),
        ],
        pdf: Some("disclosure.pdf".to_owned()),
    }
}

fn site_of(report: &Report, finished: &[(&Checked, &Cleared)]) -> Site {
    let newest = finished.last().map(|(_, cleared)| cleared.facts.root.clone());
    let college = newest
        .and_then(|root| root.get("head")?.get("college")?.get("name")?.printed())
        .unwrap_or_default();
    let title = report.site.get("title").text().unwrap_or("学生会改革情况公开").to_owned();
    Site {
        language: "zh-CN".to_owned(),
        description: format!(
            "{college}按学年公开学生会组织的改革自评、章程、机构、名单、选举、代表大会、述职评议和责任人"
        ),
        college,
        title,
    }
}
