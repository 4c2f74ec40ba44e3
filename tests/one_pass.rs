//! A build checks each year once and stages it in the same pass; what refuses a later year discards
//! all of it.

mod support;

use std::fs;
use std::path::Path;

use gongkai::diagnostic::Level;
use gongkai::load::Folder;
use gongkai::pipeline::{self, Inputs, Plan, Run, Why, Wish, Withheld};
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
    let wish = Wish { output: &output, strict: false, internal: false };
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
    let in_work = Withheld { name: "2025-2026".to_owned(), why: Why::InWork };
    assert!(plan.withheld.contains(&in_work), "{:?}", plan.withheld);
    assert!(plan.built.iter().all(|built| built.name != "2025-2026"));
}
