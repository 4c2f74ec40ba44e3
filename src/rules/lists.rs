//! What a rule may ask of a whole list of facts: sums, counts, the largest, whether any or all.
//! It must not know any fact; an entry's field that is absent is noted by the reading of it.

use minijinja::value::Value;
use minijinja::{Environment, Error};

use super::language::{spend, wrong};
use super::work::Work;

/// The steps of looking at one entry.
const ENTRY: usize = 20;

/// Adds the functions over lists to an environment.
pub fn add(env: &mut Environment<'static>, work: &Work) {
    let of = |name: &'static str, act: fn(Entries) -> Result<Value, Error>| {
        let work = work.clone();
        (name, move |list: Value, field: Option<String>, value: Option<Value>| {
            act(Entries::read(name, &list, field.as_deref(), value, &work)?)
        })
    };
    for (name, function) in [
        of("sum", sum),
        of("count", |entries| Ok(Value::from(entries.hits()))),
        of("max", max),
        of("any", |entries| Ok(Value::from(entries.hits() > 0))),
        of("all", |entries| Ok(Value::from(entries.hits() == entries.values.len()))),
        of("unique", unique),
    ] {
        env.add_function(name, function);
    }
}

/// One field of every entry of a list, or the entries themselves, and what is looked for.
struct Entries {
    name: &'static str,
    values: Vec<Value>,
    wanted: Option<Value>,
}

impl Entries {
    fn read(
        name: &'static str,
        list: &Value,
        field: Option<&str>,
        wanted: Option<Value>,
        work: &Work,
    ) -> Result<Self, Error> {
        let entries: Vec<Value> = list.try_iter()?.collect();
        spend(work, ENTRY * entries.len())?;
        let values: Result<Vec<Value>, Error> = match field {
            Some(field) => entries.iter().map(|entry| entry.get_attr(field)).collect(),
            None => Ok(entries),
        };
        Ok(Self { name, values: values?, wanted })
    }

    /// How many are what is looked for; without that, how many are true, or how many there are.
    fn hits(&self) -> usize {
        let is_it = |value: &&Value| match &self.wanted {
            Some(wanted) => *value == wanted,
            None => value.is_true(),
        };
        self.values.iter().filter(is_it).count()
    }

    fn numbers(&self) -> Result<Vec<i64>, Error> {
        let number = |value: &Value| {
            i64::try_from(value.clone()).map_err(|_| wrong(format!("{} 只用于数", self.name)))
        };
        // What is absent has been noted: the outcome is that it cannot be verified.
        self.values.iter().filter(|value| !value.is_undefined()).map(number).collect()
    }
}

fn sum(entries: Entries) -> Result<Value, Error> {
    let sum = entries.numbers()?.into_iter().try_fold(0_i64, i64::checked_add);
    sum.map(Value::from).ok_or_else(|| wrong("sum 的数太大"))
}

fn max(entries: Entries) -> Result<Value, Error> {
    let most = entries.numbers()?.into_iter().max();
    most.map(Value::from).ok_or_else(|| wrong("max 的列表是空的"))
}

fn unique(entries: Entries) -> Result<Value, Error> {
    let mut seen: Vec<Value> = Vec::new();
    for value in entries.values {
        if !value.is_undefined() && !seen.contains(&value) {
            seen.push(value);
        }
    }
    Ok(Value::from(seen))
}
