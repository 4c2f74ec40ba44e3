//! `gongkai status`: tells how far each year and round has come.

use std::path::Path;

use serde_json::{Value, json};

use super::check::Tool;
use super::terminal::{Form, Goal, Terminal};
use super::today::today;
use super::{Exit, Outcome};
use crate::archive::{Archive, Kind};
use crate::diagnostic::Count;
use crate::failure::Failure;
use crate::language::both;
use crate::load::Folder;
use crate::pipeline::{self, Filling, Inputs, Run, Standing};

/// 列出每个学年、每轮述职评议做到哪一步
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai status\n  gongkai status --format json")]
pub struct Arguments {
    /// 按这一天判断撤下日期是否已到；不写时按本机的日期
    #[arg(long, value_name = "日期", value_parser = super::day)]
    on: Option<time::Date>,
    /// 结果的格式：human 给人看，json 给程序读
    #[arg(long, default_value = "human", value_name = "human|json")]
    format: Form,
    #[command(flatten)]
    goal: Goal,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    arguments.goal.fits(arguments.format == Form::Human)?;
    let run = Run::open(Inputs::read(root)?)?;
    let archive = Archive::read(root)?;
    if arguments.format == Form::Json {
        let by = arguments.on.unwrap_or_else(today);
        arguments.goal.data(&as_data(&run, &archive, by)?)?;
        return Ok(Exit::Clean);
    }
    for folder in run.folders() {
        let edition = &folder.edition;
        let state = pipeline::progress(&run, &archive, folder, || run.check(folder))?;
        terminal.say(both!("{edition}  ", "{edition}  ") + state);
    }
    for name in archive.released().into_iter().filter(|name| run.folder(name).is_none()) {
        let version = archive.ledger.newest(name).map_or(0, |entry| entry.version);
        terminal.say(both!(
            "{name}  已公开第 {version} 版，照样公开；content 里没有它的文件夹",
            "{name}  released as version {version}, published as before; content has no folder of it"
        ));
    }
    for older in archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document) {
        terminal.say(both!(
            "{}  旧年度原件 {}，未经本程序核查",
            "{}  an older year's own file {}, not checked by this program",
            older.edition,
            older.file
        ));
    }
    let folders: Vec<&Folder> = run.folders().collect();
    let by = arguments.on.unwrap_or_else(today);
    for due in pipeline::due(&run, &archive, &folders, by)? {
        terminal.say(due.reminder());
    }
    let count = Count::by_level(&run.faults);
    if count.violations > 0 {
        let more = both!("，详见 gongkai check", "; gongkai check tells more");
        terminal.say(both!("学年以外：", "besides the years: ") + count.summary() + more);
    }
    Ok(Exit::Clean)
}

/// Returns the same as data.
fn as_data(run: &Run, archive: &Archive, by: time::Date) -> Result<Value, Failure> {
    let mut years = Vec::new();
    for folder in run.folders() {
        let standing = pipeline::standing(run, archive, folder)?;
        let mut year = match &standing {
            Standing::Unreleased => {
                let checked = run.check(folder);
                let Filling { filled, unfilled, unread } = pipeline::filling(run, folder);
                let violations = Count::by_level(&checked.findings).violations;
                let state = match (checked.in_work, violations) {
                    (true, _) => "in-work",
                    (false, 0) => "ready",
                    (false, _) => "refused",
                };
                json!({ "state": state, "violations": violations, "filled": filled, "unfilled": unfilled, "unread": unread })
            }
            Standing::Released(entry) => json!({ "state": "released", "version": entry.version }),
            Standing::Corrected(entry, _) => {
                json!({ "state": "corrected", "version": entry.version })
            }
            Standing::Scored(entry) => json!({ "state": "scored", "version": entry.version }),
            Standing::Changed(entry, _) => json!({ "state": "changed", "version": entry.version }),
        };
        year["name"] = json!(folder.edition.to_string());
        if let Some(last) = archive.ledger.withdrawals(&folder.edition).first() {
            year["withdrawn_on"] = json!(last.on);
        }
        years.push(year);
    }
    for name in archive.released().into_iter().filter(|name| run.folder(name).is_none()) {
        let version = archive.ledger.newest(name).map_or(0, |entry| entry.version);
        years.push(json!({ "name": name.to_string(), "state": "kept", "version": version }));
    }
    let older = archive.ledger.entries.iter().filter(|entry| entry.kind == Kind::Document);
    let older = older.map(|it| json!({ "name": it.edition.to_string(), "file": it.file }));
    let folders: Vec<&Folder> = run.folders().collect();
    let due = pipeline::due(run, archive, &folders, by)?.into_iter().map(|due| {
        let (name, day) = (due.edition.to_string(), due.day.to_string());
        json!({ "name": name, "day": day, "released": due.released })
    });
    Ok(json!({
        "schema": 1,
        "tool": Tool::own(),
        "years": years,
        "older": older.collect::<Vec<_>>(),
        "past_take_down": due.collect::<Vec<_>>(),
        "violations_besides": Count::by_level(&run.faults).violations,
    }))
}
