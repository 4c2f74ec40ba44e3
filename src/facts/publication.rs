//! What of the roster is printed: the rank as its college chose, and names until they are taken
//! down. It must not judge; rules read the exact rank whatever is printed.

use time::Date;

use super::asked::Maker;
use crate::datum::{Datum, FieldName, Value, flag};
use crate::model::round::{ROUND, folder, notice, scoring, subject};
use crate::model::{head, person, year};
use crate::standard::{form, limits, ratio};

/// What of the results of a round may be made public, by the words of `结果公开`.
pub const PARTS_OF_RESULTS: [&str; 3] = ["等次", "得分", "名次"];

/// How ranks are printed, by the words of `排名公开方式`.
const BAND: &str = "分段";
const VERDICT: &str = "只写合格";

/// What the public may see of people: of a year's roster, of those appraised in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    pub exact_ranks: bool,
    pub people: bool,
    /// Of the results of a round.
    pub grades: bool,
    pub scores: bool,
    pub places: bool,
}

impl Publication {
    /// Reads what a round or a year chose.
    pub fn read(root: &Datum) -> Self {
        if matches!(&root.value, Value::Fields(table, _) if table.is(&ROUND)) {
            let people = root.get(folder::NOTICE).get(notice::TAKEN_DOWN).bool() != Some(true);
            let chosen = root.get(folder::SCORING).get(scoring::SHOWN).items();
            let shown = |what: &str| chosen.iter().any(|it| it.text() == Some(what));
            let [grades, scores, places] = PARTS_OF_RESULTS.map(shown);
            return Self { exact_ranks: true, people, grades, scores, places };
        }
        let head = root.get(year::HEAD);
        let display = head.get(head::RANK_DISPLAY).text();
        Self {
            exact_ranks: !matches!(display, Some(BAND | VERDICT)),
            people: head.get(head::TAKEN_DOWN).bool() != Some(true),
            grades: false,
            scores: false,
            places: false,
        }
    }

    /// Tells whether a field that is published by choice was chosen.
    pub fn chose(self, field: FieldName) -> bool {
        match field {
            subject::GRADE => self.grades,
            subject::SCORE => self.scores,
            subject::PLACE => self.places,
            _ => self.exact_ranks,
        }
    }
}

/// Fills whether names have been taken down by a day, in the head of a year or the notice of a round.
pub fn take_down(head: &mut Datum, on: Option<Date>) {
    let day = head.get(head::TAKE_DOWN).clone();
    if let (Some(on), Some(date)) = (on, day.date()) {
        head.set(head::TAKEN_DOWN, flag(on >= date, day.span));
    }
}

/// What is printed of each rank, and whether the roster has been taken down by a day.
pub static PUBLICATION: Maker = Maker {
    makes: &[&[year::HEAD, head::TAKEN_DOWN], &[year::ROSTER, person::RANK_SHOWN]],
    of: &[
        &[year::FORM],
        &[year::ROSTER, person::RANK_CELL],
        &[year::ROSTER, person::EXEMPT],
        &[year::ROSTER, person::RANK],
        &[year::ROSTER, person::COHORT],
    ],
    make: |it| mark_shown(it.root, it.beside.on),
};

fn mark_shown(root: &mut Datum, on: Option<Date>) {
    root.get_mut(year::HEAD).into_iter().for_each(|head| take_down(head, on));
    let display = root.get(year::HEAD).get(head::RANK_DISPLAY).text().map(str::to_owned);
    let limit = root.get(year::FORM).get(form::LIMITS).get(limits::RANK).clone();
    let limit = limit.get(ratio::NUM).number().zip(limit.get(ratio::DEN).number());
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let cell = person.get(person::RANK_CELL).clone();
        let exempt = person.get(person::EXEMPT).bool() == Some(true);
        let rank = person.get(person::RANK).number().zip(person.get(person::COHORT).number());
        let rank = rank.filter(|(rank, cohort)| !exempt && *rank >= 1 && rank <= cohort);
        let shown = match display.as_deref() {
            Some(BAND) => rank.map(|(rank, cohort)| band(rank, cohort)),
            Some(VERDICT) => rank.zip(limit).map(|(rank, limit)| verdict(rank, limit)),
            _ => cell.text().map(str::to_owned),
        };
        let shown = shown.map_or(Value::Absent, Value::Text);
        person.set(person::RANK_SHOWN, Datum::new(shown, cell.span));
    }
}

/// The tenth of its cohort a rank lies in, from the first: 31/100 is 前40%.
fn band(rank: i64, cohort: i64) -> String {
    let tenths = (1..=10).find(|n| i128::from(rank) * 10 <= i128::from(cohort) * n).unwrap_or(10);
    format!("前{}%", tenths * 10)
}

fn verdict((rank, cohort): (i64, i64), (num, den): (i64, i64)) -> String {
    let within = i128::from(rank) * i128::from(den) <= i128::from(cohort) * i128::from(num);
    if within { "合格" } else { "未达到" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_the_least_tenth_that_holds_the_rank() {
        for (rank, cohort, shown) in [
            (1, 100, "前10%"),
            (10, 100, "前10%"),
            (11, 100, "前20%"),
            (1, 3, "前40%"),
            (9, 9, "前100%"),
        ] {
            assert_eq!(band(rank, cohort), shown);
        }
    }
}
