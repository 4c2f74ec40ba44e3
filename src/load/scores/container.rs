//! The outside of a workbook: whether it is one, whole, without macros, and of bounded size.
//! It must not unpack more than it has room for: a few bytes may come to more than a machine holds.

use super::inflate::inflate;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The largest workbook that is read, in bytes; a filled one has some ten thousand.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The most that a workbook's parts may unpack to, together, in bytes.
const MOST_UNPACKED: u64 = 32 * 1024 * 1024;

/// The most parts a workbook has; one worksheet is one or two.
const MOST_PARTS: usize = 1200;

/// The part that holds the texts of all cells, and the most it unpacks to.
const TEXTS: &str = "sharedstrings.xml";
const MOST_TEXTS_UNPACKED: u64 = 4 * 1024 * 1024;
/// It says how many texts it holds, and its reader makes room for as many at once.
const MOST_TEXTS: u64 = 100_000;

/// The record that ends every archive, without a comment, and one line of its directory.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;

/// What stands before a part's data, and how the data are packed.
const BEFORE_DATA: usize = 30;
const STORED: u64 = 0;
const DEFLATED: u64 = 8;

/// Why a file is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    Empty,
    TooLarge,
    Unpacked,
    Parts,
    Damaged,
    /// A file of the formats before 2007, or one with a password.
    Old,
    Macros,
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
            Unusable::Unpacked => {
                let most = MOST_UNPACKED / 1024 / 1024;
                format!("文件解开以后超过 {most} MB，不是评分表该有的大小，没有读取")
            }
            Unusable::Parts => "文件里的工作表太多，没有读取".to_owned(),
            Unusable::Damaged => "文件不完整或者已经损坏".to_owned(),
            Unusable::Old => "文件是旧版 Excel（.xls）的格式，或者设了打开密码".to_owned(),
            Unusable::Macros => "文件里有宏，没有读取".to_owned(),
            Unusable::OtherFormat(what) => format!("文件不是 Excel 工作簿（.xlsx），是{what}"),
        }
    }

    fn help(self) -> &'static str {
        match self {
            Unusable::Empty | Unusable::Damaged => "请评委重新交一份，或者从原件重新复制",
            Unusable::TooLarge | Unusable::Unpacked | Unusable::Parts => {
                "用 gongkai appraisal sheets 生成的评分表填写，不要加图片和别的工作表"
            }
            Unusable::Old => "去掉打开密码，另存为“Excel 工作簿（*.xlsx）”",
            Unusable::Macros => "另存为不含宏的“Excel 工作簿（*.xlsx）”",
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
    let Some(parts) = parts(bytes) else { return Some(Unusable::Damaged) };
    let has = |name: &str| parts.iter().any(|part| part.name.eq_ignore_ascii_case(name.as_bytes()));
    let ends = |end: &str| parts.iter().any(|part| part.name.ends_with(end.as_bytes()));
    let unpacked = parts.iter().try_fold(0, |sum: u64, part| sum.checked_add(part.unpacked));
    match () {
        () if parts.len() > MOST_PARTS => Some(Unusable::Parts),
        () if unpacked.is_none_or(|bytes| bytes > MOST_UNPACKED) => Some(Unusable::Unpacked),
        () if ends("vbaProject.bin") || name.to_lowercase().ends_with(".xlsm") => {
            Some(Unusable::Macros)
        }
        () if parts.iter().any(|part| part.is_texts() && !is_honest(part, bytes)) => {
            Some(Unusable::Damaged)
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

/// A line of an archive's directory. What a part unpacks to is held to this when it is read.
struct Part<'a> {
    name: &'a [u8],
    unpacked: u64,
    packed: u64,
    method: u64,
    /// Where it stands in the archive.
    at: u64,
}

impl Part<'_> {
    fn is_texts(&self) -> bool {
        String::from_utf8_lossy(self.name).to_lowercase().ends_with(TEXTS)
    }

    /// Unpacks it.
    fn data(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let at = usize::try_from(self.at).ok()?;
        let name = number(bytes, at.checked_add(26)?, 2)? + number(bytes, at + 28, 2)?;
        let from = at + BEFORE_DATA + usize::try_from(name).ok()?;
        let packed = bytes.get(from..from.checked_add(usize::try_from(self.packed).ok()?)?)?;
        match self.method {
            _ if self.unpacked > MOST_TEXTS_UNPACKED => None,
            STORED => Some(packed.to_vec()),
            DEFLATED => inflate(packed, usize::try_from(self.unpacked).ok()?),
            _ => None,
        }
    }
}

/// Tells whether the part with the texts says no wild number of how many there are.
fn is_honest(part: &Part, bytes: &[u8]) -> bool {
    let Some(data) = part.data(bytes) else { return false };
    let text = String::from_utf8_lossy(&data);
    text.split("uniqueCount").skip(1).all(|after| {
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || "='\"".contains(c));
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.is_empty() || digits.parse().is_ok_and(|count: u64| count <= MOST_TEXTS)
    })
}

/// Reads the directory of an archive; nothing when it is not whole. Archives of more than 4 GB,
/// and ones with a comment, are none of ours.
fn parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let end = bytes.len().checked_sub(END_BYTES)?;
    if bytes.get(end..end + 4)? != END {
        return None;
    }
    let count = number(bytes, end + 10, 2)? as usize;
    let size = number(bytes, end + 12, 4)? as usize;
    let mut at = number(bytes, end + 16, 4)? as usize;
    if at.checked_add(size)? != end {
        return None;
    }
    let mut parts = Vec::new();
    while at < end {
        if bytes.get(at..at + 4)? != ENTRY {
            return None;
        }
        let unpacked = number(bytes, at + 24, 4)?;
        let name = number(bytes, at + 28, 2)? as usize;
        let more = number(bytes, at + 30, 2)? as usize + number(bytes, at + 32, 2)? as usize;
        let from = at + ENTRY_BYTES;
        parts.push(Part {
            name: bytes.get(from..from + name)?,
            unpacked,
            packed: number(bytes, at + 20, 4)?,
            method: number(bytes, at + 10, 2)?,
            at: number(bytes, at + 42, 4)?,
        });
        at = from + name + more;
    }
    (parts.len() == count && at == end).then_some(parts)
}

/// Reads a number, its lowest byte first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
