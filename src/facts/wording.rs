//! Slips of wording, each found once: wrong words, traditional characters, stray blanks, doubled
//! words, marks, several names for one thing, a sentence that stands twice.
//! It must not judge; each slip has its words, what is usual instead, and where it was first.

mod variants;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use self::variants::{CLEARLY, TWICE, Variants};
use super::passages::{FILLED, Kind, Passage, is_han};
use super::pattern::compiled;
use super::statutes::document_numbers;
use crate::datum::{Datum, FieldName, list, number, word};
use crate::diagnostic::brief;
use crate::model::{MENTION, SLIP, mention, slip, texts, year};
use crate::name::plain_name;
use crate::numeral;
use crate::source::Span;
use crate::standard::{Words, word_lists};

/// The shortest sentence that is looked for elsewhere, in characters.
const SENTENCE: usize = 16;

/// Fills the lists of [`crate::model::TEXTS`] that are about wording.
///
/// `one_tier`: whether 院 and 校 both name the whole college.
pub fn find(passages: &[Passage], words: &Words, one_tier: bool, texts: &mut Datum) {
    let searches = Searches::new(words);
    let mut found = Found::default();
    for passage in passages.iter().filter(|passage| !passage.hidden) {
        match passage.kind {
            Kind::Target => continue,
            Kind::Name => spread_name(passage, &mut found),
            kind => scan(passage, kind, words, &searches, &mut found),
        }
    }
    if one_tier {
        passages
            .iter()
            .filter(|passage| !passage.hidden)
            .for_each(|passage| tiers(passage, &mut found));
    }
    for (name, slips) in found.lists() {
        texts.set(name, list(slips, None));
    }
}

#[derive(Default)]
struct Found {
    wrong_words: Vec<Datum>,
    traditional: Vec<Datum>,
    blanks: Vec<Datum>,
    doubled: Vec<Datum>,
    mark_runs: Vec<Datum>,
    half_width_marks: Vec<Datum>,
    full_width_digits: Vec<Datum>,
    /// The first name with blanks within, and how many there are.
    spread_names: Option<(Datum, i64)>,
    letter_ticks: Vec<Datum>,
    misshapen_numbers: Vec<Datum>,
    self_names: Variants,
    office_names: Variants,
    /// 院党委 and 校党委, 院团委 and 校团委 of one college.
    tiers: Variants,
    ballot_marks: Variants,
    repeats: Vec<Datum>,
    sentences: HashMap<String, (Span, FieldName)>,
}

impl Found {
    fn lists(self) -> [(FieldName, Vec<Datum>); 15] {
        let (mut office_slips, office_names) = self.office_names.by_majority(CLEARLY);
        let (tiers, _) = self.tiers.by_majority(TWICE);
        office_slips.extend(tiers);
        let spread_names = self.spread_names.into_iter().map(|(mut first, count)| {
            first.set(mention::COUNT, number(count, first.span));
            first
        });
        [
            (texts::OFFICE_SLIPS, office_slips),
            (texts::WRONG_WORDS, self.wrong_words),
            (texts::TRADITIONAL, self.traditional),
            (texts::BLANKS, self.blanks),
            (texts::DOUBLED, self.doubled),
            (texts::MARK_RUNS, self.mark_runs),
            (texts::HALF_WIDTH_MARKS, self.half_width_marks),
            (texts::FULL_WIDTH_DIGITS, self.full_width_digits),
            (texts::SPREAD_NAMES, spread_names.collect()),
            (texts::LETTER_TICKS, self.letter_ticks),
            (texts::MISSHAPEN_NUMBERS, self.misshapen_numbers),
            (texts::SELF_NAMES, self.self_names.slips()),
            (texts::OFFICE_NAMES, office_names),
            (texts::BALLOT_MARKS, self.ballot_marks.slips()),
            (texts::REPEATS, self.repeats),
        ]
    }
}

