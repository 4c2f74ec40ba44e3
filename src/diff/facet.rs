//! What changed inside a thing that both documents have.
//! It must not know how either was found.

use std::collections::BTreeMap;

use super::pair::{Entry, content};
use super::{Change, Facet, Kind, Piece, Subject, cell_text};
use crate::align::{self, How, Marked, Words, words};
use crate::document::{Block, Inline, Row, Table, plain_text};

/// How many characters a value has that is marked whole: as many as a date.
const SHORT: usize = 11;

/// What a line of an indicator's remark is for, by how it begins.
const REMARK_LINES: &[(&str, &str)] = &[
    ("实有", "实有"),
    ("召开日期：", "召开日期"),
    ("原因：", "原因"),
    ("整改期限：", "整改期限"),
    ("佐证：", "佐证"),
];

/// Returns what changed from one piece to the other, what a reader would not call a change left
/// out: numbers that run on, addresses, and the look of words.
pub fn facets(old: &Entry, new: &Entry) -> Vec<Facet> {
    match (old.piece, new.piece) {
        (Piece::Field { name, value: old }, Piece::Field { value: new, .. }) => {
            facet(field_name(name), old, new).into_iter().collect()
        }
        (Piece::Heading { title: old, .. }, Piece::Heading { title: new, .. }) => {
            facet("标题", old, new).into_iter().collect()
        }
        (Piece::Block { block: old }, Piece::Block { block: new }) => {
            let words = block_words(old, new);
            if words.iter().all(|words| words.how == How::Kept) {
                return Vec::new();
            }
            vec![Facet { name: String::new(), old: text_of(old), new: text_of(new), words }]
        }
        (Piece::Table { table: old }, Piece::Table { table: new }) => {
            let titles = |table: &Table| {
                table.columns.iter().map(|c| c.title.clone()).collect::<Vec<_>>().join("、")
            };
            let caption = facet("表题", &old.caption, &new.caption);
            caption.into_iter().chain(facet("各栏", &titles(old), &titles(new))).collect()
        }
        (Piece::Row { row: a }, Piece::Row { row: b }) => {
            let (a, b) = (cells(old, a), cells(new, b));
            let names = a.iter().chain(&b).map(|(name, _)| name);
            let mut seen: Vec<&String> = Vec::new();
            names.for_each(|name| {
                if !seen.contains(&name) {
                    seen.push(name)
                }
            });
            let value = |cells: &[(String, String)], name: &str| {
                cells.iter().find(|(n, _)| n == name).map(|(_, text)| text.clone())
            };
            let one = |name: &&String| {
                let [old, new] = [&a, &b].map(|cells| value(cells, name).unwrap_or_default());
                facet(name, &old, &new)
            };
            // Years that chose to print ranks each in its own manner are not held against each other.
            let both = |name: &&&String| {
                let has = |cells: &[(String, String)]| cells.iter().any(|(n, _)| n == **name);
                new.subject() != Subject::Person || (has(&a) && has(&b))
            };
            seen.iter().filter(both).filter_map(one).collect()
        }
        _ => Vec::new(),
    }
}

fn facet(name: &str, old: &str, new: &str) -> Option<Facet> {
    (old != new).then(|| Facet {
        name: name.to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
        words: value_words(old, new),
    })
}

/// Marks a short value as changed whole: `34人` is not read as 3 and 4.
fn value_words(old: &str, new: &str) -> Vec<Words> {
    if old.chars().count().max(new.chars().count()) > SHORT {
        return words(old, new);
    }
    let mut marked = Marked::default();
    marked.push(How::Deleted, old);
    marked.push(How::Inserted, new);
    marked.done()
}

/// The name of a head field for a reader.
pub fn field_name(name: &str) -> &str {
    match name {
        "college" => "学校",
        "organisation" => "组织",
        "title" => "标题",
        "issuer" => "发布单位",
        "published" => "发布日期",
        "as_of" => "数据截止日",
        "form" => "采用表样",
        "year" | "year_label" => "学年",
        "description" => "简介",
        "language" => "语言",
        other => other,
    }
}

/// Returns all that a piece says which only one of the documents has.
pub fn whole(entry: &Entry, how: How) -> Vec<Facet> {
    let said = match entry.piece {
        Piece::Field { name, value } => vec![(field_name(name).to_owned(), value.clone())],
        Piece::Heading { title, .. } => vec![("标题".to_owned(), title.clone())],
        Piece::Block { block } => vec![(String::new(), text_of(block))],
        Piece::Row { row } => cells(entry, row),
        Piece::Table { .. } | Piece::Closing => Vec::new(),
    };
    let facet = |(name, text): (String, String)| {
        let words = vec![Words { how, text: text.clone() }];
        let (old, new) = match how {
            How::Inserted => (String::new(), text),
            _ => (text, String::new()),
        };
        Facet { name, old, new, words }
    };
    said.into_iter().filter(|(_, text)| !text.is_empty()).map(facet).collect()
}

/// The cells of a row by what they are about: the title of the column, or what a line is for.
/// The serial number and what names the table's own entries across years are not compared.
fn cells(entry: &Entry, row: &Row) -> Vec<(String, String)> {
    let columns = entry.table.map_or(&[][..], |table| &table.columns);
    let mut found = Vec::new();
    for (column, cell) in columns.iter().zip(&row.cells) {
        match (entry.subject(), column.title.as_str()) {
            (_, "序号") => {}
            (Subject::Indicator, "备注") => found.extend(remark(cell)),
            (Subject::Indicator | Subject::SecondItem, _) if column.heads_row => {
                found.push((column.title.clone(), unnumbered_item(&plain_text(cell))));
            }
            _ => found.push((column.title.clone(), cell_text(cell))),
        }
    }
    found
}

