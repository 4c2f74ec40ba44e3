//! Withdraws people from a released year or round: an edition that no longer names them is made and kept.
//! It must not know how a name is masked, nor how an edition is kept.

use std::collections::BTreeSet;

use time::Date;

use super::Run;
use super::build::{imprint_of, printed};
use super::plan::Written;
use super::release::document_before;
use crate::academic_year::AcademicYear;
use crate::archive::{Archive, Entry, Kind, document_in};
use crate::document::Document;
use crate::facts::private_in;
use crate::failure::Failure;
use crate::language::both;
use crate::load::{self, Folder};
use crate::manifest::Artifact;
use crate::redaction::{Withdrawn, mentions, names, names_any, redacted, withdrawn_from};

/// The file, among what an edition is kept with, that says whom it no longer names.
const WITHDRAWN: &str = "withdrawn.json";

/// What came of withdrawing people.
#[derive(Debug)]
pub struct Withdrawal {
    pub entry: Entry,
    /// How many of the people listed the edition no longer names, all withdrawals together.
    pub people: usize,
    /// Published pages of other years and rounds that still name them; of a whole roster, those
    /// alone that name people whom the other does not list itself.
    pub elsewhere: Vec<String>,
}

/// Makes and keeps the edition of a released year or round without one person, or without anybody
/// it lists, from what stands at its own address.
///
/// # Errors
/// When nothing was released of the year, nobody is left to be withdrawn, or the reason, which is
/// public, names somebody.
pub fn withdraw(
    run: &Run,
    what: &str,
    on: Date,
    reason: &str,
    name: Option<&str>,
) -> Result<Withdrawal, Failure> {
    let archive = Archive::read(&run.inputs.root)?;
    let Some(edition) = archive.ledger.edition(&archive.named(what)) else {
        return Err(Failure::new(archive.folder.join(what), both!("{what} 还没有公开过版本，没有可以撤下的", "no version of {what} was released: there is nobody to withdraw")).with_help(both!(
            "没有公开过版本的，在 年度.yaml 或 通知.yaml 里写好“撤下日期”，用 gongkai build --on 日期 生成，到期就不印姓名",
            "of what was not released, write 撤下日期 in 年度.yaml or 通知.yaml and build with gongkai build --on DATE: from that day on no names are printed"
        )));
    };
    let own = edition.year.clone();
    let place = archive.folder.join(&own);
    let document = document_in(&archive.bundle(edition)?, &place)?;
    let whom = match name {
        Some(name) if !mentions(&document, name) => {
            return Err(Failure::new(place, both!("现在公开的 {own} 里没有“{name}”", "what is published of {own} does not name {name}"))
                .with_help(both!("核对姓名的写法；主要责任人表按规定公开，不在撤下之列", "check how the name is written; the table of officers is published by regulation and not withdrawn")));
        }
        None if names(&document).is_empty() => {
            let why = match withdrawn_from(&document) {
                0 => both!("{own} 没有列出个人", "{own} lists nobody"),
                _ => {
                    both!("{own} 的名单已经全部撤下", "all whom {own} listed are withdrawn already")
                }
            };
            return Err(Failure::new(place, why));
        }
        Some(name) => Withdrawn { names: [name.to_owned()].into(), ..Withdrawn::default() },
        None => Withdrawn { everybody: true, ..Withdrawn::default() },
    };
    let mut known = names(&document);
    known.extend(whom.names.clone());
    fit_to_print(reason, &known, run)?;
    let (manifest, _) = archive.manifest(edition)?;
    let elsewhere =
        elsewhere(&archive, &own, name.map_or(names(&document), |_| whom.names.clone()))?;
    let document = redacted(&document, &whom);
    let before = match AcademicYear::parse(&own) {
        Some(year) => document_before(run, &archive, year)?,
        None => None,
    };
    let imprint = imprint_of(run, &own, None);
    let (resources, standards) = (&run.resources, &manifest.standards);
    let written = Written::of(document);
    let bundle = printed(&written, before.as_ref(), resources, standards, &imprint)?;
    let entry = Entry {
        year: own,
        kind: Kind::Withdrawal,
        note: reason.to_owned(),
        on: on.to_string(),
        ..Entry::default()
    };
    let entry = archive.keep(entry, &bundle, &[withdrawn_file(&whom)])?;
    Ok(Withdrawal { entry, people: withdrawn_from(&written.document), elsewhere })
}

