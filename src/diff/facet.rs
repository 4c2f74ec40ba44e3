//! What changed inside a thing that both documents have.
//! It must not know how either was found.

use super::pair::{Entry, content};
use super::{Change, Facet, Kind, Piece, Subject, on_one_line};
use crate::align::{self, How, Marked, Words, mark_changes};
use crate::document::{Block, Cell, Column, Row, Said, Table, plain_text};

/// How many characters a value has that is marked whole: as many as a date.
const SHORT: usize = 11;

/// The serial number of a row: a reader would not call it a change that numbers run on.
const SERIAL: &str = "no";

/// What is said of an entry whose number is left open.
const OPEN: &str = "未写人数";

/// One aspect of a thing, as one document says it.
#[derive(Clone, Debug, PartialEq)]
struct Aspect {
    key: String,
    of: Option<String>,
    /// What a reader calls it.
    name: String,
    words: String,
}

impl Aspect {
    fn new(key: &str, name: &str, words: &str) -> Self {
        let [key, name, words] = [key, name, words].map(str::to_owned);
        Self { key, of: None, name, words }
    }

    /// What a sentence says.
    fn from_said(said: &Said) -> Self {
        let words = if said.words.is_empty() { OPEN } else { &said.words };
        Self { of: said.of.clone(), ..Self::new(&said.key, &said.label, words) }
    }

    fn is_of(&self, other: &Self) -> bool {
        (&self.key, &self.of) == (&other.key, &other.of)
    }
}

/// Returns what changed from one piece to the other, what a reader would not call a change left
/// out: numbers that run on, addresses, and the look of words.
pub fn facets(old: &Entry, new: &Entry) -> Vec<Facet> {
    if let (Some(a), Some(b)) = (aspects(old), aspects(new)) {
        let found = aspect_facets(&a, &b, new.subject());
        if !found.is_empty() || matches!(new.piece, Piece::Row { .. }) {
            return found;
        }
    }
    match (old.piece, new.piece) {
        (Piece::Field { name, value: old }, Piece::Field { value: new, .. }) => {
            facet(&Aspect::new(name, field_name(name), ""), old, new).into_iter().collect()
        }
        (Piece::Heading { title: old, .. }, Piece::Heading { title: new, .. }) => {
            facet(&Aspect::new("title", "标题", ""), old, new).into_iter().collect()
        }
        (Piece::Block { block: old }, Piece::Block { block: new }) => {
            let words = block_words(old, new);
            if words.iter().all(|words| words.how == How::Kept) {
                return Vec::new();
            }
            let text = Aspect::new("", "", "");
            vec![Facet { words, ..text.facet(text_of(old), text_of(new)) }]
        }
        (Piece::Table { table: old }, Piece::Table { table: new }) => {
            let caption = Aspect::new("caption", "表题", "");
            let caption = facet(&caption, &old.caption, &new.caption);
            let dimensions = dimension_facets(&dimensions(old), &dimensions(new));
            let columns = Aspect::new("columns", "各栏", "");
            let columns = facet(&columns, &other_columns(old), &other_columns(new));
            caption.into_iter().chain(dimensions).chain(columns).collect()
        }
        _ => Vec::new(),
    }
}

/// What a row or a sentence says, aspect by aspect; absent of other pieces.
fn aspects(entry: &Entry) -> Option<Vec<Aspect>> {
    match entry.piece {
        Piece::Row { row } => Some(row_aspects(entry, row)),
        _ => {
            let says = &entry.arrangement()?.says;
            Some(joined(says.iter().map(Aspect::from_said)))
        }
    }
}

/// Puts the words of one aspect together that is said several times.
fn joined(aspects: impl Iterator<Item = Aspect>) -> Vec<Aspect> {
    let mut all: Vec<Aspect> = Vec::new();
    for aspect in aspects {
        match all.iter_mut().find(|known| known.is_of(&aspect)) {
            Some(known) => known.words = format!("{}；{}", known.words, aspect.words),
            None => all.push(aspect),
        }
    }
    all
}

