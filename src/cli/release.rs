//! `gongkai release`: freezes a year as a version for good.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use time::Date;

use super::place_of_site::named;
use super::progress::Progress;
use super::terminal::Terminal;
use super::{Exit, Outcome, attributes, day, reason};
use crate::archive::{self, Archive, Entry, Signer};
use crate::edition::Edition;
use crate::failure::Failure;
use crate::language::both;
use crate::load::Folder;
use crate::pipeline::{self, Asked, Inputs, Releasing, Run};
use crate::source::read_note;

/// The variable of the environment that holds the password of a key.
const PASSWORD: &str = "GONGKAI_KEY_PASSWORD";

/// 把一个学年或者一轮述职评议作为一版公开：检查并生成以后，连同来源存入 content/releases，不再改动
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai release 2025-2026\n  gongkai release 2025-2026 --on 2025-11-14 --approved-by 姓名\n  gongkai release 2025-2026 --note 更正第十二条的错字 --on 2026-01-05\n  gongkai release 2025-2026 --sign 签名.key\n\n--sign 给账本签名，存为 content/releases/ledger.json.minisig；密钥由 minisign -G 生成，不要放进站点的文件夹。学年没有改动时，--sign 只给账本重新签名。\n公开以后运行 gongkai build：各版依次放入 output/学年/v1/、output/学年/v2/ 等文件夹。"
)]
pub struct Arguments {
    /// 要公开的学年，或一轮述职评议，如 2025-spring-school
    #[arg(value_name = "学年")]
    year: String,
    /// 更正了什么；从第二版起必须写，也可以写在 年度.yaml 的“更正说明”里
    #[arg(long, value_name = "说明")]
    note: Option<String>,
    /// 公开的日期，印在这一版的网页和 PDF 上，并写进账本和订阅源；不写时不印日期
    #[arg(long, value_name = "日期", value_parser = day)]
    on: Option<Date>,
    /// 批准公开的人；只记在账本里，不公开
    #[arg(long, value_name = "姓名", value_parser = reason)]
    approved_by: Option<String>,
    /// 用这个密钥文件给账本签名（minisign 的 .key）
    #[arg(long, value_name = "密钥文件")]
    sign: Option<PathBuf>,
    /// 第一行是密钥密码的文件；不写时用环境变量 GONGKAI_KEY_PASSWORD，没有这个变量时在终端里询问
    #[arg(long, value_name = "文件", requires = "sign")]
    password_file: Option<PathBuf>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, note, on, approved_by, sign, password_file } = arguments;
    let password = password_file.as_deref();
    let signer = sign.as_deref().map(|file| signer(root, file, password, terminal)).transpose()?;
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let folder = run.one(&named(root, &year))?;
    let edition = &folder.edition;
    terminal.findings(run.faults.clone(), &run.inputs.sources);
    let asked = Asked { note: note.as_deref(), on, approved_by: approved_by.as_deref() };
    let progress = Progress::new(both!("公开", "releasing"), pipeline::STEPS, terminal);
    let releasing = pipeline::release(&run, folder, asked, &mut || progress.done(1))?;
    progress.finish();
    match releasing {
        Releasing::Released(entry, unreleased) => {
            released(root, &entry, &unreleased, signer, terminal)?;
            Ok(Exit::Clean)
        }
        Releasing::Faulty => {
            terminal.say(both!(
                "{edition}  没有公开：先改好上面的",
                "{edition}  not released: mend those above first"
            ));
            Ok(Exit::Violations)
        }
        Releasing::Refused(checked) => {
            let why = match checked.in_work {
                true => both!("{edition}  状态是“在编”，", "{edition}  in work, "),
                false => both!("{edition}  ", "{edition}  "),
            };
            let count = terminal.findings(checked.findings, &run.inputs.sources);
            let refused = both!("：没有公开", ": not released");
            terminal.say(why + count.summary() + refused);
            Ok(Exit::Violations)
        }
        Releasing::Unchanged(entry) => unchanged(root, folder, &entry, signer, terminal),
        Releasing::Unexplained(entry) => Err(unexplained(folder, &entry)),
    }
}

