//! What is joined of all colleges, and the facts of some of them that it makes: each entry holds
//! what a rule needs of the others.
//! It must not judge.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use gongkai::datum::{Field, Record};
use gongkai::facts::{Fact, FactValue};
use gongkai::failure::Failure;
use gongkai::source::Span;

use super::{CHARTER, FIGURE, LINK, OfYear, PROVINCE, Texts};
use crate::audit::charter::{PLACES, alike, shingles};

/// How many places of two sketches must agree before their texts are compared.
const NEAR: usize = PLACES * 3 / 4;
/// How many places of a sketch are looked up together; 16 such parts of four places each.
const PART: usize = 4;
/// The most charters of one part that are compared: of a text that hundreds share, these are enough.
const MOST_NEAR: usize = 24;
/// How many charters are read to find the one most like another: those whose sketches agree most.
const MOST_READ: usize = 3;

/// How many values a figure has among colleges of a kind, and its quartiles.
struct Spread {
    peers: i64,
    low: i64,
    high: i64,
}

pub struct Joined<'a> {
    all: &'a OfYear<'a>,
    /// The charters most like each, the nearest first.
    near: BTreeMap<usize, BTreeSet<(Reverse<usize>, usize)>>,
    /// How many colleges have a congress link.
    links: BTreeMap<&'a str, i64>,
    /// The spread of each figure, by kind of college.
    spreads: BTreeMap<(&'a str, &'a str), Spread>,
}

impl<'a> Joined<'a> {
    /// Joins what is compared of all colleges of one year and union.
    pub fn join(all: &'a OfYear) -> Self {
        let mut links: BTreeMap<&str, i64> = BTreeMap::new();
        let mut values: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
        for (college, compared) in all {
            if !compared.congress_link.is_empty() {
                *links.entry(&compared.congress_link).or_default() += 1;
            }
            for (name, value) in &compared.figures {
                values.entry((&college.kind, name)).or_default().push(*value);
            }
        }
        let spread = |mut values: Vec<i64>| {
            values.sort_unstable();
            let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
            Spread { peers: values.len() as i64, low: at(1), high: at(3) }
        };
        let spreads = values.into_iter().map(|(key, values)| (key, spread(values))).collect();
        Self { all, near: near(all), links, spreads }
    }

    /// Makes the facts of some colleges.
    pub fn facts(
        &self,
        some: Range<usize>,
        spans: &[Span],
        texts: &Texts,
    ) -> Result<Arc<Fact>, Failure> {
        let (mut charters, mut links, mut figures) = (Vec::new(), Vec::new(), Vec::new());
        for nth in some {
            let span = spans[nth];
            charters.extend(self.charter(nth, span, texts)?);
            links.extend(self.link(nth, span));
            figures.extend(self.figures(nth, span));
        }
        let parts = [charters, links, figures].into_iter().zip(PROVINCE.fields);
        let parts = parts
            .map(|(items, field)| fact(field.key, field.meaning, None, FactValue::Items(items)));
        Ok(fact("", "", None, FactValue::Fields(&PROVINCE, parts.collect())))
    }

    /// Sets a charter beside the one of another college that is most like it.
    fn charter(&self, nth: usize, span: Span, texts: &Texts) -> Result<Option<Arc<Fact>>, Failure> {
        let (college, compared) = &self.all[nth];
        if compared.charter.is_none() {
            return Ok(None);
        }
        let (mut shared, mut nearest, mut said) = (0, "", false);
        if let Some(others) = self.near.get(&nth) {
            let Some(own) = texts(nth)? else { return Ok(None) };
            let own_words = shingles(&own, &college.name);
            for (_, other) in others {
                let Some(text) = texts(*other)? else { continue };
                let name = &self.all[*other].0.name;
                let alike = alike(&own_words, &shingles(&text, name));
                if alike > shared {
                    (shared, nearest) = (alike, name);
                    said = own.iter().any(|(_, text)| text.contains(name.as_str()));
                }
            }
        }
        let values =
            [Leaf::Word(&college.name), Leaf::Word(nearest), Leaf::Number(shared), Leaf::Yes(said)];
        Ok(Some(item(&CHARTER, span, &values)))
    }

