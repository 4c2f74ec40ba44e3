//! Lists of words: a site adds to them, and what a kept folder of standards does not have yet is the
//! program's own.

mod support;

use std::fs;
use std::path::Path;

use gongkai::diagnostic::{Diagnostic, Level};
use gongkai::pipeline::{self, Inputs, Run};
use support::{copy, project};

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    copy(&project("content"), &site.path().join("content"));
    site
}

fn faults_with(file: &str, text: &str) -> Vec<(String, Diagnostic)> {
    let site = site();
    let folder = site.path().join("content/standards");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(file), text).unwrap();
    let inputs = Inputs::read(site.path()).unwrap();
    let mut faults = Vec::new();
    pipeline::read_standards(&inputs, &mut faults);
    let place = |fault: &Diagnostic| inputs.sources.location(fault.primary.span).to_string();
    faults.into_iter().map(|fault| (place(&fault), fault)).collect()
}

#[test]
fn a_word_must_not_be_empty() {
    for (file, text) in [
        ("terms.yaml", "组织和届次之间: [的, \"\"]\n"),
        ("terms.yaml", "各部分的标题:\n  章程: [\" \"]\n"),
        ("words.yaml", "占位:\n- ''\n"),
    ] {
        let faults = faults_with(file, text);
        let [(place, fault)] = &faults[..] else { panic!("{text}: {faults:#?}") };
        assert_eq!((fault.code.as_str(), fault.level), ("IN-06", Level::Violation), "{text}");
        assert!(place.starts_with(&format!("content/standards/{file}:")), "{place}");
    }
}

#[test]
fn a_name_that_no_list_of_lists_has_is_refused() {
    let faults = faults_with("terms.yaml", "表头:\n  名单.姓铭: [名]\n  名单.姓名: [名字]\n");
    let [(place, fault)] = &faults[..] else { panic!("{faults:#?}") };
    assert_eq!((fault.code.as_str(), fault.level), ("IN-05", Level::Violation));
    assert_eq!(place, "content/standards/terms.yaml:2:3");
    assert!(fault.help.as_ref().unwrap().contains("名单.姓名"), "{fault:#?}");
    // What rules ask by, and what texts do or cite, is the site's.
    assert!(faults_with("terms.yaml", "条文的事:\n  聘任: [聘任, 聘请]\n").is_empty());
    assert!(faults_with("words.yaml", "词表:\n  试点: [护理学院]\n").is_empty());
}

#[test]
fn what_of_results_may_be_public_is_not_a_list_to_add_to() {
    let faults = faults_with("terms.yaml", "结果的说法:\n  评语: [评语]\n  得分: [打分]\n");
    let [(_, fault)] = &faults[..] else { panic!("{faults:#?}") };
    assert!(fault.message.contains("评语"), "{fault:#?}");
}

/// Returns all that is found of a site by its own folder of national standards.
fn found(root: &Path) -> Vec<String> {
    let run = Run::open(Inputs::read(root).unwrap()).unwrap();
    let all = run.years.iter().chain(&run.rounds).flat_map(|folder| run.check(folder).findings);
    all.map(|finding| format!("{} {}", finding.code, finding.message)).collect()
}

#[test]
fn a_list_that_kept_standards_do_not_have_is_the_programs_own() {
    let site = site();
    let standards = site.path().join("standards");
    copy(&project("standards"), &standards);
    let whole = found(site.path());
    let kept = |name: &str, heads: usize| {
        let text = fs::read_to_string(project("standards").join(name)).unwrap();
        let is_head = |line: &&str| line.contains(':') && !line.starts_with([' ', '#', '-']);
        let mut seen = 0;
        let own = text.split_inclusive('\n').take_while(|line| {
            seen += usize::from(is_head(line));
            seen <= heads
        });
        fs::write(standards.join(name), own.collect::<String>()).unwrap();
    };
    // Half of the lists, and then none.
    for heads in [40, 1] {
        ["terms.yaml", "limits.yaml"].iter().for_each(|name| kept(name, heads));
        assert_eq!(found(site.path()), whole, "with {heads} lists");
    }
    fs::remove_file(standards.join("terms.yaml")).unwrap();
    fs::remove_file(standards.join("limits.yaml")).unwrap();
    assert_eq!(found(site.path()), whole);
}
