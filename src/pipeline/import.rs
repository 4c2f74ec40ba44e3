//! Foreign documents → what is to stand in a site, and what is told of it.
//! It must not touch the disk; who runs it puts the files there.

use std::collections::BTreeMap;
use std::path::Path;

use super::editors::for_editors;
use super::{Inputs, blank, standards_only};
use crate::academic_year::AcademicYear;
use crate::datum::FieldName;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::import::{self, Foreign, Given, Report, office};
use crate::language::both;
use crate::load;
use crate::manifest::Artifact;
use crate::model::SITE;
use crate::standard::{Words, form};

/// What an import would put into a site.
#[derive(Debug)]
pub struct Imported {
    /// What it goes by: `2025-2026`, or `2025-2026/appraisal/2025-spring-school`.
    pub name: String,
    /// Where it goes below the root: the folder of the year or round.
    pub folder: String,
    /// The files of that folder, by their path below it.
    pub files: Vec<Artifact>,
    /// Files beside it, by their path below the root: the site's own, a form.
    pub beside: Vec<Artifact>,
    pub report: Report,
}

impl Imported {
    /// Returns a name for files about it.
    pub fn file(&self) -> String {
        self.name.replace('/', "-")
    }

    /// Writes the report as a file, by its path below the root.
    pub fn report_file(&self, names: &[String]) -> Artifact {
        let title = format!("{} 由 {} 导入", self.name, names.join("、"));
        let path = format!(".gongkai/import/{}.md", self.file());
        Artifact::new(path, self.report.markdown(&title))
    }
}

/// The site's own file, which an import adds to.
pub const SITE_FILE: &str = "content/site.yaml";

/// Reads foreign files into a year.
///
/// # Errors
/// When one cannot be read, or none says which year it is about and `year` does not.
pub fn import(
    root: &Path,
    files: &[Foreign],
    year: Option<AcademicYear>,
    given: &Given,
) -> Result<Imported, Failure> {
    let papers: Result<Vec<_>, Failure> = files.iter().map(office::read).collect();
    let papers = papers?;
    let inputs = standards_only(root)?;
    // A new site is an import of nothing.
    let is_blank = files.is_empty();
    let name = files.first().map_or("", |file| &file.name);
    // What is wrong with the standards is told where the site is checked.
    let words = load::standards(&inputs.standards, &inputs.sources, &mut Vec::new()).words;
    if import::is_notice(&papers) {
        return round(papers, year, name, &words, &inputs);
    }
    let year = year.or_else(|| import::year_of(&papers)).ok_or_else(|| no_year(name))?;
    let import::Disclosure { union, files, form, site, mut report, .. } =
        import::disclosure(papers, year, given, &words, |year| national_form(&inputs, year));
    let mut beside = site_file(&site, is_blank, &inputs, &mut report);
    let form = form.map(|(name, text)| (format!("content/standards/forms/{name}"), text));
    beside.extend(form.map(|(path, text)| Artifact::new(path.clone(), for_editors(&path, &text))));
    let files = if is_blank { explained(files, root) } else { files };
    let edition = Edition::disclosure(year, union);
    let (name, folder) = (edition.to_string(), format!("content/{}", edition.content_folder()));
    Ok(Imported { files: artifacts(&folder, files), folder, name, beside, report })
}

/// Reads a notice of appraisals into a round.
fn round(
    papers: Vec<import::paper::Paper>,
    year: Option<AcademicYear>,
    file: &str,
    words: &Words,
    inputs: &Inputs,
) -> Result<Imported, Failure> {
    let import::Round { year, union, name, files, mut report } =
        import::round(papers, year, words).ok_or_else(|| no_year(file))?;
    let edition = Edition::disclosure(year, union).round(name);
    let (name, folder) = (edition.to_string(), format!("content/{}", edition.content_folder()));
    let beside = site_file(&import::Site::default(), false, inputs, &mut report);
    Ok(Imported { files: artifacts(&folder, files), folder, name, beside, report })
}

/// Says in a year's blank files what is asked for.
fn explained(files: BTreeMap<String, String>, root: &Path) -> BTreeMap<String, String> {
    let sections = super::tables(root).year;
    let told = |(path, text): (String, String)| {
        let record = sections.fields.iter().find(|field| path == format!("{}.yaml", field.key));
        let record = record.and_then(|field| field.shape.record());
        let text = record.map_or(text.clone(), |record| blank::explained(&text, record));
        (path, text)
    };
    files.into_iter().map(told).collect()
}

/// Returns the files of a folder below the root.
fn artifacts(folder: &str, files: BTreeMap<String, String>) -> Vec<Artifact> {
    let file = |(path, text): (String, String)| {
        let text = for_editors(&format!("{folder}/{path}"), &text);
        Artifact::new(path, text)
    };
    files.into_iter().map(file).collect()
}

fn no_year(name: &str) -> Failure {
    let why = both!("文件里没有写是哪一学年", "the file does not say which year it is about");
    let help = both!(
        "在后面写上学年，如 gongkai import {name} 2025-2026",
        "say it: gongkai import {name} 2025-2026"
    );
    Failure::new(name, why).with_help(help)
}

/// Makes the site's own file, or adds to the one that is there.
fn site_file(
    site: &import::Site,
    is_blank: bool,
    inputs: &Inputs,
    report: &mut Report,
) -> Vec<Artifact> {
    let text = match inputs.sources.find(SITE_FILE) {
        Some(file) => {
            let added = site.added_to(&inputs.sources.file(file).text);
            let told = "site.yaml 里补上了公开文件所用的邮箱或链接域名".to_owned();
            report.remarks.extend(added.as_ref().map(|_| told));
            added
        }
        None => {
            let yaml = site.written();
            report.inferred.extend(yaml.inferred);
            report.unfilled.extend(yaml.unfilled);
            Some(if is_blank { blank::explained(&yaml.text, &SITE) } else { yaml.text })
        }
    };
    let path = SITE_FILE;
    text.map(|text| Artifact::new(path, for_editors(path, &text))).into_iter().collect()
}

/// Returns the text of the national form that holds for a year.
fn national_form(inputs: &Inputs, year: AcademicYear) -> Option<String> {
    let sources = &inputs.sources;
    let is_form = |path: &str| path.starts_with("standards/forms/") && path.ends_with(".yaml");
    let forms = sources.ids().filter(|file| is_form(&sources.file(*file).path));
    let holds = |file: &crate::source::FileId| {
        let Some(form) = load::form(*file, sources, &mut Vec::new()) else { return false };
        let at = |name: FieldName| form.get(name).text().and_then(AcademicYear::parse);
        at(form::FIRST_YEAR).is_some_and(|first| first <= year)
            && at(form::LAST_YEAR).is_none_or(|last| year <= last)
    };
    let file = forms.into_iter().filter(holds).last()?;
    Some(sources.file(file).text.to_string())
}
