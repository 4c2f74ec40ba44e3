//! What the words of a round say of its own data: how many sit on the committee, and supplements that
//! name a day gone by. It must not judge; beside each stands what the data have.

use std::cmp::Reverse;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use time::Date;

use crate::datum::{Datum, list, word};
use crate::facts::dates;
use crate::facts::passages::{FILLED, Kind, Passage};
use crate::facts::wholes;
use crate::model::round::{
    dimension, kind, notice, quota, rater, scoring, sheet, subject, supplement, work,
};
use crate::model::{MENTION, mention};
use crate::source::Span;
use crate::standard::{Words, word_lists};

static COMMITTEE: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "评议(?:小组|会|委员会)(?:全体|共有|共|由|的|有)* *(?P<n>N) *[名人](?:成员|评委|组成|委员)|评议(?:小组|会|委员会)(?:共有|共由|共) *(?P<m>N) *[名人](?:[，。；]|$)",
    )
});

/// Notes both among the facts about a notice.
pub fn compare_statements(
    notice: &mut Datum,
    scoring: &Datum,
    passages: &[Passage],
    words: &Words,
) {
    let count = notice.get(notice::COMMITTEE_COUNT).clone();
    let mut said: Vec<Datum> = match count.number() {
        Some(sits) => passages.iter().flat_map(|passage| committee(passage, sits)).collect(),
        None => Vec::new(),
    };
    for passage in passages.iter().filter(|it| !it.hidden && it.kind == Kind::Body) {
        said.extend(subjects(passage, scoring));
        said.extend(weights(passage, scoring));
        said.extend(quotas(passage, scoring));
        said.extend(places(passage, scoring));
        said.extend(points(passage, scoring));
        said.extend(bodies(passage, scoring, words));
        said.extend(full_marks(passage, scoring));
        said.extend(minutes(passage, notice));
        said.extend(days(passage, notice, words));
    }
    let supplements = notice.get(notice::SUPPLEMENTS).items();
    let gone = supplements.iter().filter_map(|it| gone_by(it, words)).collect();
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
        let said = number(&hit).filter(|_| !hit[0].contains(FILLED))?;
        unlike(passage, &hit, said, &[sits], |sits| format!("评议小组合计 {sits} 人"))
    });
    hits.collect()
}

fn expected(words: &str, told: &str, place: Span) -> Datum {
    let mut mention = mention(words, Some(place));
    mention.set(mention::EXPECTED, word(told, Some(place)));
    mention
}

/// Returns the number a match has.
fn number(hit: &Captures) -> Option<i64> {
    wholes::number(hit.name("n").or(hit.name("m"))?.as_str())
}

/// Tells of what a text says and none of the data has; where they have nothing, of nothing.
fn unlike<T: PartialEq>(
    passage: &Passage,
    hit: &Captures,
    said: T,
    known: &[T],
    tell: impl Fn(&T) -> String,
) -> Option<Datum> {
    let first = known.first().filter(|_| !known.contains(&said))?;
    let whole = hit.get(0)?;
    let words = whole.as_str().trim_end_matches(['，', '。', '；', '、']);
    let place = passage.place(whole.start()..whole.start() + words.len());
    Some(expected(words, &tell(first), place))
}

static SUBJECTS: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "(?:本次|本轮)(?:评议)?(?:共|共有|有)+ *(?P<n>N) *[名人](?:工作人员|同学|述职人员|人员)?(?:参加)?述职|(?:(?:本次|本轮)述职|述职(?:人员|对象|人))(?:共|共有|有)+ *(?P<m>N) *[名人]",
    )
});

/// 本次共有16名工作人员述职, where the list has another number of persons.
fn subjects(passage: &Passage, scoring: &Datum) -> Option<Datum> {
    let hit = SUBJECTS.captures(&passage.text)?;
    let listed = scoring.get(scoring::SUBJECTS).items().iter();
    let persons = listed.filter(|it| it.get(subject::SORT).text() == Some("个人")).count() as i64;
    let known: Vec<i64> = Some(persons).filter(|count| *count > 0).into_iter().collect();
    unlike(passage, &hit, number(&hit)?, &known, |it| format!("对象名单里有 {it} 人"))
}

