//! Runs a program as a process and tells what it cost, with every process it started.
//! It must not know what the program does.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run cost.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    /// User and system time, in seconds.
    pub cpu: f64,
    /// From start to end, in seconds.
    pub wall: f64,
    /// The most memory one of its processes held, in MiB.
    pub peak: f64,
}

impl Cost {
    /// Runs a command without output and waits for it; it must end with one of these codes.
    pub fn of(command: &mut Command, codes: &[i32]) -> Self {
        let start = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let end = child.wait4().expect("the program can be waited for");
        let wall = start.elapsed();
        let code = end.status.code();
        assert!(
            code.is_some_and(|code| codes.contains(&code)),
            "{command:?} ended: {}",
            end.status
        );
        let cpu: Duration = end.rusage.utime + end.rusage.stime;
        let peak = end.rusage.maxrss as f64 / f64::from(1 << 20);
        Self { cpu: cpu.as_secs_f64(), wall: wall.as_secs_f64(), peak }
    }

    /// Adds a run that came after this one.
    pub fn then(self, next: Self) -> Self {
        Self {
            cpu: self.cpu + next.cpu,
            wall: self.wall + next.wall,
            peak: self.peak.max(next.peak),
        }
    }
}

/// Returns the program that is measured.
pub fn program() -> PathBuf {
    let own = || PathBuf::from(env!("CARGO_BIN_EXE_gongkai"));
    let path = std::env::var_os("GONGKAI_BENCH_PROGRAM").map_or_else(own, PathBuf::from);
    path.canonicalize().expect("GONGKAI_BENCH_PROGRAM is a program")
}

/// Returns what a command costs on a site.
pub fn gongkai(site: &Path, words: &[&str], codes: &[i32]) -> Cost {
    Cost::of(Command::new(program()).arg("--root").arg(site).args(words), codes)
}

/// Builds a site.
pub fn build(site: &Path) -> Cost {
    gongkai(site, &["build"], &[0])
}

/// Deletes what a build left, so that the next begins from nothing.
pub fn forget(site: &Path) {
    for left in ["output", ".gongkai"] {
        let path = site.join(left);
        if path.exists() {
            std::fs::remove_dir_all(path).expect("what a build left can be deleted");
        }
    }
}

/// Several measurements of one thing, as a median between the least and the most.
pub struct Spread(Vec<f64>);

impl Spread {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        match self.0.len() % 2 {
            1 => self.0[middle],
            _ => (self.0[middle - 1] + self.0[middle]) / 2.0,
        }
    }

    pub fn most(&self) -> f64 {
        self.0[self.0.len() - 1]
    }

    /// Writes `0.71 (0.67–0.77)`.
    pub fn told(&self) -> String {
        format!("{} ({}–{})", short(self.median()), short(self.0[0]), short(self.most()))
    }
}

/// Writes a number with as many digits as a reader of the table needs.
pub fn short(number: f64) -> String {
    let digits = match number.abs() {
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        _ => 3,
    };
    format!("{number:.digits$}")
}
