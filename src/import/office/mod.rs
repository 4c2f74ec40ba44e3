//! Foreign files → paper: one reader a format, chosen by what the bytes are, not by the name.
//! It must not know what a document is about.

pub mod container;
mod doc;
mod docx;
mod html;
mod numbering;
mod pdf;
mod plain;
mod sheet;
mod symbol;
mod xml;

use container::{Container, Fault};

use super::paper::{Block, Paper};
use crate::failure::Failure;
use crate::language::{Both, both};

/// A foreign file, read from disk.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// Its name as it was given.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Reads a foreign file by what it is.
///
/// # Errors
/// When it is of no kind that is read, damaged, locked, or out of all measure.
pub fn read(file: &Foreign) -> Result<Paper, Failure> {
    let refuse = |(message, help): (Both, Both)| Failure::new(&file.name, message).with_help(help);
    let bytes = &file.bytes;
    if bytes.is_empty() {
        return Err(refuse((both!("文件是空的", "the file is empty"), again())));
    }
    if bytes.len() as u64 > container::MOST_BYTES {
        return Err(refuse(describe_fault(Fault::Bomb)));
    }
    let name = file.name.to_lowercase();
    if let Some(why) = unreadable(&name, bytes) {
        return Err(refuse(why));
    }
    let kind = kind(&name, bytes).map_err(|fault| refuse(describe_fault(fault)))?;
    if bytes.len() > kind.most_bytes() {
        return Err(refuse(describe_fault(Fault::TooLong)));
    }
    let read = match kind {
        Kind::Docx => docx::read(bytes),
        Kind::Doc => doc::read(bytes),
        Kind::Workbook => sheet::workbook(bytes),
        Kind::Csv => sheet::csv(bytes),
        Kind::Html => html::read(bytes),
        Kind::Plain => plain::read(bytes),
        Kind::Pdf => match pdf::read(bytes) {
            Ok(pdf::Read::Text(paper)) => Ok(paper),
            Ok(pdf::Read::Scan) => return Err(refuse(scan())),
            Err(fault) => Err(fault),
        },
    };
    let mut paper = read.map_err(|fault| refuse(describe_fault(fault)))?;
    paper.set_letterhead_aside();
    match letters(&paper.blocks) > MOST_LETTERS {
        true => Err(refuse(describe_fault(Fault::TooLong))),
        false => Ok(paper),
    }
}

/// The most letters of a document: more than a thousand pages.
const MOST_LETTERS: usize = 1_000_000;

/// The most cells or paragraphs that a text without any package around it may have.
pub const MOST_PIECES: usize = 400_000;

/// Counts the bytes of a document's text, in letters of three.
fn letters(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Paragraph(paragraph) => (paragraph.number.len() + paragraph.text.len()) / 3,
        Block::Table(table) => {
            table.rows.iter().flatten().map(|cell| letters(&cell.blocks)).sum::<usize>()
        }
    };
    blocks.iter().map(of).sum()
}

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Docx,
    Doc,
    Workbook,
    Csv,
    Html,
    Plain,
    Pdf,
}

impl Kind {
    /// Returns how large a file of it may be, in bytes; a text has no pictures.
    fn most_bytes(self) -> usize {
        match self {
            Kind::Csv | Kind::Plain => 8 * 1024 * 1024,
            Kind::Html => 16 * 1024 * 1024,
            _ => usize::MAX,
        }
    }
}

