//! Writes the words of a node: line ends resolved, facts found, stray marks reported.
//! It must not know where in the tree the words stand.

use std::ops::Range;

use super::inline::{self, Break, Inline, Piece};
use super::{Page, Use};
use crate::datum::prose::Run;
use crate::diagnostic::Diagnostic;

/// Turns inlines into runs.
pub(super) fn write(
    page: Page,
    usage: Use,
    inlines: Vec<Inline>,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Run> {
    stray_marks(page, &inlines, faults);
    Writer { page, usage, faults }.runs(inlines)
}

struct Writer<'a, 'f> {
    page: Page<'a>,
    usage: Use,
    faults: &'f mut Vec<Diagnostic>,
}

impl Writer<'_, '_> {
    fn runs(&mut self, inlines: Vec<Inline>) -> Vec<Run> {
        let mut runs = Vec::new();
        let blanks = blanks(&inlines);
        for (inline, blank) in inlines.into_iter().zip(blanks) {
            match inline {
                Inline::Text(piece) => self.text(&piece, &mut runs),
                Inline::Strong(inner) => runs.push(Run::Strong(self.runs(inner))),
                Inline::Emphasis(inner) => runs.push(Run::Emphasis(self.runs(inner))),
                Inline::Link { target, inlines, range } => {
                    let span = self.page.span(&range);
                    runs.push(Run::Link { target, runs: self.runs(inlines), span });
                }
                Inline::Break(Break::Hard, _) => runs.push(Run::LineBreak),
                Inline::Break(Break::Soft, range) if blank => {
                    runs.push(Run::Text { text: " ".to_owned(), span: self.page.span(&range) });
                }
                Inline::Break(Break::Soft, _) => {}
            }
        }
        runs
    }

    fn text(&mut self, piece: &Piece, runs: &mut Vec<Run>) {
        if !(piece.exact && piece.live) {
            return self.push(&piece.text, &piece.range, piece.exact, runs);
        }
        let (mut written, mut from) = (0, 0);
        while let Some(start) = piece.text[from..].find("{{").map(|at| from + at) {
            let rest = &piece.text[start..];
            let Some(end) = rest.find("}}").map(|at| start + at + 2) else { break };
            // Others open before these close.
            if let Some(last) = piece.text[start + 2..end - 2].rfind("{{") {
                self.unpaired_mark("{{", "}}", piece.range.start + start);
                from = start + 2 + last;
                continue;
            }
            let place = piece.range.start + start..piece.range.start + end;
            if let Some(path) = self.fact(&piece.text[start + 2..end - 2], &place) {
                self.slice(piece, written..start, runs);
                runs.push(Run::Fact { path, span: self.page.span(&place) });
                written = end;
            }
            from = end;
        }
        self.unpaired(piece, from);
        self.slice(piece, written..piece.text.len(), runs);
    }

    /// Returns the name between braces, unless none may stand here.
    fn fact(&mut self, between: &str, place: &Range<usize>) -> Option<String> {
        let path = between.trim();
        if self.usage == Use::Adopted {
            let message = "通过的文本里不能取用数据";
            let help = "写成表决通过时的原文；要照写花括号的，写作“\\{\\{”";
            self.fault(place, message, help);
            None
        } else if !is_path(path) {
            let help = "写作“{{ 代表.总数 }}”：只有一个数据的名称，各级之间用半角的点";
            self.fault(place, "花括号里不是数据的名称", help);
            None
        } else {
            Some(path.to_owned())
        }
    }

    /// Reports `{{` without `}}` and the reverse in the rest of a piece.
    fn unpaired(&mut self, piece: &Piece, from: usize) {
        let rest = &piece.text[from..];
        for (mark, other) in [("{{", "}}"), ("}}", "{{")] {
            if let Some(at) = rest.find(mark) {
                self.unpaired_mark(mark, other, piece.range.start + from + at);
            }
        }
        if let Some(at) = piece.text.find("｛｛") {
            let start = piece.range.start + at;
            let help = "取用数据用半角的花括号，写作“{{ 代表.总数 }}”";
            self.fault(&(start..start + "｛｛".len()), "花括号是全角的，会原样显示", help);
        }
    }

    fn unpaired_mark(&mut self, mark: &str, other: &str, start: usize) {
        let message = format!("“{mark}”没有相配的“{other}”");
        let help = "取用数据写作“{{ 代表.总数 }}”，写在一行之内；要照写花括号的，写作“\\{\\{”";
        self.fault(&(start..start + mark.len()), &message, help);
    }

    fn fault(&mut self, place: &Range<usize>, message: &str, help: &str) {
        let span = self.page.span(place);
        self.faults.push(Diagnostic::violation("MD-08", span, message).help(help));
    }

    fn slice(&self, piece: &Piece, part: Range<usize>, runs: &mut Vec<Run>) {
        let place = piece.range.start + part.start..piece.range.start + part.end;
        self.push(&piece.text[part], &place, true, runs);
    }

    /// Adds text, to the run before it when both are one stretch of the source.
    fn push(&self, text: &str, range: &Range<usize>, exact: bool, runs: &mut Vec<Run>) {
        if text.is_empty() {
            return;
        }
        let place = self.page.span(range);
        if exact
            && let Some(Run::Text { text: before, span }) = runs.last_mut()
            && span.end == place.start
            && before.as_str() == self.page.slice(&(span.start..span.end))
        {
            before.push_str(text);
            span.end = place.end;
            return;
        }
        runs.push(Run::Text { text: text.to_owned(), span: place });
    }
}

/// Tells whether a text is names joined by points, such as `代表.总数`.
fn is_path(path: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c))
    };
    path.split('.').all(is_name)
}

