//! The command line: arguments, terminal, exit codes; one file a command.
//! It must not decide anything about content.

mod appraisal;
mod archive;
mod attributes;
mod build;
mod check;
mod completions;
mod diff;
mod double_click;
mod edition;
mod english;
mod explain;
mod export;
mod fields;
mod help;
mod import;
mod init;
mod manual;
mod new;
mod place;
mod place_of_site;
pub mod progress;
mod publish;
mod purge;
mod release;
mod restore;
mod rules;
mod serve;
mod status;
pub mod terminal;
mod theme;
mod today;
pub mod usage;
mod verify;
mod withdraw;
mod write;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use terminal::{Colour, Detail, Terminal};

use crate::academic_year::AcademicYear;
use crate::failure::Failure;
use crate::language::{Both, Language, both};
use crate::load::decode;
use crate::theme::watch;

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
    about = "把一学年的数据和文字编成可以公开的网页和 PDF；只要有一处违规，就不生成",
    after_help = "例子：\n  gongkai init 我的站点 --sample 新建一个可以直接生成的样例\n  gongkai import 公开.docx      把已有的公开文件变成一个学年\n  gongkai build                生成全部学年到 output/\n  gongkai check 2025-2026      只检查一个学年，不生成\n  gongkai explain ROS-07       说明一条规则\n\n退出码：0 没有违规；1 有违规，没有生成；2 机器、主题或字体出错",
    arg_required_else_help = true
)]
struct Arguments {
    /// 站点所在的文件夹（里面有 content/）；不写时，从当前的文件夹往上找
    #[arg(long, global = true, value_name = "文件夹")]
    root: Option<PathBuf>,
    /// 是否使用颜色；auto 只在终端里使用
    #[arg(long, global = true, default_value = "auto", value_name = "auto|always|never")]
    color: Colour,
    /// 程序使用的语言：zh 是中文，en 是英文；规则和作者写的文字不变
    #[arg(long, global = true, default_value = "zh", value_name = "zh|en", value_parser = language)]
    lang: Language,
    /// 少显示：check 和 build 只列出查出的问题，没有问题时什么也不显示
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// 多显示：站点的位置，以及每个学年、每轮述职评议查出多少问题
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(init::Arguments),
    Import(import::Arguments),
    Build(build::Arguments),
    Check(check::Arguments),
    Diff(diff::Arguments),
    Explain(explain::Arguments),
    Fields(fields::Arguments),
    Rules(rules::Arguments),
    Open(serve::Open),
    Serve(serve::Serve),
    Export(export::Arguments),
    Theme(theme::Arguments),
    Status(status::Arguments),
    New(new::Arguments),
    Release(release::Arguments),
    Publish(publish::Arguments),
    Verify(verify::Arguments),
    Restore(restore::Arguments),
    Withdraw(withdraw::Arguments),
    Purge(purge::Arguments),
    Archive(archive::Arguments),
    Appraisal(appraisal::Arguments),
    Completions(completions::Arguments),
    Manual(manual::Arguments),
    Help(help::Arguments),
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let arguments: Arguments = match double_click::is_it() {
        true => double_click::arguments(),
        false => usage::parse(english::PAGES, usage::language(std::env::args_os())),
    };
    let detail = match (arguments.quiet, arguments.verbose) {
        (true, _) => Detail::Quiet,
        (_, true) => Detail::Verbose,
        _ => Detail::Usual,
    };
    let terminal = Terminal { colour: arguments.color, language: arguments.lang, detail };
    watch(terminal);
    // A new site is made where somebody stands, whatever lies around.
    let root = &match arguments.command {
        Command::Init(_) => arguments.root.unwrap_or(PathBuf::from(".")),
        _ => place_of_site::root(arguments.root),
    };
    terminal.detail(both!("站点：{}", "site: {}", root.display()));
    let result = match arguments.command {
        Command::Init(arguments) => init::run(root, arguments, terminal),
        Command::Import(arguments) => import::run(root, arguments, terminal),
        Command::Build(arguments) => build::run(root, arguments, terminal),
        Command::Check(arguments) => check::run(root, arguments, terminal),
        Command::Diff(arguments) => diff::run(root, arguments, terminal),
        Command::Explain(arguments) => explain::run(root, arguments, terminal),
        Command::Fields(arguments) => fields::run(root, arguments, terminal),
        Command::Rules(arguments) => rules::run(root, arguments, terminal),
        Command::Open(arguments) => serve::open(root, arguments, terminal),
        Command::Serve(arguments) => serve::run(root, arguments, terminal),
        Command::Export(arguments) => export::run(root, arguments, terminal),
        Command::Theme(arguments) => theme::run(root, arguments, terminal),
        Command::Status(arguments) => status::run(root, arguments, terminal),
        Command::New(arguments) => new::run(root, arguments, terminal),
        Command::Release(arguments) => release::run(root, arguments, terminal),
        Command::Publish(arguments) => publish::run(root, arguments, terminal),
        Command::Verify(arguments) => verify::run(root, arguments, terminal),
        Command::Restore(arguments) => restore::run(root, arguments, terminal),
        Command::Withdraw(arguments) => withdraw::run(root, arguments, terminal),
        Command::Purge(arguments) => purge::run(root, arguments, terminal),
        Command::Archive(arguments) => archive::run(root, arguments, terminal),
        Command::Appraisal(arguments) => appraisal::run(root, arguments, terminal),
        Command::Completions(arguments) => completions::run(root, arguments, terminal),
        Command::Manual(arguments) => manual::run(root, arguments, terminal),
        Command::Help(arguments) => help::run(&arguments, terminal),
    };
    let exit = result.unwrap_or_else(|failure| {
        terminal.failure(&failure);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}

/// Ends the program, as a failure of the theme, when one of its templates does not end by itself.
fn watch(terminal: Terminal) {
    // How many pages of 4 KiB the process holds, its second number; other systems say it otherwise.
    let held = || {
        let numbers = std::fs::read_to_string("/proc/self/statm").ok()?;
        numbers.split(' ').nth(1)?.parse::<u64>().ok()?.checked_mul(4096)
    };
    watch::set(held, move |failure| {
        terminal.failure(failure);
        std::process::exit(Exit::Failed as i32);
    });
}

/// Reads a language from the command line.
pub fn language(text: &str) -> Result<Language, Both> {
    match text {
        "zh" => Ok(Language::Chinese),
        "en" => Ok(Language::English),
        _ => Err(both!("要写 zh 或 en", "it is zh or en")),
    }
}

/// Reads an academic year from the command line.
pub fn academic_year(text: &str) -> Result<AcademicYear, Both> {
    let wrong = || both!("学年要写成 2025-2026 的样子", "a year is written like 2025-2026");
    AcademicYear::parse(text).ok_or_else(wrong)
}

/// Reads a day from the command line.
pub fn day(text: &str) -> Result<time::Date, Both> {
    decode::date(text)
        .map_err(|_| both!("日期要写成 2026-12-31 的样子", "a date is written like 2026-12-31"))
}

/// Reads words that must say something.
fn reason(text: &str) -> Result<String, Both> {
    match text.trim() {
        "" => Err(both!("要写一句话，不能空着", "it must say something")),
        text => Ok(text.to_owned()),
    }
}

type Outcome = Result<Exit, Failure>;
