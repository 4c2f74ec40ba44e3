//! What documents say as data: the keys are those of the table of fields, the values are the year's
//! own, no value says more than its words, and a document of schema 1 says what it said.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use gongkai::compose::compose;
use gongkai::datum::{Need, Record, Shape, Visibility};
use gongkai::diff::diff;
use gongkai::document::{Block, Document, Named, Said, Section, Statement, Subject, Table, Value};
use gongkai::facts::{Fact, FactValue};
use gongkai::manifest::sha256;
use gongkai::model::{self, round};
use gongkai::pipeline::{Inputs, Run};
use gongkai::redaction::{self, Withdrawn};
use support::{compare, project};

/// The sample's years and rounds, each with the facts it was composed from.
fn sample() -> Vec<(Document, std::sync::Arc<Fact>)> {
    let run = Run::open(Inputs::read(&project("")).unwrap()).unwrap();
    let folders = run.years.iter().chain(&run.rounds);
    let cleared = folders.map(|folder| run.clear(folder).expect("the sample is clean"));
    cleared.map(|it| (compose(&it, &run.standards), it.facts.root.clone())).collect()
}

fn schema_1(name: &str) -> Document {
    let json = std::fs::read(project(&format!("tests/fixtures/schema-1/{name}.json"))).unwrap();
    Document::from_json(&json).unwrap_or_else(|| panic!("{name} is read"))
}

fn each_block<'a>(document: &'a Document, see: &mut impl FnMut(&'a Block)) {
    fn blocks<'a>(all: &'a [Block], see: &mut impl FnMut(&'a Block)) {
        for block in all {
            see(block);
            if let Block::Provision { children, .. } = block {
                blocks(children, see);
            }
        }
    }
    fn section<'a>(part: &'a Section, see: &mut impl FnMut(&'a Block)) {
        blocks(&part.blocks, see);
        part.sections.iter().for_each(|inner| section(inner, see));
    }
    blocks(&document.preamble, see);
    document.sections.iter().for_each(|part| section(part, see));
    blocks(&document.closing, see);
    section(&document.report, see);
}

fn tables(document: &Document) -> Vec<&Table> {
    let mut tables = Vec::new();
    each_block(document, &mut |block| {
        if let Block::Table(table) = block {
            tables.push(table);
        }
    });
    tables
}

fn statements(document: &Document) -> Vec<&Statement> {
    let mut statements = Vec::new();
    each_block(document, &mut |block| statements.extend(block.statement()));
    statements
}

/// Where the rows of a table come from, and the table of their fields; absent of what the program
/// itself found.
fn source(subject: Subject) -> Option<(&'static str, &'static Record)> {
    Some(match subject {
        Subject::Indicator => ("self_evaluation.school", &model::INDICATOR),
        Subject::SecondItem => ("self_evaluation.second", &model::SECOND_ITEM),
        Subject::SecondUnion => ("self_evaluation.matrix", &model::MATRIX_ROW),
        Subject::Unit => ("units", &model::UNIT),
        Subject::Person => ("roster", &model::PERSON),
        Subject::Delegation => ("delegates.by_department", &model::DELEGATION),
        Subject::Guide => ("guides", &model::GUIDE),
        Subject::Round => ("rounds.held", &model::HELD),
        Subject::OpenMatter => ("notice.open", &round::OPEN),
        Subject::Exemption => ("head.exemptions", &model::EXEMPTION),
        Subject::Grade => ("scoring.sheets", &round::GRADE),
        Subject::Result | Subject::ScoreSheet => ("scoring.subjects", &round::SUBJECT),
        _ => return None,
    })
}

/// What a table shows besides the fields of its rows' record.
const BESIDE: [&str; 4] = ["quotas", "dimensions", "remark", "supplements"];

/// Tells whether a key leads to a field, part by part; the last parts may name an entry.
fn is_field(record: &'static Record, key: &str) -> bool {
    let (name, rest) = key.split_once('.').unwrap_or((key, ""));
    match record.name(name).and_then(|name| record.field(name)).map(|field| field.shape) {
        None => false,
        Some(_) if rest.is_empty() => true,
        Some(Shape::One(inner) | Shape::Many(inner) | Shape::Keyed(inner)) => is_field(inner, rest),
        Some(Shape::Verdicts) => true,
        Some(_) => false,
    }
}

