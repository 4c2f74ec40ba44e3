//! What changed inside a thing that both documents have.
//! It must not know how either was found.

use std::collections::BTreeMap;

use super::pair::{Entry, content};
use super::{Change, Facet, Kind, Piece, Subject, cell_text, notice};
use crate::align::{self, How, Marked, Words, words};
use crate::document::{Block, Inline, Row, Table, plain_text};

/// How many characters a value has that is marked whole: as many as a date.
const SHORT: usize = 11;

/// What a dimension of a score sheet that has another name now is told under.
pub const RENAMED: &str = "改称";

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
    if let (Some(a), Some(b)) = (values(old), values(new)) {
        let found = by_name(&a, &b, new.subject());
        if !found.is_empty() || matches!(new.piece, Piece::Row { .. }) {
            return found;
        }
    }
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
            let caption = facet("表题", &old.caption, &new.caption);
            let dimensions = dimension_facets(&notice::dimensions(old), &notice::dimensions(new));
            let columns = facet("各栏", &other_columns(old), &other_columns(new));
            caption.into_iter().chain(dimensions).chain(columns).collect()
        }
        _ => Vec::new(),
    }
}

/// What a row or a sentence says, by what it is about; absent of other pieces.
fn values(entry: &Entry) -> Option<Vec<(String, String)>> {
    match entry.piece {
        Piece::Row { row } => Some(cells(entry, row)),
        _ => entry.said().map(|said| said.values),
    }
}

/// What changed of values that have names, in the order they come.
fn by_name(old: &[(String, String)], new: &[(String, String)], subject: Subject) -> Vec<Facet> {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in old.iter().chain(new) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let value = |values: &[(String, String)], name: &str| {
        values.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    };
    let one = |name: &String| {
        let [old, new] = [old, new].map(|values| value(values, name));
        // What only one of them chose to print of people or results is not held against the other.
        let chosen = matches!(subject, Subject::Person | Subject::Officer | Subject::Appraised);
        if chosen && (old.is_none() || new.is_none()) {
            return None;
        }
        facet(name, &old.unwrap_or_default(), &new.unwrap_or_default())
    };
    names.into_iter().filter_map(one).collect()
}

/// What changed of the dimensions of a score sheet: one put in the place of another was renamed.
fn dimension_facets(old: &[(String, String)], new: &[(String, String)]) -> Vec<Facet> {
    let has = |dimensions: &[(String, String)], name: &str| dimensions.iter().any(|d| d.0 == name);
    let renamed = |i: usize| {
        let (old_one, new_one) = (old.get(i)?, new.get(i)?);
        let is_renamed = !has(new, &old_one.0) && !has(old, &new_one.0);
        is_renamed.then_some((old_one, new_one))
    };
    let count = old.len().max(new.len());
    let whole = |(name, points): &(String, String)| format!("{name}（{points}）");
    let mut found: Vec<Facet> = (0..count)
        .filter_map(renamed)
        .filter_map(|(old, new)| facet(RENAMED, &whole(old), &whole(new)))
        .collect();
    let rest = |own: &[(String, String)]| -> Vec<(String, String)> {
        let stays = own.iter().enumerate().filter(|(i, _)| renamed(*i).is_none());
        stays.map(|(_, dimension)| dimension.clone()).collect()
    };
    found.extend(by_name(&rest(old), &rest(new), Subject::Sheet));
    found
}

/// The titles of the columns that are no dimensions.
fn other_columns(table: &Table) -> String {
    let dimensions = notice::dimensions(table);
    let is_other = |title: &&str| {
        dimensions.iter().all(|(name, points)| *title != format!("{name}（{points}）"))
    };
    let titles = table.columns.iter().map(|column| column.title.as_str());
    titles.filter(is_other).collect::<Vec<_>>().join("、")
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
        Piece::Block { block } => {
            values(entry).unwrap_or_else(|| vec![(String::new(), text_of(block))])
        }
        Piece::Row { row } => cells(entry, row),
        Piece::Table { table } => notice::dimensions(table),
        Piece::Closing => Vec::new(),
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
            const SILENT: [&str; 6] =
                ["schema", "round", "year", "year_label", "description", "language"];
            SILENT.contains(&name.as_str())
        }
        // Issuer and date stand in the head too.
        Piece::Block { block: Block::Paragraph { role: crate::document::Role::Signature, .. } } => {
            true
        }
        // Its rows tell of themselves.
        Piece::Table { table } => change.kind != Kind::Changed && is_unnamed(table),
        _ => false,
    };
    if entry.is_some_and(|entry| entry.reported)
        || change.new.as_ref().or(change.old.as_ref()).is_some_and(silent_field)
    {
        return true;
    }
    // A row to write on, of a score sheet that lists nobody yet.
    if change.subject == Subject::Appraised && change.facets.is_empty() {
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

fn is_unnamed(table: &Table) -> bool {
    table.caption.is_empty() && notice::dimensions(table).is_empty()
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
