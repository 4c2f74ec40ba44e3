//! The outside of a filled sheet: whether it is a workbook, whole, without macros, of bounded size.
//! It must not look into its cells.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::workbook::package;

/// The largest workbook that is read, in bytes; a filled one has some ten thousand.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The most that a workbook's parts may unpack to, together, in bytes.
const MOST_UNPACKED: u64 = 32 * 1024 * 1024;

/// The most parts a workbook has; one worksheet is one or two.
const MOST_PARTS: usize = 1200;

/// Why a file is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    Empty,
    TooLarge,
    /// A folder, a link, a pipe or a device.
    NotAFile,
    Unpacked,
    Parts,
    Damaged,
    /// A file of the formats before 2007, or one with a password.
    Old,
    Macros,
    /// A workbook by its inside, named as a file of another kind.
    Misnamed,
    OtherFormat(&'static str),
}

impl Unusable {
    pub fn diagnostic(self, place: Span) -> Diagnostic {
        Diagnostic::violation("SC-01", place, self.message()).help(self.help())
    }

    fn message(self) -> String {
        match self {
            Unusable::Empty => "文件是空的".to_owned(),
            Unusable::TooLarge => {
                format!("文件超过了 {} MB 的上限，没有读取", MOST_BYTES / 1024 / 1024)
            }
            Unusable::NotAFile => "这里是文件夹、链接或设备，不是文件，没有读取".to_owned(),
            Unusable::Unpacked => {
                let most = MOST_UNPACKED / 1024 / 1024;
                format!("文件解开以后超过 {most} MB，不是评分表该有的大小，没有读取")
            }
            Unusable::Parts => "文件里的工作表太多，没有读取".to_owned(),
            Unusable::Damaged => "文件不完整或者已经损坏".to_owned(),
            Unusable::Old => "文件是旧版 Excel（.xls）的格式，或者设了打开密码".to_owned(),
            Unusable::Macros => "文件里有宏，没有读取".to_owned(),
            Unusable::Misnamed => "文件里是 Excel 工作簿，后缀却不是 .xlsx".to_owned(),
            Unusable::OtherFormat(what) => format!("文件不是 Excel 工作簿（.xlsx），是{what}"),
        }
    }

    fn help(self) -> &'static str {
        match self {
            Unusable::Empty | Unusable::Damaged => "请评委重新交一份，或者从原件重新复制",
            Unusable::TooLarge | Unusable::Unpacked | Unusable::Parts => {
                "用 gongkai appraisal sheets 生成的评分表填写，不要加图片和别的工作表"
            }
            Unusable::NotAFile => "评分表的文件直接放在“评分表”文件夹里，别的移走",
            Unusable::Old => "去掉打开密码，另存为“Excel 工作簿（*.xlsx）”",
            Unusable::Macros => "另存为不含宏的“Excel 工作簿（*.xlsx）”",
            Unusable::Misnamed => {
                "和评委核对是不是要交的那一份，在表格软件里另存为“Excel 工作簿（*.xlsx）”"
            }
            Unusable::OtherFormat(_) => {
                "只改文件名的后缀没有用：在表格软件里另存为“Excel 工作簿（*.xlsx）”"
            }
        }
    }
}

/// Tells why a file cannot be opened as a workbook, from its name and its bytes.
pub fn unusable(name: &str, bytes: &[u8]) -> Option<Unusable> {
    if bytes.is_empty() {
        return Some(Unusable::Empty);
    }
    if bytes.len() as u64 > MOST_BYTES {
        return Some(Unusable::TooLarge);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some(Unusable::Old);
    }
    if !bytes.starts_with(b"PK") {
        return Some(Unusable::OtherFormat(of_another_kind(bytes)));
    }
    let Some(mut archive) = package::open(bytes) else { return Some(Unusable::Damaged) };
    if archive.len() > MOST_PARTS {
        return Some(Unusable::Parts);
    }
    let names = package::names(&archive);
    let has = |name: &str| names.iter().any(|part| part == name);
    let macros = |part: &String| part.ends_with("vbaproject.bin");
    if names.iter().any(macros) || name.to_lowercase().ends_with(".xlsm") {
        return Some(Unusable::Macros);
    }
    match () {
        () if !package::fits(&archive, MOST_UNPACKED) => Some(Unusable::Unpacked),
        () if !package::is_honest(&mut archive) => Some(Unusable::Damaged),
        () if has("xl/workbook.xml") && !name.to_lowercase().ends_with(".xlsx") => {
            Some(Unusable::Misnamed)
        }
        () if has("xl/workbook.xml") => None,
        () if has("xl/workbook.bin") => Some(Unusable::OtherFormat("二进制工作簿（.xlsb）")),
        () if has("word/document.xml") => Some(Unusable::OtherFormat("Word 文档")),
        () if has("ppt/presentation.xml") => Some(Unusable::OtherFormat("演示文稿")),
        () if has("content.xml") => Some(Unusable::OtherFormat("OpenDocument 文件（如 .ods）")),
        () => Some(Unusable::OtherFormat("别的压缩文件")),
    }
}

fn of_another_kind(bytes: &[u8]) -> &'static str {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    match () {
        () if bytes.starts_with(b"%PDF") => "PDF",
        () if start.trim_start().starts_with("<!doctype html") || start.contains("<html") => "网页",
        () if [&b"\x89PNG"[..], b"\xff\xd8\xff", b"GIF8"].iter().any(|s| bytes.starts_with(s)) => {
            "图片"
        }
        () if bytes.starts_with(b"Rar!") || bytes.starts_with(b"7z\xbc\xaf") => "压缩包",
        () if std::str::from_utf8(bytes).is_ok() => "文本文件",
        () => "别的文件",
    }
}
