//! `gongkai-province portal`: writes the pages.

use std::path::{Path, PathBuf};

use gongkai::cli::terminal::Terminal;
use gongkai::language::both;

use super::{Exit, Outcome};
use crate::across::Rules;
use crate::colleges;
use crate::portal::{self, Wish};
use crate::store::Store;

/// 生成全省的门户网页：各市各校、各项指标、要查问的、搜索章程；从文件夹里就能打开
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai-province portal colleges.csv 门户 --title 某省高校学生会改革情况公开\n  gongkai-province portal colleges.csv 门户 --title 某省高校学生会改革情况公开 --address https://xuelian.example/gongkai/"
)]
pub struct Arguments {
    /// 各校的名单
    #[arg(value_name = "colleges.csv")]
    colleges: PathBuf,
    /// 写到哪个文件夹，原有的门户换掉；不写时是 portal
    #[arg(value_name = "文件夹", default_value = "portal")]
    folder: PathBuf,
    /// 门户的名称
    #[arg(long, value_name = "名称")]
    title: String,
    /// 门户将来的网址；写了才有订阅源 feed.xml
    #[arg(long, value_name = "网址")]
    address: Option<String>,
}

pub fn run(
    data: &Path,
    standards: Option<&Path>,
    arguments: Arguments,
    terminal: Terminal,
) -> Outcome {
    let colleges = colleges::read(&arguments.colleges)?;
    let rules = Rules::read(standards)?;
    let slash = |address: String| if address.ends_with('/') { address } else { address + "/" };
    let address = arguments.address.map(slash);
    let wish = Wish { title: &arguments.title, address: address.as_deref(), standards };
    let store = Store::new(data);
    let pages = portal::write(&colleges, &store, &rules, &arguments.folder, &wish)?;
    let index = arguments.folder.join("index.html");
    terminal.made(both!(
        "生成了 {pages} 个网页，用浏览器打开 {}",
        "wrote {pages} pages; open {} in a browser",
        index.display()
    ));
    Ok(Exit::Clean)
}
