//! Where texts say that the congress was held: 大会在体育馆举行.
//! It must not judge; beside the place named stands that of the data.

use std::sync::LazyLock;

use regex::Regex;

use super::{Figures, clause, search, sentence};
use crate::facts::owners;
use crate::facts::passages::FILLED;
use crate::model::{congress, year};
use crate::numeral;
use crate::standard::{has, word_lists};

impl Figures<'_> {
    /// 大会在体育馆举行 where the data name a hall of the library.
    pub(super) fn held_at(&mut self) {
        let place = self.root.get(year::CONGRESS).get(congress::PLACE).clone();
        if self.passage.section != year::CONGRESS {
            return;
        }
        let Some(known) = place.text().map(str::to_owned) else { return };
        let text = &self.passage.text;
        let hits: Vec<_> = HELD_AT
            .captures_iter(text)
            .filter_map(|hit| Some((hit.get(0)?.range(), hit["place"].to_owned())))
            .filter(|(whole, named)| {
                let sentence = sentence(text, whole);
                let own = self.words.has(word_lists::MEETINGS, sentence);
                let clause = clause(text, whole);
                own && !named.contains(FILLED)
                    && !self.is_of_others(whole)
                    && !self.is_of_a_department(whole)
                    && !owners::is_of_another_time(clause, self.words)
                    && !has(sentence, &self.words.matters.parts_of_congress)
            })
            .collect();
        for (whole, named) in hits {
            let letters: Vec<char> = named.chars().collect();
            let shares = letters.windows(2).any(|pair| known.contains(&String::from_iter(pair)));
            // Of two storeys one is wrong, whatever the house is called.
            let storeys = storey(&named).zip(storey(&known));
            if storeys.is_some_and(|(named, known)| named != known) {
                self.figure(whole, place.clone(), "代表大会.地点", false);
                continue;
            }
            // A hall may lie in a library; of two libraries one is wrong.
            let same_kind = letters.last().is_some_and(|last| known.contains(*last));
            let houses = HOUSE.is_match(&named) && HOUSE.is_match(&known);
            if same_kind || (houses && !shares) {
                self.figure(whole, place.clone(), "代表大会.地点", shares);
            }
        }
    }
}

static HELD_AT: LazyLock<Regex> = LazyLock::new(|| {
    let of_place = "[^，。；：在于]{1,20}?(?:馆|厅|楼|室|礼堂|剧场|剧院|教室|操场|广场|中心)";
    search(&format!("在(?P<place>{of_place})(?:隆重|顺利|如期|圆满|胜利)?(?:举行|召开|开幕|闭幕)"))
});

/// A house of its own, in which there may be halls and rooms.
static HOUSE: LazyLock<Regex> =
    LazyLock::new(|| search("\\p{Han}(?:楼|馆|礼堂|剧场|剧院|操场|广场|中心|体育场)"));

static STOREY: LazyLock<Regex> = LazyLock::new(|| search("N[楼层]"));

/// Returns on which storey a place is said to be.
fn storey(place: &str) -> Option<i64> {
    numeral::count(&STOREY.captures(place)?["n"], "")
}
