//! Proves a rule by its own cases: edits to a small clean year, and what must come of them.
//! It must not know any rule.

use std::collections::BTreeSet;

use super::clear;
use super::edit::{self, Texts};
use crate::academic_year::AcademicYear;
use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Union};
use crate::facts::{Beside, Service, facts, served};
use crate::load::{self, Standards, Year};
use crate::model::year;
use crate::scoring::Standing;
use crate::source::{Sources, Span};
use crate::standard::{self, Case, Evaluation, Rule, unfilled};

/// The folder an edited year is read from.
const CASE: &str = "例子";

/// The year to which cases apply their edits.
#[derive(Clone, Debug)]
pub struct Specimen {
    pub year: AcademicYear,
    pub texts: Texts,
}

impl Specimen {
    /// Finds the specimen among the sources: the year's folder below `folder`.
    /// The official form of that year comes with it, so that a case may edit its limits too.
    pub fn find(folder: &str, standards: &Standards, sources: &Sources) -> Option<Self> {
        let mut year = None;
        let mut texts = Vec::new();
        for file in sources.ids().map(|id| sources.file(id)) {
            let Some(below) = file.path.strip_prefix(&format!("{folder}/")) else { continue };
            match below.split_once('/') {
                None => texts.push((below.to_owned(), file.text.to_string())),
                Some((of, name)) => {
                    year = year.or(AcademicYear::parse(of));
                    texts.push((name.to_owned(), file.text.to_string()));
                }
            }
        }
        let year = year?;
        // Of the year before, only what a year remembers of it.
        for file in sources.ids().map(|id| sources.file(id)) {
            let below = file.path.strip_prefix(&format!("{folder}-before/{}/", year.previous()));
            texts.extend(
                below.map(|name| (format!("{}{name}", edit::BEFORE), file.text.to_string())),
            );
        }
        if let Some(span) = standards.form(year).and_then(|form| form.span) {
            texts.push((edit::FORM.to_owned(), sources.file(span.file).text.to_string()));
        }
        Some(Self { year, texts: Texts(texts) })
    }
}

/// Runs every case of a rule; returns a sentence for each that does not come out as it says.
pub fn run(
    rule: &Rule,
    specimen: &Specimen,
    standards: &Standards,
    sources: &Sources,
) -> Vec<(Span, String)> {
    let mut wrong = Vec::new();
    let cases = load::body(rule, sources).cases;
    if !cases.iter().any(|case| case.fails) {
        wrong.push((rule.place, "没有“违规”的例子".to_owned()));
    }
    if !cases.iter().any(|case| !case.fails) {
        wrong.push((rule.place, "没有“合规”的例子".to_owned()));
    }
    for case in &cases {
        if let Err(why) = run_case(rule, case, specimen, standards, sources) {
            wrong.push((case.span, why));
        }
    }
    wrong
}

