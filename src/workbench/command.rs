//! The work of the command line, done by the command line: the very command that is shown is run.
//! It must not do any of that work by itself.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde::{Deserialize, Serialize};

use crate::edition::Edition;
use crate::language::Language;
use crate::lock::WORKSHOP;

/// What may be asked for, with nothing but what it needs.
#[derive(Debug, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Work {
    Check {
        year: String,
    },
    Build {
        #[serde(default)]
        on: String,
    },
    New {
        year: String,
    },
    Release {
        year: String,
        note: String,
        #[serde(default)]
        on: String,
    },
    Round {
        round: String,
    },
    Diff {
        old: String,
        new: String,
    },
    Verify,
    /// To a place that `site.yaml` names; `look` only tells what would be carried.
    Publish {
        target: String,
        #[serde(default)]
        look: bool,
    },
    Export {
        year: String,
        #[serde(default)]
        on: String,
    },
    /// Takes all names out of what was released, when its time is up; `look` only tells what would be.
    Withdraw {
        year: String,
        on: String,
        reason: String,
        #[serde(default)]
        look: bool,
    },
    Sample,
    Start {
        college: String,
        kind: String,
    },
}

/// What came of it.
#[derive(Debug, Serialize)]
pub struct Done {
    /// The command as it would be typed.
    command: String,
    /// What it said.
    said: String,
    /// Whether it went through, was refused by a rule, or by the machine: its exit code.
    code: Option<i32>,
}

/// The folder below a site that exports are written to.
const EXPORTS: &str = ".gongkai/export";

/// The variable of the environment by which a command is asked to tell its steps, a line each.
pub const STEPS: &str = "GONGKAI_STEPS";

/// How such a line begins.
const STEP: &str = "gongkai-step ";

/// How far a command has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    done: u64,
    of: u64,
    doing: String,
}

/// Writes how many steps of how many are done, for the workbench that runs the command.
pub fn step(done: u64, of: u64, doing: &str) -> String {
    format!("{STEP}{done}/{of} {doing}")
}

fn read_step(line: &str) -> Option<Step> {
    let (numbers, doing) = line.strip_prefix(STEP)?.split_once(' ')?;
    let (done, of) = numbers.split_once('/')?;
    Some(Step { done: done.parse().ok()?, of: of.parse().ok()?, doing: doing.to_owned() })
}

impl Work {
    /// Returns the place that is published to.
    pub fn target(&self) -> Option<&str> {
        match self {
            Work::Publish { target, .. } => Some(target),
            _ => None,
        }
    }

    /// Returns the words of the command, or nothing where one of them could be taken for an option or
    /// leads elsewhere.
    pub fn arguments(&self) -> Option<Vec<String>> {
        let year = |name: &str| Edition::parse(name).map(|edition| edition.to_string());
        let say = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let day = |on: &str| say(on).map(|day| format!("--on={day}"));
        let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Some(match self {
            Work::Check { year: name } if name.is_empty() => words(&["check"]),
            Work::Check { year: name } => words(&["check", &year(name)?]),
            Work::Build { on } => {
                let mut all = words(&["build"]);
                all.extend(day(on));
                all
            }
            Work::New { year: name } if name.is_empty() => words(&["new"]),
            Work::New { year: name } => words(&["new", &year(name)?]),
            Work::Round { round } => {
                let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                if round.is_empty() || round.starts_with('-') || !round.chars().all(plain) {
                    return None;
                }
                words(&["appraisal", "new", round])
            }
            Work::Release { year: name, note, on } => {
                let mut all = words(&["release", &year(name)?]);
                all.extend(day(on));
                all.extend(say(note).map(|note| format!("--note={note}")));
                all
            }
            Work::Diff { old, new } => words(&["diff", &year(old)?, &year(new)?]),
            Work::Verify => words(&["verify"]),
            Work::Publish { target, look } => {
                if target.is_empty() || target.starts_with('-') {
                    return None;
                }
                let mut all = words(&["publish", target]);
                all.extend(look.then(|| "--dry-run".to_owned()));
                all
            }
            Work::Export { year: name, on } => {
                let name = year(name)?;
                let file = format!("{EXPORTS}/{}", name.replace('/', "-"));
                let mut all = words(&[
                    "export",
                    &name,
                    "--docx",
                    &format!("{file}.docx"),
                    "--single-file",
                    &format!("{file}.html"),
                ]);
                all.extend(day(on));
                all
            }
            Work::Withdraw { year: name, on, reason, look } => {
                let mut all = words(&["withdraw", &year(name)?, "--all"]);
                all.extend([day(on)?, format!("--reason={}", say(reason)?)]);
                all.push(if *look { "--dry-run" } else { "--yes" }.to_owned());
                all
            }
            Work::Sample => words(&["init", ".", "--sample"]),
            Work::Start { college, kind } => {
                let mut all = words(&["init", "."]);
                all.push(format!("--college={}", say(college)?));
                all.push(format!("--kind={}", say(kind)?));
                all
            }
        })
    }
}

