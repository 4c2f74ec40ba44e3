//! Changes of the sample's newest year, as an author would make them.
//! It must not know what a difference tells of them.

use gongkai::diff::{Difference, apply, diff};
use gongkai::document::{Block, Cell, Document, Inline, Level, Section, Table};
use gongkai::numeral;

use crate::last_two;

pub fn charter(document: &mut Document) -> &mut Section {
    document.sections.iter_mut().find(|section| section.id == "charter").unwrap()
}

/// All lists of blocks of a section, in reading order.
pub fn each_list(section: &mut Section, change: &mut dyn FnMut(&mut Vec<Block>)) {
    change(&mut section.blocks);
    section.sections.iter_mut().for_each(|inner| each_list(inner, change));
}

pub fn is(block: &Block, wanted: &str) -> bool {
    matches!(block, Block::Provision { label, .. } if label == wanted)
}

/// Changes the list of blocks that holds an article, given where it stands.
pub fn at(document: &mut Document, label: &str, change: impl FnOnce(&mut Vec<Block>, usize)) {
    let mut change = Some(change);
    each_list(charter(document), &mut |blocks| {
        if let Some(i) = blocks.iter().position(|block| is(block, label))
            && let Some(change) = change.take()
        {
            change(blocks, i);
        }
    });
    assert!(change.is_none(), "no {label}");
}

pub fn words_of(block: &mut Block) -> &mut String {
    match block {
        Block::Provision { content, .. } => match &mut content[0] {
            Inline::Text { text } => text,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

pub fn reword(document: &mut Document, label: &str, from: &str, to: &str) {
    at(document, label, |blocks, i| {
        let Block::Provision { content, .. } = &mut blocks[i] else { panic!("{:?}", blocks[i]) };
        let runs = content.iter_mut().filter_map(|inline| match inline {
            Inline::Text { text } => Some(text),
            Inline::Link { content, .. } => match &mut content[0] {
                Inline::Text { text } => Some(text),
                _ => None,
            },
            _ => None,
        });
        let words = runs.into_iter().find(|words| words.contains(from));
        let words = words.unwrap_or_else(|| panic!("no {from} in {label}"));
        *words = words.replace(from, to);
    });
}

pub fn article(words: &str) -> Block {
    Block::Provision {
        id: "charter/new".into(),
        level: Level::Article,
        label: "新条".into(),
        content: vec![Inline::text(words)],
        children: Vec::new(),
        statement: None,
    }
}

/// Gives the articles their numbers anew, in order.
pub fn renumber(document: &mut Document) {
    let mut number = 0;
    each_list(charter(document), &mut |blocks| {
        for block in blocks {
            if let Block::Provision { id, level: Level::Article, label, .. } = block {
                number += 1;
                *label = format!("第{}条", numeral::chinese(number));
                *id = format!("charter/article-{number}");
            }
        }
    });
}

pub fn amended(change: impl FnOnce(&mut Document)) -> Difference {
    let old = last_two().1;
    let mut new = old.clone();
    new.published = "2026-03-01".into();
    change(&mut new);
    let found = diff(old, &new);
    assert_eq!(apply(old, &found).as_ref(), Some(&new));
    assert_eq!(diff(&new, old), found.clone().mirrored());
    found
}

/// Changes one cell of a table, found by the table's address and the row's first words.
pub fn cell(document: &mut Document, table: &str, row: usize, column: usize, text: &str) {
    fn find<'a>(section: &'a mut Section, id: &str) -> Option<&'a mut Table> {
        let own = section.blocks.iter_mut().find_map(|block| match block {
            Block::Table(table) if table.id == id => Some(table),
            _ => None,
        });
        own.or_else(|| section.sections.iter_mut().find_map(|inner| find(inner, id)))
    }
    let mut sections = document.sections.iter_mut();
    let found = sections.find_map(|section| find(section, table)).unwrap();
    let cell = &mut found.rows[row].cells[column];
    *cell = Cell { person: cell.person, ..Cell::text(text) };
}
