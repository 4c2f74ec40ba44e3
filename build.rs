//! Has the program compiled again when a standard or a theme that is compiled in changes, and tells
//! one build from another: `GONGKAI_BUILD` is a digest of all that the program is made of.

use std::fs;
use std::path::{Path, PathBuf};

/// What makes the bytes a program writes, but for the compiler.
const MADE_OF: [&str; 5] = ["Cargo.toml", "Cargo.lock", "src", "standards", "themes"];

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
    println!("cargo:rustc-env=GONGKAI_BUILD={digest:016x}");
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
