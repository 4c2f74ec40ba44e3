//! A text box at the foot of a page.
//! It must not know what stands in it.

use super::xml::{Element, element, value};

const WORD_DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const SHAPE: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";

/// How high a line is, and what rules and the room about them add to all, in twentieths of a point.
const LINE: u32 = 579;
const RULES: u32 = 120;
/// How wide the type area is.
const WIDTH: u32 = 8844;
/// In what a drawing is measured.
const OF_A_TWENTIETH: u32 = 635;

/// Returns an empty paragraph as high as so many lines and a blank one, and in it, at the foot of the page
/// it comes to stand on, a box that holds paragraphs: the paragraph keeps the room that the box takes.
pub fn at_the_foot(
    name: &str,
    paragraphs: impl IntoIterator<Item = Element>,
    lines: u32,
) -> Element {
    let height = lines * LINE + RULES;
    let room = element("w:spacing").set("w:line", height + LINE).set("w:lineRule", "exact");
    let properties = element("w:pPr").with([value("w:pStyle", "BehindTable"), room]);
    let held = element("w:txbxContent").with(paragraphs);
    let drawing = element("w:drawing").with([anchor(name, held, height * OF_A_TWENTIETH)]);
    element("w:p").with([properties, element("w:r").with([drawing])])
}

fn anchor(name: &str, held: Element, height: u32) -> Element {
    let on = |axis, at| {
        let at = element("wp:align").text(at);
        element(axis).set("relativeFrom", "margin").with([at])
    };
    element("wp:anchor")
        .set("xmlns:wp", WORD_DRAWING)
        .set("distT", 0)
        .set("distB", 0)
        .set("distL", 0)
        .set("distR", 0)
        .set("simplePos", 0)
        .set("relativeHeight", 1)
        .set("behindDoc", 0)
        .set("locked", 0)
        .set("layoutInCell", 1)
        .set("allowOverlap", 1)
        .with([
            element("wp:simplePos").set("x", 0).set("y", 0),
            on("wp:positionH", "left"),
            on("wp:positionV", "bottom"),
            extent("wp:extent", height),
            element("wp:wrapNone"),
            element("wp:docPr").set("id", 1).set("name", name),
            element("wp:cNvGraphicFramePr"),
            element("a:graphic")
                .set("xmlns:a", DRAWING)
                .with([element("a:graphicData").set("uri", SHAPE).with([shape(held, height)])]),
        ])
}

fn extent(name: &'static str, height: u32) -> Element {
    element(name).set("cx", WIDTH * OF_A_TWENTIETH).set("cy", height)
}

/// A rectangle without fill and outline, the words of which begin at its edges.
fn shape(held: Element, height: u32) -> Element {
    let place =
        element("a:xfrm").with([element("a:off").set("x", 0).set("y", 0), extent("a:ext", height)]);
    let form = element("a:prstGeom").set("prst", "rect").with([element("a:avLst")]);
    let line = element("a:ln").with([element("a:noFill")]);
    let looks = [place, form, element("a:noFill"), line];
    let body = element("wps:bodyPr")
        .set("lIns", 0)
        .set("tIns", 0)
        .set("rIns", 0)
        .set("bIns", 0)
        .set("anchor", "b");
    element("wps:wsp").set("xmlns:wps", SHAPE).with([
        element("wps:cNvSpPr").set("txBox", 1),
        element("wps:spPr").with(looks),
        element("wps:txbx").with([held]),
        body,
    ])
}
