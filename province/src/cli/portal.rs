//! `gongkai-province portal`: writes the pages.

use std::path::{Path, PathBuf};

use gongkai::cli::terminal::Terminal;
use gongkai::language::{Both, both};

use super::{Exit, Outcome};
use crate::across::Rules;
use crate::colleges::{self, Address};
use crate::portal::{self, Wish};

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
    #[arg(long, value_name = "网址", value_parser = address)]
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
    let address = arguments.address.as_deref();
    let wish = Wish { title: &arguments.title, address, standards };
    let store = super::audited(data, &colleges, terminal)?;
    let pages = portal::write(&colleges, &store, &rules, &arguments.folder, &wish)?;
    let index = arguments.folder.join("index.html");
    terminal.made(both!(
        "生成了 {pages} 个网页，用浏览器打开 {}",
        "wrote {pages} pages; open {} in a browser",
        index.display()
    ));
    Ok(Exit::Clean)
}

/// Reads where a portal will stand, an address that ends in `/`.
fn address(text: &str) -> Result<String, Both> {
    match Address::parse(text, Path::new("")) {
        Some(Address::Web(address)) => Ok(address),
        _ => Err(both!(
            "网址以 https:// 或 http:// 开头",
            "an address begins with https:// or http://"
        )),
    }
}
