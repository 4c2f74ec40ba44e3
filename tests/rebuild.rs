//! Same input, same bytes: in another folder, time zone and language, and from a cold start.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::sample_site as site;

/// Every file of a site's output with its bytes.
fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
    support::tree(&root.join("output"))
}

fn gongkai(root: &Path, zone: &str, language: &str) -> std::process::Output {
    run(root, &["build"], zone, language)
}

fn run(root: &Path, arguments: &[&str], zone: &str, language: &str) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(arguments)
        .arg("--root")
        .arg(root)
        .env("TZ", zone)
        .env("LANG", language)
        .env("LC_ALL", language)
        .output()
        .unwrap()
}

#[test]
fn another_folder_zone_and_language_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let deep = two.path().join("一个 很深/的文件夹");
    fs::create_dir_all(&deep).unwrap();
    site(one.path());
    site(&deep);
    assert!(gongkai(one.path(), "Asia/Shanghai", "zh_CN.UTF-8").status.success());
    assert!(gongkai(&deep, "America/Anchorage", "C").status.success());
    let (a, b) = (tree(one.path()), tree(&deep));
    assert!(a.len() > 20, "three bundles and the site's own pages");
    let different: Vec<&String> =
        a.iter().zip(&b).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
    assert!(a.len() == b.len() && different.is_empty(), "{different:?}");
}

#[test]
fn releases_made_in_three_places_are_the_same_to_the_last_digest() {
    let places = [
        ("克隆一", "Asia/Shanghai", "zh_CN.UTF-8"),
        ("b/c/d", "America/New_York", "en_US.UTF-8"),
        ("e f", "UTC", "C"),
    ];
    let all = places.map(|(folder, zone, language)| {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join(folder);
        site(&root);
        let run = |arguments: &[&str]| {
            let output = run(&root, arguments, zone, language);
            assert!(output.status.success(), "{output:?}");
        };
        for year in ["2023-2024", "2024-2025"] {
            run(&["release", year]);
        }
        let preface = root.join("content/2023-2024/前言.md");
        let text = fs::read_to_string(&preface).unwrap();
        fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
        run(&["release", "2023-2024", "--note", "补充一句"]);
        run(&["release", "2025-2026"]);
        run(&["build"]);
        (support::tree(&root.join("content/releases")), tree(&root))
    });
    let head = |kept: &[(String, Vec<u8>)]| {
        let (_, ledger) = kept.iter().find(|(path, _)| path == "ledger.json").unwrap();
        let ledger: gongkai::archive::Ledger = serde_json::from_slice(ledger).unwrap();
        assert_eq!(ledger.entries.len(), 4);
        ledger.head().to_owned()
    };
    for (kept, output) in &all[1..] {
        assert_eq!(head(kept), head(&all[0].0));
        assert!(*kept == all[0].0 && *output == all[0].1);
    }
}

#[test]
fn an_unchanged_year_is_kept_and_a_changed_one_is_built_again() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    gongkai(root.path(), "UTC", "C");
    let before = tree(root.path());
    let said = |output: std::process::Output| String::from_utf8(output.stdout).unwrap();
    let again = said(gongkai(root.path(), "UTC", "C"));
    assert_eq!(again.matches("没有变化").count(), 5, "{again}");
    assert!(before == tree(root.path()));

    // The newest year and its two rounds, which are held to what it says, depend on its files.
    let preface = root.path().join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&preface).unwrap();
    fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
    let changed = said(gongkai(root.path(), "UTC", "C"));
    assert_eq!(changed.matches("没有变化").count(), 2, "{changed}");

    // What somebody changed in the output is made anew.
    fs::write(root.path().join("output/2024-2025/index.html"), "改过").unwrap();
    let mended = said(gongkai(root.path(), "UTC", "C"));
    assert!(mended.contains("2024-2025  已生成"), "{mended}");
}

#[test]
fn a_violation_leaves_the_output_byte_for_byte() {
    let root = tempfile::tempdir().unwrap();
    site(root.path());
    gongkai(root.path(), "UTC", "C");
    let before = tree(root.path());
    let units = root.path().join("content/2025-2026/机构.yaml");
    let text = fs::read_to_string(&units).unwrap();
    fs::write(&units, text.replacen("人数: 5", "人数: 4", 1)).unwrap();
    let output = gongkai(root.path(), "UTC", "C");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("ORG-01"));
    assert!(before == tree(root.path()));
}

#[test]
fn a_machine_fault_is_exit_code_two() {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(gongkai(root.path(), "UTC", "C").status.code(), Some(2));
    site(root.path());
    fs::write(root.path().join("output"), "a file where the folder should be").unwrap();
    assert_eq!(gongkai(root.path(), "UTC", "C").status.code(), Some(2));
}
