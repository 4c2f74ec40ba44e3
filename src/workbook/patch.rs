//! A workbook with other words in some cells: their own XML is written anew, every other part of the
//! file is the same bytes.
//! It must not know what a cell is for.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::package::{self, Archive};
use super::{MOST_UNPACKED, Place, called};

/// Why a workbook is left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpatched {
    /// The cell is worked out by a formula.
    Formula(String),
    /// The cell is hidden behind another it is merged with.
    Merged(String),
    /// The worksheet is protected.
    Protected,
    /// Somebody signed the file.
    Signed,
    /// The file is not built as such workbooks are.
    Strange,
}

/// Returns a workbook (.xlsx) with other words in some cells of a worksheet.
///
/// # Errors
/// When that cannot be done without touching anything else.
pub fn patched(
    bytes: &[u8],
    worksheet: &str,
    cells: &BTreeMap<Place, String>,
) -> Result<Vec<u8>, Unpatched> {
    let mut archive = package::open(bytes).ok_or(Unpatched::Strange)?;
    let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    let names: Vec<String> = archive.file_names_raw().map(name).collect();
    if names.iter().any(|name| name.starts_with("_xmlsignatures/")) {
        return Err(Unpatched::Signed);
    }
    let path = part_of(&mut archive, &names, worksheet).ok_or(Unpatched::Strange)?;
    let text = text_of(&mut archive, &names, &path).ok_or(Unpatched::Strange)?;
    let text = with_cells(&text, cells)?;
    packed(&mut archive, &path, text.as_bytes()).ok_or(Unpatched::Strange)
}

/// Returns the path of the part that holds a worksheet.
fn part_of(archive: &mut Archive, names: &[String], worksheet: &str) -> Option<String> {
    let workbook = text_of(archive, names, "xl/workbook.xml")?;
    let sheet = elements(&workbook)?
        .into_iter()
        .find(|it| it.name == "sheet" && it.get("name") == Some(worksheet))?;
    let id = sheet.get("id")?;
    let relations = text_of(archive, names, "xl/_rels/workbook.xml.rels")?;
    let relation = elements(&relations)?
        .into_iter()
        .find(|it| it.name == "Relationship" && it.get("Id") == Some(id))?;
    let target = relation.get("Target")?;
    let path = match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    };
    names.contains(&path).then_some(path)
}

fn text_of(archive: &mut Archive, names: &[String], path: &str) -> Option<String> {
    let at = names.iter().position(|name| name == path)?;
    String::from_utf8(package::unpack(archive, at, MOST_UNPACKED).ok()?).ok()
}

/// Packs the archive again: one part anew, the others as they lie there.
fn packed(archive: &mut Archive, path: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).ok()?;
        if part.name_raw() != path.as_bytes() {
            zip.raw_copy_file(part).ok()?;
            continue;
        }
        let mut options = SimpleFileOptions::default().compression_method(part.compression());
        if let Some(day) = part.last_modified() {
            options = options.last_modified_time(day);
        }
        drop(part);
        zip.start_file(path, options).ok()?;
        zip.write_all(bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// The start of an element: its name and attributes without their prefixes.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    fn read(start: &BytesStart) -> Option<Self> {
        let name: &str = start.local_name().into_inner();
        let name = name.to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.ok()?;
            let key: &str = attribute.key.local_name().into_inner();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            attributes.push((key.to_owned(), value.into_owned()));
        }
        Some(Self { name, attributes })
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }
}

