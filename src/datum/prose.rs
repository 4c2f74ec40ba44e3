//! A text as it was written: 章, 节, 条, 款, 项 and 目 as a tree, each with its place.
//! It must not know Markdown, nor what the text is about.

use crate::source::Span;

/// How a text may use facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// What a congress passed: data never rewrites it.
    Adopted,
    /// What reports: it may say `{{ 代表.总数 }}`.
    Narrative,
}

/// A Markdown text, read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Prose {
    /// The first-level heading, when the text has one.
    pub title: Option<Node>,
    pub nodes: Vec<Node>,
}

/// A heading with what it heads, a provision with what belongs to it, or a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub kind: Kind,
    /// The number as the author wrote it; absent for what carries none.
    pub label: Option<Label>,
    pub runs: Vec<Run>,
    pub children: Vec<Node>,
    pub span: Span,
}

/// What a node is, from the outside in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 章, or a heading of the second level without a number.
    Chapter,
    /// 节, or a heading of the third level without a number.
    Section,
    /// 条; its runs are its first 款, its children further 款 and 项.
    Article,
    /// 款: a paragraph without a number.
    Paragraph,
    /// 项: （一）.
    Item,
    /// 目, or an entry of a numbered list: `1.`.
    Subitem,
    /// An entry of a list without numbers.
    Entry,
}

/// A number as it was written: `第十一条`, `（一）`, `1.`.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    pub text: String,
    /// Its value; absent when the numeral is malformed.
    pub number: Option<u32>,
    pub span: Span,
}

/// A run of characters within a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    Text {
        text: String,
        span: Span,
    },
    Strong(Vec<Run>),
    Emphasis(Vec<Run>),
    Link {
        target: String,
        runs: Vec<Run>,
        span: Span,
    },
    /// `{{ 代表.总数 }}`: a fact by its Chinese path.
    Fact {
        path: String,
        span: Span,
    },
    LineBreak,
}

impl Prose {
    /// Calls `see` with every node, title first, in reading order, with the nodes it lies in.
    pub fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Node, &[&'a Node])) {
        fn visit<'a>(
            node: &'a Node,
            above: &mut Vec<&'a Node>,
            see: &mut impl FnMut(&'a Node, &[&'a Node]),
        ) {
            see(node, above);
            above.push(node);
            node.children.iter().for_each(|child| visit(child, above, see));
            above.pop();
        }
        let mut above = Vec::new();
        self.title.iter().chain(&self.nodes).for_each(|node| visit(node, &mut above, see));
    }
}

impl Node {
    /// Returns the node's own words without its label and children.
    pub fn plain_text(&self) -> String {
        let mut out = String::new();
        each_text(&self.runs, &mut |text, _| out.push_str(text));
        out
    }
}

/// Calls `see` with every piece of literal text in some runs, with its place.
pub fn each_text<'a>(runs: &'a [Run], see: &mut impl FnMut(&'a str, Span)) {
    for run in runs {
        match run {
            Run::Text { text, span } => see(text, *span),
            Run::Strong(runs) | Run::Emphasis(runs) | Run::Link { runs, .. } => {
                each_text(runs, see)
            }
            Run::Fact { .. } | Run::LineBreak => {}
        }
    }
}
