//! Rounds of appraisals: what changed in sheets, weights, grades, dates and subjects, and that one
//! person's two appraisals are not taken for each other.

use std::path::Path;

use gongkai::compose::compose;
use gongkai::diff::{Change, Difference, Kind, Subject, apply, diff, diff_published};
use gongkai::document::{Block, Cell, Document, Inline, Page, Row, Section};
use gongkai::pipeline::{Inputs, Run};
use gongkai::redaction;
use gongkai::render::changes::{Look, Telling, markdown, terminal};

use crate::edit::cell;
use crate::support::{self, compare};
use crate::{last_two, public, rounds};

/// What the two rounds of the sample are called.
const SCHOOL: &str = "2025-spring-school";
const SECOND: &str = "2025-second-level";

fn round(name: &str) -> Document {
    let found = rounds().iter().find(|round| round.round.as_deref() == Some(name));
    found.expect("the sample has it").clone()
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from} in {}", file.display());
    std::fs::write(file, text.replace(from, to)).unwrap();
}

/// A round of the sample as its author would change it: what stands in which file, and what then.
fn changed(name: &str, changes: &[(&str, &str, &str)]) -> Document {
    changed_with(name, changes, "评分表")
}

/// The same of a round that nobody has scored yet, so that other maxima refuse no score.
fn changed_before_scoring(name: &str, changes: &[(&str, &str, &str)]) -> Document {
    changed_with(name, changes, "../../../../评分表")
}

/// The same, its score sheets put into a folder of some name.
fn changed_with(name: &str, changes: &[(&str, &str, &str)], sheets: &str) -> Document {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let folder = site.path().join("content/2025-2026/appraisal").join(name);
    changes.iter().for_each(|(file, from, to)| replace(&folder.join(file), from, to));
    std::fs::rename(folder.join("评分表"), folder.join(sheets)).unwrap();
    let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    let cleared = run.clear(run.one(name).unwrap());
    compose(&cleared.unwrap_or_else(|refused| panic!("{:?}", refused.findings)), &run.standards)
}

/// The changes from a round to the round of the next year, both ways and applied.
fn compared(old: &Document, new: &Document) -> Difference {
    let found = diff(old, new);
    assert_eq!(apply(old, &found).as_ref(), Some(new));
    assert_eq!(diff(new, old), found.clone().mirrored());
    found
}

fn facets(found: &Difference, subject: Subject) -> Vec<(&str, &str, &str)> {
    let changes = found.changes.iter().filter(|change| change.subject == subject);
    let facets = changes.flat_map(|change| &change.facets);
    facets.map(|facet| (&*facet.name, &*facet.old, &*facet.new)).collect()
}

fn only(found: &Difference, subject: Subject) -> &Change {
    let mut changes = found.changes.iter().filter(|change| change.subject == subject);
    let only = changes.next().expect("there is one");
    assert!(changes.next().is_none(), "there are more");
    only
}

#[test]
fn the_samples_rounds_differ_in_these_words() {
    let next = changed_before_scoring(
        SECOND,
        &[
            ("通知.yaml", "标题: 关于开展2024—2025", "标题: 关于开展2025—2026"),
            ("通知.yaml", "学年: 2024-2025", "学年: 2025-2026"),
            ("通知.yaml", "{起: 2024-09-02, 止: 2025-08-31}", "{起: 2025-09-01, 止: 2026-08-31}"),
            ("通知.yaml", "印发日期: 2025-09-15", "印发日期: 2025-09-16"),
            ("通知.yaml", "述职时长: 8", "述职时长: 10"),
            ("通知.md", "## 指导思想", "## 总体要求"),
            ("评分.yaml", "服务同学: 30", "服务同学: 25"),
            ("评分.yaml", "工作配合: 10", "工作配合: 15"),
        ],
    );
    let telling = Telling::from_difference(&diff_published(&round(SECOND), &next));
    compare("difference-round.txt", &terminal(&telling, Look { width: 80, colour: false }));
}

