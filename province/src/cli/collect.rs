//! `gongkai-province collect`: looks at every college's site.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gongkai::academic_year::AcademicYear;
use gongkai::failure::Failure;
use gongkai::language::both;
use indicatif::{ProgressBar, ProgressStyle};
use time::Date;

use super::{Exit, Terminal};
use crate::collect::{How, all};
use crate::colleges::{self, Shard};
use crate::fetch::Limits;
use crate::finding::Kind;
use crate::store::Store;

/// 逐个核对各校网站上公开的内容，收下文档，写下发现的问题
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province collect colleges.csv --on 2026-11-28\n  gongkai-province collect colleges.csv --on 2026-11-28 --due 2025-2026=2025-12-31\n\ncolleges.csv 的列：代号、名称、类型、城市、网址、公钥（联系人一列不读）。中断以后再运行，当天看过的不再看；--again 重看。"
)]
pub struct Arguments {
    /// 各校的名单
    #[arg(value_name = "colleges.csv")]
    colleges: PathBuf,
    /// 哪一天看的
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Date,
    /// 哪一学年应在哪一天前公开，如 2025-2026=2025-12-31
    #[arg(long, value_name = "学年=日期", value_parser = due)]
    due: Option<(AcademicYear, Date)>,
    /// 只看其中一份，如 3/16
    #[arg(long, value_name = "第几份/几份", default_value = "1/1", value_parser = super::shard)]
    shard: Shard,
    /// 同时看几个网站
    #[arg(long, value_name = "个数", default_value_t = 8)]
    at_once: usize,
    /// 只读清单和 document.json，不逐个核对网页和 PDF
    #[arg(long)]
    lists_only: bool,
    /// 当天看过的也重看
    #[arg(long)]
    again: bool,
    /// 一个网站最多看几秒
    #[arg(long, value_name = "秒", default_value_t = 600)]
    seconds: u64,
    /// 对象存储的密码所在的文件夹：每个密钥一个文件，文件名就是密钥的名称
    #[arg(long, value_name = "文件夹")]
    secrets: Option<PathBuf>,
    /// 同一个网站两次读取之间等几毫秒
    #[arg(long, value_name = "毫秒", default_value_t = 50)]
    pause: u64,
}

pub fn run(data: &Path, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let colleges = colleges::read(&arguments.colleges)?;
    let store = Store::new(data);
    let time = Duration::from_secs(arguments.seconds);
    let limits = Limits {
        time,
        file: Limits::default().file.min(time),
        pause: Duration::from_millis(arguments.pause),
        ..Limits::default()
    };
    let (on, whole) = (arguments.on, !arguments.lists_only);
    let how = How { on, limits, whole, due: arguments.due, secrets: arguments.secrets };
    let shard = arguments.shard;
    let mine: Vec<_> = colleges.iter().filter(|college| shard.has(college)).collect();
    let bar = ProgressBar::new(mine.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len}").expect("it is a template"));
    let tell = |_| bar.inc(1);
    let (looked, known) =
        all(&colleges, shard, &store, &how, arguments.at_once, arguments.again, &tell)?;
    bar.finish_and_clear();

    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut editions = 0;
    for college in mine {
        let Some(known) = store.known(college)? else { continue };
        editions += known.editions.len();
        let name = &college.name;
        for finding in &known.findings {
            *counts.entry(finding.kind).or_default() += 1;
            if !finding.kind.is_fault() {
                continue;
            }
            let edition = finding.edition.as_ref().map(ToString::to_string).unwrap_or_default();
            let parts = [edition.as_str(), &finding.file, &finding.detail];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let told = finding.kind.label();
            terminal.say(format!("{name}：{told}（{}）", parts.join("，")));
        }
    }
    terminal.say(both!(
        "看了 {looked} 所学校，另有 {known} 所当天看过；共有 {editions} 份公开",
        "looked at {looked} colleges, {known} more were looked at that day; {editions} editions in all"
    ));
    let is_fault = |(kind, _): &(&Kind, &usize)| kind.is_fault();
    let faults: usize = counts.iter().filter(is_fault).map(|(_, count)| count).sum();
    terminal.say(both!("{faults} 处要查问", "{faults} to be asked about"));
    Ok(if faults > 0 { Exit::Found } else { Exit::Clean })
}

fn due(text: &str) -> Result<(AcademicYear, Date), String> {
    let wrong = || "2025-2026=2025-12-31".to_owned();
    let (year, by) = text.split_once('=').ok_or_else(wrong)?;
    Ok((AcademicYear::parse(year).ok_or_else(wrong)?, super::day(by)?))
}
