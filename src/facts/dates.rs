//! Every date a text writes, in whatever form: 2025年10月18日（星期六）, 10月18日, 2025.10.18, 2025年9月.
//! It must not judge; it tells whether there is such a day, which day of the data it should be, and
//! whether it lies ahead of the day the text was made public.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::owners::Own;
use super::passages::{FILLED, Passage};
use crate::datum::{Datum, FieldName, Value, flag, word};
use crate::model::{DATE_SAID, charter, congress, date_said, head, year};
use crate::numeral;
use crate::standard::{Words, word_lists};

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let numeral = "[〇零一二三四五六七八九十]";
    Regex::new(&format!(
        "(?:(?P<year>[0-9０-９]{{4}}|[〇零一二三四五六七八九]{{4}}) *年 *)?\
         (?P<month>[0-9０-９]{{1,2}}|{numeral}{{1,3}}) *月(?: *(?P<day>[0-9０-９]{{1,2}}|{numeral}{{1,3}}) *[日号])?\
         |(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}})"
    ))
    .expect("a pattern of our own")
});

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^ *[（(]?(?:星期|周|礼拜)(?P<day>[一二三四五六日天])")
        .expect("a pattern of our own")
});

/// What follows a date that is the first of several days.
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^ *(?:至|到|—|–|-|~|～)+ *[0-9０-９一二三四五六七八九十]")
        .expect("a pattern of our own")
});

const ENDS: [char; 6] = ['。', '；', '！', '？', '\n', ';'];
const CLAUSE_ENDS: [char; 8] = ['，', '。', '；', '！', '？', '\n', '、', '：'];

/// A date as it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub range: Range<usize>,
    pub year: Option<i32>,
    pub month: u32,
    pub day: Option<u32>,
    /// The year it is of, where it is not written and the text leaves no doubt.
    implied: Option<i32>,
    /// The day of the week that is said to be it, Monday first, and where.
    weekday: Option<(Range<usize>, u8)>,
    /// Whether it is the first of several days.
    several: bool,
}

impl Written {
    /// Returns the day it is, when it is written whole and there is such a day.
    pub fn date(&self) -> Option<Date> {
        day_of(self.year?, self.month, self.day?)
    }

    /// Returns the day it is in the year that the text implies.
    fn implied(&self) -> Option<Date> {
        day_of(self.year.or(self.implied)?, self.month, self.day?)
    }

    /// Tells whether the calendar has such a day, in the year that is written or in any.
    fn exists(&self) -> bool {
        // 2024 has a 29th of February.
        day_of(self.year.unwrap_or(2024), self.month, self.day.unwrap_or(1)).is_some()
    }

    /// Tells whether it can be a day, as far as it is written.
    fn can_be(&self, day: Date) -> bool {
        self.year.is_none_or(|year| year == day.year())
            && self.month == u32::from(u8::from(day.month()))
            && self.day.is_none_or(|own| own == u32::from(day.day()))
    }

    /// Tells whether all of it lies after a day.
    fn is_after(&self, day: Date) -> bool {
        let first = self.year.and_then(|year| day_of(year, self.month, self.day.unwrap_or(1)));
        first.is_some_and(|first| first > day)
    }
}