    /// Says of a congress link how many other colleges have it.
    fn link(&self, nth: usize, span: Span) -> Option<Arc<Fact>> {
        let (college, compared) = &self.all[nth];
        let others = self.links.get(compared.congress_link.as_str())? - 1;
        Some(item(&LINK, span, &[Leaf::Word(&college.name), Leaf::Number(others)]))
    }

    /// Sets each figure beside those of its kind.
    fn figures(&self, nth: usize, span: Span) -> Vec<Arc<Fact>> {
        let (college, compared) = &self.all[nth];
        let figure = |(name, value): (&String, &i64)| {
            let Spread { peers, low, high } = self.spreads[&(college.kind.as_str(), name.as_str())];
            let [value, low, high, peers] = [*value, low, high, peers].map(Leaf::Number);
            let words = [&college.name, name].map(|word| Leaf::Word(word));
            let [college, name] = words;
            item(&FIGURE, span, &[college, name, value, low, high, peers])
        };
        compared.figures.iter().map(figure).collect()
    }
}

/// Finds for each charter those whose sketches agree most with its own, a part of the sketch after
/// another: those that agree in a whole part may be near.
fn near(all: &OfYear) -> BTreeMap<usize, BTreeSet<(Reverse<usize>, usize)>> {
    let sketch = |nth: usize| all[nth].1.charter.as_ref().map(|it| it.0.as_slice());
    let mut near: BTreeMap<usize, BTreeSet<(Reverse<usize>, usize)>> = BTreeMap::new();
    let whole = |nth: &usize| sketch(*nth).is_some_and(|it| it.len() == PLACES);
    let mut order: Vec<usize> = (0..all.len()).filter(whole).collect();
    for part in (0..PLACES).step_by(PART) {
        let of = |nth: usize| sketch(nth).map(|it| &it[part..part + PART]);
        order.sort_by_key(|nth| (of(*nth), *nth));
        for group in order.chunk_by(|a, b| of(*a) == of(*b)) {
            for (i, one) in group.iter().enumerate() {
                let around = group[i.saturating_sub(MOST_NEAR)..].iter().take(MOST_NEAR * 2);
                for other in around.filter(|other| *other != one) {
                    let (Some(a), Some(b)) = (sketch(*one), sketch(*other)) else { continue };
                    let agree = a.iter().zip(b).filter(|(a, b)| a == b).count();
                    if agree >= NEAR {
                        let nearest = near.entry(*one).or_default();
                        nearest.insert((Reverse(agree), *other));
                        if nearest.len() > MOST_READ {
                            nearest.pop_last();
                        }
                    }
                }
            }
        }
    }
    near
}

fn fact(
    key: &'static str,
    meaning: &'static str,
    span: Option<Span>,
    value: FactValue,
) -> Arc<Fact> {
    Arc::new(Fact {
        path: key.to_owned(),
        key,
        meaning,
        span,
        hidden: false,
        derived: true,
        authored: true,
        faulty: false,
        worked_out: false,
        value,
    })
}

/// A value of a record made here.
enum Leaf<'a> {
    Word(&'a str),
    Number(i64),
    Yes(bool),
}

fn item(record: &'static Record, span: Span, values: &[Leaf]) -> Arc<Fact> {
    let leaf = |(field, value): (&Field, &Leaf)| {
        let value = match value {
            Leaf::Word(text) => FactValue::text(text),
            Leaf::Number(number) => FactValue::number(*number),
            Leaf::Yes(yes) => FactValue::yes(*yes),
        };
        fact(field.key, field.meaning, Some(span), value)
    };
    let fields = record.fields.iter().zip(values).map(leaf).collect();
    fact(record.title, "", Some(span), FactValue::Fields(record, fields))
}
