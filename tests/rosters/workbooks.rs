//! A table as a workbook of each kind.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub type Rows = Vec<Vec<String>>;

/// Writes a table as CSV has it.
pub fn rows(csv: &str) -> Rows {
    csv.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Makes a workbook whose worksheets are these, the given ones hidden.
pub fn xlsx(sheets: &[(&str, &Rows)], hidden: &[&str]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("m\"月\"d\"日\"");
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        sheet.set_hidden(hidden.contains(name));
        for (row, cells) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(cells) {
                match (text.strip_prefix("日期"), text.strip_prefix('=')) {
                    (Some(text), _) => {
                        let date = ExcelDateTime::parse_from_str(text).unwrap();
                        sheet.write_datetime_with_format(row, column, &date, &day).unwrap();
                    }
                    (_, Some(formula)) => drop(sheet.write_formula(row, column, formula).unwrap()),
                    _ if text.is_empty() => {}
                    _ => drop(sheet.write(row, column, text.as_str()).unwrap()),
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// Makes a spreadsheet of OpenDocument, padded as LibreOffice pads it.
pub fn ods(name: &str, rows: &Rows) -> Vec<u8> {
    let cell = |text: &String| match text.as_str() {
        "" => "<table:table-cell/>".to_owned(),
        text if text.starts_with("日期") => {
            let day = &text["日期".len()..];
            format!(
                r#"<table:table-cell office:value-type="date" office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>"#
            )
        }
        text => format!(
            r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#
        ),
    };
    let row = |cells: &Vec<String>| {
        let cells: String = cells.iter().map(cell).collect();
        format!(
            r#"<table:table-row>{cells}<table:table-cell table:number-columns-repeated="16000"/></table:table-row>"#
        )
    };
    let rows: String = rows.iter().map(row).collect();
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="{name}">{rows}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(content.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

/// Makes a workbook of 1997 to 2003 of text cells, from a place on.
pub fn xls(name: &str, rows: &Rows, from: (u16, u16)) -> Vec<u8> {
    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }
    fn unicode(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }
    let count = |text: &str| u16::try_from(text.encode_utf16().count()).unwrap();
    const BEGIN: u16 = 0x0809;
    const END: u16 = 0x000a;
    let begin = |kind: u16| {
        let mut data = vec![0; 16];
        data[..2].copy_from_slice(&0x0600u16.to_le_bytes());
        data[2..4].copy_from_slice(&kind.to_le_bytes());
        record(BEGIN, &data)
    };
    let sheet_record = |start: u32| {
        let letters = u8::try_from(count(name)).unwrap();
        record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, letters, 1], &unicode(name)].concat())
    };
    let globals = |start: u32| [begin(0x0005), sheet_record(start), record(END, &[])].concat();
    let start = u32::try_from(globals(0).len()).unwrap();
    let mut stream = globals(start);
    stream.extend(begin(0x0010));
    for (row, cells) in (from.0..).zip(rows) {
        for (column, text) in (from.1..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
            let text = [&count(text).to_le_bytes()[..], &[1], &unicode(text)].concat();
            stream.extend(record(0x0204, &[place, text].concat()));
        }
    }
    stream.extend(record(END, &[]));
    // Shorter streams lie elsewhere in the container.
    stream.resize(stream.len().max(4096), 0);
    let mut file =
        cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}
