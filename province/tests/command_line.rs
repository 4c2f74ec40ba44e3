//! The program as it is called: help in both languages, exit codes, answers for programs, no colour but
//! on a terminal.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_gongkai-province"));
    program.current_dir(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const LIST: &str = "id,name,kind,city,address\na,甲学院,高职,市,sites/a\n";

#[test]
fn every_page_of_help_is_whole_in_both_languages() {
    let here = tempfile::tempdir().unwrap();
    for command in ["", "collect", "audit", "dataset", "portal", "rules"] {
        let with = |language: &[&str]| {
            let command: &[&str] = if command.is_empty() { &[] } else { &[command] };
            out(&run(here.path(), &[language, command, &["--help"]].concat()))
        };
        let (chinese, english) = (with(&[]), with(&["--lang", "en"]));
        assert!(english.is_ascii(), "{english}");
        assert!(english.contains("Usage:") && english.contains("Example"), "{english}");
        assert!(chinese.contains("用法：") && chinese.contains("例子"), "{chinese}");
        for odd in ["Usage", "Options", "Commands", "Arguments", "[default", "[possible"] {
            assert!(!chinese.contains(odd), "{chinese}");
        }
    }
}

#[test]
fn exit_codes_say_what_came_of_it_and_words_come_in_the_language_asked_for() {
    let here = tempfile::tempdir().unwrap();
    let list = here.path().join("list.csv");
    fs::write(&list, LIST).unwrap();
    let at = |arguments: &[&str]| run(here.path(), arguments);

    // What was not there is to be asked about.
    let english = at(&["--lang", "en", "collect", "list.csv", "--on", "2026-11-28"]);
    assert_eq!(english.status.code(), Some(1));
    let told = "甲学院: not reached on that day, which does not mean that nothing is published \
                (there is no such folder)";
    assert!(out(&english).contains(told), "{}", out(&english));
    assert!(out(&english).contains("What to do:\n  not reached on that day"), "{}", out(&english));
    let chinese = at(&["collect", "list.csv", "--on", "2026-11-28", "--again", "--quiet"]);
    assert_eq!(out(&chinese), "甲学院：当日没有连上；不等于没有公开（没有这个文件夹）\n");
    let data = at(&["collect", "list.csv", "--on", "2026-11-28", "--format", "json"]);
    let data: serde_json::Value = serde_json::from_slice(&data.stdout).unwrap();
    assert_eq!((&data["known"], &data["faults"]), (&1.into(), &1.into()));
    assert_eq!(data["findings"][0]["kind"], "unreachable");

    // What was done is done.
    for command in ["audit", "dataset"] {
        let done = at(&[command, "list.csv", "--format", "json", "--output", "answer.json"]);
        assert_eq!(done.status.code(), Some(0), "{}", said(&done));
        let answer = fs::read(here.path().join("answer.json")).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&answer).unwrap().is_object());
        let odd = at(&[command, "list.csv", "--output", "answer.json"]);
        assert_eq!(odd.status.code(), Some(2), "only data go to a file");
    }
    let portal = at(&["--lang", "en", "portal", "list.csv", "--title", "One"]);
    assert_eq!(portal.status.code(), Some(0), "{}", said(&portal));
    assert!(out(&portal).is_ascii() && out(&portal).contains("open portal/index.html"));
    let rules = at(&["--lang", "en", "rules"]);
    assert_eq!(rules.status.code(), Some(0));
    assert!(out(&rules).starts_with("3 rules, "), "{}", out(&rules));

    // What could not be done says why and what to do.
    for (arguments, why) in [
        (&["collect", "none.csv", "--on", "2026-11-28"][..], "there is no such file"),
        (&["collect", "list.csv", "--on", "28.11.2026"], "a date is written like"),
        (
            &["collect", "list.csv", "--on", "2026-11-28", "--shard", "9/8"],
            "it is written like 3/16",
        ),
        (&["colect"], "did you mean collect?"),
        (&["collect", "list.csv"], "--on"),
        (&["--standards", "none", "audit", "list.csv"], "there is no such folder"),
        (&["--data", "none", "audit", "list.csv"], "no college of the list was collected"),
        (&["--data", "none", "dataset", "list.csv"], "no college of the list was audited"),
        (&["--data", "none", "portal", "list.csv", "--title", "x"], "no college of the list"),
        (&["portal", "list.csv", "--title", "x", "--address", "x.example"], "begins with https://"),
        (&["collect", "list.csv", "--on", "2026-11-27"], "after the day --on says"),
    ] {
        let refused = at(&[&["--lang", "en"], arguments].concat());
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(said(&refused).contains(why), "{arguments:?}: {}", said(&refused));
        assert!(!said(&refused).contains('\u{1b}'));
    }
    // A province's own that is faulty is told of where it lies.
    for folder in ["rules", "across"] {
        let own = here.path().join("own").join(folder);
        fs::create_dir_all(&own).unwrap();
        fs::write(own.join("x.md"), "nothing").unwrap();
        let refused = at(&["--standards", "own", "rules"]);
        assert_eq!(refused.status.code(), Some(2));
        let place = format!("own/{folder}/x.md:1:1");
        assert!(said(&refused).contains(&place), "{}", said(&refused));
        fs::remove_file(own.join("x.md")).unwrap();
    }
    // A day before the last look is taken when it is meant.
    let again = at(&["collect", "list.csv", "--on", "2026-11-27", "--again"]);
    assert_eq!(again.status.code(), Some(1), "{}", said(&again));
    // What was collected and not audited since is told of.
    let behind = at(&["--lang", "en", "dataset", "list.csv"]);
    assert!(said(&behind).contains("1 colleges were collected again"), "{}", said(&behind));
    assert_eq!(at(&["audit", "list.csv"]).status.code(), Some(0));
    assert_eq!(said(&at(&["dataset", "list.csv"])), "");

    let coloured = at(&["--color", "always", "collect", "none.csv", "--on", "2026-11-28"]);
    assert!(said(&coloured).contains("\u{1b}[1;31m"));
}

/// A list, and what stands in a folder, may be anybody's: no terminal obeys it.
#[test]
fn nothing_that_is_read_is_obeyed_by_a_terminal() {
    let here = tempfile::tempdir().unwrap();
    fs::write(here.path().join("list.csv"), LIST.replace("甲", "甲\u{1b}[2J")).unwrap();
    let told = run(here.path(), &["collect", "list.csv", "--on", "2026-11-28"]);
    assert!(out(&told).contains("<U+001B>") && !out(&told).contains('\u{1b}'));
}
