//! What texts say that they must not, do not say that they must, and say in two ways.
//! It must not know any phrase: those are data, `standards/clauses.yaml`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::dates;
use super::passages::{Kind, Passage};
use super::statutes::ballots;
use crate::datum::{Datum, FieldName, Value, list, word};
use crate::model::{
    CLAUSE, YEAR, appraisal, charter, clause, congress, indicator, self_evaluation, texts, year,
};
use crate::source::Span;
use crate::standard::{
    Alike, Forbidden, Letters, Phrase, Wanted, Words, form, form_item, word_lists,
};

/// Fills the lists of clauses among the facts about texts.
pub fn match_clauses(passages: &[Passage], root: &mut Datum, words: &Words) {
    let clauses = &words.clauses;
    let said = Said::gather(passages);
    let mut never: Vec<Datum> =
        clauses.forbidden.iter().flat_map(|it| forbidden(it, &said, root, words)).collect();
    let seen = || passages.iter().filter(|it| !it.hidden);
    never.extend(seen().filter_map(|it| contrary(it, words)));
    never.extend(seen().filter_map(|it| after_the_congress(it, root, words)));
    never.extend(seen().filter_map(|it| unknown_grade(it, root, words)));
    let lists = [
        (texts::FORBIDDEN, never),
        (
            texts::LACKING,
            clauses.wanted.iter().flat_map(|it| lacking(it, &said, root, words)).collect(),
        ),
        (texts::UNLIKE, clauses.alike.iter().flat_map(|it| unlike(it, &said, words)).collect()),
    ];
    if let Some(texts) = root.get_mut(year::TEXTS) {
        for (name, found) in lists {
            texts.set(name, list(found, None));
        }
    }
}

/// A sentence of a text, and where it begins in its passage.
pub struct Sentence<'a> {
    pub text: &'a str,
    pub at: usize,
    pub passage: &'a Passage,
    letters: Letters,
}

impl<'a> Sentence<'a> {
    pub fn new(text: &'a str, at: usize, passage: &'a Passage) -> Self {
        Self { text, at, passage, letters: Letters::in_text(text) }
    }

    /// Tells whether it may say one of some phrases, by its characters.
    pub fn may_say(&self, phrases: &[Phrase]) -> bool {
        phrases.iter().any(|phrase| phrase.may_be_in(self.letters))
    }

    /// Returns the place of a part of it.
    pub fn place(&self, part: Range<usize>) -> Span {
        self.passage.place(self.at + part.start..self.at + part.end)
    }
}

/// Cuts a passage into its sentences.
pub fn sentences(passage: &Passage) -> Vec<Sentence<'_>> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(['。', '；', '！', '？', '\n']) {
        found.push(Sentence::new(part, at, passage));
        at += part.len();
    }
    found
}

/// The sentences that can be seen, with the author's word for the section of each.
struct Said<'a>(Vec<(&'static str, Sentence<'a>)>);

impl<'a> Said<'a> {
    fn gather(passages: &'a [Passage]) -> Self {
        let seen = passages
            .iter()
            .filter(|passage| !passage.hidden && matches!(passage.kind, Kind::Body | Kind::Cell));
        let key = |name: FieldName| YEAR.field(name).map_or("", |field| field.key);
        let of = |passage: &'a Passage| {
            let key = key(passage.section);
            sentences(passage).into_iter().map(move |sentence| (key, sentence))
        };
        Self(seen.flat_map(of).collect())
    }

    fn of_sections<'b>(
        &'b self,
        sections: &'b [String],
    ) -> impl Iterator<Item = &'b (&'static str, Sentence<'a>)> {
        // Of the self-evaluation only the remark on the clause's own indicator is looked at.
        let named = |key: &str| sections.iter().any(|section| section == key);
        self.0
            .iter()
            .filter(move |(key, it)| it.passage.section != year::SELF_EVALUATION && named(key))
    }
}

fn entry(name: &str, words: &str, place: Option<Span>) -> Datum {
    let text = |text: &str| word(text, place);
    let mut entry = Datum::new(CLAUSE.empty(), place);
    entry.set(clause::NAME, text(name));
    entry.set(clause::WORDS, text(words));
    entry
}

