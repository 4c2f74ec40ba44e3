//! What somebody means by the name of a year, of a round or of a version, or by a path: its document.
//! It must not know what is done with it.

use std::path::Path;

use super::terminal::{Terminal, counted};
use crate::academic_year::AcademicYear;
use crate::archive::{Archive, Entry, Kind, document_in};
use crate::compose::compose;
use crate::document::Document;
use crate::failure::Failure;
use crate::language::{Both, both, joined};
use crate::load::Folder;
use crate::pipeline::{Inputs, Run};

/// The site around, opened only when it is needed.
pub struct Site<'a> {
    root: &'a Path,
    run: Option<Run>,
    terminal: Terminal,
}

impl<'a> Site<'a> {
    pub fn new(root: &'a Path, terminal: Terminal) -> Self {
        Self { root, run: None, terminal }
    }

    pub fn run(&mut self) -> Result<&Run, Failure> {
        if self.run.is_none() {
            self.run = Some(Run::open(Inputs::read(self.root)?)?);
        }
        Ok(self.run.as_ref().expect("it was opened just now"))
    }

    /// Returns the document somebody means; nothing when its year is refused, which is then told.
    ///
    /// What a path leads to is read, unless the site has a year of that name.
    pub fn document(&mut self, what: &str) -> Result<Option<Document>, Failure> {
        let path = Path::new(what);
        let content = self.root.join("content");
        let first = what.split('/').next().and_then(AcademicYear::parse);
        let named = first.is_some() && content.join(what).is_dir();
        if !content.is_dir() || (path.exists() && !named) {
            return read(path).map(Some);
        }
        let (name, version) = parted(what);
        let archive = Archive::read(self.root)?;
        let name = self.full_name(&name, &archive)?;
        match (name, version) {
            (None, _) => Err(self.unknown(what, &archive)?),
            (Some(name), Some(version)) => {
                let number = |entry: &&Entry| entry.version == version;
                match archive.versions(&name).find(number) {
                    Some(entry) => standing_at(&archive, entry).map(Some),
                    None => Err(self.unknown(what, &archive)?),
                }
            }
            (Some(name), None) => self.current(&name, &archive),
        }
    }

    /// Returns what a year or round goes by, given that name or the short one of a round.
    fn full_name(&mut self, name: &str, archive: &Archive) -> Result<Option<String>, Failure> {
        let folders = self.run()?;
        let folders = folders.years.iter().chain(&folders.rounds).map(Folder::name);
        let kept = archive.ledger.entries.iter().filter(|entry| entry.has_bundle());
        let mut known: Vec<String> = folders.chain(kept.map(|entry| entry.year.clone())).collect();
        known.sort();
        known.dedup();
        let short = |known: &&String| known.rsplit('/').next() == Some(name);
        let meant: Vec<&String> = match known.iter().find(|known| *known == name) {
            Some(exact) => vec![exact],
            None => known.iter().filter(short).collect(),
        };
        match meant[..] {
            [] => Ok(None),
            [one] => Ok(Some(one.clone())),
            _ => {
                let why = both!("有几轮述职评议都叫这个名字", "several rounds go by this name");
                let all = meant.iter().map(|name| name.as_str().into());
                let help = both!("写上学年，如 ", "write the year too, as in ");
                Err(Failure::new(name, why).with_help(help + joined(all, both!("、", ", "))))
            }
        }
    }

    /// Returns what a year or round says now: what `content/` makes of it, or what stands at its
    /// address once people were withdrawn or its content is gone.
    fn current(&mut self, name: &str, archive: &Archive) -> Result<Option<Document>, Failure> {
        let terminal = self.terminal;
        let withdrawn = archive.of_kind(name, Kind::Withdrawal).next().is_some();
        let run = self.run()?;
        let folder = run.years.iter().chain(&run.rounds).find(|folder| folder.name() == name);
        let Some(folder) = folder.filter(|_| !withdrawn) else { return archive.document(name) };
        match run.clear(folder) {
            Ok(cleared) => Ok(Some(compose(&cleared, &run.standards.rules))),
            Err(refused) => {
                let count = terminal.findings(refused.findings, &run.inputs.sources);
                let refused = both!("{name}：", "{name}: ") + counted(count);
                terminal.note(refused + both!("，不能比较", "; it cannot be compared"));
                Ok(None)
            }
        }
    }

    /// Says that there is nothing of a name, and what there is.
    fn unknown(&mut self, what: &str, archive: &Archive) -> Result<Failure, Failure> {
        let run = self.run()?;
        let names = run.years.iter().chain(&run.rounds).map(|folder| folder.name().into());
        let versions = archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Release);
        let versions: Vec<Both> = versions.map(|entry| entry.folder().into()).collect();
        let comma = || both!("、", ", ");
        let mut help = both!("content 里有：", "in content there are: ") + joined(names, comma());
        help =
            help + match versions.is_empty() {
                true => both!("；还没有公开过版本", "; no version was released yet"),
                false => both!("；公开过的版本：", "; versions released: "),
            } + joined(versions, comma())
                + both!(
                    "；也可以写生成的文件夹或者 document.json 的路径",
                    "; or write the path of a folder built, or of a document.json"
                );
        let why = both!(
            "没有这个学年、述职评议或者版本，也没有这个文件",
            "there is no such year, round or version, nor such a file"
        );
        Ok(Failure::new(what, why).with_help(help))
    }
}

/// Parts `2025-2026/v2` into a name and the number of a version; a year is read with any dash.
fn parted(what: &str) -> (String, Option<u32>) {
    let what = what.trim_end_matches('/');
    let version = what.rsplit_once("/v").and_then(|(name, n)| Some((name, n.parse().ok()?)));
    let (name, version) = version.map_or((what, None), |(name, n)| (name, Some(n)));
    let year = AcademicYear::parse(name).map(|year| year.to_string());
    (year.unwrap_or_else(|| name.to_owned()), version)
}

/// Returns what stands at the address of a version: once people were withdrawn, the edition without
/// them.
fn standing_at(archive: &Archive, version: &Entry) -> Result<Document, Failure> {
    let shown = archive.ledger.shown_at(version);
    document_in(&archive.bundle(shown)?, &archive.folder.join(shown.folder()))
}

/// Reads a `document.json`, or the one in a bundle's folder.
fn read(path: &Path) -> Result<Document, Failure> {
    let file = if path.is_dir() { path.join("document.json") } else { path.to_owned() };
    let bytes = std::fs::read(&file).map_err(|error| {
        Failure::io(&file, error).with_help(both!(
            "写学年（如 2025-2026）、它的一版（如 2025-2026/v1）、生成的文件夹，或者 document.json",
            "name a year such as 2025-2026, a version such as 2025-2026/v1, a folder built, or a document.json"
        ))
    })?;
    Document::from_json(&bytes).ok_or_else(|| {
        let why = both!("不是本程序认得的 document.json", "no document.json this program knows");
        Failure::new(file, why).with_help(both!(
            "它可能来自更新的 gongkai，请升级后再比较",
            "it may come from a newer gongkai; upgrade, then compare again"
        ))
    })
}
