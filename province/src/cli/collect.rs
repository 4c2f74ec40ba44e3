//! `gongkai-province collect`: looks at every college's site.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use gongkai::academic_year::AcademicYear;
use gongkai::cli::progress::Progress;
use gongkai::cli::terminal::Terminal;
use gongkai::cli::{academic_year, day};
use gongkai::failure::Failure;
use gongkai::language::{Both, both, joined};
use serde::Serialize;
use time::Date;

use super::answer::Answer;
use super::{Exit, Outcome};
use crate::collect::{How, all};
use crate::colleges::{self, College, Shard};
use crate::fetch::Limits;
use crate::finding::{Finding, Kind};
use crate::store::Store;

/// 逐个核对各校网站上公开的内容，收下文档，写下发现的问题
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province collect colleges.csv --on 2026-11-28\n  gongkai-province collect colleges.csv --on 2026-11-28 --due 2025-2026=2025-12-31\n  gongkai-province collect colleges.csv --on 2026-11-28 --secrets 密钥      有的学校放在对象存储里\n  gongkai-province collect colleges.csv --on 2026-11-28 --format json --output 发现.json\n\ncolleges.csv 的列：代号、名称、类型、城市、网址、公钥（联系人一列不读）。中断以后再运行，当天看过的不再看；--again 重看。"
)]
pub struct Arguments {
    /// 各校的名单
    #[arg(value_name = "colleges.csv")]
    colleges: PathBuf,
    /// 哪一天看的
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Date,
    /// 哪一学年应在哪一天前公开，如 2025-2026=2025-12-31
    #[arg(long, value_name = "学年=日期", value_parser = due)]
    due: Option<(AcademicYear, Date)>,
    /// 只看其中一份，如 3/16；不写时看全部
    #[arg(long, value_name = "第几份/几份", default_value = "1/1", value_parser = super::shard)]
    shard: Shard,
    /// 同时看几个网站；不写时 8 个
    #[arg(long, value_name = "个数", default_value_t = 8)]
    at_once: usize,
    /// 只读清单和 document.json，不逐个核对网页和 PDF
    #[arg(long)]
    lists_only: bool,
    /// 当天看过的也重看
    #[arg(long)]
    again: bool,
    /// 一个网站最多看几秒；不写时 600 秒
    #[arg(long, value_name = "秒", default_value_t = 600)]
    seconds: u64,
    /// 对象存储的密码所在的文件夹：每个密钥一个文件，文件名就是密钥的名称
    #[arg(long, value_name = "文件夹")]
    secrets: Option<PathBuf>,
    /// 同一个网站两次读取之间等几毫秒；不写时 50 毫秒
    #[arg(long, value_name = "毫秒", default_value_t = 50)]
    pause: u64,
    #[command(flatten)]
    answer: Answer,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Came<'a> {
    looked: usize,
    known: usize,
    editions: usize,
    faults: usize,
    findings: Vec<Told<'a>>,
}

/// A finding with whose it is.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    college: &'a str,
    #[serde(flatten)]
    finding: Finding,
}

pub fn run(data: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    arguments.answer.fits()?;
    let colleges = colleges::read(&arguments.colleges)?;
    let store = Store::new(data);
    let how = how(&arguments);
    let shard = arguments.shard;
    let mine: Vec<_> = colleges.iter().filter(|college| shard.has(college)).collect();
    let progress = Progress::new(both!("收集", "collecting"), mine.len(), terminal);
    let tell = |_| progress.done(1);
    let (looked, known) =
        all(&colleges, shard, &store, &how, arguments.at_once, arguments.again, &tell)?;
    progress.finish();
    let came = came(&mine, &store, looked, known)?;
    arguments.answer.give(&came, || report(&came, terminal))?;
    Ok(if came.faults > 0 { Exit::Violations } else { Exit::Clean })
}

fn how(arguments: &Arguments) -> How {
    let time = Duration::from_secs(arguments.seconds);
    let limits = Limits {
        time,
        file: Limits::default().file.min(time),
        pause: Duration::from_millis(arguments.pause),
        ..Limits::default()
    };
    let (on, whole) = (arguments.on, !arguments.lists_only);
    How { on, limits, whole, due: arguments.due, secrets: arguments.secrets.clone() }
}

fn came<'a>(
    mine: &[&'a College],
    store: &Store,
    looked: usize,
    known: usize,
) -> Result<Came<'a>, Failure> {
    let mut came = Came { looked, known, editions: 0, faults: 0, findings: Vec::new() };
    for college in mine {
        let Some(known) = store.known(college)? else { continue };
        came.editions += known.editions.len();
        for finding in known.findings {
            came.faults += usize::from(finding.kind.is_fault());
            came.findings.push(Told { id: &college.id, college: &college.name, finding });
        }
    }
    Ok(came)
}

fn report(came: &Came, terminal: Terminal) {
    for Told { college, finding, .. } in
        came.findings.iter().filter(|it| it.finding.kind.is_fault())
    {
        let edition = finding.edition.as_ref().map(ToString::to_string).unwrap_or_default();
        let parts = [Both::from(edition), finding.file.as_str().into(), finding.detail.clone()];
        let parts = parts.into_iter().filter(|part| !part.chinese.is_empty());
        let parts = joined(parts, both!("，", ", "));
        let told =
            Both::from(*college) + both!("：", ": ") + finding.kind.label(terminal.language).into();
        terminal.say(match parts.chinese.is_empty() {
            true => told,
            false => told + both!("（", " (") + parts + both!("）", ")"),
        });
    }
    let kinds = came.findings.iter().map(|it| it.finding.kind).filter(|kind| kind.is_fault());
    let kinds: BTreeSet<Kind> = kinds.collect();
    if !kinds.is_empty() {
        terminal.made(both!("怎样办：", "What to do:"));
    }
    for kind in kinds {
        let label = Both::from(kind.label(terminal.language));
        terminal.made(Both::from("  ") + label + both!("：", ": ") + kind.advice());
    }
    let Came { looked, known, editions, faults, .. } = came;
    terminal.made(both!(
        "看了 {looked} 所学校，另有 {known} 所当天看过；共有 {editions} 份公开",
        "looked at {looked} colleges, {known} more were looked at that day; {editions} editions in all"
    ));
    terminal.made(both!("{faults} 处要查问", "{faults} to be asked about"));
}

fn due(text: &str) -> Result<(AcademicYear, Date), Both> {
    let wrong =
        || both!("要写成 2025-2026=2025-12-31 的样子", "it is written like 2025-2026=2025-12-31");
    let (year, by) = text.split_once('=').ok_or_else(wrong)?;
    Ok((academic_year(year)?, day(by)?))
}
