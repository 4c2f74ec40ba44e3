//! Where numbers do not run on: 章, 节 within its 章, 条 through all, 项, 目; rows of a table.
//! It must not judge what must be numbered.

use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, Value};
use crate::load::{decode, numeral};
use crate::model::BREAK;
use crate::source::Span;

/// Returns one entry for each number that does not follow the one before it.
pub fn breaks(prose: &Prose) -> Vec<Datum> {
    let mut found = Vec::new();
    let mut article = 0;
    run(&prose.nodes, &mut article, &mut found);
    found
}

/// Follows the numbers among siblings; 条 run on through the whole text. Behind a further 款, its
/// own 项 may begin anew.
fn run(nodes: &[Node], article: &mut u32, found: &mut Vec<Datum>) {
    let mut last = [(Kind::Chapter, 0), (Kind::Section, 0), (Kind::Item, 0), (Kind::Subitem, 0)];
    let mut after_paragraph = false;
    for node in nodes {
        let counter = match node.kind {
            Kind::Article => Some(&mut *article),
            kind => last.iter_mut().find(|(k, _)| *k == kind).map(|(_, n)| n),
        };
        if let (Some(label), Some(counter)) = (&node.label, counter) {
            let expected = *counter + 1;
            let anew = after_paragraph && label.number == Some(1);
            if label.number != Some(expected) && !anew {
                found.push(entry(node.kind, &label.text, expected, label.span));
            }
            *counter = label.number.unwrap_or(expected);
        }
        after_paragraph = node.kind == Kind::Paragraph;
        run(&node.children, article, found);
    }
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
