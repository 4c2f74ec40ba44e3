//! What an existing document becomes: the sample's year, written as a college writes it in Word,
//! is read back with nothing lost and nothing guessed.

mod corpus;
mod document;
mod formats;
mod round_trip;
mod sample;
mod shapes;
#[path = "../rosters/workbooks.rs"]
#[allow(unused)]
mod workbooks;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use document::{BLANK, TICK, docx, paragraph, run};

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.current_dir(root).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn imported(document: &[u8], arguments: &[&str]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("公开.docx"), document).unwrap();
    let output = gongkai(folder.path(), &[&["import", "公开.docx"], arguments].concat());
    let said = said(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    (folder, said)
}

fn year(folder: &tempfile::TempDir, name: &str) -> String {
    let text = fs::read_to_string(folder.path().join("content/2025-2026").join(name)).unwrap();
    // A table carries the mark by which a spreadsheet program knows its letters.
    assert_eq!(text.starts_with('\u{feff}'), name.ends_with(".csv"), "{name}");
    text.trim_start_matches('\u{feff}').to_owned()
}

/// Leaves blanks out, which a number in Word is set off by otherwise.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn the_samples_year_comes_back_from_word() {
    let sample = sample::Sample::read();
    let (folder, said) = imported(&sample.docx(), &[]);
    for (name, text) in [
        ("章程.md", &sample.charter),
        ("述职.md", &sample.appraisal),
        ("选举.md", &sample.election),
    ] {
        assert_eq!(bare(&year(&folder, name)), bare(text), "{name}");
    }
    let roster = year(&folder, "名单.csv");
    let rows: Vec<&str> = roster.lines().collect();
    assert_eq!(rows.len(), sample.roster.len());
    for (row, own) in rows.iter().zip(&sample.roster) {
        assert_eq!(*row, own[..6].join(","));
    }
    let evaluation = year(&folder, "自评.yaml");
    assert!(evaluation.contains("  3:\n    结论: 是\n    实有: 35人\n"), "{evaluation}");
    assert!(evaluation.contains("    召开日期: 2025-10-18\n"), "{evaluation}");
    assert!(evaluation.contains("  护理系: 是 是 是 是 是 是 是 是 是 是 是 是 是 是\n"));
    let units = year(&folder, "机构.yaml");
    assert_eq!(units.matches("- 序号:").count(), 7);
    for (name, lines) in [
        (
            "选举.yaml",
            [
                "应选人数: 3",
                "候选人数: 4",
                "差额: 1",
                "到会比例: 4/5",
                "到会须超过: 否",
                "代表大会届次: 6",
                "学生会届次: 8",
            ]
            .as_slice(),
        ),
        (
            "代表大会.yaml",
            &[
                "届次: 6",
                "召开日期: 2025-10-18",
                "应到代表: 136",
                "实到代表: 131",
                "院系数: 7",
                "当选人数: 3",
            ],
        ),
        (
            "代表.yaml",
            &["总数: 136", "学生基数: 8503", "占比: 1.6%", "非学生骨干: 88", "  护理系: 33"],
        ),
        ("候选人.yaml", &["每系推荐人数: 1", "推荐人数: 7", "候选人数: 4"]),
        ("述职.yaml", &["试行: 否", "频次: 每学期", "提前天数: 7"]),
        ("章程.yaml", &["    数值: 4/5", "    条: 13", "  - 名称: 工作人员上限"]),
        (
            "年度.yaml",
            &[
                "状态: 在编",
                "  全称: 江临职业技术学院",
                "    邮箱: xuelianban@126.com",
                "发布日期: 2025-11-14",
                "发布单位: 共青团江临职业技术学院委员会",
                "标题: 江临职业技术学院学生会改革情况公开",
            ],
        ),
    ] {
        let text = year(&folder, name);
        for line in lines {
            assert!(text.lines().any(|known| known == *line), "{name}: {line}\n{text}");
        }
    }
    assert!(said.contains("没有带入的文字 0 字"), "{said}");
    // What a document does not say is to be filled in, and nothing else.
    let unfilled = ["年度.学校.简称", "site.网址"];
    for place in unfilled {
        assert!(said.contains(place), "{place}\n{said}");
    }
    let report = fs::read_to_string(folder.path().join(".gongkai/import/2025-2026.md")).unwrap();
    assert!(!sample.roster[1..].iter().any(|row| report.contains(&row[1])), "a name in the report");
    let check = gongkai(folder.path(), &["check"]);
    let found = crate::said(&check);
    for unread in ["IN-01", "IN-02", "IN-03", "IN-05", "IN-06", "IN-08", "MD-"] {
        assert!(!found.contains(&format!("[{unread}")), "{unread}\n{found}");
    }
}

