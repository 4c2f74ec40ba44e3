//! Shares, rates and changes that sentences tell beside the numbers they are made of.
//! It must not judge; beside each stands what its numbers come to.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::votes::{ISSUED, RETURNED, VALID};
use super::{count, first, refuted};
use crate::datum::{Datum, FieldName, word};
use crate::facts::clauses::{Sentence, sentences};
use crate::facts::owners;
use crate::facts::passages::Passage;
use crate::facts::wholes::{self, entry, pattern};
use crate::model::{congress, delegates, election, totals, whole, year};
use crate::numeral;
use crate::standard::{Words, word_lists};

/// Finds every share and every change of a sentence that its numbers do not come to.
pub fn of_sentence(
    sentence: &Sentence,
    root: &Datum,
    proposals: &Proposals,
    words: &Words,
) -> Vec<Datum> {
    let mut found = percentages(sentence, root, words);
    found.extend(rates(sentence, root, words));
    found.extend(rate_within(sentence, proposals, words));
    found.extend(share_of_proposals(sentence, proposals, words));
    found.extend(least_of_all(sentence, root));
    found.extend(wrong_way(sentence));
    found.extend(moved(sentence));
    found
}

/// An entry that does not fit: a share that is not what a part of a whole comes to.
fn other_share(sentence: &Sentence, range: Range<usize>, part: i64, all: i64) -> Datum {
    let mut entry = refuted(sentence, range, all, part, "", "占比");
    let place = entry.span;
    let tenths = (part * 2000 / all.max(1) + 1) / 2;
    let told = format!("{part}/{all}，即 {}.{}%", tenths / 10, tenths % 10);
    entry.set(whole::TOLD, word(told, place));
    entry
}

static LEAST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<p>SHARE) *的?(?:下限|最低比例|比例)(?:计算|测算|折算)，?[^，。；]{0,12}?(?:不少于|不得少于|不低于|至少|应有|为|有) *(?P<n>N) *[名人]",
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
    (!fits).then(|| refuted(sentence, range, said, least, &told, "占比"))
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
    wrong.then(|| refuted(sentence, range, to, from, &told, "增减"))
}

static PERCENTAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<n>[0-9]+) *[名人位]，?(?P<about>约)?占(?P<of>[^，。；0-9]{0,10}?)(?:的)? *(?P<about2>约)?(?P<p>SHARE)",
    )
});
pub(super) static NUMBERS: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<n>N) *[名人位]"));

/// 女代表74名，占54.4%: of the delegates, the staff, or any whole the sentence names.
fn percentages(sentence: &Sentence, root: &Datum, words: &Words) -> Vec<Datum> {
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
    if words.has(word_lists::STAFF, text) {
        data(&[totals::STAFF, totals::PRESIDIUM].map(|name| [year::TOTALS, name]), &mut wholes);
    }
    let named = NUMBERS.captures_iter(text).filter_map(|hit| count(&hit, "n")).map(|(n, _)| n);
    let named: Vec<i64> = named.collect();
    let mut found = Vec::new();
    for hit in PERCENTAGE.captures_iter(text) {
        let of = &hit["of"];
        let about = hit.name("about").is_some() || hit.name("about2").is_some();
        let whole = of.is_empty() || words.has(word_lists::WHOLES, of);
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
        LazyLock::new(|| pattern("(?:到会|出席)率(?:为|是|达到|达)?(?P<about>约)? *(?P<p>SHARE)")),
        &[[(year::CONGRESS, congress::PRESENT), (year::CONGRESS, congress::DUE)]],
    ),
    (
        LazyLock::new(|| {
            pattern(
                "(?:差额(?:比例|率)(?:为|是|达到|达)?|候选人(?:人数)?多于应选人数的?)(?P<about>约)? *(?P<p>SHARE)",
            )
        }),
        &[
            [(year::ELECTION, election::SURPLUS), (year::ELECTION, election::SEATS)],
            [(year::ELECTION, election::SURPLUS), (year::ELECTION, election::CANDIDATES)],
        ],
    ),
];

