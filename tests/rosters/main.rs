//! A roster stands in a year as the workbook that it is: read, checked, kept and compared like the
//! CSV file it takes the place of.

#[path = "../support/mod.rs"]
mod support;
mod workbooks;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use workbooks::{Rows, ods, rows, xls, xlsx};

const YEAR: &str = "content/2025-2026";

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(root).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn roster() -> String {
    fs::read_to_string(support::project("standards/specimen/2025-2026/名单.csv")).unwrap()
}

/// Makes a site whose roster is a file of another name.
fn site_with(name: &str, bytes: &[u8]) -> tempfile::TempDir {
    let site = support::specimen_site();
    fs::remove_file(site.path().join(YEAR).join("名单.csv")).unwrap();
    fs::write(site.path().join(YEAR).join(name), bytes).unwrap();
    site
}

/// Returns what `check` says of a roster in a workbook.
fn checked(name: &str, bytes: &[u8]) -> String {
    said(&gongkai(site_with(name, bytes).path(), &["check"]))
}

#[test]
fn a_workbook_of_each_kind_makes_the_page_that_its_csv_makes() {
    let rows = rows(&roster());
    let built = |root: &Path| {
        let output = gongkai(root, &["build"]);
        assert!(output.status.success(), "{}", said(&output));
        fs::read(root.join("output/2025-2026/document.json")).unwrap()
    };
    let expected = built(support::specimen_site().path());
    for (name, bytes) in [
        ("名单.xlsx", xlsx(&[("名单", &rows)], &[])),
        ("名单.xls", xls("Sheet1", &rows, (0, 0))),
        ("名单.ods", ods("工作表1", &rows)),
    ] {
        assert!(built(site_with(name, &bytes).path()) == expected, "{name}");
    }
}

#[test]
fn a_title_above_and_a_total_below_are_no_entries() {
    let mut table = rows(&roster());
    table.insert(0, vec!["学生会工作人员名单".to_owned()]);
    table.push(vec!["合计".to_owned(), "9人".to_owned()]);
    let words = checked("名单.xlsx", &xlsx(&[("Sheet1", &table)], &[]));
    assert!(words.contains("没有发现问题"), "{words}");
}

/// In whatever kind of table, by the same rule; the row need not have all cells.
#[test]
fn a_row_of_totals_at_the_foot_of_a_csv_is_no_entry() {
    for total in ["合计,9人,,,,,,", "合计,9人", "\"总计\",9"] {
        let words = checked("名单.csv", format!("{}{total}\n", roster()).as_bytes());
        assert!(words.contains("没有发现问题"), "{total}: {words}");
    }
}

/// A document does not become a text by another ending.
#[test]
fn a_document_named_like_a_text_is_told_by_its_bytes() {
    let workbook = xlsx(&[("名单", &rows(&roster()))], &[]);
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    for (bytes, what) in [
        (workbook.clone(), "Excel 工作簿"),
        (b"PK\x03\x04\x14\0\0\0word/document.xml".to_vec(), "Word 文档"),
        (b"PK\x03\x04\x14\0\0\0mimetype".to_vec(), "压缩包"),
        (old, "旧版 Office"),
        (b"%PDF-1.7\nplain words\n".to_vec(), "PDF"),
    ] {
        let site = support::specimen_site();
        fs::write(site.path().join(YEAR).join("前言.md"), &bytes).unwrap();
        let told = said(&gongkai(site.path(), &["check"]));
        assert!(told.contains("[IN-08]") && told.contains(what), "{what}: {told}");
        assert!(!told.contains("GBK"), "{told}");
    }
    assert!(checked("名单.csv", &workbook).contains("把扩展名改回 .xlsx"));
}

