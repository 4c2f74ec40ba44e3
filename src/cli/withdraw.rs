//! `gongkai withdraw`: takes people out of what is published of a released year, or takes that back.

use std::path::Path;

use time::Date;

use super::terminal::{Answer, Terminal};
use super::{Exit, Outcome, day, reason};
use crate::archive;
use crate::bundle::forget_published;
use crate::language::{Both, both, joined};
use crate::pipeline::{self, Inputs, Run, Undoing, Whom, Withdrawal};

/// 撤下已公开学年的名单、已公开的评议结果，或其中一人：此后各版的地址上都是撤下以后的内容
#[derive(clap::Args)]
#[command(
    group(clap::ArgGroup::new("whom").required(true).args(["name", "all", "undo"])),
    after_help = "例子：\n  gongkai withdraw 2023-2024 --all --on 2026-12-31 --reason 公开期限已满\n  gongkai withdraw 2025-2026 --name 姓名 --on 2026-05-20 --reason 应本人要求\n  gongkai withdraw 2025-spring-school --all --on 2026-12-31 --reason 公开期限已满 --dry-run\n  gongkai withdraw 2025-2026 --undo --reason 误将全部名单撤下\n\n先列出会做什么，在终端里询问以后再做；--yes 不询问（不在终端里运行的必须写），--dry-run 只列出不做。旧版不再公开，它的摘要留在账本里；以后再更正时，撤下的人仍然不印。运行 gongkai build 以后生效。\n撤下有误时，只要还没有运行 gongkai purge，就可以用 --undo 恢复最近一次撤下的内容；账本里两次都保留。"
)]
pub struct Arguments {
    /// 学年，或者一轮述职评议
    #[arg(value_name = "学年")]
    year: String,
    /// 从这一天起撤下；用 --undo 恢复时可以不写
    #[arg(long, value_name = "日期", value_parser = day, required_unless_present = "undo")]
    on: Option<Date>,
    /// 撤下或者恢复的原因；撤下的原因要印在版本页上，不能写姓名
    #[arg(long, value_name = "原因", value_parser = reason)]
    reason: String,
    /// 只撤下这一个人
    #[arg(long, value_name = "姓名", value_parser = reason)]
    name: Option<String>,
    /// 撤下整个名单
    #[arg(long)]
    all: bool,
    /// 恢复最近一次撤下的内容
    #[arg(long)]
    undo: bool,
    /// 不询问，直接做
    #[arg(long)]
    yes: bool,
    /// 只列出会做什么，不做
    #[arg(long)]
    dry_run: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, on, reason, name, all: _, undo: _, yes, dry_run } = arguments;
    let answer = Answer::from_flags(yes, dry_run);
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let whom = name.as_deref().map_or(Whom::Everybody, Whom::One);
    match on.filter(|_| !arguments.undo) {
        Some(on) => {
            let withdrawal = pipeline::withdrawal(&run, &year, on, &reason, whom)?;
            withdraw(root, withdrawal, whom, answer, terminal)
        }
        None => undo(pipeline::undoing(&run, &year, &reason)?, on, answer, terminal),
    }
}

fn withdraw(
    root: &Path,
    withdrawal: Withdrawal,
    whom: Whom,
    answer: Answer,
    terminal: Terminal,
) -> Outcome {
    let edition = withdrawal.edition.clone();
    let people = withdrawal.people;
    let versions =
        joined(withdrawal.versions.iter().map(|it| it.to_string().into()), both!("、", ", "));
    let first = match whom {
        Whom::One(name) => both!("{edition}  要撤下“{name}”一人", "{edition}  to withdraw: {name}"),
        Whom::Everybody => both!(
            "{edition}  要撤下名单上全部 {} 人",
            "{edition}  to withdraw: all {} people listed",
            withdrawal.leaving.len()
        ),
    };
    let then = both!(
        "这些地址上都换成撤下后的内容：",
        "these addresses will show the edition without them: "
    );
    let mut lines = vec![first, then + versions];
    lines.extend(elsewhere(&withdrawal, whom));
    if !terminal.agreed(&lines, answer)? {
        return Ok(Exit::Clean);
    }
    let entry = withdrawal.carry_out()?;
    // What is put back on the web must not name them.
    forget_published(root)?;
    let folder = entry.folder();
    let whom_told = match people {
        0 => both!("文字里的姓名已撤下", "the name is withdrawn from the texts"),
        _ => both!("名单中共 {people} 人已撤下", "withdrawn from the roster: {people} in all"),
    };
    let kept = both!(
        "，撤下后的内容存入 content/releases/{folder}",
        "; the edition without them is kept in content/releases/{folder}"
    );
    terminal.say(both!("{edition}  ", "{edition}  ") + whom_told + kept);
    terminal.say(both!("账本摘要 {}", "digest of the ledger {}", entry.digest));
    terminal.say(both!(
        "运行 gongkai build，旧版的地址上才会换成撤下后的内容；已上传到网站的要重新上传",
        "run gongkai build to put that edition at the addresses of the old versions, and upload the site again"
    ));
    terminal.say(what_is_left(&edition.to_string(), whom));
    Ok(Exit::Clean)
}

