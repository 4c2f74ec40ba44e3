//! What stands before 一、 and after the last table: title, preface, basis, mailboxes, signature.
//! It must not know the parts between.

use std::sync::LazyLock;

use regex::Regex;

use super::prose;
use super::text::Line;
use super::{Draft, Known, text};
use crate::academic_year::AcademicYear;
use crate::edition::Union;
use crate::import::paper::Block;
use crate::import::written::{Yaml, scalar};
use crate::model::ORGANISATIONS;
use crate::standard::{Words, has, word_lists};

static COLLEGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?P<n>\\p{Han}{2,24}?(?:职业技术大学|职业大学|大学|职业技术学院|职业学院|高等专科学校|学院|学校))")
        .expect("a pattern of our own")
});

static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<n>\\p{Han}{2,20}?(?:秘书处|学联|学生联合会|办公室|委员会|部))(?:的)?(?:监督|工作|公务)?(?:电子)?(?:邮箱|信箱|邮件)?[:：为是]?\\s*$")
        .expect("a pattern of our own")
});

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?P<n>[0-9０-９]{4}\\s*[-—–－~～至]+\\s*[0-9０-９]{4})\\s*学?年")
        .expect("a pattern of our own")
});

/// How a preface begins to say of what day its numbers are.
static AS_OF: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:人数|数据|数字|统计|名单)[^。；，]{0,6}?截[至止][到于至]?\\s*")
        .expect("a pattern of our own")
});

/// What a page says of itself below its title.
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "^(?:(?:发布|更新)(?:时间|日期|者|人)|浏览|点击|阅读|来源|作者|字号|字体)[^。]{0,80}$",
    )
    .expect("a pattern of our own")
});

/// The first lines of a disclosure.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    pub title: Option<String>,
    pub preface: Vec<String>,
    /// What stands on the page around them: menus, when it was put there and by whom.
    pub beside: Vec<String>,
}

/// Takes title and preface apart.
pub fn opening(blocks: &[Block], words: &Words) -> Opening {
    let mut lines = crate::import::paper::lines(blocks);
    let start = titled(&lines, words).unwrap_or(0);
    let mut beside: Vec<String> = lines.drain(..start).collect();
    let (posted, lines): (Vec<String>, Vec<String>) =
        lines.into_iter().partition(|line| POSTED.is_match(line));
    beside.extend(posted);
    let ends =
        |line: &String| line.ends_with(['。', '；', '：', '，']) || line.chars().count() > 44;
    let taken = lines.iter().take(3).take_while(|line| !ends(line)).count();
    let title = lines[..taken].concat();
    let preface = lines[taken..].to_vec();
    Opening { title: (!title.is_empty()).then_some(title), preface, beside }
}

/// Finds the line a title begins at, where other words stand above it: a title names a college and what
/// is made public of its union.
fn titled(lines: &[String], words: &Words) -> Option<usize> {
    let is_title = |line: &String| {
        line.chars().count() <= 44
            && !line.ends_with(['。', '；', '：', '，'])
            && ORGANISATIONS.iter().any(|name| line.contains(name))
            && words.has(word_lists::DISCLOSURE_TITLES, line)
            && !line.contains('>')
    };
    let named = |line: &str| college(line).filter(|name| line.starts_with(name.as_str()));
    let at = lines.iter().take(60).position(is_title)?;
    let whole = |at: usize| named(&lines[at]).is_some_and(|name| name == lines[at]);
    match (named(&lines[at]), at.checked_sub(1)) {
        (Some(_), _) => Some(at),
        // 江临职业技术学院 on a line of its own.
        (None, Some(before)) if whole(before) => Some(before),
        _ => None,
    }
}

/// Finds the academic year a document is about, in its first lines.
pub fn year(lines: &[String]) -> Option<AcademicYear> {
    lines.iter().take(12).find_map(|line| {
        YEAR.captures_iter(line).find_map(|hit| {
            let plain: String = hit["n"].chars().filter(|c| !c.is_whitespace()).collect();
            let plain = plain.replace("——", "—").replace('至', "—");
            AcademicYear::parse(&plain)
        })
    })
}

