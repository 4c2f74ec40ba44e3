//! Files that nobody here made, of a folder that is handed in: each is read without a panic, a hang or
//! a word lost in silence. `tests/long/corpus FOLDER` runs it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use gongkai::import::Foreign;
use gongkai::import::office::read;
use gongkai::import::paper::lines;

/// How long one file may take on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// How much memory the program may take for one file, its own mapped pages among it, in kilobytes.
const MOST_MEMORY: u32 = 2_000_000;

/// Files of a folder that are not read: what belongs beside the others.
const BESIDE: [&str; 3] = ["native", "md", "json"];

/// What became of a file.
enum Outcome {
    /// Its words, with those set aside.
    Read(String),
    Refused(String),
    /// The whole import ended otherwise than it may.
    Broke(String),
    Panicked,
    Hung,
}

#[test]
#[ignore = "needs a folder of files: tests/long/corpus FOLDER"]
fn every_file_of_a_folder_is_read_or_refused() {
    let folder = std::env::var_os("CORPUS").expect("CORPUS names the folder");
    let mut counts: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    let (mut bad, mut told) = (Vec::new(), String::new());
    let (mut compared, mut words_compared, mut slowest) = (0, 0, (Duration::ZERO, PathBuf::new()));
    for path in files(Path::new(&folder)) {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let start = Instant::now();
        let outcome = outcome(&path);
        if start.elapsed() > Duration::from_secs(2) {
            println!("  {:?} {}", start.elapsed(), path.display());
        }
        slowest = slowest.max((start.elapsed(), path.clone()));
        let count = counts.entry(ending.clone()).or_default();
        match outcome {
            Outcome::Read(ours) => {
                count[0] += 1;
                let Some(theirs) = pandoc(&path, &ending) else { continue };
                let words = words(&theirs);
                let lost: Vec<&str> =
                    words.iter().map(String::as_str).filter(|it| !ours.contains(it)).collect();
                (compared, words_compared) = (compared + 1, words_compared + words.len());
                if !lost.is_empty() {
                    bad.push(format!("{}: lost {}", path.display(), lost.join(" ")));
                }
            }
            Outcome::Refused(why) => {
                count[1] += 1;
                let _ = writeln!(told, "  refused {}: {why}", path.display());
            }
            Outcome::Broke(how) => bad.push(format!("{}: import {how}", path.display())),
            Outcome::Panicked => bad.push(format!("{}: panic", path.display())),
            Outcome::Hung => bad.push(format!("{}: no end", path.display())),
        }
    }
    for (ending, [read, refused]) in &counts {
        println!("{ending}: {read} read, {refused} refused");
    }
    println!("{told}{compared} compared with pandoc, {words_compared} words");
    println!("slowest {:?}: {}", slowest.0, slowest.1.display());
    assert!(!counts.is_empty(), "no file in {}", Path::new(&folder).display());
    assert!(bad.is_empty(), "\n{}", bad.join("\n"));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = walk.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let wanted = |path: &PathBuf| {
        path.extension().is_some_and(|it| !BESIDE.contains(&it.to_string_lossy().as_ref()))
    };
    files.map(|entry| entry.into_path()).filter(wanted).collect()
}

fn outcome(path: &Path) -> Outcome {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let foreign = Foreign { name, bytes: fs::read(path).unwrap() };
    let (sender, heard) = mpsc::channel();
    let reading = thread::spawn(move || {
        let _ = sender.send(match read(&foreign) {
            Ok(paper) => {
                let aside = paper.aside.iter().map(|aside| aside.text.clone());
                let all: Vec<String> = lines(&paper.blocks).into_iter().chain(aside).collect();
                Outcome::Read(letters(&all.join("\n")))
            }
            Err(failure) => Outcome::Refused(failure.message.chinese),
        });
    });
    match heard.recv_timeout(LONGEST) {
        Ok(outcome) => imported(path).map_or(outcome, Outcome::Broke),
        Err(mpsc::RecvTimeoutError::Timeout) => Outcome::Hung,
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let _ = reading.join();
            Outcome::Panicked
        }
    }
}

/// Imports a file by the program itself, with a bound on time and memory; says how it ended where that
/// is neither done nor refused.
fn imported(path: &Path) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let bounded =
        format!("ulimit -v {MOST_MEMORY}; exec timeout {} \"$0\" \"$@\"", LONGEST.as_secs());
    let output = Command::new("sh")
        .args(["-c", &bounded, env!("CARGO_BIN_EXE_gongkai"), "import", "--dry-run"])
        .args([path.as_os_str(), "2025-2026".as_ref()])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    match output.status.code() {
        Some(0 | 2) if !said.contains("panicked") => None,
        code => Some(format!("ended with {code:?}: {said}")),
    }
}

/// Returns pandoc's reading of a file, where it reads such.
fn pandoc(path: &Path, ending: &str) -> Option<String> {
    // Of workbooks it has no bound where a cell stands far away.
    if !["docx", "html"].contains(&ending) {
        return None;
    }
    let output = Command::new("pandoc")
        .args(["--to", "plain", "--wrap", "none", "--track-changes", "accept"])
        .arg(path)
        .output()
        .expect("pandoc is installed");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Returns what is looked for: words, not the numbers that either of them gives to notes and lists.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let wanted = |word: &&str| word.chars().any(char::is_alphabetic) && word.chars().count() > 2;
    words.filter(wanted).map(str::to_lowercase).collect()
}
