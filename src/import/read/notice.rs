//! A notice of appraisals → a round: what is to be handed in and when, score sheets, grades, raters.
//! It must not judge a scheme.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::prose::{self, NUMBER};
use super::text::{Line, Text};
use super::{Draft, head, table};
use crate::academic_year::AcademicYear;
use crate::edition::Union;
use crate::import::cover;
use crate::import::paper::{Block, Paper, Table, lines};
use crate::import::report::Report;
use crate::import::written::Yaml;

fn own(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

static SECTION: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^(?:[（(][一二三四五六七八九十]+[）)]|[0-9一二三四五六七八九十]+[.、．])?\\s*(?P<who>\\p{Han}{2,14}?)向\\p{Han}{1,14}述职$",
    )
});
static DEADLINE: LazyLock<Regex> =
    LazyLock::new(|| own("(?P<d>[^，。；]{0,12}[0-9]{1,2}月[0-9]{1,2}日)[^，。；]{0,8}前"));
static HANDED: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?:提交|报送|上交|交)(?:至|到|给)(?P<n>\\p{Han}{2,20}?(?:主席团|秘书处|办公室|委员会|团委|工作部|工作处|学生会|部))(?P<p>[^，。；]*)",
    )
});
static SIGNED: LazyLock<Regex> =
    LazyLock::new(|| own("经(?P<n>[^，。；]{2,20}?)(?:签字|签名|审核签字)"));
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?:拟于|定于|将于|于)(?P<d>[^，。；]{0,6}[0-9]{1,2}月[0-9]{1,2}日)[^，。；]{0,12}(?:开展|召开|举行|进行)",
    )
});
static FORM: LazyLock<Regex> = LazyLock::new(|| own("以(?P<n>[^，。；]{2,12}?)(?:的)?形式"));
static MINUTES: LazyLock<Regex> = LazyLock::new(|| own("(?P<n>[0-9]+) *分钟"));
static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    own("围绕(?P<n>\\p{Han}{2,10}?(?:、\\p{Han}{2,10}?){1,9})(?:等|，|。|；|方面)")
});
static BAND: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?P<g>\\p{Han}{1,4})[（(](?P<a>[0-9]+)分?(?:以下)?(?: *[-—–－~～至到]+ *(?P<b>[0-9]+)分?)?[）)]",
    )
});
static BELOW: LazyLock<Regex> =
    LazyLock::new(|| own("(?P<g>\\p{Han}{1,4})[（(](?:小于|低于|不足)(?P<a>[0-9]+)分?[）)]"));
static GRADES: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "[按分]?(?:为)?[“\"](?P<n>\\p{Han}{1,4}(?:、\\p{Han}{1,4}){1,5})[”\"][^，。；]{0,6}(?:等次|等级|档)",
    )
});
static QUOTA: LazyLock<Regex> = LazyLock::new(|| {
    own(&format!(
        "[“\"](?P<g>\\p{{Han}}{{1,4}})[”\"](?P<b>及以下)?(?:不超过|最多)?(?P<n>{NUMBER}) *个"
    ))
});
static MAXIMUM: LazyLock<Regex> =
    LazyLock::new(|| own("^(?P<n>[^（(]{2,20})[（(](?P<m>[0-9]+) *分[）)]$"));
static RATER: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "(?P<n>\\p{Han}{2,10}?)(?P<p>互评|评分|打分|测评|评议)?[（(](?P<w>[0-9]+(?:\\.[0-9]+)?%)[）)]",
    )
});
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| own("^(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.、．）)])\\s*"));
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^附件 *[一二三四五六七八九十0-9]* *[:：.、．]? *(?:[0-9一二三]+[.、．])? *(?P<n>\\S.{2,40})$",
    )
});
static COMMITTEE: LazyLock<Regex> = LazyLock::new(|| {
    own("以(?P<a>[^，。；]{2,10})为主[，、](?P<b>[^。；]{2,60}?)等?(?:共同)?(?:参与|参加|组成)")
});
static RANGE: LazyLock<Regex> =
    LazyLock::new(|| own("在(?P<n>[^，。；]{1,8}范围内)(?:进行)?(?:公示|通报|公布|公开)"));
