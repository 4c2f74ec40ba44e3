//! Where the words of a PDF of ours stand: lines of each page, with the places of their ends.
//! It must not know what they say.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Document, Encoding, ObjectId};

/// A line of words, in points from the lower left corner of its page.
#[derive(Clone, Debug)]
pub struct Line {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub text: String,
}

type Matrix = [f32; 6];

fn times(a: Matrix, b: Matrix) -> Matrix {
    let [a0, a1, a2, a3, a4, a5] = a;
    let [b0, b1, b2, b3, b4, b5] = b;
    [
        a0 * b0 + a1 * b2,
        a0 * b1 + a1 * b3,
        a2 * b0 + a3 * b2,
        a2 * b1 + a3 * b3,
        a4 * b0 + a5 * b2 + b4,
        a4 * b1 + a5 * b3 + b5,
    ]
}

/// Returns the lines of a PDF from top to bottom; what stands at one height is one line.
pub fn lines(bytes: &[u8]) -> Vec<Line> {
    let document = Document::load_mem(bytes).unwrap();
    let pages = document.page_iter().enumerate();
    pages.flat_map(|(at, page)| lines_of(&document, page, at + 1)).collect()
}

fn lines_of(document: &Document, page: ObjectId, number: usize) -> Vec<Line> {
    let mut pieces = pieces(document, page);
    pieces.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.total_cmp(&b.0)));
    let mut lines: Vec<Line> = Vec::new();
    for (x, y, text) in pieces {
        match lines.last_mut().filter(|line| (line.y - y).abs() < 2.0) {
            Some(line) => line.text.push_str(&text),
            None => lines.push(Line { page: number, x, y, text }),
        }
    }
    lines
}

fn pieces(document: &Document, page: ObjectId) -> Vec<(f32, f32, String)> {
    let fonts = document.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<&[u8], Encoding> = fonts
        .iter()
        .map(|(name, font)| (name.as_slice(), font.get_font_encoding(document).unwrap()))
        .collect();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let (mut ctm, mut text) = ([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let (mut saved, mut font, mut pieces) = (Vec::new(), None, Vec::new());
    for operation in &content.operations {
        let matrix = || -> Matrix {
            let of = |at: usize| operation.operands[at].as_float().unwrap();
            [of(0), of(1), of(2), of(3), of(4), of(5)]
        };
        match operation.operator.as_str() {
            "q" => saved.push(ctm),
            "Q" => ctm = saved.pop().unwrap(),
            "cm" => ctm = times(matrix(), ctm),
            "Tm" => text = matrix(),
            "Tf" => font = encodings.get(operation.operands[0].as_name().unwrap()),
            "Tj" | "TJ" => {
                let place = times(text, ctm);
                let mut words = String::new();
                let given = &operation.operands[0];
                let strings = given.as_array().map_or(std::slice::from_ref(given), Vec::as_slice);
                for bytes in strings.iter().filter_map(|it| it.as_str().ok()) {
                    words += &Document::decode_text(font.unwrap(), bytes).unwrap();
                }
                pieces.push((place[4], place[5], words));
            }
            _ => {}
        }
    }
    pieces
}
