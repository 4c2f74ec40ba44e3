//! Takes paragraphs apart where a line begins with a number.
//! It must not know where in the tree a part belongs.

use std::ops::Range;

use super::Page;
use super::inline::{self, Break, Inline, Piece};
use super::label::{self, Form, Found, Start};
use crate::datum::prose::{Kind, Use};
use crate::diagnostic::Diagnostic;
use crate::numeral;

/// One numbered or unnumbered part of a paragraph.
#[derive(Debug)]
pub(super) struct Part {
    pub kind: Kind,
    pub form: Form,
    pub label: Option<Number>,
    pub inlines: Vec<Inline>,
}

/// What is known of a text while its paragraphs are taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    pub usage: Use,
    /// The number of the last 条.
    pub article: u32,
}

impl Progress {
    /// Tells whether a line without a number begins a paragraph of its own. What a congress passed
    /// keeps its lines: joining two of them would change it.
    fn parts(&self, line: &Line) -> bool {
        self.usage == Use::Adopted && matches!(line.before, Some(Inline::Break(Break::Soft, _)))
    }

    /// Returns a number that no blank sets off, where it is the very next of an adopted text.
    fn next(&self, text: &str, start: Start) -> Start {
        match start {
            Start::Unclear { end }
                if self.usage == Use::Adopted
                    && numeral::parse(&text[..end]) == self.article.checked_add(1) =>
            {
                Start::Number(Found { kind: Kind::Article, form: Form::Pointed, end })
            }
            start => start,
        }
    }
}

/// A number as it stands in the source.
#[derive(Clone, Debug)]
pub(super) struct Number {
    pub text: String,
    pub range: Range<usize>,
}

impl Part {
    pub(super) fn unnumbered(kind: Kind) -> Self {
        Self { kind, form: Form::Pointed, label: None, inlines: Vec::new() }
    }

    /// Adds a line, with the end of the line before it when that said something.
    fn extend(&mut self, line: Line) {
        if !self.inlines.is_empty() {
            self.inlines.extend(line.before);
        }
        self.inlines.extend(line.inlines);
    }
}

struct Line {
    /// The line end before it; none at the start of a paragraph.
    before: Option<Inline>,
    inlines: Vec<Inline>,
}

impl Line {
    fn is_blank(&self) -> bool {
        !inline::says_something(&self.inlines)
    }
}

/// Takes a paragraph apart. `first` is what its first line belongs to, when a list said so.
pub(super) fn parts(
    page: Page,
    inlines: Vec<Inline>,
    first: Option<Part>,
    progress: &mut Progress,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Part> {
    let inlines = match progress.usage {
        Use::Adopted => inline::unfold(inlines),
        Use::Narrative => inlines,
    };
    let mut parts: Vec<Part> = first.into_iter().collect();
    let mut given = !parts.is_empty();
    let mut apart = parts.is_empty();
    for mut line in lines(inlines) {
        // A line of wide blanks looks empty and is meant so, whatever Markdown makes of it.
        if line.is_blank() {
            (given, apart) = (false, true);
            continue;
        }
        apart |= progress.parts(&line);
        if apart {
            line.before = None;
        }
        let number = if given { None } else { number(page, &mut line, progress, faults) };
        match number {
            Some(part) => parts.push(part),
            None if apart => parts.push(Part::unnumbered(Kind::Paragraph)),
            None => {}
        }
        if let Some(part) = parts.last_mut() {
            part.extend(line);
        }
        (given, apart) = (false, false);
    }
    parts.iter_mut().for_each(|part| inline::trim(&mut part.inlines));
    parts
}

/// Takes the number off a heading: its last character (章, 节, 条) and the number.
pub(super) fn heading_number(page: Page, inlines: &mut Vec<Inline>) -> Option<(char, Number)> {
    inline::trim(inlines);
    let lead = inline::lead(inlines, label::LEAD);
    let (unit, end) = label::heading(&lead.text)?;
    let number = take(page, inlines, &lead.text[..end]);
    inline::trim(inlines);
    Some((unit, number))
}

fn lines(inlines: Vec<Inline>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = Line { before: None, inlines: Vec::new() };
    for inline in inlines {
        if matches!(inline, Inline::Break(..)) {
            let next = Line { before: Some(inline), inlines: Vec::new() };
            lines.push(std::mem::replace(&mut line, next));
        } else {
            line.inlines.push(inline);
        }
    }
    lines.push(line);
    lines
}

/// Takes the number off a line that begins with one, and says what is doubtful about the line.
fn number(
    page: Page,
    line: &mut Line,
    progress: &mut Progress,
    faults: &mut Vec<Diagnostic>,
) -> Option<Part> {
    let lead = inline::lead(&line.inlines, label::LEAD);
    let text = lead.text.trim_start();
    let blanks = lead.text.len() - text.len();
    let ends: Vec<usize> = lead.ends.iter().filter_map(|end| end.checked_sub(blanks)).collect();
    match progress.next(text, label::read(text, &ends)) {
        Start::Number(found) => {
            let label = text[..found.end].to_owned();
            if found.kind == Kind::Article {
                progress.article = numeral::parse(&label).unwrap_or(progress.article);
            }
            inline::cut(&mut line.inlines, blanks);
            let label = Some(take(page, &mut line.inlines, &label));
            Some(Part { kind: found.kind, form: found.form, label, inlines: Vec::new() })
        }
        start => {
            let suspect = Suspect { page, line, blanks, text };
            suspect.inspect(start, faults);
            None
        }
    }
}

fn take(page: Page, inlines: &mut Vec<Inline>, label: &str) -> Number {
    let end = page.text.len();
    let range = inline::cut(inlines, label.len()).unwrap_or(end..end);
    Number { text: label.to_owned(), range }
}

/// A line without a number, looked at for slips in what its start was meant to be.
struct Suspect<'a> {
    page: Page<'a>,
    line: &'a Line,
    blanks: usize,
    text: &'a str,
}

