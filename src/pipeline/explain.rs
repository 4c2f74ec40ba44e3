//! One rule as its document has it.
//! It must not know who asks.

use crate::diagnostic::Level;
use crate::language::{Both, both, joined};
use crate::load;
use crate::source::Sources;
use crate::standard::{Citation, Evaluation, Expression, Rule, Severity, Source};

/// A rule in words; what is around its own words is told in both languages.
pub struct Explained {
    /// What it says, and why.
    pub said: Both,
    /// What a machine holds against it, where that is written as an expression.
    pub condition: Option<Both>,
    /// Where all of it stands.
    pub place: Both,
}

impl Explained {
    /// Explains a rule of some standards.
    pub fn describe(rule: &Rule, sources: &Sources) -> Self {
        let path = &sources.file(rule.place.file).path;
        let mut lines = vec![both!("{}  {}\n", "{}  {}\n", rule.code, rule.title)];
        for severity in &rule.severity {
            lines.push(both!("后果：", "level: ") + dated(severity));
        }
        for Citation { document, clause } in &rule.cites {
            lines.push(both!("依据：{document}，{clause}", "ground: {document}，{clause}"));
        }
        lines.push(both!("\n{}", "\n{}", load::body(rule, sources).explanation));
        let condition = match &rule.evaluation {
            Evaluation::Expression(expression) => Some(joined(evaluated(expression), "\n")),
            _ => None,
        };
        let place = both!("全文和例子：{path}", "its text and cases: {path}");
        Self { said: joined(lines, "\n"), condition, place }
    }

    /// Returns all of it, one below the other.
    pub fn whole(self) -> Both {
        let parts = [Some(self.said), self.condition, Some(self.place)];
        joined(parts.into_iter().flatten(), "\n\n")
    }
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
