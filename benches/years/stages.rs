//! Prints where the time of one year goes, stage by stage in this process.
//! It must not measure the program as a whole.

use std::path::Path;
use std::time::{Duration, Instant};

use gongkai::compose::compose;
use gongkai::document::Imprint;
use gongkai::manifest::Artifact;
use gongkai::pipeline::{Inputs, Run};
use gongkai::{bundle, render};

use crate::generate;

/// Prints how long each stage takes for one year, in one process, cold.
pub fn print(sample: &Path, site: &Path) {
    generate::site(sample, site, 1).expect("the generator writes");
    let mut clock = Clock::start();
    let inputs = Inputs::read(site).expect("the generated site is read");
    clock.lap("read");
    let run = Run::open(inputs).expect("the generated site opens");
    clock.lap("standards, fonts");
    let cleared = run.clear(&run.years[0]).expect("the generated year is clean");
    clock.lap("load, facts, rules");
    let resources = &run.resources;
    let document = compose(&cleared, &run.standards);
    let json = document.json();
    clock.lap("compose");
    let pages = render::html::pages(&document, &resources.theme).expect("pages");
    clock.lap("HTML");
    let pdf = resources.press.pdf(&document, &json, &Imprint::default()).expect("a PDF");
    clock.lap("PDF (Typst)");
    let pdf = Artifact::new("disclosure.pdf", pdf);
    let fonts = resources.fonts.post_script_names();
    bundle::audit::audit(&document, &json, &pages, &pdf, &fonts, &Imprint::default())
        .expect("a sound bundle");
    clock.lap("audit");
    clock.told();
}

struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, name: &'static str) {
        self.laps.push((name, self.last.elapsed()));
        self.last = Instant::now();
    }

    fn told(&self) {
        let whole: Duration = self.laps.iter().map(|(_, time)| *time).sum();
        println!("\n{:<22} {:>9} {:>7}", "stage of one year", "ms", "share");
        for (name, time) in &self.laps {
            let share = 100.0 * time.as_secs_f64() / whole.as_secs_f64();
            println!("{name:<22} {:>9.1} {share:>6.1}%", time.as_secs_f64() * 1000.0);
        }
    }
}
