//! Where numbers do not run on: 章, 节 within its 章, 条 through all, 项, 目; rows of a table.
//! It must not judge what must be numbered.

use crate::datum::prose::{Kind, Label, Node, Prose};
use crate::datum::{Datum, Value};
use crate::load::{decode, numeral};
use crate::model::BREAK;
use crate::source::Span;

/// Returns one entry for each place where numbers do not run on: a number left out is one, at the
/// number behind it, and so is a number written wrongly among right ones.
pub fn breaks(prose: &Prose) -> Vec<Datum> {
    let mut articles = Vec::new();
    let mut found = Vec::new();
    siblings(&prose.nodes, &mut articles, &mut found);
    found.extend(out_of_line(&articles));
    // In the order of the text; the text is one file.
    found.sort_by_key(|(_, span, _)| span.start);
    found
        .into_iter()
        .map(|(kind, span, (text, expected))| entry(kind, &text, expected, span))
        .collect()
}

/// A number that does not run on: its kind and place, how it is written and what it should be.
type Break = (Kind, Span, (String, u32));

/// A numbered node, and whether its number may begin anew.
type Numbered<'a> = (Kind, &'a Label, bool);

/// Follows the numbers among siblings, and gathers 条, which run on through the whole text. Behind
/// a further 款, its own 项 may begin anew.
fn siblings<'a>(nodes: &'a [Node], articles: &mut Vec<Numbered<'a>>, found: &mut Vec<Break>) {
    const APART: [Kind; 4] = [Kind::Chapter, Kind::Section, Kind::Item, Kind::Subitem];
    let mut rows: [Vec<Numbered>; 4] = Default::default();
    let mut after_paragraph = false;
    for node in nodes {
        if let Some(label) = &node.label {
            let numbered = (node.kind, label, after_paragraph);
            match APART.iter().position(|kind| *kind == node.kind) {
                Some(row) => rows[row].push(numbered),
                None if node.kind == Kind::Article => articles.push(numbered),
                None => {}
            }
        }
        after_paragraph = node.kind == Kind::Paragraph;
        siblings(&node.children, articles, found);
    }
    found.extend(rows.iter().flat_map(|row| out_of_line(row)));
}

/// Finds where a row of numbers does not run on.
fn out_of_line(row: &[Numbered]) -> Vec<Break> {
    follow(row).into_iter().filter_map(|(_, found)| found).collect()
}

/// Follows a row of numbers: which each is meant to be, and whether it does not run on. The number
/// behind tells one that is written wrongly (1 2 4 4 5), two that changed places (1 3 2 4) and one
/// that is missing (1 2 4 5).
fn follow(row: &[Numbered]) -> Vec<(u32, Option<Break>)> {
    let number = |i: usize| row.get(i).and_then(|(_, label, _)| label.number);
    let mut steps: Vec<(u32, Option<Break>)> = Vec::new();
    let mut last = 0;
    while let Some((kind, label, anew)) = row.get(steps.len()) {
        let behind = number(steps.len() + 1);
        let expected = last + 1;
        let here = label.number;
        if here == Some(expected) || (*anew && here == Some(1)) {
            last = here.unwrap_or(expected);
            steps.push((last, None));
            continue;
        }
        let found = (*kind, label.span, (label.text.clone(), expected));
        if here == Some(expected + 1) && behind == Some(expected) {
            last = expected + 1;
            steps.push((last, Some(found)));
            steps.push((expected, None));
            continue;
        }
        last = match here {
            Some(number) if behind != Some(expected + 1) => number,
            _ => expected,
        };
        steps.push((last, Some(found)));
    }
    steps
}

