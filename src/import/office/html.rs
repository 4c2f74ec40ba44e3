//! A web page, saved or copied → paper.
//! It must not know what the page says.

use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use super::container::Fault;
use super::{MOST_PIECES, numbering, plain, symbol};
use crate::import::paper::{Block, Cell, EMPTY, Paper, Paragraph, TICKED, Table};

/// How deeply elements are followed into each other; pages that were pasted nest deeply.
const DEPTH: usize = 300;

/// Elements that show nothing.
const SILENT: [&str; 12] = [
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "iframe",
    "object",
    "nav",
    "svg",
    "button",
    "select",
    "form-control",
];

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 22] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "pre",
    "center",
];

/// Reads a page in the encoding it declares.
pub fn read(bytes: &[u8]) -> Result<Paper, Fault> {
    let text = decoded(bytes).ok_or(Fault::Damaged)?;
    if is_too_deep(&text) {
        return Err(Fault::Damaged);
    }
    if text.matches('<').count() > MOST_PIECES * 2 {
        return Err(Fault::TooLong);
    }
    let page = Html::parse_document(&text);
    let mut reader = Reader::default();
    reader.children(page.root_element(), 0);
    reader.end_paragraph();
    reader.remark();
    reader.paper.blocks = reader.blocks;
    Ok(reader.paper)
}

/// Elements that need no end, or have none.
const ENDLESS: [&str; 27] = [
    "p", "li", "td", "th", "tr", "dd", "dt", "option", "tbody", "thead", "tfoot", "colgroup",
    "body", "html", "head", "br", "hr", "img", "input", "meta", "link", "col", "area", "base",
    "wbr", "embed", "source",
];

/// The most elements that are open at once; a page saved by Word has some thirty.
const OPEN: usize = 2000;

/// Tells whether more elements are left open than in any page: a parser looks them through at each tag.
fn is_too_deep(text: &str) -> bool {
    let mut open: usize = 0;
    for tag in text.split('<').skip(1) {
        let (ends, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() || ENDLESS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            continue;
        }
        open = if ends { open.saturating_sub(1) } else { open + 1 };
        if open > OPEN {
            return true;
        }
    }
    false
}

/// A byte order mark decides, then the page's own word, then what fits.
fn decoded(bytes: &[u8]) -> Option<String> {
    if encoding_rs::Encoding::for_bom(bytes).is_some() {
        return Some(plain::decoded(bytes)?.0);
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    let declared = start.split("charset=").nth(1).map(|rest| {
        let name = rest.trim_start_matches(['"', '\'']);
        name.split(['"', '\'', ' ', ';', '>', '/']).next().unwrap_or_default().to_owned()
    });
    let encoding = declared.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
    let text = encoding
        .and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes));
    match text {
        Some(text) => Some(text.into_owned()),
        // What it declares is not what it is.
        None => Some(plain::decoded(bytes)?.0),
    }
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    paper: Paper,
    text: String,
    number: String,
    links: Vec<String>,
    heading: bool,
    /// The counters of the lists one stands in: kind and next number; none of a list of bullets.
    lists: Vec<Option<(String, u32)>>,
    fonts: Vec<String>,
    pictures: usize,
    bullets: usize,
    numbered: usize,
    strange: usize,
    deleted: usize,
}

