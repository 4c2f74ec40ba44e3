//! Which limit each number of a text states, by the words of `standards/limits.yaml`.
//! It must not judge, nor know whose text it is: the facts of a charter and its import both read by it.

use std::ops::Range;

use super::amounts::{self, Amount, Bound};
use super::passage::{COMMAS, clause};
use crate::standard::{KnownLimit, Limits, Unit, has};

/// A number or share in a text, and what it limits.
#[derive(Clone, Debug)]
pub struct Stated<'a> {
    pub amount: Amount,
    /// The words of its value: from … to … of a limit that is a range.
    pub range: Range<usize>,
    /// Whole, without the mark at its end.
    pub sentence: String,
    /// What it states: one limit, or a floor and a ceiling where it is exact; nothing that is known.
    pub limits: Vec<&'a KnownLimit>,
}

impl Stated<'_> {
    /// Tells whether its words are from one amount to another.
    pub fn is_range(&self) -> bool {
        self.range != self.amount.range
    }
}

/// The marks at which a sentence ends, and with it what may be said of a number.
const STOPS: [char; 3] = ['。', '；', '\n'];

/// Finds every amount in a text, and which limits it states.
pub fn find<'a>(text: &str, limits: &'a Limits) -> Vec<Stated<'a>> {
    let amounts = amounts::find(text, &limits.bounding);
    let mut found: Vec<Stated> = Vec::new();
    for mut amount in amounts {
        let said = Said::new(text, &amount);
        let mut of = said.stated(&amount, limits);
        if let Some(limit) = of.first() {
            measure(&mut amount, limit);
        }
        let mut range = amount.range.clone();
        if let Some(limit) = of.first().copied().filter(|limit| limit.range) {
            let from = found.last_mut().filter(|last| last.amount.bound == Bound::Lower);
            match from {
                Some(from) => {
                    range.start = from.range.start;
                    from.limits = vec![limit];
                }
                None => of.clear(),
            }
        }
        let sentence = said.sentence.trim().to_owned();
        found.push(Stated { amount, range, sentence, limits: of });
    }
    found
}

/// Makes an amount what its limit is about: of 120% of what must be, the 20% that are more.
pub fn measure(amount: &mut Amount, limit: &KnownLimit) {
    if limit.surplus && amount.unit.is_none() && amount.num > amount.den {
        amount.num -= amount.den;
    }
}

/// Returns what an amount counts.
pub fn unit(amount: &Amount) -> Unit {
    match amount.unit {
        None => Unit::Share,
        Some('个') => Unit::Things,
        Some(_) => Unit::Persons,
    }
}

/// What is said around a number.
struct Said<'a> {
    whole: &'a str,
    clause: &'a str,
    sentence: &'a str,
    /// The sentence before the number.
    before: &'a str,
    /// The sentence as far as its clause goes.
    so_far: &'a str,
}

impl<'a> Said<'a> {
    fn new(text: &'a str, amount: &Amount) -> Self {
        let at = amount.range.start;
        let (part, sentence) = (clause(text, at, &COMMAS), clause(text, at, &STOPS));
        let start = sentence.as_ptr() as usize - text.as_ptr() as usize;
        let end = part.as_ptr() as usize - text.as_ptr() as usize + part.len();
        Self {
            whole: text,
            clause: part,
            sentence,
            before: &text[start..at],
            so_far: &text[start..end],
        }
    }

    fn stated<'l>(&self, amount: &Amount, limits: &'l Limits) -> Vec<&'l KnownLimit> {
        let first = |ceiling: bool| {
            let way = limits.known.iter().filter(move |limit| limit.ceiling == ceiling);
            way.filter(|limit| self.is_about(limit, amount, limits)).take(1)
        };
        match amount.bound {
            Bound::Upper => first(true).collect(),
            Bound::Lower => first(false).collect(),
            Bound::Neither => first(false).chain(first(true)).collect(),
        }
    }

    fn is_about(&self, limit: &KnownLimit, amount: &Amount, limits: &Limits) -> bool {
        let unit = unit(amount);
        // A clause without a subject takes that of its sentence.
        let about = match unit {
            Unit::Share => self.sentence,
            _ if has(self.clause, &limits.subjects) => self.clause,
            _ => self.before,
        };
        let all = |text: &str, groups: &[Vec<String>]| groups.iter().all(|group| has(text, group));
        unit == limit.unit
            && !limit.words.is_empty()
            && (amount.bound != Bound::Neither || limit.bare)
            && limit.second.is_none_or(|second| second == self.is_of_second(limit, limits))
            && all(about, &limit.words)
            && all(self.sentence, &limit.within)
            && !has(self.clause, &limit.except)
            && !has(self.so_far, &limit.except_before)
    }

    /// Tells whether it is said of a department's own union.
    fn is_of_second(&self, limit: &KnownLimit, limits: &Limits) -> bool {
        let takes_subject = limit.unit != Unit::Share && !has(self.clause, &limits.own);
        has(self.clause, &limits.second)
            || (limit.range && has(self.whole, &limits.second))
            || (takes_subject && has(self.before, &limits.second))
    }
}
