//! Whoever opens a site whose workbench is open already is led there: two double clicks start one.
#![cfg(unix)]

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A run that is ended with the test, however that ends.
struct Open(Child, String);

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Opens a site on a desktop whose browser only writes down what it is to show.
fn open(root: &Path, desktop: &Path) -> Open {
    let path = std::env::var("PATH").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["open", "--root"])
        .arg(root)
        .env("DISPLAY", ":99")
        .env("PATH", format!("{}:{path}", desktop.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let at = line.find("http://").unwrap_or_else(|| panic!("no address: {line}"));
    Open(child, line[at..].trim_end().to_owned())
}

/// Tells whether a run ends by itself, and well.
fn ends(run: &mut Open, within: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < within {
        if let Some(status) = run.0.try_wait().unwrap() {
            return status.success();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

#[test]
fn the_second_shows_the_first_and_ends() {
    let (site, desktop) = (support::specimen_site(), tempfile::tempdir().unwrap());
    let shown = desktop.path().join("shown");
    let browser = desktop.path().join("xdg-open");
    fs::write(&browser, format!("#!/bin/sh\necho \"$@\" >> '{}'\n", shown.display())).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();

    let first = open(site.path(), desktop.path());
    let told = site.path().join(".gongkai/workbench");
    let mode = fs::metadata(&told).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "it holds the token");
    let mut second = open(site.path(), desktop.path());
    assert!(ends(&mut second, Duration::from_secs(60)));
    assert_eq!(first.1, second.1);
    let begun = Instant::now();
    let both = format!("{0}\n{0}\n", first.1);
    while fs::read_to_string(&shown).unwrap_or_default() != both {
        assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", fs::read_to_string(&shown));
        std::thread::sleep(Duration::from_millis(20));
    }

    // Another site is another workbench, whatever its file says.
    let other = support::specimen_site();
    fs::create_dir_all(other.path().join(".gongkai")).unwrap();
    fs::copy(&told, other.path().join(".gongkai/workbench")).unwrap();
    assert_ne!(open(other.path(), desktop.path()).1, first.1);

    // One that somebody else could have written is not believed; one that is gone is opened anew.
    fs::set_permissions(&told, fs::Permissions::from_mode(0o644)).unwrap();
    assert_ne!(open(site.path(), desktop.path()).1, first.1);
    let address = first.1.clone();
    drop(first);
    let mut third = open(site.path(), desktop.path());
    assert_ne!(third.1, address);
    assert!(!ends(&mut third, Duration::from_millis(500)), "it serves");
}