/// Notes a name that is spread by blanks to the width of longer ones; the blank between the parts of
/// a name in letters is its own.
fn spread_name(passage: &Passage, found: &mut Found) {
    let text = passage.text.as_str();
    let plain = plain_name(text);
    let spread = text.trim().chars().any(is_blank) && plain.chars().all(|c| is_han(c) || c == '·');
    if !spread {
        return;
    }
    let (_, count) = found.spread_names.get_or_insert_with(|| {
        let place = passage.place(0..text.len());
        let mut first = Datum::new(MENTION.empty(), Some(place));
        first.set(mention::WORDS, word(text, Some(place)));
        first.set(mention::EXPECTED, word(plain, Some(place)));
        (first, 0)
    });
    *count += 1;
}

/// Returns where numbers are written with full-width digits, with the marks that belong to them.
fn full_width_numbers(text: &str) -> Vec<Range<usize>> {
    let is_wide = |c: char| matches!(c, '０'..='９');
    let belongs = |c: char| numeral::half_width(c) != c || c.is_ascii_digit();
    let mut numbers = runs(text, belongs);
    numbers.retain(|range| text[range.clone()].contains(is_wide));
    numbers
}

/// Notes 院党委 and 校党委, which are one office where the college has no 学院 below it.
fn tiers(passage: &Passage, found: &mut Found) {
    // There the official form has its own words.
    if passage.section == year::GUIDES || matches!(passage.kind, Kind::Name | Kind::Target) {
        return;
    }
    let text = passage.text.as_str();
    for (thing, office) in ["党委", "团委"].into_iter().enumerate() {
        for (at, _) in text.match_indices(office) {
            let Some(tier) = text[..at].chars().next_back().filter(|c| "院校".contains(*c))
            else {
                continue;
            };
            let start = at - tier.len_utf8();
            let before = &text[..start];
            // 我院党委, 学院党委 and 高校团委 are other words.
            let joined = before.chars().next_back().is_some_and(|c| "我本学高各该".contains(c));
            let titled = before.rfind('《').is_some_and(|open| !before[open..].contains('》'));
            if !joined && !titled {
                let end = at + office.len();
                found.tiers.see(thing, &text[start..end], passage.place(start..end));
            }
        }
    }
}

static SELF_NAME: LazyLock<Regex> = LazyLock::new(|| ours("我校|本校|我院|本院"));
static BALLOT_MARK: LazyLock<Regex> = LazyLock::new(|| ours("[画划打][“‘]([〇○◯Oo0OＯ])[”’]"));
static LETTER_TICK: LazyLock<Regex> = LazyLock::new(|| {
    ours(
        "([Rþý£¨\u{f0fe}\u{f052}\u{f0a3}\u{f0a8}(oO□☐☑☒■√✓✔])\\s*[是否]\\s*([Rþý£¨\u{f0fe}\u{f052}\u{f0a3}\u{f0a8}(oO□☐☑☒■√✓✔])\\s*[是否]",
    )
});

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

/// Searches for words that the standards name.
struct Searches {
    wrong: Option<Arc<Regex>>,
    offices: Option<Arc<Regex>>,
}

impl Searches {
    fn new(words: &Words) -> Self {
        Self {
            wrong: any_of(words.wrong.iter().map(|word| word.wrong.as_str())),
            offices: any_of(words.offices.iter().flatten().map(String::as_str)),
        }
    }
}

/// Makes a search for any of some words, the longest first.
fn any_of<'a>(words: impl Iterator<Item = &'a str>) -> Option<Arc<Regex>> {
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
    let pattern = words.iter().map(|word| regex::escape(word)).collect::<Vec<_>>().join("|");
    if pattern.is_empty() { None } else { compiled(&pattern) }
}

fn slip(written: &str, proper: &str, place: Span) -> Datum {
    let text = |text: &str| word(text, Some(place));
    let mut slip = Datum::new(SLIP.empty(), Some(place));
    slip.set(slip::WORDS, text(written));
    slip.set(slip::PROPER, text(proper));
    slip
}

