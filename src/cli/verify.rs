//! `gongkai verify`: checks an archive byte for byte, on any machine.

use std::path::{Path, PathBuf};

use super::{Exit, Outcome};
use crate::archive;
use crate::failure::Failure;

/// 核对存档或公开的文件夹：每个字节有没有改动，有没有多出、少掉的文件
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai verify\n  gongkai verify 网站备份/2025-2026/v1\n  gongkai verify --head 账本摘要\n\n账本的末尾被截短、或者整个存档被重写，只有用 --head 和当初抄下的账本摘要相比才看得出来。"
)]
pub struct Arguments {
    /// 要核对的文件夹，不写就是站点里的 content/releases
    #[arg(value_name = "文件夹")]
    folder: Option<PathBuf>,
    /// 公开时抄下的账本摘要
    #[arg(long, value_name = "摘要")]
    head: Option<String>,
}

pub fn run(root: &Path, arguments: Arguments) -> Outcome {
    let folder = arguments.folder.unwrap_or_else(|| root.join("content/releases"));
    let verified = archive::verify(&folder)?;
    let mut wrong = verified.faults.len();
    for (path, what) in &verified.faults {
        println!("{}：{what}", folder.join(path).display());
    }
    if verified.bundles == 0 && verified.head.is_none() && wrong == 0 {
        return Err(Failure::new(folder, "这里没有公开包，也没有账本"));
    }
    let given = arguments.head.as_deref().map(|head| head.trim().to_lowercase());
    match (&verified.head, given) {
        (Some(head), Some(given)) if *head != given => {
            wrong += 1;
            println!("账本摘要是 {head}，和给出的 {given} 不同：账本被截短、接长或重写过");
        }
        (Some(_), Some(_)) => println!("账本摘要和给出的相同"),
        (Some(head), None) => {
            println!("账本摘要 {head}");
            println!("没有用 --head 给出当初抄下的摘要：账本末尾被截短或整个重写，看不出来");
        }
        (None, Some(_)) => {
            wrong += 1;
            println!("这里没有账本，账本摘要无从核对");
        }
        (None, None) => println!("这里没有账本，只按各公开包自己的清单核对"),
    }
    if verified.purged > 0 {
        println!("账本写明已清除 {} 个文件，它们不在是对的", verified.purged);
    }
    if verified.older > 0 {
        println!("其中 {} 个旧年度原件只核对有没有改动，内容未经本程序核查", verified.older);
    }
    if verified.unlisted > 0 {
        println!("另有 {} 个文件不属于任何公开包（首页、样式等），没有核对", verified.unlisted);
    }
    let (bundles, files) = (verified.bundles, verified.files);
    println!(
        "核对了 {bundles} 个公开包、{files} 个文件：{}",
        match wrong {
            0 => "没有发现改动".to_owned(),
            n => format!("{n} 处不对"),
        }
    );
    Ok(if wrong > 0 { Exit::Violations } else { Exit::Clean })
}