fn forbidden(clause: &Forbidden, said: &Said, root: &Datum, words: &Words) -> Vec<Datum> {
    let admits = |post: &str| {
        root.get(year::FORM).get(form::POSTS).items().iter().any(|known| known.text() == Some(post))
    };
    if clause.indicator.as_deref().is_some_and(|key| is_unmet(root, key))
        || clause.post.as_deref().is_some_and(admits)
    {
        return Vec::new();
    }
    let remark = clause.indicator.as_deref().and_then(|key| remark(root, key));
    let of_remark = said.0.iter().filter(|(_, sentence)| {
        let place = || sentence.place(0..sentence.text.len());
        remark.is_some_and(|remark| remark.contains(place()))
    });
    let sentences = said.of_sections(&clause.sections).chain(of_remark);
    let mut found = Vec::new();
    for (_, sentence) in sentences.filter(|(_, it)| it.may_say(&clause.phrases)) {
        let Some(range) = clause.find(sentence.text, &words.denials) else { continue };
        let place = Some(sentence.place(range.clone()));
        let text = |text: &str| word(text, place);
        let mut entry = entry(&clause.name, &sentence.text[range], place);
        entry.set(clause::PROPER, text(&clause.proper));
        entry.set(clause::WHY, text(&clause.why));
        found.push(entry);
    }
    found
}

/// Finds what contradicts itself whatever the words: days that end before they begin, a sign on the
/// ballot for two things.
fn contrary(passage: &Passage, words: &Words) -> Option<Datum> {
    if !matches!(passage.kind, Kind::Body | Kind::Cell) {
        return None;
    }
    let text = passage.text.as_str();
    if let Some(range) = dates::reversed(text) {
        let why = ["先起后止", "结束的日子在开始的日子之前"];
        return Some(never_said(passage, "起止颠倒", range, why));
    }
    let ballot = matches!(passage.section, year::ELECTION | year::CHARTER | year::CONGRESS);
    let range = ballot.then(|| ballots::twice_meant(text, words)).flatten()?;
    let why = ["各用各的记号", "同一个记号在别处表示的是另一种意思"];
    Some(never_said(passage, "选票记号", range, why))
}

fn never_said(
    passage: &Passage,
    name: &str,
    range: Range<usize>,
    [proper, why]: [&str; 2],
) -> Datum {
    let place = Some(passage.place(range.clone()));
    let mut entry = entry(name, &passage.text[range], place);
    entry.set(clause::PROPER, word(proper, place));
    entry.set(clause::WHY, word(why, place));
    entry
}

/// Finds a step towards the congress on a day after it: 候选人于大会以后的某日确定.
fn after_the_congress(passage: &Passage, root: &Datum, words: &Words) -> Option<Datum> {
    let held = root.get(year::CONGRESS).get(congress::DATE).date()?;
    if !matches!(passage.section, year::NOMINATION | year::DELEGATES) {
        return None;
    }
    sentences(passage).iter().find_map(|sentence| {
        let has = |list| words.has(list, sentence.text);
        let is_step = has(word_lists::BEFORE_CONGRESS) && has(word_lists::NOT_YET_ELECTED);
        if !is_step || has(word_lists::NOT_BEFORE_CONGRESS) {
            return None;
        }
        let late = dates::find(sentence.text)
            .into_iter()
            .find(|date| date.date().is_some_and(|day| day > held))?;
        let range = sentence.at + late.range.start..sentence.at + late.range.end;
        let why = ["大会以前的日子", "推荐、审查、确定、公示都在代表大会以前，这一天在大会以后"];
        Some(never_said(passage, "大会以后的一步", range, why))
    })
}

/// Finds a grade that the rules of appraisal do not have: 等次为基本合格的.
fn unknown_grade(passage: &Passage, root: &Datum, words: &Words) -> Option<Datum> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("(?:评议)?等次(?:为|是|评为|定为)“?(?P<grade>\\p{Han}{1,4}?)”?(?:的|以下|及以下|，|。|；)")
            .expect("a pattern of our own")
    });
    let grades = root.get(year::APPRAISAL).get(appraisal::GRADES).texts();
    if grades.is_empty() || !matches!(passage.section, year::APPRAISAL | year::CHARTER) {
        return None;
    }
    let hits = NAMED.captures_iter(&passage.text);
    let named = hits.filter_map(|hit| hit.name("grade"));
    let known = |it: &regex::Match| {
        let text = it.as_str();
        // 优秀或者良好 names two; what is no name of a grade is none.
        grades.contains(&text) || words.has(word_lists::NO_GRADE, text)
    };
    let strange = named.into_iter().find(|it| {
        !known(it)
            && grades.iter().any(|grade| {
                let last = grade.chars().last();
                last.is_some_and(|last| it.as_str().ends_with(last))
            })
    })?;
    let why = ["等次里有的名称", "述职评议的等次里没有这一个"];
    Some(never_said(passage, "没有的等次", strange.range(), why))
}

