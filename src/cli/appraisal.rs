//! `gongkai appraisal`: a new round, blank score sheets, what the scores come to, and how.
//! It must not show what raters wrote anywhere but on this terminal.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::check::Tool;
use super::terminal::{Form, Goal, Terminal};
use super::write::into_new_folder;
use super::{Exit, Outcome, write};
use crate::archive;
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::language::both;
use crate::pipeline::{self, Inputs, Round, Run};
use crate::render::pdf;
use crate::render::sheets::workbook;
use crate::render::standings::standings;
use crate::scoring::{Standing, explain};
use crate::source::Sources;

/// 开展述职评议：新建一轮，生成评分表，计算得分和等次
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai appraisal new 2025-autumn-school\n  gongkai appraisal sheets 2025-autumn-school\n  gongkai appraisal results 2025-autumn-school\n  gongkai appraisal explain 2025-autumn-school 林知夏\n\n一轮述职评议的名称，就是它在 content/学年/appraisal/ 里的文件夹名。填好的评分表放进这个文件夹里的“评分表”文件夹。\nresults 显示全部得分，explain 还显示每位评委的打分：只供评议小组核对，不要公开。"
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    New(New),
    Sheets(Sheets),
    Results(Results),
    Explain(Explain),
}

/// 新建一轮述职评议：照另一轮新建时，日期、人数和述职对象写成“待填”；不照另一轮时，各项都写成“待填”
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai appraisal new 2025-autumn-school\n  gongkai appraisal new 2025-autumn-school --from 2025-spring-school\n  gongkai appraisal new 2024-2025/2025-autumn-school    放进别的学年\n\n名称里没有写学年时，这一轮放进最新的学年。"
)]
struct New {
    /// 新一轮的名称，只能用小写英文字母、数字和短横
    #[arg(value_name = "轮次")]
    round: String,
    /// 照着新建的那一轮；不写时，各项都写成“待填”
    #[arg(long, value_name = "轮次")]
    from: Option<String>,
}

/// 生成空白评分表：每组评委一个 Excel 文件，另有一份打印用的 PDF
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai appraisal sheets 2025-autumn-school")]
struct Sheets {
    /// 述职评议的名称，如 2025-autumn-school
    #[arg(value_name = "轮次")]
    round: String,
    /// 评分表写到这个文件夹，它必须是空的或者还不存在；不写时是当前位置的“轮次-评分表”
    #[arg(long, value_name = "文件夹")]
    to: Option<PathBuf>,
}

/// 按收回的评分表计算得分、名次和等次
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai appraisal results 2025-autumn-school")]
struct Results {
    /// 述职评议的名称，如 2025-autumn-school
    #[arg(value_name = "轮次")]
    round: String,
    /// 结果的格式：human 给人看，json 给程序读
    #[arg(long, default_value = "human", value_name = "human|json")]
    format: Form,
    #[command(flatten)]
    goal: Goal,
}

/// 一步一步说明一个述职对象的得分和等次是怎么来的
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai appraisal explain 2025-autumn-school 林知夏")]
struct Explain {
    /// 述职评议的名称，如 2025-autumn-school
    #[arg(value_name = "轮次", display_order = 1)]
    round: String,
    /// 述职对象的姓名或名称
    #[arg(value_name = "述职对象", display_order = 2)]
    subject: String,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    match arguments.command {
        Command::New(arguments) => new(root, &arguments, terminal),
        Command::Sheets(arguments) => sheets(root, arguments, terminal),
        Command::Results(arguments) => results(root, &arguments, terminal),
        Command::Explain(arguments) => explained(root, arguments, terminal),
    }
}

fn new(root: &Path, arguments: &New, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let new = pipeline::new_round(&run, &arguments.round, arguments.from.as_deref())?;
    archive::write_new(&new.folder, &new.files)?;
    write::schemas_into(root)?;
    let (edition, folder) = (&new.edition, new.folder.display());
    terminal.say(match &new.from {
        Some(from) => both!(
            "{edition}  已从 {from} 起好，放在 {folder}",
            "{edition}  started from {from}, in {folder}"
        ),
        None => both!("{edition}  已起好，放在 {folder}", "{edition}  started, in {folder}"),
    });
    terminal.say(both!(
        "状态是“在编”，生成时会跳过它。下一步：\n\
         \x20 1. 把各文件里的“待填”换成这一轮的情况；正文里的日期和学年也写成了“待填”，其他文字逐句核对\n\
         \x20 2. 没有别的附件的，删去 附件.md；用不着的说明行（# 开头）可以删去\n\
         \x20 3. 随时运行 gongkai check {edition}，看还差什么\n\
         \x20 4. 没有违规后，把 通知.yaml 里的“状态”改成“完成”，再运行 gongkai build",
        "its 状态 is 在编 (in work): a build passes it over. What is next:\n\
         \x20 1. put this round's facts in place of every 待填; days and years in the texts are 待填 too, read the rest sentence by sentence\n\
         \x20 2. delete 附件.md where there are no other annexes; lines that begin with # may go\n\
         \x20 3. run gongkai check {edition} at any time to see what is missing\n\
         \x20 4. when nothing is violated, change 状态 in 通知.yaml to 完成 and run gongkai build"
    ));
    Ok(Exit::Clean)
}

