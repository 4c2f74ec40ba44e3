//! `gongkai withdraw`: takes people out of what is published of a released year.

use std::path::Path;

use time::Date;

use super::terminal::Terminal;
use super::{Exit, Outcome, day, reason};
use crate::archive;
use crate::language::both;
use crate::pipeline::{self, Inputs, Run};

/// 撤下已公开学年的名单、已公开的评议结果，或其中一人：以后各版的地址上都是撤下后的内容
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai withdraw 2023-2024 --on 2026-12-31 --reason 公开期限已满\n  gongkai withdraw 2025-2026 --on 2026-05-20 --reason 应本人要求 --name 姓名\n  gongkai withdraw 2025-spring-school --on 2026-12-31 --reason 公开期限已满\n\n旧版不再公开，它的摘要留在账本里；以后再更正，撤下的人仍不印。运行 gongkai build 以后生效。"
)]
pub struct Arguments {
    /// 哪个学年，或哪一轮述职评议
    #[arg(value_name = "学年")]
    year: String,
    /// 从哪一天起撤下
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Date,
    /// 为什么撤下；要印在版本页上，不能写姓名
    #[arg(long, value_name = "原因", value_parser = reason)]
    reason: String,
    /// 只撤下这一个人；不写就撤下整个名单
    #[arg(long, value_name = "姓名", value_parser = reason)]
    name: Option<String>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, on, reason, name } = arguments;
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let withdrawn = pipeline::withdraw(&run, &year, on, &reason, name.as_deref())?;
    let (people, folder) = (withdrawn.people, withdrawn.entry.folder());
    let whom = match people {
        0 => both!("文字里的姓名已撤下", "the name is withdrawn from the texts"),
        _ => both!("名单中共 {people} 人已撤下", "withdrawn from the roster: {people} in all"),
    };
    terminal.say(
        both!("{year}  ", "{year}  ")
            + whom
            + both!(
                "，撤下后的内容存入 content/releases/{folder}",
                "; the edition without them is kept in content/releases/{folder}"
            ),
    );
    let digest = withdrawn.entry.digest;
    terminal.say(both!("账本摘要 {digest}", "digest of the ledger {digest}"));
    terminal.say(both!(
        "运行 gongkai build，旧版的地址上才会换成撤下后的内容；已上传到网站的要重新上传",
        "run gongkai build to put that edition at the addresses of the old versions, and upload the site again"
    ));
    for page in withdrawn.elsewhere {
        terminal.say(both!(
            "别处公开的 {page} 里也有撤下的姓名；也要撤下的，再对那个学年或那一轮运行一次",
            "{page}, published elsewhere, names the withdrawn too; to withdraw them there, run this for that year or round"
        ));
    }
    let only = name.map_or(String::new(), |name| format!(" --name {name}"));
    terminal.say(both!(
        "存档里的旧版和来源仍有姓名，只供内部查考；也要清除的：gongkai purge {year} --reason 原因{only}",
        "the versions and sources kept still have the names, for internal use; to clear them: gongkai purge {year} --reason REASON{only}"
    ));
    Ok(Exit::Clean)
}
