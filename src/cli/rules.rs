//! `gongkai rules`: lists the rules, the facts they may read, and tries their cases.

use std::path::Path;

use clap::Subcommand;

use super::terminal::{self, Colour};
use super::{Exit, Outcome, explain};
use crate::datum::{Need, Record, Shape, Visibility};
use crate::diagnostic::Diagnostic;
use crate::load::Standards;
use crate::model::YEAR;
use crate::pipeline::{self, Inputs};
use crate::rules::test::{self, Specimen};
use crate::standard::{Edition, Evaluation};

/// 列出规则；rules test 试例子；rules facts 列出事实
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai rules\n  gongkai rules test\n  gongkai rules facts")]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Subcommand)]
enum What {
    /// 用每条规则自己的例子试它
    Test {
        /// 只试这些代号
        #[arg(value_name = "代号")]
        codes: Vec<String>,
    },
    /// 列出规则可以读的全部事实
    Facts,
}

pub fn run(root: &Path, arguments: Arguments, colour: Colour) -> Outcome {
    let inputs = pipeline::standards_only(root)?;
    let mut faults = Vec::new();
    let standards = pipeline::read_standards(&inputs, &mut faults);
    let sound = terminal::findings(faults, &inputs.sources, colour).violations == 0;
    let passed = match arguments.what {
        None => {
            list(&standards);
            true
        }
        Some(What::Facts) => {
            facts("", "", &YEAR, 0);
            true
        }
        Some(What::Test { codes }) => try_cases(&inputs, &standards, &codes, colour),
    };
    Ok(if sound && passed { Exit::Clean } else { Exit::Violations })
}

fn list(standards: &Standards) {
    for rule in &standards.rules {
        let level = rule.severity.last().map_or("", |severity| explain::level(severity.level));
        let own = if rule.edition == Edition::Own { "（自定）" } else { "" };
        println!("{:<8} {}{own}  [{level}]", rule.code, rule.title);
    }
    println!("共 {} 条", standards.rules.len());
}

/// Prints the table of facts, the author's word beside the rule's.
fn facts(names: &str, keys: &str, record: &'static Record, depth: usize) {
    for field in record.fields {
        let dot = |path: &str, part: &str| {
            if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") }
        };
        let list = if field.shape.is_list() { "[]" } else { "" };
        let (name, key) = (dot(names, field.name) + list, dot(keys, field.key) + list);
        let made = if field.need == Need::Derived { "，由程序算出" } else { "" };
        let seen = if field.visibility == Visibility::Hidden { "，不公开" } else { "" };
        println!("{name}  {key}  {}{made}{seen}  {}", shape(field.shape), field.meaning);
        if let Some(below) = field.shape.record().filter(|_| depth < 4) {
            facts(&name, &key, below, depth + 1);
        }
    }
}

fn shape(shape: Shape) -> String {
    match shape {
        Shape::Text => "文字".to_owned(),
        Shape::Count("") => "整数".to_owned(),
        Shape::Count(unit) => format!("整数（{unit}）"),
        Shape::Date => "日期".to_owned(),
        Shape::YesNo | Shape::Verdict => "是或否".to_owned(),
        Shape::Verdicts => "一行是或否".to_owned(),
        Shape::Choice(choices) => choices.join("|"),
        Shape::Year => "学年".to_owned(),
        Shape::Email => "邮箱".to_owned(),
        Shape::Url => "网址".to_owned(),
        Shape::Texts => "文字列表".to_owned(),
        Shape::One(_) => "一组".to_owned(),
        Shape::Many(_) | Shape::Keyed(_) => "列表".to_owned(),
        Shape::Prose(_) => "正文".to_owned(),
    }
}

fn try_cases(inputs: &Inputs, standards: &Standards, codes: &[String], colour: Colour) -> bool {
    let Some(specimen) = Specimen::find("standards/specimen", standards, &inputs.sources) else {
        println!("没有 standards/specimen/，试不了");
        return false;
    };
    let mut wrong = Vec::new();
    let mut cases = 0;
    let chosen =
        standards.rules.iter().filter(|rule| codes.is_empty() || codes.contains(&rule.code));
    for rule in chosen.filter(|rule| {
        matches!(rule.evaluation, Evaluation::Expression(_)) || !rule.cases.is_empty()
    }) {
        cases += rule.cases.len();
        for (span, why) in test::run(rule, &specimen, standards, &inputs.sources) {
            wrong.push(Diagnostic::violation(&rule.code, span, why));
        }
    }
    let count = terminal::findings(wrong, &inputs.sources, colour);
    println!("试了 {cases} 个例子，{} 个不符", count.violations);
    count.violations == 0
}
