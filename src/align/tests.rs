//! What alignment must tell of texts whose changes are known.

use proptest::prelude::*;

use super::*;

fn aligned(old: &[&str], new: &[&str]) -> Vec<(Option<usize>, Option<usize>, bool, bool)> {
    align(old, new).into_iter().map(|m| (m.old, m.new, m.same, m.moved)).collect()
}

const TEXT: [&str; 5] = [
    "第一条　本会是在校学生的群众组织，由院党委领导。",
    "第二条　学生代表大会每年召开一次，由院团委牵头筹备。",
    "第三条　主席团成员不超过4人，任期一年，由大会差额选举产生。",
    "第四条　工作部门不超过6个，每个部门不超过6人。",
    "第五条　经费支出由主席团集体讨论，报院团委审批。",
];

#[test]
fn of_many_rewritten_articles_each_is_found_again_among_few() {
    let article = |number: usize, when: &str| {
        format!("第{number}条　第{number}间活动室由使用的部门整理，归还钥匙时{when}清点物品。")
    };
    let old: Vec<String> = (1..=400).map(|number| article(number, "当面")).collect();
    let new: Vec<String> = (2..=400).map(|number| article(number, "当日")).collect();
    let old: Vec<&str> = old.iter().map(|text| unnumbered(text)).collect();
    let new: Vec<&str> = new.iter().map(|text| unnumbered(text)).collect();
    let all: Vec<(usize, usize)> = (1..400).map(|place| (place, place - 1)).collect();
    assert_eq!(pairs(&old, &new), all);
    // All share most of their words: held each against each they would be 159,600.
    let looked_at = likely(&old, &new, &[true; 400], &[true; 399], &[]);
    assert!(looked_at.len() < 100 * old.len(), "{}", looked_at.len());
}

#[test]
fn what_many_texts_share_finds_none_of_them() {
    let found = |count: usize| {
        let texts = Texts::index((0..count).map(|number| (number, "归还钥匙时当面清点物品")));
        texts.sharing(&Pairs::count("当面清点"))
    };
    assert_eq!(found(FEW).len(), FEW);
    assert!(found(FEW + 1).is_empty());
}

#[test]
fn an_inserted_article_is_one_insertion() {
    let new = [
        "第一条　本会是在校学生的群众组织，由院党委领导。",
        "第二条　会员毕业的，资格自行终止。",
        "第三条　学生代表大会每年召开一次，由院团委牵头筹备。",
        "第四条　主席团成员不超过4人，任期一年，由大会差额选举产生。",
        "第五条　工作部门不超过6个，每个部门不超过6人。",
        "第六条　经费支出由主席团集体讨论，报院团委审批。",
    ];
    let found = aligned(&TEXT, &new);
    assert_eq!(found.iter().filter(|m| !m.2).collect::<Vec<_>>(), [&(None, Some(1), false, false)]);
}

#[test]
fn a_moved_article_alone_is_told_as_moved() {
    let new = [TEXT[4], TEXT[0], TEXT[1], TEXT[2], TEXT[3]];
    let moved: Vec<_> = aligned(&TEXT, &new).into_iter().filter(|m| m.3).collect();
    assert_eq!(moved, [(Some(4), Some(0), true, true)]);
}

#[test]
fn a_deleted_article_stands_where_it_was() {
    let new = [TEXT[0], TEXT[1], TEXT[3], TEXT[4]];
    assert_eq!(aligned(&TEXT, &new)[2], (Some(2), None, false, false));
}

#[test]
fn a_rewritten_article_between_the_same_neighbours_is_the_same_one() {
    let new = [TEXT[0], TEXT[1], "第三条　主席团任期一年，设若干成员。", TEXT[3], TEXT[4]];
    assert_eq!(aligned(&TEXT, &new)[2], (Some(2), Some(2), false, false));
}

#[test]
fn words_are_marked_whole() {
    let shown = |old: &str, new: &str| -> String {
        let one = |w: &Words| match w.how {
            How::Kept => w.text.clone(),
            How::Deleted => format!("[-{}-]", w.text),
            How::Inserted => format!("{{+{}+}}", w.text),
        };
        mark_changes(old, new).iter().map(one).collect()
    };
    assert_eq!(shown("于2019年通过", "于2024年通过"), "于[-2019-]{+2024+}年通过");
    assert_eq!(shown("三十个工作日", "二十个工作日"), "[-三十-]{+二十+}个工作日");
    assert_eq!(shown("有五分之四到会", "有三分之二到会"), "有[-五分之四-]{+三分之二+}到会");
    assert_eq!(shown("述职五分钟", "述职六分钟"), "述职[-五-]{+六+}分钟");
    assert_eq!(shown("甲", "甲"), "甲");
}

