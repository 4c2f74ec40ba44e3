//! Parts and wholes in sentences: 共15人，其中a、b、c; 三项变化 against 一是二是三是; 每项20分，总分100分;
//! scores that grades are given for, one next to the other.
//! It must not judge; beside each whole stands what its parts come to.

use std::sync::LazyLock;

use regex::Regex;

use super::clauses::{Sentence, sentences};
use super::passages::{FILLED, Kind, Passage};
use super::statutes::passage::pieces;
use crate::datum::prose::{self, Node, Prose};
use crate::datum::{Datum, Value};
use crate::model::{WHOLE, whole, year};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, has, word_lists};

const NUMBER: &str = "[0-9０-９]+|[零一二两三四五六七八九十百]+";

/// Makes a search in which `N` is a number and `SHARE` a percentage.
pub fn pattern(text: &str) -> Regex {
    let text = text.replace('N', NUMBER).replace("SHARE", numeral::PERCENT);
    Regex::new(&text).expect("a pattern of our own")
}

/// The words behind which the parts of a whole stand; a sentence without any tells none.
const TELL_PARTS: [&str; 7] = ["其中", "包括", "分别是", "分别为", "分为", "分成", "即"];

/// A whole of persons, and the parts it is said to have.
static OF_WHICH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:由|共|共计|总计|合计|总数为|计|有|为|设|开展|举办|完成|收到)[^，。；：、0-9]{0,8}?(?P<whole>N) *(?P<unit>[人名位个件项条份]) *(?:组成|构成|代表|委员|成员|委员组成)?[，：（:(](?P<how>其中|包括|分别是|分别为|分为|分成|即)[：:，]?(?P<parts>[^。；）)\\n]+)",
    )
});

/// A whole that a sentence begins with: 35名工作人员包括主席团成员3名、部门成员32名.
static INCLUDES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^ *(?P<whole>N) *(?P<unit>[人名位个件项条份])[^，。；：、0-9]{0,8}?(?P<how>包括|分别是|分别为|分为)[：:，]?(?P<parts>[^。；）)\\n]+)",
    )
});

/// A part: 学生代表9人.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "^(?P<name>[^0-9０-９，。；、：]*?)(?:各)?(?P<n>N) *(?P<unit>[人名位个件项条份])(?:[（(][^）)]*[）)])?$",
    )
});

/// How many things are announced: 主要有三项, 分为四个阶段.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<n>N) *(?:个)?(?P<unit>项|点|条|方面|处|类|种|步|阶段|环节|部分|举措|措施)(?P<thing>[^，。；：0-9]{0,10})(?:：|:|。|，)$",
    )
});

/// What begins each of a number of things within a sentence.
static EACH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:^|[：:。；，\\n（(])(?:(?P<is>[一二三四五六七八九十])是|(?P<first>第[一二三四五六七八九十])[，：是]|(?P<also>其[一二三四五六七八九])[，：是])")
        .expect("a pattern of our own")
});

/// The full score of each of several sides.
static EACH_SCORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:每项(?:内容)?|各项|每个方面|每一项|每个维度|各个方面|每方面)(?:满分|最高|计|分值)?(?:为|各)?(?P<n>N) *分",
    )
});
static ALL_SCORE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:总分|满分|合计|共计|共|总计)(?:为|是)? *(?P<n>N) *分"));

/// A share of a whole: 学生代表评分占60%.
static SHARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<name>[^，。；：、]{0,16}?)(?P<each>各)?占(?:总分|总成绩|综合得分|权重|比重)?(?:的)? *(?P<n>[0-9０-９]+) *[%％]").expect("a pattern of our own")
});

/// From which score a grade is given, and up to which.
static BAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?:(?:得分)?(?:在|达到)?(?P<low>[0-9]{1,3})(?:\\.0+)? *分 *(?:及|或|（?含）?)*以上(?:（含）|（含[0-9]+分）)?)?(?:(?:不足|低于|未达到|不到|未满|小于) *(?P<high>[0-9]{1,3})(?:\\.0+)? *分|(?:至|到|—|-|–)?(?P<upto>[0-9]{1,3})(?:\\.[09]+)? *分 *(?:以下|及以下))?的?[，]?(?:评定)?(?:为|是|定为)(?P<grade>\\p{Han}{1,4}?)(?:等次|等级)?(?:[，。；、]|$)",
    )
    .expect("a pattern of our own")
});

