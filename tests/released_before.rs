//! What an earlier program released stays good: `tests/fixtures/released-by-0.1` was made by 0.1.0
//! and is never made anew. A round released, a year in two versions, one person withdrawn from it.
//! It must not look at how anything is kept.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gongkai::document::Document;
use gongkai::redaction;

/// The digest of the fixture's ledger, as it was printed when it was made.
const HEAD: &str = "1e6dc824a520ca9ab29f9acbf4ab98dc30180bfc6243e761fc467e27d69e6453";
const ROUND: &str = "2025-2026/appraisal/2025-spring";
/// Whom the fixture has withdrawn, and another of its roster.
const WITHDRAWN: &str = "林知夏";
const OTHER: &str = "周望舒";

fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    support::copy(&support::project("tests/fixtures/released-by-0.1"), site.path());
    site
}

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(support::consented(arguments)).arg("--root").arg(root).output().unwrap()
}

fn done(root: &Path, arguments: &[&str]) -> String {
    let output = gongkai(root, arguments);
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}

fn kept(root: &Path, folder: &str) -> Vec<(String, Vec<u8>)> {
    support::tree(&root.join("content/releases").join(folder).join("bundle"))
}

/// What stands at an address but in the folders below it.
fn published(root: &Path, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = support::tree(&root.join("output").join(folder));
    files.into_iter().filter(|(path, _)| !path.contains('/')).collect()
}

fn document(root: &Path, folder: &str) -> Document {
    let json = fs::read(root.join("output").join(folder).join("document.json")).unwrap();
    Document::from_json(&json).expect("a document of every schema is read")
}

#[test]
fn it_is_published_byte_for_byte() {
    let site = site();
    let root = site.path();
    done(root, &["build"]);
    for version in ["2025-2026/v1", "2025-2026/v2"] {
        assert!(published(root, version) == kept(root, "2025-2026/w1"), "{version}");
    }
    let round = format!("{ROUND}/v1");
    assert!(published(root, &round) == kept(root, &round));
    let year = document(root, "2025-2026");
    assert!(redaction::withdrawn_from(&year) == 1 && redaction::names(&year).contains(OTHER));
    assert!(!redaction::names(&year).contains(WITHDRAWN));
    let status = done(root, &["status"]);
    assert!(
        status.contains("2025-2026  已公开第 2 版，没有改动；2026-05-20 起撤下了姓名"),
        "{status}"
    );
    assert!(status.contains(&format!("{ROUND}  已公开第 1 版，没有改动")), "{status}");
}

#[test]
fn it_verifies_by_the_digest_of_its_day() {
    let site = site();
    let root = site.path();
    let told = done(root, &["verify", "--head", HEAD]);
    assert!(told.contains("核对了 4 个公开包、136 个文件：没有发现改动"), "{told}");
    let page = root.join("content/releases/2025-2026/v1/bundle/index.html");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replace("青禾", "青木")).unwrap();
    assert_eq!(gongkai(root, &["verify", "--head", HEAD]).status.code(), Some(1));
}

#[test]
fn its_versions_are_compared() {
    let site = site();
    let root = site.path();
    let bundle = |version: &str| {
        let folder = root.join("content/releases/2025-2026").join(version).join("bundle");
        folder.to_str().unwrap().to_owned()
    };
    let told = done(root, &["diff", &bundle("v1"), &bundle("v2"), "--format", "markdown"]);
    assert!(told.contains("本页另有打印版"), "{told}");
    // By name, both are what stands at their addresses: the edition without the person.
    let told = done(root, &["diff", "2025-2026/v1", "2025-2026/v2", "--format", "json"]);
    assert!(!told.contains(WITHDRAWN) && told.contains("\"changes\": []"), "{told}");
}

#[test]
fn another_is_withdrawn_and_a_correction_released() {
    let site = site();
    let root = site.path();
    let ask =
        ["withdraw", "2025-2026", "--on", "2026-06-01", "--reason", "应本人要求", "--name", OTHER];
    done(root, &ask);
    let preface = root.join("content/2025-2026/前言.md");
    fs::write(&preface, fs::read_to_string(&preface).unwrap() + "\n打印版每学期更换一次。\n")
        .unwrap();
    done(root, &["release", "2025-2026", "--note", "补充更换的时间"]);
    done(root, &["build"]);
    for address in ["2025-2026", "2025-2026/v1", "2025-2026/v3"] {
        let document = document(root, address);
        let named = redaction::names(&document);
        assert!(!named.contains(WITHDRAWN) && !named.contains(OTHER), "{address}");
        assert_eq!(redaction::withdrawn_from(&document), 2, "{address}");
    }
    let told = done(root, &["verify"]);
    assert!(told.contains("没有发现改动"), "{told}");
}
