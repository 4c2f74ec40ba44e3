//! Rules across colleges: joins are made here, judgement stands in rule documents below `rules/`.
//! It must not look for a person: what is compared are charters, links and figures.

mod cases;
mod join;
mod years;

pub use cases::{Tried, Wrong};

use std::path::Path;

use gongkai::academic_year::AcademicYear;
use gongkai::diagnostic::{Diagnostic, Level};
use gongkai::document::Document;
use gongkai::edition::Edition;
use gongkai::facts::Facts;
use gongkai::failure::Failure;
use gongkai::language::both;
use gongkai::load;
use gongkai::record;
use gongkai::rules::{self, Cleared, Numbers, Refused};
use gongkai::source::{Sources, Span};
use gongkai::standard::{Evaluation, Rule};

use crate::audit::Compared;
use crate::audit::charter::articles;
use crate::colleges::College;
use crate::standards::{self, ACROSS, place_in};
use crate::store::Store;
use join::Joined;
use years::Years;

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

/// What the folder of a province's own is called among the sources.
const OWN: &str = "province/rules/own";

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
        let own = own.map(|own| own.join(ACROSS)).filter(|own| own.is_dir());
        if let Some(own) = &own {
            sources.read_folder(own, OWN, |_| false)?;
        }
        // They are nobody's own but the province's; their codes begin otherwise than a college's.
        let kind = standards::inputs(None)?.standards[0].1;
        let mut faults = Vec::new();
        let standards = load::standards(&[("province", kind)], &sources, &mut faults);
        faults.extend(standards.rules.iter().flat_map(|rule| faults_of(rule, &standards)));
        match faults.first() {
            None => Ok(Self { standards, sources }),
            Some(fault) => {
                let place = sources.location(fault.primary.span).to_string();
                let why = both!("规则有误：{}", "a rule is faulty: {}", fault.message);
                Err(Failure::new(place_in(&place, OWN, own.as_deref()), why))
            }
        }
    }

    /// Returns the rules themselves.
    pub fn rules(&self) -> &[Rule] {
        &self.standards.rules
    }

    /// Holds all colleges against the rules across them, a year and union at a time; what was found
    /// stands in the order of the list.
    pub fn held(&self, colleges: &[College], store: &Store) -> Result<Vec<Across>, Failure> {
        let mut found = Vec::new();
        let mut years = Years::gather(colleges, store)?;
        for edition in years.editions() {
            let all = years.disclosures(&edition, colleges)?;
            found.extend(self.hold(&edition, &all, store)?);
        }
        found.sort_by(|a, b| {
            let order = |it: &Across| (it.college, it.edition.clone(), it.code.clone());
            order(a).cmp(&order(b))
        });
        Ok(found)
    }

    /// Holds the disclosures of one year against the rules.
    fn hold(&self, edition: &Edition, all: &OfYear, store: &Store) -> Result<Vec<Across>, Failure> {
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
        let title = |code: &str| {
            let rule = self.standards.rules.iter().find(|rule| rule.code == code);
            rule.map(|rule| rule.title.clone()).unwrap_or_default()
        };
        let found = |finding: &Diagnostic| {
            let nth =
                spans.binary_search_by_key(&finding.primary.span.start, |it| it.start).ok()?;
            (spans[nth] == finding.primary.span).then(|| Across {
                college: all[nth].0.number,
                edition: edition.clone(),
                code: finding.code.clone(),
                level: finding.level,
                title: title(&finding.code),
            })
        };
        let findings = self.findings(edition, all, &spans, &|nth| text(all, nth, store))?;
        Ok(findings.iter().filter_map(found).collect())
    }

    /// Returns what the rules find of the disclosures of one year, each at the place of its college.
    ///
    /// The facts of some colleges are made at a time: what is joined of all of them stands in each
    /// entry, and a rule looks at one entry ([`faults_of`]).
    fn findings(
        &self,
        edition: &Edition,
        all: &OfYear,
        spans: &[Span],
        texts: &Texts,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let joined = Joined::join(all);
        let year: AcademicYear = edition.year;
        let mut found = Vec::new();
        for from in (0..all.len()).step_by(AT_A_TIME) {
            let some = from..all.len().min(from + AT_A_TIME);
            let root = joined.facts(some, spans, texts)?;
            let facts = Facts { edition: edition.clone(), root, faults: Vec::new() };
            let findings = match rules::clear(year, facts, &self.standards, Vec::new()) {
                Ok(Cleared { remarks, .. }) => remarks,
                Err(Refused { findings, .. }) => findings,
            };
            found.extend(findings.into_iter().filter(|it| it.level != Level::Unverified));
        }
        Ok(found)
    }
}

/// How many colleges' facts are held at once.
const AT_A_TIME: usize = 64;

/// Says what is wrong with a rule across colleges: besides what is wrong with any, it may look at one
/// entry of one list only, for others are not there at the same time.
fn faults_of(rule: &Rule, standards: &load::Standards) -> Vec<Diagnostic> {
    let mut faults = rules::check(rule, &standards.words, &Numbers::read(&PROVINCE));
    let Evaluation::Expression(it) = &rule.evaluation else { return faults };
    let lists: Vec<&str> = PROVINCE.fields.iter().map(|field| field.name.as_str()).collect();
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let names = |text: &str| text.split(|c: char| !is_word(c)).any(|word| lists.contains(&word));
    let one = matches!(&*it.each, [(_, list)] if lists.contains(&list.text.trim()));
    let rest = it.lets.iter().map(|(_, source)| source).chain(&it.when).chain(&it.require);
    let rest = rest.chain(&it.at).chain(&it.show).chain(&it.found).chain(&it.expected);
    if !one || rest.into_iter().any(|source| names(&source.text)) {
        let why = "各校之间的规则一次只看一所学校的一项：each 写成 charter in charters、link in links 或 figure in figures，别处不再提整张清单";
        faults.push(Diagnostic::violation("RL-02", rule.place, why));
    }
    faults
}

/// The articles of a charter, each with its label.
type Articles = Vec<(String, String)>;
/// Gives the charter of a college by its place among all.
type Texts<'a> = dyn Fn(usize) -> Result<Option<Articles>, Failure> + 'a;

fn text(all: &OfYear, nth: usize, store: &Store) -> Result<Option<Articles>, Failure> {
    let bytes = store.kept(&all[nth].1.content)?;
    Ok(bytes.and_then(|bytes| Document::from_json(&bytes)).map(|document| articles(&document)))
}
