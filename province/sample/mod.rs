//! A province for tests and benchmarks: colleges that differ in city, kind, size, wording, people and
//! answers, with faults planted at known places. The same wish gives the same bytes.
//!
//! Real bundles of the project's sample, built by the college's own program, and the years that the
//! honest cases of the rules make of the small specimen, with and without a second union, are varied as data:
//! each has the list, digests, ledger and signature that belong to what it says. Its report is cut
//! to its head, and it has no PDF: one would print the digest of another document.

pub mod cases;
mod hostile;
mod later;
mod names;
mod vary;

// Not every test changes a province afterwards.
#[allow(unused_imports)]
pub use later::{later, republish, unlist};

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gongkai::archive::{Entry, Kind, LEDGER, Ledger, SIGNATURE, Signer};
use gongkai::document::Document;
use gongkai::edition::Edition;
use gongkai::load::Folder;
use gongkai::manifest::{GENERATOR, Manifest, SITE_LIST, SiteList, sha256};
use gongkai::pipeline::{self, Inputs, Run};

/// What a province is to be like.
pub struct Wish {
    pub colleges: usize,
    /// The newest years of the sample, at most three.
    pub years: usize,
    /// Where the sites will be served, `http://127.0.0.1:8000/`; empty for folders.
    pub served_at: String,
    /// Whether faults are planted.
    pub planted: bool,
}

/// One thing that was planted: in which college, and what must be found of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planted {
    pub college: String,
    /// The edition it was planted in; empty for the whole site.
    pub edition: String,
    /// The key of the finding, or the code of the rule, that must tell of it.
    pub found: &'static str,
}

/// Every how many colleges the same thing is planted again.
pub const EVERY: usize = 30;
/// How many of so many colleges are hostile, each in another way.
const HOSTILE: usize = 8;

/// What is planted in a college, by its number within each thirty.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Altered,
    Missing,
    Gone,
    NotThere,
    Late,
    Older,
    BrokenSignature,
    Hostile(usize),
    RankOutside,
    Political,
    Headcounts,
    CopiedCharter,
    SharedLink,
    Outlier,
}

impl Fault {
    fn planted(number: usize, wish: &Wish) -> Self {
        if !wish.planted {
            return Self::None;
        }
        match number % EVERY {
            1 => Self::Altered,
            2 => Self::Missing,
            3 => Self::Gone,
            4 => Self::NotThere,
            5 => Self::Late,
            6 => Self::Older,
            7 => Self::BrokenSignature,
            nth @ (8..=10 | 24..=28) => {
                let nth = if nth < 20 { nth - 8 } else { nth - 21 };
                Self::Hostile((number / EVERY * HOSTILE + nth) % hostile::ALL.len())
            }
            11 => Self::RankOutside,
            12 => Self::Political,
            13 => Self::Headcounts,
            15 => Self::CopiedCharter,
            17 | 18 => Self::SharedLink,
            19 => Self::Outlier,
            _ => Self::None,
        }
    }
}

/// Colleges before their names: the sample's bundles, and others.
pub struct Templates {
    families: Vec<Vec<Template>>,
}

impl Templates {
    /// Returns what a college of a number is made of: every second one of the sample, and so those
    /// with a fault of content and those that are changed later; the others of one honest year each.
    fn numbered(&self, number: usize) -> &[Template] {
        let others = self.families.len() - 1;
        let of_sample = matches!(number % EVERY, 11..=15 | 17..=23);
        let nth = match (number + number / EVERY) % 2 {
            1 if !of_sample && others > 0 => 1 + number * 31 % others,
            _ => 0,
        };
        &self.families[nth]
    }
}

struct Template {
    edition: Edition,
    document: Document,
    manifest: Manifest,
    files: BTreeMap<String, Vec<u8>>,
}

/// The files of a bundle that a varied one has too.
const TAKEN: [&str; 4] = ["index.html", "roster.html", "base.css", "site.css"];

/// Builds the sample, of which there are `content` and `standards`, with the college's own program,
/// and makes at most so many other families.
pub fn templates(project: &Path, others: usize) -> Templates {
    let run = Run::open(Inputs::read(project).unwrap()).unwrap();
    let folders: Vec<&Folder> = run.folders().filter(|it| !it.edition.is_round()).collect();
    let output = tempfile::tempdir().unwrap();
    let built = output.path().join("output");
    let wish = pipeline::Wish { output: &built, strict: false, today: None, internal: false };
    pipeline::plan(&run, &folders, wish, &mut || {}).unwrap().carry_out().unwrap().unwrap();
    let years = folders.iter().map(|folder| {
        let below = built.join(folder.edition.to_string());
        let read = |name: &str| fs::read(below.join(name)).unwrap();
        let mut document = Document::from_json(&read("document.json")).unwrap();
        document.report.sections.retain(|section| section.id.ends_with("/indicators"));
        Template {
            edition: folder.edition.clone(),
            document,
            manifest: serde_json::from_slice(&read("manifest.json")).unwrap(),
            files: TAKEN.iter().map(|name| ((*name).to_owned(), read(name))).collect(),
        }
    });
    let mut families: Vec<Vec<Template>> = vec![years.collect()];
    let sample = families[0].last().expect("the sample has years");
    let other = |(edition, document): (Edition, Document)| Template {
        edition,
        document,
        manifest: sample.manifest.clone(),
        files: sample.files.clone(),
    };
    let others: Vec<Vec<Template>> = cases::honest(project, others)
        .into_iter()
        .map(|years| years.into_iter().map(other).collect())
        .collect();
    families.extend(others);
    Templates { families }
}

