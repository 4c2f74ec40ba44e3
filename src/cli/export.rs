//! `gongkai export`: one year or round outside a site: pages to be pasted, Word, tables.
//! It must not know how any of them looks.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::ArgGroup;

use super::place_of_site::named;
use super::terminal::Terminal;
use super::today::today;
use super::{Exit, Outcome, write};
use crate::archive::Archive;
use crate::failure::Failure;
use crate::language::both;
use crate::load::Folder;
use crate::pipeline::{self, Due, Inputs, Run};
use crate::render::docx::{docx, docx_under};
use crate::render::{html, tables};

/// 把一个学年或者一轮述职评议导出成网页、Word 或者表格；只要有一处违规，就不导出
#[derive(clap::Args)]
#[command(
    group = ArgGroup::new("form").args(["single_file", "fragment", "docx", "tables", "blank"]).required(true).multiple(true),
    after_help = "例子：\n  gongkai export 2025-2026 --single-file 公开.html\n  gongkai export 2025-2026 --fragment 正文.html\n  gongkai export 2025-2026 --single-file - | ssh 主机 \"cat > 公开.html\"\n  gongkai export 2025-2026 --docx 公开.docx\n  gongkai export 2025-spring-school --docx 通知.docx\n  gongkai export 2025-2026 --tables 表格\n  gongkai export 2025-2026 --blank 空白表样.docx"
)]
pub struct Arguments {
    /// 要导出的学年，或者一轮述职评议
    #[arg(value_name = "学年或一轮")]
    name: String,
    /// 写成一个网页文件：样式在内，没有脚本；文件名写 - 时写到标准输出，--fragment 和 --docx 也一样
    #[arg(long, value_name = "文件")]
    single_file: Option<PathBuf>,
    /// 只写正文：样式写在每个标签上，没有 id、class、script 和 style
    #[arg(long, value_name = "文件")]
    fragment: Option<PathBuf>,
    /// 写成 Word 文件：用公文格式，是否各项已经打勾，标题和表格可以继续编辑
    #[arg(long, value_name = "文件")]
    docx: Option<PathBuf>,
    /// 把各张表写成 CSV（带 BOM），一张表一个文件；文件夹必须是空的，columns.csv 列出各列的键
    #[arg(long, value_name = "文件夹")]
    tables: Option<PathBuf>,
    /// 把这一学年的表样写成空白的 Word 文件，供下发填写：只有标题、表头和指标，没有填写的内容
    #[arg(long, value_name = "文件", conflicts_with_all = ["single_file", "fragment", "docx", "tables"])]
    blank: Option<PathBuf>,
    /// 按这一天导出，不写时是今天；还没有公开过、撤下日期已到的内容，只有写了这个选项才不印姓名
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Option<time::Date>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut run = Run::open(Inputs::read(root)?)?;
    run.on = arguments.on;
    let folder = run.one(&named(root, &arguments.name))?;
    if let Some(path) = &arguments.blank {
        return blank(&run, folder, path, terminal);
    }
    let checked = run.check(folder);
    let mut findings = run.faults.clone();
    findings.extend(checked.findings);
    let by = arguments.on.unwrap_or_else(today);
    let due = pipeline::due(&run, &Archive::read(root)?, &[folder], by)?;
    let mut due = due.iter().filter(|due| due.edition == folder.edition);
    // What was released is not handed out again with names; the clock only warns of the rest.
    findings.extend(due.clone().filter(|due| due.released).map(Due::finding));
    if arguments.on.is_none()
        && let Some(due) = due.find(|due| !due.released)
    {
        terminal.note(due.reminder());
    }
    let count = terminal.findings_beside(findings, &run.inputs.sources);
    if count.violations > 0 {
        terminal.summary(count.summary() + both!("：没有导出", ": not exported"));
        return Ok(Exit::Violations);
    }
    let document = pipeline::export(&run, folder)?;
    let imprint = pipeline::imprint_of(&run, &folder.edition);
    let theme = &run.resources.theme;
    let Arguments { single_file, fragment, docx: word, tables: folder, .. } = arguments;
    let to_file = |path: Option<PathBuf>, make: &dyn Fn() -> Result<Vec<u8>, Failure>| {
        let Some(path) = path else { return Ok(()) };
        if path.as_os_str() == "-" {
            let written = std::io::stdout().write_all(&make()?);
            return written.map_err(|error| Failure::io(&path, error));
        }
        write::file(&path, &make()?)?;
        said(&path, terminal);
        Ok(())
    };
    to_file(single_file, &|| html::single_file(&document, theme))?;
    to_file(fragment, &|| html::fragment(&document, theme))?;
    to_file(word, &|| Ok(docx_under(&document, &imprint)))?;
    if let Some(folder) = folder {
        let files = tables::tables(&document);
        let files: Vec<_> = files.iter().map(|it| (it.path.clone(), &it.bytes[..])).collect();
        write::into_new_folder(&folder, &files)?;
        said(&folder, terminal);
    }
    Ok(Exit::Clean)
}

/// Writes the form of a year with nothing filled in; whether the year has violations is no matter.
fn blank(run: &Run, folder: &Folder, path: &Path, terminal: Terminal) -> Outcome {
    if folder.edition.is_round() {
        let why = both!("一轮述职评议没有空白的表样", "a round has no blank form");
        let help = both!(
            "空白的评分表用 gongkai appraisal sheets",
            "gongkai appraisal sheets writes its blank score sheets"
        );
        return Err(Failure::new(&folder.path, why).with_help(help));
    }
    let form = pipeline::draft(run, folder).draft.blank();
    write::file(path, &docx(&form))?;
    said(path, terminal);
    Ok(Exit::Clean)
}

fn said(path: &Path, terminal: Terminal) {
    terminal.say(both!("已导出 {}", "exported {}", path.display()));
}
