//! Edits that say the same in another way: what is found of the sample, and of a faulty variant of
//! it, stays the same through a thousand of them. It must not know any rule.

use std::ops::Range;

use gongkai::datum::{Record, Shape};
use gongkai::load::yaml::{Kind, Node};
use gongkai::model::YEAR;
use gongkai::rules::edit::{BEFORE, Texts};

use crate::sample::{self, Sample};

/// How many edited samples are checked, and as many faulty ones.
const EDITED: u64 = 1_000;

/// What is wrong in the faulty variant: a text that stands in a file, and another in its place.
const FAULTS: [(&str, &str, &str); 9] = [
    ("名单.csv", "30/100", "31/100"),
    ("名单.csv", "王", "主"),
    ("代表.yaml", "总数: 136", "总数: 137"),
    ("章程.md", "第九条　会员", "第十条　会员"),
    ("选举.yaml", "差额: 1", "差额: 2"),
    ("年度.yaml", "数据截止日: 2025-11-07", "数据截止日: 2025-12-07"),
    ("前言.md", "2022—2023", "2021—2022"),
    ("述职.yaml", "提前天数: 7", "提前天数: 5"),
    ("机构.yaml", "人数: 6", "人数: 7"),
];

#[test]
fn neutral_edits_change_no_finding() {
    let sample = Sample::read();
    let mut faulty = sample.texts.clone();
    for (file, from, to) in FAULTS {
        let (_, text) = faulty.0.iter_mut().find(|(path, _)| path == file).unwrap();
        *text = text.replacen(from, to, 1);
    }
    let plain = findings(&sample, &sample.texts);
    let wrong = findings(&sample, &faulty);
    assert!(plain.is_empty() && wrong.len() >= FAULTS.len() - 1, "{wrong:#?}");
    let seeds: Vec<u64> = (0..EDITED).collect();
    let changed = sample::each(&seeds, |seed| {
        [(&sample.texts, &plain), (&faulty, &wrong)].into_iter().find_map(|(texts, expected)| {
            let mut texts = texts.clone();
            let mut chance = Chance(*seed);
            let edits: Vec<String> =
                (0..=chance.below(4)).map(|_| edit(&mut texts, &mut chance)).collect();
            let found = findings(&sample, &texts);
            let other = |a: &[String], b: &[String]| -> Vec<String> {
                a.iter().filter(|line| !b.contains(line)).cloned().collect()
            };
            (found != *expected).then(|| {
                let (more, less) = (other(&found, expected), other(expected, &found));
                format!("{seed}: {edits:?}: found {more:#?}, no more {less:#?}")
            })
        })
    });
    let changed: Vec<String> = changed.into_iter().flatten().collect();
    assert!(changed.is_empty(), "{} of {EDITED}:\n{}", changed.len(), changed.join("\n"));
}

/// What is found, in words without places.
fn findings(sample: &Sample, texts: &Texts) -> Vec<String> {
    let (sources, findings) = sample.check(texts);
    let mut words: Vec<String> = findings
        .iter()
        .map(|finding| {
            let file = &sources.file(finding.primary.span.file).path;
            format!("{:?} {} {file} {}", finding.level, finding.code, finding.message)
        })
        .collect();
    words.sort();
    words
}

/// Numbers that look like chance and are the same for a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.below(items.len());
        items.get(at)
    }
}

/// Makes one neutral edit of some file; returns what it was.
fn edit(texts: &mut Texts, chance: &mut Chance) -> String {
    let files: Vec<usize> = (0..texts.0.len()).collect();
    let file = *chance.of(&files).expect("there are files");
    let path = texts.0[file].0.clone();
    let root = path.trim_start_matches(BEFORE).rsplit_once('.').map_or("", |(root, _)| root);
    // The places of a tree are those of a text with plain line ends and no mark before it.
    let is_plain = !texts.0[file].1.contains(['\r', '\u{feff}']);
    let of_the_year = !path.starts_with(BEFORE) && path != "site.yaml";
    let tree = if is_plain && of_the_year { texts.tree(root) } else { None };
    let text = &mut texts.0[file].1;
    let manner = match path.rsplit_once('.') {
        Some((_, "md")) => markdown(text, chance),
        Some((_, "csv")) => table(text, tree.as_ref(), chance),
        _ => data(text, root, tree.as_ref(), chance),
    };
    format!("{path}: {manner}")
}

