use proptest::prelude::*;

use super::*;

fn exact(text: &str) -> Exact {
    parse(text).unwrap()
}

fn dimension(name: &str, maximum: &str) -> Dimension {
    Dimension { name: name.to_owned(), maximum: exact(maximum) }
}

fn group(name: &str, weight: &str, raters: usize) -> Group {
    Group { name: name.to_owned(), weight: exact(weight), raters, peers: false }
}

fn band(grade: &str, from: &str, to: &str) -> Band {
    Band { grade: grade.to_owned(), from: exact(from), to: exact(to) }
}

fn quota(grades: &[&str], number: usize) -> Quota {
    Quota { grades: grades.iter().map(|g| (*g).to_owned()).collect(), limit: Limit::Number(number) }
}

fn subject(name: &str) -> Subject {
    Subject { name: name.to_owned(), kind: "系".to_owned(), knocked_out: None }
}

/// One kind, one dimension of 100, one group of one rater: a subject's score is what it was given.
fn plain(bands: Vec<Band>, quotas: Vec<Quota>, ties: Vec<TieBreak>) -> Scheme {
    let mut grades: Vec<String> = bands.iter().map(|band| band.grade.clone()).collect();
    if grades.is_empty() {
        grades = quotas.iter().flat_map(|quota| quota.grades.clone()).collect();
    }
    Scheme {
        kinds: vec![Kind {
            name: "系".to_owned(),
            dimensions: vec![dimension("甲", "60"), dimension("乙", "40")],
            groups: vec![group("教师", "100", 1)],
        }],
        rounding: Rounding { digits: 2, rule: RoundingRule::HalfUp },
        grades,
        bands,
        quotas,
        ties,
        knock_out: None,
    }
}

fn four() -> Vec<Band> {
    vec![
        band("优秀", "85", "100"),
        band("良好", "70", "85"),
        band("合格", "60", "70"),
        band("不合格", "0", "60"),
    ]
}

/// Subjects 一, 二, … and the one sheet that gives each so much in 甲 and 乙.
fn given(scores: &[(&str, &str)]) -> (Vec<Subject>, Vec<Sheet>) {
    let names = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let rows = names
        .iter()
        .zip(scores)
        .map(|(name, (a, b))| ((*name).to_owned(), vec![parse(a), parse(b)]));
    let sheet = Sheet { group: "教师".to_owned(), rater: 1, scores: rows.collect(), is: None };
    (names[..scores.len()].iter().map(|name| subject(name)).collect(), vec![sheet])
}

fn grades(standings: &[Standing]) -> Vec<&str> {
    standings.iter().map(|standing| standing.grade.as_deref().unwrap()).collect()
}

fn places(standings: &[Standing]) -> Vec<usize> {
    standings.iter().map(|standing| standing.place.unwrap()).collect()
}

fn messages(problems: Vec<Problem>) -> Vec<String> {
    problems.iter().map(Problem::message).collect()
}

