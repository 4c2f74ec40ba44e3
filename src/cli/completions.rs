//! `gongkai completions`: what a shell needs to complete commands and options.
//! It must not know a command by name.

use std::path::Path;

use clap_complete::Shell;

use super::english::PAGES;
use super::terminal::{Goal, Terminal};
use super::{Exit, Outcome, usage};

/// 写出命令行补全脚本，装进 shell 以后，按 Tab 键就能补全命令和选项
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai completions bash > ~/.local/share/bash-completion/completions/gongkai\n  gongkai completions fish > ~/.config/fish/completions/gongkai.fish\n  gongkai completions powershell --output gongkai.ps1"
)]
pub struct Arguments {
    /// shell 的种类：bash、zsh、fish、powershell 或 elvish
    #[arg(value_name = "bash|zsh|fish|powershell|elvish")]
    shell: Shell,
    #[command(flatten)]
    goal: Goal,
}

pub fn run(_: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut command = usage::command::<super::Arguments>(PAGES, terminal.language);
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "gongkai", &mut script);
    arguments.goal.write(&script)?;
    Ok(Exit::Clean)
}
