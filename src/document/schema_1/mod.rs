//! A `document.json` of schema 1 → today's document: what its titles and sentences say, as data.
//! It must not be asked of any other document; here alone a title or a sentence is read for what it
//! means, because schema 1 kept its meaning nowhere else.
//!
//! A table or a column that is not known makes the whole document unreadable: names in it would not
//! be known as such. A sentence that is not known stays words.

mod sentence;
mod table;
mod words;

use serde_json::{Value as Json, json};

use super::{Block, Cell, Document, Kind, SCHEMA, Section, Subject, Table};
use sentence::say_blocks;
use table::{RANK, say_table};
use words::{between, dimension, is_number, last_part};

/// Reads a document of schema 1; absent where it has a table or column that none of them had.
pub fn read(json: &[u8]) -> Option<Document> {
    let mut tree: Json = serde_json::from_slice(json).ok()?;
    tree.as_object_mut()?.insert("schema".to_owned(), json!(SCHEMA));
    key_tables(&mut tree)?;
    let mut document: Document = serde_json::from_value(tree).ok()?;
    let kind = document.kind;
    let items = second_items(&document);
    say_blocks(&mut document.preamble, "preamble", "", kind);
    for section in &mut document.sections {
        let id = section.id.clone();
        say_section(section, &id, kind, &items);
    }
    say_blocks(&mut document.closing, "closing", "", kind);
    say_section(&mut document.report, "compliance", kind, &items);
    Some(document)
}

/// Gives each table its subject, each column its key, and each cell the place of its words.
fn key_tables(tree: &mut Json) -> Option<()> {
    match tree {
        Json::Array(items) => items.iter_mut().try_for_each(key_tables),
        Json::Object(fields) if fields.get("type") == Some(&json!("table")) => {
            let subject = subject_of(fields.get("id")?.as_str()?)?;
            fields.insert("subject".to_owned(), json!(subject));
            for column in fields.get_mut("columns")?.as_array_mut()? {
                let key = key_of(subject, column.get("title")?.as_str()?)?;
                column.as_object_mut()?.insert("key".to_owned(), json!(key));
            }
            for row in fields.get_mut("rows")?.as_array_mut()? {
                for cell in row.get_mut("cells")?.as_array_mut()? {
                    *cell = json!({ "words": cell.take() });
                }
            }
            Some(())
        }
        Json::Object(fields) => fields.iter_mut().try_for_each(|(_, field)| key_tables(field)),
        _ => Some(()),
    }
}

/// What the rows of a table are about, by its address.
fn subject_of(id: &str) -> Option<Subject> {
    let counted = |start: &str| {
        let number = id.strip_prefix(start)?.strip_suffix("/table")?;
        (!number.is_empty() && number.chars().all(|c| c.is_ascii_digit())).then_some(())
    };
    Some(match id {
        "self-evaluation/school/table" => Subject::Indicator,
        "self-evaluation/second/table" => Subject::SecondItem,
        "self-evaluation/matrix/table" => Subject::SecondUnion,
        "units/table" => Subject::Unit,
        "roster/table" => Subject::Person,
        "delegates/table" => Subject::Delegation,
        "appraisal/rounds/table" => Subject::Round,
        "guides/table" => Subject::Guide,
        "standings/table" => Subject::Result,
        "open/table" => Subject::OpenMatter,
        "compliance/indicators/table" => Subject::IndicatorOutcome,
        "compliance/exemptions/table" => Subject::Exemption,
        "compliance/stated-not-met/table"
        | "compliance/exempted/table"
        | "compliance/remarks/table"
        | "compliance/unverified/table"
        | "compliance/holds/table"
        | "compliance/hidden/table"
        | "compliance/not-applicable/table" => Subject::RuleOutcome,
        _ if counted("grading/sheet-").is_some() => Subject::Grade,
        _ if counted("annex/sheet-").is_some() => Subject::ScoreSheet,
        _ => return None,
    })
}

