//! What the end of a line must not tear: a number from its unit, a range such as 2023—2024学年, the last
//! two characters of a text.
//! It must not know a font: where lines end is reckoned from characters, and only what stands near
//! such a place is kept whole.

use std::ops::Range;

/// Thousandths of an em, the width of a 汉字.
type Width = u32;

const EM: Width = 1000;
/// What is left between a 汉字 and a letter or digit.
const GAP: Width = 250;

/// What a number is counted in or dated by. It stands here, for lines are set alike whatever standards a text
/// was held against.
const UNITS: &str =
    "年月日号时点分秒人名位个票次届条项款章节页份天周岁级期件场组类种元万亿倍倍题门%％‰";
/// Units of two characters.
const LONG_UNITS: [&str; 3] = ["学年", "学期", "小时"];
/// Marks between the two ends of a range.
const RANGE: &str = "—–－～~-";
/// Nothing wider is kept whole: its line would be torn apart, or run off the page.
const WIDEST: Width = 12 * EM;
/// The same in a cell, which may be narrow.
const WIDEST_IN_CELL: Width = 4 * EM + EM / 2;
/// Marks that no line begins with.
const CLOSING: &str = "，。、；：？！”’）》〉】〕…—";
/// Marks that no line ends with.
const OPENING: &str = "“‘（《〈【〔";

/// How wide the lines of a text are.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    width: Width,
    /// What of the first line is taken before the text begins.
    taken: Width,
}

impl Room {
    /// Lines of so many 汉字, the first of which begins behind so many.
    pub fn new(characters: u32, behind: u32) -> Self {
        Self { width: characters * EM, taken: behind * EM }
    }

    /// The same lines, with a label before the first words.
    pub fn behind(self, label: &str) -> Self {
        Self { taken: self.taken + width(label), ..self }
    }
}

/// A piece of text that no line's end falls into.
struct Token {
    place: Range<usize>,
    /// The same without the marks about it: they hold on to it by themselves.
    core: Range<usize>,
    width: Width,
    /// A number with its unit, or a range.
    counts: bool,
}

/// Returns the pieces of a text, by bytes, that are to be kept whole: numbers with units and ranges
/// about the ends of its lines, and its last two characters where they might stand apart.
pub fn whole(text: &str, room: Room) -> Vec<Range<usize>> {
    let tokens = ranges_joined(text, tokens(text));
    let mut kept = Vec::new();
    let (mut at, mut line, mut on_line) = (room.taken, 0, 0);
    for token in &tokens {
        if text[token.place.clone()].starts_with('\n') {
            (at, on_line) = (0, 0);
            line += 1;
            continue;
        }
        if at + token.width > room.width && on_line > 0 {
            (at, on_line) = (0, 0);
            line += 1;
        }
        // The reckoning errs by a little at each line.
        let unsure = 2 * EM + line * EM / 3;
        let begins = line > 0 && at <= unsure;
        let ends = at + token.width + unsure >= room.width;
        if token.counts && token.width <= WIDEST && (begins || ends) {
            kept.push(token.core.clone());
        }
        at += token.width;
        on_line += 1;
    }
    let alone = line > 0 && at <= 4 * EM;
    let overflows = at + 2 * EM >= room.width;
    if alone || overflows {
        keep_the_last(&tokens, &mut kept);
    }
    kept
}

/// Every number with its unit that is narrow enough for a cell, or for a line on a phone.
pub fn counts(text: &str) -> Vec<Range<usize>> {
    let is_kept = |token: &Token| token.counts && token.width <= WIDEST_IN_CELL;
    tokens(text).into_iter().filter(is_kept).map(|token| token.core).collect()
}

/// The same, and every range that a wide cell may hold; a narrow one keeps what [`counts`] finds in it.
pub fn counts_and_ranges(text: &str) -> Vec<Range<usize>> {
    let is_kept = |token: &Token| token.counts && token.width <= WIDEST;
    ranges_joined(text, tokens(text)).into_iter().filter(is_kept).map(|token| token.core).collect()
}

