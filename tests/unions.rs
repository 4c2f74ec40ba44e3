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

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(support::consented(arguments)).arg("--root").arg(root).output().unwrap()
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
    let site = support::both_unions();
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
    let site = support::both_unions();
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
    let site = support::both_unions();
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

/// Writes the year after the graduate specimen's: a year later, a congress further, one article
/// amended, and an indicator that is not met.
fn a_year_later(root: &Path) {
    let (old, new) = (root.join("content/2025-2026"), root.join("content/2026-2027"));
    support::copy(&old, &new);
    let new = new.join("研究生会");
    fs::remove_dir_all(new.join("appraisal")).unwrap();
    for (path, bytes) in support::tree(&new) {
        let text = String::from_utf8(bytes).unwrap();
        let text = (2020..2027)
            .rev()
            .fold(text, |text, year| text.replace(&year.to_string(), &(year + 1).to_string()));
        fs::write(new.join(path), text).unwrap();
    }
    let edit = |file: &str, edits: &[(&str, &str)]| {
        let path = new.join(file);
        let mut text = fs::read_to_string(&path).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{file}: {from}");
            text = text.replace(from, to);
        }
        fs::write(path, text).unwrap();
    };
    let ordinals = [("第四届", "第五届"), ("第三次", "第四次")];
    edit("选举.md", &ordinals);
    edit("代表大会.md", &ordinals);
    edit(
        "选举.yaml",
        &[("代表大会届次: 3", "代表大会届次: 4"), ("学生会届次: 4", "学生会届次: 5")],
    );
    edit("代表大会.yaml", &[("届次: 3\n", "届次: 4\n"), ("上次届次: 2", "上次届次: 3")]);
    edit("代表大会.yaml", &[("上次日期: 2025-10-19", "上次日期: 2025-10-18")]);
    edit("章程.yaml", &[("通过届次: 3", "通过届次: 4")]);
    edit("章程.md", &[("接受审计。", "接受审计，收支每学期向全体会员公开。")]);
    let path = new.join("自评.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("\n  14:\n    结论: 是\n").unwrap();
    let (_, after) = rest.split_once("\n  15:").unwrap();
    let no =
        "    结论: 否\n    原因: 改选推迟，述职评议并入2026年秋季举行\n    整改期限: 2026-12-31";
    fs::write(&path, format!("{before}\n  14:\n{no}\n  15:{after}")).unwrap();
}

