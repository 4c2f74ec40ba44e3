//! Everything about a PDF but its words: paper, language, title, bookmarks, fonts, standards.
//! It must not know what the document says.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, decode_text_string};

use super::{dense, name_of};
use crate::bundle::pdf::unreadable;
use crate::document::Document;
use crate::failure::Failure;
use crate::language::Both;

/// A4 in points, upright.
const A4: (f32, f32) = (595.28, 841.89);

/// What the XMP metadata must claim.
const CLAIMS: &[(&str, &str)] = &[("pdfaid:conformance", "A"), ("pdfuaid:part", "1")];

/// Checks all but the words; `attached` is the `document.json` that the file must carry, if any.
pub fn check(
    document: &Document,
    pdf: &Pdf,
    fonts: &[String],
    attached: Option<&[u8]>,
) -> Result<(), Failure> {
    check_pages(pdf)?;
    check_names(document, pdf)?;
    check_bookmarks(document, pdf)?;
    check_fonts(pdf, fonts)?;
    check_claims(pdf, if attached.is_some() { "3" } else { "2" })?;
    check_attachments(pdf, attached)
}

fn check_pages(pdf: &Pdf) -> Result<(), Failure> {
    let mut pages = 0;
    for (index, page) in pdf.page_iter().enumerate() {
        let (width, height) = size(pdf, page).ok_or_else(|| fault("页面没有尺寸"))?;
        let is = |a: f32, b: f32| (width - a).abs() < 1.0 && (height - b).abs() < 1.0;
        if !is(A4.0, A4.1) && !is(A4.1, A4.0) {
            return Err(fault(format!("第 {} 页不是 A4：{width}×{height}", index + 1)));
        }
        pages += 1;
    }
    if pages == 0 { Err(fault("PDF 没有页")) } else { Ok(()) }
}

/// Returns a page's width and height, which it may have from a node above it.
fn size(pdf: &Pdf, page: ObjectId) -> Option<(f32, f32)> {
    let mut node = pdf.get_dictionary(page).ok()?;
    for _ in 0..32 {
        if let Ok(area) = node.get_deref(b"MediaBox", pdf).and_then(Object::as_array) {
            let side = |index: usize| area.get(index)?.as_float().ok();
            return Some((side(2)? - side(0)?, side(3)? - side(1)?));
        }
        node = node.get_deref(b"Parent", pdf).ok()?.as_dict().ok()?;
    }
    None
}

fn check_names(document: &Document, pdf: &Pdf) -> Result<(), Failure> {
    let catalog = pdf.catalog().map_err(|e| unreadable(&e))?;
    let text = |dictionary: &Dictionary, key: &[u8]| {
        decode_text_string(dictionary.get_deref(key, pdf).ok()?).ok()
    };
    let language = text(catalog, b"Lang").unwrap_or_default();
    if !language.eq_ignore_ascii_case(&document.language) {
        return Err(fault(format!("语言应为“{}”，实为“{language}”", document.language)));
    }
    let about = pdf.trailer.get_deref(b"Info", pdf).and_then(Object::as_dict).ok();
    let title = about.and_then(|about| text(about, b"Title")).unwrap_or_default();
    let expected = document.file_title();
    if title != expected {
        return Err(fault(format!("标题应为“{expected}”，实为“{title}”")));
    }
    Ok(())
}

fn check_bookmarks(document: &Document, pdf: &Pdf) -> Result<(), Failure> {
    let bookmarks = pdf.get_toc().map(|outline| outline.toc).unwrap_or_default();
    let mut titles = bookmarks.iter().map(|bookmark| dense(&bookmark.title));
    for section in &document.sections {
        let title = dense(&name_of(section));
        if !titles.any(|found| found == title) {
            return Err(fault(format!("书签中缺少“{}”，或次序不对", name_of(section))));
        }
    }
    Ok(())
}

fn check_fonts(pdf: &Pdf, expected: &[String]) -> Result<(), Failure> {
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let fonts: Vec<&Dictionary> =
        dictionaries.filter(|dictionary| dictionary.has_type(b"Font")).collect();
    // A composite font leaves its outlines to the font below it.
    let composite = |font: &&&Dictionary| font.has(b"DescendantFonts");
    let below: BTreeSet<ObjectId> = fonts
        .iter()
        .filter(composite)
        .filter_map(|font| font.get_deref(b"DescendantFonts", pdf).ok()?.as_array().ok())
        .flatten()
        .filter_map(|font| font.as_reference().ok())
        .collect();
    if fonts.iter().filter(composite).count() != below.len() {
        return Err(fault("有复合字体缺少它的下层字体"));
    }
    for font in fonts.iter().filter(|font| !font.has(b"DescendantFonts")) {
        let name = font.get_deref(b"BaseFont", pdf).and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        let plain = name.split_once('+').map_or(&*name, |(_, plain)| plain);
        let outlines = font.get_deref(b"FontDescriptor", pdf).and_then(Object::as_dict);
        let embedded = outlines.is_ok_and(|outlines| {
            [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| outlines.has(key))
        });
        if !embedded {
            return Err(fault(format!("字体“{plain}”没有嵌入")));
        }
        if !expected.iter().any(|expected| expected == plain) {
            return Err(fault(format!("用了不在册的字体“{plain}”")));
        }
    }
    Ok(())
}

fn check_claims(pdf: &Pdf, part: &str) -> Result<(), Failure> {
    let metadata = pdf
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"Metadata", pdf))
        .and_then(Object::as_stream)
        .and_then(|stream| stream.get_plain_content())
        .map_err(|e| unreadable(&e))?;
    let metadata = String::from_utf8_lossy(&metadata);
    for (name, value) in CLAIMS.iter().chain([&("pdfaid:part", part)]) {
        let element = format!("<{name}>{value}</{name}>");
        let attribute = format!("{name}=\"{value}\"");
        if !metadata.contains(&element) && !metadata.contains(&attribute) {
            return Err(fault(format!("元数据没有声明 {name} 为 {value}")));
        }
    }
    Ok(())
}

/// Compares the files a PDF carries with the one it should, or with none.
fn check_attachments(pdf: &Pdf, attached: Option<&[u8]>) -> Result<(), Failure> {
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let files: Vec<Vec<u8>> = dictionaries
        .filter_map(|file| file.get_deref(b"EF", pdf).ok()?.as_dict().ok())
        .map(|file| {
            let stream = file.get_deref(b"F", pdf).and_then(Object::as_stream);
            stream.and_then(|stream| stream.get_plain_content()).map_err(|e| unreadable(&e))
        })
        .collect::<Result<_, _>>()?;
    match (attached, &files[..]) {
        (None, []) => Ok(()),
        (Some(attached), [file]) if file == attached => Ok(()),
        (Some(_), [_]) => Err(fault("附带的 document.json 与公开内容不一致")),
        _ => Err(fault(format!("附带了 {} 个文件", files.len()))),
    }
}

fn fault(message: impl Into<Both>) -> Failure {
    Failure::new("", message)
}
