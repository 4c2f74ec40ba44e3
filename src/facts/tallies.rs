//! Counts in reporting sentences that must come to something: ballots and votes, delegates by sex or
//! grade, kinds of proposals, three sides against how many are named, a share beside its number.
//! It must not judge; beside each whole stands what its parts come to.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::clauses::{Sentence, sentences};
use super::owners;
use super::passages::{FILLED, Kind, Passage};
use super::wholes::{self, entry, pattern};
use crate::datum::{Datum, FieldName, flag, word};
use crate::model::{
    charter, charter_bounds, charter_limit, congress, delegates, election, totals, whole, year,
};
use crate::numeral;
use crate::standard::{Words, has, word_lists};

/// Sections whose texts report on the year.
const REPORTING: [FieldName; 4] =
    [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];

/// Finds every count whose parts or bounds the same passage or the data tell.
pub fn find(passages: &[Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let mut found = Vec::new();
    let told = |passage: &&Passage| {
        !passage.hidden && passage.kind == Kind::Body && REPORTING.contains(&passage.section)
    };
    let all = Proposals::gather(passages.iter().filter(told), words);
    for passage in passages.iter().filter(told) {
        found.extend(proposals(passage));
        for sentence in sentences(passage) {
            if words.has(word_lists::PAST, sentence.text) {
                continue;
            }
            found.extend(ballots(&sentence));
            found.extend(votes(&sentence, root));
            found.extend(too_many_votes(&sentence, root));
            found.extend(from_places(&sentence));
            found.extend(sides(&sentence));
            found.extend(kinds(&sentence, root, words));
            found.extend(percentages(&sentence, root));
            found.extend(rates(&sentence, root));
            found.extend(by_kind(&sentence));
            found.extend(outcomes(&sentence));
            found.extend(rate_within(&sentence, &all));
            found.extend(lacking(&sentence));
            found.extend(too_few_votes(&sentence, root));
            found.extend(votes_each(&sentence, root));
            found.extend(too_few_to_amend(&sentence, root));
            found.extend(least_of_all(&sentence, root));
            found.extend(wrong_way(&sentence));
            found.extend(in_turn(&sentence, root, words));
            found.extend(moved(&sentence));
            found.extend(majority(&sentence, root));
            found.extend(share_of_proposals(&sentence, &all));
        }
    }
    found
}

fn count(hit: &regex::Captures, name: &str) -> Option<(i64, Range<usize>)> {
    let part = hit.name(name).or(hit.name("m"))?;
    Some((wholes::number(part.as_str())?, hit.get(0)?.range()))
}

fn first(search: &Regex, text: &str) -> Option<(i64, Range<usize>)> {
    search.captures(text).and_then(|hit| count(&hit, "n"))
}

/// An entry that does not fit: more than there can be.
fn beyond(sentence: &Sentence, range: Range<usize>, whole: i64, most: i64, told: &str) -> Datum {
    let mut entry = entry(sentence, range, whole, most, told, "至多");
    let place = entry.span;
    entry.set(whole::FITS, flag(whole <= most, place));
    entry
}

/// An entry that does not fit: a share that is not what a part of a whole comes to.
fn other_share(sentence: &Sentence, range: Range<usize>, part: i64, all: i64) -> Datum {
    let mut entry = entry(sentence, range, all, part, "", "占比");
    let place = entry.span;
    let tenths = (part * 2000 / all.max(1) + 1) / 2;
    let told = format!("{part}/{all}，即 {}.{}%", tenths / 10, tenths % 10);
    entry.set(whole::TOLD, word(told, place));
    entry.set(whole::FITS, flag(false, place));
    entry
}

static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:发出|发放)(?:选票|表决票|问卷|调查问卷)?(?:共)? *(?P<n>N) *[张份]")
});
static RETURNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:收回|回收)(?:选票|表决票|问卷|调查问卷)?(?:共)? *(?P<n>N) *[张份]")
});
static VALID: LazyLock<Regex> =
    LazyLock::new(|| pattern("有效(?:选票|表决票|票)?(?:共|为)? *(?P<n>N) *[张份]"));
static VOID: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:无效|作废|废)(?:的)?(?:选票|表决票|票)?(?:共|为)? *(?P<n>N) *[张份]")
});

/// 发出选票131张，收回131张，其中有效票130张，无效票1张.
fn ballots(sentence: &Sentence) -> Vec<Datum> {
    let text = sentence.text;
    let of = |search: &Regex| first(search, text);
    let (issued, returned) = (of(&ISSUED), of(&RETURNED));
    let mut found = Vec::new();
    if let (Some((issued, _)), Some((returned, range))) = (&issued, &returned)
        && returned > issued
    {
        found.push(beyond(sentence, range.clone(), *returned, *issued, &format!("发出{issued}")));
    }
    if let (Some((returned, range)), Some((valid, _)), Some((void, _))) =
        (returned, of(&VALID), of(&VOID))
    {
        let told = format!("有效{valid}、无效{void}");
        found.push(entry(sentence, range, returned, valid + void, &told, "张数"));
    }
    found
}

static FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:赞成|同意)(?:票)?(?:共|为)? *(?P<n>N) *票|(?P<m>N) *票(?:赞成|同意)")
});
static AGAINST: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:反对|不赞成|不同意)(?:票)?(?:共|为)? *(?P<n>N) *票|(?P<m>N) *票(?:反对|不赞成)")
});
static ABSTAINED: LazyLock<Regex> =
    LazyLock::new(|| pattern("弃权(?:票)?(?:共|为)? *(?P<n>N) *票|(?P<m>N) *票弃权"));

/// 赞成129票，反对1票，弃权1票: no more vote than are present.
fn votes(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let hits: Vec<_> =
        [&FOR, &AGAINST, &ABSTAINED].iter().filter_map(|it| first(it, sentence.text)).collect();
    let other = ["系学生", "团支部", "班级", "大会主席团"];
    let sum: i64 = hits.iter().map(|(n, _)| n).sum();
    // One number alone tells something only where it is too large.
    let tells = hits.len() > 1 || sum > present;
    if !tells || other.iter().any(|word| sentence.text.contains(word)) {
        return None;
    }
    let start = hits.iter().map(|(_, range)| range.start).min()?;
    let end = hits.iter().map(|(_, range)| range.end).max()?;
    Some(beyond(sentence, start..end, sum, present, &format!("实到代表{present}")))
}

static VOTES: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>N) *票"));
static BALLOTS_ISSUED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:发出|发放)(?:选票|表决票)(?:共)? *(?P<n>N) *张"));

/// 得票依次为131票、140票: nobody has more votes, and no more ballots go out, than delegates came.
fn too_many_votes(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let text = sentence.text;
    // All votes together, those of several ballots and those on the web are more.
    let other = [
        "系学生",
        "团支部",
        "班级",
        "大会主席团",
        "上次",
        "上届",
        "共得",
        "共获",
        "合计",
        "共计",
        "累计",
        "总票数",
        "总得票",
        "两轮",
        "两次",
        "分别",
        "网络",
        "线上",
        "评选",
        "投稿",
        "作品",
    ];
    let counts = ["得票", "得了", "获得", "票数"].iter().any(|word| text.contains(word));
    if sentence.passage.section != year::CONGRESS || other.iter().any(|it| text.contains(it)) {
        return None;
    }
    let of = |search: &Regex| -> Vec<_> {
        search.captures_iter(text).filter_map(|hit| count(&hit, "n")).collect()
    };
    let mut all = of(&BALLOTS_ISSUED);
    all.extend(of(&VOTES).into_iter().filter(|_| counts));
    let (most, range) = all.into_iter().find(|(n, _)| *n > present)?;
    Some(beyond(sentence, range, most, present, &format!("实到代表{present}")))
}

static OF_SO_MANY: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<n>N) *[名人位][^，。；0-9]{0,8}中[，：]?"));
static FROM: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<n>N) *[名人位](?:是|为|均|都)?(?:来自|出自)"));

/// 4名候选人中两名来自护理系，三名来自信息技术系: no more come from anywhere than there are.
fn from_places(sentence: &Sentence) -> Option<Datum> {
    let hit = OF_SO_MANY.captures(sentence.text)?;
    let (all, range) = count(&hit, "n")?;
    let parts: Vec<i64> = FROM
        .captures_iter(&sentence.text[range.end..])
        .filter_map(|hit| Some(count(&hit, "n")?.0))
        .collect();
    let told: Vec<String> = parts.iter().map(ToString::to_string).collect();
    let sum: i64 = parts.iter().sum();
    let several = parts.len() > 1;
    (several && sum > all).then(|| entry(sentence, range, all, sum, &told.join("、"), "人数"))
}

static FEWEST: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:最低|最少)(?:的)?(?:得票|得)?(?:为|是)? *(?P<n>N) *票"));

/// 当选人得票最高127票，最低60票: who is elected has more than half of those present.
fn too_few_votes(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let text = sentence.text;
    let (votes, range) = first(&FEWEST, text)?;
    let elected = text[..range.start].contains("当选") && !text.contains("候选人");
    let other =
        ["系学生", "大会主席团", "监票", "再次", "第二轮"].iter().any(|word| text.contains(word));
    (elected && !other && votes * 2 <= present).then(|| {
        let mut entry = entry(sentence, range, votes, present / 2 + 1, "过半数", "票数至少");
        let place = entry.span;
        entry.set(whole::FITS, flag(false, place));
        entry
    })
}

static VOTES_EACH: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:得|获|获得)(?:赞成)?票?(?P<parts>(?:N) *票(?:[、，和及]+(?:N) *票)+)")
});

