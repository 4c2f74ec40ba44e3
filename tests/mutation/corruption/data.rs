//! The corruptions of YAML and CSV: each value after its shape, each row and each entry.
//! It must not know any field by name.

use std::ops::Range;

use gongkai::datum::{Field, Need, Record, Shape};
use gongkai::load::decode;
use gongkai::load::yaml::{Kind, Node};
use time::{Date, Duration, Month};

use super::{Spoiler, prose};

/// The manners of spoiling a word in one letter.
const LETTERS: [&str; 3] = ["错一字", "漏一字", "颠倒两字"];
const NUMBERS: [&str; 2] = ["数加一", "数减一"];

/// Returns the values below some keys, through every list on the way.
pub fn values(node: &Node, path: &[&str], out: &mut Vec<String>) {
    match &node.kind {
        Kind::Scalar(text) if path.is_empty() => out.push(text.clone()),
        Kind::List(items) => items.iter().for_each(|item| values(item, path, out)),
        Kind::Map(pairs) => {
            let Some((key, rest)) = path.split_first() else { return };
            let of_key = |(name, _): &&(Node, Node)| word(name) == Some(key);
            pairs.iter().filter(of_key).for_each(|(_, value)| values(value, rest, out));
        }
        _ => {}
    }
}

/// Returns the limits of the charter: the article of each, and the value as it is registered.
pub fn limits(charter: &Node) -> Vec<(u32, String)> {
    let of = |key: &str| {
        let mut found = Vec::new();
        values(charter, &["限额", key], &mut found);
        found
    };
    let articles = of("条").into_iter().map(|article| article.parse().expect("a number"));
    articles.zip(of("数值")).collect()
}

fn word(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar(text) => Some(text),
        _ => None,
    }
}

fn range(node: &Node) -> Range<usize> {
    node.span.start..node.span.end
}

/// Spoils a value, by its shape, and all below it.
pub fn spoil(shape: Shape, node: &Node, it: &mut Spoiler) {
    match (shape, &node.kind) {
        (Shape::One(record), Kind::Map(pairs)) => entries(record, pairs, it),
        (Shape::Many(record), Kind::List(items)) => {
            rows(&items.iter().map(range).collect::<Vec<_>>(), it);
            for item in items {
                spoil(Shape::One(record), item, it);
            }
        }
        (Shape::Keyed(record), Kind::Map(pairs)) => {
            let range = |(key, value): &(Node, Node)| key.span.start..value.span.end;
            rows(&pairs.iter().map(range).collect::<Vec<_>>(), it);
            for (key, value) in pairs {
                below(&record.fields[0], key, it);
                match value.kind {
                    Kind::Map(_) => spoil(Shape::One(record), value, it),
                    _ => below(&record.fields[1], value, it),
                }
            }
        }
        (Shape::Texts, Kind::List(items)) => {
            rows(&items.iter().map(range).collect::<Vec<_>>(), it);
            items.iter().for_each(|item| spoil(Shape::Text, item, it));
        }
        (_, Kind::Scalar(text)) => value(shape, text, range(node), it),
        _ => {}
    }
}

fn below(field: &Field, node: &Node, it: &mut Spoiler) {
    it.below(field.key, |it| spoil(field.shape, node, it));
}

/// Spoils each entry of a mapping, and leaves each out in turn.
fn entries(record: &'static Record, pairs: &[(Node, Node)], it: &mut Spoiler) {
    for (key, value) in pairs {
        let name = word(key).expect("a key is a word");
        let field = record.fields.iter().find(|field| field.key == name);
        let field = field.filter(|field| field.need != Need::Derived).expect("the table has it");
        below(field, value, it);
        let table = key.span.start > value.span.start || !same_line(key, value, it.text);
        if matches!(value.kind, Kind::Empty) {
            continue;
        }
        let gone = match table && it.file.ends_with(".csv") {
            true => range(value),
            false => whole_lines(key.span.start..value.span.end, it.text),
        };
        it.below(field.key, |it| it.put("没有写", gone, ""));
    }
}

/// Tells whether a key stands right before its value, as in YAML, and not at the head of a column.
fn same_line(key: &Node, value: &Node, text: &str) -> bool {
    !text[key.span.end..value.span.start].contains([',', '\n'])
}

/// Returns the lines of a range, with their ends; the range itself where something stands beside it.
fn whole_lines(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    let beside = text[start..range.start].trim_start().len() + text[range.end..end].trim().len();
    match beside {
        0 => start..end,
        // The first key of an entry shares its line with the dash.
        _ if text[start..range.start].trim() == "-" => {
            range.start..(end + text[end..].len() - text[end..].trim_start().len()).min(text.len())
        }
        _ => range,
    }
}

/// Leaves out, doubles and exchanges the rows of a list.
fn rows(rows: &[Range<usize>], it: &mut Spoiler) {
    let text = it.text;
    for (i, row) in rows.iter().enumerate() {
        let next = rows.get(i + 1);
        let gone = match (next, i.checked_sub(1).map(|i| &rows[i])) {
            (Some(next), _) => row.start..next.start,
            (None, Some(before)) => before.end..row.end,
            (None, None) => continue,
        };
        it.put("漏一行", gone, "");
        if let Some(next) = next {
            let between = &text[row.end..next.start];
            let (this, other) = (&text[row.clone()], &text[next.clone()]);
            it.put("重一行", row.clone(), format!("{this}{between}{this}"));
            it.put("两行对调", row.start..next.end, format!("{other}{between}{this}"));
        }
    }
}

/// Spoils a single value.
fn value(shape: Shape, text: &str, range: Range<usize>, it: &mut Spoiler) {
    match shape {
        Shape::Count(_) => it.numbers(range, ["加一", "减一"]),
        Shape::Date => {
            let day = decode::date(text).expect("the sample can be read");
            let put = |day: Option<Date>, kind, it: &mut Spoiler| {
                it.put(kind, range.clone(), day.expect("a day of the calendar").to_string());
            };
            put(day.checked_sub(Duration::DAY), "早一天", it);
            put(day.checked_add(Duration::DAY), "晚一天", it);
            put(Some(month(day, -1)), "早一月", it);
            put(Some(month(day, 1)), "晚一月", it);
            put(Some(month(day, -12)), "早一年", it);
            put(Some(month(day, 12)), "晚一年", it);
        }
        Shape::YesNo | Shape::Verdict => it.put("是否相反", range, opposite(text)),
        Shape::Verdicts => {
            let cells = it.text[range.clone()].char_indices().filter(|(_, c)| "是否".contains(*c));
            for (at, c) in cells.collect::<Vec<_>>() {
                let cell = range.start + at..range.start + at + c.len_utf8();
                it.put("是否相反", cell.clone(), opposite(&c.to_string()));
                it.put("漏一格", cell, "");
            }
        }
        Shape::Choice(choices) => {
            let at = choices.iter().position(|choice| *choice == text).expect("one of them");
            it.put("换一项", range, choices[(at + 1) % choices.len()]);
        }
        _ => {
            it.letters(range.clone(), LETTERS);
            prose::numerals(range.clone(), &[], it);
            it.numbers(range, NUMBERS);
        }
    }
}

fn opposite(verdict: &str) -> &'static str {
    if verdict == "是" { "否" } else { "是" }
}

/// Returns the same day of another month, or its last.
fn month(day: Date, by: i32) -> Date {
    let months = day.year() * 12 + i32::from(u8::from(day.month())) - 1 + by;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u8 + 1);
    let month = Month::try_from(month).expect("one of twelve");
    let last = month.length(year);
    Date::from_calendar_date(year, month, day.day().min(last)).expect("within the month")
}
