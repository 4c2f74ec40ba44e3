//! What a notice tells each kind of subjects in its sentences: what to hand in, to whom and when.
//! It must not know how a kind is scored.

use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::apart::Notice;
use super::own;
use crate::import::read::{prose, sections};
use crate::import::written::Yaml;
use crate::standard::{Words, has, word_lists};

static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^(?:[（(][一二三四五六七八九十]+[）)]|[0-9一二三四五六七八九十]+[.、．])?\\s*(?P<who>\\p{Han}{2,14}?)向\\p{Han}{1,14}述职$",
    )
});
static DEADLINE: LazyLock<Regex> =
    LazyLock::new(|| own("(?P<d>[^，。；]{0,12}[0-9]{1,2}月[0-9]{1,2}日)[^，。；]{0,8}前"));
pub static HANDED: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?:(?:提交|报送|上交|交|报)(?:至|到|给)|前(?:上?报|报送|提?交|送))(?P<n>\\p{Han}{0,20}(?:主席团|秘书处|办公室|委员会|团委|工作部|工作处|学生会|部))(?P<p>[^，。；]*)",
    )
});
static SIGNED: LazyLock<Regex> =
    LazyLock::new(|| own("经(?P<n>[^，。；]{2,20}?)(?:签字|签名|审核签字)"));
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?:拟于|定于|将于|于)(?P<d>[^，。；]{0,6}[0-9]{1,2}月[0-9]{1,2}日)[^，。；]{0,12}(?:开展|召开|举行|进行)",
    )
});
/// Where and when they report, in a part of that name.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^(?:[（(]?[0-9一二三四五六]+[）)、.．]\\s*)?(?:述职|评议)?(?:会)?(?:时间)?[:：]?\\s*(?P<d>(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日)(?:[（(][^）)]{1,8}[）)])?\\s*(?P<t>(?:上午|下午|晚上?)?\\s*[0-9]{1,2}[:：时点][0-9]{0,2}分?)?(?:[，,、]\\s*(?:地点[:：]?)?(?P<p>[^，。；]{2,30}))?[。；]?$",
    )
});
static PLACE: LazyLock<Regex> =
    LazyLock::new(|| own("(?:述职|评议)?(?:会)?地点[:：]\\s*(?P<n>[^，。；]{2,30})"));
static FORM: LazyLock<Regex> = LazyLock::new(|| own("以(?P<n>[^，。；]{2,12}?)(?:的)?形式"));
static MINUTES: LazyLock<Regex> = LazyLock::new(|| own("(?P<n>[0-9]+) *分钟"));
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| own("^(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.、．）)])\\s*"));

/// A part of the notice that tells one kind of subjects what to do.
pub struct Arrangement {
    pub who: Option<String>,
    pub lines: Vec<String>,
}

/// Takes the body apart by who reports to whom; a notice with one kind is one part.
pub fn arrangements(body: &[String]) -> Vec<Arrangement> {
    let mut parts: Vec<Arrangement> = Vec::new();
    for line in body {
        if let Some(hit) = SECTION.captures(line) {
            parts.push(Arrangement { who: Some(hit["who"].to_owned()), lines: Vec::new() });
        } else if let Some(part) = parts.last_mut() {
            part.lines.push(line.clone());
        }
    }
    if parts.is_empty() {
        parts.push(Arrangement { who: None, lines: body.to_vec() });
    }
    parts
}

/// A kind of subjects: its name, its sheet and the part of the notice it is told in.
pub struct Kind {
    pub name: String,
    pub persons: bool,
    pub sheet: Option<usize>,
    pub part: usize,
}

/// The kind of officers who preside.
pub const PRESIDING: &str = "主席团成员";

pub fn kinds(notice: &Notice, parts: &[Arrangement], words: &Words) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let who = part.who.clone().unwrap_or_default();
        let text = part.lines.concat();
        let second = words.has(word_lists::SECOND_LEVEL_SUBJECTS, &who);
        let sheet =
            |persons: bool| notice.sheets.iter().position(|sheet| sheet.of_persons == persons);
        let officers = words.named(word_lists::REPORTING_OFFICERS).iter();
        let officers: Vec<&String> =
            officers.filter(|(_, called)| has(&text, called)).map(|(name, _)| name).collect();
        if second || officers.is_empty() {
            let name = if who.is_empty() { "系学生会".to_owned() } else { who };
            kinds.push(Kind { name, persons: false, sheet: sheet(false), part: at });
        } else {
            for name in officers {
                let name = name.clone();
                kinds.push(Kind { name, persons: true, sheet: sheet(true), part: at });
            }
        }
    }
    kinds
}

