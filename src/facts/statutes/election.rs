//! The election method beside its data, and the stages by which candidates come about.
//! It must not judge which stages there must be.

use std::sync::LazyLock;

use regex::Regex;

use super::amounts::{self, Amount};
use super::passage::{COMMAS, clause, entry, pieces, prose, set};
use crate::datum::{Datum, FieldName, flag, list, number, word};
use crate::facts::asked::Maker;
use crate::model::{
    STATED, charter, charter_bounds, charter_limit, election, nomination, stated, year,
};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

/// A number the method states, and the data that states it too.
static NUMBERS: LazyLock<[(FieldName, &str, Regex); 3]> = LazyLock::new(|| {
    let number = "(?P<number>[0-9０-９]+|[零〇一二三四五六七八九十百两]+) *[人名]";
    let pattern =
        |words: &str| Regex::new(&format!("{words}{number}")).expect("a pattern of our own");
    [
        (
            election::SEATS,
            "应选人数",
            pattern("应选[^，。；、0-9０-９零〇一二三四五六七八九十百两]{0,12}"),
        ),
        (election::CANDIDATES, "候选人数", pattern("候选人(?:人数)?(?:为|共|共有)? *")),
        (election::SURPLUS, "差额", pattern("差额(?:人数)?(?:为|共)? *")),
    ]
});

/// What the election method says, beside its data.
pub static ELECTION: Maker = Maker {
    makes: &[
        &[year::NOMINATION, nomination::CHAIN],
        &[year::ELECTION, election::QUORUM_NUM],
        &[year::ELECTION, election::QUORUM_DEN],
        &[year::ELECTION, election::STATED],
    ],
    of: &[&[year::CHARTER, charter::BOUNDS]],
    make: |it| read_election(it.root, it.beside.words, it.sources),
};

fn read_election(root: &mut Datum, words: &Words, sources: &Sources) {
    let stated = stated(root, words, sources);
    let quorum = root.get(year::ELECTION).get(election::QUORUM).clone();
    let ratio: Option<Amount> = quorum.text().and_then(|text| find(text, words).into_iter().next());
    if let Some(ratio) = ratio.filter(|ratio| ratio.unit.is_none()) {
        set(root, year::ELECTION, election::QUORUM_NUM, number(ratio.num, quorum.span));
        set(root, year::ELECTION, election::QUORUM_DEN, number(ratio.den, quorum.span));
    } else {
        set(root, year::ELECTION, election::QUORUM_NUM, Datum::absent(quorum.span));
        set(root, year::ELECTION, election::QUORUM_DEN, Datum::absent(quorum.span));
    }
    if let Some(stated) = stated {
        set(root, year::ELECTION, election::STATED, stated);
    }
    if let Some(chain) = chain(root, words) {
        set(root, year::NOMINATION, nomination::CHAIN, chain);
    }
}

/// Finds each number and quorum in the method's text that the data give too.
fn stated(root: &Datum, words: &Words, sources: &Sources) -> Option<Datum> {
    let text = prose(root, year::ELECTION)?;
    let election = root.get(year::ELECTION);
    let quorum =
        election.get(election::QUORUM).text().map(|text| find(text, words)).unwrap_or_default();
    let mut found = Vec::new();
    text.walk(&mut |node, _| {
        for (text, span) in pieces(node) {
            for (field, name, pattern) in NUMBERS.iter() {
                let datum = election.get(*field);
                let Some(value) = datum.number() else { continue };
                for hit in pattern.captures_iter(&text) {
                    let written = hit.name("number").expect("the pattern has one");
                    let place = sources.part(span, &text, written.range());
                    let same = numeral::count(written.as_str(), "") == Some(value);
                    found.push(one(
                        name,
                        &value.to_string(),
                        datum.span,
                        written.as_str(),
                        place,
                        same,
                    ));
                }
            }
            for amount in find(&text, words).iter().filter(|amount| amount.unit.is_none()) {
                let clause = clause(&text, amount.range.start, &COMMAS);
                let place = sources.part(span, &text, amount.range.clone());
                found.extend(least_surplus(root, amount, clause, words, place));
                let other = words.has(word_lists::OF_VOTES, clause);
                if other || !words.has(word_lists::OF_QUORUM, clause) {
                    continue;
                }
                let Some(strict) = election.get(election::QUORUM_STRICT).bool() else { continue };
                let same =
                    quorum.first().is_some_and(|q| q.same(amount)) && strict == amount.strict;
                let value = election.get(election::QUORUM).text().unwrap_or_default();
                let value =
                    if strict { format!("超过{value}") } else { format!("达到{value}") };
                found.push(one(
                    "到会比例",
                    &value,
                    election.get(election::QUORUM).span,
                    clause,
                    place,
                    same,
                ));
            }
        }
    });
    Some(list(found, election.get(election::TEXT).span))
}

