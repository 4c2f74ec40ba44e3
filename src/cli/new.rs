//! `gongkai new`: starts a year from the one before.

use std::path::Path;

use super::terminal::Terminal;
use super::{Exit, Outcome, init, write};
use crate::archive;
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::{Both, both, joined};
use crate::pipeline::{self, Inputs, Run};

/// 照上一学年新建一个学年：结构和文字保留，每年都变的数据写成“待填”
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai new\n  gongkai new 2026-2027\n  gongkai new 2026-2027/研究生会    只新建研究生会的学年\n\n上一学年有研究生会文件夹时，两个组织的学年一起新建。"
)]
pub struct Arguments {
    /// 新的学年；不写时是最新学年的下一个
    #[arg(value_name = "学年", value_parser = year)]
    year: Option<Edition>,
}

/// Reads an academic year, or the second union's.
pub(super) fn year(text: &str) -> Result<Edition, Both> {
    let wrong = || both!("学年要写成 2025-2026 的样子", "a year is written like 2025-2026");
    let edition = Edition::parse(text).filter(|it| !it.is_round() && it.version.is_none());
    edition.ok_or_else(wrong)
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let wanted = arguments.year.map_or_else(|| asked(&run, terminal), |year| Ok(Some(year)))?;
    let new = pipeline::new_year(&run, wanted)?;
    archive::write_new(&new.folder, &new.files)?;
    write::schemas_into(root)?;
    let from = joined(new.from.iter().map(|it| it.to_string().into()), both!("、", ", "));
    let (edition, folder) = (&new.edition, new.folder.display());
    terminal.say(
        both!("{edition}  已从 ", "{edition}  started from ")
            + from
            + both!(" 起好，放在 {folder}", ", in {folder}"),
    );
    terminal.say(next_steps(edition));
    Ok(Exit::Clean)
}

/// Asks on a terminal which year it is to be, where there is one to go on from.
fn asked(run: &Run, terminal: Terminal) -> Result<Option<Edition>, Failure> {
    let Some(newest) = run.years.last() else { return Ok(None) };
    let next = newest.edition.year.next();
    let question = both!("新的学年（直接回车是 {next}）：", "the new year (nothing for {next}):");
    let answer = terminal.asked(question);
    answer.map(|answer| init::understood("new", &answer, year)).transpose()
}

fn next_steps(year: &Edition) -> Both {
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
