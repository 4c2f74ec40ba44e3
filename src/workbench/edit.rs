//! Which files may be written here, and how a value is chosen.
//! It must not know how a file is changed.

use crate::datum::Shape;

/// Tells whether a file is an author's own text, which may be mended: nothing that was released, no
/// standard, no filled score sheet.
pub fn is_ours(path: &str) -> bool {
    let Some(below) = path.strip_prefix("content/") else { return false };
    let kept = ["releases/", "standards/", "themes/", "fonts/"];
    let is_text = [".yaml", ".csv", ".md"].iter().any(|end| below.ends_with(end));
    is_text
        && !kept.iter().any(|folder| below.starts_with(folder))
        && !below.split('/').any(|part| part == crate::load::scores::FOLDER)
}

/// Returns the words a value may be chosen from.
pub fn choices(shape: Shape) -> Vec<&'static str> {
    match shape {
        Shape::Choice(words) => words.to_vec(),
        Shape::YesNo | Shape::Verdict => vec!["是", "否"],
        _ => Vec::new(),
    }
}
