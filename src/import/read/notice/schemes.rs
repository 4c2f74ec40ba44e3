//! 评分.yaml and 附件.md of a notice in the form that this program prints: grades, score sheets, raters.
//! It must not judge a scheme.

use std::collections::{BTreeMap, VecDeque};
use std::sync::LazyLock;

use regex::Regex;

use super::apart::{self, Sheet};
use super::fields::Kind;
use super::printed::{Annex, Form, Part};
use super::{Sorts, own};
use crate::import::paper::{Block, Table, lines};
use crate::import::read::text::{Line, Text};
use crate::import::read::{Draft, table};
use crate::import::written::Yaml;
use crate::load::decode::UNFILLED;
use crate::standard::Words;

static ROUNDING: LazyLock<Regex> = LazyLock::new(|| {
    own("^综合得分(?P<r>四舍五入|四舍六入五成双|截去)(?:取整数|保留(?P<d>[0-9]+)位小数)。$")
});
static TIES: LazyLock<Regex> = LazyLock::new(|| {
    own("^综合得分相同的(?:，依次比较(?P<n>.+)的得分(?P<e>；仍相同的并列)?|并列)。$")
});
static KNOCK_OUT: LazyLock<Regex> = LazyLock::new(|| own("^(?P<n>.+)，等次为(?P<g>[^，]+)。$"));
static FROM: LazyLock<Regex> = LazyLock::new(|| own("([0-9]+)分以上"));
static BELOW: LazyLock<Regex> = LazyLock::new(|| own("不足([0-9]+)分"));
static QUOTA: LazyLock<Regex> = LazyLock::new(|| own("^(?:不超过|(?P<g>.+)合计)(?P<n>[0-9].*)$"));
static RATERS: LazyLock<Regex> =
    LazyLock::new(|| own("^(?P<k>.+)的综合得分由(?P<all>.+)评分构成。$"));
static RATER: LazyLock<Regex> = LazyLock::new(|| {
    own("(?P<n>[^、（）]+)（(?:(?P<c>[0-9]+)人，)?占(?P<w>[^，）]+)(?P<p>，互评，不给自己打分)?）")
});

/// An annex that is a score sheet, with the kinds that its notes say are scored by it.
struct Scheme<'a> {
    sheet: Sheet,
    table: &'a Table,
    notes: Vec<String>,
    /// The kinds that its notes name.
    kinds: Vec<String>,
}

/// Reads the score sheets; what is none of them is a text of the author's.
fn schemes<'a>(
    form: &'a Form,
    words: &Words,
    draft: &mut Draft,
) -> (Vec<Scheme<'a>>, Vec<&'a Annex>) {
    let (mut schemes, mut texts) = (Vec::new(), Vec::new());
    for annex in &form.annexes {
        let table = annex.blocks.iter().find_map(Block::table);
        let sheet = table.and_then(|it| apart::sheet(it, annex.title.clone(), words, draft));
        let (Some(table), Some(mut sheet)) = (table, sheet) else {
            texts.push(annex);
            continue;
        };
        let notes = annex.blocks.iter().filter(|block| block.paragraph().is_some());
        let notes: Vec<String> = notes.flat_map(Block::lines).collect();
        let remark = notes.iter().find_map(|line| line.strip_prefix("备注："));
        sheet.remark = remark.map(str::to_owned);
        let named = |line: &String| Some(RATERS.captures(line)?["k"].to_owned());
        let kinds = notes.iter().filter_map(named).collect();
        schemes.push(Scheme { sheet, table, notes, kinds });
    }
    (schemes, texts)
}

/// Tells whether there are kinds of persons, and of organisations.
pub fn sorts(form: &Form, kinds: &[Kind], words: &Words) -> Sorts {
    let (schemes, _) = schemes(form, words, &mut Draft::default());
    Sorts::gather(kinds.iter().map(|kind| is_of_persons(kind, &schemes)))
}