/// Writes a province below a folder: `sites/`, `colleges.csv`; returns what was planted.
pub fn write(templates: &Templates, root: &Path, wish: &Wish) -> io::Result<Vec<Planted>> {
    let mut planted = Vec::new();
    let mut list = String::from("\u{feff}代号,名称,类型,城市,网址,公钥,联系人\n");
    for number in 0..wish.colleges {
        let college = names::college(number);
        let fault = Fault::planted(number, wish);
        let site = root.join("sites").join(&college.id);
        let mut public = String::new();
        if fault != Fault::Gone {
            public = one(templates, &site, number, fault, wish, &mut planted)?;
        } else {
            planted.push(plant(&college.id, None, "unreachable"));
        }
        let address = match (wish.served_at.as_str(), fault) {
            ("", _) => format!("sites/{}", college.id),
            // Nobody listens at the discard port.
            (_, Fault::Gone) => format!("http://127.0.0.1:9/{}/", college.id),
            (at, _) => format!("{at}{}/", college.id),
        };
        let names::College { id, name, kind, city, .. } = &college;
        writeln!(list, "{id},{name},{kind},{city},{address},{public},联系人{number}").unwrap();
    }
    fs::write(root.join("colleges.csv"), list)?;
    planted.sort();
    Ok(planted)
}

/// Writes a province of hostile colleges, one of each kind; returns what must be found of them.
pub fn hostile_province(templates: &Templates, root: &Path) -> io::Result<Vec<Planted>> {
    let wish = Wish { colleges: 0, years: 1, served_at: String::new(), planted: true };
    let mut planted = Vec::new();
    let mut list = String::from("代号,名称,类型,城市,网址\n");
    for nth in 0..hostile::ALL.len() {
        let names::College { id, name, kind, city } = names::college(nth);
        let site = root.join("sites").join(&id);
        one(templates, &site, nth, Fault::Hostile(nth), &wish, &mut planted)?;
        writeln!(list, "{id},{name},{kind},{city},sites/{id}").unwrap();
    }
    fs::write(root.join("colleges.csv"), list)?;
    Ok(planted)
}

fn plant(college: &str, edition: Option<&Edition>, found: &'static str) -> Planted {
    let edition = edition.map(ToString::to_string).unwrap_or_default();
    Planted { college: college.to_owned(), edition, found }
}

