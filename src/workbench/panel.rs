//! What stands beside the page: every finding in the words of `check`, and what is still to be filled
//! in.
//! It must not find anything by itself.

use std::thread;

use serde::Serialize;

use crate::diagnostic::json::{self, Place};
use crate::diagnostic::{Count, Diagnostic, render};
use crate::edition::Edition;
use crate::language::{Both, Language, both};
use crate::load::scores;
use crate::model::SITE;
use crate::pipeline::{self, Drafted, OwnFile, Question, Run, Unanswered};
use crate::render::field_guide::written;
use crate::source::{Sources, Span};

use super::indicators::Indicators;
use super::site::Stand;

/// The state of one year or round, for the page that shows it.
#[derive(Serialize)]
pub struct Panel {
    /// The number of the state.
    number: u64,
    /// How much was found, in one line.
    said: String,
    violations: usize,
    /// What was found, file by file.
    groups: Vec<Group>,
    /// The sections that could not be composed.
    missing: Vec<String>,
    questions: Vec<Asked>,
    /// The files that cannot be read: what is to be filled in there is not known.
    unread: Vec<Place>,
    /// The files it has, and those it lacks.
    files: Vec<Listed>,
    /// How many values a new year begins without, and how many of them are written by now.
    filled: usize,
    all: usize,
    /// Why the site, or this year, cannot be read; then nothing else is told.
    trouble: Option<Trouble>,
}

/// What was found in one file.
#[derive(Serialize)]
struct Group {
    /// What the file is in the form, `四、工作人员名单`.
    title: String,
    path: String,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    code: String,
    level: &'static str,
    /// The level in words, as `check` says it.
    word: String,
    message: String,
    help: Option<String>,
    ground: Option<String>,
    place: Place,
    /// All of it as `check` prints it.
    printed: String,
    /// The page of the draft, and where on it.
    page: &'static str,
    address: Option<String>,
    /// Whether the file may be written here.
    ours: bool,
}

/// A value that is to be filled in.
#[derive(Serialize)]
struct Asked {
    asked: String,
    /// The indicator it is about, in the form's words; nothing where it is about none.
    of: String,
    title: &'static str,
    meaning: &'static str,
    how: String,
    /// The words one may choose from.
    choices: Vec<&'static str>,
    place: Place,
}

/// A file of the year or round, or of the site.
#[derive(Serialize)]
struct Listed {
    path: String,
    title: &'static str,
    is_there: bool,
    /// Whether it may be written here.
    ours: bool,
    /// Whether it is a rater's evidence, which is only looked at.
    evidence: bool,
}

/// What the machine refused.
#[derive(Serialize)]
pub struct Trouble {
    message: String,
    path: String,
    help: Option<String>,
}

impl Trouble {
    pub fn describe(failure: &crate::failure::Failure, language: Language) -> Self {
        let spoken = |words: &Both| words.in_language(language).to_owned();
        Self {
            message: spoken(&failure.message),
            path: failure.path.display().to_string(),
            help: failure.help.as_ref().map(spoken),
        }
    }
}

/// Tells all of a year or round as it stands.
pub fn panel(stand: &Stand, edition: &Edition, language: Language) -> Panel {
    let nothing = Panel {
        number: stand.number,
        said: String::new(),
        violations: 0,
        groups: Vec::new(),
        missing: Vec::new(),
        questions: Vec::new(),
        unread: Vec::new(),
        files: Vec::new(),
        filled: 0,
        all: 0,
        trouble: None,
    };
    let run = match &stand.run {
        Ok(run) => run,
        Err(failure) => {
            return Panel { trouble: Some(Trouble::describe(failure, language)), ..nothing };
        }
    };
    // What is asked does not wait for what is checked.
    let (drafted, asked) = thread::scope(|scope| {
        let asked = scope.spawn(|| asked(run, edition));
        (stand.drafted(edition), asked.join().expect("it panics as this thread would"))
    });
    match drafted {
        None => {
            let message = both!("没有这个学年或述职评议了", "this year or round is gone");
            let message = message.in_language(language).to_owned();
            let trouble = Trouble { message, path: edition.to_string(), help: None };
            Panel { trouble: Some(trouble), ..nothing }
        }
        Some((run, drafted)) => draft_panel(run, edition, drafted, asked, language, nothing),
    }
}

