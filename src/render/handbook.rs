//! The handbook: every rule as its document has it, on one page.
//! It must not know how the page looks, nor evaluate a rule.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diagnostic::Level;
use crate::failure::Failure;
use crate::load;
use crate::manifest::Artifact;
use crate::source::Sources;
use crate::standard::{Body, Case, Change, Evaluation, Expression, Issuer, Rule, Source};
use crate::theme::Theme;

/// What the families of codes are about, in the order of the form; a college's own come after.
const FAMILIES: [(&str, &str); 22] = [
    ("STR", "整份公开内容"),
    ("SE", "自评表"),
    ("L2", "二级组织"),
    ("CH", "章程"),
    ("ORG", "组织架构"),
    ("ROS", "工作人员名单"),
    ("EL", "候选人与选举"),
    ("CG", "代表大会"),
    ("DL", "代表"),
    ("AP", "述职评议办法"),
    ("AN", "各次述职评议"),
    ("SC", "评分表"),
    ("RP", "责任人"),
    ("TX", "文字"),
    ("PV", "个人信息"),
    ("PB", "成品与版本"),
    ("VR", "与上一学年"),
    ("CT", "校核数"),
    ("EX", "豁免"),
    ("IN", "数据文件"),
    ("MD", "文字文件"),
    ("RL", "规则文件"),
];

/// The files of the theme that the page takes, by their path in it.
const FILES: [&str; 5] = ["base.css", "text.css", "print.css", "icon.svg", "handbook/handbook.css"];

#[derive(Serialize)]
struct Handbook<'a> {
    /// A BCP 47 tag.
    language: &'static str,
    version: &'static str,
    /// How many rules there are, and of each level.
    counts: Vec<(&'static str, usize)>,
    contents: Vec<Contents<'a>>,
    families: Vec<Family<'a>>,
}

#[derive(Serialize)]
struct Contents<'a> {
    number: &'a str,
    title: &'static str,
    href: String,
    entries: [(); 0],
}

/// The rules whose codes begin alike.
#[derive(Serialize)]
struct Family<'a> {
    code: &'a str,
    /// What they are about; empty for a family that has no name.
    name: &'static str,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    title: &'a str,
    own: bool,
    /// What comes of it, with a word for the style of each: `violation`, `warning`, `notice`.
    levels: Vec<(String, &'static str)>,
    grounds: Vec<String>,
    paragraphs: Vec<Vec<Piece<'a>>>,
    /// What is evaluated: the lines of each part, after what the part is called.
    parts: Vec<(&'static str, Vec<String>)>,
    help: String,
    failing: Vec<CaseText>,
    passing: Vec<CaseText>,
}

/// Some words of a text; those that are the code of another rule lead there.
#[derive(Debug, PartialEq, Serialize)]
struct Piece<'a> {
    text: &'a str,
    is_code: bool,
}

/// The edits of a case, around the place that is to be reported when one is marked.
#[derive(Serialize)]
struct CaseText {
    before: String,
    marked: String,
    after: String,
}

/// Makes the handbook of some rules: `index.html` and what it needs beside it.
///
/// # Errors
/// A template that cannot be read or filled.
pub fn handbook(
    rules: &[Rule],
    sources: &Sources,
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    let known: BTreeSet<&str> = rules.iter().map(|rule| rule.code.as_str()).collect();
    let mut families: BTreeMap<(Issuer, usize, &str), Vec<Entry>> = BTreeMap::new();
    for rule in rules {
        let family = rule.code.rsplit_once('-').map_or(rule.code.as_str(), |(family, _)| family);
        let rank = FAMILIES.iter().position(|(code, _)| *code == family);
        let rank = rank.unwrap_or(FAMILIES.len());
        families.entry((rule.issuer, rank, family)).or_default().push(entry(rule, sources, &known));
    }
    let families = families.into_iter().map(|((_, rank, code), rules)| {
        let name = FAMILIES.get(rank).map_or("", |(_, name)| name);
        Family { code, name, rules }
    });
    let families: Vec<Family> = families.collect();
    let view = Handbook {
        language: "zh-CN",
        version: env!("CARGO_PKG_VERSION"),
        counts: counts(rules),
        contents: families.iter().map(contents).collect(),
        families,
    };
    let file = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        Some(Artifact::new(name, theme.file(path)?.to_vec()))
    };
    let mut files: Vec<Artifact> = FILES.iter().filter_map(file).collect();
    files.push(Artifact::new("index.html", theme.templates()?.fill("handbook.html", view)?));
    Ok(files)
}

fn counts(rules: &[Rule]) -> Vec<(&'static str, usize)> {
    let level = |rule: &Rule| rule.severity.last().map(|severity| severity.level);
    let of = |wanted| rules.iter().filter(|rule| level(rule) == Some(wanted)).count();
    vec![
        ("全部", rules.len()),
        ("违规", of(Level::Violation)),
        ("警告", of(Level::Warning)),
        ("提示", of(Level::Notice)),
    ]
}

