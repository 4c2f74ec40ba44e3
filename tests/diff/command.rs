//! The command: years, rounds, versions, folders and files by name, and what is said of others.

use std::path::Path;
use std::process::Command;

use gongkai::diff::diff;

use crate::{last_two, support};

/// Runs a command; returns how it ended, and what it wrote to either side.
fn gongkai(root: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output =
        command.arg("--root").arg(root).args(support::consented(arguments)).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code(), said, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from} in {}", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_command_compares_years_folders_and_files() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let run = |arguments: &[&str]| gongkai(site.path(), &[&["diff"], arguments].concat());
    let (a, b) = last_two();
    let bundle = site.path().join("旧");
    std::fs::create_dir(&bundle).unwrap();
    let file = bundle.join("document.json");
    std::fs::write(&file, a.to_json()).unwrap();
    let json = String::from_utf8(diff(a, b).to_json()).unwrap();
    for old in [a.year.as_str(), bundle.to_str().unwrap(), file.to_str().unwrap()] {
        assert_eq!(
            run(&[old, &b.year, "--format", "json"]),
            (Some(0), json.clone(), String::new())
        );
    }
    let (code, same, _) = run(&[&b.year, &b.year]);
    assert_eq!((code, same.lines().last()), (Some(0), Some("没有变化。")));
    assert!(run(&[&a.year, &b.year, "--format", "html"]).1.contains("<style>"));
    assert_eq!(run(&["没有", &b.year]).0, Some(2));
    std::fs::write(&file, "{}").unwrap();
    assert!(run(&[file.to_str().unwrap(), &b.year]).2.contains("不是本程序认得的"));
    let units = site.path().join("content").join(&b.year).join("机构.yaml");
    replace(&units, "人数: 5", "人数: 4");
    let (code, said, why) = run(&[&a.year, &b.year]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(why.contains("不能比较"), "{why}");
}

#[test]
fn versions_of_years_and_rounds_are_compared_by_name() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let run = |arguments: &[&str]| gongkai(site.path(), arguments);
    let done = |arguments: &[&str]| {
        let (code, said, why) = run(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}{why}");
        said
    };
    let refused = |arguments: &[&str], words: &[&str]| {
        let (code, said, why) = run(arguments);
        assert_eq!((code, said.as_str()), (Some(2), ""), "{arguments:?}");
        words.iter().for_each(|words| assert!(why.contains(words), "{words}: {why}"));
    };
    let (year, round) = ("2025-2026", "2025-spring-school");
    done(&["release", year]);
    done(&["release", round]);
    assert!(done(&["diff", "2025-2026/v1", "2025—2026"]).ends_with("没有变化。\n"));
    // The content, before and after it is released again.
    let content = site.path().join("content").join(year);
    replace(&content.join("前言.md"), "。", "，如实公开。");
    replace(
        &content.join("appraisal").join(round).join("评分.yaml"),
        "优秀], 最多: 30%",
        "优秀], 最多: 25%",
    );
    for (a, b, words) in [
        ("2025-2026/v1", year, "如实公开"),
        ("2025-spring-school/v1", round, "不超过30% → 不超过25%"),
        ("2025-spring-school/v1", "2025-2026/appraisal/2025-spring-school", "25%"),
    ] {
        assert!(done(&["diff", a, b]).contains(words), "{a} {b}");
    }
    refused(
        &["diff", "2025-2026/v1", "2025-2026/v2"],
        &["2025-2026/v2", "、2025-2026/v1、", "2025-2026/appraisal/2025-spring-school/v1"],
    );
    refused(
        &["diff", "spring", round],
        &["没有这个学年", "2025-2026/appraisal/2025-spring-school"],
    );
    refused(&["diff", year, round], &["不能互相比较"]);
    done(&["release", year, "--note", "补充一句"]);
    assert!(done(&["diff", "2025-2026/v1", "2025-2026/v2"]).contains("如实公开"));
    // Once people were withdrawn, no version is what it was.
    let (_, b) = last_two();
    let names = gongkai::redaction::names(b);
    done(&["withdraw", year, "--all", "--on", "2026-12-31", "--reason", "公开期满"]);
    for pair in [["2025-2026/v1", "2025-2026/v2"], ["2025-2026/v1", "2025-2026"]] {
        let told = done(&["diff", pair[0], pair[1], "--format", "json"]);
        assert!(names.iter().all(|name| name.chars().count() < 3 || !told.contains(name)));
    }
    // A round of the same short name in another year has to be told apart.
    let other = site.path().join("content/2024-2025/appraisal").join(round);
    support::copy(&content.join("appraisal").join(round), &other);
    refused(
        &["diff", round, round],
        &["几个", "2024-2025/appraisal/2025-spring-school、2025-2026/"],
    );
}
