//! What `export --docx` writes, imported again: the same data, field by field, but for what the form
//! for Word does not carry.

use std::path::Path;

use gongkai::datum::{Datum, Value};
use gongkai::pipeline::{Inputs, Run};
use gongkai::{load, source::Sources};

use crate::{gongkai, said};

#[path = "../support/mod.rs"]
#[allow(unused)]
mod support;

/// The same of a notice. What raters are asked to weigh stands in the author's words alone, and what is
/// hidden is for nobody's Word file.
const NOT_CARRIED_BY_A_NOTICE: &[&str] = &[
    "notice.status",
    "notice.lead_days",
    "notice.take_down",
    "notice.contacts[].person",
    "notice.contacts[].personal",
    "scoring.kinds[].demanded",
    "scoring.shown",
    "scoring.absentees",
];

/// Fields that a page, and so the form for Word, does not print, or prints as a text only.
const NOT_CARRIED: &[&str] = &[
    "head.status",
    "head.kind",
    "head.college.short_name",
    "head.college.campuses",
    "head.take_down",
    "head.consent",
    "head.rank_display",
    "head.history",
    "head.controls",
    "units[].former_names",
    "charter.approved_by",
    "appraisal.effective_on",
    "charter.effective_on",
    // Columns that are only checked.
    "roster[].unit",
    "roster[].post",
    "roster[].major",
    "roster[].entry_year",
    "roster[].failed_courses",
    "roster[].from_college_union",
    // What is said of the steps in prose alone; they are taken in its words.
    "nomination.steps",
    "congress.agenda",
    "delegates.steps",
    "congress.previous_number",
    "congress.previous_date",
    "election.adopted_on",
];

#[test]
fn a_year_exported_to_word_and_imported_is_the_same_year() {
    let home = tempfile::tempdir().unwrap();
    support::sample_site(home.path());
    for year in ["2023-2024", "2024-2025", "2025-2026"] {
        let again = tempfile::tempdir().unwrap();
        let word = again.path().join("公开.docx");
        let output = gongkai(home.path(), &["export", year, "--docx", word.to_str().unwrap()]);
        assert!(output.status.success(), "{}", said(&output));
        let output = gongkai(again.path(), &["import", "公开.docx"]);
        let words = said(&output);
        assert!(output.status.success(), "{words}");
        assert!(words.contains("没有带入的文字 0 字"), "{words}");
        assert!(!again.path().join("content/standards").exists(), "{words}");
        let (ours, theirs) = (read(home.path(), year), read(again.path(), year));
        let mut different = Vec::new();
        compare("", &ours.0, &theirs.0, (&ours.1, &theirs.1), &mut different);
        assert!(different.is_empty(), "{year}\n{}", different.join("\n"));
    }
}