#[test]
fn keys_are_names_of_the_table_of_fields() {
    for (document, _) in sample() {
        for table in tables(&document) {
            let Some((_, record)) = source(table.subject) else { continue };
            for column in &table.columns {
                let first = column.key.split('.').next().unwrap();
                let known = is_field(record, &column.key) || BESIDE.contains(&first);
                assert!(known, "{}: {}", table.id, column.key);
            }
            let says = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.says);
            for said in says.filter(|said| !BESIDE.contains(&said.key.as_str())) {
                assert!(is_field(record, &said.key), "{}: {}", table.id, said.key);
            }
        }
        let root = if document.round.is_some() { &round::ROUND } else { &model::YEAR };
        for statement in statements(&document) {
            let own = matches!(statement.subject, Subject::OutcomeCounts | Subject::Withdrawal);
            for said in statement.says.iter().filter(|_| !own) {
                assert!(is_field(root, &said.key), "{}", said.key);
            }
        }
    }
}

/// A value as facts print it.
fn printed(value: &Value) -> String {
    match value {
        Value::Text { text } => text.clone(),
        Value::Count { number, .. } => number.to_string(),
        Value::Date { date } => date.clone(),
        Value::YesNo { yes } => if *yes { "是" } else { "否" }.to_owned(),
        Value::Texts { texts } => texts.join("|"),
        Value::Entry { fields } => {
            let fields = fields.iter().map(|(key, value)| format!("{key}={}", printed(value)));
            fields.collect::<Vec<_>>().join(";")
        }
    }
}

/// The public facts of a year or round that somebody wrote, by their path.
fn public_facts(root: &Fact) -> BTreeMap<String, String> {
    fn walk(fact: &Fact, path: String, found: &mut BTreeMap<String, String>) {
        if fact.hidden || fact.is_absent() || matches!(fact.value, FactValue::Prose(_)) {
            return;
        }
        match &fact.value {
            FactValue::Fields(record, facts) => {
                for (field, fact) in record.fields.iter().zip(facts) {
                    let written = field.need != Need::Derived || path.starts_with("rounds.held");
                    if written && field.visibility == Visibility::Public {
                        let dot = if path.is_empty() { "" } else { "." };
                        walk(fact, format!("{path}{dot}{}", field.name), found);
                    }
                }
            }
            FactValue::Items(items) if items.is_empty() => {}
            FactValue::Items(items) if items.iter().all(|item| item.printed().is_some()) => {
                let all = items.iter().filter_map(|item| item.printed());
                found.insert(path, all.collect::<Vec<_>>().join("|"));
            }
            FactValue::Items(items) => {
                for (at, item) in items.iter().enumerate() {
                    walk(item, format!("{path}[{at}]"), found);
                }
            }
            _ => drop(found.insert(path, fact.printed().unwrap_or_default())),
        }
    }
    let mut found = BTreeMap::new();
    walk(root, String::new(), &mut found);
    if let Some(held) = root.get_written("rounds").and_then(|rounds| rounds.get_written("held")) {
        walk(held, "rounds.held".to_owned(), &mut found);
    }
    found
}

/// The same, as `document.json` alone says them.
fn said_facts(document: &Document) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut put = |path: String, value: &Value| match value {
        Value::Entry { fields } => {
            for (key, value) in fields {
                found.entry(format!("{path}.{key}")).or_default().insert(printed(value));
            }
        }
        value => drop(found.entry(path).or_default().insert(printed(value))),
    };
    for table in tables(document) {
        let Some((list, _)) = source(table.subject) else { continue };
        for (at, row) in table.rows.iter().enumerate() {
            let place = format!("{list}[{at}]");
            let (mut answers, mut evidence) = (Vec::new(), 0);
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                match &cell.value {
                    Some(value) if column.key.starts_with("verdicts.") => {
                        answers.push(printed(value))
                    }
                    // A term is two fields of the round itself.
                    Some(value @ Value::Entry { .. }) => put(place.clone(), value),
                    Some(value) => put(format!("{place}.{}", column.key), value),
                    None => {}
                }
                for said in &cell.says {
                    let Some(value) = &said.value else { continue };
                    match said.key.as_str() {
                        "evidence" => {
                            put(format!("{place}.evidence[{evidence}]"), value);
                            evidence += 1;
                        }
                        key => put(format!("{place}.{key}"), value),
                    }
                }
            }
            if !answers.is_empty() {
                put(format!("{place}.verdicts"), &Value::texts(answers));
            }
            if !row.former.is_empty() {
                put(format!("{place}.former_names"), &Value::texts(row.former.clone()));
            }
        }
    }
    for statement in statements(document) {
        for said in &statement.says {
            if let Some(value) = &said.value {
                put(said.key.clone(), value);
            }
        }
    }
    found
}

