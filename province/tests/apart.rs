//! The college's program knows nothing of the province: not a dependency, not a feature more, whether
//! the two are built apart or together.

#[path = "../../build/lock.rs"]
mod lock;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Returns every crate that goes into some packages, each with its version and features.
fn crates(packages: &[&str]) -> BTreeSet<String> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--locked", "--edges", "normal,build", "--prefix", "none"]);
    cargo.args(["--format", "{p} [{f}]"]).args(packages);
    cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

#[test]
fn the_colleges_program_gains_nothing() {
    let college = crates(&["--package", "gongkai"]);
    let both = crates(&["--workspace"]);
    assert!(college.len() > 100 && college.len() < both.len());
    for own in ["ureq ", "rustls ", "gongkai-province "] {
        let has = |crates: &BTreeSet<String>| crates.iter().any(|it| it.starts_with(own));
        assert!(has(&both), "{own}");
        assert!(!has(&college), "{own}");
    }
    // Else what both stand on would be compiled twice, and the college's program be another.
    let changed: Vec<&String> = college.difference(&both).collect();
    assert!(changed.is_empty(), "built together these are others: {changed:#?}");
}

/// A build of the college's program is told from another by what it is made of, and by nothing that
/// only the province's needs.
#[test]
fn the_colleges_build_is_not_another_for_what_the_province_needs() {
    let read = |path: &str| {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path))
            .unwrap()
    };
    let (locked, manifest) = (read("Cargo.lock"), read("Cargo.toml"));
    let of = |lock: &str| lock::built_of(lock, "gongkai", &lock::for_tests(&manifest));
    let own = of(&locked);
    // The lock file and Cargo itself name the same crates, but for those of other systems and features.
    let names = |line: &String| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let pinned: BTreeSet<String> = own.iter().map(names).collect();
    for built in crates(&["--package", "gongkai"]) {
        let built: Vec<&str> = built.split(' ').collect();
        let name = format!("{} {}", built[0], built[1].trim_start_matches('v'));
        assert!(built[0] == "gongkai" || pinned.contains(&name), "{name} is not in the digest");
    }
    for others in ["ureq", "rustls", "gongkai-province", "proptest"] {
        assert!(!own.iter().any(|line| line.starts_with(&format!("{others} "))), "{others}");
    }
    let bumped = |name: &str| {
        let head = format!("name = \"{name}\"\nversion = \"");
        assert!(locked.contains(&head), "{name}");
        of(&locked.replace(&head, &format!("{head}9")))
    };
    assert_eq!(bumped("ureq"), own);
    assert_eq!(bumped("gongkai-province"), own);
    assert_eq!(bumped("proptest"), own);
    assert_ne!(bumped("minijinja"), own);
    assert_ne!(bumped("typst"), own);
    // Whatever else a workspace comes to hold is nothing to it.
    let more = format!("{locked}\n[[package]]\nname = \"zzz\"\nversion = \"1.0.0\"\n");
    assert_eq!(of(&more), own);
}
