//! The author's own files as an import writes them: YAML with what it rests on beside each value,
//! Markdown with every word as it stood.
//! It must not know what a field means.

use std::fmt::Write;

use crate::load::decode::UNFILLED;

/// A YAML file being written, and what is told of its values.
#[derive(Debug, Default)]
pub struct Yaml {
    pub text: String,
    /// What follows from the document without being written in it: place, and why.
    pub inferred: Vec<(String, String)>,
    /// What the document does not say: place, and why.
    pub unfilled: Vec<(String, String)>,
    /// The file's name without its ending, as places begin.
    pub name: String,
    /// The words last written beside a value.
    quoted: String,
    /// The groups that are open, each with how deep it stands.
    groups: Vec<(Depth, String)>,
}

/// How deep a line of YAML stands.
pub type Depth = usize;

impl Yaml {
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Writes the words a value was taken from beside it.
    pub fn quote(&mut self, depth: Depth, words: &str) {
        // Several values of one sentence stand below it together.
        if std::mem::replace(&mut self.quoted, words.to_owned()) == words {
            return;
        }
        for line in words.split('\n').filter(|line| !line.trim().is_empty()) {
            self.comment(depth, &format!("原文：{}", line.trim()));
        }
    }

    pub fn comment(&mut self, depth: Depth, words: &str) {
        let _ = writeln!(self.text, "{}# {words}", "  ".repeat(depth));
    }

    /// Opens a group or a list.
    pub fn open(&mut self, depth: Depth, key: &str) {
        self.groups.retain(|(above, _)| *above < depth);
        self.groups.push((depth, key.to_owned()));
        let _ = writeln!(self.text, "{}{}:", "  ".repeat(depth), scalar(key));
    }

    /// Writes a group without entries.
    pub fn empty(&mut self, depth: Depth, key: &str) {
        let _ = writeln!(self.text, "{}{}: {{}}", "  ".repeat(depth), scalar(key));
    }

    pub fn given(&mut self, depth: Depth, key: &str, value: &str) {
        let _ = writeln!(self.text, "{}{}: {}", "  ".repeat(depth), scalar(key), scalar(value));
    }

    /// Writes a value that follows from the document, with the reason.
    pub fn inferred(&mut self, depth: Depth, key: &str, value: &str, why: &str) {
        self.comment(depth, &format!("推断：{why}"));
        self.inferred.push((self.place(depth, key), why.to_owned()));
        self.given(depth, key, value);
    }

    /// Writes a value that is still to be filled in, with the reason.
    pub fn unfilled(&mut self, depth: Depth, key: &str, why: &str) {
        self.comment(depth, why);
        self.unfilled.push((self.place(depth, key), why.to_owned()));
        self.given(depth, key, UNFILLED);
    }

    /// Writes an entry of a list that is one value.
    pub fn entry(&mut self, depth: Depth, value: &str) {
        let _ = writeln!(self.text, "{}- {}", "  ".repeat(depth), scalar(value));
    }

    /// Writes a key with a list of values, on its own lines.
    pub fn list(&mut self, depth: Depth, key: &str, values: &[String]) {
        self.open(depth, key);
        values.iter().for_each(|value| self.entry(depth + 1, value));
    }

    /// Writes an entry of a list that is a group: its first key gets the mark, what stands above it
    /// is drawn out as far.
    pub fn as_entry(&mut self, depth: Depth, write: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        write(self);
        let own = self.text.split_off(start);
        let mut marked = false;
        for line in own.split_inclusive('\n') {
            let bare = line.trim_start_matches(' ');
            if !marked {
                self.text.push_str(&"  ".repeat(depth));
                marked = !bare.starts_with('#');
                self.text.push_str(if marked { "- " } else { "" });
                self.text.push_str(bare);
            } else {
                self.text.push_str(line);
            }
        }
    }

