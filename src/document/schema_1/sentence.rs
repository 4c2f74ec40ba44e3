//! The sentences of notices of schema 1, read for what they say.
//! It must not guess: a sentence of another form stays words.

use super::words::{between, date, is_number, last_part, term};
use crate::document::{
    Block, Inline, Kind, Level, Role, Said, Statement, Subject, Value, plain_text,
};

/// Reads the sentences of some blocks, given the outermost section and the title above them.
pub fn say_blocks(blocks: &mut [Block], section: &str, title: &str, kind: Kind) {
    let mut above = title.to_owned();
    for block in blocks {
        match block {
            Block::Table(table) if !table.caption.is_empty() => above = table.caption.clone(),
            Block::Paragraph { role, content, statement } => {
                *statement = paragraph(*role, content, section, &above, kind);
            }
            Block::Provision {
                id, level: Level::Subitem, content, children, statement, ..
            } if kind == Kind::Notice && section == "work" => {
                *statement = arrangement(id, &plain_text(content), children, &above);
            }
            _ => {}
        }
    }
}

fn paragraph(
    role: Role,
    content: &[Inline],
    section: &str,
    above: &str,
    kind: Kind,
) -> Option<Statement> {
    let text = plain_text(content);
    match (kind, role) {
        (_, Role::Signature) => Some(signature(&text, kind)),
        (_, Role::Note) if section == "roster" || section == "standings" => withdrawal(&text),
        (Kind::Disclosure, _) => None,
        (_, Role::Note) => raters(&text),
        (_, Role::Subtitle) if section == "preamble" => {
            Some(whole(Subject::Number, "", "notice.number", &text))
        }
        (_, Role::Addressee) => {
            let whom = text.strip_suffix('：').unwrap_or(&text);
            Some(whole(Subject::Addressee, "", "notice.addressee", whom))
        }
        (_, Role::Enclosure) => {
            let title = text.strip_prefix("附件：").unwrap_or(&text);
            let title = title.split_once(". ").filter(|(n, _)| is_number(n)).map_or(title, |t| t.1);
            Some(whole(Subject::Enclosure, "附件", "notice.annexes", title))
        }
        (_, Role::Body) => match section {
            "preamble" => about(Subject::Basis, "依据", basis(&text)),
            "subjects" => about(Subject::Appraised, "工作对象", appraised(&text)),
            "committee" => about(Subject::Committee, "评议小组", committee(&text)),
            "results" => about(Subject::Publication, "结果通报", publication(&text)),
            "grading" => rule(&text, above.strip_suffix("的等次").unwrap_or(above)),
            _ => None,
        },
        _ => None,
    }
}

fn about(subject: Subject, label: &str, says: Option<Vec<Said>>) -> Option<Statement> {
    Some(Statement { subject, of: None, label: label.to_owned(), says: says? })
}

/// A sentence that is one field from end to end.
fn whole(subject: Subject, label: &str, key: &str, text: &str) -> Statement {
    let says = vec![Said::new(key, label, text, Some(Value::text(text)))];
    Statement { subject, of: None, label: label.to_owned(), says }
}

fn signature(text: &str, kind: Kind) -> Statement {
    let (record, issued) = match kind {
        Kind::Disclosure => ("head", ("published", "发布日期")),
        Kind::Notice => ("notice", ("issued", "印发日期")),
    };
    match date(text) {
        Some(day) => {
            let said = Said::new(format!("{record}.{}", issued.0), issued.1, text, Some(day));
            let (subject, label) = (Subject::Signature, issued.1.to_owned());
            Statement { subject, of: None, label, says: vec![said] }
        }
        None => whole(Subject::Signature, "发布单位", &format!("{record}.issuer"), text),
    }
}

/// `名单中3人的信息已经撤下，人数不变。`
fn withdrawal(text: &str) -> Option<Statement> {
    let number = between(text, "名单中", "人的信息已经撤下，人数不变。")?;
    let count = Value::count(number.parse().ok()?, "人");
    let said = Said::new("withdrawn", "已撤下", format!("{number}人"), Some(count));
    about(Subject::Withdrawal, "", Some(vec![said]))
}

/// `本次评议依据《…》《…》。`
fn basis(text: &str) -> Option<Vec<Said>> {
    let words = between(text, "本次评议依据", "。")?;
    let titles = between(words, "《", "》")?.split("》《").map(str::to_owned).collect();
    Some(vec![Said::new("notice.basis", "文件", words, Some(Value::texts(titles)))])
}