/// Tells whose a document is by its title: one that speaks of 研究生会 alone is the second union's.
pub fn union(title: &str) -> Union {
    match title.contains("研究生会") && !title.contains("学生会") {
        true => Union::Graduate,
        false => Union::First,
    }
}

/// Returns what a document's title calls its organisation.
pub fn organisation(title: &str) -> &'static str {
    match union(title) {
        Union::First if title.contains("学生联合会") && !title.contains("学生会") => {
            "学生联合会"
        }
        union => union.organisation(),
    }
}

/// Finds the college's name at the start of a title.
pub fn college(line: &str) -> Option<String> {
    let line = line.trim_start_matches(|c: char| !('\u{3400}'..='\u{9fff}').contains(&c));
    let line = line.strip_prefix("关于").unwrap_or(line);
    COLLEGE.captures(line).map(|hit| hit["n"].to_owned())
}

/// A mailbox for complaints.
#[derive(Clone, Debug, PartialEq)]
pub struct Mailbox {
    pub office: Option<String>,
    pub address: String,
}

/// Takes the lines with the mailboxes, and what signs the document, off the end of its last part.
pub fn closing(blocks: &mut Vec<Block>) -> Vec<String> {
    let is_closing = |block: &Block| {
        block.paragraph().is_some_and(|paragraph| {
            let text = paragraph.lines().concat();
            !prose::mailboxes(&text).is_empty()
                && (text.contains("反映") || text.contains('邮') || text.contains("监督"))
        })
    };
    let Some(at) = blocks.iter().position(is_closing) else { return Vec::new() };
    let tail = blocks.split_off(at);
    crate::import::paper::lines(&tail)
}

pub fn mailboxes(lines: &[String], words: &Words) -> Vec<Mailbox> {
    let mut found: Vec<Mailbox> = Vec::new();
    for line in lines {
        for (address, range) in prose::mailboxes(line) {
            let before = line[..range.start].trim_end_matches(['：', ':', '（', '(', ' ']);
            let office = OFFICE.captures(before).map(|hit| {
                let name = hit["n"].to_owned();
                let cut = words.list(word_lists::SENT_TO).iter();
                cut.fold(name, |name, word| {
                    name.rsplit(word.as_str()).next().map(str::to_owned).unwrap_or(name)
                })
            });
            found.push(Mailbox { office, address });
        }
    }
    found
}

/// Writes `年度.yaml` and `前言.md`.
pub fn write(
    opening: &Opening,
    closing: &[String],
    known: &Known,
    words: &Words,
    draft: &mut Draft,
) {
    let mut yaml = Yaml::new("年度");
    yaml.comment(0, "由 gongkai import 从原文件写成；核对完毕、可以公开的，把“在编”改成“完成”");
    yaml.given(0, "状态", "在编");
    let title = opening.title.clone().unwrap_or_default();
    draft.printed.push(title.clone());
    write_college(&title, known, words, &mut yaml);
    yaml.given(0, "组织", &known.organisation);
    match (opening.title.as_deref(), &known.college) {
        (Some(title), _) => yaml.given(0, "标题", without_year(title)),
        (None, Some(college)) => {
            let title = format!("{college}{}改革情况公开", known.organisation);
            yaml.inferred(0, "标题", &title, "按校名写的");
        }
        (None, None) => yaml.unfilled(0, "标题", "没有找到标题"),
    }
    let basis = prose::titles(&opening.preface.concat());
    match basis.is_empty() {
        true => yaml.unfilled(0, "依据", "前言里没有写所依据的文件"),
        false => yaml.list(0, "依据", &basis),
    }
    write_as_of(&opening.preface, &mut yaml);
    let mailboxes = mailboxes(closing, words);
    write_signature(closing, &mut yaml, words, draft);
    match known.is_of_graduates() {
        true => write_note(&unranked(&known.roster_note.join("")), &mut yaml),
        false => write_roster_note(known, words, &mut yaml),
    }
    write_mailboxes(&mailboxes, closing, words, &mut yaml);
    draft.yaml(yaml);
    let lines = opening.preface.iter().map(|words| Line {
        level: None,
        words: words.clone(),
        by_looks: false,
    });
    let preface = text::Text { title: None, lines: lines.collect() };
    draft.text("前言", &preface);
    draft.take("标题、前言", "年度.yaml、前言.md", &format!("{} 段", opening.preface.len()));
    write_site(&title, &mailboxes, known, draft);
}

