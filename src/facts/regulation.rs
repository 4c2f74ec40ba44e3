//! What the rules of appraisal lay down: who sits, what each side weighs, the scores of grades, digits,
//! quotas, days, minutes and what is made known; and where a round says otherwise.
//! It must not judge; it lays both beside each other.

use std::sync::LazyLock;

use regex::Regex;
use time::Date;

use super::clauses::{Sentence, sentences};
use super::passages::{Kind, Passage, passages};
use super::wholes;
use crate::datum::{Datum, Value, word};
use crate::load::Year;
use crate::model::round::{
    committee, folder, grade, kind, notice, quota, rater, rounding, scoring, sheet,
};
use crate::model::{AGAINST, BAND_GAP, against, appraisal, band_gap, year};
use crate::numeral;
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

const NUMBER: &str = "[0-9０-９]+|[零一二两三四五六七八九十]+";

fn pattern(text: &str) -> Regex {
    Regex::new(&text.replace("NUMBER", NUMBER)).expect("a pattern of our own")
}

static SEAT: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:^|[，、和：]|其中)(?P<name>\\p{Han}{2,10}?)(?P<n>NUMBER) *[人名]")
});
static WEIGHT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:^|[，、；：。])(?P<names>[\\p{Han}、]{2,24}?)(?:的)?(?:评分|打分|测评|评议|评价|得分)?(?P<each>各)?占(?:总分|总成绩|综合得分|权重)?(?:的)? *(?P<n>[0-9０-９]+) *[%％]",
    )
});
static DIGITS: LazyLock<Regex> =
    LazyLock::new(|| pattern("保留(?:到)?(?P<n>NUMBER) *位小数|保留到小数点后(?P<m>NUMBER) *位"));
static QUOTA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?P<grade>\\p{Han}{1,3}?)(?:等次|等级)?(?:的)?(?:人数|名额|比例|占比)?(?:一般)?(?:不超过|不得超过|最多|不高于)(?:[^，。；0-9]{0,12}?)(?P<n>[0-9０-９]+) *[%％]",
    )
});
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:提前 *(?P<a>NUMBER) *(?:[天日]|个工作日)|(?P<b>NUMBER) *(?:[天日]|个工作日)之?前)")
});
static MINUTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:[0-9０-９]+[—–－～~至-]+)?(?P<n>[0-9０-９]+) *分钟")
        .expect("a pattern of our own")
});

/// A number that the rules give to something.
#[derive(Clone, Debug, PartialEq)]
struct Given {
    name: String,
    number: i64,
    place: Span,
}

static MADE_KNOWN: LazyLock<Regex> = LazyLock::new(|| pattern("通报(?:[^批]|$)|公布|公开|公示"));
static NOT_KNOWN: LazyLock<Regex> =
    LazyLock::new(|| pattern("不(?:予|得|作|向[^，。；]*|对外)?(?:通报|公布|公开|公示)|保密"));

/// What the rules of appraisal lay down.
#[derive(Clone, Debug, Default)]
pub struct Regulation {
    seats: Vec<Given>,
    weights: Vec<Given>,
    /// From which score on a grade is given.
    floors: Vec<Given>,
    quotas: Vec<Given>,
    digits: Option<Given>,
    lead: Option<Given>,
    minutes: Option<Given>,
    /// The parts of the results that are made known, each with its place.
    known: Vec<(String, Span)>,
    /// Whether the results as a whole are.
    all_known: bool,
}

impl Regulation {
    /// Reads the rules of appraisal of a year.
    pub fn gather(root: &Datum, words: &Words, sources: &Sources) -> Self {
        let all = passages(root, sources);
        let own = all.iter().filter(|it| it.section == year::APPRAISAL && it.kind == Kind::Body);
        let mut found = Self::default();
        own.for_each(|passage| found.read(passage, words));
        found
    }

