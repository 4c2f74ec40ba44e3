//! One year as pages to be pasted: compose, render.
//! It must not know where they go.

use super::Run;
use super::withdraw::withdrawn_of;
use crate::archive::Archive;
use crate::compose::compose;
use crate::failure::Failure;
use crate::load::Folder;
use crate::redaction::redacted;
use crate::render::html;

/// A year in the two forms that content systems take.
#[derive(Debug)]
pub struct Exported {
    /// One HTML file with its styles.
    pub single_file: Vec<u8>,
    /// The body alone, every style inline.
    pub fragment: Vec<u8>,
}

/// Exports a year; one that is refused is a failure.
pub fn export(run: &Run, folder: &Folder) -> Result<Exported, Failure> {
    let cleared = run
        .clear(folder)
        .map_err(|_| Failure::new(&folder.path, "这个学年没有通过检查，不能导出"))?;
    let document = compose(&cleared, &run.standards.rules);
    let archive = Archive::read(&run.inputs.root)?;
    let document = redacted(&document, &withdrawn_of(&archive, &folder.edition, &document)?);
    let theme = &run.resources.theme;
    Ok(Exported {
        single_file: html::single_file(&document, theme)?,
        fragment: html::fragment(&document, theme)?,
    })
}