/// 当选的三人得赞成票125票、119票和58票: each of them needs more than half of those who came.
fn votes_each(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let text = sentence.text;
    let hit = VOTES_EACH.captures(text)?;
    let range = hit.get(0)?.range();
    let elected = text[..range.start].contains("当选") && !text.contains("候选人");
    let other =
        ["系学生", "大会主席团", "监票", "再次", "第二轮"].iter().any(|word| text.contains(word));
    let votes = COUNTED_VOTES.captures_iter(&hit["parts"]).filter_map(|hit| count(&hit, "n"));
    let few = votes.map(|(votes, _)| votes).find(|votes| votes * 2 <= present)?;
    (elected && !other).then(|| {
        let mut entry = entry(sentence, range, few, present / 2 + 1, "过半数", "票数至少");
        let place = entry.span;
        entry.set(whole::FITS, flag(false, place));
        entry
    })
}

static COUNTED_VOTES: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>N) *票"));

static AMENDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:赞成|同意)票?(?:共|为|有)?(?P<n>N) *票|(?P<m>N) *票(?:赞成|同意)")
});

/// 章程修正案以80票赞成通过: the charter says by which part of those who came it is amended.
fn too_few_to_amend(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let text = sentence.text;
    let (votes, range) = first(&AMENDED, text)?;
    let before = &text[..range.start];
    let amends = before.contains("章程") && !before.contains("选举");
    let other =
        ["系学生", "没有通过", "未通过", "未获通过", "不足"].iter().any(|it| text.contains(it));
    let bound = root.get(year::CHARTER).get(charter::BOUNDS).get(charter_bounds::AMENDMENT);
    let (part, of) =
        bound.get(charter_limit::NUM).number().zip(bound.get(charter_limit::DEN).number())?;
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let least = (present * part + of - 1) / of;
    (amends && !other && votes < least).then(|| {
        let told = format!("到会代表的{part}/{of}");
        let mut entry = entry(sentence, range, votes, least, &told, "票数至少");
        let place = entry.span;
        entry.set(whole::FITS, flag(false, place));
        entry
    })
}

static LEAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<p>PERCENT) *的?(?:下限|最低比例|比例)(?:计算|测算|折算)，?[^，。；]{0,12}?(?:不少于|不得少于|不低于|至少|应有|为|有) *(?P<n>N) *[名人]",
    )
});

/// 按1%的下限计算应当不少于86名: that part of the students whom the delegates are a share of.
fn least_of_all(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let hit = LEAST.captures(sentence.text)?;
    let base = root.get(year::DELEGATES).get(delegates::BASE).number()?;
    let percent: f64 = numeral::percent(&hit["p"])?.parse().ok()?;
    let (said, range) = count(&hit, "n")?;
    let exact = base as f64 * percent / 100.0;
    let fits = (said as f64 - exact).abs() < 1.0;
    let least = exact.ceil() as i64;
    let told = format!("{base}的{}，即 {least}", &hit["p"]);
    (!fits).then(|| entry(sentence, range, said, least, &told, "占比"))
}

static DIRECTION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[由从](?:[^，。；0-9由从]{0,8}?) *(?P<from>[0-9]+) *[名人个件项]?，?(?:(?P<up>增加|提高|增|扩大|上升)|(?P<down>减少|下降|减|降|精简|压缩))[到至为] *(?P<to>[0-9]+)",
    )
});

/// 由123名减至136名: what it is said to do is not what the numbers do.
fn wrong_way(sentence: &Sentence) -> Option<Datum> {
    let hit = DIRECTION.captures(sentence.text)?;
    let number = |name: &str| wholes::number(hit.name(name)?.as_str());
    let (from, to) = (number("from")?, number("to")?);
    let wrong = if hit.name("up").is_some() { to <= from } else { to >= from };
    let told = format!("{from}→{to}");
    let range = hit.get(0)?.range();
    wrong.then(|| {
        let mut entry = entry(sentence, range, to, from, &told, "增减");
        let place = entry.span;
        entry.set(whole::FITS, flag(false, place));
        entry
    })
}

static IN_TURN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:一、二、三|一年级、二年级、三|一年级、二年级和三|男、女|男女)(?:个)?(?:年级|生)?(?:的)?(?P<who>代表|工作人员)?(?:人数)?(?:分别|依次|各)(?:为|有|是)? *(?P<parts>(?:N) *[名人](?:[、，和及]+(?:N) *[名人])+)",
    )
});

