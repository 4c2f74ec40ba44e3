//! What the portal counts over all colleges, as tables for whoever wants the numbers: the same queries
//! stand as SQL in `queries/`, for an engine that runs over the dataset's Parquet on many machines.
//! It must not know how a page shows them.

use std::collections::{BTreeMap, BTreeSet};

use gongkai::diagnostic::Level;
use gongkai::manifest::Artifact;

use super::{cell, rows, text};
use crate::across::Across;
use crate::audit::Audited;
use crate::colleges::College;
use crate::tables::Cell;

/// The sums being gathered, college by college; of a figure, how many have each value.
#[derive(Default)]
pub struct Sums {
    /// Colleges by city, kind and year that have published it.
    published: BTreeMap<[String; 3], usize>,
    /// Colleges that meet an indicator, and that do not, by year, union and key.
    indicators: BTreeMap<[String; 3], [usize; 2]>,
    /// Colleges whose answer to an indicator turned to 是, and to 否, since the year before.
    movements: BTreeMap<[String; 2], [usize; 2]>,
    /// Colleges and places by source, code, level and title.
    findings: BTreeMap<[String; 4], [i64; 2]>,
    /// Values by year, kind of college and key, of the first union.
    figures: BTreeMap<[String; 3], BTreeMap<i64, usize>>,
}

/// The tables, each with its columns; `queries/NAME.sql` makes the same.
pub const SUMS: [(&str, &[&str]); 5] = [
    ("published", &["city", "kind", "year", "colleges"]),
    ("indicators", &["year", "union", "key", "met", "not_met"]),
    ("movements", &["year", "key", "to_yes", "to_no"]),
    ("findings", &["source", "code", "level", "title", "colleges", "times"]),
    ("figures", &["year", "kind", "key", "colleges", "least", "lower", "middle", "upper", "most"]),
];

impl Sums {
    /// Adds what a college was audited to, and what was found of it across colleges.
    pub fn add(&mut self, college: &College, audited: &Audited, across: &[Across]) {
        let mut years = BTreeSet::new();
        for row in rows(audited, "bundles") {
            let is_year = *cell(row, "bundles", "is_round") == Cell::YesNo(false);
            if is_year && text(row, "bundles", "union") == "first" {
                years.insert(text(row, "bundles", "year").to_owned());
            }
        }
        for year in years {
            let key = [college.city.clone(), college.kind.clone(), year];
            *self.published.entry(key).or_default() += 1;
        }
        let mut met: BTreeMap<(String, String), bool> = BTreeMap::new();
        for row in rows(audited, "indicators") {
            let Cell::YesNo(yes) = cell(row, "indicators", "met") else { continue };
            let key = ["year", "union", "key"].map(|it| text(row, "indicators", it).to_owned());
            let [year, union, name] = key.clone();
            if union == "first" {
                met.insert((name, year), *yes);
            }
            self.indicators.entry(key).or_default()[usize::from(!yes)] += 1;
        }
        for ((key, year), now) in &met {
            let before = met.get(&(key.clone(), before(year)));
            if let Some(then) = before.filter(|then| *then != now) {
                let of_key = self.movements.entry([year.clone(), key.clone()]).or_default();
                of_key[usize::from(*then)] += 1;
            }
        }
        let mut found: BTreeMap<[String; 4], i64> = BTreeMap::new();
        for row in rows(audited, "findings") {
            let key =
                ["source", "code", "level", "title"].map(|it| text(row, "findings", it).to_owned());
            let Cell::Number(times) = cell(row, "findings", "times") else { continue };
            *found.entry(key).or_default() += times;
        }
        for it in across {
            let level = if it.level == Level::Notice { "notice" } else { "warning" };
            let key = ["across", &it.code, level, &it.title].map(str::to_owned);
            *found.entry(key).or_default() += 1;
        }
        for (key, times) in found {
            let [colleges, all] = self.findings.entry(key).or_default();
            *colleges += 1;
            *all += times;
        }
        for row in rows(audited, "counts") {
            let Cell::Number(value) = cell(row, "counts", "value") else { continue };
            if text(row, "counts", "union") == "first" {
                let [year, key] = ["year", "key"].map(|it| text(row, "counts", it).to_owned());
                let of_kind = self.figures.entry([year, college.kind.clone(), key]).or_default();
                *of_kind.entry(*value).or_default() += 1;
            }
        }
    }

    /// Returns the tables as CSV.
    pub fn end(self) -> Vec<Artifact> {
        let numbers = |all: [usize; 2]| all.map(|it| it.to_string());
        let figures: BTreeMap<[String; 3], [String; 6]> =
            self.figures.into_iter().map(|(key, values)| (key, quartiles(&values))).collect();
        let tables: [Vec<Vec<String>>; 5] = [
            self.published.into_iter().map(|(key, n)| line(&key, &[n.to_string()])).collect(),
            self.indicators.into_iter().map(|(key, n)| line(&key, &numbers(n))).collect(),
            self.movements.into_iter().map(|(key, n)| line(&key, &numbers(n))).collect(),
            self.findings
                .into_iter()
                .map(|(key, n)| line(&key, &n.map(|it| it.to_string())))
                .collect(),
            figures.into_iter().map(|(key, all)| line(&key, &all)).collect(),
        ];
        let table = |((name, columns), lines): ((&str, &[&str]), Vec<Vec<String>>)| {
            let mut csv = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
            let all = std::iter::once(columns.iter().map(|it| (*it).to_owned()).collect());
            for line in all.chain(lines) {
                let line: Vec<String> = line;
                csv.write_record(line).expect("memory takes what is written");
            }
            let bytes = csv.into_inner().expect("memory takes what is written");
            Artifact::new(format!("data/{name}.csv"), bytes)
        };
        SUMS.into_iter().zip(tables).map(table).collect()
    }
}

/// Returns how many values there are, the least, the quartiles and the most.
fn quartiles(values: &BTreeMap<i64, usize>) -> [String; 6] {
    let all: usize = values.values().sum();
    let at = |quarter: usize| {
        let mut left = (all - 1) * quarter / 4;
        let is_it = |(_, many): &(&i64, &usize)| match left.checked_sub(**many) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        };
        *values.iter().find(is_it).expect("it is one of them").0
    };
    [all as i64, at(0), at(1), at(2), at(3), at(4)].map(|it| it.to_string())
}

fn line(key: &[String], values: &[String]) -> Vec<String> {
    key.iter().chain(values).cloned().collect()
}

/// Returns the academic year before another, `2024-2025` before `2025-2026`.
fn before(year: &str) -> String {
    let first: u32 = year.split('-').next().and_then(|it| it.parse().ok()).unwrap_or_default();
    format!("{}-{first}", first.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_the_sorted_values() {
        let counted = |values: &[i64]| {
            let mut counts = BTreeMap::new();
            values.iter().for_each(|it| *counts.entry(*it).or_default() += 1);
            quartiles(&counts).map(|it| it.parse::<i64>().unwrap())
        };
        assert_eq!(counted(&[7]), [1, 7, 7, 7, 7, 7]);
        assert_eq!(counted(&[3, 1, 1, 2]), [4, 1, 1, 1, 2, 3]);
        assert_eq!(counted(&[5, 5, 5, 9, 1, 2, 2, 8]), [8, 1, 2, 5, 5, 9]);
    }
}
