//! Writes a province of invented colleges: `cargo run --release -p gongkai-province --example sample
//! -- DIR [colleges] [years] [address it will be served at]`. `DIR/planted.csv` says what must be
//! found of it. With the word `later` in place of a number, it changes such a province in silence.

#[path = "../sample/mod.rs"]
#[allow(dead_code)]
mod sample;

use std::path::{Path, PathBuf};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder to write into"));
    let colleges = arguments.next().unwrap_or_else(|| "30".to_owned());
    let mut number = |otherwise: usize| {
        arguments.next().map_or(otherwise, |text| text.parse().expect("a number"))
    };
    if colleges == "later" {
        let colleges = number(30);
        let wish = sample::Wish { colleges, years: 0, served_at: String::new(), planted: true };
        write_planted(&folder.join("planted-later.csv"), &sample::later(&folder, &wish).unwrap());
        return;
    }
    let colleges = colleges.parse().expect("a number of colleges");
    let years = number(3);
    let served_at = arguments.next().unwrap_or_default();
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project's root");
    let templates = sample::templates(project, 400);
    let wish = sample::Wish { colleges, years, served_at, planted: true };
    std::fs::create_dir_all(&folder).unwrap();
    write_planted(&folder.join("planted.csv"), &sample::write(&templates, &folder, &wish).unwrap());
}

fn write_planted(path: &Path, planted: &[sample::Planted]) {
    let line = |it: &sample::Planted| format!("{},{},{}\n", it.college, it.edition, it.found);
    std::fs::write(path, planted.iter().map(line).collect::<String>()).unwrap();
}