/// Writes of what day the numbers are, where the preface says it.
fn write_as_of(preface: &[String], yaml: &mut Yaml) {
    let said = preface.iter().find_map(|line| {
        let before = AS_OF.find(line)?;
        let (date, range) = prose::dates(&line[before.end()..]).into_iter().next()?;
        (range.start == 0).then(|| (date, prose::sentence(line, before.start())))
    });
    if let Some((date, sentence)) = said {
        yaml.quote(0, &sentence);
        yaml.given(0, "数据截止日", &date.to_string());
    }
}

/// Takes the year in brackets off the end of a title: a page prints it behind the title itself.
fn without_year(title: &str) -> &str {
    let inner = title.strip_suffix('）').and_then(|rest| rest.rsplit_once('（'));
    match inner {
        Some((bare, year)) if AcademicYear::parse(year.trim_end_matches("学年")).is_some() => {
            bare
        }
        _ => title,
    }
}

fn write_college(title: &str, known: &Known, words: &Words, yaml: &mut Yaml) {
    yaml.open(0, "学校");
    match &known.college {
        Some(name) => yaml.given(1, "全称", name),
        None => yaml.unfilled(1, "全称", "标题里没有学校名称"),
    }
    yaml.unfilled(1, "简称", "文里没有写");
    let name = known.college.as_deref().unwrap_or(title);
    let vocational = name.contains("职业") || name.contains("专科");
    match (&known.kind, vocational) {
        (kind, _) if known.is_of_graduates() => {
            match kind {
                Some(kind) => yaml.given(1, "类型", kind),
                None => yaml.unfilled(1, "类型", "校名看不出是高职还是本科"),
            }
            yaml.inferred(1, "有研究生", "是", "公开的是研究生会");
        }
        (Some(kind), _) => {
            yaml.given(1, "类型", kind);
            match kind.as_str() {
                "高职" => yaml.inferred(1, "有研究生", "否", "高职院校一般不招研究生"),
                _ => yaml.unfilled(1, "有研究生", "文里没有写"),
            }
        }
        (None, true) => {
            yaml.inferred(1, "类型", "高职", "校名里有“职业”或“专科”");
            yaml.inferred(1, "有研究生", "否", "高职院校一般不招研究生");
        }
        (None, false) => {
            yaml.unfilled(1, "类型", "校名看不出是高职还是本科");
            yaml.unfilled(1, "有研究生", "文里没有写");
        }
    }
    match &known.base {
        Some((base, label, sentence)) if words.has(word_lists::ALL_STUDENTS, label) => {
            yaml.quote(1, sentence);
            yaml.inferred(1, "学生总数", base, &format!("取自代表产生办法里的“{label}”"));
        }
        _ => yaml.unfilled(1, "学生总数", "文里没有写"),
    }
}

/// Reads who signs the document, and when; both may stand in one line.
fn write_signature(closing: &[String], yaml: &mut Yaml, words: &Words, draft: &mut Draft) {
    for line in closing.iter().filter(|line| prose::mailboxes(line).is_empty()) {
        let date = prose::dates(line).into_iter().next();
        let rest = match &date {
            Some((_, range)) => format!("{}{}", &line[..range.start], &line[range.end..]),
            None => line.clone(),
        };
        let marks = |c: char| c.is_whitespace() || "日（）()".contains(c);
        let rest = rest.trim_matches(marks);
        let mut issued = words.list(word_lists::ISSUED).iter();
        let rest = issued.find_map(|word| rest.strip_suffix(word.as_str())).unwrap_or(rest);
        let rest = rest.trim_matches(marks);
        let is_office = rest.chars().count() <= 40 && words.end(word_lists::SIGNING, rest);
        if !(rest.is_empty() || is_office) || (rest.is_empty() && date.is_none()) {
            draft.left_out("文末", line);
            continue;
        }
        yaml.quote(0, line);
        if is_office {
            yaml.given(0, "发布单位", rest);
        }
        if let Some((date, _)) = date {
            yaml.given(0, "发布日期", &date.to_string());
        }
    }
}

