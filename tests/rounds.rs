//! A round of appraisals is a bundle of its own, and tells no more than it was told to tell.

mod support;

use std::fs;
use std::path::Path;

use gongkai::bundle::pdf::pdf_text;
use gongkai::pipeline::{self, Asked, Inputs, Releasing, Run, Standing, Whom};
use support::tree;

const ROUND: &str = "2025-2026/appraisal/2025-spring-school";

fn sample() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    site
}

fn open(root: &Path) -> Run {
    Run::open(Inputs::read(root).unwrap()).unwrap()
}

fn change(root: &Path, file: &str, from: &str, to: &str) {
    let path = root.join("content").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// Builds one round alone; returns its files' words, PDF among them.
fn words_of(root: &Path, name: &str) -> Vec<(String, String)> {
    let run = open(root);
    let output = tempfile::tempdir().unwrap();
    let output = output.path().join("output");
    support::build(&run, &[run.one(name).unwrap()], &output);
    let words = |(path, bytes): (String, Vec<u8>)| {
        let text = match path.ends_with(".pdf") {
            true => pdf_text(&bytes).unwrap().concat(),
            false => String::from_utf8_lossy(&bytes).into_owned(),
        };
        (path, text)
    };
    tree(&output).into_iter().map(words).collect()
}

#[test]
fn a_notice_goes_out_while_its_year_is_in_work() {
    let site = sample();
    change(site.path(), "2025-2026/年度.yaml", "状态: 完成", "状态: 在编");
    change(site.path(), "2025-2026/自评.yaml", "实有: 35人", "实有: 待填");
    let run = open(site.path());
    assert!(run.check(run.one("2025-2026").unwrap()).in_work);
    assert!(!run.check(run.one(ROUND).unwrap()).is_refused());
    let files = words_of(site.path(), ROUND);
    let has = |path: &str| files.iter().any(|(known, _)| known == path);
    assert!(has(&format!("{ROUND}/index.html")) && has(&format!("{ROUND}/notice.pdf")));
    assert!(!has("2025-2026/index.html"));
}

#[test]
fn what_is_not_settled_yet_is_printed_without_a_number() {
    let site = sample();
    let file = format!("{ROUND}/通知.yaml");
    change(site.path(), &file, "{人数: 9, 学生代表: 是}", "{学生代表: 是}");
    let files = words_of(site.path(), ROUND);
    let (_, page) = files.iter().find(|(path, _)| path.ends_with("/index.html")).unwrap();
    assert!(page.contains("评议小组由学生代表、学生工作处3人、院团委3人组成"));
}

#[test]
fn hidden_contacts_and_what_raters_wrote_stand_nowhere() {
    let site = sample();
    for (path, words) in words_of(site.path(), ROUND) {
        for hidden in ["常予宁", "changyuning", "1号评委"] {
            assert!(!words.contains(hidden), "{hidden} stands in {path}");
        }
        // The grade is public in this round; the score and the place are not.
        assert!(!words.contains("95.4"), "a score stands in {path}");
    }
    let run = open(site.path());
    let output = site.path().join("output");
    let plan = support::plan(&run, &[run.one(ROUND).unwrap()], &output);
    let [(_, internal)] = &plan.internal[..] else { panic!("one internal notice") };
    let words = pdf_text(internal).unwrap().concat();
    assert!(words.contains("常予宁") && words.contains("changyuning@mail.example"));
}

#[test]
fn no_result_is_told_that_was_not_chosen() {
    let of_year = |site: &Path| {
        let files = words_of(site, "2025-2026").into_iter();
        let page = files.filter(|(path, _)| path == "2025-2026/index.html");
        page.map(|(_, words)| words).collect::<String>()
    };
    assert!(of_year(sample().path()).contains("优秀4、良好11"), "the year tells of the grades");
    let site = sample();
    let told = words_of(site.path(), ROUND);
    assert!(
        told.iter().any(|(path, words)| path.ends_with("/roster.html") && words.contains("裴清和"))
    );
    change(site.path(), &format!("{ROUND}/评分.yaml"), "结果公开: [等次]", "");
    for (path, words) in words_of(site.path(), ROUND) {
        assert!(!words.contains("裴清和"), "a name stands in {path}");
    }
    assert!(!of_year(site.path()).contains("优秀4"));
}

/// Says of a site whose results stand in its output that neither its round nor the year that tells
/// of it can be built, by a finding of this code, and that the output is as it was.
fn results_are_held_by(site: &Path, code: &str) {
    let checked = |name: &str| {
        let run = open(site);
        run.check(run.one(name).unwrap())
    };
    let before = tree(&site.join("output"));
    for name in [ROUND, "2025-2026"] {
        let checked = checked(name);
        let codes: Vec<&str> = checked.findings.iter().map(|it| it.code.as_str()).collect();
        assert!(checked.is_refused() && codes.contains(&code), "{name}: {codes:?}");
    }
    let built = std::process::Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["build", "--root"])
        .arg(site)
        .output()
        .unwrap();
    assert_eq!(built.status.code(), Some(1), "{}", String::from_utf8_lossy(&built.stderr));
    assert!(tree(&site.join("output")) == before, "the output changed");
}

