//! `gongkai fields`: what may be written where, from the table of fields, in the terminal or as a page.
//! It must not know any field.

use std::fmt::Write;
use std::path::Path;

use clap::ValueEnum;

use super::terminal::Terminal;
use super::{Exit, Outcome, place};
use crate::datum::{Field, Need, Record};
use crate::failure::Failure;
use crate::language::both;
use crate::model::{SITE, Tables, year};
use crate::pipeline;
use crate::render::field_guide::{self, describe_field, of_form};
use crate::source::WORKBOOKS;
use crate::theme::Theme;

/// 列出填写说明：每个文件里可以写哪些项、怎样写、是否必填、是否公开
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai fields\n  gongkai fields 代表大会\n  gongkai fields --format html 手册/填写说明.html"
)]
pub struct Arguments {
    /// 说明的格式：text 在终端列出，html 写成一页
    #[arg(long, default_value = "text", value_name = "text|html")]
    format: Format,
    /// 只列出这个文件的说明，如 年度、名单、通知，不写时列出全部；用 html 时，是要写到的文件
    #[arg(value_name = "文件")]
    file: Option<String>,
}

/// How the fields are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let tables = pipeline::tables(root);
    match (arguments.format, arguments.file) {
        (Format::Text, file) => list(tables, file, terminal),
        (Format::Html, Some(file)) => page(tables, Path::new(&file), terminal),
        (Format::Html, None) => {
            let why = both!("没有写到哪个文件", "no file to write to");
            Err(Failure::new("--format html", why).with_help(both!(
                "写成 gongkai fields --format html 手册/填写说明.html",
                "write gongkai fields --format html FILE"
            )))
        }
    }
}

/// Writes the page and what it needs beside it, over those of an earlier one.
fn page(tables: Tables, path: &Path, terminal: Terminal) -> Outcome {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let files = field_guide::page(&name, tables, &pipeline::examples(), &Theme::built_in())?;
    for file in files {
        place::write(&path.with_file_name(&file.path), &file.bytes)?;
    }
    let path = path.display();
    terminal.say(both!(
        "填写说明写好了，用浏览器打开 {path}",
        "wrote the page of all fields; open {path} in a browser"
    ));
    Ok(Exit::Clean)
}

fn list(tables: Tables, file: Option<String>, terminal: Terminal) -> Outcome {
    let wanted = file.as_deref().map(|name| name.split('.').next().unwrap_or(name));
    let mut text = String::new();
    if wanted.is_none_or(|name| name == "site") {
        let _ = writeln!(text, "## site.yaml　站点\n");
        fields(&SITE, 0, &mut text);
    }
    for (record, place) in [(tables.year, "学年的文件夹"), (tables.round, "一轮述职评议的文件夹")]
    {
        for field in record.fields.iter().filter(|field| field.need != Need::Derived) {
            if wanted.is_some_and(|name| name != field.key) {
                continue;
            }
            let name = field_guide::file_name(field);
            let _ = writeln!(text, "\n## {name}　{}（{place}）\n", field.meaning);
            if let Some(part) = of_form(field) {
                let _ = writeln!(text, "官方表样里是“{part}”\n");
            }
            if field.name == year::ROSTER {
                let _ = writeln!(text, "也可以直接放表格：{}\n", beside(field.key));
            }
            below(field, 0, &mut text);
        }
    }
    if text.is_empty() {
        let name = file.unwrap_or_default();
        let why = both!("没有这个文件的说明", "there is no such file");
        return Err(Failure::new(name, why));
    }
    terminal.say(text.trim().to_owned().into());
    Ok(Exit::Clean)
}

fn fields(record: &Record, depth: usize, text: &mut String) {
    for field in record.fields.iter().filter(|field| field.need != Need::Derived) {
        let indent = "  ".repeat(depth);
        let _ = writeln!(text, "{indent}- {}：{}", field.key, describe_field(field));
        below(field, depth + 1, text);
    }
}

fn below(field: &Field, depth: usize, text: &mut String) {
    if let Some(record) = field.shape.record() {
        fields(record, depth, text);
    }
}

/// Names the workbooks that may stand in place of a table, `名单.xlsx`.
fn beside(key: &str) -> String {
    WORKBOOKS.map(|ending| format!("{key}.{ending}")).join("、")
}
