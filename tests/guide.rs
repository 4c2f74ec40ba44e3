//! The guide is true: every command in it is run, in its order, and says what the guide says it says;
//! the messages it explains are the program's, and its pictures are there.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const GUIDE: &str = include_str!("../GUIDE.zh-CN.md");
const PROGRAM: &str = env!("CARGO_BIN_EXE_gongkai");

/// What a reader does: a command with the lines that it must print, in their order.
struct Step<'a> {
    command: &'a str,
    printed: Vec<&'a str>,
}

/// Returns the commands of the guide, and the edits between them that it tells in words.
fn steps(guide: &str) -> Vec<Step<'_>> {
    let mut steps: Vec<Step> = Vec::new();
    let mut within = false;
    for line in guide.lines() {
        let edit = line.strip_prefix("<!-- 运行: ").and_then(|it| it.strip_suffix(" -->"));
        match (line, edit) {
            ("```console", _) => within = true,
            ("```", _) => within = false,
            (_, Some(command)) => steps.push(Step { command, printed: Vec::new() }),
            (line, _) if within => match line.strip_prefix("$ ") {
                Some(command) => steps.push(Step { command, printed: Vec::new() }),
                None => steps.last_mut().unwrap().printed.push(line),
            },
            _ => {}
        }
    }
    steps
}

/// Runs a command as a reader types it, and returns what it said.
fn run(folder: &Path, command: &str) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let beside = Path::new(PROGRAM).parent().unwrap().display();
    let typed = format!("exec 2>&1; {command}");
    let output = Command::new("sh")
        .args(["-c", &typed])
        .current_dir(folder)
        .env("PATH", format!("{beside}:{path}"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let finds = command.starts_with("gongkai check");
    let code = output.status.code();
    assert!(code == Some(0) || finds && code == Some(1), "{command}: {code:?}\n{said}");
    said
}

/// Opens the workbench until it says where it is.
fn opened(folder: &Path) -> String {
    let mut served = Command::new(PROGRAM)
        .arg("serve")
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(served.stdout.take().unwrap()).read_line(&mut said).unwrap();
    served.kill().unwrap();
    served.wait().unwrap();
    said
}

#[test]
fn every_command_does_what_the_guide_says() {
    let place = tempfile::tempdir().unwrap();
    let mut folder: PathBuf = place.path().to_owned();
    let steps = steps(GUIDE);
    assert!(steps.iter().filter(|step| step.command.starts_with("gongkai")).count() > 35);
    for Step { command, printed } in &steps {
        if let Some(below) = command.strip_prefix("cd ") {
            folder.push(below);
            continue;
        }
        let said = match *command {
            "gongkai open" => opened(&folder),
            command => run(&folder, command),
        };
        let mut rest = said.as_str();
        for line in printed {
            let found = rest.find(line.trim_end());
            let at = found.unwrap_or_else(|| panic!("{command} does not say “{line}”:\n{said}"));
            rest = &rest[at + line.trim_end().len()..];
        }
    }
}

/// Returns the fixed parts of a message: what stands between its values.
fn fixed(message: &str) -> Vec<String> {
    let values = |c: char| {
        c.is_ascii_digit() || "…-“”，".contains(c) || !c.is_ascii() && (c as u32) > 0xFFFF
    };
    let parts = message.split(values).map(|part| part.trim().to_owned());
    parts.filter(|part| part.chars().count() > 2 && !part.ends_with(".md 后来改动了")).collect()
}

fn texts(folder: &str) -> String {
    let walk = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let files = walk.into_iter().flatten().filter(|it| it.file_type().is_file());
    files.filter_map(|it| fs::read_to_string(it.path()).ok()).collect()
}

#[test]
fn the_messages_it_explains_are_the_programs() {
    let said = texts("src") + &texts("standards/rules");
    let table = GUIDE.split("## 照提示排查").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 10);
    for row in rows {
        let message = row.split(" | ").next().unwrap().trim_start_matches("| ");
        let parts = fixed(message);
        assert!(!parts.is_empty(), "{message}");
        for part in parts {
            assert!(said.contains(&part), "nothing says “{part}”");
        }
    }
}

#[test]
fn its_pictures_and_its_files_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let links = GUIDE.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let files: Vec<&str> = links.filter(|it| !it.starts_with('#')).collect();
    assert!(files.iter().filter(|file| file.ends_with(".png")).count() >= 8);
    for file in files {
        let file = file.split('#').next().unwrap();
        assert!(root.join(file).is_file(), "{file}");
    }
}
