//! `gongkai new`: starts a year from the one before.

use std::path::Path;

use super::terminal::Terminal;
use super::{Exit, Outcome, academic_year};
use crate::academic_year::AcademicYear;
use crate::archive;
use crate::failure::Failure;
use crate::language::{Both, both};
use crate::pipeline::{self, Inputs, Run};

/// 从上一学年起一个新学年：结构和文字照旧，每年都变的数据写成“待填”
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai new\n  gongkai new 2026-2027")]
pub struct Arguments {
    /// 新的学年，不写就是最新学年的下一个
    #[arg(value_name = "学年", value_parser = academic_year)]
    year: Option<AcademicYear>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let newest = run.years.last().map(|folder| folder.year);
    let year = match (arguments.year, newest) {
        (Some(year), _) => year,
        (None, Some(newest)) => newest.next(),
        (None, None) => {
            let why = both!("没有可以照着起的学年", "there is no year to start from");
            return Err(Failure::new("content", why));
        }
    };
    let folder = root.join("content").join(year.to_string());
    if folder.exists() {
        let why = both!(
            "这个学年的文件夹已经有了，没有改动",
            "this year has a folder already; nothing was changed"
        );
        let help = both!("要重新起，先把它移到别处", "to start anew, move it elsewhere first");
        return Err(Failure::new(folder, why).with_help(help));
    }
    let Some(from) = run.years.iter().rfind(|folder| folder.year < year) else {
        let why = both!("前面没有可以照着起的学年", "there is no earlier year to start from");
        return Err(Failure::new(folder, why));
    };
    let files = pipeline::new_year(&run, from, year)?;
    archive::write_new(&folder, &files)?;
    terminal.say(both!(
        "{year}  已从 {} 起好，放在 {}",
        "{year}  started from {}, in {}",
        from.year,
        folder.display()
    ));
    terminal.say(next_steps(year));
    Ok(Exit::Clean)
}

fn next_steps(year: AcademicYear) -> Both {
    both!(
        "状态是“在编”，生成时会跳过它。下一步：\n\
         \x20 1. 把各数据文件里的“待填”换成本学年的情况；名单只留了一行作样子\n\
         \x20 2. 已按规则推算的请核对：代表大会和学生会的届次、上次日期、撤下日期\n\
         \x20 3. 正文照抄了上一学年，里面的日期、届次、人数和学年要逐句改；章程修订过的也要换\n\
         \x20 4. 随时运行 gongkai check {year}，看还差什么；gongkai status 看进度\n\
         \x20 5. 没有违规后，把 年度.yaml 里的“状态”改成“完成”，再运行 gongkai build",
        "its 状态 is 在编 (in work): a build passes it over. What is next:\n\
         \x20 1. put this year's facts in place of every 待填; the roster keeps one row as a pattern\n\
         \x20 2. check what was worked out: ordinals and last dates of congress and union, the take-down date\n\
         \x20 3. the texts are last year's: change dates, ordinals, numbers and years sentence by sentence, and the charter if it was amended\n\
         \x20 4. run gongkai check {year} at any time to see what is missing, gongkai status to see how far it is\n\
         \x20 5. when nothing is violated, change 状态 in 年度.yaml to 完成 and run gongkai build"
    )
}