fn scan(passage: &Passage, kind: Kind, words: &Words, searches: &Searches, found: &mut Found) {
    let text = passage.text.as_str();
    let note = |range: Range<usize>, proper: &str| {
        slip(&text[range.clone()], proper, passage.place(range))
    };
    for hit in searches.wrong.iter().flat_map(|search| search.find_iter(text)) {
        let known = words.wrong.iter().find(|word| word.wrong == hit.as_str());
        if let Some(word) = known.filter(|word| !stands_in(text, hit.range(), &word.except)) {
            found.wrong_words.push(note(hit.range(), &word.proper));
        }
    }
    for range in runs(text, |c| words.simplified(c).is_some()) {
        let of = |c: char| words.simplified(c).unwrap_or(c);
        let proper: String = text[range.clone()].chars().map(of).collect();
        found.traditional.push(note(range, &proper));
    }
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    if kind != Kind::Heading {
        blanks(&characters, &mut |range| {
            let proper: String = text[range.clone()].chars().filter(|c| !is_blank(*c)).collect();
            found.blanks.push(note(range, &proper));
        });
    }
    doubled(text, &characters, words.list(word_lists::COMPOUNDS), &mut |range, word| {
        if !words.list(word_lists::REPEATED).iter().any(|known| *known == text[range.clone()]) {
            found.doubled.push(note(range, word));
        }
    });
    marks(text, &characters, words, &mut |range, proper| {
        found.mark_runs.push(note(range, proper));
    });
    half_width_marks(&characters, &mut |range, proper| {
        found.half_width_marks.push(note(range, proper));
    });
    for range in full_width_numbers(text) {
        let proper: String = text[range.clone()].chars().map(numeral::half_width).collect();
        found.full_width_digits.push(note(range, &proper));
    }
    for hit in LETTER_TICK.captures_iter(text) {
        let Some(whole) = hit.get(0) else { continue };
        let marks: Vec<&str> =
            [1, 2].iter().filter_map(|i| hit.get(*i)).map(|m| m.as_str()).collect();
        if marks.iter().any(|mark| !mark.contains(['□', '☐', '☑', '☒', '■', '√', '✓', '✔']))
        {
            found.letter_ticks.push(note(whole.range(), "☑、□"));
        }
    }
    for (range, proper) in document_numbers::misshapen(text, words) {
        found.misshapen_numbers.push(note(range, &proper));
    }
    for hit in SELF_NAME.find_iter(text) {
        found.self_names.see(0, hit.as_str(), passage.place(hit.range()));
    }
    for hit in searches.offices.iter().flat_map(|search| search.find_iter(text)) {
        let office = words.offices.iter().position(|names| names.iter().any(|n| n == hit.as_str()));
        // 学生工作部门 is a kind of office, not the name of one.
        let within =
            text[hit.end()..].starts_with('门') || stands_in(text, hit.range(), &words.not_offices);
        if let Some(office) = office.filter(|_| !within) {
            found.office_names.see(office, hit.as_str(), passage.place(hit.range()));
        }
    }
    for mark in BALLOT_MARK.captures_iter(text).filter_map(|hit| hit.get(1)) {
        found.ballot_marks.see(0, mark.as_str(), passage.place(mark.range()));
    }
    if kind == Kind::Body {
        sentences(passage, found);
    }
}

/// Tells whether a part of a text lies within one of some longer words there.
fn stands_in(text: &str, part: Range<usize>, words: &[String]) -> bool {
    words.iter().any(|word| {
        let from = part.start.saturating_sub(word.len());
        let from = text.floor_char_boundary(from);
        let to = text.ceil_char_boundary((part.end + word.len()).min(text.len()));
        text[from..to]
            .match_indices(word.as_str())
            .any(|(at, _)| from + at <= part.start && part.end <= from + at + word.len())
    })
}

/// Returns the longest stretches of characters of one kind.
fn runs(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| belongs(*c)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + c.len_utf8(),
            _ => runs.push(at..at + c.len_utf8()),
        }
    }
    runs
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}')
}