fn draft_panel(
    run: &Run,
    edition: &Edition,
    drafted: &Drafted,
    (Unanswered { questions, unread }, filled): (Unanswered, usize),
    language: Language,
    nothing: Panel,
) -> Panel {
    let Drafted { checked, draft, addresses } = drafted;
    // What is wrong with the site stands before what is wrong with the year.
    let mut findings: Vec<Diagnostic> = run.faults.clone();
    let mut places: Vec<Option<String>> = vec![None; findings.len()];
    findings.extend(checked.findings.iter().cloned());
    places.extend(addresses.iter().cloned());
    let count = Count::by_level(&findings);
    let sources = pipeline::discreet(&mut findings, run);
    let mut groups: Vec<Group> = Vec::new();
    for (finding, address) in findings.iter().zip(places) {
        let path = sources.file(finding.primary.span.file).path.clone();
        let page = address.as_deref().map_or("index.html", |it| draft.page_of(it).file());
        let told = Finding::describe(finding, address, page, &sources, language);
        match groups.iter_mut().find(|group| group.path == path) {
            Some(group) => group.findings.push(told),
            None => {
                let title = title_of(run, edition, finding.primary.span, language);
                groups.push(Group { title, path, findings: vec![told] });
            }
        }
    }
    Panel {
        said: count.summary().in_language(language).to_owned(),
        violations: count.violations,
        groups,
        missing: draft.missing.clone(),
        all: filled + questions.len(),
        filled,
        questions: asked_of(run, questions, &sources),
        unread: unread
            .into_iter()
            .map(|file| json::place(Span::new(file, 0, 0), &sources))
            .collect(),
        files: listed(run, edition),
        ..nothing
    }
}

impl Finding {
    fn describe(
        finding: &Diagnostic,
        address: Option<String>,
        page: &'static str,
        sources: &Sources,
        language: Language,
    ) -> Self {
        let printed = render(std::slice::from_ref(finding), sources, false, language);
        let place = json::place(finding.primary.span, sources);
        Self {
            code: finding.code.clone(),
            level: json::level(finding.level),
            word: word(finding, language),
            message: finding.message.clone(),
            help: finding.help.clone(),
            ground: finding.note.clone(),
            ours: super::edit::is_ours(&place.path),
            place,
            printed: printed.trim_end().to_owned(),
            page,
            address,
        }
    }
}

/// Returns the level of a finding in words, as it stands at the head of what `check` prints.
fn word(finding: &Diagnostic, language: Language) -> String {
    use crate::diagnostic::Level;
    let word = match finding.level {
        Level::Violation => both!("违规", "violation"),
        Level::Warning => both!("警告", "warning"),
        Level::Unverified => both!("无法核实", "unverified"),
        Level::Notice => both!("提示", "notice"),
    };
    word.in_language(language).to_owned()
}

/// Says what the file of a place is in the form.
fn title_of(run: &Run, edition: &Edition, span: Span, language: Language) -> String {
    let folder = run.folder(edition).filter(|folder| folder.files.contains(&span.file));
    let field = folder.and_then(|folder| folder.field(pipeline::key_of(run, span)));
    match field {
        Some(field) => field.meaning.to_owned(),
        None => both!("本学年以外", "outside this year").in_language(language).to_owned(),
    }
}

/// Returns what is to be filled in, and how much is filled in already.
fn asked(run: &Run, edition: &Edition) -> (Unanswered, usize) {
    let Some(folder) = run.folder(edition) else { return Default::default() };
    (pipeline::unanswered(run, folder), pipeline::filled(run, folder))
}

fn asked_of(run: &Run, questions: Vec<Question>, sources: &Sources) -> Vec<Asked> {
    let asked = questions.into_iter().map(|Question { place, asked, title, field }| {
        let place = json::place(place, sources);
        // `校级[7] › 结论`
        let words: Vec<&str> =
            asked.split([' ', '›', '[', ']']).filter(|it| !it.is_empty()).collect();
        let of = Indicators::of(run, &place.path).and_then(|it| it.asked(&words));
        Asked {
            of: of.unwrap_or_default(),
            asked,
            title,
            meaning: field.map_or("", |field| field.meaning),
            how: field.map_or(String::new(), |field| written(field.shape)),
            choices: field.map_or(Vec::new(), |field| super::edit::choices(field.shape)),
            place,
        }
    });
    asked.collect()
}

/// Lists the files of a year or round, those it lacks among them, and the site's own.
fn listed(run: &Run, edition: &Edition) -> Vec<Listed> {
    let files = run.folder(edition).map_or(Vec::new(), |folder| pipeline::files(run, folder));
    let files = files.into_iter().map(|OwnFile { path, field, is_there }| Listed {
        ours: super::edit::is_ours(&path),
        path,
        title: field.meaning,
        is_there,
        evidence: false,
    });
    let path = "content/site.yaml".to_owned();
    let is_there = run.inputs.sources.find(&path).is_some();
    let site = is_there.then_some(Listed {
        path,
        title: SITE.title,
        is_there,
        ours: true,
        evidence: false,
    });
    files.chain(sheets(run, edition)).chain(site).collect()
}

/// Lists what raters handed in for a round.
fn sheets(run: &Run, edition: &Edition) -> Vec<Listed> {
    let Some(folder) = run.folder(edition) else { return Vec::new() };
    let below = format!("{}/{}/", folder.path, scores::FOLDER);
    let sources = &run.inputs.sources;
    let paths = sources.ids().map(|file| &sources.file(file).path);
    let mut paths: Vec<&String> = paths.filter(|path| path.starts_with(&below)).collect();
    paths.sort();
    paths.dedup();
    let sheet = |path: &String| Listed {
        path: path.clone(),
        title: "",
        is_there: true,
        ours: false,
        evidence: true,
    };
    paths.into_iter().map(sheet).collect()
}
