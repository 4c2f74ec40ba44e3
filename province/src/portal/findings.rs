//! The page of what is to be asked about, by its kind.
//! It must not find anything.

use std::collections::BTreeMap;

use gongkai::failure::Failure;
use serde::Serialize;

use super::{Frame, Portal, page_of};
use crate::colleges::College;

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
            places: Vec<Place>,
            more: usize,
        }
        let findings = found.into_iter().map(|((code, title), Places { count, first })| Finding {
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
