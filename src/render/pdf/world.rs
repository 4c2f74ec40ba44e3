//! The world a template sees: its theme's files, the document, the fonts, and nothing else.
//! It must not know the machine's disk, clock, packages or fonts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::Fonts;
use crate::failure::Failure;
use crate::language::both;

/// Typst's standard library; with the marking of row heads, which it counts as new.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// Files by their path below the theme's folder, and fonts.
pub struct TemplateWorld<'a> {
    main: FileId,
    files: BTreeMap<String, Bytes>,
    /// The templates among them, read once.
    sources: BTreeMap<String, Source>,
    fonts: &'a Fonts,
}

impl<'a> TemplateWorld<'a> {
    pub fn new(
        main: &str,
        files: BTreeMap<String, Vec<u8>>,
        fonts: &'a Fonts,
    ) -> Result<Self, Failure> {
        let mut sources = BTreeMap::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".typ")) {
            let text = String::from_utf8(bytes.clone()).map_err(|_| {
                Failure::new(
                    path,
                    both!("模板不是 UTF-8 编码的文本", "the template is not text in UTF-8"),
                )
            })?;
            sources.insert(path.clone(), Source::new(id(path)?, text));
        }
        let files = files.into_iter().map(|(path, bytes)| (path, Bytes::new(bytes))).collect();
        Ok(Self { main: id(main)?, files, sources, fonts })
    }
}

/// Returns the number Typst knows a path by. There are 65,535 in a process, so a path must not
/// hold anything that differs from year to year.
fn id(path: &str) -> Result<FileId, Failure> {
    let virtual_path = VirtualPath::new(path).map_err(|_| {
        Failure::new(
            path,
            both!(
                "主题中的文件名不能作为模板的路径",
                "the name of a file of the theme cannot be a path of a template"
            ),
        )
    })?;
    Ok(RootedPath::new(VirtualRoot::Project, virtual_path).intern())
}

/// Returns a path below the theme's folder; templates cannot reach packages.
fn path_of(id: FileId) -> FileResult<&'static str> {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => Ok(path.vpath().get_without_slash()),
        VirtualRoot::Package(package) => {
            Err(FileError::Package(PackageError::NotFound(package.clone())))
        }
    }
}

impl World for TemplateWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = path_of(id)?;
        self.sources.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = path_of(id)?;
        self.files.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// Nothing printed may depend on the day it was printed.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
