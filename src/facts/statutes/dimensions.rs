//! From which sides a text has officers appraised: the 项 of its article, or a row of nouns.
//! It must not judge; what is no such row is not taken for one.

use super::passage::{flat, pieces};
use crate::datum::prose::{Kind, Node, Prose};
use crate::datum::{Datum, list, word};
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

/// No side of an appraisal has more characters.
const LONGEST: usize = 8;

/// Returns each row of sides that an article on the appraisal lists.
pub fn find(text: &Prose, words: &Words, sources: &Sources) -> Vec<Vec<Datum>> {
    let mut found = Vec::new();
    text.walk(&mut |node, _| {
        let own = node.plain_text();
        if node.kind != Kind::Article || !words.has(word_lists::APPRAISALS, &own) {
            return;
        }
        found.extend(items(node, &own, words, sources));
        found.extend(rows(node, words, sources));
    });
    found.retain(|row: &Vec<Datum>| {
        let short = |side: &Datum| side.text().is_some_and(|t| t.chars().count() <= LONGEST);
        row.len() > 2 && row.iter().all(short)
    });
    found
}

/// Makes one fact of a row; absent, at a place of its own, when there is none.
pub fn datum(row: Option<Vec<Datum>>, elsewhere: Option<Span>) -> Datum {
    match row.and_then(|row| Some((row.first()?.span, row))) {
        Some((span, row)) => list(row, span),
        None => Datum::absent(elsewhere),
    }
}

/// Reads the 项 of an article that says it lists sides: each one's first words.
fn items(article: &Node, own: &str, words: &Words, sources: &Sources) -> Option<Vec<Datum>> {
    let lists_sides = words.has(word_lists::SIDES, own);
    let items = flat(article).into_iter().filter(|child| child.kind == Kind::Item);
    let sides = items.filter_map(|item| {
        let (text, span) = pieces(item).into_iter().next()?;
        let name = text.split(['，', '；', '。', '：', '、']).next()?.trim();
        Some(word(name, sources.part(span, &text, 0..name.len())))
    });
    lists_sides.then(|| sides.collect())
}

/// Reads 从甲乙、丙丁和戊己等方面 as three nouns. Whoever is appraised may stand before it:
/// 主席团成员和负责人每学期从甲乙、丙丁等方面.
fn rows(article: &Node, words: &Words, sources: &Sources) -> Vec<Vec<Datum>> {
    let mut rows = Vec::new();
    for (text, span) in pieces(article) {
        for sentence in text.split(['，', '。', '；', '：']) {
            let mut nouns: Vec<(usize, &str)> = Vec::new();
            let mut led = sentence.contains("方面");
            let mut at = sentence.as_ptr() as usize - text.as_ptr() as usize;
            for part in sentence.split_inclusive(['、', '和', '及', '与']) {
                let ends = words.list(word_lists::BEHIND_SIDES).iter();
                let end = ends.filter_map(|word| part.find(word.as_str())).min();
                let noun = &part[..end.unwrap_or(part.len())];
                let noun = noun.trim_end_matches(['、', '和', '及', '与', '以']);
                let leads = words.list(word_lists::BEFORE_SIDES).iter();
                let lead =
                    leads.filter_map(|lead| Some(noun.rfind(lead.as_str())? + lead.len())).max();
                // Within a noun as short as a side is, the words are its own: 对外, 就业.
                let lead = lead.filter(|_| nouns.is_empty() || noun.chars().count() > LONGEST);
                if let Some(lead) = lead {
                    nouns.clear();
                    led = true;
                    nouns.push((at + lead, &noun[lead..]));
                } else if !noun.is_empty() {
                    nouns.push((at, noun));
                }
                at += part.len();
                if end.is_some() {
                    break;
                }
            }
            nouns.retain(|(_, noun)| !noun.is_empty());
            if led {
                let place = |at: usize, noun: &str| sources.part(span, &text, at..at + noun.len());
                rows.push(
                    nouns.into_iter().map(|(at, noun)| word(noun, place(at, noun))).collect(),
                );
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::datum::prose::Use;
    use crate::load::{markdown, own_words};

    fn sides(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let file = sources.add("章程.md", text);
        let prose = markdown::parse(file, &sources, Use::Adopted, &mut Vec::new());
        let longest = find(&prose, &own_words(), &sources).into_iter().max_by_key(|row| row.len());
        let row = longest.unwrap_or_default();
        row.iter().filter_map(|side| side.text().map(str::to_owned)).collect()
    }

    #[test]
    fn sides_are_read_from_a_sentence_or_from_its_items() {
        let five = ["品德", "学习", "实绩", "作风"];
        assert_eq!(sides("第一条　负责人从品德、学习、实绩和作风等方面接受评议。"), five);
        let who =
            "第一条　骨干成员和各部负责人每学期从品德、学习、实绩、作风等方面，向评议会述职。";
        assert_eq!(sides(who), five);
        let listed = "第一条　评议包括下列内容：\n\n（一）品德，看为人；\n\n（二）学习；\n\n（三）对外联络。";
        assert_eq!(sides(listed), ["品德", "学习", "对外联络"]);
    }

    #[test]
    fn what_lists_other_things_is_no_row_of_sides() {
        let none = Vec::<String>::new();
        assert_eq!(
            sides("第一条　述职分为：\n\n（一）提交报告；\n\n（二）现场陈述；\n\n（三）打分。"),
            none
        );
        assert_eq!(sides("第一条　骨干、部长和干事向学生代表、教师和团委组成的评议会述职。"), none);
    }
}
