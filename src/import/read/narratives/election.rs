//! 六: the method of election, with seats, candidates and the share of delegates that must be there.
//! It must not know how the election went.

use super::{CANDIDATES, CONGRESS, patterns, put, put_optional};
use crate::facts::amounts;
use crate::import::paper::Block;
use crate::import::read::prose::Stated;
use crate::import::read::text::adopted;
use crate::import::read::{Draft, Known, prose};
use crate::import::written::Yaml;
use crate::standard::{Words, word_lists};

patterns!(
    SEATS,
    "应选[^，。；、0-9零〇一二三四五六七八九十百两]{0,12}N *[人名]",
    "由N *[人名]组成",
    "选举(?:产生)?[^，。；0-9]{0,16}主席团成员N *[人名]",
    "主席团成员N *[人名]"
);
patterns!(SURPLUS, "差额(?:人数)?(?:为|共)? *N *[人名]");
patterns!(UNION, "第N *届(?:学生会|研究生会|学生委员会)", "第N *届主席团");

/// Reads 六、into `选举.md` and `选举.yaml`.
pub fn election(blocks: &[Block], known: &mut Known, standard: &Words, draft: &mut Draft) {
    let text = adopted(blocks, standard);
    let mut words = vec![text.title.clone().unwrap_or_default()];
    words.extend(text.plain_lines());
    let mut yaml = Yaml::new("选举");
    let missing = "文里没有写";
    let seats = prose::number(&words, &SEATS);
    let candidates = prose::number(&words, &CANDIDATES);
    put(&mut yaml, "应选人数", seats.as_ref(), missing);
    put(&mut yaml, "候选人数", candidates.as_ref(), missing);
    // Where it is not said it follows from the two: what the program works out it does not write.
    put_optional(&mut yaml, "差额", prose::number(&words, &SURPLUS).as_ref());
    match quorum(&words, standard) {
        Some((stated, strict)) => {
            put(&mut yaml, "到会比例", Some(&stated), missing);
            let (answer, why) = match strict {
                true => ("是", "条文说的是超过"),
                false => ("否", "条文说的不是超过，而是达到"),
            };
            yaml.comment(0, why);
            yaml.given(0, "到会须超过", answer);
        }
        None => {
            yaml.unfilled(0, "到会比例", missing);
            yaml.unfilled(0, "到会须超过", missing);
        }
    }
    let congress = prose::number(&words, &CONGRESS);
    let union = prose::number(&words, &UNION);
    put(&mut yaml, "代表大会届次", congress.as_ref(), missing);
    put(&mut yaml, "学生会届次", union.as_ref(), missing);
    known.congress = congress;
    draft.headings(&text, "选举.md");
    draft.section("选举办法", "选举", yaml, &text);
}

/// Finds what share of the delegates must be there, and whether it must be exceeded.
fn quorum(lines: &[String], words: &Words) -> Option<(Stated, bool)> {
    lines.iter().find_map(|line| {
        let amounts = amounts::find(line, &words.limits.bounding);
        amounts.into_iter().filter(|amount| amount.unit.is_none()).find_map(|amount| {
            let sentence = prose::sentence(line, amount.range.start);
            let clause =
                sentence.split('，').find(|clause| clause.contains(&line[amount.range.clone()]))?;
            let about =
                words.has(word_lists::COMING, &sentence) && words.has(word_lists::ENTITLED, clause);
            let other = words.has(word_lists::OF_VOTES, clause) || clause.contains("应选");
            let value = line[amount.range.clone()].to_owned();
            (about && !other).then_some((Stated { value, sentence }, amount.strict))
        })
    })
}
