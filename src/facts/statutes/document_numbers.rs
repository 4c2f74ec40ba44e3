//! The number a national document was issued under, where a text writes it behind the title.
//! It must not know the title of any document.

use std::sync::LazyLock;

use regex::Regex;

use super::passage::entry;
use crate::datum::{Datum, word};
use crate::facts::private::each_text;
use crate::model::{SLIP, slip};
use crate::source::Sources;
use crate::standard::Words;

/// A number: whose it is, the year and the number, whichever brackets stand around the year.
const NUMBER: &str = r"(?P<body>\p{Han}+) *[〔［\[【（(] *(?P<year>20[0-9]{2}) *[〕］\]】）)] *第? *(?P<nth>[0-9]+) *号";

static ISSUED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(NUMBER).expect("a pattern of our own"));

/// A title and the number in brackets behind it: 《…》（中青联发〔2019〕9号）.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("《(?P<title>[^《》]+)》 *[（(](?P<number>{NUMBER})"))
        .expect("a pattern of our own")
});

/// Finds the numbers that are not among those known of the document; of a document without any
/// nothing is known.
pub fn wrong(root: &Datum, words: &Words, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    each_text(root, &mut |text, span| {
        for hit in TITLED.captures_iter(text) {
            let known = words.national_numbers.get(&hit["title"]).map_or(&[][..], Vec::as_slice);
            let right = |known: &String| {
                let known = ISSUED.captures(known);
                known.is_some_and(|it| {
                    ["body", "year", "nth"].iter().all(|part| it[*part] == hit[*part])
                })
            };
            let Some(proper) = known.first().filter(|_| !known.iter().any(right)) else { continue };
            let number = hit.name("number").expect("in every match");
            let place = sources.part(span, text, number.range());
            let fields =
                [(slip::WORDS, word(number.as_str(), place)), (slip::PROPER, word(proper, place))];
            found.push(entry(&SLIP, Some(place), fields));
        }
    });
    found
}