/// Exports a round of a site and imports it elsewhere; returns where, and what was said.
fn round_again(home: &Path, name: &str) -> (tempfile::TempDir, String) {
    let again = tempfile::tempdir().unwrap();
    let word = again.path().join("通知.docx");
    let output = gongkai(home, &["export", name, "--docx", word.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    let output = gongkai(again.path(), &["import", "通知.docx", "2025-2026"]);
    let words = said(&output);
    assert!(output.status.success(), "{words}");
    assert!(words.contains("没有带入的文字 0 字"), "{words}");
    (again, words)
}

#[test]
fn a_round_exported_to_word_and_imported_is_the_same_round() {
    let home = tempfile::tempdir().unwrap();
    support::sample_site(home.path());
    for (name, new, unfilled) in [
        ("2025-spring-school", "2025-spring-school", 2),
        ("2025-second-level", "2025-autumn-second-level", 1),
    ] {
        let (again, words) = round_again(home.path(), name);
        let (ours, theirs) = (read(home.path(), name), read(again.path(), new));
        let mut different = Vec::new();
        compare("", &ours.0, &theirs.0, (&ours.1, &theirs.1), &mut different);
        assert!(different.is_empty(), "{name}\n{}", different.join("\n"));
        // Of each kind what it was asked to report on; the site's own address and title besides.
        assert!(words.contains(&format!("待填的 {} 处", unfilled + 2)), "{words}");
    }
}

/// What stands above and below an official document is told of and is no part of its data.
#[test]
fn a_letterhead_goes_out_to_word_and_leaves_no_trace_on_the_way_back() {
    let home = tempfile::tempdir().unwrap();
    support::sample_site(home.path());
    let site = home.path().join("content/site.yaml");
    let text = std::fs::read_to_string(&site).unwrap();
    let letterhead =
        "版头:\n  印发机关: 院团委办公室\n  抄送:\n    - 学生工作处\n    - 各系党总支\n";
    std::fs::write(&site, format!("{}\n{letterhead}", text.trim_end())).unwrap();
    for (name, new) in [("2025-2026", "2025-2026"), ("2025-spring-school", "2025-spring-school")] {
        let again = tempfile::tempdir().unwrap();
        let word = again.path().join("文.docx");
        let output = gongkai(home.path(), &["export", name, "--docx", word.to_str().unwrap()]);
        assert!(output.status.success(), "{}", said(&output));
        let output = gongkai(again.path(), &["import", "文.docx", "2025-2026"]);
        assert!(output.status.success(), "{}", said(&output));
        let report = again.path().join(".gongkai/import");
        let report = std::fs::read_dir(report).unwrap().next().unwrap().unwrap().path();
        let told = std::fs::read_to_string(report).unwrap();
        for words in ["委员会文件", "抄送：学生工作处，各系党总支。", "院团委办公室", "日印发"]
        {
            assert!(told.contains(words), "{words} in {told}");
        }
        let (ours, theirs) = (read(home.path(), name), read(again.path(), new));
        let mut different = Vec::new();
        compare("", &ours.0, &theirs.0, (&ours.1, &theirs.1), &mut different);
        assert!(different.is_empty(), "{name}\n{}", different.join("\n"));
    }
}

#[test]
fn a_blank_sheet_names_nobody_and_neither_does_what_is_read_from_it() {
    let home = tempfile::tempdir().unwrap();
    support::specimen(home.path());
    let (again, words) = round_again(home.path(), "2025-spring");
    assert!(words.contains("3 位个人的姓名要写上"), "{words}");
    let (ours, theirs) =
        (read(home.path(), "2025-spring"), read(again.path(), "2025-spring-school"));
    let mut different = Vec::new();
    compare("", &ours.0, &theirs.0, (&ours.1, &theirs.1), &mut different);
    // The sheets list persons and departments apart, each numbered anew.
    different.retain(|line| !line.starts_with("scoring.subjects[]"));
    assert!(different.is_empty(), "{}", different.join("\n"));
    let path = "content/2025-2026/appraisal/2025-spring-school/评分.yaml";
    let text = std::fs::read_to_string(again.path().join(path)).unwrap();
    assert_eq!(text.matches("名称: 待填").count(), 3);
    assert!(text.contains("    部门: 学业部\n    职务: 负责人\n"), "{text}");
}

#[test]
fn our_own_pdf_comes_in_by_lines_sections_and_tables() {
    let home = tempfile::tempdir().unwrap();
    support::specimen(home.path());
    let output = gongkai(home.path(), &["build"]);
    assert!(output.status.success(), "{}", said(&output));
    let again = tempfile::tempdir().unwrap();
    let pdf = home.path().join("output/2025-2026/disclosure.pdf");
    std::fs::copy(pdf, again.path().join("公开.pdf")).unwrap();
    let output = gongkai(again.path(), &["import", "公开.pdf"]);
    let words = said(&output);
    assert!(output.status.success(), "{words}");
    let (ours, theirs) = (read(home.path(), "2025-2026"), read(again.path(), "2025-2026"));
    let mut different = Vec::new();
    compare("", &ours.0, &theirs.0, (&ours.1, &theirs.1), &mut different);
    let of_tables = |line: &&String| line.starts_with("roster") || line.starts_with("units");
    let of_tables: Vec<&String> = different.iter().filter(of_tables).collect();
    assert!(of_tables.is_empty(), "{of_tables:#?}");
    let articles = |root: &Path| {
        let text = std::fs::read_to_string(root.join("content/2025-2026/章程.md")).unwrap();
        text.lines().filter(|line| line.starts_with('第')).count()
    };
    assert_eq!(articles(again.path()), articles(home.path()));
    let unfilled = words.lines().skip_while(|line| !line.starts_with("待填的"));
    let unfilled: Vec<&str> = unfilled.take_while(|line| !line.starts_with("说明")).collect();
    // The college's short name and the site's address stand nowhere in print.
    assert!(unfilled.len() <= 3, "{unfilled:#?}");
    let head = std::fs::read_to_string(again.path().join("content/2025-2026/年度.yaml")).unwrap();
    for line in ["标题: 青禾职业学院学生会改革情况公开", "发布日期: 2025-11-14"]
    {
        assert!(head.lines().any(|known| known == line), "{line}\n{head}");
    }
}

fn read(root: &Path, name: &str) -> (Datum, Sources) {
    let run = Run::open(Inputs::read(root).unwrap()).unwrap();
    let folder = run.one(name).unwrap();
    let datum = load::year(folder, &run.inputs.sources, &mut Vec::new()).root;
    (datum, run.inputs.sources.clone())
}

fn compare(
    path: &str,
    ours: &Datum,
    theirs: &Datum,
    of: (&Sources, &Sources),
    out: &mut Vec<String>,
) {
    if NOT_CARRIED.contains(&path) || NOT_CARRIED_BY_A_NOTICE.contains(&path) {
        return;
    }
    match (&ours.value, &theirs.value) {
        (Value::Fields(record, own), Value::Fields(_, other)) => {
            for (field, (own, other)) in record.fields.iter().zip(own.iter().zip(other)) {
                let path = if path.is_empty() {
                    field.name.to_string()
                } else {
                    format!("{path}.{}", field.name)
                };
                compare(&path, own, other, of, out);
            }
        }
        (Value::Items(own), Value::Items(other)) => {
            if own.len() != other.len() {
                out.push(format!("{path}: {} and {} entries", own.len(), other.len()));
            }
            for (own, other) in own.iter().zip(other) {
                compare(&format!("{path}[]"), own, other, of, out);
            }
        }
        (Value::Prose(_), Value::Prose(_)) => {
            let text =
                |datum: &Datum, sources: &Sources| datum.span.map(|it| sources.text(it).to_owned());
            let (own, other) =
                (text(ours, of.0).unwrap_or_default(), text(theirs, of.1).unwrap_or_default());
            if !is_filled_in(&own, &other) {
                out.push(format!("{path}: {own}\n---\n{other}"));
            }
        }
        (own, other) => {
            let (own, other) = (format!("{own:?}"), format!("{other:?}"));
            if own != other {
                out.push(format!("{path}: {own} and {other}"));
            }
        }
    }
}

/// Tells whether a text is another with its facts filled in.
fn is_filled_in(text: &str, filled: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let filled = bare(filled);
    let mut rest = filled.as_str();
    text.split("{{").map(|piece| piece.split_once("}}").map_or(piece, |(_, after)| after)).all(
        |piece| {
            let piece = bare(piece);
            match rest.find(&piece) {
                Some(at) => {
                    rest = &rest[at + piece.len()..];
                    at == 0 || at < 60
                }
                None => false,
            }
        },
    )
}