fn contents<'a>(family: &Family<'a>) -> Contents<'a> {
    let href = format!("#{}", family.code);
    Contents { number: family.code, title: family.name, href, entries: [] }
}

fn entry<'a>(rule: &'a Rule, sources: &'a Sources, known: &BTreeSet<&str>) -> Entry<'a> {
    let Body { explanation, cases } = load::body(rule, sources);
    let (parts, help) = match &rule.evaluation {
        Evaluation::Reading | Evaluation::Built => {
            (vec![("怎样查", vec!["读取文件或核对成品时报告".to_owned()])], None)
        }
        Evaluation::Expression(expression) => (parts(expression), expression.advice()),
    };
    let cases =
        |fails: bool| cases.iter().filter(|case| case.fails == fails).map(case_text).collect();
    let paragraphs = explanation.split("\n\n");
    Entry {
        code: &rule.code,
        title: &rule.title,
        own: rule.issuer == Issuer::Own,
        levels: rule.severity.iter().map(|s| dated(s.level, s.from)).collect(),
        grounds: rule.cites.iter().map(|c| format!("{}，{}", c.document, c.clause)).collect(),
        paragraphs: paragraphs.map(|paragraph| pieces(paragraph, &rule.code, known)).collect(),
        parts,
        help: help.unwrap_or_default(),
        failing: cases(true),
        passing: cases(false),
    }
}

fn parts(expression: &Expression) -> Vec<(&'static str, Vec<String>)> {
    let named =
        |(name, value): &(String, Source), sign: &str| format!("{name} {sign} {}", value.text);
    let (demand, demanded) = match &expression.require {
        Some(require) => ("须有", require.text.as_str()),
        None => ("不许有", expression.each.last().map_or("", |(name, _)| name)),
    };
    let parts = [
        ("逐一看", expression.each.iter().map(|each| named(each, "in")).collect()),
        ("当", expression.when.iter().map(|when| when.text.clone()).collect()),
        ("设", expression.lets.iter().map(|value| named(value, "=")).collect()),
        (demand, vec![demanded.to_owned()]),
    ];
    parts.into_iter().filter(|(_, lines): &(_, Vec<String>)| !lines.is_empty()).collect()
}

fn dated(level: Level, from: Option<i32>) -> (String, &'static str) {
    let (level, style) = match level {
        Level::Violation => ("违规，不生成", "violation"),
        Level::Warning => ("警告", "warning"),
        Level::Unverified => ("无法核实", "unverified"),
        Level::Notice => ("提示", "notice"),
    };
    let from = from.map(|year| format!("（{year}—{}学年起）", year + 1));
    (format!("{level}{}", from.unwrap_or_default()), style)
}

/// Splits a paragraph at the codes of other rules, and at the ends of its lines, between which
/// Chinese has no blank.
fn pieces<'a>(paragraph: &'a str, own: &str, known: &BTreeSet<&str>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    for line in paragraph.lines() {
        let mut rest = line;
        while let Some((start, end)) = code_in(rest, own, known) {
            pieces.push(Piece { text: &rest[..start], is_code: false });
            pieces.push(Piece { text: &rest[start..end], is_code: true });
            rest = &rest[end..];
        }
        pieces.push(Piece { text: rest, is_code: false });
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Finds the first code of another rule in a text.
fn code_in(text: &str, own: &str, known: &BTreeSet<&str>) -> Option<(usize, usize)> {
    let in_code = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut at = 0;
    while let Some(start) = text[at..].find(in_code).map(|found| at + found) {
        let end = text[start..].find(|c| !in_code(c)).map_or(text.len(), |length| start + length);
        if text[start..end] != *own && known.contains(&text[start..end]) {
            return Some((start, end));
        }
        at = end;
    }
    None
}

fn case_text(case: &Case) -> CaseText {
    let line = |target: &str, change: &Change| match change {
        Change::Set(value) => format!("{target}: {value}"),
        Change::Remove => format!("删去 {target}"),
        Change::Replace(old, new) => format!("{target}: {old} → {new}"),
        Change::Append(entry) => format!("{target} 增加 {entry}"),
        Change::Mark => format!("报告在 {target}"),
    };
    let lines: Vec<String> =
        case.edits.iter().map(|edit| line(&edit.target, &edit.change)).collect();
    let text = lines.join("\n");
    let (before, rest) = text.split_once('⟦').unwrap_or((&text, ""));
    let (marked, after) = rest.split_once('⟧').unwrap_or((rest, ""));
    CaseText { before: before.to_owned(), marked: marked.to_owned(), after: after.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_other_rules_lead_there() {
        let known = BTreeSet::from(["ROS-07", "ROS-08"]);
        let found = pieces("ROS-07 不看\n，由ROS-08查；ROS-80 没有", "ROS-07", &known);
        let codes: Vec<&str> = found.iter().filter(|p| p.is_code).map(|p| p.text).collect();
        assert_eq!(codes, ["ROS-08"]);
        let all: String = found.iter().map(|piece| piece.text).collect();
        assert_eq!(all, "ROS-07 不看，由ROS-08查；ROS-80 没有");
    }
}
