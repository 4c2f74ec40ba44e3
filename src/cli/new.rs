//! `gongkai new`: starts a year from the one before.

use std::path::Path;

use super::{Exit, Outcome, academic_year};
use crate::academic_year::AcademicYear;
use crate::archive;
use crate::failure::Failure;
use crate::pipeline::{self, Inputs, Run};

/// 从上一学年起一个新学年：结构和文字照旧，每年都变的数据写成“待填”
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai new\n  gongkai new 2026-2027")]
pub struct Arguments {
    /// 新的学年，不写就是最新学年的下一个
    #[arg(value_name = "学年", value_parser = academic_year)]
    year: Option<AcademicYear>,
}

pub fn run(root: &Path, arguments: Arguments) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let newest = run.years.last().map(|folder| folder.year);
    let year = match (arguments.year, newest) {
        (Some(year), _) => year,
        (None, Some(newest)) => newest.next(),
        (None, None) => return Err(Failure::new("content", "没有可以照着起的学年")),
    };
    let folder = root.join("content").join(year.to_string());
    if folder.exists() {
        return Err(Failure::new(folder, "这个学年的文件夹已经有了，没有改动")
            .with_help("要重新起，先把它移到别处"));
    }
    let Some(from) = run.years.iter().rfind(|folder| folder.year < year) else {
        return Err(Failure::new(folder, "前面没有可以照着起的学年"));
    };
    let files = pipeline::new_year(&run, from, year)?;
    archive::write_new(&folder, &files)?;
    println!("{year}  已从 {} 起好，放在 {}", from.year, folder.display());
    println!("状态是“在编”，生成时会跳过它。下一步：");
    println!("  1. 把各数据文件里的“待填”换成本学年的情况；名单只留了一行作样子");
    println!("  2. 已按规则推算的请核对：代表大会和学生会的届次、上次日期、撤下日期");
    println!("  3. 正文照抄了上一学年，里面的日期、届次、人数和学年要逐句改；章程修订过的也要换");
    println!("  4. 随时运行 gongkai check {year}，看还差什么；gongkai status 看进度");
    println!("  5. 没有违规后，把 年度.yaml 里的“状态”改成“完成”，再运行 gongkai build");
    Ok(Exit::Clean)
}