#[test]
fn two_charters_of_500_articles_take_well_under_a_second() {
    let article = |i: usize, salt: usize| {
        let words: String = (0..80)
            .map(|k| char::from_u32(0x4e00 + ((i * 7919 + k * (31 + salt)) % 900) as u32).unwrap())
            .collect();
        format!("第{i}条　{words}")
    };
    let old: Vec<String> = (0..500).map(|i| article(i, 0)).collect();
    // Every article changed a little, so that nothing is paired by equality.
    let new: Vec<String> = old.iter().rev().map(|text| format!("{text}另行规定")).collect();
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    // The shortest of several, for the machine may be busy.
    let times = (0..5).map(|_| {
        let start = std::time::Instant::now();
        assert_eq!(align(&old, &new).len(), 500);
        start.elapsed()
    });
    let shortest = times.min().unwrap();
    assert!(shortest.as_secs() < 1, "{shortest:?}");
}

#[test]
fn what_stayed_in_order_is_found_among_tens_of_thousands() {
    // The last is first now; all others follow one another as before.
    let count = 40_000;
    let pairs: Vec<(usize, usize)> = (0..count).map(|i| (i, (i + 1) % count)).collect();
    let stays = in_order(&pairs, &vec![1; count]);
    assert!(stays[..count - 1].iter().all(|stays| *stays) && !stays[count - 1]);
}

/// Finds the heaviest of the longest runs by trying every choice of pairs.
fn most_in_order(pairs: &[(usize, usize)], weights: &[usize]) -> (usize, usize) {
    let rises = |chosen: &[usize]| {
        chosen.windows(2).all(|two| {
            let (a, b) = (pairs[two[0]], pairs[two[1]]);
            a.0 < b.0 && a.1 < b.1
        })
    };
    let chosen = |bits: u32| (0..pairs.len()).filter(|i| bits >> i & 1 == 1).collect::<Vec<_>>();
    let runs = (0..1 << pairs.len()).map(chosen).filter(|chosen| rises(chosen));
    runs.map(|run| (run.len(), run.iter().map(|i| weights[*i]).sum())).max().unwrap()
}

proptest! {
    #[test]
    fn no_longer_or_heavier_run_is_in_order(
        found in prop::collection::vec((0usize..6, 0usize..6, 1usize..4), 0..8),
    ) {
        let mut pairs: Vec<(usize, usize)> = found.iter().map(|(o, n, _)| (*o, *n)).collect();
        pairs.sort_unstable();
        let weights: Vec<usize> = found.iter().map(|(.., weight)| *weight).collect();
        let stays = in_order(&pairs, &weights);
        let run: Vec<usize> = (0..pairs.len()).filter(|i| stays[*i]).collect();
        let weight = run.iter().map(|i| weights[*i]).sum();
        prop_assert_eq!((run.len(), weight), most_in_order(&pairs, &weights));
        prop_assert!(run.windows(2).all(|two| pairs[two[0]].1 < pairs[two[1]].1));
    }

    #[test]
    fn every_article_is_told_once(
        old in prop::collection::vec("[甲乙丙丁]{0,9}", 0..12),
        new in prop::collection::vec("[甲乙丙丁]{0,9}", 0..12),
    ) {
        let (a, b): (Vec<&str>, Vec<&str>) =
            (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let found = align(&a, &b);
        let mut olds: Vec<usize> = found.iter().filter_map(|m| m.old).collect();
        let mut news: Vec<usize> = found.iter().filter_map(|m| m.new).collect();
        olds.sort_unstable();
        prop_assert!(news.is_sorted());
        news.dedup();
        prop_assert_eq!(olds, (0..a.len()).collect::<Vec<_>>());
        prop_assert_eq!(news, (0..b.len()).collect::<Vec<_>>());
        prop_assert!(align(&a, &a).iter().all(|m| m.same && !m.moved));
    }

    #[test]
    fn marked_words_hold_both_texts(old in "[甲乙丙 0-9，。]{0,20}", new in "[甲乙丙 0-9，。]{0,20}") {
        let marked = mark_changes(&old, &new);
        let side = |not: How| -> String {
            marked.iter().filter(|w| w.how != not).map(|w| w.text.as_str()).collect()
        };
        prop_assert_eq!(side(How::Inserted), old);
        prop_assert_eq!(side(How::Deleted), new);
    }
}