static TOLD: LazyLock<Regex> = LazyLock::new(|| own("向(?P<n>[^，。；]{2,16}?)(?:进行)?反馈"));

/// A round as an import writes it.
#[derive(Debug)]
pub struct Round {
    pub year: AcademicYear,
    pub union: Union,
    /// The name of its folder.
    pub name: String,
    /// By name below that folder.
    pub files: BTreeMap<String, String>,
    pub report: Report,
}

/// Tells whether papers are a notice of appraisals.
pub fn is_notice(papers: &[Paper]) -> bool {
    let lines = papers.iter().flat_map(|paper| lines(&paper.blocks));
    let first: String = lines.take(3).collect();
    first.contains("通知") && (first.contains("述职") || first.contains("评议"))
}

/// A score sheet with what was printed below it.
struct Sheet {
    title: String,
    dimensions: Vec<(String, String)>,
    remark: Option<String>,
    /// The names in its rows.
    subjects: Vec<String>,
    of_persons: bool,
    notes: Vec<String>,
}

/// A part of the notice that tells one kind of subjects what to do.
struct Arrangement {
    who: Option<String>,
    lines: Vec<String>,
}

/// What the whole of a notice says.
struct Notice {
    title: String,
    addressee: Option<String>,
    body: Vec<String>,
    issuer: Option<String>,
    issued: Option<Date>,
    annexes: Vec<String>,
    sheets: Vec<Sheet>,
}

/// Reads a notice.
pub fn round(papers: Vec<Paper>, asked: Option<AcademicYear>) -> Option<Round> {
    let mut draft = Draft::default();
    let mut source = Vec::new();
    for paper in &papers {
        source.extend(lines(&paper.blocks));
        draft.report.remarks.extend(paper.remarks.iter().cloned());
        for aside in &paper.aside {
            draft.left_out(aside.place, &aside.text);
        }
    }
    let blocks: Vec<Block> = papers.into_iter().flat_map(|paper| paper.blocks).collect();
    let notice = take_apart(&blocks, &mut draft);
    let year = asked.or_else(|| head::year(&source))?;
    let arrangements = arrangements(&notice.body);
    let kinds = kinds(&notice, &arrangements);
    write_notice(&notice, year, &arrangements, &kinds, &mut draft);
    write_scoring(&notice, &arrangements, &kinds, &mut draft);
    let second = kinds.iter().all(|kind| !kind.persons);
    let season = match notice.issued.map(|date| date.month()) {
        Some(
            Month::February | Month::March | Month::April | Month::May | Month::June | Month::July,
        ) => "spring",
        _ => "autumn",
    };
    let calendar = notice.issued.map_or(year.start() + 1, Date::year);
    let union = head::union(&notice.title);
    let name = format!("{calendar}-{season}-{}", if second { "second-level" } else { "school" });
    let written = draft.files.values().map(String::as_str);
    let told = draft.report.left_out.iter().map(|(_, words)| words);
    let printed = draft.printed.iter().chain(told).map(String::as_str);
    for words in cover::uncovered(&source, written, printed) {
        draft.report.left_out.push(("原文".to_owned(), words));
    }
    Some(Round { year, union, name, files: draft.files, report: draft.report })
}

/// Takes title, body, signature, annexes and score sheets apart.
fn take_apart(blocks: &[Block], draft: &mut Draft) -> Notice {
    let mut notice = Notice {
        title: String::new(),
        addressee: None,
        body: Vec::new(),
        issuer: None,
        issued: None,
        annexes: Vec::new(),
        sheets: Vec::new(),
    };
    for block in blocks {
        match block {
            Block::Table(table) => {
                // The line above a score sheet is its title.
                let title = match notice.sheets.last_mut() {
                    Some(sheet) => sheet.notes.pop_if(|line| line.contains("表")),
                    None => notice.body.pop_if(|line| line.contains("表")),
                };
                match sheet(table, title.clone().unwrap_or_default(), draft) {
                    Some(sheet) => notice.sheets.push(sheet),
                    None => {
                        notice.body.extend(title);
                        notice.body.extend(block.lines());
                    }
                }
            }
            Block::Paragraph(paragraph) => {
                for line in paragraph.lines() {
                    place_line(line, &mut notice, draft);
                }
            }
        }
    }
    notice
}