    fn read(&mut self, passage: &Passage, words: &Words) {
        for sentence in sentences(passage) {
            let text = sentence.text;
            let given = |name: &str, hit: regex::Match| {
                let number = number(hit.as_str())?;
                Some(Given { name: name.to_owned(), number, place: sentence.place(hit.range()) })
            };
            if text.contains("评议会") && text.contains("其中") && self.seats.is_empty() {
                let hits = SEAT.captures_iter(text);
                self.seats.extend(hits.filter_map(|hit| {
                    let name = hit["name"].trim_start_matches("其中").to_owned();
                    given(&name, hit.name("n")?).filter(|_| !name.contains("组成"))
                }));
                // The whole is no seat.
                self.seats.retain(|seat| !seat.name.contains("评议会"));
            }
            if text.contains('占') {
                for hit in WEIGHT.captures_iter(text) {
                    let Some(number) = hit.name("n") else { continue };
                    let names: Vec<&str> = match hit.name("each") {
                        Some(_) => hit["names"].split(['和', '与', '及', '、']).collect(),
                        None => vec![&hit["names"]],
                    };
                    self.weights.extend(names.into_iter().filter_map(|name| given(name, number)));
                }
            }
            for band in wholes::bands(text) {
                if let Some(low) = band.low {
                    let place = sentence.place(band.range.clone());
                    self.floors.push(Given { name: band.grade, number: low, place });
                }
            }
            let quotas =
                QUOTA.captures_iter(text).filter_map(|hit| given(&hit["grade"], hit.name("n")?));
            self.quotas.extend(quotas);
            if let Some(hit) = DIGITS.captures(text) {
                self.digits = hit.name("n").or(hit.name("m")).and_then(|n| given("小数位", n));
            }
            if text.contains("报告")
                && let Some(hit) = LEAD.captures(text)
            {
                self.lead = hit.name("a").or(hit.name("b")).and_then(|n| given("提前天数", n));
            }
            if text.contains("述职")
                && let Some(hit) =
                    MINUTES.captures_iter(text).find(|hit| is_of_speaking(text, hit, words))
            {
                self.minutes = hit.name("n").and_then(|n| given("述职时长", n));
            }
            self.read_what_is_known(&sentence, words);
        }
    }

    /// 评议等次向全体工作人员通报 makes the grades known, and not the scores.
    fn read_what_is_known(&mut self, sentence: &Sentence, words: &Words) {
        let parts = words.named(word_lists::RESULTS);
        let by_word =
            || parts.iter().flat_map(|(part, said)| said.iter().map(move |it| (part, it)));
        let mut end = 0;
        for clause in sentence.text.split_inclusive(['，', '；', '。']) {
            end += clause.len();
            if NOT_KNOWN.is_match(clause) || !MADE_KNOWN.is_match(clause) {
                continue;
            }
            // A clause without a subject takes that of its sentence.
            let names = |text: &str| {
                by_word().any(|(_, word)| text.contains(word.as_str()))
                    || words.has(word_lists::ALL_RESULTS, text)
            };
            let start = if names(clause) { end - clause.len() } else { 0 };
            let about = &sentence.text[start..end];
            self.all_known |= words.has(word_lists::ALL_RESULTS, about);
            self.known.extend(by_word().filter_map(|(part, word)| {
                let at = start + about.find(word.as_str())?;
                Some((part.clone(), sentence.place(at..at + word.len())))
            }));
        }
    }
}

/// 每个问题不超过1分钟 tells how long an answer takes.
fn is_of_speaking(text: &str, hit: &regex::Captures, words: &Words) -> bool {
    let at = hit.get(0).map_or(0, |hit| hit.start());
    let clause = text[..at].rsplit(['，', '。', '；', '、']).next().unwrap_or_default();
    !words.has(word_lists::NOT_SPEAKING, clause)
}

fn number(text: &str) -> Option<i64> {
    numeral::count(text, "").or_else(|| numeral::parse(text).map(i64::from))
}

