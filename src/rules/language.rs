//! The language of rules: which operators and functions an expression may use, and how far it goes.
//! It must not know any fact.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use time::Date;

use super::lists;
use super::numbers::Numbers;
use super::work::Work;
use crate::diagnostic::{Diagnostic, brief};
use crate::facts::{FactValue, Tracked};
use crate::load::decode;
use crate::numeral;
use crate::standard::{Calendar, Day, Denials, Evaluation, Expression, Phrase, Rule, Words};

/// The longest expression, in bytes.
const MAX_EXPRESSION: usize = 1_000;
/// Steps one evaluation may take.
const FUEL: u64 = 20_000;
/// What is said of a rule that has taken all its steps.
pub const TOO_LONG: &str = "算得太久，停了下来";
/// Steps of looking at one short text.
const MAX_STEP: usize = 100;
/// The longest text or list a rule may make.
const MAX_SIZE: usize = 10_000;

const FILTERS: [&str; 4] = ["length", "date", "ordinal", "join"];
const FUNCTIONS: [&str; 16] = [
    "ceil_ratio",
    "rounds_to",
    "percent",
    "contains_any",
    "asserts_any",
    "ends_any",
    "says",
    "month",
    "workdays",
    "names",
    "sum",
    "count",
    "max",
    "any",
    "all",
    "unique",
];

/// Makes the environment in which every expression and message is evaluated.
pub fn environment(work: &Work, words: &Words) -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(20);
    env.set_formatter(|out, state, value| match value.kind() {
        ValueKind::Bool => Ok(out.write_str(if value.is_true() { "是" } else { "否" })?),
        _ => minijinja::escape_formatter(out, state, value),
    });
    env.add_filter("length", length);
    env.add_filter("date", date);
    env.add_filter("ordinal", ordinal);
    env.add_filter("join", join);
    env.add_function("ceil_ratio", ceil_ratio);
    env.add_function("rounds_to", rounds_to);
    env.add_function("percent", percent);
    let spent = work.clone();
    env.add_function("contains_any", move |text: Value, words: Value| {
        contains_any(&text, &words, &spent)
    });
    let (spent, denials) = (work.clone(), words.denials.clone());
    env.add_function("asserts_any", move |text: Value, words: Value, spoken: Option<Value>| {
        asserts_any(&text, &words, spoken.as_ref(), &denials, &spent)
    });
    let spent = work.clone();
    env.add_function("ends_any", move |text: Value, words: Value| {
        spend(&spent, MAX_STEP)?;
        let text = text.as_str().ok_or_else(|| wrong("ends_any 只用于文字"))?;
        Ok(words.try_iter()?.any(|word| word.as_str().is_some_and(|word| text.ends_with(word))))
    });
    let spent = work.clone();
    env.add_function("says", move |text: Value, words: Value| says(&text, &words, &spent));
    env.add_function("month", month);
    let (spent, lists) = (work.clone(), words.lists.clone());
    env.add_function("names", move |name: String| {
        let list = lists.get(&name).ok_or_else(|| wrong(no_list(&name, &lists)))?;
        spend(&spent, list.len()).map(|()| Value::from(list.clone()))
    });
    let (spent, days) = (work.clone(), words.calendar.clone());
    env.add_function("workdays", move |from: i32, to: i32| workdays(from, to, &days, &spent));
    lists::add(&mut env, work);
    env
}

pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// The number of entries of a list or characters of a text.
fn length(value: Value) -> Result<usize, Error> {
    value.len().ok_or_else(|| wrong("length 只用于列表和文字"))
}

/// A day number as a date.
fn date(value: Value) -> Result<String, Error> {
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    let day = i32::try_from(value).ok().and_then(|day| Date::from_julian_day(day).ok());
    day.map(|day| day.to_string()).ok_or_else(|| wrong("date 只用于日期"))
}

/// A number in Chinese numerals, as in 第六次.
fn ordinal(number: u32) -> String {
    numeral::chinese(number)
}

fn join(list: Value, between: String) -> Result<String, Error> {
    let mut joined = String::new();
    for (i, value) in list.try_iter()?.enumerate() {
        if i > 0 {
            joined.push_str(&between);
        }
        joined.push_str(&value.to_string());
        if joined.len() > MAX_SIZE {
            return Err(wrong(format!("join 连起来超过 {MAX_SIZE} 字节")));
        }
    }
    Ok(joined)
}

