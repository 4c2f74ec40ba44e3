//! A list of records as a grid of cells, and the grid put back into the text with the smallest change.
//! It must not know what any column means; the table of fields says it.

use serde::{Deserialize, Serialize};

use super::edit::choices;
use crate::datum::{Field, FieldName, Need, Shape};
use crate::language::{Both, both};
use crate::load::yaml::{Kind, Node};
use crate::render::field_guide::written;
use crate::source::Sources;

/// A file that is a list of records, cell by cell.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
    /// Line and column of each cell in the text, from 1; none of a cell that is not written.
    places: Vec<Vec<Option<(usize, usize)>>>,
    /// Whether rows can neither be added nor taken out.
    pub is_fixed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    pub key: String,
    meaning: &'static str,
    how: String,
    choices: Vec<&'static str>,
}

/// A row as it shall be: a row of the file, by its number from 0, or a new one.
#[derive(Clone, Debug, Deserialize)]
pub struct NewRow {
    pub from: Option<usize>,
    pub cells: Vec<String>,
}

/// A file of records, and the columns that whoever writes it does not have.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    pub field: &'static Field,
    pub without: &'static [FieldName],
}

/// Returns a file as a grid; none where it is no list of records, each on lines of its own.
pub fn table(path: &str, text: &str, file: Listed) -> Option<Table> {
    let (sources, items) = items(path, text)?;
    slices(&items, text)?;
    shown(&items, file, &sources, path.ends_with(".csv"))
}

/// Returns records as a grid; of a table with a head only the columns that stand there.
pub fn shown(items: &[Node], file: Listed, sources: &Sources, has_head: bool) -> Option<Table> {
    let Shape::Many(record) = file.field.shape else { return None };
    let fields = record.fields.iter().filter(|field| {
        let single = !field.shape.is_list() && field.shape.record().is_none();
        field.need != Need::Derived && single
    });
    let known = |key: &str| items.iter().any(|item| value(item, key).is_some());
    // A column that is written is shown, though it should not be there.
    let fields = fields.filter(|field| !file.without.contains(&field.name) || known(field.key));
    let fields = fields.filter(|field| !has_head || items.is_empty() || known(field.key));
    let columns = fields.map(|field| Column {
        key: field.key.to_owned(),
        meaning: field.meaning,
        how: written(field.shape),
        choices: choices(field.shape),
    });
    let columns: Vec<Column> = columns.collect();
    let cells = |item: &Node| columns.iter().map(|column| cell(item, &column.key)).collect();
    let rows = items.iter().map(cells).collect();
    let place = |item: &Node, column: &Column| {
        let (_, value) = value(item, &column.key)?;
        Some(sources.file(value.span.file).line_column(value.span.start))
    };
    let places = |item: &Node| columns.iter().map(|column| place(item, column)).collect();
    let places = items.iter().map(places).collect();
    Some(Table { columns, rows, places, is_fixed: false })
}

/// Returns the text with the rows as they shall be, whatever else stands in it as it is.
///
/// # Errors
/// When the rows are not in their order, or the text cannot say them.
pub fn with(path: &str, text: &str, file: Listed, rows: &[NewRow]) -> Result<String, Both> {
    let no_table = || {
        both!(
            "这个文件现在不能当表格改，请改文字",
            "this file cannot be changed as a table now; change its text"
        )
    };
    let old = table(path, text, file).ok_or_else(no_table)?;
    let (_, items) = items(path, text).ok_or_else(no_table)?;
    let slices = slices(&items, text).ok_or_else(no_table)?;
    let in_order = rows.iter().filter_map(|row| row.from).is_sorted_by(|a, b| a < b);
    let known = rows.iter().all(|row| {
        row.from.is_none_or(|at| at < items.len()) && row.cells.len() == old.columns.len()
    });
    if !in_order || !known {
        return Err(no_table());
    }
    let mut new = text[..slices.first().map_or(text.len(), |slice| slice.start)].to_owned();
    for row in rows {
        if !new.is_empty() && !new.ends_with('\n') {
            new.push('\n');
        }
        match row.from {
            Some(at) => {
                let base = slices[at].start;
                let mut part = text[slices[at].clone()].to_owned();
                let mut splices = changes(path, text, &items[at], &old.columns, &row.cells);
                splices.sort_by_key(|splice| std::cmp::Reverse(splice.0.start));
                for (range, words) in splices {
                    part.replace_range(range.start - base..range.end - base, &words);
                }
                new.push_str(&part);
            }
            None => new.push_str(&written_row(path, text, items.first(), &old.columns, &row.cells)),
        }
    }
    let ended = text.is_empty() || text.ends_with('\n');
    if ended && !new.ends_with('\n') {
        new.push('\n');
    }
    // What was asked for is read back, and nothing else.
    let wanted: Vec<&Vec<String>> = rows.iter().map(|row| &row.cells).collect();
    let read = table(path, &new, file);
    let same = read.is_some_and(|read| {
        read.rows.iter().eq(wanted) && others_same(path, text, &new, &old, rows)
    });
    if same || rows.is_empty() {
        return Ok(new);
    }
    Err(both!("这样改写不进表里，请改文字", "the table cannot hold this; change its text"))
}

