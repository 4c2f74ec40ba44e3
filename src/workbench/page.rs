//! The pages of the workbench, filled from its templates.
//! It must not decide what stands on them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Workbench;
use super::http::{Response, Status, encoded};
use super::panel::{self, Panel, Trouble};
use super::site::Stand;
use super::words::interface_words;
use crate::academic_year::AcademicYear;
use crate::archive::Archive;
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::language::{Both, Language, both};
use crate::load::Folder;
use crate::media_type::{HTML, TEXT};
use crate::pipeline::{self, Due};

/// What every page is filled with.
#[derive(Serialize)]
struct Frame<'a, T> {
    language: &'static str,
    words: BTreeMap<&'static str, &'static str>,
    /// The address of the workbench with its token, ending in a slash.
    base: &'a str,
    /// Which of its pages it is.
    here: &'static str,
    /// The number of the state it shows.
    number: u64,
    years: Vec<Year>,
    #[serde(flatten)]
    page: T,
}

/// A year or round in the list of them.
#[derive(Serialize)]
struct Year {
    /// `2025-2026/appraisal/2025-spring-school`.
    name: String,
    label: String,
    /// Where it is looked at.
    href: String,
    /// Whether it is the one that is looked at.
    current: bool,
    round: bool,
}

#[derive(Serialize)]
struct DraftPage {
    name: String,
    label: String,
    /// The address of its first page.
    draft: String,
    paper: String,
    panel: Panel,
    /// Whether its folder can be shown in a window of the desktop.
    desktop: bool,
}

#[derive(Serialize)]
struct WorkPage {
    /// The folder, where there is no site in it yet.
    bare: Option<String>,
    states: Vec<State>,
    trouble: Option<Trouble>,
    /// The names of the places it can be published to.
    targets: Vec<String>,
    /// Whether the folder can be shown in a window of the desktop.
    desktop: bool,
}

/// How far one year or round has come.
#[derive(Serialize)]
struct State {
    name: String,
    label: String,
    href: String,
    said: String,
    /// That its take-down date has come, and what can be done.
    due: Vec<String>,
    /// The date, where what was released still names people after it.
    overdue: Option<String>,
}

/// Says that a take-down date has come, and what on the page is to be done.
fn reminder(Due { day, released, .. }: &Due) -> Both {
    match released {
        true => both!(
            "撤下日期 {day} 已到，公开的版本还印着姓名：用下面的“撤下姓名”",
            "the take-down date {day} has come and the released version still prints names: use Withdraw names below"
        ),
        false => both!(
            "撤下日期 {day} 已到：在下面“检查并生成网站”和“导出”的“按这一天”里写上日期，就不印姓名",
            "the take-down date {day} has come: give a date to Build and Export below, and no names are printed"
        ),
    }
}

#[derive(Serialize)]
struct TroublePage {
    trouble: Trouble,
}

/// Returns what a year or round is called in a list of both.
fn label(edition: &Edition) -> String {
    match &edition.round {
        Some(round) => format!("{} {round}", edition.year),
        None => edition.label(),
    }
}

/// Orders years and rounds in a list: the newest year first, each with its rounds behind it.
fn listed(edition: &Edition) -> (Reverse<AcademicYear>, Union, bool, Edition) {
    (Reverse(edition.year), edition.union, edition.is_round(), edition.clone())
}

/// Returns a folder as a person would name it to another.
fn whole(folder: &Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()).components().collect()
}

/// Returns the address of the draft page of a year or round.
fn href(base: &str, edition: &Edition) -> String {
    format!("{base}?at={}", encoded(&edition.to_string()))
}