fn place_line(line: String, notice: &mut Notice, draft: &mut Draft) {
    if !notice.title.contains("通知") {
        notice.title.push_str(&line);
    } else if notice.body.is_empty() && notice.addressee.is_none() && line.ends_with(['：', ':']) {
        notice.addressee = Some(line.trim_end_matches(['：', ':']).to_owned());
    } else if let Some(sheet) = notice.sheets.last_mut() {
        sheet.notes.push(line);
    } else if let Some(hit) = ANNEX.captures(&line) {
        notice.annexes.push(hit["n"].to_owned());
        draft.printed.push(line.clone());
    } else if notice.issuer.is_some() || is_issuer(&line) || is_date(&line) {
        match prose::dates(&line).first().filter(|_| is_date(&line)) {
            Some((date, _)) => {
                draft.printed.push(line.clone());
                notice.issued = Some(*date);
            }
            None if notice.issuer.is_none() => notice.issuer = Some(line),
            // The title of the first score sheet.
            None => notice.body.push(line),
        }
    } else {
        notice.body.push(line);
    }
}

fn is_issuer(line: &str) -> bool {
    line.chars().count() <= 40
        && ["委员会", "团委", "学生会", "研究生会", "学生工作部", "学生工作处"]
            .iter()
            .any(|end| line.ends_with(end))
        && !line.contains(['，', '。', '：'])
        && (line.contains("学院") || line.contains("大学") || line.contains("学校"))
        && !line.contains('向')
}

fn is_date(line: &str) -> bool {
    matches!(&prose::dates(line)[..], [(_, range)] if line.trim().len() <= range.len() + 6)
}

/// Reads a score sheet: columns that say how many points they are worth.
fn sheet(table: &Table, title: String, draft: &mut Draft) -> Option<Sheet> {
    let width = table.width();
    let head: Vec<String> = (0..width).map(|column| table::flat(&table.shown(0, column))).collect();
    let dimensions: Vec<(String, String)> = head
        .iter()
        .filter_map(|cell| MAXIMUM.captures(cell))
        .map(|hit| (hit["n"].trim().to_owned(), hit["m"].to_owned()))
        .collect();
    if dimensions.len() < 2 {
        return None;
    }
    let names = ["汇报人", "姓名", "述职人", "学院", "院系", "系", "组织", "单位", "名称", "部门"];
    let column = names.iter().find_map(|word| head.iter().position(|cell| cell.contains(word)));
    let of_persons =
        head.iter().any(|cell| ["汇报人", "姓名", "述职人"].iter().any(|word| cell.contains(word)));
    let remark = head.iter().find_map(|cell| cell.strip_prefix("备注")).map(str::to_owned);
    let mut subjects = Vec::new();
    for row in 1..table.rows.len() {
        // Several names may stand in one cell, one a line.
        let cell = column.map(|column| table.shown(row, column)).unwrap_or_default();
        let names = cell.lines().map(|name| name.trim().to_owned());
        let is_name = |name: &String| !name.is_empty() && name.chars().count() <= 20;
        subjects.extend(names.filter(is_name));
        draft.printed.push(table::flat(&table.shown(row, 0)));
    }
    subjects.dedup();
    draft.printed.extend(head);
    // The points a column is worth stand behind its name.
    draft.printed.extend(table.rows.first().into_iter().flatten().flat_map(|cell| {
        let text = cell.text();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    }));
    let remark = remark.filter(|remark| !remark.is_empty());
    Some(Sheet { title, dimensions, remark, subjects, of_persons, notes: Vec::new() })
}

