//! Rules across colleges: joins are made here, judgement stands in rule documents below `rules/`.
//! It must not look for a person: what is compared are charters, links and figures.

mod cases;

pub use cases::{Tried, Wrong};

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use gongkai::academic_year::AcademicYear;
use gongkai::diagnostic::{Diagnostic, Level};
use gongkai::document::Document;
use gongkai::edition::Edition;
use gongkai::facts::{Fact, FactValue, Facts};
use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::load;
use gongkai::record;
use gongkai::rules::{self, Cleared, Numbers, Refused};
use gongkai::source::{Sources, Span};

use crate::audit::Compared;
use crate::audit::charter::{PLACES, alike, articles, shingles};
use crate::colleges::College;
use crate::standards::{self, ACROSS};
use crate::store::Store;

use gongkai::datum::Shape::{Count, Many, Text, YesNo};

record! {
    /// What is known of all colleges for one year.
    static PROVINCE, province: "全省" {
        "章程" CHARTERS: Many(&CHARTER), Derived Public, "各校的章程，和别校最相近的";
        "链接" LINKS: Many(&LINK), Derived Public, "各校代表大会报道的链接";
        "数值" FIGURES: Many(&FIGURE), Derived Public, "各校的数值，和同类学校的";
    }
}

record! {
    static CHARTER, charter: "章程" {
        "学校" COLLEGE: Text, Derived Public, "学校的名称";
        "最相近" NEAREST: Text, Derived Public, "章程和它最相近的学校";
        "相同" SHARED: Count("‰"), Derived Public, "两份章程的文字有千分之几相同，各自的校名不计";
        "写明" SAID: YesNo, Derived Public, "章程或公开文件写明参照了那所学校的";
    }
}

record! {
    static LINK, link: "链接" {
        "学校" COLLEGE: Text, Derived Public, "学校的名称";
        "他校" OTHERS: Count("所"), Derived Public, "另有几所学校写的是同一个链接";
    }
}

record! {
    static FIGURE, figure: "数值" {
        "学校" COLLEGE: Text, Derived Public, "学校的名称";
        "名称" NAME: Text, Derived Public, "字段，如 delegates.base";
        "数值" VALUE: Count(""), Derived Public, "数值";
        "下四分位" LOW: Count(""), Derived Public, "同类学校的下四分位数";
        "上四分位" HIGH: Count(""), Derived Public, "同类学校的上四分位数";
        "同类" PEERS: Count("所"), Derived Public, "同类学校有几所写了这个数";
    }
}

/// The rules across colleges, compiled in; a province's own stand in a folder beside them.
const RULES: [(&str, &str); 3] = [
    ("charter-nearly-anothers.md", include_str!("../rules/charter-nearly-anothers.md")),
    ("one-congress-link-for-several.md", include_str!("../rules/one-congress-link-for-several.md")),
    ("figure-far-from-all-others.md", include_str!("../rules/figure-far-from-all-others.md")),
];

/// What a rule found of one college.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Across {
    /// The number of the college in the list.
    pub college: usize,
    pub edition: Edition,
    pub code: String,
    pub level: Level,
    pub title: String,
}

/// The disclosures of one year and union, each with whose it is.
pub type OfYear<'a> = Vec<(&'a College, Compared)>;

/// Rules across colleges, read.
pub struct Rules {
    standards: load::Standards,
    sources: Sources,
}

impl Rules {
    /// Reads the rules that are compiled in, and a province's own.
    ///
    /// # Errors
    /// When one cannot be read or may not be evaluated.
    pub fn read(own: Option<&Path>) -> Result<Self, Failure> {
        let mut sources = Sources::default();
        for (name, text) in RULES {
            sources.add(format!("province/rules/{name}"), text);
        }
        if let Some(own) = own.map(|own| own.join(ACROSS)).filter(|own| own.is_dir()) {
            sources.read_folder(&own, "province/rules/own", |_| false)?;
        }
        // They are nobody's own but the province's; their codes begin otherwise than a college's.
        let kind = standards::inputs(None)?.standards[0].1;
        let mut faults = Vec::new();
        let standards = load::standards(&[("province", kind)], &sources, &mut faults);
        let numbers = Numbers::read(&PROVINCE);
        let check = |rule| rules::check(rule, &standards.words, &numbers);
        faults.extend(standards.rules.iter().flat_map(check));
        match faults.first() {
            None => Ok(Self { standards, sources }),
            Some(fault) => {
                let place = sources.location(fault.primary.span).to_string();
                let why = both!("规则有误：{}", "a rule is faulty: {}", fault.message);
                Err(Failure::new(place, why))
            }
        }
    }

