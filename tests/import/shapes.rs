//! The same year in other shapes: headings without numerals, tables in pieces, a text within a frame, a
//! page with menus around it, a notice of another layout. It stays the same year.

use std::fs;

use crate::document::{docx, paragraph, run, table, texts};
use crate::{gongkai, imported, said, sample, year};

const NUMERALS: &str = "一二三四五六七八九十";

/// Compares every file of two years.
fn same(ours: &tempfile::TempDir, theirs: &tempfile::TempDir) {
    for file in fs::read_dir(ours.path().join("content/2025-2026")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert_eq!(year(ours, &name), year(theirs, &name), "{name}");
    }
}

fn nothing_lost(words: &str) {
    assert!(words.contains("没有带入的文字 0 字"), "{words}");
}

#[test]
fn headings_may_be_numbered_in_any_way_or_not_at_all() {
    let body = sample::Sample::read().body();
    let (plain, _) = imported(&docx(&body, &[]), &[]);
    let ways: [fn(usize) -> String; 3] = [
        |n| format!("第{}部分　", NUMERALS.chars().nth(n - 1).unwrap()),
        |n| format!("{n}. "),
        |_| String::new(),
    ];
    for way in ways {
        let mut text = body.clone();
        for (at, numeral) in NUMERALS.chars().enumerate() {
            let old = format!("<w:t xml:space=\"preserve\">{numeral}、");
            let new = format!("<w:t xml:space=\"preserve\">{}", way(at + 1));
            text = text.replace(&old, &new);
        }
        let (other, words) = imported(&docx(&text, &[]), &[]);
        nothing_lost(&words);
        same(&plain, &other);
    }
}

#[test]
fn a_table_in_pieces_is_one_and_a_frame_is_none() {
    let sample = sample::Sample::read();
    let body = sample.body();
    let (plain, _) = imported(&docx(&body, &[]), &[]);
    let rows: Vec<Vec<String>> =
        sample.roster.iter().map(|row| row[..6].iter().map(|cell| run(cell)).collect()).collect();
    let whole = table(&rows);
    assert!(body.contains(&whole));
    let (head, others) = rows.split_first().unwrap();
    let piece = |rows: &[Vec<String>]| table(&[std::slice::from_ref(head), rows].concat());
    let pieces = piece(&others[..9])
        + &paragraph("（续表）")
        + &piece(&others[9..20])
        + &table(&others[20..]);
    let (other, words) = imported(&docx(&body.replace(&whole, &pieces), &[]), &[]);
    nothing_lost(&words);
    same(&plain, &other);
    let framed = format!("<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>{body}</w:tc></w:tr></w:tbl>");
    let (other, words) = imported(&docx(&framed, &[]), &[]);
    nothing_lost(&words);
    same(&plain, &other);
}

#[test]
fn answers_may_have_a_column_for_each_word() {
    let mut rows = vec![texts(&["序号", "指标", "是", "否", "备注"])];
    let mark = |n| if matches!(n, 1 | 11 | 17) { "★" } else { "" };
    for n in 1..=19 {
        let (yes, no) = match n {
            13 => ("", "√"),
            14 => ("√", "√"),
            15 => ("", ""),
            _ => ("√", ""),
        };
        let remark = if n == 13 { "原因：培训改在三月。" } else { "" };
        rows.push(texts(&[
            &n.to_string(),
            &format!("第{n}项要做到的事情。{}", mark(n)),
            yes,
            no,
            remark,
        ]));
    }
    let body = sample::Sample::read().body();
    let start = body.find("<w:tbl>").unwrap();
    let end = body.find("</w:tbl>").unwrap() + "</w:tbl>".len();
    let body = format!("{}{}{}", &body[..start], table(&rows), &body[end..]);
    let (folder, words) = imported(&docx(&body, &[]), &[]);
    nothing_lost(&words);
    let text = year(&folder, "自评.yaml");
    assert!(text.contains("\n  12: 是\n  13:\n    结论: 否\n    原因: 培训改在三月。\n"), "{text}");
    for unclear in [14, 15] {
        assert!(words.contains(&format!("自评.校级.{unclear}.结论")), "{words}");
    }
    assert!(!words.contains("自评.校级.16"), "{words}");
    let form = folder.path().join("content/standards/forms/2025-2026.yaml");
    assert_eq!(fs::read_to_string(form).unwrap().matches("标记: ★").count(), 3);
}

