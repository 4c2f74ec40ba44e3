//! One rule over one year: each item is looked at, every fact it reads is evidence.
//! It must not know what the rule is about.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use minijinja::Environment;
use minijinja::value::{Object, Value, ValueKind};
use serde::{Deserialize, Serialize};

use super::work::Work;
use super::{claims, language};
use crate::academic_year::AcademicYear;
use crate::diagnostic::{Diagnostic, Level};
use crate::facts::{Fact, FactValue, Facts, Reading, Tracked, Trail, UNWRITTEN};
use crate::source::Span;
use crate::standard::{Expression, Rule, Source, unfilled};

/// The most places shown beside the primary one.
const MAX_PLACES: usize = 8;
/// The steps of evaluating an expression, besides its bytes.
const EVALUATION: usize = 100;
/// The most items a rule looks at.
const MAX_ITEMS: usize = 20_000;

/// What became of one rule.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub code: String,
    pub title: String,
    pub verdict: Verdict,
    /// How many items were looked at.
    pub items: usize,
    /// The facts that were read, the first few.
    pub evidence: Vec<Evidence>,
    pub proves: Option<String>,
    /// Whether anything it looked at is hidden, so that what became of it tells of a hidden value.
    ///
    /// Until the first hidden value is read, all that was read is public: this flag itself depends on
    /// public values alone.
    pub hidden: bool,
}

/// The four outcomes of a rule, and a fifth: an indicator that says 否 tells the violation itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    Holds,
    Violated,
    /// Something that it needs is absent.
    Unverified,
    /// Its condition never arose. Never shown as passed.
    NotApplicable,
    /// Not met, and the self-evaluation says so.
    StatedNotMet,
    /// Violated, and every place of it is a deliberate exception that the year declares.
    Exempted,
}

/// One fact that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The path in an author's words.
    pub path: String,
    /// Its value as printed; absent for a hidden one.
    pub value: Option<String>,
}

impl Outcome {
    /// The outcome of a rule that reading answers for: violated where a finding bears its code.
    pub(super) fn built(rule: &Rule, findings: &[Diagnostic]) -> Self {
        let violated = findings.iter().any(|finding| finding.code == rule.code);
        let verdict = if violated { Verdict::Violated } else { Verdict::Holds };
        Self::new(rule, verdict)
    }

    fn new(rule: &Rule, verdict: Verdict) -> Self {
        Self {
            code: rule.code.clone(),
            title: rule.title.clone(),
            verdict,
            items: 0,
            evidence: Vec::new(),
            proves: rule.proves.clone(),
            hidden: false,
        }
    }
}

/// What became of one item of a rule.
enum Item {
    Holds,
    Skipped,
    Unverified(Vec<Reading>),
    Violated(Box<Diagnostic>),
    Broken(String, Span),
}

/// Evaluates a rule in an environment that takes its steps from `work`; returns its outcome and what it
/// found.
pub fn evaluate(
    rule: &Rule,
    expression: &Expression,
    year: AcademicYear,
    facts: &Facts,
    env: &Environment<'static>,
    work: &Work,
) -> (Outcome, Vec<Diagnostic>) {
    work.renew();
    let mut run = Run::new(rule, expression, facts, env, work);
    let level = level(rule, year);
    let mut outcome = Outcome::new(rule, Verdict::NotApplicable);
    let mut findings = Vec::new();
    let mut missing: Vec<Reading> = Vec::new();
    let mut unverified = 0;
    for item in run.items(level) {
        match item {
            Item::Skipped => continue,
            Item::Holds => {}
            Item::Unverified(absent) => {
                unverified += 1;
                missing.extend(absent);
            }
            Item::Violated(finding) => findings.push(*finding),
            Item::Broken(why, span) => {
                let message = format!("规则 {} 出错：{why}", rule.code);
                findings.push(
                    Diagnostic::violation("RL-03", span, message)
                        .help("这是规则的错，不是数据的错"),
                );
            }
        }
        outcome.items += 1;
    }
    outcome.evidence = run.evidence();
    outcome.hidden = run.hidden;
    let forbids = expression.require.is_none();
    outcome.verdict = if findings.iter().any(|f| f.level == Level::Violation || f.code == rule.code)
    {
        Verdict::Violated
    } else if unverified > 0 {
        Verdict::Unverified
    } else if outcome.items > 0 || (forbids && run.listed) {
        Verdict::Holds
    } else {
        Verdict::NotApplicable
    };
    if unverified > 0 {
        findings.push(cannot_verify(rule, unverified, &missing));
    }
    claims::weigh(rule, facts, &mut outcome, &mut findings);
    (outcome, findings)
}

