//! `gongkai init`: makes a new site that builds at once.
//! It must not know what a site holds; the specimen is one.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use super::{Exit, Outcome, write};
use crate::language::{Both, both};
use crate::pipeline;

/// 新建一个站点：一所虚构学院的完整样例，可以直接生成，再逐项改成自己的
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai init 学生会公开")]
pub struct Arguments {
    /// 新建在哪个文件夹，必须是空的或者还不存在
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let folder = root.join(arguments.folder);
    let specimen = pipeline::specimen();
    let files: Vec<(String, &[u8])> =
        specimen.into_iter().map(|(path, bytes)| (format!("content/{path}"), bytes)).collect();
    write::into_new_folder(&folder, &files)?;
    terminal.say(next_steps(&folder.display().to_string()));
    Ok(Exit::Clean)
}

fn next_steps(folder: &str) -> Both {
    both!(
        "已在 {folder} 新建站点，内容是一所虚构学院的样例。接下来：\n\
         \x20 1. 先看样子：gongkai --root {folder} build，再用浏览器打开 {folder}/output/index.html\n\
         \x20 2. 改 content/site.yaml：网址、站点名称、允许的邮箱和链接域名\n\
         \x20 3. 把 content/2025-2026 的文件夹名改成要公开的学年，在 年度.yaml 里写上“状态: 在编”\n\
         \x20 4. 逐个改里面的文件：年度、机构、名单、自评、章程和各项办法（名单可以用电子表格打开）；\n\
         \x20    appraisal 里是一轮述职评议的通知，照样改成自己的，暂时不发就整个删去\n\
         \x20 5. 随改随查：gongkai --root {folder} check；看不懂的代号用 gongkai explain 代号\n\
         \x20 6. 没有违规以后，删去“状态: 在编”再 build，把 output 整个放到网站上",
        "made a new site in {folder}, with the contents of an invented college. What is next:\n\
         \x20 1. see what it looks like: gongkai --root {folder} build, then open {folder}/output/index.html in a browser\n\
         \x20 2. change content/site.yaml: web address, name of the site, allowed mailboxes and domains\n\
         \x20 3. give content/2025-2026 the name of the year to publish, and write 状态: 在编 in its 年度.yaml\n\
         \x20 4. change its files one by one (名单.csv opens in a spreadsheet program);\n\
         \x20    appraisal holds the notice of a round of appraisals: make it your own, or delete it\n\
         \x20 5. check as you go: gongkai --root {folder} check; gongkai explain CODE tells what a code means\n\
         \x20 6. when nothing is violated, take 状态: 在编 out, build, and put the whole of output on the web site"
    )
}