/// `主席团成员3人、工作部门负责人12人。评议2024—2025学年春季学期（…至…）的工作。`
fn appraised(text: &str) -> Option<Vec<Said>> {
    let (kinds, what) = text.strip_suffix("）的工作。")?.split_once("。评议")?;
    let mut says: Vec<Said> =
        kinds.split('、').map(|kind| counted("scoring.kinds.count", kind)).collect();
    let (semester, period) = what.split_once('（')?;
    let (from, to) = period.split_once('至')?;
    let days = Value::entry([("from", date(from)), ("to", date(to))]);
    says.push(Said::new("notice.semester", "评议的学期", semester, term(semester)));
    says.push(Said::new("notice.period", "评议时段", period, days));
    Some(says)
}

/// `评议小组由15人组成，其中学生代表9人，学生工作处3人。`, or `评议小组由学生代表9人、院团委组成。`
/// Parts that do not add up to the whole were not read rightly.
fn committee(text: &str) -> Option<Vec<Said>> {
    let (all, parts) = between(text, "评议小组由", "。")?.split_once("组成")?;
    let part = |part: &str| counted("notice.committee.count", part);
    let Some(parts) = parts.strip_prefix("，其中") else {
        return Some(all.split('、').map(part).collect());
    };
    let total: i64 = all.strip_suffix('人')?.parse().ok()?;
    let parts: Vec<Said> = parts.split('，').map(part).collect();
    let sum: i64 = parts.iter().map(number_of).sum();
    let value = Some(Value::count(total, "人"));
    let whole = Said::new("notice.committee_count", "总人数", all, value);
    (sum == total).then(|| [vec![whole], parts].concat())
}

/// `学生代表9人` → 学生代表, 9人, the last number being how many; it may be left open.
fn counted(key: &str, text: &str) -> Said {
    let unit = text.chars().last().filter(|c| matches!(c, '人' | '个'));
    let counted = unit.and_then(|unit| {
        let before = text.strip_suffix(unit)?;
        let name = before.trim_end_matches(|c: char| c.is_ascii_digit());
        Some((name, before[name.len()..].parse().ok()?, unit.to_string()))
    });
    let (name, value) = match counted {
        Some((name, number, unit)) => (name, Some(Value::count(number, unit))),
        None => (text, None),
    };
    Said::new(key, name, &text[name.len()..], value).for_entry(name)
}

fn number_of(said: &Said) -> i64 {
    match said.value {
        Some(Value::Count { number, .. }) => number,
        _ => 0,
    }
}

/// `评议结果在校内公布，并告知述职人本人、各系团总支。`
fn publication(text: &str) -> Option<Vec<Said>> {
    let (range, whom) = between(text, "评议结果在", "。")?.split_once("公布，并告知")?;
    let recipients = Value::texts(whom.split('、').map(str::to_owned).collect());
    Some(vec![
        Said::new("notice.range", "公布范围", range, Some(Value::text(range))),
        Said::new("notice.recipients", "告知", whom, Some(recipients)),
    ])
}

/// What one kind of subject hands in, or when it reports.
fn arrangement(id: &str, text: &str, children: &[Block], kind: &str) -> Option<Statement> {
    let (subject, what, says) = match last_part(id) {
        "report" => (Subject::Report, "述职报告", report(text, children)),
        "meeting" => (Subject::Meeting, "现场述职", meeting(text)),
        _ => return None,
    };
    let statement = about(subject, &format!("{kind}的{what}"), says)?;
    Some(Statement { of: Some(kind.to_owned()), ..statement })
}

