//! Facts as an expression sees them: every leaf that is read is noted before it is handed out.
//! It must not know any rule.

use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::tree::{Fact, FactValue};
use crate::load::decode::nearest;
use crate::source::Span;

/// How an absent value reads in a message.
pub const UNWRITTEN: &str = "（未填）";

/// What one evaluation has read, in order.
#[derive(Debug, Default)]
pub struct Trail(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    readings: Vec<Reading>,
    unknown: Vec<String>,
    /// While a message is printed, an absent value reads 未填 and nothing is noted.
    printing: bool,
}

/// One fact that was read.
#[derive(Clone, Debug)]
pub struct Reading {
    pub fact: Arc<Fact>,
    /// Whether only its presence was asked for.
    pub presence: bool,
}

impl Trail {
    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, fact: &Arc<Fact>, presence: bool) {
        self.with(|state| {
            let known =
                state.readings.iter().any(|r| Arc::ptr_eq(&r.fact, fact) && r.presence == presence);
            if !known && !state.printing {
                state.readings.push(Reading { fact: fact.clone(), presence });
            }
        });
    }

    /// Forgets everything; called before an item is evaluated.
    pub fn clear(&self) {
        self.with(|state| *state = State::default());
    }

    pub fn readings(&self) -> Vec<Reading> {
        self.with(|state| state.readings.clone())
    }

    /// Returns the names that no table knows, each with the nearest that it does know.
    pub fn unknown(&self) -> Vec<String> {
        self.with(|state| state.unknown.clone())
    }

    /// Evaluates without noting, absent values printed as 未填.
    pub fn printing<T>(&self, act: impl FnOnce() -> T) -> T {
        self.with(|state| state.printing = true);
        let result = act();
        self.with(|state| state.printing = false);
        result
    }
}

/// A fact handed to an expression.
#[derive(Debug)]
pub struct Tracked {
    pub fact: Arc<Fact>,
    trail: Arc<Trail>,
}

impl Tracked {
    /// Hands out a fact: a leaf as its value, anything else as an object that notes what it gives.
    pub fn value(fact: &Arc<Fact>, trail: &Arc<Trail>) -> Value {
        let object = || Value::from_object(Tracked { fact: fact.clone(), trail: trail.clone() });
        match &fact.value {
            FactValue::Absent => {
                trail.note(fact, false);
                match trail.with(|state| state.printing) {
                    true => Value::from(UNWRITTEN),
                    false => Value::UNDEFINED,
                }
            }
            FactValue::Leaf(value) => {
                trail.note(fact, false);
                value.clone()
            }
            FactValue::Day(date) => {
                trail.note(fact, false);
                match trail.with(|state| state.printing) {
                    true => Value::from(date.to_string()),
                    false => Value::from(date.to_julian_day()),
                }
            }
            FactValue::Items(_) => {
                trail.note(fact, false);
                object()
            }
            FactValue::Fields(..) => object(),
            FactValue::Prose(_) => {
                trail.note(fact, false);
                object()
            }
        }
    }
}

/// Returns the place of the fact an expression gave back, when it gave back a whole one.
pub fn place_of(value: &Value) -> Option<Span> {
    value.downcast_object_ref::<Tracked>().and_then(|tracked| tracked.fact.span)
}

impl Object for Tracked {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.fact.value {
            FactValue::Items(_) => ObjectRepr::Seq,
            _ => ObjectRepr::Map,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match &self.fact.value {
            FactValue::Items(items) => {
                items.get(key.as_usize()?).map(|item| Tracked::value(item, &self.trail))
            }
            FactValue::Fields(record, _) => {
                let name = key.as_str()?;
                if name == "given" {
                    let given = Given { fact: self.fact.clone(), trail: self.trail.clone() };
                    return Some(Value::from_object(given));
                }
                match self.fact.get_written(name) {
                    Some(fact) => Some(Tracked::value(fact, &self.trail)),
                    None => {
                        unknown(
                            &self.trail,
                            record.title,
                            name,
                            record.fields.iter().map(|f| f.name.as_str()),
                        );
                        None
                    }
                }
            }
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match &self.fact.value {
            FactValue::Items(items) => Enumerator::Seq(items.len()),
            _ => Enumerator::NonEnumerable,
        }
    }
}

/// Answers whether fields of a record are there, without reading them.
#[derive(Debug)]
struct Given {
    fact: Arc<Fact>,
    trail: Arc<Trail>,
}

impl Object for Given {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        match self.fact.get_written(name) {
            Some(fact) => {
                // Whether what is faulty was meant to be there, nobody can say.
                self.trail.note(fact, !fact.faulty);
                Some(Value::from(!fact.is_absent() && !fact.worked_out))
            }
            None => {
                if let FactValue::Fields(record, _) = &self.fact.value {
                    unknown(
                        &self.trail,
                        record.title,
                        name,
                        record.fields.iter().map(|f| f.name.as_str()),
                    );
                }
                None
            }
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

fn unknown(trail: &Trail, record: &str, name: &str, names: impl Iterator<Item = &'static str>) {
    let near = nearest(name, names).map(|near| format!("，是不是 {near}？")).unwrap_or_default();
    trail.with(|state| state.unknown.push(format!("{record}没有 {name} 这个事实{near}")));
}
