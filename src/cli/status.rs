//! `gongkai status`: tells how far each year and round has come.

use std::path::Path;

use super::terminal::Terminal;
use super::today::today;
use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
use crate::diagnostic::Count;
use crate::language::both;
use crate::load::Folder;
use crate::pipeline::{self, Inputs, Run};

/// 列出每个学年、每轮述职评议做到哪一步
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai status")]
pub struct Arguments {
    /// 按哪一天提醒撤下日期，不写就按本机的日期
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Option<time::Date>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let archive = Archive::read(root)?;
    for folder in run.folders() {
        let edition = &folder.edition;
        let state = pipeline::progress(&run, &archive, folder, || run.check(folder))?;
        terminal.say(both!("{edition}  ", "{edition}  ") + state);
    }
    for name in archive.released().into_iter().filter(|name| run.folder(name).is_none()) {
        let version = archive.ledger.newest(name).map_or(0, |entry| entry.version);
        terminal.say(both!(
            "{name}  已公开第 {version} 版，照样公开；content 里没有它的文件夹",
            "{name}  released as version {version}, published as before; content has no folder of it"
        ));
    }
    for older in archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document) {
        terminal.say(both!(
            "{}  旧年度原件 {}，未经本程序核查",
            "{}  an older year's own file {}, not checked by this program",
            older.edition,
            older.file
        ));
    }
    let folders: Vec<&Folder> = run.folders().collect();
    let by = arguments.on.unwrap_or_else(today);
    for due in pipeline::due(&run, &archive, &folders, by)? {
        terminal.say(due.told());
    }
    let count = Count::of(&run.faults);
    if count.violations > 0 {
        let more = both!("，详见 gongkai check", "; gongkai check tells more");
        terminal.say(both!("学年以外：", "besides the years: ") + count.told() + more);
    }
    Ok(Exit::Clean)
}
