//! One year or round as it stands now: what was found of it, and what can be shown of it.
//! It must not publish anything: what it gives is a [`Draft`].

use super::{Checked, Run};
use crate::compose::{self, place};
use crate::diagnostic::Diagnostic;
use crate::document::draft::Draft;
use crate::load::Folder;
use crate::source::Span;

/// A year or round as it stands.
#[derive(Debug)]
pub struct Drafted {
    pub checked: Checked,
    pub draft: Draft,
    /// Where in the draft what each finding is about is printed, in the order of the findings; none
    /// for what stands at its head or nowhere.
    pub addresses: Vec<Option<String>>,
}

/// Holds a year or round against the standards and composes what can be composed of it.
pub fn draft(run: &Run, folder: &Folder) -> Drafted {
    let cleared = run.clear(folder);
    let checked = Run::checked(folder, &cleared);
    let why = |key: &str| {
        let of_file = checked.findings.iter().filter(|it| key_of(run, it.primary.span) == key);
        of_file.map(|finding: &Diagnostic| finding.message.clone()).collect()
    };
    let draft = compose::draft(&cleared, &run.standards, why);
    let facts = match &cleared {
        Ok(cleared) => &cleared.facts,
        Err(refused) => &refused.facts,
    };
    let is_here = |span: Span| folder.files.contains(&span.file);
    let address = |finding: &Diagnostic| {
        let span = finding.primary.span;
        is_here(span).then(|| place::address(facts, key_of(run, span), span)).flatten()
    };
    let addresses = checked.findings.iter().map(address).collect();
    Drafted { draft, addresses, checked }
}

/// Returns the author's word for the file a place is in: its name without what comes after the dot.
pub fn key_of(run: &Run, span: Span) -> &str {
    let path = &run.inputs.sources.file(span.file).path;
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}
