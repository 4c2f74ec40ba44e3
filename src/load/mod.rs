//! Text → model: reads what an author wrote into the tree of fields.
//! It must not judge what was written beyond its shape.

mod character;
mod csv;
pub mod decode;
pub mod markdown;
pub mod numeral;
pub mod scores;
mod slip;
mod standards;
pub mod yaml;
mod year;

pub use standards::{Standards, dated_form, form, standards};
pub use year::{Content, Folder, Year, content, year};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span, Unreadable};

/// Reads a data file as the tree of what was written.
pub fn data(file: FileId, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<yaml::Node> {
    let node = match sources.file(file).path.ends_with(".csv") {
        true => csv::parse(file, sources, faults),
        false => yaml::parse(file, sources, faults),
    };
    if let Some(node) = &node {
        inspect(node, sources, faults);
    }
    node
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
    }
}

/// Says why a file was not read.
fn blocked(file: FileId, why: &Unreadable) -> Diagnostic {
    let (at, message, help) = match why {
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
    };
    Diagnostic::violation("IN-08", Span::new(file, at, at), message).help(help)
}

/// Tells whether a file was read as text.
fn is_readable(file: FileId, sources: &Sources) -> bool {
    unreadable(file, sources).is_none()
}

fn unreadable(file: FileId, sources: &Sources) -> Option<&Unreadable> {
    sources.unreadable().iter().find(|(bad, _)| *bad == file).map(|(_, why)| why)
}
