//! `gongkai manual`: the help of every command as man pages, for those who package the program.
//! It must not say what `--help` does not say.

use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use super::english::PAGES;
use super::terminal::Terminal;
use super::{Exit, Outcome, usage, write};
use crate::failure::Failure;
use crate::language::both;

/// 把每个命令的说明写成 man 手册页，一个命令一个文件
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai manual man1\n  gongkai --lang en manual man1")]
pub struct Arguments {
    /// 手册页写到这个文件夹，它必须是空的或者还不存在
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

pub fn run(_: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut command = usage::command::<super::Arguments>(PAGES, terminal.language);
    // Gives every command below it the name of its page, `gongkai-rules-test`.
    command.build();
    let mut pages = Vec::new();
    collect(&command, &mut pages)?;
    let files: Vec<(String, &[u8])> =
        pages.iter().map(|(name, page)| (format!("{name}.1"), page.as_slice())).collect();
    write::into_new_folder(&arguments.folder, &files)?;
    let folder = arguments.folder.display();
    terminal.say(both!("已写出 {} 页到 {folder}", "wrote {} pages to {folder}", files.len()));
    Ok(Exit::Clean)
}

/// Collects the page of a command and those of the commands below it.
fn collect(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut page = Vec::new();
    let written = Man::new(command.clone()).render(&mut page);
    written.map_err(|error| Failure::io(Path::new(&name), error))?;
    pages.push((name, page));
    command.get_subcommands().try_for_each(|below| collect(below, pages))
}