/// Between which scores a grade is given: 75分至89.9分的为良好, 良好（75≤得分＜90）.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?P<low>[0-9]{1,3})(?:\\.0+)? *分? *(?:（含）)?(?:至|到|—|-|–|~|～)+ *(?P<upto>[0-9]{1,3})(?P<nines>\\.9+)? *分(?:（含）|（不含）)?的?，?(?:评定|评)?(?:为|是|定为)(?P<grade>\\p{Han}{1,4}?)(?:等次|等级)?(?:[，。；、]|$)|(?P<name>\\p{Han}{1,4})[（(](?:(?P<from>[0-9]{1,3}) *[≤⩽] *)?(?:得分|分数|总分|成绩|[Xx]) *(?:(?P<not>[<＜])|(?P<and>[≤⩽])) *(?P<to>[0-9]{1,3})[）)]",
    )
    .expect("a pattern of our own")
});

/// Reads a number, Arabic or Chinese.
pub fn number(text: &str) -> Option<i64> {
    numeral::count(text, "").or_else(|| numeral::parse(text).map(i64::from))
}

/// Finds every whole whose parts are told with it.
pub fn find(passages: &[Passage], dimensions: Option<i64>, words: &Words) -> Vec<Datum> {
    let mut found = Vec::new();
    let bodies: Vec<&Passage> = passages
        .iter()
        .filter(|passage| !passage.hidden && matches!(passage.kind, Kind::Body | Kind::Cell))
        .collect();
    for passage in &bodies {
        for sentence in sentences(passage) {
            found.extend(persons(&sentence, words));
            found.extend(shares(&sentence, words));
            if passage.section == year::APPRAISAL {
                found.extend(scores(&sentence, dimensions));
            }
        }
        found.extend(listed(passage, words));
        found.extend(filed(passage, words));
    }
    found
}

/// Lays a whole beside what its parts come to.
pub fn entry(
    sentence: &Sentence,
    range: std::ops::Range<usize>,
    whole: i64,
    parts: i64,
    told: &str,
    what: &str,
) -> Datum {
    let place = Some(sentence.place(range.clone()));
    laid(&sentence.text[range], place, [whole, parts], told, what)
}

fn laid(
    words: &str,
    place: Option<Span>,
    [whole, parts]: [i64; 2],
    told: &str,
    what: &str,
) -> Datum {
    let leaf = |value: Value| Datum::new(value, place);
    let mut entry = Datum::new(WHOLE.empty(), place);
    let words = words.trim_matches(['，', '。', '；', '：']).replace(FILLED, "…");
    entry.set(whole::WORDS, leaf(Value::Text(words)));
    entry.set(whole::KIND, leaf(Value::Text(what.to_owned())));
    entry.set(whole::WHOLE, leaf(Value::Number(whole)));
    entry.set(whole::PARTS, leaf(Value::Number(parts)));
    entry.set(whole::TOLD, leaf(Value::Text(told.to_owned())));
    entry.set(whole::FITS, leaf(Value::Bool(whole == parts)));
    entry
}

/// 评议会由15人组成，其中学生代表9人，学生工作处3人，院团委3人. Parts are a division of the whole only
/// when each is counted, there are two or more, and nothing says that they overlap.
fn persons(sentence: &Sentence, words: &Words) -> Option<Datum> {
    if !TELL_PARTS.iter().any(|word| sentence.text.contains(word)) {
        return None;
    }
    let hit = OF_WHICH.captures(sentence.text).or_else(|| INCLUDES.captures(sentence.text))?;
    let whole = number(&hit["whole"])?;
    let parts = hit.name("parts")?;
    // Of things 其中 names some, 分为 all of them.
    let some = ["项", "条", "份"].contains(&&hit["unit"])
        && !["分为", "分成", "即"].contains(&&hit["how"]);
    if has(parts.as_str(), &words.matters.overlapping) || parts.as_str().contains(FILLED) {
        return None;
    }
    let mut sum = 0;
    let mut told: Vec<String> = Vec::new();
    for part in parts.as_str().split(['，', '、', '和', ',']) {
        let part =
            part.trim().trim_start_matches(['和', '及', '与']).trim_end_matches(['。', '；']);
        if part.is_empty() {
            continue;
        }
        let Some(hit) =
            PART.captures(part).filter(|it| it["unit"] == hit["unit"] || it["unit"] != *"个")
        else {
            // A clause that counts nothing may follow the division: 由秘书处召集.
            let counts = part.contains(|c: char| c.is_ascii_digit());
            if counts || told.len() < 2 {
                return None;
            }
            break;
        };
        let each = part.contains('各');
        // 学生工作处和院团委各3人: how many they are is told by what stands before 各.
        if each {
            return None;
        }
        sum += number(&hit["n"])?;
        told.push(hit["n"].to_owned());
    }
    let range = hit.name("whole")?.start()..hit.name("unit")?.end();
    let tells = told.len() >= 2 && (!some || sum > whole);
    tells.then(|| entry(sentence, range, whole, sum, &told.join("、"), "人数"))
}

