//! `gongkai init`: makes a new site, a college's own with what is not known yet as 待填, or the sample.
//! It must not know what a site holds; the specimen is one, an import of nothing another.

use std::path::{Path, PathBuf};

use super::terminal::Terminal;
use super::{Exit, Outcome, academic_year, attributes, import, write};
use crate::academic_year::AcademicYear;
use crate::failure::Failure;
use crate::import::{Foreign, Given};
use crate::language::{Both, both};
use crate::model::ORGANISATIONS;
use crate::pipeline;

/// The year of the sample, which a new site has too unless another is asked for.
const YEAR: i32 = 2025;

/// 新建一个站点：写上校名，还不知道的各项就都写成“待填”；用 --sample 则得到一所虚构学院的完整样例
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai init 学生会公开 --college 江临职业技术学院 --kind 高职\n  gongkai init 研究生会公开 --college 岚川大学 --kind 本科 --organisation 研究生会\n  gongkai init 学生会公开 --from 公开.docx\n  gongkai init 样例 --sample"
)]
pub struct Arguments {
    /// 站点新建在这个文件夹，它必须是空的或者还不存在
    #[arg(value_name = "文件夹")]
    folder: PathBuf,
    /// 学校全称
    #[arg(long, value_name = "名称")]
    college: Option<String>,
    /// 学校类型，高职或本科
    #[arg(long, value_name = "高职|本科", value_parser = kind)]
    kind: Option<String>,
    /// 公开的是哪个组织，学生会、研究生会或学生联合会；不写时照文件的标题，没有文件的是学生会
    #[arg(long, value_name = "组织", value_parser = organisation)]
    organisation: Option<String>,
    /// 照这个已有的公开文件写第一个学年；可以写多次
    #[arg(long, value_name = "文件")]
    from: Vec<PathBuf>,
    /// 第一个学年；不写时取文件里的学年，文件里也没有时是 2025-2026
    #[arg(long, value_name = "学年", value_parser = academic_year)]
    year: Option<AcademicYear>,
    /// 新建一所虚构学院的完整样例，可以直接生成
    #[arg(long, conflicts_with_all = ["college", "kind", "organisation", "from", "year"])]
    sample: bool,
}

fn kind(text: &str) -> Result<String, Both> {
    match text {
        "高职" | "本科" => Ok(text.to_owned()),
        _ => Err(both!("要写 高职 或 本科", "it is 高职 (vocational) or 本科 (degree)")),
    }
}

fn organisation(text: &str) -> Result<String, Both> {
    match ORGANISATIONS.contains(&text) {
        true => Ok(text.to_owned()),
        false => {
            let known = ORGANISATIONS.join("、");
            Err(both!("要写 {known} 之一", "it is one of {known}"))
        }
    }
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    // As it is shown: `.` rather than `./.`.
    let folder: PathBuf = root.join(&arguments.folder).components().collect();
    if arguments.sample {
        return sample(&folder, terminal);
    }
    let arguments = completed(arguments, terminal)?;
    if arguments.college.is_none() && arguments.from.is_empty() {
        let why = both!("还不知道是哪所学校", "which college is it for?");
        let help = both!(
            "写上校名：--college 名称 --kind 高职（或本科）；有现成的公开文件的，--from 公开.docx；只想看样例的，--sample",
            "say it: --college NAME --kind 高职 (or 本科); from an existing document: --from FILE.docx; just the sample: --sample"
        );
        return Err(Failure::new(folder, why).with_help(help));
    }
    let files: Result<Vec<Foreign>, Failure> =
        arguments.from.iter().map(|path| import::read(path)).collect();
    let Arguments { college, kind, organisation, .. } = arguments;
    let given = Given { college, kind, organisation };
    let files = files?;
    let year = arguments.year.or(files.is_empty().then(|| AcademicYear::starting(YEAR)));
    let imported = pipeline::import(&folder, &files, year, &given)?;
    let within = imported
        .files
        .iter()
        .map(|file| (format!("{}/{}", imported.folder, file.path), &*file.bytes));
    let beside = imported.beside.iter().map(|file| (file.path.clone(), &*file.bytes));
    let mut all: Vec<(String, &[u8])> = within.chain(beside).collect();
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let told = imported.report_file(&names);
    if !files.is_empty() {
        all.push((told.path.clone(), &*told.bytes));
    }
    write::into_new_folder(&folder, &all)?;
    attributes::keep(&folder)?;
    write::schemas_into(&folder)?;
    if !files.is_empty() {
        import::tell(&imported, &folder, terminal);
    }
    if !files.is_empty() {
        terminal.say(import::told_in(&imported));
    }
    terminal.say(first_steps(&folder.display().to_string(), &imported.name));
    Ok(Exit::Clean)
}

