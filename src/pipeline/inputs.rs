//! What a run reads: content, standards, theme and fonts, each from one place.
//! It must not know what any of it means.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use include_dir::Dir;

use super::editors::for_editors;
use crate::datum::{Datum, Need, Value};
use crate::failure::Failure;
use crate::load;
use crate::manifest::{Artifact, BUILD, Named, sha256};
use crate::model::Tables;
use crate::render::pdf::{Fonts, Press};
use crate::source::watch::Seen;
use crate::source::{FileId, Sources, has_litter, read_bytes};
use crate::standard::Issuer;
use crate::theme::Theme;

/// The folder of the national standards.
const STANDARDS: &str = "standards";
/// Where the lists stand that it does not have.
const LATER: &str = "later";

/// The texts of a run.
#[derive(Debug)]
pub struct Inputs {
    pub root: PathBuf,
    pub sources: Sources,
    /// Folders of forms and rules among the sources, national first.
    pub standards: Vec<(&'static str, Issuer)>,
    /// The SHA-256 of the files that somebody asked for: each is asked for again by the years beside.
    digests: Mutex<BTreeMap<FileId, String>>,
}

impl Inputs {
    /// Takes texts that were read.
    pub fn new(root: &Path, sources: Sources, standards: Vec<(&'static str, Issuer)>) -> Self {
        Self { root: root.to_owned(), sources, standards, digests: Mutex::default() }
    }

    /// Reads `content/` below a root, and `standards/` there or else the built-in ones.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let content = root.join("content");
        if !content.is_dir() {
            return Err(Failure::no_site(content));
        }
        let mut sources = Sources::default();
        let elsewhere = |below: &str| matches!(below, "releases" | "fonts" | "themes");
        sources.read_folder(&content, "content", elsewhere)?;
        let mut standards = national(root, &mut sources)?;
        standards.push(("content/standards", Issuer::Own));
        Ok(Self::new(root, sources, standards))
    }

    /// Looks at all that the site below a root is read from, but for what was released, to tell what
    /// has changed since a look before.
    pub fn look(root: &Path, before: &Seen) -> Seen {
        let folders = ["content", "standards", "themes"].map(|folder| root.join(folder));
        let releases = folders[0].join("releases");
        before.look(&folders, |path| path == releases)
    }

    /// Returns the files the forms and rules were read from, but for what is the program's own.
    pub fn standards_files(&self) -> Vec<FileId> {
        let is_standard = |file: &FileId| {
            let path = &self.sources.file(*file).path;
            self.standards.iter().filter(|(folder, _)| *folder != LATER).any(|(folder, _)| {
                let below = path.strip_prefix(folder).and_then(|p| p.strip_prefix('/'));
                below.is_some_and(load::is_standard)
            })
        };
        self.sources.ids().filter(is_standard).collect()
    }

    /// Returns the SHA-256 over the paths and texts of some files.
    pub fn digest_of(&self, files: &[FileId]) -> String {
        let mut list = String::new();
        let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        for id in files {
            let file = self.sources.file(*id);
            let digest = digests.entry(*id).or_insert_with(|| sha256(file.text.as_bytes()));
            list.push_str(&format!("{digest} {}", file.path));
            let unread = self.sources.unreadable().iter().find(|(bad, _)| bad == id);
            list.push_str(&unread.map_or(String::new(), |(_, why)| format!(" {why:?}")));
            list.push('\n');
        }
        sha256(list.as_bytes())
    }
}

/// What a year is printed with.
pub struct Resources {
    pub theme: Theme,
    pub theme_named: Named,
    pub fonts: Fonts,
    pub press: Press,
    pub fonts_named: Vec<Named>,
    /// What tells one build of the program from another.
    pub program: &'static str,
}

impl Resources {
    /// Takes the theme a site names, and puts the site's own fonts in front of the built-in ones.
    pub fn read(inputs: &Inputs, theme: Option<&str>) -> Result<Self, Failure> {
        let theme = match theme.filter(|name| *name != "default") {
            None => Theme::built_in(),
            Some(name) => {
                let folder = inputs.root.join("themes").join(name);
                Theme::over_built_in(
                    name,
                    read_bytes(&folder, |path| !path.starts_with("fonts/") && !has_litter(path))?,
                )
            }
        };
        let of_theme = inputs.root.join("themes").join(&theme.name).join("fonts");
        let fonts = Fonts::built_in()
            .with(fonts_below(&of_theme)?)?
            .with(fonts_below(&inputs.root.join("content/fonts"))?)?;
        let theme_named = Named { name: theme.name.clone(), sha256: theme.digest() };
        let fonts_named = fonts.named();
        let press = Press::new(&theme, &fonts)?;
        Ok(Self { theme, theme_named, fonts, press, fonts_named, program: BUILD })
    }