fn is_of_persons(kind: &Kind, schemes: &[Scheme]) -> bool {
    let of = schemes.iter().find(|scheme| scheme.kinds.contains(&kind.name));
    kind.persons
        .or(of.map(|scheme| scheme.sheet.of_persons))
        .unwrap_or_else(|| schemes.iter().all(|scheme| scheme.sheet.of_persons))
}

/// Finds the sheet of a kind: the one whose notes name it, or the only one of its sort.
fn sheet_of<'a, 'b>(kind: &Kind, schemes: &'b [Scheme<'a>]) -> Option<&'b Scheme<'a>> {
    let persons = is_of_persons(kind, schemes);
    let named = schemes.iter().find(|scheme| scheme.kinds.contains(&kind.name));
    named.or_else(|| {
        let mut fit = schemes.iter().filter(|scheme| scheme.sheet.of_persons == persons);
        fit.next().filter(|_| fit.next().is_none())
    })
}

pub fn write(form: &Form, kinds: &[Kind], words: &Words, draft: &mut Draft) {
    let (schemes, texts) = schemes(form, words, draft);
    let mut yaml = Yaml::new("评分");
    yaml.open(0, "评分表");
    for scheme in &schemes {
        write_sheet(scheme, form, &mut yaml, draft);
    }
    yaml.open(0, "述职对象");
    for kind in kinds {
        write_kind(kind, kinds, &schemes, &mut yaml);
    }
    let subjects = subjects(form, kinds, &schemes, draft);
    write_subjects(&subjects, &mut yaml);
    draft.yaml(yaml);
    draft.take("评分表", "评分.yaml", &format!("{} 张", schemes.len()));
    if !texts.is_empty() {
        let text = annexes(&texts);
        draft.take("附件", "附件.md", &format!("{} 个", texts.len()));
        draft.text("附件", &text);
    }
}

/// Sets the author's annexes as one text, a heading each.
fn annexes(annexes: &[&Annex]) -> Text {
    let line = |level, words| Line { level, words, by_looks: false };
    let of = |annex: &&Annex| {
        let title = line(Some(2), annex.title.clone());
        let words = lines(&annex.blocks).into_iter().map(move |words| line(None, words));
        std::iter::once(title).chain(words).collect::<Vec<_>>()
    };
    Text { title: None, lines: annexes.iter().flat_map(of).collect() }
}

fn write_sheet(scheme: &Scheme, form: &Form, yaml: &mut Yaml, draft: &mut Draft) {
    let sheet = &scheme.sheet;
    yaml.open(1, &sheet.title);
    yaml.open(2, "维度");
    for (name, points) in &sheet.dimensions {
        yaml.given(3, name, points);
    }
    let (grades, rules) = grading(form, &sheet.title);
    for line in &rules {
        yaml.quote(2, line);
    }
    if let Some(hit) = rules.iter().find_map(|line| ROUNDING.captures(line)) {
        yaml.open(2, "取舍");
        yaml.given(3, "小数位", hit.name("d").map_or("0", |digits| digits.as_str()));
        yaml.given(3, "方法", &hit["r"]);
    }
    match grades.and_then(|it| table::headed(it, &[&["等次"]])) {
        Some(grades) => write_grades(&grades, sheet, yaml, draft),
        None => yaml.unfilled(2, "等次", "通知里没有写等次"),
    }
    if let Some(hit) = rules.iter().find_map(|line| TIES.captures(line)) {
        let named = hit.name("n").map_or("", |steps| steps.as_str());
        let mut steps: Vec<String> =
            named.split('、').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        if steps.is_empty() || hit.name("e").is_some() {
            steps.push("并列".to_owned());
        }
        yaml.list(2, "同分", &steps);
    }
    if let Some(hit) = rules.iter().find_map(|line| KNOCK_OUT.captures(line)) {
        yaml.open(2, "否决");
        yaml.given(3, "情形", &hit["n"]);
        yaml.given(3, "等次", &hit["g"]);
    }
    if let Some(remark) = &sheet.remark {
        yaml.given(2, "备注", remark);
    }
}

