//! What a number at the start of a line looks like: 第一条, （一）, 1., （1）, ①.
//! It must not know Markdown, nor where in the tree a number leads.

use crate::datum::prose::Kind;
use crate::numeral::{is_digit, is_numeral};

/// How many bytes of a line are enough to tell its number.
pub(super) const LEAD: usize = 96;

/// The most characters a numeral is taken to have.
const NUMERAL: usize = 16;

/// The most digits a number in a list has; a longer one is a year or a sum.
const LIST_DIGITS: usize = 3;

/// How numbered entries nest: 1. holds （1） holds ①.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Pointed,
    Bracketed,
    Circled,
}

/// A number found at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub kind: Kind,
    pub form: Form,
    /// Where it ends, in bytes.
    pub end: usize,
}

/// What the start of a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Number(Found),
    /// 第…条 with the text directly behind it: neither plainly a number nor a reference.
    Unclear {
        end: usize,
    },
    /// 第…章 or 第…节 set off by a blank: a heading that is not written as one.
    Heading {
        end: usize,
    },
    Plain,
}

/// Reads the start of a line; `ends` are the places where an emphasis ends.
///
/// 第十一条 is a number when a blank, the line's end or the end of its emphasis follows; in
/// 第十一条第二款规定 it is a reference. （一）项 and （1）目 are references too.
pub(super) fn read(text: &str, ends: &[usize]) -> Start {
    if let Some((unit, end)) = ordinal(text, &['条', '章', '节']) {
        let set_off = text[end..].chars().next().is_none_or(char::is_whitespace);
        return match unit {
            '条' if set_off || ends.contains(&end) => {
                Start::Number(Found { kind: Kind::Article, form: Form::Pointed, end })
            }
            '条' if !text[end..].starts_with(follows_reference) => Start::Unclear { end },
            '章' | '节' if set_off => Start::Heading { end },
            _ => Start::Plain,
        };
    }
    match bracketed(text).or_else(|| symbol(text)).or_else(|| pointed(text)) {
        Some(found) => Start::Number(found),
        None => Start::Plain,
    }
}

/// Reads 第…章, 第…节 or 第…条 at the start of a heading: its last character and its end.
pub(super) fn heading(text: &str) -> Option<(char, usize)> {
    ordinal(text, &['章', '节', '条'])
}

/// Tells whether a character goes on with a sentence that began by naming a provision.
fn follows_reference(c: char) -> bool {
    "第、和与及至或到的中之所规款项，,。；;）)》”’".contains(c)
}

fn ordinal(text: &str, units: &[char]) -> Option<(char, usize)> {
    let rest = text.strip_prefix('第')?;
    let mut numerals = 0;
    for (at, c) in rest.char_indices().take(NUMERAL) {
        if is_numeral(c) {
            numerals += 1;
        } else if units.contains(&c) && numerals > 0 {
            return Some((c, '第'.len_utf8() + at + c.len_utf8()));
        } else if !matches!(c, ' ' | '\u{3000}') {
            return None;
        }
    }
    None
}

/// Reads （一） and （1）, in brackets of either width.
fn bracketed(text: &str) -> Option<Found> {
    let rest = text.strip_prefix(['（', '('])?;
    let close = rest.char_indices().take(NUMERAL).find(|(_, c)| matches!(c, '）' | ')'))?;
    let inner = rest[..close.0].trim();
    let end = text.len() - rest.len() + close.0 + close.1.len_utf8();
    if refers(&text[end..]) {
        return None;
    }
    let kind = list_kind(inner)?;
    Some(Found { kind, form: Form::Bracketed, end })
}

/// Tells whether what follows a bracketed number makes it a reference, as in （一）项规定的; a word
/// such as 项目 is what the 项 itself begins with.
fn refers(rest: &str) -> bool {
    const WORDS: [&str; 8] = ["项目", "款项", "条件", "条例", "条款", "目的", "目标", "号召"];
    let Some(after) = rest.strip_prefix(['项', '款', '目', '条', '号']) else { return false };
    !WORDS.iter().any(|word| rest.starts_with(word))
        && after.chars().next().is_none_or(follows_reference)
}

