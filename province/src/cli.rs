//! Arguments, terminal, exit codes; the only module that prints.
//! It must not do anything itself.

mod audit;
mod collect;
mod dataset;
mod portal;
mod rules;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use gongkai::failure::Failure;
use gongkai::language::{Both, Language, both};
use time::Date;

use crate::colleges::Shard;

/// 汇总一省各高校公开的学生会改革情况：收集、核对、审计、数据表、门户
#[derive(Parser)]
#[command(name = "gongkai-province", version, arg_required_else_help = true)]
struct Arguments {
    /// 程序自己的话用哪种语言
    #[arg(long, global = true, default_value = "zh", value_name = "zh|en", value_parser = language)]
    lang: Language,
    /// 收集来的内容放在哪个文件夹
    #[arg(long, global = true, default_value = "province", value_name = "文件夹")]
    data: PathBuf,
    /// 本省自己的标准所在的文件夹：forms/ 表样，rules/ 规则，across/ 各校之间的规则
    #[arg(long, global = true, value_name = "文件夹")]
    standards: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Collect(collect::Arguments),
    Audit(audit::Arguments),
    Dataset(dataset::Arguments),
    Portal(portal::Arguments),
    /// 试一遍各校之间的规则自带的例子，本省自己的也在内
    Rules,
}

/// What a run came to.
enum Exit {
    Clean,
    /// Something was found that has to be put right.
    Found,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal { language: arguments.lang };
    let standards = arguments.standards.as_deref();
    let came = match arguments.command {
        Command::Collect(it) => collect::run(&arguments.data, it, terminal),
        Command::Audit(it) => audit::run(&arguments.data, standards, it, terminal),
        Command::Dataset(it) => dataset::run(&arguments.data, standards, it, terminal),
        Command::Portal(it) => portal::run(&arguments.data, standards, it, terminal),
        Command::Rules => rules::run(standards, terminal),
    };
    match came {
        Ok(Exit::Clean) => ExitCode::SUCCESS,
        Ok(Exit::Found) => ExitCode::from(1),
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(2)
        }
    }
}

/// Where words go.
#[derive(Clone, Copy)]
struct Terminal {
    language: Language,
}

impl Terminal {
    /// Says a result, on standard output; nobody listening any more is no fault.
    fn say(self, what: impl Into<Both>) {
        let _ = writeln!(std::io::stdout(), "{}", what.into().in_language(self.language));
    }

    fn failure(self, failure: &Failure) {
        let shown = |both: &Both| both.in_language(self.language).to_owned();
        let mut out = std::io::stderr();
        let _ = writeln!(out, "{}: {}", shown(&both!("出错", "error")), shown(&failure.message));
        let _ = writeln!(out, "  --> {}", failure.path.display());
        if let Some(help) = &failure.help {
            let _ = writeln!(out, "{}: {}", shown(&both!("怎么办", "help")), shown(help));
        }
    }
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "zh" => Ok(Language::Chinese),
        "en" => Ok(Language::English),
        _ => Err("zh | en".to_owned()),
    }
}

/// Reads a day, `2026-11-28`.
fn day(text: &str) -> Result<Date, String> {
    let wrong = || "2026-11-28".to_owned();
    let mut parts = text.split('-');
    let mut next = |digits: usize| parts.next().filter(|part| part.len() == digits);
    let (year, month, day) = (next(4), next(2), next(2));
    let (Some(year), Some(month), Some(day), None) = (year, month, day, parts.next()) else {
        return Err(wrong());
    };
    let month: u8 = month.parse().map_err(|_| wrong())?;
    let month = time::Month::try_from(month).map_err(|_| wrong())?;
    let (year, day) = (year.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
    Date::from_calendar_date(year, month, day).map_err(|_| wrong())
}

fn shard(text: &str) -> Result<Shard, String> {
    Shard::parse(text).ok_or_else(|| "3/16".to_owned())
}
