//! What the documents of one college say, as rows that name nobody, and what the public part of the
//! rules finds in them.
//! It must not compare one college with another.
//!
//! A document is read back into the files its author would write, by way of the college's own
//! printer to Word and its import; the college's own rules then look at them. Of these only such
//! count that rest on what is published: the list stands in `rules/public.txt`.

pub mod charter;
mod extract;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gongkai::academic_year::AcademicYear;
use gongkai::diagnostic::Level;
use gongkai::document::{Document, Kind};
use gongkai::edition::Edition;
use gongkai::failure::Failure;
use gongkai::import::{Foreign, Given};
use gongkai::language::Language;
use gongkai::pipeline::{self, Run};
use gongkai::render::docx::docx;
use gongkai::rules::{Cleared, Refused, Verdict};
use gongkai::standard::Issuer;
use serde::{Deserialize, Serialize};

use crate::colleges::College;
use crate::disk;
use crate::finding::Finding;
use crate::nameless::Words;
use crate::served::count_rows;
use crate::standards::{self, NOWHERE};
use crate::store::{Known, Store};
use crate::tables::{Cell, Rows, add, key};
use charter::Sketch;

/// The form of what is written of a college.
const SCHEMA: u32 = 1;

/// What auditing a college came to, with all that is needed to compare it with others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Audited {
    pub schema: u32,
    pub rows: Rows,
    /// What is compared, by edition: of disclosures at their own address.
    pub compared: BTreeMap<Edition, Compared>,
}

/// What of a disclosure is held against other colleges'.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// SHA-256 of the document.
    pub content: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charter: Option<Sketch>,
    /// SHA-256 of the address of the report on the congress: only whether it is another's matters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub congress_link: String,
    /// Figures by their keys.
    pub figures: BTreeMap<String, i64>,
}

/// What audits colleges: the standards, read once.
pub struct Auditor {
    /// A run of the standards without any content, which the others take them from.
    first: Option<Run>,
    /// The folder of a province's own standards.
    own: Option<PathBuf>,
    /// The codes of the rules that count.
    counting: BTreeSet<String>,
}

/// The file of a site among what an import makes beside a year.
const SITE: &str = "content/site.yaml";

/// The largest document that rules are held against, in bytes; a real one has about a million.
const MOST_JUDGED: usize = 6_000_000;
/// The most bytes of all documents of a college that are; twenty years of two unions have fewer.
const MOST_JUDGED_IN_ALL: usize = 60_000_000;
/// The most rows of its tables beside the report; a real one has about a hundred, and some rules take
/// more than the square of them: 2,000 units took 12 seconds, 4,000 more than 90.
const MOST_JUDGED_ROWS: usize = 1_000;
/// The most rows that are made of a college; a real one makes about a hundred a year.
const MOST_ROWS: usize = 100_000;

/// The code of the finding that the rules could not be held against a disclosure.
pub const NOT_AUDITED: &str = "not-audited";

/// The codes of the rules that a published document alone lets judge.
static PUBLIC: &str = include_str!("../rules/public.txt");

/// What a rule found in one edition.
#[derive(Debug)]
struct Judged {
    code: String,
    level: Level,
    title: String,
    times: usize,
}

/// What the rules found in one edition, and the limits its charter lays down.
type Judgement = (Vec<Judged>, Vec<extract::Limit>);

impl Auditor {
    /// Makes ready to audit by the public part of the national rules and by all of a province's own,
    /// which are written for what is published.
    ///
    /// # Errors
    /// When the province's own cannot be read, are faulty, or demand less than the national ones.
    pub fn new(own: Option<&Path>) -> Result<Self, Failure> {
        let codes = PUBLIC.lines().filter(|line| !line.starts_with('#'));
        let mut counting: BTreeSet<String> =
            codes.flat_map(str::split_whitespace).map(str::to_owned).collect();
        let rules = standards::read(own)?.rules;
        counting.extend(rules.into_iter().filter(|it| it.issuer == Issuer::Own).map(|it| it.code));
        Ok(Self { first: None, own: own.map(Path::to_owned), counting })
    }

    /// Makes ready to hold documents against every national rule, to learn which of them a document
    /// alone lets judge.
    pub fn of_every_rule() -> Result<Self, Failure> {
        let rules = standards::read(None)?.rules;
        let counting = rules.into_iter().map(|it| it.code).collect();
        Ok(Self { first: None, own: None, counting })
    }

    /// Tells the codes of the rules that count.
    pub fn counting(&self) -> &BTreeSet<String> {
        &self.counting
    }

