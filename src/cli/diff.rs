//! `gongkai diff`: tells what changed from one year, or bundle, to another.
//! It must not know what a change is.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::edition::Site;
use super::terminal::Terminal;
use super::{Exit, Outcome, write};
use crate::diff::diff_published;
use crate::failure::Failure;
use crate::language::both;
use crate::render::changes::{self, Look, Telling, markdown, standalone};
use crate::render::docx;
use crate::render::pdf::amendments;
use crate::visible::{escaped, visible};

/// The width of lines where there is no terminal to ask.
const WIDTH: usize = 80;

/// 比较两个学年、两轮述职评议、一个学年的两版，或者两份已经生成的公开内容
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai diff 2024-2025 2025-2026\n  gongkai diff 2025-2026/v1 2025-2026          比较上一版和现在的内容\n  gongkai diff 2025-2026/v1 2025-2026/v2\n  gongkai diff 2024-autumn-school 2025-spring-school    比较两轮述职评议\n  gongkai diff 旧站/output/2024-2025 2025-2026 --format markdown\n  gongkai diff 2024-2025 2025-2026 --format pdf --output 章程修订对照表.pdf\n  gongkai diff 2024-2025 2025-2026 --format docx --output 章程修订对照表.docx"
)]
pub struct Arguments {
    /// 旧的一份：学年、一轮述职评议、它们公开过的一版（如 2025-2026/v1），或者生成的文件夹、document.json
    #[arg(value_name = "旧", display_order = 1)]
    old: String,
    /// 新的一份，写法相同
    #[arg(value_name = "新", display_order = 2)]
    new: String,
    /// 输出的格式；pdf 和 docx 是章程修订对照表
    #[arg(long, default_value = "text", value_name = "text|json|markdown|html|pdf|docx")]
    format: Format,
    /// 写到这个文件；不写时显示在终端
    #[arg(long, value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
    Html,
    Pdf,
    Docx,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut site = Site::new(root, terminal);
    let Some(old) = site.document(&arguments.old)? else { return Ok(Exit::Violations) };
    let Some(new) = site.document(&arguments.new)? else { return Ok(Exit::Violations) };
    if old.kind != new.kind {
        return Err(Failure::new(
            format!("{} {}", arguments.old, arguments.new),
            both!(
                "一个是学年的公开内容，一个是述职评议的通知，不能互相比较",
                "one is the disclosure of a year, the other the notice of a round of appraisals"
            ),
        )
        .with_help(both!(
            "学年和学年比，述职评议和述职评议比，如 gongkai diff 2024-2025 2025-2026",
            "compare years with years and rounds with rounds, as in gongkai diff 2024-2025 2025-2026"
        )));
    }
    let difference = diff_published(&old, &new);
    let bytes = match arguments.format {
        Format::Text => {
            let to_file = arguments.output.is_some();
            changes::terminal(&Telling::from_difference(&difference), look(terminal, to_file))
                .into_bytes()
        }
        Format::Markdown => markdown(&Telling::from_difference(&difference)).into_bytes(),
        Format::Json => {
            escaped(&String::from_utf8_lossy(&difference.to_json())).into_owned().into_bytes()
        }
        Format::Html => standalone(&difference, &new, &site.run()?.resources.theme)?,
        Format::Pdf => {
            let resources = &site.run()?.resources;
            amendments(&difference, &new, &resources.theme, &resources.fonts)?
        }
        Format::Docx => docx::amendments(&difference, &new),
    };
    tell(&bytes, arguments.output.as_deref(), arguments.format, terminal)?;
    Ok(Exit::Clean)
}

fn tell(
    bytes: &[u8],
    output: Option<&Path>,
    format: Format,
    terminal: Terminal,
) -> Result<(), Failure> {
    use std::io::Write;
    match output {
        Some(path) => {
            write::file(path, bytes)?;
            terminal.say(both!("已写入 {}", "wrote {}", path.display()));
            Ok(())
        }
        None if matches!(format, Format::Pdf | Format::Docx) && std::io::stdout().is_terminal() => {
            let why = both!("PDF 和 Word 文件要写到文件里", "a PDF or Word file goes to a file");
            let help = both!("加上 --output 文件名", "add --output NAME");
            Err(Failure::new("--output", why).with_help(help))
        }
        // A reader that stops early, such as `head`, is no fault.
        None => {
            let mut stdout = std::io::stdout();
            let _ = match format {
                // Nothing a document says is obeyed by a terminal.
                Format::Markdown | Format::Html if stdout.is_terminal() => {
                    stdout.write_all(visible(&String::from_utf8_lossy(bytes)).as_bytes())
                }
                _ => stdout.write_all(bytes),
            };
            Ok(())
        }
    }
}

fn look(terminal: Terminal, to_file: bool) -> Look {
    let size = if to_file { None } else { terminal_size::terminal_size() };
    let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0));
    Look { width: width.clamp(20, 120), colour: !to_file && terminal.colour.on_stdout() }
}
