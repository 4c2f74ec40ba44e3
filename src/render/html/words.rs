//! Turns a tree of inlines into the flat runs a template places.
//! It must not know blocks.

use super::address::Addresses;
use super::view::{Run, Span};
use crate::document::{Inline, Page};
use crate::failure::Failure;
use crate::render::lines;

/// So many characters stand on one line wherever they stand.
const SHORT: usize = 8;

/// Flattens the inlines of one block, resolving links as seen from a page.
pub fn spans<'a>(
    inlines: &'a [Inline],
    addresses: &Addresses,
    page: Page,
) -> Result<Vec<Span<'a>>, Failure> {
    let mut flat = Flat { addresses, page, narrow: false, spans: Vec::new() };
    flat.push_all(inlines, &Look::default())?;
    Ok(flat.spans)
}

/// Flattens the inlines of a cell, which may be narrow: its numbers are kept with their units.
pub fn spans_of_cell<'a>(
    inlines: &'a [Inline],
    addresses: &Addresses,
    page: Page,
) -> Result<Vec<Span<'a>>, Failure> {
    let mut flat = Flat { addresses, page, narrow: true, spans: Vec::new() };
    flat.push_all(inlines, &Look::default())?;
    Ok(flat.spans)
}

/// What the inlines around a run make of it.
#[derive(Clone, Default)]
struct Look {
    href: Option<String>,
    strong: bool,
    emphasis: bool,
}

struct Flat<'a, 'b> {
    addresses: &'b Addresses<'b>,
    page: Page,
    narrow: bool,
    spans: Vec<Span<'a>>,
}

impl<'a> Flat<'a, '_> {
    fn push_all(&mut self, inlines: &'a [Inline], look: &Look) -> Result<(), Failure> {
        inlines.iter().try_for_each(|inline| self.push(inline, look))
    }

    fn push(&mut self, inline: &'a Inline, look: &Look) -> Result<(), Failure> {
        match inline {
            Inline::Text { text } => self.text(text, look),
            Inline::Strong { content } => {
                self.push_all(content, &Look { strong: true, ..look.clone() })?;
            }
            Inline::Emphasis { content } => {
                self.push_all(content, &Look { emphasis: true, ..look.clone() })?;
            }
            // HTML has no link inside a link: the outer one holds.
            Inline::Link { content, .. } if look.href.is_some() => self.push_all(content, look)?,
            Inline::Link { target, content } => {
                let href = Some(self.addresses.href(target, self.page)?);
                self.spans.push(Span { href: href.clone(), runs: Vec::new() });
                self.push_all(content, &Look { href, ..look.clone() })?;
            }
            Inline::Verdict { yes: true } => self.run("verdict", "是", "yes", look),
            Inline::Verdict { yes: false } => self.run("verdict", "否", "no", look),
            Inline::Mark { symbol, meaning } => self.run("mark", symbol, meaning, look),
            Inline::LineBreak => self.run("break", "", "", look),
        }
        Ok(())
    }

    fn run(&mut self, kind: &'static str, text: &'a str, meaning: &'a str, look: &Look) {
        let Look { strong, emphasis, .. } = *look;
        self.add(Run { kind, text, meaning, strong, emphasis, kept: false }, look);
    }

    /// Adds a text, whose numbers are kept with their units where a narrow place may break it.
    fn text(&mut self, text: &'a str, look: &Look) {
        let Look { strong, emphasis, .. } = *look;
        let run = |text, kept| Run { kind: "text", text, meaning: "", strong, emphasis, kept };
        let mut done = 0;
        // A strong run is one element, whatever it says.
        let plain = self.narrow && !strong && !emphasis && text.chars().nth(SHORT).is_some();
        for count in if plain { lines::counts(text) } else { Vec::new() } {
            if done < count.start {
                self.add(run(&text[done..count.start], false), look);
            }
            self.add(run(&text[count.clone()], true), look);
            done = count.end;
        }
        if done < text.len() {
            self.add(run(&text[done..], false), look);
        }
    }

    fn add(&mut self, run: Run<'a>, look: &Look) {
        let href = look.href.clone();
        match self.spans.last_mut() {
            Some(span) if span.href == href => span.runs.push(run),
            _ => self.spans.push(Span { href, runs: vec![run] }),
        }
    }
}
