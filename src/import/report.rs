//! What an import tells: what was taken where, what was inferred, what is to be filled in and why,
//! and what was left out; no private data of anybody.
//! It must not read a document.

use std::fmt::Write;

use crate::datum::Datum;
use crate::facts;

/// What is told of an import.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Part of the document → file, and how much.
    pub taken: Vec<(String, String)>,
    /// Place, and why.
    pub inferred: Vec<(String, String)>,
    pub unfilled: Vec<(String, String)>,
    /// Words that stand in no file, and where they stood.
    pub left_out: Vec<(String, String)>,
    /// Whole sentences.
    pub remarks: Vec<String>,
    /// Persons, whose names the report does not say.
    pub people: Vec<String>,
}

impl Report {
    /// Counts the characters that were left out.
    pub fn left_out_characters(&self) -> usize {
        let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        self.left_out.iter().map(|(_, text)| count(text)).sum()
    }

    /// Writes the report as Markdown.
    pub fn markdown(&self, title: &str) -> String {
        let mut text = format!("# {title}\n");
        section(&mut text, "取自哪里", &self.taken, "没有取到内容");
        section(&mut text, "推断的，请核对", &self.inferred, "没有");
        section(&mut text, "待填的，和原因", &self.unfilled, "没有");
        let left: Vec<(String, String)> = self
            .left_out
            .iter()
            .map(|(place, words)| (place.clone(), self.covered(words)))
            .collect();
        let heading = format!("没有带入的文字（{} 字）", self.left_out_characters());
        section(&mut text, &heading, &left, "没有");
        let remarks: Vec<(String, String)> =
            self.remarks.iter().map(|remark| (String::new(), remark.clone())).collect();
        section(&mut text, "说明", &remarks, "没有");
        text
    }

    /// Covers names, and what looks like private data.
    fn covered(&self, words: &str) -> String {
        let mut text = facts::covered(words, &Datum::absent(None));
        for name in self.people.iter().filter(|name| name.chars().count() > 1) {
            text = text.replace(name.as_str(), "＊＊");
        }
        text
    }
}

fn section(text: &mut String, heading: &str, lines: &[(String, String)], none: &str) {
    let _ = writeln!(text, "\n## {heading}\n");
    if lines.is_empty() {
        let _ = writeln!(text, "{none}");
    }
    for (place, words) in lines {
        let words = words.replace('\n', " ");
        let _ = match place.is_empty() {
            true => writeln!(text, "- {words}"),
            false => writeln!(text, "- {place}：{words}"),
        };
    }
}