/// Says for each inline whether a blank comes of it, should it be a soft break.
fn blanks(inlines: &[Inline]) -> Vec<bool> {
    let neighbour = |at: Option<usize>| at.and_then(|at| inlines.get(at));
    let blank = |at: usize| {
        if !matches!(inlines[at], Inline::Break(Break::Soft, _)) {
            return false;
        }
        let before = neighbour(at.checked_sub(1)).and_then(last_char);
        let after = neighbour(Some(at + 1)).and_then(first_char);
        is_blank(script(before), script(after))
    };
    (0..inlines.len()).map(blank).collect()
}

fn first_char(inline: &Inline) -> Option<char> {
    let mut first = None;
    let one = std::slice::from_ref(inline);
    inline::each_piece(one, &mut |piece| first = first.or(piece.text.chars().next()));
    first
}

fn last_char(inline: &Inline) -> Option<char> {
    let mut last = None;
    let one = std::slice::from_ref(inline);
    inline::each_piece(one, &mut |piece| last = piece.text.chars().next_back().or(last));
    last
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Han,
    Other,
    /// Marks both kinds of text use: “ ” — …
    Shared,
}

fn script(c: Option<char>) -> Script {
    match c {
        Some('\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}') => {
            Script::Han
        }
        Some('\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}') => Script::Han,
        Some('“' | '”' | '‘' | '’' | '—' | '…' | '·') | None => Script::Shared,
        Some(_) => Script::Other,
    }
}

/// Tells whether a line end between two scripts reads as a blank: between Latin words it does.
fn is_blank(before: Script, after: Script) -> bool {
    let latin = before == Script::Other || after == Script::Other;
    latin && before != Script::Han && after != Script::Han
}

/// Reports `**` and `__` that were left standing: next to Chinese punctuation they do not close.
fn stray_marks(page: Page, inlines: &[Inline], faults: &mut Vec<Diagnostic>) {
    let mut marks: Vec<(Range<usize>, char)> = Vec::new();
    inline::each_piece(inlines, &mut |piece| {
        if piece.live && piece.exact {
            marks.extend(marks_in(piece));
        }
    });
    let mut marks = marks.into_iter().peekable();
    while let Some((place, mark)) = marks.next() {
        let message = format!("“{mark}{mark}”没有起作用，会原样显示");
        let help = format!(
            "在标点与“{mark}{mark}”相接处加一个空格，或把标点移到外面；确要这两个符号的，写作“\\{mark}\\{mark}”"
        );
        let fault = Diagnostic::violation("MD-03", page.span(&place), message).help(help);
        faults.push(match marks.next_if(|(_, next)| *next == mark) {
            Some((other, _)) => fault.related(page.span(&other), "与它相配的也没有"),
            None => fault,
        });
    }
}

/// Finds runs of two or three marks; longer ones are blanks to fill in or hidden digits.
fn marks_in(piece: &Piece) -> Vec<(Range<usize>, char)> {
    let text = piece.text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['*', '_']).map(|i| at + i) {
        let mark = if text[start..].starts_with('*') { '*' } else { '_' };
        let end = start + (text.len() - start - text[start..].trim_start_matches(mark).len());
        let within_name = mark == '_'
            && is_word(text[..start].chars().next_back())
            && is_word(text[end..].chars().next());
        if (2..=3).contains(&(end - start)) && !within_name {
            found.push((piece.range.start + start..piece.range.start + end, mark));
        }
        at = end;
    }
    found
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}