/// Returns the elements of a part, in their order.
fn elements(text: &str) -> Option<Vec<Element>> {
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => found.push(Element::read(&start)?),
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

/// Where the rows and cells of a worksheet stand in its text.
#[derive(Default)]
struct Grid {
    /// The prefix of the elements, with its colon.
    prefix: String,
    rows: BTreeMap<u32, Row>,
    merged: Vec<(Place, Place)>,
    is_protected: bool,
}

struct Row {
    cells: BTreeMap<u32, Found>,
    /// Where a cell may be added at its end; none of a row that has no end of its own.
    end: Option<usize>,
}

struct Found {
    range: Range<usize>,
    /// How it is printed: a number into the table of styles.
    style: Option<String>,
    /// Whether it holds a number as such.
    is_number: bool,
    is_formula: bool,
}

impl Grid {
    fn read(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut grid = Self::default();
        let mut row: Option<u32> = None;
        let mut cell: Option<(Place, Found)> = None;
        loop {
            let before = usize::try_from(reader.buffer_position()).ok()?;
            let event = reader.read_event().ok()?;
            let after = usize::try_from(reader.buffer_position()).ok()?;
            let is_closed = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    let whole: &str = start.name().into_inner();
                    let element = Element::read(&start)?;
                    match element.name.as_str() {
                        "row" => {
                            let number: u32 = element.get("r")?.parse().ok()?;
                            let number = number.checked_sub(1)?;
                            grid.prefix = whole.strip_suffix("row").unwrap_or_default().to_owned();
                            grid.rows.insert(number, Row { cells: BTreeMap::new(), end: None });
                            row = Some(number).filter(|_| !is_closed);
                        }
                        "c" => {
                            let place = place(element.get("r")?)?;
                            let found = Found {
                                range: before..after,
                                style: element.get("s").map(str::to_owned),
                                is_number: matches!(element.get("t"), None | Some("n")),
                                is_formula: false,
                            };
                            match is_closed {
                                true => grid.put(row?, place, found)?,
                                false => cell = Some((place, found)),
                            }
                        }
                        "f" => {
                            if let Some((_, found)) = &mut cell {
                                found.is_formula = true;
                            }
                        }
                        "mergeCell" => {
                            let (first, last) = element.get("ref")?.split_once(':')?;
                            grid.merged.push((self::place(first)?, self::place(last)?));
                        }
                        "sheetProtection" => {
                            let on = element.get("sheet").unwrap_or("0");
                            grid.is_protected = ["1", "true"].contains(&on);
                        }
                        _ => {}
                    }
                }
                Event::End(end) => match end.local_name().into_inner() {
                    "c" => {
                        let (place, mut found) = cell.take()?;
                        found.range.end = after;
                        grid.put(row?, place, found)?;
                    }
                    "row" => grid.rows.get_mut(&row.take()?)?.end = Some(before),
                    _ => {}
                },
                Event::DocType(_) => return None,
                Event::Eof => return Some(grid),
                _ => {}
            }
        }
    }

    fn put(&mut self, row: u32, place: Place, found: Found) -> Option<()> {
        let known = self.rows.get_mut(&row).filter(|_| row == place.0)?;
        known.cells.insert(place.1, found).is_none().then_some(())
    }

    /// Tells whether a cell lies behind the first of some that are merged.
    fn is_covered(&self, (row, column): Place) -> bool {
        self.merged.iter().any(|(first, last)| {
            (first.0..=last.0).contains(&row)
                && (first.1..=last.1).contains(&column)
                && (row, column) != *first
        })
    }
}

/// Returns the text of a worksheet with other words in some cells.
fn with_cells(text: &str, cells: &BTreeMap<Place, String>) -> Result<String, Unpatched> {
    let grid = Grid::read(text).ok_or(Unpatched::Strange)?;
    if grid.is_protected {
        return Err(Unpatched::Protected);
    }
    let mut splices = Vec::new();
    for (at, words) in cells {
        if grid.is_covered(*at) {
            return Err(Unpatched::Merged(called(*at)));
        }
        let row = grid.rows.get(&at.0).ok_or(Unpatched::Strange)?;
        let old = row.cells.get(&at.1);
        if old.is_some_and(|old| old.is_formula) {
            return Err(Unpatched::Formula(called(*at)));
        }
        let next = row.cells.range(at.1..).next().map(|(_, next)| next.range.start);
        let range = match (old, next.or(row.end)) {
            (Some(old), _) => old.range.clone(),
            (None, Some(start)) => start..start,
            (None, None) => return Err(Unpatched::Strange),
        };
        splices.push((range, written(&grid.prefix, *at, old, words)));
    }
    let mut text = text.to_owned();
    splices.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, words) in splices {
        text.replace_range(range, &words);
    }
    Ok(text)
}

/// Writes a cell: a number where a number stood, else its words in the cell itself.
fn written(prefix: &str, at: Place, old: Option<&Found>, words: &str) -> String {
    let style = old.and_then(|old| old.style.as_deref());
    let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
    let head = format!("{prefix}c r=\"{}\"{style}", called(at));
    let is_number = old.is_some_and(|old| old.is_number)
        && words.len() < 10
        && words.parse::<u32>().is_ok_and(|number| number.to_string() == words);
    if words.is_empty() {
        return format!("<{head}/>");
    }
    if is_number {
        return format!("<{head}><{prefix}v>{words}</{prefix}v></{prefix}c>");
    }
    let words = quick_xml::escape::escape(words);
    format!(
        "<{head} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{words}</{prefix}t></{prefix}is></{prefix}c>"
    )
}

