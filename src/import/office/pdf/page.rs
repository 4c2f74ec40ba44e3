//! One page of a PDF: what it shows and where → lines of text, and tables between drawn lines.
//! It must not know what a line says.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Encoding, Object, ObjectId};

use crate::import::office::container::Fault;
use crate::import::office::symbol;
use crate::import::paper::Table;
use crate::import::read::begins_part;

/// A line of text outside a table.
pub struct Line {
    pub text: String,
    /// Whether it begins further in than the text of its page.
    pub is_indented: bool,
    /// Whether it goes on to the right edge of the text: the next may belong to it.
    pub is_full: bool,
    /// Whether it goes over most of the width, from where lines and paragraphs begin.
    pub is_long: bool,
}

pub enum Part {
    Line(Line),
    Table(Table),
}

impl Part {
    /// Counts its letters and digits.
    pub fn letters(&self) -> usize {
        let count = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        match self {
            Part::Line(line) => count(&line.text),
            Part::Table(table) => table.rows.iter().flatten().map(|it| count(&it.text())).sum(),
        }
    }
}

/// A piece of text as it is shown, in points; `x` grows to the right, `y` upwards.
#[derive(Clone, Debug)]
struct Piece {
    x: f32,
    y: f32,
    size: f32,
    text: String,
}

impl Piece {
    /// Returns about where it ends: a 汉字 is as wide as it is high, a letter half of that.
    fn end(&self) -> f32 {
        let width = |c: char| if c.is_ascii() { 0.5 } else { 1.0 };
        self.x + self.text.chars().map(width).sum::<f32>() * self.size
    }
}

/// A drawn line: horizontal at `at` from one end to the other, or vertical.
#[derive(Clone, Copy, Debug)]
struct Rule {
    at: f32,
    from: f32,
    to: f32,
}

#[derive(Default)]
struct Shown {
    pieces: Vec<Piece>,
    across: Vec<Rule>,
    down: Vec<Rule>,
}

type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// How far a line may be off, in points.
const SLACK: f32 = 2.0;

/// Lines that are nearer are one, drawn twice.
const THIN: f32 = 8.0;

/// A step within a line that parts two cells, in thousandths of the size.
const WIDE: f32 = -1500.0;

/// The most operators of a page.
const OPERATORS: usize = 400_000;

/// The most bytes of what draws one page, and of a table that says which characters a font shows.
const PAGE: usize = 4 * 1024 * 1024;

/// Reads a page from top to bottom; `room` is how many bytes all pages may still have.
pub fn parts(document: &Document, page: ObjectId, room: &mut usize) -> Result<Vec<Part>, Fault> {
    let content = match document.get_page_content_with_limit(page, PAGE.min(*room)) {
        Ok(content) => content,
        Err(lopdf::Error::Decompress(_)) => return Err(Fault::TooLong),
        Err(_) => Vec::new(),
    };
    *room = room.saturating_sub(content.len().max(1));
    let shown = shown(document, page, &content);
    let tables = grids(&shown);
    let mut rest = Vec::new();
    let mut within: Vec<Vec<Piece>> = tables.iter().map(|_| Vec::new()).collect();
    for piece in shown.pieces {
        let middle = piece.y + piece.size * 0.3;
        match tables.iter().position(|grid| grid.holds(piece.x, middle)) {
            Some(at) => within[at].push(piece),
            None => rest.push(piece),
        }
    }
    let mut placed: Vec<(f32, Part)> = lines(rest);
    for (grid, pieces) in tables.iter().zip(within) {
        placed.push((grid.top(), Part::Table(grid.table(pieces))));
    }
    placed.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(placed.into_iter().map(|(_, part)| part).collect())
}

