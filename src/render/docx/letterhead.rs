//! The head and the foot of an official document by GB/T 9704 that has them: 版头 and 版记.
//! It must not know how their styles look.

use super::body::{Apart, Writer, paragraph};
use super::foot::at_the_foot;
use super::inlines::{Look, run};
use super::xml::{Element, element, value};
use crate::document::{Document, Imprint, Letterhead};
use crate::render::lines::characters;
use crate::theme::Day;

/// How large the issuer's mark is set, and how wide a line is, in halves of a point.
const MARK: usize = 64;
const LINE: usize = 884;
/// How many characters a line of the foot has, between the one at each end that is left free.
const FOOT_LINE: u32 = 29;

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

    /// Whom it is copied to, who printed it and when, at the foot of the last page.
    pub fn colophon(&mut self, document: &Document, letterhead: &Letterhead) {
        let Letterhead { copies, printed_by, .. } = letterhead;
        // The lines reach from edge to edge, the words begin and end one character within.
        let words = |text: &str| run(text, Look::default());
        let copies = (!copies.is_empty()).then(|| format!("　抄送：{}。", copies.join("，")));
        let copied = copies.as_ref().map_or(0, |copies| characters(copies).div_ceil(FOOT_LINE));
        let copies = copies
            .map(|copies| paragraph("ColophonCopies", Apart::default(), vec![words(&copies)]));
        let day = format!("{}印发", Day::parse(&document.published).text);
        let tab = element("w:r").with([element("w:tab")]);
        let by = vec![words(&format!("　{printed_by}")), tab, words(&day)];
        let by = paragraph("ColophonPrinted", Apart::default(), by);
        self.place(at_the_foot("版记", copies.into_iter().chain([by]), copied + 1));
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