    /// Does beforehand what the first printing would begin with. A template that is at fault is told
    /// of when it is filled.
    pub fn make_ready(&self) {
        let _ = self.theme.templates();
        self.press.make_ready();
    }
}

/// Reads the fonts of a folder, if there is such a folder.
fn fonts_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let is_font = |path: &str| {
        [".ttf", ".otf", ".ttc"].iter().any(|end| path.ends_with(end)) && !has_litter(path)
    };
    if folder.is_dir() { read_bytes(folder, is_font) } else { Ok(Vec::new()) }
}

/// Returns the files of the small clean site that proves the rules, by their path below `content/`:
/// what a new site starts from.
fn specimen() -> Vec<(String, &'static [u8])> {
    let mut files = Vec::new();
    collect(load::STANDARDS.get_dir("specimen").into_iter().collect(), &mut files);
    let below =
        |(path, bytes): (String, _)| Some((path.strip_prefix("specimen/")?.to_owned(), bytes));
    files.into_iter().filter_map(below).collect()
}

/// Returns the sample as a new site holds it, by paths below its root.
pub fn sample() -> Vec<Artifact> {
    let files = specimen().into_iter().map(|(path, bytes)| {
        let path = format!("content/{path}");
        match std::str::from_utf8(bytes) {
            Ok(text) => Artifact::new(path.clone(), for_editors(&path, text)),
            Err(_) => Artifact::new(path, bytes.to_vec()),
        }
    });
    files.collect()
}

/// Returns an example of each value, as the sample writes it, by the keys down to it:
/// `年度.学校.全称`. Of a list it is the first that has one.
pub fn examples() -> BTreeMap<String, String> {
    let mut sources = Sources::default();
    for file in sample() {
        let text = String::from_utf8(file.bytes.to_vec()).expect("the sample is all text");
        sources.add(&file.path, &text);
    }
    let content = load::content("content", Tables::default(), &sources, &mut Vec::new());
    let mut found = BTreeMap::new();
    gather("site", &content.site, &sources, &mut found);
    for folder in content.years.iter().chain(&content.rounds) {
        let root = load::year(folder, &sources, &mut Vec::new()).root;
        let Value::Fields(record, data) = &root.value else { continue };
        for (field, datum) in record.fields.iter().zip(data) {
            gather(field.key, datum, &sources, &mut found);
        }
    }
    found
}

fn gather(path: &str, datum: &Datum, sources: &Sources, found: &mut BTreeMap<String, String>) {
    match &datum.value {
        Value::Fields(record, data) => {
            for (field, datum) in record.fields.iter().zip(data) {
                if field.need != Need::Derived {
                    gather(&format!("{path}.{}", field.key), datum, sources, found);
                }
            }
        }
        Value::Items(items) => items.iter().for_each(|item| gather(path, item, sources, found)),
        Value::Absent | Value::Faulty | Value::Prose(_) => {}
        Value::Text(_) | Value::Number(_) | Value::Date(_) | Value::Bool(_) => {
            let written = datum.span.map(|span| sources.text(span).to_owned());
            if let Some(written) = written.filter(|it| !it.is_empty()) {
                found.entry(path.to_owned()).or_insert(written);
            }
        }
    }
}

