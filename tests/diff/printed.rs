//! The formats that tell a difference.

use gongkai::bundle::pdf::{pdf_streams, pdf_text};
use gongkai::diff::diff;
use gongkai::render::changes::{Look, Telling, terminal};
use gongkai::render::pdf::{Fonts, amendments};
use gongkai::theme::Theme;

use crate::last_two;

#[test]
fn lines_keep_to_the_width_and_colours_end() {
    let (a, b) = last_two();
    let telling = Telling::from_difference(&diff(a, b));
    for width in [40, 80] {
        let plain = terminal(&telling, Look { width, colour: false });
        let columns = |line: &str| unicode_width::UnicodeWidthStr::width(line);
        // A stop that may not begin a line hangs over, and so does a mark behind it.
        let over: Vec<&str> = plain.lines().filter(|line| columns(line) > width + 6).collect();
        assert!(over.is_empty(), "{over:#?}");
    }
    let coloured = terminal(&telling, Look { width: 80, colour: true });
    assert!(coloured.contains("\x1b[9;31m") && !coloured.contains("[-"));
    for line in coloured.lines() {
        let last = line.rfind("\x1b[").map_or("\x1b[0m", |at| &line[at..]);
        assert!(last.starts_with("\x1b[0m"), "{line:?}");
    }
}

#[test]
fn the_table_for_a_vote_is_pdf_a_with_all_amendments() {
    let (a, b) = last_two();
    let (theme, fonts) = (Theme::built_in(), Fonts::built_in());
    let pdf = amendments(&diff(a, b), b, &theme, &fonts).unwrap();
    assert!(pdf == amendments(&diff(a, b), b, &theme, &fonts).unwrap());
    let text: String = pdf_text(&pdf).unwrap().concat().split_whitespace().collect();
    for words in ["《江临职业技术学院学生会章程》修订对照表", "同一个系的候选人不超过2人。", "新增"]
    {
        assert!(text.contains(words), "{words} in {text}");
    }
    let claims = String::from_utf8_lossy(&pdf_streams(&pdf).unwrap().concat()).into_owned();
    for (claim, value) in [("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]
    {
        assert!(claims.contains(&format!("{claim}>{value}<")), "{claim}");
    }
    // Nothing to vote on is said, too.
    let none = amendments(&diff(b, b), b, &theme, &fonts).unwrap();
    assert!(pdf_text(&none).unwrap().concat().contains("两份章程的条文相同"));
}
