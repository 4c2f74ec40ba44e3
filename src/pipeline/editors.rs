//! What a file that the program begins has for the programs an author opens it in.
//! It must not know what the file says.

use crate::render::schema::hinted;

/// The mark of Unicode at the head of a text. Without it Excel takes a table for one in the code page
/// of its country.
const MARK: char = '\u{feff}';

/// Returns the text of a file, by its path below the root, with what its editors need: a table with
/// the mark of Unicode, data with the line that leads to their schema.
pub fn for_editors(path: &str, text: &str) -> String {
    match path.ends_with(".csv") && !text.starts_with(MARK) {
        true => format!("{MARK}{text}"),
        false => hinted(path, text),
    }
}

#[cfg(test)]
mod tests {
    use super::for_editors;

    #[test]
    fn a_table_has_the_mark_once_and_a_text_has_nothing() {
        let path = "content/2025-2026/名单.csv";
        let table = for_editors(path, "序号,姓名\n");
        assert_eq!(table, "\u{feff}序号,姓名\n");
        assert_eq!(for_editors(path, &table), table);
        assert_eq!(for_editors("content/2025-2026/前言.md", "前言\n"), "前言\n");
    }
}
