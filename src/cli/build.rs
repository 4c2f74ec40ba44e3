//! `gongkai build`: checks every year and, when none is refused, writes the site.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};

use super::terminal::{self, Colour};
use super::{Exit, Outcome};
use crate::diagnostic::Count;
use crate::pipeline::{self, Inputs, Step};

/// 检查并生成全部学年；有一处违规就什么也不改动
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai build\n  gongkai build --output 网站/公开")]
pub struct Arguments {
    /// 生成到哪个文件夹，不写就是站点里的 output
    #[arg(long, value_name = "文件夹")]
    output: Option<PathBuf>,
}

pub fn run(root: &Path, arguments: Arguments, colour: Colour) -> Outcome {
    let inputs = Inputs::read(root)?;
    let (report, standards, resources) = pipeline::check(&inputs, &[])?;
    let in_work: Vec<String> =
        report.years.iter().filter(|y| y.in_work).map(|y| y.year.to_string()).collect();
    let mut findings = report.findings(&inputs.sources);
    findings.retain(|finding| {
        let file = finding.primary.span.file;
        !report.years.iter().any(|year| year.in_work && year.files.contains(&file))
    });
    terminal::diagnostics(&findings, &inputs.sources, colour);
    let count = Count::of(&findings);
    if count.violations > 0 {
        println!("{}：没有生成，output 保持原样", terminal::counted(count));
        if let Some(first) = findings.first() {
            println!("想知道一条规则为什么这样规定：gongkai explain {}", first.code);
        }
        return Ok(Exit::Violations);
    }
    let output = arguments.output.unwrap_or_else(|| root.join("output"));
    let bar = ProgressBar::new(report.years.len() as u64);
    let style = ProgressStyle::with_template("{msg} {bar:24} {pos}/{len}");
    bar.set_style(style.expect("our own template"));
    let mut tell = |step: Step| match step {
        Step::Year(year) => {
            bar.set_message(format!("正在生成 {year}"));
            bar.inc(1);
        }
        Step::Done => bar.finish_and_clear(),
    };
    let built = pipeline::build(&inputs, &report, &standards, &resources, &output, &mut tell)?;
    for year in &built {
        let how = if year.kept { "没有变化，保持原样" } else { "已生成" };
        println!(
            "{}  {how}，{} 条规则核查通过或不适用，内容摘要 {}",
            year.year,
            year.rules,
            &year.content[..16]
        );
    }
    for year in &in_work {
        println!("{year}  在编，没有生成");
    }
    println!("{}", terminal::counted(count));
    println!("用浏览器打开 {}", output.join("index.html").display());
    Ok(Exit::Clean)
}
