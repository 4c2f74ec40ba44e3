//! `gongkai publish`: carries the built site to where a web server serves it.
//! It must not build anything.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::progress::Progress;
use super::terminal::Terminal;
use super::verify;
use super::{Exit, Outcome};
use crate::archive;
use crate::bundle::remote::Remote;
use crate::bundle::{Carriage, carriage, publication};
use crate::failure::Failure;
use crate::language::{Both, both, number_of};
use crate::pipeline::{self, Destination, Place};

/// A password, where no file is named that holds it.
const PASSWORD: &str = "GONGKAI_PUBLISH_PASSWORD";

/// 把生成好的网站发布到文件夹或服务器：只传有变化的文件，中断以后可以接着传，传完以后核对
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai publish /srv/www/gongkai --dry-run\n  gongkai publish 正式\n  gongkai publish sftp://web@www.example.edu.cn/srv/www/gongkai\n  gongkai publish 正式 --back\n\n名称写在 site.yaml 的“发布”里。sftp:// 用 OpenSSH 的 sftp，rsync:// 和 rsync+ssh:// 用 rsync，ftps://、davs://、s3:// 用 curl，这些程序由系统自带，或者可以从系统安装；密码在环境变量 GONGKAI_PUBLISH_PASSWORD 里，或者“密码文件”所指的文件里。\n公开、撤下或恢复以后没有重新运行 gongkai build 的，不发布。\n先放各学年的内容，再放链接到它们的页面，最后删去不再属于网站的文件；不是发布上去的文件一概不动。中途断了，就再运行一次。"
)]
pub struct Arguments {
    /// 发布的去处：site.yaml 里的名称、一个地址，或者一个文件夹
    #[arg(value_name = "去处")]
    target: String,
    /// 生成的网站所在的文件夹；不写时是站点里的 output
    #[arg(long, value_name = "文件夹")]
    output: Option<PathBuf>,
    /// 放回上一次发布以前的内容
    #[arg(long, conflicts_with = "output")]
    back: bool,
    /// 要放回的文件里有姓名时，也放回
    #[arg(long, requires = "back")]
    with_names: bool,
    /// 只列出会做什么，不做
    #[arg(long)]
    dry_run: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { target, output, back, with_names, dry_run } = arguments;
    let own = output.is_none() && !back;
    // No build may exchange the site meanwhile, and nobody else publish.
    let _lock = (own || back).then(|| archive::lock(root)).transpose()?;
    let Destination { mut place, kept, checked_at } =
        pipeline::destination(root, &target, env::var(PASSWORD).ok())?;
    let from = match back {
        true => kept.before(),
        false => output.unwrap_or_else(|| root.join("output")),
    };
    if back {
        refuse_what_may_not_return(&target, &kept, with_names)?;
    } else {
        pipeline::up_to_ledger(root, &from)?;
    }
    let done = match &mut place {
        Place::Folder(folder) => to_folder(&from, folder, dry_run, terminal)?,
        Place::Server(remote) => to_server(&from, remote, &kept.notes()?, dry_run, terminal)?,
    };
    if !done {
        return Ok(Exit::Clean);
    }
    kept.remember(&from)?;
    if own {
        uploaded(root)?;
    }
    match checked_at {
        Some(address) => verify::published(root, &address, kept.now(), terminal),
        None => Ok(Exit::Clean),
    }
}

/// Fails where nothing is kept to put back, or where it names people who do not stand there now.
fn refuse_what_may_not_return(
    target: &str,
    kept: &crate::bundle::Kept,
    with_names: bool,
) -> Result<(), Failure> {
    if !kept.before().exists() {
        let why = both!("没有存下发布以前的样子", "nothing is kept of what stood there before");
        return Err(Failure::new(target, why).with_help(both!(
            "只有在这台电脑上发布过两次，其间没有撤下或清除过姓名的，才放得回去",
            "it is there after two publications from this machine, with no withdrawal or purge between"
        )));
    }
    let names = pipeline::names_brought_back(kept);
    if let (Some(first), false) = (names.first(), with_names) {
        let why = both!(
            "放回去的文件里有 {} 个写着姓名，是现在没有的：{first}",
            "{} files that would come back name people as they do not stand there now: {first}",
            names.len()
        );
        return Err(Failure::new(target, why).with_help(both!(
            "看过这些姓名仍可公开，再加 --with-names",
            "make sure that these names may be public, then add --with-names"
        )));
    }
    Ok(())
}

/// Tells what would be put and removed.
fn tell_plan(put: &[String], remove: &[String], same: usize, terminal: Terminal) {
    put.iter().for_each(|path| terminal.say(both!("放入 {path}", "put {path}")));
    remove.iter().for_each(|path| terminal.say(both!("删去 {path}", "remove {path}")));
    let all = number_of(put.len(), "个文件", "file");
    let removed = remove.len();
    terminal.say(
        both!("将放入 ", "to put: ")
            + all
            + both!(
                "，删去 {removed} 个，{same} 个不变；还没有做",
                "; to remove: {removed}; unchanged: {same}; nothing was done"
            ),
    );
}

fn tell_done(to: &str, put: usize, removed: usize, rest: Both, terminal: Terminal) {
    let all = number_of(put, "个文件", "file");
    terminal.say(
        both!("已发布到 {to}：放入 ", "published to {to}: put ")
            + all
            + both!("，删去 {removed} 个，", ", removed {removed}, ")
            + rest,
    );
}

fn to_folder(from: &Path, to: &Path, dry_run: bool, terminal: Terminal) -> Result<bool, Failure> {
    let publication = publication(from, to)?;
    let (put, remove, same) = (&publication.put, &publication.remove, publication.same);
    if dry_run {
        tell_plan(put, remove, same, terminal);
        return Ok(false);
    }
    let progress = carried(put.len() + remove.len(), terminal);
    publication.carry_out(&mut || progress.done(1))?;
    progress.finish();
    let rest = both!(
        "{same} 个不变；已逐个读回核对",
        "left {same} as they were; every file was read back and verified"
    );
    tell_done(&to.display().to_string(), put.len(), remove.len(), rest, terminal);
    Ok(true)
}

fn to_server(
    from: &Path,
    remote: &mut Remote,
    notes: &Path,
    dry_run: bool,
    terminal: Terminal,
) -> Result<bool, Failure> {
    let carriage: Carriage = carriage(from, remote, notes)?;
    let (put, removed, same) = (carriage.put.len(), carriage.remove.len(), carriage.same);
    if dry_run {
        tell_plan(&carriage.put, &carriage.remove, same, terminal);
        return Ok(false);
    }
    let progress = carried(put + removed, terminal);
    carriage.carry_out(remote, &mut |more| progress.done(more))?;
    progress.finish();
    let rest =
        both!("{same} 个不变；清单已读回核对", "left {same} as they were; the list was read back");
    tell_done(&remote.address.written, put, removed, rest, terminal);
    Ok(true)
}

fn carried(files: usize, terminal: Terminal) -> Progress {
    Progress::new(both!("传送", "carrying"), files, terminal)
}

/// Takes the list of what is to be uploaded away: all of it was.
fn uploaded(root: &Path) -> Result<(), Failure> {
    let list = root.join(".gongkai/upload/output.txt");
    match fs::remove_file(&list) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::io(&list, error))
        }
        _ => Ok(()),
    }
}
