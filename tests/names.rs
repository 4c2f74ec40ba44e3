//! A name that several editions go by is refused by every command that takes one, with what may have
//! been meant, and the exit code of a failure; a whole name always means the one.
//! It must not know what a command does with what is meant.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const SPRING: [&str; 2] =
    ["2025-2026/appraisal/2025-spring", "2025-2026/graduate/appraisal/2025-spring"];

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command
        .current_dir(root)
        .args(support::consented(arguments))
        .arg("--root")
        .arg(root)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

/// Runs a command for a name, and looks for the exit code 2 and for every word.
fn refused(root: &Path, arguments: &[&str], words: &[&str]) {
    let before = support::tree(&root.join("content"));
    let output = gongkai(root, arguments);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
    words.iter().for_each(|word| assert!(told.contains(word), "{arguments:?}: {told}"));
    assert!(support::tree(&root.join("content")) == before, "{arguments:?} changed something");
}

/// Every command that takes an edition, for one name.
fn commands(name: &str) -> Vec<Vec<&str>> {
    let of_round = |what| vec!["appraisal", what, name];
    vec![
        vec!["check", name],
        vec!["export", name, "--single-file", "a.html"],
        vec!["diff", name, "2025-2026"],
        vec!["diff", "2025-2026", name],
        vec!["release", name],
        vec!["restore", name, "v1", "back"],
        vec!["withdraw", name, "--all", "--on", "2026-12-31", "--reason", "公开期限已满"],
        vec!["withdraw", name, "--undo", "--reason", "撤下有误"],
        vec!["purge", name, "--all", "--reason", "保存期限已满"],
        of_round("sheets"),
        of_round("results"),
        vec!["appraisal", "explain", name, "某人"],
        vec!["appraisal", "new", "2026-autumn", "--from", name],
    ]
}

#[test]
fn a_name_of_several_is_refused_by_every_command_with_the_candidates() {
    let site = support::both_unions();
    let root = site.path();
    for edition in ["2025-2026", "2025-2026/研究生会", SPRING[0], SPRING[1]] {
        let output = gongkai(root, &["release", edition]);
        assert!(output.status.success(), "{}", said(&output));
    }
    for command in commands("2025-spring") {
        refused(root, &command, &SPRING);
    }
    let versions = SPRING.map(|round| format!("{round}/v1"));
    let versions = versions.each_ref().map(String::as_str);
    refused(root, &["diff", "2025-spring/v1", "2025-2026"], &versions);
    // A version that is not there, and a name that is none.
    refused(root, &["diff", "2025-2026/v9", "2025-2026"], &["2025-2026/v1"]);
    for command in commands("2026-spring") {
        refused(root, &command, &["2026-spring"]);
    }
    for command in [&["new", "2025-spring"][..], &["archive", "add", "2025-spring", "a.pdf"]] {
        let more: &[&str] = if command[0] == "archive" { &["--note", "来源"] } else { &[] };
        refused(root, &[command, more].concat(), &["2025-spring"]);
    }
    // The whole name means one, however it is written.
    for name in [
        SPRING[1],
        "2025-2026/研究生会/2025-spring",
        "content/2025-2026/研究生会/appraisal/2025-spring/",
    ] {
        let output = gongkai(root, &["check", name]);
        assert!(output.status.success() && said(&output).contains(SPRING[1]), "{}", said(&output));
        assert!(!said(&output).contains(SPRING[0]), "{}", said(&output));
    }
}

#[test]
fn a_year_that_has_only_a_round_and_a_second_union_lists_them() {
    let site = support::both_unions();
    let root = site.path();
    for entry in fs::read_dir(root.join("content/2025-2026")).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    let candidates = ["2025-2026/graduate", SPRING[0], SPRING[1]];
    let of_one = |command: &Vec<&str>| !["check", "appraisal"].contains(&command[0]);
    for command in commands("2025-2026").into_iter().filter(of_one) {
        if command[0] != "restore" {
            refused(root, &command, &candidates);
        }
    }
    // The folder of a year is all that lies in it.
    let output = gongkai(root, &["check", "2025-2026"]);
    candidates.iter().for_each(|it| assert!(said(&output).contains(it), "{}", said(&output)));
}