    /// Holds the disclosures of one year against the rules.
    pub fn hold(
        &self,
        edition: &Edition,
        all: &OfYear,
        store: &Store,
    ) -> Result<Vec<Across>, Failure> {
        let mut sources = self.sources.clone();
        // Each college is a line of this list, so that a finding says whose it is by its place.
        let list: String = all.iter().map(|(college, _)| format!("{}\n", college.id)).collect();
        let file = sources.add("colleges", &list);
        let mut spans = Vec::new();
        let mut at = 0;
        for (college, _) in all {
            spans.push(Span::new(file, at, at + college.id.len()));
            at += college.id.len() + 1;
        }
        let findings = self.findings(edition, all, &spans, &|nth| text(all, nth, store))?;
        let title = |code: &str| {
            let rule = self.standards.rules.iter().find(|rule| rule.code == code);
            rule.map(|rule| rule.title.clone()).unwrap_or_default()
        };
        let found = |finding: &Diagnostic| {
            let nth = spans.iter().position(|span| *span == finding.primary.span)?;
            Some(Across {
                college: all[nth].0.number,
                edition: edition.clone(),
                code: finding.code.clone(),
                level: finding.level,
                title: title(&finding.code),
            })
        };
        Ok(findings.iter().filter_map(found).collect())
    }

    /// Returns what the rules find of the disclosures of one year, each at the place of its college.
    fn findings(
        &self,
        edition: &Edition,
        all: &OfYear,
        spans: &[Span],
        texts: &Texts,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let root = self::root(all, spans, texts)?;
        let facts = Facts { edition: edition.clone(), root, faults: Vec::new() };
        let year: AcademicYear = edition.year;
        let mut findings = match rules::clear(year, facts, &self.standards, Vec::new()) {
            Ok(Cleared { remarks, .. }) => remarks,
            Err(Refused { findings, .. }) => findings,
        };
        findings.retain(|it| it.level != Level::Unverified);
        Ok(findings)
    }
}

/// Makes the facts of a year: what is joined of all colleges.
fn root(all: &OfYear, spans: &[Span], texts: &Texts) -> Result<Arc<Fact>, Failure> {
    let charters = charters(all, spans, texts)?;
    let parts = [charters, links(all, spans), figures(all, spans)];
    let parts = parts
        .into_iter()
        .zip(PROVINCE.fields)
        .map(|(items, field)| fact(field.key, field.meaning, None, FactValue::Items(items)));
    Ok(fact("", "", None, FactValue::Fields(&PROVINCE, parts.collect())))
}

fn fact(
    key: &'static str,
    meaning: &'static str,
    span: Option<Span>,
    value: FactValue,
) -> Arc<Fact> {
    Arc::new(Fact {
        path: key.to_owned(),
        key,
        meaning,
        span,
        hidden: false,
        derived: true,
        authored: true,
        faulty: false,
        worked_out: false,
        value,
    })
}

/// A value of a record made here.
enum Leaf<'a> {
    Word(&'a str),
    Number(i64),
    Yes(bool),
}

fn item(record: &'static gongkai::datum::Record, span: Span, values: &[Leaf]) -> Arc<Fact> {
    let leaf = |(field, value): (&gongkai::datum::Field, &Leaf)| {
        let value = match value {
            Leaf::Word(text) => FactValue::text(text),
            Leaf::Number(number) => FactValue::number(*number),
            Leaf::Yes(yes) => FactValue::yes(*yes),
        };
        fact(field.key, field.meaning, Some(span), value)
    };
    let fields = record.fields.iter().zip(values).map(leaf).collect();
    fact(record.title, "", Some(span), FactValue::Fields(record, fields))
}

/// How many places of two sketches must agree before their texts are compared.
const NEAR: usize = PLACES * 3 / 4;
/// How many places of a sketch are looked up together; 16 such parts of four places each.
const PART: usize = 4;
/// The most charters of one part that are compared: of a text that hundreds share, these are enough.
const MOST_NEAR: usize = 24;

/// How many charters are read to find the one most like another: those whose sketches agree most.
const MOST_READ: usize = 3;

