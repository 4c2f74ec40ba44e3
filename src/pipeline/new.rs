//! Starts a year from the one before: what stays is kept, what changes every year is emptied.
//! It must not know how a text is edited; it names the places by an author's words.

use std::path::PathBuf;

use super::Run;
use super::editors::for_editors;
use crate::academic_year::AcademicYear;
use crate::datum::FieldName;
use crate::edition::{Edition, Union};
use crate::failure::Failure;
use crate::language::both;
use crate::load::decode::UNFILLED;
use crate::load::yaml::{Kind, Node};
use crate::load::{Folder, csv_text};
use crate::manifest::Artifact;
use crate::model::{congress, election, head, ordinal, texts, year};
use crate::numeral;
use crate::rules::edit::Texts;
use crate::source::{FileId, Sources, Span};
use crate::standard::Change;

/// The values that are the facts of one year. `*` stands for every entry of a list or table; an
/// entry that is itself a group of values is left as it is, for its own lines name what to empty.
const FACTS: &[&str] = &[
    "年度.学校.学生总数",
    "年度.学校.规模理由",
    "年度.数据截止日",
    "年度.发布日期",
    "年度.告知同意",
    "年度.校核数.*",
    "年度.校核数.各院系人数.*",
    "自评.校级.*",
    "自评.校级.*.结论",
    "自评.校级.*.实有",
    "自评.校级.*.召开日期",
    "自评.校级.*.备注",
    "自评.校级.*.原因",
    "自评.校级.*.整改期限",
    "自评.校级.*.佐证.*.日期",
    "自评.校级.*.佐证.*.链接",
    "自评.二级.*",
    "自评.二级.*.数量",
    "自评.二级.*.备注",
    "自评.具体情况.*",
    "自评.具体情况.*.情况",
    "自评.具体情况.*.工作人员",
    "自评.具体情况.*.主席团",
    "自评.具体情况.*.召开日期",
    "机构.*.人数",
    "名单.*.*",
    "候选人.推荐人数",
    "候选人.候选人数",
    "选举.应选人数",
    "选举.候选人数",
    "选举.差额",
    "选举.通过日期",
    "代表大会.召开日期",
    "代表大会.地点",
    "代表大会.应到代表",
    "代表大会.实到代表",
    "代表大会.院系数",
    "代表大会.当选人数",
    "代表大会.链接",
    "代表.总数",
    "代表.学生基数",
    "代表.占比",
    "代表.非学生骨干",
    "代表.分布.*",
    "代表.分布.*.人数",
    "代表.分布.*.学生",
    "责任人.*.姓名",
    "责任人.*.职务",
    "责任人.*.专职团干部",
    "责任人.*.备注",
];

/// Entries that say something of one year only and have no place in a new one.
const GONE: &[&str] = &[
    "机构.*.前称",
    "年度.更正说明",
    "年度.豁免",
    "年度.撤销机构",
    "年度.校核数",
    "代表大会.缺额说明",
];

/// How far a year has been filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filling {
    /// The values that a new year begins without and that are written by now.
    pub filled: usize,
    /// The values still written as 待填.
    pub unfilled: usize,
    /// The files that could not be read, in which neither is counted.
    pub unread: usize,
}

/// Counts what of a year was filled in, and what is still to be.
pub fn filling(run: &Run, folder: &Folder) -> Filling {
    let year = crate::load::year(folder, &run.inputs.sources, &mut Vec::new());
    let (unfilled, unread) = (year.unfilled.len(), year.unread.len());
    Filling { filled: filled(run, folder), unfilled, unread }
}

/// Counts what of a year was filled in of that which a new year begins without.
pub fn filled(run: &Run, folder: &Folder) -> usize {
    let sources = &run.inputs.sources;
    let name = |file| sources.file(file).path[folder.path.len() + 1..].to_owned();
    let files = folder.files.iter().map(|file| (name(*file), sources.file(*file).text.to_string()));
    let texts = Texts(files.collect());
    let is_filled = |node: &Node| matches!(&node.kind, Kind::Scalar(text) if text != UNFILLED);
    FACTS.iter().map(|pattern| places(&texts, pattern, is_filled).len()).sum()
}

/// A year made ready to be written.
#[derive(Debug)]
pub struct NewYear {
    pub edition: Edition,
    /// The years it was made from, of each union one.
    pub from: Vec<Edition>,
    /// Its folder.
    pub folder: PathBuf,
    pub files: Vec<Artifact>,
}

