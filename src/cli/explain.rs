//! `gongkai explain`: prints one rule as its document has it.

use std::path::Path;

use super::terminal::Terminal;
use super::{Exit, Outcome};
use crate::failure::Failure;
use crate::language::both;
use crate::load::decode::nearly;
use crate::pipeline;

/// 说明一条规则：它检查什么、为什么检查、查出问题怎样改
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai explain ROS-07")]
pub struct Arguments {
    /// 规则代号，如 ROS-07
    #[arg(value_name = "代号")]
    code: String,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let inputs = pipeline::standards_only(root)?;
    let standards = pipeline::read_standards(&inputs, &mut Vec::new());
    let code = arguments.code.trim().to_uppercase();
    let Some(rule) = standards.rule(&code) else {
        let codes = standards.rules.iter().map(|rule| rule.code.as_str());
        let near = nearly(&padded(&code), codes)
            .map(|near| both!("是不是 {near}？", "did you mean {near}? "))
            .unwrap_or_default();
        let all = both!("gongkai rules 列出全部规则", "gongkai rules lists them all");
        let why = both!("没有这个代号的规则", "no rule has this code");
        return Err(Failure::new(code, why).with_help(near + all));
    };
    terminal.say(pipeline::Explained::describe(rule, &inputs.sources).whole());
    Ok(Exit::Clean)
}

/// Writes a code as codes are written: ROS7 and ROS-7 are ROS-07.
fn padded(code: &str) -> String {
    let family = code.trim_end_matches(|c: char| c.is_ascii_digit());
    match code[family.len()..].parse::<u32>() {
        Ok(number) => format!("{}-{number:02}", family.trim_end_matches('-')),
        Err(_) => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_that_is_near_is_suggested() {
        let codes = ["L2-06", "ROS-07", "ROS-27", "TX-19"];
        let near = |code: &str| nearly(&padded(code), codes.into_iter());
        assert_eq!(near("ROS-7"), Some("ROS-07"));
        assert_eq!(near("ROS07"), Some("ROS-07"));
        assert_eq!(near("RSO-07"), Some("ROS-07"));
        assert_eq!(near("TX-18"), Some("TX-19"));
        assert_eq!(near("L2-6"), Some("L2-06"));
        for far in ["ZZ-99", "SX-07", "ROS", "名单", ""] {
            assert_eq!(near(far), None, "{far}");
        }
    }
}
