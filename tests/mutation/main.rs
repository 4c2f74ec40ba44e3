//! The proof by mutation: the clean newest sample year with its rounds of appraisals, spoilt in one
//! small place at a time, over every datum and every line of every text. `fields.md` sorts what is spoilt into caught and free;
//! `neutral` is the proof of the opposite: what changes nothing for a reader changes no finding.

mod corruption;
mod neutral;
mod sample;
#[path = "../support/mod.rs"]
mod support;
mod table;

use std::collections::BTreeMap;

use corruption::Corruption;
use gongkai::diagnostic::{Diagnostic, Level};
use gongkai::language::Language;
use sample::Sample;
use table::{Class, Table};

/// Of corruptions of what is not free, so many in a hundred must stop the build at their place. Of the
/// rest most are warned of: posts, whose wording rests on a single source, and what a notice may put
/// in words of its own.
const SHARE: usize = 92;

/// The rule of the optional control totals.
const CONTROL: &str = "CT-01";

/// What the program says to one corruption.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    /// A violation that shows the spoilt line.
    AtThePlace,
    /// A violation that shows another statement of the same.
    AtTheCounterpart,
    /// A violation that shows something else.
    Elsewhere,
    Unverified,
    /// A warning or a notice, which stops nothing.
    Warned,
    Nothing,
}

impl Answer {
    fn stops(self) -> bool {
        matches!(self, Answer::AtThePlace | Answer::AtTheCounterpart)
    }
}

/// How the corruptions of one field in one manner were answered.
#[derive(Default)]
struct Tally {
    answers: BTreeMap<Answer, usize>,
    /// One corruption of each answer, with the codes it gave.
    examples: BTreeMap<Answer, String>,
}

impl Tally {
    fn of(&self, wanted: impl Fn(Answer) -> bool) -> usize {
        self.answers.iter().filter(|(answer, _)| wanted(**answer)).map(|(_, n)| n).sum()
    }
}

#[test]
#[ignore = "takes ten minutes; tests/long/mutation runs it"]
fn a_corruption_stops_the_build_at_its_place() {
    let sample = Sample::read();
    let (sources, findings) = sample.check(&sample.texts);
    assert!(
        findings.is_empty(),
        "{}",
        gongkai::diagnostic::render(&findings, &sources, false, Language::Chinese)
    );
    let table = Table::read();
    let corruptions = corruption::all(&sample.texts);
    let answers = sample::each(&corruptions, |corruption| {
        let (sources, mut findings) = sample.check(&corruption.applied(&sample.texts));
        let codes: Vec<&str> = findings.iter().map(|finding| finding.code.as_str()).collect();
        let codes = codes.join(" ");
        let with = answer(corruption, &table, &sample.places(&sources, &findings), &findings);
        findings.retain(|finding| finding.code != CONTROL);
        let without = answer(corruption, &table, &sample.places(&sources, &findings), &findings);
        (with, without, codes)
    });
    let mut tallies: BTreeMap<(&str, &str), Tally> = BTreeMap::new();
    let mut by_control = 0;
    for (corruption, (answer, without, codes)) in corruptions.iter().zip(answers) {
        let tally = tallies.entry((&corruption.field, corruption.kind)).or_default();
        by_control += usize::from(answer.stops() && !without.stops());
        *tally.answers.entry(answer).or_default() += 1;
        tally.examples.entry(answer).or_insert_with(|| format!("{corruption} [{codes}]"));
    }
    let spoilt: Vec<(&str, &str)> = tallies.keys().copied().collect();
    let mut wrong = table.stale(&spoilt);
    let mut shares: BTreeMap<Class, Tally> = BTreeMap::new();
    for ((field, kind), tally) in &tallies {
        let Some(class) = table.class(field, kind) else {
            wrong.push(format!(
                "{field} | {kind} is not in fields.md: {:?} {:?}",
                tally.answers, tally.examples
            ));
            continue;
        };
        print(field, kind, class, tally);
        wrong.extend(dishonest(field, kind, class, tally));
        for (answer, n) in &tally.answers {
            *shares.entry(class).or_default().answers.entry(*answer).or_default() += n;
        }
    }
    println!("\n{} corruptions", corruptions.len());
    for (class, tally) in &shares {
        println!("{:<6} {:>5}  {:?}", class.word(), tally.of(|_| true), tally.answers);
    }
    let bound = |class: &Class| !matches!(class, Class::Free | Class::FreeWithinBounds);
    let held = || shares.iter().filter(|(class, _)| bound(class)).map(|(_, tally)| tally);
    let (all, stopped) = (
        held().map(|tally| tally.of(|_| true)).sum::<usize>(),
        held().map(|tally| tally.of(Answer::stops)).sum::<usize>(),
    );
    let share = |part: usize, all: usize| 100.0 * part as f64 / all as f64;
    let free = corruptions.len() - all;
    println!("not free: {stopped} of {all} stop the build, {:.1}%", share(stopped, all));
    println!("free: {free}, {:.1}% of all", share(free, corruptions.len()));
    println!(
        "by control totals alone: {by_control}; without them free: {:.1}% of all",
        share(free + by_control, corruptions.len())
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(stopped * 100 >= SHARE * all, "{stopped} of {all}");
}

/// Judges what was found of a corruption; `places` are those its violations show.
fn answer(
    corruption: &Corruption,
    table: &Table,
    places: &[(String, usize)],
    findings: &[Diagnostic],
) -> Answer {
    let any = |level: Level| findings.iter().any(|finding| finding.level == level);
    if places.iter().any(|(file, line)| corruption.touches(file, *line)) {
        Answer::AtThePlace
    } else if places.iter().any(|(file, _)| table.is_counterpart(&corruption.field, file)) {
        Answer::AtTheCounterpart
    } else if any(Level::Violation) {
        Answer::Elsewhere
    } else if any(Level::Unverified) {
        Answer::Unverified
    } else if findings.is_empty() {
        Answer::Nothing
    } else {
        Answer::Warned
    }
}

/// Says what the table claims of a field that is not so.
fn dishonest(field: &str, kind: &str, class: Class, tally: &Tally) -> Option<String> {
    let stopped = tally.of(|answer| answer <= Answer::Elsewhere);
    let unverified = tally.of(|answer| answer == Answer::Unverified);
    let all = tally.of(|_| true);
    let what = match class {
        Class::Free if stopped + unverified > 0 => "is called free, and is caught",
        Class::FreeWithinBounds if stopped == 0 => "is said to have bounds, and none is caught",
        Class::FreeWithinBounds if stopped == all => "is called free, and is always caught",
        Class::Missed if stopped * 2 > all => "is said to be missed, and is caught",
        Class::Unverified if unverified * 2 < all => "is not caught as unverified",
        Class::Caught if stopped * 2 < all => "is not caught, more often than not",
        _ => return None,
    };
    Some(format!("{field}, {kind}: {what}: {:?} {:#?}", tally.answers, tally.examples))
}

/// Prints a line of the report, and an example of what the table does not expect.
fn print(field: &str, kind: &str, class: Class, tally: &Tally) {
    println!("{field} | {kind} | {} | {:?}", class.word(), tally.answers);
    let expected = |answer: &Answer| match class {
        Class::Caught => answer.stops(),
        _ => true,
    };
    for (answer, example) in tally.examples.iter().filter(|(answer, _)| !expected(answer)) {
        println!("    {answer:?}: {example}");
    }
}