/// 一、二、三年级代表分别为40名、65名、31名: all of them together.
fn in_turn(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let text = sentence.text;
    let hit = IN_TURN.captures(text)?;
    if has(text, &words.matters.other_grades) || text.contains("党员") {
        return None;
    }
    let delegates = [year::DELEGATES, year::CONGRESS].contains(&sentence.passage.section);
    let whole = match hit.name("who").map(|it| it.as_str()) {
        Some("工作人员") => root.get(year::TOTALS).get(totals::STAFF).number()?,
        Some(_) if delegates => root.get(year::DELEGATES).get(delegates::TOTAL).number()?,
        _ => whole_before(&text[..hit.get(0)?.start()], sentence, root)?,
    };
    let parts: Vec<i64> = NUMBERS
        .captures_iter(&hit["parts"])
        .filter_map(|hit| count(&hit, "n"))
        .map(|(n, _)| n)
        .collect();
    let told: Vec<String> = parts.iter().map(ToString::to_string).collect();
    Some(entry(sentence, hit.get(0)?.range(), whole, parts.iter().sum(), &told.join("、"), "人数"))
}

static RECEIVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:收到|征集|征集到|收集)(?:代表)?(?:提案|议案)[^，。；0-9]{0,4}?(?P<n>N) *件")
});
static OUTCOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<kind>不予立案|不立案|未立案|予以立案|审查立案|立案|并案处理|并案|转为意见建议|转为建议|作为意见建议|作为建议|退回)(?:的|办理|处理)? *(?P<n>N) *件",
    )
});

/// 收到提案43件，立案36件，不予立案7件: what became of all of them.
fn proposals(passage: &Passage) -> Option<Datum> {
    let text = passage.text.as_str();
    let (whole, range) = first(&RECEIVED, text)?;
    let outcomes: Vec<_> = OUTCOME
        .captures_iter(text)
        .filter_map(|hit| Some((hit["kind"].to_owned(), count(&hit, "n")?.0)))
        .collect();
    let rest = |kind: &str| !kind.ends_with("立案") || kind.starts_with(['不', '未']);
    let taken = outcomes.iter().any(|(kind, _)| !rest(kind));
    let left = outcomes.iter().any(|(kind, _)| kind.starts_with(['不', '未']));
    let again = text.matches('件').count() > outcomes.len() + 1;
    if !taken || !left || again || text.contains("其中") {
        return None;
    }
    let sum = outcomes.iter().map(|(_, n)| n).sum();
    let told: Vec<String> = outcomes.iter().map(|(kind, n)| format!("{kind}{n}")).collect();
    let sentence = Sentence { text, at: 0, passage };
    Some(entry(&sentence, range, whole, sum, &told.join("、"), "件数"))
}

static SIDES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<list>[^，。；：0-9]*、[^，。；：]*?)(?P<n>[二两三四五六七八九十]|[0-9])(?P<unit> *个?(?:方面|环节|领域|层次|层面|阶段|主题))",
    )
});

/// 集中在甲、乙和丙三个方面. Where 和 may stand within one of them, either reading will do.
fn sides(sentence: &Sentence) -> Option<Datum> {
    const BEGINS: [&str; 12] =
        ["集中在", "围绕", "包括", "涵盖", "涉及", "分为", "从", "由", "对", "在", "为", "有"];
    let hit = SIDES.captures(sentence.text)?;
    let list = &hit["list"];
    let start = BEGINS
        .iter()
        .filter_map(|word| list.find(word).map(|at| at + word.len()))
        .filter(|at| list[*at..].contains('、'))
        .max()?;
    let list = &list[start..];
    if list.ends_with('等') || list.contains(FILLED) || list.contains("其他") {
        return None;
    }
    let marks = list.matches('、').count() as i64;
    let joins = list.matches(['和', '与', '及']).count() as i64;
    let (least, most) = (marks + 1, marks + 1 + joins);
    let whole = wholes::number(&hit["n"])?;
    let range = hit.name("n")?.start()..hit.name("unit")?.end();
    let parts = whole.clamp(least, most);
    Some(entry(sentence, range, whole, parts, "", "项数"))
}

/// Kinds of persons that divide a whole among them: each with how it is written.
static DIVISIONS: LazyLock<[Vec<Regex>; 3]> = LazyLock::new(|| {
    let of_kinds = |kinds: &[&str]| kinds.iter().map(|kind| of_kind(kind)).collect();
    [
        of_kinds(&["男", "女"]),
        of_kinds(&["一年级", "二年级", "三年级"]),
        of_kinds(&["共青团员|团员", "共产党员|中共党员|党员"]),
    ]
});

static OF_ALL: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>N) *[名人位](?:\\p{Han}{0,6})$"));