/// Takes the body apart by who reports to whom; a notice with one kind is one part.
fn arrangements(body: &[String]) -> Vec<Arrangement> {
    let mut parts: Vec<Arrangement> = Vec::new();
    for line in body {
        if let Some(hit) = SECTION.captures(line) {
            parts.push(Arrangement { who: Some(hit["who"].to_owned()), lines: Vec::new() });
        } else if let Some(part) = parts.last_mut() {
            part.lines.push(line.clone());
        }
    }
    if parts.is_empty() {
        parts.push(Arrangement { who: None, lines: body.to_vec() });
    }
    parts
}

/// A kind of subjects: its name, its sheet and the part of the notice it is told in.
struct Kind {
    name: String,
    persons: bool,
    sheet: Option<usize>,
    part: usize,
}

/// The two kinds of officers, as they are called wherever they report.
const OFFICERS: [(&str, &[&str]); 2] = [
    ("主席团成员", &["主席团成员", "主席团述职"]),
    ("工作部门负责人", &["工作部门负责人", "部门负责人"]),
];

fn kinds(notice: &Notice, parts: &[Arrangement]) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let who = part.who.clone().unwrap_or_default();
        let text = part.lines.concat();
        let second =
            ["二级", "各系", "系学生会", "学院学生会"].iter().any(|word| who.contains(word));
        let sheet =
            |persons: bool| notice.sheets.iter().position(|sheet| sheet.of_persons == persons);
        let officers: Vec<&str> = OFFICERS
            .iter()
            .filter(|(_, words)| words.iter().any(|word| text.contains(word)))
            .map(|(name, _)| *name)
            .collect();
        if second || officers.is_empty() {
            let name = if who.is_empty() { "系学生会".to_owned() } else { who };
            kinds.push(Kind { name, persons: false, sheet: sheet(false), part: at });
        } else {
            for name in officers {
                let name = name.to_owned();
                kinds.push(Kind { name, persons: true, sheet: sheet(true), part: at });
            }
        }
    }
    kinds
}

/// Reads a date of the notice; one without a year is that of the notice or soon after.
fn day(words: &str, issued: Option<Date>) -> Option<(Date, bool)> {
    if let Some((date, _)) = prose::dates(words).first() {
        return Some((*date, false));
    }
    let ((month, day), _) = prose::days(words).into_iter().next()?;
    let issued = issued?;
    let month = Month::try_from(month).ok()?;
    let same = Date::from_calendar_date(issued.year(), month, day).ok()?;
    // In January of the next year, of a notice from December.
    let date = match same < issued && issued.month() as u8 >= 11 {
        true => Date::from_calendar_date(issued.year() + 1, month, day).ok()?,
        false => same,
    };
    Some((date, true))
}

