//! The words of the official form beside the numbers that authors write.
//! It must not know any indicator: the form of the year has them.

use crate::datum::Datum;
use crate::edition::Edition;
use crate::model::{YEAR, year};
use crate::pipeline::Run;
use crate::standard::{FORM, form, form_item};

/// The form that a self-evaluation answers.
pub struct Indicators<'a>(&'a Datum);

impl<'a> Indicators<'a> {
    /// Returns the form of a file's year; none where the file answers none.
    pub fn of(run: &'a Run, path: &str) -> Option<Self> {
        let (edition, below) = Edition::of_file(path.strip_prefix("content/")?)?;
        let key = YEAR.field(year::SELF_EVALUATION)?.key;
        let answers = !edition.is_round() && below.split('.').next() == Some(key);
        run.standards.form(edition.year).filter(|_| answers).map(Self)
    }

    /// Returns what is asked by the words down to a value, of which the first name a part of the form
    /// and a number in it: `校级`, `7`.
    pub fn asked(&self, words: &[impl AsRef<str>]) -> Option<String> {
        let [part, number, ..] = words else { return None };
        let part = FORM.fields.iter().find(|field| field.key == part.as_ref())?;
        let number = number.as_ref().parse().ok()?;
        let items = self.0.get(part.name).items().iter();
        items.clone().find(|item| item.get(form_item::NO).number() == Some(number)).map(text)
    }

    /// Returns what each answer in the row of a department is to, in their order.
    pub fn in_a_row(&self) -> Vec<String> {
        self.0.get(form::SECOND).items().iter().map(text).collect()
    }
}

/// The text of an indicator, with its mark.
fn text(item: &Datum) -> String {
    let part = |name| item.get(name).text().unwrap_or_default();
    format!("{}{}", part(form_item::MARK), part(form_item::TEXT))
}
