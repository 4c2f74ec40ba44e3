//! 通知.yaml and 通知.md of a notice that says in sentences what it arranges.
//! It must not know how a kind is scored.

use std::sync::LazyLock;

use regex::Regex;

use super::apart::Notice;
use super::arrangement::{Arrangement, HANDED, Kind, write_work};
use super::{Sorts, own};
use crate::academic_year::AcademicYear;
use crate::import::read::text::{Line, Text};
use crate::import::read::{Draft, head, prose, sections};
use crate::import::written::Yaml;
use crate::numeral;
use crate::standard::{Words, word_lists};

static COMMITTEE: LazyLock<Regex> = LazyLock::new(|| {
    own("以(?P<a>[^，。；]{2,10})为主[，、](?P<b>[^。；]{2,60}?)等?(?:共同)?(?:参与|参加|组成)")
});
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "^(?:[（(][^）)]*[）)])?(?:\\p{Han}{0,6}?(?:书记|主席|部长|主任|干事|秘书长))?(?P<n>\\p{Han}{2,4}?(?:·\\p{Han}{2,8})?)(?:老师|同志|同学)?处?(?:[（(].*)?$",
    )
});
static COMMITTEE_OF: LazyLock<Regex> = LazyLock::new(|| {
    own(
        "评议(?:会|小组)由(?P<a>\\p{Han}{2,12})、(?P<b>\\p{Han}{2,12}(?:[、和]\\p{Han}{2,12}){0,5}?)等?(?:共同)?组成",
    )
});
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    own("在(?P<n>[^，。；]{1,8}范围内|全[校院]|[校院]内)(?:进行)?(?:公示|通报|公布|公开)")
});
static TOLD: LazyLock<Regex> = LazyLock::new(|| own("向(?P<n>[^，。；]{2,16}?)(?:进行)?反馈"));

pub fn write_notice(
    notice: &Notice,
    year: AcademicYear,
    (parts, kinds): (&[Arrangement], &[Kind]),
    sorts: Sorts,
    words: &Words,
    draft: &mut Draft,
) {
    let mut yaml = Yaml::new("通知");
    let missing = "通知里没有写";
    write_title(notice, sorts, &mut yaml);
    let purpose = notice.body.first().cloned().unwrap_or_default();
    match prose::titles(&purpose) {
        basis if basis.is_empty() => yaml.unfilled(0, "依据", missing),
        basis => yaml.list(0, "依据", &basis),
    }
    yaml.given(0, "学年", &year.to_string());
    write_period(&notice.title, year, &mut yaml);
    write_issue(notice, &mut yaml);
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
    match prose::first_stated(&notice.body, std::slice::from_ref(&*RANGE)) {
        Some(stated) => {
            yaml.quote(0, &stated.sentence);
            yaml.given(0, "结果范围", &stated.value);
        }
        None => yaml.unfilled(0, "结果范围", missing),
    }
    match prose::first_stated(&notice.body, std::slice::from_ref(&*TOLD)) {
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
    write_contacts(&notice.body, words, &mut yaml);
    if !notice.annexes.is_empty() {
        yaml.list(0, "附件", &notice.annexes);
    }
    draft.yaml(yaml);
    draft.text("通知", &body_text(&notice.body));
    draft.take("通知", "通知.yaml、通知.md", &format!("{} 段", notice.body.len()));
}

/// Writes whose notice it is, and to whom.
pub fn write_title(notice: &Notice, sorts: Sorts, yaml: &mut Yaml) {
    yaml.given(0, "状态", "在编");
    match (college_within(&notice.title), notice.issuer.as_deref().and_then(college_of)) {
        (Some(name), _) => yaml.given(0, "学校", &name),
        (None, Some(name)) => yaml.inferred(0, "学校", name, "取自落款的单位"),
        (None, None) => yaml.unfilled(0, "学校", "标题里没有学校名称"),
    }
    yaml.given(0, "组织", head::organisation(&notice.title));
    write_level(sorts, yaml);
    yaml.given(0, "标题", &notice.title);
    for (key, value) in [("文号", &notice.number), ("主送", &notice.addressee)] {
        if let Some(value) = value {
            yaml.given(0, key, value);
        }
    }
}

/// Writes the day and the unit below a notice.
pub fn write_issue(notice: &Notice, yaml: &mut Yaml) {
    match notice.issued {
        Some(date) => yaml.given(0, "印发日期", &date.to_string()),
        None => yaml.unfilled(0, "印发日期", "通知里没有写"),
    }
    if let Some(issuer) = &notice.issuer {
        yaml.given(0, "发布单位", issuer);
    }
}

/// Writes the level of a round by whether persons report in it, and organisations.
fn write_level(sorts: Sorts, yaml: &mut Yaml) {
    let why = match (sorts.persons, sorts.organisations) {
        (true, true) => "校级的人员和二级组织都有，按校级",
        (true, false) => "述职的是校级的人员",
        _ => "述职的是二级组织",
    };
    yaml.inferred(0, "层级", if sorts.persons { "校级" } else { "二级" }, why);
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
        let hit = COMMITTEE.captures(line).or_else(|| COMMITTEE_OF.captures(line))?;
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

/// Writes whom to ask: an office with its mailbox; a person and a personal mailbox are not public.
fn write_contacts(body: &[String], words: &Words, yaml: &mut Yaml) {
    let mut contacts: Vec<(String, String, String, String)> = Vec::new();
    for line in body {
        for (address, range) in prose::mailboxes(line) {
            let before = &line[..range.start];
            let hit = HANDED.captures_iter(before).last();
            let office = hit.as_ref().map(|hit| hit["n"].to_owned()).unwrap_or_default();
            let person = hit.and_then(|hit| person(hit["p"].trim(), words)).unwrap_or_default();
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

/// Takes a name out of what stands behind an office: 副书记王某, 王某老师.
fn person(text: &str, words: &Words) -> Option<String> {
    let name = PERSON.captures(text)?["n"].to_owned();
    (!words.has(word_lists::NO_NAMES, &name)).then_some(name)
}

/// Sets the body as Markdown: short lines that begin a part are its headings.
pub fn body_text(body: &[String]) -> Text {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let mut next = 1u32;
    let mut line = |words: &String| {
        let short = words.chars().count() <= 20 && !words.contains(['，', '。', '；', '：']);
        // A round's headings are numbered by its form; one that counts on loses its own number.
        let counts = format!("{}、", numeral::chinese(next));
        let bare = sections::numbered(words).filter(|_| short && words.starts_with(&counts));
        next += u32::from(bare.is_some());
        let heading = short && (words.chars().all(han) || sections::numbered(words).is_some());
        let words = bare.unwrap_or(words).to_owned();
        Line { level: heading.then_some(2), words, by_looks: heading }
    };
    Text { title: None, lines: body.iter().map(&mut line).collect() }
}

/// Returns the college a committee of the Youth League is of.
fn college_of(issuer: &str) -> Option<&str> {
    issuer.strip_prefix("共青团")?.strip_suffix("委员会").filter(|name| !name.is_empty())
}
