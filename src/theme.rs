//! How it looks: the files of a theme, and its page templates filled in.
//! It must not know what a document is, nor read the disk.

mod day;
pub mod watch;

pub use day::Day;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, File, include_dir};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::{Context, ErrorKind, Tera};

use crate::failure::Failure;
use crate::language::both;
use crate::manifest::Artifact;
use watch::{Bounds, watched};

/// The default theme as it was when the program was compiled.
static DEFAULT: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The pages of the workbench, which no site may change.
static WORKBENCH: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/workbench");

/// What the theme that comes with the program is called.
pub const DEFAULT_NAME: &str = "default";

/// The folders of a theme: the PDF's templates, and what only the pages over all years or only the
/// handbook of rules need.
const FOLDERS: [&str; 3] = ["pdf", "site", "handbook"];

/// Returns a font of the default theme by the name of its file.
///
/// # Panics
/// When the default theme has no such font: the caller is wrong about it.
pub fn built_in_font(name: &str) -> &'static [u8] {
    let file = DEFAULT.get_file(format!("fonts/{name}"));
    file.unwrap_or_else(|| panic!("the default theme has no font `{name}`")).contents()
}

/// Returns every file of the default theme but the fonts, by its path below the theme's folder.
pub fn built_in_files() -> Vec<(String, &'static [u8])> {
    let folders = FOLDERS.iter().filter_map(|folder| DEFAULT.get_dir(folder));
    let files = DEFAULT.files().chain(folders.flat_map(Dir::files));
    files.map(|file| (path_of(file), file.contents())).collect()
}

/// Returns the fonts of the default theme with their licences, by their path in it.
pub fn built_in_fonts() -> Vec<(String, &'static [u8])> {
    let files = DEFAULT.get_dir("fonts").into_iter().flat_map(Dir::files);
    files.map(|file| (path_of(file), file.contents())).collect()
}

fn path_of(file: &File) -> String {
    file.path().to_string_lossy().replace('\\', "/")
}

/// A named set of files: `*.html` are templates, the other files of its top folder go with every
/// bundle, and what lies in folders below belongs to other formats.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub name: String,
    files: BTreeMap<String, Cow<'static, [u8]>>,
    read: Read,
}

/// The page templates of a theme once they have been read; what they are follows from its files.
#[derive(Clone, Default)]
struct Read(Arc<OnceLock<Tera>>);

impl PartialEq for Read {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Read {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Read")
    }
}

impl Theme {
    /// Returns the theme that comes with the program.
    pub fn built_in() -> Self {
        let files = built_in_files().into_iter();
        let files = files.map(|(path, bytes)| (path, Cow::Borrowed(bytes)));
        Self { name: DEFAULT_NAME.to_owned(), files: files.collect(), read: Read::default() }
    }

    /// Returns the pages of the workbench.
    pub fn workbench() -> Self {
        let files = WORKBENCH.files().map(|file| (path_of(file), Cow::Borrowed(file.contents())));
        Self { name: "workbench".to_owned(), files: files.collect(), read: Read::default() }
    }

    /// Returns a theme of somebody's own: these files, by their path below the theme's folder,
    /// and the default theme's for every path they leave out.
    pub fn over_built_in(
        name: impl Into<String>,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        let mut theme = Self { name: name.into(), ..Self::built_in() };
        theme.files.extend(files.into_iter().map(|(path, bytes)| (path, Cow::Owned(bytes))));
        theme
    }