/// The lines of a remark, those of one purpose together.
fn remark(cell: &[Inline]) -> Vec<(String, String)> {
    let mut lines: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let text = plain_text(cell);
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let known = REMARK_LINES.iter().find(|(start, _)| line.starts_with(start));
        let (name, rest) = match known {
            Some((start, name)) => (*name, &line[start.len()..]),
            None => ("备注", line),
        };
        lines.entry(name).or_default().push(rest);
    }
    let line =
        |name: &str| (name.to_owned(), lines.get(name).map_or(String::new(), |l| l.join("；")));
    ["实有", "召开日期", "备注", "原因", "整改期限", "佐证"].map(line).into()
}

/// `3★. 工作人员…` → `★工作人员…`: a form may give an item another number.
fn unnumbered_item(text: &str) -> String {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.replacen(". ", "", 1)
}

/// The words of a block, a line each; a provision of the outermost level without its own number.
fn text_of(block: &Block) -> String {
    let mut lines = Vec::new();
    push_lines(block, false, &mut lines);
    lines.join("\n")
}

fn push_lines(block: &Block, labelled: bool, lines: &mut Vec<String>) {
    match block {
        Block::Provision { label, content, children, .. } => {
            let label = if labelled { label.as_str() } else { "" };
            lines.push(format!("{label}{}", plain_text(content)));
            children.iter().for_each(|child| push_lines(child, true, lines));
        }
        other => other.each_text(&mut |text| lines.push(text.to_owned())),
    }
}

/// Marks the words of two blocks, item by item, so that an item put in is one insertion.
fn block_words(old: &Block, new: &Block) -> Vec<Words> {
    let mut marked = Marked::default();
    match (old, new) {
        (
            Block::Provision { content: a, children: below_a, .. },
            Block::Provision { content: b, children: below_b, .. },
        ) => {
            marked.extend(words(&plain_text(a), &plain_text(b)));
            push_children(below_a, below_b, &mut marked);
        }
        _ => marked.extend(words(&text_of(old), &text_of(new))),
    }
    marked.done()
}

fn push_children(old: &[Block], new: &[Block], marked: &mut Marked) {
    let text = |block: &Block| {
        let mut words = String::new();
        content(block, &mut words);
        words
    };
    let whole = |block: &Block| {
        let mut lines = Vec::new();
        push_lines(block, true, &mut lines);
        format!("\n{}", lines.join("\n"))
    };
    let (a, b): (Vec<String>, Vec<String>) =
        (old.iter().map(text).collect(), new.iter().map(text).collect());
    let a: Vec<&str> = a.iter().map(String::as_str).collect();
    let b: Vec<&str> = b.iter().map(String::as_str).collect();
    for found in align::align(&a, &b) {
        match (found.old.map(|o| &old[o]), found.new.map(|n| &new[n])) {
            (Some(old), Some(new)) if !found.moved => {
                marked.push(How::Kept, "\n");
                marked.extend(words(label_of(old), label_of(new)));
                marked.extend(block_words(old, new));
            }
            (Some(gone), Some(come)) => {
                marked.push(How::Deleted, &whole(gone));
                marked.push(How::Inserted, &whole(come));
            }
            (Some(gone), None) => marked.push(How::Deleted, &whole(gone)),
            (None, Some(come)) => marked.push(How::Inserted, &whole(come)),
            (None, None) => {}
        }
    }
}

fn label_of(block: &Block) -> &str {
    match block {
        Block::Provision { label, .. } => label,
        _ => "",
    }
}

/// Tells whether a change only follows from others, so that a reader need not be told.
pub fn follows(change: &Change, entry: Option<&Entry>) -> bool {
    let silent_field = |placed: &super::Placed| match &placed.piece {
        Piece::Field { name, .. } => {
            matches!(name.as_str(), "schema" | "year" | "year_label" | "description" | "language")
        }
        // Issuer and date stand in the head too.
        Piece::Block { block: Block::Paragraph { role: crate::document::Role::Signature, .. } } => {
            true
        }
        _ => false,
    };
    if entry.is_some_and(|entry| entry.reported)
        || change.new.as_ref().or(change.old.as_ref()).is_some_and(silent_field)
    {
        return true;
    }
    if change.kind != Kind::Changed || !change.facets.is_empty() {
        return false;
    }
    let told_as_moved = matches!(change.subject, Subject::Article | Subject::Paragraph);
    if change.moved && told_as_moved {
        return false;
    }
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => bare(&old.piece) == bare(&new.piece),
        _ => false,
    }
}

/// A piece without the numbers and addresses that run on.
fn bare(piece: &Piece) -> Piece {
    let mut piece = piece.clone();
    match &mut piece {
        Piece::Heading { id, number, .. } => {
            id.clear();
            number.clear();
        }
        Piece::Block { block } => bare_block(block),
        Piece::Row { row } => {
            row.id.clear();
            row.former.clear();
            // Cells were compared one by one, and only their text can matter to a reader.
            row.cells.clear();
        }
        Piece::Table { table } => table.columns.clear(),
        _ => {}
    }
    piece
}

fn bare_block(block: &mut Block) {
    if let Block::Provision { id, label, children, .. } = block {
        id.clear();
        label.clear();
        children.iter_mut().for_each(bare_block);
    }
}