/// Tells 项 (一) from 目 (1) by how the numeral is written.
fn list_kind(inner: &str) -> Option<Kind> {
    let numerals = !inner.is_empty() && inner.chars().all(is_numeral);
    if !numerals {
        None
    } else if inner.chars().any(is_digit) {
        (inner.chars().all(is_digit) && inner.chars().count() <= LIST_DIGITS)
            .then_some(Kind::Subitem)
    } else {
        Some(Kind::Item)
    }
}

/// Reads numbers that are one character: ㈠, ⑴, ⒈, ①.
fn symbol(text: &str) -> Option<Found> {
    let c = text.chars().next()?;
    let (kind, form) = match c {
        '㈠'..='㈩' => (Kind::Item, Form::Bracketed),
        '⑴'..='⒇' => (Kind::Subitem, Form::Bracketed),
        '⒈'..='⒛' => (Kind::Subitem, Form::Pointed),
        '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿' => (Kind::Subitem, Form::Circled),
        _ => return None,
    };
    Some(Found { kind, form, end: c.len_utf8() })
}

/// Reads `1.`, `1．`, `1、` and `1）`, unless a digit follows as in 3.5.
fn pointed(text: &str) -> Option<Found> {
    let digits = text.chars().take_while(|c| is_digit(*c)).count();
    if digits == 0 || digits > LIST_DIGITS {
        return None;
    }
    let (at, point) = text.char_indices().nth(digits)?;
    let form = match point {
        '.' | '．' | '、' => Form::Pointed,
        '）' | ')' => Form::Bracketed,
        _ => return None,
    };
    let end = at + point.len_utf8();
    let free = !text[end..].starts_with(is_digit);
    free.then_some(Found { kind: Kind::Subitem, form, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read(text, &[]) {
            Start::Number(found) => format!("{:?} {}", found.kind, &text[..found.end]),
            Start::Unclear { end } => format!("unclear {}", &text[..end]),
            Start::Heading { end } => format!("heading {}", &text[..end]),
            Start::Plain => "plain".to_owned(),
        }
    }

    #[test]
    fn numbers_are_told_from_references() {
        for (text, expected) in [
            ("第一条　总则", "Article 第一条"),
            ("第 十 条 总则", "Article 第 十 条"),
            ("第10条 总则", "Article 第10条"),
            ("第一条", "Article 第一条"),
            ("第十一条第二款规定的", "plain"),
            ("第十一条、第十二条", "plain"),
            ("第十一条规定的人数", "plain"),
            ("第一条本会是", "unclear 第一条"),
            ("第一章 总则", "heading 第一章"),
            ("第一章规定", "plain"),
            ("第条 总则", "plain"),
            ("第二次大会", "plain"),
            ("（一）选举", "Item （一）"),
            ("(十一) 选举", "Item (十一)"),
            ("（ 一 ）选举", "Item （ 一 ）"),
            ("（一）项规定的", "plain"),
            ("（一）项", "plain"),
            ("（一）项目结束后", "Item （一）"),
            ("（一）目的明确", "Item （一）"),
            ("（一）条件成熟的", "Item （一）"),
            ("（一年）", "plain"),
            ("（）", "plain"),
            ("㈠选举", "Item ㈠"),
            ("⑴选举", "Subitem ⑴"),
            ("①选举", "Subitem ①"),
            ("（1）选举", "Subitem （1）"),
            ("（2024）12号", "plain"),
            ("1.选举", "Subitem 1."),
            ("1、选举", "Subitem 1、"),
            ("１．选举", "Subitem １．"),
            ("1）选举", "Subitem 1）"),
            ("3.5 倍", "plain"),
            ("2024.选举", "plain"),
            ("1", "plain"),
            ("", "plain"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn the_end_of_an_emphasis_sets_a_number_off() {
        let start = read("第一条本会", &["第一条".len()]);
        assert!(matches!(start, Start::Number(_)));
    }
}
