//! The notice of a round for those who prepare it, with the contacts that are hidden from the public.
//! It must not know where it is written.

use super::Run;
use crate::compose::compose_internal;
use crate::document::Imprint;
use crate::failure::Failure;
use crate::rules::Cleared;

/// Prints the internal notice of a round.
pub(super) fn printed(run: &Run, cleared: &Cleared) -> Result<Vec<u8>, Failure> {
    let document = compose_internal(cleared, &run.standards);
    run.resources.press.pdf(&document, &document.json(), &Imprint::default())
}