fn write_notice(
    notice: &Notice,
    year: AcademicYear,
    parts: &[Arrangement],
    kinds: &[Kind],
    draft: &mut Draft,
) {
    let mut yaml = Yaml::new("通知");
    let missing = "通知里没有写";
    yaml.given(0, "状态", "在编");
    match college_within(&notice.title) {
        Some(name) => yaml.given(0, "学校", &name),
        None => yaml.unfilled(0, "学校", "标题里没有学校名称"),
    }
    yaml.given(0, "组织", head::union(&notice.title).organisation());
    let (school, second) =
        (kinds.iter().any(|kind| kind.persons), kinds.iter().any(|kind| !kind.persons));
    let why = match (school, second) {
        (true, true) => "校级的人员和二级组织都有，按校级",
        (true, false) => "述职的是校级的人员",
        _ => "述职的是二级组织",
    };
    yaml.inferred(0, "层级", if school { "校级" } else { "二级" }, why);
    yaml.given(0, "标题", &notice.title);
    if let Some(addressee) = &notice.addressee {
        yaml.given(0, "主送", addressee);
    }
    let purpose = notice.body.first().cloned().unwrap_or_default();
    match prose::titles(&purpose) {
        basis if basis.is_empty() => yaml.unfilled(0, "依据", missing),
        basis => yaml.list(0, "依据", &basis),
    }
    yaml.given(0, "学年", &year.to_string());
    write_period(&notice.title, year, &mut yaml);
    match notice.issued {
        Some(date) => yaml.given(0, "印发日期", &date.to_string()),
        None => yaml.unfilled(0, "印发日期", missing),
    }
    if let Some(issuer) = &notice.issuer {
        yaml.given(0, "发布单位", issuer);
    }
    write_committee(&notice.body, &mut yaml);
    let mut open = Vec::new();
    yaml.open(0, "工作安排");
    for (at, part) in parts.iter().enumerate() {
        let of_part: Vec<&Kind> = kinds.iter().filter(|kind| kind.part == at).collect();
        write_work(part, &of_part, notice.issued, &mut yaml);
        let who = part.who.as_deref().or(of_part.first().map(|kind| kind.name.as_str()));
        for line in part.lines.iter().filter(|line| line.contains("另行通知")) {
            let at = line.find("另行通知").expect("just looked at");
            open.push((
                format!("{}述职会的具体时间", who.unwrap_or_default()),
                prose::sentence(line, at),
            ));
        }
    }
    match prose::words(&notice.body, std::slice::from_ref(&*RANGE)) {
        Some(stated) => {
            yaml.quote(0, &stated.sentence);
            yaml.given(0, "结果范围", &stated.value);
        }
        None => yaml.unfilled(0, "结果范围", missing),
    }
    match prose::words(&notice.body, std::slice::from_ref(&*TOLD)) {
        Some(stated) => {
            yaml.quote(0, &stated.sentence);
            yaml.list(0, "结果告知", &[stated.value]);
        }
        None => yaml.unfilled(0, "结果告知", missing),
    }
    if !open.is_empty() {
        yaml.open(0, "待定事项");
        for (matter, words) in &open {
            yaml.given(1, matter, words);
        }
    }
    write_contacts(&notice.body, &mut yaml);
    if !notice.annexes.is_empty() {
        yaml.list(0, "附件", &notice.annexes);
    }
    draft.yaml(yaml);
    draft.text("通知", &body_text(&notice.body));
    draft.take("通知", "通知.yaml、通知.md", &format!("{} 段", notice.body.len()));
}

fn college_within(title: &str) -> Option<String> {
    // Behind 关于开展 and the year: 2024—2025学年度江临职业技术学院…
    let rest = title.rsplit(|c: char| c.is_ascii_digit()).next()?;
    let rest = ["学年度", "年度", "学年", "年"].iter().find_map(|word| rest.strip_prefix(word));
    let rest = rest.unwrap_or(title.trim_start_matches("关于").trim_start_matches("开展"));
    head::college(rest)
}

fn write_period(title: &str, year: AcademicYear, yaml: &mut Yaml) {
    let spring = title.contains("春季") || title.contains("第二学期") || title.contains("下学期");
    let autumn = title.contains("秋季") || title.contains("第一学期") || title.contains("上学期");
    match (autumn, spring) {
        (true, false) => yaml.given(0, "学期", "秋季"),
        (false, true) => yaml.given(0, "学期", "春季"),
        _ => yaml.inferred(0, "学期", "全学年", "标题说的是整个学年"),
    }
    yaml.open(0, "评议时段");
    match autumn || spring {
        true => {
            yaml.unfilled(1, "起", "通知里没有写评议从哪一天的工作开始");
            yaml.unfilled(1, "止", "通知里没有写评议到哪一天的工作为止");
        }
        false => {
            let why = "通知里没有写起止，按学年的第一天和最后一天";
            yaml.inferred(1, "起", &format!("{}-09-01", year.start()), why);
            yaml.given(1, "止", &format!("{}-08-31", year.start() + 1));
        }
    }
}

fn write_committee(body: &[String], yaml: &mut Yaml) {
    let found = body.iter().find_map(|line| {
        let hit = COMMITTEE.captures(line)?;
        Some((
            hit["a"].to_owned(),
            prose::listed(&hit["b"]),
            prose::sentence(line, hit.get(0)?.start()),
        ))
    });
    let Some((first, others, sentence)) = found else {
        yaml.unfilled(0, "评议小组", "通知里没有写评议小组由哪些方面组成");
        return;
    };
    yaml.quote(0, &sentence);
    yaml.open(0, "评议小组");
    for name in std::iter::once(&first).chain(&others) {
        match name.contains("学生代表") {
            true => {
                yaml.open(1, name);
                yaml.given(2, "学生代表", "是");
            }
            false => {
                yaml.open(1, name);
                yaml.given(2, "学生代表", "否");
            }
        }
    }
}

