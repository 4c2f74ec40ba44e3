//! Every entry of `standards/clauses.yaml` is proved by its own sentences.

mod support;

use gongkai::pipeline::{self, Inputs};
use support::project;

#[test]
fn forbidden_clauses_are_found_in_wrong_sentences_and_in_no_right_one() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let clauses = &standards.words.clauses;
    assert!(!clauses.forbidden.is_empty() && !clauses.alike.is_empty());
    let mut wrong = Vec::new();
    for clause in &clauses.forbidden {
        let [bad, good] = &clause.examples;
        assert!(!bad.is_empty() && !good.is_empty(), "{} has no examples", clause.name);
        let says = |text: &str| {
            text.split_inclusive(['。', '；'])
                .any(|sentence| clause.find(sentence, &standards.words.denials).is_some())
        };
        wrong.extend(
            bad.iter()
                .filter(|text| !says(text))
                .map(|text| format!("{}：没有查出 {text}", clause.name)),
        );
        wrong.extend(
            good.iter()
                .filter(|text| says(text))
                .map(|text| format!("{}：误报 {text}", clause.name)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
