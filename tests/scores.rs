//! Score sheets out and in: what is printed is read back, each fault stands at its cell, and no
//! file, however bad, does more harm than a sentence.

mod support;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use gongkai::diagnostic::{Diagnostic, Level, render, sort};
use gongkai::language::Language;
use gongkai::load::scores::{HandedIn, scores, worksheets};
use gongkai::render::pdf::Fonts;
use gongkai::render::sheets::workbook;
use gongkai::scoring::{
    Band, Dimension, Exact, Form, Group, Kind, Rounding, RoundingRule, Scheme, ScoreTable, Sheet,
    Subject, appraise,
};
use gongkai::source::{Sources, Span};
use gongkai::theme::Theme;
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const ROUND: &str = "2025-autumn-school";

/// A presidium of three that rates itself and two heads, who rate themselves and it.
fn table() -> ScoreTable {
    let maxima = [
        ("服务思想成长", 20),
        ("组织实践活动", 10),
        ("服务广大学生", 20),
        ("维护学生权益", 20),
        ("服务社会发展", 10),
        ("持续深化改革", 20),
    ];
    let dimensions: Vec<Dimension> = maxima
        .map(|(name, most)| Dimension { name: name.into(), maximum: Exact::from_integer(most) })
        .into();
    let kind = |name: &str, peers: &str| Kind {
        name: name.into(),
        dimensions: dimensions.clone(),
        groups: [("教师代表", 40, 5), ("主席团", 30, 3), ("工作部门负责人", 30, 2)]
            .map(|(name, weight, raters)| Group {
                name: name.into(),
                weight: Exact::from_integer(weight),
                raters,
                peers: name == peers,
            })
            .into(),
    };
    let subject = |(name, kind): (&str, &str)| Subject {
        name: name.into(),
        kind: kind.into(),
        knocked_out: None,
    };
    let bands = [("优秀", 85, 100), ("良好", 70, 85), ("合格", 60, 70), ("不合格", 0, 60)];
    let number = Exact::from_integer;
    ScoreTable {
        title: "校学生会工作人员述职评议评分表".into(),
        scheme: Scheme {
            kinds: vec![kind("主席团成员", "主席团"), kind("工作部门负责人", "工作部门负责人")],
            rounding: Rounding { digits: 2, rule: RoundingRule::HalfUp },
            grades: bands.map(|(grade, ..)| grade.to_owned()).into(),
            bands: bands
                .map(|(grade, from, to)| Band {
                    grade: grade.into(),
                    from: number(from),
                    to: number(to),
                })
                .into(),
            quotas: Vec::new(),
            ties: Vec::new(),
            knock_out: None,
        },
        subjects: [
            ("沈亦安", "主席团成员"),
            ("顾南枝", "主席团成员"),
            ("陆怀瑾", "主席团成员"),
            ("林知夏", "工作部门负责人"),
            ("唐清越", "工作部门负责人"),
        ]
        .map(subject)
        .into(),
    }
}

/// Reads files by their names, as a round's folder holds them.
fn read(files: &[(&str, Vec<u8>)]) -> (Vec<Sheet>, Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let anchor = sources.add("评分.yaml", "");
    let mut faults = Vec::new();
    let mut handed_in = HandedIn::default();
    for (name, bytes) in files {
        if name.ends_with(".csv") || name.ends_with(".yaml") {
            handed_in.files.push(sources.add_bytes(*name, bytes.clone()));
        } else {
            handed_in.worksheets.extend(worksheets(name, bytes, &mut sources, &mut faults));
        }
    }
    handed_in.unread = !faults.is_empty();
    let anchor = Span::new(anchor, 0, 0);
    let mut sheets = scores(ROUND, &[table()], &handed_in, anchor, &sources, &mut faults);
    sort(&mut faults, &sources);
    (sheets.remove(0), faults, sources)
}

fn form(group: &str) -> Form {
    Form::all(ROUND, &[table()]).into_iter().find(|form| form.group == group).unwrap()
}