#[test]
fn a_box_that_says_two_things_is_not_guessed() {
    let mut sample = sample::Sample::read();
    sample.verdicts[13] = format!("{TICK}{}{TICK}{}", run("是"), run("否"));
    sample.verdicts[17] = format!("{BLANK}{}{TICK}{}", run("是"), run("否"));
    let (folder, said) = imported(&sample.docx(), &[]);
    let text = year(&folder, "自评.yaml");
    assert!(text.contains("  14:\n    # 原文“☑是☑否”，是和否都勾了\n    结论: 待填\n"), "{text}");
    assert!(text.contains("  18: 否\n") || text.contains("  18:\n    结论: 否\n"), "{text}");
    assert!(said.contains("自评.校级.14.结论"), "{said}");
}

#[test]
fn changes_controls_fields_and_notes_of_word_make_the_same_year() {
    let mut sample = sample::Sample::read();
    let (plain, _) = imported(&sample.docx(), &[]);
    // Boxes that are controls, as the newer Word draws them.
    let control = |on: u32| {
        format!(
            r#"<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"#,
            run("☐")
        )
    };
    let boxes = format!("{}{}<w:r><w:br/></w:r>{}{}", control(1), run("是"), control(0), run("否"));
    sample.verdicts = vec![boxes; 19];
    let mut body = sample.body();
    let mut put = |old: &str, new: &str| {
        assert!(body.contains(old), "{old}");
        body = body.replacen(old, new, 1);
    };
    let notes = r#"<w:footnotes NAMES><w:footnote w:id="2"><w:p><w:r><w:t>脚注的话。</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let sentence = "10月18日，江临职业技术学院第六次学生代表大会在图书馆一层学术报告厅举行。大会应到代表136人，实到代表131人，代表来自7个系。";
    let (before, after) = sentence.split_once("136人").unwrap();
    let revised = format!(
        r#"<w:p>{}<w:del><w:r><w:delText>130人</w:delText></w:r></w:del><w:ins>{}</w:ins>{}</w:p>"#,
        run(before),
        run("136人"),
        run(after)
    );
    put(&paragraph(sentence), &revised);
    let field = |words: &str| {
        let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
        let instruction = "<w:r><w:instrText>DOCPROPERTY 名称</w:instrText></w:r>";
        format!("{}{instruction}{}{}{}", mark("begin"), mark("separate"), run(words), mark("end"))
    };
    let heading = "四、校级组织工作人员名单";
    put(&paragraph(heading), &format!("<w:p>{}</w:p>", field(heading)));
    let boxed = "新闻报道：https://xsh.jianglin.example/news/2025-10-18.html";
    put(
        &paragraph(boxed),
        &format!(
            r#"<w:p><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"#,
            paragraph(boxed)
        ),
    );
    let (word, said) = imported(&docx(&body, &[("footnotes.xml", notes)]), &[]);
    for told in ["处修订插入", "处修订删除", "个文本框", "条脚注", "没有带入的文字 0 字"]
    {
        assert!(said.contains(told), "{told}: {said}");
    }
    for file in fs::read_dir(plain.path().join("content/2025-2026")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let ours = year(&plain, &name);
        let theirs = year(&word, &name).replace("脚注的话。", "");
        assert_eq!(ours.trim_end(), theirs.trim_end(), "{name}");
    }
}