/// The edits that any file bears.
fn bytes(text: &mut String, chance: &mut Chance) -> &'static str {
    match chance.below(3) {
        0 => {
            *text = text.replace("\r\n", "\n").replace('\n', "\r\n");
            "Windows line ends"
        }
        1 if !text.starts_with('\u{feff}') => {
            text.insert(0, '\u{feff}');
            "byte order mark"
        }
        1 => "nothing",
        _ => {
            text.push('\n');
            "a line end more"
        }
    }
}

/// Returns where the lines of a text begin, and its end.
fn starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let first = text.len() - text.trim_start_matches('\u{feff}').len();
    std::iter::once(first).chain(ends).collect()
}

fn insert_line(text: &mut String, line: &str, chance: &mut Chance) {
    let starts = starts(text);
    if let Some(at) = chance.of(&starts) {
        text.insert_str(*at, line);
    }
}

/// Puts a blank at the end of some line.
fn trailing_blank(text: &mut String, chance: &mut Chance) {
    let ends: Vec<usize> = text
        .match_indices('\n')
        .map(|(at, _)| at - usize::from(text[..at].ends_with('\r')))
        .filter(|at| text[..*at].ends_with(|c: char| !c.is_whitespace()))
        .collect();
    if let Some(at) = chance.of(&ends) {
        text.insert(*at, ' ');
    }
}

fn markdown(text: &mut String, chance: &mut Chance) -> &'static str {
    match chance.below(3) {
        0 => bytes(text, chance),
        1 => {
            trailing_blank(text, chance);
            "a blank at a line's end"
        }
        _ => {
            let blank: Vec<usize> = text.match_indices("\n\n").map(|(at, _)| at + 1).collect();
            if let Some(at) = chance.of(&blank) {
                text.insert(*at, '\n');
            }
            "a blank line more"
        }
    }
}

fn table(text: &mut String, tree: Option<&Node>, chance: &mut Chance) -> &'static str {
    let Some(tree) = tree else { return bytes(text, chance) };
    match chance.below(5) {
        0 => bytes(text, chance),
        1 => {
            insert_line(text, "\n", chance);
            "a blank line"
        }
        2 => {
            let cells = places(Shape::Many(&gongkai::model::PERSON), tree).scalars;
            quote(text, chance.of(&cells).cloned(), '"')
        }
        3 => {
            let numbers = places(Shape::Many(&gongkai::model::PERSON), tree).counts;
            widen(text, chance.of(&numbers).cloned())
        }
        _ => exchange_columns(text, chance),
    }
}

/// Exchanges two columns, unless a cell is quoted.
fn exchange_columns(text: &mut String, chance: &mut Chance) -> &'static str {
    let width = text.lines().next().map_or(0, |head| head.split(',').count());
    let (a, b) = (chance.below(width), chance.below(width));
    if text.contains(['"', '\u{feff}', '\r']) {
        return "nothing";
    }
    let exchanged = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if cells.len() == width {
            cells.swap(a, b);
        }
        cells.join(",") + "\n"
    };
    *text = text.lines().map(exchanged).collect();
    "two columns exchanged"
}

fn data(text: &mut String, root: &str, tree: Option<&Node>, chance: &mut Chance) -> &'static str {
    let shape = YEAR.fields.iter().find(|field| field.key == root).map(|field| field.shape);
    let (Some(tree), Some(shape)) = (tree, shape) else { return lines(text, chance) };
    let places = places(shape, tree);
    match chance.below(7) {
        0 | 1 => lines(text, chance),
        2 => quote(text, chance.of(&places.scalars).cloned(), '\''),
        3 => quote(text, chance.of(&places.scalars).cloned(), '"'),
        4 => widen(text, chance.of(&places.counts).cloned()),
        5 => {
            // The range of a list in brackets does not reach over the last of them.
            let whole = |range: &Range<usize>| !text[range.clone()].contains(['[', '{']);
            if let Some((a, b)) = chance.of(&places.pairs).cloned()
                && whole(&a)
                && whole(&b)
            {
                let other =
                    format!("{}{}{}", &text[b.clone()], &text[a.end..b.start], &text[a.clone()]);
                text.replace_range(a.start..b.end, &other);
            }
            "two keys exchanged"
        }
        _ => {
            if let Some((range, parts, list)) = chance.of(&places.blocks).cloned() {
                let parts: Vec<String> =
                    parts.iter().map(|part| text[part.clone()].to_owned()).collect();
                let plain = |part: &String| {
                    !part.contains(['"', '\'', ',', '[', ']', '{', '}', '\n', '#', '\r'])
                };
                let (open, close) = if list { ('[', ']') } else { ('{', '}') };
                if parts.iter().all(plain) && !text[range.clone()].starts_with(open) {
                    text.replace_range(range, &format!("{open}{}{close}", parts.join(", ")));
                }
            }
            "a block written in brackets"
        }
    }
}