/// Goes through the operators of a page.
fn shown(document: &Document, page: ObjectId, content: &[u8]) -> Shown {
    let mut shown = Shown::default();
    let fonts = document.get_page_fonts(page).unwrap_or_default();
    let encodings: BTreeMap<&[u8], Encoding> = fonts
        .iter()
        .filter_map(|(name, font)| {
            Some((name.as_slice(), font.get_font_encoding_with_limit(document, PAGE).ok()?))
        })
        .collect();
    let Ok(content) = Content::decode(content) else { return shown };
    let mut ctm = IDENTITY;
    let mut saved = Vec::new();
    let (mut text, mut line) = (IDENTITY, IDENTITY);
    let (mut font, mut size, mut leading) = (None::<&Encoding>, 0.0, 0.0);
    let mut path: Vec<(f32, f32)> = Vec::new();
    for operation in content.operations.iter().take(OPERATORS) {
        let number = |at: usize| operation.operands.get(at).and_then(|it| it.as_float().ok());
        let numbers = || -> Option<Matrix> {
            let all: Option<Vec<f32>> = (0..6).map(number).collect();
            all?.try_into().ok()
        };
        match operation.operator.as_str() {
            "q" if saved.len() < 64 => saved.push(ctm),
            "Q" => ctm = saved.pop().unwrap_or(ctm),
            "cm" => ctm = numbers().map_or(ctm, |it| times(it, ctm)),
            "BT" => (text, line) = (IDENTITY, IDENTITY),
            "Tf" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                font = name.and_then(|name| encodings.get(name));
                size = number(1).unwrap_or(0.0);
            }
            "TL" => leading = number(0).unwrap_or(0.0),
            "Tm" => {
                line = numbers().unwrap_or(line);
                text = line;
            }
            "Td" | "TD" => {
                let (x, y) = (number(0).unwrap_or(0.0), number(1).unwrap_or(0.0));
                if operation.operator == "TD" {
                    leading = -y;
                }
                line = times([1.0, 0.0, 0.0, 1.0, x, y], line);
                text = line;
            }
            "T*" => {
                line = times([1.0, 0.0, 0.0, 1.0, 0.0, -leading], line);
                text = line;
            }
            "Tj" | "TJ" | "'" | "\"" => {
                if matches!(operation.operator.as_str(), "'" | "\"") {
                    line = times([1.0, 0.0, 0.0, 1.0, 0.0, -leading], line);
                    text = line;
                }
                for (before, words) in runs(operation.operands.last(), font) {
                    text = times([1.0, 0.0, 0.0, 1.0, -before / 1000.0 * size, 0.0], text);
                    let place = times(text, ctm);
                    let high = size * (place[2].powi(2) + place[3].powi(2)).sqrt();
                    let piece = Piece { x: place[4], y: place[5], size: high.abs(), text: words };
                    let width = (piece.end() - piece.x) / (place[0].abs().max(0.01));
                    text = times([1.0, 0.0, 0.0, 1.0, width, 0.0], text);
                    if !piece.text.trim().is_empty() && piece.size > 0.0 {
                        shown.pieces.push(piece);
                    }
                }
            }
            "m" | "l" => {
                if operation.operator == "m" {
                    path.clear();
                }
                path.push(point(number(0).unwrap_or(0.0), number(1).unwrap_or(0.0), ctm));
                if let [.., a, b] = path[..] {
                    shown.rule(a, b);
                }
            }
            "re" => {
                let at = |n| number(n).unwrap_or(0.0);
                let a = point(at(0), at(1), ctm);
                let b = point(at(0) + at(2), at(1) + at(3), ctm);
                shown.rule((a.0, a.1), (b.0, a.1));
                shown.rule((a.0, b.1), (b.0, b.1));
                shown.rule((a.0, a.1), (a.0, b.1));
                shown.rule((b.0, a.1), (b.0, b.1));
            }
            _ => {}
        }
    }
    shown
}

impl Shown {
    /// Keeps a drawn line that is level or upright.
    fn rule(&mut self, a: (f32, f32), b: (f32, f32)) {
        let (width, height) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let rule = |at, from: f32, to: f32| Rule { at, from: from.min(to), to: from.max(to) };
        if height < 0.5 && width > 8.0 {
            self.across.push(rule(a.1, a.0, b.0));
        } else if width < 0.5 && height > 6.0 {
            self.down.push(rule(a.0, a.1, b.1));
        }
    }
}

/// Returns the words that are shown at one place after another, each with how far back from the one
/// before it stands, in thousandths of its size: a wide step forward is another cell.
fn runs(operand: Option<&Object>, font: Option<&Encoding>) -> Vec<(f32, String)> {
    let word = |bytes: &[u8]| {
        let text = font.map(|font| Document::decode_text(font, bytes).unwrap_or_default());
        let seen = |c: char| symbol::without_font(c).unwrap_or(c);
        text.unwrap_or_default().chars().map(seen).collect::<String>()
    };
    match operand {
        Some(Object::String(bytes, _)) => vec![(0.0, word(bytes))],
        Some(Object::Array(items)) => {
            let mut runs = vec![(0.0, String::new())];
            for item in items {
                let last = runs.last_mut().expect("never empty");
                match (item, item.as_float()) {
                    (Object::String(bytes, _), _) => last.1.push_str(&word(bytes)),
                    (_, Ok(step)) if step < WIDE => runs.push((step, String::new())),
                    _ => {}
                }
            }
            runs
        }
        _ => Vec::new(),
    }
}

fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn point(x: f32, y: f32, ctm: Matrix) -> (f32, f32) {
    (x * ctm[0] + y * ctm[2] + ctm[4], x * ctm[1] + y * ctm[3] + ctm[5])
}

/// Puts pieces that stand beside each other into one text, from top to bottom.
fn rows(mut pieces: Vec<Piece>) -> Vec<Vec<Piece>> {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if (row[0].y - piece.y).abs() < row[0].size.max(piece.size) * 0.45 => {
                row.push(piece);
            }
            _ => rows.push(vec![piece]),
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by(|a, b| a.x.total_cmp(&b.x)));
    rows
}

fn text(row: &[Piece]) -> String {
    let mut text = String::new();
    let mut end = f32::MAX;
    for piece in row {
        let gap = (piece.x - end) / piece.size;
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let words = latin(text.chars().next_back()) && latin(piece.text.chars().next());
        if gap > 0.9 || words && gap > 0.2 {
            text.push(' ');
        }
        text.push_str(&piece.text);
        end = piece.end();
    }
    text.trim().to_owned()
}

fn lines(pieces: Vec<Piece>) -> Vec<(f32, Part)> {
    let rows = rows(pieces);
    let left = |row: &Vec<Piece>| row.first().map_or(0.0, |piece| piece.x);
    let right = |row: &Vec<Piece>| row.iter().map(Piece::end).fold(0.0, f32::max);
    // The edges of the text: where most lines begin, and the farthest that any goes.
    let mut lefts: Vec<f32> = rows.iter().map(left).collect();
    lefts.sort_by(f32::total_cmp);
    let edge = lefts.get(lefts.len() / 10).copied().unwrap_or(0.0);
    let far = rows.iter().map(right).fold(0.0, f32::max);
    let line = |row: &Vec<Piece>| {
        let size = row[0].size;
        let line = Line {
            text: text(row),
            is_indented: left(row) > edge + size * 0.8,
            is_full: right(row) > far - size * 2.2,
            is_long: right(row) - edge > (far - edge) * 0.75 && left(row) < edge + size * 2.6,
        };
        (row[0].y, Part::Line(line))
    };
    rows.iter().map(line).collect()
}

/// The drawn lines of a table.
struct Grid {
    /// Of the rows, from the top.
    ys: Vec<f32>,
    /// Of the columns, from the left, where they are drawn.
    xs: Vec<f32>,
    left: f32,
    right: f32,
}

/// Finds groups of level lines of about the same reach, with nothing between them but rows.
fn grids(shown: &Shown) -> Vec<Grid> {
    let mut across: Vec<Rule> = shown.across.clone();
    across.sort_by(|a, b| b.at.total_cmp(&a.at).then(a.from.total_cmp(&b.from)));
    // Pieces of one line, a cell each, are one.
    let mut whole: Vec<Rule> = Vec::new();
    for rule in across {
        let near = whole.iter_mut().rev().take(8).find(|it| {
            (it.at - rule.at).abs() < SLACK && rule.from < it.to + 4.0 && it.from < rule.to + 4.0
        });
        match near {
            Some(it) => (it.from, it.to) = (it.from.min(rule.from), it.to.max(rule.to)),
            None => whole.push(rule),
        }
    }
    let mut grids: Vec<Grid> = Vec::new();
    for rule in whole.iter().filter(|rule| rule.to - rule.from > 60.0) {
        let same = grids.iter_mut().rev().find(|grid| {
            (grid.left - rule.from).abs() < 6.0
                && (grid.right - rule.to).abs() < 6.0
                && grid.ys.last().is_some_and(|y| y - rule.at < 400.0)
        });
        match same {
            Some(grid) => grid.ys.push(rule.at),
            None => {
                let (left, right) = (rule.from, rule.to);
                grids.push(Grid { ys: vec![rule.at], xs: Vec::new(), left, right });
            }
        }
    }
    let mut grids: Vec<Grid> = grids.into_iter().flat_map(|grid| grid.parted(shown)).collect();
    grids.retain(|grid| grid.ys.len() >= 2);
    for grid in &mut grids {
        let (top, bottom) = (grid.ys[0], grid.ys[grid.ys.len() - 1]);
        let mut xs: Vec<f32> = shown
            .down
            .iter()
            .filter(|rule| rule.from > bottom - 4.0 && rule.to < top + 4.0)
            .filter(|rule| rule.at > grid.left - 4.0 && rule.at < grid.right + 4.0)
            .map(|rule| rule.at)
            .collect();
        xs.sort_by(f32::total_cmp);
        xs.dedup_by(|a, b| (*a - *b).abs() < 3.0);
        grid.xs = xs;
    }
    // One row alone is a table where its columns are drawn.
    grids.retain(|grid| grid.ys.len() >= 3 || grid.xs.len() >= 4);
    grids
}