fn write_work(part: &Arrangement, kinds: &[&Kind], issued: Option<Date>, yaml: &mut Yaml) {
    let names: Vec<String> = kinds.iter().map(|kind| kind.name.clone()).collect();
    let missing = "通知里没有写";
    match &names[..] {
        [one] => yaml.open(1, one),
        several => {
            yaml.open(1, part.who.as_deref().unwrap_or("述职人员"));
            yaml.list(2, "适用", several);
        }
    }
    let outline = outline(&part.lines);
    match outline.is_empty() {
        true => yaml.unfilled(2, "报告内容", missing),
        false => yaml.list(2, "报告内容", &outline),
    }
    if let Some(signed) = prose::words(&part.lines, std::slice::from_ref(&*SIGNED)) {
        yaml.quote(2, &signed.sentence);
        yaml.given(2, "签字", &signed.value);
    }
    match prose::words(&part.lines, std::slice::from_ref(&*HANDED)) {
        Some(handed) => {
            yaml.quote(2, &handed.sentence);
            yaml.given(2, "提交", &handed.value);
        }
        None => yaml.unfilled(2, "提交", missing),
    }
    for (key, pattern) in [("截止日期", &*DEADLINE), ("述职日期", &*MEETING)] {
        let found = part.lines.iter().find_map(|line| {
            let hit = pattern.captures(line)?;
            let words = hit.name("d")?;
            Some((words.as_str().to_owned(), prose::sentence(line, words.start())))
        });
        let date = found.as_ref().and_then(|(words, _)| day(words, issued));
        if let Some((_, sentence)) = &found {
            yaml.quote(2, sentence);
        }
        match date {
            Some((date, false)) => yaml.given(2, key, &date.to_string()),
            Some((date, true)) => {
                let why = "原文没有写年份，按通知的印发日期";
                yaml.inferred(2, key, &date.to_string(), why);
            }
            None => yaml.unfilled(2, key, missing),
        }
    }
    for (key, pattern) in [("形式", &*FORM), ("述职时长", &*MINUTES)] {
        if let Some(stated) = prose::words(&part.lines, std::slice::from_ref(pattern)) {
            yaml.quote(2, &stated.sentence);
            yaml.given(2, key, &stated.value);
        }
    }
}

/// Returns the paragraphs between “包括以下内容” and when they are due.
fn outline(lines: &[String]) -> Vec<String> {
    let Some(start) =
        lines.iter().position(|line| line.contains("内容：") || line.contains("内容:"))
    else {
        return Vec::new();
    };
    let rest = lines[start + 1..].iter();
    let due = |line: &&String| {
        !(line.starts_with("请于") || line.contains("提交至") || line.contains("日前"))
    };
    let bare = |line: &String| NUMBERED.replace(line, "").trim().to_owned();
    rest.take_while(due).map(bare).filter(|line| !line.is_empty()).collect()
}

/// Writes whom to ask: an office with its mailbox; a person and a personal mailbox are not public.
fn write_contacts(body: &[String], yaml: &mut Yaml) {
    let mut contacts: Vec<(String, String, String, String)> = Vec::new();
    for line in body {
        for (address, range) in prose::mailboxes(line) {
            let before = &line[..range.start];
            let hit = HANDED.captures_iter(before).last();
            let office = hit.as_ref().map(|hit| hit["n"].to_owned()).unwrap_or_default();
            let person = hit.map(|hit| hit["p"].trim().to_owned()).unwrap_or_default();
            contacts.push((office, person, address, prose::sentence(line, range.start)));
        }
    }
    if contacts.is_empty() {
        yaml.unfilled(0, "联系", "通知里没有写联系的单位和邮箱");
        return;
    }
    yaml.open(0, "联系");
    for (office, person, address, sentence) in contacts {
        yaml.as_entry(1, |yaml| {
            yaml.quote(2, &sentence);
            match office.as_str() {
                "" => yaml.unfilled(2, "单位", "通知里没有写是哪个单位"),
                office => yaml.given(2, "单位", office),
            }
            if !person.is_empty() {
                yaml.given(2, "联系人", &person);
            }
            // Whose mailbox it is its name tells: one of digits is a person's.
            let user = address.split('@').next().unwrap_or_default();
            let personal = !person.is_empty() || user.chars().all(|c| c.is_ascii_digit());
            yaml.given(2, if personal { "个人邮箱" } else { "邮箱" }, &address);
        });
    }
}

