//! The head and the foot of an official document by GB/T 9704 that has them: 版头 and 版记.
//! It must not know how their styles look.

use super::body::{Apart, Writer};
use super::inlines::{Look, run};
use super::xml::{Element, element, value};
use crate::document::{Document, Imprint, Letterhead};
use crate::theme::Day;

/// How large the issuer's mark is set, and how wide a line is, in halves of a point.
const MARK: usize = 64;
const LINE: usize = 884;

impl Writer<'_> {
    /// Who issues it, in red and no larger than a line holds, then its number above a red line.
    pub fn letterhead(&mut self, document: &Document, imprint: &Imprint) {
        let Some(letterhead) = &imprint.letterhead else { return };
        let mark = letterhead.mark.clone().unwrap_or_else(|| format!("{}文件", document.issuer));
        let size = MARK.min(LINE / mark.chars().count().max(1));
        self.paragraph("IssuerMark", Apart::default(), vec![sized(&mark, size)]);
        let number = imprint.number(document).unwrap_or_default();
        self.paragraph("IssueNumber", Apart::default(), vec![run(&number, Look::default())]);
    }

    /// Whom it is copied to, who printed it and when, behind the text: Word has no place at the foot of
    /// the last page alone that other programs keep.
    pub fn colophon(&mut self, document: &Document, letterhead: &Letterhead) {
        let Letterhead { copies, printed_by, .. } = letterhead;
        // The lines reach from edge to edge, the words begin and end one character within.
        let words = |text: &str| run(text, Look::default());
        if !copies.is_empty() {
            let copies = words(&format!("　抄送：{}。", copies.join("，")));
            self.paragraph("ColophonCopies", Apart::default(), vec![copies]);
        }
        let day = format!("{}印发", Day::parse(&document.published).text);
        let tab = element("w:r").with([element("w:tab")]);
        let by = vec![words(&format!("　{printed_by}")), tab, words(&day)];
        self.paragraph("ColophonPrinted", Apart::default(), by);
    }
}

fn sized(text: &str, size: usize) -> Element {
    let properties = element("w:rPr").with([
        element("w:rFonts").set("w:hint", "eastAsia"),
        value("w:sz", size),
        value("w:szCs", size),
    ]);
    element("w:r").with([properties, element("w:t").text(text)])
}
