//! A slip in a YAML file, in the words of the person who made it rather than the parser's.
//! It must not know any field; it looks at the lines around the place where the parser gave up.

use serde_yaml::Error;
use serde_yaml::budget::BudgetBreach;

use crate::diagnostic::{Diagnostic, brief};
use crate::source::{FileId, Span};

/// Says what is wrong at or just before the place where the parser gave up.
pub fn explain(error: &Error, file: FileId, text: &str) -> Diagnostic {
    let error = error.without_snippet();
    let scene = Scene::new(error, file, text);
    match error {
        Error::MultipleDocuments { .. } => scene.second_document(),
        Error::DuplicateMappingKey { .. } => scene.duplicate_key(),
        Error::UnknownAnchor { .. } => scene.anchor(),
        Error::Budget {
            breach: BudgetBreach::Anchors { .. } | BudgetBreach::Aliases { .. },
            ..
        } => scene.anchor(),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => scene.too_deep(),
        Error::Budget { .. } => scene.fault(scene.here(), "文件里的条目多得不正常"),
        // The scanner's own limit has no kind of its own.
        _ if error.to_string().starts_with("recursion limit") => scene.too_deep(),
        _ => scene.slip().unwrap_or_else(|| scene.unknown(error)),
    }
}

/// Finds the full-width colon that keeps a key and its value in one word: `姓名：王芳`.
pub fn full_width_colon(line: &str) -> Option<usize> {
    let key = content(line);
    let colon = key.find('：').filter(|&colon| !key[..colon].contains([':', '"', '\'', '#']))?;
    Some(line.len() - key.len() + colon)
}

/// Shows how a line with a full-width colon should be written.
pub fn with_half_width_colon(line: &str) -> String {
    let key = content(line);
    let (key, value) = key.split_once('：').unwrap_or((key, ""));
    format!("改成“{}: {}”", brief(key), brief(value.trim()))
}

/// Returns what a line says behind its blanks and the marks of list entries.
fn content(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(entry) = rest.strip_prefix("- ") {
        rest = entry.trim_start();
    }
    rest
}

/// Returns the value of a line, `键: 值` or `- 值`, if it has one.
fn value(line: &str) -> Option<&str> {
    let rest = content(line);
    let value = rest.split_once(": ").map_or(rest, |(_, value)| value).trim_start();
    (!value.is_empty() && (value.len() < rest.len() || rest.len() < line.trim_start().len()))
        .then_some(value)
}

/// The lines of a file, and the place among them where the parser gave up.
struct Scene<'a> {
    file: FileId,
    text: &'a str,
    /// Each line with the byte it starts at.
    lines: Vec<(usize, &'a str)>,
    /// Which line it is, from 0.
    line: usize,
    at: usize,
    /// What the parser said.
    said: String,
}