fn day_of(year: i32, month: u32, day: u32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

/// Finds every date in a text that names a day, or a month of a year.
pub fn find(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    for hit in DATE.captures_iter(text) {
        let whole = hit.get(0).expect("a match has a whole").range();
        let part = |a: &str, b: &str| hit.name(a).or(hit.name(b)).map(|part| part.as_str());
        let year = part("year", "y").and_then(year);
        let count = |text: Option<&str>| text.and_then(|text| numeral::count(text, ""));
        let month = count(part("month", "m")).and_then(|n| u32::try_from(n).ok());
        let day = count(part("day", "d")).and_then(|n| u32::try_from(n).ok());
        let Some(month) = month.filter(|_| year.is_some() || day.is_some()) else { continue };
        // 2025.10.18.3 and the like are no dates.
        let digit = |c: char| c.is_ascii_digit();
        if hit.name("y").is_some()
            && (text[..whole.start].ends_with(digit) || text[whole.end..].starts_with(digit))
        {
            continue;
        }
        let behind = &text[whole.end..];
        let weekday = WEEKDAY.captures(behind).and_then(|hit| {
            let day = "一二三四五六日".find(&hit["day"].replace('天', "日"))? / '一'.len_utf8();
            let range = hit.get(0)?.range();
            Some((whole.start..whole.end + range.end, u8::try_from(day).ok()?))
        });
        let several = UNTIL.is_match(behind);
        found.push(Written { range: whole, year, month, day, implied: None, weekday, several });
    }
    found
}

fn year(text: &str) -> Option<i32> {
    let digit = |c: char| match c {
        '〇' | '零' => Some('0'),
        _ => match "一二三四五六七八九".find(c) {
            Some(at) => char::from_digit((at / '一'.len_utf8()) as u32 + 1, 10),
            None => Some(numeral::half_width(c)),
        },
    };
    text.chars().map(digit).collect::<Option<String>>()?.parse().ok()
}

/// What the dates of a text are held against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// The day of the congress.
    pub congress: Option<Date>,
    /// Which congress it is.
    pub number: Option<i64>,
    /// The day of the congress before it.
    pub previous: Option<Date>,
    /// The day to which the numbers are counted.
    pub as_of: Option<Date>,
    /// The day the text is made public.
    pub published: Option<Date>,
    /// The day from which the roster prints no names.
    pub taken_down: Option<Date>,
    /// The day the charter takes effect.
    pub in_force: Option<Date>,
    /// The day a notice was issued, near which its days without a year lie.
    pub issued: Option<Date>,
}

impl Known {
    /// Gathers the days of a year.
    pub fn gather(root: &Datum) -> Self {
        let day = |path: &[FieldName]| root.at(path).date();
        Self {
            congress: day(&[year::CONGRESS, congress::DATE]),
            number: root.get(year::CONGRESS).get(congress::NUMBER).number(),
            previous: day(&[year::CONGRESS, congress::PREVIOUS_DATE]),
            as_of: day(&[year::HEAD, head::AS_OF]),
            published: day(&[year::HEAD, head::PUBLISHED]),
            taken_down: day(&[year::HEAD, head::TAKE_DOWN]),
            in_force: day(&[year::CHARTER, charter::EFFECTIVE_ON]),
            issued: None,
        }
    }
}

/// Makes an entry for each date in the texts that can be seen.
pub fn all(passages: &[Passage], known: Known, own: &Own, words: &Words) -> Vec<Datum> {
    let mut found = Vec::new();
    for passage in passages.iter().filter(|passage| !passage.hidden) {
        let mut dates = find(&passage.text);
        dated(&mut dates, passage.section, known);
        for (i, date) in dates.iter().enumerate() {
            let next = dates.get(i + 1).map_or(passage.text.len(), |next| next.range.start);
            found.push(entry(passage, date, next, (known, own, words)));
        }
    }
    found
}

/// Gives dates without a year that of the date before them in the same text and month, or of the
/// congress where its report names its month.
fn dated(dates: &mut [Written], section: FieldName, known: Known) {
    let held = known.congress.filter(|_| section == year::CONGRESS);
    let mut last = held.map(|day| (day.year(), u32::from(u8::from(day.month()))));
    for date in dates {
        match date.year {
            Some(year) => last = Some((year, date.month)),
            None => {
                let same = last.filter(|(_, month)| *month == date.month);
                let soon = known.issued.and_then(|day| soon_after(day, date.month));
                date.implied = same.map(|(year, _)| year).or(soon);
            }
        }
    }
}

/// Returns the year of a month that a notice names without one: this month or one of the next three.
pub fn soon_after(issued: Date, month: u32) -> Option<i32> {
    let own = u32::from(u8::from(issued.month()));
    let later = (month + 12).checked_sub(own)? % 12;
    (later <= 3).then(|| issued.year() + i32::from(month < own))
}

