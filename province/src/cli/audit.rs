//! `gongkai-province audit`: holds what was collected against the public part of the rules.

use std::path::{Path, PathBuf};

use gongkai::failure::Failure;
use gongkai::language::both;
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, Terminal};
use crate::audit::Auditor;
use crate::colleges::{self, Shard};
use crate::store::Store;

/// 按规则的公开部分核查收集来的文档，取出数据
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province audit colleges.csv\n  gongkai-province audit colleges.csv --shard 3/16\n\n各校之间的规则在 dataset 里核查，那时各份都齐了。"
)]
pub struct Arguments {
    /// 各校的名单
    #[arg(value_name = "colleges.csv")]
    colleges: PathBuf,
    /// 只核查其中一份，如 3/16
    #[arg(long, value_name = "第几份/几份", default_value = "1/1", value_parser = super::shard)]
    shard: Shard,
}

pub fn run(
    data: &Path,
    standards: Option<&Path>,
    arguments: Arguments,
    terminal: Terminal,
) -> Result<Exit, Failure> {
    let colleges = colleges::read(&arguments.colleges)?;
    let store = Store::new(data);
    let mine: Vec<_> = colleges.iter().filter(|it| arguments.shard.has(it)).collect();
    let bar = ProgressBar::new(mine.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len}").expect("it is a template"));
    let mut auditor = Auditor::new(standards)?;
    let (mut audited, mut found) = (0, 0);
    for college in mine {
        if let Some(known) = store.known(college)? {
            let it = auditor.audit(college, &known, &store)?;
            let findings = it.rows.get("findings").into_iter().flat_map(|years| years.values());
            found += findings.map(Vec::len).sum::<usize>();
            store.put_audited(college, &it)?;
            audited += 1;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    terminal.say(both!(
        "核查了 {audited} 所学校，{found} 条发现",
        "audited {audited} colleges, {found} findings"
    ));
    Ok(Exit::Clean)
}
