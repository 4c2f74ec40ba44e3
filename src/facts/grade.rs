//! A grade as a cell writes it: which year of which stage of study it is.
//! It must not know whose grade it is, nor what follows from it.

use std::sync::LazyLock;

use regex::Regex;

use crate::numeral;
use crate::standard::{Track, Words, word_lists};

/// The year of a stage, written out or as the year of entry.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Written {
    /// 二年级, 大二
    Year(i64),
    /// 2024级
    Entry(i64),
    /// 预科, 延期: there is no number to compare.
    None,
}

/// A grade that was read.
#[derive(Clone, Debug)]
pub struct Grade<'a> {
    written: Written,
    /// The stage it names, if it names one.
    pub track: Option<&'a Track>,
    /// How many years the stage has, where 五年制 says so.
    stated_years: Option<i64>,
}

impl<'a> Grade<'a> {
    /// Reads 二年级, 大二, 研一, 硕士二年级, 2024级, 大三（专升本）, 2019级（八年制）, 预科.
    pub fn read(text: &str, words: &'a Words) -> Option<Self> {
        let plain = plain(text);
        let (main, note) = match plain.split_once('(') {
            Some((main, note)) => (main, note),
            None => (plain.as_str(), ""),
        };
        let of = |text: &str| track(text, words);
        let written = written(main, words)?;
        // The note says more exactly what the short word before it leaves open.
        let track = of(note).or_else(|| of(main));
        Some(Self { written, track, stated_years: stated_years(&plain) })
    }

    /// In which year of its stage somebody is in the academic year that starts in `start`.
    pub fn number(&self, start: i32) -> Option<i64> {
        match self.written {
            Written::Year(year) => Some(year),
            Written::Entry(entry) => Some(i64::from(start) - entry + 1),
            Written::None => None,
        }
    }

    /// Whether it is the first year of its stage.
    pub fn is_first(&self, start: i32) -> bool {
        let from = self.track.map_or(1, |track| track.from);
        self.is_preparatory()
            || match self.number(start) {
                Some(1) => true,
                // Who goes on from a diploma begins in the third year.
                Some(number) => from > 1 && number == from,
                None => false,
            }
    }

    pub fn is_graduate(&self) -> bool {
        self.track.is_some_and(|track| track.graduate)
    }

    pub fn is_preparatory(&self) -> bool {
        self.track.is_some_and(|track| track.preparatory)
    }

    /// The last year of its stage, as far as the grade says which stage it is.
    pub fn last(&self) -> Option<i64> {
        self.stated_years.or_else(|| self.track?.years)
    }

    /// Whether somebody who entered so many years ago may be in this grade: the earlier stage may
    /// have been in the same college, or the first year may be called the third.
    pub fn fits(&self, start: i32, by_entry: i64) -> bool {
        let Some(number) = self.number(start) else { return true };
        let (from, before) = self.track.map_or((1, 0), |track| (track.from, track.before));
        let earlier = by_entry - number;
        (1 - from..=0).contains(&earlier) && (earlier == 0 || earlier == 1 - from)
            || (1..=before).contains(&earlier)
    }
}

fn plain(text: &str) -> String {
    let half = text.chars().map(numeral::half_width).filter(|c| !c.is_whitespace());
    let close = |c| if "）】〕]".contains(c) { ')' } else { c };
    half.map(|c| if "（【〔[".contains(c) { '(' } else { close(c) }).collect()
}

const NUMERAL: &str = "一二三四五六七八1-8";

fn digit(text: &str) -> Option<i64> {
    numeral::count(text, "")
}

fn written(main: &str, words: &Words) -> Option<Written> {
    static ENTRY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?:^|[^0-9])(20)?([0-9]{2})级").expect("a pattern of our own")
    });
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(&format!("([{NUMERAL}])年级")).expect("a pattern of our own"));
    static LAST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!("^(.*)([{NUMERAL}])$")).expect("a pattern of our own")
    });
    if let Some(hit) = ENTRY.captures(main) {
        return Some(Written::Entry(2000 + hit[2].parse::<i64>().ok()?));
    }
    if let Some(hit) = YEAR.captures(main) {
        return digit(&hit[1]).map(Written::Year);
    }
    // A number alone must follow the name of a stage: 研一 is a grade, 护理二 is not.
    if let Some(hit) = LAST.captures(main).filter(|hit| named(&hit[1], words).is_some()) {
        return digit(&hit[2]).map(Written::Year);
    }
    if main.contains("新生") {
        return Some(Written::Year(1));
    }
    let open = named(main, words).is_some_and(|track| track.preparatory);
    let longer = words.begin(word_lists::LONGER_STUDY, main);
    (open || longer).then_some(Written::None)
}

