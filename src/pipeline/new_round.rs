//! Starts a round of appraisals, from another or from nothing: what changes with each is emptied.
//! It must not know how a text is edited; it names the places by an author's words.

use std::path::PathBuf;

use super::Run;
use super::editors::for_editors;
use super::new::{is_scalar, places};
use crate::datum::{Field, FieldName, Need, Record, Shape};
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::language::both;
use crate::load::decode::UNFILLED;
use crate::load::{self, Folder};
use crate::manifest::Artifact;
use crate::model::round::{ROUND, notice};
use crate::model::{college, head, year};
use crate::render::field_guide::describe_field;
use crate::rules::edit::Texts;
use crate::standard::Change;

/// The values that are the facts of one round; see the same list of a year.
const FACTS: &[&str] = &[
    "通知.标题",
    "通知.文号",
    "通知.学年",
    "通知.学期",
    "通知.评议时段.*",
    "通知.印发日期",
    "通知.撤下日期",
    "通知.评议小组.*",
    "通知.评议小组.*.人数",
    "通知.工作安排.*.截止日期",
    "通知.工作安排.*.述职日期",
    "通知.工作安排.*.时间",
    "通知.工作安排.*.地点",
    "通知.联系.*.联系人",
    "通知.联系.*.个人邮箱",
    "评分.述职对象.*.数量",
    "评分.述职对象.*.评委.*.人数",
    "评分.对象名单.*.名称",
    "评分.对象名单.*.职务",
    "评分.对象名单.*.部门",
];

/// Entries that say something of one round only.
const GONE: &[&str] = &[
    "通知.更正说明",
    "通知.结果公布日期",
    "通知.待定事项",
    "通知.补充通知",
    "评分.未参加",
    "评分.对象名单.*.否决",
];

/// A round made ready to be written.
#[derive(Debug)]
pub struct NewRound {
    pub edition: Edition,
    /// The round it was made from; none of one that was begun anew.
    pub from: Option<Edition>,
    /// Its folder.
    pub folder: PathBuf,
    pub files: Vec<Artifact>,
}

/// Makes a new round ready: in the year its name says, else in the newest; from another where one is
/// named, else with nothing but what the year tells of its college.
///
/// # Errors
/// When its folder is there already, its name is none, its year has no folder, or the round it is
/// made from is not there or cannot be read.
pub fn new_round(run: &Run, name: &str, from: Option<&str>) -> Result<NewRound, Failure> {
    let edition = named(run, name)?;
    let below = edition.content_folder();
    let folder = run.inputs.root.join("content").join(&below);
    if folder.exists() {
        let why = both!(
            "这一轮的文件夹已经有了，没有改动",
            "this round has a folder already; nothing was changed"
        );
        return Err(Failure::new(folder, why));
    }
    let rounds = run.rounds.iter().map(|round| &round.edition);
    let from = from.map(|from| Edition::meant(from, rounds)).transpose()?;
    let texts = match from {
        Some(from) => emptied(run, run.folder(from).expect("it is one of them"))?,
        None => blank(run, &edition),
    };
    let file = |(path, text): (String, String)| {
        let text = for_editors(&format!("content/{below}/{path}"), &text);
        Artifact::new(path, text)
    };
    let files = texts.into_iter().map(file).collect();
    Ok(NewRound { from: from.cloned(), edition, folder, files })
}

