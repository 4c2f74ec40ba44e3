//! `gongkai rules`: lists the rules, the facts they may read, and tries their cases.

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use super::terminal::Terminal;
use super::{Exit, Outcome};
use crate::datum::{Need, Record, Shape, Visibility};
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::language::{Both, both, number_of};
use crate::load::{self, Standards};
use crate::model::is_scanned;
use crate::pipeline::{self, Inputs};
use crate::render;
use crate::rules::test::{self, Specimen};
use crate::source::Sources;
use crate::standard::{Evaluation, Issuer};
use crate::theme::Theme;

/// 列出全部规则；rules test 用例子检验规则，rules facts 列出规则可以读的事实
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai rules\n  gongkai rules test\n  gongkai rules facts\n  gongkai rules --format html 手册",
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// 规则的格式：text 在终端列出，html 写成手册
    #[arg(long, default_value = "text", value_name = "text|html")]
    format: Format,
    /// 手册写到这个文件夹
    #[arg(value_name = "文件夹")]
    folder: Option<PathBuf>,
    #[command(subcommand)]
    what: Option<What>,
}

/// How the rules are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
}

#[derive(Subcommand)]
enum What {
    /// 用每条规则自己的例子检验它
    #[command(after_help = "例子：\n  gongkai rules test\n  gongkai rules test ROS-07 CH-24")]
    Test {
        /// 只检验这些代号的规则
        #[arg(value_name = "代号")]
        codes: Vec<String>,
    },
    /// 列出规则可以读的全部事实
    #[command(after_help = "例子：\n  gongkai rules facts")]
    Facts,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let inputs = pipeline::standards_only(root)?;
    let mut faults = Vec::new();
    let standards = pipeline::read_standards(&inputs, &mut faults);
    let sound = terminal.findings_beside(faults, &inputs.sources).violations == 0;
    let passed = match arguments.what {
        None => {
            match (arguments.format, arguments.folder) {
                (Format::Text, None) => list(&standards, terminal),
                (Format::Text, Some(folder)) => {
                    let why = both!("没有这个命令", "there is no such command");
                    return Err(Failure::new(folder, why).with_help(both!(
                        "是不是 rules test、rules facts？写手册用 --format html 文件夹",
                        "did you mean rules test or rules facts? The handbook is --format html DIR"
                    )));
                }
                (Format::Html, Some(folder)) => {
                    handbook(&standards, &inputs.sources, &folder, terminal)?
                }
                (Format::Html, None) => {
                    let why = both!("没有写手册的文件夹", "no folder to write the handbook to");
                    return Err(Failure::new("--format html", why).with_help(both!(
                        "写成 gongkai rules --format html 手册",
                        "write gongkai rules --format html DIR"
                    )));
                }
            }
            true
        }
        Some(What::Facts) => {
            facts("", "", standards.tables.year, 0, terminal);
            true
        }
        Some(What::Test { codes }) => try_cases(&inputs, &standards, &codes, terminal),
    };
    Ok(if sound && passed { Exit::Clean } else { Exit::Violations })
}

fn list(standards: &Standards, terminal: Terminal) {
    for rule in &standards.rules {
        let level = rule.severity.last().map(|severity| pipeline::consequence(severity.level));
        let own = match rule.issuer {
            Issuer::Own => both!("（自定）", " (own)"),
            Issuer::National => Both::default(),
        };
        let rule = both!("{:<8} {}", "{:<8} {}", rule.code, rule.title);
        terminal.say(rule + own + "  [".into() + level.unwrap_or_default() + "]".into());
    }
    let all = number_of(standards.rules.len(), "条", "rule");
    terminal.say(both!("共 ", "in all ") + all);
}

/// Writes the handbook into a folder, over the files of an earlier one.
fn handbook(
    standards: &Standards,
    sources: &Sources,
    folder: &Path,
    terminal: Terminal,
) -> Result<(), Failure> {
    let files = render::handbook::handbook(&standards.rules, sources, &Theme::built_in())?;
    std::fs::create_dir_all(folder).map_err(|e| Failure::io(folder, e))?;
    for file in files {
        let path = folder.join(&file.path);
        std::fs::write(&path, &file.bytes).map_err(|e| Failure::io(&path, e))?;
    }
    let index = folder.join("index.html");
    terminal.say(both!(
        "手册写好了，用浏览器打开 {}",
        "wrote the handbook; open {} in a browser",
        index.display()
    ));
    Ok(())
}

