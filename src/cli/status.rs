//! `gongkai status`: tells how far each year and round has come.

use std::path::Path;

use super::check::take_down;
use super::terminal::{self, Terminal};
use super::today::today;
use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
use crate::diagnostic::Count;
use crate::edition::Edition;
use crate::language::{Both, both, number_of};
use crate::load::Folder;
use crate::pipeline::{self, Checked, Filling, Inputs, Run, Standing};

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
        let standing = pipeline::standing(&run, &archive, folder)?;
        let state = match released(&standing) {
            Some(said) => said + withdrawn(&archive, edition),
            None => state(&run.check(folder), pipeline::filling(&run, folder)),
        };
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
        terminal.say(take_down(&due));
    }
    let count = Count::of(&run.faults);
    if count.violations > 0 {
        let more = both!("，详见 gongkai check", "; gongkai check tells more");
        terminal.say(both!("学年以外：", "besides the years: ") + terminal::counted(count) + more);
    }
    Ok(Exit::Clean)
}

/// Says since when people are withdrawn from a released year or round, if any are.
fn withdrawn(archive: &Archive, edition: &Edition) -> Both {
    let last = archive.ledger.withdrawals(edition).into_iter().next();
    last.map_or(Both::default(), |last| {
        both!("；{} 起撤下了姓名", "; names withdrawn from {} on", last.on)
    })
}

/// Says how far a year or round has come that was not released.
fn state(checked: &Checked, filling: Filling) -> Both {
    let violations = Count::of(&checked.findings).violations;
    let Filling { filled, unfilled } = filling;
    let all = filled + unfilled;
    let filling = both!("已填 {filled} / {all} 处，", "{filled} of {all} values filled in, ");
    let as_one = match unfilled {
        0 => Both::default(),
        _ => both!("（待填的合算 1 处）", " (those still 待填 count as one)"),
    };
    let violated = number_of(violations, "处违规", "violation") + as_one;
    match (checked.in_work, violations) {
        (true, 0) => {
            let ready = both!(
                "没有违规，把“状态”改成“完成”就可以生成",
                "nothing violated: change 状态 to 完成 and build"
            );
            both!("在编，", "in work, ") + filling + ready
        }
        (true, _) => both!("在编，", "in work, ") + filling + violated,
        (false, 0) => both!("可以生成", "can be built"),
        (false, _) if unfilled > 0 => both!("不能生成，", "cannot be built, ") + filling + violated,
        (false, _) => both!("不能生成，", "cannot be built, ") + violated,
    }
}

fn released(standing: &Standing) -> Option<Both> {
    let (entry, what) = match standing {
        Standing::Unreleased => return None,
        Standing::Released(entry) => (entry, both!("，没有改动", ", unchanged")),
        Standing::Corrected(entry, _) => (
            entry,
            both!(
                "，写了更正说明的改动还没有公开",
                ", changed since with a correction note, which is not released yet"
            ),
        ),
        Standing::Scored(entry) => (
            entry,
            both!(
                "，后来收到了评分，结果还没有公开",
                ", scores came in since, and the results are not released yet"
            ),
        ),
        Standing::Changed(entry, _) => (
            entry,
            both!(
                "，后来有改动而没有更正说明，不能生成",
                ", changed since without a correction note, cannot be built"
            ),
        ),
    };
    Some(both!("已公开第 {} 版", "released as version {}", entry.version) + what)
}