fn sheets(root: &Path, arguments: Sheets, terminal: Terminal) -> Outcome {
    let run = Run::open(Inputs::read(root)?)?;
    let mut faults = Vec::new();
    let round = pipeline::round(&run.inputs, &arguments.round, &mut faults)?;
    if !faults.is_empty() {
        return Ok(report_faults(faults, &run.inputs.sources, terminal));
    }
    let forms = round.forms();
    let mut files = Vec::new();
    for form in &forms {
        files.push((format!("{}.xlsx", form.stem(&forms)), workbook(form)?));
    }
    let printed = pdf::sheets(&forms, &run.resources.theme, &run.resources.fonts)?;
    files.push(("打印用.pdf".to_owned(), printed));
    let folder =
        arguments.to.unwrap_or_else(|| PathBuf::from(format!("{}-{}", round.name, "评分表")));
    let bytes: Vec<(String, &[u8])> =
        files.iter().map(|(name, bytes)| (name.clone(), bytes.as_slice())).collect();
    into_new_folder(&folder, &bytes)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let (folder, names) = (folder.display(), names.join("、"));
    terminal.say(both!("已写入 {folder}：{names}", "written to {folder}: {names}"));
    Ok(Exit::Clean)
}

fn results(root: &Path, arguments: &Results, terminal: Terminal) -> Outcome {
    let Results { round, format, goal } = arguments;
    goal.fits(*format == Form::Human)?;
    let counted = match counted(root, round, terminal)? {
        Ok(counted) => counted,
        Err(exit) => return Ok(exit),
    };
    if *format == Form::Json {
        goal.data(&as_data(&counted))?;
        return Ok(Exit::Clean);
    }
    for (table, all) in counted.round.tables.iter().zip(&counted.standings) {
        match all.is_empty() {
            true => {
                let none = both!("还没有收到评分表", "no score sheet was handed in yet");
                terminal.say(both!("{}\n", "{}\n", table.title) + none + "\n".into());
            }
            false => terminal.say(standings(table, all).into()),
        }
    }
    Ok(Exit::Clean)
}

/// Returns the standings as data, in the order of their tables.
fn as_data(counted: &Counted) -> Value {
    let tables = counted.round.tables.iter().zip(&counted.standings).map(|(table, all)| {
        let standings = all.iter().map(|it| {
            json!({
                "subject": it.subject,
                "kind": it.kind,
                "place": it.place,
                "score": it.score,
                "exact": it.composite.as_ref().map(|exact| exact.to_string()),
                "banded": it.banded,
                "grade": it.grade,
            })
        });
        json!({ "title": table.title, "standings": standings.collect::<Vec<_>>() })
    });
    json!({ "schema": 1, "tool": Tool::own(), "round": counted.round.name, "tables": tables.collect::<Vec<_>>() })
}

fn explained(root: &Path, arguments: Explain, terminal: Terminal) -> Outcome {
    let counted = match counted(root, &arguments.round, terminal)? {
        Ok(counted) => counted,
        Err(exit) => return Ok(exit),
    };
    let mut known = Vec::new();
    let mut found = false;
    for (table, standings) in counted.round.tables.iter().zip(&counted.standings) {
        for standing in standings.iter().filter(|standing| standing.subject == arguments.subject) {
            terminal.say(format!("{}\n{}", table.title, explain(standing, &table.scheme)).into());
            found = true;
        }
        known.extend(standings.iter().map(|standing| standing.subject.as_str()));
    }
    if found {
        return Ok(Exit::Clean);
    }
    let missing = Failure::new(
        &arguments.subject,
        both!("这一轮没有这个述职对象的得分", "nobody of that name was scored in this round"),
    );
    Err(match known.is_empty() {
        true => missing.with_help(both!("还没有收到评分表", "no score sheet was handed in yet")),
        false => missing.with_help(both!("有得分的：{}", "scored are: {}", known.join("、"))),
    })
}

struct Counted {
    round: Round,
    /// By score table.
    standings: Vec<Vec<Standing>>,
}

/// Counts a round, or tells what keeps it from being counted.
fn counted(root: &Path, name: &str, terminal: Terminal) -> Result<Result<Counted, Exit>, Failure> {
    let mut inputs = Inputs::read(root)?;
    let mut faults = Vec::new();
    let round = pipeline::round(&inputs, name, &mut faults)?;
    let standings = round.standings(&mut inputs, &mut faults)?;
    if faults.is_empty() {
        return Ok(Ok(Counted { round, standings }));
    }
    Ok(Err(report_faults(faults, &inputs.sources, terminal)))
}

/// Tells what is wrong; nothing is counted or written then.
fn report_faults(faults: Vec<Diagnostic>, sources: &Sources, terminal: Terminal) -> Exit {
    let count = terminal.findings_beside(faults, sources);
    terminal.note(count.summary() + both!("，没有计算", "; nothing was counted"));
    Exit::Violations
}
