//! The stage under good and bad conditions, on real folders.
//! It must not run anything but the stage.

use super::*;
use crate::manifest::Named;

fn files(list: &[(&str, &str)]) -> Vec<Artifact> {
    list.iter().map(|(path, text)| Artifact::new(*path, *text)).collect()
}

fn exchange(output: &Path, files: &[Artifact]) -> Result<(), Failure> {
    let mut stage = Stage::open(output)?;
    files.iter().try_for_each(|file| stage.write_file(file))?;
    stage.exchange()
}

/// Every file below a folder, with its text.
fn tree(folder: &Path) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = walk.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (path, fs::read_to_string(entry.path()).unwrap())
    };
    files.map(read).filter(|(path, _)| path != MARKER).collect()
}

fn owned(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

#[test]
fn the_new_tree_stands_alone() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    exchange(&output, &files(&[("index.html", "一"), ("2024-2025/a.css", "甲")])).unwrap();
    let new = [("2025-2026/b.css", "乙"), ("index.html", "二")];
    exchange(&output, &files(&new)).unwrap();
    assert_eq!(tree(&output), owned(&new));
    assert!(!site.path().join(".gongkai/staging").exists());
}

#[test]
fn a_file_that_stays_the_same_keeps_its_time() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let tree = files(&[("a", "同"), ("b", "同")]);
    exchange(&output, &tree).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    for name in ["a", "b"] {
        let file = File::options().write(true).open(output.join(name)).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    exchange(&output, &files(&[("a", "同"), ("b", "异")])).unwrap();
    let time = |name: &str| fs::metadata(output.join(name)).unwrap().modified().unwrap();
    assert_eq!(time("a"), long_ago);
    assert_ne!(time("b"), long_ago);
}

#[test]
fn a_failure_leaves_the_old_tree() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let old = [("index.html", "旧")];
    exchange(&output, &files(&old)).unwrap();
    // A file cannot be a folder too; this is found while writing.
    exchange(&output, &files(&[("a", "甲"), ("a/b", "乙")])).unwrap_err();
    assert_eq!(tree(&output), owned(&old));
    assert!(!site.path().join(".gongkai/staging").exists());
}

#[test]
fn a_strangers_file_is_never_removed() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    fs::create_dir_all(output.join("photos")).unwrap();
    fs::write(output.join("photos/a.jpg"), "x").unwrap();
    let failure = exchange(&output, &files(&[("index.html", "新")])).unwrap_err();
    assert!(failure.message.chinese.contains("photos/a.jpg"), "{failure}");
    assert_eq!(tree(&output), owned(&[("photos/a.jpg", "x")]));

    fs::remove_file(output.join("photos/a.jpg")).unwrap();
    exchange(&output, &files(&[("index.html", "新")])).unwrap();
    fs::write(output.join("CNAME"), "jianglin.example").unwrap();
    fs::write(output.join(".DS_Store"), "").unwrap();
    let failure = exchange(&output, &files(&[("index.html", "再")])).unwrap_err();
    assert!(failure.message.chinese.contains("CNAME"), "{failure}");
    fs::remove_file(output.join("CNAME")).unwrap();
    exchange(&output, &files(&[("index.html", "再")])).unwrap();
}

#[test]
fn a_second_run_at_once_is_refused() {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join(".gongkai")).unwrap();
    let _held = lock(&site.path().join(".gongkai/lock")).unwrap();
    let failure = exchange(&site.path().join("output"), &files(&[("a", "")])).unwrap_err();
    assert!(failure.message.chinese.contains("正在写入"), "{failure}");
}

#[test]
fn what_a_killed_run_left_is_cleared() {
    let site = tempfile::tempdir().unwrap();
    let left = site.path().join(".gongkai/staging/2020-2021");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("half"), "").unwrap();
    let output = site.path().join("output");
    exchange(&output, &files(&[("a", "甲")])).unwrap();
    assert_eq!(tree(&output), owned(&[("a", "甲")]));
}

#[test]
fn paths_that_lead_astray_are_refused() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let bad = ["", "/etc/x", "../x", "a/../../x", "a//b", "./a", "a\\b", "C:x", "a\0", "a/", "a."];
    for path in bad {
        assert!(exchange(&output, &files(&[(path, "")])).is_err(), "{path}");
    }
    assert!(exchange(&output, &files(&[("a", ""), ("A", "")])).is_err());
    assert!(!output.exists() && !site.path().join("x").exists());
}

#[cfg(unix)]
#[test]
fn a_link_keeps_leading_to_the_folder() {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("www")).unwrap();
    std::os::unix::fs::symlink(site.path().join("www"), site.path().join("output")).unwrap();
    exchange(&site.path().join("output"), &files(&[("a", "甲")])).unwrap();
    assert!(site.path().join("output").is_symlink());
    assert_eq!(tree(&site.path().join("www")), owned(&[("a", "甲")]));
}

#[test]
fn an_unchanged_bundle_is_kept_and_a_changed_one_is_not() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let page = Artifact::new("document.json", "{}");
    let digests = [(page.path.clone(), sha256(&page.bytes))];
    let named = Named { name: String::new(), sha256: String::new() };
    let list = Manifest {
        schema: 1,
        year: "2025-2026".into(),
        generator: String::new(),
        content: String::new(),
        standards: String::new(),
        theme: named,
        fonts: Vec::new(),
        files: digests.into(),
    };
    let manifest = Artifact::new(MANIFEST, serde_json::to_vec(&list).unwrap());
    let mut stage = Stage::open(&output).unwrap();
    assert_eq!(stage.keep("2025-2026", "key").unwrap(), None);
    stage.write("2025-2026", "key", &[page, manifest]).unwrap();
    stage.exchange().unwrap();

    let mut stage = Stage::open(&output).unwrap();
    assert_eq!(stage.keep("2025-2026", "another").unwrap(), None);
    assert_eq!(stage.keep("2025-2026", "key").unwrap(), Some(b"{}".to_vec()));
    stage.exchange().unwrap();
    assert_eq!(fs::read(output.join("2025-2026/document.json")).unwrap(), b"{}");

    fs::write(output.join("2025-2026/document.json"), "[]").unwrap();
    let mut stage = Stage::open(&output).unwrap();
    assert_eq!(stage.keep("2025-2026", "key").unwrap(), None);
}
