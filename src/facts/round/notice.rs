//! What follows from the notice of a round, gathered: how it names its year, its words, its units, its
//! matters. It must not judge when anything is due.

use super::scoring::applies_to;
use super::{matters, naming, units, words};
use crate::datum::{Datum, Value, list};
use crate::facts::beside::Beside;
use crate::facts::private::each_text;
use crate::facts::{numbering, spelling};
use crate::model::round::{annexes, folder, notice, work};
use crate::source::Sources;

/// Fills every derived field of a notice.
pub fn derive_notice(root: &mut Datum, beside: &Beside, sources: &Sources) {
    let (mut shared_bounds, mut bad_times) = (Vec::new(), Vec::new());
    each_text(root.get(folder::NOTICE), &mut |text, span| {
        shared_bounds.extend(words::shared_bounds(text, span, sources));
        bad_times.extend(words::bad_times(text, span, sources));
    });
    let names = units::unit_names(beside.years);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let lists = [
        (notice::YEAR_WORDS, list(naming::year_words(root, sources), None)),
        (notice::DEFERRED, list(words::deferred(root, sources), None)),
        (notice::SHARED_BOUNDS, list(shared_bounds, None)),
        (notice::BAD_TIMES, list(bad_times, None)),
        (notice::STRANGE_UNITS, units::strange_units(root, beside.years)),
        (notice::MISSPELT_UNITS, list(spelling::of_round(root, &names, sources), None)),
        (notice::ANNEX_LIST, matters::annexes(root)),
    ];
    let annexes = root.get(folder::ANNEXES).get(annexes::TEXT).prose();
    let annex_breaks = annexes.map(numbering::breaks).unwrap_or_default();
    let Some(notice) =
        root.get_mut(folder::NOTICE).filter(|it| matches!(it.value, Value::Fields(..)))
    else {
        return;
    };
    for (name, found) in lists {
        notice.set(name, found);
    }
    naming::compare_naming(notice, beside.words, sources);
    naming::number_year(notice);
    breaks(notice, annex_breaks);
    arrangements(notice);
    matters::working_days(notice, &beside.words.calendar);
    matters::committee(notice);
    matters::recipients(notice, beside.words);
    matters::open_matters(notice);
}

/// Notes where the numbering of the text or of its annexes does not run on.
fn breaks(notice: &mut Datum, of_annexes: Vec<Datum>) {
    let Some(prose) = notice.get(notice::TEXT).prose() else { return };
    let mut breaks = numbering::breaks(prose);
    breaks.extend(words::own_numbers(prose));
    breaks.extend(of_annexes);
    let span = notice.get(notice::TEXT).span;
    notice.set(notice::BREAKS, list(breaks, span));
}

/// Notes which kinds of subject have arrangements, and which a time to speak.
fn arrangements(notice: &mut Datum) {
    let work = notice.get(notice::WORK);
    let (arranged, place) = (work.items().iter(), work.span);
    let timed = arranged.clone().filter(|entry| !entry.get(work::MINUTES).is_absent());
    let timed = list(timed.flat_map(applies_to).collect(), place);
    let arranged = list(arranged.flat_map(applies_to).collect(), place);
    notice.set(notice::ARRANGED, arranged);
    notice.set(notice::TIMED, timed);
}
