//! `gongkai check --watch` tells of every change of a file, for as long as it runs.

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A run that is ended with the test, however that ends.
struct Watching(Child, Receiver<String>);

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Watching {
    fn begin(root: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(["check", "--watch", "--root"])
            .arg(root)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (tell, told) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        let notes = BufReader::new(child.stderr.take().unwrap());
        let also = tell.clone();
        std::thread::spawn(move || {
            output.lines().map_while(Result::ok).try_for_each(|it| tell.send(it))
        });
        std::thread::spawn(move || {
            notes.lines().map_while(Result::ok).try_for_each(|it| also.send(it))
        });
        Self(child, told)
    }

    /// Returns what is said up to a line that says something.
    fn until(&self, words: &str) -> String {
        let begun = Instant::now();
        let mut said = String::new();
        while !said.contains(words) {
            let left = Duration::from_secs(60).checked_sub(begun.elapsed());
            let line = left.and_then(|left| self.1.recv_timeout(left).ok());
            said += &line.unwrap_or_else(|| panic!("{words} is not said: {said}"));
            said.push('\n');
        }
        said
    }
}

#[test]
fn what_changes_is_checked_again_until_it_is_ended() {
    let site = support::specimen_site();
    let roster = site.path().join("content/2025-2026/名单.csv");
    let right = fs::read_to_string(&roster).unwrap();
    let watching = Watching::begin(site.path());
    watching.until("没有发现问题");
    let rank = regex::Regex::new("[0-9]+/([0-9]+)").unwrap();
    fs::write(&roster, rank.replace(&right, "$1/$1").as_bytes()).unwrap();
    watching.until("违规[ROS-07]");
    watching.until("等着文件改动");
    fs::write(&roster, &right).unwrap();
    watching.until("没有发现问题");
    // What the machine refuses now it need not refuse once it has changed.
    fs::rename(site.path().join("content"), site.path().join("away")).unwrap();
    watching.until("没有 content 文件夹");
    fs::rename(site.path().join("away"), site.path().join("content")).unwrap();
    watching.until("没有发现问题");
}