/// The field a column shows, by its title.
fn key_of(subject: Subject, title: &str) -> Option<String> {
    let key = match (subject, title) {
        (Subject::Indicator | Subject::IndicatorOutcome, "指标") => "item",
        (Subject::Indicator | Subject::IndicatorOutcome, "结论") => "verdict",
        (Subject::Indicator | Subject::SecondItem, "备注") => "remark",
        (Subject::SecondItem, "项目") => "item",
        (Subject::SecondItem, "符合标准的组织数量") => "stated",
        (Subject::SecondUnion, "二级组织") => "name",
        (Subject::SecondUnion, number) if is_number(number) => {
            return Some(format!("verdicts.{number}"));
        }
        (Subject::Unit | Subject::Person | Subject::ScoreSheet, "序号") => "no",
        (Subject::Unit, "机构名称") => "name",
        (Subject::Unit, "人数") => "headcount",
        (Subject::Unit, "主要职责") => "duties",
        (Subject::Person | Subject::Guide | Subject::Result, "姓名") => "name",
        (Subject::Person, "政治面貌") => "political",
        (Subject::Person | Subject::Delegation, "院系") => "department",
        (Subject::Person, "年级") => "grade",
        (Subject::Person, title) if between(title, RANK, "）").is_some() => "rank_shown",
        (Subject::Delegation, "代表人数") => "count",
        (Subject::Round, "通知") => "title",
        (Subject::Round, "评议的学期") => "semester",
        (Subject::Round, "述职日期") => "meeting",
        (Subject::Round, "述职对象（个）") => "subjects",
        (Subject::Round, "公布范围") => "range",
        (Subject::Round, "各等次个数") => "results",
        (Subject::Guide, "类别") => "category",
        (Subject::Guide, "职务") => "post",
        (Subject::Guide, "是否为专职团干部") => "full_time",
        (Subject::Guide | Subject::ScoreSheet, "备注") => "remark",
        (Subject::Grade, "等次") => "name",
        (Subject::Grade, "综合得分") => "from",
        (Subject::Grade, "名额") => "quotas",
        (Subject::ScoreSheet | Subject::Result, "部门和职务") => "post",
        (Subject::ScoreSheet, "述职人" | "述职组织") => "name",
        (Subject::ScoreSheet, "总分") => "score",
        (Subject::ScoreSheet, title) => return Some(format!("dimensions.{}", dimension(title)?.0)),
        (Subject::Result, "述职对象") => "name",
        (Subject::Result, "名次") => "place",
        (Subject::Result, "得分") => "score",
        (Subject::Result, "等次") => "grade",
        (Subject::OpenMatter, "事项") => "matter",
        (Subject::OpenMatter, "通知印发时") => "remark",
        (Subject::OpenMatter, "补充通知") => "supplements",
        (Subject::IndicatorOutcome, "数值") => "stated",
        (Subject::IndicatorOutcome, "核查") => "outcome",
        (Subject::Exemption, "规则") | (Subject::RuleOutcome, "代号") => "code",
        (Subject::Exemption, "位置") => "place",
        (Subject::Exemption, "理由") => "reason",
        (Subject::Exemption, "批准") => "approved_by",
        (Subject::RuleOutcome, "查什么") => "title",
        (Subject::RuleOutcome, "依据") => "cites",
        (Subject::RuleOutcome, "凭什么") => "evidence",
        _ => return None,
    };
    Some(key.to_owned())
}

/// The permanent key of each item of the self-evaluation of second-level unions, by its number.
fn second_items(document: &Document) -> Vec<(String, String)> {
    let mut items = Vec::new();
    each_table(&document.sections, &mut |table| {
        for row in table.rows.iter().filter(|_| table.subject == Subject::SecondItem) {
            let words = row.cells.first().map(Cell::plain_text).unwrap_or_default();
            let number = words.split(". ").next().unwrap_or_default().to_owned();
            items.push((number, last_part(&row.id).to_owned()));
        }
    });
    items
}

fn each_table<'a>(sections: &'a [Section], see: &mut impl FnMut(&'a Table)) {
    for section in sections {
        for block in &section.blocks {
            if let Block::Table(table) = block {
                see(table);
            }
        }
        each_table(&section.sections, see);
    }
}

fn say_section(section: &mut Section, outermost: &str, kind: Kind, items: &[(String, String)]) {
    let title = section.title.clone();
    for block in &mut section.blocks {
        if let Block::Table(table) = block {
            say_table(table, &title, items);
        }
    }
    say_blocks(&mut section.blocks, outermost, &title, kind);
    section.sections.iter_mut().for_each(|inner| say_section(inner, outermost, kind, items));
}
