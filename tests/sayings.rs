//! Every entry of `standards/sayings.yaml` is proved by its own sentences, put into the specimen.

mod support;

use gongkai::pipeline::{self, Inputs};
use gongkai::rules::test::{self, Specimen};
use support::project;

/// The rules that tell of what a text says otherwise than the data: a number that a field holds, or
/// something that is counted.
const CODES: [&str; 2] = ["TX-12", "TX-23"];

#[test]
fn sayings_are_found_where_the_specimen_has_otherwise_and_only_there() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let specimen = Specimen::find("standards/specimen", &standards, &inputs.sources).unwrap();
    let sayings = &standards.words.sayings;
    let all = [
        &sayings.figures,
        &sayings.counts,
        &sayings.shares,
        &sayings.averages,
        &sayings.changes,
        &sayings.repeated,
        &sayings.claims,
    ];
    assert!(all.iter().all(|list| !list.is_empty()));
    let mut wrong = Vec::new();
    for saying in all.into_iter().flatten() {
        let [bad, good] = &saying.examples;
        assert!(!good.is_empty(), "{} has no examples", saying.name);
        let section = saying.sections.first().map_or("前言", String::as_str);
        let told = |sentence: &String| {
            let mut texts = specimen.texts.clone();
            let file = format!("{section}.md");
            let (_, text) = texts.0.iter_mut().find(|(path, _)| *path == file).unwrap();
            *text = format!("{}\n\n{sentence}\n", text.trim_end());
            let (_, findings) = test::check(specimen.year, &texts, &standards, &inputs.sources);
            let of_fields = sayings.figures.iter().any(|it| it.name == saying.name);
            findings.iter().any(|it| match of_fields {
                true => it.code == CODES[0],
                false => {
                    it.code == CODES[1] && it.message.contains(&format!("（{}：", saying.name))
                }
            })
        };
        let silent = bad.iter().filter(|sentence| !told(sentence));
        wrong.extend(silent.map(|it| format!("{}：没有查出 {it}", saying.name)));
        let loud = good.iter().filter(|sentence| told(sentence));
        wrong.extend(loud.map(|it| format!("{}：误报 {it}", saying.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
