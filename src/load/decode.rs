//! The tree as written → data, by the table of fields; collects every fault of shape.
//! It must not know any field by name.

use time::{Date, Month};

use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Field, Need, Record, Shape, Value};
use crate::diagnostic::Diagnostic;
use crate::load::numeral;
use crate::load::yaml::{Kind, Node};
use crate::source::Span;

/// Reads a mapping as a record of the table.
pub fn record(table: &'static Record, node: &Node, faults: &mut Vec<Diagnostic>) -> Datum {
    let Kind::Map(pairs) = &node.kind else {
        faults.push(
            Diagnostic::violation(
                "IN-06",
                node.span,
                format!("“{}”应当是一组“键: 值”，这里是{}", table.title, node.described()),
            )
            .help(format!("可以写的键有：{}", keys(table))),
        );
        return Datum::new(empty(table), Some(node.span));
    };
    let refs: Vec<_> = pairs.iter().map(|(key, value)| (key, value)).collect();
    entries(table, &refs, node.span, faults)
}

/// Reads a node that stands for a whole field, such as a file.
pub fn field(field: &'static Field, node: &Node, faults: &mut Vec<Diagnostic>) -> Datum {
    if let Kind::Empty = node.kind {
        return Datum::absent(Some(node.span));
    }
    let value = match field.shape {
        Shape::One(table) => return record(table, node, faults),
        Shape::Many(table) => list(table, field, node, faults),
        Shape::Keyed(table) => keyed(table, field, node, faults),
        Shape::Texts => texts(field, node, faults),
        Shape::Verdicts => verdicts(field, node, faults),
        Shape::Prose(_) => None,
        _ => match &node.kind {
            Kind::Scalar(text) => scalar(field, text, node.span, faults),
            _ => {
                faults.push(wrong_shape(field, node, "一个值"));
                None
            }
        },
    };
    Datum { value: value.unwrap_or(Value::Absent), span: Some(node.span) }
}

/// Returns a record in which nothing is given.
pub fn empty(table: &'static Record) -> Value {
    Value::Fields(table, table.fields.iter().map(|field| nothing(field, None)).collect())
}

fn nothing(field: &'static Field, span: Option<Span>) -> Datum {
    match field.shape {
        Shape::One(table)
            if field.need == Need::Derived && !std::ptr::eq(table, &crate::standard::FORM_ITEM) =>
        {
            Datum::new(empty(table), span)
        }
        _ => Datum::absent(span),
    }
}

fn entries(
    table: &'static Record,
    pairs: &[(&Node, &Node)],
    span: Span,
    faults: &mut Vec<Diagnostic>,
) -> Datum {
    // In a table the keys are the columns' heads, which stand outside the row.
    let beside = |key: &Node, value: &Node| {
        if span.contains(key.span) { key.span } else { value.span }
    };
    let place = pairs.first().map_or(span.at_start(), |(key, value)| beside(key, value));
    let mut data: Vec<Datum> = table.fields.iter().map(|f| nothing(f, Some(place))).collect();
    for (key, value) in pairs {
        let Kind::Scalar(word) = &key.kind else {
            faults.push(Diagnostic::violation("IN-05", key.span, "键应当是一个词"));
            continue;
        };
        let Some(at) =
            table.fields.iter().position(|f| f.key == word && !matches!(f.shape, Shape::Prose(_)))
        else {
            faults.push(unknown_key(table, word, key.span));
            continue;
        };
        let known = &table.fields[at];
        if known.need == Need::Derived {
            faults.push(
                Diagnostic::violation("IN-05", key.span, format!("“{word}”由程序算出，不用填写"))
                    .help("删去这一项"),
            );
            continue;
        }
        let mut datum = field(known, value, faults);
        if datum.is_absent() && matches!(value.kind, Kind::Empty) {
            let nothing = value.span.start == value.span.end;
            datum.span = Some(if nothing { beside(key, value) } else { value.span });
        }
        data[at] = datum;
    }
    for (at, known) in table.fields.iter().enumerate() {
        let is_it = |key: &Node| matches!(&key.kind, Kind::Scalar(word) if word == known.key);
        let written = pairs.iter().find(|(key, _)| is_it(key));
        let needed = matches!(known.need, Need::Required | Need::Part);
        if needed
            && !matches!(known.shape, Shape::Prose(_))
            && written.is_none_or(|(_, value)| value.is_blank())
        {
            let first = pairs.first().map_or(place, |(key, _)| key.span);
            let span = written.and(data[at].span).unwrap_or(first);
            data[at] = nothing(known, Some(span));
            faults.push(missing(table, known, span));
        }
    }
    Datum::new(Value::Fields(table, data), Some(span))
}

