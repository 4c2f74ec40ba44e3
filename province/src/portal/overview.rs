//! The front page and the pages of cities: how far publication has come, and the way to every college.
//! It must not read what a college publishes.

use std::collections::BTreeSet;

use gongkai::failure::Failure;
use serde::Serialize;

use super::{Frame, Portal, State, Summary, city_file, page_of};
use crate::colleges::College;

impl Portal<'_> {
    pub(super) fn index(
        &self,
        colleges: &[College],
        summaries: &[Summary],
        cities: &[&str],
    ) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            states: Vec<Tally>,
            kinds: Vec<&'a str>,
            cities: Vec<City<'a>>,
        }
        #[derive(Serialize)]
        struct Tally {
            name: &'static str,
            count: usize,
        }
        #[derive(Serialize)]
        struct City<'a> {
            name: &'a str,
            file: String,
            cells: Vec<String>,
        }
        let states = State::ALL.iter().map(|state| {
            let count = summaries.iter().filter(|it| it.state == *state).count();
            Tally { name: state.label(), count }
        });
        let kinds: BTreeSet<&str> = colleges.iter().map(|it| it.kind.as_str()).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let list = |city: &str, kind: Option<&str>| {
            let all = colleges.iter().filter(|it| it.city == city);
            let all: Vec<_> = all.filter(|it| kind.is_none_or(|kind| it.kind == kind)).collect();
            let has = |it: &&&College| summaries[it.number].years.last() == Some(&true);
            format!("{} / {}", all.iter().filter(has).count(), all.len())
        };
        let cities = cities.iter().enumerate().map(|(nth, name)| City {
            name,
            file: city_file(nth),
            cells: kinds
                .iter()
                .map(|kind| list(name, Some(kind)))
                .chain([list(name, None)])
                .collect(),
        });
        let about = format!("{} 所学校公开的学生会改革情况。", colleges.len());
        let view = View {
            frame: self.frame("index.html", "各市各校", about),
            states: states.filter(|it| it.count > 0).collect(),
            cities: cities.collect(),
            kinds: kinds.clone(),
        };
        self.fill("province-index.html", "index.html", &view)
    }

    pub(super) fn city(
        &self,
        colleges: &[College],
        summaries: &[Summary],
        city: &str,
        file: &str,
    ) -> Result<(), Failure> {
        #[derive(Serialize)]
        struct View<'a> {
            #[serde(flatten)]
            frame: Frame<'a>,
            years: &'a [String],
            numbers: Vec<i64>,
            colleges: Vec<Of<'a>>,
        }
        #[derive(Serialize)]
        struct Of<'a> {
            name: &'a str,
            file: String,
            kind: &'a str,
            site: Option<&'a str>,
            state: &'static str,
            years: &'a [bool],
            met: Vec<&'static str>,
        }
        let of_city = colleges.iter().filter(|it| it.city == city).map(|college| {
            let summary = &summaries[college.number];
            let newest = self.years.len().checked_sub(1);
            let met = newest.into_iter().flat_map(|year| {
                (0..self.indicators.len()).map(move |nth| self.answer(summary, year, nth))
            });
            Of {
                name: &college.name,
                file: page_of(college),
                kind: &college.kind,
                site: college.address.public(),
                state: summary.state.label(),
                years: &summary.years,
                met: met.collect(),
            }
        });
        let view = View {
            frame: self.frame(file, city, format!("{city}各校公开的情况和各项指标。")),
            years: &self.years,
            numbers: self.indicators.iter().map(|(_, no, _)| *no).collect(),
            colleges: of_city.collect(),
        };
        self.fill("province-city.html", file, &view)
    }
}
