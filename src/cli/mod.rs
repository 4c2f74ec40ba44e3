//! The command line: arguments, terminal, exit codes; one file a command.
//! It must not decide anything about content.

mod appraisal;
mod archive;
mod build;
mod check;
mod diff;
mod explain;
mod export;
mod init;
mod new;
mod purge;
mod release;
mod restore;
mod rules;
mod status;
mod terminal;
mod theme;
mod usage;
mod verify;
mod withdraw;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::academic_year::AcademicYear;
use crate::failure::Failure;
use crate::load::decode;

/// What a run came to; the numbers are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Clean = 0,
    /// The content violates a rule.
    Violations = 1,
    /// The machine, the theme or a font refused.
    Failed = 2,
}

#[derive(Parser)]
#[command(
    name = "gongkai",
    version,
    about = "把一学年的数据和文字编成可以公开的网页和 PDF；有一处违规就不生成",
    after_help = "例子：\n  gongkai init 我的站点          新建一个可以直接生成的站点\n  gongkai build                生成全部学年到 output/\n  gongkai check 2025-2026      只检查一个学年，不生成\n  gongkai explain ROS-07       说明一条规则\n\n退出码：0 没有违规；1 有违规，没有生成；2 机器、主题或字体出错",
    arg_required_else_help = true
)]
struct Arguments {
    /// 站点所在的文件夹（里面有 content/）
    #[arg(long, global = true, default_value = ".", value_name = "文件夹")]
    root: PathBuf,
    /// 颜色：auto 只在终端里用
    #[arg(long, global = true, default_value = "auto", value_name = "auto|always|never")]
    color: terminal::Colour,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Arguments),
    Build(build::Arguments),
    Check(check::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Export(export::Arguments),
    Theme(theme::Arguments),
    Status(status::Arguments),
    New(new::Arguments),
    Release(release::Arguments),
    Verify(verify::Arguments),
    Restore(restore::Arguments),
    Withdraw(withdraw::Arguments),
    Purge(purge::Arguments),
    Archive(archive::Arguments),
    Appraisal(appraisal::Arguments),
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let arguments: Arguments = usage::parse();
    let colour = arguments.color;
    let root = &arguments.root;
    let result = match arguments.command {
        Command::Init(arguments) => init::run(root, arguments),
        Command::Build(arguments) => build::run(root, arguments, colour),
        Command::Check(arguments) => check::run(root, arguments, colour),
        Command::Diff(arguments) => diff::run(root, arguments, colour),
        Command::Explain(arguments) => explain::run(root, arguments),
        Command::Rules(arguments) => rules::run(root, arguments, colour),
        Command::Export(arguments) => export::run(root, arguments, colour),
        Command::Theme(arguments) => theme::run(root, arguments),
        Command::Status(arguments) => status::run(root, arguments),
        Command::New(arguments) => new::run(root, arguments),
        Command::Release(arguments) => release::run(root, arguments, colour),
        Command::Verify(arguments) => verify::run(root, arguments),
        Command::Restore(arguments) => restore::run(root, arguments),
        Command::Withdraw(arguments) => withdraw::run(root, arguments),
        Command::Purge(arguments) => purge::run(root, arguments),
        Command::Archive(arguments) => archive::run(root, arguments),
        Command::Appraisal(arguments) => appraisal::run(root, arguments, colour),
    };
    let exit = result.unwrap_or_else(|failure| {
        terminal::failure(&failure, colour);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}

/// Reads an academic year from the command line.
fn academic_year(text: &str) -> Result<AcademicYear, String> {
    AcademicYear::parse(text).ok_or_else(|| "学年要写成 2025-2026 的样子".to_owned())
}

/// Reads a day from the command line.
fn day(text: &str) -> Result<time::Date, String> {
    decode::date(text).map_err(|_| "日期要写成 2026-12-31 的样子".to_owned())
}

/// Reads words that must say something.
fn reason(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("要写一句话，不能空着".to_owned()),
        text => Ok(text.to_owned()),
    }
}

type Outcome = Result<Exit, Failure>;
