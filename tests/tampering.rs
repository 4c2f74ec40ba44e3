//! Whatever is done to an archive or to a copy of a site is found, and the file is named.
//! It must not look at how anything is checked.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gongkai::archive::{Known, Verified, known_ledger};
use gongkai::manifest::{Manifest, SITE_LIST, SiteList, sha256};
use gongkai::pipeline::verify;

/// A site with two versions of its year, one of its round, and an older file; its output; a copy of
/// that.
struct Published {
    _site: tempfile::TempDir,
    releases: PathBuf,
    output: PathBuf,
    copy: PathBuf,
}

fn run(root: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    let output = command.args(arguments).arg("--root").arg(root).output().unwrap();
    let said = [&output.stdout[..], &output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

fn published() -> Published {
    let site = support::specimen_site();
    let root = site.path().to_owned();
    let done = |arguments: &[&str]| {
        let (code, said) = run(&root, arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
    };
    done(&["release", "2025-2026"]);
    let preface = root.join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&preface).unwrap();
    fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
    done(&["release", "2025-2026", "--note", "补充一句"]);
    let older = root.join("旧.html");
    fs::write(&older, "<p>那一年的公开</p>\n").unwrap();
    done(&["archive", "add", "2020-2021", older.to_str().unwrap(), "--note", "原发布于学院网站"]);
    done(&["build"]);
    let (output, copy) = (root.join("output"), root.join("copy"));
    for (path, bytes) in support::tree(&output) {
        write(&copy.join(path), &bytes);
    }
    Published { _site: site, releases: root.join("content/releases"), output, copy }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

impl Published {
    fn known(&self, ledger: bool, output: bool) -> Known {
        Known {
            ledger: ledger.then(|| known_ledger(&self.releases.join("ledger.json")).unwrap()),
            output: output.then(|| self.output.clone()),
        }
    }
}

/// A number after the other, the same in every run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n
    }
}

fn names(verified: &Verified, path: &str) -> bool {
    verified.faults.iter().any(|(known, _)| known == path || path.starts_with(known.as_str()))
}

/// Does something to one file and returns which is to be named, or nothing where it cannot be done.
fn tamper(folder: &Path, path: &str, how: usize, dice: &mut Dice) -> Option<String> {
    let file = folder.join(path);
    let bytes = fs::read(&file).unwrap();
    let named = match how {
        0 if !bytes.is_empty() => {
            let mut bytes = bytes;
            let at = dice.up_to(bytes.len());
            bytes[at] ^= 1 << dice.up_to(8);
            fs::write(&file, bytes).unwrap();
            path.to_owned()
        }
        1 if !bytes.is_empty() => {
            fs::write(&file, &bytes[..dice.up_to(bytes.len())]).unwrap();
            path.to_owned()
        }
        2 => {
            fs::remove_file(&file).unwrap();
            path.to_owned()
        }
        3 => {
            fs::write(&file, [&bytes[..], b" "].concat()).unwrap();
            path.to_owned()
        }
        4 => {
            let name = format!("{path}.bak");
            fs::write(folder.join(&name), &bytes).unwrap();
            name
        }
        5 => {
            let name = format!("{path}.d");
            fs::create_dir(folder.join(&name)).unwrap();
            format!("{name}/")
        }
        6 => {
            fs::rename(&file, folder.join(format!("{path}.moved"))).unwrap();
            path.to_owned()
        }
        7 if bytes.windows(2).all(|pair| pair != b"\r\n") && bytes.contains(&b'\n') => {
            let text = String::from_utf8(bytes).ok()?.replace('\n', "\r\n");
            fs::write(&file, text).unwrap();
            path.to_owned()
        }
        _ => return None,
    };
    Some(named)
}

/// Puts a folder back to what it was.
fn mend(folder: &Path, before: &BTreeMap<String, Vec<u8>>, named: &str, path: &str) {
    let added = folder.join(named.trim_end_matches('/'));
    if !before.contains_key(named) {
        let _ = fs::remove_file(&added).or_else(|_| fs::remove_dir(&added));
    }
    let _ = fs::remove_file(folder.join(format!("{path}.moved")));
    fs::write(folder.join(path), &before[path]).unwrap();
}

/// Tampers so many times with each of archive and copy; returns how many were done.
fn tamper_with_all(times: usize) -> usize {
    let site = published();
    let mut dice = Dice(20251114);
    let mut done = 0;
    for (folder, known) in [
        (&site.releases, Known::default()),
        (&site.copy, site.known(true, false)),
        (&site.copy, site.known(false, true)),
        (&site.copy, site.known(false, false)),
    ] {
        let before: BTreeMap<String, Vec<u8>> = support::tree(folder).into_iter().collect();
        let marker = |path: &&String| !path.ends_with(".gongkai-output");
        let paths: Vec<&String> = before.keys().filter(marker).collect();
        let clean = verify(folder, None, &known).unwrap();
        assert_eq!(clean.faults, [], "{}", folder.display());
        for n in 0..times {
            let path = paths[dice.up_to(paths.len())];
            let how = n % 8;
            // Without anything else, whoever alters the list of the site is not found by it.
            let is_list = path == SITE_LIST && known.output.is_none();
            let Some(named) = (!is_list).then(|| tamper(folder, path, how, &mut dice)).flatten()
            else {
                continue;
            };
            let found = verify(folder, None, &known).unwrap();
            assert!(
                names(&found, &named),
                "{how} of {path} in {}: {:?}",
                folder.display(),
                found.faults
            );
            if how == 7 {
                let says = |(_, what): &(String, _)| format!("{what:?}").contains("只有换行不同");
                let what = &found.faults;
                assert!(found.line_ends > 0 && what.iter().any(says), "{path}: {what:?}");
            }
            mend(folder, &before, &named, path);
            done += 1;
        }
        assert_eq!(verify(folder, None, &known).unwrap().faults, [], "mended");
    }
    done
}

#[test]
fn each_kind_of_tampering_is_found_and_named() {
    assert!(tamper_with_all(24) >= 60);
}

/// Some minutes: `cargo test --release --test tampering -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn a_thousand_tamperings_are_found_and_named() {
    let done = tamper_with_all(320);
    println!("{done} tamperings found");
    assert!(done >= 1000, "{done}");
}

