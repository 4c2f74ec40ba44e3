//! Finds words that were set beyond the edge of their page, where nobody can read them.
//! It must not know how they came there.

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst_layout::PagedDocument;

use super::MAIN;
use crate::failure::Failure;

/// Printers and readers cut off about this much.
const EDGE_MM: f64 = 5.0;

/// Fails on the first words outside a page or within 5 mm of its edge.
pub fn check(document: &PagedDocument) -> Result<(), Failure> {
    for (index, page) in document.pages().iter().enumerate() {
        if let Some(words) = outside(&page.frame, Transform::identity(), &page.frame) {
            let some: String = words.chars().take(20).collect();
            let message = format!("第 {} 页有文字排到了页面之外：“{some}”", index + 1);
            return Err(Failure::new(MAIN, message)
                .with_help("把过长的表格单元格分成几段或几行；主题是自制的，请改它的版式"));
        }
    }
    Ok(())
}

fn outside<'a>(frame: &'a Frame, above: Transform, page: &Frame) -> Option<&'a str> {
    frame.items().find_map(|(position, item)| {
        let here = above.pre_concat(Transform::translate(position.x, position.y));
        match item {
            FrameItem::Group(group) => {
                outside(&group.frame, here.pre_concat(group.transform), page)
            }
            FrameItem::Text(text) if !text.text.trim().is_empty() => {
                let start = Point::zero().transform(here);
                let end = Point::new(text.width(), -text.size).transform(here);
                let inside = [start, end].iter().all(|&point| is_inside(point, page));
                (!inside).then_some(text.text.as_str())
            }
            _ => None,
        }
    })
}

fn is_inside(point: Point, page: &Frame) -> bool {
    let edge = Abs::mm(EDGE_MM);
    let within = |at: Abs, length: Abs| at >= edge && at <= length - edge;
    within(point.x, page.width()) && within(point.y, page.height())
}
