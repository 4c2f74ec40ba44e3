//! A difference as lines of text for a terminal or a file.
//! It must not ask the terminal anything: it is told its width and whether it has colours.

use unicode_width::UnicodeWidthChar;

use super::telling::{Entry, Line, Telling, text};
use crate::align::{How, Words};
use crate::visible::visible;

/// How lines are set.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of one line; a 汉字 takes two.
    pub width: usize,
    pub colour: bool,
}

/// Tells a difference in lines; what was deleted and inserted is marked by colour, or as
/// `[-删-]{+增+}` where there is none.
pub fn terminal(telling: &Telling, look: Look) -> String {
    let mut page = Page { look, out: String::new() };
    page.paragraph(0, &[(Style::Bold, telling.title.clone())]);
    if telling.summary.is_empty() {
        page.paragraph(0, &[(Style::Plain, "没有变化。".to_owned())]);
    }
    for sentence in &telling.summary {
        page.paragraph(0, &[(Style::Plain, sentence.clone())]);
    }
    for group in &telling.groups {
        page.out.push('\n');
        page.paragraph(0, &[(Style::Bold, group.title.clone())]);
        group.entries.iter().for_each(|entry| page.entry(entry));
    }
    page.out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Bold,
    Deleted,
    Inserted,
}

impl Style {
    fn colour(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Bold => "\x1b[1m",
            Style::Deleted => "\x1b[9;31m",
            Style::Inserted => "\x1b[4;32m",
        }
    }
}

struct Page {
    look: Look,
    out: String,
}

impl Page {
    fn entry(&mut self, entry: &Entry) {
        let style = match entry.class {
            "added" => Style::Inserted,
            "removed" => Style::Deleted,
            _ => Style::Bold,
        };
        let badge = if self.look.colour {
            (style, entry.badge.to_owned())
        } else {
            (Style::Plain, format!("[{}]", entry.badge))
        };
        let mut runs = vec![badge, (Style::Plain, format!(" {}", entry.name))];
        if !entry.note.is_empty() {
            runs.push((Style::Plain, format!("（{}）", entry.note)));
        }
        if entry.brief {
            runs.push((Style::Plain, "  ".to_owned()));
            for (i, line) in entry.lines.iter().enumerate() {
                let between = if i > 0 { "，" } else { "" };
                runs.push((Style::Plain, format!("{between}{}", from_to(entry, line))));
            }
            return self.paragraph(2, &runs);
        }
        self.paragraph(2, &runs);
        entry.lines.iter().for_each(|line| self.line(entry, line));
    }

    fn line(&mut self, entry: &Entry, line: &Line) {
        if line.short {
            let runs = [(Style::Plain, format!("{}：{}", line.name, from_to(entry, line)))];
            return self.paragraph(6, &runs);
        }
        let mut runs = Vec::new();
        if !line.name.is_empty() {
            runs.push((Style::Plain, format!("{}：", line.name)));
        }
        let sole = entry.class != "changed";
        for Words { how, text } in &line.words {
            let style = match how {
                How::Kept => Style::Plain,
                How::Deleted => Style::Deleted,
                How::Inserted => Style::Inserted,
            };
            // The badge says already that all of it is new or gone.
            let marked = match how {
                How::Deleted if !self.look.colour && !sole => format!("[-{text}-]"),
                How::Inserted if !self.look.colour && !sole => format!("{{+{text}+}}"),
                _ => text.clone(),
            };
            runs.push((style, marked));
        }
        self.paragraph(6, &runs);
    }

    /// Sets runs in lines of the width, each indented.
    fn paragraph(&mut self, indent: usize, runs: &[(Style, String)]) {
        let mut line = Setting { indent, used: 0, style: Style::Plain, look: self.look };
        for (style, text) in runs {
            for token in tokens(&visible(text)) {
                line.put(*style, token, &mut self.out);
            }
        }
        line.end(&mut self.out);
    }
}

/// The line that is being set.
struct Setting {
    indent: usize,
    used: usize,
    style: Style,
    look: Look,
}

impl Setting {
    fn put(&mut self, style: Style, token: &str, out: &mut String) {
        if token == "\n" {
            return self.end(out);
        }
        let width: usize = token.chars().map(|c| c.width().unwrap_or(0)).sum();
        let clings = token.starts_with(|c| "，。；：、？！）》”’」』〉】%+-]}".contains(c));
        if self.used > 0 && self.indent + self.used + width > self.look.width && !clings {
            self.end(out);
        }
        if self.used == 0 {
            out.push_str(&" ".repeat(self.indent));
        }
        if self.look.colour && self.style != style {
            out.push_str("\x1b[0m");
            out.push_str(style.colour());
        }
        self.style = style;
        out.push_str(token);
        self.used += width;
    }

    fn end(&mut self, out: &mut String) {
        if self.look.colour && self.style != Style::Plain {
            out.push_str("\x1b[0m");
        }
        (self.style, self.used) = (Style::Plain, 0);
        while out.ends_with(' ') {
            out.pop();
        }
        out.push('\n');
    }
}

/// Splits a text where a line may end: after each 汉字, around runs of Latin letters.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let in_word = |c: char| c.is_ascii_graphic();
    let mut chars = text.char_indices().peekable();
    while let Some((_, c)) = chars.next() {
        let end = chars.peek().map_or(text.len(), |(at, _)| *at);
        let runs_on = in_word(c) && chars.peek().is_some_and(|(_, next)| in_word(*next));
        if !runs_on {
            tokens.push(&text[start..end]);
            start = end;
        }
    }
    tokens
}

/// `34人 → 35人`; of what is new or gone as a whole the words alone.
fn from_to(entry: &Entry, line: &Line) -> String {
    match (text(&line.old).as_str(), text(&line.new).as_str()) {
        ("", only) | (only, "") if entry.class != "changed" => only.to_owned(),
        ("", new) => format!("（无） → {new}"),
        (old, "") => format!("{old} → （无）"),
        (old, new) => format!("{old} → {new}"),
    }
}
