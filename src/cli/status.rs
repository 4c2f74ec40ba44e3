//! `gongkai status`: tells how far each year has come.

use std::path::Path;

use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
use crate::diagnostic::Count;
use crate::pipeline::{self, Inputs, Run, Standing};

use super::terminal;

/// 列出每个学年做到哪一步
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai status")]
pub struct Arguments {}

pub fn run(root: &Path, _: Arguments) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let archive = Archive::read(root)?;
    for folder in &run.years {
        let standing = pipeline::standing(&run, &archive, folder)?;
        if let Some(said) = released(&standing) {
            let withdrawn = archive.of_kind(folder.year, Kind::Withdrawal).next();
            let withdrawn = withdrawn.map_or(String::new(), |w| format!("；{} 起撤下了姓名", w.on));
            println!("{}  {said}{withdrawn}", folder.year);
            continue;
        }
        let checked = run.check(folder);
        let count = Count::of(&checked.findings);
        let unfilled = match run.unfilled(folder) {
            0 => String::new(),
            n => format!("，其中 {n} 处待填算作 1 处"),
        };
        let state = match (checked.in_work, count.violations) {
            (true, 0) => "在编，没有违规，把“状态”改成“完成”就可以生成".to_owned(),
            (true, n) => format!("在编，{n} 处违规{unfilled}"),
            (false, 0) => "可以生成".to_owned(),
            (false, n) => format!("不能生成，{n} 处违规{unfilled}"),
        };
        println!("{}  {state}", folder.year);
    }
    for older in archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document) {
        println!("{}  旧年度原件 {}，未经本程序核查", older.year, older.file);
    }
    let count = Count::of(&run.faults);
    if count.violations > 0 {
        println!("学年以外：{}，详见 gongkai check", terminal::counted(count));
    }
    Ok(Exit::Clean)
}

fn released(standing: &Standing) -> Option<String> {
    match standing {
        Standing::Unreleased => None,
        Standing::Released(entry) => Some(format!("已公开第 {} 版，没有改动", entry.version)),
        Standing::Corrected(entry, _) => {
            Some(format!("已公开第 {} 版，写了更正说明的改动还没有公开", entry.version))
        }
        Standing::Changed(entry, _) => {
            Some(format!("已公开第 {} 版，后来有改动而没有更正说明，不能生成", entry.version))
        }
    }
}