/// Finds for each charter the one of another college that is most like it.
fn charters(all: &OfYear, spans: &[Span], texts: &Texts) -> Result<Vec<Arc<Fact>>, Failure> {
    // Those that agree in a whole part of their sketches may be near.
    let mut parts: BTreeMap<(usize, &[u32]), Vec<usize>> = BTreeMap::new();
    for (nth, (_, compared)) in all.iter().enumerate() {
        let Some(sketch) = &compared.charter else { continue };
        for (i, part) in sketch.0.chunks(PART).enumerate() {
            parts.entry((i, part)).or_default().push(nth);
        }
    }
    let mut near: BTreeMap<usize, BTreeSet<(Reverse<usize>, usize)>> = BTreeMap::new();
    for group in parts.values().filter(|group| group.len() > 1) {
        for (i, one) in group.iter().enumerate() {
            let around = group[i.saturating_sub(MOST_NEAR)..].iter().take(MOST_NEAR * 2);
            for other in around.filter(|other| *other != one) {
                let (a, b) = (&all[*one].1.charter, &all[*other].1.charter);
                let (Some(a), Some(b)) = (a, b) else { continue };
                let agree = a.0.iter().zip(&b.0).filter(|(a, b)| a == b).count();
                if agree >= NEAR {
                    near.entry(*one).or_default().insert((Reverse(agree), *other));
                }
            }
        }
    }
    let mut items = Vec::new();
    for (nth, (college, compared)) in all.iter().enumerate() {
        if compared.charter.is_none() {
            continue;
        }
        let (mut shared, mut nearest, mut said) = (0, "", false);
        if let Some(others) = near.get(&nth) {
            let Some(own) = texts(nth)? else { continue };
            let own_words = shingles(&own, &college.name);
            for (_, other) in others.iter().take(MOST_READ) {
                let Some(text) = texts(*other)? else { continue };
                let name = &all[*other].0.name;
                let alike = alike(&own_words, &shingles(&text, name));
                if alike > shared {
                    (shared, nearest) = (alike, name);
                    said = own.iter().any(|(_, text)| text.contains(name.as_str()));
                }
            }
        }
        let values =
            [Leaf::Word(&college.name), Leaf::Word(nearest), Leaf::Number(shared), Leaf::Yes(said)];
        items.push(item(&CHARTER, spans[nth], &values));
    }
    Ok(items)
}

/// The articles of a charter, each with its label.
type Articles = Vec<(String, String)>;
/// Gives the charter of a college by its place among all.
type Texts<'a> = dyn Fn(usize) -> Result<Option<Articles>, Failure> + 'a;

fn text(all: &OfYear, nth: usize, store: &Store) -> Result<Option<Articles>, Failure> {
    let bytes = store.kept(&all[nth].1.content)?;
    Ok(bytes.and_then(|bytes| Document::from_json(&bytes)).map(|document| articles(&document)))
}

/// Counts for each congress link how many other colleges have it.
fn links(all: &OfYear, spans: &[Span]) -> Vec<Arc<Fact>> {
    let mut of_link: BTreeMap<&str, i64> = BTreeMap::new();
    let has = |compared: &&Compared| !compared.congress_link.is_empty();
    for compared in all.iter().map(|(_, compared)| compared).filter(has) {
        *of_link.entry(&compared.congress_link).or_default() += 1;
    }
    let of = |(nth, (college, compared)): (usize, &(&College, Compared))| {
        let others = of_link.get(compared.congress_link.as_str())? - 1;
        Some(item(&LINK, spans[nth], &[Leaf::Word(&college.name), Leaf::Number(others)]))
    };
    all.iter().enumerate().filter_map(of).collect()
}

/// Sets each figure of a college beside those of its kind.
fn figures(all: &OfYear, spans: &[Span]) -> Vec<Arc<Fact>> {
    let mut of_kind: BTreeMap<(&str, &str), Vec<i64>> = BTreeMap::new();
    for (college, compared) in all {
        for (name, value) in &compared.figures {
            of_kind.entry((&college.kind, name)).or_default().push(*value);
        }
    }
    of_kind.values_mut().for_each(|values| values.sort_unstable());
    let mut items = Vec::new();
    for (nth, (college, compared)) in all.iter().enumerate() {
        for (name, value) in &compared.figures {
            let values = &of_kind[&(college.kind.as_str(), name.as_str())];
            let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
            let leaves = [
                Leaf::Word(&college.name),
                Leaf::Word(name),
                Leaf::Number(*value),
                Leaf::Number(at(1)),
                Leaf::Number(at(3)),
                Leaf::Number(values.len() as i64),
            ];
            items.push(item(&FIGURE, spans[nth], &leaves));
        }
    }
    items
}
