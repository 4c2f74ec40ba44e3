//! Articles that were split, merged, or only name others by their new numbers.
//! It must not pair anything; it looks at what pairing left.

use std::collections::BTreeMap;

use super::pair::content;
use super::{Change, Kind, Piece, Placed, Subject};
use crate::align::{Pairs, Texts, unnumbered};

/// How much of an article must stand in another for it to have come from there, in thousandths.
const FROM_THERE: u32 = 600;

/// How much less of it stands in what else became of the other: articles of one charter are alike.
const LESS_THERE: u32 = 300;

/// Tells of each article put in or taken out whether its words stood or stand in another, and of
/// each changed one whether it only follows the numbers of others.
pub fn note_kin(changes: &mut [Change], follows: &[Change]) {
    let articles = Articles::index(changes);
    let kin: Vec<Option<String>> =
        changes.iter().map(|change| kin(change, changes, &articles)).collect();
    let numbers = numbers(changes.iter().chain(follows));
    for (change, kin) in changes.iter_mut().zip(kin) {
        if let Some(kin) = kin {
            change.kind =
                if change.kind == Kind::Added { Kind::SplitOff } else { Kind::MergedInto };
            change.kin = Some(kin);
        }
        change.only_references = only_references(change, &numbers);
    }
}

/// What the changed articles said and say, by the places of their changes.
struct Articles {
    old: Texts,
    new: Texts,
}

impl Articles {
    fn index(changes: &[Change]) -> Self {
        let side = |placed: fn(&Change) -> Option<&Placed>| {
            let articles = changes.iter().enumerate();
            let articles = articles.filter(|(_, change)| change.subject == Subject::Article);
            Texts::index(
                articles.filter_map(|(at, change)| Some((at, unnumbered_text(placed(change)?)))),
            )
        };
        Self { old: side(|change| change.old.as_ref()), new: side(|change| change.new.as_ref()) }
    }
}

/// Returns the name of the article a new one was split from, or an old one was merged into.
fn kin(change: &Change, changes: &[Change], articles: &Articles) -> Option<String> {
    if change.subject != Subject::Article {
        return None;
    }
    // Where the words may have come from or gone to, and what else became of that.
    let (sources, heirs) = match change.kind {
        Kind::Added => (&articles.old, &articles.new),
        Kind::Removed => (&articles.new, &articles.old),
        _ => return None,
    };
    let own = Pairs::count(&unnumbered_text(change.placed()?));
    let mut best: Option<(u32, &str)> = None;
    for at in sources.sharing(&own) {
        let other = &changes[at];
        let Some(there) = sources.get(at).filter(|_| other.part == change.part) else { continue };
        let there = own.contained(there);
        let still = heirs.get(at).map_or(0, |heir| own.contained(heir));
        let better = best.is_none_or(|(most, _)| there > most);
        let source = if change.kind == Kind::Added { &other.old } else { &other.new };
        if there >= FROM_THERE && still + LESS_THERE <= there && better {
            best = source.as_ref().map(|source| (there, source.name.as_str()));
        }
    }
    best.map(|(_, name)| name.to_owned())
}

fn unnumbered_text(placed: &Placed) -> String {
    let mut words = String::new();
    if let Piece::Block { block } = &placed.piece {
        content(block, &mut words);
    }
    unnumbered(&words).to_owned()
}

/// The new number of each article that has another one, by part and old number.
fn numbers<'a>(changes: impl Iterator<Item = &'a Change>) -> BTreeMap<(String, String), String> {
    let articles = changes.filter(|change| change.subject == Subject::Article);
    let moved_on = articles.filter_map(|change| {
        let (old, new) = (change.old.as_ref()?, change.new.as_ref()?);
        let key = (change.part.clone(), old.name.clone());
        (old.name != new.name).then(|| (key, new.name.clone()))
    });
    moved_on.collect()
}

fn only_references(change: &Change, numbers: &BTreeMap<(String, String), String>) -> bool {
    let [facet] = &change.facets[..] else { return false };
    change.subject == Subject::Article
        && change.kind == Kind::Changed
        && renumbered(&facet.old, &change.part, numbers) == facet.new
}

/// Replaces each number of an article by the one it has now.
fn renumbered(text: &str, part: &str, numbers: &BTreeMap<(String, String), String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('第') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.find('条').map_or('第'.len_utf8(), |end| end + '条'.len_utf8());
        let (name, after) = from.split_at(end);
        let inside = name.trim_start_matches('第').trim_end_matches('条');
        if crate::align::is_number(inside) {
            let key = (part.to_owned(), name.to_owned());
            out.push_str(numbers.get(&key).map_or(name, String::as_str));
            rest = after;
        } else {
            out.push('第');
            rest = &from['第'.len_utf8()..];
        }
    }
    out + rest
}
