//! `gongkai publish`: carries the built site to the folder that a web server serves.
//! It must not build anything.

use std::fs;
use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use super::{Exit, Outcome};
use crate::archive;
use crate::bundle::publication;
use crate::failure::Failure;
use crate::language::{both, number_of};

/// 把生成好的网站发布到网站服务器的文件夹：只传变了的，断了可以接着传，传完逐个核对
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai publish /srv/www/gongkai --dry-run\n  gongkai publish /srv/www/gongkai\n\n先放各学年的内容，再放链接到它们的页面，最后删去不再属于网站的文件；不是发布上去的文件一概不动。中途断了，再运行一次。"
)]
pub struct Arguments {
    /// 发布到哪个文件夹：空的，或者以前发布过的
    #[arg(value_name = "文件夹")]
    target: PathBuf,
    /// 生成的网站在哪个文件夹，不写就是站点里的 output
    #[arg(long, value_name = "文件夹")]
    output: Option<PathBuf>,
    /// 只看会怎样，不做
    #[arg(long)]
    dry_run: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { target, output, dry_run } = arguments;
    let own = output.is_none();
    let output = output.unwrap_or_else(|| root.join("output"));
    // No build may exchange the site meanwhile.
    let _lock = own.then(|| archive::lock(root)).transpose()?;
    let publication = publication(&output, &target)?;
    let (put, removed) = (publication.put.len(), publication.remove.len());
    if dry_run {
        publication.put.iter().for_each(|path| terminal.say(both!("放入 {path}", "put {path}")));
        let remove = publication.remove.iter();
        remove.for_each(|path| terminal.say(both!("删去 {path}", "remove {path}")));
        let all = number_of(put, "个文件", "file");
        terminal.say(
            both!("将放入 ", "to put: ")
                + all
                + both!(
                    "，删去 {removed} 个，{} 个不变；还没有做",
                    "; to remove: {removed}; unchanged: {}; nothing was done",
                    publication.same
                ),
        );
        return Ok(Exit::Clean);
    }
    publication.carry_out(&mut || {})?;
    if own {
        uploaded(root)?;
    }
    let all = number_of(put, "个文件", "file");
    let target = target.display();
    terminal.say(
        both!("已发布到 {target}：放入 ", "published to {target}: put ")
            + all
            + both!(
                "，删去 {removed} 个，{} 个不变；已逐个读回核对",
                ", removed {removed}, left {} as they were; every file was read back and verified",
                publication.same
            ),
    );
    Ok(Exit::Clean)
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
