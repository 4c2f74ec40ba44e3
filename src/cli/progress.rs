//! How far a run has come: a bar on a terminal, lines for the workbench that runs it, else nothing.
//! It must not know what is done.

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::Terminal;
use crate::language::Both;
use crate::workbench::{STEPS, step};

/// How many of some steps are done.
pub struct Progress {
    bar: ProgressBar,
    /// Whether it is told line by line.
    in_lines: bool,
    terminal: Terminal,
}

impl Progress {
    /// Begins to count to a number of steps.
    pub fn new(doing: Both, steps: usize, terminal: Terminal) -> Self {
        let doing = doing.in_language(terminal.language).to_owned();
        let in_lines = std::env::var_os(STEPS).is_some();
        let style = ProgressStyle::with_template("{msg} {bar:24} {pos}/{len}");
        let bar = ProgressBar::new(steps as u64).with_message(doing);
        let bar = bar.with_style(style.expect("our own template"));
        let progress = Self { bar, in_lines, terminal };
        progress.tell();
        progress
    }

    /// Counts steps that were done.
    pub fn done(&self, more: usize) {
        self.bar.inc(more as u64);
        self.tell();
    }

    /// Says how many of how many are done, where that is known only now.
    pub fn stand(&self, done: usize, of: usize) {
        self.bar.set_length(of as u64);
        self.bar.set_position(done as u64);
        self.tell();
    }

    fn tell(&self) {
        if self.in_lines {
            let of = self.bar.length().unwrap_or(0);
            self.terminal.note(step(self.bar.position(), of, &self.bar.message()).into());
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
