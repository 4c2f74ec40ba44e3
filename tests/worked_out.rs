//! What only repeats other data may be left out: the page shows what follows from the data, and no rule
//! is said to hold because the program agrees with itself.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const YEAR: &str = "content/2025-2026";

/// The rules that compare what is left out with what it is made of.
const TAUTOLOGIES: [&str; 3] = ["DL-02", "EL-05", "CG-05"];

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(root).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Leaves lines out of a file of the specimen's year.
fn leave_out(root: &Path, name: &str, is_left_out: impl Fn(&str) -> bool) {
    let path = root.join(YEAR).join(name);
    let text = fs::read_to_string(&path).unwrap();
    let kept: Vec<&str> = text.lines().filter(|line| !is_left_out(line)).collect();
    assert_ne!(kept.len(), text.lines().count(), "{name}");
    fs::write(path, kept.join("\n") + "\n").unwrap();
}

/// Makes the specimen's site, all of whose second level meets every item: a remark on one that does not
/// is nothing that follows.
fn full() -> tempfile::TempDir {
    let site = support::specimen_site();
    let path = site.path().join(YEAR).join("自评.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let (start, end) = (text.rfind("\n  14:\n").unwrap(), text.find("\n具体情况:").unwrap());
    let text = text[..start].to_owned() + "\n  14: 3" + &text[end..];
    fs::write(path, text.replace(" 否\n", " 是\n")).unwrap();
    site
}

/// Takes everything out that follows from something else.
fn without_what_follows(root: &Path) {
    leave_out(root, "代表.yaml", |line| line.starts_with("占比:"));
    leave_out(root, "选举.yaml", |line| line.starts_with("差额:"));
    leave_out(root, "代表大会.yaml", |line| line.starts_with("院系数:"));
    let charter = root.join(YEAR).join("章程.yaml");
    let text = fs::read_to_string(&charter).unwrap();
    let (head, _) = text.split_once("限额:\n").expect("limits stand at the end");
    fs::write(charter, head).unwrap();
    let roster = root.join(YEAR).join("名单.csv");
    let text = fs::read_to_string(&roster).unwrap();
    let rest = |line: &str| line.split_once(',').unwrap().1.to_owned();
    fs::write(roster, text.lines().map(rest).collect::<Vec<_>>().join("\n")).unwrap();
    let units = root.join(YEAR).join("机构.yaml");
    let text = fs::read_to_string(&units).unwrap();
    let mut kept = String::new();
    let mut begins = false;
    for line in text.lines() {
        match (line.starts_with("- 序号:"), begins) {
            (true, _) => begins = true,
            (false, true) => {
                kept.push_str(&format!("- {}\n", line.trim_start()));
                begins = false;
            }
            (false, false) => kept.push_str(&format!("{line}\n")),
        }
    }
    fs::write(units, kept).unwrap();
    let evaluation = root.join(YEAR).join("自评.yaml");
    let text = fs::read_to_string(&evaluation).unwrap();
    let (start, end) = (text.find("\n二级:").unwrap(), text.find("\n具体情况:").unwrap());
    fs::write(evaluation, text[..start].to_owned() + &text[end..]).unwrap();
}

fn document(root: &Path) -> Value {
    let output = gongkai(root, &["build", "--strict"]);
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&fs::read(root.join("output/2025-2026/document.json")).unwrap()).unwrap()
}

/// Takes the registered limits out of a part of a document and counts the articles that had some.
fn without_registered_limits(part: &mut Value) -> usize {
    let inner: usize = match part {
        Value::Array(items) => items.iter_mut().map(without_registered_limits).sum(),
        Value::Object(fields) => fields.values_mut().map(without_registered_limits).sum(),
        _ => 0,
    };
    let own = part["statement"]["subject"] == "charter-limit";
    if let (true, Value::Object(fields)) = (own, part) {
        fields.remove("statement");
    }
    inner + usize::from(own)
}

#[test]
fn what_follows_from_the_data_need_not_be_written() {
    let (whole, bare) = (full(), full());
    without_what_follows(bare.path());
    let (mut whole, bare) = (document(whole.path()), document(bare.path()));
    // Limits are said as data where a college registered them; what is read out of an article only checks.
    assert_eq!(without_registered_limits(&mut whole["sections"]), 5);
    assert_eq!(whole["sections"], bare["sections"]);
}

#[test]
fn a_share_of_delegates_is_read_however_the_charter_asks_for_them() {
    let site = full();
    without_what_follows(site.path());
    let charter = site.path().join(YEAR).join("章程.md");
    let text = fs::read_to_string(&charter).unwrap();
    for clause in ["应当有4/5以上当选代表参加方能召开", "须有4/5以上的代表出席，方可举行"]
    {
        let other = text.replace("到会代表达到应到代表的4/5以上，方可召开", clause);
        assert_ne!(other, text);
        fs::write(&charter, other).unwrap();
        let words = said(&gongkai(site.path(), &["check"]));
        assert!(words.contains("没有发现问题"), "{clause}: {words}");
        // The method of election says another share.
        let election = site.path().join(YEAR).join("选举.yaml");
        let method = fs::read_to_string(&election).unwrap();
        fs::write(&election, method.replace("到会比例: 4/5", "到会比例: 2/3")).unwrap();
        let words = said(&gongkai(site.path(), &["check"]));
        assert!(words.contains("[EL-10]"), "{clause}: {words}");
        fs::write(&election, method).unwrap();
    }
}

#[test]
fn what_the_program_filled_in_proves_nothing() {
    let site = full();
    without_what_follows(site.path());
    let bare = document(site.path());
    let whole = document(full().path());
    for code in TAUTOLOGIES {
        assert!(heading(&whole, code).contains("通过"), "{code}: {}", heading(&whole, code));
        assert!(heading(&bare, code).contains("不适用"), "{code}: {}", heading(&bare, code));
    }
}

/// Returns under which heading of the report a rule stands.
fn heading(document: &Value, code: &str) -> String {
    let sections = document["report"]["sections"].as_array().unwrap();
    let has = |section: &&Value| {
        section["blocks"].as_array().unwrap().iter().any(|block| {
            block["rows"].as_array().is_some_and(|rows| rows.iter().any(|row| row["key"] == code))
        })
    };
    sections.iter().find(has).expect(code)["title"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_a_statement_of_its_own_must_be_written() {
    for (file, key) in
        [("代表.yaml", "总数:"), ("选举.yaml", "候选人数:"), ("候选人.yaml", "推荐人数:")]
    {
        let site = support::specimen_site();
        leave_out(site.path(), file, |line| line.starts_with(key));
        let output = gongkai(site.path(), &["check"]);
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    }
    // Some rows with a number and some without are not numbered by anybody.
    let site = support::specimen_site();
    let roster = site.path().join(YEAR).join("名单.csv");
    let text = fs::read_to_string(&roster).unwrap();
    fs::write(&roster, text.replacen("\n4,", "\n,", 1)).unwrap();
    let output = gongkai(site.path(), &["check"]);
    assert!(!said(&output).contains("没有发现问题"), "{}", said(&output));
}