    /// Audits a college that was looked at.
    pub fn audit(
        &mut self,
        college: &College,
        known: &Known,
        store: &Store,
    ) -> Result<Audited, Failure> {
        let mut audited = Audited { schema: SCHEMA, ..Audited::default() };
        self::college(&mut audited.rows, college, known);
        let mut whole = BTreeMap::new();
        let mut judged = 0;
        for (edition, held) in &known.editions {
            if count(&audited.rows) > MOST_ROWS {
                not_audited(&mut audited.rows, college, known, edition);
                continue;
            }
            let Some(bytes) = store.kept(&held.content)? else { continue };
            let Some(document) = Document::from_json(&bytes) else { continue };
            extract::bundle(&mut audited.rows, college, edition, held, &document);
            if edition.version.is_none() && document.kind == Kind::Disclosure {
                let compared = extract::disclosure(&mut audited.rows, college, edition, &document);
                audited.compared.insert(edition.clone(), compared);
                judged += bytes.len();
                let too_large = bytes.len() > MOST_JUDGED
                    || judged > MOST_JUDGED_IN_ALL
                    || count_rows(&document.sections) > MOST_JUDGED_ROWS;
                match too_large {
                    true => not_audited(&mut audited.rows, college, known, edition),
                    false => drop(whole.insert(edition.clone(), document)),
                }
            }
        }
        for finding in &known.findings {
            collected(&mut audited.rows, college, known, finding);
        }
        // Whatever a stranger serves must not end the audit of all others.
        let judged = std::panic::AssertUnwindSafe(|| self.judge(&whole));
        let Ok(judged) = std::panic::catch_unwind(judged) else {
            self.first = None;
            whole.keys().for_each(|it| not_audited(&mut audited.rows, college, known, it));
            return Ok(audited);
        };
        let judged = judged?;
        for edition in whole.keys().filter(|it| !judged.contains_key(it)) {
            not_audited(&mut audited.rows, college, known, edition);
        }
        for (edition, (judged, limits)) in judged {
            for it in judged {
                let title = Words::of_rule(&it.title);
                let Judged { code, level, times, .. } = &it;
                rule(&mut audited.rows, college, known, &edition, code, *level, title, *times);
            }
            extract::limits(&mut audited.rows, college, &edition, limits);
        }
        Ok(audited)
    }

    /// Holds a college's disclosures against the rules, all years together; returns the codes found.
    pub fn found(
        &mut self,
        documents: &BTreeMap<Edition, Document>,
    ) -> Result<BTreeMap<Edition, Vec<String>>, Failure> {
        let codes = |(judged, _): Judgement| judged.into_iter().map(|it| it.code).collect();
        let judged = self.judge(documents)?.into_iter();
        Ok(judged.map(|(edition, judgement)| (edition, codes(judgement))).collect())
    }

    /// Holds documents against the rules, all together; what cannot be read back is not among what comes
    /// of it.
    fn judge(
        &mut self,
        documents: &BTreeMap<Edition, Document>,
    ) -> Result<BTreeMap<Edition, Judgement>, Failure> {
        let nowhere = Path::new(NOWHERE);
        let mut inputs = standards::inputs(self.own.as_deref())?;
        for document in documents.values() {
            let foreign = Foreign { name: "document.docx".to_owned(), bytes: docx(document) };
            let year = AcademicYear::parse(&document.year);
            // One that an import refuses, of a thousand pages or more, is not judged; the others are.
            let imported = pipeline::import(nowhere, &[foreign], year, &Given::default());
            let Ok(imported) = imported else { continue };
            let below = |path: &str| format!("{}/{path}", imported.folder);
            let own = imported.files.iter().map(|file| (below(&file.path), &file.bytes));
            // A college's own form, which an import makes of its words, is none to judge it by.
            let site = imported.beside.iter().filter(|file| file.path == SITE);
            let beside = site.map(|file| (file.path.clone(), &file.bytes));
            for (path, bytes) in own.chain(beside) {
                if inputs.sources.find(&path).is_none() {
                    inputs.sources.add(path, String::from_utf8_lossy(bytes));
                }
            }
        }
        if documents.is_empty() {
            return Ok(BTreeMap::new());
        }
        let run = match &self.first {
            Some(first) => Run::reopen(inputs, first)?,
            None => Run::open(inputs)?,
        };
        let mut found = BTreeMap::new();
        for folder in run.folders() {
            let (facts, outcomes, findings) = match run.clear(folder) {
                Ok(Cleared { facts, outcomes, remarks, .. }) => (facts, outcomes, remarks),
                Err(Refused { facts, outcomes, findings }) => (facts, outcomes, findings),
            };
            let violated = outcomes.iter().filter(|outcome| {
                outcome.verdict == Verdict::Violated
                    && !outcome.hidden
                    && self.counting.contains(&outcome.code)
            });
            let judged = violated.filter_map(|outcome| {
                let of_rule = || findings.iter().filter(|it| it.code == outcome.code);
                // What was folded into another finding still happened once.
                let level = of_rule().map(|it| it.level).min().unwrap_or(Level::Warning);
                let told = level != Level::Unverified;
                told.then(|| Judged {
                    code: outcome.code.clone(),
                    level,
                    title: outcome.title.clone(),
                    times: of_rule().count().max(1),
                })
            });
            let edition = documents.keys().find(|it| **it == folder.edition);
            if let Some(edition) = edition {
                let judged = judged.collect();
                found.insert(edition.clone(), (judged, extract::limits_of(&facts)));
            }
        }
        self.first = Some(run);
        Ok(found)
    }
}

