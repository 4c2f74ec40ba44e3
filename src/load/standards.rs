//! `standards/` → forms and rules.
//! It must not know what any rule is about; it reads documents.

use crate::academic_year::AcademicYear;
use crate::datum::{Datum, FieldName, Record, Value, word};
use crate::diagnostic::{Diagnostic, Level};
use crate::halves;
use crate::load::yaml::tree::front_matter;
use crate::load::yaml::{Kind, Node};
use crate::load::{decode, fields, is_readable, loosened, report_unreadable, yaml};
use crate::model::Tables;
use crate::source::{FileId, Sources, Span, Text};
use crate::standard::{
    About, Body, CALENDAR, CLAUSES, Case, Change, Citation, Edit, Evaluation, Expression, FIELDS,
    FORM, Issuer, LIMIT_WORDS, Rule, SAYINGS, Severity, Source, WORDS, Words, form,
};

/// Forms and rules, as read.
#[derive(Debug, Default)]
pub struct Standards {
    /// Records of [`FORM`]; a site's own after the national ones.
    forms: Vec<Datum>,
    /// In order of their codes.
    pub rules: Vec<Rule>,
    pub words: Words,
    /// The tables that the site's years are written to, with its own fields.
    pub tables: Tables,
}

impl Standards {
    /// Returns the form a year is written to: the last one whose years include it.
    pub fn form(&self, year: AcademicYear) -> Option<&Datum> {
        let at =
            |form: &Datum, name: FieldName| form.get(name).text().and_then(AcademicYear::parse);
        self.forms.iter().rev().find(|form| {
            at(form, form::FIRST_YEAR).is_some_and(|first| first <= year)
                && at(form, form::LAST_YEAR).is_none_or(|last| year <= last)
        })
    }

    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }
}

/// Puts what a file of words holds in its place.
type Adding = fn(&mut Words, &Datum);

/// The files of words: each with its table, and where what it holds goes.
const OF_WORDS: [(&str, &Record, Adding); 6] = [
    ("words.yaml", &WORDS, Words::add),
    ("terms.yaml", &WORDS, Words::add),
    ("clauses.yaml", &CLAUSES, |words, file| words.clauses.add(file)),
    ("sayings.yaml", &SAYINGS, |words, file| words.sayings.add(file)),
    (OF_LIMITS, &LIMIT_WORDS, |words, file| words.limits.add(file)),
    ("calendar.yaml", &CALENDAR, |words, file| words.calendar.add(file)),
];

/// The files of lists that stood in the program once.
pub const FILES_OF_LISTS: [&str; 3] = ["words.yaml", "terms.yaml", OF_LIMITS];

/// The file of limits: a site's own may name more than charters had before.
const OF_LIMITS: &str = "limits.yaml";
/// A site's own file of fields.
const OF_FIELDS: &str = "fields.yaml";

/// Tells whether a path below a folder of standards is one of theirs.
pub fn is_standard(below: &str) -> bool {
    let is_named = below == OF_FIELDS || OF_WORDS.iter().any(|(name, ..)| *name == below);
    is_named || below.starts_with("forms/") || below.starts_with("rules/")
}

