//! Withdraws people from a released year or round, by an edition that no longer names them, and takes
//! a mistaken withdrawal back.
//! It must not know how a name is masked, nor how an edition is kept.

use std::collections::BTreeSet;

use time::Date;

use super::build::{Against, imprint_of, printed};
use super::purge::everybody;
use super::release::document_before;
use super::written::Written;
use super::{Run, meant};
use crate::archive::{Archive, Entry, Kind, document_in};
use crate::document::{Document, Imprint};
use crate::edition::Edition;
use crate::facts::private_in;
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::Artifact;
use crate::redaction::{Withdrawn, mentions, names, names_any, redacted, withdrawn_from};
use crate::render::changes::Corrected;
use crate::visible::is_invisible;

/// The file, among what an edition is kept with, that says whom it no longer names.
const WITHDRAWN: &str = "withdrawn.json";

/// Who is withdrawn, or cleared out of what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom<'a> {
    /// All whom a year or round lists.
    Everybody,
    /// One person, by name.
    One(&'a str),
}

/// A withdrawal made ready; nothing is kept yet.
#[derive(Debug)]
pub struct Withdrawal {
    pub edition: Edition,
    /// Whom it newly takes out, by name.
    pub leaving: BTreeSet<String>,
    /// How many of the people listed the edition no longer names, all withdrawals together.
    pub people: usize,
    /// The versions whose addresses will show the edition without them.
    pub versions: Vec<Edition>,
    /// Released years and rounds besides that print the name of one person, and at which addresses; of
    /// a whole roster, those alone that name people whom the other does not list itself.
    pub elsewhere: Vec<(Edition, Vec<Edition>)>,
    /// Years and rounds of which no version stands, and their files that say the name of one person.
    pub in_work: Vec<(Edition, Vec<String>)>,
    archive: Archive,
    entry: Entry,
    bundle: Vec<Artifact>,
    whom: Withdrawn,
}

impl Withdrawal {
    /// Keeps the edition and chains it.
    pub fn carry_out(self) -> Result<Entry, Failure> {
        self.archive.keep(self.entry, &self.bundle, &[withdrawn_file(&self.whom)])
    }
}

/// Makes the edition of a released year or round without one person, or without anybody it lists,
/// from what stands at its own address.
///
/// # Errors
/// When nothing was released of the year, nobody is left to be withdrawn, or the reason, which is
/// public, names somebody.
pub fn withdrawal(
    run: &Run,
    what: &str,
    on: Date,
    reason: &str,
    whom: Whom,
) -> Result<Withdrawal, Failure> {
    let archive = Archive::read(&run.inputs.root)?;
    let own = meant(run, &archive, what)?;
    let Some(standing) = archive.ledger.standing(&own) else {
        return Err(unreleased(&archive, &own));
    };
    let place = archive.folder.join(own.to_string());
    let document = document_in(&archive.bundle(standing)?, &place)?;
    let whom = withdrawn(&document, &own, whom).map_err(|(what, help)| {
        let failure = Failure::new(&place, what);
        help.into_iter().fold(failure, Failure::with_help)
    })?;
    let mut leaving = names(&document);
    if !whom.everybody {
        leaving.retain(|name| whom.names.contains(name));
    }
    fit_to_print(reason, &(&names(&document) | &whom.names), run)?;
    let (manifest, _) = archive.manifest(standing)?;
    let named = if whom.everybody { leaving.clone() } else { whom.names.clone() };
    let in_work = if whom.everybody { Vec::new() } else { in_work(run, &archive, &own, &named) };
    let elsewhere = elsewhere(&archive, &own, &named)?;
    let document = redacted(&document, &whom);
    let corrected = corrected(&archive, &own, &whom)?;
    let before = document_before(run, &archive, &own)?;
    let entry = Entry { on: on.to_string(), ..Entry::new(own.clone(), Kind::Withdrawal, reason) };
    let imprint = Imprint { issue: Some(entry.issue()), ..imprint_of(run, &own) };
    let people = withdrawn_from(&document);
    let written = Written::from_document(document);
    let before = before.map(Written::from_document);
    let previous = before.as_ref().map(Written::digested);
    let against = Against { previous, corrected: corrected.as_ref() };
    let bundle = printed(&written, against, &run.resources, &manifest.standards, &imprint)?;
    let versions = archive.versions(&own).map(Entry::released).collect();
    Ok(Withdrawal {
        edition: own,
        leaving,
        people,
        versions,
        elsewhere,
        in_work,
        archive,
        entry,
        bundle,
        whom,
    })
}

