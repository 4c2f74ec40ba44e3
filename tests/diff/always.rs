//! What must hold of any two documents.

use gongkai::diff::{apply, diff, diff_published};
use gongkai::document::{Block, Document, Inline, Page, Row, Section, Table};
use proptest::prelude::*;

use crate::edit::article;
use crate::{last_two, rounds};

/// One random change of a document; what it does not fit is left as it is.
fn mutate(document: &mut Document, (kind, section, place, text): &(u8, usize, usize, String)) {
    let at = section % document.sections.len();
    let part = &mut document.sections[at];
    let inner = place % (part.sections.len() + 1);
    let part = if inner > 0 { &mut part.sections[inner - 1] } else { part };
    let blocks = &mut part.blocks;
    let i = if blocks.is_empty() { 0 } else { place % blocks.len() };
    match kind {
        0 if !blocks.is_empty() => drop(blocks.remove(i)),
        1 if !blocks.is_empty() => blocks.insert(place / 3 % (blocks.len() + 1), blocks[i].clone()),
        2 if !blocks.is_empty() => blocks.rotate_left(i),
        3 => blocks.insert(i, article(text)),
        4 => part.title = text.clone(),
        5 => document.title = text.clone(),
        6 => document.closing.push(article(text)),
        7 => document.sections.rotate_left(1),
        8 => drop(document.sections.remove(at)),
        9 => part.sections.push(Section {
            id: format!("new/{place}"),
            number: "第九章".into(),
            title: text.clone(),
            page: Page::Main,
            blocks: vec![article(text)],
            sections: Vec::new(),
        }),
        10 => part.sections.reverse(),
        11 => document.report.blocks.clear(),
        _ => blocks.iter_mut().for_each(|block| mutate_block(block, *kind, *place, text)),
    }
}

fn mutate_block(block: &mut Block, kind: u8, place: usize, text: &str) {
    match block {
        Block::Table(Table { rows, .. }) if !rows.is_empty() => {
            let i = place % rows.len();
            match kind % 5 {
                0 => drop(rows.remove(i)),
                1 => rows.reverse(),
                2 => rows.insert(i, Row { former: vec![text.into()], ..rows[i].clone() }),
                3 => rows.rotate_left(i),
                _ => rows[i].cells[place % 2].words = vec![Inline::text(text)],
            }
        }
        Block::Paragraph { content, .. } | Block::Provision { content, .. }
            if kind.is_multiple_of(2) =>
        {
            content.insert(0, Inline::text(text));
        }
        Block::Provision { label, children, .. } => {
            label.push_str(text);
            children.reverse();
        }
        _ => {}
    }
}

fn mutations() -> impl Strategy<Value = Vec<(u8, usize, usize, String)>> {
    let one = (0u8..24, 0usize..40, 0usize..60, "[甲乙丙第三四条，。 0-9%]{0,12}");
    prop::collection::vec(one, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn applying_mirroring_and_identity(
        first in mutations(),
        second in mutations(),
        fresh in any::<bool>(),
        of_rounds in any::<bool>(),
    ) {
        let (a, b) = if of_rounds { (&rounds()[0], &rounds()[1]) } else { last_two() };
        let (mut a, mut b) = (a.clone(), b.clone());
        if fresh {
            a = b.clone();
        }
        for change in &first { if !a.sections.is_empty() { mutate(&mut a, change) } }
        for change in &second { if !b.sections.is_empty() { mutate(&mut b, change) } }
        prop_assert!(diff(&a, &a.clone()).is_empty() && diff_published(&b, &b.clone()).is_empty());
        let there = diff(&a, &b);
        prop_assert!(apply(&a, &there).as_ref() == Some(&b), "forth: {:?} {:?}", first, second);
        let back = diff(&b, &a);
        prop_assert!(apply(&b, &back).as_ref() == Some(&a), "back: {:?} {:?}", first, second);
        prop_assert!(back == there.clone().mirrored(), "mirror: {:?} {:?}", first, second);
        prop_assert!(there.clone().mirrored().mirrored() == there, "twice: {:?} {:?}", first, second);
    }
}
