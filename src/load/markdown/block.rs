//! Takes Markdown apart into headings, paragraphs and lists, losing nothing of what was written.
//! It must not know what a regulation is made of.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, OffsetIter, Options, Parser, Tag};

use super::Page;
use super::inline::{Break, Inline};
use super::line::Number;
use super::phrase::{is_inline, literal};
use crate::diagnostic::Diagnostic;

/// How deeply lists are followed into each other; what lies deeper stays text.
const DEPTH: usize = 24;

/// A block of a text.
#[derive(Debug)]
pub(super) enum Block {
    Heading { level: HeadingLevel, inlines: Vec<Inline>, range: Range<usize> },
    Paragraph(Vec<Inline>),
    List(Vec<ListEntry>),
}

/// An entry of a list, with the author's own number when the list has numbers.
#[derive(Debug)]
pub(super) struct ListEntry {
    pub number: Option<Number>,
    /// The mark it begins with: `-` or its number.
    pub mark: Range<usize>,
    pub blocks: Vec<Block>,
}

/// Reads all blocks of a text.
pub(super) fn read(page: Page, faults: &mut Vec<Diagnostic>) -> Vec<Block> {
    let events = Parser::new_ext(page.text, Options::empty()).into_offset_iter().peekable();
    let mut reader = Reader { page, events, covered: 0, faults };
    let mut blocks = reader.blocks(0);
    reader.catch_up(page.text.len(), &mut blocks);
    blocks
}