/// Returns what a round that is to be started goes by, in a year that has a folder.
fn named(run: &Run, name: &str) -> Result<Edition, Failure> {
    let wrong = || {
        let why = both!("不能作述职评议的名称", "no name for a round");
        Failure::new(name, why).with_help(both!(
            "名称要写进网址，只用小写英文字母、数字和短横，如 2025-autumn-school；要放进别的学年的，前面写上学年：2024-2025/2025-autumn-school",
            "it becomes part of an address: a-z, 0-9 and - only, such as 2025-autumn-school; for another year than the newest: 2024-2025/2025-autumn-school"
        ))
    };
    let edition = match Edition::parse(name) {
        Some(whole) => Some(whole).filter(|it| it.is_round() && it.version.is_none()),
        None => newest(run).map(|year| year.round(name)),
    };
    let edition = edition.ok_or_else(wrong)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let own = edition.round.as_deref().unwrap_or_default();
    if own.is_empty() || !own.chars().all(plain) || own.starts_with('-') || own.ends_with('-') {
        return Err(wrong());
    }
    let year = edition.own_disclosure();
    if !run.folders().any(|folder| folder.edition.own_disclosure() == year) {
        let why = both!("还没有这个学年的文件夹", "this year has no folder yet");
        let help = both!("先用 gongkai new 起好学年", "start the year first: gongkai new");
        return Err(Failure::new(format!("content/{}", year.content_folder()), why).with_help(help));
    }
    Ok(edition)
}

/// Returns the newest year of the first union, which a round without a year belongs to.
fn newest(run: &Run) -> Option<Edition> {
    let years = run.folders().map(|folder| folder.edition.year);
    years.max().map(|year| Edition::disclosure(year, Union::First))
}

/// Returns the texts of a round in which all that is not of every round is emptied.
fn emptied(run: &Run, from: &Folder) -> Result<Vec<(String, String)>, Failure> {
    let sources = &run.inputs.sources;
    let mut faults = Vec::new();
    load::year(from, sources, &mut faults);
    let unread = ["IN-01", "IN-02", "IN-03", "IN-08"];
    if let Some(fault) = faults.iter().find(|fault| unread.contains(&fault.code.as_str())) {
        let path = &sources.file(fault.primary.span.file).path;
        return Err(Failure::new(path, fault.message.clone())
            .with_help(format!("先改好 {0}：gongkai check {0}", from.edition)));
    }
    let known = ROUND.fields.iter().filter(|field| field.need != Need::Derived);
    let known: Vec<String> =
        known.flat_map(|of| ["yaml", "md"].map(|kind| format!("{}.{kind}", of.key))).collect();
    let files = from.files.iter().map(|file| {
        let file = sources.file(*file);
        (file.path[from.path.len() + 1..].to_owned(), file.text.to_string())
    });
    // What raters handed in stays with the round they rated.
    let mut texts = Texts(files.filter(|(path, _)| known.contains(path)).collect());
    let fail = |path: &str, why| Failure::new(&from.path, format!("{path}：{why}"));
    let subjects = places(&texts, "评分.对象名单.*", |_| true);
    for path in subjects.iter().skip(1).rev() {
        texts.change_data(path, &Change::Remove).map_err(|why| fail(path, why))?;
    }
    for pattern in GONE {
        for path in places(&texts, pattern, |_| true).iter().rev() {
            texts.change_data(path, &Change::Remove).map_err(|why| fail(path, why))?;
        }
    }
    for pattern in FACTS {
        for path in places(&texts, pattern, is_scalar) {
            let unfilled = Change::Set(UNFILLED.to_owned());
            texts.change_data(&path, &unfilled).map_err(|why| fail(&path, why))?;
        }
    }
    // A round published before it was told whether it is finished has no word on it.
    let in_work = Change::Set("在编".to_owned());
    if texts.change_data("通知.状态", &in_work).is_err()
        && let Some((_, notice)) = texts.0.iter_mut().find(|(path, _)| path == "通知.yaml")
    {
        notice.insert_str(0, "状态: 在编\n");
    }
    for (path, text) in &mut texts.0 {
        if path.ends_with(".md") {
            *text = days_emptied(text);
        }
    }
    Ok(texts.0)
}

