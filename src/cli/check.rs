//! `gongkai check`: holds years against the rules without building.

use std::path::Path;

use super::terminal::{self, Colour};
use super::{Exit, Outcome, academic_year};
use crate::academic_year::AcademicYear;
use crate::pipeline::{Inputs, Run};

/// 只检查，不生成
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai check\n  gongkai check 2024-2025 2025-2026")]
pub struct Arguments {
    /// 要检查的学年，不写就是全部
    #[arg(value_name = "学年", value_parser = academic_year)]
    years: Vec<AcademicYear>,
}

pub fn run(root: &Path, arguments: Arguments, colour: Colour) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let years = run.choose(&arguments.years)?;
    let mut findings = run.faults.clone();
    for folder in &years {
        findings.extend(run.check(folder).findings);
    }
    let count = terminal::findings(findings, &run.inputs.sources, colour);
    let years: Vec<String> = years.iter().map(|folder| folder.year.to_string()).collect();
    let rules = run.standards.rules.len();
    println!("检查了 {}，{rules} 条规则：{}", years.join("、"), terminal::counted(count));
    Ok(if count.violations > 0 { Exit::Violations } else { Exit::Clean })
}