#[test]
fn two_years_of_a_graduate_union_are_checked_released_and_compared() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    support::copy(&support::project("standards"), &root.join("standards"));
    support::copy(&support::project("standards/specimen-graduate"), &root.join("content"));
    a_year_later(root);
    let years = ["2025-2026/研究生会", "2026-2027/研究生会"];
    done(root, &["check", "--strict"]);
    for (year, on) in years.iter().zip(["2025-11-14", "2026-11-14"]) {
        done(root, &["release", year, "--on", on]);
    }
    let round = "2025-2026/graduate/appraisal/2025-spring";
    done(root, &["release", round, "--on", "2025-06-09"]);
    let older = root.join("older.html");
    let words = "<!doctype html><title>2022—2023学年公开</title><p>岚川大学研究生会改革情况</p>";
    fs::write(&older, words).unwrap();
    let add = |year, more: &[&str]| {
        let file = older.to_str().unwrap();
        let own = ["archive", "add", year, file, "--note", "原发布于研究生院网站"];
        gongkai(root, &[&own[..], more].concat())
    };
    let told = said(&add("2022-2023/研究生会", &[]));
    assert!(told.contains("2022-2023/graduate  older.html 已归档"), "{told}");
    let told = said(&add("2025-2026/graduate", &[]));
    assert!(told.contains("已有 content 里的内容或公开的版本"), "{told}");
    done(root, &["build"]);
    links_lead_somewhere(root);

    // What changed has a page in the newer year and one of the site, and names nobody.
    for page in ["2026-2027/graduate/changes.html", "changes-graduate.html"] {
        let changes = read(root, page);
        assert!(changes.contains("收支每学期向全体会员公开"), "{page}");
        assert!(changes.contains("述职评议并入2026年秋季举行"), "{page}");
        assert!(!changes.contains("顾行之") && !changes.contains("排名"), "{page}");
        let title = "研究生会2026—2027学年与2025—2026学年相比的变化";
        assert!(changes.contains(title), "{page}");
    }
    assert!(!root.join("output/changes.html").exists());
    let front = read(root, "index.html");
    for year in ["2026-2027/graduate/index.html", "2025-2026/graduate/index.html"] {
        assert!(front.contains(&format!("\"{year}\"")), "{year}");
        assert!(read(root, "sitemap.xml").contains(&format!("/{year}<")), "{year}");
        let version = year.replace("index", "v1/index");
        assert!(read(root, "feed.xml").contains(&version), "{version}");
    }
    assert!(front.contains("2022-2023/graduate/older.html"), "the older file is listed");
    let search = read(root, "search-index.js");
    assert!(search.contains("2026-2027/graduate") && search.contains("2025-2026/graduate"));
    assert!(!search.contains("顾行之"));
    let versions = read(root, "versions.html");
    assert!(
        versions.contains("2026—2027学年研究生会") && versions.contains("2022—2023学年研究生会")
    );

    // Nobody is ranked, in no format; that nobody failed is said.
    let document = document(root, "2026-2027/graduate");
    let roster = document.sections.iter().find(|section| section.id == "roster").unwrap();
    let text = serde_json::to_string(&roster.blocks).unwrap();
    assert!(!text.contains("rank_shown") && !text.contains("学习成绩排名"), "{text}");
    assert!(text.contains("全体工作人员不及格课程共 0 门"), "{text}");
    for page in ["2026-2027/graduate/index.html", "2026-2027/graduate/roster.html"] {
        assert!(!read(root, page).contains("本人排名"), "{page}");
    }

    let told = done(root, &["diff", years[0], years[1], "--format", "markdown"]);
    assert!(told.contains("收支每学期向全体会员公开"), "{told}");
    assert!(done(root, &["verify"]).contains("没有发现改动"));
    done(root, &["verify", root.join("output").to_str().unwrap()]);
    let status = done(root, &["status"]);
    for line in [
        "2025-2026/graduate  已公开第 1 版，没有改动",
        "2026-2027/graduate  已公开第 1 版，没有改动",
        "2025-2026/graduate/appraisal/2025-spring  已公开第 1 版，没有改动",
    ] {
        assert!(status.contains(line), "{status}");
    }
    done(root, &["new", "2027-2028/研究生会"]);
    let head = fs::read_to_string(root.join("content/2027-2028/研究生会/年度.yaml")).unwrap();
    assert!(!head.contains("排名依据") && !head.contains("排名公开方式"), "{head}");
    let blank = root.join("blank.docx");
    done(root, &["export", years[1], "--blank", blank.to_str().unwrap()]);
    let word = root.join("again.docx");
    done(root, &["export", years[1], "--docx", word.to_str().unwrap()]);
    let other = tempfile::tempdir().unwrap();
    done(
        &other.path().join("again"),
        &["init", other.path().join("again").to_str().unwrap(), "--from", word.to_str().unwrap()],
    );
    let own = other.path().join("again/content/2026-2027/研究生会");
    let head = fs::read_to_string(own.join("年度.yaml")).unwrap();
    assert!(!head.contains("排名依据") && !head.contains("不及格课程共"), "{head}");
    let roster = fs::read_to_string(own.join("名单.csv")).unwrap();
    assert!(!roster.lines().next().unwrap().contains("排名"), "{roster}");
}

#[test]
fn a_site_is_begun_for_a_union_of_graduates_alone() {
    let folder = tempfile::tempdir().unwrap();
    let own = ["--college", "岚川大学", "--kind", "本科", "--organisation", "研究生会"];
    done(folder.path(), &[&["init", "新站点"], &own[..]].concat());
    let root = folder.path().join("新站点");
    let year = root.join("content/2025-2026");
    assert!(!year.join("研究生会").exists(), "its only union needs no folder");
    let read = |name: &str| fs::read_to_string(year.join(name)).unwrap();
    let head = read("年度.yaml");
    assert!(head.contains("组织: 研究生会\n") && !head.contains("排名依据"), "{head}");
    assert!(
        head.contains("岚川大学研究生会改革情况公开") && head.contains("有研究生: 是"),
        "{head}"
    );
    assert!(!read("名单.csv").contains("排名"), "graduates are not ranked");
    let found = said(&gongkai(&root, &["check"]));
    assert!(found.contains("待填") && !found.contains("ROS-30"), "{found}");
    refused(folder.path(), &["init", "又一个", "--organisation", "社团"], &["研究生会"]);
}
