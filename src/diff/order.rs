//! The order changes are told in: that of the new document, what is gone where it stood.
//! It must not know what a change is about.

use super::{Change, Difference};

/// Sorts both lists. The order is found from the changes alone, so that it can be found again
/// when they are turned round.
pub fn sort(difference: &mut Difference) {
    let all = || difference.changes.iter().chain(&difference.follows);
    let anchored = |change: &Change| change.old.is_some() && change.new.is_some() && !change.moved;
    let loose = |at: fn(&Change) -> Option<usize>| {
        let mut places: Vec<usize> =
            all().filter(|change| !anchored(change)).filter_map(at).collect();
        places.sort_unstable();
        places
    };
    let (loose_old, loose_new) = (loose(old_place), loose(new_place));
    // How many pieces that stayed in order stand before a place.
    let before = |places: &[usize], at: usize| at - places.partition_point(|place| *place < at);
    let key = |change: &Change| match (old_place(change), new_place(change)) {
        (Some(_), Some(new)) if anchored(change) => (before(&loose_new, new), 2, new),
        (_, Some(new)) => (before(&loose_new, new), 1, new),
        (old, None) => {
            let old = old.unwrap_or_default();
            (before(&loose_old, old), 0, old)
        }
    };
    let keyed = |changes: &[Change]| {
        let mut keyed: Vec<_> =
            changes.iter().map(|change| (key(change), change.clone())).collect();
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, change)| change).collect::<Vec<_>>()
    };
    let (changes, follows) = (keyed(&difference.changes), keyed(&difference.follows));
    (difference.changes, difference.follows) = (changes, follows);
}

fn old_place(change: &Change) -> Option<usize> {
    change.old.as_ref().map(|placed| placed.at)
}

fn new_place(change: &Change) -> Option<usize> {
    change.new.as_ref().map(|placed| placed.at)
}
