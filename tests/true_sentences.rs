//! True sentences of every section raise nothing: each line of `fixtures/true-sentences/` is put by
//! itself into the specimen's section of that name.

mod support;

use gongkai::diagnostic::Level;
use gongkai::pipeline::{self, Inputs};
use gongkai::rules::test::{self, Specimen};
use support::project;

/// How many there are at least; the issue asks for two hundred.
const ENOUGH: usize = 200;

/// The duties that a sentence of the table of units takes the place of.
const DUTIES: &str = "收集同学意见，跟进答复。";

#[test]
fn true_sentences_raise_nothing() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let specimen = Specimen::find("standards/specimen", &standards, &inputs.sources).unwrap();
    let mut files: Vec<_> = std::fs::read_dir(project("tests/fixtures/true-sentences"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let (mut tried, mut wrong) = (0, Vec::new());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let lines = std::fs::read_to_string(&file).unwrap();
        for sentence in lines.lines().filter(|line| !line.is_empty()) {
            tried += 1;
            let mut texts = specimen.texts.clone();
            let target =
                if name == "通知.md" { "appraisal/2025-spring/通知.md" } else { &name };
            let (_, text) = texts.0.iter_mut().find(|(path, _)| path == target).unwrap();
            match name.ends_with(".md") {
                true => *text = format!("{}\n\n{sentence}\n", text.trim_end()),
                false => *text = text.replace(DUTIES, sentence),
            }
            let (_, findings) = test::check(specimen.year, &texts, &standards, &inputs.sources);
            let said = findings.iter().filter(|found| found.level != Level::Notice);
            wrong.extend(
                said.map(|found| {
                    format!("{name}：{sentence}\n    {} {}", found.code, found.message)
                }),
            );
        }
    }
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried >= ENOUGH, "{tried} sentences");
}
