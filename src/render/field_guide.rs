//! What may be written in each file, from the tables of fields: the words of it, and a page.
//! It must not know any field.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::datum::{Field, Need, Record, Shape, Visibility};
use crate::failure::Failure;
use crate::manifest::Artifact;
use crate::model::{SITE, Tables, year};
use crate::numeral;
use crate::theme::Theme;

/// The files of the theme that the page takes, by their path in it.
const FILES: [&str; 5] = ["base.css", "text.css", "table.css", "print.css", "icon.svg"];

#[derive(Serialize)]
struct Page {
    /// A BCP 47 tag.
    language: &'static str,
    version: &'static str,
    contents: Vec<Contents>,
    files: Vec<File>,
}

#[derive(Serialize)]
struct Contents {
    number: &'static str,
    title: String,
    href: String,
    entries: [(); 0],
}

#[derive(Serialize)]
struct File {
    id: &'static str,
    name: String,
    title: &'static str,
    place: &'static str,
    /// Where the official form has it, where it does.
    of_form: Option<&'static str>,
    /// The text file beside it.
    prose: Option<String>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// The keys down to the field, as they are nested.
    key: String,
    meaning: &'static str,
    written: String,
    example: String,
    need: &'static str,
    seen: &'static str,
}

/// Says all of a field in one line: what it is, how it is written, whether it must be, who sees it.
pub fn describe_field(field: &Field) -> String {
    let Field { meaning, .. } = field;
    format!("{meaning}（{}；{}；{}）", written(field.shape), need(field), seen(field))
}

/// Says whether a field must be written.
pub fn need(field: &Field) -> &'static str {
    match field.need {
        Need::Required | Need::Part => "必填",
        Need::Optional | Need::Derived => "可以不写",
    }
}

/// Says who sees a field.
pub fn seen(field: &Field) -> &'static str {
    match field.visibility {
        Visibility::Public => "公开",
        Visibility::ByChoice => "按排名公开方式",
        Visibility::Named => "具名，随名单公开和撤下",
        Visibility::Hidden => "不公开，只供核对",
    }
}

/// Says how a value is written, with an example.
pub fn written(shape: Shape) -> String {
    match shape {
        Shape::Text => "文字".to_owned(),
        Shape::Count("") => "整数，如 3".to_owned(),
        Shape::Count(unit) => format!("整数，如 3 或 3{unit}"),
        Shape::Date => "日期，如 2025-10-18".to_owned(),
        Shape::YesNo | Shape::Verdict => "是或否".to_owned(),
        Shape::Verdicts => "一行是或否，中间用空格隔开".to_owned(),
        Shape::Choice(words) => format!("只能写：{}", words.join("、")),
        Shape::Year => "学年，如 2025-2026".to_owned(),
        Shape::Email => "邮箱".to_owned(),
        Shape::Url => "网址".to_owned(),
        Shape::Texts => "几条文字，每条一行，前面加“- ”".to_owned(),
        Shape::One(_) => "一组“键: 值”".to_owned(),
        Shape::Many(_) => "几组，每组前面加“- ”".to_owned(),
        Shape::Keyed(_) => "每条写成“名称: 内容”".to_owned(),
        Shape::Prose(_) => "另一个同名的 .md 文件".to_owned(),
    }
}

/// Returns an example of a field that the sample does not write.
fn usual(field: &Field) -> String {
    let told = field.meaning.split_once("如 ").map(|(_, rest)| rest);
    let first = |text: &str| text.split(['；', '，', '、', '）']).next().unwrap_or(text).to_owned();
    match (field.shape, told) {
        (Shape::Text | Shape::Url | Shape::Texts | Shape::Keyed(_), Some(told)) => first(told),
        (Shape::YesNo | Shape::Verdict, _) => "是".to_owned(),
        (Shape::Count(unit), _) => format!("3{unit}"),
        (Shape::Date, _) => "2025-10-18".to_owned(),
        (Shape::Choice(words), _) => words.first().copied().unwrap_or_default().to_owned(),
        (Shape::Year, _) => "2025-2026".to_owned(),
        _ => String::new(),
    }
}