/// Tells whether what the grid does not show of the rows that stay is as it was.
fn others_same(path: &str, old: &str, new: &str, shown: &Table, rows: &[NewRow]) -> bool {
    let (Some((_, old)), Some((_, new))) = (items(path, old), items(path, new)) else {
        return false;
    };
    let shown = |key: &str| shown.columns.iter().any(|column| column.key == key);
    let hidden = |item: &Node| -> Vec<String> {
        let Kind::Map(pairs) = &item.kind else { return Vec::new() };
        let others = pairs.iter().filter(|(key, _)| !shown(&scalar(key)));
        others.map(|(key, value)| format!("{} {}", scalar(key), plainly(value))).collect()
    };
    rows.iter()
        .zip(&new)
        .all(|(row, now)| row.from.is_none_or(|at| hidden(&old[at]) == hidden(now)))
}

/// Writes all that a value says, without its place.
fn plainly(node: &Node) -> String {
    match &node.kind {
        Kind::Empty => String::new(),
        Kind::Scalar(text) => text.clone(),
        Kind::List(items) => format!("{:?}", items.iter().map(plainly).collect::<Vec<_>>()),
        Kind::Map(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| (plainly(key), plainly(value)));
            format!("{:?}", pairs.collect::<Vec<_>>())
        }
    }
}

fn items(path: &str, text: &str) -> Option<(Sources, Vec<Node>)> {
    let mut sources = Sources::default();
    let file = sources.add(path, text);
    let mut faults = Vec::new();
    let node = crate::load::data(file, &sources, &mut faults)?;
    // A row that could not be read is not among the others; nothing may be put in its place.
    if path.ends_with(".csv") && faults.iter().any(|fault| fault.code == "IN-01") {
        return None;
    }
    Some((sources, entries(node)?))
}

/// Returns the entries of a list of records.
pub fn entries(node: Node) -> Option<Vec<Node>> {
    let Kind::List(items) = node.kind else { return None };
    items.iter().all(|item| matches!(item.kind, Kind::Map(_))).then_some(items)
}

/// Returns the lines of each entry, up to the next; none where two share a line.
fn slices(items: &[Node], text: &str) -> Option<Vec<std::ops::Range<usize>>> {
    let starts: Vec<usize> = items.iter().map(|item| line_start(text, item.span.start)).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let slices: Vec<_> = starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect();
    slices.iter().all(|slice| slice.start < slice.end).then_some(slices)
}

pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |more| at + more)
}

/// Returns how far in a place stands, in characters.
pub fn indent_of(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

pub fn scalar(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(text) => text.clone(),
        _ => String::new(),
    }
}

pub fn value<'a>(item: &'a Node, key: &str) -> Option<(&'a Node, &'a Node)> {
    let Kind::Map(pairs) = &item.kind else { return None };
    pairs.iter().find(|(known, _)| scalar(known) == key).map(|(key, value)| (key, value))
}

pub fn cell(item: &Node, key: &str) -> String {
    value(item, key).map_or(String::new(), |(_, value)| scalar(value))
}

type Splice = (std::ops::Range<usize>, String);

/// Returns what is to be replaced in an entry, cell by cell.
fn changes(
    path: &str,
    text: &str,
    item: &Node,
    columns: &[Column],
    cells: &[String],
) -> Vec<Splice> {
    let is_csv = path.ends_with(".csv");
    let mut splices = Vec::new();
    let mut more = String::new();
    let Kind::Map(pairs) = &item.kind else { return splices };
    let indent = indent_of(text, item.span.start);
    for (column, wanted) in columns.iter().zip(cells) {
        if cell(item, &column.key) == *wanted {
            continue;
        }
        match value(item, &column.key) {
            Some((_, old)) if is_csv => splices.push(in_csv(text, old, wanted)),
            Some((key, old)) if wanted.is_empty() && key.span.start != item.span.start => {
                let (from, to) = (
                    line_start(text, key.span.start),
                    line_end(text, old.span.end.max(key.span.end)),
                );
                splices.push((from..(to + 1).min(text.len()), String::new()));
            }
            Some((key, old)) if matches!(old.kind, Kind::Empty) => {
                let at = line_end(text, key.span.end).min(
                    text[key.span.end..]
                        .find(':')
                        .map_or(key.span.end, |more| key.span.end + more + 1),
                );
                splices.push((at..at, format!(" {}", in_yaml("", wanted))));
            }
            Some((_, old)) => {
                let range = old.span.start..old.span.end;
                let words = in_yaml(&text[range.clone()], wanted);
                splices.push((range, words));
            }
            None => {
                more += &format!("\n{}{}: {}", " ".repeat(indent), column.key, in_yaml("", wanted))
            }
        }
    }
    if let Some((key, last)) = pairs.last().filter(|_| !more.is_empty()) {
        let at = line_end(text, last.span.end.max(key.span.end));
        splices.push((at..at, more));
    }
    splices
}

