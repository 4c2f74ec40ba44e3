//! The title of an official document, broken by sense where it takes more than one line.
//! It must not know how a title looks, but how much of it a line holds.

/// How much a line holds, in halves of a 汉字: 156 mm of type of 22 points.
const LINE: usize = 40;

/// Behind what words the title of a notice may be broken. They stand here, for a document is set alike
/// whatever standards it was held against.
const SENSES: [&str; 7] = ["关于", "学期", "学年", "学生会", "研究生会", "人员", "工作"];

/// Breaks a title after the college's name, or where the two or three lines of a notice's come out
/// most alike; returns it whole where it fits, or nothing helps.
pub fn lines<'a>(title: &'a str, college: &str) -> Vec<&'a str> {
    if width(title) <= LINE {
        return vec![title];
    }
    let ends: Vec<usize> = match title.strip_prefix(college) {
        Some(rest) => vec![title.len() - rest.len()],
        None => {
            let after = |word: &&'static str| -> Vec<usize> {
                title.match_indices(*word).map(|(at, word)| at + word.len()).collect()
            };
            SENSES.iter().flat_map(after).filter(|end| *end < title.len()).collect()
        }
    };
    let cut = |first: usize, second: usize| {
        let parts = [&title[..first], &title[first..second], &title[second..]];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>()
    };
    let longest = |lines: &Vec<&str>| lines.iter().map(|line| width(line)).max();
    let two = ends.iter().map(|end| cut(*end, title.len())).min_by_key(longest);
    let fits = |lines: &Vec<&str>| longest(lines) <= Some(LINE);
    let second = |first: usize| ends.iter().filter(move |end| **end > first);
    let three = ends.iter().flat_map(|first| second(*first).map(|end| cut(*first, *end)));
    let three = three.min_by_key(longest);
    two.clone().filter(fits).or(three).or(two).unwrap_or_else(|| vec![title])
}

/// Latin letters and digits are half as wide as 汉字.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn a_long_title_is_broken_by_sense() {
        let college = "青禾职业学院";
        let short = "青禾职业学院学生会改革情况公开";
        assert_eq!(lines(short, college), [short]);
        let notice = "关于开展2025—2026学年春季学期学生会工作人员述职评议的通知";
        let broken = ["关于开展2025—2026学年春季学期", "学生会工作人员述职评议的通知"];
        assert_eq!(lines(notice, college), broken);
        let own = "青禾职业学院学生会、研究生会以及各系学生会改革情况公开";
        assert_eq!(lines(own, college).concat(), own);
        assert_eq!(lines(own, college)[0], college);
        let plain = "一".repeat(30);
        assert_eq!(lines(&plain, college), [plain.as_str()]);
    }
}
