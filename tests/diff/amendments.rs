//! Ten kinds of amendment of the sample's charter, each with what must be told; and a long charter.

use std::time::Instant;

use gongkai::diff::{Change, Difference, Kind, Subject, apply, diff};
use gongkai::document::{Block, Inline, Level};

use crate::edit::{amended, article, at, charter, each_list, renumber, reword, words_of};
use crate::last_two;

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
                statement: None,
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
    assert_eq!(apply(&a, &diff(&a, &b)), Some(b.clone()));
    // The quickest of a few, for other tests run beside this one.
    let quickest = (0..5).map(|_| {
        let start = Instant::now();
        diff(&a, &b);
        start.elapsed()
    });
    let quickest = quickest.min().expect("there are five");
    println!("{quickest:?}");
    assert!(quickest.as_millis() < 1000, "{quickest:?}");
}
