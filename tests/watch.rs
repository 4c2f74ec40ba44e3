//! A theme that somebody trusts may still loop: the watch ends it, and says which template it was.

mod support;

use std::fs;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// How long a run may take in all on a busy machine.
const SECONDS: u64 = 180;

/// Builds the specimen with one file of a theme of its own.
fn build(file: &str, text: &str) -> Output {
    let site = support::specimen_site();
    let theme = site.path().join("themes/自制").join(file);
    fs::create_dir_all(theme.parent().unwrap()).unwrap();
    fs::write(theme, text).unwrap();
    let path = site.path().join("content/site.yaml");
    let own = fs::read_to_string(&path).unwrap();
    assert!(own.contains("默认主题: default"));
    fs::write(&path, own.replace("默认主题: default", "默认主题: 自制")).unwrap();
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["build", "--root"])
        .arg(site.path())
        .output()
        .unwrap();
    assert!(start.elapsed() < Duration::from_secs(SECONDS), "{:?}", start.elapsed());
    assert!(!site.path().join("output").exists(), "nothing is published");
    output
}

/// Says that a build was ended at a template for a reason.
fn ended(output: &Output, file: &str, why: &str) {
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains(why) && words.contains(&format!("themes/自制/{file}")), "{words}");
}

#[test]
fn a_page_that_loops_is_ended_and_named() {
    let each = "{% for a in range(end=100000) %}";
    let text = format!("{}{}", each.repeat(4), "{% endfor %}".repeat(4));
    ended(&build("year.html", &text), "year.html", "超过 30 秒");
}

#[test]
fn a_page_without_end_is_ended_and_named() {
    let twice = "{% set a = a ~ a %}".repeat(24);
    let text = format!(
        "{{% set a = 'a' %}}{twice}{{% for i in range(end=100000) %}}{{{{ a | safe }}}}{{% endfor %}}"
    );
    ended(&build("year.html", &text), "year.html", "超过 1 GiB");
}

#[test]
fn a_sheet_that_takes_all_memory_is_ended_and_named() {
    let text = "#let all = ()\n#for i in range(100000) { all.push((i,) * 100000) }\n#all.len()";
    ended(&build("pdf/main.typ", text), "pdf/main.typ", "超过 2 GiB");
}