/// Finds gaps and overlaps between the grades of the rules: 90分以上, 76分以上不足90分, 不足75分.
pub fn band_gaps(root: &Datum, sources: &Sources) -> Vec<Datum> {
    let all = passages(root, sources);
    let mut found = Vec::new();
    for passage in all.iter().filter(|it| it.section == year::APPRAISAL && it.kind == Kind::Body) {
        let bands = wholes::bands(&passage.text);
        let mut floors: Vec<i64> = bands.iter().filter_map(|band| band.low).collect();
        floors.sort_unstable();
        let tops: Vec<i64> = bands.iter().filter_map(|band| band.high).collect();
        if bands.len() < 2 || bands.iter().filter(|band| band.low.is_none()).count() > 1 {
            continue;
        }
        // Each upper end is the lower end of the grade above.
        for band in &bands {
            let Some(high) = band.high else { continue };
            let above = floors.iter().find(|floor| **floor >= high);
            let below =
                floors.iter().rev().find(|floor| **floor < high && Some(**floor) != band.low);
            let next = above.or(below.filter(|_| above.is_none()));
            let Some(next) = next.filter(|next| **next != high) else { continue };
            found.push(gap(passage, band, high, *next));
        }
        for band in &bands {
            let Some(low) = band.low else { continue };
            // A lower end below which nothing is said, while something is said of lower scores.
            let lowest = floors.first() == Some(&low);
            let met = tops.contains(&low);
            if !met
                && !lowest
                && !found.iter().any(|it: &Datum| {
                    it.get(band_gap::FROM).number() == Some(low)
                        || it.get(band_gap::TO).number() == Some(low)
                })
            {
                let top = tops.iter().filter(|top| **top < low).max();
                if let Some(top) = top {
                    found.push(gap(passage, band, *top, low));
                }
            }
        }
    }
    found
}

fn gap(passage: &Passage, band: &wholes::Band, from: i64, to: i64) -> Datum {
    let place = Some(passage.place(band.range.clone()));
    let mut entry = Datum::new(BAND_GAP.empty(), place);
    let leaf = |value: Value| Datum::new(value, place);
    entry.set(band_gap::GRADE, leaf(Value::Text(band.grade.clone())));
    entry
        .set(band_gap::WHAT, leaf(Value::Text(if from < to { "空着" } else { "重叠" }.to_owned())));
    entry.set(band_gap::FROM, leaf(Value::Number(from.min(to))));
    entry.set(band_gap::TO, leaf(Value::Number(from.max(to))));
    entry
}

/// Returns the year whose rules of appraisal were in force when a round was announced: of those the
/// notice names, the one that came into force last before that day, or the round's own.
pub fn in_force<'a>(round: &Datum, years: &'a [Year]) -> Option<&'a Year> {
    let notice = round.get(folder::NOTICE);
    let named: Vec<&str> =
        notice.get(notice::BASIS).items().iter().filter_map(Datum::text).collect();
    let issued = notice.get(notice::ISSUED).date();
    let title = |year: &Year| {
        let prose = year.root.get(year::APPRAISAL).get(appraisal::TEXT);
        prose.prose().and_then(|text| text.title.as_ref()).map(|title| title.plain_text())
    };
    let by_name: Vec<&Year> = years
        .iter()
        .filter(|year| title(year).is_some_and(|title| named.contains(&title.trim())))
        .collect();
    let since = |year: &Year| -> Option<Date> {
        year.root.get(year::APPRAISAL).get(appraisal::EFFECTIVE_ON).date()
    };
    let begun =
        |year: &&&Year| since(year).zip(issued).is_none_or(|(since, issued)| since <= issued);
    let latest = by_name.iter().filter(begun).max_by_key(|year| since(year).map(|day| (1, day)));
    latest.or(by_name.first()).copied()
}

/// Finds rules that a notice rests on before they come into force: it was held by some older ones,
/// and there is nothing to lay it beside.
pub fn not_begun(round: &Datum, rules: &Year) -> Option<Datum> {
    let notice = round.get(folder::NOTICE);
    let issued = notice.get(notice::ISSUED);
    let since = rules.root.get(year::APPRAISAL).get(appraisal::EFFECTIVE_ON);
    let (day, first) = (issued.date()?, since.date()?);
    let own = format!("{day}发布的通知");
    (day < first)
        .then(|| entry("办法何时施行", &own, &format!("{first}起施行"), issued.span, since.span))
}

