//! Words of the texts that another text of the year speaks against, each at its place.
//! It must not judge them.

use std::ops::Range;

use super::document_numbers;
use super::passage::{BESIDE_CHARTER, COMMAS, clause, entry};
use crate::datum::{Datum, FieldName, list, word};
use crate::facts::private::each_text;
use crate::model::{MENTION, charter, college, head, mention, texts, year};
use crate::source::{Sources, Span};
use crate::standard::{Words, word_lists};

/// Returns the lists of words, by the name of their fact.
pub fn all(root: &Datum, words: &Words, sources: &Sources) -> [(FieldName, Datum); 6] {
    [
        (texts::CHAIRS, list(chairs(root, &BESIDE_CHARTER, words, sources), None)),
        (texts::CHARTER_CHAIRS, list(chairs(root, &[year::CHARTER], words, sources), None)),
        (texts::APPROVALS, list(approvals(root, words, sources), None)),
        (texts::STROKES, list(strokes(root, words, sources), None)),
        (texts::CITED, list(cited(root, words, sources), None)),
        (texts::WRONG_NUMBERS, list(document_numbers::wrong(root, words, sources), None)),
    ]
}

fn mention(text: &str, range: Range<usize>, span: Span, sources: &Sources) -> Datum {
    let place = sources.part(span, text, range.clone());
    entry(&MENTION, Some(place), [(mention::WORDS, word(&text[range], place))])
}

/// Finds 主席 and 副主席 as offices of the union.
fn chairs(root: &Datum, sections: &[FieldName], words: &Words, sources: &Sources) -> Vec<Datum> {
    let others = words.list(word_lists::OTHER_CHAIRS);
    let mut found = Vec::new();
    for section in sections {
        each_text(root.get(*section), &mut |text, span| {
            for (at, office) in text.match_indices("主席") {
                let start = if text[..at].ends_with('副') { at - '副'.len_utf8() } else { at };
                let end = at + office.len();
                let behind = text[end..].starts_with(['团', '台']);
                let other = others.iter().any(|word| text[..start].ends_with(word.as_str()));
                // 没有分设主席、副主席 has neither.
                let clause = text[..start].rsplit(['，', '。', '；']).next().unwrap_or_default();
                if !behind && !other && !words.denials.are_in(clause) {
                    found.push(mention(text, start..end, span, sources));
                }
            }
        });
    }
    found
}

/// Finds clauses that have the federation of students approve an election.
fn approvals(root: &Datum, words: &Words, sources: &Sources) -> Vec<Datum> {
    const WORD: &str = "批准";
    let mut found = Vec::new();
    for section in [year::NOMINATION, year::ELECTION, year::CONGRESS] {
        each_text(root.get(section), &mut |text, span| {
            for (at, _) in text.match_indices(WORD) {
                if words.has(word_lists::FEDERATION, clause(text, at, &COMMAS)) {
                    found.push(mention(text, at..at + WORD.len(), span, sources));
                }
            }
        });
    }
    found
}

/// Finds how the order by strokes of the surname is spelt.
fn strokes(root: &Datum, words: &Words, sources: &Sources) -> Vec<Datum> {
    let mut found = Vec::new();
    each_text(root, &mut |text, span| {
        for spelling in words.list(word_lists::STROKES) {
            for (at, _) in text.match_indices(spelling.as_str()) {
                let start = text[..at].strip_suffix("姓氏").map_or(at, str::len);
                found.push(mention(text, start..at + spelling.len(), span, sources));
            }
        }
    });
    found
}

/// A title as it is written somewhere.
struct Title {
    text: String,
    place: Span,
    /// Whether it stands in the list of documents, or heads a text of the year.
    registered: bool,
}

/// Finds every title, in 《》 or in the list of documents; with one that is nearly another comes what
/// it should be. Titles of national documents are right as the register has them; of two others that
/// differ, the one that stands in fewer places is wrong, though it be the registered one.
fn cited(root: &Datum, words: &Words, sources: &Sources) -> Vec<Datum> {
    let college =
        root.get(year::HEAD).get(head::COLLEGE).get(college::NAME).text().unwrap_or_default();
    let titles = titles(root, sources);
    let mut found = Vec::new();
    for title in &titles {
        let near = nearly(title, &titles, words, college);
        if title.registered && near.is_none() {
            continue;
        }
        let place = Some(title.place);
        let expected = near.map_or(Datum::absent(place), |near| word(near, place));
        let fields =
            [(mention::WORDS, word(&title.text, title.place)), (mention::EXPECTED, expected)];
        found.push(entry(&MENTION, place, fields));
    }
    found
}

fn titles(root: &Datum, sources: &Sources) -> Vec<Title> {
    let own = [year::CHARTER, year::ELECTION, year::APPRAISAL]
        .map(|section| root.get(section).get(charter::TITLE));
    let documents = root.get(year::HEAD).get(head::DOCUMENTS).items();
    let registered = documents.iter().chain(own).filter_map(|title| {
        Some(Title { text: title.text()?.to_owned(), place: title.span?, registered: true })
    });
    let mut titles: Vec<Title> = registered.collect();
    each_text(root, &mut |text, span| {
        for (open, _) in text.match_indices('《') {
            let start = open + '《'.len_utf8();
            let Some(len) = text[start..].find('》') else { continue };
            let place = sources.part(span, text, start..start + len);
            let text = text[start..start + len].to_owned();
            titles.push(Title { text, place, registered: false });
        }
    });
    titles
}

/// Returns the title that one is meant to be: it differs by 试行 or by one or two characters.
fn nearly(title: &Title, all: &[Title], words: &Words, college: &str) -> Option<String> {
    let national = words.list(word_lists::NATIONAL);
    let short = |text: &str| text.strip_prefix(college).unwrap_or(text).to_owned();
    let tried = |text: &str| {
        let apart = words.list(word_lists::APART_FROM_TITLE).iter();
        apart.fold(short(text), |text, part| text.replace(part.as_str(), ""))
    };
    let alike = |a: &str, b: &str| {
        let (a, b) = (tried(a), tried(b));
        a == b || (a.chars().count() >= 8 && distance(&a, &b) <= 2)
    };
    if national.contains(&title.text) {
        return None;
    }
    if let Some(known) = national.iter().find(|known| alike(&title.text, known)) {
        return Some(known.clone());
    }
    let own = short(&title.text);
    let weight = |text: &str| {
        let of = all.iter().filter(|other| short(&other.text) == text);
        (of.clone().count(), of.filter(|other| other.registered).count())
    };
    if all.iter().any(|other| other.registered && short(&other.text) == own) {
        // A registered title is wrong only where most texts write it otherwise, and never that of a
        // text the college adopted.
        let adopted =
            title.registered && all.iter().filter(|it| short(&it.text) == own).count() > 1;
        let others: Vec<&Title> = all
            .iter()
            .filter(|other| !other.registered && short(&other.text) != own)
            .filter(|other| alike(&title.text, &other.text))
            .collect();
        let other = others.iter().max_by_key(|other| weight(&short(&other.text)))?;
        let more = weight(&short(&other.text)).0 > weight(&own).0 && title.registered && !adopted;
        return more.then(|| other.text.clone());
    }
    let known = all.iter().filter(|other| other.registered && short(&other.text) != own);
    let known = known.filter(|other| alike(&title.text, &other.text));
    let known = known.max_by_key(|other| weight(&short(&other.text)))?;
    // The register is accused in place of the texts where they agree against it.
    let outvoted = weight(&own).0 > weight(&short(&known.text)).0;
    (!outvoted).then(|| known.text.clone())
}

/// How many characters must change for one text to become another.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