fn run_case(
    rule: &Rule,
    case: &Case,
    specimen: &Specimen,
    standards: &Standards,
    sources: &Sources,
) -> Result<(), String> {
    let mut texts = specimen.texts.clone();
    for edit in &case.edits {
        texts.apply(edit)?;
    }
    let mark = texts.take_mark();
    if mark.is_none() && case.fails {
        return Err("没有用 ⟦ ⟧ 标出应当报告的地方".to_owned());
    }
    let (sources, findings) = check(specimen.year, &texts, standards, sources);
    // What a site's own rules find in the case of another rule is no matter of it.
    let anothers = |finding: &Diagnostic| {
        let known = standards.rule(&finding.code);
        known.is_some_and(|it| it.issuer == standard::Issuer::Own && it.code != rule.code)
    };
    let findings: Vec<Diagnostic> = findings.into_iter().filter(|it| !anothers(it)).collect();
    let codes: BTreeSet<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    let mut expected: BTreeSet<&str> = case.also.iter().map(String::as_str).collect();
    if case.fails {
        expected.insert(&rule.code);
    }
    if codes != expected {
        let show = |set: &BTreeSet<&str>| set.iter().copied().collect::<Vec<_>>().join("、");
        let said: Vec<String> = findings
            .iter()
            .filter(|f| !expected.contains(f.code.as_str()))
            .map(|f| format!("{} {} {}", sources.location(f.primary.span), f.code, f.message))
            .collect();
        return Err(format!(
            "应当报告 [{}]，实际报告 [{}]\n{}",
            show(&expected),
            show(&codes),
            said.join("\n")
        ));
    }
    if let Evaluation::Expression(expression) = &rule.evaluation {
        let templates = [Some(&expression.message), expression.help.as_ref()];
        for template in templates.into_iter().flatten().filter(|text| text.contains("{{")) {
            let empty = unfilled(template);
            let told = |f: &Diagnostic| f.message == empty || f.help.as_ref() == Some(&empty);
            let own = |f: &&Diagnostic| f.code == rule.code && told(f);
            if empty.contains('…') && findings.iter().any(|f| own(&f)) {
                return Err(format!("这句话填不出来：{template}"));
            }
        }
    }
    let (true, Some((path, range))) = (case.fails, mark) else { return Ok(()) };
    let mut own = findings.iter().filter(|f| f.code == rule.code);
    let hits = |f: &&Diagnostic| {
        let span = f.primary.span;
        let name = &sources.file(span.file).path;
        let path = path.strip_prefix(edit::BEFORE).unwrap_or(&path);
        name.ends_with(&format!("/{path}")) && span.start <= range.end && range.start <= span.end
    };
    match own.clone().any(|f| hits(&f)) {
        true => Ok(()),
        false => {
            let at = own
                .next()
                .map(|f| sources.location(f.primary.span).to_string())
                .unwrap_or_default();
            Err(format!("没有在 ⟦ ⟧ 处报告，而是在 {at}"))
        }
    }
}

/// Holds edited texts against the standards, which were read from `sources`.
pub fn check(
    year: AcademicYear,
    texts: &Texts,
    standards: &Standards,
    sources: &Sources,
) -> (Sources, Vec<Diagnostic>) {
    let mut sources = sources.clone();
    let mut faults = Vec::new();
    let mut form = standards.form(year).cloned();
    for (path, text) in &texts.0 {
        if path == edit::FORM {
            let file = sources.add(format!("{CASE}的/{path}"), text.as_str());
            form = load::form(file, &sources, &mut faults);
            continue;
        }
        let path = match path.strip_prefix(edit::BEFORE) {
            _ if path == "site.yaml" => format!("{CASE}/{path}"),
            Some(path) => format!("{CASE}/{}/{path}", year.previous()),
            None => format!("{CASE}/{year}/{path}"),
        };
        sources.add(path, text.as_str());
    }
    let content = load::content(CASE, standards.tables, &sources, &mut faults);
    let of = |year| {
        let wanted = Edition::disclosure(year, Union::First);
        content.years.iter().find(move |folder| folder.edition == wanted)
    };
    let Some(folder) = of(year) else { return (sources, faults) };
    let before = of(year.previous()).map(|it| load::year(it, &sources, &mut Vec::new()));
    let rounds = content.rounds.iter();
    let unscored = |it| (load::year(it, &sources, &mut Vec::new()), Vec::new());
    let rounds: Vec<(Year, Vec<Standing>)> = rounds.map(unscored).collect();
    let near = [year, year.previous()].into_iter().filter_map(of);
    let years: Vec<Year> = near.map(|it| load::year(it, &sources, &mut Vec::new())).collect();
    let service: Vec<Service> =
        before.iter().map(|it| served(it.root.get(year::ROSTER), &standards.words)).collect();
    let beside = Beside {
        service: &service,
        years: &years,
        form: form.as_ref(),
        site: &content.site,
        words: &standards.words,
        before: before.as_ref(),
        rounds: &rounds,
        standings: &[],
        on: None,
    };
    let mut findings = Vec::new();
    for folder in [folder].into_iter().chain(&content.rounds) {
        let mut faults = std::mem::take(&mut faults);
        let year = load::year(folder, &sources, &mut faults);
        let facts = facts(&year, &beside, &sources);
        findings.extend(match clear(year.edition.year, facts, standards, faults) {
            Ok(cleared) => cleared.remarks,
            Err(refused) => refused.findings,
        });
    }
    crate::diagnostic::sort(&mut findings, &sources);
    (sources, findings)
}
