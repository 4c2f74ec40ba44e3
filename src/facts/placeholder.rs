//! What is left of the sample in a site that is no longer the sample: its invented people, and hosts
//! that exist nowhere. It must not judge, nor know who was invented; `standards/words.yaml` does.

use super::passages::Passage;
use crate::datum::{Datum, Value, flag, word};
use crate::manifest::sha256;
use crate::model::{SLIP, college, guide, head, person, site, slip, year};
use crate::standard::{Words, word_lists};

/// How many digits of a digest stand in the list of people.
const DIGITS: usize = 12;

/// Hosts that lead nowhere, by RFC 2606.
const NOWHERE: [&str; 4] = [".example", "example.com", "example.net", "example.org"];

/// Marks the people who are the sample's, and the college whose they are.
pub fn mark(root: &mut Datum, words: &Words) {
    let name = root.get(year::HEAD).get(head::COLLEGE).get(person::NAME).clone();
    let invented = |name: &str| words.has(word_lists::INVENTED_COLLEGES, name);
    let is_invented = name.text().map(invented);
    if let (Some(is_invented), Some(college)) =
        (is_invented, root.get_mut(year::HEAD).and_then(|head| head.get_mut(head::COLLEGE)))
    {
        college.set(college::INVENTED, flag(is_invented, name.span));
    }
    for (table, beside) in [
        (year::ROSTER, [person::DEPARTMENT, person::RANK_CELL]),
        (year::GUIDES, [guide::POST, guide::POST]),
    ] {
        for person in root.get_mut(table).map(Datum::items_mut).unwrap_or_default() {
            let name = person.get(person::NAME).clone();
            let Some(text) = name.text() else { continue };
            let is_theirs = beside.into_iter().any(|field| {
                let own = person.get(field).text();
                own.is_some_and(|own| {
                    let digest = sha256(format!("{text} {own}").as_bytes());
                    words
                        .list(word_lists::INVENTED_PEOPLE)
                        .iter()
                        .any(|known| *known == digest[..DIGITS])
                })
            });
            person.set(person::OF_SAMPLE, flag(is_theirs, name.span));
        }
    }
}

/// Finds the hosts that lead nowhere, in what is public and in the site's own file.
pub fn hosts(passages: &[Passage], site: &Datum) -> Vec<Datum> {
    let mut found = Vec::new();
    for passage in passages.iter().filter(|passage| !passage.hidden) {
        for range in nowhere(&passage.text) {
            found.push(slip(&passage.text[range.clone()], passage.place(range)));
        }
    }
    if let Value::Fields(..) = site.value {
        let lists = [site::MAILBOXES, site::HOSTS].map(|name| site.get(name).items());
        let own = [site.get(site::ADDRESS)].into_iter().chain(lists.into_iter().flatten());
        for (text, place) in own.filter_map(|datum| datum.text().zip(datum.span)) {
            found.extend(nowhere(text).first().map(|range| slip(&text[range.clone()], place)));
        }
    }
    found
}

fn slip(words: &str, place: crate::source::Span) -> Datum {
    let mut slip = Datum::new(SLIP.empty(), Some(place));
    slip.set(slip::WORDS, word(words, Some(place)));
    slip
}

/// Returns where the hosts stand that lead nowhere.
fn nowhere(text: &str) -> Vec<std::ops::Range<usize>> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(part) {
        let start = from + at;
        let end = text[start..].find(|c| !part(c)).map_or(text.len(), |at| start + at);
        let host = text[start..end].trim_end_matches('.').to_ascii_lowercase();
        let is_one = |known: &&str| {
            host.strip_suffix(*known).is_some_and(|rest| {
                !rest.is_empty() && known.starts_with('.') || rest.is_empty() || rest.ends_with('.')
            })
        };
        if host.contains('.') && NOWHERE.iter().any(is_one) {
            found.push(start..start + host.len());
        }
        from = end;
    }
    found
}