impl Suspect<'_> {
    fn inspect(&self, start: Start, faults: &mut Vec<Diagnostic>) {
        let Some(piece) = self.first_piece() else { return };
        if !piece.live {
            return;
        }
        faults.extend(self.start(start));
        faults.extend(self.indent());
        faults.extend(self.hashes());
        faults.extend(self.table());
    }

    fn first_piece(&self) -> Option<&Piece> {
        let mut first = None;
        inline::each_piece(&self.line.inlines, &mut |piece| {
            first.get_or_insert(piece);
        });
        first
    }

    /// Returns the place of some bytes after the blanks the line begins with.
    fn place(&self, bytes: usize) -> Option<Range<usize>> {
        let start = inline::extent(&self.line.inlines)?.start + self.blanks;
        Some(start..start + bytes).filter(|range| self.page.text.get(range.clone()).is_some())
    }

    fn start(&self, start: Start) -> Option<Diagnostic> {
        let opens = self.line.before.is_none();
        match start {
            Start::Unclear { end } if opens => {
                let (span, written) = (self.page.span(&self.place(end)?), &self.text[..end]);
                let message = format!("“{written}”后没有空格，没有当作条文的编号");
                let help = "是编号的，在其后加一个空格；是引用别的条文的，不必理会";
                Some(Diagnostic::warning("MD-12", span, message).help(help))
            }
            Start::Heading { end } => {
                let (span, written) = (self.page.span(&self.place(end)?), &self.text[..end]);
                let message = format!("“{written}”没有写成标题，会当作正文");
                let hashes = if written.ends_with('章') { "## " } else { "### " };
                let help = format!("在行首加“{hashes}”，并在前后各空一行");
                Some(Diagnostic::warning("MD-10", span, message).help(help))
            }
            _ => None,
        }
    }

    /// Lines set in by two wide blanks were meant as paragraphs of their own.
    fn indent(&self) -> Option<Diagnostic> {
        self.line.before.as_ref()?;
        let extent = inline::extent(&self.line.inlines)?;
        let range = extent.start..extent.start + self.blanks;
        if !self.page.text.get(range.clone())?.contains('\u{3000}') {
            return None;
        }
        let message = "此行前有全角空格，但会接在上一行后面，不另起一款";
        let help = "另起一款的，在前面空一行；不另起的，删去行首的空格";
        Some(Diagnostic::warning("MD-13", self.page.span(&range), message).help(help))
    }

    fn hashes(&self) -> Option<Diagnostic> {
        let is_hash = |c| matches!(c, '#' | '＃');
        let rest = self.text.trim_start_matches(is_hash);
        let bytes = self.text.len() - rest.len();
        let topic = bytes == 1 && rest.contains('#');
        if bytes == 0 || topic {
            return None;
        }
        let span = self.page.span(&self.place(bytes)?);
        let message = format!("“{}”没有成为标题", &self.text[..bytes]);
        let help = "标题写作半角的“#”加一个空格再加文字，如“## 第一章 总则”；前面空一行，至多三级";
        Some(Diagnostic::violation("MD-10", span, message).help(help))
    }

    fn table(&self) -> Option<Diagnostic> {
        let has = |wanted| self.text.contains(wanted);
        let rules = self.text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
        if !(rules && has('|') && has('-')) {
            return None;
        }
        let span = self.page.span(&inline::extent(&self.line.inlines)?);
        let help = "改用条、款、项来写；数据表格由数据文件生成";
        Some(Diagnostic::violation("MD-11", span, "章程等文本里不能有表格").help(help))
    }
}
