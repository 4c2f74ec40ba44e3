//! The sites the benchmark measures are what it says they are.
//! It must not measure.

#[path = "../benches/years/generate.rs"]
mod generate;
#[path = "../benches/years/grown.rs"]
mod grown;

use std::path::Path;
use std::process::Command;

use grown::Writes;

/// Writes a site with so many of something, runs a command on it, and returns its exit code, what
/// it said, and its newest year's page, if it made one.
fn ran(write: Writes, count: usize, year: &str, command: &str) -> (Option<i32>, String, String) {
    let site = tempfile::tempdir().unwrap();
    write(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), site.path(), count).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output = program.arg("--root").arg(site.path()).arg(command).output().unwrap();
    let said = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
    let page = site.path().join("output").join(year).join("index.html");
    (output.status.code(), said, std::fs::read_to_string(page).unwrap_or_default())
}

fn built(write: Writes, count: usize, year: &str) -> String {
    let (code, said, page) = ran(write, count, year, "build");
    assert_eq!(code, Some(0), "{said}");
    page
}

#[test]
fn its_years_build() {
    let page = built(grown::years, 3, "2027-2028");
    assert!(page.contains("2027—2028"));
}

#[test]
fn its_articles_rounds_and_indicators_are_published() {
    let page = built(grown::articles, 72, "2026-2027");
    assert!(page.contains("第一百一十二条") && page.contains("第72间活动室"), "of 41 and 71 more");
    assert!(page.contains("第70间活动室由使用的部门整理，归还钥匙时当日"));
    let page = built(grown::rounds, 2, "2025-2026/appraisal/2025-spring-school-2");
    assert!(page.contains("第2批"));
    let page = built(grown::indicators, 3, "2025-2026");
    assert!(page.contains("第3间活动室有人整理"));
    let page = built(grown::college, 7, "2025-2026");
    assert!(page.contains("江临第7职业技术学院") && !page.contains("江临职业技术学院"));
}

/// More people than a union may have are refused for that alone, not for how they are written.
#[test]
fn its_people_are_read_and_refused_for_their_number() {
    let (code, said, _) = ran(grown::people, 70, "2025-2026", "check");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("名单有 70 人"), "{said}");
}