/// Reports a required field that is not written, under the code of what it is.
fn missing(table: &'static Record, known: &Field, span: Span) -> Diagnostic {
    let (code, message) = match (known.need, known.shape) {
        (Need::Part, _) => ("STR-02", format!("{}缺少“{}”一表", table.title, known.key)),
        (_, Shape::Verdict) => ("SE-01", "“是”和“否”都没有选".to_owned()),
        _ => ("IN-07", format!("{}缺少“{}”", table.title, known.key)),
    };
    Diagnostic::violation(code, span, message)
        .help(format!("补上“{}: …”——{}", known.key, known.meaning))
}

fn unknown_key(table: &'static Record, word: &str, span: Span) -> Diagnostic {
    let fault =
        Diagnostic::violation("IN-05", span, format!("{}里没有“{word}”这个键", table.title));
    match nearest(word, written_keys(table)) {
        Some(near) => fault.help(format!("是不是“{near}”？")),
        None => fault.help(format!("可以写的键有：{}", keys(table))),
    }
}

/// Returns the word nearest to one that is not known, if any is near.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|key| (strsim::normalized_damerau_levenshtein(word, key), key))
        .filter(|(likeness, _)| *likeness >= 0.4)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, key)| key)
}

fn written_keys(table: &'static Record) -> impl Iterator<Item = &'static str> {
    let written = |f: &&Field| f.need != Need::Derived && !matches!(f.shape, Shape::Prose(_));
    table.fields.iter().filter(written).map(|field| field.key)
}

fn keys(table: &'static Record) -> String {
    written_keys(table).collect::<Vec<_>>().join("、")
}

fn list(
    table: &'static Record,
    field: &Field,
    node: &Node,
    faults: &mut Vec<Diagnostic>,
) -> Option<Value> {
    match &node.kind {
        Kind::List(items) => {
            Some(Value::Items(items.iter().map(|item| record(table, item, faults)).collect()))
        }
        _ => {
            faults.push(wrong_shape(field, node, "一个列表，每项前面有“- ”"));
            None
        }
    }
}

fn keyed(
    table: &'static Record,
    field: &Field,
    node: &Node,
    faults: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let Kind::Map(pairs) = &node.kind else {
        faults.push(wrong_shape(field, node, "一组“键: 值”"));
        return None;
    };
    let word = |text: &str, span| Node { kind: Kind::Scalar(text.to_owned()), span };
    let items = pairs.iter().map(|(key, value)| {
        let name = word(table.fields[0].key, key.span);
        let short = word(table.fields[1].key, value.span);
        let mut all = vec![(&name, key)];
        match &value.kind {
            Kind::Map(pairs) => all.extend(pairs.iter().map(|(k, v)| (k, v))),
            _ => all.push((&short, value)),
        }
        entries(table, &all, key.span.to(value.span), faults)
    });
    Some(Value::Items(items.collect()))
}

fn texts(field: &Field, node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Value> {
    let one = |node: &Node, faults: &mut Vec<Diagnostic>| match &node.kind {
        Kind::Scalar(text) => {
            Some(Datum::new(Value::Text(text.trim().to_owned()), Some(node.span)))
        }
        _ => {
            faults.push(wrong_shape(field, node, "一个词或一句话"));
            None
        }
    };
    match &node.kind {
        Kind::List(items) => {
            Some(Value::Items(items.iter().filter_map(|item| one(item, faults)).collect()))
        }
        _ => {
            faults.push(wrong_shape(field, node, "一个列表，如 [甲, 乙]"));
            None
        }
    }
}

fn verdicts(field: &Field, node: &Node, faults: &mut Vec<Diagnostic>) -> Option<Value> {
    let Kind::Scalar(line) = &node.kind else {
        faults.push(wrong_shape(field, node, "一行“是”“否”，中间用空格隔开"));
        return None;
    };
    let mut items = Vec::new();
    let mut start = node.span.start;
    for word in line.split([' ', '\u{3000}', '\t', '、', '，', ',']) {
        let span = Span::new(node.span.file, start, start + word.len());
        if !word.is_empty() {
            let answer = verdict(word);
            if answer.is_none() {
                faults.push(not_a_verdict("L2-02", word, span));
            }
            items.push(Datum::new(answer.map_or(Value::Absent, Value::Bool), Some(span)));
        }
        start =
            span.end + line[span.end - node.span.start..].chars().next().map_or(0, char::len_utf8);
    }
    Some(Value::Items(items))
}

fn scalar(field: &Field, text: &str, span: Span, faults: &mut Vec<Diagnostic>) -> Option<Value> {
    let text = text.trim();
    let refuse = |faults: &mut Vec<Diagnostic>, wanted: &str| {
        faults.push(
            Diagnostic::violation(
                "IN-06",
                span,
                format!("“{}”应当是{wanted}，这里写的是“{text}”", field.key),
            )
            .help(field.meaning),
        );
        None
    };
    match field.shape {
        Shape::Text => Some(Value::Text(text.to_owned())),
        Shape::Count(unit) => match count(text, unit) {
            Some(number) => Some(Value::Number(number)),
            None if unit.is_empty() => refuse(faults, "一个整数"),
            None => refuse(faults, &format!("一个整数，单位是“{unit}”")),
        },
        Shape::Date => match date(text) {
            Ok(date) => Some(Value::Date(date)),
            Err(DateFault::NoYear) => refuse(faults, "带年份的日期，如 2025-10-18"),
            Err(DateFault::Impossible) => refuse(faults, "日历上有的日期"),
            Err(DateFault::Unreadable) => refuse(faults, "日期，如 2025-10-18"),
        },
        Shape::YesNo => match text {
            "是" => Some(Value::Bool(true)),
            "否" => Some(Value::Bool(false)),
            _ => refuse(faults, "“是”或“否”"),
        },
        Shape::Verdict => {
            let answer = verdict(text);
            if answer.is_none() {
                faults.push(not_a_verdict("SE-01", text, span));
            }
            answer.map(Value::Bool)
        }
        Shape::Choice(choices) if choices.contains(&text) => Some(Value::Text(text.to_owned())),
        Shape::Choice(choices) => refuse(faults, &format!("下列之一：{}", choices.join("、"))),
        Shape::Year => match AcademicYear::parse(text) {
            Some(year) => Some(Value::Text(year.to_string())),
            None => refuse(faults, "学年，如 2025-2026，后一年比前一年多一"),
        },
        Shape::Email => {
            let ok = text.split_once('@').is_some_and(|(user, host)| {
                let plain = |part: &str| {
                    part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b))
                };
                !user.is_empty() && host.contains('.') && plain(user) && plain(host)
            });
            if ok { Some(Value::Text(text.to_owned())) } else { refuse(faults, "邮箱地址") }
        }
        Shape::Url => {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            let ok = rest.is_some_and(|r| {
                !r.is_empty()
                    && !r.contains(char::is_whitespace)
                    && !r.contains(['"', '<', '>', '\\'])
            });
            if ok {
                Some(Value::Text(text.to_owned()))
            } else {
                refuse(faults, "以 https:// 开头的网页地址")
            }
        }
        Shape::Texts
        | Shape::Verdicts
        | Shape::One(_)
        | Shape::Many(_)
        | Shape::Keyed(_)
        | Shape::Prose(_) => None,
    }
}