/// Says that a value is larger than any rule needs.
pub fn too_large(value: &Value) -> Option<String> {
    let size = match value.as_str() {
        Some(text) => text.len(),
        None => value.len().filter(|_| value.downcast_object_ref::<Tracked>().is_none())?,
    };
    (size > MAX_SIZE).then(|| format!("算出的值太大：{size}，上限 {MAX_SIZE}"))
}

/// Takes the steps of a function from those of its rule.
pub(super) fn spend(work: &Work, steps: usize) -> Result<(), Error> {
    if work.spend(steps) { Ok(()) } else { Err(wrong(TOO_LONG)) }
}

/// The least whole number that is not below `n · num / den`.
fn ceil_ratio(n: i64, num: i64, den: i64) -> Result<i64, Error> {
    let product = n.checked_mul(num).filter(|_| den > 0 && n >= 0 && num >= 0);
    let product = product.ok_or_else(|| wrong("ceil_ratio 的数太大、为负或分母为零"))?;
    Ok(product / den + i64::from(product % den != 0))
}

/// Tells whether `num / den` in percent, rounded half up to the digits that are printed, is what
/// is printed: `rounds_to('1.5%', 119, 7969)`. With 约 half a unit of the last digit is allowed.
/// What is no percentage states no ratio.
fn rounds_to(printed: String, num: i64, den: i64) -> Result<bool, Error> {
    let about = printed.contains('约');
    let plain: String = printed
        .chars()
        .map(numeral::half_width)
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let (whole, digits) = plain.split_once('.').unwrap_or((&plain, ""));
    let scale = u32::try_from(digits.len()).ok().filter(|d| *d <= 6).map(|d| 10_i64.pow(d));
    let stated: Option<i64> = format!("{whole}{digits}").parse().ok();
    let (Some(scale), Some(stated)) = (scale, stated) else { return Ok(false) };
    let exact =
        num.checked_mul(100).and_then(|n| n.checked_mul(scale)).filter(|_| den > 0 && num >= 0);
    let exact = exact.ok_or_else(|| wrong("rounds_to 的数太大、为负或分母为零"))?;
    let (exact, den, stated) = (i128::from(exact), i128::from(den), i128::from(stated));
    let rounded = (exact * 2 + den) / (2 * den);
    // 约 allows |stated − exact| ≤ one half, which only adds the half rounded the other way.
    Ok(rounded == stated || (about && (stated * den - exact).abs() * 2 <= den))
}

/// `num / den` in percent with two digits, rounded half up, for messages.
fn percent(num: i64, den: i64) -> Result<String, Error> {
    let exact = num.checked_mul(20_000).filter(|_| den > 0 && num >= 0);
    let exact = exact.ok_or_else(|| wrong("percent 的数太大、为负或分母为零"))?;
    let hundredths = (exact + den) / (2 * den);
    Ok(format!("{}.{:02}%", hundredths / 100, hundredths % 100))
}

