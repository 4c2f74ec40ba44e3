//! Where GB/T 9704 has who signed and the day below stand, with a seal and without one.
//! It must not measure type: it reckons with characters as wide as 28 to a line make them.

use crate::render::lines::leave_a_gap;

/// How wide a 汉字 is, in twentieths of a point.
const CHARACTER: i32 = 316;
/// The same of a line.
const LINE: i32 = 28 * CHARACTER;

/// How far from the edges of the text a line stands, in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It begins so far from the left one.
    Begins(i32),
    /// It ends so far from the right one.
    Ends(i32),
}

/// Returns where each line of a signature stands. Under a seal the day, which is the last line, ends four
/// characters before the edge, and the others stand centred above it. Without one they end two
/// characters before the edge, and the day begins two characters behind where the first begins.
pub fn places(lines: &[String], sealed: bool) -> Vec<Stands> {
    let widths: Vec<i32> = lines.iter().map(|line| width(line)).collect();
    let [first, ..] = widths[..] else { return Vec::new() };
    let last = widths.len() - 1;
    let day = widths[last];
    let (off, off_day) = if sealed {
        let off = (4 * CHARACTER + (day - first) / 2).max(0);
        (off, Stands::Ends((off + (first - day) / 2).max(0)))
    } else {
        let off = 2 * CHARACTER + (day + 2 * CHARACTER - first).max(0);
        (off, Stands::Begins((LINE - off - first + 2 * CHARACTER).max(0)))
    };
    (0..=last).map(|at| if at < last { Stands::Ends(off) } else { off_day }).collect()
}

/// Latin letters and digits are half as wide as 汉字, and a quarter is left between the two.
fn width(text: &str) -> i32 {
    let own = |c: char| if c.is_ascii() { CHARACTER / 2 } else { CHARACTER };
    let gaps = text.char_indices().filter(|(at, _)| leave_a_gap(&text[..*at], &text[*at..]));
    text.chars().map(own).sum::<i32>() + gaps.count() as i32 * CHARACTER / 4
}

#[cfg(test)]
mod tests {
    use super::Stands::{Begins, Ends};
    use super::{CHARACTER, LINE, places, width};

    #[test]
    fn who_signed_and_the_day_stand_as_official_documents_have_them() {
        let lines = ["共青团江临职业技术学院委员会", "2026年10月16日"].map(str::to_owned);
        let [who, day] = [&lines[0], &lines[1]].map(|line| width(line));
        assert_eq!((who, day), (14 * CHARACTER, 8 * CHARACTER + CHARACTER / 4));
        let begins = LINE - 2 * CHARACTER - who;
        let free = [Ends(2 * CHARACTER), Begins(begins + 2 * CHARACTER)];
        assert_eq!(places(&lines, false), free, "the day begins further in");
        let [Ends(off), Ends(off_day)] = places(&lines, true)[..] else { panic!("two ends") };
        assert_eq!(off_day, 4 * CHARACTER);
        assert!((2 * off + who - 2 * off_day - day).abs() <= 1, "one above the other");
        // A name that is narrower than the day moves in, so that the day ends two off the edge.
        let lines = ["院团委", "2026年10月16日"].map(str::to_owned);
        let moved = [Ends(9 * CHARACTER + CHARACTER / 4), Begins(LINE - 2 * CHARACTER - day)];
        assert_eq!(places(&lines, false), moved);
        assert!(places(&[], true).is_empty());
    }
}