/// Reads how a cell is called, `C5`.
fn place(name: &str) -> Option<Place> {
    let letters = name.find(|c: char| !c.is_ascii_uppercase())?;
    let (letters, digits) = name.split_at(letters);
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)
    })?;
    let row: u32 = digits.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHEET: &str = "<sheetData><row r=\"2\"><c r=\"A2\" s=\"3\" t=\"s\"><v>0</v></c>\
        <c r=\"C2\"><v>5</v></c></row><row r=\"3\"><c r=\"A3\"><f>1+1</f><v>2</v></c></row>\
        <row r=\"4\"/></sheetData><mergeCells><mergeCell ref=\"A2:B2\"/></mergeCells>";

    fn changed(text: &str, cells: &[(&str, &str)]) -> Result<String, Unpatched> {
        let cells = cells.iter().map(|(at, words)| (place(at).unwrap(), (*words).to_owned()));
        with_cells(text, &cells.collect())
    }

    #[test]
    fn a_cell_is_written_anew_with_its_style() {
        let new = changed(SHEET, &[("A2", "5/12 & 甲"), ("C2", "7"), ("D2", "新")]).unwrap();
        let text = |at: &str, style: &str, words: &str| {
            format!(
                "<c r=\"{at}\"{style} t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>"
            )
        };
        let wanted = SHEET
            .replace(
                "<c r=\"A2\" s=\"3\" t=\"s\"><v>0</v></c>",
                &text("A2", " s=\"3\"", "5/12 &amp; 甲"),
            )
            .replace(
                "<c r=\"C2\"><v>5</v></c>",
                &format!("<c r=\"C2\"><v>7</v></c>{}", text("D2", "", "新")),
            );
        assert_eq!(new, wanted);
        assert!(changed(SHEET, &[("C2", "")]).unwrap().contains("<c r=\"C2\"/>"));
        assert!(changed(SHEET, &[("C2", "007")]).unwrap().contains(">007</t>"));
    }

    #[test]
    fn what_cannot_be_patched_is_refused() {
        assert_eq!(changed(SHEET, &[("A3", "3")]), Err(Unpatched::Formula("A3".to_owned())));
        assert_eq!(changed(SHEET, &[("B2", "3")]), Err(Unpatched::Merged("B2".to_owned())));
        for at in ["A4", "A9"] {
            assert_eq!(changed(SHEET, &[(at, "3")]), Err(Unpatched::Strange), "{at}");
        }
        let protected = format!("{SHEET}<sheetProtection sheet=\"1\"/>");
        assert_eq!(changed(&protected, &[("C2", "3")]), Err(Unpatched::Protected));
        assert_eq!(changed("<row r=\"2\"><c r=\"A3\"/></row>", &[]), Err(Unpatched::Strange));
    }

    #[test]
    fn cells_are_read_as_they_are_called() {
        for at in [(0, 0), (4, 2), (0, 27), (9999, 511)] {
            assert_eq!(place(&called(at)), Some(at));
        }
        for strange in ["", "A", "5", "A0", "a5", "$A$5"] {
            assert_eq!(place(strange), None, "{strange}");
        }
    }

    /// Every part of a workbook as it lies in the file, compressed, but for one.
    fn others(bytes: &[u8], but: &str) -> Vec<(String, Vec<u8>)> {
        use std::io::Read;
        let mut archive = package::open(bytes).unwrap();
        let mut parts = Vec::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index_raw(at).unwrap();
            let mut raw = Vec::new();
            part.read_to_end(&mut raw).unwrap();
            let name = String::from_utf8_lossy(part.name_raw()).into_owned();
            if name != but {
                parts.push((name, raw));
            }
        }
        parts
    }

    fn workbook() -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet().set_name("名单").unwrap();
        for row in 0..4 {
            for column in 0..3 {
                sheet.write_string(row, column, format!("格{row}{column}")).unwrap();
            }
            sheet.write_number(row, 3, f64::from(row)).unwrap();
        }
        book.add_worksheet().write_string(0, 0, "别的").unwrap();
        book.save_to_buffer().unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn an_edit_and_its_undoing_leave_every_other_part_as_it_lies(
            row in 0u32..4, column in 0u32..5, words in "[甲乙a0-9/<>&\"' ]{1,8}",
        ) {
            prop_assume!(words.trim() == words);
            let first = workbook();
            let read = |bytes: &[u8]| super::super::read(bytes).unwrap().worksheets;
            let before = read(&first)[0].cells.get(&(row, column)).map_or(String::new(), |it| it.text.clone());
            let one = |words: &str| BTreeMap::from([((row, column), words.to_owned())]);
            let second = patched(&first, "名单", &one(&words)).unwrap();
            let third = patched(&second, "名单", &one(&before)).unwrap();
            let own = "xl/worksheets/sheet1.xml";
            prop_assert_eq!(others(&first, own), others(&second, own));
            prop_assert_eq!(others(&first, own), others(&third, own));
            prop_assert_eq!(&read(&second)[0].cells[&(row, column)].text, &words);
            let (mut old, new) = (read(&first), read(&second));
            prop_assert_eq!(&read(&third)[0].cells, &old[0].cells);
            // Every other cell says what it said.
            let put = new[0].cells[&(row, column)].clone();
            old[0].cells.insert((row, column), put);
            prop_assert_eq!(&old[0].cells, &new[0].cells);
            prop_assert_eq!(&old[1].cells, &new[1].cells);
        }
    }
}