/// Sets the body as Markdown: short lines that begin a part are its headings.
fn body_text(body: &[String]) -> Text {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let line = |words: &String| {
        let short = words.chars().count() <= 20 && !words.contains(['，', '。', '；', '：']);
        let heading =
            short && (words.chars().all(han) || super::sections::numbered(words).is_some());
        Line { level: heading.then_some(2), words: words.clone(), by_looks: heading }
    };
    Text { title: None, lines: body.iter().map(line).collect() }
}

fn write_scoring(notice: &Notice, parts: &[Arrangement], kinds: &[Kind], draft: &mut Draft) {
    let mut yaml = Yaml::new("评分");
    match notice.sheets.is_empty() {
        true => yaml.unfilled(0, "评分表", "文件里没有评分表"),
        false => yaml.open(0, "评分表"),
    }
    for (at, sheet) in notice.sheets.iter().enumerate() {
        yaml.open(1, &sheet.title);
        yaml.open(2, "维度");
        for (name, points) in &sheet.dimensions {
            yaml.given(3, name, points);
        }
        let part = kinds.iter().find(|kind| kind.sheet == Some(at)).map(|kind| &parts[kind.part]);
        write_grades(part.map(|part| part.lines.as_slice()).unwrap_or_default(), &mut yaml);
        if let Some(remark) = &sheet.remark {
            yaml.given(2, "备注", remark);
        }
    }
    yaml.open(0, "述职对象");
    for kind in kinds {
        let sheet = kind.sheet.and_then(|at| notice.sheets.get(at));
        yaml.open(1, &kind.name);
        yaml.given(2, "类别", if kind.persons { "个人" } else { "组织" });
        match sheet {
            Some(sheet) => yaml.given(2, "评分表", &sheet.title),
            None => yaml.unfilled(2, "评分表", "没有找到这一类的评分表"),
        }
        let lines = &parts[kind.part].lines;
        let mut demanded: Vec<String> = Vec::new();
        for line in lines {
            for hit in AROUND.captures_iter(line) {
                demanded.extend(prose::listed(&hit["n"]));
            }
        }
        demanded.dedup();
        match demanded.is_empty() {
            true => yaml.unfilled(2, "评议方面", "通知里没有写从哪几个方面述职"),
            false => yaml.list(2, "评议方面", &demanded),
        }
        write_raters(
            kind,
            sheet.map(|sheet| sheet.notes.as_slice()).unwrap_or_default(),
            &mut yaml,
        );
    }
    write_subjects(notice, kinds, &mut yaml);
    for sheet in &notice.sheets {
        for line in &sheet.notes {
            yaml.comment(0, &format!("原文：{line}"));
        }
    }
    draft.yaml(yaml);
    draft.take("评分表", "评分.yaml", &format!("{} 张", notice.sheets.len()));
}