static BODIES: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "(?:^|[，。；]|共有|共) *(?P<n>N) *个(?:院系|学院|分院|系|二级)?学生会(?:参加|参与|进行|接受)?[^，。；]{0,6}述职",
    )
});

/// 8个系学生会参加述职评议, where the list has another number of bodies.
fn bodies(passage: &Passage, scoring: &Datum, words: &Words) -> Option<Datum> {
    let hit = BODIES.captures(&passage.text)?;
    // 上午3个、下午4个 are some of them each.
    if words.has(word_lists::SOME_BODIES, &passage.text) {
        return None;
    }
    let listed = scoring.get(scoring::SUBJECTS).items().iter();
    let bodies = listed.filter(|it| it.get(subject::SORT).text() == Some("组织")).count() as i64;
    let known: Vec<i64> = Some(bodies).filter(|count| *count > 0).into_iter().collect();
    unlike(passage, &hit, number(&hit)?, &known, |it| format!("对象名单里有 {it} 个"))
}

static FULL_MARKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?:^|[。；]|评议|评分|评分表|总分)(?:的)?(?:满分|总分)(?:为|是)? *(?P<n>[0-9]{1,3}) *分",
    )
    .expect("a pattern of our own")
});

/// 评议满分为120分, where every sheet comes to 100.
fn full_marks(passage: &Passage, scoring: &Datum) -> Option<Datum> {
    let hit = FULL_MARKS.captures(&passage.text)?;
    let sheets = scoring.get(scoring::SHEETS).items().iter();
    let known: Vec<i64> = sheets.filter_map(|it| it.get(sheet::TOTAL).number()).collect();
    unlike(passage, &hit, number(&hit)?, &known, |most| format!("评分表各项合计 {most} 分"))
}

static MINUTES: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "每人(?:现场|当面|口头)?(?:述职|汇报|发言)?(?:时间|时长)?(?:一般)?(?:不超过|不得超过|控制在|限|为|述职)? *(?P<n>N) *分钟",
    )
});

/// 每人述职不超过10分钟, where the arrangements give less.
fn minutes(passage: &Passage, notice: &Datum) -> Option<Datum> {
    let hit = MINUTES.captures(&passage.text).filter(|hit| hit[0].contains("述职"))?;
    let work = notice.get(notice::WORK).items().iter();
    let mut known: Vec<i64> = work.filter_map(|it| it.get(work::MINUTES).number()).collect();
    known.sort_unstable_by_key(|minutes| Reverse(*minutes));
    unlike(passage, &hit, number(&hit)?, &known, |most| format!("工作安排里是 {most} 分钟"))
}

static HEARD_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("述职(?:评议)?会(?:定|安排)?[于在]$").expect("a pattern of our own")
});
static HEARD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:（[^）]*）)?(?:[上下]午|晚上)?(?:[0-9:：∶时分]*)?(?:在[^，。；]{2,16})?(?:举行|召开|进行)")
        .expect("a pattern of our own")
});
static DUE_AT_LAST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?:最迟|不迟|最晚|不晚)[于在]$").expect("a pattern of our own"));
static HANDED_IN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:（[^）]*）)?(?:[0-9:：∶时分点]*)?(?:提交|报送|交至|交到|送交|发送|交|送)")
        .expect("a pattern of our own")
});
static DUE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:（[^）]*）)?(?:[0-9:：∶时分点]*)?(?:以|之)?前(?:，)?(?:将|把)?(?:书面|述职)?(?:报告)?(?:提交|报送|交至|交到|送交|发送|交|送)")
        .expect("a pattern of our own")
});

