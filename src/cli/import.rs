//! `gongkai import`: an existing document becomes a year.
//! It must not know how a document is read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::place::{self, Before};
use super::terminal::Terminal;
use super::{Exit, Outcome, attributes, place_of_site, write};
use crate::academic_year::AcademicYear;
use crate::archive;
use crate::failure::Failure;
use crate::import::office::container::MOST_BYTES;
use crate::import::{Foreign, Given, Report};
use crate::language::{Both, both};
use crate::lock::{self, WORKSHOP};
use crate::manifest::Artifact;
use crate::pipeline::{self, Imported};
use crate::source::{Bounded, read_whole};

/// 把已有的公开文件（Word、网页、PDF 或文字，可以连同表格里的名单）变成一个学年，把述职通知变成一轮述职评议
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai import 公开.docx\n  gongkai import 公开.doc 名单.xlsx 2024-2025\n  gongkai import --dry-run 公开.html"
)]
pub struct Arguments {
    /// 要读的文件；文件里没有写学年时，在最后写上学年
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 只列出会写哪些文件，不写
    #[arg(long)]
    dry_run: bool,
    /// 学年已经存在时，只补上缺少的文件，原有的文件不改动
    #[arg(long, conflicts_with = "replace")]
    into: bool,
    /// 学年已经存在时，换掉原有的文件，换下的文件另外保存
    #[arg(long)]
    replace: bool,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let (files, year) = asked(&arguments.files)?;
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let imported = pipeline::import(root, &files, year, &Given::default())?;
    let told = imported.report_file(&names);
    if arguments.dry_run {
        tell(&imported, root, terminal);
        terminal.say(both!("没有写入：只是试看", "nothing was written: this was a dry run"));
        return Ok(Exit::Clean);
    }
    // A first year makes the site.
    let _lock = match root.join("content").is_dir() {
        true => archive::lock(root)?,
        false => lock::hold(&root.join(WORKSHOP))?,
    };
    let standing = Standing::compare(root, &imported);
    let chosen: Vec<Artifact> = match (standing.is_new(), arguments.into, arguments.replace) {
        (true, ..) | (_, _, true) => imported.files.clone(),
        (false, true, _) => standing.missing.clone(),
        (false, false, false) => return Err(standing.refusal(root, &imported)),
    };
    let beside: Vec<Artifact> = match arguments.replace {
        true => imported.beside.clone(),
        false => imported.beside.iter().filter(|file| !standing.differs(file)).cloned().collect(),
    };
    let aside = root.join(WORKSHOP).join("import").join(format!("before-{}", imported.file()));
    let before = if arguments.replace { Before::Kept } else { Before::Dropped };
    let is_new_site = !place_of_site::is_site(root);
    let kept = place::folder(root, &imported.folder, &chosen, &beside, &aside, before)?;
    place::write(&root.join(&told.path), &told.bytes)?;
    write::schemas_into(root)?;
    if is_new_site {
        attributes::keep(root)?;
    }
    tell(&imported, root, terminal);
    if let Some(kept) = kept {
        let kept = kept.display();
        terminal.say(both!("换下的文件在 {kept}", "what was replaced is in {kept}"));
    }
    terminal.say(next_steps(&imported));
    Ok(Exit::Clean)
}

/// Reads the files, and the year that may stand behind them.
fn asked(paths: &[PathBuf]) -> Result<(Vec<Foreign>, Option<AcademicYear>), Failure> {
    let mut year = None;
    let mut files = Vec::new();
    for path in paths {
        let as_year = path.to_str().and_then(AcademicYear::parse);
        match as_year.filter(|_| !path.exists()) {
            Some(asked) => year = Some(asked),
            None => files.push(read(path)?),
        }
    }
    if files.is_empty() {
        let why = both!("没有给出文件", "no file was given");
        return Err(Failure::new(&paths[0], why));
    }
    Ok((files, year))
}

pub fn read(path: &Path) -> Result<Foreign, Failure> {
    let bytes = match read_whole(path, MOST_BYTES).map_err(|error| Failure::io(path, error))? {
        Bounded::Read(bytes) => bytes,
        Bounded::TooLarge { .. } => {
            let why = both!("文件太大，没有读取", "the file is too large; it was not read");
            let help = both!("删去图片和附件，另存一份再试", "save a copy without pictures");
            return Err(Failure::new(path, why).with_help(help));
        }
        Bounded::NotAFile => {
            let why = both!(
                "这是文件夹、管道或设备，没有读取",
                "this is a folder, a pipe or a device; it was not read"
            );
            return Err(Failure::new(path, why));
        }
    };
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Foreign { name, bytes })
}

/// What of an import stands in the site already.
struct Standing {
    same: Vec<String>,
    differing: Vec<String>,
    missing: Vec<Artifact>,
}

