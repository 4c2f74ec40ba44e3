//! The tables of fields with what a site declares besides: the same tables, longer.
//! It must not know where the declarations stand, nor what any field is for.

use super::round::ROUND;
use super::{YEAR, charter, charter_limit, year};
use crate::datum::{Field, FieldName, Need, Record, Shape, Visibility};

/// The tables that a site's years and rounds are written to.
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// [`YEAR`], or that with a site's own fields.
    pub year: &'static Record,
    /// [`ROUND`], or that with a site's own fields.
    pub round: &'static Record,
}

impl Default for Tables {
    fn default() -> Self {
        Self { year: &YEAR, round: &ROUND }
    }
}

/// A field that a site declares, and the keys that lead to its record, `代表` or `代表.分布`.
#[derive(Clone, Debug)]
pub struct OwnField {
    pub place: Vec<String>,
    pub field: Field,
}

/// Why a field cannot stand where it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// No record is there; the keys that may be written in its stead.
    NoSuchPlace(Vec<&'static str>),
    /// The record has a field of that key, or of that name, with the meaning given.
    Taken(&'static str),
    /// Nothing is printed of the entries of a list, nor of what is no part of the form, but what the
    /// form prints.
    NotPrinted,
}

impl Tables {
    /// Returns the tables with one more field.
    pub fn with(self, own: &OwnField) -> Result<Self, Misfit> {
        let is_of = |root: &Record| own.place.first().is_some_and(|key| step(root, key).is_some());
        let root = if is_of(self.round) && !is_of(self.year) { self.round } else { self.year };
        let whole = extended(root, &own.place, &own.field)?;
        if own.field.visibility != Visibility::Hidden && !is_printed(root, &own.place) {
            return Err(Misfit::NotPrinted);
        }
        Ok(match std::ptr::eq(root, self.round) {
            true => Self { round: whole, ..self },
            false => Self { year: whole, ..self },
        })
    }

    /// Returns the tables with one more limit that a charter may have: its key is what an author
    /// registers it by, its name what a rule reads below `charter.bounds`.
    pub fn with_limit(
        self,
        key: &'static str,
        name: FieldName,
        meaning: &'static str,
    ) -> Result<Self, Misfit> {
        let below = |record: &Record, name| {
            record
                .field(name)
                .and_then(|field| field.shape.record())
                .expect("a record of the table")
        };
        let charter = below(self.year, year::CHARTER);
        let (bounds, limit) = (below(charter, charter::BOUNDS), below(charter, charter::LIMITS));
        if let Some(taken) = bounds.fields.iter().find(|it| it.key == key || it.name == name) {
            return Err(Misfit::Taken(taken.meaning));
        }
        let mut names: Vec<&'static str> = bounds.fields.iter().map(|field| field.key).collect();
        names.push(key);
        let names = Shape::Choice(names.leak());
        let limit = longer(limit, |fields| put(fields, charter_limit::NAME, names));
        let (need, visibility) = (Need::Derived, Visibility::Public);
        let field = Field { key, name, shape: Shape::One(limit), need, visibility, meaning };
        let bounds = longer(bounds, |fields| fields.push(field));
        let charter = longer(charter, |fields| {
            put(fields, charter::LIMITS, Shape::Many(limit));
            put(fields, charter::KNOWN_LIMITS, Shape::Many(limit));
            put(fields, charter::BOUNDS, Shape::One(bounds));
        });
        let year = longer(self.year, |fields| put(fields, year::CHARTER, Shape::One(charter)));
        Ok(Self { year, ..self })
    }
}

fn put(fields: &mut [Field], name: FieldName, shape: Shape) {
    let field = fields.iter_mut().find(|field| field.name == name);
    field.expect("a field of the table").shape = shape;
}

/// Copies a record with a change to its fields.
fn longer(record: &'static Record, change: impl FnOnce(&mut Vec<Field>)) -> &'static Record {
    let mut fields = record.fields.to_vec();
    change(&mut fields);
    let extends = Some(record.extends.unwrap_or(record));
    Box::leak(Box::new(Record { title: record.title, fields: fields.leak(), extends }))
}

/// The fields of a record that a site declared.
pub fn declared(record: &'static Record) -> impl Iterator<Item = &'static Field> {
    let known = record.extends.map_or(record.fields.len(), |base| base.fields.len());
    record.fields[known..].iter()
}

/// Tells whether a place is a part of the form that is one record: at its end there is room.
fn is_printed(root: &Record, place: &[String]) -> bool {
    let [key] = place else { return false };
    let part = root.fields.iter().find(|field| field.key == key);
    part.is_some_and(|it| {
        matches!(it.shape, Shape::One(_)) && ![year::HEAD, year::PREFACE].contains(&it.name)
    }) && root.is(&YEAR)
}

fn step<'a>(record: &'a Record, key: &str) -> Option<(usize, &'a Field)> {
    let written = |field: &Field| field.need != Need::Derived && field.shape.record().is_some();
    record.fields.iter().enumerate().find(|(_, field)| field.key == key && written(field))
}

/// Copies a record, and those down to the place, with the field at the end of the last.
fn extended(
    record: &'static Record,
    place: &[String],
    own: &Field,
) -> Result<&'static Record, Misfit> {
    match place.split_first() {
        None if takes_none(record) => Err(Misfit::NoSuchPlace(Vec::new())),
        None => {
            let taken = record.fields.iter().find(|it| it.key == own.key || it.name == own.name);
            match taken {
                Some(taken) => Err(Misfit::Taken(taken.meaning)),
                None => Ok(longer(record, |fields| fields.push(own.clone()))),
            }
        }
        Some((key, below)) => {
            let Some((at, _)) = step(record, key) else {
                let records = record.fields.iter().filter(|it| step(record, it.key).is_some());
                return Err(Misfit::NoSuchPlace(records.map(|it| it.key).collect()));
            };
            let table = record.fields[at].shape.record().expect("a step leads to a record");
            let table = extended(table, below, own)?;
            Ok(longer(record, |fields| {
                fields[at].shape = match fields[at].shape {
                    Shape::Many(_) => Shape::Many(table),
                    Shape::Keyed(_) => Shape::Keyed(table),
                    _ => Shape::One(table),
                };
            }))
        }
    }
}

/// Tells whether a record has nothing but a text, and so no file in which to write data.
fn takes_none(record: &Record) -> bool {
    record.fields.iter().all(|it| it.need == Need::Derived || matches!(it.shape, Shape::Prose(_)))
}

/// Returns the name a site gives a field, when a rule can write it.
pub fn name(written: &str) -> Option<FieldName> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let begins = written.starts_with(|c: char| c.is_ascii_lowercase());
    let reserved = ["given", "and", "or", "not", "in", "if", "else", "is", "true", "false", "none"];
    let fits = begins && written.chars().all(plain) && !reserved.contains(&written);
    fits.then(|| FieldName::declared(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DELEGATES, UNIT};

    fn own(place: &[&str], key: &'static str, visibility: Visibility) -> OwnField {
        let name = name("women").expect("letters");
        let (shape, need) = (Shape::Count("名"), Need::Optional);
        let field = Field { key, name, shape, need, visibility, meaning: "代表里的女生" };
        OwnField { place: place.iter().map(|it| (*it).to_owned()).collect(), field }
    }

    #[test]
    fn a_table_is_itself_with_a_field_more() {
        let women = own(&["代表"], "女生代表人数", Visibility::Public);
        let tables = Tables::default().with(&women).unwrap();
        let delegates = tables.year.field(year::DELEGATES).unwrap().shape.record().unwrap();
        assert!(delegates.is(&DELEGATES) && !delegates.is(&UNIT) && tables.year.is(&YEAR));
        assert_eq!(delegates.fields.len(), DELEGATES.fields.len() + 1);
        let declared: Vec<&str> = declared(delegates).map(|field| field.key).collect();
        assert_eq!(declared, ["女生代表人数"]);
        let unit = |it: &'static Record| it.field(year::UNITS).unwrap().shape.record().unwrap();
        assert!(std::ptr::eq(unit(tables.year), &UNIT));
    }

    #[test]
    fn what_cannot_stand_somewhere_says_why() {
        let with = |own: OwnField| Tables::default().with(&own).unwrap_err();
        let taken = with(own(&["代表"], "总数", Visibility::Public));
        assert_eq!(taken, Misfit::Taken("代表总数"));
        let twice = own(&["代表"], "女生", Visibility::Hidden);
        let again = Tables::default().with(&twice).unwrap().with(&twice).unwrap_err();
        assert_eq!(again, Misfit::Taken("代表里的女生"));
        let nowhere = with(own(&["代表们"], "女生", Visibility::Hidden));
        assert!(matches!(nowhere, Misfit::NoSuchPlace(known) if known.contains(&"代表")));
        let printed = with(own(&["名单"], "民族", Visibility::Public));
        assert_eq!(printed, Misfit::NotPrinted);
        assert!(Tables::default().with(&own(&["名单"], "民族", Visibility::Hidden)).is_ok());
        assert!(Tables::default().with(&own(&["代表", "分布"], "女", Visibility::Hidden)).is_ok());
    }
}
