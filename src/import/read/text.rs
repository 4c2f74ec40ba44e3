//! A text of the document → Markdown: every source paragraph a paragraph, headings as headings,
//! not a word changed.
//! It must not know which text it is.

use crate::import::paper::Block;
use crate::import::written::markdown;
use crate::numeral::is_numeral;
use crate::standard::{Words, word_lists};

/// The most characters of a title's line and of a heading without a number.
const TITLE: usize = 44;
const SHORT: usize = 14;

/// A text taken apart into its title and its lines.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub title: Option<String>,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// 2 for 第一章, 3 for 第一节; none for a paragraph.
    pub level: Option<usize>,
    pub words: String,
    /// Whether it is a heading only by its looks.
    pub by_looks: bool,
}

/// Reads a text that has a title of its own, torn or not.
pub fn adopted(blocks: &[Block], words: &Words) -> Text {
    let (all, styled) = lines_of(blocks);
    let mut taken = 0;
    let mut title = String::new();
    while let Some(line) = all.get(taken).filter(|line| goes_on(&title, line, words)) {
        title.push_str(line);
        taken += 1;
    }
    let mut lines = Vec::new();
    for at in taken..all.len() {
        let words = all[at].clone();
        let level = numbered_heading(&words);
        let next = all.get(at + 1);
        let looks = level.is_none()
            && (styled[at] || next.is_some_and(|next| is_short_heading(&words, next)))
            && !is_numbered(&words);
        let level = level.or(looks.then_some(2));
        lines.push(Line { level, words, by_looks: looks });
    }
    Text { title: (!title.is_empty()).then_some(title), lines }
}

/// Reads a text without a title.
pub fn narrative(blocks: &[Block]) -> Text {
    let (all, _) = lines_of(blocks);
    let line = |words| Line { level: None, words, by_looks: false };
    Text { title: None, lines: all.into_iter().map(line).collect() }
}

impl Text {
    /// Writes the text as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        if let Some(title) = &self.title {
            text.push_str(&format!("# {}\n\n", markdown(title)));
        }
        for line in &self.lines {
            if let Some(level) = line.level {
                text.push_str(&"#".repeat(level));
                text.push(' ');
            }
            text.push_str(&markdown(&line.words));
            text.push_str("\n\n");
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    /// Returns the words of all lines.
    pub fn plain_lines(&self) -> Vec<String> {
        self.lines.iter().map(|line| line.words.clone()).collect()
    }

    pub fn headings_by_looks(&self) -> usize {
        self.lines.iter().filter(|line| line.by_looks).count()
    }
}

/// Returns the lines of some blocks and whether each is set as a heading; a table's row is a line.
fn lines_of(blocks: &[Block]) -> (Vec<String>, Vec<bool>) {
    let mut lines = Vec::new();
    let mut styled = Vec::new();
    for block in blocks {
        let heading = block.paragraph().is_some_and(|paragraph| paragraph.heading);
        match block {
            Block::Paragraph(paragraph) => lines.extend(paragraph.lines()),
            Block::Table(table) => {
                for row in &table.rows {
                    let cells = row.iter().map(|cell| super::table::flat(&cell.text()));
                    let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
                    lines.extend((!cells.is_empty()).then(|| cells.join("　")));
                }
            }
        }
        styled.resize(lines.len(), heading);
    }
    (lines, styled)
}

/// Tells whether a line belongs to the title that has been read so far.
fn goes_on(title: &str, line: &str, words: &Words) -> bool {
    let bracketed = line.starts_with(['（', '(']) && line.ends_with(['）', ')']);
    let whole = words.list(word_lists::TITLED).iter().any(|word| {
        title.trim_end_matches(['）', ')', '（', '(']).ends_with(word.as_str())
            || title.contains(&format!("{word}（"))
            || title.contains(&format!("{word}("))
    });
    if !title.is_empty() && (whole || title.chars().count() > TITLE) {
        return whole && bracketed && !title.ends_with(['）', ')']);
    }
    line.chars().count() <= TITLE
        && !line.ends_with(['。', '；', '：', '，', ':', ';'])
        && numbered_heading(line).is_none()
        && (bracketed || !is_numbered(line))
        && !(title.is_empty() && bracketed)
}

/// Returns the level of a heading 第一章 or 第一节.
fn numbered_heading(line: &str) -> Option<usize> {
    let rest = line.strip_prefix('第')?;
    let mut letters = rest.chars().filter(|c| !c.is_whitespace());
    let unit = letters.find(|c| !is_numeral(*c))?;
    let has_number = rest.chars().find(|c| !c.is_whitespace()).is_some_and(is_numeral);
    let sentence = line.contains(['。', '，', '；']) || line.chars().count() > TITLE;
    match unit {
        '章' | '编' if has_number && !sentence => Some(2),
        '节' if has_number && !sentence => Some(3),
        _ => None,
    }
}

/// Tells whether a line begins with a number of any kind.
pub fn is_numbered(line: &str) -> bool {
    let mut letters = line.chars();
    match letters.next() {
        Some('第') => {
            let mut rest = letters.skip_while(|c| is_numeral(*c) || c.is_whitespace());
            rest.next().is_some_and(|c| "条章节款编".contains(c))
        }
        Some('（' | '(') => letters.next().is_some_and(is_numeral),
        Some(c) if ('①'..='⒛').contains(&c) || ('㈠'..='㈩').contains(&c) => true,
        Some(c) if is_numeral(c) => {
            let rest = line.trim_start_matches(is_numeral);
            rest.starts_with(['.', '．', '、', '）', ')'])
        }
        _ => false,
    }
}

/// Tells a heading by its looks: a few 汉字 alone on a line, and more behind them.
fn is_short_heading(line: &str, next: &str) -> bool {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || matches!(c, '、' | ' ' | '　');
    line.chars().count() <= SHORT
        && line.chars().all(han)
        && next.chars().count() > line.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::paper::Paragraph;
    use crate::load::own_words;

    fn text(lines: &[&str]) -> String {
        let blocks: Vec<Block> =
            lines.iter().map(|line| Block::Paragraph(Paragraph::plain(*line))).collect();
        adopted(&blocks, &own_words()).markdown()
    }

    #[test]
    fn torn_titles_are_joined_and_headings_are_headings() {
        let read = text(&[
            "江临职业技术学院",
            "第六次学生代表大会主席团成员选举办法",
            "（试行）",
            "根据章程，制定本办法。",
            "1.应选3人。",
        ]);
        assert_eq!(
            read,
            "# 江临职业技术学院第六次学生代表大会主席团成员选举办法（试行）\n\n根据章程，制定本办法。\n\n1.应选3人。\n"
        );
        let read = text(&[
            "江临职业技术学院学生会章程(草案)",
            "第一章   总  则",
            "第一条  本会是组织。",
            "第二节 主席团",
            "附则",
            "本章程自通过之日起施行。",
        ]);
        assert_eq!(
            read,
            "# 江临职业技术学院学生会章程(草案)\n\n## 第一章   总  则\n\n第一条  本会是组织。\n\n### 第二节 主席团\n\n## 附则\n\n本章程自通过之日起施行。\n"
        );
    }

    #[test]
    fn a_text_without_title_has_none() {
        assert!(text(&["第一条 本会是组织。"]).starts_with("第一条"));
    }
}
