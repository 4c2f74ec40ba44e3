//! `gongkai-province dataset`: writes the tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gongkai::cli::terminal::Terminal;
use gongkai::language::both;
use serde::Serialize;

use super::answer::Answer;
use super::{Exit, Outcome};
use crate::across::Rules;
use crate::colleges;
use crate::dataset;

/// 核查各校之间的规则，把所有数据写成 CSV 和 Parquet；里面没有任何人的姓名
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province dataset colleges.csv 数据表\n  gongkai-province --standards 本省标准 dataset colleges.csv 数据表"
)]
pub struct Arguments {
    /// 各校的名单
    #[arg(value_name = "colleges.csv")]
    colleges: PathBuf,
    /// 写到哪个文件夹，原有的换掉；不写时是 dataset
    #[arg(value_name = "文件夹", default_value = "dataset")]
    folder: PathBuf,
    #[command(flatten)]
    answer: Answer,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Came<'a> {
    listed: usize,
    audited: usize,
    rows: &'a BTreeMap<&'static str, u64>,
}

pub fn run(
    data: &Path,
    standards: Option<&Path>,
    arguments: Arguments,
    terminal: Terminal,
) -> Outcome {
    arguments.answer.fits()?;
    let colleges = colleges::read(&arguments.colleges)?;
    let rules = Rules::read(standards)?;
    let store = super::audited(data, &colleges, terminal)?;
    let written = dataset::write(&colleges, &store, &rules, &arguments.folder)?;
    let (audited, all) = (written.colleges, colleges.len());
    let came = Came { listed: all, audited, rows: &written.rows };
    arguments.answer.give(&came, || {
        for (table, rows) in &written.rows {
            terminal.made(both!("{table}  {rows} 行", "{table}  {rows} rows"));
        }
        terminal.made(both!(
            "名单上 {all} 所学校，核查过的 {audited} 所都在里面：{}",
            "of {all} colleges in the list, the {audited} that were audited are in it: {}",
            arguments.folder.display()
        ));
    })?;
    Ok(Exit::Clean)
}