/// Alters a page of a bundle and every list that has it, as somebody would who means it.
fn alter_with_its_lists(copy: &Path, bundle: &str) {
    let page = copy.join(bundle).join("index.html");
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("学生会"));
    fs::write(&page, text.replace("学生会", "学联会")).unwrap();
    let place = copy.join(bundle).join("manifest.json");
    let mut list: Manifest = serde_json::from_slice(&fs::read(&place).unwrap()).unwrap();
    list.files.insert("index.html".to_owned(), sha256(&fs::read(&page).unwrap()));
    fs::write(&place, serde_json::to_vec_pretty(&list).unwrap()).unwrap();
    relist(copy);
}

/// Makes the list of the site fit what there is.
fn relist(copy: &Path) {
    let place = copy.join(SITE_LIST);
    let mut list: SiteList = serde_json::from_slice(&fs::read(&place).unwrap()).unwrap();
    let tree = support::tree(copy).into_iter();
    let files = tree.filter(|(path, _)| path != SITE_LIST && !path.ends_with(".gongkai-output"));
    list.files = files.map(|(path, bytes)| (path, sha256(&bytes))).collect();
    fs::write(&place, serde_json::to_vec_pretty(&list).unwrap()).unwrap();
}

#[test]
fn what_is_altered_together_with_its_lists_shows_against_the_ledger_and_the_output() {
    let site = published();
    let root = site.releases.parent().unwrap().parent().unwrap();
    let restore = || {
        fs::remove_dir_all(&site.copy).unwrap();
        for (path, bytes) in support::tree(&site.output) {
            write(&site.copy.join(path), &bytes);
        }
    };
    let verified = |ledger, output| verify(&site.copy, None, &site.known(ledger, output)).unwrap();
    let copy = site.copy.to_str().unwrap();

    alter_with_its_lists(&site.copy, "2025-2026/v1");
    assert_eq!(verified(false, false).faults, [], "nothing to know it by");
    assert!(names(&verified(true, false), "2025-2026/v1/manifest.json"));
    assert!(names(&verified(false, true), "2025-2026/v1/index.html"));
    let (code, said) = run(root, &["verify", copy]);
    assert!(code == Some(1) && said.contains("不是账本里这个地址的那一版"), "{said}");
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, said) = run(elsewhere.path(), &["verify", copy]);
    assert!(code == Some(0) && said.contains("没有账本，也没有站点的 output"), "{said}");
    let ledger = site.releases.join("ledger.json");
    let (code, said) =
        run(elsewhere.path(), &["verify", copy, "--ledger", ledger.to_str().unwrap()]);
    assert!(code == Some(1) && said.contains("没有站点的 output 可以对照"), "{said}");
    // A part of a site, too.
    let part = format!("{copy}/2025-2026/v1");
    let (code, said) = run(root, &["verify", &part]);
    assert!(code == Some(1) && said.contains("账本里没有这样的一版"), "{said}");

    restore();
    alter_with_its_lists(&site.copy, "2025-2026/appraisal/2025-spring");
    assert_eq!(verified(true, false).faults, [], "not released: the ledger cannot know");
    assert_eq!(verified(true, false).held.unreleased, 1);
    assert!(names(&verified(false, true), "2025-2026/appraisal/2025-spring/index.html"));

    restore();
    fs::remove_dir_all(site.copy.join("2025-2026/v1")).unwrap();
    relist(&site.copy);
    assert_eq!(verified(false, false).faults, [], "nothing to know it by");
    assert!(names(&verified(true, false), "2025-2026/v1/"));
    assert!(names(&verified(false, true), "2025-2026/v1/index.html"));

    restore();
    fs::write(site.copy.join("2020-2021/旧.html"), "<p>另一回事</p>\n").unwrap();
    relist(&site.copy);
    assert!(names(&verified(true, false), "2020-2021/旧.html"));

    restore();
    let front = site.copy.join("index.html");
    fs::write(&front, fs::read_to_string(&front).unwrap().replace("学生会", "学联")).unwrap();
    assert!(names(&verified(false, false), "index.html"), "its own list has it");
    relist(&site.copy);
    assert!(names(&verified(false, true), "index.html"));

    restore();
    let (code, said) = run(root, &["verify", copy]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("已对照账本") && said.contains("已逐个文件对照"), "{said}");
    for part in ["2025-2026/v1", "2025-2026", "2025-2026/appraisal/2025-spring"] {
        let (code, said) = run(root, &["verify", &format!("{copy}/{part}")]);
        assert_eq!(code, Some(0), "{part}: {said}");
    }
}