/// Reads `forms/` and `rules/` below each folder, national first.
pub fn standards(
    folders: &[(&str, Issuer)],
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Standards {
    let mut standards = Standards::default();
    let mut official = 0;
    let mut rules = Vec::new();
    for (folder, issuer) in folders {
        for file in sources.ids() {
            let path = &sources.file(file).path;
            let Some(below) = path.strip_prefix(&format!("{folder}/")) else { continue };
            if !is_readable(file, sources) {
                report_unreadable(&[file], sources, faults);
            } else if let Some((_, table, add)) = OF_WORDS.iter().find(|(name, ..)| *name == below)
            {
                let node = yaml::parse(file, sources, faults);
                let read = node.map(|node| decode::record(table, &node, faults));
                if let Some(read) = read {
                    if *issuer == Issuer::Own {
                        faults.extend(unasked(&read, table, &standards.words));
                    }
                    add(&mut standards.words, &read);
                    if below == OF_LIMITS && *issuer == Issuer::Own {
                        fields::add_limits(&mut standards.tables, &read, faults);
                    }
                }
            } else if below == OF_FIELDS && *issuer == Issuer::Own {
                let node = yaml::parse(file, sources, faults);
                let declared = node.map(|node| decode::record(&FIELDS, &node, faults));
                declared.iter().for_each(|it| fields::add(&mut standards.tables, it, faults));
            } else if below.starts_with("forms/") && below.ends_with(".yaml") {
                standards.forms.extend(form(file, sources, faults));
                if *issuer == Issuer::National {
                    official = standards.forms.len();
                }
            } else if below.starts_with("rules/") && below.ends_with(".md") {
                rules.push((file, *issuer));
            }
        }
    }
    let read = |files: &[(FileId, Issuer)]| -> Vec<_> {
        let one = |&(file, issuer): &(FileId, Issuer)| {
            let mut faults = Vec::new();
            (rule(file, issuer, sources, &mut faults), faults)
        };
        files.iter().map(one).collect()
    };
    for (rule, found) in halves::of(&rules, read) {
        standards.rules.extend(rule);
        faults.extend(found);
    }
    let (official, own) = standards.forms.split_at(official);
    for own in own {
        for known in official.iter().filter(|known| share_a_year(own, known)) {
            loosened::report(own, known, official, faults);
        }
    }
    standards.rules.sort_by(|a, b| (a.issuer, &a.code).cmp(&(b.issuer, &b.code)));
    for pair in standards.rules.windows(2).filter(|pair| pair[0].code == pair[1].code) {
        faults.push(
            Diagnostic::violation(
                "RL-01",
                pair[1].place,
                format!("规则代号 {} 用了两次", pair[1].code),
            )
            .related(pair[0].place, "先用在这里"),
        );
    }
    standards
}

/// Reports the names under which a site's own file of words adds to nothing.
fn unasked(file: &Datum, table: &'static Record, words: &Words) -> Vec<Diagnostic> {
    if !table.is(&WORDS) {
        return Vec::new();
    }
    let names = words.unasked(file).into_iter().filter_map(|(list, name)| {
        let (said, place) = (name.text()?, name.span?);
        let known: Vec<&str> = words.named(list.name).iter().map(|(name, _)| &**name).collect();
        let message = format!("“{}”里没有“{said}”这一项", list.key);
        let help = match decode::nearest(said, known.iter().copied()) {
            Some(near) => format!("是不是“{near}”？"),
            None => format!("可以写的有：{}", known.join("、")),
        };
        Some(Diagnostic::violation("IN-05", place, message).help(help))
    });
    names.collect()
}

/// Returns the words of the standards that the program is made with, for tests of what reads by them.
#[cfg(test)]
pub fn own_words() -> Words {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("standards");
    let mut sources = Sources::default();
    let is_other = |below: &str| !OF_WORDS.iter().any(|(name, ..)| *name == below);
    sources.read_folder(&folder, "standards", is_other).expect("the program's own folder");
    standards(&[("standards", Issuer::National)], &sources, &mut Vec::new()).words
}

/// Tells whether two forms hold for a year both.
fn share_a_year(a: &Datum, b: &Datum) -> bool {
    let at = |form: &Datum, name: FieldName| form.get(name).text().and_then(AcademicYear::parse);
    let begins_by_the_end = |a: &Datum, b: &Datum| {
        let (first, last) = (at(a, form::FIRST_YEAR), at(b, form::LAST_YEAR));
        first.is_some_and(|first| last.is_none_or(|last| first <= last))
    };
    begins_by_the_end(a, b) && begins_by_the_end(b, a)
}

/// Reads one official form.
pub fn form(file: FileId, sources: &Sources, faults: &mut Vec<Diagnostic>) -> Option<Datum> {
    yaml::parse(file, sources, faults).map(|node| decode::record(&FORM, &node, faults))
}

/// Reads one rule document; see `standards/README.md` for its form.
fn rule(
    file: FileId,
    issuer: Issuer,
    sources: &Sources,
    faults: &mut Vec<Diagnostic>,
) -> Option<Rule> {
    let text = &sources.file(file).text;
    let Some(head) = front_matter(text) else {
        faults.push(bad(Span::new(file, 0, 0), "规则文件要以 --- 开头，写完各键后再写一行 ---"));
        return None;
    };
    let end = head.end;
    let node = yaml::parse_part(file, head, sources, faults)?;
    let Kind::Map(pairs) = &node.kind else {
        faults.push(bad(node.span, "规则文件的开头应当是一组“键: 值”"));
        return None;
    };
    let mut head = Head { pairs, span: Span::new(file, 0, 3), faults };
    head.check_keys();
    let code = head.text("code")?;
    let title = head.text("title")?;
    let place = head.get("code").map_or(head.span, |node| node.span);
    if (issuer == Issuer::Own) != code.starts_with("X-") {
        head.faults.push(bad(place, "自定规则的代号以 X- 开头，国家规则的不能"));
    }
    let severity = head.severity();
    let cites = head.cites();
    let about = head.about();
    let proves = head.optional("proves");
    let eased_by = head.optional("eased_by");
    let evaluation = head.evaluation()?;
    let body = Span::new(file, (end + 4).min(text.len()), text.len());
    // What is compiled in was tried before.
    if matches!(text, Text::Read(_)) {
        read_body(body, sources, faults);
    }
    Some(Rule {
        code,
        title,
        issuer,
        severity,
        cites,
        proves,
        eased_by,
        about,
        evaluation,
        body,
        place,
    })
}

const KEYS: [&str; 19] = [
    "code", "title", "level", "cites", "about", "proves", "eased_by", "each", "forbid", "let",
    "when", "require", "at", "show", "found", "expected", "message", "help", "built",
];

/// The front matter of a rule, being read.
struct Head<'a> {
    pairs: &'a [(Node, Node)],
    span: Span,
    faults: &'a mut Vec<Diagnostic>,
}

