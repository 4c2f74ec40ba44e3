//! Has the program compiled again when a standard or a theme that is compiled in changes, and tells
//! one build from another: `GONGKAI_BUILD` is a digest of all that the program is made of. Reads the
//! standards, so that the program need not at every start.

#[path = "build/lock.rs"]
mod lock;
// The program unpacks what is packed here.
#[allow(dead_code)]
#[path = "src/load/yaml/tree.rs"]
mod tree;

use std::fs;
use std::path::{Path, PathBuf};

/// What makes the bytes a program writes, but for the compiler and what the lock file pins.
const MADE_OF: [&str; 4] = ["Cargo.toml", "src", "standards", "themes"];

fn main() {
    let mut files = Vec::new();
    for part in MADE_OF {
        println!("cargo:rerun-if-changed={part}");
        collect(Path::new(part), &mut files);
    }
    files.sort();
    let digest = files.iter().fold(FNV_BASIS, |digest, path| {
        let name = path.to_string_lossy().replace('\\', "/");
        let text = fs::read(path).unwrap_or_default();
        // A checkout that converted line ends makes the same program.
        let text: Vec<u8> = text.into_iter().filter(|byte| *byte != b'\r').collect();
        fnv(fnv(digest, name.as_bytes()), &text)
    });
    println!("cargo:rerun-if-changed=Cargo.lock");
    let [locked, manifest] = ["Cargo.lock", "Cargo.toml"]
        .map(|path| fs::read_to_string(path).unwrap_or_default().replace('\r', ""));
    // The lock file is the workspace's; what else is built in it makes no other program of this one.
    let crates = lock::built_of(&locked, env!("CARGO_PKG_NAME"), &lock::for_tests(&manifest));
    let digest = crates.iter().fold(digest, |digest, line| fnv(digest, line.as_bytes()));
    println!("cargo:rustc-env=GONGKAI_BUILD={digest:016x}");
    let out = std::env::var_os("OUT_DIR").expect("a build script has a folder to write to");
    let trees = Path::new(&out).join("standards.trees");
    fs::write(trees, packed(&files)).expect("the folder can be written to");
}

/// Returns what the standards among some files say, as `src/load/built_in.rs` reads it: a line with the
/// length of the tree and the path, then the tree. One that cannot be read is left for the program to
/// report.
fn packed(files: &[PathBuf]) -> Vec<u8> {
    let mut all = Vec::new();
    for file in files {
        let path = file.to_string_lossy().replace('\\', "/");
        let Some(path) = path.strip_prefix("standards/") else { continue };
        let Ok(text) = fs::read_to_string(file) else { continue };
        let is_rule = path.starts_with("rules/") && path.ends_with(".md");
        let is_data = !path.starts_with("specimen") && path.ends_with(".yaml");
        let part = match is_rule {
            true => tree::front_matter(&text),
            false => is_data.then_some(0..text.len()),
        };
        let Some(Ok(read)) = part.map(|part| tree::read(&tree::padded(&text, part))) else {
            continue;
        };
        let mut tree = Vec::new();
        read.pack(&text, &mut tree);
        all.extend(format!("{} {path}\n", tree.len()).into_bytes());
        all.extend(tree);
    }
    all
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| collect(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}

const FNV_BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: it needs no crate, and nobody forges a build to deceive themselves.
fn fnv(digest: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(digest, |digest, byte| {
        (digest ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
