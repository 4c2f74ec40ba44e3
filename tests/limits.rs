//! Every limit of `standards/limits.yaml` is proved by its own sentences: what they state is it, or not.

mod support;

use gongkai::facts::stated_limits;
use gongkai::load;
use gongkai::model::LIMIT_NAMES;
use gongkai::source::Sources;
use gongkai::standard::{Issuer, Words};
use support::project;

fn words() -> Words {
    let mut sources = Sources::default();
    sources.read_folder(&project("standards"), "standards", |_| false).unwrap();
    load::standards(&[("standards", Issuer::National)], &sources, &mut Vec::new()).words
}

#[test]
fn a_limit_is_read_from_its_sentences_and_from_no_others() {
    let words = words();
    let mut wrong = Vec::new();
    for limit in &words.limits.known {
        let states = |sentence: &String| {
            let found = stated_limits::find(sentence, &words.limits);
            found.iter().any(|it| it.limits.iter().any(|known| known.name == limit.name))
        };
        let [stating, others] = &limit.examples;
        assert!(!stating.is_empty() && !others.is_empty(), "{} has no sentences", limit.name);
        let missed = stating.iter().filter(|sentence| !states(sentence));
        wrong.extend(missed.map(|it| format!("{} is not read from {it}", limit.name)));
        let taken = others.iter().filter(|sentence| states(sentence));
        wrong.extend(taken.map(|it| format!("{} is read from {it}", limit.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_words_are_of_the_limits_that_a_charter_may_have() {
    let words = words();
    let mut known: Vec<&str> = words.limits.known.iter().map(|it| it.name.as_str()).collect();
    let mut names = LIMIT_NAMES.to_vec();
    known.sort_unstable();
    names.sort_unstable();
    assert_eq!(known, names);
}