/// 男代表62名，女代表74名: both together are all, those just named or those of the data.
fn kinds(sentence: &Sentence, root: &Datum, words: &Words) -> Vec<Datum> {
    let text = sentence.text;
    if has(text, &words.matters.other_grades) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for division in &*DIVISIONS {
        let hits: Option<Vec<_>> = division.iter().map(|kind| first(kind, text)).collect();
        let Some(hits) = hits else { continue };
        let start = hits.iter().map(|(_, range)| range.start).min().unwrap_or_default();
        let end = hits.iter().map(|(_, range)| range.end).max().unwrap_or_default();
        // 共产党员8名（其中预备党员3名） has a part of its own.
        let Some(whole) = whole_before(&text[..start], sentence, root) else { continue };
        let sum = hits.iter().map(|(n, _)| n).sum();
        let told: Vec<String> = hits.iter().map(|(n, _)| n.to_string()).collect();
        found.push(entry(sentence, start..end, whole, sum, &told.join("、"), "人数"));
    }
    found
}

fn of_kind(kind: &str) -> Regex {
    pattern(&format!(
        "(?:{kind})(?:同学|学生|生)?(?:代表|工作人员|成员)?(?:（[^）]*）)?(?:共|有|各)? *(?P<n>N) *[名人位]"
    ))
}

/// Returns how many there are in all: the number right before, or the data's where the sentence
/// begins with the kinds themselves.
fn whole_before(before: &str, sentence: &Sentence, root: &Datum) -> Option<i64> {
    let clauses = before.trim_end_matches(['，', '：', ':', '、']);
    let clauses = clauses.trim_end_matches("其中").trim_end_matches(['，', '：']);
    if let Some(hit) = OF_ALL.captures(clauses) {
        return count(&hit, "n").map(|(n, _)| n);
    }
    let subject = clauses.trim_end_matches(['中', '里']).trim();
    let all = ["", "代表", "当选代表", "全体代表", "大会代表", "正式代表", "学生代表"];
    let delegates = [year::DELEGATES, year::CONGRESS].contains(&sentence.passage.section);
    // In the part on delegates nobody else is divided by grade or sex.
    let divided = ["按年级分", "按年级", "从年级看", "按性别分", "从性别看"];
    if sentence.passage.section == year::DELEGATES && divided.contains(&subject) {
        return root.get(year::DELEGATES).get(delegates::TOTAL).number();
    }
    if delegates && all.contains(&subject) && sentence.text.contains("代表") {
        return root.get(year::DELEGATES).get(delegates::TOTAL).number();
    }
    let staff = ["工作人员", "全体工作人员", "学生会工作人员", "本会工作人员"];
    staff.contains(&subject).then(|| root.get(year::TOTALS).get(totals::STAFF).number()).flatten()
}

static PERCENTAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<n>[0-9]+) *[名人位]，?(?P<about>约)?占(?P<of>[^，。；0-9]{0,10}?)(?:的)? *(?P<about2>约)?(?P<p>PERCENT)",
    )
});
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>N) *[名人位]"));

/// 女代表74名，占54.4%: of the delegates, the staff, or any whole the sentence names.
fn percentages(sentence: &Sentence, root: &Datum) -> Vec<Datum> {
    let text = sentence.text;
    let mut wholes: Vec<i64> = Vec::new();
    let data = |paths: &[[FieldName; 2]], wholes: &mut Vec<i64>| {
        wholes.extend(paths.iter().filter_map(|path| root.at(path).number()));
    };
    if text.contains("代表") {
        let of_congress = [congress::PRESENT, congress::DUE].map(|name| [year::CONGRESS, name]);
        data(&[[year::DELEGATES, delegates::TOTAL]], &mut wholes);
        data(&of_congress, &mut wholes);
    }
    if ["工作人员", "部门成员", "成员"].iter().any(|word| text.contains(word)) {
        data(&[totals::STAFF, totals::PRESIDIUM].map(|name| [year::TOTALS, name]), &mut wholes);
    }
    let named = NUMBERS.captures_iter(text).filter_map(|hit| count(&hit, "n")).map(|(n, _)| n);
    let named: Vec<i64> = named.collect();
    let mut found = Vec::new();
    for hit in PERCENTAGE.captures_iter(text) {
        let of = &hit["of"];
        let about = hit.name("about").is_some() || hit.name("about2").is_some();
        let whole =
            ["代表", "工作人员", "成员"].iter().any(|word| of.contains(word)) || of.is_empty();
        let (Some(part), true, false) = (numeral::count(&hit["n"], ""), whole, about) else {
            continue;
        };
        let mut among: Vec<i64> = wholes.clone();
        among.extend(named.iter().filter(|n| **n != part));
        if wholes.is_empty() || among.iter().any(|all| comes_to(part, *all, &hit["p"])) {
            continue;
        }
        let (Some(n), Some(p)) = (hit.name("n"), hit.name("p")) else { continue };
        let told = wholes[0];
        let range = n.start()..p.end();
        found.push(other_share(sentence, range, part, told));
    }
    found
}

