//! The second gate: tests what exists only now, the PDF and the pages, against the document.
//! It must not know how either was made, and must not mend anything.

mod difference;
mod form;
pub mod html;

use difference::{compare, dense};

use crate::document::{Block, Document, Imprint, Json, Page, Section};
use crate::failure::Failure;
use crate::manifest::Artifact;

/// Reads a year's PDF and pages back and compares them with the document they were printed from.
///
/// The PDF must be A4, in the document's language and with its title and bookmarks, PDF/A-2a and
/// PDF/UA-1 by its own word, hold all fonts it uses and none but `fonts` (PostScript names), and
/// print the document's content digest and what its imprint says. It carries no other file, or is
/// PDF/A-3a and carries `document.json` alone, as the imprint has it. Its text must be the
/// document's, section by section; white space, running heads, the table of contents and list bullets do not count. Each page
/// must hold the text of its sections, in the same order.
///
/// A failure here is the theme's or ours, never the author's.
pub fn audit(
    document: &Document,
    json: &Json,
    pages: &[Artifact],
    pdf: &Artifact,
    fonts: &[String],
    imprint: &Imprint,
) -> Result<(), Failure> {
    audit_pdf(document, json, pdf, fonts, imprint)?;
    check_pages(document, pages)
}

/// Does the same for a PDF alone.
pub fn audit_pdf(
    document: &Document,
    json: &Json,
    pdf: &Artifact,
    fonts: &[String],
    imprint: &Imprint,
) -> Result<(), Failure> {
    let at_pdf = |failure: Failure| Failure { path: pdf.path.clone().into(), ..failure };
    let read_back = super::pdf::open(&pdf.bytes).map_err(at_pdf)?;
    form::check(document, &read_back, fonts, imprint.attached.then_some(&*json.bytes))
        .map_err(at_pdf)?;
    let parts = super::pdf::parts(&read_back).map_err(at_pdf)?;
    let texts: Vec<String> = parts.iter().map(|part| dense(&part.text)).collect();
    check_pdf_text(document, json, &texts, imprint).map_err(at_pdf)
}

/// Compares the parts of a PDF: what precedes 一, then each section, the last one with the closing.
fn check_pdf_text(
    document: &Document,
    json: &Json,
    parts: &[String],
    imprint: &Imprint,
) -> Result<(), Failure> {
    let fault = |message: String| Failure::new("", message);
    let Some((front, parts)) = parts.split_first().filter(|_| !parts.is_empty()) else {
        return Err(fault("PDF 中没有文字".to_owned()));
    };
    if !front.contains(&dense(&document.title)) {
        return Err(fault("PDF 首页没有标题".to_owned()));
    }
    if let Some(number) = imprint.number(document).filter(|it| !front.contains(&dense(it))) {
        return Err(fault(format!("PDF 首页的版头没有印出发文字号 {number}")));
    }
    let preamble = text_of_blocks(imprint.preamble(document));
    let spare = front.chars().count().saturating_sub(preamble.chars().count());
    let before_sections: String = front.chars().skip(spare).collect();
    compare("前言", &preamble, &before_sections).map_err(fault)?;
    if parts.len() != document.sections.len() {
        let message = format!(
            "PDF 有 {} 个一级标题，公开内容有 {} 个部分",
            parts.len(),
            document.sections.len()
        );
        return Err(fault(message));
    }
    let Some((last, others)) = parts.split_last() else { return Ok(()) };
    for (section, text) in document.sections.iter().zip(others) {
        compare(&name_of(section), &text_of(section), text).map_err(fault)?;
    }
    if let Some(section) = document.sections.last() {
        let closing = text_of_blocks(&document.closing);
        let expected = text_of(section) + &closing;
        let length = expected.len().min(last.len());
        let (text, rest) = last.split_at(last.floor_char_boundary(length));
        let name = name_of(section) + "及文末";
        compare(&name, &expected, text).map_err(fault)?;
        if !rest.contains(&json.digest) {
            return Err(fault("PDF 末页没有印出内容摘要".to_owned()));
        }
        let address = imprint.address.as_deref().unwrap_or_default();
        if !rest.contains(&dense(address)) {
            return Err(fault(format!("PDF 末页没有印出公开网页的地址 {address}")));
        }
        let foot = imprint.letterhead.as_ref().map_or("", |it| &it.printed_by);
        if !rest.contains(&dense(foot)) {
            return Err(fault(format!("PDF 末页没有印出版记的印发机关 {foot}")));
        }
        if let Some(version) = imprint.version().filter(|n| !rest.contains(&format!("第{n}版"))) {
            return Err(fault(format!("PDF 末页没有印出第 {version} 版")));
        }
    }
    Ok(())
}

/// Looks for the text of each section on the page it belongs to.
fn check_pages(document: &Document, pages: &[Artifact]) -> Result<(), Failure> {
    for page in Page::ALL {
        let mut wanted = Vec::new();
        if page == Page::Main {
            wanted.push(("标题".to_owned(), dense(&document.title)));
            wanted.push(("前言".to_owned(), text_of_blocks(&document.preamble)));
        }
        for section in document.sections.iter().chain([&document.report]) {
            want(section, page, &mut wanted);
        }
        if page == Page::Main {
            wanted.push(("文末".to_owned(), text_of_blocks(&document.closing)));
        }
        if !wanted.is_empty() {
            check_page(page.file(), pages, &wanted)?;
        }
    }
    Ok(())
}

fn check_page(name: &str, pages: &[Artifact], wanted: &[(String, String)]) -> Result<(), Failure> {
    let is_it = |file: &&Artifact| file.path.rsplit('/').next() == Some(name);
    let Some(file) = pages.iter().find(is_it) else {
        return Err(Failure::new(name, "没有这一页，而有内容属于这一页"));
    };
    let fault = |message: String| Failure::new(&file.path, message);
    let html = std::str::from_utf8(&file.bytes).map_err(|_| fault("不是 UTF-8 编码".to_owned()))?;
    let text = dense(&html::text(html));
    let mut rest = text.as_str();
    for (name, words) in wanted {
        rest = difference::after(name, words, rest).map_err(fault)?;
    }
    Ok(())
}

/// Adds the text of a section that stands on `page`, in pieces without anything between: a
/// section set on another page leaves its heading here, after which a link may stand.
fn want(section: &Section, page: Page, wanted: &mut Vec<(String, String)>) {
    if section.page != page {
        return section.sections.iter().for_each(|inner| want(inner, page, wanted));
    }
    let mut pieces = vec![String::new()];
    gather(section, page, &mut pieces);
    let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
    wanted.extend(pieces.map(|piece| (name_of(section), piece)));
}

fn gather(section: &Section, page: Page, pieces: &mut Vec<String>) {
    let mut push = |words: &str| {
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(&dense(words));
        }
    };
    push(&section.number);
    push(&section.title);
    if section.page != page {
        return pieces.push(String::new());
    }
    section.blocks.iter().for_each(|block| block.each_text(&mut push));
    section.sections.iter().for_each(|inner| gather(inner, page, pieces));
}

fn text_of(section: &Section) -> String {
    let mut text = String::new();
    section.each_text(&mut |words| text.push_str(&dense(words)));
    text
}

fn text_of_blocks<'a>(blocks: impl IntoIterator<Item = &'a Block>) -> String {
    let mut text = String::new();
    blocks.into_iter().for_each(|block| block.each_text(&mut |words| text.push_str(&dense(words))));
    text
}

fn name_of(section: &Section) -> String {
    format!("{}{}", section.number, section.title)
}