/// Says where else the names stand, and stay.
fn elsewhere(withdrawal: &Withdrawal, whom: Whom) -> Vec<Both> {
    let flag = flag(whom);
    let listed = |before: Both, list: &[String], behind: Both| {
        before + joined(list.iter().cloned().map(Both::from), both!("、", ", ")) + behind
    };
    let released = withdrawal.elsewhere.iter().map(|(edition, at)| {
        let before = both!(
            "{edition} 也印着撤下的姓名，仍在这些地址上：",
            "{edition} prints the names withdrawn here too, and still will at these addresses: "
        );
        let behind = both!(
            "；也要撤下的：gongkai withdraw {edition} --on 日期 --reason 原因 {flag}",
            "; to withdraw them there: gongkai withdraw {edition} --on DATE --reason REASON {flag}"
        );
        listed(before, &at.iter().map(ToString::to_string).collect::<Vec<_>>(), behind)
    });
    let in_work = withdrawal.in_work.iter().map(|(edition, files)| {
        let before = both!(
            "{edition} 还没有公开成版本，也写着这个姓名：",
            "{edition}, of which no version is released, has the name too: "
        );
        let behind =
            both!("；不该印的，在文件里改", "; where it shall not be printed, mend the files");
        listed(before, files, behind)
    });
    released.chain(in_work).collect()
}

fn flag(whom: Whom) -> String {
    match whom {
        Whom::One(name) => format!("--name {name}"),
        Whom::Everybody => "--all".to_owned(),
    }
}

/// Says what may be done next, of a mistake and of what is still kept.
fn what_is_left(edition: &str, whom: Whom) -> Both {
    let flag = flag(whom);
    both!(
        "存档里的旧版和来源仍有姓名，只供内部查考；也要清除的：gongkai purge {edition} --reason 原因 {flag}；撤错了的：gongkai withdraw {edition} --undo --reason 原因",
        "the versions and sources kept still have the names, for internal use; to clear them: gongkai purge {edition} --reason REASON {flag}; if this was a mistake: gongkai withdraw {edition} --undo --reason REASON"
    )
}

fn undo(undoing: Undoing, on: Option<Date>, answer: Answer, terminal: Terminal) -> Outcome {
    let edition = undoing.edition.clone();
    let (day, reason) = (&undoing.withdrawal.on, &undoing.withdrawal.note);
    let first = both!(
        "{edition}  要恢复 {day} 起撤下的内容（当时的原因：{reason}）；各版的地址上又会印出这些姓名",
        "{edition}  to take back the withdrawal of {day} ({reason}): the addresses of the versions will print those names again"
    );
    if !terminal.agreed(&[first], answer)? {
        return Ok(Exit::Clean);
    }
    let entry = undoing.carry_out(on)?;
    terminal.say(both!(
        "{edition}  已恢复，账本记下了这一次",
        "{edition}  taken back; the ledger has an entry of it"
    ));
    terminal.say(both!("账本摘要 {}", "digest of the ledger {}", entry.digest));
    terminal.say(both!("运行 gongkai build 以后生效", "takes effect with gongkai build"));
    Ok(Exit::Clean)
}
