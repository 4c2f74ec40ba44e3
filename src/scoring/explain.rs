//! A standing told step by step, so that it can be followed with a pencil.
//! It must not compute: every number stands in the steps.

use super::{Exact, Limit, Quota, Rounding, RoundingRule, Scheme, Standing, Step, TieBreak};
use super::{decimal, printed};

/// Tells how a standing came about, one step a line. It names what each rater gave: it is for the
/// committee, never for a page.
pub fn explain(standing: &Standing, scheme: &Scheme) -> String {
    let mut lines = vec![format!("{}（{}）", standing.subject, standing.kind)];
    let mut parts = Vec::new();
    for step in &standing.steps {
        match step {
            Step::Group { name, weight, raters, mean, part } => {
                lines.push(format!("{name}，占 {}%", decimal(*weight)));
                for (number, scores, sum) in raters {
                    let scores = added(scores);
                    lines.push(format!("  {number}号评委  {scores} = {}", decimal(*sum)));
                }
                let sums: Vec<Exact> = raters.iter().map(|(.., sum)| *sum).collect();
                let count = raters.len();
                lines.push(format!("  平均  ({}) ÷ {count} = {}", added(&sums), shown(*mean)));
                let weight = decimal(*weight);
                lines.push(format!("  计入  {} × {weight}% = {}", value(*mean), shown(*part)));
                parts.push(*part);
            }
            Step::Composite { exact, score } => {
                lines.push(format!("综合得分  {} = {}", added(&parts), shown(*exact)));
                let Rounding { digits, rule } = scheme.rounding;
                let rule = match rule {
                    RoundingRule::HalfUp => "四舍五入",
                    RoundingRule::HalfEven => "四舍六入五成双",
                    RoundingRule::Truncate => "舍去其后各位",
                };
                let score = printed(*score, scheme.rounding);
                lines.push(format!("保留 {digits} 位小数，{rule}  {score}"));
            }
            Step::Band(band) => {
                let (from, to) = (decimal(band.from), decimal(band.to));
                let top = scheme.bands.iter().all(|other| other.to <= band.to);
                let end = if top { "满分" } else { "不到" };
                lines.push(format!("分数段  {from} 分起，{end} {to} 分：{}", band.grade));
            }
            Step::Tie { with, compared, decided } => {
                lines.push(format!("与{}同分", with.join("、")));
                for (by, own, theirs) in compared {
                    let what = match by {
                        TieBreak::Dimension(name) => format!("比“{name}”的得分"),
                        TieBreak::Group(name) => format!("比“{name}”的平均分"),
                        TieBreak::Shared => continue,
                    };
                    let theirs = with.iter().zip(theirs);
                    let theirs: Vec<String> =
                        theirs.map(|(name, value)| format!("{name} {}", shown(*value))).collect();
                    lines.push(format!("  {what}：自己 {}，{}", shown(*own), theirs.join("，")));
                }
                if !decided {
                    lines.push("  不能都分出先后".to_owned());
                }
            }
            Step::Place(place) => lines.push(format!("名次  第 {place} 名")),
            Step::Quota { quota, holds, from, to } => {
                lines.push(format!("名额  {}：由“{from}”降为“{to}”", quota_said(quota, *holds)));
            }
            Step::KnockedOut { reason, grade } => {
                let grade = grade.as_ref().map(|grade| format!("，定为“{grade}”"));
                lines.push(format!("一票否决  {reason}{}", grade.unwrap_or_default()));
            }
        }
    }
    if let Some(grade) = &standing.grade {
        lines.push(format!("等次  {grade}"));
    }
    lines.join("\n") + "\n"
}

fn added(numbers: &[Exact]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|number| value(*number)).collect();
    numbers.join(" + ")
}

/// Writes a number exactly: a fraction in brackets where decimals do not end.
fn value(number: Exact) -> String {
    let text = decimal(number);
    if text.contains('/') { format!("({text})") } else { text }
}

/// Writes a number exactly, and what a fraction comes to about.
fn shown(number: Exact) -> String {
    let text = decimal(number);
    let about = Rounding { digits: 4, rule: RoundingRule::HalfUp };
    match text.contains('/') {
        true => format!("{text} ≈ {}", printed(number, about)),
        false => text,
    }
}

fn quota_said(quota: &Quota, holds: usize) -> String {
    let grades = quota.grades.join("、");
    match &quota.limit {
        Limit::Number(_) => format!("“{grades}”至多 {holds} 个"),
        Limit::Share(share) => {
            format!("“{grades}”不超过 {}%，即至多 {holds} 个", decimal(*share))
        }
    }
}
