//! `gongkai check`: holds years against the rules without building.

use std::path::Path;
use std::time::Duration;

use clap::ValueEnum;
use serde::Serialize;

use super::place_of_site::named;
use super::terminal::{Goal, Terminal};
use super::today::today;
use super::{Exit, Outcome};
use crate::archive::Archive;
use crate::diagnostic::{self, Count, Diagnostic, Level, json, sarif};
use crate::failure::Failure;
use crate::language::{Both, both, joined, number_of};
use crate::load::{self, Folder};
use crate::pipeline::{self, Checked, Due, Inputs, Run};
use crate::rules::Verdict;
use crate::source::Sources;
use crate::source::watch::Seen;
use crate::standard::{Evaluation, Rule};

/// 检查全部内容或者其中一部分，不生成
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai check\n  gongkai check 2024-2025 2025-2026\n  gongkai check 2025-spring-school\n  gongkai check --watch\n  gongkai check --strict --format sarif --output check.sarif"
)]
pub struct Arguments {
    /// 要检查的学年（连同其中的述职评议）、一轮述职评议，或者它的文件夹；不写时检查全部，在编学年查出的问题只列出，不影响退出码
    #[arg(value_name = "学年")]
    years: Vec<String>,
    /// 结果的格式：human 给人看，json 和 sarif 给程序读
    #[arg(long, default_value = "human", value_name = "human|json|sarif")]
    format: Format,
    #[command(flatten)]
    goal: Goal,
    /// 按这一天检查，撤下日期和 gongkai build --on 一样对待；不写时，对本机日期已过的撤下日期只作提醒
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Option<time::Date>,
    /// 有警告或者无法核实的内容时，退出码也是 1
    #[arg(long)]
    strict: bool,
    /// 全部重新检查；不写时，对内容、规则和程序都没有变的学年，列出上次的结果
    #[arg(long)]
    fresh: bool,
    /// 每当文件改动就重新检查，直到按 Ctrl+C
    #[arg(long, conflicts_with = "format")]
    watch: bool,
}

/// How long nothing is looked at between two looks for changes.
const REST: Duration = Duration::from_millis(200);

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Human,
    Json,
    Sarif,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    arguments.goal.fits(arguments.format == Format::Human)?;
    if !arguments.watch {
        return once(root, &arguments, terminal);
    }
    let mut seen = Inputs::look(root, &Seen::default());
    loop {
        // What the machine refuses now it may not refuse once something has changed.
        if let Err(failure) = once(root, &arguments, terminal) {
            terminal.failure(&failure);
        }
        terminal.note(both!("等着文件改动，按 Ctrl+C 结束", "waiting for changes; Ctrl+C ends it"));
        seen = changed(root, seen);
    }
}

/// Waits until a file has changed, and until nothing changes any more.
fn changed(root: &Path, seen: Seen) -> Seen {
    let mut last = seen.clone();
    loop {
        std::thread::sleep(REST);
        let now = Inputs::look(root, &last);
        if now == last && now != seen {
            return now;
        }
        last = now;
    }
}

fn once(root: &Path, arguments: &Arguments, terminal: Terminal) -> Outcome {
    let mut run = Run::open(Inputs::read(root)?)?;
    run.on = arguments.on;
    let names: Vec<String> = arguments.years.iter().map(|name| named(root, name)).collect();
    let years = run.named(&names)?;
    let by = arguments.on.unwrap_or_else(today);
    let due = pipeline::due(&run, &Archive::read(root)?, &years, by)?;
    let checked: Vec<Checked> = match arguments.fresh {
        true => years.iter().map(|folder| run.check(folder)).collect(),
        false => run.recall_or_check(&years),
    };
    // Of what is still being written, faults are shown; they count once somebody asks for it.
    let (passed_over, counted): (Vec<&Checked>, Vec<&Checked>) =
        checked.iter().partition(|year| names.is_empty() && year.in_work);
    let of = |years: &[&Checked]| -> Vec<Diagnostic> {
        years.iter().flat_map(|year| year.findings.iter().cloned()).collect()
    };
    let mut findings = run.faults.clone();
    findings.extend(of(&counted));
    for Checked { edition, findings, .. } in &checked {
        terminal.detail(both!("{edition}  ", "{edition}  ") + Count::by_level(findings).summary());
    }
    // What was not released is masked where the check is for a day; without, the clock only warns.
    let is_fault = |due: &&Due| match arguments.on {
        Some(_) => due.released,
        None => arguments.strict,
    };
    findings.extend(due.iter().filter(is_fault).map(Due::finding));
    let warned = due.iter().filter(|it| arguments.on.is_none() && !is_fault(it));
    warned.for_each(|due| terminal.note(due.reminder()));
    let count = Count::by_level(&findings);
    let in_work = of(&passed_over);
    let unfinished = Count::by_level(&in_work);
    findings.extend(in_work);
    let sources = pipeline::discreet(&mut findings, &run);
    match arguments.format {
        Format::Human => {
            terminal.head(&findings);
            terminal.findings(findings, &sources);
            let advice = abridged(&run, &years);
            let years = years.iter().map(|folder| folder.edition.to_string().into());
            let years = joined(years, both!("、", ", "));
            let rules = number_of(run.standards.rules.len(), "条规则", "rule");
            let checked = both!("检查了 ", "checked ") + years + both!("，", ", ") + rules;
            let mut summary = checked + both!("：", ": ") + count.summary();
            if unfinished != Count::default() {
                let names = passed_over.iter().map(|year| year.edition.to_string().into());
                let names = joined(names, both!("、", ", "));
                summary = summary
                    + both!("；在编的 ", "; of ")
                    + names
                    + both!(" 有 ", ", in work, ")
                    + unfinished.summary()
                    + both!("，没有计入", " are not counted");
            }
            // What it came to is the last line.
            advice.into_iter().for_each(|advice| terminal.summary(advice));
            terminal.summary(summary);
        }
        Format::Json => as_json(&sources, &checked, findings, &arguments.goal)?,
        Format::Sarif => as_sarif(&run, &sources, findings, &arguments.goal)?,
    }
    Ok(if count.refuses(arguments.strict) { Exit::Violations } else { Exit::Clean })
}