/// What changed of aspects, in the order they come in either document.
fn aspect_facets(old: &[Aspect], new: &[Aspect], subject: Subject) -> Vec<Facet> {
    let find = |aspects: &[Aspect], wanted: &Aspect| {
        aspects.iter().find(|aspect| aspect.is_of(wanted)).map(|aspect| aspect.words.clone())
    };
    let one = |aspect: &Aspect| {
        let [old, new] = [old, new].map(|aspects| find(aspects, aspect));
        // What only one of them chose to print of people or results is not held against the other.
        let chosen = matches!(subject, Subject::Person | Subject::Officer | Subject::Appraised);
        if chosen && (old.is_none() || new.is_none()) {
            return None;
        }
        facet(aspect, &old.unwrap_or_default(), &new.unwrap_or_default())
    };
    merged(old, new).into_iter().filter_map(one).collect()
}

/// The aspects of both documents, each once: those of the old one in its order, and what is new
/// before that which stands behind it.
fn merged<'a>(old: &'a [Aspect], new: &'a [Aspect]) -> Vec<&'a Aspect> {
    let is_new = |aspect: &&Aspect| !old.iter().any(|known| known.is_of(aspect));
    let mut all: Vec<&Aspect> = Vec::new();
    let mut rest = new;
    for aspect in old {
        if let Some(at) = rest.iter().position(|kept| kept.is_of(aspect)) {
            all.extend(rest[..at].iter().filter(is_new));
            rest = &rest[at + 1..];
        }
        all.push(aspect);
    }
    all.extend(rest.iter().filter(is_new));
    all
}

/// The dimensions that a score sheet's columns are for, each with its maximum.
fn dimensions(sheet: &Table) -> Vec<Aspect> {
    let dimension = |column: &Column| {
        let said = |key: &str| column.says.iter().find(|said| said.key == key);
        let (name, maximum) = (&said("name")?.words, said("maximum")?);
        Some(Aspect { of: Some(name.clone()), ..Aspect::new("maximum", name, &maximum.words) })
    };
    sheet.columns.iter().filter_map(dimension).collect()
}

/// What changed of the dimensions of a score sheet: one put in the place of another was renamed.
fn dimension_facets(old: &[Aspect], new: &[Aspect]) -> Vec<Facet> {
    let has = |dimensions: &[Aspect], wanted: &Aspect| dimensions.iter().any(|d| d.is_of(wanted));
    let renamed = |i: usize| {
        let (old_one, new_one) = (old.get(i)?, new.get(i)?);
        let is_renamed = !has(new, old_one) && !has(old, new_one);
        is_renamed.then_some((old_one, new_one))
    };
    let count = old.len().max(new.len());
    let whole = |dimension: &Aspect| format!("{}（{}）", dimension.name, dimension.words);
    let renaming = Aspect::new("name", "改称", "");
    let mut found: Vec<Facet> = (0..count)
        .filter_map(renamed)
        .filter_map(|(old, new)| facet(&renaming, &whole(old), &whole(new)))
        .collect();
    let rest = |own: &[Aspect]| -> Vec<Aspect> {
        let stays = own.iter().enumerate().filter(|(i, _)| renamed(*i).is_none());
        stays.map(|(_, dimension)| dimension.clone()).collect()
    };
    found.extend(aspect_facets(&rest(old), &rest(new), Subject::Sheet));
    found
}

/// The titles of the columns that are no dimensions.
fn other_columns(table: &Table) -> String {
    let others = table.columns.iter().filter(|column| column.says.is_empty());
    others.map(|column| column.title.as_str()).collect::<Vec<_>>().join("、")
}

fn facet(aspect: &Aspect, old: &str, new: &str) -> Option<Facet> {
    (old != new).then(|| aspect.facet(old.to_owned(), new.to_owned()))
}

impl Aspect {
    /// What became of it.
    fn facet(&self, old: String, new: String) -> Facet {
        let words = value_words(&old, &new);
        let Aspect { key, of, name, .. } = self.clone();
        Facet { key, of, name, old, new, words }
    }
}