/// Runs a command of this program in the folder of a site, tells its steps as they are done, and
/// returns all else that it said.
pub fn run(
    root: &Path,
    arguments: &[String],
    language: Language,
    tell: &mut dyn FnMut(Step),
) -> std::io::Result<Done> {
    let own = std::env::current_exe()?;
    std::fs::create_dir_all(root)?;
    let mut command = Command::new(own);
    command.current_dir(root).args(arguments).args(["--color", "never"]);
    if language == Language::English {
        command.args(["--lang", "en"]);
    }
    if let Some(folder) =
        arguments.iter().any(|it| it.starts_with(EXPORTS)).then(|| root.join(EXPORTS))
    {
        std::fs::create_dir_all(folder)?;
    }
    command.env(STEPS, "1").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let mut output = child.stdout.take().expect("it was asked for");
    let reading = thread::spawn(move || {
        let mut bytes = Vec::new();
        output.read_to_end(&mut bytes).map(|_| bytes)
    });
    let mut noted = String::new();
    for line in BufReader::new(child.stderr.take().expect("it was asked for")).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        match read_step(&line) {
            Some(step) => tell(step),
            None => noted.extend([&*line, "\n"]),
        }
    }
    let made = reading.join().expect("reading does not panic")?;
    let code = child.wait()?.code();
    let said = [noted.trim_end().to_owned(), String::from_utf8_lossy(&made).trim_end().to_owned()];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    Ok(Done { command: typed(arguments), said: said.join("\n\n"), code })
}

/// The folder below a site in which what is imported lies while it is read.
const DROPPED: &str = ".gongkai/dropped";

/// A file that was dropped on the window.
pub struct Dropped<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// Of which year it is, where that was said.
    pub year: Option<String>,
    /// Whether only what would be written is told.
    pub look: bool,
}

/// Imports a file that was dropped; of a folder without a site, a look leaves nothing in it.
pub fn import(
    root: &Path,
    Dropped { name, bytes, year, look }: &Dropped,
    language: Language,
    tell: &mut dyn FnMut(Step),
) -> std::io::Result<Done> {
    let folder = root.join(DROPPED);
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(name);
    std::fs::write(&file, bytes)?;
    let mut arguments = vec!["import".to_owned(), format!("{DROPPED}/{name}")];
    arguments.extend(year.clone());
    arguments.extend(look.then(|| "--dry-run".to_owned()));
    let done = run(root, &arguments, language, tell);
    let _ = std::fs::remove_dir_all(&folder);
    // A workshop with anything else in it stays.
    let _ = std::fs::remove_dir(root.join(WORKSHOP));
    let command = arguments.iter().map(|word| word.replace(&format!("{DROPPED}/"), ""));
    let command: Vec<String> = command.collect();
    done.map(|done| Done { command: typed(&command), ..done })
}

/// Returns a command as it would be typed.
pub fn typed(arguments: &[String]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=".contains(c);
    let word = |word: &String| match word.chars().all(plain) {
        true => word.clone(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    };
    let words: Vec<String> = arguments.iter().map(word).collect();
    format!("gongkai {}", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(json: &str) -> Option<String> {
        let work: Work = serde_json::from_str(json).ok()?;
        Some(typed(&work.arguments()?))
    }

    #[test]
    fn only_what_is_known_is_run() {
        let release = r#"{"what":"release","year":"2025-2026","note":"--sign='x' "}"#;
        assert_eq!(
            command(release).unwrap(),
            "gongkai release 2025-2026 '--note=--sign='\\''x'\\'''"
        );
        let dated = r#"{"what":"release","year":"2025-2026","note":"","on":"2026-01-10"}"#;
        assert_eq!(command(dated).unwrap(), "gongkai release 2025-2026 --on=2026-01-10");
        let built = r#"{"what":"build","on":"2026-12-31"}"#;
        assert_eq!(command(built).unwrap(), "gongkai build --on=2026-12-31");
        let exported = r#"{"what":"export","year":"2025-2026","on":"2026-12-31"}"#;
        assert!(command(exported).unwrap().ends_with(" --on=2026-12-31"));
        let withdrawn = r#"{"what":"withdraw","year":"2025-2026","on":"2026-12-31","reason":"期限已满","look":true}"#;
        let told = "gongkai withdraw 2025-2026 --all --on=2026-12-31 --reason=期限已满 ";
        assert_eq!(command(withdrawn).unwrap(), format!("{told}--dry-run"));
        let done = withdrawn.replace(",\"look\":true", "");
        assert_eq!(command(&done).unwrap(), format!("{told}--yes"));
        let round = r#"{"what":"round","round":"2026-spring"}"#;
        assert_eq!(command(round).unwrap(), "gongkai appraisal new 2026-spring");
        assert_eq!(command(r#"{"what":"check","year":""}"#).unwrap(), "gongkai check");
        assert_eq!(command(r#"{"what":"build","output":"/"}"#).unwrap(), "gongkai build");
        for refused in [
            r#"{"what":"purge","year":"2025-2026"}"#,
            r#"{"what":"check","year":"--root=/"}"#,
            r#"{"what":"export","year":"../../x"}"#,
            r#"{"what":"start","college":" ","kind":"高职"}"#,
            r#"{"what":"withdraw","year":"2025-2026","on":"","reason":"期限已满"}"#,
            r#"{"what":"withdraw","year":"2025-2026","on":"2026-12-31","reason":" "}"#,
            r#"{"what":"round","round":"--from=x"}"#,
            r#"{"what":"round","round":"../x"}"#,
            r#"{"what":"publish","target":"--back"}"#,
            "[]",
        ] {
            assert_eq!(command(refused), None, "{refused}");
        }
    }

    #[test]
    fn steps_are_told_in_lines_of_their_own() {
        let told = Step { done: 2, of: 12, doing: "检查并生成".to_owned() };
        assert_eq!(read_step(&step(2, 12, "检查并生成")), Some(told));
        for line in ["检查了 2/12", "gongkai-step 2 12", "gongkai-step a/b c"] {
            assert_eq!(read_step(line), None, "{line}");
        }
    }
}
