//! What stands within a paragraph: pieces of text with their places, emphasis, links, line ends.
//! It must not know numbers, facts or the tree they end up in.

use std::ops::Range;

/// Something within a line of text.
#[derive(Clone, Debug)]
pub(super) enum Inline {
    Text(Piece),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Link { target: String, inlines: Vec<Inline>, range: Range<usize> },
    Break(Break, Range<usize>),
}

/// The end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// The author's line ended; the paragraph goes on.
    Soft,
    /// Two blanks or a backslash asked for a new line.
    Hard,
}

/// Some text in one stretch of the source.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub text: String,
    pub range: Range<usize>,
    /// Whether the text is the source, byte by byte; not so for `&amp;`.
    pub exact: bool,
    /// Whether marks such as `{{` still mean something in it; not so in code or after a backslash.
    pub live: bool,
}

impl Piece {
    /// Joins what follows directly, when both are of one nature.
    fn absorb(&mut self, next: &Piece) -> bool {
        let joins = self.range.end == next.range.start
            && self.exact
            && next.exact
            && self.live == next.live;
        if joins {
            self.text.push_str(&next.text);
            self.range.end = next.range.end;
        }
        joins
    }
}

/// Adds a piece to what stands before it; Markdown splits texts at every special character.
pub(super) fn push(inlines: &mut Vec<Inline>, piece: Piece) {
    if let Some(Inline::Text(last)) = inlines.last_mut()
        && last.absorb(&piece)
    {
        return;
    }
    inlines.push(Inline::Text(piece));
}

/// Takes emphasis apart where a line ends within it, so that the line's end stands outside.
pub(super) fn unfold(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Strong(inner) => apart(inner, Inline::Strong, &mut out),
            Inline::Emphasis(inner) => apart(inner, Inline::Emphasis, &mut out),
            other => out.push(other),
        }
    }
    out
}

/// Adds emphasised text, each of its lines by itself.
fn apart(inner: Vec<Inline>, emphasise: fn(Vec<Inline>) -> Inline, out: &mut Vec<Inline>) {
    let mut line = Vec::new();
    for inline in unfold(inner) {
        if matches!(inline, Inline::Break(..)) {
            out.extend((!line.is_empty()).then(|| emphasise(std::mem::take(&mut line))));
            out.push(inline);
        } else {
            line.push(inline);
        }
    }
    out.extend((!line.is_empty()).then(|| emphasise(line)));
}

/// Calls `see` with every piece of text, in order.
pub(super) fn each_piece<'a>(inlines: &'a [Inline], see: &mut impl FnMut(&'a Piece)) {
    for inline in inlines {
        match inline {
            Inline::Text(piece) => see(piece),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Link { inlines: inner, .. } => each_piece(inner, see),
            Inline::Break(..) => {}
        }
    }
}

/// Tells whether there is any text but blanks.
pub(super) fn says_something(inlines: &[Inline]) -> bool {
    let mut says = false;
    each_piece(inlines, &mut |piece| says |= !piece.text.trim().is_empty());
    says
}

/// Returns the stretch of source that some inlines cover.
pub(super) fn extent(inlines: &[Inline]) -> Option<Range<usize>> {
    let mut extent = None;
    for inline in inlines {
        match inline {
            Inline::Text(piece) => cover(&mut extent, &piece.range),
            Inline::Link { range, .. } => cover(&mut extent, range),
            Inline::Strong(inner) | Inline::Emphasis(inner) => {
                extent_of(inner, &mut extent);
            }
            Inline::Break(..) => {}
        }
    }
    extent
}

fn extent_of(inner: &[Inline], whole: &mut Option<Range<usize>>) {
    if let Some(range) = extent(inner) {
        cover(whole, &range);
    }
}

/// Widens a range so that it holds another.
pub(super) fn cover(whole: &mut Option<Range<usize>>, part: &Range<usize>) {
    *whole = Some(match whole.take() {
        Some(range) => range.start.min(part.start)..range.end.max(part.end),
        None => part.clone(),
    });
}

