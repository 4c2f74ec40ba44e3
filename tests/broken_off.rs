//! What stands after a run that was killed, had no room, was not let in or met a disk that fails: the
//! state before it, or the one after it, whole. `tests/long/broken-off` does the same more often.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use gongkai::archive::{Ledger, verify};
use support::tree;

const YEAR: &str = "2025-2026";
/// How often a build is killed, and how often a release; `KILLS` in the environment says otherwise.
fn kills() -> usize {
    number_in_environment("KILLS").unwrap_or(200)
}

fn number_in_environment(name: &str) -> Option<usize> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// The nobody of every Linux.
const NOBODY: u32 = 65534;

/// Makes a site whose one year is the specimen, in memory where there is a folder for that: what is
/// done two hundred times need not wait for a disk.
fn site() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let site = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let site = site.unwrap();
    support::specimen(site.path());
    site
}

fn command(program: impl AsRef<std::ffi::OsStr>, root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).arg("--root").arg(root).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

const GONGKAI: &str = env!("CARGO_BIN_EXE_gongkai");

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    command(GONGKAI, root, arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn succeed(root: &Path, arguments: &[&str]) {
    let output = gongkai(root, arguments);
    assert!(output.status.success(), "{}", said(&output));
}

/// Gives the site's year another last sentence, of which there are two.
fn write_preface(root: &Path, turn: usize) {
    let preface = root.join("content").join(YEAR).join("前言.md");
    let text = fs::read_to_string(&preface).unwrap();
    let first = text.lines().next().unwrap();
    let device = ["打印", "手机"][turn % 2];
    fs::write(&preface, format!("{first}\n\n本页另有{device}版。\n")).unwrap();
}

/// Random delays over the time a run takes; of two one falls into its end, where it writes.
struct Delays {
    whole: Duration,
    state: u64,
}

impl Delays {
    fn over(whole: Duration) -> Self {
        Self { whole, state: 7 }
    }

    fn next(&mut self) -> Duration {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let part = (self.state >> 40) as f64 / f64::from(1 << 24);
        self.whole.mul_f64(if self.state & (1 << 39) == 0 { part } else { 0.6 + 0.4 * part })
    }
}

/// Starts a run and kills it after a while; tells whether it was still running.
fn kill(root: &Path, arguments: &[&str], delays: &mut Delays) -> bool {
    let mut run = command(GONGKAI, root, arguments).spawn().unwrap();
    sleep(delays.next());
    let running = run.try_wait().unwrap().is_none();
    run.kill().unwrap();
    run.wait().unwrap();
    // Runs take longer or shorter as the machine has more or less else to do.
    delays.whole = delays.whole.mul_f64(if running { 1.02 } else { 0.9 });
    running
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new() {
    let site = site();
    let root = site.path();
    let output = root.join("output");
    let mut took = Duration::ZERO;
    let whole = [0, 1].map(|turn| {
        write_preface(root, turn);
        let start = Instant::now();
        succeed(root, &["build"]);
        took = start.elapsed();
        tree(&output)
    });
    assert!(whole[0] != whole[1]);
    let (mut delays, mut killed, mut turn) = (Delays::over(took), 0, 0);
    while killed < kills() {
        write_preface(root, turn);
        killed += usize::from(kill(root, &["build"], &mut delays));
        assert!(whole.contains(&tree(&output)), "torn at turn {turn}");
        if turn % 10 == 0 {
            succeed(root, &["build"]);
            assert!(tree(&output) == whole[turn % 2], "not finished at turn {turn}");
        }
        turn += 1;
    }
}

#[test]
fn an_import_killed_at_any_moment_leaves_no_year_or_a_whole_one_and_loses_nothing() {
    let site = site();
    let root = site.path();
    let (word, year) = (root.join("公开.docx"), root.join("content").join(YEAR));
    let word = word.to_str().unwrap();
    succeed(root, &["export", YEAR, "--docx", word]);
    let fresh = || fs::remove_dir_all(&year).or_else(|_| fs::create_dir_all(root.join("content")));
    fresh().unwrap();
    let start = Instant::now();
    succeed(root, &["import", word]);
    let mut delays = Delays::over(start.elapsed());
    let imported = tree(&year);
    let (mut killed, mut turn) = (0, 0);
    while killed < kills() / 4 {
        fresh().unwrap();
        killed += usize::from(kill(root, &["import", word], &mut delays));
        assert!(!year.exists() || tree(&year) == imported, "torn at turn {turn}");
        succeed(root, &["import", word, "--replace"]);
        assert!(tree(&year) == imported);
        turn += 1;
    }
    let workshop = root.join(".gongkai/import");
    while killed < kills() / 2 {
        let _ = fs::remove_dir_all(&workshop);
        let (mine, extra) = (format!("我写的 {turn}"), year.join("appraisal/另一轮/说明.txt"));
        fs::create_dir_all(extra.parent().unwrap()).unwrap();
        fs::write(&extra, &mine).unwrap();
        fs::write(year.join("前言.md"), &mine).unwrap();
        let before = tree(&year);
        killed += usize::from(kill(root, &["import", word, "--replace"], &mut delays));
        let is_old = tree(&year) == before;
        let text = imported.iter().find(|(path, _)| path == "前言.md").unwrap();
        assert!(is_old || fs::read(year.join("前言.md")).unwrap() == text.1, "torn at {turn}");
        assert_eq!(fs::read_to_string(&extra).unwrap(), mine);
        let is_mine = |(path, bytes): &(String, Vec<u8>)| {
            path.ends_with("前言.md") && *bytes == mine.as_bytes()
        };
        assert!(is_old || tree(&workshop).iter().any(is_mine), "lost at turn {turn}");
        turn += 1;
    }
}

#[test]
fn a_release_killed_at_any_moment_leaves_the_archive_before_or_after_it() {
    let site = site();
    let root = site.path();
    let releases = root.join("content/releases");
    let ledger = || fs::read(releases.join("ledger.json")).unwrap();
    let entries = || serde_json::from_slice::<Ledger>(&ledger()).unwrap().entries.len();
    let sound = |turn: usize| {
        let verified = verify(&releases, None, &Default::default()).unwrap();
        assert!(verified.faults.is_empty(), "{turn}: {:?}", verified.faults);
    };
    write_preface(root, 0);
    succeed(root, &["release", YEAR]);
    let first = ledger();
    write_preface(root, 1);
    let undo = || {
        fs::write(releases.join("ledger.json"), &first).unwrap();
        for name in ["v2", ".v2.gongkai"] {
            let folder = releases.join(YEAR).join(name);
            let _ = fs::remove_dir_all(folder);
        }
    };
    let release = ["release", YEAR, "--note", "补充"];
    let start = Instant::now();
    succeed(root, &release);
    let (mut delays, mut killed, mut turn) = (Delays::over(start.elapsed()), 0, 0);
    undo();
    while killed < kills() {
        killed += usize::from(kill(root, &release, &mut delays));
        sound(turn);
        if turn % 10 == 0 {
            let next = gongkai(root, &release);
            let done = next.status.success() || said(&next).contains("和第 2 版相同");
            assert!(done, "{turn}: {}", said(&next));
            assert_eq!(entries(), 2);
            sound(turn);
            succeed(root, &["build"]);
        }
        if entries() == 2 {
            undo();
        }
        turn += 1;
    }
}

/// A folder's files with their bytes.
type Tree = Vec<(String, Vec<u8>)>;

/// A site that was built and released, with a change that was not, and what stands of it.
fn worked_on() -> (tempfile::TempDir, [Tree; 2]) {
    let site = site();
    let root = site.path();
    succeed(root, &["release", YEAR]);
    succeed(root, &["build"]);
    write_preface(root, 0);
    let stands = standing(root);
    (site, stands)
}

fn standing(root: &Path) -> [Vec<(String, Vec<u8>)>; 2] {
    ["output", "content/releases"].map(|folder| tree(&root.join(folder)))
}

const RELEASE: [&str; 4] = ["release", YEAR, "--note", "补充"];

#[test]
fn a_full_disk_leaves_the_last_good_state_and_says_so() {
    let (site, stands) = worked_on();
    let root = site.path();
    // No file may grow beyond 40 KiB: pages can be written, the PDF cannot.
    let limited = |arguments: &[&str]| {
        let script = "trap '' XFSZ; ulimit -f 80; exec \"$@\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh", GONGKAI]).args(arguments).arg("--root").arg(root);
        shell.output().unwrap()
    };
    let refused = |output: Output, stands: [Tree; 2]| {
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("大小的限制"), "{}", said(&output));
        assert!(standing(root) == stands, "{}", said(&output));
    };
    refused(limited(&RELEASE), stands);
    // Of what is released the build takes the PDF as it was kept, and writes it where it does not
    // stand so already.
    fs::remove_dir_all(root.join(".gongkai")).unwrap();
    replace_year(root);
    let built = limited(&["build"]);
    assert!(built.status.success(), "{}", said(&built));
    fs::write(root.join("output").join(YEAR).join("disclosure.pdf"), "").unwrap();
    let stands = standing(root);
    refused(limited(&["build"]), stands);
    succeed(root, &["build"]);
}

