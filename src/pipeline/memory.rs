//! What was found of each year and round last time, for as long as nothing it follows from changes.
//! It must not know what was looked for, and keeps nothing of a year that private data was found in.

use serde::{Deserialize, Serialize};

use super::{Checked, Seen};
use crate::bundle::Notes;
use crate::diagnostic::kept::Kept;
use crate::edition::Edition;
use crate::facts::PRIVATE_CODE;
use crate::source::Sources;

/// What is remembered of one year or round.
#[derive(Serialize, Deserialize)]
struct Note {
    /// All that the findings follow from, in one digest.
    key: String,
    in_work: bool,
    outcomes: Vec<Seen>,
    findings: Vec<Kept>,
}

/// Returns what was found of a year or round under this key.
pub fn recall(notes: &Notes, edition: &Edition, key: &str, sources: &Sources) -> Option<Checked> {
    let note: Note = serde_json::from_slice(&notes.read(&edition.to_string())?).ok()?;
    if note.key != key {
        return None;
    }
    let findings = note.findings.into_iter().map(|kept| kept.finding(sources));
    let findings = findings.collect::<Option<_>>()?;
    let Note { in_work, outcomes, .. } = note;
    Some(Checked { edition: edition.clone(), in_work, outcomes, findings })
}

/// Remembers what was found of a year or round under this key.
pub fn keep(notes: &Notes, key: &str, checked: &Checked, sources: &Sources) {
    if checked.findings.iter().any(|finding| finding.code == PRIVATE_CODE) {
        return;
    }
    let findings = checked.findings.iter().map(|finding| Kept::take(finding, sources)).collect();
    let (key, outcomes) = (key.to_owned(), checked.outcomes.clone());
    let note = Note { key, in_work: checked.in_work, outcomes, findings };
    notes.write(
        &checked.edition.to_string(),
        &serde_json::to_vec(&note).expect("a note is plain data"),
    );
}
