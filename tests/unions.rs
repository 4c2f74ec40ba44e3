//! A college with graduates publishes for both of its unions: the second lies in 研究生会/, is served at
//! graduate/, and the first does not move by it.
//! It must not look at how a page is set.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gongkai::document::Document;
use gongkai::edition::Union;

const GRADUATE: &str = "standards/specimen-graduate/2025-2026/研究生会";

/// A site of the first specimen's year and, beside it, the second union's.
fn both() -> tempfile::TempDir {
    let site = support::specimen_site();
    let year = site.path().join("content/2025-2026/研究生会");
    support::copy(&support::project(GRADUATE), &year);
    let path = site.path().join("content/site.yaml");
    let own = fs::read_to_string(&path).unwrap();
    let own = own
        .replace("允许的邮箱:\n", "允许的邮箱:\n  - xuelian@lanchuan.example\n")
        .replace("允许的链接域名:\n", "允许的链接域名:\n  - yjsh.lanchuan.example\n");
    fs::write(&path, own).unwrap();
    site
}

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(arguments).arg("--root").arg(root).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn done(root: &Path, arguments: &[&str]) -> String {
    let output = gongkai(root, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

fn refused(root: &Path, arguments: &[&str], words: &[&str]) {
    let output = gongkai(root, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
    words.iter().for_each(|words| assert!(said(&output).contains(words), "{}", said(&output)));
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("output").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn document(root: &Path, folder: &str) -> Document {
    Document::from_json(read(root, &format!("{folder}/document.json")).as_bytes()).unwrap()
}

/// Every link of every page leads to a file that is there.
fn links_lead_somewhere(root: &Path) {
    let output = root.join("output");
    let files: BTreeSet<String> =
        support::tree(&output).into_iter().map(|(path, _)| path).collect();
    for page in files.iter().filter(|path| path.ends_with(".html")) {
        let html = fs::read_to_string(output.join(page)).unwrap();
        for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let target = link.split('#').next().unwrap();
            if target.is_empty() || target.contains(':') {
                continue;
            }
            let mut at: Vec<&str> = page.split('/').collect();
            at.pop();
            for part in target.split('/') {
                match part {
                    ".." => assert!(at.pop().is_some(), "{page}: {link} leads out of the site"),
                    "." | "" => {}
                    part => at.push(part),
                }
            }
            assert!(files.contains(&at.join("/")), "{page}: {link}");
        }
    }
}

#[test]
fn the_second_union_stands_alone_without_ranks() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    support::copy(&support::project("standards"), &root.join("standards"));
    support::copy(&support::project("standards/specimen-graduate"), &root.join("content"));
    let told = done(root, &["check", "--strict"]);
    assert!(
        told.contains("检查了 2025-2026/graduate、2025-2026/graduate/appraisal/2025-spring"),
        "{told}"
    );
    done(root, &["build"]);
    let document = document(root, "2025-2026/graduate");
    assert_eq!((document.union, document.organisation.as_str()), (Union::Graduate, "研究生会"));
    let congress = document.sections.iter().any(|s| s.title == "校级研究生代表大会召开情况");
    assert!(congress, "the form's titles follow the organisation");
    assert!(!root.join("output/2025-2026/index.html").exists());
    assert!(read(root, "index.html").contains("href=\"2025-2026/graduate/index.html\""));
    links_lead_somewhere(root);
    // One failed course is a violation; that nobody writes a rank is none.
    let roster = root.join("content/2025-2026/研究生会/名单.csv");
    let text = fs::read_to_string(&roster).unwrap();
    fs::write(&roster, text.replacen("统计学,2024,0,是", "统计学,2024,1,是", 1)).unwrap();
    assert!(
        said(&gongkai(root, &["check"])).contains("ROS-1")
            || said(&gongkai(root, &["check"])).contains("不及格")
    );
}

#[test]
fn the_first_union_does_not_move_by_the_second() {
    let alone = support::specimen_site();
    let site = both();
    let (before, root) = (alone.path(), site.path());
    // The list of allowed mailboxes is the site's, and both unions'.
    fs::copy(root.join("content/site.yaml"), before.join("content/site.yaml")).unwrap();
    done(before, &["build"]);
    done(root, &["build"]);
    let of_first = |root: &Path| -> Vec<(String, Vec<u8>)> {
        let files = support::tree(&root.join("output/2025-2026")).into_iter();
        files
            // The lists of versions lead to all years, of both unions.
            .filter(|(path, _)| !path.starts_with("graduate/") && !path.ends_with("versions.html"))
            .collect()
    };
    assert!(of_first(before) == of_first(root));
    let front = read(root, "index.html");
    let place = |text: &str| front.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(place("\"2025-2026/index.html\"") < place("\"2025-2026/graduate/index.html\""));
    assert!(front.contains("2025—2026学年研究生会"));
    links_lead_somewhere(root);
    let map = read(root, "sitemap.xml");
    assert!(
        map.contains("/2025-2026/index.html<") && map.contains("/2025-2026/graduate/index.html<")
    );
    let feed = read(root, "feed.xml");
    assert!(
        feed.contains("2025-2026/graduate/index.html")
            && feed.contains("2025-2026/graduate/appraisal/")
    );
    assert!(
        read(root, "search-index.js").contains("\"2025-2026/graduate\",\"2025—2026学年研究生会\"")
    );
    done(root, &["verify", root.join("output").to_str().unwrap()]);
}

#[test]
fn each_union_is_released_compared_and_withdrawn_by_itself() {
    let site = both();
    let root = site.path();
    let spring = ["2025-2026/appraisal/2025-spring", "2025-2026/graduate/appraisal/2025-spring"];
    refused(root, &["release", "2025-spring"], &spring);
    let year = "2025-2026/研究生会";
    done(root, &["release", "2025-2026"]);
    let told = done(root, &["release", year]);
    assert!(told.contains("content/releases/2025-2026/graduate/v1"), "{told}");
    done(root, &["release", spring[1]]);
    let preface = root.join("content/2025-2026/研究生会/前言.md");
    fs::write(&preface, fs::read_to_string(&preface).unwrap() + "\n本页另有打印版。\n").unwrap();
    assert!(said(&gongkai(root, &["build"])).contains("2025-2026/graduate 已公开第 1 版"));
    done(root, &["release", "2025-2026/graduate", "--note", "补充一句"]);
    let told = done(root, &["diff", "2025-2026/graduate/v1", year, "--format", "markdown"]);
    assert!(told.contains("另有打印版"), "{told}");
    done(root, &["build"]);
    links_lead_somewhere(root);
    let first = support::tree(&root.join("output/2025-2026/v1"));
    for page in ["versions.html", "2025-2026/versions.html", "2025-2026/graduate/versions.html"] {
        assert!(read(root, page).contains("第 2 版"), "{page}");
    }
    let withdraw = ["withdraw", year, "--all", "--on", "2026-12-31", "--reason", "公开期限已满"];
    done(root, &withdraw);
    done(root, &["build"]);
    assert!(support::tree(&root.join("output/2025-2026/v1")) == first);
    let named = |folder: &str| gongkai::redaction::names(&document(root, folder)).len();
    assert_eq!((named("2025-2026/graduate"), named("2025-2026/graduate/v1")), (0, 0));
    assert!(named("2025-2026") > 0);
    done(root, &["purge", year, "--all", "--reason", "保存期限已满"]);
    assert!(done(root, &["verify"]).contains("没有发现改动"));
    let status = done(root, &["status"]);
    assert!(status.contains("2025-2026  已公开第 1 版，没有改动\n"), "{status}");
    assert!(status.contains("2025-2026/graduate  已公开第 2 版"), "{status}");
    let back = root.join("取回");
    let told = done(root, &["restore", "2025-2026", "v1", back.to_str().unwrap()]);
    assert!(told.contains("每个字节都和公开时相同"), "{told}");
}

#[test]
fn a_folder_is_for_its_organisation_and_a_new_year_is_started_for_both() {
    let site = both();
    let root = site.path();
    let head = root.join("content/2025-2026/研究生会/年度.yaml");
    let text = fs::read_to_string(&head).unwrap();
    fs::write(&head, text.replace("组织: 研究生会", "组织: 学生会")).unwrap();
    let told = said(&gongkai(root, &["check", "2025-2026/graduate"]));
    assert!(told.contains("“研究生会”文件夹里的“组织”写的是学生会"), "{told}");
    fs::write(&head, text).unwrap();
    let first = root.join("content/2025-2026/年度.yaml");
    let text = fs::read_to_string(&first).unwrap();
    fs::write(&first, text.replace("组织: 学生会", "组织: 研究生会")).unwrap();
    let told = said(&gongkai(root, &["check", "2025-2026"]));
    assert!(told.contains("这个学年另有“研究生会”文件夹"), "{told}");
    fs::write(&first, text).unwrap();
    let told = done(root, &["new"]);
    assert!(told.contains("2026-2027  已从 2025-2026、2025-2026/graduate 起好"), "{told}");
    assert!(root.join("content/2026-2027/研究生会/年度.yaml").exists());
    let status = done(root, &["status"]);
    assert!(status.contains("2026-2027/graduate  在编"), "{status}");
    done(root, &["new", "2027-2028/研究生会"]);
    assert!(!root.join("content/2027-2028/年度.yaml").exists());
    done(root, &["build"]);
}
