//! Reads what stands within a paragraph: texts, emphasis, links; the rest stays as written.
//! It must not know what holds the paragraph, nor what its text means.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::Page;
use super::block::Reader;
use super::inline::{self, Break, Inline, Piece};
use crate::diagnostic::Diagnostic;
use crate::load::character;

/// How deeply emphasis is followed into itself; what lies deeper stays text.
const DEPTH: usize = 24;

impl Reader<'_, '_> {
    /// Reads what stands in a line until it ends.
    pub(super) fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut inlines = Vec::new();
        while self.events.peek().is_some_and(|(event, _)| is_inline(event))
            && let Some((event, range)) = self.events.next()
        {
            self.covered = self.covered.max(range.end);
            self.inline(event, range, depth, &mut inlines);
        }
        inlines
    }

    fn inline(&mut self, event: Event, range: Range<usize>, depth: usize, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) => self.text(&text, range, out),
            Event::Code(text) => inline::push(out, self.code(&text, range)),
            Event::InlineHtml(_) => {
                self.html(&self.page.first_line(&range));
                self.extend_literal(&range, true, out);
            }
            Event::SoftBreak => out.push(Inline::Break(Break::Soft, range)),
            Event::HardBreak => out.push(Inline::Break(Break::Hard, range)),
            Event::Start(Tag::Strong) if depth < DEPTH => {
                out.push(Inline::Strong(self.inlines(depth + 1)));
                self.events.next();
            }
            Event::Start(Tag::Emphasis) if depth < DEPTH => {
                out.push(Inline::Emphasis(self.inlines(depth + 1)));
                self.events.next();
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) if depth < DEPTH => {
                let inlines = self.inlines(depth + 1);
                self.events.next();
                let link = Target { kind: link_type, url: &dest_url, titled: !title.is_empty() };
                self.link(link, inlines, range, out);
            }
            Event::Start(tag) => {
                self.skip();
                self.unreadable(&tag, &range);
                self.extend_literal(&range, false, out);
            }
            _ => self.extend_literal(&range, false, out),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        let exact = self.page.slice(&range) == text;
        if !exact {
            let source = self.page.slice(&range);
            character::inspect_hidden(source, text, self.page.span(&range), self.faults);
            inline::push(out, Piece { text: text.to_owned(), range, exact, live: false });
            return;
        }
        let escaped = self.escaped(range.start, out);
        let (first, rest) = text.split_at(if escaped { first_len(text) } else { 0 });
        let middle = range.start + first.len();
        for (text, range, live) in
            [(first, range.start..middle, false), (rest, middle..range.end, true)]
        {
            if !text.is_empty() {
                inline::push(out, Piece { text: text.to_owned(), range, exact, live });
            }
        }
    }

    /// Tells whether a backslash that is no text of its own stands before a place.
    fn escaped(&self, at: usize, before: &[Inline]) -> bool {
        let is_text = matches!(before.last(), Some(Inline::Text(piece)) if piece.range.end == at);
        !is_text && self.page.text[..at].ends_with('\\')
    }

    /// Returns the text of a code span, without the marks around it.
    fn code(&self, text: &str, range: Range<usize>) -> Piece {
        let place = self.page.slice(&range).find(text).map(|at| range.start + at);
        let (range, exact) = match place {
            Some(start) => (start..start + text.len(), true),
            None => (range, false),
        };
        Piece { text: text.to_owned(), range, exact, live: false }
    }

    fn extend_literal(&self, range: &Range<usize>, live: bool, out: &mut Vec<Inline>) {
        for inline in literal(self.page, range, live) {
            match inline {
                Inline::Text(piece) => inline::push(out, piece),
                inline => out.push(inline),
            }
        }
    }

    fn unreadable(&mut self, tag: &Tag, range: &Range<usize>) {
        let (code, message, help) = match tag {
            Tag::Image { .. } => ("MD-06", "正文里不能有图片", "删去图片；要引到图片的，写成网址"),
            _ => ("MD-03", "加粗、斜体的层次太深", "删去多余的“*”或“_”"),
        };
        let span = self.page.span(&self.page.first_line(range));
        self.faults.push(Diagnostic::violation(code, span, message).help(help));
    }

    fn link(
        &mut self,
        link: Target,
        inlines: Vec<Inline>,
        range: Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        match link.check(inline::says_something(&inlines)) {
            Ok(target) if link.is_direct() => {
                return out.push(Inline::Link { target, inlines, range });
            }
            Err(why) if link.is_direct() => {
                let help = "链接写作“[文字](https://…)”或“<https://…>”，邮箱写作“<mailto:…>”";
                let span = self.page.span(&self.place_of(link.url, &range));
                self.faults.push(Diagnostic::violation("MD-07", span, why).help(help));
            }
            // Of `[甲][乙]` and the like the definition is reported, and stays text as well.
            _ => {}
        }
        self.extend_literal(&range, false, out);
    }

    /// Returns where an address stands within its link, as far as it stands there unchanged.
    fn place_of(&self, url: &str, range: &Range<usize>) -> Range<usize> {
        let found = self.page.slice(range).rfind(url).filter(|_| !url.is_empty());
        match found {
            Some(at) => range.start + at..range.start + at + url.len(),
            None => self.page.first_line(range),
        }
    }
}

/// Where a link leads.
struct Target<'a> {
    kind: LinkType,
    url: &'a str,
    titled: bool,
}

impl Target<'_> {
    /// Tells whether the address stands in the link itself.
    fn is_direct(&self) -> bool {
        matches!(self.kind, LinkType::Inline | LinkType::Autolink | LinkType::Email)
    }

    /// Returns the address, or why there is none to follow.
    fn check(&self, has_words: bool) -> Result<String, &'static str> {
        if self.kind == LinkType::Email {
            return Ok(format!("mailto:{}", self.url));
        }
        let Some((scheme, rest)) = self.url.split_once(':') else {
            return Err("链接不是网址");
        };
        let address = match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => rest.strip_prefix("//").unwrap_or_default(),
            "mailto" => rest,
            _ => return Err("链接只能是 http、https 或 mailto"),
        };
        let fault = [
            (address.is_empty(), "网址不完整"),
            (self.url.chars().any(|c| c.is_whitespace() || c.is_control()), "网址里有空白"),
            (self.url.contains("{{"), "网址里不能取用数据"),
            (self.titled, "链接的标题不会被印出"),
            (!has_words, "链接没有文字"),
        ];
        match fault.into_iter().find(|(is_so, _)| *is_so) {
            Some((_, why)) => Err(why),
            None => Ok(self.url.to_owned()),
        }
    }
}

/// Returns the source as text, line by line.
pub(super) fn literal(page: Page, range: &Range<usize>, live: bool) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let mut start = range.start;
    for (n, line) in page.slice(range).split('\n').enumerate() {
        if n > 0 {
            inlines.push(Inline::Break(Break::Soft, start - 1..start));
        }
        let range = start..start + line.len();
        start = range.end + 1;
        if !line.is_empty() {
            let piece = Piece { text: line.to_owned(), range, exact: true, live };
            inlines.push(Inline::Text(piece));
        }
    }
    inlines
}

fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Tells whether an event belongs within a paragraph.
pub(super) fn is_inline(event: &Event) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(_) | Event::Rule | Event::Html(_) => false,
        _ => true,
    }
}