/// Goes through the parser's events; what it does within a paragraph is in [`super::phrase`].
pub(super) struct Reader<'a, 'f> {
    pub page: Page<'a>,
    pub events: Peekable<OffsetIter<'a>>,
    /// Up to where the source has gone into a block. What the parser passes over in silence,
    /// such as `[甲]: https://…`, is found by it.
    pub covered: usize,
    pub faults: &'f mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    /// Reads blocks until what holds them ends.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            let range = range.clone();
            match event {
                Event::End(_) => break,
                Event::Start(Tag::List(_)) if depth < DEPTH => {
                    self.events.next();
                    let list = self.list(range, depth + 1, &mut blocks);
                    blocks.push(list);
                }
                event => {
                    let inline = is_inline(event);
                    self.catch_up(range.start, &mut blocks);
                    if inline {
                        // A list entry whose lines stand without blank lines between them.
                        blocks.push(Block::Paragraph(self.inlines(0)));
                    } else if let Some((event, range)) = self.events.next() {
                        self.covered = self.covered.max(range.end);
                        self.block(event, range, &mut blocks);
                    }
                }
            }
        }
        blocks
    }

    fn block(&mut self, event: Event, range: Range<usize>, blocks: &mut Vec<Block>) {
        match event {
            Event::Start(Tag::Paragraph) => {
                blocks.push(Block::Paragraph(self.inlines(0)));
                self.events.next();
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let inlines = self.inlines(0);
                self.events.next();
                blocks.push(self.heading(level, inlines, range));
            }
            Event::Start(tag) => {
                self.skip();
                let live = self.literal_block(&tag, &range);
                self.raw(&range, live, blocks);
            }
            Event::Rule => {
                let line = self.page.first_line(&range);
                self.misplaced(&line, "正文里不能有分隔线", "删去这一行");
                self.raw(&range, false, blocks);
            }
            _ => self.raw(&range, false, blocks),
        }
    }

    /// Returns a heading; a text underlined with `---` or `===` becomes a paragraph.
    fn heading(&mut self, level: HeadingLevel, inlines: Vec<Inline>, range: Range<usize>) -> Block {
        if self.page.slice(&range).trim_start_matches(' ').starts_with('#') {
            return Block::Heading { level, inlines, range };
        }
        let lines = self.page.lines(&range);
        let rule = lines.into_iter().rfind(|line| !line.is_empty()).unwrap_or(range);
        let message = "这条横线会把上面一行变成标题";
        let help = "标题在行首写“#”，如“## 第一章 总则”；不是标题的，删去这条横线";
        self.faults.push(Diagnostic::violation("MD-02", self.page.span(&rule), message).help(help));
        let mut inlines = inlines;
        inlines.push(Inline::Break(Break::Soft, rule.start..rule.start));
        inlines.extend(literal(self.page, &rule, false));
        Block::Paragraph(inlines)
    }

    /// Says why a block stays text, and whether marks in it still mean something.
    fn literal_block(&mut self, tag: &Tag, range: &Range<usize>) -> bool {
        let line = self.page.first_line(range);
        match tag {
            Tag::CodeBlock(CodeBlockKind::Indented) => {
                self.indented(range);
                return true;
            }
            Tag::HtmlBlock => {
                self.html(&line);
                return true;
            }
            Tag::CodeBlock(_) => {
                self.misplaced(&line, "正文里不能有代码块", "删去上下的“```”或“~~~”");
            }
            Tag::BlockQuote(_) => {
                let mark = line.start..(line.start + 1).min(line.end);
                self.misplaced(&mark, "正文里不能有引用块", "删去行首的“>”");
            }
            _ => self.misplaced(&line, "列表的层次太深", "至多分条、款、项、目四层"),
        }
        false
    }

    /// Reports the blanks that made a paragraph into code.
    fn indented(&mut self, range: &Range<usize>) {
        let text = &self.page.text[..range.start];
        let start = text.trim_end_matches([' ', '\t']).len();
        let message = "此段前有四个空格，会被当作代码";
        let help = "删去行首的空格；首行缩进由版式决定，不必自己空格";
        let span = self.page.span(&(start..range.start));
        self.faults.push(Diagnostic::violation("MD-01", span, message).help(help));
    }

    pub(super) fn html(&mut self, range: &Range<usize>) {
        let message = "HTML 标签会原样显示";
        let help = "删去标签；要换行的，在行末写反斜杠“\\”";
        self.faults.push(Diagnostic::warning("MD-05", self.page.span(range), message).help(help));
    }

    fn misplaced(&mut self, range: &Range<usize>, message: &str, help: &str) {
        self.faults.push(Diagnostic::violation("MD-11", self.page.span(range), message).help(help));
    }

    /// Reads a list after its start.
    fn list(&mut self, range: Range<usize>, depth: usize, before: &mut Vec<Block>) -> Block {
        let mut entries = Vec::new();
        while let Some((Event::Start(Tag::Item), range)) = self.events.peek() {
            let range = range.clone();
            self.events.next();
            self.catch_up(range.start, before);
            let (number, mark) = self.list_mark(&range);
            self.covered = self.covered.max(mark.end);
            let mut blocks = self.blocks(depth);
            self.catch_up(range.end, &mut blocks);
            self.events.next();
            entries.push(ListEntry { number, mark, blocks });
        }
        self.events.next();
        self.covered = self.covered.max(range.end);
        Block::List(entries)
    }

    /// Reads what a list entry begins with in the source, for the parser renumbers.
    fn list_mark(&self, range: &Range<usize>) -> (Option<Number>, Range<usize>) {
        let text = self.page.slice(range);
        let start = range.start + (text.len() - text.trim_start().len());
        let text = text.trim_start();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mark = start..(start + digits + 1).min(range.end);
        let number = Number { text: self.page.slice(&mark).to_owned(), range: mark.clone() };
        ((digits > 0).then_some(number), mark)
    }

    /// Turns what the parser passed over since the last block into text.
    fn catch_up(&mut self, to: usize, blocks: &mut Vec<Block>) {
        let gap = self.covered..to.max(self.covered);
        self.covered = gap.end;
        // A backslash alone belongs to the character it stands before.
        if matches!(self.page.slice(&gap).trim(), "" | "\\") {
            return;
        }
        let help = "网址写作“[文字](https://…)”；不是网址的，在“[”前加反斜杠“\\”";
        self.misplaced(&self.page.first_line(&gap), "“[…]: …”会被当作网址的定义", help);
        self.raw(&gap, false, blocks);
    }

    /// Adds the source as paragraphs of text.
    fn raw(&mut self, range: &Range<usize>, live: bool, blocks: &mut Vec<Block>) {
        let mut paragraph = Vec::new();
        let lines = self.page.lines(range);
        for line in &lines {
            if !line.is_empty() {
                if !paragraph.is_empty() {
                    paragraph.push(Inline::Break(Break::Soft, line.start..line.start));
                }
                paragraph.extend(literal(self.page, line, live));
            } else if !paragraph.is_empty() {
                blocks.push(Block::Paragraph(std::mem::take(&mut paragraph)));
            }
        }
        if !paragraph.is_empty() {
            blocks.push(Block::Paragraph(paragraph));
        }
    }

    /// Passes over the rest of what was started.
    pub(super) fn skip(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.events.next() {
                Some((Event::Start(_), _)) => depth += 1,
                Some((Event::End(_), _)) => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}
