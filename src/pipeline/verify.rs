//! Checks an archive or a bundle: its bytes against the lists, and what its PDFs print against both.
//! It must not know what a list looks like, nor how a PDF is read.

use std::collections::BTreeMap;
use std::path::Path;

use crate::archive::{self, Key, Known, Verified};
use crate::bundle::pdf;
use crate::failure::Failure;
use crate::language::both;
use crate::source::{MAX_KEPT_BYTES, read_file};

/// Checks a folder of releases, or one with bundles anywhere below it, and that each PDF prints
/// the content digest of its bundle. A copy of a site is held against what is `known` of it.
pub fn verify(folder: &Path, key: Option<&Key>, known: &Known) -> Result<Verified, Failure> {
    verify_in_steps(folder, key, known, &mut |_, _| {})
}

/// Does the same, and calls `tell` with how many of how many steps are done: the lists, then each PDF.
pub fn verify_in_steps(
    folder: &Path,
    key: Option<&Key>,
    known: &Known,
    tell: &mut dyn FnMut(usize, usize),
) -> Result<Verified, Failure> {
    let mut verified = archive::verify(folder, key, known)?;
    let printed: BTreeMap<String, String> =
        std::mem::take(&mut verified.printed).into_iter().collect();
    let all = printed.len() + 1;
    for (at, (path, digest)) in (1..).zip(printed) {
        tell(at, all);
        let bytes = read_file(&folder.join(&path), MAX_KEPT_BYTES)?;
        let last = pdf::last_page(&bytes).unwrap_or_default();
        let words: String = last.split_whitespace().collect();
        if !words.contains(&digest) {
            let what = both!(
                "PDF 末页没有印着 document.json 的内容摘要，不是同一份内容",
                "the last page of the PDF does not print the content digest of document.json: it is of something else"
            );
            verified.faults.push((path, what));
        }
    }
    tell(all, all);
    verified.faults.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(verified)
}