    /// Returns the bytes of one file, by its path below the theme's folder.
    pub fn file(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|bytes| &**bytes)
    }

    /// Returns one file as text; absent where it is none.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.file(path)?).ok()
    }

    /// Returns the files below a folder of the theme, such as `pdf/`, by their whole path.
    pub fn below(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let files = self.files.iter().filter(|(path, _)| path.starts_with(folder));
        files.map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect()
    }

    /// Returns the SHA-256 over the names and bytes of all files, each preceded by its length.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in &self.files {
            for part in [path.as_bytes(), bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns the files that stand beside every page: styles and pictures.
    pub fn assets(&self) -> Vec<Artifact> {
        let beside = self.files.iter().filter(|(path, _)| !path.contains('/') && !is_page(path));
        beside.map(|(path, bytes)| Artifact::new(path, bytes.to_vec())).collect()
    }

    /// Returns what only the pages over all years need, to stand beside them.
    pub fn site_assets(&self) -> Vec<Artifact> {
        let files = self.files.iter().filter_map(|(path, bytes)| {
            Some(Artifact::new(path.strip_prefix("site/")?, bytes.to_vec()))
        });
        files.collect()
    }

    /// Returns all page templates, read once, so that a fault in any of them is found before one is
    /// filled.
    pub fn templates(&self) -> Result<Templates<'_>, Failure> {
        let tera = match self.read.0.get() {
            Some(tera) => tera,
            None => {
                let tera = self.tera()?;
                self.read.0.get_or_init(|| tera)
            }
        };
        Ok(Templates { theme: self, tera })
    }

    fn tera(&self) -> Result<Tera, Failure> {
        let mut sources = Vec::new();
        for (path, bytes) in self.files.iter().filter(|(path, _)| is_page(path)) {
            let text = std::str::from_utf8(bytes).map_err(|_| {
                Failure::new(
                    self.place(path),
                    both!("模板不是 UTF-8 编码的文本", "the template is not text in UTF-8"),
                )
            })?;
            sources.push((path.clone(), text));
        }
        let mut tera = Tera::default();
        tera.add_raw_templates(sources).map_err(|error| self.fault("", &error))?;
        Ok(tera)
    }

    /// Returns where a file of this theme is said to stand.
    pub fn place(&self, path: &str) -> PathBuf {
        ["themes", &self.name, path].iter().collect()
    }

    /// Says what is wrong with a template: its file, line and column where Tera knows them.
    fn fault(&self, page: &str, error: &tera::Error) -> Failure {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = report.span();
                let (line, column) = (span.start_line, span.start_col + 1);
                let message = both!(
                    "模板第 {line} 行第 {column} 列：{}",
                    "line {line}, column {column} of the template: {}",
                    report.message()
                );
                Failure::new(self.place(report.filename()), message)
            }
            other => Failure::new(
                self.place(page),
                both!("模板有误：{other}", "the template is faulty: {other}"),
            ),
        }
        .with_help(both!(
            "改正主题中的模板；内置主题出现此错误请报告给开发者",
            "mend the template of the theme; if it is the built-in one, tell the developers"
        ))
    }
}

fn is_page(path: &str) -> bool {
    !path.contains('/') && path.ends_with(".html")
}

/// The page templates of one theme, read and ready.
pub struct Templates<'a> {
    theme: &'a Theme,
    tera: &'a Tera,
}

impl Templates<'_> {
    /// Fills one template with a view; every text in it is escaped by the template engine.
    pub fn fill(&self, page: &str, view: impl Serialize) -> Result<Vec<u8>, Failure> {
        let fault = |error: tera::Error| self.theme.fault(page, &error);
        let context = Context::from_serialize(&view).map_err(fault)?;
        drop(view);
        let render = || self.tera.render(page, &context);
        let html = watched(&self.theme.place(page), Bounds::PAGE, render).map_err(fault)?;
        Ok(html.into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_in_a_template_names_file_and_line() {
        let theme = |text: &str| {
            Theme::over_built_in("自制", [("year.html".to_owned(), text.as_bytes().to_vec())])
        };
        let unread = theme("<p>\n{% if %}").templates().err().unwrap();
        assert!(unread.path.ends_with("themes/自制/year.html"), "{unread}");
        assert!(unread.message.chinese.contains("第 2 行"), "{unread}");

        let theme = theme("<p>\n\n{{ nowhere }}");
        let view = BTreeMap::from([("title", "标题")]);
        let unfilled = theme.templates().unwrap().fill("year.html", &view).unwrap_err();
        assert!(unfilled.message.chinese.contains("第 3 行第 4 列"), "{unfilled}");
        assert!(unfilled.message.chinese.contains("nowhere"), "{unfilled}");
    }

    #[test]
    fn the_digest_covers_names_and_bytes() {
        let plain = Theme::built_in().digest();
        let with = |name: &str, text: &str| {
            Theme::over_built_in("x", [(name.to_owned(), text.as_bytes().to_vec())]).digest()
        };
        assert_eq!(plain, Theme::built_in().digest());
        assert_ne!(plain, with("base.css", ""));
        assert_ne!(with("a", "bc"), with("ab", "c"));
    }
}
