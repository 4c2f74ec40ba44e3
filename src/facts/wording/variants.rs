//! Several ways to write one thing, and which of them is the slip.
//! It must not know what the things are.

use super::slip;
use crate::datum::{Datum, word};
use crate::source::Span;

/// Several ways to write one thing, each mention in the order of the texts.
#[derive(Default)]
pub(super) struct Variants {
    seen: Vec<(usize, String, Span)>,
}

/// An office's name is a slip where another is used at least so many times as often.
pub(super) const CLEARLY: usize = 3;
/// The tier of one office is a slip where the other is used so many times as often.
pub(super) const TWICE: usize = 2;

impl Variants {
    pub(super) fn see(&mut self, thing: usize, written: &str, place: Span) {
        self.seen.push((thing, written.to_owned(), place));
    }

    /// Returns every mention that differs from the first of its thing.
    pub(super) fn slips(&self) -> Vec<Datum> {
        let first = |thing: usize| self.seen.iter().find(|(own, ..)| *own == thing);
        let differs = self.seen.iter().filter_map(|mention| {
            first(mention.0).filter(|first| first.1 != mention.1).map(|first| (mention, first))
        });
        differs.map(|((_, written, place), first)| Self::slip(written, *place, first)).collect()
    }

    /// Returns the mentions that differ from what most say: where it is said otherwise once in a while,
    /// and where both are in use.
    pub(super) fn by_majority(&self, clearly: usize) -> (Vec<Datum>, Vec<Datum>) {
        let count = |thing: usize, written: &str| {
            self.seen.iter().filter(|(own, name, _)| *own == thing && name == written).count()
        };
        let (mut rare, mut mixed) = (Vec::new(), Vec::new());
        for (thing, written, place) in &self.seen {
            let of_thing = self.seen.iter().filter(|(own, ..)| own == thing);
            // Of those that are as frequent the first.
            let most = of_thing.rev().max_by_key(|(_, name, _)| count(*thing, name));
            let Some(most) = most.filter(|most| most.1 != *written) else { continue };
            let slip = Self::slip(written, *place, most);
            let clear = count(*thing, written) * clearly <= count(*thing, &most.1);
            if clear { rare.push(slip) } else { mixed.push(slip) }
        }
        (rare, mixed)
    }

    fn slip(written: &str, place: Span, usual: &(usize, String, Span)) -> Datum {
        let mut slip = slip(written, &usual.1, place);
        slip.set(slip::OTHER, word(usual.1.clone(), Some(usual.2)));
        slip
    }
}