/// The least surplus the method states, beside the charter's.
fn least_surplus(
    root: &Datum,
    amount: &Amount,
    clause: &str,
    words: &Words,
    place: Span,
) -> Option<Datum> {
    let least = amount.bound == amounts::Bound::Lower
        && clause.contains("差额")
        && !words.has(word_lists::NO_SURPLUS, clause);
    let charter = root
        .get(year::CHARTER)
        .get(charter::BOUNDS)
        .get(charter_bounds::SURPLUS_MIN)
        .get(charter_limit::VALUE);
    let known = charter.text().map(|text| find(text, words)).unwrap_or_default();
    let known = known.first().filter(|_| least)?;
    let value = charter.text().unwrap_or_default();
    Some(one("差额下限", value, charter.span, clause, place, known.same(amount)))
}

fn find(text: &str, words: &Words) -> Vec<Amount> {
    amounts::find(text, &words.limits.bounding)
}

fn one(name: &str, value: &str, at: Option<Span>, written: &str, place: Span, same: bool) -> Datum {
    entry(
        &STATED,
        Some(place),
        [
            (stated::NAME, word(name, place)),
            (stated::VALUE, word(value, at)),
            (stated::WRITTEN, word(written, place)),
            (stated::FOUND, flag(same, Some(place))),
        ],
    )
}

/// Names the stages of a nomination in the order in which its steps name them.
fn chain(root: &Datum, words: &Words) -> Option<Datum> {
    let steps = root.get(year::NOMINATION).get(nomination::STEPS);
    let mut stages: Vec<&str> = Vec::new();
    let mut of_others = false;
    for step in steps.items() {
        let text = step.text()?;
        let is_of_presidium = words.has(word_lists::CANDIDATES, text);
        of_others =
            !is_of_presidium && (of_others || words.has(word_lists::DEPARTMENT_STAFF, text));
        if of_others {
            continue;
        }
        // 对推荐人选进行审查 recommends nobody.
        let nouns = words.list(word_lists::RECOMMENDED).iter();
        let text = nouns.fold(text.to_owned(), |text, noun| text.replace(noun, ""));
        for part in text.split(COMMAS) {
            let has = |step| words.has(step, part);
            let league = words.has(word_lists::LEAGUE, part);
            let party = words.has(word_lists::PARTY_BODIES, part);
            let stage = if league && has(word_lists::TO_NOMINATE) {
                "推荐"
            } else if words.has(word_lists::STUDENT_OFFICES, part)
                && league
                && has(word_lists::TO_EXAMINE)
            {
                "审查"
            } else if party && has(word_lists::TO_AGREE) {
                "同意"
            } else if party && has(word_lists::TO_DECIDE) {
                "确定"
            } else {
                continue;
            };
            if stages.last() != Some(&stage) {
                stages.push(stage);
            }
        }
    }
    let place = steps.items().first().and_then(|step| step.span).or(steps.span);
    (!steps.is_absent()).then(|| word(stages.join("、"), place))
}
