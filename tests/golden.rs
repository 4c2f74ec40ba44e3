//! What the specimen year becomes, as text a person can read: the document, and a refusal.
//! `UPDATE=1 cargo test --release --test golden` writes the files anew; read what changed.

mod support;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use gongkai::bundle::{self, audit};
use gongkai::compose::compose;
use gongkai::diagnostic;
use gongkai::document::{Block, Document, Imprint, Inline, Section, plain_text};
use gongkai::language::Language;
use gongkai::pipeline::{Inputs, Resources, Run};
use gongkai::render;
use support::{compare, specimen_site as specimen};

fn open(site: &Path) -> Run {
    Run::open(Inputs::read(site).unwrap()).unwrap()
}

#[test]
fn the_specimen_becomes_this_document() {
    let site = specimen();
    let run = open(site.path());
    let cleared = run.clear(&run.years[0]).expect("the specimen is clean");
    compare("document.txt", &outline(&compose(&cleared, &run.standards)));
}

/// The form of `document.json`, as whoever takes data from it sees it: of each list, text and table
/// the beginning.
#[test]
fn the_specimen_is_published_as_this_data() {
    let site = specimen();
    let run = open(site.path());
    let cleared = run.clear(&run.years[0]).expect("the specimen is clean");
    let mut document = compose(&cleared, &run.standards);
    document.sections.iter_mut().chain([&mut document.report]).for_each(shorten);
    compare("document.json", std::str::from_utf8(&document.to_json()).unwrap());
}

fn shorten(section: &mut Section) {
    section.blocks.truncate(5);
    section.sections.truncate(4);
    for block in &mut section.blocks {
        if let Block::Table(table) = block {
            table.rows.truncate(2);
        }
    }
    section.sections.iter_mut().for_each(shorten);
}

/// What a reader of each page and of the PDF reads, line by line.
#[test]
fn each_page_reads_like_this() {
    let site = specimen();
    let run = open(site.path());
    let cleared = run.clear(&run.years[0]).expect("the specimen is clean");
    let document = compose(&cleared, &run.standards);
    let Resources { theme, press, .. } = &*run.resources;
    // The digest changes with every word that another golden file tells of already.
    let json = document.json();
    let digest = json.digest.clone();
    let compare = |name: &str, text: String| compare(name, &text.replace(&digest, "…"));
    for file in render::html::pages(&document, theme).unwrap() {
        if let Some(name) = file.path.strip_suffix(".html") {
            let text = audit::html::text(std::str::from_utf8(&file.bytes).unwrap());
            compare(&format!("{name}.txt"), lines(&text));
        }
    }
    let pdf = press.pdf(&document, &json, &Imprint::default()).unwrap();
    let pages = bundle::pdf::pdf_text(&pdf).unwrap();
    let numbered = pages.iter().enumerate();
    let text = numbered.map(|(i, text)| format!("[{}]\n{}", i + 1, lines(text))).collect();
    compare("disclosure.txt", text);
}

fn lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn three_faults_are_refused_in_these_words() {
    let site = specimen();
    let change = |file: &str, from: &str, to: &str| {
        let path = site.path().join("content/2025-2026").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from} in {file}");
        fs::write(path, text.replace(from, to)).unwrap();
    };
    change("名单.csv", "30/100", "31/100");
    change("自评.yaml", "实有: 9人", "实有: 8人");
    change("章程.md", "第五条", "第六条");
    let run = open(site.path());
    let refused = run.clear(&run.years[0]).expect_err("three faults");
    let mut findings = refused.findings;
    diagnostic::sort(&mut findings, &run.inputs.sources);
    let told = |language| diagnostic::render(&findings, &run.inputs.sources, false, language);
    compare("refusal.txt", &told(Language::Chinese));
    // The frame is told in the language asked for; what rules say stays in theirs.
    compare("refusal.en.txt", &told(Language::English));
}

fn outline(document: &Document) -> String {
    let mut out = String::new();
    let head = [&document.title, &document.year_label, &document.issuer, &document.published];
    writeln!(out, "{}", head.map(String::as_str).join(" | ")).unwrap();
    blocks(&document.preamble, 1, &mut out);
    document.sections.iter().for_each(|part| section(part, 0, &mut out));
    blocks(&document.closing, 1, &mut out);
    section(&document.report, 0, &mut out);
    out
}

fn section(section: &Section, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    writeln!(
        out,
        "\n{indent}{}{}  #{} ({:?})",
        section.number, section.title, section.id, section.page
    )
    .unwrap();
    blocks(&section.blocks, depth + 1, out);
    section.sections.iter().for_each(|part| self::section(part, depth + 1, out));
}

fn blocks(blocks: &[Block], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    for block in blocks {
        match block {
            Block::Paragraph { role, content, .. } => {
                writeln!(out, "{indent}[{role:?}] {}", words(content)).unwrap();
            }
            Block::Provision { id, label, content, children, .. } => {
                writeln!(out, "{indent}{label} {}  #{id}", words(content)).unwrap();
                self::blocks(children, depth + 1, out);
            }
            Block::List { entries } => {
                entries.iter().for_each(|e| writeln!(out, "{indent}- {}", words(e)).unwrap());
            }
            Block::Table(table) => {
                let titles: Vec<&str> = table.columns.iter().map(|c| c.title.as_str()).collect();
                writeln!(out, "{indent}| {} |  {}", titles.join(" | "), table.caption).unwrap();
                for row in &table.rows {
                    let cells: Vec<String> =
                        row.cells.iter().map(|cell| words(&cell.words)).collect();
                    writeln!(out, "{indent}| {} |  #{}", cells.join(" | "), row.id).unwrap();
                }
            }
        }
    }
}

/// The words of some inlines, links with their target.
fn words(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Link { target, content } => format!("[{}]({target})", plain_text(content)),
        Inline::LineBreak => " / ".to_owned(),
        other => plain_text(std::slice::from_ref(other)),
    };
    inlines.iter().map(one).collect()
}
