//! A difference as Markdown, to be pasted where Markdown is read.
//! It must not know where that is.

use super::telling::{Line, Telling, text};
use crate::align::{How, Words};

/// Tells a difference in Markdown; deleted words are struck through, inserted ones bold.
pub fn markdown(telling: &Telling) -> String {
    let mut out = format!("# {}\n\n", escaped(&telling.title));
    if telling.summary.is_empty() {
        out.push_str("没有变化。\n");
    }
    for sentence in &telling.summary {
        out.push_str(&format!("{}\n\n", escaped(sentence)));
    }
    for group in &telling.groups {
        out.push_str(&format!("## {}\n\n", escaped(&group.title)));
        for entry in &group.entries {
            let note = match entry.note.as_str() {
                "" => String::new(),
                note => format!("（{}）", escaped(note)),
            };
            out.push_str(&format!("- **{}** {}{note}\n", entry.badge, escaped(&entry.name)));
            entry.lines.iter().for_each(|line| push_line(line, &mut out));
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn push_line(line: &Line, out: &mut String) {
    let name = match line.name.as_str() {
        "" => String::new(),
        name => format!("{}：", escaped(name)),
    };
    let words = if line.short && !line.old.is_empty() && !line.new.is_empty() {
        format!("{} → {}", escaped(&text(&line.old)), escaped(&text(&line.new)))
    } else {
        line.words.iter().map(marked).collect()
    };
    out.push_str(&format!("  - {name}{words}\n"));
}

/// Marks go inside each line of the words, or Markdown would not read them as marks.
fn marked(words: &Words) -> String {
    let mark = match words.how {
        How::Kept => "",
        How::Deleted => "~~",
        How::Inserted => "**",
    };
    let lines = words.text.split('\n').map(|line| {
        let inside = line.trim();
        if inside.is_empty() { String::new() } else { format!("{mark}{}{mark}", escaped(inside)) }
    });
    lines.collect::<Vec<_>>().join("<br>")
}

/// Keeps characters from being read as markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\`*_{}[]<>#|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