/// The text a line begins with, and where in it an emphasis ends.
#[derive(Default)]
pub(super) struct Lead {
    pub text: String,
    pub ends: Vec<usize>,
}

/// Returns the first characters of a line, seen through emphasis but not into links.
pub(super) fn lead(inlines: &[Inline], bytes: usize) -> Lead {
    let mut lead = Lead::default();
    read_lead(inlines, bytes, &mut lead);
    lead
}

/// Returns whether the line may be read further.
fn read_lead(inlines: &[Inline], bytes: usize, lead: &mut Lead) -> bool {
    for inline in inlines {
        if lead.text.len() >= bytes {
            return false;
        }
        match inline {
            Inline::Text(piece) => {
                let wanted = piece.text.ceil_char_boundary(bytes - lead.text.len());
                lead.text.push_str(&piece.text[..wanted]);
                if wanted < piece.text.len() {
                    return false;
                }
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => {
                if !read_lead(inner, bytes, lead) {
                    return false;
                }
                lead.ends.push(lead.text.len());
            }
            Inline::Link { .. } | Inline::Break(..) => return false,
        }
    }
    true
}

/// Takes some bytes of text off the front and returns the stretch of source they covered.
/// The bytes must end where a character ends, and lie within what [`lead`] showed.
pub(super) fn cut(inlines: &mut Vec<Inline>, bytes: usize) -> Option<Range<usize>> {
    let mut gone = None;
    cut_into(inlines, bytes, &mut gone);
    gone
}

/// Returns how many bytes are still to be taken off.
fn cut_into(inlines: &mut Vec<Inline>, mut left: usize, gone: &mut Option<Range<usize>>) -> usize {
    while left > 0 && !inlines.is_empty() {
        let emptied = match &mut inlines[0] {
            Inline::Text(piece) => {
                let bytes = left.min(piece.text.len());
                left -= bytes;
                cut_piece(piece, bytes, gone);
                piece.text.is_empty()
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => {
                left = cut_into(inner, left, gone);
                inner.is_empty()
            }
            Inline::Link { .. } | Inline::Break(..) => false,
        };
        if !emptied {
            break;
        }
        inlines.remove(0);
    }
    left
}

fn cut_piece(piece: &mut Piece, bytes: usize, gone: &mut Option<Range<usize>>) {
    piece.text.drain(..bytes);
    if piece.exact {
        cover(gone, &(piece.range.start..piece.range.start + bytes));
        piece.range.start += bytes;
    } else {
        cover(gone, &piece.range);
    }
}

/// Takes blanks, those of Chinese texts too, off both ends.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    trim_start(inlines);
    trim_end(inlines);
}

fn trim_start(inlines: &mut Vec<Inline>) {
    let said = inlines.iter_mut().position(|inline| match inline {
        Inline::Text(piece) => {
            let blanks = piece.text.len() - piece.text.trim_start().len();
            cut_piece(piece, blanks, &mut None);
            !piece.text.is_empty()
        }
        Inline::Strong(inner) | Inline::Emphasis(inner) => {
            trim_start(inner);
            !inner.is_empty()
        }
        Inline::Link { .. } => true,
        Inline::Break(..) => false,
    });
    inlines.drain(..said.unwrap_or(inlines.len()));
}

fn trim_end(inlines: &mut Vec<Inline>) {
    while let Some(last) = inlines.last_mut() {
        match last {
            Inline::Text(piece) => {
                let kept = piece.text.trim_end().len();
                if piece.exact {
                    piece.range.end -= piece.text.len() - kept;
                }
                piece.text.truncate(kept);
                if kept > 0 {
                    return;
                }
            }
            Inline::Strong(inner) | Inline::Emphasis(inner) => {
                trim_end(inner);
                if !inner.is_empty() {
                    return;
                }
            }
            Inline::Link { .. } => return,
            Inline::Break(..) => {}
        }
        inlines.pop();
    }
}