fn entry(
    passage: &Passage,
    date: &Written,
    next: usize,
    (known, own, words): (Known, &Own, &Words),
) -> Datum {
    let text = passage.text.as_str();
    let place = Some(passage.place(date.range.clone()));
    let leaf = |value: Value| Datum::new(value, place);
    let mut entry = Datum::new(DATE_SAID.empty(), place);
    entry.set(date_said::WORDS, leaf(Value::Text(text[date.range.clone()].to_owned())));
    entry.set(date_said::EXISTS, leaf(Value::Bool(date.exists())));
    if let Some(day) = date.date() {
        entry.set(date_said::DAY, leaf(Value::Date(day)));
    }
    if let (Some((range, said)), Some(day)) = (&date.weekday, date.implied()) {
        let is = day.weekday().number_days_from_monday();
        let place = Some(passage.place(range.clone()));
        entry.set(date_said::WEEKDAY_FITS, flag(*said == is, place));
        entry.set(date_said::WEEKDAY, word(weekday(is), place));
    }
    let about = about(passage.section, text, date, next, words).filter(|event| {
        *event != Event::Congress || is_this_congress(text, date, next, known.number, own)
    });
    let expected = match about {
        Some(Event::Congress) => known.congress,
        Some(Event::Count) => known.as_of,
        Some(Event::Publication) => known.published,
        Some(Event::TakeDown) => known.taken_down,
        Some(Event::InForce) => known.in_force,
        Some(Event::LastCongress) => known.previous,
        None => numbered(text, date, known, own),
    };
    if let Some(expected) = expected {
        entry.set(date_said::EXPECTED, leaf(Value::Date(expected)));
        // Shown until the day before, or until that day: both are told.
        let eve = (about == Some(Event::TakeDown)).then(|| expected.previous_day()).flatten();
        let fits = date.can_be(expected) || eve.is_some_and(|eve| date.can_be(eve));
        entry.set(date_said::FITS, leaf(Value::Bool(fits)));
    }
    let ahead = known.published.is_some_and(|day| date.is_after(day));
    // What a notice says is held on a day to come is what it arranges.
    let arranged =
        known.issued.is_some() && words.has(word_lists::TO_HOLD, clause_behind(text, date));
    let done = !arranged && is_told_as_done(text, date, words);
    entry.set(date_said::AHEAD, leaf(Value::Bool(ahead && done)));
    entry
}

static HELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:召开|举行)的?第 *(?P<n>[0-9]+|[一二三四五六七八九十百]+) *[次届](?:学生|研究生)?代表大会")
        .expect("a pattern of our own")
});

static TO_BE_HELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("第 *(?P<n>[0-9]+|[一二三四五六七八九十百]+) *[次届](?:(?:学生|研究生)代表大会|[学研]代会)(?:是)?[于在]$")
        .expect("a pattern of our own")
});
static HELD_THEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:[上下]午)?(?:在[^，。；]{2,16})?(?:召开|举行|开幕)")
        .expect("a pattern of our own")
});

/// Returns the day of the congress that a date is said to be of, by its number: 某日召开的第五次学生代表大会.
fn numbered(text: &str, date: &Written, known: Known, own: &Own) -> Option<Date> {
    date.day?;
    let ahead = &text[..date.range.start];
    let behind = &text[date.range.end..];
    let (hit, before) = match HELD.captures(behind) {
        Some(hit) => (hit, ahead),
        None => {
            let hit = TO_BE_HELD.captures(ahead).filter(|_| HELD_THEN.is_match(behind))?;
            let before = &ahead[..hit.get(0)?.start()];
            (hit, before)
        }
    };
    let number = numeral::count(&hit["n"], "")?;
    let before = before.rsplit(CLAUSE_ENDS).next().unwrap_or_default();
    let other = own.is_other(before) || own.has_turned_to_others(&hit[0]);
    let this = known.number.filter(|_| !other)?;
    match this - number {
        0 => known.congress,
        1 => known.previous,
        _ => None,
    }
}

/// Names a day of the week, counted from Monday.
pub fn weekday(day: u8) -> &'static str {
    const DAYS: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    DAYS[usize::from(day) % 7]
}

