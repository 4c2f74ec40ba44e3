//! What Typst found wrong, said with the template's file, line and column.
//! It must not decide what counts as wrong.

use typst::diag::SourceDiagnostic;
use typst::syntax::DiagSpan;
use typst::{World, WorldExt};

use super::MAIN;
use super::world::TemplateWorld;
use crate::failure::Failure;
use crate::language::{Both, both};

/// Says the first of some faults and how many more there are.
pub fn failure(world: &TemplateWorld, faults: &[SourceDiagnostic]) -> Failure {
    let Some(first) = faults.first() else {
        return Failure::new(MAIN, both!("排版没有完成", "the typesetting did not finish"));
    };
    // A fault outside any template, e.g. in a PDF rule, is shown where it was called from.
    let calls = first.trace.iter().map(|call| call.span.into());
    let place = std::iter::once(first.span).chain(calls).find_map(|span| place(world, span));
    let (path, line_column) = place.unwrap_or((MAIN, None));
    let at = match line_column {
        Some((line, column)) => both!(
            "模板第 {line} 行第 {column} 列：",
            "line {line}, column {column} of the template: "
        ),
        None => Both::default(),
    };
    let more = match faults.len() {
        1 => Both::default(),
        n => both!("（另有 {} 处）", " (and {} more)", n - 1),
    };
    let failure = Failure::new(path, at + first.message.as_str().into() + more);
    let hints: Vec<&str> = first.hints.iter().map(|hint| hint.v.as_str()).collect();
    if hints.is_empty() { failure } else { failure.with_help(hints.join("；")) }
}

/// Returns the file of a span, and its line and column, both counted from 1.
fn place(world: &TemplateWorld, span: DiagSpan) -> Option<(&'static str, Option<(usize, usize)>)> {
    let id = span.id()?;
    let path = id.get().vpath().get_without_slash();
    let start = world.range(span).map(|range| range.start);
    let source = world.source(id).ok();
    let at = source.zip(start).and_then(|(source, start)| {
        source.lines().byte_to_line_column(start).map(|(line, column)| (line + 1, column + 1))
    });
    Some((path, at))
}