fn write_grades(lines: &[String], yaml: &mut Yaml) {
    for line in lines {
        let mut bands: Vec<(String, String, String)> = Vec::new();
        for hit in BAND.captures_iter(line) {
            let Some(second) = hit.name("b") else { continue };
            let number = |text: &str| text.parse::<u32>().unwrap_or(0);
            let (a, b) = (number(&hit["a"]), number(second.as_str()));
            bands.push((hit["g"].to_owned(), a.min(b).to_string(), a.max(b).to_string()));
        }
        if bands.len() >= 2 {
            for hit in BELOW.captures_iter(line) {
                bands.push((hit["g"].to_owned(), "0".to_owned(), hit["a"].to_owned()));
            }
            let at = BAND.find(line).map_or(0, |hit| hit.start());
            yaml.quote(2, &prose::sentence(line, at));
            yaml.open(2, "等次");
            for (grade, from, to) in bands {
                yaml.open(3, grade.trim_start_matches('按'));
                yaml.given(4, "下限", &from);
                yaml.given(4, "上限", &to);
            }
            return;
        }
    }
    let named = lines.iter().find_map(|line| {
        let hit = GRADES.captures(line)?;
        Some((prose::listed(&hit["n"]), line, hit.get(0)?.start()))
    });
    let Some((grades, line, at)) = named else {
        yaml.unfilled(2, "等次", "通知里没有写等次");
        return;
    };
    yaml.quote(2, &prose::sentence(line, at));
    yaml.open(2, "等次");
    for grade in &grades {
        // A grade without bounds is a group without entries.
        yaml.text.push_str(&format!("      {grade}: {{}}\n"));
    }
    let quotas: Vec<_> = QUOTA.captures_iter(line).collect();
    if !quotas.is_empty() {
        yaml.open(2, "名额");
    }
    for hit in quotas {
        let from = grades.iter().position(|grade| *grade == hit["g"]);
        let of: Vec<String> = match (from, hit.name("b")) {
            (Some(from), Some(_)) => grades[from..].to_vec(),
            _ => vec![hit["g"].to_owned()],
        };
        yaml.as_entry(3, |yaml| {
            yaml.list(4, "等次", &of);
            yaml.given(4, "最多", &format!("{}个", &hit["n"]));
        });
    }
}

/// Writes who rates a kind, from the note below its sheet that names it.
fn write_raters(kind: &Kind, notes: &[String], yaml: &mut Yaml) {
    let words =
        OFFICERS.iter().find(|(name, _)| *name == kind.name).map_or(&[][..], |(_, words)| words);
    let short = |line: &&String| {
        let start = line.split("由").next().unwrap_or_default();
        words.iter().any(|word| start.contains(word)) || (words.is_empty() && line.contains('%'))
    };
    let Some(line) = notes.iter().find(short) else { return };
    let raters: Vec<_> =
        RATER.captures_iter(line.split_once('由').map_or("", |(_, rest)| rest)).collect();
    if raters.is_empty() {
        return;
    }
    yaml.quote(2, line);
    yaml.open(2, "评委");
    for hit in raters {
        let name = hit["n"].trim_start_matches(['和', '、']).to_owned();
        yaml.open(3, &name);
        yaml.given(4, "权重", &hit["w"]);
        let from = OFFICERS.iter().find(|(kind, words)| {
            kind.starts_with(&name)
                || words.iter().any(|word| word.starts_with(&name) || name.ends_with(word))
        });
        if let Some((from, _)) = from {
            yaml.given(4, "来自", from);
        }
        if hit.name("p").is_some_and(|word| word.as_str() == "互评") {
            yaml.given(4, "互评", "是");
        }
    }
}

fn write_subjects(notice: &Notice, kinds: &[Kind], yaml: &mut Yaml) {
    let mut subjects: Vec<(&str, &str)> = Vec::new();
    for (at, sheet) in notice.sheets.iter().enumerate() {
        let Some(kind) = kinds.iter().find(|kind| kind.sheet == Some(at)) else { continue };
        subjects.extend(sheet.subjects.iter().map(|name| (name.as_str(), kind.name.as_str())));
    }
    if subjects.is_empty() {
        yaml.unfilled(0, "对象名单", "评分表里没有写述职对象的名称");
        return;
    }
    yaml.open(0, "对象名单");
    for (number, (name, kind)) in subjects.iter().enumerate() {
        yaml.as_entry(1, |yaml| {
            yaml.given(2, "序号", &(number + 1).to_string());
            yaml.given(2, "名称", name);
            yaml.given(2, "对象", kind);
        });
    }
}
