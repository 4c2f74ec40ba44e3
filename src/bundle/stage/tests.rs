//! The stage under good and bad conditions, on real folders.
//! It must not run anything but the stage.

use super::*;

fn files(list: &[(&str, &str)]) -> Vec<Artifact> {
    list.iter().map(|(path, text)| Artifact::new(*path, *text)).collect()
}

fn exchange(output: &Path, files: &[Artifact]) -> Result<(), Failure> {
    let mut stage = Stage::open(output)?;
    files.iter().try_for_each(|file| stage.write_file(file))?;
    stage.exchange().map(drop)
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

#[cfg(unix)]
#[test]
fn an_output_that_is_as_it_is_to_be_is_left_alone() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let number = |name: &str| fs::symlink_metadata(output.join(name)).unwrap().ino();
    let build = |text: &str| exchange(&output, &files(&[("a", "甲"), ("b/c", text)])).unwrap();
    build("乙");
    let (folder, file) = (number(""), number("a"));
    build("乙");
    assert_eq!((number(""), number("a")), (folder, file), "nothing was exchanged");
    assert!(!site.path().join(".gongkai/staging").exists());
    build("丙");
    assert_ne!(number(""), folder, "the whole tree is exchanged at once");
    assert_eq!(number("a"), file, "what stays the same is the same file");

    let put_right = |what: &str| {
        build("丙");
        assert_eq!(tree(&output), owned(&[("a", "甲"), ("b/c", "丙")]), "{what}");
        assert!(fs::symlink_metadata(output.join("a")).unwrap().is_file(), "{what}");
    };
    fs::write(output.join("a"), "丁").unwrap();
    put_right("an altered file");
    fs::remove_file(output.join("a")).unwrap();
    put_right("a file taken away");
    fs::remove_file(output.join("a")).unwrap();
    fs::write(site.path().join("elsewhere"), "甲").unwrap();
    symlink(site.path().join("elsewhere"), output.join("a")).unwrap();
    put_right("a link that leads to the same text");
    fs::write(output.join(MARKER), "").unwrap();
    fs::remove_dir_all(&output).unwrap();
    put_right("no output at all");
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
    let _held = lock::hold(&site.path().join(".gongkai")).unwrap();
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
fn a_run_broken_off_between_two_steps_is_undone_by_the_next() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let old = [("index.html", "旧")];
    exchange(&output, &files(&old)).unwrap();
    let aside = set_aside(&site.path().join(".gongkai"), &output);
    fs::create_dir_all(aside.parent().unwrap()).unwrap();
    fs::rename(&output, &aside).unwrap();
    drop(Stage::open(&output).unwrap());
    assert_eq!(tree(&output), owned(&old));
    assert!(!aside.exists());

    // Broken off later, the new tree stands and what was set aside is only left over.
    fs::create_dir_all(&aside).unwrap();
    fs::write(aside.join("index.html"), "更旧").unwrap();
    drop(Stage::open(&output).unwrap());
    assert_eq!(tree(&output), owned(&old));
    assert!(!aside.exists());
}

#[test]
fn without_an_exchange_in_one_step_two_do() {
    let site = tempfile::tempdir().unwrap();
    let at = |name: &str| site.path().join(name);
    for (name, text) in [("staging", "新"), ("output", "旧")] {
        fs::create_dir(at(name)).unwrap();
        fs::write(at(name).join("index.html"), text).unwrap();
    }
    let old = at("workshop/old/output");
    step_by_step(&at("staging"), &at("output"), &old, rename).unwrap();
    assert_eq!(tree(&at("output")), owned(&[("index.html", "新")]));
    assert!(!at("staging").exists() && !at("workshop/old/output").exists());
    // What cannot be put in its place leaves the old tree there.
    let refused = step_by_step(&at("nowhere"), &at("output"), &old, rename).unwrap_err();
    assert_eq!(tree(&at("output")), owned(&[("index.html", "新")]));
    assert!(!refused.to_string().contains("没能放回"));
    // Where it cannot be put back either, it is whole beside, said to be there, and brought back later.
    let first_alone = |from: &Path, to: &Path| match from == at("output") {
        true => rename(from, to),
        false => Err(ErrorKind::PermissionDenied.into()),
    };
    let refused = step_by_step(&at("nowhere"), &at("output"), &old, first_alone).unwrap_err();
    let help = refused.help.as_ref().unwrap().to_string();
    assert!(refused.to_string().contains("没能放回"), "{refused}");
    assert!(help.contains(old.to_str().unwrap()) && !help.contains("没有改动"), "{help}");
    assert_eq!(tree(&old), owned(&[("index.html", "新")]));
    bring_back(&old, &at("output")).unwrap();
    assert_eq!(tree(&at("output")), owned(&[("index.html", "新")]));
}

#[test]
fn what_is_to_be_uploaded_is_listed_until_the_list_is_taken_away() {
    let site = tempfile::tempdir().unwrap();
    let output = site.path().join("output");
    let list = site.path().join(".gongkai/upload/output.txt");
    let listed = || {
        let text = fs::read_to_string(&list).unwrap_or_default();
        text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("，")
    };
    let run = |tree: &[(&str, &str)]| exchange(&output, &files(tree)).unwrap();
    run(&[("a", "甲"), ("b", "乙")]);
    assert_eq!(listed(), "新增 a，新增 b", "nothing is known to be uploaded yet");
    run(&[("a", "甲"), ("b", "二")]);
    assert_eq!(listed(), "新增 a，新增 b", "they still are not");
    fs::remove_file(&list).unwrap();
    run(&[("a", "甲"), ("c", "丙")]);
    assert_eq!(listed(), "新增 c，删除 b");
    run(&[("a", "一"), ("c", "丙")]);
    assert_eq!(listed(), "新增 c，更新 a，删除 b", "what was built between does not count");
    run(&[("a", "甲"), ("b", "二")]);
    assert!(!list.exists(), "all is as it was uploaded");
    run(&[("a", "一"), ("b", "二")]);
    assert_eq!(listed(), "更新 a");
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
    let files = files(&[("2025-2026/document.json", "{}"), ("2025-2026/index.html", "甲")]);
    let mut stage = Stage::open(&output).unwrap();
    assert_eq!(stage.keep("2025-2026", "key").unwrap(), None);
    stage.write("2025-2026", "key", &files, &Files::new()).unwrap();
    stage.exchange().unwrap();

    for _ in 0..2 {
        let mut stage = Stage::open(&output).unwrap();
        assert_eq!(stage.keep("2025-2026", "another").unwrap(), None);
        let kept = stage.keep("2025-2026", "key").unwrap().unwrap();
        assert_eq!(kept.len(), 2);
        assert_eq!(kept["2025-2026/document.json"], sha256(b"{}"));
        stage.exchange().unwrap();
        assert_eq!(fs::read(output.join("2025-2026/document.json")).unwrap(), b"{}");
    }

    fs::write(output.join("2025-2026/index.html"), "乙").unwrap();
    let mut stage = Stage::open(&output).unwrap();
    assert_eq!(stage.keep("2025-2026", "key").unwrap(), None);
}