/// Returns how many 汉字 the widest piece is as wide as that [`counts_and_ranges`] finds.
pub fn widest(text: &str) -> u32 {
    counts_and_ranges(text).into_iter().map(|piece| characters(&text[piece])).max().unwrap_or(0)
}

/// Makes one piece of the two ends of each range and the mark between them.
fn ranges_joined(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::new();
    for mut token in tokens {
        let own = &text[token.core.clone()];
        if own.starts_with(|c: char| c.is_ascii_digit()) {
            for first in joined.drain(begins_range(text, &joined)..).rev() {
                token.place.start = first.place.start;
                token.core.start = first.core.start;
                token.width += first.width;
                token.counts = true;
            }
        }
        token.counts |= is_range(own);
        joined.push(token);
    }
    joined
}

/// Returns from which of some pieces on they are the first end of a range and the mark behind it; their
/// number where there is none.
fn begins_range(text: &str, tokens: &[Token]) -> usize {
    let is_end = |token: &Token| text[token.core.clone()].ends_with(|c: char| c.is_ascii_digit());
    let is_mark = |words: &str| {
        let mut marks = words.chars();
        marks.next().is_some_and(|c| RANGE.contains(c)) && marks.next().is_none()
    };
    match tokens {
        // A mark that no line begins with stands within the piece before it.
        [.., end] if is_end(end) && is_mark(&text[end.core.end..end.place.end]) => tokens.len() - 1,
        [.., end, mark]
            if is_end(end)
                && end.core.end == end.place.end
                && is_mark(&text[mark.place.clone()]) =>
        {
            tokens.len() - 2
        }
        _ => tokens.len(),
    }
}

/// Tells whether a piece without a unit is a range by itself, as Latin letters are one piece.
fn is_range(words: &str) -> bool {
    let ends = || words.split(|c| RANGE.contains(c));
    let is_number = |end: &str| !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit());
    ends().count() > 1 && ends().all(is_number)
}

/// Keeps the last two pieces together.
fn keep_the_last(tokens: &[Token], kept: &mut Vec<Range<usize>>) {
    let [.., before, last] = tokens else { return };
    // A word of Latin letters is long enough by itself.
    if last.width > 3 * EM || before.width > 6 * EM {
        return;
    }
    kept.retain(|place| place.end <= before.place.start);
    kept.push(before.core.start..last.core.end);
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = None;
    let mut glued = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let gap = before.is_some_and(|before| is_latin(before) != is_latin(c) && !is_mark(before));
        let own = width_of(c) + if gap && !is_mark(c) { GAP } else { 0 };
        let number = before.is_some_and(|before: char| before.is_ascii_digit());
        let long = number && LONG_UNITS.iter().any(|unit| text[start..].starts_with(unit));
        let unit = long || number && UNITS.contains(c);
        let word = is_latin(c) && before.is_some_and(is_latin);
        match tokens.last_mut() {
            Some(last) if glued || unit || word || CLOSING.contains(c) && c != '\n' => {
                last.place.end = end;
                if OPENING.contains(&text[last.core.clone()]) {
                    last.core = start..end;
                } else if !CLOSING.contains(c) {
                    last.core.end = end;
                }
                last.width += own;
                last.counts |= unit;
            }
            _ => {
                let place = start..end;
                tokens.push(Token { core: place.clone(), place, width: own, counts: false });
            }
        }
        // 第 belongs to the number behind it.
        let ordinal = c == '第' && text[end..].starts_with(|next: char| next.is_ascii_digit());
        glued = OPENING.contains(c) || ordinal || long;
        before = Some(c);
    }
    tokens
}

/// Tells whether a gap is left between two texts, as between a 汉字 and a digit.
pub fn leave_a_gap(before: &str, behind: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), behind.chars().next()) else {
        return false;
    };
    let is_han = |c: char| c.is_alphabetic() && !c.is_ascii();
    last.is_ascii_alphanumeric() && is_han(first) || is_han(last) && first.is_ascii_alphanumeric()
}

/// Returns about how many 汉字 a text is as wide as, where nothing is left between 汉字 and digits.
pub fn ems(text: &str) -> f64 {
    f64::from(text.chars().map(width_of).sum::<Width>()) / f64::from(EM)
}

