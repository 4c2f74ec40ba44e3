//! Text → model: reads what an author wrote into the tree of fields.
//! It must not judge what was written beyond its shape.

mod built_in;
mod character;
mod csv;
pub mod decode;
mod fields;
mod loosened;
pub mod markdown;
pub mod scores;
mod sheet;
mod slip;
mod standards;
mod twins;
pub mod yaml;
mod year;

pub use built_in::STANDARDS;
pub use csv::text as csv_text;
#[cfg(test)]
pub use standards::own_words;
pub use standards::{
    ABRIDGED, FILES_OF_LISTS, SAYS_ABRIDGED, Standards, body, dated_form, form, is_abridged,
    is_standard, standards,
};
pub use year::{Content, Folder, Year, content, is_roster, roster, year};

use crate::diagnostic::{Diagnostic, Level, brief};
use crate::model::ROSTER_HEADS;
use crate::source::{
    Encoding, FileId, Foreign, MAX_BYTES, MAX_FILES, SourceFile, Sources, Span, Unreadable,
};
use crate::workbook::Unusable;

/// The most lines of a data file: a roster of ten thousand has as many.
const MOST_LINES: usize = 30_000;

/// The most bytes of one value in a data file.
const MOST_VALUE: usize = 64 * 1024;

/// The most bytes of a text, and the most of what stands in it between two blank lines. A charter has
/// some 50 kB, and a book a megabyte.
const MOST_TEXT: usize = 2 * 1024 * 1024;
const MOST_PARAGRAPH: usize = 256 * 1024;

/// Reports a data file that is too long to be gone through.
fn too_many_lines(file: FileId, sources: &Sources) -> Option<Diagnostic> {
    let lines = sources.file(file).lines();
    let message = format!("文件有 {lines} 行，超过了 {MOST_LINES} 行的上限，没有读取");
    let fault = Diagnostic::violation("IN-08", Span::new(file, 0, 0), message);
    (lines > MOST_LINES).then(|| fault.help("核对是不是放错了文件；空行、重复的行删去"))
}

/// Returns the place of the first value that is too long to be one.
fn longest_value(node: &yaml::Node) -> Option<Span> {
    match &node.kind {
        yaml::Kind::Empty => None,
        yaml::Kind::Scalar(text) => (text.len() > MOST_VALUE).then(|| node.span.at_start()),
        yaml::Kind::List(items) => items.iter().find_map(longest_value),
        yaml::Kind::Map(pairs) => pairs
            .iter()
            .find_map(|(key, value)| longest_value(key).or_else(|| longest_value(value))),
    }
}

/// Reports a text, or a paragraph of it, that is too long to be gone through.
fn too_long(file: FileId, sources: &Sources) -> Option<Diagnostic> {
    let text = &sources.file(file).text;
    let long = |place: Span, message: String| {
        Diagnostic::violation("IN-08", place, message)
            .help("核对是不是粘贴了别的内容；确是正文的，分成几段，段与段之间空一行")
    };
    if text.len() > MOST_TEXT {
        let message = format!("文件有 {} 字，超过了上限，没有读取", text.chars().count());
        return Some(long(Span::new(file, 0, 0), message));
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = line.as_ptr() as usize - text.as_ptr() as usize + line.len();
        if line.trim().is_empty() {
            start = end;
        } else if end - start > MOST_PARAGRAPH {
            let message = "这一段超过了八万字，没有读取";
            return Some(long(Span::new(file, start, start), message.to_owned()));
        }
    }
    None
}

