//! What may be shown of findings: private data is covered wherever it would be printed.
//! It must not decide what is private.

use std::borrow::Cow;

use super::Run;
use crate::diagnostic::Diagnostic;
use crate::facts::{PRIVATE_CODE, covered};
use crate::source::{Sources, Span};

/// Covers private data in the words of findings; returns the sources to show them with.
///
/// A number typed into the wrong cell is a finding of other rules too, and stands in the line
/// that is shown: none of them may print it.
pub fn discreet<'a>(findings: &mut [Diagnostic], run: &'a Run) -> Cow<'a, Sources> {
    let places: Vec<Span> = findings
        .iter()
        .filter(|finding| finding.code == PRIVATE_CODE)
        .map(|finding| finding.primary.span)
        .collect();
    if places.is_empty() {
        return Cow::Borrowed(&run.inputs.sources);
    }
    let cover = |text: &mut String| *text = covered(text, &run.site);
    for finding in findings {
        let labels = finding.related.iter_mut().map(|label| &mut label.text);
        let optional = [&mut finding.found, &mut finding.expected, &mut finding.help];
        let optional = optional.into_iter().chain([&mut finding.note, &mut finding.said]);
        cover(&mut finding.message);
        cover(&mut finding.primary.text);
        labels.for_each(cover);
        optional.flatten().for_each(cover);
    }
    Cow::Owned(run.inputs.sources.covered(&places))
}
