//! What a notice of appraisals says in sentences of its own making, as named values.
//! It must not compare anything; a sentence of another form is read as running text.

use super::Subject;
use crate::document::{Block, Role, Table, plain_text};

/// A sentence taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    pub subject: Subject,
    /// What it lays down: `工作对象`, `主席团成员的现场述职`.
    pub name: String,
    /// What it says, by what that is: `截止日期`, `2025年6月4日`.
    pub values: Vec<(String, String)>,
}

/// Reads a block of a notice, given the address of its section and the heading or caption right
/// above it; the sentences are those that a notice is composed of.
pub fn said(section: &str, above: &str, block: &Block) -> Option<Said> {
    let lays_down = |name: &str, values: Option<Vec<(String, String)>>| {
        Some(Said { subject: Subject::Arrangement, name: name.to_owned(), values: values? })
    };
    match block {
        Block::Provision { id, content, children, .. } if section == "work" => {
            let text = plain_text(content);
            let outline: Vec<String> = children.iter().map(words).collect();
            match id.rsplit('/').next()? {
                "report" => {
                    lays_down(&format!("{above}的述职报告"), report(&text, outline.join("\n")))
                }
                "meeting" => lays_down(&format!("{above}的现场述职"), meeting(&text)),
                _ => None,
            }
        }
        Block::Paragraph { role: Role::Note, content } => raters(&plain_text(content)),
        Block::Paragraph { role: Role::Body, content } => {
            let text = plain_text(content);
            match section {
                "preamble" => lays_down("依据", basis(&text)),
                "subjects" => lays_down("工作对象", subjects(&text)),
                "committee" => lays_down("评议小组", committee(&text)),
                "results" => lays_down("结果通报", results(&text)),
                "grading" => {
                    let name = format!("{}的{}", sheet_of(above), rule(&text)?);
                    lays_down(&name, Some(vec![named("内容", text.trim_end_matches('。'))]))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// The name of the sheet whose grades a table lists, by the table's caption.
pub fn sheet_of(caption: &str) -> &str {
    caption.strip_suffix("的等次").unwrap_or(caption)
}

/// The name of a round by the title of its notice: `关于开展…述职评议的通知` → `…述职评议`.
pub fn round_name(title: &str) -> &str {
    let title = title.strip_prefix("关于").unwrap_or(title);
    let title = title.strip_prefix("开展").unwrap_or(title);
    title.strip_suffix("的通知").unwrap_or(title)
}

/// The dimensions that a score sheet's columns are for, each with its maximum: `工作成效（20分）`.
pub fn dimensions(sheet: &Table) -> Vec<(String, String)> {
    let titles = sheet.columns.iter().map(|column| column.title.as_str());
    let dimension = |title: &str| {
        let (name, points) = title.strip_suffix("分）")?.rsplit_once('（')?;
        Some((name.to_owned(), format!("{points}分")))
    };
    titles.filter_map(dimension).collect()
}

fn named(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn words(block: &Block) -> String {
    let mut lines = Vec::new();
    block.each_text(&mut |text| lines.push(text.to_owned()));
    lines.concat()
}

/// Returns what stands between two words.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.strip_suffix(after)
}

/// `学生代表9人` → 学生代表, 9人; how many may be left open.
fn counted(text: &str) -> (String, String) {
    match text.find(|c: char| c.is_ascii_digit()) {
        Some(at) => named(&text[..at], &text[at..]),
        None => named(text, "未写人数"),
    }
}

/// `本次评议依据《…》《…》。`
fn basis(text: &str) -> Option<Vec<(String, String)>> {
    let titles = between(text, "本次评议依据", "。")?;
    Some(vec![named("文件", titles)])
}

/// `主席团成员3人、工作部门负责人12人。评议2024—2025学年春季学期（…至…）的工作。`
fn subjects(text: &str) -> Option<Vec<(String, String)>> {
    let (kinds, what) = text.strip_suffix("）的工作。")?.split_once("。评议")?;
    let mut values: Vec<_> = kinds.split('、').map(counted).collect();
    let (semester, period) = what.split_once('（')?;
    values.extend([named("评议的学期", semester), named("评议时段", period)]);
    Some(values)
}

/// `评议小组由15人组成，其中学生代表9人，学生工作处3人。`, or `评议小组由学生代表9人、院团委组成。`
fn committee(text: &str) -> Option<Vec<(String, String)>> {
    let (all, parts) = between(text, "评议小组由", "。")?.split_once("组成")?;
    Some(match parts.strip_prefix("，其中") {
        Some(parts) => {
            let parts = parts.split('，').map(counted);
            std::iter::once(named("总人数", all)).chain(parts).collect()
        }
        None => all.split('、').map(counted).collect(),
    })
}

/// `评议结果在校内公布，并告知述职人本人、各系团总支。`
fn results(text: &str) -> Option<Vec<(String, String)>> {
    let (range, whom) = between(text, "评议结果在", "。")?.split_once("公布，并告知")?;
    Some(vec![named("公布范围", range), named("告知", whom)])
}

/// `提交述职报告。2025年6月4日前经…签字，交院团委办公室。报告应包括：`
fn report(text: &str, outline: String) -> Option<Vec<(String, String)>> {
    let text = between(text, "提交述职报告。", "。报告应包括：")?;
    let (deadline, rest) = text.split_once('前')?;
    let (signed, whom) = match rest.strip_prefix('经').and_then(|rest| rest.split_once("签字，"))
    {
        Some((by, rest)) => (by, rest),
        None => ("", rest),
    };
    let whom = whom.strip_prefix('交')?;
    Some(vec![
        named("截止日期", deadline),
        named("签字", signed),
        named("提交", whom),
        named("报告内容", &outline),
    ])
}

/// `现场述职。2025年6月12日15:00在…举行，以…进行，每次不超过5分钟。`
fn meeting(text: &str) -> Option<Vec<(String, String)>> {
    let (when, how) = between(text, "现场述职。", "。")?.split_once("举行")?;
    let (when, place) = when.split_once('在').unwrap_or((when, ""));
    let (day, hour) = when.split_at(when.find('日')? + '日'.len_utf8());
    let (form, minutes) = match how.split_once("，每次不超过") {
        Some((form, minutes)) => (form, minutes),
        None => (how, ""),
    };
    let form = if form.is_empty() { "" } else { between(form, "，以", "进行")? };
    Some(vec![
        named("述职日期", day),
        named("时间", hour),
        named("地点", place),
        named("形式", form),
        named("述职时长", minutes),
    ])
}

/// What a sentence under a table of grades is about.
fn rule(text: &str) -> Option<&'static str> {
    let of_scores = text.strip_prefix("综合得分");
    match of_scores {
        Some(rest) if rest.ends_with("位小数。") || rest.ends_with("取整数。") => {
            Some("取舍")
        }
        Some(rest) if rest.starts_with("相同的") => Some("同分"),
        None if text.contains("，等次为") => Some("否决情形"),
        _ => None,
    }
}

/// `系学生会的综合得分由学生代表（11人，占50%）、系学生会（7人，占20%，互评，不给自己打分）评分构成。`
fn raters(text: &str) -> Option<Said> {
    let (kind, groups) = text.strip_suffix("）评分构成。")?.split_once("的综合得分由")?;
    let mut values = Vec::new();
    for group in groups.split("）、") {
        let (name, said) = group.split_once('（')?;
        let (count, weight) = match said.strip_prefix('占') {
            Some(weight) => ("", weight),
            None => said.split_once("，占")?,
        };
        let (weight, peers) = weight.split_once('，').unwrap_or((weight, ""));
        values.push(named(&format!("{name}的权重"), weight));
        values.push(named(&format!("{name}的人数"), count));
        let peers = if peers.is_empty() { "否" } else { "是" };
        values.push(named(&format!("{name}是否互评"), peers));
    }
    Some(Said { subject: Subject::Raters, name: kind.to_owned(), values })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(values: Option<Vec<(String, String)>>) -> String {
        let values = values.expect("it is read").into_iter();
        values.map(|(name, value)| format!("{name}={value};")).collect()
    }

    #[test]
    fn what_is_left_open_is_read_too() {
        assert_eq!(
            told(committee("评议小组由学生代表9人、院团委组成。")),
            "学生代表=9人;院团委=未写人数;"
        );
        let text = "主席团成员、干事3人。评议2024—2025学年（2024年9月2日至2025年8月31日）的工作。";
        assert!(told(subjects(text)).starts_with("主席团成员=未写人数;干事=3人;评议的学期="));
        let text = "系学生会的综合得分由学生代表（占50%）、教师（5人，占50%，互评，不给自己打分）评分构成。";
        let found = raters(text).map(|said| said.values);
        assert!(told(found).starts_with("学生代表的权重=50%;学生代表的人数=;学生代表是否互评=否;教师的权重=50%;教师的人数=5人;教师是否互评=是;"));
        assert_eq!(
            told(meeting("现场述职。2025年6月12日举行。")),
            "述职日期=2025年6月12日;时间=;地点=;形式=;述职时长=;"
        );
        // Words of an author's own are no such sentence.
        assert!(
            committee("评议小组由院团委牵头。").is_none()
                && raters("备注：由大家评分构成。").is_none()
        );
    }
}
