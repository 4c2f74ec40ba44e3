//! Diagnostics as a teacher reads them: the source line, carets under the right 汉字.
//! It must not decide what is a fault.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level as Severity, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Level};
use crate::language::Language;
use crate::source::{Sources, Span};
use crate::visible::visible;

/// The widest line that is shown whole; of a longer one, a part around the place is shown.
const WIDTH: usize = 120;

/// The longest stretch that is underlined, in columns.
const WIDEST: usize = 90;

/// Renders diagnostics for a terminal, one after another, coloured when `colour` asks for it.
/// What stands around an author's and a rule's words is said in `language`.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    colour: bool,
    language: Language,
) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(WIDTH);
    let frame = Frame::in_language(language);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let diagnostic = diagnostic.clone().mapped(|words| visible(&words).into_owned());
        let shown = renderer.render(&groups(&diagnostic, sources, &frame));
        out.push_str(&without_numbers(shown, &diagnostic, sources));
        out.push_str("\n\n");
    }
    out
}

/// Takes line and column off the names of cells: `名单.xlsx，名单!F7` says it all.
fn without_numbers(mut shown: String, diagnostic: &Diagnostic, sources: &Sources) -> String {
    for label in [&diagnostic.primary].into_iter().chain(&diagnostic.related) {
        let file = sources.file(label.span.file);
        if file.sheet.is_none() {
            continue;
        }
        let cell = visible(&file.called(label.span.start)).into_owned() + ":";
        while let Some(at) = shown.find(&cell).map(|at| at + cell.len() - 1) {
            let number = |c: char| c == ':' || c.is_ascii_digit();
            let end = shown[at..].find(|c| !number(c)).map_or(shown.len(), |end| at + end);
            shown.replace_range(at..end, "");
        }
    }
    shown
}

/// What stands in front of a finding and of what is added to it.
struct Frame {
    violation: &'static str,
    warning: &'static str,
    unverified: &'static str,
    notice: &'static str,
    help: &'static str,
    ground: &'static str,
    said: &'static str,
}

impl Frame {
    fn in_language(language: Language) -> Self {
        match language {
            Language::Chinese => Self {
                violation: "违规",
                warning: "警告",
                unverified: "无法核实",
                notice: "提示",
                help: "怎么办",
                ground: "依据",
                said: "解析器的原话",
            },
            Language::English => Self {
                violation: "violation",
                warning: "warning",
                unverified: "unverified",
                notice: "notice",
                help: "help",
                ground: "ground",
                said: "the parser says",
            },
        }
    }
}

fn groups<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources, frame: &Frame) -> Vec<Group<'a>> {
    let severity = match diagnostic.level {
        Level::Violation => Severity::ERROR.with_name(frame.violation),
        Level::Warning => Severity::WARNING.with_name(frame.warning),
        Level::Unverified => Severity::NOTE.with_name(frame.unverified),
        Level::Notice => Severity::NOTE.with_name(frame.notice),
    };
    let mut group = Group::with_title(
        severity.clone().primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str()),
    );
    let primary = diagnostic.primary.span;
    if is_file(&diagnostic.primary) {
        group = group.element(Origin::path(visible(&sources.file(primary.file).path)));
        return vec![with_advice(group, diagnostic, frame)];
    }
    let (same, others): (Vec<_>, Vec<_>) =
        diagnostic.related.iter().partition(|label| label.span.file == primary.file);
    let mut snippet = snippet(primary, sources).annotation(annotation(
        AnnotationKind::Primary,
        &diagnostic.primary,
        sources,
    ));
    for label in same {
        snippet = snippet.annotation(annotation(AnnotationKind::Context, label, sources));
    }
    group = group.element(snippet);
    for label in others {
        let other = self::snippet(label.span, sources);
        group =
            group.element(other.annotation(annotation(AnnotationKind::Context, label, sources)));
    }
    vec![with_advice(group, diagnostic, frame)]
}

/// Tells whether a place means a file as a whole, of which no line is to be shown.
fn is_file(label: &Label) -> bool {
    label.span.start == 0 && label.span.end == 0 && label.text.is_empty()
}

fn with_advice<'a>(mut group: Group<'a>, diagnostic: &'a Diagnostic, frame: &Frame) -> Group<'a> {
    if let Some(help) = &diagnostic.help {
        group = group.element(Severity::HELP.with_name(frame.help).message(help.as_str()));
    }
    if let Some(note) = &diagnostic.note {
        group = group.element(Severity::NOTE.with_name(frame.ground).message(note.as_str()));
    }
    if let Some(said) = &diagnostic.said {
        group = group.element(Severity::NOTE.with_name(frame.said).message(said.as_str()));
    }
    group
}

fn snippet(span: Span, sources: &Sources) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let file = sources.file(span.file);
    let called = visible(&file.called(span.start)).into_owned();
    Snippet::source(without_commands(&file.text)).path(called).fold(true)
}

/// Returns a text without the second set of control characters, which some terminals obey and the
/// renderer leaves; every byte is still where it was.
fn without_commands(text: &str) -> Cow<'_, str> {
    let second = '\u{80}'..='\u{9f}';
    match text.contains(|c| second.contains(&c)) {
        // Two bytes as well, and seen.
        true => Cow::Owned(text.replace(|c| second.contains(&c), "¿")),
        false => Cow::Borrowed(text),
    }
}

fn annotation<'a>(
    kind: AnnotationKind,
    label: &'a Label,
    sources: &Sources,
) -> annotate_snippets::Annotation<'a> {
    let text = &sources.file(label.span.file).text;
    let end = shown_end(&text[label.span.start..label.span.end]);
    let annotation = kind.span(label.span.start..label.span.start + end);
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// Returns how much of a place is underlined: its first line, and no more than a terminal is wide.
fn shown_end(place: &str) -> usize {
    let line = place.split('\n').next().unwrap_or_default();
    let mut columns = 0;
    let wide = line.char_indices().find(|(_, c)| {
        columns += if c.is_ascii() { 1 } else { 2 };
        columns > WIDEST
    });
    wide.map_or(line.len(), |(at, _)| at)
}