/// 到会率为96.3%: of those due, how many came.
fn rates(sentence: &Sentence, root: &Datum, words: &Words) -> Vec<Datum> {
    let text = sentence.text;
    let mut found = Vec::new();
    for (search, data) in &RATES {
        let Some(hit) = search.captures(text) else { continue };
        let Some(printed) = hit.name("p") else { continue };
        let start = hit.get(0).map_or(0, |hit| hit.start());
        let clause = text[..start].rsplit(['，', '、']).next().unwrap_or_default();
        let behind = text[printed.end()..].split(['，', '。']).next().unwrap_or_default();
        let is_other = words.has(word_lists::OTHER_RATE, clause)
            || words.has(word_lists::OTHER_RATE, behind)
            || owners::tells_of_last(&text[..start], words);
        // How delegates were elected has a surplus of its own.
        let of_delegates = words.has(word_lists::DELEGATES_SURPLUS, text);
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

static RATE_NAMED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?P<what>回收|立案|办结|有效)率(?:为|是|达到|达)? *(?P<p>SHARE)"));
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
pub(super) struct Proposals(BTreeMap<FieldName, [Vec<i64>; 2]>);

impl Proposals {
    pub(super) fn gather<'a>(passages: impl Iterator<Item = &'a Passage>, words: &Words) -> Self {
        let mut told: BTreeMap<FieldName, [Vec<i64>; 2]> = BTreeMap::new();
        for passage in passages {
            for sentence in sentences(passage) {
                let text = sentence.text;
                let past = words.has(word_lists::PAST, text);
                if past || words.has(word_lists::OTHER_PROPOSALS, text) {
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
    fn of(&self, sentence: &Sentence, words: &Words) -> Option<(i64, i64)> {
        if words.has(word_lists::OTHER_PROPOSALS, sentence.text) {
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
fn rate_within(sentence: &Sentence, proposals: &Proposals, words: &Words) -> Option<Datum> {
    let text = sentence.text;
    let hit = RATE_NAMED.captures(text)?;
    let of = |search: &Regex| first(search, text).map(|(n, _)| n);
    let (part, whole) = match &hit["what"] {
        "回收" => (of(&RETURNED)?, of(&ISSUED)?),
        "有效" => (of(&VALID)?, of(&RETURNED)?),
        // The numbers may stand in another sentence of the same part.
        "立案" => match (of(&TAKEN_UP), of(&ALL_PROPOSALS)) {
            (Some(part), Some(whole)) => (part, whole),
            (None, None) => proposals.of(sentence, words)?,
            _ => return None,
        },
        // 当月办结180件，其余次月办结 tells of some at a time.
        "办结" if words.has(word_lists::NOT_ALL_SETTLED, text) => return None,
        "办结" => (of(&SETTLED)?, of(&RECEIVED_ANY).or(of(&ALL_PROPOSALS))?),
        _ => return None,
    };
    if comes_to(part, whole, &hit["p"]) {
        return None;
    }
    Some(other_share(sentence, hit.get(0)?.range(), part, whole))
}

static MOVED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "[由从](?:上(?:一?学)?年的|去年的|上次的)? *(?P<from>[0-9]+) *[名人个件项]?，?(?:增加|提高|增|减少|下降|减|降|精简|扩大|压缩)[到至为] *(?P<to>[0-9]+) *[名人个件项]?，?(?:净)?(?:增加|增长|增幅为?|增|减少|下降|降幅为?|减)了? *(?:(?P<by>[0-9]+) *[名人个件项]|(?P<about>约)?(?P<p>SHARE))",
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

static OF_PROPOSALS: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?P<n>N) *件(?:提案)?，?占(?:全部)?(?:提案|议案)(?:总数|总量|件数)?的? *(?P<p>SHARE)")
});

/// 立案的36件占提案总数的83.7%, of the proposals told elsewhere in the same part.
fn share_of_proposals(sentence: &Sentence, proposals: &Proposals, words: &Words) -> Option<Datum> {
    let hit = OF_PROPOSALS.captures(sentence.text)?;
    let (part, range) = count(&hit, "n")?;
    let (taken, all) = proposals.of(sentence, words)?;
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
