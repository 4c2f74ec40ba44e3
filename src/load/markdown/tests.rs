//! Texts and the trees and faults that come of them.

use proptest::prelude::*;

use super::{Use, parse};
use crate::datum::prose::{Kind, Node, Prose, Run};
use crate::diagnostic::{Diagnostic, Level, sort};
use crate::source::{FileId, Sources, Span};

fn read(text: &str, usage: Use) -> (Sources, FileId, Prose, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("章程.md", text);
    let mut faults = Vec::new();
    let prose = parse(file, &sources, usage, &mut faults);
    // Most texts here are a line or two.
    faults.retain(|fault| fault.message != "全文没有标题");
    sort(&mut faults, &sources);
    (sources, file, prose, faults)
}

/// Shows the tree of a text, a node a line: `条 第一条=1 文字`.
fn outline(text: &str) -> String {
    let (_, _, prose, _) = read(text, Use::Narrative);
    let mut out = String::new();
    if let Some(title) = &prose.title {
        out.push_str(&format!("题 {}\n", shown(&title.runs)));
    }
    prose.nodes.iter().for_each(|node| draw(node, 0, &mut out));
    out
}

/// Shows the tree of an adopted text.
fn adopted_outline(text: &str) -> String {
    let (_, _, prose, _) = read(text, Use::Adopted);
    let mut out = String::new();
    prose.nodes.iter().for_each(|node| draw(node, 0, &mut out));
    out
}

#[test]
fn adopted_texts_keep_their_lines() {
    let text = "# 办法\n\n第一条　评议会由学生代表组成。\n评议会每学期一次。\n（一）述职；\n**（二）评分，\n并公布**。\n";
    assert_eq!(
        adopted_outline(text),
        "条 第一条=1 评议会由学生代表组成。\n  款 评议会每学期一次。\n    项 （一）=1 述职；\n    项 （二）=2 ‹强›评分，‹/强›\n  款 ‹强›并公布‹/强›。\n"
    );
    assert_eq!(outline("甲。\n乙。"), "款 甲。乙。\n", "a narrative is written as Markdown");
    assert_eq!(adopted_outline("甲。\\\n乙。"), "款 甲。‹行›乙。\n", "a line end asked for");
}

#[test]
fn the_next_number_of_an_adopted_text_needs_no_blank() {
    let text = "第一条本会是群众组织。\n\n第二条\t本会受领导。\n\n第二条以外的情形另定。\n第三条经费公开。";
    let expected = "条 第一条=1 本会是群众组织。\n条 第二条=2 本会受领导。\n  款 第二条以外的情形另定。\n条 第三条=3 经费公开。\n";
    assert_eq!(adopted_outline(text), expected);
    let (.., faults) = read(text, Use::Adopted);
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["MD-12"], "only the reference is doubtful: {faults:?}");
    assert_eq!(outline("第一条本会是群众组织。"), "款 第一条本会是群众组织。\n");
}

#[test]
fn a_line_drawn_under_an_odd_blank_and_a_hash_makes_no_heading() {
    let text = "：\n\n\u{2028}#\n===\n";
    let (_, _, _, faults) = read(text, Use::Adopted);
    assert!(faults.iter().any(|fault| fault.code == "MD-02"), "{faults:?}");
    for fault in &faults {
        let span = fault.primary.span;
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{fault:?}");
    }
}

#[test]
fn lost_numbers_are_counted() {
    let mut text = "# 办法\n\n".to_owned();
    (0..25).for_each(|n| text += &format!("评议工作第{n}步由评议会负责。\n"));
    text += "第二十六条　本办法自公布之日起施行。\n";
    let (.., faults) = read(&text, Use::Adopted);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].code, "MD-14");
    assert_eq!(faults[0].message, "“第二十六条”前面有 25 条没有编号，像是自动编号没有复制过来");
    assert_eq!(adopted_outline(&text).lines().count(), 26);
    let sound = "第一条　甲。\n\n乙。\n\n丙。\n\n第二条　丁。";
    assert!(read(sound, Use::Adopted).3.is_empty(), "two paragraphs of an article");
}