/// Returns the stage whose name a text is, 生 and what says how long it takes left aside.
fn named<'a>(text: &str, words: &'a Words) -> Option<&'a Track> {
    let is = |text: &str| words.tracks.iter().find(|track| track.names.iter().any(|n| n == text));
    let bare = text.trim_end_matches(['生', ')']);
    is(text)
        .or_else(|| is(bare))
        .or_else(|| track(text, words).filter(|_| bare.chars().count() > 1))
}

/// Returns the stage with the longest name that a text has.
fn track<'a>(text: &str, words: &'a Words) -> Option<&'a Track> {
    let names = words.tracks.iter().flat_map(|track| track.names.iter().map(move |n| (n, track)));
    // A name of one character stands in other words: it must open the text.
    let has = |name: &str| match name.chars().count() {
        1 => text.starts_with(name),
        _ => text.contains(name),
    };
    let found = names.filter(|(name, _)| has(name));
    found.max_by_key(|(name, _)| name.len()).map(|(_, track)| track)
}

/// Reads 五年制, 八年一贯制.
fn stated_years(plain: &str) -> Option<i64> {
    static STATED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("([二三四五六七八2-8])年(?:一贯)?制").expect("a pattern of our own")
    });
    digit(&STATED.captures(plain)?[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::own_words;

    #[test]
    fn a_grade_is_a_year_of_a_stage() {
        let words = own_words();
        for (text, number, last, graduate, first) in [
            ("二年级", Some(2), None, false, false),
            ("大三", Some(3), Some(5), false, false),
            ("2024级", Some(2), None, false, false),
            ("24级", Some(2), None, false, false),
            ("２０２５级", Some(1), None, false, true),
            ("研一", Some(1), Some(5), true, true),
            ("硕士二年级", Some(2), Some(5), true, false),
            ("硕士研究生二年级", Some(2), Some(5), true, false),
            ("博三", Some(3), Some(8), true, false),
            ("2024级硕士", Some(2), Some(5), true, false),
            ("五年一贯制四年级", Some(4), Some(5), false, false),
            ("四年级（五年一贯制）", Some(4), Some(5), false, false),
            ("八年制六年级", Some(6), Some(8), false, false),
            ("2019级（八年制）", Some(7), Some(8), false, false),
            ("大三（专升本）", Some(3), Some(5), false, true),
            ("大四（专升本）", Some(4), Some(5), false, false),
            ("高职二年级", Some(2), Some(3), false, false),
            ("2024级（3+2）", Some(2), Some(5), false, false),
            ("预科", None, Some(2), false, true),
            ("延期毕业", None, None, false, false),
            ("2025级新生", Some(1), None, false, true),
        ] {
            let grade = Grade::read(text, &words).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(grade.number(2025), number, "{text}");
            assert_eq!(grade.last(), last, "{text}");
            assert_eq!(grade.is_graduate(), graduate, "{text}");
            assert_eq!(grade.is_first(2025), first, "{text}");
        }
        for text in ["二年人", "年级", "级二年", "二级", "毕业班", "护理二班", "护理二"]
        {
            assert!(Grade::read(text, &words).is_none(), "{text}");
        }
    }

    #[test]
    fn an_earlier_stage_may_have_been_in_the_same_college() {
        let words = own_words();
        let fits = |text: &str, by_entry| Grade::read(text, &words).unwrap().fits(2025, by_entry);
        assert!(fits("二年级", 2) && !fits("二年级", 3) && !fits("三年级", 2));
        assert!(fits("大三（专升本）", 1) && fits("大三（专升本）", 3));
        assert!(!fits("大三（专升本）", 2) && fits("专升本一年级", 1));
        assert!(fits("高职一年级（转段）", 4) && fits("五年一贯制四年级", 4));
        assert!(!fits("五年一贯制四年级", 3));
    }
}
