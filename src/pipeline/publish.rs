//! Where a site is carried to, as `site.yaml` names it, and what may be put back there.
//! It must not know how files travel.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::written::shown;
use super::{Inputs, Run};
use crate::archive::{Archive, Kind};
use crate::bundle::remote::{Access, Address, Remote, secret_in};
use crate::bundle::{Kept, brought_back, list_of};
use crate::datum::{Datum, FieldName};
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::Audience;
use crate::model::{site, target};
use crate::redaction;
use crate::render::formats::audience;

/// Where a site is carried to.
pub struct Destination {
    pub place: Place,
    /// What is kept of it here.
    pub kept: Kept,
    /// The address of the web that serves it, where it is to be checked afterwards.
    pub checked_at: Option<String>,
}

pub enum Place {
    Folder(PathBuf),
    Server(Box<Remote>),
}

/// Finds where to: a name of `site.yaml`, an address, or a folder. `secret` is a password from
/// elsewhere than a file.
///
/// # Errors
/// When an address cannot be read, or the file of a password is one that others could read.
pub fn destination(root: &Path, to: &str, secret: Option<String>) -> Result<Destination, Failure> {
    let run = Inputs::read(root).and_then(Run::open).ok();
    let targets = run.as_ref().filter(|run| !run.site.is_absent());
    let targets = targets.map_or(&[][..], |run| run.site.get(site::TARGETS).items());
    let named = targets.iter().find(|it| it.get(target::NAME).text() == Some(to));
    let text = |name: FieldName| named.and_then(|it| it.get(name).text()).map(str::to_owned);
    let address = text(target::ADDRESS).unwrap_or_else(|| to.to_owned());
    let kept = Kept::locate(root, to);
    let checked_at = text(target::CHECKED_AT);
    if named.is_none() && !address.contains(['/', '\\']) && !Path::new(&address).is_dir() {
        return Err(no_such_place(to, targets));
    }
    if !address.contains("://") {
        return Ok(Destination { place: Place::Folder(address.into()), kept, checked_at });
    }
    let secret = match text(target::SECRET) {
        Some(file) => Some(secret_in(Path::new(&file), root)?),
        None => secret,
    };
    let access = Access {
        secret,
        endpoint: text(target::ENDPOINT),
        region: text(target::REGION),
        certificate: named.and_then(|it| path_in(it, target::CERTIFICATE)),
        ssh: named.and_then(|it| path_in(it, target::SSH)),
    };
    let remote = Remote::new(Address::parse(&address)?, access, kept.nothing()?);
    Ok(Destination { place: Place::Server(Box::new(remote)), kept, checked_at })
}

/// Says that a word is neither the name of a place nor a folder: a slip must not make one.
fn no_such_place(to: &str, targets: &[Datum]) -> Failure {
    let names: Vec<&str> = targets.iter().filter_map(|it| it.get(target::NAME).text()).collect();
    let why = both!(
        "没有叫“{to}”的去处，也没有这个文件夹",
        "there is no place named {to}, nor such a folder"
    );
    let known = match names.is_empty() {
        true => both!("站点的 site.yaml 里没有写“发布”；", "site.yaml names no places (发布); "),
        false => both!("site.yaml 的“发布”里有：{}；", "site.yaml names: {}; ", names.join("、")),
    };
    Failure::new(to, why).with_help(
        known + both!("要放进一个新的文件夹的，写成 ./{to}", "for a new folder write ./{to}"),
    )
}

fn path_in(target: &Datum, name: FieldName) -> Option<PathBuf> {
    target.get(name).text().map(PathBuf::from)
}

/// Fails where a built site does not show what the ledger says: something was released, withdrawn or
/// taken back since it was built, and the site may still name who was withdrawn.
///
/// # Errors
/// Then, and when the ledger or the site's list cannot be read.
pub fn up_to_ledger(root: &Path, site: &Path) -> Result<(), Failure> {
    let Some(files) = list_of(site)? else { return Ok(()) };
    let archive = Archive::read(root)?;
    let ledger = &archive.ledger;
    let mut shown: Vec<(String, &str)> = Vec::new();
    for edition in archive.released() {
        let standing = ledger.standing(edition).map(|entry| (edition.to_string(), entry));
        let versions =
            archive.versions(edition).map(|version| (version.folder(), ledger.shown_at(version)));
        let all = standing.into_iter().chain(versions);
        shown.extend(all.map(|(at, entry)| (format!("{at}/manifest.json"), &*entry.manifest)));
    }
    let older = ledger.entries.iter().filter(|entry| entry.kind == Kind::Document);
    shown.extend(older.map(|it| (format!("{}/{}", it.edition, it.file), &*it.manifest)));
    let differs =
        |(path, digest): &&(String, &str)| files.get(path).map(String::as_str) != Some(*digest);
    let Some((path, _)) = shown.iter().find(differs) else { return Ok(()) };
    let why = both!(
        "产物比发布账本旧：公开、撤下或恢复以后还没有重新生成，没有发布",
        "older than the ledger: something was released, withdrawn or taken back since it was built; nothing was published"
    );
    Err(Failure::new(site.join(path), why)
        .with_help(both!("先运行 gongkai build，再发布", "run gongkai build first, then publish")))
}

/// Returns the files that putting a site back would bring and that name somebody who is not named
/// there now. What a bundle names is what its document names; where that cannot be read, a file
/// that may name people counts.
pub fn names_brought_back(kept: &Kept) -> Vec<String> {
    let mut newly: BTreeMap<String, bool> = BTreeMap::new();
    let mut names = |path: &str| {
        let Some((bundle, file)) = path.rsplit_once('/') else { return false };
        let brings = || {
            let named = |site: PathBuf| Some(redaction::names(&shown(&site, bundle)?));
            let [before, now] = [kept.before(), kept.now()].map(named);
            before.zip(now).is_none_or(|(before, now)| !before.is_subset(&now))
        };
        audience(file) == Audience::NamesPeople
            && *newly.entry(bundle.to_owned()).or_insert_with(brings)
    };
    brought_back(kept).into_iter().filter(|path| names(path)).collect()
}
