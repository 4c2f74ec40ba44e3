//! What the words of a round say of its own data: how many sit on the committee, and supplements that
//! name a day gone by. It must not judge; beside each stands what the data have.

use std::sync::LazyLock;

use regex::Regex;

use crate::datum::{Datum, list, word};
use crate::facts::dates;
use crate::facts::passages::{FILLED, Kind, Passage};
use crate::facts::wholes;
use crate::model::round::{kind, notice, quota, rater, scoring, sheet, subject, supplement};
use crate::model::{MENTION, mention};
use crate::source::Span;

static COMMITTEE: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "评议(?:小组|会|委员会)(?:全体|共有|共|由|的|有)* *(?P<n>N) *[名人](?:成员|评委|组成|委员)",
    )
});

/// Notes both among the facts about a notice.
pub fn compare_statements(notice: &mut Datum, scoring: &Datum, passages: &[Passage]) {
    let count = notice.get(notice::COMMITTEE_COUNT).clone();
    let mut said: Vec<Datum> = match count.number() {
        Some(sits) => passages.iter().flat_map(|passage| committee(passage, sits)).collect(),
        None => Vec::new(),
    };
    for passage in passages.iter().filter(|it| !it.hidden && it.kind == Kind::Body) {
        said.extend(subjects(passage, scoring));
        said.extend(weights(passage, scoring));
        said.extend(quotas(passage, scoring));
    }
    let supplements = notice.get(notice::SUPPLEMENTS).items();
    let gone = supplements.iter().filter_map(gone_by).collect();
    notice.set(notice::COMMITTEE_SAID, list(said, None));
    notice.set(notice::GONE_BY, list(gone, None));
}

fn mention(words: &str, place: Option<Span>) -> Datum {
    let mut mention = Datum::new(MENTION.empty(), place);
    mention.set(mention::WORDS, word(words, place));
    mention
}

/// Finds where a text has another number sit on the committee than the data.
fn committee(passage: &Passage, sits: i64) -> Vec<Datum> {
    if passage.hidden || !matches!(passage.kind, Kind::Body | Kind::Cell) {
        return Vec::new();
    }
    let text = passage.text.as_str();
    let hits = COMMITTEE.captures_iter(text).filter_map(|hit| {
        let range = hit.get(0)?.range();
        let other = wholes::number(&hit["n"])? != sits && !hit[0].contains(FILLED);
        other.then(|| {
            let told = format!("评议小组合计 {sits} 人");
            expected(&text[range.clone()], &told, passage.place(range))
        })
    });
    hits.collect()
}

fn expected(words: &str, told: &str, place: Span) -> Datum {
    let mut mention = mention(words, Some(place));
    mention.set(mention::EXPECTED, word(told, Some(place)));
    mention
}

static SUBJECTS: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "(?:本次|本轮)(?:评议)?(?:共|共有|有)+ *(?P<n>N) *[名人](?:工作人员|同学|述职人员|人员)?(?:参加)?述职|述职(?:人员|对象|人)(?:共|共有|有)+ *(?P<m>N) *[名人]",
    )
});

/// 本次共有16名工作人员述职, where the list has another number of persons.
fn subjects(passage: &Passage, scoring: &Datum) -> Option<Datum> {
    let hit = SUBJECTS.captures(&passage.text)?;
    let listed = scoring.get(scoring::SUBJECTS).items().iter();
    let persons = listed.filter(|it| it.get(subject::SORT).text() == Some("个人")).count() as i64;
    let said = wholes::number(hit.name("n").or(hit.name("m"))?.as_str())?;
    let range = hit.get(0)?.range();
    (persons > 0 && said != persons).then(|| {
        let told = format!("对象名单里有 {persons} 人");
        expected(&passage.text[range.clone()], &told, passage.place(range))
    })
}

static WEIGHT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<who>\\p{Han}{2,8}?)(?:的)?(?:评分|打分|评价|测评)占(?:总分|综合得分)?(?:的)? *(?P<n>[0-9]{1,3}) *[%％]")
        .expect("a pattern of our own")
});

/// 学生代表评分占50%, where no kind of subject has it so.
fn weights(passage: &Passage, scoring: &Datum) -> Vec<Datum> {
    let kinds = scoring.get(scoring::KINDS).items();
    let raters = || kinds.iter().flat_map(|kind| kind.get(kind::RATERS).items());
    let hits = WEIGHT.captures_iter(&passage.text).filter_map(|hit| {
        let named: Vec<&str> = raters()
            .filter(|it| it.get(rater::NAME).text().is_some_and(|name| hit["who"].ends_with(name)))
            .filter_map(|it| it.get(rater::WEIGHT).text())
            .collect();
        let own = |weight: &&str| weight.trim_end_matches(['%', '％']) == &hit["n"];
        let range = hit.get(0)?.range();
        (!named.is_empty() && !named.iter().any(own)).then(|| {
            let told = format!("评分表里是 {}", named[0]);
            expected(&passage.text[range.clone()], &told, passage.place(range))
        })
    });
    hits.collect()
}

static QUOTA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<grade>\\p{Han}{2,4}?)(?:等次)?(?:的)?(?:人数|名额|比例)(?:一般)?不(?:得)?超过(?:[^，。；0-9]{0,12}) *(?P<n>[0-9]{1,3}) *[%％]")
        .expect("a pattern of our own")
});

/// 优秀人数不超过述职人数的40%, where the sheets have another share.
fn quotas(passage: &Passage, scoring: &Datum) -> Vec<Datum> {
    let sheets = scoring.get(scoring::SHEETS).items();
    let hits = QUOTA.captures_iter(&passage.text).filter_map(|hit| {
        let quotas = sheets.iter().flat_map(|sheet| sheet.get(sheet::QUOTAS).items());
        let known: Vec<&str> = quotas
            .filter(|it| it.get(quota::GRADES).texts() == [&hit["grade"]])
            .filter_map(|it| it.get(quota::AT_MOST).text())
            .filter(|most| most.ends_with(['%', '％']))
            .collect();
        let own = |most: &&str| most.trim_end_matches(['%', '％']) == &hit["n"];
        let range = hit.get(0)?.range();
        (!known.is_empty() && !known.iter().any(own)).then(|| {
            let told = format!("评分表里是 {}", known[0]);
            expected(&passage.text[range.clone()], &told, passage.place(range))
        })
    });
    hits.collect()
}

/// Finds a day before the supplement's own that it sets for something still to come.
fn gone_by(supplement: &Datum) -> Option<Datum> {
    let date = supplement.get(supplement::DATE).date()?;
    let content = supplement.get(supplement::CONTENT);
    let text = content.text()?;
    let moved = ["原定", "原", "改为", "改到", "改在", "推迟", "提前", "延期"];
    if moved.iter().any(|word| text.contains(word)) {
        return None;
    }
    let before = dates::find(text).into_iter().find(|written| {
        let mut whole = written.clone();
        whole.year = whole.year.or(Some(date.year()));
        // A day of January told in December is the next year's.
        let wraps = written.year.is_none() && u8::from(date.month()) == 12;
        !wraps && whole.date().is_some_and(|day| day < date)
    })?;
    Some(mention(&text[before.range], content.span))
}
