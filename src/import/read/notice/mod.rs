//! A notice of appraisals → a round: what is to be handed in and when, score sheets, grades, raters.
//! It must not judge a scheme.

mod apart;
mod arrangement;
mod letter;
mod scoring;

use std::collections::BTreeMap;

use regex::Regex;
use time::{Date, Month};

use super::{Draft, head};
use crate::academic_year::AcademicYear;
use crate::edition::Union;
use crate::import::cover;
use crate::import::paper::{Block, Paper, lines};
use crate::import::report::Report;

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
    let first: String = lines.take(3).collect();
    first.contains("通知") && (first.contains("述职") || first.contains("评议"))
}

/// Reads a notice.
pub fn round(papers: Vec<Paper>, asked: Option<AcademicYear>) -> Option<Round> {
    let mut draft = Draft::default();
    let mut source = Vec::new();
    for paper in &papers {
        source.extend(lines(&paper.blocks));
        draft.report.remarks.extend(paper.remarks.iter().cloned());
        for aside in &paper.aside {
            draft.left_out(aside.place, &aside.text);
        }
    }
    let blocks: Vec<Block> = papers.into_iter().flat_map(|paper| paper.blocks).collect();
    let notice = apart::take_apart(&blocks, &mut draft);
    let year = asked.or_else(|| head::year(&source))?;
    let arrangements = arrangement::arrangements(&notice.body);
    let kinds = arrangement::kinds(&notice, &arrangements);
    letter::write_notice(&notice, year, &arrangements, &kinds, &mut draft);
    scoring::write_scoring(&notice, &arrangements, &kinds, &mut draft);
    let second = kinds.iter().all(|kind| !kind.persons);
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
    let printed = draft.printed.iter().chain(told).map(String::as_str);
    for words in cover::uncovered(&source, written, printed) {
        draft.report.left_out.push(("原文".to_owned(), words));
    }
    Some(Round { year, union, name, files: draft.files, report: draft.report })
}
