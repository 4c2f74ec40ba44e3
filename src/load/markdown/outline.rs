//! Builds the tree of a text out of its headings, paragraphs and lists.
//! It must not know how a label or a line is recognised.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::block::{Block, ListEntry};
use super::inline::{self, Inline};
use super::label::Form;
use super::line::{self, Number, Part, Progress};
use super::{Page, Use, runs};
use crate::datum::prose::{Kind, Label, Node, Prose};
use crate::diagnostic::Diagnostic;
use crate::numeral;

/// Builds the tree.
pub(super) fn build(
    page: Page,
    usage: Use,
    blocks: Vec<Block>,
    faults: &mut Vec<Diagnostic>,
) -> Prose {
    let mut outline = Outline {
        page,
        progress: Progress { usage, article: 0 },
        loose: Loose::default(),
        faults,
        title: None,
        nodes: Vec::new(),
        open: Vec::new(),
        floor: 0,
    };
    outline.blocks(blocks);
    outline.close(0);
    outline.untitled();
    Prose { title: outline.title, nodes: outline.nodes }
}

struct Outline<'a, 'f> {
    page: Page<'a>,
    progress: Progress,
    loose: Loose,
    faults: &'f mut Vec<Diagnostic>,
    title: Option<Node>,
    nodes: Vec<Node>,
    /// The nodes that may still get children, from the outside in.
    open: Vec<(Node, Form)>,
    /// How many of them a list entry stands in, which what belongs to it cannot leave.
    floor: usize,
}

/// The paragraphs since the last 条 that have no number.
#[derive(Default)]
struct Loose {
    paragraphs: u32,
    /// The number of that 条.
    article: u32,
}

impl Loose {
    /// Looks at the next node; returns how many 条 before it seem to have lost their numbers.
    fn lost(&mut self, node: &Node) -> Option<u32> {
        match node.kind {
            Kind::Paragraph => self.paragraphs += 1,
            Kind::Article => {
                let number = node.label.as_ref().and_then(|label| label.number)?;
                let paragraphs = std::mem::take(&mut self.paragraphs);
                let missing = number.saturating_sub(self.article).saturating_sub(1);
                self.article = number;
                return Some(missing).filter(|missing| (2..=paragraphs).contains(missing));
            }
            _ => {}
        }
        None
    }
}

impl Outline<'_, '_> {
    fn blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            match block {
                Block::Heading { level, inlines, range } => self.heading(level, inlines, &range),
                Block::Paragraph(inlines) => self.paragraph(inlines),
                Block::List(entries) => entries.into_iter().for_each(|entry| self.entry(entry)),
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, mut inlines: Vec<Inline>, range: &Range<usize>) {
        let hashes = range.start..(range.start + level as usize).min(range.end);
        let number = line::heading_number(self.page, &mut inlines);
        if level == HeadingLevel::H1 && self.title.is_none() && number.is_none() {
            if !(self.nodes.is_empty() && self.open.is_empty()) {
                self.misplaced(&hashes, "标题前面已有正文", "把“#”一行移到最前面");
            }
            let part = Part { inlines, ..Part::unnumbered(Kind::Chapter) };
            self.title = Some(self.node(part, &hashes));
            return;
        }
        let kind = self.heading_kind(level, number.as_ref().map(|(unit, _)| *unit), &hashes);
        let label = number.map(|(_, number)| number);
        if let (Kind::Article, Some(label)) = (kind, &label) {
            self.progress.article = numeral::parse(&label.text).unwrap_or(self.progress.article);
        }
        self.add(Part { kind, form: Form::Pointed, label, inlines }, &hashes);
    }

    /// Returns what a heading is, by its number when it has one, else by its level, and reports
    /// a level that does not fit.
    fn heading_kind(
        &mut self,
        level: HeadingLevel,
        unit: Option<char>,
        hashes: &Range<usize>,
    ) -> Kind {
        const SECTION: &str = "先写“##”的章，再写“###”的节";
        let in_chapter = self.open.iter().any(|(node, _)| node.kind == Kind::Chapter);
        let (kind, fault) = match (unit, level) {
            (Some('章'), HeadingLevel::H2) => (Kind::Chapter, None),
            (Some('章'), _) => (Kind::Chapter, Some(("章的标题是二级", "写作“## 第一章 总则”"))),
            (Some('节'), HeadingLevel::H3) if in_chapter => (Kind::Section, None),
            (Some('节'), HeadingLevel::H3) => (Kind::Section, Some(("节的前面没有章", SECTION))),
            (Some('节'), _) => (Kind::Section, Some(("节的标题是三级", "写作“### 第一节 代表”"))),
            (Some(_), _) => {
                (Kind::Article, Some(("条不是标题", "删去“#”，写作“第一条　……”，前面空一行")))
            }
            (None, HeadingLevel::H1) => {
                let help = "全文只有一个“#”标题；章用“##”，节用“###”";
                (Kind::Chapter, Some(("不能有第二个一级标题", help)))
            }
            (None, HeadingLevel::H2) => (Kind::Chapter, None),
            (None, HeadingLevel::H3) if in_chapter => (Kind::Section, None),
            (None, HeadingLevel::H3) => {
                (Kind::Section, Some(("三级标题前面没有二级标题", SECTION)))
            }
            (None, _) => {
                (Kind::Paragraph, Some(("标题至多三级", "改用条、款、项，或提高这一级标题")))
            }
        };
        if let Some((message, help)) = fault {
            self.misplaced(hashes, message, help);
        }
        kind
    }

