//! Makes a version again from what it was kept with, to prove that it can be.
//! It must not write anything.

use std::path::Path;

use super::build::{Against, imprint_of, printed};
use super::release::COMPARED;
use super::withdraw::withdrawn_in;
use super::written::Written;
use super::{Inputs, Run};
use crate::archive::Entry;
use crate::compose::compose;
use crate::document::{Document, Imprint};
use crate::failure::Failure;
use crate::manifest::{Artifact, Manifest, sha256};
use crate::redaction::redacted;
use crate::render::changes::Corrected;

/// What came of making a version again.
#[derive(Debug, PartialEq, Eq)]
pub enum Rebuilt {
    /// Every byte is the same.
    Same,
    /// These files differ.
    Different(Vec<String>),
    /// The rules of this program refuse what those of its day let pass.
    Refused,
}

/// Makes a version of a year or round from a folder that holds its sources, and compares it with the list of
/// what was released.
pub fn rebuild(
    sources: &[Artifact],
    folder: &Path,
    entry: &Entry,
    released: &Manifest,
) -> Result<Rebuilt, Failure> {
    let run = Run::open(Inputs::read(folder)?)?;
    let own = &entry.edition;
    let Ok(cleared) = run.clear(run.one(&own.to_string())?) else { return Ok(Rebuilt::Refused) };
    let document = compose(&cleared, &run.standards);
    let document = redacted(&document, &withdrawn_in(sources).unwrap_or_default());
    let within = format!("{COMPARED}/");
    let compared = sources.iter().filter(|file| file.path.starts_with(&within));
    let compared = compared.filter_map(|file| Document::from_json(&file.bytes));
    let (corrected, previous): (Vec<Document>, Vec<Document>) =
        compared.partition(|document| document.edition() == *own);
    let version = entry.version.saturating_sub(1);
    let corrected = corrected.into_iter().next().map(|document| Corrected::new(version, document));
    let previous = previous.into_iter().next().map(Written::from_document);
    let previous = previous.as_ref().map(Written::digested);
    let against = Against { previous, corrected: corrected.as_ref() };
    let standards = run.inputs.digest_of(&run.inputs.standards_files());
    let imprint = imprint_of(&run, &entry.released());
    let imprint = Imprint { issue: Some(entry.issue()), ..imprint };
    let made =
        printed(&Written::from_document(document), against, &run.resources, &standards, &imprint)?;
    let is_other = |file: &&Artifact| {
        file.path != "manifest.json" && released.files.get(&file.path) != Some(&sha256(&file.bytes))
    };
    let mut different: Vec<String> =
        made.iter().filter(is_other).map(|file| file.path.clone()).collect();
    let missing = released.files.keys().filter(|path| made.iter().all(|file| file.path != **path));
    different.extend(missing.cloned());
    Ok(if different.is_empty() { Rebuilt::Same } else { Rebuilt::Different(different) })
}
