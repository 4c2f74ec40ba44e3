//! `gongkai-province rules`: tries the cases of the rules across colleges.

use std::path::Path;

use gongkai::cli::terminal::Terminal;
use gongkai::language::both;
use serde::Serialize;

use super::answer::Answer;
use super::{Exit, Outcome};
use crate::across::{Rules, Wrong};
use crate::audit::Auditor;

/// 试一遍各校之间的规则自带的例子，本省自己的也在内
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province rules\n  gongkai-province --standards 本省标准 rules\n\n看一所学校的规则，例子用学校的程序试：gongkai rules test。"
)]
pub struct Arguments {
    #[command(flatten)]
    answer: Answer,
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Came {
    rules: usize,
    cases: usize,
    wrong: Vec<Wrong>,
}

pub fn run(standards: Option<&Path>, arguments: Arguments, terminal: Terminal) -> Outcome {
    arguments.answer.fits()?;
    // That the rules over single colleges can be evaluated is seen here too; their cases are tried by
    // the college's own program.
    Auditor::new(standards)?;
    let tried = Rules::read(standards)?.try_cases();
    let came = Came { rules: tried.rules, cases: tried.cases, wrong: tried.wrong };
    arguments.answer.give(&came, || {
        for wrong in &came.wrong {
            terminal.say(format!("{} {}", wrong.code, wrong.why).into());
        }
        let (rules, cases, wrong) = (came.rules, came.cases, came.wrong.len());
        terminal.made(both!(
            "{rules} 条规则，{cases} 个例子，{wrong} 个不对",
            "{rules} rules, {cases} cases, {wrong} wrong"
        ));
    })?;
    Ok(if came.wrong.is_empty() { Exit::Clean } else { Exit::Violations })
}