#[test]
fn importing_again_overwrites_nothing() {
    let sample = sample::Sample::read();
    let (folder, _) = imported(&sample.docx(), &[]);
    let units = folder.path().join("content/2025-2026/机构.yaml");
    fs::write(&units, "改过的").unwrap();
    fs::remove_file(folder.path().join("content/2025-2026/前言.md")).unwrap();
    let again = gongkai(folder.path(), &["import", "公开.docx"]);
    assert_eq!(again.status.code(), Some(2));
    let words = crate::said(&again);
    assert!(words.contains("机构.yaml") && words.contains("前言.md"), "{words}");
    assert!(!folder.path().join("content/2025-2026/前言.md").exists());
    assert!(gongkai(folder.path(), &["import", "公开.docx", "--into"]).status.success());
    assert!(folder.path().join("content/2025-2026/前言.md").exists());
    assert_eq!(fs::read_to_string(&units).unwrap(), "改过的");
    assert!(gongkai(folder.path(), &["import", "公开.docx", "--replace"]).status.success());
    assert_ne!(fs::read_to_string(&units).unwrap(), "改过的");
    let kept = folder.path().join(".gongkai/import/before-2025-2026/content/2025-2026/机构.yaml");
    assert_eq!(fs::read_to_string(kept).unwrap(), "改过的");
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("公开.docx"), sample::Sample::read().docx()).unwrap();
    let output = gongkai(folder.path(), &["import", "--dry-run", "公开.docx"]);
    assert!(output.status.success());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_roster_beside_the_document_is_taken_instead() {
    let sample = sample::Sample::read();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("公开.docx"), sample.docx()).unwrap();
    fs::write(folder.path().join("名单.xlsx"), sample.workbook()).unwrap();
    let output = gongkai(folder.path(), &["import", "公开.docx", "名单.xlsx"]);
    let words = crate::said(&output);
    assert!(output.status.success(), "{words}");
    let roster = year(&folder, "名单.csv");
    assert!(roster.starts_with("序号,姓名,政治面貌,院系,年级,排名,部门,职务,"), "{roster}");
    let rows: Vec<&str> = roster.lines().collect();
    assert_eq!(rows.len(), sample.roster.len(), "the total is no person");
    // A rank that the spreadsheet made a date of is to be filled in, with what stood there.
    assert!(rows[1].contains(",待填,"), "{}", rows[1]);
    assert!(words.contains("2025-05-01"), "{words}");
    assert!(words.contains("“学号”一栏") && !roster.contains("2024010203"), "{words}");
    assert!(words.contains("没有带入的文字 0 字"), "{words}");
}

