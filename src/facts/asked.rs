//! Facts in the making: each is made once, when it is asked for, after what it is made of.
//! It must not know what any of them says.

use std::rc::Rc;

use super::beside::Beside;
use super::passages::{Passage, passages};
use crate::datum::{Datum, FieldName};
use crate::load::Year;
use crate::source::Sources;

/// Where a fact stands in the tree of a year: `roster`, `rank` is that of each person.
pub type Path = &'static [FieldName];

/// Facts that are made in one go: where they stand, what they are made of, and how. What they are
/// called and mean stands in the table of fields.
pub struct Maker {
    pub makes: &'static [Path],
    /// The facts made by others that these are made of; what an author writes is always there.
    pub of: &'static [Path],
    pub make: fn(&mut Making),
}

/// A year whose facts are being made.
pub struct Making<'a> {
    pub root: &'a mut Datum,
    pub year: &'a Year,
    pub beside: &'a Beside<'a>,
    pub sources: &'a Sources,
    makers: Vec<(&'static Maker, State)>,
    passages: Option<Rc<[Passage]>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unasked,
    Asked,
    Made,
}

impl<'a> Making<'a> {
    /// Begins with what was written.
    pub fn new(
        root: &'a mut Datum,
        year: &'a Year,
        beside: &'a Beside<'a>,
        sources: &'a Sources,
        makers: impl IntoIterator<Item = &'static Maker>,
    ) -> Self {
        let makers = makers.into_iter().map(|maker| (maker, State::Unasked)).collect();
        Self { root, year, beside, sources, makers, passages: None }
    }

    /// Makes every fact.
    pub fn ask_all(&mut self) {
        (0..self.makers.len()).for_each(|at| self.ask_maker(at));
    }

    /// Makes a fact, and all that stand below it, unless they are made.
    ///
    /// # Panics
    /// When a fact is made of itself, by however many others, or nothing makes it: a bug of ours.
    pub fn ask(&mut self, fact: Path) {
        let mut known = false;
        for at in 0..self.makers.len() {
            if self.makers[at].0.makes.iter().any(|made| meet(made, fact)) {
                known = true;
                self.ask_maker(at);
            }
        }
        assert!(known, "nothing makes the fact {}", path_of(fact));
    }

    /// Returns every text of the year, which is read once.
    pub fn passages(&mut self) -> Rc<[Passage]> {
        let read = || passages(self.root, self.sources).into();
        self.passages.get_or_insert_with(read).clone()
    }

    fn ask_maker(&mut self, at: usize) {
        let (maker, state) = self.makers[at];
        match state {
            State::Made => return,
            State::Asked => panic!("facts are made of one another: {}", self.circle(maker)),
            State::Unasked => {}
        }
        self.makers[at].1 = State::Asked;
        maker.of.iter().for_each(|fact| self.ask(fact));
        (maker.make)(self);
        self.makers[at].1 = State::Made;
    }

    /// Names the facts that are being made when one of them asks for itself.
    fn circle(&self, again: &Maker) -> String {
        let asked = self.makers.iter().filter(|(_, state)| *state == State::Asked);
        let first = |maker: &Maker| maker.makes.first().map_or_else(String::new, |it| path_of(it));
        let names: Vec<String> = asked.map(|(maker, _)| first(maker)).collect();
        format!("{} asks for itself among {}", first(again), names.join(", "))
    }
}

/// Tells whether one path is the other or leads to it.
fn meet(a: Path, b: Path) -> bool {
    a.iter().zip(b).all(|(a, b)| a == b)
}

/// Writes a path as a rule does, `roster.rank`.
pub fn path_of(fact: &[FieldName]) -> String {
    fact.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(".")
}
