//! Every reader of files on spoilt bytes: none may panic, hang or take more memory than it should.
//!
//! The bytes are seeds of the project, of `corpus/` and of what the program itself writes, changed
//! again and again by a fixed sequence of numbers, so that a run can be made once more. What was
//! found and mended stays in `corpus/`, in the folder of its reader. `tests/long/fuzz` runs the same
//! for hours.

mod mutate;
mod readers;
#[path = "../support/mod.rs"]
mod support;

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use mutate::Mutator;
use readers::{READERS, Reader};

/// How long one input may take on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// How many inputs a reader gets in a short run.
const SHORT: usize = 300;

/// What a run over one reader came to.
struct Run {
    inputs: usize,
    slowest: Duration,
    /// The input that took longest, for a look at why.
    slow: Vec<u8>,
    /// The inputs on which it panicked or hung, with what it said.
    found: Vec<(Vec<u8>, String)>,
}

/// Feeds a reader until `enough` says so; a hang ends the run, for nothing ends the reader.
///
/// The input is written down before it is read, to be found after the stack has overflowed.
fn run(reader: &'static Reader, seed: u64, enough: impl Fn(usize) -> bool + Send + 'static) -> Run {
    let now_on_disk = folder(reader).join(format!("now.{}", reader.kind));
    fs::create_dir_all(folder(reader)).unwrap();
    let seeds = (reader.seeds)();
    assert!(!seeds.is_empty(), "{} has no seeds", reader.name);
    let now: Arc<Mutex<Vec<u8>>> = Arc::default();
    let (done, heard) = mpsc::channel();
    let shared = Arc::clone(&now);
    thread::spawn(move || {
        let mut mutator = Mutator::new(seed, reader.words);
        for n in 0.. {
            let input = match seeds.get(n) {
                Some(seed) => seed.clone(),
                None if enough(n) => break,
                None if reader.zipped => mutator.archive(&seeds),
                None => mutator.bytes(&seeds),
            };
            shared.lock().unwrap().clone_from(&input);
            fs::write(&now_on_disk, &input).unwrap();
            let start = Instant::now();
            let outcome = catch_unwind(AssertUnwindSafe(|| (reader.read)(input.clone())));
            let said = outcome.err().map(|panic| match panic.downcast::<String>() {
                Ok(text) => *text,
                Err(panic) => panic.downcast_ref::<&str>().unwrap_or(&"panic").to_string(),
            });
            let took = start.elapsed();
            if done.send((took, input, said)).is_err() {
                break;
            }
        }
    });
    let mut run = Run { inputs: 0, slowest: Duration::ZERO, slow: Vec::new(), found: Vec::new() };
    loop {
        match heard.recv_timeout(LONGEST) {
            Ok((took, input, said)) => {
                run.inputs += 1;
                if took > run.slowest {
                    run.slowest = took;
                    run.slow.clone_from(&input);
                }
                run.found.extend(said.map(|said| (input, said)));
            }
            Err(RecvTimeoutError::Disconnected) => return run,
            Err(RecvTimeoutError::Timeout) => {
                run.found.push((now.lock().unwrap().clone(), "it does not end".to_owned()));
                return run;
            }
        }
    }
}

fn folder(reader: &Reader) -> PathBuf {
    std::env::temp_dir().join("gongkai-fuzz").join(reader.name)
}

/// Keeps what was found, and the slowest, and says where the former is.
fn keep(reader: &Reader, run: &Run) -> Vec<String> {
    let folder = folder(reader);
    fs::write(folder.join(format!("slowest.{}", reader.kind)), &run.slow).unwrap();
    let kept = run.found.iter().map(|(input, said)| {
        let mut hash = DefaultHasher::new();
        input.hash(&mut hash);
        let path = folder.join(format!("{:016x}.{}", hash.finish(), reader.kind));
        fs::write(&path, input).unwrap();
        format!("{}: {said}: {}", reader.name, path.display())
    });
    kept.collect()
}

#[test]
fn no_reader_panics_or_hangs_on_spoilt_files() {
    let mut found = Vec::new();
    for reader in READERS {
        let most = SHORT / reader.weight;
        let run = run(reader, 1, move |n| n >= most);
        println!("{}: {} inputs, slowest {:?}", reader.name, run.inputs, run.slowest);
        found.extend(keep(reader, &run));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// `FUZZ_SECONDS` is how long each reader is fed, `FUZZ_SEED` what the sequence begins with; only
/// readers whose name begins with `FUZZ_READER` are fed, where that is given.
#[test]
#[ignore = "runs as long as it is told: tests/long/fuzz"]
fn long() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(60));
    let seed = number("FUZZ_SEED").unwrap_or(1);
    let only = std::env::var("FUZZ_READER").unwrap_or_default();
    let mut found = Vec::new();
    for reader in READERS.iter().filter(|reader| reader.name.starts_with(&only)) {
        let start = Instant::now();
        let run = run(reader, seed, move |_| start.elapsed() > seconds);
        println!(
            "{}: {} inputs in {:?}, slowest {:?}, found {}",
            reader.name,
            run.inputs,
            start.elapsed(),
            run.slowest,
            run.found.len()
        );
        found.extend(keep(reader, &run));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