/// Puts the year back to what was released, so that nothing keeps it from being built.
fn replace_year(root: &Path) {
    let kept = root.join("content/releases").join(YEAR).join("v1/sources/content").join(YEAR);
    support::copy(&kept, &root.join("content").join(YEAR));
}

#[test]
fn a_folder_that_may_not_be_written_leaves_the_last_good_state_and_says_so() {
    let (site, stands) = worked_on();
    let root = site.path();
    let program = program_for_others(root);
    let is_root = fs::metadata("/proc/self").unwrap().uid() == 0;
    let mode = |mode: u32| {
        for entry in walkdir::WalkDir::new(root).into_iter().map(Result::unwrap) {
            let entered = entry.file_type().is_dir() || entry.path() == program;
            let mode = if entered { mode | 0o111 } else { mode };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    let refused = |arguments: &[&str]| {
        mode(0o444);
        let mut run = command(&program, root, arguments);
        if is_root {
            // Nothing keeps root out of a folder.
            run.uid(NOBODY).gid(NOBODY);
        }
        let refused = run.output().unwrap();
        mode(0o644);
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains("没有读写权限"), "{}", said(&refused));
        assert!(standing(root) == stands, "{}", said(&refused));
    };
    refused(&RELEASE);
    replace_year(root);
    refused(&["build"]);
    succeed(root, &["build"]);
}

/// Puts the program where everybody may run it.
fn program_for_others(root: &Path) -> PathBuf {
    let program = root.join("gongkai");
    fs::copy(GONGKAI, &program).unwrap();
    program
}

#[test]
fn of_two_runs_at_once_one_is_told_of_the_other() {
    let (site, stands) = worked_on();
    let root = site.path();
    let held = gongkai::lock::hold(&root.join(".gongkai")).unwrap();
    replace_year(root);
    for arguments in [&["build"][..], &RELEASE] {
        let refused = gongkai(root, arguments);
        let who = format!("进程 {}", std::process::id());
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert!(said(&refused).contains(&who), "{}", said(&refused));
    }
    assert!(standing(root) == stands);
    drop(held);

    // Whoever comes first, what stands afterwards is whole.
    for _ in 0..5 {
        let both = [0, 1].map(|_| command(GONGKAI, root, &["build"]).spawn().unwrap());
        let both = both.map(|run| run.wait_with_output().unwrap());
        assert!(both.iter().any(|run| run.status.success()));
        for run in both.iter().filter(|run| !run.status.success()) {
            assert!(said(run).contains("正在写入"), "{}", said(run));
        }
        assert!(standing(root) == stands);
    }
}

/// Calls to the system that write, each with what it may be refused with; the reading ones come last.
const CALLS: [(&str, &[&str]); 12] = [
    ("write", &["ENOSPC", "EIO"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("rename", &["EACCES", "EIO"]),
    ("renameat2", &["EINVAL", "EBUSY"]),
    ("mkdir", &["ENOSPC", "EACCES"]),
    ("unlink", &["EACCES", "EBUSY"]),
    ("unlinkat", &["EACCES", "EBUSY"]),
    ("rmdir", &["EBUSY", "EACCES"]),
    ("linkat", &["EMLINK", "EPERM"]),
    ("openat", &["EACCES", "EMFILE", "EIO"]),
    ("read", &["EIO"]),
    ("getdents64", &["EIO"]),
];

/// Runs the program under `strace`, which refuses the `nth` call of a kind in every thread.
fn run_with_fault(root: &Path, arguments: &[&str], call: &str, error: &str, nth: usize) -> Output {
    let mut run = Command::new("strace");
    run.args(["-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    run.args(["-e", &format!("inject={call}:error={error}:when={nth}")]);
    run.arg(GONGKAI).args(arguments).arg("--root").arg(root).output().unwrap()
}

/// Counts the calls of each kind that one thread makes at most in a run.
fn calls_of(root: &Path, arguments: &[&str]) -> Vec<usize> {
    let log = root.join("strace.log");
    let kinds: Vec<&str> = CALLS.iter().map(|(call, _)| *call).collect();
    let mut run = Command::new("strace");
    run.args(["-f", "-qq", "--seccomp-bpf", "-e", &format!("trace={}", kinds.join(","))]);
    run.arg("-o").arg(&log).arg(GONGKAI).args(arguments).arg("--root").arg(root);
    let output = run.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let log_text = fs::read_to_string(&log).unwrap();
    fs::remove_file(log).unwrap();
    let mut counts = std::collections::BTreeMap::<(&str, &str), usize>::new();
    for line in log_text.lines() {
        let (thread, rest) = line.split_once(' ').unwrap();
        let call = rest.trim_start().split('(').next().unwrap_or_default();
        *counts.entry((call, thread)).or_default() += 1;
    }
    let most = |call: &&str| {
        counts.iter().filter(|((it, _), _)| it == call).map(|(_, n)| *n).max().unwrap_or(0)
    };
    kinds.iter().map(most).collect()
}

/// Returns which calls are refused, and with what, spread over a run: of each kind its first and last
/// and as many between as make some `faults` together.
fn faults_of(calls: &[usize], faults: usize) -> Vec<(&'static str, &'static str, usize)> {
    let kinds = calls.iter().filter(|count| **count > 0).count();
    let mut chosen = Vec::new();
    for ((call, errors), count) in CALLS.iter().zip(calls).filter(|(_, count)| **count > 0) {
        let share = (faults / kinds).max(2).min(*count);
        let nths = (0..share).map(|i| 1 + i * (count - 1) / (share - 1).max(1));
        chosen.extend(nths.enumerate().map(|(i, nth)| (*call, errors[i % errors.len()], nth)));
    }
    chosen
}

/// `FAULTS` in the environment is how many are injected into a build, and how many into a release and
/// a withdrawal each.
#[test]
#[ignore = "needs strace, and minutes: tests/long/broken-off"]
fn a_disk_that_fails_at_any_call_leaves_the_state_before_or_after() {
    let faults = number_in_environment("FAULTS").unwrap_or(60);
    let (mut injected, mut refused) = (0, 0);
    let mut judged = |output: &Output, what: &str| {
        let code = output.status.code();
        if code == Some(127) {
            // The loader was refused, before the program began.
            return false;
        }
        assert!(matches!(code, Some(0 | 2)), "{what}: {}", said(output));
        assert!(code == Some(0) || said(output).contains("出错"), "{what}: {}", said(output));
        injected += 1;
        refused += usize::from(code == Some(2));
        code == Some(0)
    };

    let site = site();
    let root = site.path();
    let output = root.join("output");
    let whole = [0, 1].map(|turn| {
        write_preface(root, turn);
        succeed(root, &["build"]);
        tree(&output)
    });
    write_preface(root, 0);
    let calls = calls_of(root, &["build"]);
    for (turn, (call, error, nth)) in faults_of(&calls, faults).into_iter().enumerate() {
        let what = format!("build, {call} {nth}: {error}");
        write_preface(root, turn);
        let done = judged(&run_with_fault(root, &["build"], call, error, nth), &what);
        let stands = tree(&output);
        assert!(whole.contains(&stands), "{what}: torn");
        assert!(!done || stands == whole[turn % 2], "{what}: said to be done");
        if turn % 5 == 0 {
            succeed(root, &["build"]);
            assert!(tree(&output) == whole[turn % 2], "{what}: not finished later");
        }
    }

    let releases = root.join("content/releases");
    let entries = || {
        let ledger = fs::read(releases.join("ledger.json")).unwrap();
        serde_json::from_slice::<Ledger>(&ledger).unwrap().entries.len()
    };
    write_preface(root, 0);
    succeed(root, &["release", YEAR]);
    write_preface(root, 1);
    let withdraw = "withdraw 2025-2026 --all --on 2026-12-31 --reason 公开期限已满 --yes";
    let withdraw: Vec<&str> = withdraw.split(' ').collect();
    for arguments in [&RELEASE[..], &withdraw] {
        let before = tree(&releases);
        let put_back = || {
            fs::remove_dir_all(&releases).unwrap();
            for (path, bytes) in &before {
                let path = releases.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        };
        let had = entries();
        let calls = calls_of(root, arguments);
        assert_eq!(entries(), had + 1);
        put_back();
        for (call, error, nth) in faults_of(&calls, faults) {
            let what = format!("{}, {call} {nth}: {error}", arguments[0]);
            let done = judged(&run_with_fault(root, arguments, call, error, nth), &what);
            let verified = verify(&releases, None, &Default::default()).unwrap();
            assert!(verified.faults.is_empty(), "{what}: {:?}", verified.faults);
            assert!(entries() == had + 1 || entries() == had && !done, "{what}: {}", entries());
            if entries() == had {
                succeed(root, arguments);
                assert_eq!(entries(), had + 1, "{what}");
                let verified = verify(&releases, None, &Default::default()).unwrap();
                assert!(verified.faults.is_empty(), "{what}: {:?}", verified.faults);
            }
            put_back();
        }
    }
    // Where the system cannot exchange two folders: one call is refused, held by another program for
    // a moment or for good, or the run is killed at it.
    let no_exchange = "inject=renameat2:error=EINVAL";
    for nth in 1..=4 {
        for fault in [
            format!("inject=rename:error=EACCES:when={nth}"),
            format!("inject=rename:error=EBUSY:when={nth}"),
            format!("inject=rename:error=EBUSY:when={nth}+"),
            format!("inject=rename:signal=KILL:when={nth}"),
        ] {
            let what = format!("build without exchange, {fault}");
            // What a withdrawal kept is put there as it is; the year itself is not built.
            fs::remove_dir_all(&releases).unwrap();
            write_preface(root, injected);
            succeed(root, &["build"]);
            let before = tree(&output);
            write_preface(root, injected + 1);
            let mut run = Command::new("strace");
            run.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=rename,renameat2"]);
            run.args(["-e", no_exchange, "-e", &fault]);
            let run = run.arg(GONGKAI).arg("build").arg("--root").arg(root).output().unwrap();
            injected += 1;
            let held = fault.ends_with('+') && run.status.code() == Some(2);
            assert!(!held || said(&run).contains("正被别的程序占用"), "{what}: {}", said(&run));
            let passed = fault.contains("EBUSY") && !fault.ends_with('+');
            assert!(!passed || run.status.success(), "{what}: {}", said(&run));
            let stands = if output.is_dir() { tree(&output) } else { Vec::new() };
            succeed(root, &["build"]);
            let after = tree(&output);
            // Killed between the two steps, nothing stands there until the next run.
            assert!(stands.is_empty() || stands == before || stands == after, "{what}: torn");
            // So it is where nothing may be renamed any more, not even back.
            let for_good = fault.contains("KILL") || fault.ends_with('+');
            assert!(!stands.is_empty() || for_good, "{what}: nothing stands");
            fs::create_dir_all(&releases).unwrap();
        }
    }
    println!("{injected} faults injected, {refused} runs refused");
    assert!(injected > faults);
}