fn wrong_shape(field: &Field, node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::violation(
        "IN-06",
        node.span,
        format!("“{}”应当是{wanted}，这里是{}", field.key, node.described()),
    )
    .help(field.meaning)
}

fn not_a_verdict(code: &str, text: &str, span: Span) -> Diagnostic {
    let both = text.contains('是') && text.contains('否');
    let message = match both {
        true => "“是”和“否”不能都选，也不能都不选".to_owned(),
        false => format!("这里应当是“是”或“否”，写的是“{text}”"),
    };
    Diagnostic::violation(code, span, message)
        .label("程序不猜是哪一个")
        .help("只写“是”或“否”")
        .note("自评表每项只勾选一个结论")
}

/// Reads an answer: 是 or 否, or the two boxes of the form with just one ticked.
fn verdict(text: &str) -> Option<bool> {
    match text {
        "是" => return Some(true),
        "否" => return Some(false),
        _ => {}
    }
    // `(` is what a symbol font's tick becomes when it is copied.
    let ticked = |c: char| "☑√✓✔■Rþ(\u{f0fe}\u{f052}".contains(c);
    let blank = |c: char| "□☐£o\u{f0a3}\u{f0a8}".contains(c);
    let compact: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    match compact[..] {
        [a, '是', b, '否'] | [b, '否', a, '是'] if ticked(a) && blank(b) => Some(true),
        [a, '是', b, '否'] | [b, '否', a, '是'] if blank(a) && ticked(b) => Some(false),
        _ => None,
    }
}

