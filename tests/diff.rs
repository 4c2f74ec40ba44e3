//! What changed from one document to another: the sample's years, ten kinds of amendment, and
//! what must hold of any two documents.

mod support;

use std::process::Command;
use std::sync::OnceLock;
use std::time::Instant;

use gongkai::bundle::pdf::{pdf_streams, pdf_text};
use gongkai::compose::compose;
use gongkai::diff::{Change, Difference, Kind, Movement, Subject, apply, diff, public};
use gongkai::document::{Block, Document, Inline, Level, Page, Row, Section, Table};
use gongkai::load::numeral;
use gongkai::manifest::sha256;
use gongkai::pipeline::{Inputs, Run};
use gongkai::redaction::{self, Withdrawn};
use gongkai::render::changes::{Look, Telling, markdown, page, terminal};
use gongkai::render::pdf::{Fonts, amendments};
use gongkai::theme::Theme;
use proptest::prelude::*;
use support::{compare, project};

/// The sample's years, the oldest first.
fn years() -> &'static [Document] {
    static YEARS: OnceLock<Vec<Document>> = OnceLock::new();
    YEARS.get_or_init(|| {
        let run = Run::open(Inputs::read(&project("")).unwrap()).unwrap();
        let cleared =
            run.years.iter().map(|folder| run.clear(folder).expect("the sample is clean"));
        cleared.map(|cleared| compose(&cleared, &run.standards.rules)).collect()
    })
}

/// The two latest years of the sample.
fn last_two() -> (&'static Document, &'static Document) {
    let years = years();
    (&years[years.len() - 2], &years[years.len() - 1])
}

#[test]
fn the_samples_years_differ_in_these_words() {
    let (a, b) = last_two();
    let telling = Telling::of(&diff(a, b));
    compare("difference.txt", &terminal(&telling, Look { width: 80, colour: false }));
    compare("difference.md", &markdown(&telling));
}

#[test]
fn lines_keep_to_the_width_and_colours_end() {
    let (a, b) = last_two();
    let telling = Telling::of(&diff(a, b));
    for width in [40, 80] {
        let plain = terminal(&telling, Look { width, colour: false });
        let columns = |line: &str| unicode_width::UnicodeWidthStr::width(line);
        // A stop that may not begin a line hangs over, and so does a mark behind it.
        let over: Vec<&str> = plain.lines().filter(|line| columns(line) > width + 6).collect();
        assert!(over.is_empty(), "{over:#?}");
    }
    let coloured = terminal(&telling, Look { width: 80, colour: true });
    assert!(coloured.contains("\x1b[9;31m") && !coloured.contains("[-"));
    for line in coloured.lines() {
        let last = line.rfind("\x1b[").map_or("\x1b[0m", |at| &line[at..]);
        assert!(last.starts_with("\x1b[0m"), "{line:?}");
    }
}

// Ten kinds of amendment of the sample's charter, each with what must be told.

fn charter(document: &mut Document) -> &mut Section {
    document.sections.iter_mut().find(|section| section.id == "charter").unwrap()
}

/// All lists of blocks of a section, in reading order.
fn each_list(section: &mut Section, change: &mut dyn FnMut(&mut Vec<Block>)) {
    change(&mut section.blocks);
    section.sections.iter_mut().for_each(|inner| each_list(inner, change));
}

fn is(block: &Block, wanted: &str) -> bool {
    matches!(block, Block::Provision { label, .. } if label == wanted)
}

/// Changes the list of blocks that holds an article, given where it stands.
fn at(document: &mut Document, label: &str, change: impl FnOnce(&mut Vec<Block>, usize)) {
    let mut change = Some(change);
    each_list(charter(document), &mut |blocks| {
        if let Some(i) = blocks.iter().position(|block| is(block, label))
            && let Some(change) = change.take()
        {
            change(blocks, i);
        }
    });
    assert!(change.is_none(), "no {label}");
}