/// Finds rules of appraisal that a notice rests on by a name none of the years' rules bears: a round
/// that nothing can be laid beside.
pub fn misnamed(round: &Datum, years: &[Year]) -> Vec<Datum> {
    const ENDS: &str = "评议办法";
    let latest = years.iter().max_by_key(|year| year.edition.year);
    let Some(rules) = latest.map(|year| year.root.get(year::APPRAISAL)) else { return Vec::new() };
    let title = rules.get(appraisal::TEXT).prose().and_then(|text| text.title.as_ref());
    let Some((title, place)) = title.map(|it| (it.plain_text().trim().to_owned(), it.span)) else {
        return Vec::new();
    };
    let notice = round.get(folder::NOTICE);
    let college = notice.get(notice::COLLEGE).text().unwrap_or_default();
    let organisation = notice.get(notice::ORGANISATION).text().unwrap_or_default();
    let own = format!("{college}{organisation}");
    let named = notice.get(notice::BASIS).items().iter();
    // 系学生会述职评议办法 is another document.
    let wrong = named.filter_map(|it| {
        let name = it.text().filter(|text| text.ends_with(ENDS) && text.starts_with(&own))?;
        let place = Some(place);
        title.ends_with(ENDS).then(|| entry("依据里办法的名称", name, &title, it.span, place))
    });
    wrong.collect()
}

/// Finds where a round of the school's officers says otherwise than the rules in force.
pub fn against(round: &Datum, rules: &Regulation) -> Vec<Datum> {
    let notice = round.get(folder::NOTICE);
    if notice.get(notice::LEVEL).text() != Some("校级") {
        return Vec::new();
    }
    let mut found = Vec::new();
    seats(notice, rules, &mut found);
    let lead = notice.get(notice::LEAD_DAYS);
    compare("提前天数", lead, rules.lead.as_ref(), "天", &mut found);
    let scoring = round.get(folder::SCORING);
    let of_persons = scoring.get(scoring::KINDS).items().iter();
    let of_persons: Vec<&Datum> =
        of_persons.filter(|kind| kind.get(kind::SORT).text() == Some("个人")).collect();
    for kind in &of_persons {
        weights(kind, rules, &mut found);
        let minutes = kind.get(kind::MINUTES);
        let longer = minutes
            .number()
            .zip(rules.minutes.as_ref())
            .is_some_and(|(own, most)| own > most.number);
        if longer {
            compare("述职时长", minutes, rules.minutes.as_ref(), "分钟", &mut found);
        }
    }
    known(scoring, rules, &mut found);
    let used = |sheet: &&Datum| {
        of_persons.iter().any(|kind| kind.get(kind::SHEET).text() == sheet.get(sheet::TITLE).text())
    };
    for sheet in scoring.get(scoring::SHEETS).items().iter().filter(used) {
        sheet_against(sheet, rules, &mut found);
    }
    found
}

fn compare(what: &str, own: &Datum, rule: Option<&Given>, unit: &str, found: &mut Vec<Datum>) {
    let (Some(number), Some(rule)) = (own.number(), rule) else { return };
    if number != rule.number {
        let said = |number: i64| format!("{number}{unit}");
        found.push(entry(what, &said(number), &said(rule.number), own.span, Some(rule.place)));
    }
}

fn entry(what: &str, own: &str, rule: &str, place: Option<Span>, other: Option<Span>) -> Datum {
    let text = |text: &str, place| word(text, place);
    let mut entry = Datum::new(AGAINST.empty(), place);
    entry.set(against::WHAT, text(what, place));
    entry.set(against::OWN, text(own, place));
    entry.set(against::RULE, text(rule, other));
    entry
}

fn seats(notice: &Datum, rules: &Regulation, found: &mut Vec<Datum>) {
    for part in notice.get(notice::COMMITTEE).items() {
        let Some(name) = part.get(committee::NAME).text() else { continue };
        let rule = rules.seats.iter().find(|seat| seat.name == name);
        compare(&format!("评议小组的{name}"), part.get(quota::COUNT), rule, "人", found);
    }
}

/// The rules make known what they say, and no more of a person.
fn known(scoring: &Datum, rules: &Regulation, found: &mut Vec<Datum>) {
    let Some((_, place)) = rules.known.first().filter(|_| !rules.all_known) else { return };
    let mut parts: Vec<&str> = rules.known.iter().map(|(part, _)| part.as_str()).collect();
    parts.dedup();
    for shown in scoring.get(scoring::SHOWN).items() {
        if let Some(own) = shown.text().filter(|own| !parts.contains(own)) {
            found.push(entry("公开的结果", own, &parts.join("、"), shown.span, Some(*place)));
        }
    }
}