#[test]
fn an_adopted_text_without_a_title_is_told_at_its_first_line() {
    let mut sources = Sources::default();
    let file = sources.add("章程.md", "江临学院学生会章程\n\n第一条　总则。\n");
    let mut faults = Vec::new();
    parse(file, &sources, Use::Adopted, &mut faults);
    assert_eq!((faults[0].message.as_str(), faults[0].primary.span.start), ("全文没有标题", 0));
    faults.clear();
    parse(file, &sources, Use::Narrative, &mut faults);
    assert!(faults.is_empty());
}

fn draw(node: &Node, depth: usize, out: &mut String) {
    let kind = match node.kind {
        Kind::Chapter => "章",
        Kind::Section => "节",
        Kind::Article => "条",
        Kind::Paragraph => "款",
        Kind::Item => "项",
        Kind::Subitem => "目",
        Kind::Entry => "点",
    };
    let label = node.label.as_ref().map_or(String::new(), |label| {
        format!(" {}={}", label.text, label.number.map_or("?".into(), |n| n.to_string()))
    });
    let words = shown(&node.runs);
    let blank = if words.is_empty() { "" } else { " " };
    out.push_str(&format!("{}{kind}{label}{blank}{words}\n", "  ".repeat(depth)));
    node.children.iter().for_each(|child| draw(child, depth + 1, out));
}

fn shown(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text { text, .. } => text.clone(),
            Run::Strong(runs) => format!("‹强›{}‹/强›", shown(runs)),
            Run::Emphasis(runs) => format!("‹斜›{}‹/斜›", shown(runs)),
            Run::Link { target, runs, .. } => format!("‹链 {target}›{}‹/链›", shown(runs)),
            Run::Fact { path, .. } => format!("‹数 {path}›"),
            Run::LineBreak => "‹行›".to_owned(),
        })
        .collect()
}

/// Shows the faults of a text, one a line: code, place, the text at the place.
fn faults(text: &str, usage: Use) -> String {
    let (sources, _, _, faults) = read(text, usage);
    faults
        .iter()
        .map(|fault| {
            let span = fault.primary.span;
            let at = sources.location(span);
            let level = if fault.level == Level::Warning { "?" } else { "" };
            let text = sources.text(span).escape_debug();
            format!("{}{level} {}:{} ⟦{text}⟧\n", fault.code, at.line, at.column)
        })
        .collect()
}

#[track_caller]
fn tree(text: &str, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(|line| line.trim_start_matches('|')).collect();
    let actual = outline(text);
    assert_eq!(actual.lines().collect::<Vec<_>>(), expected, "\n{text}\n{actual}");
}

#[track_caller]
fn narrative(text: &str, expected: &[&str]) {
    assert_eq!(faults(text, Use::Narrative).lines().collect::<Vec<_>>(), expected, "\n{text}");
}

#[track_caller]
fn adopted(text: &str, expected: &[&str]) {
    assert_eq!(faults(text, Use::Adopted).lines().collect::<Vec<_>>(), expected, "\n{text}");
}

const CHARTER: &str = "\
# 某学院学生会章程

## 第一章　总　则

第一条　本会是学生组织。

第二条 本会的任务：
（一）服务同学；
（二）反映意见：
1.生活；
2.学业。

### 第一节 代表

**第三条** 代表由选举产生。

代表每届任期一年。

## 附则

第一百零一条　本章程自通过之日起生效。
";

#[test]
fn a_charter_becomes_a_tree() {
    tree(
        CHARTER,
        "\
题 某学院学生会章程
章 第一章=1 总　则
  条 第一条=1 本会是学生组织。
  条 第二条=2 本会的任务：
    项 （一）=1 服务同学；
    项 （二）=2 反映意见：
      目 1.=1 生活；
      目 2.=2 学业。
  节 第一节=1 代表
    条 第三条=3 代表由选举产生。
      款 代表每届任期一年。
章 附则
  条 第一百零一条=101 本章程自通过之日起生效。",
    );
    adopted(CHARTER, &[]);
}

