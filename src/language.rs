//! What the program says of itself, in both languages it speaks: `both!("没有公开", "not released")`.
//! It must not know what is said, nor choose a language: nothing but `--lang` does.

use std::fmt;
use std::ops::Add;

/// The language of the program's own words; what authors and rules say stays in theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Chinese,
    English,
}

/// The same words in both languages.
///
/// Made by [`both!`] where they are said, so that neither language can be forgotten or name a
/// value that is not there. Words made of one text alone, as an author's are, read alike in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    pub chinese: String,
    pub english: String,
}

impl Both {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        }
    }
}

/// Says something in both languages: two patterns of `format!`, then what both are filled with.
#[macro_export]
macro_rules! both {
    ($chinese:literal, $english:literal $(, $($value:tt)*)?) => {
        $crate::language::Both {
            chinese: format!($chinese $(, $($value)*)?),
            english: format!($english $(, $($value)*)?),
        }
    };
}
pub use both;

/// Counts things: `2 个文件`, `2 files`. The English word takes an s when there are several.
pub fn number_of(number: usize, chinese: &str, english: &str) -> Both {
    let plural = if number == 1 { "" } else { "s" };
    both!("{number} {chinese}", "{number} {english}{plural}")
}

/// Puts words one after another with something between; nothing when there are none.
pub fn joined(words: impl IntoIterator<Item = Both>, between: impl Into<Both>) -> Both {
    let between = between.into();
    let all = words.into_iter().reduce(|before, next| before + between.clone() + next);
    all.unwrap_or_default()
}

impl From<String> for Both {
    fn from(text: String) -> Self {
        Self { chinese: text.clone(), english: text }
    }
}

impl From<&str> for Both {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Add for Both {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self { chinese: self.chinese + &more.chinese, english: self.english + &more.english }
    }
}

/// Where nobody chose a language, as in a test's message.
impl fmt::Display for Both {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.chinese)
    }
}

impl std::error::Error for Both {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_and_joined_in_each_language() {
        let words =
            number_of(2, "个文件", "file") + both!("在 {path} 里", " in {path}", path = "v1");
        assert_eq!(words.in_language(Language::Chinese), "2 个文件在 v1 里");
        assert_eq!(words.in_language(Language::English), "2 files in v1");
        assert_eq!(number_of(1, "个文件", "file").in_language(Language::English), "1 file");
    }
}