/// Reads a date of the notice; one without a year is that of the notice or soon after.
fn day(words: &str, issued: Option<Date>) -> Option<(Date, bool)> {
    if let Some((date, _)) = prose::dates(words).first() {
        return Some((*date, false));
    }
    let ((month, day), _) = prose::days(words).into_iter().next()?;
    let issued = issued?;
    let month = Month::try_from(month).ok()?;
    let same = Date::from_calendar_date(issued.year(), month, day).ok()?;
    // In January of the next year, of a notice from December.
    let date = match same < issued && issued.month() as u8 >= 11 {
        true => Date::from_calendar_date(issued.year() + 1, month, day).ok()?,
        false => same,
    };
    Some((date, true))
}

pub fn write_work(part: &Arrangement, kinds: &[&Kind], issued: Option<Date>, yaml: &mut Yaml) {
    let names: Vec<String> = kinds.iter().map(|kind| kind.name.clone()).collect();
    let missing = "通知里没有写";
    match &names[..] {
        [one] => yaml.open(1, one),
        several => {
            yaml.open(1, part.who.as_deref().unwrap_or("述职人员"));
            yaml.list(2, "适用", several);
        }
    }
    let outline = outline(&part.lines);
    match outline.is_empty() {
        true => yaml.unfilled(2, "报告内容", missing),
        false => yaml.list(2, "报告内容", &outline),
    }
    if let Some(signed) = prose::first_stated(&part.lines, std::slice::from_ref(&*SIGNED)) {
        yaml.quote(2, &signed.sentence);
        yaml.given(2, "签字", &signed.value);
    }
    match prose::first_stated(&part.lines, std::slice::from_ref(&*HANDED)) {
        Some(handed) => {
            yaml.quote(2, &handed.sentence);
            yaml.given(2, "提交", &handed.value);
        }
        None => yaml.unfilled(2, "提交", missing),
    }
    let dates: [(&str, &[&Regex]); 2] =
        [("截止日期", &[&DEADLINE]), ("述职日期", &[&MEETING, &DAY])];
    for (key, patterns) in dates {
        let of = |pattern: &&Regex| {
            part.lines.iter().find_map(|line| {
                let hit = pattern.captures(line)?;
                let words = hit.name("d")?;
                Some((words.as_str().to_owned(), prose::sentence(line, words.start())))
            })
        };
        let found = patterns.iter().find_map(of);
        let date = found.as_ref().and_then(|(words, _)| day(words, issued));
        if let Some((_, sentence)) = &found {
            yaml.quote(2, sentence);
        }
        match date {
            Some((date, false)) => yaml.given(2, key, &date.to_string()),
            Some((date, true)) => {
                let why = "原文没有写年份，按通知的印发日期";
                yaml.inferred(2, key, &date.to_string(), why);
            }
            None => yaml.unfilled(2, key, missing),
        }
    }
    let when = part.lines.iter().find_map(|line| DAY.captures(line));
    let said = |name: &str| Some(when.as_ref()?.name(name)?.as_str().trim().to_owned());
    let place = || {
        let stated = prose::first_stated(&part.lines, std::slice::from_ref(&*PLACE))?;
        Some(stated.value)
    };
    for (key, words) in [("时间", said("t")), ("地点", said("p").or_else(place))] {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            yaml.given(2, key, &words);
        }
    }
    for (key, pattern) in [("形式", &*FORM), ("述职时长", &*MINUTES)] {
        if let Some(stated) = prose::first_stated(&part.lines, std::slice::from_ref(pattern)) {
            yaml.quote(2, &stated.sentence);
            yaml.given(2, key, &stated.value);
        }
    }
}

/// Returns the paragraphs between “包括以下内容” and when they are due; or what stands below the heading
/// 述职内容.
fn outline(lines: &[String]) -> Vec<String> {
    let Some(start) =
        lines.iter().position(|line| line.contains("内容：") || line.contains("内容:"))
    else {
        return outline_below(lines);
    };
    let rest = lines[start + 1..].iter();
    let due = |line: &&String| {
        !(line.starts_with("请于") || line.contains("提交至") || line.contains("日前"))
    };
    let bare = |line: &String| NUMBERED.replace(line, "").trim().to_owned();
    rest.take_while(due).map(bare).filter(|line| !line.is_empty()).collect()
}

fn outline_below(lines: &[String]) -> Vec<String> {
    let heading = |line: &&String| sections::numbered(line).is_some();
    let of_content = |line: &String| {
        heading(&line) && (line.ends_with("述职内容") || line.ends_with("报告内容"))
    };
    let Some(start) = lines.iter().position(of_content) else { return Vec::new() };
    let below = lines[start + 1..].iter().take_while(|line| !heading(line));
    let items = below.flat_map(|line| line.split('；'));
    let bare = |item: &str| NUMBERED.replace(item.trim(), "").trim_end_matches('。').to_owned();
    items.map(bare).filter(|item| !item.is_empty()).collect()
}
