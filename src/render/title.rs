//! Where a title may be broken by sense: after the college's name, or behind 关于开展, 学年, 学生会.
//! It must not know how wide a line is.

/// Behind what words the title of a notice may be broken; of those that begin alike the longest first. They
/// stand here, for a document is set alike whatever standards it was held against.
const SENSES: [&str; 10] = [
    "关于开展",
    "关于做好",
    "关于组织",
    "关于",
    "学期",
    "学年",
    "研究生会",
    "学生会",
    "工作人员",
    "工作",
];

/// Returns the pieces of a title that a line had better hold whole; together they are the title.
pub fn pieces<'a>(title: &'a str, college: &str) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut rest = title;
    if let Some(behind) = title.strip_prefix(college).filter(|_| !college.is_empty()) {
        let (own, _) = title.split_at(title.len() - behind.len());
        pieces.push(own);
        pieces.push(behind);
    } else {
        while let Some(end) = end_of_first(rest).filter(|end| *end < rest.len()) {
            let (piece, behind) = rest.split_at(end);
            pieces.push(piece);
            rest = behind;
        }
        pieces.push(rest);
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Returns where the first of the words ends.
fn end_of_first(text: &str) -> Option<usize> {
    let found = SENSES.iter().filter_map(|word| Some((text.find(word)?, word.len())));
    found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length))).map(|(at, len)| at + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_falls_into_pieces_by_sense() {
        for (title, whole) in [
            (
                "关于开展2024—2025学年春季学期学生会工作人员述职评议的通知",
                "关于开展|2024—2025学年|春季学期|学生会|工作人员|述职评议的通知",
            ),
            ("青禾职业学院学生会改革情况公开", "青禾职业学院|学生会改革情况公开"),
            ("青禾职业学院", "青禾职业学院"),
            ("述职评议办法", "述职评议办法"),
        ] {
            assert_eq!(pieces(title, "青禾职业学院").join("|"), whole);
            assert_eq!(pieces(title, "青禾职业学院").concat(), title);
        }
    }
}