fn level(rule: &Rule, year: AcademicYear) -> Level {
    let dated = rule.severity.iter().rev().find(|s| s.from.is_none_or(|from| from <= year.start()));
    dated.map_or(Level::Notice, |severity| severity.level)
}

/// One line for all that is missing, however many items miss it.
fn cannot_verify(rule: &Rule, items: usize, missing: &[Reading]) -> Diagnostic {
    let named = |derived: bool| {
        let mut by_key: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for Fact { key, meaning, .. } in
            missing.iter().map(|reading| &*reading.fact).filter(|fact| fact.derived == derived)
        {
            *by_key.entry((key, meaning)).or_default() += 1;
        }
        let one = |((key, meaning), n): (&(&str, &str), &usize)| {
            let times = if *n > 1 { format!(" {n} 处") } else { String::new() };
            // What it is made from is what somebody left out.
            let made = if derived { format!("（{meaning}）") } else { String::new() };
            format!("{times}“{key}”{made}")
        };
        by_key.iter().map(one).collect::<Vec<_>>().join("、")
    };
    // What the program could not work out for want of something else was not left out by anyone.
    let what: Vec<String> = [("没有填写", named(false)), ("算不出", named(true))]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(why, names)| format!("{why}{names}"))
        .collect();
    let span = missing.iter().find_map(|r| r.fact.span).unwrap_or(rule.place);
    let of = if items > 1 { format!("（涉及 {items} 项）") } else { String::new() };
    Diagnostic::new(
        Level::Unverified,
        &rule.code,
        span,
        format!("无法核实“{}”{of}：{}", rule.title, what.join("，")),
    )
    .help("补上缺少的内容；没有它，程序既不说通过，也不说违规")
    .note(cited(rule))
}

pub(super) fn cited(rule: &Rule) -> String {
    let cites: Vec<String> =
        rule.cites.iter().map(|c| format!("{}，{}", c.document, c.clause)).collect();
    cites.join("；")
}

/// The names an expression may use.
#[derive(Clone, Debug, Default)]
struct Scope {
    facts: Arc<BTreeMap<String, Value>>,
    /// What the rule names itself, innermost last.
    own: Vec<(String, Value)>,
}

impl Scope {
    fn name(&mut self, name: &str, value: Value) {
        self.own.push((name.to_owned(), value));
    }

    fn context(&self) -> Value {
        Value::from_object(self.clone())
    }

    /// Returns these names for what something makes of their values.
    fn mapped(&self, map: impl Fn(&Value) -> Value) -> Self {
        let facts = self.facts.iter().map(|(name, value)| (name.clone(), map(value))).collect();
        let own = self.own.iter().map(|(name, value)| (name.clone(), map(value))).collect();
        Self { facts: Arc::new(facts), own }
    }
}

impl Object for Scope {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let own = self.own.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value);
        own.or_else(|| self.facts.get(key)).cloned()
    }
}

/// Tells whether a reader learns anything from a fact beside the primary place: of what the
/// program worked out, only numbers, dates and texts that stand somewhere else.
fn tells(fact: &Fact, primary: Span) -> bool {
    let is_answer = match &fact.value {
        FactValue::Leaf(value) => value.kind() == ValueKind::Bool,
        _ => false,
    };
    !fact.derived || (!is_answer && fact.span != Some(primary))
}

type Compiled<'a> = minijinja::Expression<'a, 'a>;

/// A rule being evaluated over a year.
struct Run<'a> {
    rule: &'a Rule,
    expression: &'a Expression,
    facts: &'a Facts,
    env: &'a Environment<'static>,
    /// The expressions that were needed so far: each item of a list asks for the same ones.
    compiled: RefCell<BTreeMap<&'a str, Rc<Compiled<'a>>>>,
    trail: Arc<Trail>,
    work: &'a Work,
    seen: Vec<Reading>,
    /// Whether a list of the rule was there, be it empty.
    listed: bool,
    /// Whether anything hidden was read, of an item that was passed over too.
    hidden: bool,
}

impl<'a> Run<'a> {
    fn new(
        rule: &'a Rule,
        expression: &'a Expression,
        facts: &'a Facts,
        env: &'a Environment<'static>,
        work: &'a Work,
    ) -> Self {
        Self {
            rule,
            expression,
            facts,
            env,
            compiled: RefCell::default(),
            trail: Arc::new(Trail::default()),
            work,
            seen: Vec::new(),
            listed: false,
            hidden: false,
        }
    }

    /// Looks at every item of the rule in turn.
    fn items(&mut self, level: Level) -> Vec<Item> {
        let expression = self.expression;
        let mut results = Vec::new();
        let scope = self.root_scope();
        self.descend(&expression.each, scope, None, level, &mut results);
        results
    }