/// Finds the table of grades of a sheet by its caption, and the sentences below it.
fn grading<'a>(form: &'a Form, title: &str) -> (Option<&'a Table>, Vec<String>) {
    let blocks = form.blocks(Part::Grading);
    let caption = format!("{title}的等次");
    let Some(at) = blocks.iter().position(|block| block.lines().concat() == caption) else {
        return (None, Vec::new());
    };
    let below = &blocks[at + 1..];
    // The caption of the next sheet ends it.
    let end = below.windows(2).skip(1).position(|pair| pair[1].table().is_some());
    let rules = below[..end.map_or(below.len(), |end| end + 1)].iter();
    let rules = rules.filter(|block| block.paragraph().is_some()).flat_map(Block::lines);
    (below.first().and_then(Block::table), rules.collect())
}

fn write_grades(grades: &table::Headed, sheet: &Sheet, yaml: &mut Yaml, draft: &mut Draft) {
    let (name, band) = (grades.column(&["等次"]), grades.column(&["综合得分"]));
    let limit = grades.column(&["名额"]);
    let total: u32 =
        sheet.dimensions.iter().filter_map(|(_, points)| points.parse::<u32>().ok()).sum();
    draft.printed.push(format!("{}的等次", sheet.title));
    draft.printed.extend(grades.columns.iter().cloned());
    yaml.open(2, "等次");
    for row in &grades.rows {
        draft.printed.extend(row.iter().cloned());
        let band = grades.cell(row, band);
        let at = |pattern: &Regex| Some(pattern.captures(band)?[1].to_owned());
        let (from, to) = (at(&FROM), at(&BELOW));
        let name = grades.cell(row, name);
        if from.is_none() && to.is_none() {
            yaml.empty(3, name);
            continue;
        }
        yaml.open(3, name);
        yaml.given(4, "下限", &from.unwrap_or_else(|| "0".to_owned()));
        yaml.given(4, "上限", &to.unwrap_or_else(|| total.to_string()));
    }
    let mut quotas: Vec<(Vec<String>, String)> = Vec::new();
    for row in &grades.rows {
        for words in grades.cell(row, limit).split('；') {
            let Some(hit) = QUOTA.captures(words) else { continue };
            let of = hit.name("g").map_or(grades.cell(row, name), |of| of.as_str());
            let quota = (of.split('、').map(str::to_owned).collect(), hit["n"].to_owned());
            if !quotas.contains(&quota) {
                quotas.push(quota);
            }
        }
    }
    if !quotas.is_empty() {
        yaml.open(2, "名额");
    }
    for (of, at_most) in quotas {
        yaml.as_entry(3, |yaml| {
            yaml.list(4, "等次", &of);
            yaml.given(4, "最多", &at_most);
        });
    }
}

fn write_kind(kind: &Kind, kinds: &[Kind], schemes: &[Scheme], yaml: &mut Yaml) {
    let scheme = sheet_of(kind, schemes);
    yaml.open(1, &kind.name);
    yaml.given(2, "类别", if is_of_persons(kind, schemes) { "个人" } else { "组织" });
    if let Some(count) = &kind.count {
        yaml.given(2, "数量", count);
    }
    match scheme {
        Some(scheme) => yaml.given(2, "评分表", &scheme.sheet.title),
        None => yaml.unfilled(2, "评分表", "没有找到这一类的评分表"),
    }
    yaml.unfilled(2, "评议方面", "通知的表样不印要求述职的方面");
    let of = |line: &&String| RATERS.captures(line).is_some_and(|hit| hit["k"] == kind.name);
    let Some(line) = scheme.and_then(|scheme| scheme.notes.iter().find(of)) else { return };
    yaml.quote(2, line);
    yaml.open(2, "评委");
    let hit = RATERS.captures(line).expect("just looked at");
    for hit in RATER.captures_iter(hit.name("all").map_or("", |all| all.as_str())) {
        let name = &hit["n"];
        yaml.open(3, name);
        yaml.given(4, "权重", &hit["w"]);
        if let Some(count) = hit.name("c") {
            yaml.given(4, "人数", count.as_str());
        }
        if name.contains("学生代表") {
            yaml.given(4, "学生代表", "是");
        }
        // Who scores his own kind comes from it; a group of the name of a kind is that kind.
        let from = match hit.name("p") {
            Some(_) => Some(&kind.name),
            None => kinds.iter().map(|kind| &kind.name).find(|known| *known == name),
        };
        if let Some(from) = from {
            yaml.given(4, "来自", from);
        }
        if hit.name("p").is_some() {
            yaml.given(4, "互评", "是");
        }
    }
}