/// The same, rounded up.
pub fn characters(text: &str) -> u32 {
    text.chars().map(width_of).sum::<Width>().div_ceil(EM)
}

fn width(text: &str) -> Width {
    tokens(text).iter().map(|token| token.width).sum()
}

fn is_latin(c: char) -> bool {
    c.is_ascii_graphic()
}

fn is_mark(c: char) -> bool {
    CLOSING.contains(c) || OPENING.contains(c) || c.is_whitespace()
}

/// About how wide a character is set.
fn width_of(c: char) -> Width {
    match c {
        '\n' => 0,
        ' ' => 220,
        '0'..='9' => 560,
        'a'..='z' => 560,
        'A'..='Z' => 680,
        c if c.is_ascii() => 320,
        _ => EM,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<&str> {
        whole(text, Room::new(28, 2)).into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn numbers_are_kept_with_their_units_where_a_line_ends() {
        let filler = "天".repeat(24);
        assert_eq!(kept(&format!("{filler}共34人参加会议并且发言")), ["34人"]);
        assert_eq!(kept(&format!("{filler}在第12届大会参加会议并发言")), ["第12届"]);
        // In the midst of a line nothing is kept: the reader would see another gap before it.
        assert!(kept(&format!("地地地共34人参加会议{}", "天".repeat(9))).is_empty());
        let dated = "2025年10月18日";
        assert_eq!(
            counts(dated).into_iter().map(|it| &dated[it]).collect::<Vec<_>>(),
            ["2025年", "10月", "18日"]
        );
    }

    #[test]
    fn a_range_is_kept_whole_where_a_line_ends() {
        let filler = "天".repeat(22);
        for range in
            ["2023—2024学年", "2023-2024学年", "2023-2024", "第3～5条", "2023－2024年", "18–24岁"]
        {
            assert_eq!(kept(&format!("{filler}{range}参加会议的各级代表")), [range]);
        }
        // What is no range, or too wide for a line, stays as it is.
        let address = "https://a.example/2023-2024/2025年";
        for words in [address, "甲—2024"] {
            let text = format!("{filler}{words}参加会议的各级代表");
            let kept = kept(&text);
            assert!(!kept.iter().any(|it| it.contains('2')), "{kept:?}");
        }
        // A cell is too narrow for both ends.
        let text = "2023—2024年";
        assert_eq!(counts(text).into_iter().map(|it| &text[it]).collect::<Vec<_>>(), ["2024年"]);
        let whole = counts_and_ranges(text);
        assert_eq!(whole.into_iter().map(|it| &text[it]).collect::<Vec<_>>(), [text]);
        assert_eq!((widest("报名2023—2024年的3人"), widest("报名的人")), (7, 0));
    }

    #[test]
    fn a_gap_stands_between_a_character_and_a_digit_whichever_is_first() {
        for (before, behind) in [("至", "2025年"), ("2025年", "8月"), ("2024", "学年")] {
            assert!(leave_a_gap(before, behind), "{before}{behind}");
        }
        for (before, behind) in
            [("（", "8月"), ("8月", "，"), ("年", "月"), ("", "8月"), ("2024", "-")]
        {
            assert!(!leave_a_gap(before, behind), "{before}{behind}");
        }
    }

    #[test]
    fn marks_that_hold_nothing_are_pieces_like_others() {
        for text in ["‘，，〉一一", "“”", "《“一”》。", "（，第3届"] {
            for token in tokens(text) {
                let within = token.place.start <= token.core.start;
                assert!(within && !token.core.is_empty() && token.core.end <= token.place.end);
            }
        }
    }

    #[test]
    fn a_last_line_has_two_characters() {
        assert_eq!(kept(&format!("{}价；", "天".repeat(26))), ["天价"]);
        assert_eq!(kept(&format!("{}（试行）", "天".repeat(24))), ["试行"]);
        assert!(kept(&"天".repeat(40)).is_empty());
        assert!(kept("天地").is_empty());
    }
}