/// Writes a new entry as the others are written.
fn written_row(
    path: &str,
    text: &str,
    model: Option<&Node>,
    columns: &[Column],
    cells: &[String],
) -> String {
    if path.ends_with(".csv") {
        let head = head(text);
        let of = |key: &String| {
            columns.iter().position(|column| column.key == *key).map_or("", |at| &cells[at])
        };
        let cells: Vec<String> = head.iter().map(|key| csv_cell(of(key), false)).collect();
        return cells.join(",") + "\n";
    }
    let before =
        model.map_or("- ", |item| &text[line_start(text, item.span.start)..item.span.start]);
    let after = " ".repeat(before.chars().count());
    let pairs = columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
    let lines = pairs.enumerate().map(|(at, (column, cell))| {
        let indent = if at == 0 { before } else { &after };
        format!("{indent}{}: {}\n", column.key, in_yaml("", cell))
    });
    lines.collect()
}

/// Returns the words of a table's first line.
fn head(text: &str) -> Vec<String> {
    let line = text.lines().next().unwrap_or_default();
    line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
}

fn in_csv(text: &str, old: &Node, wanted: &str) -> Splice {
    let mut range = old.span.start..old.span.end;
    let quoted = text[..range.start].ends_with('"') && text[range.end..].starts_with('"');
    if quoted {
        range = range.start - 1..range.end + 1;
    }
    let was_quoted = quoted || text[range.clone()].starts_with('"');
    (range, csv_cell(wanted, was_quoted))
}

fn csv_cell(words: &str, quoted: bool) -> String {
    let must = words.contains([',', '"', '\n', '\r']) || words.trim() != words;
    if quoted || must { format!("\"{}\"", words.replace('"', "\"\"")) } else { words.to_owned() }
}

