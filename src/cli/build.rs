//! `gongkai build`: checks every year and round and, when none is refused, writes the site.

use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::terminal::Terminal;
use super::today::today;
use super::write::into_new_folder;
use super::{Exit, Outcome};
use crate::bundle::{Exchanged, Upload};
use crate::diagnostic::Count;
use crate::failure::Failure;
use crate::language::{Both, both, number_of};
use crate::load::Folder;
use crate::pipeline::{self, Built, How, Inputs, OlderFile, Plan, Run, Why, Wish, Withheld};

/// 检查并生成全部学年和各轮述职评议的通知；只要有一处违规，就什么也不改动
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai build\n  gongkai build --strict\n  gongkai build --on 2026-12-31\n  gongkai build --output 网站/公开"
)]
pub struct Arguments {
    /// 生成到这个文件夹；不写时是站点里的 output
    #[arg(long, value_name = "文件夹")]
    output: Option<PathBuf>,
    /// 按这一天生成：名单到了撤下日期，就不印姓名，只留人数
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Option<time::Date>,
    /// 另把各轮述职评议的内部通知（印有不公开的联系人）写到这个文件夹；它不能在生成的文件夹里面
    #[arg(long, value_name = "文件夹")]
    internal: Option<PathBuf>,
    /// 有警告或者无法核实的内容时，也不生成
    #[arg(long)]
    strict: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut run = Run::open(Inputs::read(root)?)?;
    run.on = arguments.on;
    let output = arguments.output.unwrap_or_else(|| root.join("output"));
    if let Some(folder) = &arguments.internal {
        refuse_within(folder, &output)?;
    }
    let folders: Vec<&Folder> = run.folders().collect();
    let internal = arguments.internal.is_some();
    let today = arguments.strict.then(today);
    let wish = Wish { output: &output, strict: arguments.strict, today, internal };
    let doing = both!("检查并生成", "checking and building");
    let progress = Progress::new(doing, folders.len(), terminal);
    let mut plan = pipeline::plan(&run, &folders, wish, &mut || progress.done(1))?;
    progress.finish();
    let mut findings = std::mem::take(&mut plan.findings);
    let sources = pipeline::discreet(&mut findings, &run);
    let count = terminal.findings(findings, &sources);
    if plan.is_refused() {
        let unchanged = both!("：没有生成，output 保持原样", ": not built, output is as it was");
        terminal.summary(count.summary() + unchanged);
        return Ok(Exit::Violations);
    }
    if let Some(folder) = &arguments.internal {
        let files = plan.internal.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice()));
        into_new_folder(folder, &files.collect::<Vec<_>>())?;
    }
    let lines = lines(&plan);
    let judged = count != Count::default() || plan.built.iter().any(is_judged);
    let exchanged = plan.carry_out()?;
    lines.into_iter().for_each(|line| terminal.made(line));
    let rules = number_of(run.standards.rules.len(), "条规则", "rule");
    terminal.made(match judged {
        true => rules + both!("：", ": ") + count.summary(),
        false => both!(
            "没有要检查的：公开过的各版不重新检查，写完的学年才检查",
            "nothing to be checked: released versions are not checked again, finished years are"
        ),
    });
    exchanged.iter().for_each(|exchanged| terminal.made(to_upload(exchanged)));
    let index = output.join("index.html");
    terminal.made(both!("用浏览器打开 {}", "open {} in a browser", index.display()));
    Ok(Exit::Clean)
}

/// Says what becomes of each year and round, a line each.
fn lines(plan: &Plan) -> Vec<Both> {
    let built = plan.built.iter().map(built);
    let older = plan.older.iter().map(|OlderFile { edition: year, file }| {
        both!(
            "{year}  旧年度原件 {file}，原样放入",
            "{year}  an older year's own file {file}, put there as it is"
        )
    });
    built.chain(older).chain(plan.withheld.iter().map(withheld)).collect()
}

/// Tells whether a year or round was judged for this build, or is as it was judged for the last.
fn is_judged(year: &Built) -> bool {
    matches!(year.how, How::Made | How::Kept)
}

fn built(year: &Built) -> Both {
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
    both!("{}  ", "{}  ", year.edition) + how + digest
}

fn withheld(Withheld { edition: name, why }: &Withheld) -> Both {
    match why {
        Why::Corrected => both!(
            "{name}  写了更正说明，还没有公开：gongkai release {name}",
            "{name}  has a correction note but is not released yet: gongkai release {name}"
        ),
        Why::Scored(version) => both!(
            "{name}  收到了评分，公开的仍是第 {version} 版；要公布结果：gongkai release {name} --note 公布评议结果",
            "{name}  scores came in, and version {version} still stands; to publish the results: gongkai release {name} --note TEXT"
        ),
        Why::InWork => both!("{name}  在编，没有生成", "{name}  in work, not built"),
    }
}

/// Refuses to write the internal notices where things are published from.
fn refuse_within(folder: &Path, output: &Path) -> Result<(), Failure> {
    let absolute = |path: &Path| std::path::absolute(path).map_err(|e| Failure::io(path, e));
    if absolute(folder)?.starts_with(absolute(output)?) {
        let why = both!(
            "内部通知不能写进公开的文件夹",
            "internal notices must not be written where things are published"
        );
        return Err(Failure::new(folder, why));
    }
    Ok(())
}

/// Says in one line what a webmaster has to carry over.
fn to_upload(exchanged: &Exchanged) -> Both {
    let Upload { new, changed, gone } = &exchanged.upload;
    if exchanged.upload.is_empty() {
        return both!(
            "和上次上传的相同，没有要上传的文件",
            "the same as was uploaded last: nothing to upload"
        );
    }
    let (new, changed, gone) = (new.len(), changed.len(), gone.len());
    let list = exchanged.list.display();
    both!(
        "比上次上传的：新增 {new}、更新 {changed}、删除 {gone} 个文件，清单 {list}（上传后删去它）",
        "to upload since the last time: {new} new, {changed} changed, {gone} gone; the list is {list} (delete it when that is done)"
    )
}