/// Asks on a terminal for what was not given; what a document is to tell is not asked.
fn completed(mut arguments: Arguments, terminal: Terminal) -> Result<Arguments, Failure> {
    if !arguments.from.is_empty() {
        return Ok(arguments);
    }
    if arguments.college.is_none() {
        arguments.college = terminal.asked(both!("学校全称：", "full name of the college:"));
    }
    if arguments.college.is_some() && arguments.kind.is_none() {
        let answer = terminal.asked(both!(
            "学校类型，高职或本科（不知道就直接回车）：",
            "its kind, 高职 (vocational) or 本科 (degree); nothing if not known:"
        ));
        arguments.kind = answer.map(|answer| understood("--kind", &answer, kind)).transpose()?;
    }
    if arguments.college.is_some() && arguments.year.is_none() {
        let usual = AcademicYear::starting(YEAR);
        let answer = terminal.asked(both!(
            "第一个学年（直接回车是 {usual}）：",
            "the first year (nothing for {usual}):"
        ));
        let year = |answer: String| understood("--year", &answer, academic_year);
        arguments.year = answer.map(year).transpose()?;
    }
    Ok(arguments)
}

/// Reads an answer as the option it stands for.
pub fn understood<T>(
    option: &str,
    answer: &str,
    read: fn(&str) -> Result<T, Both>,
) -> Result<T, Failure> {
    read(answer).map_err(|why| Failure::new(format!("{option} {answer}"), why))
}

fn sample(folder: &Path, terminal: Terminal) -> Outcome {
    let specimen = pipeline::sample();
    let files: Vec<(String, &[u8])> =
        specimen.iter().map(|file| (file.path.clone(), &*file.bytes)).collect();
    write::into_new_folder(folder, &files)?;
    attributes::keep(folder)?;
    write::schemas_into(folder)?;
    terminal.say(next_steps(&folder.display().to_string()));
    Ok(Exit::Clean)
}

fn first_steps(folder: &str, year: &str) -> Both {
    both!(
        "已在 {folder} 新建站点，里面没有别的学校的人和事，不知道的都写着“待填”。接下来：\n\
         \x20 1. 填 content/site.yaml：网址、站点名称\n\
         \x20 2. 填 content/{year} 里的各个文件（名单可以用电子表格打开）；工作台里逐项填更方便：gongkai --root {folder} open\n\
         \x20 3. 随改随查：gongkai --root {folder} check；gongkai --root {folder} status 看还差多少\n\
         \x20 4. 没有违规以后，把 年度.yaml 里的“状态”改成“完成”再 build，把 output 整个放到网站上\n\
         想看填好的是什么样子：gongkai init 样例 --sample",
        "made a new site in {folder}: nobody else's people are in it, what is not known says 待填. What is next:\n\
         \x20 1. fill in content/site.yaml: web address and name of the site\n\
         \x20 2. fill in the files of content/{year} (名单.csv opens in a spreadsheet program), or in the workbench: gongkai --root {folder} open\n\
         \x20 3. check as you go: gongkai --root {folder} check; gongkai --root {folder} status tells how far it is\n\
         \x20 4. when nothing is violated, change 状态 in 年度.yaml to 完成, build, and upload output whole\n\
         To see a complete one: gongkai init sample --sample"
    )
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
         \x20 6. 没有违规以后，把“状态”改成“完成”再 build，把 output 整个放到网站上",
        "made a new site in {folder}, with the contents of an invented college. What is next:\n\
         \x20 1. see what it looks like: gongkai --root {folder} build, then open {folder}/output/index.html in a browser\n\
         \x20 2. change content/site.yaml: web address, name of the site, allowed mailboxes and domains\n\
         \x20 3. give content/2025-2026 the name of the year to publish, and write 状态: 在编 in its 年度.yaml\n\
         \x20 4. change its files one by one (名单.csv opens in a spreadsheet program);\n\
         \x20    appraisal holds the notice of a round of appraisals: make it your own, or delete it\n\
         \x20 5. check as you go: gongkai --root {folder} check; gongkai explain CODE tells what a code means\n\
         \x20 6. when nothing is violated, change 状态 to 完成, build, and put the whole of output on the web site"
    )
}