/// One who is appraised, as a sheet prints it.
struct Subject {
    /// Of a person a blank sheet leaves it open.
    name: Option<String>,
    /// Unit and post, run together.
    post: String,
    kind: Option<String>,
}

/// Reads whom the sheets list; of persons they print the post alone, and what the scores came to the
/// name beside it.
fn subjects(form: &Form, kinds: &[Kind], schemes: &[Scheme], draft: &mut Draft) -> Vec<Subject> {
    let mut names = names(form, draft);
    let mut all = Vec::new();
    for scheme in schemes {
        let uses = |kind: &&Kind| {
            sheet_of(kind, schemes).is_some_and(|it| it.sheet.title == scheme.sheet.title)
        };
        let of: Vec<&Kind> = kinds.iter().filter(uses).collect();
        if !scheme.sheet.of_persons {
            let kind = if let [kind] = &of[..] { Some(kind.name.clone()) } else { None };
            all.extend(scheme.sheet.subjects.iter().map(|name| Subject {
                name: Some(name.clone()),
                post: String::new(),
                kind: kind.clone(),
            }));
            continue;
        }
        let Some(table) = table::headed(scheme.table, &[&["部门和职务"]]) else { continue };
        let column = table.column(&["部门和职务"]);
        let posts = table.rows.iter().map(|row| table.cell(row, column).to_owned());
        let posts: Vec<String> = posts.filter(|post| !post.is_empty()).collect();
        draft.printed.extend(posts.iter().cloned());
        let listed = |post: &String| posts.iter().filter(|it| *it == post).count();
        // Of a post that several hold it is one who is named, whichever stands first.
        names.retain(|post, names| !posts.contains(post) || names.len() == listed(post));
        let of_post = kinds_of(&posts, &of);
        for (post, kind) in posts.iter().zip(of_post) {
            let name = names.get_mut(post).and_then(VecDeque::pop_front);
            all.push(Subject { name, post: post.clone(), kind });
        }
    }
    all
}

/// Reads the names beside the posts in what the scores came to. The results are not taken: they are
/// counted from the scores.
fn names(form: &Form, draft: &mut Draft) -> BTreeMap<String, VecDeque<String>> {
    let mut names: BTreeMap<String, VecDeque<String>> = BTreeMap::new();
    let table = form.standings.iter().find_map(Block::table);
    let Some(table) = table.and_then(|it| table::headed(it, &[&["姓名", "述职对象"]])) else {
        draft.printed.extend(lines(&form.standings));
        return names;
    };
    draft.report.remarks.push(
        "评议结果没有写入：它由评分表算出，把评委的评分表放进“评分表”文件夹就有了".to_owned(),
    );
    draft.refused.extend(lines(&form.standings));
    let (name, post) = (table.column(&["姓名"]), table.column(&["部门和职务"]));
    for row in &table.rows {
        let name = table.cell(row, name);
        if !name.is_empty() {
            draft.report.people.push(name.to_owned());
            let post = table.cell(row, post).to_owned();
            names.entry(post).or_default().push_back(name.to_owned());
        }
    }
    names
}