#[test]
fn every_sentence_a_notice_is_composed_of_is_read() {
    // Told as values, each of them, when the round is compared with another of its kind.
    let (school, second) = (round(SCHOOL), round(SECOND));
    let found = compared(&school, &second);
    let of_values = |c: &&Change| matches!(c.subject, Subject::Arrangement | Subject::Raters);
    let sides = found.changes.iter().filter(of_values).flat_map(|c| [&c.old, &c.new]);
    let read: Vec<&str> = sides.flatten().map(|placed| placed.name.as_str()).collect();
    for name in [
        "工作对象",
        "评议小组",
        "主席团成员的述职报告",
        "主席团成员的现场述职",
        "系学生会的述职报告",
        "系学生会的现场述职",
        "结果通报",
        "系学生会述职评议评分表的取舍",
        "系学生会述职评议评分表的同分",
        "学生会工作人员述职评议评分表的否决情形",
        "主席团成员",
        "工作部门负责人",
        "系学生会",
    ] {
        assert!(read.contains(&name), "{name}: {read:?}");
    }
}

#[test]
fn dimensions_that_came_went_moved_or_were_renamed() {
    let old = round(SECOND);
    let sheet = |columns: &[&str]| {
        let mut new = old.clone();
        new.published = "2026-09-15".into();
        let annex = new.sections.iter_mut().find(|section| section.id == "annex/sheet-1").unwrap();
        let Block::Table(table) = &mut annex.blocks[0] else { panic!() };
        let (column, row) = (table.columns[2].clone(), table.rows[0].cells[2].clone());
        table.columns.splice(
            2..7,
            columns.iter().map(|title| {
                let mut column = column.clone();
                column.title = title.to_string();
                let (name, points) = title.trim_end_matches('）').split_once('（').unwrap();
                column.key = format!("dimensions.{name}");
                column.says[0].words = name.into();
                column.says[1].words = points.into();
                column
            }),
        );
        for own in &mut table.rows {
            own.cells.splice(2..7, columns.iter().map(|_| row.clone()));
        }
        compared(&old, &new)
    };
    let found = sheet(&[
        "服务同学（35分）",
        "活动育人（20分）",
        "权益维护（20分）",
        "组织建设（15分）",
        "工作配合（10分）",
    ]);
    assert_eq!(
        facets(&found, Subject::Sheet),
        [("改称", "自身建设（20分）", "组织建设（15分）"), ("服务同学", "30分", "35分")]
    );
    let found =
        sheet(&["服务同学（30分）", "活动育人（20分）", "权益维护（20分）", "自身建设（20分）"]);
    assert_eq!(facets(&found, Subject::Sheet), [("工作配合", "10分", "")]);
    assert!(
        found.summary.iter().any(|s| s.contains("不再评“工作配合”（10分）")),
        "{:?}",
        found.summary
    );
    let found = sheet(&[
        "廉洁自律（10分）",
        "服务同学（30分）",
        "活动育人（20分）",
        "权益维护（20分）",
        "自身建设（20分）",
        "工作配合（10分）",
    ]);
    assert_eq!(facets(&found, Subject::Sheet), [("廉洁自律", "", "10分")]);
}

