//! YAML → a tree whose scalars keep the text they were written with, and their place.
//! It must not know any field; nothing here types a scalar.

pub mod tree;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::load::{built_in, slip};
use crate::source::{FileId, Sources, Span};
use tree::Tree;

/// A value as it was written.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// Nothing, or the word `null` or `~`.
    Empty,
    Scalar(String),
    List(Vec<Node>),
    /// Keys and values in the order they stand.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Tells whether nothing is written here, or a list or mapping without entries.
    pub fn is_blank(&self) -> bool {
        match &self.kind {
            Kind::Empty => true,
            Kind::Scalar(_) => false,
            Kind::List(items) => items.is_empty(),
            Kind::Map(pairs) => pairs.is_empty(),
        }
    }

    /// Returns what kind of thing this is, in a teacher's words.
    pub fn described(&self) -> &'static str {
        match self.kind {
            Kind::Empty => "空",
            Kind::Scalar(_) => "一个值",
            Kind::List(_) => "一个列表",
            Kind::Map(_) => "一组“键: 值”",
        }
    }
}

/// Parses one file; a fault of the syntax is reported at its place and ends it.
pub fn parse(file: FileId, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    known(file, sources).or_else(|| parse_text(file, &sources.file(file).text, faults))
}

/// Parses the front matter of a document, which stands between two byte offsets.
pub fn parse_part(
    file: FileId,
    range: Range<usize>,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let padded = || tree::padded(&sources.file(file).text, range);
    known(file, sources).or_else(|| parse_text(file, &padded(), faults))
}

/// Returns what was read of a file when the program was compiled.
fn known(file: FileId, sources: &Sources) -> Option<Node> {
    let source = sources.file(file);
    built_in::tree(&source.path, &source.text).map(|tree| node(tree, file))
}

fn parse_text(file: FileId, text: &str, faults: &mut Vec<Diagnostic>) -> Option<Node> {
    let tabs = tabs(file, text);
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if text.lines().all(blank) {
        return Some(Node { kind: Kind::Empty, span: Span::new(file, 0, 0) });
    }
    let stumbled = tabs.is_some();
    faults.extend(tabs);
    match tree::read(text) {
        Ok(tree) => {
            let node = node(tree, file);
            warn_of_lost_comments(&node, text, faults);
            Some(node)
        }
        // What the parser says of a tab is about some line near it.
        Err(_) if stumbled => None,
        Err(error) => {
            faults.push(slip::explain(&error, file, text));
            None
        }
    }
}

fn node(tree: Tree, file: FileId) -> Node {
    let kind = match tree.kind {
        tree::Kind::Empty => Kind::Empty,
        tree::Kind::Scalar(text) => Kind::Scalar(text),
        tree::Kind::List(items) => Kind::List(items.into_iter().map(|it| node(it, file)).collect()),
        tree::Kind::Map(pairs) => {
            Kind::Map(pairs.into_iter().map(|(k, v)| (node(k, file), node(v, file))).collect())
        }
    };
    Node { kind, span: Span::new(file, tree.place.start, tree.place.end) }
}

/// Reports the tabs that lines are set in with, at the first of them.
fn tabs(file: FileId, text: &str) -> Option<Diagnostic> {
    let mut start = 0;
    let mut places = Vec::new();
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line[..indent].find('\t').filter(|_| !line.trim().is_empty());
        places.extend(tab.map(|tab| Span::new(file, start + tab, start + tab + 1)));
        start += line.len();
    }
    let more = match places.len() {
        0 | 1 => String::new(),
        lines => format!("，共 {lines} 行"),
    };
    let fault =
        Diagnostic::violation("IN-02", *places.first()?, format!("行首用了制表符（Tab）{more}"));
    Some(fault.label("这里是制表符").help("缩进只能用空格：把每个制表符换成两个空格"))
}

/// Warns of ` #` behind a plain scalar: YAML takes the rest of the line for a comment.
fn warn_of_lost_comments(node: &Node, text: &str, faults: &mut Vec<Diagnostic>) {
    match &node.kind {
        Kind::Empty => {}
        Kind::List(items) => items.iter().for_each(|n| warn_of_lost_comments(n, text, faults)),
        Kind::Map(pairs) => pairs.iter().for_each(|(_, v)| warn_of_lost_comments(v, text, faults)),
        Kind::Scalar(_) => {
            let rest = text[node.span.end..].lines().next().unwrap_or_default();
            let comment = rest.trim_start();
            if comment.starts_with('#') && rest.len() > comment.len() {
                let start = node.span.end + rest.len() - comment.len();
                let span = Span::new(node.span.file, start, node.span.end + rest.trim_end().len());
                faults.push(
                    Diagnostic::warning("IN-03", span, "“#”和它后面的文字不会进入数据")
                        .label("空格加“#”是注释的开始")
                        .help("如果它是内容，请给整个值加上双引号；如果是注释，请另起一行"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> (String, Vec<Diagnostic>) {
        fn show(node: &Node, sources: &Sources, out: &mut String) {
            match &node.kind {
                Kind::Empty => out.push('∅'),
                Kind::Scalar(text) => {
                    out.push_str(&format!("<{text}|{}>", sources.text(node.span)))
                }
                Kind::List(items) => {
                    out.push('[');
                    items.iter().for_each(|item| show(item, sources, out));
                    out.push(']');
                }
                Kind::Map(pairs) => {
                    out.push('{');
                    for (key, value) in pairs {
                        show(key, sources, out);
                        out.push('=');
                        show(value, sources, out);
                    }
                    out.push('}');
                }
            }
        }
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let mut faults = Vec::new();
        let mut out = String::new();
        if let Some(node) = parse(file, &sources, &mut faults) {
            show(&node, &sources, &mut out);
        }
        (out, faults)
    }

    #[test]
    fn scalars_keep_their_source_text() {
        let (out, faults) =
            outline("甲: 1.50\n乙: 007\n丙: no\n丁: 123456789012345678901234567890\n");
        assert_eq!(
            out,
            "{<甲|甲>=<1.50|1.50><乙|乙>=<007|007><丙|丙>=<no|no>\
             <丁|丁>=<123456789012345678901234567890|123456789012345678901234567890>}"
        );
        assert!(faults.is_empty());
    }

    #[test]
    fn quoted_scalars_are_unquoted_and_keep_their_place() {
        let (out, _) = outline("- \"a # b\"\n- ~\n-\n- {键: '值'}\n");
        assert_eq!(out, "[<a # b|\"a # b\">∅∅{<键|键>=<值|'值'>}]");
    }

    #[test]
    fn a_dropped_comment_is_warned_of() {
        let (_, faults) = outline("职责: 负责 #1 楼\n");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].code, "IN-03");
    }

    #[test]
    fn slips_get_their_own_words() {
        let nested = &outline("# 名单\n- 年级: 一\n  姓名：王芳\n  院系: 甲\n").1[0];
        assert_eq!(nested.message, "冒号是全角的，程序分不出键和值");
        assert_eq!(nested.primary.span.start, "# 名单\n- 年级: 一\n  姓名".len());
        assert_eq!(
            outline("姓名：王芳\n年级: 一\n").1[0].message,
            "冒号是全角的，程序分不出键和值"
        );
        assert_eq!(outline("甲: 1\n甲: 2\n").1[0].message, "“甲”写了两次");
        assert_eq!(outline("甲:\n\t乙: 1\n").1[0].code, "IN-02");
        assert!(outline(&"[".repeat(1_000_000)).1[0].message.contains("层次"));
        assert!(outline("a: &x [1]\nb: *x\n").1[0].message.contains("锚点"));
    }
}
