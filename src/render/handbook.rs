//! The handbook: every rule as its document has it, on one page.
//! It must not know how the page looks, nor evaluate a rule.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Level;
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::standard::{Case, Change, Edition, Evaluation, Rule};
use crate::theme::Theme;

#[derive(Serialize)]
struct Handbook<'a> {
    count: usize,
    families: Vec<Family<'a>>,
}

/// The rules whose codes begin alike.
#[derive(Serialize)]
struct Family<'a> {
    code: &'a str,
    rules: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    title: &'a str,
    own: bool,
    levels: Vec<String>,
    grounds: Vec<String>,
    paragraphs: Vec<String>,
    /// What is evaluated, a line a part, with what the part is called.
    parts: Vec<(&'static str, String)>,
    help: &'a str,
    failing: Vec<String>,
    passing: Vec<String>,
}

/// Makes the handbook of some rules: `index.html` and the styles beside it.
///
/// # Errors
/// A template that cannot be read or filled.
pub fn handbook(rules: &[Rule], theme: &Theme) -> Result<Vec<Artifact>, Failure> {
    let mut families: BTreeMap<(Edition, &str), Vec<Entry>> = BTreeMap::new();
    for rule in rules {
        let family = rule.code.rsplit_once('-').map_or(rule.code.as_str(), |(family, _)| family);
        families.entry((rule.edition, family)).or_default().push(entry(rule));
    }
    let families = families.into_iter().map(|((_, code), rules)| Family { code, rules });
    let view = Handbook { count: rules.len(), families: families.collect() };
    let mut files = theme.assets();
    files.push(Artifact::new("index.html", theme.templates()?.fill("handbook.html", &view)?));
    Ok(files)
}

fn entry(rule: &Rule) -> Entry<'_> {
    let mut parts = Vec::new();
    let mut help = "";
    match &rule.evaluation {
        Evaluation::Reading | Evaluation::Built => {
            parts.push(("怎样查", "读取文件或核对成品时报告".to_owned()));
        }
        Evaluation::Expression(expression) => {
            let each =
                expression.each.iter().map(|(name, list)| format!("{name} in {}", list.text));
            parts.extend(each.map(|each| ("逐一看", each)));
            parts.extend(expression.when.iter().map(|when| ("当", when.text.clone())));
            let lets =
                expression.lets.iter().map(|(name, value)| format!("{name} = {}", value.text));
            parts.extend(lets.map(|named| ("设", named)));
            parts.push(match &expression.require {
                Some(require) => ("须有", require.text.clone()),
                None => ("不许有", expression.each.last().map_or("", |(name, _)| name).to_owned()),
            });
            help = expression.help.as_deref().unwrap_or_default();
        }
    }
    let cases = |fails: bool| {
        rule.cases.iter().filter(move |case| case.fails == fails).map(case_text).collect()
    };
    Entry {
        code: &rule.code,
        title: &rule.title,
        own: rule.edition == Edition::Own,
        levels: rule.severity.iter().map(|s| dated(s.level, s.from)).collect(),
        grounds: rule.cites.iter().map(|c| format!("{}，{}", c.document, c.clause)).collect(),
        paragraphs: rule.body.split("\n\n").map(|part| part.replace('\n', "")).collect(),
        parts,
        help,
        failing: cases(true),
        passing: cases(false),
    }
}

fn dated(level: Level, from: Option<i32>) -> String {
    let level = match level {
        Level::Violation => "违规，不生成",
        Level::Warning => "警告",
        Level::Unverified => "无法核实",
        Level::Notice => "提示",
    };
    let from = from.map(|year| format!("（{year}—{}学年起）", year + 1));
    format!("{level}{}", from.unwrap_or_default())
}

fn case_text(case: &Case) -> String {
    let line = |target: &str, change: &Change| match change {
        Change::Set(value) => format!("{target}: {value}"),
        Change::Remove => format!("删去 {target}"),
        Change::Replace(old, new) => format!("{target}: {old} → {new}"),
        Change::Append(entry) => format!("{target} 增加 {entry}"),
        Change::Mark => format!("报告在 {target}"),
    };
    let lines: Vec<String> =
        case.edits.iter().map(|edit| line(&edit.target, &edit.change)).collect();
    lines.join("\n")
}
