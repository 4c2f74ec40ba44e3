//! Who served how often, over all the years of a site, against what its charter lets.

mod support;

use std::fs;
use std::path::Path;

use gongkai::diagnostic::Diagnostic;
use gongkai::edition::Edition;
use gongkai::pipeline::{Inputs, Run};
use support::{copy, project};

/// What the newest year of a site is told of terms, as `check` recalls or finds it.
fn told(root: &Path) -> Vec<Diagnostic> {
    let run = Run::open(Inputs::read(root).unwrap()).unwrap();
    let newest = run.years.last().unwrap();
    let checked = run.recall_or_check(&[newest]);
    let findings = checked.into_iter().flat_map(|it| it.findings);
    findings.filter(|it| it.code == "CH-38").collect()
}

fn replace(root: &Path, path: &str, old: &str, new: &str) {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{path}: {old}");
    fs::write(root.join(path), text.replace(old, new)).unwrap();
}

#[test]
fn a_third_term_counted_over_three_years_is_found_and_a_gap_ends_the_count() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    copy(&project("content"), &root.join("content"));
    assert!(told(root).is_empty());
    let row = "11,程砚舟,共青团员,智能制造系,一年级,,综合事务部,工作部门成员,数控技术,2023,0,否";
    let third = "11,韩𫘧,共青团员,信息技术系,一年级,,综合事务部,工作部门成员,大数据技术,2023,0,否";
    // Only the oldest roster changes: what was found of the newest year is not recalled.
    replace(root, "content/2023-2024/名单.csv", row, third);
    let [found] = &told(root)[..] else { panic!("{:?}", told(root)) };
    assert!(found.message.contains("韩𫘧到本学年是连续第 3 任"), "{}", found.message);
    assert!(found.message.contains("章程第三十三条规定最多连续 2 任"), "{}", found.message);
    // The charter may let more.
    let charter = "content/2025-2026/章程.md";
    replace(root, charter, "任期一年，可以连任一次。", "任期一年，可以连任两次。");
    assert!(told(root).is_empty());
    replace(root, charter, "任期一年，可以连任两次。", "任期一年，可以连任一次。");
    assert_eq!(told(root).len(), 1);
    // A year in which he did not serve.
    let between = fs::read_to_string(root.join("content/2024-2025/名单.csv")).unwrap();
    let between = between.replace("9,韩𫘧,", "9,韩雪舟,");
    fs::write(root.join("content/2024-2025/名单.csv"), between).unwrap();
    assert!(told(root).is_empty());
}

#[test]
fn years_are_looked_back_on_without_a_gap() {
    let run = Run::open(Inputs::read(&project("")).unwrap()).unwrap();
    let before = |at: usize| -> Vec<Edition> {
        run.all_before(&run.years[at].edition).map(|it| it.edition.clone()).collect()
    };
    assert_eq!(before(2), [run.years[1].edition.clone(), run.years[0].edition.clone()]);
    assert!(before(0).is_empty());
}
