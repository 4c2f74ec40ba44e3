//! Prints the amendments of a charter as a Word file: old and new side by side on sheets lying on their
//! side, then the line for the vote.
//! It must not find any change itself.

use super::body::{Lies, page};
use super::inlines::{Links, Look, line_break, run};
use super::table::{TURNED, cell, paragraph, row_properties, stays_with_the_next};
use super::xml::{Element, element, value};
use super::{Properties, packed};
use crate::align::{How, Words};
use crate::diff::Difference;
use crate::document::{Align, Document};
use crate::manifest::sha256;
use crate::render::amendments::{Amendment, Amendments};

/// The shares of the three columns.
const SHARES: [u32; 3] = [5, 5, 2];

/// A blank to write a number on.
const BLANK: &str = "＿＿＿＿";

/// Returns the table as a Word file; its text is that of the PDF.
pub fn amendments(difference: &Difference, new: &Document) -> Vec<u8> {
    let amendments = Amendments::list(difference, new);
    let digest = sha256(&amendments.to_data());
    let properties = Properties {
        title: amendments.title.clone(),
        creator: amendments.issuer,
        description: format!("{}与{}相比", amendments.new, amendments.old),
        digest: digest.clone(),
        language: amendments.language,
        keywords: format!("{}、章程修订对照表", amendments.college),
        day: amendments.published,
    };
    let body = element("w:body").with(blocks(&amendments, &digest)).with([page(Lies::OnItsSide)]);
    packed(properties, body, &Links::default())
}

fn blocks(amendments: &Amendments, digest: &str) -> Vec<Element> {
    let mut blocks =
        vec![line("RegulationTitle", &amendments.title), line("Note", &amendments.summary)];
    if !amendments.rows.is_empty() {
        blocks.extend([
            line("Note", amendments.key),
            table(amendments),
            line("BehindTable", ""),
            line("Note", &amendments.vote.join(BLANK)),
            line("Signature", amendments.issuer),
        ]);
    }
    blocks.push(line("Note", &format!("数据摘要（SHA-256）：{digest}")));
    blocks
}

fn line(style: &str, text: &str) -> Element {
    let words = (!text.is_empty()).then(|| run(text, Look::default()));
    let properties = element("w:pPr").with([value("w:pStyle", style)]);
    element("w:p").with([properties]).with(words)
}

fn table(amendments: &Amendments) -> Element {
    let whole: u32 = SHARES.iter().sum();
    let widths = SHARES.map(|share| TURNED * share / whole);
    let width: u32 = widths.iter().sum();
    let properties = element("w:tblPr").with([
        value("w:tblStyle", "Form"),
        element("w:tblW").set("w:w", width).set("w:type", "dxa"),
        value("w:jc", "center"),
        element("w:tblLayout").set("w:type", "fixed"),
        element("w:tblLook").set("w:firstRow", 1).set("w:noHBand", 1).set("w:noVBand", 1),
        value("w:tblCaption", &amendments.title),
        value("w:tblDescription", amendments.heads.join("、")),
    ]);
    let grid = widths.map(|width| element("w:gridCol").set("w:w", width));
    let head = element("w:trPr").with([element("w:cantSplit"), element("w:tblHeader")]);
    let heads = amendments.heads.iter().zip(widths).map(|(head, width)| {
        cell(width, paragraph("Cell", Align::Center, true, vec![run(head, Look::styled("Hei"))]))
    });
    let row = |(at, row): (usize, &Amendment)| {
        let sides = [
            side(&row.old_name, &row.old, row.is_alone(), Amendment::NO_OLD),
            side(&row.new_name, &row.new, row.is_alone(), Amendment::NO_NEW),
            vec![run(&row.note, Look::default())],
        ];
        let length =
            |words: &[Words]| words.iter().map(|it| it.text.chars().count()).sum::<usize>();
        let properties = row_properties(length(&row.old).max(length(&row.new)));
        let keep_next = stays_with_the_next(at, amendments.rows.len());
        let cells = sides
            .into_iter()
            .zip(widths)
            .map(|(words, width)| cell(width, paragraph("Cell", Align::Start, keep_next, words)));
        element("w:tr").with([properties]).with(cells)
    };
    element("w:tbl")
        .with([properties, element("w:tblGrid").with(grid)])
        .with([element("w:tr").with([head]).with(heads)])
        .with(amendments.rows.iter().enumerate().map(row))
}

/// One side of a row: the article's number, then its words, marked where they differ.
fn side(name: &str, words: &[Words], alone: bool, without: &str) -> Vec<Element> {
    if name.is_empty() {
        return vec![run(without, Look::default())];
    }
    let mut runs = vec![run(name, Look::styled("Hei"))];
    if !words.is_empty() {
        runs.push(run("　", Look::default()));
    }
    for words in words {
        let look = match words.how {
            _ if alone => Look::default(),
            How::Deleted => Look { struck: true, ..Look::default() },
            How::Inserted => Look { strong: true, underlined: true, ..Look::default() },
            How::Kept => Look::default(),
        };
        for (at, line) in words.text.split('\n').enumerate() {
            runs.extend((at > 0).then(line_break));
            runs.extend((!line.is_empty()).then(|| run(line, look)));
        }
    }
    runs
}
