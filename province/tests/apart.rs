//! The college's program knows nothing of the province: not a dependency, not a feature more, whether
//! the two are built apart or together.

use std::collections::BTreeSet;
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
