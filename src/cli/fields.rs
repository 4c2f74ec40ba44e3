//! `gongkai fields`: what may be written where, from the table of fields.
//! It must not know any field.

use std::fmt::Write;

use super::terminal::Terminal;
use super::{Exit, Outcome};
use crate::datum::{Field, Need, Record, Shape, Visibility};
use crate::model::round::ROUND;
use crate::model::{SITE, YEAR};

/// 填写说明：每个文件里可以写哪些项、怎样写、必不必填、公不公开
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai fields\n  gongkai fields 代表大会")]
pub struct Arguments {
    /// 只看一个文件，如 年度、名单、通知；不写就是全部
    #[arg(value_name = "文件")]
    file: Option<String>,
}

pub fn run(arguments: Arguments, terminal: Terminal) -> Outcome {
    let wanted = arguments.file.as_deref().map(|name| name.split('.').next().unwrap_or(name));
    let mut text = String::new();
    if wanted.is_none_or(|name| name == "site") {
        let _ = writeln!(text, "## site.yaml　站点\n");
        fields(&SITE, 0, &mut text);
    }
    for (record, place) in [(&YEAR, "学年的文件夹"), (&ROUND, "一轮述职评议的文件夹")]
    {
        for field in record.fields.iter().filter(|field| field.need != Need::Derived) {
            if wanted.is_some_and(|name| name != field.key) {
                continue;
            }
            let kind = if field.name == "roster" { "csv" } else { "yaml" };
            let _ = writeln!(text, "\n## {}.{kind}　{}（{place}）\n", field.key, field.meaning);
            below(field, 0, &mut text);
        }
    }
    if text.is_empty() {
        let name = arguments.file.unwrap_or_default();
        let why = crate::language::both!("没有这个文件的说明", "there is no such file");
        return Err(crate::failure::Failure::new(name, why));
    }
    terminal.say(text.trim().to_owned().into());
    Ok(Exit::Clean)
}

fn fields(record: &Record, depth: usize, text: &mut String) {
    for field in record.fields.iter().filter(|field| field.need != Need::Derived) {
        let need = match field.need {
            Need::Required | Need::Part => "必填",
            _ => "可以不写",
        };
        let seen = match field.visibility {
            Visibility::Public => "公开",
            Visibility::ByChoice => "按排名公开方式",
            Visibility::Hidden => "不公开，只供核对",
        };
        let indent = "  ".repeat(depth);
        let (key, meaning) = (field.key, field.meaning);
        let written = written(field.shape);
        let _ = writeln!(text, "{indent}- {key}：{meaning}（{written}；{need}；{seen}）");
        below(field, depth + 1, text);
    }
}

fn below(field: &Field, depth: usize, text: &mut String) {
    if let Some(record) = field.shape.record() {
        fields(record, depth, text);
    }
}

/// Says how a value is written, with an example.
fn written(shape: Shape) -> String {
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
