//! Which words of a text changed.
//! It must not know which text is compared with which.

use serde::{Deserialize, Serialize};
use similar::{ChangeTag, DiffableStr, TextDiff};

use super::is_number;

/// Some words and what became of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Words {
    pub how: How,
    pub text: String,
}

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Kept,
    Deleted,
    Inserted,
}

/// Marks the words that changed; in each place what was deleted precedes what was inserted.
pub fn mark_changes(old: &str, new: &str) -> Vec<Words> {
    let mut found = Marked::default();
    for change in TextDiff::from_slices(&tokens(old), &tokens(new)).iter_all_changes() {
        let how = match change.tag() {
            ChangeTag::Equal => How::Kept,
            ChangeTag::Delete => How::Deleted,
            ChangeTag::Insert => How::Inserted,
        };
        found.push(how, change.value());
    }
    without_splinters(found.done())
}

/// The 汉字 that numbers are written in.
const NUMERALS: &str = "零〇一二两三四五六七八九十百千";

/// Splits a text into words: each 汉字 is one, a number with its sign another, and so are
/// `第十二条`, `三十五` and `五分之四`.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = Vec::new();
    let mut at = 0;
    for word in text.tokenize_unicode_words() {
        let end = at + word.len();
        let last = tokens.last().map_or(end, |last| at - last.len());
        let joined = &text[last..end];
        let with_sign = word == "%" && joined.starts_with(|c: char| c.is_ascii_digit());
        let runs_on = is_reference_so_far(joined) || is_number_so_far(joined, &text[end..]);
        if with_sign || runs_on && last < at {
            tokens.pop();
            tokens.push(joined);
        } else {
            tokens.push(word);
        }
        at = end;
    }
    tokens
}

/// Tells whether a text is the start of a reference such as `第十二条`, or all of it.
fn is_reference_so_far(text: &str) -> bool {
    text.strip_prefix('第').is_some_and(|rest| {
        let number = rest.trim_end_matches(['条', '章', '节', '次', '届', '项', '款']);
        is_number(number) && rest.chars().count() <= number.chars().count() + 1
    })
}

/// Tells whether a text is a number in 汉字, or the start of a fraction that what follows goes on
/// with.
fn is_number_so_far(text: &str, rest: &str) -> bool {
    let is_numeral = |c: char| NUMERALS.contains(c);
    let tail = text.trim_start_matches(is_numeral);
    let over = |tail: &str| tail.strip_prefix("分之").is_some_and(|n| n.chars().all(is_numeral));
    tail.len() < text.len()
        && (tail.is_empty() || over(tail) || tail == "分" && rest.starts_with('之'))
}

/// Turns marked words round: what was inserted was deleted.
pub fn mirrored(words: &[Words]) -> Vec<Words> {
    let mut turned = Marked::default();
    for Words { how, text } in words {
        let how = match how {
            How::Kept => How::Kept,
            How::Deleted => How::Inserted,
            How::Inserted => How::Deleted,
        };
        turned.push(how, text);
    }
    turned.done()
}

fn is_han(c: char) -> bool {
    c.is_alphabetic() && !c.is_ascii()
}

/// One 汉字 kept between changed words is chance, unless it joins two things: it is told as
/// changed with them.
fn without_splinters(words: Vec<Words>) -> Vec<Words> {
    let changed = |i: usize| words.get(i).is_some_and(|words| words.how != How::Kept);
    let mut found = Marked::default();
    for (i, Words { how, text }) in words.iter().enumerate() {
        let lone = text.chars().count() == 1 && !"和或与及".contains(text.as_str());
        let lone = lone && text.chars().all(is_han);
        if *how == How::Kept && lone && i > 0 && changed(i - 1) && changed(i + 1) {
            found.push(How::Deleted, text);
            found.push(How::Inserted, text);
        } else {
            found.push(*how, text);
        }
    }
    found.done()
}

/// Words put together in order, neighbours of one fate as one.
#[derive(Default)]
pub struct Marked {
    words: Vec<Words>,
    deleted: String,
    inserted: String,
}

impl Marked {
    pub fn push(&mut self, how: How, text: &str) {
        match how {
            How::Deleted => self.deleted.push_str(text),
            How::Inserted => self.inserted.push_str(text),
            How::Kept if text.is_empty() => {}
            How::Kept => {
                self.settle();
                match self.words.last_mut() {
                    Some(last) if last.how == How::Kept => last.text.push_str(text),
                    _ => self.words.push(Words { how, text: text.to_owned() }),
                }
            }
        }
    }

    pub fn extend(&mut self, words: Vec<Words>) {
        words.iter().for_each(|words| self.push(words.how, &words.text));
    }

    fn settle(&mut self) {
        for (how, text) in [(How::Deleted, &mut self.deleted), (How::Inserted, &mut self.inserted)]
        {
            if !text.is_empty() {
                self.words.push(Words { how, text: std::mem::take(text) });
            }
        }
    }

    pub fn done(mut self) -> Vec<Words> {
        self.settle();
        self.words
    }
}
