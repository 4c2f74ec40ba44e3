//! `gongkai archive`: keeps an older year that exists only as a file.

use std::path::{Path, PathBuf};

use super::new::year;
use super::terminal::Terminal;
use super::{Exit, Outcome, reason};
use crate::archive;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::both;
use crate::manifest::Artifact;
use crate::pipeline::{self, Inputs, Read, Run};
use crate::source::{MAX_KEPT_BYTES, read_file};

/// 保存旧学年公开文件的原件：这些学年只有 PDF 或网页，没有数据
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai archive add 2021-2022 2021-2022学年公开.pdf --note 原发布于学院网站"
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Add(Add),
}

/// 原样存入一个旧学年的 PDF 或网页，标明“未经本程序核查”
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai archive add 2021-2022 2021-2022学年公开.pdf --note 原发布于学院网站\n\n文件里像是有身份证号、手机号、学号等个人信息时，不保存；PDF 的表单、批注、属性和附件也检查，图片里的字检查不到。运行 gongkai build 以后，这个学年列入历年公开。"
)]
struct Add {
    /// 原件所属的学年；第二个组织的写成 2021-2022/研究生会
    #[arg(value_name = "学年", value_parser = year)]
    year: Edition,
    /// PDF 或网页文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 原件的来源；要印在版本页上
    #[arg(long, value_name = "说明", value_parser = reason)]
    note: String,
    /// 程序读不出文字的文件（如扫描件）也保存：已经人工逐页核对，没有个人信息
    #[arg(long)]
    checked_by_hand: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Command::Add(Add { year, file, note, checked_by_hand }) = arguments.command;
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let name =
        name.ok_or_else(|| Failure::new(&file, both!("这不是一个文件", "this is no file")))?;
    let bytes = read_file(&file, MAX_KEPT_BYTES)?;
    let read = if checked_by_hand { Read::ByHand } else { Read::ByProgram };
    let added = pipeline::add_older(&run, &year, Artifact::new(name, bytes), &note, read)?;
    let entry = added.entry;
    let (file, folder, digest) = (&entry.file, entry.folder(), &entry.digest);
    terminal.say(both!(
        "{year}  {file} 已归档，存入 content/releases/{folder}",
        "{year}  {file} is kept in content/releases/{folder}"
    ));
    terminal.say(both!("账本摘要 {digest}", "digest of the ledger {digest}"));
    if let Some(pages) = added.pictured {
        terminal.say(both!(
            "第 {pages} 页有图片，图片里的字程序读不到，请看一遍有没有个人信息",
            "pages {pages} show pictures, in which nothing is read: see that they hold no private data"
        ));
    }
    terminal.say(both!(
        "运行 gongkai build 列入历年公开，标明“未经本程序核查”",
        "run gongkai build to list it among the years, marked 未经本程序核查 (not checked by this program)"
    ));
    Ok(Exit::Clean)
}
