//! Each rule's document is its test: the fault it names is found at its place, and nothing else.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use gongkai::datum::{Need, Record, Shape};
use gongkai::diagnostic::Diagnostic;
use gongkai::load;
use gongkai::manifest::sha256;
use gongkai::model::round::ROUND;
use gongkai::model::{YEAR, is_scanned};
use gongkai::pipeline::{self, Inputs, Run};
use gongkai::rules::keep_causes;
use gongkai::rules::test::{self, Specimen};
use gongkai::source::Span;
use gongkai::standard::{Evaluation, Expression, WORDS, word_lists};
use support::project;

#[test]
fn every_rule_proves_itself_by_its_cases() {
    let inputs = Inputs::read(&project("")).unwrap();
    let mut faults = Vec::new();
    let standards = pipeline::read_standards(&inputs, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    let specimen = Specimen::find("standards/specimen", &standards, &inputs.sources).unwrap();
    let mut wrong = Vec::new();
    let mut cases = 0;
    for rule in &standards.rules {
        // A rule that reading or the audit answers for may have cases; an expression must.
        let tried = load::body(rule, &inputs.sources).cases;
        if !matches!(rule.evaluation, Evaluation::Expression(_)) && tried.is_empty() {
            continue;
        }
        cases += tried.len();
        for (span, why) in test::run(rule, &specimen, &standards, &inputs.sources) {
            wrong.push(format!("{} {}: {why}", rule.code, inputs.sources.location(span)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(cases > 0);
}

/// The most rules that may leave their judgement to the program; a scan of texts is none.
const ANSWERS: usize = 30;

#[test]
fn few_rules_only_read_what_the_program_decided() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let answered = standards.rules.iter().filter_map(|rule| match &rule.evaluation {
        Evaluation::Expression(expression) => Some((&rule.code, answer(expression)?)),
        _ => None,
    });
    let answered: Vec<String> = answered.map(|(code, fact)| format!("{code} {fact}")).collect();
    assert!(answered.len() <= ANSWERS, "{} rules: {}", answered.len(), answered.join(", "));
    // What the count would not see must not make it small.
    assert!(answered.iter().any(|it| it == "ORG-05 same_as"), "{answered:?}");
    assert!(answered.iter().any(|it| it == "AN-03 band_faults"), "{answered:?}");
}

/// What a name of an expression leads to: the table of its fields, and whether a scan found it.
type Names = BTreeMap<String, (Option<&'static Record>, bool)>;

/// Returns the one fact, made by the program of values, in which a rule's whole judgement lies.
fn answer(rule: &Expression) -> Option<String> {
    let mut names = Names::new();
    let mut list = None;
    for (name, source) in &rule.each {
        let path = source.text.split(" if ").next().unwrap();
        let end = end(path, &names);
        list = end.as_ref().map(|(fact, ..)| fact.clone());
        names.insert(name.clone(), end.map_or((None, false), |(_, table, scan)| (table, scan)));
    }
    let when = rule.when.as_ref().map_or("", |when| when.text.as_str());
    let Some(require) = rule.require.as_ref().map(|it| it.text.as_str()) else {
        let (_, scan) = names[&rule.each.last()?.0];
        return list.flatten().filter(|_| !scan && !judges(when));
    };
    let asked = if require == "false" { when } else { require };
    if judges(asked) || asked.contains(" or ") {
        return None;
    }
    let facts = asked.split(" and ").map(|it| it.trim().trim_start_matches("not ").trim());
    let facts: Vec<_> = facts.map(|path| end(path, &names)).collect::<Option<_>>()?;
    let mut made = facts.into_iter().filter_map(|(fact, _, scan)| fact.filter(|_| !scan));
    made.next().filter(|_| made.next().is_none())
}

/// Tells whether an expression compares, counts or calls anything.
fn judges(expression: &str) -> bool {
    let marks = ["==", "!=", "<", ">", "+", " - ", "*", "%", "~", "|", "(", " in "];
    marks.iter().any(|mark| expression.contains(mark))
}

/// Follows a path to its last field: the name of it when the program makes it, the table below it,
/// and whether a scan found it. Nothing of what no table has, such as a value named by the rule.
fn end(path: &str, names: &Names) -> Option<(Option<String>, Option<&'static Record>, bool)> {
    let mut steps = path.trim().split('.').filter(|step| *step != "given").peekable();
    let (mut table, mut scan) = match names.get(*steps.peek()?) {
        Some(known) => {
            steps.next();
            *known
        }
        None => {
            let roots = [&YEAR, &ROUND];
            (roots.into_iter().find(|root| root.name(steps.peek().unwrap()).is_some()), false)
        }
    };
    let mut made = None;
    for step in steps {
        let of = table?;
        let field = of.field(of.name(step)?)?;
        scan |= is_scanned(of, field.name);
        made = (field.need == Need::Derived).then(|| step.to_owned());
        table = field.shape.record();
    }
    Some((made, table, scan))
}

#[test]
fn lost_numbers_are_told_once() {
    let mut inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    for (name, others) in [("章程", "CH-06"), ("选举", "EL-17"), ("述职", "AP-06")] {
        let file = inputs.sources.add(format!("content/2025-2026/{name}.md"), "第九条");
        let place = Span::new(file, 0, 9);
        let mut found: Vec<Diagnostic> =
            ["MD-14", others, "ROS-01"].map(|code| Diagnostic::violation(code, place, "")).into();
        keep_causes(&mut found, &standards.words.causes, &inputs.sources);
        let codes: Vec<&str> = found.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, ["MD-14", "ROS-01"], "{name}");
    }
}

#[test]
fn every_rule_cites_a_clause_and_says_why() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    for rule in &standards.rules {
        assert!(!rule.cites.is_empty(), "{} cites nothing", rule.code);
        let said = load::body(rule, &inputs.sources).explanation.chars().count();
        assert!(said >= 20, "{} says nothing", rule.code);
        assert!(!rule.severity.is_empty(), "{} has no level", rule.code);
    }
}

#[test]
fn every_code_the_program_reports_has_a_document() {
    let inputs = Inputs::read(&project("")).unwrap();
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let known: BTreeSet<&str> = standards.rules.iter().map(|rule| rule.code.as_str()).collect();
    let pattern =
        regex::Regex::new(r#""((?:IN|MD|RL|STR|SE|L2|ORG|ROS|CH|DL|PV|PB|EX|SC)-\d\d)""#).unwrap();
    for entry in walkdir::WalkDir::new(project("src")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        for code in pattern.captures_iter(&text) {
            let code = code.get(1).unwrap().as_str();
            assert!(known.contains(code), "{code}, in {}, has no document", entry.path().display());
        }
    }
}

#[test]
fn a_sites_own_form_takes_the_place_of_the_national_one() {
    let site = tempfile::tempdir().unwrap();
    support::copy(&project("content"), &site.path().join("content"));
    let national = project("standards/forms/2023-2024.yaml");
    let text = std::fs::read_to_string(national).unwrap();
    let own = site.path().join("content/standards/forms");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(
        own.join("own.yaml"),
        text.replace("工作部门不超过6个", "通知原文：部门不超过6个"),
    )
    .unwrap();
    // No `standards/` here: the built-in ones serve.
    let run = pipeline::Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    let cleared = run.clear(&run.years[0]).unwrap();
    let document = gongkai::compose::compose(&cleared, &run.standards);
    let mut words = String::new();
    document.sections[0].each_text(&mut |text| words.push_str(text));
    assert!(words.contains("通知原文：部门不超过6个"));
    // Whoever's words they are, page and report say when they are ours.
    let report = |document: &gongkai::document::Document| {
        let mut words = String::new();
        document.report.each_text(&mut |text| words.push_str(text));
        words
    };
    let ours = "表样文字为本程序简写";
    assert!(words.contains(ours) && report(&document).contains(ours));
    let form = own.join("own.yaml");
    let text = fs::read_to_string(&form).unwrap().replace("文字: 简写", "文字: 原文");
    fs::write(&form, text).unwrap();
    let run = pipeline::Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    let cleared = run.clear(&run.years[0]).unwrap();
    let document = gongkai::compose::compose(&cleared, &run.standards);
    let mut words = String::new();
    document.sections[0].each_text(&mut |text| words.push_str(text));
    assert!(!words.contains(ours) && !report(&document).contains(ours));
}

#[test]
fn a_sites_own_form_may_not_demand_less() {
    let site = tempfile::tempdir().unwrap();
    support::copy(&project("content"), &site.path().join("content"));
    let text = std::fs::read_to_string(project("standards/forms/2023-2024.yaml")).unwrap();
    let own = site.path().join("content/standards/forms");
    std::fs::create_dir_all(&own).unwrap();
    let loose = text.replace("校级工作人员: 40人", "校级工作人员: 80人");
    std::fs::write(own.join("own.yaml"), loose).unwrap();
    let inputs = Inputs::read(site.path()).unwrap();
    let mut faults = Vec::new();
    pipeline::read_standards(&inputs, &mut faults);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].code, "RL-04");
    assert!(faults[0].message.contains("80") && faults[0].message.contains("40"));
}

#[test]
fn a_year_older_than_every_form_is_one_finding() {
    let site = tempfile::tempdir().unwrap();
    support::copy(&project("content"), &site.path().join("content"));
    let content = site.path().join("content");
    std::fs::rename(content.join("2023-2024"), content.join("2018-2019")).unwrap();
    let run = pipeline::Run::open(Inputs::read(site.path()).unwrap()).unwrap();
    let refused = run.clear(&run.years[0]).unwrap_err();
    let told = |code: &str| refused.findings.iter().filter(|it| it.code == code).count();
    assert_eq!(told("STR-16"), 1);
    let level = gongkai::diagnostic::Level::Unverified;
    assert!(refused.findings.iter().all(|it| it.level != level), "{:?}", refused.findings);
}

#[test]
fn every_list_of_words_that_is_asked_for_is_written() {
    let inputs = Inputs::read(&project("")).unwrap();
    let words = pipeline::read_standards(&inputs, &mut Vec::new()).words;
    for field in WORDS.fields {
        let is_written = match field.shape {
            Shape::Texts => !words.list(field.name).is_empty(),
            // Records of their own are proved by the rules that read them.
            _ => words.named.get(&field.name).is_none_or(|lists| !lists.is_empty()),
        };
        assert!(is_written, "{}", field.key);
    }
}

/// Whoever `init --sample` puts into a site, or the specimens name, is known as invented once the
/// college is a real one: by department and by rank, so that changing one of them is not enough.
#[test]
fn everybody_of_the_samples_is_known_as_invented() {
    let inputs = Inputs::read(&project("")).unwrap();
    let words = pipeline::read_standards(&inputs, &mut Vec::new()).words;
    let known = |text: String| {
        words.list(word_lists::INVENTED_PEOPLE).contains(&sha256(text.as_bytes())[..12].to_owned())
    };
    for (folder, least) in
        [("content", 3), ("standards/specimen", 1), ("standards/specimen-graduate", 1)]
    {
        let site = tempfile::tempdir().unwrap();
        support::copy(&project("standards"), &site.path().join("standards"));
        support::copy(&project(folder), &site.path().join("content"));
        let heads = support::tree(&site.path().join("content"));
        for (path, bytes) in heads.iter().filter(|(path, _)| path.ends_with("年度.yaml")) {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let own = text.lines().find(|line| line.contains("全称: ")).unwrap();
            let own = own.split_once("全称: ").unwrap().1.trim_end_matches('}');
            let own = own.split(',').next().unwrap();
            fs::write(site.path().join("content").join(path), text.replace(own, "云岭职业学院"))
                .unwrap();
        }
        let run = Run::open(Inputs::read(site.path()).unwrap()).unwrap();
        assert!(run.years.len() >= least, "{folder}");
        for year in &run.years {
            let below = site.path().join(&year.path);
            let mut roster = csv::Reader::from_path(below.join("名单.csv")).unwrap();
            let column =
                |name: &str, heads: &csv::StringRecord| heads.iter().position(|it| it == name);
            let heads = roster.headers().unwrap().clone();
            let [name, department, rank] = ["姓名", "院系", "排名"].map(|it| column(it, &heads));
            let rows: Vec<_> = roster.records().map(Result::unwrap).collect();
            for row in &rows {
                let name = &row[name.unwrap()];
                assert!(known(format!("{name} {}", &row[department.unwrap()])), "{folder}: {name}");
                let rank = rank.map_or("", |rank| &row[rank]);
                assert!(
                    !rank.contains('/') || known(format!("{name} {rank}")),
                    "{folder}: {name} {rank}"
                );
            }
            let guides = fs::read_to_string(below.join("责任人.yaml")).unwrap();
            let all = |key: &str| {
                let lines = guides.lines().filter_map(|line| line.trim().strip_prefix(key));
                lines.map(|it| it.trim().to_owned()).collect::<Vec<_>>()
            };
            let (names, posts) = (all("姓名:"), all("职务:"));
            assert!(!names.is_empty() && names.len() == posts.len(), "{folder}");
            for (name, post) in names.iter().zip(&posts) {
                assert!(known(format!("{name} {post}")), "{folder}: {name} {post}");
            }
            let found = run.check(year).findings;
            for code in ["PB-11", "PB-12", "PB-13"] {
                assert!(found.iter().any(|it| it.code == code), "{folder} {}: {code}", year.path);
            }
        }
    }
}
