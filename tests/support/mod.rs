//! Sites in temporary folders, for tests that read, build or spoil them.
//! It must not look at what came of them.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use gongkai::load::Folder;
use gongkai::pipeline::{self, Built, Plan, Run, Wish};

/// Returns a path of the project.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Adds `--yes` to a command that asks first: a test has no terminal to be asked at.
pub fn consented<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    let asks = matches!(arguments.first(), Some(&("withdraw" | "purge")));
    let consent = asks && !arguments.contains(&"--yes");
    arguments.iter().copied().chain(consent.then_some("--yes")).collect()
}

/// Copies a folder with all below it.
pub fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let to = to.join(entry.path().strip_prefix(from).unwrap());
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(to).unwrap(),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// Makes ready what a build of some years and rounds writes into a folder.
pub fn plan(run: &Run, folders: &[&Folder], output: &Path) -> Plan {
    let wish = Wish { output, strict: false, today: None, internal: true };
    pipeline::plan(run, folders, wish, &mut || {}).unwrap()
}

/// Builds some years and rounds, which nothing refuses, into a folder.
pub fn build(run: &Run, folders: &[&Folder], output: &Path) -> Vec<Built> {
    let mut plan = plan(run, folders, output);
    let built = std::mem::take(&mut plan.built);
    plan.carry_out().unwrap().expect("nothing refuses the build");
    built
}

/// Makes a site of the project's sample and standards below a folder.
pub fn sample_site(root: &Path) {
    copy(&project("content"), &root.join("content"));
    copy(&project("standards"), &root.join("standards"));
}

/// Makes a site whose one year is the specimen.
pub fn specimen_site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    specimen(site.path());
    site
}

/// Makes a site below a folder whose one year is the specimen.
pub fn specimen(root: &Path) {
    copy(&project("standards"), &root.join("standards"));
    copy(&project("standards/specimen"), &root.join("content"));
}

/// Makes a site of the specimen's year and, beside it, that of a second union.
pub fn both_unions() -> tempfile::TempDir {
    let site = specimen_site();
    let year = site.path().join("content/2025-2026/研究生会");
    copy(&project("standards/specimen-graduate/2025-2026/研究生会"), &year);
    let path = site.path().join("content/site.yaml");
    let own = fs::read_to_string(&path).unwrap();
    let own = own
        .replace("允许的邮箱:\n", "允许的邮箱:\n  - xuelian@lanchuan.example\n")
        .replace("允许的链接域名:\n", "允许的链接域名:\n  - yjsh.lanchuan.example\n");
    fs::write(&path, own).unwrap();
    site
}

/// Returns every file below a folder, in order, with its bytes.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = walk.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let path = |entry: &walkdir::DirEntry| {
        entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned()
    };
    files.map(|entry| (path(&entry), fs::read(entry.path()).unwrap())).collect()
}

/// Compares a text with the file it should be; `UPDATE=1` writes the file anew.
pub fn compare(name: &str, actual: &str) {
    let path = project("tests/golden").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    for (i, (actual, expected)) in actual.lines().zip(expected.lines()).enumerate() {
        assert_eq!(actual, expected, "{name}, line {}", i + 1);
    }
    assert_eq!(actual.lines().count(), expected.lines().count(), "{name}");
}