/// The edits of lines that any YAML bears.
fn lines(text: &mut String, chance: &mut Chance) -> &'static str {
    match chance.below(4) {
        0 => bytes(text, chance),
        1 => {
            insert_line(text, "\n", chance);
            "a blank line"
        }
        2 => {
            insert_line(text, "# 已经核对\n", chance);
            "a comment"
        }
        _ => {
            trailing_blank(text, chance);
            "a blank at a line's end"
        }
    }
}

fn quote(text: &mut String, scalar: Option<Range<usize>>, mark: char) -> &'static str {
    if let Some(range) = scalar
        && !text[range.clone()].contains(['"', '\'', '\\'])
        && !range.is_empty()
    {
        let quoted = format!("{mark}{}{mark}", &text[range.clone()]);
        text.replace_range(range, &quoted);
    }
    "a value in quotes"
}

/// Writes a number in full-width digits.
fn widen(text: &mut String, number: Option<Range<usize>>) -> &'static str {
    if let Some(range) = number {
        let wide = |c: char| match c.to_digit(10) {
            Some(digit) => char::from_u32('０' as u32 + digit).expect("a digit"),
            None => c,
        };
        let number: String = text[range.clone()].chars().map(wide).collect();
        text.replace_range(range, &number);
    }
    "full-width digits"
}

/// Where edits of a tree can go.
#[derive(Default)]
struct Places {
    scalars: Vec<Range<usize>>,
    counts: Vec<Range<usize>>,
    /// Neighbours in a record, whose order says nothing.
    pairs: Vec<(Range<usize>, Range<usize>)>,
    /// Lists of values, and records of values alone, with their parts, and whether it is a list.
    blocks: Vec<(Range<usize>, Vec<Range<usize>>, bool)>,
}

fn places(shape: Shape, tree: &Node) -> Places {
    let mut places = Places::default();
    visit(shape, tree, &mut places);
    places
}

fn range(node: &Node) -> Range<usize> {
    node.span.start..node.span.end
}

fn visit(shape: Shape, node: &Node, places: &mut Places) {
    match (shape, &node.kind) {
        (Shape::One(record), Kind::Map(pairs)) => fields(record, pairs, node, places),
        (Shape::Many(record), Kind::List(items)) => {
            items.iter().for_each(|item| visit(Shape::One(record), item, places));
        }
        (Shape::Keyed(record), Kind::Map(pairs)) => {
            for (_, value) in pairs {
                match value.kind {
                    Kind::Map(_) => visit(Shape::One(record), value, places),
                    _ => visit(record.fields[1].shape, value, places),
                }
            }
        }
        (Shape::Texts, Kind::List(items)) => {
            places.blocks.push((range(node), items.iter().map(range).collect(), true));
            items.iter().for_each(|item| visit(Shape::Text, item, places));
        }
        (shape, Kind::Scalar(_)) => {
            places.scalars.push(range(node));
            if matches!(shape, Shape::Count(_)) {
                places.counts.push(range(node));
            }
        }
        _ => {}
    }
}

fn fields(record: &Record, pairs: &[(Node, Node)], node: &Node, places: &mut Places) {
    let whole = |(key, value): &(Node, Node)| key.span.start..value.span.end;
    // A column's name stands far from its cell.
    let in_place = |(key, value): &(Node, Node)| {
        node.span.start <= key.span.start && key.span.end <= value.span.start
    };
    if pairs.iter().all(in_place) {
        let two = pairs.windows(2).map(|two| (whole(&two[0]), whole(&two[1])));
        places.pairs.extend(two);
        let scalar = |(_, value): &(Node, Node)| matches!(value.kind, Kind::Scalar(_));
        if pairs.iter().all(scalar) {
            places.blocks.push((range(node), pairs.iter().map(whole).collect(), false));
        }
    }
    for (key, value) in pairs {
        let name = |field: &&gongkai::datum::Field| matches!(&key.kind, Kind::Scalar(word) if word == field.key);
        if let Some(field) = record.fields.iter().find(name) {
            visit(field.shape, value, places);
        }
    }
}
