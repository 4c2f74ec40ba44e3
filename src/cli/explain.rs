//! `gongkai explain`: prints one rule as its document has it.

use std::path::Path;

use super::{Exit, Outcome};
use crate::diagnostic::Level;
use crate::failure::Failure;
use crate::load::decode::nearest;
use crate::pipeline;
use crate::standard::{Evaluation, Expression, Rule};

/// 说明一条规则：查什么、为什么、怎样改
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai explain ROS-07")]
pub struct Arguments {
    /// 规则代号，如 ROS-07
    #[arg(value_name = "代号")]
    code: String,
}

pub fn run(root: &Path, arguments: Arguments) -> Outcome {
    let inputs = pipeline::standards_only(root)?;
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let code = arguments.code.trim().to_uppercase();
    let Some(rule) = standards.rule(&code) else {
        let codes = standards.rules.iter().map(|rule| rule.code.as_str());
        let near = nearest(&code, codes).map(|near| format!("是不是 {near}？")).unwrap_or_default();
        return Err(Failure::new(code, "没有这个代号的规则")
            .with_help(format!("{near}gongkai rules 列出全部规则")));
    };
    print!("{}", explained(rule, &inputs.sources.file(rule.place.file).path));
    Ok(Exit::Clean)
}

fn explained(rule: &Rule, path: &str) -> String {
    let mut out = format!("{}  {}\n\n", rule.code, rule.title);
    for severity in &rule.severity {
        let from = severity.from.map(|y| format!("（{y}—{}学年起）", y + 1)).unwrap_or_default();
        out.push_str(&format!("后果：{}{from}\n", level(severity.level)));
    }
    for cite in &rule.cites {
        out.push_str(&format!("依据：{}，{}\n", cite.document, cite.clause));
    }
    out.push_str(&format!("\n{}\n", rule.body));
    if let Evaluation::Expression(expression) = &rule.evaluation {
        let Expression { each, when, require, help, .. } = &**expression;
        out.push('\n');
        for (name, list) in each {
            out.push_str(&format!("逐一看：{name} in {}\n", list.text));
        }
        if let Some(when) = when {
            out.push_str(&format!("当：{}\n", when.text));
        }
        match require {
            Some(require) => out.push_str(&format!("须有：{}\n", require.text)),
            None => out.push_str("不许有\n"),
        }
        if let Some(help) = help {
            out.push_str(&format!("怎么办：{help}\n"));
        }
    }
    out.push_str(&format!("\n全文和例子：{path}\n"));
    out
}

pub fn level(level: Level) -> &'static str {
    match level {
        Level::Violation => "违规，不生成",
        Level::Warning => "警告",
        Level::Unverified => "无法核实",
        Level::Notice => "提示",
    }
}
