//! What is wrong with what an author wrote, and where.
//! It must not know any rule, nor write to a terminal.

mod human;
pub mod json;
pub mod kept;
pub mod sarif;

pub use human::render;

use serde::{Deserialize, Serialize};

use crate::language::{Both, both, joined, number_of};
use crate::source::{Sources, Span};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Stops the build.
    Violation,
    /// Is shown and counted.
    Warning,
    /// Could not be decided, for something it needs is absent.
    Unverified,
    /// Is worth knowing.
    Notice,
}

/// A place and what it has to do with the fault.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One fault: what, where, why and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule it answers to, `ROS-07`.
    pub code: String,
    pub level: Level,
    pub message: String,
    pub primary: Label,
    /// The other places that take part.
    pub related: Vec<Label>,
    /// The value written and the value expected, where a fault is that they differ.
    pub found: Option<String>,
    pub expected: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The clause it rests on.
    pub note: Option<String>,
    /// What another program said of it, in its own words.
    pub said: Option<String>,
    /// Whether it is about what is worked out from other places of its folder: a fault there may be
    /// its root, and is shown before it.
    pub follows: bool,
}

impl Diagnostic {
    pub fn new(level: Level, code: &str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            level,
            message: message.into(),
            primary: Label { span, text: String::new() },
            related: Vec::new(),
            found: None,
            expected: None,
            help: None,
            note: None,
            said: None,
            follows: false,
        }
    }

    /// Returns the same with every one of its words written otherwise.
    fn mapped(mut self, write: impl Fn(String) -> String) -> Self {
        let label = |label: Label| Label { text: write(label.text), ..label };
        self.message = write(self.message);
        self.primary = label(self.primary);
        self.related = self.related.into_iter().map(label).collect();
        self.help = self.help.map(&write);
        self.note = self.note.map(&write);
        self.said = self.said.map(&write);
        self
    }

    pub fn violation(code: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Level::Violation, code, span, message)
    }

    pub fn warning(code: &str, span: Span, message: impl Into<String>) -> Self {
        Self::new(Level::Warning, code, span, message)
    }

    /// Says why at the primary place.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.note = Some(text.into());
        self
    }

    pub fn said(mut self, text: impl Into<String>) -> Self {
        self.said = Some(text.into());
        self
    }
}

/// Puts diagnostics in the order they are shown: by folder, then by file, place, level and code, and
/// in each folder last what may follow from the others: what is worked out from them, and what could
/// not be verified; takes doubles out.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.primary.span.start, d.primary.span.end, d.level);
        let file = |d: &Diagnostic| sources.file(d.primary.span.file).path.as_str();
        let folder = |d: &Diagnostic| file(d).rsplit_once('/').map_or("", |(folder, _)| folder);
        let unverified = |d: &Diagnostic| d.level == Level::Unverified;
        let of = |d: &Diagnostic| (folder(d), unverified(d), d.follows, file(d), key(d));
        (of(a), &a.code, &a.message).cmp(&(of(b), &b.code, &b.message))
    });
    diagnostics.dedup();
}

/// Shortens what an author wrote so that a sentence can quote it.
pub fn brief(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// How many diagnostics there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub violations: usize,
    pub warnings: usize,
    pub unverified: usize,
    pub notices: usize,
}

impl Count {
    pub fn by_level(diagnostics: &[Diagnostic]) -> Self {
        let of = |level| diagnostics.iter().filter(|d| d.level == level).count();
        Self {
            violations: of(Level::Violation),
            warnings: of(Level::Warning),
            unverified: of(Level::Unverified),
            notices: of(Level::Notice),
        }
    }

    /// Says in one line how much it is.
    pub fn summary(self) -> Both {
        let Self { violations, warnings, unverified, notices } = self;
        let parts = [
            (violations, number_of(violations, "处违规", "violation")),
            (warnings, number_of(warnings, "处警告", "warning")),
            (unverified, both!("{unverified} 项无法核实", "{unverified} unverified")),
            (notices, number_of(notices, "条提示", "notice")),
        ];
        if parts.iter().all(|(n, _)| *n == 0) {
            return both!("没有发现问题", "nothing found");
        }
        let said = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words);
        joined(said, both!("，", ", "))
    }

    /// Tells whether so much is refused; `strict` refuses warnings and what cannot be verified too.
    pub fn refuses(self, strict: bool) -> bool {
        self.violations > 0 || (strict && self.warnings + self.unverified > 0)
    }
}
