//! `gongkai-province rules`: tries the cases of the rules across colleges.

use std::path::Path;

use gongkai::failure::Failure;
use gongkai::language::both;

use super::{Exit, Terminal};
use crate::across::Rules;
use crate::audit::Auditor;

pub fn run(standards: Option<&Path>, terminal: Terminal) -> Result<Exit, Failure> {
    // That the rules over single colleges can be evaluated is seen here too; their cases are tried by
    // the college's own program.
    Auditor::new(standards)?;
    let tried = Rules::read(standards)?.try_cases();
    for wrong in &tried.wrong {
        terminal.say(format!("{} {}", wrong.code, wrong.why));
    }
    let (rules, cases, wrong) = (tried.rules, tried.cases, tried.wrong.len());
    terminal.say(both!(
        "{rules} 条规则，{cases} 个例子，{wrong} 个不对",
        "{rules} rules, {cases} cases, {wrong} wrong"
    ));
    Ok(if wrong > 0 { Exit::Found } else { Exit::Clean })
}