static LAST_CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:本会|学生会)?上(?:一)?[次届](?:学生代表|学生|代表)?大会[于在是]?$")
        .expect("a pattern of our own")
});

static CONGRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:第 *(?P<n>[0-9]+|[一二三四五六七八九十百]+) *[次届])?(?:学生|研究生)代表大会|(?:学|研)代会")
        .expect("a pattern of our own")
});

/// Tells whether the congress named beside a date is this union's and the one the year is about:
/// 机械系第五次学生代表大会 is not, nor is one of another number.
fn is_this_congress(
    text: &str,
    date: &Written,
    next: usize,
    number: Option<i64>,
    own: &Own,
) -> bool {
    let start = text[..date.range.start].rfind(ENDS).map_or(0, |at| at + char_at(text, at));
    let end = text[date.range.end..].find(ENDS).map_or(text.len(), |at| date.range.end + at);
    let around = &text[start..end.min(next.max(date.range.end))];
    CONGRESS.captures_iter(around).all(|hit| {
        let at = hit.get(0).map_or(0, |hit| hit.start());
        let other = hit.name("n").and_then(|n| numeral::count(n.as_str(), ""));
        let others = own.is_other(&around[..at]) || own.has_turned_to_others(&hit[0]);
        !others && (other.is_none() || number.is_none() || other == number)
    })
}

/// What happened on a date.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Congress,
    Count,
    Publication,
    TakeDown,
    InForce,
    LastCongress,
}

/// Tells which day of the data a date is said to be, by the words of its own clause.
fn about(
    section: FieldName,
    text: &str,
    date: &Written,
    next: usize,
    words: &Words,
) -> Option<Event> {
    let before = &text[..date.range.start];
    let sentence_start = before.rfind(ENDS).map_or(0, |at| at + char_at(before, at));
    let sentence_end =
        text[date.range.end..].find(ENDS).map_or(text.len(), |at| date.range.end + at);
    let sentence = &text[sentence_start..sentence_end];
    let has = |text: &str, list| words.has(list, text);
    let begins = |list| words.begin(list, &text[date.range.end..]);
    let ahead = before[sentence_start..].rsplit(CLAUSE_ENDS).next().unwrap_or_default();
    if words.end(word_lists::AS_OF, ahead.trim_end()) {
        // The clause that follows says of what: 截至某日，提案已经办结.
        let behind: String = text[date.range.end..sentence_end].chars().take(24).collect();
        let around = format!("{ahead}{}", behind.split('《').next().unwrap_or_default());
        let counted = has(&around, word_lists::COUNTED);
        let other = has(&around, word_lists::COUNTED_OTHERWISE);
        return (counted && !other && date.day.is_some()).then_some(Event::Count);
    }
    // What an earlier disclosure did is told with its own days.
    let earlier = has(sentence, word_lists::OF_EARLIER);
    if date.day.is_some() && !earlier && text[date.range.end..].starts_with("为准") {
        let counted = has(ahead, word_lists::COUNTED_AHEAD);
        return counted.then_some(Event::Count);
    }
    if date.day.is_some()
        && !earlier
        && has(sentence, word_lists::OF_NAMES)
        && begins(word_lists::TAKEN_DOWN)
    {
        return Some(Event::TakeDown);
    }
    if date.day.is_some()
        && LAST_CONGRESS.is_match(ahead)
        && HELD_THEN.is_match(&text[date.range.end..])
    {
        return Some(Event::LastCongress);
    }
    let listed = ahead.contains("名单") && has(ahead, word_lists::SHOWN);
    if listed && date.day.is_some() && words.end(word_lists::UNTIL, ahead) {
        return Some(Event::TakeDown);
    }
    let own = has(ahead, word_lists::THIS_DISCLOSURE);
    if own && date.day.is_some() && begins(word_lists::MADE_PUBLIC) {
        return Some(Event::Publication);
    }
    if date.day.is_some()
        && matches!(section, year::PREFACE | year::CONGRESS)
        && begins(word_lists::TAKES_EFFECT)
        && has(sentence, word_lists::NEW_CHARTER)
        && !has(sentence, word_lists::NOT_OF_CHARTER)
    {
        return Some(Event::InForce);
    }
    if date.several
        || date.day.is_none()
        || !matches!(
            section,
            year::CONGRESS | year::PREFACE | year::DELEGATES | year::ELECTION | year::NOMINATION
        )
    {
        return None;
    }
    // The clause of the date, and the body that meets: 学生代表大会于某日在某处召开.
    let clause_end = text[date.range.end..]
        .find(['。', '；', '\n'])
        .map_or(text.len(), |at| date.range.end + at);
    let behind = &text[date.range.end..clause_end.min(next)];
    let verbs = words.list(word_lists::HELD).iter();
    let found = verbs.filter_map(|word| Some((behind.find(word.as_str())?, word.len())));
    let (verb, length) = found.min_by_key(|(verb, _)| *verb)?;
    let to_verb = &behind[..verb];
    // 某日召开的第二次大会通过了…: what that congress did is told of it.
    if behind[verb + length..].starts_with('的') {
        return None;
    }
    if to_verb.chars().count() > 40 || has(to_verb, word_lists::DONE_INSTEAD) {
        return None;
    }
    let near = format!("{ahead}{}", behind.chars().take(60).collect::<String>());
    let own = has(&near, word_lists::CONGRESS_NAMES)
        || (section == year::CONGRESS && near.contains("大会"));
    let other = has(sentence, word_lists::OTHER_MEETING) || to_verb.contains('的');
    (own && !other).then_some(Event::Congress)
}

