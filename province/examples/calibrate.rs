//! Learns which of the college's rules a published document alone lets judge: `cargo run --release -p
//! gongkai-province --example calibrate`. Every case of every rule is made into the document a
//! college would publish, and held against every rule as `audit` does. Prints a line a rule: code,
//! faulty cases that were found, faulty cases, honest documents in which it found something that is not
//! there. A rule that ever did must not stand in `rules/public.txt`.

#[path = "../sample/mod.rs"]
#[allow(dead_code)]
mod sample;

use std::collections::BTreeMap;
use std::path::Path;

use gongkai_province::audit::Auditor;

fn main() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the project's root");
    let mut auditor = Auditor::of_every_rule().unwrap();
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut documents = 0;
    let mut cases = sample::cases::Cases::read(project);
    for (code, case) in cases.all() {
        let Some(told) = cases.documents_of(code, case) else { continue };
        documents += 1;
        let found = auditor.found(&told.documents).unwrap();
        let found: Vec<String> = found.into_values().flatten().collect();
        if told.fails {
            let count = counts.entry(told.code.clone()).or_default();
            count[0] += usize::from(found.contains(&told.code));
            count[1] += 1;
        }
        for code in found {
            let is_there = (told.fails && code == told.code) || told.also.contains(&code);
            counts.entry(code).or_default()[2] += usize::from(!is_there);
        }
    }
    for (code, [found, faulty, invented]) in counts {
        println!("{code} {found} {faulty} {invented}");
    }
    eprintln!("{documents} documents");
}
