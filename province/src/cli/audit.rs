//! `gongkai-province audit`: holds what was collected against the public part of the rules.

use std::path::{Path, PathBuf};

use gongkai::cli::progress::Progress;
use gongkai::cli::terminal::Terminal;
use gongkai::failure::Failure;
use gongkai::language::both;
use serde::Serialize;

use super::answer::Answer;
use super::{Exit, Outcome};
use crate::audit::Auditor;
use crate::colleges::{self, Shard};
use crate::store::Store;

/// 按规则的公开部分核查收集来的文档，取出数据
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province audit colleges.csv\n  gongkai-province audit colleges.csv --shard 3/16\n  gongkai-province --standards 本省标准 audit colleges.csv\n\n各校之间的规则在 dataset 和 portal 里核查，那时各份都齐了。"
)]
pub struct Arguments {
    /// 各校的名单
    #[arg(value_name = "colleges.csv")]
    colleges: PathBuf,
    /// 只核查其中一份，如 3/16；不写时核查全部
    #[arg(long, value_name = "第几份/几份", default_value = "1/1", value_parser = super::shard)]
    shard: Shard,
    #[command(flatten)]
    answer: Answer,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Came {
    colleges: usize,
    findings: usize,
}

pub fn run(
    data: &Path,
    standards: Option<&Path>,
    arguments: Arguments,
    terminal: Terminal,
) -> Outcome {
    arguments.answer.fits()?;
    let colleges = colleges::read(&arguments.colleges)?;
    let store = Store::new(data);
    let mine: Vec<_> = colleges.iter().filter(|it| arguments.shard.has(it)).collect();
    let mut auditor = Auditor::new(standards)?;
    let progress = Progress::new(both!("核查", "auditing"), mine.len(), terminal);
    let mut came = Came { colleges: 0, findings: 0 };
    for college in &mine {
        if let Some(known) = store.known(college)? {
            let it = auditor.audit(college, &known, &store)?;
            let findings = it.rows.get("findings").into_iter().flat_map(|years| years.values());
            came.findings += findings.map(Vec::len).sum::<usize>();
            store.put_audited(college, &it)?;
            came.colleges += 1;
        }
        progress.done(1);
    }
    progress.finish();
    if came.colleges == 0 && !mine.is_empty() {
        let why = both!("名单上的学校一所也没有收集过", "no college of the list was collected");
        return Err(Failure::new(data, why).with_help(both!(
            "先运行 gongkai-province collect；放在别的文件夹的，用 --data 写明",
            "run gongkai-province collect first; name another folder with --data"
        )));
    }
    let Came { colleges, findings } = came;
    arguments.answer.give(&came, || {
        terminal.made(both!(
            "核查了 {colleges} 所学校，{findings} 条发现",
            "audited {colleges} colleges, {findings} findings"
        ));
    })?;
    Ok(Exit::Clean)
}