/// Tells whether the self-evaluation says 否 of an indicator, by its permanent key.
fn is_unmet(root: &Datum, key: &str) -> bool {
    root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL).items().iter().any(|indicator| {
        indicator.get(indicator::VERDICT).bool() == Some(false)
            && indicator.get(indicator::ITEM).get(form_item::KEY).text() == Some(key)
    })
}

/// Returns where the remark on an indicator stands, by its permanent key.
fn remark(root: &Datum, key: &str) -> Option<Span> {
    let items = root.get(year::SELF_EVALUATION).get(self_evaluation::SCHOOL).items();
    let item =
        items.iter().find(|it| it.get(indicator::ITEM).get(form_item::KEY).text() == Some(key))?;
    item.get(indicator::REMARK).span
}

fn lacking(clause: &Wanted, said: &Said, root: &Datum, words: &Words) -> Vec<Datum> {
    let mut found = Vec::new();
    for section in &clause.sections {
        let Some(field) = YEAR.fields.iter().find(|field| field.key == section) else { continue };
        let text = root.get(field.name).get(charter::TEXT);
        let Some(prose) = text.prose() else { continue };
        let one = std::slice::from_ref(section);
        let says =
            said.of_sections(one).filter(|(_, it)| it.may_say(&clause.phrases)).any(|(_, it)| {
                clause.phrases.iter().any(|phrase| phrase.find(it.text, &words.denials).is_some())
            });
        if !says {
            let title = prose.title.as_ref().map(|title| title.span);
            let mut entry = entry(&clause.name, "", title.or(text.span));
            entry.set(clause::SECTION, word(section.clone(), text.span));
            found.push(entry);
        }
    }
    found
}

/// Finds the ways to say a thing that fewer places use; where as many do, those listed later, for the
/// usual one is listed first.
fn unlike(topic: &Alike, said: &Said, words: &Words) -> Vec<Datum> {
    let mut hits: Vec<(usize, &str, Span)> = Vec::new();
    for (_, sentence) in said.of_sections(&topic.sections) {
        let may_say = topic.variants.iter().any(|(_, phrases)| sentence.may_say(phrases));
        if !may_say || !topic.when.holds(sentence.text) {
            continue;
        }
        let of = |phrases: &[Phrase]| {
            phrases.iter().find_map(|phrase| phrase.find(sentence.text, &words.denials))
        };
        let said: Vec<(usize, Range<usize>)> = topic
            .variants
            .iter()
            .enumerate()
            .filter_map(|(at, (_, phrases))| Some((at, of(phrases)?)))
            .collect();
        // A sentence that says both tells of both.
        if let [(variant, range)] = &said[..] {
            let place = sentence.place(range.clone());
            hits.push((*variant, &sentence.text[range.clone()], place));
        }
    }
    let count = |variant: usize| hits.iter().filter(|(own, ..)| *own == variant).count();
    // Of equals the last is the greatest.
    let Some(right) = (0..topic.variants.len()).rev().max_by_key(|variant| count(*variant)) else {
        return Vec::new();
    };
    let Some(other) = hits.iter().find(|(variant, ..)| *variant == right) else {
        return Vec::new();
    };
    let wrong = hits.iter().filter(|(variant, ..)| *variant != right);
    wrong
        .map(|(_, words, place)| {
            let mut entry = entry(&topic.name, words, Some(*place));
            let proper = Value::Text(topic.variants[right].0.clone());
            entry.set(clause::PROPER, Datum::new(proper, Some(*place)));
            entry.set(clause::OTHER, word(other.1, Some(other.2)));
            entry
        })
        .collect()
}