/// Reads a whole number, in any digits or Chinese numerals, with or without its unit.
pub fn count(text: &str, unit: &str) -> Option<i64> {
    let text = text.trim();
    let bare =
        if unit.is_empty() { text } else { text.strip_suffix(unit).unwrap_or(text).trim_end() };
    let digits: String = bare.chars().map(half_width).collect();
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        return digits.parse().ok();
    }
    numeral::parse(bare).map(i64::from)
}

/// Makes a full-width digit or slash half-width.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '／' => '/',
        '．' => '.',
        '％' => '%',
        _ => c,
    }
}

/// Why a text is no date.
#[derive(Debug, PartialEq)]
pub enum DateFault {
    /// `3月30日`: which year?
    NoYear,
    /// `2024-02-30`
    Impossible,
    Unreadable,
}

/// Reads `2025-10-18`, `2025年10月18日`, `2025/10/18` or `2025.10.18`.
pub fn date(text: &str) -> Result<Date, DateFault> {
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> =
        plain.trim_end_matches('日').split(['-', '年', '月', '/', '.']).collect();
    let numbers: Option<Vec<u16>> = parts.iter().map(|p| p.parse().ok()).collect();
    match numbers.as_deref() {
        Some([year, month, day]) if parts[0].len() == 4 => {
            let month = u8::try_from(*month).ok().and_then(|m| Month::try_from(m).ok());
            let date = month.and_then(|m| {
                Date::from_calendar_date((*year).into(), m, u8::try_from(*day).ok()?).ok()
            });
            date.ok_or(DateFault::Impossible)
        }
        Some([_, _]) if plain.contains('月') => Err(DateFault::NoYear),
        _ => Err(DateFault::Unreadable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_any_digits() {
        for text in ["34", "34人", "３４人", "三十四人", "34 人"] {
            assert_eq!(count(text, "人"), Some(34), "{text}");
        }
        assert_eq!(count("6人", "个"), None);
        assert_eq!(count("1.50", ""), None);
        assert_eq!(count("007", ""), Some(7));
        assert_eq!(count("123456789012345678901234567890", ""), None);
    }

    #[test]
    fn dates_need_a_year_and_a_calendar() {
        assert!(date("2023-09-01").is_ok());
        assert_eq!(date("2024年10月12日"), date("2024-10-12"));
        assert_eq!(date("3月30日"), Err(DateFault::NoYear));
        assert_eq!(date("2024-02-30"), Err(DateFault::Impossible));
        assert_eq!(date("201911920"), Err(DateFault::Unreadable));
    }

    #[test]
    fn boxes_are_read_when_just_one_is_ticked() {
        for text in ["是", "☑是 □否", "R是 £否", "√是□否", "(是 □否"] {
            assert_eq!(verdict(text), Some(true), "{text}");
        }
        assert_eq!(verdict("□是 ☑否"), Some(false));
        for text in ["☑是 ☑否", "□是 □否", "是 否", "(是 (否", "yes", "不是"] {
            assert_eq!(verdict(text), None, "{text}");
        }
    }
}
