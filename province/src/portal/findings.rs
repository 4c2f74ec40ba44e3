//! The page of what is to be asked about, by its kind.
//! It must not find anything.

use std::collections::BTreeMap;

use gongkai::failure::Failure;
use gongkai::load::Standards;
use gongkai::standard::{Evaluation, Rule};
use serde::Serialize;

use super::{Frame, Portal, page_of};
use crate::across::Rules;
use crate::audit::NOT_AUDITED;
use crate::colleges::College;
use crate::finding::Kind;

/// The most places that are listed of one kind of finding.
const MOST_PLACES: usize = 200;

/// Places by what was found there: its code and title.
pub(super) type Found = BTreeMap<(String, String), Places>;

#[derive(Clone, Serialize)]
pub(super) struct Place {
    name: String,
    file: String,
    edition: String,
}

/// Where something was found: how often, and the first of the places.
#[derive(Default)]
pub(super) struct Places {
    count: usize,
    first: Vec<Place>,
}

impl Places {
    /// Counts a place, and keeps it if it is among the first.
    pub(super) fn add(&mut self, college: &College, edition: &str) {
        self.count += 1;
        if self.first.len() < MOST_PLACES {
            let (name, file) = (college.name.clone(), page_of(college));
            self.first.push(Place { name, file, edition: edition.to_owned() });
        }
    }
}

/// Returns what to do about each finding, by its code: of collecting, of the rules over one college and
/// of those across colleges.
pub(super) fn advice(standards: &Standards, across: &Rules) -> BTreeMap<String, String> {
    let of_kinds = Kind::ALL.map(|kind| (kind.key().to_owned(), kind.advice().chinese));
    let not_audited = (NOT_AUDITED.to_owned(), NOT_AUDITED_ADVICE.to_owned());
    let of_rule = |rule: &Rule| match &rule.evaluation {
        Evaluation::Expression(it) => Some((rule.code.clone(), it.advice()?)),
        _ => None,
    };
    let of_rules = standards.rules.iter().chain(across.rules()).filter_map(of_rule);
    of_kinds.into_iter().chain([not_audited]).chain(of_rules).collect()
}

/// What to do about a disclosure that the rules could not be held against.
const NOT_AUDITED_ADVICE: &str = "到学校的网站上看这一份；程序没有读完它，不等于它有错";

impl Portal<'_> {
    pub(super) fn findings(&self, found: Found) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            findings: Vec<Finding>,
        }
        #[derive(Serialize)]
        struct Finding {
            code: String,
            title: String,
            count: usize,
            advice: String,
            places: Vec<Place>,
            more: usize,
        }
        let findings = found.into_iter().map(|((code, title), Places { count, first })| Finding {
            advice: self.advice.get(&code).cloned().unwrap_or_default(),
            code,
            title,
            count,
            more: count - first.len(),
            places: first,
        });
        let about = "收集、核查和各校比较时发现的，都要问过学校才知道究竟。";
        let view = View {
            frame: self.frame("findings.html", "要查问的", about),
            findings: findings.collect(),
        };
        self.fill("province-findings.html", "findings.html", &view)
    }
}