#[test]
fn a_roster_of_every_kind_beside_the_document_is_the_same_roster() {
    let sample = sample::Sample::read();
    let mut rows = sample.roster.clone();
    let csv = |rows: &[Vec<String>]| -> String {
        rows.iter().map(|row| row.join(",") + "\r\n").collect()
    };
    let of = |name: &str, bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("公开.docx"), sample.docx()).unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let output = gongkai(folder.path(), &["import", "公开.docx", name]);
        let words = crate::said(&output);
        assert!(output.status.success(), "{name}: {words}");
        assert!(words.contains("没有带入的文字 0 字"), "{name}: {words}");
        (year(&folder, "名单.csv"), words)
    };
    let expected = csv(&rows).replace("\r\n", "\n");
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let utf16 = |text: &str| {
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        [0xff, 0xfe].into_iter().chain(units).collect::<Vec<u8>>()
    };
    for (name, bytes) in [
        ("名单.xlsx", workbooks::xlsx(&[("名单", &rows)], &[])),
        ("名单.xls", workbooks::xls("名单", &rows, (0, 0))),
        ("名单.ods", workbooks::ods("名单", &rows)),
        ("名单.csv", csv(&rows).into_bytes()),
        ("名单-gbk.csv", gbk(&csv(&rows))),
        ("名单-utf16.csv", utf16(&csv(&rows))),
        ("名单-tab.csv", utf16(&csv(&rows).replace(',', "\t"))),
    ] {
        assert_eq!(of(name, &bytes).0, expected, "{name}");
    }
    // An office writes the year of study under 班级, and a rank in two columns.
    let heads = |head: &str| match head {
        "年级" => "班级".to_owned(),
        "排名" => "名次,专业人数".to_owned(),
        head => head.to_owned(),
    };
    let cells = |row: &Vec<String>| -> String {
        let cell = |(at, cell): (usize, &String)| match at {
            5 if cell.is_empty() => ",".to_owned(),
            5 => cell.replace('/', ","),
            _ => cell.clone(),
        };
        row.iter().enumerate().map(cell).collect::<Vec<_>>().join(",")
    };
    let head: Vec<String> = rows[0].iter().map(|head| heads(head)).collect();
    let text: String = std::iter::once(head.join(","))
        .chain(rows[1..].iter().map(cells))
        .map(|row| row + "\n")
        .collect();
    assert_eq!(of("名单.csv", text.as_bytes()).0, expected);
    // A rank that became a date is nobody's rank.
    for (name, day) in [
        ("名单.xlsx", "日期2025-05-01"),
        ("名单.ods", "日期2025-05-01"),
        ("名单.csv", "5月1日"),
        ("名单-gbk.csv", "1-May"),
    ] {
        rows[1][5] = day.to_owned();
        let bytes = match name {
            "名单.xlsx" => workbooks::xlsx(&[("名单", &rows)], &[]),
            "名单.ods" => workbooks::ods("名单", &rows),
            "名单.csv" => csv(&rows).into_bytes(),
            _ => gbk(&csv(&rows)),
        };
        let (roster, words) = of(name, &bytes);
        assert!(roster.lines().nth(1).unwrap().contains(",待填,"), "{name}: {roster}");
        assert!(words.contains("第 1 人的排名被电子表格变成了日期"), "{name}: {words}");
    }
}

#[test]
fn a_new_site_has_nobody_elses_people() {
    let home = tempfile::tempdir().unwrap();
    let bare = gongkai(home.path(), &["init", "站点"]);
    assert_eq!(bare.status.code(), Some(2));
    assert!(crate::said(&bare).contains("--college"), "{}", crate::said(&bare));
    let arguments = ["init", "站点", "--college", "江临职业技术学院", "--kind", "高职"];
    let made = gongkai(home.path(), &arguments);
    assert!(made.status.success(), "{}", crate::said(&made));
    let site = home.path().join("站点");
    let read = |name: &str| fs::read_to_string(site.join("content/2025-2026").join(name)).unwrap();
    assert!(read("年度.yaml").contains("  全称: 江临职业技术学院\n"), "{}", read("年度.yaml"));
    assert_eq!(read("名单.csv").lines().count(), 2);
    // There is no document that anything could have been taken from: what is asked for is told.
    let asked = "  # 学校简称（文字；必填；公开）\n  简称: 待填\n";
    assert!(read("年度.yaml").contains(asked), "{}", read("年度.yaml"));
    assert!(read("选举.yaml").contains("# 应选人数（整数，"), "{}", read("选举.yaml"));
    for name in ["年度.yaml", "选举.yaml", "自评.yaml", "责任人.yaml", "机构.yaml"] {
        let text = read(name);
        assert!(!text.contains("文里没有") && !text.contains("没有找到"), "{name}: {text}");
        assert!(!text.contains("原文") && !text.contains("推断"), "{name}: {text}");
    }
    let checked = crate::said(&gongkai(&site, &["check"]));
    assert!(checked.contains("[IN-10]"), "{checked}");
    for unread in ["IN-01", "IN-02", "IN-03", "IN-05", "IN-06", "IN-07", "IN-08", "IN-09", "STR-01"]
    {
        assert!(!checked.contains(&format!("[{unread}]")), "{unread}\n{checked}");
    }
}