    /// Returns where a value stands: the file's name, the groups it is in, its key.
    fn place(&self, depth: Depth, key: &str) -> String {
        let groups = self.groups.iter().filter(|(above, _)| *above < depth);
        let names = std::iter::once(&self.name).chain(groups.map(|(_, name)| name));
        names.fold(String::new(), |place, name| place + name + ".") + key
    }
}

/// Writes a value of YAML, in quotes where it would read as something else.
pub fn scalar(text: &str) -> String {
    let starts =
        text.starts_with(|c: char| c.is_whitespace() || "!&*-?|>@%`\"'#{}[],:=<".contains(c));
    let unsafe_within = text.contains(": ")
        || text.contains(" #")
        || text.contains('\n')
        || text.contains('\t')
        || text.ends_with(':')
        || text.ends_with(char::is_whitespace);
    if !(text.is_empty() || starts || unsafe_within) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes a line of a text so that Markdown shows every character of it.
pub fn markdown(line: &str) -> String {
    let mut text = String::new();
    let letters: Vec<char> = line.chars().collect();
    let links = line.contains("](");
    for (i, c) in letters.iter().enumerate() {
        let first = i == 0;
        let next = letters.get(i + 1);
        let special = match c {
            '\\' | '`' | '*' => true,
            '_' => {
                !(i > 0
                    && letters[i - 1].is_alphanumeric()
                    && next.is_some_and(|c| c.is_alphanumeric()))
            }
            '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || *c == '/' || *c == '!'),
            '[' => links,
            '&' => next.is_some_and(|c| c.is_ascii_alphabetic() || *c == '#'),
            '#' | '>' | '=' | '~' => first,
            '-' | '+' => first && next.is_none_or(|c| *c == ' ' || *c == '-'),
            _ => false,
        };
        if special {
            text.push('\\');
        }
        text.push(*c);
    }
    text
}

/// Writes the cells of a row of CSV.
pub fn row(cells: &[String]) -> String {
    let cell = |cell: &String| match cell.contains(['"', ',', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let mut line = cells.iter().map(cell).collect::<Vec<_>>().join(",");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_filled_in_is_told_by_the_groups_it_is_in() {
        let mut yaml = Yaml::new("评分");
        yaml.open(0, "述职对象");
        for kind in ["主席团成员", "工作部门负责人"] {
            yaml.open(1, kind);
            yaml.open(2, "评委");
            yaml.unfilled(2, "评议方面", "没有写");
        }
        yaml.unfilled(0, "备注", "没有写");
        let places: Vec<&str> = yaml.unfilled.iter().map(|(place, _)| place.as_str()).collect();
        let of = |kind| format!("评分.述职对象.{kind}.评议方面");
        assert_eq!(places, [&of("主席团成员"), &of("工作部门负责人"), "评分.备注"]);
    }

    #[test]
    fn values_are_quoted_where_yaml_would_read_them_otherwise() {
        for (text, written) in [
            ("34人", "34人"),
            ("*最近1个学期", "\"*最近1个学期\""),
            ("甲: 乙", "\"甲: 乙\""),
            ("说“好”", "说“好”"),
            ("", "\"\""),
            ("甲 # 乙", "\"甲 # 乙\""),
            ("两行\n字", "\"两行\\n字\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    #[test]
    fn markdown_shows_every_character() {
        assert_eq!(markdown("*甲*"), "\\*甲\\*");
        assert_eq!(markdown("# 甲"), "\\# 甲");
        assert_eq!(markdown("a_b 3-5 1. 甲"), "a_b 3-5 1. 甲");
        assert_eq!(markdown("- 甲"), "\\- 甲");
    }

    #[test]
    fn an_entry_of_a_list_begins_at_its_first_key() {
        let mut yaml = Yaml::new("机构");
        yaml.as_entry(0, |yaml| {
            yaml.quote(1, "甲");
            yaml.given(1, "序号", "1");
            yaml.given(1, "人数", "3");
        });
        assert_eq!(yaml.text, "# 原文：甲\n- 序号: 1\n  人数: 3\n");
    }
}