/// Writes the site of one college; returns its public key, empty where it does not sign.
fn one(
    templates: &Templates,
    site: &Path,
    number: usize,
    fault: Fault,
    wish: &Wish,
    planted: &mut Vec<Planted>,
) -> io::Result<String> {
    let college = names::college(number);
    let all = templates.numbered(number);
    let of_sample = std::ptr::eq(all, templates.families[0].as_slice());
    let years = if of_sample { &all[all.len().saturating_sub(wish.years)..] } else { all };
    let firsts = || years.iter().filter(|it| it.edition.union.is_first());
    let newest = firsts().next_back().expect("a college has years").edition.clone();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut ledger = Ledger::default();
    let generator = if fault == Fault::Older { "gongkai 0.0.9" } else { GENERATOR };
    for template in years {
        let is_newest = template.edition == newest;
        if fault == Fault::Late && is_newest {
            planted.push(plant(&college.id, Some(&newest), "late"));
            continue;
        }
        let of_year = if is_newest { fault } else { Fault::None };
        let document = match of_sample {
            true => vary::document(&template.document, number, of_year),
            false => vary::other(&template.document, number, of_year),
        };
        // Some had to correct what they had published.
        let corrected = of_sample && number % 7 == 3 && is_newest && fault == Fault::None;
        let corrected = corrected && !matches!(number % EVERY, 20..=23);
        let first = corrected.then(|| vary::before_correction(&document));
        let versions = first.iter().chain([&document]);
        for (nth, document) in versions.enumerate() {
            let bundle = bundle(template, document, &college, generator);
            let manifest = sha256(&bundle["manifest.json"]);
            let mut entry = Entry::new(template.edition.clone(), Kind::Release, "");
            entry.manifest = manifest;
            entry.sources = sha256(college.id.as_bytes());
            ledger = ledger.with(entry);
            let version = template.edition.version(nth as u32 + 1);
            // The newest stands at the year's own address too.
            for below in [template.edition.to_string(), version.to_string()] {
                let path = |name: &str| format!("{below}/{name}");
                files.extend(bundle.iter().map(|(name, it)| (path(name), it.clone())));
            }
        }
    }
    let file = |name: &str| format!("{newest}/{name}");
    let mut of_newest =
        |found: &'static str| planted.push(plant(&college.id, Some(&newest), found));
    match fault {
        Fault::RankOutside => of_newest("ROS-07"),
        Fault::Political => of_newest("ROS-04"),
        Fault::Headcounts => of_newest("ORG-01"),
        Fault::CopiedCharter => of_newest("PR-01"),
        Fault::SharedLink => of_newest("PR-02"),
        Fault::Outlier => of_newest("PR-03"),
        _ => {}
    }
    match fault {
        Fault::Hostile(nth) => {
            let hostile::Hostile { of_site, spoil } = hostile::ALL[nth];
            if of_site {
                list_again(&mut files, generator);
                spoil(&mut files, &newest);
            } else {
                spoil(&mut files, &newest);
                list_again(&mut files, generator);
            }
            planted.push(plant(&college.id, (!of_site).then_some(&newest), "refused"));
        }
        _ => list_again(&mut files, generator),
    }
    let mut public = String::new();
    let signs = number % 4 == 3 && !matches!(fault, Fault::Hostile(_));
    if signs || fault == Fault::BrokenSignature {
        let bytes = ledger.to_json();
        let mut signature = signed(&bytes);
        public = PUBLIC.to_owned();
        if fault == Fault::BrokenSignature {
            signature = signed(b"another ledger");
            planted.push(plant(&college.id, None, "signature-broken"));
        }
        files.insert(LEDGER.to_owned(), bytes);
        files.insert(SIGNATURE.to_owned(), signature.into_bytes());
    }
    match fault {
        Fault::Altered => {
            let page = files.get_mut(&file("index.html")).expect("a bundle has a page");
            page.extend_from_slice(b"<!-- -->");
            planted.push(plant(&college.id, Some(&newest), "altered"));
        }
        Fault::Missing => {
            files.remove(&file("roster.html"));
            planted.push(plant(&college.id, Some(&newest), "missing"));
        }
        Fault::NotThere => {
            files.remove(SITE_LIST);
            planted.push(plant(&college.id, None, "not-there"));
        }
        Fault::Older => planted.push(plant(&college.id, None, "older-program")),
        _ => {}
    }
    for (path, bytes) in files {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap())?;
        fs::write(path, bytes)?;
    }
    Ok(public)
}

/// Makes the files of a bundle around a document.
fn bundle(
    template: &Template,
    document: &Document,
    college: &names::College,
    generator: &str,
) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<String, Vec<u8>> = template.files.clone();
    for (_, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        *bytes = names::named(&text, college).into_bytes();
    }
    let json = document.to_json();
    let content = sha256(&json);
    files.insert("document.json".to_owned(), json);
    let digests = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes)));
    let manifest = Manifest {
        content,
        generator: generator.to_owned(),
        files: digests.collect(),
        ..template.manifest.clone()
    };
    files.insert("manifest.json".to_owned(), json_of(&manifest));
    files
}

fn json_of(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap();
    bytes.push(b'\n');
    bytes
}

/// Lists the files of a site anew.
fn list_again(files: &mut BTreeMap<String, Vec<u8>>, generator: &str) {
    let besides = [SITE_LIST, LEDGER, SIGNATURE];
    let listed = files.iter().filter(|(path, _)| !besides.contains(&path.as_str()));
    let digests = listed.map(|(path, bytes)| (path.clone(), sha256(bytes))).collect();
    let list = SiteList { schema: 1, generator: generator.to_owned(), files: digests };
    files.insert(SITE_LIST.to_owned(), json_of(&list));
}

/// Nobody's key: it signs invented ledgers and nothing else.
const SECRET: &str = "untrusted comment: a key of tests\nRWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlXLuBVN9wAOF3MzrMXaMCldaxNy6G4Yhg8bzdt6ii6maH4q67jfNOGPHkgjEaNkaBwmHdf40cFeKSOmhy0C82K9EC9OOsXBrBcHH8bYvWJvf9C6ES7nEhbM+P/rGNtkiSjsQ8mpxyRc=\n";
const PUBLIC: &str = "RWSVcu4FU33AA2PHkgjEaNkaBwmHdf40cFeKSOmhy0C82K9EC9OOsXBr";

fn signed(ledger: &[u8]) -> String {
    let signer = Signer::read("key", SECRET, || Ok(None)).unwrap();
    signer.sign(ledger).unwrap()
}

/// Returns the folder of a college's site.
pub fn site(root: &Path, number: usize) -> PathBuf {
    root.join("sites").join(names::college(number).id)
}

/// Returns everybody whom the generator can have made up.
pub fn everybody() -> Vec<String> {
    names::everybody()
}

/// Returns the id and name of a college.
pub fn college(number: usize) -> (String, String) {
    let college = names::college(number);
    (college.id, college.name)
}