fn count(rows: &Rows) -> usize {
    rows.values().flat_map(BTreeMap::values).map(Vec::len).sum()
}

fn college(rows: &mut Rows, college: &College, known: &Known) {
    let [name, kind, city] = Words::of_list(college).map(Cell::Text);
    let signed = Cell::YesNo(known.signed);
    let days = [&known.looked_on, &known.reached_on, &known.generator].map(|text| key(text));
    let [looked, reached, generator] = days;
    let id = key(&college.id);
    add(rows, "colleges", "", vec![id, name, kind, city, looked, reached, generator, signed]);
}

fn collected(rows: &mut Rows, college: &College, known: &Known, finding: &Finding) {
    let edition = finding.edition.as_ref();
    let year = edition.map(|edition| edition.year.to_string()).unwrap_or_default();
    let level = if finding.kind.is_fault() { "warning" } else { "notice" };
    let row = vec![
        key(&college.id),
        edition.map_or(Cell::Absent, |edition| key(&edition.to_string())),
        key("collect"),
        key(finding.kind.key()),
        key(level),
        Cell::Text(Words::own(finding.kind.label(Language::Chinese))),
        Cell::Number(1),
        key(&known.looked_on),
    ];
    add(rows, "findings", &year, row);
}

/// The row about a disclosure that the rules could not be held against.
fn not_audited(rows: &mut Rows, college: &College, known: &Known, edition: &Edition) {
    let title = Words::own("没有核查成");
    rule(rows, college, known, edition, NOT_AUDITED, Level::Unverified, title, 1);
}

#[expect(clippy::too_many_arguments, reason = "a row has as many columns")]
fn rule(
    rows: &mut Rows,
    college: &College,
    known: &Known,
    edition: &Edition,
    code: &str,
    level: Level,
    title: Words,
    times: usize,
) {
    let level = match level {
        Level::Violation => "violation",
        Level::Warning => "warning",
        Level::Unverified => "unverified",
        _ => "notice",
    };
    let row = vec![
        key(&college.id),
        key(&edition.to_string()),
        key("rule"),
        key(code),
        key(level),
        Cell::Text(title),
        Cell::Number(times as i64),
        key(&known.looked_on),
    ];
    add(rows, "findings", &edition.year.to_string(), row);
}

/// How many colleges of a list were audited, and how many of these were looked at since.
pub fn progress(colleges: &[College], store: &Store) -> Result<(usize, usize), Failure> {
    let (mut audited, mut behind) = (0, 0);
    for college in colleges {
        let Some(it) = store.audited(college)? else { continue };
        audited += 1;
        let looked_on = store.known(college)?.map(|known| known.looked_on).unwrap_or_default();
        let rows = it.rows.get("colleges").into_iter().flat_map(BTreeMap::values).flatten();
        behind += usize::from(!rows.flatten().any(|cell| *cell == key(&looked_on)));
    }
    Ok((audited, behind))
}

impl Store {
    fn path_of_audited(&self, college: &College) -> std::path::PathBuf {
        self.folder.join("audited").join(format!("{}.json", college.id))
    }

    /// Returns what auditing a college came to; nothing before it was audited.
    pub fn audited(&self, college: &College) -> Result<Option<Audited>, Failure> {
        let path = self.path_of_audited(college);
        let Some(bytes) = disk::read(&path, 64 * 1024 * 1024)? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|_| crate::store::unreadable(&path))
    }

    /// Puts down what auditing a college came to.
    pub fn put_audited(&self, college: &College, audited: &Audited) -> Result<(), Failure> {
        let mut bytes = serde_json::to_vec(audited).expect("an audit is plain data");
        bytes.push(b'\n');
        disk::write(&self.path_of_audited(college), &bytes)
    }
}
