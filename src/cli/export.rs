//! `gongkai export`: one year for content systems that take pages by pasting.
//! It must not know how a page looks.

use std::fs;
use std::path::{Path, PathBuf};

use super::terminal::{self, Terminal};
use super::{Exit, Outcome};
use crate::failure::Failure;
use crate::language::both;
use crate::pipeline::{self, Inputs, Run};

/// 把一个学年导出成可以贴进学校网站后台的网页；有一处违规就不导出
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai export 2025-2026 --single-file 公开.html\n  gongkai export 2025-2026 --fragment 正文.html"
)]
pub struct Arguments {
    /// 要导出的学年
    #[arg(value_name = "学年")]
    year: String,
    /// 写成一个文件：样式在内，没有脚本
    #[arg(long, value_name = "文件", required_unless_present = "fragment")]
    single_file: Option<PathBuf>,
    /// 只写正文：样式写在每个标签上，没有 id、class、script 和 style
    #[arg(long, value_name = "文件")]
    fragment: Option<PathBuf>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let folder = run.one(&arguments.year)?;
    let checked = run.check(folder);
    let mut findings = run.faults.clone();
    findings.extend(checked.findings);
    let count = terminal.findings(findings, &run.inputs.sources);
    if count.violations > 0 {
        terminal.say(terminal::counted(count) + both!("：没有导出", ": not exported"));
        return Ok(Exit::Violations);
    }
    let exported = pipeline::export(&run, folder)?;
    let files =
        [(arguments.single_file, exported.single_file), (arguments.fragment, exported.fragment)];
    for (path, bytes) in files {
        let Some(path) = path else { continue };
        fs::write(&path, bytes).map_err(|error| Failure::io(&path, error))?;
        terminal.say(both!("已导出 {}", "exported {}", path.display()));
    }
    Ok(Exit::Clean)
}