    fn root_scope(&self) -> Scope {
        let FactValue::Fields(record, facts) = &self.facts.root.value else {
            return Scope::default();
        };
        let pairs = record.fields.iter().zip(facts);
        let facts = pairs
            .map(|(field, fact)| (field.name.to_string(), Tracked::value(fact, &self.trail)))
            .collect();
        Scope { facts: Arc::new(facts), own: Vec::new() }
    }

    fn descend(
        &mut self,
        each: &'a [(String, Source)],
        scope: Scope,
        item: Option<Arc<Tracked>>,
        level: Level,
        results: &mut Vec<Item>,
    ) {
        let Some(((name, list), rest)) = each.split_first() else {
            self.trail.clear();
            let result = self.item(scope, item, level);
            self.note_hidden();
            if !matches!(result, Item::Skipped) {
                self.seen.extend(self.trail.readings());
            }
            results.push(result);
            return;
        };
        self.trail.clear();
        let value = self.eval(list, &scope);
        self.note_hidden();
        let value = match value {
            Ok(value) => value,
            Err(item) => return results.push(item),
        };
        let absent = self.absent();
        if !absent.is_empty() {
            return results.push(Item::Unverified(absent));
        }
        // An empty list of gaps in numbers that the program gave proves nothing.
        self.listed |= !self.is_worked_out();
        // What a scope holds was read before it was asked for.
        self.hidden |= language::whole_fact(&value).is_some_and(|list| list.fact.hidden);
        self.seen.extend(self.trail.readings());
        let Ok(entries) = value.try_iter() else {
            return results.push(Item::Broken(format!("{} 不是列表", list.text), list.span));
        };
        for entry in entries {
            if results.len() >= MAX_ITEMS {
                return results.push(Item::Broken(format!("要看的超过 {MAX_ITEMS} 项"), list.span));
            }
            let mut inner = scope.clone();
            let whole = language::whole_fact(&entry);
            inner.name(name, entry);
            self.descend(rest, inner, whole.or(item.clone()), level, results);
            if let Some(Item::Broken(..)) = results.last() {
                return;
            }
        }
    }

    fn note_hidden(&mut self) {
        self.hidden |= self.trail.readings().iter().any(|reading| reading.fact.hidden);
    }

    fn item(&self, mut scope: Scope, item: Option<Arc<Tracked>>, level: Level) -> Item {
        let Expression { lets, when, require, .. } = self.expression;
        if let Some(when) = when {
            match self.truth(when, &scope) {
                Ok(true) => {}
                Ok(false) => return Item::Skipped,
                Err(other) => return other,
            }
        }
        for (name, source) in lets {
            match self.eval(source, &scope) {
                Ok(value) => scope.name(name, value),
                Err(other) => return other,
            };
        }
        match require.as_ref().map(|require| self.truth(require, &scope)) {
            // What the program filled in agrees with what it was made from, and says nothing more.
            Some(Ok(true)) if self.is_worked_out() => Item::Skipped,
            Some(Ok(true)) => Item::Holds,
            Some(Err(other)) => other,
            Some(Ok(false)) | None => Item::Violated(Box::new(self.finding(&scope, item, level))),
        }
    }

    /// Tells whether anything was read that its author left out.
    fn is_worked_out(&self) -> bool {
        self.trail.readings().iter().any(|reading| reading.fact.worked_out)
    }

    fn absent(&self) -> Vec<Reading> {
        let mut readings = self.trail.readings();
        readings.retain(|r| !r.presence && r.fact.is_absent());
        readings
    }

    fn eval(&self, source: &'a Source, scope: &Scope) -> Result<Value, Item> {
        if !self.work.spend(EVALUATION + source.text.len()) {
            return Err(Item::Broken(language::TOO_LONG.to_owned(), source.span));
        }
        let result = self.compiled(source).and_then(|it| it.eval(scope.context()));
        if let Some(unknown) = self.trail.unknown().first() {
            return Err(Item::Broken(unknown.clone(), source.span));
        }
        let absent = self.absent();
        match result {
            Ok(value) if absent.is_empty() => match language::too_large(&value) {
                None => Ok(value),
                Some(why) => Err(Item::Broken(why, source.span)),
            },
            _ if !absent.is_empty() => Err(Item::Unverified(absent)),
            Ok(value) => Ok(value),
            Err(error) => {
                Err(Item::Broken(format!("“{}”算不出来：{error}", source.text), source.span))
            }
        }
    }

