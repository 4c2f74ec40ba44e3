//! What other programs read: `check --format json` and `sarif`, and when `--strict` refuses.
//! `tests/browser/formats.mjs` holds both against their whole schemas.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(arguments).arg("--root").arg(root).output().unwrap()
}

fn data(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The specimen with some texts replaced.
fn spoilt(edits: &[(&str, &str, &str)]) -> tempfile::TempDir {
    let site = support::specimen_site();
    for (file, from, to) in edits {
        let path = site.path().join("content/2025-2026").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
        fs::write(path, text.replace(from, to)).unwrap();
    }
    site
}

#[test]
fn json_says_what_was_found_and_what_was_expected() {
    let site = spoilt(&[("名单.csv", "30/100", "31/100")]);
    let output = gongkai(site.path(), &["check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report = data(&output);
    assert_eq!(report["counts"]["violations"], 1);
    let finding = &report["findings"][0];
    assert_eq!(finding["code"], "ROS-07");
    assert_eq!(finding["found"], "31/100");
    assert_eq!(finding["expected"], "前 30%");
    assert_eq!(finding["place"]["path"], "content/2025-2026/名单.csv");
    assert_eq!((&finding["place"]["line"], &finding["place"]["column"]), (&5.into(), &20.into()));
    let rules = report["years"][0]["rules"].as_array().unwrap();
    let verdict = rules.iter().find(|rule| rule["code"] == "ROS-07").unwrap();
    assert_eq!(verdict["verdict"], "violated");
    assert_eq!(report["years"][0]["refused"], true);
}

#[test]
fn sarif_is_what_the_standard_asks_for() {
    let site = spoilt(&[("名单.csv", "30/100", "31/100"), ("机构.yaml", "向学生", "，，向学生")]);
    let log = data(&gongkai(site.path(), &["check", "--format", "sarif"]));
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 2);
    for result in results {
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(["error", "warning", "note", "none"].contains(&result["level"].as_str().unwrap()));
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().is_ascii());
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn the_handbook_has_every_rule() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    let listed = gongkai(&support::project(""), &["rules"]);
    let book_made =
        gongkai(&support::project(""), &["rules", "--format", "html", book.to_str().unwrap()]);
    assert!(book_made.status.success(), "{book_made:?}");
    let page = fs::read_to_string(book.join("index.html")).unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let codes = listed.lines().filter_map(|line| line.split(' ').next());
    for code in codes.filter(|code| code.contains('-')) {
        assert!(
            page.contains(&format!("<article class=\"rule\" id=\"{code}\">")),
            "{code} is not in the handbook"
        );
    }
    assert!(!page.contains("<span></span>"), "a family has no name in src/render/handbook.rs");
    assert_eq!(gongkai(&support::project(""), &["rules", "tset"]).status.code(), Some(2));
}

#[test]
fn strict_stops_on_warnings_too() {
    let site = spoilt(&[("机构.yaml", "向学生", "，向学生")]);
    let plain = gongkai(site.path(), &["check"]);
    assert_eq!(plain.status.code(), Some(0), "{plain:?}");
    assert_eq!(
        gongkai(site.path(), &["check", "--strict", "--on", "2026-06-01"]).status.code(),
        Some(1)
    );
    let build = gongkai(site.path(), &["build", "--strict", "--on", "2026-06-01"]);
    assert_eq!(build.status.code(), Some(1), "{build:?}");
    assert!(!site.path().join("output").exists());
}

#[test]
fn an_exemption_is_printed_in_the_report_and_refused_where_none_may_be() {
    let exempt = |code: &str, place: &str| {
        format!(
            "排名公开方式: 准确名次\n豁免:\n  - 规则: {code}\n    位置: {place}\n    理由: 通过的原文如此\n    批准: 院团委"
        )
    };
    let year = "年度.yaml";
    let text = ("章程.md", "专款专用", "专款专用专款专用");
    let passed = exempt("TX-04", "章程.第九条");
    let site = spoilt(&[text, (year, "排名公开方式: 准确名次", &passed)]);
    let build = gongkai(site.path(), &["build", "--strict", "--on", "2026-06-01"]);
    assert_eq!(build.status.code(), Some(0), "{build:?}");
    let page = site.path().join("output/2025-2026/compliance.html");
    let page = fs::read_to_string(page).unwrap();
    assert!(["准予例外的", "通过的原文如此", "章程.第九条"].iter().all(|word| page.contains(word)));
    let report = data(&gongkai(site.path(), &["check", "--format", "json"]));
    let rules = report["years"][0]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["code"] == "TX-04" && rule["verdict"] == "exempted"));

    // A rule that proves a ★ indicator bears no exception, whatever its family.
    let refused = exempt("RP-02", "责任人[1].职务");
    let site = spoilt(&[(year, "排名公开方式: 准确名次", &refused)]);
    let report = data(&gongkai(site.path(), &["check", "--format", "json"]));
    assert_eq!(report["findings"][0]["code"], "EX-01", "{report:#}");
}

/// The name of a file and the words of a text reach editors and logs as data, and terminals as they
/// are printed: none may move its cursor, nor turn the order of its letters round.
#[test]
#[cfg(unix)]
fn what_is_said_as_data_holds_no_character_that_a_terminal_obeys() {
    let site = support::specimen_site();
    let odd = "多余\u{1b}[2J\u{9b}1A\u{202e}出来.md";
    fs::write(site.path().join("content/2025-2026").join(odd), "甲\u{1b}]0;乙\u{7}").unwrap();
    let preface = site.path().join("content/2025-2026/前言.md");
    fs::write(&preface, "\u{202e}前言\u{9b}2J\u{2066}，共3人。\n").unwrap();
    let obeyed = |c: char| !"\n\u{fffd}".contains(c) && gongkai::visible::is_invisible(c);
    for format in ["json", "sarif", "human"] {
        let output = gongkai(site.path(), &["check", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8([&output.stdout[..], &output.stderr].concat()).unwrap();
        assert!(!said.contains(obeyed), "{format}: {said:?}");
        if format == "json" {
            let found = data(&output)["findings"].as_array().unwrap().clone();
            let path = format!("content/2025-2026/{odd}");
            assert!(found.iter().any(|it| it["place"]["path"] == path.as_str()), "{found:?}");
        }
        if format == "sarif" {
            assert_eq!(data(&output)["version"], "2.1.0");
        }
    }
}

#[test]
fn a_difference_of_foreign_documents_moves_no_cursor() {
    let folder = tempfile::tempdir().unwrap();
    let json = fs::read_to_string(support::project("tests/fixtures/document.json")).unwrap();
    let path = folder.path().join("另一份.json");
    assert!(json.contains("护理系"));
    fs::write(&path, json.replace("护理系", "护\\u001b[2J\\u009b\\u202e系")).unwrap();
    let own = support::project("tests/fixtures/document.json");
    for format in ["text", "json"] {
        let compared = [own.to_str().unwrap(), path.to_str().unwrap(), "--format", format];
        let output = gongkai(folder.path(), &[&["diff"], &compared[..]].concat());
        assert!(output.status.success(), "{output:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("护"), "{said}");
        let obeyed = |c: char| !"\n\u{fffd}".contains(c) && gongkai::visible::is_invisible(c);
        assert!(!said.contains(obeyed), "{format}: {said:?}");
    }
}