/// Returns what the newest version of a year or round corrected, without anybody who was withdrawn from
/// it; nothing where that is not kept whole any more.
fn corrected(
    archive: &Archive,
    own: &Edition,
    whom: &Withdrawn,
) -> Result<Option<Corrected>, Failure> {
    let Some(version) = archive.versions(own).nth(1) else { return Ok(None) };
    let Ok(bundle) = archive.bundle(version) else { return Ok(None) };
    let document = document_in(&bundle, &archive.folder.join(version.folder()))?;
    let mut withdrawn = withdrawn_of(archive, own, &document)?;
    withdrawn.extend(whom.clone());
    let corrected = Corrected::new(version.version, document);
    Ok(Some(Corrected { document: redacted(&corrected.document, &withdrawn), ..corrected }))
}

fn unreleased(archive: &Archive, own: &Edition) -> Failure {
    let why = both!(
        "{own} 还没有公开过版本，没有可以撤下的",
        "no version of {own} was released: there is nobody to withdraw"
    );
    Failure::new(archive.folder.join(own.to_string()), why).with_help(both!(
        "没有公开过版本的，在 年度.yaml 或 通知.yaml 里写好“撤下日期”，用 gongkai build --on 日期 生成，到期就不印姓名",
        "of what was not released, write 撤下日期 in 年度.yaml or 通知.yaml and build with gongkai build --on DATE: from that day on no names are printed"
    ))
}

/// Returns whom an edition shall no longer name, or why there is nobody, with what can be done.
fn withdrawn(
    document: &Document,
    own: &Edition,
    whom: Whom,
) -> Result<Withdrawn, (Both, Option<Both>)> {
    match whom {
        Whom::One(name) if !mentions(document, name) => Err((
            both!(
                "现在公开的 {own} 里没有“{name}”",
                "what is published of {own} does not name {name}"
            ),
            Some(no_such_name(document, name)),
        )),
        Whom::One(name) => {
            Ok(Withdrawn { names: [name.to_owned()].into(), ..Withdrawn::default() })
        }
        Whom::Everybody if !names(document).is_empty() => {
            Ok(Withdrawn { everybody: true, ..Withdrawn::default() })
        }
        Whom::Everybody if withdrawn_from(document) == 0 => {
            Err((both!("{own} 没有列出个人", "{own} lists nobody"), None))
        }
        Whom::Everybody => Err((
            both!("{own} 的名单已经全部撤下", "all whom {own} listed are withdrawn already"),
            None,
        )),
    }
}

/// Says what to do about a name that is not published: it may be a part of one that is.
fn no_such_name(document: &Document, name: &str) -> Both {
    match names(document).into_iter().find(|listed| listed.contains(name)) {
        Some(whole) => {
            both!("名单上有“{whole}”，姓名要写全", "{whole} is listed; write the whole name")
        }
        None => both!(
            "核对姓名的写法；主要责任人表按规定公开，不在撤下之列",
            "check how the name is written; the table of officers is published by regulation and not withdrawn"
        ),
    }
}

/// The undoing of a withdrawal made ready; nothing is chained yet.
#[derive(Debug)]
pub struct Undoing {
    pub edition: Edition,
    /// The withdrawal that is taken back.
    pub withdrawal: Entry,
    archive: Archive,
    note: String,
}