/// Makes a new year ready from the one before it: of both unions where both have one; of the second
/// alone where that is wanted.
///
/// # Errors
/// When its folder is there already, there is nothing to start from, or a data file of the year it
/// is made from cannot be read.
pub fn new_year(run: &Run, wanted: Option<Edition>) -> Result<NewYear, Failure> {
    let next = || Some(Edition::disclosure(run.years.last()?.edition.year.next(), Union::First));
    let edition = wanted.or_else(next).ok_or_else(|| {
        let why = both!("没有可以照着起的学年", "there is no year to start from");
        Failure::new("content", why)
    })?;
    let folder = run.inputs.root.join("content").join(edition.content_folder());
    if folder.exists() {
        let why = both!(
            "这个学年的文件夹已经有了，没有改动",
            "this year has a folder already; nothing was changed"
        );
        let help = both!("要重新起，先把它移到别处", "to start anew, move it elsewhere first");
        return Err(Failure::new(folder, why).with_help(help));
    }
    let from = started_from(run, &edition);
    if from.is_empty() {
        let why = both!("前面没有可以照着起的学年", "there is no earlier year to start from");
        return Err(Failure::new(folder, why));
    }
    let mut files = Vec::new();
    for old in &from {
        let within = match old.edition.union == edition.union {
            true => String::new(),
            false => format!("{}/", Union::GRADUATE_FOLDER),
        };
        let folder = format!("content/{}", edition.content_folder());
        for (path, text) in files_from(run, old, edition.year)? {
            let path = format!("{within}{path}");
            let text = for_editors(&format!("{folder}/{path}"), &text);
            files.push(Artifact::new(path, text));
        }
    }
    let from = from.into_iter().map(|folder| folder.edition.clone()).collect();
    Ok(NewYear { edition, from, folder, files })
}

/// Returns the newest earlier year of the union wanted, and with the first union's that of the
/// second in the same year.
fn started_from<'a>(run: &'a Run, edition: &Edition) -> Vec<&'a Folder> {
    let earlier = run.years.iter().filter(|folder| folder.edition.year < edition.year);
    let wanted =
        |folder: &&Folder| edition.union.is_first() || folder.edition.union == edition.union;
    let earlier: Vec<&Folder> = earlier.filter(wanted).collect();
    let newest = earlier.iter().map(|folder| folder.edition.year).max();
    earlier.into_iter().filter(|folder| Some(folder.edition.year) == newest).collect()
}

/// Returns the files of a new year and their texts, made from those of another that stands in the
/// run.
fn files_from(
    run: &Run,
    from: &Folder,
    year: AcademicYear,
) -> Result<Vec<(String, String)>, Failure> {
    let sources = &run.inputs.sources;
    let mut faults = Vec::new();
    let last = crate::load::year(from, sources, &mut faults).root;
    let unread = ["IN-01", "IN-02", "IN-03", "IN-08"];
    if let Some(fault) = faults.iter().find(|fault| unread.contains(&fault.code.as_str())) {
        let path = &sources.file(fault.primary.span.file).path;
        return Err(Failure::new(path, fault.message.clone())
            .with_help(format!("先改好 {0}：gongkai check {0}", from.edition)));
    }
    // A congress is held every year.
    let years = year.start().abs_diff(from.edition.year.start());
    let texts = ordinals_moved_on(run, from, years);
    let files = from.files.iter().zip(texts).map(|(file, text)| {
        let name = sources.file(*file).path[from.path.len() + 1..].to_owned();
        in_text(*file, sources).unwrap_or((name, text))
    });
    let mut texts = Texts(files.collect());
    keep_one_person(&mut texts);
    let mut set = |path: &str, value: String| {
        // What the year before does not have is not there to be moved on.
        let _ = texts.change_data(path, &Change::Set(value));
    };
    let more = |path: &[FieldName], by: u32| {
        last.at(path).number().map(|n| (n + i64::from(by)).to_string())
    };
    set("年度.状态", "在编".to_owned());
    let day = last.get(year::HEAD).get(head::TAKE_DOWN).date();
    if let Some(day) =
        day.and_then(|day| day.replace_year(day.year().saturating_add_unsigned(years)).ok())
    {
        set("年度.撤下日期", day.to_string());
    }
    let before = last.get(year::CONGRESS).get(congress::DATE).date().filter(|_| years == 1);
    let congress = [
        ("代表大会.上次届次", more(&[year::CONGRESS, congress::NUMBER], years - 1)),
        ("代表大会.上次日期", before.map(|day| day.to_string())),
        ("代表大会.届次", more(&[year::CONGRESS, congress::NUMBER], years)),
        ("选举.代表大会届次", more(&[year::ELECTION, election::CONGRESS_NO], years)),
        ("选举.学生会届次", more(&[year::ELECTION, election::UNION_NO], years)),
    ];
    for (path, value) in congress {
        set(path, value.unwrap_or_else(|| UNFILLED.to_owned()));
    }
    for pattern in FACTS {
        for path in places(&texts, pattern, is_scalar) {
            set_or_fail(&mut texts, &path, &Change::Set(UNFILLED.to_owned()), year)?;
        }
    }
    for pattern in GONE {
        // From the last: an entry taken out moves none that is still to be found.
        for path in places(&texts, pattern, |_| true).iter().rev() {
            let before = texts.clone();
            set_or_fail(&mut texts, path, &Change::Remove, year)?;
            for ((_, before), (_, text)) in before.0.iter().zip(&mut texts.0) {
                remove_comment(before, text);
            }
        }
    }
    Ok(texts.0.into_iter().collect())
}

