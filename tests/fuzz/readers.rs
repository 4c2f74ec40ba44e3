//! The readers of files, each with what it is fed.
//! It must not know how the bytes were spoilt.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use gongkai::academic_year::AcademicYear;
use gongkai::archive::Ledger;
use gongkai::bundle;
use gongkai::datum::prose::Use;
use gongkai::diagnostic::{Diagnostic, render, sort};
use gongkai::document::Document;
use gongkai::import::{self, Foreign, Given, office};
use gongkai::language::Language;
use gongkai::load::scores::worksheets;
use gongkai::load::{self, markdown};
use gongkai::manifest::Artifact;
use gongkai::pipeline::{Inputs, Run};
use gongkai::render::docx::docx;
use gongkai::rules;
use gongkai::source::Sources;
use gongkai::standard::{Issuer, Words};

use super::support::{self, project};

/// A reader, and what it is fed.
pub struct Reader {
    pub name: &'static str,
    /// The ending of the names of such files.
    pub kind: &'static str,
    pub read: fn(Vec<u8>),
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What such files are made of.
    pub words: &'static [&'static str],
    /// Whether such a file is an archive, whose parts are spoilt.
    pub zipped: bool,
    /// How many times slower than the quickest it is.
    pub weight: usize,
}

const MARKUP: &[&str] = &[
    "# ",
    "- ",
    "1. ",
    "> ",
    "**",
    "*",
    "`",
    "[",
    "](",
    "![",
    "<!--",
    "{{ 代表.总数 }}",
    "\n\n",
    "    ",
    "\\",
];
const DATA: &[&str] = &[
    "- ", ": ", "{", "}", "[", "]", "&a ", "*a ", "!!str ", "|\n", ">-\n", "\n  ", "? ", "---\n",
    "<<: ",
];
const TABLE: &[&str] = &[",", "\"", "\"\"", "\n", "\r", ";", "是,", "31/100,"];
const PDF: &[&str] = &[
    "obj\n",
    "endobj\n",
    "stream\n",
    "<<",
    ">>",
    "/Kids [",
    " 0 R ",
    "/Filter /FlateDecode ",
    "xref\n",
    "BT ",
    "(",
    "[",
];
const TAGS: &[&str] =
    &["<div>", "</div>", "<b", "<script>", "<!--", "&amp;", "&#x41;", "\" href=\"", "<table>"];
const CELLS: &[&str] = &[
    "<row r=\"9\">",
    "<c r=\"A1\" t=\"s\">",
    "<v>",
    "</v>",
    "<f t=\"shared\" si=\"9\" ref=\"A1\">",
    "<is><t>",
    "&#0;",
];
const JSON: &[&str] = &["{", "}", "[", "]", "\"", ",", "null", "\"schema\":9", "\\u0000", "1e400"];
const RULE: &[&str] = &[
    "each: a in roster\n",
    "when: ",
    "require: ",
    "let: ",
    "{{ ",
    " }}",
    "## 违规\n",
    "⟦",
    "⟧",
    " => ",
    "```edit\n",
    "* ",
    "(",
];

const WORD: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:tbl><w:tr><w:tc>",
    "<w:gridSpan w:val=\"9\"/>",
    "<w:vMerge/>",
    "<w:numPr><w:ilvl w:val=\"9\"/><w:numId w:val=\"9\"/></w:numPr>",
    "<w:ins>",
    "<w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<mc:AlternateContent>",
    "第一条 ",
    "&#0;",
];
const SHEET: &[&str] = &[
    "<table:table-row table:number-rows-repeated=\"99999\">",
    "<table:table-cell table:number-columns-repeated=\"99999\">",
    "</table:table-cell>",
    "<text:p>",
];