/// What a disclosure says only in an author's own words, or nowhere.
const NOT_AS_DATA: [&str; 8] = [
    "appraisal.",
    "charter.",
    "congress.",
    "delegates.",
    "election.",
    "head.",
    "nomination.",
    "form.",
];

/// What a disclosure shows of a round of appraisals.
const ROUND_SHOWN: [&str; 7] =
    [".title", ".year", ".semester", ".meeting", ".subjects", ".range", ".results"];

#[test]
fn the_samples_public_facts_can_be_made_from_document_json_alone() {
    for (document, root) in sample().into_iter().filter(|(it, _)| it.round.is_none()) {
        let document = Document::from_json(&document.to_json()).unwrap();
        let (facts, said) = (public_facts(&root), said_facts(&document));
        let mut rebuilt = 0;
        for (path, value) in &facts {
            match said.get(path) {
                Some(values) => {
                    assert_eq!(values.iter().collect::<Vec<_>>(), [value], "{path}");
                    rebuilt += 1;
                }
                None => {
                    let known = NOT_AS_DATA.iter().any(|part| path.starts_with(part));
                    let listed = path.starts_with("delegates.by_department");
                    // Of a round only what its row shows; its address is the link on its title.
                    let shown = ROUND_SHOWN.iter().any(|name| path.ends_with(name));
                    let unlisted = path.starts_with("rounds.held") && !shown;
                    assert!(known && !listed || unlisted, "{path}: {value} is not said");
                }
            }
        }
        // Every figure of the tables, the people, the indicators with their remarks.
        assert!(rebuilt > 300, "{rebuilt}");
        for key in ["head.issuer", "head.published", "head.rank_basis", "charter.adopted_by"] {
            assert!(said.contains_key(key), "{key}");
        }
    }
}

#[test]
fn a_notices_figures_can_be_made_from_document_json_alone() {
    let (document, root) = sample()
        .into_iter()
        .find(|(it, _)| it.round.as_deref() == Some("2025-spring-school"))
        .unwrap();
    let document = Document::from_json(&document.to_json()).unwrap();
    let mut said: BTreeMap<(&str, Option<&str>, Option<&str>), String> = BTreeMap::new();
    for statement in statements(&document) {
        for it in &statement.says {
            let value = it.value.as_ref().map(printed).unwrap_or_default();
            said.insert((&it.key, statement.of.as_deref(), it.of.as_deref()), value);
        }
    }
    let text =
        |fact: &Fact, name: &str| fact.get_written(name).unwrap().printed().unwrap_or_default();
    let (notice, scoring) =
        (root.get_written("notice").unwrap(), root.get_written("scoring").unwrap());
    for part in notice.get_written("committee").unwrap().items() {
        let name = text(part, "name");
        let found = &said[&("notice.committee.count", None, Some(name.as_str()))];
        assert_eq!(*found, text(part, "count"));
    }
    for work in notice.get_written("work").unwrap().items() {
        let kind = text(work, "kind");
        for name in ["deadline", "submitted_to", "meeting", "time", "place", "form", "minutes"] {
            let key = format!("notice.work.{name}");
            let found = said.get(&(key.as_str(), Some(kind.as_str()), None));
            assert_eq!(found.cloned().unwrap_or_default(), text(work, name), "{key}");
        }
    }
    for kind in scoring.get_written("kinds").unwrap().items() {
        let name = text(kind, "name");
        for rater in kind.get_written("raters").unwrap().items() {
            let of = text(rater, "name");
            for field in ["weight", "count"] {
                let key = format!("scoring.kinds.raters.{field}");
                let found = &said[&(key.as_str(), Some(name.as_str()), Some(of.as_str()))];
                assert_eq!(*found, text(rater, field), "{key}");
            }
        }
    }
    let subjects = scoring.get_written("subjects").unwrap().items();
    let results = tables(&document).into_iter().find(|table| table.subject == Subject::Result);
    let (name, grade) =
        results.map(|table| (table.head(), table.position("grade").unwrap())).unwrap();
    let listed = results.unwrap().rows.iter().map(|row| {
        (
            row.cells[name].plain_text(),
            row.cells[grade].value.as_ref().map(printed).unwrap_or_default(),
        )
    });
    let listed: BTreeMap<String, String> = listed.collect();
    assert!(listed.len() > 10);
    for subject in subjects {
        assert_eq!(listed[&text(subject, "name")], text(subject, "grade"));
    }
}

