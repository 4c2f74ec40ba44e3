//! A build checks each year once and stages it in the same pass; what refuses a later year discards
//! all of it.

mod support;

use std::fs;
use std::path::Path;

use gongkai::diagnostic::Level;
use gongkai::edition::Edition;
use gongkai::load::Folder;
use gongkai::pipeline::{self, How, Inputs, Plan, Run, Why, Wish, Withheld};
use support::{sample_site, tree};

fn open(root: &Path) -> Run {
    Run::open(Inputs::read(root).unwrap()).unwrap()
}

fn all(run: &Run) -> Vec<&Folder> {
    run.years.iter().chain(&run.rounds).collect()
}

fn change(root: &Path, file: &str, from: &str, to: &str) {
    let path = root.join("content").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    fs::write(path, text.replace(from, to)).unwrap();
}

fn violations(plan: &Plan, run: &Run) -> Vec<String> {
    let violations = plan.findings.iter().filter(|finding| finding.level == Level::Violation);
    let path = |file| run.inputs.sources.file(file).path.clone();
    violations.map(|finding| path(finding.primary.span.file)).collect()
}

#[test]
fn a_refusal_discards_what_was_staged_and_the_rest_is_still_checked() {
    let site = tempfile::tempdir().unwrap();
    sample_site(site.path());
    let output = site.path().join("output");
    support::build(&open(site.path()), &all(&open(site.path())), &output);
    let before = tree(&output);
    // The first year is clean and staged; the second and third are wrong.
    for year in ["2024-2025", "2025-2026"] {
        change(site.path(), &format!("{year}/年度.yaml"), "状态: 完成", "状态: 完成\n无此项: 一");
    }
    let run = open(site.path());
    let plan = support::plan(&run, &all(&run), &output);
    assert!(plan.is_refused() && plan.built.is_empty());
    let faulty = violations(&plan, &run);
    assert!(faulty.iter().any(|path| path == "content/2024-2025/年度.yaml"), "{faulty:?}");
    assert!(faulty.iter().any(|path| path == "content/2025-2026/年度.yaml"), "{faulty:?}");
    assert!(plan.carry_out().unwrap().is_none());
    assert!(tree(&output) == before, "output is byte for byte as it was");
    assert!(!site.path().join(".gongkai/staging").exists(), "what was staged is gone");
}

#[test]
fn a_violation_is_told_rather_than_what_the_machine_refused_before_it() {
    let site = tempfile::tempdir().unwrap();
    sample_site(site.path());
    let output = site.path().join("output");
    fs::create_dir_all(&output).unwrap();
    fs::write(output.join("somebody.txt"), "not ours").unwrap();
    let run = open(site.path());
    let wish = Wish { output: &output, strict: false, today: None, internal: false };
    let refused = pipeline::plan(&run, &all(&run), wish, &mut || {}).unwrap_err();
    assert!(refused.message.chinese.contains("somebody.txt"), "{refused}");
    change(site.path(), "2025-2026/年度.yaml", "状态: 完成", "状态: 完成\n无此项: 一");
    let run = open(site.path());
    let plan = pipeline::plan(&run, &all(&run), wish, &mut || {}).unwrap();
    assert_eq!(violations(&plan, &run), ["content/2025-2026/年度.yaml"]);
}

#[test]
fn a_year_in_work_is_withheld_and_refuses_nothing() {
    let site = tempfile::tempdir().unwrap();
    sample_site(site.path());
    change(site.path(), "2025-2026/年度.yaml", "状态: 完成", "状态: 在编\n无此项: 一");
    let output = site.path().join("output");
    let run = open(site.path());
    let plan = support::plan(&run, &all(&run), &output);
    assert!(!plan.is_refused());
    let in_work = Withheld { edition: Edition::parse("2025-2026").unwrap(), why: Why::InWork };
    assert!(plan.withheld.contains(&in_work), "{:?}", plan.withheld);
    assert!(plan.built.iter().all(|built| built.edition != in_work.edition));
}

