//! Keeps an older year's own file, a PDF or a page, as it is.
//! It must not judge what the file says, but for private data.

use super::Run;
use super::withdraw::fit_to_print;
use crate::archive::{Archive, Entry, Kind};
use crate::bundle::read_words;
use crate::edition::Edition;
use crate::facts::private_in;
use crate::failure::Failure;
use crate::language::{Both, both, joined};
use crate::manifest::Artifact;

/// Names that this program's own pages have in a year's folder.
const TAKEN: [&str; 2] = ["index.html", "versions.html"];

/// Whether somebody has read a file for private data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// The program alone; a file whose words cannot be read is refused.
    ByProgram,
    /// A person, too; a scan is taken.
    ByHand,
}

/// What came of keeping a file.
#[derive(Debug)]
pub struct Added {
    pub entry: Entry,
    /// The pages that show pictures beside words, `2、5`, when there are any: nobody looked at those.
    pub pictured: Option<String>,
}

/// Scans a file for private data and keeps it for a year that has nothing else.
pub fn add_older(
    run: &Run,
    own: &Edition,
    file: Artifact,
    note: &str,
    read: Read,
) -> Result<Added, Failure> {
    let archive = Archive::read(&run.inputs.root)?;
    let fail = |what: Both| Failure::new(&file.path, what);
    if archive.released().contains(own) || run.folder(own).is_some() {
        return Err(fail(both!(
            "这个学年已有 content 里的内容或公开的版本，不用归档旧文件",
            "this year has content or released versions; no older file is kept of it"
        ))
        .with_help(both!(
            "只想公开原件的，先把 content 里这个学年的文件夹移到站点以外",
            "to publish that file alone, move the year's folder out of the site first"
        )));
    }
    if archive.of_kind(own, Kind::Document).any(|entry| entry.file == file.path) {
        return Err(fail(both!(
            "这个学年已归档过同名的文件，没有改动",
            "a file of that name is kept of this year already; nothing was changed"
        ))
        .with_help(both!("换一个文件名再归档", "keep it under another name")));
    }
    let plain = |c: char| c.is_alphanumeric() || "-_.（）()《》".contains(c);
    if !file.path.chars().all(plain) || file.path.starts_with('.') || TAKEN.contains(&&*file.path) {
        return Err(fail(both!(
            "这个文件名不能用在网址里，或者和本程序的页面重名",
            "this name cannot be part of an address, or is that of a page of this program"
        ))
        .with_help(both!(
            "文件名只用汉字、字母、数字、- 和 _，如 2021-2022学年公开.pdf",
            "a name is letters, digits, - and _, such as 2021-2022.pdf"
        )));
    }
    if ![".pdf", ".html", ".htm"].iter().any(|end| file.path.to_lowercase().ends_with(end)) {
        return Err(fail(both!(
            "只收 PDF 和网页（.pdf、.html）",
            "only PDFs and pages are kept (.pdf, .html)"
        ))
        .with_help(both!("文档先另存为 PDF 再归档", "save the document as a PDF first")));
    }
    let is_pdf = file.path.to_lowercase().ends_with(".pdf");
    let start = &file.bytes[..file.bytes.len().min(1024)];
    if is_pdf && !start.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Err(fail(both!("文件是空的，或者不是 PDF", "the file is empty, or no PDF")));
    }
    fit_to_print(note, &Default::default(), run)?;
    let words = read_words(&file);
    let mut private = private_in(&file.path, &run.site);
    private.extend(words.texts.iter().flat_map(|text| private_in(text, &run.site)));
    private.sort();
    private.dedup();
    if !private.is_empty() {
        let said = private.iter().map(|(kind, masked)| format!("{kind} {masked}"));
        let said = said.collect::<Vec<_>>().join("、");
        return Err(fail(both!(
            "文件里有像个人信息的内容，没有归档：{said}",
            "the file seems to hold private data and was not kept: {said}"
        ))
        .with_help(both!(
            "在原文件里遮盖以后再归档；单位的邮箱写进 site.yaml 的“允许的邮箱”",
            "mask it in the file first; the address of an office goes to 允许的邮箱 in site.yaml"
        )));
    }
    if !words.active.is_empty() {
        let what = joined(words.active, both!("、", ", "));
        return Err(fail(
            both!("文件里有打开时会自己运行的内容，没有归档：", "the file holds what would run by itself and was not kept: ")
                + what,
        )
        .with_help(both!(
            "归档的原件要和网站一起长期公开，不能带这些；打印成新的 PDF 再归档",
            "what is kept is served with the site for good and may hold none of that: print it to a new PDF and keep that"
        )));
    }
    if !words.unread.is_empty() && read == Read::ByProgram {
        return Err(fail(joined(words.unread, both!("；", "; "))).with_help(both!(
            "程序核对不了其中有没有个人信息；请人工逐页核对，确认没有以后加上 --checked-by-hand",
            "the program cannot tell whether that holds private data: read it page by page, and if it holds none, add --checked-by-hand"
        )));
    }
    let entry = archive.keep_older(own, note, file)?;
    Ok(Added { entry, pictured: words.pictured })
}
