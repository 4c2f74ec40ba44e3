//! `gongkai restore`: brings the sources of a release back.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use super::{Exit, Outcome};
use crate::archive::{self, Archive};
use crate::language::{Both, both, number_of};
use crate::manifest::{BUILD, GENERATOR, Manifest};
use crate::pipeline::{self, Rebuilt};

/// 取回某一版公开时的来源（内容、表样、规则、主题和字体），重新生成一遍，并报告是否相同
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai restore 2024-2025 v1 取回\n\n用同一版本的 gongkai 重新生成，每个字节都应当和公开时相同；不同的文件逐个列出。"
)]
pub struct Arguments {
    /// 学年，或者一轮述职评议，如 2025-2026/appraisal/2025-spring-school
    #[arg(value_name = "学年")]
    year: String,
    /// 版本，如 v1
    #[arg(value_name = "版本", value_parser = version)]
    version: u32,
    /// 放到这个文件夹，它必须还不存在
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
}

fn version(text: &str) -> Result<u32, Both> {
    let number = text.strip_prefix(['v', 'V']).unwrap_or(text).parse().ok();
    number.ok_or_else(|| both!("版本要写成 v1 的样子", "a version is written like v1"))
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, version, folder } = arguments;
    let archive = Archive::read(root)?;
    let (_, entry) = archive.version(&format!("{year}/v{version}"))?;
    let year = &entry.edition;
    let sources = archive.sources(entry)?;
    archive::write_new(&folder, &sources)?;
    let files = number_of(sources.len(), "个来源文件", "source file");
    terminal.say(
        both!("{year}  第 {version} 版的 ", "{year}  version {version}: ")
            + files
            + both!("已取回到 {}", " restored to {}", folder.display()),
    );
    let purged = archive.purged(entry).len();
    if purged > 0 {
        let files = number_of(purged, "个来源文件", "source file");
        terminal.say(
            both!("另有 ", "besides, ")
                + files
                + both!(
                    "已按规定清除，不能重做这一版",
                    " purged: this version cannot be made again"
                ),
        );
        return Ok(Exit::Clean);
    }
    let (released, _) = archive.manifest(entry)?;
    let rebuilt = pipeline::rebuild(&sources, &folder, entry, &released)?;
    let (said, exit) = outcome(rebuilt, &released);
    terminal.say(said);
    Ok(exit)
}

/// Says what came of making a version again. The same build must make the same bytes.
fn outcome(rebuilt: Rebuilt, released: &Manifest) -> (Both, Exit) {
    let then = program(&released.generator, &released.build);
    let now = program(GENERATOR, BUILD);
    match rebuilt {
        Rebuilt::Same => (
            both!(
                "重做了一遍，每个字节都和公开时相同",
                "made again: every byte is as it was released"
            ),
            Exit::Clean,
        ),
        Rebuilt::Different(files) if released.build == BUILD => {
            let number = number_of(files.len(), "个文件", "file");
            let which = both!("和公开时不同：{}", " not as released: {}", files.join("、"));
            let said = both!(
                "用的是同一个程序（{now}），重做出来有 ",
                "made again by the same program ({now}): "
            );
            (said + number + which, Exit::Failed)
        }
        Rebuilt::Different(files) => (
            both!(
                "公开时用的是 {then}，现在是 {now}，重做出来有 ",
                "released with {then}, made again with {now}: "
            ) + number_of(files.len(), "个文件", "file")
                + both!(
                    "不同；要得到相同的字节，请用 {then}",
                    " not as released; for the same bytes, use {then}"
                ),
            Exit::Clean,
        ),
        Rebuilt::Refused => (
            both!(
                "公开时用的是 {then}，现在的 {now} 检查不通过，没有重做；可以在取回的文件夹里运行 gongkai check",
                "released with {then}; the rules of {now} refuse it, so it was not made again: run gongkai check in the folder restored"
            ),
            Exit::Clean,
        ),
    }
}

/// Names a program by its version and build; the first ones did not write down which build they were.
fn program(generator: &str, build: &str) -> String {
    if build.is_empty() { generator.to_owned() } else { format!("{generator} ({build})") }
}
