//! The sample's newest year beside the year before it, checked in memory.
//! It must not know how it was spoilt.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use gongkai::academic_year::AcademicYear;
use gongkai::diagnostic::{Diagnostic, Level};
use gongkai::load::Standards;
use gongkai::pipeline::{Inputs, read_standards};
use gongkai::rules::edit::{BEFORE, Texts};
use gongkai::rules::test;
use gongkai::source::Sources;

use crate::support::project;

/// The sample and what it is held against, read once.
pub struct Sample {
    year: AcademicYear,
    pub texts: Texts,
    standards: Standards,
    sources: Sources,
}

impl Sample {
    pub fn read() -> Self {
        let mut inputs = Inputs::read(&project("")).unwrap();
        let below = |path: &str| path.strip_prefix("content/").map(str::to_owned);
        let files: Vec<(String, String)> = inputs
            .sources
            .ids()
            .map(|id| inputs.sources.file(id))
            .filter_map(|file| Some((below(&file.path)?, file.text.to_string())))
            .collect();
        let years =
            files.iter().filter_map(|(path, _)| AcademicYear::parse(path.split('/').next()?));
        let year = years.max().expect("the sample has a year");
        let (now, before) = (format!("{year}/"), format!("{}/", year.previous()));
        let texts = files.into_iter().filter_map(|(path, text)| {
            let name = match path.strip_prefix(&now) {
                Some(name) => name.to_owned(),
                None if path == "site.yaml" => path,
                None => format!("{BEFORE}{}", path.strip_prefix(&before)?),
            };
            Some((name, text))
        });
        let texts = Texts(texts.collect());
        // A check adds the texts to the standards and reads nothing else.
        inputs.sources = standards_alone(&inputs);
        let mut faults = Vec::new();
        let standards = read_standards(&inputs, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        Self { year, texts, standards, sources: inputs.sources }
    }

    /// Checks the year as it reads in some texts.
    pub fn check(&self, texts: &Texts) -> (Sources, Vec<Diagnostic>) {
        test::check(self.year, texts, &self.standards, &self.sources)
    }

    /// Returns the files of the year and the lines that the violations among some findings show.
    pub fn places(&self, sources: &Sources, findings: &[Diagnostic]) -> Vec<(String, usize)> {
        let folder = format!("/{}/", self.year);
        let violations = findings.iter().filter(|finding| finding.level == Level::Violation);
        let spans = violations.flat_map(|finding| {
            std::iter::once(&finding.primary).chain(&finding.related).map(|label| label.span)
        });
        let places = spans.map(|span| sources.location(span));
        let below = |path: &str| path.split_once(&folder).map(|(_, name)| name.to_owned());
        places.filter_map(|place| Some((below(&place.path)?, place.line))).collect()
    }
}

fn standards_alone(inputs: &Inputs) -> Sources {
    let mut sources = Sources::default();
    for id in inputs.standards_files() {
        let file = inputs.sources.file(id);
        sources.add(file.path.as_str(), &*file.text);
    }
    sources
}

/// Does something with each of many, on every core; the results stand in the order of the items.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let at = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(item) = items.get(at)
                {
                    let result = work(item);
                    results.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}
