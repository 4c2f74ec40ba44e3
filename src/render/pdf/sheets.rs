//! Blank score sheets to print and fill in by hand: each rater's sheet on pages of its own.
//! It must not know how a sheet looks, nor who the raters are.

use serde::Serialize;
use serde_json::json;
use typst::foundations::Bytes;

use super::{Fonts, Press, Uncovered, options};
use crate::failure::Failure;
use crate::manifest::sha256;
use crate::scoring::{CLOSED, Form};
use crate::theme::Theme;

/// The template that is read first.
const MAIN: &str = "pdf/sheets.typ";

/// What the template reads as `/sheets.json`.
#[derive(Serialize)]
struct Sheets<'a> {
    title: &'a str,
    language: &'static str,
    /// What a closed cell shows.
    closed: &'static str,
    sheets: Vec<Sheet<'a>>,
}

#[derive(Serialize)]
struct Sheet<'a> {
    title: &'a str,
    group: &'a str,
    rater: usize,
    tables: Vec<Table<'a>>,
}

#[derive(Serialize)]
struct Table<'a> {
    kind: &'a str,
    dimensions: Vec<String>,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    subject: &'a str,
    closed: bool,
}

/// The day the file says it was made: the same forms give the same bytes.
const MADE: &str = "2000-01-01";

/// Returns the sheets as PDF/A-2a and PDF/UA-1, by the theme's `pdf/sheets.typ`.
pub fn sheets(forms: &[Form], theme: &Theme, fonts: &Fonts) -> Result<Vec<u8>, Failure> {
    let sheets = Sheets {
        title: "述职评议评分表",
        language: "zh-CN",
        closed: CLOSED,
        sheets: forms.iter().flat_map(each_rater).collect(),
    };
    if let Some(uncovered) = uncovered(&sheets, fonts) {
        return Err(uncovered.failure());
    }
    let data = serde_json::to_vec(&sheets).expect("sheets are plain data");
    let options = options(MADE, &sha256(&data), false)?;
    let settings = json!({ "fonts": fonts.roles() });
    let files = [("sheets.json", Bytes::new(data))];
    Press::new(theme, fonts)?.set(MAIN, files, &settings, &options)
}

fn each_rater(form: &Form) -> impl Iterator<Item = Sheet<'_>> {
    form.own.iter().enumerate().map(|(at, own)| {
        let row = |subject| Row { subject, closed: own.as_deref() == Some(subject) };
        let tables = form.tables.iter().map(|table| Table {
            kind: &table.kind,
            dimensions: table.dimensions.iter().map(|dimension| dimension.heading()).collect(),
            rows: table.subjects.iter().map(|subject| row(subject.as_str())).collect(),
        });
        let (title, group) = (form.title.as_str(), form.group.as_str());
        Sheet { title, group, rater: at + 1, tables: tables.collect() }
    })
}

/// Returns the first character of the sheets that no font has.
fn uncovered(sheets: &Sheets, fonts: &Fonts) -> Option<Uncovered> {
    let words = sheets.sheets.iter().flat_map(|sheet| {
        let tables = sheet.tables.iter().flat_map(|table| {
            let heads = table.dimensions.iter().map(String::as_str);
            heads.chain(table.rows.iter().map(|row| row.subject)).chain([table.kind])
        });
        tables.chain([sheet.title, sheet.group])
    });
    let mut all = words.flat_map(str::chars);
    let character = all.find(|c| !fonts.covers(*c))?;
    Some(Uncovered { character, place: sheets.title.to_owned() })
}