/// `提交述职报告。2025年6月4日前经…签字，交院团委办公室。报告应包括：`
fn report(text: &str, children: &[Block]) -> Option<Vec<Said>> {
    let text = between(text, "提交述职报告。", "。报告应包括：")?;
    let (deadline, rest) = text.split_once('前')?;
    let (signed, whom) = match rest.strip_prefix('经').and_then(|rest| rest.split_once("签字，"))
    {
        Some((by, rest)) => (by, rest),
        None => ("", rest),
    };
    let points = children.iter().filter_map(|child| match child {
        Block::Provision { label, content, .. } => Some((label.as_str(), plain_text(content))),
        _ => None,
    });
    let points: Vec<(&str, String)> = points.collect();
    let words: Vec<String> = points.iter().map(|(label, text)| format!("{label}{text}")).collect();
    let outline = Value::texts(points.into_iter().map(|(_, text)| text).collect());
    let field = |key: &str, label: &str, words: &str, value: Option<Value>| {
        let key = format!("notice.work.{key}");
        (!words.is_empty()).then(|| Said::new(key, label, words, value))
    };
    let whom = whom.strip_prefix('交')?;
    let says = [
        field("deadline", "截止日期", deadline, date(deadline)),
        field("signed_by", "签字", signed, Some(Value::text(signed))),
        field("submitted_to", "提交", whom, Some(Value::text(whom))),
        field("outline", "报告内容", &words.join("\n"), Some(outline)),
    ];
    Some(says.into_iter().flatten().collect())
}

/// `现场述职。2025年6月12日15:00在…举行，以…进行，每次不超过5分钟。`
fn meeting(text: &str) -> Option<Vec<Said>> {
    let (when, how) = between(text, "现场述职。", "。")?.split_once("举行")?;
    let (when, place) = when.split_once('在').unwrap_or((when, ""));
    let (day, hour) = when.split_at(when.find('日')? + '日'.len_utf8());
    let (form, minutes) = how.split_once("，每次不超过").unwrap_or((how, ""));
    let form = if form.is_empty() { "" } else { between(form, "，以", "进行")? };
    let length = minutes.strip_suffix("分钟").and_then(|n| n.parse().ok());
    let field = |key: &str, label: &str, words: &str, value: Option<Value>| {
        let key = format!("notice.work.{key}");
        (!words.is_empty()).then(|| Said::new(key, label, words, value))
    };
    let says = [
        field("meeting", "述职日期", day, date(day)),
        field("time", "时间", hour, Some(Value::text(hour))),
        field("place", "地点", place, Some(Value::text(place))),
        field("form", "形式", form, Some(Value::text(form))),
        field("minutes", "述职时长", minutes, length.map(|n| Value::count(n, "分钟"))),
    ];
    Some(says.into_iter().flatten().collect())
}

/// A sentence under the grades of one sheet.
fn rule(text: &str, sheet: &str) -> Option<Statement> {
    let (subject, key, label) = match text.strip_prefix("综合得分") {
        Some(rest) if rest.ends_with("位小数。") || rest.ends_with("取整数。") => {
            (Subject::Rounding, "rounding", "取舍")
        }
        Some(rest) if rest.starts_with("相同的") => (Subject::Ties, "ties", "同分"),
        None if text.contains("，等次为") => (Subject::KnockOut, "knock_out", "否决情形"),
        _ => return None,
    };
    let words = text.strip_suffix('。').unwrap_or(text);
    let said = Said::new(format!("scoring.sheets.{key}"), "内容", words, None);
    let of = Some(sheet.to_owned());
    Some(Statement { subject, of, label: format!("{sheet}的{label}"), says: vec![said] })
}

/// `系学生会的综合得分由学生代表（11人，占50%）、系学生会（7人，占20%，互评，不给自己打分）评分构成。`
fn raters(text: &str) -> Option<Statement> {
    let (kind, groups) = text.strip_suffix("）评分构成。")?.split_once("的综合得分由")?;
    let mut says = Vec::new();
    for group in groups.split("）、") {
        let (name, rest) = group.split_once('（')?;
        let (count, weight) = match rest.strip_prefix('占') {
            Some(weight) => ("", weight),
            None => rest.split_once("，占")?,
        };
        let (weight, among) = weight.split_once('，').unwrap_or((weight, ""));
        let field = |key: &str, label: &str, words: &str, value: Option<Value>| {
            let key = format!("scoring.kinds.raters.{key}");
            Said::new(key, format!("{name}{label}"), words, value).for_entry(name)
        };
        says.push(field("weight", "的权重", weight, Some(Value::text(weight))));
        if let Some(number) = count.strip_suffix('人').and_then(|n| n.parse().ok()) {
            says.push(field("count", "的人数", count, Some(Value::count(number, "人"))));
        }
        let yes = !among.is_empty();
        let peers = if yes { "是" } else { "否" };
        says.push(field("peers", "是否互评", peers, Some(Value::YesNo { yes })));
    }
    let statement = about(Subject::Raters, kind, Some(says))?;
    Some(Statement { of: Some(kind.to_owned()), ..statement })
}
