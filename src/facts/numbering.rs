//! Where the numbers of a text do not run on: 章, 节 within its 章, 条 through all, 项, 目.
//! It must not judge which texts must be numbered.

use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, Value};
use crate::load::{decode, numeral};
use crate::model::BREAK;

/// Returns one entry for each number that does not follow the one before it.
pub fn breaks(prose: &Prose) -> Vec<Datum> {
    let mut found = Vec::new();
    let mut article = 0;
    run(&prose.nodes, &mut article, &mut found);
    found
}

/// Follows the numbers among siblings; 条 run on through the whole text.
fn run(nodes: &[Node], article: &mut u32, found: &mut Vec<Datum>) {
    let mut last = [(Kind::Chapter, 0), (Kind::Section, 0), (Kind::Item, 0), (Kind::Subitem, 0)];
    for node in nodes {
        let counter = match node.kind {
            Kind::Article => Some(&mut *article),
            kind => last.iter_mut().find(|(k, _)| *k == kind).map(|(_, n)| n),
        };
        if let (Some(label), Some(counter)) = (&node.label, counter) {
            let expected = *counter + 1;
            if label.number != Some(expected) {
                found.push(entry(node.kind, &label.text, expected, label.span));
            }
            *counter = label.number.unwrap_or(expected);
        }
        run(&node.children, article, found);
    }
}

fn entry(kind: Kind, text: &str, expected: u32, span: crate::source::Span) -> Datum {
    let (level, expected) = match kind {
        Kind::Chapter => ("章", format!("第{}章", numeral::chinese(expected))),
        Kind::Section => ("节", format!("第{}节", numeral::chinese(expected))),
        Kind::Article => ("条", format!("第{}条", numeral::chinese(expected))),
        Kind::Item => ("项", format!("（{}）", numeral::chinese(expected))),
        _ => ("目", format!("{expected}.")),
    };
    let text_of = |text: &str| Datum::new(Value::Text(text.to_owned()), Some(span));
    let mut entry = Datum::new(decode::empty(&BREAK), Some(span));
    entry.set("level", text_of(level));
    entry.set("found", text_of(text));
    entry.set("expected", text_of(&expected));
    entry
}
