//! `gongkai release`: freezes a year as a version for good.

use std::fs;
use std::path::{Path, PathBuf};

use super::terminal::{self, Terminal};
use super::{Exit, Outcome};
use crate::archive::{self, Archive, Signer};
use crate::failure::Failure;
use crate::language::both;
use crate::load::Folder;
use crate::pipeline::{self, Inputs, Releasing, Run};

/// 把一个学年作为一版公开：检查、生成、连同来源存入 content/releases，以后不再改动
#[derive(clap::Args)]
#[command(
    after_help = "例子：\n  gongkai release 2025-2026\n  gongkai release 2025-2026 --note 更正第十二条的错字\n  gongkai release 2025-2026 --sign 签名.key\n\n--sign 给账本签名，存为 content/releases/ledger.json.minisig；密钥由 minisign -G 生成，不要放进站点的文件夹。没有改动的学年加 --sign，只给账本重新签名。\n公开以后运行 gongkai build，各版放入 output/学年/v1/、v2/……"
)]
pub struct Arguments {
    /// 要公开的学年，或一轮述职评议，如 2025-spring-school
    #[arg(value_name = "学年")]
    year: String,
    /// 更正说明；第二版起要写，也可以写在 年度.yaml 的“更正说明”里
    #[arg(long, value_name = "说明")]
    note: Option<String>,
    /// 用这个密钥文件给账本签名（minisign 的 .key；有密码的会问）
    #[arg(long, value_name = "密钥文件")]
    sign: Option<PathBuf>,
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let Arguments { year, note, sign } = arguments;
    let signer = sign.as_deref().map(|file| signer(file, terminal)).transpose()?;
    let _lock = archive::lock(root)?;
    let run = Run::open(Inputs::read(root)?)?;
    let folder = run.one(&year)?;
    let year = folder.name();
    if terminal.findings(run.faults.clone(), &run.inputs.sources).violations > 0 {
        terminal.say(both!(
            "{year}  没有公开：先改好上面的",
            "{year}  not released: mend those above first"
        ));
        return Ok(Exit::Violations);
    }
    let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty());
    match pipeline::release(&run, folder, note)? {
        Releasing::Released(entry) => {
            let (version, place) = (entry.version, entry.folder());
            terminal.say(both!(
                "{year}  已公开第 {version} 版，存入 content/releases/{place}",
                "{year}  released as version {version}, kept in content/releases/{place}"
            ));
            let archive = Archive::read(root)?;
            let cited =
                run.rounds.iter().filter(|it| folder.round.is_none() && it.year == folder.year);
            for round in cited.map(Folder::name).filter(|it| archive.ledger.newest(it).is_none()) {
                terminal.say(both!(
                    "{round}  还没有公开成版本，以后改动不留记录；引用了它的，也请公开：gongkai release {round}",
                    "{round}  has no version yet, so that its changes leave no trace; if it is cited, release it too: gongkai release {round}"
                ));
            }
            terminal.say(both!("账本摘要 {}", "digest of the ledger {}", entry.digest));
            if let Some(signer) = &signer {
                tell_signed(root, signer, terminal)?;
            }
            terminal.say(both!(
                "把账本摘要抄到别处（如公文、邮件）；以后 gongkai verify --head 摘要 可以核对账本有没有被截短或重写",
                "copy that digest elsewhere (a letter, a mail): gongkai verify --head DIGEST will tell whether the ledger was cut short or rewritten"
            ));
            terminal
                .say(both!("运行 gongkai build 放入 output", "gongkai build puts it into output"));
            Ok(Exit::Clean)
        }
        Releasing::Refused(checked) => {
            let in_work = checked.in_work;
            let count = terminal.findings(checked.findings, &run.inputs.sources);
            let why = if in_work {
                both!("{year}  状态是“在编”，", "{year}  in work, ")
            } else {
                both!("{year}  ", "{year}  ")
            };
            let refused = both!("：没有公开", ": not released");
            terminal.say(why + terminal::counted(count) + refused);
            Ok(Exit::Violations)
        }
        Releasing::Unchanged(entry) if signer.is_some() => {
            terminal.say(both!(
                "{year}  和第 {} 版相同，没有要公开的改动",
                "{year}  the same as version {}: there is nothing to release",
                entry.version
            ));
            signer.map_or(Ok(()), |signer| tell_signed(root, &signer, terminal))?;
            Ok(Exit::Clean)
        }
        Releasing::Unchanged(entry) => {
            let why = both!(
                "和第 {} 版相同，没有要公开的改动",
                "the same as version {}: there is nothing to release",
                entry.version
            );
            Err(Failure::new(&folder.path, why))
        }
        Releasing::Unexplained(entry) => {
            let why = both!(
                "已公开第 {} 版，再公开要说明更正了什么",
                "version {} is released; another must say what it corrects",
                entry.version
            );
            let help =
                both!("gongkai release {year} --note 说明", "gongkai release {year} --note TEXT");
            Err(Failure::new(&folder.path, why).with_help(help))
        }
    }
}

fn signer(file: &Path, terminal: Terminal) -> Result<Signer, Failure> {
    let text = fs::read_to_string(file).map_err(|error| Failure::io(file, error))?;
    Signer::read(&file.display().to_string(), &text, || {
        terminal.note(both!(
            "这个密钥有密码，请输入（输入时不显示）",
            "this key has a password; type it (it is not shown)"
        ));
        None
    })
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
