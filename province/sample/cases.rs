//! Years that are not of the sample's family: what each rule's own cases make of the small specimen,
//! the honest and the faulty, as the documents a college would publish of them.
//!
//! They are composed without any rule, so that a year nobody may publish becomes a document too, as
//! by a college that does not use the program, or altered it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use gongkai::compose::compose;
use gongkai::document::Document;
use gongkai::edition::Edition;
use gongkai::load::{self, Standards};
use gongkai::pipeline::{self, Inputs, Run};
use gongkai::rules::edit::{BEFORE, FORM, Texts};
use gongkai::rules::test::Specimen;
use gongkai::source::Sources;
use gongkai::standard::{About, Case, Issuer};

/// One case of one rule, as documents.
pub struct Made {
    pub code: String,
    /// Whether the rule is broken.
    pub fails: bool,
    /// What else the case breaks.
    pub also: Vec<String>,
    pub documents: BTreeMap<Edition, Document>,
}

/// The rules' cases, ready to be made into documents.
pub struct Cases {
    standards: Standards,
    /// The cases of the disclosures' rules, each with its rule's code.
    all: Vec<(String, Case)>,
    specimen: Specimen,
    /// The standards without rules.
    bare: Sources,
    graduate: Vec<(String, String)>,
    first: Option<Run>,
}

impl Cases {
    /// Reads the cases of a project, of which there is `standards/`.
    pub fn read(project: &Path) -> Self {
        let inputs = Inputs::read(project).unwrap();
        let standards = pipeline::read_standards(&inputs, &mut Vec::new());
        let sources = &inputs.sources;
        let specimen = Specimen::find("standards/specimen", &standards, sources).unwrap();
        let mut bare = Sources::default();
        let mut graduate = Vec::new();
        for file in sources.ids().map(|id| sources.file(id)) {
            let Some(below) = file.path.strip_prefix("standards/") else { continue };
            if let Some(path) = below.strip_prefix("specimen-graduate/") {
                graduate.push((format!("content/{path}"), file.text.to_string()));
            } else if !below.starts_with("rules/") && !below.starts_with("specimen") {
                bare.add(&file.path, &*file.text);
            }
        }
        let mut all = Vec::new();
        for rule in standards.rules.iter().filter(|it| it.about.contains(&About::Year)) {
            let cases = load::body(rule, sources).cases;
            all.extend(cases.into_iter().map(|case| (rule.code.clone(), case)));
        }
        Self { standards, all, specimen, bare, graduate, first: None }
    }

    /// Lists every case of the disclosures' rules, each with its rule's code. A case that edits the
    /// official form is about another form, and is none.
    pub fn all(&self) -> Vec<(String, Case)> {
        let edits_form = |case: &Case| case.edits.iter().any(|it| it.target.starts_with("表样"));
        self.all.iter().filter(|(_, case)| !edits_form(case)).cloned().collect()
    }

    /// Makes a case into documents, if what it edits can be read.
    pub fn documents_of(&mut self, code: String, case: Case) -> Option<Made> {
        let mut texts = self.specimen.texts.clone();
        case.edits.iter().try_for_each(|edit| texts.apply(edit)).ok()?;
        let _ = texts.take_mark();
        let documents = self.documents(&texts, false)?;
        let Case { fails, also, .. } = case;
        Some(Made { code, fails, also, documents })
    }

    /// Returns the year of the specimen and, beside it, the one of its graduates' union.
    pub fn with_graduates(&mut self) -> BTreeMap<Edition, Document> {
        let texts = self.specimen.texts.clone();
        self.documents(&texts, true).expect("the specimens can be read")
    }

    fn documents(&mut self, texts: &Texts, graduate: bool) -> Option<BTreeMap<Edition, Document>> {
        let mut sources = self.bare.clone();
        let year = self.specimen.year;
        for (path, text) in texts.0.iter().filter(|(path, _)| path != FORM) {
            let path = match path.strip_prefix(BEFORE) {
                _ if path == "site.yaml" => "content/site.yaml".to_owned(),
                Some(path) => format!("content/{}/{path}", year.previous()),
                None => format!("content/{year}/{path}"),
            };
            sources.add(path, text.as_str());
        }
        for (path, text) in self.graduate.iter().filter(|_| graduate) {
            if sources.find(path).is_none() {
                sources.add(path, text.as_str());
            }
        }
        let root = PathBuf::from("/nonexistent/gongkai-province");
        let standards = vec![("standards", Issuer::National)];
        let inputs = Inputs::new(&root, sources, standards);
        let run = match &self.first {
            Some(first) => Run::reopen(inputs, first).unwrap(),
            None => Run::open(inputs).unwrap(),
        };
        let mut documents = BTreeMap::new();
        let of_year = |edition: &Edition| edition.year == year && !edition.is_round();
        for folder in run.folders().filter(|folder| of_year(&folder.edition)) {
            let cleared = run.clear(folder).ok();
            let composed = cleared.map(|cleared| compose(&cleared, &run.standards));
            documents.extend(composed.map(|document| (folder.edition.clone(), document)));
        }
        self.first.get_or_insert(run);
        (!documents.is_empty()).then_some(documents)
    }
}

/// Returns the documents of honest cases, each different from the others, whose links lead to their
/// own college's site; of at most so many cases, spread over all rules.
pub fn honest(project: &Path, most: usize) -> Vec<BTreeMap<Edition, Document>> {
    let mut cases = Cases::read(project);
    let mut found = vec![cases.with_graduates()];
    let mut known = BTreeSet::new();
    let honest: Vec<_> = cases.all().into_iter().filter(|(_, case)| !case.fails).collect();
    let step = honest.len().div_ceil(most.max(1)).max(1);
    for (code, case) in honest.into_iter().step_by(step) {
        let Some(told) = cases.documents_of(code, case) else { continue };
        let Some(document) = told.documents.values().next() else { continue };
        let text = String::from_utf8(document.to_json()).unwrap();
        let own = text.split("https://").skip(1).all(|it| it.starts_with("xsh.qinghe.example"));
        if own && known.insert(document.digest()) {
            found.push(told.documents);
        }
    }
    found
}
