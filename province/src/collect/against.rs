//! A look held against the one before: what was changed or taken away without saying so.
//! It must not fetch anything.

use gongkai::document::{Block, Document, Section, Subject};
use gongkai::edition::Edition;
use gongkai::failure::Failure;

use super::Look;
use crate::finding::{Finding, Kind};
use crate::store::{Held, Store};

/// Holds what a look saw against what the one before held.
pub(super) fn last_look(look: &mut Look) -> Result<(), Failure> {
    let before = &look.before.editions;
    let mut found = Vec::new();
    for (edition, then) in before {
        let Some(now) = look.now.editions.get(edition) else {
            // What is listed and could not be read now, or not in time, has not been taken away.
            if !look.listed.contains(edition) {
                found.push(Finding::new(Kind::Withdrawn).about(edition));
            }
            // What was taken stays known.
            look.now.editions.insert(edition.clone(), then.clone());
            continue;
        };
        if now.content == then.content || people_were_withdrawn(look.store, now)? {
            continue;
        }
        let versions = |all: &mut dyn Iterator<Item = &Edition>| {
            all.filter(|it| it.version.is_some() && is_version_of(it, edition)).count()
        };
        let more = versions(&mut look.now.editions.keys()) > versions(&mut before.keys());
        match edition.version {
            Some(_) => found.push(Finding::new(Kind::Rewritten).about(edition)),
            None if more => {}
            None => found.push(Finding::new(Kind::ChangedWithoutVersion).about(edition)),
        }
    }
    look.now.findings.extend(found);
    Ok(())
}

fn is_version_of(version: &Edition, edition: &Edition) -> bool {
    Edition { version: None, ..version.clone() } == *edition
}

/// Tells whether a document says that people were withdrawn from it: then its versions are replaced,
/// as they should be.
fn people_were_withdrawn(store: &Store, held: &Held) -> Result<bool, Failure> {
    let bytes = store.kept(&held.content)?;
    let document = bytes.and_then(|bytes| Document::from_json(&bytes));
    Ok(document.is_some_and(|document| document.sections.iter().any(tells_of_withdrawal)))
}

fn tells_of_withdrawal(section: &Section) -> bool {
    let tells =
        |block: &Block| block.statement().is_some_and(|it| it.subject == Subject::Withdrawal);
    section.blocks.iter().any(tells) || section.sections.iter().any(tells_of_withdrawal)
}