#[test]
fn findings_name_the_sheet_and_the_cell() {
    let mut table = rows(&roster());
    table[4][5] = "31/100".to_owned();
    for (name, bytes) in [
        ("名单.xlsx", xlsx(&[("名单", &table)], &[])),
        ("名单.xls", xls("名单", &table, (0, 0))),
        ("名单.ods", ods("名单", &table)),
    ] {
        let site = site_with(name, &bytes);
        let words = said(&gongkai(site.path(), &["check"]));
        let line = words.lines().find(|line| line.contains("-->")).unwrap();
        assert_eq!(line.trim(), format!("--> {YEAR}/{name}，名单!F5"), "{words}");
        assert!(words.contains("^^^^^^"), "{words}");
        let json = gongkai(site.path(), &["check", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let place = &json["findings"][0]["place"];
        assert_eq!((&place["cell"], &place["line"]), (&"名单!F5".into(), &5.into()));
        let sarif = gongkai(site.path(), &["check", "--format", "sarif"]);
        assert!(said(&sarif).contains("\"name\": \"名单!F5\""), "{}", said(&sarif));
    }
}

#[test]
fn what_a_spreadsheet_made_of_a_cell_is_told() {
    let with = |row: usize, column: usize, text: &str| {
        let mut table = rows(&roster());
        table[row][column] = text.to_owned();
        checked("名单.xlsx", &xlsx(&[("名单", &table)], &[]))
    };
    let date = with(2, 5, "日期2025-04-08");
    assert!(date.contains("成了“2025-04-08”") && date.contains("名单!F3"), "{date}");
    assert!(date.contains("设为“文本”"), "{date}");
    let number = with(0, 8, "学号");
    assert!(number.contains("[PV-02]") && number.contains("名单!I1"), "{number}");
    let mut noted = rows(&roster());
    noted.push(vec!["注：排名取最近一学年".to_owned()]);
    let noted = checked("名单.xlsx", &xlsx(&[("名单", &noted)], &[]));
    assert!(noted.contains("只有一格有内容") && noted.contains("名单!A11"), "{noted}");
}

#[test]
fn two_rosters_or_two_worksheets_are_said_and_not_guessed() {
    let table = rows(&roster());
    let book = xlsx(&[("名单", &table)], &[]);
    let site = support::specimen_site();
    fs::write(site.path().join(YEAR).join("名单.xlsx"), &book).unwrap();
    let both = said(&gongkai(site.path(), &["check"]));
    assert!(both.contains("名单.csv 和 名单.xlsx 只能有一个"), "{both}");
    let other: Rows = vec![vec!["备份".to_owned(), "旧".to_owned()]];
    let several = checked("名单.xlsx", &xlsx(&[("甲", &table), ("乙", &other)], &[]));
    assert!(several.contains("2 张工作表有内容：甲、乙"), "{several}");
    for (sheets, hidden) in
        [([("名单", &table), ("乙", &other)], &[][..]), ([("甲", &table), ("乙", &other)], &["乙"])]
    {
        let words = checked("名单.xlsx", &xlsx(&sheets, hidden));
        assert!(words.contains("没有发现问题"), "{words}");
    }
}

#[test]
fn what_is_no_roster_is_refused_with_what_to_do() {
    let far: Rows = vec![vec!["姓名".to_owned(), "院系".to_owned()]];
    let whole = xlsx(&[("名单", &rows(&roster()))], &[]);
    for (name, bytes, words) in [
        ("名单.xlsx", b"PK\x03\x04".to_vec(), "损坏"),
        ("名单.xlsx", whole[..whole.len() / 2].to_vec(), "损坏"),
        ("名单.xlsx", roster().into_bytes(), "不是 Excel 或 ODS 的表格"),
        ("名单.xls", xls("名单", &far, (60_000, 250)), "还有内容"),
        ("名单.xls", b"\xd0\xcf\x11\xe0".to_vec(), "损坏"),
        ("名单.ods", ods("名单", &vec![vec!["甲".to_owned()]; 30_000]), "还有内容"),
    ] {
        let told = checked(name, &bytes);
        assert!(told.contains(words) && told.contains("怎么办"), "{name}\n{told}");
    }
}

#[test]
fn a_workbook_is_kept_with_a_release_and_brought_back() {
    let table = rows(&roster());
    let site = site_with("名单.xlsx", &xlsx(&[("名单", &table)], &[]));
    let root = site.path();
    let done = |arguments: &[&str]| {
        let output = gongkai(root, arguments);
        assert!(output.status.success(), "{arguments:?}\n{}", said(&output));
        said(&output)
    };
    done(&["release", "2025-2026"]);
    let kept = root.join("content/releases/2025-2026/v1/sources").join(YEAR).join("名单.xlsx");
    assert_eq!(fs::read(kept).unwrap(), fs::read(root.join(YEAR).join("名单.xlsx")).unwrap());
    assert!(done(&["restore", "2025-2026", "v1", "取回"]).contains("每个字节都和公开时相同"));
    // Another person in the same file does not go by in silence.
    let mut changed = table.clone();
    changed[9][1] = "田一禾".to_owned();
    fs::write(root.join(YEAR).join("名单.xlsx"), xlsx(&[("名单", &changed)], &[])).unwrap();
    let refused = said(&gongkai(root, &["build"]));
    assert!(refused.contains("[PB-08]") && refused.contains("名单.xlsx 后来改动了"), "{refused}");
    done(&["release", "2025-2026", "--note", "更正一人"]);
    let difference = done(&["diff", "2025-2026/v1", "2025-2026/v2"]);
    assert!(difference.contains("田一禾"), "{difference}");
}

#[test]
fn the_official_forms_own_head_of_a_column_is_known() {
    let mut table = rows(&roster());
    let at = table[0].iter().position(|head| head == "排名").unwrap();
    for head in ["学习成绩排名\n（本人排名/所属专业人数）", "学习成绩排名"]
    {
        table[0][at] = head.to_owned();
        let site = site_with("名单.xlsx", &xlsx(&[("名单", &table)], &[]));
        let output = gongkai(site.path(), &["check"]);
        assert!(output.status.success(), "{head}: {}", said(&output));
    }
    // Where both stand there, nobody guesses which is meant.
    table[0][at + 1] = "排名".to_owned();
    let told = checked("名单.xlsx", &xlsx(&[("名单", &table)], &[]));
    assert!(told.contains("没有“学习成绩排名”这一项"), "{told}");
}

#[test]
fn a_year_begun_from_one_with_a_workbook_has_a_roster_to_fill_in() {
    let mut table = vec![vec!["青禾职业学院学生会工作人员名单".to_owned()]];
    table.extend(rows(&roster()));
    let site = site_with("名单.xlsx", &xlsx(&[("名单", &table)], &[]));
    let output = gongkai(site.path(), &["new"]);
    assert!(output.status.success(), "{}", said(&output));
    let begun = site.path().join("content/2026-2027");
    assert!(!begun.join("名单.xlsx").exists());
    let roster = fs::read_to_string(begun.join("名单.csv")).unwrap();
    let lines: Vec<&str> = roster.lines().collect();
    assert!(lines.len() == 2 && lines[0].starts_with("\u{feff}序号,姓名,"), "{roster}");
    assert!(lines[1].contains("待填") && !lines[1].contains("周望舒"), "{roster}");
    let checked = said(&gongkai(site.path(), &["check", "2026-2027"]));
    assert!(!checked.contains("[IN-08]") && checked.contains("待填"), "{checked}");
}

#[test]
fn a_table_in_gbk_that_names_somebody_is_found_by_a_purge() {
    let site = support::specimen_site();
    let roster = roster();
    let (bytes, ..) = encoding_rs::GB18030.encode(&roster);
    fs::write(site.path().join(YEAR).join("名单.csv"), &bytes).unwrap();
    let run = |arguments: &[&str]| {
        let output = gongkai(site.path(), arguments);
        assert!(output.status.success(), "{arguments:?}\n{}", said(&output));
        said(&output)
    };
    run(&["release", "2025-2026"]);
    let whom = ["--name", "林知夏", "--reason", "本人要求", "--yes"];
    run(&[&["withdraw", "2025-2026", "--on", "2025-12-01"][..], &whom].concat());
    let purged = run(&[&["purge", "2025-2026"][..], &whom].concat());
    assert!(purged.contains("名单.csv"), "{purged}");
}