fn words_of(block: &mut Block) -> &mut String {
    match block {
        Block::Provision { content, .. } => match &mut content[0] {
            Inline::Text { text } => text,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn reword(document: &mut Document, label: &str, from: &str, to: &str) {
    at(document, label, |blocks, i| {
        let Block::Provision { content, .. } = &mut blocks[i] else { panic!("{:?}", blocks[i]) };
        let runs = content.iter_mut().filter_map(|inline| match inline {
            Inline::Text { text } => Some(text),
            Inline::Link { content, .. } => match &mut content[0] {
                Inline::Text { text } => Some(text),
                _ => None,
            },
            _ => None,
        });
        let words = runs.into_iter().find(|words| words.contains(from));
        let words = words.unwrap_or_else(|| panic!("no {from} in {label}"));
        *words = words.replace(from, to);
    });
}

fn article(words: &str) -> Block {
    Block::Provision {
        id: "charter/new".into(),
        level: Level::Article,
        label: "新条".into(),
        content: vec![Inline::text(words)],
        children: Vec::new(),
    }
}

/// Gives the articles their numbers anew, in order.
fn renumber(document: &mut Document) {
    let mut number = 0;
    each_list(charter(document), &mut |blocks| {
        for block in blocks {
            if let Block::Provision { id, level: Level::Article, label, .. } = block {
                number += 1;
                *label = format!("第{}条", numeral::chinese(number));
                *id = format!("charter/article-{number}");
            }
        }
    });
}

fn amended(change: impl FnOnce(&mut Document)) -> Difference {
    let old = last_two().1;
    let mut new = old.clone();
    new.published = "2026-03-01".into();
    change(&mut new);
    let found = diff(old, &new);
    assert_eq!(apply(old, &found).as_ref(), Some(&new));
    assert_eq!(diff(&new, old), found.clone().mirrored());
    found
}

/// What is told of the charter, and the sentence that sums it up.
fn told(difference: &Difference) -> (Vec<&Change>, &str) {
    let changes = difference.changes.iter().filter(|change| change.part == "charter");
    let sentence = difference.summary.iter().find(|sentence| sentence.starts_with("章程"));
    (changes.collect(), sentence.map_or("", String::as_str))
}

#[test]
fn amendment_1_an_inserted_article_is_one_insertion() {
    let found = amended(|new| {
        at(new, "第六条", |blocks, i| {
            blocks.insert(i, article("本会设荣誉室，陈列同学捐赠的旧物。"))
        });
        renumber(new);
    });
    let (changes, sentence) = told(&found);
    assert_eq!((changes.len(), changes[0].kind), (1, Kind::Added));
    assert_eq!(sentence, "章程：增加1条（第六条）。");
}

#[test]
fn amendment_2_a_deleted_article_is_one_deletion() {
    let found = amended(|new| {
        at(new, "第五条", |blocks, i| drop(blocks.remove(i)));
        renumber(new);
    });
    let (changes, sentence) = told(&found);
    assert_eq!((changes.len(), changes[0].kind), (1, Kind::Removed));
    assert_eq!(sentence, "章程：删去原1条（第五条）。");
}

#[test]
fn amendment_3_a_moved_article_is_told_as_moved() {
    let found = amended(|new| {
        let mut taken = None;
        at(new, "第四十条", |blocks, i| taken = Some(blocks.remove(i)));
        at(new, "第二条", |blocks, i| blocks.insert(i, taken.unwrap()));
        renumber(new);
    });
    let (changes, sentence) = told(&found);
    assert_eq!((changes.len(), changes[0].moved), (1, true));
    assert_eq!(sentence, "章程：原第四十条移作第二条。");
}

#[test]
fn amendment_4_two_merged_articles_are_told_as_merged() {
    let found = amended(|new| {
        let mut words = String::new();
        at(new, "第三十七条", |blocks, i| words = words_of(&mut blocks.remove(i)).clone());
        at(new, "第三十六条", |blocks, i| words_of(&mut blocks[i]).push_str(&words));
        renumber(new);
    });
    let (changes, sentence) = told(&found);
    assert_eq!(
        changes.iter().map(|c| c.kind).collect::<Vec<_>>(),
        [Kind::Changed, Kind::MergedInto]
    );
    assert_eq!(sentence, "章程：原第三十六条、第三十七条合并为第三十六条。");
}

#[test]
fn amendment_5_a_split_article_is_told_as_split() {
    let found = amended(|new| {
        at(new, "第十三条", |blocks, i| {
            let words = words_of(&mut blocks[i]);
            let (first, second) = words.split_once("修改本章程").unwrap();
            let second = article(&format!("修改本章程{second}"));
            *words = first.to_owned();
            blocks.insert(i + 1, second);
        });
        renumber(new);
    });
    let (changes, sentence) = told(&found);
    // The longer half is the heir.
    assert_eq!(changes.iter().map(|c| c.kind).collect::<Vec<_>>(), [Kind::SplitOff, Kind::Changed]);
    assert_eq!(sentence, "章程：原第十三条拆分为第十三条、第十四条。");
}

#[test]
fn amendment_6_a_reworded_article_has_its_words_marked() {
    let found = amended(|new| reword(new, "第五条", "专注于服务同学", "一心服务同学"));
    let (changes, sentence) = told(&found);
    let words = &changes[0].facets[0].words;
    assert_eq!(words.iter().filter(|words| words.text == "专注于").count(), 1, "{words:?}");
    assert_eq!(sentence, "章程：修改1条（第五条）。");
}

#[test]
fn amendment_7_a_changed_number_is_marked_whole() {
    let found = amended(|new| reword(new, "第二十二条", "40人", "45人"));
    let (changes, _) = told(&found);
    let marked: Vec<&str> = changes[0].facets[0].words.iter().map(|w| w.text.as_str()).collect();
    assert!(marked.contains(&"40") && marked.contains(&"45"), "{marked:?}");
}

#[test]
fn amendment_8_an_added_item_is_one_insertion() {
    let found = amended(|new| {
        at(new, "第九条", |blocks, i| {
            let Block::Provision { children, .. } = &mut blocks[i] else { panic!() };
            let item = |label: &str, words: &str| Block::Provision {
                id: format!("charter/article-9/{label}"),
                level: Level::Item,
                label: label.to_owned(),
                content: vec![Inline::text(words)],
                children: Vec::new(),
            };
            children.insert(1, item("（二）", "爱护公共设施，节约用水用电；"));
            for (child, label) in children.iter_mut().skip(2).zip(["（三）", "（四）"]) {
                let Block::Provision { label: own, .. } = child else { panic!() };
                *own = label.to_owned();
            }
        });
    });
    let (changes, sentence) = told(&found);
    let texts = changes[0].facets[0].words.iter().filter(|w| w.text.contains("爱护公共设施"));
    assert_eq!(
        texts.map(|w| w.text.trim()).collect::<Vec<_>>(),
        ["（二）爱护公共设施，节约用水用电；"]
    );
    assert_eq!(sentence, "章程：修改1条（第九条）。");
}

#[test]
fn amendment_9_a_renamed_chapter_is_told_by_both_names() {
    let found = amended(|new| charter(new).sections[1].title = "会员和代表".into());
    let (changes, sentence) = told(&found);
    assert_eq!((changes.len(), changes[0].subject), (1, Subject::Heading));
    assert_eq!(sentence, "章程：“第二章　会员”改为“第二章　会员和代表”。");
}

#[test]
fn amendment_10_a_renumbered_reference_is_told_as_such() {
    let found = amended(|new| {
        at(new, "第六条", |blocks, i| {
            blocks.insert(i, article("本会设荣誉室，陈列同学捐赠的旧物。"))
        });
        renumber(new);
        reword(new, "第十六条", "第十四条", "第十五条");
    });
    let (changes, sentence) = told(&found);
    assert!(changes[1].only_references);
    assert_eq!(sentence, "章程：增加1条（第六条）；第十六条所引用的条号随序号顺延。");
}

/// Changes one cell of a table, found by the table's address and the row's first words.
fn cell(document: &mut Document, table: &str, row: usize, column: usize, text: &str) {
    fn find<'a>(section: &'a mut Section, id: &str) -> Option<&'a mut Table> {
        let own = section.blocks.iter_mut().find_map(|block| match block {
            Block::Table(table) if table.id == id => Some(table),
            _ => None,
        });
        own.or_else(|| section.sections.iter_mut().find_map(|inner| find(inner, id)))
    }
    let mut sections = document.sections.iter_mut();
    let found = sections.find_map(|section| find(section, table)).unwrap();
    found.rows[row].cells[column] = vec![Inline::text(text)];
}

#[test]
fn rows_are_known_by_what_they_are_about() {
    let found = amended(|new| {
        cell(new, "roster/table", 0, 3, "护理系");
        cell(new, "units/table", 1, 2, "6");
        cell(new, "units/table", 2, 1, "学习部");
        cell(new, "delegates/table", 0, 1, "34");
        new.sections[0].sections[2].blocks.iter_mut().for_each(|block| {
            let Block::Table(table) = block else { return };
            table.rows[2].cells[3] = vec![Inline::Verdict { yes: false }];
            table.rows.swap(0, 1);
        });
    });
    let told: Vec<(Subject, Kind, &str)> =
        found.changes.iter().map(|c| (c.subject, c.kind, c.name())).collect();
    assert_eq!(
        told,
        [
            (Subject::Head, Kind::Changed, "发布日期"),
            (Subject::Matrix, Kind::Changed, "信息技术系"),
            (Subject::Unit, Kind::Changed, "综合事务部"),
            (Subject::Unit, Kind::Removed, "学业发展部"),
            (Subject::Unit, Kind::Added, "学习部"),
            (Subject::Person, Kind::Changed, "迪丽达·赛坎"),
            (Subject::Delegation, Kind::Changed, "护理系"),
        ]
    );
    assert_eq!(
        found.summary,
        [
            "二级自评表：具体情况表中有1格变化。",
            "组织机构：新设学习部；不再设学业发展部；综合事务部由5人变为6人。",
            "工作人员名单：留任人员中转系1人。",
            "各院系代表名额：护理系由33名变为34名。",
        ]
    );
}

#[test]
fn a_difference_survives_its_json() {
    let (a, b) = last_two();
    let found = diff(a, b);
    assert_eq!(Difference::from_json(&found.to_json()), Some(found));
}

#[test]
fn a_document_without_former_names_is_read() {
    let json = std::fs::read(project("tests/fixtures/document.json")).unwrap();
    let document = Document::from_json(&json).unwrap();
    assert!(diff(&document, &document).is_empty());
}

#[test]
fn two_charters_of_500_articles_take_less_than_a_second() {
    let pool: Vec<String> = {
        let mut pool = Vec::new();
        let mut charter = charter(&mut last_two().1.clone()).clone();
        each_list(&mut charter, &mut |blocks| {
            for block in blocks.iter_mut().filter(|block| matches!(block, Block::Provision { .. }))
            {
                pool.push(words_of(block).clone());
            }
        });
        pool
    };
    // Articles put together of two of the sample's, so that many are alike.
    let long = |shift: usize| {
        let mut document = last_two().1.clone();
        let section = charter(&mut document);
        section.sections.clear();
        section.blocks = (0..500)
            .map(|i| {
                let (one, two) = (&pool[i % pool.len()], &pool[(i / pool.len() + i) % pool.len()]);
                article(&format!("{one}{two}第{}号规定。", i + shift * (i % 7)))
            })
            .collect();
        renumber(&mut document);
        document.published = format!("2026-01-0{}", shift + 1);
        document
    };
    let (a, b) = (long(0), long(1));
    let start = Instant::now();
    let found = diff(&a, &b);
    println!("{:?}, {} changes", start.elapsed(), found.changes.len());
    assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
    assert_eq!(apply(&a, &found), Some(b));
}

// What must hold of any two documents.

/// One random change of a document; what it does not fit is left as it is.
fn mutate(document: &mut Document, (kind, section, place, text): &(u8, usize, usize, String)) {
    let at = section % document.sections.len();
    let part = &mut document.sections[at];
    let inner = place % (part.sections.len() + 1);
    let part = if inner > 0 { &mut part.sections[inner - 1] } else { part };
    let blocks = &mut part.blocks;
    let i = if blocks.is_empty() { 0 } else { place % blocks.len() };
    match kind {
        0 if !blocks.is_empty() => drop(blocks.remove(i)),
        1 if !blocks.is_empty() => blocks.insert(place / 3 % (blocks.len() + 1), blocks[i].clone()),
        2 if !blocks.is_empty() => blocks.rotate_left(i),
        3 => blocks.insert(i, article(text)),
        4 => part.title = text.clone(),
        5 => document.title = text.clone(),
        6 => document.closing.push(article(text)),
        7 => document.sections.rotate_left(1),
        8 => drop(document.sections.remove(at)),
        9 => part.sections.push(Section {
            id: format!("new/{place}"),
            number: "第九章".into(),
            title: text.clone(),
            page: Page::Main,
            blocks: vec![article(text)],
            sections: Vec::new(),
        }),
        10 => part.sections.reverse(),
        11 => document.report.blocks.clear(),
        _ => blocks.iter_mut().for_each(|block| mutate_block(block, *kind, *place, text)),
    }
}

fn mutate_block(block: &mut Block, kind: u8, place: usize, text: &str) {
    match block {
        Block::Table(Table { rows, .. }) if !rows.is_empty() => {
            let i = place % rows.len();
            match kind % 5 {
                0 => drop(rows.remove(i)),
                1 => rows.reverse(),
                2 => rows.insert(i, Row { former: vec![text.into()], ..rows[i].clone() }),
                3 => rows.rotate_left(i),
                _ => rows[i].cells[place % 2] = vec![Inline::text(text)],
            }
        }
        Block::Paragraph { content, .. } | Block::Provision { content, .. }
            if kind.is_multiple_of(2) =>
        {
            content.insert(0, Inline::text(text));
        }
        Block::Provision { label, children, .. } => {
            label.push_str(text);
            children.reverse();
        }
        _ => {}
    }
}

fn mutations() -> impl Strategy<Value = Vec<(u8, usize, usize, String)>> {
    let one = (0u8..24, 0usize..40, 0usize..60, "[甲乙丙第三四条，。 0-9%]{0,12}");
    prop::collection::vec(one, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn applying_mirroring_and_identity(first in mutations(), second in mutations(), fresh in any::<bool>()) {
        let (mut a, mut b) = (last_two().0.clone(), last_two().1.clone());
        if fresh {
            a = b.clone();
        }
        for change in &first { if !a.sections.is_empty() { mutate(&mut a, change) } }
        for change in &second { if !b.sections.is_empty() { mutate(&mut b, change) } }
        prop_assert!(diff(&a, &a.clone()).is_empty());
        let there = diff(&a, &b);
        prop_assert!(apply(&a, &there).as_ref() == Some(&b), "forth: {:?} {:?}", first, second);
        let back = diff(&b, &a);
        prop_assert!(apply(&b, &back).as_ref() == Some(&a), "back: {:?} {:?}", first, second);
        prop_assert!(back == there.clone().mirrored(), "mirror: {:?} {:?}", first, second);
        prop_assert!(there.clone().mirrored().mirrored() == there, "twice: {:?} {:?}", first, second);
    }
}

// The page, the table for a vote, and the command.

#[test]
fn the_page_names_what_it_compares_and_nobody_of_either_roster() {
    let (a, b) = last_two();
    let mut told = b.clone();
    // A report that names people of both years, of whom one changes, and one set in two runs.
    let names: Vec<String> = redaction::names(a).into_iter().chain(redaction::names(b)).collect();
    let gone = names.iter().find(|name| !redaction::names(b).contains(*name)).unwrap();
    let (first, rest) = names.last().unwrap().split_at('曲'.len_utf8());
    told.preamble.push(Block::Paragraph {
        role: gongkai::document::Role::Body,
        content: vec![
            Inline::text(format!("{gone}、{}当选，{first}", names[0])),
            Inline::Strong { content: vec![Inline::text(rest)] },
        ],
    });
    let page = page(a, &told, &Theme::built_in(), None).unwrap();
    let html = String::from_utf8(page.bytes).unwrap();
    for words in [
        &sha256(&a.to_json()),
        "<meta name=\"robots\" content=\"noindex\">",
        "<ins><span class=\"said\">〔增：</span>书面<span class=\"said\">〕</span></ins>",
        "<del><span class=\"said\">〔删：</span>",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(names.len() > 50 && html.contains("〔姓名从略〕"));
    for name in names {
        assert!(!html.contains(&name), "{name} is named");
    }
    for words in ["新任23人，离任22人，留任12人", "护理系", "离任"] {
        assert!(html.contains(words), "{words}");
    }
}

#[test]
fn departments_tell_how_many_came_left_and_moved() {
    let (a, b) = last_two();
    let movements = public(a, b).movements;
    let sum = |of: fn(&Movement) -> usize| movements.iter().map(of).sum::<usize>();
    assert_eq!((sum(|m| m.come), sum(|m| m.left)), (23, 22));
    let mut moved = b.clone();
    moved.published = "2026-03-01".into();
    cell(&mut moved, "roster/table", 0, 3, "护理系");
    let told = public(b, &moved).movements;
    let told: Vec<_> = told.iter().map(|m| (&m.department[..], m.moved_in, m.moved_out)).collect();
    assert_eq!(told, [("信息技术系", 0, 1), ("护理系", 1, 0)]);
}

#[test]
fn who_was_withdrawn_is_not_told_as_gone() {
    let (a, b) = last_two();
    let people = |d: &Difference| -> Vec<(Kind, String)> {
        let people = d.changes.iter().filter(|change| change.subject == Subject::Person);
        people.map(|change| (change.kind, change.name().to_owned())).collect()
    };
    let everybody = Withdrawn { everybody: true, ..Withdrawn::default() };
    let down = redaction::redacted(a, &everybody);
    for (old, new) in [(&down, b), (b, &down)] {
        let found = diff(old, new);
        assert_eq!(people(&found), []);
        assert_eq!(apply(old, &found).as_ref(), Some(new));
        assert!(found.summary.iter().any(|s| s.contains("2024—2025学年的名单已撤下")));
        let told = markdown(&Telling::of(&found));
        assert!(told.contains("已撤下") && !told.contains("人数不变"), "{told}");
        let told = public(old, new);
        assert!(told.movements.is_empty());
        let told = markdown(&Telling::of(&told.difference));
        assert!(told.contains("已撤下") && !told.contains("人数不变"), "{told}");
    }
    // Of one who asked to be withdrawn nobody is told that they left, nor of another who did.
    let one = redaction::names(b).intersection(&redaction::names(a)).next().unwrap().clone();
    let without = Withdrawn { names: [one.clone()].into(), ..Withdrawn::default() };
    let found = diff(a, &redaction::redacted(b, &without));
    let kinds: Vec<Kind> = people(&found).into_iter().map(|(kind, _)| kind).collect();
    assert!(kinds.contains(&Kind::Added) && !kinds.contains(&Kind::Removed), "{kinds:?}");
    assert!(found.summary.iter().any(|s| s.contains("名单中1人已撤下")), "{:?}", found.summary);
}

#[test]
fn ranks_chosen_to_be_printed_otherwise_are_not_compared() {
    let (a, b) = (last_two().1, &mut last_two().1.clone());
    b.published = "2026-03-01".into();
    let roster = b.sections.iter_mut().find(|section| section.id == "roster").unwrap();
    let Block::Table(table) = &mut roster.blocks[0] else { panic!() };
    table.columns[5].title = "学习成绩排名（是否符合要求）".into();
    table.rows.iter_mut().for_each(|row| row.cells[5] = vec![Inline::text("合格")]);
    let told = markdown(&Telling::of(&diff(a, b)));
    assert!(!told.contains("合格") && !told.contains("5/151"), "{told}");
}

#[test]
fn the_table_for_a_vote_is_pdf_a_with_all_amendments() {
    let (a, b) = last_two();
    let (theme, fonts) = (Theme::built_in(), Fonts::built_in());
    let pdf = amendments(&diff(a, b), b, &theme, &fonts).unwrap();
    assert!(pdf == amendments(&diff(a, b), b, &theme, &fonts).unwrap());
    let text: String = pdf_text(&pdf).unwrap().concat().split_whitespace().collect();
    for words in ["《江临职业技术学院学生会章程》修订对照表", "同一个系的候选人不超过2人。", "新增"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    let claims = String::from_utf8_lossy(&pdf_streams(&pdf).unwrap().concat()).into_owned();
    for (claim, value) in [("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]
    {
        assert!(claims.contains(&format!("{claim}>{value}<")), "{claim}");
    }
    // Nothing to vote on is said, too.
    let none = amendments(&diff(b, b), b, &theme, &fonts).unwrap();
    assert!(pdf_text(&none).unwrap().concat().contains("两份章程的条文相同"));
}

#[test]
fn the_command_compares_years_folders_and_files() {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    let root = site.path().display().to_string();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        let output = command.args(["--root", &root, "diff"]).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), said, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (a, b) = last_two();
    let bundle = site.path().join("旧");
    std::fs::create_dir(&bundle).unwrap();
    let file = bundle.join("document.json");
    std::fs::write(&file, a.to_json()).unwrap();
    let json = String::from_utf8(diff(a, b).to_json()).unwrap();
    for old in [a.year.as_str(), bundle.to_str().unwrap(), file.to_str().unwrap()] {
        assert_eq!(
            run(&[old, &b.year, "--format", "json"]),
            (Some(0), json.clone(), String::new())
        );
    }
    let (code, same, _) = run(&[&b.year, &b.year]);
    assert_eq!((code, same.lines().last()), (Some(0), Some("没有变化。")));
    assert!(run(&[&a.year, &b.year, "--format", "html"]).1.contains("<style>"));
    assert_eq!(run(&["没有", &b.year]).0, Some(2));
    std::fs::write(&file, "{}").unwrap();
    assert!(run(&[file.to_str().unwrap(), &b.year]).2.contains("不是本程序认得的"));
    let units = site.path().join("content").join(&b.year).join("机构.yaml");
    let text = std::fs::read_to_string(&units).unwrap();
    std::fs::write(&units, text.replacen("人数: 5", "人数: 4", 1)).unwrap();
    let (code, said, why) = run(&[&a.year, &b.year]);
    assert_eq!((code, said.as_str()), (Some(1), ""));
    assert!(why.contains("不能比较"), "{why}");
}