#[test]
fn a_page_is_read_without_the_menus_around_it() {
    let page = "<html><head><title>公开</title></head><body>\
        <div><ul><li><a href=\"/\">首页</a></li><li><a href=\"/xsh\">学生会</a></li></ul></div>\
        <div>当前位置：首页 &gt;&gt; 学生会 &gt;&gt; 正文</div>\
        <h1>江临职业技术学院学生会改革情况公开</h1>\
        <div>发布时间：2025-11-14　作者：院团委　浏览次数：123</div>\
        <p>现将2025—2026学年学生会改革情况公开如下。</p>\
        <p>一、主席团选举办法</p><p>1.应选主席团成员3人。</p>\
        <p>二、责任人</p><table><tr><td>类别</td><td>姓名</td><td>是否为专职团干部</td></tr>\
        <tr><td>学生会组织秘书长</td><td>卢允中</td><td>是</td></tr></table>\
        <p>如有不实，可发邮件至江临省学联秘书处邮箱xuelian@jianglin.example反映。</p>\
        <p>共青团江临职业技术学院委员会</p><p>2025年11月14日</p>\
        <div>上一篇：<a href=\"3.html\">关于招新的公告</a></div></body></html>";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("公开.html"), page).unwrap();
    let output = gongkai(folder.path(), &["import", "公开.html"]);
    let words = said(&output);
    assert!(output.status.success(), "{words}");
    assert_eq!(year(&folder, "前言.md"), "现将2025—2026学年学生会改革情况公开如下。\n");
    let head = year(&folder, "年度.yaml");
    assert!(head.contains("  全称: 江临职业技术学院\n"), "{head}");
    assert!(head.contains("标题: 江临职业技术学院学生会改革情况公开\n"), "{head}");
    let report = fs::read_to_string(folder.path().join(".gongkai/import/2025-2026.md")).unwrap();
    for told in ["首页", "当前位置", "浏览次数", "上一篇"] {
        assert!(report.contains(told), "{told}: {report}");
    }
}

#[test]
fn a_notice_of_another_layout_is_taken_apart() {
    let mut body = String::new();
    for line in [
        "共青团江临职业技术学院委员会文件",
        "江临职院团〔2025〕31号",
        "关于做好2025年秋季学期学生会工作人员述职评议工作的通知",
        "各系团总支、院学生会：",
        "根据《江临职业技术学院学生会章程》，现将述职评议工作安排如下。",
        "一、述职对象",
        "院学生会主席团成员3人、工作部门负责人12人。",
        "二、时间和地点",
        "2025年12月20日14:00，图书馆一层学术报告厅。",
        "三、述职内容",
        "1．政治态度、道德品行；2．学习情况；3．工作成效；4．纪律作风。",
        "四、有关要求",
        "（一）述职报告于12月10日前报院团委（邮箱：tuanwei@jianglin.example）。",
        "（二）每人述职不超过5分钟。",
        "（三）评议会由学生代表、学生工作处、院团委组成。",
        "（四）评议结果分优秀、良好、合格、不合格四个等次，在全院通报。",
        "附件：1.述职评议评分表",
        "2.述职人员名单",
        "共青团江临职业技术学院委员会",
        "2025年11月25日",
        "附件1",
        "述职评议评分表",
    ] {
        body.push_str(&paragraph(line));
    }
    body.push_str(&table(&[
        texts(&["序号", "姓名", "政治态度", "学习情况", "工作成效", "总分"]),
        texts(&["", "", "40", "20", "40", "100"]),
        texts(&["1", "", "", "", "", ""]),
    ]));
    body.push_str(&paragraph("附件2"));
    body.push_str(&paragraph("述职人员名单"));
    body.push_str(&table(&[
        texts(&["序号", "姓名", "部门", "职务"]),
        texts(&["1", "贺明远", "主席团", "执行主席"]),
        texts(&["2", "查书言", "学业部", "负责人"]),
    ]));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("通知.docx"), docx(&body, &[])).unwrap();
    let output = gongkai(folder.path(), &["import", "通知.docx"]);
    let words = said(&output);
    assert!(output.status.success(), "{words}");
    // What stands above an official document is its paper's own, and is said.
    assert!(words.contains("没有带入的文字 16 字"), "{words}");
    let reports = fs::read_dir(folder.path().join(".gongkai/import")).unwrap();
    let report = reports.map(|it| fs::read_to_string(it.unwrap().path()).unwrap()).next().unwrap();
    assert!(report.contains("版头"), "{report}");
    let round = folder.path().join("content/2025-2026/appraisal/2025-autumn-school");
    let read = |name: &str| fs::read_to_string(round.join(name)).unwrap();
    let (notice, scoring, text) = (read("通知.yaml"), read("评分.yaml"), read("通知.md"));
    for line in [
        "标题: 关于做好2025年秋季学期学生会工作人员述职评议工作的通知",
        "文号: 江临职院团〔2025〕31号",
        "    提交: 院团委",
        "    截止日期: 2025-12-10",
        "    述职日期: 2025-12-20",
        "    时间: 14:00",
        "    地点: 图书馆一层学术报告厅",
        "    述职时长: 5",
        "  学生工作处:",
        "结果范围: 全院",
        "  - 单位: 院团委",
    ] {
        assert!(notice.lines().any(|known| known == line), "{line}\n{notice}");
    }
    for line in
        ["      政治态度: 40", "      不合格: {}", "    名称: 查书言", "    对象: 主席团成员"]
    {
        assert!(scoring.lines().any(|known| known == line), "{line}\n{scoring}");
    }
    assert!(text.contains("\n## 时间和地点\n") && !text.contains("贺明远"), "{text}");
    let checked = said(&gongkai(folder.path(), &["check"]));
    assert!(!checked.contains("[AN-13]"), "{checked}");
}
