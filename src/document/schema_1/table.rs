//! The cells of tables of schema 1, read for what they say.
//! It must not know which tables there were.

use super::words::{between, date, dimension, last_part, term};
use crate::document::{Cell, Column, Inline, Named, Row, Said, Subject, Table, Value, plain_text};

/// How the title of the column of ranks begins.
pub const RANK: &str = "学习成绩排名（";

/// What stood in the place of a name that was withdrawn.
const WITHDRAWN: &str = "已撤下";

/// Notes what a table says, given the title of its section and the keys of items by number.
pub fn say_table(table: &mut Table, title: &str, items: &[(String, String)]) {
    table.of = match table.subject {
        Subject::Grade => table.caption.strip_suffix("的等次").map(str::to_owned),
        Subject::RuleOutcome => table.caption.strip_suffix("规则").map(str::to_owned),
        Subject::ScoreSheet => Some(title.to_owned()),
        _ => None,
    };
    let names_people = table.columns.iter().any(|column| column.title == "姓名");
    table.columns.iter_mut().for_each(|column| say_head(column, items));
    for row in &mut table.rows {
        row.key = match table.subject {
            Subject::Indicator
            | Subject::SecondItem
            | Subject::IndicatorOutcome
            | Subject::RuleOutcome => Some(last_part(&row.id).to_owned()),
            _ => None,
        };
        for (column, cell) in table.columns.iter().zip(&mut row.cells) {
            say_cell(table.subject, &column.key, cell);
        }
        if names_people && let Some(at) = table.columns.iter().position(|c| c.key == "name") {
            mark_person(&table.columns, row, at);
        }
    }
}

/// What the head of a column says besides the field.
fn say_head(column: &mut Column, items: &[(String, String)]) {
    if let Some(how) = between(&column.title, RANK, "）") {
        let display = match how {
            "在所属专业的位置" => "分段",
            "是否符合要求" => "只写合格",
            _ => "准确名次",
        };
        let value = Some(Value::text(display));
        column.says = vec![Said::new("head.rank_display", "排名公开方式", how, value)];
        column.label = Some("学习成绩排名".to_owned());
    }
    if column.key.starts_with("dimensions.")
        && let Some((name, maximum)) = dimension(&column.title)
    {
        let points = maximum.parse().ok().map(|number| Value::count(number, "分"));
        column.says = vec![
            Said::new("name", "维度", name, Some(Value::text(name))),
            Said::new("maximum", "满分", format!("{maximum}分"), points),
        ];
    }
    if let Some(number) = column.key.strip_prefix("verdicts.")
        && let Some((_, key)) = items.iter().find(|(known, _)| known == number)
    {
        column.key = format!("verdicts.{key}");
    }
}

/// Marks whom a row names; of somebody who was withdrawn only the number is left.
fn mark_person(columns: &[Column], row: &mut Row, at: usize) {
    let Some(cell) = row.cells.get_mut(at) else { return };
    let is_withdrawn = cell.plain_text() == WITHDRAWN;
    cell.person = Some(if is_withdrawn { Named::Withdrawn } else { Named::Named });
    if is_withdrawn {
        for (column, cell) in columns.iter().zip(&mut row.cells) {
            if column.key != "no" {
                (cell.value, cell.says) = (None, Vec::new());
            }
        }
    }
}

fn say_cell(subject: Subject, key: &str, cell: &mut Cell) {
    let text = cell.plain_text();
    if text.is_empty() {
        return;
    }
    let count = |unit: &str| text.parse().ok().map(|number| Value::count(number, unit));
    cell.says = match (subject, key) {
        (Subject::Indicator | Subject::SecondItem | Subject::IndicatorOutcome, "item") => {
            item(&cell.words)
        }
        (Subject::Indicator, "remark") => remark(&cell.words),
        (Subject::IndicatorOutcome, "stated") => vec![stated(&text)],
        (Subject::Grade, "quotas") => text.split('；').filter_map(quota).collect(),
        (Subject::OpenMatter, "supplements") => supplements(&text),
        _ => Vec::new(),
    };
    // Of two fields that were run together nobody can tell where one ends.
    if !cell.says.is_empty() || key == "post" && subject != Subject::Guide {
        return;
    }
    cell.value = match (subject, key) {
        _ if text.contains(WITHDRAWN) => None,
        (Subject::RuleOutcome, "evidence") => None,
        (_, "verdict" | "full_time") => Some(Value::YesNo { yes: text == "是" }),
        (_, key) if key.starts_with("verdicts.") => Some(Value::YesNo { yes: text == "是" }),
        (_, "no" | "place") if subject != Subject::Exemption => count(""),
        (Subject::Unit, "headcount") => count("人"),
        (Subject::Delegation, "count") => count("名"),
        (Subject::SecondItem, "stated") | (Subject::Round, "subjects") => count("个"),
        (Subject::Round, "meeting") => date(&text),
        (Subject::Round, "semester") => term(&text),
        (Subject::Grade, "from") => bounds(&text),
        _ => Some(Value::text(text)),
    };
}

