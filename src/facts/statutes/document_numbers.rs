//! The number an official document was issued under: how it is written, and whether it is the one of
//! the national document whose title stands before it.
//! It must not know the title of any document.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::passage::entry;
use crate::datum::{Datum, word};
use crate::facts::private::each_text;
use crate::model::{SLIP, slip};
use crate::source::Sources;
use crate::standard::{Words, word_lists};

/// A number: whose it is, the year and the number, whichever brackets stand around the year.
const NUMBER: &str = r"(?P<body>\p{Han}+) *(?P<open>[〔［\[【（(]) *(?P<year>(?:20)?[0-9]{2}) *(?P<close>[〕］\]】）)]) *(?P<nth>第? *[0-9]+ *号)";

static ISSUED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(NUMBER).expect("a pattern of our own"));

/// A title and the number in brackets behind it: 《…》（中青联发〔2019〕9号）.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("《(?P<title>[^《》]+)》 *[（(](?P<number>{NUMBER})"))
        .expect("a pattern of our own")
});

/// Returns where a text writes a number otherwise than GB/T 9704—2012, 7.2.5 has it, each with how it
/// should be: the whole year in 〔〕, the number without 第 and without a zero before it.
pub fn misshapen(text: &str, words: &Words) -> Vec<(Range<usize>, String)> {
    if !text.contains('号') {
        return Vec::new();
    }
    let hits = ISSUED.captures_iter(text);
    let hits = hits.filter_map(|hit| {
        let nth = hit.name("nth").expect("in every match");
        // （2024）3号楼 is the number of a house.
        let of_a_house = words.begin(word_lists::BEHIND_HOUSE_NUMBERS, &text[nth.end()..]);
        let year = &hit["year"];
        let year = if year.len() == 2 { format!("20{year}") } else { year.to_owned() };
        let proper = format!("〔{year}〕{}号", bare(nth.as_str()));
        let range = hit.name("open").expect("in every match").start()..nth.end();
        let written: String = text[range.clone()].chars().filter(|c| *c != ' ').collect();
        (written != proper && !of_a_house).then_some((range, proper))
    });
    hits.collect()
}

/// Returns the digits of 第06号 without the zero before them.
fn bare(nth: &str) -> &str {
    nth.trim_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('0')
}

/// Returns whose number it is, of which year, and which.
fn parts(hit: &Captures) -> (String, String, String) {
    (hit["body"].to_owned(), hit["year"].to_owned(), bare(&hit["nth"]).to_owned())
}

/// Returns the numbers known of a document, or of those of one body that end as a short title does.
fn known_of<'w>(title: &str, body: &str, words: &'w Words) -> Vec<&'w String> {
    if let Some(known) = words.national_numbers.get(title) {
        return known.iter().collect();
    }
    let ends = words.national_numbers.iter().filter(|(of, _)| of.ends_with(title));
    ends.flat_map(|(_, numbers)| numbers).filter(|number| number.starts_with(body)).collect()
}

/// Finds the numbers that are not among those known of the document; of a document without any
/// nothing is known. A short title, 《若干意见》, is one of those that end so and that the same body
/// issued.
pub fn wrong(root: &Datum, words: &Words, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    each_text(root, &mut |text, span| {
        for hit in TITLED.captures_iter(text) {
            let own = parts(&hit);
            let known = known_of(&hit["title"], &own.0, words);
            let right =
                |known: &&String| ISSUED.captures(known).is_some_and(|it| parts(&it) == own);
            let Some(proper) = known.first().filter(|_| !known.iter().any(right)) else { continue };
            let number = hit.name("number").expect("in every match");
            let place = sources.part(span, text, number.range());
            let fields = [
                (slip::WORDS, word(number.as_str(), place)),
                (slip::PROPER, word(proper.as_str(), place)),
            ];
            found.push(entry(&SLIP, Some(place), fields));
        }
    });
    found
}
