//! A year or a round as it stands now, to be looked at and not to be published.
//! It must not give its document away: whatever publishes takes a [`Document`], and there is none in
//! here to take.

use super::{Document, Page};

/// What can be composed of a year or a round that nothing has cleared.
///
/// It can be shown:
///
/// ```
/// use gongkai::document::draft::Draft;
/// use gongkai::failure::Failure;
/// use gongkai::render::draft::{Shown, page};
/// use gongkai::theme::Theme;
///
/// fn show(draft: &Draft) -> Result<Option<Shown>, Failure> {
///     page(draft, &Theme::built_in(), "", "index.html")
/// }
/// ```
///
/// It cannot be exported, for that takes a document:
///
/// ```compile_fail,E0308
/// use gongkai::document::draft::Draft;
/// use gongkai::failure::Failure;
/// use gongkai::render::html::single_file;
/// use gongkai::theme::Theme;
///
/// fn export(draft: &Draft) -> Result<Vec<u8>, Failure> {
///     single_file(draft, &Theme::built_in())
/// }
/// ```
///
/// It has no `document.json`, so that nothing can be bundled, released or told apart by its digest:
///
/// ```compile_fail,E0599
/// use gongkai::document::draft::Draft;
/// use gongkai::document::Json;
///
/// fn publish(draft: &Draft) -> Json {
///     draft.json()
/// }
/// ```
///
/// And what is made of it to be shown is no file of a bundle:
///
/// ```compile_fail,E0308
/// use gongkai::document::draft::Draft;
/// use gongkai::manifest::Artifact;
/// use gongkai::render::draft::page;
/// use gongkai::theme::Theme;
///
/// fn bundle(draft: &Draft) -> Artifact {
///     page(draft, &Theme::built_in(), "", "index.html").unwrap().unwrap()
/// }
/// ```
#[derive(Debug)]
pub struct Draft {
    document: Document,
    /// The sections that could not be composed, by their addresses.
    pub missing: Vec<String>,
}

/// What a draft calls itself wherever it is shown.
pub const MARK: &str = "草稿";

impl Draft {
    /// Marks a document as a draft, for good.
    pub fn mark(document: Document, missing: Vec<String>) -> Self {
        let title = format!("{}（{MARK}）", document.title);
        let description = format!("{MARK}，不能公开：{}", document.description);
        Self { document: Document { title, description, ..document }, missing }
    }

    /// Returns the official form with nothing filled in: that may be handed out, for no answer is in it.
    pub fn blank(self) -> Document {
        let title = self.document.title.trim_end_matches(&format!("（{MARK}）")).to_owned();
        super::blank::form(Document { title, ..self.document })
    }

    /// Returns the page on which an address stands.
    pub fn page_of(&self, address: &str) -> Page {
        let top = address.split('/').next().unwrap_or(address);
        let sections = self.document.sections.iter();
        sections
            .filter(|section| section.id == top)
            .map(|section| section.page)
            .next()
            .unwrap_or(Page::Main)
    }

    /// Returns what is shown, for `render::draft` alone; `tests/layers.rs` sees to that.
    pub(crate) fn to_be_shown(&self) -> &Document {
        &self.document
    }
}
