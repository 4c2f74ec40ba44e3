//! What stands after a run that was killed, had no room or was not let in: the state before it, or
//! the one after it, whole.
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
/// How often a build is killed, and how often a release.
const KILLS: usize = 200;
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
    while killed < KILLS {
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
    while killed < KILLS {
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
    let refused = |output: Output| {
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("大小的限制"), "{}", said(&output));
        assert!(standing(root) == stands, "{}", said(&output));
    };
    refused(limited(&RELEASE));
    // Of what is released the build takes the PDF as it was kept.
    fs::remove_dir_all(root.join(".gongkai")).unwrap();
    replace_year(root);
    refused(limited(&["build"]));
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
