//! Which files may be written here, and how a value is chosen.
//! It must not know how a file is written.

use super::table::in_yaml;
use crate::datum::Shape;
use crate::language::{Both, both};
use crate::load::decode::UNFILLED;

/// Tells whether a file is an author's own text, which may be mended: nothing that was released, no
/// standard, no filled score sheet.
pub fn is_ours(path: &str) -> bool {
    let Some(below) = path.strip_prefix("content/") else { return false };
    let kept = ["releases/", "standards/", "themes/", "fonts/"];
    let is_known =
        [".yaml", ".csv", ".md", super::cells::ENDING].iter().any(|end| below.ends_with(end));
    is_known
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

/// Returns a text with a value in the place of 待填, at a line and column.
///
/// # Errors
/// When it does not say so there, or the value would be read as something else.
pub fn filled_in(
    path: &str,
    text: &str,
    (line, column): (usize, usize),
    value: &str,
) -> Result<String, Both> {
    let gone = || {
        both!("这里已经不是待填了，请看改过的文件", "this is filled in already; look at the file")
    };
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let before: usize =
        text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    let at = start + before;
    let rest = text[at..].strip_prefix(UNFILLED).ok_or_else(gone)?;
    let value = value.trim();
    let written = match path.rsplit('.').next() {
        Some("yaml") => in_yaml("", value),
        Some("csv") if value.contains([',', '"']) => format!("\"{}\"", value.replace('"', "\"\"")),
        _ => value.to_owned(),
    };
    if value.is_empty() || value.contains('\n') {
        return Err(both!("写一行，不能空着", "write one line, which says something"));
    }
    Ok(format!("{}{written}{rest}", &text[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_stands_in_the_place_of_the_question() {
        let text = "# 注\n标题: 待填 # 还没有定\n";
        let new = filled_in("a.yaml", text, (2, 5), "甲: 乙").unwrap();
        assert_eq!(new, "# 注\n标题: '甲: 乙' # 还没有定\n");
        assert!(filled_in("a.yaml", &new, (2, 5), "丙").is_err());
        for place in [(1, 1), (9, 1), (2, 99), (0, 0)] {
            assert!(filled_in("a.yaml", text, place, "丙").is_err(), "{place:?}");
        }
        assert!(filled_in("a.yaml", text, (2, 5), " ").is_err());
        assert_eq!(
            filled_in("a.csv", "姓名\n待填\n", (2, 1), "甲,乙").unwrap(),
            "姓名\n\"甲,乙\"\n"
        );
    }
}