/// Returns the published pages of other years and rounds that name people withdrawn from one.
fn elsewhere(
    archive: &Archive,
    own: &str,
    people: BTreeSet<String>,
) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let shown = archive.ledger.shown();
    let others = archive.ledger.entries.iter().filter(|entry| entry.year != own);
    for entry in others.filter(|entry| shown.contains(&entry.number)) {
        let bundle = archive.bundle(entry)?;
        let listed = names(&document_in(&bundle, &archive.folder.join(entry.folder()))?);
        let people = match people.len() {
            1 => people.clone(),
            _ => people.difference(&listed).cloned().collect(),
        };
        let pages = bundle.iter().filter(|file| file.path.ends_with(".html"));
        let naming = pages.filter(|page| names_any(&String::from_utf8_lossy(&page.bytes), &people));
        found.extend(naming.map(|page| format!("{}/{}", entry.folder(), page.path)));
    }
    Ok(found)
}

/// Returns the file that says whom an edition no longer names; it is kept privately.
pub(super) fn withdrawn_file(withdrawn: &Withdrawn) -> Artifact {
    let mut bytes = serde_json::to_vec_pretty(withdrawn).expect("names are plain data");
    bytes.push(b'\n');
    Artifact::new(WITHDRAWN, bytes)
}

/// Reads that file among what an edition is kept with.
pub(super) fn withdrawn_in(sources: &[Artifact]) -> Option<Withdrawn> {
    let file = sources.iter().find(|file| file.path == WITHDRAWN)?;
    serde_json::from_slice(&file.bytes).ok()
}

/// Returns whom a correction of a year must not name: all who were withdrawn from it. When a purge
/// made their names unknown, that is everybody whom what stands published does not name.
pub(super) fn withdrawn_of(
    archive: &Archive,
    year: &str,
    correction: &Document,
) -> Result<Withdrawn, Failure> {
    let mut withdrawn = Withdrawn::default();
    let mut unknown = false;
    for entry in archive.of_kind(year, Kind::Withdrawal) {
        match withdrawn_in(&archive.sources(entry)?) {
            Some(more) => withdrawn.extend(more),
            None => unknown = true,
        }
    }
    if unknown && let Some(published) = archive.document(year)? {
        let still = names(&published);
        withdrawn.names.extend(names(correction).difference(&still).cloned());
    }
    Ok(withdrawn)
}

/// Refuses a reason or note, which everybody will read, that names somebody or holds private data.
pub(super) fn fit_to_print(
    text: &str,
    people: &BTreeSet<String>,
    run: &Run,
) -> Result<(), Failure> {
    let help = both!(
        "这段话要印在公开的版本页上，请改成不指名的说法，如“应本人要求”",
        "these words stand on a public page: name nobody, as in 应本人要求 (at their own request)"
    );
    if names_any(text, people) {
        return Err(Failure::new(
            "--reason、--note、更正说明",
            both!("说明里写了名单上的姓名", "the words name somebody of the roster"),
        )
        .with_help(help));
    }
    match private_in(text, &run.site).first() {
        Some((kind, masked)) => {
            let what =
                both!("说明里有{kind}：{masked}", "the words hold private data ({kind}): {masked}");
            Err(Failure::new("--reason、--note、更正说明", what).with_help(help))
        }
        None => Ok(()),
    }
}

/// Tells whether a released year or round still names people though its take-down date has come on the day
/// the run is for.
pub fn is_due(run: &Run, archive: &Archive, folder: &Folder) -> Result<bool, Failure> {
    let Some(on) = run.on else { return Ok(false) };
    let year = load::year(folder, &run.inputs.sources, &mut Vec::new());
    let head = if folder.round.is_some() { "notice" } else { "head" };
    if year.root.get(head).get("take_down").date().is_none_or(|day| on < day) {
        return Ok(false);
    }
    let published = archive.document(folder.name())?;
    Ok(published.is_some_and(|document| !names(&document).is_empty()))
}