/// Raters of other names weigh what the rules give to those it lacks, put together.
fn weights(kind: &Datum, rules: &Regulation, found: &mut Vec<Datum>) {
    let raters = kind.get(kind::RATERS).items();
    let weight = |rater: &Datum| {
        rater.get(rater::WEIGHT).text().and_then(|text| number(text.trim_end_matches(['%', '％'])))
    };
    let total: i64 = rules.weights.iter().map(|it| it.number).sum();
    if raters.is_empty() || rules.weights.is_empty() || total != 100 {
        return;
    }
    let kind_name = kind.get(kind::NAME).text().unwrap_or_default();
    let mut strangers: Vec<(&Datum, i64)> = Vec::new();
    let mut named: Vec<&str> = Vec::new();
    for rater in raters {
        let (Some(name), Some(own)) = (rater.get(rater::NAME).text(), weight(rater)) else {
            return;
        };
        match rules.weights.iter().find(|it| it.name == name) {
            Some(rule) => {
                named.push(name);
                if own != rule.number {
                    let what = format!("{kind_name}的评委“{name}”的权重");
                    let (own, said) = (format!("{own}%"), format!("{}%", rule.number));
                    found.push(entry(
                        &what,
                        &own,
                        &said,
                        rater.get(rater::WEIGHT).span,
                        Some(rule.place),
                    ));
                }
            }
            None => strangers.push((rater, own)),
        }
    }
    let left: Vec<&Given> =
        rules.weights.iter().filter(|it| !named.contains(&it.name.as_str())).collect();
    let (ours, theirs) = (
        strangers.iter().map(|(_, own)| own).sum::<i64>(),
        left.iter().map(|it| it.number).sum::<i64>(),
    );
    // Those who are themselves appraised are another group than the rules name, even where the sum is
    // the same; teachers of two offices may be told as one or as two.
    let peers = strangers.iter().any(|(rater, _)| rater.get(rater::FROM).text().is_some());
    let other_way = peers || left.is_empty() != strangers.is_empty();
    if (ours != theirs || other_way)
        && let Some((rater, _)) = strangers.first()
    {
        let list = |names: Vec<String>| {
            if names.is_empty() { "没有别的评委".to_owned() } else { names.join("、") }
        };
        let own = strangers.iter().map(|(rater, own)| {
            format!("{}{own}%", rater.get(rater::NAME).text().unwrap_or_default())
        });
        let said = left.iter().map(|it| format!("{}{}%", it.name, it.number));
        let place =
            left.first().or(rules.weights.iter().collect::<Vec<_>>().first()).map(|it| it.place);
        let what = format!("{kind_name}的评委");
        found.push(entry(
            &what,
            &list(own.collect()),
            &list(said.collect()),
            rater.get(rater::NAME).span,
            place,
        ));
    }
}

fn sheet_against(sheet: &Datum, rules: &Regulation, found: &mut Vec<Datum>) {
    compare(
        "得分保留的小数位",
        sheet.get(sheet::ROUNDING).get(rounding::DIGITS),
        rules.digits.as_ref(),
        "位",
        found,
    );
    for grade in sheet.get(sheet::GRADES).items() {
        let Some(name) = grade.get(grade::NAME).text() else { continue };
        let rule = rules.floors.iter().find(|floor| floor.name == name);
        compare(&format!("{name}的最低分"), grade.get(grade::FROM), rule, "分", found);
    }
    for quota in sheet.get(sheet::QUOTAS).items() {
        let names: Vec<&str> =
            quota.get(quota::GRADES).items().iter().filter_map(Datum::text).collect();
        let [name] = names[..] else { continue };
        let at_most = quota.get(quota::AT_MOST);
        let own = at_most.text().and_then(|text| text.strip_suffix(['%', '％'])).and_then(number);
        let rule = rules.quotas.iter().find(|quota| quota.name.ends_with(name));
        if let (Some(own), Some(rule)) = (own, rule.filter(|rule| Some(rule.number) != own)) {
            let (own, said) = (format!("{own}%"), format!("{}%", rule.number));
            found.push(entry(
                &format!("{name}的名额"),
                &own,
                &said,
                at_most.span,
                Some(rule.place),
            ));
        }
    }
}
