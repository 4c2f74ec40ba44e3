//! The page of one college: what it has published, how its answers and figures moved.
//! It must not look at another.

use std::collections::BTreeMap;

use gongkai::failure::Failure;
use serde::Serialize;

use super::{Frame, Portal, Summary, cell, page_of, rows, text};
use crate::audit::Audited;
use crate::colleges::College;
use crate::tables::Cell;

#[derive(Serialize)]
struct Line {
    name: String,
    cells: Vec<String>,
}

/// The figures a college's page shows, by their keys.
const FIGURES: [(&str, &str); 9] = [
    ("staff", "名单人数"),
    ("units", "机构个数"),
    ("second_unions", "二级学生会个数"),
    ("delegates.total", "代表总数"),
    ("delegates.base", "学生基数"),
    ("congress.due", "应到代表"),
    ("congress.present", "实到代表"),
    ("election.candidates", "主席团候选人"),
    ("congress.elected", "当选人数"),
];

impl Portal<'_> {
    pub(super) fn college(
        &self,
        college: &College,
        audited: Option<&Audited>,
        summary: &Summary,
        found: Vec<(String, String, String)>,
        city_file: &str,
    ) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            site: Option<&'a str>,
            kind: &'a str,
            city: &'a str,
            city_file: &'a str,
            state: &'static str,
            years: &'a [String],
            editions: Vec<BTreeMap<&'static str, String>>,
            findings: Vec<BTreeMap<&'static str, String>>,
            indicators: Vec<Line>,
            figures: Vec<Line>,
        }
        let editions = audited.into_iter().flat_map(|it| rows(it, "bundles")).map(|row| {
            let it = |column: &str| text(row, "bundles", column).to_owned();
            let version = match cell(row, "bundles", "version") {
                Cell::Number(number) => format!("第 {number} 版"),
                _ => "最新".to_owned(),
            };
            BTreeMap::from([
                ("edition", it("edition")),
                ("published", it("published")),
                ("since", it("since")),
                ("version", version),
            ])
        });
        let findings = found.into_iter().map(|(code, title, edition)| {
            BTreeMap::from([("code", code), ("title", title), ("edition", edition)])
        });
        let mut counts: BTreeMap<String, BTreeMap<String, i64>> = BTreeMap::new();
        for row in audited.into_iter().flat_map(|it| rows(it, "counts")) {
            let it = |column: &str| text(row, "counts", column).to_owned();
            if let (Cell::Number(value), "first") = (cell(row, "counts", "value"), &*it("union")) {
                counts.entry(it("key")).or_default().insert(it("year"), *value);
            }
        }
        let figures = FIGURES.iter().filter_map(|(key, name)| {
            let of_key = counts.get(*key)?;
            let cell = |year: &String| of_key.get(year).map(ToString::to_string);
            let cells = self.years.iter().map(|year| cell(year).unwrap_or_default());
            Some(Line { name: (*name).to_owned(), cells: cells.collect() })
        });
        let indicators = self.indicators.iter().enumerate().map(|(nth, (_, no, words))| {
            let years = 0..self.years.len();
            let cells = years.map(|year| self.answer(summary, year, nth).to_owned());
            Line { name: format!("{no}. {words}"), cells: cells.collect() }
        });
        let file = page_of(college);
        let about = format!("{}学生会历年公开的内容、指标和数字。", college.name);
        let view = View {
            frame: self.frame(&file, &college.name, about),
            site: college.address.public(),
            kind: &college.kind,
            city: &college.city,
            city_file,
            state: summary.state.label(),
            years: &self.years,
            editions: editions.collect(),
            findings: findings.collect(),
            indicators: match summary.met.iter().any(Option::is_some) {
                true => indicators.collect(),
                false => Vec::new(),
            },
            figures: figures.collect(),
        };
        self.fill("province-college.html", &file, &view)
    }
}
