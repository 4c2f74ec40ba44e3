//! Nothing hidden is ever published: every byte of the output is searched, and hidden values have
//! no influence on it.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use gongkai::bundle::pdf::{pdf_streams, pdf_text};
use gongkai::facts::{Fact, FactValue};
use gongkai::load;
use gongkai::pipeline::{Inputs, Run};
use support::project;

fn run(root: &Path) -> Run {
    Run::open(Inputs::read(root).unwrap()).unwrap()
}

fn build(run: &Run, output: &Path) {
    let years: Vec<&load::Folder> = run.years.iter().collect();
    support::build(run, &years, output);
}

/// What a searcher could find in a file: its path, its bytes, and what a PDF holds within.
fn parts(path: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = vec![path.as_bytes().to_vec(), bytes.to_vec()];
    if path.ends_with(".pdf") {
        parts.extend(pdf_text(bytes).unwrap().into_iter().map(String::into_bytes));
        parts.extend(pdf_streams(bytes).unwrap());
    }
    parts
}

/// Collects the hidden values of a year that stand nowhere among its public words.
fn hidden(fact: &Fact, found: &mut BTreeSet<String>) {
    match &fact.value {
        FactValue::Leaf(value) if fact.hidden => {
            found.extend(value.as_str().map(str::to_owned));
        }
        FactValue::Fields(_, facts) | FactValue::Items(facts) => {
            facts.iter().for_each(|fact| hidden(fact, found));
        }
        _ => {}
    }
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    let plain = needle.as_bytes();
    let wide: Vec<u8> = needle.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [plain, &wide].iter().any(|needle| haystack.windows(needle.len()).any(|part| part == *needle))
}

#[test]
fn no_hidden_value_stands_in_any_byte_of_the_output() {
    let run = run(&project(""));
    let output = tempfile::tempdir().unwrap();
    let output = output.path().join("output");
    build(&run, &output);
    let mut secrets = BTreeSet::new();
    for folder in &run.years {
        let cleared = run.clear(folder).unwrap();
        let mut values = BTreeSet::new();
        hidden(&cleared.facts.root, &mut values);
        let mut public = String::new();
        gongkai::facts::each_public_text(&cleared.facts.root, &mut |text, _| {
            public.push_str(text);
            public.push('\n');
        });
        // A unit's or a post's name is a public word too; what is hidden is whose it is.
        let posts = ["主席团成员", "工作部门负责人", "工作部门成员", "完成", "在编"];
        // Every page leads to the academic years around its own.
        let is_year = |value: &str| gongkai::academic_year::AcademicYear::parse(value).is_some();
        values.retain(|value| {
            !public.contains(value.as_str()) && !posts.contains(&value.as_str()) && !is_year(value)
        });
        secrets.extend(values);
    }
    assert!(secrets.len() >= 12, "the sample's majors are unique: {secrets:?}");
    for (path, bytes) in support::tree(&output) {
        let parts = parts(&path, &bytes);
        for secret in &secrets {
            assert!(!parts.iter().any(|part| holds(part, secret)), "{secret} stands in {path}");
        }
    }
}

#[test]
fn hidden_values_have_no_influence_on_what_is_published() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let before = site.path().join("before");
    build(&run(site.path()), &before);

    let roster = site.path().join("content/2025-2026/名单.csv");
    let text = fs::read_to_string(&roster).unwrap();
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let major = head.iter().position(|key| *key == "专业").unwrap();
    let mut lines: Vec<String> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if i > 0 {
            cells[major] = format!("隐秘专业{i}");
        }
        lines.push(cells.join(","));
    }
    fs::write(&roster, lines.join("\n")).unwrap();
    let after = site.path().join("after");
    build(&run(site.path()), &after);
    assert!(support::tree(&before) == support::tree(&after), "another major made another byte");
}