/// Blanks between two 汉字, or between one and the mark behind it.
fn blanks(characters: &[(usize, char)], see: &mut impl FnMut(Range<usize>)) {
    let mut i = 0;
    while i < characters.len() {
        let start = i;
        while i < characters.len() && is_blank(characters[i].1) {
            i += 1;
        }
        if i > start {
            let before = start.checked_sub(1).map(|at| characters[at]);
            let after = characters.get(i).copied();
            if let (Some((from, before)), Some((to, after))) = (before, after)
                && is_han(before)
                && (is_han(after) || "，。；：、！？）》”".contains(after))
                && !ends_in_label(&characters[..start])
            {
                see(from..to + after.len_utf8());
            }
        } else {
            i += 1;
        }
    }
}

/// Tells whether characters end in a number of a provision, behind which a blank is usual: 第一章.
fn ends_in_label(characters: &[(usize, char)]) -> bool {
    let tail: Vec<char> = characters.iter().rev().take(8).map(|(_, c)| *c).collect();
    let Some((first, rest)) = tail.split_first() else { return false };
    let numeral =
        rest.iter().take_while(|c| crate::numeral::is_numeral(**c) || c.is_ascii_digit()).count();
    "编章节条款".contains(*first) && numeral > 0 && rest.get(numeral) == Some(&'第')
}

/// Words of two to four 汉字 that stand twice in a row; one 汉字 twice is right (学习习近平).
fn doubled(
    text: &str,
    characters: &[(usize, char)],
    compounds: &[String],
    see: &mut impl FnMut(Range<usize>, &str),
) {
    // Whether a word begins before a character and ends with or behind it.
    let within_a_word = |at: usize| {
        compounds.iter().any(|word| {
            let length = word.chars().count();
            (1..length).any(|back| {
                let start =
                    at.checked_sub(back).and_then(|start| characters.get(start..start + length));
                start.is_some_and(|part| part.iter().map(|(_, c)| *c).eq(word.chars()))
            })
        })
    };
    let end_of = |i: usize| characters.get(i).map_or(text.len(), |(at, _)| *at);
    let mut i = 0;
    while i + 4 <= characters.len() {
        let length = (2..=4).find(|n| {
            let Some(pair) = characters.get(i..i + 2 * n) else { return false };
            let (first, second) = pair.split_at(*n);
            first.iter().zip(second).all(|(a, b)| a.1 == b.1 && is_han(a.1))
                && first.iter().any(|c| c.1 != first[0].1)
                // 二十二十 and the like count.
                && !first.iter().all(|c| crate::numeral::is_numeral(c.1))
                // 学生会委员会委员: 会 ends 学生会 the first time, 委员会 the second.
                && !(within_a_word(i) && within_a_word(i + n))
        });
        match length {
            Some(n) => {
                see(characters[i].0..end_of(i + 2 * n), &text[characters[i].0..end_of(i + n)]);
                i += 2 * n;
            }
            None => i += 1,
        }
    }
}

/// Marks that do not follow one another, and 、 before 等.
fn marks(
    text: &str,
    characters: &[(usize, char)],
    words: &Words,
    see: &mut impl FnMut(Range<usize>, &str),
) {
    const STOPS: &str = "，。、；：";
    let is_stop =
        |i: usize| characters.get(i).is_some_and(|(_, c)| STOPS.contains(*c) || ",;".contains(*c));
    let mut i = 0;
    while i < characters.len() {
        let (start, first) = characters[i];
        let mut end = i + 1;
        while is_stop(i) && is_stop(end) {
            end += 1;
        }
        let end_byte = characters.get(end).map_or(text.len(), |(at, _)| *at);
        if end > i + 1 {
            let run = &text[start..end_byte];
            // The strongest of them is meant.
            let strongest = ['。', '；', '：', '，', '、'].iter().find(|mark| run.contains(**mark));
            see(start..end_byte, &strongest.map_or(first.to_string(), char::to_string));
        } else if "！？".contains(first)
            && characters.get(i + 1).is_some_and(|(_, c)| "。，、；".contains(*c))
        {
            let end_byte = characters.get(i + 2).map_or(text.len(), |(at, _)| *at);
            see(start..end_byte, &first.to_string());
        } else if first == '、' {
            let rest = &text[end_byte..];
            let own_word = words
                .list(word_lists::NOT_AND_SO_ON)
                .iter()
                .any(|word| rest.starts_with(word.as_str()));
            if rest.starts_with('等') && !own_word {
                see(start..end_byte + '等'.len_utf8(), "等");
            }
        }
        i = end;
    }
}

