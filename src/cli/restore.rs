//! `gongkai restore`: brings the sources of a release back.

use std::path::{Path, PathBuf};

use super::{Exit, Outcome};
use crate::archive::{self, Archive};
use crate::failure::Failure;

/// 取回某一版公开时的来源：内容、表样和规则
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai restore 2024-2025 v1 取回")]
pub struct Arguments {
    /// 哪个学年，或哪一轮述职评议
    #[arg(value_name = "学年")]
    year: String,
    /// 哪一版，如 v1
    #[arg(value_name = "版本", value_parser = version)]
    version: u32,
    /// 放到哪个文件夹，必须还不存在
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

fn version(text: &str) -> Result<u32, String> {
    let number = text.strip_prefix(['v', 'V']).unwrap_or(text).parse().ok();
    number.ok_or_else(|| "版本要写成 v1 的样子".to_owned())
}

pub fn run(root: &Path, arguments: Arguments) -> Outcome {
    let Arguments { year, version, folder } = arguments;
    let archive = Archive::read(root)?;
    let is_it = |entry: &&archive::Entry| entry.year == year && entry.version == version;
    let Some(entry) = archive.ledger.entries.iter().find(is_it) else {
        return Err(Failure::new(archive.folder, format!("没有公开过 {year} 第 {version} 版"))
            .with_help("gongkai status 列出各学年公开到哪一版"));
    };
    let sources = archive.sources(entry)?;
    archive::write_new(&folder, &sources)?;
    println!("{year}  第 {version} 版的 {} 个来源文件已取回到 {}", sources.len(), folder.display());
    Ok(Exit::Clean)
}
