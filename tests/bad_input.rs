//! What a person reads when a file is not as it should be: one case a file in `tests/bad_input/`.
//! Each changes something in the clean specimen year and says the exact words of
//! `gongkai check`. `UPDATE=1 cargo test --release --test bad_input` writes the words anew;
//! read each as the teacher who will.
//!
//! A case begins with one sentence, then come its steps, each under a line `=== …`:
//!
//! | step | meaning |
//! |---|---|
//! | `改 FILE` | `old => new`, or both on lines of their own around a line `=>` |
//! | `文件 FILE` | the file's whole text |
//! | `删去 FILE`, `改名 FILE -> FILE` | |
//! | `行尾 CRLF FILE` | every line ends as Windows ends it |
//! | `大小 FILE BYTES` | the file is made that long |
//! | `管道 FILE` | a pipe that nobody writes to |
//! | `文件夹 NAME`, `链接 NAME -> TARGET` | an empty folder; a symbolic link |
//!
//! A bare name lies in the specimen's year; one with `/` below `content/`. In texts, `⟨U+0009⟩` is
//! a character by its number, `⟨字节 BD AD⟩` are bytes and `⟨[ × 1000000⟩` is a repetition.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const YEAR: &str = "2025-2026";

#[test]
fn bad_input_gets_the_words_that_stand_in_its_case() {
    let folder = fs::read_dir(support::project("tests/bad_input")).unwrap();
    let mut cases: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let mut wrong = Vec::new();
    for path in cases {
        let text = fs::read_to_string(&path).unwrap();
        let shown = shown(&text);
        let (steps, expected) = text.split_once("=== 应当显示").expect("words that must be shown");
        if format!("=== 应当显示{expected}") == shown {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, format!("{steps}{shown}")).unwrap();
        } else {
            wrong.push(format!("{}\n{shown}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "other words than expected:\n\n{}", wrong.join("\n\n"));
}

#[test]
fn of_very_many_faults_the_first_are_shown() {
    let shown = shown("=== 文件 前言.md\n⟨{{ 甲 }}。\n × 300⟩\n");
    assert_eq!(shown.matches("违规[").count(), 1);
    assert!(shown.contains("另有 299 处："), "{shown}");
}

/// Runs a case and returns its last part as it should stand.
fn shown(case: &str) -> String {
    let site = tempfile::tempdir().unwrap();
    let root = site.path().canonicalize().unwrap();
    specimen(&root);
    for step in case.split("=== ").skip(1).take_while(|step| !step.starts_with("应当显示")) {
        take(step, &root.join("content"));
    }
    let output = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["check", "--color", "never", "--root"])
        .arg(&root)
        .output()
        .unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    let words = words.replace(&format!("{}/", root.display()), "");
    let code = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    format!("=== 应当显示（退出码 {code}）\n{}\n", words.trim_end()).trim_end().to_owned() + "\n"
}

/// Makes a site of the specimen year, with the forms and no rule.
fn specimen(root: &Path) {
    support::copy(&support::project("standards/specimen"), &root.join("content"));
    fs::create_dir(root.join("standards")).unwrap();
    support::copy(&support::project("standards/forms"), &root.join("standards/forms"));
    fs::create_dir_all(root.join("standards/rules")).unwrap();
}

/// Takes one step of a case.
fn take(step: &str, content: &Path) {
    let (head, body) = step.split_once('\n').unwrap();
    let (verb, rest) = head.split_once(' ').unwrap();
    let place = |name: &str| match name.contains('/') || name == "site.yaml" {
        true => content.join(name),
        false => content.join(YEAR).join(name),
    };
    let body = body.strip_suffix('\n').unwrap_or(body);
    match verb {
        "改" => {
            let (old, new) = body
                .split_once("\n=>\n")
                .or(body.trim_end().split_once(" => "))
                .expect("`old => new`");
            edit(&place(rest), &bytes(old), &bytes(new.trim_end_matches('\n')));
        }
        "文件" => {
            let path = place(rest);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes(body)).unwrap();
        }
        "删去" => fs::remove_file(place(rest)).unwrap(),
        "改名" => {
            let (from, to) = rest.split_once(" -> ").unwrap();
            fs::create_dir_all(place(to).parent().unwrap()).unwrap();
            fs::rename(place(from), place(to)).unwrap();
        }
        "行尾" => {
            let path = place(rest.strip_prefix("CRLF ").unwrap());
            fs::write(&path, fs::read_to_string(&path).unwrap().replace('\n', "\r\n")).unwrap();
        }
        "大小" => {
            let (name, size) = rest.split_once(' ').unwrap();
            let file = fs::File::options().append(true).create(true).open(place(name)).unwrap();
            file.set_len(size.parse().unwrap()).unwrap();
        }
        "管道" => {
            let made = Command::new("mkfifo").arg(place(rest)).status().unwrap();
            assert!(made.success(), "mkfifo");
        }
        "文件夹" => fs::create_dir_all(place(rest)).unwrap(),
        "链接" => {
            let (name, target) = rest.split_once(" -> ").unwrap();
            std::os::unix::fs::symlink(target, place(name)).unwrap();
        }
        _ => panic!("no such step: {head}"),
    }
}

fn edit(path: &Path, old: &[u8], new: &[u8]) {
    let text = fs::read(path).unwrap();
    let at: Vec<usize> = (0..text.len()).filter(|at| text[*at..].starts_with(old)).collect();
    assert_eq!(
        at.len(),
        1,
        "{} must stand once in {}",
        String::from_utf8_lossy(old),
        path.display()
    );
    fs::write(path, [&text[..at[0]], new, &text[at[0] + old.len()..]].concat()).unwrap();
}

/// Writes out what stands between ⟨ and ⟩.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟨') {
        out.extend(before.bytes());
        let (what, after) = after.split_once('⟩').expect("⟩");
        rest = after;
        let hex = |digits: &str| u32::from_str_radix(digits, 16).unwrap();
        if let Some(number) = what.strip_prefix("U+") {
            out.extend(char::from_u32(hex(number)).unwrap().to_string().bytes());
        } else if let Some(pairs) = what.strip_prefix("字节 ") {
            out.extend(pairs.split(' ').map(|pair| hex(pair) as u8));
        } else {
            let (part, times) = what.split_once(" × ").unwrap();
            out.extend(part.repeat(times.parse().unwrap()).bytes());
        }
    }
    out.extend(rest.bytes());
    out
}