/// Half-width marks beside a 汉字.
fn half_width_marks(characters: &[(usize, char)], see: &mut impl FnMut(Range<usize>, &str)) {
    for (i, (at, c)) in characters.iter().enumerate() {
        let full = match c {
            ',' => "，",
            ';' => "；",
            ':' => "：",
            '?' => "？",
            '!' => "！",
            '(' => "（",
            ')' => "）",
            '.' => "。",
            '"' | '\'' => "“”",
            _ => continue,
        };
        let before = i.checked_sub(1).map(|i| characters[i].1);
        let after = characters.get(i + 1).map(|(_, c)| *c);
        let beside = match c {
            // A point may be part of an address, a number or a path (`代表.总数`).
            '.' => before.is_some_and(is_han) && after.is_none_or(|c| !c.is_alphanumeric()),
            _ => before.is_some_and(is_han) || after.is_some_and(is_han),
        };
        if beside {
            see(*at..at + c.len_utf8(), full);
        }
    }
}

/// Notes sentences that stand in another section word for word.
fn sentences(passage: &Passage, found: &mut Found) {
    let text = &passage.text;
    let mut start = 0;
    for (at, mark) in text.match_indices(['。', '！', '？', '\n']) {
        let sentence = text[start..at].trim();
        let from = start + text[start..at].find(sentence).unwrap_or_default();
        start = at + mark.len();
        if sentence.chars().count() < SENTENCE || sentence.contains(FILLED) {
            continue;
        }
        let place = passage.place(from..from + sentence.len());
        let (first, section) =
            *found.sentences.entry(sentence.to_owned()).or_insert((place, passage.section));
        if section != passage.section {
            let mut slip = slip(&brief(sentence), &brief(sentence), place);
            slip.set(slip::OTHER, word(brief(sentence), Some(first)));
            found.repeats.push(slip);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubles(text: &str) -> Vec<String> {
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let mut found = Vec::new();
        let words = ["学生会", "委员会"].map(str::to_owned);
        doubled(text, &characters, &words, &mut |range, _| found.push(text[range].to_owned()));
        found
    }

    fn mark_runs(text: &str) -> Vec<String> {
        let words = Words::of([(word_lists::NOT_AND_SO_ON, &["等次"])]);
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let mut found = Vec::new();
        marks(text, &characters, &words, &mut |range, _| found.push(text[range].to_owned()));
        found
    }

    #[test]
    fn a_doubled_word_is_two_characters_or_more() {
        assert_eq!(doubles("开展工作工作，学习习近平的讲话"), ["工作工作"]);
        assert_eq!(doubles("学生代表大会代表大会召开"), ["代表大会代表大会"]);
        assert_eq!(doubles("第二十二十人，人人人人"), Vec::<String>::new());
        assert_eq!(doubles("学生会委员会委员由大会选出"), Vec::<String>::new());
        assert_eq!(doubles("学生会委员会委员会由大会选出"), ["委员会委员会"]);
    }

    #[test]
    fn marks_that_do_not_follow_one_another_are_found() {
        assert_eq!(mark_runs("甲、乙、等方面，，好。。"), ["、等", "，，", "。。"]);
        assert_eq!(mark_runs("内容、等次和程序……好——“是”。"), Vec::<String>::new());
    }

    #[test]
    fn a_slip_within_a_right_word_is_none() {
        let except = ["经典论".to_owned()];
        let at = |text: &str| text.find("典论").map(|at| at..at + 6).unwrap();
        assert!(stands_in("学习经典论述", at("学习经典论述"), &except));
        assert!(!stands_in("网络典论引导", at("网络典论引导"), &except));
    }
}
