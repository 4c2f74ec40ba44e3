//! The units of a round's subjects beside those of the academic year that is appraised.
//! It must not judge whether somebody may have moved.

use crate::academic_year::AcademicYear;
use crate::datum::{Datum, list, word};
use crate::load::Year;
use crate::model::round::{folder, notice, scoring, subject};
use crate::model::{MENTION, mention, person, unit, year};
use crate::name::plain_name;

/// Returns the names of the units of some years, those they had before too.
pub fn unit_names(years: &[Year]) -> Vec<String> {
    let units = years.iter().flat_map(|year| year.root.get(year::UNITS).items());
    let names = units.flat_map(|unit| {
        std::iter::once(unit.get(unit::NAME)).chain(unit.get(unit::FORMER_NAMES).items())
    });
    names.filter_map(Datum::text).map(str::to_owned).collect()
}

/// Finds units of subjects that the union did not have in the year they are appraised for; none where
/// the site has no such year.
pub fn strange_units(root: &Datum, years: &[Year]) -> Datum {
    let subjects = root.get(folder::SCORING).get(scoring::SUBJECTS);
    let wanted = root.get(folder::NOTICE).get(notice::YEAR).text().and_then(AcademicYear::parse);
    let year = years.iter().find(|year| Some(year.edition.year) == wanted);
    let Some(units) =
        year.map(|year| year.root.get(year::UNITS).items()).filter(|units| !units.is_empty())
    else {
        return list(Vec::new(), subjects.span);
    };
    let known: Vec<&str> = units.iter().filter_map(|unit| unit.get(unit::NAME).text()).collect();
    let level = root.get(folder::NOTICE).get(notice::LEVEL).text() == Some("校级");
    let mut found = Vec::new();
    if let Some(year) = year.filter(|_| level) {
        found.extend(subjects.items().iter().filter_map(|it| elsewhere(it, &year.root, &known)));
    }
    for unit in subjects.items().iter().filter(|_| level).map(|subject| subject.get(subject::UNIT))
    {
        // A department may stand there for a person of its union.
        let Some(text) = unit.text().filter(|text| text.ends_with(['部', '处', '室'])) else {
            continue;
        };
        if !known.iter().any(|name| text.ends_with(name) || name.ends_with(text)) {
            let mut mention = Datum::new(MENTION.empty(), unit.span);
            mention.set(mention::WORDS, word(text, unit.span));
            found.push(mention);
        }
    }
    list(found, subjects.span)
}

/// Finds a subject whom the roster of the year appraised has in another unit, once by that name.
fn elsewhere(subject: &Datum, year: &Datum, known: &[&str]) -> Option<Datum> {
    let (name, unit) = (subject.get(subject::NAME).text()?, subject.get(subject::UNIT));
    let own = unit.text().filter(|unit| known.contains(unit))?;
    let mut named = year.get(year::ROSTER).items().iter().filter(|person| {
        person.get(person::NAME).text().is_some_and(|it| plain_name(it) == plain_name(name))
    });
    let person = named.next().filter(|_| named.next().is_none())?;
    let other = person.get(person::UNIT).text().filter(|other| *other != own)?;
    let mut mention = Datum::new(MENTION.empty(), unit.span);
    mention.set(mention::WORDS, word(own, unit.span));
    mention.set(mention::EXPECTED, word(other, unit.span));
    Some(mention)
}