#[test]
fn numbers_are_read_as_they_are_written() {
    for (text, n, d) in
        [("92.5", 185, 2), ("0", 0, 1), ("１８．５", 37, 2), ("-3", -3, 1), ("33.3", 333, 10)]
    {
        assert_eq!(parse(text), Some(Exact::new(n, d)), "{text}");
    }
    for text in
        ["", ".5", "5.", "1e2", "1,5", "+5", "12345", "1.23456", "五", "NaN", "--1", "1.2.3"]
    {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn each_rounding_rule_rounds_as_it_says() {
    let cases = [
        ("84.994", "84.99", "84.99", "84.99"),
        ("84.995", "85.00", "85.00", "84.99"),
        ("84.985", "84.99", "84.98", "84.98"),
        ("84.9851", "84.99", "84.99", "84.98"),
        ("84.999", "85.00", "85.00", "84.99"),
        ("0", "0.00", "0.00", "0.00"),
        ("-0.005", "-0.01", "0.00", "0.00"),
    ];
    for (text, up, even, cut) in cases {
        let by = |rule| printed(exact(text), Rounding { digits: 2, rule });
        assert_eq!(by(RoundingRule::HalfUp), up, "{text}");
        assert_eq!(by(RoundingRule::HalfEven), even, "{text}");
        assert_eq!(by(RoundingRule::Truncate), cut, "{text}");
    }
    assert_eq!(printed(exact("84.5"), Rounding { digits: 0, rule: RoundingRule::HalfEven }), "84");
    assert_eq!(decimal(Exact::new(1, 8)), "0.125");
    assert_eq!(decimal(Exact::new(265, 3)), "265/3");
}

#[test]
fn a_band_holds_its_lower_end_and_the_highest_its_upper_too() {
    let (subjects, sheets) =
        given(&[("60", "40"), ("50", "35"), ("50", "34.99"), ("40", "20"), ("0", "0")]);
    let standings = appraise(&plain(four(), vec![], vec![]), &subjects, &sheets).unwrap();
    assert_eq!(grades(&standings), ["优秀", "优秀", "良好", "合格", "不合格"]);
    assert_eq!(places(&standings), [1, 2, 3, 4, 5]);
    assert_eq!(standings[2].score.as_deref(), Some("84.99"));
}

#[test]
fn the_grade_goes_by_the_score_that_is_published() {
    let mut scheme = plain(four(), vec![], vec![]);
    let (subjects, sheets) = given(&[("50", "34.995")]);
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!((standings[0].score.as_deref(), grades(&standings)[0]), (Some("85.00"), "优秀"));
    scheme.rounding.rule = RoundingRule::Truncate;
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!((standings[0].score.as_deref(), grades(&standings)[0]), (Some("84.99"), "良好"));
}

#[test]
fn quotas_without_bands_grade_by_place() {
    let quotas = vec![quota(&["好"], 2), quota(&["较好"], 4), quota(&["一般", "差"], 1)];
    let scores = [
        ("60", "40"),
        ("60", "39"),
        ("60", "38"),
        ("60", "37"),
        ("60", "36"),
        ("60", "35"),
        ("60", "34"),
    ];
    let (subjects, sheets) = given(&scores);
    let standings = appraise(&plain(vec![], quotas.clone(), vec![]), &subjects, &sheets).unwrap();
    assert_eq!(grades(&standings), ["好", "好", "较好", "较好", "较好", "较好", "一般"]);
    assert_eq!(standings[0].banded, None);
    // Eight bodies for seven places.
    let (subjects, sheets) = given(&[&scores[..], &[("60", "33")]].concat());
    let problems = appraise(&plain(vec![], quotas, vec![]), &subjects, &sheets).unwrap_err();
    assert_eq!(
        messages(problems),
        ["“一般、差”至多 1 个，按规则有 2 个（七、八），又没有更低的等次"]
    );
}

#[test]
fn quotas_send_down_the_last_in_order() {
    let scheme = plain(four(), vec![quota(&["优秀"], 1), quota(&["优秀", "良好"], 2)], vec![]);
    let (subjects, sheets) = given(&[("50", "36"), ("50", "40"), ("50", "38"), ("40", "35")]);
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!(grades(&standings), ["合格", "优秀", "良好", "合格"]);
    let banded: Vec<_> = standings.iter().map(|s| s.banded.as_deref().unwrap()).collect();
    assert_eq!(banded, ["优秀", "优秀", "优秀", "良好"]);
}

#[test]
fn a_share_is_of_all_subjects_and_rounded_down() {
    let share = Quota { grades: vec!["优秀".to_owned()], limit: Limit::Share(exact("30")) };
    let scores =
        [("60", "40"), ("60", "39"), ("60", "38"), ("60", "37"), ("60", "36"), ("60", "35")];
    let (subjects, sheets) = given(&scores);
    let standings = appraise(&plain(four(), vec![share], vec![]), &subjects, &sheets).unwrap();
    assert_eq!(grades(&standings), ["优秀", "良好", "良好", "良好", "良好", "良好"]);
}

#[test]
fn ties_are_broken_by_the_stated_rule_in_turn() {
    let first = TieBreak::Dimension("甲".to_owned());
    let scheme = plain(four(), vec![quota(&["优秀"], 1)], vec![first]);
    let (subjects, sheets) = given(&[("50", "40"), ("55", "35"), ("50", "36")]);
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!(places(&standings), [2, 1, 3]);
    assert_eq!(grades(&standings), ["良好", "优秀", "良好"]);
    let told = explain(&standings[1], &scheme);
    assert!(told.contains("与一同分\n  比“甲”的得分：自己 55，一 50\n"), "{told}");
}

#[test]
fn a_tie_across_the_end_of_a_quota_is_never_decided_silently() {
    let scheme = plain(four(), vec![quota(&["优秀"], 1)], vec![]);
    let (subjects, sheets) = given(&[("50", "40"), ("50", "40"), ("50", "20")]);
    let problems = appraise(&scheme, &subjects, &sheets).unwrap_err();
    assert_eq!(messages(problems), ["一、二得分相同，“优秀”的名额只有 1 个，排不出先后"]);
    // 并列 is a rule: both go down.
    let scheme = plain(four(), vec![quota(&["优秀"], 1)], vec![TieBreak::Shared]);
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!(grades(&standings), ["良好", "良好", "良好"]);
    assert_eq!(places(&standings), [1, 1, 3]);
}

#[test]
fn who_is_knocked_out_takes_no_place_of_others() {
    let mut scheme = plain(four(), vec![quota(&["优秀"], 1)], vec![]);
    let (mut subjects, mut sheets) = given(&[("60", "40"), ("60", "39"), ("50", "20")]);
    subjects[0].knocked_out = Some("擅自动用经费".to_owned());
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!(grades(&standings), ["不合格", "优秀", "良好"]);
    assert_eq!((standings[0].place, standings[1].place), (None, Some(1)));
    assert_eq!(standings[0].banded.as_deref(), Some("优秀"));
    assert!(explain(&standings[0], &scheme).contains("一票否决  擅自动用经费，定为“不合格”"));
    // Nobody need score who is knocked out; half a score is a fault.
    sheets[0].scores.remove("一");
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!((standings[0].score.as_deref(), grades(&standings)[0]), (None, "不合格"));
    sheets[0].scores.insert("一".to_owned(), vec![parse("3"), None]);
    let problems = appraise(&scheme, &subjects, &sheets).unwrap_err();
    assert_eq!(messages(problems), ["“一”的“乙”没有打分"]);
    sheets[0].scores.remove("一");
    scheme.knock_out = Some("合格".to_owned());
    assert_eq!(grades(&appraise(&scheme, &subjects, &sheets).unwrap())[0], "合格");
}

/// 主席团 of two who rate each other, teachers beside them.
fn peers() -> (Scheme, Vec<Subject>, Vec<Sheet>) {
    let mut scheme = plain(four(), vec![], vec![]);
    scheme.kinds[0].groups =
        vec![group("教师", "60", 1), Group { peers: true, ..group("互评", "40", 2) }];
    let (subjects, mut sheets) = given(&[("60", "40"), ("50", "30")]);
    for (rater, own, other) in [(1, "一", "二"), (2, "二", "一")] {
        let scores = [(other.to_owned(), vec![parse("30"), parse("20")])].into_iter().collect();
        sheets.push(Sheet { group: "互评".to_owned(), rater, scores, is: Some(own.to_owned()) });
    }
    (scheme, subjects, sheets)
}

#[test]
fn in_a_group_of_peers_nobody_rates_himself() {
    let (scheme, subjects, mut sheets) = peers();
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    assert_eq!(standings[0].composite, Some(exact("80")));
    assert_eq!(standings[1].composite, Some(exact("68")));
    sheets[1].scores.insert("一".to_owned(), vec![parse("60"), parse("40")]);
    let problems = appraise(&scheme, &subjects, &sheets).unwrap_err();
    assert_eq!(messages(problems), ["“一”给自己打了分"]);
}

#[test]
fn a_group_without_a_rater_is_never_weighed_silently() {
    let (mut scheme, mut subjects, mut sheets) = peers();
    subjects.pop();
    sheets.pop();
    scheme.kinds[0].groups[1].raters = 1;
    sheets[0].scores.remove("二");
    sheets[1].scores.clear();
    let problems = appraise(&scheme, &subjects, &sheets).unwrap_err();
    assert_eq!(messages(problems), ["“互评”占有权重，却没有人给“一”打分"]);
}

#[test]
fn every_fault_of_the_sheets_is_told_at_once_and_at_its_place() {
    let scheme = plain(four(), vec![], vec![]);
    let (subjects, sheets) = given(&[("61", "-1"), ("50", ""), ("50", "30")]);
    let mut bad = sheets[0].clone();
    bad.scores.remove("三");
    bad.scores.insert("九".to_owned(), vec![parse("1"), parse("1")]);
    let again = sheets[0].clone();
    let stranger = Sheet { group: "家长".to_owned(), ..sheets[0].clone() };
    let problems = check_sheets(&scheme, &subjects, &[bad, again, stranger]);
    assert_eq!(
        messages(problems.clone()),
        [
            "“九”不是这一轮的述职对象",
            "61 分超过了“甲”的满分 60 分",
            "“乙”写了 -1 分，不能低于 0 分",
            "“二”的“乙”没有打分",
            "评分表里没有“三”的分数",
            "1号评委有两张评分表",
            "评分办法里没有“家长”这一组评委",
        ]
    );
    assert_eq!(problems[1].place.dimension, Some(0));
    assert_eq!(problems[3].place.subject.as_deref(), Some("二"));
    assert_eq!(problems[5].place.sheet, Some(1));
    assert!(problems.iter().all(|problem| !problem.help().is_empty()));
}

#[test]
fn a_missing_sheet_is_no_smaller_group() {
    let mut scheme = plain(four(), vec![], vec![]);
    scheme.kinds[0].groups[0].raters = 3;
    let (subjects, sheets) = given(&[("50", "30")]);
    let problems = appraise(&scheme, &subjects, &sheets).unwrap_err();
    assert_eq!(messages(problems), ["“教师”评委 3 人，填好的评分表有 1 张"]);
}

#[test]
fn a_scheme_that_cannot_be_counted_by_is_refused() {
    let (subjects, sheets) = given(&[("50", "30")]);
    let refused = |change: &dyn Fn(&mut Scheme)| {
        let mut scheme = plain(four(), vec![], vec![]);
        change(&mut scheme);
        messages(appraise(&scheme, &subjects, &sheets).unwrap_err()).join("；")
    };
    let weight = |s: &mut Scheme| s.kinds[0].groups[0].weight = exact("99.9");
    assert_eq!(refused(&weight), "“系”各评分主体的权重合计 99.9%，应当是 100%");
    let gap = |s: &mut Scheme| s.bands[0].from = exact("86");
    assert_eq!(refused(&gap), "“良好”和“优秀”之间，85 分到 86 分没有等次");
    let overlap = |s: &mut Scheme| s.bands[1].to = exact("85.1");
    assert_eq!(refused(&overlap), "“良好”和“优秀”之间，85 分到 85.1 分重叠");
    let short = |s: &mut Scheme| s.bands[0].to = exact("99");
    assert_eq!(refused(&short), "满分 100 分，高于 99 分的没有等次");
    let tie = |s: &mut Scheme| s.ties = vec![TieBreak::Group("家长".to_owned())];
    assert_eq!(refused(&tie), "得分相同时要比“家长”，但不是每一类述职对象都有这个评分主体");
    let apart = |s: &mut Scheme| s.quotas = vec![quota(&["优秀", "合格"], 3)];
    assert_eq!(refused(&apart), "名额“优秀、合格”里的等次应当是相邻的，从高到低写");
    let many = |s: &mut Scheme| s.kinds[0].groups[0].raters = 501;
    assert!(refused(&many).starts_with("“教师”写了 501 名评委"));
}

#[test]
fn every_step_can_be_followed_with_a_pencil() {
    let (scheme, subjects, sheets) = peers();
    let standings = appraise(&scheme, &subjects, &sheets).unwrap();
    let told = explain(&standings[0], &scheme);
    assert_eq!(
        told,
        "一（系）\n教师，占 60%\n  1号评委  60 + 40 = 100\n  平均  (100) ÷ 1 = 100\n  \
         计入  100 × 60% = 60\n互评，占 40%\n  2号评委  30 + 20 = 50\n  平均  (50) ÷ 1 = 50\n  \
         计入  50 × 40% = 20\n综合得分  60 + 20 = 80\n保留 2 位小数，四舍五入  80.00\n\
         名次  第 1 名\n分数段  70 分起，不到 85 分：良好\n等次  良好\n"
    );
}

#[test]
fn a_form_changes_its_digest_with_what_stands_on_it() {
    let (scheme, subjects, _) = peers();
    let table = ScoreTable { title: "评分表".to_owned(), scheme, subjects };
    let forms = |table: &ScoreTable| Form::all("春季", std::slice::from_ref(table));
    let before = forms(&table);
    assert_eq!(before.len(), 2);
    assert_eq!(before[1].own, [Some("一".to_owned()), Some("二".to_owned())]);
    assert_eq!(before[0].own, [None]);
    assert_ne!(before[0].digest(), before[1].digest());
    let mut weighed = table.clone();
    weighed.scheme.kinds[0].groups[0].weight = exact("50");
    assert_eq!(forms(&weighed)[0].digest(), before[0].digest());
    let mut other = table.clone();
    other.scheme.kinds[0].dimensions[0].maximum = exact("59");
    assert_ne!(forms(&other)[0].digest(), before[0].digest());
}

#[test]
fn the_most_that_is_read_is_still_counted_exactly() {
    let mut scheme = plain(vec![], vec![], vec![]);
    let kind = &mut scheme.kinds[0];
    kind.dimensions = vec![dimension("甲", "9999.9999"); 1];
    // Primes: no two groups share a denominator.
    let groups = (0..).zip([499, 491, 487, 479, 467, 463]);
    let weight = |at| if at == 0 { "16.6665" } else { "16.6667" };
    kind.groups =
        groups.map(|(at, raters)| group(&format!("组{at}"), weight(at), raters)).collect();
    let mut sheets = Vec::new();
    for group in &kind.groups {
        for rater in 1..=group.raters {
            let score = Exact::new(99_999_999 - rater as i128, 10_000);
            let scores = [("一".to_owned(), vec![Some(score)])].into_iter().collect();
            sheets.push(Sheet { group: group.name.clone(), rater, scores, is: None });
        }
    }
    let kind = kind.clone();
    scheme.rounding.digits = 4;
    let standings = appraise(&scheme, &[subject("一")], &sheets).unwrap();
    let (sum, parts) = independently(&kind, "一", &sheets);
    assert_eq!(standings[0].composite, Some(Exact::new(sum, parts)));
}

/// The composite, counted in another way: everything in whole ten-thousandths of a point, over one
/// common denominator, rater by rater, without fractions.
fn independently(kind: &Kind, subject: &str, sheets: &[Sheet]) -> (i128, i128) {
    let whole = |value: Exact| (value * Exact::from_integer(10_000)).to_integer();
    let of = |group: &Group| -> Vec<i128> {
        let sheets = sheets.iter().filter(|sheet| sheet.group == group.name);
        let rows = sheets.filter_map(|sheet| sheet.scores.get(subject));
        rows.map(|row| row.iter().map(|score| whole(score.unwrap())).sum()).collect()
    };
    let counts: Vec<i128> = kind.groups.iter().map(|group| of(group).len() as i128).collect();
    let common: i128 = counts.iter().product();
    let mut sum = 0;
    for (group, count) in kind.groups.iter().zip(&counts) {
        for given in of(group) {
            sum += whole(group.weight) * given * (common / count);
        }
    }
    (sum, common * 10_000 * 100 * 10_000)
}

/// A scheme of one kind, its subjects, and whole sheets of tenths of points.
fn whole_round() -> impl Strategy<Value = (Scheme, Vec<Subject>, Vec<Sheet>)> {
    let sizes = (1..4_usize, 1..6_usize, prop::collection::vec(1..7_usize, 1..4));
    sizes.prop_flat_map(|(dimensions, subjects, raters)| {
        let cells = dimensions * subjects * raters.iter().sum::<usize>();
        let weights = prop::collection::vec(1..40_i128, raters.len() - 1);
        (prop::collection::vec(0..=400_i128, cells), weights)
            .prop_map(move |(cells, weights)| made(dimensions, subjects, &raters, &cells, &weights))
    })
}

fn made(
    dimensions: usize,
    subjects: usize,
    raters: &[usize],
    cells: &[i128],
    weights: &[i128],
) -> (Scheme, Vec<Subject>, Vec<Sheet>) {
    let mut scheme = plain(vec![], vec![], vec![]);
    let kind = &mut scheme.kinds[0];
    kind.dimensions = (0..dimensions).map(|at| dimension(&format!("维{at}"), "40")).collect();
    let rest = 100 - weights.iter().sum::<i128>();
    let weights = weights.iter().copied().chain([rest]);
    // Fractions of a percent that make 100 together.
    kind.groups = (0..)
        .zip(weights)
        .zip(raters)
        .map(|((at, weight), raters)| Group {
            weight: Exact::from_integer(weight),
            ..group(&format!("组{at}"), "0", *raters)
        })
        .collect();
    let subjects: Vec<Subject> = (0..subjects).map(|at| subject(&format!("对象{at}"))).collect();
    let mut cells = cells.iter();
    let mut sheets = Vec::new();
    for (at, raters) in raters.iter().enumerate() {
        for rater in 1..=*raters {
            let row = |subject: &Subject, cells: &mut std::slice::Iter<i128>| {
                let cell = |_| Some(Exact::new(*cells.next().unwrap(), 10));
                (subject.name.clone(), (0..dimensions).map(cell).collect())
            };
            let scores = subjects.iter().map(|subject| row(subject, &mut cells)).collect();
            sheets.push(Sheet { group: format!("组{at}"), rater, scores, is: None });
        }
    }
    (scheme, subjects, sheets)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_composite_counted_in_another_way_is_the_same((scheme, subjects, sheets) in whole_round()) {
        prop_assume!(scheme.kinds[0].groups.iter().all(|group| group.weight >= Exact::default()));
        let standings = appraise(&scheme, &subjects, &sheets).unwrap();
        for standing in &standings {
            let (sum, parts) = independently(&scheme.kinds[0], &standing.subject, &sheets);
            prop_assert_eq!(standing.composite.unwrap(), Exact::new(sum, parts));
            // Half up, in whole numbers.
            let hundredths = (2 * 100 * sum + parts) / (2 * parts);
            let printed = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            prop_assert_eq!(standing.score.as_deref().unwrap(), printed);
        }
    }

    #[test]
    fn the_order_of_sheets_changes_nothing((scheme, subjects, sheets) in whole_round()) {
        prop_assume!(scheme.kinds[0].groups.iter().all(|group| group.weight >= Exact::default()));
        let turned: Vec<Sheet> = sheets.iter().rev().cloned().collect();
        prop_assert_eq!(appraise(&scheme, &subjects, &sheets), appraise(&scheme, &subjects, &turned));
    }

    #[test]
    fn places_follow_scores_and_quotas_are_never_over_full(
        (mut scheme, subjects, sheets) in whole_round(), limit in 0..4_usize,
    ) {
        prop_assume!(scheme.kinds[0].groups.iter().all(|group| group.weight >= Exact::default()));
        let top = scheme.kinds[0].maximum();
        let half = top / Exact::from_integer(2);
        let low = Band { grade: "乙".to_owned(), from: Exact::default(), to: half };
        scheme.grades = vec!["甲".to_owned(), "乙".to_owned()];
        scheme.bands = vec![Band { grade: "甲".to_owned(), from: half, to: top }, low];
        scheme.quotas = vec![quota(&["甲"], limit)];
        scheme.ties = vec![TieBreak::Shared];
        let standings = appraise(&scheme, &subjects, &sheets).unwrap();
        for a in &standings {
            for b in &standings {
                let (x, y) = (parse(a.score.as_ref().unwrap()), parse(b.score.as_ref().unwrap()));
                prop_assert_eq!(a.place.cmp(&b.place), y.cmp(&x));
                prop_assert!(x < y || a.grade <= b.grade || a.grade == Some("甲".to_owned()) || x == y);
            }
        }
        let first = standings.iter().filter(|standing| standing.grade.as_deref() == Some("甲"));
        prop_assert!(first.count() <= limit);
    }

    #[test]
    fn what_is_printed_is_read_back(tenths in 0..1_000_000_i128, digits in 1..5_u32) {
        let value = Exact::new(tenths, 100);
        let rounding = Rounding { digits, rule: RoundingRule::HalfUp };
        let back = parse(&printed(value, rounding)).unwrap();
        let error = if back > value { back - value } else { value - back };
        prop_assert!(error * Exact::from_integer(2 * 10_i128.pow(digits)) <= Exact::from_integer(1));
    }
}
