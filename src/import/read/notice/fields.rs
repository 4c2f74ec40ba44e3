//! 通知.yaml and 通知.md of a notice in the form that this program prints: each sentence is made of fields.
//! It must not know how a kind is scored.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use time::Date;

use super::apart::Notice;
use super::letter::{write_issue, write_title};
use super::printed::{Form, Part};
use super::{Sorts, own};
use crate::academic_year::AcademicYear;
use crate::import::paper::lines;
use crate::import::read::text::{Line, Text};
use crate::import::read::{Draft, prose, sections, table};
use crate::import::written::Yaml;
use crate::numeral;

const DAY: &str = "[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日";

static BASIS: LazyLock<Regex> = LazyLock::new(|| own("^本次评议依据(?:《[^》]+》)+。$"));
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    own(&format!(
        "^(?P<kinds>.+?)。评议(?P<year>[0-9]{{4}}[—-][0-9]{{4}})学年(?:(?P<season>春季|秋季)学期)?（(?P<from>{DAY})至(?P<to>{DAY})）的工作。$"
    ))
});
static KIND: LazyLock<Regex> = LazyLock::new(|| own("(?P<n>.+?)(?P<c>[0-9]+)(?P<u>人|个)(?:、|$)"));
static COMMITTEE: LazyLock<Regex> =
    LazyLock::new(|| own("^评议小组由(?:[0-9]+人组成，其中(?P<all>.+)|(?P<some>.+)组成)。$"));
static MEMBERS: LazyLock<Regex> = LazyLock::new(|| own("^(?P<n>.+?)(?:(?P<c>[0-9]+)人)?$"));
static KIND_HEADING: LazyLock<Regex> =
    LazyLock::new(|| own("^（[一二三四五六七八九十]+）(?P<n>.+)$"));
static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    own(&format!(
        "^(?:[0-9]+\\. *)?提交述职报告。(?:(?P<d>{DAY})前)?(?:经(?P<s>.+?)签字，)?(?:交(?P<n>.+?)。报告应包括：)?$"
    ))
});
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    own(&format!(
        "^(?:[0-9]+\\. *)?现场述职。(?P<d>{DAY})?(?P<t>[^在]*?)(?:在(?P<p>.+?))?举行(?:，以(?P<f>.+?)进行)?(?:，每次不超过(?P<m>[0-9]+)分钟)?。$"
    ))
});
static OUTLINE: LazyLock<Regex> = LazyLock::new(|| own("^（[0-9]+）(?P<n>.+)$"));
static RESULTS: LazyLock<Regex> =
    LazyLock::new(|| own("^评议结果在(?P<n>.+?)公布，并告知(?P<r>.+)。$"));
static RESULTS_ON: LazyLock<Regex> =
    LazyLock::new(|| own(&format!("^结果公布日期：(?P<d>{DAY})。$")));
static CONTACT: LazyLock<Regex> =
    LazyLock::new(|| own("^(?P<n>[^，]+)(?:，联系人：(?P<p>[^，]+))?(?:，邮箱：(?P<m>[^，]+))?"));
static PERSONAL: LazyLock<Regex> = LazyLock::new(|| own("，联系人邮箱：(?P<m>[^，]+)"));

/// A kind of subjects as the notice counts them.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    pub name: String,
    pub count: Option<String>,
    /// Whether it is one of persons, where its unit says it.
    pub persons: Option<bool>,
}

/// Reads the kinds of subjects, in the order in which they are named.
pub fn kinds(form: &Form) -> Vec<Kind> {
    let Some(line) = form.lines(Part::Subjects).into_iter().next() else { return Vec::new() };
    let Some(hit) = TERM.captures(&line) else { return Vec::new() };
    let listed = &hit["kinds"];
    let counted: Vec<Kind> = KIND
        .captures_iter(listed)
        .map(|hit| Kind {
            name: hit["n"].to_owned(),
            count: Some(hit["c"].to_owned()),
            persons: Some(&hit["u"] == "人"),
        })
        .collect();
    let plain = |name: &str| Kind { name: name.to_owned(), count: None, persons: None };
    match counted.is_empty() {
        true => listed.split('、').map(plain).collect(),
        false => counted,
    }
}

/// Writes the letter of a notice and what its parts say.
pub fn write(
    notice: &Notice,
    form: &Form,
    year: AcademicYear,
    kinds: &[Kind],
    sorts: Sorts,
    draft: &mut Draft,
) {
    let mut yaml = Yaml::new("通知");
    let missing = "通知里没有写";
    write_title(notice, sorts, &mut yaml);
    let (basis, body): (Vec<String>, Vec<String>) =
        notice.body.iter().cloned().partition(|line| BASIS.is_match(line));
    match basis.first().map(|line| prose::titles(line)) {
        Some(titles) => yaml.list(0, "依据", &titles),
        None => yaml.unfilled(0, "依据", missing),
    }
    draft.printed.extend(basis);
    write_term(form, year, &mut yaml);
    write_issue(notice, &mut yaml);
    write_committee(form, &mut yaml);
    write_work(form, kinds, &mut yaml);
    write_method(form, &mut yaml);
    write_results(form, &mut yaml);
    write_open_matters(form, &mut yaml, draft);
    write_contacts(form, &mut yaml);
    if !notice.annexes.is_empty() {
        yaml.list(0, "附件", &notice.annexes);
    }
    draft.yaml(yaml);
    draft.text("通知", &letter(&body));
    draft.take("通知", "通知.yaml、通知.md", &format!("{} 段", body.len()));
}