fn collect(folders: Vec<&'static Dir>, files: &mut Vec<(String, &'static [u8])>) {
    for folder in folders {
        let path = |file: &include_dir::File| file.path().to_string_lossy().replace('\\', "/");
        files.extend(folder.files().map(|file| (path(file), file.contents())));
        collect(folder.dirs().collect(), files);
    }
}

/// Reads the national standards alone, for commands that need no content.
pub fn standards_only(root: &Path) -> Result<Inputs, Failure> {
    if root.join("content").is_dir() {
        return Inputs::read(root);
    }
    let mut sources = Sources::default();
    let standards = national(root, &mut sources)?;
    Ok(Inputs::new(root, sources, standards))
}

/// Returns the tables of fields that the site below a root writes to: the program's, with those its
/// `fields.yaml` and `limits.yaml` declare and that can be read.
pub fn tables(root: &Path) -> Tables {
    let folder = "content/standards";
    let mut sources = Sources::default();
    // What cannot be read is told where the site is checked.
    let is_other = |below: &str| !["fields.yaml", "limits.yaml"].contains(&below);
    let read = sources.read_folder(&root.join(folder), folder, is_other);
    let own = read.map(|_| load::standards(&[(folder, Issuer::Own)], &sources, &mut Vec::new()));
    own.map(|own| own.tables).unwrap_or_default()
}

fn national(root: &Path, sources: &mut Sources) -> Result<Vec<(&'static str, Issuer)>, Failure> {
    let own = root.join(STANDARDS);
    if !own.is_dir() {
        embed(&load::STANDARDS, sources);
        return Ok(vec![(STANDARDS, Issuer::National)]);
    }
    sources.read_folder(&own, STANDARDS, |_| false)?;
    add_later(sources);
    Ok(vec![(STANDARDS, Issuer::National), (LATER, Issuer::National)])
}

/// Adds the lists of words that a folder of national standards does not have, such as one kept with an
/// older release: then the program held what stands in them.
fn add_later(sources: &mut Sources) {
    let files = load::FILES_OF_LISTS.iter().filter_map(|name| {
        let file = sources.find(&format!("{STANDARDS}/{name}"))?;
        Some(&*sources.file(file).text)
    });
    let known: BTreeSet<String> = files.flat_map(lists).map(|(name, _)| name.to_owned()).collect();
    for name in load::FILES_OF_LISTS {
        let file = load::STANDARDS.get_file(name).expect("the national standards have it");
        let all = lists(file.contents_utf8().expect("standards are UTF-8"));
        let missing = all.into_iter().filter(|(name, _)| !known.contains(*name));
        let missing: String = missing.map(|(_, list)| list).collect();
        if !missing.is_empty() {
            sources.add(format!("{LATER}/{name}"), missing);
        }
    }
}

/// Cuts a file of lists at the line each begins with; with each goes its name.
fn lists(text: &str) -> Vec<(&str, &str)> {
    let mut found: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match line.split_once(':') {
            Some((name, _)) if !line.starts_with([' ', '#', '-']) => found.push((name, at..end)),
            _ => found.iter_mut().last().into_iter().for_each(|(_, list)| list.end = end),
        }
        at = end;
    }
    found.into_iter().map(|(name, list)| (name, &text[list])).collect()
}

fn embed(folder: &'static Dir, sources: &mut Sources) {
    let mut files: Vec<_> = folder.files().collect();
    files.sort_by_key(|file| file.path());
    for file in files {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let text = file.contents_utf8().expect("standards are UTF-8");
        sources.add_built_in(format!("{STANDARDS}/{path}"), text);
    }
    let mut folders: Vec<_> = folder.dirs().collect();
    folders.sort_by_key(|folder| folder.path());
    folders.into_iter().for_each(|folder| embed(folder, sources));
}
