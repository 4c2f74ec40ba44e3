//! `gongkai help`: the page of a command, as its `--help` shows it.
//! It must not know what a page says.

use super::english::PAGES;
use super::terminal::Terminal;
use super::{Exit, Outcome, usage};

/// 显示一个命令的说明，和 --help 一样
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai help build\n  gongkai help rules test")]
pub struct Arguments {
    /// 要说明的命令；不写时列出全部命令
    #[arg(value_name = "命令")]
    commands: Vec<String>,
}

pub fn run(arguments: &Arguments, terminal: Terminal) -> Outcome {
    usage::show::<super::Arguments>(&arguments.commands, PAGES, terminal.language);
    Ok(Exit::Clean)
}