    /// Reports that an adopted text has no title.
    fn untitled(&mut self) {
        if self.progress.usage == Use::Adopted && self.title.is_none() && !self.nodes.is_empty() {
            let message = "全文没有标题";
            let help = "在第一行写上全称，前面加“# ”，如“# 江临学院学生会章程”，下面空一行";
            let line = self.page.first_line(&(0..self.page.text.len()));
            self.misplaced(&line, message, help);
        }
    }

    /// Reports a 条 before which others have lost the numbers that a word processor gave them.
    fn lost_numbers(&mut self, node: &Node) {
        if self.progress.usage == Use::Adopted
            && let (Some(lost), Some(label)) = (self.loose.lost(node), &node.label)
        {
            let message =
                format!("“{}”前面有 {lost} 条没有编号，像是自动编号没有复制过来", label.text);
            let help = "给前面各段补上“第几条”，不要改这一条的号；补上以后，编号不连续的报告（CH-06、EL-17、AP-06）也就没有了。Word 的自动编号不是文字，可先另存为纯文本再复制";
            self.faults.push(Diagnostic::violation("MD-14", label.span, message).help(help));
        }
    }

    fn misplaced(&mut self, place: &Range<usize>, message: &str, help: &str) {
        let span = self.page.span(place);
        self.faults.push(Diagnostic::violation("MD-10", span, message).help(help));
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) {
        let place = inline::extent(&inlines).unwrap_or(0..0);
        for part in line::parts(self.page, inlines, None, &mut self.progress, self.faults) {
            self.add(part, &place);
        }
    }

    fn entry(&mut self, entry: ListEntry) {
        let mut blocks = entry.blocks.into_iter().peekable();
        let text = match blocks.next_if(|block| matches!(block, Block::Paragraph(_))) {
            Some(Block::Paragraph(inlines)) => inlines,
            _ => Vec::new(),
        };
        let first = entry.number.map(|number| {
            let form = if number.text.ends_with(')') { Form::Bracketed } else { Form::Pointed };
            Part { form, label: Some(number), ..Part::unnumbered(Kind::Subitem) }
        });
        let mut parts = line::parts(self.page, text, first, &mut self.progress, self.faults);
        match parts.first_mut() {
            // `- （一）选举` is 项 （一）: the number says what it is, the dash adds nothing.
            Some(first) if first.label.is_some() => {}
            Some(first) => first.kind = Kind::Entry,
            None => parts.push(Part::unnumbered(Kind::Entry)),
        }
        let outside = self.floor;
        for part in parts {
            self.floor = outside;
            self.add(part, &entry.mark);
        }
        self.floor = self.open.len();
        self.blocks(blocks.collect());
        self.floor = outside.min(self.open.len());
    }

    /// Adds a part where it belongs and keeps it open.
    fn add(&mut self, part: Part, place: &Range<usize>) {
        let form = part.form;
        let node = self.node(part, place);
        self.lost_numbers(&node);
        self.close(self.depth(&node, form));
        self.floor = self.floor.min(self.open.len());
        self.open.push((node, form));
    }

    /// Returns how many of the open nodes a new one stands in.
    fn depth(&self, node: &Node, form: Form) -> usize {
        let within = |holds: &dyn Fn(Kind, Form) -> bool| {
            self.open
                .iter()
                .rposition(|(node, form)| holds(node.kind, *form))
                .map_or(0, |at| at + 1)
        };
        let heads = |kind| matches!(kind, Kind::Chapter | Kind::Section);
        match node.kind {
            Kind::Chapter => 0,
            Kind::Section => within(&|k, _| k == Kind::Chapter),
            Kind::Article => within(&|k, _| heads(k)),
            Kind::Item => {
                let depth =
                    within(&|k, _| heads(k) || matches!(k, Kind::Article | Kind::Paragraph));
                depth - usize::from(self.continues(node, depth))
            }
            Kind::Paragraph => within(&|k, _| heads(k) || k == Kind::Article).max(self.floor),
            Kind::Subitem => within(&|k, other| {
                heads(k)
                    || matches!(k, Kind::Article | Kind::Item)
                    || (k == Kind::Subitem && other < form)
            })
            .max(self.floor),
            Kind::Entry => within(&|k, _| k != Kind::Entry).max(self.floor),
        }
    }

    /// Tells whether an 项 goes on with those that stand before the open paragraph, rather than
    /// being the first of its own: a paragraph may stand between （一） and （二）.
    fn continues(&self, item: &Node, depth: usize) -> bool {
        let number = |node: &Node| node.label.as_ref().and_then(|label| label.number);
        let [.., (parent, _), (paragraph, _)] = &self.open[..depth] else { return false };
        let before = parent.children.iter().rfind(|child| child.kind == Kind::Item);
        paragraph.kind == Kind::Paragraph
            && paragraph.children.is_empty()
            && before.and_then(number).is_some_and(|before| number(item) == before.checked_add(1))
    }

    /// Closes nodes until so many are open.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some((node, _)) = self.open.pop()
        {
            match self.open.last_mut() {
                Some((parent, _)) => parent.children.push(node),
                None => self.nodes.push(node),
            }
        }
    }

    /// Makes a node; `place` is where it stands when it has neither number nor words.
    fn node(&mut self, part: Part, place: &Range<usize>) -> Node {
        let mut extent = part.label.as_ref().map(|label| label.range.clone());
        if let Some(words) = inline::extent(&part.inlines) {
            inline::cover(&mut extent, &words);
        }
        let label = part.label.map(|Number { text, range }| Label {
            number: numeral::parse(&text),
            span: self.page.span(&range),
            text,
        });
        Node {
            kind: part.kind,
            label,
            runs: runs::write(self.page, self.progress.usage, part.inlines, self.faults),
            children: Vec::new(),
            span: self.page.span(&extent.unwrap_or(place.clone())),
        }
    }
}