/// A rate by its name, and the data it is made of; where colleges reckon it in two ways, both.
type Rate = (LazyLock<Regex>, &'static [[(FieldName, FieldName); 2]]);

static RATES: [Rate; 2] = [
    (
        LazyLock::new(|| {
            pattern("(?:到会|出席)率(?:为|是|达到|达)?(?P<about>约)? *(?P<p>PERCENT)")
        }),
        &[[(year::CONGRESS, congress::PRESENT), (year::CONGRESS, congress::DUE)]],
    ),
    (
        LazyLock::new(|| {
            pattern(
                "(?:差额(?:比例|率)(?:为|是|达到|达)?|候选人(?:人数)?多于应选人数的?)(?P<about>约)? *(?P<p>PERCENT)",
            )
        }),
        &[
            [(year::ELECTION, election::SURPLUS), (year::ELECTION, election::SEATS)],
            [(year::ELECTION, election::SURPLUS), (year::ELECTION, election::CANDIDATES)],
        ],
    ),
];

/// 到会率为96.3%: of those due, how many came.
fn rates(sentence: &Sentence, root: &Datum) -> Vec<Datum> {
    let text = sentence.text;
    let other = ["系", "代表团", "班", "规定", "以上", "不低于", "不少于"];
    let mut found = Vec::new();
    for (search, data) in &RATES {
        let Some(hit) = search.captures(text) else { continue };
        let Some(printed) = hit.name("p") else { continue };
        let start = hit.get(0).map_or(0, |hit| hit.start());
        let clause = text[..start].rsplit(['，', '、']).next().unwrap_or_default();
        let behind = text[printed.end()..].split(['，', '。']).next().unwrap_or_default();
        let is_other = other.iter().any(|word| clause.contains(word) || behind.contains(word))
            || owners::tells_of_last(&text[..start]);
        // How delegates were elected has a surplus of its own.
        let of_delegates =
            ["代表人选", "代表候选人", "代表名额"].iter().any(|it| text.contains(it));
        if hit.name("about").is_some() || is_other || of_delegates {
            continue;
        }
        let pair = |pair: &[(FieldName, FieldName); 2]| {
            let [part, whole] = pair.map(|(section, name)| root.get(section).get(name).number());
            part.zip(whole)
        };
        let pairs: Option<Vec<(i64, i64)>> = data.iter().map(pair).collect();
        let Some(pairs) = pairs else { continue };
        if pairs.iter().any(|(part, whole)| comes_to(*part, *whole, printed.as_str())) {
            continue;
        }
        let (part, whole) = pairs[0];
        let range = start..printed.end();
        found.push(other_share(sentence, range, part, whole));
    }
    found
}

static OF_THINGS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:(?P<n>N) *[件条项](?:提案|议案|建议|意见)|(?:提案|议案|建议|意见)(?:共|共计|有)? *(?P<m>N) *[件条项])(?:中[，：]?|[，：])",
    )
});
static KIND_OF_THINGS: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<name>\\p{Han}{1,6}?)类 *(?P<n>N) *[件条项]"));

/// 43件提案中，学习类20件、生活类18件、文体类8件: the kinds are no more than all.
fn by_kind(sentence: &Sentence) -> Option<Datum> {
    let text = sentence.text;
    let hit = OF_THINGS.captures(text)?;
    let (all, range) = count(&hit, "n")?;
    let kinds: Vec<i64> = KIND_OF_THINGS
        .captures_iter(&text[range.end..])
        .filter_map(|hit| Some(count(&hit, "n")?.0))
        .collect();
    let sum: i64 = kinds.iter().sum();
    (kinds.len() > 1).then(|| beyond(sentence, range, sum, all, &format!("共{all}")))
}

/// 43件提案中，立案36件，未立案9件: what was taken up and what was not are all.
fn outcomes(sentence: &Sentence) -> Option<Datum> {
    let text = sentence.text;
    let (all, range) = count(&OF_THINGS.captures(text)?, "n")?;
    let outcomes: Vec<_> = OUTCOME
        .captures_iter(&text[range.end..])
        .filter_map(|hit| Some((hit["kind"].to_owned(), count(&hit, "n")?.0)))
        .collect();
    let left = |kind: &str| kind.starts_with(['不', '未']);
    let (taken, rest) = (
        outcomes.iter().any(|(kind, _)| kind.ends_with("立案") && !left(kind)),
        outcomes.iter().any(|(kind, _)| left(kind)),
    );
    let sum = outcomes.iter().map(|(_, n)| n).sum();
    let told: Vec<String> = outcomes.iter().map(|(kind, n)| format!("{kind}{n}")).collect();
    (taken && rest).then(|| entry(sentence, range, all, sum, &told.join("、"), "件数"))
}

