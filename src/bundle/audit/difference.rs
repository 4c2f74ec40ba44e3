//! Where two texts part, shown with a few characters around.
//! It must not know what the texts are about.

/// How many characters are shown before and after a difference.
const AROUND: usize = 8;

/// Returns a text without its white space, which printing is free to change.
pub fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Compares two texts and says where they first differ.
pub fn compare(name: &str, expected: &str, actual: &str) -> Result<(), String> {
    if expected == actual {
        return Ok(());
    }
    let same = expected.chars().zip(actual.chars()).take_while(|(a, b)| a == b).count();
    Err(say(name, excerpt(expected, same), excerpt(actual, same)))
}

/// Finds a text within another and returns what follows it, or says how far it could be found.
pub fn after<'a>(name: &str, wanted: &str, text: &'a str) -> Result<&'a str, String> {
    if let Some(at) = text.find(wanted) {
        return Ok(&text[at + wanted.len()..]);
    }
    // The longest beginning that is there; a longer one is there only if a shorter one is.
    let ends: Vec<usize> = wanted.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let found = ends.partition_point(|&end| text.contains(&wanted[..end]));
    let beginning = &wanted[..found.checked_sub(1).map_or(0, |last| ends[last])];
    let actual = match text.find(beginning).filter(|_| found > 0) {
        Some(at) => excerpt(&text[at..], found),
        None => "没有这些文字".to_owned(),
    };
    Err(say(name, excerpt(wanted, found), actual))
}

fn say(name: &str, expected: String, actual: String) -> String {
    format!("“{name}”与公开内容不一致：应为“{expected}”，实为“{actual}”")
}

/// Returns the characters around the one at `at`.
fn excerpt(text: &str, at: usize) -> String {
    let from = at.saturating_sub(AROUND);
    let shown: String = text.chars().skip(from).take(at - from + 1 + AROUND).collect();
    let more = text.chars().count() > at + 1 + AROUND;
    let (before, after) = (if from > 0 { "…" } else { "" }, if more { "…" } else { "" });
    format!("{before}{shown}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_shown_with_what_is_around_it() {
        let long = "零一二三四五六七八九十百千万亿兆京垓";
        let other = long.replace('十', "拾");
        assert_eq!(
            compare("甲", long, &other).unwrap_err(),
            "“甲”与公开内容不一致：应为“…二三四五六七八九十百千万亿兆京垓”，\
             实为“…二三四五六七八九拾百千万亿兆京垓”"
        );
        assert!(compare("甲", "一二", "一").unwrap_err().contains("实为“一”"));
    }

    #[test]
    fn a_text_is_found_in_another_or_its_beginning_is() {
        assert_eq!(after("甲", "三四", "一二三四五"), Ok("五"));
        let message = after("甲", "三四六", "一二三四五").unwrap_err();
        assert!(message.contains("应为“三四六”，实为“三四五”"), "{message}");
        assert!(after("甲", "七", "一二").unwrap_err().contains("没有这些文字"));
    }
}