#[test]
fn a_site_tells_git_to_leave_line_ends_alone() {
    let site = support::specimen_site();
    let root = site.path();
    fs::write(root.join(".gitattributes"), "*.md text").unwrap();
    assert_eq!(run(root, &["release", "2025-2026"]).0, Some(0));
    let attributes = fs::read_to_string(root.join(".gitattributes")).unwrap();
    assert_eq!(attributes, "*.md text\ncontent/releases/** -text\noutput/** -text\n");
    let new = tempfile::tempdir().unwrap();
    assert_eq!(run(new.path(), &["init", "site", "--sample"]).0, Some(0));
    let attributes = fs::read_to_string(new.path().join("site/.gitattributes")).unwrap();
    assert!(attributes.contains("content/releases/** -text\noutput/** -text\n"));
    // Converted all the same, every file is named as that and nothing else.
    let releases = root.join("content/releases");
    for (path, bytes) in support::tree(&releases) {
        if let Ok(text) = String::from_utf8(bytes) {
            fs::write(releases.join(path), text.replace('\n', "\r\n")).unwrap();
        }
    }
    let found = verify(&releases, None, &Known::default()).unwrap();
    assert!(found.line_ends > 10 && found.faults.len() == found.line_ends, "{:?}", found.faults);
    let (code, said) = run(root, &["verify"]);
    assert!(code == Some(1) && said.contains("git reset --hard"), "{said}");
}