    fn compiled(&self, source: &'a Source) -> Result<Rc<Compiled<'a>>, minijinja::Error> {
        if let Some(known) = self.compiled.borrow().get(source.text.as_str()) {
            return Ok(known.clone());
        }
        let made = Rc::new(self.env.compile_expression(&source.text)?);
        self.compiled.borrow_mut().insert(&source.text, made.clone());
        Ok(made)
    }

    fn truth(&self, source: &'a Source, scope: &Scope) -> Result<bool, Item> {
        let value = self.eval(source, scope)?;
        bool::try_from(value)
            .map_err(|_| Item::Broken(format!("“{}”不是真假", source.text), source.span))
    }

    /// Makes the diagnostic of a violated item.
    fn finding(&self, scope: &Scope, item: Option<Arc<Tracked>>, level: Level) -> Diagnostic {
        let Expression { at, show, found, expected, message, help, .. } = self.expression;
        let readings = self.trail.readings();
        let item_span = item.and_then(|tracked| tracked.fact.span);
        let read_span = readings.iter().find_map(|r| r.fact.span);
        let at = at.as_ref().and_then(|source| self.place(source, scope));
        let span = at.or(item_span).or(read_span).unwrap_or(self.rule.place);
        let mut places: Vec<(Span, String)> = Vec::new();
        for source in show {
            places.extend(self.place(source, scope).map(|span| (span, String::new())));
        }
        let shown = |reading: &&Reading| reading.fact.authored && tells(&reading.fact, span);
        for reading in readings.iter().filter(shown) {
            if let (Some(place), Some(value)) = (reading.fact.span, reading.fact.printed()) {
                places.push((place, format!("{} = {value}", reading.fact.key)));
            }
        }
        let words = |text: &str| {
            let printed = self.trail.printing(|| self.env.render_str(text, scope.context()));
            // The cases of a rule do not pass with a text that cannot be filled in.
            printed.unwrap_or_else(|_| unfilled(text))
        };
        let mut finding =
            Diagnostic::new(level, &self.rule.code, span, words(message)).note(cited(self.rule));
        finding.help = help.as_deref().map(words);
        let value = |source: &Source| words(&format!("{{{{ {} }}}}", source.text));
        finding.found =
            found.as_ref().map(value).or_else(|| self.written(self.expression.at.as_ref()?, scope));
        finding.expected = expected.as_ref().map(value);
        let mut taken = vec![span];
        for (place, label) in places {
            if place == span && finding.primary.text.is_empty() {
                finding.primary.text = label;
            } else if !taken.contains(&place) && finding.related.len() < MAX_PLACES {
                taken.push(place);
                finding = finding.related(place, label);
            }
        }
        finding
    }

    /// Returns the value that stands at the primary place, when it is a single one.
    fn written(&self, at: &Source, scope: &Scope) -> Option<String> {
        let value = self.trail.printing(|| {
            self.env.compile_expression(&at.text).and_then(|at| at.eval(scope.context()))
        });
        let value = value.ok()?;
        let absent = value.as_str() == Some(UNWRITTEN);
        match value.kind() {
            ValueKind::String | ValueKind::Number if !absent => Some(value.to_string()),
            ValueKind::Bool => Some(if value.is_true() { "是" } else { "否" }.to_owned()),
            _ => None,
        }
    }

    /// Returns the place of what an expression names: a whole fact, or the last leaf it reads.
    fn place(&self, source: &Source, scope: &Scope) -> Option<Span> {
        let trail = Arc::new(Trail::default());
        let tracked = |value: &Value| {
            let fact = value.downcast_object::<Tracked>().map(|tracked| tracked.fact.clone());
            fact.map_or(value.clone(), |fact| Tracked::value(&fact, &trail))
        };
        let scope = scope.mapped(tracked).context();
        trail.clear();
        let value = self.env.compile_expression(&source.text).and_then(|e| e.eval(scope));
        let whole = value.ok().and_then(|value| crate::facts::place_of(&value));
        whole.or_else(|| {
            let readings = trail.readings();
            let told = readings.iter().rev().filter(|reading| reading.fact.authored);
            told.filter_map(|reading| reading.fact.span).next()
        })
    }

    /// Returns the first facts that were read, in order, without doubles.
    fn evidence(&self) -> Vec<Evidence> {
        let mut evidence: Vec<Evidence> = Vec::new();
        for reading in self.seen.iter().filter(|reading| reading.fact.authored) {
            let fact = &reading.fact;
            let Some(value) = fact.printed() else { continue };
            let value = (!fact.hidden).then_some(value);
            let entry = Evidence { path: fact.path.clone(), value };
            if !evidence.contains(&entry) {
                evidence.push(entry);
            }
            if evidence.len() == MAX_PLACES {
                break;
            }
        }
        evidence
    }
}