/// Returns what a site of the specimen makes public, its year and its round, after some edits.
fn documents(edits: &[(&str, &str, &str)]) -> Vec<String> {
    let site = support::specimen_site();
    for (file, from, to) in edits {
        let path = site.path().join("content/2025-2026").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} in {file}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    let run = run(site.path());
    let folders = run.years.iter().chain(&run.rounds);
    let document = |folder| {
        let cleared = run.clear(folder).unwrap_or_else(|refused| {
            let findings: Vec<String> =
                refused.findings.iter().map(|f| format!("{} {}", f.code, f.message)).collect();
            panic!("{findings:?} after {edits:?}")
        });
        let json = gongkai::compose::compose(&cleared, &run.standards).to_json();
        String::from_utf8(json).unwrap()
    };
    folders.map(document).collect()
}

#[test]
fn public_evidence_is_the_same_whatever_is_hidden() {
    let roster = "名单.csv";
    let head = "年度.yaml";
    let notice = "appraisal/2025-spring/通知.yaml";
    let mut with_standing = Vec::new();
    let text = fs::read_to_string(project("standards/specimen/2025-2026/名单.csv")).unwrap();
    for (i, line) in text.lines().enumerate() {
        let cell = match i {
            0 => "学籍说明",
            // A year later than others of the grade entered, and why.
            3 => "休学一年后复学",
            _ => "",
        };
        with_standing.push(format!("{line},{cell}"));
    }
    let with_standing = with_standing.join("\n");
    let later = with_standing.replacen("电子商务,2024", "电子商务,2023", 1);
    let swapped = text.replace("学业部,工作部门负责人,康复", "服务部,工作部门负责人,康复");
    let swapped = swapped.replacen("服务部,工作部门负责人,助产", "学业部,工作部门负责人,助产", 1);
    assert!(swapped != text && later != with_standing);
    let before = documents(&[]);
    let edits: &[&[(&str, &str, &str)]] = &[
        &[(roster, &text, &with_standing)],
        &[(roster, &text, &later)],
        &[(roster, &text, &swapped)],
        &[(roster, "助产,2023", "护理,2023")],
        &[(roster, "电子商务,2025,0", "电子商务,2025,2")],
        &[(roster, "数控技术,2024,0,否", "数控技术,2024,0,是")],
        &[(head, "2025-10-30 逐人签字", "2025-10-29 书面告知")],
        &[(head, "告知同意: 2025-10-30 逐人签字\n", "")],
        &[(head, "标题:", "相近名称: [青禾职业学校]\n标题:")],
        &[(head, "标题:", "历史学年: [2020-2021]\n标题:")],
        &[(head, "标题:", "撤销机构: [体育部]\n标题:")],
        &[(head, "标题:", "校核数:\n  党员人数: 1\n  骨干代表: 9\n标题:")],
        &[("代表大会.yaml", "届次:", "缺额说明: 一人当选后转学\n届次:")],
        &[(notice, "梁以宁", "冯知白")],
        &[(notice, "12345678@qq.com", "87654321@qq.com")],
    ];
    for edits in edits {
        let after = documents(edits);
        for (before, after) in before.iter().zip(&after) {
            let differs = before.lines().zip(after.lines()).find(|(old, new)| old != new);
            assert!(before == after, "{edits:?}: {differs:?}");
        }
    }
}

#[test]
fn the_public_roster_has_the_columns_of_the_form_alone() {
    let run = run(&project(""));
    let folder = run.years.last().unwrap();
    let document = gongkai::compose::compose(&run.clear(folder).unwrap(), &run.standards);
    let roster = document.sections.iter().find(|section| section.id == "roster").unwrap();
    let gongkai::document::Block::Table(table) = &roster.blocks[0] else { panic!("a table") };
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    assert_eq!(
        titles,
        ["序号", "姓名", "政治面貌", "院系", "年级", "学习成绩排名（本人排名/所属专业人数）"]
    );
}

