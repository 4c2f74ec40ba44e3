//! A rule: what it demands, on what ground, and the cases that prove it.
//! It must not know how an expression is evaluated.

use crate::diagnostic::Level;
use crate::source::Span;

/// One document of `standards/rules/`.
#[derive(Clone, Debug)]
pub struct Rule {
    pub code: String,
    /// The fault it names.
    pub title: String,
    /// Whose rule it is.
    pub issuer: Issuer,
    pub severity: Vec<Severity>,
    pub cites: Vec<Citation>,
    /// Permanent key of the indicator this rule bears on.
    pub proves: Option<String>,
    /// Permanent key of an indicator whose honest 否 carries this rule's violation too.
    pub eased_by: Option<String>,
    /// What the rule looks at.
    pub about: Vec<About>,
    pub evaluation: Evaluation,
    /// What stands behind its front matter: the explanation, then the cases.
    pub body: Span,
    pub place: Span,
}

/// What stands behind the front matter of a rule.
#[derive(Clone, Debug, Default)]
pub struct Body<'a> {
    /// Why, how to check, where the borders lie; Markdown.
    pub explanation: &'a str,
    pub cases: Vec<Case>,
}

/// What is made public, each cleared by the rules that are about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The disclosure of one academic year.
    Year,
    /// One round of appraisals.
    Round,
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Issuer {
    /// Part of `standards/`.
    National,
    /// A college's or province's own, under `content/standards/`.
    Own,
}

/// How much a violated rule weighs, from an academic year on.
#[derive(Clone, Debug)]
pub struct Severity {
    pub level: Level,
    /// Start of the first academic year it holds for; absent for every year.
    pub from: Option<i32>,
}

/// The document and clause a rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    pub document: String,
    pub clause: String,
}

/// How a rule finds out.
#[derive(Clone, Debug)]
pub enum Evaluation {
    /// By reading alone: whether files can be read is no matter of compliance.
    Reading,
    /// By reading or by the output audit, where the fault shows; the document only explains it.
    Built,
    /// By an expression over facts.
    Expression(Box<Expression>),
}

/// What a rule looks at and what it demands.
#[derive(Clone, Debug)]
pub struct Expression {
    /// `person in roster`, outermost first.
    pub each: Vec<(String, Source)>,
    /// Named values, made once for each item.
    pub lets: Vec<(String, Source)>,
    pub when: Option<Source>,
    /// What must be true of each item. Absent where every item is a fault by itself.
    pub require: Option<Source>,
    /// The primary place.
    pub at: Option<Source>,
    pub show: Vec<Source>,
    /// The value written and the value expected, for programs that read findings.
    pub found: Option<Source>,
    pub expected: Option<Source>,
    pub message: String,
    pub help: Option<String>,
}

impl Expression {
    /// Returns what to do as it reads before a year is known: `…` for what each finding fills in.
    pub fn advice(&self) -> Option<String> {
        self.help.as_deref().map(unfilled)
    }
}

/// Replaces the expressions of a message: a quoted text by itself, what is read by `…`.
pub fn unfilled(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let quoted = after.trim_start().strip_prefix('\'').and_then(|text| text.split_once('\''));
        let (shown, after) = quoted.unwrap_or(("…", after));
        out.push_str(shown);
        rest = after.split_once("}}").map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// An expression and where it stands in its document.
#[derive(Clone, Debug)]
pub struct Source {
    pub text: String,
    pub span: Span,
}

/// One test of a rule: edits to the specimen year, and what must come of them.
#[derive(Clone, Debug)]
pub struct Case {
    /// Whether this rule must report the marked place.
    pub fails: bool,
    pub edits: Vec<Edit>,
    /// Codes the edits entail besides this rule's own.
    pub also: Vec<String>,
    pub span: Span,
}

/// One change of the specimen's source text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// A Chinese path, `名单[林知夏].排名`, or a file, `章程.md`.
    pub target: String,
    pub change: Change,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Change {
    /// Gives a value, making the key when it is not there. ⟦ ⟧ mark the place to be reported.
    Set(String),
    /// Takes the entry out, with its key.
    Remove,
    /// Replaces the one place where the first text stands by the second.
    Replace(String, String),
    /// Puts an entry behind the last one.
    Append(String),
    /// Changes nothing: the place that must be reported.
    Mark,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_before_it_is_filled() {
        assert_eq!(unfilled("改为“{{ slip.proper }}”"), "改为“…”");
        assert_eq!(unfilled("写 {{ '{{ 年度.学年 }}' }} 就不会错"), "写 {{ 年度.学年 }} 就不会错");
        assert_eq!(unfilled("删去"), "删去");
    }
}