#[test]
fn places_are_those_of_the_words() {
    let (sources, _, prose, _) = read(CHARTER, Use::Adopted);
    let mut seen = Vec::new();
    prose.walk(&mut |node, _| {
        let label = node.label.as_ref().map_or("", |label| sources.text(label.span));
        seen.push(format!("{label}|{}", sources.text(node.span)));
    });
    assert_eq!(seen[0], "|某学院学生会章程");
    assert_eq!(seen[1], "第一章|第一章　总　则");
    assert_eq!(seen[4], "（一）|（一）服务同学；");
    assert_eq!(seen[9], "第三条|第三条** 代表由选举产生。");
}

#[test]
fn each_run_stands_where_it_says() {
    let (sources, _, prose, _) = read("第一条 甲**乙**\n丙&amp;丁\\*戊 `码`\n", Use::Narrative);
    let mut seen = Vec::new();
    prose.walk(&mut |node, _| {
        crate::datum::prose::each_text(&node.runs, &mut |text, span| {
            seen.push(format!("{text}={}", sources.text(span)));
        });
    });
    assert_eq!(seen, ["甲=甲", "乙=乙", "丙=丙", "&=&amp;", "丁=丁", "*戊 =*戊 ", "码=码"]);
}

#[test]
fn an_article_may_be_bold_in_part_or_whole() {
    tree("**第一条**　甲", "条 第一条=1 甲");
    tree("**第一条**甲", "条 第一条=1 甲");
    tree("**第一条　甲**乙", "条 第一条=1 ‹强›甲‹/强›乙");
    tree("　　**第一条** 甲", "条 第一条=1 甲");
    tree("**第一条　甲**", "条 第一条=1 ‹强›甲‹/强›");
    tree("第一条\n甲", "条 第一条=1 甲");
}

#[test]
fn a_reference_is_not_an_article() {
    tree("第一条 依照\n第十一条第二款的规定。", "条 第一条=1 依照第十一条第二款的规定。");
    tree("第一条 依照\n（一）项的规定。", "条 第一条=1 依照（一）项的规定。");
    narrative("第一条 依照\n第十一条规定办理。", &[]);
}

#[test]
fn lines_begin_articles_and_items() {
    tree("第一条 甲\n第二条 乙\n丙", "条 第一条=1 甲\n条 第二条=2 乙丙");
    tree(
        "第一条 甲：\n（一）乙  \n㈡丙\n⑴丁\n\n（3）戊",
        "条 第一条=1 甲：\n  项 （一）=1 乙\n  项 ㈡=2 丙\n    目 ⑴=1 丁\n    目 （3）=3 戊",
    );
}

#[test]
fn items_belong_to_the_paragraph_before_them() {
    tree("大会的职权：\n（一）甲\n（二）乙", "款 大会的职权：\n  项 （一）=1 甲\n  项 （二）=2 乙");
    tree(
        "第一条 甲\n\n乙：\n\n（一）丙\n\n丁",
        "条 第一条=1 甲\n  款 乙：\n    项 （一）=1 丙\n  款 丁",
    );
    tree("## 职权\n\n（一）甲", "章 职权\n  项 （一）=1 甲");
}

#[test]
fn items_go_on_after_a_paragraph() {
    tree(
        "第一条 甲：\n\n（一）乙\n\n丙\n\n（二）丁",
        "条 第一条=1 甲：\n  项 （一）=1 乙\n  款 丙\n  项 （二）=2 丁",
    );
}

#[test]
fn list_numbers_are_the_authors_own() {
    tree("1. 甲\n1. 乙\n5. 丙", "目 1.=1 甲\n目 1.=1 乙\n目 5.=5 丙");
    tree("1.甲\n\n2、乙\n\n3．丙\n\n10. 丁", "目 1.=1 甲\n目 2、=2 乙\n目 3．=3 丙\n目 10.=10 丁");
    tree("2) 甲", "目 2)=2 甲");
    tree("第一条 甲：\n2. 乙\n3. 丙", "条 第一条=1 甲：\n  目 2.=2 乙\n  目 3.=3 丙");
}

