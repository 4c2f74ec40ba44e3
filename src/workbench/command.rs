//! The work of the command line, done by the command line: the very command that is shown is run.
//! It must not do any of that work by itself.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::edition::Edition;
use crate::language::Language;

/// What may be asked for, with nothing but what it needs.
#[derive(Debug, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Work {
    Check {
        year: String,
    },
    Build,
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
    Export {
        year: String,
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

impl Work {
    /// Returns the words of the command, or nothing where one of them could be taken for an option or
    /// leads elsewhere.
    pub fn arguments(&self) -> Option<Vec<String>> {
        let year = |name: &str| Edition::parse(name).map(|edition| edition.to_string());
        let say = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let words = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        Some(match self {
            Work::Check { year: name } if name.is_empty() => words(&["check"]),
            Work::Check { year: name } => words(&["check", &year(name)?]),
            Work::Build => words(&["build"]),
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
                all.extend(say(on).map(|day| format!("--on={day}")));
                all.extend(say(note).map(|note| format!("--note={note}")));
                all
            }
            Work::Diff { old, new } => words(&["diff", &year(old)?, &year(new)?]),
            Work::Verify => words(&["verify"]),
            Work::Export { year: name } => {
                let name = year(name)?;
                let file = format!("{EXPORTS}/{}", name.replace('/', "-"));
                words(&[
                    "export",
                    &name,
                    "--docx",
                    &format!("{file}.docx"),
                    "--single-file",
                    &format!("{file}.html"),
                ])
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

/// Runs a command of this program in the folder of a site, and returns all that it said.
pub fn run(root: &Path, arguments: &[String], language: Language) -> std::io::Result<Done> {
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
    let output = command.stdin(Stdio::null()).output()?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let said = [text(&output.stderr), text(&output.stdout)];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    Ok(Done { command: typed(arguments), said: said.join("\n\n"), code: output.status.code() })
}

/// The folder below a site in which what is imported lies while it is read.
const DROPPED: &str = ".gongkai/dropped";

/// Imports a file by its name and bytes; `look` only tells what would be written.
pub fn import(
    root: &Path,
    name: &str,
    bytes: &[u8],
    look: bool,
    language: Language,
) -> std::io::Result<Done> {
    let folder = root.join(DROPPED);
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(name);
    std::fs::write(&file, bytes)?;
    let mut arguments = vec!["import".to_owned(), format!("{DROPPED}/{name}")];
    arguments.extend(look.then(|| "--dry-run".to_owned()));
    let done = run(root, &arguments, language);
    let _ = std::fs::remove_dir_all(&folder);
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
        let round = r#"{"what":"round","round":"2026-spring"}"#;
        assert_eq!(command(round).unwrap(), "gongkai appraisal new 2026-spring");
        assert_eq!(command(r#"{"what":"check","year":""}"#).unwrap(), "gongkai check");
        assert_eq!(command(r#"{"what":"build","output":"/"}"#).unwrap(), "gongkai build");
        for refused in [
            r#"{"what":"purge","year":"2025-2026"}"#,
            r#"{"what":"check","year":"--root=/"}"#,
            r#"{"what":"export","year":"../../x"}"#,
            r#"{"what":"start","college":" ","kind":"高职"}"#,
            r#"{"what":"round","round":"--from=x"}"#,
            r#"{"what":"round","round":"../x"}"#,
            "[]",
        ] {
            assert_eq!(command(refused), None, "{refused}");
        }
    }
}