#[test]
fn a_notice_becomes_a_round() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("通知.docx"), sample::notice()).unwrap();
    let output = gongkai(folder.path(), &["import", "通知.docx"]);
    let words = crate::said(&output);
    assert!(output.status.success(), "{words}");
    let round = folder.path().join("content/2024-2025/appraisal/2025-autumn-second-level");
    let read = |name: &str| fs::read_to_string(round.join(name)).unwrap();
    let (notice, scoring) = (read("通知.yaml"), read("评分.yaml"));
    for line in [
        "学校: 江临职业技术学院",
        "学期: 全学年",
        "印发日期: 2025-09-15",
        "    截止日期: 2025-09-26",
        "    述职日期: 2025-10-14",
        "    述职时长: 8",
    ] {
        assert!(notice.lines().any(|known| known == line), "{line}\n{notice}");
    }
    for line in ["      服务同学: 30", "        下限: 85", "    名称: 智能制造系"] {
        assert!(scoring.lines().any(|known| known == line), "{line}\n{scoring}");
    }
    assert!(words.contains("没有带入的文字 0 字"), "{words}");
    let checked = crate::said(&gongkai(folder.path(), &["check"]));
    for unread in ["IN-01", "IN-02", "IN-03", "IN-05", "IN-06", "IN-08", "IN-09"] {
        assert!(!checked.contains(&format!("[{unread}]")), "{unread}\n{checked}");
    }
}

#[test]
fn a_text_without_a_title_takes_that_of_its_heading_and_what_follows_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<h1>江临职业技术学院学生会改革情况公开</h1>\
        <p>现将2025—2026学年学生会改革情况公开如下。</p><p>一、主席团选举办法</p>\
        <p>1.应选主席团成员3人，候选人由各系推荐。</p><p>二、代表大会召开情况</p>\
        <p>第六次学生代表大会于2025年10月18日召开，应到代表136人，实到131人。</p>";
    fs::write(folder.path().join("公开.html"), page).unwrap();
    let output = gongkai(folder.path(), &["import", "公开.html"]);
    assert!(output.status.success(), "{}", crate::said(&output));
    assert!(year(&folder, "选举.md").starts_with("# 主席团选举办法\n\n1."), "no title");
    assert!(!year(&folder, "选举.yaml").contains("差额"));
    assert!(!year(&folder, "代表大会.yaml").contains("院系数"));
}

#[test]
fn a_notice_of_the_second_union_goes_to_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let notice = sample::notice_titled("关于开展2024—2025学年江临大学系研究生会述职评议的通知");
    fs::write(folder.path().join("通知.docx"), notice).unwrap();
    let output = gongkai(folder.path(), &["import", "通知.docx"]);
    assert!(output.status.success(), "{}", crate::said(&output));
    let round = "content/2024-2025/研究生会/appraisal/2025-autumn-second-level/通知.yaml";
    let text = fs::read_to_string(folder.path().join(round)).unwrap();
    assert!(text.lines().any(|line| line == "组织: 研究生会"), "{text}");
}

#[test]
fn every_field_an_author_may_write_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let all = crate::said(&gongkai(folder.path(), &["fields"]));
    for line in [
        "## 代表大会.yaml",
        "- 届次：第几次代表大会（整数，如 3 或 3次；必填；公开）",
        "- 网址：公开网页的地址，以 / 结尾（网址；必填；公开）",
        "## 通知.yaml",
        "## 前言.md　各部分之前的说明文字（学年的文件夹）",
    ] {
        assert!(all.contains(line), "{line}\n{all}");
    }
    // What the program makes itself nobody writes.
    assert!(!all.contains("距上次月数"));
    let one = crate::said(&gongkai(folder.path(), &["fields", "代表大会.yaml"]));
    assert!(one.contains("届次") && !one.contains("## 通知"), "{one}");
    assert_eq!(gongkai(folder.path(), &["fields", "没有"]).status.code(), Some(2));
}
