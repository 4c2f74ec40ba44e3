//! A text → blocks and sections with addresses, its facts filled in.
//! It must not know which text it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::section;
use super::view::{View, prose_of};
use crate::datum::prose::{Kind, Node, Prose, Run};
use crate::document::{Block, Inline, Level, Role, Said, Section, Statement, Subject};
use crate::facts::Fact;
use crate::source::Span;

/// Returns the blocks of a text without parts; parts in it become paragraphs with their headings.
pub fn blocks(text: Arc<Fact>, id: &str, root: &View) -> Vec<Block> {
    regulation(text, id, root).0
}

/// Returns what stands before the first part of a text, and its parts.
pub fn regulation(text: Arc<Fact>, id: &str, root: &View) -> (Vec<Block>, Vec<Section>) {
    let Some(prose) = prose_of(&text) else { return Default::default() };
    let mut writer = Writer { root, named: Named { id, used: BTreeMap::new() } };
    let mut blocks = Vec::new();
    if let Some(title) = &prose.title {
        blocks.push(Block::paragraph(Role::Title, writer.inlines(&title.runs)));
    }
    let first_part = prose.nodes.iter().position(is_part).unwrap_or(prose.nodes.len());
    let (before, parts) = prose.nodes.split_at(first_part);
    blocks.extend(writer.blocks(before, id));
    let sections = parts.iter().map(|part| writer.part(part, id)).collect();
    (blocks, sections)
}

fn is_part(node: &Node) -> bool {
    matches!(node.kind, Kind::Chapter | Kind::Section)
}

/// Returns the address of each part and provision of a text, with its place.
pub fn addresses(prose: &Prose, id: &str) -> Vec<(Span, String)> {
    let mut named = Named { id, used: BTreeMap::new() };
    let mut found = Vec::new();
    name_each(&mut named, &prose.nodes, id, &mut found);
    found
}

fn name_each(named: &mut Named, nodes: &[Node], above: &str, found: &mut Vec<(Span, String)>) {
    for node in nodes {
        let own = named.address_of(node, above);
        // What lies in a paragraph is addressed as the paragraph's neighbours are.
        name_each(named, &node.children, own.as_deref().unwrap_or(above), found);
        let last = node.children.iter().map(|child| child.span).fold(node.span, Span::to);
        found.extend(own.map(|address| (node.span.to(last), address)));
    }
}

/// The addresses of one text, each given once.
struct Named<'a> {
    /// The address of the whole text; 条 run through it and are addressed below it.
    id: &'a str,
    used: BTreeMap<String, u32>,
}

impl Named<'_> {
    /// Names a node that is addressed; in the order in which they stand.
    fn address_of(&mut self, node: &Node, above: &str) -> Option<String> {
        let (above, word) = match node.kind {
            Kind::Chapter => (above, "chapter"),
            Kind::Section => (above, "section"),
            Kind::Article => (self.id, "article"),
            Kind::Item => (above, "item"),
            Kind::Subitem => (above, "subitem"),
            Kind::Paragraph | Kind::Entry => return None,
        };
        Some(self.once(format!("{above}/{word}-{}", number(node))))
    }

    /// Makes an address unique by counting repeats.
    fn once(&mut self, wanted: String) -> String {
        let times = self.used.entry(wanted.clone()).or_default();
        *times += 1;
        if *times == 1 { wanted } else { format!("{wanted}-{times}") }
    }
}

struct Writer<'a> {
    root: &'a View,
    named: Named<'a>,
}

impl Writer<'_> {
    fn part(&mut self, node: &Node, above: &str) -> Section {
        let id = self.named.address_of(node, above).expect("a part is addressed");
        let label = node.label.as_ref().map_or("", |label| label.text.as_str());
        let title = crate::document::plain_text(&self.inlines(&node.runs));
        let first_part = node.children.iter().position(is_part).unwrap_or(node.children.len());
        let (before, parts) = node.children.split_at(first_part);
        let mut part = section(&id, label, title.trim(), self.blocks(before, &id));
        part.sections = parts.iter().map(|part| self.part(part, &id)).collect();
        part
    }

    fn blocks(&mut self, nodes: &[Node], above: &str) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        for node in nodes {
            let content = self.inlines(&node.runs);
            match node.kind {
                Kind::Entry => match blocks.last_mut() {
                    Some(Block::List { entries }) => entries.push(content),
                    _ => blocks.push(Block::List { entries: vec![content] }),
                },
                Kind::Article => blocks.push(self.provision(node, Level::Article, above, content)),
                Kind::Item => blocks.push(self.provision(node, Level::Item, above, content)),
                Kind::Subitem => blocks.push(self.provision(node, Level::Subitem, above, content)),
                Kind::Paragraph | Kind::Chapter | Kind::Section => {
                    let statement = self.statement(&node.runs);
                    blocks.push(Block::Paragraph { role: Role::Body, content, statement });
                    blocks.extend(self.blocks(&node.children, above));
                }
            }
        }
        blocks
    }

    fn provision(&mut self, node: &Node, level: Level, above: &str, content: Vec<Inline>) -> Block {
        let id = self.named.address_of(node, above).expect("a provision is addressed");
        let label = node.label.as_ref().map(|label| label.text.clone()).unwrap_or_default();
        let children = self.blocks(&node.children, &id);
        let statement = self.statement(&node.runs);
        Block::Provision { id, level, label, content, children, statement }
    }

    fn inlines(&self, runs: &[Run]) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        for run in runs {
            let next = match run {
                Run::Text { text, .. } => Inline::text(text),
                Run::Fact { path, .. } => {
                    let fact = self.root.by_keys(path);
                    let words = fact.map(|(record, field, _)| record.text(field.name));
                    Inline::text(words.unwrap_or_default())
                }
                Run::Strong(runs) => Inline::Strong { content: self.inlines(runs) },
                Run::Emphasis(runs) => Inline::Emphasis { content: self.inlines(runs) },
                Run::Link { target, runs, .. } => {
                    Inline::Link { target: target.clone(), content: self.inlines(runs) }
                }
                Run::LineBreak => Inline::LineBreak,
            };
            match (inlines.last_mut(), next) {
                (Some(Inline::Text { text }), Inline::Text { text: more }) => text.push_str(&more),
                (_, next) => inlines.push(next),
            }
        }
        inlines
    }
}

impl Writer<'_> {
    /// What the facts filled into some words say; absent of words an author alone wrote.
    fn statement(&self, runs: &[Run]) -> Option<Statement> {
        let mut says = Vec::new();
        self.note_facts(runs, &mut says);
        let label = String::new();
        let narrative = Statement { subject: Subject::Narrative, of: None, label, says };
        (!narrative.says.is_empty()).then_some(narrative)
    }

    fn note_facts(&self, runs: &[Run], says: &mut Vec<Said>) {
        for run in runs {
            match run {
                Run::Strong(runs) | Run::Emphasis(runs) | Run::Link { runs, .. } => {
                    self.note_facts(runs, says);
                }
                Run::Fact { path, .. } => {
                    says.extend(self.root.by_keys(path).map(|(record, field, key)| {
                        let words = record.text(field.name);
                        Said::new(key, field.key, words, record.value(field.name))
                    }))
                }
                Run::Text { .. } | Run::LineBreak => {}
            }
        }
    }
}

fn number(node: &Node) -> u32 {
    node.label.as_ref().and_then(|label| label.number).unwrap_or_default()
}