fn day(words: &str) -> Option<Date> {
    prose::dates(words).first().map(|(date, _)| *date)
}

fn write_term(form: &Form, year: AcademicYear, yaml: &mut Yaml) {
    let line = form.lines(Part::Subjects).concat();
    yaml.quote(0, &line);
    let hit = TERM.captures(&line);
    let said = hit.as_ref().and_then(|hit| AcademicYear::parse(&hit["year"].replace('—', "-")));
    yaml.given(0, "学年", &said.unwrap_or(year).to_string());
    let Some(hit) = hit else {
        for key in ["学期", "评议时段"] {
            yaml.unfilled(0, key, "通知里没有写");
        }
        return;
    };
    yaml.given(0, "学期", hit.name("season").map_or("全学年", |season| season.as_str()));
    yaml.open(0, "评议时段");
    for (key, name) in [("起", "from"), ("止", "to")] {
        match day(&hit[name]) {
            Some(date) => yaml.given(1, key, &date.to_string()),
            None => yaml.unfilled(1, key, "历法里没有这一天"),
        }
    }
}

fn write_committee(form: &Form, yaml: &mut Yaml) {
    let line = form.lines(Part::Committee).concat();
    let Some(hit) = COMMITTEE.captures(&line) else {
        yaml.quote(0, &line);
        yaml.unfilled(0, "评议小组", "通知里没有写评议小组由哪些方面组成");
        return;
    };
    yaml.quote(0, &line);
    yaml.open(0, "评议小组");
    let (parts, between) = match (hit.name("all"), hit.name("some")) {
        (Some(all), _) => (all.as_str(), '，'),
        (None, some) => (some.map_or("", |some| some.as_str()), '、'),
    };
    for part in parts.split(between) {
        let Some(hit) = MEMBERS.captures(part) else { continue };
        let name = &hit["n"];
        let count = hit.name("c").map(|count| ("人数", count.as_str()));
        // That a group is of delegates its name says.
        let delegates = name.contains("学生代表").then_some(("学生代表", "是"));
        match (count, delegates) {
            (None, None) => yaml.empty(1, name),
            _ => yaml.open(1, name),
        }
        for (key, value) in [count, delegates].into_iter().flatten() {
            yaml.given(2, key, value);
        }
    }
}

fn write_work(form: &Form, kinds: &[Kind], yaml: &mut Yaml) {
    yaml.open(0, "工作安排");
    let lines = form.lines(Part::Work);
    let heads: Vec<(usize, Captures)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, KIND_HEADING.captures(line)?)))
        .collect();
    let is_kind = |name: &str| kinds.iter().any(|kind| kind.name == name);
    let headed = |name: &str| heads.iter().any(|(_, hit)| &hit["n"] == name);
    for (nth, (at, hit)) in heads.iter().enumerate() {
        let end = heads.get(nth + 1).map_or(lines.len(), |(end, _)| *end);
        let name = &hit["n"];
        yaml.open(1, name);
        if !is_kind(name) {
            // One arrangement of several kinds is headed by none of their names.
            let others = kinds.iter().map(|kind| &kind.name).filter(|name| !headed(name));
            yaml.list(2, "适用", &others.cloned().collect::<Vec<_>>());
        }
        write_arrangement(&lines[at + 1..end], yaml);
    }
}

/// Writes what one kind hands in and when it reports.
fn write_arrangement(lines: &[String], yaml: &mut Yaml) {
    let missing = "通知里没有写";
    let outline: Vec<String> =
        lines.iter().filter_map(|line| Some(OUTLINE.captures(line)?["n"].to_owned())).collect();
    match outline.is_empty() {
        true => yaml.unfilled(2, "报告内容", missing),
        false => yaml.list(2, "报告内容", &outline),
    }
    for line in lines.iter().filter(|line| !OUTLINE.is_match(line)) {
        yaml.quote(2, line);
    }
    let report = lines.iter().find_map(|line| REPORT.captures(line));
    let meeting = lines.iter().find_map(|line| MEETING.captures(line));
    let words = |hit: &Option<Captures>, name: &str| {
        let words = hit.as_ref()?.name(name)?.as_str().trim();
        (!words.is_empty()).then(|| words.to_owned())
    };
    let date = |hit: &Option<Captures>| Some(day(&words(hit, "d")?)?.to_string());
    for (key, value, needed) in [
        ("签字", words(&report, "s"), false),
        ("提交", words(&report, "n"), true),
        ("截止日期", date(&report), true),
        ("述职日期", date(&meeting), true),
        ("时间", words(&meeting, "t"), false),
        ("地点", words(&meeting, "p"), false),
        ("形式", words(&meeting, "f"), false),
        ("述职时长", words(&meeting, "m"), false),
    ] {
        match value {
            Some(value) => yaml.given(2, key, &value),
            None if needed => yaml.unfilled(2, key, missing),
            None => {}
        }
    }
}

