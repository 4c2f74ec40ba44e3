//! gongkai compiles a college's disclosure: content + standards + themes → output.
//!
//! A module imports only from lower layers, never sideways; `tests/layers.rs` reads these tables
//! and holds every `use` to them.
//!
//! | layer | module | what it is |
//! |--:|---|---|
//! | 0 | `contained` | a panic within a reader of somebody else's, as an answer |
//! | 0 | `halves` | work on a list by two threads |
//! | 0 | `name` | names of people and units, alike however their blanks and dots are written |
//! | 0 | `numeral` | numbers as texts write them: digits, numerals, counts, half-width folding |
//! | 0 | `language` | what the program says of itself, in both languages it speaks |
//! | 0 | `media_type` | what kind of file a browser takes one for |
//! | 0 | `visible` | characters that a terminal obeys and nobody sees, and how they are shown |
//! | 1 | `academic_year` | 学年 |
//! | 1 | `failure` | what the machine can refuse, each with a path |
//! | 1 | `workbook` | a spreadsheet's file, of whatever kind, as cells |
//! | 2 | `edition` | one name for a year's disclosure, a round, a version: folders, ledger, addresses |
//! | 2 | `lock` | one writer at a time on a site, and who it is |
//! | 2 | `manifest` | what a bundle holds, by digest |
//! | 2 | `source` | the text we were given, and where each byte of it stands |
//! | 3 | `diagnostic` | what is wrong and where, sorted, counted, shown |
//! | 3 | `datum` | a tree of named values with places, and the tables of fields |
//! | 3 | `document` | the disclosure as a tree of sections that knows no format |
//! | 4 | `redaction` | a document without some of its people |
//! | 4 | `align` | which article of one text is which of another, and which words changed |
//! | 4 | `scoring` | what raters wrote → composite, grade and place, exactly |
//! | 4 | `standard` | forms and rules as data |
//! | 5 | `model` | one year as written: the one table of fields |
//! | 6 | `load` | text → model |
//! | 7 | `facts` | the values a rule may read, and what follows from them |
//! | 8 | `rules` | evaluates, collects evidence, clears a year |
//! | 8 | `diff` | two documents → what changed, as typed changes |
//! | 8 | `import` | a foreign document → the author's own files |
//! | 8 | `theme` | how it looks: templates, styles, fonts |
//! | 9 | `compose` | cleared facts → document |
//! | 9 | `render` | document → HTML, PDF, Word, tables |
//! | 9 | `site` | the pages over all years |
//! | 9 | `bundle` | artifacts → disk, audited and exchanged whole |
//! | 9 | `archive` | what is kept for good, and the chain of it |
//! | 10 | `pipeline` | the only place that knows the order |
//! | 11 | `workbench` | the site as pages in a browser, seen while it is written and mended there |
//! | 12 | `cli` | arguments, terminal, exit codes; the only one that prints |
//!
//! An outside crate has one job and stands behind the modules that need it for that:
//!
//! | crate | only in |
//! |---|---|
//! | `std::fs` | `source`, `lock`, `bundle`, `archive`, `workbench`, `cli` |
//! | `walkdir` | `source` |
//! | `annotate-snippets` | `diagnostic` |
//! | `serde_yaml` | `load` |
//! | `csv` | `load`, `import`, `render` |
//! | `calamine` | `load`, `workbook` |
//! | `zip` | `import`, `render`, `workbook` |
//! | `pulldown-cmark` | `load` |
//! | `strsim` | `load` |
//! | `unicode-normalization` | `load` |
//! | `similar` | `align` |
//! | `regex` | `facts`, `import` |
//! | `quick-xml` | `import`, `render`, `workbook` |
//! | `cfb` | `import`, `workbook` |
//! | `scraper` | `import` |
//! | `minijinja` | `facts`, `rules` |
//! | `tera` | `theme` |
//! | `include_dir` | `theme`, `load`, `pipeline` |
//! | `sha2` | `manifest`, `theme` |
//! | `blake3` | `bundle` |
//! | `typst` | `render` |
//! | `typst-eval` | `render` |
//! | `typst-layout` | `render` |
//! | `typst-pdf` | `render` |
//! | `comemo` | `render` |
//! | `qrcode` | `render` |
//! | `allsorts` | `render` |
//! | `ttf2woff2` | `render` |
//! | `encoding_rs` | `render`, `source`, `import` |
//! | `base64` | `render`, `archive` |
//! | `lopdf` | `bundle`, `import` |
//! | `rustix` | `bundle` |
//! | `tikv-jemallocator` | `main.rs` |
//! | `unicode-width` | `render` |
//! | `rust_xlsxwriter` | `render` |
//! | `num-rational` | `scoring` |
//! | `minisign` | `archive` |
//! | `httparse` | `workbench` |
//! | `getrandom` | `workbench` |
//! | `open` | `workbench`, `cli` |
//! | `clap` | `cli` |
//! | `clap_complete` | `cli` |
//! | `clap_mangen` | `cli` |
//! | `terminal_size` | `cli` |
//! | `indicatif` | `cli` |
//! | `serde` | anywhere |
//! | `serde_json` | anywhere |
//! | `time` | anywhere |

pub mod academic_year;
pub mod align;
pub mod archive;
pub mod bundle;
pub mod cli;
pub mod compose;
pub mod contained;
pub mod datum;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod edition;
pub mod facts;
pub mod failure;
pub mod halves;
pub mod import;
pub mod language;
pub mod load;
pub mod lock;
pub mod manifest;
pub mod media_type;
pub mod model;
pub mod name;
pub mod numeral;
pub mod pipeline;
pub mod redaction;
pub mod render;
pub mod rules;
pub mod scoring;
pub mod site;
pub mod source;
pub mod standard;
pub mod theme;
pub mod visible;
pub mod workbench;
pub mod workbook;
