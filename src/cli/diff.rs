//! `gongkai diff`: tells what changed from one year, or bundle, to another.
//! It must not know what a change is.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::terminal::{Terminal, counted};
use super::{Exit, Outcome};
use crate::academic_year::AcademicYear;
use crate::archive::{Archive, Kind};
use crate::compose::compose;
use crate::diff::diff;
use crate::document::Document;
use crate::failure::Failure;
use crate::language::both;
use crate::pipeline::{Inputs, Run};
use crate::render::changes::{self, Look, Telling, markdown, standalone};
use crate::render::pdf::amendments;

/// The width of lines where there is no terminal to ask.
const WIDTH: usize = 80;

/// 比较两个学年，或者两份已经生成的公开内容
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai diff 2024-2025 2025-2026\n  gongkai diff 旧站/output/2024-2025 2025-2026 --format markdown\n  gongkai diff 2024-2025 2025-2026 --format pdf --output 章程修订对照表.pdf"
)]
pub struct Arguments {
    /// 旧的：站点里的学年、一个学年的生成文件夹，或者 document.json
    #[arg(value_name = "旧", display_order = 1)]
    old: String,
    /// 新的，写法相同
    #[arg(value_name = "新", display_order = 2)]
    new: String,
    /// 输出的格式；pdf 是章程修订对照表
    #[arg(long, default_value = "text", value_name = "text|json|markdown|html|pdf")]
    format: Format,
    /// 写到哪个文件，不写就显示在终端
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
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let mut site = Site { root, run: None, terminal };
    let Some(old) = site.document(&arguments.old)? else { return Ok(Exit::Violations) };
    let Some(new) = site.document(&arguments.new)? else { return Ok(Exit::Violations) };
    let difference = diff(&old, &new);
    let bytes = match arguments.format {
        Format::Text => {
            let to_file = arguments.output.is_some();
            changes::terminal(&Telling::of(&difference), look(terminal, to_file)).into_bytes()
        }
        Format::Markdown => markdown(&Telling::of(&difference)).into_bytes(),
        Format::Json => difference.to_json(),
        Format::Html => standalone(&difference, &new, &site.run()?.resources.theme)?,
        Format::Pdf => {
            let resources = &site.run()?.resources;
            amendments(&difference, &new, &resources.theme, &resources.fonts)?
        }
    };
    write(&bytes, arguments.output.as_deref(), arguments.format, terminal)?;
    Ok(Exit::Clean)
}

fn write(
    bytes: &[u8],
    output: Option<&Path>,
    format: Format,
    terminal: Terminal,
) -> Result<(), Failure> {
    use std::io::Write;
    match output {
        Some(path) => {
            std::fs::write(path, bytes).map_err(|error| Failure::io(path, error))?;
            terminal.say(both!("已写入 {}", "wrote {}", path.display()));
            Ok(())
        }
        None if format == Format::Pdf && std::io::stdout().is_terminal() => {
            let why = both!("PDF 要写到文件里", "a PDF goes to a file");
            let help = both!("加上 --output 文件名.pdf", "add --output NAME.pdf");
            Err(Failure::new("--output", why).with_help(help))
        }
        // A reader that stops early, such as `head`, is no fault.
        None => {
            let _ = std::io::stdout().write_all(bytes);
            Ok(())
        }
    }
}

fn look(terminal: Terminal, to_file: bool) -> Look {
    let size = if to_file { None } else { terminal_size::terminal_size() };
    let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0));
    Look { width: width.clamp(20, 120), colour: !to_file && terminal.colour.on_stdout() }
}

/// The site around, opened only when it is needed.
struct Site<'a> {
    root: &'a Path,
    run: Option<Run>,
    terminal: Terminal,
}

impl Site<'_> {
    fn run(&mut self) -> Result<&Run, Failure> {
        if self.run.is_none() {
            self.run = Some(Run::open(Inputs::read(self.root)?)?);
        }
        Ok(self.run.as_ref().expect("it was opened just now"))
    }

    /// Returns the document somebody means; nothing when its year is refused, which is then told.
    fn document(&mut self, what: &str) -> Result<Option<Document>, Failure> {
        let path = Path::new(what);
        match AcademicYear::parse(what) {
            Some(year) if !path.exists() || self.root.join("content").join(what).is_dir() => {
                self.built(year)
            }
            _ => read(path).map(Some),
        }
    }

    fn built(&mut self, year: AcademicYear) -> Result<Option<Document>, Failure> {
        let terminal = self.terminal;
        let archive = Archive::read(self.root)?;
        if archive.of_kind(year, Kind::Withdrawal).next().is_some() {
            return archive.document(year);
        }
        let run = self.run()?;
        let folder = run.choose(&[year])?[0];
        match run.clear(folder) {
            Ok(cleared) => Ok(Some(compose(&cleared, &run.standards.rules))),
            Err(refused) => {
                let count = terminal.findings(refused.findings, &run.inputs.sources);
                let refused = both!("{year}：", "{year}: ") + counted(count);
                terminal.note(refused + both!("，不能比较", "; it cannot be compared"));
                Ok(None)
            }
        }
    }
}

/// Reads a `document.json`, or the one in a bundle's folder.
fn read(path: &Path) -> Result<Document, Failure> {
    let file = if path.is_dir() { path.join("document.json") } else { path.to_owned() };
    let bytes = std::fs::read(&file).map_err(|error| {
        Failure::io(&file, error).with_help(both!(
            "写学年（如 2025-2026）、一个学年的生成文件夹，或者 document.json",
            "name a year such as 2025-2026, the folder built of a year, or a document.json"
        ))
    })?;
    Document::from_json(&bytes).ok_or_else(|| {
        let why = both!("不是本程序认得的 document.json", "no document.json this program knows");
        Failure::new(file, why).with_help(both!(
            "它可能来自更新的 gongkai，请升级后再比较",
            "it may come from a newer gongkai; upgrade, then compare again"
        ))
    })
}
