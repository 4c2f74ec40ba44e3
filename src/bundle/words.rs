//! The words in a file, whoever made it: what a reader sees, and all that its bytes hold.
//! It must not know what is looked for in them.

use super::{active, audit, pdf};
use crate::language::{Both, both};
use crate::manifest::Artifact;

/// What can be read of a file that another program made.
#[derive(Debug, Default)]
pub struct Words {
    pub texts: Vec<String>,
    /// What of it cannot be read, and may hold anything.
    pub unread: Vec<Both>,
    /// Which pages show pictures beside words, `2、5`; what is written in those is not read.
    pub pictured: Option<String>,
    /// What would run in it: nobody's reading makes that fit to be served.
    pub active: Vec<Both>,
}

/// Reads a PDF or a page of another program: the words it shows, and those it only holds, such as
/// a page's source, or a PDF's properties, fields, notes and attached files.
pub fn read_words(file: &Artifact) -> Words {
    let unread = |what: Both| Words { unread: vec![what], ..Words::default() };
    if !is_pdf(file) {
        let active = active::in_page(&file.bytes);
        let words = match std::str::from_utf8(&file.bytes) {
            Ok(source) => of_page(source),
            Err(_) => unread(both!(
                "网页不是 UTF-8 编码，里面的文字读不出来",
                "the page is not UTF-8, so its words cannot be read"
            )),
        };
        return Words { active, ..words };
    }
    match pdf::foreign(&file.bytes) {
        Ok(foreign) => of_pdf(foreign),
        Err(_) => unread(both!(
            "PDF 里的文字读不出来，可能加了密",
            "the words of the PDF cannot be read; it may be encrypted"
        )),
    }
}

fn of_page(source: &str) -> Words {
    let shown = audit::html::text(source);
    let empty = shown
        .trim()
        .is_empty()
        .then(|| both!("网页里没有可以读出的文字", "the page holds no words that can be read"));
    Words {
        texts: vec![shown, source.to_owned()],
        unread: empty.into_iter().collect(),
        ..Words::default()
    }
}

fn of_pdf(foreign: pdf::Foreign) -> Words {
    let mut unread = Vec::new();
    if !foreign.unread.is_empty() {
        let pages = listed(&foreign.unread);
        unread.push(both!(
            "第 {pages} 页没有可以读出的文字，或者读不全，像是扫描件",
            "pages {pages} hold no words that can be read, or not all can: they seem to be scans"
        ));
    }
    if foreign.packed > 0 {
        unread.push(both!(
            "PDF 里另附有 {} 个文件，里面的文字读不出来",
            "the PDF has {} more files in it whose words cannot be read",
            foreign.packed
        ));
    }
    if foreign.covered > 0 {
        unread.push(both!(
            "PDF 里有 {} 处内容打开时看不见、程序也读不全：被后来的修改盖住的旧内容，或者没有地方用到的内容；另存为新的 PDF 可以去掉",
            "the PDF holds {} parts that no reader shows and that could not be read in full: what a later change covers, or what nothing uses; saving it as a new PDF takes them out",
            foreign.covered
        ));
    }
    if foreign.undrawn > 0 {
        unread.push(both!(
            "PDF 里有 {} 处图样、底纹或自绘的字读不全",
            "{} forms, patterns or drawn characters of the PDF could not be read in full",
            foreign.undrawn
        ));
    }
    let pictured = (!foreign.pictured.is_empty()).then(|| listed(&foreign.pictured));
    Words { texts: foreign.texts, unread, pictured, active: foreign.active }
}

fn listed(pages: &[usize]) -> String {
    pages.iter().map(usize::to_string).collect::<Vec<_>>().join("、")
}

/// Returns every text that a file of ours holds anywhere, to be searched.
pub fn held(file: &Artifact) -> Vec<String> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut held = vec![text(&file.bytes)];
    if is_pdf(file) {
        held.extend(pdf::pdf_text(&file.bytes).unwrap_or_default());
        held.extend(pdf::pdf_streams(&file.bytes).unwrap_or_default().iter().map(|b| text(b)));
    }
    held
}

fn is_pdf(file: &Artifact) -> bool {
    file.path.to_lowercase().ends_with(".pdf")
}
