//! What somebody means by the name of a year, of a round or of a version, or by a path: its document.
//! It must not know what is done with it.

use std::path::Path;

use super::terminal::Terminal;
use crate::archive::{Archive, Entry, Kind, document_in};
use crate::compose::compose;
use crate::document::Document;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::both;
use crate::pipeline::{Inputs, Run};
use crate::source::{MAX_KEPT_BYTES, read_file};

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
        let named =
            Edition::parse(what).is_some_and(|it| content.join(it.content_folder()).is_dir());
        if !content.is_dir() || (path.exists() && !named) {
            return read(path).map(Some);
        }
        let archive = Archive::read(self.root)?;
        if let Some(failure) = archive.never_released(what) {
            return Err(failure);
        }
        let meant = self.meant(what, &archive)?;
        match meant.version {
            Some(_) => standing_at(&archive, archive.version(&meant.to_string())?.1).map(Some),
            None => self.current(&meant, &archive),
        }
    }

    /// Returns the year, round or version somebody means, of the content or released.
    fn meant(&mut self, what: &str, archive: &Archive) -> Result<Edition, Failure> {
        let content = self.run()?.folders().map(|folder| &folder.edition);
        let released = archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Release);
        let versions: Vec<Edition> = released.map(Entry::released).collect();
        let known = content.chain(archive.released()).chain(&versions);
        Edition::meant(what, known).cloned().map_err(|failure| {
            let more = both!(
                "；也可以写生成的文件夹或者 document.json 的路径",
                "; or write the path of a folder built, or of a document.json"
            );
            let help = failure.help.clone().unwrap_or_default();
            failure.with_help(help + more)
        })
    }

    /// Returns what a year or round says now: what `content/` makes of it, or what stands at its
    /// address once people were withdrawn or its content is gone.
    fn current(
        &mut self,
        edition: &Edition,
        archive: &Archive,
    ) -> Result<Option<Document>, Failure> {
        let terminal = self.terminal;
        let withdrawn = !archive.ledger.withdrawals(edition).is_empty();
        let run = self.run()?;
        let folder = run.folder(edition).filter(|_| !withdrawn);
        let Some(folder) = folder else { return archive.document(edition) };
        match run.clear(folder) {
            Ok(cleared) => Ok(Some(compose(&cleared, &run.standards))),
            Err(refused) => {
                let count = terminal.findings_beside(refused.findings, &run.inputs.sources);
                let refused = both!("{edition}：", "{edition}: ") + count.summary();
                terminal.note(refused + both!("，不能比较", "; it cannot be compared"));
                Ok(None)
            }
        }
    }
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
    let bytes = read_file(&file, MAX_KEPT_BYTES).map_err(|failure| {
        failure.with_help(both!(
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
