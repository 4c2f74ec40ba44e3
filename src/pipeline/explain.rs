//! One rule as its document has it.
//! It must not know who asks.

use crate::diagnostic::Level;
use crate::language::{Both, both, joined};
use crate::standard::{Citation, Evaluation, Expression, Rule, Severity, Source};

/// Explains a rule, whose document is the file at `path`; what is around its own words is told in both
/// languages.
pub fn explained(rule: &Rule, path: &str) -> Both {
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
    consequence(*level) + from.unwrap_or_default()
}

/// Says what comes of a level.
pub fn consequence(level: Level) -> Both {
    match level {
        Level::Violation => both!("违规，不生成", "violation, nothing is built"),
        Level::Warning => both!("警告", "warning"),
        Level::Unverified => both!("无法核实", "unverified"),
        Level::Notice => both!("提示", "notice"),
    }
}