impl Workbench {
    fn fill<T: Serialize>(
        &self,
        template: &str,
        stand: &Stand,
        at: Option<&Edition>,
        here: &'static str,
        page: T,
    ) -> Response {
        let folders = stand.run.iter().flat_map(|run| run.folders());
        let mut editions: Vec<&Edition> = folders.map(|folder| &folder.edition).collect();
        editions.sort_by_key(|edition| listed(edition));
        let years = editions.into_iter().map(|edition| Year {
            name: edition.to_string(),
            label: label(edition),
            href: href(&self.base, edition),
            current: at == Some(edition),
            round: edition.is_round(),
        });
        let frame = Frame {
            language: if self.language == Language::English { "en" } else { "zh-CN" },
            words: interface_words(self.language),
            base: &self.base,
            here,
            number: stand.number,
            years: years.collect(),
            page,
        };
        let filled = self.theme.templates().and_then(|templates| templates.fill(template, &frame));
        match filled {
            Ok(page) => Response::new(Status::Ok, HTML, page),
            Err(failure) => plain(Status::Failed, failure.to_string()),
        }
    }

    /// The draft of a year or round, with what was found beside it.
    pub(super) fn draft_page(&self, stand: &Stand, edition: &Edition) -> Response {
        let of = format!("{}draft/{}/", self.base, encoded(&edition.to_string()));
        let paper = match edition.is_round() {
            true => "notice.pdf",
            false => "disclosure.pdf",
        };
        let page = DraftPage {
            name: edition.to_string(),
            label: label(edition),
            draft: format!("{of}index.html"),
            paper: format!("{of}{paper}"),
            panel: panel::panel(stand, edition, self.language),
            desktop: self.has_desktop(),
        };
        self.fill("draft.html", stand, Some(edition), "draft", page)
    }

    /// All years and rounds, and how far each has come.
    pub(super) fn work_page(&self, stand: &Stand) -> Response {
        let root = self.site.root();
        let bare = (!root.join("content").exists()).then(|| whole(root).display().to_string());
        let failure = stand.run.as_ref().err().filter(|_| bare.is_none());
        let trouble = failure.map(|it| Trouble::describe(it, self.language));
        let (states, failed) = match self.states(stand) {
            Ok(states) => (states, None),
            Err(failure) => (Vec::new(), Some(Trouble::describe(&failure, self.language))),
        };
        self.fill(
            "work.html",
            stand,
            None,
            "work",
            WorkPage {
                bare,
                states,
                trouble: trouble.or(failed),
                targets: super::targets(stand).into_iter().map(str::to_owned).collect(),
                desktop: self.has_desktop(),
            },
        )
    }

    fn states(&self, stand: &Stand) -> Result<Vec<State>, Failure> {
        let Ok(run) = &stand.run else { return Ok(Vec::new()) };
        let archive = Archive::read(self.site.root())?;
        let mut states = Vec::new();
        let mut folders: Vec<&Folder> = run.folders().collect();
        folders.sort_by_key(|folder| listed(&folder.edition));
        for folder in folders {
            let edition = &folder.edition;
            let check = || run.recall_or_check(&[folder]).remove(0);
            let mut due = pipeline::due(run, &archive, &[folder], (self.today)())?;
            due.retain(|due| due.edition == *edition);
            let said = pipeline::progress(run, &archive, folder, check)?;
            states.push(State {
                name: edition.to_string(),
                label: label(edition),
                href: href(&self.base, edition),
                said: said.in_language(self.language).to_owned(),
                due: due
                    .iter()
                    .map(|due| reminder(due).in_language(self.language).to_owned())
                    .collect(),
                overdue: due.iter().find(|due| due.released).map(|due| due.day.to_string()),
            });
        }
        Ok(states)
    }

    /// Says on a page what the machine refused.
    pub(super) fn trouble_page(&self, stand: &Stand, failure: &Failure) -> Response {
        let trouble = Trouble::describe(failure, self.language);
        let page = self.fill("trouble.html", stand, None, "trouble", TroublePage { trouble });
        Response { status: Status::Failed, ..page }
    }
}

/// Says something in a line.
pub fn plain(status: Status, words: impl Into<String>) -> Response {
    Response::new(status, TEXT, words.into())
}