/// Writes a value of YAML, quoted as the old one was, or where it must be.
pub fn in_yaml(old: &str, words: &str) -> String {
    let single = |words: &str| format!("'{}'", words.replace('\'', "''"));
    let double = |words: &str| {
        format!(
            "\"{}\"",
            words
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n")
                .replace('\t', "\\t")
        )
    };
    let first = words.chars().next().unwrap_or(' ');
    let typed = ["null", "Null", "NULL", "~"].contains(&words);
    let plain = !words.is_empty()
        && words.trim() == words
        && !"!&*-?|>@`\"'%#{}[],:=".contains(first)
        && !words.contains([',', '[', ']', '{', '}', '\n', '\t'])
        && !words.contains(": ")
        && !words.contains(" #")
        && !words.ends_with(':')
        && !typed;
    match old.chars().next() {
        Some('\'') if !words.contains(['\n', '\t']) => single(words),
        Some('"') => double(words),
        _ if plain => words.to_owned(),
        _ if words.contains(['\n', '\t']) => double(words),
        _ => single(words),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{UNRANKED, YEAR};

    const ROSTER: &str = "序号,姓名,排名\n1,\"林知夏\",5/151\n2,周 舟,\n";
    const UNITS: &str = "# 人数与名单一致\n- 序号: 1\n  机构名称: 主席团 # 三人\n  人数: '3'\n  前称: [常委会]\n\n# 新设\n- 序号: 2\n  机构名称: \"学业部\"\n";

    fn field(name: &str) -> Listed {
        Listed { field: YEAR.field(YEAR.name(name).unwrap()).unwrap(), without: &[] }
    }

    #[test]
    fn a_column_that_a_union_does_not_have_is_not_offered_and_shown_where_it_is_written() {
        let unranked = Listed { without: &UNRANKED, ..field("roster") };
        let has_rank = |text: &str, file| {
            let table = table("名单.yaml", text, file).unwrap();
            table.columns.iter().any(|column| column.key == "排名")
        };
        let plain = "- 序号: 1\n  姓名: 林知夏\n";
        assert!(has_rank(plain, field("roster")) && !has_rank(plain, unranked));
        assert!(has_rank(&format!("{plain}  排名: 1/9\n"), unranked));
    }

    fn kept(table: &Table) -> Vec<NewRow> {
        let rows = table.rows.iter().enumerate();
        rows.map(|(at, cells)| NewRow { from: Some(at), cells: cells.clone() }).collect()
    }

    fn edited(
        path: &str,
        text: &str,
        name: &str,
        change: impl Fn(&Table, &mut Vec<NewRow>),
    ) -> String {
        let table = table(path, text, field(name)).unwrap();
        let mut rows = kept(&table);
        change(&table, &mut rows);
        with(path, text, field(name), &rows).unwrap()
    }

    fn at(table: &Table, key: &str) -> usize {
        table.columns.iter().position(|column| column.key == key).unwrap()
    }

    #[test]
    fn a_cell_of_a_roster_is_changed_and_nothing_else() {
        let new = edited("名单.csv", ROSTER, "roster", |table, rows| {
            rows[0].cells[at(table, "姓名")] = "林知秋".to_owned();
            rows[1].cells[at(table, "排名")] = "1/9".to_owned();
        });
        assert_eq!(new, "序号,姓名,排名\n1,\"林知秋\",5/151\n2,周 舟,1/9\n");
        let new = edited("名单.csv", ROSTER, "roster", |_, rows| {
            rows.remove(0);
            rows.push(NewRow {
                from: None,
                cells: vec!["3".into(), "甲,乙".into(), String::new()],
            });
        });
        assert_eq!(new, "序号,姓名,排名\n2,周 舟,\n3,\"甲,乙\",\n");
    }

    #[test]
    fn a_cell_of_yaml_is_changed_and_comments_stay() {
        let new = edited("机构.yaml", UNITS, "units", |table, rows| {
            rows[0].cells[at(table, "人数")] = "4".to_owned();
            rows[0].cells[at(table, "机构名称")] = "主席团：全体".to_owned();
            rows[1].cells[at(table, "人数")] = "5".to_owned();
        });
        let wanted = UNITS
            .replace("'3'", "'4'")
            .replace("主席团 #", "主席团：全体 #")
            .replace("\"学业部\"\n", "\"学业部\"\n  人数: 5\n");
        assert_eq!(new, wanted);
        let new = edited("机构.yaml", UNITS, "units", |table, rows| {
            rows[0].cells[at(table, "人数")].clear();
            let mut cells = vec![String::new(); table.columns.len()];
            cells[at(table, "机构名称")] = "- 部".to_owned();
            rows.insert(1, NewRow { from: None, cells });
        });
        assert!(new.contains("主席团 # 三人\n  前称: [常委会]\n"), "{new}");
        assert!(new.contains("# 新设\n- 机构名称: '- 部'\n- 序号: 2\n"), "{new}");
    }

    #[test]
    fn rows_out_of_order_and_what_is_no_table_are_refused() {
        let table = table("名单.csv", ROSTER, field("roster")).unwrap();
        let mut rows = kept(&table);
        rows.reverse();
        assert!(with("名单.csv", ROSTER, field("roster"), &rows).is_err());
        assert!(super::table("机构.yaml", "[{序号: 1}, {序号: 2}]", field("units")).is_none());
        assert!(super::table("名单.csv", "序号,姓名\n1\n", field("roster")).is_none());
        assert!(super::table("章程.yaml", "通过日期: 1", field("charter")).is_none());
    }

    proptest! {
        #[test]
        fn an_edit_changes_its_lines_and_is_read_back(
            words in "[甲乙 ,:#'\"\\-\\[\\]{}a0-9~]{1,8}",
            row in 0usize..2, column in 0usize..8, csv in any::<bool>(),
        ) {
            let (path, text, name) = match csv {
                true => ("名单.csv", ROSTER, "roster"),
                false => ("机构.yaml", UNITS, "units"),
            };
            let first = table(path, text, field(name)).unwrap();
            let column = column % first.columns.len();
            prop_assume!(words.trim() == words);
            let mut rows = kept(&first);
            let before = std::mem::replace(&mut rows[row].cells[column], words.clone());
            // What cannot be said is refused, and nothing is written.
            let Ok(changed) = with(path, text, field(name), &rows) else { return Ok(()) };
            let read = table(path, &changed, field(name)).unwrap();
            prop_assert_eq!(&read.rows[row][column], &words);
            let gone: Vec<&str> = text.lines().filter(|line| !changed.lines().any(|it| it == *line)).collect();
            prop_assert!(gone.len() <= 1, "{gone:?}");
            let mut back = kept(&read);
            back[row].cells[column] = before;
            let back = with(path, &changed, field(name), &back).unwrap();
            prop_assert_eq!(table(path, &back, field(name)).unwrap().rows, first.rows);
        }
    }
}
