//! `gongkai check`: holds years against the rules without building.

use std::path::Path;

use super::terminal::{self, Colour};
use super::{Exit, Outcome, academic_year};
use crate::academic_year::AcademicYear;
use crate::diagnostic::Count;
use crate::pipeline::{self, Inputs};

/// 只检查，不生成
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai check\n  gongkai check 2024-2025 2025-2026")]
pub struct Arguments {
    /// 要检查的学年，不写就是全部
    #[arg(value_name = "学年", value_parser = academic_year)]
    years: Vec<AcademicYear>,
}

pub fn run(root: &Path, arguments: Arguments, colour: Colour) -> Outcome {
    let inputs = Inputs::read(root)?;
    let (report, standards, _) = pipeline::check(&inputs, &arguments.years)?;
    let findings = report.findings(&inputs.sources);
    terminal::diagnostics(&findings, &inputs.sources, colour);
    let count = Count::of(&findings);
    let years: Vec<String> = report.years.iter().map(|year| year.year.to_string()).collect();
    println!(
        "检查了 {}，{} 条规则：{}",
        years.join("、"),
        standards.rules.len(),
        terminal::counted(count)
    );
    if let Some(first) = findings.first() {
        println!("想知道一条规则为什么这样规定：gongkai explain {}", first.code);
    }
    Ok(if count.violations > 0 { Exit::Violations } else { Exit::Clean })
}
