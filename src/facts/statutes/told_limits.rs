//! What texts beside the charter say its limits are: 同一个系最多可以有3名候选人.
//! It must not judge; what is stricter than the charter is none of its finds.

use super::passage::{COMMAS, clause, entry};
use super::stated_limits;
use crate::datum::{Datum, FieldName, word};
use crate::facts::passages::{Kind, Passage};
use crate::model::{MENTION, charter_limit, mention, year};
use crate::standard::{Limits, has};

/// Texts that may say what must be; the election method is held against the charter by clauses.
const SECTIONS: [FieldName; 4] = [year::PREFACE, year::NOMINATION, year::CONGRESS, year::DELEGATES];

/// Finds where a limit is said to be looser than the charter, whose limits are `known`, has it.
pub fn find_looser(passages: &[Passage], known: &[Datum], words: &Limits) -> Vec<Datum> {
    let told =
        |it: &&Passage| !it.hidden && it.kind == Kind::Body && SECTIONS.contains(&it.section);
    passages.iter().filter(told).flat_map(|passage| looser(passage, known, words)).collect()
}

fn looser(passage: &Passage, known: &[Datum], words: &Limits) -> Vec<Datum> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    for stated in stated_limits::find(text, words).iter().filter(|it| !it.is_range()) {
        let amount = &stated.amount;
        let rules = has(clause(text, amount.range.start, &COMMAS), &words.ruling);
        let other = has(&stated.sentence, &words.elsewhere);
        let Some(limit) = stated.limits.first().filter(|_| rules && !other) else { continue };
        let is_own = |it: &&Datum| it.get(charter_limit::NAME).text() == Some(limit.name.as_str());
        let Some(own) = known.iter().find(is_own) else { continue };
        let [num, den] = [charter_limit::NUM, charter_limit::DEN].map(|it| own.get(it).number());
        let (Some(num), Some(den)) = (num, den) else { continue };
        let (said, has) = (amount.num * den, num * amount.den);
        if if limit.ceiling { said > has } else { said < has } {
            let place = passage.place(amount.range.clone());
            let fields = [
                (mention::WORDS, word(&text[amount.range.clone()], place)),
                (mention::EXPECTED, own.get(charter_limit::VALUE).clone()),
                (mention::OF, word(&limit.name, place)),
            ];
            found.push(entry(&MENTION, Some(place), fields));
        }
    }
    found
}
