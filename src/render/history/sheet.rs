//! The tables of the page over all years for spreadsheets and statistics: CSV, and one workbook.
//! It must not know how the page shows them. Columns go by keys that stay the same for good.

use csv::{Terminator, Writer, WriterBuilder};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use super::year::{BANDS, FIGURES};
use super::{WORKBOOK, Year};
use crate::edition::Union;
use crate::failure::Failure;

/// Spreadsheets take a file for UTF-8 when it begins with this.
const BOM: &str = "\u{feff}";

/// What every table begins with.
const WHOSE: [(&str, &str); 2] = [("year", "学年"), ("union", "组织")];

/// One table: a row a year, or a row a year and thing.
pub struct Sheet {
    name: &'static str,
    pub title: &'static str,
    /// The key and the name of each column.
    pub columns: Vec<(&'static str, &'static str)>,
    rows: Vec<Vec<String>>,
}

/// Makes the tables of some years.
pub fn sheets(years: &[&Year]) -> Vec<Sheet> {
    vec![indicators(years), figures(years), limits(years), ranks(years), delegates(years)]
}

impl Sheet {
    fn new(
        name: &'static str,
        title: &'static str,
        own: &[(&'static str, &'static str)],
        rows: Vec<Vec<String>>,
    ) -> Self {
        Self { name, title, columns: [&WHOSE[..], own].concat(), rows }
    }

    /// Returns the name of its file.
    pub fn file(&self) -> String {
        format!("history-{}.csv", self.name)
    }

    /// Returns it as CSV, headed with the keys of its columns.
    pub fn csv(&self) -> Vec<u8> {
        const MEMORY: &str = "memory takes every line, and all lines are as long";
        let mut writer: Writer<Vec<u8>> =
            WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BOM.into());
        let keys = self.columns.iter().map(|(key, _)| (*key).to_owned()).collect();
        let lines = std::iter::once(&keys).chain(&self.rows);
        lines.for_each(|line: &Vec<String>| writer.write_record(line).expect(MEMORY));
        writer.into_inner().expect(MEMORY)
    }
}

/// Begins a row with whose it is.
fn row(year: &Year, own: impl IntoIterator<Item = String>) -> Vec<String> {
    let union = match year.union {
        Union::First => "first",
        Union::Graduate => "graduate",
    };
    [year.start.clone(), union.to_owned()].into_iter().chain(own).collect()
}

fn indicators(years: &[&Year]) -> Sheet {
    let columns = [
        ("indicator", "指标的键"),
        ("number", "序号"),
        ("text", "指标"),
        ("verdict", "结论"),
        ("stated", "实有"),
        ("reason", "原因"),
        ("rectify_by", "整改期限"),
    ];
    let rows = years.iter().flat_map(|year| {
        year.indicators.iter().map(|it| {
            let verdict = it.yes.map_or("", |yes| if yes { "是" } else { "否" });
            let own =
                [&it.key, &it.number, &it.text, verdict, &it.stated, &it.reason, &it.rectify_by];
            row(year, own.map(str::to_owned))
        })
    });
    Sheet::new("indicators", "指标", &columns, rows.collect())
}

fn figures(years: &[&Year]) -> Sheet {
    let rows = years
        .iter()
        .map(|year| row(year, FIGURES.iter().map(|(key, _)| year.figure(key).to_owned())));
    Sheet::new("figures", "主要数字", FIGURES, rows.collect())
}

fn limits(years: &[&Year]) -> Sheet {
    let columns = [("limit", "限额"), ("value", "数值"), ("article", "条")];
    let rows = years.iter().flat_map(|year| {
        year.limits.iter().map(|it| {
            let article = it.article.rsplit("article-").next().unwrap_or_default();
            row(year, [it.name.clone(), it.value.clone(), article.to_owned()])
        })
    });
    Sheet::new("limits", "章程的限额", &columns, rows.collect())
}

fn ranks(years: &[&Year]) -> Sheet {
    let known = years.iter().filter_map(|year| Some((year, year.ranks?)));
    let rows = known.map(|(year, bands)| row(year, bands.map(|count| count.to_string())));
    Sheet::new("ranks", "成绩排名分布", BANDS, rows.collect())
}

fn delegates(years: &[&Year]) -> Sheet {
    let columns = [("department", "院系"), ("delegates", "代表（名）"), ("students", "学生（人）")];
    let rows = years.iter().flat_map(|year| {
        let own = year.delegates.iter();
        own.map(|it| {
            let students = it.students.map_or(String::new(), |students| students.to_string());
            row(year, [it.department.clone(), it.count.to_string(), students])
        })
    });
    Sheet::new("delegates", "各院系代表", &columns, rows.collect())
}

/// Makes a workbook of them, a sheet each, headed with the names of the columns and then their keys.
pub fn workbook(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, Failure> {
    written(title, sheets).map_err(|error| Failure::new(WORKBOOK, error.to_string()))
}

fn written(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: the same years give the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(title).set_author("gongkai");
    workbook.set_properties(&properties.set_creation_datetime(&day));
    let head = Format::new().set_bold();
    for sheet in sheets {
        let page = workbook.add_worksheet();
        page.set_name(sheet.title)?;
        for (at, (key, name)) in (0..).zip(&sheet.columns) {
            page.write_string_with_format(0, at, *name, &head)?;
            page.write_string(1, at, *key)?;
            page.set_column_width(at, if *key == "text" || *key == "reason" { 60 } else { 16 })?;
        }
        for (line, row) in (2..).zip(&sheet.rows) {
            for (at, cell) in (0..).zip(row) {
                match cell.parse::<u32>() {
                    Ok(number) => page.write_number(line, at, number)?,
                    Err(_) => page.write_string(line, at, cell)?,
                };
            }
        }
        page.set_freeze_panes(2, 0)?;
    }
    workbook.save_to_buffer()
}
