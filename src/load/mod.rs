//! Text → model: reads what an author wrote into the tree of fields.
//! It must not judge what was written beyond its shape.

mod csv;
pub mod decode;
pub mod markdown;
pub mod numeral;
mod standards;
pub mod yaml;
mod year;

pub use standards::{Standards, dated_form, form, standards};
pub use year::{Content, Folder, Year, content, year};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span, Unreadable};

/// Reads a data file as the tree of what was written.
pub fn data(file: FileId, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<yaml::Node> {
    match sources.file(file).path.ends_with(".csv") {
        true => csv::parse(file, sources, faults),
        false => yaml::parse(file, sources, faults),
    }
}

/// Reports the files among `files` that could not be read as text.
fn report_unreadable(files: &[FileId], sources: &Sources, faults: &mut Vec<Diagnostic>) {
    for (file, why) in sources.unreadable().iter().filter(|(file, _)| files.contains(file)) {
        faults.push(match why {
            Unreadable::NotUtf8 { at } => Diagnostic::violation(
                "IN-08",
                Span::new(*file, *at, *at),
                "从这里起不是 UTF-8 编码的文字",
            )
            .help("文件可能存成了 GBK：用记事本打开，另存为，编码选 UTF-8"),
            Unreadable::TooLarge { bytes } => Diagnostic::violation(
                "IN-08",
                Span::new(*file, 0, 0),
                format!("文件有 {} MB，超过了 8 MB 的上限，没有读取", bytes / 1_000_000),
            )
            .help("内容文件只放文字；照片和扫描件不能放进来"),
            Unreadable::Outside => Diagnostic::violation(
                "IN-08",
                Span::new(*file, 0, 0),
                "这是指向文件夹以外的链接，没有读取",
            )
            .help("把文件本身放进来，不要用快捷方式或链接"),
        });
    }
}

/// Tells whether a file was read as text.
fn is_readable(file: FileId, sources: &Sources) -> bool {
    !sources.unreadable().iter().any(|(bad, _)| *bad == file)
}
