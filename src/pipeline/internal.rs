//! The notice of a round for those who prepare it, with the contacts that are hidden from the public.
//! It must not know where it is written.

use super::Run;
use crate::compose::compose_internal;
use crate::document::Imprint;
use crate::failure::Failure;
use crate::language::both;
use crate::load::Folder;
use crate::manifest::sha256;
use crate::render::pdf;

/// Prints the internal notice of a round; one that is refused is a failure.
pub fn internal(run: &Run, folder: &Folder) -> Result<Vec<u8>, Failure> {
    let refused = |_| {
        Failure::new(
            &folder.path,
            both!("没有通过检查，不能生成", "it was refused and cannot be built"),
        )
    };
    let cleared = run.clear(folder).map_err(refused)?;
    let document = compose_internal(&cleared, &run.standards.rules);
    let digest = sha256(&document.to_json());
    let resources = &run.resources;
    pdf::pdf(&document, &resources.theme, &resources.fonts, &digest, &Imprint::default())
}