/// Advises to print the notice's own words, of years whose indicators are printed in an abridgement.
fn abridged(run: &Run, years: &[&Folder]) -> Option<Both> {
    let is_abridged = |folder: &&&Folder| {
        let form = run.standards.form(folder.edition.year);
        !folder.edition.is_round() && form.is_some_and(load::is_abridged)
    };
    let years: Vec<Both> =
        years.iter().filter(is_abridged).map(|it| it.edition.to_string().into()).collect();
    let (first, others) = years.split_first()?;
    let years = match others.last() {
        Some(last) => first.clone() + both!("至", " to ") + last.clone(),
        None => first.clone(),
    };
    Some(
        years
            + both!(
                " 印出的指标文字是本程序的简写：有当年通知的，照原文写成 content/standards/forms/ 里的一份表样（文字: 原文），就印原文",
                ": the indicators are printed in this program's abridgement; who has the year's notice writes its own words into a form under content/standards/forms/, says there that they are, and they are printed instead"
            ),
    )
}

/// What `--format json` writes; see `standards/check.schema.json`.
#[derive(Serialize)]
struct Report<'a> {
    schema: u32,
    tool: Tool,
    counts: Counts,
    findings: Vec<json::Finding<'a>>,
    years: Vec<YearReport<'a>>,
}

/// The program, as data names it.
#[derive(Serialize)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    pub fn own() -> Self {
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }
    }
}

#[derive(Serialize)]
struct Counts {
    violations: usize,
    warnings: usize,
    unverified: usize,
    notices: usize,
}

#[derive(Serialize)]
struct YearReport<'a> {
    year: String,
    /// Whether its author says that it is unfinished.
    in_work: bool,
    /// Whether a violation forbids to publish it.
    refused: bool,
    rules: Vec<RuleReport<'a>>,
}

#[derive(Serialize)]
struct RuleReport<'a> {
    code: &'a str,
    verdict: &'static str,
    /// How many items were looked at.
    items: usize,
}

fn as_json(
    sources: &Sources,
    checked: &[Checked],
    mut findings: Vec<Diagnostic>,
    goal: &Goal,
) -> Result<(), Failure> {
    diagnostic::sort(&mut findings, sources);
    let Count { violations, warnings, unverified, notices } = Count::by_level(&findings);
    let years = checked.iter().map(|year| YearReport {
        year: year.edition.to_string(),
        in_work: year.in_work,
        refused: year.is_refused(),
        rules: year
            .outcomes
            .iter()
            .map(|outcome| RuleReport {
                code: &outcome.code,
                verdict: verdict(outcome.verdict),
                items: outcome.items,
            })
            .collect(),
    });
    let report = Report {
        schema: json::SCHEMA,
        tool: Tool::own(),
        counts: Counts { violations, warnings, unverified, notices },
        findings: json::findings(&findings, sources),
        years: years.collect(),
    };
    goal.data(&report)
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Violated => "violated",
        Verdict::Unverified => "unverified",
        Verdict::NotApplicable => "not-applicable",
        Verdict::StatedNotMet => "stated-not-met",
        Verdict::Exempted => "exempted",
    }
}

fn as_sarif(
    run: &Run,
    sources: &Sources,
    mut findings: Vec<Diagnostic>,
    goal: &Goal,
) -> Result<(), Failure> {
    diagnostic::sort(&mut findings, sources);
    let rules = run.standards.rules.iter().map(|rule| rule_text(rule, &run.inputs.sources));
    let rules: Vec<sarif::RuleText> = rules.collect();
    let log = sarif::log(&findings, sources, &rules);
    goal.data(&log)
}

fn rule_text<'a>(rule: &'a Rule, sources: &'a Sources) -> sarif::RuleText<'a> {
    let help = match &rule.evaluation {
        // A help that is filled in speaks of one finding only.
        Evaluation::Expression(expression) => {
            expression.help.as_deref().filter(|help| !help.contains("{{"))
        }
        _ => None,
    };
    let level = rule.severity.last().map_or(Level::Notice, |severity| severity.level);
    let body = load::body(rule, sources).explanation;
    sarif::RuleText { code: &rule.code, title: &rule.title, body, help, level }
}