#[test]
fn lists_nest_as_they_are_indented_or_numbered() {
    tree(
        "1. 甲\n\n   乙\n\n   - 丙\n     - 丁\n   - 戊\n2. 己",
        "目 1.=1 甲\n  款 乙\n    点 丙\n      点 丁\n    点 戊\n目 2.=2 己",
    );
    tree(
        "1. 甲：\n（1）乙\n①丙\n（2）丁\n2. 戊",
        "\
目 1.=1 甲：
  目 （1）=1 乙
    目 ①=1 丙
  目 （2）=2 丁
目 2.=2 戊",
    );
    tree(
        "（一）甲：\n1. 乙\n2. 丙\n\n（二）丁",
        "项 （一）=1 甲：\n  目 1.=1 乙\n  目 2.=2 丙\n项 （二）=2 丁",
    );
}

#[test]
fn what_goes_on_lazily_in_a_list_is_not_swallowed() {
    tree("1. 甲\n（二）乙\n第二条 丙", "目 1.=1 甲\n项 （二）=2 乙\n条 第二条=2 丙");
    tree("1. 甲\n2、乙\n   - 丙", "目 1.=1 甲\n目 2、=2 乙\n  点 丙");
    tree("- 甲\n第二条 乙", "点 甲\n条 第二条=2 乙");
}

#[test]
fn a_dash_before_a_number_adds_nothing() {
    tree(
        "第一条 甲\n\n- （一）乙\n- （二）丙",
        "条 第一条=1 甲\n  项 （一）=1 乙\n  项 （二）=2 丙",
    );
    tree("-\n- 甲\n", "点\n点 甲");
    tree("1. （一）甲", "目 1.=1 （一）甲");
}

#[test]
fn numerals_that_are_none_keep_their_label() {
    tree("第一十百条 甲", "条 第一十百条=? 甲");
}

#[test]
fn line_ends_vanish_between_han() {
    tree("甲，\n乙", "款 甲，乙");
    tree("Tera\nTypst", "款 Tera Typst");
    tree("共\n3 人\n选出", "款 共3 人选出");
    tree("“甲”\n“乙”", "款 “甲”“乙”");
    tree("word\n**bold** x\n甲", "款 word ‹强›bold‹/强› x甲");
    tree("甲  \n乙\\\n丙", "款 甲‹行›乙‹行›丙");
}

#[test]
fn a_line_of_wide_blanks_is_an_empty_line() {
    tree("第一条 甲\n　　\n　　乙", "条 第一条=1 甲\n  款 乙");
    narrative("第一条 甲\n　　\n　　乙", &[]);
    tree("1. 甲\n　\n2. 乙", "目 1.=1 甲\n目 2.=2 乙");
}

#[test]
fn emphasis_links_and_code() {
    tree("甲**乙***丙*", "款 甲‹强›乙‹/强›‹斜›丙‹/斜›");
    tree(
        "[甲](https://a.cn/x_y) <mailto:a@b.cn> <a@b.cn> https://c.cn",
        "款 ‹链 https://a.cn/x_y›甲‹/链› ‹链 mailto:a@b.cn›mailto:a@b.cn‹/链› ‹链 mailto:a@b.cn›a@b.cn‹/链› https://c.cn",
    );
    tree("`{{ 甲 }}` `**`", "款 {{ 甲 }} **");
    narrative("`{{ 甲 }}` `**` \\*\\* \\{\\{ 甲 \\}\\}", &[]);
}

#[test]
fn facts_are_found_in_narratives() {
    tree("共{{ 代表.总数 }}人，{{a_b}}", "款 共‹数 代表.总数›人，‹数 a_b›");
    narrative("共 {{ 代表.总数 }} 人", &[]);
    let (sources, _, prose, _) = read("共{{ 甲 }}人", Use::Narrative);
    let Run::Fact { span, .. } = &prose.nodes[0].runs[1] else { panic!("no fact") };
    assert_eq!(sources.text(*span), "{{ 甲 }}");
}

