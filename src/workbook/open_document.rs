//! A spreadsheet of OpenDocument (.ods) → worksheets.
//! It must not write out what is said to repeat beyond any table.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{self, Archive};
use super::{Look, MOST_UNPACKED, MOST_WORKSHEETS, Unusable, Workbook, Worksheet, on_one_line};

/// Reads `content.xml`.
pub fn read(archive: &mut Archive) -> Result<Workbook, Unusable> {
    let manifest = part(archive, "META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Unusable::Locked);
    }
    let text = part(archive, "content.xml")?;
    let mut reading = Reading::default();
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().map_err(|_| Unusable::Damaged)? {
            Event::Start(start) => reading.open(&start, false)?,
            Event::Empty(start) => reading.open(&start, true)?,
            Event::End(end) => reading.close(end.name().into_inner())?,
            Event::Text(words) => reading.add_words(&words.xml10_content()),
            Event::CData(words) => reading.add_words(&words.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().map_err(|_| Unusable::Damaged)?;
                let named = || quick_xml::escape::resolve_predefined_entity(&reference);
                match c {
                    Some(c) => reading.add_words(&c.to_string()),
                    None => reading.add_words(named().ok_or(Unusable::Damaged)?),
                }
            }
            Event::DocType(_) => return Err(Unusable::Damaged),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    match reading.workbook.worksheets.is_empty() && reading.workbook.hidden.is_empty() {
        true => Err(Unusable::OtherFormat),
        false => Ok(reading.workbook),
    }
}

fn part(archive: &mut Archive, name: &str) -> Result<String, Unusable> {
    let at = archive.index_for_name(name).ok_or(Unusable::Damaged)?;
    let bytes = package::unpack(archive, at, MOST_UNPACKED).map_err(|_| Unusable::Damaged)?;
    String::from_utf8(bytes).map_err(|_| Unusable::Damaged)
}

#[derive(Default)]
struct Reading {
    workbook: Workbook,
    /// Styles of tables that are not displayed, and the style being read.
    unseen: Vec<String>,
    style: String,
    /// The worksheet being read, and whether it is seen.
    worksheet: Option<(Worksheet, bool)>,
    row: u32,
    /// How often the row being read stands.
    rows: u32,
    column: u32,
    cell: Option<Cell>,
    /// How deep within notes, whose words are not the cell's.
    notes: usize,
}

/// The cell being read.
struct Cell {
    text: String,
    kind: String,
    value: String,
    /// Of a date, the day; what was typed is lost.
    day: String,
    is_formula: bool,
    /// How often it stands, and how many columns and rows it covers.
    times: u32,
    span: (u32, u32),
}

impl Reading {
    fn open(&mut self, start: &BytesStart, is_closed: bool) -> Result<(), Unusable> {
        let attribute = |name: &str| -> Option<String> {
            let found = start.attributes().flatten().find(|it| it.key.into_inner() == name)?;
            let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
            Some(value.into_owned())
        };
        let count = |name: &str| attribute(name).and_then(|it| it.parse().ok()).unwrap_or(1u32);
        let binding = start.name();
        let name = binding.into_inner();
        match name {
            "style:style" => self.style = attribute("style:name").unwrap_or_default(),
            "style:table-properties" if attribute("table:display").as_deref() == Some("false") => {
                self.unseen.push(self.style.clone());
            }
            "table:table" if self.worksheet.is_none() => {
                let worksheet = Worksheet {
                    name: attribute("table:name").unwrap_or_default(),
                    ..Default::default()
                };
                let style = attribute("table:style-name").unwrap_or_default();
                self.worksheet = Some((worksheet, !self.unseen.contains(&style)));
                self.row = 0;
            }
            "table:table-row" => {
                (self.column, self.rows) = (0, count("table:number-rows-repeated"))
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell = Some(Cell {
                    text: String::new(),
                    kind: attribute("office:value-type").unwrap_or_default(),
                    value: attribute("office:value").unwrap_or_default(),
                    day: attribute("office:date-value")
                        .and_then(|day| day.split('T').next().map(str::to_owned))
                        .unwrap_or_default(),
                    is_formula: attribute("table:formula").is_some(),
                    times: count("table:number-columns-repeated"),
                    span: (
                        count("table:number-rows-spanned"),
                        count("table:number-columns-spanned"),
                    ),
                });
            }
            "office:annotation" => self.notes += 1,
            "text:p" => self.words_at_line_end(),
            "text:line-break" => self.add_words("\n"),
            "text:tab" => self.add_words(" "),
            "text:s" => self.add_words(&" ".repeat(count("text:c").min(80) as usize)),
            _ => {}
        }
        if is_closed { self.close(name) } else { Ok(()) }
    }

    fn words_at_line_end(&mut self) {
        if self.cell.as_ref().is_some_and(|cell| !cell.text.is_empty()) {
            self.add_words("\n");
        }
    }

    fn add_words(&mut self, words: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.notes == 0) {
            cell.text.push_str(words);
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Unusable> {
        match name {
            "office:annotation" => self.notes = self.notes.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => self.end_cell()?,
            "table:table-row" => self.row = self.row.saturating_add(self.rows),
            "table:table" => {
                if self.workbook.worksheets.len() >= MOST_WORKSHEETS {
                    return Err(Unusable::TooManyWorksheets(MOST_WORKSHEETS + 1));
                }
                match self.worksheet.take() {
                    Some((worksheet, true)) => self.workbook.worksheets.push(worksheet),
                    Some((worksheet, false)) => self.workbook.hidden.push(worksheet.name),
                    None => {}
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unusable> {
        let (Some(cell), Some((worksheet, _))) = (self.cell.take(), self.worksheet.as_mut()) else {
            return Ok(());
        };
        let column = self.column;
        self.column = column.saturating_add(cell.times);
        let is_uncounted = cell.text.is_empty() || cell.text.starts_with('#');
        let look = if cell.is_formula && is_uncounted { Look::Uncounted } else { Look::Plain };
        // A number is what was typed, whatever is shown of it.
        let text = match cell.kind.as_str() {
            "float" if !cell.value.is_empty() => cell.value,
            "boolean" => {
                if cell.text.eq_ignore_ascii_case("true") { "是" } else { "否" }.to_owned()
            }
            "date" if !cell.day.is_empty() => cell.day,
            _ => on_one_line(&cell.text),
        };
        if text.is_empty() && look != Look::Uncounted {
            return Ok(());
        }
        for row in self.row..self.row.saturating_add(self.rows) {
            for column in column..column.saturating_add(cell.times) {
                worksheet.put((row, column), text.clone(), look)?;
            }
        }
        let (rows, columns) = cell.span;
        if rows.max(columns) > 1 {
            let end = (self.row.saturating_add(rows - 1), column.saturating_add(columns - 1));
            worksheet.merged.push(((self.row, column), end));
        }
        Ok(())
    }
}