/// 每项内容满分20分，总分100分, with as many sides as the rules list.
fn scores(sentence: &Sentence, dimensions: Option<i64>) -> Option<Datum> {
    let (each, all) = (EACH_SCORE.captures(sentence.text)?, ALL_SCORE.captures_iter(sentence.text));
    let dimensions = dimensions?;
    let each_range = each.get(0)?.range();
    let all = all.into_iter().find(|hit| {
        let range = hit.get(0).expect("a match has a whole").range();
        range.start >= each_range.end || range.end <= each_range.start
    })?;
    let (each, whole) = (number(&each["n"])?, number(&all["n"])?);
    let told = format!("{dimensions}项各{each}分");
    Some(entry(sentence, all.get(0)?.range(), whole, dimensions * each, &told, "总分"))
}

/// 甲占60%，乙占20%，丙占20% are told to be all there is when they are three or more, or two that
/// come near to the whole.
fn shares(sentence: &Sentence, words: &Words) -> Option<Datum> {
    let text = sentence.text;
    if !words.has(word_lists::WEIGHING, text) || words.has(word_lists::NOT_WEIGHING, text) {
        return None;
    }
    let hits: Vec<_> = SHARE.captures_iter(text).collect();
    let mut sum = 0;
    let mut told = Vec::new();
    for hit in &hits {
        // 甲和乙评分各占20%.
        let many = match hit.name("each") {
            Some(_) => 1 + hit["name"].matches(['和', '与', '及', '、']).count() as i64,
            None => 1,
        };
        let before = &text[..hit.get(0)?.start()];
        let joined = hit.name("each").is_some() && before.ends_with('、');
        if joined {
            return None;
        }
        sum += many * number(&hit["n"])?;
        told.push(hit["n"].to_owned() + "%");
    }
    let range = hits.first()?.name("n")?.start()..hits.last()?.get(0)?.end();
    (hits.len() >= 2).then(|| entry(sentence, range, 100, sum, &told.join("、"), "占比"))
}

/// 主要有三项：一是…；二是…；三是….
fn listed(passage: &Passage, words: &Words) -> Option<Datum> {
    let text = passage.text.as_str();
    let hits: Vec<_> = EACH.captures_iter(text).collect();
    let kind = |hit: &regex::Captures| {
        ["is", "first", "also"].iter().position(|name| hit.name(name).is_some())
    };
    let first = hits.first()?;
    let own: Vec<_> = hits.iter().filter(|hit| kind(hit) == kind(first)).collect();
    let numbers: Vec<i64> = own
        .iter()
        .filter_map(|hit| {
            let text = hit.name("is").or(hit.name("first")).or(hit.name("also"))?.as_str();
            number(text.trim_start_matches(['第', '其']))
        })
        .collect();
    // One row that runs on from one; two rows in a paragraph are not looked at.
    let last = numbers.len() as i64;
    if last < 2 || !numbers.iter().zip(1..).all(|(number, expected)| *number == expected) {
        return None;
    }
    let at = first.get(0)?;
    let colon = at.start()
        + text[at.start()..]
            .chars()
            .next()
            .filter(|c| "：:。，".contains(*c))
            .map_or(0, char::len_utf8);
    let announced = ANNOUNCED.captures(&text[..colon])?;
    // 前三项, 其中两项 and the like are a part of what is listed.
    let before = &text[..announced.get(0)?.start()];
    if words.end(word_lists::PART_OF_LISTED, before) {
        return None;
    }
    let whole = number(&announced["n"])?;
    let sentence = Sentence::new(text, 0, passage);
    let range = announced.name("n")?.start()..announced.name("thing")?.end();
    Some(entry(&sentence, range, whole, last, "", "项数"))
}

/// How many items are announced: 行使下列四项职权：.
static ITEMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:下列|以下|如下)(?P<n>N) *(?:个)?(?P<unit>项|条|种|类|款|方面|步骤|环节|情形)[^，。；：]{0,12}[：:]$",
    )
});

/// Finds where a provision announces another number of items than follow it.
pub fn items(text: &Prose, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    text.walk(&mut |node, above| {
        let Some((words, span)) = pieces(node).into_iter().last() else { return };
        let Some(hit) = ITEMS.captures(words.trim_end()) else { return };
        let Some(whole) = number(&hit["n"]) else { return };
        let is_item = |node: &&Node| matches!(node.kind, prose::Kind::Item | prose::Kind::Subitem);
        let under = node.children.iter().take_while(is_item).count();
        // The items may follow the paragraph that announces them.
        let beside = above.last().map_or(0, |parent| {
            let at = parent.children.iter().position(|it| std::ptr::eq(it, node));
            at.map_or(0, |at| parent.children[at + 1..].iter().take_while(is_item).count())
        });
        let listed = under.max(beside) as i64;
        let (Some(from), Some(to)) = (hit.name("n"), hit.name("unit")) else { return };
        let range = from.start()..to.end();
        let place = Some(sources.part(span, &words, range.clone()));
        if listed > 1 {
            found.push(laid(&words[range], place, [whole, listed], "", "项数"));
        }
    });
    found
}

static RECEIVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:收到|征集|提交|提出)(?:代表)?(?:提案|议案|意见)?[^，。；0-9]{0,6}?(?P<n>N) *[件份条]",
    )
});
static FILED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:立案|办结|采纳)(?:的)?(?P<n>N) *[件份条]"));

/// 收到提案43件，立案36件: no more are taken up than came in.
fn filed(passage: &Passage, words: &Words) -> Option<Datum> {
    let text = passage.text.as_str();
    let received = RECEIVED.captures(text)?;
    let filed = FILED.captures(text)?;
    let (whole, part) = (number(&received["n"])?, number(&filed["n"])?);
    let between = text.get(received.get(0)?.end()..filed.get(0)?.start())?;
    // Of another year or another body nothing is compared.
    if words.has(word_lists::NOT_THIS_COUNT, text) && between.contains('。') {
        return None;
    }
    let sentence = Sentence::new(text, 0, passage);
    let told = format!("收到{whole}");
    let range = filed.get(0)?.range();
    (part > whole).then(|| entry(&sentence, range, part, whole, &told, "立案"))
}

/// A grade and the scores it is given for.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    pub grade: String,
    /// From this score on.
    pub low: Option<i64>,
    /// Below this score.
    pub high: Option<i64>,
    pub range: std::ops::Range<usize>,
}

/// Reads the grades a text gives for scores: 90分以上的为优秀，75分以上不足90分的为良好.
pub fn bands(text: &str) -> Vec<Band> {
    let mut found = Vec::new();
    for hit in BAND.captures_iter(text) {
        let of = |name: &str| hit.name(name).and_then(|part| number(part.as_str()));
        let (low, high) = (of("low"), of("high"));
        if low.is_none() && high.is_none() {
            continue;
        }
        let range = hit.get(0).expect("a match has a whole").range();
        found.push(Band {
            grade: hit["grade"].trim_end_matches("等次").to_owned(),
            low,
            high,
            range,
        });
    }
    ranges(text, &mut found);
    found
}

/// Adds the grades given between two scores. Where the next grade begins one above, the upper end
/// belongs to the lower grade: 75分至89分, 90分至100分.
fn ranges(text: &str, found: &mut Vec<Band>) {
    let floor = |hit: &regex::Captures| number(hit.name("low").or(hit.name("from"))?.as_str());
    let hits: Vec<_> = RANGE.captures_iter(text).collect();
    let mut floors: Vec<i64> = found.iter().filter_map(|band| band.low).collect();
    floors.extend(hits.iter().filter_map(floor));
    for hit in &hits {
        let (Some(whole), Some(grade)) = (hit.get(0), hit.name("grade").or(hit.name("name")))
        else {
            continue;
        };
        let upto = hit.name("upto").or(hit.name("to")).and_then(|it| number(it.as_str()));
        let high = upto.filter(|upto| *upto < 100).map(|upto| {
            let next = hit.name("nines").is_some()
                || !floors.contains(&upto) && floors.contains(&(upto + 1));
            if next { upto + 1 } else { upto }
        });
        let grade = grade.as_str().trim_end_matches("等次").to_owned();
        found.push(Band { grade, low: floor(hit), high, range: whole.range() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banded(text: &str) -> Vec<(String, Option<i64>, Option<i64>)> {
        bands(text).into_iter().map(|band| (band.grade, band.low, band.high)).collect()
    }

    #[test]
    fn bands_are_read_from_a_sentence() {
        let wanted = vec![
            ("优秀".to_owned(), Some(90), None),
            ("合格".to_owned(), Some(60), Some(90)),
            ("不合格".to_owned(), None, Some(60)),
        ];
        assert_eq!(
            banded("得分90分以上的为优秀，60分以上不足90分的为合格，不足60分的为不合格。"),
            wanted
        );
        assert_eq!(banded("90分以上为优秀，60分以上不足90分为合格，不足60分为不合格。"), wanted);
        assert_eq!(banded("述职时间为5分钟，其余为提问。"), vec![]);
        let whole = |text: &str| {
            let mut bands = banded(text);
            bands.sort_by_key(|(_, low, _)| std::cmp::Reverse(*low));
            bands
        };
        for text in [
            "得分在90分及以上的为优秀，60分至89.9分的为合格，低于60分的为不合格。",
            "90分以上为优秀，60分至89分为合格，不足60分为不合格。",
            "优秀（90≤得分≤100）、合格（60≤得分＜90）、不合格（得分＜60）。",
        ] {
            assert_eq!(whole(text), wanted, "{text}");
        }
    }
}