/// Writes what is said below the roster, and the basis of the ranks if it says just one.
fn write_roster_note(known: &Known, words: &Words, yaml: &mut Yaml) {
    let mut note = known.roster_note.join("");
    let bases = words.named(word_lists::RANK_BASES).iter();
    let named: Vec<&str> =
        bases.filter(|(_, said)| has(&note, said)).map(|(basis, _)| basis.as_str()).collect();
    match &named[..] {
        [one] => yaml.given(0, "排名依据", one),
        [] => yaml.unfilled(0, "排名依据", "文里没有写排名按哪一段时间计算"),
        _ => yaml.unfilled(0, "排名依据", &format!("原文“{note}”，没有说用的是哪一种")),
    }
    // A page prints the basis before the note, from the data.
    if let [one] = &named[..]
        && let Some(rest) = note.strip_prefix(&format!("排名依据：{one}。"))
    {
        note = rest.to_owned();
    }
    write_note(&note, yaml);
}

fn write_note(note: &str, yaml: &mut Yaml) {
    match note.is_empty() {
        true => yaml.unfilled(0, "名单脚注", "名单下方没有说明"),
        false => yaml.given(0, "名单脚注", note),
    }
}

/// Takes off what a page of a union of graduates prints before the note, from the data.
fn unranked(note: &str) -> String {
    let said = "研究生不按成绩排名，全体工作人员不及格课程共 0 门。";
    note.strip_prefix(said).unwrap_or(note).to_owned()
}

fn write_mailboxes(mailboxes: &[Mailbox], closing: &[String], words: &Words, yaml: &mut Yaml) {
    if mailboxes.is_empty() {
        yaml.unfilled(0, "监督邮箱", "文末没有找到监督邮箱");
        return;
    }
    for line in closing.iter().filter(|line| !prose::mailboxes(line).is_empty()) {
        yaml.quote(0, line);
    }
    yaml.open(0, "监督邮箱");
    for mailbox in mailboxes {
        let office = mailbox.office.as_deref().unwrap_or_default();
        yaml.as_entry(1, |yaml| {
            let national = words.has(word_lists::OF_THE_NATION, office);
            yaml.given(2, "级别", if national { "全国" } else { "省级" });
            match office {
                "" => yaml.unfilled(2, "单位", "邮箱前面没有写受理单位"),
                office => yaml.given(2, "单位", office),
            }
            yaml.given(2, "邮箱", &mailbox.address);
        });
    }
}

/// Writes what `site.yaml` needs: it is made where there is none, and added to where there is one.
fn write_site(title: &str, mailboxes: &[Mailbox], known: &Known, draft: &mut Draft) {
    draft.site.title = match (&known.college, title) {
        (Some(college), _) => Some(format!("{college}学生会改革情况公开")),
        (None, "") => None,
        (None, title) => Some(title.to_owned()),
    };
    draft.site.mailboxes = mailboxes.iter().map(|mailbox| mailbox.address.clone()).collect();
    let host = |link: &String| {
        let rest = link.split_once("://")?.1;
        Some(rest.split(['/', ':', '?', '#']).next()?.to_owned())
    };
    draft.site.hosts = known.links.iter().filter_map(host).collect();
}

/// What the site's own file needs to know of a document.
#[derive(Clone, Debug, Default)]
pub struct Site {
    pub title: Option<String>,
    pub mailboxes: Vec<String>,
    pub hosts: Vec<String>,
}