/// 述职会于6月14日举行, 述职报告于6月8日前交, where the arrangements name other days.
fn days(passage: &Passage, notice: &Datum, words: &Words) -> Vec<Datum> {
    let Some(issued) = notice.get(notice::ISSUED).date() else { return Vec::new() };
    let text = passage.text.as_str();
    let of = |name| -> Vec<Date> {
        notice.get(notice::WORK).items().iter().filter_map(|it| it.get(name).date()).collect()
    };
    let (meetings, deadlines) = (of(work::MEETING), of(work::DEADLINE));
    let told = dates::find(text).into_iter().filter_map(|mut written| {
        let (ahead, behind) = (&text[..written.range.start], &text[written.range.end..]);
        let clause = ahead.rsplit(['，', '。', '；']).next().unwrap_or_default();
        // A report that was put right comes later.
        if words.has(word_lists::AGAIN, clause) {
            return None;
        }
        let reports =
            clause.contains("报告") || behind.split(['，', '。', '；']).next()?.contains("报告");
        let (known, what) = if HEARD_ON.is_match(ahead) && HEARD.is_match(behind) {
            (&meetings, "述职日期")
        } else if reports
            && (DUE_BEFORE.is_match(behind)
                || (DUE_AT_LAST.is_match(ahead) && HANDED_IN.is_match(behind)))
        {
            (&deadlines, "截止日期")
        } else {
            return None;
        };
        written.year = written.year.or(dates::soon_after(issued, written.month));
        let (day, first) = (written.date()?, known.first()?);
        (!known.contains(&day)).then(|| {
            let told = format!("工作安排里的{what}是 {first}");
            expected(&text[written.range.clone()], &told, passage.place(written.range))
        })
    });
    told.collect()
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
        let known: Vec<&str> = raters()
            .filter(|it| it.get(rater::NAME).text().is_some_and(|name| hit["who"].ends_with(name)))
            .filter_map(|it| it.get(rater::WEIGHT).text())
            .map(|weight| weight.trim_end_matches(['%', '％']))
            .collect();
        unlike(passage, &hit, &hit["n"], &known, |it| format!("评分表里是 {it}%"))
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
            .filter_map(|it| it.get(quota::AT_MOST).text()?.strip_suffix(['%', '％']))
            .collect();
        unlike(passage, &hit, &hit["n"], &known, |it| format!("评分表里是 {it}%"))
    });
    hits.collect()
}

static PLACES: LazyLock<Regex> = LazyLock::new(|| {
    wholes::pattern(
        "“?(?P<grade>\\p{Han}{1,4}?)”?(?:等次)?的?(?:名额|人数)?(?:为|是|共|不超过|不得超过|不多于|最多) *(?P<n>N) *[个人名](?:[，。；]|$)",
    )
});

/// 优秀名额为5人, where a quota of the sheets gives no such number.
fn places(passage: &Passage, scoring: &Datum) -> Vec<Datum> {
    let sheets = scoring.get(scoring::SHEETS).items();
    let hits = PLACES.captures_iter(&passage.text).filter_map(|hit| {
        let of_grade = |it: &&Datum| {
            let grades = it.get(quota::GRADES).texts();
            matches!(grades[..], [grade] if hit["grade"].ends_with(grade))
        };
        let quotas = sheets.iter().flat_map(|sheet| sheet.get(sheet::QUOTAS).items());
        let known: Vec<i64> =
            quotas.filter(of_grade).filter_map(|it| it.get(quota::COUNT).number()).collect();
        unlike(passage, &hit, number(&hit)?, &known, |most| format!("评分表里最多 {most} 个"))
    });
    hits.collect()
}

static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?P<side>\\p{Han}{2,10}?)(?:的)?(?:满分|占|为|是)? *(?P<n>[0-9]{1,3}) *分(?:[，。；、]|$)",
    )
    .expect("a pattern of our own")
});

/// 其中服务同学40分, where no sheet has that side at so many points.
fn points(passage: &Passage, scoring: &Datum) -> Vec<Datum> {
    let sheets = scoring.get(scoring::SHEETS).items();
    let hits = POINTS.captures_iter(&passage.text).filter_map(|hit| {
        let sides = sheets.iter().flat_map(|sheet| sheet.get(sheet::DIMENSIONS).items());
        let named = |it: &&Datum| {
            it.get(dimension::NAME).text().is_some_and(|name| hit["side"].ends_with(name))
        };
        let known: Vec<i64> =
            sides.filter(named).filter_map(|it| it.get(dimension::MAXIMUM).number()).collect();
        unlike(passage, &hit, number(&hit)?, &known, |it| format!("评分表里是 {it} 分"))
    });
    hits.collect()
}

/// Finds a day before the supplement's own that it sets for something still to come.
fn gone_by(supplement: &Datum, words: &Words) -> Option<Datum> {
    let date = supplement.get(supplement::DATE).date()?;
    let content = supplement.get(supplement::CONTENT);
    let text = content.text()?;
    if words.has(word_lists::MOVED, text) {
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
