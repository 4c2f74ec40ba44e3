//! Whose take-down date has come: years and rounds that would still name people after it.
//! It must not know what day it is, nor take anything down.

use time::Date;

use super::Run;
use crate::archive::{Archive, Kind};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::load::yaml::{self, Node};
use crate::load::{self, Folder, decode};
use crate::model::round::folder;
use crate::model::{head, year};
use crate::redaction::names;
use crate::rules::edit::Texts;
use crate::source::Span;

/// A year or round whose take-down date has come and that names people.
#[derive(Clone, Debug)]
pub struct Due {
    pub edition: Edition,
    /// Its take-down date.
    pub day: Date,
    /// Whether it was released, so that it stays as it is until people are withdrawn from it.
    pub released: bool,
    place: Span,
}

impl Due {
    /// Says that the date has come, and what can be done.
    pub fn reminder(&self) -> Both {
        let Self { edition: name, day, released, .. } = self;
        match released {
            true => both!(
                "{name}  撤下日期 {day} 已到，公开的版本还印着姓名：gongkai withdraw {name} --all --on {day} --reason 公开期限已满",
                "{name}  the take-down date {day} has come and the released version still prints names: gongkai withdraw {name} --all --on {day} --reason REASON"
            ),
            false => both!(
                "{name}  撤下日期 {day} 已到：生成（gongkai build）和导出时加上 --on 日期，名单就不印姓名",
                "{name}  the take-down date {day} has come: gongkai build and export with --on DATE print no names"
            ),
        }
    }

    /// Says so as a violation of the build.
    pub fn finding(&self) -> Diagnostic {
        let Self { edition: name, day, released, place } = self;
        let (state, help) = match released {
            true => (
                "公开的版本还印着姓名",
                format!("gongkai withdraw {name} --all --on {day} --reason 公开期限已满"),
            ),
            false => ("生成出来还会印着姓名", "加上 --on 日期再生成，名单就不印姓名".to_owned()),
        };
        let message = format!("{name} 的撤下日期是 {day}，已经到了，{state}");
        Diagnostic::violation("PB-09", *place, message).help(help)
    }
}

/// Returns those of some years and rounds, and of all that was released without a folder, whose
/// take-down date has come by a day.
pub fn due(
    run: &Run,
    archive: &Archive,
    folders: &[&Folder],
    by: Date,
) -> Result<Vec<Due>, Failure> {
    let mut due = Vec::new();
    for folder in folders {
        let edition = folder.edition.clone();
        let year = load::year(folder, &run.inputs.sources, &mut Vec::new());
        let head = year.root.get(if edition.is_round() { folder::NOTICE } else { year::HEAD });
        let take_down = head.get(head::TAKE_DOWN);
        let is_in_work = head.get(head::STATUS).text() == Some("在编");
        let Some(day) = take_down.date().filter(|day| *day <= by) else { continue };
        let released = archive.ledger.newest(&edition).is_some();
        let names = if released { names_anybody(archive, &edition)? } else { !is_in_work };
        let first = Span::new(folder.files[0], 0, 0);
        due.extend(names.then(|| Due {
            edition,
            day,
            released,
            place: take_down.span.unwrap_or(first),
        }));
    }
    due.extend(without_folder(run, archive, by)?);
    Ok(due)
}

fn names_anybody(archive: &Archive, name: &Edition) -> Result<bool, Failure> {
    Ok(archive.document(name)?.is_some_and(|document| !names(&document).is_empty()))
}

/// Looks at what was released and has no folder any more, by the sources it was kept with.
fn without_folder(run: &Run, archive: &Archive, by: Date) -> Result<Vec<Due>, Failure> {
    let mut due = Vec::new();
    let mut seen: Vec<&Edition> = Vec::new();
    let versions = archive.ledger.entries.iter().rev().filter(|it| it.kind == Kind::Release);
    let place = run.inputs.sources.ids().next().map(|file| Span::new(file, 0, 0));
    for entry in versions {
        let known = seen.contains(&&entry.edition) || run.folder(&entry.edition).is_some();
        let Some(place) = place.filter(|_| !known) else { continue };
        seen.push(&entry.edition);
        let file = if entry.edition.is_round() { "通知" } else { "年度" };
        let path = format!("content/{}/{file}.yaml", entry.edition.content_folder());
        let sources = archive.sources(entry)?;
        let text = sources.iter().find(|source| source.path == path);
        let text = text.map(|source| String::from_utf8_lossy(&source.bytes).into_owned());
        let day = text.and_then(|text| take_down_in(file, text)).filter(|day| *day <= by);
        if let Some(day) = day
            && names_anybody(archive, &entry.edition)?
        {
            due.push(Due { edition: entry.edition.clone(), day, released: true, place });
        }
    }
    Ok(due)
}

/// Reads the take-down date of a year or round from the text of its head.
fn take_down_in(file: &str, text: String) -> Option<Date> {
    let tree = Texts(vec![(format!("{file}.yaml"), text)]).tree(file)?;
    let Node { kind: yaml::Kind::Map(pairs), .. } = tree else { return None };
    let is = |key: &Node| matches!(&key.kind, yaml::Kind::Scalar(word) if word == "撤下日期");
    match &pairs.iter().find(|(key, _)| is(key))?.1.kind {
        yaml::Kind::Scalar(text) => decode::date(text.trim()).ok(),
        _ => None,
    }
}