#[test]
fn results_that_were_shown_do_not_vanish_by_an_accident() {
    let site = sample();
    let run = open(site.path());
    let all: Vec<_> = run.years.iter().chain(&run.rounds).collect();
    support::build(&run, &all, &site.path().join("output"));
    let folder = site.path().join(format!("content/{ROUND}/评分表"));
    let teachers = folder.join("教师代表.csv");
    let text = fs::read_to_string(&teachers).unwrap();
    let first = text.lines().nth(1).unwrap();

    let spoilt = format!("{}99", &first[..first.rfind(',').unwrap() + 1]);
    fs::write(&teachers, text.replacen(first, &spoilt, 1)).unwrap();
    results_are_held_by(site.path(), "SC-03");
    let missing = &first[..first.rfind(',').unwrap() + 1];
    fs::write(&teachers, text.replacen(first, missing, 1)).unwrap();
    results_are_held_by(site.path(), "SC-03");
    fs::write(&teachers, format!("{text}{first}\n")).unwrap();
    results_are_held_by(site.path(), "SC-04");
    fs::remove_file(&teachers).unwrap();
    results_are_held_by(site.path(), "SC-04");
    fs::write(&teachers, &text).unwrap();
    fs::write(folder.join("合影.jpg"), b"\xff\xd8\xff").unwrap();
    results_are_held_by(site.path(), "SC-01");
    fs::remove_file(folder.join("合影.jpg")).unwrap();
    fs::create_dir(folder.join("旧表")).unwrap();
    results_are_held_by(site.path(), "SC-01");
    fs::remove_dir(folder.join("旧表")).unwrap();

    fs::rename(&folder, site.path().join("评分表")).unwrap();
    let run = open(site.path());
    let checked = run.check(run.one(ROUND).unwrap());
    assert!(checked.findings.iter().any(|it| it.code == "SC-07"), "{:?}", checked.findings);
    results_are_held_by(site.path(), "SC-07");
    // To take them away on purpose is a word in a file.
    change(site.path(), &format!("{ROUND}/评分.yaml"), "结果公开: [等次]", "");
    let run = open(site.path());
    let checked = run.check(run.one(ROUND).unwrap());
    assert!(!checked.is_refused(), "{:?}", checked.findings);
}

#[test]
fn a_released_round_does_not_change_in_silence() {
    let site = sample();
    let run = open(site.path());
    let folder = run.one(ROUND).unwrap();
    let Releasing::Released(entry, _) =
        pipeline::release(&run, folder, Asked::default(), &mut || {}).unwrap()
    else {
        panic!("the sample's round is clean")
    };
    assert_eq!(entry.folder(), format!("{ROUND}/v1"));
    change(site.path(), &format!("{ROUND}/评分.yaml"), "工作成效: 20", "工作成效: 21");
    let run = open(site.path());
    let archive = gongkai::archive::Archive::read(site.path()).unwrap();
    let standing = pipeline::standing(&run, &archive, run.one(ROUND).unwrap()).unwrap();
    assert!(matches!(standing, Standing::Changed(..)), "{standing:?}");
    let year = pipeline::standing(&run, &archive, &run.years[1]).unwrap();
    assert!(matches!(year, Standing::Unreleased), "{year:?}");
}

