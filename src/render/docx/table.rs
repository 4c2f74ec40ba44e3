//! A table of the official form in Word: the head repeats, a row stays whole, answers are ticked.
//! It must not know what the rows are about.

use super::inlines::{Links, Look, line_break, run, runs};
use super::xml::{Element, element, value};
use crate::document::{Align, Cell, Column, Inline, Row, Table};

/// The width of the type area, in twentieths of a point: 156 mm.
const UPRIGHT: u32 = 8844;
/// The same of a page lying on its side: 243 mm.
pub const TURNED: u32 = 13776;
/// A wide table of more columns than this is turned on its side.
const MOST_UPRIGHT_COLUMNS: usize = 18;
/// A row of more characters than this may be broken across pages.
const MOST_WHOLE: usize = 300;
/// A column's title of no more characters than this is not broken.
const SHORT_TITLE: usize = 8;
/// How high a row to be filled in by hand is at least.
const FORM_ROW: u32 = 454;

/// Whether a table needs a page that lies on its side.
pub fn is_turned(table: &Table) -> bool {
    table.wide && table.columns.len() > MOST_UPRIGHT_COLUMNS
}

/// Returns a table; `name` is what assistive technology calls it.
pub fn table(it: &Table, name: &str, links: &Links) -> Element {
    let widths = widths(it);
    let grid = widths.iter().map(|width| element("w:gridCol").set("w:w", width));
    element("w:tbl")
        .with([properties(it, name, widths.iter().sum()), element("w:tblGrid").with(grid)])
        .with([head(it, &widths)])
        .with(it.rows.iter().enumerate().map(|(at, row)| {
            data_row(it, row, stays_with_the_next(at, it.rows.len()), &widths, links)
        }))
}

/// The last row but one stays with the last, which never begins a page by itself.
pub fn stays_with_the_next(row: usize, rows: usize) -> bool {
    row + 2 == rows
}

fn widths(it: &Table) -> Vec<u32> {
    let whole = if is_turned(it) { TURNED } else { UPRIGHT };
    let shares: u32 = it.columns.iter().map(|column| column.weight).sum();
    it.columns.iter().map(|column| whole * column.weight / shares.max(1)).collect()
}

fn properties(it: &Table, name: &str, width: u32) -> Element {
    let columns: Vec<&str> = it.columns.iter().map(Column::label).collect();
    let heads_row = it.columns.first().is_some_and(|column| column.heads_row);
    let look = element("w:tblLook")
        .set("w:firstRow", 1)
        .set("w:lastRow", 0)
        .set("w:firstColumn", u8::from(heads_row))
        .set("w:lastColumn", 0)
        .set("w:noHBand", 1)
        .set("w:noVBand", 1);
    element("w:tblPr").with([
        value("w:tblStyle", "Form"),
        element("w:tblW").set("w:w", width).set("w:type", "dxa"),
        value("w:jc", "center"),
        element("w:tblLayout").set("w:type", "fixed"),
        look,
        value("w:tblCaption", name),
        value("w:tblDescription", columns.join("、")),
    ])
}

/// The style of what stands in the cells: the more columns, the smaller.
fn style(it: &Table) -> &'static str {
    match it.columns.len() {
        _ if it.wide => "CellNarrow",
        0..=4 => "Cell",
        _ => "CellSmall",
    }
}

fn head(it: &Table, widths: &[u32]) -> Element {
    let properties = element("w:trPr").with([element("w:cantSplit"), element("w:tblHeader")]);
    let cell = |(column, width): (&Column, &u32)| {
        cell(*width, paragraph(style(it), Align::Center, true, column_title(&column.title)))
    };
    element("w:tr").with([properties]).with(it.columns.iter().zip(widths).map(cell))
}

/// A long title is broken by sense, before what stands in brackets.
fn column_title(title: &str) -> Vec<Element> {
    let words = |text| run(text, Look::styled("Hei"));
    match title.find('（') {
        Some(at) if title.chars().count() > SHORT_TITLE => {
            vec![words(&title[..at]), line_break(), words(&title[at..])]
        }
        _ => vec![words(title)],
    }
}

fn data_row(it: &Table, row: &Row, keep_next: bool, widths: &[u32], links: &Links) -> Element {
    let longest = row.cells.iter().map(|cell| cell.plain_text().chars().count()).max();
    let height = element("w:trHeight").set("w:val", FORM_ROW).set("w:hRule", "atLeast");
    let properties =
        row_properties(longest.unwrap_or_default()).with(is_form(it).then_some(height));
    let cells = it.columns.iter().zip(&row.cells).zip(widths).enumerate();
    element("w:tr").with([properties]).with(cells.map(|(at, ((column, shown), width))| {
        let place = if at == 0 { links.bookmark(&row.id) } else { Vec::new() };
        let words = place.into_iter().chain(shown_in(it, shown, links)).collect();
        cell(*width, paragraph(style(it), column.align, keep_next, words))
    }))
}

/// The properties of a row whose longest cell has so many characters: it stays whole where it can.
pub fn row_properties(longest: usize) -> Element {
    element("w:trPr").with((longest <= MOST_WHOLE).then(|| element("w:cantSplit")))
}

/// A wide table with a column that is empty throughout is to be filled in by hand.
fn is_form(it: &Table) -> bool {
    let empty = |at: usize| it.rows.iter().all(|row| row.cells.get(at).is_some_and(Cell::is_empty));
    it.wide && (0..it.columns.len()).any(empty)
}

/// Returns what a cell shows: an answer is ticked as the official form has it, but in columns too
/// narrow for both boxes.
fn shown_in(it: &Table, cell: &Cell, links: &Links) -> Vec<Element> {
    match cell.words[..] {
        [Inline::Verdict { yes }] if !it.wide => {
            let [first, second] = [(yes, "是"), (!yes, "否")].map(|(on, word)| ticked(on, word));
            first.into_iter().chain([line_break()]).chain(second).collect()
        }
        _ => runs(&cell.words, Look::default(), links),
    }
}

fn ticked(on: bool, word: &str) -> [Element; 2] {
    let mark = if on { "☑" } else { "□" };
    [run(mark, Look::styled("Tick")), run(word, Look::default())]
}

pub fn cell(width: u32, paragraph: Element) -> Element {
    let width = element("w:tcW").set("w:w", width).set("w:type", "dxa");
    let properties = element("w:tcPr").with([width, value("w:vAlign", "center")]);
    element("w:tc").with([properties, paragraph])
}

/// A paragraph of a cell; `keep_next` where its row stays on the page of the next.
pub fn paragraph(style: &str, align: Align, keep_next: bool, words: Vec<Element>) -> Element {
    let align = match align {
        Align::Start => "left",
        Align::Center => "center",
        Align::End => "right",
    };
    let properties = element("w:pPr")
        .with([value("w:pStyle", style)])
        .with(keep_next.then(|| element("w:keepNext")))
        .with([value("w:jc", align)]);
    element("w:p").with([properties]).with(words)
}
