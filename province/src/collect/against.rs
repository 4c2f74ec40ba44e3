//! A look held against the one before: what was changed or taken away without saying so.
//! It must not fetch anything.

use std::collections::BTreeSet;

use gongkai::document::Document;
use gongkai::edition::Edition;
use gongkai::failure::Failure;
use gongkai::redaction::withdrawn_from;

use super::Look;
use super::withdrawn::{differ_by_people_alone, names_fewer};
use crate::finding::{Finding, Kind};
use crate::store::{Held, Store};

/// Holds what a look saw against what the one before held.
pub(super) fn last_look(look: &mut Look) -> Result<(), Failure> {
    let before = &look.before.editions;
    let mut found = Vec::new();
    let mut replaced = BTreeSet::new();
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
        if now.content == then.content {
            continue;
        }
        let versions = |all: &mut dyn Iterator<Item = &Edition>| {
            all.filter(|it| it.version.is_some() && is_version_of(it, edition)).count()
        };
        let now_released = versions(&mut look.now.editions.keys());
        let is_released = edition.version.is_some() || now_released > 0;
        if people_were_withdrawn(look.store, then, now, is_released)? {
            replaced.insert(then.content.clone());
            continue;
        }
        let more = now_released > versions(&mut before.keys());
        match edition.version {
            Some(_) => found.push(Finding::new(Kind::Rewritten).about(edition)),
            None if more => {}
            None => found.push(Finding::new(Kind::ChangedWithoutVersion).about(edition)),
        }
    }
    look.now.findings.extend(found);
    // Whom a college no longer names is named nowhere else on its account.
    let still = |digest: &String| look.now.editions.values().any(|held| held.content == *digest);
    replaced.iter().filter(|digest| !still(digest)).try_for_each(|it| look.store.forget(it))
}

fn is_version_of(version: &Edition, edition: &Edition) -> bool {
    Edition { version: None, ..version.clone() } == *edition
}

/// Tells whether a document was replaced by one that differs by nothing but people withdrawn from it:
/// then its versions are others, as they should be.
fn people_were_withdrawn(
    store: &Store,
    then: &Held,
    now: &Held,
    is_released: bool,
) -> Result<bool, Failure> {
    let read = |held: &Held| -> Result<Option<Document>, Failure> {
        Ok(store.kept(&held.content)?.and_then(|bytes| Document::from_json(&bytes)))
    };
    let Some(now) = read(now)? else { return Ok(false) };
    Ok(match read(then)? {
        Some(then) if is_released => differ_by_people_alone(&then, &now),
        Some(then) => names_fewer(&then, &now),
        // What is no longer kept cannot be compared.
        None => withdrawn_from(&now) > 0,
    })
}
