//! `gongkai build`: checks every year and, when none is refused, writes the site.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::{self, Terminal};
use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
use crate::language::{Both, Language, both, number_of};
use crate::pipeline::{self, How, Inputs, Run, Standing};

/// 检查并生成全部学年；有一处违规就什么也不改动
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai build\n  gongkai build --strict\n  gongkai build --on 2026-12-31\n  gongkai build --output 网站/公开"
)]
pub struct Arguments {
    /// 生成到哪个文件夹，不写就是站点里的 output
    #[arg(long, value_name = "文件夹")]
    output: Option<PathBuf>,
    /// 为哪一天生成：已到撤下日期的，名单不印姓名，只留人数
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Option<time::Date>,
    /// 有警告或无法核实的，也不生成
    #[arg(long)]
    strict: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut run = Run::open(Inputs::read(root)?)?;
    run.on = arguments.on;
    let bar = progress(run.years.len(), both!("检查", "checking"), terminal);
    let mut findings = run.faults.clone();
    let mut finished = Vec::new();
    let mut in_work = Vec::new();
    let mut corrected = Vec::new();
    let mut due = Vec::new();
    let archive = Archive::read(root)?;
    for folder in &run.years {
        let standing = pipeline::standing(&run, &archive, folder)?;
        if pipeline::is_due(&run, &archive, folder)? {
            due.push(folder.year);
        }
        match standing {
            Standing::Unreleased => {}
            Standing::Released(_) => continue,
            Standing::Corrected(..) => {
                corrected.push(folder.year);
                continue;
            }
            Standing::Changed(_, fault) => {
                findings.push(*fault);
                continue;
            }
        }
        let checked = run.check(folder);
        bar.inc(1);
        if checked.in_work {
            in_work.push(folder.year);
        } else {
            findings.extend(checked.findings);
            finished.push(folder);
        }
    }
    bar.finish_and_clear();
    let sources = pipeline::discreet(&mut findings, &run);
    let count = terminal.findings(findings, &sources);
    if terminal::refused(count, arguments.strict) {
        let unchanged = both!("：没有生成，output 保持原样", ": not built, output is as it was");
        terminal.say(terminal::counted(count) + unchanged);
        return Ok(Exit::Violations);
    }
    let output = arguments.output.unwrap_or_else(|| root.join("output"));
    let bar = progress(finished.len(), both!("生成", "building"), terminal);
    let built = pipeline::build(&run, &finished, &output, &mut |_| bar.inc(1))?;
    bar.finish_and_clear();
    for year in &built {
        let how = match year.how {
            How::Version(version) => {
                both!("第 {version} 版，原样放入", "version {version}, put there as it is")
            }
            How::Withdrawn => both!(
                "撤下后的内容，原样放入各版的地址",
                "the edition after withdrawals, put at the address of every version as it is"
            ),
            How::Kept => both!("没有变化，保持原样", "unchanged, left as it was"),
            How::Made => both!("已生成", "built"),
        };
        let digest = both!("，内容摘要 {}", ", content digest {}", &year.content[..16]);
        terminal.say(both!("{}  ", "{}  ", year.year) + how + digest);
    }
    for older in archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document) {
        let (year, file) = (&older.year, &older.file);
        terminal.say(both!(
            "{year}  旧年度原件 {file}，原样放入",
            "{year}  an older year's own file {file}, put there as it is"
        ));
    }
    for year in &corrected {
        terminal.say(both!(
            "{year}  写了更正说明，还没有公开：gongkai release {year}",
            "{year}  has a correction note but is not released yet: gongkai release {year}"
        ));
    }
    for year in &due {
        terminal.say(both!(
            "{year}  已到撤下日期，公开的版本还印着姓名：gongkai withdraw {year} --on 日期 --reason 公开期限已满",
            "{year}  the take-down date has come and the released version still prints names: gongkai withdraw {year} --on DATE --reason REASON"
        ));
    }
    for year in &in_work {
        terminal.say(both!("{year}  在编，没有生成", "{year}  in work, not built"));
    }
    let rules = number_of(run.standards.rules.len(), "条规则", "rule");
    terminal.say(rules + both!("：", ": ") + terminal::counted(count));
    let index = output.join("index.html");
    terminal.say(both!("用浏览器打开 {}", "open {} in a browser", index.display()));
    Ok(Exit::Clean)
}

/// A bar on a terminal, over some years; nothing elsewhere.
fn progress(years: usize, doing: Both, terminal: Terminal) -> ProgressBar {
    let doing = doing.told(terminal.language).to_owned();
    let bar = ProgressBar::new(years as u64).with_message(doing);
    let style = ProgressStyle::with_template(match terminal.language {
        Language::Chinese => "{msg} {bar:24} {pos}/{len} 个学年",
        Language::English => "{msg} {bar:24} {pos}/{len} years",
    });
    bar.with_style(style.expect("our own template"))
}