#[test]
fn a_year_that_nothing_changed_for_is_not_checked_again() {
    let site = tempfile::tempdir().unwrap();
    sample_site(site.path());
    // A warning to be remembered.
    change(site.path(), "2025-2026/年度.yaml", "状态: 完成", "状态: 完成 #完");
    let found = || {
        let run = open(site.path());
        let found = run.recall_or_check(&all(&run));
        assert_eq!(found.len(), all(&run).len());
        found.into_iter().flat_map(|year| year.findings).map(|it| it.message).collect::<Vec<_>>()
    };
    let first = found();
    assert!(!first.is_empty());
    let note = site.path().join(".gongkai/findings/2025-2026.json");
    let mark = || {
        let remembered = fs::read_to_string(&note).unwrap();
        assert!(remembered.contains(&first[0]));
        fs::write(&note, remembered.replacen(&first[0], "记得的话", 1)).unwrap();
    };
    // What is told the second time comes from the note, not from the year.
    mark();
    assert!(found().contains(&"记得的话".to_owned()));
    // A year that is made is checked for it; one that stands is not.
    let output = site.path().join("output");
    let run = open(site.path());
    support::build(&run, &run.years.iter().collect::<Vec<_>>(), &output);
    mark();
    let plan = support::plan(&run, &run.years.iter().collect::<Vec<_>>(), &output);
    assert!(plan.built.iter().all(|built| built.how == How::Kept), "{:?}", plan.built);
    assert!(plan.findings.iter().any(|finding| finding.message == "记得的话"));
    drop(plan);
    // An altered file of the output is made anew all the same.
    let page = output.join("2025-2026/index.html");
    let before = fs::read(&page).unwrap();
    fs::write(&page, "altered").unwrap();
    support::build(&run, &run.years.iter().collect::<Vec<_>>(), &output);
    assert!(fs::read(&page).unwrap() == before);
    mark();
    // Any change of the content is looked at.
    change(site.path(), "2025-2026/年度.yaml", "状态: 完成 #完", "状态: 完成");
    assert!(!found().contains(&"记得的话".to_owned()));
}

#[test]
fn the_pages_over_all_years_are_kept_or_made_as_if_all_were_new() {
    let site = tempfile::tempdir().unwrap();
    sample_site(site.path());
    let output = site.path().join("output");
    let build = |output: &Path| {
        let run = open(site.path());
        let plan = support::plan(&run, &all(&run), output);
        let kept = plan.built.iter().all(|built| built.how == How::Kept);
        plan.carry_out().unwrap();
        kept
    };
    assert!(!build(&output));
    let page = |name: &str| fs::metadata(output.join(name)).unwrap();
    let (before, index) = (tree(&output), page("index.html").modified().unwrap());
    let note = site.path().join(".gongkai/keys/output/pages");
    let key = fs::read(&note).unwrap();
    assert!(build(&output));
    assert!(tree(&output) == before && page("index.html").modified().unwrap() == index);
    assert!(fs::read(&note).unwrap() == key, "no page was made anew");
    // What somebody altered is made again, of years that were kept.
    fs::write(output.join("history.html"), "改").unwrap();
    assert!(build(&output));
    assert!(tree(&output) == before);
    // What they say of a changed site is what they would say of it were all years new.
    change(site.path(), "site.yaml", "学生会改革情况公开", "学生会公开");
    build(&output);
    let anew = site.path().join("anew");
    assert!(!build(&anew));
    assert!(tree(&output) == tree(&anew) && tree(&output) != before);
}

#[test]
fn nothing_is_remembered_of_a_year_with_private_data() {
    let site = tempfile::tempdir().unwrap();
    sample_site(site.path());
    let path = site.path().join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n联系电话13800138000。\n")).unwrap();
    let run = open(site.path());
    let found = run.recall_or_check(&all(&run));
    assert!(found.iter().any(|year| year.is_refused()));
    for (path, bytes) in tree(&site.path().join(".gongkai")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("13800138000"), "{path}");
    }
}