/// Returns the part of the official form that a file is, in the form's own words: its meaning begins
/// with the number of the part.
pub fn of_form(field: &Field) -> Option<&'static str> {
    let (number, _) = field.meaning.split_once('、')?;
    numeral::parse(number).map(|_| field.meaning)
}

/// Makes the page of all fields, and what it needs beside it; `examples` are values of the sample by
/// the keys down to them, `年度.学校.全称`.
///
/// # Errors
/// A template that cannot be read or filled.
pub fn page(
    name: &str,
    tables: Tables,
    examples: &BTreeMap<String, String>,
    theme: &Theme,
) -> Result<Vec<Artifact>, Failure> {
    let mut files = vec![File {
        id: "site",
        name: "site.yaml".to_owned(),
        title: SITE.title,
        place: "放在 content 文件夹",
        of_form: None,
        prose: None,
        rows: rows(&SITE, "site", "", examples),
    }];
    for (record, place) in
        [(tables.year, "放在学年的文件夹"), (tables.round, "放在一轮述职评议的文件夹")]
    {
        let written = record.fields.iter().filter(|field| field.need != Need::Derived);
        files.extend(written.filter_map(|field| file(field, place, examples)));
    }
    let contents = files.iter().map(|file| Contents {
        number: "",
        title: format!("{}　{}", file.name, file.title),
        href: format!("#{}", file.id),
        entries: [],
    });
    let page = Page {
        language: "zh-CN",
        version: env!("CARGO_PKG_VERSION"),
        contents: contents.collect(),
        files,
    };
    let beside = |path: &&str| Some(Artifact::new(*path, theme.file(path)?.to_vec()));
    let mut made: Vec<Artifact> = FILES.iter().filter_map(beside).collect();
    made.push(Artifact::new(name, theme.templates()?.fill("fields.html", page)?));
    Ok(made)
}

fn file(
    field: &'static Field,
    place: &'static str,
    examples: &BTreeMap<String, String>,
) -> Option<File> {
    let record = field.shape.record()?;
    let prose = record.fields.iter().any(|field| matches!(field.shape, Shape::Prose(_)));
    let prose = prose.then(|| format!("{}.md", field.key));
    let rows = rows(record, field.key, "", examples);
    let name = file_name(field);
    let prose = prose.filter(|_| !rows.is_empty());
    Some(File {
        id: field.name.as_str(),
        name,
        title: field.meaning,
        place,
        of_form: of_form(field),
        prose,
        rows,
    })
}

/// Returns the file a section is written in: a table, a text alone, or data.
pub fn file_name(field: &Field) -> String {
    let is_data =
        |field: &&Field| field.need != Need::Derived && !matches!(field.shape, Shape::Prose(_));
    let has_data = field.shape.record().is_some_and(|it| it.fields.iter().any(|it| is_data(&it)));
    let kind = match () {
        () if field.name == year::ROSTER => "csv",
        () if has_data => "yaml",
        () => "md",
    };
    format!("{}.{kind}", field.key)
}

fn rows(
    record: &'static Record,
    path: &str,
    above: &str,
    examples: &BTreeMap<String, String>,
) -> Vec<Row> {
    let mut all = Vec::new();
    for field in record.fields {
        if field.need == Need::Derived || matches!(field.shape, Shape::Prose(_)) {
            continue;
        }
        let path = format!("{path}.{}", field.key);
        let key = format!("{above}{}", field.key);
        let below = field.shape.record();
        let below = below.map(|record| rows(record, &path, &format!("{key} › "), examples));
        all.push(Row {
            key,
            meaning: field.meaning,
            written: written(field.shape),
            example: examples.get(&path).cloned().unwrap_or_else(|| usual(field)),
            need: need(field),
            seen: seen(field),
        });
        all.extend(below.into_iter().flatten());
    }
    all
}