impl Site {
    /// Writes a new file.
    pub fn written(&self) -> Yaml {
        let mut yaml = Yaml::new("site");
        yaml.unfilled(0, "网址", "公开网页将来的地址，以 / 结尾");
        match &self.title {
            Some(title) => yaml.inferred(0, "站点名称", title, "取自标题"),
            None => yaml.unfilled(0, "站点名称", "没有找到标题"),
        }
        for (key, values) in [("允许的邮箱", &self.mailboxes), ("允许的链接域名", &self.hosts)]
        {
            if !values.is_empty() {
                yaml.list(0, key, values);
            }
        }
        yaml
    }

    /// Adds what is missing to the file that is there; `None` when nothing is.
    pub fn added_to(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        let mut changed = false;
        for (key, values) in [("允许的邮箱", &self.mailboxes), ("允许的链接域名", &self.hosts)]
        {
            let stands = |value: &String| {
                let is_entry = |line: &str| line.trim().strip_prefix("- ") == Some(value.as_str());
                text.lines().any(is_entry)
            };
            let missing: Vec<String> =
                values.iter().filter(|value| !stands(value)).cloned().collect();
            for value in missing {
                changed = true;
                add(&mut text, key, &value);
            }
        }
        changed.then_some(text)
    }
}

/// Adds an entry to a list of a YAML file, written one a line, or makes the list.
fn add(text: &mut String, key: &str, value: &str) {
    let head = format!("{key}:");
    let line = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let at = line
        .into_iter()
        .find(|(_, line)| line.trim_end() == head)
        .map(|(at, line)| at + line.len());
    match at {
        Some(at) => text.insert_str(at, &format!("  - {}\n", scalar(value))),
        None => {
            if !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&format!("{head}\n  - {}\n", scalar(value)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    #[test]
    fn mailboxes_come_with_their_offices() {
        let lines = ["如有不实，可发送邮件至江临省学联秘书处邮箱xuelian@jianglin.example或全国学联秘书处邮箱xuelianban@126.com反映。".to_owned()];
        let found = mailboxes(&lines, &own_words());
        let offices: Vec<_> = found.iter().map(|it| it.office.as_deref().unwrap_or("")).collect();
        assert_eq!(offices, ["江临省学联秘书处", "全国学联秘书处"]);
    }

    #[test]
    fn of_what_day_the_numbers_are_is_taken_from_the_preface() {
        let written = |text: &str| {
            let mut yaml = Yaml::new("年度");
            write_as_of(&[text.to_owned()], &mut yaml);
            yaml.text.lines().last().unwrap_or_default().to_owned()
        };
        let day = "数据截止日: 2025-11-07";
        assert_eq!(
            written("本学年的变化有三项。文中人数截至2025年11月7日。如有不符，可以反映。"),
            day
        );
        assert_eq!(written("以下数据统计截至到2025年11月7日，由院团委提供。"), day);
        assert_eq!(written("报名截至2025年11月7日。"), "");
        assert_eq!(written("文中人数截至开学时。"), "");
    }

    #[test]
    fn a_college_is_named_at_the_start_of_a_title() {
        let name = |text| college(text).unwrap_or_default();
        assert_eq!(name("江临职业技术学院学生会改革情况公开"), "江临职业技术学院");
        assert_eq!(name("江临大学学生会改革情况"), "江临大学");
        assert_eq!(name("学生会改革情况"), "");
    }

    #[test]
    fn a_site_is_added_to_and_nothing_of_it_lost() {
        let site = Site {
            title: None,
            mailboxes: vec!["a@b.example".to_owned()],
            hosts: vec!["b.example".to_owned()],
        };
        let text =
            site.added_to("网址: https://x.example/\n允许的邮箱:\n  - c@d.example\n").unwrap();
        assert_eq!(
            text,
            "网址: https://x.example/\n允许的邮箱:\n  - a@b.example\n  - c@d.example\n允许的链接域名:\n  - b.example\n"
        );
        assert_eq!(site.added_to(&text), None);
    }
}