/// The marks of a ZIP and of the older container of Office.
const ZIP: &[u8] = b"PK";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// Tells the format by the bytes; among texts, by what they begin with and by the name.
fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Fault> {
    if bytes.starts_with(ZIP) {
        let names = Container::open(bytes)?.names();
        let has = |name: &str| names.iter().any(|known| known == name);
        let is_sheet = |name: &String| name.starts_with("xl/") || name.ends_with("workbook.xml");
        if has("content.xml") && is_open_text(bytes) {
            return Err(Fault::OtherText);
        }
        let is_workbook = names.iter().any(is_sheet) || has("content.xml");
        return Ok(if is_workbook { Kind::Workbook } else { Kind::Docx });
    }
    if bytes.starts_with(OLE) {
        let file = cfb::CompoundFile::open(std::io::Cursor::new(bytes));
        let file = file.map_err(|_| Fault::Damaged)?;
        let is_workbook = file.is_stream("/Workbook") || file.is_stream("/Book");
        return Ok(if is_workbook { Kind::Workbook } else { Kind::Doc });
    }
    if bytes.starts_with(b"%PDF") {
        return Ok(Kind::Pdf);
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let tags = ["<html", "<!doctype html", "<body", "<table", "<p>", "<p ", "<div"];
    let is_page = name.ends_with(".html") || name.ends_with(".htm") || name.ends_with(".mht");
    Ok(match () {
        () if is_page || tags.iter().any(|tag| start.contains(tag)) => Kind::Html,
        () if name.ends_with(".csv") || name.ends_with(".tsv") => Kind::Csv,
        () => Kind::Plain,
    })
}

/// Tells a document from a spreadsheet of an office that is not of Windows.
fn is_open_text(bytes: &[u8]) -> bool {
    let kind = Container::open(bytes).and_then(|mut container| container.part("mimetype"));
    kind.is_ok_and(|kind| !String::from_utf8_lossy(&kind).contains("spreadsheet"))
}

/// Says what a file is that cannot be read at all, and what to do.
fn unreadable(name: &str, bytes: &[u8]) -> Option<(Both, Both)> {
    let picture = [b"\xff\xd8\xff".as_slice(), b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*"];
    let packed = [b"Rar!".as_slice(), b"7z\xbc\xaf", b"\x1f\x8b"];
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let starts = |starts: &[&[u8]]| starts.iter().any(|start| bytes.starts_with(start));
    if ends(&[".wps", ".et", ".dps"]) {
        return Some((
            both!("这是 WPS 自己的格式，没有读取", "this is WPS's own format; it is not read"),
            both!(
                "用 WPS 打开，另存为 .docx（表格另存为 .xlsx）",
                "open it in WPS and save it as .docx (a sheet as .xlsx)"
            ),
        ));
    }
    if starts(&picture) {
        return Some(scan());
    }
    if starts(&packed) {
        return Some((
            both!("这是压缩文件", "this is an archive"),
            both!("先解压，再逐个给出里面的文件", "unpack it and give the files within"),
        ));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some((
            both!("这是 RTF 文件，没有读取", "this is an RTF file; it is not read"),
            save_as_docx(),
        ));
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    if ["<w:worddocument", "<pkg:package", "<office:document"].iter().any(|tag| start.contains(tag))
    {
        return Some((
            both!(
                "这是存成 XML 的文档，没有读取",
                "this is a document saved as XML; it is not read"
            ),
            save_as_docx(),
        ));
    }
    if ends(&[".ofd"]) {
        return Some((
            both!("这是 OFD 文件，没有读取", "this is an OFD file; it is not read"),
            both!(
                "找到它的 Word 原件；没有的，另存为 PDF 或文字",
                "find the Word file it was made of"
            ),
        ));
    }
    None
}

fn scan() -> (Both, Both) {
    (
        both!("这是图片或扫描件，里面没有文字", "this is a picture or a scan; it holds no text"),
        both!(
            "找到 Word 原件；没有的，用识别软件转成 Word，逐字核对后再导入",
            "find the Word file it was made of; else have the text recognised, check it, and import that"
        ),
    )
}

fn describe_fault(fault: Fault) -> (Both, Both) {
    match fault {
        Fault::Damaged => {
            (both!("文件不完整或者已经损坏", "the file is damaged or not whole"), again())
        }
        Fault::Missing => {
            (both!("文件里没有文档的正文", "the file holds no document"), save_as_docx())
        }
        Fault::Bomb => (
            both!(
                "文件太大，或者解开以后太大，没有读取",
                "the file is too large, or would be once unpacked; it was not read"
            ),
            both!("删去图片和附件，另存一份再试", "save a copy without pictures and attachments"),
        ),
        Fault::OtherText => (
            both!("这种文档没有读取（如 .odt）", "this kind of document is not read, such as .odt"),
            save_as_docx(),
        ),
        Fault::TooLong => (
            both!(
                "文件的正文太长，有上千页，没有读取",
                "the document is too long, thousands of pages; it was not read"
            ),
            both!(
                "删去和公开无关的内容，或者分成几个文件一起给出",
                "take out what is no part of the disclosure, or give it as several files at once"
            ),
        ),
        Fault::OtherSheet => (
            both!(
                "这种表格没有读取（如二进制工作簿 .xlsb）",
                "this kind of spreadsheet is not read, such as a binary one, .xlsb"
            ),
            both!("在表格软件里打开，另存为 .xlsx", "open it and save it as .xlsx"),
        ),
        Fault::Locked => (
            both!("文件设了打开密码", "the file has a password"),
            both!("去掉密码，另存一份", "save a copy without the password"),
        ),
    }
}

fn save_as_docx() -> Both {
    both!("用 Word 或 WPS 打开，另存为 .docx", "open it in Word and save it as .docx")
}

fn again() -> Both {
    both!("从原件重新复制，或者重新下载", "copy it again from the original")
}