#[test]
fn no_page_of_changes_names_anybody_of_a_roster() {
    let run = run(&project(""));
    let output = tempfile::tempdir().unwrap();
    let output = output.path().join("output");
    build(&run, &output);
    let files = support::tree(&output);
    let documents = files.iter().filter(|(path, _)| path.ends_with("/document.json"));
    let documents =
        documents.map(|(_, json)| gongkai::document::Document::from_json(json).unwrap());
    let names: BTreeSet<String> =
        documents.flat_map(|document| gongkai::redaction::names(&document)).collect();
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with("changes.html")).collect();
    assert!(names.len() > 50 && !pages.is_empty());
    for (path, page) in pages {
        let named = names.iter().find(|name| holds(page, name));
        assert!(named.is_none(), "{named:?} stands in {path}");
    }
}

/// A site of the specimen with lines of its `年度.yaml` replaced.
fn chosen(edits: &[(&str, &str)]) -> tempfile::TempDir {
    let site = support::specimen_site();
    for (file, from, to) in edits.iter().map(|(from, to)| ("年度.yaml", from, to)) {
        change(site.path(), file, from, to);
    }
    site
}

fn change(site: &Path, file: &str, from: &str, to: &str) {
    let path = site.join("content/2025-2026").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn a_rank_that_was_not_chosen_stands_nowhere() {
    // Two exact ranks of one band, or with one verdict, must not differ in a single byte.
    for (display, shown, absent) in [
        ("分段", "前30%", vec!["合格", "30/100", "6/118", "118"]),
        ("只写合格", "合格", vec!["前30%", "30/100", "6/118", "118"]),
    ] {
        let site = chosen(&[("准确名次", display)]);
        let before = site.path().join("before");
        build(&run(site.path()), &before);
        let files = support::tree(&before);
        let page = files.iter().find(|(path, _)| path.ends_with("/roster.html")).unwrap();
        let page = String::from_utf8(page.1.clone()).unwrap();
        assert!(page.contains(shown), "{display}: no {shown}");
        for (path, bytes) in &files {
            for secret in absent.iter().filter(|secret| secret.contains('/')) {
                let parts = parts(path, bytes);
                assert!(!parts.iter().any(|part| holds(part, secret)), "{secret} stands in {path}");
            }
        }
        assert!(absent.iter().all(|other| !page.contains(&format!(">{other}<"))), "{page}");
        change(site.path(), "名单.csv", "30/100", "29/100");
        let after = site.path().join("after");
        build(&run(site.path()), &after);
        assert!(support::tree(&after) == files, "{display}: another rank made another byte");
        // What is checked is the exact rank all the same.
        change(site.path(), "名单.csv", "29/100", "31/100");
        let run = run(site.path());
        assert!(run.check(&run.years[0]).is_refused());
    }
}

#[test]
fn names_are_masked_from_the_take_down_date_on_and_counts_stay() {
    let site = chosen(&[("撤下日期: 2026-12-31", "撤下日期: 2026-06-30")]);
    let mut run = run(site.path());
    let names = ["周望舒", "林知夏", "何一诺", "6/118", "30/100", "中共预备党员"];
    for (day, masked) in [((2026, 6, 29), false), ((2026, 6, 30), true), ((2027, 1, 1), true)] {
        let (year, month, day) = day;
        let month = time::Month::try_from(month).unwrap();
        run.on = Some(time::Date::from_calendar_date(year, month, day).unwrap());
        let output = site.path().join(format!("output-{year}-{day}"));
        build(&run, &output);
        let files = support::tree(&output);
        let holds_any = files.iter().any(|(path, bytes)| {
            parts(path, bytes).iter().any(|part| names.iter().any(|name| holds(part, name)))
        });
        assert_eq!(holds_any, !masked, "on {year}-{day}");
        let page = files.iter().find(|(path, _)| path.ends_with("/roster.html")).unwrap();
        assert_eq!(String::from_utf8_lossy(&page.1).contains("已撤下"), masked);
        let page = String::from_utf8_lossy(&page.1).matches("<tr").count();
        assert_eq!(page, 10, "nine people and a head");
    }
}
