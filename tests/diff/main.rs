//! What changed from one document to another: the sample's years, its rounds of appraisals, ten kinds
//! of amendment, whom a difference names, what must hold of any two documents, and the command.

mod always;
mod amendments;
mod command;
mod edit;
mod people;
mod printed;
mod rounds;
#[path = "../support/mod.rs"]
mod support;

use std::sync::OnceLock;

use gongkai::compose::compose;
use gongkai::diff::{Difference, Kind, Public, Subject, diff};
use gongkai::document::{Block, Cell, Digested, Document, Inline};
use gongkai::pipeline::{Inputs, Run};
use gongkai::render::changes::{Look, Telling, markdown, terminal};

use edit::{amended, cell};
use support::{compare, project};

/// Tells in public what changed, with digests that are taken for it.
fn public(old: &Document, new: &Document) -> Public {
    let digests = [old, new].map(Document::digest);
    let [old, new] = [(old, &digests[0]), (new, &digests[1])]
        .map(|(document, digest)| Digested { document, digest });
    gongkai::diff::public(old, new)
}

/// The sample's years, the oldest first.
fn years() -> &'static [Document] {
    static YEARS: OnceLock<Vec<Document>> = OnceLock::new();
    YEARS.get_or_init(|| {
        let run = Run::open(Inputs::read(&project("")).unwrap()).unwrap();
        let cleared =
            run.years.iter().map(|folder| run.clear(folder).expect("the sample is clean"));
        cleared.map(|cleared| compose(&cleared, &run.standards)).collect()
    })
}

/// The two latest years of the sample.
fn last_two() -> (&'static Document, &'static Document) {
    let years = years();
    (&years[years.len() - 2], &years[years.len() - 1])
}

/// The sample's rounds of appraisals.
fn rounds() -> &'static [Document] {
    static ROUNDS: OnceLock<Vec<Document>> = OnceLock::new();
    ROUNDS.get_or_init(|| {
        let run = Run::open(Inputs::read(&project("")).unwrap()).unwrap();
        let cleared =
            run.rounds.iter().map(|folder| run.clear(folder).expect("the sample is clean"));
        cleared.map(|cleared| compose(&cleared, &run.standards)).collect()
    })
}

#[test]
fn the_samples_years_differ_in_these_words() {
    let (a, b) = last_two();
    let telling = Telling::from_difference(&diff(a, b));
    compare("difference.txt", &terminal(&telling, Look { width: 80, colour: false }));
    compare("difference.md", &markdown(&telling));
}

#[test]
fn rows_are_known_by_what_they_are_about() {
    let found = amended(|new| {
        cell(new, "roster/table", 0, 3, "护理系");
        cell(new, "units/table", 1, 2, "6");
        cell(new, "units/table", 2, 1, "学习部");
        cell(new, "delegates/table", 0, 1, "34");
        new.sections[0].sections[2].blocks.iter_mut().for_each(|block| {
            let Block::Table(table) = block else { return };
            table.rows[2].cells[3] = Cell::showing(vec![Inline::Verdict { yes: false }]);
            table.rows.swap(0, 1);
        });
    });
    let told: Vec<(Subject, Kind, &str)> =
        found.changes.iter().map(|c| (c.subject, c.kind, c.name())).collect();
    assert_eq!(
        told,
        [
            (Subject::Head, Kind::Changed, "发布日期"),
            (Subject::Matrix, Kind::Changed, "信息技术系"),
            (Subject::Unit, Kind::Changed, "综合事务部"),
            (Subject::Unit, Kind::Removed, "学业发展部"),
            (Subject::Unit, Kind::Added, "学习部"),
            (Subject::Person, Kind::Changed, "迪丽达·赛坎"),
            (Subject::Delegation, Kind::Changed, "护理系"),
        ]
    );
    assert_eq!(
        found.summary,
        [
            "二级自评表：具体情况表中有1格变化。",
            "组织机构：新设学习部；不再设学业发展部；综合事务部由5人变为6人。",
            "工作人员名单：留任人员中转系1人。",
            "各院系代表名额：护理系由33名变为34名。",
        ]
    );
}

#[test]
fn a_difference_survives_its_json() {
    let (a, b) = last_two();
    let found = diff(a, b);
    assert_eq!(Difference::from_json(&found.to_json()), Some(found));
}

#[test]
fn a_document_without_former_names_is_read() {
    let json = std::fs::read(project("tests/fixtures/document.json")).unwrap();
    let document = Document::from_json(&json).unwrap();
    assert!(diff(&document, &document).is_empty());
}