#[test]
fn weights_bands_quotas_dates_and_subjects_are_told_as_values() {
    let weights = changed(
        SCHOOL,
        &[
            ("评分.yaml", "{权重: 60%, 人数: 9,", "{权重: 55%, 人数: 9,"),
            ("评分.yaml", "{权重: 25%, 人数: 6}", "{权重: 30%, 人数: 6}"),
            ("评分.yaml", "优秀: {下限: 90,", "优秀: {下限: 91,"),
            ("评分.yaml", "下限: 75, 上限: 90}", "下限: 75, 上限: 91}"),
            ("评分.yaml", "[优秀], 最多: 30%", "[优秀], 最多: 25%"),
            ("通知.yaml", "截止日期: 2025-06-04", "截止日期: 2025-06-03"),
            ("通知.yaml", "述职时长: 5", "述职时长: 6"),
        ],
    );
    let found = compared(&round(SCHOOL), &weights);
    let all = [("学生代表的权重", "60%", "55%"), ("教师代表的权重", "25%", "30%")];
    assert_eq!(facets(&found, Subject::Raters), [all, all].concat());
    assert_eq!(
        facets(&found, Subject::Grade),
        [
            ("综合得分", "90分以上", "91分以上"),
            ("名额", "不超过30%", "不超过25%"),
            ("综合得分", "75分以上、不足90分", "75分以上、不足91分"),
        ]
    );
    assert_eq!(
        facets(&found, Subject::Arrangement),
        [("截止日期", "2025年6月4日", "2025年6月3日"), ("述职时长", "5分钟", "6分钟"),]
    );
    // A body more, on the blank sheet and among the results.
    let mut more = round(SECOND);
    more.published = "2026-09-15".into();
    for section in
        more.sections.iter_mut().filter(|s| s.id == "annex/sheet-1" || s.id == "standings")
    {
        let Block::Table(table) = &mut section.blocks[0] else { panic!() };
        let mut row = table.rows[0].clone();
        row.cells[usize::from(section.id != "standings")] = Cell::text("艺术设计系");
        table.rows.push(row);
    }
    cell(&mut more, "standings/table", 1, 3, "较好");
    let found = compared(&round(SECOND), &more);
    assert!(
        found.summary.contains(&"述职对象：新列艺术设计系；智能制造系由好变为较好。".to_owned()),
        "{:?}",
        found.summary
    );
}

#[test]
fn two_parts_of_a_committee_that_begin_alike_are_told_apart() {
    let advisers = |first: u32, second: u32| {
        let (before, after) = (
            "学生工作处: 3".to_owned(),
            format!("2023级辅导员: {first}\n  2024级辅导员: {second}\n  学生工作处: 3"),
        );
        changed(SCHOOL, &[("通知.yaml", &before, &after)])
    };
    let found = compared(&advisers(3, 3), &advisers(2, 4));
    assert_eq!(
        facets(&found, Subject::Arrangement),
        [("2023级辅导员", "3人", "2人"), ("2024级辅导员", "3人", "4人")]
    );
    let told = "评议小组：2023级辅导员由3人变为2人；2024级辅导员由3人变为4人。";
    assert!(found.summary.contains(&told.to_owned()), "{:?}", found.summary);
}

#[test]
fn a_renamed_sheet_and_chapter_are_followed() {
    let next = changed(
        SECOND,
        &[
            ("评分.yaml", "系学生会述职评议评分表", "系学生会工作评议评分表"),
            ("通知.yaml", "系学生会述职评议评分表", "系学生会工作评议评分表"),
            ("通知.md", "## 指导思想", "## 总体要求"),
        ],
    );
    let found = compared(&round(SECOND), &next);
    let told: Vec<_> = found
        .changes
        .iter()
        .filter(|c| c.subject != Subject::Heading)
        .map(|c| (c.subject, c.kind, c.name()))
        .collect();
    assert_eq!(
        told,
        [
            (Subject::Table, Kind::Changed, "系学生会工作评议评分表的等次"),
            (Subject::Paragraph, Kind::Changed, "附件"),
        ]
    );
    let headings: Vec<_> = found
        .changes
        .iter()
        .filter(|c| c.subject == Subject::Heading)
        .map(|c| (c.kind, c.name()))
        .collect();
    assert_eq!(
        headings,
        [(Kind::Changed, "一、总体要求"), (Kind::Changed, "附件1　系学生会工作评议评分表"),]
    );
}

/// A round with results of these people, by name, post and grade.
fn graded(name: &str, title: &str, published: &str, people: &[(&str, &str, &str)]) -> Document {
    let mut document = round(SCHOOL);
    document.round = Some(name.into());
    document.title = format!("关于开展{title}的通知");
    document.published = published.into();
    let standings = document.sections.iter_mut().find(|section| section.id == "standings").unwrap();
    let Block::Table(table) = &mut standings.blocks[0] else { panic!() };
    let row = |(n, (name, post, grade)): (usize, &(&str, &str, &str))| {
        let cells = vec![Cell::text(*name).naming(), Cell::text(*post), Cell::text(*grade)];
        Row::new(format!("standings/row-{}", n + 1), cells)
    };
    table.rows = people.iter().enumerate().map(row).collect();
    document
}