/// Writes a text with 待填 in place of its days and academic years: `2025年6月4日`, `6月4日`,
/// `2024—2025学年`.
fn days_emptied(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let changing = day(rest).or_else(|| academic_year(rest));
        let length = changing.unwrap_or_else(|| digits(rest));
        out.push_str(if changing.is_some() { UNFILLED } else { &rest[..length] });
        rest = &rest[length..];
    }
    out + rest
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Returns how long the day is that a text begins with.
fn day(text: &str) -> Option<usize> {
    let number = |at: usize, unit: &str| {
        let length = digits(&text[at..]);
        let end = at + length;
        (length > 0 && text[end..].starts_with(unit)).then(|| end + unit.len())
    };
    let month = number(0, "年").unwrap_or(0);
    let day = number(month, "月")?;
    number(day, "日").or(Some(day))
}

/// Returns how long the academic year is that a text begins with.
fn academic_year(text: &str) -> Option<usize> {
    let end = text.find("学年")?;
    let year = crate::academic_year::AcademicYear::parse(&text[..end]);
    year.map(|_| end + "学年".len())
}

/// Returns the texts of a round of which nothing is known but whose it is.
fn blank(run: &Run, edition: &Edition) -> Vec<(String, String)> {
    let year = run.folder(&edition.own_disclosure());
    let known = year.map(|year| load::year(year, &run.inputs.sources, &mut Vec::new()).root);
    let head =
        |path: &[FieldName]| Some(known.as_ref()?.get(year::HEAD).at(path).text()?.to_owned());
    let organisation = || match edition.union {
        Union::First => head(&[head::ORGANISATION]),
        Union::Graduate => Some(Union::GRADUATE_FOLDER.to_owned()),
    };
    let given = |field: &Field| match field.name {
        notice::STATUS => Some("在编".to_owned()),
        notice::COLLEGE => head(&[head::COLLEGE, college::NAME]),
        notice::ORGANISATION => organisation(),
        notice::ISSUER => head(&[head::ISSUER]),
        // No notice goes out without it.
        notice::ISSUED => Some(UNFILLED.to_owned()),
        _ => None,
    };
    let mut files = Vec::new();
    for section in ROUND.fields.iter().filter(|field| field.need != Need::Derived) {
        let Some(record) = section.shape.record() else { continue };
        let mut text = String::new();
        fill_in(record, 0, &given, &mut text);
        if !text.is_empty() {
            files.push((format!("{}.yaml", section.key), text));
        }
        if record.fields.iter().any(|field| matches!(field.shape, Shape::Prose(_))) {
            let heading = if section.need == Need::Optional { "## " } else { "" };
            files.push((format!("{}.md", section.key), format!("{heading}{UNFILLED}\n")));
        }
    }
    files
}

/// Writes a record that is to be filled in: what is known, what must be as 待填, the rest as a
/// comment.
pub(super) fn fill_in(
    record: &Record,
    depth: usize,
    given: &dyn Fn(&Field) -> Option<String>,
    text: &mut String,
) {
    let indent = "  ".repeat(depth);
    for field in record.fields {
        if field.need == Need::Derived || matches!(field.shape, Shape::Prose(_)) {
            continue;
        }
        let key = field.key;
        let line = match (given(field), field.need, field.shape) {
            (Some(value), ..) => format!("{indent}{key}: {value}\n"),
            (None, Need::Optional, _) => format!("{indent}# {key}: {}\n", describe_field(field)),
            (None, _, Shape::One(below)) => {
                text.push_str(&format!("{indent}{key}:\n"));
                fill_in(below, depth + 1, given, text);
                continue;
            }
            (None, ..) => {
                format!("{indent}# {}\n{indent}{key}: {UNFILLED}\n", describe_field(field))
            }
        };
        text.push_str(&line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_academic_years_of_a_text_are_emptied_and_nothing_else() {
        let text =
            "2024—2025学年第2学期，6月4日17时前交；2025年6月12日开会，3人，2025年起，12月底。";
        let wanted = "待填第2学期，待填17时前交；待填开会，3人，2025年起，待填底。";
        assert_eq!(days_emptied(text), wanted);
    }
}