/// Writes what stands above the first table of grades.
fn write_method(form: &Form, yaml: &mut Yaml) {
    let blocks = form.blocks(Part::Grading);
    let Some(at) = blocks.iter().position(|block| block.table().is_some()) else { return };
    // The line right above a table is its caption.
    let above = blocks[..at.saturating_sub(1)].iter().flat_map(|block| block.lines());
    if let Some(method) = above.reduce(|all, line| all + &line) {
        yaml.given(0, "评定方式", &method);
    }
}

fn write_results(form: &Form, yaml: &mut Yaml) {
    let line = form.lines(Part::Results).concat();
    yaml.quote(0, &line);
    match RESULTS.captures(&line) {
        Some(hit) => {
            yaml.given(0, "结果范围", &hit["n"]);
            let told: Vec<String> = hit["r"].split('、').map(str::to_owned).collect();
            yaml.list(0, "结果告知", &told);
        }
        None => {
            yaml.unfilled(0, "结果范围", "通知里没有写");
            yaml.unfilled(0, "结果告知", "通知里没有写");
        }
    }
    let below = lines(&form.standings);
    let said = below.iter().find_map(|line| day(&RESULTS_ON.captures(line)?["d"]));
    if let Some(date) = said {
        yaml.given(0, "结果公布日期", &date.to_string());
    }
}

/// Writes what was left open, and what closed it since.
fn write_open_matters(form: &Form, yaml: &mut Yaml, draft: &mut Draft) {
    let table = form.blocks(Part::OpenMatters).iter().find_map(|block| block.table());
    let Some(table) = table.and_then(|it| table::headed(it, &[&["事项"]])) else { return };
    let (matter, remark) = (table.column(&["事项"]), table.column(&["通知印发时"]));
    let closed = table.column(&["补充通知"]);
    draft.printed.extend(table.columns.iter().cloned());
    yaml.open(0, "待定事项");
    for row in &table.rows {
        yaml.given(1, table.cell(row, matter), table.cell(row, remark));
    }
    let supplements: Vec<(&str, Date, String)> = table
        .rows
        .iter()
        .flat_map(|row| {
            let of = table.cell(row, matter);
            supplements(table.cell(row, closed)).into_iter().map(move |(day, said)| (of, day, said))
        })
        .collect();
    if supplements.is_empty() {
        return;
    }
    yaml.open(0, "补充通知");
    for (matter, day, content) in supplements {
        draft.printed.push(long(day));
        yaml.as_entry(1, |yaml| {
            yaml.given(2, "事项", matter);
            yaml.given(2, "日期", &day.to_string());
            yaml.given(2, "内容", &content);
        });
    }
}

fn long(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), u8::from(day.month()), day.day())
}

/// Reads `2025年6月10日：内容；…`: each begins with its day.
fn supplements(cell: &str) -> Vec<(Date, String)> {
    let mut found: Vec<(Date, String)> = Vec::new();
    for part in cell.split('；') {
        let begun = part.split_once('：').and_then(|(words, rest)| {
            let (date, range) = prose::dates(words).into_iter().next()?;
            (range.start == 0).then(|| (date, rest.to_owned()))
        });
        match (begun, found.last_mut()) {
            (Some(begun), _) => found.push(begun),
            (None, Some((_, content))) => *content = format!("{content}；{part}"),
            (None, None) => {}
        }
    }
    found
}

fn write_contacts(form: &Form, yaml: &mut Yaml) {
    yaml.open(0, "联系");
    for line in form.lines(Part::Contacts) {
        let Some(hit) = CONTACT.captures(&line) else { continue };
        yaml.as_entry(1, |yaml| {
            yaml.given(2, "单位", &hit["n"]);
            for (key, name) in [("联系人", "p"), ("邮箱", "m")] {
                if let Some(words) = hit.name(name) {
                    yaml.given(2, key, words.as_str());
                }
            }
            if let Some(hit) = PERSONAL.captures(&line) {
                yaml.given(2, "个人邮箱", &hit["m"]);
            }
        });
    }
}

/// Sets the author's part of the notice as Markdown: its headings are numbered by the form.
fn letter(body: &[String]) -> Text {
    let mut next = 1;
    let line = |words: &String| {
        let number = format!("{}、", numeral::chinese(next));
        let ends = words.ends_with(['。', '；', '：', '，']);
        match sections::numbered(words).filter(|_| words.starts_with(&number) && !ends) {
            Some(heading) => {
                next += 1;
                Line { level: Some(2), words: heading.to_owned(), by_looks: false }
            }
            None => Line { level: None, words: words.clone(), by_looks: false },
        }
    };
    Text { title: None, lines: body.iter().map(line).collect() }
}
