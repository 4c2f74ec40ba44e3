//! The tree as written → data, by the table of fields; collects every fault of shape.
//! It must not know any field by name.

use time::{Date, Month};

use crate::academic_year::AcademicYear;
use crate::datum::{Datum, Field, Need, Record, Shape, Value, word};
use crate::diagnostic::{Diagnostic, brief};
use crate::load::slip;
use crate::load::yaml::{Kind, Node};
use crate::numeral;
use crate::source::Span;

/// What stands where a value is still to be filled in.
pub const UNFILLED: &str = "待填";

/// Reads a mapping as a record of the table.
pub fn record(table: &'static Record, node: &Node, faults: &mut Vec<Diagnostic>) -> Datum {
    if let Some(fault) = unfilled(node) {
        faults.push(fault);
        return Datum::new(table.faulty(), Some(node.span));
    }
    let Kind::Map(pairs) = &node.kind else {
        faults.push(no_record(table, node));
        return Datum::new(table.empty(), Some(node.span));
    };
    let refs: Vec<_> = pairs.iter().map(|(key, value)| (key, value)).collect();
    entries(table, &refs, node.span, faults)
}

/// Reports a value that is still to be filled in, as `gongkai new` leaves it.
fn unfilled(node: &Node) -> Option<Diagnostic> {
    let open = matches!(&node.kind, Kind::Scalar(text) if text.trim() == UNFILLED);
    open.then(|| {
        Diagnostic::violation("IN-10", node.span, "这里还是待填")
            .help("换成实际情况；怎样写，见 gongkai fields")
    })
}

fn no_record(table: &'static Record, node: &Node) -> Diagnostic {
    if let Kind::Scalar(text) = &node.kind
        && slip::full_width_colon(text).is_some()
    {
        let message = "冒号是全角的，程序分不出键和值";
        let first = text.split(' ').next().unwrap_or_default();
        return Diagnostic::violation("IN-01", node.span, message)
            .label("这里应当是“键: 值”，用半角冒号加一个空格")
            .help(slip::with_half_width_colon(first));
    }
    let message = format!("“{}”应当是一组“键: 值”，这里是{}", table.title, node.described());
    Diagnostic::violation("IN-06", node.span, message)
        .help(format!("每个键一行，写成“键: 值”；可以写的键有：{}", keys(table)))
}

