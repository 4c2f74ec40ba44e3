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

use super::Press;
use crate::failure::Failure;
use crate::language::both;

/// Typst's standard library; with the marking of row heads, which it counts as new.
pub static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// What one document adds to the files and faces of a press.
pub struct TemplateWorld<'a> {
    main: FileId,
    press: &'a Press,
    own: BTreeMap<&'static str, Bytes>,
}

impl<'a> TemplateWorld<'a> {
    pub fn new(
        main: &str,
        own: BTreeMap<&'static str, Bytes>,
        press: &'a Press,
    ) -> Result<Self, Failure> {
        Ok(Self { main: id(main)?, press, own })
    }
}

/// Returns the number Typst knows a path by. There are 65,535 in a process, so a path must not
/// hold anything that differs from year to year.
pub fn id(path: &str) -> Result<FileId, Failure> {
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
        self.press.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = path_of(id)?;
        self.press.template(path).ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = path_of(id)?;
        let file = self.own.get(path).or_else(|| self.press.files.get(path));
        file.cloned().ok_or_else(|| FileError::NotFound(path.into()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.font(index)
    }

    /// Nothing printed may depend on the day it was printed.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