fn released(
    root: &Path,
    entry: &Entry,
    unreleased: &[Edition],
    signer: Option<Signer>,
    terminal: Terminal,
) -> Result<(), Failure> {
    attributes::keep(root)?;
    let (edition, version, place) = (&entry.edition, entry.version, entry.folder());
    terminal.say(both!(
        "{edition}  已公开第 {version} 版，存入 content/releases/{place}",
        "{edition}  released as version {version}, kept in content/releases/{place}"
    ));
    for round in unreleased {
        terminal.say(both!(
            "{round}  还没有公开成版本，以后改动不留记录；引用了它的，也请公开：gongkai release {round}",
            "{round}  has no version yet, so that its changes leave no trace; if it is cited, release it too: gongkai release {round}"
        ));
    }
    terminal.say(both!("账本摘要 {}", "digest of the ledger {}", entry.digest));
    signer.map_or(Ok(()), |signer| tell_signed(root, &signer, terminal))?;
    terminal.say(both!(
        "把账本摘要抄到别处（如公文、邮件）；以后 gongkai verify --head 摘要 可以核对账本有没有被截短或重写",
        "copy that digest elsewhere (a letter, a mail): gongkai verify --head DIGEST will tell whether the ledger was cut short or rewritten"
    ));
    terminal.say(both!("运行 gongkai build 放入 output", "gongkai build puts it into output"));
    Ok(())
}

/// What is the same as before is an error to release, but may be signed.
fn unchanged(
    root: &Path,
    folder: &Folder,
    entry: &Entry,
    signer: Option<Signer>,
    terminal: Terminal,
) -> Outcome {
    let why = both!(
        "和第 {} 版相同，没有要公开的改动",
        "the same as version {}: there is nothing to release",
        entry.version
    );
    let Some(signer) = signer else { return Err(Failure::new(&folder.path, why)) };
    terminal.say(both!("{}  ", "{}  ", folder.edition) + why);
    tell_signed(root, &signer, terminal)?;
    Ok(Exit::Clean)
}

fn unexplained(folder: &Folder, entry: &Entry) -> Failure {
    let edition = &folder.edition;
    let why = both!(
        "已公开第 {} 版，再公开要说明更正了什么",
        "version {} is released; another must say what it corrects",
        entry.version
    );
    Failure::new(&folder.path, why).with_help(both!(
        "gongkai release {edition} --note 说明",
        "gongkai release {edition} --note TEXT"
    ))
}

/// Reads the key to sign with, and warns of one that lies where the site is kept and handed on.
fn signer(
    root: &Path,
    file: &Path,
    password: Option<&Path>,
    terminal: Terminal,
) -> Result<Signer, Failure> {
    let text = read_note(file)?;
    let whole = |path: &Path| path.canonicalize().ok();
    if whole(file).zip(whole(root)).is_some_and(|(file, root)| file.starts_with(root)) {
        terminal.note(both!(
            "警告: 密钥 {} 放在站点的文件夹里，会跟着备份、版本库一起传出去；请移到别处",
            "warning: the key {} lies in the folder of the site and goes wherever that is copied: move it elsewhere",
            file.display()
        ));
    }
    Signer::read(&file.display().to_string(), &text, || key_password(file, password, terminal))
}

/// Returns the password of a key: from a file, from the environment, or none, for the person at the
/// terminal to be asked.
fn key_password(
    key: &Path,
    file: Option<&Path>,
    terminal: Terminal,
) -> Result<Option<String>, Failure> {
    if let Some(file) = file {
        let text = read_note(file)?;
        return Ok(Some(text.lines().next().unwrap_or_default().to_owned()));
    }
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(Some(password));
    }
    if !std::io::stdin().is_terminal() {
        let why = both!(
            "这个密钥有密码，这里没有终端可以输入",
            "this key has a password, and there is no terminal to type it at"
        );
        return Err(Failure::new(key, why).with_help(both!(
            "把密码写进环境变量 {PASSWORD}，或者写进一个只有自己能读的文件，用 --password-file 指明",
            "put the password into the variable {PASSWORD}, or into a file that you alone can read, named by --password-file"
        )));
    }
    terminal.note(both!(
        "这个密钥有密码，请输入（输入时不显示）",
        "this key has a password; type it (it is not shown)"
    ));
    Ok(None)
}

fn tell_signed(root: &Path, signer: &Signer, terminal: Terminal) -> Result<(), Failure> {
    let place = Archive::sign(root, signer).map_err(|failure| {
        failure.with_help(both!(
            "这一版已经公开，只是没有签名；解决以后加 --sign 再运行一次",
            "the version is released, but not signed: mend that and run once more with --sign"
        ))
    })?;
    terminal.say(both!("账本已签名：{}", "the ledger is signed: {}", place.display()));
    Ok(())
}