impl Standing {
    fn compare(root: &Path, imported: &Imported) -> Self {
        let mut standing = Self { same: Vec::new(), differing: Vec::new(), missing: Vec::new() };
        for file in &imported.files {
            let path = root.join(&imported.folder).join(&file.path);
            match read_whole(&path, MOST_BYTES) {
                Ok(Bounded::Read(bytes)) if *bytes == *file.bytes => {
                    standing.same.push(file.path.clone());
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    standing.missing.push(file.clone());
                }
                _ => standing.differing.push(file.path.clone()),
            }
        }
        // The site's own file is added to; another, a form of its own, may be the author's.
        for file in imported.beside.iter().filter(|file| file.path != pipeline::SITE_FILE) {
            let old = read_whole(&root.join(&file.path), MOST_BYTES);
            if !matches!(old, Err(ref error) if error.kind() == ErrorKind::NotFound)
                && !matches!(old, Ok(Bounded::Read(ref bytes)) if **bytes == *file.bytes)
            {
                standing.differing.push(file.path.clone());
            }
        }
        standing
    }

    fn differs(&self, file: &Artifact) -> bool {
        self.differing.contains(&file.path)
    }

    fn is_new(&self) -> bool {
        self.same.is_empty() && self.differing.is_empty()
    }

    /// Says what differs, and what can be done.
    fn refusal(&self, root: &Path, imported: &Imported) -> Failure {
        let missing: Vec<String> = self.missing.iter().map(|file| file.path.clone()).collect();
        let list =
            |names: &[String]| if names.is_empty() { "—".to_owned() } else { names.join("、") };
        let (differing, same, missing) = (list(&self.differing), list(&self.same), list(&missing));
        let why = both!(
            "这个学年，或者它的表样，已经有了，没有改动。和原文件读出来的不同的：{differing}；相同的：{same}；还没有的：{missing}",
            "this year, or its form, is there already; nothing was changed. Different from what was read: {differing}; the same: {same}; missing: {missing}"
        );
        let help = both!(
            "只补上缺的文件用 --into；换掉原有的文件用 --replace，换下的另存；先看看用 --dry-run",
            "--into adds what is missing; --replace replaces what is there and keeps it aside; --dry-run only shows"
        );
        Failure::new(root.join(&imported.folder), why).with_help(help)
    }
}

/// Says what came of it: how much was taken, what is to be filled in and why, what was left out.
pub fn tell(imported: &Imported, root: &Path, terminal: Terminal) {
    let Report { taken, inferred, unfilled, remarks, .. } = &imported.report;
    terminal.say(both!("{}", "{}", root.join(&imported.folder).display()));
    for (part, file) in taken {
        terminal.say(format!("  {part} → {file}").into());
    }
    let lists: [(Both, &[(String, String)]); 2] = [
        (both!("推断的 {} 处，请核对：", "{} inferred; please check:", inferred.len()), inferred),
        (both!("待填的 {} 处：", "{} to be filled in (待填):", unfilled.len()), unfilled),
    ];
    for (heading, lines) in lists.into_iter().filter(|(_, lines)| !lines.is_empty()) {
        terminal.say(heading);
        for (place, why) in lines {
            terminal.say(format!("  {place}：{why}").into());
        }
    }
    for remark in remarks {
        terminal.say(both!("说明：{remark}", "note: {remark}"));
    }
    let left = imported.report.left_out_characters();
    terminal.say(both!("没有带入的文字 {left} 字", "{left} characters were left out"));
}

/// Says where all that an import did is told.
pub fn told_in(imported: &Imported) -> Both {
    let file = imported.file();
    both!(
        "全部说明在 .gongkai/import/{file}.md：取自哪里，推断了什么，哪些没有带入",
        "all of it is told in .gongkai/import/{file}.md: what was taken from where, inferred, left out"
    )
}

fn next_steps(imported: &Imported) -> Both {
    let name = &imported.name;
    let steps = both!(
        "\n下一步：\n\
         \x20 1. 照说明核对推断的，把“待填”换成实际情况\n\
         \x20 2. gongkai check {name} 看原文自己的差错；程序没有替原文改过一个字\n\
         \x20 3. 没有违规后，把 年度.yaml（述职通知是 通知.yaml）里的“状态”改成“完成”，再运行 gongkai build",
        "\nWhat is next:\n\
         \x20 1. check what was inferred, and put facts in place of every 待填\n\
         \x20 2. gongkai check {name} tells the document's own faults; not a word of it was changed\n\
         \x20 3. when nothing is violated, change 状态 in 年度.yaml (of a round, in 通知.yaml) to 完成 and run gongkai build"
    );
    told_in(imported) + steps
}
