//! `gongkai status`: tells how far each year and round has come.

use std::collections::BTreeSet;
use std::path::Path;

use super::terminal::{self, Terminal};
use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
use crate::diagnostic::Count;
use crate::language::{Both, both, number_of};
use crate::pipeline::{self, Filling, Inputs, Run, Standing};

/// 列出每个学年、每轮述职评议做到哪一步
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai status")]
pub struct Arguments {}

pub fn run(root: &Path, _: Arguments, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let archive = Archive::read(root)?;
    for folder in run.years.iter().chain(&run.rounds) {
        let standing = pipeline::standing(&run, &archive, folder)?;
        if let Some(said) = released(&standing) {
            let withdrawn = archive.of_kind(folder.name(), Kind::Withdrawal).next();
            let withdrawn = withdrawn.map_or(Both::default(), |w| {
                both!("；{} 起撤下了姓名", "; names withdrawn from {} on", w.on)
            });
            terminal.say(both!("{}  ", "{}  ", folder.name()) + said + withdrawn);
            continue;
        }
        let checked = run.check(folder);
        let count = Count::of(&checked.findings);
        let Filling { filled, unfilled } = pipeline::filling(&run, folder);
        let all = filled + unfilled;
        let filling = both!("已填 {filled} / {all} 处，", "{filled} of {all} values filled in, ");
        let as_one = match unfilled {
            0 => Both::default(),
            _ => both!("（待填的合算 1 处）", " (those still 待填 count as one)"),
        };
        let violations = number_of(count.violations, "处违规", "violation") + as_one;
        let state = match (checked.in_work, count.violations) {
            (true, 0) => {
                both!("在编，", "in work, ")
                    + filling
                    + both!(
                        "没有违规，把“状态”改成“完成”就可以生成",
                        "nothing violated: change 状态 to 完成 and build"
                    )
            }
            (true, _) => both!("在编，", "in work, ") + filling + violations,
            (false, 0) => both!("可以生成", "can be built"),
            (false, _) if unfilled > 0 => {
                both!("不能生成，", "cannot be built, ") + filling + violations
            }
            (false, _) => both!("不能生成，", "cannot be built, ") + violations,
        };
        terminal.say(both!("{}  ", "{}  ", folder.name()) + state);
    }
    let folders = || run.years.iter().chain(&run.rounds);
    let names: BTreeSet<&str> = archive.ledger.entries.iter().map(|e| e.year.as_str()).collect();
    for name in names.into_iter().filter(|name| folders().all(|folder| folder.name() != *name)) {
        if let Some(entry) = archive.ledger.newest(name) {
            terminal.say(both!(
                "{name}  已公开第 {} 版，照样公开；content 里没有它的文件夹",
                "{name}  released as version {}, published as before; content has no folder of it",
                entry.version
            ));
        }
    }
    for older in archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document) {
        terminal.say(both!(
            "{}  旧年度原件 {}，未经本程序核查",
            "{}  an older year's own file {}, not checked by this program",
            older.year,
            older.file
        ));
    }
    let count = Count::of(&run.faults);
    if count.violations > 0 {
        let more = both!("，详见 gongkai check", "; gongkai check tells more");
        terminal.say(both!("学年以外：", "besides the years: ") + terminal::counted(count) + more);
    }
    Ok(Exit::Clean)
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
