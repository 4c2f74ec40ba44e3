//! A notice of appraisals → a round: what is to be handed in and when, score sheets, grades, raters.
//! It must not judge a scheme.
//!
//! A notice in the form that this program prints is read field by field ([`fields`], [`schemes`]); any
//! other by what its sentences say ([`letter`], [`scoring`]).

mod apart;
mod arrangement;
mod fields;
mod letter;
mod printed;
mod schemes;
mod scoring;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use time::{Date, Month};

use super::joined::joined;
use super::{Draft, head};
use crate::academic_year::AcademicYear;
use crate::edition::Union;
use crate::import::cover;
use crate::import::paper::{Block, Paper, lines};
use crate::import::report::Report;
use crate::standard::Words;
use apart::Notice;

static TERM: LazyLock<Regex> = LazyLock::new(|| own("(?P<y>20[0-9]{2})年(?P<s>春|秋)季学期"));

/// Reads the year of a term that is named by its calendar year: 2025年春季学期 is of 2024-2025.
fn year_of_term(lines: &[String]) -> Option<AcademicYear> {
    let hit = lines.iter().take(8).find_map(|line| TERM.captures(line))?;
    let calendar: i32 = hit["y"].parse().ok()?;
    Some(AcademicYear::starting(if &hit["s"] == "秋" { calendar } else { calendar - 1 }))
}

fn own(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of our own")
}

/// A round as an import writes it.
#[derive(Debug)]
pub struct Round {
    pub year: AcademicYear,
    pub union: Union,
    /// The name of its folder.
    pub name: String,
    /// By name below that folder.
    pub files: BTreeMap<String, String>,
    pub report: Report,
}

/// Tells whether papers are a notice of appraisals.
pub fn is_notice(papers: &[Paper]) -> bool {
    let lines = papers.iter().flat_map(|paper| lines(&paper.blocks));
    let first: String = lines.take(5).take_while(|line| !line.ends_with('。')).collect();
    first.contains("通知") && (first.contains("述职") || first.contains("评议"))
}

/// Reads a notice.
pub fn round(papers: Vec<Paper>, asked: Option<AcademicYear>, words: &Words) -> Option<Round> {
    let mut draft = Draft::default();
    let source = draft.sources(&papers);
    let blocks: Vec<Block> = papers.into_iter().flat_map(|paper| paper.blocks).collect();
    let (blocks, between) = joined(blocks);
    draft.printed.extend(between);
    let year = asked.or_else(|| head::year(&source)).or_else(|| year_of_term(&source))?;
    let (notice, sorts) = match printed::cut(&blocks, words) {
        Some((form, letter)) => take_fields(&form, &letter, year, words, &mut draft),
        None => take_sentences(&blocks, year, words, &mut draft),
    };
    let second = !sorts.persons;
    let season = match notice.issued.map(|date| date.month()) {
        Some(
            Month::February | Month::March | Month::April | Month::May | Month::June | Month::July,
        ) => "spring",
        _ => "autumn",
    };
    let calendar = notice.issued.map_or(year.start() + 1, Date::year);
    let union = head::union(&notice.title);
    let name = format!("{calendar}-{season}-{}", if second { "second-level" } else { "school" });
    let written = draft.files.values().map(String::as_str);
    let told = draft.report.left_out.iter().map(|(_, words)| words);
    let printed = draft.printed.iter().chain(&draft.refused).chain(told).map(String::as_str);
    for words in cover::uncovered(&source, written, printed) {
        draft.report.left_out.push(("原文".to_owned(), words));
    }
    Some(Round { year, union, name, files: draft.files, report: draft.report })
}

/// Takes a notice in our own form: each part is made of fields.
fn take_fields(
    form: &printed::Form,
    letter: &[Block],
    year: AcademicYear,
    words: &Words,
    draft: &mut Draft,
) -> (Notice, Sorts) {
    let notice = apart::take_apart(letter, words, draft);
    let kinds = fields::kinds(form);
    let sorts = schemes::sorts(form, &kinds, words);
    draft.printed.extend(form.headings.iter().cloned());
    fields::write(&notice, form, year, &kinds, sorts, draft);
    schemes::write(form, &kinds, words, draft);
    (notice, sorts)
}

/// Takes a notice in any other form: what is arranged is looked for in its sentences.
fn take_sentences(
    blocks: &[Block],
    year: AcademicYear,
    words: &Words,
    draft: &mut Draft,
) -> (Notice, Sorts) {
    let notice = apart::take_apart(blocks, words, draft);
    let arrangements = arrangement::arrangements(&notice.body);
    let kinds = arrangement::kinds(&notice, &arrangements, words);
    let sorts = Sorts::gather(kinds.iter().map(|kind| kind.persons));
    letter::write_notice(&notice, year, (&arrangements, &kinds), sorts, words, draft);
    scoring::write_scoring(&notice, &arrangements, &kinds, words, draft);
    (notice, sorts)
}

/// Whether there are kinds of persons among the subjects, and of organisations.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sorts {
    pub persons: bool,
    pub organisations: bool,
}

impl Sorts {
    pub fn gather(kinds: impl Iterator<Item = bool>) -> Self {
        kinds.fold(Self::default(), |sorts, persons| Self {
            persons: sorts.persons || persons,
            organisations: sorts.organisations || !persons,
        })
    }
}