impl Reader {
    fn children(&mut self, element: ElementRef, depth: usize) {
        if depth > DEPTH {
            self.strange += 1;
            let words: String = element.text().collect();
            self.add_words(&words);
            return;
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.add_words(text),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef, depth: usize) {
        let value = element.value();
        let name = value.name();
        if SILENT.contains(&name) || is_hidden(value) {
            return;
        }
        match name {
            "br" => self.text.push('\n'),
            "hr" => self.end_paragraph(),
            "img" => self.pictures += 1,
            "input" => match (value.attr("type"), value.attr("checked")) {
                (Some("checkbox" | "radio"), Some(_)) => self.text.push(TICKED),
                (Some("checkbox" | "radio"), None) => self.text.push(EMPTY),
                _ => self.add_words(value.attr("value").unwrap_or_default()),
            },
            "table" => {
                self.end_paragraph();
                let table = self.table(element, depth);
                self.blocks.push(Block::Table(table));
            }
            "a" => {
                let before = self.text.len();
                self.children(element, depth + 1);
                let target = value.attr("href").filter(|href| href.starts_with("http"));
                if let Some(target) = target
                    && !self
                        .text
                        .get(before..)
                        .is_some_and(|text| text.contains(target.trim_end_matches('/')))
                {
                    self.links.push(target.to_owned());
                }
            }
            "del" => self.deleted += 1,
            "ol" | "ul" => {
                self.end_paragraph();
                let start = value.attr("start").and_then(|text| text.parse().ok()).unwrap_or(1);
                let kind = value.attr("type").unwrap_or("1").to_owned();
                self.lists.push((name == "ol").then_some((kind, start)));
                self.children(element, depth + 1);
                self.end_paragraph();
                self.lists.pop();
            }
            "li" => {
                self.end_paragraph();
                self.number = self.next_number(value);
                self.children(element, depth + 1);
                self.end_paragraph();
            }
            name if BLOCKS.contains(&name) => {
                self.end_paragraph();
                self.heading = name.len() == 2 && name.starts_with('h');
                self.children(element, depth + 1);
                self.end_paragraph();
                self.heading = false;
            }
            _ => {
                let font = value.attr("face").map(str::to_owned).or_else(|| family(value));
                let set = font.is_some();
                self.fonts.extend(font);
                self.children(element, depth + 1);
                if set {
                    self.fonts.pop();
                }
            }
        }
    }

    /// Returns the number a list shows before an entry.
    fn next_number(&mut self, value: &Element) -> String {
        match self.lists.last_mut() {
            Some(Some((kind, next))) => {
                let own = value.attr("value").and_then(|text| text.parse().ok());
                let number: u32 = own.unwrap_or(*next);
                *next = number.saturating_add(1);
                self.numbered += 1;
                let format = match kind.as_str() {
                    "a" => "lowerLetter",
                    "A" => "upperLetter",
                    "i" => "lowerRoman",
                    "I" => "upperRoman",
                    _ => "decimal",
                };
                format!("{}. ", numbering::written(number, format))
            }
            _ => {
                self.bullets += 1;
                String::new()
            }
        }
    }

    fn add_words(&mut self, words: &str) {
        let font = self.fonts.last().filter(|font| symbol::is_symbolic(font)).cloned();
        for c in words.chars() {
            let private = ('\u{e000}'..='\u{f8ff}').contains(&c);
            let shown = match &font {
                Some(font) if !c.is_whitespace() => symbol::shown(font, c),
                _ if private => symbol::without_font(c),
                _ => Some(c),
            };
            match shown {
                // A line end of the source is a blank, as a browser shows it.
                Some('\n' | '\r' | '\t' | ' ') => self.blank(),
                Some(shown) => self.text.push(shown),
                None => {
                    self.strange += 1;
                    self.text.push('\u{fffd}');
                }
            }
        }
    }

    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        let number = std::mem::take(&mut self.number);
        let links = std::mem::take(&mut self.links);
        if text.trim().is_empty() && links.is_empty() {
            self.number = if text.is_empty() { number } else { String::new() };
            return;
        }
        let heading = self.heading;
        self.blocks.push(Block::Paragraph(Paragraph { number, text, links, heading }));
    }

    fn table(&mut self, element: ElementRef, depth: usize) -> Table {
        let mut rows = Vec::new();
        gather_rows(element, depth, &mut rows);
        let mut table = Table::default();
        // Of each column, how many more rows the cell above covers, and how wide it is.
        let mut covered: Vec<(usize, usize)> = Vec::new();
        for row in rows {
            let mut cells: Vec<Cell> = Vec::new();
            let mut column = 0;
            for cell in row.children().filter_map(ElementRef::wrap) {
                if !matches!(cell.value().name(), "td" | "th") {
                    continue;
                }
                go_on(&mut covered, &mut column, &mut cells);
                let number = |name: &str| {
                    cell.value().attr(name).and_then(|text| text.trim().parse().ok()).unwrap_or(1)
                };
                let width = usize::clamp(number("colspan"), 1, 200);
                let height = usize::clamp(number("rowspan"), 1, 2000);
                let blocks = self.cell(cell, depth);
                cells.push(Cell { column, width, continued: false, blocks });
                covered.resize(covered.len().max(column + width), (0, 0));
                if height > 1 {
                    covered[column] = (height - 1, width);
                }
                column += width;
            }
            go_on(&mut covered, &mut column, &mut cells);
            table.rows.push(cells);
        }
        table
    }