#[test]
fn results_follow_the_notice_as_a_version_and_are_withdrawn_again() {
    let site = sample();
    let scores = site.path().join(format!("content/{ROUND}/评分表"));
    let aside = site.path().join("评分表");
    fs::rename(&scores, &aside).unwrap();
    let standing = |root: &Path| {
        let archive = gongkai::archive::Archive::read(root).unwrap();
        let run = open(root);
        pipeline::standing(&run, &archive, run.one(ROUND).unwrap()).unwrap()
    };
    let release = |note: Option<&str>| {
        let run = open(site.path());
        pipeline::release(
            &run,
            run.one(ROUND).unwrap(),
            Asked { note, ..Asked::default() },
            &mut || {},
        )
        .unwrap()
    };
    assert!(matches!(release(None), Releasing::Released(..)));
    fs::rename(&aside, &scores).unwrap();
    let came = standing(site.path());
    assert!(matches!(came, Standing::Scored(_)), "{came:?}");
    assert!(matches!(release(None), Releasing::Unexplained(_)));
    assert!(matches!(release(Some("公布评议结果")), Releasing::Released(..)));
    assert!(matches!(standing(site.path()), Standing::Released(_)));

    let output = site.path().join("output");
    let naming = |name: &str| -> Vec<String> {
        let run = open(site.path());
        support::build(&run, &[], &output);
        let files = tree(&output).into_iter();
        let naming = files.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(name));
        naming.map(|(path, _)| path).collect()
    };
    let named = naming("裴清和");
    assert!(named.contains(&format!("{ROUND}/v2/roster.html")), "{named:?}");
    assert!(!named.iter().any(|path| path.contains("/v1/")), "{named:?}");
    let read = |path: &str| fs::read_to_string(output.join(path)).unwrap();
    let round = "2025-spring-school";
    assert!(read("index.html").contains(&format!("href=\"{ROUND}/index.html\"")));
    assert!(read("versions.html").contains("还没有归档的版本"));
    assert!(read(&format!("{ROUND}/versions.html")).contains("公布评议结果"));
    assert!(read("search-index.js").contains(&format!("[\"{ROUND}\",\"关于开展")));

    let run = open(site.path());
    let day = time::Date::from_calendar_date(2025, time::Month::December, 31).unwrap();
    let withdrawal =
        pipeline::withdrawal(&run, round, day, "公开期限已满", Whom::Everybody).unwrap();
    assert_eq!(withdrawal.people, 15);
    assert_eq!(withdrawal.carry_out().unwrap().folder(), format!("{ROUND}/w1"));
    assert_eq!(naming("裴清和"), Vec::<String>::new());
    let purged = pipeline::purge(&run, round, Whom::Everybody, "保存期限已满").unwrap();
    let content = purged.content.clone();
    let removed = purged.carry_out().unwrap().unwrap().removed;
    assert!(removed.contains_key(&format!("{ROUND}/v1/sources/content/{ROUND}/评分.yaml")));
    assert!(content.contains(&format!("content/{ROUND}/评分.yaml")));
    let kept = tree(&site.path().join("content/releases")).into_iter();
    let naming = kept.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("裴清和"));
    assert_eq!(naming.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<String>::new());
    let releases = site.path().join("content/releases");
    assert!(
        gongkai::archive::verify(&releases, None, &Default::default()).unwrap().faults.is_empty()
    );
}

#[test]
fn changed_scores_do_not_change_a_released_result_in_silence() {
    let site = sample();
    let run = open(site.path());
    pipeline::release(&run, run.one(ROUND).unwrap(), Asked::default(), &mut || {}).unwrap();
    let sheet = format!("content/{ROUND}/评分表/教师代表.csv");
    fs::remove_file(site.path().join(&sheet)).unwrap();
    let archive = gongkai::archive::Archive::read(site.path()).unwrap();
    let run = open(site.path());
    let standing = pipeline::standing(&run, &archive, run.one(ROUND).unwrap()).unwrap();
    let Standing::Changed(_, fault) = standing else { panic!("{standing:?}") };
    assert!(fault.message.contains("评分表/教师代表.csv"), "{}", fault.message);
}

#[test]
fn what_did_not_change_is_not_made_again() {
    let site = sample();
    let run = open(site.path());
    let output = site.path().join("output");
    let all: Vec<_> = run.years.iter().chain(&run.rounds).collect();
    support::build(&run, &all, &output);
    let again = support::build(&run, &all, &output);
    assert_eq!(again.len(), all.len());
    let made: Vec<_> = again.iter().filter(|it| it.how != pipeline::How::Kept).collect();
    assert!(made.is_empty(), "{made:?}");
    // A score makes the round anew and the year that tells of it, and nothing else.
    let (from, to) = ("\n1,裴清和,16,16,17,", "\n1,裴清和,16,16,18,");
    change(site.path(), &format!("{ROUND}/评分表/教师代表.csv"), from, to);
    let run = open(site.path());
    let all: Vec<_> = run.years.iter().chain(&run.rounds).collect();
    let again = support::build(&run, &all, &output);
    let made = again.iter().filter(|it| it.how != pipeline::How::Kept);
    assert_eq!(made.map(|it| it.edition.to_string()).collect::<Vec<_>>(), ["2025-2026", ROUND]);
}

