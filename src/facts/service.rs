//! How many terms on end somebody has served, and how many the charter lets somebody serve.
//! It must not judge, nor tell people apart by itself.

use std::sync::LazyLock;

use regex::Regex;

use super::asked::Maker;
use super::numbering;
use super::served::{Served, Service};
use super::statutes::passage::{flat, pieces, prose};
use crate::datum::prose::Prose;
use crate::datum::{Datum, number, word};
use crate::model::{person, year};
use crate::numeral;
use crate::source::Span;
use crate::standard::{Words, word_lists};

/// How many terms on end somebody may serve, by a provision of the charter.
struct Term {
    presidium: bool,
    most: i64,
    provision: (String, Span),
}

/// For whom the charter sets a number of terms, how many he has served on end; his major the year before.
pub static SERVICE: Maker = Maker {
    makes: &[
        &[year::ROSTER, person::TERMS],
        &[year::ROSTER, person::MOST_TERMS],
        &[year::ROSTER, person::TERMS_PROVISION],
        &[year::ROSTER, person::PREVIOUS_MAJOR],
    ],
    of: &[],
    make: |it| count_terms(it.root, it.beside.service, it.beside.words),
};

/// `before` are the years before this one without a gap, the nearest first.
fn count_terms(root: &mut Datum, before: &[Service], words: &Words) {
    let terms = prose(root, year::CHARTER).map(|it| terms(it, words)).unwrap_or_default();
    for person in root.get_mut(year::ROSTER).map(Datum::items_mut).unwrap_or_default() {
        let Some(served) = Served::read(person, words) else { continue };
        changed_major(person, &served, before.first());
        let Some(presides) = served.presides else { continue };
        let Some(term) = terms.iter().find(|term| term.presidium == presides) else { continue };
        let place = person.get(person::NAME).span;
        person.set(person::TERMS, number(on_end(&served, before), place));
        let (label, span) = &term.provision;
        person.set(person::MOST_TERMS, number(term.most, Some(*span)));
        person.set(person::TERMS_PROVISION, word(label, Some(*span)));
    }
}

/// Counts the years on end, this one among them, in which somebody served in the same capacity.
fn on_end(served: &Served, before: &[Service]) -> i64 {
    let so = |year: &&Service| {
        let mut same = year.iter().filter(|other| served.is(other));
        let one = same.next().filter(|_| same.next().is_none());
        one.is_some_and(|other| other.presides == served.presides)
    };
    1 + before.iter().take_while(so).count() as i64
}

/// Notes the major that the same person had the year before, where it was another.
fn changed_major(person: &mut Datum, served: &Served, before: Option<&Service>) {
    let mut same = before.into_iter().flat_map(|it| it.iter()).filter(|other| served.is(other));
    let (Some(other), None) = (same.next(), same.next()) else { return };
    if let (Some(now), Some(was)) = (&served.major, &other.major)
        && now != was
    {
        let span = person.get(person::MAJOR).span;
        person.set(person::PREVIOUS_MAJOR, word(was, span));
    }
}

/// What says how often somebody may serve again: 可以连任一次, 不得连任, 连续任职不超过两届.
static AGAIN: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[一二两三四五1-5]";
    Regex::new(&format!(
        "(?P<never>[不未][得能可应予]?[以再]?(?:连任|连选连任))(?:[。，；、）]|$)\
         |(?P<again>连任)(?:[^。；，]{{0,6}}?)(?P<times>{number})[次届]\
         |连续(?:任职|担任)[^。；，]{{0,12}}?(?P<terms>{number})[届年]"
    ))
    .expect("a pattern of this program")
});

/// Reads the numbers of terms that a charter sets plainly, each in an article that says how long one is.
fn terms(charter: &Prose, words: &Words) -> Vec<Term> {
    let mut found: Vec<Term> = Vec::new();
    for (_, article) in numbering::articles(charter) {
        let Some(label) = &article.label else { continue };
        for node in std::iter::once(article).chain(flat(article)) {
            for (text, _) in pieces(node) {
                let Some(most) = most(&text) else { continue };
                let of = |word: &str| text.contains(word);
                let of_others = words.has(word_lists::OTHER_TERMS, &text);
                if !words.has(word_lists::ONE_YEAR, &text) || of_others {
                    continue;
                }
                let provision = (label.text.clone(), label.span);
                let staff = of("工作人员") || of("部门成员") || of("干事");
                for presidium in [true, false] {
                    let about = if presidium { of("主席团") || of("主席") } else { staff };
                    // All staff are meant where the presidium has no term of its own.
                    let about = about || (presidium && staff && of("全体工作人员"));
                    if about && !found.iter().any(|it| it.presidium == presidium) {
                        found.push(Term { presidium, most, provision: provision.clone() });
                    }
                }
            }
        }
    }
    found
}

/// Reads the most terms on end that a text lets anybody serve, in the reading that allows more.
fn most(text: &str) -> Option<i64> {
    let hit = AGAIN.captures(text)?;
    let count = |name: &str| {
        let written = hit.name(name)?.as_str().replace('两', "二");
        numeral::parse(&written).map(i64::from).or_else(|| written.parse().ok())
    };
    if hit.name("never").is_some() {
        return Some(1);
    }
    count("times").map(|times| times + 1).or_else(|| count("terms"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn what_a_charter_says_of_serving_again_is_read_in_the_reading_that_allows_more() {
        for (text, terms) in [
            ("任期一年，可以连任一次。", Some(2)),
            ("任期一年，可连选连任，但连任不得超过两届。", Some(3)),
            ("任期一年，不得连任。", Some(1)),
            ("任期一年，连续任职不超过两届。", Some(2)),
            ("任期一年，连续担任同一职务不得超过2届。", Some(2)),
            ("任期一年，可以连任。", None),
            ("任期一年。", None),
        ] {
            assert_eq!(most(text), terms, "{text}");
        }
    }

    #[test]
    fn terms_count_while_the_capacity_is_the_same() {
        let who = |major: &str, presides| Served {
            name: "林知夏".to_owned(),
            entry: Some(2023),
            department: Some("护理系".to_owned()),
            major: Some(major.to_owned()),
            presides: Some(presides),
        };
        let now = who("助产", false);
        let terms = |before: &[&[Served]]| {
            let years: Vec<Service> = before.iter().map(|it| Arc::new(it.to_vec())).collect();
            on_end(&now, &years)
        };
        let same = || who("助产", false);
        assert_eq!(terms(&[&[same()], &[who("护理", false)], &[who("助产", true)]]), 3);
        assert_eq!(terms(&[&[], &[same()]]), 1);
        assert_eq!(terms(&[&[same(), same()]]), 1);
    }
}
