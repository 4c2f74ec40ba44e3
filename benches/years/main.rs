//! What the program costs, as whole processes: a site of 1, 10 and 100 years, cold and unchanged,
//! paired with a combination of other tools; 300 sites of one year; how time grows with people,
//! articles, rounds and indicators; where the time of one year goes.
//! `cargo bench --profile release -- help` tells what may be chosen.

mod colleges;
mod generate;
mod grown;
mod growth;
mod measure;
mod peers;
mod stages;
mod table;

use std::path::{Path, PathBuf};

const HELP: &str = "\
cargo bench --profile release -- [PART…] [NAME=VALUE…]

  table      1, 10 and 100 years, cold and unchanged, paired with the combination
  stages     where the time of one year goes
  growth     check and build as people, articles, rounds, indicators double and double again
  colleges   300 sites of one year, built by 300 runs, paired with the combination
             (without a part: table and stages)

  runs=5              how often each is measured; medians are printed, with the least and the most
  years=1,10,100      the rows of the table
  colleges=300        how many sites
  axes=people,rounds  what grows (all of years, people, articles, rounds, indicators)
  divide=1            makes the sizes of growth that much smaller
  folder=DIR          writes the sites there, where they stay

GONGKAI_BENCH_PROGRAM names another build to measure, such as target/dist/gongkai; stages are
always those of the benchmark's own build.";

/// What was asked for on the command line.
pub struct Choice {
    parts: Vec<String>,
    pub runs: usize,
    pub years: Vec<usize>,
    pub colleges: usize,
    pub axes: Vec<String>,
    pub divide: usize,
    folder: Option<PathBuf>,
}

impl Choice {
    /// Reads the words after `--`, but for those `cargo bench` adds; `None` where one is not known.
    fn read(words: impl Iterator<Item = String>) -> Option<Self> {
        let mut choice = Self {
            parts: vec![],
            runs: 5,
            years: vec![1, 10, 100],
            colleges: 300,
            axes: vec![],
            divide: 1,
            folder: None,
        };
        for word in words.filter(|word| word != "--bench") {
            match word.split_once('=') {
                Some(("runs", count)) => choice.runs = positive(count)?,
                Some(("years", list)) => {
                    choice.years = list.split(',').map(positive).collect::<Option<_>>()?;
                }
                Some(("colleges", count)) => choice.colleges = positive(count)?,
                Some(("axes", list)) => choice.axes = list.split(',').map(str::to_owned).collect(),
                Some(("divide", by)) => choice.divide = positive(by)?,
                Some(("folder", path)) => choice.folder = Some(path.into()),
                None if ["table", "stages", "growth", "colleges"].contains(&word.as_str()) => {
                    choice.parts.push(word);
                }
                _ => return None,
            }
        }
        if choice.parts.is_empty() {
            choice.parts = vec!["table".to_owned(), "stages".to_owned()];
        }
        Some(choice)
    }

    fn has(&self, part: &str) -> bool {
        self.parts.iter().any(|chosen| chosen == part)
    }
}

fn positive(word: &str) -> Option<usize> {
    word.parse().ok().filter(|number| *number > 0)
}

fn main() {
    let Some(choice) = Choice::read(std::env::args().skip(1)) else {
        println!("{HELP}");
        return;
    };
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let root = choice.folder.as_deref().unwrap_or(temporary.path());
    println!("measured: {}", measure::program().display());
    if choice.has("table") {
        table::print(&sample, root, &choice);
    }
    if choice.has("colleges") {
        colleges::print(&sample, root, &choice);
    }
    if choice.has("growth") {
        growth::print(&sample, root, &choice);
    }
    // Last: a process begins with the peak of the one that starts it.
    if choice.has("stages") {
        stages::print(&sample, &root.join("stages"));
    }
}
