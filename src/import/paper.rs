//! A foreign document as words on paper: paragraphs and tables, ticks, and what reading them lost.
//! It must not know which kind of file they came from, nor what they say.

/// A box that is ticked, whatever font or control drew it.
pub const TICKED: char = '☑';
/// A box that is not.
pub const EMPTY: char = '☐';

/// The most rows that one cell is followed over.
const MOST_MERGED: usize = 5000;

/// One foreign file as read.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    pub blocks: Vec<Block>,
    /// What was read in another way than it looks, in whole sentences for the report.
    pub remarks: Vec<String>,
    /// Words that are in the file and not in its text: heads and feet of pages, comments.
    pub aside: Vec<Aside>,
}

/// Words beside the text, and where they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    pub place: &'static str,
    pub text: String,
}

#[derive(Clone, Debug)]
pub enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

/// How many letters the name of an issuer above a document may have.
const MOST_OF_A_MARK: usize = 40;

impl Paper {
    /// Sets aside what an official document bears above and below its text: the issuer's mark
    /// (发文机关标志), and the lines on who has copies and who printed it (版记).
    pub fn set_letterhead_aside(&mut self) {
        let mut lines = self.blocks.iter().map(Block::lines);
        let first = lines.position(|lines| !lines.is_empty());
        if let Some(at) = first.filter(|at| is_mark(&self.blocks[*at])) {
            self.set_aside("版头", at);
        }
        while let Some(at) = self.blocks.iter().rposition(|block| !block.lines().is_empty())
            && self.blocks[at].lines().iter().all(|line| is_of_colophon(line))
        {
            self.set_aside("版记", at);
        }
    }

    fn set_aside(&mut self, place: &'static str, at: usize) {
        let text = self.blocks.remove(at).lines().join("\n");
        self.aside.push(Aside { place, text });
    }
}

/// How the name of who issues documents ends. It stands here, for a file is read before any standards are.
const ISSUERS: &str = "会委校院学处部室厅局";
/// Who issues none, though its name ends alike.
const NO_ISSUERS: [&str; 2] = ["大会", "代会"];

/// Tells whether a block is the issuer's mark: its name and 文件, and nothing else. 公开文件 is the end of a
/// title.
fn is_mark(block: &Block) -> bool {
    let Some(lines) = block.paragraph().map(Paragraph::lines) else { return false };
    let letters = |c: char| c.is_alphabetic();
    let name = lines.concat();
    let Some(issuer) = name.strip_suffix("文件") else { return false };
    issuer.ends_with(|c| ISSUERS.contains(c))
        && !NO_ISSUERS.iter().any(|end| issuer.ends_with(end))
        && name.chars().count() <= MOST_OF_A_MARK
        && name.chars().all(letters)
}

/// Tells whether a line is one of a foot: `抄送：…`, or who printed it and the day, `…2026年1月5日印发`.
fn is_of_colophon(line: &str) -> bool {
    let dated = |line: &str| line.strip_suffix("日印发").is_some_and(|it| it.contains('年'));
    ["抄送：", "抄送:", "抄报："].iter().any(|word| line.starts_with(word)) || dated(line)
}

/// A paragraph with the number that was printed before it.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// The automatic number as it is printed, with what separates it from the text: `第一条 `.
    pub number: String,
    /// Its words; a forced line break is `\n`.
    pub text: String,
    /// Where its links lead, if that is not what they read.
    pub links: Vec<String>,
    /// Whether it is set as a heading.
    pub heading: bool,
}

/// A table, cell by cell as it looks.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The column of the grid it begins in, from 0.
    pub column: usize,
    /// How many columns it covers.
    pub width: usize,
    /// Whether it only goes on with the cell above it.
    pub continued: bool,
    pub blocks: Vec<Block>,
}

impl Paragraph {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Returns what is printed, number and words, in lines without blanks around them.
    pub fn lines(&self) -> Vec<String> {
        let whole = format!("{}{}", self.number, self.text);
        let lines = whole.split('\n').map(tidy);
        lines.filter(|line| !line.is_empty()).collect()
    }
}

impl Block {
    pub fn paragraph(&self) -> Option<&Paragraph> {
        match self {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        }
    }

    pub fn table(&self) -> Option<&Table> {
        match self {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        }
    }

    /// Returns every line of it, cell by cell.
    pub fn lines(&self) -> Vec<String> {
        match self {
            Block::Paragraph(paragraph) => paragraph.lines(),
            Block::Table(table) => {
                table.rows.iter().flatten().flat_map(|cell| lines(&cell.blocks)).collect()
            }
        }
    }
}

impl Cell {
    pub fn text(&self) -> String {
        lines(&self.blocks).join("\n")
    }
}

impl Table {
    /// Makes a table of rows of texts, as a spreadsheet or CSV has them.
    pub fn of_texts(rows: Vec<Vec<String>>) -> Self {
        Self { rows: rows.into_iter().map(Self::row).collect() }
    }

    /// Makes a row of texts.
    pub fn row(texts: Vec<String>) -> Vec<Cell> {
        let cell = |(column, text): (usize, String)| Cell {
            column,
            width: 1,
            continued: false,
            blocks: vec![Block::Paragraph(Paragraph::plain(text))],
        };
        texts.into_iter().enumerate().map(cell).collect()
    }

    /// Returns the text that a place of the grid shows: of the cell that covers it, or of the one
    /// above where that goes on.
    pub fn shown(&self, row: usize, column: usize) -> String {
        for row in (0..=row).rev().take(MOST_MERGED) {
            let cell = self.rows.get(row).and_then(|cells| at(cells, column));
            match cell {
                Some(cell) if !cell.continued => return cell.text(),
                Some(_) => {}
                None => return String::new(),
            }
        }
        String::new()
    }

    /// Returns how many columns the grid has.
    pub fn width(&self) -> usize {
        let end = |cells: &Vec<Cell>| cells.last().map_or(0, |cell| cell.column + cell.width);
        self.rows.iter().map(end).max().unwrap_or(0)
    }
}

/// Finds the cell of a row that covers a column; cells stand in the order of their columns.
fn at(cells: &[Cell], column: usize) -> Option<&Cell> {
    let behind = cells.partition_point(|cell| cell.column <= column);
    cells[..behind].last().filter(|cell| column < cell.column + cell.width)
}

/// Returns the lines of some blocks, one after the other.
pub fn lines(blocks: &[Block]) -> Vec<String> {
    blocks.iter().flat_map(Block::lines).collect()
}

/// Takes the blanks around a line away; a tab within it is a blank.
pub fn tidy(line: &str) -> String {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let line: String =
        line.chars().map(|c| if c == '\t' || c == '\u{a0}' { ' ' } else { c }).collect();
    line.trim_matches(blank).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_no_mark_of_an_issuer() {
        let is_mark = |text: &str| is_mark(&Block::Paragraph(Paragraph::plain(text)));
        for mark in ["共青团江临职业技术学院委员会文件", "江临职业技术学院文件"]
        {
            assert!(is_mark(mark), "{mark}");
        }
        for title in [
            "江临职业技术学院学生会改革情况公开文件",
            "江临职业技术学院第六次学生代表大会文件",
            "关于印发《述职评议办法》的文件",
            "文件",
        ] {
            assert!(!is_mark(title), "{title}");
        }
    }
}