/// What a test puts into cells, by worksheet from 0 and by the cell's row and column from 0.
type Cells = BTreeMap<(usize, u32, u16), &'static str>;

/// Fills a form in as a rater's spreadsheet might, every score 9 but where `odd` says otherwise.
fn filled(form: &Form, odd: &Cells) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (at, own) in form.own.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("{}号评委", at + 1)).unwrap();
        let mut put = |row: u32, column: u16, text: &str| {
            let text = odd.get(&(at, row, column)).copied().unwrap_or(text);
            match (text.strip_prefix('='), text.parse::<f64>()) {
                _ if text.is_empty() => return,
                (Some(formula), _) => sheet.write(row, column, Formula::new(formula)),
                (None, Ok(number)) => sheet.write(row, column, number),
                (None, Err(_)) => sheet.write(row, column, text),
            }
            .unwrap();
        };
        let rater = (at + 1).to_string();
        let digest = form.digest();
        for (column, mark) in (0..).zip(["gongkai", &form.round, &form.group, &rater, &digest]) {
            put(0, column, mark);
        }
        let mut row = 2;
        put(row, 0, &format!("评委：{}　{rater}号", form.group));
        for table in &form.tables {
            row += 1;
            put(row, 0, "序号");
            put(row, 1, "述职对象");
            for (column, dimension) in (2..).zip(&table.dimensions) {
                put(row, column, &dimension.heading());
            }
            for (no, subject) in table.subjects.iter().enumerate() {
                row += 1;
                put(row, 0, &(no + 1).to_string());
                put(row, 1, subject);
                for column in 2..2 + table.dimensions.len() as u16 {
                    put(row, column, if own.as_ref() == Some(subject) { "—" } else { "9" });
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn whole(group: &str) -> Vec<u8> {
    filled(&form(group), &Cells::new())
}

/// Files of all groups, with one of them as given.
fn with(name: &str, bytes: Vec<u8>) -> Vec<(&str, Vec<u8>)> {
    let group = name.split('.').next().unwrap();
    let others = ["教师代表", "主席团", "工作部门负责人"].into_iter().filter(|of| *of != group);
    let names = [
        ("教师代表", "教师代表.xlsx"),
        ("主席团", "主席团.xlsx"),
        ("工作部门负责人", "工作部门负责人.xlsx"),
    ];
    let named = |of: &str| names.iter().find(|(group, _)| *group == of).unwrap().1;
    let mut files: Vec<(&str, Vec<u8>)> = others.map(|of| (named(of), whole(of))).collect();
    files.push((name, bytes));
    files
}

fn messages(faults: &[Diagnostic]) -> Vec<&str> {
    faults.iter().map(|fault| fault.message.as_str()).collect()
}

#[test]
fn blank_sheets_are_the_same_bytes_and_hold_no_score() {
    for form in Form::all(ROUND, &[table()]) {
        let bytes = workbook(&form).unwrap();
        assert_eq!(bytes, workbook(&form).unwrap());
        let name = format!("{}.xlsx", form.group);
        let (sheets, faults, sources) = read(&[(&name, bytes)]);
        assert!(sheets.is_empty(), "nothing was filled in");
        assert!(faults.is_empty(), "{}", render(&faults, &sources, false, Language::Chinese));
    }
}

#[test]
fn blank_sheets_are_printed_a_rater_a_page() {
    let forms = Form::all(ROUND, &[table()]);
    let bytes = gongkai::render::pdf::sheets(&forms, &Theme::built_in(), &Fonts::built_in());
    let pdf = lopdf::Document::load_mem(&bytes.unwrap()).unwrap();
    assert_eq!(pdf.get_pages().len(), 5 + 3 + 2);
}

/// The files were made by `appraisal sheets`, filled in and saved by LibreOffice 7.4; the
/// composites were counted from them by another program, in Python's fractions.
#[test]
fn what_libreoffice_saved_is_read_back_and_counted() {
    let folder = support::project("tests/fixtures/scores");
    let files = support::tree(&folder);
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let (sheets, faults, sources) = read(&files);
    assert!(faults.is_empty(), "{}", render(&faults, &sources, false, Language::Chinese));
    assert_eq!(sheets.len(), 10);
    let table = table();
    let standings = appraise(&table.scheme, &table.subjects, &sheets).unwrap();
    let composites: Vec<Exact> = standings.iter().map(|s| s.composite.unwrap()).collect();
    let counted = [(10353, 125), (84397, 1000), (87419, 1000), (4277, 50), (42261, 500)];
    assert_eq!(composites, counted.map(|(n, d)| Exact::new(n, d)));
    let places: Vec<_> = standings.iter().map(|standing| standing.place.unwrap()).collect();
    assert_eq!(places, [5, 4, 1, 2, 3]);
}

#[test]
fn workbooks_tables_and_yaml_say_the_same() {
    let (from_workbooks, faults, _) = read(&with("教师代表.xlsx", whole("教师代表")));
    assert!(faults.is_empty(), "{faults:?}");
    let subjects = table().subjects;
    let dimensions = &table().scheme.kinds[0].dimensions;
    let names: Vec<&str> = dimensions.iter().map(|dimension| dimension.name.as_str()).collect();
    let mut csv = format!("评委,述职对象,{}\n", names.join(","));
    let mut yaml = String::new();
    for rater in 1..=5 {
        yaml += &format!("{rater}号:\n");
        for subject in &subjects {
            csv += &format!("{rater}号,{},9,9,9,9,9,9\n", subject.name);
            yaml += &format!("  {}: 9 9 9 9 9 9\n", subject.name);
        }
    }
    for (name, text) in [("教师代表.csv", csv), ("教师代表.yaml", yaml)] {
        let (sheets, faults, sources) = read(&with(name, text.into_bytes()));
        assert!(faults.is_empty(), "{}", render(&faults, &sources, false, Language::Chinese));
        let by_group = |sheets: &[Sheet]| {
            let of = |sheet: &&Sheet| sheet.group == "教师代表";
            sheets.iter().filter(of).cloned().collect::<Vec<_>>()
        };
        assert_eq!(by_group(&sheets), by_group(&from_workbooks), "{name}");
    }
}

/// A typist spreads a name of two characters over three, or takes another dot between its parts.
#[test]
fn a_name_written_with_other_blanks_is_the_same_subject() {
    let (plain, ..) = read(&with("教师代表.xlsx", whole("教师代表")));
    let mut yaml = String::new();
    for rater in 1..=5 {
        yaml += &format!("{rater}号:\n");
        for subject in &table().subjects {
            let spread: Vec<String> = subject.name.chars().map(String::from).collect();
            yaml += &format!("  {}: 9 9 9 9 9 9\n", spread.join("\u{3000}"));
        }
    }
    let (sheets, faults, _) = read(&with("教师代表.yaml", yaml.into_bytes()));
    assert!(faults.is_empty(), "{:?}", messages(&faults));
    let scores = |sheets: &[Sheet]| -> Vec<_> {
        let teachers = sheets.iter().filter(|sheet| sheet.group == "教师代表");
        teachers.map(|sheet| sheet.scores.clone()).collect()
    };
    assert_eq!(scores(&sheets), scores(&plain));
}

/// Read each as the teacher who will: the file, the worksheet and the cell must be there.
#[test]
fn each_fault_is_told_with_its_file_worksheet_and_cell() {
    let odd =
        |cells: &[((usize, u32, u16), &'static str)]| cells.iter().copied().collect::<Cells>();
    let teachers = odd(&[
        ((0, 4, 2), ""),
        ((0, 4, 3), "10.5"),
        ((0, 4, 4), "优"),
        ((0, 4, 5), "=9+9"),
        ((0, 4, 6), "-1"),
        ((1, 5, 1), "顾北枝"),
        ((2, 0, 1), "2024-spring-school"),
        ((3, 0, 4), "0123456789abcdef"),
        ((4, 3, 2), "思想"),
    ]);
    let presidium = odd(&[((1, 5, 2), "9"), ((2, 0, 3), "1")]);
    let files = vec![
        ("教师代表.xlsx", filled(&form("教师代表"), &teachers)),
        ("主席团.xlsx", filled(&form("主席团"), &presidium)),
        (
            "工作部门负责人.csv",
            "评委,述职对象,服务思想成长,组织实践活动,服务广大学生,维护学生权益,服务社会发展,深化改革\n\
             1号,沈亦安,9,9,9,9,9,9\n1号,沈亦安,9,9,9,9,9,9\n甲,顾南枝,9,9,九,9,9,9\n"
                .into(),
        ),
        ("家长.yaml", "1号:\n  沈亦安: 9\n".into()),
    ];
    let (_, faults, sources) = read(&files);
    support::compare("scores.txt", &render(&faults, &sources, false, Language::Chinese));
}

#[test]
fn faults_of_yaml_stand_at_the_score() {
    let text = "1号:\n  沈亦安: 9 21 9 9 9 9\n  顾南枝: 9 9 9\n  陆怀瑾: 9 9 9 x 9 9\n  唐清越: 9 9 9 9 9 9\n";
    let (_, faults, sources) = read(&with("工作部门负责人.yaml", text.into()));
    let told: Vec<(String, String)> = faults
        .iter()
        .map(|fault| (sources.location(fault.primary.span).to_string(), fault.message.clone()))
        .collect();
    let expected = [
        ("工作部门负责人.yaml:2:10", "21 分超过了“组织实践活动”的满分 10 分"),
        ("工作部门负责人.yaml:3:3", "“顾南枝”有 3 个分数，评分维度有 6 个"),
        ("工作部门负责人.yaml:4:14", "“x”不是分数"),
        ("评分.yaml:1:1", "“工作部门负责人”评委 2 人，填好的评分表有 1 张"),
    ];
    assert_eq!(told, expected.map(|(at, message)| (at.to_owned(), message.to_owned())));
}

#[test]
fn a_file_that_is_no_workbook_gets_a_sentence() {
    let good = whole("教师代表");
    let with_macros = renamed(&good, b"xl/sharedStrings.xml", b"xl/xxxvbaProject.bin");
    let letter = renamed(&good, b"xl/workbook.xml", b"xl/workbook.xm_");
    let mut bomb = good.clone();
    declare(&mut bomb, b"xl/worksheets/sheet1.xml", 4_000_000_000);
    let mut lying = good.clone();
    declare(&mut lying, b"xl/worksheets/sheet1.xml", 10);
    let with_comment = [&good[..], b"x"].concat();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("空.xlsx", Vec::new(), "文件是空的"),
        ("大.xlsx", vec![0; 5 * 1024 * 1024], "文件超过了 4 MB 的上限，没有读取"),
        (
            "旧.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "文件是旧版 Excel（.xls）的格式，或者设了打开密码",
        ),
        ("文.xlsx", "姓名,分\n".into(), "文件不是 Excel 工作簿（.xlsx），是文本文件"),
        ("网.xlsx", b"<html><table>".to_vec(), "文件不是 Excel 工作簿（.xlsx），是网页"),
        ("书.xlsx", b"%PDF-1.7".to_vec(), "文件不是 Excel 工作簿（.xlsx），是PDF"),
        ("宏.xlsm", good.clone(), "文件里有宏，没有读取"),
        ("教师代表.et", good.clone(), "文件里是 Excel 工作簿，后缀却不是 .xlsx"),
        ("码.xlsx", with_macros, "文件里有宏，没有读取"),
        ("包.xlsx", letter, "文件不是 Excel 工作簿（.xlsx），是别的压缩文件"),
        ("弹.xlsx", bomb, "文件解开以后超过 32 MB，不是评分表该有的大小，没有读取"),
        ("谎.xlsx", lying, "文件里的内容已经损坏，读不出来"),
        ("尾.xlsx", with_comment, "文件不完整或者已经损坏"),
        ("半.xlsx", good[..good.len() / 2].to_vec(), "文件不完整或者已经损坏"),
    ];
    for (name, bytes, message) in cases {
        let (sheets, faults, _) = read(&[(name, bytes)]);
        assert!(sheets.is_empty());
        assert_eq!(messages(&faults), [message], "{name}");
        assert_eq!(faults[0].code, "SC-01");
        assert!(faults[0].help.is_some());
    }
}

/// Gives a part of an archive another name of the same length.
fn renamed(bytes: &[u8], name: &[u8], other: &[u8]) -> Vec<u8> {
    assert_eq!(name.len(), other.len());
    let mut bytes = bytes.to_vec();
    for at in places(&bytes, name) {
        bytes[at..at + other.len()].copy_from_slice(other);
    }
    bytes
}

/// Makes an archive say of a part that it unpacks to so many bytes.
fn declare(bytes: &mut [u8], name: &[u8], size: u32) {
    for at in places(bytes, name) {
        // From the name back to the size, in the directory at the end.
        if at >= 46 && bytes[at - 46..].starts_with(b"PK\x01\x02") {
            bytes[at - 22..at - 18].copy_from_slice(&size.to_le_bytes());
        }
    }
}

fn places(bytes: &[u8], wanted: &[u8]) -> Vec<usize> {
    let all = bytes.windows(wanted.len()).enumerate();
    all.filter(|(_, window)| *window == wanted).map(|(at, _)| at).collect()
}

#[test]
fn a_cell_at_the_end_of_the_world_takes_no_memory() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(1_048_575, 16_383, 1).unwrap();
    let (_, faults, _) = read(&[("远.xlsx", workbook.save_to_buffer().unwrap())]);
    assert_eq!(messages(&faults), ["工作表“Sheet1”在 XFD1048576 还有内容，评分表没有这么大"]);
}

/// Makes a part of a workbook anew, all else as it was.
fn rewritten(bytes: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).unwrap();
        if name == part {
            let text = String::from_utf8(data).unwrap();
            let changed = change(text.clone());
            assert_ne!(text, changed);
            data = changed.into_bytes();
        }
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(&data).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn wild_places_of_rows_and_cells_are_told() {
    let good = whole("教师代表");
    let sheet = "xl/worksheets/sheet1.xml";
    let wild = [
        ("<row r=\"4\"", "<row r=\"99999999999\""),
        ("<row r=\"4\"", "<row r=\"-1\""),
        ("r=\"C5\"", "r=\"C99999999999\""),
        ("r=\"C5\"", "r=\"CCCCCCCCCCCCCCCCCCCC5\""),
        ("r=\"C5\"", "r=\"4294967295\""),
        ("r=\"C5\"", "r=\"\""),
        ("<dimension ref=\"A1:H10\"", "<dimension ref=\"ZZZZZZZZZ9:A1\""),
        ("<dimension ref=\"A1:H10\"", "<dimension ref=\"A1:B2:C3\""),
    ];
    for (from, to) in wild {
        let bytes = rewritten(&good, sheet, |text| text.replacen(from, to, 1));
        let (sheets, faults, _) = read(&[("教师代表.xlsx", bytes)]);
        assert!(sheets.is_empty());
        assert_eq!(messages(&faults), ["文件里的内容已经损坏，读不出来"], "{to}");
    }
    let far = rewritten(&good, sheet, |text| text.replacen("r=\"C5\"", "r=\"C1048576\"", 1));
    let (_, faults, _) = read(&[("教师代表.xlsx", far)]);
    assert_eq!(messages(&faults), ["工作表“1号评委”在 C1048576 还有内容，评分表没有这么大"]);
}

/// A part is held to what it says of its size.
#[test]
fn a_part_that_unpacks_to_more_than_it_may_is_refused() {
    let bomb = rewritten(&whole("教师代表"), "xl/worksheets/sheet1.xml", |text| {
        text.replacen("<sheetData>", &format!("<!--{}--><sheetData>", " ".repeat(40_000_000)), 1)
    });
    let mut lying = bomb.clone();
    // Both at the part and in the directory, so that neither contradicts the other.
    let small = 5_000u32.to_le_bytes();
    for at in places(&bomb, b"xl/worksheets/sheet1.xml") {
        match at >= 46 && bomb[at - 46..].starts_with(b"PK\x01\x02") {
            true => lying[at - 22..at - 18].copy_from_slice(&small),
            false => lying[at - 8..at - 4].copy_from_slice(&small),
        }
    }
    let cases = [
        (bomb, "文件解开以后超过 32 MB，不是评分表该有的大小，没有读取"),
        (lying, "文件里的内容已经损坏，读不出来"),
    ];
    for (bytes, message) in cases {
        let (_, faults, _) = read(&[("弹.xlsx", bytes)]);
        assert_eq!(messages(&faults), [message]);
    }
}

#[test]
fn numbers_under_the_format_of_a_date_are_read_where_they_fit() {
    let dated = |number: f64, format: &str| {
        let mut workbook = Workbook::new();
        let form = form("工作部门负责人");
        let format = Format::new().set_num_format(format);
        for at in 0..form.own.len() {
            let sheet = workbook.add_worksheet();
            let (rater, digest) = ((at + 1).to_string(), form.digest());
            for (column, mark) in (0..).zip(["gongkai", &form.round, &form.group, &rater, &digest])
            {
                sheet.write(0, column, mark).unwrap();
            }
            sheet.write(2, 0, format!("评委：{}　{rater}号", form.group)).unwrap();
            let mut row = 2;
            for table in &form.tables {
                row += 1;
                sheet.write(row, 0, "序号").unwrap();
                sheet.write(row, 1, "述职对象").unwrap();
                for (column, dimension) in (2..).zip(&table.dimensions) {
                    sheet.write(row, column, dimension.heading()).unwrap();
                }
                for subject in &table.subjects {
                    row += 1;
                    sheet.write(row, 1, subject).unwrap();
                    let own = form.own[at].as_ref() == Some(subject);
                    for column in 2..2 + table.dimensions.len() as u16 {
                        match (own, at == 0 && (row, column) == (4, 2)) {
                            (true, _) => sheet.write(row, column, "—").unwrap(),
                            (_, true) => {
                                sheet.write_with_format(row, column, number, &format).unwrap()
                            }
                            _ => sheet.write(row, column, 9).unwrap(),
                        };
                    }
                }
            }
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let (sheets, faults, _) = read(&with("工作部门负责人.xlsx", bytes));
        let own = sheets.iter().find(|it| it.group == "工作部门负责人" && it.rater == 1);
        let score = own.and_then(|it| it.scores["沈亦安"][0]);
        let told: Vec<(Level, String)> =
            faults.into_iter().map(|fault| (fault.level, fault.message)).collect();
        (score, told)
    };
    let (score, told) = dated(18.0, "yyyy-mm-dd");
    assert_eq!(score, Some(Exact::from_integer(18)));
    let note = "这一格的格式是日期，里面的数是 18，按 18 分读取";
    assert_eq!(told, [(Level::Notice, note.to_owned())]);
    let (_, told) = dated(45_728.0, "m月d日");
    let refused = "这一格是日期（里面的数是 45728），不是 0 到 20 的分数";
    assert_eq!(told, [(Level::Violation, refused.to_owned())]);
    let (_, told) = dated(0.9, "0%");
    assert_eq!(told, [(Level::Violation, "这一格是百分数，不是分数".to_owned())]);
    let (score, told) = dated(18.5, "0.0");
    assert_eq!((score, told), (Some(Exact::new(37, 2)), Vec::new()));
}

/// A reader that believes such a number asks the machine for 24 terabytes.
#[test]
fn a_score_with_its_unit_is_read_and_said() {
    let form = form("教师代表");
    let odd = Cells::from([((0, 4, 2), "９分")]);
    let (sheets, faults, _) = read(&with("教师代表.xlsx", filled(&form, &odd)));
    let (plain, ..) = read(&with("教师代表.xlsx", whole("教师代表")));
    assert_eq!(sheets, plain, "it is the same score");
    assert_eq!(messages(&faults), ["这一格写的是“９分”，按 9 分读取"]);
    assert_eq!(faults[0].level, Level::Notice);
}

#[test]
fn a_wild_number_of_texts_is_not_believed() {
    let bytes = std::fs::read(support::project("tests/fixtures/scores-lying.xlsx")).unwrap();
    let (_, faults, _) = read(&[("谎.xlsx", bytes)]);
    assert_eq!(messages(&faults), ["文件不完整或者已经损坏"]);
}

#[test]
fn thousands_of_worksheets_are_refused() {
    let mut workbook = Workbook::new();
    for _ in 0..2000 {
        workbook.add_worksheet();
    }
    let (_, faults, _) = read(&[("多.xlsx", workbook.save_to_buffer().unwrap())]);
    assert_eq!(messages(&faults), ["文件里的工作表太多，没有读取"]);
    let mut workbook = Workbook::new();
    for _ in 0..600 {
        workbook.add_worksheet();
    }
    let (_, faults, _) = read(&[("多.xlsx", workbook.save_to_buffer().unwrap())]);
    assert_eq!(messages(&faults), ["文件里有 600 张工作表，至多 500 张"]);
}

#[test]
fn empty_worksheets_and_the_order_of_files_change_nothing() {
    let mut files = with("教师代表.xlsx", whole("教师代表"));
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    files.push(("空表.xlsx", workbook.save_to_buffer().unwrap()));
    let table = table();
    let counted = |files: &[(&str, Vec<u8>)]| {
        let (sheets, faults, _) = read(files);
        assert!(faults.is_empty());
        appraise(&table.scheme, &table.subjects, &sheets).unwrap()
    };
    let forwards = counted(&files);
    files.reverse();
    assert_eq!(forwards, counted(&files));
}

#[test]
fn wherever_a_workbook_is_cut_it_is_told() {
    let good = whole("工作部门负责人");
    for end in (0..good.len()).step_by(7) {
        let (sheets, faults, _) = read(&[("工作部门负责人.xlsx", good[..end].to_vec())]);
        assert!(sheets.is_empty() && faults.len() == 1, "cut at {end}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_bytes_change_nothing_panics(
        changes in prop::collection::vec((0..10_000_usize, any::<u8>()), 1..20),
    ) {
        let mut bytes = whole("工作部门负责人");
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let (_, faults, sources) = read(&[("工作部门负责人.xlsx", bytes)]);
        render(&faults, &sources, false, Language::Chinese);
    }

    #[test]
    fn whatever_text_is_handed_in_nothing_panics(text in "[0-9号评委述职对象,: \\n\"\\-\\[{}.分甲]{0,80}") {
        for name in ["工作部门负责人.csv", "工作部门负责人.yaml"] {
            let (_, faults, sources) = read(&[(name, text.clone().into_bytes())]);
            render(&faults, &sources, false, Language::Chinese);
        }
    }
}

/// Runs a command on the round of the fixtures and returns what it prints.
fn appraisal(arguments: &[&str]) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg("appraisal")
        .args(arguments)
        .args(["--color", "never", "--root"])
        .arg(support::project("tests/fixtures/appraisal"))
        .output()
        .unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8(output.stderr).unwrap());
    words
}

#[test]
fn a_round_is_counted_and_explained_on_the_terminal() {
    let mut told = appraisal(&["results", "2025-second-level"]);
    // Sent down by a quota after a tie.
    told += &appraisal(&["explain", "2025-2026/2025-second-level", "信息技术系"]);
    support::compare("appraisal.txt", &told);
}

/// The scores of each subject by group, as whole hundredths, read without the program's reader.
type Scores = BTreeMap<(String, String), Vec<Vec<i128>>>;

/// Reads a round's CSV, YAML and workbooks line by line.
fn read_plainly(folder: &std::path::Path) -> Scores {
    let mut scores = Scores::new();
    for (name, bytes) in support::tree(&folder.join("评分表")) {
        let (group, kind) = name.rsplit_once('.').unwrap();
        let mut put = |subject: &str, row: Vec<&str>| {
            let row = row.iter().map(|score| hundredths(score)).collect();
            scores.entry((group.to_owned(), subject.to_owned())).or_default().push(row);
        };
        let text = || String::from_utf8(bytes.clone()).unwrap();
        match kind {
            "csv" => text().lines().skip(1).for_each(|line| {
                let mut cells = line.split(',').skip(1);
                put(cells.next().unwrap(), cells.collect());
            }),
            "yaml" => text().lines().filter(|line| line.starts_with("  ")).for_each(|line| {
                let (subject, row) = line.split_once(": ").unwrap();
                put(subject.trim(), row.split(' ').collect());
            }),
            _ => rows_of(&bytes).iter().for_each(|(subject, row)| {
                put(subject, row.iter().map(String::as_str).collect());
            }),
        }
    }
    scores
}

/// Returns the subjects and scores of a workbook, row by row; closed rows are left out.
fn rows_of(bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    use calamine::{Reader, Xlsx};
    let mut workbook: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let mut rows = Vec::new();
    for (_, range) in workbook.worksheets() {
        for row in range.rows() {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            // A row of scores has its number before, and their sum behind.
            let numbers = |cell: &String| cell.parse::<f64>().is_ok();
            if cells[0].parse::<u32>().is_ok() && cells[2..].iter().all(numbers) {
                rows.push((cells[1].clone(), cells[2..cells.len() - 1].to_vec()));
            }
        }
    }
    rows
}

fn hundredths(text: &str) -> i128 {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{decimals:0<2}").parse().unwrap()
}

/// Every composite again, in whole numbers over one denominator: no fractions, no shared code.
fn counted_otherwise(kind: &Kind, subject: &str, scores: &Scores) -> Exact {
    let of = |group: &Group| &scores[&(group.name.clone(), subject.to_owned())];
    let common: i128 = kind.groups.iter().map(|group| of(group).len() as i128).product();
    let mut sum = 0;
    for group in &kind.groups {
        let share = common / of(group).len() as i128;
        let weight = group.weight.to_integer();
        sum += of(group).iter().flatten().map(|score| weight * share * score).sum::<i128>();
    }
    Exact::new(sum, common * 100 * 100)
}

#[test]
fn every_composite_of_every_round_is_the_same_counted_otherwise() {
    let mut counted = 0;
    for root in ["tests/fixtures/appraisal", ""].map(support::project) {
        for folder in rounds(&root) {
            let mut inputs = gongkai::pipeline::Inputs::read(&root).unwrap();
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            let mut faults = Vec::new();
            let round = gongkai::pipeline::round(&inputs, &name, &mut faults).unwrap();
            let standings = round.standings(&mut inputs, &mut faults).unwrap();
            assert!(
                faults.is_empty(),
                "{}",
                render(&faults, &inputs.sources, false, Language::Chinese)
            );
            let scores = read_plainly(&folder);
            for (table, standings) in round.tables.iter().zip(&standings) {
                for standing in standings {
                    let kind = table.scheme.kind(&standing.kind).unwrap();
                    let other = counted_otherwise(kind, &standing.subject, &scores);
                    assert_eq!(standing.composite, Some(other), "{name}: {}", standing.subject);
                    counted += 1;
                }
            }
        }
    }
    assert!(counted >= 7);
}

/// Returns the folders of rounds below a root that have filled sheets.
fn rounds(root: &std::path::Path) -> Vec<std::path::PathBuf> {
    let walk = walkdir::WalkDir::new(root.join("content")).sort_by_file_name();
    let sheets = walk.into_iter().map(Result::unwrap).filter(|e| e.file_name() == "评分表");
    sheets.map(|entry| entry.path().parent().unwrap().to_owned()).collect()
}
