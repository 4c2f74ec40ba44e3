//! The year's work: a new year is started from the last, released, verified and brought back.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(arguments).arg("--root").arg(root).output().unwrap()
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

fn replace(path: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(old), "{old} in {}", path.display());
    fs::write(path, text.replace(old, new)).unwrap();
}

#[test]
fn a_new_year_is_the_last_one_emptied_and_is_never_built() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path();
    let output = gongkai(root, &["new"]);
    assert!(output.status.success() && said(&output).contains("2026-2027"), "{}", said(&output));
    let read = |name: &str| fs::read_to_string(root.join("content/2026-2027").join(name)).unwrap();
    let head = read("年度.yaml");
    assert!(head.contains("状态: 在编") && head.contains("撤下日期: 2027-12-31"), "{head}");
    assert!(head.contains("# 过了这一天，名单不再公开"), "comments stay");
    let congress = read("代表大会.yaml");
    for line in ["届次: 7", "召开日期: 待填", "上次届次: 6", "上次日期: 2025-10-18"]
    {
        assert!(congress.lines().any(|known| known == line), "{line} in\n{congress}");
    }
    assert!(read("选举.yaml").contains("学生会届次: 9"));
    assert_eq!(read("名单.csv").lines().count(), 2);
    assert!(!read("机构.yaml").contains("前称:"));
    let last = fs::read_to_string(root.join("content/2025-2026/章程.md")).unwrap();
    assert_eq!(read("章程.md"), last);

    let check = said(&gongkai(root, &["check", "2026-2027"]));
    assert_eq!(check.matches("违规[").count(), 1, "{check}");
    assert!(check.contains("IN-10") && check.contains("处待填"), "{check}");
    let status = said(&gongkai(root, &["status"]));
    assert!(status.contains("2026-2027  在编，1 处违规"), "{status}");
    assert!(status.contains("2025-2026  可以生成"), "{status}");

    let again = gongkai(root, &["new", "2026-2027"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(said(&again).contains("已经有了"));

    // To say that it is finished does not make it so.
    replace(&root.join("content/2026-2027/年度.yaml"), "状态: 在编", "状态: 完成");
    assert_eq!(gongkai(root, &["build"]).status.code(), Some(1));
}
