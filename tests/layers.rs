//! A module imports only from lower layers, never sideways; an outside crate stays behind its
//! modules; only the terminal of `cli` prints. The tables are those of `src/lib.rs`, and for the province's
//! program those of `province/src/lib.rs`.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex::Regex;
use support::project;

/// The roots of the two programs: each has its own table.
const ROOTS: [&str; 2] = ["src", "province/src"];

/// A source file outside tests: its top module, its path and its code.
struct Code {
    module: String,
    path: String,
    text: String,
}

#[test]
fn every_module_stands_in_the_table() {
    for root in ROOTS {
        let layers = layers(root);
        for code in sources_below(root) {
            let has = layers.contains_key(&code.module);
            assert!(has, "{} has no layer in {root}/lib.rs", code.module);
        }
    }
}

#[test]
fn modules_import_from_lower_layers_only() {
    let mut wrong = Vec::new();
    for root in ROOTS {
        let layers = layers(root);
        for Code { module, path, text } in sources_below(root) {
            for used in imports(&text).into_iter().filter(|used| *used != module) {
                match layers.get(&used) {
                    None => {
                        wrong.push(format!("{root}/{path}: `crate::{used}` is not in the table"));
                    }
                    Some(layer) if *layer >= layers[&module] => {
                        wrong.push(format!("{root}/{path}: must not import from `{used}`"));
                    }
                    Some(_) => {}
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_modules_root_names_others_from_the_crate() {
    for Code { path, text, module } in sources() {
        let is_root = path == format!("{module}.rs") || path == format!("{module}/mod.rs");
        assert!(!is_root || !text.contains("super::"), "{path} says super:: for crate::");
    }
}

#[test]
fn outside_crates_stay_behind_their_modules() {
    let mut wrong = Vec::new();
    for root in ROOTS {
        let bound = crates(root).into_iter().filter(|(_, allowed)| !allowed.is_empty());
        for (name, allowed) in bound {
            let pattern = format!(r"(^|[^:/\w]){}\b(::|;| as )", name.replace('-', "_"));
            let used = Regex::new(&pattern).unwrap();
            for Code { module, path, text } in sources_below(root) {
                if used.is_match(&text) && !allowed.contains(&module) {
                    wrong.push(format!("{root}/{path}: `{name}` is not for `{module}`"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_stands_in_the_table() {
    for root in ROOTS {
        let manifest = project(root).parent().unwrap().join("Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).unwrap();
        let crates = crates(root);
        let mut within = false;
        for line in manifest.lines() {
            if line.starts_with('[') {
                within = line.ends_with("dependencies]") && line != "[dev-dependencies]";
            } else if let Some((name, _)) = line.split_once(" = ").filter(|_| within) {
                assert!(crates.contains_key(name), "{name} has no line in {root}/lib.rs");
            }
        }
    }
}

#[test]
fn only_tables_make_names_of_fields() {
    let of_table = Regex::new(r"FieldName::(of_table|letters)").unwrap();
    for code in sources().iter().filter(|code| code.module != "datum") {
        assert!(!of_table.is_match(&code.text), "{} makes a name without a table", code.path);
    }
}

#[test]
fn the_files_of_facts_import_in_no_circle() {
    let own = |code: Code| Some((file_of(code.path.strip_prefix("facts/")?), code));
    let files: BTreeMap<String, Code> = sources().into_iter().filter_map(own).collect();
    assert!(files.len() > 30);
    let mut left: BTreeMap<&String, BTreeSet<String>> =
        files.iter().map(|(file, code)| (file, uses(file, code, &files))).collect();
    // What imports nothing that is left is in no circle.
    while let Some(free) = left.iter().find(|(_, of)| !of.iter().any(|it| left.contains_key(it))) {
        let free = *free.0;
        left.remove(free);
    }
    assert!(left.is_empty(), "a circle, or what imports one: {left:#?}");
}

/// `statutes/limits.rs` is `statutes::limits`, `statutes/mod.rs` is `statutes`.
fn file_of(path: &str) -> String {
    let path = path.trim_end_matches(".rs");
    path.strip_suffix("mod").unwrap_or(path).trim_end_matches('/').replace('/', "::")
}

/// Returns the files of `facts` that one of them imports from, or calls by a path.
fn uses(file: &str, code: &Code, files: &BTreeMap<String, Code>) -> BTreeSet<String> {
    let path =
        Regex::new(r"\b(crate::facts|super(?:::super)*)::(\w+(?:::\w+)*)?(?:::)?(\{[^;]*?\})?")
            .unwrap();
    let mut found = BTreeSet::new();
    let mut note = |base: &str, path: &str| {
        let whole = [base, path].join("::");
        let mut parts: Vec<&str> = whole.split("::").filter(|it| !it.is_empty()).collect();
        while !files.contains_key(&parts.join("::")) {
            parts.pop();
        }
        found.extend(Some(parts.join("::")).filter(|it| it != file));
    };
    for hit in path.captures_iter(&code.text) {
        let ups =
            if &hit[1] == "crate::facts" { usize::MAX } else { hit[1].matches("super").count() };
        let above: Vec<&str> = file.split("::").collect();
        let base = above[..above.len().saturating_sub(ups)].join("::");
        let head = hit.get(2).map_or("", |it| it.as_str());
        let group = hit.get(3).map_or("_", |it| it.as_str()).trim_matches(['{', '}']);
        for name in group.split(',').filter(|name| !name.trim().is_empty()) {
            note(&base, &format!("{head}::{}", name.trim()));
        }
    }
    if code.path.ends_with("mod.rs") {
        let child = Regex::new(r"(\w+)::").unwrap();
        let named = child.captures_iter(&code.text).map(|hit| hit[1].to_owned());
        let below = named.map(|name| [file, &name].join("::").trim_start_matches(':').to_owned());
        found.extend(below.filter(|it| files.contains_key(it)));
    }
    found
}

#[test]
fn only_the_terminal_prints() {
    let prints = Regex::new(r"\b(e?print(ln)?|dbg)!").unwrap();
    for root in ROOTS {
        for Code { path, text, .. } in sources_below(root) {
            let says = "prints; say it through `Terminal`, in both languages";
            let may = root == "src" && path == "cli/terminal.rs";
            assert!(may || !prints.is_match(&text), "{root}/{path} {says}");
            let streams = text.contains("io::stdout") || text.contains("io::stderr");
            assert!(root == "src" || path == "cli.rs" || !streams, "{root}/{path} {says}");
        }
    }
}

#[test]
fn only_what_shows_a_draft_takes_it_apart() {
    for Code { path, text, .. } in sources() {
        let may = ["document/draft.rs", "render/draft.rs"].contains(&path.as_str());
        assert!(may || !text.contains("to_be_shown"), "{path} takes a draft's document");
    }
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "use crate::a::b;\nuse crate::{c, d::{e, f},\n    g};\nlet x = crate::h::i();";
    let used: Vec<String> = imports(text).into_iter().collect();
    assert_eq!(used, ["a", "c", "d", "g", "h"]);
}

/// Returns the layer of every module.
fn layers(root: &str) -> BTreeMap<String, u32> {
    let row = |cells: Vec<String>| Some((cells[1].clone(), cells[0].parse().ok()?));
    rows(root).into_iter().filter(|cells| cells.len() == 3).filter_map(row).collect()
}

/// Returns the modules every outside crate may be used in; none stands for all.
fn crates(root: &str) -> BTreeMap<String, BTreeSet<String>> {
    let allowed = |cell: &str| match cell {
        "anywhere" => BTreeSet::new(),
        modules => modules.split(", ").map(str::to_owned).collect(),
    };
    let rows = rows(root).into_iter().filter(|cells| cells.len() == 2);
    rows.map(|cells| (cells[0].clone(), allowed(&cells[1]))).collect()
}

/// Returns the cells of the tables in the crate's documentation, without their heads.
fn rows(root: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(project(root).join("lib.rs")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ")?.strip_suffix(" |"));
    let rows = rows.filter(|row| row.contains('`'));
    rows.map(|row| row.split(" | ").map(|cell| cell.replace('`', "")).collect()).collect()
}

/// Returns the modules a text names by `crate::a` or `crate::{a, b::c}`.
fn imports(text: &str) -> BTreeSet<String> {
    let one = Regex::new(r"crate::(\w+)").unwrap();
    let mut used: BTreeSet<String> = one.captures_iter(text).map(|c| c[1].to_owned()).collect();
    for (at, open) in text.match_indices("crate::{") {
        used.extend(first_names(&text[at + open.len()..]));
    }
    // A macro stands at the root, wherever it is defined.
    if used.remove("record") {
        used.insert("datum".to_owned());
    }
    used
}

/// Returns the first name of each path in a group of imports, up to its closing brace.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut outer = String::new();
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            c if depth == 0 => outer.push(c),
            _ => {}
        }
    }
    let names = outer.split(',').map(|path| path.trim().split("::").next().unwrap().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn sources() -> Vec<Code> {
    sources_below(ROOTS[0])
}

fn sources_below(root: &str) -> Vec<Code> {
    let least = if root == ROOTS[0] { 50 } else { 20 };
    let root = project(root);
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        if !path.ends_with(".rs") || is_test || ["lib.rs", "main.rs"].contains(&path.as_str()) {
            continue;
        }
        let module = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        sources.push(Code { module, path, text: code(entry.path()) });
    }
    assert!(sources.len() > least);
    sources
}

/// Returns a file without its comments and without its tests, which stand last.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}
