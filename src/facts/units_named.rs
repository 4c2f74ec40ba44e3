//! Units that texts say the union has: 学生会宣传部. It must not judge whether it may have them.

use std::sync::LazyLock;

use regex::Regex;

use super::owners::{self, Own};
use super::passages::{Kind, Passage};
use crate::datum::{Datum, word};
use crate::model::{MENTION, head, mention, unit, year};
use crate::name::plain_name;
use crate::standard::{Words, word_lists};

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?:学生会|本会)(?:的|下设有|下设|设有|设立|设)?(?P<name>\\p{Han}{2,8}?(?:部|中心|办公室))",
    )
    .expect("a pattern of our own")
});

/// Finds each unit that a text gives this union and that neither the table of units, nor a former
/// name, nor the list of what was abolished has.
pub fn find(passages: &[Passage], root: &Datum, words: &Words) -> Vec<Datum> {
    let units = root.get(year::UNITS).items();
    let own = Own::gather(root, words);
    let texts = |list: &Datum| -> Vec<String> {
        list.items().iter().filter_map(Datum::text).map(plain_name).collect()
    };
    let mut known = texts(root.get(year::HEAD).get(head::ABOLISHED));
    for unit in units {
        known.extend(unit.get(unit::NAME).text().map(plain_name));
        known.extend(texts(unit.get(unit::FORMER_NAMES)));
    }
    let mut found = Vec::new();
    let told = |passage: &&Passage| {
        let written = matches!(passage.kind, Kind::Body | Kind::Cell);
        written && !passage.hidden && passage.section != year::CHARTER && !units.is_empty()
    };
    for passage in passages.iter().filter(told) {
        let text = passage.text.as_str();
        for hit in NAMED.captures_iter(text) {
            let (Some(whole), Some(name)) = (hit.get(0), hit.name("name")) else { continue };
            let before = &text[..whole.start()];
            let sentence = before.rsplit(['。', '；', '\n']).next().unwrap_or_default();
            let behind = text[name.end()..].chars().next();
            // 工作部 of 工作部门, and the name of a longer unit.
            let cut = behind.is_some_and(|c| "门分队署长员们委".contains(c));
            let other = own.is_other(before)
                || before.ends_with('《')
                || owners::is_of_another_time(sentence, words)
                || words.has(word_lists::NOT_UNITS, name.as_str());
            let known = known.iter().any(|known| {
                known.contains(name.as_str()) || text[name.start()..].starts_with(known.as_str())
            });
            if !cut && !other && !known {
                let place = passage.place(name.range());
                let mut entry = Datum::new(MENTION.empty(), Some(place));
                entry.set(mention::WORDS, word(name.as_str(), place));
                found.push(entry);
            }
        }
    }
    found
}
