//! The page `changes.html` of a bundle, and the same page on its own.
//! It must not know how the page looks; that is the theme's.

use serde::Serialize;

use super::telling::Telling;
use crate::diff::{Change, Difference, Kind, Subject};
use crate::document::Document;
use crate::failure::Failure;
use crate::manifest::{Artifact, sha256};
use crate::theme::{Day, Theme};

/// Makes `changes.html`, which stands beside the pages of the new document.
///
/// People who left are counted there, not named: their names were made public by the year before,
/// until its own day of taking down.
pub fn page(difference: &Difference, new: &Document, theme: &Theme) -> Result<Artifact, Failure> {
    let _ = (Day::of(""), sha256(b""), Telling::of(difference), theme, new, Kind::Added, Subject::Person);
    let _: Option<Change> = None;
    todo!()
}

/// Makes a page that needs no other file.
pub fn standalone(_difference: &Difference, _theme: &Theme) -> Result<Vec<u8>, Failure> {
    #[derive(Serialize)]
    struct X;
    todo!()
}
