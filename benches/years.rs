//! How long a site of 1, 10 and 100 years takes, cold and unchanged; where the time of one year
//! goes; how much memory a run needs. `cargo bench --profile release` prints the figures.

mod generate;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use gongkai::compose::compose;
use gongkai::document::Imprint;
use gongkai::manifest::Artifact;
use gongkai::pipeline::{Inputs, Run};
use gongkai::{bundle, render};

fn main() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let root = tempfile::tempdir().expect("a temporary folder");
    stages(&sample, &root.path().join("stages"));
    println!("\n{:>6} {:>12} {:>14} {:>12}", "years", "cold s", "unchanged s", "peak MiB");
    for count in [1, 10, 100] {
        let site = root.path().join(count.to_string());
        generate::site(&sample, &site, count).expect("the generator writes");
        let (cold, peak) = build(&site);
        let (again, _) = build(&site);
        println!(
            "{count:>6} {:>12.2} {:>14.2} {peak:>12}",
            cold.as_secs_f64(),
            again.as_secs_f64()
        );
    }
}

/// Runs the program once as a process of its own; returns its wall time and peak memory in MiB.
fn build(site: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg("--root")
        .arg(site)
        .arg("build")
        .stdout(std::process::Stdio::null())
        // The copies of one year follow badly on one another, which is warned of.
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // The kernel keeps the peak itself; it is read until the process ends.
    let exit = loop {
        if let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
            peak = peak.max(kib.unwrap_or(0));
        }
        match child.try_wait().expect("the program can be waited for") {
            Some(exit) => break exit,
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    assert!(exit.success(), "the generated site builds");
    (start.elapsed(), peak / 1024)
}

/// Prints how long each stage takes for one year, in one process, cold.
fn stages(sample: &Path, site: &Path) {
    generate::site(sample, site, 1).expect("the generator writes");
    let mut clock = Clock::start();
    let inputs = Inputs::read(site).expect("the generated site is read");
    clock.lap("read");
    let run = Run::open(inputs).expect("the generated site opens");
    clock.lap("standards, fonts");
    let cleared = run.clear(&run.years[0]).expect("the generated year is clean");
    clock.lap("load, facts, rules");
    let resources = &run.resources;
    let document = compose(&cleared, &run.standards.rules);
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
    clock.print();
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

    fn print(&self) {
        let whole: Duration = self.laps.iter().map(|(_, time)| *time).sum();
        println!("{:<22} {:>9} {:>7}", "stage of one year", "ms", "share");
        for (name, time) in &self.laps {
            let share = 100.0 * time.as_secs_f64() / whole.as_secs_f64();
            println!("{name:<22} {:>9.1} {share:>6.1}%", time.as_secs_f64() * 1000.0);
        }
    }
}
