//! What makes the facts of a year: every maker, each beside what it makes in a file of its own.
//! It must not know the order in which they are made, which is found by asking.

use super::asked::{Maker, Making};
use super::beside::Beside;
use super::statutes::{self, appraisal, election, limits};
use super::{
    congress, controls, evidence, head, indicators, labels, numbering, people, previous,
    publication, rounds, service, spelling, staff, texts, totals,
};
use crate::datum::Datum;
use crate::load::Year;
use crate::source::Sources;

/// The makers. Their order means nothing: what one needs it asks for.
static MAKERS: [&Maker; 53] = [
    &head::HEAD,
    &head::CONSENT,
    &indicators::FORM,
    &indicators::INDICATORS,
    &people::UNITS,
    &people::PEOPLE,
    &publication::PUBLICATION,
    &totals::TOTALS,
    &totals::NUMBERS,
    &numbering::BREAKS,
    &staff::POSTS,
    &staff::GRADES,
    &staff::RANKS_OF_OTHERS,
    &staff::MERGED,
    &staff::NAMESAKES,
    &staff::MAJORS,
    &staff::BLANKS,
    &staff::UNITS_ALIKE,
    &staff::GUIDES,
    &controls::CHECKS,
    &congress::AGENDA,
    &congress::LINK,
    &congress::LATER_DAYS,
    &congress::DELEGATES,
    &congress::SECOND_LEVEL,
    &congress::QUORUM,
    &evidence::EVIDENCE,
    &spelling::SPELLING,
    &labels::LABELS,
    &previous::PREVIOUS,
    &service::SERVICE,
    &rounds::ROUNDS,
    &statutes::TITLES,
    &limits::LIMITS,
    &statutes::LEADERS,
    &election::ELECTION,
    &appraisal::APPRAISAL,
    &statutes::ORDINALS,
    &statutes::REFERENCES,
    &statutes::WORDS,
    &texts::MENTIONS,
    &texts::PRIVATE,
    &texts::NAMED,
    &texts::FIGURES,
    &texts::DATES,
    &texts::WHOLES,
    &texts::CLAUSES,
    &texts::CLAIMS,
    &texts::WORDING,
    &texts::REPEATED_ENTRIES,
    &texts::LINKS,
    &texts::SAMPLE,
    &texts::BAND_GAPS,
];

/// Fills every derived field of a year's tree.
pub fn derive_year(root: &mut Datum, year: &Year, beside: &Beside, sources: &Sources) {
    Making::new(root, year, beside, sources, MAKERS).ask_all();
}

#[cfg(test)]
mod tests {
    use super::super::asked::{Path, path_of};
    use super::*;
    use crate::datum::{FieldName, Need, Record, Shape, Value};
    use crate::edition::Edition;
    use crate::load::{self, Folder};
    use crate::model::{YEAR, year};
    use crate::standard::{Issuer, Words};

    /// The derived fields of a table and of the tables below it, each with its path.
    fn derived(table: &'static Record, above: &[FieldName], found: &mut Vec<Vec<FieldName>>) {
        for field in table.fields {
            let path = [above, &[field.name]].concat();
            match (field.need, field.shape, field.shape.record()) {
                (Need::Derived, Shape::One(_), Some(below)) if field.name != year::FORM => {
                    derived(below, &path, found);
                }
                (Need::Derived, ..) => found.push(path),
                (_, _, Some(below)) => derived(below, &path, found),
                _ => {}
            }
        }
    }

    #[test]
    fn every_derived_field_has_one_maker() {
        let mut fields = Vec::new();
        derived(&YEAR, &[], &mut fields);
        assert!(fields.len() > 150, "{}", fields.len());
        let mut wrong = Vec::new();
        for field in fields {
            let leads = |made: &&Path| field.starts_with(made) || made.starts_with(&field);
            let of = MAKERS.iter().filter(|maker| maker.makes.iter().any(|made| leads(&made)));
            let of = of.count();
            if of != 1 {
                wrong.push(format!("{} has {of} makers", path_of(&field)));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Makes nothing.
    fn nothing(_: &mut Making) {}

    #[test]
    #[should_panic(expected = "facts are made of one another")]
    fn a_fact_made_of_itself_is_a_bug() {
        const FORM: Path = &[year::FORM];
        const UNITS: Path = &[year::UNITS];
        static FIRST: Maker = Maker { makes: &[FORM], of: &[UNITS], make: nothing };
        static SECOND: Maker = Maker { makes: &[UNITS], of: &[FORM], make: nothing };
        let year = Year {
            edition: Edition::parse("2025-2026").unwrap(),
            root: Datum::new(YEAR.empty(), None),
            files: Vec::new(),
            unfilled: Vec::new(),
            unread: Vec::new(),
        };
        let (words, site) = (Words::default(), Datum::absent(None));
        let beside = beside(&words, &site);
        let (mut root, sources) = (year.root.clone(), Sources::default());
        Making::new(&mut root, &year, &beside, &sources, [&FIRST, &SECOND]).ask_all();
    }

    fn beside<'a>(words: &'a Words, site: &'a Datum) -> Beside<'a> {
        Beside {
            form: None,
            site,
            words,
            before: None,
            service: &[],
            rounds: &[],
            years: &[],
            standings: &[],
            on: None,
        }
    }

    /// Returns what stands at a path, in each entry of the lists on the way.
    fn all_at<'a>(datum: &'a Datum, path: &[FieldName], found: &mut Vec<&'a Datum>) {
        match path {
            [] => found.push(datum),
            _ if matches!(datum.value, Value::Items(_)) => {
                datum.items().iter().for_each(|entry| all_at(entry, path, found));
            }
            [name, rest @ ..] if matches!(datum.value, Value::Fields(..)) => {
                all_at(datum.get(*name), rest, found);
            }
            _ => {}
        }
    }

    /// Holds what each maker makes when nothing else was asked for against the whole.
    fn alone_as_in_the_whole(content: &str) {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut sources = Sources::default();
        for folder in ["standards", content] {
            sources.read_folder(&root.join(folder), folder, |_| false).unwrap();
        }
        let faults = &mut Vec::new();
        let standards = load::standards(&[("standards", Issuer::National)], &sources, faults);
        let content = load::content(content, standards.tables, &sources, faults);
        let read = |folder: &Folder| load::year(folder, &sources, &mut Vec::new());
        let folder = content.years.last().unwrap();
        let year = read(folder);
        let before = content.years.iter().find(|it| it.edition == folder.edition.before());
        let before = before.map(read);
        let rounds: Vec<_> = content.rounds.iter().map(|it| (read(it), Vec::new())).collect();
        let form = standards.form(year.edition.year);
        let beside = Beside {
            form,
            before: before.as_ref(),
            rounds: &rounds,
            ..beside(&standards.words, &content.site)
        };
        let mut whole = year.root.clone();
        derive_year(&mut whole, &year, &beside, &sources);
        for maker in MAKERS {
            let mut alone = year.root.clone();
            Making::new(&mut alone, &year, &beside, &sources, MAKERS).ask(maker.makes[0]);
            for path in maker.makes {
                let (mut one, mut other) = (Vec::new(), Vec::new());
                all_at(&alone, path, &mut one);
                all_at(&whole, path, &mut other);
                assert_eq!(format!("{one:?}"), format!("{other:?}"), "{}", path_of(path));
            }
        }
    }

    #[test]
    fn a_fact_asked_for_alone_is_the_same_as_in_the_whole() {
        alone_as_in_the_whole("content");
        alone_as_in_the_whole("standards/specimen-graduate");
    }
}