/// Reads a node that stands for a whole field, such as a file.
pub fn field(field: &'static Field, node: &Node, faults: &mut Vec<Diagnostic>) -> Datum {
    if let Kind::Empty = node.kind {
        return Datum::absent(Some(node.span));
    }
    if !matches!(field.shape, Shape::One(_))
        && let Some(fault) = unfilled(node)
    {
        faults.push(fault);
        return Datum::faulty(Some(node.span));
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
    Datum { value: value.unwrap_or(Value::Faulty), span: Some(node.span) }
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
    let place = match pairs.first() {
        Some((key, _)) if span.contains(key.span) => key.span,
        Some(_) => span,
        None => span.at_start(),
    };
    let mut data: Vec<Datum> =
        table.fields.iter().map(|field| field.nothing(Some(place))).collect();
    // What an unknown key was meant for is not missing besides, and nobody knows what it says.
    let mut meant = Vec::new();
    for (key, value) in pairs {
        let Kind::Scalar(word) = &key.kind else {
            faults.push(no_key(key));
            continue;
        };
        let Some(at) =
            table.fields.iter().position(|f| f.key == word && !matches!(f.shape, Shape::Prose(_)))
        else {
            let within = || written_keys(table).find(|key| word.contains(key));
            let near = nearest(word, written_keys(table)).or_else(within);
            meant.extend(near.map(|near| (near, key.span)));
            faults.push(unknown_key(table, word, near, key.span));
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
    let mut missing: Vec<(Span, Vec<&Field>)> = Vec::new();
    for (at, known) in table.fields.iter().enumerate() {
        let is_it = |key: &Node| matches!(&key.kind, Kind::Scalar(word) if word == known.key);
        let written = pairs.iter().find(|(key, _)| is_it(key));
        let meant_at = meant.iter().find(|(key, _)| *key == known.key).map(|(_, span)| *span);
        let needed = matches!(known.need, Need::Required | Need::Part)
            && !matches!(known.shape, Shape::Prose(_))
            && meant_at.is_none();
        if let (Some(span), None) = (meant_at, written) {
            data[at] = Datum::faulty(Some(span));
        }
        if needed && written.is_none_or(|(_, value)| value.is_blank()) {
            let first = pairs.first().map_or(place, |(key, _)| key.span);
            let span = written.and(data[at].span).unwrap_or(first);
            data[at] = Datum::faulty(Some(span));
            match lacking_alone(table, known, span) {
                Some(fault) => faults.push(fault),
                None => match missing.iter_mut().find(|(place, _)| *place == span) {
                    Some((_, fields)) => fields.push(known),
                    None => missing.push((span, vec![known])),
                },
            }
        }
    }
    faults.extend(missing.into_iter().map(|(span, fields)| lacking(table, &fields, span)));
    Datum::new(Value::Fields(table, data), Some(span))
}

/// Reports a required field that is not written under the code of what it is, where it has one.
fn lacking_alone(table: &Record, known: &Field, span: Span) -> Option<Diagnostic> {
    let (code, message) = match (known.need, known.shape) {
        (Need::Part, _) => ("STR-02", format!("{}缺少“{}”一表", table.title, known.key)),
        (_, Shape::Verdict) => ("SE-01", "“是”和“否”都没有选".to_owned()),
        _ => return None,
    };
    let help = format!("补上“{}: …”（{}）", known.key, known.meaning);
    Some(Diagnostic::violation(code, span, message).help(help))
}

/// Reports the fields that a record lacks at one place.
fn lacking(table: &Record, fields: &[&Field], span: Span) -> Diagnostic {
    let keys: Vec<String> = fields.iter().map(|field| format!("“{}”", field.key)).collect();
    let each = fields.iter().zip(&keys).map(|(field, key)| match field.meaning == field.key {
        true => key.clone(),
        false => format!("{key}（{}）", field.meaning),
    });
    let help = format!("补上{}", each.collect::<Vec<_>>().join("、"));
    let message = format!("{}缺少{}", table.title, keys.concat());
    Diagnostic::violation("IN-07", span, message).help(help)
}

fn no_key(key: &Node) -> Diagnostic {
    match key.kind {
        Kind::Empty => Diagnostic::violation("IN-05", key.span, "这里应当有名称，却是空的")
            .help("补上键或列的名称；整列都不用的，删去这一列"),
        _ => Diagnostic::violation("IN-05", key.span, "键应当是一个词")
            .help("写成“键: 值”，键不能是列表或另一组键"),
    }
}

fn unknown_key(table: &'static Record, word: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let message = format!("{}里没有“{}”这一项", table.title, brief(word));
    let fault = Diagnostic::violation("IN-05", span, message);
    match near {
        Some(near) => fault.help(format!("是不是“{near}”？")),
        None => fault.help(format!("可以写的有：{}", keys(table))),
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

/// Returns the one of some words from which a word differs by a single slip of the hand: a letter too
/// much, too little, another, or two in each other's place.
pub fn nearly<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let slips = |key: &str| strsim::damerau_levenshtein(word, key);
    let near = known.map(|key| (slips(key), key)).filter(|(slips, _)| *slips <= 1);
    near.min_by_key(|(slips, _)| *slips).map(|(_, key)| key)
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
            faults.push(wrong_shape(field, node, "一个列表"));
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
        Kind::Scalar(_) if unfilled(node).is_some() => {
            faults.extend(unfilled(node));
            None
        }
        Kind::Scalar(text) if text.trim().is_empty() => {
            let message = format!("“{}”里有一项是空的", field.key);
            let fault = Diagnostic::violation("IN-06", node.span, message);
            faults.push(explained(field, fault).help("写上字，或者删去这一项"));
            None
        }
        Kind::Scalar(text) => Some(word(text.trim(), node.span)),
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
            faults.push(wrong_shape(field, node, "一个列表"));
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
            items.push(Datum::new(answer.map_or(Value::Faulty, Value::Bool), Some(span)));
        }
        start =
            span.end + line[span.end - node.span.start..].chars().next().map_or(0, char::len_utf8);
    }
    Some(Value::Items(items))
}

fn scalar(field: &Field, text: &str, span: Span, faults: &mut Vec<Diagnostic>) -> Option<Value> {
    if !matches!(field.shape, Shape::Text) {
        faults.extend(odd_blank(text, span));
    }
    let text = text.trim();
    let refuse = |faults: &mut Vec<Diagnostic>, wanted: &str, help: &str| {
        let message = format!("“{}”应当是{wanted}，这里写的是“{}”", field.key, brief(text));
        faults.push(explained(field, Diagnostic::violation("IN-06", span, message)).help(help));
        None
    };
    match field.shape {
        Shape::Text => Some(Value::Text(text.to_owned())),
        // 不及格门数：无 is none of them.
        Shape::Count(unit) if !unit.is_empty() && text == "无" => Some(Value::Number(0)),
        Shape::Count(unit) => match numeral::count(text, unit) {
            Some(number) => Some(Value::Number(number)),
            None if unit.is_empty() => refuse(faults, "一个整数", "只写数字，如 34"),
            None => {
                let help = format!("只写整数，如 34 或 34{unit}；不写小数、逗号和“约”“余”");
                refuse(faults, &format!("一个整数，单位是“{unit}”"), &help)
            }
        },
        Shape::Date => match date(text) {
            Ok(date) => Some(Value::Date(date)),
            Err(DateFault::NoYear) => {
                refuse(faults, "带年份的日期", "补上年份，写成 2025-10-18 的样子")
            }
            Err(DateFault::Impossible) => {
                refuse(faults, "日历上有的日期", "核对年、月、日各是多少")
            }
            Err(DateFault::Unreadable) => {
                refuse(faults, "日期", "写成 2025-10-18 的样子：年、月、日之间用短横")
            }
        },
        Shape::YesNo => match text {
            "是" => Some(Value::Bool(true)),
            "否" => Some(Value::Bool(false)),
            _ => refuse(faults, "“是”或“否”", "只写“是”或“否”"),
        },
        Shape::Verdict => {
            let answer = verdict(text);
            if answer.is_none() {
                faults.push(not_a_verdict("SE-01", text, span));
            }
            answer.map(Value::Bool)
        }
        Shape::Choice(choices) if choices.contains(&text) => Some(Value::Text(text.to_owned())),
        Shape::Choice(choices) => {
            let wanted = format!("下列之一：{}", choices.join("、"));
            refuse(faults, &wanted, "从中选一个，照原样写")
        }
        Shape::Year => match AcademicYear::parse(text) {
            Some(year) => Some(Value::Text(year.to_string())),
            None => refuse(faults, "学年", "写成 2025-2026 的样子，后一年比前一年多一"),
        },
        Shape::Email => {
            let ok = text.split_once('@').is_some_and(|(user, host)| {
                let plain = |part: &str| {
                    part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b))
                };
                !user.is_empty() && host.contains('.') && plain(user) && plain(host)
            });
            if ok {
                Some(Value::Text(text.to_owned()))
            } else {
                refuse(faults, "邮箱地址", "照抄邮箱地址；“@”和点都是半角的，中间没有空格")
            }
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
                refuse(faults, "以 https:// 开头的网页地址", "从浏览器的地址栏复制完整的网址")
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

/// Reports a blank before or behind a number, a date or a choice that is no common space.
fn odd_blank(text: &str, span: Span) -> Option<Diagnostic> {
    let ends = [text.chars().next(), text.chars().last()];
    let odd = ends.into_iter().flatten().find(|c| c.is_whitespace() && !c.is_ascii())?;
    let what = if odd == '\u{3000}' { "全角空格" } else { "看不见的空格" };
    let message = format!("这个值的前面或后面有{what}（U+{:04X}）", u32::from(odd));
    Some(Diagnostic::violation("MD-09", span, message).help("删去它，或者换成普通的空格"))
}

fn wrong_shape(field: &Field, node: &Node, wanted: &str) -> Diagnostic {
    let message = format!("“{}”应当是{wanted}，这里是{}", field.key, node.described());
    let dash = |text: &str| text.starts_with(['-', '－', '–', '—', '·', '•']);
    let help = match field.shape {
        Shape::Texts | Shape::Many(_) if matches!(&node.kind, Kind::Scalar(text) if dash(text)) => {
            "列表每项前面是半角的“-”加一个空格"
        }
        Shape::Many(_) => "每项的第一行前面加“- ”，其余各行多缩进两个空格",
        Shape::Keyed(_) => "每项一行，写成“键: 值”，比上一级多缩进两个空格",
        Shape::Texts => "每项一行，前面加“- ”；或写在一行，如 [甲, 乙]",
        _ => "只写一个值，不加“- ”、方括号和花括号",
    };
    explained(field, Diagnostic::violation("IN-06", node.span, message)).help(help)
}

/// Says at the place what the field is for, unless its name says it.
fn explained(field: &Field, fault: Diagnostic) -> Diagnostic {
    if field.meaning == field.key { fault } else { fault.label(field.meaning) }
}

fn not_a_verdict(code: &str, text: &str, span: Span) -> Diagnostic {
    let both = text.contains('是') && text.contains('否');
    let message = match both {
        true => "“是”和“否”不能都选，也不能都不选".to_owned(),
        false => format!("这里应当是“是”或“否”，写的是“{}”", brief(text)),
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
    let plain: String =
        text.chars().map(numeral::half_width).filter(|c| !c.is_whitespace()).collect();
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
    use crate::model::PERSON;
    use crate::source::Sources;

    #[test]
    fn none_is_a_count_where_things_are_counted() {
        let field = PERSON.fields.iter().find(|it| it.key == "不及格门数").unwrap();
        let mut faults = Vec::new();
        let span = Span::new(Sources::default().add("名单.csv", "无"), 0, 3);
        assert!(matches!(scalar(field, "无", span, &mut faults), Some(Value::Number(0))));
        assert!(scalar(field, "没填", span, &mut faults).is_none());
        assert_eq!(faults.len(), 1);
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