/// `3★. 工作人员…`: a number, perhaps a mark, what is asked.
fn item(words: &[Inline]) -> Vec<Said> {
    let words = match words {
        [Inline::Link { content, .. }] => content,
        words => words,
    };
    let text = plain_text(words);
    let Some((number, asks)) = text.split_once(". ") else { return Vec::new() };
    let mark = words.iter().find_map(|inline| match inline {
        Inline::Mark { symbol, .. } => Some(symbol.as_str()),
        _ => None,
    });
    let number = number.trim_end_matches(mark.unwrap_or_default());
    let value = number.parse().ok().map(|number| Value::count(number, ""));
    let said = |key: &str, label: &str, words: &str| {
        Said::new(key, label, words, Some(Value::text(words)))
    };
    let mut says = vec![Said::new("no", "序号", number, value)];
    says.extend(mark.map(|mark| said("item.mark", "标记", mark)));
    says.push(said("item.text", "文字", asks));
    says
}

/// The lines of a remark, by how each begins.
fn remark(words: &[Inline]) -> Vec<Said> {
    let lines = words.split(|inline| matches!(inline, Inline::LineBreak));
    lines.filter(|line| !line.is_empty()).map(remark_line).collect()
}

fn remark_line(line: &[Inline]) -> Said {
    let text = plain_text(line);
    let said = |key: &str, label: &str, rest: &str, value: Option<Value>| {
        Said::new(key, label, rest, value)
    };
    let plain = |text: &str| Some(Value::text(text));
    if let Some(rest) = text.strip_prefix("佐证：") {
        return said("evidence", "佐证", rest, evidence(line, rest));
    }
    if let Some(rest) = text.strip_prefix("召开日期：") {
        return said("held_on", "召开日期", rest, date(rest));
    }
    if let Some(rest) = text.strip_prefix("整改期限：") {
        return said("rectify_by", "整改期限", rest, date(rest));
    }
    if let Some(rest) = text.strip_prefix("原因：") {
        return said("reason", "原因", rest, plain(rest));
    }
    if let Some(rest) = text.strip_prefix("实有") {
        return said("stated", "实有", rest, plain(rest));
    }
    said("remark", "备注", &text, plain(&text))
}

/// `佐证：…（2025年3月1日）`, its title perhaps a link.
fn evidence(line: &[Inline], text: &str) -> Option<Value> {
    let dated = text.strip_suffix('）').and_then(|text| text.rsplit_once('（'));
    let dated = dated.and_then(|(title, day)| Some((title, date(day)?)));
    let title = dated.as_ref().map_or(text, |(title, _)| title);
    let link = line.iter().find_map(|inline| match inline {
        Inline::Link { target, .. } => Some(Value::text(target)),
        _ => None,
    });
    let date = dated.as_ref().map(|(_, day)| day.clone());
    Value::entry([("title", Some(Value::text(title))), ("date", date), ("link", link)])
}

/// What an indicator states: how many, or when.
fn stated(text: &str) -> Said {
    match date(text) {
        Some(day) => Said::new("held_on", "召开日期", text, Some(day)),
        None => Said::new("stated", "实有", text, Some(Value::text(text))),
    }
}

/// `不超过30%`, `优秀、良好合计50%`; of a grade's own quota its row names the grade.
fn quota(text: &str) -> Option<Said> {
    let (grades, at_most) = match text.strip_prefix("不超过") {
        Some(at_most) => (None, at_most),
        None => {
            let (grades, at_most) = text.split_once("合计")?;
            (Some(grades.split('、').map(str::to_owned).collect()), at_most)
        }
    };
    let fields = [("grades", grades.map(Value::texts)), ("at_most", Some(Value::text(at_most)))];
    Some(Said::new("quotas", "名额", text, Value::entry(fields)))
}

/// `2025年6月9日：…；2025年6月10日：…`.
fn supplements(text: &str) -> Vec<Said> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split('；') {
        let starts = part.split_once('：').is_some_and(|(day, _)| date(day).is_some());
        match parts.last_mut() {
            Some(last) if !starts => *last = format!("{last}；{part}"),
            _ => parts.push(part.to_owned()),
        }
    }
    let said = |part: String| {
        let (day, content) = part.split_once('：').unwrap_or(("", &part));
        let fields = [("date", date(day)), ("content", Some(Value::text(content)))];
        Said::new("supplements", "补充通知", part.clone(), Value::entry(fields))
    };
    parts.into_iter().map(said).collect()
}

/// `90分以上`, `不足60分`, `75分以上、不足90分`.
fn bounds(text: &str) -> Option<Value> {
    let points = |text: &str| text.parse().ok().map(|number| Value::count(number, "分"));
    let (from, to) = match text.split_once('、') {
        Some((from, to)) => (from, to),
        None if text.starts_with("不足") => ("", text),
        None => (text, ""),
    };
    let from = from.strip_suffix("分以上").and_then(points);
    Value::entry([("from", from), ("to", between(to, "不足", "分").and_then(points))])
}