/// Marks a short value as changed whole: `34人` is not read as 3 and 4.
fn value_words(old: &str, new: &str) -> Vec<Words> {
    if old.chars().count().max(new.chars().count()) > SHORT {
        return mark_changes(old, new);
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
        "results_on" => "结果公布日期",
        "form" => "采用表样",
        "year" | "year_label" => "学年",
        "description" => "简介",
        "language" => "语言",
        other => other,
    }
}

/// Returns all that a piece says which only one of the documents has.
pub fn whole(entry: &Entry, how: How) -> Vec<Facet> {
    let all = aspects(entry).unwrap_or_else(|| match entry.piece {
        Piece::Field { name, value } => vec![Aspect::new(name, field_name(name), value)],
        Piece::Heading { title, .. } => vec![Aspect::new("title", "标题", title)],
        Piece::Block { block } => vec![Aspect::new("", "", &text_of(block))],
        Piece::Table { table } => dimensions(table),
        Piece::Row { .. } | Piece::Closing => Vec::new(),
    });
    let facet = |aspect: Aspect| {
        let Aspect { key, of, name, words: text } = aspect;
        let words = vec![Words { how, text: text.clone() }];
        let (old, new) = match how {
            How::Inserted => (String::new(), text),
            _ => (text, String::new()),
        };
        Facet { key, of, name, old, new, words }
    };
    all.into_iter().filter(|aspect| !aspect.words.is_empty()).map(facet).collect()
}

/// What the cells of a row say, but for its serial number.
fn row_aspects(entry: &Entry, row: &Row) -> Vec<Aspect> {
    let columns = entry.table.map_or(&[][..], |table| &table.columns);
    let cells = columns.iter().zip(&row.cells).filter(|(column, _)| column.key != SERIAL);
    let is_item = matches!(entry.subject(), Subject::Indicator | Subject::SecondItem);
    let aspects = cells.flat_map(|(column, cell)| match column.key.as_str() {
        "item" if is_item => vec![asked(column, cell)],
        "remark" if entry.subject() == Subject::Indicator => {
            cell.says.iter().map(Aspect::from_said).collect()
        }
        _ => vec![cell_aspect(column, cell)],
    });
    joined(aspects)
}

/// What a cell says of its column's field. Columns whose heads say different things, such as how
/// exactly ranks are printed, do not show the same.
fn cell_aspect(column: &Column, cell: &Cell) -> Aspect {
    let shows: Vec<&str> = column.says.iter().map(|said| said.words.as_str()).collect();
    let of = (!shows.is_empty()).then(|| shows.join("、"));
    let words = if cell.is_nothing() { String::new() } else { on_one_line(&cell.words) };
    Aspect { of, ..Aspect::new(&column.key, column.label(), &words) }
}

/// What a form asks, with its mark and without its number: a form may give it another.
fn asked(column: &Column, cell: &Cell) -> Aspect {
    let asks = cell.says.iter().filter(|said| said.key.starts_with("item."));
    let words: String = asks.map(|said| said.words.as_str()).collect();
    Aspect::new(&column.key, column.label(), &words)
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
            marked.extend(mark_changes(&plain_text(a), &plain_text(b)));
            push_children(below_a, below_b, &mut marked);
        }
        _ => marked.extend(mark_changes(&text_of(old), &text_of(new))),
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
                marked.extend(mark_changes(label_of(old), label_of(new)));
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
            const SILENT: [&str; 7] =
                ["schema", "round", "union", "year", "year_label", "description", "language"];
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
    if entry.is_some_and(|entry| entry.reported) || change.placed().is_some_and(silent_field) {
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
    table.caption.is_empty() && dimensions(table).is_empty()
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
            row.key = None;
            row.former.clear();
            // Cells were compared one by one, and only their text can matter to a reader.
            row.cells.clear();
        }
        Piece::Table { table } => {
            table.columns.clear();
            table.of = None;
        }
        _ => {}
    }
    piece
}

fn bare_block(block: &mut Block) {
    match block {
        Block::Provision { id, label, children, statement, .. } => {
            id.clear();
            label.clear();
            *statement = None;
            children.iter_mut().for_each(bare_block);
        }
        Block::Paragraph { statement, .. } => *statement = None,
        Block::List { .. } | Block::Table(_) => {}
    }
}
