//! Blank score sheets to fill in: one workbook a group of raters, one worksheet a rater.
//! It must not know who the raters are, nor read what comes back.

use rust_xlsxwriter::{
    DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::failure::Failure;
use crate::language::both;
use crate::scoring::{CLOSED, Dimension, Exact, Form, HEADS, MARK, Table, decimal};

/// Rows of the worksheet, from 0.
const MARK_ROW: u32 = 0;
const TITLE_ROW: u32 = 1;
const RATER_ROW: u32 = 2;
const FIRST_TABLE_ROW: u32 = 3;

/// Columns before the first dimension.
const BEFORE: u16 = HEADS.len() as u16;

/// The last row that is still legible when all rows are fitted on one page.
const ONE_PAGE: u32 = 27;

/// A4, as the format counts papers.
const A4: u8 = 9;

/// Returns the workbook of a group, the same bytes for the same form. Everything but the score
/// cells is locked, without a password: against slips, not against people.
pub fn workbook(form: &Form) -> Result<Vec<u8>, Failure> {
    let name = format!("{}.xlsx", form.group);
    written(form).map_err(|error| {
        Failure::new(
            name,
            both!("评分表写不出来：{error}", "the score sheet cannot be written: {error}"),
        )
    })
}

fn written(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day: the same form gives the same bytes.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(format!("{}（{}）", form.title, form.group))
        .set_author("gongkai")
        .set_creation_datetime(&day);
    workbook.set_properties(&properties);
    let looks = Looks::new();
    for (at, own) in form.own.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("{}号评委", at + 1))?;
        worksheet(sheet, form, at + 1, own.as_deref(), &looks)?;
    }
    workbook.save_to_buffer()
}

struct Looks {
    mark: Format,
    title: Format,
    line: Format,
    head: Format,
    text: Format,
    name: Format,
    score: Format,
    closed: Format,
    sum: Format,
}

impl Looks {
    fn new() -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(12);
        let middle = plain.clone().set_align(FormatAlign::VerticalCenter);
        let center = middle.clone().set_align(FormatAlign::Center);
        let cell = center.clone().set_border(FormatBorder::Thin);
        Self {
            mark: plain.clone(),
            title: center.clone().set_bold().set_font_size(18),
            line: middle.clone().set_text_wrap(),
            head: cell.clone().set_bold().set_text_wrap().set_background_color(0x00F2_F2F2),
            text: cell.clone(),
            name: cell.clone().set_text_wrap(),
            score: cell.clone().set_unlocked(),
            closed: cell.clone().set_background_color(0x00D9_D9D9),
            sum: cell.set_bold(),
        }
    }
}

fn worksheet(
    sheet: &mut Worksheet,
    form: &Form,
    rater: usize,
    own: Option<&str>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let widest = form.tables.iter().map(|table| table.dimensions.len()).max().unwrap_or_default();
    let last = BEFORE + widest as u16;
    let marks = [MARK, &form.round, &form.group, &rater.to_string(), &form.digest()];
    for (at, mark) in marks.into_iter().enumerate() {
        sheet.write_string_with_format(MARK_ROW, at as u16, mark, &looks.mark)?;
    }
    sheet.set_row_hidden(MARK_ROW)?;
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, &form.title, &looks.title)?;
    sheet.set_row_height(TITLE_ROW, 34)?;
    let who = format!("评委：{}　{rater}号", form.group);
    sheet.merge_range(RATER_ROW, 0, RATER_ROW, last, &who, &looks.line)?;
    sheet.set_row_height(RATER_ROW, 24)?;
    let mut row = FIRST_TABLE_ROW;
    let mut first_score = None;
    for table in &form.tables {
        if form.tables.len() > 1 {
            sheet.merge_range(row, 0, row, last, &table.kind, &looks.line)?;
            sheet.set_row_height(row, 24)?;
            row += 1;
        }
        let open = self::table(sheet, table, row, own, looks)?;
        first_score = first_score.or(open);
        row += 1 + table.subjects.len() as u32;
    }
    let note = "白色的格都要填，从 0 分到满分，可以有小数；灰色的格不填。";
    sheet.merge_range(row, 0, row, last, note, &looks.line)?;
    sheet.set_row_height(row, 24)?;
    sheet.set_column_width(0, 6)?;
    sheet.set_column_width(1, 22)?;
    sheet.set_column_range_width(BEFORE, last, 14)?;
    if let Some((row, column)) = first_score {
        sheet.set_selection(row, column, row, column)?;
    }
    if form.tables.len() == 1 {
        sheet.set_freeze_panes(FIRST_TABLE_ROW + 1, BEFORE)?;
    }
    print_set_up(sheet, form, row, last)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// Writes the head and the rows of one kind; returns the first cell to be filled in.
