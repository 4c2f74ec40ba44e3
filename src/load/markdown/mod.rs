//! Reads a Markdown text into the tree of a regulation: 章, 节, 条, 款, 项.
//! It must not know what the text is about, nor any fact it names.
//!
//! The way of a text: [`block`] takes the Markdown apart, [`phrase`] what stands within a
//! paragraph, into [`inline`]s; [`line`] finds the numbers lines begin with (their grammar is in [`label`]);
//! [`outline`] builds the tree; [`runs`] writes the words of each node; [`super::character`] looks
//! for characters that are not what they seem.

mod block;
mod inline;
mod label;
mod line;
mod outline;
mod phrase;
mod runs;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::datum::prose::{Prose, Use};
use crate::diagnostic::Diagnostic;
use crate::load::character;
use crate::source::{FileId, Sources, Span};

/// Reads one text, collecting every fault; what is not understood stays in the tree as text.
pub fn parse(file: FileId, sources: &Sources, usage: Use, faults: &mut Vec<Diagnostic>) -> Prose {
    let page = Page { file, text: &sources.file(file).text };
    let mut characters = Vec::new();
    character::inspect(page.text, sources.whole(file), &mut characters);
    characters.retain(|fault| !page.sets_off_a_number(fault.primary.span));
    faults.extend(characters);
    let blocks = block::read(page, faults);
    outline::build(page, usage, blocks, faults)
}

/// The text being read.
#[derive(Clone, Copy)]
struct Page<'a> {
    file: FileId,
    text: &'a str,
}

impl<'a> Page<'a> {
    fn span(self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn slice(self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// Tells whether a place is the tab that a word processor puts behind 第一条.
    fn sets_off_a_number(self, span: Span) -> bool {
        let line = &self.text[..span.start];
        let line = line[line.rfind('\n').map_or(0, |at| at + 1)..]
            .trim_start_matches(['#', ' '])
            .trim_end_matches('\t');
        let is_tab = self.text[span.start..span.end].chars().all(|c| c == '\t');
        is_tab && label::heading(line).is_some_and(|(_, end)| end == line.len())
    }

    /// Narrows a range to its first line that says something, without the blanks around it.
    fn first_line(self, range: &Range<usize>) -> Range<usize> {
        self.lines(range).into_iter().find(|line| !line.is_empty()).unwrap_or(range.clone())
    }

    /// Returns the lines within a range, each without the blanks around it.
    fn lines(self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut start = range.start;
        let mut lines = Vec::new();
        for line in self.slice(range).split('\n') {
            let from = start + (line.len() - line.trim_start_matches([' ', '\t']).len());
            let to = (start + line.trim_end_matches([' ', '\t']).len()).max(from);
            lines.push(from..to);
            start += line.len() + 1;
        }
        lines
    }
}