/// Tells which kind the holder of each post is of: the presidium's or the other one, where they come
/// out as many as the notice says.
fn kinds_of(posts: &[String], kinds: &[&Kind]) -> Vec<Option<String>> {
    let unknown = vec![None; posts.len()];
    let (presidium, others): (Vec<&Kind>, Vec<&Kind>) =
        kinds.iter().partition(|kind| kind.name.contains("主席团"));
    match (kinds, &presidium[..], &others[..]) {
        ([one], ..) => vec![Some(one.name.clone()); posts.len()],
        (_, [presidium], [other]) => {
            let of = |post: &String| if post.starts_with("主席团") { presidium } else { other };
            let told: Vec<&&Kind> = posts.iter().map(of).collect();
            let fits = |kind: &&Kind| {
                let number = told.iter().filter(|it| it.name == kind.name).count();
                kind.count.as_ref().is_some_and(|count| *count == number.to_string())
            };
            match fits(presidium) && fits(other) {
                true => told.into_iter().map(|kind| Some(kind.name.clone())).collect(),
                false => unknown,
            }
        }
        _ => unknown,
    }
}

fn write_subjects(subjects: &[Subject], yaml: &mut Yaml) {
    if subjects.is_empty() {
        yaml.unfilled(0, "对象名单", "评分表里没有写述职对象的名称");
        return;
    }
    yaml.open(0, "对象名单");
    let nameless = subjects.iter().filter(|subject| subject.name.is_none()).count();
    if nameless > 0 {
        let why = format!("空白的评分表只印职务，{nameless} 位个人的姓名要写上");
        yaml.unfilled.push(("评分.对象名单.名称".to_owned(), why));
    }
    for (number, subject) in (1..).zip(subjects) {
        yaml.as_entry(1, |yaml| {
            yaml.given(2, "序号", &number.to_string());
            yaml.given(2, "名称", subject.name.as_deref().unwrap_or(UNFILLED));
            match &subject.kind {
                Some(kind) => yaml.given(2, "对象", kind),
                None => yaml.unfilled(2, "对象", "看不出属于哪一类述职对象"),
            }
            match parted(&subject.post) {
                Some((unit, post)) => {
                    yaml.given(2, "部门", unit);
                    yaml.given(2, "职务", post);
                }
                None if subject.post.is_empty() => {}
                None => yaml.given(2, "职务", &subject.post),
            }
        });
    }
}

/// Parts a unit from a post run together with it, where one of the two is told by its word.
fn parted(words: &str) -> Option<(&str, &str)> {
    const PRESIDIUM: &str = "主席团";
    const HEAD: &str = "负责人";
    let whole = |(unit, post): (&str, &str)| !unit.is_empty() && !post.is_empty();
    let split = match words.strip_prefix(PRESIDIUM) {
        Some(post) => Some((PRESIDIUM, post)),
        None => words.strip_suffix(HEAD).map(|unit| (unit, HEAD)),
    };
    split.filter(|it| whole(*it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, count: &str) -> Kind {
        Kind { name: name.to_owned(), count: Some(count.to_owned()), persons: Some(true) }
    }

    #[test]
    fn a_kind_is_told_by_its_posts_only_where_the_numbers_agree() {
        let posts = ["主席团成员", "学业部负责人", "服务部负责人"].map(str::to_owned);
        let (presidium, heads) = (kind("主席团成员", "1"), kind("工作部门负责人", "2"));
        let told = kinds_of(&posts, &[&presidium, &heads]);
        let told: Vec<&str> = told.iter().map(|kind| kind.as_deref().unwrap()).collect();
        assert_eq!(told, ["主席团成员", "工作部门负责人", "工作部门负责人"]);
        let more = kind("工作部门负责人", "3");
        assert_eq!(kinds_of(&posts, &[&presidium, &more]), [None, None, None]);
    }

    #[test]
    fn unit_and_post_are_parted_by_the_words_that_tell_them() {
        assert_eq!(parted("主席团执行主席"), Some(("主席团", "执行主席")));
        assert_eq!(parted("学业部负责人"), Some(("学业部", "负责人")));
        assert_eq!(parted("学业部副部长"), None);
    }
}