/// Reads a data file as the tree of what was written.
pub fn data(file: FileId, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<yaml::Node> {
    if let Some(fault) = too_many_lines(file, sources) {
        faults.push(fault);
        return None;
    }
    let SourceFile { path, sheet, .. } = sources.file(file);
    let node = match sheet {
        Some(sheet) => sheet::parse(file, sheet, sources, faults).map(by_authors_words),
        None if path.ends_with(".csv") => csv::parse(file, sources, faults).map(by_authors_words),
        None => yaml::parse(file, sources, faults),
    };
    if let Some(place) = node.as_ref().and_then(longest_value) {
        let fault = Diagnostic::violation("IN-08", place, "这一项超过了两万字，没有读取");
        faults.push(fault.help("核对是不是粘贴了别的内容，或者引号没有成对"));
        return None;
    }
    if let Some(node) = &node {
        inspect(node, sources, faults);
    }
    node
}

/// Calls the columns of a table as authors do where a college heads them otherwise, with or without
/// a note in brackets.
fn by_authors_words(mut table: yaml::Node) -> yaml::Node {
    let yaml::Kind::List(rows) = &mut table.kind else { return table };
    for row in rows {
        let yaml::Kind::Map(pairs) = &mut row.kind else { continue };
        for (form, own) in ROSTER_HEADS {
            let is = |key: &yaml::Node, word: &str| match &key.kind {
                yaml::Kind::Scalar(head) => head.split(['（', '(']).next() == Some(word),
                _ => false,
            };
            if pairs.iter().any(|(key, _)| is(key, own)) {
                continue;
            }
            if let Some((key, _)) = pairs.iter_mut().find(|(key, _)| is(key, form)) {
                key.kind = yaml::Kind::Scalar(own.to_owned());
            }
        }
    }
    table
}

/// Looks for characters that are not what they seem in every word of a tree.
fn inspect(node: &yaml::Node, sources: &Sources, faults: &mut Vec<Diagnostic>) {
    match &node.kind {
        yaml::Kind::Empty => {}
        yaml::Kind::Scalar(text) => {
            character::inspect(sources.text(node.span), node.span, faults);
            character::inspect_hidden(sources.text(node.span), text, node.span, faults);
        }
        yaml::Kind::List(items) => items.iter().for_each(|item| inspect(item, sources, faults)),
        yaml::Kind::Map(pairs) => {
            for (key, value) in pairs {
                inspect(key, sources, faults);
                inspect(value, sources, faults);
            }
        }
    }
}

/// Reports the files among `files` that could not be read as text.
fn report_unreadable(files: &[FileId], sources: &Sources, faults: &mut Vec<Diagnostic>) {
    for file in files {
        faults.extend(unreadable(*file, sources).map(|why| blocked(*file, why)));
        faults.extend(sources.encoding(*file).map(|encoding| decoded(*file, encoding)));
    }
}

/// Says in what a table was read.
fn decoded(file: FileId, encoding: Encoding) -> Diagnostic {
    let name = match encoding {
        Encoding::Gb18030 => "GBK",
        Encoding::Utf16 => "UTF-16",
    };
    let message = format!("这张表不是 UTF-8 编码，按 {name} 读取");
    Diagnostic::new(Level::Notice, "IN-11", Span::new(file, 0, 0), message)
        .help("核对姓名里的生僻字；以后另存为“CSV UTF-8（逗号分隔）”")
}

/// Says why a file was not read.
fn blocked(file: FileId, why: &Unreadable) -> Diagnostic {
    let (at, message, help) = match why {
        Unreadable::Document(foreign) => another_programs(*foreign),
        Unreadable::NotUtf8 { at: 0 } => (
            0,
            "文件不是 UTF-8 编码的文字".to_owned(),
            "文件可能存成了 GBK 或 Unicode：用记事本打开，另存为，编码选 UTF-8",
        ),
        Unreadable::NotUtf8 { at } => (
            *at,
            "从这里起不是 UTF-8 编码的文字".to_owned(),
            "文件可能存成了 GBK：用记事本打开，另存为，编码选 UTF-8",
        ),
        Unreadable::TooLarge { bytes } => (
            0,
            format!("文件有 {} MB，超过了 8 MB 的上限，没有读取", bytes / 1_000_000),
            "内容文件只放文字；照片和扫描件不能放进来",
        ),
        Unreadable::Outside => (
            0,
            "这是一个链接，指向文件夹或站点以外，没有读取".to_owned(),
            "把文件本身放进来，不要用快捷方式或链接",
        ),
        Unreadable::Broken => (
            0,
            "这是一个链接，顺着它找不到文件".to_owned(),
            "把文件本身放进来，不要用快捷方式或链接",
        ),
        Unreadable::Special => {
            (0, "这不是普通的文件，是管道、设备一类，没有读取".to_owned(), "把它移走，换成文件本身")
        }
        Unreadable::TooMuch => (
            0,
            format!(
                "到这个文件为止，内容超过了 {MAX_FILES} 个文件或合计 {} MB 的上限，它和其后的都没有读取",
                MAX_BYTES / 1024 / 1024
            ),
            "内容文件夹里只放公开的内容；别的文件移到站点以外",
        ),
        Unreadable::Workbook(why) => unusable(why),
        Unreadable::Worksheets(names) => (
            0,
            format!("文件里有 {} 张工作表有内容：{}", names.len(), brief(&names.join("、"))),
            "不知道哪一张是名单：把它的工作表名改成和文件名一样，或者删去别的工作表",
        ),
    };
    Diagnostic::violation("IN-08", Span::new(file, at, at), message).help(help)
}

/// Says of which program a file is that bears the name of a text.
fn another_programs(foreign: Foreign) -> (usize, String, &'static str) {
    let (what, help) = match foreign {
        Foreign::Word => (
            "Word 文档",
            "只改扩展名不能变成文字：把扩展名改回 .docx，移到站点以外，用 gongkai import 导入；或者在 Word 里复制文字，粘贴到这个文件",
        ),
        Foreign::Excel => (
            "Excel 工作簿",
            "只改扩展名不能变成文字：把扩展名改回 .xlsx 就能读；或者在表格软件里另存为“CSV UTF-8（逗号分隔）”",
        ),
        Foreign::Archive => (
            "压缩包，或者别的办公软件的文件",
            "移到站点以外；是文档的，用它自己的程序另存为 .docx，再用 gongkai import 导入",
        ),
        Foreign::OldOffice => (
            "旧版 Office 或 WPS 的文件（.doc、.xls、.wps）",
            "移到站点以外，用它自己的程序另存为 .docx 或 .xlsx，再用 gongkai import 导入",
        ),
        Foreign::Pdf => (
            "PDF",
            "只改扩展名不能变成文字：把扩展名改回 .pdf，移到站点以外，用 gongkai import 导入",
        ),
    };
    (0, format!("文件不是文字，是{what}，没有读取"), help)
}

/// Says why a workbook was not read.
fn unusable(why: &Unusable) -> (usize, String, &'static str) {
    let again = "在表格软件里打开看看，另存为“Excel 工作簿（*.xlsx）”";
    let (message, help) = match why {
        Unusable::Damaged => ("文件不完整或者已经损坏，没有读取".to_owned(), again),
        Unusable::TooLarge => (
            "表格太大，或者解开以后太大，没有读取".to_owned(),
            "删去图片和名单以外的内容，另存一份",
        ),
        Unusable::Locked => ("文件设了打开密码，没有读取".to_owned(), "去掉密码，另存一份"),
        Unusable::OtherFormat => ("文件不是 Excel 或 ODS 的表格，没有读取".to_owned(), again),
        Unusable::TooManyWorksheets(n) => {
            (format!("文件里有 {n} 张工作表，没有读取"), "只留下名单这一张工作表")
        }
        Unusable::TooFar { worksheet, cell } => (
            match worksheet.as_str() {
                "" => format!("{cell} 还有内容，名单没有这么大，没有读取"),
                name => {
                    format!("工作表“{}”在 {cell} 还有内容，名单没有这么大，没有读取", brief(name))
                }
            },
            "删去表格以外的内容",
        ),
    };
    (0, message, help)
}

/// Tells whether a file was read as text.
fn is_readable(file: FileId, sources: &Sources) -> bool {
    unreadable(file, sources).is_none()
}

fn unreadable(file: FileId, sources: &Sources) -> Option<&Unreadable> {
    sources.unreadable().iter().find(|(bad, _)| *bad == file).map(|(_, why)| why)
}