impl<'a> Scene<'a> {
    fn new(error: &Error, file: FileId, text: &'a str) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in text.split('\n') {
            lines.push((start, line));
            start += line.len() + 1;
        }
        let place = error.location().map(|at| (at.line() as usize, at.column() as usize));
        let (line, column) = place.unwrap_or((lines.len(), 1));
        let line = line.clamp(1, lines.len()) - 1;
        let (start, words) = lines[line];
        let before = words.char_indices().nth(column.max(1) - 1).map_or(words.len(), |(i, _)| i);
        let said = error.to_string().lines().next().unwrap_or_default().to_owned();
        Self { file, text, line, at: start + before, lines, said }
    }

    fn span(&self, start: usize, len: usize) -> Span {
        Span::new(self.file, start, start + len)
    }

    /// Returns the character the parser stumbled over, or the end of its line.
    fn here(&self) -> Span {
        let (start, words) = self.lines[self.line];
        let next = words[self.at - start..].chars().next().map_or(0, char::len_utf8);
        self.span(self.at, next)
    }

    fn fault(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::violation("IN-01", span, message)
    }

    /// Returns the line and those before it that say something, nearest first.
    fn upwards(&self) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        let says = |(_, words): &(usize, &str)| {
            !words.trim().is_empty() && !words.trim_start().starts_with('#')
        };
        self.lines[..=self.line].iter().rev().copied().filter(says)
    }

    /// Tries what people get wrong, the most telling first.
    fn slip(&self) -> Option<Diagnostic> {
        let near: Vec<_> = self.upwards().take(2).collect();
        let each = |slip: fn(&Self, usize, &str) -> Option<Diagnostic>| {
            near.iter().find_map(|(start, words)| slip(self, *start, words))
        };
        self.control_character()
            .or_else(|| each(Self::odd_blank))
            .or_else(|| each(Self::colon_full_width))
            .or_else(|| each(Self::colon_without_blank))
            .or_else(|| self.quote_left_open())
            .or_else(|| each(Self::bracket_left_open))
            .or_else(|| each(Self::reserved_character))
            .or_else(|| each(Self::colon_in_value))
            .or_else(|| self.misaligned())
    }

    fn control_character(&self) -> Option<Diagnostic> {
        let place = self.here();
        let c = self.text[place.start..place.end].chars().next().filter(|c| c.is_control())?;
        let message = format!("这里有看不见的字符（U+{:04X}）", u32::from(c));
        Some(self.fault(place, message).help("删去这个字符，重新输入此处的文字"))
    }

    /// A blank in the indent that is no space, or a character that cannot be seen anywhere in a line.
    fn odd_blank(&self, start: usize, words: &str) -> Option<Diagnostic> {
        let indent = words.len() - words.trim_start().len();
        let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        let odd = |at: usize, c: char| {
            invisible(c) || (at < indent && c.is_whitespace() && !c.is_ascii())
        };
        let (at, c) = words.char_indices().find(|(at, c)| odd(*at, *c))?;
        let what = match c {
            '\u{3000}' => "全角空格",
            '\u{a0}' => "不换行空格",
            _ => "看不见的字符",
        };
        let message = format!("这里有{what}（U+{:04X}）", u32::from(c));
        let help = "删去它；缩进只用普通的半角空格";
        Some(self.fault(self.span(start + at, c.len_utf8()), message).help(help))
    }

    fn colon_full_width(&self, start: usize, words: &str) -> Option<Diagnostic> {
        let colon = full_width_colon(words)?;
        // An entry of a list may be a sentence, unless keys go on below it.
        let indent = |words: &str| words.len() - words.trim_start().len();
        let below = self.lines.iter().find(|(at, words)| *at > start && !words.trim().is_empty());
        let is_entry = words.trim_start().starts_with("- ");
        if is_entry && below.is_none_or(|(_, below)| indent(below) <= indent(words)) {
            return None;
        }
        Some(
            self.fault(self.span(start + colon, '：'.len_utf8()), "冒号是全角的，程序分不出键和值")
                .label("这里应当是半角冒号加一个空格")
                .help(with_half_width_colon(words)),
        )
    }

    fn colon_without_blank(&self, start: usize, words: &str) -> Option<Diagnostic> {
        let rest = content(words);
        let (key, value) = rest.split_once(':')?;
        let glued = !value.is_empty()
            && !value.starts_with([' ', '/'])
            && !key.contains(['"', '\'', '#', ' ', '[', '{'])
            && !value.contains(": ");
        glued.then(|| {
            let colon = start + words.len() - rest.len() + key.len();
            self.fault(self.span(colon, 1), "冒号后面少了一个空格，程序分不出键和值").help(format!(
                "改成“{}: {}”",
                brief(key),
                brief(value.trim())
            ))
        })
    }

    fn quote_left_open(&self) -> Option<Diagnostic> {
        if !self.said.contains("quote") && !self.said.contains("end of") {
            return None;
        }
        self.upwards().find_map(|(start, words)| {
            let value = value(words)?;
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let open = value.matches(quote).count() % 2 == 1;
            open.then(|| {
                let at = start + words.len() - value.len();
                self.fault(self.span(at, 1), format!("引号“{quote}”没有成对"))
                    .label("从这里开始，没有找到结束的引号")
                    .help("在值的末尾补上引号；引号是内容的，给整个值换一种引号括起来")
            })
        })
    }

    fn bracket_left_open(&self, start: usize, words: &str) -> Option<Diagnostic> {
        let value = value(words)?;
        let (open, close) = match value.chars().next()? {
            '[' => ('[', ']'),
            '{' => ('{', '}'),
            _ => return None,
        };
        if value.matches(open).count() <= value.matches(close).count() {
            return None;
        }
        let at = start + words.len() - value.len();
        let help =
            format!("列表写成“[甲, 乙]”，逗号是半角的；“{open}”是内容的，给整个值加上双引号");
        Some(self.fault(self.span(at, 1), format!("“{open}”没有相配的“{close}”")).help(help))
    }

    fn reserved_character(&self, start: usize, words: &str) -> Option<Diagnostic> {
        let value = value(words)?;
        let first = value.chars().next().filter(|c| "@`%!&*|>,]}".contains(*c))?;
        let at = start + words.len() - value.len();
        Some(
            self.fault(self.span(at, first.len_utf8()), format!("值不能以“{first}”开头"))
                .help(format!("给整个值加上双引号，写成“\"{}\"”", brief(value.trim_end()))),
        )
    }

    fn colon_in_value(&self, start: usize, words: &str) -> Option<Diagnostic> {
        let value = value(words).filter(|value| !value.starts_with(['"', '\'']))?;
        let colon = value.find(": ").or(value.strip_suffix(':').map(str::len))?;
        let at = start + words.len() - value.len() + colon;
        Some(
            self.fault(self.span(at, 1), "一行里有两个半角冒号，程序分不出键和值")
                .label("第二个冒号在这里")
                .help("内容里的冒号用全角的“：”，或给整个值加上双引号"),
        )
    }

    fn misaligned(&self) -> Option<Diagnostic> {
        let mut near = self.upwards();
        let (start, words) = near.next().filter(|(start, _)| *start == self.lines[self.line].0)?;
        let (_, above) = near.next()?;
        let column = |words: &str| words.len() - content(words).len();
        let indent = words.len() - words.trim_start().len();
        (column(words) != column(above)).then(|| {
            self.fault(self.span(start, indent), "这一行的缩进和上一行对不齐")
                .help("同一组的键要上下对齐，下一层的再多缩进两个空格")
        })
    }

    fn second_document(&self) -> Diagnostic {
        let rule = self.upwards().find(|(_, words)| words.starts_with("---"));
        let place = rule.map_or(self.here(), |(start, words)| self.span(start, words.len()));
        self.fault(place, "文件中间不能有一行“---”").help("删去这一行")
    }

    fn anchor(&self) -> Diagnostic {
        let near = self.upwards().take(2).find_map(|(start, words)| {
            let value = value(words).or(Some(content(words)))?;
            let mark = value.chars().next().filter(|c| matches!(c, '&' | '*'))?;
            Some((self.span(start + words.len() - value.len(), 1), mark))
        });
        let (place, mark) = near.unwrap_or((self.here(), '&'));
        let what = if mark == '&' { "锚点" } else { "别名" };
        self.fault(place, format!("以“{mark}”开头的值会被当作{what}，这里不用{what}"))
            .help(format!("“{mark}”是内容的，给整个值加上双引号；要重复的内容照写一遍"))
    }

    fn too_deep(&self) -> Diagnostic {
        self.fault(self.here(), "文件的层次多得不正常").help("检查这一行有没有多余的“[”“{”或“- ”")
    }

    fn duplicate_key(&self) -> Diagnostic {
        let (start, words) = self.lines[self.line];
        let column = self.at - start;
        let key = words[column..].split(':').next().unwrap_or_default().trim_end();
        let fault = Diagnostic::violation(
            "IN-04",
            self.span(self.at, key.len()),
            format!("“{}”写了两次", brief(key)),
        )
        .label("第二次写在这里")
        .help("两处只留一处；程序不猜哪一处是对的");
        match self.first_of(key, column) {
            Some(first) => fault.related(first, "第一次写在这里"),
            None => fault,
        }
    }

    /// Finds a key of the same group above the line, at the same column.
    fn first_of(&self, key: &str, column: usize) -> Option<Span> {
        for (start, words) in self.upwards().skip(1) {
            let own = words.len() - content(words).len();
            if own < column {
                return None;
            }
            let is_key = words.get(column..).and_then(|rest| rest.strip_prefix(key));
            if own == column && is_key.is_some_and(|rest| rest.trim_start().starts_with(':')) {
                return Some(self.span(start + column, key.len()));
            }
            // The mark of an entry begins another group.
            if own == column && words.trim_start().starts_with("- ") {
                return None;
            }
        }
        None
    }

    fn unknown(&self, error: &Error) -> Diagnostic {
        self.fault(self.here(), "这里不合 YAML 的写法")
            .help("检查这一行和上一行：冒号后要有一个空格，缩进要对齐，成对的引号和括号要写全")
            .said(error.to_string().lines().next().unwrap_or_default())
    }
}