fn table(
    sheet: &mut Worksheet,
    table: &Table,
    head: u32,
    own: Option<&str>,
    looks: &Looks,
) -> Result<Option<(u32, u16)>, XlsxError> {
    let sum = BEFORE + table.dimensions.len() as u16;
    for (column, name) in (0..).zip(HEADS) {
        sheet.write_string_with_format(head, column, name, &looks.head)?;
    }
    let end = head + table.subjects.len() as u32;
    for (column, dimension) in (BEFORE..).zip(&table.dimensions) {
        // The maximum on a line of its own, whatever the width.
        let heading = dimension.heading().replace('（', "\n（");
        sheet.write_string_with_format(head, column, heading, &looks.head)?;
        if end > head {
            sheet.add_data_validation(head + 1, column, end, column, &validation(dimension)?)?;
        }
    }
    sheet.write_string_with_format(head, sum, "合计", &looks.head)?;
    sheet.set_row_height(head, 40)?;
    let mut first = None;
    for (at, subject) in table.subjects.iter().enumerate() {
        let row = head + 1 + at as u32;
        let closed = own == Some(subject);
        sheet.write_number_with_format(row, 0, at as u32 + 1, &looks.text)?;
        sheet.write_string_with_format(row, 1, subject, &looks.name)?;
        for column in BEFORE..sum {
            if closed {
                sheet.write_string_with_format(row, column, CLOSED, &looks.closed)?;
            } else {
                sheet.write_blank(row, column, &looks.score)?;
                first = first.or(Some((row, column)));
            }
        }
        if closed {
            sheet.write_string_with_format(row, sum, CLOSED, &looks.closed)?;
        } else {
            let range = rust_xlsxwriter::utility::cell_range(row, BEFORE, row, sum - 1);
            // Blank until it is computed: without a result of its own it would show 0.
            let formula = Formula::new(format!("=IF(COUNT({range})=0,\" \",SUM({range}))"));
            sheet.write_formula_with_format(row, sum, formula.set_result(" "), &looks.sum)?;
        }
        sheet.set_row_height(row, 26)?;
    }
    Ok(first)
}

fn validation(dimension: &Dimension) -> Result<DataValidation, XlsxError> {
    let maximum = decimal(dimension.maximum);
    DataValidation::new()
        .allow_decimal_number(DataValidationRule::Between(0.0, float(dimension.maximum)))
        .set_input_title("打分")?
        .set_input_message(format!("0 至 {maximum} 分"))?
        .set_error_title("分数不对")?
        .set_error_message(format!("请填 0 至 {maximum} 之间的数字。"))
}

/// The format's own numbers are floats; here they only bound what a cell takes.
fn float(exact: Exact) -> f64 {
    *exact.numer() as f64 / *exact.denom() as f64
}

fn print_set_up(sheet: &mut Worksheet, form: &Form, end: u32, last: u16) -> Result<(), XlsxError> {
    // Several tables share no head to repeat: they go on one page as long as that can be read.
    let pages = u16::from(form.tables.len() > 1 && end <= ONE_PAGE);
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, pages);
    sheet.set_print_center_horizontally(true);
    sheet.set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3);
    sheet.set_print_area(TITLE_ROW, 0, end, last)?;
    // Above several tables only the title is common to all.
    let repeated = if form.tables.len() == 1 { FIRST_TABLE_ROW } else { RATER_ROW };
    sheet.set_repeat_rows(TITLE_ROW, repeated)?;
    sheet.set_footer(format!("&C{}　&A　第 &P 页", form.group.replace('&', "&&")));
    Ok(())
}