impl Grid {
    fn top(&self) -> f32 {
        self.ys[0]
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        let bottom = self.ys[self.ys.len() - 1];
        y < self.top() && y > bottom && x > self.left - 4.0 && x < self.right + 4.0
    }

    /// Parts it where a heading stands between two of its lines, or no upright line goes from one to the
    /// other though the rest is framed: those are two tables, or a table and a line.
    fn parted(self, shown: &Shown) -> Vec<Grid> {
        let framed = |above: f32, below: f32| {
            let spans = |rule: &&Rule| rule.from < below + SLACK && rule.to > above - SLACK;
            let within = |rule: &&Rule| rule.at > self.left - 4.0 && rule.at < self.right + 4.0;
            above - below < THIN || shown.down.iter().filter(within).any(|rule| spans(&rule))
        };
        let is_framed = self.ys.windows(2).any(|ys| ys[0] - ys[1] >= THIN && framed(ys[0], ys[1]));
        let mut parts = vec![Grid { ys: Vec::new(), xs: Vec::new(), ..self }];
        for (at, y) in self.ys.iter().enumerate() {
            let above = at.checked_sub(1).map_or(*y, |before| self.ys[before]);
            let between: Vec<Piece> = shown
                .pieces
                .iter()
                .filter(|piece| piece.y < above && piece.y > *y && piece.x > self.left - 40.0)
                .cloned()
                .collect();
            let heading = rows(between).iter().any(|row| begins_part(&text(row)));
            if heading || is_framed && !framed(above, *y) {
                parts.push(Grid { ys: Vec::new(), xs: Vec::new(), ..self });
            }
            parts.last_mut().expect("never empty").ys.push(*y);
        }
        parts
    }

    /// Puts the pieces into cells.
    fn table(&self, pieces: Vec<Piece>) -> Table {
        let columns = if self.xs.len() > 2 { self.xs.clone() } else { gutters(&pieces, self) };
        let mut cells: BTreeMap<(usize, usize), Vec<Piece>> = BTreeMap::new();
        for piece in pieces {
            let middle = piece.y + piece.size * 0.3;
            let row = self.ys.iter().position(|y| *y < middle).unwrap_or(self.ys.len());
            let column = columns.iter().rposition(|x| *x < piece.x + 1.0).unwrap_or(0);
            cells.entry((row, column)).or_default().push(piece);
        }
        let width = columns.len().max(1);
        let cell = |place: (usize, usize)| {
            let lines = cells.get(&place).map(|pieces| rows(pieces.clone())).unwrap_or_default();
            lines.iter().map(|row| text(row)).collect::<Vec<_>>().join("\n")
        };
        let row = |row| (0..width).map(|column| cell((row, column))).collect::<Vec<_>>();
        let all = (1..self.ys.len()).map(row);
        Table::of_texts(all.filter(|row| row.iter().any(|cell| !cell.is_empty())).collect())
    }
}

/// Returns where columns begin that nobody drew: behind strips in which no row has any text.
fn gutters(pieces: &[Piece], grid: &Grid) -> Vec<f32> {
    let mut reach: Vec<(f32, f32)> = pieces.iter().map(|piece| (piece.x, piece.end())).collect();
    reach.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns = Vec::new();
    let mut end = grid.left - 100.0;
    for (from, to) in reach {
        if from > end + 3.0 {
            columns.push(from - 1.0);
        }
        end = end.max(to);
    }
    columns
}