/// A stretch of days: 10月18日至10月20日, 10月18日至20日.
static STRETCH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:（[^）]{1,4}）|上午|下午|开始|起)?(?:至|到|—|-|–|~|～) *(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3}) *日")
        .expect("a pattern of our own")
});

/// Returns where a text has days end before they begin: 10月18日至17日.
pub fn reversed(text: &str) -> Option<Range<usize>> {
    let dates = find(text);
    dates.iter().enumerate().find_map(|(at, date)| {
        let behind = &text[date.range.end..];
        let (begins, month) = (date.day?, date.month);
        if let Some(hit) = STRETCH.captures(behind) {
            let ends = numeral::count(&hit["day"], "")?;
            let range = date.range.start..date.range.end + hit.get(0)?.end();
            return (ends < i64::from(begins)).then_some(range);
        }
        let next = dates.get(at + 1)?;
        let between = text[date.range.end..next.range.start].trim();
        let joined = ["至", "到", "—", "——", "-", "–", "~", "～", "起至"].contains(&between);
        // Without years a stretch may run into the next one: 2025年9月1日至1月15日.
        let year = date.year?;
        if next.year.is_none() && next.month != month {
            return None;
        }
        let last = (next.year.unwrap_or(year), next.month, next.day?);
        (joined && last < (year, month, begins)).then_some(date.range.start..next.range.end)
    })
}

fn char_at(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Returns the rest of the clause behind a date.
fn clause_behind<'t>(text: &'t str, date: &Written) -> &'t str {
    text[date.range.end..].split(['，', '。', '；', '\n']).next().unwrap_or_default()
}

/// Tells whether a date is told as of something that has happened: 某年某月起聘任.
fn is_told_as_done(text: &str, date: &Written, words: &Words) -> bool {
    let behind = clause_behind(text, date);
    let before =
        text[..date.range.start].rsplit(['，', '。', '；', '\n']).next().unwrap_or_default();
    let open = words.has(word_lists::BEHIND_OPEN, behind)
        || words.has(word_lists::BEFORE_OPEN, before)
        // The end of a term: 2025年9月—2027年6月聘任.
        || before.trim_end().ends_with(['—', '–', '-', '~', '～'])
        || before.contains(FILLED);
    !open && words.has(word_lists::DONE, behind)
}