/// Returns the articles of a text, each with the number it is meant to have: one that is written
/// wrongly among right ones has its neighbours'.
pub fn articles(prose: &Prose) -> Vec<(u32, &Node)> {
    let mut nodes: Vec<&Node> = Vec::new();
    prose.walk(&mut |node, _| {
        if node.kind == Kind::Article && node.label.is_some() {
            nodes.push(node);
        }
    });
    let row: Vec<Numbered> =
        nodes.iter().filter_map(|node| Some((node.kind, node.label.as_ref()?, false))).collect();
    follow(&row).into_iter().map(|(number, _)| number).zip(nodes).collect()
}

/// Returns one entry for each number of a table that does not follow the one before it, and for
/// what is missing at its end, or stands beyond it, when it is known how far it must go.
pub fn gaps(numbers: &[(i64, Span)], up_to: Option<u32>) -> Vec<Datum> {
    const NONE: &str = "没有这一项";
    let mut found = Vec::new();
    let mut gap = |span, written: String, expected: String| {
        found.push(broken("序号", &written, &expected, span));
    };
    let end = up_to.map(i64::from);
    let mut last = 0;
    for (number, span) in numbers {
        if end.is_some_and(|end| *number > end) {
            gap(*span, number.to_string(), NONE.to_owned());
            continue;
        }
        if *number != last + 1 {
            gap(*span, number.to_string(), (last + 1).to_string());
        }
        last = *number;
    }
    if let (Some(end), Some((_, span))) = (end.filter(|end| last < *end), numbers.last()) {
        gap(*span, format!("{last} 之后没有了"), end.to_string());
    }
    found
}

fn entry(kind: Kind, text: &str, expected: u32, span: Span) -> Datum {
    let (level, expected) = match kind {
        Kind::Chapter => ("章", format!("第{}章", numeral::chinese(expected))),
        Kind::Section => ("节", format!("第{}节", numeral::chinese(expected))),
        Kind::Article => ("条", format!("第{}条", numeral::chinese(expected))),
        Kind::Item => ("项", format!("（{}）", numeral::chinese(expected))),
        _ => ("目", format!("{expected}.")),
    };
    broken(level, text, &expected, span)
}

fn broken(level: &str, found: &str, expected: &str, span: Span) -> Datum {
    let text_of = |text: &str| Datum::new(Value::Text(text.to_owned()), Some(span));
    let mut entry = Datum::new(decode::empty(&BREAK), Some(span));
    entry.set("level", text_of(level));
    entry.set("found", text_of(found));
    entry.set("expected", text_of(expected));
    entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// The numbers found to be wrong, each with what was expected.
    fn found(numbers: &[u32]) -> Vec<(u32, u32)> {
        let mut sources = Sources::default();
        let file = sources.add("章程.md", "");
        let labels: Vec<Label> = numbers
            .iter()
            .map(|n| Label { text: n.to_string(), number: Some(*n), span: sources.whole(file) })
            .collect();
        let row: Vec<Numbered> = labels.iter().map(|label| (Kind::Article, label, false)).collect();
        let number = |(_, _, (text, expected)): Break| (text.parse().unwrap(), expected);
        out_of_line(&row).into_iter().map(number).collect()
    }

    #[test]
    fn one_slip_is_one_break() {
        assert_eq!(found(&[1, 2, 3, 4]), []);
        assert_eq!(found(&[1, 2, 4, 5, 6]), [(4, 3)], "one left out");
        assert_eq!(found(&[11, 12, 13]), [(11, 1)], "ten left out at the start");
        assert_eq!(found(&[1, 2, 3, 4, 6, 6, 7]), [(6, 5)], "5 written 6");
        assert_eq!(found(&[1, 3, 3]), [(3, 2)], "2 written 3");
        assert_eq!(found(&[1, 2, 2, 3]), [(2, 3)], "one doubled");
        assert_eq!(found(&[1, 2, 4, 3, 5]), [(4, 3)], "two changed places");
        assert_eq!(found(&[1, 2, 9]), [(9, 3)], "the last");
        assert_eq!(found(&[1, 2, 50, 4, 5, 7, 8]), [(50, 3), (7, 6)], "two slips");
    }
}