/// Returns the name and the text of a roster that stands in a workbook, as the table that it is.
fn in_text(file: FileId, sources: &Sources) -> Option<(String, String)> {
    sources.file(file).sheet.as_ref()?;
    let Kind::List(rows) = crate::load::data(file, sources, &mut Vec::new())?.kind else {
        return None;
    };
    Some(("名单.csv".to_owned(), csv_text(&rows)))
}

/// Returns the texts of a year's files, in which each congress and union that they name by its
/// ordinal is that of so many years later.
fn ordinals_moved_on(run: &Run, from: &Folder, years: u32) -> Vec<String> {
    let facts = match run.clear(from) {
        Ok(cleared) => cleared.facts,
        Err(refused) => refused.facts,
    };
    let named = facts.root.get(year::TEXTS).and_then(|texts| texts.get(texts::ORDINALS));
    let named = named.map_or(&[][..], |named| named.items());
    let places = named.iter().filter_map(|named| named.get(ordinal::WORDS)?.span);
    let mut places: Vec<Span> = places.collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.start));
    places.dedup();
    let sources = &run.inputs.sources;
    let moved_on = |file: &FileId| {
        let mut text = sources.file(*file).text.to_string();
        for place in places.iter().filter(|place| place.file == *file) {
            let words = sources.text(*place);
            let Some((before, rest)) = words.split_once('第') else { continue };
            let Some(end) = rest.find(['次', '届']) else { continue };
            let Some(number) = numeral::parse(&rest[..end]) else { continue };
            let in_digits = rest.trim_start().starts_with(numeral::is_digit);
            let next = number + years;
            let next = if in_digits { next.to_string() } else { numeral::chinese(next) };
            let at = place.start + before.len() + '第'.len_utf8();
            text.replace_range(at..at + end, &next);
        }
        text
    };
    from.files.iter().map(moved_on).collect()
}

/// Removes the comment above an entry that was taken out of a text: it would seem to be about the
/// next one.
fn remove_comment(before: &str, text: &mut String) {
    if before == text {
        return;
    }
    let same = before.bytes().zip(text.bytes()).take_while(|(old, new)| old == new).count();
    let line_start = |text: &str| text.rfind('\n').map_or(0, |end| end + 1);
    let end = line_start(&before[..before.floor_char_boundary(same)]);
    let mut start = end;
    while let Some(above) = before[..start].strip_suffix('\n') {
        let line = line_start(above);
        if !above[line..].trim_start().starts_with('#') {
            break;
        }
        start = line;
    }
    text.replace_range(start..end, "");
}

fn set_or_fail(
    texts: &mut Texts,
    path: &str,
    change: &Change,
    year: AcademicYear,
) -> Result<(), Failure> {
    let fail = |why| Failure::new(format!("content/{year}"), format!("{path}：{why}"));
    texts.change_data(path, change).map_err(fail)
}

/// Leaves one person in the roster, as the pattern of a row; who the others are is new each year.
fn keep_one_person(texts: &mut Texts) {
    let Some(Node { kind: Kind::List(people), .. }) = texts.tree("名单") else { return };
    for number in (2..=people.len()).rev() {
        let _ = texts.change_data(&format!("名单[{number}]"), &Change::Remove);
    }
}

pub(super) fn is_scalar(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar(_))
}

/// Returns the paths of the entries that a pattern names and that are as wanted.
pub(super) fn places(texts: &Texts, pattern: &str, wanted: fn(&Node) -> bool) -> Vec<String> {
    let mut steps = pattern.split('.');
    let root = steps.next().unwrap_or_default();
    let Some(tree) = texts.tree(root) else { return Vec::new() };
    let mut found = vec![(root.to_owned(), &tree)];
    for step in steps {
        found = found.iter().flat_map(|(path, node)| below(path, node, step)).collect();
    }
    found.into_iter().filter(|(_, node)| wanted(node)).map(|(path, _)| path).collect()
}

fn below<'a>(path: &str, node: &'a Node, step: &str) -> Vec<(String, &'a Node)> {
    match &node.kind {
        Kind::List(items) if step == "*" => {
            let item = |(i, item)| (format!("{path}[{}]", i + 1), item);
            items.iter().enumerate().map(item).collect()
        }
        Kind::Map(pairs) => {
            let entry = |(key, value): &'a (Node, Node)| match &key.kind {
                Kind::Scalar(word) if step == "*" || step == word => {
                    Some((format!("{path}[{word}]"), value))
                }
                _ => None,
            };
            pairs.iter().filter_map(entry).collect()
        }
        _ => Vec::new(),
    }
}
