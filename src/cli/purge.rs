//! `gongkai purge`: clears the names of withdrawn people out of what is kept.

use std::path::Path;

use super::terminal::{Answer, Terminal};
use super::{Exit, Outcome, reason};
use crate::archive;
use crate::bundle::forget_published;
use crate::language::{Both, both, number_of};
use crate::pipeline::{self, Inputs, Run, Whom};

/// 从存档的旧版和来源里清除已撤下的姓名：删去有姓名的文件，账本里留下摘要
#[derive(clap::Args)]
#[command(
    group(clap::ArgGroup::new("whom").required(true).args(["name", "all"])),
    after_help = "例子：\n  gongkai purge 2023-2024 --all --reason 保存期限已满 --dry-run\n  gongkai purge 2023-2024 --all --reason 保存期限已满\n  gongkai purge 2025-2026 --name 姓名 --reason 应本人要求\n\n先列出要删的文件，在终端里询问以后再删；--yes 不询问（不在终端里运行的必须写），--dry-run 只列出不删。先用 gongkai withdraw 撤下，才能清除。删去的文件不能恢复；gongkai verify 认可账本写明的清除，其他文件缺失时仍然指出。"
)]
pub struct Arguments {
    /// 学年，或者一轮述职评议
    #[arg(value_name = "学年")]
    year: String,
    /// 清除的原因；不能写姓名
    #[arg(long, value_name = "原因", value_parser = reason)]
    reason: String,
    /// 只清除这一个人
    #[arg(long, value_name = "姓名", value_parser = reason)]
    name: Option<String>,
    /// 清除整个名单
    #[arg(long)]
    all: bool,
    /// 不询问，直接清除
    #[arg(long)]
    yes: bool,
    /// 只列出会删去哪些文件，不删
    #[arg(long)]
    dry_run: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, reason, name, all: _, yes, dry_run } = arguments;
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let whom = name.as_deref().map_or(Whom::Everybody, Whom::One);
    let purge = pipeline::purge(&run, &year, whom, &reason)?;
    let (edition, content) = (purge.edition.clone(), purge.content.clone());
    if !purge.files.is_empty() {
        let files = number_of(purge.files.len(), "个有姓名的文件", "file");
        let first = both!(
            "{edition}  要从存档删去 ",
            "{edition}  to be deleted from the archive for good: "
        );
        let mut lines = vec![first + files + both!("，删去后不能恢复：", "")];
        lines.extend(
            purge.files.iter().map(|path| Both::from(format!("  content/releases/{path}"))),
        );
        if !terminal.agreed(&lines, Answer::from_flags(yes, dry_run))? {
            return Ok(Exit::Clean);
        }
    }
    forget_published(root)?;
    match purge.carry_out()? {
        Some(entry) => {
            let files = number_of(entry.removed.len(), "个有姓名的文件", "file");
            terminal.say(
                both!("{edition}  已从存档删去 ", "{edition}  deleted from the archive: ") + files,
            );
            terminal.say(both!("账本摘要 {}", "digest of the ledger {}", entry.digest));
        }
        None => terminal.say(both!(
            "{edition}  存档里已没有这些姓名，没有改动",
            "{edition}  nothing kept has the names any more; nothing was changed"
        )),
    }
    for path in content {
        terminal.say(both!(
            "{path} 里还有这些姓名：这是你的原稿，程序不改，请自行处理",
            "{path} still has the names: it is your own text, which the program leaves to you"
        ));
    }
    terminal.say(both!(
        "备份、版本库的历史和已下载的副本，程序清除不到",
        "backups, the history of a repository and copies that were downloaded are out of reach"
    ));
    Ok(Exit::Clean)
}
