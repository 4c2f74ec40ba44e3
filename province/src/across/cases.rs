//! Proves the rules across colleges by their own cases: edits to a small province, and of which
//! college a rule must then tell.
//! It must not know any rule.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use gongkai::academic_year::AcademicYear;
use gongkai::edition::{Edition, Union};
use gongkai::load;
use gongkai::load::yaml::{Kind, Node};
use gongkai::manifest::sha256;
use gongkai::rules::edit::Texts;
use gongkai::source::{Sources, Span};
use gongkai::standard::{Case, Rule};
use serde::Serialize;

use super::{Articles, OfYear, Rules};
use crate::audit::Compared;
use crate::audit::charter::{Sketch, shingles};
use crate::colleges::{Address, College};

/// The small province that cases edit; in each entry stands what its college publishes.
const SPECIMEN: &str = include_str!("../../rules/specimen/各校.yaml");
const FILE: &str = "各校.yaml";

/// What trying every case came to.
#[derive(Debug, Default)]
pub struct Tried {
    pub rules: usize,
    pub cases: usize,
    pub wrong: Vec<Wrong>,
}

/// A case that does not come out as it says.
#[derive(Debug, Serialize)]
pub struct Wrong {
    pub code: String,
    pub why: String,
}

impl Rules {
    /// Tries every case of every rule.
    pub fn try_cases(&self) -> Tried {
        let mut tried = Tried { rules: self.standards.rules.len(), ..Tried::default() };
        for rule in &self.standards.rules {
            let cases = load::body(rule, &self.sources).cases;
            let mut wrong = |why: String| {
                tried.wrong.push(Wrong { code: rule.code.clone(), why });
            };
            for (fails, said) in [(true, "没有“违规”的例子"), (false, "没有“合规”的例子")]
            {
                if !cases.iter().any(|case| case.fails == fails) {
                    wrong(said.to_owned());
                }
            }
            for case in &cases {
                tried.cases += 1;
                if let Err(why) = self.case(rule, case) {
                    wrong(format!("{}：{why}", self.sources.location(case.span)));
                }
            }
        }
        tried
    }

    fn case(&self, rule: &Rule, case: &Case) -> Result<(), String> {
        let mut texts = Texts(vec![(FILE.to_owned(), SPECIMEN.to_owned())]);
        case.edits.iter().try_for_each(|edit| texts.apply(edit))?;
        let mark = texts.take_mark();
        if mark.is_none() && case.fails {
            return Err("没有用 ⟦ ⟧ 标出应当报告的学校".to_owned());
        }
        let entries = entries(&texts.0[0].1).ok_or("改过以后读不出来")?;
        let spans: Vec<Span> = entries.iter().map(|entry| entry.span).collect();
        let all: OfYear = entries.iter().map(|it| (&it.college, it.compared.clone())).collect();
        let edition = Edition::disclosure(AcademicYear::starting(2025), Union::First);
        let charter = |nth: usize| Ok(Some(entries[nth].articles.clone()));
        let findings = self
            .findings(&edition, &all, &spans, &charter)
            .map_err(|failure| failure.message.chinese)?;
        let codes: BTreeSet<&str> = findings.iter().map(|it| it.code.as_str()).collect();
        let mut expected: BTreeSet<&str> = case.also.iter().map(String::as_str).collect();
        if case.fails {
            expected.insert(&rule.code);
        }
        if codes != expected {
            return Err(format!("应当报告 {expected:?}，实际报告 {codes:?}"));
        }
        let (true, Some((_, at))) = (case.fails, mark) else { return Ok(()) };
        let mut own = findings.iter().filter(|it| it.code == rule.code).map(|it| it.primary.span);
        match own.any(|span| span.start <= at.start && at.end <= span.end) {
            true => Ok(()),
            false => Err("没有报告 ⟦ ⟧ 所在的学校".to_owned()),
        }
    }
}

/// A college of the small province.
struct Entry {
    college: College,
    compared: Compared,
    articles: Articles,
    span: Span,
}

fn entries(text: &str) -> Option<Vec<Entry>> {
    let mut sources = Sources::default();
    let file = sources.add(FILE, text);
    let mut faults = Vec::new();
    let root = load::data(file, &sources, &mut faults)?;
    let Kind::List(items) = &root.kind else { return None };
    let read = |(number, item)| entry(number, item);
    faults.is_empty().then(|| items.iter().enumerate().map(read).collect())?
}

fn entry(number: usize, item: &Node) -> Option<Entry> {
    let value = |key: &str| match &value(item, key)?.kind {
        Kind::Scalar(text) => Some(text.clone()),
        _ => None,
    };
    let name = value("学校")?;
    let college = College {
        number,
        id: format!("c{number}"),
        name: name.clone(),
        kind: value("类型")?,
        city: String::new(),
        address: Address::Folder(PathBuf::new()),
        key: None,
    };
    let articles = vec![("第一条".to_owned(), value("章程")?)];
    let link = value("链接").unwrap_or_default();
    let figures = self::value(item, "数值").map(figures).unwrap_or_default();
    let compared = Compared {
        content: String::new(),
        charter: Sketch::draw(&shingles(&articles, &name)),
        congress_link: match link.trim_end_matches('/') {
            "" => String::new(),
            link => sha256(link.as_bytes()),
        },
        figures,
    };
    Some(Entry { college, compared, articles, span: item.span })
}

fn value<'a>(item: &'a Node, key: &str) -> Option<&'a Node> {
    let Kind::Map(pairs) = &item.kind else { return None };
    let is = |known: &Node| matches!(&known.kind, Kind::Scalar(text) if text == key);
    pairs.iter().find(|(known, _)| is(known)).map(|(_, value)| value)
}

fn figures(node: &Node) -> BTreeMap<String, i64> {
    let Kind::Map(pairs) = &node.kind else { return BTreeMap::new() };
    let figure = |(key, value): &(Node, Node)| match (&key.kind, &value.kind) {
        (Kind::Scalar(key), Kind::Scalar(number)) => Some((key.clone(), number.parse().ok()?)),
        _ => None,
    };
    pairs.iter().filter_map(figure).collect()
}
