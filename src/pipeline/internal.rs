//! The notice of a round for those who prepare it, with the contacts that are hidden from the public.
//! It must not know where it is written.

use super::Run;
use crate::compose::compose_internal;
use crate::document::Imprint;
use crate::failure::Failure;
use crate::manifest::sha256;
use crate::render::pdf;
use crate::rules::Cleared;

/// Prints the internal notice of a round.
pub(super) fn printed(run: &Run, cleared: &Cleared) -> Result<Vec<u8>, Failure> {
    let document = compose_internal(cleared, &run.standards.rules);
    let digest = sha256(&document.to_json());
    let resources = &run.resources;
    pdf::pdf(&document, &resources.theme, &resources.fonts, &digest, &Imprint::default())
}
