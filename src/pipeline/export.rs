//! One year or round as it would be published now, for what is made of it outside a site.
//! It must not know what that is, nor where it goes.

use super::Run;
use super::withdraw::withdrawn_of;
use crate::archive::Archive;
use crate::compose::compose;
use crate::document::Document;
use crate::failure::Failure;
use crate::load::Folder;
use crate::redaction::redacted;

/// Composes a year or round, without those who were withdrawn; one that is refused is a failure.
pub fn export(run: &Run, folder: &Folder) -> Result<Document, Failure> {
    let cleared =
        run.clear(folder).map_err(|_| Failure::new(&folder.path, "没有通过检查，不能导出"))?;
    let document = compose(&cleared, &run.standards);
    let archive = Archive::read(&run.inputs.root)?;
    Ok(redacted(&document, &withdrawn_of(&archive, &folder.edition, &document)?))
}
