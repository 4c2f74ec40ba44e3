//! What PDFs are set with, made ready once: the theme's templates, read, and the faces.
//! It must not know what is set.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst_layout::PagedIntrospector;

use super::world::{LIBRARY, id};
use super::{DRAFTS, Fonts};
use crate::failure::Failure;
use crate::language::both;
use crate::theme::Theme;

/// How many documents back a part of a layout is kept for: neighbouring years share most of their
/// texts. All that was ever learnt would be 1.4 GB after a hundred years.
const REMEMBERED: usize = 1;

/// The templates and faces of a run.
pub struct Press {
    /// Where the theme is said to stand.
    pub(super) folder: PathBuf,
    pub(super) fonts: Fonts,
    /// The files below `pdf/` of the theme.
    pub(super) files: BTreeMap<String, Bytes>,
    /// The templates among them.
    templates: BTreeMap<String, Template>,
    /// How the last document of each template came to lie, which is where the next is begun from.
    last: Mutex<BTreeMap<&'static str, Arc<PagedIntrospector>>>,
}

/// One template, which is read when a document asks for it.
struct Template {
    id: FileId,
    text: String,
    read: OnceLock<Source>,
}

impl Template {
    fn new(path: &str, text: String) -> Result<Self, Failure> {
        Ok(Self { id: id(path)?, text, read: OnceLock::new() })
    }
}

impl Press {
    /// Takes the templates of a theme.
    ///
    /// # Errors
    /// When one of them is not text in UTF-8, or its name cannot be part of a path.
    pub fn new(theme: &Theme, fonts: &Fonts) -> Result<Self, Failure> {
        let files = theme.below("pdf/");
        let mut templates = BTreeMap::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".typ")) {
            let text = String::from_utf8(bytes.clone()).map_err(|_| {
                Failure::new(
                    path,
                    both!("模板不是 UTF-8 编码的文本", "the template is not text in UTF-8"),
                )
            })?;
            templates.insert(path.clone(), Template::new(path, text)?);
        }
        for (path, text) in DRAFTS {
            templates.insert(path.to_owned(), Template::new(path, text.to_owned())?);
        }
        let files = files.into_iter().map(|(path, bytes)| (path, Bytes::new(bytes))).collect();
        let folder = theme.place("");
        Ok(Self { folder, fonts: fonts.clone(), files, templates, last: Mutex::default() })
    }

    /// Returns a template as Typst reads it, where there is one of that path.
    pub(super) fn template(&self, path: &str) -> Option<Source> {
        let Template { id, text, read } = self.templates.get(path)?;
        Some(read.get_or_init(|| Source::new(*id, text.clone())).clone())
    }

    /// Makes ready what Typst knows beforehand, and the digests that it knows faces by.
    pub fn make_ready(&self) {
        self.fonts.digest();
        LazyLock::force(&LIBRARY);
    }

    /// Returns how the last document set with a template came to lie.
    pub(super) fn last(&self, main: &'static str) -> Option<Arc<PagedIntrospector>> {
        self.last.lock().expect("nothing fails while it is held").get(main).cloned()
    }

    /// Remembers how a document came to lie, and forgets what was learnt of documents long before.
    pub(super) fn remember(&self, main: &'static str, lies: &Arc<PagedIntrospector>) {
        self.last.lock().expect("nothing fails while it is held").insert(main, lies.clone());
        comemo::evict(REMEMBERED);
    }

    /// Forgets all that was learnt: the last document is set.
    pub fn rest(&self) {
        self.last.lock().expect("nothing fails while it is held").clear();
        comemo::evict(0);
    }
}