fn gongkai(root: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output = command.args(arguments).arg("--root").arg(root).output().unwrap();
    let words = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(words).unwrap())
}

#[test]
fn a_new_round_from_another_keeps_what_stays_and_nothing_of_its_days() {
    let site = sample();
    let root = site.path();
    let from = ["appraisal", "new", "2025-autumn-school", "--from", "2025-spring-school"];
    let (code, told) = gongkai(root, &from);
    assert_eq!(code, Some(0), "{told}");
    let folder = root.join("content/2025-2026/appraisal/2025-autumn-school");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let notice = read("通知.yaml");
    for line in
        ["状态: 在编", "标题: 待填", "文号: 待填", "印发日期: 待填", "学校: 江临职业技术学院"]
    {
        assert!(notice.lines().any(|known| known == line), "{line} in\n{notice}");
    }
    assert!(notice.contains("{起: 待填, 止: 待填}") && !notice.contains("补充通知:"), "{notice}");
    assert!(!notice.contains("2025-06") && !notice.contains("常予宁"), "{notice}");
    let scoring = read("评分.yaml");
    assert!(scoring.contains("取舍: {小数位: 1, 方法: 四舍五入}"), "{scoring}");
    assert_eq!(scoring.matches("序号:").count(), 1, "one row as a pattern: {scoring}");
    assert!(!read("通知.md").contains("月"), "{}", read("通知.md"));
    assert!(!folder.join("评分表").exists(), "what was handed in stays where it was");
    let (code, told) = gongkai(root, &["check", "2025-autumn-school"]);
    assert_eq!(code, Some(1), "{told}");
    // The text prints the academic year, which is not known yet.
    assert!(told.contains("违规[IN-10]") && told.contains("违规[MD-08]"), "{told}");
    assert_eq!(told.matches("违规[").count(), 2, "{told}");
    let (code, told) = gongkai(root, &from);
    assert_eq!(code, Some(2), "{told}");
    assert_eq!(gongkai(root, &["build"]).0, Some(0), "a round in work is passed over");
}

#[test]
fn a_new_round_from_nothing_knows_its_college_alone() {
    let site = sample();
    let root = site.path();
    let (code, told) = gongkai(root, &["appraisal", "new", "2024-2025/2025-autumn-school"]);
    assert_eq!(code, Some(0), "{told}");
    let folder = root.join("content/2024-2025/appraisal/2025-autumn-school");
    let notice = fs::read_to_string(folder.join("通知.yaml")).unwrap();
    assert!(notice.contains("\n学校: 江临职业技术学院\n"), "{notice}");
    assert!(notice.contains("\n  起: 待填\n") && notice.contains("# 文号: "), "{notice}");
    let (code, told) = gongkai(root, &["check", "2024-2025/2025-autumn-school"]);
    assert_eq!(code, Some(1), "{told}");
    assert_eq!(told.matches("违规[").count(), 1, "{told}");
    for name in ["Herbst", "-a", "2031-2032/autumn", "2025-2026/v1"] {
        assert_eq!(gongkai(root, &["appraisal", "new", "--", name]).0, Some(2), "{name}");
    }
}

#[test]
fn two_finished_rounds_of_one_notice_are_a_fault() {
    let site = sample();
    let root = site.path();
    let folder = root.join("content/2025-2026/appraisal");
    support::copy(&folder.join("2025-spring-school"), &folder.join("2025-spring-once-more"));
    let (code, told) = gongkai(root, &["check"]);
    assert_eq!(code, Some(1), "{told}");
    assert_eq!(told.matches("违规[AN-52]").count(), 1, "{told}");
    let copy = "2025-2026/appraisal/2025-spring-once-more/通知.yaml";
    change(root, copy, "印发日期: 2025-05-26", "印发日期: 2025-05-27");
    let (_, told) = gongkai(root, &["check"]);
    assert!(told.contains("AN-52") && told.contains("文号相同"), "{told}");
    change(root, copy, "〔2025〕6号", "〔2025〕7号");
    assert!(!gongkai(root, &["check"]).1.contains("AN-52"));
    change(root, copy, "〔2025〕7号", "〔2025〕6号");
    change(root, copy, "状态: 完成", "状态: 在编");
    assert!(!gongkai(root, &["check"]).1.contains("AN-52"), "what is in work is not told yet");
}
