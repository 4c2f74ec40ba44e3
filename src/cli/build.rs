//! `gongkai build`: checks every year and, when none is refused, writes the site.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::{self, Colour};
use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
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

pub fn run(root: &Path, arguments: Arguments, colour: Colour) -> Outcome {
    let mut run = Run::open(Inputs::read(root)?)?;
    run.on = arguments.on;
    let bar = progress(run.years.len(), "检查");
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
    let count = terminal::findings(findings, &sources, colour);
    if terminal::refused(count, arguments.strict) {
        println!("{}：没有生成，output 保持原样", terminal::counted(count));
        return Ok(Exit::Violations);
    }
    let output = arguments.output.unwrap_or_else(|| root.join("output"));
    let bar = progress(finished.len(), "生成");
    let built = pipeline::build(&run, &finished, &output, &mut |_| bar.inc(1))?;
    bar.finish_and_clear();
    for year in &built {
        let how = match year.how {
            How::Version(version) => format!("第 {version} 版，原样放入"),
            How::Withdrawn => "撤下后的内容，原样放入各版的地址".to_owned(),
            How::Kept => "没有变化，保持原样".to_owned(),
            How::Made => "已生成".to_owned(),
        };
        println!("{}  {how}，内容摘要 {}", year.year, &year.content[..16]);
    }
    for older in archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document) {
        println!("{}  旧年度原件 {}，原样放入", older.year, older.file);
    }
    for year in &corrected {
        println!("{year}  写了更正说明，还没有公开：gongkai release {year}");
    }
    for year in &due {
        println!(
            "{year}  已到撤下日期，公开的版本还印着姓名：gongkai withdraw {year} --on 日期 --reason 公开期限已满"
        );
    }
    for year in &in_work {
        println!("{year}  在编，没有生成");
    }
    println!("{} 条规则：{}", run.standards.rules.len(), terminal::counted(count));
    println!("用浏览器打开 {}", output.join("index.html").display());
    Ok(Exit::Clean)
}

/// A bar on a terminal, over some years; nothing elsewhere.
fn progress(years: usize, doing: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(years as u64).with_message(doing);
    let style = ProgressStyle::with_template("{msg} {bar:24} {pos}/{len} 个学年");
    bar.with_style(style.expect("our own template"))
}