/// Finds the last whole day a text names.
pub fn last_day(text: &str) -> Option<Date> {
    find(text).iter().filter_map(Written::date).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    fn seen(text: &str) -> Vec<(Option<i32>, u32, Option<u32>, bool)> {
        find(text).iter().map(|it| (it.year, it.month, it.day, it.exists())).collect()
    }

    #[test]
    fn dates_are_read_however_they_are_written() {
        let day = [(Some(2025), 10, Some(18), true)];
        for text in [
            "2025年10月18日",
            "２０２５年１０月１８日",
            "二〇二五年十月十八日",
            "2025.10.18",
            "2025-10-18",
            "2025/10/18",
            "2025 年 10 月 18 日",
        ] {
            assert_eq!(seen(text), day, "{text}");
        }
        assert_eq!(seen("10月18日"), [(None, 10, Some(18), true)]);
        assert_eq!(seen("2025年9月起"), [(Some(2025), 9, None, true)]);
        assert_eq!(
            seen("6月31日，2月30日，13月1日")[..2],
            [(None, 6, Some(31), false), (None, 2, Some(30), false)]
        );
        assert_eq!(seen("2025年2月29日"), [(Some(2025), 2, Some(29), false)]);
        assert_eq!(seen("三个月，每月，一个月内，第10.18节，1.2.3"), []);
    }

    #[test]
    fn the_event_is_that_of_the_clause() {
        let words = own_words();
        let event = |section: FieldName, text: &str| {
            let dates = find(text);
            let next = dates.get(1).map_or(text.len(), |it| it.range.start);
            about(section, text, &dates[0], next, &words)
        };
        assert_eq!(
            event(year::CONGRESS, "第六次学生代表大会于2025年10月19日在图书馆举行。"),
            Some(Event::Congress)
        );
        assert_eq!(
            event(year::PREFACE, "2025年10月19日，我院召开第六次学生代表大会。"),
            Some(Event::Congress)
        );
        assert_eq!(
            event(year::CONGRESS, "2025年10月10日，院团委召开筹备会。大会于当月举行。"),
            None
        );
        assert_eq!(
            event(year::CONGRESS, "上次大会于2024年10月19日召开。"),
            Some(Event::LastCongress)
        );
        assert_eq!(event(year::CONGRESS, "大会原定于2025年10月11日召开，经同意推迟一周。"), None);
        assert_eq!(
            event(year::CONGRESS, "修正后的章程自2025年11月3日起施行。"),
            Some(Event::InForce)
        );
        assert_eq!(
            event(year::PREFACE, "名单中的姓名自2026年12月31日起撤下。"),
            Some(Event::TakeDown)
        );
        for earlier in [
            "上一学年的名单自2025年12月31日起撤下。",
            "去年公开的数据以2024年11月8日为准。",
            "章程自2023年11月1日起施行，本学年作了修正。",
        ] {
            assert_eq!(event(year::PREFACE, earlier), None, "{earlier}");
        }
        assert_eq!(event(year::CONGRESS, "大会的通知于2025年9月20日印发，大会随后召开。"), None);
        assert_eq!(event(year::PREFACE, "文中人数截至2024年11月8日。"), Some(Event::Count));
        assert_eq!(event(year::PREFACE, "截至2025年12月1日，提案已经办结。"), None);
    }

    #[test]
    fn days_end_after_they_begin() {
        for wrong in [
            "大会于10月18日至17日举行",
            "2025年10月18日至2025年10月15日",
            "2025年10月18日—10月10日",
        ] {
            assert!(reversed(wrong).is_some(), "{wrong}");
        }
        for right in [
            "10月9日至13日",
            "2025年12月28日至2026年1月3日",
            "12月28日至1月3日",
            "2025年9月1日至1月15日",
            "2025年10月9日至10月13日",
            "从10月10日起，至10月12日止",
        ] {
            assert_eq!(reversed(right), None, "{right}");
        }
    }

    #[test]
    fn what_is_to_come_is_told_otherwise() {
        let words = own_words();
        let done = |text: &str| is_told_as_done(text, &find(text)[0], &words);
        assert!(done("2026年9月起聘任"));
        assert!(!done("任期至2026年9月"));
        let term = "2025年9月—2027年6月聘任";
        assert!(!is_told_as_done(term, &find(term)[1], &words));
        assert!(!done("2026年9月前完成聘任"));
        assert!(!done("拟于2026年9月召开大会"));
    }
}
