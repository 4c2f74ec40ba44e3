//! The words in a file, whoever made it: what a reader sees, and all that its bytes hold.
//! It must not know what is looked for in them.

use super::{audit, pdf};
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::manifest::Artifact;

/// Returns the words that a PDF or a page of another program shows, and the page's source.
///
/// # Errors
/// When it cannot be read, or holds no words: a scan does not.
pub fn words(file: &Artifact) -> Result<Vec<String>, Failure> {
    let fail = |what: Both| Failure::new(&file.path, what);
    let words = if is_pdf(file) {
        let unread = |_| {
            fail(both!(
                "PDF 里的文字读不出来，可能加了密",
                "the words of the PDF cannot be read; it may be encrypted"
            ))
        };
        pdf::foreign_text(&file.bytes).map_err(unread)?
    } else {
        let source = std::str::from_utf8(&file.bytes);
        let source = source.map_err(|_| {
            fail(both!(
                "网页不是 UTF-8 编码，里面的文字读不出来",
                "the page is not UTF-8, so its words cannot be read"
            ))
        })?;
        vec![audit::html::text(source), source.to_owned()]
    };
    if words.iter().all(|text| text.trim().is_empty()) {
        return Err(fail(both!(
            "文件里没有可以读出的文字，像是扫描件",
            "the file holds no words that can be read; it seems to be a scan"
        )));
    }
    Ok(words)
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