#[test]
fn facts_have_no_place_in_adopted_texts() {
    adopted("第一条 共 {{ 代表.总数 }} 人", &["MD-08 1:7 ⟦{{ 代表.总数 }}⟧"]);
    let (_, _, prose, _) = read("共 {{ 甲 }} 人", Use::Adopted);
    assert_eq!(shown(&prose.nodes[0].runs), "共 {{ 甲 }} 人");
}

#[test]
fn malformed_braces_are_reported_and_kept() {
    narrative("共 {{ 甲 人", &["MD-08 1:3 ⟦{{⟧"]);
    narrative("共 甲 }} 人", &["MD-08 1:5 ⟦}}⟧"]);
    narrative("共 {{ 甲\n乙 }} 人", &["MD-08 1:3 ⟦{{⟧", "MD-08 2:3 ⟦}}⟧"]);
    narrative("{{ }}{{ 甲 | 乙 }}", &["MD-08 1:1 ⟦{{ }}⟧", "MD-08 1:6 ⟦{{ 甲 | 乙 }}⟧"]);
    tree("共 {{ 甲 人 {{}}", "款 共 {{ 甲 人 {{}}");
}

#[test]
fn indented_code_is_reported_and_read() {
    let text = "第一条 甲\n\n    第二条 乙\n    丙\n\n    （一）丁";
    narrative(text, &["MD-01 3:1 ⟦    ⟧"]);
    tree(text, "条 第一条=1 甲\n条 第二条=2 乙丙\n  项 （一）=1 丁");
}

#[test]
fn underlined_headings_are_reported_and_kept() {
    narrative("第一条 甲\n---\n\n题\n===", &["MD-02 2:1 ⟦---⟧", "MD-02 5:1 ⟦===⟧"]);
    tree("第一条 甲\n---", "条 第一条=1 甲---");
}

#[test]
fn emphasis_that_did_not_close_is_reported() {
    narrative("**（一）**内容", &["MD-03 1:1 ⟦**⟧"]);
    tree("**（一）**内容", "款 **（一）**内容");
    narrative("甲**乙", &["MD-03 1:2 ⟦**⟧"]);
    narrative("__甲__乙", &["MD-03 1:1 ⟦__⟧"]);
    narrative("138****1234，____年，a__b", &[]);
}

#[test]
fn radicals_are_reported() {
    narrative("第⼀条 ⻓⼤", &["MD-04 1:2 ⟦⼀⟧", "MD-04 1:5 ⟦⻓⼤⟧"]);
    tree("第⼀条 甲", "条 第⼀条=1 甲");
    narrative("&#x2F00;", &["MD-04 1:1 ⟦&#x2F00;⟧"]);
    let (_, _, _, faults) = read("⼀⻓", Use::Adopted);
    assert_eq!(faults[0].help.as_deref(), Some("“⼀”改为“一”，“⻓”改为“长”"));
}

#[test]
fn html_is_shown_as_it_was_written() {
    tree("甲<b>乙</b>&lt;", "款 甲<b>乙</b><");
    narrative("甲<b>乙</b>", &["MD-05? 1:2 ⟦<b>⟧", "MD-05? 1:6 ⟦</b>⟧"]);
    tree("<div>\n第一条 甲\n</div>\n\n乙", "款 <div>\n条 第一条=1 甲</div>\n  款 乙");
    narrative("<div>\n甲\n</div>\n", &["MD-05? 1:1 ⟦<div>⟧"]);
    tree("<!-- 甲\n\n乙", "款 <!-- 甲\n款 乙");
}

#[test]
fn images_and_other_links_are_reported_and_kept() {
    narrative("甲![图](a.png)", &["MD-06 1:2 ⟦![图](a.png)⟧"]);
    tree("甲![图](a.png)", "款 甲![图](a.png)");
    narrative("[甲](a.md)[乙](javascript:x)", &["MD-07 1:5 ⟦a.md⟧", "MD-07 1:14 ⟦javascript:x⟧"]);
    tree("[甲](a.md)", "款 [甲](a.md)");
    narrative("[甲](https://a.cn \"乙\")", &["MD-07 1:5 ⟦https://a.cn⟧"]);
    narrative("[](https://a.cn)", &["MD-07 1:4 ⟦https://a.cn⟧"]);
    tree("[　](https://a.cn)", "款 [　](https://a.cn)");
    narrative("[甲](https://)[乙]()", &["MD-07 1:5 ⟦https://⟧", "MD-07 1:14 ⟦[乙]()⟧"]);
}