/// Prints the table of facts, the author's word beside the rule's; what a fact means is told in
/// the words of the table.
fn facts(names: &str, keys: &str, record: &'static Record, depth: usize, terminal: Terminal) {
    for field in record.fields {
        let dot = |path: &str, part: &str| {
            if path.is_empty() { part.to_owned() } else { format!("{path}.{part}") }
        };
        let list = if field.shape.is_list() { "[]" } else { "" };
        let (name, key) = (dot(names, field.name.as_str()) + list, dot(keys, field.key) + list);
        let made = match field.need {
            Need::Derived if is_scanned(record, field.name) => {
                both!("，由程序从文字里查出", ", found in texts")
            }
            Need::Derived => both!("，由程序算出", ", worked out"),
            _ => Both::default(),
        };
        let seen = match field.visibility {
            Visibility::Public => Both::default(),
            Visibility::ByChoice => both!("，按排名公开方式", ", public by choice"),
            Visibility::Named => both!("，具名", ", names people"),
            Visibility::Hidden => both!("，不公开", ", hidden"),
        };
        let names = both!("{name}  {key}  ", "{name}  {key}  ");
        let meaning = both!("  {}", "  {}", field.meaning);
        terminal.say(names + shape(field.shape) + made + seen + meaning);
        if let Some(below) = field.shape.record().filter(|_| depth < 4) {
            facts(&name, &key, below, depth + 1, terminal);
        }
    }
}

fn shape(shape: Shape) -> Both {
    match shape {
        Shape::Text => both!("文字", "text"),
        Shape::Count("") => both!("整数", "integer"),
        Shape::Count(unit) => both!("整数（{unit}）", "integer ({unit})"),
        Shape::Date => both!("日期", "date"),
        Shape::YesNo | Shape::Verdict => both!("是或否", "yes or no (是, 否)"),
        Shape::Verdicts => both!("一行是或否", "a row of yes or no (是, 否)"),
        Shape::Choice(choices) => choices.join("|").into(),
        Shape::Year => both!("学年", "academic year"),
        Shape::Email => both!("邮箱", "mailbox"),
        Shape::Url => both!("网址", "web address"),
        Shape::Texts => both!("文字列表", "list of texts"),
        Shape::One(_) => both!("一组", "group"),
        Shape::Many(_) | Shape::Keyed(_) => both!("列表", "list"),
        Shape::Prose(_) => both!("正文", "prose"),
    }
}

fn try_cases(inputs: &Inputs, standards: &Standards, codes: &[String], terminal: Terminal) -> bool {
    // The national rules are tried by the national standards alone: what a site demands besides is no
    // fault of them.
    let of_nation = |(_, issuer): &&(_, Issuer)| *issuer == Issuer::National;
    let national: Vec<_> = inputs.standards.iter().filter(of_nation).copied().collect();
    let national = load::standards(&national, &inputs.sources, &mut Vec::new());
    let Some(specimen) = Specimen::find("standards/specimen", &national, &inputs.sources) else {
        terminal.say(both!(
            "没有 standards/specimen/，试不了",
            "there is no standards/specimen/ to try cases on"
        ));
        return false;
    };
    // A province's own rules may have a specimen of their own.
    let own = Specimen::find("content/standards/specimen", standards, &inputs.sources)
        .or_else(|| Specimen::find("standards/specimen", standards, &inputs.sources))
        .expect("the built-in one is there");
    let mut wrong = Vec::new();
    let mut cases = 0;
    let chosen =
        standards.rules.iter().filter(|rule| codes.is_empty() || codes.contains(&rule.code));
    for rule in chosen {
        let tried = load::body(rule, &inputs.sources).cases;
        if !matches!(rule.evaluation, Evaluation::Expression(_)) && tried.is_empty() {
            continue;
        }
        let (specimen, standards) = match rule.issuer {
            Issuer::Own => (&own, standards),
            Issuer::National => (&specimen, &national),
        };
        cases += tried.len();
        for (span, why) in test::run(rule, specimen, standards, &inputs.sources) {
            wrong.push(Diagnostic::violation(&rule.code, span, why));
        }
    }
    let count = terminal.findings_beside(wrong, &inputs.sources);
    let wrong = both!("，{} 个不符", ", {} wrong", count.violations);
    terminal.say(both!("试了 ", "tried ") + number_of(cases, "个例子", "case") + wrong);
    count.violations == 0
}
