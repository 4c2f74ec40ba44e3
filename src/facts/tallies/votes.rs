//! Ballots and votes that sentences count: as many as were given out, enough to elect and to amend.
//! It must not judge; beside each count stands what it is held to.

use std::sync::LazyLock;

use regex::Regex;

use super::{beyond, count, first, refuted};
use crate::datum::Datum;
use crate::facts::clauses::Sentence;
use crate::facts::owners;
use crate::facts::wholes::{entry, pattern};
use crate::model::{charter, charter_bounds, charter_limit, congress, year};
use crate::standard::{Words, word_lists};

/// Finds every count of votes and ballots of a sentence that cannot be.
pub fn of_sentence(sentence: &Sentence, root: &Datum, words: &Words) -> Vec<Datum> {
    let mut found = ballots(sentence);
    found.extend(votes(sentence, root, words));
    found.extend(too_many_votes(sentence, root, words));
    found.extend(too_few_votes(sentence, root, words));
    found.extend(too_few_to_amend(sentence, root, words));
    found.extend(majority(sentence, root, words));
    found
}

pub(super) static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:发出|发放)(?:选票|表决票|问卷|调查问卷)?(?:共)? *(?P<n>N) *[张份]")
});
pub(super) static RETURNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:收回|回收)(?:选票|表决票|问卷|调查问卷)?(?:共)? *(?P<n>N) *[张份]")
});
pub(super) static VALID: LazyLock<Regex> =
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
fn votes(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let hits: Vec<_> =
        [&FOR, &AGAINST, &ABSTAINED].iter().filter_map(|it| first(it, sentence.text)).collect();
    let sum: i64 = hits.iter().map(|(n, _)| n).sum();
    // One number alone tells something only where it is too large.
    let tells = hits.len() > 1 || sum > present;
    if !tells || words.has(word_lists::OTHER_VOTES, sentence.text) {
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
fn too_many_votes(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let text = sentence.text;
    // All votes together, those of several ballots and those on the web are more.
    let other = words.has(word_lists::OTHER_VOTES, text) || words.has(word_lists::MORE_VOTES, text);
    let counts = words.has(word_lists::VOTES_RECEIVED, text);
    if sentence.passage.section != year::CONGRESS || other {
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

static FEWEST: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:最低|最少)(?:的)?(?:得票|得)?(?:为|是)? *(?P<n>N) *票"));

static VOTES_EACH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:得|获|获得)(?:赞成)?票?(?:数)?(?:分别|依次)?(?:为|是)?(?:N) *票(?:[、，和及]+(?:N) *票)+",
    )
});

/// 当选人得票最高127票，最低60票, or 得赞成票125票、119票和58票: whoever is elected has more than half of
/// those present.
fn too_few_votes(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let text = sentence.text;
    let other = words.has(word_lists::OTHER_BALLOTS, text);
    let hits = [&*FEWEST, &*VOTES_EACH].into_iter().filter_map(|search| search.find(text));
    hits.filter(|hit| {
        let before = &text[..hit.start()];
        !other && before.contains("当选") && !text.contains("候选人")
    })
    .find_map(|hit| {
        let votes = VOTES.captures_iter(hit.as_str()).filter_map(|hit| count(&hit, "n"));
        let few = votes.map(|(votes, _)| votes).find(|votes| votes * 2 <= present)?;
        Some(refuted(sentence, hit.range(), few, present / 2 + 1, "过半数", "票数至少"))
    })
}

static AMENDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:赞成|同意)票?(?:共|为|有)?(?P<n>N) *票|(?P<m>N) *(?:票|[名位]代表)(?:赞成|同意)")
});

/// 章程修正案以80票赞成通过: the charter says by which part of those who came it is amended.
fn too_few_to_amend(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let text = sentence.text;
    let (votes, range) = first(&AMENDED, text)?;
    let before = &text[..range.start];
    let amends = words.has(word_lists::AMENDING, before) && !before.contains("选举");
    let other = words.has(word_lists::NOT_AMENDED, text);
    let bound = root.get(year::CHARTER).get(charter::BOUNDS).get(charter_bounds::AMENDMENT);
    let (part, of) =
        bound.get(charter_limit::NUM).number().zip(bound.get(charter_limit::DEN).number())?;
    let present = root.get(year::CONGRESS).get(congress::PRESENT).number()?;
    let least = (present * part + of - 1) / of;
    (amends && !other && votes < least).then(|| {
        let told = format!("到会代表的{part}/{of}");
        refuted(sentence, range, votes, least, &told, "票数至少")
    })
}

static MAJORITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:超过|达到|达|过|不少于)了?(?P<due>应到)?(?:实到|到会|全体|与会|出席)?(?:会议|大会)?(?:的)?代表(?:总数|人数)?的?(?P<part>半数|一半|二分之一|1/2|三分之二|2/3|五分之四|4/5)")
        .expect("a pattern of our own")
});

/// 获得85票赞成，达到到会代表的2/3: so many votes are that part of those who came.
fn majority(sentence: &Sentence, root: &Datum, words: &Words) -> Option<Datum> {
    let text = sentence.text;
    let hit = MAJORITY.captures(text)?;
    let other =
        words.has(word_lists::OTHER_VOTES, text) || words.has(word_lists::NO_MAJORITY, text);
    if other || owners::tells_of_last(text, words) {
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
            !words.has(word_lists::NOT_FOR, around)
                && !words.begin(word_lists::NOT_FOR, &before[range.end..])
        })
        .find(|(votes, _)| !enough(*votes))?;
    let least = (1..=all).find(|votes| enough(*votes))?;
    Some(refuted(sentence, range, votes, least, &hit["part"], "票数至少"))
}
