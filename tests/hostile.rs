//! Rules that mean harm, or were written by accident so that they would: each is refused or stopped
//! within bounds of time and memory, with a diagnosis at its place.

mod support;

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

/// How long the check of a site with one such rule may take on a busy machine.
const SECONDS: u64 = 60;
/// The address space it may take, in KiB.
const MEMORY: u64 = 1_500_000;

/// Checks the specimen with one rule of a college's own, given by lines of its front matter.
fn check(lines: &str) -> Value {
    let site = support::specimen_site();
    let folder = site.path().join("content/standards/rules");
    fs::create_dir_all(&folder).unwrap();
    let rule = format!(
        "---\ncode: X-01\ntitle: 试验\nlevel: violation\ncites: [{{document: 试验, clause: 一}}]\n{lines}\n---\n为什么。\n"
    );
    let rule = if lines.contains("message:") {
        rule
    } else {
        rule.replace("\n---\n为", "\nmessage: 试验\n---\n为")
    };
    fs::write(folder.join("x.md"), rule).unwrap();
    let start = Instant::now();
    // The shell sets the limit; memory beyond it would end the program, not the machine.
    let output = Command::new("sh")
        .args(["-c", "ulimit -v \"$1\"; shift; exec \"$@\"", "sh", &MEMORY.to_string()])
        .arg(env!("CARGO_BIN_EXE_gongkai"))
        .args(["check", "--format", "json", "--root"])
        .arg(site.path())
        .output()
        .unwrap();
    assert!(start.elapsed() < Duration::from_secs(SECONDS), "{lines}: {:?}", start.elapsed());
    let code = output.status.code();
    assert_eq!(code, Some(1), "{lines}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Says that a rule is stopped by a code, at its own file, and by how many findings.
fn stopped(lines: &str, code: &str) {
    let report = check(lines);
    let findings = report["findings"].as_array().unwrap();
    let here = |finding: &&Value| {
        finding["code"] == code
            && finding["place"]["path"].as_str().is_some_and(|path| path.ends_with("rules/x.md"))
    };
    let told: Vec<_> = findings.iter().map(|it| (&it["code"], &it["message"])).collect();
    assert!(findings.iter().any(|finding| here(&finding)), "{lines}: {told:?}");
    assert!(findings.len() < 20, "{lines}: {} findings", findings.len());
}

#[test]
fn very_long_and_deep_expressions_are_refused() {
    stopped(&format!("require: {} true", "true and ".repeat(2_000)), "RL-02");
    stopped(&format!("require: {}true{}", "(".repeat(400), ")".repeat(400)), "RL-02");
    stopped(&format!("require: \"{}1{} == 1\"", "[".repeat(400), "]".repeat(400)), "RL-02");
    let long = format!("require: 1 == 2\nmessage: \"{{{{ {}1 }}}}\"", "1 + ".repeat(400));
    stopped(&long, "RL-02");
}

#[test]
fn repetition_of_texts_and_lists_is_refused() {
    for expression in [
        "('a' * 100000000) == 'b'",
        "head.title * 100000000 == 'b'",
        "100000000 * head.title == head.title",
        "(['a'] * 100000000 | length) == 1",
        "(roster * 100000000 | length) == 1",
        "(head.title ~ head.title) * 1000 == ''",
        "(1, 2) * 100000000 == 1",
    ] {
        stopped(&format!("require: \"{expression}\""), "RL-02");
    }
    stopped("let: {long: head.title}\nrequire: long * 100000000 == 1", "RL-02");
    stopped("each: it in appraisal.grades\nrequire: it * 100000000 == 1", "RL-02");
    stopped("require: 1 == 2\nmessage: \"{{ 'a' * 100000000 }}\"", "RL-02");
    stopped("require: 1 == 2\nmessage: 试\nhelp: \"{{ head.title * 100000000 }}\"", "RL-02");
}

#[test]
fn values_that_double_are_stopped() {
    let doubled: String = (1..40).map(|i| format!("  a{i}: a{0} ~ a{0} ~ a{0}\n", i - 1)).collect();
    stopped(&format!("let:\n  a0: head.title\n{doubled}require: a39 == ''"), "RL-03");
    let lists: String = (1..40).map(|i| format!("  a{i}: a{0} + a{0} + a{0}\n", i - 1)).collect();
    stopped(&format!("let:\n  a0: \"['a', 'b']\"\n{lists}require: (a39 | length) == 1"), "RL-03");
    let joined: String =
        (1..40).map(|i| format!("  a{i}: appraisal.grades | join(a{})\n", i - 1)).collect();
    stopped(&format!("let:\n  a0: head.title\n{joined}require: a39 == ''"), "RL-03");
}

#[test]
fn loops_end() {
    let nested = |list: &str, n: usize| {
        let each: Vec<String> = (0..n).map(|i| format!("\"p{i} in {list}\"")).collect();
        format!("each: [{}]\nrequire: p0.no > 0", each.join(", "))
    };
    stopped(&nested("roster", 9), "RL-03");
    // Nothing is ever looked at, and still every entry is gone through.
    let empty =
        nested("roster", 9).replace("\"]", "\", \"q in head.exemptions if false else []\"]");
    stopped(&empty, "RL-03");
    let says = "says(charter.text, ['无']) or ".repeat(25);
    stopped(
        &format!(
            "each: [a in roster, b in roster, c in roster, d in roster]\nrequire: \"{says} true\""
        ),
        "RL-03",
    );
    stopped("require: 1 == 2\nmessage: \"{% for a in roster %}{% endfor %}\"", "RL-02");
    stopped(
        "require: 1 == 2\nmessage: \"{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}\"",
        "RL-02",
    );
    stopped("require: range(1000000000) == 1", "RL-02");
}

#[test]
fn arithmetic_does_not_overflow() {
    for expression in [
        "1 // 0 == 1",
        "1 % 0 == 1",
        "9223372036854775807 * 9223372036854775807 * 9223372036854775807 == 1",
        "ceil_ratio(9223372036854775807, 2, 1) == 1",
        "ceil_ratio(1, 1, 0) == 1",
        "rounds_to('1%', 9223372036854775807, 1)",
        "percent(1, 0) == ''",
        "(99999999999999999999 | date) == ''",
        "(0 - 1) | ordinal == ''",
        "roster[99999999999].no == 1",
        "'abc'[::0] == ''",
    ] {
        stopped(&format!("require: \"{expression}\""), "RL-03");
    }
}

#[test]
fn odd_characters_are_no_way_round() {
    for expression in [
        "'a' ＊ 100000000 == 'b'",
        "'a' ∗ 100000000 == 'b'",
        "head.ti\u{200b}tle == 'b'",
        "head.title\u{202e} == 'b'",
        "he\u{430}d.title == 'b'",
        "'\\'' * 100000000 == 'b'",
        "'a\\\\' * 100000000 == 'b'",
    ] {
        let report = check(&format!("require: >-\n  {expression}"));
        let codes: Vec<&str> = report["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|finding| finding["code"].as_str())
            .collect();
        assert!(
            codes.iter().any(|code| code.starts_with("RL-") || code.starts_with("MD-")),
            "{expression}: {codes:?}"
        );
    }
}

#[test]
fn a_pattern_that_cannot_be_used_is_told() {
    let site = support::specimen_site();
    let path = site.path().join("content/site.yaml");
    for pattern in [r"((((a{100}){100}){100}){100})", "20(", r"(?<=a)b"] {
        let text = fs::read_to_string(&path).unwrap();
        let others = text.lines().filter(|line| !line.starts_with("学号格式"));
        let text: String = others.map(|line| format!("{line}\n")).collect();
        fs::write(&path, format!("{text}学号格式: '{pattern}'\n")).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["check", "--format", "json", "--root"])
            .arg(site.path())
            .output()
            .unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["findings"][0]["code"], "PV-08", "{pattern}: {report:#}");
    }
}