static RATE_NAMED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<what>回收|立案|办结|有效)率(?:为|是|达到|达)? *(?P<p>PERCENT)"));
static ALL_PROPOSALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:收到|征集|征集到|收集)(?:代表)?(?:提案|议案) *(?P<n>N) *件|(?P<m>N) *件(?:提案|议案)",
    )
});
static RECEIVED_ANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:收到|受理|接收|办理|征集|接到)[^，。；0-9]{0,12}?(?P<n>N) *[件条份]")
});
static SETTLED: LazyLock<Regex> = LazyLock::new(|| pattern("办结(?:的|了)? *(?P<n>N) *[件条份]"));
static TAKEN_UP: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:^|[^不未予])立案(?:的)? *(?P<n>N) *件"));

/// How many proposals came in and were taken up, by the part of the year that tells it once.
struct Proposals(BTreeMap<FieldName, [Vec<i64>; 2]>);

impl Proposals {
    fn gather<'a>(passages: impl Iterator<Item = &'a Passage>, words: &Words) -> Self {
        let mut told: BTreeMap<FieldName, [Vec<i64>; 2]> = BTreeMap::new();
        let of_others = ["上次", "上届", "上一", "去年", "系学生"];
        for passage in passages {
            for sentence in sentences(passage) {
                let text = sentence.text;
                let past = words.has(word_lists::PAST, text);
                if past || of_others.iter().any(|word| text.contains(word)) {
                    continue;
                }
                for (at, search) in [&*TAKEN_UP, &*ALL_PROPOSALS].into_iter().enumerate() {
                    let numbers = &mut told.entry(passage.section).or_default()[at];
                    numbers.extend(first(search, text).map(|(n, _)| n));
                }
            }
        }
        Self(told)
    }

    /// Returns how many were taken up, of how many, where a part tells one number of each.
    fn of(&self, sentence: &Sentence) -> Option<(i64, i64)> {
        let past = ["上次", "上届", "上一", "去年", "系学生"];
        if past.iter().any(|word| sentence.text.contains(word)) {
            return None;
        }
        let [taken, all] = self.0.get(&sentence.passage.section)?;
        let one = |numbers: &[i64]| match numbers {
            [first, rest @ ..] if rest.iter().all(|it| it == first) => Some(*first),
            _ => None,
        };
        one(taken).zip(one(all))
    }
}

/// 发出问卷2400份，收回2286份，回收率95.3%: the rate of the numbers beside it.
fn rate_within(sentence: &Sentence, proposals: &Proposals) -> Option<Datum> {
    let text = sentence.text;
    let hit = RATE_NAMED.captures(text)?;
    let of = |search: &Regex| first(search, text).map(|(n, _)| n);
    let (part, whole) = match &hit["what"] {
        "回收" => (of(&RETURNED)?, of(&ISSUED)?),
        "有效" => (of(&VALID)?, of(&RETURNED)?),
        // The numbers may stand in another sentence of the same part.
        "立案" => match (of(&TAKEN_UP), of(&ALL_PROPOSALS)) {
            (Some(part), Some(whole)) => (part, whole),
            (None, None) => proposals.of(sentence)?,
            _ => return None,
        },
        // 当月办结180件，其余次月办结 tells of some at a time.
        "办结"
            if ["其余", "剩余", "余下", "另", "当月", "其他"]
                .iter()
                .any(|it| text.contains(it)) =>
        {
            return None;
        }
        "办结" => (of(&SETTLED)?, of(&RECEIVED_ANY).or(of(&ALL_PROPOSALS))?),
        _ => return None,
    };
    if comes_to(part, whole, &hit["p"]) {
        return None;
    }
    Some(other_share(sentence, hit.get(0)?.range(), part, whole))
}

static DUE: LazyLock<Regex> =
    LazyLock::new(|| pattern("应到(?:会)?(?:代表)?(?:人数)?(?:共|为)? *(?P<n>N) *[人名]"));
static CAME: LazyLock<Regex> =
    LazyLock::new(|| pattern("实到(?:会)?(?:代表)?(?:人数)?(?:共|为)? *(?P<n>N) *[人名]"));
static LACKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:请假|缺席|未到会|未到)(?:代表)?(?:共)? *(?P<n>N) *[人名]|(?P<m>N) *[人名](?:代表)?(?:请假|缺席|未到会)",
    )
});

/// 应到代表136人，请假10人，实到131人: who came and who did not are all.
fn lacking(sentence: &Sentence) -> Option<Datum> {
    let text = sentence.text;
    let (due, range) = first(&DUE, text)?;
    let (came, _) = first(&CAME, text)?;
    let (lacked, _) = first(&LACKED, text)?;
    let several = LACKED.captures_iter(text).count() > 1;
    (!several && came + lacked != due).then(|| {
        entry(sentence, range, due, came + lacked, &format!("实到{came}、未到{lacked}"), "人数")
    })
}

static MOVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[由从](?:上(?:一?学)?年的|去年的|上次的)? *(?P<from>[0-9]+) *[名人个件项]?，?(?:增加|提高|增|减少|下降|减|降|精简|扩大|压缩)[到至为] *(?P<to>[0-9]+) *[名人个件项]?，?(?:净)?(?:增加|增长|增幅为?|增|减少|下降|降幅为?|减)了? *(?:(?P<by>[0-9]+) *[名人个件项]|(?P<about>约)?(?P<p>PERCENT))",
    )
});

/// 由34人增加到35人，增加1人: the difference of both, or what it is of the first.
fn moved(sentence: &Sentence) -> Option<Datum> {
    let hit = MOVED.captures(sentence.text)?;
    let number = |name: &str| wholes::number(hit.name(name)?.as_str());
    let (from, to) = (number("from")?, number("to")?);
    let by = (to - from).abs();
    let range = hit.get(0)?.range();
    let told = format!("{from}→{to}");
    if let Some(said) = number("by") {
        return (said != by).then(|| entry(sentence, range, said, by, &told, "相差"));
    }
    let printed = hit.name("p").filter(|_| hit.name("about").is_none())?.as_str();
    (from > 0 && !comes_to(by, from, printed)).then(|| other_share(sentence, range, by, from))
}

static MAJORITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:超过|达到|达|过|不少于)了?(?P<due>应到)?(?:实到|到会|全体|与会|出席)?(?:会议|大会)?(?:的)?代表(?:总数|人数)?的?(?P<part>半数|一半|二分之一|1/2|三分之二|2/3|五分之四|4/5)")
        .expect("a pattern of our own")
});

/// 获得85票赞成，达到到会代表的2/3: so many votes are that part of those who came.
fn majority(sentence: &Sentence, root: &Datum) -> Option<Datum> {
    let text = sentence.text;
    let hit = MAJORITY.captures(text)?;
    let other =
        ["系学生", "团支部", "班级", "大会主席团", "没有", "未", "方", "须", "应当", "始", "前"];
    if owners::tells_of_last(text) || other.iter().any(|word| text.contains(word)) {
        return None;
    }
    let whole = if hit.name("due").is_some() { congress::DUE } else { congress::PRESENT };
    let all = root.get(year::CONGRESS).get(whole).number()?;
    let (part, of) = match &hit["part"] {
        "三分之二" | "2/3" => (2, 3),
        "五分之四" | "4/5" => (4, 5),
        _ => (1, 2),
    };
    // More than half, and no less than two thirds.
    let enough = |votes: i64| votes * of > all * part || (of > 2 && votes * of == all * part);
    let before = &text[..hit.get(0)?.start()];
    let told = VOTES.captures_iter(before).filter_map(|hit| count(&hit, "n"));
    let (votes, range) = told
        .filter(|(_, range)| {
            let around = before[..range.start].rsplit(['，', '、']).next().unwrap_or_default();
            !["反对", "弃权", "废"]
                .iter()
                .any(|word| around.contains(word) || before[range.end..].starts_with(word))
        })
        .find(|(votes, _)| !enough(*votes))?;
    let least = (1..=all).find(|votes| enough(*votes))?;
    let mut entry = entry(sentence, range, votes, least, &hit["part"], "票数至少");
    let place = entry.span;
    entry.set(whole::FITS, flag(false, place));
    Some(entry)
}

static OF_PROPOSALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<n>N) *件(?:提案)?，?占(?:全部)?(?:提案|议案)(?:总数|总量|件数)?的? *(?P<p>PERCENT)",
    )
});

/// 立案的36件占提案总数的83.7%, of the proposals told elsewhere in the same part.
fn share_of_proposals(sentence: &Sentence, proposals: &Proposals) -> Option<Datum> {
    let hit = OF_PROPOSALS.captures(sentence.text)?;
    let (part, range) = count(&hit, "n")?;
    let (taken, all) = proposals.of(sentence)?;
    let other = part == taken && !comes_to(part, all, &hit["p"]);
    other.then(|| other_share(sentence, range, part, all))
}

/// Tells whether a part of a whole is the percentage printed, to its last digit.
pub fn comes_to(part: i64, whole: i64, printed: &str) -> bool {
    let Some(printed) = numeral::percent(printed) else { return true };
    let digits = printed.split_once('.').map_or(0, |(_, digits)| digits.len() as u32);
    let Some(scale) = 10_i128.checked_pow(digits) else { return true };
    let Ok(value) = printed.replace('.', "").parse::<i128>() else { return true };
    let (part, whole) = (i128::from(part), i128::from(whole));
    whole > 0 && (part * 100 * scale - value * whole).abs() * 2 <= whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_compared_to_its_last_digit() {
        assert!(comes_to(74, 136, "54.4"));
        assert!(comes_to(74, 136, "54"));
        assert!(!comes_to(74, 136, "54.5"));
        assert!(!comes_to(74, 0, "54.4"));
    }
}
