//! `gongkai explain`: prints one rule as its document has it.

use std::path::Path;

use super::terminal::Terminal;
use super::{Exit, Outcome};
use crate::diagnostic::Level;
use crate::failure::Failure;
use crate::language::{Both, both, joined};
use crate::load::decode::nearest;
use crate::pipeline;
use crate::standard::{Citation, Evaluation, Expression, Rule, Severity, Source};

/// 说明一条规则：查什么、为什么、怎样改
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai explain ROS-07")]
pub struct Arguments {
    /// 规则代号，如 ROS-07
    #[arg(value_name = "代号")]
    code: String,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let inputs = pipeline::standards_only(root)?;
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let code = arguments.code.trim().to_uppercase();
    let Some(rule) = standards.rule(&code) else {
        let codes = standards.rules.iter().map(|rule| rule.code.as_str());
        let near = nearest(&code, codes)
            .map(|near| both!("是不是 {near}？", "did you mean {near}? "))
            .unwrap_or_default();
        let all = both!("gongkai rules 列出全部规则", "gongkai rules lists them all");
        let why = both!("没有这个代号的规则", "no rule has this code");
        return Err(Failure::new(code, why).with_help(near + all));
    };
    terminal.say(explained(rule, &inputs.sources.file(rule.place.file).path));
    Ok(Exit::Clean)
}

/// What is around a rule's own words is told in both languages.
fn explained(rule: &Rule, path: &str) -> Both {
    let mut lines = vec![both!("{}  {}\n", "{}  {}\n", rule.code, rule.title)];
    for severity in &rule.severity {
        lines.push(both!("后果：", "level: ") + dated(severity));
    }
    for Citation { document, clause } in &rule.cites {
        lines.push(both!("依据：{document}，{clause}", "ground: {document}，{clause}"));
    }
    lines.push(both!("\n{}", "\n{}", rule.body));
    if let Evaluation::Expression(expression) = &rule.evaluation {
        lines.push(Both::default());
        lines.extend(evaluated(expression));
    }
    lines.push(both!("\n全文和例子：{path}", "\nits text and cases: {path}"));
    joined(lines, "\n")
}

fn evaluated(expression: &Expression) -> Vec<Both> {
    let Expression { each, when, require, .. } = expression;
    let mut lines = Vec::new();
    for (name, Source { text, .. }) in each {
        lines.push(both!("逐一看：{name} in {text}", "for each: {name} in {text}"));
    }
    if let Some(Source { text, .. }) = when {
        lines.push(both!("当：{text}", "when: {text}"));
    }
    lines.push(match require {
        Some(Source { text, .. }) => both!("须有：{text}", "required: {text}"),
        None => both!("不许有", "forbidden"),
    });
    if let Some(help) = expression.advice() {
        lines.push(both!("怎么办：{help}", "help: {help}"));
    }
    lines
}

fn dated(Severity { level, from }: &Severity) -> Both {
    let from = from.map(|from| {
        let to = from + 1;
        both!("（{from}—{to}学年起）", " (from {from}-{to} on)")
    });
    self::level(*level) + from.unwrap_or_default()
}

/// Says what comes of a level.
pub fn level(level: Level) -> Both {
    match level {
        Level::Violation => both!("违规，不生成", "violation, nothing is built"),
        Level::Warning => both!("警告", "warning"),
        Level::Unverified => both!("无法核实", "unverified"),
        Level::Notice => both!("提示", "notice"),
    }
}
