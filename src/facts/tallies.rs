//! Counts in reporting sentences that must come to something: delegates by sex or grade, kinds of
//! proposals, three sides against how many are named; votes and shares stand in files of their own.
//! It must not judge; beside each whole stands what its parts come to.

mod shares;
mod votes;

pub use shares::comes_to;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use self::shares::{NUMBERS, Proposals};
use super::clauses::{Sentence, sentences};
use super::passages::{FILLED, Kind, Passage};
use super::wholes::{self, entry, pattern};
use crate::datum::{Datum, FieldName, flag};
use crate::model::{delegates, totals, whole, year};
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
            found.extend(votes::of_sentence(&sentence, root, words));
            found.extend(shares::of_sentence(&sentence, root, &all, words));
            found.extend(from_places(&sentence));
            found.extend(sides(&sentence, words));
            found.extend(kinds(&sentence, root, words));
            found.extend(by_kind(&sentence));
            found.extend(outcomes(&sentence));
            found.extend(lacking(&sentence));
            found.extend(in_turn(&sentence, root, words));
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

/// An entry that does not fit, whatever its numbers are.
fn refuted(
    sentence: &Sentence,
    range: Range<usize>,
    whole: i64,
    parts: i64,
    told: &str,
    kind: &str,
) -> Datum {
    let mut entry = entry(sentence, range, whole, parts, told, kind);
    let place = entry.span;
    entry.set(whole::FITS, flag(false, place));
    entry
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
        _ => whole_before(&text[..hit.get(0)?.start()], sentence, root, words)?,
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
    let sentence = Sentence::new(text, 0, passage);
    Some(entry(&sentence, range, whole, sum, &told.join("、"), "件数"))
}

static SIDES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<list>[^，。；：0-9]*、[^，。；：]*?)(?P<n>[二两三四五六七八九十]|[0-9])(?P<unit> *个?(?:方面|环节|领域|层次|层面|阶段|主题))",
    )
});

/// 集中在甲、乙和丙三个方面. Where 和 may stand within one of them, either reading will do.
fn sides(sentence: &Sentence, words: &Words) -> Option<Datum> {
    let hit = SIDES.captures(sentence.text)?;
    let list = &hit["list"];
    let begins = words.list(word_lists::BEFORE_LISTED).iter();
    let start = begins
        .filter_map(|word| list.find(word.as_str()).map(|at| at + word.len()))
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

/// Kinds of persons that divide a whole among them: each with how it is written, within the pattern of its
/// search.
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
        let Some(whole) = whole_before(&text[..start], sentence, root, words) else { continue };
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
fn whole_before(before: &str, sentence: &Sentence, root: &Datum, words: &Words) -> Option<i64> {
    let clauses = before.trim_end_matches(['，', '：', ':', '、']);
    let clauses = clauses.trim_end_matches("其中").trim_end_matches(['，', '：']);
    if let Some(hit) = OF_ALL.captures(clauses) {
        return count(&hit, "n").map(|(n, _)| n);
    }
    let subject = clauses.trim_end_matches(['中', '里']).trim();
    let all = subject.is_empty() || words.knows(word_lists::ALL_DELEGATES, subject);
    let delegates = [year::DELEGATES, year::CONGRESS].contains(&sentence.passage.section);
    // In the part on delegates nobody else is divided by grade or sex.
    let divided = words.knows(word_lists::DIVIDED, subject);
    if sentence.passage.section == year::DELEGATES && divided {
        return root.get(year::DELEGATES).get(delegates::TOTAL).number();
    }
    if delegates && all && sentence.text.contains("代表") {
        return root.get(year::DELEGATES).get(delegates::TOTAL).number();
    }
    let staff = words.knows(word_lists::ALL_STAFF, subject);
    staff.then(|| root.get(year::TOTALS).get(totals::STAFF).number()).flatten()
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