#[test]
fn characters_nobody_sees_are_reported() {
    narrative("甲\u{200b}\u{e000}乙\u{fffd}", &["MD-09 1:2 ⟦\\u{200b}\\u{e000}⟧", "MD-09 1:5 ⟦�⟧"]);
    narrative("甲\0乙", &["MD-09 1:2 ⟦\\0⟧"]);
}

#[test]
fn headings_out_of_order_are_reported() {
    narrative("# 甲\n\n# 乙", &["MD-10 3:1 ⟦#⟧"]);
    narrative("甲\n\n# 乙", &["MD-10 3:1 ⟦#⟧"]);
    narrative("### 甲", &["MD-10 1:1 ⟦###⟧"]);
    narrative("## 甲\n\n#### 乙", &["MD-10 3:1 ⟦####⟧"]);
    narrative("## 第一节 甲", &["MD-10 1:1 ⟦##⟧"]);
    narrative("## 第一条 甲", &["MD-10 1:1 ⟦##⟧"]);
    narrative("# 第一章 甲", &["MD-10 1:1 ⟦#⟧"]);
    narrative("##总则", &["MD-10 1:1 ⟦##⟧"]);
    narrative("#总则\n#话题# 甲", &["MD-10 1:1 ⟦#⟧"]);
    tree("## 甲\n\n#### 乙\n\n# 丙\n\n# 丁", "题 丙\n章 甲\n  款 乙\n章 丁");
    tree("## 第一条 甲", "条 第一条=1 甲");
    tree("# 第一章 甲", "章 第一章=1 甲");
}

#[test]
fn a_chapter_without_hashes_is_warned_of() {
    narrative("第一章　总则\n第一条 甲", &["MD-10? 1:1 ⟦第一章⟧"]);
    narrative("第一章规定的", &[]);
}

#[test]
fn blocks_that_have_no_place_are_reported_and_kept() {
    narrative("甲\n\n```rust\n乙\n```", &["MD-11 3:1 ⟦```rust⟧"]);
    tree("```甲\n乙", "款 ```甲乙");
    narrative("> 甲\n乙", &["MD-11 1:1 ⟦>⟧"]);
    tree("> 甲\n乙", "款 > 甲乙");
    narrative("甲\n\n***\n", &["MD-11 3:1 ⟦***⟧"]);
    tree("甲\n\n***", "款 甲\n款 ***");
    narrative("| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |", &["MD-11 2:1 ⟦|---|:-:|⟧"]);
    narrative("[甲]: https://a.cn\n乙[甲]", &["MD-11 1:1 ⟦[甲]: https://a.cn⟧"]);
    tree("[甲]: https://a.cn\n乙[甲]", "款 [甲]: https://a.cn\n款 乙[甲]");
}

#[test]
fn numbers_without_a_blank_are_warned_of() {
    narrative("第一条本会是学生组织。", &["MD-12? 1:1 ⟦第一条⟧"]);
    narrative("　　第一条本会是学生组织。", &["MD-12? 1:3 ⟦第一条⟧"]);
    narrative("第一条规定的职权，第二条", &[]);
}

#[test]
fn indented_lines_that_run_on_are_warned_of() {
    narrative("　　甲。\n　　乙。", &["MD-13? 2:1 ⟦\\u{3000}\\u{3000}⟧"]);
    tree("　　甲。\n　　乙。", "款 甲。　　乙。");
    narrative("　　第一条 甲\n　　第二条 乙", &[]);
}