impl<'a> Head<'a> {
    fn check_keys(&mut self) {
        for (key, _) in self.pairs {
            let Kind::Scalar(word) = &key.kind else { continue };
            if !KEYS.contains(&word.as_str()) {
                let near = decode::nearest(word, KEYS.into_iter());
                let fault = bad(key.span, format!("规则里没有“{word}”这个键"));
                self.faults.push(match near {
                    Some(near) => fault.help(format!("是不是“{near}”？")),
                    None => fault,
                });
            }
        }
    }

    fn get(&self, key: &str) -> Option<&'a Node> {
        let is = |node: &Node| matches!(&node.kind, Kind::Scalar(word) if word == key);
        self.pairs.iter().find(|(k, _)| is(k)).map(|(_, value)| value)
    }

    fn optional(&mut self, key: &str) -> Option<String> {
        let node = self.get(key)?;
        match &node.kind {
            Kind::Scalar(text) => Some(text.clone()),
            _ => {
                self.faults.push(bad(node.span, format!("“{key}”应当是一个值")));
                None
            }
        }
    }

    fn text(&mut self, key: &str) -> Option<String> {
        let text = self.optional(key);
        if text.is_none() {
            self.faults.push(bad(self.span, format!("规则缺少“{key}”")));
        }
        text
    }

    fn source(&mut self, key: &str) -> Option<Source> {
        let span = self.get(key)?.span;
        self.optional(key).map(|text| Source { text, span })
    }

    /// `level: violation`, or `[{ level: warning }, { level: violation, from: 2023-2024 }]`.
    fn severity(&mut self) -> Vec<Severity> {
        let Some(node) = self.get("level") else {
            self.faults.push(bad(self.span, "规则缺少“level”"));
            return Vec::new();
        };
        let mut list = Vec::new();
        match &node.kind {
            Kind::List(entries) => {
                for entry in entries {
                    let Kind::Map(pairs) = &entry.kind else { continue };
                    let mut entry = Head { pairs, span: entry.span, faults: self.faults };
                    let level = entry.source("level");
                    let from = entry.optional("from").and_then(|y| AcademicYear::parse(&y));
                    list.extend(level.map(|level| (level, from.map(AcademicYear::start))));
                }
            }
            _ => list.extend(self.source("level").map(|level| (level, None))),
        }
        list.into_iter()
            .filter_map(|(source, from)| {
                let level = match source.text.as_str() {
                    "violation" => Level::Violation,
                    "warning" => Level::Warning,
                    "notice" => Level::Notice,
                    _ => {
                        self.faults.push(bad(source.span, "level 是 violation、warning 或 notice"));
                        return None;
                    }
                };
                Some(Severity { level, from })
            })
            .collect()
    }

    fn cites(&mut self) -> Vec<Citation> {
        let Some(Node { kind: Kind::List(entries), .. }) = self.get("cites") else {
            self.faults.push(bad(self.span, "规则缺少“cites”：它依据哪份文件的哪一条"));
            return Vec::new();
        };
        entries
            .iter()
            .filter_map(|entry| {
                let Kind::Map(pairs) = &entry.kind else { return None };
                let mut entry = Head { pairs, span: entry.span, faults: self.faults };
                Some(Citation { document: entry.text("document")?, clause: entry.text("clause")? })
            })
            .collect()
    }

    /// `about: round`, or `[year, round]`; a rule that does not say is about years.
    fn about(&mut self) -> Vec<About> {
        let Some(node) = self.get("about") else { return vec![About::Year] };
        let entries = match &node.kind {
            Kind::List(entries) => entries.iter().collect(),
            _ => vec![node],
        };
        let mut about = Vec::new();
        for entry in entries {
            match &entry.kind {
                Kind::Scalar(word) if word == "year" => about.push(About::Year),
                Kind::Scalar(word) if word == "round" => about.push(About::Round),
                _ => self.faults.push(bad(entry.span, "about 是 year、round 或 [year, round]")),
            }
        }
        about
    }

    fn evaluation(&mut self) -> Option<Evaluation> {
        match self.optional("built").as_deref() {
            Some("读取") => return Some(Evaluation::Reading),
            Some(_) => return Some(Evaluation::Built),
            None => {}
        }
        let forbids = self.get("forbid").is_some();
        let each = match self.get(if forbids { "forbid" } else { "each" }) {
            None => Vec::new(),
            Some(node) => {
                let entries = match &node.kind {
                    Kind::List(entries) => entries.iter().collect(),
                    _ => vec![node],
                };
                entries.into_iter().filter_map(|entry| self.binding(entry)).collect()
            }
        };
        let lets = match self.get("let").map(|node| &node.kind) {
            Some(Kind::Map(pairs)) => pairs
                .iter()
                .filter_map(|(key, value)| match (&key.kind, &value.kind) {
                    (Kind::Scalar(name), Kind::Scalar(text)) => {
                        Some((name.clone(), Source { text: text.clone(), span: value.span }))
                    }
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        let require = self.source("require");
        if require.is_some() == forbids {
            self.faults
                .push(bad(self.span, "规则要有 require（要成立的）或 forbid（不许有的）之一"));
            return None;
        }
        let show = match self.get("show").map(|node| (&node.kind, node.span)) {
            Some((Kind::List(entries), _)) => entries
                .iter()
                .filter_map(|e| match &e.kind {
                    Kind::Scalar(text) => Some(Source { text: text.clone(), span: e.span }),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        Some(Evaluation::Expression(Box::new(Expression {
            each,
            lets,
            when: self.source("when"),
            require,
            at: self.source("at"),
            show,
            found: self.source("found"),
            expected: self.source("expected"),
            message: self.text("message")?,
            help: self.optional("help"),
        })))
    }

    fn binding(&mut self, node: &Node) -> Option<(String, Source)> {
        let Kind::Scalar(text) = &node.kind else { return None };
        match text.split_once(" in ") {
            Some((name, list)) => {
                let source = Source { text: list.trim().to_owned(), span: node.span };
                Some((name.trim().to_owned(), source))
            }
            None => {
                self.faults.push(bad(node.span, "应当写成“名称 in 列表”，如 person in roster"));
                None
            }
        }
    }
}

fn bad(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::violation("RL-01", span, message).help("写法见 standards/README.md")
}

/// Reads what stands behind the front matter of a rule.
pub fn body<'a>(rule: &Rule, sources: &'a Sources) -> Body<'a> {
    read_body(rule.body, sources, &mut Vec::new())
}

fn read_body<'a>(body: Span, sources: &'a Sources, faults: &mut Vec<Diagnostic>) -> Body<'a> {
    let mut cases = Vec::new();
    let mut fails = None;
    let mut block: Option<Case> = None;
    let mut at = body.start;
    let mut end = body.end;
    for line in sources.text(body).split_inclusive('\n') {
        let span = Span::new(body.file, at, at + line.trim_end().len());
        at += line.len();
        let words = line.trim_end();
        match (&mut block, fails) {
            (Some(_), _) if words == "```" => cases.extend(block.take()),
            (Some(case), _) => case_line(case, words, span, faults),
            (None, _) if matches!(words, "## 违规" | "## 合规") => {
                if fails.is_none() {
                    end = span.start;
                }
                fails = Some(words == "## 违规");
            }
            (None, Some(fails)) if words == "```edit" => {
                block = Some(Case { fails, edits: Vec::new(), also: Vec::new(), span });
            }
            (None, _) => {}
        }
    }
    let explanation = sources.text(Span { end, ..body }).trim();
    Body { explanation, cases }
}

/// Reads one line of a case.
fn case_line(case: &mut Case, line: &str, span: Span, faults: &mut Vec<Diagnostic>) {
    if line.is_empty() {
        return;
    }
    if let Some(codes) = line.strip_prefix("also:") {
        case.also.extend(codes.split_whitespace().map(str::to_owned));
        return;
    }
    let unescape = |text: &str| text.replace("\\n", "\n").replace("\\t", "\t");
    let edit = if let Some(target) = line.strip_prefix("- ") {
        Some((target, Change::Remove))
    } else if let Some((target, entry)) = line.strip_prefix("+ ").and_then(|l| l.split_once(": ")) {
        Some((target, Change::Append(unescape(entry))))
    } else if let Some(target) = line.strip_prefix('⟦').and_then(|l| l.strip_suffix('⟧')) {
        Some((target, Change::Mark))
    } else if let Some((target, (old, new))) =
        line.split_once(": ").and_then(|(t, rest)| Some((t, rest.split_once(" => ")?)))
    {
        Some((target, Change::Replace(unescape(old), unescape(new))))
    } else {
        line.split_once(": ").map(|(target, value)| (target, Change::Set(value.to_owned())))
    };
    match edit {
        Some((target, change)) => {
            case.edits.push(Edit { target: target.trim().to_owned(), change, span });
        }
        None => faults.push(bad(span, "看不懂这一行例子")),
    }
}

/// The wording of a form that is not the notice's own, and what is printed of it beside the legend.
pub const ABRIDGED: &str = "简写";
pub const SAYS_ABRIDGED: &str = "表样文字为本程序简写，以通知原文为准。";

/// Tells whether a form words its indicators otherwise than the notice does.
pub fn is_abridged(form: &Datum) -> bool {
    form.get(form::WORDING).text() == Some(ABRIDGED)
}

/// Fills in what a form's own year and place decide.
pub fn dated_form(form: &Datum, year: AcademicYear) -> Datum {
    let mut form = form.clone();
    let grace = form
        .get(form::GRACE_YEARS)
        .items()
        .iter()
        .any(|y| y.text().and_then(AcademicYear::parse) == Some(year));
    let legend = form.get(form::LEGEND).clone();
    if let Some(text) = legend.text().filter(|_| is_abridged(&form)) {
        let text = format!("{text}{SAYS_ABRIDGED}");
        form.set(form::LEGEND, word(text, legend.span));
    }
    let count = |list: FieldName| Value::Number(form.get(list).items().len() as i64);
    let derived = [
        (form::IN_GRACE, Value::Bool(grace)),
        (form::SCHOOL_COUNT, count(form::SCHOOL)),
        (form::SECOND_COUNT, count(form::SECOND)),
    ];
    for (name, value) in derived {
        let span = form.span;
        form.set(name, Datum::new(value, span));
    }
    form
}
