//! How an election method has the ballot marked: which sign stands for whom or for what.
//! It must not judge; what one sign is given for two things is told.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::standard::{Words, word_lists};

/// A sign, and a second one where either may be used.
static SIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[画划打][“‘](?P<a>[^”’])[”’](?:(?:或者|或|、|和)[“‘](?P<b>[^”’])[”’])?")
        .expect("a pattern of our own")
});

/// What a voter may say, by the name of its list.
const VOTES: [(&str, Vote); 4] =
    [("赞成", Vote::For), ("反对", Vote::Against), ("弃权", Vote::Neither), ("另选", Vote::Other)];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Vote {
    For,
    Against,
    Neither,
    Other,
}

/// Returns the vote that is told last in a text; of two that end together the longer, for 不赞成 has 赞成.
fn last_vote(text: &str, words: &Words) -> Option<Vote> {
    let told = VOTES.iter().flat_map(|(name, vote)| {
        let lists = words.named(word_lists::VOTES).iter();
        let said = lists.filter(move |(list, _)| list == name).flat_map(|(_, said)| said);
        said.filter_map(move |word| {
            Some((text.rfind(word.as_str())? + word.len(), word.len(), *vote))
        })
    });
    told.max_by_key(|(end, length, _)| (*end, *length)).map(|(.., vote)| vote)
}

/// Returns where a sign is given for two things that it cannot both mean.
pub fn twice_meant(text: &str, words: &Words) -> Option<Range<usize>> {
    let mut seen: Vec<(Vote, char)> = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(['；', '。', '\n']) {
        let start = at;
        at += part.len();
        // The words nearest before a sign say what it is for.
        for hit in SIGN.captures_iter(part) {
            let whole = hit.get(0)?.range();
            let Some(vote) = last_vote(&part[..whole.start], words) else { continue };
            for name in ["a", "b"] {
                let Some(sign) = hit.name(name).and_then(|it| it.as_str().chars().next()) else {
                    continue;
                };
                let sign = plain(sign);
                if seen.iter().any(|(other, known)| *known == sign && !agree(*other, vote)) {
                    return Some(start + whole.start..start + whole.end);
                }
                seen.push((vote, sign));
            }
        }
    }
    None
}

/// Whom else one votes for is marked like whom one is for.
fn agree(one: Vote, other: Vote) -> bool {
    let kind = |vote| if vote == Vote::Other { Vote::For } else { vote };
    kind(one) == kind(other)
}

/// One circle however it is written, one cross, one tick.
fn plain(sign: char) -> char {
    match sign {
        '〇' | '○' | '◯' | 'O' | 'o' | '0' | 'Ｏ' | '圈' => '〇',
        '×' | 'X' | 'x' | '✕' | '✗' | '╳' | 'Ｘ' | '叉' => '×',
        '√' | '✓' | '✔' | '勾' => '√',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    #[test]
    fn a_sign_means_one_thing() {
        let words = own_words();
        for right in [
            "赞成的，画“〇”；反对的，画“×”；弃权的，不作任何标记；另选他人的，写明姓名，并在其下方画“〇”。",
            "投赞成票画“〇”，投反对票画“×”，弃权不作标记。",
            "同意的画“√”或“〇”，不同意的画“×”，弃权的画“△”。",
        ] {
            assert_eq!(twice_meant(right, &words), None, "{right}");
        }
        for wrong in [
            "赞成的，画“〇”；反对的，画“〇”。",
            "赞成的，画“〇”或“×”；反对的，画“×”。",
            "赞成的画“○”，反对的画“×”，弃权的画“×”。",
            "赞成的画“〇”；反对的画“×”；另选他人的，在其下方画“×”。",
        ] {
            assert!(twice_meant(wrong, &words).is_some(), "{wrong}");
        }
    }
}