#[test]
fn very_deep_texts_stay_text() {
    let lists = "- ".repeat(3000) + "甲";
    assert!(faults(&lists, Use::Adopted).starts_with("MD-11"));
    assert!(outline(&lists).contains('甲'));
    let emphasis = "*a ".repeat(3000) + &"a*".repeat(3000);
    assert!(faults(&emphasis, Use::Adopted).contains("MD-03"));
    outline(&(">".repeat(3000) + "甲"));
}

/// Returns all that is in a tree in reading order: labels, texts, facts, targets of links.
fn everything(prose: &Prose) -> String {
    fn runs(all: &[Run], out: &mut String) {
        for run in all {
            match run {
                Run::Text { text, .. } => out.push_str(text),
                Run::Strong(inner) | Run::Emphasis(inner) => runs(inner, out),
                Run::Link { target, runs: inner, .. } => {
                    let before = out.len();
                    runs(inner, out);
                    // An address in angle brackets is its own words.
                    if out[before..] != *target.as_str() {
                        out.push_str(target);
                    }
                }
                Run::Fact { path, .. } => out.push_str(path),
                Run::LineBreak => {}
            }
        }
    }
    let mut out = String::new();
    prose.walk(&mut |node, _| {
        out.extend(node.label.iter().map(|label| label.text.as_str()));
        runs(&node.runs, &mut out);
    });
    out
}

/// Returns every place in a tree and its faults.
fn places(prose: &Prose, faults: &[Diagnostic]) -> Vec<Span> {
    fn runs(all: &[Run], out: &mut Vec<Span>) {
        for run in all {
            match run {
                Run::Text { span, .. } | Run::Fact { span, .. } => out.push(*span),
                Run::Strong(inner) | Run::Emphasis(inner) => runs(inner, out),
                Run::Link { runs: inner, span, .. } => {
                    out.push(*span);
                    runs(inner, out);
                }
                Run::LineBreak => {}
            }
        }
    }
    let mut out: Vec<Span> = faults
        .iter()
        .flat_map(|f| std::iter::once(f.primary.span).chain(f.related.iter().map(|l| l.span)))
        .collect();
    prose.walk(&mut |node, _| {
        out.push(node.span);
        out.extend(node.label.iter().map(|label| label.span));
        runs(&node.runs, &mut out);
    });
    out
}

fn check_places(text: &str) -> Result<(), TestCaseError> {
    for usage in [Use::Adopted, Use::Narrative] {
        let (sources, file, prose, faults) = read(text, usage);
        let text = &sources.file(file).text;
        for span in places(&prose, &faults) {
            prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
        }
    }
    Ok(())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn sorted_han(text: &str) -> Vec<char> {
    let mut han: Vec<char> = text.chars().filter(|c| ('一'..='鿿').contains(c)).collect();
    han.sort_unstable();
    han
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_panics_on_any_bytes(bytes: Vec<u8>) {
        check_places(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn nothing_panics_on_any_text(text: String) {
        check_places(&text)?;
    }

    #[test]
    fn nothing_panics_on_what_resembles_markdown(
        text in r#"([#*_`>\-+|{}\[\]()<>!&;:/."'~=\\ \t\n　0-9a甲乙第一十条章节项（）]|https://|&amp;|&acE;|```|    |\n\n){0,60}"#
    ) {
        check_places(&text)?;
    }

    #[test]
    fn no_han_is_lost_in_what_resembles_markdown(
        text in r#"([#*_`>\-+|{}\[\]()<>!&;:/."'~=\\ \t\n　0-9a甲乙第一十条章节项（）]|https://|&amp;|```|    |\n\n){0,60}"#
    ) {
        let (_, _, prose, _) = read(&text, Use::Narrative);
        prop_assert_eq!(sorted_han(&everything(&prose)), sorted_han(&text), "{}", everything(&prose));
    }

    #[test]
    fn nothing_is_lost_of_plain_texts(text in "[一-龥，。；：（）、第一十条项章 　\n]{0,80}") {
        let (_, _, prose, _) = read(&text, Use::Adopted);
        prop_assert_eq!(squeezed(&everything(&prose)), squeezed(&text));
    }
}