#[test]
fn a_value_says_no_more_than_its_words() {
    let holds = |value: &Value, words: &str| {
        let dense: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        let mut missing = Vec::new();
        value.each_text(&mut |text| {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            missing.extend((!dense.contains(&text)).then_some(text));
        });
        missing
    };
    for (document, _) in sample() {
        for table in tables(&document) {
            for (row, cell) in
                table.rows.iter().flat_map(|row| row.cells.iter().map(move |c| (row, c)))
            {
                assert!(cell.value.is_none() || !cell.words.is_empty(), "{}", row.id);
                let words = cell.plain_text();
                for said in &cell.says {
                    assert!(words.contains(&said.words), "{}: {}", row.id, said.words);
                }
                if let Some(Value::Text { .. } | Value::Texts { .. }) = &cell.value {
                    assert_eq!(holds(cell.value.as_ref().unwrap(), &words), [""; 0], "{}", row.id);
                }
            }
        }
    }
}

#[test]
fn masking_takes_the_value_with_the_words() {
    for (document, _) in sample() {
        let names = redaction::names(&document);
        for whom in names.iter().take(2).map(Some).chain([None]) {
            let withdrawn = match whom {
                Some(name) => Withdrawn { names: [name.clone()].into(), everybody: false },
                None => Withdrawn { everybody: true, ..Withdrawn::default() },
            };
            let edition = redaction::redacted(&document, &withdrawn);
            let json = String::from_utf8(edition.to_json()).unwrap();
            for name in whom.into_iter().chain(names.iter().filter(|_| whom.is_none())) {
                let official = tables(&edition).into_iter().filter(|t| t.subject == Subject::Guide);
                let official =
                    official.flat_map(Table::people).any(|(_, cell)| cell.plain_text() == *name);
                assert!(official || !json.contains(&format!("\"{name}\"")), "{name}");
            }
            for (row, _) in tables(&edition)
                .into_iter()
                .flat_map(Table::people)
                .filter(|(_, cell)| cell.person == Some(Named::Withdrawn))
            {
                let said =
                    row.cells.iter().filter(|cell| cell.value.is_some() || !cell.says.is_empty());
                assert!(said.count() <= 1, "only the number of {} is left", row.id);
            }
        }
    }
}

/// Sets down what a document says as data, a line a table's head, its first rows, a sentence.
fn meaning(document: &Document) -> String {
    let mut out = String::new();
    let said = |said: &Said| {
        let of = said.of.as_deref().map(|of| format!("[{of}]")).unwrap_or_default();
        let value = said.value.as_ref().map_or("-".to_owned(), typed);
        format!("{}{of} {}“{}” {value}", said.key, said.label, said.words.replace('\n', "/"))
    };
    let all = |says: &[Said]| says.iter().map(said).collect::<Vec<_>>().join(" | ");
    each_block(document, &mut |block| {
        if let Some(statement) = block.statement() {
            let of = statement.of.as_deref().unwrap_or_default();
            let (subject, label) = (statement.subject, &statement.label);
            writeln!(out, "{subject:?} [{of}] {label}: {}", all(&statement.says)).unwrap();
        }
        let Block::Table(table) = block else { return };
        let columns = table.columns.iter().map(|column| match column.says.is_empty() {
            true => column.key.clone(),
            false => format!("{} ({})", column.key, all(&column.says)),
        });
        let of = table.of.as_deref().unwrap_or_default();
        let columns = columns.collect::<Vec<_>>().join(", ");
        writeln!(out, "{:?} [{of}] #{}: {columns}", table.subject, table.id).unwrap();
        let interesting = |row: &&gongkai::document::Row| {
            row.cells
                .iter()
                .any(|cell| cell.person == Some(Named::Withdrawn) || cell.says.len() > 1)
        };
        for row in table.rows.iter().take(2).chain(table.rows.iter().skip(2).filter(interesting)) {
            let cells = row.cells.iter().map(|cell| {
                let value = cell.value.as_ref().map(typed).unwrap_or_default();
                let person = cell.person.map(|it| format!("{it:?}:")).unwrap_or_default();
                format!("{person}{value}{}", all(&cell.says))
            });
            let cells = cells.collect::<Vec<_>>().join(" ; ");
            writeln!(out, "  {} {cells}", row.key.as_deref().unwrap_or_default()).unwrap();
        }
    });
    out
}

