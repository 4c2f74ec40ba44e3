//! Findings as they are kept from one run to the next: places by path instead of by number.
//! It must not know where they are kept.

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Label, Level};
use crate::source::{Sources, Span};

/// One finding, kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    code: String,
    level: Level,
    message: String,
    primary: Place,
    related: Vec<Place>,
    /// What was found and expected, what to do, the clause, and what another program said.
    words: [Option<String>; 5],
    follows: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    path: String,
    start: usize,
    end: usize,
    text: String,
}

impl Kept {
    /// Takes a finding and the texts it speaks of.
    pub fn take(finding: &Diagnostic, sources: &Sources) -> Self {
        let Diagnostic { code, level, message, primary, related, follows, .. } = finding.clone();
        let Diagnostic { found, expected, help, note, said, .. } = finding.clone();
        let place = |Label { span, text }| {
            let path = sources.file(span.file).path.clone();
            Place { path, start: span.start, end: span.end, text }
        };
        let related = related.into_iter().map(place).collect();
        let words = [found, expected, help, note, said];
        Self { code, level, message, primary: place(primary), related, words, follows }
    }

    /// Returns the finding over the same texts; none when one of them is not there.
    pub fn finding(self, sources: &Sources) -> Option<Diagnostic> {
        let place = |Place { path, start, end, text }| {
            let span = Span::new(sources.find(&path)?, start, end);
            Some(Label { span, text })
        };
        let Self { code, level, message, primary, related, words, follows } = self;
        let [found, expected, help, note, said] = words;
        let primary = place(primary)?;
        let related = related.into_iter().map(place).collect::<Option<_>>()?;
        Some(Diagnostic {
            code,
            level,
            message,
            primary,
            related,
            found,
            expected,
            help,
            note,
            said,
            follows,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_comes_back_as_it_was() {
        let mut sources = Sources::default();
        let (a, b) = (sources.add("a.yaml", "甲: 乙"), sources.add("b.yaml", "丙"));
        let finding = Diagnostic::warning("ROS-07", Span::new(a, 0, 3), "不对")
            .label("这里")
            .related(Span::new(b, 0, 3), "那里")
            .help("改正")
            .note("依据")
            .said("said");
        let kept = Kept::take(&finding, &sources);
        let mut others = Sources::default();
        others.add("c.yaml", "");
        assert_eq!(kept.clone().finding(&others), None);
        others.add("b.yaml", "丙");
        let a = others.add("a.yaml", "甲: 乙");
        let again = kept.finding(&others).unwrap();
        assert_eq!(again.primary.span, Span::new(a, 0, 3));
        assert_eq!(Kept::take(&again, &others), Kept::take(&finding, &sources));
    }
}