impl Undoing {
    /// Chains it.
    pub fn carry_out(self, on: Option<Date>) -> Result<Entry, Failure> {
        let on = on.map_or(String::new(), |day| day.to_string());
        self.archive.undo(&self.edition, &self.note, &on)
    }
}

/// Makes ready to take back the last withdrawal of a year or round that is in force.
///
/// # Errors
/// When there is none, or when files were purged since, which cannot be brought back.
pub fn undoing(run: &Run, what: &str, reason: &str) -> Result<Undoing, Failure> {
    let archive = Archive::read(&run.inputs.root)?;
    let own = meant(run, &archive, what)?;
    let place = archive.folder.join(own.to_string());
    let Some(withdrawal) = archive.ledger.withdrawals(&own).into_iter().next().cloned() else {
        return Err(Failure::new(
            place,
            both!(
                "{own} 没有撤下过什么，没有可以恢复的",
                "nothing of {own} is withdrawn: there is nothing to undo"
            ),
        ));
    };
    let purged = archive.of_kind(&own, Kind::Purge).any(|purge| purge.number > withdrawal.number);
    if purged {
        let why = both!(
            "撤下以后已经清除过存档里的文件，不能再恢复",
            "files were purged since the withdrawal: it cannot be undone"
        );
        return Err(Failure::new(place, why).with_help(both!(
            "要再公开的，改好 content 里的内容，用 gongkai release 公开新的一版",
            "to publish it again, mend the content and release another version"
        )));
    }
    fit_to_print(reason, &everybody(&archive, &own)?, run)?;
    Ok(Undoing { edition: own, withdrawal, archive, note: reason.to_owned() })
}

/// Returns the other years and rounds whose published documents name people withdrawn from one, with
/// the addresses at which they do.
fn elsewhere(
    archive: &Archive,
    own: &Edition,
    people: &BTreeSet<String>,
) -> Result<Vec<(Edition, Vec<Edition>)>, Failure> {
    let mut found = Vec::new();
    for edition in archive.released().into_iter().filter(|edition| *edition != own) {
        let mut addresses = Vec::new();
        for version in archive.versions(edition) {
            let shown = archive.ledger.shown_at(version);
            let place = archive.folder.join(shown.folder());
            let document = document_in(&archive.bundle(shown)?, &place)?;
            let listed = names(&document);
            let counts = |name: &&String| people.len() == 1 || !listed.contains(*name);
            if people.iter().filter(counts).any(|name| mentions(&document, name)) {
                addresses.push(version.released());
            }
        }
        if !addresses.is_empty() {
            found.push((edition.clone(), addresses));
        }
    }
    Ok(found)
}

/// Returns the other years and rounds of the content of which nothing was released, with their files
/// that name somebody.
fn in_work(
    run: &Run,
    archive: &Archive,
    own: &Edition,
    people: &BTreeSet<String>,
) -> Vec<(Edition, Vec<String>)> {
    let released = archive.released();
    let others = run.folders().filter(|folder| folder.edition != *own);
    let naming = others.filter(|folder| !released.contains(&folder.edition)).map(|folder| {
        let files = folder.files.iter().map(|file| run.inputs.sources.file(*file));
        let files = files.filter(|file| names_any(&file.text, people));
        (folder.edition.clone(), files.map(|file| file.path.clone()).collect::<Vec<_>>())
    });
    naming.filter(|(_, files)| !files.is_empty()).collect()
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
    year: &Edition,
    correction: &Document,
) -> Result<Withdrawn, Failure> {
    let mut withdrawn = Withdrawn::default();
    let mut unknown = false;
    for entry in archive.ledger.withdrawals(year) {
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
    if let Some(hidden) = text.chars().find(|c| is_invisible(*c)) {
        let what = both!(
            "说明里有看不见的字符（U+{:04X}）",
            "the words hold a character that nobody sees (U+{:04X})",
            u32::from(hidden)
        );
        let help = both!("删去这个字符，只写看得见的字", "take it out: write what can be seen");
        return Err(Failure::new("--reason、--note、更正说明", what).with_help(help));
    }
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
