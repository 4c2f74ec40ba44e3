//! Arguments, terminal, exit codes; the only module that prints.
//! It must not do anything itself. How help reads, what a slip is answered with and how a terminal is
//! spoken to are the college's program's own ways.

mod answer;
mod audit;
mod collect;
mod dataset;
mod english;
mod portal;
mod rules;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
pub use gongkai::cli::Exit;
use gongkai::cli::terminal::{Colour, Detail, Terminal};
use gongkai::cli::usage;
use gongkai::failure::Failure;
use gongkai::language::{Both, Language, both};

use crate::colleges::{College, Shard};
use crate::store::Store;

#[derive(Parser)]
#[command(
    name = "gongkai-province",
    version,
    about = "汇总一省各高校公开的学生会改革情况：收集、核查、数据表、门户",
    after_help = "例子（一次完整的汇总，依次运行）：\n  gongkai-province collect colleges.csv --on 2026-11-28\n  gongkai-province audit colleges.csv\n  gongkai-province dataset colleges.csv\n  gongkai-province portal colleges.csv 门户 --title 某省高校学生会改革情况公开\n\n退出码：0 做完了；1 collect 有要查问的，或者 rules 有例子不对；2 名单、标准、密钥或机器出错，没有做完",
    arg_required_else_help = true
)]
struct Arguments {
    /// 是否使用颜色；auto 只在终端里使用
    #[arg(long, global = true, default_value = "auto", value_name = "auto|always|never")]
    color: Colour,
    /// 程序使用的语言：zh 是中文，en 是英文；各校和规则写的文字不变
    #[arg(long, global = true, default_value = "zh", value_name = "zh|en", value_parser = gongkai::cli::language)]
    lang: Language,
    /// 少显示：只列出要查问的，不说做了多少
    #[arg(short, long, global = true)]
    quiet: bool,
    /// 收集来的内容放在哪个文件夹；不写时是 province
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
    Rules(rules::Arguments),
}

type Outcome = Result<Exit, Failure>;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments: Arguments = usage::parse(english::PAGES, usage::language(std::env::args_os()));
    let detail = if arguments.quiet { Detail::Quiet } else { Detail::Usual };
    let terminal = Terminal { colour: arguments.color, language: arguments.lang, detail };
    let (data, standards) = (&arguments.data, arguments.standards.as_deref());
    let came = match arguments.command {
        Command::Collect(it) => collect::run(data, it, terminal),
        Command::Audit(it) => audit::run(data, standards, it, terminal),
        Command::Dataset(it) => dataset::run(data, standards, it, terminal),
        Command::Portal(it) => portal::run(data, standards, it, terminal),
        Command::Rules(it) => rules::run(standards, it, terminal),
    };
    let exit = came.unwrap_or_else(|failure| {
        terminal.failure(&failure);
        Exit::Failed
    });
    ExitCode::from(exit as u8)
}

/// Refuses to sum up a list nobody of which was audited, and says so of colleges that were looked at
/// since they were.
fn audited(data: &Path, colleges: &[College], terminal: Terminal) -> Result<Store, Failure> {
    let store = Store::new(data);
    let (audited, behind) = crate::audit::progress(colleges, &store)?;
    if audited == 0 && !colleges.is_empty() {
        let why = both!("名单上的学校一所也没有核查过", "no college of the list was audited");
        return Err(Failure::new(data, why).with_help(both!(
            "先运行 gongkai-province collect，再运行 gongkai-province audit；放在别的文件夹的，用 --data 写明",
            "run gongkai-province collect, then gongkai-province audit; name another folder with --data"
        )));
    }
    if behind > 0 {
        terminal.note(both!(
            "有 {behind} 所学校上次核查以后又收集过，这里还是上次核查的：先运行 gongkai-province audit",
            "{behind} colleges were collected again since they were audited, which this does not know: run gongkai-province audit first"
        ));
    }
    Ok(store)
}

fn shard(text: &str) -> Result<Shard, Both> {
    Shard::parse(text).ok_or_else(|| both!("要写成 3/16 的样子", "it is written like 3/16"))
}