pub const READERS: &[Reader] = &[
    reader("yaml", "yaml", yaml, || files("standards/specimen", "yaml"), DATA),
    reader("csv", "csv", csv, || files("standards/specimen", "csv"), TABLE),
    reader("markdown", "md", markdown_text, || files("standards/specimen", "md"), MARKUP),
    reader("rule", "md", rule, || files("standards/rules/roster", "md"), RULE),
    reader("ledger", "json", ledger, || own("ledger"), JSON),
    reader("document", "json", document, || files("tests/fixtures", "json"), JSON),
    reader("html", "html", html, || own("html"), TAGS),
    Reader { weight: 3, ..reader("pdf", "pdf", pdf, || own("pdf"), PDF) },
    Reader { weight: 2, zipped: true, ..reader("xlsx", "xlsx", xlsx, workbooks, CELLS) },
    Reader { weight: 2, zipped: true, ..reader("import-docx", "docx", import, word, WORD) },
    reader("import-doc", "doc", import, || own("doc"), TABLE),
    reader("import-xls", "xls", import, || own("xls"), TABLE),
    Reader { zipped: true, weight: 2, ..reader("import-xlsx", "xlsx", import, workbooks, CELLS) },
    Reader { zipped: true, ..reader("import-ods", "ods", import, || own("ods"), SHEET) },
    reader("import-html", "html", import, pages, TAGS),
    Reader { weight: 3, ..reader("import-pdf", "pdf", import, || own("pdf"), PDF) },
    reader("import-csv", "csv", import_csv, || files("standards/specimen", "csv"), TABLE),
    reader("import-text", "txt", import, || files("standards/specimen", "md"), MARKUP),
    Reader {
        weight: 15,
        ..reader("year-csv", "csv", |b| year("名单.csv", b), || specimen("名单.csv"), TABLE)
    },
    Reader {
        weight: 15,
        ..reader("year-yaml", "yaml", |b| year("机构.yaml", b), || specimen("机构.yaml"), DATA)
    },
    Reader {
        weight: 15,
        ..reader("year-md", "md", |b| year("章程.md", b), || specimen("章程.md"), MARKUP)
    },
];

const fn reader(
    name: &'static str,
    kind: &'static str,
    read: fn(Vec<u8>),
    seeds: fn() -> Vec<Vec<u8>>,
    words: &'static [&'static str],
) -> Reader {
    Reader { name, kind, read, seeds, words, zipped: false, weight: 1 }
}

/// Returns the files of one ending below a folder of the project, and those kept for that ending.
fn files(folder: &str, kind: &str) -> Vec<Vec<u8>> {
    let ending = format!(".{kind}");
    let mut all = support::tree(&project(folder));
    all.retain(|(path, _)| path.ends_with(&ending));
    all.into_iter().map(|(_, bytes)| bytes).chain(own(kind)).collect()
}

/// Returns what `corpus/` holds for a reader.
fn own(reader: &str) -> Vec<Vec<u8>> {
    let folder = project("tests/fuzz/corpus").join(reader);
    let all = if folder.is_dir() { support::tree(&folder) } else { Vec::new() };
    all.into_iter().map(|(_, bytes)| bytes).collect()
}

fn specimen(file: &str) -> Vec<Vec<u8>> {
    vec![fs::read(project("standards/specimen/2025-2026").join(file)).unwrap()]
}

fn workbooks() -> Vec<Vec<u8>> {
    files("tests/fixtures", "xlsx")
}

/// Returns Word files: those kept for this, and the disclosure of the fixtures.
fn word() -> Vec<Vec<u8>> {
    let json = fs::read(project("tests/fixtures/document.json")).unwrap();
    own("docx").into_iter().chain([docx(&Document::from_json(&json).unwrap())]).collect()
}

/// Returns pages: those kept for this, and one that the program made.
fn pages() -> Vec<Vec<u8>> {
    let made = "tests/fixtures/released-by-0.1/content/releases/2025-2026/v1/bundle/index.html";
    own("html").into_iter().chain([fs::read(project(made)).unwrap()]).collect()
}

/// Shows what was found as a person would see it: a place beyond its text would panic there.
fn show(mut faults: Vec<Diagnostic>, sources: &Sources) {
    sort(&mut faults, sources);
    faults.truncate(50);
    let _ = render(&faults, sources, false, Language::Chinese);
}