fn typed(value: &Value) -> String {
    let kind = match value {
        Value::Text { .. } => "t",
        Value::Count { unit, .. } => return format!("n<{}{unit}>", printed(value)),
        Value::Date { .. } => "d",
        Value::YesNo { .. } => "b",
        Value::Texts { .. } => "l",
        Value::Entry { .. } => "e",
    };
    format!("{kind}<{}>", printed(value))
}

#[test]
fn a_document_of_schema_1_says_what_it_said() {
    for name in [
        "disclosure",
        "disclosure-withdrawn",
        "round-school",
        "round-second-level",
        "round-withdrawn",
    ] {
        compare(&format!("schema-1/{name}.txt"), &meaning(&schema_1(name)));
    }
}

#[test]
fn a_document_of_schema_1_is_compared_masked_and_cited_as_it_was_published() {
    let json = std::fs::read(project("tests/fixtures/schema-1/disclosure.json")).unwrap();
    let document = schema_1("disclosure");
    assert_eq!((document.digest(), document.published_json()), (sha256(&json), json));
    assert_eq!(redaction::names(&document).len(), 35);
    let edition = schema_1("disclosure-withdrawn");
    assert_eq!(redaction::withdrawn_from(&edition), 1);
    let gone: Vec<String> =
        redaction::names(&document).difference(&redaction::names(&edition)).cloned().collect();
    let [name] = &gone[..] else { panic!("{gone:?}") };
    // Withdrawing the same person now comes to the same edition, in today's form.
    let withdrawn = Withdrawn { names: [name.clone()].into(), everybody: false };
    let made = redaction::redacted(&document, &withdrawn);
    assert_eq!((made.sections.len(), &made.read_from), (edition.sections.len(), &None));
    for (made, kept) in made.sections.iter().zip(&edition.sections) {
        assert_eq!(made, kept);
    }
    // Years of both forms are told apart by what changed and not by their form.
    let found = diff(&schema_1("before"), &document);
    assert!(found.summary.iter().any(|said| said.contains("新任23人，离任22人，留任12人")));
    assert_eq!(
        (&found.old.content, &found.new.content),
        (&schema_1("before").digest(), &document.digest())
    );
    let rounds = diff(&schema_1("round-school"), &schema_1("round-withdrawn"));
    assert!(rounds.summary.iter().any(|said| said.contains("已撤下")), "{:?}", rounds.summary);
}

#[test]
fn a_document_of_schema_1_that_is_not_known_whole_is_refused() {
    let json = std::fs::read_to_string(project("tests/fixtures/schema-1/disclosure.json")).unwrap();
    for (known, unknown) in [
        ("\"title\":\"姓名\"", "\"title\":\"学生\""),
        ("\"id\":\"roster/table\"", "\"id\":\"people/table\""),
        ("\"schema\":1", "\"schema\":3"),
        ("\"schema\":1", "\"schema\":2"),
        ("\"cells\":[[", "\"cells\":7,\"were\":[["),
    ] {
        assert!(json.contains(known), "{known}");
        let other = json.replace(known, unknown);
        assert!(Document::from_json(other.as_bytes()).is_none(), "{unknown}");
    }
    for garbage in [
        "",
        "[1]",
        "{}",
        "{\"schema\":1}",
        "{\"schema\":1,\"sections\":[{\"type\":\"table\"}]}",
        "1",
    ] {
        assert!(Document::from_json(garbage.as_bytes()).is_none(), "{garbage}");
    }
}
