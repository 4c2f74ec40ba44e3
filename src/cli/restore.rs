//! `gongkai restore`: brings the sources of a release back.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use super::{Exit, Outcome, academic_year};
use crate::academic_year::AcademicYear;
use crate::archive::{self, Archive};
use crate::failure::Failure;
use crate::language::{Both, both, number_of};

/// 取回某一版公开时的来源：内容、表样和规则
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai restore 2024-2025 v1 取回")]
pub struct Arguments {
    /// 哪个学年
    #[arg(value_name = "学年", value_parser = academic_year)]
    year: AcademicYear,
    /// 哪一版，如 v1
    #[arg(value_name = "版本", value_parser = version)]
    version: u32,
    /// 放到哪个文件夹，必须还不存在
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

fn version(text: &str) -> Result<u32, Both> {
    let number = text.strip_prefix(['v', 'V']).unwrap_or(text).parse().ok();
    number.ok_or_else(|| both!("版本要写成 v1 的样子", "a version is written like v1"))
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, version, folder } = arguments;
    let archive = Archive::read(root)?;
    let is_it =
        |entry: &&archive::Entry| entry.year == year.to_string() && entry.version == version;
    let Some(entry) = archive.ledger.entries.iter().find(is_it) else {
        let why = both!(
            "没有公开过 {year} 第 {version} 版",
            "version {version} of {year} was never released"
        );
        let help = both!(
            "gongkai status 列出各学年公开到哪一版",
            "gongkai status tells which version each year has come to"
        );
        return Err(Failure::new(archive.folder, why).with_help(help));
    };
    let sources = archive.sources(entry)?;
    archive::write_new(&folder, &sources)?;
    let files = number_of(sources.len(), "个来源文件", "source file");
    terminal.say(
        both!("{year}  第 {version} 版的 ", "{year}  version {version}: ")
            + files
            + both!("已取回到 {}", " restored to {}", folder.display()),
    );
    Ok(Exit::Clean)
}
