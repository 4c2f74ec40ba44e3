//! Which of two boxes is ticked: ☑是 □否, in every way a tick is seen.
//! It must not guess: where both or none are ticked there is no answer.

use crate::import::paper::{EMPTY, TICKED};

/// Characters that tick a box, among them what a lost symbol font leaves: R, þ, ý.
const TICKS: &str = "☑☒√✓✔■●◼▣▪þýR";

/// Characters that leave a box empty.
const BLANKS: &str = "□☐○◻▢口£¨oO〇";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Ticked,
    Empty,
    /// A bracket alone: what a tick becomes when its font is lost.
    Lone,
    None,
}

/// Reads a cell; `None` where it does not say one thing.
pub fn verdict(cell: &str) -> Option<bool> {
    let compact: Vec<char> = cell.chars().filter(|c| !c.is_whitespace()).collect();
    let text: String = compact.iter().collect();
    match text.as_str() {
        "是" | "√" | "✓" | "✔" => return Some(true),
        "否" | "×" | "✗" | "✘" => return Some(false),
        _ => {}
    }
    let yes = compact.iter().position(|c| *c == '是')?;
    let no = compact.iter().position(|c| *c == '否')?;
    let (first, second) = (yes.min(no), yes.max(no));
    // Nothing but marks may stand beside the two words.
    let before = &compact[..first];
    let between = &compact[first + 1..second];
    let after = &compact[second + 1..];
    let (first_mark, second_mark) = match (before, between, after) {
        ([], [], []) => return None,
        ([], [_], []) => alone(cell)?,
        ([], [a, b], []) => (mark(&[*a])?, mark(&[*b])?),
        ([], _, []) => return None,
        (a, b, []) => (mark(a)?, mark(b)?),
        ([], a, b) => (mark(a)?, mark(b)?),
        _ => return None,
    };
    let (yes, no) = if yes < no { (first_mark, second_mark) } else { (second_mark, first_mark) };
    match (yes, no) {
        (Mark::Ticked, Mark::Empty | Mark::None) | (Mark::Lone, Mark::Empty) => Some(true),
        (Mark::Empty | Mark::None, Mark::Ticked) | (Mark::Empty, Mark::Lone) => Some(false),
        _ => None,
    }
}

/// Reads the only mark of a cell, which stands between the two words: a blank tells whose it is.
fn alone(cell: &str) -> Option<(Mark, Mark)> {
    let start = cell.find(['是', '否'])? + '是'.len_utf8();
    let between = &cell[start..start + cell[start..].find(['是', '否'])?];
    let drawn: Vec<char> = between.chars().filter(|c| !c.is_whitespace()).collect();
    let drawn = mark(&drawn)?;
    match (between.starts_with(char::is_whitespace), between.ends_with(char::is_whitespace)) {
        (false, true) => Some((drawn, Mark::None)),
        (true, false) => Some((Mark::None, drawn)),
        _ => None,
    }
}

fn mark(letters: &[char]) -> Option<Mark> {
    let drawn: Vec<char> = match letters {
        ['(' | '（' | '[' | '【', inner @ .., ')' | '）' | ']' | '】'] => inner.to_vec(),
        letters => letters.iter().copied().filter(|c| !"、，,/;；|.．:：".contains(*c)).collect(),
    };
    match drawn[..] {
        [] if letters.is_empty() => Some(Mark::None),
        // Brackets with nothing in them.
        [] => Some(Mark::Empty),
        ['(' | '（'] => Some(Mark::Lone),
        [c] if c == TICKED || TICKS.contains(c) => Some(Mark::Ticked),
        [c] if c == EMPTY || BLANKS.contains(c) => Some(Mark::Empty),
        // A tick over a box, a box over a tick.
        [a, b] if BLANKS.contains(a) && TICKS.contains(b) => Some(Mark::Ticked),
        [a, b] if TICKS.contains(a) && BLANKS.contains(b) => Some(Mark::Ticked),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_tick_is_read_and_none_is_guessed() {
        for yes in [
            "是",
            "☑是\n☐否",
            "☑是□否",
            "R是 £否",
            "√是□否",
            "(是 □否",
            "þ是¨否",
            "□否 ■是",
            "是☑ 否□",
            "是√□否",
            "是√ 否",
            "是：√ 否：",
            "[√]是 [ ]否",
            "（√）是（）否",
            "是☒否☐",
            "☑ 是\n□ 否",
            "ý是o否",
        ] {
            assert_eq!(verdict(yes), Some(true), "{yes}");
        }
        for no in ["否", "□是 ☑否", "是□ 否√", "£是 R否", "□是 (否", "×"] {
            assert_eq!(verdict(no), Some(false), "{no}");
        }
        for unclear in [
            "",
            "☑是☑否",
            "□是□否",
            "(是 (否",
            "是否",
            "是/否",
            "基本是",
            "不是",
            "☑是",
            "甲是乙否",
            "是√否",
        ] {
            assert_eq!(verdict(unclear), None, "{unclear}");
        }
    }
}