#[test]
fn a_persons_two_appraisals_are_not_mixed_up() {
    // In one round, one person in two posts.
    let twice = |first: &str, second: &str, at: &str| {
        graded(
            "school",
            "评议",
            at,
            &[
                ("程砚舟", "主席团成员", first),
                ("孟𬭚", "综合事务部负责人", "良好"),
                ("程砚舟", "外联部负责人", second),
            ],
        )
    };
    let found =
        compared(&twice("优秀", "合格", "2025-05-26"), &twice("优秀", "良好", "2026-05-26"));
    let change = only(&found, Subject::Officer);
    assert_eq!(
        (change.name(), facets(&found, Subject::Officer)),
        ("程砚舟", vec![("等次", "合格", "良好")])
    );
    let Some(Block::Table(_)) =
        round(SCHOOL).sections.iter().find(|s| s.id == "standings").map(|s| &s.blocks[0])
    else {
        panic!()
    };
    // In one year, one person in two rounds: each is compared with what was asked for, and says so.
    let person = |grade: &'static str| [("程砚舟", "主席团成员", grade)];
    let autumn =
        graded("2025-autumn-school", "2025—2026学年秋季学期评议", "2025-11-26", &person("优秀"));
    let spring =
        graded("2026-spring-school", "2025—2026学年春季学期评议", "2026-05-26", &person("良好"));
    let before =
        graded("2024-autumn-school", "2024—2025学年秋季学期评议", "2024-11-26", &person("合格"));
    let grade = |old: &Document, new: &Document| {
        let found = compared(old, new);
        let title = Telling::from_difference(&found).title;
        let facets: Vec<(String, String)> = only(&found, Subject::Officer)
            .facets
            .iter()
            .map(|f| (f.old.clone(), f.new.clone()))
            .collect();
        (found.old.round.unwrap(), found.new.round.unwrap(), title, facets[0].clone())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    let (old, new, title, grades) = grade(&autumn, &spring);
    assert_eq!(
        (old.as_str(), new.as_str(), grades),
        ("2025-autumn-school", "2026-spring-school", pair("优秀", "良好"))
    );
    assert_eq!(title, "2025—2026学年春季学期评议与2025—2026学年秋季学期评议相比的变化");
    let (old, new, _, grades) = grade(&before, &autumn);
    assert_eq!(
        (old.as_str(), new.as_str(), grades),
        ("2024-autumn-school", "2025-autumn-school", pair("合格", "优秀"))
    );
    // The summary, which may be pasted anywhere, names nobody.
    assert!(
        compared(&before, &autumn)
            .summary
            .contains(&"述职人员的评议结果：1人的等次不同。".to_owned())
    );
}

#[test]
fn who_was_withdrawn_from_a_round_is_not_told() {
    let full = round(SCHOOL);
    let name = "裴清和";
    assert!(redaction::names(&full).contains(name));
    let one = redaction::Withdrawn { names: [name.to_owned()].into(), ..Default::default() };
    let edition = redaction::redacted(&full, &one);
    for (a, b) in [(&full, &edition), (&edition, &full)] {
        let found = diff_published(a, b);
        assert!(found.changes.iter().all(|change| change.subject != Subject::Officer));
        assert!(!String::from_utf8(found.to_json()).unwrap().contains(name));
        assert_eq!(
            found.summary,
            [
                "评议结果：2024—2025学年春季学期学生会工作人员述职评议的名单中1人已撤下，去留不作比较。"
            ]
        );
    }
    assert!(diff_published(&edition, &edition).summary.is_empty());
}

#[test]
fn results_are_told_as_far_as_both_rounds_print_them() {
    let full = round(SCHOOL);
    let names = redaction::names(&full);
    assert_eq!(names.len(), 15);
    // Taken down, and never printed.
    let mut down = full.clone();
    let standings = down.sections.iter_mut().find(|section| section.id == "standings").unwrap();
    standings.blocks.truncate(0);
    let mut never = full.clone();
    never.sections.retain(|section| section.id != "standings");
    for other in [down, never] {
        for (a, b) in [(&full, &other), (&other, &full)] {
            let found = diff_published(a, b);
            let json = String::from_utf8(found.to_json()).unwrap();
            let page = markdown(&Telling::from_difference(&found));
            let summary = public(a, b).difference.summary.concat();
            for name in names.iter().filter(|name| name.chars().count() > 2) {
                assert!(![&json, &page, &summary].iter().any(|text| text.contains(name)), "{name}");
            }
        }
    }
    // A column that one of them does not print is not held against it.
    let mut scored = full.clone();
    scored.published = "2026-05-26".into();
    let standings = scored.sections.iter_mut().find(|section| section.id == "standings").unwrap();
    let Block::Table(table) = &mut standings.blocks[0] else { panic!() };
    table.columns[2].title = "得分".into();
    table.columns[2].key = "score".into();
    table.rows.iter_mut().for_each(|row| row.cells[2] = Cell::text("88.8"));
    let found = compared(&full, &scored);
    assert!(found.changes.iter().all(|change| change.subject != Subject::Officer));
}

#[test]
fn a_years_difference_tells_which_rounds_were_held() {
    let (a, b) = last_two();
    let held = diff(a, b).changes.into_iter().filter(|change| change.subject == Subject::Round);
    let held: Vec<(Kind, String)> =
        held.map(|change| (change.kind, change.name().to_owned())).collect();
    assert_eq!(
        held,
        [
            (Kind::Added, "2024—2025学年系学生会述职评议".to_owned()),
            (Kind::Added, "2024—2025学年春季学期学生会工作人员述职评议".to_owned()),
        ]
    );
    // The like round of the next year is the same row, and not the other one's.
    let mut next = b.clone();
    next.year = "2026-2027".into();
    next.published = "2026-11-14".into();
    cell(
        &mut next,
        "appraisal/rounds/table",
        0,
        0,
        "关于开展2025—2026学年春季学期学生会工作人员述职评议的通知",
    );
    cell(&mut next, "appraisal/rounds/table", 1, 0, "关于开展2025—2026学年系学生会述职评议的通知");
    let found = compared(b, &next);
    let names: Vec<_> = found
        .changes
        .iter()
        .filter(|c| c.subject == Subject::Round)
        .map(|c| (c.old.as_ref().unwrap().name.as_str(), c.name()))
        .collect();
    assert_eq!(
        names,
        [
            (
                "2024—2025学年春季学期学生会工作人员述职评议",
                "2025—2026学年春季学期学生会工作人员述职评议"
            ),
            ("2024—2025学年系学生会述职评议", "2025—2026学年系学生会述职评议"),
        ]
    );
}

#[test]
fn chapters_of_a_notice_are_known_by_their_titles() {
    let old = round(SECOND);
    let mut new = old.clone();
    new.published = "2026-09-15".into();
    let words = vec![Inline::text("各系要把评议和换届一起安排。")];
    let blocks = vec![Block::paragraph(gongkai::document::Role::Body, words)];
    new.sections[0].id = "notice/chapter-0-2".into();
    new.sections.insert(
        0,
        Section {
            id: "notice/chapter-0".into(),
            number: "一、".into(),
            title: "工作要求".into(),
            page: Page::Main,
            blocks,
            sections: Vec::new(),
        },
    );
    let found = compared(&old, &new);
    let told: Vec<_> = found.changes.iter().map(|c| (c.kind, &*c.part, c.name())).collect();
    assert_eq!(
        told,
        [
            (Kind::Changed, "head", "发布日期"),
            (Kind::Added, "工作要求", "一、工作要求"),
            (Kind::Added, "工作要求", "正文"),
        ]
    );
}