/// Tells whether a text, or a part of a Markdown text, contains one of the words.
fn contains_any(text: &Value, words: &Value, work: &Work) -> Result<bool, Error> {
    let Some(text) = text.as_str() else {
        return says(text, words, work).map_err(|_| wrong("contains_any 只用于文字和正文"));
    };
    for word in words.try_iter()?.take(MAX_SIZE) {
        spend(work, text.len())?;
        if word.as_str().is_some_and(|word| text.contains(word)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Tells whether a text contains one of the words where it is not denied before: “不承担宿舍管理、
/// 查寝” asserts neither, nor does “除考勤以外”. In the phrases of `spoken`, in which `※` stands for
/// the word, it is only spoken of: 反映同学对宿舍管理的意见.
fn asserts_any(
    text: &Value,
    words: &Value,
    spoken: Option<&Value>,
    denials: &Denials,
    work: &Work,
) -> Result<bool, Error> {
    let text = text.as_str().ok_or_else(|| wrong("asserts_any 只用于文字"))?;
    let list = |list: &Value| Ok::<Vec<Value>, Error>(list.try_iter()?.take(MAX_SIZE).collect());
    let words = list(words)?;
    let spoken = spoken.map_or(Ok(Vec::new()), list)?;
    spend(work, text.len() * words.len().max(1) * (spoken.len() + 1))?;
    let mut text = text.to_owned();
    for word in words.iter().filter_map(Value::as_str) {
        for phrase in spoken.iter().filter_map(Value::as_str) {
            let phrase = Phrase::new(&phrase.replace('※', word));
            let phrase = phrase.ok_or_else(|| wrong("asserts_any 的写法不对"))?;
            text = phrase.without(&text);
        }
    }
    let clauses = text.split(['，', '。', '；', ';', '\n']);
    Ok(clauses.into_iter().any(|clause| {
        words.iter().filter_map(Value::as_str).any(|word| {
            clause.match_indices(word).any(|(at, _)| {
                let (before, after) = (&clause[..at], &clause[at + word.len()..]);
                let apart = before.contains('除') && (after.contains("外") || after.is_empty());
                !apart && !denials.are_in(before)
            })
        })
    }))
}

/// The month of a day, 1 to 12.
fn month(day: i32) -> Result<u8, Error> {
    let day = Date::from_julian_day(day).map_err(|_| wrong("month 只用于日期"))?;
    Ok(day.month().into())
}

/// The working days after one day up to another, that other included; none when it is not later.
fn workdays(from: i32, to: i32, calendar: &Calendar, work: &Work) -> Result<i64, Error> {
    let days = i64::from(to) - i64::from(from);
    spend(work, usize::try_from(days).unwrap_or(0))?;
    let works = |day: i32| Date::from_julian_day(day).map(|day| calendar.day(day) == Day::Working);
    let mut count = 0;
    for day in from.saturating_add(1)..=to {
        count += i64::from(works(day).map_err(|_| wrong("workdays 只用于日期"))?);
    }
    Ok(count)
}

/// Tells whether a Markdown text contains one of the words within a heading, label or paragraph.
fn says(text: &Value, words: &Value, work: &Work) -> Result<bool, Error> {
    let tracked = text.downcast_object_ref::<Tracked>().map(|tracked| &tracked.fact.value);
    let Some(FactValue::Prose(prose)) = tracked else {
        return Err(wrong("says 只用于正文"));
    };
    let mut found = false;
    let words: Vec<Value> = words.try_iter()?.take(MAX_SIZE).collect();
    let mut length = 0;
    prose.walk(&mut |node, _| {
        let label = node.label.as_ref().map_or("", |label| &label.text);
        let text = node.plain_text();
        length += label.len() + text.len();
        let has = |word: &str| text.contains(word) || label.contains(word);
        found |= words.iter().filter_map(Value::as_str).any(has);
    });
    spend(work, length * words.len().max(1))?;
    Ok(found)
}

/// Says that there is no list of names called so, and which there are.
fn no_list(name: &str, lists: &BTreeMap<String, Vec<String>>) -> String {
    let near = decode::nearest(name, lists.keys().map(String::as_str));
    match near {
        Some(near) => format!("没有“{name}”这张词表，是不是“{near}”？"),
        None => format!("没有“{name}”这张词表；词表写在 words.yaml 的“词表”里"),
    }
}

/// Says what is wrong with the lists of names that an expression asks for.
fn check_lists(text: &str, words: &Words) -> Result<(), String> {
    for (at, call) in text.match_indices("names(") {
        if text[..at].ends_with(is_name) {
            continue;
        }
        let rest = text[at + call.len()..].trim_start();
        let quoted = rest.strip_prefix('\'').and_then(|rest| rest.split_once('\''));
        let quoted = quoted.or(rest.strip_prefix('"').and_then(|rest| rest.split_once('"')));
        let (name, _) = quoted.ok_or("names 里直接写词表的名称，如 names('试点院系')")?;
        if !words.lists.contains_key(name) {
            return Err(no_list(name, &words.lists));
        }
    }
    Ok(())
}

/// Says what is wrong with the expressions of a rule, before any year is seen.
pub fn check(rule: &Rule, words: &Words, numbers: &Numbers) -> Vec<Diagnostic> {
    let Evaluation::Expression(expression) = &rule.evaluation else { return Vec::new() };
    let Expression { each, lets, when, require, at, show, found, expected, message, help } =
        &**expression;
    let mut faults = Vec::new();
    let mut report = |span, message: String| {
        faults.push(
            Diagnostic::violation("RL-02", span, message)
                .help("gongkai rules facts 列出全部事实；写法见 standards/README.md"),
        );
    };
    let mut numeric: Vec<&str> = Vec::new();
    for (name, source) in lets {
        if numbers.only(&source.text, &numeric) {
            numeric.push(name);
        }
    }
    let whole = |text: &str, numeric: &[&str]| {
        check_expression(text, numeric, numbers).and_then(|()| check_lists(text, words))
    };
    let expressions = each.iter().chain(lets).map(|(_, source)| source);
    for source in
        expressions.chain(when).chain(require).chain(at).chain(show).chain(found).chain(expected)
    {
        if let Err(why) = whole(&source.text, &numeric) {
            report(source.span, why);
        }
    }
    for text in [Some(message), help.as_ref()].into_iter().flatten() {
        if text.contains("{%") || text.contains("{#") {
            report(rule.place, "文字里只能用 {{ }}，不能用 {% %}".to_owned());
        }
        for part in parts(text) {
            if let Err(why) = whole(part, &numeric) {
                report(rule.place, format!("文字里的“{}”：{why}", brief(part)));
            }
        }
    }
    faults
}

/// Returns the expressions between {{ and }} in a message; a brace in quotes is none.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let mut outside = Outside::default();
        let mut ends = after.char_indices().filter(|(_, c)| outside.sees(*c));
        let end = ends.find(|(at, _)| after[*at..].starts_with("}}"));
        let end = end.map_or(after.len(), |(at, _)| at);
        parts.push(after[..end].trim());
        rest = &after[end..];
    }
    parts
}

/// Says what is wrong with one expression; `numeric` are the named values that are numbers.
fn check_expression(text: &str, numeric: &[&str], numbers: &Numbers) -> Result<(), String> {
    if text.len() > MAX_EXPRESSION {
        return Err(format!("表达式太长：{} 字节，上限 {MAX_EXPRESSION}", text.len()));
    }
    let bare = without_strings(text);
    if bare.replace("//", "").contains('/') {
        return Err("不能用“/”：它得出小数，而小数不准；请改成整数相乘来比较".to_owned());
    }
    if bare.contains("**") {
        return Err("不能用“**”".to_owned());
    }
    if bare.contains('*') && !numbers.only(text, numeric) {
        return Err("“*”只用于数：有“*”的表达式里不能有文字和列表，先用 let 把数取出来".to_owned());
    }
    if let Some(name) = names_after(&bare, '|').find(|name| !FILTERS.contains(&name.as_str())) {
        return Err(format!("没有“{name}”这个过滤器；有的是 {}", FILTERS.join("、")));
    }
    if let Some(name) = called(&bare).find(|name| !FUNCTIONS.contains(&name.as_str())) {
        return Err(format!("没有“{name}”这个函数；有的是 {}", FUNCTIONS.join("、")));
    }
    if bare.split_whitespace().any(|word| word == "is") {
        return Err("不能用“is”；要问有没有填写，用 x.given.名称".to_owned());
    }
    let env = environment(&Work::default(), &Words::default());
    match env.compile_expression(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("表达式写得不对：{}", error.detail().unwrap_or("看不懂"))),
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The names that follow a character.
fn names_after(text: &str, mark: char) -> impl Iterator<Item = String> + '_ {
    text.split(mark)
        .skip(1)
        .map(|rest| rest.trim_start().chars().take_while(|c| is_name(*c)).collect())
}

/// The names right before an opening bracket, besides the words of the language.
fn called(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = ["and", "or", "not", "in", "if", "else"];
    text.match_indices('(').filter_map(move |(at, _)| {
        let before = text[..at].trim_end();
        let start = before.trim_end_matches(is_name).len();
        let name = &before[start..];
        let filter = before[..start].trim_end().ends_with('|');
        (!name.is_empty() && !filter && !words.contains(&name)).then(|| name.to_owned())
    })
}

/// Returns an expression with its string literals blanked out.
fn without_strings(text: &str) -> String {
    let mut outside = Outside::default();
    text.chars().filter(|c| outside.sees(*c)).collect()
}

/// Tells, character by character, what of an expression stands outside its quotes.
#[derive(Default)]
struct Outside {
    quote: Option<char>,
    escaped: bool,
}

impl Outside {
    fn sees(&mut self, c: char) -> bool {
        match self.quote {
            Some(_) if self.escaped => self.escaped = false,
            Some(_) if c == '\\' => self.escaped = true,
            Some(quote) if c == quote => self.quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => self.quote = Some(c),
            None => return true,
        }
        false
    }
}

/// Returns the fact an expression gave back whole, for use as a place.
pub fn whole_fact(value: &Value) -> Option<Arc<Tracked>> {
    value.downcast_object::<Tracked>()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::load::own_words;
    use crate::model::YEAR;

    #[test]
    fn working_days_leave_out_weekends() {
        let day = |d| Date::from_calendar_date(2025, time::Month::June, d).unwrap().to_julian_day();
        let count = |a, b| {
            workdays(day(a), day(b), &Calendar::default(), &Work::default()).expect("few days")
        };
        // The 6th of June 2025 is a Friday.
        assert_eq!((count(6, 9), count(6, 13), count(6, 6), count(9, 6)), (1, 5, 0, 0));
    }

    #[test]
    fn ratios_are_exact() {
        for (seats, least) in [(3, 4), (5, 6), (17, 21), (16, 20), (11, 14)] {
            assert_eq!(ceil_ratio(seats, 6, 5).unwrap(), least);
        }
        assert!(ceil_ratio(i64::MAX, 2, 1).is_err());
        assert!(ceil_ratio(1, 1, 0).is_err());
    }

    #[test]
    fn every_function_and_filter_is_described() {
        let readme = include_str!("../../standards/README.md");
        let (_, section) = readme.split_once("\n## Expressions\n").expect("it stands there");
        let section = section.split("\n## ").next().expect("a split has a first");
        let code: Vec<&str> = section.split('`').skip(1).step_by(2).collect();
        let called = code.iter().filter_map(|code| code.split_once('(')).map(|(name, _)| name);
        let called: BTreeSet<&str> = called.filter(|name| !name.contains(' ')).collect();
        assert_eq!(called, BTreeSet::from(FUNCTIONS));
        let piped = code.iter().filter_map(|code| code.split_once(" | ")).map(|(_, name)| name);
        let piped: BTreeSet<&str> = piped.filter_map(|name| name.split('(').next()).collect();
        assert_eq!(piped, BTreeSet::from(FILTERS));
    }

    #[test]
    fn what_is_denied_is_not_asserted() {
        let denials = own_words().denials;
        let of = |text: &str| {
            let words = Value::from_iter(["宿舍管理", "查寝", "考勤"]);
            let spoken = Value::from_iter(["[反映|收集]…※…[意见|建议]", "※部门"]);
            let text = Value::from(text);
            asserts_any(&text, &words, Some(&spoken), &denials, &Work::default()).unwrap()
        };
        assert!(of("协助宿舍管理和晚间查寝") && of("不收费，负责考勤"));
        assert!(of("不断加强宿舍管理") && of("反映意见，开展查寝") && of("反映同学意见和负责考勤"));
        assert!(!of("不承担宿舍管理、查寝") && !of("除考勤以外的服务") && !of("组织活动"));
        assert!(!of("反映同学对宿舍管理、查寝的意见") && !of("向宿舍管理部门转达"));
    }

    #[test]
    fn percentages_round_as_printed() {
        let of = |printed: &str, num, den| rounds_to(printed.to_owned(), num, den).unwrap();
        assert!(of("1.5%", 119, 7969) && !of("1.4%", 119, 7969));
        assert!(of("1.49%", 119, 7969) && !of("1.50%", 119, 7969));
        assert!(of("63.3", 38, 60) && !of("63.4", 38, 60));
        assert!(of("58.75%", 178, 303));
        assert!(!of("60%", 78, 111));
        assert!(!of("不到一成", 1, 10) && !of("约999999999999999999", 1, i64::MAX / 100));
        assert!(of("12.5%", 1, 8) && of("13%", 1, 8) && !of("12%", 1, 8) && of("约12%", 1, 8));
        assert_eq!(percent(119, 7969).unwrap(), "1.49%");
    }

    #[test]
    fn floats_powers_and_novels_are_refused() {
        let numbers = Numbers::read(&YEAR);
        let refuse = |text: &str| check_expression(text, &[], &numbers);
        assert!(refuse("a / b").is_err());
        assert!(refuse("a // b == 1 and x == '/'").is_ok());
        assert!(refuse("180 ** 99").is_err());
        assert!(refuse(&"a".repeat(2000)).is_err());
        assert!(refuse("a +").is_err());
        assert!(refuse("x | map(attribute='n')").is_err());
        assert!(refuse("range(10)").is_err());
        assert!(refuse("x is defined").is_err());
        assert!(refuse("(a and (b or not (c | length > 2))) and ceil_ratio(1, 2, 3) == 1").is_ok());
    }
}
