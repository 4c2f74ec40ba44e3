//! Word documents and spreadsheets made of the invented college, part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml""#;

/// List 1: 第一条, （一）. List 2: 一、, for the headings of the parts.
const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="space"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#;

/// A ticked box and an empty one, as a symbol font draws them.
pub const TICK: &str = r#"<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>"#;
pub const BLANK: &str = r#"<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>"#;

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text))
}

pub fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// A paragraph of the list of articles.
pub fn numbered(level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>"#,
        run(text)
    )
}

/// A table of cells that are runs already.
pub fn table(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| format!("<w:tc><w:tcPr/><w:p>{cell}</w:p></w:tc>");
    let row =
        |row: &Vec<String>| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

pub fn texts(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| run(cell)).collect()
}

/// A document of a body and parts beside it, by their names below `word/`.
pub fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>");
    let numbering = format!("<w:numbering {NAMES}>{NUMBERING}</w:numbering>");
    let mut files = vec![
        ("word/document.xml".to_owned(), document),
        ("word/numbering.xml".to_owned(), numbering),
    ];
    for (name, text) in parts {
        files.push((format!("word/{name}"), text.replace("NAMES", NAMES)));
    }
    packed(&files)
}

pub fn packed(files: &[(String, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