fn data(name: &str, bytes: Vec<u8>) {
    let mut sources = Sources::default();
    let file = sources.add_bytes(name, bytes);
    let mut faults = Vec::new();
    let _ = load::data(file, &sources, &mut faults);
    show(faults, &sources);
}

fn yaml(bytes: Vec<u8>) {
    data("机构.yaml", bytes);
}

fn csv(bytes: Vec<u8>) {
    data("名单.csv", bytes);
}

fn markdown_text(bytes: Vec<u8>) {
    for usage in [Use::Adopted, Use::Narrative] {
        let mut sources = Sources::default();
        let file = sources.add_bytes("章程.md", bytes.clone());
        let mut faults = Vec::new();
        let prose = markdown::parse(file, &sources, usage, &mut faults);
        prose.walk(&mut |node, _| drop(sources.location(node.span)));
        show(faults, &sources);
    }
}

fn rule(bytes: Vec<u8>) {
    let mut sources = Sources::default();
    sources.add_bytes("content/standards/rules/x.md", bytes);
    let mut faults = Vec::new();
    let standards = load::standards(&[("content/standards", Issuer::Own)], &sources, &mut faults);
    let numbers = rules::Numbers::read(standards.tables.year);
    let found = |rule| rules::check(rule, &standards.words, &numbers);
    standards.rules.iter().for_each(|rule| faults.extend(found(rule)));
    show(faults, &sources);
}

fn ledger(bytes: Vec<u8>) {
    if let Ok(ledger) = serde_json::from_slice::<Ledger>(&bytes) {
        let _ = (ledger.faults(), ledger.shown(), ledger.head().len());
    }
}

fn document(bytes: Vec<u8>) {
    let _ = Document::from_json(&bytes);
}

fn html(bytes: Vec<u8>) {
    let _ = bundle::read_words(&Artifact::new("a.html", bytes));
}

fn pdf(bytes: Vec<u8>) {
    let _ = bundle::read_words(&Artifact::new("a.pdf", bytes));
}

fn xlsx(bytes: Vec<u8>) {
    let mut sources = Sources::default();
    let mut faults = Vec::new();
    let read = worksheets("教师代表.xlsx", &bytes, &mut sources, &mut faults);
    for worksheet in &read {
        worksheet.cells.values().for_each(|cell| drop(sources.location(cell.span)));
    }
    show(faults, &sources);
}

fn import(bytes: Vec<u8>) {
    import_named("文件", bytes);
}

/// A table is told from a text by its name alone.
fn import_csv(bytes: Vec<u8>) {
    import_named("名单.csv", bytes);
}

/// The words by which a charter's limits are read.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut sources = Sources::default();
    sources.read_folder(&project("standards"), "standards", |_| false).unwrap();
    load::standards(&[("standards", Issuer::National)], &sources, &mut Vec::new()).words
});

/// Reads a foreign document as far as it goes: onto paper, and as a year or a round.
fn import_named(name: &str, bytes: Vec<u8>) {
    let Ok(paper) = office::read(&Foreign { name: name.to_owned(), bytes }) else { return };
    let papers = vec![paper];
    let year = AcademicYear::parse("2025-2026").expect("it is one");
    let _ = import::round(papers.clone(), Some(year), &WORDS);
    let _ = import::disclosure(papers, year, &Given::default(), &WORDS, |_| None);
}

/// Checks the specimen with one of its files in this form, without rules.
fn year(file: &str, bytes: Vec<u8>) {
    let site = tempfile::tempdir().unwrap();
    support::copy(&project("standards/specimen"), &site.path().join("content"));
    support::copy(&project("standards/forms"), &site.path().join("standards/forms"));
    fs::write(site.path().join("content/2025-2026").join(Path::new(file)), bytes).unwrap();
    let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    for folder in &run.years {
        show(run.check(folder).findings, &run.inputs.sources);
    }
}
