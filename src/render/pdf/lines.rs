//! What the end of a line must not tear: a number from its unit, the last two characters of a text.
//! It must not know a font: where lines end is reckoned from characters, and only what stands near
//! such a place is kept whole.

use std::ops::Range;

/// Thousandths of an em, the width of a 汉字.
type Width = u32;

const EM: Width = 1000;
/// What is left between a 汉字 and a letter or digit.
const GAP: Width = 250;

/// What a number is counted in or dated by.
const UNITS: &str =
    "年月日号时点分秒人名位个票次届条项款章节页份天周岁级期件场组类种元万亿倍倍题门%％‰";
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
    /// A number with its unit.
    counts: bool,
}

/// Returns the pieces of a text, by bytes, that are to be kept whole: numbers with units about the
/// ends of its lines, and its last two characters where they might stand apart.
pub fn whole(text: &str, room: Room) -> Vec<Range<usize>> {
    let tokens = tokens(text);
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
        if token.counts && (begins || ends) {
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

/// Every number with its unit.
pub fn counts(text: &str) -> Vec<Range<usize>> {
    tokens(text).into_iter().filter(|token| token.counts).map(|token| token.core).collect()
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
        let unit = number && UNITS.contains(c);
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
        glued = OPENING.contains(c) || ordinal;
        before = Some(c);
    }
    tokens
}

/// Tells whether a gap is left between the end of a text and a digit behind it.
pub fn leaves_a_gap(text: &str) -> bool {
    text.chars().next_back().is_some_and(|last| !is_latin(last) && !is_mark(last))
}

/// Returns about how many 汉字 a text is as wide as, rounded up, where nothing is left between 汉字
/// and digits.
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