    fn cell(&mut self, cell: ElementRef, depth: usize) -> Vec<Block> {
        let outer = std::mem::take(&mut self.blocks);
        self.children(cell, depth + 1);
        self.end_paragraph();
        std::mem::replace(&mut self.blocks, outer)
    }

    fn remark(&mut self) {
        let counted = [
            (self.pictures, "张图片，没有读；图片里的文字要自己录入"),
            (self.deleted, "处标为删除的文字，没有读"),
            (self.bullets, "处项目符号，只读了文字，没有带符号"),
            (self.strange, "处读不出的字符或过深的嵌套"),
            (
                self.numbered,
                "处自动编号，网页里只剩下数字：原来是“第一条”“（一）”的，已经不知道，写成了“1.”，要对照原件改",
            ),
        ];
        let told = counted.into_iter().filter(|(n, _)| *n > 0);
        self.paper.remarks.extend(told.map(|(n, what)| format!("{n} {what}")));
    }
}

/// Goes over the columns that cells of rows above still cover.
fn go_on(covered: &mut [(usize, usize)], column: &mut usize, cells: &mut Vec<Cell>) {
    while let Some((rows, width)) = covered.get_mut(*column).filter(|(rows, _)| *rows > 0) {
        *rows -= 1;
        cells.push(Cell { column: *column, width: *width, continued: true, blocks: Vec::new() });
        *column += *width;
    }
}

/// Returns the rows of a table, not those of tables within it.
fn gather_rows<'a>(element: ElementRef<'a>, depth: usize, rows: &mut Vec<ElementRef<'a>>) {
    if depth > DEPTH {
        return;
    }
    for child in element.children().filter_map(ElementRef::wrap) {
        match child.value().name() {
            "tr" => rows.push(child),
            "table" => {}
            _ => gather_rows(child, depth + 1, rows),
        }
    }
}

fn family(value: &Element) -> Option<String> {
    let style = value.attr("style")?;
    let family = style.split(';').find_map(|part| part.trim().strip_prefix("font-family:"))?;
    Some(
        family
            .split(',')
            .next()?
            .trim_matches(|c: char| c.is_whitespace() || "'\"".contains(c))
            .to_owned(),
    )
}

fn is_hidden(value: &Element) -> bool {
    let style = value.attr("style").unwrap_or_default().replace(' ', "").to_lowercase();
    style.contains("display:none")
        || style.contains("mso-hide:all")
        || value.attr("hidden").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_elements_without_end_is_refused_before_it_is_parsed() {
        let deep = "<b><div>".repeat(20_000);
        assert_eq!(read(deep.as_bytes()).err(), Some(Fault::Damaged));
        let long = "<p>甲<br><table><tr><td>乙</table>".repeat(5_000);
        assert_eq!(read(long.as_bytes()).unwrap().blocks.len(), 10_000);
    }

    #[test]
    fn cells_that_go_on_below_are_known() {
        let page = "<meta charset=utf-8><table><tr><td rowspan=2>组织</td><td colspan=2>情况</td></tr>\
            <tr><td>1</td><td>2</td></tr></table><p>甲\n乙</p><p><input type=checkbox checked>是</p>";
        let paper = read(page.as_bytes()).unwrap();
        let table = paper.blocks[0].table().unwrap();
        assert_eq!(table.shown(1, 0), "组织");
        assert_eq!(table.shown(0, 2), "情况");
        assert_eq!(table.shown(1, 2), "2");
        assert_eq!(paper.blocks[1].lines(), ["甲 乙"]);
        assert_eq!(paper.blocks[2].lines(), ["☑是"]);
    }
}
